//! Small graphs, broken graphs and random ones.

use proptest::prelude::*;
use prost::Message;
use serde_json::{Value, json};

use super::{GraphError, Model, to_onnx};
use crate::{
    import::{onnx, weights},
    manifest::Output,
};

/// Converts the operators with weights `filter` `[1, 1, 3, 2]`, `bias` `[2]` and `shape` = `[-1, 32]`.
fn convert(nodes: &Value, output: &str) -> Result<onnx::Model, GraphError> {
    let manifest = json!([{"paths": ["w.bin"], "weights": [
        {"name": "filter", "shape": [1, 1, 3, 2], "dtype": "float32"},
        {"name": "bias", "shape": [2], "dtype": "float32"},
        {"name": "shape", "shape": [2], "dtype": "int32"},
    ]}]);
    let json = json!({"modelTopology": {"node": nodes}, "weightsManifest": manifest}).to_string();
    let model = Model::parse(json.as_bytes())?;
    let mut bytes: Vec<u8> = (0..8u8).flat_map(|value| f32::from(value).to_le_bytes()).collect();
    bytes.extend([-1i32, 32].iter().flat_map(|value| value.to_le_bytes()));
    let weights = weights::unpack(&model.weights[0].weights, &bytes)?;
    let output = Output { node: output.to_owned(), name: "out".to_owned() };
    let file = to_onnx("test", &model, &weights, &[output])?;
    Ok(onnx::Model::decode(file.as_slice()).unwrap())
}

fn input() -> Value {
    let dims = json!([{"size": "-1"}, {"size": "4"}, {"size": "4"}, {"size": "3"}]);
    json!({"name": "in", "op": "Placeholder", "attr": {"shape": {"shape": {"dim": dims}}}})
}

fn convolution(padding: &str, fused: &[&str]) -> Value {
    json!({"name": "conv", "op": "_FusedConv2D", "input": ["in", "filter", "bias"], "attr": {
        "padding": {"s": padding},
        "strides": {"list": {"i": ["1", "1", "1", "1"]}},
        "fused_ops": {"list": {"s": fused}},
    }})
}

const SAME: &str = "U0FNRQ==";
const BIAS_ADD: &str = "Qmlhc0FkZA==";
const RELU: &str = "UmVsdQ==";

fn operators(model: &onnx::Model) -> Vec<&str> {
    model.graph.as_ref().unwrap().node.iter().map(|node| node.op_type.as_str()).collect()
}

#[test]
fn a_convolution_keeps_its_layout_at_the_border_alone() {
    let reshape = json!({"name": "flat", "op": "Reshape", "input": ["conv", "shape"]});
    let unused = json!({"name": "unused", "op": "Einsum", "input": ["in"]});
    // The operators come in an order of which none should be relied upon.
    let nodes = json!([reshape, unused, convolution(SAME, &[BIAS_ADD, RELU]), input()]);
    let model = convert(&nodes, "flat").unwrap();
    assert_eq!(operators(&model), ["Transpose", "Conv", "Relu", "Transpose", "Reshape", "Identity"]);
    let graph = model.graph.unwrap();
    // Filter [1, 1, in, out] = 0 … 5 becomes [out, in, 1, 1].
    let filter: Vec<u8> =
        [0f32, 2.0, 4.0, 1.0, 3.0, 5.0].iter().flat_map(|value| value.to_le_bytes()).collect();
    assert_eq!(
        (graph.initializer[0].dims.as_slice(), &graph.initializer[0].raw_data),
        (&[2, 3, 1, 1][..], &filter)
    );
    assert_eq!(graph.output[0].name, "out");
}

#[test]
fn broken_graphs_are_refused_by_name() {
    let identity = |name: &str, input: &str| json!({"name": name, "op": "Identity", "input": [input]});
    let rows = [
        (json!([identity("a", "b"), identity("b", "a")]), "a", "operator a depends on itself"),
        (json!([identity("a", "a")]), "a", "operator a depends on itself"),
        (json!([identity("a", "in"), identity("a", "in")]), "a", "operator a occurs twice"),
        (json!([identity("a", "gone")]), "a", "operator gone is missing"),
        (json!([]), "a", "operator a is missing"),
        (json!([identity("a", "filter")]), "a", "operator a: an input is a weight"),
        (json!([input(), json!({"name": "a", "op": "Einsum"})]), "a", "operator a: Einsum is not supported"),
        (
            json!([input(), convolution("U0E=", &[])]),
            "conv",
            "operator conv: its padding is neither SAME nor VALID",
        ),
        (json!([input(), convolution("?", &[])]), "conv", "operator conv: a text is not base64"),
        (
            json!([input(), convolution(SAME, &[RELU, BIAS_ADD])]),
            "conv",
            "operator conv: an operator that is fused into it is not supported",
        ),
        (
            json!([input(), json!({"name": "a", "op": "Reshape", "input": ["in", "shape"]})]),
            "a",
            "operator a: its target shape is not supported",
        ),
    ];
    for (nodes, output, message) in rows {
        assert_eq!(convert(&nodes, output).unwrap_err().to_string(), message, "{nodes}");
    }
}

#[test]
fn impossible_sizes_are_refused() {
    for size in ["0", "-2", "65537", "9223372036854775807", "9223372036854775808", "x", ""] {
        let dims = json!([{"size": "1"}, {"size": size}, {"size": "4"}, {"size": "3"}]);
        let input = json!({"name": "in", "op": "Placeholder", "attr": {"shape": {"shape": {"dim": dims}}}});
        assert!(matches!(convert(&json!([input]), "in"), Err(GraphError::Operator { .. })), "{size}");
    }
}

#[test]
fn a_long_file_is_not_parsed() {
    let json = vec![b' '; usize::try_from(super::model::JSON_BYTES_MAX).unwrap() + 1];
    assert!(matches!(Model::parse(&json), Err(GraphError::TooLarge)));
    let deep = "[".repeat(100_000);
    assert!(matches!(Model::parse(deep.as_bytes()), Err(GraphError::Json(_))));
}

/// Attributes of any kind that some operator reads, with any numbers.
fn any_attributes() -> impl Strategy<Value = Value> {
    let number = prop_oneof![Just(1i64), Just(2), -2..5i64, any::<i64>()];
    let numbers = proptest::collection::vec(number.prop_map(|number| number.to_string()), 0..5);
    let padding = prop_oneof![Just("U0FNRQ=="), Just("VkFMSUQ="), Just("!")];
    (numbers.clone(), numbers.clone(), numbers, padding).prop_map(|(strides, ksize, dims, padding)| {
        let dims: Vec<Value> = dims.iter().map(|size| json!({"size": size})).collect();
        json!({
            "padding": {"s": padding},
            "strides": {"list": {"i": strides}},
            "ksize": {"list": {"i": ksize}},
            "shape": {"shape": {"dim": dims}},
            "fused_ops": {"list": {"s": [BIAS_ADD]}},
        })
    })
}

fn any_node() -> impl Strategy<Value = Value> {
    let op = proptest::sample::select(vec![
        "Placeholder",
        "Identity",
        "_FusedConv2D",
        "DepthwiseConv2dNative",
        "AddV2",
        "Relu",
        "Prelu",
        "MaxPool",
        "Pad",
        "Reshape",
    ]);
    let name = || proptest::sample::select(vec!["a", "b", "c", "in", "filter", "bias", "shape"]);
    (name(), op, proptest::collection::vec(name(), 0..4), any_attributes())
        .prop_map(|(name, op, input, attr)| json!({"name": name, "op": op, "input": input, "attr": attr}))
}

proptest! {
    #[test]
    fn any_graph_gives_an_error_or_a_file(nodes in proptest::collection::vec(any_node(), 0..5)) {
        let mut nodes = nodes;
        nodes.push(input());
        let nodes = Value::Array(nodes);
        for output in ["a", "in"] {
            if let Ok(model) = convert(&nodes, output) {
                prop_assert!(operators(&model).ends_with(&["Identity"]));
            }
        }
    }

    #[test]
    fn any_bytes_are_no_model_and_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _: Result<Model, GraphError> = Model::parse(&bytes);
    }
}

#[test]
fn the_same_graph_gives_the_same_bytes() {
    let nodes = json!([convolution(SAME, &[BIAS_ADD, RELU]), input()]);
    let encode = || convert(&nodes, "conv").unwrap().encode_to_vec();
    assert_eq!(encode(), encode());
}
