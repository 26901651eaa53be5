//! What holds for every tree, as a function for tests and fuzzing.

use crate::print::flags_are_legal;
use crate::{Idx, Kind, NodeId, Span, Tree};

/// What is wrong with a tree: nothing, if its lowering is sound.
///
/// - Subtrees nest: a child's nodes lie within its parent's, sizes add up.
/// - A child's span lies within its parent's, and siblings neither overlap nor
///   go backwards, but for the places where the roles of a kind come in another
///   order than the source (`reordered`).
/// - The root covers the text, spans fall on character boundaries.
/// - Flags have a meaning for the kind.
pub fn check(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    let root = tree.span(NodeId::ROOT);
    if root != Span::new(0, u32::try_from(tree.text().len()).unwrap_or(u32::MAX)) {
        faults.push(format!("the root covers {root:?}"));
    }
    if tree.end(NodeId::ROOT).index() != tree.len() {
        faults.push("the root's subtree is not the tree".to_owned());
    }
    for id in tree.nodes().ids() {
        node(tree, id, &mut faults);
    }
    faults
}

fn node(tree: &Tree, id: NodeId, faults: &mut Vec<String>) {
    let (kind, span) = (tree.kind(id), tree.span(id));
    let mut fault = |what: &str, at: NodeId| {
        faults.push(format!(
            "{id:?} {kind:?} {}..{}: {what}: {:?} {:?} {:?}",
            span.start,
            span.end,
            tree.role(at),
            tree.kind(at),
            tree.span(at)
        ));
    };
    if tree.text().get(span.range()).is_none() {
        fault("no text", id);
    }
    if !flags_are_legal(kind, tree.flags(id)) {
        fault("illegal flags", id);
    }
    if tree.node(id).size == 0 || tree.end(id).index() > tree.len() {
        fault("size", id);
        return;
    }
    let mut before = span.start;
    for child in tree.children(id) {
        if tree.end(child) > tree.end(id) {
            fault("a child's subtree sticks out", child);
            return;
        }
        let at = tree.span(child);
        if !span.contains(at) && !floats(tree, child) {
            fault("a child sticks out", child);
        }
        if at.start < before && !reordered(kind) && !floats(tree, child) {
            fault("a child goes backwards", child);
        }
        // An error may stand before a node that began ahead of it (`-`, what is
        // wrong, `1`).
        if tree.kind(child) != Kind::Error {
            before = at.end;
        }
    }
}

/// Kinds with children that stand in the source in another order than in the
/// tree: the type arguments of `a.<T>f(x)`, the components of a record after
/// its interfaces, what Python writes behind (`x if c else y`, `[e for …]` no).
fn reordered(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Call
            | Kind::New
            | Kind::NewArray
            | Kind::Class
            | Kind::Conditional
            | Kind::Param
            | Kind::Function
            | Kind::InstanceOf
            | Kind::TypedMetavar
    )
}

/// What the parser put there is not written: it may float at an edge.
fn floats(tree: &Tree, id: NodeId) -> bool {
    tree.span(id).is_empty()
}
