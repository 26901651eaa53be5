//! The demo of the README, and the built-in rules.

use std::path::{Path, PathBuf};
use std::process::Command;

use haechi_testkit::golden::{compare, files, testdata};
use haechi_testkit::sarif::problems;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn haechi(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_haechi"))
        .args(arguments)
        .current_dir(root())
        .env("SOURCE_DATE_EPOCH", "1234567890")
        .env_remove("FORCE_COLOR")
        .output()
        .expect("the binary runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    (output.status.code(), text)
}

fn demo() -> Value {
    let (code, text) = haechi(&["scan", "--sarif", "testdata/demo"]);
    assert_eq!(code, Some(0));
    serde_json::from_str(&text).expect("JSON")
}

fn line(location: &Value) -> String {
    let physical = &location["physicalLocation"];
    let uri = physical["artifactLocation"]["uri"].as_str().unwrap_or("");
    format!("{uri}:{}", physical["region"]["startLine"])
}

fn steps(result: &Value) -> Vec<&Value> {
    let steps = &result["codeFlows"][0]["threadFlows"][0]["locations"];
    steps.as_array().map_or(Vec::new(), |steps| {
        steps.iter().map(|step| &step["location"]).collect()
    })
}

#[test]
fn the_demo_is_found_as_ever_and_its_sarif_is_valid() {
    let log = demo();
    assert_eq!(problems(&log), Vec::<String>::new());
    let mut listing = String::new();
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let rule = result["ruleId"].as_str().unwrap_or("");
        listing += &format!(
            "{} {rule} {}\n",
            result["level"].as_str().unwrap_or(""),
            line(&result["locations"][0])
        );
        for step in steps(result) {
            listing += &format!(
                "  {} {}\n",
                line(step),
                step["message"]["text"].as_str().unwrap_or("")
            );
        }
    }
    compare(&testdata().join("demo.golden"), &listing).unwrap();
}

#[test]
fn planted_injections_are_followed_across_files_and_their_twins_are_quiet() {
    let log = demo();
    let results = log["runs"][0]["results"].as_array().expect("results");
    for (rule, source, sink) in [
        (
            "java-sql-injection",
            "OrderServlet.java",
            "OrderRepository.java",
        ),
        ("python-sql-injection", "", "db.py"),
    ] {
        let found: Vec<&Value> = results
            .iter()
            .filter(|result| result["ruleId"] == rule)
            .collect();
        assert_eq!(found.len(), 1, "{rule}");
        let steps = steps(found[0]);
        let at = |n: usize| line(steps[n]);
        assert!(at(0).contains(source), "{rule} begins at {}", at(0));
        assert!(
            at(steps.len() - 1).contains(sink),
            "{rule} ends at {}",
            at(steps.len() - 1)
        );
        let mut all: Vec<String> = steps.iter().map(|step| line(step)).collect();
        all.retain(|place| place.contains("testdata/demo"));
        let mut in_files: Vec<&str> = all
            .iter()
            .filter_map(|place| place.split(':').next())
            .collect();
        in_files.sort_unstable();
        in_files.dedup();
        assert!(in_files.len() >= 3, "{rule} passes {in_files:?}");
    }
    let safe = results
        .iter()
        .filter(|result| line(&result["locations"][0]).contains("Safe"));
    assert_eq!(safe.count(), 0);
}

#[test]
fn built_in_rules_and_models_load_without_a_word() {
    let (code, text) = haechi(&["validate", "--strict", "rules"]);
    assert_eq!(code, Some(0), "{text}");
    let models: Vec<_> = files(&root().join("rules/models"), &["yaml"])
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).expect("a model");
            haechi_rule::SourceFile::new(path, text)
        })
        .collect();
    assert!(!models.is_empty());
    let loaded = haechi_rule::model::load_models(&models);
    let said: Vec<String> = loaded.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(said, [""; 0]);
}

#[test]
fn every_command_has_help_with_an_example() {
    let commands = [
        "",
        "scan",
        "test",
        "validate",
        "compat",
        "rule",
        "rule new",
        "rule list",
        "rule show",
        "dump",
        "dump tree",
        "dump pattern",
        "dump rule",
    ];
    for command in commands {
        let mut words: Vec<&str> = command.split_whitespace().collect();
        words.push("--help");
        let (code, text) = haechi(&words);
        assert_eq!(code, Some(0), "{command}");
        assert!(
            text.contains("Example"),
            "no example in the help of `{command}`:\n{text}"
        );
    }
}

#[test]
fn the_pack_holds_every_rule_of_the_folder_and_nobodys_own() {
    let (_, listed) = haechi(&["rule", "list"]);
    let listed: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let folder = root().join("rules");
    let own = |path: &PathBuf| {
        path.starts_with(folder.join("models")) || path.starts_with(folder.join("custom"))
    };
    let rules: Vec<PathBuf> = files(&folder, &["yaml"])
        .into_iter()
        .filter(|path| !own(path))
        .collect();
    assert_eq!(listed.len(), rules.len());
    for path in rules {
        let id = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .expect("a name");
        assert!(listed.contains(&id), "{id} is not in the pack");
    }
}
