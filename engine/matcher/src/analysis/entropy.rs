//! Does a string look random?
//!
//! A password or key carries much information per letter, a word little. How
//! much a text carries is estimated from how rare its groups of three letters
//! are in English; each group stands for the letter that it begins with, so it
//! counts a third of its surprise. Where there are no three letters (digits,
//! signs, the end of the text) each character counts for itself, one that is
//! no letter as one of 62 equally likely ones (`[A-Za-z0-9]`).
//!
//! ```text
//! "password"          pas ass ssw swo wor ord rd d    common: few bits
//! "d3a447630194bd4b"  16 × about 6 bits = 95 bits     density 0.74: random
//! ```
//!
//! A stretch that repeats the same two to four characters tells nothing new after
//! its first round: `abababab`. One character repeated counts within a longer text,
//! as keys are masked so (`AKIAxxxxxxxxxxxxxxxx`), but not alone: `--------`.
//!
//! The frequencies are our own, see `make_trigrams.py`. Close to the threshold
//! verdicts depend on such a table, so they can differ from those of other
//! engines for short strings of letters only.

use std::sync::OnceLock;

use haechi_rule::condition::EntropyMode;

const TABLE: &str = include_str!("trigrams.txt");
/// So many characters must repeat others to count for nothing.
const LONG: usize = 8;
/// Bits of a character of which nothing is known: log2(62).
const UNKNOWN: f64 = 5.954_196_310_386_875;

/// Both bounds must be passed for a string to look random.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Bounds {
    /// Bits of the whole string.
    bits: f64,
    /// Bits per bit of its UTF-8 form.
    density: f64,
}

impl Bounds {
    /// Those of the analyzer `entropy`.
    pub(super) const USUAL: Self = Self {
        bits: 64.0,
        density: 0.6,
    };

    /// Those of `entropy_v2`: `default` is what `entropy` asks for, `lax`
    /// admits strings of three quarters of that length, `strict` wants half
    /// as much again and denser than hexadecimal digits are.
    pub(super) fn of(mode: EntropyMode) -> Self {
        match mode {
            EntropyMode::Lax => Self {
                bits: 48.0,
                density: 0.5,
            },
            EntropyMode::Default => Self::USUAL,
            EntropyMode::Strict => Self {
                bits: 96.0,
                density: 0.75,
            },
        }
    }
}

/// Whether a string carries so much information that it was hardly written by
/// a person.
pub(super) fn looks_random(text: &str, bounds: Bounds) -> bool {
    let Some(first) = text.bytes().next() else {
        return false;
    };
    if text.bytes().all(|byte| byte == first) {
        return false;
    }
    let bits = information(text.as_bytes());
    #[expect(
        clippy::cast_precision_loss,
        reason = "texts are shorter than 2^52 bytes"
    )]
    let density = bits / (8.0 * text.len() as f64);
    bits > bounds.bits && density > bounds.density
}

/// The estimated information of a text in bits.
fn information(text: &[u8]) -> f64 {
    let mut bits = 0.0;
    let mut at = 0;
    while at < text.len() {
        let repeated = (2..=4).map(|period| repeats(text, at, period)).max();
        match repeated {
            Some(len) if len >= LONG => at += len,
            _ => {
                bits += surprise(&text[at..text.len().min(at + 3)]);
                at += 1;
            }
        }
    }
    bits
}

/// How many characters from a place on equal those `period` before them.
fn repeats(text: &[u8], at: usize, period: usize) -> usize {
    let Some(before) = at.checked_sub(period) else {
        return 0;
    };
    if text[before..at].iter().all(|byte| *byte == text[before]) {
        return 0;
    }
    let pairs = text[before..].iter().zip(&text[at..]);
    pairs.take_while(|(a, b)| a == b).count()
}

/// The bits that the first of up to three characters counts for.
fn surprise(part: &[u8]) -> f64 {
    let rows = rows();
    let letter = |byte: &u8| {
        byte.is_ascii_alphabetic()
            .then(|| usize::from(byte.to_ascii_uppercase() - b'A'))
    };
    if let [a, b, c] = part
        && let (Some(a), Some(b), Some(c)) = (letter(a), letter(b), letter(c))
    {
        return rows.bits(1 + 26 * a + b, c) / 3.0;
    }
    let single = |byte| letter(byte).map_or(UNKNOWN, |column| rows.bits(0, column));
    #[expect(clippy::cast_precision_loss, reason = "at most three")]
    let len = part.len() as f64;
    part.iter().map(single).sum::<f64>() / len
}

struct Rows(Vec<&'static [u8]>);

impl Rows {
    fn bits(&self, row: usize, column: usize) -> f64 {
        let entry = self.0.get(row).and_then(|row| row.get(column));
        entry.map_or(UNKNOWN, |entry| f64::from(entry.saturating_sub(48)) / 2.0)
    }
}

fn rows() -> &'static Rows {
    static ROWS: OnceLock<Rows> = OnceLock::new();
    ROWS.get_or_init(|| Rows(TABLE.lines().map(str::as_bytes).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(rows().0.len(), 1 + 26 * 26);
        assert!(rows().0.iter().all(|row| row.len() == 26));
        assert!(surprise(b"the") < surprise(b"zqx"));
    }

    #[test]
    fn keys_look_random_words_do_not() {
        for text in [
            "9f86d081884c7d65",
            "Zm9vYmFyLWJhei1xdXV4",
            "x7Qp2LmV9sKd4Tz",
        ] {
            assert!(looks_random(text, Bounds::USUAL), "{text}");
        }
        for text in [
            "",
            "k",
            "administrator",
            "connection refused by the other side",
            "getDefaultConfigurationProvider",
            "00000000000000000000000000000000",
            "9f86d081",
            "key_xyxyxyxyxyxyxyxyxyxyxyxyxyxyxy",
        ] {
            assert!(!looks_random(text, Bounds::USUAL), "{text}");
        }
    }

    #[test]
    fn modes_ask_for_more_or_less() {
        let judge = |text, mode| looks_random(text, Bounds::of(mode));
        assert!(judge("9f86d0818", EntropyMode::Lax));
        assert!(!judge("9f86d0818", EntropyMode::Default));
        assert!(judge("9f86d081884c7d65", EntropyMode::Default));
        assert!(!judge("9f86d081884c", EntropyMode::Strict));
    }
}
