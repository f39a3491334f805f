#![doc = include_str!("../README.md")]

pub mod case;
pub mod decision;
pub mod finding;
pub mod id;
pub mod observation;
pub mod transition;
