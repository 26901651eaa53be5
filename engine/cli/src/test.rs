//! `haechi test`.

use anyhow::{Result, bail};
use haechi_report::{Palette, Tone, diagnostic};
use haechi_scan::samples::{self, SampleResult};

use crate::args::{ColorChoice, TestArgs};
use crate::exit::Exit;
use crate::{config, output, term};

/// Runs the command.
pub fn run(args: &TestArgs, color: ColorChoice) -> Result<Exit> {
    let files = config::rule_files(&args.paths)?;
    if files.is_empty() {
        bail!(
            "no rule files there\nhelp: rule files end in .yaml, .yml or .json and begin with `rules:`"
        );
    }
    let models = config::models();
    let mut results = Vec::new();
    for file in &files {
        results.extend(samples::run(file, &models, args.depth.into())?);
    }
    let palette = term::palette(color, output::stdout_is_terminal());
    let failed = results.iter().filter(|result| !result.passed()).count();
    output::to_stdout(|out| {
        for result in &results {
            show(out, result, palette)?;
        }
        let passed = results.len() - failed;
        writeln!(out, "{passed} passed, {failed} failed")
    })?;
    Ok(if failed > 0 {
        Exit::Findings
    } else {
        Exit::Done
    })
}

fn show(
    out: &mut dyn std::io::Write,
    result: &SampleResult,
    palette: Palette,
) -> std::io::Result<()> {
    for problem in &result.diagnostics {
        diagnostic::write(out, problem, palette)?;
    }
    let path = result.sample.as_ref().unwrap_or(&result.rules);
    let (tone, word) = if result.passed() {
        (Tone::Good, "ok")
    } else {
        (Tone::Error, "FAILED")
    };
    writeln!(out, "{:6} {}", palette.paint(tone, word), path.display())?;
    for failure in &result.failures {
        writeln!(out, "       {failure}")?;
    }
    Ok(())
}
