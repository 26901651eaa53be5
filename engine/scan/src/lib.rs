//! Walking, pipeline, budgets, crash containment, findings.
//!
//! The only layer below the command line that touches files. It knows every
//! layer of the analysis and nothing of output formats.

pub mod contain;
pub mod coverage;
pub mod decode;
pub mod finding;
pub mod outcome;
pub mod walk;

pub use coverage::{Coverage, FileRecord, FileStatus, Notice, Skip, SourceText};
pub use finding::{
    FileIndex, Finding, Fix, Metavar, Place, RuleIndex, Step, StepKind, Suppression, Trace,
};
pub use outcome::{ScanReport, Timings};
