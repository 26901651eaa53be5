//! What can be wrong with a rule whose parts are all readable: names that
//! nothing defines.
//!
//! All of it is a warning, since such a rule can run – a condition on an
//! unbound metavariable is false, a message shows its name – except labels
//! that depend on their own absence, which have no meaning.

use haechi_syntax::Span;

use crate::condition::Condition;
use crate::diag::{Code, Diagnostic, Level};
use crate::formula::{And, Formula};
use crate::mvar::{Mvar, metavariables};
use crate::read::{Cx, nearest};
use crate::rule::{Fix, Mode, Rule};
use crate::source::Text;
use crate::taint::{DEFAULT_LABEL, SinkRequires, TaintSpec};

/// Checks a rule.
pub(crate) fn rule(cx: &mut Cx<'_>, rule: &Rule) {
    for formula in rule.formulas() {
        conditions(cx, formula, &[]);
    }
    let mut bound = Vec::new();
    match &rule.mode {
        Mode::Search(formula) => collect(formula, &mut bound),
        Mode::Taint(spec) => {
            labels(cx, spec);
            taint_mvars(cx, spec);
            for site in spec.sources.iter().map(|s| &s.site) {
                site.formula()
                    .into_iter()
                    .for_each(|f| collect(f, &mut bound));
            }
            for site in spec.sinks.iter().map(|s| &s.site) {
                site.formula()
                    .into_iter()
                    .for_each(|f| collect(f, &mut bound));
            }
            // Propagators decide nothing about a finding, but the reference
            // engine shows what they bind as well.
            spec.propagators
                .iter()
                .for_each(|p| collect(&p.formula, &mut bound));
        }
        // What a join binds, its rules bind.
        Mode::Join(_) => return,
    }
    template(cx, &rule.message, "the message", &bound);
    if let Some(Fix::Template(text)) = &rule.fix {
        template(cx, text, "the fix", &bound);
    }
}

/// All metavariables that a match of the formula may bind.
fn collect(formula: &Formula, bound: &mut Vec<Mvar>) {
    match formula {
        Formula::Pattern(pattern) => bound.extend(pattern.mvars()),
        Formula::Regex(leaf) => {
            bound.extend(leaf.regex.named_groups().iter().map(|(_, m)| m.clone()));
            let groups = leaf.regex.group_names().len();
            bound.extend((1..groups).filter_map(|n| Mvar::parse(&format!("${n}"))));
        }
        Formula::Inside(inner) | Formula::Anywhere(inner) => collect(inner, bound),
        Formula::Or(or) => or.alternatives.iter().for_each(|f| collect(f, bound)),
        Formula::And(and) => collect_and(and, bound),
    }
}

fn collect_and(and: &And, bound: &mut Vec<Mvar>) {
    and.positives.iter().for_each(|f| collect(f, bound));
    bound.extend(and.bind.clone());
    for condition in &and.conditions {
        match condition {
            Condition::Regex(c) => {
                bound.extend(c.regex.named_groups().iter().map(|(_, m)| m.clone()));
            }
            Condition::Pattern(c) => collect(&c.formula, bound),
            _ => {}
        }
    }
}

/// Checks the metavariables of conditions and focus. `outer` are those of the
/// formula around a `metavariable-pattern`.
fn conditions(cx: &mut Cx<'_>, formula: &Formula, outer: &[Mvar]) {
    match formula {
        Formula::Pattern(_) | Formula::Regex(_) => {}
        Formula::Inside(inner) | Formula::Anywhere(inner) => conditions(cx, inner, outer),
        Formula::Or(or) => or
            .alternatives
            .iter()
            .for_each(|f| conditions(cx, f, outer)),
        Formula::And(and) => {
            for f in and.positives.iter().chain(&and.negatives) {
                conditions(cx, f, outer);
            }
            let mut bound = outer.to_vec();
            collect_and(and, &mut bound);
            for condition in &and.conditions {
                one_condition(cx, condition, &bound);
            }
            for focus in &and.focus {
                for mvar in &focus.mvars {
                    undefined(cx, mvar, focus.span, &bound, "so nothing is found");
                }
            }
        }
    }
}

fn one_condition(cx: &mut Cx<'_>, condition: &Condition, bound: &[Mvar]) {
    const SO: &str = "so this condition never holds";
    let (mvar, span) = match condition {
        Condition::Regex(c) => (&c.mvar, c.span),
        Condition::Type(c) => (&c.mvar, c.span),
        Condition::Analysis(c) => (&c.mvar, c.span),
        Condition::Name(c) => (&c.mvar, c.span),
        Condition::Pattern(c) => {
            undefined(cx, &c.mvar, c.span, bound, SO);
            return conditions(cx, &c.formula, bound);
        }
        Condition::Comparison(c) => {
            for (at, written) in metavariables(c.text.as_str()) {
                let Some(mvar) = Mvar::parse(written) else {
                    continue;
                };
                let span = c.text.locate(span_of(at, written));
                undefined(cx, &mvar, span, bound, SO);
            }
            return;
        }
    };
    undefined(cx, mvar, span, bound, SO);
}

fn span_of(at: usize, text: &str) -> Span {
    let n = |k| u32::try_from(k).unwrap_or(u32::MAX);
    Span::new(n(at), n(at + text.len()))
}

/// Warns if a metavariable is not among those that are bound.
fn undefined(cx: &mut Cx<'_>, mvar: &Mvar, span: Span, bound: &[Mvar], so: &str) {
    if bound.contains(mvar) {
        return;
    }
    let message = format!("nothing binds `{mvar}`, {so}");
    cx.warn_with(
        Code::UndefinedMetavariable,
        span,
        message,
        bound_advice(mvar.as_str(), bound),
    );
}

fn bound_advice(mvar: &str, bound: &[Mvar]) -> String {
    let mut known: Vec<&str> = bound
        .iter()
        .map(Mvar::as_str)
        .filter(|m| *m != "$_")
        .collect();
    known.sort_unstable();
    known.dedup();
    if known.is_empty() {
        return "the patterns bind no metavariables".into();
    }
    // Short names are near to each other by chance.
    match nearest(mvar, known.iter().copied()).filter(|_| mvar.len() > 3) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the patterns bind {}", known.join(", ")),
    }
}

/// Warns of metavariables in a text that will not be filled in.
fn template(cx: &mut Cx<'_>, text: &Text, what: &str, bound: &[Mvar]) {
    for (at, written) in metavariables(text.as_str()) {
        let known = bound.iter().any(|m| m.as_str() == written);
        // `$1` may as well be an amount of money.
        let amount = written[1..].starts_with(|c: char| c.is_ascii_digit());
        if known || amount || written == "$_" {
            continue;
        }
        let message = format!("nothing binds `{written}`, so {what} shows it as it is");
        let diagnostic = Diagnostic::in_text(
            Level::Warning,
            Code::UndefinedMetavariable,
            text,
            span_of(at, written),
            message,
        );
        cx.push(diagnostic.advise(bound_advice(written, bound)));
    }
}

fn taint_mvars(cx: &mut Cx<'_>, spec: &TaintSpec) {
    for propagator in &spec.propagators {
        let mut bound = Vec::new();
        collect(&propagator.formula, &mut bound);
        for mvar in [&propagator.from, &propagator.to] {
            let at = first_line(cx, propagator.span);
            undefined(cx, mvar, at, &bound, "so the propagator does nothing");
        }
    }
    for sink in &spec.sinks {
        let (SinkRequires::PerMvar(list), Some(formula)) = (&sink.requires, sink.site.formula())
        else {
            continue;
        };
        let mut bound = Vec::new();
        collect(formula, &mut bound);
        for (mvar, _) in list {
            let at = first_line(cx, sink.span);
            undefined(cx, mvar, at, &bound, "so the sink is never reached");
        }
    }
}

fn first_line(cx: &Cx<'_>, span: Span) -> Span {
    let text = cx.file.slice(span);
    let len = text.find(['\n', '\r']).unwrap_or(text.len());
    Span::new(span.start, span.start + u32::try_from(len).unwrap_or(0))
}

/// Checks that labels exist, and that none depends on its own absence.
fn labels(cx: &mut Cx<'_>, spec: &TaintSpec) {
    let before = cx.diagnostics.len();
    let mut given: Vec<&str> = spec.sources.iter().map(|s| &*s.label).collect();
    given.extend(spec.propagators.iter().filter_map(|p| p.label.as_deref()));
    given.sort_unstable();
    given.dedup();
    // label → label that it asks for, and whether under `not`.
    let mut edges: Vec<(&str, &str, bool, Option<&Text>)> = Vec::new();
    for source in &spec.sources {
        for (label, negated) in source.requires.iter().flat_map(|r| r.labels()) {
            edges.push((&source.label, label, negated, source.requires_text.as_ref()));
        }
    }
    for propagator in &spec.propagators {
        for (label, negated) in propagator.requires.iter().flat_map(|r| r.labels()) {
            let gives = propagator.label.as_deref().unwrap_or("");
            edges.push((gives, label, negated, propagator.requires_text.as_ref()));
        }
    }
    for (_, label, _, text) in &edges {
        unknown_label(cx, label, *text, &given);
    }
    for sink in &spec.sinks {
        match &sink.requires {
            SinkRequires::Labels(requires) => {
                for (label, _) in requires.labels() {
                    unknown_label(cx, label, sink.requires_text.as_ref(), &given);
                }
            }
            SinkRequires::Default if !given.contains(&DEFAULT_LABEL) => {
                let at = first_line(cx, sink.span);
                let message = "this sink is never reached: it asks for no label, \
                               and all sources give one";
                let advice = format!("add `requires: {}`", given.join(" or "));
                cx.warn_with(Code::UnknownLabel, at, message, advice);
            }
            _ => {}
        }
    }
    // A label that is asked for under a wrong name needs no second warning.
    if cx.diagnostics.len() == before {
        unasked_labels(cx, spec, &edges);
    }
    cycles(cx, &edges);
}

/// Warns of labels that nothing asks for: their sources do nothing.
fn unasked_labels(cx: &mut Cx<'_>, spec: &TaintSpec, edges: &[(&str, &str, bool, Option<&Text>)]) {
    let mut asked: Vec<&str> = edges.iter().map(|(_, label, ..)| *label).collect();
    let mut of_sinks: Vec<(&str, bool)> = Vec::new();
    for sink in &spec.sinks {
        match &sink.requires {
            SinkRequires::Labels(requires) => of_sinks.extend(requires.labels()),
            SinkRequires::PerMvar(list) => {
                of_sinks.extend(list.iter().flat_map(|(_, r)| r.labels()))
            }
            SinkRequires::Default => asked.push(DEFAULT_LABEL),
        }
    }
    if of_sinks.iter().any(|(_, negated)| *negated) {
        // What holds without a label holds with any other one.
        return;
    }
    asked.extend(of_sinks.iter().map(|(label, _)| *label));
    // Replaced labels are taken away, which is a use as well.
    let replaced = spec
        .propagators
        .iter()
        .flat_map(|p| &p.replace_labels)
        .flatten();
    asked.extend(replaced.map(|label| &**label));
    for source in &spec.sources {
        if asked.contains(&&*source.label) {
            continue;
        }
        let at = first_line(cx, source.span);
        let message = match &*source.label {
            DEFAULT_LABEL => "no sink asks for values without a label".to_owned(),
            label => format!("no `requires` asks for the label `{label}`"),
        };
        let advice = "no value from this source is ever reported; \
                      name the label in the `requires` of a sink, or remove the source";
        cx.warn_with(Code::UnknownLabel, at, message, advice);
    }
}

fn unknown_label(cx: &mut Cx<'_>, label: &str, text: Option<&Text>, given: &[&str]) {
    let Some(text) = text.filter(|_| !given.contains(&label)) else {
        return;
    };
    let at = text.as_str().find(label).unwrap_or(0);
    let message = format!("no source or propagator gives the label `{label}`");
    let advice = match nearest(label, given.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the labels are {}", given.join(", ")),
    };
    let diagnostic = Diagnostic::in_text(
        Level::Warning,
        Code::UnknownLabel,
        text,
        span_of(at, label),
        message,
    );
    cx.push(diagnostic.advise(advice));
}

/// An edge through `not` must not lie on a cycle.
fn cycles(cx: &mut Cx<'_>, edges: &[(&str, &str, bool, Option<&Text>)]) {
    for (from, to, negated, text) in edges {
        let Some(text) = text.filter(|_| *negated && reaches(edges, to, from)) else {
            continue;
        };
        let at = text.as_str().find(to).unwrap_or(0);
        let message = if from == to {
            format!("the label `{from}` is given only if it is not there")
        } else {
            format!(
                "the label `{from}` depends on the absence of `{to}`, which depends on `{from}`"
            )
        };
        let advice = Some("such labels have no meaning; break the cycle".to_owned());
        cx.error_in(Code::LabelCycle, text, span_of(at, to), message, advice);
    }
}

fn reaches(edges: &[(&str, &str, bool, Option<&Text>)], from: &str, to: &str) -> bool {
    let mut seen = vec![from];
    let mut next = 0;
    while let Some(at) = seen.get(next).copied() {
        if at == to {
            return true;
        }
        next += 1;
        for (a, b, ..) in edges {
            if *a == at && !seen.contains(b) {
                seen.push(b);
            }
        }
    }
    false
}
