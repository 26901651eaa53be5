//! Java that is newer than the published grammar.
//!
//! A file with errors in it is looked through for constructs that the grammar
//! does not know. Each is rewritten, in a copy that only the parser sees, to
//! something that it does know and that has the same length; so every place
//! stays where it is, and the lowering, which reads names from the text as it
//! was written, sees through the disguise. The copy counts only if it parses
//! with fewer errors.
//!
//! | written | parsed as | the tree has |
//! |---|---|---|
//! | `f(String @A ... a)` | `f(String    ... a)` | no annotation |
//! | `case a.B(var x)` | `case a_B(var x)` | `PatClass` of the `Member` `a.B` |
//! | `case final B b` | `case       B b` | no modifier |
//! | `check(); super(x);` | `check(); suPer(x);` | a `Call` of `Super` |
//! | `import module a.b;` | `import        a.b;` | a wildcard import |
//!
//! Comments and strings may be rewritten as well: nothing reads them from the copy.

/// The copy to parse, if there is anything to rewrite.
pub(super) fn mend(text: &str) -> Option<String> {
    let mut copy = Copy {
        bytes: text.as_bytes().to_vec(),
        changed: false,
    };
    copy.annotated_varargs();
    copy.labels_and_tests();
    copy.late_constructor_calls();
    copy.module_imports();
    copy.end_of_file_mark();
    // Only ASCII was replaced, by ASCII.
    String::from_utf8(copy.bytes).ok().filter(|_| copy.changed)
}

struct Copy {
    bytes: Vec<u8>,
    changed: bool,
}

impl Copy {
    fn annotated_varargs(&mut self) {
        for dots in self.all(b"...") {
            let mut end = dots;
            while let Some(at) = self.annotation_before(end) {
                self.blank(at, end);
                end = at;
            }
        }
    }

    /// Where the annotation `@a.B` begins that ends at `end`, blanks between.
    fn annotation_before(&self, end: usize) -> Option<usize> {
        let mut at = self.blanks_before(end);
        while at > 0 && (is_name(self.bytes[at - 1]) || self.bytes[at - 1] == b'.') {
            at -= 1;
        }
        let name = at;
        (at > 0 && self.bytes[at - 1] == b'@' && name < self.blanks_before(end)).then(|| at - 1)
    }

    /// What follows `case` and `instanceof`.
    fn labels_and_tests(&mut self) {
        for word in ["case", "instanceof"] {
            for at in self.words(word) {
                let mut start = self.blanks_after(at + word.len());
                if self.word_at(start) == b"final" {
                    self.blank(start, start + 5);
                    start = self.blanks_after(start + 5);
                }
                self.record_pattern(start);
            }
        }
    }

    /// Makes one name of the qualified names of a record pattern, also of those
    /// in its parentheses.
    fn record_pattern(&mut self, start: usize) {
        let mut depth = 0usize;
        let mut at = start;
        while at < self.bytes.len() {
            match self.bytes[at] {
                b'(' => depth += 1,
                b')' if depth <= 1 => return,
                b')' => depth -= 1,
                b',' | b'.' | b'<' | b'>' | b'?' | b'[' | b']' | b'&' | b'@' => {}
                byte if byte.is_ascii_whitespace() => {}
                byte if is_name(byte) => {
                    let end = self.path_end(at);
                    let follows = self.bytes.get(self.blanks_after(end));
                    if follows == Some(&b'(') {
                        self.join(at, end);
                    } else if depth == 0 && follows != Some(&b'<') {
                        return;
                    }
                    at = end;
                    continue;
                }
                _ => return,
            }
            at += 1;
        }
    }

    /// One past the last byte of the path that begins at `start`.
    fn path_end(&self, start: usize) -> usize {
        let is_part = |byte: &u8| is_name(*byte) || *byte == b'.';
        start
            + self.bytes[start..]
                .iter()
                .take_while(|b| is_part(b))
                .count()
    }

    fn join(&mut self, start: usize, end: usize) {
        for at in start..end {
            if self.bytes[at] == b'.' {
                self.put(at, b'_');
            }
        }
    }

    /// `super(x);` and `this(x);` where they are not the first statement.
    fn late_constructor_calls(&mut self) {
        for word in ["super", "this"] {
            for at in self.words(word) {
                let before = self.blanks_before(at);
                let begins = before > 0 && matches!(self.bytes[before - 1], b';' | b'{' | b'}');
                let after = self.blanks_after(at + word.len());
                if begins && self.bytes.get(after) == Some(&b'(') {
                    let upper = self.bytes[at + 2].to_ascii_uppercase();
                    self.put(at + 2, upper);
                }
            }
        }
    }

    fn module_imports(&mut self) {
        for at in self.words("import") {
            let start = self.blanks_after(at + 6);
            let end = start + 6;
            let path = self.bytes.get(self.blanks_after(end));
            if self.word_at(start) == b"module" && path.is_some_and(|byte| is_name(*byte)) {
                self.blank(start, end);
            }
        }
    }

    /// The Ctrl-Z with which old systems end a file.
    fn end_of_file_mark(&mut self) {
        if self.bytes.last() == Some(&0x1a) {
            self.put(self.bytes.len() - 1, b' ');
        }
    }

    // ---- looking

    fn all(&self, needle: &[u8]) -> Vec<usize> {
        memchr::memmem::find_iter(&self.bytes, needle).collect()
    }

    /// Where `word` stands as a whole word.
    fn words(&self, word: &str) -> Vec<usize> {
        let mut found = self.all(word.as_bytes());
        found.retain(|at| {
            let before = at.checked_sub(1).map(|at| self.bytes[at]);
            !before.is_some_and(|byte| is_name(byte) || byte == b'.')
                && self.word_at(*at).len() == word.len()
        });
        found
    }

    fn word_at(&self, at: usize) -> &[u8] {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| is_name(**byte)).count();
        &rest[..length]
    }

    fn blanks_before(&self, mut at: usize) -> usize {
        while at > 0 && self.bytes[at - 1].is_ascii_whitespace() {
            at -= 1;
        }
        at
    }

    fn blanks_after(&self, mut at: usize) -> usize {
        while self.bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        at
    }

    // ---- writing

    fn blank(&mut self, start: usize, end: usize) {
        for at in start..end {
            if self.bytes[at].is_ascii() && !self.bytes[at].is_ascii_whitespace() {
                self.put(at, b' ');
            }
        }
    }

    fn put(&mut self, at: usize, byte: u8) {
        self.bytes[at] = byte;
        self.changed = true;
    }
}

/// Whether the byte may be part of a name. Names beyond ASCII are not rewritten.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$'
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn rewrites_keep_every_place() {
        let cases = [
            ("f(String @A ... a)", Some("f(String    ... a)")),
            ("f(@B A @a.B @C\n... a)", Some("f(@B A        \n... a)")),
            ("f(String... a)", None),
            (
                "case a.B(c.D(var x), e.F y) ->",
                Some("case a_B(c_D(var x), e.F y) ->"),
            ),
            ("case a.B<T>(var x) ->", None),
            ("o instanceof a.B (int x)", Some("o instanceof a_B (int x)")),
            ("case A.B: c.d(x);", None),
            ("case B(int x) -> c.d(x);", None),
            ("case final B b ->", Some("case       B b ->")),
            ("x(); super(y);", Some("x(); suPer(y);")),
            ("return super.x(this);", None),
            ("import module java.base;", Some("import        java.base;")),
            ("import module.A;", None),
            ("class A {}\x1a", Some("class A {} ")),
        ];
        for (written, parsed) in cases {
            assert_eq!(mend(written).as_deref(), parsed, "{written}");
        }
    }
}
