//! Parameters of one call that refer to the same object.
//!
//! A summary speaks of its parameters as if they were different objects. Where a
//! call passes one object twice, what the callee writes through one name it may read
//! through the other:
//!
//! ```text
//! def put(a, b):      output a.v, input b.v
//!     a.v = source()
//!     sink(b.v)
//! put(box, box)       both are box.v: an edge from the output to the input
//! ```
//!
//! In which order that happens is not in the summary, so it is taken to be possible.

use smallvec::SmallVec;

use super::super::graph::{Applied, Kill};
use super::super::location::{Candidates, Loc, Pts, Selectors};
use super::super::state::State;
use super::super::summary::{InRoot, OutRoot, OutputNo, Summary};
use super::Builder;
use super::bind::Binding;

/// Something that is written through a parameter.
struct Write {
    no: OutputNo,
    param: u32,
    /// Where.
    locs: Candidates,
}

impl Builder<'_> {
    /// Joins outputs and inputs of different parameters that are one place here.
    pub(super) fn meet_aliases(
        &mut self,
        state: &State,
        applied: Applied,
        summary: &Summary,
        binding: &Binding,
    ) {
        let mut writes: SmallVec<[Write; 4]> = SmallVec::new();
        for (no, output) in summary.outputs.iter_enumerated() {
            if let OutRoot::Param(param) = output.root {
                let locs = self.places_of(state, param, &output.path, binding);
                writes.push(Write { no, param, locs });
            }
        }
        if writes.is_empty() {
            return;
        }
        for (no, input) in summary.inputs.iter_enumerated() {
            let InRoot::Param(param) = input.root else {
                continue;
            };
            if writes.iter().all(|write| write.param == param) {
                continue;
            }
            let locs = self.places_of(state, param, &input.path, binding);
            for write in &writes {
                let within = |loc: &Loc| {
                    let outer = self.locs.parent(*loc).filter(|_| input.deep);
                    locs.contains(loc) || outer.is_some_and(|outer| locs.contains(&outer))
                };
                if write.param != param && write.locs.iter().any(within) {
                    let (from, to) = (self.call_out(applied, write.no), self.call_in(applied, no));
                    self.graph.edge(from, to, Kill::NONE, None);
                }
            }
        }
        self.meet_writes(applied, &writes);
    }

    /// Of two writes to one place either may be the last.
    fn meet_writes(&mut self, applied: Applied, writes: &[Write]) {
        for a in writes {
            for b in writes {
                let meet = a.param != b.param && a.locs.iter().any(|loc| b.locs.contains(loc));
                if meet {
                    let (from, to) = (self.call_out(applied, a.no), self.call_out(applied, b.no));
                    self.graph.edge(from, to, Kill::NONE, None);
                }
            }
        }
    }

    /// The places of the caller that a path of a parameter stands for.
    fn places_of(
        &mut self,
        state: &State,
        param: u32,
        path: &Selectors,
        binding: &Binding,
    ) -> Candidates {
        let before: Selectors = path.iter().take(path.len().max(1) - 1).copied().collect();
        let base: Pts = self.alias(state, InRoot::Param(param), &before, binding);
        let objects = self.pts.candidates(base);
        match path.last() {
            None => objects,
            Some(last) => objects
                .into_iter()
                .filter_map(|loc| self.locs.child(loc, *last))
                .collect(),
        }
    }
}
