//! Conditions on a range: which one is asked, and with what.

use std::sync::Arc;

use haechi_rule::compare::{Env as CompareEnv, Value as CompareValue};
use haechi_rule::condition::{Comparison, MvarPattern, MvarRegex};
use haechi_rule::regex::Groups;
use haechi_rule::{Condition, Languages, Mvar};
use haechi_syntax::scope::Scopes;
use haechi_syntax::{Kind, Lang, NodeId, Role, Span};
use rustc_hash::FxHashMap;

use crate::analysis;
use crate::constants::Value;
use crate::env::{Bound, Env};
use crate::eval::{Eval, Scope};
use crate::leaf::{self, Within};
use crate::matches::{self, FileContext};
use crate::ranges::{Range, RangeKind};
use crate::rules::{Compiled, CompiledCondition};
use crate::text_leaf::bind_groups;

/// Whether a condition holds for a range: `None` if not, else the sets of new
/// bindings that it makes.
pub(crate) fn check(
    eval: &mut Eval,
    range: &Range,
    condition: &CompiledCondition,
) -> Option<Vec<Env>> {
    let bound = eval.m.envs.get(range.env, condition.mv);
    match &condition.condition {
        Condition::Regex(regex) => check_regex(eval, bound?, regex),
        Condition::Pattern(pattern) => check_pattern(eval, range, bound?, condition, pattern),
        Condition::Comparison(comparison) => {
            check_comparison(eval, range, comparison).then(Vec::new)
        }
        Condition::Type(_) => check_type(eval, bound?, condition).then(Vec::new),
        Condition::Analysis(analysis) => {
            let text = string_of(eval, bound?)?;
            analysis::holds(analysis.analyzer, &text).then(Vec::new)
        }
        Condition::Name(_) => None,
    }
}

/// The string that a binding is, or is known to hold; in text that is what is
/// written. `None` for other code.
fn string_of(eval: &mut Eval, bound: Bound) -> Option<String> {
    match bound {
        Bound::Text(..) | Bound::Span(_) => Some(eval.m.bound_text(bound)),
        Bound::Synth(synth) => {
            let synth = eval.m.envs.text(synth);
            (!synth.is_path).then(|| synth.text.to_string())
        }
        Bound::Node(node) => {
            let node = match eval.m.kind(node) {
                Kind::ExprStmt => eval.m.child(node, haechi_syntax::Role::Value)?,
                _ => node,
            };
            if eval.m.kind(node) == Kind::Str {
                return Some(eval.m.tree.slice(eval.m.tree.str_span(node)).to_owned());
            }
            match eval.m.value(node) {
                Some(Value::Str { text, .. }) => Some(text.to_string()),
                _ => None,
            }
        }
        Bound::List(..) => None,
    }
}

fn check_regex(eval: &mut Eval, bound: Bound, regex: &MvarRegex) -> Option<Vec<Env>> {
    let text = eval.m.bound_text(bound);
    let base = eval.m.bound_span(bound)?.start;
    let groups = match at_start(eval, regex, &text)? {
        Some(groups) => groups,
        None if regex.constant_propagation => {
            let Bound::Node(node) = bound else {
                return None;
            };
            let Some(Value::Str { text, .. }) = eval.m.value(node) else {
                return None;
            };
            at_start(eval, regex, &text)??;
            return Some(Vec::new());
        }
        None => return None,
    };
    if regex.regex.group_names().len() < 2 {
        return Some(Vec::new());
    }
    Some(vec![bind_groups(
        eval,
        &regex.regex,
        &groups,
        base,
        Env::EMPTY,
    )])
}

/// The groups of a match at the start of a text; `None` if the regex gave up.
fn at_start(eval: &mut Eval, regex: &MvarRegex, text: &str) -> Option<Option<Groups>> {
    let found = regex.regex.match_at_start(text);
    eval.limits.regex |= found.is_err();
    found.ok()
}

fn check_pattern(
    eval: &mut Eval,
    range: &Range,
    bound: Bound,
    condition: &CompiledCondition,
    pattern: &MvarPattern,
) -> Option<Vec<Env>> {
    let formula = condition.formula.as_ref()?;
    match (pattern.language, bound) {
        (None, Bound::Span(text)) => pattern_in_text(eval, range, text, formula),
        (None, _) => pattern_in_code(eval, range, bound, formula),
        (Some(Languages::Generic | Languages::Regex), _) => {
            let text = contents(eval, bound).or_else(|| eval.m.bound_span(bound))?;
            pattern_in_text(eval, range, text, formula)
        }
        (Some(Languages::Code(_)), _) => {
            let text = contents(eval, bound)?;
            let lang = condition.lang?;
            pattern_in_language(eval, text, lang, formula).then(Vec::new)
        }
    }
}

fn pattern_in_code(
    eval: &mut Eval,
    range: &Range,
    bound: Bound,
    formula: &Compiled,
) -> Option<Vec<Env>> {
    let (from, to) = match bound {
        Bound::Node(node) => (node, node),
        Bound::Text(_, literal) => (literal, literal),
        Bound::List(_, list) => {
            let nodes = eval.m.envs.nodes(list);
            (*nodes.first()?, *nodes.last()?)
        }
        Bound::Synth(synth) => {
            let at = eval.m.envs.text(synth).at;
            (at, at)
        }
        Bound::Span(_) => return None,
    };
    let whole = Range {
        span: eval.m.bound_span(bound)?,
        env: range.env,
        kind: RangeKind::Plain,
        node: (from == to).then_some(from),
        fix: 0,
    };
    let scope = Scope {
        region: None,
        within: Some(Within { from, to }),
        text: None,
        start: range.env,
        whole: Some(whole),
    };
    envs_of(eval.formula(formula, scope))
}

/// The contents of a string, without quotes; `None` if the binding is no
/// string.
fn contents(eval: &Eval, bound: Bound) -> Option<Span> {
    match bound {
        Bound::Text(span, _) | Bound::Span(span) => Some(span),
        Bound::Node(node) if eval.m.kind(node) == Kind::Str => Some(eval.m.tree.str_span(node)),
        _ => None,
    }
}

fn pattern_in_text(
    eval: &mut Eval,
    range: &Range,
    text: Span,
    formula: &Compiled,
) -> Option<Vec<Env>> {
    let whole = Range {
        span: text,
        env: range.env,
        kind: RangeKind::Plain,
        node: None,
        fix: 0,
    };
    let scope = Scope {
        region: None,
        within: None,
        text: Some(text),
        start: range.env,
        whole: Some(whole),
    };
    envs_of(eval.formula(formula, scope))
}

/// The contents of a string as code of another language. Nothing that is bound
/// there can be shown in this file, so only whether something is found counts.
fn pattern_in_language(eval: &Eval, text: Span, lang: Lang, formula: &Compiled) -> bool {
    let tree = lang.parse(eval.m.tree.slice(text).into());
    let scopes = Scopes::build(&tree);
    let file = FileContext::new(&tree, &scopes);
    matches::finds(eval.rules, file, eval.m.opts, formula)
}

fn envs_of(found: Vec<Range>) -> Option<Vec<Env>> {
    (!found.is_empty()).then(|| found.into_iter().map(|range| range.env).collect())
}

/// What a comparison can ask about one range.
struct Bindings {
    values: FxHashMap<Mvar, CompareValue>,
}

impl CompareEnv for Bindings {
    fn value(&self, mvar: &Mvar) -> Option<CompareValue> {
        self.values.get(mvar).cloned()
    }

    fn now(&self) -> f64 {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0.0, |since| since.as_secs_f64())
    }
}

fn check_comparison(eval: &mut Eval, range: &Range, comparison: &Comparison) -> bool {
    let mut values = FxHashMap::default();
    for mvar in comparison.expr.mvars() {
        let mv = eval.m.pool.find_mv(mvar.as_str());
        let Some(bound) = eval.m.envs.get(range.env, mv) else {
            continue;
        };
        values.insert(mvar.clone(), compare_value(eval, bound));
    }
    comparison.expr.holds(&Bindings { values })
}

fn compare_value(eval: &mut Eval, bound: Bound) -> CompareValue {
    let node = match bound {
        Bound::Node(node) => Some(node),
        _ => None,
    };
    let node = node.and_then(|node| match eval.m.kind(node) {
        Kind::ExprStmt => eval.m.child(node, Role::Value),
        _ => Some(node),
    });
    if let Some(list) = node.and_then(|node| list_value(eval, node)) {
        return list;
    }
    let known = node.and_then(|node| eval.m.value(node));
    match known {
        Some(Value::Int(n)) => match i64::try_from(n) {
            Ok(n) => CompareValue::Int(n),
            Err(_) => CompareValue::Code(n.to_string().into()),
        },
        Some(Value::Float(bits)) => CompareValue::Float(f64::from_bits(bits.0)),
        Some(Value::Bool(value)) => CompareValue::Bool(value),
        Some(Value::Str { text, .. }) => CompareValue::Str(Arc::from(&*text)),
        _ => {
            let text: Arc<str> = eval.m.bound_text(bound).into();
            match bound {
                Bound::Text(..) | Bound::Span(_) => CompareValue::Str(text),
                _ => CompareValue::Code(text),
            }
        }
    }
}

/// The value of a list or tuple all of whose elements have one.
fn list_value(eval: &mut Eval, node: NodeId) -> Option<CompareValue> {
    if !matches!(eval.m.kind(node), Kind::List | Kind::Tuple) {
        return None;
    }
    let items = eval.m.kids(node, Role::Elem);
    let values = items
        .iter()
        .map(|item| match compare_value(eval, Bound::Node(*item)) {
            CompareValue::Code(_) => None,
            value => Some(value),
        });
    values.collect::<Option<Vec<_>>>().map(CompareValue::List)
}

fn check_type(eval: &mut Eval, bound: Bound, condition: &CompiledCondition) -> bool {
    let Bound::Node(node) = bound else {
        return false;
    };
    eval.m.steps = leaf::MAX_STEPS_AT_ROOT;
    condition
        .types
        .iter()
        .any(|ty| !eval.m.has_type(*ty, node, Env::EMPTY).is_empty())
}
