//! Python that is newer or older than the published grammar.
//!
//! A file with errors in it is looked through for constructs that the grammar
//! does not know. Each is rewritten, in a copy that only the parser sees, to
//! something of the same length that it does know; the lowering reads the text
//! as it was written. The copy counts only if it parses with fewer errors.
//!
//! | written | parsed as | the tree has |
//! |---|---|---|
//! | `def f[T: A = B](): …` | `def f[T: A : B](): …` | `TypeParam` with a `Default` |
//! | `task.async`, `def async(): …` | `task.asynC`, `def asynC(): …` | the name `async` |
//! | `%matplotlib inline`, `!ls` | `#matplotlib inline`, `#ls` | a comment |

/// The copy to parse, if there is anything to rewrite.
pub(super) fn mend(text: &str) -> Option<String> {
    let mut copy = Copy {
        bytes: text.as_bytes().to_vec(),
        changed: false,
    };
    copy.type_parameter_defaults();
    copy.names_that_became_keywords();
    copy.notebook_commands();
    // Only ASCII was replaced, by ASCII.
    String::from_utf8(copy.bytes).ok().filter(|_| copy.changed)
}

struct Copy {
    bytes: Vec<u8>,
    changed: bool,
}

impl Copy {
    /// `=` between the brackets behind `def f`, `class C` and `type X`.
    fn type_parameter_defaults(&mut self) {
        for word in ["def", "class", "type"] {
            for at in self.words(word) {
                let name = self.blanks_after(at + word.len());
                let bracket = self.blanks_after(name + self.word_at(name).len());
                if name > at + word.len() && self.bytes.get(bracket) == Some(&b'[') {
                    self.defaults_between(bracket);
                }
            }
        }
    }

    fn defaults_between(&mut self, bracket: usize) {
        let mut depth = 0usize;
        for at in bracket..self.bytes.len() {
            match self.bytes[at] {
                b'[' | b'(' | b'{' => depth += 1,
                b']' | b')' | b'}' => depth = depth.saturating_sub(1),
                b'=' if depth == 1 => self.put(at, b':'),
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// `async` was a name before Python 3.7.
    fn names_that_became_keywords(&mut self) {
        for at in self.words("async") {
            let next = self.blanks_after(at + "async".len());
            if !matches!(self.word_at(next), b"def" | b"for" | b"with") {
                self.put(at + "async".len() - 1, b'C');
            }
        }
    }

    /// Lines of a notebook that are not Python.
    fn notebook_commands(&mut self) {
        let starts = memchr::memchr_iter(b'\n', &self.bytes).map(|at| at + 1);
        let starts: Vec<usize> = std::iter::once(0).chain(starts).collect();
        for at in starts {
            if matches!(self.bytes.get(at), Some(b'%' | b'!')) {
                self.put(at, b'#');
            }
        }
    }

    // ---- reading

    /// Where `word` stands as a whole word.
    fn words(&self, word: &str) -> Vec<usize> {
        let mut found: Vec<usize> =
            memchr::memmem::find_iter(&self.bytes, word.as_bytes()).collect();
        found.retain(|at| {
            let before = at.checked_sub(1).map(|at| self.bytes[at]);
            !before.is_some_and(is_name) && self.word_at(*at).len() == word.len()
        });
        found
    }

    fn word_at(&self, at: usize) -> &[u8] {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| is_name(**byte)).count();
        &rest[..length]
    }

    /// The first byte from `at` on that is no blank.
    fn blanks_after(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        at + rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count()
    }

    // ---- writing

    fn put(&mut self, at: usize, byte: u8) {
        self.bytes[at] = byte;
        self.changed = true;
    }
}

/// Whether the byte may be part of a name; those beyond ASCII may.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}
