//! Findings as SARIF results.

use std::collections::BTreeMap;

use haechi_rule::Severity;
use haechi_scan::{Finding, Fix, Place, Step, StepKind, Trace};
use haechi_syntax::Idx;
use serde_json::Value;
use serde_sarif::sarif;

use super::{Context, bag, location, message};
use crate::view::Located;
use crate::words;

/// Key of our own fingerprint. Never GitHub's: that one is computed from the
/// line's text and must equal what the upload action computes.
const OUR_FINGERPRINT: &str = "haechiFingerprint/v1";
const LINE_HASH: &str = "primaryLocationLineHash";

impl Context<'_> {
    /// The result for a finding.
    pub(super) fn result(&self, finding: &Finding) -> sarif::Result {
        let at = self.at(finding.place);
        let rule = self
            .report
            .rules
            .get(finding.rule)
            .map_or("", |rule| &*rule.id);
        let source = finding
            .trace
            .as_ref()
            .and_then(|trace| source_of(trace, finding));
        let mut primary = self.primary(&at);
        if let Some(function) = own_function(finding) {
            primary.logical_locations = Some(location::function(function));
        }
        let mut result = sarif::Result::builder()
            .rule_id(rule)
            .rule_index(i64::try_from(finding.rule.index()).unwrap_or(-1))
            .level(level(finding.severity))
            .message(message(self.words(finding, rule, source)))
            .locations(vec![primary])
            .partial_fingerprints(self.fingerprints(finding))
            .build();
        if let Some(step) = source {
            let mut related = self.told(&self.at(step.place), &reason(step));
            related.id = Some(1);
            result.related_locations = Some(vec![related]);
        }
        if let Some(trace) = &finding.trace {
            if self.detail.shows_flow(finding.severity) {
                result.code_flows = Some(vec![self.code_flow(trace)]);
            }
            if !trace.assumptions.is_empty() {
                let assumptions = trace.assumptions.clone().into();
                result.properties = Some(bag([("assumptions".to_owned(), assumptions)]));
            }
        }
        if self.detail.fixes {
            result.fixes = finding.fix.as_ref().map(|fix| vec![self.repair(fix)]);
        }
        result
    }

    pub(super) fn at(&self, place: Place) -> Located<'_> {
        Located::new(self.report, place)
    }

    /// The rule's message, and a link to where the value comes from.
    fn words(&self, finding: &Finding, rule: &str, source: Option<&Step>) -> String {
        let mut text = match words::sentence(&finding.message) {
            empty if empty == "." => format!("Found by rule {rule}."),
            text => text,
        };
        if let Some(step) = source {
            text.push(' ');
            text.push_str(&source_sentence(&self.at(step.place)));
        }
        text
    }

    fn fingerprints(&self, finding: &Finding) -> BTreeMap<String, String> {
        let own = (!finding.fingerprint.is_empty()).then(|| finding.fingerprint.clone());
        let line = self
            .hashes
            .get(finding.place.file, self.at(finding.place).line_range().0);
        let line = line.map(str::to_owned);
        [(OUR_FINGERPRINT, own), (LINE_HASH, line)]
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), value?)))
            .collect()
    }

    fn code_flow(&self, trace: &Trace) -> sarif::CodeFlow {
        let top = trace.steps.iter().map(|step| step.depth).min().unwrap_or(0);
        let steps: Vec<_> = self
            .detail
            .steps(&trace.steps)
            .map(|step| self.flow_step(step, top))
            .collect();
        let flow = sarif::ThreadFlow::builder().locations(steps).build();
        sarif::CodeFlow::builder().thread_flows(vec![flow]).build()
    }

    fn flow_step(&self, step: &Step, top: i32) -> sarif::ThreadFlowLocation {
        let mut place = self.told(&self.at(step.place), &reason(step));
        if !step.function.is_empty() {
            place.logical_locations = Some(location::function(&step.function));
        }
        let importance = match step.kind {
            StepKind::Source | StepKind::Sink => "essential",
            _ => "important",
        };
        let kinds: Vec<String> = kinds(step.kind)
            .iter()
            .map(|kind| (*kind).to_owned())
            .collect();
        sarif::ThreadFlowLocation::builder()
            .location(place)
            .kinds(kinds)
            .nesting_level(i64::from(step.depth) - i64::from(top))
            .importance(Value::from(importance))
            .build()
    }

    fn repair(&self, fix: &Fix) -> sarif::Fix {
        let at = self.at(fix.place);
        let mut replacement = sarif::Replacement::builder()
            .deleted_region(location::region(&at))
            .build();
        replacement.inserted_content = (!fix.replacement.is_empty()).then(|| {
            sarif::ArtifactContent::builder()
                .text(fix.replacement.as_str())
                .build()
        });
        let change = sarif::ArtifactChange::builder()
            .artifact_location(self.artifact(at.path()))
            .replacements(vec![replacement])
            .build();
        sarif::Fix::builder()
            .description(message("The change that the rule proposes."))
            .artifact_changes(vec![change])
            .build()
    }
}

/// How a severity is shown on pages that know four levels.
pub(super) const fn level(severity: Severity) -> sarif::ResultLevel {
    match severity {
        Severity::Critical | Severity::High => sarif::ResultLevel::Error,
        Severity::Medium => sarif::ResultLevel::Warning,
        Severity::Low | Severity::Inventory | Severity::Experiment => sarif::ResultLevel::Note,
    }
}

/// Where the value came from, if that is not where the finding is.
fn source_of<'f>(trace: &'f Trace, finding: &Finding) -> Option<&'f Step> {
    trace
        .steps
        .first()
        .filter(|step| step.place != finding.place)
}

/// A sentence with a link to the first related location.
fn source_sentence(at: &Located<'_>) -> String {
    let file = at.path().rsplit('/').next().unwrap_or("");
    // Brackets in a file name would end the link's text.
    let file = file.replace(['[', ']'], "_");
    format!("The value enters at [{file}:{}](1).", at.utf16().0.line)
}

/// The function in which the finding lies, if its flow ends in one.
fn own_function(finding: &Finding) -> Option<&str> {
    let last = finding.trace.as_ref()?.steps.last()?;
    (!last.function.is_empty()).then_some(last.function.as_str())
}

/// SARIF's well-known kinds of a step.
const fn kinds(kind: StepKind) -> &'static [&'static str] {
    match kind {
        StepKind::Source => &["acquire", "taint"],
        StepKind::Assign => &["value", "taint"],
        StepKind::Propagate => &["taint"],
        StepKind::Call => &["call", "function", "taint"],
        StepKind::Return => &["return", "function", "taint"],
        StepKind::Sink => &["danger", "taint"],
    }
}

/// The reason of a step as a sentence.
fn reason(step: &Step) -> String {
    words::sentence(&words::capital(&step.reason))
}
