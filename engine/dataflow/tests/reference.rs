//! The engine finds what the reference finds: on all scenarios, and on the samples
//! of the built-in rules.

mod lab;

use lab::{Lab, MODELS, random, root, scenarios};

/// More than any scenario needs.
const STEPS: u64 = 20_000;

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
        let lab = Lab::of_scenario(&rule);
        match lab.with(&files, depth, |ready| ready.difference(STEPS)) {
            Ok(all) => {
                let known = known_mistakes(&files);
                let new = all
                    .into_iter()
                    .filter(|d| !known.iter().any(|k| d.ends_with(k)));
                wrong.extend(new.map(|d| format!("{name}: {d}")));
            }
            Err(problem) => wrong.push(format!("{name}: {problem}")),
        }
    }
    check(wrong, count);
}

/// The ends of flows that are known to be false.
fn known_mistakes(files: &lab::Files) -> Vec<String> {
    let mut found = Vec::new();
    for (name, text) in files {
        let lines = text.lines().enumerate();
        let marked = lines.filter(|(_, line)| line.contains(" todook: "));
        found.extend(marked.map(|(n, _)| format!("-> {name}:{}", n + 2)));
    }
    found
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

/// The programs of CI; `ORACLE_SEEDS=from..to` tries others, `ORACLE_SHOW=1`
/// shows the first that differs.
const SEEDS: std::ops::Range<u64> = 0..40;

fn seeds() -> std::ops::Range<u64> {
    let Ok(text) = std::env::var("ORACLE_SEEDS") else {
        return SEEDS;
    };
    let (from, to) = text.split_once("..").expect("two numbers");
    from.parse().unwrap()..to.parse().unwrap()
}

/// Rules that use more of the rule language than the scenarios' own.
const RULES: &str = "
rules:
  - &rule
    id: plain
    message: A value arrives.
    severity: WARNING
    languages: [python]
    mode: taint
    pattern-sources:
      - pattern: source(...)
    pattern-sinks:
      - pattern: sink(...)
    pattern-sanitizers:
      - pattern: clean(...)
  - <<: *rule
    id: both-labels
    pattern-sources:
      - {label: A, pattern: source(...)}
      - {label: B, requires: A, pattern: opaque(...)}
    pattern-sinks:
      - {requires: A and B, pattern: sink(...)}
  - <<: *rule
    id: without-label
    pattern-sources:
      - {label: A, pattern: source(...)}
      - {label: B, requires: A, pattern: opaque(...)}
    pattern-sinks:
      - {requires: A and not B, pattern: sink(...)}
  - <<: *rule
    id: propagated
    pattern-sources: [{pattern: source(...)}]
    pattern-sinks: [{pattern: sink(...)}]
    pattern-propagators:
      - {pattern: $TO.append($FROM), from: $FROM, to: $TO}
      - {pattern: $TO.put($FROM), from: $FROM, to: $TO}
  - <<: *rule
    id: safe-functions
    pattern-sources: [{pattern: source(...)}]
    pattern-sinks: [{pattern: sink(...)}]
    options: {taint_assume_safe_functions: true, taint_assume_safe_indexes: true}
  - <<: *rule
    id: assignments-only
    pattern-sources: [{pattern: source(...)}]
    pattern-sinks: [{pattern: sink(...)}]
    options: {taint_only_propagate_through_assignments: true}
  - <<: *rule
    id: by-side-effect
    pattern-sources: [{by-side-effect: true, patterns: [{pattern: opaque($X)}, {focus-metavariable: $X}]}, {pattern: g0}]
    pattern-sinks: [{pattern: sink(...)}]
";

/// Programs for which both are known to differ with these rules (labels that are
/// decided where a variable is read): red once that is mended.
const KNOWN: &[u64] = &[14, 24, 31];

fn random_programs(lab: &Lab, known: &[u64]) {
    let (mut wrong, mut count, mut given_up) = (Vec::new(), 0, 0);
    for seed in seeds() {
        let files = vec![("main.py".to_owned(), random::program(seed))];
        let depth = haechi_dataflow::taint::Depth::Project;
        count += 1;
        match lab.with(&files, depth, |ready| ready.difference(STEPS)) {
            Ok(all) if !all.is_empty() && std::env::var("ORACLE_SHOW").is_ok() => {
                panic!("seed {seed}: {}\n{}", all.join("\n"), files[0].1)
            }
            Ok(all) if known.contains(&seed) => {
                if all.is_empty() {
                    wrong.push(format!("seed {seed} is mended: take it off the list"));
                }
            }
            Ok(all) => wrong.extend(all.into_iter().map(|d| format!("seed {seed}: {d}"))),
            Err(_) => given_up += 1,
        }
    }
    assert!(given_up * 5 <= count, "{given_up} of {count} given up");
    check(wrong, count);
}

#[test]
fn random_programs_agree() {
    let rule = root().join("testdata/taint/rule.yaml");
    random_programs(&Lab::of_file(&rule, Some(&MODELS)), &[]);
}

#[test]
fn random_programs_agree_for_all_kinds_of_rules() {
    let lab = Lab::of_text(std::path::Path::new("kinds.yaml"), RULES, Some(&MODELS));
    random_programs(&lab, KNOWN);
}
