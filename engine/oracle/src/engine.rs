//! The engine with one rule, ready for many programs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use haechi_rule::load::{LoadOptions, load};
use haechi_rule::model::{ModelSet, load_models};
use haechi_rule::{LangSet, RuleSet, SourceFile};
use haechi_scan::{Depth, FileStatus, NoProgress, ScanOptions, VirtualFile, WalkOptions, scan};
use haechi_syntax::Lang;
use haechi_testkit::programs::truth::Flow;
use haechi_testkit::programs::{Program, java, python};

/// The message names both ends, so that every pair of them is a finding of its own.
const RULE: &str = "
rules:
  - id: flow
    message: $SOURCE>$SINK
    severity: WARNING
    languages: [java, python]
    mode: taint
    pattern-sources:
      - pattern: source($SOURCE)
    pattern-sinks:
      - patterns:
          - pattern: sink($SINK, $X)
          - focus-metavariable: $X
    pattern-sanitizers:
      - pattern: clean(...)
";

/// The engine with one rule and all models.
pub struct Engine {
    rules: RuleSet,
    options: ScanOptions,
}

impl Engine {
    /// Loads the rule, and the models from `/rules`. Says what cannot be loaded.
    pub fn new() -> Result<Self, String> {
        let source = SourceFile::new("flow.yaml", RULE);
        let mut loaded = load(&[source], &LoadOptions::default());
        let langs = LangSet::of(Lang::Java).with(Lang::Python);
        let mut said = loaded.diagnostics;
        said.extend(loaded.rules.compile(langs));
        if !said.is_empty() {
            return Err(format!("{said:?}"));
        }
        let options = ScanOptions {
            walk: WalkOptions {
                targets: Vec::new(),
                git_ignore: false,
                include: Vec::new(),
                exclude: Vec::new(),
                threads: 1,
            },
            texts: Vec::new(),
            base: PathBuf::new(),
            max_target_bytes: 5_000_000,
            depth: Depth::Project,
            models: Arc::new(models()?),
            suppressions: false,
            prefilter: true,
        };
        Ok(Self {
            rules: loaded.rules,
            options,
        })
    }

    /// The flows it reports in one of a program's forms, or what went wrong.
    pub fn flows(&self, program: &Program, lang: Lang) -> Result<BTreeSet<Flow>, String> {
        let files = match lang {
            Lang::Java => java::render(program),
            Lang::Python => python::render(program),
        };
        let mut options = self.options.clone();
        options.texts = files
            .into_iter()
            .map(|(path, text)| VirtualFile {
                path,
                bytes: text.into_bytes(),
                lang: Some(lang),
            })
            .collect();
        let report = scan(&self.rules, &options, &NoProgress).map_err(|e| e.to_string())?;
        for file in report.files.iter() {
            if !matches!(&file.status, FileStatus::Analysed { gaps } if gaps.is_empty()) {
                return Err(format!("{}: {:?}", file.path, file.status));
            }
        }
        if let Some(notice) = report.notices.iter().find(|n| n.code.ends_with("crashed")) {
            return Err(notice.message.clone());
        }
        let flow = |message: &str| {
            let (source, sink) = message.split_once('>')?;
            Some((source.trim().parse().ok()?, sink.trim().parse().ok()?))
        };
        let found = report.findings.iter();
        found
            .map(|f| flow(&f.message).ok_or_else(|| format!("odd message {:?}", f.message)))
            .collect()
    }
}

fn models() -> Result<ModelSet, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/models");
    let mut paths = Vec::new();
    for lang in ["java", "python"] {
        let entries = fs::read_dir(root.join(lang)).map_err(|e| e.to_string())?;
        paths.extend(entries.flatten().map(|entry| entry.path()));
    }
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|e| e.to_string())?;
        sources.push(SourceFile::new(path, text));
    }
    Ok(load_models(&sources).models)
}
