//! Character classes: `[…]`, the POSIX names in them, and the escapes that
//! stand for classes. All are ASCII, as in PCRE without `UCP`.

use super::RegexError;
use super::escape::Escape;
use super::translate::{Translator, literal};

/// The members of `\d`, `\w` … as the inside of a class, and whether the
/// escape means all others.
pub(super) fn escape_class(letter: char) -> Option<(&'static str, bool)> {
    Some(match letter {
        'd' => ("0-9", false),
        'D' => ("0-9", true),
        'w' => ("0-9A-Za-z_", false),
        'W' => ("0-9A-Za-z_", true),
        's' => (SPACE, false),
        'S' => (SPACE, true),
        'h' => (HORIZONTAL, false),
        'H' => (HORIZONTAL, true),
        'v' => (VERTICAL, false),
        'V' => (VERTICAL, true),
        'N' => (r"\n", true),
        _ => return None,
    })
}

const SPACE: &str = r"\t\n\x0B\x0C\r ";
const HORIZONTAL: &str = r"\t \x{A0}\x{1680}\x{180E}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}";
const VERTICAL: &str = r"\n\x0B\x0C\r\x{85}\x{2028}\x{2029}";

fn posix(name: &str) -> Option<&'static str> {
    Some(match name {
        "alnum" => "0-9A-Za-z",
        "alpha" => "A-Za-z",
        "ascii" => r"\x00-\x7F",
        "blank" => r"\t ",
        "cntrl" => r"\x00-\x1F\x7F",
        "digit" => "0-9",
        "graph" => "!-~",
        "lower" => "a-z",
        "print" => " -~",
        "punct" => r"!-/:-@\[-`{-~",
        "space" => SPACE,
        "upper" => "A-Z",
        "word" => "0-9A-Za-z_",
        "xdigit" => "0-9A-Fa-f",
        _ => return None,
    })
}

/// One thing in a class.
enum Item {
    /// A character, which may begin or end a range.
    Char(char),
    /// The inside of a class; a range cannot have it at an end.
    Class(String),
    /// Nothing (`\E`).
    None,
}

/// Translates the class that begins at the translator's place.
pub(super) fn class(t: &mut Translator<'_>) -> Result<(), RegexError> {
    let open = t.at();
    t.bump();
    let mut out = String::from("[");
    if t.eat('^') {
        out.push('^');
    }
    let mut first = true;
    // The start of a range of which only the `-` was seen.
    let mut pending: Option<char> = None;
    loop {
        let Some(c) = t.peek() else {
            return Err(t
                .error_at(open, "this `[` is not closed")
                .advise("add `]`, or write `\\[` for the character"));
        };
        if c == ']' && !first {
            t.bump();
            break;
        }
        let item = item(t, c)?;
        first = false;
        match item {
            Item::None => {}
            Item::Class(inside) => {
                if let Some(start) = pending.take() {
                    push(&mut out, start);
                    push(&mut out, '-');
                }
                out.push_str(&inside);
            }
            Item::Char(c) => match pending.take() {
                Some(start) => {
                    if start > c {
                        return Err(t
                            .error_at(open, &format!("the range `{start}-{c}` is empty"))
                            .advise("the smaller character comes first"));
                    }
                    push(&mut out, start);
                    out.push('-');
                    push(&mut out, c);
                }
                None if t.at_range() => {
                    t.bump();
                    pending = Some(c);
                }
                None => push(&mut out, c),
            },
        }
    }
    if let Some(start) = pending {
        push(&mut out, start);
        push(&mut out, '-');
    }
    out.push(']');
    t.emit(open, &out);
    Ok(())
}

fn push(out: &mut String, c: char) {
    out.push_str(&literal(c, true));
}

fn item(t: &mut Translator<'_>, c: char) -> Result<Item, RegexError> {
    if c == '['
        && t.rest().starts_with("[:")
        && let Some(len) = t.rest().find(":]")
    {
        return posix_item(t, len);
    }
    if c != '\\' {
        t.bump();
        return Ok(Item::Char(c));
    }
    Ok(match t.escape(true)? {
        Escape::Char(c) => Item::Char(c),
        Escape::Class(inside, false) => Item::Class(inside.to_owned()),
        Escape::Class(inside, true) => Item::Class(format!("[^{inside}]")),
        Escape::Raw(text) => Item::Class(text),
        Escape::Quoted(text) => Item::Class(text.chars().map(|c| literal(c, true)).collect()),
        Escape::Nothing => Item::None,
    })
}

fn posix_item(t: &mut Translator<'_>, len: usize) -> Result<Item, RegexError> {
    let at = t.at();
    let name = &t.rest()[2..len];
    let (name, negated) = match name.strip_prefix('^') {
        Some(name) => (name, true),
        None => (name, false),
    };
    let Some(inside) = posix(name) else {
        let message = format!("there is no class `[:{name}:]`");
        return Err(t
            .error_at(at, &message)
            .advise("known are alnum, alpha, digit, lower, upper, space, punct, word, xdigit …"));
    };
    let text = if negated {
        format!("[^{inside}]")
    } else {
        inside.to_owned()
    };
    t.skip(len + 2);
    Ok(Item::Class(text))
}
