//! Where a colour gets to within one function, and when.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::super::colour::Colour;
use super::super::flow::Assumption;
use super::super::graph::{Key, Place};
use super::super::solve::Solved;
use super::Walk;
use super::when::When;

/// Steps of one search.
const MAX_STEPS: u32 = 100_000;

/// The places that a colour gets to from one.
pub(super) struct Reach<'s> {
    pub(super) solved: &'s Solved,
    pub(super) colour: Colour,
    pub(super) forward: bool,
    /// Calls of what the caller passed in are no way: it says itself what they do.
    pub(super) for_callers: bool,
    pub(super) depth: u32,
}

impl Reach<'_> {
    /// The edges that go on from a place, with where they lead.
    fn steps(&self, place: Place) -> Vec<(Place, Place)> {
        let graph = &self.solved.flow.graph;
        let rows = if self.forward {
            &self.solved.out
        } else {
            &self.solved.into
        };
        let open = |number: &u32| {
            let edge = &graph.edges[*number as usize];
            let skipped = self.for_callers && edge.assume == Some(Assumption::Callback);
            let passes = !skipped && !graph.killed(edge.kill).contains(self.colour);
            passes.then_some((edge.from, edge.to))
        };
        rows.of(place).iter().filter_map(open).collect()
    }

    fn next(&self, (from, to): (Place, Place)) -> Place {
        if self.forward { to } else { from }
    }
}

impl Walk<'_> {
    /// Where a colour gets to from a node, and when; nearest first.
    pub(super) fn reach(
        &mut self,
        reach: &Reach<'_>,
        start: Place,
        allowed: impl Fn(Place) -> bool,
    ) -> Vec<(Place, When)> {
        let lang = self.lang(reach.solved.flow.func);
        let mut at: FxHashMap<Place, usize> = FxHashMap::default();
        let mut found = vec![(start, When::always())];
        at.insert(start, 0);
        let mut queue = VecDeque::from([0]);
        let mut steps = 0;
        while let Some(n) = queue.pop_front() {
            let (place, here) = found[n].clone();
            for (next, when) in self.next(reach, place) {
                steps += 1;
                if steps > MAX_STEPS {
                    self.give_up(reach.colour);
                    return found;
                }
                if next == start || !allowed(next) {
                    continue;
                }
                let when = here.and(&self.exprs, lang, &when);
                if when.is_never() {
                    continue;
                }
                let m = *at.entry(next).or_insert_with(|| {
                    found.push((next, When::never()));
                    found.len() - 1
                });
                if found[m].1.or(&when) && !queue.contains(&m) {
                    queue.push_back(m);
                }
            }
        }
        found
    }

    /// The nodes next to one, calls crossed, and when colours get there.
    fn next(&mut self, reach: &Reach<'_>, place: Place) -> Vec<(Place, When)> {
        let places = &reach.solved.flow.graph.places;
        let lang = self.lang(reach.solved.flow.func);
        let mut found = Vec::new();
        for edge in reach.steps(place) {
            let middle = reach.next(edge);
            let when = self.edge(reach.solved, edge);
            let Key::CallThrough(applied, _) = places[middle].key else {
                found.push((middle, when));
                continue;
            };
            for edge in reach.steps(middle) {
                let next = reach.next(edge);
                let (from, to) = if reach.forward {
                    (place, next)
                } else {
                    (next, place)
                };
                let (Key::CallIn(_, input), Key::CallOut(_, output)) =
                    (places[from].key, places[to].key)
                else {
                    found.push((next, when.clone()));
                    continue;
                };
                let callee = reach.solved.flow.applied[applied].func;
                let inner = self.through((callee, input, output), reach.colour, reach.depth + 1);
                let inner = self.lift(reach.solved, applied, &inner);
                let after = self.edge(reach.solved, edge);
                let when = when.and(&self.exprs, lang, &after);
                found.push((next, when.and(&self.exprs, lang, &inner)));
            }
        }
        found
    }

    /// When colours pass from one node to another.
    fn edge(&mut self, solved: &Solved, (from, to): (Place, Place)) -> When {
        let blocks = solved.flow.graph.blocks(from, to);
        let Some((frame, _)) = self.frame(solved.flow.func).filter(|_| !blocks.is_empty()) else {
            return When::always();
        };
        let mut when = When::never();
        for block in blocks {
            when.or(&frame.blocks[*block]);
        }
        when
    }
}
