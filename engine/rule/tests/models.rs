//! Model files as they are understood, and what is wrong with broken ones.

use std::fmt::Write;
use std::path::Path;

use haechi_rule::model::{Fact, Kinds, ModelSet, RegexTest, check_kinds, load_models};
use haechi_rule::{Code, LoadOptions, SourceFile, load};
use haechi_syntax::Lang;

fn kinds(models: &ModelSet, kinds: &Kinds) -> String {
    match kinds {
        Kinds::All => "all".into(),
        Kinds::Some(list) => {
            let names: Vec<&str> = list.iter().map(|k| &*models.kinds[*k].name).collect();
            names.join("+")
        }
    }
}

fn effects(models: &ModelSet, fact: &Fact) -> Vec<String> {
    let effects = &fact.effects;
    let mut out = Vec::new();
    for (word, list) in [
        ("source", &effects.sources),
        ("sink", &effects.sinks),
        ("sanitizer", &effects.sanitizers),
        ("entry", &effects.entries),
        ("exit", &effects.exits),
    ] {
        for (path, what) in list {
            out.push(format!("{word} {path}: {}", kinds(models, what)));
        }
    }
    for guard in &effects.guards {
        let what = kinds(models, &guard.kinds);
        out.push(format!("guard {:?} {}: {what}", guard.outcome, guard.path));
    }
    match &effects.flows {
        Some(flows) if flows.is_empty() => out.push("flow none".into()),
        Some(flows) => out.extend(
            flows
                .iter()
                .map(|(from, to)| format!("flow {from} -> {to}")),
        ),
        None => {}
    }
    out.extend(
        effects
            .container
            .map(|op| format!("container {}", op.name())),
    );
    out.extend(effects.view.iter().map(|of| format!("view {of}")));
    let compared = effects.compares.iter();
    out.extend(compared.map(|(a, b)| format!("compares {a} and {b}")));
    out.extend(effects.regex.iter().map(|test| {
        let RegexTest {
            pattern,
            text,
            part,
        } = test;
        format!("regex {pattern} on {text}: {part:?}")
    }));
    out.extend(effects.returns.iter().map(|r| format!("returns {r:?}")));
    let parameter = effects.parameter.iter();
    out.extend(parameter.map(|k| format!("parameter {}", kinds(models, k))));
    for (word, on) in [
        ("fluent", effects.fluent),
        ("never-returns", effects.never_returns),
        ("value", effects.is_value),
    ] {
        if on {
            out.push(word.into());
        }
    }
    if !effects.except_types.is_empty() {
        out.push(format!("except {:?}", effects.except_types));
    }
    for test in &fact.tests {
        let not = if test.negated { "not " } else { "" };
        out.push(format!("when {} is {not}{:?}", test.arg, test.values));
    }
    out
}

fn print(path: &Path, text: &str) -> String {
    let file = SourceFile::new(path.file_name().unwrap_or_default(), text);
    let loaded = load_models(&[file]);
    let models = &loaded.models;
    let mut out = String::new();
    for diagnostic in &loaded.diagnostics {
        let _ = write!(out, "{diagnostic}");
    }
    for kind in models.kinds.iter() {
        let threat = kind.threat.map_or("", |t| t.name());
        let about = kind.about.as_deref().unwrap_or("");
        let _ = writeln!(out, "kind {} {threat} {about}", kind.name);
    }
    for fact in models.facts.iter() {
        let effects = effects(models, fact).join("; ");
        let _ = writeln!(out, "{}\n  {effects}", fact.subject);
    }
    for fact in &models.types {
        let _ = writeln!(
            out,
            "type {} extends {:?} container {:?} inert {}",
            fact.name, fact.extends, fact.container, fact.inert
        );
    }
    out
}

#[test]
fn models_mean_what_they_say() {
    let folder = haechi_testkit::golden::testdata().join("rule/models");
    haechi_testkit::golden::check_all(&folder, &["yaml"], print);
}

const MODELS: &str = "
models: java
facts:
  - a.B#run: {sink: {arg0: shell}}
  - c.D#run: {source: http-request}
  - '@x.Body': {parameter: http-request}
types:
  - a.B: {inert: true}
";

#[test]
fn facts_are_found_by_name() {
    let loaded = load_models(&[SourceFile::new("m.yaml", MODELS)]);
    let models = &loaded.models;
    let owners: Vec<String> = models
        .named(Lang::Java, "run")
        .iter()
        .map(|f| models.facts[*f].subject.to_string())
        .collect();
    assert_eq!(owners, ["a.B#run", "c.D#run"]);
    assert!(models.named(Lang::Python, "run").is_empty());
    assert_eq!(models.annotations(Lang::Java, "Body").len(), 1);
    assert!(models.type_fact(Lang::Java, "a.B").is_some_and(|t| t.inert));
    let shell = models.kind("shell").expect("mentioned");
    assert_eq!(&*models.kinds[shell].name, "shell");
    assert_eq!(models.kind("sql"), None);
}

#[test]
fn rules_may_name_only_kinds_that_models_know() {
    let models = load_models(&[SourceFile::new("m.yaml", MODELS)]).models;
    let rules = "
- id: r
  message: m
  severity: LOW
  languages: [java]
  mode: taint
  sources: [http-requst]
  sinks: [shell]
";
    let loaded = load(&[SourceFile::new("r.yaml", rules)], &LoadOptions::default());
    let found = check_kinds(&loaded.rules, &models);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, Code::UnknownKind);
    assert_eq!((found[0].start.line, found[0].start.col), (7, 13));
    assert_eq!(
        found[0].advice.as_deref(),
        Some("did you mean `http-request`?")
    );
}
