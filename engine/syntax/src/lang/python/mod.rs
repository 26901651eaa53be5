//! The lowering of Python.
//!
//! `kinds` says what each node kind of the grammar means, the other files hold
//! the handlers, one function per construct. Types are ordinary expressions in
//! Python, so `x: List[int]` gives an [`Kind::Index`] as `List[int]` does
//! elsewhere, whatever the grammar calls it there.

use std::sync::{Arc, LazyLock};

use super::lower::{At, Dialect, Grammar, Lowering, parse_file};
use crate::{Flags, Kind, Lang, NameId, NodeId, Role, Tree};

mod cases;
mod compound;
mod define;
mod expr;
mod import;
mod kinds;
mod mend;
mod pattern;
mod regroup;
mod stmt;
mod strings;

pub(super) use pattern::parse_pattern;

use kinds::K;

/// The language, as a [`Dialect`].
pub(super) struct Python;

type L<'t> = Lowering<'t, Python>;
type Node = At<Python>;

static SOURCE: LazyLock<Grammar<Python>> =
    LazyLock::new(|| Grammar::new(haechi_grammar_python::SOURCE));

/// Parses and lowers a file.
pub(super) fn parse(text: Arc<str>) -> Tree {
    parse_file(&SOURCE, text)
}

impl Dialect for Python {
    type Kind = K;
    /// Children are told apart by kind and place.
    type Field = ();

    const LANG: Lang = Lang::Python;
    const TOKEN: K = K::Token;
    const CLOSE: K = K::Close;
    const COMMENT: K = K::Comment;
    const ERROR: K = K::Error;
    const NO_FIELD: () = ();

    fn kind(name: &str, named: bool) -> K {
        K::new(name, named)
    }

    fn field(_: &str) {}

    fn mend(text: &str) -> Option<String> {
        mend::mend(text)
    }

    fn lower(l: &mut L<'_>, at: Node, role: Role) {
        match at.kind {
            K::Ident => {
                l.named(Kind::Ident, at.span, role, Flags::NONE);
            }
            K::Leaf(kind) => {
                l.leaf(kind, at, role, Flags::NONE);
            }
            K::Branch(kind, children) => {
                branch(l, kind, at, role, children);
            }
            K::Wrap(kind, child) => {
                l.b.open(kind, role, at.span);
                only(l, child);
                l.b.close();
            }
            K::Type => only(l, role),
            K::Transparent | K::Splice | K::Chevron => children(l, role),
            K::Unknown => {
                l.other(at, role);
            }
            kind if kind.is_token() => {}
            _ => {
                let _ = stmt::lower(l, at, role)
                    || expr::lower(l, at, role)
                    || define::lower(l, at, role)
                    || cases::lower(l, at, role)
                    || pattern::lower(l, at, role);
            }
        }
    }
}

/// Gives a node its name.
fn set_name(l: &mut L<'_>, id: NodeId, name: NameId) {
    l.b.node_mut(id).name = name;
}

/// Sets a node's flags.
fn set_flags(l: &mut L<'_>, id: NodeId, flags: Flags) {
    l.b.node_mut(id).flags = flags;
}

/// Adds to a node's flags.
fn add_flags(l: &mut L<'_>, id: NodeId, flags: Flags) {
    let node = l.b.node_mut(id);
    node.flags = node.flags.with(flags);
}

/// The name of a node that was just lowered, if it is a name or a path: its
/// last segment.
fn last_segment(l: &L<'_>, id: NodeId) -> NameId {
    if id >= l.b.next_id() {
        return NameId::NONE;
    }
    let node = l.b.node(id);
    match node.kind {
        Kind::Ident | Kind::Member | Kind::Metavar => node.name,
        // A star that will be moved out of the way ([`regroup`]).
        Kind::Star => last_segment(l, NodeId::new(id.raw() + 1)),
        _ => NameId::NONE,
    }
}

/// Closes the open node `id`, which ends where its last suite or clause does:
/// nothing closes a suite in Python, and the parser lets it reach over the
/// comments behind it.
fn close_suite(l: &mut L<'_>, id: NodeId) {
    let end = l.b.next_id();
    let mut last = id;
    let mut child = NodeId::new(id.raw() + 1);
    while child < end {
        last = child;
        child = NodeId::new(child.raw() + l.b.node(child).size.max(1));
    }
    let (kind, span) = (l.b.node(last).kind, l.b.node(last).span);
    let node = l.b.node_mut(id);
    let is_suite = matches!(node.kind, Kind::Block | Kind::ClassBody);
    let is_part = matches!(
        kind,
        Kind::Block | Kind::ClassBody | Kind::Catch | Kind::Finally | Kind::Case | Kind::If
    );
    if last != id && (is_suite || is_part) {
        node.span.end = span.end.max(node.span.start);
    }
    l.b.close();
}

/// Calls `each` for every child that is a node, with its number.
fn nodes<'t>(l: &mut L<'t>, mut each: impl FnMut(&mut L<'t>, Node, usize)) {
    let mut n = 0;
    l.children_to_close(|l, child| {
        if !child.kind.is_token() {
            each(l, child, n);
            n += 1;
        }
    });
}

/// Lowers all children in one role.
fn children(l: &mut L<'_>, role: Role) {
    l.children_to_close(|l, child| l.lower(child, role));
}

/// Lowers the only child that is a node.
fn only(l: &mut L<'_>, role: Role) {
    l.children(|l, child| {
        if !child.kind.is_token() {
            l.lower(child, role);
            l.done();
        }
    });
}

/// A node whose children all stand in one role.
fn branch(l: &mut L<'_>, kind: Kind, at: Node, role: Role, each: Role) -> NodeId {
    let id = l.b.open(kind, role, at.span);
    children(l, each);
    l.b.close();
    id
}

/// A node with two children.
fn pair(l: &mut L<'_>, kind: Kind, at: Node, role: Role, [first, second]: [Role; 2]) -> NodeId {
    let id = l.b.open(kind, role, at.span);
    nodes(l, |l, child, n| {
        if n == 0 {
            l.lower(child, first);
        } else {
            l.lower(child, second);
            l.done();
        }
    });
    l.b.close();
    id
}

/// Opens a node whose children stand in `roles`, in order (further ones in the
/// last of them), and closes it.
fn in_order(l: &mut L<'_>, kind: Kind, at: Node, role: Role, roles: &[Role]) -> NodeId {
    let id = l.b.open(kind, role, at.span);
    nodes(l, |l, child, n| {
        let role = roles.get(n).or(roles.last()).copied();
        l.lower(child, role.unwrap_or(Role::Other));
    });
    l.b.close();
    id
}

/// How many nodes (tokens not counted) the node at the cursor has below it,
/// and whether there is a comma between or after them.
fn count(l: &mut L<'_>) -> (usize, bool) {
    let (mut nodes, mut comma) = (0, false);
    l.revisit(|_, child| match child.kind {
        K::Comma => comma = true,
        kind if !kind.is_token() => nodes += 1,
        _ => {}
    });
    (nodes, comma)
}
