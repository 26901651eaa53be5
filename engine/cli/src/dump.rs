//! `haechi dump`.

use anyhow::{Context, Result, bail};
use haechi_report::diagnostic;
use haechi_rule::{LoadOptions, load};
use haechi_syntax::Lang;

use crate::args::{ColorChoice, DumpCommand};
use crate::exit::Exit;
use crate::{config, output, term};

/// Runs the command.
pub fn run(command: &DumpCommand, color: ColorChoice) -> Result<Exit> {
    match command {
        DumpCommand::Tree { file } => {
            let extension = file.extension().and_then(|e| e.to_str()).unwrap_or("");
            let Some(lang) = Lang::from_extension(extension) else {
                bail!("{}: neither a .java nor a .py file", file.display());
            };
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            let tree = lang.parse(text.into());
            output::to_stdout(|out| out.write_all(haechi_syntax::print::print(&tree).as_bytes()))?;
            Ok(Exit::Done)
        }
        DumpCommand::Pattern { lang, pattern } => {
            let Some(known) = Lang::from_name(lang) else {
                bail!("no such language: {lang}\nhelp: use java or python");
            };
            match known.parse_pattern(pattern) {
                Ok(tree) => {
                    output::to_stdout(|out| {
                        out.write_all(haechi_syntax::print::print(&tree).as_bytes())
                    })?;
                    Ok(Exit::Done)
                }
                Err(error) => bail!(
                    "not a {lang} pattern, at byte {}: {error}",
                    error.span.start
                ),
            }
        }
        DumpCommand::Rule { file } => {
            let loaded = load(
                &config::rule_files(std::slice::from_ref(file))?,
                &LoadOptions::default(),
            );
            let palette = term::palette(color, output::stdout_is_terminal());
            output::to_stdout(|out| {
                for problem in &loaded.diagnostics {
                    diagnostic::write(out, problem, palette)?;
                }
                for rule in loaded.rules.rules.iter() {
                    writeln!(
                        out,
                        "{} {:?} {:?}\n{:#?}",
                        rule.id, rule.severity, rule.languages, rule.mode
                    )?;
                }
                Ok(())
            })?;
            Ok(Exit::Done)
        }
    }
}
