//! The default for calls that nothing is known of.

use haechi_ir::{CallId, Callee, Op, ValueId};
use haechi_syntax::Lang;

use super::super::Depth;
use super::super::location::Selector;
use super::call::Operands;
use super::instr::At;
use super::run::Run;
use super::state::{Abs, Facts, State};

impl Run<'_> {
    /// Arguments and receiver flow to the result; into the receiver only if nothing
    /// else can be the point of the call.
    pub fn unknown_call(
        &mut self,
        at: At<'_>,
        call: CallId,
        operands: &Operands,
        state: &mut State,
    ) {
        let is_deep = self.cx.depth != Depth::Function;
        if is_deep && self.modelled_call(at, call, operands, state) {
            return;
        }
        if operands.constructs {
            let own = self.of_arguments(state, operands, false);
            if let Some(value) = state.values.get_mut(&(at.frame, at.value)) {
                value.own.extend(own);
            }
            self.call_closures(at, operands, state);
            return;
        }
        if self.accessor(at, operands, state) {
            return;
        }
        let mut own = self.of_arguments(state, operands, true);
        if let Some(called) = operands.called.as_ref().filter(|_| !operands.implied) {
            if !self.rule.options.only_assignments {
                own.extend(&called.abs.own);
            }
            if !self.rule.options.safe_functions {
                own.extend(self.derived(state, called));
            }
        }
        self.make(at, state, own);
        self.call_closures(at, operands, state);
        if is_deep {
            self.mutate_receiver(at, operands, state);
        }
    }

    /// All that arguments hold, as far as an unknown function hands it on.
    fn of_arguments(&self, state: &State, operands: &Operands, of_function: bool) -> Facts {
        if of_function && self.rule.options.safe_functions {
            return Facts::new();
        }
        let args = operands.args.iter();
        args.flat_map(|actual| self.derived(state, &actual.used))
            .collect()
    }

    /// Function objects among the arguments may be called, with nothing that we know.
    fn call_closures(&mut self, at: At<'_>, operands: &Operands, state: &mut State) {
        for (n, actual) in operands.args.iter().enumerate() {
            for (m, loc) in actual.used.abs.pts.locs.iter().enumerate() {
                let Some(target) = self.function_at(loc) else {
                    continue;
                };
                let Some(callee) = self.info(target.func) else {
                    continue;
                };
                let given = self.bind_closure(state, loc, target, &callee);
                let id = 1 << 20 | (n as u32) << 4 | m as u32;
                if let Some((after, _)) = self.enter(at, state, id, &callee, &given) {
                    *state = self.join(after, state);
                }
            }
        }
    }

    /// Java's convention for methods whose body we do not have: `getX()` reads the
    /// field `x`, `setX(v)` writes it.
    fn accessor(&mut self, at: At<'_>, operands: &Operands, state: &mut State) -> bool {
        let tree = self.tree(at.frame);
        let Some(receiver) = operands.receiver().filter(|_| tree.lang == Lang::Java) else {
            return false;
        };
        let name = match operands.callee {
            Callee::Method { name, .. } => tree.names().text(name),
            Callee::Path { path, .. } => tree.name(path),
            _ => return false,
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
            let loaded = self.load(state, receiver, selector);
            self.define_some(at, state, loaded);
        } else {
            let own = self.of_arguments(state, operands, true);
            self.make(at, state, own);
            let content = operands.args[0].used.abs.clone();
            self.store(state, &receiver.abs.pts, selector, &content);
        }
        true
    }

    /// Arguments go into the receiver if the result is thrown away or hands the
    /// receiver on.
    fn mutate_receiver(&mut self, at: At<'_>, operands: &Operands, state: &mut State) {
        let Some(receiver) = operands.receiver().filter(|_| !operands.implied) else {
            return;
        };
        if operands.args.is_empty() || !self.only_mutates(at, receiver.value) {
            return;
        }
        let put = self.of_arguments(state, operands, true);
        let pts = self.value(state, at.frame, receiver.value).pts;
        let result = state.values.entry((at.frame, at.value)).or_default();
        result.pts.add(&pts);
        self.taint(state, (at.frame, receiver.value), &put);
    }

    /// Whether the result of a call is not used, but for calling more of that kind on
    /// it and for being assigned to the receiver's own variable.
    fn only_mutates(&self, at: At<'_>, receiver: ValueId) -> bool {
        let ir = &at.info.ir;
        let tree = self.tree(at.frame);
        let mut value = at.value;
        for _ in 0..64 {
            let user = match at.info.uses.of(value) {
                [] => return !at.info.at_end.contains(&value),
                [user] => *user,
                _ => return false,
            };
            match ir.op(user) {
                Op::Call(call) => {
                    let callee = ir.call(call).callee;
                    let args = ir.args(call);
                    let on_result = !matches!(callee, Callee::Value(_))
                        && callee.value() == Some(value)
                        && !args.is_empty()
                        && args.iter().all(|arg| arg.value != value);
                    if !on_result {
                        return false;
                    }
                    value = user;
                }
                Op::Copy(_) => {
                    let name = |value: ValueId| tree.name_id(ir.value(value).node);
                    return name(user).is_some() && name(user) == name(receiver);
                }
                _ => return false,
            }
        }
        false
    }

    /// Calls whatever a value may be with these arguments; gives what comes back.
    pub fn invoke(
        &mut self,
        at: At<'_>,
        state: &mut State,
        called: &super::state::Pts,
        id: u32,
        args: &[Abs],
    ) -> Abs {
        let mut known = false;
        let mut result = Abs::default();
        for (m, loc) in called.locs.iter().enumerate() {
            let Some(target) = self.function_at(loc) else {
                continue;
            };
            let Some(callee) = self.info(target.func) else {
                continue;
            };
            known = true;
            let mut given = self.bind_closure(state, loc, target, &callee);
            let bound = target.binds_receiver && !self.is_unbound(loc);
            let params = callee.ir.params.iter().enumerate();
            let params = params.filter(|(_, p)| {
                use haechi_ir::ParamKind as Kind;
                matches!(p.kind, Kind::This | Kind::Positional | Kind::PositionalOnly)
            });
            let params = params.map(|(n, _)| n).skip(usize::from(bound));
            for (n, arg) in params.zip(args) {
                given[n].add(arg);
            }
            let entered = self.enter(at, state, id << 4 | m as u32, &callee, &given);
            if let Some((after, value)) = entered {
                // It may be called any number of times.
                *state = self.join(after, state);
                result.add(&value);
            }
        }
        if !known && !self.rule.options.safe_functions && !self.rule.options.only_assignments {
            for arg in args {
                result.own.extend(&arg.own);
            }
        }
        result
    }
}
