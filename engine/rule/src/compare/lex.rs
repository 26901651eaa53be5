//! Tokens of comparison expressions and of `requires`.

use haechi_syntax::Span;

use crate::mvar::metavariable_len;

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Token {
    Int(i64),
    Float(f64),
    Str(String),
    Name(String),
    Mvar(String),
    /// Operators and punctuation.
    Op(&'static str),
    End,
}

impl Token {
    /// The token in an error message.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Int(n) => format!("`{n}`"),
            Self::Float(n) => format!("`{n}`"),
            Self::Str(s) => format!("the string {s:?}"),
            Self::Name(s) | Self::Mvar(s) => format!("`{s}`"),
            Self::Op(s) => format!("`{s}`"),
            Self::End => "the end".into(),
        }
    }
}

/// A problem with a token.
pub(crate) struct LexError {
    pub(crate) span: Span,
    pub(crate) message: String,
}

/// Longest first, so that the first one that fits is right.
const OPERATORS: &[&str] = &[
    "**", "//", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "~", "(",
    ")", "[", "]", ",", ".",
];

/// Splits a text into tokens; the last one is [`Token::End`].
pub(crate) fn tokens(text: &str) -> Result<Vec<(Token, Span)>, LexError> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        at += text[at..].len()
            - text[at..]
                .trim_start_matches([' ', '\t', '\n', '\r', '\\'])
                .len();
        let rest = &text[at..];
        if rest.is_empty() {
            found.push((Token::End, span(at, at)));
            return Ok(found);
        }
        let (token, len) = token(rest).map_err(|(len, message)| LexError {
            span: span(at, at + len),
            message,
        })?;
        found.push((token, span(at, at + len)));
        at += len;
    }
}

fn span(start: usize, end: usize) -> Span {
    let n = |k| u32::try_from(k).unwrap_or(u32::MAX);
    Span::new(n(start), n(end))
}

type Lexed = Result<(Token, usize), (usize, String)>;

fn token(rest: &str) -> Lexed {
    let first = rest.chars().next().unwrap_or(' ');
    if let Some(len) = metavariable_len(rest) {
        return Ok((Token::Mvar(rest[..len].into()), len));
    }
    if let Some((raw, quote_at)) = string_start(rest) {
        return string(rest, raw, quote_at);
    }
    if first.is_ascii_digit()
        || (first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()))
    {
        return number(rest);
    }
    if first.is_alphabetic() || first == '_' {
        let len = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(rest.len());
        return Ok((Token::Name(rest[..len].into()), len));
    }
    match OPERATORS.iter().find(|op| rest.starts_with(**op)) {
        Some(op) => Ok((Token::Op(op), op.len())),
        None => Err((first.len_utf8(), unexpected(first, rest))),
    }
}

fn unexpected(first: char, rest: &str) -> String {
    match first {
        '$' => "`$` must start a metavariable in upper case, such as `$X`".into(),
        '=' => "a comparison is written `==`, not `=`".into(),
        '!' => "a negation is written `not`, not `!`".into(),
        _ if rest.starts_with("&&") => "this is written `and`".into(),
        _ => format!("`{first}` has no meaning here"),
    }
}

/// Whether a string starts here: is it raw, and where is the quote?
fn string_start(rest: &str) -> Option<(bool, usize)> {
    let prefix = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    if prefix > 2 || !rest[prefix..].starts_with(['"', '\'']) {
        return None;
    }
    let letters = rest[..prefix].to_ascii_lowercase();
    matches!(letters.as_str(), "" | "r" | "b" | "u" | "br" | "rb")
        .then(|| (letters.contains('r'), prefix))
}

fn string(rest: &str, raw: bool, quote_at: usize) -> Lexed {
    let single = &rest[quote_at..=quote_at];
    let triple = single.repeat(3);
    let quote = if rest[quote_at..].starts_with(&triple) {
        triple.as_str()
    } else {
        single
    };
    let mut value = String::new();
    let mut at = quote_at + quote.len();
    loop {
        let here = &rest[at..];
        if here.starts_with(quote) {
            return Ok((Token::Str(value), at + quote.len()));
        }
        let mut chars = here.chars();
        match chars.next() {
            None => return Err((rest.len(), "this string is not closed".into())),
            Some('\\') => {
                let Some(next) = chars.next() else {
                    return Err((rest.len(), "this string is not closed".into()));
                };
                if raw {
                    value.push('\\');
                    value.push(next);
                } else {
                    unescape(next, &mut value);
                }
                at += 1 + next.len_utf8();
            }
            Some(c) => {
                value.push(c);
                at += c.len_utf8();
            }
        }
    }
}

/// The simple escapes of Python; others stay as written, as there.
fn unescape(c: char, value: &mut String) {
    match c {
        'n' => value.push('\n'),
        't' => value.push('\t'),
        'r' => value.push('\r'),
        '0' => value.push('\0'),
        '\\' | '\'' | '"' => value.push(c),
        '\n' => {}
        _ => {
            value.push('\\');
            value.push(c);
        }
    }
}

fn number(rest: &str) -> Lexed {
    let len = number_len(rest);
    let text = &rest[..len];
    let value = parse_int(text)
        .map(Token::Int)
        .or_else(|| text.replace('_', "").parse().ok().map(Token::Float));
    value
        .map(|token| (token, len))
        .ok_or_else(|| (len, format!("`{text}` is not a number")))
}

fn number_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let hex = rest.len() > 1 && matches!(bytes[1], b'x' | b'X');
    let mut at = 0;
    while let Some(&b) = bytes.get(at) {
        let sign_of_exponent =
            !hex && matches!(b, b'+' | b'-') && at > 0 && matches!(bytes[at - 1], b'e' | b'E');
        if !(b.is_ascii_alphanumeric() || b == b'_' || b == b'.' || sign_of_exponent) {
            break;
        }
        at += 1;
    }
    at
}

/// An integer in any of the notations of the languages we read: decimal, hex,
/// octal (`0o17`, and `017` as C and Java have it), binary, with `_`, with the
/// suffix `L`.
pub(crate) fn parse_int(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let digits = digits.replace('_', "").to_ascii_lowercase();
    let hex = digits.strip_prefix("0x");
    let digits = match hex {
        Some(_) => digits.trim_end_matches('l'),
        None => digits.trim_end_matches(['l', 'n']),
    };
    let (digits, radix) = if let Some(d) = digits.strip_prefix("0x") {
        (d, 16)
    } else if let Some(d) = digits.strip_prefix("0o") {
        (d, 8)
    } else if let Some(d) = digits.strip_prefix("0b") {
        (d, 2)
    } else if digits.len() > 1
        && digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit())
    {
        (&digits[1..], 8)
    } else {
        (digits, 10)
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    i64::from_str_radix(&format!("{sign}{digits}"), radix).ok()
}
