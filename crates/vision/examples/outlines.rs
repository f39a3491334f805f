//! Prints where the documents of pictures are, as one line of JSON each, for a look and for calibration.
//!
//! `cargo run -p vision --example outlines -- MODELS PICTURE…`

use std::{path::Path, time::Instant};

use review::observation::{ImageRole, Sighting};
use serde_json::{Value, json};
use vision::{
    document,
    intake::{Limits, accept},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let models = arguments.next().ok_or("usage: outlines MODELS PICTURE…")?;
    let loaded = models::load(Path::new(&models), models::Options { threads: 1 })?;
    for file in arguments {
        let picture = accept(&std::fs::read(&file)?, &Limits::default())?;
        let started = Instant::now();
        let found = document::sightings(&loaded.networks, &picture.rgb, ImageRole::Front)?;
        let seconds = started.elapsed().as_secs_f64();
        let size = picture.rgb.dimensions();
        let documents: Vec<Value> = found.iter().map(|sighting| plain(sighting, size)).collect();
        println!("{}", json!({ "file": file, "seconds": seconds, "documents": documents }));
    }
    for network in loaded.timings().iter().filter(|network| network.calls_count > 0) {
        eprintln!("{}: {} runs, {:.3} s", network.network, network.calls_count, network.total_s);
    }
    Ok(())
}

/// Corners in pixels, and the confidence.
fn plain(sighting: &Sighting, (width, height): (u32, u32)) -> Value {
    let (w, h) = (f64::from(width), f64::from(height));
    let corners = sighting.region.corners.iter();
    let corners: Vec<[f64; 2]> = corners.map(|p| [f64::from(p.x) * w, f64::from(p.y) * h]).collect();
    json!({ "corners": corners, "confidence": sighting.confidence })
}
