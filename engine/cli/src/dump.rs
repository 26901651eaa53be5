//! `haechi dump`.

use std::path::Path;

use anyhow::{Context, Result, bail};
use haechi_report::diagnostic;
use haechi_rule::dump::dump;
use haechi_rule::{Level, LoadOptions, load};
use haechi_scan::decode::decode;
use haechi_syntax::{Lang, print};

use crate::args::{ColorChoice, DumpCommand};
use crate::config::RuleFiles;
use crate::exit::Exit;
use crate::{output, term};

/// Runs the command.
pub fn run(command: &DumpCommand, color: ColorChoice) -> Result<Exit> {
    match command {
        DumpCommand::Tree { file } => tree(file),
        DumpCommand::Pattern { lang, pattern } => self::pattern(lang, pattern, color),
        DumpCommand::Rule { file } => rule(file, color),
    }
}

fn tree(file: &Path) -> Result<Exit> {
    let extension = file.extension().and_then(|e| e.to_str()).unwrap_or("");
    let Some(lang) = Lang::from_extension(extension) else {
        bail!(
            "{}: the name does not tell a language\nhelp: it must end in .java or .py",
            file.display()
        );
    };
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let Some(decoded) = decode(bytes) else {
        bail!("{}: not a text", file.display());
    };
    let tree = lang.parse(decoded.text);
    output::to_stdout(|out| out.write_all(print::print(&tree).as_bytes()))?;
    Ok(Exit::Done)
}

fn pattern(lang: &str, pattern: &str, color: ColorChoice) -> Result<Exit> {
    let Some(known) = Lang::from_name(lang) else {
        bail!("no such language: {lang}\nhelp: use java or python");
    };
    match known.parse_pattern(pattern) {
        Ok(tree) => {
            output::to_stdout(|out| out.write_all(print::print(&tree).as_bytes()))?;
            Ok(Exit::Done)
        }
        Err(problem) => {
            term::pattern_error(pattern, lang, &problem, color);
            Ok(Exit::CouldNotWork)
        }
    }
}

fn rule(file: &Path, color: ColorChoice) -> Result<Exit> {
    let files = RuleFiles::of(&[file.to_owned()])?;
    let loaded = load(&files.sources, &LoadOptions::default());
    let palette = term::palette(color, output::stdout_is_terminal());
    let problems = || files.unreadable.iter().chain(&loaded.diagnostics);
    output::to_stdout(|out| {
        for problem in problems() {
            diagnostic::write(out, problem, palette)?;
        }
        for rule in loaded.rules.rules.iter() {
            out.write_all(dump(rule).as_bytes())?;
        }
        Ok(())
    })?;
    let failed = problems().any(|problem| problem.level == Level::Error);
    Ok(if failed {
        Exit::CouldNotWork
    } else {
        Exit::Done
    })
}
