//! Global variables: what they hold is shared with the whole program.
//!
//! A function's own writes stand in its state until something else runs that may
//! see or change them: then what is there is shared, and what was called may have
//! put something else in its place.

use haechi_ir::ValueId;
use haechi_syntax::Kind;
use smallvec::SmallVec;

use super::super::flow::{Assumption, StepKind};
use super::super::graph::{Key, Kill, Place};
use super::super::location::{Loc, Pts, Root, Selector, Selectors};
use super::super::state::{Entry, Slot, State, StateKey};
use super::super::summary::{InRoot, Input, OutRoot, Summary};
use super::export::{MAX_OUTPUTS, extend};
use super::{Builder, GlobalVar};

impl Builder<'_> {
    /// What global variables hold while something else runs is shared.
    pub(super) fn share_globals(&mut self, state: &State) {
        let written: Vec<_> = state
            .slots()
            .filter_map(|(loc, slot)| match self.locs.root_of(loc) {
                Root::Global(global) => Some((loc, slot, global)),
                _ => None,
            })
            .collect();
        for (loc, slot, global) in written {
            self.globals.insert(global);
            let path = self.locs.selectors(loc);
            self.share(slot.place, global, path.clone());
            let root = OutRoot::Global(global);
            self.share_content(state, slot.pts, (root, &path), &mut SmallVec::new());
        }
    }

    /// What a global holds is shared, unless it is what was shared already.
    fn share(&mut self, place: Place, global: GlobalVar, path: Selectors) {
        if !self.renewed.contains(&place) {
            let (out, _) = self.output(OutRoot::Global(global), path);
            self.graph.edge(place, out, Kill::NONE, None);
        }
    }

    /// The parts of what a global refers to are shared as well. Those of objects
    /// that callers made are not told apart.
    fn share_content(
        &mut self,
        state: &State,
        pts: Pts,
        (root, path): (OutRoot, &Selectors),
        seen: &mut SmallVec<[Loc; 8]>,
    ) {
        for loc in self.pts.candidates(pts) {
            match self.input_root(loc) {
                // It is what is there already.
                Some(InRoot::Global(_)) => {}
                Some(_) => {
                    let Some(next) = extend(path, Selector::Any, self.max_path) else {
                        continue;
                    };
                    let (out, _) = self.output(root, next);
                    let one = self.pts.one(loc);
                    self.flow_parts(state, one, out, Kill::NONE);
                }
                None if seen.contains(&loc) => {}
                None => {
                    seen.push(loc);
                    self.share_parts(state, loc, (root, path), seen);
                    seen.pop();
                }
            }
        }
    }

    fn share_parts(
        &mut self,
        state: &State,
        loc: Loc,
        (root, path): (OutRoot, &Selectors),
        seen: &mut SmallVec<[Loc; 8]>,
    ) {
        for child in self.locs.children(loc).to_vec() {
            let selector = self.locs.selector(child);
            let full = self.outputs.items.len() >= MAX_OUTPUTS;
            let next = extend(path, selector, self.max_path).filter(|_| !full);
            match (state.slot(child), next) {
                (Some(slot), Some(next)) => {
                    let (out, _) = self.output(root, next.clone());
                    self.graph.edge(slot.place, out, Kill::NONE, None);
                    self.share_content(state, slot.pts, (root, &next), seen);
                }
                (Some(slot), None) => self.export_merged(state, slot, root, path),
                // Unwritten, but something below may be.
                (None, Some(next)) => self.share_parts(state, child, (root, &next), seen),
                (None, None) => {}
            }
        }
    }

    /// What the callee may have written holds shared state again.
    pub(super) fn forget_globals(&mut self, state: &mut State, summary: &Summary, at: ValueId) {
        let written: SmallVec<[(Loc, Slot, GlobalVar); 4]> = state
            .slots()
            .filter_map(|(loc, slot)| match self.locs.root_of(loc) {
                Root::Global(global) => Some((loc, slot, global)),
                _ => None,
            })
            .filter(|(_, _, global)| summary.globals.binary_search(global).is_ok())
            .collect();
        for (loc, slot, global) in written {
            let path = self.locs.selectors(loc);
            self.share(slot.place, global, path.clone());
            let shared = self.input(Input {
                root: InRoot::Global(global),
                path,
                deep: false,
            });
            let key = StateKey::slot(loc);
            let node = self.ir.value(at).node;
            let new = self
                .graph
                .place(Key::Version(at, key.raw()), node, StepKind::Mutate);
            self.renewed.insert(new);
            self.graph.edge(slot.place, new, Kill::NONE, None);
            self.graph
                .edge(shared, new, Kill::NONE, Some(Assumption::SharedState));
            // (Only at the top of a file a name may stand for its value without
            // being read again.)
            if self.tree.kind(self.func.key.node) == Kind::File {
                self.forget_objects(state, (global, loc), slot.pts, at);
            }
            // What it refers to may be another object now, or a changed one.
            let there = self.pts.one(loc);
            let pts = self.pts.union(slot.pts, there);
            let slot = Slot {
                place: new,
                pts,
                ..slot
            };
            state.set(key, Entry::slot(slot));
        }
    }

    /// The objects made here that a global refers to may hold what others put there.
    fn forget_objects(
        &mut self,
        state: &mut State,
        (global, at): (GlobalVar, Loc),
        pts: Pts,
        by: ValueId,
    ) {
        for object in self.pts.candidates(pts) {
            if self.input_root(object).is_some() {
                continue;
            }
            let mut parts = self.locs.children(object).to_vec();
            let any = self.locs.child(object, Selector::Any);
            parts.extend(any.filter(|any| !parts.contains(any)));
            for part in parts {
                let mut path = self.locs.selectors(at);
                path.push(self.locs.selector(part));
                let shared = self.input(Input {
                    root: InRoot::Global(global),
                    path,
                    deep: false,
                });
                let slot = match state.slot(part) {
                    Some(slot) => slot,
                    None => self.below_write(state, part),
                };
                self.write_weak(state, part, slot, shared, Pts::NONE, by);
            }
            self.set_len(state, object, None);
        }
    }
}
