//! `haechi validate`.

use anyhow::{Result, bail};
use haechi_report::diagnostic;
use haechi_rule::{Level, LoadOptions, load};

use crate::args::{ColorChoice, ValidateArgs};
use crate::exit::Exit;
use crate::{config, output, term};

/// Runs the command.
pub fn run(args: &ValidateArgs, color: ColorChoice) -> Result<Exit> {
    let files = config::rule_files(&args.paths)?;
    if files.is_empty() {
        bail!(
            "no rule files there\nhelp: rule files end in .yaml, .yml or .json and begin with `rules:`"
        );
    }
    let loaded = load(&files, &LoadOptions::default());
    let mut diagnostics = loaded.diagnostics;
    let langs = loaded.rules.languages();
    for rule in loaded.rules.rules.iter() {
        diagnostics.extend(rule.compile_all(langs));
    }
    let count = |level| {
        diagnostics
            .iter()
            .filter(|problem| problem.level == level)
            .count()
    };
    let (errors, warnings) = (count(Level::Error), count(Level::Warning));
    output::to_stdout(|out| {
        for problem in &diagnostics {
            diagnostic::write(
                out,
                problem,
                term::palette(color, output::stdout_is_terminal()),
            )?;
        }
        let rules = loaded.rules.rules.len();
        writeln!(
            out,
            "{} files, {rules} rules: {errors} errors, {warnings} warnings",
            files.len()
        )
    })?;
    let failed = errors > 0 || (args.strict && warnings > 0);
    Ok(if failed {
        Exit::CouldNotWork
    } else {
        Exit::Done
    })
}
