//! Calls of library functions that models describe.

use haechi_ir::{ArgKind, CallId, ValueId};
use haechi_rule::model::{self, AccessPath, Callback, Effects, Fact, Root as PathRoot, Signature};
use smallvec::SmallVec;

use super::super::flow::StepKind;
use super::super::graph::{Key, Kill, Place};
use super::super::location::{Pts, Selector};
use super::super::state::State;
use super::super::symbols::Sym;
use super::Builder;
use super::call::Operands;
use super::callback::Invocation;
use super::elements::element;
use super::operand::Use;

/// A call that models describe.
pub(super) struct Modelled<'c> {
    pub value: ValueId,
    pub operands: &'c Operands,
    pub receiver: Option<Use>,
    /// The names of parameters, where the model gives them.
    pub signature: Option<&'c Signature>,
}

/// Whether a fact says where values go.
pub(super) fn describes_flow(effects: &Effects) -> bool {
    effects.flows.is_some() || effects.container.is_some() || effects.fluent
}

/// Whether a call makes a container of its own.
fn makes_container(effects: &Effects) -> bool {
    use haechi_rule::model::ContainerOp;
    matches!(effects.container, Some(ContainerOp::Of | ContainerOp::Copy))
}

/// Whether what a call returns is a cleaned copy: the parts of the original are
/// not those of the copy.
fn gives_copy(effects: &Effects) -> bool {
    let mut cleaned = effects.sanitizers.iter();
    cleaned.any(|(path, _)| path.root == PathRoot::Return)
}

impl Builder<'_> {
    /// Runs a call by its models. False if these say nothing about flow.
    pub(super) fn modelled_call(
        &mut self,
        state: &mut State,
        value: ValueId,
        call: CallId,
        operands: &Operands,
    ) -> bool {
        let facts: SmallVec<[&Fact; 2]> = self
            .cx
            .world
            .models(self.func, self.ir, value, call)
            .into_iter()
            .filter(|fact| describes_flow(&fact.effects))
            .collect();
        if facts.is_empty() {
            return false;
        }
        let callee = self.ir.call(call).callee;
        let is_new = operands.constructs;
        if is_new || facts.iter().any(|fact| makes_container(&fact.effects)) {
            self.object(value, StepKind::Result);
        } else {
            self.result(value, StepKind::Result);
        }
        for fact in facts {
            let signature = match &fact.subject {
                model::Subject::Callee(callee) => Some(&callee.signature),
                model::Subject::Annotation(_) => None,
            };
            let modelled = Modelled {
                value,
                operands,
                receiver: operands.receiver(callee).or_else(|| {
                    is_new.then(|| Use {
                        value,
                        own: self.places[value],
                        kill: Kill::NONE,
                    })
                }),
                signature,
            };
            self.apply_model(state, &modelled, &fact.effects);
        }
        true
    }

    fn apply_model(&mut self, state: &mut State, call: &Modelled<'_>, effects: &Effects) {
        if let Some(op) = effects.container {
            self.container(state, call, op);
        }
        let flows = effects.flows.as_deref().unwrap_or(&[]);
        self.call_back(state, call, flows);
        let is_copy = gives_copy(effects);
        for (n, (from, to)) in flows.iter().enumerate() {
            if to.callback.is_none() {
                self.model_flow(state, call, n as u32, (from, to), is_copy);
            }
        }
        if effects.fluent
            && let Some(receiver) = call.receiver
        {
            let own = self.own(state, receiver.value);
            let into = self.into(call.value);
            self.graph.edge(own, self.places[call.value], into, None);
            let pts = self.value_pts[receiver.value];
            self.refer(call.value, pts);
        }
    }

    /// Flows into parameters of functions that are passed, and calls of these.
    fn call_back(
        &mut self,
        state: &mut State,
        call: &Modelled<'_>,
        flows: &[(AccessPath, AccessPath)],
    ) {
        let count = call.operands.args.len();
        for n in 0..count {
            let arg = PathRoot::Arg(n as u16);
            let mut params: Vec<Place> = Vec::new();
            let mut is_called = false;
            for (from, to) in flows {
                is_called |= from.root == arg && from.callback.is_some();
                if to.root != arg {
                    continue;
                }
                let Some(Callback::Param(m)) = to.callback else {
                    continue;
                };
                is_called = true;
                let m = usize::from(m);
                while params.len() <= m {
                    let number = (n * 16 + params.len()) as u32;
                    params.push(self.model_place(call.value, 1 << 20 | number));
                }
                let (places, _) = self.read_model(state, call, from);
                for place in places {
                    self.graph.edge(place, params[m], Kill::NONE, None);
                }
            }
            if is_called {
                let result = self.model_place(call.value, 1 << 21 | n as u32);
                let used = call.operands.args[n].used;
                let pts = self.value_pts[used.value];
                let at = Invocation {
                    value: call.value,
                    id: 1 << 30 | (n as u32) << 4,
                    nested: 0,
                };
                self.invoke(state, at, pts, &params, Some(result));
            }
        }
    }

    fn model_place(&mut self, value: ValueId, n: u32) -> Place {
        let node = self.ir.value(value).node;
        self.graph
            .place(Key::Union(value, n), node, StepKind::Propagate)
    }

    fn model_flow(
        &mut self,
        state: &mut State,
        call: &Modelled<'_>,
        n: u32,
        (from, to): (&AccessPath, &AccessPath),
        is_copy: bool,
    ) {
        let (places, mut pts) = self.read_model(state, call, from);
        if is_copy && to.root == PathRoot::Return {
            pts = Pts::NONE;
        }
        let way = self.model_place(call.value, 1 << 22 | n);
        for place in places {
            self.graph.edge(place, way, Kill::NONE, None);
        }
        self.write_model(state, call, to, way, pts);
    }

    /// The uses that the root of a path stands for.
    pub(super) fn model_roots(&self, call: &Modelled<'_>, root: &PathRoot) -> SmallVec<[Use; 2]> {
        let args = &call.operands.args;
        let keyword = |name: &str| {
            args.iter().find(|a| {
                matches!(a.arg.kind, ArgKind::Keyword(k)
                    if self.tree.names().text(k) == name)
            })
        };
        match root {
            PathRoot::This => call.receiver.into_iter().collect(),
            PathRoot::Return => std::iter::once(Use {
                value: call.value,
                own: self.places[call.value],
                kill: Kill::NONE,
            })
            .collect(),
            PathRoot::Args => args.iter().map(|a| a.used).collect(),
            PathRoot::Arg(n) => {
                let positional = args
                    .iter()
                    .filter(|a| a.arg.kind == ArgKind::Positional)
                    .nth(usize::from(*n));
                let named = || {
                    call.signature
                        .and_then(|s| s.keyword_of(*n))
                        .and_then(keyword)
                };
                positional
                    .or_else(named)
                    .into_iter()
                    .map(|a| a.used)
                    .collect()
            }
            PathRoot::Keyword(name) => keyword(name).into_iter().map(|a| a.used).collect(),
        }
    }

    fn model_selector(
        &mut self,
        state: &State,
        call: &Modelled<'_>,
        base: Pts,
        selector: &model::Selector,
    ) -> Selector {
        match selector {
            model::Selector::Field(name) => Selector::Field(self.cx.symbols.sym(name)),
            model::Selector::Key => Selector::Field(Sym::KEYS),
            model::Selector::Index(n) => u32::try_from(*n).map_or(Selector::Any, element),
            model::Selector::Named(key) => Selector::Key(self.cx.symbols.sym(key)),
            model::Selector::ByArg(n) => {
                let used = self.model_roots(call, &PathRoot::Arg(*n));
                match used.first() {
                    Some(used) => self.selector_of(state, base, used.value),
                    None => Selector::Any,
                }
            }
            model::Selector::Element | model::Selector::Any => Selector::Any,
        }
    }

    /// What a path holds. A path without selectors holds the value with all
    /// its parts.
    pub(super) fn read_model(
        &mut self,
        state: &State,
        call: &Modelled<'_>,
        path: &AccessPath,
    ) -> (SmallVec<[Place; 4]>, Pts) {
        if path.callback == Some(Callback::Return) {
            let PathRoot::Arg(n) = path.root else {
                return (SmallVec::new(), Pts::NONE);
            };
            let result = self.model_place(call.value, 1 << 21 | u32::from(n));
            return (std::iter::once(result).collect(), Pts::NONE);
        }
        let mut places = SmallVec::new();
        let mut all = Pts::NONE;
        for used in self.model_roots(call, &path.root) {
            let mut own = used.own;
            let mut pts = self.value_pts[used.value];
            let mut deep = path.selectors.is_empty();
            for (n, selector) in path.selectors.iter().enumerate() {
                if *selector == model::Selector::Any {
                    deep = true;
                    break;
                }
                let selector = self.model_selector(state, call, pts, selector);
                let next = self.step_place(call.value, used.value, n as u32);
                pts = self.load_from(state, pts, own, selector, next, used.kill);
                own = next;
            }
            places.push(own);
            if deep {
                self.deep_parts(state, pts, &mut places);
            }
            all = self.pts.union(all, pts);
        }
        (places, all)
    }

    fn step_place(&mut self, value: ValueId, root: ValueId, n: u32) -> Place {
        let at = self.model_place(value, 1 << 23 | root.raw() << 2);
        let node = self.ir.value(value).node;
        self.graph.place(Key::Step(at, n), node, StepKind::Load)
    }

    /// Writes to a path: weakly, as the call may do it or not.
    pub(super) fn write_model(
        &mut self,
        state: &mut State,
        call: &Modelled<'_>,
        path: &AccessPath,
        place: Place,
        pts: Pts,
    ) {
        for used in self.model_roots(call, &path.root) {
            let Some((last, before)) = path.selectors.split_last() else {
                if path.root == PathRoot::Return {
                    let into = self.into(call.value);
                    self.graph.edge(place, used.own, into, None);
                    self.refer(call.value, pts);
                } else {
                    self.taint(state, used.value, place, Kill::NONE, call.value);
                }
                continue;
            };
            let mut base = self.value_pts[used.value];
            for selector in before {
                let selector = self.model_selector(state, call, base, selector);
                base = self.walk(state, base, &[selector]);
            }
            if *last == model::Selector::Any || base == Pts::NONE {
                self.taint(state, used.value, place, Kill::NONE, call.value);
                continue;
            }
            let selector = self.model_selector(state, call, base, last);
            self.store(state, base, selector, place, pts, call.value);
        }
    }
}
