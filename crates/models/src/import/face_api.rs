//! dlib's face descriptor, from the weights that face-api stores without a graph.
//!
//! The network is Davis King's `dlib_face_recognition_resnet_model_v1` (dlib, `examples/dnn_face_recognition_ex.cpp`:
//! `anet_type`), a residual network of 29 convolutions. face-api keeps each batch normalisation as a scale and a
//! shift for each channel, divides by 255 where dlib divides by 256, and pads as described at [`residual_down`]
//! (@vladmandic/face-api, `src/faceRecognitionNet/`).

use std::collections::BTreeMap;

use super::{
    graph::{Builder, Dim, Value},
    onnx::Attribute,
    weights::{Data, Tensor},
};

/// Side of the input image in pixels.
pub const INPUT_SIDE_PX: i64 = 150;
/// Mean colour that is taken away, red, green, blue, 0–255.
const MEAN_RGB: [f64; 3] = [122.782, 117.001, 104.298];
/// What the rest is divided by.
const RANGE: f64 = 255.0;
/// The residual blocks in order, and whether each halves the image.
const BLOCKS: [(&str, bool); 14] = [
    ("conv32_1", false),
    ("conv32_2", false),
    ("conv32_3", false),
    ("conv64_down", true),
    ("conv64_1", false),
    ("conv64_2", false),
    ("conv64_3", false),
    ("conv128_down", true),
    ("conv128_1", false),
    ("conv128_2", false),
    ("conv256_down", true),
    ("conv256_1", false),
    ("conv256_2", false),
    ("conv256_down_out", true),
];

/// A weight is missing or has another shape than the network needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("face descriptor: weight {0} is missing or has another shape")]
pub struct DescriptorError(pub String);

/// Writes the network `[batch, 150, 150, 3]` RGB 0–255 → `[batch, 128]`.
///
/// Normalisation, scales and shifts are folded into the convolutions' weights, in double precision.
///
/// # Errors
/// [`DescriptorError`] names the first weight that does not fit.
pub fn to_onnx(name: &str, weights: &BTreeMap<String, Tensor>) -> Result<Vec<u8>, DescriptorError> {
    let mut network = Network { builder: Builder::default(), weights };
    let side = Dim::Fixed(INPUT_SIDE_PX);
    let input = network.builder.input("input", &[Dim::Batch, side, side, Dim::Fixed(3)]);
    let image = network.builder.transpose(&input, &[0, 3, 1, 2]);
    let mut value = network.first(&image)?;
    for (block, down) in BLOCKS {
        value = if down { network.residual_down(block, &value)? } else { network.residual(block, &value)? };
    }
    let descriptor = network.last(&value)?;
    network.builder.output("descriptor", &descriptor);
    Ok(network.builder.finish(name))
}

struct Network<'a> {
    builder: Builder,
    weights: &'a BTreeMap<String, Tensor>,
}

/// Filters `[height, width, in, out]` with one bias for each output, still in double precision.
struct Convolution {
    shape: [usize; 4],
    filters: Vec<f64>,
    biases: Vec<f64>,
}

impl<'a> Network<'a> {
    /// 7 × 7 convolution over the normalised image, then 3 × 3 pooling, both by steps of two.
    fn first(&mut self, image: &Value) -> Result<Value, DescriptorError> {
        let mut convolution = self.convolution("conv32_down")?;
        convolution.take_raw_pixels();
        let value = self.convolve("conv32_down", &convolution, image, 2, 0)?;
        let value = self.builder.elementwise("Relu", &value);
        Ok(self.pool("MaxPool", &value, 3))
    }

    fn residual(&mut self, block: &str, input: &Value) -> Result<Value, DescriptorError> {
        let value = self.layer(&format!("{block}/conv1"), input, 1, 1)?;
        let value = self.builder.elementwise("Relu", &value);
        let value = self.layer(&format!("{block}/conv2"), &value, 1, 1)?;
        self.sum(block, &value, input)
    }

    /// A block that halves the image: the shortcut is a 2 × 2 mean, its missing channels are zero; where the
    /// convolutions come out one pixel smaller than the shortcut, a row and a column of zeros is added to them.
    fn residual_down(&mut self, block: &str, input: &Value) -> Result<Value, DescriptorError> {
        let value = self.layer(&format!("{block}/conv1"), input, 2, 0)?;
        let value = self.builder.elementwise("Relu", &value);
        let value = self.layer(&format!("{block}/conv2"), &value, 1, 1)?;
        let pooled = self.pool("AveragePool", input, 2);
        let value = self.grow(block, &value, [value.shape[1], pooled.shape[2], pooled.shape[3]])?;
        let pooled = self.grow(block, &pooled, [value.shape[1], pooled.shape[2], pooled.shape[3]])?;
        self.sum(block, &value, &pooled)
    }

    /// Mean over the image, then a linear map.
    fn last(&mut self, input: &Value) -> Result<Value, DescriptorError> {
        let &[256, outputs] = self.tensor("fc")?.shape.as_slice() else { return Err(error("fc")) };
        let channels = vec![input.shape[0], input.shape[1], Dim::Fixed(1), Dim::Fixed(1)];
        let mean = self.builder.node("GlobalAveragePool", &[&input.name], Vec::new(), channels);
        let flat = vec![input.shape[0], input.shape[1]];
        let mean = self.builder.node("Flatten", &[&mean.name], Vec::new(), flat);
        let map = self.floats("fc")?;
        let map = self.builder.floats(&[256, outputs as i64], map);
        let shape = vec![input.shape[0], Dim::Fixed(outputs as i64)];
        Ok(self.builder.node("MatMul", &[&mean.name, &map], Vec::new(), shape))
    }

    fn layer(&mut self, name: &str, input: &Value, stride: i64, pad: i64) -> Result<Value, DescriptorError> {
        let convolution = self.convolution(name)?;
        self.convolve(name, &convolution, input, stride, pad)
    }

    /// The convolution of that name with its scale and shift folded in.
    fn convolution(&self, name: &str) -> Result<Convolution, DescriptorError> {
        let filters = format!("{name}/conv/filters");
        let &[height, width, inputs, outputs] = self.tensor(&filters)?.shape.as_slice() else {
            return Err(error(&filters));
        };
        let column = |suffix: &str| {
            let weight = format!("{name}/{suffix}");
            let values = self.floats(&weight)?;
            if values.len() == outputs { Ok(values) } else { Err(error(&weight)) }
        };
        let (bias, scale, shift) = (column("conv/bias")?, column("scale/weights")?, column("scale/biases")?);
        let scaled = |(index, &value): (usize, &f32)| f64::from(value) * f64::from(scale[index % outputs]);
        let biases = bias.iter().enumerate().map(scaled);
        Ok(Convolution {
            shape: [height, width, inputs, outputs],
            filters: self.floats(&filters)?.iter().enumerate().map(scaled).collect(),
            biases: biases.zip(shift).map(|(bias, &shift)| bias + f64::from(shift)).collect(),
        })
    }

    fn convolve(
        &mut self,
        name: &str,
        convolution: &Convolution,
        input: &Value,
        stride: i64,
        pad: i64,
    ) -> Result<Value, DescriptorError> {
        let [height, width, inputs, outputs] = convolution.shape.map(|size| size as i64);
        if input.shape[1] != Dim::Fixed(inputs) || height != width {
            return Err(error(name));
        }
        let filters = self.builder.floats(&[outputs, inputs, height, width], &convolution.onnx_filters());
        let biases: Vec<f32> = convolution.biases.iter().map(|&bias| bias as f32).collect();
        let biases = self.builder.floats(&[outputs], &biases);
        let attributes = window(height, stride, pad);
        let side = slid(input.shape[2], height, stride, pad);
        let shape = vec![input.shape[0], Dim::Fixed(outputs), side, side];
        Ok(self.builder.node("Conv", &[&input.name, &filters, &biases], attributes, shape))
    }

    fn pool(&mut self, op: &str, input: &Value, kernel: i64) -> Value {
        let side = slid(input.shape[2], kernel, 2, 0);
        let shape = vec![input.shape[0], input.shape[1], side, side];
        self.builder.node(op, &[&input.name], window(kernel, 2, 0), shape)
    }

    /// Adds zeros after the channels, rows and columns of `input` until it has the given sizes.
    fn grow(&mut self, block: &str, input: &Value, sizes: [Dim; 3]) -> Result<Value, DescriptorError> {
        let mut pads = [0; 8];
        for (axis, size) in sizes.into_iter().enumerate() {
            let missing = size.fixed().zip(input.shape[axis + 1].fixed()).map(|(wanted, has)| wanted - has);
            pads[axis + 5] = missing.filter(|&missing| missing >= 0).ok_or_else(|| error(block))?;
        }
        if pads == [0; 8] {
            return Ok(input.clone());
        }
        let pads = self.builder.integers(&pads);
        let shape = vec![input.shape[0], sizes[0], sizes[1], sizes[2]];
        Ok(self.builder.node("Pad", &[&input.name, &pads], Vec::new(), shape))
    }

    fn sum(&mut self, block: &str, left: &Value, right: &Value) -> Result<Value, DescriptorError> {
        if left.shape != right.shape {
            return Err(error(block));
        }
        let sum = self.builder.node("Add", &[&left.name, &right.name], Vec::new(), left.shape.clone());
        Ok(self.builder.elementwise("Relu", &sum))
    }

    fn tensor(&self, name: &str) -> Result<&'a Tensor, DescriptorError> {
        let weights: &'a BTreeMap<String, Tensor> = self.weights;
        weights.get(name).ok_or_else(|| error(name))
    }

    fn floats(&self, name: &str) -> Result<&'a [f32], DescriptorError> {
        match &self.tensor(name)?.data {
            Data::Floats(values) => Ok(values),
            Data::Integers(_) => Err(error(name)),
        }
    }
}

impl Convolution {
    /// Lets the convolution read pixels 0–255 in place of `(pixel − mean) / 255`. Exact, as it pads nothing.
    fn take_raw_pixels(&mut self) {
        let [_, _, inputs, outputs] = self.shape;
        for (index, filter) in self.filters.iter_mut().enumerate() {
            *filter /= RANGE;
            self.biases[index % outputs] -= *filter * MEAN_RGB[(index / outputs % inputs) % 3];
        }
    }

    /// Filters `[out, in, height, width]`.
    fn onnx_filters(&self) -> Vec<f32> {
        let [height, width, inputs, outputs] = self.shape;
        let mut filters = Vec::with_capacity(self.filters.len());
        for output in 0..outputs {
            for input in 0..inputs {
                let column = (0..height * width).map(|pixel| (pixel * inputs + input) * outputs + output);
                filters.extend(column.map(|index| self.filters[index] as f32));
            }
        }
        filters
    }
}

fn window(kernel: i64, stride: i64, pad: i64) -> Vec<Attribute> {
    vec![
        Attribute::ints("kernel_shape", &[kernel; 2]),
        Attribute::ints("strides", &[stride; 2]),
        Attribute::ints("pads", &[pad; 4]),
    ]
}

/// Side of the image after a window slid over it.
fn slid(side: Dim, kernel: i64, stride: i64, pad: i64) -> Dim {
    Dim::Fixed((side.fixed().unwrap_or(0) + 2 * pad - kernel) / stride + 1)
}

fn error(weight: &str) -> DescriptorError {
    DescriptorError(weight.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_misshapen_weight_is_named() {
        let mut weights = BTreeMap::new();
        assert_eq!(to_onnx("d", &weights), Err(error("conv32_down/conv/filters")));
        let floats = |shape: &[usize]| Tensor {
            shape: shape.to_vec(),
            data: Data::Floats(vec![1.0; shape.iter().product()]),
        };
        weights.insert("conv32_down/conv/filters".to_owned(), floats(&[7, 7, 3, 2]));
        weights.insert("conv32_down/conv/bias".to_owned(), floats(&[2]));
        weights.insert("conv32_down/scale/weights".to_owned(), floats(&[3]));
        assert_eq!(to_onnx("d", &weights), Err(error("conv32_down/scale/weights")));
        weights.insert("conv32_down/scale/weights".to_owned(), floats(&[2]));
        weights.insert("conv32_down/scale/biases".to_owned(), floats(&[2]));
        assert_eq!(to_onnx("d", &weights), Err(error("conv32_1/conv1/conv/filters")));
        weights.insert("conv32_down/conv/filters".to_owned(), floats(&[7, 7, 4, 2]));
        assert_eq!(to_onnx("d", &weights), Err(error("conv32_down")));
    }

    #[test]
    fn raw_pixels_give_what_normalised_ones_gave() {
        let mut convolution = Convolution {
            shape: [1, 1, 3, 2],
            filters: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            biases: vec![7.0, 8.0],
        };
        let run = |convolution: &Convolution, pixel: [f64; 3]| {
            [0, 1].map(|output| {
                let products = (0..3).map(|input| convolution.filters[input * 2 + output] * pixel[input]);
                convolution.biases[output] + products.sum::<f64>()
            })
        };
        let pixel = [12.0, 250.0, 99.0];
        let normalised = [0, 1, 2].map(|channel| (pixel[channel] - MEAN_RGB[channel]) / RANGE);
        let expected = run(&convolution, normalised);
        convolution.take_raw_pixels();
        for (found, expected) in run(&convolution, pixel).into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12);
        }
    }
}
