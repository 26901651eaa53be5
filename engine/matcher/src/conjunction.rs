//! Conjunctions: positives, negatives, conditions, focus, in this order.
//!
//! The order in which the positives are evaluated is chosen for speed and
//! cannot be seen in the result. What is known so far confines what is looked
//! for next: two ranges are combined only if one lies in the other, and
//! something within `pattern-inside` only if it lies in there. A conjunction
//! may itself be confined from outside; that holds for its *result*, which is
//! the innermost of its ranges, so those around it need only overlap.

use crate::env::{Bound, Env};
use crate::eval::{Eval, Scope};
use crate::pnode::MvId;
use crate::ranges::{Range, RangeKind, unique};
use crate::region::Region;
use crate::rules::{Compiled, CompiledAnd, LeafId};

/// The cost of a formula that names what it looks for.
const SELECTIVE: u32 = 1;

/// The positives of a conjunction, by how they are combined.
#[derive(Default)]
struct Positives<'f> {
    /// Those of which one is the result, cheap ones first.
    plain: Vec<&'f Compiled>,
    /// Those that surround it, cheap ones first.
    inside: Vec<&'f Compiled>,
    /// `pattern: $X` beside others: selects within their result.
    selector: Option<(LeafId, MvId)>,
}

impl Eval<'_> {
    /// The ranges of a conjunction.
    pub(crate) fn conjunction(&mut self, and: &CompiledAnd, scope: Scope) -> Vec<Range> {
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
        let mut positives = self.sorted_positives(and);
        if positives.plain.is_empty() && positives.inside.is_empty() {
            return match positives.selector.take() {
                Some((leaf, _)) => some(self.leaf(leaf, scope)),
                None => scope.whole.map(|whole| vec![whole]),
            };
        }
        let relaxed = scope.region.map(Region::relaxed);
        let loose = Scope {
            region: relaxed.as_ref(),
            ..scope
        };
        let around = self.surroundings(&positives, loose)?;
        let ranges = self.plain_ranges(&positives.plain, around.as_deref(), scope, loose)?;
        let ranges = self.inside_ranges(&positives.inside, ranges, around, loose)?;
        match positives.selector {
            Some((leaf, _)) => self.selected(leaf, &ranges, scope),
            None => some(ranges),
        }
    }

    fn sorted_positives<'f>(&self, and: &'f CompiledAnd) -> Positives<'f> {
        let mut out = Positives::default();
        for positive in &and.positives {
            match positive {
                Compiled::Selector(leaf, mv)
                    if out.selector.is_none_or(|(_, known)| known == *mv) =>
                {
                    out.selector = Some((*leaf, *mv));
                }
                Compiled::Inside(_) => out.inside.push(positive),
                _ => out.plain.push(positive),
            }
        }
        out.plain.sort_by_key(|formula| self.cost(formula));
        out.inside.sort_by_key(|formula| self.cost(formula));
        out
    }

    /// What surrounds, if it is better looked for first: it names what it looks
    /// for and the others do not. The outer `None`: there is nothing.
    fn surroundings(&mut self, positives: &Positives, loose: Scope) -> Option<Option<Vec<Range>>> {
        let first = positives
            .plain
            .first()
            .map_or(0, |formula| self.cost(formula));
        match positives.inside.first() {
            Some(formula)
                if !self.exhaustive && first > SELECTIVE && self.cost(formula) <= SELECTIVE =>
            {
                some(self.formula(formula, loose)).map(Some)
            }
            _ => Some(None),
        }
    }

    /// The intersection of those of which one is the result; `Some(None)` if
    /// there are none of them.
    fn plain_ranges(
        &mut self,
        plain: &[&Compiled],
        around: Option<&[Range]>,
        scope: Scope,
        loose: Scope,
    ) -> Option<Option<Vec<Range>>> {
        if let [only] = plain {
            // It is the result, so it lies in what surrounds.
            let region = around
                .filter(|_| scope.region.is_none())
                .map(|found| Region::inside_only(found.iter().map(|range| range.span).collect()));
            return self.next_positive(only, None, region, scope).map(Some);
        }
        let mut ranges: Option<Vec<Range>> = None;
        for positive in plain {
            let region = ranges.as_deref().and_then(region_of);
            ranges = Some(self.next_positive(positive, ranges, region, loose)?);
        }
        Some(ranges)
    }

    fn inside_ranges(
        &mut self,
        inside: &[&Compiled],
        mut ranges: Option<Vec<Range>>,
        mut around: Option<Vec<Range>>,
        loose: Scope,
    ) -> Option<Vec<Range>> {
        for positive in inside {
            ranges = Some(match (around.take(), ranges) {
                (Some(found), None) => found,
                (Some(found), Some(so_far)) => self.m.intersect(&so_far, &found),
                (None, ranges) => {
                    let region = ranges.as_deref().and_then(region_of);
                    self.next_positive(positive, ranges, region, loose)?
                }
            });
        }
        some(ranges?)
    }

    /// Of the ranges those that a metavariable alone selects.
    fn selected(&mut self, leaf: LeafId, ranges: &[Range], scope: Scope) -> Option<Vec<Range>> {
        let region = Region::inside_only(ranges.iter().map(|range| range.span).collect());
        let selected = self.leaf(
            leaf,
            Scope {
                region: Some(&region),
                ..scope
            },
        );
        some(self.m.intersect(ranges, &selected))
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

/// The ranges, if there are any.
fn some(ranges: Vec<Range>) -> Option<Vec<Range>> {
    (!ranges.is_empty()).then_some(ranges)
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
