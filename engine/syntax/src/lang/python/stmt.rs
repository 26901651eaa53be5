//! Simple statements.

use super::expr::{close_tuple, elem};
use super::{K, L, Node, close_suite, compound, count, import, in_order, nodes, only, set_flags};
use crate::{Flags, Kind, Role};

/// Lowers the node at the cursor if it is a statement.
pub(super) fn lower(l: &mut L<'_>, at: Node, role: Role) -> bool {
    match at.kind {
        K::ExpressionStatement => expression(l, at, role),
        K::Block => {
            let id = l.b.open(Kind::Block, role, at.span);
            l.lower_children(Role::Stmt);
            close_suite(l, id);
        }
        K::Assignment => assignment(l, at, role),
        K::AugmentedAssignment => augmented(l, at, role),
        K::Assert => {
            in_order(l, Kind::Assert, at, role, &[Role::Cond, Role::Message]);
        }
        K::Delete => delete(l, at, role),
        K::Raise => raise(l, at, role),
        K::Print => print(l, at, role),
        K::Exec => {
            in_order(l, Kind::Exec, at, role, &[Role::Value, Role::Other]);
        }
        _ => return compound::lower(l, at, role) || import::lower(l, at, role),
    }
    true
}

/// An expression as a statement; several with commas between are one tuple. A
/// hole of a pattern stands for the statement itself.
fn expression(l: &mut L<'_>, at: Node, role: Role) {
    if l.child_count() == 1 {
        let hole = l.is_pattern() && {
            let mut hole = false;
            l.revisit(|_, child| hole = child.kind == K::Metavar || child.kind.is_list_hole());
            hole
        };
        if hole {
            return l.lower_children(role);
        }
        l.b.open(Kind::ExprStmt, role, at.span);
        only(l, Role::Value);
        return l.b.close();
    }
    l.b.open(Kind::ExprStmt, role, at.span);
    let (children, comma) = count(l);
    if children > 1 || comma {
        let mut tuple = None;
        nodes(l, |l, child, _| elem(l, child, Role::Value, &mut tuple));
        close_tuple(l, tuple);
    } else {
        l.lower_children(Role::Value);
    }
    l.b.close();
}

fn assignment(l: &mut L<'_>, at: Node, role: Role) {
    l.b.open(Kind::Assign, role, at.span);
    nodes(l, |l, child, n| {
        let role = match n {
            0 => Role::Target,
            _ if child.kind == K::Type => Role::Type,
            _ => Role::Value,
        };
        l.lower(child, role);
        if role == Role::Value {
            l.done();
        }
    });
    l.b.close();
}

fn augmented(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::AugAssign, role, at.span);
    let mut role = Role::Target;
    l.children(|l, child| match child.kind {
        K::AugOp(operator) => {
            set_flags(l, id, Flags::NONE.with_operator(operator));
            role = Role::Value;
        }
        _ => {
            l.lower(child, role);
            if role == Role::Value {
                l.done();
            }
        }
    });
    l.b.close();
}

/// `del a, b` deletes two things, `del (a, b)` has one tuple.
fn delete(l: &mut L<'_>, at: Node, role: Role) {
    l.b.open(Kind::Delete, role, at.span);
    nodes(l, |l, child, _| match child.kind {
        K::ExpressionList => l.lower_children(Role::Value),
        _ => l.lower(child, Role::Value),
    });
    l.b.close();
}

fn raise(l: &mut L<'_>, at: Node, role: Role) {
    l.b.open(Kind::Throw, role, at.span);
    let mut role = Role::Value;
    l.children(|l, child| match child.kind {
        K::From => role = Role::Cause,
        _ => l.lower(child, role),
    });
    l.b.close();
}

/// Python 2: `print >>f, a, b`.
fn print(l: &mut L<'_>, at: Node, role: Role) {
    l.b.open(Kind::Print, role, at.span);
    nodes(l, |l, child, _| match child.kind {
        K::Chevron => l.lower_children(Role::Target),
        _ => l.lower(child, Role::Value),
    });
    l.b.close();
}
