//! Leaves of formulas that look at the text: regular expressions and generic
//! patterns.

use std::rc::Rc;

use haechi_rule::Pattern;
use haechi_rule::formula::RegexLeaf;
use haechi_rule::options::GenericEngine;
use haechi_rule::regex::Groups;
use haechi_syntax::Span;

use crate::env::{Bound, Env};
use crate::eval::{Eval, Scope};
use crate::generic::{AlienPattern, GenericDocument, GenericMatch, GenericOptions, GenericPattern};
use crate::ranges::{Range, RangeKind, unique};

/// All matches of a regular expression.
pub(crate) fn regex(eval: &mut Eval, leaf: &RegexLeaf, scope: Scope) -> Vec<Range> {
    let within = part(eval, scope);
    let text = eval.m.tree.slice(within);
    let Ok(matches) = leaf.regex.matches(text) else {
        eval.limits.regex = true;
        return Vec::new();
    };
    let mut out = Vec::new();
    for groups in matches {
        let Ok(groups) = groups else {
            eval.limits.regex = true;
            break;
        };
        let env = bind_groups(eval, &leaf.regex, &groups, within.start, scope.start);
        let span = shifted(groups.whole(), within.start);
        out.push(text_range(eval, span, env, RangeKind::Regex));
    }
    unique(out)
}

/// The bindings that the groups of a match make. Numbered groups are `$1` …
pub(crate) fn bind_groups(
    eval: &mut Eval,
    regex: &haechi_rule::Regex,
    groups: &Groups,
    base: u32,
    start: Env,
) -> Env {
    let mut env = start;
    for (n, name) in regex.group_names().iter().enumerate().skip(1) {
        let Some(range) = groups.get(n) else {
            continue;
        };
        let bound = Bound::Span(shifted(range, base));
        let named = name.as_deref().map(|name| format!("${name}"));
        for mvar in named.into_iter().chain([format!("${n}")]) {
            let mv = eval.m.pool.find_mv(&mvar);
            if mv.is_some() && eval.m.envs.get(env, mv).is_none() {
                env = eval.m.envs.with(env, mv, bound);
            }
        }
    }
    env
}

/// All matches of a generic pattern. What is bound already must be bound to the
/// same text.
pub(crate) fn generic(eval: &mut Eval, pattern: &Pattern, scope: Scope) -> Vec<Range> {
    let within = part(eval, scope);
    let (matches, gave_up) = search(eval, pattern, within);
    eval.limits.generic |= gave_up;
    let mut out = Vec::new();
    'matches: for found in matches {
        let mut env = scope.start;
        for (name, span) in &found.bindings {
            let mv = eval.m.pool.find_mv(name);
            if !mv.is_some() {
                continue;
            }
            let bound = Bound::Span(shifted(*span, within.start));
            match eval.m.envs.get(env, mv) {
                Some(before) if eval.m.bound_text(before) != eval.m.bound_text(bound) => {
                    continue 'matches;
                }
                Some(_) => {}
                None => env = eval.m.envs.with(env, mv, bound),
            }
        }
        let span = shifted(found.span, within.start);
        out.push(text_range(eval, span, env, RangeKind::Plain));
    }
    unique(out)
}

fn search(eval: &mut Eval, pattern: &Pattern, within: Span) -> (Vec<GenericMatch>, bool) {
    let opts = eval.m.opts;
    if opts.generic_engine == GenericEngine::Aliengrep {
        let document = document(eval, within);
        return AlienPattern::parse(pattern.as_str(), opts).search(document.searched());
    }
    let Ok(parsed) = GenericPattern::parse(pattern.as_str()) else {
        return (Vec::new(), false);
    };
    // Most often a word is missing, and nothing has to be prepared.
    let text = eval.m.tree.slice(within);
    if !opts.generic_caseless && parsed.words().any(|word| !text.contains(word)) {
        return (Vec::new(), false);
    }
    let document = document(eval, within);
    let options = GenericOptions {
        ellipsis_max_span: opts.generic_ellipsis_max_span,
        caseless: opts.generic_caseless,
    };
    parsed.search(&document, options)
}

/// A part of the file prepared for searching. That of the whole file is kept:
/// most rules look at it with the same options.
fn document<'a>(eval: &mut Eval<'a>, within: Span) -> Rc<GenericDocument<'a>> {
    let comments = eval.m.opts.generic_comment_style;
    let text = eval.m.tree.text();
    if within.range() != (0..text.len()) {
        return Rc::new(GenericDocument::new(eval.m.tree.slice(within), comments));
    }
    let known = eval.documents.iter().find(|(style, _)| *style == comments);
    if let Some((_, document)) = known {
        return Rc::clone(document);
    }
    let document = Rc::new(GenericDocument::new(text, comments));
    eval.documents.push((comments, Rc::clone(&document)));
    document
}

fn text_range(eval: &Eval, span: Span, env: Env, kind: RangeKind) -> Range {
    let node = eval.m.tree.smallest_at(span);
    Range {
        span,
        env,
        kind,
        node: (eval.m.tree.span(node) == span).then_some(node),
        fix: 0,
    }
}

/// The part of the file that is looked at.
fn part(eval: &Eval, scope: Scope) -> Span {
    if let Some(text) = scope.text {
        return text;
    }
    match scope.within {
        Some(within) => eval
            .m
            .tree
            .span(within.from)
            .cover(eval.m.tree.span(within.to)),
        None => {
            let len = u32::try_from(eval.m.tree.text().len()).unwrap_or(u32::MAX);
            Span::new(0, len)
        }
    }
}

fn shifted(span: Span, base: u32) -> Span {
    Span::new(span.start + base, span.end + base)
}
