//! Plain values: lists, lists of texts, free-form trees.

use serde_json::Value;

use super::{Cx, Read};
use crate::diag::Code;
use crate::mvar::Mvar;
use crate::source::Text;
use crate::yaml::{Node, Plain};

/// The items of a list.
pub(crate) fn list<'d>(cx: &mut Cx<'_>, node: Node<'d>, what: &str) -> Read<Vec<Node<'d>>> {
    match node.items() {
        Some(items) => Ok(items.collect()),
        None => Err(cx.wrong_type(node, what, "a list (lines that begin with `- `)")),
    }
}

/// A list of texts.
pub(crate) fn texts(cx: &mut Cx<'_>, node: Node<'_>, what: &str) -> Read<Vec<Text>> {
    let mut found = Vec::new();
    let mut failed = None;
    for item in list(cx, node, what)? {
        match item.text().filter(|_| !item.is_null()) {
            Some(text) => found.push(text),
            None => failed = Some(cx.wrong_type(item, &format!("an item of {what}"), "text")),
        }
    }
    failed.map_or(Ok(found), Err)
}

/// One text or a list of them.
pub(super) fn one_or_more(cx: &mut Cx<'_>, node: Node<'_>, what: &str) -> Read<Vec<Text>> {
    match node.text() {
        Some(text) => Ok(vec![text]),
        None => texts(cx, node, what),
    }
}

/// A metavariable.
pub(super) fn mvar(cx: &mut Cx<'_>, text: &Text) -> Read<Mvar> {
    if let Some(mvar) = Mvar::parse(text.as_str()) {
        return Ok(mvar);
    }
    let written = text.as_str();
    let message = format!("`{written}` is not a metavariable");
    let bare = written.trim_start_matches('$');
    let upper: String = bare
        .chars()
        .map(|c| {
            if c.is_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                '_'
            }
        })
        .collect();
    let suggestion = format!("${upper}");
    let advice = match Mvar::parse(&suggestion) {
        Some(_) if suggestion != written => format!("did you mean `{suggestion}`?"),
        _ => "a metavariable is `$` and a name in upper case, such as `$X` or `$...ARGS`".into(),
    };
    Err(cx.error_with(Code::InvalidMetavariable, text.span(), message, advice))
}

/// A free-form tree. A key given twice keeps its last value.
pub(crate) fn json(cx: &mut Cx<'_>, node: Node<'_>) -> Value {
    if let Some(items) = node.items() {
        return Value::Array(items.map(|item| json(cx, item)).collect());
    }
    if let Some(entries) = node.entries() {
        let mut map = serde_json::Map::new();
        for (key, value) in entries {
            let Some(name) = key.scalar() else {
                cx.warn(
                    Code::WrongType,
                    key.head(),
                    "a key must be text; it is left out",
                );
                continue;
            };
            let value = json(cx, value);
            if map.insert(name.to_owned(), value).is_some() {
                let message = format!("the key `{name}` is given twice; the last one holds");
                cx.warn(Code::DuplicateKey, key.span(), message);
            }
        }
        return Value::Object(map);
    }
    match node.plain() {
        None | Some(Plain::Null) => Value::Null,
        Some(Plain::Bool(b)) => Value::Bool(b),
        Some(Plain::Int(n)) => Value::from(n),
        // Versions such as 1.10 would lose their zero as numbers.
        Some(Plain::Float(x)) if format!("{x:?}") == node.scalar().unwrap_or("") => Value::from(x),
        Some(Plain::Float(_)) => Value::from(node.scalar().unwrap_or("")),
        Some(Plain::Text(text)) => Value::from(text),
    }
}
