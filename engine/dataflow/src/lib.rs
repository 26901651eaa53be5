//! Lattices, worklists, and taint over SSA values.
//!
//! [`framework`] is the machinery of dataflow analysis and knows no analysis in
//! particular; [`taint`] is ours. Nothing here reads files, parses rules or
//! knows what a finding looks like: functions, sites and the answers of the
//! [`World`](taint::World) go in, [`Flow`](taint::Flow)s come out.

pub mod framework;
pub mod taint;
