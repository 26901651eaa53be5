//! What characters a pattern lets through.
//!
//! A test like `x.matches("[a-z0-9]+")` leaves a text that holds none of the
//! characters that mean something to a shell, a database or a page. Which
//! characters a matched text can hold is read off the pattern:
//!
//! ```text
//! [a-z0-9]+        all of the text must match   → a-z0-9
//! ^\w+:\w+$        anchored at both ends        → a-zA-Z0-9_:
//! \d+              a piece is enough            → anything
//! (?!.*\.\.)[\w.]+ look-around only narrows     → a-zA-Z0-9_.
//! ```

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::RegexPart;

/// The ASCII characters that a text can hold after it matched a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Alphabet(u128);

impl Alphabet {
    const ALL: Self = Self(u128::MAX);

    /// The alphabet of a pattern of Java or Python; none if it cannot be read.
    pub fn of(pattern: &str, part: RegexPart) -> Option<Self> {
        let plain = without_look_around(&common_syntax(pattern))?;
        let hir = regex_syntax::Parser::new().parse(&plain).ok()?;
        let looks = hir.properties();
        let to_end = looks.look_set_suffix().contains(Look::End);
        let from_start = looks.look_set_prefix().contains(Look::Start);
        let is_whole = match part {
            RegexPart::Whole => true,
            RegexPart::Start => to_end,
            RegexPart::Any => from_start && to_end,
        };
        if !is_whole {
            return Some(Self::ALL);
        }
        let mut found = Self(0);
        found.add(&hir);
        Some(found)
    }

    /// Whether a character can be in the text.
    pub fn has(self, c: char) -> bool {
        u32::from(c) < 128 && self.0 & (1 << u32::from(c)) != 0
    }

    /// Whether such a text does no harm where these characters are special. `None`:
    /// all but letters, digits, `_` and `-` are.
    pub fn is_harmless(self, special: Option<&str>) -> bool {
        let is_harmless = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        match special {
            Some(special) => !special.chars().any(|c| self.has(c)),
            None => (0..128u8)
                .map(char::from)
                .all(|c| is_harmless(c) || !self.has(c)),
        }
    }

    fn add(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                let bytes = literal.0.iter().filter(|byte| byte.is_ascii());
                bytes.for_each(|byte| self.0 |= 1 << *byte);
            }
            HirKind::Class(Class::Unicode(class)) => {
                for range in class.iter() {
                    self.add_range(u32::from(range.start()), u32::from(range.end()));
                }
            }
            HirKind::Class(Class::Bytes(class)) => {
                for range in class.iter() {
                    self.add_range(u32::from(range.start()), u32::from(range.end()));
                }
            }
            HirKind::Repetition(inner) => self.add(&inner.sub),
            HirKind::Capture(inner) => self.add(&inner.sub),
            HirKind::Concat(all) | HirKind::Alternation(all) => {
                all.iter().for_each(|inner| self.add(inner));
            }
        }
    }

    fn add_range(&mut self, start: u32, end: u32) {
        (start..=end.min(127)).for_each(|c| self.0 |= 1 << c);
    }
}

/// Spellings of Java and Python that the parser does not know.
fn common_syntax(pattern: &str) -> String {
    const SPELLINGS: [(&str, &str); 8] = [
        (r"\Z", r"\z"),
        (r"\p{Alnum}", "[0-9A-Za-z]"),
        (r"\p{Alpha}", "[A-Za-z]"),
        (r"\p{Digit}", "[0-9]"),
        (r"\p{Lower}", "[a-z]"),
        (r"\p{Upper}", "[A-Z]"),
        (r"\p{XDigit}", "[0-9A-Fa-f]"),
        (r"\p{ASCII}", r"[\x00-\x7F]"),
    ];
    let mut text = pattern.to_owned();
    for (from, to) in SPELLINGS {
        if text.contains(from) {
            text = text.replace(from, to);
        }
    }
    text
}

/// The pattern without its look-around, which can only narrow it. None if a group is open.
fn without_look_around(pattern: &str) -> Option<String> {
    let mut text = pattern.to_owned();
    while let Some(start) = ["(?=", "(?!", "(?<=", "(?<!"]
        .iter()
        .filter_map(|open| text.find(open))
        .min()
    {
        let end = start + group_end(text.get(start..)?)?;
        text.replace_range(start..end, "");
    }
    Some(text)
}

/// The end of the group that a text starts with.
fn group_end(text: &str) -> Option<usize> {
    let (mut depth, mut escaped, mut in_class) = (0u32, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn harmless(pattern: &str, part: RegexPart, special: Option<&str>) -> bool {
        Alphabet::of(pattern, part).is_some_and(|found| found.is_harmless(special))
    }

    #[test]
    fn narrow_patterns_keep_special_characters_out() {
        use RegexPart::{Any, Start, Whole};
        assert!(harmless("[a-z0-9]+", Whole, None));
        assert!(harmless(r"^\w+$", Any, None));
        assert!(harmless(r"\w+\Z", Start, None));
        assert!(harmless(r"(?!.*\)\.)[\w-]+", Whole, None));
        assert!(harmless(r"\p{Alnum}{1,9}", Whole, None));
        assert!(harmless(r"\d{4}/\d\d", Whole, Some("'\"")));
    }

    #[test]
    fn wide_patterns_do_not() {
        use RegexPart::{Any, Start, Whole};
        assert!(!harmless(".*", Whole, None));
        assert!(!harmless("[a-z]+", Start, None));
        assert!(!harmless("^[a-z]+", Any, None));
        assert!(!harmless("^[a-z]+$|x", Any, None));
        assert!(!harmless(r"\d{4}/\d\d", Whole, Some("/")));
        assert!(!harmless("[^a-z]+", Whole, Some("'")));
        assert!(!harmless("(?m)^[a-z]+$", Any, None));
    }
}
