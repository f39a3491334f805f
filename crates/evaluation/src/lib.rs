#![doc = include_str!("../README.md")]

mod dataset;
mod html;
mod measure;
mod metric;
mod outcome;
mod pool;
mod reader;
mod report;
mod specimens;
mod task;

pub use dataset::{Case, DatasetError, cases};
pub use html::page;
pub use metric::{Basis, Metric, Tally};
pub use outcome::{Failure, Opinion};
pub use reader::Reader;
pub use report::{Curve, CurvePoint, Plots, Report};
pub use specimens::{Plan, ProgressError, SpecimenSet, measure as measure_specimens};
pub use task::{EvaluationError, Task, run};
