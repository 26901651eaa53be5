//! What the terminal can and should show.

use std::io::{self, IsTerminal, Write};

use haechi_report::{Palette, Tone};
use haechi_syntax::lang::PatternError;

use crate::args::ColorChoice;

/// Whether to colour what goes to a stream.
pub fn palette(choice: ColorChoice, is_terminal: bool) -> Palette {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let forced = std::env::var("FORCE_COLOR").is_ok_and(|value| !value.is_empty() && value != "0");
    Palette::new(match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR") => false,
        ColorChoice::Auto => {
            forced || (is_terminal && std::env::var("TERM").is_ok_and(|term| term != "dumb"))
        }
    })
}

/// Colours of standard error.
pub fn stderr_palette(choice: ColorChoice) -> Palette {
    palette(choice, io::stderr().is_terminal())
}

/// Columns of the terminal, at most 120; 100 if there is none to ask.
pub fn width() -> usize {
    let columns = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    columns
        .or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
        .unwrap_or(100)
        .min(120)
}

/// Writes a line to standard error. A stream that is closed there is nobody to tell.
pub fn say(text: impl std::fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// A closed pipe is no error: the reader has seen enough.
pub fn unless_closed(result: io::Result<()>) -> anyhow::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Shows an error that ends the run. Its lines that begin with `help:` say what to do.
pub fn error(error: &anyhow::Error, choice: ColorChoice) {
    let palette = stderr_palette(choice);
    let text = format!("{error:#}");
    let mut lines = text.lines();
    let first = lines.next().unwrap_or("");
    say(format_args!(
        "{} {first}",
        palette.paint(Tone::Error, "error:")
    ));
    for line in lines {
        match line.strip_prefix("help:") {
            Some(help) => say(format_args!("{}{help}", palette.paint(Tone::Note, "help:"))),
            None => say(line),
        }
    }
}

/// Shows where a pattern is not one.
pub fn pattern_error(pattern: &str, lang: &str, problem: &PatternError, choice: ColorChoice) {
    let palette = stderr_palette(choice);
    let mut start = (problem.span.start as usize).min(pattern.len());
    while !pattern.is_char_boundary(start) {
        start -= 1;
    }
    let line_start = pattern[..start].rfind('\n').map_or(0, |at| at + 1);
    let line = pattern[line_start..].lines().next().unwrap_or("");
    let before = pattern[line_start..start].chars().count();
    let caret = palette.paint(Tone::Error, "^");
    let head = palette.paint(Tone::Error, "error:");
    say(format_args!(
        "{head} this is not a {lang} pattern: {problem}"
    ));
    say(format_args!("  | {line}\n  | {:before$}{caret}", ""));
}
