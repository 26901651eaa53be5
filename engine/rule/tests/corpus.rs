//! Loads a folder of rules from outside the repository, for looking at what
//! real rules are reported for and how long it takes:
//! `HAECHI_RULES=folder cargo test -p haechi-rule --test corpus -- --ignored --nocapture`.
#![allow(clippy::print_stdout, reason = "a tool in the form of a test")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use haechi_rule::rule::LangSet;
use haechi_rule::{LoadOptions, SourceFile, load};
use haechi_syntax::Lang;

#[test]
#[ignore = "needs a folder of rules"]
fn load_folder() {
    let folder = std::env::var("HAECHI_RULES").expect("HAECHI_RULES names a folder");
    let paths: Vec<_> = haechi_testkit::golden::files(Path::new(&folder), &["yaml", "yml"])
        .into_iter()
        .filter(|p| !p.to_string_lossy().ends_with(".test.yaml"))
        .collect();
    let texts: Vec<(_, String)> = paths
        .into_iter()
        .filter_map(|path| Some((path.clone(), std::fs::read_to_string(path).ok()?)))
        .collect();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let files: Vec<_> = texts
        .into_iter()
        .map(|(path, text)| SourceFile::new(path, text))
        .collect();
    let start = Instant::now();
    let mut loaded = load(&files, &LoadOptions::default());
    let load_time = start.elapsed();
    let start = Instant::now();
    let bad = loaded
        .rules
        .compile(LangSet::of(Lang::Java).with(Lang::Python));
    let compile_time = start.elapsed();
    let mut counts: BTreeMap<_, u32> = BTreeMap::new();
    let only = std::env::var("HAECHI_CODE").ok();
    for diagnostic in loaded.diagnostics.iter().chain(&bad) {
        *counts
            .entry((diagnostic.level.as_str(), diagnostic.code.as_str()))
            .or_default() += 1;
        if only
            .as_deref()
            .is_none_or(|c| c == diagnostic.code.as_str())
        {
            println!("{diagnostic}");
        }
    }
    println!(
        "{} files, {bytes} bytes, {} rules, {} skipped\nload {load_time:?}, patterns {compile_time:?}",
        files.len(),
        loaded.rules.rules.len(),
        loaded.skipped.len(),
    );
    for ((level, code), n) in counts {
        println!("{n:6} {level} {code}");
    }
}
