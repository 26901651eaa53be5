//! Random small programs with known flows.
//!
//! A [`Program`] is abstract: it has modules, functions, classes, statements and
//! typed expressions, and nothing of a language's syntax. [`generate()`] makes
//! one from a seed, [`python`] and [`java`] write it down, [`truth`] executes
//! the Python form and says which of its sources arrive at which of its sinks,
//! and [`shrink`] lists smaller variants of it. Only what means the same in
//! both languages is in the model, so the Python form is the truth for both.
//!
//! **Truth.** `source(n)` gives a string of marks `n`; `sink(m, x)` records the
//! marks inside `x`; `clean(x)` gives a string without marks. `flag()` and
//! `choice()` stand for what an analysis cannot know; every combination of
//! their answers is executed, so that "some execution shows that 3 arrives at
//! 5" is well defined. A program in which any execution fails (an index out of
//! range) is not used.

pub mod generate;
pub mod java;
pub mod model;
pub mod python;
pub mod rng;
pub mod shrink;
pub mod truth;

mod build;
mod check;
mod features;

pub use generate::generate;
pub use model::Program;
