//! Imports.

use std::borrow::Cow;

use super::{K, L, Node, last_segment, nodes, set_flags, set_name};
use crate::{Flags, Kind, NameId, NodeId, Role, Span};

/// Lowers the node at the cursor if it is an import or a part of one.
pub(super) fn lower(l: &mut L<'_>, at: Node, role: Role) -> bool {
    match at.kind {
        K::Import => {
            l.b.open(Kind::Import, role, at.span);
            nodes(l, |l, child, _| item(l, child, Binds::First));
            l.b.close();
        }
        K::ImportFrom => import_from(l, at, role),
        K::FutureImport => future(l, at, role),
        K::DottedName | K::RelativeImport => dotted_name(l, at, role),
        K::AliasedImport | K::WildcardImport => {
            item(l, at, Binds::Last);
        }
        _ => return false,
    }
    true
}

/// Which segment of its path an import without alias binds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Binds {
    /// `import a.b` binds `a`.
    First,
    /// `from m import b` binds `b`.
    Last,
}

fn import_from(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::Import, role, at.span);
    set_flags(l, id, Flags::FROM);
    nodes(l, |l, child, n| match n {
        0 => path(l, child, Role::Module),
        _ => item(l, child, Binds::Last),
    });
    l.b.close();
}

fn future(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::Import, role, at.span);
    set_flags(l, id, Flags::FROM);
    l.children(|l, child| match child.kind {
        K::Future => {
            let module = l.b.open(Kind::DottedName, Role::Module, child.span);
            let segment = l.named(Kind::Ident, child.span, Role::Segment, Flags::NONE);
            let name = l.b.node(segment).name;
            set_name(l, module, name);
            l.b.close();
        }
        kind if kind.is_token() => {}
        _ => item(l, child, Binds::Last),
    });
    l.b.close();
}

/// One imported thing; a hole for any number of them stands by itself.
fn item(l: &mut L<'_>, at: Node, binds: Binds) {
    if at.kind.is_list_hole() {
        return l.lower(at, Role::Item);
    }
    let id = l.b.open(Kind::ImportItem, Role::Item, at.span);
    match at.kind {
        K::WildcardImport => set_flags(l, id, Flags::WILDCARD),
        K::AliasedImport => nodes(l, |l, child, n| match n {
            0 => path(l, child, Role::Path),
            _ => {
                let alias = l.b.next_id();
                l.lower(child, Role::Alias);
                let name = last_segment(l, alias);
                set_name(l, id, name);
            }
        }),
        _ => {
            let start = l.b.next_id();
            path(l, at, Role::Path);
            let name = bound_name(l, start, binds);
            set_name(l, id, name);
        }
    }
    l.b.close();
}

/// The name that an import of the path at `path` binds.
fn bound_name(l: &L<'_>, path: NodeId, binds: Binds) -> NameId {
    let end = l.b.next_id();
    let segment = match binds {
        _ if path >= end => return NameId::NONE,
        // The path's first child; a hole stands for the path and has none.
        Binds::First if NodeId::new(path.raw() + 1) < end => NodeId::new(path.raw() + 1),
        Binds::First => path,
        Binds::Last => NodeId::new(end.raw() - 1),
    };
    last_segment(l, segment)
}

/// A path; a lone hole stands for the whole of it.
fn path(l: &mut L<'_>, at: Node, role: Role) {
    if at.kind == K::DottedName && l.is_pattern() && l.child_count() == 1 {
        let mut is_hole = false;
        l.revisit(|_, child| is_hole = child.kind != K::Ident);
        if is_hole {
            return l.lower_children(role);
        }
    }
    l.lower(at, role);
}

/// `a.b`, `.`, `..a`.
fn dotted_name(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::DottedName, role, at.span);
    let name = intern_path(l, at.span);
    set_name(l, id, name);
    if at.kind == K::RelativeImport {
        set_flags(l, id, Flags::RELATIVE);
    }
    nodes(l, |l, child, _| match child.kind {
        K::DottedName => l.lower_children(Role::Segment),
        _ => l.lower(child, Role::Segment),
    });
    l.b.close();
}

/// The text of a path without blanks and line continuations.
fn intern_path(l: &mut L<'_>, span: Span) -> NameId {
    let text = l.text(span);
    let is_blank = |c: char| c.is_whitespace() || c == '\\';
    let path = if text.contains(is_blank) {
        Cow::Owned(text.replace(is_blank, ""))
    } else {
        Cow::Borrowed(text)
    };
    l.b.names.intern(&path)
}
