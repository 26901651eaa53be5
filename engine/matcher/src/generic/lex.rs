//! Text as a list of words, signs and lines.

use haechi_syntax::Span;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TokenKind {
    /// `[A-Za-z0-9_]+`.
    Word,
    /// One ASCII sign, or one character beyond ASCII.
    Sign,
    /// `...`; in a document just three dots.
    Dots,
    /// `$...X`; in a document just its signs.
    NamedDots,
    /// `$X`; in a document a `$` and a word.
    Metavar,
}

/// A token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Where it stands.
    pub(super) span: Span,
    /// Its line, 0-based.
    pub(super) line: u32,
}

/// A line that is not blank.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Line {
    /// One per blank, eight per tab.
    pub(super) indent: u32,
    /// Its tokens, as a range.
    pub(super) start: usize,
    /// One past its last token.
    pub(super) end: usize,
}

/// Tokens and lines of a text.
#[derive(Clone, Default, Debug)]
pub(super) struct Lexed {
    pub(super) tokens: Vec<Token>,
    pub(super) lines: Vec<Line>,
}

/// Splits a text. In a pattern `...`, `$...X` and `$X` are single tokens; four or
/// more dots are just dots.
pub(super) fn lex(text: &str, is_pattern: bool) -> Lexed {
    let bytes = text.as_bytes();
    let mut out = Lexed::default();
    let mut at = 0;
    let mut number = 0;
    while at < bytes.len() {
        let blanks = blank_run(&bytes[at..]);
        let indent = bytes[at..at + blanks]
            .iter()
            .map(|b| if *b == b'\t' { 8 } else { 1 })
            .sum();
        at += blanks;
        let start = out.tokens.len();
        while at < bytes.len() && bytes[at] != b'\n' {
            match token_at(text, at, is_pattern) {
                Some((kind, length)) => {
                    push(&mut out.tokens, kind, at, length, number);
                    at += length;
                }
                None => at += 1,
            }
        }
        at += 1;
        number += 1;
        let end = out.tokens.len();
        if end > start {
            out.lines.push(Line { indent, start, end });
        }
    }
    out
}

fn push(tokens: &mut Vec<Token>, kind: TokenKind, at: usize, length: usize, line: u32) {
    let n = |k: usize| u32::try_from(k).unwrap_or(u32::MAX);
    let span = |from: usize, to: usize| Span::new(n(from), n(to));
    tokens.push(Token {
        kind,
        span: span(at, at + length),
        line,
    });
}

/// The token at a byte, or `None` for a blank (also `\r`).
fn token_at(text: &str, at: usize, is_pattern: bool) -> Option<(TokenKind, usize)> {
    let rest = &text.as_bytes()[at..];
    match rest[0] {
        b' ' | b'\t' | b'\r' => None,
        b if is_word(b) => Some((TokenKind::Word, word_run(rest))),
        b'.' if is_pattern => {
            let dots = rest.iter().take_while(|b| **b == b'.').count();
            // Of a longer run each dot is taken singly; its later dots must not
            // look like an ellipsis of their own.
            let inside_run = at > 0 && text.as_bytes()[at - 1] == b'.';
            if dots == 3 && !inside_run {
                Some((TokenKind::Dots, 3))
            } else {
                Some((TokenKind::Sign, 1))
            }
        }
        b'$' if is_pattern => {
            let (kind, skip) = if rest[1..].starts_with(b"...") {
                (TokenKind::NamedDots, 4)
            } else {
                (TokenKind::Metavar, 1)
            };
            let name = metavar_run(&rest[skip..]);
            if name == 0 {
                Some((TokenKind::Sign, 1))
            } else {
                Some((kind, skip + name))
            }
        }
        b if b.is_ascii() => Some((TokenKind::Sign, 1)),
        _ => Some((
            TokenKind::Sign,
            text[at..].chars().next().map_or(1, char::len_utf8),
        )),
    }
}

fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

fn word_run(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| is_word(**b)).count()
}

fn metavar_run(bytes: &[u8]) -> usize {
    if bytes
        .first()
        .is_some_and(|b| b.is_ascii_uppercase() || *b == b'_')
    {
        word_run(bytes)
    } else {
        0
    }
}

fn blank_run(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .count()
}
