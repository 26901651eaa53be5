//! Conditions: what must hold for the bindings of a match.

use haechi_syntax::Span;

use crate::compare::Expr;
use crate::formula::Formula;
use crate::mvar::Mvar;
use crate::pattern::Pattern;
use crate::regex::Regex;
use crate::rule::Languages;
use crate::source::Text;

/// A filter on matches. An unbound metavariable makes it false.
#[derive(Clone, Debug)]
pub enum Condition {
    /// `metavariable-regex`.
    Regex(MvarRegex),
    /// `metavariable-pattern`.
    Pattern(MvarPattern),
    /// `metavariable-comparison`.
    Comparison(Comparison),
    /// `metavariable-type`.
    Type(MvarType),
    /// `metavariable-analysis`.
    Analysis(MvarAnalysis),
    /// `metavariable-name`.
    Name(MvarName),
}

/// The text of the binding matches a regex from its start. Named groups
/// become bindings that stay.
#[derive(Clone, Debug)]
pub struct MvarRegex {
    /// The metavariable.
    pub mvar: Mvar,
    /// Where it is named in the rule file.
    pub span: Span,
    /// Matched at the start of the text ([`Regex::match_at_start`]).
    pub regex: Regex,
    /// The regex as written, with its place.
    pub text: Text,
    /// Also look at the constant that the binding is known to hold.
    pub constant_propagation: bool,
}

/// The binding contains what a formula looks for. New bindings stay.
#[derive(Clone, Debug)]
pub struct MvarPattern {
    /// The metavariable.
    pub mvar: Mvar,
    /// Where it is named in the rule file.
    pub span: Span,
    /// Read the binding (the contents of a string, or text) as another language.
    pub language: Option<Languages>,
    /// What is looked for within it.
    pub formula: Formula,
}

/// A comparison in a small part of Python.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The metavariable that the rule names, if it does; the expression says
    /// for itself what it uses.
    pub mvar: Option<Mvar>,
    /// The expression, with `strip` already applied.
    pub expr: Expr,
    /// `strip: true` was given: metavariables are read by `int()`.
    pub strip: bool,
    /// `base` as given; it has no effect, numbers carry their own base.
    pub base: Option<i64>,
    /// The expression as written.
    pub text: Text,
}

/// The declared or inferred type of the binding is one of these.
#[derive(Clone, Debug)]
pub struct MvarType {
    /// The metavariable.
    pub mvar: Mvar,
    /// Where it is named in the rule file.
    pub span: Span,
    /// The types, any of which will do; see [`Pattern::of_type`].
    pub types: Vec<Pattern>,
    /// The language in which the types are written, if not that of the rule.
    pub language: Option<Languages>,
}

/// A property of the binding that is computed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MvarAnalysis {
    /// The metavariable.
    pub mvar: Mvar,
    /// Where it is named in the rule file.
    pub span: Span,
    /// What is computed.
    pub analyzer: Analyzer,
}

/// What `metavariable-analysis` can compute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Analyzer {
    /// The string looks random.
    Entropy,
    /// The string looks random, judged more or less strictly.
    EntropyV2(EntropyMode),
    /// The string is a regex that can take exponential time.
    Redos,
}

/// How strictly `entropy_v2` judges.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum EntropyMode {
    /// Less must look random.
    Lax,
    /// In between.
    #[default]
    Default,
    /// More must look random.
    Strict,
}

/// The name that is bound comes from one of these modules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MvarName {
    /// The metavariable.
    pub mvar: Mvar,
    /// Where it is named in the rule file.
    pub span: Span,
    /// Modules or packages, any of which will do; may be empty if `kind` is given.
    pub modules: Vec<Box<str>>,
    /// A kind of function (`django-view`).
    pub kind: Option<Box<str>>,
}

impl Condition {
    /// The metavariable it is about, if it names one.
    pub fn mvar(&self) -> Option<&Mvar> {
        match self {
            Self::Regex(c) => Some(&c.mvar),
            Self::Pattern(c) => Some(&c.mvar),
            Self::Comparison(c) => c.mvar.as_ref(),
            Self::Type(c) => Some(&c.mvar),
            Self::Analysis(c) => Some(&c.mvar),
            Self::Name(c) => Some(&c.mvar),
        }
    }

    /// The regexes that it uses itself (not those of a nested formula), with
    /// the texts they stand in.
    pub fn regexes(&self) -> Vec<(&Regex, &Text)> {
        match self {
            Self::Regex(c) => vec![(&c.regex, &c.text)],
            Self::Comparison(c) => {
                let all = c.expr.regexes();
                all.into_iter().map(|regex| (regex, &c.text)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The types that it compares with.
    pub fn types(&self) -> &[Pattern] {
        match self {
            Self::Type(c) => &c.types,
            _ => &[],
        }
    }
}
