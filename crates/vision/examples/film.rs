//! Measures a folder of frames as the film of a face check: every frame, then what the whole shows.
//!
//! `cargo run --release -p vision --example film -- target/models FOLDER FRAMES_PER_SECOND [EVERY]`

use std::{env, error::Error, fs, path::PathBuf, time::Instant};

use review::observation::Plan;
use vision::live::{Film, FilmFrame};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [models, folder, rate, rest @ ..] = arguments.as_slice() else {
        return Err("MODELS FOLDER FRAMES_PER_SECOND [EVERY]".into());
    };
    let rate: f64 = rate.parse()?;
    let every: usize = rest.first().map_or(Ok(1), |text| text.parse())?;
    let loaded = models::load(&PathBuf::from(models), models::Options { threads: 1 })?;
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.sort();
    let frame = |(i, path): (usize, &PathBuf)| {
        let at_ms = (i as f64 * 1000.0 / rate) as u32;
        fs::read(path).map(|jpeg| FilmFrame { at_ms, colour: None, jpeg })
    };
    let frames = files.iter().enumerate().step_by(every).map(frame).collect::<Result<Vec<_>, _>>()?;
    let film = Film { plan: Plan::default(), camera: String::new(), best: 0, frames };
    let start = Instant::now();
    let examined = film.examine(&loaded.networks)?;
    let took = start.elapsed();
    for (i, moment) in examined.reading.moments.iter().enumerate() {
        let Some(face) = moment.face else {
            println!("{i:4} no face");
            continue;
        };
        println!(
            "{i:4} {:6} ms  faces {}  yaw {:6.1}  pitch {:6.1}  eyes {:.2} {:.2}  mouth {:.2}  width {:.2}  light {:3.0}/{:3.0}",
            moment.at_ms,
            moment.faces_count,
            face.pose.yaw_deg,
            face.pose.pitch_deg,
            face.eyes[0],
            face.eyes[1],
            face.mouth,
            face.width_share,
            face.brightness,
            face.behind,
        );
    }
    for measure in &examined.reading.measures {
        println!("{:?} {:.4}", measure.kind, measure.value);
    }
    println!(
        "best frame {}, {:.1} ms a frame",
        examined.reading.best,
        took.as_secs_f64() * 1e3 / film.frames.len() as f64
    );
    Ok(())
}
