//! Marker reader and golden helpers; development only.

pub mod golden;
pub mod markers;
pub mod sarif;
