//! The API from outside: every answer that a host, an applicant or an operator can get.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod access;
mod bad_input;
mod canary;
mod console;
mod desk;
mod erase;
mod flow;
mod hindsight;
mod idempotency;
mod limits;
mod live;
mod pages;
mod people;
mod reading;
mod socket;
mod tickets;
mod worker;
