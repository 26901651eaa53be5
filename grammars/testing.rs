//! What the tests of every grammar crate share.
//!
//! A file of patterns has a heading `## …` for each topic. Below it stand cases
//! parted by lines `==`: a pattern, a line `--`, and the expected outcome, which
//! is the S-expression under the root of the first entry that fits, or
//! `no entry`. Run the tests with `HAECHI_UPDATE=1` to write the outcomes anew.

use std::path::Path;

use tree_sitter::{Language, Node, Parser, Tree};
use tree_sitter_language::LanguageFn;

/// The tree of `text`, whatever errors it holds.
pub fn parse(language: LanguageFn, text: &str) -> Tree {
    let mut parser = Parser::new();
    parser
        .set_language(&language.into())
        .expect("the grammar's version is known to the library");
    parser.parse(text, None).expect("nothing cancels the parse")
}

/// Compares every case of the file at `path` with what `language` finds.
pub fn check_file(language: LanguageFn, entries: &[&str], path: &str) {
    let text = std::fs::read_to_string(path).expect("the file of patterns is readable");
    let topics = text.split("## ").skip(1).map(|topic| {
        let (heading, cases) = topic
            .split_once("\n\n")
            .expect("a blank line follows a heading");
        let cases = cases.split("\n==\n").map(|case| {
            let pattern = case
                .split_once("\n--\n")
                .map_or(case, |(pattern, _)| pattern);
            let pattern = pattern.trim_end_matches('\n');
            format!("{pattern}\n--\n{}\n", outcome(language, entries, pattern))
        });
        format!("## {heading}\n\n{}", cases.collect::<Vec<_>>().join("==\n"))
    });
    let fresh = topics.collect::<Vec<_>>().join("\n");
    if std::env::var_os("HAECHI_UPDATE").is_some() {
        std::fs::write(path, fresh).expect("the file of patterns is writable");
    } else {
        similar(&text, &fresh, path);
    }
}

/// Asserts that ordinary code reads the same as source and after `entry`, so
/// that both trees can go through the same lowering.
pub fn check_same(source: LanguageFn, pattern: LanguageFn, entry: &str, code: &str) {
    let expected = parse(source, code);
    let actual = parse(pattern, &format!("{entry}{code}"));
    let found = actual
        .root_node()
        .named_child(0)
        .expect("the entry is found");
    assert_eq!(children(expected.root_node()), children(found));
}

/// Asserts that `pattern` knows every named node kind and every field of
/// `source`, save those in `but`.
pub fn check_kinds(source: LanguageFn, pattern: LanguageFn, but: &[&str]) {
    let (source, pattern): (Language, Language) = (source.into(), pattern.into());
    for id in 0..u16::try_from(source.node_kind_count()).expect("kinds are 16-bit ids") {
        let kind = source.node_kind_for_id(id).expect("every id has a kind");
        let visible = source.node_kind_is_named(id) && source.node_kind_is_visible(id);
        if visible && !but.contains(&kind) {
            assert_ne!(pattern.id_for_node_kind(kind, true), 0, "kind {kind}");
        }
    }
    for id in 1..=u16::try_from(source.field_count()).expect("fields are 16-bit ids") {
        let field = source.field_name_for_id(id).expect("every id has a name");
        assert!(pattern.field_id_for_name(field).is_some(), "field {field}");
    }
}

fn outcome(language: LanguageFn, entries: &[&str], pattern: &str) -> String {
    entries
        .iter()
        .map(|entry| parse(language, &format!("{entry}{pattern}")))
        .find(|tree| !tree.root_node().has_error())
        .map_or_else(|| "no entry".to_owned(), |tree| children(tree.root_node()))
}

fn children(node: Node<'_>) -> String {
    let lines: Vec<_> = (0..node.named_child_count())
        .filter_map(|index| node.named_child(u32::try_from(index).ok()?))
        .map(|child| child.to_sexp())
        .collect();
    lines.join("\n")
}

fn similar(expected: &str, actual: &str, path: &str) {
    let name = Path::new(path).file_name().unwrap_or_default().display();
    for (number, (old, new)) in expected.lines().zip(actual.lines()).enumerate() {
        assert_eq!(old, new, "{name}, line {}", number + 1);
    }
    assert_eq!(
        expected.lines().count(),
        actual.lines().count(),
        "{name}: number of lines"
    );
}
