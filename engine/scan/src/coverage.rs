//! The coverage ledger: what was analysed, what was not, and why. Anything
//! that is not looked into stands here, so that silence means "clean".

use std::sync::Arc;

use haechi_syntax::{Gap, Lang, LineIndex};

use crate::FileIndex;

/// One file that a scan came across.
#[derive(Clone, Debug)]
pub struct FileRecord {
    /// Path as it is shown: relative to the folder the scan was started in
    /// where it lies below it, with forward slashes.
    pub path: String,
    /// Its language, if one of ours.
    pub lang: Option<Lang>,
    /// Its size in bytes on disk.
    pub bytes: u64,
    /// Whether it was analysed.
    pub status: FileStatus,
    /// Name of the encoding it was decoded from when that is not UTF-8.
    pub decoded_from: Option<&'static str>,
    /// Its decoded text; kept only for files that a finding or gap points into.
    pub text: Option<SourceText>,
}

/// Decoded text with its lines.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// The text that spans refer to.
    pub text: Arc<str>,
    /// Its lines.
    pub lines: LineIndex,
}

impl SourceText {
    /// Indexes a text.
    pub fn new(text: Arc<str>) -> Self {
        let lines = LineIndex::new(&text);
        Self { text, lines }
    }
}

/// What became of a file.
#[derive(Clone, PartialEq, Debug)]
pub enum FileStatus {
    /// Analysed whole, or with these parts left out.
    Analysed {
        /// Parts that were not understood, in order.
        gaps: Vec<Gap>,
    },
    /// Looked at only as text (rules for `regex` and `generic`).
    TextOnly,
    /// Not analysed.
    Skipped(Skip),
}

/// Why a file was not analysed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Skip {
    /// Larger than the limit, in bytes.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// It could not be read; the system's words.
    Unreadable(String),
    /// It has NUL bytes and no UTF-16 mark: not a text.
    Binary,
    /// The engine failed on it: a bug of ours, contained to this file. What
    /// the failure said.
    Crashed(String),
    /// No rule of this run can match in it.
    NoRule,
}

/// A limit that cut an analysis short, or anything else a reader of the
/// results should know.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Notice {
    /// The file it concerns, if it is about one.
    pub file: Option<FileIndex>,
    /// Stable name of the kind of notice, kebab-case (`budget-flow`, `regex-steps` …).
    pub code: &'static str,
    /// What happened, in words.
    pub message: String,
}

/// Sums over all files of a scan.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Coverage {
    /// Files analysed, whole or in part.
    pub files_analysed: usize,
    /// Files skipped for a reason other than that no rule concerns them.
    pub files_skipped: usize,
    /// Bytes of the files analysed.
    pub bytes_analysed: u64,
    /// Bytes within analysed files that could not be parsed.
    pub bytes_unparsed: u64,
}

impl Coverage {
    /// Sums up.
    pub fn of<'f>(files: impl IntoIterator<Item = &'f FileRecord>) -> Self {
        let mut sum = Self::default();
        for file in files {
            match &file.status {
                FileStatus::Analysed { gaps } => {
                    sum.files_analysed += 1;
                    sum.bytes_analysed += file.bytes;
                    sum.bytes_unparsed += union_length(gaps);
                }
                FileStatus::Skipped(Skip::NoRule) | FileStatus::TextOnly => {}
                FileStatus::Skipped(_) => sum.files_skipped += 1,
            }
        }
        sum
    }

    /// Share of the analysed bytes that was parsed, in percent; 100 when there
    /// was nothing to analyse.
    pub fn percent(&self) -> f64 {
        if self.bytes_analysed == 0 {
            return 100.0;
        }
        #[allow(clippy::cast_precision_loss, reason = "a percentage needs no 53 bits")]
        let share = 1.0 - self.bytes_unparsed as f64 / self.bytes_analysed as f64;
        100.0 * share.max(0.0)
    }
}

/// Bytes covered by gaps that may overlap; they are ordered by start.
fn union_length(gaps: &[Gap]) -> u64 {
    let (mut sum, mut reached) = (0, 0);
    for gap in gaps {
        let from = gap.span.start.max(reached);
        if gap.span.end > from {
            sum += u64::from(gap.span.end - from);
            reached = gap.span.end;
        }
    }
    sum
}
