//! Metavariables: how they are written and how they are found in text.

use std::fmt;

/// A metavariable with its `$`: `$X`, `$...ARGS`, `$_`, or `$1` for a numbered
/// group of a regex.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mvar(Box<str>);

impl Mvar {
    /// The metavariable that a text is, if it is exactly one.
    pub fn parse(text: &str) -> Option<Self> {
        (metavariable_len(text) == Some(text.len())).then(|| Self(text.into()))
    }

    /// The metavariable that a named regex group binds: `(?<X>…)` binds `$X`.
    /// Names that are not upper case bind nothing.
    pub fn of_group(name: &str) -> Option<Self> {
        Self::parse(&format!("${name}"))
    }

    /// As written, with the `$`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it binds a sequence (`$...X`).
    pub fn is_sequence(&self) -> bool {
        self.0.starts_with("$...")
    }

    /// Whether it is `$_`, which never unifies.
    pub fn is_anonymous(&self) -> bool {
        &*self.0 == "$_"
    }

    /// Whether it stands for a numbered regex group (`$1`), which never blocks
    /// a unification.
    pub fn is_numbered(&self) -> bool {
        self.0[1..].bytes().all(|b| b.is_ascii_digit())
    }
}

impl fmt::Display for Mvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Mvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How many bytes at the start of the text form a metavariable; `None` if it
/// does not start with one.
pub fn metavariable_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'$') {
        return None;
    }
    let name = if text[1..].starts_with("...") { 4 } else { 1 };
    let first = *bytes.get(name)?;
    if name == 1 && first.is_ascii_digit() {
        let digits = bytes[1..].iter().take_while(|b| b.is_ascii_digit()).count();
        return Some(1 + digits);
    }
    if !(first.is_ascii_uppercase() || first == b'_') {
        return None;
    }
    let more = bytes[name..]
        .iter()
        .take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'_')
        .count();
    // `$Xyz` is an ordinary name of languages with sigils, not a metavariable.
    match bytes.get(name + more) {
        Some(b) if b.is_ascii_lowercase() => None,
        _ => Some(name + more),
    }
}

/// All metavariables in a text with their byte offsets, in order. Also finds
/// those within words and strings, where some languages bind them.
pub fn metavariables(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let dollar = at + text.get(at..)?.find('$')?;
            match metavariable_len(&text[dollar..]) {
                Some(len) => {
                    at = dollar + len;
                    return Some((dollar, &text[dollar..at]));
                }
                None => at = dollar + 1,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<&str> {
        metavariables(text).map(|(_, m)| m).collect()
    }

    #[test]
    fn metavariables_are_upper_case() {
        assert_eq!(
            all("f($X, $...ARGS, $_, $a, $Xyz, $1, $FOO_2.bar)"),
            ["$X", "$...ARGS", "$_", "$1", "$FOO_2"]
        );
        assert!(Mvar::parse("$X").is_some());
        assert!(Mvar::parse("X").is_none());
        assert!(Mvar::parse("$X ").is_none());
        assert!(Mvar::parse("$").is_none());
    }
}
