//! Calls of library functions that models describe.

use std::collections::BTreeMap;

use haechi_ir::{ArgKind, CallId};
use haechi_rule::model::{self, AccessPath, Callback, Effects, Fact, Root as PathRoot, Signature};

use super::super::location::Selector;
use super::super::symbols::Sym;
use super::call::Operands;
use super::instr::{At, element};
use super::memory::Used;
use super::run::Run;
use super::state::{Abs, Facts, Pts, State};

/// A call that models describe.
#[derive(Clone, Copy)]
pub struct Modelled<'c> {
    /// Where.
    pub at: At<'c>,
    /// With what.
    pub operands: &'c Operands,
    /// The names of parameters, where the model gives them.
    signature: Option<&'c Signature>,
}

impl Run<'_> {
    /// Executes a call by its models; false if these say nothing about flow.
    pub fn modelled_call(
        &mut self,
        at: At<'_>,
        call: CallId,
        operands: &Operands,
        state: &mut State,
    ) -> bool {
        let (func, ir) = (at.info.func, &at.info.ir);
        let describes = |effects: &Effects| {
            effects.flows.is_some() || effects.container.is_some() || effects.fluent
        };
        let world = self.cx.world;
        let facts: Vec<&Fact> = world.models(func, ir, at.value, call);
        let facts: Vec<&Fact> = facts
            .into_iter()
            .filter(|f| describes(&f.effects))
            .collect();
        if facts.is_empty() {
            return false;
        }
        self.make(at, state, Facts::new());
        for fact in facts {
            let signature = match &fact.subject {
                model::Subject::Callee(callee) => Some(&callee.signature),
                model::Subject::Annotation(_) => None,
            };
            let call = Modelled {
                at,
                operands,
                signature,
            };
            self.apply_model(call, &fact.effects, state);
        }
        true
    }

    /// The receiver, as it is now; of a constructor the new object.
    pub fn receiver(&self, call: Modelled<'_>, state: &State) -> Option<Used> {
        match call.operands.receiver() {
            Some(used) => Some(used.clone()),
            None if call.operands.constructs => {
                Some(self.plain(state, call.at.frame, call.at.value))
            }
            None => None,
        }
    }

    fn apply_model(&mut self, call: Modelled<'_>, effects: &Effects, state: &mut State) {
        if let Some(op) = effects.container {
            self.container(call, op, state);
        }
        let flows = effects.flows.as_deref().unwrap_or(&[]);
        let results = self.call_back(call, flows, state);
        for (from, to) in flows.iter().filter(|(_, to)| to.callback.is_none()) {
            let mut value = self.read_path(call, from, &results, state);
            // A cleaned copy has parts of its own.
            let is_copy = effects
                .sanitizers
                .iter()
                .any(|(path, _)| path.root == PathRoot::Return);
            if is_copy && to.root == PathRoot::Return {
                value.pts = Pts::default();
            }
            self.write_path(call, to, &value, state);
        }
        if effects.fluent
            && let Some(receiver) = self.receiver(call, state)
        {
            let value = self.value(state, call.at.frame, receiver.value);
            self.give(call, &value, state);
        }
    }

    /// The result is this as well.
    pub fn give(&mut self, call: Modelled<'_>, value: &Abs, state: &mut State) {
        let mut result = self.value(state, call.at.frame, call.at.value);
        // What was only there because nothing better was known goes.
        if result.pts == Pts::one(call.at.made()) && !value.pts.is_none() {
            let is_new = call.operands.constructs || !state.children(&call.at.made()).is_empty();
            if !is_new {
                result.pts = Pts::default();
            }
        }
        result.add(value);
        self.define(call.at, state, result);
    }

    /// Calls of functions that are passed, with what flows into their parameters.
    fn call_back(
        &mut self,
        call: Modelled<'_>,
        flows: &[(AccessPath, AccessPath)],
        state: &mut State,
    ) -> BTreeMap<u16, Abs> {
        let mut results = BTreeMap::new();
        for n in 0..call.operands.args.len() as u16 {
            let arg = PathRoot::Arg(n);
            let mut params: Vec<Abs> = Vec::new();
            let mut is_called = false;
            for (from, to) in flows {
                is_called |= from.root == arg && from.callback.is_some();
                let Some(Callback::Param(m)) = to.callback.filter(|_| to.root == arg) else {
                    continue;
                };
                is_called = true;
                let m = usize::from(m);
                while params.len() <= m {
                    params.push(Abs::default());
                }
                let value = self.read_path(call, from, &BTreeMap::new(), state);
                params[m].add(&value);
            }
            if is_called {
                let called = call.operands.args[usize::from(n)].used.abs.pts.clone();
                let id = 1 << 18 | u32::from(n);
                let result = self.invoke(call.at, state, &called, id, &params);
                results.insert(n, result);
            }
        }
        results
    }

    /// The values that the root of a path stands for.
    pub fn roots(&self, call: Modelled<'_>, root: &PathRoot, state: &State) -> Vec<Used> {
        let args = &call.operands.args;
        let tree = self.tree(call.at.frame);
        let keyword = |name: &str| {
            args.iter()
                .find(|a| matches!(a.arg.kind, ArgKind::Keyword(k) if tree.names().text(k) == name))
        };
        let found = match root {
            PathRoot::This => return self.receiver(call, state).into_iter().collect(),
            PathRoot::Return => return vec![self.plain(state, call.at.frame, call.at.value)],
            PathRoot::Args => args.iter().collect(),
            PathRoot::Arg(n) => {
                let mut positional = args.iter().filter(|a| a.arg.kind == ArgKind::Positional);
                let by_name = || call.signature?.keyword_of(*n).and_then(keyword);
                let found = positional.nth(usize::from(*n)).or_else(by_name);
                found.into_iter().collect::<Vec<_>>()
            }
            PathRoot::Keyword(name) => keyword(name).into_iter().collect(),
        };
        found.into_iter().map(|a| a.used.clone()).collect()
    }

    fn path_selector(
        &self,
        call: Modelled<'_>,
        base: &Pts,
        selector: &model::Selector,
        state: &State,
    ) -> Selector {
        match selector {
            model::Selector::Field(name) => Selector::Field(self.cx.symbols.sym(name)),
            model::Selector::Key => Selector::Field(Sym::KEYS),
            model::Selector::Index(n) => element(*n),
            model::Selector::Named(key) => Selector::Key(self.cx.symbols.sym(key)),
            model::Selector::ByArg(n) => {
                match self.roots(call, &PathRoot::Arg(*n), state).first() {
                    Some(used) => self.selector_of(call.at, state, base, used.value),
                    None => Selector::Any,
                }
            }
            model::Selector::Element | model::Selector::Any => Selector::Any,
        }
    }

    /// What a path holds. One without selectors holds the value with all its parts.
    fn read_path(
        &self,
        call: Modelled<'_>,
        path: &AccessPath,
        results: &BTreeMap<u16, Abs>,
        state: &State,
    ) -> Abs {
        if path.callback == Some(Callback::Return) {
            return match path.root {
                PathRoot::Arg(n) => results.get(&n).cloned().unwrap_or_default(),
                _ => Abs::default(),
            };
        }
        let mut all = Abs::default();
        for used in self.roots(call, &path.root, state) {
            let mut value = used.abs.clone();
            let mut deep = path.selectors.is_empty();
            for selector in &path.selectors {
                if *selector == model::Selector::Any {
                    deep = true;
                    break;
                }
                let selector = self.path_selector(call, &value.pts, selector, state);
                value = self.load_from(state, &value, selector);
            }
            if deep {
                value.own.extend(self.deep_parts(state, &value.pts));
            }
            if used.cleaned {
                value.own.clear();
            }
            all.add(&value);
        }
        all
    }

    /// Writes to a path.
    fn write_path(
        &mut self,
        call: Modelled<'_>,
        path: &AccessPath,
        value: &Abs,
        state: &mut State,
    ) {
        for used in self.roots(call, &path.root, state) {
            let of = (call.at.frame, used.value);
            let Some((last, before)) = path.selectors.split_last() else {
                if path.root == PathRoot::Return {
                    self.give(call, value, state);
                } else {
                    self.taint(state, of, &value.own);
                }
                continue;
            };
            let mut base = self.value(state, of.0, of.1).pts;
            for selector in before {
                let selector = self.path_selector(call, &base, selector, state);
                base = self.walk(state, &base, &[selector]);
            }
            if *last == model::Selector::Any || base.is_none() {
                self.taint(state, of, &value.own);
                continue;
            }
            let selector = self.path_selector(call, &base, last, state);
            self.store(state, &base, selector, value);
        }
    }
}
