//! Taint rules, in three spellings that mean the same:
//!
//! - `mode: taint` with `pattern-sources`, `pattern-sinks` …
//! - `mode: taint` with `sources`, `sinks` …: our short form, in which a word
//!   names a kind that models define
//! - `taint:` with `sources`, `sinks` … in the syntax of `match:`, in which
//!   text is a pattern; a kind is written `kind: NAME`
//!
//! `kind: NAME` is understood in all of them.

use super::condition::bad_value;
use super::fields::{Field, Fields};
use super::values::{mvar, texts};
use super::{Cx, Env, Read, Reported, formula, matches};
use crate::compare::ParseError;
use crate::diag::Code;
use crate::formula::Formula;
use crate::mvar::Mvar;
use crate::requires::Requires;
use crate::source::Text;
use crate::taint::{
    BySideEffect, DEFAULT_LABEL, KindRef, Propagator, Sanitizer, Sink, SinkRequires, Site, Source,
    TaintSpec,
};
use crate::yaml::{Node, shortened};

/// How items are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// `pattern-sources` …
    Long,
    /// `sources` … of a rule: words are kinds.
    Short,
    /// `taint: {sources …}`: text is a pattern.
    Second,
}

/// Whether the keys of a taint rule stand directly in the rule.
pub(super) const LONG: [&str; 4] = [
    "pattern-sources",
    "pattern-sinks",
    "pattern-sanitizers",
    "pattern-propagators",
];

pub(super) const SHORT: [&str; 4] = ["sources", "sinks", "sanitizers", "propagators"];

/// Reads the taint keys of a rule with `mode: taint`.
pub(super) fn of_rule(cx: &mut Cx<'_>, fields: &mut Fields<'_>, env: Env) -> Read<TaintSpec> {
    let short = SHORT.iter().any(|name| fields.has(name));
    let long = LONG.iter().any(|name| fields.has(name));
    if !short || long {
        for (name, instead) in SHORT.iter().zip(LONG) {
            if let Some(field) = fields.take(name) {
                let message = format!("`{name}` stands beside keys such as `{instead}`");
                return Err(cx.error_with(
                    Code::ConflictingKeys,
                    field.key.span(),
                    message,
                    format!("write `{instead}`; kinds can stand in it, too"),
                ));
            }
        }
        return spec(cx, fields, env, LONG, Spelling::Long);
    }
    spec(cx, fields, env, SHORT, Spelling::Short)
}

/// Reads `taint:`.
pub(super) fn second(cx: &mut Cx<'_>, field: Field<'_>, env: Env) -> Read<TaintSpec> {
    let mut fields = Fields::open(cx, field.value, "`taint`")?;
    let found = spec(cx, &mut fields, env, SHORT, Spelling::Second);
    fields.finish(cx, &SHORT);
    found
}

fn spec(
    cx: &mut Cx<'_>,
    fields: &mut Fields<'_>,
    env: Env,
    [sources, sinks, sanitizers, propagators]: [&str; 4],
    spelling: Spelling,
) -> Read<TaintSpec> {
    let sources = required(cx, fields, sources, |cx, node| {
        source(cx, node, env, spelling)
    });
    let sinks = required(cx, fields, sinks, |cx, node| sink(cx, node, env, spelling));
    let sanitizers = optional(cx, fields, sanitizers, |cx, node| {
        sanitizer(cx, node, env, spelling)
    });
    let propagators = optional(cx, fields, propagators, |cx, node| {
        propagator(cx, node, env, spelling)
    });
    Ok(TaintSpec {
        sources: sources?,
        sinks: sinks?,
        sanitizers: sanitizers?,
        propagators: propagators?,
    })
}

fn required<'d, T>(
    cx: &mut Cx<'_>,
    fields: &mut Fields<'d>,
    name: &str,
    read: impl FnMut(&mut Cx<'_>, Node<'d>) -> Read<T>,
) -> Read<Vec<T>> {
    let field = fields.require(cx, name)?;
    field.list(cx)?;
    items(cx, field, read)
}

fn optional<'d, T>(
    cx: &mut Cx<'_>,
    fields: &mut Fields<'d>,
    name: &str,
    read: impl FnMut(&mut Cx<'_>, Node<'d>) -> Read<T>,
) -> Read<Vec<T>> {
    match fields.take(name) {
        Some(field) => items(cx, field, read),
        None => Ok(Vec::new()),
    }
}

fn items<'d, T>(
    cx: &mut Cx<'_>,
    field: Field<'d>,
    mut read: impl FnMut(&mut Cx<'_>, Node<'d>) -> Read<T>,
) -> Read<Vec<T>> {
    let mut found = Vec::new();
    let mut failed = None;
    for node in super::list(cx, field.value, &format!("`{}`", field.name))? {
        match read(cx, node) {
            Ok(item) => found.push(item),
            Err(reported) => failed = Some(reported),
        }
    }
    failed.map_or(Ok(found), Err)
}

/// An item that is text: a kind or a pattern.
fn text_item(cx: &mut Cx<'_>, node: Node<'_>, env: Env, spelling: Spelling) -> Option<Read<Site>> {
    let text = node.text()?;
    Some(match spelling {
        Spelling::Second => formula::leaf(cx, node, env).map(Site::Formula),
        Spelling::Short | Spelling::Long => {
            if is_kind(text.as_str()) {
                Ok(Site::Kind(KindRef {
                    name: text.as_str().into(),
                    span: text.span(),
                }))
            } else {
                Err(not_a_kind(cx, &text))
            }
        }
    })
}

/// Kinds are lower-case words joined by `-`.
pub(crate) fn is_kind(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

fn not_a_kind(cx: &mut Cx<'_>, text: &Text) -> Reported {
    let message = format!("`{}` is not the name of a kind", shortened(text.as_str()));
    cx.error_with(
        Code::WrongType,
        text.span(),
        message,
        format!(
            "kinds look like `http-request`; a pattern is written `- pattern: {}`",
            shortened(text.as_str())
        ),
    )
}

/// The kind or formula of an item that is a mapping.
fn site(cx: &mut Cx<'_>, fields: &mut Fields<'_>, env: Env, spelling: Spelling) -> Read<Site> {
    if let Some(text) = fields.text(cx, "kind")? {
        return if is_kind(text.as_str()) {
            Ok(Site::Kind(KindRef {
                name: text.as_str().into(),
                span: text.span(),
            }))
        } else {
            Err(not_a_kind(cx, &text))
        };
    }
    formula_of(cx, fields, env, spelling).map(Site::Formula)
}

fn formula_of(
    cx: &mut Cx<'_>,
    fields: &mut Fields<'_>,
    env: Env,
    spelling: Spelling,
) -> Read<Formula> {
    match spelling {
        Spelling::Second => matches::positive_of(cx, fields, env),
        Spelling::Long | Spelling::Short => formula::root(cx, fields, env),
    }
}

const ROOTS: &[&str] = &[
    "pattern",
    "patterns",
    "pattern-either",
    "pattern-regex",
    "kind",
];

fn known(own: &[&'static str], spelling: Spelling) -> Vec<&'static str> {
    let mut all = own.to_vec();
    match spelling {
        Spelling::Second => {
            all.extend([
                "pattern", "all", "any", "regex", "inside", "anywhere", "kind",
            ]);
            all.extend(matches::EXTRAS);
        }
        _ => all.extend(ROOTS),
    }
    all
}

fn source(cx: &mut Cx<'_>, node: Node<'_>, env: Env, spelling: Spelling) -> Read<Source> {
    let mut source = Source {
        site: Site::Kind(KindRef {
            name: "".into(),
            span: node.span(),
        }),
        exact: false,
        by_side_effect: BySideEffect::No,
        control: false,
        label: DEFAULT_LABEL.into(),
        requires: None,
        requires_text: None,
        span: node.span(),
    };
    if let Some(site) = text_item(cx, node, env, spelling) {
        source.site = site?;
        return Ok(source);
    }
    let mut fields = Fields::open(cx, node, "a source")?;
    source.exact = fields.flag(cx, "exact", false)?;
    if let Some(field) = fields.take("by-side-effect") {
        source.by_side_effect = by_side_effect(cx, field)?;
    }
    source.control = fields.flag(cx, "control", false)?;
    if let Some(label) = fields.text(cx, "label")? {
        source.label = label_name(cx, &label)?;
    }
    source.requires_text = fields.text(cx, "requires")?;
    source.requires = source
        .requires_text
        .as_ref()
        .map(|text| requires(cx, text))
        .transpose()?;
    let site = site(cx, &mut fields, env, spelling);
    let own = ["exact", "by-side-effect", "control", "label", "requires"];
    fields.finish(cx, &known(&own, spelling));
    source.site = site?;
    Ok(source)
}

fn by_side_effect(cx: &mut Cx<'_>, field: Field<'_>) -> Read<BySideEffect> {
    let text = field.text(cx)?;
    match text.as_str() {
        "true" | "True" => Ok(BySideEffect::Yes),
        "false" | "False" => Ok(BySideEffect::No),
        "only" => Ok(BySideEffect::Only),
        _ => Err(bad_value(
            cx,
            &text,
            "by-side-effect",
            &["true", "false", "only"],
        )),
    }
}

/// Labels can be written in `requires`, so they must be names.
fn label_name(cx: &mut Cx<'_>, text: &Text) -> Read<Box<str>> {
    let name = text.as_str();
    let good = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !matches!(name, "and" | "or" | "not" | "True" | "False");
    if good {
        return Ok(name.into());
    }
    Err(cx.error_with(
        Code::InvalidValue,
        text.span(),
        format!("`{name}` cannot be a label"),
        "labels consist of letters, digits and `_`, so that `requires` can name them",
    ))
}

fn requires(cx: &mut Cx<'_>, text: &Text) -> Read<Requires> {
    Requires::parse(text.as_str()).map_err(|error| bad_requires(cx, text, error))
}

fn bad_requires(cx: &mut Cx<'_>, text: &Text, error: ParseError) -> Reported {
    let message = format!("this `requires` cannot be read: {}", error.message);
    cx.error_in(
        Code::InvalidRequires,
        text,
        error.span,
        message,
        error.advice,
    )
}

fn sink(cx: &mut Cx<'_>, node: Node<'_>, env: Env, spelling: Spelling) -> Read<Sink> {
    if let Some(site) = text_item(cx, node, env, spelling) {
        return Ok(Sink {
            site: site?,
            exact: true,
            requires: SinkRequires::Default,
            requires_text: None,
            at_exit: false,
            span: node.span(),
        });
    }
    let mut fields = Fields::open(cx, node, "a sink")?;
    let exact = fields.flag(cx, "exact", true);
    let at_exit = fields.flag(cx, "at-exit", false);
    let field = fields.take("requires");
    let requires_text = field.and_then(|f| f.value.text());
    let requires = match field {
        Some(field) => sink_requires(cx, field),
        None => Ok(SinkRequires::Default),
    };
    let site = site(cx, &mut fields, env, spelling);
    fields.finish(cx, &known(&["exact", "requires", "at-exit"], spelling));
    Ok(Sink {
        site: site?,
        exact: exact?,
        requires: requires?,
        requires_text,
        at_exit: at_exit?,
        span: node.span(),
    })
}

/// One expression, or a list of `$MV: expression`.
fn sink_requires(cx: &mut Cx<'_>, field: Field<'_>) -> Read<SinkRequires> {
    if field.value.items().is_none() {
        let text = field.text(cx)?;
        return requires(cx, &text).map(SinkRequires::Labels);
    }
    let mut found: Vec<(Mvar, Requires)> = Vec::new();
    for item in field.list(cx)? {
        let fields = Fields::open(cx, item, "an item of `requires`")?;
        for entry in fields.rest() {
            let name = entry.key.text().ok_or(Reported)?;
            let mvar = mvar(cx, &name)?;
            let text = entry.text(cx)?;
            found.push((mvar, requires(cx, &text)?));
        }
    }
    Ok(SinkRequires::PerMvar(found))
}

fn sanitizer(cx: &mut Cx<'_>, node: Node<'_>, env: Env, spelling: Spelling) -> Read<Sanitizer> {
    if let Some(site) = text_item(cx, node, env, spelling) {
        return Ok(Sanitizer {
            site: site?,
            exact: false,
            by_side_effect: false,
            not_conflicting: false,
            span: node.span(),
        });
    }
    let mut fields = Fields::open(cx, node, "a sanitizer")?;
    let exact = fields.flag(cx, "exact", false);
    let by_side_effect = fields.flag(cx, "by-side-effect", false);
    let not_conflicting = if fields.has("not-conflicting") {
        fields.flag(cx, "not-conflicting", false)
    } else {
        fields.flag(cx, "not_conflicting", false)
    };
    let site = site(cx, &mut fields, env, spelling);
    let own = ["exact", "by-side-effect", "not_conflicting"];
    fields.finish(cx, &known(&own, spelling));
    Ok(Sanitizer {
        site: site?,
        exact: exact?,
        by_side_effect: by_side_effect?,
        not_conflicting: not_conflicting?,
        span: node.span(),
    })
}

fn propagator(cx: &mut Cx<'_>, node: Node<'_>, env: Env, spelling: Spelling) -> Read<Propagator> {
    let mut fields = Fields::open(cx, node, "a propagator")?;
    let from = end(cx, &mut fields, "from");
    let to = end(cx, &mut fields, "to");
    let by_side_effect = fields.flag(cx, "by-side-effect", true);
    let requires_text = fields.text(cx, "requires")?;
    let requires = requires_text
        .as_ref()
        .map(|text| requires(cx, text))
        .transpose();
    let label = fields
        .text(cx, "label")?
        .map(|text| label_name(cx, &text))
        .transpose();
    let replaced = fields
        .take("replace-labels")
        .map(|field| texts(cx, field.value, "`replace-labels`"))
        .transpose()?;
    let formula = formula_of(cx, &mut fields, env, spelling);
    let own = [
        "from",
        "to",
        "by-side-effect",
        "requires",
        "label",
        "replace-labels",
    ];
    fields.finish(cx, &known(&own, spelling));
    Ok(Propagator {
        formula: formula?,
        from: from?,
        to: to?,
        by_side_effect: by_side_effect?,
        requires: requires?,
        requires_text,
        label: label?,
        replace_labels: replaced.map(|names| names.iter().map(|n| n.as_str().into()).collect()),
        span: node.span(),
    })
}

fn end(cx: &mut Cx<'_>, fields: &mut Fields<'_>, name: &str) -> Read<Mvar> {
    let text = fields.require_text(cx, name)?;
    mvar(cx, &text)
}
