//! The last lines: what was found, what was looked at, what was not.

use std::io::{self, Write};

use haechi_rule::Severity;
use haechi_scan::{FileRecord, FileStatus, ScanReport, Skip};

use super::Options;
use super::finding::tone;
use crate::style::{Tone, visible};
use crate::words;

/// Writes the summary.
pub(super) fn write(out: &mut dyn Write, report: &ScanReport, options: &Options) -> io::Result<()> {
    found(out, report, options)?;
    looked_at(out, report, options)?;
    gaps(out, report, options)?;
    for notice in &report.notices {
        let path = notice
            .file
            .and_then(|file| report.files.get(file))
            .map(|f| visible(&f.path));
        let place = path.map(|path| format!("{path}: ")).unwrap_or_default();
        let sign = options.palette.paint(Tone::Warning, "note:");
        writeln!(
            out,
            "{sign} {place}{}",
            words::sentence(&visible(&notice.message))
        )?;
    }
    Ok(())
}

fn found(out: &mut dyn Write, report: &ScanReport, options: &Options) -> io::Result<()> {
    let palette = options.palette;
    let total = report.active().count();
    if total == 0 {
        return writeln!(out, "{}", palette.paint(Tone::Good, "No findings."));
    }
    let mut files: Vec<_> = report.active().map(|finding| finding.place.file).collect();
    files.sort_unstable();
    files.dedup();
    let parts: Vec<String> = [
        Severity::Critical,
        Severity::High,
        Severity::Medium,
        Severity::Low,
        Severity::Inventory,
        Severity::Experiment,
    ]
    .into_iter()
    .map(|severity| {
        (
            severity,
            report.active().filter(|f| f.severity == severity).count(),
        )
    })
    .filter(|(_, n)| *n > 0)
    .map(|(severity, n)| {
        palette
            .paint(
                tone(severity),
                format!("{} {}", words::number(n as u64), severity.name()),
            )
            .to_string()
    })
    .collect();
    let head = format!(
        "{} in {}",
        words::count(total, "finding", "findings"),
        words::count(files.len(), "file", "files")
    );
    write!(
        out,
        "{}: {}",
        palette.paint(Tone::Strong, head),
        parts.join(", ")
    )?;
    let silenced = report.findings.len() - total;
    if silenced > 0 {
        write!(
            out,
            "; {} silenced by comments",
            words::number(silenced as u64)
        )?;
    }
    writeln!(out, ".")
}

fn looked_at(out: &mut dyn Write, report: &ScanReport, options: &Options) -> io::Result<()> {
    let (mut files, mut bytes) = (0, 0);
    for record in report.files.iter() {
        if !matches!(record.status, FileStatus::Skipped(_)) {
            files += 1;
            bytes += record.bytes;
        }
    }
    let mut line = format!(
        "Looked at {} ({}) with {}",
        words::count(files, "file", "files"),
        words::size(bytes),
        words::count(report.rules.len(), "rule", "rules")
    );
    if options.timing {
        line.push_str(&format!(
            " in {}",
            seconds(report.timings.total.as_millis())
        ));
    }
    writeln!(out, "{}", options.palette.paint(Tone::Faint, line + "."))?;
    if options.timing && options.verbose {
        let phases = phases(report);
        writeln!(out, "{}", options.palette.paint(Tone::Faint, phases))?;
    }
    Ok(())
}

/// How long each phase took.
fn phases(report: &ScanReport) -> String {
    let times = &report.timings;
    let named = [
        ("finding files", times.walk),
        ("parsing", times.parse),
        ("matching", times.matching),
        ("linking", times.link),
        ("following values", times.flow),
    ];
    let parts: Vec<String> = named
        .iter()
        .map(|(name, time)| format!("{name} {:.3} s", time.as_secs_f64()))
        .collect();
    format!("Time: {}.", parts.join(", "))
}

/// `0.04 s`, `12.3 s`.
fn seconds(milliseconds: u128) -> String {
    if milliseconds < 1_000 {
        let hundredths = milliseconds.div_ceil(10).max(1);
        return format!("{}.{:02} s", hundredths / 100, hundredths % 100);
    }
    let tenths = (milliseconds + 50) / 100;
    format!("{}.{} s", tenths / 10, tenths % 10)
}

fn gaps(out: &mut dyn Write, report: &ScanReport, options: &Options) -> io::Result<()> {
    let mut skipped: [(usize, &str); 4] = [
        (0, "larger than the size limit"),
        (0, "not readable"),
        (0, "not text"),
        (0, "on which the engine failed (a bug of ours)"),
    ];
    let mut partial = 0;
    for record in report.files.iter() {
        match &record.status {
            FileStatus::Skipped(Skip::TooLarge { .. }) => skipped[0].0 += 1,
            FileStatus::Skipped(Skip::Unreadable(_)) => skipped[1].0 += 1,
            FileStatus::Skipped(Skip::Binary) => skipped[2].0 += 1,
            FileStatus::Skipped(Skip::Crashed(_)) => skipped[3].0 += 1,
            FileStatus::Analysed { gaps } if !gaps.is_empty() => partial += 1,
            _ => {}
        }
    }
    let mut clauses: Vec<String> = skipped
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{} {what}", words::count(*n, "file", "files")))
        .collect();
    if partial > 0 {
        let bytes = report.coverage().bytes_unparsed;
        let mut clause = format!("parts of {}", words::count(partial, "file", "files"));
        if bytes > 0 {
            clause.push_str(&format!(" ({})", words::size(bytes)));
        }
        clauses.push(clause);
    }
    if clauses.is_empty() {
        return Ok(());
    }
    let hint = if options.verbose {
        ":"
    } else {
        "; --verbose names them."
    };
    let sign = options.palette.paint(Tone::Warning, "Not looked at:");
    writeln!(out, "{sign} {}{hint}", clauses.join(", "))?;
    if options.verbose {
        for line in report.files.iter().filter_map(gap) {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}

fn gap(record: &FileRecord) -> Option<String> {
    let why = match &record.status {
        FileStatus::Skipped(Skip::NoRule) | FileStatus::TextOnly => return None,
        FileStatus::Skipped(reason) => words::skip(reason, record),
        FileStatus::Analysed { .. } => words::gaps(record)?,
    };
    Some(format!("{}: {}", visible(&record.path), visible(&why)))
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn times_for_people() {
        assert_eq!(seconds(0), "0.01 s");
        assert_eq!(seconds(41), "0.05 s");
        assert_eq!(seconds(999), "1.00 s");
        assert_eq!(seconds(1_230), "1.2 s");
    }
}
