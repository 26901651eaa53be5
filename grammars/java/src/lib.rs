//! The grammar of Java, and the grammar of patterns over Java.
//!
//! Code is parsed with [`SOURCE`], the published grammar as it is. Patterns
//! are parsed with [`PATTERN`], which extends it by the forms that stand for
//! code (`grammars/README.md` lists them); a pattern's text follows one of the
//! [`entry`] tokens. Node kinds and fields are those of the published grammar
//! wherever the two agree.

use tree_sitter_language::LanguageFn;

/// The grammar of Java as it is published.
pub const SOURCE: LanguageFn = tree_sitter_java::LANGUAGE;

/// The node kinds and fields of [`SOURCE`], in tree-sitter's `node-types.json`
/// form.
pub const SOURCE_NODE_TYPES: &str = tree_sitter_java::NODE_TYPES;

/// The grammar of patterns over Java.
pub const PATTERN: LanguageFn = pattern();

/// The node kinds and fields of [`PATTERN`], in tree-sitter's
/// `node-types.json` form.
pub const PATTERN_NODE_TYPES: &str = include_str!("../pattern/src/node-types.json");

#[allow(unsafe_code, reason = "the generated parser is a C function")]
const fn pattern() -> LanguageFn {
    unsafe extern "C" {
        fn tree_sitter_haechi_java_pattern() -> *const ();
    }
    // SAFETY: the function is the one `tree-sitter generate` wrote: it takes
    // nothing and returns a pointer to a static `TSLanguage`.
    unsafe { LanguageFn::from_raw(tree_sitter_haechi_java_pattern) }
}

/// The tokens that say what a pattern's text is tried as.
///
/// Text for [`PATTERN`] is one of them followed by the pattern itself. Each
/// ends in a line break, so the pattern's own lines and columns are those of
/// the parsed text from the second line on. The root's one child is named
/// after what was found (`pattern_expression`, `pattern_statements` and so
/// on); an entry that does not fit leaves an error in the tree.
pub mod entry {
    /// One expression, or the contents of an array's initialiser in braces.
    /// A lone declaration of a variable is found too, as
    /// `pattern_statements`, since `List<$T> $X` would else be two
    /// comparisons.
    pub const EXPRESSION: &str = "__HAECHI_EXPR__\n";

    /// Statements, imports, and definitions of classes, methods, constructors
    /// and fields, in any mixture. The last `;` may be missing, and the body
    /// of a last definition or of a last `if`, `while` or `for`.
    pub const STATEMENTS: &str = "__HAECHI_STMTS__\n";

    /// Members of a class as such, fields as `field_declaration`.
    pub const MEMBERS: &str = "__HAECHI_MEMBERS__\n";

    /// A part that is none of the above: annotations and modifiers, `catch`
    /// clauses, `finally`, `else`, and the groups and rules of a `switch`.
    pub const PARTIAL: &str = "__HAECHI_PARTIAL__\n";

    /// Every entry, in the order to try them: the first without an error wins.
    pub const ALL: [&str; 4] = [EXPRESSION, STATEMENTS, MEMBERS, PARTIAL];
}
