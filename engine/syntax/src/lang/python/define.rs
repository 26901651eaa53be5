//! Functions, classes, their parameters, decorators and type parameters.

use super::{
    K, L, Node, add_flags, close_suite, last_segment, nodes, regroup, set_flags, set_name,
};
use crate::{Flags, Kind, NodeId, Role, Span};

/// Lowers the node at the cursor if it is a definition or a part of one.
pub(super) fn lower(l: &mut L<'_>, at: Node, role: Role) -> bool {
    match at.kind {
        K::Function => {
            let id = l.b.open(Kind::Function, role, at.span);
            function(l, id);
            close_suite(l, id);
        }
        K::Class => {
            let id = l.b.open(Kind::Class, role, at.span);
            class(l, id);
            close_suite(l, id);
        }
        K::Decorated => decorated(l, at, role),
        K::Decorator => decorator(l, at, role),
        K::Parameters => parameters(l, at),
        K::TypedParameter
        | K::DefaultParameter
        | K::TypedDefaultParameter
        | K::KeywordSeparator
        | K::PositionalSeparator => parameter(l, at, role),
        K::TypeAlias if regroup::is_alias(l) => type_alias(l, at, role),
        K::TypeAlias if l.has_error_here() => {
            l.other(at, role);
        }
        K::TypeAlias => regroup::mistaken_alias(l, at, role),
        K::TypeParameters => nodes(l, |l, child, _| type_parameter(l, child)),
        _ => return false,
    }
    true
}

/// Decorators are attributes of the definition, which begins at the first.
fn decorated(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::Function, role, at.span);
    nodes(l, |l, child, _| match child.kind {
        K::Function => function(l, id),
        K::Class => class(l, id),
        _ => l.lower(child, Role::Attr),
    });
    close_suite(l, id);
}

fn decorator(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::Decorator, role, at.span);
    nodes(l, |l, child, _| {
        let value = l.b.next_id();
        l.lower(child, Role::Value);
        let name = match l.b.node(value) {
            node if node.kind == Kind::Call => node.name,
            _ => last_segment(l, value),
        };
        set_name(l, id, name);
    });
    l.b.close();
}

/// The parts of the function at the cursor, below the open node `id`. Type
/// parameters and the return type, written behind the name, come before it.
fn function(l: &mut L<'_>, id: NodeId) {
    let mut name_at = None;
    l.children(|l, child| {
        let start = l.b.next_id();
        match child.kind {
            K::Async => set_flags(l, id, Flags::ASYNC),
            kind if kind.is_token() => {}
            K::TypeParameters => nodes(l, |l, child, _| type_parameter(l, child)),
            K::Parameters => parameters(l, child),
            K::Block => {
                l.lower(child, Role::Body);
                l.done();
            }
            K::Type => l.lower(child, Role::Type),
            _ => {
                name_at = Some(start);
                own_name(l, child, id);
            }
        }
        if matches!(child.kind, K::Type | K::TypeParameters)
            && let Some(to) = name_at
        {
            l.b.move_front(start, to);
            let moved = l.b.next_id().raw() - start.raw();
            name_at = Some(NodeId::new(to.raw() + moved));
        }
    });
}

/// Lowers the child at the cursor as the name of the open node `id`.
fn own_name(l: &mut L<'_>, child: Node, id: NodeId) {
    let start = l.b.next_id();
    l.lower(child, Role::Name);
    let name = last_segment(l, start);
    set_name(l, id, name);
}

/// The parts of the class at the cursor, below the open node `id`.
fn class(l: &mut L<'_>, id: NodeId) {
    let node = l.b.node_mut(id);
    node.kind = Kind::Class;
    node.flags = Flags::CLASS;
    nodes(l, |l, child, _| match child.kind {
        K::TypeParameters => nodes(l, |l, child, _| type_parameter(l, child)),
        K::ArgumentList => l.lower_children(Role::Super),
        K::Block => {
            let body = l.b.open(Kind::ClassBody, Role::Body, child.span);
            l.lower_children(Role::Member);
            close_suite(l, body);
            l.done();
        }
        _ => own_name(l, child, id),
    });
}

/// The parameters of a function or lambda.
pub(super) fn parameters(l: &mut L<'_>, at: Node) {
    l.b.open(Kind::Params, Role::Params, at.span);
    nodes(l, |l, child, _| parameter(l, child, Role::Param));
    l.b.close();
}

fn parameter(l: &mut L<'_>, at: Node, role: Role) {
    let flags = match at.kind {
        kind if kind.is_list_hole() => return l.lower(at, role),
        K::KeywordSeparator => {
            l.leaf(Kind::ParamSep, at, role, Flags::VARARGS);
            return;
        }
        K::PositionalSeparator => {
            l.leaf(Kind::ParamSep, at, role, Flags::NONE);
            return;
        }
        _ => Flags::NONE,
    };
    let id = l.b.open(Kind::Param, role, at.span);
    set_flags(l, id, flags);
    match at.kind {
        K::TypedParameter | K::TypedDefaultParameter | K::DefaultParameter => {
            let name_at = l.b.next_id();
            nodes(l, |l, child, n| match child.kind {
                _ if n == 0 => parameter_name(l, child, id),
                K::Type => {
                    let start = l.b.next_id();
                    l.lower(child, Role::Type);
                    l.b.move_front(start, name_at);
                }
                _ => l.lower(child, Role::Default),
            });
        }
        _ => parameter_name(l, at, id),
    }
    l.b.close();
}

/// The name of the parameter `id`, with its stars.
fn parameter_name(l: &mut L<'_>, at: Node, id: NodeId) {
    let flags = match at.kind {
        K::SplatPattern => Flags::VARARGS,
        K::DictSplatPattern => Flags::KWARGS,
        _ => return own_name(l, at, id),
    };
    add_flags(l, id, flags);
    nodes(l, |l, child, _| own_name(l, child, id));
}

/// `T`, `T: bound`, `*Ts`, `**P`.
fn type_parameter(l: &mut L<'_>, at: Node) {
    // A `type` with the parameter below it.
    nodes(l, |l, child, _| {
        if child.kind.is_list_hole() {
            return l.lower(child, Role::TypeParam);
        }
        let id = l.b.open(Kind::TypeParam, Role::TypeParam, at.span);
        match child.kind {
            K::ConstrainedType => constrained(l, id, true),
            K::SplatType => type_parameter_splat(l, child, id),
            _ => own_name(l, child, id),
        }
        l.b.close();
    });
}

/// `T: bound = default`, where both signs may be colons to the parser
/// ([`mend`](super::mend)).
fn constrained(l: &mut L<'_>, id: NodeId, is_first: bool) {
    let mut end = 0;
    nodes(l, |l, part, n| {
        let is_default = l.text(Span::new(end, part.span.start)).contains('=');
        end = part.span.end;
        match n {
            0 if is_first => type_parameter_name(l, id),
            0 => l.lower(part, Role::Bound),
            _ if is_default => l.lower(part, Role::Default),
            _ => nodes(l, |l, inner, _| match inner.kind {
                K::ConstrainedType => constrained(l, id, false),
                _ => l.lower(inner, Role::Bound),
            }),
        }
    });
}

/// The name in a `type`, with its stars.
fn type_parameter_name(l: &mut L<'_>, id: NodeId) {
    nodes(l, |l, child, _| {
        if child.kind == K::SplatType {
            type_parameter_splat(l, child, id);
        } else {
            own_name(l, child, id);
        }
    });
}

fn type_parameter_splat(l: &mut L<'_>, at: Node, id: NodeId) {
    let double = l.text(at.span).starts_with("**");
    let flags = if double {
        Flags::KWARGS
    } else {
        Flags::VARARGS
    };
    set_flags(l, id, flags);
    nodes(l, |l, name, _| own_name(l, name, id));
}

/// `type X[T] = e`.
fn type_alias(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::TypeAlias, role, at.span);
    nodes(l, |l, child, n| match n {
        0 => nodes(l, |l, left, _| match left.kind {
            K::GenericType => nodes(l, |l, part, _| match part.kind {
                K::TypeParameters => nodes(l, |l, child, _| type_parameter(l, child)),
                _ => own_name(l, part, id),
            }),
            _ => own_name(l, left, id),
        }),
        _ => l.lower(child, Role::Value),
    });
    l.b.close();
}
