//! Expressions.

use super::regroup::{close_operation, regroup};
use super::{
    K, L, Node, branch, children, count, define, in_order, last_segment, nodes, pair, set_flags,
    set_name,
};
use super::{strings, strings::format_specifier};
use crate::{Flags, Kind, NodeId, Operator, Role, Span};

/// Lowers the node at the cursor if it is an expression.
pub(super) fn lower(l: &mut L<'_>, at: Node, role: Role) -> bool {
    match at.kind {
        K::Attribute | K::MemberType => member(l, at, role),
        K::Call => call(l, at, role),
        K::String => strings::string(l, at, role),
        K::Subscript => subscript(l, at, role),
        K::ArgumentList => {
            branch(l, Kind::Args, at, role, Role::Arg);
        }
        K::KeywordArgument => keyword(l, at, role),
        K::Binary => binary(l, at, role),
        K::UnionType => union_type(l, at, role),
        K::Comparison => comparison(l, at, role),
        K::Unary => unary(l, at, role),
        K::Not => {
            let id = branch(l, Kind::Unary, at, role, Role::Operand);
            set_flags(l, id, Flags::NONE.with_operator(Operator::Not));
        }
        K::True => {
            l.leaf(Kind::Bool, at, role, Flags::TRUE);
        }
        K::False => {
            l.leaf(Kind::Bool, at, role, Flags::NONE);
        }
        K::Interpolation => strings::interpolation(l, at, role),
        K::FormatSpecifier => format_specifier(l, at, role),
        _ => return compound(l, at, role),
    }
    true
}

fn compound(l: &mut L<'_>, at: Node, role: Role) -> bool {
    match at.kind {
        K::Pair => {
            pair(l, Kind::Pair, at, role, [Role::Key, Role::Value]);
        }
        K::Named => {
            pair(l, Kind::Walrus, at, role, [Role::Target, Role::Value]);
        }
        K::Conditional => conditional(l, at, role),
        K::Lambda => lambda(l, at, role),
        K::Yield => yield_(l, at, role),
        K::Slice => slice(l, at, role),
        K::ListComp => comprehension(l, at, role, Flags::COMP_LIST),
        K::SetComp => comprehension(l, at, role, Flags::COMP_SET),
        K::DictComp => comprehension(l, at, role, Flags::COMP_DICT),
        K::Generator => comprehension(l, at, role, Flags::COMP_GEN),
        K::ForIn => for_in(l, at, role),
        // `(a) = b`, which has no comma.
        K::TuplePattern if count(l) == (1, false) => children(l, role),
        K::ExpressionList | K::Tuple | K::TuplePattern => {
            branch(l, Kind::Tuple, at, role, Role::Elem);
        }
        K::ListPattern => {
            branch(l, Kind::List, at, role, Role::Elem);
        }
        K::SplatPattern => {
            branch(l, Kind::Star, at, role, Role::Value);
        }
        K::DictSplatPattern => {
            branch(l, Kind::DoubleStar, at, role, Role::Value);
        }
        K::SplatType => splat_type(l, at, role),
        K::GenericType => generic_type(l, at, role),
        K::ConstrainedType => {
            pair(l, Kind::Slice, at, role, [Role::Lower, Role::Upper]);
        }
        _ => return false,
    }
    true
}

/// `a.b`; also `T.U` where the grammar sees a type.
fn member(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::Member, role, at.span);
    let mut last = id;
    nodes(l, |l, child, n| {
        last = l.b.next_id();
        if n == 0 {
            l.lower(child, Role::Object);
        } else {
            l.lower(child, Role::Name);
            l.done();
        }
    });
    let name = last_segment(l, last);
    set_name(l, id, name);
    close_operation(l, id);
}

fn call(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::Call, role, at.span);
    nodes(l, |l, child, n| {
        if n == 0 {
            let callee = l.b.next_id();
            l.lower(child, Role::Callee);
            let name = last_segment(l, callee);
            set_name(l, id, name);
        } else if child.kind == K::Generator {
            // `f(x for x in y)`: the parentheses are those of the call.
            l.b.open(Kind::Args, Role::Args, child.span);
            l.lower(child, Role::Arg);
            l.b.close();
            l.done();
        } else {
            l.lower(child, Role::Args);
            l.done();
        }
    });
    close_operation(l, id);
}

fn keyword(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::KeywordArg, role, at.span);
    nodes(l, |l, child, n| {
        if n == 0 {
            let name = l.b.next_id();
            l.lower(child, Role::Name);
            let name = last_segment(l, name);
            set_name(l, id, name);
        } else {
            l.lower(child, Role::Value);
            l.done();
        }
    });
    l.b.close();
}

fn subscript(l: &mut L<'_>, at: Node, role: Role) {
    // `a`, `[`, `i`, `]`: more than that may be a tuple.
    let plain = l.child_count() <= 4 || {
        let (nodes, comma) = count(l);
        nodes <= 2 && !comma
    };
    let id = l.b.open(Kind::Index, role, at.span);
    let mut tuple = None;
    nodes(l, |l, child, n| {
        if n == 0 {
            l.lower(child, Role::Object);
        } else if plain {
            index(l, child);
        } else {
            elem(l, child, Role::Index, &mut tuple);
        }
    });
    close_tuple(l, tuple);
    close_operation(l, id);
}

/// Lowers the child at the cursor as the only index; `a[*b]` has a tuple.
fn index(l: &mut L<'_>, child: Node) {
    let start = l.b.next_id();
    l.lower(child, Role::Index);
    if start < l.b.next_id() && l.b.node(start).kind == Kind::Star {
        l.b.node_mut(start).role = Role::Elem;
        l.b.wrap(start, Kind::Tuple, Role::Index, child.span);
        l.b.close();
    }
}

/// Lowers the child at the cursor as an element of a tuple that has no node in
/// the grammar; the first one opens it.
pub(super) fn elem(l: &mut L<'_>, child: Node, role: Role, tuple: &mut Option<(NodeId, u32)>) {
    let id = match *tuple {
        Some((id, _)) => id,
        None => l.b.open(Kind::Tuple, role, child.span),
    };
    *tuple = Some((id, child.span.end));
    l.lower(child, Role::Elem);
}

/// Closes a tuple that [`elem`] opened.
pub(super) fn close_tuple(l: &mut L<'_>, tuple: Option<(NodeId, u32)>) {
    if let Some((id, end)) = tuple {
        close_until(l, id, end);
    }
}

/// Closes the open node `id`, whose end was not known, at `end`.
pub(super) fn close_until(l: &mut L<'_>, id: NodeId, end: u32) {
    let node = l.b.node_mut(id);
    node.span.end = node.span.end.max(end);
    l.b.close();
}

/// Where the slice's parts stand shows in the number of colons before them.
fn slice(l: &mut L<'_>, at: Node, role: Role) {
    l.b.open(Kind::Slice, role, at.span);
    let mut colons = 0;
    l.children(|l, child| {
        if child.kind == K::Colon {
            colons += 1;
        } else if !child.kind.is_token() {
            let role = [Role::Lower, Role::Upper, Role::Step][colons.min(2)];
            l.lower(child, role);
        }
    });
    l.b.close();
}

fn binary(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::Binary, role, at.span);
    let mut operand = Role::Left;
    l.children(|l, child| match child.kind {
        K::Op(operator) => {
            set_flags(l, id, Flags::NONE.with_operator(operator));
            operand = Role::Right;
        }
        _ => {
            l.lower(child, operand);
            if operand == Role::Right {
                l.done();
            }
        }
    });
    close_operation(l, id);
    regroup(l, id);
}

fn union_type(l: &mut L<'_>, at: Node, role: Role) {
    let id = pair(l, Kind::Binary, at, role, [Role::Left, Role::Right]);
    set_flags(l, id, Flags::NONE.with_operator(Operator::BitOr));
    regroup(l, id);
}

fn unary(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::Unary, role, at.span);
    l.children(|l, child| match child.kind {
        K::Op(operator) => {
            let operator = match operator {
                Operator::Add => Operator::Plus,
                Operator::Sub => Operator::Neg,
                other => other,
            };
            set_flags(l, id, Flags::NONE.with_operator(operator));
        }
        _ => l.lower(child, Role::Operand),
    });
    l.b.close();
}

/// `a < b` is a `Binary`, `a < b < c` a `CompareChain`.
fn comparison(l: &mut L<'_>, at: Node, role: Role) {
    if l.child_count() <= 3 || count(l).0 <= 2 {
        return binary(l, at, role);
    }
    let id = l.b.open(Kind::CompareChain, role, at.span);
    let mut link = None;
    l.children(|l, child| match (child.kind, link) {
        (K::Op(operator), None) => {
            let id = l.b.open(Kind::CompareLink, Role::Elem, child.span);
            set_flags(l, id, Flags::NONE.with_operator(operator));
            link = Some(id);
        }
        (kind, _) if kind.is_token() => {}
        (_, None) => l.lower(child, Role::Elem),
        (_, Some(id)) => {
            l.lower(child, Role::Value);
            close_until(l, id, child.span.end);
            link = None;
        }
    });
    if link.is_some() {
        l.b.close();
    }
    close_operation(l, id);
}

/// Written `then if cond else other`; the tree has the condition first.
fn conditional(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::Conditional, role, at.span);
    let then = l.b.next_id();
    nodes(l, |l, child, n| {
        let start = l.b.next_id();
        match n {
            0 => l.lower(child, Role::Then),
            1 => {
                l.lower(child, Role::Cond);
                l.b.move_front(start, then);
            }
            _ => l.lower(child, Role::Else),
        }
    });
    close_operation(l, id);
}

fn lambda(l: &mut L<'_>, at: Node, role: Role) {
    l.b.open(Kind::Lambda, role, at.span);
    let mut has_params = false;
    nodes(l, |l, child, _| {
        if child.kind == K::Parameters {
            has_params = true;
            return define::parameters(l, child);
        }
        if !has_params {
            has_params = true;
            let place = at.span.start + u32::try_from("lambda".len()).unwrap_or(0);
            l.b.leaf(Kind::Params, Role::Params, Span::new(place, place));
        }
        l.lower(child, Role::Body);
    });
    l.b.close();
}

fn yield_(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::Yield, role, at.span);
    l.children(|l, child| match child.kind {
        K::From => set_flags(l, id, Flags::FROM),
        _ => l.lower(child, Role::Value),
    });
    l.b.close();
}

fn comprehension(l: &mut L<'_>, at: Node, role: Role, flags: Flags) {
    let roles = [Role::Elem, Role::Clause];
    let id = in_order(l, Kind::Comprehension, at, role, &roles);
    set_flags(l, id, flags);
}

fn for_in(l: &mut L<'_>, at: Node, role: Role) {
    // `[x for x in 1, 2]` of Python 2.
    let plain = count(l).0 <= 2;
    let id = l.b.open(Kind::CompFor, role, at.span);
    let (mut n, mut tuple) = (0, None);
    l.children(|l, child| match child.kind {
        K::Async => set_flags(l, id, Flags::ASYNC),
        kind if kind.is_token() => {}
        _ => {
            n += 1;
            match n {
                1 => l.lower(child, Role::Target),
                _ if plain => l.lower(child, Role::Iter),
                _ => elem(l, child, Role::Iter, &mut tuple),
            }
        }
    });
    close_tuple(l, tuple);
    l.b.close();
}

/// `*Ts` or `**P`.
fn splat_type(l: &mut L<'_>, at: Node, role: Role) {
    let double = l.text(at.span).starts_with("**");
    let kind = if double { Kind::DoubleStar } else { Kind::Star };
    branch(l, kind, at, role, Role::Value);
}

/// `List[int]`, which elsewhere is a subscript.
fn generic_type(l: &mut L<'_>, at: Node, role: Role) {
    l.b.open(Kind::Index, role, at.span);
    l.children(|l, child| match child.kind {
        K::TypeParameters => {
            let (args, comma) = count(l);
            if args == 1 && !comma {
                return nodes(l, |l, arg, _| index(l, arg));
            }
            let mut tuple = None;
            nodes(l, |l, arg, _| elem(l, arg, Role::Index, &mut tuple));
            close_tuple(l, tuple);
        }
        _ => l.lower(child, Role::Object),
    });
    l.b.close();
}
