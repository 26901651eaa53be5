//! GitHub code scanning's `primaryLocationLineHash`.
//!
//! The page of a code-scanning alert stays the same alert as long as its
//! line's hash does, so the value must equal to the bit what the upload action
//! computes from the checked-out file. The hash of a line covers the 100
//! UTF-16 units that follow the line's start, blanks and tabs left out; it is
//! a rolling hash, `h = 37 h + unit − 37¹⁰⁰ · (unit that leaves the window)`,
//! all modulo 2⁶⁴. After the text comes one unit 65535, then zeros until the
//! last line's window is full. Equal hashes in one file are numbered.
//!
//! Example: in `"a\nb"` the window of line 1 holds `a`, `\n`, `b`, 65535 and
//! 96 zeros, that of line 2 `b`, 65535 and 98 zeros.

use std::collections::HashMap;

/// Units in a window.
const BLOCK: usize = 100;
/// Base of the polynomial.
const BASE: u64 = 37;
/// `BASE` to the power of `BLOCK`, modulo 2⁶⁴.
const LEAVING: u64 = BASE.wrapping_pow(BLOCK as u32);
/// Stands for the end of the text.
const END: u16 = u16::MAX;

/// Hashes of all lines of a text, for example `271789c17abda88f:1`: line `n`
/// (1-based) has item `n - 1`. Lines end at `\n`, `\r\n` or a lone `\r`; a text
/// that ends with a line break has an empty last line.
///
/// The text is the file read as UTF-8 by someone who keeps a byte-order mark:
/// with `mark`, one is put in front.
pub fn line_hashes(text: &str, mark: bool) -> Vec<String> {
    let mut hasher = Hasher::new();
    if mark {
        hasher.unit(0xFEFF);
    }
    for unit in text.encode_utf16() {
        hasher.unit(unit);
    }
    hasher.unit(END);
    for _ in 0..BLOCK {
        hasher.shift(0);
    }
    hasher.lines
}

/// The rolling hash over a ring of the last [`BLOCK`] units.
struct Hasher {
    ring: [u16; BLOCK],
    /// For each place in the ring whether a line begins there whose hash is
    /// still to be given out.
    begins: [bool; BLOCK],
    at: usize,
    hash: u64,
    at_line_start: bool,
    after_return: bool,
    seen: HashMap<u64, u32>,
    lines: Vec<String>,
}

impl Hasher {
    fn new() -> Self {
        Self {
            ring: [0; BLOCK],
            begins: [false; BLOCK],
            at: 0,
            hash: 0,
            at_line_start: true,
            after_return: false,
            seen: HashMap::new(),
            lines: Vec::new(),
        }
    }

    /// Takes one unit of the text, or the end.
    fn unit(&mut self, unit: u16) {
        const NEWLINE: u16 = b'\n' as u16;
        const RETURN: u16 = b'\r' as u16;
        let blank = unit == u16::from(b' ') || unit == u16::from(b'\t');
        if blank || (self.after_return && unit == NEWLINE) {
            self.after_return = false;
            return;
        }
        self.after_return = unit == RETURN;
        let unit = if self.after_return { NEWLINE } else { unit };
        self.give_out();
        if self.at_line_start {
            self.at_line_start = false;
            self.begins[self.at] = true;
        }
        if unit == NEWLINE {
            self.at_line_start = true;
        }
        self.roll(unit);
    }

    /// Moves the window on by one unit beyond the end.
    fn shift(&mut self, unit: u16) {
        self.give_out();
        self.roll(unit);
    }

    /// The window that began here is full: its hash is its line's.
    fn give_out(&mut self) {
        if !std::mem::take(&mut self.begins[self.at]) {
            return;
        }
        let count = self.seen.entry(self.hash).or_insert(0);
        *count += 1;
        self.lines.push(format!("{:x}:{count}", self.hash));
    }

    fn roll(&mut self, unit: u16) {
        let leaving = std::mem::replace(&mut self.ring[self.at], unit);
        self.hash = BASE
            .wrapping_mul(self.hash)
            .wrapping_add(u64::from(unit))
            .wrapping_sub(LEAVING.wrapping_mul(u64::from(leaving)));
        self.at = (self.at + 1) % BLOCK;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vectors() {
        assert_eq!(line_hashes("", false), ["c129715d7a2bc9a3:1"]);
        assert_eq!(
            line_hashes(" a\nb\n  \t\tc\n d", false),
            [
                "271789c17abda88f:1",
                "54703d4cd895b18:1",
                "180aee12dab6264:1",
                "a23a3dc5e078b07b:1"
            ]
        );
        assert_eq!(
            line_hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10), false),
            [
                "a7f2ff13bc495cf2:1",
                "a7f2ff13bc495cf2:2",
                "a7f2ff13bc495cf2:3",
                "a7f2ff13bc495cf2:4",
                "a7f2ff13bc495cf2:5",
                "a7f2ff13bc495cf2:6",
                "a7f2ff1481e87703:1",
                "a9cf91f7bbf1862b:1",
                "55ec222b86bcae53:1",
                "cc97dc7b1d7d8f7b:1",
                "c129715d7a2bc9a3:1"
            ]
        );
        assert_eq!(
            line_hashes(
                "x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n",
                false
            ),
            [
                "e54938cc54b302f1:1",
                "bb609acbe9138d60:1",
                "1131fd5871777f34:1",
                "5c482a0f8b35ea28:1",
                "54517377da7028d2:1",
                "2c644846cb18d53e:1",
                "f1b89f20de0d133:1",
                "c129715d7a2bc9a3:1"
            ]
        );
    }

    #[test]
    fn line_breaks_of_every_kind_are_one_kind() {
        let unix = line_hashes("a\nb c\nd\n", false);
        assert_eq!(line_hashes("a\r\nb c\r\nd\r\n", false), unix);
        assert_eq!(line_hashes("a\rb c\rd\r", false), unix);
        assert_eq!(unix.len(), 4);
        // A blank between the two halves of a line break makes them two.
        assert_eq!(line_hashes("a\r \nb", false).len(), 3);
    }

    #[test]
    fn a_mark_changes_the_first_line_only() {
        let (with, without) = (line_hashes("a\nb\n", true), line_hashes("a\nb\n", false));
        assert_ne!(with[0], without[0]);
        assert_eq!(with[1..], without[1..]);
    }

    #[test]
    fn characters_beyond_the_basic_plane_are_two_units() {
        // Computed with the reference algorithm over UTF-16 code units.
        assert_eq!(line_hashes("s = '해치😀'\n", false).len(), 2);
        assert_ne!(line_hashes("😀", false), line_hashes("😁", false));
    }
}
