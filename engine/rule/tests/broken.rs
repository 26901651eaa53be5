//! Broken rule files: each must be reported so that a newcomer can mend it.

use std::fmt::Write;
use std::path::Path;

use haechi_rule::rule::LangSet;
use haechi_rule::{Code, LoadOptions, SourceFile, load};
use haechi_syntax::Lang;

fn report(path: &Path, text: &str) -> String {
    // Only the name: the output must not depend on where the project lies.
    let name = path.file_name().unwrap_or_default();
    let file = SourceFile::new(name, text);
    let mut loaded = load(&[file], &LoadOptions::default());
    let both = LangSet::of(Lang::Java).with(Lang::Python);
    let mut out = String::new();
    let bad_patterns: Vec<_> = loaded
        .rules
        .rules
        .iter()
        .flat_map(|rule| rule.compile_all(both))
        .collect();
    for diagnostic in loaded.diagnostics.drain(..).chain(bad_patterns) {
        let _ = write!(out, "{diagnostic}");
    }
    let ids: Vec<&str> = loaded.rules.rules.iter().map(|rule| &*rule.id).collect();
    let _ = writeln!(out, "loaded: {}", ids.join(" "));
    for skipped in &loaded.skipped {
        let reason = skipped.reason.map_or("none", Code::as_str);
        let _ = writeln!(out, "skipped: {} ({reason})", skipped.id);
    }
    out
}

#[test]
fn every_mistake_is_reported() {
    let folder = haechi_testkit::golden::testdata().join("rule/broken");
    haechi_testkit::golden::check_all(&folder, &["yaml"], report);
}

/// Every code that rule files can be reported for has a broken file.
#[test]
fn every_code_has_an_example() {
    let folder = haechi_testkit::golden::testdata().join("rule");
    let all: String = haechi_testkit::golden::files(&folder, &["golden"])
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect();
    let missing: Vec<&str> = Code::ALL
        .iter()
        // It takes models to tell; `models.rs` tests it.
        .filter(|code| **code != Code::UnknownKind)
        .map(|code| code.as_str())
        .filter(|code| !all.contains(&format!("[{code}]")))
        .collect();
    assert!(missing.is_empty(), "no example of {missing:?}");
}
