//! The walk through one function: which variable holds what, where.
//!
//! The state is the set of variables whose value is known, or nothing where no
//! way leads. Statements change it in place; [`Walk::jumps`] holds what was
//! known at the `break`s of each loop or `switch` around.

use haechi_syntax::scope::DefId;
use haechi_syntax::{Flags, Kind, NameId, NodeId, Role};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::Value;
use super::assign::{can_throw, forget};
use crate::cx::M;

pub(super) type State = FxHashMap<DefId, Value>;

/// A loop, `switch` or label that `break` can leave.
pub(super) struct Jump {
    label: NameId,
    is_loop: bool,
    states: Vec<State>,
}

pub(super) struct Walk<'m, 'a> {
    pub(super) m: &'m mut M<'a>,
    /// What is known here; `None` where no way leads.
    pub(super) state: Option<State>,
    pub(super) jumps: Vec<Jump>,
}

impl M<'_> {
    /// Walks the function around a node, if that has not happened yet.
    pub(super) fn walk_around(&mut self, t: NodeId) {
        let mut around = self.scopes.enclosing_callable(t);
        // Lambdas are walked where they are written, knowing what is known there.
        while let Some(callable) = around {
            if self.kind(callable) != Kind::Lambda {
                break;
            }
            around = self.scopes.enclosing_callable(callable);
        }
        let root = around.unwrap_or(NodeId::ROOT);
        if !self.constants.walked.insert(root) {
            return;
        }
        let mut walk = Walk {
            m: self,
            state: Some(State::default()),
            jumps: Vec::new(),
        };
        match root {
            NodeId::ROOT => walk.children(NodeId::ROOT),
            _ => {
                if let Some(body) = walk.m.child(root, Role::Body) {
                    walk.stmt(body);
                }
            }
        }
    }
}

impl Walk<'_, '_> {
    fn children(&mut self, t: NodeId) {
        let tree = self.m.tree;
        for kid in tree.children(t) {
            self.stmt(kid);
        }
    }

    pub(super) fn child(&self, t: NodeId, role: Role) -> Option<NodeId> {
        self.m.child(t, role)
    }

    /// Statements, and expressions in the place of one.
    pub(super) fn stmt(&mut self, t: NodeId) {
        match self.m.kind(t) {
            Kind::If => self.branch(t),
            Kind::While | Kind::For | Kind::ForEach | Kind::DoWhile => self.repeat(t),
            Kind::Switch => self.switch(t),
            Kind::Try => self.try_stmt(t),
            Kind::Return | Kind::Throw => {
                self.children(t);
                self.state = None;
            }
            Kind::Break | Kind::Continue | Kind::YieldStmt => self.jump(t),
            Kind::Labeled => self.labeled(t),
            Kind::VarDecl => self.children(t),
            Kind::Declarator => self.declare(t),
            Kind::ExprStmt => self.expr_stmt(t),
            Kind::With => self.with_stmt(t),
            Kind::Delete => self.forget_targets(t),
            Kind::Function => self.function(t),
            Kind::Class | Kind::ClassBody => self.children(t),
            Kind::Initializer => {}
            Kind::File | Kind::Block | Kind::Finally | Kind::Sync | Kind::Error | Kind::Other => {
                self.children(t);
            }
            _ => self.expr(t),
        }
    }

    /// Of a nested function only what runs now: decorators and defaults.
    pub(super) fn function(&mut self, t: NodeId) {
        let tree = self.m.tree;
        for kid in tree.children(t) {
            if matches!(tree.role(kid), Role::Attr | Role::Params) {
                self.expr(kid);
            }
        }
    }

    fn expr_stmt(&mut self, t: NodeId) {
        let Some(value) = self.child(t, Role::Value) else {
            return;
        };
        self.expr(value);
        // A method that is called for its effect may change the object.
        if self.m.kind(value) == Kind::Call
            && let Some(callee) = self.child(value, Role::Callee)
            && self.m.kind(callee) == Kind::Member
            && let Some(object) = self.child(callee, Role::Object)
            && let Some(def) = self.m.scopes.def_of(object)
            && let Some(state) = &mut self.state
            && matches!(state.get(&def), Some(Value::Symbol(_)))
        {
            state.remove(&def);
        }
    }

    fn branch(&mut self, t: NodeId) {
        if let Some(cond) = self.child(t, Role::Cond) {
            self.expr(cond);
        }
        let before = self.state.clone();
        if let Some(then) = self.child(t, Role::Then) {
            self.stmt(then);
        }
        let after_then = std::mem::replace(&mut self.state, before);
        if let Some(other) = self.child(t, Role::Else) {
            self.stmt(other);
        }
        self.join(after_then);
    }

    fn repeat(&mut self, t: NodeId) {
        let tree = self.m.tree;
        let kind = self.m.kind(t);
        for kid in tree.children(t) {
            if matches!(tree.role(kid), Role::Init | Role::Iter) {
                self.stmt(kid);
            }
        }
        self.forget_assigned(t);
        let (cond, body) = (self.child(t, Role::Cond), self.child(t, Role::Body));
        self.jumps.push(Jump {
            label: NameId::NONE,
            is_loop: true,
            states: Vec::new(),
        });
        if kind != Kind::DoWhile
            && let Some(cond) = cond
        {
            self.expr(cond);
        }
        let head = self.state.clone();
        if let Some(body) = body {
            self.stmt(body);
        }
        for kid in tree.children(t) {
            if tree.role(kid) == Role::Update {
                self.expr(kid);
            }
        }
        if kind == Kind::DoWhile {
            if let Some(cond) = cond {
                self.expr(cond);
            }
        } else {
            self.state = head;
        }
        if let Some(other) = self.child(t, Role::Else) {
            self.stmt(other);
        }
        self.land();
    }

    fn labeled(&mut self, t: NodeId) {
        self.jumps.push(Jump {
            label: self.m.tree.name_id(t),
            is_loop: false,
            states: Vec::new(),
        });
        if let Some(body) = self.child(t, Role::Body) {
            self.stmt(body);
        }
        self.land();
    }

    /// Leaves the innermost construct that `break` can leave.
    fn land(&mut self) {
        if let Some(jump) = self.jumps.pop() {
            for state in jump.states {
                self.join(Some(state));
            }
        }
    }

    fn jump(&mut self, t: NodeId) {
        self.children(t);
        let label = self.m.tree.name_id(t);
        let kind = self.m.kind(t);
        let Some(state) = self.state.take() else {
            return;
        };
        let target = self.jumps.iter_mut().rev().find(|jump| {
            if label.is_some() {
                jump.label == label
            } else {
                !jump.label.is_some() && (kind != Kind::Continue || jump.is_loop)
            }
        });
        // What a loop assigns is forgotten at its head already.
        if kind != Kind::Continue
            && let Some(target) = target
        {
            target.states.push(state);
        }
    }

    pub(super) fn switch(&mut self, t: NodeId) {
        if let Some(cond) = self.child(t, Role::Cond) {
            self.expr(cond);
        }
        let tree = self.m.tree;
        let head = self.state.take();
        let mut has_default = false;
        self.jumps.push(Jump {
            label: NameId::NONE,
            is_loop: false,
            states: Vec::new(),
        });
        let falls_through = !self.m.flags(t).has(Flags::MATCH);
        let mut after: Vec<State> = Vec::new();
        for case in tree.children_in(t, Role::Case) {
            has_default |= self.m.flags(case).has(Flags::DEFAULT);
            self.join(head.clone());
            for kid in tree.children(case) {
                self.stmt(kid);
            }
            if !falls_through || self.m.flags(case).has(Flags::ARROW) {
                after.extend(self.state.take());
            }
        }
        if !has_default {
            self.join(head);
        }
        for state in after {
            self.join(Some(state));
        }
        self.land();
    }

    fn try_stmt(&mut self, t: NodeId) {
        let tree = self.m.tree;
        // An exception may come from anywhere in the body.
        let mut thrown = self.state.clone().filter(|_| can_throw(self.m, t));
        let body: SmallVec<[NodeId; 4]> = tree
            .children(t)
            .filter(|kid| matches!(tree.role(*kid), Role::Resource | Role::Body | Role::Else))
            .collect();
        for part in &body {
            self.stmt(*part);
            forget(self.m, &mut thrown, *part);
        }
        let mut after = self.state.take();
        for catch in tree.children_in(t, Role::Catch) {
            self.state.clone_from(&thrown);
            self.forget_assigned(catch);
            if let Some(body) = self.child(catch, Role::Body) {
                self.stmt(body);
            }
            let caught = std::mem::replace(&mut self.state, after.take());
            self.join(caught);
            after = self.state.take();
        }
        self.state = after;
        if let Some(finally) = self.child(t, Role::Finally) {
            let reached = self.state.is_some();
            for catch in tree.children_in(t, Role::Catch) {
                forget(self.m, &mut thrown, catch);
            }
            self.join(thrown);
            self.stmt(finally);
            if !reached {
                self.state = None;
            }
        }
    }

    fn with_stmt(&mut self, t: NodeId) {
        let tree = self.m.tree;
        for item in tree.children_in(t, Role::Item) {
            let value = self.child(item, Role::Value);
            if let Some(value) = value {
                self.expr(value);
            }
            if let Some(target) = self.child(item, Role::Target) {
                self.set_target(target, value);
            }
        }
        if let Some(body) = self.child(t, Role::Body) {
            self.stmt(body);
        }
    }

    fn declare(&mut self, t: NodeId) {
        let value = self.child(t, Role::Value);
        if let Some(value) = value {
            self.expr(value);
        }
        if let Some(name) = self.child(t, Role::Name) {
            self.set_target(name, value);
        }
    }

    /// Keeps what is known on both ways.
    pub(super) fn join(&mut self, other: Option<State>) {
        let Some(other) = other else {
            return;
        };
        self.state = Some(match self.state.take() {
            None => other,
            Some(state) => state
                .into_iter()
                .filter_map(|(def, value)| Some((def, value.join(other.get(&def)?.clone())?)))
                .collect(),
        });
    }
}
