//! `haechi test`.

use std::io::{self, Write};

use anyhow::Result;
use haechi_report::{Palette, Tone, diagnostic};
use haechi_scan::samples::{self, Failure, SampleResult, Side, Verdict};

use crate::args::{ColorChoice, TestArgs};
use crate::config::{self, RuleFiles};
use crate::exit::Exit;
use crate::{output, term};

/// Runs the command.
pub fn run(args: &TestArgs, color: ColorChoice) -> Result<Exit> {
    let files = RuleFiles::of(&args.paths)?;
    let models = config::models();
    let mut results = Vec::new();
    for file in &files.sources {
        results.extend(samples::run(file, &models, args.depth.into())?);
    }
    let count = |verdict| {
        let of_it = results.iter().filter(|result| result.verdict == verdict);
        of_it.count()
    };
    let (passed, skipped) = (count(Verdict::Passed), count(Verdict::Skipped));
    let failed = count(Verdict::Failed) + files.unreadable.len();
    let palette = term::palette(color, output::stdout_is_terminal());
    output::to_stdout(|out| {
        for problem in &files.unreadable {
            diagnostic::write(out, problem, palette)?;
        }
        let mut file = None;
        for result in &results {
            // Once for all samples of a rule file.
            if file.replace(&result.rules) != Some(&result.rules) {
                for problem in &result.diagnostics {
                    diagnostic::write(out, problem, palette)?;
                }
            }
            show(out, result, palette)?;
        }
        write!(out, "{passed} passed, {failed} failed")?;
        match skipped {
            0 => writeln!(out),
            n => writeln!(out, ", {n} skipped: no rule in them runs here"),
        }
    })?;
    Ok(if failed > 0 {
        Exit::Findings
    } else {
        Exit::Done
    })
}

fn show(out: &mut dyn Write, result: &SampleResult, palette: Palette) -> io::Result<()> {
    let path = result.sample.as_ref().unwrap_or(&result.rules);
    let (tone, word) = match result.verdict {
        Verdict::Passed => (Tone::Good, "ok"),
        Verdict::Failed => (Tone::Error, "FAILED"),
        Verdict::Skipped => (Tone::Faint, "skipped"),
    };
    // Padded before it is painted: colours have no width.
    writeln!(
        out,
        "{} {}",
        palette.paint(tone, format!("{word:7}")),
        path.display()
    )?;
    for failure in &result.failures {
        explain(out, failure, palette)?;
    }
    Ok(())
}

fn explain(out: &mut dyn Write, failure: &Failure, palette: Palette) -> io::Result<()> {
    write!(out, "        ")?;
    if failure.line > 0 {
        write!(out, "line {}: ", failure.line)?;
    }
    if !failure.rule.is_empty() {
        write!(out, "{} ", palette.paint(Tone::Strong, &failure.rule))?;
    }
    writeln!(out, "{}", failure.what)?;
    for (side, code) in &failure.code {
        let (sign, tone) = match side {
            Side::Here => ("|", Tone::Faint),
            Side::Expected => ("- expected |", Tone::Error),
            Side::Actual => ("+ got      |", Tone::Good),
        };
        let code = haechi_report::style::visible(code);
        writeln!(
            out,
            "          {} {}",
            palette.paint(tone, sign),
            code.trim_end()
        )?;
    }
    Ok(())
}
