//! All models of a run.

use std::sync::Arc;

use haechi_syntax::{IndexVec, Lang};
use rustc_hash::FxHashMap;

use super::kind::{Kind, KindIdx};
use super::subject::Subject;
use super::{Fact, FactIdx, TypeFact, read};
use crate::diag::{Code, Diagnostic, Level};
use crate::read::nearest;
use crate::rule::{Mode, Rule};
use crate::set::RuleSet;
use crate::source::SourceFile;
use crate::taint::{KindRef, Site};

/// Facts, found by name.
#[derive(Clone, Debug, Default)]
pub struct ModelSet {
    /// The facts, in the order of the files.
    pub facts: IndexVec<FactIdx, Fact>,
    /// The kinds that facts mention or files declare, in order of name.
    pub kinds: IndexVec<KindIdx, Kind>,
    /// What is known about types, in the order of the files.
    pub types: Vec<TypeFact>,
    /// Facts about callees by their own name (the last segment).
    by_name: FxHashMap<(Lang, Box<str>), Vec<FactIdx>>,
    /// Facts about annotations by their simple name.
    by_annotation: FxHashMap<(Lang, Box<str>), Vec<FactIdx>>,
    types_by_name: FxHashMap<(Lang, Box<str>), u32>,
}

/// What came out of model files.
#[derive(Clone, Debug, Default)]
pub struct LoadedModels {
    /// The models.
    pub models: ModelSet,
    /// What is wrong, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Whether a text looks like a model file.
pub fn looks_like_models(text: &str) -> bool {
    text.trim_start_matches('\u{feff}')
        .lines()
        .any(|line| line.starts_with("models:"))
}

/// Loads model files. What cannot be read is reported and left out.
pub fn load_models(files: &[Arc<SourceFile>]) -> LoadedModels {
    let mut reader = read::Reader::default();
    let mut diagnostics = Vec::new();
    for file in files {
        diagnostics.extend(reader.file(file));
    }
    LoadedModels {
        models: ModelSet::new(reader),
        diagnostics,
    }
}

impl ModelSet {
    fn new(reader: read::Reader) -> Self {
        let (facts, kinds, types) = reader.finish();
        let mut set = Self {
            kinds: IndexVec::from_raw(kinds),
            ..Self::default()
        };
        for fact in facts {
            let lang = fact.lang;
            let (map, name) = match &fact.subject {
                Subject::Callee(callee) => (&mut set.by_name, callee.name.clone()),
                Subject::Annotation(name) => (
                    &mut set.by_annotation,
                    name.rsplit('.').next().unwrap_or(name).into(),
                ),
            };
            map.entry((lang, name))
                .or_default()
                .push(set.facts.next_id());
            set.facts.push(fact);
        }
        for (n, fact) in types.iter().enumerate() {
            let n = u32::try_from(n).unwrap_or(u32::MAX);
            set.types_by_name
                .entry((fact.lang, fact.name.clone()))
                .or_insert(n);
        }
        set.types = types;
        set
    }

    /// Facts about callees and values with this name (its last segment;
    /// constructors are `<init>`), whatever their owner.
    pub fn named(&self, lang: Lang, name: &str) -> &[FactIdx] {
        self.by_name
            .get(&(lang, Box::from(name)))
            .map_or(&[], Vec::as_slice)
    }

    /// Facts about annotations or decorators with this simple name.
    pub fn annotations(&self, lang: Lang, name: &str) -> &[FactIdx] {
        self.by_annotation
            .get(&(lang, Box::from(name)))
            .map_or(&[], Vec::as_slice)
    }

    /// What is known about a type, by its qualified name.
    pub fn type_fact(&self, lang: Lang, name: &str) -> Option<&TypeFact> {
        let n = self.types_by_name.get(&(lang, Box::from(name)))?;
        self.types.get(*n as usize)
    }

    /// The kind with this name.
    pub fn kind(&self, name: &str) -> Option<KindIdx> {
        let at = self
            .kinds
            .as_slice()
            .binary_search_by(|kind| (*kind.name).cmp(name))
            .ok()?;
        Some(KindIdx::new(u32::try_from(at).ok()?))
    }
}

/// Warns of rules that name kinds which no model knows.
pub fn check_kinds(rules: &RuleSet, models: &ModelSet) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in rules.rules.iter() {
        for kind in kinds_of(rule) {
            if models.kind(&kind.name).is_some() {
                continue;
            }
            let message = format!("no model knows the kind `{}`", kind.name);
            let known = models.kinds.iter().map(|k| &*k.name);
            let advice = match nearest(&kind.name, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "declare it under `kinds:` in a model file, with facts that use it".into(),
            };
            let diagnostic = Diagnostic::at(
                Level::Warning,
                Code::UnknownKind,
                &rule.file,
                kind.span,
                message,
            );
            found.push(Diagnostic {
                rule: Some(rule.written_id.as_str().to_owned()),
                ..diagnostic.advise(advice)
            });
        }
    }
    found
}

fn kinds_of(rule: &Rule) -> Vec<&KindRef> {
    let Mode::Taint(spec) = &rule.mode else {
        return Vec::new();
    };
    let sites = spec.sources.iter().map(|s| &s.site);
    let sites = sites.chain(spec.sinks.iter().map(|s| &s.site));
    let sites = sites.chain(spec.sanitizers.iter().map(|s| &s.site));
    sites
        .filter_map(|site| match site {
            Site::Kind(kind) => Some(kind),
            Site::Formula(_) => None,
        })
        .collect()
}
