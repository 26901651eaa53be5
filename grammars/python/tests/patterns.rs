//! Patterns and their trees, and the likeness of the two grammars.

#[path = "../../testing.rs"]
mod testing;

use haechi_grammar_python::{PATTERN, SOURCE, entry};

#[test]
fn patterns_have_the_expected_trees() {
    testing::check_file(
        PATTERN,
        &entry::ALL,
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/patterns.txt"),
    );
}

#[test]
fn code_reads_the_same_in_both_grammars() {
    testing::check_same(SOURCE, PATTERN, entry::STATEMENTS, include_str!("code.py"));
}

#[test]
fn kinds_and_fields_of_the_source_remain() {
    testing::check_kinds(SOURCE, PATTERN, &[]);
}
