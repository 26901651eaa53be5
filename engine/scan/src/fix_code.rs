//! Fix templates that are expressions, filled in as code rather than as text.
//!
//! Text alone goes wrong where code has structure:
//!
//! ```text
//! template          bound to            as text          as code
//! bar($X * 2)       $X = 5 + 3          bar(5 + 3 * 2)   bar(((5 + 3) * 2))
//! f($...A, b=1)     $...A = nothing     f(, b=1)         f(b=1)
//! g("$S")           "$S" = 'a "b"'      g("a "b"")       g('a "b"')
//! ```
//!
//! Operations of a Python template are put in parentheses throughout, as the reference
//! engine does: whatever surrounds the place cannot change what they mean.

use haechi_matcher::Binding;
use haechi_syntax::{Flags, Kind, Lang, NodeId, Role, Span, Tree};

use crate::template::fill;

/// The filled-in template; `None` if it is no expression of the language.
pub(crate) fn fill_code(template: &str, bindings: &[Binding], code: &Tree) -> Option<String> {
    let tree = code.lang.parse_pattern(template).ok()?;
    if !tree.flags(NodeId::ROOT).has(Flags::P_EXPR) {
        return None;
    }
    let mut edits: Vec<(Span, String)> = Vec::new();
    for node in tree.subtree(NodeId::ROOT) {
        let span = tree.span(node);
        let bound = bindings.iter().find(|b| *b.name == *tree.name(node));
        match (tree.kind(node), bound) {
            (Kind::Metavar, Some(bound)) => edits.push((span, operand(&tree, node, bound, code))),
            (Kind::MetavarSeq, Some(bound)) if bound.text.trim().is_empty() => {
                edits.push((without_comma(template, span), String::new()));
            }
            (Kind::MetavarSeq, Some(bound)) => edits.push((span, bound.text.to_string())),
            (Kind::Str, _) => edits.push((span, literal(&tree, node, bindings, code))),
            (Kind::Binary | Kind::CompareChain, _)
                if code.lang == Lang::Python && !is_wrapped(template, span) =>
            {
                edits.push((Span::new(span.start, span.start), "(".to_owned()));
                edits.push((Span::new(span.end, span.end), ")".to_owned()));
            }
            _ => {}
        }
    }
    Some(edited(template, edits))
}

/// The text of a metavariable, in parentheses where an operator around it could tear it apart.
fn operand(tree: &Tree, node: NodeId, bound: &Binding, code: &Tree) -> String {
    let exposed = matches!(
        tree.role(node),
        Role::Left | Role::Right | Role::Operand | Role::Object | Role::Callee
    );
    let loose = bound.nodes.first().is_some_and(|n| {
        matches!(
            code.kind(*n),
            Kind::Binary
                | Kind::CompareChain
                | Kind::Unary
                | Kind::Conditional
                | Kind::Lambda
                | Kind::Assign
                | Kind::Walrus
                | Kind::Await
                | Kind::Yield
                | Kind::Cast
                | Kind::InstanceOf
                | Kind::Switch
        )
    });
    if exposed && loose {
        format!("({})", bound.text)
    } else {
        bound.text.to_string()
    }
}

/// A string literal of the template. One that is just a metavariable becomes the literal that it was bound
/// in, with that one's quotes.
fn literal(tree: &Tree, node: NodeId, bindings: &[Binding], code: &Tree) -> String {
    let inner = tree.str_text(node);
    let whole = bindings.iter().find(|b| *b.name == *inner);
    let original = whole.and_then(|b| {
        let literal = *b.nodes.first()?;
        (code.kind(literal) == Kind::Str && code.str_text(literal) == &*b.text)
            .then(|| code.source(literal))
    });
    original.map_or_else(|| fill(tree.source(node), bindings), str::to_owned)
}

/// The span of an empty sequence and of the comma that separated it.
fn without_comma(template: &str, span: Span) -> Span {
    let bytes = template.as_bytes();
    let mut end = span.end as usize;
    while bytes.get(end).is_some_and(u8::is_ascii_whitespace) {
        end += 1;
    }
    if bytes.get(end) == Some(&b',') {
        end += 1;
        while bytes.get(end).is_some_and(u8::is_ascii_whitespace) {
            end += 1;
        }
        return Span::new(span.start, u32::try_from(end).unwrap_or(span.end));
    }
    let mut start = span.start as usize;
    while start > 0 && bytes[start - 1].is_ascii_whitespace() {
        start -= 1;
    }
    if start > 0 && bytes[start - 1] == b',' {
        start -= 1;
        return Span::new(u32::try_from(start).unwrap_or(span.start), span.end);
    }
    span
}

fn is_wrapped(template: &str, span: Span) -> bool {
    let (before, after) = (
        &template[..span.start as usize],
        &template[span.end as usize..],
    );
    let opens = before.trim_end().ends_with('(');
    let is_group = |c: char| !(c.is_alphanumeric() || "_)]\"'".contains(c));
    let before_open = before.trim_end().strip_suffix('(').unwrap_or("").trim_end();
    opens
        && after.trim_start().starts_with(')')
        && before_open.chars().next_back().is_none_or(is_group)
}

/// Applies edits that nest or follow one another, never cross. At one place closing comes first.
fn edited(template: &str, mut edits: Vec<(Span, String)>) -> String {
    edits.sort_by_key(|(span, text)| (span.start, u8::from(text != ")"), span.end));
    let mut out = String::with_capacity(template.len() + 16);
    let mut done = 0;
    for (span, text) in edits {
        let start = span.start as usize;
        if start < done {
            continue;
        }
        out.push_str(&template[done..start]);
        out.push_str(&text);
        done = span.end as usize;
    }
    out.push_str(&template[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fills a template with metavariables bound to the arguments of `f(…)` in the code.
    fn filled(template: &str, args: &str) -> String {
        let code = Lang::Python.parse(format!("f({args})").into());
        let list = code
            .subtree(NodeId::ROOT)
            .find(|n| code.kind(*n) == Kind::Args)
            .unwrap();
        let bindings: Vec<Binding> = code
            .children(list)
            .zip(["$A", "$B"])
            .map(|(node, name)| {
                let is_text = code.kind(node) == Kind::Str;
                let text = if is_text {
                    code.str_text(node)
                } else {
                    code.source(node)
                };
                Binding {
                    name: name.into(),
                    span: code.span(node),
                    text: text.into(),
                    value: None,
                    nodes: std::iter::once(node).collect(),
                }
            })
            .chain([Binding {
                name: "$...N".into(),
                span: Span::default(),
                text: "".into(),
                value: None,
                nodes: Default::default(),
            }])
            .collect();
        fill_code(template, &bindings, &code).expect("an expression")
    }

    #[test]
    fn operations_keep_their_meaning() {
        assert_eq!(filled("g($A * 2)", "5 + 3"), "g(((5 + 3) * 2))");
        assert_eq!(filled("$A.m()", "x if y else z"), "(x if y else z).m()");
        assert_eq!(filled("g($A)", "5 + 3"), "g(5 + 3)");
        assert_eq!(filled("($A + 1)", "x"), "(x + 1)");
        assert_eq!(filled("$A + $B + 1", "x, y"), "((x + y) + 1)");
    }

    #[test]
    fn empty_sequences_leave_no_comma() {
        assert_eq!(filled("g($...N, a=1)", "x"), "g(a=1)");
        assert_eq!(filled("g(a=1, $...N)", "x"), "g(a=1)");
        assert_eq!(filled("g($...N)", "x"), "g()");
    }

    #[test]
    fn strings_keep_their_quotes() {
        assert_eq!(filled("g(\"$A\")", "'a \"b\"'"), "g('a \"b\"')");
        assert_eq!(filled("g(\"x $A\")", "'b'"), "g(\"x b\")");
    }
}
