//! Rule files as text, and texts within them with the way back.
//!
//! A pattern in a YAML block scalar loses its indentation, a quoted one its
//! quotes and escapes. [`Text`] keeps the value together with where it stands,
//! and finds the place in the file that a byte of the value came from. That is
//! done when a diagnostic asks for it, not at load.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use haechi_syntax::{LineCol, LineIndex, Span};

/// A rule or model file.
pub struct SourceFile {
    path: PathBuf,
    text: String,
    lines: LineIndex,
}

impl SourceFile {
    /// A file. A byte order mark is dropped: places are counted without it.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Arc<Self> {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let lines = LineIndex::new(&text);
        Arc::new(Self {
            path: path.into(),
            text,
            lines,
        })
    }

    /// The path as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column (in characters) of a byte.
    pub fn line_col(&self, offset: u32) -> LineCol {
        self.lines.chars(&self.text, offset)
    }

    /// The byte at which a 1-based line begins.
    pub fn line_start(&self, line: u32) -> u32 {
        self.lines.line_start(line)
    }

    /// The text of a 1-based line.
    pub fn line(&self, line: u32) -> &str {
        self.lines.line_text(&self.text, line)
    }

    /// The text of a span; empty if it does not fit.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceFile({})", self.path.display())
    }
}

/// How a scalar is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`.
    Single,
    /// `"…"`.
    Double,
    /// Block scalar, `|` or `>`.
    Block,
}

/// A text out of a rule file.
#[derive(Clone)]
pub struct Text {
    value: Arc<str>,
    file: Arc<SourceFile>,
    span: Span,
    style: Style,
}

impl Text {
    /// A text whose scalar covers `span` in `file`.
    pub fn new(
        value: impl Into<Arc<str>>,
        file: Arc<SourceFile>,
        span: Span,
        style: Style,
    ) -> Self {
        Self {
            value: value.into(),
            file,
            span,
            style,
        }
    }

    /// A text that does not come from a YAML file, such as a pattern of the
    /// command line. `name` stands for the file in diagnostics.
    pub fn standalone(name: &str, value: &str) -> Self {
        let file = SourceFile::new(name, value);
        let span = Span::new(0, u32::try_from(value.len()).unwrap_or(u32::MAX));
        Self::new(value, file, span, Style::Plain)
    }

    /// The value.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// The value, shared.
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.value)
    }

    /// The file it stands in.
    pub fn file(&self) -> &Arc<SourceFile> {
        &self.file
    }

    /// The span of the whole scalar in the file: with its quotes; of a block,
    /// from its first character to its last.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Where a span of the value stands in the file.
    pub fn locate(&self, within: Span) -> Span {
        let raw = self.file.slice(self.span);
        let map = crate::yaml::position_map(&self.value, raw, self.style);
        let at = |offset: u32| {
            let n = (offset as usize).min(map.len() - 1);
            self.span.start + map[n]
        };
        let start = at(within.start);
        // The end is one past the last character, which may stand lines before
        // the next one.
        let end = if within.is_empty() {
            start
        } else {
            let last = crate::yaml::char_start(&self.value, within.end as usize - 1);
            at(u32::try_from(last).unwrap_or(u32::MAX))
                + (within.end - u32::try_from(last).unwrap_or(0)).max(1)
        };
        Span::new(start, end.max(start))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.value, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.value)
    }
}
