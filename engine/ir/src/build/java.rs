//! What Java runs without writing a call: field initialisers, the implied
//! `super()`, constructors and accessors of records.

use haechi_syntax::{Flags, Kind, NodeId, Role};

use super::list::init_members;
use super::{Builder, NONE};
use crate::{Callee, Field, FuncPart, Op, ParamKind, Terminator};

impl Builder<'_> {
    /// The members that the function runs, in order.
    pub(super) fn init_members(&self, is_static: bool) -> Vec<NodeId> {
        init_members(self.tree, self.key.node, is_static)
    }

    /// Field initialisers and initialiser blocks, in order.
    pub(super) fn class_init(&mut self, is_static: bool) {
        let class = self.key.node;
        if !is_static && !self.has_constructor(class) {
            self.implied_super(class, class);
        }
        for member in self.init_members(is_static) {
            match self.tree.kind(member) {
                Kind::VarDecl => self.declaration(member),
                Kind::Initializer => self.child_statement(member, Role::Body),
                _ => self.enum_constant(member),
            }
        }
    }

    fn enum_constant(&mut self, constant: NodeId) {
        let args = self.args_of(constant);
        let body = self.tree.child(constant, Role::Body);
        let callee = Callee::New { ty: constant, body };
        let value = self.call_op(callee, &args, constant);
        if let Some(name) = self.tree.child(constant, Role::Name) {
            self.assign_to(name, value);
        }
    }

    // ---- constructors

    fn has_constructor(&self, class: NodeId) -> bool {
        let body = self.tree.child(class, Role::Body);
        body.is_some_and(|body| {
            self.tree
                .children(body)
                .any(|m| self.has(m, Flags::CONSTRUCTOR) && self.tree.kind(m) == Kind::Function)
        })
    }

    /// What runs before the body of a constructor. If the body calls `super(…)`
    /// itself, the initialisers run after that; if `this(…)`, not at all.
    pub(super) fn constructor_prologue(&mut self, node: NodeId) {
        if !self.is_constructor(node) || self.calls_constructor(node) {
            return;
        }
        if let Some(class) = self.scopes.enclosing_class(node) {
            self.implied_super(class, node);
            self.run_class_init(node);
        }
    }

    fn is_constructor(&self, node: NodeId) -> bool {
        self.has(node, Flags::CONSTRUCTOR) || self.has(node, Flags::COMPACT)
    }

    /// Whether a constructor has a `this(…)` or `super(…)` of its own.
    fn calls_constructor(&self, node: NodeId) -> bool {
        let body = self.tree.child(node, Role::Body);
        let statements = body.into_iter().flat_map(|body| self.tree.children(body));
        statements
            .filter_map(|statement| self.tree.child(statement, Role::Value))
            .filter(|value| self.tree.kind(*value) == Kind::Call)
            .filter_map(|call| self.tree.child(call, Role::Callee))
            .any(|callee| self.is_constructor_name(callee))
    }

    /// `this`, `super`, `outer.super`, as callees.
    pub(super) fn is_constructor_name(&self, callee: NodeId) -> bool {
        match self.tree.kind(callee) {
            Kind::This | Kind::Super => true,
            Kind::Member => self
                .tree
                .child(callee, Role::Name)
                .is_some_and(|name| self.tree.kind(name) == Kind::Super),
            _ => false,
        }
    }

    /// `super()`, where the class names a superclass.
    fn implied_super(&mut self, class: NodeId, node: NodeId) {
        let names_super =
            self.tree.kind(class) == Kind::Class && self.tree.child(class, Role::Super).is_some();
        let is_interface = self.has(class, Flags::INTERFACE);
        if names_super && !is_interface && self.this != NONE {
            let receiver = self.this;
            self.hidden_call(Callee::SuperInit { receiver }, node);
        }
    }

    /// The constructor runs its class's `Init`.
    pub(super) fn run_class_init(&mut self, node: NodeId) {
        let Some(class) = self.scopes.enclosing_class(self.key.node) else {
            return;
        };
        if self.this != NONE && !init_members(self.tree, class, false).is_empty() {
            let receiver = self.this;
            self.hidden_call(Callee::ClassInit { receiver, class }, node);
        }
    }

    /// A call that is not written: its node does not stand for it.
    fn hidden_call(&mut self, callee: Callee, node: NodeId) {
        self.call_op(callee, &[], node);
        self.node_values.pop();
    }

    /// A compact constructor ends by storing its parameters.
    pub(super) fn constructor_epilogue(&mut self, node: NodeId) {
        if !self.has(node, Flags::COMPACT) || self.cur.is_none() {
            return;
        }
        for (param, def) in self.components(node) {
            let var = def.and_then(|def| self.slots.get(&def).copied());
            if let Some(value) = var.and_then(|var| self.version(var)) {
                self.store_component(param, value);
            }
        }
    }

    // ---- records

    /// The canonical constructor that a record does not write.
    pub(super) fn record_stores(&mut self, class: NodeId) {
        if !init_members(self.tree, class, false).is_empty() && self.this != NONE {
            let receiver = self.this;
            self.hidden_call(Callee::ClassInit { receiver, class }, class);
        }
        let params = self.params.clone();
        for param in params {
            if param.kind != ParamKind::This {
                self.store_component(param.node, param.value);
            }
        }
    }

    fn store_component(&mut self, param: NodeId, value: crate::ValueId) {
        let base = self.this;
        let field = Field::named(self.tree.name_id(param));
        self.emit_hidden(Op::StoreField { base, field, value }, param);
    }

    /// The accessor that a record does not write.
    pub(super) fn accessor(&mut self) {
        debug_assert!(self.key.part == FuncPart::Accessor);
        let field = Field::named(self.tree.name_id(self.key.node));
        let value = self.emit_hidden(Op::LoadField(self.this, field), self.key.node);
        self.terminate(Terminator::Return(Some(value)), self.key.node);
    }
}
