//! Rule and model files: schema, checks, diagnostics. The only place that
//! reads YAML rules; everything after it sees checked values.
//!
//! Text goes in ([`SourceFile`]), a [`RuleSet`] and a list of [`Diagnostic`]s
//! come out. Nothing here touches the file system, knows how a pattern is
//! matched or what a finding is.

mod check;
pub mod compare;
pub mod condition;
pub mod diag;
pub mod dump;
pub mod formula;
pub mod ids;
pub mod join;
pub mod load;
pub mod model;
pub mod mvar;
pub mod options;
pub mod paths;
pub mod pattern;
mod read;
pub mod regex;
pub mod requires;
pub mod rule;
pub mod set;
pub mod source;
pub mod taint;
pub mod version;
mod yaml;

pub use condition::Condition;
pub use diag::{Code, Diagnostic, Level};
pub use formula::{And, Focus, Formula, Or, RegexLeaf};
pub use load::{LoadOptions, Loaded, Skipped, load, looks_like_rules, rule_of_pattern};
pub use model::ModelSet;
pub use mvar::Mvar;
pub use options::Options;
pub use pattern::Pattern;
pub use regex::Regex;
pub use rule::{Fix, FixRegex, LangSet, Languages, Metadata, Mode, Rule, RuleIdx, Severity};
pub use set::RuleSet;
pub use source::{SourceFile, Text};
pub use taint::TaintSpec;
