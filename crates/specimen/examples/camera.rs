//! Looks at the camera: `cargo run -p specimen --example camera -- FOLDER [ordinary|hard|grounds|kinds|attacks|time] [COUNT]`.
//!
//! The first five write a contact sheet; `time` prints how long a processor is busy with a photograph, without drawing the
//! document.

use image::{Rgb, RgbImage, imageops};
use jiff::civil::date;
use specimen::camera::{Conditions, Ground, View};
use specimen::{Degradation, DegradationKind, Drawn, ImageTruth, Kind, Look, PortraitDetail, Request};
use std::error::Error;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Side of a picture on the contact sheet.
const SIDE_PX: u32 = 480;
const COLUMNS: u32 = 4;
const KINDS: [Kind; 3] = [Kind::Td3Passport, Kind::ResidentIdCn, Kind::StudentCard];

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let folder = PathBuf::from(words.next().ok_or("which folder?")?);
    std::fs::create_dir_all(&folder)?;
    let what = words.next().unwrap_or_else(|| "ordinary".to_owned());
    let count: u64 = words.next().map_or(Ok(12), |text| text.parse())?;
    let looks: Vec<Look> = match what.as_str() {
        "time" => return time(),
        "grounds" => Ground::ALL.iter().map(|ground| Look { ground: Some(*ground), ..seen() }).collect(),
        "attacks" => [0.2, 0.6, 1.0, 1.0].into_iter().flat_map(attacks).collect(),
        "kinds" => {
            DegradationKind::ALL.iter().flat_map(|kind| [0.25, 0.6].map(|s| spoilt(*kind, s))).collect()
        }
        code => {
            let conditions =
                Conditions::from_code(code).ok_or("ordinary, hard, grounds, kinds, attacks or time?")?;
            (0..count).map(|seed| Look::draw(conditions, seed)).collect()
        }
    };
    contact(&looks, what == "attacks")?.save(folder.join(format!("{what}.png")))?;
    Ok(())
}

fn seen() -> Look {
    Look { view: Some(View { share: 0.6, turn_deg: 7.0, ..View::default() }), ..Look::default() }
}

fn spoilt(kind: DegradationKind, strength: f32) -> Look {
    Look { degradations: vec![Degradation::new(kind, strength)], ..Look::default() }
}

/// One photograph for each look, kinds in turn, with the document's corners; or a piece of each from close by.
fn contact(looks: &[Look], close: bool) -> Result<RgbImage, Box<dyn Error>> {
    let drawn =
        KINDS.map(|kind| Drawn::new(&Request::new(kind, 5, date(2026, 11, 23)), PortraitDetail::Full));
    let drawn = drawn.into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut sheet = RgbImage::new(SIDE_PX * COLUMNS, SIDE_PX * (looks.len() as u32).div_ceil(COLUMNS));
    for (index, look) in looks.iter().enumerate() {
        let (picture, truth) = drawn[index % KINDS.len()].photograph(look, index as u64).swap_remove(0);
        let small = if close { piece(&picture) } else { thumbnail(&picture, &truth) };
        let (column, row) = (index as u32 % COLUMNS, index as u32 / COLUMNS);
        imageops::replace(&mut sheet, &small, (column * SIDE_PX).into(), (row * SIDE_PX).into());
    }
    Ok(sheet)
}

fn attacks(strength: f32) -> Vec<Look> {
    let kinds = DegradationKind::ALL.into_iter().filter(|kind| kind.is_attack());
    kinds.map(|kind| spoilt(kind, strength)).collect()
}

fn piece(picture: &RgbImage) -> RgbImage {
    let (x, y) = (picture.width() / 8, picture.height() / 4);
    imageops::crop_imm(picture, x, y, SIDE_PX, SIDE_PX).to_image()
}

fn thumbnail(picture: &RgbImage, truth: &ImageTruth) -> RgbImage {
    let scale = SIDE_PX as f32 / picture.width().max(picture.height()) as f32;
    let [w, h] = [picture.width(), picture.height()].map(|side| ((side as f32 * scale) as u32).max(1));
    let mut small = imageops::resize(picture, w, h, imageops::FilterType::Triangle);
    let corners = truth.quad.iter().chain(&truth.others).flatten();
    for (x, y) in corners.map(|p| ((p.x * scale) as i64, (p.y * scale) as i64)) {
        for (dx, dy) in (-3..=3).flat_map(|d| [(d, 0), (0, d)]) {
            if (0..i64::from(w)).contains(&(x + dx)) && (0..i64::from(h)).contains(&(y + dy)) {
                small.put_pixel((x + dx) as u32, (y + dy) as u32, Rgb([255, 0, 255]));
            }
        }
    }
    small
}

/// How long this thread has run, so that a busy machine does not matter; the clock where Linux's count is missing.
fn busy() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = counted.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// Milliseconds for a photograph of 2 and of 12 megapixels: plain, drawn from each distribution, and every kind alone.
fn time() -> Result<(), Box<dyn Error>> {
    for long_side_px in [1633, 4000] {
        let mut request = Request::new(Kind::Td3Passport, 5, date(2026, 11, 23));
        request.look.long_side_px = long_side_px;
        let drawn = Drawn::new(&request, PortraitDetail::Full)?;
        let report = |name: &str, looks: &[Look]| {
            let start = busy();
            for (seed, look) in looks.iter().enumerate() {
                drawn.photograph(&Look { long_side_px, ..look.clone() }, seed as u64);
            }
            println!(
                "{long_side_px} {name}: {:.0} ms",
                (busy() - start).as_secs_f64() * 1e3 / looks.len() as f64
            );
        };
        report("plain", &[Look::default(), Look::default()]);
        for conditions in Conditions::ALL {
            report(conditions.code(), &(0..6).map(|seed| Look::draw(conditions, seed)).collect::<Vec<_>>());
        }
        for kind in DegradationKind::ALL.into_iter().filter(|_| long_side_px < 2000) {
            report(&format!("{kind:?}"), &[spoilt(kind, 0.3)]);
        }
    }
    Ok(())
}
