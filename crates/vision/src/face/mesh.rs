//! Face Mesh: 468 landmarks of a face in an aligned square, and whether it is a face at all.

use ndarray::{Array4, ArrayD};

use super::{
    detector::Detection,
    sample::Pyramid,
    suppress::Bounds,
    transform::{Point2, Similarity},
};
use crate::network::{Network, NetworkError};

/// Side of the network's input in pixels.
const INPUT_SIDE_PX: usize = 192;

/// Landmarks of the canonical MediaPipe face.
pub(crate) const LANDMARK_COUNT: usize = 468;

/// The square is this much larger than the face's box, as in MediaPipe's face landmark graph.
const MARGIN: f32 = 1.5;

/// Corners of the eyes: outer and inner of the eye at the left of the picture, inner and outer of the other.
pub(crate) const EYE_CORNERS: [usize; 4] = [33, 133, 362, 263];

/// What Face Mesh says of one square, in pixels of the picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mesh {
    /// Probability 0–1 that the square holds a face.
    pub(crate) presence: f32,
    /// x, y, and depth in the same unit: 0 at the middle of the head, negative towards the camera.
    pub(crate) landmarks: Vec<[f32; 3]>,
}

impl Mesh {
    /// Upright box around the landmarks.
    pub(crate) fn bounds(&self) -> Bounds {
        bounds(self.landmarks.iter().map(|p| [p[0], p[1]]))
    }

    /// Whether every number is finite and the eyes lie apart, so that geometry can go on.
    fn is_usable(&self) -> bool {
        self.landmarks.iter().flatten().all(|v| v.abs() < 1e6) && inter_eye_px(&self.landmarks) > 1.0
    }

    /// The square for a second look: level with the eyes, around the landmarks.
    fn square(&self) -> Similarity {
        let angle = roll_rad(&self.landmarks);
        let (sin, cos) = angle.sin_cos();
        let level = bounds(self.landmarks.iter().map(|p| [cos * p[0] + sin * p[1], cos * p[1] - sin * p[0]]));
        let (x, y) = ((level.left + level.right) / 2.0, (level.top + level.bottom) / 2.0);
        let side = (level.right - level.left).max(level.bottom - level.top) * MARGIN;
        Similarity::square_onto(INPUT_SIDE_PX as f32, [cos * x - sin * y, sin * x + cos * y], side, angle)
    }
}

fn bounds(points: impl Iterator<Item = Point2>) -> Bounds {
    let nothing = Bounds { left: f32::MAX, top: f32::MAX, right: f32::MIN, bottom: f32::MIN };
    points.fold(nothing, |b, [x, y]| Bounds {
        left: b.left.min(x),
        top: b.top.min(y),
        right: b.right.max(x),
        bottom: b.bottom.max(y),
    })
}

/// Middles of the eyes, the one at the left of an upright picture first.
pub(crate) fn eyes(landmarks: &[[f32; 3]]) -> [Point2; 2] {
    let middle = |a: usize, b: usize| {
        let (p, q) = (landmarks[EYE_CORNERS[a]], landmarks[EYE_CORNERS[b]]);
        [(p[0] + q[0]) / 2.0, (p[1] + q[1]) / 2.0]
    };
    [middle(0, 1), middle(2, 3)]
}

/// Distance between the middles of the eyes in pixels.
pub(crate) fn inter_eye_px(landmarks: &[[f32; 3]]) -> f32 {
    let [left, right] = eyes(landmarks);
    (right[0] - left[0]).hypot(right[1] - left[1])
}

/// Turn of the line through the eyes, clockwise in the picture, in radians.
pub(crate) fn roll_rad(landmarks: &[[f32; 3]]) -> f32 {
    let [left, right] = eyes(landmarks);
    (right[1] - left[1]).atan2(right[0] - left[0])
}

/// Lays the mesh on each detection, a second time on the square that the first mesh gives, and drops those
/// whose presence is below `presence_min` either time. Keeps the order; pairs each mesh with its detection.
///
/// # Errors
/// [`NetworkError`] when the network fails or answers in another shape than its card says.
pub(crate) fn confirm(
    network: &dyn Network,
    picture: &Pyramid<'_>,
    detections: &[Detection],
    presence_min: f32,
) -> Result<Vec<(Detection, Mesh)>, NetworkError> {
    let squares: Vec<_> = detections.iter().map(first_square).collect();
    let first = run(network, picture, &squares)?;
    let likely: Vec<_> = detections.iter().zip(first).filter(|(_, m)| m.is_face(presence_min)).collect();
    let squares: Vec<_> = likely.iter().map(|(_, mesh)| mesh.square()).collect();
    let second = run(network, picture, &squares)?;
    let pairs = likely.into_iter().map(|(detection, _)| *detection).zip(second);
    Ok(pairs.filter(|(_, mesh)| mesh.is_face(presence_min)).collect())
}

/// Lays the mesh where it last was, one frame on; `None` where it is no face any more.
///
/// # Errors
/// [`NetworkError`] when the network fails or answers in another shape than its card says.
pub(crate) fn follow(
    network: &dyn Network,
    picture: &Pyramid<'_>,
    last: &Mesh,
    presence_min: f32,
) -> Result<Option<Mesh>, NetworkError> {
    let found = run(network, picture, &[last.square()])?;
    Ok(found.into_iter().next().filter(|mesh| mesh.is_face(presence_min)))
}

impl Mesh {
    fn is_face(&self, presence_min: f32) -> bool {
        self.presence >= presence_min && self.is_usable()
    }
}

fn first_square(detection: &Detection) -> Similarity {
    let side = detection.side_px() * MARGIN;
    Similarity::square_onto(INPUT_SIDE_PX as f32, detection.centre, side, detection.roll_rad())
}

fn run(
    network: &dyn Network,
    picture: &Pyramid<'_>,
    squares: &[Similarity],
) -> Result<Vec<Mesh>, NetworkError> {
    if squares.is_empty() {
        return Ok(Vec::new());
    }
    let pixels = squares.iter().flat_map(|s| picture.cut(s, INPUT_SIDE_PX)).map(|v| v / 255.0).collect();
    let input = Array4::from_shape_vec((squares.len(), INPUT_SIDE_PX, INPUT_SIDE_PX, 3), pixels)
        .expect("each cut has a value for each pixel and channel");
    let outputs = network.run(input.into_dyn())?;
    let points = values(&outputs, 0, squares.len() * LANDMARK_COUNT * 3)?;
    let flags = values(&outputs, 1, squares.len())?;
    let each = points.chunks_exact(LANDMARK_COUNT * 3).zip(flags).zip(squares);
    Ok(each.map(|((points, presence), square)| place(points, presence, square)).collect())
}

fn values(outputs: &[ArrayD<f32>], index: usize, len: usize) -> Result<Vec<f32>, NetworkError> {
    let found: Option<Vec<f32>> = outputs.get(index).map(|o| o.iter().copied().collect());
    found.filter(|numbers| numbers.len() == len).ok_or_else(|| NetworkError {
        network: "face-mesh".to_owned(),
        reason: format!("output {index} does not hold {len} numbers"),
    })
}

fn place(points: &[f32], presence: f32, square: &Similarity) -> Mesh {
    let landmark = |p: &[f32]| {
        let [x, y] = square.apply([p[0], p[1]]);
        [x, y, p[2] * square.scale()]
    };
    Mesh { presence, landmarks: points.chunks_exact(3).map(landmark).collect() }
}
