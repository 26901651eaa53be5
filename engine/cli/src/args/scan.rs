//! The flags of `haechi scan`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use super::{DepthArg, Habits};

/// A size in bytes: `5000000`, `5MB`, `500kB`. 0 is no limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bytes(pub u64);

impl FromStr for Bytes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let digits = text
            .bytes()
            .take_while(|b| b.is_ascii_digit() || *b == b'_')
            .count();
        let (number, unit) = text.split_at(digits);
        let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
            "" | "b" => 1,
            "k" | "kb" => 1_000,
            "m" | "mb" => 1_000_000,
            "g" | "gb" => 1_000_000_000,
            _ => return Err(format!("`{unit}` is no unit; use kB, MB or GB")),
        };
        let number: u64 = number
            .replace('_', "")
            .parse()
            .map_err(|_| "not a number of bytes".to_owned())?;
        let bytes = number
            .checked_mul(factor)
            .ok_or_else(|| "too large".to_owned())?;
        Ok(Self(if bytes == 0 { u64::MAX } else { bytes }))
    }
}

/// `haechi scan`.
#[derive(Args, Debug)]
pub struct ScanArgs {
    /// Files and folders; `-` is standard input (name its language with --lang).
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,

    /// Rules: a file, a folder, or `builtin`. Repeatable. [default: builtin]
    #[arg(
        short = 'c',
        long,
        visible_short_alias = 'f',
        value_name = "RULES",
        help_heading = "Rules"
    )]
    pub config: Vec<String>,
    /// A pattern instead of rule files; needs --lang.
    #[arg(
        short = 'e',
        long,
        value_name = "PATTERN",
        requires = "lang",
        conflicts_with = "config",
        help_heading = "Rules"
    )]
    pub pattern: Option<String>,
    /// The language of --pattern, or of standard input.
    #[arg(short = 'l', long, value_name = "LANG", help_heading = "Rules")]
    pub lang: Option<String>,
    /// What --pattern is replaced by.
    #[arg(
        long,
        value_name = "TEXT",
        requires = "pattern",
        help_heading = "Rules"
    )]
    pub replacement: Option<String>,
    /// Run only rules of this severity. Repeatable.
    #[arg(long, value_name = "SEVERITY", help_heading = "Rules")]
    pub severity: Vec<String>,
    /// Leave out the rule with this id (or its end after a dot). Repeatable.
    #[arg(long, value_name = "ID", help_heading = "Rules")]
    pub exclude_rule: Vec<String>,
    /// Put the dotted folders of its file in front of every rule id.
    #[arg(long, overrides_with = "no_rewrite_rule_ids", help_heading = "Rules")]
    pub rewrite_rule_ids: bool,
    /// Keep rule ids as written (the default).
    #[arg(long, hide = true)]
    pub no_rewrite_rule_ids: bool,
    /// A rule that cannot be loaded is a warning, not exit code 2.
    #[arg(long, help_heading = "Rules")]
    pub keep_going: bool,
    /// Warnings about rules and gaps in the analysis count as failures (exit code 2).
    #[arg(long, help_heading = "Rules")]
    pub strict: bool,

    /// Scan only files that match this glob. Repeatable.
    #[arg(long, value_name = "GLOB", help_heading = "Files")]
    pub include: Vec<String>,
    /// Leave out files that match this glob. Repeatable.
    #[arg(long, value_name = "GLOB", help_heading = "Files")]
    pub exclude: Vec<String>,
    /// Do not skip what .gitignore names.
    #[arg(long, help_heading = "Files")]
    pub no_git_ignore: bool,
    /// Skip and report files larger than this (`5MB`, `500kB`); 0 is no limit.
    #[arg(
        long,
        value_name = "BYTES",
        default_value = "5MB",
        help_heading = "Files"
    )]
    pub max_target_bytes: Bytes,

    /// How far values are followed.
    #[arg(long, value_enum, default_value_t = DepthArg::Project, value_name = "DEPTH", help_heading = "Analysis")]
    pub depth: DepthArg,
    /// The same as --depth file.
    #[arg(long, alias = "pro-intrafile", hide = true)]
    pub taint_intrafile: bool,
    /// Number of threads. [default: number of processors]
    #[arg(short = 'j', long, value_name = "N", help_heading = "Analysis")]
    pub jobs: Option<usize>,
    /// Report findings that comments silence, too.
    #[arg(long, visible_alias = "disable-nosemgrep", help_heading = "Analysis")]
    pub disable_nosem: bool,

    /// Write SARIF 2.1.0.
    #[arg(long, group = "format", help_heading = "Output")]
    pub sarif: bool,
    /// Write JSON in the shape of Semgrep's.
    #[arg(long, group = "format", help_heading = "Output")]
    pub json: bool,
    /// Write text (the default).
    #[arg(long, group = "format", help_heading = "Output")]
    pub text: bool,
    /// Write to a file instead of standard output.
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Write SARIF to this file as well.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub sarif_output: Option<PathBuf>,
    /// Write JSON to this file as well.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub json_output: Option<PathBuf>,
    /// Write text to this file as well.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub text_output: Option<PathBuf>,
    /// What tells this run from others on the same code, for code-scanning pages.
    #[arg(long, value_name = "NAME", help_heading = "Output")]
    pub category: Option<String>,
    /// Exit with 1 when there are findings.
    #[arg(long, help_heading = "Output")]
    pub error: bool,
    /// Write the fixes of rules into the files.
    #[arg(short = 'a', long, help_heading = "Output")]
    pub autofix: bool,
    /// With --autofix: change nothing, just say what would be done.
    #[arg(short = 'n', long, visible_alias = "dry-run", help_heading = "Output")]
    pub dryrun: bool,
    /// Findings only: no progress, no summary.
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: bool,
    /// Name every file that was not analysed whole, and say how long each phase took.
    #[arg(short, long, alias = "debug", help_heading = "Output")]
    pub verbose: bool,

    #[command(flatten)]
    pub habits: Habits,
}

#[cfg(test)]
mod tests {
    use super::Bytes;

    #[test]
    fn sizes_with_units() {
        let bytes = |text: &str| text.parse::<Bytes>().map(|b| b.0);
        assert_eq!(bytes("1000"), Ok(1000));
        assert_eq!(bytes("5MB"), Ok(5_000_000));
        assert_eq!(bytes("1_000 kB"), Ok(1_000_000));
        assert_eq!(bytes("0"), Ok(u64::MAX));
        for bad in ["", "MB", "5 parsecs", "99999999999999GB", "-1"] {
            assert!(bytes(bad).is_err(), "{bad}");
        }
    }
}
