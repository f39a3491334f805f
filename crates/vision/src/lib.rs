#![doc = include_str!("../README.md")]

pub mod annotate;
mod barcode;
pub mod document;
mod examine;
pub mod face;
mod fields;
mod geometry;
pub mod intake;
pub mod live;
pub mod mrz;
pub mod network;
mod quality;
#[cfg(test)]
mod testing;
mod text;
mod warp;

pub use examine::{Pictures, Step, Timings, examine};
