//! From a byte of a scalar's value back to the byte of the file it came from.
//!
//! YAML folds lines, strips indentation and decodes escapes, and its parsers
//! give only where a scalar starts and ends. But the characters of a value
//! that are not blank stand in the file in the same order. So value and file
//! are walked together: each character of the value is looked for from where
//! the last one was found, skipping only blanks (and, in double quotes,
//! reading escapes). Example: value `f(\n  $X)` from
//!
//! ```yaml
//! pattern: |
//!     f(
//!       $X)
//! ```
//! `$X` is found after skipping the line break and six blanks. At the start of
//! a line the blanks that belong to the value are those nearest to
//! its first other character, so `  $X` maps to its own two blanks.

use crate::source::Style;

/// For each byte of `value`, and for its end, the offset in `raw`, the text of
/// the scalar in the file: with its quotes, or from the first character of a block.
pub(crate) fn position_map(value: &str, raw: &str, style: Style) -> Vec<u32> {
    let mut walk = Walk {
        raw,
        at: usize::from(matches!(style, Style::Single | Style::Double)).min(raw.len()),
        escapes: style == Style::Double,
    };
    let mut map = Vec::with_capacity(value.len() + 1);
    let mut line_start = true;
    for (offset, c) in value.char_indices() {
        let blank = matches!(c, ' ' | '\t' | '\n' | '\r');
        if line_start && style == Style::Block {
            walk.skip_indent(&value[offset..]);
        }
        line_start = c == '\n';
        let place = if blank {
            walk.blank(c, style)
        } else {
            walk.find(c, style)
        };
        map.extend(std::iter::repeat_n(
            u32::try_from(place).unwrap_or(0),
            c.len_utf8(),
        ));
    }
    map.push(u32::try_from(walk.at.min(raw.len())).unwrap_or(0));
    map
}

/// The start of the character that holds a byte.
pub(crate) fn char_start(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

struct Walk<'r> {
    raw: &'r str,
    at: usize,
    escapes: bool,
}

impl Walk<'_> {
    fn rest(&self) -> &str {
        self.raw.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// In a block, the blanks at the start of a line that are indentation:
    /// all but as many as the value itself starts its line with.
    fn skip_indent(&mut self, value_line: &str) {
        let is_blank = |c: &char| matches!(c, ' ' | '\t');
        let wanted = value_line.chars().take_while(is_blank).count();
        let found = self.rest().chars().take_while(is_blank).count();
        self.at += found.saturating_sub(wanted);
    }

    fn blank(&mut self, c: char, style: Style) -> usize {
        let place = self.at;
        match self.peek() {
            Some('\r') if c == '\n' && self.rest().starts_with("\r\n") => self.at += 2,
            Some(r) if r == c => self.at += r.len_utf8(),
            // A folded line break is a blank of the value; what indents the
            // next line belongs to nothing.
            Some('\n' | '\r' | ' ' | '\t') if c == ' ' || style != Style::Block => {
                self.skip_blanks();
            }
            Some('\n' | '\r') => self.at += 1,
            Some('\\') if self.escapes => self.at += self.escape().1,
            _ => {}
        }
        place
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn find(&mut self, c: char, style: Style) -> usize {
        loop {
            let place = self.at;
            let Some(r) = self.peek() else {
                return self.raw.len();
            };
            if r == '\\' && self.escapes {
                let (decoded, len) = self.escape();
                self.at += len;
                if decoded == Some(c) {
                    return place;
                }
                continue;
            }
            self.at += r.len_utf8();
            if r == c {
                // '' stands for one quote.
                if style == Style::Single && c == '\'' && self.peek() == Some('\'') {
                    self.at += 1;
                }
                return place;
            }
        }
    }

    /// The character that the escape here stands for, and its length.
    fn escape(&self) -> (Option<char>, usize) {
        let rest = self.rest();
        let Some(letter) = rest.chars().nth(1) else {
            return (None, rest.len().max(1));
        };
        let digits = match letter {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let len = 1 + letter.len_utf8() + digits;
        let decoded = match letter {
            'x' | 'u' | 'U' => rest
                .get(2..2 + digits)
                .and_then(|hex| u32::from_str_radix(hex, 16).ok())
                .and_then(char::from_u32),
            'n' => Some('\n'),
            't' | '\t' => Some('\t'),
            'r' => Some('\r'),
            '0' => Some('\0'),
            'a' => Some('\u{7}'),
            'b' => Some('\u{8}'),
            'v' => Some('\u{b}'),
            'f' => Some('\u{c}'),
            'e' => Some('\u{1b}'),
            'N' => Some('\u{85}'),
            '_' => Some('\u{a0}'),
            'L' => Some('\u{2028}'),
            'P' => Some('\u{2029}'),
            // A line break that is escaped stands for nothing.
            '\n' | '\r' => None,
            other => Some(other),
        };
        (decoded, len.min(rest.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in the file where `needle` stands in the value.
    fn at<'r>(value: &str, raw: &'r str, style: Style, needle: &str) -> &'r str {
        let map = position_map(value, raw, style);
        let from = map[value.find(needle).unwrap()] as usize;
        &raw[from..]
    }

    #[test]
    fn literal_blocks() {
        let raw = "f(\n\n      $X,\n      y)";
        let value = "f(\n\n  $X,\n  y)\n";
        assert!(at(value, raw, Style::Block, "$X").starts_with("$X,"));
        assert!(at(value, raw, Style::Block, "  y").starts_with("  y)"));
        let crlf = raw.replace('\n', "\r\n");
        assert!(at(value, &crlf, Style::Block, "  y").starts_with("  y)"));
    }

    #[test]
    fn folded_blocks_and_plain_lines() {
        let raw = "one\n  two\n\n  three";
        let value = "one two\nthree";
        assert!(at(value, raw, Style::Block, "two").starts_with("two\n"));
        assert!(at(value, raw, Style::Block, "three").starts_with("three"));
        let raw = "one\n    two";
        assert!(at("one two", raw, Style::Plain, "two").starts_with("two"));
    }

    #[test]
    fn quotes_and_escapes() {
        let raw = r"'it''s $X'";
        assert!(at("it's $X", raw, Style::Single, "s ").starts_with("s $X"));
        let raw = r#""a\n\t\"b\" \u00e9z""#;
        let value = "a\n\t\"b\" éz";
        assert!(at(value, raw, Style::Double, "b").starts_with("b\\\""));
        assert!(at(value, raw, Style::Double, "z").starts_with("z\""));
        assert!(at(value, raw, Style::Double, "é").starts_with("\\u00e9"));
    }
}
