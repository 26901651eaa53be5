//! The two engines behind one face.

use std::fmt;
use std::sync::OnceLock;

use haechi_syntax::Span;

use super::RegexError;
use super::translate::Translated;

/// How many bytes a compiled regex may take. Far above what rules need; a
/// regex beyond it is a mistake.
const SIZE_LIMIT: usize = 64 << 20;

/// How many steps a backtracking search may take, by the length of the text: a
/// search that begins anew at every byte needs more in a longer one. Limits of
/// texts up to so many bytes.
const STEP_LIMITS: [(usize, usize); 3] = [
    (16 << 10, 1_000_000),
    (1 << 20, 16_000_000),
    (usize::MAX, 128_000_000),
];

/// A backtracking search gave up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StepLimit {
    /// After how many steps.
    pub steps: usize,
}

/// Why a search ended early.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RunError {
    /// The step limit was hit.
    Steps(StepLimit),
    /// The regex is too large to be compiled; why.
    TooLarge(String),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Steps(limit) => write!(f, "the regex gave up after {} steps", limit.steps),
            Self::TooLarge(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for RunError {}

pub(super) enum Engine {
    Linear(regex::Regex),
    Fancy(Box<Fancy>),
}

/// A backtracking regex, compiled for each limit when it is first needed.
pub(super) struct Fancy {
    translated: String,
    by_limit: [OnceLock<fancy_regex::Regex>; STEP_LIMITS.len()],
}

impl Fancy {
    fn compile(&self, n: usize) -> Result<&fancy_regex::Regex, String> {
        if let Some(regex) = self.by_limit[n].get() {
            return Ok(regex);
        }
        let regex = fancy_regex::RegexBuilder::new(&self.translated)
            .backtrack_limit(STEP_LIMITS[n].1)
            .delegate_size_limit(SIZE_LIMIT)
            .build()
            .map_err(|e| e.to_string())?;
        Ok(self.by_limit[n].get_or_init(|| regex))
    }

    fn matches<'r, 't>(&'r self, text: &'t str) -> Result<Matches<'r, 't>, RunError> {
        let n = STEP_LIMITS
            .iter()
            .position(|(bytes, _)| text.len() <= *bytes)
            .unwrap_or(STEP_LIMITS.len() - 1);
        let regex = self.compile(n).map_err(RunError::TooLarge)?;
        Ok(Matches::Fancy(regex.captures_iter(text), STEP_LIMITS[n].1))
    }
}

/// One match: the spans of its groups, in bytes of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Groups(Vec<Option<Span>>);

impl Groups {
    /// The whole match.
    pub fn whole(&self) -> Span {
        self.get(0).unwrap_or_default()
    }

    /// A group, if it took part in the match.
    pub fn get(&self, n: usize) -> Option<Span> {
        self.0.get(n).copied().flatten()
    }

    /// How many groups the regex has, the whole match included.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Never: there always is the whole match.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Matches of a regex in a text.
pub enum Matches<'r, 't> {
    #[doc(hidden)]
    Find(regex::Matches<'r, 't>),
    #[doc(hidden)]
    Captures(regex::CaptureMatches<'r, 't>),
    #[doc(hidden)]
    Fancy(fancy_regex::CaptureMatches<'r, 't>, usize),
    #[doc(hidden)]
    Done,
}

impl Iterator for Matches<'_, '_> {
    type Item = Result<Groups, RunError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Find(matches) => {
                let m = matches.next()?;
                Some(Ok(Groups(vec![Some(span(m.start(), m.end()))])))
            }
            Self::Captures(matches) => {
                let captures = matches.next()?;
                let groups = captures.iter().map(|m| m.map(|m| span(m.start(), m.end())));
                Some(Ok(Groups(groups.collect())))
            }
            Self::Fancy(matches, steps) => match matches.next()? {
                Ok(captures) => {
                    let groups = captures.iter().map(|m| m.map(|m| span(m.start(), m.end())));
                    Some(Ok(Groups(groups.collect())))
                }
                Err(_) => {
                    let limit = StepLimit { steps: *steps };
                    *self = Self::Done;
                    Some(Err(RunError::Steps(limit)))
                }
            },
            Self::Done => None,
        }
    }
}

fn span(start: usize, end: usize) -> Span {
    let n = |k| u32::try_from(k).unwrap_or(u32::MAX);
    Span::new(n(start), n(end))
}

impl Engine {
    pub(super) fn compile(translated: &str, fancy: bool) -> Result<Self, String> {
        if fancy {
            let fancy = Fancy {
                translated: translated.to_owned(),
                by_limit: Default::default(),
            };
            fancy.compile(0)?;
            Ok(Self::Fancy(Box::new(fancy)))
        } else {
            regex::RegexBuilder::new(translated)
                .size_limit(SIZE_LIMIT)
                .build()
                .map(Self::Linear)
                .map_err(|e| e.to_string())
        }
    }

    pub(super) fn matches<'r, 't>(
        &'r self,
        text: &'t str,
        groups: bool,
    ) -> Result<Matches<'r, 't>, RunError> {
        Ok(match self {
            Self::Linear(regex) if groups => Matches::Captures(regex.captures_iter(text)),
            Self::Linear(regex) => Matches::Find(regex.find_iter(text)),
            Self::Fancy(fancy) => fancy.matches(text)?,
        })
    }
}

/// What an engine says of a regex, in words for those who wrote it.
pub(super) fn explained(span: Span, said: &str) -> RegexError {
    let known = [
        (
            "repetition operator missing expression",
            "there is nothing in front of this that could be repeated",
            "write a backslash before it for the character; `.*` is any text",
        ),
        (
            "Target of repeat operator is invalid",
            "there is nothing in front of this that could be repeated",
            "write a backslash before it for the character; `.*` is any text",
        ),
        (
            "invalid repetition count range",
            "the smaller number of a repetition comes first",
            "write it like `{1,2}`",
        ),
        (
            "Unicode property not found",
            "there is no such class of characters",
            "known are `\\p{L}` (letters), `\\p{Lu}`, `\\p{N}` (digits), `\\p{P}`, `\\p{Greek}` …",
        ),
        (
            "Look-behind assertion without constant size",
            "what a look-behind looks for must have a fixed length",
            "take `*`, `+` and alternatives of different lengths out of `(?<=…)` or `(?<!…)`",
        ),
        (
            "Invalid back reference",
            "this refers to a group that is not there",
            "groups are counted from 1 by their `(`",
        ),
        (
            "exceeds size limit",
            "this regex is too large",
            "make the numbers in `{…}` smaller",
        ),
    ];
    let found = known.iter().find(|(theirs, ..)| said.contains(theirs));
    RegexError {
        span,
        message: found.map_or(said, |(_, ours, _)| ours).to_owned(),
        advice: found.map(|(.., advice)| (*advice).to_owned()),
    }
}

/// Checks the syntax of a translated regex.
pub(super) fn check(found: &Translated, pattern_len: usize) -> Result<(), RegexError> {
    let place = |at: usize| {
        let start = found.source_offset(at).min(pattern_len);
        span(start, (start + 1).min(pattern_len).max(start))
    };
    if found.fancy {
        return match fancy_regex::Expr::parse_tree(&found.text) {
            Ok(_) => Ok(()),
            Err(fancy_regex::Error::ParseError(at, problem)) => {
                Err(explained(place(at), &problem.to_string()))
            }
            Err(other) => Err(explained(span(0, pattern_len), &other.to_string())),
        };
    }
    let at = |at: usize, message: String| explained(place(at), &message);
    let mut parser = regex_syntax::ast::parse::Parser::new();
    let ast = parser
        .parse(&found.text)
        .map_err(|e| at(e.span().start.offset, e.kind().to_string()))?;
    // Only the names of properties are left to be wrong.
    if found.text.contains(r"\p") || found.text.contains(r"\P") {
        regex_syntax::hir::translate::Translator::new()
            .translate(&found.text, &ast)
            .map_err(|e| at(e.span().start.offset, e.kind().to_string()))?;
    }
    Ok(())
}
