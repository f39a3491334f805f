//! Runs the line finder and turns the cores that it marks into rows.

use image::RgbImage;
use ndarray::ArrayD;

use super::rows::Row;
use crate::{
    geometry::{Px, px},
    network::{Network, NetworkError},
    text::{components, tensor},
};

/// Cells above this probability belong to a core.
const CELL_MIN: f32 = 0.4;
/// Fewer cells are noise.
const CELLS_MIN: usize = 6;
/// Pixels of the picture for each cell.
const CELL_PX: f32 = 4.0;
/// Share of a capital's height that the finder is taught to mark (`training/mrz/finder_data.py`).
const CORE_SHARE: f32 = 0.72;
/// A core at least this many times as long as high is a row.
const LONG_RATIO: f32 = 4.0;

/// What the finder says of a picture.
struct Map {
    width: usize,
    core: Vec<f32>,
    cosine: Vec<f32>,
    sine: Vec<f32>,
}

/// Rows or pieces of rows in pixels of the picture, whose sides must be multiples of 32.
///
/// # Errors
/// [`NetworkError`] of the line finder.
pub fn find(network: &dyn Network, picture: &RgbImage) -> Result<Vec<Row>, NetworkError> {
    let size = picture.dimensions();
    let outputs = network.run(tensor::batch(&[picture], size, tensor::RECOGNISER))?;
    let cells = (size.0 as usize / CELL_PX as usize, size.1 as usize / CELL_PX as usize);
    let Some(map) = outputs.first().and_then(|output| Map::of(output, cells)) else { return Ok(Vec::new()) };
    let found = components::cells(&map.core, map.width, CELL_MIN, CELLS_MIN);
    Ok(found.iter().filter_map(|cells| map.row(cells)).collect())
}

impl Map {
    fn of(output: &ArrayD<f32>, (w, h): (usize, usize)) -> Option<Self> {
        let standard = output.as_standard_layout();
        let planes: Vec<&[f32]> = standard.as_slice()?.chunks_exact((w * h).max(1)).collect();
        let [core, cosine, sine] = planes[..] else { return None };
        Some(Self { width: w, core: core.to_vec(), cosine: cosine.to_vec(), sine: sine.to_vec() })
    }

    fn point(&self, cell: usize) -> Px {
        px((cell % self.width) as f32 + 0.5, (cell / self.width) as f32 + 0.5)
    }

    /// The row through the cells of one core: a line fitted to them, their sum as its height.
    fn row(&self, cells: &[usize]) -> Option<Row> {
        let weight: f32 = cells.iter().map(|cell| self.core[*cell]).sum();
        let sum = |value: &dyn Fn(usize) -> Px| {
            cells.iter().fold(px(0.0, 0.0), |sum, cell| sum.plus(value(*cell).times(self.core[*cell])))
        };
        let centre = sum(&|cell| self.point(cell)).times(1.0 / weight);
        let said = sum(&|cell| px(self.cosine[cell], self.sine[cell]));
        let along = facing(self.axis(cells, centre), said);
        let reach = |cell: &usize| self.point(*cell).minus(centre).dot(along);
        let (low, high) =
            cells.iter().map(reach).fold((0.0_f32, 0.0_f32), |(lo, hi), t| (lo.min(t), hi.max(t)));
        let length = high - low + 1.0;
        let cap = self.mass(cells) / length / CORE_SHARE;
        let at = |t: f32| centre.plus(along.times(t)).times(CELL_PX);
        let row = Row {
            from: at(low - 0.5),
            to: at(high + 0.5),
            cap: cap * CELL_PX,
            confidence: weight / cells.len() as f32,
            bow: self.bow(cells, centre.plus(along.times((low + high) / 2.0)), along.times(1.0 / length))
                / cap,
        };
        (length > LONG_RATIO * cap).then_some(row)
    }

    /// How far the cells of a core are bent, in cells, as [`super::rows::Band::bow`] has it: the quadratic part of the
    /// curve that fits them best. `along` is as long as the core's inverse length.
    fn bow(&self, cells: &[usize], middle: Px, along: Px) -> f32 {
        let across = px(-along.y, along.x).times(1.0 / along.length());
        let weight = |cell: &usize| self.core[*cell];
        let t = |cell: &usize| self.point(*cell).minus(middle).dot(along);
        let mean = |of: &dyn Fn(&usize) -> f32| {
            let sum = cells.iter().fold((0.0, 0.0), |(s, w), c| (s + of(c) * weight(c), w + weight(c)));
            sum.0 / sum.1.max(f32::MIN_POSITIVE)
        };
        // A square, made orthogonal to the constant and the slope.
        let first = mean(&t);
        let spread = mean(&|c| (t(c) - first).powi(2));
        let skew = mean(&|c| (t(c) - first).powi(3)) / spread.max(f32::MIN_POSITIVE);
        let square = |c: &usize| (t(c) - first).powi(2) - spread - skew * (t(c) - first);
        let below = |c: &usize| self.point(*c).minus(middle).dot(across);
        mean(&|c| below(c) * square(c)) / mean(&|c| square(c).powi(2)).max(f32::MIN_POSITIVE)
    }

    /// Sum of the core over its cells and their neighbours across: the core's area in cells.
    fn mass(&self, cells: &[usize]) -> f32 {
        let mut all: Vec<usize> = cells.iter().flat_map(|cell| self.around(*cell)).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|cell| self.core[cell]).sum()
    }

    fn around(&self, cell: usize) -> impl Iterator<Item = usize> {
        let neighbours = [Some(cell), cell.checked_sub(self.width), Some(cell + self.width)];
        let count = self.core.len();
        neighbours.into_iter().flatten().filter(move |cell| *cell < count)
    }

    /// Unit vector of the cells' longest extent (principal axis).
    fn axis(&self, cells: &[usize], centre: Px) -> Px {
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for cell in cells {
            let (p, w) = (self.point(*cell).minus(centre), self.core[*cell]);
            xx += w * p.x * p.x;
            xy += w * p.x * p.y;
            yy += w * p.y * p.y;
        }
        let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
        px(angle.cos(), angle.sin())
    }
}

/// The axis in the sense that comes nearer to `said`.
fn facing(axis: Px, said: Px) -> Px {
    if axis.dot(said) < 0.0 { axis.times(-1.0) } else { axis }
}
