//! Looking up what a [`Place`] stands for: its file, its text, its lines.

use haechi_scan::{FileRecord, Place, ScanReport, SourceText};
use haechi_syntax::{LineCol, Span};

/// A place together with the file it lies in.
#[derive(Clone, Copy)]
pub(crate) struct Located<'r> {
    record: Option<&'r FileRecord>,
    span: Span,
}

impl<'r> Located<'r> {
    /// Looks a place up. A file without text (it was not kept) gives line 1,
    /// column 1 and empty excerpts.
    pub(crate) fn new(report: &'r ScanReport, place: Place) -> Self {
        Self {
            record: report.files.get(place.file),
            span: place.span,
        }
    }

    /// A span of a record.
    pub(crate) fn in_record(record: &'r FileRecord, span: Span) -> Self {
        Self {
            record: Some(record),
            span,
        }
    }

    /// The path as it is shown.
    pub(crate) fn path(&self) -> &'r str {
        self.record.map_or("", |record| record.path.as_str())
    }

    /// The file's text, if it was kept.
    pub(crate) fn source(&self) -> Option<&'r SourceText> {
        self.record?.text.as_ref()
    }

    /// The text of the place.
    pub(crate) fn text(&self) -> &'r str {
        self.source()
            .and_then(|source| source.text.get(self.span.range()))
            .unwrap_or("")
    }

    /// First line and the line of the last byte, 1-based. A place that ends
    /// with a line break does not reach into the next line.
    pub(crate) fn line_range(&self) -> (u32, u32) {
        let Some(source) = self.source() else {
            return (1, 1);
        };
        let first = source.lines.line(self.span.start);
        let last = if self.span.is_empty() {
            first
        } else {
            source.lines.line(self.span.end - 1)
        };
        (first, last.max(first))
    }

    /// Start and end (one past the last) with columns in UTF-16 units.
    pub(crate) fn utf16(&self) -> (LineCol, LineCol) {
        self.both(|source, offset| source.lines.utf16(&source.text, offset))
    }

    /// Start and end with columns in bytes.
    pub(crate) fn bytes(&self) -> (LineCol, LineCol) {
        self.both(|source, offset| source.lines.bytes(offset))
    }

    /// Start and end with columns in characters.
    pub(crate) fn chars(&self) -> (LineCol, LineCol) {
        self.both(|source, offset| source.lines.chars(&source.text, offset))
    }

    /// Byte offsets in the file.
    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// Whole lines of the file, from `first` to `last` inclusive, without the
    /// last line break.
    pub(crate) fn lines(&self, first: u32, last: u32) -> &'r str {
        let Some(source) = self.source() else {
            return "";
        };
        let from = source.lines.line_start(first) as usize;
        let to = if last >= source.lines.lines() {
            source.text.len()
        } else {
            source.lines.line_start(last + 1) as usize
        };
        source
            .text
            .get(from..to)
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }

    fn both(&self, at: impl Fn(&SourceText, u32) -> LineCol) -> (LineCol, LineCol) {
        match self.source() {
            Some(source) => {
                let end = self.span.end.max(self.span.start);
                (at(source, self.span.start), at(source, end))
            }
            None => (LineCol { line: 1, col: 1 }, LineCol { line: 1, col: 1 }),
        }
    }
}
