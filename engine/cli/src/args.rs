//! The command line as it is written.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Finds security weaknesses in Java and Python source code.
#[derive(Parser, Debug)]
#[command(
    name = "haechi",
    version,
    about,
    max_term_width = 100,
    arg_required_else_help = true
)]
pub struct Cli {
    /// Colour the output: `auto` obeys NO_COLOR, FORCE_COLOR and whether it is a terminal.
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// When to colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum ColorChoice {
    /// If the output is a terminal, unless NO_COLOR or FORCE_COLOR says otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Look for weaknesses in files and folders.
    #[command(
        after_help = "Example:\n  haechi scan --config rules/custom --sarif -o haechi.sarif src"
    )]
    Scan(Box<ScanArgs>),
    /// Run the samples of rules: code with comments that say what must be found.
    #[command(after_help = "Example:\n  haechi test rules/custom")]
    Test(TestArgs),
    /// Check rule files and explain every mistake.
    #[command(after_help = "Example:\n  haechi validate --strict rules/custom")]
    Validate(ValidateArgs),
    /// Begin a rule, or see what there is.
    #[command(
        subcommand,
        after_help = "Example:\n  haechi rule new no-eval --lang python"
    )]
    Rule(RuleCommand),
    /// Show how code or a pattern was understood.
    #[command(
        subcommand,
        after_help = "Example:\n  haechi dump pattern -l python 'eval(...)'"
    )]
    Dump(DumpCommand),
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
    /// Skip and report files larger than this.
    #[arg(
        long,
        value_name = "BYTES",
        default_value_t = 5_000_000,
        help_heading = "Files"
    )]
    pub max_target_bytes: u64,

    /// How far values are followed.
    #[arg(long, value_enum, default_value_t = DepthArg::Project, value_name = "DEPTH", help_heading = "Analysis")]
    pub depth: DepthArg,
    /// The same as --depth file.
    #[arg(long, hide = true)]
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
    #[arg(long, help_heading = "Output")]
    pub autofix: bool,
    /// With --autofix: change nothing, just say what would be done.
    #[arg(
        long,
        visible_alias = "dry-run",
        requires = "autofix",
        help_heading = "Output"
    )]
    pub dryrun: bool,
    /// Findings only: no progress, no summary.
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: bool,
    /// Name every file that was not analysed whole, and say how long each phase took.
    #[arg(short, long, help_heading = "Output")]
    pub verbose: bool,

    /// Accepted for compatibility; nothing is ever sent.
    #[arg(long, hide = true, num_args = 0..=1, value_name = "X")]
    pub metrics: Option<Option<String>>,
    /// Accepted for compatibility.
    #[arg(long, hide = true)]
    pub disable_version_check: bool,
    /// Accepted for compatibility: limits are counted in steps.
    #[arg(long, hide = true, value_name = "SECONDS")]
    pub timeout: Option<f64>,
    /// Accepted for compatibility.
    #[arg(long, hide = true, value_name = "N")]
    pub timeout_threshold: Option<u32>,
    /// Accepted for compatibility: files that are named are always scanned.
    #[arg(long, hide = true)]
    pub scan_unknown_extensions: bool,
}

/// How far values are followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum DepthArg {
    /// Within one function.
    Function,
    /// Across the functions of a file.
    File,
    /// Across files.
    Project,
}

/// `haechi test`.
#[derive(Args, Debug)]
pub struct TestArgs {
    /// Rule files and folders; samples lie beside the rules.
    #[arg(value_name = "RULES", required = true)]
    pub paths: Vec<PathBuf>,
    /// How far values are followed.
    #[arg(long, value_enum, default_value_t = DepthArg::Project, value_name = "DEPTH")]
    pub depth: DepthArg,
}

/// `haechi validate`.
#[derive(Args, Debug)]
pub struct ValidateArgs {
    /// Rule files and folders.
    #[arg(value_name = "RULES", required = true)]
    pub paths: Vec<PathBuf>,
    /// Warnings are errors.
    #[arg(long)]
    pub strict: bool,
}

/// `haechi rule …`.
#[derive(Subcommand, Debug)]
pub enum RuleCommand {
    /// Write a rule and its sample to start from.
    #[command(
        after_help = "Example:\n  haechi rule new no-eval --lang python\n  haechi test rules/custom"
    )]
    New(NewArgs),
    /// List the built-in rules.
    #[command(after_help = "Example:\n  haechi rule list")]
    List,
    /// Show a built-in rule.
    #[command(after_help = "Example:\n  haechi rule show java-sql-injection")]
    Show {
        /// Its id.
        id: String,
    },
}

/// `haechi rule new`.
#[derive(Args, Debug)]
pub struct NewArgs {
    /// The id: letters, digits, dots, dashes, underscores.
    pub id: String,
    /// `java` or `python`.
    #[arg(short, long)]
    pub lang: String,
    /// A rule that follows values from sources to sinks.
    #[arg(long)]
    pub taint: bool,
    /// Where to write.
    #[arg(long, default_value = "rules/custom", value_name = "FOLDER")]
    pub dir: PathBuf,
}

/// `haechi dump …`.
#[derive(Subcommand, Debug)]
pub enum DumpCommand {
    /// The tree of a file.
    #[command(after_help = "Example:\n  haechi dump tree src/app.py")]
    Tree {
        /// The file.
        file: PathBuf,
    },
    /// The tree of a pattern.
    #[command(after_help = "Example:\n  haechi dump pattern -l java '$X.exec(...)'")]
    Pattern {
        /// `java` or `python`.
        #[arg(short, long)]
        lang: String,
        /// The pattern.
        pattern: String,
    },
    /// What a rule file says, as it was understood.
    #[command(after_help = "Example:\n  haechi dump rule rules/custom/no-eval.yaml")]
    Rule {
        /// The rule file.
        file: PathBuf,
    },
}
