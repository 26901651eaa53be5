//! `mode: join`.

use haechi_syntax::Span;

use super::fields::Fields;
use super::values::mvar;
use super::{Cx, Read, list, words};
use crate::diag::Code;
use crate::join::{JoinOn, JoinOp, JoinRef, JoinSpec, JoinTerm};
use crate::rule::Rule;
use crate::source::Text;
use crate::yaml::Node;

const OPS: &[(&str, JoinOp)] = &[
    ("-->", JoinOp::Recursive),
    ("==", JoinOp::Eq),
    ("!=", JoinOp::NotEq),
    ("<", JoinOp::ContainedIn),
    ("~", JoinOp::ContainedIn),
    (">", JoinOp::Contains),
];

/// Reads `join:`.
pub(super) fn join(cx: &mut Cx<'_>, fields: &mut Fields<'_>) -> Read<JoinSpec> {
    let field = fields.require(cx, "join")?;
    let mut fields = Fields::open(cx, field.value, "`join`")?;
    let mut refs = Vec::new();
    if let Some(field) = fields.take("refs") {
        for node in list(cx, field.value, "`refs`")? {
            refs.push(reference(cx, node)?);
        }
    }
    let rules = match fields.take("rules") {
        Some(field) => {
            let nodes = field.list(cx)?;
            inline_rules(cx, nodes)?
        }
        None => Vec::new(),
    };
    if refs.is_empty() && rules.is_empty() {
        return Err(cx.error_with(
            Code::MissingKey,
            field.key.span(),
            "`join` names no rules",
            "add `refs:` or `rules:`",
        ));
    }
    let known: Vec<&str> = refs
        .iter()
        .map(|r| r.alias.as_deref().unwrap_or(r.rule.as_str()))
        .chain(rules.iter().map(|r| r.written_id.as_str()))
        .collect();
    let mut on = Vec::new();
    let mut failed = None;
    let field = fields.require(cx, "on")?;
    for node in field.list(cx)? {
        let Some(text) = node.text() else {
            return Err(cx.wrong_type(node, "a condition of `on`", "text"));
        };
        match condition(cx, &text, &known) {
            Ok(condition) => on.push(condition),
            Err(reported) => failed = Some(reported),
        }
    }
    if let Some(reported) = failed {
        return Err(reported);
    }
    fields.finish(cx, &["refs", "rules", "on"]);
    Ok(JoinSpec { refs, rules, on })
}

fn reference(cx: &mut Cx<'_>, node: Node<'_>) -> Read<JoinRef> {
    let mut fields = Fields::open(cx, node, "an item of `refs`")?;
    let rule = fields.require_text(cx, "rule")?;
    let alias = fields.text(cx, "as")?.map(|text| text.as_str().into());
    let mut renames = Vec::new();
    if let Some(field) = fields.take("renames") {
        for node in list(cx, field.value, "`renames`")? {
            let mut pair = Fields::open(cx, node, "an item of `renames`")?;
            let from = pair.require_text(cx, "from")?;
            let to = pair.require_text(cx, "to")?;
            pair.finish(cx, &["from", "to"]);
            renames.push((mvar(cx, &from)?, mvar(cx, &to)?));
        }
    }
    fields.finish(cx, &["rule", "as", "renames"]);
    Ok(JoinRef {
        rule,
        alias,
        renames,
    })
}

/// Rules within a join need neither message nor severity.
fn inline_rules(cx: &mut Cx<'_>, nodes: Vec<Node<'_>>) -> Read<Vec<Rule>> {
    let outer = cx.rule.take();
    let mut rules = Vec::new();
    let mut failed = None;
    for node in nodes {
        match super::rule::inline(cx, node) {
            Ok(rule) => rules.push(rule),
            Err(reported) => failed = Some(reported),
        }
    }
    cx.rule = outer;
    failed.map_or(Ok(rules), Err)
}

/// `left.$X == right.$Y`.
fn condition(cx: &mut Cx<'_>, text: &Text, known: &[&str]) -> Read<JoinOn> {
    let written = text.as_str();
    let found = OPS
        .iter()
        .filter_map(|(name, op)| Some((written.find(&format!(" {name} "))?, *name, *op)))
        .min_by_key(|(at, ..)| *at);
    let Some((at, name, op)) = found else {
        let names: Vec<&str> = OPS.iter().map(|(name, _)| *name).collect();
        return Err(cx.error_with(
            Code::InvalidJoin,
            text.span(),
            "this condition has no operator",
            format!("write `a.$X == b.$Y`, with one of {}", words(&names)),
        ));
    };
    let right_at = at + name.len() + 2;
    Ok(JoinOn {
        left: term(cx, text, 0, &written[..at], known)?,
        op,
        right: term(cx, text, right_at, &written[right_at..], known)?,
        span: text.span(),
    })
}

fn term(cx: &mut Cx<'_>, text: &Text, at: usize, side: &str, known: &[&str]) -> Read<JoinTerm> {
    let n = |k| u32::try_from(k).unwrap_or(u32::MAX);
    let span = Span::new(n(at), n(at + side.len()));
    let side = side.trim();
    let Some((rule, property)) = side.rsplit_once('.') else {
        let message = format!("`{side}` names no metavariable of a rule");
        let advice = Some("write it like `rule-id.$X`".into());
        return Err(cx.error_in(Code::InvalidJoin, text, span, message, advice));
    };
    if !known.contains(&rule) {
        let message = format!("no rule of this join is called `{rule}`");
        let advice = Some(format!("the rules are {}", words(known)));
        return Err(cx.error_in(Code::InvalidJoin, text, span, message, advice));
    }
    Ok(JoinTerm {
        rule: rule.into(),
        property: property.into(),
    })
}
