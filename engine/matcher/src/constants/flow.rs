//! The walk through one function: which variable holds what, where.
//!
//! The state is the set of variables whose value is known, or nothing where no
//! way leads. Statements change it in place; [`Walk::jumps`] holds what was
//! known at the `break`s of each loop or `switch` around.

use haechi_syntax::scope::{DefId, DefKind};
use haechi_syntax::{Flags, Kind, Lang, NameId, NodeId, Operator, Role};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::Value;
use super::eval::is_symbolic;
use crate::cx::M;

type State = FxHashMap<DefId, Value>;

/// A loop, `switch` or label that `break` can leave.
struct Jump {
    label: NameId,
    is_loop: bool,
    states: Vec<State>,
}

struct Walk<'m, 'a> {
    m: &'m mut M<'a>,
    /// What is known here; `None` where no way leads.
    state: Option<State>,
    jumps: Vec<Jump>,
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

    fn child(&self, t: NodeId, role: Role) -> Option<NodeId> {
        self.m.child(t, role)
    }

    /// Statements, and expressions in the place of one.
    fn stmt(&mut self, t: NodeId) {
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
    fn function(&mut self, t: NodeId) {
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

    fn switch(&mut self, t: NodeId) {
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

    /// Expressions, in the order in which they are computed.
    fn expr(&mut self, t: NodeId) {
        match self.m.kind(t) {
            Kind::Ident => self.read(t),
            Kind::Assign | Kind::Walrus => {
                let value = self.child(t, Role::Value);
                if let Some(value) = value {
                    self.expr(value);
                }
                if let Some(target) = self.child(t, Role::Target) {
                    self.target_parts(target);
                    if value.is_some() {
                        self.set_target(target, value);
                    }
                }
            }
            Kind::AugAssign => self.augment(t),
            Kind::Update => {
                if let Some(operand) = self.child(t, Role::Operand) {
                    self.target_parts(operand);
                    self.set_target(operand, None);
                }
            }
            Kind::Lambda => self.lambda(t),
            Kind::Conditional => self.maybe(t, Role::Cond),
            Kind::Binary
                if self
                    .m
                    .flags(t)
                    .operator()
                    .is_some_and(Operator::is_short_circuit) =>
            {
                self.maybe(t, Role::Left);
            }
            Kind::Comprehension => {
                self.forget_assigned(t);
                self.expr_children(t);
            }
            Kind::Switch => self.switch(t),
            Kind::Function => self.function(t),
            Kind::Call => {
                self.expr_children(t);
                self.forget_containers(t);
                self.forget_fields(t);
            }
            Kind::Block => self.stmt(t),
            Kind::Class | Kind::ClassBody => {}
            _ => self.expr_children(t),
        }
    }

    fn expr_children(&mut self, t: NodeId) {
        let tree = self.m.tree;
        for kid in tree.children(t) {
            if !matches!(tree.role(kid), Role::Name) || tree.kind(kid) != Kind::Ident {
                self.expr(kid);
            }
        }
    }

    /// The part with `first` is computed always, the others maybe.
    fn maybe(&mut self, t: NodeId, first: Role) {
        let tree = self.m.tree;
        if let Some(first) = self.child(t, first) {
            self.expr(first);
        }
        for kid in tree.children(t) {
            if tree.role(kid) != first {
                let before = self.state.clone();
                self.expr(kid);
                let after = std::mem::replace(&mut self.state, before);
                self.join(after);
            }
        }
    }

    fn read(&mut self, t: NodeId) {
        let Some(def) = self.m.scopes.def_of(t) else {
            return;
        };
        if let Some(value) = self.state.as_ref().and_then(|state| state.get(&def)) {
            let value = value.clone();
            self.m.constants.at_use.insert(t, value);
        }
    }

    /// What is read of a target: the object and index of `o.f[i] = …`.
    fn target_parts(&mut self, t: NodeId) {
        match self.m.kind(t) {
            Kind::Member | Kind::Index => self.expr_children(t),
            Kind::Tuple | Kind::List | Kind::Star => {
                let tree = self.m.tree;
                for kid in tree.children(t) {
                    self.target_parts(kid);
                }
            }
            _ => {}
        }
    }

    /// A target gets a value, or one that is not known.
    fn set_target(&mut self, target: NodeId, value: Option<NodeId>) {
        let kind = self.m.kind(target);
        if matches!(kind, Kind::Tuple | Kind::List | Kind::Star) {
            let targets: SmallVec<[NodeId; 8]> = self.m.tree.children(target).collect();
            let values: SmallVec<[NodeId; 8]> = match value {
                Some(value) if matches!(self.m.kind(value), Kind::Tuple | Kind::List) => {
                    self.m.tree.children(value).collect()
                }
                _ => SmallVec::new(),
            };
            let pairwise = kind != Kind::Star && targets.len() == values.len();
            for (n, target) in targets.into_iter().enumerate() {
                self.set_target(target, pairwise.then(|| values[n]));
            }
            return;
        }
        if kind == Kind::Member || kind == Kind::Index {
            self.change_object(target);
        }
        let Some(def) = self.m.scopes.def_of_expr(self.m.tree, target) else {
            return;
        };
        if self.m.tree.lang == Lang::Java && kind == Kind::Member {
            return;
        }
        let known = value.and_then(|value| {
            let known = self.m.value_of(value);
            match known {
                None if is_symbolic(self.m, value) => Some(Value::Symbol(value)),
                known => known,
            }
        });
        self.set(def, known);
    }

    /// `x.f = …`, `x[i] = …`: what was assigned to `x` is no longer all of it.
    fn change_object(&mut self, target: NodeId) {
        let Some(object) = self.child(target, Role::Object) else {
            return;
        };
        if let Some(def) = self.m.scopes.def_of(object) {
            self.set(def, None);
        }
    }

    fn set(&mut self, def: DefId, value: Option<Value>) {
        let Some(state) = &mut self.state else {
            return;
        };
        match value {
            Some(value) => {
                state.insert(def, value);
            }
            None => {
                state.remove(&def);
            }
        }
    }

    fn augment(&mut self, t: NodeId) {
        let (Some(target), Some(value)) = (self.child(t, Role::Target), self.child(t, Role::Value))
        else {
            return;
        };
        self.expr(value);
        self.target_parts(target);
        let def = self.m.scopes.def_of(target);
        let before = def.and_then(|def| self.state.as_ref()?.get(&def).cloned());
        let after = match (self.m.flags(t).operator(), before, self.m.value_of(value)) {
            (Some(operator), Some(a), Some(b)) => self.m.combine(operator, a, b),
            _ => None,
        };
        match def {
            Some(def) => self.set(def, after),
            None => self.set_target(target, None),
        }
    }

    /// The body of a lambda knows what is known here. What it changes is not
    /// known any more, since nobody knows when it runs.
    fn lambda(&mut self, t: NodeId) {
        let before = self.state.clone();
        let jumps = std::mem::take(&mut self.jumps);
        self.forget_assigned(t);
        if let Some(params) = self.child(t, Role::Params) {
            self.expr_children(params);
        }
        if let Some(body) = self.child(t, Role::Body) {
            self.stmt(body);
        }
        self.jumps = jumps;
        self.state = before;
        self.forget_assigned(t);
    }

    /// A container that is passed to a call may be changed by it.
    fn forget_containers(&mut self, call: NodeId) {
        let tree = self.m.tree;
        let Some(args) = self.child(call, Role::Args) else {
            return;
        };
        for arg in tree.children(args) {
            let Some(def) = self.m.scopes.def_of(arg) else {
                continue;
            };
            let Some(state) = &mut self.state else {
                return;
            };
            if let Some(Value::Symbol(value)) = state.get(&def)
                && matches!(
                    tree.kind(*value),
                    Kind::List | Kind::Dict | Kind::Set | Kind::Tuple | Kind::ArrayInit
                )
            {
                state.remove(&def);
            }
        }
    }

    /// A method of the same object may change its fields.
    fn forget_fields(&mut self, call: NodeId) {
        let own = self
            .child(call, Role::Callee)
            .is_some_and(|callee| match self.m.kind(callee) {
                Kind::Ident => true,
                Kind::Member => self
                    .child(callee, Role::Object)
                    .is_some_and(|object| self.m.kind(object) == Kind::This),
                _ => false,
            });
        let scopes = self.m.scopes;
        if own
            && self.m.tree.lang == Lang::Java
            && let Some(state) = &mut self.state
        {
            state.retain(|def, _| scopes.def(*def).kind != DefKind::Field);
        }
    }

    fn forget_targets(&mut self, t: NodeId) {
        let tree = self.m.tree;
        for kid in tree.children(t) {
            self.target_parts(kid);
            self.set_target(kid, None);
        }
    }

    /// Forgets everything that is assigned somewhere in a part of the code.
    fn forget_assigned(&mut self, t: NodeId) {
        forget(self.m, &mut self.state, t);
    }

    /// Keeps what is known on both ways.
    fn join(&mut self, other: Option<State>) {
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

/// Whether the body of a `try` does anything that can fail.
fn can_throw(m: &M, t: NodeId) -> bool {
    let tree = m.tree;
    tree.children(t)
        .filter(|kid| matches!(tree.role(*kid), Role::Resource | Role::Body))
        .flat_map(|part| tree.subtree(part))
        .any(|node| {
            !matches!(
                tree.kind(node),
                Kind::Block
                    | Kind::Empty
                    | Kind::ExprStmt
                    | Kind::Return
                    | Kind::Break
                    | Kind::Continue
                    | Kind::Try
                    | Kind::Finally
                    | Kind::Catch
                    | Kind::Assign
                    | Kind::VarDecl
                    | Kind::Declarator
                    | Kind::Ident
                    | Kind::Int
                    | Kind::Float
                    | Kind::Str
                    | Kind::Char
                    | Kind::Bool
                    | Kind::Null
            )
        })
}

/// Forgets everything that is assigned somewhere in a part of the code.
fn forget(m: &M, state: &mut Option<State>, t: NodeId) {
    let Some(state) = state else {
        return;
    };
    if state.is_empty() {
        return;
    }
    let (mut at, end) = (t, m.tree.end(t));
    while at < end {
        let node = at;
        // A handler that nothing can reach assigns nothing.
        if node != t && m.kind(node) == Kind::Catch && !can_throw(m, m.scopes.parent(node)) {
            at = m.tree.end(node);
            continue;
        }
        at = NodeId::new(node.raw() + 1);
        let target = match m.kind(node) {
            Kind::Assign
            | Kind::AugAssign
            | Kind::Walrus
            | Kind::ForEach
            | Kind::CompFor
            | Kind::WithItem => m.child(node, Role::Target),
            Kind::Update => m.child(node, Role::Operand),
            Kind::Declarator | Kind::Catch => m.child(node, Role::Name),
            Kind::Delete => m.child(node, Role::Value),
            _ => None,
        };
        if let Some(target) = target {
            for name in m.tree.subtree(target) {
                if let Some(def) = m.scopes.def_of(name) {
                    state.remove(&def);
                }
            }
        }
    }
}
