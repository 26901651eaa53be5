//! Which nodes a pattern can match at all: the kinds of its root, and the name
//! that stands there.

use haechi_syntax::{Kind, Lang, NodeId, Role, Tree};
use smallvec::{SmallVec, smallvec};

use crate::compile::{Pattern, Root};
use crate::index::is_expression;
use crate::pnode::{Arena, Lit, PId, Sym};

/// Kinds of nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kinds {
    /// Every expression.
    Expressions,
    /// Every statement and member.
    Statements,
    /// Every expression that may be known to equal a literal.
    Computed,
    /// Calls of what a variable holds.
    CallsOfVariables,
    /// These kinds.
    These(SmallVec<[Kind; 4]>),
}

impl Kinds {
    /// Whether a node is of these kinds.
    pub fn admit(&self, tree: &Tree, t: NodeId) -> bool {
        match self {
            Self::Expressions => is_expression(tree, t),
            Self::Statements => tree.kind(t).is_statement(),
            Self::Computed => is_expression(tree, t),
            Self::CallsOfVariables => tree.kind(t) == Kind::Call,
            Self::These(kinds) => kinds.contains(&tree.kind(t)),
        }
    }
}

/// Nodes that a pattern can match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Of which kinds.
    pub kinds: Kinds,
    /// With which name, if it must have one.
    pub sym: Option<Sym>,
}

/// All keys of one pattern: a node of any of them may match.
pub type Keys = SmallVec<[Key; 2]>;

fn these(kinds: &[Kind]) -> Keys {
    smallvec![Key {
        kinds: Kinds::These(kinds.into()),
        sym: None,
    }]
}

fn named(kinds: &[Kind], sym: Sym) -> Keys {
    smallvec![Key {
        kinds: Kinds::These(kinds.into()),
        sym: sym.is_some().then_some(sym),
    }]
}

fn all(kinds: Kinds) -> Keys {
    smallvec![Key { kinds, sym: None }]
}

/// The keys of a pattern. `symbolic`: variables may stand for what they were
/// assigned, so that a call's name need not be that of the pattern.
pub fn keys(arena: &Arena, pattern: &Pattern, symbolic: bool) -> Keys {
    match &pattern.root {
        Root::Expr(p) => expression(arena, *p, symbolic),
        Root::Stmt(p) => statement(arena, *p, pattern.lang),
        Root::Seq(ps) => match ps.first() {
            Some(first) => statement(arena, *first, pattern.lang),
            None => Keys::new(),
        },
        Root::Partial(p) => partial(arena, *p),
        Root::Attrs(_) => these(&[Kind::Function, Kind::Class, Kind::VarDecl, Kind::Param]),
    }
}

fn literal(kind: Kind) -> Keys {
    let mut keys = all(Kinds::Computed);
    if !matches!(kind, Kind::Unary | Kind::StrConcat) {
        keys.extend(these(&[kind]));
    }
    keys
}

fn expression(arena: &Arena, p: PId, symbolic: bool) -> Keys {
    let pn = arena.node(p);
    match pn.kind {
        Kind::Metavar
        | Kind::MetavarSeq
        | Kind::TypedMetavar
        | Kind::Ellipsis
        | Kind::DeepEllipsis => all(Kinds::Expressions),
        Kind::Ident => named(&[Kind::Ident], pn.sym),
        Kind::Member => {
            let dots = arena
                .child(p, Role::Name)
                .is_some_and(|name| arena.node(name).is_dots());
            if dots {
                all(Kinds::Expressions)
            } else {
                named(&[Kind::Member, Kind::Ident], pn.sym)
            }
        }
        Kind::Call => {
            let mut keys = named(&[Kind::Call, Kind::Annotation, Kind::Decorator], pn.sym);
            if symbolic && pn.sym.is_some() {
                keys.extend(all(Kinds::CallsOfVariables));
            }
            keys
        }
        Kind::New if pn.sym.is_some() => named(&[Kind::New], pn.sym),
        Kind::New => these(&[Kind::New, Kind::NewArray]),
        Kind::Str if pn.lit != Lit::None => {
            let mut keys = literal(Kind::Str);
            keys.extend(these(&[Kind::StrPart]));
            keys
        }
        Kind::Int | Kind::Float | Kind::Bool | Kind::Null | Kind::Char | Kind::Unary => {
            literal(pn.kind)
        }
        Kind::FString => these(&[Kind::FString, Kind::StrConcat]),
        Kind::StrConcat => these(&[Kind::StrConcat, Kind::FString]),
        Kind::Assign | Kind::Walrus => these(&[Kind::Assign, Kind::Walrus, Kind::Declarator]),
        Kind::List => these(&[Kind::List, Kind::Comprehension]),
        Kind::Set | Kind::Dict => these(&[Kind::Set, Kind::Dict, Kind::Comprehension]),
        kind => these(&[kind]),
    }
}

fn declared_name(arena: &Arena, p: PId) -> Sym {
    arena
        .child(p, Role::Name)
        .map_or(Sym::NONE, |name| arena.node(name).sym)
}

fn statement(arena: &Arena, p: PId, lang: Lang) -> Keys {
    let pn = arena.node(p);
    match pn.kind {
        Kind::Metavar | Kind::MetavarSeq | Kind::Ellipsis | Kind::DeepEllipsis => {
            all(Kinds::Statements)
        }
        Kind::ExprStmt => match arena.children(p).next().map(|value| arena.node(value).kind) {
            Some(Kind::Metavar | Kind::Ellipsis | Kind::DeepEllipsis) => all(Kinds::Statements),
            _ => these(&[Kind::ExprStmt, Kind::VarDecl, Kind::Return, Kind::Lambda]),
        },
        Kind::Return => these(&[Kind::Return, Kind::Lambda]),
        Kind::Function => {
            let mut keys = named(&[Kind::Function], declared_name(arena, p));
            if lang == Lang::Java && arena.child(p, Role::Type).is_none() {
                keys.extend(these(&[Kind::VarDecl]));
            }
            keys
        }
        Kind::Class => named(&[Kind::Class], declared_name(arena, p)),
        Kind::For => these(&[Kind::For, Kind::ForEach]),
        kind if kind.is_expression() && !kind.is_statement() => these(&[Kind::ExprStmt]),
        kind => these(&[kind]),
    }
}

fn partial(arena: &Arena, p: PId) -> Keys {
    let pn = arena.node(p);
    match pn.kind {
        Kind::Function | Kind::Class => named(&[pn.kind], declared_name(arena, p)),
        Kind::Modifier => named(&[pn.kind], pn.sym),
        Kind::For => these(&[Kind::For, Kind::ForEach]),
        kind => these(&[kind]),
    }
}
