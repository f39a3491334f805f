//! What is measured of one reading, whichever collection the picture comes from.

pub(crate) mod calibration;
pub(crate) mod corners;
pub(crate) mod text;
pub(crate) mod tradeoff;
pub(crate) mod zone;
