//! Who a face is: dlib's 128 numbers, averaged over framings and the mirror image.

use std::fmt;

use image::RgbImage;
use ndarray::Array4;

use super::{
    Face,
    chip::{CHIP_SIDE_PX, Framing, chip_into_picture, mirrored},
    sample::Pyramid,
    transform::Similarity,
};
use crate::network::{NetworkError, Networks};

/// Numbers in dlib's descriptor.
pub const DESCRIPTOR_LEN: usize = 128;

/// The framings that [`describe`] averages: one chip as it is, one tighter and mirrored. Chosen on fold 1 of the
/// pairs named in the module's documentation, from three sizes and three heights, each plain and mirrored; more
/// than two chips gained less than the measurement can tell.
pub const FRAMINGS: [Framing; 2] = [
    Framing { padding: 0.25, raised_px: -2.0, mirrored: false },
    Framing { padding: 0.19, raised_px: 3.0, mirrored: true },
];

/// Most framings that one description may average.
const FRAMINGS_MAX: usize = 8;

/// What tells one person's face from another's. Biometric personal data: it prints nothing of itself.
#[derive(Clone, PartialEq)]
pub struct Descriptor(Vec<f32>);

impl Descriptor {
    /// Takes numbers that were stored and brings them to length 1; `None` unless there are [`DESCRIPTOR_LEN`],
    /// all finite and not all zero.
    #[must_use]
    pub fn from_values(mut values: Vec<f32>) -> Option<Descriptor> {
        let length = values.iter().map(|v| v * v).sum::<f32>().sqrt();
        let whole = values.len() == DESCRIPTOR_LEN && length.is_finite() && length > 1e-6;
        values.iter_mut().for_each(|v| *v /= length);
        whole.then_some(Descriptor(values))
    }

    /// The numbers, to be stored: a vector of length 1.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.0
    }

    /// Euclidean distance of the two vectors of length 1: 0 for the same picture, mostly 0.5–0.8 for strangers,
    /// never above 2. (dlib compares its vectors without bringing them to one length; doing so first lowered
    /// FNMR at FMR 1e-4 from 20 to 15 % on the pairs that were used for tuning.)
    #[must_use]
    pub fn distance(&self, other: &Descriptor) -> f64 {
        let squares = self.0.iter().zip(&other.0).map(|(a, b)| f64::from(a - b).powi(2));
        squares.sum::<f64>().sqrt()
    }

    /// Likeness 0–1, see [`similarity`].
    #[must_use]
    pub fn similarity(&self, other: &Descriptor) -> f64 {
        similarity(self.distance(other))
    }
}

impl fmt::Debug for Descriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Descriptor(…)")
    }
}

/// Distance at which [`similarity`] is one half.
const DISTANCE_MIDDLE: f64 = 0.375;

/// Change of distance that changes the odds of [`similarity`] by a factor e.
const DISTANCE_STEP: f64 = 0.03;

/// Turns a distance into a likeness 0–1 that falls as the distance grows: the logistic function
/// `1 / (1 + exp((d − 0.375) / 0.03))`, one half where strangers were taken for one person once in a thousand
/// pairs. A scale for people and policies, not a probability.
#[must_use]
pub fn similarity(distance: f64) -> f64 {
    1.0 / (1.0 + ((distance - DISTANCE_MIDDLE) / DISTANCE_STEP).exp())
}

/// Describes a face by [`FRAMINGS`].
///
/// # Errors
/// [`NetworkError`] when the network fails, answers in another shape than its card says, or the face's
/// landmarks do not belong to a face of this picture.
pub fn describe(networks: &Networks, image: &RgbImage, face: &Face) -> Result<Descriptor, NetworkError> {
    describe_framed(networks, image, face, &FRAMINGS)
}

/// Describes a face by other framings, at most eight, in one run of the network: the mean of all, brought to
/// length 1. For measuring.
///
/// # Errors
/// As [`describe`].
pub fn describe_framed(
    networks: &Networks,
    image: &RgbImage,
    face: &Face,
    framings: &[Framing],
) -> Result<Descriptor, NetworkError> {
    let framings = &framings[..framings.len().min(FRAMINGS_MAX)];
    let squares: Option<Vec<Similarity>> =
        framings.iter().map(|f| chip_into_picture(&face.landmarks, *f)).collect();
    let squares = squares.filter(|s| !s.is_empty()).ok_or_else(|| refusal("no landmarks to align by"))?;
    let batch = chips(image, &squares, framings);
    let outputs = networks.face_descriptor.run(batch.into_dyn())?;
    let numbers: Vec<f32> = outputs.first().map(|o| o.iter().copied().collect()).unwrap_or_default();
    if numbers.len() != squares.len() * DESCRIPTOR_LEN {
        return Err(refusal("the answer does not hold 128 numbers for each chip"));
    }
    Descriptor::from_values(mean_row(&numbers)).ok_or_else(|| refusal("the answer is not a direction"))
}

fn refusal(reason: &str) -> NetworkError {
    NetworkError { network: "face-descriptor".to_owned(), reason: reason.to_owned() }
}

/// One chip for each framing: `[n, 150, 150, 3]`, RGB 0–255.
fn chips(image: &RgbImage, squares: &[Similarity], framings: &[Framing]) -> Array4<f32> {
    let half = CHIP_SIDE_PX as f32 / 2.0;
    let widest = squares.iter().map(Similarity::scale).fold(0.0, f32::max) * CHIP_SIDE_PX as f32;
    let centre = squares[0].apply([half, half]);
    let picture = Pyramid::around(image, centre, 2.0 * widest);
    let mut pixels = Vec::with_capacity(squares.len() * CHIP_SIDE_PX * CHIP_SIDE_PX * 3);
    for (square, framing) in squares.iter().zip(framings) {
        let chip = picture.cut(square, CHIP_SIDE_PX);
        pixels.extend(if framing.mirrored { mirrored(&chip, CHIP_SIDE_PX) } else { chip });
    }
    Array4::from_shape_vec((squares.len(), CHIP_SIDE_PX, CHIP_SIDE_PX, 3), pixels)
        .expect("one chip for each square")
}

fn mean_row(numbers: &[f32]) -> Vec<f32> {
    let count = (numbers.len() / DESCRIPTOR_LEN) as f32;
    let column = |i: usize| numbers.iter().skip(i).step_by(DESCRIPTOR_LEN).sum::<f32>() / count;
    (0..DESCRIPTOR_LEN).map(column).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_128_finite_numbers_are_a_descriptor() {
        assert!(Descriptor::from_values(vec![0.1; DESCRIPTOR_LEN]).is_some());
        assert_eq!(Descriptor::from_values(vec![0.1; DESCRIPTOR_LEN - 1]), None);
        assert_eq!(Descriptor::from_values(vec![f32::NAN; DESCRIPTOR_LEN]), None);
        assert_eq!(Descriptor::from_values(vec![0.0; DESCRIPTOR_LEN]), None);
    }

    #[test]
    fn length_does_not_tell_people_apart() {
        let values: Vec<f32> = (0..128).map(|i| (i as f32).sin()).collect();
        let longer = values.iter().map(|v| 3.0 * v).collect();
        let [a, b] = [values, longer].map(|v| Descriptor::from_values(v).expect("128 numbers"));
        assert!(a.distance(&b) < 1e-5);
    }

    #[test]
    fn it_prints_nothing_of_the_person() {
        let descriptor = Descriptor::from_values(vec![0.125; DESCRIPTOR_LEN]).expect("128 numbers");
        assert!(!format!("{descriptor:?}").contains(|c: char| c.is_ascii_digit()));
    }

    #[test]
    fn likeness_is_half_in_the_middle_and_full_for_the_same() {
        let descriptor = Descriptor::from_values(vec![0.125; DESCRIPTOR_LEN]).expect("128 numbers");
        assert!(descriptor.similarity(&descriptor) > 0.99);
        assert!((similarity(DISTANCE_MIDDLE) - 0.5).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn likeness_falls_with_distance_and_keeps_its_range(a in 0.0f64..2.0, b in 0.0f64..2.0) {
            let (near, far) = (similarity(a.min(b)), similarity(a.max(b)));
            prop_assert!((0.0..=1.0).contains(&near) && (0.0..=1.0).contains(&far));
            prop_assert!(near >= far);
            let apart = a.max(b) - a.min(b) > 1e-3 && a.max(b) < 1.0;
            prop_assert!(!apart || near > far);
        }
    }
}
