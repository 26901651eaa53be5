//! `pattern`, `patterns` and their kin: the first syntax of formulas.

use haechi_syntax::Span;

use super::condition;
use super::fields::{Field, Fields, no_value};
use super::values::{mvar, one_or_more};
use super::{Cx, Env, Read, Reported, nearest, words};
use crate::condition::Condition;
use crate::diag::Code;
use crate::formula::{And, Focus, Formula, Or, RegexLeaf};
use crate::mvar::Mvar;
use crate::pattern::Pattern;
use crate::regex::{Flavor, Regex, RegexError};
use crate::rule::Languages;
use crate::source::Text;
use crate::yaml::{Node, shortened};

/// Operators that find something and may stand anywhere.
const ROOTS: &[&str] = &["pattern", "patterns", "pattern-either", "pattern-regex"];

/// All operators that may stand in the list of `patterns`.
const OPERATORS: &[&str] = &[
    "pattern",
    "patterns",
    "pattern-either",
    "pattern-regex",
    "pattern-inside",
    "pattern-not",
    "pattern-not-inside",
    "pattern-not-regex",
    "focus-metavariable",
    "metavariable-regex",
    "metavariable-pattern",
    "metavariable-comparison",
    "metavariable-type",
    "metavariable-analysis",
    "metavariable-name",
];

/// Whether a word is an operator of the first syntax.
pub(super) fn is_operator(name: &str) -> bool {
    OPERATORS.contains(&name)
}

/// What an item of `patterns` contributes.
pub(super) enum Term {
    Positive(Formula),
    Negative(Formula),
    Condition(Condition),
    Focus(Focus),
}

/// Reads the one operator that a mapping (a rule, a source, …) must have.
pub(super) fn root(cx: &mut Cx<'_>, fields: &mut Fields<'_>, env: Env) -> Read<Formula> {
    let mut found = ROOTS.iter().filter_map(|name| fields.take(name));
    let (first, second) = (found.next(), found.next());
    drop(found);
    if let (Some(first), Some(second)) = (&first, &second) {
        let message = format!("`{}` and `{}` exclude each other", first.name, second.name);
        return Err(cx.error_with(
            Code::ConflictingKeys,
            second.key.span(),
            message,
            "put both into one list `patterns:` (all must match) or `pattern-either:` (any)",
        ));
    }
    match first {
        Some(field) => positive(cx, field, env),
        None => Err(no_root(cx, fields)),
    }
}

fn no_root(cx: &mut Cx<'_>, fields: &mut Fields<'_>) -> Reported {
    if let Some((name, key)) = ROOTS
        .iter()
        .find_map(|name| Some((*name, fields.empty_key(name)?)))
    {
        return no_value(cx, name, key);
    }
    let stray = OPERATORS.iter().find_map(|name| fields.take(name));
    if let Some(field) = stray {
        let message = format!("`{}` cannot stand alone", field.name);
        return cx.error_with(
            Code::MisplacedOperator,
            field.key.span(),
            message,
            "put it into a list `patterns:` beside a `pattern`",
        );
    }
    let advice = match ROOTS
        .iter()
        .find_map(|name| Some((*name, fields.take_misspelt(name)?)))
    {
        Some((name, have)) => format!("it has `{have}`; did you mean `{name}`?"),
        None => {
            let foreign = fields.rest().find(|field| {
                field.name.starts_with("pattern") || second_syntax(field.name).is_some()
            });
            if let Some(field) = foreign {
                let reported = unknown_operator(cx, field.name, field.key.span());
                fields.take(field.name);
                return reported;
            }
            format!("add one of {}", words(ROOTS))
        }
    };
    cx.error_with(
        Code::MissingKey,
        fields.node.head(),
        "nothing says what is looked for",
        advice,
    )
}

/// Reads an operator that must find something.
fn positive(cx: &mut Cx<'_>, field: Field<'_>, env: Env) -> Read<Formula> {
    let span = field.key.span();
    match term(cx, field, env)? {
        Term::Positive(formula) => Ok(formula),
        Term::Negative(_) => Err(misplaced_negation(cx, field.name, span)),
        Term::Condition(_) | Term::Focus(_) => Err(misplaced_condition(cx, field.name, span)),
    }
}

pub(super) fn misplaced_negation(cx: &mut Cx<'_>, name: &str, span: Span) -> Reported {
    let message = format!("`{name}` has nothing here that it could take away from");
    cx.error_with(
        Code::MisplacedNegation,
        span,
        message,
        "a negation must stand in a list of terms that must all hold, beside one that finds something",
    )
}

fn misplaced_condition(cx: &mut Cx<'_>, name: &str, span: Span) -> Reported {
    let message = format!("`{name}` must stand directly in a list `patterns:`");
    cx.error_with(
        Code::MisplacedOperator,
        span,
        message,
        "wrap it and the pattern it belongs to in `patterns:`",
    )
}

/// Reads any operator.
fn term(cx: &mut Cx<'_>, field: Field<'_>, env: Env) -> Read<Term> {
    let span = field.key.span();
    Ok(match field.name {
        "pattern" => Term::Positive(leaf(cx, field.value, env)?),
        "patterns" => Term::Positive(conjunction(cx, field, env)?),
        "pattern-either" => Term::Positive(disjunction(cx, field, env)?),
        "pattern-regex" => Term::Positive(regex_leaf(cx, field)?),
        "pattern-inside" => {
            let inner = text_or_operator(cx, field, env)?;
            Term::Positive(Formula::Inside(Box::new(inner)))
        }
        "semgrep-internal-pattern-anywhere" => {
            let inner = text_or_operator(cx, field, env)?;
            Term::Positive(Formula::Anywhere(Box::new(inner)))
        }
        "pattern-not" => Term::Negative(text_or_operator(cx, field, env)?),
        "pattern-not-inside" => {
            let inner = text_or_operator(cx, field, env)?;
            Term::Negative(Formula::Inside(Box::new(inner)))
        }
        "pattern-not-regex" => Term::Negative(regex_leaf(cx, field)?),
        "focus-metavariable" => Term::Focus(focus(cx, field.value)?),
        name if condition::KEYS.contains(&name) => {
            Term::Condition(condition::condition(cx, field, env)?)
        }
        name => return Err(unknown_operator(cx, name, span)),
    })
}

fn unknown_operator(cx: &mut Cx<'_>, name: &str, span: Span) -> Reported {
    if name == "pattern-where-python" {
        return cx.unsupported(
            Code::Unsupported,
            span,
            "`pattern-where-python`",
            Some("use `metavariable-comparison`, which needs no arbitrary code"),
        );
    }
    if name == "r2c-internal-patterns-from" {
        return cx.unsupported(
            Code::Unsupported,
            span,
            "`r2c-internal-patterns-from`",
            None,
        );
    }
    let message = format!("there is no operator `{name}`");
    if let Some(ours) = second_syntax(name) {
        let advice = format!("`{name}` belongs to `match:`; here it is written {ours}");
        return cx.error_with(Code::UnknownKey, span, message, advice);
    }
    match nearest(name, OPERATORS.iter().copied()) {
        Some(near) => cx.error_with(
            Code::UnknownKey,
            span,
            message,
            format!("did you mean `{near}`?"),
        ),
        None => cx.error_with(
            Code::UnknownKey,
            span,
            message,
            format!("the operators are {}", words(OPERATORS)),
        ),
    }
}

/// What an operator of the second syntax is called in the first one.
fn second_syntax(name: &str) -> Option<&'static str> {
    Some(match name {
        "all" => "`patterns`",
        "any" => "`pattern-either`",
        "not" => "`pattern-not`",
        "regex" => "`pattern-regex`",
        "inside" => "`pattern-inside`",
        "where" => "as items `metavariable-regex`, `metavariable-pattern` … of the list",
        "focus" => "`focus-metavariable`",
        "comparison" => "`metavariable-comparison`",
        _ => return None,
    })
}

/// A pattern as text, or a mapping with one operator.
fn text_or_operator(cx: &mut Cx<'_>, field: Field<'_>, env: Env) -> Read<Formula> {
    if field.value.scalar().is_some() {
        return leaf(cx, field.value, env);
    }
    let inner = single(cx, field.value, field.name)?;
    positive(cx, inner, env)
}

/// The one key of a mapping that stands for an operator.
fn single<'d>(cx: &mut Cx<'_>, node: Node<'d>, list_name: &str) -> Read<Field<'d>> {
    if node.is_null() {
        return Err(empty_item(cx, node));
    }
    if let Some(text) = node.scalar() {
        let message = format!("an item of `{list_name}` must be an operator, found text");
        return Err(cx.error_with(
            Code::WrongType,
            node.head(),
            message,
            format!("did you mean `- pattern: {}`?", shortened(text)),
        ));
    }
    let fields = Fields::open(cx, node, "an item of a formula")?;
    let mut all = fields.rest();
    let first = all.next();
    if let Some(second) = all.next() {
        let message = format!(
            "`{}` stands beside `{}` in one item",
            second.name,
            first.map_or("", |f| f.name)
        );
        return Err(cx.error_with(
            Code::ConflictingKeys,
            second.key.span(),
            message,
            format!(
                "put a `-` in front of `{}`, to make it an item of its own",
                second.name
            ),
        ));
    }
    match first {
        Some(field) if !field.value.is_null() => Ok(field),
        Some(field) => Err(no_value(cx, field.name, field.key)),
        None => Err(empty_item(cx, node)),
    }
}

fn empty_item(cx: &mut Cx<'_>, node: Node<'_>) -> Reported {
    cx.error_with(
        Code::WrongType,
        node.span(),
        "this item is empty",
        "write an operator after the `-`, such as `- pattern: f($X)`, or remove it",
    )
}

/// A pattern of the languages that hold here.
pub(super) fn leaf(cx: &mut Cx<'_>, node: Node<'_>, env: Env) -> Read<Formula> {
    let Some(text) = node.text().filter(|_| !node.is_null()) else {
        return Err(cx.wrong_type(node, "a pattern", "text"));
    };
    if text.as_str().trim().is_empty() {
        return Err(cx.error_with(
            Code::EmptyPattern,
            node.head(),
            "this pattern is empty",
            "write the code to look for; `...` stands for anything",
        ));
    }
    match env.languages {
        Languages::Regex => regex_of(cx, &text),
        languages => Ok(Formula::Pattern(Pattern::new(text, languages))),
    }
}

fn regex_leaf(cx: &mut Cx<'_>, field: Field<'_>) -> Read<Formula> {
    let text = field.text(cx)?;
    regex_of(cx, &text)
}

pub(super) fn regex_of(cx: &mut Cx<'_>, text: &Text) -> Read<Formula> {
    if text.as_str().is_empty() {
        return Err(cx.error_with(
            Code::EmptyPattern,
            text.span(),
            "this regex is empty",
            "an empty regex matches everywhere; write what to look for",
        ));
    }
    let regex = regex(cx, text, Flavor::Search)?;
    slashes(cx, text);
    Ok(Formula::Regex(RegexLeaf {
        regex,
        text: text.clone(),
    }))
}

/// Warns of `/re/i`, which looks for the slashes and the letter.
fn slashes(cx: &mut Cx<'_>, text: &Text) {
    let parts = text
        .as_str()
        .strip_prefix('/')
        .and_then(|rest| rest.rsplit_once('/'));
    let Some((regex, flags)) = parts else { return };
    if flags.is_empty() || !flags.bytes().all(|flag| b"gimsux".contains(&flag)) {
        return;
    }
    let kept: String = flags
        .chars()
        .filter(|flag| "imsx".contains(*flag))
        .collect();
    let better = match kept.as_str() {
        "" => regex.to_owned(),
        kept => format!("(?{kept}){regex}"),
    };
    cx.warn_with(
        Code::InvalidRegex,
        text.span(),
        "the slashes and what follows them are looked for as they are",
        format!("a regex is written without them: `{}`", shortened(&better)),
    );
}

/// A regex, its errors mapped into the file.
pub(super) fn regex(cx: &mut Cx<'_>, text: &Text, flavor: Flavor) -> Read<Regex> {
    Regex::parse(text.as_str(), flavor).map_err(|error| bad_regex(cx, text, &error))
}

fn bad_regex(cx: &mut Cx<'_>, text: &Text, error: &RegexError) -> Reported {
    let message = format!("this is not a regex: {}", error.message);
    cx.error_in(
        Code::InvalidRegex,
        text,
        error.span,
        message,
        error.advice.clone(),
    )
}

fn conjunction(cx: &mut Cx<'_>, field: Field<'_>, env: Env) -> Read<Formula> {
    let mut and = And {
        positives: Vec::new(),
        negatives: Vec::new(),
        conditions: Vec::new(),
        focus: Vec::new(),
        bind: None,
        fix: None,
        span: field.value.span(),
    };
    let mut failed = None;
    for item in field.list(cx)? {
        match single(cx, item, field.name).and_then(|inner| term(cx, inner, env)) {
            Ok(found) => and.add(found),
            Err(reported) => failed = Some(reported),
        }
    }
    if let Some(reported) = failed {
        return Err(reported);
    }
    check_positive(cx, &and, field, env)?;
    Ok(Formula::And(Box::new(and)))
}

/// A conjunction must find something, or at least, within
/// `metavariable-pattern`, reduce what is given.
pub(super) fn check_positive(cx: &mut Cx<'_>, and: &And, field: Field<'_>, env: Env) -> Read<()> {
    if !and.positives.is_empty() || env.in_mvar_pattern {
        return Ok(());
    }
    let message = format!("nothing in `{}` finds anything", field.name);
    Err(cx.error_with(
        Code::NoPositiveTerm,
        field.key.span(),
        message,
        "negations and conditions only reduce; add a `pattern`, `pattern-either`, \
         `pattern-regex` or `pattern-inside`",
    ))
}

impl And {
    pub(super) fn add(&mut self, term: Term) {
        match term {
            Term::Positive(formula) => self.positives.push(formula),
            Term::Negative(formula) => self.negatives.push(formula),
            Term::Condition(condition) => self.conditions.push(condition),
            Term::Focus(focus) => self.focus.push(focus),
        }
    }
}

fn disjunction(cx: &mut Cx<'_>, field: Field<'_>, env: Env) -> Read<Formula> {
    let mut alternatives = Vec::new();
    let mut failed = None;
    for item in field.list(cx)? {
        match single(cx, item, field.name).and_then(|inner| positive(cx, inner, env)) {
            Ok(formula) => alternatives.push(formula),
            Err(reported) => failed = Some(reported),
        }
    }
    match failed {
        Some(reported) => Err(reported),
        None => Ok(Formula::Or(Or {
            alternatives,
            span: field.value.span(),
        })),
    }
}

/// One metavariable or a list of them.
pub(super) fn focus(cx: &mut Cx<'_>, node: Node<'_>) -> Read<Focus> {
    let span = node.head();
    if node.entries().is_some() {
        return Err(cx.error_with(
            Code::WrongType,
            span,
            "`focus-metavariable` must be a metavariable or a list of them, found a mapping",
            "write `focus-metavariable: $X`",
        ));
    }
    let mut mvars: Vec<Mvar> = Vec::new();
    for text in one_or_more(cx, node, "`focus-metavariable`")? {
        mvars.push(mvar(cx, &text)?);
    }
    if mvars.is_empty() {
        return Err(cx.error_with(
            Code::EmptyList,
            span,
            "this names no metavariable",
            "name what is to be reported: `focus-metavariable: $X`",
        ));
    }
    Ok(Focus { mvars, span })
}
