#![doc = include_str!("../README.md")]

pub mod aamva;
pub mod catalogue;
pub mod date;
pub mod diagnosis;
pub mod division;
pub mod mrz;
pub mod name;
pub mod number;
pub mod sex;
pub mod specimen;
