//! BlazeFace: boxes and six key points of the faces in one square of a picture.

use ndarray::{Array4, ArrayD};

use super::{
    sample::Pyramid,
    transform::{Point2, Similarity},
};
use crate::network::{Network, NetworkError};

/// Side of the network's input in pixels.
const INPUT_SIDE_PX: usize = 256;

/// Numbers for each anchor: box centre and size, then x and y of six key points.
const BOX_LEN: usize = 16;

/// No face of a tile reaches further than this from its anchor; also refuses numbers that are not finite.
const NUMBER_MAX_PX: f32 = 1024.0;

/// The two grids of anchors of the 256-pixel ("back camera") model: stride in pixels and anchors in each cell
/// (Bazarevsky et al. 2019, "BlazeFace"; MediaPipe's `ssd_anchors_calculator`).
const GRIDS: [Grid; 2] = [Grid { stride: 16, per_cell: 2 }, Grid { stride: 32, per_cell: 6 }];

struct Grid {
    stride: usize,
    per_cell: usize,
}

impl Grid {
    fn len(&self) -> usize {
        let cells = INPUT_SIDE_PX / self.stride;
        cells * cells * self.per_cell
    }

    /// Centre of an anchor in pixels of the input: rows outermost, then columns, then the cell's anchors.
    fn centre(&self, index: usize) -> Point2 {
        let (cell, cells) = (index / self.per_cell, INPUT_SIDE_PX / self.stride);
        let at = |i: usize| self.stride as f32 * (i as f32 + 0.5);
        [at(cell % cells), at(cell / cells)]
    }
}

/// A square of the picture in which the detector looks, in pixels; it may reach beyond the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tile {
    /// Its middle.
    pub(crate) centre: Point2,
    /// Its side.
    pub(crate) side_px: f32,
    /// Its turn, clockwise in the picture.
    pub(crate) angle_rad: f32,
}

/// A face as the detector sees it, in pixels of the picture. The box is tight: brows to chin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Detection {
    /// Confidence 0–1.
    pub(crate) score: f32,
    /// Middle of the box.
    pub(crate) centre: Point2,
    /// Width and height along the tile's axes.
    pub(crate) size: [f32; 2],
    /// The eyes as seen in the picture: left (the person's right), then right.
    pub(crate) eyes: [Point2; 2],
}

impl Detection {
    /// Turn of the line through the eyes, clockwise in the picture, in radians.
    pub(crate) fn roll_rad(&self) -> f32 {
        let [left, right] = self.eyes;
        (right[1] - left[1]).atan2(right[0] - left[0])
    }

    /// The longer side of the box.
    pub(crate) fn side_px(&self) -> f32 {
        self.size[0].max(self.size[1])
    }
}

/// Runs the detector on one tile and returns every box whose confidence is at least `score_min`, unmerged.
///
/// # Errors
/// [`NetworkError`] when the network fails or answers in another shape than its card says.
pub(crate) fn detect(
    network: &dyn Network,
    picture: &Pyramid<'_>,
    tile: Tile,
    score_min: f32,
) -> Result<Vec<Detection>, NetworkError> {
    let square = Similarity::square_onto(INPUT_SIDE_PX as f32, tile.centre, tile.side_px, tile.angle_rad);
    let pixels = picture.cut(&square, INPUT_SIDE_PX).into_iter().map(|v| v / 127.5 - 1.0).collect();
    let input = Array4::from_shape_vec((1, INPUT_SIDE_PX, INPUT_SIDE_PX, 3), pixels)
        .expect("the cut has a value for each pixel and channel");
    let outputs = network.run(input.into_dyn())?;
    let mut found = Vec::new();
    for (index, grid) in GRIDS.iter().enumerate() {
        let scores = values(&outputs, index, grid.len())?;
        let boxes = values(&outputs, index + GRIDS.len(), grid.len() * BOX_LEN)?;
        for (anchor, (logit, numbers)) in scores.iter().zip(boxes.chunks_exact(BOX_LEN)).enumerate() {
            let score = sigmoid(*logit);
            if score >= score_min {
                found.extend(decode(score, grid.centre(anchor), numbers, &square));
            }
        }
    }
    Ok(found)
}

/// The numbers of one output, in order, if there are as many as there should be.
fn values(outputs: &[ArrayD<f32>], index: usize, len: usize) -> Result<Vec<f32>, NetworkError> {
    let found: Option<Vec<f32>> = outputs.get(index).map(|o| o.iter().copied().collect());
    found.filter(|numbers| numbers.len() == len).ok_or_else(|| NetworkError {
        network: "face-detector".to_owned(),
        reason: format!("output {index} does not hold {len} numbers"),
    })
}

fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

/// One box in pixels of the picture; `None` for a box without extent or far outside the tile.
fn decode(score: f32, anchor: Point2, numbers: &[f32], square: &Similarity) -> Option<Detection> {
    let point = |at: usize| square.apply([anchor[0] + numbers[at], anchor[1] + numbers[at + 1]]);
    let usable = numbers.iter().all(|v| v.abs() < NUMBER_MAX_PX) && numbers[2] > 1.0 && numbers[3] > 1.0;
    usable.then(|| Detection {
        score,
        centre: point(0),
        size: [numbers[2] * square.scale(), numbers[3] * square.scale()],
        eyes: [point(4), point(6)],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_fill_the_square_row_by_row() {
        let [fine, coarse] = &GRIDS;
        assert_eq!((fine.len(), coarse.len()), (512, 384));
        assert_eq!(fine.centre(0), [8.0, 8.0]);
        assert_eq!(fine.centre(1), [8.0, 8.0]);
        assert_eq!(fine.centre(2), [24.0, 8.0]);
        assert_eq!(fine.centre(32), [8.0, 24.0]);
        assert_eq!(fine.centre(511), [248.0, 248.0]);
        assert_eq!(coarse.centre(6), [48.0, 16.0]);
        assert_eq!(coarse.centre(383), [240.0, 240.0]);
    }

    #[test]
    fn a_box_is_carried_into_the_picture() {
        let square = Similarity::square_onto(256.0, [1000.0, 500.0], 512.0, 0.0);
        let mut numbers = [0.0; BOX_LEN];
        numbers[..8].copy_from_slice(&[4.0, -4.0, 40.0, 50.0, -10.0, -8.0, 10.0, -8.0]);
        let seen = decode(0.9, [128.0, 128.0], &numbers, &square).expect("a usable box");
        assert_eq!(seen.centre, [1008.0, 492.0]);
        assert_eq!(seen.size, [80.0, 100.0]);
        assert_eq!(seen.eyes, [[980.0, 484.0], [1020.0, 484.0]]);
        assert_eq!(seen.roll_rad(), 0.0);
    }

    #[test]
    fn boxes_without_extent_or_sense_are_dropped() {
        let square = Similarity::square_onto(256.0, [0.0, 0.0], 256.0, 0.0);
        assert_eq!(decode(0.9, [8.0, 8.0], &[0.0; BOX_LEN], &square), None);
        assert_eq!(decode(0.9, [8.0, 8.0], &[f32::NAN; BOX_LEN], &square), None);
    }

    #[test]
    fn answers_of_another_shape_are_errors() {
        struct Wrong;
        impl Network for Wrong {
            fn run(&self, _: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
                Ok(vec![ArrayD::zeros(vec![1, 3])])
            }
        }
        let image = image::RgbImage::new(64, 64);
        let tile = Tile { centre: [32.0, 32.0], side_px: 64.0, angle_rad: 0.0 };
        let error = detect(&Wrong, &Pyramid::of(&image), tile, 0.5).expect_err("wrong shape");
        assert_eq!(error.network, "face-detector");
    }
}
