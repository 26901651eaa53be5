//! Text for people at a terminal.
//!
//! A finding reads from the top: how bad and which rule, what is wrong, where,
//! the code with the place underlined, and for a taint rule the way of the
//! value step by step, each with its line:
//!
//! ```text
//! high  java.sql-injection
//!   Untrusted input reaches an SQL statement. Bind it as a parameter instead.
//!
//!      ┌─ src/UserDao.java:42:16
//!   42 │     return statement.executeQuery(QUERY + id);
//!      │            ──────────────────────────────────
//! ```
//!
//! Text out of scanned files and rules is never passed on raw: control
//! characters are shown as pictures.

mod excerpt;
mod finding;
mod summary;
mod wrap;

use std::io::{self, Write};

use haechi_scan::ScanReport;

use crate::style::Palette;

/// How text is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// With or without colours.
    pub palette: Palette,
    /// Columns of the terminal; at least 40 are used.
    pub width: usize,
    /// Close with a summary: findings, coverage, gaps.
    pub summary: bool,
    /// Name every file that was not looked at, or only in part.
    pub verbose: bool,
    /// Say how long it took. Not for output that must be repeatable.
    pub timing: bool,
}

/// Writes all findings, then the summary.
pub fn write(out: &mut dyn Write, report: &ScanReport, options: &Options) -> io::Result<()> {
    for finding in report.active() {
        finding::write(out, report, finding, options)?;
    }
    if options.summary {
        summary::write(out, report, options)?;
    }
    Ok(())
}
