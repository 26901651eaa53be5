//! When two bindings of one metavariable are the same: equal code modulo
//! position, where names that resolve within the file must mean the same
//! definition.

use haechi_syntax::scope::{DefId, DefKind};
use haechi_syntax::{Flags, Kind, NodeId, Role};

use crate::cx::M;
use crate::env::Bound;

/// Whether two bindings agree.
pub(crate) fn same(m: &mut M, a: Bound, b: Bound) -> bool {
    if a == b {
        return true;
    }
    match (a, b) {
        (Bound::Node(a), Bound::Node(b)) => same_nodes(m, a, b),
        (Bound::List(_, a), Bound::List(_, b)) => {
            let (a, b) = (m.envs.nodes(a).to_vec(), m.envs.nodes(b).to_vec());
            a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| equal_code(m, *a, *b))
        }
        (Bound::List(_, list), Bound::Node(node)) | (Bound::Node(node), Bound::List(_, list)) => {
            match m.envs.nodes(list) {
                [only] => {
                    let only = *only;
                    same_nodes(m, only, node)
                }
                _ => false,
            }
        }
        (Bound::Node(node), Bound::Synth(synth)) | (Bound::Synth(synth), Bound::Node(node)) => {
            let synth = m.envs.text(synth);
            if synth.is_path {
                is_path_text(m, node, &synth.text)
            } else {
                m.kind(node) == Kind::Str && *m.tree.str_text(node) == *synth.text
            }
        }
        (Bound::Text(span, _), Bound::Node(node)) | (Bound::Node(node), Bound::Text(span, _)) => {
            // A name made from a text: `setattr(o, "f", v)` and `o.f`.
            m.kind(node) == Kind::Ident
                && m.scopes.def_of(node).is_none()
                && m.tree.slice(span) == m.tree.name(node)
        }
        _ => text(m, a) == text(m, b),
    }
}

/// The text of a binding, for those that are texts.
fn text<'m>(m: &'m M, bound: Bound) -> &'m str {
    match bound {
        Bound::Text(span, _) | Bound::Span(span) => m.tree.slice(span),
        Bound::Synth(synth) => &m.envs.text(synth).text,
        Bound::Node(node) => m.tree.source(node),
        Bound::List(..) => "",
    }
}

fn same_nodes(m: &mut M, a: NodeId, b: NodeId) -> bool {
    let (a, b) = (peeled(m, a), peeled(m, b));
    match (m.kind(a), m.kind(b)) {
        (Kind::Ident, Kind::Ident) => same_names(m, a, b, true),
        // A variable that is known to hold a literal equals that literal.
        (Kind::Ident, kind) if is_literal(kind) => m.holds_literal(a, b),
        (kind, Kind::Ident) if is_literal(kind) => m.holds_literal(b, a),
        _ => equal_code(m, a, b),
    }
}

/// The expression of an expression statement, the name of a plain parameter:
/// whatever the binding is about.
fn peeled(m: &M, node: NodeId) -> NodeId {
    let inner = match m.kind(node) {
        Kind::ExprStmt => m.child(node, Role::Value),
        Kind::Param => m.child(node, Role::Name),
        _ => None,
    };
    inner.unwrap_or(node)
}

fn is_literal(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Int | Kind::Float | Kind::Str | Kind::Char | Kind::Bool | Kind::Null
    )
}

/// The definition of a name, if that tells it from others of its spelling.
/// Methods do not: `$M` is the name, in whatever class.
fn definition(m: &M, name: NodeId) -> Option<DefId> {
    m.scopes
        .def_of(name)
        .filter(|def| m.scopes.def(*def).kind != DefKind::Function)
}

/// Whether two names are the same. `lenient`: a name that resolves to nothing
/// is equal to any of that spelling, so that `self.$F = $F` finds
/// `self.port = port`.
fn same_names(m: &M, a: NodeId, b: NodeId, lenient: bool) -> bool {
    if m.tree.name_id(a) != m.tree.name_id(b) {
        return false;
    }
    if !m.opts.unify_ids_strictly {
        return true;
    }
    match (definition(m, a), definition(m, b)) {
        (Some(a), Some(b)) => a == b,
        (None, None) => true,
        _ => lenient,
    }
}

/// Whether a chain of names spells a path.
fn is_path_text(m: &M, node: NodeId, path: &str) -> bool {
    match m.kind(node) {
        Kind::Ident => m.tree.name(node) == path,
        Kind::Member => {
            let Some((before, last)) = path.rsplit_once('.') else {
                return false;
            };
            m.tree.name(node) == last
                && m.child(node, Role::Object)
                    .is_some_and(|object| is_path_text(m, object, before))
        }
        _ => false,
    }
}

/// Whether two pieces of code are equal modulo position, comments and
/// parentheses.
pub(crate) fn equal_code(m: &M, a: NodeId, b: NodeId) -> bool {
    if a == b {
        return true;
    }
    if m.tree.node(a).size != m.tree.node(b).size {
        return false;
    }
    m.tree
        .subtree(a)
        .zip(m.tree.subtree(b))
        .all(|(x, y)| (x == a || m.tree.role(x) == m.tree.role(y)) && equal_node(m, x, y))
}

/// Whether two nodes are equal, their children aside.
fn equal_node(m: &M, x: NodeId, y: NodeId) -> bool {
    let (nx, ny) = (m.tree.node(x), m.tree.node(y));
    if nx.kind != ny.kind || nx.size != ny.size || nx.name != ny.name {
        return false;
    }
    match nx.kind {
        Kind::Ident => same_names(m, x, y, true),
        // Quotes are no part of the value, prefixes are.
        Kind::Str | Kind::StrPart | Kind::Char => {
            let prefix = Flags::BYTES.with(Flags::RAW).with(Flags::UNICODE).0;
            nx.flags.0 & prefix == ny.flags.0 & prefix && m.tree.str_text(x) == m.tree.str_text(y)
        }
        Kind::Int | Kind::Float => m.tree.source(x) == m.tree.source(y),
        Kind::Other | Kind::Error if nx.size == 1 => m.tree.source(x) == m.tree.source(y),
        _ => nx.flags == ny.flags,
    }
}
