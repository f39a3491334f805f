#![doc = include_str!("../README.md")]

pub mod import;
pub mod integrity;
pub mod manifest;
pub mod runtime;

pub use self::{
    import::{ImportError, Imported, Progress, Stage, setup},
    runtime::{LoadError, Loaded, NetworkTime, Options, load},
};
