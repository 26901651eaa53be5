//! Conditions on metavariables, in both syntaxes.

use haechi_syntax::Span;

use super::fields::{Field, Fields};
use super::formula::{self, regex};
use super::languages;
use super::values::{mvar, texts};
use super::{Cx, Env, Read, Reported, nearest, words};
use crate::compare::Expr;
use crate::condition::{
    Analyzer, Comparison, Condition, EntropyMode, MvarAnalysis, MvarName, MvarPattern, MvarRegex,
    MvarType,
};
use crate::diag::Code;
use crate::mvar::Mvar;
use crate::pattern::Pattern;
use crate::regex::Flavor;
use crate::rule::Languages;
use crate::source::Text;

/// The operators that are conditions.
pub(super) const KEYS: &[&str] = &[
    "metavariable-regex",
    "metavariable-pattern",
    "metavariable-comparison",
    "metavariable-type",
    "metavariable-analysis",
    "metavariable-name",
    "semgrep-internal-metavariable-name",
];

/// Reads one of [`KEYS`].
pub(super) fn condition(cx: &mut Cx<'_>, field: Field<'_>, env: Env) -> Read<Condition> {
    match field.name {
        "metavariable-regex" => {
            let mut fields = Fields::open(cx, field.value, "`metavariable-regex`")?;
            let named = named(cx, &mut fields);
            let text = fields.require_text(cx, "regex");
            let constant_propagation = fields.flag(cx, "constant-propagation", false);
            fields.finish(cx, &["metavariable", "regex", "constant-propagation"]);
            let (text, named) = (text?, named?);
            Ok(Condition::Regex(MvarRegex {
                regex: regex(cx, &text, Flavor::Start)?,
                text,
                mvar: named.mvar,
                span: named.span,
                constant_propagation: constant_propagation?,
            }))
        }
        "metavariable-pattern" => mvar_pattern(cx, field, env),
        "metavariable-comparison" => {
            let mut fields = Fields::open(cx, field.value, "`metavariable-comparison`")?;
            let found = comparison(cx, &mut fields, true);
            fields.finish(cx, &["metavariable", "comparison", "strip", "base"]);
            found
        }
        "metavariable-type" => {
            let mut fields = Fields::open(cx, field.value, "`metavariable-type`")?;
            let named = named(cx, &mut fields);
            let found = named.and_then(|named| mvar_type(cx, &mut fields, named, env));
            fields.finish(cx, &["metavariable", "type", "types", "language"]);
            found
        }
        "metavariable-analysis" => {
            let mut fields = Fields::open(cx, field.value, "`metavariable-analysis`")?;
            let named = named(cx, &mut fields);
            let found = named.and_then(|named| analysis(cx, &mut fields, named));
            fields.finish(cx, &["metavariable", "analyzer", "options"]);
            found
        }
        _ => mvar_name(cx, field),
    }
}

/// The key `metavariable`.
pub(super) fn named(cx: &mut Cx<'_>, fields: &mut Fields<'_>) -> Read<Named> {
    let text = fields.require_text(cx, "metavariable")?;
    let mvar = mvar(cx, &text)?;
    Ok(Named {
        mvar,
        span: text.span(),
    })
}

/// A metavariable with the place where a condition names it.
pub(super) struct Named {
    pub(super) mvar: Mvar,
    pub(super) span: Span,
}

fn mvar_pattern(cx: &mut Cx<'_>, field: Field<'_>, env: Env) -> Read<Condition> {
    let mut fields = Fields::open(cx, field.value, "`metavariable-pattern`")?;
    let named = named(cx, &mut fields);
    let language = nested_language(cx, &mut fields)?;
    let env = Env {
        languages: language.unwrap_or(env.languages),
        in_mvar_pattern: true,
    };
    let formula = formula::root(cx, &mut fields, env);
    fields.finish(
        cx,
        &[
            "metavariable",
            "language",
            "pattern",
            "patterns",
            "pattern-either",
            "pattern-regex",
        ],
    );
    let named = named?;
    Ok(Condition::Pattern(MvarPattern {
        mvar: named.mvar,
        span: named.span,
        language,
        formula: formula?,
    }))
}

/// The key `language` of a condition.
pub(super) fn nested_language(cx: &mut Cx<'_>, fields: &mut Fields<'_>) -> Read<Option<Languages>> {
    match fields.text(cx, "language")? {
        Some(text) => languages::single(cx, &text).map(Some),
        None => Ok(None),
    }
}

/// The keys of a comparison. In the first syntax, `strip` needs to be told
/// the metavariable.
pub(super) fn comparison(
    cx: &mut Cx<'_>,
    fields: &mut Fields<'_>,
    strip_needs_mvar: bool,
) -> Read<Condition> {
    let name = fields.text(cx, "metavariable")?;
    let mvar = name.map(|text| mvar(cx, &text)).transpose()?;
    let strip = fields.flag(cx, "strip", false)?;
    let base = fields.take("base").map(|f| f.int(cx)).transpose()?;
    let text = fields.require_text(cx, "comparison")?;
    if strip && mvar.is_none() && strip_needs_mvar {
        return Err(cx.error_with(
            Code::MissingKey,
            fields.node.head(),
            "`strip: true` needs to know the metavariable",
            "add `metavariable: $X`",
        ));
    }
    let expr = expression(cx, &text)?;
    Ok(Condition::Comparison(Comparison {
        mvar,
        expr: if strip { expr.stripped() } else { expr },
        strip,
        base,
        text,
    }))
}

fn expression(cx: &mut Cx<'_>, text: &Text) -> Read<Expr> {
    Expr::parse(text.as_str()).map_err(|error| {
        let message = format!("this comparison cannot be read: {}", error.message);
        cx.error_in(
            Code::InvalidComparison,
            text,
            error.span,
            message,
            error.advice,
        )
    })
}

pub(super) fn mvar_type(
    cx: &mut Cx<'_>,
    fields: &mut Fields<'_>,
    named: Named,
    env: Env,
) -> Read<Condition> {
    let language = nested_language(cx, fields)?;
    let mut types: Vec<Text> = fields.text(cx, "type")?.into_iter().collect();
    if let Some(more) = fields.take("types") {
        types.extend(texts(cx, more.value, "`types`")?);
    }
    if types.is_empty() {
        return Err(cx.error_with(
            Code::MissingKey,
            fields.node.head(),
            "no type is given",
            "add `type: T`, or `types:` with a list of which any will do",
        ));
    }
    let languages = language.unwrap_or(env.languages);
    if !matches!(languages, Languages::Code(_)) {
        return Err(cx.error_with(
            Code::MisplacedOperator,
            fields.node.head(),
            "only code has types",
            "`metavariable-type` needs a rule for a programming language",
        ));
    }
    Ok(Condition::Type(MvarType {
        mvar: named.mvar,
        span: named.span,
        types: types
            .into_iter()
            .map(|text| Pattern::of_type(text, languages))
            .collect(),
        language,
    }))
}

const ANALYZERS: &[&str] = &["entropy", "entropy_v2", "redos"];

pub(super) fn analysis(cx: &mut Cx<'_>, fields: &mut Fields<'_>, named: Named) -> Read<Condition> {
    let text = fields.require_text(cx, "analyzer")?;
    let options = fields.take("options");
    let analyzer = match text.as_str() {
        "entropy" => Analyzer::Entropy,
        "redos" => Analyzer::Redos,
        "entropy_v2" => Analyzer::EntropyV2(match options {
            Some(options) => entropy_mode(cx, options)?,
            None => EntropyMode::Default,
        }),
        other => return Err(one_of(cx, &text, "analyzer", other, ANALYZERS)),
    };
    Ok(Condition::Analysis(MvarAnalysis {
        mvar: named.mvar,
        span: named.span,
        analyzer,
    }))
}

fn entropy_mode(cx: &mut Cx<'_>, field: Field<'_>) -> Read<EntropyMode> {
    let mut fields = Fields::open(cx, field.value, "`options`")?;
    let mode = fields.text(cx, "mode")?;
    fields.finish(cx, &["mode"]);
    Ok(match mode.as_ref().map(Text::as_str) {
        None | Some("default") => EntropyMode::Default,
        Some("lax") => EntropyMode::Lax,
        Some("strict") => EntropyMode::Strict,
        Some(_) => {
            let known = ["lax", "default", "strict"];
            let reported = mode.map(|text| bad_value(cx, &text, "mode", &known));
            return Err(reported.unwrap_or(Reported));
        }
    })
}

/// A word that a key cannot have as its value.
pub(super) fn bad_value(
    cx: &mut Cx<'_>,
    text: &Text,
    key: &str,
    known: &[&str],
) -> super::Reported {
    let word = text.as_str();
    let message = format!("`{key}` cannot be `{word}`");
    let advice = match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", words(known)),
    };
    cx.error_with(Code::InvalidValue, text.span(), message, advice)
}

/// A word that is none of the known ones.
pub(super) fn one_of(
    cx: &mut Cx<'_>,
    text: &Text,
    what: &str,
    word: &str,
    known: &[&str],
) -> super::Reported {
    let message = format!("there is no {what} `{word}`");
    let advice = match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", words(known)),
    };
    cx.error_with(Code::InvalidValue, text.span(), message, advice)
}

fn mvar_name(cx: &mut Cx<'_>, field: Field<'_>) -> Read<Condition> {
    let mut fields = Fields::open(cx, field.value, "`metavariable-name`")?;
    let named = named(cx, &mut fields);
    let kind = fields.text(cx, "kind")?;
    let module = fields.text(cx, "module")?;
    let modules = match fields.take("modules") {
        Some(list) => texts(cx, list.value, "`modules`")?,
        None => Vec::new(),
    };
    fields.finish(cx, &["metavariable", "module", "modules", "kind"]);
    if let Some(kind) = kind.as_ref().filter(|k| k.as_str() != "django-view") {
        return Err(bad_value(cx, kind, "kind", &["django-view"]));
    }
    let modules: Vec<Box<str>> = module
        .iter()
        .chain(&modules)
        .map(|text| text.as_str().into())
        .collect();
    if modules.is_empty() && kind.is_none() {
        let at: Span = field.key.span();
        return Err(cx.error_with(
            Code::MissingKey,
            at,
            "`metavariable-name` says nothing about the name",
            "add `module:`, `modules:` or `kind:`",
        ));
    }
    let named = named?;
    Ok(Condition::Name(MvarName {
        mvar: named.mvar,
        span: named.span,
        modules,
        kind: kind.map(|k| k.as_str().into()),
    }))
}
