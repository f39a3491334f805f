#![doc = include_str!("../README.md")]

mod actor;
mod app;
mod clock;
mod examiner;
mod http;
mod person;
mod pictures;
mod random;
mod sample;

pub use actor::Act;
pub use app::{Session, TestApp};
pub use clock::FakeClock;
pub use examiner::{FakeExaminer, Gate};
pub use http::{Answer, Request};
pub use person::{PASSWORD, Person};
pub use pictures::{jpeg, png};
pub use random::SeededRandom;
pub use sample::{claims, passport};
