//! Marker reader and golden helpers; development only.

pub mod golden;
pub mod sarif;
