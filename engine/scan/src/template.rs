//! Texts with metavariables: messages and fixes.
//!
//! `$X` becomes the text that it is bound to, `value($X)` the constant that it is
//! known to hold (else the text). What is filled in is not looked at again.

use std::borrow::Cow;

use haechi_matcher::Binding;
use haechi_rule::mvar::metavariable_len;

/// Fills in a text. Metavariables that are not bound stay as they are written.
pub fn fill(template: &str, bindings: &[Binding]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('$') {
        let (before, tail) = rest.split_at(at);
        let Some(length) = metavariable_len(tail) else {
            out.push_str(before);
            out.push('$');
            rest = &tail[1..];
            continue;
        };
        let (name, after) = tail.split_at(length);
        let as_value = before.strip_suffix("value(").zip(after.strip_prefix(')'));
        match (bindings.iter().find(|b| &*b.name == name), as_value) {
            (Some(binding), Some((before, after))) => {
                out.push_str(before);
                out.push_str(binding.value.as_deref().unwrap_or(&binding.text));
                rest = after;
            }
            (Some(binding), None) => {
                out.push_str(before);
                out.push_str(&binding.text);
                rest = after;
            }
            (None, _) => {
                out.push_str(before);
                out.push_str(name);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A replacement of several lines, its lines after the first indented like the
/// line that it goes into. A replacement of one line stays as it is.
pub fn indent_like<'r>(replacement: &'r str, text: &str, start: usize) -> Cow<'r, str> {
    if !replacement.contains('\n') {
        return Cow::Borrowed(replacement);
    }
    let line_start = text[..start].rfind('\n').map_or(0, |n| n + 1);
    let indent: String = text[line_start..start]
        .chars()
        .take_while(|c| *c == ' ' || *c == '\t')
        .collect();
    let mut out = String::new();
    for (n, line) in replacement.split('\n').enumerate() {
        if n > 0 {
            out.push('\n');
            if !line.is_empty() {
                out.push_str(&indent);
            }
        }
        out.push_str(line);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use haechi_syntax::Span;

    fn binding(name: &str, text: &str, value: Option<&str>) -> Binding {
        Binding {
            name: name.into(),
            span: Span::default(),
            text: text.into(),
            value: value.map(Into::into),
            nodes: Default::default(),
        }
    }

    #[test]
    fn names_values_and_what_is_not_bound() {
        let bindings = [
            binding("$X", "a$Y", Some("5")),
            binding("$XY", "long", None),
            binding("$...A", "p, q", None),
        ];
        assert_eq!(
            fill("$X/value($X)/$XY/$Z costs $5", &bindings),
            "a$Y/5/long/$Z costs $5"
        );
        assert_eq!(fill("f($...A) value($XY)", &bindings), "f(p, q) long");
        assert_eq!(fill("$", &bindings), "$");
    }

    #[test]
    fn later_lines_are_indented_like_the_place() {
        let text = "if x:\n    bad()\n";
        assert_eq!(indent_like("a\nb\n\n", text, 10), "a\n    b\n\n");
        assert_eq!(indent_like("a", text, 10), "a");
    }
}
