//! How far the eyes are open: the lids' contours by MediaPipe's iris network, which sees each eye by itself.

use ndarray::Array4;

use super::{
    chip,
    mesh::EYE_CORNERS,
    sample::Pyramid,
    transform::{Point2, Similarity},
};
use crate::network::{Network, NetworkError};

/// Side of the network's input in pixels.
const INPUT_SIDE_PX: usize = 64;
/// The square is this much larger than the distance of the eye's corners, as in MediaPipe's iris graph.
const MARGIN: f32 = 2.3;
/// Numbers for each eye: 71 points of lids and brow, x, y and depth.
const LIDS_LEN: usize = 213;
/// Outer and inner corner among the points.
const CORNERS: [usize; 2] = [0, 8];
/// Points of the upper lid above points of the lower one.
const LIDS: [(usize, usize); 3] = [(11, 3), (12, 4), (13, 5)];

/// Opening of each eye, the one at the picture's left first: distance of the lids over that of the corners, about 0.3 where
/// they are open and below 0.12 where they are shut.
///
/// # Errors
/// [`NetworkError`] when the network fails or answers in another shape than its card says.
pub(crate) fn opening(
    network: &dyn Network,
    picture: &Pyramid<'_>,
    landmarks: &[[f32; 3]],
) -> Result<[f32; 2], NetworkError> {
    let [outer_left, inner_left, inner_right, outer_right] = EYE_CORNERS.map(|i| flat(landmarks[i]));
    let left = picture.cut(&square(outer_left, inner_left), INPUT_SIDE_PX);
    let right = picture.cut(&square(inner_right, outer_right), INPUT_SIDE_PX);
    let pixels = left.into_iter().chain(chip::mirrored(&right, INPUT_SIDE_PX)).map(|v| v / 255.0).collect();
    let input = Array4::from_shape_vec((2, INPUT_SIDE_PX, INPUT_SIDE_PX, 3), pixels)
        .expect("each cut has a value for each pixel and channel");
    let outputs = network.run(input.into_dyn())?;
    let numbers: Vec<f32> = outputs.first().map(|o| o.iter().copied().collect()).unwrap_or_default();
    if numbers.len() != 2 * LIDS_LEN || numbers.iter().any(|v| !v.is_finite()) {
        let reason = "the answer does not hold 71 points for each eye".to_owned();
        return Err(NetworkError { network: "eye-mesh".to_owned(), reason });
    }
    Ok([ratio(&numbers[..LIDS_LEN]), ratio(&numbers[LIDS_LEN..])])
}

fn flat(point: [f32; 3]) -> Point2 {
    [point[0], point[1]]
}

/// The square around an eye, level with its corners.
fn square(left: Point2, right: Point2) -> Similarity {
    let (dx, dy) = (right[0] - left[0], right[1] - left[1]);
    let centre = [(left[0] + right[0]) / 2.0, (left[1] + right[1]) / 2.0];
    Similarity::square_onto(INPUT_SIDE_PX as f32, centre, dx.hypot(dy).max(1.0) * MARGIN, dy.atan2(dx))
}

fn ratio(points: &[f32]) -> f32 {
    let at = |i: usize| [points[i * 3], points[i * 3 + 1]];
    let distance = |a: usize, b: usize| (at(a)[0] - at(b)[0]).hypot(at(a)[1] - at(b)[1]);
    let lids: f32 = LIDS.iter().map(|(upper, lower)| distance(*upper, *lower)).sum();
    lids / LIDS.len() as f32 / distance(CORNERS[0], CORNERS[1]).max(1.0)
}
