//! How Java becomes trees, on the files in `testdata/parse/java`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use haechi_syntax::check::check;
use haechi_syntax::print::print;
use haechi_syntax::{Flags, GapKind, Kind, Lang, NodeId, Tree};
use haechi_testkit::golden;

fn tree(text: &str) -> Tree {
    let tree = Lang::Java.parse(text.into());
    assert_eq!(check(&tree), Vec::<String>::new(), "{text}");
    tree
}

#[test]
fn files() {
    let folder = golden::testdata().join("parse/java");
    golden::check_all(&folder, &["java"], |_, text| print(&tree(text)));
}

/// Patterns are separated by lines of three hyphens.
#[test]
fn patterns() {
    let folder = golden::testdata().join("parse/java/patterns");
    golden::check_all(&folder, &["txt"], |_, text| {
        let mut out = String::new();
        for pattern in text.trim_end().split("\n---\n") {
            let _ = writeln!(out, "=== {}", pattern.replace('\n', "\n    "));
            match Lang::Java.parse_pattern(pattern) {
                Ok(tree) => {
                    assert_eq!(check(&tree), Vec::<String>::new(), "{pattern}");
                    assert!(tree.gaps().is_empty());
                    out.push_str(&print(&tree));
                }
                Err(error) => {
                    let (start, end) = (error.span.start, error.span.end);
                    let _ = writeln!(out, "{start}..{end} {error}");
                }
            }
        }
        out
    });
}

/// All trees of the test data of all layers are sound.
#[test]
fn all_test_data_is_sound() {
    let files = golden::files(&golden::testdata(), &["java"]);
    assert!(files.len() > 10);
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a test file is text");
        let tree = Lang::Java.parse(text.into());
        assert_eq!(check(&tree), Vec::<String>::new(), "{}", path.display());
    }
}

/// Whatever is cut out of a file or put into it, its tree is sound.
#[test]
fn damaged_files_are_sound() {
    for path in golden::files(&golden::testdata().join("parse/java"), &["java"]) {
        let text = std::fs::read_to_string(&path).expect("a test file is text");
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for (n, at) in places.iter().enumerate().step_by(19) {
            let to = places.get(n + 1 + n % 23).copied().unwrap_or(text.len());
            tree(&text[..*at]);
            tree(&format!("{}{}", &text[..*at], &text[to..]));
            for noise in ["(", "}", "\"", "@", "switch", "case a.b(", "/*"] {
                tree(&format!("{}{noise}{}", &text[..*at], &text[*at..]));
            }
        }
    }
}

/// Runs a test with the stack that threads with trees have.
fn with_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(test);
    thread.expect("a thread").join().expect("no panic");
}

#[test]
fn nesting_without_end_is_a_gap_and_not_a_crash() {
    with_stack(|| {
        const N: usize = 100_000;
        let expressions = [
            format!("{}1{}", "(".repeat(N), ")".repeat(N)),
            format!("{}1{}", "f(".repeat(N), ")".repeat(N)),
            format!("{}1{}", "a[".repeat(N), "]".repeat(N)),
            "(".repeat(N),
            format!("a{}", " + a".repeat(N)),
            format!("a{}", ".b()".repeat(N)),
            format!("a{}", ".b".repeat(N)),
            format!("{}a", "!".repeat(N)),
            format!("{}a", "c ? b : ".repeat(N)),
            format!("{}a", "a = ".repeat(N)),
            format!("{}a", "x -> ".repeat(N)),
        ];
        let mut texts: Vec<String> = expressions
            .iter()
            .map(|e| format!("class A {{ Object x = {e}; }}"))
            .collect();
        texts.push(format!("class A {{ void f() {{ {} }} }}", "{".repeat(N)));
        texts.push(format!(
            "class A {{ void f() {{ {} ; }} }}",
            "if (a) b(); else ".repeat(N)
        ));
        texts.push("class A {".repeat(N));
        for text in texts {
            let start = Instant::now();
            let tree = tree(&text);
            assert!(start.elapsed() < Duration::from_secs(20), "{}", &text[..40]);
            let last = tree.gaps().iter().any(|gap| gap.kind == GapKind::TooDeep);
            assert!(last || !tree.gaps().is_empty(), "{}", &text[..40]);
        }
    });
}

#[test]
fn a_path_may_be_long() {
    let tree = tree(&format!("import a{};", ".b".repeat(100_000)));
    assert_eq!(tree.gaps(), []);
    assert_eq!(tree.len(), 100_005);
}

#[test]
fn long_chains_of_operands_stay_whole() {
    with_stack(|| {
        let text = format!(
            "class A {{ String x = \"a\"{}; }}",
            " + \"b\"".repeat(1_900)
        );
        let tree = tree(&text);
        assert_eq!(tree.gaps(), []);
        let strings = tree.nodes().iter().filter(|n| n.kind == Kind::Str).count();
        assert_eq!(strings, 1_901);
    });
}

#[test]
fn what_is_too_deep_is_marked() {
    with_stack(|| {
        let tree = tree(&format!("class A {{ int x = a{}; }}", " + a".repeat(5_000)));
        let marked: Vec<NodeId> = tree
            .nodes()
            .ids()
            .filter(|id| tree.kind(*id) == Kind::Other)
            .collect();
        assert!(!marked.is_empty());
        let spans: Vec<_> = marked.iter().map(|id| tree.span(*id)).collect();
        let gaps: Vec<_> = tree.gaps().iter().map(|gap| gap.span).collect();
        assert_eq!(spans, gaps);
        for id in marked {
            assert_eq!(tree.flags(id), Flags::TOO_DEEP);
        }
    });
}
