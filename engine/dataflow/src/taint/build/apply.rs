//! Applying a summary at a call.
//!
//! Inputs are read and kept before anything is written; then each output is
//! written: an object before its parts. What a summary calls back is applied in
//! the middle, its result feeding the summary's own inputs.

use std::sync::Arc;

use haechi_ir::ValueId;

use super::super::FuncRef;
use super::super::flow::StepKind;
use super::super::graph::{Applied, Key, Kill, Place};
use super::super::location::{Loc, Pts, Root, Selector, Selectors};
use super::super::state::{Entry, Slot, State, StateKey};
use super::super::summary::{Content, InRoot, Input, InputNo, OutRoot, OutputNo, Summary};
use super::bind::{Binding, From, Part};
use super::operand::Use;
use super::{AppliedSummary, Builder, cell_key};

impl Builder<'_> {
    /// The record of a summary at an instruction; `n` tells several apart.
    pub(super) fn applied(
        &mut self,
        value: ValueId,
        n: u32,
        func: FuncRef,
        summary: &Arc<Summary>,
    ) -> Applied {
        if let Some(applied) = self.applied_ids.get(&(value, n)) {
            return *applied;
        }
        let applied = self.applied.push(AppliedSummary {
            value,
            func,
            summary: Arc::clone(summary),
        });
        self.applied_ids.insert((value, n), applied);
        applied
    }

    /// Applies a summary as the call that the instruction is. Gives what the
    /// result may refer to; none if the function does not return.
    pub(super) fn apply_call(
        &mut self,
        state: &mut State,
        applied: Applied,
        binding: &Binding,
    ) -> Option<Pts> {
        let summary = Arc::clone(&self.applied[applied].summary);
        // What the result refers to is said in terms of memory before the call.
        let contents: Vec<(OutputNo, Pts)> = summary
            .outputs
            .iter_enumerated()
            .filter(|(_, output)| output.root == OutRoot::Return)
            .map(|(no, _)| (no, self.content(state, no, &summary, binding)))
            .collect();
        self.apply(state, applied, binding, 0)?;
        let mut result = Pts::NONE;
        for (no, pts) in contents {
            let pts = self.write_result(state, applied, no, pts);
            result = self.pts.union(result, pts);
        }
        Some(result)
    }

    fn write_result(&mut self, state: &mut State, applied: Applied, no: OutputNo, pts: Pts) -> Pts {
        let AppliedSummary { value, summary, .. } = self.applied[applied].clone();
        let fresh = summary.contents[no].contains(&Content::Fresh);
        let path = &summary.outputs[no].path;
        let place = self.call_out(applied, no);
        let own = self.root_pts(Root::Result(value));
        if let Some(loc) = self.pts.single(own)
            && let Some(loc) = self.loc_at(loc, path)
        {
            self.note_functions(loc, &summary.contents[no]);
        }
        if path.is_empty() {
            let to = self.places[value];
            let kill = self.into(value);
            self.graph.edge(place, to, kill, None);
            return if fresh { self.pts.union(own, pts) } else { pts };
        }
        self.write_path(state, own, path, (place, pts, fresh), value);
        own
    }

    /// The part of a location at the end of a path.
    fn loc_at(&mut self, loc: Loc, path: &[Selector]) -> Option<Loc> {
        path.iter()
            .try_fold(loc, |at, selector| self.locs.child(at, *selector))
    }

    /// Applies what a summary does but for its result.
    pub(super) fn apply(
        &mut self,
        state: &mut State,
        applied: Applied,
        binding: &Binding,
        nested: u32,
    ) -> Option<()> {
        let AppliedSummary { value, summary, .. } = self.applied[applied].clone();
        self.note_bound(applied, binding);
        self.read_inputs(state, applied, &summary, binding);
        self.callbacks_of(state, applied, &summary, binding, nested);
        self.transfer(applied, &summary);
        self.meet_aliases(state, applied, &summary, binding);
        let contents: Vec<Pts> = summary
            .outputs
            .ids()
            .map(|no| self.content(state, no, &summary, binding))
            .collect();
        for (no, output) in summary.outputs.iter_enumerated() {
            if output.root == OutRoot::Thrown {
                let place = self.call_out(applied, no);
                self.throw_from(place);
            }
        }
        if !summary.returns {
            return None;
        }
        for (root, path, colours) in &summary.kills {
            let kill = self.graph.kill(colours.clone());
            self.apply_kill(state, *root, path, binding, kill, value);
        }
        for no in summary.outputs.ids() {
            let pts = contents[no.raw() as usize];
            self.write_output(state, applied, no, &summary, binding, pts);
        }
        self.globals.extend(summary.globals.iter().copied());
        self.forget_globals(state, &summary, value);
        Some(())
    }

    /// The edges between the callee's inputs and outputs.
    fn transfer(&mut self, applied: Applied, summary: &Summary) {
        for (n, transfer) in summary.transfers.iter().enumerate() {
            self.steps += (transfer.inputs.len() + transfer.outputs.len()) as u64;
            let node = self.ir.value(self.applied[applied].value).node;
            let key = Key::CallThrough(applied, n as u32);
            let through = self.graph.place(key, node, StepKind::Compute);
            for (input, keep) in &transfer.inputs {
                let from = self.call_in(applied, *input);
                let kill = self.kill_but(keep);
                self.graph.edge(from, through, kill, None);
            }
            for output in &transfer.outputs {
                let to = self.call_out(applied, *output);
                self.graph.edge(through, to, Kill::NONE, None);
            }
        }
    }

    fn kill_but(&mut self, keep: &crate::framework::ColourSet) -> Kill {
        if keep.is_all() {
            Kill::NONE
        } else {
            self.graph.kill(keep.clone().complement())
        }
    }

    pub(super) fn call_in(&mut self, applied: Applied, no: InputNo) -> Place {
        let node = self.ir.value(self.applied[applied].value).node;
        self.graph
            .place(Key::CallIn(applied, no), node, StepKind::Argument)
    }

    pub(super) fn call_out(&mut self, applied: Applied, no: OutputNo) -> Place {
        let node = self.ir.value(self.applied[applied].value).node;
        self.graph
            .place(Key::CallOut(applied, no), node, StepKind::Result)
    }

    fn read_inputs(
        &mut self,
        state: &State,
        applied: Applied,
        summary: &Summary,
        binding: &Binding,
    ) {
        for (no, input) in summary.inputs.iter_enumerated() {
            let place = self.call_in(applied, no);
            match input.root {
                InRoot::Param(n) => {
                    for part in binding.of(n) {
                        self.read_part(state, *part, input, place);
                    }
                }
                InRoot::Control => {
                    let control = self.locs.root(Root::Control);
                    let slot = self.slot(state, control);
                    self.graph.edge(slot.place, place, Kill::NONE, None);
                }
                // Globals are shared state, callbacks are wired apart.
                InRoot::Global(_) | InRoot::CallbackResult(_) => {}
            }
        }
    }

    /// Reads what an input of the callee is in the caller.
    fn read_part(&mut self, state: &State, part: Part, input: &Input, to: Place) {
        let path: &[Selector] = match part.prefix {
            None => &input.path,
            Some(prefix) => match input.path.split_first() {
                Some((first, rest)) if covers(*first, prefix) => rest,
                None if input.deep => &[],
                _ => return,
            },
        };
        let (own, pts, kill) = match part.from {
            From::Value(used) => (used.own, self.value_pts[used.value], used.kill),
            From::Element(used, selector) => {
                let (own, pts) = self.element_of(state, used, selector, to);
                (own, pts, used.kill)
            }
            From::Slot(loc) => {
                let slot = self.slot(state, loc);
                (slot.place, slot.pts, Kill::NONE)
            }
            From::Taint(place) => (place, Pts::NONE, Kill::NONE),
        };
        self.read_path(state, (own, pts), path, input.deep, (to, kill));
    }

    /// The node and candidates of an element of a value.
    fn element_of(
        &mut self,
        state: &State,
        used: Use,
        selector: Selector,
        to: Place,
    ) -> (Place, Pts) {
        let node = self.graph.places[to].node;
        let place = self
            .graph
            .place(Key::Step(to, u32::MAX), node, StepKind::Load);
        let pts = self.load(state, used, selector, place, Kill::NONE);
        (place, pts)
    }

    fn read_path(
        &mut self,
        state: &State,
        (mut own, mut pts): (Place, Pts),
        path: &[Selector],
        deep: bool,
        (to, kill): (Place, Kill),
    ) {
        let node = self.graph.places[to].node;
        for (n, selector) in path.iter().enumerate() {
            let last = n + 1 == path.len();
            let next = if last && !deep {
                to
            } else {
                self.graph
                    .place(Key::Step(to, n as u32), node, StepKind::Load)
            };
            pts = self.load_from(state, pts, own, *selector, next, kill);
            own = next;
        }
        if path.is_empty() || deep {
            self.graph.edge(own, to, kill, None);
        }
        if deep {
            self.flow_parts(state, pts, to, kill);
        }
    }

    /// What an output may refer to, in terms of the caller's memory before the
    /// call.
    fn content(
        &mut self,
        state: &State,
        no: OutputNo,
        summary: &Summary,
        binding: &Binding,
    ) -> Pts {
        let mut all = Pts::NONE;
        for content in &summary.contents[no] {
            let pts = match content {
                Content::Fresh | Content::Function(_) => continue,
                Content::Alias(root, path) => self.alias(state, *root, path, binding),
            };
            all = self.pts.union(all, pts);
        }
        all
    }

    /// The candidates of a location of the callee's caller.
    pub(super) fn alias(
        &mut self,
        state: &State,
        root: InRoot,
        path: &Selectors,
        binding: &Binding,
    ) -> Pts {
        match root {
            InRoot::Param(n) => {
                let mut all = Pts::NONE;
                for part in binding.of(n).to_vec() {
                    let pts = self.alias_part(state, part, path);
                    all = self.pts.union(all, pts);
                }
                all
            }
            InRoot::Global(global) => {
                let loc = self.locs.root(Root::Global(global));
                let slot = self.slot(state, loc);
                self.walk(state, slot.pts, path)
            }
            InRoot::Control | InRoot::CallbackResult(_) => Pts::NONE,
        }
    }

    fn alias_part(&mut self, state: &State, part: Part, path: &Selectors) -> Pts {
        let rest: &[Selector] = match part.prefix {
            None => path,
            Some(prefix) => match path.split_first() {
                Some((first, rest)) if covers(*first, prefix) => rest,
                _ => return Pts::NONE,
            },
        };
        let base = match part.from {
            From::Value(used) => self.value_pts[used.value],
            From::Element(used, selector) => {
                let pts = self.value_pts[used.value];
                self.walk(state, pts, &[selector])
            }
            From::Slot(loc) => self.slot(state, loc).pts,
            From::Taint(_) => Pts::NONE,
        };
        self.walk(state, base, rest)
    }

    /// The candidates at the end of a path.
    pub(super) fn walk(&mut self, state: &State, mut pts: Pts, path: &[Selector]) -> Pts {
        for selector in path {
            pts = self.load_from(
                state,
                pts,
                Place::CLEAN,
                *selector,
                Place::CLEAN,
                Kill::NONE,
            );
        }
        pts
    }

    fn apply_kill(
        &mut self,
        state: &mut State,
        root: InRoot,
        path: &Selectors,
        binding: &Binding,
        kill: Kill,
        at: ValueId,
    ) {
        let InRoot::Param(n) = root else { return };
        let [part] = binding.of(n) else { return };
        let part = *part;
        if path.is_empty() {
            if let Some(value) = part.from.value() {
                self.clean(state, value, kill, at);
            }
            return;
        }
        let pts = self.alias_part(state, part, path);
        if let Some(loc) = self.pts.single(pts)
            && self.is_one_object(loc)
        {
            let old = state
                .get(StateKey::killed(loc))
                .map_or(Kill::NONE, Entry::to_kill);
            let all = self.graph.kill_both(old, kill);
            state.set(StateKey::killed(loc), Entry::killed(all));
        }
    }

    /// Writes an output that is not the result.
    fn write_output(
        &mut self,
        state: &mut State,
        applied: Applied,
        no: OutputNo,
        summary: &Summary,
        binding: &Binding,
        pts: Pts,
    ) {
        let output = &summary.outputs[no];
        let fresh = summary.contents[no].contains(&Content::Fresh);
        let value = self.applied[applied].value;
        match output.root {
            OutRoot::Param(n) => {
                let place = self.call_out(applied, no);
                for part in binding.of(n).to_vec() {
                    self.write_part(state, part, &output.path, (place, pts, fresh), applied);
                }
            }
            OutRoot::Control => {
                let place = self.call_out(applied, no);
                let control = self.locs.root(Root::Control);
                let old = self.slot(state, control);
                let key = StateKey::slot(control);
                let new = self.graph.place(
                    Key::CallMerge(applied, key.raw()),
                    self.ir.value(value).node,
                    StepKind::Result,
                );
                self.graph.edge(old.place, new, Kill::NONE, None);
                self.graph.edge(place, new, Kill::NONE, None);
                state.set(key, Entry::slot(Slot { place: new, ..old }));
            }
            OutRoot::Global(global) => {
                // Handed on: shared state is joined for the whole program.
                let place = self.call_out(applied, no);
                let (out, _) = self.output(OutRoot::Global(global), output.path.clone());
                self.graph.edge(place, out, Kill::NONE, None);
            }
            OutRoot::Return | OutRoot::Thrown | OutRoot::CallbackArg(..) => {}
        }
    }

    fn write_part(
        &mut self,
        state: &mut State,
        part: Part,
        path: &Selectors,
        what: (Place, Pts, bool),
        applied: Applied,
    ) {
        let at = self.applied[applied].value;
        let path: &[Selector] = match part.prefix {
            None => path,
            Some(prefix) => match path.split_first() {
                Some((first, rest)) if covers(*first, prefix) => rest,
                _ => return,
            },
        };
        if path.is_empty() {
            if let Some(value) = part.from.value() {
                self.replace_cell(state, value, what.0, applied);
            }
            return;
        }
        let base = match part.from {
            From::Value(used) => self.value_pts[used.value],
            From::Element(used, selector) => {
                let pts = self.value_pts[used.value];
                self.walk(state, pts, &[selector])
            }
            From::Slot(loc) => self.slot(state, loc).pts,
            From::Taint(_) => return,
        };
        self.write_path(state, base, path, what, at);
    }

    /// Writes at the end of a path.
    fn write_path(
        &mut self,
        state: &mut State,
        base: Pts,
        path: &[Selector],
        (place, pts, fresh): (Place, Pts, bool),
        at: ValueId,
    ) {
        let Some((last, before)) = path.split_last() else {
            return;
        };
        let base = self.walk(state, base, before);
        let mut pts = pts;
        if fresh {
            for loc in self.pts.candidates(base) {
                if let Some(child) = self.locs.child(loc, *last) {
                    let own = self.pts.one(child);
                    pts = self.pts.union(pts, own);
                }
            }
        }
        self.store(state, base, *last, place, pts, at);
    }

    /// The taint of an argument as a whole is what the callee left it at.
    fn replace_cell(&mut self, state: &mut State, value: ValueId, place: Place, applied: Applied) {
        let pts = self.value_pts[value];
        let single = self.pts.single(pts);
        let at = self.applied[applied].value;
        for holder in self.affected(value, at, false) {
            let sure = holder == value || (single.is_some() && self.value_pts[holder] == pts);
            let node = self.ir.value(at).node;
            let key = Key::CallMerge(applied, cell_key(holder));
            let new = self.graph.place(key, node, StepKind::Mutate);
            self.graph.edge(place, new, Kill::NONE, None);
            if !sure {
                let old = self.own(state, holder);
                self.graph.edge(old, new, Kill::NONE, None);
            }
            state.set(StateKey::cell(holder), Entry::cell(new));
        }
        for (loc, slot) in self.slots_holding(state, value, false) {
            let key = StateKey::slot(loc);
            let node = self.ir.value(at).node;
            let merged = Key::CallMerge(applied, key.raw());
            let new = self.graph.place(merged, node, StepKind::Mutate);
            self.graph.edge(place, new, Kill::NONE, None);
            if slot.pts != pts || single.is_none() {
                self.graph.edge(slot.place, new, Kill::NONE, None);
            }
            state.set(key, Entry::slot(Slot { place: new, ..slot }));
        }
    }
}

/// Whether reading `wanted` reads what is under `given`.
fn covers(wanted: Selector, given: Selector) -> bool {
    wanted == given
        || (wanted == Selector::Any && given.is_element())
        || (given == Selector::Any && wanted.is_element())
}
