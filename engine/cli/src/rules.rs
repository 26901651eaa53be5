//! `haechi rule list` and `haechi rule show`.

use anyhow::{Result, bail};
use haechi_rule::{LoadOptions, load};
use haechi_scan::is_suffix;

use crate::exit::Exit;
use crate::{config, output};

/// Lists the built-in rules: id, severity, languages, first sentence.
pub fn list() -> Result<Exit> {
    let loaded = load(&config::builtin_rules(), &LoadOptions::default());
    let widest = loaded
        .rules
        .rules
        .iter()
        .map(|rule| rule.id.len())
        .max()
        .unwrap_or(0);
    output::to_stdout(|out| {
        for rule in loaded.rules.rules.iter() {
            let first = haechi_report::first_sentence(rule.message.as_str());
            let langs = rule.language_names.join(",");
            writeln!(
                out,
                "{:widest$}  {:8}  {langs:6}  {first}",
                rule.id,
                rule.severity.name()
            )?;
        }
        Ok(())
    })?;
    Ok(Exit::Done)
}

/// Shows the file of a built-in rule.
pub fn show(id: &str) -> Result<Exit> {
    let loaded = load(&config::builtin_rules(), &LoadOptions::default());
    let Some(rule) = loaded
        .rules
        .rules
        .iter()
        .find(|rule| is_suffix(id, &rule.id))
    else {
        bail!("no built-in rule `{id}`\nhelp: `haechi rule list` lists them");
    };
    output::to_stdout(|out| {
        writeln!(out, "# {}", rule.file.path().display())?;
        out.write_all(rule.file.text().as_bytes())
    })?;
    Ok(Exit::Done)
}
