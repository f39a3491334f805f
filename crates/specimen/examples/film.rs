//! Writes contact sheets of films to look at, and says what they cost: `cargo run -p specimen --example film -- FOLDER [live|worn|light|attacks] [SEED]`.

use image::{RgbImage, imageops};
use specimen::film::{Act, ActSpan, Film, FilmRequest, Medium, Setting, perform};
use specimen::head::{Identity, Worn};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let folder = PathBuf::from(words.next().ok_or("which folder?")?);
    std::fs::create_dir_all(&folder)?;
    let what = words.next().unwrap_or_else(|| "live".to_owned());
    let seed: u64 = words.next().map_or(Ok(5), |text| text.parse())?;
    let plain = FilmRequest::new(Identity::from_seed(seed), seed);
    match what.as_str() {
        "worn" => worn(&folder, seed, &plain),
        "light" => light(&folder, seed, &plain),
        "attacks" => attacks(&folder, seed, &plain),
        _ => save(&folder, &format!("{seed}-live"), &plain, &Act::ALL),
    }
}

fn worn(folder: &Path, seed: u64, plain: &FilmRequest) -> Result<(), Box<dyn Error>> {
    let worn = [
        ("glasses", Worn { glasses: true, ..Worn::default() }),
        ("mask", Worn { mask: true, ..Worn::default() }),
        ("hat", Worn { hat: true, ..Worn::default() }),
    ];
    for (name, worn) in worn {
        let request = FilmRequest { worn, ..plain.clone() };
        save(folder, &format!("{seed}-{name}"), &request, &[Act::TurnLeft, Act::OpenMouth])?;
    }
    Ok(())
}

fn light(folder: &Path, seed: u64, plain: &FilmRequest) -> Result<(), Box<dyn Error>> {
    for setting in [Setting::Dark, Setting::Backlit] {
        let request = FilmRequest { setting, ..plain.clone() };
        save(folder, &format!("{seed}-{setting:?}"), &request, &[Act::Blink])?;
    }
    Ok(())
}

fn attacks(folder: &Path, seed: u64, plain: &FilmRequest) -> Result<(), Box<dyn Error>> {
    for medium in Medium::ALL.into_iter().skip(1) {
        let request = FilmRequest { medium, ..plain.clone() };
        save(folder, &format!("{seed}-{medium:?}"), &request, &Act::ALL)?;
    }
    Ok(())
}

/// Every fourth frame at half size, ten in a row.
fn save(folder: &Path, name: &str, request: &FilmRequest, acts: &[Act]) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let film = perform(request, acts);
    println!("{name}: {} frames in {:.1} s", film.frames.len(), start.elapsed().as_secs_f32());
    sheet(&film).save(folder.join(format!("{name}.png")))?;
    large(&film).save(folder.join(format!("{name}-large.png")))?;
    Ok(())
}

/// A frame of the middle of each act, at full size.
fn large(film: &Film) -> RgbImage {
    let middle = |span: &ActSpan| (span.held_from_ms + span.held_to_ms) / 2;
    let of = |at_ms: u32| film.frames.iter().find(|frame| frame.at_ms >= at_ms);
    let shown: Vec<_> = film.spans.iter().filter_map(|span| of(middle(span))).collect();
    let (w, h) = film.frames.first().map_or((1, 1), |frame| frame.image.dimensions());
    let mut sheet = RgbImage::new(w * shown.len() as u32, h);
    for (i, frame) in shown.into_iter().enumerate() {
        imageops::replace(&mut sheet, &frame.image, i as i64 * i64::from(w), 0);
    }
    sheet
}

fn sheet(film: &Film) -> RgbImage {
    let shown: Vec<_> = film.frames.iter().step_by(4).collect();
    let size = film.frames.first().map_or((1, 1), |frame| frame.image.dimensions());
    let (w, h) = (size.0 / 2, size.1 / 2);
    let mut sheet = RgbImage::new(w * 10, h * shown.len().div_ceil(10) as u32);
    for (i, frame) in shown.into_iter().enumerate() {
        let small = imageops::thumbnail(&frame.image, w, h);
        let (x, y) = ((i % 10) as i64 * i64::from(w), (i / 10) as i64 * i64::from(h));
        imageops::replace(&mut sheet, &small, x, y);
    }
    sheet
}
