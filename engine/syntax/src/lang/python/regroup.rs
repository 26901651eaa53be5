//! Where the grammar groups a construct differently from the language.
//!
//! Each of these is put right in the finished nodes, which lie in preorder in
//! one slice: moving an ancestor in front of its first descendants regroups a
//! whole subtree.
//!
//! - A star in a list without brackets takes too little: `x = *a.b, c` comes as
//!   `(*a).b`. For `Member Star a b` it must be `Star Member a b`.
//! - `&` binds tighter than `^`, not the other way: `a & b ^ c` comes as
//!   `a & (b ^ c)`.
//! - `L[int] | A | B` as a type comes as `L[int] | (A | B)`.
//! - `type(x).a = b` comes as a type alias of `(x).a`.

use super::{K, L, Node, nodes};
use crate::node::Node as TreeNode;
use crate::{Flags, Kind, NameId, NodeId, Operator, Role, Span};

/// Closes the open node `id`, an operation on operands, and lets a star in
/// front of its first operand have all of it.
pub(super) fn close_operation(l: &mut L<'_>, id: NodeId) {
    l.b.close();
    let tree = l.b.since(id);
    let first = tree[0];
    let is_misplaced = |node: &TreeNode| {
        node.kind == Kind::Star
            && node.span.start == first.span.start
            && matches!(
                node.role,
                Role::Object | Role::Callee | Role::Left | Role::Elem | Role::Then
            )
    };
    let star = match first.kind {
        // The condition stands first.
        Kind::Conditional => tree.get(1).map_or(1, |cond| 1 + cond.size as usize),
        _ => 1,
    };
    if !tree.get(star).is_some_and(is_misplaced) || star + 1 >= tree.len() {
        return;
    }
    let role = tree[star].role;
    tree[..=star].rotate_right(1);
    tree[0] = TreeNode {
        size: first.size,
        span: first.span,
        role: first.role,
        ..tree[0]
    };
    tree[star + 1].role = role;
    let start = tree[star + 1].span.start;
    let operation = &mut tree[1];
    operation.role = Role::Value;
    operation.size -= 1;
    operation.span.start = start;
}

/// How tight an operator binds among those that the grammar orders wrongly.
fn precedence(flags: Flags) -> Option<u8> {
    match flags.operator()? {
        Operator::BitOr => Some(0),
        Operator::BitXor => Some(1),
        Operator::BitAnd => Some(2),
        _ => None,
    }
}

/// An operand of a chain of operators.
struct Operand {
    /// Its nodes in the chain's subtree.
    first: usize,
    /// Where it stands, parentheses included.
    span: Span,
}

/// Puts the binary operation `id`, just closed, in the order that its
/// operators ask for.
pub(super) fn regroup(l: &mut L<'_>, id: NodeId) {
    let tree = l.b.since(id);
    if !is_misgrouped(tree) {
        return;
    }
    let old: Vec<TreeNode> = tree.to_vec();
    let (mut operands, mut operators) = (Vec::new(), Vec::new());
    flatten(&old, 0, &mut operands, &mut operators);
    for operand in &mut operands {
        operand.span = with_parentheses(l, operand.span);
    }
    let mut new = Vec::with_capacity(old.len());
    let chain = Chain {
        old: &old,
        operands: &operands,
        operators: &operators,
    };
    chain.build(0, operators.len(), old[0].role, &mut new);
    if new.len() == old.len() {
        l.b.since(id).copy_from_slice(&new);
    }
}

/// The two operands of a binary operation that has no errors between them.
fn operands(tree: &[TreeNode], at: usize) -> Option<(usize, usize)> {
    let node = tree.get(at)?;
    let left = at + 1;
    let right = left + tree.get(left)?.size as usize;
    let end = right + tree.get(right)?.size as usize;
    let is_clean = node.kind == Kind::Binary && end == at + node.size as usize;
    is_clean.then_some((left, right))
}

/// The operands, each with whether it is itself an operation of those that are
/// regrouped, and not in parentheses.
fn operations(tree: &[TreeNode], at: usize) -> Option<[(usize, bool); 2]> {
    let (left, right) = operands(tree, at)?;
    let node = tree[at];
    let is_operation =
        |n: usize| precedence(tree[n].flags).is_some() && operands(tree, n).is_some();
    Some([
        (
            left,
            tree[left].span.start == node.span.start && is_operation(left),
        ),
        (
            right,
            tree[right].span.end == node.span.end && is_operation(right),
        ),
    ])
}

/// Whether the operation binds looser than an operand without parentheses, or
/// as tight as the right one.
fn is_misgrouped(tree: &[TreeNode]) -> bool {
    let Some(own) = tree.first().and_then(|node| precedence(node.flags)) else {
        return false;
    };
    let Some([(left, left_chained), (right, right_chained)]) = operations(tree, 0) else {
        return false;
    };
    let binds = |n: usize| precedence(tree[n].flags).unwrap_or(u8::MAX);
    (left_chained && binds(left) < own) || (right_chained && binds(right) <= own)
}

fn flatten(
    tree: &[TreeNode],
    at: usize,
    operands: &mut Vec<Operand>,
    operators: &mut Vec<TreeNode>,
) {
    let Some(sides) = operations(tree, at) else {
        return;
    };
    for (n, (side, chained)) in sides.into_iter().enumerate() {
        if n == 1 {
            operators.push(tree[at]);
        }
        if chained {
            flatten(tree, side, operands, operators);
        } else {
            operands.push(Operand {
                first: side,
                span: tree[side].span,
            });
        }
    }
}

/// The span with the parentheses around it. What encloses the whole chain does
/// not stand next to one operand on both sides.
fn with_parentheses(l: &L<'_>, span: Span) -> Span {
    let (mut start, mut end) = (span.start, span.end);
    loop {
        let before = l.text(Span::new(0, start)).trim_end();
        let after = l.text_from(end);
        let behind = after.trim_start();
        if !before.ends_with('(') || !behind.starts_with(')') {
            return Span::new(start, end);
        }
        let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        start = place(before.len() - 1);
        end += place(after.len() - behind.len() + 1);
    }
}

/// Operands with the operators between them.
struct Chain<'t> {
    old: &'t [TreeNode],
    operands: &'t [Operand],
    operators: &'t [TreeNode],
}

impl Chain<'_> {
    /// Writes the tree of the operands `from` to `to` (inclusive) to `out`.
    fn build(&self, from: usize, to: usize, role: Role, out: &mut Vec<TreeNode>) {
        // The loosest operator is the root, of equals the last.
        let root = (from..to)
            .rev()
            .min_by_key(|n| precedence(self.operators[*n].flags));
        let at = out.len();
        match root {
            Some(root) => {
                let start = self.operands[from].span.start;
                let span = Span::new(start, self.operands[to].span.end);
                out.push(TreeNode {
                    span,
                    ..self.operators[root]
                });
                self.build(from, root, Role::Left, out);
                self.build(root + 1, to, Role::Right, out);
                out[at].size = u32::try_from(out.len() - at).unwrap_or(u32::MAX);
            }
            None => {
                let first = self.operands[from].first;
                let size = self.old[first].size as usize;
                out.extend_from_slice(&self.old[first..first + size]);
            }
        }
        out[at].role = role;
    }
}

/// `type(x).a = b`, taken for an alias: the node at the cursor is an
/// assignment to what a call of `type` (or a subscript of a variable of that
/// name) gives.
pub(super) fn mistaken_alias(l: &mut L<'_>, at: Node, role: Role) {
    l.b.open(Kind::ExprStmt, role, at.span);
    l.b.open(Kind::Assign, Role::Value, at.span);
    nodes(l, |l, child, n| {
        if n == 0 {
            let target = l.b.next_id();
            l.lower(child, Role::Target);
            if target < l.b.next_id() {
                insert_type(l, target, at.span.start, child.span.start);
            }
        } else {
            l.lower(child, Role::Value);
        }
    });
    l.b.close();
    l.b.close();
}

/// Puts the word `type` before the innermost operand of the target, whose
/// first byte is `operand`, and lets all that begins there begin at the word.
fn insert_type(l: &mut L<'_>, target: NodeId, word: u32, operand: u32) {
    let mut inner = target;
    let is_path = |node: &TreeNode| {
        matches!(node.kind, Kind::Member | Kind::Index | Kind::Call)
            && node.span.start == operand
            && node.size > 1
    };
    while is_path(l.b.node(inner)) {
        inner = NodeId::new(inner.raw() + 1);
    }
    let word = Span::new(word, word + u32::try_from("type".len()).unwrap_or(0));
    let new = applied(l, inner, word, operand);
    let added = u32::try_from(new.len()).unwrap_or(0);
    l.b.insert(inner, &new);
    for id in target.raw()..inner.raw() {
        let node = l.b.node_mut(NodeId::new(id));
        node.span.start = word.start;
        node.size += added;
        if id + 1 == inner.raw() && node.kind == Kind::Call {
            node.name = NameId::NONE;
        }
    }
}

/// The nodes to put in front of `inner`, an operand right behind `word`, to
/// make it the argument of a call, or the index of a subscript.
fn applied(l: &mut L<'_>, inner: NodeId, word: Span, operand: u32) -> Vec<TreeNode> {
    let name = l.b.names.intern("type");
    let tree = l.b.since(inner);
    let node = tree[0];
    let blank = TreeNode {
        name: NameId::NONE,
        flags: Flags::NONE,
        ..node
    };
    let has_brackets = node.span.start == operand;
    let (kind, role) = match node.kind {
        Kind::List if has_brackets => (Kind::Index, Role::Object),
        _ => (Kind::Call, Role::Callee),
    };
    let ident = TreeNode {
        kind: Kind::Ident,
        role,
        name,
        span: word,
        size: 1,
        ..blank
    };
    let outer = |end: u32, size: u32| TreeNode {
        kind,
        name: if kind == Kind::Call {
            name
        } else {
            NameId::NONE
        },
        span: Span::new(word.start, end),
        size,
        ..blank
    };
    match node.kind {
        // The brackets are those of the subscript, the parentheses those of the call.
        Kind::List if has_brackets && is_single(tree) => {
            tree[0] = ident;
            tree[1].role = Role::Index;
            return vec![outer(node.span.end, node.size + 1)];
        }
        Kind::List if has_brackets => become_list(tree, Kind::Tuple, Role::Index, Role::Elem),
        Kind::Tuple if has_brackets => become_list(tree, Kind::Args, Role::Args, Role::Arg),
        _ => {
            tree[0].role = Role::Arg;
            let end = match has_brackets {
                true => node.span.end,
                false => closing(l, node.span.end),
            };
            let args = TreeNode {
                kind: Kind::Args,
                role: Role::Args,
                span: Span::new(operand, end),
                size: node.size + 1,
                ..blank
            };
            return vec![outer(end, node.size + 3), ident, args];
        }
    }
    vec![outer(node.span.end, node.size + 2), ident]
}

/// Whether a node has one child.
fn is_single(tree: &[TreeNode]) -> bool {
    tree.get(1)
        .is_some_and(|child| child.size + 1 == tree[0].size)
}

/// Makes a list of things another kind of list.
fn become_list(tree: &mut [TreeNode], kind: Kind, role: Role, children: Role) {
    tree[0].kind = kind;
    tree[0].role = role;
    let end = tree[0].size as usize;
    let mut child = 1;
    while child < end {
        tree[child].role = children;
        child += tree[child].size.max(1) as usize;
    }
}

/// One past the parenthesis that closes what ends at `end`.
fn closing(l: &L<'_>, end: u32) -> u32 {
    let text = l.text_from(end);
    let blanks = text.len() - text.trim_start().len();
    match text[blanks..].starts_with(')') {
        true => end + u32::try_from(blanks + 1).unwrap_or(0),
        false => end,
    }
}

/// Whether the target of the alias at the cursor is what an alias may have: a
/// name, with type parameters or without.
pub(super) fn is_alias(l: &mut L<'_>) -> bool {
    let (mut is_first, mut is_name) = (true, true);
    l.revisit(|l, child| {
        if is_first && child.kind == K::Type {
            l.revisit(|_, left| {
                is_name = !matches!(
                    left.kind,
                    K::Attribute
                        | K::MemberType
                        | K::Subscript
                        | K::Call
                        | K::Branch(Kind::List, _)
                );
            });
        }
        is_first &= child.kind.is_token();
    });
    is_name
}
