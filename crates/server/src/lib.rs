#![doc = include_str!("../README.md")]

mod access;
mod app;
mod body;
pub mod clock;
mod config;
mod desk;
mod endpoint;
mod estimate;
pub mod examiner;
mod guard;
pub mod hindsight;
pub mod keys;
mod live;
mod log;
mod once;
mod openapi;
mod pages;
mod path;
pub mod people;
mod problem;
pub mod random;
mod router;
mod serve;
mod view;
mod wire;
pub mod worker;

pub use app::{App, Parts};
pub use config::{Config, Leases, PeopleConfig};
pub use openapi::openapi_json;
pub use router::router;
pub use serve::{ServeError, Server, serve, told_to_stop, work};
