//! The command line as it is written.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

mod habits;
mod scan;

pub use habits::{Habits, instead};
pub use scan::ScanArgs;

/// What to type first.
const EXAMPLES: &str = "\
Examples:
  haechi scan .                                 the built-in rules, readable text
  haechi scan --sarif -o haechi.sarif .         for code-scanning pages
  haechi scan --config rules/custom --error .   your rules; exit code 1 if something is found
  haechi scan -e 'eval(...)' -l python src      a pattern, without a rule file";

/// Finds security weaknesses in Java and Python source code.
#[derive(Parser, Debug)]
#[command(
    name = "haechi",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = EXAMPLES
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
    /// Say of each rule whether it runs here as in the engine it was written for.
    #[command(after_help = "Example:\n  haechi compat our-rules/")]
    Compat(CompatArgs),
    /// Begin a rule, or see what there is.
    #[command(
        subcommand,
        visible_alias = "rules",
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

/// `haechi compat`.
#[derive(Args, Debug)]
pub struct CompatArgs {
    /// Rule files and folders; samples beside the rules are run.
    #[arg(value_name = "RULES", required = true)]
    pub paths: Vec<PathBuf>,
    /// Only the rules that do not run exactly.
    #[arg(short, long)]
    pub quiet: bool,
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
