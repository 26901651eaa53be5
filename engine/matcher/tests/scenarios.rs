//! The samples under `testdata/match`: a file of rules and, beside it, code
//! whose comments say what must be found; golden files hold the exact ranges
//! and bindings.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use haechi_matcher::{
    CompiledRules, FileContext, Match, Prefilter, match_file, match_file_exhaustively,
};
use haechi_rule::load::{LoadOptions, Loaded, load};
use haechi_rule::source::SourceFile;
use haechi_syntax::scope::Scopes;
use haechi_syntax::{Lang, Tree};
use haechi_testkit::golden::{compare, files, testdata};
use haechi_testkit::markers::{Expect, markers};

/// A sample with what was found in it: id and match.
struct Outcome {
    path: PathBuf,
    text: String,
    tree: Tree,
    found: Vec<(String, Match)>,
}

fn on_big_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(run);
    thread.expect("a thread").join().expect("no panic");
}

fn rules_of(path: &Path) -> Loaded {
    let text = std::fs::read_to_string(path).expect("a readable file");
    let loaded = load(&[SourceFile::new(path, text)], &LoadOptions::default());
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    loaded
}

/// Runs all samples.
fn outcomes() -> Vec<Outcome> {
    let mut out = Vec::new();
    for rules in files(&testdata().join("match"), &["yaml"]) {
        let loaded = rules_of(&rules);
        let compiled = CompiledRules::new(loaded.rules.rules.iter_enumerated());
        for extension in ["py", "java"] {
            let path = rules.with_extension(extension);
            let (Ok(text), Some(lang)) = (
                std::fs::read_to_string(&path),
                Lang::from_extension(extension),
            ) else {
                continue;
            };
            let tree = lang.parse(text.as_str().into());
            assert!(
                tree.gaps().is_empty(),
                "{}: {:?}",
                path.display(),
                tree.gaps()
            );
            let scopes = Scopes::build(&tree);
            let file = FileContext::new(&tree, &scopes);
            let matches = match_file(&compiled, file, |_| true);
            // Neither short cuts nor the filter by words may be seen.
            let slow = match_file_exhaustively(&compiled, file);
            assert_eq!(matches, slow, "{}", path.display());
            let admitted = Prefilter::new(&compiled, false).admit(text.as_bytes(), Some(lang));
            let filtered = match_file(&compiled, file, |rule| admitted.contains(rule));
            assert_eq!(matches, filtered, "{}", path.display());
            let mut found = Vec::new();
            for (rule, matches) in matches.search {
                let id = loaded.rules.rules[rule].written_id.as_str();
                found.extend(matches.into_iter().map(|one| (id.to_owned(), one)));
            }
            out.push(Outcome {
                path,
                text,
                tree,
                found,
            });
        }
    }
    assert!(!out.is_empty());
    out
}

#[test]
fn samples_are_found_as_their_comments_say() {
    on_big_stack(|| {
        let mut wrong = String::new();
        for outcome in outcomes() {
            let lines: BTreeSet<(u32, String)> = outcome
                .found
                .iter()
                .map(|(id, found)| (outcome.tree.lines().line(found.span.start), id.clone()))
                .collect();
            let expected = markers(&outcome.text);
            for marker in &expected {
                let is_found = lines.contains(&(marker.line, marker.rule.clone()));
                if is_found != (marker.expect == Expect::Finding) {
                    let path = outcome.path.display();
                    writeln!(
                        wrong,
                        "{path}:{}: {:?} {}",
                        marker.line, marker.expect, marker.rule
                    )
                    .expect("a string");
                }
            }
        }
        assert!(wrong.is_empty(), "\n{wrong}");
    });
}

#[test]
fn samples_have_these_ranges_and_bindings() {
    on_big_stack(|| {
        let mut wrong = Vec::new();
        for outcome in outcomes() {
            let mut golden = outcome.path.clone().into_os_string();
            golden.push(".golden");
            wrong.extend(compare(Path::new(&golden), &print(&outcome)).err());
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    });
}

fn print(outcome: &Outcome) -> String {
    let mut out = String::new();
    let place = |offset| {
        let at = outcome.tree.lines().chars(&outcome.text, offset);
        format!("{}:{}", at.line, at.col)
    };
    for (id, found) in &outcome.found {
        let (from, to) = (place(found.span.start), place(found.span.end));
        write!(out, "{id} {from}-{to}").expect("a string");
        for binding in &found.bindings {
            let text = binding.text.replace('\n', "|");
            write!(out, " {}=`{text}`", binding.name).expect("a string");
            if let Some(value) = &binding.value
                && **value != *binding.text
            {
                write!(out, "={value}").expect("a string");
            }
        }
        out.push('\n');
    }
    out
}

/// Choices that multiply end with a note, not with a hang.
#[test]
fn too_many_choices_are_given_up_and_said() {
    on_big_stack(|| {
        let rule = "rules: [{id: r, languages: [python], severity: INFO, message: m, \
                    pattern: 'f(..., $A, ..., $B, ..., $C, ..., $D, ..., $E, ..., $F, ...)'}]";
        let file = SourceFile::new("r.yaml", rule);
        let loaded = load(&[file], &LoadOptions::default());
        let compiled = CompiledRules::new(loaded.rules.rules.iter_enumerated());
        let run = |args: usize| {
            let args: Vec<String> = (0..args).map(|n| format!("a{n}")).collect();
            let text = format!("f({})\n", args.join(", "));
            let tree = Lang::Python.parse(text.into());
            let scopes = Scopes::build(&tree);
            let file = FileContext::new(&tree, &scopes);
            match_file(&compiled, file, |_| true)
        };
        let few = run(7);
        assert_eq!(few.search[0].1.len(), 7);
        assert!(few.gave_up.is_empty());
        let many = run(80);
        assert_eq!(many.gave_up.len(), 1);
    });
}
