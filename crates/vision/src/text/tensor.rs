//! Pictures as the networks' input tensors.

use image::RgbImage;
use ndarray::{Array4, ArrayD};

/// How a network wants its input scaled: `(value / 255 − mean) / deviation` for blue, green, red.
#[derive(Debug, Clone, Copy)]
pub struct Scaling {
    pub mean: [f32; 3],
    pub deviation: [f32; 3],
}

/// The detector's, as in PaddleOCR's `NormalizeImage` (ImageNet's numbers, laid on blue, green, red).
pub const DETECTOR: Scaling = Scaling { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };
/// The recogniser's and the orientation network's: −1 to 1.
pub const RECOGNISER: Scaling = Scaling { mean: [0.5; 3], deviation: [0.5; 3] };

/// `[n, 3, height, width]`, blue first; pictures narrower than `width_px` are padded with zeros on the right.
pub fn batch(pictures: &[&RgbImage], (width_px, height_px): (u32, u32), scaling: Scaling) -> ArrayD<f32> {
    let (w, h) = (width_px as usize, height_px as usize);
    let mut tensor = Array4::<f32>::zeros((pictures.len(), 3, h, w));
    let flat = tensor.as_slice_mut().expect("a fresh array lies in one piece");
    for (picture, planes) in pictures.iter().zip(flat.chunks_exact_mut((3 * h * w).max(1))) {
        fill(picture, planes, (w, h), scaling);
    }
    tensor.into_dyn()
}

fn fill(picture: &RgbImage, planes: &mut [f32], (w, h): (usize, usize), scaling: Scaling) {
    let columns = (picture.width() as usize).min(w);
    let stride = picture.width() as usize * 3;
    for (channel, plane) in planes.chunks_exact_mut((h * w).max(1)).enumerate() {
        let (factor, mean) = (1.0 / (255.0 * scaling.deviation[channel]), scaling.mean[channel]);
        let offset = mean / scaling.deviation[channel];
        for (row, source) in plane.chunks_exact_mut(w).zip(picture.chunks_exact(stride)) {
            for (value, pixel) in row[..columns].iter_mut().zip(source.chunks_exact(3)) {
                *value = f32::from(pixel[2 - channel]) * factor - offset;
            }
        }
    }
}
