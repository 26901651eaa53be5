//! Walking, pipeline, budgets, crash containment, findings.
//!
//! The only layer below the command line that touches files. It knows every
//! layer of the analysis and nothing of output formats.

pub mod apply;
pub mod contain;
pub mod coverage;
pub mod decode;
pub mod finding;
pub mod outcome;
pub mod pipeline;
pub mod samples;
pub mod template;
pub mod walk;

mod findings;
mod fingerprint;
mod fix;
mod fix_code;
mod flow;
mod join;
mod linked;
mod matching;
mod suppress;
mod trace;
mod units;

pub use coverage::{Coverage, FileRecord, FileStatus, Notice, Skip, SourceText};
pub use finding::{
    FileIndex, Finding, Fix, Metavar, Place, RuleIndex, Step, StepKind, Suppression, Trace,
};
pub use outcome::{ScanReport, Timings};
pub use pipeline::{Depth, NoProgress, Progress, ScanError, ScanOptions, scan};
pub use suppress::is_suffix;
pub use units::VirtualFile;
pub use walk::WalkOptions;
