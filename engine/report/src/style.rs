//! Colours of text output.

use std::fmt::{self, Display};

/// What a piece of text is, which decides its colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Ordinary text.
    Plain,
    /// Names that the eye should land on.
    Strong,
    /// Line numbers, rules between parts, whatever should step back.
    Faint,
    /// Places in files.
    Path,
    /// A finding of high or critical severity; an error.
    Error,
    /// A finding of medium severity; a warning.
    Warning,
    /// A finding of low severity; a hint.
    Note,
    /// Good news; text that is added.
    Good,
}

/// Paints text, or leaves it as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Palette {
    colour: bool,
}

impl Palette {
    /// With ANSI colours, or without.
    pub const fn new(colour: bool) -> Self {
        Self { colour }
    }

    /// The text in a tone.
    pub fn paint<T: Display>(self, tone: Tone, text: T) -> Painted<T> {
        Painted {
            tone: if self.colour { tone } else { Tone::Plain },
            text,
        }
    }
}

/// Text that prints itself in colour.
#[derive(Clone, Copy, Debug)]
pub struct Painted<T> {
    tone: Tone,
    text: T,
}

impl<T: Display> Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = match self.tone {
            Tone::Plain => return self.text.fmt(f),
            Tone::Strong => "1",
            Tone::Faint => "2",
            Tone::Path => "36",
            Tone::Error => "1;31",
            Tone::Warning => "1;33",
            Tone::Note => "1;34",
            Tone::Good => "32",
        };
        write!(f, "\x1b[{code}m{}\x1b[0m", self.text)
    }
}

/// Text from a scanned file or a rule, made safe for a terminal: control
/// characters and characters that reorder text are shown, not obeyed. Tabs
/// become blanks up to the next multiple of four columns.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let blanks = 4 - column % 4;
                out.extend(std::iter::repeat_n(' ', blanks));
                column += blanks;
                continue;
            }
            c if c.is_control() => out.push(control_picture(c)),
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                let shown = format!("<U+{:04X}>", u32::from(c));
                column += shown.len();
                out.push_str(&shown);
                continue;
            }
            c => out.push(c),
        }
        column += unicode_width::UnicodeWidthChar::width(c).unwrap_or(1);
    }
    out
}

/// The picture of a control character (`␛`), which is one column wide.
fn control_picture(c: char) -> char {
    match u32::from(c) {
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        0x7f => '\u{2421}',
        _ => '\u{fffd}',
    }
}

/// Columns that a text takes on a terminal.
pub(crate) fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_only_when_asked_for() {
        assert_eq!(Palette::new(false).paint(Tone::Error, "x").to_string(), "x");
        assert_eq!(
            Palette::new(true).paint(Tone::Error, "x").to_string(),
            "\x1b[1;31mx\x1b[0m"
        );
        assert_eq!(Palette::new(true).paint(Tone::Plain, "x").to_string(), "x");
    }

    #[test]
    fn a_file_cannot_speak_to_the_terminal() {
        assert_eq!(visible("a\x1b[31mb\u{7}"), "a␛[31mb␇");
        assert_eq!(visible("x = '\u{202e}'"), "x = '<U+202E>'");
        assert_eq!(visible("a\tb\t\tc"), "a   b       c");
        assert_eq!(visible("해\t치"), "해  치");
    }
}
