//! What each Python construct binds and uses in the scope it stands in.

use super::build::NewDef;
use super::python::Python;
use super::{DefId, DefKind};
use crate::{Flags, Kind, NodeId, Role};

impl Python<'_> {
    pub(super) fn visit(&mut self, node: NodeId) {
        match self.tree.kind(node) {
            Kind::DottedName | Kind::Modifier | Kind::Break | Kind::Continue => {}
            Kind::Import => self.import(node),
            Kind::Function => self.function(node),
            Kind::Lambda => self.lambda(node),
            Kind::Class => self.class(node),
            Kind::Comprehension => self.comprehension(node),
            Kind::Assign | Kind::AugAssign | Kind::Walrus => self.assignment(node),
            Kind::ForEach | Kind::CompFor => self.for_each(node),
            Kind::WithItem => self.with_item(node),
            Kind::Catch => self.catch(node),
            Kind::Delete => self.delete(node),
            Kind::Global => self.global(node),
            Kind::Nonlocal => self.nonlocal(node),
            Kind::TypeAlias => self.type_alias(node),
            Kind::Case => self.case(node),
            Kind::KeywordArg => self.visit_role(node, Role::Value),
            Kind::Member => self.visit_role(node, Role::Object),
            Kind::Ident => self.use_name(node),
            _ => self.visit_children(node),
        }
    }

    // ---- imports

    fn import(&mut self, node: NodeId) {
        let module = self.tree.child(node, Role::Module);
        let module = module.map(|module| self.b.dotted(module));
        for item in self.tree.children_in(node, Role::Item) {
            if self.b.has(item, Flags::WILDCARD) {
                self.b.import(None, module.unwrap_or_default(), item, false);
                continue;
            }
            let Some(path) = self.tree.child(item, Role::Path) else {
                continue;
            };
            let text = self.b.dotted(path);
            let alias = self.tree.child(item, Role::Alias);
            let full = match (module, alias) {
                (Some(module), _) => joined(module, text),
                (None, Some(_)) => text.to_owned(),
                (None, None) => text.split('.').next().unwrap_or(text).to_owned(),
            };
            let binding = alias
                .or_else(|| self.tree.children(path).next())
                .unwrap_or(item);
            let mut name = self.tree.name_id(item);
            if !name.is_some() {
                name = self.tree.name_id(binding);
            }
            let def = self.bind_named(DefKind::Import, name, binding, item);
            self.b.write(def, None);
            self.b.import(Some(def), &full, item, false);
        }
    }

    // ---- functions and classes

    fn function(&mut self, node: NodeId) {
        if let Some(name) = self.tree.child(node, Role::Name) {
            let def = self.bind_name(DefKind::Function, name, node);
            self.b.write(def, None);
            if let Some(ty) = self.tree.child(node, Role::Type) {
                self.b.set_type(def, ty);
            }
            for attr in self.tree.children_in(node, Role::Attr) {
                if self.tree.name(attr) == "staticmethod" {
                    self.b.mark_static(def);
                }
            }
        }
        self.visit_role(node, Role::Attr);
        let depth = self.type_params.len();
        self.declare_type_params(node);
        self.visit_role(node, Role::Type);
        self.param_outsides(node);
        self.type_params.truncate(depth);
        self.later.push(node);
    }

    fn lambda(&mut self, node: NodeId) {
        self.param_outsides(node);
        self.later.push(node);
    }

    /// Types and defaults of parameters belong to the scope around.
    fn param_outsides(&mut self, node: NodeId) {
        let Some(params) = self.tree.child(node, Role::Params) else {
            return;
        };
        for param in self.tree.children(params) {
            for child in self.tree.children(param) {
                if self.tree.role(child) != Role::Name {
                    self.visit(child);
                }
            }
        }
    }

    /// The parameters, in the scope of the function.
    pub(super) fn params(&mut self, node: NodeId) {
        let Some(params) = self.tree.child(node, Role::Params) else {
            return;
        };
        for param in self.tree.children_in(params, Role::Param) {
            let ty = self.tree.child(param, Role::Type);
            for name in self.tree.children_in(param, Role::Name) {
                self.param_name(name, param, ty);
            }
        }
    }

    /// Python 2 takes tuples apart in the parameter list.
    fn param_name(&mut self, node: NodeId, param: NodeId, ty: Option<NodeId>) {
        if self.tree.kind(node) == Kind::Ident {
            let def = self.bind_name(DefKind::Param, node, param);
            self.b.write(def, None);
            if let Some(ty) = ty {
                self.b.set_type(def, ty);
            }
        } else {
            for part in self.tree.children(node) {
                self.param_name(part, param, None);
            }
        }
    }

    fn class(&mut self, node: NodeId) {
        if let Some(name) = self.tree.child(node, Role::Name) {
            let def = self.bind_name(DefKind::Class, name, node);
            self.b.write(def, None);
        }
        self.visit_role(node, Role::Attr);
        let depth = self.type_params.len();
        self.declare_type_params(node);
        self.visit_role(node, Role::Super);
        self.type_params.truncate(depth);
        self.later.push(node);
    }

    fn declare_type_params(&mut self, node: NodeId) {
        for param in self.tree.children_in(node, Role::TypeParam) {
            if let Some(name) = self.tree.child(param, Role::Name) {
                let id = self.tree.name_id(name);
                let def = self
                    .b
                    .define(NewDef::new(DefKind::TypeParam, name, param, id));
                self.type_params.push(def);
            }
        }
        for param in self.tree.children_in(node, Role::TypeParam) {
            self.visit_role(param, Role::Bound);
        }
    }

    fn type_alias(&mut self, node: NodeId) {
        if let Some(name) = self.tree.child(node, Role::Name) {
            let def = self.bind_name(self.variable(), name, node);
            self.b.write(def, self.tree.child(node, Role::Value));
        }
        let depth = self.type_params.len();
        self.declare_type_params(node);
        self.visit_role(node, Role::Value);
        self.type_params.truncate(depth);
    }

    // ---- comprehensions

    /// The first iterable is evaluated outside, and `:=` binds outside.
    fn comprehension(&mut self, node: NodeId) {
        if let Some(first) = self.first_for(node) {
            self.visit_role(first, Role::Iter);
        }
        self.walruses(node);
        self.later.push(node);
    }

    fn first_for(&self, node: NodeId) -> Option<NodeId> {
        self.tree.child(node, Role::Clause)
    }

    fn walruses(&mut self, node: NodeId) {
        let end = self.tree.end(node);
        let mut at = NodeId::new(node.raw() + 1);
        while at < end {
            match self.tree.kind(at) {
                Kind::Lambda => {
                    at = self.tree.end(at);
                    continue;
                }
                Kind::Walrus => {
                    if let Some(target) = self.tree.child(at, Role::Target)
                        && self.b.def_of(target).is_none()
                    {
                        let value = self.tree.child(at, Role::Value);
                        self.target(target, at, value);
                    }
                }
                _ => {}
            }
            at = NodeId::new(at.raw() + 1);
        }
    }

    pub(super) fn comprehension_body(&mut self, node: NodeId) {
        let first = self.first_for(node);
        for child in self.tree.children_in(node, Role::Clause) {
            if Some(child) == first {
                if let Some(target) = self.tree.child(child, Role::Target) {
                    self.target(target, child, None);
                }
            } else {
                self.visit(child);
            }
        }
        self.visit_role(node, Role::Elem);
    }

    // ---- what gives variables their values

    fn assignment(&mut self, node: NodeId) {
        let kind = self.tree.kind(node);
        let target = self.tree.child(node, Role::Target);
        for child in self.tree.children(node) {
            if Some(child) != target {
                self.visit(child);
            }
        }
        let Some(target) = target else { return };
        if kind == Kind::Walrus && self.b.def_of(target).is_some() {
            return; // bound when its comprehension was met
        }
        let ty = self.tree.child(node, Role::Type);
        match self.tree.child(node, Role::Value) {
            Some(value) if kind != Kind::AugAssign => {
                self.target(target, node, Some(self.innermost_value(value)));
            }
            Some(_) => self.target(target, node, None),
            None if self.tree.kind(target) == Kind::Ident => {
                self.bind_name(self.variable(), target, node);
            }
            None => self.visit(target),
        }
        if let Some(ty) = ty
            && let Some(def) = self.b.def_of(target)
        {
            self.b.set_type(def, ty);
            if self.is_final(ty) {
                self.b.mark_final(def);
            }
        }
    }

    fn is_final(&self, ty: NodeId) -> bool {
        let base = match self.tree.kind(ty) {
            Kind::Index => self.tree.child(ty, Role::Object).unwrap_or(ty),
            Kind::GenericType => self.tree.child(ty, Role::Type).unwrap_or(ty),
            _ => ty,
        };
        self.tree.name(base) == "Final"
    }

    /// The `e` of `a = b = e`.
    fn innermost_value(&self, mut value: NodeId) -> NodeId {
        while matches!(self.tree.kind(value), Kind::Assign)
            && let Some(inner) = self.tree.child(value, Role::Value)
        {
            value = inner;
        }
        value
    }

    /// `target` gets a value; it is that of `value`, if given.
    pub(super) fn target(&mut self, target: NodeId, decl: NodeId, value: Option<NodeId>) {
        match self.tree.kind(target) {
            Kind::Ident => {
                let def = self.bind_name(self.variable(), target, decl);
                self.b.write(def, value);
            }
            Kind::Tuple | Kind::List | Kind::PatSeq => {
                let parts: Vec<_> = self.tree.children(target).collect();
                let values = value
                    .map(|value| self.parts(value))
                    .filter(|values| values.len() == parts.len())
                    .filter(|_| !parts.iter().any(|part| self.tree.kind(*part) == Kind::Star));
                for (n, part) in parts.into_iter().enumerate() {
                    let value = values.as_ref().map(|values| values[n]);
                    self.target(part, decl, value);
                }
            }
            Kind::Star => {
                for part in self.tree.children(target) {
                    self.target(part, decl, None);
                }
            }
            _ => self.visit(target),
        }
    }

    /// The elements of a tuple or list that is written out; none if it has a `*e`.
    fn parts(&self, value: NodeId) -> Vec<NodeId> {
        let parts: Vec<_> = match self.tree.kind(value) {
            Kind::Tuple | Kind::List => self.tree.children(value).collect(),
            _ => Vec::new(),
        };
        if parts.iter().any(|part| self.tree.kind(*part) == Kind::Star) {
            return Vec::new();
        }
        parts
    }

    fn for_each(&mut self, node: NodeId) {
        self.visit_role(node, Role::Iter);
        if let Some(target) = self.tree.child(node, Role::Target) {
            self.target(target, node, None);
        }
        self.visit_role(node, Role::Body);
        self.visit_role(node, Role::Else);
    }

    fn with_item(&mut self, node: NodeId) {
        self.visit_role(node, Role::Value);
        if let Some(target) = self.tree.child(node, Role::Target) {
            self.target(target, node, None);
        }
    }

    fn catch(&mut self, node: NodeId) {
        self.visit_role(node, Role::Type);
        if let Some(name) = self.tree.child(node, Role::Name) {
            let def = self.bind_name(self.variable(), name, node);
            self.b.write(def, None);
            if let Some(ty) = self.tree.child(node, Role::Type) {
                self.b.set_type(def, ty);
            }
        }
        self.visit_role(node, Role::Body);
    }

    fn delete(&mut self, node: NodeId) {
        for value in self.tree.children(node) {
            self.target(value, node, None);
        }
    }

    fn global(&mut self, node: NodeId) {
        for name in self.tree.children(node) {
            let id = self.tree.name_id(name);
            let def = self.module.get(id).or_else(|| self.own(id));
            if let Some(def) = def {
                self.set_own(id, def);
                self.bound.push(def);
                self.b.refer(name, def);
            }
        }
    }

    fn nonlocal(&mut self, node: NodeId) {
        for name in self.tree.children(node) {
            let id = self.tree.name_id(name);
            if let Some(def) = self.outer.get(id) {
                self.set_own(id, def);
                self.bound.push(def);
                self.b.refer(name, def);
            }
        }
    }

    // ---- match

    fn case(&mut self, node: NodeId) {
        for label in self.tree.children_in(node, Role::Label) {
            self.pattern(label, node);
        }
        self.visit_role(node, Role::Guard);
        self.visit_role(node, Role::Body);
    }

    /// A plain name in a pattern is bound; dotted names, classes and keys are used.
    fn pattern(&mut self, node: NodeId, case: NodeId) {
        match self.tree.kind(node) {
            Kind::Ident => {
                self.capture(node, case);
            }
            Kind::PatClass => {
                for child in self.tree.children(node) {
                    match self.tree.role(child) {
                        Role::Callee => self.visit(child),
                        _ => self.pattern(child, case),
                    }
                }
            }
            Kind::KeywordArg => {
                if let Some(value) = self.tree.child(node, Role::Value) {
                    self.pattern(value, case);
                }
            }
            Kind::Pair => {
                self.visit_role(node, Role::Key);
                if let Some(value) = self.tree.child(node, Role::Value) {
                    self.pattern(value, case);
                }
            }
            Kind::Member => self.visit(node),
            _ => {
                for child in self.tree.children(node) {
                    self.pattern(child, case);
                }
            }
        }
    }

    fn capture(&mut self, node: NodeId, case: NodeId) -> DefId {
        let def = self.bind_name(self.variable(), node, case);
        self.b.write(def, None);
        def
    }
}

/// `a.b` for module `a` and name `b`; relative modules end in a dot already.
fn joined(module: &str, name: &str) -> String {
    if module.ends_with('.') {
        format!("{module}{name}")
    } else {
        format!("{module}.{name}")
    }
}
