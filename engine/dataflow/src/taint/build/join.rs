//! Merging states where control flow joins.

use haechi_ir::BlockId;
use smallvec::{SmallVec, smallvec};

use super::super::flow::StepKind;
use super::super::graph::{Blocks, Key, Kill, Place};
use super::super::location::{Loc, Pts};
use super::super::state::{Entry, KeyKind, Slot, State, StateKey};
use super::Builder;

impl Builder<'_> {
    /// The state at the start of a block; `None` if no way found so far leads
    /// there.
    pub(super) fn entry_state(&mut self, block: BlockId) -> Option<State> {
        let data = &self.ir.blocks[block];
        if block == BlockId::ENTRY {
            return Some(State::default());
        }
        if !data.reachable {
            return None;
        }
        if data.is_handler {
            // Entered from whatever throws in its region, if anything does.
            return self.thrown.get(&block).cloned();
        }
        let incoming: SmallVec<[(BlockId, State); 4]> = self
            .ir
            .preds(block)
            .iter()
            .filter_map(|pred| Some((*pred, self.out[*pred].clone()?)))
            .collect();
        let at = block.raw();
        let mut incoming = incoming.into_iter();
        let (first, state) = incoming.next()?;
        let mut merged = (smallvec![first], state);
        for (block, state) in incoming {
            self.merge_from(at, &mut merged, block, &state);
        }
        Some(merged.1)
    }

    /// Merges the state at the end of a block into that of others.
    pub(super) fn merge_from(
        &mut self,
        at: u32,
        merged: &mut (Blocks, State),
        block: BlockId,
        state: &State,
    ) {
        let all = std::mem::take(&mut merged.1);
        self.joining = Some((std::mem::take(&mut merged.0), block));
        merged.1 = self.merge(at, all, state);
        if let Some((blocks, block)) = self.joining.take() {
            merged.0 = blocks;
            merged.0.push(block);
        }
    }

    /// An exception may leave the current block here.
    pub(super) fn throw_state(&mut self, handler: BlockId, state: &State) {
        // What was thrown before came from other blocks.
        self.graph.set_blocks(&[BlockId::ENTRY]);
        let merged = match self.thrown.remove(&handler) {
            Some(old) if old == *state => old,
            Some(old) => {
                let merged = self.merge(handler.raw(), old.clone(), state);
                self.changed |= merged != old;
                merged
            }
            None => {
                self.changed = true;
                state.clone()
            }
        };
        self.thrown.insert(handler, merged);
        self.graph.set_blocks(&[self.block]);
    }

    /// What holds if either state does. `at` is a block (nodes of merges are
    /// kept apart by it).
    pub(super) fn merge(&mut self, at: u32, a: State, b: &State) -> State {
        if a == *b {
            return a;
        }
        let mut merged = State::default();
        let (mut i, mut j) = (0, 0);
        let (left, right) = (a.entries(), b.entries());
        while i < left.len() || j < right.len() {
            let key = match (left.get(i), right.get(j)) {
                (Some(x), Some(y)) => x.0.min(y.0),
                (Some(x), None) => x.0,
                (None, Some(y)) => y.0,
                (None, None) => break,
            };
            let take = |list: &[(StateKey, Entry)], n: &mut usize| match list.get(*n) {
                Some((k, entry)) if *k == key => {
                    *n += 1;
                    Some(*entry)
                }
                _ => None,
            };
            let (x, y) = (take(left, &mut i), take(right, &mut j));
            if let Some(entry) = self.merge_entry(at, key, (x, &a), (y, b)) {
                merged.set(key, entry);
            }
        }
        merged
    }

    fn merge_entry(
        &mut self,
        at: u32,
        key: StateKey,
        (x, a): (Option<Entry>, &State),
        (y, b): (Option<Entry>, &State),
    ) -> Option<Entry> {
        if x == y {
            return x;
        }
        match key.kind() {
            KeyKind::Cell => {
                let default = self.places[key.value()];
                let x = x.map_or(default, Entry::place);
                let y = y.map_or(default, Entry::place);
                Some(Entry::cell(self.merge_place(at, key, x, y)))
            }
            KeyKind::Slot => {
                let loc = key.loc();
                let x = x.map(Entry::to_slot);
                let y = y.map(Entry::to_slot);
                let x = x.unwrap_or_else(|| self.below_write(a, loc));
                let y = y.unwrap_or_else(|| self.below_write(b, loc));
                let place = self.merge_place(at, key, x.place, y.place);
                let pts = self.merge_pts(loc, x, y);
                Some(Entry::slot(Slot {
                    place,
                    pts,
                    maybe_default: x.maybe_default || y.maybe_default,
                }))
            }
            KeyKind::Killed => {
                let x = x.map_or(Kill::NONE, Entry::to_kill);
                let y = y.map_or(Kill::NONE, Entry::to_kill);
                let common = self.graph.kill_common(x, y);
                (common != Kill::NONE).then(|| Entry::killed(common))
            }
            // Sizes that differ are not known.
            KeyKind::Len => None,
        }
    }

    fn merge_place(&mut self, at: u32, key: StateKey, x: Place, y: Place) -> Place {
        if x == y {
            return x;
        }
        let node = self.graph.places[if x == Place::CLEAN { y } else { x }].node;
        let merged = self
            .graph
            .place(Key::Merge(at, key.raw()), node, StepKind::Compute);
        if let Some((left, right)) = &self.joining {
            self.graph.set_blocks(left);
            self.graph.edge(x, merged, Kill::NONE, None);
            self.graph.set_blocks(&[*right]);
            self.graph.edge(y, merged, Kill::NONE, None);
        } else {
            self.graph.edge(x, merged, Kill::NONE, None);
            self.graph.edge(y, merged, Kill::NONE, None);
        }
        merged
    }

    fn merge_pts(&mut self, loc: Loc, x: Slot, y: Slot) -> Pts {
        let pts = self.pts.union(x.pts, y.pts);
        if pts != x.pts || pts != y.pts {
            self.note_escapes(pts, Some(loc));
        }
        pts
    }
}
