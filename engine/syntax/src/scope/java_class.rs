//! Members of Java classes.
//!
//! All members are declared before any body is looked into, since they count in
//! the whole class. What a class of this file inherits from another class of
//! this file counts too; what comes from elsewhere is not known here.

use super::build::NewDef;
use super::java::{Java, Members};
use super::{DefId, DefKind, ScopeKind};
use crate::{Flags, Kind, NameId, NodeId, Role};

/// Longest chain of superclasses that is followed; broken code may have cycles.
const MAX_SUPERCLASSES: usize = 32;

impl Java<'_> {
    /// Declares what `body` holds as members of `owner`, and their members.
    pub(super) fn declare_members(&mut self, owner: NodeId, body: Option<NodeId>) {
        let mut found = Vec::new();
        self.record_components(owner, &mut found);
        for node in body.into_iter().flat_map(|body| self.tree.children(body)) {
            match self.tree.kind(node) {
                Kind::Class => found.extend(self.declare_class(node)),
                Kind::Function => found.extend(self.declare_method(node)),
                Kind::EnumConstant => found.extend(self.declare_constant(node)),
                Kind::VarDecl => self.declare_fields(owner, node, &mut found),
                _ => {}
            }
        }
        self.chain_overloads(&found);
        let scope = self.b.scope;
        self.members.insert(owner, Members { scope, list: found });
    }

    /// Declares a class and its members.
    pub(super) fn declare_class(&mut self, node: NodeId) -> Option<DefId> {
        let name = self.tree.child(node, Role::Name)?;
        let mut new = NewDef::new(DefKind::Class, name, node, self.tree.name_id(node));
        new.writes = 1;
        let def = self.b.define(new);
        self.b.apply_modifiers(def, node);
        let before = self.b.enter(ScopeKind::Class, node);
        self.declare_members(node, self.tree.child(node, Role::Body));
        self.b.leave(before);
        Some(def)
    }

    fn record_components(&mut self, class: NodeId, found: &mut Vec<DefId>) {
        let Some(params) = self.tree.child(class, Role::Params) else {
            return;
        };
        for param in self.tree.children_in(params, Role::Param) {
            let Some(name) = self.tree.child(param, Role::Name) else {
                continue;
            };
            let mut new = NewDef::new(DefKind::Field, name, param, self.tree.name_id(name));
            new.type_node = self.declared_type(param);
            let def = self.b.define(new);
            self.b.mark_final(def);
            self.b.mark_private(def);
            found.push(def);
        }
    }

    fn declare_method(&mut self, node: NodeId) -> Option<DefId> {
        let name = self.tree.child(node, Role::Name)?;
        let mut new = NewDef::new(DefKind::Function, name, node, self.tree.name_id(node));
        new.type_node = self.tree.child(node, Role::Type);
        new.writes = 1;
        let def = self.b.define(new);
        self.b.apply_modifiers(def, node);
        Some(def)
    }

    fn declare_constant(&mut self, node: NodeId) -> Option<DefId> {
        let name = self.tree.child(node, Role::Name)?;
        let mut new = NewDef::new(DefKind::EnumConstant, name, node, self.tree.name_id(node));
        new.writes = 1;
        let def = self.b.define(new);
        self.b.mark_final(def);
        self.b.mark_static(def);
        Some(def)
    }

    fn declare_fields(&mut self, owner: NodeId, node: NodeId, found: &mut Vec<DefId>) {
        let flags = self.tree.flags(owner);
        let in_interface = self.tree.kind(owner) == Kind::Class
            && (flags.has(Flags::INTERFACE) || flags.has(Flags::ANNOTATION_TYPE));
        for item in self.tree.children_in(node, Role::Item) {
            let Some(name) = self.tree.child(item, Role::Name) else {
                continue;
            };
            let mut new = NewDef::new(DefKind::Field, name, item, self.tree.name_id(name));
            new.type_node = self.declared_type(node);
            new.value = self.tree.child(item, Role::Value);
            new.writes = u32::from(new.value.is_some());
            let def = self.b.define(new);
            self.b.apply_modifiers(def, node);
            if in_interface {
                self.b.mark_final(def);
                self.b.mark_static(def);
            }
            found.push(def);
        }
    }

    /// Links the methods of one name, in order of declaration.
    fn chain_overloads(&mut self, members: &[DefId]) {
        let mut last: rustc_hash::FxHashMap<NameId, DefId> = rustc_hash::FxHashMap::default();
        for member in members {
            let def = self.b.def(*member);
            if def.kind != DefKind::Function || self.is_constructor(*member) {
                continue;
            }
            if let Some(before) = last.insert(def.name, *member) {
                self.b.chain_overload(before, *member);
            }
        }
    }

    fn is_constructor(&self, def: DefId) -> bool {
        self.b.has(self.b.def(def).decl, Flags::CONSTRUCTOR)
    }

    // ---- what counts within a class

    /// Makes the members of a class count, inherited ones first.
    pub(super) fn bind_members(&mut self, class: NodeId) {
        let mut chain = vec![class];
        let mut at = 0;
        while at < chain.len() && chain.len() < MAX_SUPERCLASSES {
            for supertype in self.supertypes(chain[at]) {
                if !chain.contains(&supertype) {
                    chain.push(supertype);
                }
            }
            at += 1;
        }
        for class in chain.into_iter().rev() {
            let members = self
                .members
                .get(&class)
                .map(|m| m.list.clone())
                .unwrap_or_default();
            // From the last to the first: of overloads, the first one stays.
            for member in members.into_iter().rev() {
                self.bind_member(member);
            }
        }
    }

    fn bind_member(&mut self, member: DefId) {
        let (kind, name, decl) = {
            let def = self.b.def(member);
            (def.kind, def.name, def.decl)
        };
        match kind {
            DefKind::Class => self.types.bind(name, member),
            DefKind::Function if !self.is_constructor(member) => self.methods.bind(name, member),
            DefKind::Function => {}
            _ => {
                self.vars.bind(name, member);
                if self.tree.kind(decl) == Kind::Param {
                    // A record's component is read by a method of its name.
                    let explicit = self.methods.get(name).is_some_and(|method| {
                        self.b.scopes().enclosing_class(self.b.def(method).decl)
                            == self.b.scopes().enclosing_class(decl)
                    });
                    if !explicit {
                        self.methods.bind(name, member);
                    }
                }
            }
        }
    }

    /// The supertypes of a class that stand in this file: superclass first.
    fn supertypes(&self, class: NodeId) -> Vec<NodeId> {
        let named = |role: Role| {
            self.tree
                .children_in(class, role)
                .filter_map(|node| self.class_node(node))
        };
        match self.tree.kind(class) {
            Kind::Class => named(Role::Super).chain(named(Role::Interface)).collect(),
            Kind::New => named(Role::Type).collect(),
            Kind::EnumConstant => self.b.scopes().enclosing_class(class).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The superclass of a class, if it stands in this file.
    pub(super) fn superclass(&self, class: NodeId) -> Option<NodeId> {
        self.supertypes(class).first().copied()
    }

    /// The class of this file that a type names now.
    fn class_node(&self, ty: NodeId) -> Option<NodeId> {
        match self.tree.kind(ty) {
            Kind::GenericType | Kind::AnnotatedType => {
                self.class_node(self.tree.child(ty, Role::Type)?)
            }
            Kind::Member => {
                let outer = self.class_node(self.tree.child(ty, Role::Object)?)?;
                let name = self.tree.name_id(ty);
                let def = self.find_member(outer, name, |kind| kind == DefKind::Class)?;
                Some(self.b.def(def).decl)
            }
            Kind::Ident => {
                let def = self.b.def(self.types.get(self.tree.name_id(ty))?);
                (def.kind == DefKind::Class).then_some(def.decl)
            }
            _ => None,
        }
    }

    /// The class of this file that a visited expression names.
    pub(super) fn class_named_by(&self, node: NodeId) -> Option<NodeId> {
        let node = match self.tree.kind(node) {
            Kind::Member => {
                let name = self.tree.child(node, Role::Name)?;
                if self.tree.kind(name) == Kind::This || self.tree.name(name) == "this" {
                    return self.class_named_by(self.tree.child(node, Role::Object)?);
                }
                name
            }
            _ => node,
        };
        let def = self.b.def(self.b.def_of(node)?);
        (def.kind == DefKind::Class).then_some(def.decl)
    }

    /// The first member of that name and kind, in the class or what it inherits
    /// within the file.
    pub(super) fn find_member(
        &self,
        class: NodeId,
        name: NameId,
        wanted: impl Fn(DefKind) -> bool,
    ) -> Option<DefId> {
        let mut chain = vec![class];
        let mut at = 0;
        while at < chain.len() && at < MAX_SUPERCLASSES {
            let members = self.members.get(&chain[at]);
            let list = members.map(|m| m.list.as_slice()).unwrap_or_default();
            let found = list.iter().copied().find(|member| {
                let def = self.b.def(*member);
                def.name == name && wanted(def.kind) && !self.is_constructor(*member)
            });
            if found.is_some() {
                return found;
            }
            for supertype in self.supertypes(chain[at]) {
                if !chain.contains(&supertype) {
                    chain.push(supertype);
                }
            }
            at += 1;
        }
        None
    }

    /// An assignment `o.f = v` may give a value to any field `f` of the file.
    pub(super) fn settle_foreign_writes(&mut self) {
        let mut names = std::mem::take(&mut self.foreign_writes);
        names.sort_unstable();
        names.dedup();
        if names.is_empty() {
            return;
        }
        let fields: Vec<_> = self
            .b
            .scopes()
            .defs()
            .iter_enumerated()
            .filter(|(_, def)| def.kind == DefKind::Field && names.binary_search(&def.name).is_ok())
            .map(|(id, _)| id)
            .collect();
        for field in fields {
            self.b.write(field, None);
        }
    }

    // ---- the bodies

    pub(super) fn class_declaration(&mut self, node: NodeId) {
        if self.b.def_of(node).is_none() {
            // A class within a function counts from here on.
            if let Some(def) = self.declare_class(node) {
                let name = self.b.def(def).name;
                self.types.bind(name, def);
            }
        }
        self.class_body(node, |java| {
            java.type_params(node);
            for child in java.tree.children(node) {
                match (java.tree.role(child), java.tree.kind(child)) {
                    (Role::Name, _) => {}
                    (Role::Params, _) => java.component_types(child),
                    (Role::Body, _) => {
                        java.bind_members(node);
                        java.visit_children(child);
                    }
                    _ => java.visit(child),
                }
            }
        });
    }

    fn component_types(&mut self, params: NodeId) {
        for param in self.tree.children_in(params, Role::Param) {
            for child in self.tree.children(param) {
                if self.tree.role(child) != Role::Name {
                    self.visit(child);
                }
            }
        }
    }

    fn class_body(&mut self, node: NodeId, inner: impl FnOnce(&mut Self)) {
        let before = self.class.replace(node);
        let marks = self.marks();
        let scope = match self.members.get(&node) {
            Some(members) => self.b.reenter(members.scope),
            None => self.b.enter(ScopeKind::Class, node),
        };
        inner(self);
        self.b.leave(scope);
        self.reset(marks);
        self.class = before;
    }

    pub(super) fn creation(&mut self, node: NodeId) {
        for child in self.tree.children(node) {
            if self.tree.role(child) == Role::Body {
                self.anonymous(node, child);
            } else {
                self.visit(child);
            }
        }
    }

    pub(super) fn enum_constant(&mut self, node: NodeId) {
        for child in self.tree.children(node) {
            match self.tree.role(child) {
                Role::Name => {}
                Role::Body => self.anonymous(node, child),
                _ => self.visit(child),
            }
        }
    }

    fn anonymous(&mut self, owner: NodeId, body: NodeId) {
        self.class_body(owner, |java| {
            java.declare_members(owner, Some(body));
            java.bind_members(owner);
            java.visit_children(body);
        });
    }
}
