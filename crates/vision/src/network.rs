//! The one seam between pictures and networks: tensors in, tensors out.

use ndarray::ArrayD;

/// A feed-forward network with one input and one or more outputs.
///
/// Shapes are the network's own business and are documented where each one is used; `vision` never
/// learns which runtime executes it, so that its tests run on fakes.
pub trait Network: Send + Sync {
    /// Runs the network on one batch and returns its outputs in the graph's order.
    ///
    /// # Errors
    /// [`NetworkError`] when the runtime refuses the input or fails.
    fn run(&self, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError>;
}

/// A network could not be run; the text names the network and the runtime's reason, never the picture.
#[derive(Debug, thiserror::Error)]
#[error("network {network}: {reason}")]
pub struct NetworkError {
    /// Name of the network in the manifest, such as `text-detector`.
    pub network: String,
    /// What the runtime said.
    pub reason: String,
}

/// Every network that an examination may use.
pub struct Networks {
    /// Our own finder of documents: `[n, 4, 256, 256]` RGB in −1–1 with 0 outside of the frame, and 1 inside of it
    /// → `[n, 6, 64, 64]` probabilities of document, core, top, right, bottom and left side.
    pub document_finder: Box<dyn Network>,
    /// PP-OCRv4 detection (DBNet): `[1, 3, h, w]` normalised BGR, sides multiples of 32 → `[1, 1, h, w]` probability 0–1.
    pub text_detector: Box<dyn Network>,
    /// PP-OCRv4 recognition (SVTR + CTC): `[n, 3, 48, w]` → `[n, w / 8, 1 + alphabet + space]` probabilities.
    pub text_recogniser: Box<dyn Network>,
    /// PP-OCR orientation: `[n, 3, 48, 192]` → `[n, 2]` probabilities of 0° and 180°.
    pub text_orientation: Box<dyn Network>,
    /// The recogniser's characters in the order of its classes 1, 2, …; class 0 is the CTC blank.
    pub alphabet: Vec<String>,
    /// Our finder of machine-readable lines: `[n, 3, h, w]` blue, green, red −1–1, sides multiples of 32 →
    /// `[n, 3, h / 4, w / 4]` probability of a line's core, cosine and sine of its reading direction.
    pub mrz_finder: Box<dyn Network>,
    /// Our reader of machine-readable lines: `[n, 3, 28, w]` blue, green, red −1–1 → `[n, w / 4, 38]` probabilities of
    /// blank (CTC), 0–9, A–Z, `<`.
    pub mrz_reader: Box<dyn Network>,
    /// BlazeFace of @vladmandic/human, exactly as imported (layout NHWC): see the model card in `models`.
    pub face_detector: Box<dyn Network>,
    /// Face Mesh of @vladmandic/human, exactly as imported (NHWC): 468 or 478 points.
    pub face_mesh: Box<dyn Network>,
    /// Iris of @vladmandic/human, exactly as imported (NHWC): `[n, 64, 64, 3]` RGB 0–1 of an eye whose outer corner is at the left →
    /// `[n, 1, 1, 213]` lids and brow and `[n, 1, 1, 15]` iris, x, y, depth in pixels of the input.
    pub eye_mesh: Box<dyn Network>,
    /// dlib's ResNet of @vladmandic/face-api: `[n, 150, 150, 3]` RGB 0–255 → `[n, 128]`.
    pub face_descriptor: Box<dyn Network>,
}
