//! Reading `model.json`: the operators of a TensorFlow graph as TensorFlow.js writes them.
//!
//! Format: the JSON form of TensorFlow's `GraphDef` (tensorflow `core/framework/graph.proto`, `attr_value.proto`),
//! where strings are base64 and 64-bit integers are strings.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;

use crate::import::weights::{Group, WeightsError};

/// Longest `model.json` that is read.
pub const JSON_BYTES_MAX: u64 = 4 << 20;
/// Most operators of a graph.
const NODES_MAX: usize = 10_000;

/// A graph model without its weights.
#[derive(Debug, Deserialize)]
pub struct Model {
    /// The operators.
    #[serde(rename = "modelTopology")]
    pub topology: Topology,
    /// The weights' names and shapes.
    #[serde(rename = "weightsManifest")]
    pub weights: Vec<Group>,
}

/// `GraphDef`.
#[derive(Debug, Deserialize)]
pub struct Topology {
    /// The operators, in any order.
    #[serde(rename = "node")]
    pub nodes: Vec<Node>,
}

/// `NodeDef`.
#[derive(Debug, Deserialize)]
pub struct Node {
    /// Unique name.
    pub name: String,
    /// Operator.
    pub op: String,
    /// Names of the operators whose output it reads.
    #[serde(default, rename = "input")]
    pub inputs: Vec<String>,
    /// Attributes.
    #[serde(default, rename = "attr")]
    pub attributes: BTreeMap<String, Attribute>,
}

/// `AttrValue`, of which the kinds that the known operators use are read.
#[derive(Debug, Default, Deserialize)]
pub struct Attribute {
    s: Option<String>,
    shape: Option<Shape>,
    list: Option<List>,
}

#[derive(Debug, Default, Deserialize)]
struct List {
    #[serde(default)]
    s: Vec<String>,
    #[serde(default)]
    i: Vec<Integer>,
}

#[derive(Debug, Default, Deserialize)]
struct Shape {
    #[serde(default)]
    dim: Vec<Size>,
}

#[derive(Debug, Deserialize)]
struct Size {
    size: Integer,
}

/// TensorFlow.js writes 64-bit integers as strings, but smaller writers use numbers.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Integer {
    Number(i64),
    Text(String),
}

/// Why a graph could not be converted.
#[derive(Debug, thiserror::Error)]
pub enum GraphError {
    /// Not the JSON that was expected.
    #[error("model.json: {0}")]
    Json(#[from] serde_json::Error),
    /// The file is longer than 4 MiB or holds more operators than is sensible.
    #[error("model.json is too large")]
    TooLarge,
    /// The weights do not fit their manifest.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// Not one group of weights in one file.
    #[error("the weights are not one group in one file")]
    Groups,
    /// Two operators have one name.
    #[error("operator {0} occurs twice")]
    Twice(String),
    /// An operator reads from one that is missing.
    #[error("operator {0} is missing")]
    Missing(String),
    /// Operators read from each other in a circle.
    #[error("operator {0} depends on itself")]
    Circle(String),
    /// The importer does not know the operator.
    #[error("operator {name}: {op} is not supported")]
    Unsupported {
        /// Its name.
        name: String,
        /// Its kind.
        op: String,
    },
    /// An operator's inputs or attributes are not what its kind needs.
    #[error("operator {name}: {reason}")]
    Operator {
        /// Its name.
        name: String,
        /// What is wrong.
        reason: &'static str,
    },
}

impl Model {
    /// Reads `model.json`.
    ///
    /// # Errors
    /// [`GraphError::Json`] or [`GraphError::TooLarge`].
    pub fn parse(json: &[u8]) -> Result<Self, GraphError> {
        if json.len() as u64 > JSON_BYTES_MAX {
            return Err(GraphError::TooLarge);
        }
        let model: Self = serde_json::from_slice(json)?;
        if model.topology.nodes.len() > NODES_MAX { Err(GraphError::TooLarge) } else { Ok(model) }
    }
}

impl Node {
    /// An error about this operator.
    pub fn error(&self, reason: &'static str) -> GraphError {
        GraphError::Operator { name: self.name.clone(), reason }
    }

    /// A string attribute; `None` when it is absent.
    pub fn text(&self, attribute: &str) -> Result<Option<String>, GraphError> {
        let Some(encoded) = self.attributes.get(attribute).and_then(|value| value.s.as_ref()) else {
            return Ok(None);
        };
        self.decode(encoded).map(Some)
    }

    /// A list of strings; empty when it is absent.
    pub fn texts(&self, attribute: &str) -> Result<Vec<String>, GraphError> {
        let list = self.attributes.get(attribute).and_then(|value| value.list.as_ref());
        list.map_or(Ok(Vec::new()), |list| list.s.iter().map(|encoded| self.decode(encoded)).collect())
    }

    /// A list of whole numbers; empty when it is absent.
    pub fn integers(&self, attribute: &str) -> Result<Vec<i64>, GraphError> {
        let list = self.attributes.get(attribute).and_then(|value| value.list.as_ref());
        let numbers = list.map_or(&[][..], |list| &list.i);
        numbers.iter().map(|number| self.integer(number)).collect()
    }

    /// The shape of a placeholder; -1 for a free axis.
    pub fn shape(&self) -> Result<Vec<i64>, GraphError> {
        let shape = self.attributes.get("shape").and_then(|value| value.shape.as_ref());
        let shape = shape.ok_or_else(|| self.error("it has no shape"))?;
        shape.dim.iter().map(|dim| self.integer(&dim.size)).collect()
    }

    fn decode(&self, encoded: &str) -> Result<String, GraphError> {
        let bytes = STANDARD.decode(encoded).map_err(|_| self.error("a text is not base64"))?;
        String::from_utf8(bytes).map_err(|_| self.error("a text is not UTF-8"))
    }

    fn integer(&self, integer: &Integer) -> Result<i64, GraphError> {
        match integer {
            Integer::Number(number) => Ok(*number),
            Integer::Text(text) => text.parse().map_err(|_| self.error("a number is no whole number")),
        }
    }
}
