//! Matching any text by its words and layout: rules with `languages: [generic]`,
//! and `metavariable-pattern` with `language: generic`.
//!
//! A text is a sequence of words, signs and nested blocks. Blanks do not matter
//! but indentation does: deeper lines are a block, and so is what stands between
//! brackets that close on their own line. A pattern is a text with holes.
//!
//! ```text
//! pattern                      matches
//! server { ... ssl off;        server {
//!                                listen 443;
//!                                ssl off;
//! ```
//!
//! `$X` stands for one word, `...` for anything up to ten lines further down
//! (option `generic_ellipsis_max_span`) within the block where the match began, `$...X` is a
//! `...` that is bound.

mod aliengrep;
mod comments;
mod lex;
mod outline;
mod search;

use haechi_rule::options::CommentStyle;
use haechi_syntax::Span;

pub(crate) use aliengrep::AlienPattern;
use outline::Outline;
use search::Search;
pub use search::{GenericMatch, GenericOptions};

impl Default for GenericOptions {
    fn default() -> Self {
        Self {
            ellipsis_max_span: 10,
            caseless: false,
        }
    }
}

/// A pattern for any text.
#[derive(Clone, Debug)]
pub struct GenericPattern {
    text: Box<str>,
    outline: Outline,
}

/// Why a text is no generic pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GenericPatternError {
    /// Where in the pattern.
    pub span: Span,
    /// What is wrong.
    pub message: &'static str,
}

impl GenericPattern {
    /// Reads a pattern. An ellipsis directly in front of a named ellipsis is an error: what
    /// each of them stands for would be arbitrary.
    pub fn parse(text: &str) -> Result<Self, GenericPatternError> {
        let outline = Outline::of_pattern(text);
        let dots = |token: &lex::Token| {
            matches!(token.kind, lex::TokenKind::Dots | lex::TokenKind::NamedDots)
        };
        for pair in outline.tokens.windows(2) {
            if dots(&pair[0]) && pair[1].kind == lex::TokenKind::NamedDots {
                return Err(GenericPatternError {
                    span: pair[1].span,
                    message: "a named ellipsis cannot stand directly behind another ellipsis",
                });
            }
        }
        Ok(Self {
            text: text.into(),
            outline,
        })
    }

    /// Words that every match contains, for quick rejection.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let words = self
            .outline
            .tokens
            .iter()
            .filter(|token| token.kind == lex::TokenKind::Word);
        words.map(|token| &self.text[token.span.range()])
    }

    /// All matches in a document, in order of their beginning, and whether the search was given
    /// up because it took too many steps.
    pub fn search(
        &self,
        document: &GenericDocument<'_>,
        options: GenericOptions,
    ) -> (Vec<GenericMatch>, bool) {
        if self.outline.items.is_empty() {
            return (Vec::new(), false);
        }
        let text = document.blanked.as_deref().unwrap_or(document.text);
        if !options.caseless && self.words().any(|word| !text.contains(word)) {
            return (Vec::new(), false);
        }
        Search::new(
            (&self.outline, &self.text),
            (&document.outline, text),
            options,
        )
        .run()
    }
}

/// A text prepared for searching.
#[derive(Clone, Debug)]
pub struct GenericDocument<'t> {
    text: &'t str,
    /// The text with comments blanked out, if there were any to look for.
    blanked: Option<String>,
    outline: Outline,
}

impl<'t> GenericDocument<'t> {
    /// Prepares a text. Comments of the given style do not count.
    pub fn new(text: &'t str, comments: Option<CommentStyle>) -> Self {
        let blanked = comments.map(|style| comments::blank(text, style));
        let outline = Outline::of_document(blanked.as_deref().unwrap_or(text));
        Self {
            text,
            blanked,
            outline,
        }
    }
}

impl GenericDocument<'_> {
    /// The text, with comments blanked out.
    pub(crate) fn searched(&self) -> &str {
        self.blanked.as_deref().unwrap_or(self.text)
    }
}

#[cfg(test)]
mod tests;
