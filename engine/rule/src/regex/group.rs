//! What begins with `(`.

use super::RegexError;
use super::translate::{Open, Translator};

impl Translator<'_> {
    pub(super) fn group(&mut self) -> Result<(), RegexError> {
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

    pub(super) fn close_group(&mut self) -> Result<(), RegexError> {
        let start = self.at;
        let Some(open) = self.open.pop() else {
            return Err(self
                .error_at(start, "this `)` closes nothing")
                .advise("remove it, or write `\\)` for the character"));
        };
        self.flags.pop();
        self.bump();
        self.emit(start, ")");
        self.assertion = open.assertion.then_some(open.out);
        Ok(())
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
                self.emit(start, &found.text());
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
