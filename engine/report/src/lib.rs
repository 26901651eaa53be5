//! SARIF, JSON and text: the only place that serialises findings.
//!
//! Every format is a function from a [`ScanReport`] and a [`RunInfo`] to bytes
//! on an [`io::Write`](std::io::Write). Nothing here opens a file, analyses
//! anything or decides what is a finding.

pub mod clock;
pub mod diagnostic;
pub mod line_hash;
pub mod sarif;
pub mod semgrep_json;
pub mod style;
#[cfg(test)]
mod testing;
pub mod text;
mod uri;
mod view;
mod window;
mod words;

use haechi_rule::Severity;
use haechi_scan::ScanReport;

pub use clock::{Clock, ClockError, Timestamp};
pub use style::{Palette, Tone};
pub use words::first_sentence;

/// The name of the tool in every output.
pub const TOOL_NAME: &str = "Haechi";
/// Its version.
pub const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");
/// Where to read about it.
pub const TOOL_URI: &str = env!("CARGO_PKG_REPOSITORY");

/// What reports say about a run beyond what the scan found.
#[derive(Clone, Debug)]
pub struct RunInfo {
    /// When the run began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// The absolute path, with forward slashes, that relative paths start from.
    pub base: Option<String>,
    /// Whether the tool could do its work. A finding is no failure, and neither
    /// is a file that could not be parsed.
    pub successful: bool,
    /// What tells this run from others of the same tool on the same code, for
    /// example the service's name; goes into SARIF's `automationDetails`.
    pub category: Option<String>,
}

impl RunInfo {
    /// A run that did its work between these two times.
    pub fn new(started: Timestamp, ended: Timestamp) -> Self {
        Self {
            started,
            ended,
            base: None,
            successful: true,
            category: None,
        }
    }
}

/// The word for a severity in Semgrep's output, for rules whose own word does
/// not apply because the severity was overridden.
pub(crate) const fn semgrep_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "CRITICAL",
        Severity::High => "ERROR",
        Severity::Medium => "WARNING",
        Severity::Low => "INFO",
        Severity::Inventory => "INVENTORY",
        Severity::Experiment => "EXPERIMENT",
    }
}

/// Number of findings that are not suppressed.
pub fn active_count(report: &ScanReport) -> usize {
    report.active().count()
}
