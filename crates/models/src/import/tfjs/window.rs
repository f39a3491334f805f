//! The sliding window of a convolution or a pooling, with TensorFlow's rules of padding.

use super::model::{GraphError, Node};
use crate::import::{graph::Dim, onnx::Attribute};

/// Largest kernel, stride or dilation.
const STEP_MAX: i64 = 1 << 10;

/// A window that slides over height and width.
pub(super) struct Window {
    /// Height and width of the kernel.
    pub kernel: [i64; 2],
    /// Steps down and to the right.
    pub stride: [i64; 2],
    /// Distance between the kernel's elements.
    pub dilation: [i64; 2],
    /// Padding: top, left, bottom, right.
    pub pads: [i64; 4],
    /// Height and width of the result.
    pub output: [Dim; 2],
}

impl Window {
    /// Reads stride, dilation and padding of an operator that slides over an image `[batch, channels, height, width]`.
    pub fn of(node: &Node, image: &[Dim; 4], kernel: [i64; 2]) -> Result<Self, GraphError> {
        if node.text("data_format")?.is_some_and(|format| format != "NHWC") {
            return Err(node.error("its layout is not NHWC"));
        }
        let same = match node.text("padding")?.as_deref() {
            Some("SAME") => true,
            Some("VALID") => false,
            _ => return Err(node.error("its padding is neither SAME nor VALID")),
        };
        let stride = Self::of_image(node, "strides")?;
        let dilation =
            if node.integers("dilations")?.is_empty() { [1, 1] } else { Self::of_image(node, "dilations")? };
        let mut window = Self { kernel, stride, dilation, pads: [0; 4], output: [Dim::Fixed(0); 2] };
        for axis in 0..2 {
            let size = image[axis + 2].fixed().ok_or_else(|| node.error("its input's size is free"))?;
            let (before, after, output) = window
                .padding(axis, size, same)
                .ok_or_else(|| node.error("its window does not fit its input"))?;
            (window.pads[axis], window.pads[axis + 2]) = (before, after);
            window.output[axis] = Dim::Fixed(output);
        }
        Ok(window)
    }

    /// Height and width of an attribute `[1, height, width, 1]`.
    pub fn of_image(node: &Node, attribute: &str) -> Result<[i64; 2], GraphError> {
        match node.integers(attribute)?.as_slice() {
            &[1, height, width, 1]
                if (1..=STEP_MAX).contains(&height.min(width)) && height.max(width) <= STEP_MAX =>
            {
                Ok([height, width])
            }
            _ => Err(node.error("a window is not [1, height, width, 1]")),
        }
    }

    /// Kernel, strides and pads as ONNX attributes.
    pub fn attributes(&self) -> Vec<Attribute> {
        vec![
            Attribute::ints("kernel_shape", &self.kernel),
            Attribute::ints("strides", &self.stride),
            Attribute::ints("pads", &self.pads),
        ]
    }

    /// Padding before and after, and the size of the result, along one axis. SAME padding puts the odd pixel
    /// after (TensorFlow, `core/framework/common_shape_fns.cc`, `GetWindowedOutputSizeVerbose`).
    fn padding(&self, axis: usize, size: i64, same: bool) -> Option<(i64, i64, i64)> {
        let (kernel, stride) = ((self.kernel[axis] - 1) * self.dilation[axis] + 1, self.stride[axis]);
        if !same {
            let output = (size - kernel).checked_div(stride)? + 1;
            return (kernel >= 1 && size >= kernel).then_some((0, 0, output));
        }
        let output = (size + stride - 1) / stride;
        let total = ((output - 1) * stride + kernel - size).max(0);
        (kernel >= 1).then_some((total / 2, total - total / 2, output))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_padding_puts_the_odd_pixel_after() {
        // size, kernel, stride, dilation, same → before, after, output
        let rows = [
            (256, 5, 2, 1, true, Some((1, 2, 128))),
            (128, 3, 1, 1, true, Some((1, 1, 128))),
            (128, 3, 2, 1, true, Some((0, 1, 64))),
            (7, 3, 2, 1, true, Some((1, 1, 4))),
            (5, 1, 2, 1, true, Some((0, 0, 3))),
            (9, 3, 1, 2, true, Some((2, 2, 9))),
            (150, 7, 2, 1, false, Some((0, 0, 72))),
            (2, 3, 1, 1, false, None),
        ];
        for (size, kernel, stride, dilation, same, expected) in rows {
            let window = Window {
                kernel: [kernel; 2],
                stride: [stride; 2],
                dilation: [dilation; 2],
                pads: [0; 4],
                output: [Dim::Fixed(0); 2],
            };
            assert_eq!(
                window.padding(0, size, same),
                expected,
                "size {size} kernel {kernel} stride {stride}"
            );
        }
    }
}
