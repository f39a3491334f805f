//! Edge sharpness: how much of an edge's contrast lies within one pixel.

use image::GrayImage;

/// Half the window, in pixels, in which an edge's contrast is taken.
const REACH: u32 = 4;
/// Contrast in grey levels from which an edge counts; noise stays below.
const CONTRAST_MIN: f32 = 40.0;
/// Rank among the edges: print is sharper than guilloche and shadows, so the sharper ones tell.
const RANK: f32 = 0.8;
/// Fewer edges than this and nothing is sharp.
const EDGES_MIN: usize = 50;

/// 0–1. A step within one pixel gives 1; a Gaussian blur of σ pixels gives about 0.8 / σ, as the steepest slope of
/// the blurred step is its contrast divided by σ√(2π), measured over two pixels.
pub fn measure(grey: &GrayImage) -> f64 {
    let mut ratios = Vec::new();
    let (w, h) = grey.dimensions();
    for y in (REACH..h.saturating_sub(REACH)).step_by(2) {
        for x in REACH..w.saturating_sub(REACH) {
            ratios.extend(ratio(grey, (x, y), true));
            ratios.extend(ratio(grey, (x, y), false));
        }
    }
    if ratios.len() < EDGES_MIN {
        return 0.0;
    }
    let rank = ((ratios.len() - 1) as f32 * RANK) as usize;
    let (_, value, _) = ratios.select_nth_unstable_by(rank, f32::total_cmp);
    f64::from(value.clamp(0.0, 1.0))
}

/// Slope over contrast at an edge's steepest pixel, along the row or the column; `None` elsewhere.
fn ratio(grey: &GrayImage, (x, y): (u32, u32), level: bool) -> Option<f32> {
    let at = |offset: i64| {
        let (x, y) = (i64::from(x), i64::from(y));
        let (x, y) = if level { (x + offset, y) } else { (x, y + offset) };
        f32::from(grey.get_pixel(x as u32, y as u32).0[0])
    };
    let slope = |o: i64| (at(o + 1) - at(o - 1)).abs();
    let here = slope(0);
    if here < CONTRAST_MIN / 4.0 || slope(1) > here || slope(-1) >= here {
        return None;
    }
    let values = (-i64::from(REACH)..=i64::from(REACH)).map(at);
    let (lo, hi) = values.fold((f32::MAX, f32::MIN), |(lo, hi), v| (lo.min(v), hi.max(v)));
    (hi - lo >= CONTRAST_MIN).then(|| here / (hi - lo))
}
