//! `haechi validate`.

use anyhow::Result;
use haechi_report::diagnostic;
use haechi_rule::{Level, LoadOptions, load};

use crate::args::{ColorChoice, ValidateArgs};
use crate::config::{self, RuleFiles};
use crate::exit::Exit;
use crate::{output, term};

/// Runs the command.
pub fn run(args: &ValidateArgs, color: ColorChoice) -> Result<Exit> {
    let files = RuleFiles::of(&args.paths)?;
    let loaded = load(&files.sources, &LoadOptions::default());
    let mut diagnostics = files.unreadable;
    let unreadable = diagnostics.len();
    diagnostics.extend(loaded.diagnostics);
    let langs = loaded.rules.languages();
    for rule in loaded.rules.rules.iter() {
        diagnostics.extend(rule.compile_all(langs));
    }
    diagnostics.extend(config::unknown_kinds(&loaded.rules));
    let count = |level| {
        diagnostics
            .iter()
            .filter(|problem| problem.level == level)
            .count()
    };
    let (errors, warnings) = (count(Level::Error), count(Level::Warning));
    let palette = term::palette(color, output::stdout_is_terminal());
    output::to_stdout(|out| {
        for problem in &diagnostics {
            diagnostic::write(out, problem, palette)?;
            writeln!(out)?;
        }
        let many = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        writeln!(
            out,
            "{}, {}: {}, {}",
            many(files.sources.len() + unreadable, "file"),
            many(loaded.rules.rules.len(), "rule"),
            many(errors, "error"),
            many(warnings, "warning")
        )
    })?;
    let failed = errors > 0 || (args.strict && warnings > 0);
    Ok(if failed { Exit::Findings } else { Exit::Done })
}
