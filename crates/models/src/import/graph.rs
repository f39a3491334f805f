//! Building an ONNX graph value by value, with shapes known as it grows.

use prost::Message;

use super::onnx::{self, Attribute};

/// A value of the graph under construction: its ONNX name and the shape of what it holds.
///
/// Values of four axes are images and always `[batch, channels, height, width]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Name within the ONNX graph.
    pub name: String,
    /// Shape in ONNX order.
    pub shape: Vec<Dim>,
}

impl Value {
    /// The four axes of an image.
    #[must_use]
    pub fn image(&self) -> Option<[Dim; 4]> {
        self.shape.as_slice().try_into().ok()
    }
}

/// The size of one axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dim {
    /// Known now.
    Fixed(i64),
    /// The number of items in a batch, known when the network runs.
    Batch,
}

impl Dim {
    /// The size, if it is known now.
    #[must_use]
    pub fn fixed(self) -> Option<i64> {
        match self {
            Self::Fixed(size) => Some(size),
            Self::Batch => None,
        }
    }
}

/// Collects nodes and weights in the order in which they are asked for, so that the same calls give the same bytes.
#[derive(Debug, Default)]
pub struct Builder {
    nodes: Vec<onnx::Node>,
    weights: Vec<onnx::Tensor>,
    inputs: Vec<onnx::ValueInfo>,
    outputs: Vec<onnx::ValueInfo>,
}

impl Builder {
    /// Declares an input of 32-bit floats; its four axes are taken as they are.
    pub fn input(&mut self, name: &str, shape: &[Dim]) -> Value {
        self.inputs.push(value_info(name, shape));
        Value { name: name.to_owned(), shape: shape.to_vec() }
    }

    /// Declares an output and copies the value to it under its public name.
    pub fn output(&mut self, name: &str, value: &Value) {
        self.outputs.push(value_info(name, &value.shape));
        self.nodes.push(onnx::Node {
            input: vec![value.name.clone()],
            output: vec![name.to_owned()],
            op_type: "Identity".to_owned(),
            attribute: Vec::new(),
        });
    }

    /// Adds an operator with one output of the given shape.
    pub fn node(&mut self, op: &str, inputs: &[&str], attributes: Vec<Attribute>, shape: Vec<Dim>) -> Value {
        let name = format!("v{}", self.nodes.len());
        self.nodes.push(onnx::Node {
            input: inputs.iter().map(|&input| input.to_owned()).collect(),
            output: vec![name.clone()],
            op_type: op.to_owned(),
            attribute: attributes,
        });
        Value { name, shape }
    }

    /// Adds an operator that changes no shape, such as `Relu`.
    pub fn elementwise(&mut self, op: &str, input: &Value) -> Value {
        self.node(op, &[&input.name], Vec::new(), input.shape.clone())
    }

    /// Adds weights and returns their name.
    pub fn floats(&mut self, dims: &[i64], values: &[f32]) -> String {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.weight(dims, onnx::Tensor::FLOAT, bytes)
    }

    /// Adds a list of whole numbers and returns its name.
    pub fn integers(&mut self, values: &[i64]) -> String {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let length = i64::try_from(values.len()).expect("a handful of numbers");
        self.weight(&[length], onnx::Tensor::INT64, bytes)
    }

    /// Reorders the axes.
    pub fn transpose(&mut self, input: &Value, order: &[usize]) -> Value {
        let shape = order.iter().map(|&axis| input.shape[axis]).collect();
        let order: Vec<i64> = order.iter().map(|&axis| axis as i64).collect();
        self.node("Transpose", &[&input.name], vec![Attribute::ints("perm", &order)], shape)
    }

    /// The finished file.
    #[must_use]
    pub fn finish(self, name: &str) -> Vec<u8> {
        let graph = onnx::Graph {
            node: self.nodes,
            name: name.to_owned(),
            initializer: self.weights,
            input: self.inputs,
            output: self.outputs,
        };
        let opset = onnx::OperatorSet { domain: Some(String::new()), version: Some(onnx::OPSET_VERSION) };
        let model = onnx::Model {
            ir_version: Some(onnx::IR_VERSION),
            producer_name: "bonafide".to_owned(),
            graph: Some(graph),
            opset_import: vec![opset],
        };
        model.encode_to_vec()
    }

    fn weight(&mut self, dims: &[i64], data_type: i32, raw_data: Vec<u8>) -> String {
        let name = format!("w{}", self.weights.len());
        let tensor =
            onnx::Tensor { dims: dims.to_vec(), data_type: Some(data_type), name: name.clone(), raw_data };
        self.weights.push(tensor);
        name
    }
}

fn value_info(name: &str, shape: &[Dim]) -> onnx::ValueInfo {
    let dim = shape.iter().map(|&dim| dimension(dim)).collect();
    let tensor_type =
        onnx::TensorType { elem_type: Some(onnx::Tensor::FLOAT), shape: Some(onnx::Shape { dim }) };
    onnx::ValueInfo { name: name.to_owned(), kind: Some(onnx::Type { tensor_type: Some(tensor_type) }) }
}

fn dimension(dim: Dim) -> onnx::Dimension {
    match dim {
        Dim::Fixed(size) => onnx::Dimension { dim_value: Some(size), dim_param: None },
        Dim::Batch => onnx::Dimension { dim_value: None, dim_param: Some("batch".to_owned()) },
    }
}
