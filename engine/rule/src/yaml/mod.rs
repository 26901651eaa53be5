//! YAML as a tree with places.
mod position;
pub(crate) use position::{char_start, position_map};
