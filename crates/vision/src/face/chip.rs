//! The square that dlib's descriptor was trained on: a face aligned to dlib's mean shape.

use super::transform::{Point2, Similarity};

/// Side of a chip in pixels.
pub(crate) const CHIP_SIDE_PX: usize = 150;

/// How much of the head a chip shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Framing {
    /// Margin around dlib's mean shape as a fraction of its size; dlib itself uses 0.25 with its own landmarks.
    pub padding: f32,
    /// By how many pixels of the chip's 150 the frame is raised over the face (the face sinks in the chip).
    pub raised_px: f32,
    /// Whether the chip shows the mirror image.
    pub mirrored: bool,
}

/// Landmarks that align a chip: number in Face Mesh, and place in dlib's mean shape, whose box is the unit
/// square (`dlib/image_transforms/interpolation.h`, average positions of the 68 points). As there, brows and
/// lower lip take no part: they move most with expression.
pub(crate) const ALIGNMENT: [(usize, Point2); 33] = [
    // Bridge of the nose, 27–30.
    (168, [0.490127, 0.203352]),
    (197, [0.490127, 0.307009]),
    (5, [0.490127, 0.409805]),
    (4, [0.490127, 0.515625]),
    // Under the nose, 31–35.
    (75, [0.36688, 0.587326]),
    (97, [0.426036, 0.609345]),
    (2, [0.490127, 0.628106]),
    (326, [0.554217, 0.609345]),
    (305, [0.613373, 0.587326]),
    // Eye at the left of the picture, 36–41.
    (33, [0.121737, 0.216423]),
    (160, [0.187122, 0.178758]),
    (158, [0.265825, 0.179852]),
    (133, [0.334606, 0.231733]),
    (153, [0.260918, 0.245099]),
    (144, [0.182743, 0.244077]),
    // Eye at the right, 42–47.
    (362, [0.645647, 0.231733]),
    (385, [0.714428, 0.179852]),
    (387, [0.793132, 0.178758]),
    (263, [0.858516, 0.216423]),
    (373, [0.79751, 0.244077]),
    (380, [0.719335, 0.245099]),
    // Upper lip from corner to corner, 48–54.
    (61, [0.254149, 0.780233]),
    (39, [0.340985, 0.745405]),
    (37, [0.428858, 0.727388]),
    (0, [0.490127, 0.742578]),
    (267, [0.551395, 0.727388]),
    (269, [0.639268, 0.745405]),
    (291, [0.726104, 0.780233]),
    // Its inner edge, 60–64.
    (78, [0.290379, 0.784792]),
    (82, [0.428096, 0.778746]),
    (13, [0.490127, 0.785343]),
    (312, [0.552157, 0.778746]),
    (308, [0.689874, 0.784792]),
];

/// The transform from a chip into the picture; `None` when a landmark is missing or they lie on one spot.
pub(crate) fn chip_into_picture(landmarks: &[[f32; 3]], framing: Framing) -> Option<Similarity> {
    let from = ALIGNMENT.map(|(_, place)| in_chip(place, framing));
    let to: Option<Vec<Point2>> =
        ALIGNMENT.iter().map(|(index, _)| landmarks.get(*index).map(|p| [p[0], p[1]])).collect();
    Similarity::fit(&from, &to?)
}

fn in_chip([x, y]: Point2, framing: Framing) -> Point2 {
    let unit = CHIP_SIDE_PX as f32 / (1.0 + 2.0 * framing.padding);
    [(x + framing.padding) * unit, (y + framing.padding) * unit + framing.raised_px]
}

/// Mirrors a square of RGB values left to right.
pub(crate) fn mirrored(square: &[f32], side_px: usize) -> Vec<f32> {
    let rows = square.chunks_exact(side_px * 3);
    rows.flat_map(|row| row.chunks_exact(3).rev().flatten().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAMING: Framing = Framing { padding: 0.25, raised_px: 0.0, mirrored: false };

    /// Landmarks as they would lie in a picture where the mean shape is 200 pixels wide, at (100, 50).
    fn mean_face() -> Vec<[f32; 3]> {
        let mut landmarks = vec![[0.0; 3]; 468];
        for (index, [x, y]) in ALIGNMENT {
            landmarks[index] = [100.0 + 200.0 * x, 50.0 + 200.0 * y, 0.0];
        }
        landmarks
    }

    #[test]
    fn the_mean_face_fills_its_share_of_the_chip() {
        let square = chip_into_picture(&mean_face(), FRAMING).expect("a face");
        // The chip's side is 1.5 times the shape's.
        assert!((square.scale() - 300.0 / 150.0).abs() < 1e-4);
        let [x, y] = square.apply([25.0, 25.0]);
        assert!((x - 100.0).abs() < 0.01 && (y - 50.0).abs() < 0.01);
    }

    #[test]
    fn raising_the_frame_shows_more_forehead() {
        let raised = Framing { raised_px: 6.0, ..FRAMING };
        let level = chip_into_picture(&mean_face(), FRAMING).expect("a face").apply([75.0, 0.0]);
        let higher = chip_into_picture(&mean_face(), raised).expect("a face").apply([75.0, 0.0]);
        assert!((level[1] - higher[1] - 12.0).abs() < 0.01);
    }

    #[test]
    fn too_few_landmarks_make_no_chip() {
        assert_eq!(chip_into_picture(&[[1.0; 3]; 100], FRAMING), None);
        assert_eq!(chip_into_picture(&[[1.0; 3]; 468], FRAMING), None);
    }

    #[test]
    fn a_mirror_image_twice_is_the_image() {
        let chip: Vec<f32> = (0..CHIP_SIDE_PX * CHIP_SIDE_PX * 3).map(|i| i as f32).collect();
        let once = mirrored(&chip, CHIP_SIDE_PX);
        assert_eq!(once[..3], chip[149 * 3..150 * 3]);
        assert_eq!(mirrored(&once, CHIP_SIDE_PX), chip);
    }
}
