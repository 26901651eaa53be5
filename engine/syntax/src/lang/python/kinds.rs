//! What the node kinds of the grammar mean to the lowering.
//!
//! Two thirds of them need no code: a leaf, or a node whose children all stand
//! in one role. Those are data here ([`K::Leaf`], [`K::Branch`]); the others
//! have a handler in one of the sibling files.

use crate::{Kind, Operator, Role};

/// The meaning of a node kind or token of the grammar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::lang) enum K {
    /// Punctuation and words without a meaning of their own.
    Token,
    /// What ends a node in brackets.
    Close,
    Comment,
    Error,
    /// A kind that this file does not know.
    Unknown,

    // ---- tokens that decide something
    /// An operator, or the same characters elsewhere (`*` of `except*`).
    Op(Operator),
    /// `+=` and the like.
    AugOp(Operator),
    /// `async`.
    Async,
    Colon,
    Comma,
    /// `from`.
    From,
    /// The token `__future__`.
    Future,
    /// `_` in a `case`; elsewhere it is an identifier.
    Wild,

    // ---- kinds that need no code
    /// A leaf.
    Leaf(Kind),
    /// All children stand in one role.
    Branch(Kind, Role),
    /// There is one child at most.
    Wrap(Kind, Role),
    /// Leaves no node; its one child takes its place.
    Transparent,
    /// A type, which leaves no node either.
    Type,
    /// Leaves no node; its children take its place.
    Splice,

    // ---- statements
    ExpressionStatement,
    Assignment,
    AugmentedAssignment,
    Assert,
    Delete,
    Raise,
    Print,
    /// `>>f` of a `print`.
    Chevron,
    Exec,
    Import,
    ImportFrom,
    FutureImport,
    AliasedImport,
    WildcardImport,
    RelativeImport,
    DottedName,
    If,
    Elif,
    While,
    For,
    Try,
    Except,
    Finally,
    With,
    WithItem,
    Match,
    Case,

    // ---- definitions
    Function,
    Class,
    Decorated,
    Decorator,
    Parameters,
    TypedParameter,
    DefaultParameter,
    TypedDefaultParameter,
    KeywordSeparator,
    PositionalSeparator,
    Block,
    ArgumentList,
    TypeAlias,
    TypeParameters,

    // ---- expressions
    Ident,
    True,
    False,
    String,
    Interpolation,
    FormatSpecifier,
    Attribute,
    Subscript,
    Slice,
    Call,
    KeywordArgument,
    Unary,
    Not,
    Binary,
    Comparison,
    Conditional,
    Lambda,
    Named,
    Yield,
    Pair,
    ListComp,
    SetComp,
    DictComp,
    Generator,
    ForIn,
    ExpressionList,
    Tuple,
    TuplePattern,
    ListPattern,
    /// `*a` as a target, and as a parameter.
    SplatPattern,
    /// `**a` as a parameter.
    DictSplatPattern,
    /// `e as t`: in `with` and `except`, and (another rule) in `case`.
    As,

    // ---- types that are not written as expressions
    GenericType,
    UnionType,
    ConstrainedType,
    MemberType,
    SplatType,

    // ---- patterns of `case`
    CasePattern,
    CaseKeyword,
    CaseClass,
    CaseSplat,
    CaseUnion,
    CaseDict,
    CaseComplex,

    // ---- only in the pattern grammar
    PatternRoot,
    Metavar,
    MetavarSeq,
    TypedMetavar,
    Ellipsis,
}

impl K {
    /// The meaning of a node kind of the grammar.
    pub(super) fn new(name: &str, named: bool) -> Self {
        if named { node(name) } else { token(name) }
    }

    /// Whether it is a token, which leaves no node by itself.
    pub(super) fn is_token(self) -> bool {
        matches!(
            self,
            Self::Token
                | Self::Close
                | Self::Op(_)
                | Self::AugOp(_)
                | Self::Async
                | Self::Colon
                | Self::Comma
                | Self::From
                | Self::Future
                | Self::Wild
        )
    }

    /// Whether it stands for any number of things in a list of a pattern, or
    /// for a statement, without a node around it.
    pub(super) fn is_list_hole(self) -> bool {
        matches!(self, Self::Ellipsis | Self::MetavarSeq)
    }
}

fn node(name: &str) -> K {
    statement(name)
        .or_else(|| definition(name))
        .or_else(|| expression(name))
        .or_else(|| display(name))
        .or_else(|| type_or_case(name))
        .or_else(|| hole(name))
        .unwrap_or(K::Unknown)
}

fn statement(name: &str) -> Option<K> {
    Some(match name {
        "module" => K::Branch(Kind::File, Role::Stmt),
        "comment" => K::Comment,
        "ERROR" => K::Error,
        "line_continuation" => K::Token,
        "expression_statement" => K::ExpressionStatement,
        "assignment" => K::Assignment,
        "augmented_assignment" => K::AugmentedAssignment,
        "return_statement" => K::Wrap(Kind::Return, Role::Value),
        "delete_statement" => K::Delete,
        "raise_statement" => K::Raise,
        "assert_statement" => K::Assert,
        "pass_statement" => K::Leaf(Kind::Empty),
        "break_statement" => K::Leaf(Kind::Break),
        "continue_statement" => K::Leaf(Kind::Continue),
        "global_statement" => K::Branch(Kind::Global, Role::Name),
        "nonlocal_statement" => K::Branch(Kind::Nonlocal, Role::Name),
        "print_statement" => K::Print,
        "chevron" => K::Chevron,
        "exec_statement" => K::Exec,
        "import_statement" => K::Import,
        "import_from_statement" => K::ImportFrom,
        "future_import_statement" => K::FutureImport,
        "aliased_import" => K::AliasedImport,
        "wildcard_import" => K::WildcardImport,
        "relative_import" => K::RelativeImport,
        "import_prefix" => K::Token,
        "dotted_name" => K::DottedName,
        "if_statement" => K::If,
        "elif_clause" => K::Elif,
        "else_clause" => K::Transparent,
        "while_statement" => K::While,
        "for_statement" => K::For,
        "try_statement" => K::Try,
        "except_clause" => K::Except,
        "finally_clause" => K::Finally,
        "with_statement" => K::With,
        "with_clause" => K::Splice,
        "with_item" => K::WithItem,
        "match_statement" => K::Match,
        "case_clause" => K::Case,
        _ => return None,
    })
}

fn definition(name: &str) -> Option<K> {
    Some(match name {
        "function_definition" => K::Function,
        "class_definition" => K::Class,
        "decorated_definition" => K::Decorated,
        "decorator" => K::Decorator,
        "parameters" | "lambda_parameters" => K::Parameters,
        "typed_parameter" => K::TypedParameter,
        "default_parameter" => K::DefaultParameter,
        "typed_default_parameter" => K::TypedDefaultParameter,
        "keyword_separator" => K::KeywordSeparator,
        "positional_separator" => K::PositionalSeparator,
        "block" => K::Block,
        "type_alias_statement" => K::TypeAlias,
        "type_parameter" => K::TypeParameters,
        _ => return None,
    })
}

fn expression(name: &str) -> Option<K> {
    Some(match name {
        "identifier" => K::Ident,
        "integer" => K::Leaf(Kind::Int),
        "float" => K::Leaf(Kind::Float),
        "true" => K::True,
        "false" => K::False,
        "none" => K::Leaf(Kind::Null),
        "string" => K::String,
        "concatenated_string" => K::Branch(Kind::StrConcat, Role::Part),
        "interpolation" | "format_expression" => K::Interpolation,
        "format_specifier" => K::FormatSpecifier,
        // What strings are made of is read from their text.
        "string_start"
        | "string_content"
        | "string_end"
        | "escape_sequence"
        | "escape_interpolation"
        | "type_conversion" => K::Token,
        "attribute" => K::Attribute,
        "subscript" => K::Subscript,
        "slice" => K::Slice,
        "call" => K::Call,
        "argument_list" => K::ArgumentList,
        "keyword_argument" => K::KeywordArgument,
        "unary_operator" => K::Unary,
        "not_operator" => K::Not,
        "binary_operator" | "boolean_operator" => K::Binary,
        "comparison_operator" => K::Comparison,
        "conditional_expression" => K::Conditional,
        "lambda" => K::Lambda,
        "named_expression" => K::Named,
        "await" => K::Wrap(Kind::Await, Role::Value),
        "yield" => K::Yield,
        "parenthesized_expression" | "parenthesized_list_splat" => K::Transparent,
        "as_pattern" => K::As,
        "as_pattern_target" => K::Transparent,
        _ => return None,
    })
}

/// Lists, tuples, dictionaries and comprehensions, also as targets.
fn display(name: &str) -> Option<K> {
    Some(match name {
        "list" => K::Branch(Kind::List, Role::Elem),
        "list_pattern" => K::ListPattern,
        "tuple" => K::Tuple,
        "tuple_pattern" => K::TuplePattern,
        "expression_list" | "pattern_list" => K::ExpressionList,
        "set" => K::Branch(Kind::Set, Role::Elem),
        "dictionary" => K::Branch(Kind::Dict, Role::Elem),
        "pair" => K::Pair,
        "list_splat" => K::Wrap(Kind::Star, Role::Value),
        "list_splat_pattern" => K::SplatPattern,
        "dictionary_splat" => K::Wrap(Kind::DoubleStar, Role::Value),
        "dictionary_splat_pattern" => K::DictSplatPattern,
        "list_comprehension" => K::ListComp,
        "set_comprehension" => K::SetComp,
        "dictionary_comprehension" => K::DictComp,
        "generator_expression" => K::Generator,
        "for_in_clause" => K::ForIn,
        "if_clause" => K::Wrap(Kind::CompIf, Role::Cond),
        _ => return None,
    })
}

fn type_or_case(name: &str) -> Option<K> {
    Some(match name {
        "type" => K::Type,
        "generic_type" => K::GenericType,
        "union_type" => K::UnionType,
        "constrained_type" => K::ConstrainedType,
        "member_type" => K::MemberType,
        "splat_type" => K::SplatType,
        "case_pattern" => K::CasePattern,
        "keyword_pattern" => K::CaseKeyword,
        "class_pattern" => K::CaseClass,
        "splat_pattern" => K::CaseSplat,
        "union_pattern" => K::CaseUnion,
        "dict_pattern" => K::CaseDict,
        "complex_pattern" => K::CaseComplex,
        _ => return None,
    })
}

fn hole(name: &str) -> Option<K> {
    Some(match name {
        "pattern_expression" | "pattern_statements" | "pattern_partial" => K::PatternRoot,
        "metavariable" => K::Metavar,
        "metavariable_ellipsis" => K::MetavarSeq,
        "typed_metavariable" => K::TypedMetavar,
        "deep_ellipsis" => K::Wrap(Kind::DeepEllipsis, Role::Value),
        // A value in code, a hole in a pattern.
        "ellipsis" => K::Ellipsis,
        _ => return None,
    })
}

fn token(name: &str) -> K {
    if let Some(operator) = name.strip_suffix('=').and_then(binary) {
        return K::AugOp(operator);
    }
    if let Some(operator) = binary(name).or_else(|| comparison(name)) {
        return K::Op(operator);
    }
    match name {
        ")" | "]" | "}" => K::Close,
        "~" => K::Op(Operator::BitNot),
        "async" => K::Async,
        ":" => K::Colon,
        "," => K::Comma,
        "from" => K::From,
        "__future__" => K::Future,
        "_" => K::Wild,
        _ => K::Token,
    }
}

fn binary(name: &str) -> Option<Operator> {
    Some(match name {
        "+" => Operator::Add,
        "-" => Operator::Sub,
        "*" => Operator::Mul,
        "/" => Operator::Div,
        "//" => Operator::FloorDiv,
        "%" => Operator::Mod,
        "**" => Operator::Pow,
        "@" => Operator::MatMul,
        "<<" => Operator::Shl,
        ">>" => Operator::Shr,
        "&" => Operator::BitAnd,
        "|" => Operator::BitOr,
        "^" => Operator::BitXor,
        "and" => Operator::And,
        "or" => Operator::Or,
        _ => return None,
    })
}

fn comparison(name: &str) -> Option<Operator> {
    Some(match name {
        "==" => Operator::Eq,
        "!=" | "<>" => Operator::Ne,
        "<" => Operator::Lt,
        "<=" => Operator::Le,
        ">" => Operator::Gt,
        ">=" => Operator::Ge,
        "in" => Operator::In,
        "not in" => Operator::NotIn,
        "is" => Operator::Is,
        "is not" => Operator::IsNot,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use tree_sitter::Language;
    use tree_sitter_language::LanguageFn;

    use super::K;

    /// Kinds that never stand in a parse under their own name, and why.
    const NEVER_SEEN: [(&str, &str); 6] = [
        ("_compound_statement", "a supertype"),
        ("_simple_statement", "a supertype"),
        ("expression", "a supertype"),
        ("parameter", "a supertype"),
        ("pattern", "a supertype"),
        ("primary_expression", "a supertype"),
    ];

    /// The visible node kinds of a grammar that have no meaning.
    fn unknown(grammar: LanguageFn) -> Vec<String> {
        let language = Language::new(grammar);
        let count = u16::try_from(language.node_kind_count()).expect("kinds fit in u16");
        let mut unknown: Vec<String> = (0..count)
            .filter(|id| language.node_kind_is_named(*id))
            .filter(|id| language.node_kind_is_visible(*id) || language.node_kind_is_supertype(*id))
            .filter_map(|id| language.node_kind_for_id(id))
            .filter(|name| K::new(name, true) == K::Unknown)
            .filter(|name| NEVER_SEEN.iter().all(|(never, _)| never != name))
            .map(str::to_owned)
            .collect();
        unknown.dedup();
        unknown
    }

    #[test]
    fn every_kind_of_the_grammar_is_lowered() {
        assert_eq!(unknown(haechi_grammar_python::SOURCE), Vec::<String>::new());
    }

    #[test]
    fn every_kind_of_the_pattern_grammar_is_lowered() {
        assert_eq!(
            unknown(haechi_grammar_python::PATTERN),
            Vec::<String>::new()
        );
    }

    #[test]
    fn kinds_that_are_never_seen_have_no_meaning() {
        for (name, why) in NEVER_SEEN {
            assert_eq!(K::new(name, true), K::Unknown, "{name} is {why}");
        }
    }
}
