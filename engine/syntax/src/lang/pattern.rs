//! From the text of a pattern to its tree, for all languages.
//!
//! What a pattern is (an expression, statements, members, a partial form) is
//! not written in it. Its text is parsed with one entry token of the pattern
//! grammar after the other in front; the first parse without an error decides.

use std::sync::Arc;

use super::PatternError;
use super::lower::{Dialect, Grammar, Lowering, halt, parse};
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
    let mut failed = Vec::new();
    for (entry, flag) in entries {
        let with_entry = format!("{entry}{text}");
        let Some(parsed) = parse(grammar, &with_entry) else {
            continue;
        };
        if parsed.root_node().has_error() {
            failed.push(with_entry);
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
    // Finding out where the parser stumbled costs far more than parsing, so it
    // waits until no entry is left.
    let furthest = failed
        .iter()
        .filter_map(|text| stumble(grammar, text))
        .max();
    Err(error(text, furthest.unwrap_or(0)))
}

fn length(text: &str) -> Result<u32, PatternError> {
    u32::try_from(text.len()).map_err(|_| PatternError {
        span: Span::default(),
        message: "the pattern is longer than 4 GiB".to_owned(),
    })
}

/// The byte of the pattern's text that the parser could not fit in. The entry
/// token is the first row of what was parsed.
fn stumble<D: Dialect>(grammar: &Grammar<D>, with_entry: &str) -> Option<usize> {
    let (row, column) = halt(grammar, with_entry)?;
    let mut lines = with_entry.split_inclusive('\n').skip(1);
    let before: usize = lines.by_ref().take(row.checked_sub(1)?).map(str::len).sum();
    Some(before + column)
}

fn error(text: &str, at: usize) -> PatternError {
    let mut start = at.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let rest = text[start..].trim_start();
    if !rest.is_empty() {
        start = text.len() - rest.len();
    }
    let word = word(rest);
    let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    let line = text[..start].matches('\n').count() + 1;
    let line_start = text[..start].rfind('\n').map_or(0, |n| n + 1);
    let column = text[line_start..start].chars().count() + 1;
    let what = match word {
        "" => "the pattern ends before it is complete".to_owned(),
        word => {
            format!("`{word}` does not fit here (line {line}, column {column} of the pattern)")
        }
    };
    let message = match mistaken_hole(text) {
        Some(word) => format!(
            "{what}; `{word}` is no metavariable: its name is written in capitals, as `$NAME`"
        ),
        None => what,
    };
    PatternError {
        span: Span::new(place(start), place(start + word.len())),
        message,
    }
}

/// The first word or sign of the text.
fn word(text: &str) -> &str {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let body = text.strip_prefix("$...").or_else(|| text.strip_prefix('$'));
    let end = |rest: &str| rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    let length = match body {
        Some(body) => text.len() - body.len() + end(body),
        None => end(text),
    };
    match length {
        0 => &text[..text.chars().next().map_or(0, char::len_utf8)],
        length => &text[..length],
    }
}

/// What looks like a metavariable and is none.
fn mistaken_hole(text: &str) -> Option<&str> {
    text.match_indices('$').find_map(|(at, _)| {
        let word = word(&text[at..]);
        let name = word.trim_start_matches(['$', '.']);
        let is_hole = name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
            && !name.contains(|c: char| c.is_lowercase());
        let is_number = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
        (!is_hole && !is_number).then_some(word)
    })
}
