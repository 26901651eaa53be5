//! The filter by words changes the time of a scan and nothing else: what is written is
//! equal byte for byte with and without it, for all built-in rules on all of their
//! samples, and for the matcher's scenarios on each other.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use haechi_report::{Clock, RunInfo, sarif, semgrep_json};
use haechi_rule::model::{ModelSet, load_models};
use haechi_rule::source::SourceFile;
use haechi_rule::{LangSet, LoadOptions, RuleSet, load};
use haechi_scan::{Depth, NoProgress, ScanOptions, WalkOptions, scan};
use haechi_syntax::Lang;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn yaml(folder: &Path, out: &mut Vec<Arc<SourceFile>>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            yaml(&path, out);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            let text = std::fs::read_to_string(&path).expect("a file");
            out.push(SourceFile::new(path, text));
        }
    }
}

fn rules(folder: &Path) -> (RuleSet, ModelSet) {
    let mut sources = Vec::new();
    yaml(folder, &mut sources);
    let is_model = |source: &Arc<SourceFile>| {
        source
            .path()
            .components()
            .any(|c| c.as_os_str() == "models")
    };
    let (models, rules): (Vec<_>, Vec<_>) = sources.into_iter().partition(is_model);
    let mut loaded = load(&rules, &LoadOptions::default()).rules;
    loaded.compile(LangSet::of(Lang::Java).with(Lang::Python));
    (loaded, load_models(&models).models)
}

/// A run at a fixed time.
fn run() -> RunInfo {
    let now = Clock::from_epoch_variable(Some("1234567890"))
        .expect("a number")
        .now();
    RunInfo::new(now, now)
}

/// What a scan writes, and how much it found.
fn written(rules: &RuleSet, options: &ScanOptions) -> (Vec<u8>, usize) {
    let report = scan(rules, options, &NoProgress).expect("a scan");
    let mut out = Vec::new();
    semgrep_json::write(&mut out, &report, semgrep_json::Options { skipped: true }).expect("JSON");
    sarif::write(&mut out, &report, &run()).expect("SARIF");
    (out, report.findings.len())
}

fn check(folder: &Path) {
    let (rules, models) = rules(folder);
    let models = Arc::new(models);
    for depth in [Depth::Function, Depth::File, Depth::Project] {
        let options = |prefilter| ScanOptions {
            walk: WalkOptions {
                targets: vec![folder.to_owned()],
                git_ignore: false,
                include: Vec::new(),
                exclude: Vec::new(),
                threads: 2,
            },
            texts: Vec::new(),
            base: root(),
            max_target_bytes: 5_000_000,
            depth,
            models: Arc::clone(&models),
            suppressions: true,
            prefilter,
        };
        let (with, findings) = written(&rules, &options(true));
        let (without, _) = written(&rules, &options(false));
        assert!(findings > 100, "{findings}");
        assert!(with == without, "{depth:?} {}", folder.display());
    }
}

#[test]
fn built_in_rules_on_their_samples() {
    check(&root().join("rules"));
}

#[test]
fn scenarios_of_the_matcher_on_each_other() {
    check(&root().join("testdata/match"));
}
