//! Statements that hold other statements.

use super::expr::{close_tuple, elem};
use super::{K, L, Node, add_flags, cases, close_suite, last_segment, nodes, set_flags, set_name};
use crate::{Flags, GapKind, Kind, NodeId, Operator, Role, Span};

/// Lowers the node at the cursor if it is a compound statement or a clause of one.
pub(super) fn lower(l: &mut L<'_>, at: Node, role: Role) -> bool {
    match at.kind {
        K::If => if_(l, at, role),
        K::Elif => {
            let roles = [Role::Cond, Role::Then, Role::Else];
            let id = clauses(l, Kind::If, at, role, roles);
            set_flags(l, id, Flags::ELIF);
        }
        K::While => {
            clauses(
                l,
                Kind::While,
                at,
                role,
                [Role::Cond, Role::Body, Role::Else],
            );
        }
        K::For => for_(l, at, role),
        K::Try => try_(l, at, role),
        K::Except => {
            except(l, at, role);
        }
        K::Finally => {
            clauses(l, Kind::Finally, at, role, [Role::Body; 3]);
        }
        K::With => with(l, at, role),
        K::WithItem => with_item(l, at, role),
        K::Match => match_(l, at, role),
        K::Case => cases::case(l, at, role),
        _ => return false,
    }
    true
}

fn clauses(l: &mut L<'_>, kind: Kind, at: Node, role: Role, roles: [Role; 3]) -> NodeId {
    let id = l.b.open(kind, role, at.span);
    nodes(l, |l, child, n| l.lower(child, roles[n.min(2)]));
    close_suite(l, id);
    id
}

/// Every `elif` is an `If` in the `Else` of the one before; it reaches to the
/// end of the whole statement.
fn if_(l: &mut L<'_>, at: Node, role: Role) {
    let first = l.b.open(Kind::If, role, at.span);
    let (mut arms, mut too_deep) = (Vec::new(), None);
    nodes(l, |l, child, n| {
        if too_deep.is_some() {
            return;
        }
        match child.kind {
            K::Elif if l.room() < 2 => too_deep = Some(child.span.start),
            K::Elif => {
                let span = Span::new(child.span.start, at.span.end);
                let id = l.b.open(Kind::If, Role::Else, span);
                set_flags(l, id, Flags::ELIF);
                nodes(l, |l, part, n| {
                    l.lower(part, if n == 0 { Role::Cond } else { Role::Then });
                });
                arms.push(id);
            }
            _ => {
                let role = [Role::Cond, Role::Then, Role::Else][n.min(2)];
                l.lower(child, role);
            }
        }
    });
    if let Some(start) = too_deep {
        let span = Span::new(start, at.span.end);
        let id = l.b.leaf(Kind::Other, Role::Else, span);
        set_flags(l, id, Flags::TOO_DEEP);
        l.b.gap(GapKind::TooDeep, span);
    }
    for id in arms.into_iter().rev() {
        close_suite(l, id);
    }
    close_suite(l, first);
}

fn for_(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::ForEach, role, at.span);
    let roles = [Role::Target, Role::Iter, Role::Body, Role::Else];
    let mut n = 0;
    l.children(|l, child| match child.kind {
        K::Async => set_flags(l, id, Flags::ASYNC),
        kind if kind.is_token() => {}
        _ => {
            l.lower(child, roles[n.min(3)]);
            n += 1;
        }
    });
    close_suite(l, id);
}

fn try_(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::Try, role, at.span);
    nodes(l, |l, child, _| match child.kind {
        K::Except => {
            if except(l, child, Role::Catch) {
                set_flags(l, id, Flags::STAR);
            }
        }
        K::Finally => l.lower(child, Role::Finally),
        K::Block => l.lower(child, Role::Body),
        _ => l.lower(child, Role::Else),
    });
    close_suite(l, id);
}

/// Returns whether it is an `except*`.
fn except(l: &mut L<'_>, at: Node, role: Role) -> bool {
    let form = Exceptions::of(l);
    let id = l.b.open(Kind::Catch, role, at.span);
    let (mut n, mut tuple, mut star) = (0, None, false);
    l.children(|l, child| match child.kind {
        K::Op(Operator::Mul) => star = true,
        kind if kind.is_token() => {}
        K::Block => {
            close_tuple(l, tuple.take());
            l.lower(child, Role::Body);
        }
        K::As => nodes(l, |l, part, n| match n {
            0 if form == Exceptions::Tuple => elem(l, part, Role::Type, &mut tuple),
            0 => l.lower(part, Role::Type),
            _ => {
                close_tuple(l, tuple.take());
                name(l, part, id);
            }
        }),
        _ => {
            n += 1;
            match form {
                Exceptions::Tuple => elem(l, child, Role::Type, &mut tuple),
                Exceptions::TypeAndName if n == 2 => name(l, child, id),
                _ => l.lower(child, Role::Type),
            }
        }
    });
    close_tuple(l, tuple);
    close_suite(l, id);
    star
}

fn name(l: &mut L<'_>, at: Node, catch: NodeId) {
    let id = l.b.next_id();
    l.lower(at, Role::Name);
    let name = last_segment(l, id);
    set_name(l, catch, name);
}

/// What the expressions of an `except` mean when there are several.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Exceptions {
    /// One type, or none.
    One,
    /// Python 2: `except Error, e`.
    TypeAndName,
    /// Python 3.14: `except A, B` without parentheses.
    Tuple,
}

impl Exceptions {
    /// Exception classes are written with a capital or as a path; what is
    /// neither is the variable of Python 2.
    fn of(l: &mut L<'_>) -> Self {
        let (mut count, mut last_is_name) = (0, false);
        l.revisit(|l, child| {
            if !child.kind.is_token() && child.kind != K::Block {
                count += 1;
                last_is_name = matches!(child.kind, K::Ident | K::Metavar)
                    && !l.text(child.span).starts_with(char::is_uppercase);
            }
        });
        match count {
            0 | 1 => Self::One,
            2 if last_is_name => Self::TypeAndName,
            _ => Self::Tuple,
        }
    }
}

fn with(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::With, role, at.span);
    l.children(|l, child| match child.kind {
        K::Async => set_flags(l, id, Flags::ASYNC),
        K::Block => l.lower(child, Role::Body),
        kind if kind.is_token() => {}
        _ => l.lower(child, Role::Item),
    });
    close_suite(l, id);
}

/// `e` or `e as t`, also in parentheses.
fn with_item(l: &mut L<'_>, at: Node, role: Role) {
    nodes(l, |l, child, _| match child.kind {
        K::Ellipsis | K::MetavarSeq => l.lower(child, role),
        _ => {
            l.b.open(Kind::WithItem, role, at.span);
            with_value(l, child);
            l.b.close();
        }
    });
}

fn with_value(l: &mut L<'_>, at: Node) {
    if at.kind == K::Transparent && holds_as(l) {
        return nodes(l, |l, child, _| with_value(l, child));
    }
    match at.kind {
        K::As => nodes(l, |l, part, n| {
            l.lower(part, if n == 0 { Role::Value } else { Role::Target });
        }),
        _ => l.lower(at, Role::Value),
    }
}

fn holds_as(l: &mut L<'_>) -> bool {
    let mut found = false;
    l.revisit(|_, child| found |= child.kind == K::As);
    found
}

fn match_(l: &mut L<'_>, at: Node, role: Role) {
    let (mut subjects, mut comma) = (0, false);
    l.revisit(|_, child| match child.kind {
        K::Comma => comma = true,
        kind if !kind.is_token() && kind != K::Block => subjects += 1,
        _ => {}
    });
    let id = l.b.open(Kind::Switch, role, at.span);
    add_flags(l, id, Flags::MATCH);
    let mut tuple = None;
    nodes(l, |l, child, _| match child.kind {
        K::Block => {
            close_tuple(l, tuple.take());
            l.lower_children(Role::Case);
        }
        _ if subjects > 1 || comma => elem(l, child, Role::Cond, &mut tuple),
        _ => l.lower(child, Role::Cond),
    });
    close_tuple(l, tuple);
    close_suite(l, id);
}
