//! A checked rule.

use std::fmt;
use std::sync::Arc;

use haechi_syntax::{Lang, Span};
use serde_json::Value;

use crate::formula::Formula;
use crate::join::JoinSpec;
use crate::options::Options;
use crate::paths::PathFilter;
use crate::regex::Regex;
use crate::source::{SourceFile, Text};
use crate::taint::TaintSpec;

haechi_syntax::define_idx! {
    /// A rule of a [`RuleSet`](crate::RuleSet), in the order of the files.
    RuleIdx;
}

/// A rule that can be run.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The id under which findings are reported: as written, or qualified (see
    /// [`crate::ids`]).
    pub id: Arc<str>,
    /// The id as written.
    pub written_id: Text,
    /// What a finding says; `$X` and `value($X)` are filled in.
    pub message: Text,
    /// How bad a finding is.
    pub severity: Severity,
    /// The severity as written (`ERROR`, `HIGH` …), for outputs that keep it.
    pub severity_word: Box<str>,
    /// What it looks at.
    pub languages: Languages,
    /// The languages as written, unsupported ones included.
    pub language_names: Vec<Box<str>>,
    /// How it works.
    pub mode: Mode,
    /// What is switched on and off.
    pub options: Options,
    /// What else is said about it.
    pub metadata: Metadata,
    /// Which files it looks at.
    pub paths: PathFilter,
    /// How to repair what it finds.
    pub fix: Option<Fix>,
    /// Oldest version of the reference engine that it is for, as written.
    pub min_version: Option<Box<str>>,
    /// Newest version of the reference engine that it is for, as written.
    pub max_version: Option<Box<str>>,
    /// The file it stands in.
    pub file: Arc<SourceFile>,
    /// Where it stands there.
    pub span: Span,
    /// A hash of all that the rule says but metadata, independent of layout, comments and
    /// place: equal rules have equal hashes.
    pub content_hash: u64,
}

/// What a rule does.
#[derive(Clone, Debug)]
pub enum Mode {
    /// Reports what a formula matches.
    Search(Formula),
    /// Reports values that flow from sources to sinks.
    Taint(Box<TaintSpec>),
    /// Relates findings of several rules.
    Join(Box<JoinSpec>),
}

/// How bad a finding is, worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// `EXPERIMENT`: for trying out; not shown by default.
    Experiment,
    /// `INVENTORY`: a fact, not a problem; not shown by default.
    Inventory,
    /// `LOW`, `INFO`.
    Low,
    /// `MEDIUM`, `WARNING`.
    Medium,
    /// `HIGH`, `ERROR`.
    High,
    /// `CRITICAL`.
    Critical,
}

impl Severity {
    /// The words that rules may use.
    pub const WORDS: &[&str] = &[
        "CRITICAL",
        "HIGH",
        "MEDIUM",
        "LOW",
        "ERROR",
        "WARNING",
        "INFO",
        "INVENTORY",
        "EXPERIMENT",
    ];

    /// The severity that a word of a rule means.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "CRITICAL" => Self::Critical,
            "HIGH" | "ERROR" => Self::High,
            "MEDIUM" | "WARNING" => Self::Medium,
            "LOW" | "INFO" => Self::Low,
            "INVENTORY" => Self::Inventory,
            "EXPERIMENT" => Self::Experiment,
            _ => return None,
        })
    }

    /// The name in lower case: `critical`, `high`, `medium`, `low`, `inventory`, `experiment`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Inventory => "inventory",
            Self::Experiment => "experiment",
        }
    }
}

/// What a rule or pattern is read as.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Languages {
    /// Code of these languages; at least one.
    Code(LangSet),
    /// Any text, matched by words and layout.
    Generic,
    /// Any text, matched by regexes.
    Regex,
}

impl Languages {
    /// Whether files of a language are looked at. Generic and regex rules
    /// look at all files.
    pub fn covers(self, lang: Lang) -> bool {
        match self {
            Self::Code(set) => set.contains(lang),
            Self::Generic | Self::Regex => true,
        }
    }
}

/// A set of languages.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LangSet(u8);

impl LangSet {
    /// No language.
    pub const EMPTY: Self = Self(0);

    /// All languages.
    pub const ALL: Self = Self((1 << Lang::ALL.len()) - 1);

    /// The set of one language.
    pub const fn of(lang: Lang) -> Self {
        Self(1 << lang as u8)
    }

    /// The set with a language added.
    #[must_use]
    pub const fn with(self, lang: Lang) -> Self {
        Self(self.0 | 1 << lang as u8)
    }

    /// Whether the language is in it.
    pub const fn contains(self, lang: Lang) -> bool {
        self.0 & (1 << lang as u8) != 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The languages in it.
    pub fn iter(self) -> impl Iterator<Item = Lang> {
        Lang::ALL.into_iter().filter(move |l| self.contains(*l))
    }
}

impl fmt::Debug for LangSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// How a finding is repaired.
#[derive(Clone, Debug)]
pub enum Fix {
    /// The match is replaced by a text in which metavariables are filled in.
    /// Blanks around the text are no part of it.
    Template(Text),
    /// Something within the match is replaced.
    Regex(FixRegex),
}

/// `fix-regex`, with the meaning of Python's `re.sub`.
#[derive(Clone, Debug)]
pub struct FixRegex {
    /// What is replaced.
    pub regex: Regex,
    /// By what: `\1` and `\g<name>` are groups.
    pub replacement: Text,
    /// How often at most; `None`: everywhere.
    pub count: Option<u32>,
}

/// What a rule says about itself beyond what is needed to run it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Metadata {
    /// The whole tree, in the order written.
    pub tree: serde_json::Map<String, Value>,
}

impl Metadata {
    /// An entry as text, if it is one.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.tree.get(key)?.as_str()
    }

    /// An entry that may be one text or a list of texts.
    pub fn texts(&self, key: &str) -> Vec<&str> {
        match self.tree.get(key) {
            Some(Value::String(s)) => vec![s],
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Weaknesses, as written (`CWE-89: …`).
    pub fn cwe(&self) -> Vec<&str> {
        self.texts("cwe")
    }

    /// The numbers of the weaknesses: `CWE-89: …` is 89.
    pub fn cwe_numbers(&self) -> Vec<u32> {
        self.cwe()
            .iter()
            .filter_map(|text| {
                let rest = text
                    .trim_start()
                    .get(..4)
                    .filter(|p| p.eq_ignore_ascii_case("cwe-"));
                let digits = match rest {
                    Some(_) => &text.trim_start()[4..],
                    None => text.trim_start(),
                };
                let len = digits.bytes().take_while(u8::is_ascii_digit).count();
                digits[..len].parse().ok()
            })
            .collect()
    }

    /// OWASP categories, as written.
    pub fn owasp(&self) -> Vec<&str> {
        self.texts("owasp")
    }

    /// How sure findings are (`LOW`, `MEDIUM`, `HIGH`).
    pub fn confidence(&self) -> Option<&str> {
        self.text("confidence")
    }

    /// How likely an attack is (`LOW`, `MEDIUM`, `HIGH`).
    pub fn likelihood(&self) -> Option<&str> {
        self.text("likelihood")
    }

    /// How much harm is done (`LOW`, `MEDIUM`, `HIGH`).
    pub fn impact(&self) -> Option<&str> {
        self.text("impact")
    }

    /// Where to read more.
    pub fn references(&self) -> Vec<&str> {
        self.texts("references")
    }

    /// Libraries and frameworks it is about.
    pub fn technology(&self) -> Vec<&str> {
        self.texts("technology")
    }

    /// `security`, `correctness` …
    pub fn category(&self) -> Option<&str> {
        self.text("category")
    }
}

impl Rule {
    /// All formulas of the rule; those of rules within a join included.
    pub fn formulas(&self) -> Vec<&Formula> {
        match &self.mode {
            Mode::Search(formula) => vec![formula],
            Mode::Taint(spec) => spec.formulas().collect(),
            Mode::Join(join) => join.rules.iter().flat_map(Self::formulas).collect(),
        }
    }
}
