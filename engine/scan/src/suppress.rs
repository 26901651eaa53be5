//! Comments that silence findings.
//!
//! A finding is silenced by a comment on its first line, or on the line before if
//! that line holds nothing else. Forms, all with an optional list of rule ids
//! (without one: every rule):
//!
//! ```text
//! haechi:ignore id, id -- reason        nosemgrep: id, id        nosem        noopengrep
//! ```
//!
//! Ids compare by suffix at a dot, so that `a.b.c` is silenced by `c`. In code only real
//! comments count, never the same words in a string (tools that search the
//! raw line do otherwise); in texts of other kinds the raw line counts.

use std::sync::LazyLock;

use haechi_syntax::{LineIndex, Span, Tree};
use regex::Regex;

/// The comments of one file that silence findings.
#[derive(Debug, Default)]
pub(crate) struct Silencers {
    /// By line of code that they are about, 1-based.
    by_line: Vec<(u32, Silencer)>,
}

/// One comment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Silencer {
    /// Where it stands.
    pub(crate) span: Span,
    /// The rules it names; none: all.
    pub(crate) ids: Vec<String>,
    /// The reason it gives.
    pub(crate) reason: Option<String>,
}

static OURS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bhaechi:ignore\b[ \t]*(?P<ids>[\w.\-]+(?:[ \t]*,[ \t]*[\w.\-]+)*)?(?:[ \t]*--[ \t]*(?P<reason>.*\S))?")
        .expect("a valid regex")
});

static THEIRS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|[\s#/*])no(?:sem(?:grep)?|opengrep)\b(?:[:=][ \t]?(?P<ids>[^,\s]+(?:[,\s]+[^,\s]+)*))?")
        .expect("a valid regex")
});

impl Silencers {
    /// The silencing comments of a tree; of a text that is no code, those of its raw lines.
    pub(crate) fn of(tree: &Tree, is_code: bool) -> Self {
        let text = tree.text();
        if !mentions(text) {
            return Self::default();
        }
        let lines = tree.lines();
        let mut found = Self::default();
        if is_code {
            for span in tree.comments() {
                found.add(text, lines, *span);
            }
        } else {
            for line in 1..=lines.lines() {
                let start = lines.line_start(line);
                let length = u32::try_from(lines.line_text(text, line).len()).unwrap_or(0);
                found.add(text, lines, Span::new(start, start + length));
            }
        }
        found
    }

    fn add(&mut self, text: &str, lines: &LineIndex, span: Span) {
        let comment = text.get(span.range()).unwrap_or("");
        let Some(silencer) = read(comment, span) else {
            return;
        };
        let line = lines.line(span.start);
        self.by_line.push((line, silencer.clone()));
        let before = text
            .get(lines.line_start(line) as usize..span.start as usize)
            .unwrap_or("");
        let alone = !before.chars().any(char::is_alphanumeric);
        if alone {
            self.by_line.push((lines.line(span.end) + 1, silencer));
        }
    }

    /// The comment that silences a rule on a line.
    pub(crate) fn silencing(&self, line: u32, rule_id: &str) -> Option<&Silencer> {
        let about = self.by_line.iter().filter(|(of, _)| *of == line);
        about
            .map(|(_, silencer)| silencer)
            .find(|silencer| silencer.names(rule_id))
    }
}

impl Silencer {
    fn names(&self, rule_id: &str) -> bool {
        self.ids.is_empty()
            || self
                .ids
                .iter()
                .any(|id| is_suffix(id, rule_id) || is_suffix(rule_id, id))
    }
}

/// Whether an id is another one, or its end after a dot.
pub fn is_suffix(short: &str, long: &str) -> bool {
    long.strip_suffix(short)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn mentions(text: &str) -> bool {
    let bytes = text.as_bytes();
    ["nosem", "noopengrep", "haechi:ignore"]
        .iter()
        .any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
        || OURS.is_match(text)
        || THEIRS.is_match(text)
}

fn read(comment: &str, span: Span) -> Option<Silencer> {
    let ids_of = |ids: Option<regex::Match<'_>>| -> Vec<String> {
        let ids = ids.map_or("", |m| m.as_str());
        let cleaned = ids
            .split([',', ' ', '\t', '\n', '\r'])
            .map(|id| id.trim_matches(['"', '\'', '*', '/']));
        cleaned
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect()
    };
    if let Some(found) = OURS.captures(comment) {
        let reason = found
            .name("reason")
            .map(|m| m.as_str().trim_end_matches("*/").trim().to_owned());
        return Some(Silencer {
            span,
            ids: ids_of(found.name("ids")),
            reason,
        });
    }
    let found = THEIRS.captures(comment)?;
    Some(Silencer {
        span,
        ids: ids_of(found.name("ids")),
        reason: None,
    })
}

#[cfg(test)]
mod tests {
    use haechi_syntax::Lang;

    use super::*;

    fn silenced(text: &str, line: u32, rule: &str) -> bool {
        let tree = Lang::Python.parse(text.into());
        Silencers::of(&tree, true).silencing(line, rule).is_some()
    }

    #[test]
    fn same_line_or_a_line_of_its_own_before() {
        assert!(silenced("f(x)  # nosemgrep\n", 1, "any"));
        assert!(silenced("# nosem\nf(x)\n", 2, "any"));
        assert!(
            !silenced("g() # nosem\nf(x)\n", 2, "any"),
            "the comment belongs to its own line"
        );
        assert!(
            !silenced("s = ' nosemgrep'\n", 1, "any"),
            "a string is no comment"
        );
    }

    #[test]
    fn ids_compare_by_suffix() {
        let text = "f(x)  # nosemgrep: rules.no-f, no-g\n";
        assert!(silenced(text, 1, "rules.no-f"));
        assert!(silenced(text, 1, "no-f"));
        assert!(silenced(text, 1, "python.no-g"));
        assert!(!silenced(text, 1, "so-no-g"));
    }

    #[test]
    fn ours_carries_a_reason() {
        let comment = "# haechi:ignore no-f, no-g -- checked by the caller";
        let silencer = read(comment, Span::default()).expect("a silencer");
        assert_eq!(silencer.ids, ["no-f", "no-g"]);
        assert_eq!(silencer.reason.as_deref(), Some("checked by the caller"));
        assert!(read("# nosemantics here", Span::default()).is_none());
    }
}
