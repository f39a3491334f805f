//! Walking the graph from its outputs, each operator after those that it reads from.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    model::{GraphError, Model, Node},
    operators,
};
use crate::{
    import::{
        graph::{Builder, Dim, Value},
        weights::{Data, Tensor},
    },
    manifest::Output,
};

/// A conversion under way.
pub(super) struct Converter<'a> {
    /// The graph that is written.
    pub builder: Builder,
    nodes: BTreeMap<&'a str, &'a Node>,
    weights: &'a BTreeMap<String, Tensor>,
    values: BTreeMap<&'a str, Value>,
}

impl<'a> Converter<'a> {
    pub fn new(model: &'a Model, weights: &'a BTreeMap<String, Tensor>) -> Result<Self, GraphError> {
        let mut nodes = BTreeMap::new();
        for node in &model.topology.nodes {
            if nodes.insert(node.name.as_str(), node).is_some() {
                return Err(GraphError::Twice(node.name.clone()));
            }
        }
        Ok(Self { builder: Builder::default(), nodes, weights, values: BTreeMap::new() })
    }

    pub fn convert(mut self, name: &str, outputs: &[Output]) -> Result<Vec<u8>, GraphError> {
        for output in outputs {
            for node in self.order(&output.node)? {
                let value = operators::convert(&mut self, node)?;
                self.values.insert(&node.name, value);
            }
            let value = self.values[output.node.as_str()].clone();
            let value = self.channels_last(&value);
            self.builder.output(&output.name, &value);
        }
        Ok(self.builder.finish(name))
    }

    /// The converted value that an operator reads at a position.
    pub fn value(&self, node: &Node, position: usize) -> Result<Value, GraphError> {
        let name = node.inputs.get(position).ok_or_else(|| node.error("an input is missing"))?;
        self.values.get(name.as_str()).cloned().ok_or_else(|| node.error("an input is a weight"))
    }

    /// The floats that an operator reads at a position, if they are weights.
    pub fn floats(&self, node: &Node, position: usize) -> Result<(&'a [usize], &'a [f32]), GraphError> {
        match self.weight(node, position)? {
            Tensor { shape, data: Data::Floats(values) } => Ok((shape, values)),
            Tensor { .. } => Err(node.error("a weight is not of floats")),
        }
    }

    /// The whole numbers that an operator reads at a position, if they are weights.
    pub fn integers(&self, node: &Node, position: usize) -> Result<Vec<i64>, GraphError> {
        match &self.weight(node, position)?.data {
            Data::Integers(values) => Ok(values.iter().map(|&value| i64::from(value)).collect()),
            Data::Floats(_) => Err(node.error("a weight is not of whole numbers")),
        }
    }

    /// Images with the channels last, as TensorFlow sees them; other values are left alone.
    pub fn channels_last(&mut self, value: &Value) -> Value {
        if value.image().is_some() { self.builder.transpose(value, &[0, 2, 3, 1]) } else { value.clone() }
    }

    fn weight(&self, node: &Node, position: usize) -> Result<&'a Tensor, GraphError> {
        let name = node.inputs.get(position).ok_or_else(|| node.error("an input is missing"))?;
        let weights: &'a BTreeMap<String, Tensor> = self.weights;
        weights.get(name).ok_or_else(|| node.error("an input is not a weight"))
    }

    /// Everything that `output` needs and that is not converted yet, dependencies first, weights left out.
    fn order(&self, output: &str) -> Result<Vec<&'a Node>, GraphError> {
        let mut order = Vec::new();
        let mut open = BTreeSet::new();
        let mut closed = BTreeSet::new();
        let mut stack = vec![self.node(output)?];
        while let Some(&node) = stack.last() {
            if closed.contains(node.name.as_str()) || self.values.contains_key(node.name.as_str()) {
                stack.pop();
            } else if open.insert(node.name.as_str()) {
                stack.extend(self.dependencies(node, &open, &closed)?);
            } else {
                closed.insert(node.name.as_str());
                order.push(node);
                stack.pop();
            }
        }
        Ok(order)
    }

    fn dependencies(
        &self,
        node: &Node,
        open: &BTreeSet<&str>,
        closed: &BTreeSet<&str>,
    ) -> Result<Vec<&'a Node>, GraphError> {
        let mut dependencies = Vec::new();
        for name in node.inputs.iter().rev().filter(|name| !self.weights.contains_key(*name)) {
            if open.contains(name.as_str()) && !closed.contains(name.as_str()) {
                return Err(GraphError::Circle(name.clone()));
            }
            dependencies.push(self.node(name)?);
        }
        Ok(dependencies)
    }

    fn node(&self, name: &str) -> Result<&'a Node, GraphError> {
        self.nodes.get(name).copied().ok_or_else(|| GraphError::Missing(name.to_owned()))
    }
}

/// Reads a TensorFlow size: -1 is free, and only the batch may be.
pub(super) fn dim(axis: usize, size: i64) -> Option<Dim> {
    match size {
        -1 if axis == 0 => Some(Dim::Batch),
        1.. => Some(Dim::Fixed(size)),
        _ => None,
    }
}
