//! Recognises cut-out lines with an SVTR + CTC network, batched by width.

use image::RgbImage;
use ndarray::{ArrayD, ArrayView2, Axis, Ix3, s};

use super::{
    ctc::{self, Read},
    tensor,
};
use crate::{
    geometry::Quad,
    network::{NetworkError, Networks},
    warp,
};

/// Height of the recogniser's input in pixels.
pub(crate) const LINE_HEIGHT_PX: u32 = 48;
/// Widest line in pixels at that height: 50 square characters.
const LINE_WIDTH_PX_MAX: u32 = 2400;
const LINE_WIDTH_PX_MIN: u32 = 16;
/// Most columns of pixels in one batch. On a processor a line costs by its width; larger batches leave the cache (on one
/// core, a line of 320 columns took 25 ms alone, 28 in fours and 35 in eights), and a second thread idles on smaller ones.
const BATCH_COLUMNS_MAX: u32 = 1280;
/// A batch holds lines up to this many times as wide as its narrowest: what is padded is paid for.
const BATCH_WIDTH_RATIO: f32 = 1.1;

/// The text of each box, in their order. A box that cannot be cut out reads as nothing.
pub fn texts(networks: &Networks, picture: &RgbImage, quads: &[Quad]) -> Result<Vec<Read>, NetworkError> {
    let cuts: Vec<(usize, RgbImage)> =
        quads.iter().enumerate().filter_map(|(i, quad)| Some((i, line(picture, quad)?))).collect();
    let mut texts = vec![Read::default(); quads.len()];
    matrices(networks, cuts, |i, matrix| texts[i] = ctc::greedy(&matrix, &networks.alphabet))?;
    Ok(texts)
}

fn line(picture: &RgbImage, quad: &Quad) -> Option<RgbImage> {
    let ratio = quad.width() / quad.height().max(1.0);
    let width = (ratio * LINE_HEIGHT_PX as f32).ceil() as u32;
    warp::cut_out(picture, quad, width.clamp(LINE_WIDTH_PX_MIN, LINE_WIDTH_PX_MAX), LINE_HEIGHT_PX)
}

/// Runs the recogniser over lines of height 48 and hands out each one's probabilities `[steps, classes]`,
/// with the number that came with the line.
pub(crate) fn matrices(
    networks: &Networks,
    mut cuts: Vec<(usize, RgbImage)>,
    mut each: impl FnMut(usize, ArrayView2<'_, f32>),
) -> Result<(), NetworkError> {
    cuts.sort_by_key(|(_, cut)| cut.width());
    let mut rest = cuts.as_slice();
    while let Some(first) = rest.first() {
        let wide = first.1.width() as f32 * BATCH_WIDTH_RATIO;
        let fits = |(i, (_, cut)): &(usize, &(usize, RgbImage))| {
            cut.width() as f32 <= wide && cut.width() * (*i as u32 + 1) <= BATCH_COLUMNS_MAX
        };
        let fits = rest.iter().enumerate().take_while(fits).count();
        let (batch, later) = rest.split_at(fits.max(1));
        run(networks, batch, &mut each)?;
        rest = later;
    }
    Ok(())
}

fn run(
    networks: &Networks,
    batch: &[(usize, RgbImage)],
    each: &mut impl FnMut(usize, ArrayView2<'_, f32>),
) -> Result<(), NetworkError> {
    let width = batch.iter().map(|(_, cut)| cut.width()).max().unwrap_or(LINE_WIDTH_PX_MIN);
    let width = width.div_ceil(8) * 8;
    let pictures: Vec<&RgbImage> = batch.iter().map(|(_, cut)| cut).collect();
    let input = tensor::batch(&pictures, (width, LINE_HEIGHT_PX), tensor::RECOGNISER);
    let outputs = networks.text_recogniser.run(input)?;
    let Some(matrix) = outputs.into_iter().next().and_then(three_axes) else { return Ok(()) };
    for ((number, cut), steps) in batch.iter().zip(matrix.axis_iter(Axis(0))) {
        let used = (steps.nrows() as f32 * cut.width() as f32 / width as f32).ceil() as usize;
        each(*number, steps.slice(s![..used.min(steps.nrows()), ..]));
    }
    Ok(())
}

fn three_axes(array: ArrayD<f32>) -> Option<ndarray::Array3<f32>> {
    array.into_dimensionality::<Ix3>().ok()
}
