//! Calls of functions of the project.

use std::collections::{BTreeMap, BTreeSet};

use haechi_ir::{CallId, Callee, ClosureId, Op, ParamKind, ValueId};
use haechi_syntax::Kind;

use super::super::location::Selector;
use super::super::symbols::Sym;
use super::super::{Callees, Depth, FuncRef, Target};
use super::arguments::{Actual, Given};
use super::instr::At;
use super::memory::Used;
use super::run::{Info, Run};
use super::state::{Abs, Facts, FrameId, Loc, Pts, Root, State};

/// A call with its operands read.
#[derive(Clone)]
pub struct Operands {
    /// What is called.
    pub callee: Callee,
    /// The receiver or called value.
    pub called: Option<Used>,
    /// The arguments.
    pub args: Vec<Actual>,
    /// The receiver is `this` without being written.
    pub implied: bool,
    /// The call makes an object.
    pub constructs: bool,
}

impl Operands {
    /// The receiver; not a value that is itself called.
    pub fn receiver(&self) -> Option<&Used> {
        match self.callee {
            Callee::Value(_) | Callee::New { .. } => None,
            _ => self.called.as_ref(),
        }
    }
}

/// What came of calling a function.
enum Called {
    /// It came back, with this.
    Back(State, Abs),
    /// It does not come back.
    Never,
    /// Nothing is known of it.
    Unknown,
}

impl Run<'_> {
    /// Executes a call; false if control does not come back.
    pub fn call(&mut self, at: At<'_>, call: CallId, state: &mut State) -> bool {
        let mut operands = self.operands(at, call, state);
        self.ask_arguments(at, state, &operands);
        let callees = self.callees(at, call, &operands);
        let is_new = matches!(operands.callee, Callee::New { .. });
        operands.constructs = is_new || callees.constructs;
        if operands.constructs {
            self.make(at, state, Facts::new());
        }
        if is_new {
            let base = Pts::one(at.made());
            for (field, captured) in at.info.ir.captures(call).to_vec() {
                let selector = self.field(at, field);
                let content = self.value(state, at.frame, captured);
                self.store(state, &base, selector, &content);
            }
        }
        let by_name = self.at_callee(at.info, at.frame, at.value, state);
        let mut after: Vec<State> = Vec::new();
        let mut open = callees.open;
        for (n, target) in callees.targets.iter().enumerate() {
            match self.call_target(at, state, n as u32, *target, &operands) {
                Called::Back(mut state, value) => {
                    if !operands.constructs {
                        self.define_some(at, &mut state, value);
                    }
                    after.push(state);
                }
                Called::Never => {}
                Called::Unknown => open = true,
            }
        }
        if open {
            let mut state = state.clone();
            self.unknown_call(at, call, &operands, &mut state);
            after.push(state);
        }
        if callees.targets.is_empty() && !open {
            after.push(state.clone());
        }
        let Some(mut merged) = self.join_all(after) else {
            return false;
        };
        let value = merged.values.entry((at.frame, at.value)).or_default();
        value.own.extend(by_name);
        self.share_globals(&merged, at.frame);
        *state = merged;
        true
    }

    fn operands(&mut self, at: At<'_>, call: CallId, state: &mut State) -> Operands {
        let callee = at.info.ir.call(call).callee;
        let implied = matches!(callee, Callee::Path { path, .. }
            if self.tree(at.frame).kind(path) == Kind::Ident);
        let mut n = 0;
        let called = callee.value().map(|receiver| {
            n = 1;
            self.nth(at, state, 0, receiver, true)
        });
        let args = at.info.ir.args(call).to_vec();
        let args = args.into_iter().enumerate();
        Operands {
            callee,
            called,
            args: args
                .map(|(m, arg)| Actual {
                    arg,
                    used: self.nth(at, state, n + m, arg.value, true),
                })
                .collect(),
            implied,
            constructs: false,
        }
    }

    /// A sink that is a call without a focus asks about each argument.
    fn ask_arguments(&mut self, at: At<'_>, state: &State, operands: &Operands) {
        let Some(marks) = at
            .info
            .marks
            .get(super::super::build::marks::Spot::Def(at.value))
        else {
            return;
        };
        let file = at.info.func.file;
        for (site, operand) in &marks.sinks {
            if !self.is_mine(file, *site) {
                continue;
            }
            let data = &self.cx.world.sites(file).all()[*site as usize];
            let spec = self.rule.sinks.get(data.item as usize);
            if spec.is_some_and(|s| s.exact && s.has_focus) {
                continue;
            }
            for actual in &operands.args {
                let asked = (*site, *operand, marks.node);
                self.ask(at.frame, state, &actual.used, asked, true);
            }
        }
    }

    /// What is called: as the program knows, as far as values are followed, and the
    /// function objects that the called value may be.
    fn callees(&self, at: At<'_>, call: CallId, operands: &Operands) -> Callees {
        let (func, ir) = (at.info.func, &at.info.ir);
        let mut callees = self.cx.world.callees(func, ir, at.value, call);
        let all = callees.targets.len();
        callees.targets.retain(|target| match self.cx.depth {
            Depth::Function => false,
            Depth::File => target.func.file == func.file,
            Depth::Project => true,
        });
        callees.open |= callees.targets.len() != all;
        if callees.constructs && callees.targets.is_empty() && !callees.open {
            // A class without a constructor of its own.
            return callees;
        }
        if callees.targets.is_empty() {
            callees.open = true;
            let is_value = matches!(
                operands.callee,
                Callee::Value(_) | Callee::Method { .. } | Callee::Path { .. }
            );
            if let Some(called) = operands.called.as_ref()
                && is_value
                && self.cx.depth != Depth::Function
            {
                let locs = &called.abs.pts.locs;
                callees
                    .targets
                    .extend(locs.iter().filter_map(|loc| self.function_at(loc)));
                callees.open = locs.is_empty() || callees.targets.len() < locs.len();
            }
        }
        callees
    }

    /// The function that a value is, if it is one.
    pub fn function_of(&self, info: &Info, value: ValueId) -> Option<Target> {
        match info.ir.op(value) {
            Op::Closure(id) => Some(Target {
                func: FuncRef {
                    file: info.func.file,
                    key: info.ir.closure(id).func,
                },
                binds_receiver: false,
            }),
            Op::MethodRef(_) | Op::LoadGlobal(_) => {
                self.cx.world.function_value(info.func, &info.ir, value)
            }
            _ => None,
        }
    }

    /// The function that a location is.
    pub fn function_at(&self, loc: &Loc) -> Option<Target> {
        match loc.root {
            Root::Made(frame, value) if loc.path.is_empty() => {
                self.function_of(&self.frame(frame).info, value)
            }
            _ => None,
        }
    }

    /// Whether a function object takes its receiver as first argument.
    pub fn is_unbound(&self, loc: &Loc) -> bool {
        match loc.root {
            Root::Made(frame, value) => matches!(self.op(frame, value), Op::MethodRef(None)),
            _ => false,
        }
    }

    fn call_target(
        &mut self,
        at: At<'_>,
        state: &State,
        n: u32,
        target: Target,
        operands: &Operands,
    ) -> Called {
        let Some(callee) = self.info(target.func) else {
            return Called::Unknown;
        };
        let object = operands.called.as_ref().and_then(|called| {
            let locs = called.abs.pts.locs.iter();
            let is_it = |loc: &&Loc| self.function_at(loc).is_some_and(|t| t.func == target.func);
            locs.clone().find(is_it).cloned()
        });
        let given = match object {
            Some(loc) => {
                let mut given = self.bind_closure(state, &loc, target, &callee);
                let args = self.bind(state, at.frame, &callee, None, &operands.args);
                add_given(&mut given, args);
                given
            }
            None => {
                let receiver = match (target.binds_receiver, operands.constructs) {
                    (false, _) => None,
                    (true, true) => Some(self.value(state, at.frame, at.value)),
                    (true, false) => operands.receiver().map(|used| used.abs.clone()),
                };
                self.bind(state, at.frame, &callee, receiver.as_ref(), &operands.args)
            }
        };
        match self.enter(at, state, n, &callee, &given) {
            Some((state, value)) => Called::Back(state, value),
            None => Called::Never,
        }
    }

    /// Executes a function on the caller's memory; none if it does not come back.
    pub fn enter(
        &mut self,
        at: At<'_>,
        state: &State,
        n: u32,
        callee: &std::rc::Rc<Info>,
        given: &[Given],
    ) -> Option<(State, Abs)> {
        if self.is_too_deep(callee.func) {
            return None;
        }
        let frame = self.callee(Some((at.frame, at.value)), n, callee);
        let mut entry = state.clone();
        entry.slots.retain(|loc, _| !is_local(loc, frame));
        entry.sizes = BTreeMap::new();
        let mut returned: Option<(State, Abs)> = None;
        let mut assigned = BTreeSet::new();
        for params in self.cases(&mut entry, frame, given) {
            let mut entry = entry.clone();
            let params = self.share_receiver(&mut entry, frame, params);
            let exits = self.execute(frame, entry, params);
            assigned.extend(exits.assigned);
            if let Some((after, object)) = exits.thrown {
                let (after, object) = self.leave(at, state, frame, (after, object));
                self.may_throw(&after, Some(&object));
            }
            if let Some(exit) = exits.returned {
                let (after, value) = self.leave(at, state, frame, exit);
                returned = Some(match returned {
                    None => (after, value),
                    Some((all, mut given)) => {
                        given.add(&value);
                        (self.join(all, &after), given)
                    }
                });
            }
        }
        self.body().assigned.extend(&assigned);
        let (mut after, mut value) = returned?;
        self.one_result(&mut after, at, frame, &mut value);
        for global in assigned {
            self.renew_global(&mut after, at.frame, global);
        }
        Some((after, value))
    }

    /// Back in the caller: the callee's own view of things is gone.
    fn leave(
        &mut self,
        at: At<'_>,
        before: &State,
        frame: FrameId,
        (mut after, mut value): (State, Abs),
    ) -> (State, Abs) {
        after.values.retain(|(of, _), _| *of != frame);
        after
            .slots
            .retain(|loc, _| !matches!(loc.root, Root::Global(of, _) if of == frame));
        let to_ours = |pts: &mut Pts| {
            let foreign = |loc: &Loc| matches!(loc.root, Root::Global(of, _) if of == frame);
            if pts.locs.iter().any(foreign) {
                pts.locs = std::mem::take(&mut pts.locs)
                    .into_iter()
                    .map(|loc| match loc.root {
                        Root::Global(of, global) if of == frame => Loc {
                            root: Root::Global(at.frame, global),
                            ..loc
                        },
                        _ => loc,
                    })
                    .collect();
            }
        };
        after.for_each_pts(to_ours);
        to_ours(&mut value.pts);
        // Sizes are known within one function only.
        let mut sizes = before.sizes.clone();
        for loc in after.sizes.keys() {
            sizes.insert(loc.clone(), None);
        }
        after.sizes = sizes;
        after.shared.clone_from(&before.shared);
        (after, value)
    }

    /// What a call gives is one object, even if the function made several that it
    /// may give back.
    fn one_result(&mut self, state: &mut State, at: At<'_>, frame: FrameId, value: &mut Abs) {
        let made: Vec<Loc> = value
            .pts
            .locs
            .iter()
            .filter(|loc| loc.path.is_empty() && self.is_made_in(loc, frame))
            .filter(|loc| self.function_at(loc).is_none())
            .cloned()
            .collect();
        if made.len() < 2 {
            return;
        }
        let one = at.made();
        let mut merged: Option<State> = None;
        for loc in &made {
            let mut alone = state.clone();
            alone.slots = BTreeMap::new();
            for (at, slot) in &state.slots {
                if at.is_within(loc) && at != loc {
                    let path = at.path.clone();
                    alone.slots.insert(
                        Loc {
                            root: one.root,
                            path,
                        },
                        slot.clone(),
                    );
                }
            }
            merged = Some(match merged {
                None => alone,
                Some(all) => self.join(all, &alone),
            });
        }
        let slots = merged.map(|state| state.slots).unwrap_or_default();
        state.forget_below(&one);
        state.slots.extend(slots);
        let rename = |pts: &mut Pts| {
            if pts
                .locs
                .iter()
                .any(|loc| made.iter().any(|m| loc.is_within(m)))
            {
                pts.locs = std::mem::take(&mut pts.locs)
                    .into_iter()
                    .map(|loc| match made.iter().any(|m| loc.is_within(m)) {
                        true => Loc {
                            root: one.root,
                            ..loc
                        },
                        false => loc,
                    })
                    .collect();
            }
        };
        state.for_each_pts(rename);
        rename(&mut value.pts);
    }

    /// Whether a frame, or one that it called, made an object.
    fn is_made_in(&self, loc: &Loc, outer: FrameId) -> bool {
        let (Root::Made(frame, _) | Root::Yields(frame)) = loc.root else {
            return false;
        };
        let mut at = Some(frame);
        while let Some(frame) = at {
            if frame == outer {
                return true;
            }
            at = self.frame(frame).parent.map(|(parent, _)| parent);
        }
        false
    }

    /// A function object is made. It may be called at once: with what it captured, its
    /// defaults, and what propagators put into its parameters.
    pub fn closure(&mut self, at: At<'_>, id: ClosureId, state: &mut State) {
        let closure = *at.info.ir.closure(id);
        let captures = at.list(closure.captures);
        let first_default = captures.len();
        let mut captured = Vec::new();
        for (n, value) in captures.into_iter().enumerate() {
            captured.push(self.nth(at, state, n, value, true).abs);
        }
        self.make(at, state, Facts::new());
        let base = Pts::one(at.made());
        for (n, content) in captured.iter().enumerate() {
            let selector = self.capture(n);
            self.store(state, &base, selector, content);
        }
        let this = at
            .info
            .ir
            .params
            .iter()
            .find(|p| matches!(p.kind, ParamKind::This | ParamKind::CaptureThis));
        if let Some(this) = this {
            let content = self.value(state, at.frame, this.value);
            self.store(state, &base, Selector::Field(Sym::OUTER), &content);
        }
        let mut defaults = Vec::new();
        for (n, value) in at.list(closure.defaults).into_iter().enumerate() {
            defaults.push(self.nth(at, state, first_default + n, value, true).abs);
        }
        self.call_in_context(at, state, &defaults);
    }

    fn call_in_context(&mut self, at: At<'_>, state: &State, defaults: &[Abs]) {
        let Some(target) = self.function_of(at.info, at.value) else {
            return;
        };
        let Some(callee) = self.info(target.func) else {
            return;
        };
        let mut given = self.bind_closure(state, &at.made(), target, &callee);
        let with_default = callee.ir.params.iter().enumerate();
        let with_default = with_default.filter(|(_, p)| p.default.is_some());
        for ((n, _), value) in with_default.zip(defaults) {
            given[n].add(value);
        }
        let file = at.info.func.file;
        let tree = self.tree(at.frame);
        for site in &at.info.marks.propagators {
            let data = &self.cx.world.sites(file).all()[*site as usize];
            let Some([_, to]) = data.operands.get(..2) else {
                continue;
            };
            let param = callee
                .ir
                .params
                .iter()
                .position(|p| tree.is_within(*to, p.node));
            if let Some(param) = param.filter(|_| self.is_mine(file, *site)) {
                let own = self.carried(at.frame, *site, file);
                given[param].add(&Abs {
                    own,
                    pts: Pts::default(),
                });
            }
        }
        // Whether it is called here is not known: what it changes does not last.
        self.enter(at, state, 1 << 16, &callee, &given);
    }

    /// A reference to a method.
    pub fn method_ref(&mut self, at: At<'_>, receiver: Option<ValueId>, state: &mut State) {
        let bound = receiver.map(|value| self.nth(at, state, 0, value, true).abs);
        self.make(at, state, Facts::new());
        if let Some(bound) = bound {
            let selector = Selector::Field(Sym::BOUND);
            self.store(state, &Pts::one(at.made()), selector, &bound);
        }
    }
}

/// Whether a location belongs to one call alone.
fn is_local(loc: &Loc, frame: FrameId) -> bool {
    match loc.root {
        Root::Param(of, _) | Root::Global(of, _) | Root::Name(of, _) | Root::Yields(of) => {
            of == frame
        }
        Root::Made(..) | Root::Any => false,
    }
}

/// What parameters get from both.
pub fn add_given(to: &mut [Given], from: Vec<Given>) {
    for (to, from) in to.iter_mut().zip(from) {
        if let Some(whole) = &from.whole {
            to.add(whole);
        }
        to.parts.extend(from.parts);
    }
}
