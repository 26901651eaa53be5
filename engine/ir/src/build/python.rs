//! Python's `def` and `class` statements.

use haechi_syntax::{Kind, NodeId, Role};

use super::Builder;
use crate::{Arg, ArgKind, Callee, Op, ValueId};

/// Decorators that give back what they get, as far as its calls are concerned.
const TRANSPARENT: [&str; 10] = [
    "staticmethod",
    "classmethod",
    "property",
    "functools.wraps",
    "functools.cache",
    "functools.lru_cache",
    "abc.abstractmethod",
    "typing.override",
    "typing.overload",
    "typing.final",
];

impl Builder<'_> {
    /// `def f(…)`: a closure, through its decorators, bound to the name.
    pub(super) fn python_function(&mut self, node: NodeId) {
        let decorators = self.decorators(node);
        let closure = self.closure_expr(node);
        let value = self.decorate(closure, &decorators);
        if let Some(name) = self.tree.child(node, Role::Name) {
            self.assign_to(name, value);
        }
    }

    /// `class C(…)`: the object, then its body in line.
    pub(super) fn python_class(&mut self, node: NodeId) {
        let decorators = self.decorators(node);
        let mut bases = Vec::new();
        for base in self.tree.children_in(node, Role::Super) {
            bases.push(self.expr(base));
        }
        let list = self.list(&bases);
        let class = self.emit(Op::Class(list), node);
        self.classes.push((node, class));
        if let Some(body) = self.tree.child(node, Role::Body) {
            self.statements(body);
        }
        self.classes.pop();
        let value = self.decorate(class, &decorators);
        if let Some(name) = self.tree.child(node, Role::Name) {
            self.assign_to(name, value);
        }
    }

    /// The decorators, evaluated from the top: node, value.
    fn decorators(&mut self, node: NodeId) -> Vec<(NodeId, ValueId)> {
        let mut found = Vec::new();
        for attr in self.tree.children_in(node, Role::Attr) {
            if self.tree.kind(attr) == Kind::Decorator {
                let value = self.child_expr(attr, Role::Value);
                found.push((attr, value));
            }
        }
        found
    }

    /// Decorators are called from the bottom, each with what the one below gave.
    fn decorate(&mut self, value: ValueId, decorators: &[(NodeId, ValueId)]) -> ValueId {
        let mut value = value;
        for (node, decorator) in decorators.iter().rev() {
            if self.is_transparent(*node) {
                continue;
            }
            let arg = Arg {
                kind: ArgKind::Positional,
                value,
            };
            value = self.call_op(Callee::Value(*decorator), &[arg], *node);
        }
        value
    }

    fn is_transparent(&self, decorator: NodeId) -> bool {
        let Some(mut named) = self.tree.child(decorator, Role::Value) else {
            return false;
        };
        if self.tree.kind(named) == Kind::Call
            && let Some(callee) = self.tree.child(named, Role::Callee)
        {
            named = callee;
        }
        match self.scopes.qualified(self.tree, named) {
            Some(path) => TRANSPARENT.iter().any(|known| path.is(known)),
            None => {
                let is_builtin = self.scopes.def_of_expr(self.tree, named).is_none()
                    && self.tree.kind(named) == Kind::Ident;
                // `@x.setter` changes the property x of the same class.
                let is_accessor = self.tree.kind(named) == Kind::Member
                    && matches!(self.tree.name(named), "setter" | "getter" | "deleter");
                is_accessor || (is_builtin && TRANSPARENT.contains(&self.tree.name(named)))
            }
        }
    }
}
