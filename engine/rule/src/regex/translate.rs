//! From PCRE to the syntax of the `regex` crate (and `fancy-regex`).
//!
//! The pattern is read once, left to right, and written out in a stricter
//! form: classes become explicit ASCII sets, `^` and `$` say which ends they
//! mean, `{` that is no repetition is escaped, extended layout (`(?x)`) and
//! comments are dropped. What the linear engine lacks is passed on and noted.
//! Example, searched with multi-line anchors:
//!
//! ```text
//! ^\s*key\: {x}(?<V>[^\/"]+)$
//! (?m:^)[\t\n\x0B\x0C\r ]*key: \{x\}(?P<V>[^/"]+)(?m:$)
//! ```
//!
//! A table of offsets leads from the output back to the input, so that errors
//! of the engines point into the rule file.

use haechi_syntax::Span;

use super::class::class;
use super::{Flavor, RegexError};

/// A translated regex.
pub(super) struct Translated {
    pub(super) text: String,
    /// Whether it needs the backtracking engine.
    pub(super) fancy: bool,
    /// Names of the groups; the whole match is the first.
    pub(super) groups: Vec<Option<Box<str>>>,
    /// Offset in `text` → offset in the pattern, ascending.
    map: Vec<(usize, usize)>,
}

impl Translated {
    /// Where in the pattern a byte of the translation came from.
    pub(super) fn source_offset(&self, at: usize) -> usize {
        let n = self.map.partition_point(|(out, _)| *out <= at);
        n.checked_sub(1).map_or(0, |n| self.map[n].1)
    }
}

impl RegexError {
    pub(super) fn advise(mut self, advice: &str) -> Self {
        self.advice = Some(advice.to_owned());
        self
    }
}

pub(super) struct Translator<'p> {
    pub(super) pattern: &'p str,
    pub(super) at: usize,
    pub(super) flavor: Flavor,
    pub(super) out: Translated,
    /// Flags of each open group; the last one holds.
    pub(super) flags: Vec<Flags>,
    /// Where each open group began.
    pub(super) open: Vec<Open>,
    /// The look-around that was just closed: where it begins in the output.
    pub(super) assertion: Option<usize>,
    /// How many groups the whole pattern has (for `\10`).
    pub(super) total_groups: usize,
}

/// An open group.
pub(super) struct Open {
    /// In the pattern.
    pub(super) source: usize,
    /// In the output.
    pub(super) out: usize,
    /// Whether it is a look-around.
    pub(super) assertion: bool,
}

#[derive(Clone, Copy)]
pub(super) struct Flags {
    pub(super) multi_line: bool,
    pub(super) extended: bool,
}

pub(super) fn translate(pattern: &str, flavor: Flavor) -> Result<Translated, RegexError> {
    let mut t = Translator {
        pattern,
        at: 0,
        flavor,
        out: Translated {
            text: String::with_capacity(pattern.len() * 2),
            fancy: false,
            groups: vec![None],
            map: Vec::new(),
        },
        flags: vec![Flags {
            multi_line: flavor == Flavor::Search,
            extended: false,
        }],
        open: Vec::new(),
        assertion: None,
        total_groups: count_groups(pattern),
    };
    if flavor == Flavor::Start {
        t.emit(0, r"\A(?:");
    }
    t.verbs()?;
    while t.peek().is_some() {
        t.item()?;
    }
    if let Some(open) = t.open.pop() {
        return Err(t
            .error_at(open.source, "this `(` is not closed")
            .advise("add `)`, or write `\\(` for the character"));
    }
    if flavor == Flavor::Start {
        t.emit(pattern.len(), ")");
    }
    Ok(t.out)
}

/// Roughly how many capturing groups there are: enough to tell `\10` as a
/// back-reference from `\10` as an octal number.
fn count_groups(pattern: &str) -> usize {
    let bytes = pattern.as_bytes();
    (0..bytes.len())
        .filter(|&i| {
            bytes[i] == b'('
                && (i == 0 || bytes[i - 1] != b'\\')
                && (bytes.get(i + 1) != Some(&b'?')
                    || matches!(bytes.get(i + 2), Some(b'P' | b'<' | b'\''))
                        && !matches!(bytes.get(i + 3), Some(b'=' | b'!')))
        })
        .count()
}

/// A character that stands for itself.
pub(super) fn literal(c: char, in_class: bool) -> String {
    match c {
        '\n' => r"\n".into(),
        '\r' => r"\r".into(),
        '\t' => r"\t".into(),
        '\\' | '[' | ']' | '^' => format!("\\{c}"),
        '-' | '&' | '~' if in_class => format!("\\{c}"),
        '.' | '+' | '*' | '?' | '(' | ')' | '|' | '{' | '}' | '$' | '#' if !in_class => {
            format!("\\{c}")
        }
        _ => c.to_string(),
    }
}

impl<'p> Translator<'p> {
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'p str {
        &self.pattern[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    pub(super) fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.bump();
        }
        found
    }

    pub(super) fn eat_str(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Whether a `-` that makes a range stands here, in a class.
    pub(super) fn at_range(&self) -> bool {
        self.rest().starts_with('-') && !self.rest().starts_with("-]")
    }

    /// Writes text that came from `source`.
    pub(super) fn emit(&mut self, source: usize, text: &str) {
        self.out.map.push((self.out.text.len(), source));
        self.out.text.push_str(text);
    }

    /// An error from a place to where we are, at least one character.
    pub(super) fn error_at(&self, from: usize, message: &str) -> RegexError {
        let next = self.pattern[from..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        let end = self.at.max(from + next).min(self.pattern.len());
        let n = |k| u32::try_from(k).unwrap_or(u32::MAX);
        RegexError {
            span: Span::new(n(from), n(end)),
            message: message.to_owned(),
            advice: None,
        }
    }

    pub(super) fn flags(&mut self) -> &mut Flags {
        if self.flags.is_empty() {
            self.flags.push(Flags {
                multi_line: false,
                extended: false,
            });
        }
        let last = self.flags.len() - 1;
        &mut self.flags[last]
    }

    /// `(*UTF)` and the like at the start: what they ask for is so anyway.
    fn verbs(&mut self) -> Result<(), RegexError> {
        while self.rest().starts_with("(*") {
            let start = self.at;
            let Some(len) = self.rest().find(')') else {
                return Err(self.error_at(start, "this `(*` is not closed"));
            };
            let verb = &self.rest()[2..len];
            self.at += len + 1;
            if !matches!(verb, "UTF" | "UTF8" | "UCP" | "LF" | "ANYCRLF") {
                return Err(self.error_at(start, &format!("`(*{verb})` is not supported")));
            }
        }
        Ok(())
    }

    fn item(&mut self) -> Result<(), RegexError> {
        let start = self.at;
        let Some(c) = self.peek() else { return Ok(()) };
        if self.flags().extended && self.skip_layout(c) {
            return Ok(());
        }
        match c {
            '\\' => {
                let found = self.escape(false)?;
                self.emit(start, &found.text());
            }
            '[' => class(self)?,
            '(' => self.group()?,
            ')' => return self.close_group(),
            '^' => {
                self.bump();
                let text = if self.flags().multi_line {
                    "(?m:^)"
                } else {
                    r"\A"
                };
                self.emit(start, text);
            }
            '$' => {
                self.bump();
                if self.flags().multi_line {
                    self.emit(start, "(?m:$)");
                } else {
                    self.text_end(start);
                }
            }
            '*' | '+' | '?' => self.repetition(start, 1),
            '{' => match repeat_len(self.rest()) {
                Some(len) => self.repetition(start, len),
                None => {
                    self.bump();
                    self.emit(start, r"\{");
                }
            },
            '.' | '|' => {
                self.bump();
                self.emit(start, if c == '.' { "." } else { "|" });
            }
            _ => {
                self.bump();
                self.emit(start, &literal(c, false));
            }
        }
        self.assertion = None;
        Ok(())
    }

    /// Blanks and comments under `(?x)`.
    fn skip_layout(&mut self, c: char) -> bool {
        if c == '#' {
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
            return true;
        }
        let blank = c.is_ascii_whitespace();
        if blank {
            self.bump();
        }
        blank
    }

    /// The end of the text or before a last line break. Where only the fact
    /// of a match counts, the line break may as well be taken in, which keeps
    /// the regex linear.
    pub(super) fn text_end(&mut self, start: usize) {
        if self.flavor == Flavor::Start {
            self.emit(start, r"(?:\n?\z)");
        } else {
            self.out.fancy = true;
            self.emit(start, r"(?=\n?\z)");
        }
    }

    fn repetition(&mut self, start: usize, len: usize) {
        let mut text = self.rest()[..len].to_owned();
        if let Some(rest) = text.strip_prefix("{,") {
            text = format!("{{0,{rest}");
        }
        self.at += len;
        if self.eat('?') {
            text.push('?');
        } else if self.eat('+') {
            self.out.fancy = true;
            text.push('+');
        }
        match self.assertion {
            // A look-around holds once or as often as one likes; the engine
            // does not let it be repeated.
            Some(at) if text.starts_with(['*', '?']) || text.starts_with("{0") => {
                self.insert(at, "(?:");
                self.emit(start, "|)");
            }
            Some(_) => {}
            None => self.emit(start, &text),
        }
    }

    /// Inserts text into the output.
    fn insert(&mut self, at: usize, text: &str) {
        self.out.text.insert_str(at, text);
        for (out, _) in &mut self.out.map {
            if *out >= at {
                *out += text.len();
            }
        }
    }
}

/// The length of a repetition `{2}`, `{2,}`, `{2,3}`, `{,3}`; `None` if `{`
/// stands for itself.
fn repeat_len(rest: &str) -> Option<usize> {
    let inside = &rest[1..rest.find('}')?];
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let good = match inside.split_once(',') {
        Some((a, b)) => digits(a) && digits(b) && !(a.is_empty() && b.is_empty()),
        None => !inside.is_empty() && digits(inside),
    };
    good.then_some(inside.len() + 2)
}
