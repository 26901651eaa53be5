//! Plain data for tests of reports.

use haechi_scan::{FileIndex, Place, Step, StepKind};
use haechi_syntax::Span;

/// The n-th step of some way.
pub(crate) fn step(n: u32) -> Step {
    Step {
        kind: StepKind::Assign,
        place: Place {
            file: FileIndex::new(0),
            span: Span::new(n, n + 1),
        },
        reason: format!("step {n}"),
        function: String::new(),
        depth: i32::try_from(n).unwrap_or(0),
    }
}
