//! Plain data for tests of reports.

use haechi_scan::{FileIndex, FileRecord, FileStatus, Place, SourceText, Step, StepKind};
use haechi_syntax::{Lang, Span};

/// A Python file that was analysed whole.
pub(crate) fn file(path: &str, text: &str) -> FileRecord {
    FileRecord {
        path: path.to_owned(),
        lang: Some(Lang::Python),
        bytes: text.len() as u64,
        status: FileStatus::Analysed { gaps: Vec::new() },
        decoded_from: None,
        text: Some(SourceText::new(text.into())),
    }
}

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
