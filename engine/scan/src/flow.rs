//! Taint rules: sites from the matcher, the engine, findings.

use std::borrow::Cow;
use std::sync::{Mutex, OnceLock};

use haechi_dataflow::taint::kinds::{KindItems, KindSites};
use haechi_dataflow::taint::linked::{Functions, LinkedWorld};
use haechi_dataflow::taint::matched::{Bindings, Matched, sites_of};
use haechi_dataflow::taint::modelled::Modelled;
use haechi_dataflow::taint::{
    Analysis, Budgets, FileSites, Flow, Flows, FuncRef, Notice as FlowNotice, NoticeKind, RuleNo,
    SiteRef, TaintRule, analyse,
};
use haechi_ir::{FileBuilder, FuncKey, Function};
use haechi_matcher::{Binding, FileMatches, Match};
use haechi_program::{FileId, Program, Trees};
use haechi_rule::model::{ModelSet, Threat};
use haechi_rule::taint::TaintSpec;
use haechi_rule::{Mode, RuleIdx, RuleSet};
use haechi_syntax::Idx;
use rayon::prelude::*;

use crate::contain::contained;
use crate::coverage::Notice;
use crate::finding::FileIndex;
use crate::findings::Draft;
use crate::linked::Linked;
use crate::pipeline::{Progress, ScanOptions};
use crate::trace::trace_of;
use crate::units::{Code, Units};

/// What following values gave.
#[derive(Default)]
pub(crate) struct FlowOutcome {
    /// Index of the unit of the place, rule, finding.
    pub(crate) drafts: Vec<(usize, RuleIdx, Draft<'static>)>,
    pub(crate) notices: Vec<Notice>,
}

/// The taint rules of a run; a [`RuleNo`] counts them.
struct TaintRules<'r> {
    specs: Vec<(RuleIdx, &'r TaintSpec)>,
    rules: Vec<TaintRule>,
    /// Where they name kinds of the models.
    kinds: KindItems,
}

impl<'r> TaintRules<'r> {
    fn new(rules: &'r RuleSet, models: &ModelSet) -> Self {
        let mut all = Self {
            specs: Vec::new(),
            rules: Vec::new(),
            kinds: KindItems::default(),
        };
        for (id, rule) in rules.rules.iter_enumerated() {
            if let Mode::Taint(spec) = &rule.mode {
                all.specs.push((id, spec));
                all.rules.push(TaintRule::new(spec, &rule.options));
            }
        }
        let specs: Vec<&TaintSpec> = all.specs.iter().map(|(_, spec)| *spec).collect();
        all.kinds = KindItems::new(&mut all.rules, &specs, models, &[Threat::Remote]);
        all
    }

    /// The matches of a file by rule.
    fn matched<'m>(&'m self, found: &'m FileMatches) -> Vec<Matched<'m>> {
        let number = |rule: RuleIdx| self.specs.binary_search_by_key(&rule, |(id, _)| *id).ok();
        found
            .taint
            .iter()
            .filter_map(|(rule, sites)| {
                let n = number(*rule)?;
                Some(Matched {
                    rule: RuleNo::from_usize(n),
                    spec: self.specs[n].1,
                    sites,
                })
            })
            .collect()
    }
}

/// The IR of functions, built on request.
struct Built<'u> {
    code: &'u Code<'u>,
    program: &'u Program<'u>,
    /// Per file, what its functions have in common.
    builders: Vec<OnceLock<FileBuilder<'u>>>,
}

impl<'u> Built<'u> {
    fn new(code: &'u Code<'u>, program: &'u Program<'u>) -> Self {
        Self {
            code,
            program,
            builders: code.units.iter().map(|_| OnceLock::new()).collect(),
        }
    }
}

impl Functions for Built<'_> {
    fn keys(&self, file: FileId) -> Vec<FuncKey> {
        let unit = self.code.units[file.index()];
        haechi_ir::functions(&unit.tree, &unit.scopes)
    }

    fn build(&self, func: FuncRef) -> Option<Function> {
        let unit = self.code.units[func.file.index()];
        let builder = self.builders[func.file.index()]
            .get_or_init(|| FileBuilder::new(&unit.tree, &unit.scopes));
        let mut function = builder.build(func.key);
        haechi_ir::fold(&mut function, &unit.tree, &self.program.facts(func.file));
        Some(function)
    }
}

/// Runs all taint rules.
pub(crate) fn run(
    rules: &RuleSet,
    linked: Linked<'_>,
    matches: &[FileMatches],
    options: &ScanOptions,
    progress: &dyn Progress,
) -> FlowOutcome {
    let Linked { all, code, program } = linked;
    let models = &*options.models;
    let taint = TaintRules::new(rules, models);
    let found: Vec<&FileMatches> = all
        .units
        .iter()
        .zip(matches)
        .filter(|(unit, _)| unit.is_code)
        .map(|(_, found)| found)
        .collect();

    progress.phase("following", code.len());
    let modelled = Modelled { program, models };
    let failed = Mutex::new(Vec::new());
    let sites: Vec<(FileSites, Bindings)> = code
        .units
        .par_iter()
        .zip(&found)
        .enumerate()
        .map(|(n, (unit, found))| {
            let (sites, mut bindings) = sites_of(&unit.tree, &taint.matched(found));
            let none = bindings.add(&[]);
            let file = FileId::from_usize(n);
            let of_kinds = contained(|| KindSites::collect(modelled, &taint.kinds, file, none));
            let mut of_kinds = of_kinds.unwrap_or_else(|said| {
                if let Ok(mut failed) = failed.lock() {
                    failed.push(Notice {
                        file: Some(FileIndex::from_usize(unit.record)),
                        code: "models-crashed",
                        message: format!("what models say about the file is left out: {said}"),
                    });
                }
                Vec::new()
            });
            // Kinds are common to all languages, rules are not.
            of_kinds.retain(|site| {
                let (rule, _) = taint.specs[site.rule.index()];
                rules.rules[rule].languages.covers(unit.tree.lang)
            });
            (sites.with(of_kinds), bindings)
        })
        .collect();
    let functions = Built::new(code, program);
    let world = LinkedWorld::new(program, &functions, sites).with_models(models, &taint.kinds);
    let analysis = Analysis {
        world: &world,
        rules: &taint.rules,
        depth: options.depth,
        budgets: Budgets::default(),
    };
    let mut outcome = FlowOutcome::default();
    match contained(|| analyse(&analysis)) {
        Ok(Flows { flows, notices }) => {
            let unit_of = unit_indexes(all);
            outcome.drafts = flows
                .iter()
                .map(|flow| draft(code, &unit_of, &taint, &world, flow))
                .collect();
            outcome.notices = notices
                .iter()
                .map(|notice| shown(code, &taint, rules, notice))
                .collect();
        }
        Err(said) => outcome.notices.push(Notice {
            file: None,
            code: "flow-crashed",
            message: format!("following values failed, no taint rule was evaluated: {said}"),
        }),
    }
    outcome
        .notices
        .extend(failed.into_inner().unwrap_or_default());
    outcome
}

/// The index of the unit of each code file.
fn unit_indexes(all: &Units) -> Vec<usize> {
    let units = all.units.iter().enumerate();
    units
        .filter(|(_, unit)| unit.is_code)
        .map(|(n, _)| n)
        .collect()
}

fn draft(
    code: &Code<'_>,
    unit_of: &[usize],
    taint: &TaintRules<'_>,
    world: &LinkedWorld<'_>,
    flow: &Flow,
) -> (usize, RuleIdx, Draft<'static>) {
    let number = flow.rule.index();
    let (place, other) = if taint.rules[number].options.focus_on_source {
        (&flow.source, &flow.sink)
    } else {
        (&flow.sink, &flow.source)
    };
    let record = |site: SiteRef| code.units[site.file.index()].record;
    let bound = |site: SiteRef| {
        world
            .bindings(site)
            .iter()
            .map(move |b| (Some(record(site)), b.clone()))
    };
    let mut bindings: Vec<(Option<usize>, Binding)> = bound(place.site).collect();
    for (file, binding) in bound(other.site) {
        if !bindings.iter().any(|(_, known)| known.name == binding.name) {
            bindings.push((file, binding));
        }
    }
    bindings.sort_by(|a, b| a.1.name.cmp(&b.1.name));
    let fixed = Match {
        span: place.span,
        node: Some(place.node),
        bindings: bindings
            .iter()
            .map(|(_, binding)| binding.clone())
            .collect(),
        fix: 0,
    };
    let draft = Draft {
        span: place.span,
        bindings,
        fixed: Some(Cow::Owned(fixed)),
        trace: Some(trace_of(code, flow)),
    };
    (unit_of[place.file.index()], taint.specs[number].0, draft)
}

fn shown(code: &Code<'_>, taint: &TaintRules<'_>, rules: &RuleSet, notice: &FlowNotice) -> Notice {
    let unit = code.units[notice.func.file.index()];
    let line = unit
        .tree
        .lines()
        .line(unit.tree.span(notice.func.key.node).start);
    let (code, message) = match notice.kind {
        NoticeKind::Budget => (
            "flow-budget",
            format!(
                "line {line}: the function takes too many steps; calls of it count as unresolved"
            ),
        ),
        NoticeKind::UnresolvedSinkArguments(n) => (
            "unresolved-calls",
            format!("line {line}: {n} calls in arguments of sinks are not resolved"),
        ),
        NoticeKind::MoreFlows => (
            "more-flows",
            format!("line {line}: not all flows into a sink are listed"),
        ),
        NoticeKind::Contexts(rule) => {
            let id = &rules.rules[taint.specs[rule.index()].0].id;
            (
                "label-contexts",
                format!("line {line}: {id} meets too many combinations of labels"),
            )
        }
    };
    Notice {
        file: Some(FileIndex::from_usize(unit.record)),
        code,
        message,
    }
}
