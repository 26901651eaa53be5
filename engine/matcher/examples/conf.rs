//! A bare command line around the matcher, for trying rules while at work:
//! `conf scan --config RULE --json --quiet --no-git-ignore TARGETS…` prints the
//! matches of search rules in Semgrep's JSON shape.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example is its own command line"
)]

use std::path::Path;
use std::sync::Arc;

use haechi_matcher::{CompiledRules, FileContext, FileMatches, Match, match_file, match_text};
use haechi_rule::load::{LoadOptions, load};
use haechi_rule::rule::{Rule, RuleIdx};
use haechi_rule::source::SourceFile;
use haechi_syntax::scope::Scopes;
use haechi_syntax::{Lang, Tree};
use serde_json::{Value, json};

fn main() {
    let child = std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(run)
        .expect("a thread");
    child.join().expect("the run ends");
}

fn run() {
    let mut config = None;
    let mut targets = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "scan" | "--json" | "--quiet" | "--no-git-ignore" => {}
            "--config" => config = args.next(),
            other if other.starts_with("--") => {}
            other => targets.push(other.to_owned()),
        }
    }
    let config = config.expect("--config RULE");
    let text = std::fs::read_to_string(&config).expect("a rule file");
    let loaded = load(&[SourceFile::new(&config, text)], &LoadOptions::default());
    let mut errors: Vec<Value> = loaded
        .diagnostics
        .iter()
        .map(|d| json!({"type": "rule", "level": format!("{:?}", d.level), "message": d.to_string()}))
        .collect();
    let rules = &loaded.rules.rules;
    for rule in rules.iter() {
        for pattern in rule_patterns(rule) {
            let haechi_rule::Languages::Code(langs) = rule.languages else {
                continue;
            };
            for problem in pattern.check(langs) {
                errors.push(json!({"type": "pattern", "message": problem.to_string()}));
            }
        }
    }
    let compiled = CompiledRules::new(rules.iter_enumerated());
    let mut results = Vec::new();
    for target in &targets {
        scan(target, rules, &compiled, &mut results, &mut errors);
    }
    println!("{}", json!({"results": results, "errors": errors}));
}

fn rule_patterns(rule: &Rule) -> Vec<&haechi_rule::Pattern> {
    match &rule.mode {
        haechi_rule::Mode::Search(formula) => formula.patterns(),
        _ => Vec::new(),
    }
}

fn scan(
    target: &str,
    rules: &haechi_syntax::IndexVec<RuleIdx, Rule>,
    compiled: &CompiledRules,
    results: &mut Vec<Value>,
    errors: &mut Vec<Value>,
) {
    let Ok(bytes) = std::fs::read(target) else {
        errors.push(json!({"type": "io", "message": target}));
        return;
    };
    let text: Arc<str> = String::from_utf8_lossy(&bytes).into();
    let extension = Path::new(target)
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or("");
    let lang = Lang::from_extension(extension);
    let tree = lang.unwrap_or(Lang::Python).parse(Arc::clone(&text));
    for gap in tree.gaps() {
        if lang.is_some() {
            errors.push(json!({"type": "PartialParsing", "message": format!("{gap:?}")}));
        }
    }
    let scopes = Scopes::build(&tree);
    let file = FileContext::new(&tree, &scopes);
    let mut found = FileMatches::default();
    if lang.is_some() {
        found = match_file(compiled, file, |_| true);
    }
    found
        .search
        .extend(match_text(compiled, file, |_| true).search);
    for (rule, matches) in found.search {
        for one in matches {
            results.push(result(target, &tree, &rules[rule], &one));
        }
    }
}

fn result(path: &str, tree: &Tree, rule: &Rule, found: &Match) -> Value {
    let place = |offset: u32| {
        let at = tree.lines().chars(tree.text(), offset);
        json!({"line": at.line, "col": at.col, "offset": offset})
    };
    let mut message = rule.message.as_str().to_owned();
    let mut bindings: Vec<_> = found.bindings.iter().collect();
    bindings.sort_by_key(|binding| std::cmp::Reverse(binding.name.len()));
    for binding in &bindings {
        let value = binding.value.as_deref().unwrap_or(&binding.text);
        message = message.replace(&format!("value({})", binding.name), value);
        message = message.replace(&*binding.name, &binding.text);
    }
    let metavars: serde_json::Map<String, Value> = found
        .bindings
        .iter()
        .map(|b| (b.name.to_string(), json!({"abstract_content": &*b.text})))
        .collect();
    json!({
        "check_id": &*rule.id,
        "path": path,
        "start": place(found.span.start),
        "end": place(found.span.end),
        "extra": {"message": message, "metavars": metavars},
    })
}
