//! The pinned grammar.
/// The unmodified upstream grammar.
pub const SOURCE: tree_sitter_language::LanguageFn = tree_sitter_java::LANGUAGE;
