#![doc = include_str!("../README.md")]

mod dataset;
mod html;
mod metric;
mod reader;
mod report;
mod task;

pub use dataset::{Case, DatasetError, cases};
pub use html::page;
pub use metric::{Metric, Tally};
pub use reader::Reader;
pub use report::{Failure, Report};
pub use task::{Task, run};
