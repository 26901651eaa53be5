//! The structure of the summary: what leaves the function, at its exits.

use haechi_ir::{BlockId, Terminator, ValueId};
use smallvec::{SmallVec, smallvec};

use super::super::graph::{Blocks, Kill};
use super::super::location::{Loc, Pts, Root, Selector, Selectors};
use super::super::state::{KeyKind, Slot, State};
use super::super::summary::{Content, InRoot, OutRoot, OutputNo};
use super::Builder;
use super::operand::Use;

/// The most outputs that a function has. What goes beyond is merged into the
/// object that it is part of.
pub(super) const MAX_OUTPUTS: usize = 48;

impl Builder<'_> {
    /// Makes the outputs. Gives the kills and whether the function returns.
    pub(super) fn export(&mut self) -> (Vec<(InRoot, Selectors, Kill)>, bool) {
        let exits = self.exits();
        for (block, value) in &exits.thrown {
            if let Some(state) = self.out[*block].clone() {
                self.graph.set_blocks(&[*block]);
                self.export_whole(&state, *value, OutRoot::Thrown);
            }
        }
        for (block, value) in &exits.returned {
            if let (Some(state), Some(value)) = (self.out[*block].clone(), value) {
                self.graph.set_blocks(&[*block]);
                self.export_value(&state, *value);
            }
        }
        let ends: Vec<BlockId> = if exits.returned.is_empty() {
            exits.thrown.iter().map(|(block, _)| *block).collect()
        } else {
            exits.returned.iter().map(|(block, _)| *block).collect()
        };
        let mut merged: Option<(Blocks, State)> = None;
        for block in ends {
            let Some(state) = self.out[block].clone() else {
                continue;
            };
            match &mut merged {
                None => merged = Some((smallvec![block], state)),
                Some(all) => self.merge_from(self.ir.blocks.len() as u32, all, block, &state),
            }
        }
        let mut kills = Vec::new();
        if let Some((blocks, state)) = merged {
            self.graph.set_blocks(&blocks);
            self.export_memory(&state);
            self.share_globals(&state);
            kills = self.export_kills(&state);
        }
        (kills, !exits.returned.is_empty())
    }

    fn exits(&self) -> Exits {
        let mut exits = Exits::default();
        for (id, block) in self.ir.blocks.iter_enumerated() {
            if self.out[id].is_none() {
                continue;
            }
            match block.terminator {
                Terminator::Return(value) => exits.returned.push((id, value)),
                Terminator::Throw(value) if block.handler.is_none() => {
                    exits.thrown.push((id, value));
                }
                Terminator::Throw(value) => {
                    // Caught here: what is thrown is an operand of the handler.
                    let _ = value;
                }
                _ => {}
            }
        }
        exits
    }

    fn export_whole(&mut self, state: &State, value: ValueId, root: OutRoot) {
        let used = Use {
            value,
            own: self.own(state, value),
            kill: Kill::NONE,
        };
        let (out, no) = self.output(root, Selectors::new());
        self.flow_whole(state, used, out, Kill::NONE);
        self.add_content(no, Content::Fresh);
    }

    /// What is given back: the value, and the parts of new objects.
    fn export_value(&mut self, state: &State, value: ValueId) {
        let own = self.own(state, value);
        let (out, no) = self.output(OutRoot::Return, Selectors::new());
        self.graph.edge(own, out, Kill::NONE, None);
        let pts = self.value_pts[value];
        let mut seen = SmallVec::new();
        self.export_content(
            state,
            no,
            pts,
            (OutRoot::Return, &Selectors::new()),
            &mut seen,
        );
    }

    /// Says what an output may refer to, and exports the parts of objects that
    /// the caller cannot know.
    fn export_content(
        &mut self,
        state: &State,
        no: OutputNo,
        pts: Pts,
        (root, path): (OutRoot, &Selectors),
        seen: &mut SmallVec<[Loc; 8]>,
    ) {
        if pts == Pts::ANY {
            self.add_content(no, Content::Fresh);
        }
        for loc in self.pts.candidates(pts) {
            match self.input_root(loc) {
                Some(input) => {
                    let path = self.locs.selectors(loc);
                    self.add_content(no, Content::Alias(input, path));
                }
                None => {
                    self.add_content(no, Content::Fresh);
                    for function in self.functions_at(loc) {
                        self.add_content(no, Content::Function(function));
                    }
                    if !seen.contains(&loc) {
                        seen.push(loc);
                        self.export_parts(state, loc, (root, path), seen);
                        seen.pop();
                    }
                }
            }
        }
    }

    fn add_content(&mut self, no: OutputNo, content: Content) {
        let contents = &mut self.contents[no];
        if !contents.contains(&content) {
            contents.push(content);
        }
    }

    fn export_parts(
        &mut self,
        state: &State,
        loc: Loc,
        (root, path): (OutRoot, &Selectors),
        seen: &mut SmallVec<[Loc; 8]>,
    ) {
        for child in self.locs.children(loc).to_vec() {
            let selector = self.locs.selector(child);
            let next = extend(path, selector, self.max_path);
            match state.slot(child) {
                Some(slot) => self.export_slot(state, slot, (root, next.as_ref(), path), seen),
                // Unwritten, but something below may be.
                None => {
                    if let Some(next) = &next {
                        self.export_parts(state, child, (root, next), seen);
                    }
                }
            }
        }
    }

    fn export_slot(
        &mut self,
        state: &State,
        slot: Slot,
        (root, path, parent): (OutRoot, Option<&Selectors>, &Selectors),
        seen: &mut SmallVec<[Loc; 8]>,
    ) {
        let full = self.outputs.items.len() >= MAX_OUTPUTS;
        match path.filter(|_| !full) {
            Some(path) => {
                let (out, no) = self.output(root, path.clone());
                self.graph.edge(slot.place, out, Kill::NONE, None);
                self.export_content(state, no, slot.pts, (root, path), seen);
            }
            None => self.export_merged(state, slot, root, parent),
        }
    }

    /// What a slot holds, and all parts of it, are one output.
    pub(super) fn export_merged(
        &mut self,
        state: &State,
        slot: Slot,
        root: OutRoot,
        path: &Selectors,
    ) {
        let (out, _) = self.output(root, path.clone());
        self.graph.edge(slot.place, out, Kill::NONE, None);
        self.flow_parts(state, slot.pts, out, Kill::NONE);
    }

    /// What the caller's own objects hold afterwards, as far as it changed.
    fn export_memory(&mut self, state: &State) {
        let params: Vec<(u32, ValueId)> = self
            .ir
            .params
            .iter()
            .enumerate()
            .map(|(n, p)| (n as u32, p.value))
            .collect();
        for (n, value) in params {
            if let Some(cell) = state.cell(value) {
                let (out, _) = self.output(OutRoot::Param(n), Selectors::new());
                self.graph.edge(cell, out, Kill::NONE, None);
            }
            let loc = self.locs.root(Root::Param(n));
            let mut seen = SmallVec::new();
            self.export_parts(
                state,
                loc,
                (OutRoot::Param(n), &Selectors::new()),
                &mut seen,
            );
        }
        let control = self.locs.root(Root::Control);
        if let Some(slot) = state.slot(control) {
            let (out, _) = self.output(OutRoot::Control, Selectors::new());
            self.graph.edge(slot.place, out, Kill::NONE, None);
        }
    }

    fn export_kills(&mut self, state: &State) -> Vec<(InRoot, Selectors, Kill)> {
        let killed: Vec<_> = state
            .entries()
            .iter()
            .filter(|(key, _)| key.kind() == KeyKind::Killed)
            .map(|(key, entry)| (key.loc(), entry.to_kill()))
            .collect();
        killed
            .into_iter()
            .filter_map(|(loc, kill)| {
                let root = self.input_root(loc)?;
                Some((root, self.locs.selectors(loc), kill))
            })
            .collect()
    }
}

#[derive(Default)]
struct Exits {
    returned: Vec<(BlockId, Option<ValueId>)>,
    thrown: Vec<(BlockId, ValueId)>,
}

/// A path with one more selector, if it is not too long then.
pub(super) fn extend(path: &Selectors, selector: Selector, longest: usize) -> Option<Selectors> {
    (path.len() < longest).then(|| {
        let mut longer = path.clone();
        longer.push(selector);
        longer
    })
}
