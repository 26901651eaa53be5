//! The engine finds what the reference finds: on all scenarios, and on the samples
//! of the built-in rules.

mod lab;

use lab::{Lab, MODELS, root, scenarios};

/// More than any scenario needs.
const STEPS: u64 = 3_000_000;

fn check(wrong: Vec<String>, count: usize) {
    assert!(count > 0, "nothing was compared");
    assert!(
        wrong.is_empty(),
        "{} differences in {count} projects:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn scenarios_agree() {
    let only = std::env::var("SCENARIO").unwrap_or_default();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (name, files, rule, depth) in scenarios() {
        if !name.contains(&only) {
            continue;
        }
        count += 1;
        let lab = Lab::of_file(&rule, None);
        match lab.with(&files, depth, |ready| ready.difference(STEPS)) {
            Ok(all) => wrong.extend(all.into_iter().map(|d| format!("{name}: {d}"))),
            Err(problem) => wrong.push(format!("{name}: {problem}")),
        }
    }
    check(wrong, count);
}

#[test]
fn samples_agree() {
    let only = std::env::var("SCENARIO").unwrap_or_default();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for lang in ["java", "python"] {
        let folder = root().join("rules").join(lang);
        for rule in haechi_testkit::golden::files(&folder, &["yaml"]) {
            let lab = Lab::of_file(&rule, Some(&MODELS));
            for extension in ["java", "py"] {
                let path = rule.with_extension(extension);
                let Ok(text) = std::fs::read_to_string(&path) else {
                    continue;
                };
                let name = path.display().to_string();
                if !lab.has_taint() || !name.contains(&only) {
                    continue;
                }
                count += 1;
                let files = vec![(path.file_name().unwrap().to_str().unwrap().to_owned(), text)];
                let depth = haechi_dataflow::taint::Depth::Project;
                match lab.with(&files, depth, |ready| ready.difference(STEPS)) {
                    Ok(all) => wrong.extend(all.into_iter().map(|d| format!("{name}: {d}"))),
                    Err(problem) => wrong.push(format!("{name}: {problem}")),
                }
            }
        }
    }
    check(wrong, count);
}
