//! What users of Semgrep type from habit: flags that are accepted and change
//! nothing, and what to write instead of those that would.

use clap::Args;

/// Flags that need no answer here.
#[derive(Args, Debug)]
pub struct Habits {
    /// Nothing is ever sent.
    #[arg(long, hide = true, num_args = 0..=1, value_name = "X")]
    pub metrics: Option<Option<String>>,
    /// No server is ever asked.
    #[arg(long, hide = true)]
    pub disable_version_check: bool,
    /// No server is ever asked.
    #[arg(long, hide = true)]
    pub enable_version_check: bool,
    /// Limits are counted in steps.
    #[arg(long, hide = true, value_name = "SECONDS")]
    pub timeout: Option<f64>,
    /// Limits are counted in steps.
    #[arg(long, hide = true, value_name = "N")]
    pub timeout_threshold: Option<u32>,
    /// Limits are counted in steps.
    #[arg(long, hide = true, value_name = "SECONDS")]
    pub interfile_timeout: Option<f64>,
    /// Files that are named are always scanned.
    #[arg(long, hide = true)]
    pub scan_unknown_extensions: bool,
    /// The default.
    #[arg(long, hide = true)]
    pub skip_unknown_extensions: bool,
    /// Paths of values are always shown.
    #[arg(long, hide = true)]
    pub dataflow_traces: bool,
    /// The default.
    #[arg(long, hide = true, conflicts_with = "disable_nosem")]
    pub enable_nosem: bool,
    /// The default.
    #[arg(long, hide = true, conflicts_with = "no_git_ignore")]
    pub use_git_ignore: bool,
    /// The default.
    #[arg(long, hide = true, conflicts_with = "error")]
    pub no_error: bool,
    /// The default.
    #[arg(long, hide = true, conflicts_with = "autofix")]
    pub no_autofix: bool,
    /// There is one engine, which does it all.
    #[arg(long, hide = true)]
    pub oss_only: bool,
    /// There is one engine, which does it all.
    #[arg(long, hide = true)]
    pub pro: bool,
    /// There is one engine, which does it all.
    #[arg(long, hide = true)]
    pub pro_languages: bool,
    /// There is one engine, which does it all.
    #[arg(long, hide = true)]
    pub experimental: bool,
    /// There is one engine, which does it all.
    #[arg(long, hide = true)]
    pub legacy: bool,
    /// Memory is bounded by design.
    #[arg(long, hide = true, value_name = "MIB")]
    pub max_memory: Option<u64>,
    /// Excerpts are cut to the terminal.
    #[arg(long, hide = true, value_name = "N")]
    pub max_lines_per_finding: Option<u32>,
    /// Excerpts are cut to the terminal.
    #[arg(long, hide = true, value_name = "N")]
    pub max_chars_per_line: Option<u32>,
    /// The log is short.
    #[arg(long, hide = true, value_name = "N")]
    pub max_log_list_entries: Option<u32>,
}

/// What to write instead of a flag that other tools know and `scan` does not.
pub fn instead(flag: &str) -> Option<&'static str> {
    let flag = flag.split('=').next().unwrap_or(flag);
    Some(match flag {
        "--validate" => "rule files are checked by `haechi validate RULES`",
        "--test" | "--test-ignore-todo" => "samples of rules are run by `haechi test RULES`",
        "--dump-ast" => "trees are shown by `haechi dump tree FILE` and `haechi dump pattern`",
        "--time" => "`--verbose` says how long each phase took",
        "--force-color" => "write `--color always`",
        "--no-color" | "--no-force-color" => "write `--color never`",
        "--show-supported-languages" => "the languages are java, python, generic and regex",
        "--junit-xml"
        | "--junit-xml-output"
        | "--gitlab-sast"
        | "--gitlab-sast-output"
        | "--gitlab-secrets"
        | "--gitlab-secrets-output"
        | "--emacs"
        | "--emacs-output"
        | "--vim"
        | "--vim-output" => "the formats are `--text`, `--json` and `--sarif`",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_of_other_commands_are_known() {
        assert!(instead("--validate").is_some_and(|hint| hint.contains("haechi validate")));
        assert!(instead("--junit-xml-output=x").is_some_and(|hint| hint.contains("--sarif")));
        assert_eq!(instead("--sarif"), None);
    }
}
