//! Calls: what they can lead to, and the default for those that nothing is
//! known of.

use haechi_ir::{CallId, Callee, ClosureId, Op, ParamKind, ValueId};
use haechi_syntax::{Kind, Lang};
use smallvec::SmallVec;

use super::super::colour::Way;
use super::super::flow::StepKind;
use super::super::graph::{Key, Kill, Place};
use super::super::location::{Loc, Pts, Selector};
use super::super::site::Role;
use super::super::state::State;
use super::super::summary::FunctionObject;
use super::super::symbols::Sym;
use super::super::{Callees, Depth, Target};
use super::Builder;
use super::bind::{Actual, Binding, From};
use super::marks::Spot;
use super::operand::Use;

/// A call with its operands read.
pub(super) struct Operands {
    /// The receiver or called value.
    pub callee: Option<Use>,
    /// The arguments.
    pub args: SmallVec<[Actual; 4]>,
    /// The receiver is `this` without being written: it gets the call, but no
    /// value flows from or into it for all we know.
    pub implied: bool,
    /// The call makes an object.
    pub constructs: bool,
}

impl Operands {
    /// The receiver; not a value that is itself called.
    pub(super) fn receiver(&self, callee: Callee) -> Option<Use> {
        match callee {
            Callee::Value(_) | Callee::New { .. } => None,
            _ => self.callee,
        }
    }

    /// The receiver or called value, if it is written.
    pub(super) fn written(&self) -> Option<Use> {
        self.callee.filter(|_| !self.implied)
    }
}

impl Builder<'_> {
    pub(super) fn call(&mut self, value: ValueId, call: CallId, state: &mut State) {
        let callee = self.ir.call(call).callee;
        let mut operands = self.call_operands(value, call, state);
        self.ask_arguments(state, value, &operands);
        let callees = self.callees(value, call, &operands);
        let is_new = matches!(callee, Callee::New { .. });
        operands.constructs = is_new || callees.constructs;
        let place = self.define(value, StepKind::Result);
        if operands.constructs {
            self.object(value, StepKind::Result);
        }
        if is_new {
            self.store_captures(value, call, state);
        }
        self.callee_marks(state, value, place);
        if callees.targets.is_empty() {
            // One way only: nothing to merge.
            if callees.open {
                self.unknown_call(state, value, call, &operands);
            }
            self.after_call(state);
            return;
        }
        let before = state.clone();
        let mut merged: Option<State> = None;
        let mut open = callees.open;
        for (n, target) in callees.targets.iter().enumerate() {
            let mut after = before.clone();
            match self.call_target(&mut after, value, n as u32, *target, callee, &operands) {
                Applying::Unknown => open = true,
                Applying::NeverReturns => {}
                Applying::Done => {
                    merged = Some(self.merge_calls(value, merged, after));
                }
            }
        }
        if open {
            let mut after = before;
            self.unknown_call(&mut after, value, call, &operands);
            merged = Some(self.merge_calls(value, merged, after));
        }
        match merged {
            Some(after) => {
                *state = after;
                self.after_call(state);
            }
            None => self.dead = true,
        }
    }

    /// What was called may have left globals changed, and may have thrown.
    fn after_call(&mut self, state: &mut State) {
        self.share_globals(state);
        if let Some(handler) = self.handler {
            self.throw_state(handler, state);
        }
    }

    fn merge_calls(&mut self, value: ValueId, merged: Option<State>, after: State) -> State {
        match merged {
            None => after,
            Some(all) => {
                let at = self.ir.blocks.len() as u32 + value.raw();
                self.merge(at, all, &after)
            }
        }
    }

    fn call_operands(&mut self, value: ValueId, call: CallId, state: &mut State) -> Operands {
        let callee = self.ir.call(call).callee;
        let implied = matches!(callee, Callee::Path { path, .. }
            if self.tree.kind(path) == Kind::Ident);
        let mut n = 0;
        let callee = callee.value().map(|receiver| {
            n = 1;
            self.operand(state, value, 0, receiver, true)
        });
        let args = self
            .ir
            .args(call)
            .to_vec()
            .into_iter()
            .enumerate()
            .map(|(m, arg)| Actual {
                arg,
                used: self.operand(state, value, n + m as u32, arg.value, true),
            })
            .collect();
        Operands {
            callee,
            args,
            implied,
            constructs: false,
        }
    }

    /// A sink that matches a call without focus asks about each argument; one
    /// with a focus on the call only about its result.
    fn ask_arguments(&mut self, state: &State, value: ValueId, operands: &Operands) {
        let Some(marks) = self.marks.get(Spot::Def(value)) else {
            return;
        };
        let node = marks.node;
        for (site, operand) in marks.sinks.clone() {
            let data = &self.sites.all()[site as usize];
            debug_assert_eq!(data.role, Role::Sink);
            let spec = self.cx.rules[data.rule.raw() as usize]
                .sinks
                .get(data.item as usize);
            if spec.is_some_and(|s| s.exact && s.has_focus) {
                continue;
            }
            for actual in &operands.args {
                self.ask(state, actual.used, site, operand, node, true);
                self.note_unresolved(actual.used.value);
            }
        }
    }

    /// Counts unresolved calls in arguments of sinks.
    fn note_unresolved(&mut self, value: ValueId) {
        if self.cx.depth == Depth::Function {
            return; // None is.
        }
        let mut at = value;
        while let Op::Copy(from) | Op::Sigma { value: from, .. } = self.ir.op(at) {
            at = from;
        }
        if let Op::Call(call) = self.ir.op(at) {
            let callees = self.cx.world.callees(self.func, self.ir, at, call);
            if callees.open || callees.targets.is_empty() {
                self.unresolved_at_sinks.insert(self.ir.value(at).node);
            }
        }
    }

    /// Marks on the name of what is called count for the result.
    fn callee_marks(&mut self, state: &mut State, value: ValueId, place: Place) {
        let Some(marks) = self.marks.get(Spot::Callee(value)).cloned() else {
            return;
        };
        let key = Key::Occurrence(marks.node, value);
        let own = self.graph.place(key, marks.node, StepKind::Compute);
        let used = Use {
            value,
            own,
            kill: Kill::NONE,
        };
        self.mark(state, used, &marks, value, false);
        let off = self.way(Way::DERIVE);
        let into = self.into(value);
        let kill = self.graph.kill_both(off, into);
        self.graph.edge(own, place, kill, None);
    }

    /// What is called: as the program knows, as far as we follow, and the
    /// function objects that the called value may be.
    fn callees(&mut self, value: ValueId, call: CallId, operands: &Operands) -> Callees {
        let callee = self.ir.call(call).callee;
        let node = self.ir.value(value).node;
        if self.cx.depth == Depth::Function
            && self.tree.lang == Lang::Java
            && self.tree.kind(node) == Kind::Call
        {
            // Nobody has to find out what it is that is not followed.
            return Callees {
                open: true,
                ..Callees::default()
            };
        }
        let mut callees = self.cx.world.callees(self.func, self.ir, value, call);
        match self.cx.depth {
            Depth::Function => {
                callees.open |= !callees.targets.is_empty();
                callees.targets.clear();
            }
            Depth::File => {
                let all = callees.targets.len();
                callees.targets.retain(|t| t.func.file == self.func.file);
                callees.open |= callees.targets.len() != all;
            }
            Depth::Project => {}
        }
        if callees.constructs && callees.targets.is_empty() && !callees.open {
            // A class without a constructor of its own.
            return callees;
        }
        if callees.targets.is_empty() {
            callees.open = true;
            if self.cx.depth != Depth::Function
                && let Some(called) = operands.callee
                && matches!(
                    callee,
                    Callee::Value(_) | Callee::Method { .. } | Callee::Path { .. }
                )
            {
                self.function_objects(called, &mut callees);
            }
        }
        callees
    }

    fn function_objects(&mut self, called: Use, callees: &mut Callees) {
        let candidates = self.pts.candidates(self.value_pts[called.value]);
        let mut all_known = !candidates.is_empty();
        for loc in candidates {
            let functions = self.functions_at(loc);
            all_known &= !functions.is_empty();
            callees.targets.extend(functions.iter().map(|f| f.target));
        }
        callees.open = !all_known;
    }

    fn call_target(
        &mut self,
        state: &mut State,
        value: ValueId,
        n: u32,
        target: Target,
        callee: Callee,
        operands: &Operands,
    ) -> Applying {
        let Some(summary) = self.summaries.summary(target.func) else {
            return Applying::Unknown;
        };
        let Some(function) = self.cx.world.function(target.func) else {
            return Applying::Unknown;
        };
        let closure = self.closure_called(operands.callee, target);
        let binding = match closure {
            Some((loc, object)) => {
                let mut binding = self.bind_closure(loc, object, &function);
                let args = self.bind_args(&function, target, None, operands, value);
                merge_bindings(&mut binding, &args, function.params.len());
                binding
            }
            None => {
                let receiver = operands.receiver(callee);
                self.bind_args(&function, target, receiver, operands, value)
            }
        };
        let applied = self.applied(value, n << 24, target.func, &summary);
        match self.apply_call(state, applied, &binding) {
            Some(pts) => {
                if !operands.constructs {
                    self.refer(value, pts);
                    if pts == Pts::NONE {
                        self.result(value, StepKind::Result);
                    }
                }
                Applying::Done
            }
            None => Applying::NeverReturns,
        }
    }

    /// The function object that is called, if `target` was found that way.
    fn closure_called(&self, called: Option<Use>, target: Target) -> Option<(Loc, FunctionObject)> {
        let pts = self.value_pts[called?.value];
        self.pts.get(pts).iter().find_map(|loc| {
            let functions = self.functions_at(*loc);
            let object = functions.iter().find(|f| f.target.func == target.func)?;
            Some((*loc, *object))
        })
    }

    fn bind_args(
        &mut self,
        function: &haechi_ir::Function,
        target: Target,
        receiver: Option<Use>,
        operands: &Operands,
        value: ValueId,
    ) -> Binding {
        let receiver = match (target.binds_receiver, operands.constructs) {
            (false, _) => None,
            (true, true) => Some(From::Value(Use {
                value,
                own: self.places[value],
                kill: Kill::NONE,
            })),
            (true, false) => receiver.map(From::Value),
        };
        let theirs = self.cx.tree(target.func.file);
        Binding::of_call(
            function,
            receiver,
            &operands.args,
            (self.tree.names(), theirs.names()),
        )
    }

    /// What a function object brings along: captured variables, a bound
    /// receiver.
    pub(super) fn bind_closure(
        &mut self,
        loc: Loc,
        object: FunctionObject,
        function: &haechi_ir::Function,
    ) -> Binding {
        let mut binding = Binding::empty(function.params.len());
        let mut captured = 0;
        for (n, param) in function.params.iter().enumerate() {
            let selector = match param.kind {
                ParamKind::Capture { .. } => {
                    captured += 1;
                    self.capture(captured - 1)
                }
                ParamKind::CaptureThis => Selector::Field(Sym::OUTER),
                _ => continue,
            };
            if let Some(child) = self.locs.child(loc, selector) {
                binding.add(n, None, From::Slot(child));
            }
        }
        if object.target.binds_receiver
            && !object.unbound
            && let Some(child) = self.locs.child(loc, Selector::Field(Sym::BOUND))
        {
            binding.add(0, None, From::Slot(child));
        }
        binding
    }

    /// The field of a function object that holds its n-th captured variable.
    fn capture(&mut self, n: u32) -> Selector {
        Selector::Field(self.cx.symbols.captured(&n.to_string()))
    }

    fn store_captures(&mut self, value: ValueId, call: CallId, state: &mut State) {
        let base = self.value_pts[value];
        for (field, captured) in self.ir.captures(call).to_vec() {
            let selector = self.field(field);
            let own = self.own(state, captured);
            let pts = self.value_pts[captured];
            self.store(state, base, selector, own, pts, value);
        }
    }

    /// A function object is made. It may be called at once: with what it
    /// captured, its defaults, and what propagators put into its parameters.
    pub(super) fn closure(&mut self, value: ValueId, id: ClosureId, state: &mut State) {
        self.object(value, StepKind::Capture);
        let closure = *self.ir.closure(id);
        let captures = self.ir.list(closure.captures).to_vec();
        let base = self.value_pts[value];
        for (n, captured) in captures.iter().enumerate() {
            let used = self.operand(state, value, n as u32, *captured, true);
            let selector = self.capture(n as u32);
            let pts = self.value_pts[*captured];
            self.store(state, base, selector, used.own, pts, value);
        }
        if let Some(this) = self.this() {
            let own = self.own(state, this);
            let pts = self.value_pts[this];
            self.store(state, base, Selector::Field(Sym::OUTER), own, pts, value);
        }
        let defaults = self.ir.list(closure.defaults).to_vec();
        let first = captures.len() as u32;
        let defaults: Vec<Use> = defaults
            .into_iter()
            .enumerate()
            .map(|(n, v)| self.operand(state, value, first + n as u32, v, true))
            .collect();
        if let Some(target) = self.function_of(value)
            && let Some(loc) = self.pts.single(base)
        {
            self.call_in_context(state, value, loc, target, &defaults);
        }
    }

    /// `this` of this function, its own or captured.
    fn this(&self) -> Option<ValueId> {
        self.ir
            .params
            .iter()
            .find(|p| matches!(p.kind, ParamKind::This | ParamKind::CaptureThis))
            .map(|p| p.value)
    }

    fn call_in_context(
        &mut self,
        state: &State,
        value: ValueId,
        loc: Loc,
        target: Target,
        defaults: &[Use],
    ) {
        let Some(summary) = self.summaries.summary(target.func) else {
            return;
        };
        let Some(function) = self.cx.world.function(target.func) else {
            return;
        };
        let object = FunctionObject {
            target,
            unbound: false,
        };
        let mut binding = self.bind_closure(loc, object, &function);
        let with_default = function
            .params
            .iter()
            .enumerate()
            .filter(|(_, p)| p.default.is_some());
        for ((n, _), used) in with_default.zip(defaults) {
            binding.add(n, None, From::Value(*used));
        }
        for site in self.marks.propagators.clone() {
            let Some([_, to]) = self.sites.all()[site as usize].operands.get(..2) else {
                continue;
            };
            let tree = self.tree;
            let param = function
                .params
                .iter()
                .position(|p| tree.is_within(*to, p.node));
            if let Some(param) = param {
                let way = self.propagator(site);
                binding.add(param, None, From::Taint(way));
            }
        }
        let applied = self.applied(value, 0, target.func, &summary);
        // Whether it is called here is not known: what it changes does not
        // last, what it reaches counts.
        let mut after = state.clone();
        self.apply(&mut after, applied, &binding, 1);
    }

    pub(super) fn method_ref(
        &mut self,
        value: ValueId,
        receiver: Option<ValueId>,
        state: &mut State,
    ) {
        self.object(value, StepKind::Capture);
        if let Some(receiver) = receiver {
            let used = self.operand(state, value, 0, receiver, true);
            let base = self.value_pts[value];
            let pts = self.value_pts[receiver];
            let bound = Selector::Field(Sym::BOUND);
            self.store(state, base, bound, used.own, pts, value);
        }
    }
}

/// What came of applying a target.
enum Applying {
    /// Its effect is in the state.
    Done,
    /// It does not come back.
    NeverReturns,
    /// Nothing is known of it.
    Unknown,
}

/// Adds the parts of one binding to another.
fn merge_bindings(to: &mut Binding, from: &Binding, params: usize) {
    for n in 0..params {
        for part in from.of(n as u32) {
            to.add(n, part.prefix, part.from);
        }
    }
}
