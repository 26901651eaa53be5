//! Trees as text, for tests and for people: one line a node.
//!
//! ```text
//! File 0..8
//!   Stmt: ExprStmt 0..8
//!     Value: Call f 0..7
//!       Callee: Ident f 0..1
//!       Args: Args 1..7
//!         Arg: Unary [Neg] 2..4
//!           Operand: Int 3..4 `7`
//! ```

use std::fmt::Write as _;

use crate::{Flags, Kind, NodeId, Role, Tree};

/// Leaves show at most so many characters of their text.
const TEXT: usize = 40;

/// The tree as indented text: role, kind, name, flags by name, bytes, and the
/// text of leaves that have no name. Gaps and comments follow the nodes.
pub fn print(tree: &Tree) -> String {
    let mut out = String::new();
    let mut ends: Vec<NodeId> = Vec::new();
    for id in tree.nodes().ids() {
        while ends.last().is_some_and(|end| *end <= id) {
            ends.pop();
        }
        for _ in &ends {
            out.push_str("  ");
        }
        line(tree, id, &mut out);
        ends.push(tree.end(id));
    }
    for gap in tree.gaps() {
        let (start, end) = (gap.span.start, gap.span.end);
        let text = shorten(tree.slice(gap.span));
        let _ = writeln!(out, "gap: {:?} {start}..{end} `{text}`", gap.kind);
    }
    for span in tree.comments() {
        let text = shorten(tree.slice(*span));
        let _ = writeln!(out, "comment: {}..{} `{text}`", span.start, span.end);
    }
    out
}

fn line(tree: &Tree, id: NodeId, out: &mut String) {
    let node = tree.node(id);
    if node.role != Role::Root {
        let _ = write!(out, "{:?}: ", node.role);
    }
    let _ = write!(out, "{:?}", node.kind);
    let name = tree.name(id);
    if !name.is_empty() {
        let _ = write!(out, " {name}");
    }
    let flags = flag_names(node.kind, node.flags);
    if !flags.is_empty() {
        let _ = write!(out, " [{}]", flags.join(" "));
    }
    let _ = write!(out, " {}..{}", node.span.start, node.span.end);
    if node.size == 1 && name.is_empty() && !node.span.is_empty() {
        let _ = write!(out, " `{}`", shorten(tree.source(id)));
    }
    out.push('\n');
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(TEXT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short.replace('\\', "\\\\").replace('\n', "\\n")
}

/// The names of the flags that are set, the operator or the number of
/// dimensions first; bits without a meaning for the kind as a number.
fn flag_names(kind: Kind, flags: Flags) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = flags;
    match low_byte(kind) {
        LowByte::Operator => {
            if let Some(operator) = flags.operator() {
                names.push(format!("{operator:?}"));
                rest = rest.with_dims(0);
            }
        }
        LowByte::Dims => {
            if flags.dims() > 0 {
                names.push(format!("dims={}", flags.dims()));
            }
            rest = rest.with_dims(0);
        }
        LowByte::Nothing => {}
    }
    for (flag, name) in named_flags(kind) {
        if rest.has(*flag) {
            names.push((*name).to_owned());
            rest = rest.without(*flag);
        }
    }
    if rest != Flags::NONE {
        names.push(format!("{rest:?}"));
    }
    names
}

/// What the low byte of a kind's flags holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LowByte {
    Nothing,
    Operator,
    Dims,
}

const fn low_byte(kind: Kind) -> LowByte {
    match kind {
        Kind::AugAssign | Kind::Unary | Kind::Update | Kind::Binary | Kind::CompareLink => {
            LowByte::Operator
        }
        Kind::Function
        | Kind::Param
        | Kind::Declarator
        | Kind::ForEach
        | Kind::NewArray
        | Kind::ArrayType => LowByte::Dims,
        _ => LowByte::Nothing,
    }
}

/// The flags that have a meaning for a kind.
const fn named_flags(kind: Kind) -> &'static [(Flags, &'static str)] {
    type F = Flags;
    match kind {
        Kind::Import => &[(F::STATIC, "STATIC"), (F::FROM, "FROM")],
        Kind::ImportItem => &[(F::WILDCARD, "WILDCARD")],
        Kind::DottedName => &[(F::RELATIVE, "RELATIVE")],
        Kind::Initializer => &[(F::STATIC, "STATIC")],
        Kind::Class => &[
            (F::CLASS, "CLASS"),
            (F::INTERFACE, "INTERFACE"),
            (F::ENUM, "ENUM"),
            (F::RECORD, "RECORD"),
            (F::ANNOTATION_TYPE, "ANNOTATION_TYPE"),
        ],
        Kind::Function => &[
            (F::CONSTRUCTOR, "CONSTRUCTOR"),
            (F::COMPACT, "COMPACT"),
            (F::ASYNC, "ASYNC"),
        ],
        Kind::Param | Kind::ParamSep | Kind::TypeParam => &[
            (F::VARARGS, "VARARGS"),
            (F::KWARGS, "KWARGS"),
            (F::RECEIVER, "RECEIVER"),
        ],
        Kind::VarDecl => &[(F::FIELD, "FIELD")],
        Kind::If => &[(F::ELIF, "ELIF")],
        Kind::ForEach | Kind::With | Kind::CompFor => &[(F::ASYNC, "ASYNC")],
        Kind::Switch => &[(F::MATCH, "MATCH"), (F::EXPR, "EXPR")],
        Kind::Case => &[(F::DEFAULT, "DEFAULT"), (F::ARROW, "ARROW")],
        Kind::Try => &[(F::STAR, "STAR")],
        Kind::Str | Kind::FString | Kind::StrPart => &[
            (F::RAW, "RAW"),
            (F::BYTES, "BYTES"),
            (F::UNICODE, "UNICODE"),
            (F::TRIPLE, "TRIPLE"),
            (F::FORMAT, "FORMAT"),
        ],
        Kind::Bool => &[(F::TRUE, "TRUE")],
        Kind::Update => &[(F::POSTFIX, "POSTFIX")],
        Kind::Yield => &[(F::FROM, "FROM")],
        Kind::Comprehension => &[
            (F::COMP_LIST, "LIST"),
            (F::COMP_SET, "SET"),
            (F::COMP_DICT, "DICT"),
            (F::COMP_GEN, "GEN"),
        ],
        Kind::WildcardType => &[(F::SUPER, "SUPER")],
        Kind::Pattern => &[
            (F::P_STMTS, "STMTS"),
            (F::P_EXPR, "EXPR"),
            (F::P_MEMBERS, "MEMBERS"),
            (F::P_PARTIAL, "PARTIAL"),
        ],
        Kind::Ident | Kind::Member | Kind::GenericType => &[(F::TYPE, "TYPE")],
        Kind::Other => &[(F::TOO_DEEP, "TOO_DEEP")],
        _ => &[],
    }
}

/// Whether every flag that is set has a meaning for the kind.
pub(crate) fn flags_are_legal(kind: Kind, flags: Flags) -> bool {
    let mut rest = flags;
    match low_byte(kind) {
        LowByte::Operator if flags.operator().is_some() => rest = rest.with_dims(0),
        LowByte::Dims => rest = rest.with_dims(0),
        _ => {}
    }
    for (flag, _) in named_flags(kind) {
        rest = rest.without(*flag);
    }
    rest == Flags::NONE
}
