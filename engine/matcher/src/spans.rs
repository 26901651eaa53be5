//! What of the text is reported for a node.
//!
//! Ranges decide which findings are equal, what `pattern-not` removes and what
//! a fix replaces, so they must be those that existing rules were written
//! against. They differ from the node's own span in small ways: a `;` belongs
//! to an expression statement only, a `with` begins at its first item, a loop
//! ends before its `else`, parentheses around a Python expression belong to it.

use haechi_syntax::scope::Scopes;
use haechi_syntax::{Flags, Kind, Lang, NodeId, Role, Span, Tree};

/// The span under which a node is reported.
pub(crate) fn reported(tree: &Tree, scopes: &Scopes, t: NodeId) -> Span {
    let span = written(tree, scopes, t);
    if tree.lang == Lang::Python && tree.kind(t).is_expression() {
        with_parentheses(tree, scopes, t, span)
    } else {
        span
    }
}

/// Like [`reported`], without parentheses around an expression.
pub(crate) fn written(tree: &Tree, scopes: &Scopes, t: NodeId) -> Span {
    let span = tree.span(t);
    match tree.kind(t) {
        Kind::With | Kind::Delete => match tree.children(t).next() {
            Some(first) => Span::new(tree.span(first).start, span.end),
            None => span,
        },
        Kind::If | Kind::While | Kind::For | Kind::ForEach | Kind::Labeled => {
            Span::new(span.start, end_of_compound(tree, scopes, t))
        }
        // A list in parentheses ends with its last item.
        Kind::Import if tree.lang == Lang::Python => {
            let last = tree.children(t).last();
            Span::new(
                span.start,
                last.map_or(span.end, |item| tree.span(item).end),
            )
        }
        Kind::Call => match tree.child(t, Role::Args) {
            Some(args) => Span::new(span.start, tree.span(args).end),
            None => span,
        },
        Kind::DoWhile => match tree.child(t, Role::Cond) {
            Some(cond) => Span::new(span.start, tree.span(cond).end),
            None => span,
        },
        Kind::VarDecl if tree.flags(t).has(Flags::FIELD) => without_semicolon(tree, span),
        Kind::Throw if tree.lang == Lang::Python => {
            let end = tree.child(t, Role::Value).map(|value| tree.span(value).end);
            Span::new(span.start, end.unwrap_or(span.end))
        }
        Kind::Return
        | Kind::Throw
        | Kind::Import
        | Kind::Package
        | Kind::Break
        | Kind::Continue
        | Kind::Assert
        | Kind::YieldStmt
            if tree.lang == Lang::Java =>
        {
            without_semicolon(tree, span)
        }
        Kind::Class if tree.flags(t).has(Flags::ENUM) => enum_span(tree, scopes, t, span),
        Kind::Function if tree.lang == Lang::Java => function_span(tree, t, span),
        Kind::Lambda if tree.lang == Lang::Java => lambda_span(tree, t, span),
        _ => span,
    }
}

/// The end of a statement that ends with another one. An `else` of a loop is
/// no part of it.
fn end_of_compound(tree: &Tree, scopes: &Scopes, t: NodeId) -> u32 {
    let is_loop = tree.kind(t) != Kind::If;
    tree.children(t)
        .filter(|kid| !is_loop || tree.role(*kid) == Role::Body)
        .last()
        .map_or(tree.span(t).end, |last| reported(tree, scopes, last).end)
}

fn without_semicolon(tree: &Tree, span: Span) -> Span {
    let text = tree.slice(span);
    let cut = text.strip_suffix(';').map_or(text, str::trim_end);
    Span::new(
        span.start,
        span.start + u32::try_from(cut.len()).unwrap_or(span.len()),
    )
}

/// From the name, unless there are modifiers, to the last member.
fn enum_span(tree: &Tree, scopes: &Scopes, t: NodeId, span: Span) -> Span {
    let start = match (tree.child(t, Role::Attr), tree.child(t, Role::Name)) {
        (None, Some(name)) => tree.span(name).start,
        _ => span.start,
    };
    let end = tree
        .child(t, Role::Body)
        .and_then(|body| tree.children(body).last())
        .map_or_else(
            || {
                tree.children(t)
                    .filter(|kid| tree.role(*kid) != Role::Body)
                    .last()
                    .map_or(span.end, |last| tree.span(last).end)
            },
            |last| reported(tree, scopes, last).end,
        );
    Span::new(start, end)
}

/// Type parameters are no part of a method that begins with them.
fn function_span(tree: &Tree, t: NodeId, span: Span) -> Span {
    let first = tree
        .children(t)
        .find(|kid| tree.role(*kid) != Role::TypeParam);
    match first {
        Some(first) if tree.child(t, Role::TypeParam).is_some() => {
            Span::new(tree.span(first).start, span.end)
        }
        _ => span,
    }
}

/// From the first parameter, or the arrow.
fn lambda_span(tree: &Tree, t: NodeId, span: Span) -> Span {
    let Some(params) = tree.child(t, Role::Params) else {
        return span;
    };
    let first = tree.children(params).next();
    let start = first.map(|param| tree.span(param).start).or_else(|| {
        let from = tree.span(params).end;
        let at = tree.slice(Span::new(from, span.end)).find("->")?;
        Some(from + u32::try_from(at).ok()?)
    });
    Span::new(start.unwrap_or(span.start), span.end)
}

/// Whether parentheses are written around an expression.
pub(crate) fn is_parenthesized(tree: &Tree, scopes: &Scopes, t: NodeId) -> bool {
    let span = tree.span(t);
    with_parentheses(tree, scopes, t, span) != span
}

/// An expression with the parentheses that are written around it alone. Those
/// of a call's arguments are not.
fn with_parentheses(tree: &Tree, scopes: &Scopes, t: NodeId, span: Span) -> Span {
    let parent = scopes.parent(t);
    let limit = tree.span(parent);
    let owned = matches!(
        tree.kind(parent),
        Kind::Args | Kind::Params | Kind::Tuple | Kind::Comprehension | Kind::Import | Kind::PatSeq
    );
    let text = tree.text().as_bytes();
    let mut span = span;
    loop {
        let before = text
            .get(..span.start as usize)
            .and_then(|text| text.iter().rposition(|b| !b.is_ascii_whitespace()));
        let after = text.get(span.end as usize..).and_then(|text| {
            text.iter()
                .position(|b| !b.is_ascii_whitespace())
                .map(|at| at + span.end as usize)
        });
        let (Some(before), Some(after)) = (before, after) else {
            return span;
        };
        if text[before] != b'(' || text[after] != b')' {
            return span;
        }
        let wider = Span::new(
            u32::try_from(before).unwrap_or(span.start),
            u32::try_from(after + 1).unwrap_or(span.end),
        );
        // The outermost pair of a list of arguments is the list's own.
        if wider.start < limit.start || wider.end > limit.end || (owned && wider == limit) {
            return span;
        }
        if owned && wider.start == limit.start {
            return span;
        }
        span = wider;
    }
}
