//! Names of a Python file.
//!
//! A name that a function binds anywhere is local to it everywhere, so a scope
//! is run through to its end, without the bodies of the functions, classes and
//! comprehensions in it, before its uses are resolved; then those bodies
//! follow, with the names of this scope in the table. Each body is thus met
//! when all outer names are known:
//!
//! ```text
//! def f():            run f: binds g, x; queue g
//!     def g():        ── then g: x → f's x
//!         return x
//!     x = 1
//! ```
//!
//! A class body is different: it runs in order, so a name is looked up outside
//! until the body has bound it, and functions in it do not see its names.

use super::build::{Builder, NewDef, Table};
use super::{DefId, DefKind, ScopeId, ScopeKind, Scopes};
use crate::{Kind, NameId, NodeId, Role, Tree};

pub(super) struct Python<'t> {
    pub(super) b: Builder<'t>,
    pub(super) tree: &'t Tree,
    /// The names of all finished scopes around.
    pub(super) outer: Table,
    /// Per name the scope that bound it last, and as what: the names of the
    /// scope being run through. Stamped, so that nothing needs to be cleared.
    own: Vec<(ScopeId, Option<DefId>)>,
    /// Names of the module, for `global`.
    pub(super) module: Table,
    /// What the scope being run through is.
    pub(super) kind: ScopeKind,
    /// Its uses that no binding preceded.
    uses: Vec<NodeId>,
    /// Its functions, lambdas, classes and comprehensions, whose bodies follow.
    pub(super) later: Vec<NodeId>,
    /// Its definitions.
    pub(super) bound: Vec<DefId>,
    /// Type parameters in whose reach the pass is.
    pub(super) type_params: Vec<DefId>,
}

pub(super) fn build(b: Builder<'_>) -> Scopes {
    let tree = b.tree;
    let none = (ScopeId::new(super::NONE), None);
    let mut python = Python {
        tree,
        outer: Table::new(tree),
        own: vec![none; tree.names().len() + 1],
        module: Table::new(tree),
        kind: ScopeKind::File,
        uses: Vec::new(),
        later: Vec::new(),
        bound: Vec::new(),
        type_params: Vec::new(),
        b,
    };
    python.file();
    python.b.finish()
}

impl Python<'_> {
    fn file(&mut self) {
        self.visit_children(NodeId::ROOT);
        for (id, node) in self.tree.nodes().iter_enumerated() {
            if node.kind == Kind::Global {
                for name in self.tree.children(id) {
                    self.bind_name(DefKind::Global, name, id);
                }
            }
        }
        for def in &self.bound {
            self.module.bind(self.b.def(*def).name, *def);
        }
        self.close();
    }

    // ---- scopes

    /// Runs a nested body in a scope of its own.
    fn scoped(&mut self, kind: ScopeKind, node: NodeId, inner: impl FnOnce(&mut Self)) {
        let scope = self.b.enter(kind, node);
        let kind = std::mem::replace(&mut self.kind, kind);
        let uses = std::mem::take(&mut self.uses);
        let later = std::mem::take(&mut self.later);
        let bound = std::mem::take(&mut self.bound);
        inner(self);
        self.close();
        self.bound = bound;
        self.later = later;
        self.uses = uses;
        self.kind = kind;
        self.b.leave(scope);
    }

    /// All names of the scope are known: resolves its uses, then goes into the
    /// bodies within it.
    fn close(&mut self) {
        let mark = self.outer.mark();
        let visible = self.kind != ScopeKind::Class;
        if visible {
            for def in std::mem::take(&mut self.bound) {
                self.outer.bind(self.b.def(def).name, def);
            }
        }
        for node in std::mem::take(&mut self.uses) {
            // `global x` and `nonlocal x` name what is not bound here.
            let def = self.own(self.tree.name_id(node)).filter(|_| visible);
            if let Some(def) = def.or_else(|| self.outer.get(self.tree.name_id(node))) {
                self.b.refer(node, def);
            }
        }
        for node in std::mem::take(&mut self.later) {
            self.body(node);
        }
        self.outer.reset(mark);
    }

    fn body(&mut self, node: NodeId) {
        let mark = self.outer.mark();
        for param in self.tree.children_in(node, Role::TypeParam) {
            if let Some(def) = self.b.def_of(param) {
                self.outer.bind(self.b.def(def).name, def);
            }
        }
        match self.tree.kind(node) {
            Kind::Class => self.scoped(ScopeKind::Class, node, |python| {
                for body in python.tree.children_in(node, Role::Body) {
                    python.visit_children(body);
                }
            }),
            Kind::Comprehension => self.scoped(ScopeKind::Comprehension, node, |python| {
                python.comprehension_body(node);
            }),
            _ => {
                let function = self.b.function;
                self.b.function = self.b.callable_index(node);
                self.scoped(ScopeKind::Function, node, |python| {
                    python.params(node);
                    for body in python.tree.children_in(node, Role::Body) {
                        python.visit(body);
                    }
                });
                self.b.function = function;
            }
        }
        self.outer.reset(mark);
    }

    // ---- definitions of the scope being run through

    pub(super) fn own(&self, name: NameId) -> Option<DefId> {
        match self.own.get(name.raw() as usize) {
            Some((scope, def)) if *scope == self.b.scope => *def,
            _ => None,
        }
    }

    /// From here on the name means that definition in this scope.
    pub(super) fn set_own(&mut self, name: NameId, def: DefId) {
        if let Some(slot) = self.own.get_mut(name.raw() as usize) {
            *slot = (self.b.scope, Some(def));
        }
    }

    /// The kind of a variable in this scope.
    pub(super) fn variable(&self) -> DefKind {
        match self.kind {
            ScopeKind::File => DefKind::Global,
            ScopeKind::Class => DefKind::Field,
            _ => DefKind::Local,
        }
    }

    /// `node` binds its name in this scope. Does not count as a write.
    pub(super) fn bind_name(&mut self, kind: DefKind, node: NodeId, decl: NodeId) -> DefId {
        let name = self.tree.name_id(node);
        self.bind_named(kind, name, node, decl)
    }

    /// Like [`bind_name`](Self::bind_name) for a node that has another name
    /// or none.
    pub(super) fn bind_named(
        &mut self,
        kind: DefKind,
        name: NameId,
        node: NodeId,
        decl: NodeId,
    ) -> DefId {
        if let Some(def) = self.own(name) {
            self.b.rebind(def, node, decl);
            return def;
        }
        let def = self.b.define(NewDef::new(kind, node, decl, name));
        let text = self.tree.names().text(name);
        if text.starts_with('_') && !(text.starts_with("__") && text.ends_with("__")) {
            self.b.mark_private(def);
        }
        self.set_own(name, def);
        self.bound.push(def);
        def
    }

    /// `node` uses its name.
    pub(super) fn use_name(&mut self, node: NodeId) {
        let name = self.tree.name_id(node);
        let param = self.type_params.iter().rev().copied();
        let mut param = param.filter(|def| self.b.def(*def).name == name);
        if let Some(def) = param.next().or_else(|| self.own(name)) {
            self.b.refer(node, def);
        } else if self.kind == ScopeKind::Class {
            if let Some(def) = self.outer.get(name) {
                self.b.refer(node, def);
            }
        } else {
            self.uses.push(node);
        }
    }

    pub(super) fn visit_children(&mut self, node: NodeId) {
        for child in self.tree.children(node) {
            self.visit(child);
        }
    }

    pub(super) fn visit_role(&mut self, node: NodeId, role: Role) {
        for child in self.tree.children_in(node, role) {
            self.visit(child);
        }
    }
}
