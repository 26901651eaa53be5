//! The text that a string literal stands for.

use std::iter::Peekable;
use std::str::Chars;

use haechi_syntax::{Flags, Kind, Lang, NodeId, Tree};

/// The text of a `Str` or `StrPart`, escapes decoded. `None` for bytes and for
/// escapes that we do not know (`\N{…}`).
pub fn literal(tree: &Tree, node: NodeId) -> Option<String> {
    let flags = tree.flags(node);
    let text = tree.str_text(node);
    match tree.lang {
        Lang::Java if flags.has(Flags::TRIPLE) => unescape(&strip_indent(text)?, Lang::Java, false),
        Lang::Java => unescape(text, Lang::Java, false),
        Lang::Python if flags.has(Flags::BYTES) => None,
        Lang::Python if flags.has(Flags::RAW) => Some(text.to_owned()),
        Lang::Python => {
            // Braces are doubled in an f-string.
            let of_format = tree.kind(node) == Kind::StrPart;
            unescape(text, Lang::Python, of_format)
        }
    }
}

/// The content of a Java text block: from the line after the opening quotes,
/// without the indentation that all lines share (the closing quotes' line
/// counts) and without blanks at line ends.
fn strip_indent(text: &str) -> Option<String> {
    let (_, content) = text.split_once('\n')?;
    let content = content.replace('\r', "");
    let lines: Vec<&str> = content.split('\n').collect();
    let last = lines.len() - 1;
    let width = |line: &str| line.len() - line.trim_start().len();
    let indent = lines
        .iter()
        .enumerate()
        .filter(|(n, line)| *n == last || !line.trim().is_empty())
        .map(|(_, line)| width(line))
        .min()
        .unwrap_or(0);
    let stripped: Vec<&str> = lines
        .iter()
        .map(|line| {
            line.get(indent..)
                .unwrap_or("")
                .trim_end_matches([' ', '\t'])
        })
        .collect();
    Some(stripped.join("\n"))
}

fn unescape(text: &str, lang: Lang, of_format: bool) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => escape(&mut chars, lang, &mut out)?,
            '{' | '}' if of_format => {
                chars.next_if_eq(&c);
                out.push(c);
            }
            c => out.push(c),
        }
    }
    Some(out)
}

/// What stands behind a backslash.
fn escape(chars: &mut Peekable<Chars<'_>>, lang: Lang, out: &mut String) -> Option<()> {
    let c = chars.next()?;
    let simple = match c {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        '\\' | '\'' | '"' => c,
        '\n' => return Some(()),
        '0'..='7' => octal(c, chars)?,
        'u' => {
            if lang == Lang::Java {
                while chars.next_if_eq(&'u').is_some() {}
            }
            hex(chars, 4)?
        }
        's' if lang == Lang::Java => ' ',
        'a' if lang == Lang::Python => '\u{7}',
        'v' if lang == Lang::Python => '\u{b}',
        'x' if lang == Lang::Python => hex(chars, 2)?,
        'U' if lang == Lang::Python => hex(chars, 8)?,
        'N' if lang == Lang::Python => return None,
        // Python keeps what it does not know.
        c if lang == Lang::Python => {
            out.push('\\');
            c
        }
        _ => return None,
    };
    out.push(simple);
    Some(())
}

fn octal(first: char, chars: &mut Peekable<Chars<'_>>) -> Option<char> {
    let mut value = first.to_digit(8)?;
    for _ in 0..2 {
        match chars.peek().and_then(|c| c.to_digit(8)) {
            Some(digit) if value * 8 + digit < 512 => {
                value = value * 8 + digit;
                chars.next();
            }
            _ => break,
        }
    }
    char::from_u32(value)
}

fn hex(chars: &mut Peekable<Chars<'_>>, digits: usize) -> Option<char> {
    let mut value = 0u32;
    for _ in 0..digits {
        value = value * 16 + chars.next()?.to_digit(16)?;
    }
    char::from_u32(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_both_languages() {
        let java = |text| unescape(text, Lang::Java, false);
        let python = |text| unescape(text, Lang::Python, false);
        assert_eq!(java(r"a\tb\u0041\101\s").as_deref(), Some("a\tbAA "));
        assert_eq!(java(r"\q"), None);
        assert_eq!(python(r"\x41\u00e9\q\'").as_deref(), Some("Aé\\q'"));
        assert_eq!(python(r"\N{DASH}"), None);
        assert_eq!(python("a\\\nb").as_deref(), Some("ab"));
        assert_eq!(
            unescape("{{x}}", Lang::Python, true).as_deref(),
            Some("{x}")
        );
    }

    #[test]
    fn text_blocks_lose_their_common_indentation() {
        let block = "\n      a  \n        b\n      ";
        assert_eq!(strip_indent(block).as_deref(), Some("a\n  b\n"));
        assert_eq!(strip_indent("\n    a\n    b").as_deref(), Some("a\nb"));
    }
}
