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
use haechi_testkit::golden::files;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn rules(folder: &Path) -> (RuleSet, ModelSet) {
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a file");
        SourceFile::new(path, text)
    };
    let sources = files(folder, &["yaml"]).into_iter().map(read);
    let is_model = |source: &Arc<SourceFile>| {
        source
            .path()
            .components()
            .any(|c| c.as_os_str() == "models")
    };
    let (models, rules): (Vec<_>, Vec<_>) = sources.partition(is_model);
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
