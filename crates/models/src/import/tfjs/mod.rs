//! TensorFlow.js graph models to ONNX.

mod convert;
mod model;
mod operators;
mod window;

use std::collections::BTreeMap;

pub use self::model::{GraphError, Model};
use super::weights::Tensor;
use crate::manifest::Output;

/// Converts a graph model with its unpacked weights.
///
/// Inside, images are `[batch, channels, height, width]`, which ONNX Runtime's convolutions want; the input and
/// the outputs keep TensorFlow's `[batch, height, width, channels]`. Operators that no wanted output needs are
/// left out.
///
/// # Errors
/// [`GraphError`] for a graph that is broken or uses what the importer does not know.
pub fn to_onnx(
    name: &str,
    model: &Model,
    weights: &BTreeMap<String, Tensor>,
    outputs: &[Output],
) -> Result<Vec<u8>, GraphError> {
    convert::Converter::new(model, weights)?.convert(name, outputs)
}

#[cfg(test)]
mod tests;
