//! Applying a summary at a call.
//!
//! Inputs are read and kept before anything is written; then each output is
//! written: an object before its parts. What a summary calls back is applied in
//! the middle, its result feeding the summary's own inputs.

use std::sync::Arc;

use haechi_ir::{ArgKind, Op, ParamKind, ValueId};
use haechi_syntax::Kind;
use smallvec::SmallVec;

use super::super::FuncRef;
use super::super::colour::Way;
use super::super::flow::{Assumption, StepKind};
use super::super::graph::{Applied, Key, Kill, Place};
use super::super::location::{Loc, Pts, Root, Selector, Selectors};
use super::super::state::{Entry, Slot, State, StateKey};
use super::super::summary::{
    Content, FunctionObject, InRoot, Input, InputNo, OutRoot, OutputNo, Summary,
};
use super::bind::{Binding, From, Part};
use super::operand::Use;
use super::{AppliedSummary, Builder, Given, GlobalVar, cell_key};

/// How deep callbacks that are called by callbacks are followed.
const MAX_NESTED: u32 = 3;

/// The most callbacks that a function hands on to its callers.
pub(super) const MAX_CALLBACKS: usize = 16;

/// A call of a function object within an instruction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Invocation {
    /// The instruction.
    pub value: ValueId,
    /// Tells several apart.
    pub id: u32,
    /// How many calls of function objects are around it.
    pub nested: u32,
}

/// The parameters that a function object's arguments go to.
fn positional_after(params: &[haechi_ir::Param], bound: bool) -> Vec<usize> {
    let mut found: Vec<usize> = params
        .iter()
        .enumerate()
        .filter(|(_, p)| {
            matches!(
                p.kind,
                ParamKind::This | ParamKind::Positional | ParamKind::PositionalOnly
            )
        })
        .map(|(n, _)| n)
        .collect();
    if bound && !found.is_empty() {
        found.remove(0);
    }
    found
}

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

    /// Keeps what parameters get, for conditions on them.
    fn note_bound(&mut self, applied: Applied, binding: &Binding) {
        if !self.cx.guarded {
            return;
        }
        let at = self.applied[applied].value;
        let given = |part: &Part| match part.from {
            From::Value(used) if part.prefix.is_none() => Some(Given::Value {
                value: used.value,
                at,
            }),
            From::Taint(place) if part.prefix.is_none() => self.given_at(place),
            _ => None,
        };
        let all = (0..binding.params() as u32).map(|n| match binding.of(n) {
            [part] => given(part),
            _ => None,
        });
        self.bound.insert(applied, all.collect());
    }

    /// The argument of a callback that a node stands for.
    fn given_at(&self, place: Place) -> Option<Given> {
        match self.graph.places[place].key {
            Key::Union(value, n) if n >> 16 == 1 => {
                let Op::Call(call) = self.ir.op(value) else {
                    return None;
                };
                let arg = self.ir.args(call).get((n & 0xffff) as usize)?;
                (arg.kind == ArgKind::Positional).then_some(Given::Value {
                    value: arg.value,
                    at: value,
                })
            }
            Key::CallOut(applied, no) => match self.applied[applied].summary.outputs[no].root {
                OutRoot::CallbackArg(n, m) => Some(Given::Callback(applied, n, m)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Keeps what a callback gets, for conditions on it.
    fn note_callback(&mut self, n: u32, args: &[Place]) {
        if !self.cx.guarded {
            return;
        }
        for (m, arg) in args.iter().enumerate() {
            let given = self.given_at(*arg);
            self.callback_args
                .entry((n, m as u32))
                .and_modify(|known| {
                    if *known != given {
                        *known = None;
                    }
                })
                .or_insert(given);
        }
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
            let mut parts = SmallVec::new();
            self.deep_parts(state, pts, &mut parts);
            for part in parts {
                self.graph.edge(part, to, kill, None);
            }
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

    /// What the callee may have written holds shared state again.
    fn forget_globals(&mut self, state: &mut State, summary: &Summary, at: ValueId) {
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

    /// Wires what a summary calls back.
    fn callbacks_of(
        &mut self,
        state: &mut State,
        applied: Applied,
        summary: &Summary,
        binding: &Binding,
        nested: u32,
    ) {
        for (n, callback) in summary.callbacks.iter().take(MAX_CALLBACKS).enumerate() {
            let n = n as u32;
            let args: Vec<Place> = (0..callback.args)
                .map(|m| self.callback_arg(applied, summary, n, m))
                .collect();
            let result = summary
                .inputs
                .iter_enumerated()
                .find(|(_, input)| input.root == InRoot::CallbackResult(n))
                .map(|(no, _)| self.call_in(applied, no));
            let pts = self.alias(state, callback.root, &callback.path, binding);
            let at = Invocation {
                value: self.applied[applied].value,
                id: (applied.raw() + 1) << 5 | n.min(31),
                nested,
            };
            self.invoke(state, at, pts, &args, result);
        }
    }

    fn callback_arg(&mut self, applied: Applied, summary: &Summary, n: u32, m: u32) -> Place {
        summary
            .outputs
            .iter_enumerated()
            .find(|(_, output)| output.root == OutRoot::CallbackArg(n, m))
            .map_or(Place::CLEAN, |(no, _)| self.call_out(applied, no))
    }

    /// Calls whatever `pts` may refer to with taint alone as arguments.
    pub(super) fn invoke(
        &mut self,
        state: &mut State,
        at: Invocation,
        pts: Pts,
        args: &[Place],
        result: Option<Place>,
    ) {
        let mut known = false;
        for (m, loc) in self.pts.candidates(pts).into_iter().enumerate() {
            let mut is_function = false;
            for (k, function) in self.functions_at(loc).into_iter().enumerate() {
                let id = at.id << 5 | (m as u32) << 3 | (k as u32).min(7);
                let at = Invocation { id, ..at };
                is_function |= self.invoke_function(state, at, (loc, function), args, result);
            }
            if is_function {
                known = true;
            } else if let Some(root) = self.input_root(loc) {
                known = true;
                self.hand_on(None, root, loc, args, result);
            }
        }
        if !known && let Some(result) = result {
            let kill = self.way(Way::CALL.and(Way::DERIVE));
            for arg in args {
                self.graph
                    .edge(*arg, result, kill, Some(Assumption::UnknownCall));
            }
        }
    }

    /// Calls the function that a location is; false if it is none.
    fn invoke_function(
        &mut self,
        state: &mut State,
        at: Invocation,
        (loc, function): (Loc, FunctionObject),
        args: &[Place],
        result: Option<Place>,
    ) -> bool {
        let target = function.target;
        if at.nested >= MAX_NESTED {
            return false;
        }
        let Some(summary) = self.summaries.summary(target.func) else {
            return false;
        };
        let Some(callee) = self.cx.world.function(target.func) else {
            return false;
        };
        let inner = self.applied(at.value, at.id, target.func, &summary);
        let mut binding = self.bind_closure(loc, function, &callee);
        let bound = target.binds_receiver && !function.unbound;
        let first = positional_after(&callee.params, bound);
        for (place, param) in args.iter().zip(first) {
            binding.add(param, None, From::Taint(*place));
        }
        let mut after = state.clone();
        if self
            .apply(&mut after, inner, &binding, at.nested + 1)
            .is_some()
        {
            // It may be called any number of times.
            let block = self.ir.blocks.len() as u32 + at.value.raw();
            *state = self.merge(block, state.clone(), &after);
        }
        if let Some(result) = result {
            self.returned_to(inner, &summary, result);
        }
        true
    }

    /// All that a function gives back flows to a node.
    pub(super) fn returned_to(&mut self, applied: Applied, summary: &Summary, to: Place) {
        for (no, output) in summary.outputs.iter_enumerated() {
            if output.root == OutRoot::Return {
                let place = self.call_out(applied, no);
                self.graph.edge(place, to, Kill::NONE, None);
            }
        }
    }

    /// The functions that a location may be.
    pub(super) fn functions_at(&self, loc: Loc) -> SmallVec<[FunctionObject; 1]> {
        let mut found: SmallVec<[FunctionObject; 1]> =
            self.made.get(&loc).cloned().unwrap_or_default();
        if let Root::Object(value) = self.locs.root_of(loc)
            && self.locs.parent(loc).is_none()
            && let Some(target) = self.function_of(value)
        {
            let unbound = matches!(self.ir.op(value), Op::MethodRef(None));
            found.push(FunctionObject { target, unbound });
        }
        found
    }

    /// Notes that a call gave a function object.
    fn note_functions(&mut self, loc: Loc, contents: &[Content]) {
        for content in contents {
            if let Content::Function(function) = content {
                let known = self.made.entry(loc).or_default();
                if !known.contains(function) {
                    known.push(*function);
                    self.changed = true;
                }
            }
        }
    }

    /// What is called comes from our own caller: it may know.
    pub(super) fn hand_on(
        &mut self,
        at: Option<ValueId>,
        root: InRoot,
        loc: Loc,
        args: &[Place],
        result: Option<Place>,
    ) {
        let path = self.locs.selectors(loc);
        let Some(n) = self.callback(at, root, path, args.len() as u32) else {
            if let Some(result) = result {
                let kill = self.way(Way::CALL.and(Way::DERIVE));
                for arg in args {
                    self.graph
                        .edge(*arg, result, kill, Some(Assumption::UnknownCall));
                }
            }
            return;
        };
        self.note_callback(n, args);
        for (m, arg) in args.iter().enumerate() {
            let (out, _) = self.output(OutRoot::CallbackArg(n, m as u32), Selectors::new());
            self.graph.edge(*arg, out, Kill::NONE, None);
        }
        let Some(result) = result else { return };
        let given = self.input(Input {
            root: InRoot::CallbackResult(n),
            path: Selectors::new(),
            deep: false,
        });
        self.graph.edge(given, result, Kill::NONE, None);
        // As long as nobody knows, it is an unknown call.
        let kill = self.way(Way::CALL.and(Way::DERIVE));
        for arg in args {
            self.graph
                .edge(*arg, result, kill, Some(Assumption::Callback));
        }
    }

    /// The number of a callback. Calls that this function makes itself are told
    /// apart; what its callees call back is one callback per function called,
    /// else their number would multiply from caller to caller. `None` if there
    /// are too many: then nobody is told, and it is an unknown call.
    fn callback(
        &mut self,
        at: Option<ValueId>,
        root: InRoot,
        path: Selectors,
        args: u32,
    ) -> Option<u32> {
        let mut key = (at, root, path);
        if let Some(n) = self.callback_ids.get(&key) {
            let known = &mut self.callbacks[*n as usize];
            known.args = known.args.max(args);
            return Some(*n);
        }
        if self.callbacks.len() >= self.max_callbacks {
            key.0 = None;
            return self.callback_ids.get(&key).copied();
        }
        let n = self.callbacks.len() as u32;
        self.callbacks.push(super::Callback {
            root,
            path: key.2.clone(),
            args,
        });
        self.callback_ids.insert(key, n);
        Some(n)
    }
}

/// Whether reading `wanted` reads what is under `given`.
fn covers(wanted: Selector, given: Selector) -> bool {
    wanted == given
        || (wanted == Selector::Any && given.is_element())
        || (given == Selector::Any && wanted.is_element())
}
