//! Patterns over Python: the holes, and the way from a pattern's text to its
//! tree.

use std::sync::LazyLock;

use haechi_grammar_python::entry;

use super::{K, L, Node, Python, last_segment, nodes, set_flags, set_name};
use crate::lang::PatternError;
use crate::lang::lower::Grammar;
use crate::lang::pattern::parse_pattern as parse_with_entries;
use crate::{Flags, Kind, NodeId, Role, Tree};

static PATTERN: LazyLock<Grammar<Python>> =
    LazyLock::new(|| Grammar::new(haechi_grammar_python::PATTERN));

/// Lowers the node at the cursor if it is a hole.
pub(super) fn lower(l: &mut L<'_>, at: Node, role: Role) -> bool {
    match at.kind {
        K::Metavar => {
            l.named(Kind::Metavar, at.span, role, Flags::NONE);
        }
        K::MetavarSeq => {
            l.named(Kind::MetavarSeq, at.span, role, Flags::NONE);
        }
        K::Ellipsis => {
            let kind = if l.is_pattern() {
                Kind::Ellipsis
            } else {
                Kind::EllipsisLit
            };
            l.leaf(kind, at, role, Flags::NONE);
        }
        K::TypedMetavar => typed(l, at, role),
        K::PatternRoot => l.lower_children(role),
        _ => return false,
    }
    true
}

/// `$X: T`; the type comes first in the tree.
fn typed(l: &mut L<'_>, at: Node, role: Role) {
    let id = l.b.open(Kind::TypedMetavar, role, at.span);
    let name_at = l.b.next_id();
    nodes(l, |l, child, n| {
        let start = l.b.next_id();
        if n == 0 {
            l.lower(child, Role::Name);
            let name = last_segment(l, start);
            set_name(l, id, name);
        } else {
            l.lower(child, Role::Type);
            l.b.move_front(start, name_at);
        }
    });
    l.b.close();
}

/// Parses and lowers a pattern.
pub(in crate::lang) fn parse_pattern(text: &str) -> Result<Tree, PatternError> {
    let entries = [
        (entry::EXPRESSION, Flags::P_EXPR),
        (entry::STATEMENTS, Flags::P_STMTS),
        (entry::PARTIAL, Flags::P_PARTIAL),
    ];
    // A failed try costs more than a parse; no expression begins like this.
    let entries = match begins_statement(text) {
        true => &entries[1..],
        false => &entries[..],
    };
    parse_with_entries(&PATTERN, entries, text, |l, entry| {
        let id = NodeId::ROOT;
        if entry == Flags::P_EXPR {
            return nodes(l, |l, child, _| l.lower(child, Role::Value));
        }
        if entry == Flags::P_PARTIAL {
            return nodes(l, |l, child, _| {
                let role = partial_role(child.kind);
                l.lower(child, role);
            });
        }
        let first = l.b.next_id();
        nodes(l, |l, child, _| l.lower(child, Role::Stmt));
        if is_partial(l, first) {
            set_flags(l, id, Flags::P_PARTIAL);
        }
    })
}

/// Whether the text begins with what no expression begins with.
fn begins_statement(text: &str) -> bool {
    let text = text.trim_start();
    let end = text
        .find(|c: char| !c.is_ascii_lowercase())
        .unwrap_or(text.len());
    text.starts_with('@')
        || matches!(
            &text[..end],
            "assert"
                | "class"
                | "def"
                | "del"
                | "for"
                | "from"
                | "if"
                | "import"
                | "raise"
                | "return"
                | "try"
                | "while"
                | "with"
        ) && !text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// What a partial form is to the statement that it is a part of.
fn partial_role(kind: K) -> Role {
    match kind {
        K::Decorator => Role::Attr,
        K::Except => Role::Catch,
        K::Finally => Role::Finally,
        K::Case => Role::Case,
        K::Transparent | K::Elif => Role::Else,
        _ => Role::Stmt,
    }
}

/// Whether the statements since `first` are a lone `try` without handlers.
fn is_partial(l: &L<'_>, first: NodeId) -> bool {
    let end = l.b.next_id();
    if first >= end {
        return false;
    }
    let node = l.b.node(first);
    let is_alone = first.raw() + node.size == end.raw();
    node.kind == Kind::Try && is_alone && {
        let body = l.b.node(NodeId::new(first.raw() + 1));
        node.size == body.size + 1
    }
}
