//! What begins with a backslash.

use super::RegexError;
use super::class::escape_class;
use super::translate::{Translator, literal};

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

impl Escape {
    /// In the syntax of the engines, outside of classes.
    pub(super) fn text(self) -> String {
        match self {
            Self::Char(c) => literal(c, false),
            Self::Class(inside, false) => format!("[{inside}]"),
            Self::Class(inside, true) => format!("[^{inside}]"),
            Self::Raw(text) => text,
            Self::Quoted(text) => text.chars().map(|c| literal(c, false)).collect(),
            Self::Nothing => String::new(),
        }
    }
}

impl<'p> Translator<'p> {
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
    pub(super) fn until(&mut self, start: usize, close: char) -> Result<&'p str, RegexError> {
        let rest = self.rest();
        let Some(len) = rest.find(close) else {
            return Err(self.error_at(start, &format!("`{close}` is missing")));
        };
        self.at += len + close.len_utf8();
        Ok(&rest[..len])
    }

    pub(super) fn back_reference(
        &mut self,
        start: usize,
        name: &str,
    ) -> Result<Escape, RegexError> {
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
}
