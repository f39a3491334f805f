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

/// The framings that [`describe`] averages.
pub const FRAMINGS: [Framing; 2] =
    [Framing { padding: 0.15, raised_px: 6.0 }, Framing { padding: 0.05, raised_px: 8.0 }];

/// Most framings that one description may average.
const FRAMINGS_MAX: usize = 8;

/// What tells one person's face from another's. Biometric personal data: it prints nothing of itself.
#[derive(Clone, PartialEq)]
pub struct Descriptor(Vec<f32>);

impl Descriptor {
    /// Takes numbers that were stored; `None` unless there are [`DESCRIPTOR_LEN`] and all are finite.
    #[must_use]
    pub fn from_values(values: Vec<f32>) -> Option<Descriptor> {
        let whole = values.len() == DESCRIPTOR_LEN && values.iter().all(|v| v.is_finite());
        whole.then_some(Descriptor(values))
    }

    /// The numbers, to be stored.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.0
    }

    /// Euclidean distance, 0 for the same picture, about 1 for strangers.
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
const DISTANCE_MIDDLE: f64 = 0.5;

/// Change of distance that changes the odds of [`similarity`] by a factor e.
const DISTANCE_STEP: f64 = 0.05;

/// Turns a distance into a likeness 0–1 that falls as the distance grows: the logistic function
/// `1 / (1 + exp((d − 0.5) / 0.05))`. A scale for people and policies, not a probability.
#[must_use]
pub fn similarity(distance: f64) -> f64 {
    1.0 / (1.0 + ((distance - DISTANCE_MIDDLE) / DISTANCE_STEP).exp())
}

/// Describes a face with the framings and the mirror image that were chosen by measurement ([`FRAMINGS`]).
///
/// # Errors
/// [`NetworkError`] when the network fails, answers in another shape than its card says, or the face's
/// landmarks do not belong to a face of this picture.
pub fn describe(networks: &Networks, image: &RgbImage, face: &Face) -> Result<Descriptor, NetworkError> {
    describe_framed(networks, image, face, &FRAMINGS)
}

/// Describes a face with other framings, at most eight, each with its mirror image, in one run of the network:
/// the mean of all. For measuring.
///
/// # Errors
/// As [`describe`].
pub fn describe_framed(
    networks: &Networks,
    image: &RgbImage,
    face: &Face,
    framings: &[Framing],
) -> Result<Descriptor, NetworkError> {
    let squares: Option<Vec<Similarity>> =
        framings.iter().take(FRAMINGS_MAX).map(|f| chip_into_picture(&face.landmarks, *f)).collect();
    let squares = squares.filter(|s| !s.is_empty()).ok_or_else(|| refusal("no landmarks to align by"))?;
    let batch = chips(image, &squares);
    let outputs = networks.face_descriptor.run(batch.into_dyn())?;
    let numbers: Vec<f32> = outputs.first().map(|o| o.iter().copied().collect()).unwrap_or_default();
    if numbers.len() != squares.len() * 2 * DESCRIPTOR_LEN {
        return Err(refusal("the answer does not hold 128 numbers for each chip"));
    }
    Descriptor::from_values(mean_row(&numbers)).ok_or_else(|| refusal("the answer is not finite"))
}

fn refusal(reason: &str) -> NetworkError {
    NetworkError { network: "face-descriptor".to_owned(), reason: reason.to_owned() }
}

/// Each square and its mirror image: `[2 n, 150, 150, 3]`, RGB 0–255.
fn chips(image: &RgbImage, squares: &[Similarity]) -> Array4<f32> {
    let half = CHIP_SIDE_PX as f32 / 2.0;
    let widest = squares.iter().map(Similarity::scale).fold(0.0, f32::max) * CHIP_SIDE_PX as f32;
    let centre = squares[0].apply([half, half]);
    let picture = Pyramid::around(image, centre, 2.0 * widest);
    let mut pixels = Vec::with_capacity(squares.len() * 2 * CHIP_SIDE_PX * CHIP_SIDE_PX * 3);
    for square in squares {
        let chip = picture.cut(square, CHIP_SIDE_PX);
        pixels.extend_from_slice(&mirrored(&chip));
        pixels.extend(chip);
    }
    Array4::from_shape_vec((squares.len() * 2, CHIP_SIDE_PX, CHIP_SIDE_PX, 3), pixels)
        .expect("two chips for each square")
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
        fn likeness_falls_with_distance_and_keeps_its_range(a in 0.0f64..4.0, b in 0.0f64..4.0) {
            let (near, far) = (similarity(a.min(b)), similarity(a.max(b)));
            prop_assert!((0.0..=1.0).contains(&near) && (0.0..=1.0).contains(&far));
            prop_assert!(near >= far && (a.max(b) - a.min(b) < 1e-3 || near > far));
        }
    }
}
