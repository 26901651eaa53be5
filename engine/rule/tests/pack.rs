//! The rules and models under `/rules`: every file must load without any
//! diagnostic, and rules may name only kinds that models know.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use haechi_rule::model::{check_kinds, load_models};
use haechi_rule::{LoadOptions, Mode, SourceFile, load};

fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules")
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the pack") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            found.push(path);
        }
    }
}

/// The files of the pack in order of path: rules and models.
fn files() -> (Vec<Arc<SourceFile>>, Vec<Arc<SourceFile>>) {
    let mut paths = Vec::new();
    collect(&pack(), &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let shown = path
            .strip_prefix(pack())
            .expect("within the pack")
            .to_owned();
        SourceFile::new(shown, text)
    };
    let all = paths.into_iter().map(read);
    all.partition(|file| !file.path().starts_with("models"))
}

#[test]
fn rules_and_models_load_without_diagnostics() {
    let (rules, models) = files();
    let models = load_models(&models);
    let mut loaded = load(&rules, &LoadOptions::default());
    let langs = loaded.rules.languages();
    let compiled = loaded.rules.compile(langs);
    let kinds = check_kinds(&loaded.rules, &models.models);
    let all = models.diagnostics.iter().chain(&loaded.diagnostics);
    let all = all.chain(&compiled).chain(&kinds);
    let shown: String = all.map(ToString::to_string).collect();
    assert!(shown.is_empty(), "{shown}");
    assert!(!models.models.facts.is_empty());
    assert!(!loaded.rules.rules.is_empty());
}

#[test]
fn every_rule_says_what_it_is_about() {
    let (rules, _) = files();
    for rule in load(&rules, &LoadOptions::default()).rules.rules.iter() {
        let id = &rule.id;
        let file = rule.file.path();
        let stem = file.file_stem().and_then(|s| s.to_str());
        assert_eq!(stem, Some(rule.written_id.as_str()), "file and id");
        let lang = file.iter().next().and_then(|s| s.to_str()).unwrap_or("");
        assert!(id.starts_with(lang), "{id}: begins with its language");
        assert!(rule.message.as_str().trim().ends_with('.'), "{id}: message");
        assert!(!rule.metadata.cwe_numbers().is_empty(), "{id}: cwe");
        assert!(!rule.metadata.owasp().is_empty(), "{id}: owasp");
        assert!(!rule.metadata.references().is_empty(), "{id}: references");
        assert!(!rule.metadata.technology().is_empty(), "{id}: technology");
        assert_eq!(rule.metadata.category(), Some("security"), "{id}: category");
        for (name, value) in [
            ("confidence", rule.metadata.confidence()),
            ("likelihood", rule.metadata.likelihood()),
            ("impact", rule.metadata.impact()),
        ] {
            let known = matches!(value, Some("HIGH" | "MEDIUM" | "LOW"));
            assert!(known, "{id}: {name}");
        }
        let extension = if lang == "java" { "java" } else { "py" };
        let sample = pack().join(file).with_extension(extension);
        let sample = std::fs::read_to_string(&sample).expect("a sample beside the rule");
        assert!(sample.contains(&format!("ruleid: {id}")), "{id}: finds");
        assert!(sample.contains(&format!("ok: {id}")), "{id}: is silent");
    }
}

#[test]
fn taint_rules_are_joined_by_kinds() {
    let (rules, _) = files();
    for rule in load(&rules, &LoadOptions::default()).rules.rules.iter() {
        if let Mode::Taint(spec) = &rule.mode {
            let named =
                |site: &haechi_rule::taint::Site| matches!(site, haechi_rule::taint::Site::Kind(_));
            let id = &rule.id;
            assert!(spec.sources.iter().any(|s| named(&s.site)), "{id}: sources");
        }
    }
}
