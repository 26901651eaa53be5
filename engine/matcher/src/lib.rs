//! x
pub mod generic;
