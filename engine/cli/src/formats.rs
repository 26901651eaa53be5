//! One report in every format that was asked for.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Result;
use haechi_report::{RunInfo, sarif, semgrep_json, text};
use haechi_scan::ScanReport;

use crate::args::{ColorChoice, ScanArgs};
use crate::{output, term};

/// The formats.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Sarif,
    Json,
}

/// Writes the report: to standard output or `--output`, and to every other
/// file that was named.
pub fn write_all(
    args: &ScanArgs,
    color: ColorChoice,
    report: &ScanReport,
    info: &RunInfo,
    repeatable: bool,
) -> Result<()> {
    let main = match (args.sarif, args.json) {
        (true, _) => Format::Sarif,
        (_, true) => Format::Json,
        _ => Format::Text,
    };
    let writer = Writer {
        args,
        color,
        report,
        info,
        repeatable,
    };
    match &args.output {
        Some(path) => writer.file(main, path)?,
        None => {
            let is_terminal = output::stdout_is_terminal();
            output::to_stdout(|out| writer.write(main, is_terminal, out))?;
        }
    }
    let also = [
        (&args.sarif_output, Format::Sarif),
        (&args.json_output, Format::Json),
        (&args.text_output, Format::Text),
    ];
    for (path, format) in also {
        if let Some(path) = path {
            writer.file(format, path)?;
        }
    }
    Ok(())
}

struct Writer<'a> {
    args: &'a ScanArgs,
    color: ColorChoice,
    report: &'a ScanReport,
    info: &'a RunInfo,
    /// Nothing that differs from run to run may be written.
    repeatable: bool,
}

impl Writer<'_> {
    fn file(&self, format: Format, path: &Path) -> Result<()> {
        output::to_file(path, |out| self.write(format, false, out))
    }

    fn write(&self, format: Format, is_terminal: bool, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Sarif => sarif::write(out, self.report, self.info),
            Format::Json => {
                let options = semgrep_json::Options {
                    skipped: self.args.verbose,
                };
                semgrep_json::write(out, self.report, options)
            }
            Format::Text => text::write(out, self.report, &self.text_options(is_terminal)),
        }
    }

    fn text_options(&self, is_terminal: bool) -> text::Options {
        text::Options {
            palette: term::palette(self.color, is_terminal),
            width: if is_terminal { term::width() } else { 100 },
            summary: !self.args.quiet,
            verbose: self.args.verbose,
            timing: !self.repeatable && (is_terminal || self.args.verbose),
        }
    }
}
