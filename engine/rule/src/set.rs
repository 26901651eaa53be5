//! All rules of a run.

use haechi_syntax::IndexVec;

use crate::diag::{Diagnostic, Level};
use crate::rule::{LangSet, Languages, Rule, RuleIdx};

/// Rules with their numbers, in the order of the files they come from.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// The rules.
    pub rules: IndexVec<RuleIdx, Rule>,
}

impl RuleSet {
    /// Parses the patterns of all rules for the languages that are scanned.
    /// Rules with a pattern that cannot be parsed are taken out. Call it
    /// before anything keeps a [`RuleIdx`].
    pub fn compile(&mut self, langs: LangSet) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let rules = std::mem::take(&mut self.rules).into_raw();
        let kept = rules.into_iter().filter(|rule| {
            let problems = rule.compile(langs);
            let good = problems.iter().all(|d| d.level != Level::Error);
            found.extend(problems);
            good
        });
        self.rules = IndexVec::from_raw(kept.collect());
        found
    }

    /// Keeps the rules that a test accepts. Numbers change.
    pub fn retain(&mut self, keep: impl FnMut(&Rule) -> bool) {
        let mut rules = std::mem::take(&mut self.rules).into_raw();
        rules.retain(keep);
        self.rules = IndexVec::from_raw(rules);
    }

    /// The languages that at least one rule is for.
    pub fn languages(&self) -> LangSet {
        self.rules
            .iter()
            .fold(LangSet::EMPTY, |all, rule| match rule.languages {
                Languages::Code(set) => set.iter().fold(all, LangSet::with),
                Languages::Generic | Languages::Regex => all,
            })
    }
}
