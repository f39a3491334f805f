//! The weights of our own networks, compiled in: an installed binary needs no repository to set them up.

/// Name in the manifest, and the ONNX file of `weights/`.
const WEIGHTS: [(&str, &[u8]); 3] = [
    ("document-finder", include_bytes!("../../weights/document-finder.onnx")),
    ("mrz-finder", include_bytes!("../../weights/mrz-finder.onnx")),
    ("mrz-reader", include_bytes!("../../weights/mrz-reader.onnx")),
];

/// The ONNX file of the network of ours with that name.
pub(super) fn weights(name: &str) -> Option<&'static [u8]> {
    WEIGHTS.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
}
