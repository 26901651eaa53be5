//! The patterns of `case`.

use super::expr::close_until;
use super::{K, L, Node, add_flags, close_suite, count, last_segment, nodes, set_flags, set_name};
use crate::{Flags, Kind, NodeId, Operator, Role, Span};

/// Lowers the node at the cursor if it is a pattern of `case`.
pub(super) fn lower(l: &mut L<'_>, at: Node, role: Role) -> bool {
    match at.kind {
        K::CasePattern => parts(l, role),
        K::CaseKeyword
        | K::CaseClass
        | K::CaseSplat
        | K::CaseUnion
        | K::CaseDict
        | K::CaseComplex
        | K::As => pattern(l, at, role),
        _ => return false,
    }
    true
}

/// One `case` of a `match`.
pub(super) fn case(l: &mut L<'_>, at: Node, role: Role) {
    let (mut patterns, mut comma, mut guarded) = (0, false, false);
    l.revisit(|_, child| match child.kind {
        K::CasePattern => patterns += 1,
        K::Comma => comma = true,
        K::Wrap(Kind::CompIf, _) => guarded = true,
        _ => {}
    });
    let id = l.b.open(Kind::Case, role, at.span);
    set_flags(l, id, Flags::ARROW);
    let mut sequence = None;
    nodes(l, |l, child, _| match child.kind {
        K::CasePattern if patterns > 1 || comma => {
            let open = match sequence {
                Some(open) => open,
                None => l.b.open(Kind::PatSeq, Role::Label, child.span),
            };
            sequence = Some(open);
            let node = l.b.node_mut(open);
            node.span.end = node.span.end.max(child.span.end);
            l.lower(child, Role::Elem);
        }
        K::CasePattern => {
            let label = l.b.next_id();
            l.lower(child, Role::Label);
            let is_wild = label < l.b.next_id() && l.b.node(label).kind == Kind::PatWild;
            if is_wild && !guarded {
                add_flags(l, id, Flags::DEFAULT);
            }
        }
        K::Block => {
            close(l, sequence.take());
            l.lower(child, Role::Body);
        }
        _ => {
            close(l, sequence.take());
            l.lower_children(Role::Guard);
        }
    });
    close(l, sequence);
    close_suite(l, id);
}

fn close(l: &mut L<'_>, open: Option<NodeId>) {
    if open.is_some() {
        l.b.close();
    }
}

/// The patterns below the node at the cursor, with what the grammar gives no
/// node: `_`, and the sign of a number.
fn parts(l: &mut L<'_>, role: Role) {
    let mut sign = None;
    l.children(|l, child| part(l, child, role, &mut sign));
}

fn part(l: &mut L<'_>, child: Node, role: Role, sign: &mut Option<u32>) {
    match child.kind {
        K::Wild => {
            l.leaf(Kind::PatWild, child, role, Flags::NONE);
        }
        K::Op(Operator::Sub) => *sign = Some(child.span.start),
        kind if kind.is_token() => {}
        _ => match sign.take() {
            Some(start) => {
                let span = Span::new(start, child.span.end);
                let id = l.b.open(Kind::Unary, role, span);
                set_flags(l, id, Flags::NONE.with_operator(Operator::Neg));
                l.lower(child, Role::Operand);
                l.b.close();
            }
            None => pattern(l, child, role),
        },
    }
}

fn pattern(l: &mut L<'_>, at: Node, role: Role) {
    match at.kind {
        K::As => capture(l, at, role),
        K::DottedName => value(l, at, role),
        K::CaseClass => class(l, at, role),
        K::CaseKeyword => keyword(l, at, role),
        K::CaseSplat => splat(l, at, role),
        K::CaseUnion => {
            l.b.open(Kind::PatOr, role, at.span);
            parts(l, Role::Elem);
            l.b.close();
        }
        // `(p)` is `p`.
        K::TuplePattern if count(l) == (1, false) => l.lower_children(role),
        K::TuplePattern | K::ListPattern => {
            l.b.open(Kind::PatSeq, role, at.span);
            parts(l, Role::Elem);
            l.b.close();
        }
        K::CaseDict => mapping(l, at, role),
        K::CaseComplex => complex(l, at, role),
        _ => l.lower(at, role),
    }
}

/// `p as x`.
fn capture(l: &mut L<'_>, at: Node, role: Role) {
    l.b.open(Kind::PatAs, role, at.span);
    nodes(l, |l, child, n| {
        l.lower(child, if n == 0 { Role::Value } else { Role::Name });
    });
    l.b.close();
}

/// A name or a path, as the expression it would be elsewhere.
fn value(l: &mut L<'_>, at: Node, role: Role) {
    let mut ends = Vec::new();
    l.revisit(|_, child| {
        if !child.kind.is_token() {
            ends.push(child.span.end);
        }
    });
    let mut members = Vec::with_capacity(ends.len());
    for (n, end) in ends.iter().skip(1).rev().enumerate() {
        if l.room() == 0 {
            break;
        }
        let role = if n == 0 { role } else { Role::Object };
        members.push(l.b.open(Kind::Member, role, Span::new(at.span.start, *end)));
    }
    let first = if members.is_empty() {
        role
    } else {
        Role::Object
    };
    nodes(l, |l, child, n| {
        if n == 0 {
            return l.lower(child, first);
        }
        let Some(member) = members.pop() else { return };
        let name = l.b.next_id();
        l.lower(child, Role::Name);
        let name = last_segment(l, name);
        set_name(l, member, name);
        l.b.close();
    });
    for _ in members {
        l.b.close();
    }
}

/// `C(p, k=p)`.
fn class(l: &mut L<'_>, at: Node, role: Role) {
    l.b.open(Kind::PatClass, role, at.span);
    nodes(l, |l, child, n| match n {
        0 => pattern(l, child, Role::Callee),
        _ => l.lower(child, Role::Elem),
    });
    l.b.close();
}

fn keyword(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::KeywordArg, role, at.span);
    let (mut named, mut sign) = (false, None);
    l.children(|l, child| {
        if named || child.kind.is_token() {
            return part(l, child, Role::Value, &mut sign);
        }
        named = true;
        let name = l.b.next_id();
        l.lower(child, Role::Name);
        let name = last_segment(l, name);
        set_name(l, id, name);
    });
    l.b.close();
}

/// `*rest`, `**rest`, `*_`.
fn splat(l: &mut L<'_>, at: Node, role: Role) {
    let double = l.text(at.span).starts_with("**");
    let kind = if double { Kind::DoubleStar } else { Kind::Star };
    l.b.open(kind, role, at.span);
    parts(l, Role::Value);
    l.b.close();
}

/// `{k: p, **rest}`; keys and values stand side by side.
fn mapping(l: &mut L<'_>, at: Node, role: Role) {
    l.b.open(Kind::PatMap, role, at.span);
    let (mut pair, mut sign) = (None, None);
    l.children(|l, child| {
        let is_node = !child.kind.is_token();
        match child.kind {
            K::CaseSplat => pattern(l, child, Role::Elem),
            kind if kind.is_list_hole() => l.lower(child, Role::Elem),
            K::CasePattern => {
                l.lower(child, Role::Value);
                if let Some(id) = pair.take() {
                    close_until(l, id, child.span.end);
                }
            }
            K::Op(Operator::Sub) | K::Wild => {
                let open = l.b.open(Kind::Pair, Role::Elem, child.span);
                pair = Some(open);
                part(l, child, Role::Key, &mut sign);
            }
            _ if is_node => {
                let open = pair.take();
                pair = open.or_else(|| Some(l.b.open(Kind::Pair, Role::Elem, child.span)));
                part(l, child, Role::Key, &mut sign);
            }
            _ => {}
        }
    });
    if let Some(id) = pair {
        close_until(l, id, at.span.end);
    }
    l.b.close();
}

/// `1 + 2j`, `-1 - 2j`.
fn complex(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::Binary, role, at.span);
    let (mut operand, mut sign) = (Role::Left, None);
    l.children(|l, child| match child.kind {
        K::Op(operator) if operand == Role::Right => {
            set_flags(l, id, Flags::NONE.with_operator(operator));
        }
        kind if kind.is_token() => part(l, child, operand, &mut sign),
        _ => {
            part(l, child, operand, &mut sign);
            operand = Role::Right;
        }
    });
    l.b.close();
}
