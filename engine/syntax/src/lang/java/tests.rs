//! No kind of the grammars is forgotten.

use std::collections::BTreeSet;
use std::fs;

use haechi_testkit::golden;
use tree_sitter::{Language, Node};

use super::kinds::{self, K};
use super::{SOURCE, lower};
use crate::{Kind, Lang};

/// Lowered to `Other`: nothing that rules, types or flow look at.
const OTHER: [&str; 9] = [
    // The contents of module-info.java: what a module reads and opens.
    "module_declaration",
    "module_body",
    "requires_module_directive",
    "requires_modifier",
    "exports_module_directive",
    "opens_module_directive",
    "uses_module_directive",
    "provides_module_directive",
    // A preview of Java 21 and 22 that 23 withdrew. Its parts are lowered.
    "template_expression",
];

fn named_kinds(language: &Language) -> BTreeSet<String> {
    (0..language.node_kind_count())
        .filter_map(|n| u16::try_from(n).ok())
        .filter(|id| language.node_kind_is_named(*id) && language.node_kind_is_visible(*id))
        .filter_map(|id| language.node_kind_for_id(id).map(str::to_owned))
        .collect()
}

#[test]
fn every_kind_is_lowered_or_listed() {
    for grammar in [haechi_grammar_java::SOURCE, haechi_grammar_java::PATTERN] {
        for name in named_kinds(&grammar.into()) {
            let lowered = kinds::kind(&name, true) != K::Other;
            assert_ne!(lowered, OTHER.contains(&name.as_str()), "{name}");
        }
    }
}

/// The scenarios have every kind of node in them, and none but those listed
/// comes out as `Other`.
#[test]
fn every_kind_occurs_in_the_scenarios() {
    let mut missing = named_kinds(&haechi_grammar_java::SOURCE.into());
    for path in golden::files(&golden::testdata().join("parse/java"), &["java"]) {
        let text = fs::read_to_string(&path).expect("a test file is text");
        let parsed = lower::parse(&SOURCE, &text).expect("the grammar loads");
        strike_out(parsed.root_node(), &mut missing);
        let tree = Lang::Java.parse(text.into());
        for id in tree.nodes().ids() {
            let known = tree.kind(id) != Kind::Other || OTHER.contains(&tree.name(id));
            assert!(known, "{}: {}", path.display(), tree.name(id));
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

fn strike_out(root: Node<'_>, missing: &mut BTreeSet<String>) {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        missing.remove(node.kind());
        let mut cursor = node.walk();
        open.extend(node.children(&mut cursor));
    }
}
