//! `--autofix`: the fixes of rules, written into the files.

use std::path::Path;

use anyhow::Result;
use haechi_scan::apply::{self, Fixed, Refusal};
use haechi_scan::{FileRecord, ScanReport};

use crate::{output, term};

/// Bytes of a UTF-8 byte-order mark, which is no part of a file's text.
const MARK: &str = "\u{feff}";

/// Applies the fixes, or with `dry` says what would be done. What is done and
/// what is not goes to standard error, unless `quiet`.
pub fn apply(report: &ScanReport, dry: bool, quiet: bool) -> Result<()> {
    for fixed in apply::apply(report) {
        let record = &report.files[fixed.file];
        for (finding, why) in &fixed.refused {
            let rule = &report.rules[report.findings[*finding].rule].id;
            let why = match why {
                Refusal::Overlap => "it overlaps with another fix; run again to get it",
                Refusal::Breaks => "the code would not parse any more",
            };
            term::say(format_args!(
                "{}: fix of {rule} not applied: {why}",
                record.path
            ));
        }
        if !fixed.applied.is_empty() {
            let said = write(record, &fixed, dry)?;
            if !quiet {
                term::say(format_args!("{}: {said}", record.path));
            }
        }
    }
    Ok(())
}

fn write(record: &FileRecord, fixed: &Fixed, dry: bool) -> Result<String> {
    let count = match fixed.applied.len() {
        1 => "1 fix".to_owned(),
        n => format!("{n} fixes"),
    };
    if let Some(encoding) = record.decoded_from {
        return Ok(format!(
            "{count} not applied: the file is {encoding}, not UTF-8"
        ));
    }
    if dry {
        return Ok(format!("{count} to apply"));
    }
    let length = record.text.as_ref().map_or(0, |source| source.text.len());
    let mark = if record.bytes == (length + MARK.len()) as u64 {
        MARK
    } else {
        ""
    };
    output::to_file(Path::new(&record.path), |out| {
        out.write_all(mark.as_bytes())?;
        out.write_all(fixed.text.as_bytes())
    })?;
    Ok(format!("{count} applied"))
}
