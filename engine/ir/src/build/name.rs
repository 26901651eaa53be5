//! What a name reads and writes: a version of a variable, a cell, a field of
//! `this`, or something that stays symbolic.

use haechi_syntax::scope::{DefId, DefKind};
use haechi_syntax::{Flags, Kind, Lang, NodeId, Role};

use super::ssa::VarId;
use super::{Builder, NONE};
use crate::{Field, FuncPart, Op, ValueId};

/// Where the value of a name is kept.
#[derive(Clone, Copy)]
enum Place {
    /// In a variable of this function.
    Var(VarId),
    /// Java: in a field of the object of this class, seen from the function.
    Field(NodeId),
    /// Java: a local variable of a function around the class that the function
    /// is a method of.
    Captured,
    /// Elsewhere.
    Global,
}

impl Builder<'_> {
    fn place(&self, ident: NodeId) -> Place {
        let Some(def_id) = self.scopes.def_of(ident) else {
            return self.inherited(ident).map_or(Place::Global, Place::Field);
        };
        self.place_of(def_id)
    }

    fn place_of(&self, def_id: DefId) -> Place {
        if let Some(var) = self.slots.get(&def_id) {
            return Place::Var(*var);
        }
        let def = self.scopes.def(def_id);
        if self.tree.lang == Lang::Python || self.this == NONE {
            return Place::Global;
        }
        match def.kind {
            DefKind::Field if !def.is_static() => match self.scopes.enclosing_class(def.node) {
                Some(class) => Place::Field(class),
                None => Place::Global,
            },
            DefKind::Local | DefKind::Param => Place::Captured,
            _ => Place::Global,
        }
    }

    /// A Java name without definition in a class that inherits from elsewhere:
    /// the nearest such class around, unless the name looks like a type or constant.
    fn inherited(&self, ident: NodeId) -> Option<NodeId> {
        if self.tree.lang != Lang::Java || self.this == NONE || self.has(ident, Flags::TYPE) {
            return None;
        }
        if !self
            .tree
            .name(ident)
            .starts_with(|c: char| c.is_lowercase())
        {
            return None;
        }
        self.inheriting_class(ident)
    }

    /// The nearest class around that may have members which this file does not show.
    pub(super) fn inheriting_class(&self, node: NodeId) -> Option<NodeId> {
        let mut class = self.scopes.enclosing_class(node)?;
        loop {
            let inherits = match self.tree.kind(class) {
                Kind::Class => self.tree.child(class, Role::Super).is_some(),
                _ => true,
            };
            if inherits {
                return Some(class);
            }
            class = self.scopes.enclosing_class(class)?;
        }
    }

    /// Whether a name is neither a variable of this function nor kept in an object.
    pub(super) fn is_global(&self, ident: NodeId) -> bool {
        matches!(self.place(ident), Place::Global)
    }

    /// The current value of a name.
    pub(super) fn read(&mut self, ident: NodeId) -> ValueId {
        match self.place(ident) {
            Place::Var(var) => {
                let value = self.read_var(var, ident);
                self.map(ident, value);
                value
            }
            Place::Field(class) => {
                let this = self.this_of(class, ident);
                let field = Field::named(self.tree.name_id(ident));
                self.emit(Op::LoadField(this, field), ident)
            }
            Place::Captured => {
                let value = self.read_captured(ident);
                self.map(ident, value);
                value
            }
            Place::Global => self.emit(Op::LoadGlobal(ident), ident),
        }
    }

    /// The version of the variable that a name means, unless it lives in a cell.
    pub(super) fn version_of(&self, ident: NodeId) -> Option<ValueId> {
        match self.place(ident) {
            Place::Var(var) if !self.vars[var].boxed => self.version(var),
            _ => None,
        }
    }

    /// The current value of a definition; `at` says where it is needed.
    pub(super) fn read_def(&mut self, def: DefId, at: NodeId) -> ValueId {
        match self.place_of(def) {
            Place::Var(var) => self.read_var(var, at),
            Place::Captured => {
                let name = self.scopes.def(def).name;
                let this = self.this;
                self.emit_hidden(Op::LoadField(this, Field::captured(name)), at)
            }
            Place::Field(_) | Place::Global => {
                let node = self.scopes.def(def).node;
                self.emit_hidden(Op::LoadGlobal(node), at)
            }
        }
    }

    /// What a closure gets for a variable: the value or the cell.
    pub(super) fn capture(&mut self, def: DefId, at: NodeId) -> ValueId {
        match self.slots.get(&def) {
            Some(&var) if self.vars[var].boxed => self.version(var).unwrap_or(self.undef),
            _ => self.read_def(def, at),
        }
    }

    fn read_captured(&mut self, ident: NodeId) -> ValueId {
        let field = Field::captured(self.tree.name_id(ident));
        let this = self.this;
        self.emit_hidden(Op::LoadField(this, field), ident)
    }

    fn read_var(&mut self, var: VarId, at: NodeId) -> ValueId {
        match self.version(var) {
            Some(cell) if self.vars[var].boxed => {
                self.emit_hidden(Op::LoadField(cell, Field::CELL), at)
            }
            Some(value) => value,
            // A name of the module, or of a class body, before it is bound: the
            // one of the same name further out.
            None if self.is_module_or_class_name(var) => self.emit_hidden(Op::LoadGlobal(at), at),
            None => self.emit_hidden(Op::Undef, at),
        }
    }

    fn is_module_or_class_name(&self, var: VarId) -> bool {
        let node = self.vars[var].node;
        self.scopes.def_of(node).is_some_and(|def| {
            self.scopes.def(def).kind == DefKind::Global || self.in_class_body(def)
        })
    }

    /// Assigns to a name. `value` gets a place of its own unless it was made
    /// for this binding (`is_fresh`: its node is the ident).
    pub(super) fn write(&mut self, ident: NodeId, value: ValueId, is_fresh: bool) {
        match self.place(ident) {
            Place::Var(var) if self.vars[var].boxed => {
                let base = self.version(var).unwrap_or(self.undef);
                let field = Field::CELL;
                self.emit_hidden(Op::StoreField { base, field, value }, ident);
                if !is_fresh {
                    self.map(ident, value);
                }
            }
            Place::Var(var) => {
                let version = match is_fresh {
                    true => value,
                    false => self.emit(Op::Copy(value), ident),
                };
                self.set_version(var, version);
                self.publish(ident, version);
            }
            Place::Field(class) => {
                let base = self.this_of(class, ident);
                let field = Field::named(self.tree.name_id(ident));
                self.emit(Op::StoreField { base, field, value }, ident);
            }
            Place::Captured => {
                let base = self.this;
                let field = Field::captured(self.tree.name_id(ident));
                self.emit(Op::StoreField { base, field, value }, ident);
            }
            Place::Global => {
                self.emit(Op::StoreGlobal(ident, value), ident);
            }
        }
    }

    /// Names of a module and of a class body are seen by others too.
    fn publish(&mut self, ident: NodeId, value: ValueId) {
        let Some(def_id) = self.scopes.def_of(ident) else {
            return;
        };
        let kind = self.scopes.def(def_id).kind;
        if kind == DefKind::Global || (kind == DefKind::Field && self.is_of_snippet(def_id)) {
            self.emit_hidden(Op::StoreGlobal(ident, value), ident);
        } else if self.in_class_body(def_id)
            && let Some((_, base)) = self.classes.last().copied()
        {
            let field = Field::named(self.scopes.def(def_id).name);
            self.emit_hidden(Op::StoreField { base, field, value }, ident);
        }
    }

    /// `del x`.
    pub(super) fn unbind(&mut self, ident: NodeId) {
        match self.place(ident) {
            Place::Var(var) if !self.vars[var].boxed => {
                let undef = self.emit_hidden(Op::Undef, ident);
                self.set_version(var, undef);
            }
            _ => {
                let undef = self.emit_hidden(Op::Undef, ident);
                self.write(ident, undef, false);
            }
        }
    }

    // ---- `this`

    /// `this`, as an object of the class of this file: itself or an enclosing
    /// instance of it. For an inherited class it is the object at hand.
    pub(super) fn this_of(&mut self, class: NodeId, at: NodeId) -> ValueId {
        let mut value = self.this;
        let Some(mut here) = self.class_of_function() else {
            return value;
        };
        if !self.tree.is_within(here, class) {
            // A superclass that stands elsewhere in the file. It may be that of
            // an outer class; the nearest class is the better guess.
            return value;
        }
        while here != class && !self.is_static_class(here) {
            let Some(outer) = self.scopes.enclosing_class(here) else {
                break;
            };
            value = self.emit_hidden(Op::LoadField(value, Field::OUTER), at);
            here = outer;
        }
        value
    }

    /// The class whose `this` the function has.
    pub(super) fn class_of_function(&self) -> Option<NodeId> {
        match self.key.part {
            FuncPart::Init | FuncPart::StaticInit | FuncPart::Canonical => Some(self.key.node),
            _ => self.scopes.enclosing_class(self.key.node),
        }
    }

    /// Whether objects of a Java class have no enclosing instance.
    pub(super) fn is_static_class(&self, class: NodeId) -> bool {
        if self.tree.kind(class) != Kind::Class {
            return !self.has_this_at(class);
        }
        let flags = self.tree.flags(class);
        let implied = [
            Flags::INTERFACE,
            Flags::ENUM,
            Flags::RECORD,
            Flags::ANNOTATION_TYPE,
        ];
        if implied.into_iter().any(|flag| flags.has(flag)) || self.has_modifier(class, "static") {
            return true;
        }
        let Some(outer) = self.scopes.enclosing_class(class) else {
            return true;
        };
        let is_interface = self.tree.kind(outer) == Kind::Class
            && (self.has(outer, Flags::INTERFACE) || self.has(outer, Flags::ANNOTATION_TYPE));
        match self.scopes.enclosing_callable(class) {
            // A local class: as its function.
            Some(callable) if callable > outer => !self.has_this_at(class),
            _ => is_interface,
        }
    }

    /// Whether there is a `this` in the code around a Java node.
    pub(super) fn has_this_at(&self, node: NodeId) -> bool {
        let class = self.scopes.enclosing_class(node);
        let mut callable = self.scopes.enclosing_callable(node);
        while let Some(at) = callable.filter(|at| class.is_none_or(|class| *at > class)) {
            match self.tree.kind(at) {
                Kind::Function => return !self.has_modifier(at, "static"),
                Kind::Initializer => return !self.has(at, Flags::STATIC),
                _ => callable = self.scopes.enclosing_callable(at),
            }
        }
        let Some(class) = class else { return false };
        // In a field initialiser, enum constant or header.
        let mut at = node;
        while at != class && at != NodeId::ROOT {
            if self.tree.kind(at) == Kind::VarDecl {
                return !self.is_static_field(class, at);
            }
            if self.tree.kind(at) == Kind::EnumConstant {
                return false;
            }
            at = self.scopes.parent(at);
        }
        false
    }

    /// Whether a field declaration of a class is static.
    pub(super) fn is_static_field(&self, class: NodeId, declaration: NodeId) -> bool {
        super::list::is_static_field(self.tree, class, declaration)
    }
}
