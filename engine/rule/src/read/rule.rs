//! A whole rule.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use haechi_syntax::Span;
use rustc_hash::FxHasher;

use super::fields::{Field, Fields};
use super::languages::{self, Target};
use super::values::{json, texts};
use super::{Cx, Env, Read, Reported, formula, join, matches, nearest, options, taint, words};
use crate::check;
use crate::diag::Code;
use crate::options::Options;
use crate::paths::PathFilter;
use crate::regex::{Flavor, Regex};
use crate::rule::{Fix, FixRegex, Languages, Metadata, Mode, Rule, Severity};
use crate::source::Text;
use crate::version::Version;
use crate::yaml::Node;

/// What became of a rule.
pub(crate) enum Outcome {
    /// It can be run.
    Loaded(Box<Rule>),
    /// It is meant for another version of the reference engine, or for
    /// languages or features that are not supported here. Warnings may say so.
    Skipped,
}

/// All keys of a rule, for suggestions.
const KEYS: &[&str] = &[
    "id",
    "message",
    "severity",
    "languages",
    "mode",
    "pattern",
    "patterns",
    "pattern-either",
    "pattern-regex",
    "match",
    "taint",
    "join",
    "pattern-sources",
    "pattern-sinks",
    "pattern-sanitizers",
    "pattern-propagators",
    "sources",
    "sinks",
    "sanitizers",
    "propagators",
    "metadata",
    "options",
    "paths",
    "fix",
    "fix-regex",
    "min-version",
    "max-version",
];

/// Keys that are accepted and do nothing.
const WITHOUT_EFFECT: &[&str] = &["equivalences", "version", "tests"];

/// Keys without which a rule would say something else than it means.
const NEEDED_BUT_UNSUPPORTED: &[&str] = &[
    "r2c-internal-project-depends-on",
    "project-depends-on",
    "steps",
    "extract",
];

/// Reads a rule of a file.
pub(crate) fn rule(cx: &mut Cx<'_>, node: Node<'_>) -> Read<Outcome> {
    cx.rule = node.get("id").and_then(Node::scalar).map(str::to_owned);
    let found = read(cx, node, false);
    cx.rule = None;
    found
}

/// Reads a rule within a join, which needs neither message nor severity.
pub(super) fn inline(cx: &mut Cx<'_>, node: Node<'_>) -> Read<Rule> {
    cx.rule = node.get("id").and_then(Node::scalar).map(str::to_owned);
    match read(cx, node, true)? {
        Outcome::Loaded(rule) => Ok(*rule),
        Outcome::Skipped => Err(cx.error(
            Code::Unsupported,
            node.head(),
            "a join cannot do without this rule",
        )),
    }
}

fn read(cx: &mut Cx<'_>, node: Node<'_>, inline: bool) -> Read<Outcome> {
    let errors_before = cx.diagnostics.len();
    let mut fields = Fields::open(cx, node, "a rule")?;
    let id = fields.require_text(cx, "id").and_then(|text| id(cx, text));
    let versions = versions(cx, &mut fields)?;
    if !versions.fit {
        return Ok(Outcome::Skipped);
    }
    // The rules of a join have languages of their own.
    let optional = fields.value("mode") == Some("join") && !fields.has("languages");
    let target = if optional {
        Ok(Target::Languages(Languages::Generic, Vec::new()))
    } else {
        fields
            .require(cx, "languages")
            .and_then(|field| languages::list(cx, field))
    };
    if matches!(target, Ok(Target::Skip)) || unsupported(cx, &mut fields) {
        return Ok(Outcome::Skipped);
    }
    let options = match fields.take("options") {
        Some(field) => options::options(cx, field),
        None => Ok(Options::default()),
    };
    // Without languages, patterns are still read, for their other mistakes.
    let (languages, language_names, target_failed) = match target {
        Ok(Target::Languages(languages, names)) => (languages, names, false),
        _ => (Languages::Generic, Vec::new(), true),
    };
    let mode = mode(cx, &mut fields, languages);
    let head = Head::read(cx, &mut fields, inline);
    let metadata = metadata(cx, &mut fields);
    let paths = paths(cx, &mut fields);
    let fix = fix(cx, &mut fields);
    finish(cx, fields);
    let (head, mode) = (head?, mode?);
    let languages = match &mode {
        Mode::Join(join) if optional => join.languages(),
        _ => languages,
    };
    let rule = Rule {
        id: Arc::from(""),
        written_id: id?,
        message: head.message,
        severity: head.severity,
        severity_word: head.word,
        languages,
        language_names,
        mode,
        options: options?,
        metadata: metadata?,
        paths: paths?,
        fix: fix?,
        min_version: versions.min,
        max_version: versions.max,
        file: Arc::clone(cx.file),
        span: node.span(),
        content_hash: rule_hash(node),
    };
    check::rule(cx, &rule);
    if target_failed || cx.failed_since(errors_before) {
        return Err(Reported);
    }
    let id = rule.written_id.shared();
    Ok(Outcome::Loaded(Box::new(Rule { id, ..rule })))
}

/// Warns of keys that do nothing or that nobody knows.
fn finish(cx: &mut Cx<'_>, mut fields: Fields<'_>) {
    if let Some(field) = fields.take("validators") {
        cx.warn_with(
            Code::Unsupported,
            field.key.span(),
            "`validators` has no effect",
            "nothing is ever sent over a network: every finding is reported, valid or not",
        );
    }
    for name in WITHOUT_EFFECT {
        if let Some(field) = fields.take(name) {
            let message = format!("`{name}` has no effect");
            cx.warn(Code::Ignored, field.key.span(), message);
        }
    }
    fields.finish(cx, KEYS);
}

fn id(cx: &mut Cx<'_>, text: Text) -> Read<Text> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if !text.as_str().is_empty() && text.as_str().chars().all(allowed) {
        return Ok(text);
    }
    let words: Vec<&str> = text
        .as_str()
        .split(|c| !allowed(c))
        .filter(|w| !w.is_empty())
        .collect();
    let better = words.join("-");
    let message = if text.as_str().is_empty() {
        "the id is empty".to_owned()
    } else {
        format!("`{}` cannot be an id", text.as_str())
    };
    let advice = if better.is_empty() {
        "an id consists of letters, digits, `.`, `_` and `-`".to_owned()
    } else {
        format!("an id consists of letters, digits, `.`, `_` and `-`; for example `{better}`")
    };
    Err(cx.error_with(Code::InvalidId, text.span(), message, advice))
}

struct Versions {
    min: Option<Box<str>>,
    max: Option<Box<str>>,
    fit: bool,
}

fn versions(cx: &mut Cx<'_>, fields: &mut Fields<'_>) -> Read<Versions> {
    let min = fields.text(cx, "min-version")?;
    let max = fields.text(cx, "max-version")?;
    let low = min.as_ref().and_then(|text| version(cx, text));
    let high = max.as_ref().and_then(|text| version(cx, text));
    if let (Some(from), Some(to), Some(text)) = (low, high, &min)
        && from > to
    {
        cx.warn_with(
            Code::InvalidVersion,
            text.span(),
            "no version is both, so the rule never runs",
            "`min-version` must not be above `max-version`",
        );
    }
    Ok(Versions {
        fit: low.is_none_or(|v| v <= Version::COMPATIBLE)
            && high.is_none_or(|v| v >= Version::COMPATIBLE),
        min: min.map(|text| text.as_str().into()),
        max: max.map(|text| text.as_str().into()),
    })
}

fn version(cx: &mut Cx<'_>, text: &Text) -> Option<Version> {
    let version = Version::parse(text.as_str());
    if version.is_none() {
        cx.warn_with(
            Code::InvalidVersion,
            text.span(),
            format!("`{}` is not a version", text.as_str()),
            "a version has three numbers, such as 1.50.0; this one is ignored",
        );
    }
    version
}

/// Whether the rule needs what is not supported; a warning says so.
fn unsupported(cx: &mut Cx<'_>, fields: &mut Fields<'_>) -> bool {
    for name in NEEDED_BUT_UNSUPPORTED {
        if let Some(field) = fields.take(name) {
            cx.unsupported(
                Code::Unsupported,
                field.key.span(),
                &format!("`{name}`"),
                None,
            );
            return true;
        }
    }
    false
}

fn mode(cx: &mut Cx<'_>, fields: &mut Fields<'_>, languages: Languages) -> Read<Mode> {
    let env = Env {
        languages,
        in_mvar_pattern: false,
    };
    let word = fields.text(cx, "mode")?;
    let taint_keys = taint::LONG.iter().any(|name| fields.has(name));
    match word.as_ref().map(Text::as_str) {
        None if fields.has("taint") => {}
        Some("taint") => {}
        Some("join") => return join::join(cx, fields).map(|j| Mode::Join(Box::new(j))),
        None | Some("search") => {
            if taint_keys && !fields.has("match") && !fields.has("pattern") {
                return Err(cx.error_with(
                    Code::MissingKey,
                    fields.node.head(),
                    "a rule with sources and sinks needs `mode: taint`",
                    "add `mode: taint`",
                ));
            }
            return search(cx, fields, env).map(Mode::Search);
        }
        Some(other) => {
            let other = other.to_owned();
            return Err(unknown_mode(cx, word.as_ref(), &other));
        }
    }
    let spec = match fields.take("taint") {
        Some(field) => taint::second(cx, field, env)?,
        None => taint::of_rule(cx, fields, env)?,
    };
    Ok(Mode::Taint(Box::new(spec)))
}

fn unknown_mode(cx: &mut Cx<'_>, text: Option<&Text>, word: &str) -> Reported {
    let Some(text) = text else { return Reported };
    if matches!(word, "extract" | "step" | "secrets") {
        let what = format!("`mode: {word}`");
        return cx.unsupported(Code::Unsupported, text.span(), &what, None);
    }
    let known = ["search", "taint", "join"];
    let advice = match nearest(word, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", words(&known)),
    };
    let message = format!("there is no mode `{word}`");
    cx.error_with(Code::InvalidValue, text.span(), message, advice)
}

fn search(cx: &mut Cx<'_>, fields: &mut Fields<'_>, env: Env) -> Read<crate::formula::Formula> {
    let Some(field) = fields.take("match") else {
        return formula::root(cx, fields, env);
    };
    for name in ["pattern", "patterns", "pattern-either", "pattern-regex"] {
        if let Some(other) = fields.take(name) {
            let message = format!("`match` and `{name}` exclude each other");
            return Err(cx.error_with(
                Code::ConflictingKeys,
                other.key.span(),
                message,
                "write the whole formula after `match:`",
            ));
        }
    }
    matches::positive(cx, field.value, env)
}

/// Message and severity.
struct Head {
    message: Text,
    severity: Severity,
    word: Box<str>,
}

impl Head {
    fn read(cx: &mut Cx<'_>, fields: &mut Fields<'_>, inline: bool) -> Read<Self> {
        if inline && !fields.has("message") && !fields.has("severity") {
            let nothing = Text::new(
                "",
                Arc::clone(cx.file),
                fields.node.head(),
                crate::source::Style::Plain,
            );
            return Ok(Self {
                message: nothing,
                severity: Severity::Low,
                word: "INFO".into(),
            });
        }
        let message = fields.require_text(cx, "message");
        if let Ok(text) = &message
            && text.as_str().trim().is_empty()
        {
            cx.warn_with(
                Code::InvalidValue,
                text.span(),
                "the message is empty",
                "say what is wrong and how to mend it: it is what people read",
            );
        }
        let word = fields.require_text(cx, "severity");
        let severity = word.and_then(|text| match Severity::from_word(text.as_str()) {
            Some(severity) => Ok((severity, text)),
            None => Err(unknown_severity(cx, &text)),
        });
        let (severity, word) = severity?;
        Ok(Self {
            message: message?,
            severity,
            word: word.as_str().into(),
        })
    }
}

fn unknown_severity(cx: &mut Cx<'_>, text: &Text) -> Reported {
    let message = format!("there is no severity `{}`", text.as_str());
    let advice = match nearest(text.as_str(), Severity::WORDS.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", words(&Severity::WORDS[..7])),
    };
    cx.error_with(Code::UnknownSeverity, text.span(), message, advice)
}

fn metadata(cx: &mut Cx<'_>, fields: &mut Fields<'_>) -> Read<Metadata> {
    let Some(field) = fields.take("metadata") else {
        return Ok(Metadata::default());
    };
    match json(cx, field.value) {
        serde_json::Value::Object(tree) => Ok(Metadata { tree }),
        _ => Err(cx.wrong_type(field.value, "`metadata`", "a mapping (`key: value`)")),
    }
}

fn paths(cx: &mut Cx<'_>, fields: &mut Fields<'_>) -> Read<PathFilter> {
    let Some(field) = fields.take("paths") else {
        return Ok(PathFilter::default());
    };
    let mut fields = Fields::open(cx, field.value, "`paths`")?;
    let include = globs(cx, fields.take("include"));
    let exclude = globs(cx, fields.take("exclude"));
    fields.finish(cx, &["include", "exclude"]);
    let (include, exclude) = (include?, exclude?);
    let own = |texts: &[Text]| texts.iter().map(|text| text.as_str().into()).collect();
    PathFilter::new(own(&include), own(&exclude)).map_err(|(n, problem)| {
        let at = include.iter().chain(&exclude).nth(n).map(Text::span);
        let message = format!("this is not a glob: {problem}");
        let advice =
            "write paths with `*`, `**`, `?`, `[abc]` and `{a,b}`; `\\` makes a sign plain";
        cx.error_with(
            Code::InvalidGlob,
            at.unwrap_or(field.key.span()),
            message,
            advice,
        )
    })
}

fn globs(cx: &mut Cx<'_>, field: Option<Field<'_>>) -> Read<Vec<Text>> {
    match field {
        Some(field) => texts(cx, field.value, &format!("`{}`", field.name)),
        None => Ok(Vec::new()),
    }
}

fn fix(cx: &mut Cx<'_>, fields: &mut Fields<'_>) -> Read<Option<Fix>> {
    let template = fields.text(cx, "fix")?;
    let Some(field) = fields.take("fix-regex") else {
        return Ok(template.map(Fix::Template));
    };
    if template.is_some() {
        return Err(cx.error_with(
            Code::ConflictingKeys,
            field.key.span(),
            "`fix` and `fix-regex` exclude each other",
            "keep one of them",
        ));
    }
    let mut fields = Fields::open(cx, field.value, "`fix-regex`")?;
    let text = fields.require_text(cx, "regex");
    let replacement = fields.require_text(cx, "replacement");
    let count = fields.take("count").map(|f| f.count(cx)).transpose();
    fields.finish(cx, &["regex", "replacement", "count"]);
    let regex = formula::regex(cx, &text?, Flavor::Plain)?;
    let replacement = replacement?;
    replaced_groups(cx, &regex, &replacement)?;
    Ok(Some(Fix::Regex(FixRegex {
        regex,
        replacement,
        // As in Python, 0 means everywhere.
        count: count?.filter(|n| *n > 0),
    })))
}

/// The groups that a replacement names (`\\1`, `\\g<1>`, `\\g<name>`) must be there.
fn replaced_groups(cx: &mut Cx<'_>, regex: &Regex, text: &Text) -> Read<()> {
    let written = text.as_str();
    let mut rest = 0;
    while let Some(at) = written[rest..].find('\\').map(|n| rest + n) {
        let after = &written[at + 1..];
        let name = match after.strip_prefix("g<") {
            Some(more) => more.split('>').next().unwrap_or(""),
            None => &after[..after.bytes().take(2).take_while(u8::is_ascii_digit).count()],
        };
        let shown = if after.starts_with("g<") {
            name.len() + 4
        } else {
            (name.len() + 1).max(2)
        };
        rest = (at + shown).min(written.len());
        while !written.is_char_boundary(rest) {
            rest += 1;
        }
        let groups = regex.group_names();
        let known = match name.parse::<usize>() {
            Ok(n) => n < groups.len(),
            Err(_) => name.is_empty() || groups.iter().flatten().any(|group| **group == *name),
        };
        if known {
            continue;
        }
        let n = |k| u32::try_from(k).unwrap_or(u32::MAX);
        let advice = match groups.len() - 1 {
            0 => "the regex has no groups; put what you want to keep in `(…)`".to_owned(),
            1 => "the regex has one group, `\\1`".to_owned(),
            many => format!("the regex has the groups `\\1` to `\\{many}`"),
        };
        let span = Span::new(n(at), n(rest));
        let message = format!("the regex has no group `{name}`");
        return Err(cx.error_in(Code::InvalidValue, text, span, message, Some(advice)));
    }
    Ok(())
}

/// Of all that decides what a rule finds and says. Rules that differ in their
/// metadata only would report everything twice.
fn rule_hash(node: Node<'_>) -> u64 {
    let entries = node.entries().into_iter().flatten();
    entries
        .filter(|(key, _)| key.scalar() != Some("metadata"))
        .map(entry_hash)
        .fold(0, u64::wrapping_add)
}

fn entry_hash((key, value): (Node<'_>, Node<'_>)) -> u64 {
    let mut hasher = FxHasher::default();
    (content_hash(key), content_hash(value)).hash(&mut hasher);
    hasher.finish()
}

/// Layout, comments, quoting and the order of keys make no difference.
fn content_hash(node: Node<'_>) -> u64 {
    let mut hasher = FxHasher::default();
    if let Some(text) = node.scalar() {
        (0_u8, node.is_null(), text).hash(&mut hasher);
    } else if let Some(items) = node.items() {
        1_u8.hash(&mut hasher);
        items.for_each(|item| content_hash(item).hash(&mut hasher));
    } else if let Some(entries) = node.entries() {
        let sum = entries.map(entry_hash).fold(0_u64, u64::wrapping_add);
        (2_u8, sum).hash(&mut hasher);
    }
    hasher.finish()
}
