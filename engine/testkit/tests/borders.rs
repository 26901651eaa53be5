//! The borders of ARCHITECTURE.md §2, as far as no lint holds them: which
//! crate may use which, and what may not leave a layer.
//!
//! Held elsewhere: printing and `unsafe` by lints of the workspace (this file
//! checks who may lift them), independence from the thread count by the tests
//! of the command line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The layers in order: each may use those before it, less where noted.
const LAYERS: &[(&str, &[&str])] = &[
    ("syntax", &["grammar-java", "grammar-python"]),
    ("rule", &["syntax"]),
    ("ir", &["syntax"]),
    ("program", &["syntax", "rule", "ir"]),
    ("matcher", &["syntax", "rule", "ir", "program"]),
    ("dataflow", &["syntax", "rule", "ir", "program", "matcher"]),
    (
        "scan",
        &["syntax", "rule", "ir", "program", "matcher", "dataflow"],
    ),
    ("report", &["syntax", "rule", "scan"]),
    ("cli", &["syntax", "rule", "scan", "report"]),
];

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).expect("the workspace's root");
    root.to_path_buf()
}

/// What each crate of the workspace depends on in the finished product
/// (development and build dependencies aside), by folder name.
fn dependencies() -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version=1"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {output:?}");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let mut all = BTreeMap::new();
    for package in json["packages"].as_array().expect("packages") {
        let manifest = Path::new(package["manifest_path"].as_str().expect("a path"));
        let folder = manifest.parent().and_then(Path::file_name);
        let folder = folder.expect("a folder").to_string_lossy().into_owned();
        let used = package["dependencies"].as_array().expect("dependencies");
        let used = used
            .iter()
            .filter(|d| d["kind"].is_null())
            .map(|d| d["name"].as_str().expect("a name").to_owned())
            .collect();
        all.insert(folder, used);
    }
    all
}

/// Calls `visit` with the path (from the root) and the text of each Rust
/// source below the crate's `src`.
fn sources(krate: &str, visit: &mut dyn FnMut(&str, &str)) {
    fn walk(dir: &Path, visit: &mut dyn FnMut(&str, &str)) {
        let entries = std::fs::read_dir(dir).expect("a folder that can be read");
        let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                walk(&path, visit);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).expect("text");
                let short = path.strip_prefix(root()).expect("below the root");
                visit(&short.display().to_string().replace('\\', "/"), &text);
            }
        }
    }
    walk(&root().join("engine").join(krate).join("src"), visit);
}

/// The code of a file: comments and what stands below `#[cfg(test)]` (by our
/// convention the last item of a file) left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(n, line)| (n + 1, line))
}

/// Every place in a crate's code whose line has one of the words.
fn places(krate: &str, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    sources(krate, &mut |path, text| {
        if path.ends_with("/tests.rs") || path.contains("/tests/") {
            return;
        }
        for (line, code) in code(text) {
            if words.iter().any(|w| code.contains(w)) {
                found.push(format!("{path}:{line}: {}", code.trim()));
            }
        }
    });
    found
}

#[test]
fn arrows_point_left() {
    let all = dependencies();
    for (layer, may) in LAYERS {
        let used = all.get(*layer).expect("every layer is a crate");
        for name in used.iter().filter_map(|d| d.strip_prefix("haechi-")) {
            assert!(may.contains(&name), "`{layer}` must not use `{name}`");
        }
    }
    for grammar in ["java", "python"] {
        let used = &all[grammar];
        assert!(
            !used.iter().any(|d| d.starts_with("haechi")),
            "grammars know nothing of us: {used:?}"
        );
    }
}

#[test]
fn every_crate_of_the_engine_has_its_place() {
    for (folder, used) in dependencies() {
        let layer = LAYERS.iter().any(|(l, _)| *l == folder);
        let beside = ["java", "python", "testkit", "oracle", "benches"].contains(&folder.as_str());
        assert!(layer || beside, "`{folder}` has no place in the layers");
        assert!(
            !layer || !used.iter().any(|d| d == "haechi-testkit"),
            "`{folder}` uses the test helpers in the product"
        );
    }
}

#[test]
fn no_tree_sitter_type_leaves_syntax() {
    let all = dependencies();
    for (layer, _) in LAYERS.iter().skip(1) {
        let used = &all[*layer];
        assert!(
            !used.iter().any(|d| d.starts_with("tree-sitter")),
            "`{layer}` uses tree-sitter: {used:?}"
        );
    }
    let public: Vec<String> = places("syntax", &["tree_sitter"])
        .into_iter()
        .filter(|p| {
            let code = p.splitn(3, ':').nth(2).unwrap_or_default().trim();
            code.starts_with("pub ")
        })
        .collect();
    assert!(public.is_empty(), "in the public interface: {public:#?}");
}

#[test]
fn findings_hold_no_nodes() {
    let path = root().join("engine/scan/src/finding.rs");
    let text = std::fs::read_to_string(path).expect("the file of `Finding`");
    assert!(text.contains("pub struct Finding {"), "`Finding` has moved");
    let bad: Vec<(usize, &str)> = code(&text)
        .filter(|(_, line)| {
            let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            words.any(|w| ["NodeId", "Node", "Tree", "ValueId", "Value"].contains(&w))
        })
        .collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn files_are_touched_only_in_scan_and_cli() {
    let words = ["std::fs", "fs::", "File::open", "File::create", "std::net"];
    for (layer, _) in LAYERS {
        let found = places(layer, &words);
        let found: Vec<&String> = found
            .iter()
            // Words that end in the same letters: `Defs::`, `diffs::`.
            .filter(|p| p.contains("std::") || p.contains("File::") || starts_word(p, "fs::"))
            .collect();
        if ["scan", "cli"].contains(layer) {
            let net: Vec<_> = found.iter().filter(|p| p.contains("std::net")).collect();
            assert!(net.is_empty(), "the scanner has no network: {net:#?}");
            assert!(!found.is_empty(), "the check sees nothing in `{layer}`");
        } else {
            assert!(found.is_empty(), "`{layer}` touches files: {found:#?}");
        }
    }
}

/// Whether `word` stands in the text at the beginning of a word.
fn starts_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

#[test]
fn lints_that_hold_borders_are_lifted_only_where_they_may_be() {
    let lifted = |lint: &str, krate: &str| -> Vec<String> {
        places(krate, &[lint])
            .into_iter()
            .filter(|p| p.contains("allow(") || p.contains("expect("))
            .collect()
    };
    for (layer, _) in LAYERS {
        if !["report", "cli"].contains(layer) {
            for lint in ["clippy::print_stdout", "clippy::print_stderr"] {
                let found = lifted(lint, layer);
                assert!(found.is_empty(), "`{layer}` prints: {found:#?}");
            }
        }
        if *layer != "syntax" {
            let found = lifted("unsafe_code", layer);
            assert!(found.is_empty(), "`{layer}` lifts it: {found:#?}");
        }
    }
    // The lints themselves stand in the workspace, and every crate takes them.
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    for line in [
        "unsafe_code = \"deny\"",
        "print_stdout = \"deny\"",
        "print_stderr = \"deny\"",
    ] {
        assert!(manifest.contains(line), "missing: {line}");
    }
    for (layer, _) in LAYERS {
        let path = root().join("engine").join(layer).join("Cargo.toml");
        let manifest = std::fs::read_to_string(path).expect("a manifest");
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "`{layer}` does not take the workspace's lints"
        );
    }
}

#[test]
fn yaml_of_rules_is_read_in_one_place() {
    let all = dependencies();
    for (layer, _) in LAYERS {
        let reads = all[*layer].iter().any(|d| d.contains("saphyr"));
        // Settings files are lowered in `syntax`.
        assert!(
            !reads || ["rule", "syntax"].contains(layer),
            "`{layer}` reads YAML"
        );
    }
}
