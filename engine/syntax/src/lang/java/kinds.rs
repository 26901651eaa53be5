//! What the node kinds and fields of the Java grammars mean to the lowering.
//! Both grammars (of code and of patterns) share this table; it is read once
//! per grammar and then indexed by the grammar's own numbers.

use crate::Operator;

/// The meaning of a node kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum K {
    /// Punctuation and words that leave no node.
    Token,
    /// `)` and `}`.
    Close,
    Comment,
    Error,
    /// Lowered to `Other`, children and all.
    Other,
    /// Hands its children to the node above: `modifiers`, `type_list` …
    Transparent,

    // ---- tokens with a meaning
    Semicolon,
    Modifier,
    Static,
    Default,
    New,
    Asterisk,
    /// `[`: counted in dimensions.
    Bracket,
    Operator(Operator),
    /// `+=` and its kin.
    AssignOperator(Operator),

    // ---- files and declarations
    Program,
    Package,
    Import,
    Class,
    Interface,
    Enum,
    Record,
    AnnotationType,
    ClassBody,
    ExtendsInterfaces,
    Implements,
    Permits,
    Superclass,
    EnumConstant,
    Method,
    Constructor,
    CompactConstructor,
    AnnotationElement,
    StaticInitializer,
    Field,
    LocalVariable,
    Declarator,
    Modifiers,
    TypeParameters,
    TypeParameter,
    TypeBound,
    FormalParameters,
    FormalParameter,
    SpreadParameter,
    ReceiverParameter,
    Throws,
    Annotation,
    AnnotationArguments,
    ElementPair,

    // ---- statements
    Block,
    ExpressionStatement,
    Labeled,
    If,
    While,
    For,
    ForEach,
    Assert,
    Do,
    Break,
    Continue,
    Return,
    Yield,
    Synchronized,
    Throw,
    Try,
    Catch,
    CatchParameter,
    CatchType,
    Finally,
    Resources,
    Resource,

    // ---- switch and its patterns
    Switch,
    SwitchBlock,
    SwitchGroup,
    SwitchRule,
    SwitchLabel,
    Guard,
    TypePattern,
    RecordPattern,
    RecordPatternBody,
    Underscore,

    // ---- expressions
    Identifier,
    This,
    Super,
    Int,
    Float,
    True,
    False,
    Char,
    String,
    Interpolation,
    Null,
    Parenthesized,
    Assignment,
    Binary,
    InstanceOf,
    Lambda,
    InferredParameters,
    Ternary,
    Update,
    Unary,
    Cast,
    ClassLiteral,
    Creation,
    ArrayCreation,
    DimensionExpr,
    ArrayInit,
    FieldAccess,
    ArrayAccess,
    Call,
    ConstructorCall,
    Arguments,
    MethodReference,
    ScopedIdentifier,

    // ---- types
    TypeName,
    ScopedType,
    GenericType,
    TypeArguments,
    ArrayType,
    AnnotatedType,
    Wildcard,
    Dimensions,

    // ---- patterns only
    PatternExpression,
    PatternStatements,
    PatternMembers,
    PatternPartial,
    Metavar,
    MetavarSeq,
    Ellipsis,
    DeepEllipsis,
    TypedMetavar,
    Else,
}

/// The meaning of a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum F {
    None,
    Name,
    Type,
    Body,
    Condition,
    Consequence,
    Alternative,
    Init,
    Update,
    Value,
    Object,
    Parameters,
}

pub(super) fn field(name: &str) -> F {
    match name {
        "name" => F::Name,
        "type" => F::Type,
        "body" => F::Body,
        "condition" => F::Condition,
        "consequence" => F::Consequence,
        "alternative" => F::Alternative,
        "init" => F::Init,
        "update" => F::Update,
        "value" => F::Value,
        "object" => F::Object,
        "parameters" => F::Parameters,
        _ => F::None,
    }
}

pub(super) fn kind(name: &str, named: bool) -> K {
    if named {
        declaration(name)
            .or_else(|| statement(name))
            .or_else(|| expression(name))
            .or_else(|| type_or_pattern(name))
            .or_else(|| hole(name))
            .unwrap_or(K::Other)
    } else {
        token(name)
    }
}

fn declaration(name: &str) -> Option<K> {
    Some(match name {
        "program" => K::Program,
        "line_comment" | "block_comment" => K::Comment,
        "ERROR" => K::Error,
        "package_declaration" => K::Package,
        "import_declaration" => K::Import,
        "asterisk" => K::Asterisk,
        "class_declaration" => K::Class,
        "interface_declaration" => K::Interface,
        "enum_declaration" => K::Enum,
        "record_declaration" => K::Record,
        "annotation_type_declaration" => K::AnnotationType,
        "class_body" | "interface_body" | "annotation_type_body" | "enum_body" => K::ClassBody,
        "enum_body_declarations" | "type_list" => K::Transparent,
        "extends_interfaces" => K::ExtendsInterfaces,
        "super_interfaces" => K::Implements,
        "permits" => K::Permits,
        "superclass" => K::Superclass,
        "enum_constant" => K::EnumConstant,
        "method_declaration" => K::Method,
        "constructor_declaration" => K::Constructor,
        "compact_constructor_declaration" => K::CompactConstructor,
        "annotation_type_element_declaration" => K::AnnotationElement,
        "static_initializer" => K::StaticInitializer,
        "field_declaration" | "constant_declaration" => K::Field,
        "local_variable_declaration" => K::LocalVariable,
        "variable_declarator" => K::Declarator,
        "modifiers" => K::Modifiers,
        "type_parameters" => K::TypeParameters,
        "type_parameter" => K::TypeParameter,
        "type_bound" => K::TypeBound,
        "formal_parameters" => K::FormalParameters,
        "formal_parameter" => K::FormalParameter,
        "spread_parameter" => K::SpreadParameter,
        "receiver_parameter" => K::ReceiverParameter,
        "throws" => K::Throws,
        "annotation" | "marker_annotation" => K::Annotation,
        "annotation_argument_list" => K::AnnotationArguments,
        "element_value_pair" => K::ElementPair,
        _ => return None,
    })
}

fn statement(name: &str) -> Option<K> {
    Some(match name {
        "block" | "constructor_body" => K::Block,
        "expression_statement" => K::ExpressionStatement,
        "labeled_statement" => K::Labeled,
        "if_statement" => K::If,
        "while_statement" => K::While,
        "for_statement" => K::For,
        "enhanced_for_statement" => K::ForEach,
        "assert_statement" => K::Assert,
        "do_statement" => K::Do,
        "break_statement" => K::Break,
        "continue_statement" => K::Continue,
        "return_statement" => K::Return,
        "yield_statement" => K::Yield,
        "synchronized_statement" => K::Synchronized,
        "throw_statement" => K::Throw,
        "try_statement" | "try_with_resources_statement" => K::Try,
        "catch_clause" => K::Catch,
        "catch_formal_parameter" => K::CatchParameter,
        "catch_type" => K::CatchType,
        "finally_clause" => K::Finally,
        "resource_specification" => K::Resources,
        "resource" => K::Resource,
        "switch_expression" => K::Switch,
        "switch_block" => K::SwitchBlock,
        "switch_block_statement_group" => K::SwitchGroup,
        "switch_rule" => K::SwitchRule,
        "switch_label" => K::SwitchLabel,
        "guard" => K::Guard,
        _ => return None,
    })
}

fn expression(name: &str) -> Option<K> {
    Some(match name {
        "identifier" => K::Identifier,
        "scoped_identifier" => K::ScopedIdentifier,
        "this" => K::This,
        "super" => K::Super,
        "decimal_integer_literal"
        | "hex_integer_literal"
        | "octal_integer_literal"
        | "binary_integer_literal" => K::Int,
        "decimal_floating_point_literal" | "hex_floating_point_literal" => K::Float,
        "true" => K::True,
        "false" => K::False,
        "character_literal" => K::Char,
        "string_literal" => K::String,
        "string_interpolation" => K::Interpolation,
        // Looked at through the text of the literal, never as nodes.
        "string_fragment" | "multiline_string_fragment" | "escape_sequence" => K::Token,
        "null_literal" => K::Null,
        "parenthesized_expression" => K::Parenthesized,
        "assignment_expression" => K::Assignment,
        "binary_expression" => K::Binary,
        "instanceof_expression" => K::InstanceOf,
        "lambda_expression" => K::Lambda,
        "inferred_parameters" => K::InferredParameters,
        "ternary_expression" => K::Ternary,
        "update_expression" => K::Update,
        "unary_expression" => K::Unary,
        "cast_expression" => K::Cast,
        "class_literal" => K::ClassLiteral,
        "object_creation_expression" => K::Creation,
        "array_creation_expression" => K::ArrayCreation,
        "dimensions_expr" => K::DimensionExpr,
        "array_initializer" | "element_value_array_initializer" => K::ArrayInit,
        "field_access" => K::FieldAccess,
        "array_access" => K::ArrayAccess,
        "method_invocation" => K::Call,
        "explicit_constructor_invocation" => K::ConstructorCall,
        "argument_list" => K::Arguments,
        "method_reference" => K::MethodReference,
        _ => return None,
    })
}

fn type_or_pattern(name: &str) -> Option<K> {
    Some(match name {
        "type_identifier"
        | "void_type"
        | "integral_type"
        | "floating_point_type"
        | "boolean_type" => K::TypeName,
        "scoped_type_identifier" => K::ScopedType,
        "generic_type" => K::GenericType,
        "type_arguments" => K::TypeArguments,
        "array_type" => K::ArrayType,
        "annotated_type" => K::AnnotatedType,
        "wildcard" => K::Wildcard,
        "dimensions" => K::Dimensions,
        "pattern" => K::Transparent,
        "type_pattern" | "record_pattern_component" => K::TypePattern,
        "record_pattern" => K::RecordPattern,
        "record_pattern_body" => K::RecordPatternBody,
        "underscore_pattern" => K::Underscore,
        _ => return None,
    })
}

fn hole(name: &str) -> Option<K> {
    Some(match name {
        "pattern_expression" => K::PatternExpression,
        "pattern_statements" => K::PatternStatements,
        "pattern_members" => K::PatternMembers,
        "pattern_partial" => K::PatternPartial,
        "metavariable" => K::Metavar,
        "metavariable_ellipsis" => K::MetavarSeq,
        "ellipsis" => K::Ellipsis,
        "deep_ellipsis" => K::DeepEllipsis,
        "typed_metavariable" => K::TypedMetavar,
        "else_clause" => K::Else,
        _ => return None,
    })
}

fn token(name: &str) -> K {
    if let Some(operator) = name.strip_suffix('=').and_then(arithmetic) {
        return K::AssignOperator(operator);
    }
    if let Some(operator) = arithmetic(name) {
        return K::Operator(operator);
    }
    match name {
        ")" | "}" => K::Close,
        ";" => K::Semicolon,
        "static" => K::Static,
        "default" => K::Default,
        "new" => K::New,
        "[" => K::Bracket,
        "public" | "protected" | "private" | "abstract" | "final" | "strictfp" | "synchronized"
        | "native" | "transient" | "volatile" | "sealed" | "non-sealed" => K::Modifier,
        "&&" => K::Operator(Operator::And),
        "||" => K::Operator(Operator::Or),
        "!" => K::Operator(Operator::Not),
        "~" => K::Operator(Operator::BitNot),
        "==" => K::Operator(Operator::Eq),
        "!=" => K::Operator(Operator::Ne),
        "<" => K::Operator(Operator::Lt),
        "<=" => K::Operator(Operator::Le),
        ">" => K::Operator(Operator::Gt),
        ">=" => K::Operator(Operator::Ge),
        "++" => K::Operator(Operator::Inc),
        "--" => K::Operator(Operator::Dec),
        _ => K::Token,
    }
}

/// The operators that also come with a `=`.
fn arithmetic(name: &str) -> Option<Operator> {
    Some(match name {
        "+" => Operator::Add,
        "-" => Operator::Sub,
        "*" => Operator::Mul,
        "/" => Operator::Div,
        "%" => Operator::Mod,
        "&" => Operator::BitAnd,
        "|" => Operator::BitOr,
        "^" => Operator::BitXor,
        "<<" => Operator::Shl,
        ">>" => Operator::Shr,
        ">>>" => Operator::UShr,
        _ => return None,
    })
}
