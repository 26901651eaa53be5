//! All rules of a run.

use haechi_syntax::IndexVec;

use crate::rule::{Rule, RuleIdx};

/// Rules with their numbers, in the order of the files they come from.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// The rules.
    pub rules: IndexVec<RuleIdx, Rule>,
}
