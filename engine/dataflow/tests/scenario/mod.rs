//! Runs taint rules over files in memory.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use haechi_dataflow::taint::linked::{Functions, LinkedWorld};
use haechi_dataflow::taint::matched::{Matched, sites_of};
use haechi_dataflow::taint::{
    Analysis, Budgets, Depth, FileId, Flows, FuncRef, RuleNo, TaintRule, analyse,
};
use haechi_ir::{FileBuilder, FuncKey, Function};
use haechi_matcher::{CompiledRules, FileContext, match_file};
use haechi_program::{Program, Sources, Trees};
use haechi_rule::load::{LoadOptions, load};
use haechi_rule::taint::TaintSpec;
use haechi_rule::{LangSet, Mode, RuleIdx, SourceFile};
use haechi_syntax::{Idx, Lang};

/// A file, line and rule.
pub type Place = (String, u32, String);

struct Irs<'a> {
    builders: Vec<FileBuilder<'a>>,
    sources: &'a Sources,
}

impl Functions for Irs<'_> {
    fn keys(&self, file: FileId) -> Vec<FuncKey> {
        haechi_ir::functions(self.sources.tree(file), self.sources.scopes(file))
    }
    fn build(&self, func: FuncRef) -> Option<Function> {
        Some(self.builders[func.file.index()].build(func.key))
    }
}

/// Runs the rules over files.
pub fn run(
    rule_file: &Path,
    files: &[(String, String)],
    depth: Depth,
) -> (Flows, Sources, Vec<(String, bool)>) {
    let text = fs::read_to_string(rule_file).unwrap();
    let source = SourceFile::new(rule_file, text);
    let mut loaded = load(&[source], &LoadOptions::default());
    let langs = LangSet::of(Lang::Java).with(Lang::Python);
    let problems = loaded.rules.compile(langs);
    assert!(
        problems
            .iter()
            .chain(&loaded.diagnostics)
            .all(|d| d.level != haechi_rule::Level::Error),
        "{problems:?} {:?}",
        loaded.diagnostics
    );
    let sources = Sources::parse(files.iter().map(|(n, t)| (n.as_str(), t.as_str())));
    let rules = &loaded.rules.rules;
    let compiled = CompiledRules::new(rules.iter_enumerated());
    let taint: Vec<(RuleIdx, &TaintSpec, TaintRule)> = rules
        .iter_enumerated()
        .filter_map(|(id, rule)| match &rule.mode {
            Mode::Taint(spec) => Some((id, &**spec, TaintRule::new(spec, &rule.options))),
            _ => None,
        })
        .collect();
    let ids: Vec<FileId> = (0..sources.len()).map(|n| FileId::new(n as u32)).collect();
    let sites = ids
        .iter()
        .map(|file| {
            let context = FileContext::new(sources.tree(*file), sources.scopes(*file));
            let found = match_file(&compiled, context, |_| true);
            let matched: Vec<Matched<'_>> = found
                .taint
                .iter()
                .map(|(rule, sites)| {
                    let n = taint.iter().position(|(id, ..)| id == rule).unwrap();
                    Matched {
                        rule: RuleNo::from_usize(n),
                        spec: taint[n].1,
                        sites,
                    }
                })
                .collect();
            sites_of(sources.tree(*file), &matched)
        })
        .collect();
    let irs = Irs {
        builders: ids
            .iter()
            .map(|f| FileBuilder::new(sources.tree(*f), sources.scopes(*f)))
            .collect(),
        sources: &sources,
    };
    let program = Program::new(&sources);
    let world = LinkedWorld::new(&program, &irs, sites);
    let names: Vec<(String, bool)> = taint
        .iter()
        .map(|(id, _, rule)| {
            let name = rules[*id].written_id.to_string();
            (name, rule.options.focus_on_source)
        })
        .collect();
    let only_rules: Vec<TaintRule> = taint.into_iter().map(|(_, _, rule)| rule).collect();
    let analysed = |exhaustive: bool| {
        analyse(&Analysis {
            world: &world,
            rules: &only_rules,
            depth,
            budgets: Budgets {
                exhaustive,
                ..Budgets::default()
            },
        })
    };
    let flows = analysed(false);
    assert_eq!(
        flows.flows,
        analysed(true).flows,
        "what the coarse pass leaves out changes nothing"
    );
    drop(world);
    drop(program);
    drop(irs);
    (flows, sources, names)
}

/// Where the flows are reported: at the sink, or where the rule wants it at the
/// source.
pub fn places(flows: &Flows, sources: &Sources, names: &[(String, bool)]) -> BTreeSet<Place> {
    flows
        .flows
        .iter()
        .map(|flow| {
            let (name, at_source) = &names[flow.rule.index()];
            let end = if *at_source { flow.source } else { flow.sink };
            let tree = sources.tree(end.file);
            let line = tree.lines().line(end.span.start);
            (sources.path(end.file).to_owned(), line, name.clone())
        })
        .collect()
}
