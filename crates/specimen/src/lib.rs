#![doc = include_str!("../README.md")]

pub mod camera;
pub mod error;
pub mod film;
pub mod fonts;
pub mod head;
pub mod person;
pub mod request;
pub mod scenario;
pub mod truth;

mod canvas;
mod documents;
mod flat;
mod kind;
mod noise;
mod random;
mod render;

pub use error::RenderError;
pub use flat::{Flat, FlatPage, PortraitDetail, flat};
pub use render::{Drawn, Rendered, encode_jpeg, render, selfie, selfie_shot, sitter};
pub use request::{Kind, Look, PersonOverrides, Request, Shot, Variety};
pub use scenario::{Claims, Scenario, scenario};
pub use truth::{
    Corner, Degradation, DegradationKind, FieldName, FieldTruth, GroundTruth, ImageRole, ImageTruth, Point,
};
