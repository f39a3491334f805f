//! The TensorFlow operators that the importer knows, one function each.

use super::{
    convert::{Converter, dim},
    model::{GraphError, Node},
    window::Window,
};
use crate::import::{
    graph::{Dim, Value},
    onnx::Attribute,
};

/// Largest size of an axis, so that no arithmetic on sizes can overflow.
const SIZE_MAX: i64 = 1 << 16;
/// Where each of TensorFlow's axes of an image lies in ONNX: batch, height, width, channels.
const IMAGE_AXES: [usize; 4] = [0, 2, 3, 1];

/// Converts one operator whose inputs are converted already.
pub(super) fn convert(converter: &mut Converter<'_>, node: &Node) -> Result<Value, GraphError> {
    match node.op.as_str() {
        "Placeholder" => placeholder(converter, node),
        "Identity" => converter.value(node, 0),
        "Conv2D" | "_FusedConv2D" => convolution(converter, node, Filter::Full),
        "DepthwiseConv2dNative" | "FusedDepthwiseConv2dNative" => {
            convolution(converter, node, Filter::Depthwise)
        }
        "Add" | "AddV2" => add(converter, node),
        "Relu" => elementwise(converter, node, "Relu"),
        "Sigmoid" => elementwise(converter, node, "Sigmoid"),
        "Prelu" => {
            let value = converter.value(node, 0)?;
            prelu(converter, node, &value, 1)
        }
        "MaxPool" => pool(converter, node, "MaxPool"),
        "Pad" => pad(converter, node),
        "Reshape" => reshape(converter, node),
        op => Err(GraphError::Unsupported { name: node.name.clone(), op: op.to_owned() }),
    }
}

fn placeholder(converter: &mut Converter<'_>, node: &Node) -> Result<Value, GraphError> {
    let sizes = node.shape()?;
    let sizes = sizes.iter().enumerate().map(|(axis, &size)| dim(axis, size).filter(|dim| is_sensible(*dim)));
    let shape: Vec<Dim> =
        sizes.collect::<Option<_>>().ok_or_else(|| node.error("its shape is impossible"))?;
    let input = converter.builder.input("input", &shape);
    Ok(if shape.len() == 4 { converter.builder.transpose(&input, &[0, 3, 1, 2]) } else { input })
}

fn is_sensible(dim: Dim) -> bool {
    dim.fixed().is_none_or(|size| size <= SIZE_MAX)
}

/// How the filters of a convolution are laid out in TensorFlow.
#[derive(Clone, Copy)]
enum Filter {
    /// `[height, width, in, out]`.
    Full,
    /// `[height, width, in, multiplier]`, one group for each input channel.
    Depthwise,
}

impl Filter {
    /// Output channels and group count.
    fn outputs(self, inputs: usize, last: usize) -> (usize, usize) {
        match self {
            Self::Full => (last, 1),
            Self::Depthwise => (inputs * last, inputs),
        }
    }
}

fn convolution(converter: &mut Converter<'_>, node: &Node, filter: Filter) -> Result<Value, GraphError> {
    let input = converter.value(node, 0)?;
    let image = input.image().ok_or_else(|| node.error("its input is no image"))?;
    let (shape, values) = converter.floats(node, 1)?;
    let &[height, width, inputs, last] = shape else {
        return Err(node.error("its filter has not four axes"));
    };
    let is_sensible = shape.iter().all(|size| (1..=SIZE_MAX as usize).contains(size));
    if image[1] != Dim::Fixed(inputs as i64) || !is_sensible {
        return Err(node.error("its filter does not fit its input"));
    }
    let window = Window::of(node, &image, [height as i64, width as i64])?;
    let (outputs, groups) = filter.outputs(inputs, last);
    let depth = inputs / groups;
    let dims = [outputs as i64, depth as i64, height as i64, width as i64];
    let weights =
        converter.builder.floats(&dims, &outermost_last(values, height * width, inputs, last, filter));
    let mut attributes = window.attributes();
    attributes.push(Attribute::ints("dilations", &window.dilation));
    attributes.push(Attribute::int("group", groups as i64));
    let shape = vec![image[0], Dim::Fixed(outputs as i64), window.output[0], window.output[1]];
    fused(converter, node, &input, weights, attributes, shape)
}

/// Filters with the output channel outermost, as ONNX wants them: `[out, in / groups, height, width]`.
fn outermost_last(values: &[f32], area: usize, inputs: usize, last: usize, filter: Filter) -> Vec<f32> {
    let at = |pixel: usize, input: usize, output: usize| values[(pixel * inputs + input) * last + output];
    let pairs: Vec<(usize, usize)> = match filter {
        Filter::Full => (0..last).flat_map(|output| (0..inputs).map(move |input| (input, output))).collect(),
        Filter::Depthwise => {
            (0..inputs).flat_map(|input| (0..last).map(move |output| (input, output))).collect()
        }
    };
    pairs.iter().flat_map(|&(input, output)| (0..area).map(move |pixel| at(pixel, input, output))).collect()
}

/// The convolution with the bias and the activation that TensorFlow.js fused into it.
fn fused(
    converter: &mut Converter<'_>,
    node: &Node,
    input: &Value,
    weights: String,
    attributes: Vec<Attribute>,
    shape: Vec<Dim>,
) -> Result<Value, GraphError> {
    let operators = node.texts("fused_ops")?;
    let mut operators = operators.iter().map(String::as_str).peekable();
    let mut names = vec![input.name.clone(), weights];
    let mut position = 2;
    if operators.next_if_eq(&"BiasAdd").is_some() {
        let (_, bias) = converter.floats(node, position)?;
        if shape[1] != Dim::Fixed(bias.len() as i64) {
            return Err(node.error("its bias does not fit its filter"));
        }
        names.push(converter.builder.floats(&[bias.len() as i64], bias));
        position += 1;
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let value = converter.builder.node("Conv", &names, attributes, shape);
    match (operators.next(), operators.next()) {
        (None, _) => Ok(value),
        (Some("Relu"), None) => Ok(converter.builder.elementwise("Relu", &value)),
        (Some("Prelu"), None) => prelu(converter, node, &value, position),
        _ => Err(node.error("an operator that is fused into it is not supported")),
    }
}

fn prelu(
    converter: &mut Converter<'_>,
    node: &Node,
    input: &Value,
    position: usize,
) -> Result<Value, GraphError> {
    let image = input.image().ok_or_else(|| node.error("its input is no image"))?;
    let (shape, slopes) = converter.floats(node, position)?;
    let channels = slopes.len() as i64;
    if image[1] != Dim::Fixed(channels) || shape.last() != Some(&slopes.len()) {
        return Err(node.error("its slopes are not one for each channel"));
    }
    let slopes = converter.builder.floats(&[channels, 1, 1], slopes);
    Ok(converter.builder.node("PRelu", &[&input.name, &slopes], Vec::new(), input.shape.clone()))
}

fn add(converter: &mut Converter<'_>, node: &Node) -> Result<Value, GraphError> {
    let (left, right) = (converter.value(node, 0)?, converter.value(node, 1)?);
    if left.shape != right.shape {
        return Err(node.error("its inputs differ in shape"));
    }
    Ok(converter.builder.node("Add", &[&left.name, &right.name], Vec::new(), left.shape))
}

fn elementwise(converter: &mut Converter<'_>, node: &Node, op: &str) -> Result<Value, GraphError> {
    let value = converter.value(node, 0)?;
    Ok(converter.builder.elementwise(op, &value))
}

fn pool(converter: &mut Converter<'_>, node: &Node, op: &str) -> Result<Value, GraphError> {
    let input = converter.value(node, 0)?;
    let image = input.image().ok_or_else(|| node.error("its input is no image"))?;
    let kernel = Window::of_image(node, "ksize")?;
    let window = Window::of(node, &image, kernel)?;
    let shape = vec![image[0], image[1], window.output[0], window.output[1]];
    Ok(converter.builder.node(op, &[&input.name], window.attributes(), shape))
}

fn pad(converter: &mut Converter<'_>, node: &Node) -> Result<Value, GraphError> {
    let input = converter.value(node, 0)?;
    let image = input.image().ok_or_else(|| node.error("its input is no image"))?;
    let paddings = converter.integers(node, 1)?;
    if paddings.len() != 8 || paddings.iter().any(|size| !(0..=SIZE_MAX).contains(size)) {
        return Err(node.error("its paddings are impossible"));
    }
    let mut pads = [0; 8];
    let mut shape = image;
    for (axis, pair) in IMAGE_AXES.into_iter().zip(paddings.chunks_exact(2)) {
        (pads[axis], pads[axis + 4]) = (pair[0], pair[1]);
        if pair != [0, 0] {
            let size = image[axis].fixed().ok_or_else(|| node.error("it pads the batch"))?;
            shape[axis] = Dim::Fixed(size + pair[0] + pair[1]);
        }
    }
    if !shape.into_iter().all(is_sensible) {
        return Err(node.error("its paddings are impossible"));
    }
    let pads = converter.builder.integers(&pads);
    Ok(converter.builder.node("Pad", &[&input.name, &pads], Vec::new(), shape.to_vec()))
}

fn reshape(converter: &mut Converter<'_>, node: &Node) -> Result<Value, GraphError> {
    let input = converter.value(node, 0)?;
    let target = converter.integers(node, 1)?;
    let sizes =
        target.iter().enumerate().map(|(axis, &size)| dim(axis, size).filter(|dim| is_sensible(*dim)));
    let shape: Option<Vec<Dim>> = sizes.collect();
    let shape = shape.filter(|shape| shape.len() < 4 && volume(shape) == volume(&input.shape));
    let shape = shape.ok_or_else(|| node.error("its target shape is not supported"))?;
    let input = converter.channels_last(&input);
    let target = converter.builder.integers(&target);
    Ok(converter.builder.node("Reshape", &[&input.name, &target], Vec::new(), shape))
}

/// Elements of one item of a batch, or of everything where there is no free axis.
fn volume(shape: &[Dim]) -> Option<(bool, i64)> {
    let sizes = shape.iter().filter_map(|dim| dim.fixed());
    let product = sizes.into_iter().try_fold(1i64, i64::checked_mul)?;
    Some((shape.contains(&Dim::Batch), product))
}
