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

use super::class::{class, escape_class};
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

/// What an escape stands for.
pub(super) enum Escape {
    /// One character.
    Char(char),
    /// The inside of a class; true: all others.
    Class(&'static str, bool),
    /// Text for the engine as it is.
    Raw(String),
    /// `\Q…\E`.
    Quoted(String),
    /// Nothing.
    Nothing,
}

pub(super) struct Translator<'p> {
    pattern: &'p str,
    at: usize,
    flavor: Flavor,
    out: Translated,
    /// Flags of each open group; the last one holds.
    flags: Vec<Flags>,
    /// Where each open group began.
    open: Vec<Open>,
    /// The look-around that was just closed: where it begins in the output.
    assertion: Option<usize>,
    /// How many groups the whole pattern has (for `\10`).
    total_groups: usize,
}

/// An open group.
struct Open {
    /// In the pattern.
    source: usize,
    /// In the output.
    out: usize,
    /// Whether it is a look-around.
    assertion: bool,
}

#[derive(Clone, Copy)]
struct Flags {
    multi_line: bool,
    extended: bool,
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

    fn eat_str(&mut self, text: &str) -> bool {
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

    fn flags(&mut self) -> &mut Flags {
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
                self.emit_escape(start, found);
            }
            '[' => class(self)?,
            '(' => self.group()?,
            ')' => {
                let Some(open) = self.open.pop() else {
                    return Err(self
                        .error_at(start, "this `)` closes nothing")
                        .advise("remove it, or write `\\)` for the character"));
                };
                self.flags.pop();
                self.bump();
                self.emit(start, ")");
                self.assertion = open.assertion.then_some(open.out);
                return Ok(());
            }
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
    fn text_end(&mut self, start: usize) {
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
            if *out > at {
                *out += text.len();
            }
        }
    }

    fn emit_escape(&mut self, start: usize, found: Escape) {
        match found {
            Escape::Char(c) => self.emit(start, &literal(c, false)),
            Escape::Class(inside, false) => self.emit(start, &format!("[{inside}]")),
            Escape::Class(inside, true) => self.emit(start, &format!("[^{inside}]")),
            Escape::Raw(text) => self.emit(start, &text),
            Escape::Quoted(text) => {
                let text: String = text.chars().map(|c| literal(c, false)).collect();
                self.emit(start, &text);
            }
            Escape::Nothing => {}
        }
    }

    /// Reads what begins with the backslash here.
    pub(super) fn escape(&mut self, in_class: bool) -> Result<Escape, RegexError> {
        let start = self.at;
        self.bump();
        let Some(c) = self.bump() else {
            return Err(self
                .error_at(start, "a lone `\\` at the end")
                .advise("write `\\\\` for the character"));
        };
        if let Some((inside, others)) = escape_class(c) {
            return Ok(Escape::Class(inside, others));
        }
        match c {
            'n' => Ok(Escape::Char('\n')),
            't' => Ok(Escape::Char('\t')),
            'r' => Ok(Escape::Char('\r')),
            'f' => Ok(Escape::Char('\u{c}')),
            'a' => Ok(Escape::Char('\u{7}')),
            'e' => Ok(Escape::Char('\u{1b}')),
            'b' if in_class => Ok(Escape::Char('\u{8}')),
            'c' => match self.bump() {
                Some(c) if c.is_ascii() => Ok(Escape::Char(char::from(
                    c.to_ascii_uppercase() as u8 ^ 0x40,
                ))),
                _ => Err(self.error_at(start, "`\\c` must be followed by an ASCII character")),
            },
            'x' | 'o' | 'u' | '0'..='9' => self.number(start, c, in_class),
            'Q' => {
                let len = self.rest().find("\\E").unwrap_or(self.rest().len());
                let text = self.rest()[..len].to_owned();
                self.at += len;
                self.eat_str("\\E");
                Ok(Escape::Quoted(text))
            }
            'E' => Ok(Escape::Nothing),
            'p' | 'P' => self.property(start, c == 'P'),
            _ if !c.is_ascii_alphanumeric() => Ok(Escape::Char(c)),
            _ if in_class => Err(self.unknown_escape(start, c)),
            _ => self.assertion(start, c),
        }
    }

    fn unknown_escape(&self, start: usize, c: char) -> RegexError {
        self.error_at(start, &format!("the escape `\\{c}` means nothing"))
            .advise(&format!("write `{c}` without the backslash"))
    }

    /// Escapes that match between characters, and references.
    fn assertion(&mut self, start: usize, c: char) -> Result<Escape, RegexError> {
        let raw = |text: &str| Ok(Escape::Raw(text.to_owned()));
        match c {
            'A' => raw(r"\A"),
            'z' => raw(r"\z"),
            'Z' => {
                self.text_end(start);
                Ok(Escape::Nothing)
            }
            'b' => raw(r"(?-u:\b)"),
            'B' => raw(r"(?-u:\B)"),
            'R' => raw(r"(?:\r\n|[\n\x0B\x0C\r\x{85}\x{2028}\x{2029}])"),
            'X' => raw(r"(?:\r\n|\P{M}\p{M}*)"),
            'K' | 'G' => {
                self.out.fancy = true;
                Ok(Escape::Raw(format!("\\{c}")))
            }
            'k' | 'g' => self.reference(start, c),
            _ => Err(self.unknown_escape(start, c)),
        }
    }

    /// `\k<name>`, `\g{name}`, `\g{-1}`, `\g2` …
    fn reference(&mut self, start: usize, letter: char) -> Result<Escape, RegexError> {
        let close = match self.peek() {
            Some('<') if letter == 'k' => '>',
            Some('\'') if letter == 'k' => '\'',
            Some('{') => '}',
            Some(c) if letter == 'g' && (c.is_ascii_digit() || c == '-') => '\0',
            Some('<' | '\'') => {
                return Err(self.error_at(start, "calls of groups (`\\g<…>`) are not supported"));
            }
            _ => return Err(self.error_at(start, &format!("`\\{letter}` must name a group"))),
        };
        let name = if close == '\0' {
            let len = self.rest()[1..]
                .find(|c: char| !c.is_ascii_digit())
                .map_or(self.rest().len(), |n| n + 1);
            let name = &self.rest()[..len];
            self.at += len;
            name
        } else {
            self.bump();
            self.until(start, close)?
        };
        self.back_reference(start, name)
    }

    /// Text up to a closing character, which is eaten.
    fn until(&mut self, start: usize, close: char) -> Result<&'p str, RegexError> {
        let rest = self.rest();
        let Some(len) = rest.find(close) else {
            return Err(self.error_at(start, &format!("`{close}` is missing")));
        };
        self.at += len + close.len_utf8();
        Ok(&rest[..len])
    }

    fn back_reference(&mut self, start: usize, name: &str) -> Result<Escape, RegexError> {
        self.out.fancy = true;
        let so_far = self.out.groups.len() - 1;
        if let Ok(n) = name.parse::<i64>() {
            let n = if n < 0 {
                usize::try_from(n.unsigned_abs())
                    .ok()
                    .and_then(|back| (so_far + 1).checked_sub(back))
                    .unwrap_or(0)
            } else {
                usize::try_from(n).unwrap_or(0)
            };
            if n == 0 || n > self.total_groups {
                return Err(self.error_at(start, &format!("there is no group {name}")));
            }
            // The braces keep a digit that follows apart.
            return Ok(Escape::Raw(format!("(?:\\{n})")));
        }
        if !self.out.groups.iter().flatten().any(|g| &**g == name) {
            return Err(self.error_at(start, &format!("there is no group `{name}`")));
        }
        Ok(Escape::Raw(format!("(?P={name})")))
    }

    /// `\x41`, `\x{1F600}`, `\o{17}`, `\012`, `\1`.
    fn number(&mut self, start: usize, c: char, in_class: bool) -> Result<Escape, RegexError> {
        let (digits, radix) = match c {
            'x' | 'o' if self.eat('{') => (self.until(start, '}')?, if c == 'x' { 16 } else { 8 }),
            'x' => (self.digits(2, 16), 16),
            'o' => return Err(self.unknown_escape(start, c)),
            'u' => {
                let digits = self.digits(4, 16);
                if digits.len() != 4 {
                    return Err(self.unknown_escape(start, c));
                }
                (digits, 16)
            }
            '0' => (self.digits(2, 8), 8),
            _ => {
                self.at = start + 1;
                let digits = self.digits(3, 10);
                let n: usize = digits.parse().unwrap_or(0);
                if !in_class && (n < 10 || n <= self.total_groups) {
                    return self.back_reference(start, digits);
                }
                self.at = start + 1;
                let digits = self.digits(3, 8);
                if digits.is_empty() {
                    return Err(self.error_at(start, "this number has a digit above 7"));
                }
                (digits, 8)
            }
        };
        let digits = digits.trim();
        let code = if digits.is_empty() {
            Some(0)
        } else {
            u32::from_str_radix(digits, radix).ok()
        };
        match code.and_then(char::from_u32) {
            Some(c) => Ok(Escape::Char(c)),
            None => Err(self.error_at(start, "this is the number of no character")),
        }
    }

    fn digits(&mut self, most: usize, radix: u32) -> &'p str {
        let rest = self.rest();
        let len = rest
            .chars()
            .take(most)
            .take_while(|c| c.is_digit(radix))
            .count();
        self.at += len;
        &rest[..len]
    }

    /// `\pL`, `\p{Greek}`, `\p{^Lu}`.
    fn property(&mut self, start: usize, negated: bool) -> Result<Escape, RegexError> {
        let name = if self.eat('{') {
            self.until(start, '}')?
        } else {
            let rest = self.rest();
            let len = self.bump().map_or(0, char::len_utf8);
            &rest[..len]
        };
        let (name, negated) = match name.strip_prefix('^') {
            Some(name) => (name, !negated),
            None => (name, negated),
        };
        // The engines know the properties; a wrong name is their error.
        let letter = if negated { 'P' } else { 'p' };
        match name {
            "" => Err(self.error_at(start, "`\\p` must name a property")),
            "Any" => Ok(Escape::Raw(
                if negated { r"[^\s\S]" } else { r"[\s\S]" }.into(),
            )),
            "L&" => Ok(Escape::Raw(
                if negated { r"\P{LC}" } else { r"\p{LC}" }.into(),
            )),
            _ => Ok(Escape::Raw(format!("\\{letter}{{{name}}}"))),
        }
    }

    fn group(&mut self) -> Result<(), RegexError> {
        let start = self.at;
        self.bump();
        if !self.eat('?') {
            if self.rest().starts_with('*') {
                return Err(self.error_at(start, "backtracking verbs `(*…)` are not supported"));
            }
            self.out.groups.push(None);
            self.open_group(start, "(");
            return Ok(());
        }
        for (text, fancy) in [
            (":", false),
            ("=", true),
            ("!", true),
            ("<=", true),
            ("<!", true),
            (">", true),
        ] {
            if self.eat_str(text) {
                self.out.fancy |= fancy;
                self.open_group(start, &format!("(?{text}"));
                return Ok(());
            }
        }
        self.other_group(start)
    }

    fn open_group(&mut self, start: usize, text: &str) {
        let flags = *self.flags();
        self.flags.push(flags);
        self.open.push(Open {
            source: start,
            out: self.out.text.len(),
            assertion: text.ends_with(['=', '!']),
        });
        self.emit(start, text);
    }

    fn other_group(&mut self, start: usize) -> Result<(), RegexError> {
        match self.peek() {
            Some('#') => self.until(start, ')').map(|_| ()),
            Some('P') if self.eat_str("P=") => {
                let name = self.until(start, ')')?;
                let found = self.back_reference(start, name)?;
                self.emit_escape(start, found);
                Ok(())
            }
            Some('P') if self.eat_str("P<") => self.named_group(start, '>'),
            Some('<') if self.eat_str("<") => self.named_group(start, '>'),
            Some('\'') if self.eat_str("'") => self.named_group(start, '\''),
            Some('(') => self.conditional(start),
            Some('|') => Err(self.error_at(start, "branch reset groups `(?|…)` are not supported")),
            Some('R' | '&' | '0'..='9' | '+' | 'P') => {
                Err(self.error_at(start, "recursion into groups is not supported"))
            }
            _ => self.flag_group(start),
        }
    }

    fn named_group(&mut self, start: usize, close: char) -> Result<(), RegexError> {
        let name = self.until(start, close)?;
        let good = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !good {
            return Err(self
                .error_at(start, &format!("`{name}` cannot be the name of a group"))
                .advise("names consist of letters, digits and `_`"));
        }
        if self.out.groups.iter().flatten().any(|g| &**g == name) {
            return Err(self.error_at(start, &format!("there are two groups named `{name}`")));
        }
        self.out.groups.push(Some(name.into()));
        self.open_group(start, &format!("(?P<{name}>"));
        Ok(())
    }

    /// `(?(1)yes|no)`, `(?(<name>)yes|no)`.
    fn conditional(&mut self, start: usize) -> Result<(), RegexError> {
        self.bump();
        let name = self.until(start, ')')?;
        let name = name.trim_matches(['<', '>', '\'']);
        let good = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !good {
            return Err(self.error_at(start, "only groups can be conditions"));
        }
        self.out.fancy = true;
        let text = if name.bytes().all(|b| b.is_ascii_digit()) {
            format!("(?({name})")
        } else {
            format!("(?(<{name}>)")
        };
        self.open_group(start, &text);
        Ok(())
    }

    /// `(?i)`, `(?s-m:…)`.
    fn flag_group(&mut self, start: usize) -> Result<(), RegexError> {
        let mut flags = *self.flags();
        let (mut on, mut off) = (String::new(), String::new());
        let mut set = true;
        loop {
            match self.bump() {
                Some(c @ ('i' | 's' | 'U')) => {
                    if set { &mut on } else { &mut off }.push(c);
                }
                Some('m') => flags.multi_line = set,
                Some('x') => flags.extended = set,
                // Duplicate names and Unicode are allowed anyway.
                Some('J' | 'u' | 'a') => {}
                Some('-') => set = false,
                Some('^') => (flags.multi_line, flags.extended) = (false, false),
                Some(c @ (')' | ':')) => {
                    let mut text = String::from("(?");
                    text.push_str(&on);
                    if !off.is_empty() {
                        text.push('-');
                        text.push_str(&off);
                    }
                    if c == ':' {
                        text.push(':');
                        self.open_group(start, &text);
                    } else if text.len() > 2 {
                        text.push(')');
                        self.emit(start, &text);
                    }
                    *self.flags() = flags;
                    return Ok(());
                }
                Some(c) => {
                    return Err(self
                        .error_at(start, &format!("`(?{c}` begins no known group"))
                        .advise("write `\\(` for the character"));
                }
                None => return Err(self.error_at(start, "this `(?` is not closed")),
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
