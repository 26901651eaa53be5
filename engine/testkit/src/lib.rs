//! Marker reader, golden helpers, generated programs; development only.

pub mod golden;
pub mod markers;
pub mod programs;
pub mod sarif;
