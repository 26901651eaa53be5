//! `match:` and its kin: the second syntax of formulas.
//!
//! Any term may carry `where` (conditions and focus), `as` and `fix`; such a
//! term becomes a conjunction of itself with these.

use haechi_syntax::Span;

use super::condition::{self, comparison, named, nested_language};
use super::fields::{Field, Fields, no_value};
use super::formula::{self, Term, check_positive, focus, leaf, misplaced_negation};
use super::values::mvar;
use super::{Cx, Env, Read, Reported, words};
use crate::condition::{Condition, MvarPattern, MvarRegex};
use crate::diag::Code;
use crate::formula::{And, Formula, Or};
use crate::regex::Flavor;
use crate::yaml::Node;

const OPERATORS: &[&str] = &[
    "pattern", "all", "any", "regex", "not", "inside", "anywhere",
];

/// The keys that may stand beside the operator.
pub(super) const EXTRAS: &[&str] = &["where", "as", "fix"];

/// Reads a term that must find something: a pattern as text, or a mapping.
pub(super) fn positive(cx: &mut Cx<'_>, node: Node<'_>, env: Env) -> Read<Formula> {
    match term(cx, node, env)? {
        (Term::Negative(_), at) => Err(misplaced_negation(cx, "not", at)),
        (Term::Positive(formula), _) => Ok(formula),
        (Term::Condition(_) | Term::Focus(_), _) => Err(Reported),
    }
}

fn term(cx: &mut Cx<'_>, node: Node<'_>, env: Env) -> Read<(Term, Span)> {
    if node.scalar().is_some() {
        return Ok((Term::Positive(leaf(cx, node, env)?), node.head()));
    }
    let mut fields = Fields::open(cx, node, "a term")?;
    let found = term_of(cx, &mut fields, env);
    fields.finish(cx, &[OPERATORS, EXTRAS].concat());
    found
}

/// Reads a term out of a mapping that may have other keys as well (those of a
/// source, say).
pub(super) fn positive_of(cx: &mut Cx<'_>, fields: &mut Fields<'_>, env: Env) -> Read<Formula> {
    match term_of(cx, fields, env)? {
        (Term::Negative(_), at) => Err(misplaced_negation(cx, "not", at)),
        (Term::Positive(formula), _) => Ok(formula),
        (Term::Condition(_) | Term::Focus(_), _) => Err(Reported),
    }
}

fn term_of(cx: &mut Cx<'_>, fields: &mut Fields<'_>, env: Env) -> Read<(Term, Span)> {
    let field = operator(cx, fields)?;
    let at = field.key.span();
    let found = apply(cx, field, env);
    let extras = Extras::read(cx, fields, env)?;
    Ok((extras.added_to(cx, found?, field)?, at))
}

fn operator<'d>(cx: &mut Cx<'_>, fields: &mut Fields<'d>) -> Read<Field<'d>> {
    let mut found = OPERATORS.iter().filter_map(|name| fields.take(name));
    let (first, second) = (found.next(), found.next());
    drop(found);
    if let (Some(first), Some(second)) = (&first, &second) {
        let message = format!("`{}` and `{}` exclude each other", first.name, second.name);
        return Err(cx.error_with(
            Code::ConflictingKeys,
            second.key.span(),
            message,
            "put both into one list `all:` (all must match) or `any:` (any)",
        ));
    }
    if let Some(field) = first {
        return Ok(field);
    }
    if let Some((name, key)) = OPERATORS
        .iter()
        .find_map(|name| Some((*name, fields.empty_key(name)?)))
    {
        return Err(no_value(cx, name, key));
    }
    let advice = match OPERATORS
        .iter()
        .find_map(|name| Some((*name, fields.take_misspelt(name)?)))
    {
        Some((name, have)) => format!("it has `{have}`; did you mean `{name}`?"),
        None => {
            let foreign = fields
                .rest()
                .find_map(|field| Some((field, first_syntax(field.name)?)));
            if let Some((field, ours)) = foreign {
                let name = field.name;
                let message = format!("there is no operator `{name}` in `match:`");
                let advice = format!("here it is written {ours}");
                fields.take(name);
                return Err(cx.error_with(Code::UnknownKey, field.key.span(), message, advice));
            }
            format!("add one of {}", words(OPERATORS))
        }
    };
    Err(cx.error_with(
        Code::MissingKey,
        fields.node.head(),
        "nothing says what is looked for",
        advice,
    ))
}

/// What an operator of the first syntax is called in the second one.
fn first_syntax(name: &str) -> Option<&'static str> {
    Some(match name {
        "patterns" => "`all`",
        "pattern-either" => "`any`",
        "pattern-not" => "`not`",
        "pattern-inside" => "`inside`",
        "pattern-not-inside" => "`not: {inside: …}`",
        "pattern-regex" => "`regex`",
        "pattern-not-regex" => "`not: {regex: …}`",
        "focus-metavariable" => "`where: [focus: $X]` of the term",
        "metavariable-comparison" => "`where: [comparison: …]` of the term",
        "metavariable-regex"
        | "metavariable-pattern"
        | "metavariable-type"
        | "metavariable-analysis" => {
            "as an item of `where:`, `metavariable: $X` and what it must be"
        }
        "focus" | "metavariable" | "comparison" => "as an item of a list `where:` of the term",
        _ => return None,
    })
}

fn apply(cx: &mut Cx<'_>, field: Field<'_>, env: Env) -> Read<Term> {
    Ok(match field.name {
        "pattern" => Term::Positive(leaf(cx, field.value, env)?),
        "regex" => {
            let text = field.text(cx)?;
            Term::Positive(formula::regex_of(cx, &text)?)
        }
        "all" => Term::Positive(conjunction(cx, field, env)?),
        "any" => Term::Positive(disjunction(cx, field, env)?),
        "not" => Term::Negative(positive(cx, field.value, env)?),
        "inside" => {
            let inner = positive(cx, field.value, env)?;
            Term::Positive(Formula::Inside(Box::new(inner)))
        }
        _ => {
            let inner = positive(cx, field.value, env)?;
            Term::Positive(Formula::Anywhere(Box::new(inner)))
        }
    })
}

fn conjunction(cx: &mut Cx<'_>, field: Field<'_>, env: Env) -> Read<Formula> {
    let mut and = empty(field.value.span());
    let mut failed = None;
    for item in field.list(cx)? {
        match term(cx, item, env) {
            Ok((found, _)) => and.add(found),
            Err(reported) => failed = Some(reported),
        }
    }
    if let Some(reported) = failed {
        return Err(reported);
    }
    check_positive(cx, &and, field, env)?;
    Ok(Formula::And(Box::new(and)))
}

fn empty(span: Span) -> And {
    And {
        positives: Vec::new(),
        negatives: Vec::new(),
        conditions: Vec::new(),
        focus: Vec::new(),
        bind: None,
        fix: None,
        span,
    }
}

fn disjunction(cx: &mut Cx<'_>, field: Field<'_>, env: Env) -> Read<Formula> {
    let mut alternatives = Vec::new();
    let mut failed = None;
    for item in field.list(cx)? {
        match positive(cx, item, env) {
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

/// `where`, `as` and `fix` of a term.
struct Extras {
    and: And,
    any: bool,
}

impl Extras {
    fn read(cx: &mut Cx<'_>, fields: &mut Fields<'_>, env: Env) -> Read<Self> {
        let mut and = empty(fields.node.span());
        if let Some(list) = fields.take("where") {
            let mut failed = None;
            for item in list.list(cx)? {
                match constraint(cx, item, env) {
                    Ok(found) => and.add(found),
                    Err(reported) => failed = Some(reported),
                }
            }
            if let Some(reported) = failed {
                return Err(reported);
            }
        }
        if let Some(text) = fields.text(cx, "as")? {
            and.bind = Some(mvar(cx, &text)?);
        }
        and.fix = fields.text(cx, "fix")?;
        let any = !and.conditions.is_empty()
            || !and.focus.is_empty()
            || and.bind.is_some()
            || and.fix.is_some();
        Ok(Self { and, any })
    }

    fn added_to(mut self, cx: &mut Cx<'_>, term: Term, field: Field<'_>) -> Read<Term> {
        if !self.any {
            return Ok(term);
        }
        match term {
            // A conjunction takes them in itself.
            Term::Positive(Formula::And(mut and)) if and.bind.is_none() && and.fix.is_none() => {
                and.conditions.append(&mut self.and.conditions);
                and.focus.append(&mut self.and.focus);
                (and.bind, and.fix) = (self.and.bind, self.and.fix);
                Ok(Term::Positive(Formula::And(and)))
            }
            Term::Positive(formula) => {
                self.and.positives.push(formula);
                Ok(Term::Positive(Formula::And(Box::new(self.and))))
            }
            _ => Err(cx.error_with(
                Code::MisplacedOperator,
                field.key.span(),
                "a `not` leaves no bindings that `where`, `as` or `fix` could use",
                "put them into the term within `not:`",
            )),
        }
    }
}

/// An item of `where`.
fn constraint(cx: &mut Cx<'_>, node: Node<'_>, env: Env) -> Read<Term> {
    let mut fields = Fields::open(cx, node, "an item of `where`")?;
    let (found, known): (Read<Term>, &[&str]) = if fields.has("comparison") {
        let found = comparison(cx, &mut fields, false).map(Term::Condition);
        (found, &["metavariable", "comparison", "strip", "base"])
    } else if fields.has("focus") {
        let field = fields.require(cx, "focus")?;
        let found = focus(cx, field.value).map(Term::Focus);
        (found, &["focus"])
    } else if fields.has("metavariable") {
        let found = on_mvar(cx, &mut fields, env).map(Term::Condition);
        let known = &[
            "metavariable",
            "analyzer",
            "options",
            "type",
            "types",
            "language",
            "pattern",
            "all",
            "any",
            "regex",
            "not",
            "inside",
            "anywhere",
            "where",
            "as",
            "fix",
        ];
        (found, known)
    } else {
        return Err(cx.error_with(
            Code::MissingKey,
            node.head(),
            "this item of `where` sets no condition",
            "write `metavariable: $X` with `regex:`, `pattern:`, `type:` or `analyzer:`, \
             or `comparison:`, or `focus:`",
        ));
    };
    fields.finish(cx, known);
    found
}

fn on_mvar(cx: &mut Cx<'_>, fields: &mut Fields<'_>, env: Env) -> Read<Condition> {
    let named = named(cx, fields)?;
    if fields.has("analyzer") {
        return condition::analysis(cx, fields, named);
    }
    if fields.has("type") || fields.has("types") {
        return condition::mvar_type(cx, fields, named, env);
    }
    let language = nested_language(cx, fields)?;
    let env = Env {
        languages: language.unwrap_or(env.languages),
        in_mvar_pattern: true,
    };
    let formula = match term_of(cx, fields, env)? {
        (Term::Positive(formula), _) => formula,
        // A lone negation reduces what the metavariable is bound to.
        (Term::Negative(formula), span) => {
            let mut and = empty(span);
            and.negatives.push(formula);
            Formula::And(Box::new(and))
        }
        (Term::Condition(_) | Term::Focus(_), _) => return Err(Reported),
    };
    match formula {
        // A lone regex is matched at the start, like `metavariable-regex`.
        Formula::Regex(leaf) => {
            let regex = formula::regex(cx, &leaf.text, Flavor::Start)?;
            Ok(Condition::Regex(MvarRegex {
                mvar: named.mvar,
                span: named.span,
                regex,
                text: leaf.text,
                constant_propagation: true,
            }))
        }
        formula => Ok(Condition::Pattern(MvarPattern {
            mvar: named.mvar,
            span: named.span,
            language,
            formula,
        })),
    }
}
