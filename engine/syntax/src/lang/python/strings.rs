//! String literals and f-strings.
//!
//! The text of a string is read from the file, not from the grammar's nodes:
//! `f"a{x}b"` has the parts `a`, `{x}` and `b`, and what is no hole is text,
//! escapes included.

use super::{K, L, Node, nodes, set_flags, set_name};
use crate::{Flags, Kind, NodeId, Role, Span};

/// A string literal, or an f-string with holes.
pub(super) fn string(l: &mut L<'_>, at: Node, role: Role) {
    let text = l.text(at.span);
    if text.starts_with('`') {
        // Python 2's `repr`, which the grammar takes for a string.
        let id = l.leaf(Kind::Other, at, role, Flags::NONE);
        let name = l.b.names.intern("repr");
        return set_name(l, id, name);
    }
    let (flags, opening, closing) = delimiters(text);
    if !flags.has(Flags::FORMAT) && !l.has_error_here() {
        l.leaf(Kind::Str, at, role, flags);
        return;
    }
    let text = Span::new(
        (at.span.start + opening).min(at.span.end),
        at.span.end.saturating_sub(closing).max(at.span.start),
    );
    let id = l.b.open(Kind::Str, role, at.span);
    set_flags(l, id, flags);
    parts(l, id, text);
    l.b.close();
}

/// What the prefix and the quotes say: flags, and the length of what stands
/// before and after the text.
fn delimiters(text: &str) -> (Flags, u32, u32) {
    let bytes = text.as_bytes();
    let mut flags = Flags::NONE;
    let mut prefix = 0;
    for byte in bytes {
        flags = flags.with(match byte {
            b'f' | b'F' | b't' | b'T' => Flags::FORMAT,
            b'r' | b'R' => Flags::RAW,
            b'b' | b'B' => Flags::BYTES,
            b'u' | b'U' => Flags::UNICODE,
            _ => break,
        });
        prefix += 1;
    }
    let quotes = &bytes[prefix..];
    let triple = quotes.len() >= 6 && (quotes.starts_with(b"\"\"\"") || quotes.starts_with(b"'''"));
    let quote = if triple { 3 } else { 1 };
    let opening = u32::try_from(prefix).unwrap_or(0) + quote;
    (flags.with_if(Flags::TRIPLE, triple), opening, quote)
}

/// Lowers the holes of the string at the cursor and the text around them. The
/// first hole makes the node an `FString`.
fn parts(l: &mut L<'_>, id: NodeId, text: Span) {
    let has_error = l.has_error_here();
    let mut from = text.start;
    nodes(l, |l, child, _| {
        if child.kind == K::Interpolation {
            l.b.node_mut(id).kind = Kind::FString;
            part(l, id, Span::new(from, child.span.start), has_error);
            from = child.span.end;
        }
        l.lower(child, Role::Part);
    });
    if l.b.node(id).kind == Kind::FString {
        part(l, id, Span::new(from, text.end), has_error);
    }
}

fn part(l: &mut L<'_>, id: NodeId, mut span: Span, has_error: bool) {
    if has_error {
        // What stands before an error is left to the error.
        let errors = l.b.since(id).iter().filter(|n| n.kind == Kind::Error);
        let end = errors.map(|error| error.span.end).max();
        span.start = span.start.max(end.unwrap_or(0));
    }
    if span.start < span.end {
        l.b.leaf(Kind::StrPart, Role::Part, span);
    }
}

/// `{e!r:spec}`.
pub(super) fn interpolation(l: &mut L<'_>, at: Node, role: Role) {
    l.b.open(Kind::Interp, role, at.span);
    nodes(l, |l, child, _| match child.kind {
        K::FormatSpecifier => l.lower(child, Role::Spec),
        _ => l.lower(child, Role::Value),
    });
    l.b.close();
}

/// `:spec`, which may have holes.
pub(super) fn format_specifier(l: &mut L<'_>, at: Node, role: Role) {
    let span = Span::new((at.span.start + 1).min(at.span.end), at.span.end);
    let id = l.b.open(Kind::FString, role, span);
    parts(l, id, span);
    l.b.close();
}
