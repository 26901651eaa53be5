//! Ranges with bindings, and how they are combined.

use haechi_syntax::{NodeId, Span};
use rustc_hash::FxHashSet;

use crate::cx::M;
use crate::env::Env;
use crate::equal;
use crate::leaf::Hit;
use crate::region::Nesting;

/// Where a range comes from decides how it is combined.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RangeKind {
    /// `pattern`.
    Plain,
    /// `pattern-inside`.
    Inside,
    /// `anywhere`.
    Anywhere,
    /// `pattern-regex`.
    Regex,
}

/// A range with bindings.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Range {
    /// What is covered.
    pub span: Span,
    /// What is bound.
    pub env: Env,
    /// Where it comes from.
    pub kind: RangeKind,
    /// The node that covers exactly this span, if there is one.
    pub node: Option<NodeId>,
    /// The number of the `fix` that goes with it (v2 rules), 0 for none.
    pub fix: u32,
}

impl Range {
    /// A hit of a pattern.
    pub fn of_hit(hit: Hit) -> Self {
        Self {
            span: hit.span,
            env: hit.env,
            kind: RangeKind::Plain,
            node: hit.whole.then_some(hit.node),
            fix: 0,
        }
    }
}

impl M<'_> {
    /// Whether `inner` lies in `outer` (which may be anywhere) and what both
    /// bind agrees. Numbered groups of regular expressions always agree.
    pub(crate) fn included(&mut self, inner: &Range, outer: &Range) -> bool {
        if !outer.span.contains(inner.span) && outer.kind != RangeKind::Anywhere {
            return false;
        }
        self.agree(inner.env, outer.env)
    }

    /// Whether two sets of bindings agree on what both bind.
    pub(crate) fn agree(&mut self, a: Env, b: Env) -> bool {
        if a == b || a == Env::EMPTY || b == Env::EMPTY {
            return true;
        }
        let bound: smallvec::SmallVec<[_; 8]> = self.envs.iter(a).collect();
        bound.into_iter().all(|(mv, value)| {
            let Some(other) = self.envs.get(b, mv) else {
                return true;
            };
            value == other || self.pool.is_numbered(mv) || equal::same(self, value, other)
        })
    }

    /// `a` with the bindings of `b` that it lacks.
    pub(crate) fn merged(&mut self, a: Env, b: Env) -> Env {
        if a == b || b == Env::EMPTY {
            return a;
        }
        if a == Env::EMPTY {
            return b;
        }
        let more: smallvec::SmallVec<[_; 8]> = self.envs.iter(b).collect();
        let mut env = a;
        for (mv, bound) in more.into_iter().rev() {
            if self.envs.get(env, mv).is_none() {
                env = self.envs.with(env, mv, bound);
            }
        }
        env
    }

    /// The inner one of every two ranges of which one lies in the other, with
    /// the bindings of both. A `pattern-inside` never survives over something
    /// else.
    pub(crate) fn intersect(&mut self, xs: &[Range], ys: &[Range]) -> Vec<Range> {
        let mut out = Vec::new();
        let anywhere = |ranges: &[Range]| ranges.iter().any(|r| r.kind == RangeKind::Anywhere);
        let all = anywhere(xs) || anywhere(ys);
        let nesting = Nesting::new(ys.iter().map(|y| y.span));
        let mut near: Vec<u32> = Vec::new();
        for x in xs {
            if all {
                near = (0..).take(ys.len()).collect();
            } else {
                nesting.comparable(x.span, &mut near);
            }
            for n in &near {
                let y = &ys[*n as usize];
                if let Some(range) = self.keep_inner(x, y) {
                    out.push(range);
                }
                if let Some(range) = self.keep_inner(y, x) {
                    out.push(range);
                }
            }
        }
        unique(out)
    }

    fn keep_inner(&mut self, u: &Range, v: &Range) -> Option<Range> {
        if u.kind == RangeKind::Inside && v.kind != RangeKind::Inside {
            return None;
        }
        if !self.included(u, v) {
            return None;
        }
        Some(Range {
            env: self.merged(u.env, v.env),
            ..*u
        })
    }

    /// What is left of `pos` without what `neg` excludes.
    pub(crate) fn subtract(&mut self, pos: Vec<Range>, neg: &[Range]) -> Vec<Range> {
        if neg.is_empty() {
            return pos;
        }
        if neg.iter().any(|y| y.kind == RangeKind::Anywhere) {
            return Vec::new();
        }
        let nesting = Nesting::new(neg.iter().map(|y| y.span));
        let mut near: Vec<u32> = Vec::new();
        pos.into_iter()
            .filter(|x| {
                nesting.comparable(x.span, &mut near);
                !near.iter().any(|n| self.excludes(x, &neg[*n as usize]))
            })
            .collect()
    }

    fn excludes(&mut self, x: &Range, y: &Range) -> bool {
        match y.kind {
            RangeKind::Inside => self.included(x, y),
            RangeKind::Regex => self.included(x, y) || self.included(y, x),
            RangeKind::Plain => x.span == y.span && self.agree(x.env, y.env),
            RangeKind::Anywhere => true,
        }
    }
}

/// The same ranges, each once, in order of first occurrence.
pub(crate) fn unique(mut ranges: Vec<Range>) -> Vec<Range> {
    if ranges.len() > 1 {
        let mut seen = FxHashSet::default();
        ranges.retain(|range| seen.insert(*range));
    }
    ranges
}
