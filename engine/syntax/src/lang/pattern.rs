//! From the text of a pattern to its tree, for all languages.
//!
//! What a pattern is (an expression, statements, members, a partial form) is
//! not written in it. Its text is parsed with one entry token of the pattern
//! grammar after the other in front; the first parse without an error decides.

use std::sync::Arc;

use tree_sitter::Node;

use super::PatternError;
use super::lower::{Dialect, Grammar, Lowering, parse};
use crate::{Flags, Kind, Role, Span, Tree};

/// Parses a pattern. `entries` are the entry tokens in the order to try them,
/// each with the flag of what it makes of the text. `lower` is called with the
/// lowering on the root's one child, the `Pattern` node being open.
pub(super) fn parse_pattern<D: Dialect>(
    grammar: &Grammar<D>,
    entries: &[(&str, Flags)],
    text: &str,
    mut lower: impl FnMut(&mut Lowering<'_, D>, Flags),
) -> Result<Tree, PatternError> {
    let all = Span::new(0, length(text)?);
    if text.trim().is_empty() {
        return Err(PatternError {
            span: all,
            message: "the pattern is empty".to_owned(),
        });
    }
    let mut furthest = None;
    for (entry, flag) in entries {
        let with_entry = format!("{entry}{text}");
        let Some(parsed) = parse(grammar, &with_entry) else {
            continue;
        };
        let root = parsed.root_node();
        if root.has_error() {
            let at = stumble(root).saturating_sub(entry.len());
            furthest = furthest.max(Some(at));
            continue;
        }
        let offset = u32::try_from(entry.len()).unwrap_or(0);
        let mut l = Lowering::new(grammar, &parsed, &with_entry, offset);
        let id = l.b.open(Kind::Pattern, Role::Root, all);
        l.b.node_mut(id).flags = *flag;
        l.children(|l, _| lower(l, *flag));
        l.b.close();
        return Ok(l.b.finish(D::LANG, Arc::from(text)));
    }
    Err(error(text, furthest.unwrap_or(0)))
}

fn length(text: &str) -> Result<u32, PatternError> {
    u32::try_from(text.len()).map_err(|_| PatternError {
        span: Span::default(),
        message: "the pattern is longer than 4 GiB".to_owned(),
    })
}

/// The first byte that the parser could not fit in.
fn stumble(root: Node<'_>) -> usize {
    let mut node = root;
    loop {
        if node.is_error() || node.is_missing() {
            return node.start_byte();
        }
        let mut cursor = node.walk();
        let Some(child) = node.children(&mut cursor).find(Node::has_error) else {
            return node.start_byte();
        };
        node = child;
    }
}

fn error(text: &str, at: usize) -> PatternError {
    let mut start = at.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let rest = &text[start..];
    let word = rest.split_whitespace().next().unwrap_or("");
    let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    let skipped = rest.len() - rest.trim_start().len();
    let start = if word.is_empty() {
        start
    } else {
        start + skipped
    };
    let line = text[..start].matches('\n').count() + 1;
    let column = text[..start]
        .chars()
        .rev()
        .take_while(|c| *c != '\n')
        .count()
        + 1;
    let message = if word.is_empty() {
        format!("the pattern ends too early (line {line}, column {column})")
    } else {
        format!("the pattern does not parse at line {line}, column {column}, near `{word}`")
    };
    PatternError {
        span: Span::new(place(start), place(start + word.len())),
        message,
    }
}
