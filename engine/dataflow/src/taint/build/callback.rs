//! Function objects that are called, and those that callers are left to call.
//!
//! What a summary calls back is applied where the caller knows the function; what
//! it does not know it hands on to its own callers.

use haechi_ir::{ArgKind, Op, ParamKind, ValueId};
use smallvec::SmallVec;

use super::super::colour::Way;
use super::super::flow::Assumption;
use super::super::graph::{Applied, Key, Kill, Place};
use super::super::location::{Loc, Pts, Root, Selectors};
use super::super::state::State;
use super::super::summary::{Content, FunctionObject, InRoot, Input, OutRoot, Summary};
use super::bind::{Binding, From, Part};
use super::{Builder, Given};

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
    /// Keeps what parameters get, for conditions on them.
    pub(super) fn note_bound(&mut self, applied: Applied, binding: &Binding) {
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

    /// Wires what a summary calls back.
    pub(super) fn callbacks_of(
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
    pub(super) fn note_functions(&mut self, loc: Loc, contents: &[Content]) {
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
