//! Regular expressions as rules write them (PCRE), on engines that cannot run
//! away.
//!
//! A regex is first translated (`translate`) to the syntax of the `regex`
//! crate, which runs in linear time. Only what that crate cannot express –
//! look-around, back-references, atomic groups – goes to `fancy-regex`, which
//! backtracks and therefore counts its steps: when they are used up, the
//! search ends with [`StepLimit`], which callers report.
//!
//! Syntax is checked at load, compilation waits for the first use.

mod class;
mod escape;
mod group;
mod run;
#[cfg(test)]
mod tests;
mod translate;

use std::fmt;
use std::sync::{Arc, OnceLock};

use haechi_syntax::Span;

use crate::mvar::Mvar;

use run::Engine;
pub use run::{Groups, RunError, StepLimit};

/// How a regex is meant to be used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Flavor {
    /// Searched anywhere; `^` and `$` match at line ends (`pattern-regex`).
    Search,
    /// Matched at the start of a text; `^` and `$` match at its ends
    /// (`metavariable-regex`, `re.match`).
    Start,
    /// Searched anywhere; `^` and `$` match at the ends of the text
    /// (`fix-regex`, regexes in string patterns).
    Plain,
}

/// A regex of a rule. Cheap to clone.
#[derive(Clone)]
pub struct Regex(Arc<Inner>);

struct Inner {
    pattern: String,
    flavor: Flavor,
    translated: String,
    fancy: bool,
    groups: Vec<Option<Box<str>>>,
    named: Vec<(usize, Mvar)>,
    engine: OnceLock<Result<Engine, String>>,
}

/// Why a text is not a regex, or not one that can be run here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RegexError {
    /// Where in the text, in bytes.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub advice: Option<String>,
}

impl fmt::Display for RegexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RegexError {}

impl Regex {
    /// Translates and checks a regex; compiles nothing yet.
    pub fn parse(pattern: &str, flavor: Flavor) -> Result<Self, RegexError> {
        let found = translate::translate(pattern, flavor)?;
        run::check(&found, pattern.len())?;
        let named = found
            .groups
            .iter()
            .enumerate()
            .filter_map(|(n, name)| Some((n, Mvar::of_group(name.as_deref()?)?)))
            .collect();
        Ok(Self(Arc::new(Inner {
            pattern: pattern.to_owned(),
            flavor,
            translated: found.text,
            fancy: found.fancy,
            groups: found.groups,
            named,
            engine: OnceLock::new(),
        })))
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0.pattern
    }

    /// How it is meant to be used.
    pub fn flavor(&self) -> Flavor {
        self.0.flavor
    }

    /// In the syntax of the `regex` crate, or of `fancy-regex` if
    /// [`is_linear`](Self::is_linear) is false.
    pub fn translated(&self) -> &str {
        &self.0.translated
    }

    /// Whether it runs in linear time.
    pub fn is_linear(&self) -> bool {
        !self.0.fancy
    }

    /// The names of the groups; the first is the whole match, which has none.
    pub fn group_names(&self) -> &[Option<Box<str>>] {
        &self.0.groups
    }

    /// The named groups: number, and the metavariable that they bind.
    pub fn named_groups(&self) -> &[(usize, Mvar)] {
        &self.0.named
    }

    /// Compiles it, if that has not happened yet. Fails for what shows only
    /// then: a regex that is too large, a look-behind of no fixed length.
    pub fn compile(&self) -> Result<(), RegexError> {
        let whole = Span::new(0, u32::try_from(self.0.pattern.len()).unwrap_or(u32::MAX));
        let failed = |said: &str| run::explained(whole, said);
        self.engine().map(|_| ()).map_err(failed)
    }

    /// Whether the regex matches anywhere.
    pub fn is_match(&self, text: &str) -> Result<bool, RunError> {
        Ok(self.matches(text)?.next().transpose()?.is_some())
    }

    /// All matches that do not overlap, left to right. After an error there
    /// are no more.
    pub fn matches<'r, 't>(&'r self, text: &'t str) -> Result<run::Matches<'r, 't>, RunError> {
        let engine = self
            .engine()
            .map_err(|e| RunError::TooLarge(e.to_owned()))?;
        engine.matches(text, self.0.groups.len() > 1)
    }

    /// The match at the very start of a text. For [`Flavor::Start`] only;
    /// others match there or not at all as their leftmost match happens to be.
    pub fn match_at_start(&self, text: &str) -> Result<Option<Groups>, RunError> {
        let first = self.matches(text)?.next().transpose()?;
        Ok(first.filter(|groups| groups.whole().start == 0))
    }

    fn engine(&self) -> Result<&Engine, &str> {
        self.0
            .engine
            .get_or_init(|| Engine::compile(&self.0.translated, self.0.fancy))
            .as_ref()
            .map_err(String::as_str)
    }
}

impl fmt::Debug for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.0.pattern)
    }
}

impl PartialEq for Regex {
    fn eq(&self, other: &Self) -> bool {
        self.0.pattern == other.0.pattern && self.0.flavor == other.0.flavor
    }
}

impl Eq for Regex {}
