//! Taint rules: sites from the matcher and the models, the engine, findings.

use std::time::Duration;

use haechi_matcher::FileMatches;
use haechi_rule::{RuleIdx, RuleSet};

use crate::coverage::Notice;
use crate::findings::Draft;
use crate::pipeline::{Depth, Progress};
use crate::units::Units;

/// What following values gave.
#[derive(Default)]
pub(crate) struct FlowOutcome<'m> {
    /// Index of the unit of the sink, rule, finding.
    pub(crate) drafts: Vec<(usize, RuleIdx, Draft<'m>)>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) link: Duration,
    pub(crate) flow: Duration,
}

/// Runs all taint rules.
pub(crate) fn run<'m>(
    _rules: &RuleSet,
    _all: &Units,
    _matches: &'m [FileMatches],
    _depth: Depth,
    _progress: &dyn Progress,
) -> FlowOutcome<'m> {
    FlowOutcome::default()
}
