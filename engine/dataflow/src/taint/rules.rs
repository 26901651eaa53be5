//! Taint rules as the engine sees them: items with their switches, labels as
//! small numbers, no patterns.

use haechi_rule::options::{Options, TaintEnd};
use haechi_rule::requires::Requires;
use haechi_rule::taint::{self as spec, BySideEffect, DEFAULT_LABEL, TaintSpec};

haechi_syntax::define_idx! {
    /// A rule: its place in the list that the analysis is given.
    RuleNo;
    /// A label of one rule. 0 is the label of sources that name none.
    LabelNo;
}

/// How many labels a rule may have; further ones count as the last.
pub const MAX_LABELS: usize = 64;

/// A taint rule.
#[derive(Clone, Debug, Default)]
pub struct TaintRule {
    /// Its sources; a [`Site`](super::Site) names one by its place here.
    pub sources: Vec<SourceSpec>,
    /// Its sinks.
    pub sinks: Vec<SinkSpec>,
    /// Its sanitizers.
    pub sanitizers: Vec<SanitizerSpec>,
    /// Its propagators.
    pub propagators: Vec<PropagatorSpec>,
    /// Its options.
    pub options: TaintOptions,
    /// The names of its labels.
    pub labels: Vec<Box<str>>,
}

/// What a rule switches on and off in the engine.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TaintOptions {
    /// Calls of unknown functions do not carry taint to their result.
    pub safe_functions: bool,
    /// `E[tainted]` is not tainted.
    pub safe_indexes: bool,
    /// Comparisons are not tainted.
    pub safe_comparisons: bool,
    /// Truth values are not tainted.
    pub safe_booleans: bool,
    /// Numbers are not tainted.
    pub safe_numbers: bool,
    /// Only assignments carry taint.
    pub only_assignments: bool,
    /// Source and sink must bind their common metavariables to the same.
    pub unify_mvars: bool,
    /// The finding stands at the source.
    pub focus_on_source: bool,
    /// What a call does depends on the branches that its arguments choose.
    pub guarded: bool,
}

/// A source.
#[derive(Clone, Debug)]
pub struct SourceSpec {
    /// Only the match as a whole is tainted.
    pub exact: bool,
    /// The variable itself is tainted.
    pub by_side_effect: BySideEffect,
    /// What runs after it is tainted.
    pub control: bool,
    /// The label it gives.
    pub label: LabelNo,
    /// It is a source only where this holds of the labels already there.
    pub requires: Option<Formula>,
}

/// A sink.
#[derive(Clone, Debug)]
pub struct SinkSpec {
    /// Only the match as a whole counts.
    pub exact: bool,
    /// Whether its pattern has a focus: then the arguments of a matched call do
    /// not count by themselves.
    pub has_focus: bool,
    /// It fires if this holds of the labels that arrive.
    pub requires: SinkRequires,
}

/// When a sink fires.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SinkRequires {
    /// If this holds of all labels that arrive together.
    All(Formula),
    /// If each of these holds of the labels that arrive at the node that the
    /// metavariable is bound to ([`Site::operands`](super::Site::operands), in
    /// this order).
    Each(Vec<Formula>),
}

/// A sanitizer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SanitizerSpec {
    /// Only the result of the match is clean.
    pub exact: bool,
    /// The variable is clean from there on.
    pub by_side_effect: bool,
    /// Does not count where a source or sink has the same range.
    pub not_conflicting: bool,
}

/// A propagator.
#[derive(Clone, Debug)]
pub struct PropagatorSpec {
    /// The variable at the target is tainted from there on.
    pub by_side_effect: bool,
    /// It carries taint only where this holds of the labels.
    pub requires: Option<Formula>,
    /// The label of what arrives.
    pub label: Option<LabelNo>,
    /// Only these labels become `label` (others stay); none: all.
    pub replace: Option<Vec<LabelNo>>,
}

/// A Boolean formula over labels.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Formula {
    /// Always or never.
    Bool(bool),
    /// The label is there.
    Label(LabelNo),
    /// It does not hold.
    Not(Box<Formula>),
    /// All hold.
    And(Vec<Formula>),
    /// One holds.
    Or(Vec<Formula>),
}

impl Formula {
    /// Whether it holds of a set of labels (bit n: label n).
    pub fn holds(&self, labels: u64) -> bool {
        match self {
            Self::Bool(b) => *b,
            Self::Label(label) => labels & label.bit() != 0,
            Self::Not(inner) => !inner.holds(labels),
            Self::And(items) => items.iter().all(|item| item.holds(labels)),
            Self::Or(items) => items.iter().any(|item| item.holds(labels)),
        }
    }

    /// If it is a disjunction of labels, these: then it can be decided label by
    /// label, without their union.
    pub fn any_of(&self) -> Option<u64> {
        match self {
            Self::Label(label) => Some(label.bit()),
            Self::Bool(false) => Some(0),
            Self::Or(items) => items
                .iter()
                .try_fold(0, |all, item| Some(all | item.any_of()?)),
            Self::And(items) if items.len() == 1 => items[0].any_of(),
            Self::And(_) | Self::Not(_) | Self::Bool(true) => None,
        }
    }
}

impl LabelNo {
    /// The label of sources that name none.
    pub const DEFAULT: Self = Self::new(0);
    /// The label's bit in a set of labels.
    pub fn bit(self) -> u64 {
        1 << self.raw().min(MAX_LABELS as u32 - 1)
    }
}

impl TaintRule {
    /// From a checked rule.
    pub fn new(spec: &TaintSpec, options: &Options) -> Self {
        let mut labels = Labels(vec![DEFAULT_LABEL.into()]);
        let mut rule = Self {
            sources: spec.sources.iter().map(|s| labels.source(s)).collect(),
            sinks: spec.sinks.iter().map(|s| labels.sink(s)).collect(),
            sanitizers: spec
                .sanitizers
                .iter()
                .map(|s| SanitizerSpec {
                    exact: s.exact,
                    by_side_effect: s.by_side_effect,
                    not_conflicting: s.not_conflicting,
                })
                .collect(),
            propagators: spec
                .propagators
                .iter()
                .map(|p| labels.propagator(p))
                .collect(),
            options: TaintOptions::new(options),
            labels: Vec::new(),
        };
        rule.labels = labels.0;
        rule
    }

    /// Whether taint of each label can be followed by itself: nothing depends
    /// on which labels are there together.
    pub fn is_plain(&self) -> bool {
        self.sources.iter().all(|s| s.requires.is_none())
            && self
                .propagators
                .iter()
                .all(|p| p.requires.is_none() && p.label.is_none())
            && self.sinks.iter().all(|s| s.plain_labels().is_some())
    }
}

impl SinkSpec {
    /// The labels each of which alone makes it fire, if that decides it.
    pub fn plain_labels(&self) -> Option<u64> {
        match &self.requires {
            SinkRequires::All(formula) => formula.any_of(),
            SinkRequires::Each(_) => None,
        }
    }
}

impl TaintOptions {
    /// From the options of a rule.
    pub fn new(options: &Options) -> Self {
        Self {
            safe_functions: options.taint_assume_safe_functions,
            safe_indexes: options.taint_assume_safe_indexes,
            safe_comparisons: options.taint_assume_safe_comparisons,
            safe_booleans: options.taint_assume_safe_booleans,
            safe_numbers: options.taint_assume_safe_numbers,
            only_assignments: options.taint_only_propagate_through_assignments,
            unify_mvars: options.taint_unify_mvars,
            guarded: options.guarded_taint_signatures,
            focus_on_source: options.taint_focus_on == TaintEnd::Source,
        }
    }
}

/// Numbers the labels of a rule in order of first mention.
struct Labels(Vec<Box<str>>);

impl Labels {
    fn number(&mut self, label: &str) -> LabelNo {
        let at = match self.0.iter().position(|l| &**l == label) {
            Some(at) => at,
            None => {
                if self.0.len() < MAX_LABELS {
                    self.0.push(label.into());
                }
                self.0.len() - 1
            }
        };
        LabelNo::new(at as u32)
    }

    fn formula(&mut self, requires: &Requires) -> Formula {
        match requires {
            Requires::Bool(b) => Formula::Bool(*b),
            Requires::Label(label) => Formula::Label(self.number(label)),
            Requires::Not(inner) => Formula::Not(Box::new(self.formula(inner))),
            Requires::And(items) => Formula::And(items.iter().map(|i| self.formula(i)).collect()),
            Requires::Or(items) => Formula::Or(items.iter().map(|i| self.formula(i)).collect()),
        }
    }

    fn source(&mut self, source: &spec::Source) -> SourceSpec {
        SourceSpec {
            exact: source.exact,
            by_side_effect: source.by_side_effect,
            control: source.control,
            label: self.number(&source.label),
            requires: source.requires.as_ref().map(|r| self.formula(r)),
        }
    }

    fn sink(&mut self, sink: &spec::Sink) -> SinkSpec {
        SinkSpec {
            exact: sink.exact,
            // Models name the argument itself.
            has_focus: sink.has_focus() || matches!(sink.site, spec::Site::Kind(_)),
            requires: match &sink.requires {
                spec::SinkRequires::Default => SinkRequires::All(Formula::Label(LabelNo::DEFAULT)),
                spec::SinkRequires::Labels(r) => SinkRequires::All(self.formula(r)),
                spec::SinkRequires::PerMvar(each) => {
                    SinkRequires::Each(each.iter().map(|(_, r)| self.formula(r)).collect())
                }
            },
        }
    }

    fn propagator(&mut self, propagator: &spec::Propagator) -> PropagatorSpec {
        PropagatorSpec {
            by_side_effect: propagator.by_side_effect,
            requires: propagator.requires.as_ref().map(|r| self.formula(r)),
            label: propagator.label.as_ref().map(|l| self.number(l)),
            replace: propagator
                .replace_labels
                .as_ref()
                .map(|all| all.iter().map(|l| self.number(l)).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_that_need_no_union() {
        let a = || Formula::Label(LabelNo::new(1));
        let b = || Formula::Label(LabelNo::new(2));
        assert_eq!(Formula::Or(vec![a(), b()]).any_of(), Some(0b110));
        assert_eq!(Formula::And(vec![a(), b()]).any_of(), None);
        assert_eq!(Formula::Not(Box::new(a())).any_of(), None);
        assert!(Formula::And(vec![a(), b()]).holds(0b110));
        assert!(!Formula::And(vec![a(), Formula::Not(Box::new(b()))]).holds(0b110));
    }
}
