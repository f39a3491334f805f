//! Prints pose, eyes and mouth of the face in each picture of a folder: a look at what the face check measures.
use std::{env, path::PathBuf, time::Instant};

fn main() {
    let args: Vec<String> = env::args().collect();
    let loaded = models::load(&PathBuf::from(&args[1]), models::Options { threads: 1 }).expect("models");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&args[2]).expect("dir").map(|e| e.expect("entry").path()).collect();
    files.sort();
    let dist = |a: [f32; 3], b: [f32; 3]| (a[0] - b[0]).hypot(a[1] - b[1]);
    let mut watcher = vision::face::Watcher::default();
    for (i, f) in files.iter().enumerate() {
        let rgb = image::open(f).expect("image").into_rgb8();
        let t = Instant::now();
        let w = watcher.look(&loaded.networks, &rgb).expect("find");
        let took = t.elapsed().as_secs_f64() * 1e3;
        let Some(face) = w.face else {
            println!("{i} none ms={took:.1}");
            continue;
        };
        let l = &face.landmarks;
        let mouth = dist(l[13], l[14]) / dist(l[168], l[2]);
        let p = face.seen.pose.expect("pose");
        println!(
            "{i} n={} yaw={:.1} pitch={:.1} roll={:.1} eyes={:.3},{:.3} mouth={mouth:.3} eye_px={:.0} conf={:.2} ms={took:.1}",
            w.count,
            p.yaw_deg,
            p.pitch_deg,
            p.roll_deg,
            w.eyes[0],
            w.eyes[1],
            face.seen.inter_eye_px,
            face.seen.confidence
        );
    }
}
