//! Looks at photographs of documents as frames of the viewfinder, and prints what it says and how long it takes.
//!
//! `cargo run --release -p vision --example viewfinder -- target/models PICTURE…`

use std::{env, error::Error, path::PathBuf, time::Instant};

use image::imageops::FilterType;
use review::{observation::ImageRole, policy::Policy};
use vision::live::{Viewfinder, Wanted};

/// Longer side of a frame in pixels, and how often each is looked at.
const LONG_SIDE_PX: u32 = 640;
const LOOKS: u32 = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let models = arguments.next().ok_or("usage: viewfinder MODELS PICTURE…")?;
    let loaded = models::load(&PathBuf::from(models), models::Options { threads: 1 })?;
    let thresholds = Policy::exchange().thresholds;
    let wanted = Wanted {
        glare_share_max: thresholds.glare_share_max,
        brightness_min: thresholds.brightness_min,
        bright_share_max: thresholds.bright_share_max,
        sharpness_min: thresholds.sharpness_min,
    };
    for file in arguments {
        let frame = image::open(&file)?.resize(LONG_SIDE_PX, LONG_SIDE_PX, FilterType::Triangle).into_rgb8();
        let mut finder = Viewfinder::new(ImageRole::Front, wanted);
        let start = Instant::now();
        let mut last = None;
        for i in 0..LOOKS {
            last = Some(finder.look(&loaded.networks, &frame, i * 125)?);
        }
        let each_ms = start.elapsed().as_secs_f64() * 1e3 / f64::from(LOOKS);
        let hint = last.as_ref().and_then(|view| view.hint).map_or("all is well", |hint| hint.as_str());
        println!("{file}: {hint}, {each_ms:.1} ms a frame");
    }
    Ok(())
}
