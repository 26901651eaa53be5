//! How Python becomes trees, on the files in `testdata/parse/python`.

use std::fmt::Write as _;

use haechi_syntax::check::check;
use haechi_syntax::print::print;
use haechi_syntax::{Flags, GapKind, Kind, Lang, NodeId, Tree};
use haechi_testkit::golden;

fn tree(text: &str) -> Tree {
    let tree = Lang::Python.parse(text.into());
    assert_eq!(check(&tree), Vec::<String>::new(), "{text}");
    tree
}

#[test]
fn files() {
    let folder = golden::testdata().join("parse/python");
    golden::check_all(&folder, &["py"], |_, text| print(&tree(text)));
}

/// Patterns are separated by lines of three hyphens.
#[test]
fn patterns() {
    let folder = golden::testdata().join("parse/python/patterns");
    golden::check_all(&folder, &["txt"], |_, text| {
        let mut out = String::new();
        for pattern in text.split("\n---\n") {
            let _ = writeln!(out, "=== {}", pattern.trim_end().replace('\n', "\n    "));
            match Lang::Python.parse_pattern(pattern) {
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

/// Runs a test with the stack that threads with trees have.
fn with_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(test);
    thread.expect("a thread").join().expect("no panic");
}

fn depth(tree: &Tree) -> usize {
    let (mut open, mut deepest): (Vec<NodeId>, usize) = (Vec::new(), 0);
    for id in tree.nodes().ids() {
        while open.last().is_some_and(|end| *end <= id) {
            open.pop();
        }
        open.push(tree.end(id));
        deepest = deepest.max(open.len());
    }
    deepest
}

#[test]
fn nesting_without_end_is_a_gap_and_not_a_crash() {
    with_stack(|| {
        const N: usize = 100_000;
        let texts = [
            format!("x = {}1{}\n", "(".repeat(N), ")".repeat(N)),
            format!("x = {}{}\n", "[".repeat(N), "]".repeat(N)),
            format!("x = {}", "(".repeat(N)),
            format!("x = {}1{}\n", "{1:".repeat(N), "}".repeat(N)),
            format!("x = a{}\n", " + a".repeat(N)),
            format!("x = a{}\n", ".b()".repeat(N)),
            format!("x = {} a\n", " not".repeat(N)),
            format!("x = {} a\n", " a if b else".repeat(N)),
            format!("{} a\n", "a = ".repeat(N)),
            format!("if a: pass\n{}", "elif b: pass\n".repeat(N)),
            format!(
                "match a:\n  case {}a{}: pass\n",
                "[".repeat(N),
                "]".repeat(N)
            ),
        ];
        for text in texts {
            let start = &text[..20];
            let tree = tree(&text);
            assert!(!tree.gaps().is_empty(), "{start}");
            assert!(
                depth(&tree) <= haechi_syntax::TreeBuilder::MAX_DEPTH,
                "{start}"
            );
        }
    });
}

#[test]
fn what_is_too_deep_is_one_leaf() {
    with_stack(|| {
        let tree = tree(&format!("x = {}{}\n", "[".repeat(3000), "]".repeat(3000)));
        let deep: Vec<_> = tree
            .nodes()
            .ids()
            .filter(|id| tree.kind(*id) == Kind::Other)
            .collect();
        assert_eq!(deep.len(), 1);
        assert!(tree.flags(deep[0]).has(Flags::TOO_DEEP));
        assert_eq!(tree.gaps().len(), 1);
        assert_eq!(tree.gaps()[0].kind, GapKind::TooDeep);
        assert_eq!(tree.gaps()[0].span, tree.span(deep[0]));
    });
}

#[test]
fn a_chain_of_elifs_costs_one_level_each() {
    with_stack(|| {
        let arms = 1500;
        let tree = tree(&format!("if a: pass\n{}", "elif b: pass\n".repeat(arms)));
        assert!(tree.gaps().is_empty());
        let elifs = tree
            .nodes()
            .ids()
            .filter(|id| tree.kind(*id) == Kind::If && tree.flags(*id).has(Flags::ELIF))
            .count();
        assert_eq!(elifs, arms);
    });
}
