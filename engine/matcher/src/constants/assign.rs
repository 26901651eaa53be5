//! The part of the walk that computes and assigns: expressions, targets, and
//! what is no longer known afterwards.

use haechi_syntax::scope::{DefId, DefKind};
use haechi_syntax::{Kind, Lang, NodeId, Operator, Role};
use smallvec::SmallVec;

use super::Value;
use super::eval::is_symbolic;
use super::flow::{State, Walk};
use crate::cx::M;

impl Walk<'_, '_> {
    /// Expressions, in the order in which they are computed.
    pub(super) fn expr(&mut self, t: NodeId) {
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
    pub(super) fn target_parts(&mut self, t: NodeId) {
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
    pub(super) fn set_target(&mut self, target: NodeId, value: Option<NodeId>) {
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

    pub(super) fn forget_targets(&mut self, t: NodeId) {
        let tree = self.m.tree;
        for kid in tree.children(t) {
            self.target_parts(kid);
            self.set_target(kid, None);
        }
    }

    /// Forgets everything that is assigned somewhere in a part of the code.
    pub(super) fn forget_assigned(&mut self, t: NodeId) {
        forget(self.m, &mut self.state, t);
    }
}

/// Whether the body of a `try` does anything that can fail.
pub(super) fn can_throw(m: &M, t: NodeId) -> bool {
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
pub(super) fn forget(m: &M, state: &mut Option<State>, t: NodeId) {
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
