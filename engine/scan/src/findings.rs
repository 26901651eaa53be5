//! From matches and flows to findings: messages, fixes, silencing,
//! fingerprints, order.

use std::borrow::Cow;

use haechi_matcher::{Binding, CompiledRules, Match};
use haechi_rule::{RuleIdx, RuleSet};
use haechi_syntax::{Idx, Span};
use rustc_hash::FxHashMap;

use crate::finding::{FileIndex, Finding, Fix, Metavar, Place, RuleIndex, Suppression, Trace};
use crate::fingerprint::Identity;
use crate::pipeline::rule_index;
use crate::suppress::Silencers;
use crate::units::{Unit, Units};
use crate::{fix, template};

/// A finding in the making.
pub(crate) struct Draft<'m> {
    /// Where it is reported.
    pub(crate) span: Span,
    /// What its metavariables stand for, with the index of the record of the file they stand
    /// in; `None`: the file of the finding.
    pub(crate) bindings: Vec<(Option<usize>, Binding)>,
    /// The match that its fix applies to.
    pub(crate) fixed: Option<Cow<'m, Match>>,
    /// The way of the value.
    pub(crate) trace: Option<Trace>,
}

impl<'m> Draft<'m> {
    /// The same, without what is only needed for a fix.
    pub(crate) fn without_fix(&self) -> Draft<'static> {
        Draft {
            span: self.span,
            bindings: self.bindings.clone(),
            fixed: None,
            trace: self.trace.clone(),
        }
    }

    /// Of a match of a search rule.
    pub(crate) fn of_match(found: &'m Match) -> Self {
        Self {
            span: found.span,
            bindings: found
                .bindings
                .iter()
                .map(|binding| (None, binding.clone()))
                .collect(),
            fixed: Some(Cow::Borrowed(found)),
            trace: None,
        }
    }
}

/// Makes findings.
pub(crate) struct Collector<'a> {
    rules: &'a RuleSet,
    compiled: &'a CompiledRules,
    all: &'a Units,
    findings: Vec<Finding>,
    silencers: FxHashMap<usize, Silencers>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(rules: &'a RuleSet, compiled: &'a CompiledRules, all: &'a Units) -> Self {
        Self {
            rules,
            compiled,
            all,
            findings: Vec::new(),
            silencers: FxHashMap::default(),
        }
    }

    /// Adds a finding in a file.
    pub(crate) fn add(&mut self, unit: &Unit, rule: RuleIdx, draft: Draft<'_>) {
        let checked = &self.rules.rules[rule];
        let file = FileIndex::from_usize(unit.record);
        let place = |span| Place { file, span };
        let bindings: Vec<Binding> = draft
            .bindings
            .iter()
            .map(|(_, binding)| binding.clone())
            .collect();
        let code = fix::Code {
            tree: &unit.tree,
            is_code: unit.is_code,
        };
        let fix = draft
            .fixed
            .as_deref()
            .and_then(|found| match self.compiled.fix(found.fix) {
                Some(own) => fix::from_template(own, found, code),
                None => fix::replacement(checked.fix.as_ref()?, found, code),
            });
        self.findings.push(Finding {
            rule: rule_index(rule),
            place: place(draft.span),
            severity: checked.severity,
            message: template::fill(checked.message.as_str(), &bindings),
            metavars: draft
                .bindings
                .iter()
                .map(|(record, binding)| metavar(*record, file, binding))
                .collect(),
            trace: draft.trace,
            fix: fix.map(|(span, replacement)| Fix {
                place: place(span),
                replacement,
            }),
            fingerprint: String::new(),
            suppressed: None,
        });
    }

    /// Keeps the first findings of rules that want only so many in a file.
    fn limit(&self, findings: &mut Vec<Finding>) {
        let most = |rule: RuleIndex| {
            let rule = &self.rules.rules[RuleIdx::from_usize(rule.index())];
            rule.options.max_match_per_file
        };
        let mut counts: FxHashMap<(FileIndex, RuleIndex), u32> = FxHashMap::default();
        findings.retain(|finding| {
            let Some(most) = most(finding.rule) else {
                return true;
            };
            let count = counts
                .entry((finding.place.file, finding.rule))
                .or_default();
            *count += 1;
            *count <= most
        });
    }

    /// All findings: sorted, each once, silenced and with fingerprints.
    pub(crate) fn finish(mut self, suppressions: bool) -> Vec<Finding> {
        let mut findings = std::mem::take(&mut self.findings);
        // Files are numbered in order of path. The sort is stable: of equal findings the first stays.
        findings.sort_by(|a, b| {
            let key = |f: &Finding| (f.place, f.rule);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        findings.dedup_by(|a, b| a.place == b.place && a.rule == b.rule && a.message == b.message);
        self.limit(&mut findings);
        let unit_of: FxHashMap<usize, &Unit> = self
            .all
            .units
            .iter()
            .map(|unit| (unit.record, unit))
            .collect();
        let mut counts: FxHashMap<Identity, usize> = FxHashMap::default();
        for finding in &mut findings {
            let record = finding.place.file.index();
            let Some(unit) = unit_of.get(&record) else {
                continue;
            };
            let id = &self.rules.rules[RuleIdx::from_usize(finding.rule.index())].id;
            let identity = Identity::new(
                id,
                &self.all.records[record].path,
                unit.tree.slice(finding.place.span),
            );
            let n = counts.entry(identity).or_default();
            let print = Identity::new(
                id,
                &self.all.records[record].path,
                unit.tree.slice(finding.place.span),
            );
            finding.fingerprint = print.fingerprint(*n);
            *n += 1;
            if suppressions {
                finding.suppressed = self.silenced(unit, finding, id);
            }
        }
        findings
    }

    fn silenced(&mut self, unit: &Unit, finding: &Finding, id: &str) -> Option<Suppression> {
        let silencers = self
            .silencers
            .entry(unit.record)
            .or_insert_with(|| Silencers::of(&unit.tree, unit.is_code));
        let line = unit.tree.lines().line(finding.place.span.start);
        silencers.silencing(line, id).map(|silencer| Suppression {
            place: Some(Place {
                file: finding.place.file,
                span: silencer.span,
            }),
            justification: silencer.reason.clone(),
        })
    }
}

fn metavar(record: Option<usize>, file: FileIndex, binding: &Binding) -> Metavar {
    Metavar {
        name: binding.name.to_string(),
        place: Place {
            file: record.map_or(file, FileIndex::from_usize),
            span: binding.span,
        },
        text: binding.text.to_string(),
        value: binding.value.as_deref().map(str::to_owned),
    }
}
