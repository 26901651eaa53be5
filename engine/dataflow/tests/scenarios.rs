//! Scenarios: code with marks under `testdata/taint/<feature>/<lang>/`.
//!
//! A file directly in there is a project of its own; a folder is one project.
//! `ruleid: id` and `ok: id` in a comment speak of the line below it; `todook` and
//! `todoruleid` mark known mistakes, and the test fails once they are mended. The rule is
//! `rule.yaml` of the project, of its feature, or of `testdata/taint`, whichever
//! is nearest. `depth: function` (or `file`) in a file's first line sets how far
//! values are followed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use haechi_dataflow::taint::Depth;

mod scenario;

use scenario::{Place, places, run};

/// One project of the test data.
struct Project {
    name: String,
    files: Vec<(String, String)>,
    rule: PathBuf,
    depth: Depth,
}

fn projects(root: &Path) -> Vec<Project> {
    let mut found = Vec::new();
    for feature in folders(root) {
        for lang in folders(&feature) {
            let mut entries: Vec<PathBuf> = fs::read_dir(&lang)
                .unwrap()
                .map(|e| e.unwrap().path())
                .collect();
            entries.sort();
            for entry in entries {
                if entry.extension().is_some_and(|e| e == "yaml") {
                    continue;
                }
                let paths = if entry.is_dir() {
                    haechi_testkit::golden::files(&entry, &["java", "py"])
                } else {
                    vec![entry.clone()]
                };
                let files: Vec<(String, String)> = paths
                    .iter()
                    .map(|p| {
                        let name = p.strip_prefix(&lang).unwrap().display().to_string();
                        (name, fs::read_to_string(p).unwrap())
                    })
                    .collect();
                let rule = [
                    entry.join("rule.yaml"),
                    lang.join("rule.yaml"),
                    feature.join("rule.yaml"),
                    root.join("rule.yaml"),
                ]
                .into_iter()
                .find(|p| p.exists())
                .unwrap();
                found.push(Project {
                    name: entry.strip_prefix(root).unwrap().display().to_string(),
                    depth: depth_of(&files),
                    files,
                    rule,
                });
            }
        }
    }
    found
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(path)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir())
        .collect();
    found.sort();
    found
}

fn depth_of(files: &[(String, String)]) -> Depth {
    let first = files
        .iter()
        .filter_map(|(_, text)| text.lines().next())
        .find(|line| line.contains("depth: "))
        .unwrap_or("");
    match first.rsplit("depth: ").next() {
        Some("function") => Depth::Function,
        Some("file") => Depth::File,
        _ => Depth::Project,
    }
}

/// What the marks say: lines that must be reported, and lines that must not.
fn expected(files: &[(String, String)]) -> (BTreeSet<Place>, BTreeSet<Place>) {
    let (mut bad, mut good) = (BTreeSet::new(), BTreeSet::new());
    for (name, text) in files {
        for (n, line) in text.lines().enumerate() {
            let marks = [
                (" ruleid: ", true),
                (" todook: ", true),
                (" ok: ", false),
                (" todoruleid: ", false),
            ];
            for (word, is_bad) in marks {
                let Some(at) = line.find(word) else { continue };
                let set = if is_bad { &mut bad } else { &mut good };
                for id in line[at + word.len()..].split(',') {
                    set.insert((name.clone(), n as u32 + 2, id.trim().to_owned()));
                }
            }
        }
    }
    (bad, good)
}

#[test]
fn scenarios() {
    let root = haechi_testkit::golden::testdata().join("taint");
    let only = std::env::var("SCENARIO").unwrap_or_default();
    let mut wrong = Vec::new();
    let mut count = 0;
    for project in projects(&root) {
        if !project.name.contains(&only) {
            continue;
        }
        let (bad, good) = expected(&project.files);
        let (flows, sources, names) = run(&project.rule, &project.files, project.depth);
        let found = places(&flows, &sources, &names);
        count += bad.len() + good.len();
        for place in bad.difference(&found) {
            wrong.push(format!("{}: missed {}:{}", project.name, place.0, place.1));
        }
        for place in found.difference(&bad) {
            let kind = if good.contains(place) {
                "false"
            } else {
                "unmarked"
            };
            wrong.push(format!("{}: {kind} {}:{}", project.name, place.0, place.1));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
