//! Rule files as they are understood.

use std::fmt::Write;
use std::path::Path;

use haechi_rule::dump::dump;
use haechi_rule::{LoadOptions, SourceFile, load};

fn print(path: &Path, text: &str) -> String {
    let file = SourceFile::new(path.file_name().unwrap_or_default(), text);
    let loaded = load(&[file], &LoadOptions::default());
    let mut out = String::new();
    for diagnostic in &loaded.diagnostics {
        let _ = write!(out, "{diagnostic}");
    }
    for rule in loaded.rules.rules.iter() {
        out.push_str(&dump(rule));
    }
    for skipped in &loaded.skipped {
        let _ = writeln!(out, "skipped {}", skipped.id);
    }
    out
}

#[test]
fn rules_mean_what_they_say() {
    let folder = haechi_testkit::golden::testdata().join("rule/good");
    haechi_testkit::golden::check_all(&folder, &["yaml"], print);
}
