//! The sensor and the file: colour of the light, noise, rounding, compression.

use super::frame::Frame;
use super::grain::SENSOR;
use crate::canvas::Colour;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// What the sensor makes of the light.
pub(crate) struct Sensor {
    /// Factors of red, green and blue: exposure and white balance.
    pub(crate) gains: Colour,
    /// Deviation of the noise in printed values of 255, in the light.
    pub(crate) noise_255: f32,
}

/// Rows that share one piece of the table of noise.
const BAND: usize = 16;

impl Sensor {
    /// Counts photons and rounds. The deviation of their number is the square root of it, so it is the same at every
    /// printed value; the noise of reading is the same in light and so grows in the printed shadows, up to twice.
    pub(crate) fn expose(&self, frame: &Frame, rng: &mut ChaCha8Rng) -> RgbImage {
        let mut bytes = vec![0; frame.pixels.len() * 3];
        let mut start = (0, 0);
        for (y, row) in bytes.chunks_exact_mut(frame.width * 3).enumerate() {
            if y % BAND == 0 {
                start = (rng.random_range(0..256), rng.random_range(0..256));
            }
            self.row(frame.row(y), SENSOR.row(start.1 + y), start.0, row);
        }
        RgbImage::from_raw(frame.width as u32, frame.height as u32, bytes).unwrap_or_default()
    }

    fn row(&self, light: &[Colour], grain: &[Colour], start: usize, out: &mut [u8]) {
        let (first, rest) = (&grain[start..], grain.len() - start);
        let cut = rest.min(light.len());
        self.piece(&light[..cut], first, &mut out[..cut * 3]);
        for (light, out) in light[cut..].chunks(grain.len()).zip(out[cut * 3..].chunks_mut(grain.len() * 3)) {
            self.piece(light, grain, out);
        }
    }

    /// Pixels beside as many of the table: plain arithmetic on slices.
    fn piece(&self, light: &[Colour], grain: &[Colour], out: &mut [u8]) {
        let [red, green, blue] = self.gains;
        let lines = light.iter().zip(grain).zip(out.chunks_exact_mut(3));
        for ((light, grain), bytes) in lines {
            let value = |c: usize, gain: f32| {
                let value = (light[c] * gain).clamp(0.0, 1.0).sqrt();
                let deviation = self.noise_255 * (1.0 + 0.14 / (value + 0.14));
                (value * 255.0 + deviation * grain[c] * 0.8 + 0.5).clamp(0.0, 255.0) as i32 as u8
            };
            bytes.copy_from_slice(&[value(0, red), value(1, green), value(2, blue)]);
        }
    }
}

/// Compresses and decompresses; a picture that the encoder refuses comes back as it was.
pub(super) fn through_jpeg(picture: RgbImage, quality: u8) -> RgbImage {
    let mut bytes = Vec::with_capacity(picture.as_raw().len() / 4);
    let written = JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&picture);
    match written.and_then(|()| image::load_from_memory_with_format(&bytes, image::ImageFormat::Jpeg)) {
        Ok(decoded) => decoded.into_rgb8(),
        Err(_) => picture,
    }
}
