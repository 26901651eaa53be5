//! The way from folders to findings: walk, parse, match, report.
//!
//! Phases run in parallel over files with barriers between them; every result
//! is put back in order of path, so the output does not depend on threads.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use haechi_matcher::CompiledRules;
use haechi_rule::model::ModelSet;
use haechi_rule::{LangSet, Languages, Mode, RuleIdx, RuleSet};
use haechi_syntax::settings::Format;
use haechi_syntax::{Idx, IndexVec};

use crate::contain::pool;
use crate::coverage::{FileStatus, Notice, Skip, SourceText};
use crate::finding::{FileIndex, Finding, RuleIndex};
use crate::findings::{Collector, Draft};
use crate::join::{self, Expanded, Row};
use crate::linked::{Linked, link};
use crate::matching::{limits, match_all};
use crate::outcome::{ScanReport, Timings};
use crate::units::{Code, Input, Reading, Units, VirtualFile};
use crate::walk::{Target, WalkError, WalkOptions, walk};

/// What to scan and how.
#[derive(Clone, Debug)]
pub struct ScanOptions {
    /// What to walk. Its number of threads is that of the whole scan.
    pub walk: WalkOptions,
    /// Texts that are no files, scanned along.
    pub texts: Vec<VirtualFile>,
    /// The folder that shown paths are relative to, and that the `paths` of rules start from.
    pub base: PathBuf,
    /// Larger files are skipped and reported, in bytes. Default 5,000,000.
    pub max_target_bytes: u64,
    /// How far taint rules follow values.
    pub depth: Depth,
    /// What is known about libraries.
    pub models: Arc<ModelSet>,
    /// Whether comments can silence findings. Default true.
    pub suppressions: bool,
    /// Whether rules are left out of files that lack words without which they
    /// cannot match. That changes the time and nothing else; tests hold both
    /// against each other. Default true.
    pub prefilter: bool,
}

pub use haechi_dataflow::taint::Depth;

/// Why a scan could not even begin.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// A target or glob.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// The system gave no threads.
    #[error("cannot start threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// How a scan tells how far it is. Called from many threads.
pub trait Progress: Sync {
    /// So many files are to be done in the phase of this name.
    fn phase(&self, name: &'static str, files: usize);
    /// One of them is done.
    fn tick(&self);
}

/// Tells nobody.
pub struct NoProgress;

impl Progress for NoProgress {
    fn phase(&self, _name: &'static str, _files: usize) {}
    fn tick(&self) {}
}

/// Scans. The rules must have been [compiled](RuleSet::compile).
pub fn scan(
    rules: &RuleSet,
    options: &ScanOptions,
    progress: &dyn Progress,
) -> Result<ScanReport, ScanError> {
    let started = Instant::now();
    let pool = pool(options.walk.threads)?;
    let expanded = Expanded::new(rules);
    let (inputs, walk_notices) = inputs(&expanded.rules, options)?;
    let walked = started.elapsed();
    let mut report = pool.install(|| run(&expanded, options, inputs, progress));
    report.notices.extend(walk_notices);
    report.notices.sort();
    report.notices.dedup();
    report.timings.walk = walked;
    report.timings.total = started.elapsed();
    Ok(report)
}

/// Everything that is to be read, in order of the shown paths.
fn inputs(rules: &RuleSet, options: &ScanOptions) -> Result<(Vec<Input>, Vec<Notice>), ScanError> {
    let langs = rules.languages();
    let any_text = rules
        .rules
        .iter()
        .any(|rule| !matches!(rule.languages, Languages::Code(_)));
    let any_taint = rules
        .rules
        .iter()
        .any(|rule| matches!(rule.mode, Mode::Taint(_)));
    let walked = walk(&options.walk)?;
    let mut inputs: Vec<(String, Input)> = Vec::new();
    for mut target in walked.targets {
        if target.lang.is_none() && target.explicit {
            target.lang = only(langs);
        }
        let shown = shown_path(&target, &options.base);
        // Values that code reads from settings files are followed too.
        let is_settings = any_taint && Format::of_path(&shown).is_some();
        if any_text || is_settings || target.lang.is_some_and(|lang| langs.contains(lang)) {
            inputs.push((shown.clone(), Input::Disk(target, shown)));
        }
    }
    inputs.extend(
        options
            .texts
            .iter()
            .map(|text| (text.path.clone(), Input::Text(text.clone()))),
    );
    inputs.sort_by(|a, b| a.0.cmp(&b.0));
    let notice = |(path, said): &(PathBuf, String)| Notice {
        file: None,
        code: "unreadable-folder",
        message: format!("cannot read all of {}: {said}", path.display()),
    };
    let notices = walked.unreadable.iter().map(notice).collect();
    Ok((
        inputs.into_iter().map(|(_, input)| input).collect(),
        notices,
    ))
}

/// The only language of a set.
fn only(langs: LangSet) -> Option<haechi_syntax::Lang> {
    langs.iter().next().filter(|_| langs.len() == 1)
}

/// The path as findings show it: relative to the base where it lies below it, forward slashes.
fn shown_path(target: &Target, base: &Path) -> String {
    let path = target.path.strip_prefix(base).unwrap_or(&target.path);
    let path = path.strip_prefix("./").unwrap_or(path);
    let shown = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        shown.into_owned()
    } else {
        shown.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

fn run(
    expanded: &Expanded<'_>,
    options: &ScanOptions,
    inputs: Vec<Input>,
    progress: &dyn Progress,
) -> ScanReport {
    let rules = &*expanded.rules;
    let mut timings = Timings::default();
    let clock = Instant::now();
    progress.phase("parsing", inputs.len());
    let reading = Reading {
        max_bytes: options.max_target_bytes,
    };
    let mut all = Units::load(inputs, reading, &|| progress.tick());
    timings.parse = clock.elapsed();

    let clock = Instant::now();
    let code = Code::new(&all);
    let across_files = options.depth == Depth::Project;
    let program = (across_files || has_taint(rules)).then(|| link(&all, &code, &options.models));
    timings.link = clock.elapsed();

    let clock = Instant::now();
    progress.phase("matching", all.units.len());
    let compiled = CompiledRules::new(rules.rules.iter_enumerated());
    let linked = program.as_ref().filter(|_| across_files);
    let (matches, crashed) = match_all(rules, &compiled, &all, linked, options.prefilter, progress);
    timings.matching = clock.elapsed();

    let mut drafts = Drafts {
        expanded,
        all: &all,
        collector: Collector::new(rules, &compiled, &all),
        rows: Vec::new(),
    };
    for (unit, found) in matches.iter().enumerate() {
        for (rule, found) in &found.search {
            for one in found {
                drafts.add(unit, *rule, Draft::of_match(one));
            }
        }
    }
    let mut notices = limits(rules, &all, &matches);
    if let Some(program) = program.as_ref().filter(|_| has_taint(rules)) {
        let clock = Instant::now();
        let linked = Linked {
            all: &all,
            code: &code,
            program,
        };
        let flow = crate::flow::run(rules, linked, &matches, options, progress);
        timings.flow = clock.elapsed();
        notices.extend(flow.notices);
        for (unit, rule, draft) in flow.drafts {
            drafts.add(unit, rule, draft);
        }
    }
    let (collector, join_notices) = drafts.joined();
    notices.extend(join_notices);
    let findings = collector.finish(options.suppressions);
    drop(program);
    drop(code);
    for (record, said) in crashed {
        all.records[record].status = FileStatus::Skipped(Skip::Crashed(said));
    }
    finish(expanded, all, findings, notices, timings)
}

fn has_taint(rules: &RuleSet) -> bool {
    let mut all = rules.rules.iter();
    all.any(|rule| matches!(rule.mode, Mode::Taint(_)))
}

fn finish(
    expanded: &Expanded<'_>,
    all: Units,
    findings: Vec<Finding>,
    notices: Vec<Notice>,
    timings: Timings,
) -> ScanReport {
    let mut report = ScanReport {
        findings,
        notices,
        rules: (expanded.rules.rules.iter())
            .take(expanded.visible)
            .map(|rule| Arc::new(rule.clone()))
            .collect(),
        timings,
        ..ScanReport::default()
    };
    report.files = keep_texts(all, &report);
    report
}

/// Findings on their way: to the report, to joins, or both.
struct Drafts<'a> {
    expanded: &'a Expanded<'a>,
    all: &'a Units,
    collector: Collector<'a>,
    rows: Vec<Row>,
}

impl<'a> Drafts<'a> {
    fn add(&mut self, unit: usize, rule: RuleIdx, draft: Draft<'_>) {
        let place = &self.all.units[unit];
        if self.expanded.joins(rule) {
            self.rows.push(Row {
                unit,
                rule,
                path: self.all.records[place.record].path.clone(),
                draft: draft.without_fix(),
            });
        }
        if !self.expanded.hides(rule) {
            self.collector.add(place, rule, draft);
        }
    }

    /// Adds what joins report.
    fn joined(mut self) -> (Collector<'a>, Vec<Notice>) {
        let (found, mut notices) = join::evaluate(self.expanded, &self.rows);
        for (rule, row) in found {
            let row = &self.rows[row];
            let paths = &self.expanded.rules.rules[rule].paths;
            if paths.allows(Path::new(&row.path)) {
                let unit = &self.all.units[row.unit];
                self.collector.add(unit, rule, row.draft.without_fix());
            }
        }
        notices.extend(self.expanded.notices.iter().cloned());
        (self.collector, notices)
    }
}

/// The records, with the texts that the report points into.
fn keep_texts(all: Units, report: &ScanReport) -> IndexVec<FileIndex, crate::FileRecord> {
    let mut needed = vec![false; all.records.len()];
    for finding in &report.findings {
        needed[finding.place.file.index()] = true;
        for metavar in &finding.metavars {
            needed[metavar.place.file.index()] = true;
        }
        for step in finding.trace.iter().flat_map(|trace| &trace.steps) {
            needed[step.place.file.index()] = true;
        }
    }
    let mut records = all.records;
    for unit in &all.units {
        let has_gaps = !unit.tree.gaps().is_empty() && unit.is_code;
        if needed[unit.record] || has_gaps {
            records[unit.record].text = Some(SourceText::new(unit.tree.shared_text()));
        }
    }
    IndexVec::from_raw(records)
}

/// The number of a rule in reports: the same as in the rule set.
pub(crate) fn rule_index(rule: RuleIdx) -> RuleIndex {
    RuleIndex::from_usize(rule.index())
}
