//! Where a scalar begins and ends.
//!
//! The parser's spans run from an anchor or tag in front to the next token,
//! comments and line breaks included. Messages must point at the scalar alone.

use haechi_syntax::Span;

use crate::source::Style;

/// The span of a scalar: with its quotes; of a block, from its first character
/// to its last.
pub(super) fn scalar(text: &str, span: Span, style: Style) -> Span {
    let raw = text.get(span.range()).unwrap_or("");
    let start = match style {
        Style::Block => 0,
        _ => properties(raw),
    };
    let rest = &raw[start..];
    let len = match style {
        Style::Plain | Style::Block => rest.trim_end().len(),
        Style::Single => single(rest),
        Style::Double => double(rest),
    };
    let n = |k| u32::try_from(k).unwrap_or(0);
    Span::new(span.start + n(start), span.start + n(start + len))
}

/// The length of `&anchor` and `!tag` in front.
fn properties(raw: &str) -> usize {
    let mut at = 0;
    while raw[at..].starts_with(['&', '!']) {
        let word = raw[at..]
            .find(char::is_whitespace)
            .unwrap_or(raw.len() - at);
        let rest = &raw[at + word..];
        at += word + rest.len() - rest.trim_start().len();
    }
    at
}

fn single(raw: &str) -> usize {
    let bytes = raw.as_bytes();
    let mut at = 1;
    while let Some(b) = bytes.get(at) {
        if *b == b'\'' {
            if bytes.get(at + 1) != Some(&b'\'') {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    raw.len()
}

fn double(raw: &str) -> usize {
    let bytes = raw.as_bytes();
    let mut at = 1;
    while let Some(b) = bytes.get(at) {
        match b {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    raw.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(raw: &str, style: Style) -> &str {
        let span = Span::new(0, u32::try_from(raw.len()).unwrap());
        &raw[scalar(raw, span, style).range()]
    }

    #[test]
    fn scalars_end_where_they_end() {
        assert_eq!(extent("'it''s' # c", Style::Single), "'it''s'");
        assert_eq!(extent("\"a\\\"b\"  # c", Style::Double), "\"a\\\"b\"");
        assert_eq!(extent("&x !!str 12 ", Style::Plain), "12");
        assert_eq!(extent("x\n  y\n\n", Style::Block), "x\n  y");
        assert_eq!(extent("!important", Style::Plain), "");
    }
}
