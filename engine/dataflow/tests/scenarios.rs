//! Scenarios: code with marks under `testdata/taint/<feature>/<lang>/`.
//!
//! A file directly in there is a project of its own; a folder is one project.
//! `ruleid: id` and `ok: id` in a comment speak of the line below it; `todook` and
//! `todoruleid` mark known mistakes, and the test fails once they are mended. The rule is
//! `rule.yaml` of the project, of its feature, or of `testdata/taint`, whichever
//! is nearest; the built-in models hold if it names a kind. `depth: function` (or `file`) in a file's first line sets how far
//! values are followed.

use std::collections::BTreeSet;

mod lab;

use haechi_program::Trees;
use lab::{Files, Lab, Ready, scenarios};

/// A file, line and rule.
type Place = (String, u32, String);

/// Where flows are reported: at the sink, or where the rule wants it at the source.
fn found(ready: &Ready<'_>) -> BTreeSet<Place> {
    let flows = ready.fast().flows;
    assert_eq!(
        flows,
        ready.exhaustive().flows,
        "what the coarse pass leaves out changes nothing"
    );
    flows
        .iter()
        .map(|flow| {
            let number = flow.rule.raw() as usize;
            let at_source = ready.analysis.rules[number].options.focus_on_source;
            let end = if at_source { flow.source } else { flow.sink };
            let line = ready.sources.tree(end.file).lines().line(end.span.start);
            let name = ready.names[number].clone();
            (ready.sources.path(end.file).to_owned(), line, name)
        })
        .collect()
}

/// What the marks say: lines that must be reported, and lines that must not.
fn expected(files: &Files) -> (BTreeSet<Place>, BTreeSet<Place>) {
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
fn marks_hold() {
    let only = std::env::var("SCENARIO").unwrap_or_default();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, files, rule, depth) in scenarios() {
        if !name.contains(&only) {
            continue;
        }
        let (bad, good) = expected(&files);
        let found = Lab::of_scenario(&rule).with(&files, depth, |ready| found(&ready));
        count += bad.len() + good.len();
        for place in bad.difference(&found) {
            wrong.push(format!("{name}: missed {}:{}", place.0, place.1));
        }
        for place in found.difference(&bad) {
            let kind = if good.contains(place) {
                "false"
            } else {
                "unmarked"
            };
            wrong.push(format!(
                "{name}: {kind} {}:{} ({})",
                place.0, place.1, place.2
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// A sink that is matched as a declaration and as the assignment in it is one; the
/// statement at the end of a longer match is another.
#[test]
fn a_declaration_and_the_assignment_in_it_are_one_sink() {
    let rule = "rules:
  - id: flow
    message: A value arrives.
    severity: INFO
    languages: [java]
    mode: taint
    pattern-sources:
      - pattern: source()
    pattern-sinks:
      - pattern-either:
          - pattern: (Statement $S) = ...;
          - pattern: $VAR = $CON.prepare(...)
          - pattern: |
              begin();
              ...
              $VAR = $CON.prepare(...);
";
    let lab = Lab::of_text(std::path::Path::new("flow.yaml"), rule, None);
    let flows = |body: &str| {
        let text = format!("class A {{ void m(Con con) {{ {body} }} }}");
        let files = vec![("A.java".to_owned(), text)];
        let depth = haechi_dataflow::taint::Depth::Function;
        lab.with(&files, depth, |ready| ready.fast().flows.len())
    };
    assert_eq!(flows("Statement s = con.prepare(source());"), 1);
    assert_eq!(flows("Other s = con.prepare(source());"), 1);
    assert_eq!(flows("begin(); Statement s = con.prepare(source());"), 2);
    assert_eq!(flows("Statement s = con.prepare(clean());"), 0);
}
