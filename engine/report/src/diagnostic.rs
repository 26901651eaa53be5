//! Trouble with rule files, as text.

use std::io::{self, Write};

use haechi_rule::{Diagnostic, Level};

use crate::style::{Palette, Tone, visible};

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
    let bar = palette.paint(Tone::Faint, "│");
    let place = format!(
        "{}:{}:{}",
        visible(&problem.file.display().to_string()),
        problem.start.line,
        problem.start.col
    );
    let arrow = palette.paint(Tone::Faint, "┌─");
    writeln!(out, "{blank} {arrow} {}", palette.paint(Tone::Path, place))?;
    let (before, marked) = carets(problem);
    let number = palette.paint(Tone::Faint, &gutter);
    writeln!(out, "{number} {bar} {}", visible(&problem.excerpt))?;
    writeln!(out, "{blank} {bar} {before}{}", palette.paint(tone, marked))?;
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

/// Blanks up to the problem, and carets under it.
fn carets(problem: &Diagnostic) -> (String, String) {
    let skip = problem.start.col.saturating_sub(1) as usize;
    let before: String = problem.excerpt.chars().take(skip).collect();
    let length = if problem.end.line == problem.start.line {
        problem.end.col.saturating_sub(problem.start.col) as usize
    } else {
        usize::MAX
    };
    let through: String = problem
        .excerpt
        .chars()
        .take(skip.saturating_add(length))
        .collect();
    let from = crate::style::width(&visible(&before));
    let to = crate::style::width(visible(&through).trim_end());
    (" ".repeat(from), "^".repeat(to.saturating_sub(from).max(1)))
}
