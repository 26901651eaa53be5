//! Runs taint rules over files in memory, as a scan does: with models, constants of
//! the program, and both solvers.

#![allow(dead_code)]

pub mod random;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use haechi_dataflow::taint::kinds::{KindItems, KindSites};
use haechi_dataflow::taint::linked::{Functions, LinkedWorld};
use haechi_dataflow::taint::matched::{Matched, sites_of};
use haechi_dataflow::taint::modelled::Modelled;
use haechi_dataflow::taint::reference::{self, Ends};
use haechi_dataflow::taint::{
    Analysis, Budgets, Depth, FileId, Flows, FuncRef, RuleNo, SiteRef, TaintRule, analyse,
};
use haechi_ir::{FileBuilder, FuncKey, Function};
use haechi_matcher::{CompiledRules, FileContext, match_file};
use haechi_program::{FileDecls, Program, Sources, Trees};
use haechi_rule::load::{LoadOptions, load};
use haechi_rule::model::{ModelSet, Subject, Threat, load_models};
use haechi_rule::taint::{Site, TaintSpec};
use haechi_rule::{LangSet, Level, Mode, RuleIdx, RuleSet, SourceFile};
use haechi_syntax::{Idx, Lang};

/// Files: path and text.
pub type Files = Vec<(String, String)>;

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The built-in models.
pub static MODELS: LazyLock<ModelSet> = LazyLock::new(|| {
    let paths = haechi_testkit::golden::files(&root().join("rules/models"), &["yaml"]);
    let files: Vec<Arc<SourceFile>> = paths
        .iter()
        .map(|path| SourceFile::new(path, fs::read_to_string(path).unwrap()))
        .collect();
    load_models(&files).models
});

/// Compiled rules.
pub struct Lab {
    rules: RuleSet,
    models: Option<&'static ModelSet>,
}

/// An analysis that is ready to run.
pub struct Ready<'a> {
    /// What both solvers get.
    pub analysis: Analysis<'a>,
    /// The files.
    pub sources: &'a Sources,
    /// The names of the rules.
    pub names: Vec<String>,
}

struct Built<'a> {
    builders: Vec<FileBuilder<'a>>,
    sources: &'a Sources,
    program: &'a Program<'a>,
}

impl Functions for Built<'_> {
    fn keys(&self, file: FileId) -> Vec<FuncKey> {
        haechi_ir::functions(self.sources.tree(file), self.sources.scopes(file))
    }
    fn build(&self, func: FuncRef) -> Option<Function> {
        let mut function = self.builders[func.file.index()].build(func.key);
        let tree = self.sources.tree(func.file);
        haechi_ir::fold(&mut function, tree, &self.program.facts(func.file));
        Some(function)
    }
}

impl Lab {
    /// With the rules of a file.
    pub fn of_file(path: &Path, models: Option<&'static ModelSet>) -> Self {
        Self::of_text(path, &fs::read_to_string(path).unwrap(), models)
    }

    /// With the rules of a scenario; with the built-in models if a rule names a kind.
    pub fn of_scenario(path: &Path) -> Self {
        let mut lab = Self::of_file(path, None);
        let is_kind = |site: &Site| matches!(site, Site::Kind(_));
        let names_kinds = lab.rules.rules.iter().any(|rule| match &rule.mode {
            Mode::Taint(spec) => {
                spec.sources.iter().any(|source| is_kind(&source.site))
                    || spec.sinks.iter().any(|sink| is_kind(&sink.site))
            }
            _ => false,
        });
        lab.models = names_kinds.then(|| &*MODELS);
        lab
    }

    /// With the rules of a text.
    pub fn of_text(path: &Path, text: &str, models: Option<&'static ModelSet>) -> Self {
        let mut loaded = load(&[SourceFile::new(path, text)], &LoadOptions::default());
        let problems = loaded
            .rules
            .compile(LangSet::of(Lang::Java).with(Lang::Python));
        let all = problems.iter().chain(&loaded.diagnostics);
        let errors: Vec<_> = all.filter(|d| d.level == Level::Error).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
        Self {
            rules: loaded.rules,
            models,
        }
    }

    /// Whether it has any taint rules.
    pub fn has_taint(&self) -> bool {
        let mut rules = self.rules.rules.iter();
        rules.any(|rule| matches!(rule.mode, Mode::Taint(_)))
    }

    /// Links the files, finds the sites, and hands over what an analysis needs.
    pub fn with<T>(&self, files: &Files, depth: Depth, then: impl FnOnce(Ready<'_>) -> T) -> T {
        static NONE: LazyLock<ModelSet> = LazyLock::new(ModelSet::default);
        let models = self.models.unwrap_or(&NONE);
        let sources = Sources::parse(files.iter().map(|(n, t)| (n.as_str(), t.as_str())));
        let rules = &self.rules.rules;
        let compiled = CompiledRules::new(rules.iter_enumerated());
        let (ids, specs): (Vec<RuleIdx>, Vec<&TaintSpec>) = rules
            .iter_enumerated()
            .filter_map(|(id, rule)| match &rule.mode {
                Mode::Taint(spec) => Some((id, &**spec)),
                _ => None,
            })
            .unzip();
        let mut taint: Vec<TaintRule> = ids
            .iter()
            .zip(&specs)
            .map(|(id, spec)| TaintRule::new(spec, &rules[*id].options))
            .collect();
        let kinds = KindItems::new(&mut taint, &specs, models, &[Threat::Remote]);
        let files: Vec<FileId> = (0..sources.len()).map(|n| FileId::new(n as u32)).collect();
        let decls = files
            .iter()
            .map(|file| FileDecls::collect(sources.tree(*file), sources.scopes(*file)))
            .collect();
        let owners = models.facts.iter().filter_map(|fact| match &fact.subject {
            Subject::Callee(callee) if !callee.owner.is_empty() => Some(&*callee.owner),
            _ => None,
        });
        let program = Program::link(&sources, decls, owners).with_models(models);
        let sites = files
            .iter()
            .map(|file| {
                let tree = sources.tree(*file);
                let context = FileContext::new(tree, sources.scopes(*file));
                let found = match_file(&compiled, context, |_| true);
                let matched: Vec<Matched<'_>> = found
                    .taint
                    .iter()
                    .filter_map(|(rule, sites)| {
                        let n = ids.iter().position(|id| id == rule)?;
                        Some(Matched {
                            rule: RuleNo::from_usize(n),
                            spec: specs[n],
                            sites,
                        })
                    })
                    .collect();
                let (sites, mut bindings) = sites_of(tree, &matched);
                let none = bindings.add(&[]);
                let modelled = Modelled {
                    program: &program,
                    models,
                };
                let mut more = KindSites::collect(modelled, &kinds, *file, none);
                more.retain(|site| rules[ids[site.rule.index()]].languages.covers(tree.lang));
                (sites.with(more), bindings)
            })
            .collect();
        let built = Built {
            builders: files
                .iter()
                .map(|f| FileBuilder::new(sources.tree(*f), sources.scopes(*f)))
                .collect(),
            sources: &sources,
            program: &program,
        };
        let world = LinkedWorld::new(&program, &built, sites).with_models(models, &kinds);
        then(Ready {
            analysis: Analysis {
                world: &world,
                rules: &taint,
                depth,
                budgets: Budgets::default(),
            },
            sources: &sources,
            names: ids
                .iter()
                .map(|id| rules[*id].written_id.to_string())
                .collect(),
        })
    }
}

/// The ends of flows.
pub fn ends(flows: &Flows) -> BTreeSet<Ends> {
    let flows = flows.flows.iter();
    flows
        .map(|f| (f.rule, f.source.site, f.sink.site))
        .collect()
}

impl Ready<'_> {
    /// What the engine finds.
    pub fn fast(&self) -> Flows {
        analyse(&self.analysis)
    }

    /// What the engine finds if no function is left out beforehand.
    pub fn exhaustive(&self) -> Flows {
        let budgets = Budgets {
            exhaustive: true,
            ..self.analysis.budgets
        };
        analyse(&Analysis {
            budgets,
            ..self.analysis
        })
    }

    /// A flow in words: rule, lines of source and sink.
    pub fn show(&self, (rule, source, sink): &Ends) -> String {
        let place = |site: &SiteRef| {
            let data = &self.analysis.world.sites(site.file).all()[site.site as usize];
            let tree = self.sources.tree(site.file);
            let line = tree.lines().line(data.span.start);
            format!("{}:{line}", self.sources.path(site.file))
        };
        let name = &self.names[rule.index()];
        format!("{name} {} -> {}", place(source), place(sink))
    }

    /// How the engine and the reference differ; none if they agree. `Err`: the
    /// reference gave up.
    pub fn difference(&self, steps: u64) -> Result<Vec<String>, String> {
        let reference = reference::solve(&self.analysis, steps);
        if !reference.given_up.is_empty() {
            return Err("the reference took too many steps".to_owned());
        }
        let found = self.fast();
        if found.flows != self.exhaustive().flows {
            return Ok(vec!["the coarse pass changes what is found".to_owned()]);
        }
        let fast = ends(&found);
        let more = |of: &str, a: &BTreeSet<Ends>, b: &BTreeSet<Ends>| -> BTreeSet<String> {
            a.difference(b)
                .map(|flow| format!("only {of}: {}", self.show(flow)))
                .collect()
        };
        let mut all = more("fast", &fast, &reference.flows);
        // The reference does not know which branches arguments choose.
        if !self.analysis.rules.iter().any(|rule| rule.options.guarded) {
            all.extend(more("reference", &reference.flows, &fast));
        }
        Ok(all.into_iter().collect())
    }
}

/// The projects of `testdata/taint`: name, files, rules, depth.
pub fn scenarios() -> Vec<(String, Files, PathBuf, Depth)> {
    let top = root().join("testdata/taint");
    let mut found = Vec::new();
    for feature in entries(&top).into_iter().filter(|p| p.is_dir()) {
        for lang in entries(&feature).into_iter().filter(|p| p.is_dir()) {
            for entry in entries(&lang) {
                if entry.extension().is_some_and(|e| e == "yaml") {
                    continue;
                }
                let paths = match entry.is_dir() {
                    true => haechi_testkit::golden::files(&entry, &["java", "py"]),
                    false => vec![entry.clone()],
                };
                let files: Files = paths
                    .iter()
                    .map(|path| {
                        let name = path.strip_prefix(&lang).unwrap().display().to_string();
                        (name, fs::read_to_string(path).unwrap())
                    })
                    .collect();
                let rule = [&entry, &lang, &feature, &top]
                    .into_iter()
                    .map(|folder| folder.join("rule.yaml"))
                    .find(|path| path.exists())
                    .unwrap();
                let name = entry.strip_prefix(&top).unwrap().display().to_string();
                let depth = depth_of(&files);
                found.push((name, files, rule, depth));
            }
        }
    }
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    found
}

fn depth_of(files: &Files) -> Depth {
    let mut first = files.iter().filter_map(|(_, text)| text.lines().next());
    match first.find_map(|line| Some(line.split_once("depth: ")?.1.trim())) {
        Some("function") => Depth::Function,
        Some("file") => Depth::File,
        _ => Depth::Project,
    }
}
