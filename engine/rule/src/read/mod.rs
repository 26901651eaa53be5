//! From YAML to checked values.
//!
//! Every function here reads one part of a rule, reports what is wrong with it
//! and gives back what it could read. [`Reported`] stands for "nothing, and a
//! diagnostic says why"; callers go on with the other parts, so that one run
//! shows all mistakes of a rule.

mod condition;
mod fields;
mod formula;
mod join;
mod languages;
mod matches;
mod options;
mod rule;
mod taint;
mod values;

use std::sync::Arc;

use haechi_syntax::Span;

use crate::diag::{Code, Diagnostic, Level};
use crate::rule::Languages;
use crate::source::{SourceFile, Text};
use crate::yaml::{Node, shortened};

pub(crate) use fields::{Field, Fields};
pub(crate) use rule::{Outcome, rule};
pub(crate) use taint::is_kind;
pub(crate) use values::{list, texts};

/// Nothing could be read; a diagnostic says why.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reported;

pub(crate) type Read<T> = Result<T, Reported>;

/// Collects the diagnostics of one file.
pub(crate) struct Cx<'f> {
    pub(crate) file: &'f Arc<SourceFile>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The id of the rule that is being read.
    pub(crate) rule: Option<String>,
}

/// What patterns mean at a place.
#[derive(Clone, Copy)]
pub(crate) struct Env {
    pub(crate) languages: Languages,
    /// Within `metavariable-pattern`, a conjunction may consist of negations:
    /// they reduce what the metavariable is bound to.
    pub(crate) in_mvar_pattern: bool,
}

impl<'f> Cx<'f> {
    pub(crate) fn new(file: &'f Arc<SourceFile>) -> Self {
        Self {
            file,
            diagnostics: Vec::new(),
            rule: None,
        }
    }

    pub(crate) fn push(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.rule.clone_from(&self.rule);
        self.diagnostics.push(diagnostic);
    }

    /// Whether errors were reported since there were `n` diagnostics.
    pub(crate) fn failed_since(&self, n: usize) -> bool {
        self.diagnostics[n..]
            .iter()
            .any(|d| d.level == Level::Error)
    }

    pub(crate) fn error(&mut self, code: Code, at: Span, message: impl Into<String>) -> Reported {
        self.push(Diagnostic::at(Level::Error, code, self.file, at, message));
        Reported
    }

    pub(crate) fn error_with(
        &mut self,
        code: Code,
        at: Span,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Reported {
        self.push(Diagnostic::at(Level::Error, code, self.file, at, message).advise(advice));
        Reported
    }

    pub(crate) fn warn(&mut self, code: Code, at: Span, message: impl Into<String>) {
        self.push(Diagnostic::at(Level::Warning, code, self.file, at, message));
    }

    pub(crate) fn warn_with(
        &mut self,
        code: Code,
        at: Span,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.push(Diagnostic::at(Level::Warning, code, self.file, at, message).advise(advice));
    }

    /// The rule needs what is not supported: it is skipped, which is no
    /// mistake of the rule.
    pub(crate) fn unsupported(
        &mut self,
        code: Code,
        at: Span,
        what: &str,
        advice: Option<&str>,
    ) -> Reported {
        let message = format!("not supported: {what}; the rule is skipped");
        let mut diagnostic = Diagnostic::at(Level::Warning, code, self.file, at, message);
        diagnostic.advice = advice.map(str::to_owned);
        self.push(diagnostic);
        Reported
    }

    /// An error within a text, counted in bytes of its value.
    pub(crate) fn error_in(
        &mut self,
        code: Code,
        text: &Text,
        within: Span,
        message: impl Into<String>,
        advice: Option<String>,
    ) -> Reported {
        let mut diagnostic = Diagnostic::in_text(Level::Error, code, text, within, message);
        diagnostic.advice = advice;
        self.push(diagnostic);
        Reported
    }

    /// The node has the wrong type.
    pub(crate) fn wrong_type(&mut self, node: Node<'_>, what: &str, wanted: &str) -> Reported {
        let message = format!("{what} must be {wanted}, found {}", node.describe());
        let mut diagnostic = Diagnostic::at(
            Level::Error,
            Code::WrongType,
            self.file,
            node.head(),
            message,
        );
        diagnostic.advice = form_of(what, wanted, node);
        self.push(diagnostic);
        Reported
    }
}

/// How a value of the wanted type is written, for those who wrote another.
fn form_of(what: &str, wanted: &str, node: Node<'_>) -> Option<String> {
    let key = what.trim_matches('`');
    let named = key.len() + 2 == what.len();
    if wanted.starts_with("a list") {
        return Some(match node.scalar() {
            Some("") | None if node.entries().is_some() => {
                "put `- ` before each item, on a line of its own".into()
            }
            Some(text) if named && !key.starts_with("pattern") && !text.trim().is_empty() => {
                let word = text
                    .chars()
                    .all(|c| c.is_alphanumeric() || "_-., ".contains(c));
                let quote = if word { "" } else { "\"" };
                format!("write `{key}: [{quote}{}{quote}]`", shortened(text))
            }
            Some(text) if named && !text.trim().is_empty() => {
                format!(
                    "write it on a line of its own: `- pattern: {}`",
                    shortened(text)
                )
            }
            _ => return None,
        });
    }
    if wanted.starts_with("a mapping") && key.starts_with("metavariable-") {
        return Some(match node.items() {
            Some(_) => "leave out the `- ` before its keys: they belong together".into(),
            None => "write its keys below it: `metavariable: $X` and what it must be".into(),
        });
    }
    let example = match (what, wanted.starts_with("text"), node.items().is_some()) {
        ("`fix`", true, _) => {
            "a fix by regex is written `fix-regex:`, with `regex` and `replacement`"
        }
        ("`fix-regex`", _, _) => "write `regex: …` and `replacement: …` below it",
        ("`paths`", _, _) => "write `include: [\"*.py\"]` or `exclude: […]` below it",
        ("`options`", _, _) => "write `name: true` or `name: false` below it, without `- `",
        ("`metadata`", _, _) => "write `cwe: …`, `references: […]` and the like below it",
        ("a propagator", _, _) => "write `pattern: …`, `from: $X` and `to: $Y`",
        ("`metavariable`", _, true) => "write an item of its own for each metavariable",
        ("`regex`", _, true) => "join them by `|`: `regex: a|b`",
        ("`comparison`", _, true) => "join them by `and` or `or`",
        ("`label`", _, true) => "write an item of its own for each label",
        ("a pattern", _, true) => "to look for any of several, use `pattern-either:`",
        ("a pattern", _, _) => "put the code in quotes, or write it as a block after `|`",
        ("`severity`" | "`id`" | "`mode`" | "`message`", true, true) => {
            "write one, without brackets"
        }
        _ => return None,
    };
    Some(example.into())
}

/// The known word that is nearest to a wrong one, if any is near.
pub(crate) fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let lower = word.to_lowercase();
    known
        .into_iter()
        .map(|k| (strsim::jaro_winkler(&lower, &k.to_lowercase()), k))
        .filter(|(score, _)| *score >= 0.82)
        // The first of the best, so that the answer does not depend on chance.
        .fold(None, |best: Option<(f64, &str)>, (score, k)| match best {
            Some((top, _)) if top >= score => best,
            _ => Some((score, k)),
        })
        .map(|(_, k)| k)
}

/// Words as a list in a sentence.
pub(crate) fn words(words: &[&str]) -> String {
    words
        .iter()
        .map(|w| format!("`{w}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
