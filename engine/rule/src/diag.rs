//! What is wrong with a rule file, as data.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use haechi_syntax::{LineCol, Span};

use crate::source::{SourceFile, Text};

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// The rule (or the file) could not be loaded and is skipped.
    Error,
    /// The rule is loaded, or skipped because it needs what is not supported
    /// here; someone should look.
    Warning,
}

impl Level {
    /// `error` or `warning`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $text:literal,)*) => {
        /// What kind of problem it is. The names are stable: they appear in
        /// output and may be relied on.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $($(#[$meta])* $name,)*
        }

        impl Code {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable kebab-case name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

codes! {
    /// The file is not YAML.
    InvalidYaml = "invalid-yaml",
    /// An alias refers to nothing, to itself, or blows the file up.
    BadAlias = "bad-alias",
    /// One mapping has a key twice.
    DuplicateKey = "duplicate-key",
    /// The file holds no list of rules.
    NoRules = "no-rules",
    /// A value has the wrong type (a list where text is expected …).
    WrongType = "wrong-type",
    /// A required key is missing.
    MissingKey = "missing-key",
    /// A key that means nothing at this place.
    UnknownKey = "unknown-key",
    /// Keys that exclude each other.
    ConflictingKeys = "conflicting-keys",
    /// A value outside the set of allowed ones.
    InvalidValue = "invalid-value",
    /// The id has characters that are not allowed, or is empty.
    InvalidId = "invalid-id",
    /// Two different rules have the same id.
    DuplicateId = "duplicate-id",
    /// A word that names no severity.
    UnknownSeverity = "unknown-severity",
    /// A word that names no language.
    UnknownLanguage = "unknown-language",
    /// A language that exists but is not analysed here.
    UnsupportedLanguage = "unsupported-language",
    /// `generic` or `regex` together with other languages.
    MixedLanguages = "mixed-languages",
    /// An operator or mode that exists elsewhere but not here.
    Unsupported = "unsupported",
    /// An operator at a place where it cannot stand.
    MisplacedOperator = "misplaced-operator",
    /// A negation where nothing is there to be reduced.
    MisplacedNegation = "misplaced-negation",
    /// `patterns` without a term that finds something.
    NoPositiveTerm = "no-positive-term",
    /// A list that must have items has none.
    EmptyList = "empty-list",
    /// A pattern without text.
    EmptyPattern = "empty-pattern",
    /// A pattern that is not code of its language.
    InvalidPattern = "invalid-pattern",
    /// A regular expression that is none.
    InvalidRegex = "invalid-regex",
    /// A text that is not a metavariable.
    InvalidMetavariable = "invalid-metavariable",
    /// A metavariable that nothing binds.
    UndefinedMetavariable = "undefined-metavariable",
    /// A comparison that cannot be read.
    InvalidComparison = "invalid-comparison",
    /// A `requires` that cannot be read.
    InvalidRequires = "invalid-requires",
    /// A label that no source or propagator gives.
    UnknownLabel = "unknown-label",
    /// Labels that depend on their own absence.
    LabelCycle = "label-cycle",
    /// A kind that no model mentions.
    UnknownKind = "unknown-kind",
    /// A glob that cannot be read.
    InvalidGlob = "invalid-glob",
    /// A version that cannot be read.
    InvalidVersion = "invalid-version",
    /// A join condition that cannot be read or refers to nothing.
    InvalidJoin = "invalid-join",
    /// A model's name of a function or type that cannot be read.
    InvalidSignature = "invalid-signature",
    /// An access path that cannot be read.
    InvalidAccessPath = "invalid-access-path",
    /// A key that does nothing any more.
    Ignored = "ignored",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One problem, with its place and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// How bad it is.
    pub level: Level,
    /// What kind of problem it is.
    pub code: Code,
    /// The file, as its path was given.
    pub file: PathBuf,
    /// Where in the file, in bytes.
    pub span: Span,
    /// First character, 1-based, counted in characters.
    pub start: LineCol,
    /// One past the last character, 1-based, counted in characters.
    pub end: LineCol,
    /// What is wrong: one sentence without a full stop.
    pub message: String,
    /// What to do about it, where we can tell.
    pub advice: Option<String>,
    /// The source line that the problem starts on.
    pub excerpt: String,
    /// The id of the rule, as written, if it was known.
    pub rule: Option<String>,
}

impl Diagnostic {
    /// A problem at a span of a file.
    pub fn at(
        level: Level,
        code: Code,
        file: &Arc<SourceFile>,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        let start = file.line_col(span.start);
        Self {
            level,
            code,
            file: file.path().to_owned(),
            span,
            start,
            end: file.line_col(span.end.max(span.start)),
            message: message.into(),
            advice: None,
            excerpt: file.line(start.line).to_owned(),
            rule: None,
        }
    }

    /// A problem at a span of a text, counted in bytes of its value.
    pub fn in_text(
        level: Level,
        code: Code,
        text: &Text,
        within: Span,
        message: impl Into<String>,
    ) -> Self {
        Self::at(level, code, text.file(), text.locate(within), message)
    }

    /// The same with advice.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }
}

/// Plain text: `file:line:col: error[code]: message`, the source line with
/// carets, and the advice.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}:{}:{}: {}[{}]: {}",
            self.file.display(),
            self.start.line,
            self.start.col,
            self.level.as_str(),
            self.code,
            self.message
        )?;
        let gutter = self.start.line.to_string();
        let blank = " ".repeat(gutter.len());
        let (excerpt, carets) = self.marked_excerpt();
        writeln!(f, "{gutter} | {excerpt}")?;
        writeln!(f, "{blank} | {carets}")?;
        if let Some(advice) = &self.advice {
            writeln!(f, "{blank} = help: {advice}")?;
        }
        Ok(())
    }
}

/// How many characters of a long line are shown.
const MAX_EXCERPT: usize = 160;

impl Diagnostic {
    /// The part of the excerpt around the problem, and carets under what it
    /// covers. Tabs are kept so that the carets stand where they should.
    fn marked_excerpt(&self) -> (String, String) {
        let column = self.start.col as usize - 1;
        let chars: Vec<char> = self.excerpt.chars().collect();
        let from = if chars.len() > MAX_EXCERPT {
            column.saturating_sub(MAX_EXCERPT / 2)
        } else {
            0
        };
        let to = chars.len().min(from + MAX_EXCERPT);
        let (before, after) = (
            if from > 0 { "…" } else { "" },
            if to < chars.len() { "…" } else { "" },
        );
        let shown: String = chars[from.min(to)..to].iter().collect();
        let lead: String = chars[from.min(to)..column.clamp(from.min(to), to)]
            .iter()
            .map(|c| if *c == '\t' { '\t' } else { ' ' })
            .collect();
        let rest = to.saturating_sub(column);
        let wanted = if self.end.line == self.start.line {
            (self.end.col - self.start.col) as usize
        } else {
            rest
        };
        let carets = "^".repeat(wanted.min(rest).max(1));
        let indent = if before.is_empty() { "" } else { " " };
        (
            format!("{before}{shown}{after}"),
            format!("{indent}{lead}{carets}"),
        )
    }
}
