//! Writes pictures to look at: `cargo run -p specimen --example gallery -- FOLDER [heads|documents|flat|scenarios] [COUNT]`.

use image::{RgbImage, imageops};
use jiff::civil::date;
use specimen::head::{self, Identity, Portrait};
use specimen::{
    Kind, PortraitDetail, Request, Variety, flat, render, scenario, scenario::NAMES, selfie_shot,
};
use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let folder = PathBuf::from(words.next().ok_or("which folder?")?);
    std::fs::create_dir_all(&folder)?;
    let what = words.next().unwrap_or_else(|| "documents".to_owned());
    let count: u64 = words.next().map_or(Ok(6), |text| text.parse())?;
    match what.as_str() {
        "heads" => heads(&folder, count),
        "scenarios" => scenarios(&folder),
        "flat" => flat_pages(&folder, count),
        _ => documents(&folder, count),
    }
}

/// For each identity its document portrait and two selfies at reduced size, and a sheet of all.
fn heads(folder: &Path, count: u64) -> Result<(), Box<dyn Error>> {
    let (w, h) = (306, 396);
    let mut sheet = RgbImage::new(w * count.min(8) as u32, h * 2 * count.div_ceil(8) as u32);
    for seed in 0..count {
        let who = Identity::from_seed(seed);
        let portrait = head::render(&Portrait::for_document(who.clone(), w, h));
        let takes = [1, 2].map(|take| {
            let shot = selfie_shot(&who, seed * 2 + take);
            head::render(&Portrait { width_px: w, height_px: h, ..shot })
        });
        let (x, y) = ((seed % 8) as i64 * i64::from(w), (seed / 8) as i64 * i64::from(h) * 2);
        imageops::replace(&mut sheet, &portrait, x, y);
        imageops::replace(&mut sheet, &takes[0], x, y + i64::from(h));
        portrait.save(folder.join(format!("{seed:03}-portrait.png")))?;
        for (take, picture) in takes.iter().enumerate() {
            picture.save(folder.join(format!("{seed:03}-selfie-{take}.png")))?;
        }
    }
    sheet.save(folder.join("sheet.png"))?;
    Ok(())
}

fn documents(folder: &Path, count: u64) -> Result<(), Box<dyn Error>> {
    for kind in Kind::ALL {
        for seed in 0..count {
            let rendered = render(&Request::new(kind, seed, date(2026, 11, 23)))?;
            for (role, image) in &rendered.images {
                image.save(folder.join(format!("{}-{seed}-{role:?}.png", kind.code())))?;
            }
        }
    }
    Ok(())
}

/// For each kind a sheet of its pages without a camera, a row for each seed, in fonts of the common variety; the last row is
/// in those held back.
fn flat_pages(folder: &Path, count: u64) -> Result<(), Box<dyn Error>> {
    for kind in Kind::ALL {
        let mut sheet = RgbImage::new(0, 0);
        for seed in 0..count {
            let variety = if seed + 1 == count { Variety::HeldBack } else { Variety::Common };
            let request = Request { variety, ..Request::new(kind, seed, date(2026, 11, 23)) };
            for (column, page) in flat(&request, 8.0, PortraitDetail::Full)?.pages.iter().enumerate() {
                let (w, h) = page.image.dimensions();
                if sheet.width() == 0 {
                    sheet = RgbImage::new(w * 2 + 8, (h + 8) * count as u32);
                }
                let place = (i64::from(w + 8) * column as i64, i64::from(h + 8) * seed as i64);
                imageops::replace(&mut sheet, &page.image, place.0, place.1);
            }
        }
        if sheet.width() > 0 {
            sheet.save(folder.join(format!("{}.png", kind.code())))?;
        }
    }
    Ok(())
}

fn scenarios(folder: &Path) -> Result<(), Box<dyn Error>> {
    for name in NAMES {
        for (role, image) in &scenario(name, 1, date(2026, 11, 23))?.images {
            image.save(folder.join(format!("{name}-{role:?}.png")))?;
        }
    }
    Ok(())
}
