//! Identity of findings across runs.
//!
//! A fingerprint is made of the rule, the path, the matched text without
//! layout, and a count among findings that are equal in these: adding a line
//! above or re-indenting does not change it.

use sha2::{Digest, Sha256};

/// What a fingerprint is made of.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    rule: String,
    path: String,
    text: String,
}

impl Identity {
    pub(crate) fn new(rule: &str, path: &str, matched: &str) -> Self {
        let text = matched.split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            rule: rule.to_owned(),
            path: path.to_owned(),
            text,
        }
    }

    /// The fingerprint of the n-th finding with this identity: 32 hexadecimal digits.
    pub(crate) fn fingerprint(&self, n: usize) -> String {
        let mut hash = Sha256::new();
        for part in [&self.rule, &self.path, &self.text, &n.to_string()] {
            hash.update(part.len().to_le_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize()
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_does_not_count_but_everything_else_does() {
        let print = |rule, path, text, n| Identity::new(rule, path, text).fingerprint(n);
        let one = print("r", "a.py", "f(x,\n    y)", 0);
        assert_eq!(one.len(), 32);
        assert_eq!(one, print("r", "a.py", "f(x, y)", 0));
        for other in [
            print("s", "a.py", "f(x, y)", 0),
            print("r", "b.py", "f(x, y)", 0),
            print("r", "a.py", "f(x, y)", 1),
        ] {
            assert_ne!(one, other);
        }
    }
}
