//! Trouble with rule files, as text.

use std::io::{self, Write};

use haechi_rule::{Diagnostic, Level};

use crate::style::{Palette, Tone, visible};
use crate::window::Window;

/// Columns for the source line: rules can stand on one long line.
const COLUMNS: usize = 100;

/// Writes one diagnostic: place, level, code and message, the source line with
/// carets, and the advice.
pub fn write(out: &mut dyn Write, problem: &Diagnostic, palette: Palette) -> io::Result<()> {
    let tone = match problem.level {
        Level::Error => Tone::Error,
        Level::Warning => Tone::Warning,
    };
    writeln!(
        out,
        "{}{} {}",
        palette.paint(
            tone,
            format!("{}[{}]", problem.level.as_str(), problem.code)
        ),
        palette.paint(Tone::Strong, ":"),
        palette.paint(Tone::Strong, visible(&problem.message)),
    )?;
    let gutter = problem.start.line.to_string();
    let blank = " ".repeat(gutter.len());
    let place = format!(
        "{}:{}:{}",
        visible(&problem.file.display().to_string()),
        problem.start.line,
        problem.start.col
    );
    let arrow = palette.paint(Tone::Faint, "┌─");
    writeln!(out, "{blank} {arrow} {}", palette.paint(Tone::Path, place))?;
    if !problem.excerpt.is_empty() || problem.start != problem.end {
        excerpt(out, problem, palette, tone)?;
    }
    if let Some(advice) = &problem.advice {
        let sign = palette.paint(Tone::Note, "help:");
        writeln!(
            out,
            "{blank} {} {sign} {}",
            palette.paint(Tone::Faint, "="),
            visible(advice)
        )?;
    }
    Ok(())
}

/// The source line with carets.
fn excerpt(
    out: &mut dyn Write,
    problem: &Diagnostic,
    palette: Palette,
    tone: Tone,
) -> io::Result<()> {
    let gutter = problem.start.line.to_string();
    let blank = " ".repeat(gutter.len());
    let bar = palette.paint(Tone::Faint, "│");
    let line = problem.excerpt.as_str();
    // Columns count characters.
    let byte = |col: u32| {
        let mut starts = line.char_indices().map(|(at, _)| at);
        starts
            .nth(col.saturating_sub(1) as usize)
            .unwrap_or(line.len())
    };
    let start = byte(problem.start.col);
    let end = if problem.end.line == problem.start.line {
        byte(problem.end.col)
    } else {
        line.trim_end().len().max(start)
    };
    let (shown, from, to) = Window::around(line, start, end).fitted(COLUMNS);
    let number = palette.paint(Tone::Faint, &gutter);
    writeln!(out, "{number} {bar} {shown}")?;
    let marked = palette.paint(tone, "^".repeat(to.saturating_sub(from).max(1)));
    writeln!(out, "{blank} {bar} {:from$}{marked}", "")
}
