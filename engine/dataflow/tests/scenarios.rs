//! Scenarios: code with marks under `testdata/taint/<feature>/<lang>/`.
//!
//! A file directly in there is a project of its own; a folder is one project.
//! `ruleid: id` and `ok: id` in a comment speak of the line below it; `todook` and
//! `todoruleid` mark known mistakes, and the test fails once they are mended. The rule is
//! `rule.yaml` of the project, of its feature, or of `testdata/taint`, whichever
//! is nearest. `depth: function` (or `file`) in a file's first line sets how far
//! values are followed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

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
type Place = (String, u32, String);

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

/// One project of the test data.
struct Project {
    name: String,
    files: Vec<(String, String)>,
    rule: PathBuf,
    depth: Depth,
}

fn projects(root: &Path) -> Vec<Project> {
    let mut found = Vec::new();
    for feature in folders(root) {
        for lang in folders(&feature) {
            let mut entries: Vec<PathBuf> = fs::read_dir(&lang)
                .unwrap()
                .map(|e| e.unwrap().path())
                .collect();
            entries.sort();
            for entry in entries {
                if entry.extension().is_some_and(|e| e == "yaml") {
                    continue;
                }
                let paths = if entry.is_dir() {
                    haechi_testkit::golden::files(&entry, &["java", "py"])
                } else {
                    vec![entry.clone()]
                };
                let files: Vec<(String, String)> = paths
                    .iter()
                    .map(|p| {
                        let name = p.strip_prefix(&lang).unwrap().display().to_string();
                        (name, fs::read_to_string(p).unwrap())
                    })
                    .collect();
                let rule = [
                    entry.join("rule.yaml"),
                    lang.join("rule.yaml"),
                    feature.join("rule.yaml"),
                    root.join("rule.yaml"),
                ]
                .into_iter()
                .find(|p| p.exists())
                .unwrap();
                found.push(Project {
                    name: entry.strip_prefix(root).unwrap().display().to_string(),
                    depth: depth_of(&files),
                    files,
                    rule,
                });
            }
        }
    }
    found
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(path)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir())
        .collect();
    found.sort();
    found
}

fn depth_of(files: &[(String, String)]) -> Depth {
    let first = files
        .iter()
        .filter_map(|(_, text)| text.lines().next())
        .find(|line| line.contains("depth: "))
        .unwrap_or("");
    match first.rsplit("depth: ").next() {
        Some("function") => Depth::Function,
        Some("file") => Depth::File,
        _ => Depth::Project,
    }
}

/// What the marks say: lines that must be reported, and lines that must not.
fn expected(files: &[(String, String)]) -> (BTreeSet<Place>, BTreeSet<Place>) {
    let (mut bad, mut good) = (BTreeSet::new(), BTreeSet::new());
    for (name, text) in files {
        for (n, line) in text.lines().enumerate() {
            let marks = [
                (" ruleid: ", true),
                (" todook: ", true),
                (" ok: ", false),
                (" todoruleid: ", false),
            ];
            for (word, is_bad) in marks {
                let Some(at) = line.find(word) else { continue };
                let set = if is_bad { &mut bad } else { &mut good };
                for id in line[at + word.len()..].split(',') {
                    set.insert((name.clone(), n as u32 + 2, id.trim().to_owned()));
                }
            }
        }
    }
    (bad, good)
}

/// Runs the rules over files.
fn run(
    rule_file: &Path,
    files: &[(String, String)],
    depth: Depth,
) -> (Flows, Sources, Vec<String>) {
    let text = fs::read_to_string(rule_file).unwrap();
    let source = SourceFile::new(rule_file, text);
    let mut loaded = load(&[source], &LoadOptions::default());
    let langs = LangSet::of(Lang::Java).with(Lang::Python);
    let problems = loaded.rules.compile(langs);
    assert!(
        problems.is_empty() && loaded.diagnostics.is_empty(),
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
            let context = FileContext {
                tree: sources.tree(*file),
                scopes: sources.scopes(*file),
            };
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
    let names: Vec<String> = taint
        .iter()
        .map(|(id, ..)| rules[*id].written_id.to_string())
        .collect();
    let only_rules: Vec<TaintRule> = taint.into_iter().map(|(_, _, rule)| rule).collect();
    let flows = analyse(&Analysis {
        world: &world,
        rules: &only_rules,
        depth,
        budgets: Budgets::default(),
    });
    drop(world);
    drop(program);
    drop(irs);
    (flows, sources, names)
}

fn places(flows: &Flows, sources: &Sources, names: &[String]) -> BTreeSet<Place> {
    flows
        .flows
        .iter()
        .map(|flow| {
            let tree = sources.tree(flow.sink.file);
            let line = tree.lines().line(flow.sink.span.start);
            (
                sources.path(flow.sink.file).to_owned(),
                line,
                names[flow.rule.index()].clone(),
            )
        })
        .collect()
}

#[test]
fn scenarios() {
    let root = haechi_testkit::golden::testdata().join("taint");
    let only = std::env::var("SCENARIO").unwrap_or_default();
    let mut wrong = Vec::new();
    let mut count = 0;
    for project in projects(&root) {
        if !project.name.contains(&only) {
            continue;
        }
        let (bad, good) = expected(&project.files);
        let (flows, sources, names) = run(&project.rule, &project.files, project.depth);
        let found = places(&flows, &sources, &names);
        count += bad.len() + good.len();
        for place in bad.difference(&found) {
            wrong.push(format!("{}: missed {}:{}", project.name, place.0, place.1));
        }
        for place in found.difference(&bad) {
            let kind = if good.contains(place) {
                "false"
            } else {
                "unmarked"
            };
            wrong.push(format!("{}: {kind} {}:{}", project.name, place.0, place.1));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
