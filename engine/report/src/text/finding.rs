//! One finding as text.

use std::io::{self, Write};

use haechi_rule::Severity;
use haechi_scan::{Finding, Fix, ScanReport, Step, Trace};

use super::Options;
use super::excerpt::Frame;
use super::wrap::wrap;
use crate::style::{Palette, Tone, visible};
use crate::view::Located;
use crate::words;

/// Widest message, in columns: longer lines tire the eye.
const MESSAGE: usize = 88;
/// Most lines of a fix that are shown on each side.
const FIX_LINES: usize = 6;

/// The colour of a severity.
pub(super) const fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Critical | Severity::High => Tone::Error,
        Severity::Medium => Tone::Warning,
        Severity::Low | Severity::Inventory | Severity::Experiment => Tone::Note,
    }
}

/// Writes a finding and an empty line after it.
pub(super) fn write(
    out: &mut dyn Write,
    report: &ScanReport,
    finding: &Finding,
    options: &Options,
) -> io::Result<()> {
    let palette = options.palette;
    let tone = tone(finding.severity);
    let rule = report.rules.get(finding.rule).map_or("", |rule| &*rule.id);
    let severity = palette.paint(tone, finding.severity.name());
    writeln!(
        out,
        "{severity}  {}",
        palette.paint(Tone::Strong, visible(rule))
    )?;
    for line in wrap(&finding.message, options.width.clamp(40, MESSAGE) - 2) {
        writeln!(out, "{}", format!("  {line}").trim_end())?;
    }
    writeln!(out)?;
    let frame = frame(report, finding, options);
    let at = Located::new(report, finding.place);
    frame.blank(out, "┌─", &place(&at, palette))?;
    frame.write(out, &at, tone)?;
    if let Some(trace) = finding.trace.as_ref().filter(|trace| trace.steps.len() > 1) {
        flow(out, report, trace, finding, frame)?;
    }
    if let Some(fix) = &finding.fix {
        repair(out, report, fix, frame)?;
    }
    writeln!(out)
}

/// A frame wide enough for every line number of the finding.
fn frame(report: &ScanReport, finding: &Finding, options: &Options) -> Frame {
    let steps = finding
        .trace
        .iter()
        .flat_map(|trace| &trace.steps)
        .map(|step| step.place);
    let last = steps
        .chain([finding.place])
        .map(|place| Located::new(report, place).line_range().1)
        .max()
        .unwrap_or(1);
    let gutter = last.to_string().len().max(2);
    let columns = options.width.max(40).saturating_sub(gutter + 5);
    Frame {
        palette: options.palette,
        gutter,
        columns,
    }
}

/// `path:line:col`.
fn place(at: &Located<'_>, palette: Palette) -> String {
    let start = at.chars().0;
    let place = format!("{}:{}:{}", visible(at.path()), start.line, start.col);
    palette.paint(Tone::Path, place).to_string()
}

/// The way of the value.
fn flow(
    out: &mut dyn Write,
    report: &ScanReport,
    trace: &Trace,
    finding: &Finding,
    frame: Frame,
) -> io::Result<()> {
    let palette = frame.palette;
    frame.blank(out, "│", "")?;
    let head = format!(
        "The value's way, {}:",
        words::count(trace.steps.len(), "step", "steps")
    );
    frame.blank(out, "│", &palette.paint(Tone::Strong, head).to_string())?;
    for (n, step) in trace.steps.iter().enumerate() {
        let at = Located::new(report, step.place);
        let number = palette.paint(Tone::Strong, n + 1);
        let reason = visible(&step.reason);
        // The last step is where the finding is: its line stands above already.
        let ends_here = n + 1 == trace.steps.len() && step.place == finding.place;
        let more = !trace.assumptions.is_empty() || finding.fix.is_some();
        let branch = if ends_here && !more {
            "└─"
        } else {
            "├─"
        };
        frame.blank(
            out,
            branch,
            &format!("{number} {reason}{}", within(step, palette)),
        )?;
        if !ends_here {
            frame.blank(out, "│", &format!("  {}", place(&at, palette)))?;
            frame.write(out, &at, Tone::Note)?;
        }
    }
    for assumption in &trace.assumptions {
        let text = palette.paint(
            Tone::Faint,
            format!("assuming that {}", visible(assumption)),
        );
        frame.blank(out, "│", &text.to_string())?;
    }
    Ok(())
}

fn within(step: &Step, palette: Palette) -> String {
    if step.function.is_empty() {
        return String::new();
    }
    palette
        .paint(Tone::Faint, format!("  in {}", visible(&step.function)))
        .to_string()
}

/// The fix as lines taken out and put in.
fn repair(out: &mut dyn Write, report: &ScanReport, fix: &Fix, frame: Frame) -> io::Result<()> {
    let at = Located::new(report, fix.place);
    let Some(source) = at.source() else {
        return Ok(());
    };
    let (first, last) = at.line_range();
    let old = at.lines(first, last);
    let from = source.lines.line_start(first) as usize;
    let (start, end) = (
        fix.place.span.start as usize - from,
        fix.place.span.end as usize - from,
    );
    let (Some(head), Some(tail)) = (old.get(..start), old.get(end.min(old.len())..)) else {
        return Ok(());
    };
    let new = [head, &fix.replacement, tail].concat();
    frame.blank(out, "│", "")?;
    frame.blank(
        out,
        "│",
        &frame.palette.paint(Tone::Strong, "Fix:").to_string(),
    )?;
    side(out, frame, old, '-', Tone::Error)?;
    side(out, frame, &new, '+', Tone::Good)
}

fn side(out: &mut dyn Write, frame: Frame, text: &str, sign: char, tone: Tone) -> io::Result<()> {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    for line in lines.iter().take(FIX_LINES) {
        let cut = words::at_most(&visible(line), frame.columns.saturating_sub(2));
        frame.blank(
            out,
            "│",
            &frame
                .palette
                .paint(tone, format!("{sign} {cut}"))
                .to_string(),
        )?;
    }
    if lines.len() > FIX_LINES {
        let more = format!(
            "{sign} ({} more)",
            words::count(lines.len() - FIX_LINES, "line", "lines")
        );
        frame.blank(
            out,
            "│",
            &frame.palette.paint(Tone::Faint, more).to_string(),
        )?;
    }
    Ok(())
}
