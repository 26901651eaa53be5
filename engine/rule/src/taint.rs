//! What a taint rule consists of.

use haechi_syntax::Span;

use crate::formula::Formula;
use crate::mvar::Mvar;
use crate::requires::Requires;
use crate::source::Text;

/// Sources, sinks and what lies between. At least one source and one sink.
#[derive(Clone, Debug)]
pub struct TaintSpec {
    /// Where tainted values come from.
    pub sources: Vec<Source>,
    /// Where they must not arrive.
    pub sinks: Vec<Sink>,
    /// What makes them clean.
    pub sanitizers: Vec<Sanitizer>,
    /// What carries them on beside the ordinary ways.
    pub propagators: Vec<Propagator>,
}

/// The label of sources that name none.
pub const DEFAULT_LABEL: &str = "__SOURCE__";

/// What a source, sink or sanitizer is.
#[derive(Clone, Debug)]
pub enum Site {
    /// What a formula matches.
    Formula(Formula),
    /// What models say to be of this kind (`http-request`, `sql` …).
    Kind(KindRef),
}

/// A kind that a rule names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KindRef {
    /// Its name.
    pub name: Box<str>,
    /// Where it is named.
    pub span: Span,
}

/// Whether a match taints the variable itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum BySideEffect {
    /// The matched expression only.
    #[default]
    No,
    /// The expression, and the variable from there on.
    Yes,
    /// The variable from there on only.
    Only,
}

/// A source.
#[derive(Clone, Debug)]
pub struct Source {
    /// What it is.
    pub site: Site,
    /// Only the whole match is tainted, not its sub-expressions.
    pub exact: bool,
    /// Whether the variable is tainted as well.
    pub by_side_effect: BySideEffect,
    /// Taints the control flow after it: sinks that run later are reached.
    pub control: bool,
    /// The label it gives.
    pub label: Box<str>,
    /// It is a source only for values with these labels; `None`: always.
    pub requires: Option<Requires>,
    /// `requires` as written.
    pub requires_text: Option<Text>,
    /// Where it stands in the rule file.
    pub span: Span,
}

/// A sink.
#[derive(Clone, Debug)]
pub struct Sink {
    /// What it is.
    pub site: Site,
    /// Only the whole match (without focus, for a call: each whole argument)
    /// is the sink, not sub-expressions. True by default.
    pub exact: bool,
    /// It is a sink only for these labels.
    pub requires: SinkRequires,
    /// `requires` as written, if it is one expression.
    pub requires_text: Option<Text>,
    /// It is a sink only at an exit of the function.
    pub at_exit: bool,
    /// Where it stands in the rule file.
    pub span: Span,
}

/// The labels that make a sink fire.
#[derive(Clone, Debug)]
pub enum SinkRequires {
    /// Nothing was said: the label [`DEFAULT_LABEL`] must arrive.
    Default,
    /// The labels that arrive must satisfy this.
    Labels(Requires),
    /// Those that arrive at each of these metavariables must satisfy this.
    PerMvar(Vec<(Mvar, Requires)>),
}

/// A sanitizer.
#[derive(Clone, Debug)]
pub struct Sanitizer {
    /// What it is.
    pub site: Site,
    /// Only the whole match is clean, not its sub-expressions.
    pub exact: bool,
    /// The variable is clean from there on.
    pub by_side_effect: bool,
    /// Ignored where it matches the same range as a source or sink.
    pub not_conflicting: bool,
    /// Where it stands in the rule file.
    pub span: Span,
}

/// A propagator: if `from` is tainted, so is `to`.
#[derive(Clone, Debug)]
pub struct Propagator {
    /// Where it applies.
    pub formula: Formula,
    /// The metavariable whose taint is taken.
    pub from: Mvar,
    /// The metavariable that receives it.
    pub to: Mvar,
    /// The variable in `to` is tainted from there on, not just there. True by
    /// default.
    pub by_side_effect: bool,
    /// Only values with these labels are carried; `None`: all.
    pub requires: Option<Requires>,
    /// `requires` as written.
    pub requires_text: Option<Text>,
    /// The label of what arrives; `None`: as it was.
    pub label: Option<Box<str>>,
    /// Only these labels are replaced by `label`; `None`: all.
    pub replace_labels: Option<Vec<Box<str>>>,
    /// Where it stands in the rule file.
    pub span: Span,
}

impl Sink {
    /// See [`Formula::has_focus`].
    pub fn has_focus(&self) -> bool {
        matches!(&self.site, Site::Formula(f) if f.has_focus())
    }
}

impl Site {
    /// The formula, if it is one.
    pub fn formula(&self) -> Option<&Formula> {
        match self {
            Self::Formula(formula) => Some(formula),
            Self::Kind(_) => None,
        }
    }
}

impl TaintSpec {
    /// All formulas: sources, sinks, sanitizers, propagators.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.sources
            .iter()
            .map(|s| &s.site)
            .chain(self.sinks.iter().map(|s| &s.site))
            .chain(self.sanitizers.iter().map(|s| &s.site))
            .filter_map(Site::formula)
            .chain(self.propagators.iter().map(|p| &p.formula))
    }
}
