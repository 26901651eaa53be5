//! Calls of functions that are not known: what may come of them.

use haechi_ir::{CallId, Callee, Op, ValueId};
use haechi_syntax::{Lang, NodeId};

use super::super::Depth;
use super::super::colour::Way;
use super::super::flow::{Assumption, StepKind};
use super::super::graph::{Key, Kill, Place};
use super::super::location::{Pts, Selector};
use super::super::state::State;
use super::super::summary::InRoot;
use super::Builder;
use super::call::Operands;
use super::callback::Invocation;
use super::operand::Use;

impl Builder<'_> {
    /// The default: arguments and receiver flow to the result; into the
    /// receiver only if nothing else can be the point of the call.
    pub(super) fn unknown_call(
        &mut self,
        state: &mut State,
        value: ValueId,
        call: CallId,
        operands: &Operands,
    ) {
        let callee = self.ir.call(call).callee;
        if self.cx.depth != Depth::Function && self.modelled_call(state, value, call, operands) {
            return;
        }
        if operands.constructs {
            let place = self.object(value, StepKind::Result);
            let assume = Assumption::UnknownCall;
            self.arguments_to(state, value, operands, place, (Way::DERIVE, assume));
            self.call_closures(state, value, operands);
            return;
        }
        if self.accessor(state, value, call, operands) {
            return;
        }
        let place = self.result(value, StepKind::Result);
        let assume = if self.call_callers_function(state, value, callee, operands, place) {
            Assumption::Callback
        } else {
            Assumption::UnknownCall
        };
        let way = Way::CALL.and(Way::DERIVE);
        self.arguments_to(state, value, operands, place, (way, assume));
        let into = self.into(value);
        if let Some(called) = operands.written() {
            let off = self.way(Way::DERIVE);
            let kill = self.graph.kill_both(into, off);
            let assume = Some(assume);
            self.graph.edge(called.own, place, kill, assume);
            let off = self.way(Way::CALL.and(Way::DERIVE));
            let kill = self.graph.kill_both(kill, off);
            let kill = self.graph.kill_both(kill, called.kill);
            for part in self.deep(state, called) {
                self.graph.edge(part, place, kill, assume);
            }
        }
        self.call_closures(state, value, operands);
        if self.cx.depth != Depth::Function {
            self.mutate_receiver(state, value, callee, operands);
        }
    }

    fn arguments_to(
        &mut self,
        state: &State,
        value: ValueId,
        operands: &Operands,
        place: Place,
        (way, assume): (Way, Assumption),
    ) {
        let into = self.into(value);
        let off = self.way(way);
        let kill = self.graph.kill_both(into, off);
        for actual in &operands.args {
            let kill = self.graph.kill_both(kill, actual.used.kill);
            for part in self.deep(state, actual.used) {
                self.graph.edge(part, place, kill, Some(assume));
            }
        }
    }

    /// Function objects among the arguments of an unknown call may be called by
    /// it, with nothing that we know of.
    fn call_closures(&mut self, state: &mut State, value: ValueId, operands: &Operands) {
        for (n, actual) in operands.args.iter().enumerate() {
            let pts = self.value_pts[actual.used.value];
            if self
                .pts
                .get(pts)
                .iter()
                .all(|loc| self.functions_at(*loc).is_empty())
            {
                continue;
            }
            let at = Invocation {
                value,
                id: 1 << 25 | n as u32,
                nested: 1,
            };
            self.invoke(state, at, pts, &[], None);
        }
    }

    /// A called value that came from our caller is for the caller to know; true
    /// if it may have.
    fn call_callers_function(
        &mut self,
        state: &State,
        value: ValueId,
        callee: Callee,
        operands: &Operands,
        place: Place,
    ) -> bool {
        if self.cx.depth == Depth::Function {
            return false;
        }
        let call = match self.ir.op(value) {
            Op::Call(call) => call,
            _ => return false,
        };
        let is_function = matches!(callee, Callee::Value(_))
            || self
                .cx
                .world
                .calls_function_object(self.func, self.ir, value, call);
        let Some(called) = operands.callee.filter(|_| is_function) else {
            return false;
        };
        let mut handed_on = false;
        for loc in self.pts.candidates(self.value_pts[called.value]) {
            let Some(root) = self.input_root(loc) else {
                continue;
            };
            if matches!(root, InRoot::Global(_)) {
                continue;
            }
            let args: Vec<Place> = (0..operands.args.len())
                .map(|n| self.whole_argument(state, value, n, operands.args[n].used))
                .collect();
            self.hand_on(Some(value), root, loc, &args, Some(place));
            handed_on = true;
        }
        handed_on
    }

    fn whole_argument(&mut self, state: &State, value: ValueId, n: usize, used: Use) -> Place {
        let key = Key::Union(value, 1 << 16 | n as u32);
        let node = self.ir.value(value).node;
        let place = self.graph.place(key, node, StepKind::Argument);
        self.flow_whole(state, used, place, Kill::NONE);
        place
    }

    /// Java's convention for methods whose body we do not have: `getX()` reads
    /// the field `x`, `setX(v)` writes it.
    fn accessor(
        &mut self,
        state: &mut State,
        value: ValueId,
        call: CallId,
        operands: &Operands,
    ) -> bool {
        if self.tree.lang != Lang::Java {
            return false;
        }
        let callee = self.ir.call(call).callee;
        let Some(receiver) = operands.receiver(callee) else {
            return false;
        };
        let Some(name) = self.method_name(callee) else {
            return false;
        };
        let (is_get, property) = match (name.strip_prefix("get"), name.strip_prefix("set")) {
            (Some(rest), _) if operands.args.is_empty() => (true, rest),
            (_, Some(rest)) if operands.args.len() == 1 => (false, rest),
            _ => return false,
        };
        let mut letters = property.chars();
        let Some(first) = letters.next() else {
            return false;
        };
        let field: String = first.to_lowercase().chain(letters).collect();
        let selector = Selector::Field(self.cx.symbols.sym(&field));
        if is_get {
            let place = self.define(value, StepKind::Load);
            let kill = self.into(value);
            let pts = self.load(state, receiver, selector, place, kill);
            self.refer(value, pts);
            if pts == Pts::NONE {
                self.result(value, StepKind::Load);
            }
        } else {
            let place = self.result(value, StepKind::Result);
            let way = (Way::CALL.and(Way::DERIVE), Assumption::UnknownCall);
            self.arguments_to(state, value, operands, place, way);
            let used = operands.args[0].used;
            let base = self.value_pts[receiver.value];
            let pts = self.value_pts[used.value];
            self.store(state, base, selector, used.own, pts, value);
        }
        true
    }

    /// The name of the method or function that is called.
    fn method_name(&self, callee: Callee) -> Option<String> {
        let tree = self.tree;
        match callee {
            Callee::Method { name, .. } => Some(tree.names().text(name).to_owned()),
            Callee::Path {
                path,
                receiver: Some(_),
            } => Some(tree.name(path).to_owned()),
            _ => None,
        }
    }

    /// Arguments go into the receiver if the result is thrown away or hands the
    /// receiver on.
    fn mutate_receiver(
        &mut self,
        state: &mut State,
        value: ValueId,
        callee: Callee,
        operands: &Operands,
    ) {
        let Some(receiver) = operands.receiver(callee).filter(|_| !operands.implied) else {
            return;
        };
        if operands.args.is_empty() || !self.only_mutates(value, receiver.value) {
            return;
        }
        let key = Key::Union(value, u32::MAX);
        let node = self.ir.value(value).node;
        let put = self.graph.place(key, node, StepKind::Mutate);
        let kill = self.way(Way::CALL.and(Way::DERIVE));
        for actual in &operands.args {
            let kill = self.graph.kill_both(kill, actual.used.kill);
            for part in self.deep(state, actual.used) {
                self.graph
                    .edge(part, put, kill, Some(Assumption::UnknownMutation));
            }
        }
        let pts = self.value_pts[receiver.value];
        self.refer(value, pts);
        self.taint(state, receiver.value, put, Kill::NONE, value);
    }

    /// Whether the result of a call is not used, but for calling more of that
    /// kind on it and for being assigned to the receiver's own variable.
    fn only_mutates(&self, value: ValueId, receiver: ValueId) -> bool {
        let mut at = value;
        for _ in 0..64 {
            match self.uses.of(at) {
                [] => return !self.used_at_end.contains(at.raw() as usize),
                [user] => match self.ir.op(*user) {
                    Op::Call(call) => {
                        let callee = self.ir.call(call).callee;
                        let on_result = !matches!(callee, Callee::Value(_))
                            && callee.value() == Some(at)
                            && !self.ir.args(call).is_empty()
                            && self.ir.args(call).iter().all(|a| a.value != at);
                        if !on_result {
                            return false;
                        }
                        at = *user;
                    }
                    Op::Copy(_) => return self.same_variable(*user, receiver),
                    _ => return false,
                },
                _ => return false,
            }
        }
        false
    }

    fn same_variable(&self, copy: ValueId, receiver: ValueId) -> bool {
        let tree = self.tree;
        let name = |node: NodeId| tree.name_id(node);
        let to = name(self.ir.value(copy).node);
        to.is_some() && to == name(self.ir.value(receiver).node)
    }
}
