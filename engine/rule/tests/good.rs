//! Rule files as they are understood.

use std::fmt::Write;
use std::path::Path;

use haechi_rule::dump::dump;
use haechi_rule::mvar::metavariables;
use haechi_rule::{LoadOptions, SourceFile, Text, load};
use haechi_syntax::Span;

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

/// Metavariables of texts that are not found in the file where they should be.
fn misplaced(texts: &[&Text]) -> Vec<String> {
    let mut wrong = Vec::new();
    for text in texts {
        for (at, mvar) in metavariables(text.as_str()) {
            let n = |k: usize| u32::try_from(k).unwrap();
            let place = text.locate(Span::new(n(at), n(at + mvar.len())));
            let found = text.file().slice(place);
            if found != mvar {
                let line = text.file().line_col(place.start).line;
                wrong.push(format!("{:?}:{line}: {mvar} → {found:?}", text.file()));
            }
        }
    }
    wrong
}

/// In every style of scalar, what a pattern says is found where it stands. A
/// folder of rules given by `HAECHI_RULES` is checked as well.
#[test]
fn texts_know_where_they_stand() {
    let mut folders = vec![haechi_testkit::golden::testdata().join("rule/good")];
    folders.extend(std::env::var_os("HAECHI_RULES").map(Into::into));
    for folder in folders {
        let paths = haechi_testkit::golden::files(&folder, &["yaml", "yml"]);
        let files: Vec<_> = paths
            .iter()
            .filter_map(|path| Some(SourceFile::new(path, std::fs::read_to_string(path).ok()?)))
            .collect();
        let loaded = load(&files, &LoadOptions::default());
        let mut checked = 0;
        let mut wrong = Vec::new();
        for rule in loaded.rules.rules.iter() {
            let mut texts = vec![&rule.message];
            let formulas = rule.formulas();
            texts.extend(formulas.iter().flat_map(|f| f.patterns()).map(|p| p.text()));
            checked += texts.len();
            wrong.extend(misplaced(&texts));
        }
        assert!(checked > 0, "no texts in {}", folder.display());
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
