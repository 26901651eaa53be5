//! Formulas, evaluated over the ranges of one file.
//!
//! The meaning is that of sets of ranges: a conjunction intersects its
//! positives (`pattern-inside` last), subtracts its negatives, filters by
//! conditions, applies the focus. The order of evaluation is chosen for speed
//! and cannot be seen in the result: positives that name what they look for
//! come first, an empty one ends the work, and patterns that would match nearly
//! everywhere are tried only around what was found so far. A range that
//! neither contains nor lies in any of those could not survive.

use std::rc::Rc;

use haechi_rule::formula::RegexLeaf;
use haechi_syntax::{NodeId, Span};

use crate::cx::M;
use crate::env::{Bound, Env};
use crate::index::FileIndex;
use crate::leaf::{self, Hit, Within};
use crate::pnode::MvId;
use crate::ranges::{Range, RangeKind, unique};
use crate::region::Region;
use crate::rules::{Compiled, CompiledAnd, CompiledRules, LeafId};

/// The evaluation of formulas in one file.
pub struct Eval<'a> {
    /// The matching of patterns.
    pub m: M<'a>,
    /// All rules.
    pub rules: &'a CompiledRules,
    /// The file's nodes by kind and name.
    pub index: &'a FileIndex,
    /// Whether to do without short cuts.
    pub exhaustive: bool,
    /// The hits of patterns that were looked for in the whole file.
    memo: Vec<Option<Rc<[Hit]>>>,
}

/// In which part of the file a formula is evaluated, and with what bound.
#[derive(Clone, Copy)]
pub struct Scope<'s> {
    /// Only ranges that touch these matter.
    pub region: Option<&'s Region>,
    /// Only what lies in this part of the file is seen.
    pub within: Option<Within>,
    /// What is bound already.
    pub start: Env,
    /// What a conjunction without positives stands for.
    pub whole: Option<Range>,
}

/// The cost of a formula that names what it looks for.
const SELECTIVE: u32 = 1;

impl Scope<'_> {
    /// The whole file, nothing bound.
    pub const FILE: Scope<'static> = Scope {
        region: None,
        within: None,
        start: Env::EMPTY,
        whole: None,
    };
}

impl<'a> Eval<'a> {
    /// An evaluation that has found nothing yet.
    pub fn new(m: M<'a>, rules: &'a CompiledRules, index: &'a FileIndex) -> Self {
        Self {
            m,
            rules,
            index,
            exhaustive: false,
            memo: vec![None; rules.leaves.len()],
        }
    }

    /// The ranges of a formula.
    pub fn formula(&mut self, formula: &Compiled, scope: Scope) -> Vec<Range> {
        match formula {
            Compiled::Leaf(leaf) | Compiled::Selector(leaf, _) => self.leaf(*leaf, scope),
            Compiled::Regex(regex) => self.regex(regex, scope),
            Compiled::Generic(pattern) => crate::text_leaf::generic(self, pattern, scope),
            Compiled::Or(alternatives) => {
                let mut out = Vec::new();
                for alternative in alternatives {
                    out.extend(self.formula(alternative, scope));
                }
                unique(out)
            }
            Compiled::Inside(inner) => self.with_kind(inner, RangeKind::Inside, scope),
            Compiled::Anywhere(inner) => {
                let scope = Scope {
                    region: None,
                    ..scope
                };
                self.with_kind(inner, RangeKind::Anywhere, scope)
            }
            Compiled::And(and) => self.and(and, scope),
            Compiled::Never => Vec::new(),
        }
    }

    fn with_kind(&mut self, inner: &Compiled, kind: RangeKind, scope: Scope) -> Vec<Range> {
        let mut ranges = self.formula(inner, scope);
        for range in &mut ranges {
            range.kind = kind;
        }
        ranges
    }

    /// Whether a formula could have a range in this file at all, judged by
    /// names alone.
    pub fn is_possible(&self, formula: &Compiled) -> bool {
        if self.exhaustive {
            return true;
        }
        match formula {
            Compiled::Leaf(leaf) | Compiled::Selector(leaf, _) => {
                let leaf = &self.rules.leaves[leaf.raw() as usize];
                self.index.has_all(&leaf.pattern.needs)
            }
            Compiled::Regex(_) | Compiled::Generic(_) => true,
            Compiled::Or(alternatives) => alternatives.iter().any(|f| self.is_possible(f)),
            Compiled::Inside(inner) | Compiled::Anywhere(inner) => self.is_possible(inner),
            Compiled::And(and) => and.positives.iter().all(|f| self.is_possible(f)),
            Compiled::Never => false,
        }
    }

    fn leaf(&mut self, id: LeafId, scope: Scope) -> Vec<Range> {
        let n = id.raw() as usize;
        let leaf = &self.rules.leaves[n];
        if let Some(within) = scope.within {
            return self.leaf_within(id, within, scope);
        }
        if let Some(hits) = &self.memo[n] {
            return hits
                .iter()
                .filter(|hit| scope.region.is_none_or(|region| region.touches(hit.span)))
                .map(|hit| Range::of_hit(*hit))
                .collect();
        }
        self.m.opts = &self.rules.options[self.rules.leaf_opts[n] as usize];
        if self.exhaustive {
            let hits = leaf::run_everywhere(&mut self.m, self.index, leaf);
            return hits.into_iter().map(Range::of_hit).collect();
        }
        let region = scope.region.filter(|_| !leaf.is_selective());
        let hits = leaf::run(&mut self.m, self.index, leaf, region, Env::EMPTY);
        if region.is_none() {
            let hits: Rc<[Hit]> = hits.into();
            self.memo[n] = Some(Rc::clone(&hits));
            return hits
                .iter()
                .filter(|hit| scope.region.is_none_or(|region| region.touches(hit.span)))
                .map(|hit| Range::of_hit(*hit))
                .collect();
        }
        hits.into_iter().map(Range::of_hit).collect()
    }

    /// The matches in a part of the file, with bindings made before.
    fn leaf_within(&mut self, id: LeafId, within: Within, scope: Scope) -> Vec<Range> {
        let n = id.raw() as usize;
        self.m.opts = &self.rules.options[self.rules.leaf_opts[n] as usize];
        let leaf = &self.rules.leaves[n];
        leaf::run_within(&mut self.m, self.index, leaf, within, scope.start)
            .into_iter()
            .map(Range::of_hit)
            .collect()
    }

    fn regex(&mut self, regex: &RegexLeaf, scope: Scope) -> Vec<Range> {
        crate::text_leaf::regex(self, regex, scope)
    }

    fn and(&mut self, and: &CompiledAnd, scope: Scope) -> Vec<Range> {
        if !and
            .positives
            .iter()
            .all(|formula| self.is_possible(formula))
        {
            return Vec::new();
        }
        let Some(ranges) = self.positives(and, scope) else {
            return Vec::new();
        };
        let ranges = self.without_negatives(and, ranges, scope);
        let ranges = self.filtered(and, ranges);
        let mut ranges = self.focused(and, ranges);
        for range in &mut ranges {
            if and.fix != 0 {
                range.fix = and.fix;
            }
            if and.bind.is_some() && self.m.envs.get(range.env, and.bind).is_none() {
                let bound = range.node.map_or(Bound::Span(range.span), Bound::Node);
                range.env = self.m.envs.with(range.env, and.bind, bound);
            }
        }
        unique(ranges)
    }

    /// The intersection of the positives; `None` if it is empty.
    fn positives(&mut self, and: &CompiledAnd, scope: Scope) -> Option<Vec<Range>> {
        let mut plain: Vec<&Compiled> = Vec::new();
        let mut inside: Vec<&Compiled> = Vec::new();
        let mut selector: Option<(LeafId, MvId)> = None;
        let mut others = 0;
        for positive in &and.positives {
            match positive {
                Compiled::Selector(leaf, mv) => {
                    if selector.is_none_or(|(_, known)| known == *mv) {
                        selector = Some((*leaf, *mv));
                        continue;
                    }
                    plain.push(positive);
                }
                Compiled::Inside(_) => inside.push(positive),
                _ => plain.push(positive),
            }
            others += 1;
        }
        if others == 0
            && let Some((leaf, _)) = selector.take()
        {
            let ranges = self.leaf(leaf, scope);
            return (!ranges.is_empty()).then_some(ranges);
        }
        if others == 0 {
            return scope.whole.map(|whole| vec![whole]);
        }
        // Cheap and telling ones first.
        plain.sort_by_key(|formula| self.cost(formula));
        inside.sort_by_key(|formula| self.cost(formula));
        let first_cost = plain.first().map_or(0, |formula| self.cost(formula));
        // What surrounds is looked for first where that is easier and what is
        // looked for may be anywhere.
        let around = match inside.first() {
            Some(formula)
                if !self.exhaustive
                    && first_cost > SELECTIVE
                    && self.cost(formula) <= SELECTIVE =>
            {
                let found = self.formula(formula, scope);
                if found.is_empty() {
                    return None;
                }
                Some(found)
            }
            _ => None,
        };
        // With a single one it is the result, so it lies inside.
        let in_around = around
            .as_ref()
            .filter(|_| plain.len() == 1)
            .map(|found| Region::inside_only(found.iter().map(|range| range.span).collect()));
        let mut ranges: Option<Vec<Range>> = None;
        for positive in plain {
            let region = match &ranges {
                None => in_around.clone().filter(|_| scope.region.is_none()),
                Some(so_far) => region_of(so_far),
            };
            ranges = Some(self.next_positive(positive, ranges, region, scope)?);
        }
        let mut around = around;
        for positive in inside {
            if let Some(found) = around.take() {
                ranges = Some(match ranges {
                    None => found,
                    Some(so_far) => self.m.intersect(&so_far, &found),
                });
                continue;
            }
            let region = ranges.as_deref().and_then(region_of);
            ranges = Some(self.next_positive(positive, ranges, region, scope)?);
        }
        if ranges.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        let ranges = ranges?;
        let Some((leaf, _)) = selector else {
            return Some(ranges);
        };
        let region = Region::inside_only(ranges.iter().map(|range| range.span).collect());
        let selected = self.leaf(
            leaf,
            Scope {
                region: Some(&region),
                ..scope
            },
        );
        let ranges = self.m.intersect(&ranges, &selected);
        (!ranges.is_empty()).then_some(ranges)
    }

    /// Intersects what was found so far with one more; `None` if nothing is
    /// left.
    fn next_positive(
        &mut self,
        positive: &Compiled,
        so_far: Option<Vec<Range>>,
        region: Option<Region>,
        scope: Scope,
    ) -> Option<Vec<Range>> {
        let found = match &region {
            None => self.formula(positive, scope),
            Some(region) => self.formula(
                positive,
                Scope {
                    region: Some(region),
                    ..scope
                },
            ),
        };
        let next = match so_far {
            None => found,
            Some(so_far) => self.m.intersect(&so_far, &found),
        };
        (!next.is_empty() || self.exhaustive).then_some(next)
    }

    /// How much work a formula is likely to be; up to [`SELECTIVE`] if it names
    /// what it looks for.
    fn cost(&self, formula: &Compiled) -> u32 {
        match formula {
            Compiled::Never => 0,
            Compiled::Leaf(leaf) => {
                if self.rules.leaves[leaf.raw() as usize].is_selective() {
                    SELECTIVE
                } else {
                    4
                }
            }
            Compiled::Selector(..) => 9,
            Compiled::Regex(_) | Compiled::Generic(_) => 6,
            Compiled::Or(alternatives) => {
                alternatives.iter().map(|f| self.cost(f)).max().unwrap_or(0)
            }
            Compiled::Inside(inner) | Compiled::Anywhere(inner) => self.cost(inner),
            Compiled::And(and) => and
                .positives
                .iter()
                .map(|f| self.cost(f))
                .min()
                .unwrap_or(0),
        }
    }

    fn without_negatives(
        &mut self,
        and: &CompiledAnd,
        mut ranges: Vec<Range>,
        scope: Scope,
    ) -> Vec<Range> {
        for negative in &and.negatives {
            if ranges.is_empty() {
                break;
            }
            let region = Region::new(ranges.iter().map(|range| range.span).collect());
            let found = self.formula(
                negative,
                Scope {
                    region: Some(&region),
                    ..scope
                },
            );
            ranges = self.m.subtract(ranges, &found);
        }
        ranges
    }

    fn filtered(&mut self, and: &CompiledAnd, ranges: Vec<Range>) -> Vec<Range> {
        if and.conditions.is_empty() {
            return ranges;
        }
        let mut out = Vec::new();
        'ranges: for range in ranges {
            let mut new: Vec<Env> = Vec::new();
            for condition in &and.conditions {
                match crate::filters::check(self, &range, condition) {
                    Some(bindings) => new.extend(bindings),
                    None => continue 'ranges,
                }
            }
            new.retain(|env| *env != Env::EMPTY);
            if new.is_empty() {
                out.push(range);
            }
            for bindings in new {
                let env = self.m.merged(bindings, range.env);
                out.push(Range { env, ..range });
            }
        }
        out
    }

    fn focused(&mut self, and: &CompiledAnd, ranges: Vec<Range>) -> Vec<Range> {
        if and.focus.is_empty() {
            return ranges;
        }
        let mut out = Vec::new();
        for range in ranges {
            let mut kept: Option<Vec<Range>> = None;
            for mvs in &and.focus {
                let focused: Vec<Range> = mvs
                    .iter()
                    .filter_map(|mv| self.focus(&range, *mv))
                    .collect();
                kept = Some(match kept {
                    None => focused,
                    Some(before) => before
                        .iter()
                        .flat_map(|a| focused.iter().filter_map(move |b| inner_of(a, b)))
                        .collect(),
                });
            }
            out.extend(kept.into_iter().flatten());
        }
        out
    }

    /// A range narrowed to what a metavariable is bound to; what is bound
    /// outside of the range does not count.
    fn focus(&mut self, range: &Range, mv: MvId) -> Option<Range> {
        let bound = self.m.envs.get(range.env, mv)?;
        let span = self.m.bound_span(bound)?;
        let node = match bound {
            Bound::Node(node) => Some(node),
            Bound::Text(_, literal) => Some(literal),
            _ => None,
        };
        if range.span.contains(span) {
            Some(Range {
                span,
                node,
                ..*range
            })
        } else if span.contains(range.span) {
            Some(*range)
        } else {
            None
        }
    }
}

/// The region in which other ranges can be combined with these; everywhere if
/// one of these may be combined with anything.
fn region_of(ranges: &[Range]) -> Option<Region> {
    let anywhere = ranges.iter().any(|r| r.kind == RangeKind::Anywhere);
    (!anywhere).then(|| Region::new(ranges.iter().map(|range| range.span).collect()))
}

fn inner_of(a: &Range, b: &Range) -> Option<Range> {
    if b.span.contains(a.span) {
        Some(*a)
    } else if a.span.contains(b.span) {
        Some(*b)
    } else {
        None
    }
}

impl M<'_> {
    /// What a binding covers; `None` for an empty list.
    pub fn bound_span(&self, bound: Bound) -> Option<Span> {
        match bound {
            Bound::Node(node) => Some(self.reported(node)),
            Bound::Text(span, _) | Bound::Span(span) => Some(span),
            Bound::Synth(synth) => Some(self.tree.span(self.envs.text(synth).at)),
            Bound::List(_, list) => {
                let nodes = self.envs.nodes(list);
                let (first, last) = (nodes.first()?, nodes.last()?);
                Some(self.reported(*first).cover(self.reported(*last)))
            }
        }
    }
}

impl M<'_> {
    /// Whether nodes stand next to each other.
    fn is_run(&self, nodes: &[NodeId]) -> bool {
        nodes
            .windows(2)
            .all(|pair| self.tree.end(pair[0]) == pair[1])
    }

    /// The text of a binding: what is written, or the path or value that it
    /// stands for.
    pub fn bound_text(&self, bound: Bound) -> String {
        match bound {
            Bound::Synth(synth) => self.envs.text(synth).text.to_string(),
            Bound::List(_, list) if !self.is_run(self.envs.nodes(list)) => {
                let items = self.envs.nodes(list).iter();
                let texts: Vec<&str> = items.map(|item| self.tree.source(*item)).collect();
                texts.join(", ")
            }
            Bound::Node(node) => {
                let span = crate::spans::written(self.tree, self.scopes, node);
                self.tree.slice(span).to_owned()
            }
            bound => self
                .bound_span(bound)
                .map_or_else(String::new, |span| self.tree.slice(span).to_owned()),
        }
    }
}
