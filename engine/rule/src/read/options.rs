//! `options:` of a rule.

use super::condition::bad_value;
use super::fields::{Field, Fields};
use super::values::texts;
use super::{Cx, Read, list, nearest};
use crate::diag::Code;
use crate::options::{CommentStyle, GenericEngine, Options, TaintEnd};

/// Options that exist in the reference engines and mean nothing here.
const WITHOUT_EFFECT: &[&str] = &["cpp_parsing_pref"];

pub(super) fn options(cx: &mut Cx<'_>, field: Field<'_>) -> Read<Options> {
    let mut options = Options::default();
    let fields = Fields::open(cx, field.value, "`options`")?;
    let mut failed = None;
    for field in fields.rest() {
        if let Err(reported) = option(cx, field, &mut options) {
            failed = Some(reported);
        }
    }
    failed.map_or(Ok(options), Err)
}

fn option(cx: &mut Cx<'_>, field: Field<'_>, options: &mut Options) -> Read<()> {
    if field.value.is_null() || WITHOUT_EFFECT.contains(&field.name) {
        return Ok(());
    }
    if let Some(flag) = options.flag_mut(field.name) {
        *flag = field.flag(cx)?;
        return Ok(());
    }
    match field.name {
        "taint_focus_on" | "taint_match_on" => {
            options.taint_focus_on = word(
                cx,
                field,
                &[("source", TaintEnd::Source), ("sink", TaintEnd::Sink)],
            )?;
        }
        "generic_engine" => {
            let engines = [
                ("spacegrep", GenericEngine::Spacegrep),
                ("aliengrep", GenericEngine::Aliengrep),
            ];
            options.generic_engine = word(cx, field, &engines)?;
        }
        "generic_comment_style" => {
            let styles = [
                ("c", CommentStyle::C),
                ("cpp", CommentStyle::Cpp),
                ("shell", CommentStyle::Shell),
            ];
            options.generic_comment_style = Some(word(cx, field, &styles)?);
        }
        "generic_braces" => options.generic_braces = Some(braces(cx, field)?),
        "generic_extra_braces" => options.generic_extra_braces = braces(cx, field)?,
        "generic_extra_word_characters" => {
            options.generic_extra_word_characters = characters(cx, field)?;
        }
        "generic_ellipsis_max_span" => options.generic_ellipsis_max_span = field.count(cx)?,
        "max_match_per_file" => options.max_match_per_file = Some(field.count(cx)?),
        "timeout" => options.timeout = Some(field.number(cx)?),
        "taint_fixpoint_timeout" => options.taint_fixpoint_timeout = Some(field.number(cx)?),
        "dynamic_timeout" => options.dynamic_timeout = Some(field.flag(cx)?),
        "dynamic_timeout_unit_kb" => options.dynamic_timeout_unit_kb = Some(field.count(cx)?),
        "dynamic_timeout_max_multiplier" => {
            options.dynamic_timeout_max_multiplier = Some(field.count(cx)?);
        }
        name => unknown(cx, name, field),
    }
    Ok(())
}

fn unknown(cx: &mut Cx<'_>, name: &str, field: Field<'_>) {
    let message = format!("there is no option `{name}`");
    let known = Options::FLAGS.iter().chain(Options::SETTINGS).copied();
    let advice = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "it is ignored".into(),
    };
    cx.warn_with(Code::UnknownKey, field.key.span(), message, advice);
}

fn word<T: Copy>(cx: &mut Cx<'_>, field: Field<'_>, known: &[(&str, T)]) -> Read<T> {
    let text = field.text(cx)?;
    match known.iter().find(|(name, _)| *name == text.as_str()) {
        Some((_, value)) => Ok(*value),
        None => {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            Err(bad_value(cx, &text, field.name, &names))
        }
    }
}

fn characters(cx: &mut Cx<'_>, field: Field<'_>) -> Read<Vec<char>> {
    let mut found = Vec::new();
    for text in texts(cx, field.value, &format!("`{}`", field.name))? {
        let mut chars = text.as_str().chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => found.push(c),
            _ => {
                let message = format!("`{}` must be one character", text.as_str());
                let advice = "write each as a text of its own, such as `[\"-\", \".\"]`";
                return Err(cx.error_with(Code::InvalidValue, text.span(), message, advice));
            }
        }
    }
    Ok(found)
}

/// Pairs such as `["(", ")"]`.
fn braces(cx: &mut Cx<'_>, field: Field<'_>) -> Read<Vec<(char, char)>> {
    let mut found = Vec::new();
    for pair in list(cx, field.value, &format!("`{}`", field.name))? {
        if pair.items().is_none() {
            let message = format!(
                "a pair of braces must be a list of two, found {}",
                pair.describe()
            );
            let advice = "for example `[[\"(\", \")\"], [\"<\", \">\"]]`";
            return Err(cx.error_with(Code::WrongType, pair.head(), message, advice));
        }
        let chars = characters(
            cx,
            Field {
                value: pair,
                ..field
            },
        )?;
        match chars[..] {
            [open, close] => found.push((open, close)),
            _ => {
                let message = "a pair of braces must have two characters";
                return Err(cx.error_with(
                    Code::InvalidValue,
                    pair.head(),
                    message,
                    "for example `[\"<\", \">\"]`",
                ));
            }
        }
    }
    Ok(found)
}
