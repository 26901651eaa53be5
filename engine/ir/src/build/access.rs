//! Members and elements: `a.b`, `a[i]`, and what a dotted path is made of.

use haechi_syntax::scope::DefKind;
use haechi_syntax::{Flags, Kind, Lang, NodeId, Role};

use super::Builder;
use crate::{Field, Op, ValueId};

/// What an `Ident` or `Member` chain names, as far as the file shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Path {
    /// A computed value.
    Value,
    /// A Java type.
    Type,
    /// Java: lower-case names without definition so far: a package, if a type
    /// follows.
    Package,
    /// Python: an import or something in it.
    Import,
}

impl Builder<'_> {
    pub(super) fn path(&self, node: NodeId) -> Path {
        match self.tree.lang {
            Lang::Java => self.java_path(node),
            Lang::Python => self.python_path(node),
        }
    }

    fn python_path(&self, mut node: NodeId) -> Path {
        while self.tree.kind(node) == Kind::Member {
            match self.tree.child(node, Role::Object) {
                Some(object) => node = object,
                None => return Path::Value,
            }
        }
        let def = match self.tree.kind(node) {
            Kind::Ident => self.scopes.def_of(node),
            _ => None,
        };
        match def {
            Some(def) if self.scopes.def(def).kind == DefKind::Import => Path::Import,
            _ => Path::Value,
        }
    }

    fn java_path(&self, node: NodeId) -> Path {
        match self.tree.kind(node) {
            Kind::Ident => self.java_head(node),
            Kind::GenericType | Kind::ArrayType | Kind::AnnotatedType => Path::Type,
            Kind::Member => {
                let Some(object) = self.tree.child(node, Role::Object) else {
                    return Path::Value;
                };
                let name = self.tree.name(node);
                match self.java_path(object) {
                    Path::Package if self.has(node, Flags::TYPE) || is_type_name(name) => {
                        Path::Type
                    }
                    Path::Package => Path::Package,
                    Path::Type if self.has(node, Flags::TYPE) || self.is_nested_class(node) => {
                        Path::Type
                    }
                    _ => Path::Value,
                }
            }
            _ => Path::Value,
        }
    }

    fn java_head(&self, node: NodeId) -> Path {
        if self.has(node, Flags::TYPE) {
            return Path::Type;
        }
        let name = self.tree.name(node);
        let Some(def) = self.scopes.def_of(node) else {
            return match is_type_name(name) {
                true => Path::Type,
                false if name.starts_with(char::is_lowercase) => Path::Package,
                false => Path::Value,
            };
        };
        match self.scopes.def(def).kind {
            DefKind::Class | DefKind::TypeParam => Path::Type,
            DefKind::Import => {
                let is_static = self.scopes.imports_of(def).any(|import| import.is_static);
                match is_static && !is_type_name(name) {
                    true => Path::Value,
                    false => Path::Type,
                }
            }
            _ => Path::Value,
        }
    }

    /// Whether `T.name` names a class nested in T.
    fn is_nested_class(&self, member: NodeId) -> bool {
        let def = self
            .tree
            .child(member, Role::Name)
            .and_then(|name| self.scopes.def_of(name));
        match def {
            Some(def) => self.scopes.def(def).kind == DefKind::Class,
            None => is_type_name(self.tree.name(member)),
        }
    }

    /// `a.b` as a value.
    pub(super) fn member(&mut self, node: NodeId) -> ValueId {
        let (Some(object), Some(name)) = (
            self.tree.child(node, Role::Object),
            self.tree.child(node, Role::Name),
        ) else {
            return self.opaque_children(node);
        };
        if self.tree.lang == Lang::Java && self.tree.name(name) == "this" {
            // `Outer.this`
            let class = self.class_def(object);
            let this = match class {
                Some(class) => self.this_of(class, node),
                None => self.this_or_opaque(node),
            };
            self.map(node, this);
            return this;
        }
        match self.path(object) {
            Path::Type | Path::Import => self.emit(Op::LoadGlobal(node), node),
            Path::Package if self.path(node) == Path::Type => self.emit(Op::LoadGlobal(node), node),
            Path::Value | Path::Package => {
                let base = self.expr(object);
                let field = Field::named(self.tree.name_id(node));
                self.emit(Op::LoadField(base, field), node)
            }
        }
    }

    /// The class of this file that a type names.
    pub(super) fn class_def(&self, ty: NodeId) -> Option<NodeId> {
        let ty = match self.tree.kind(ty) {
            Kind::GenericType | Kind::AnnotatedType => self.tree.child(ty, Role::Type)?,
            _ => ty,
        };
        let def = self.scopes.def(self.scopes.def_of_expr(self.tree, ty)?);
        (def.kind == DefKind::Class).then_some(def.decl)
    }

    /// `this`, `super` as a value.
    pub(super) fn this_or_opaque(&mut self, node: NodeId) -> ValueId {
        match self.this {
            super::NONE => self.emit_hidden(Op::LoadGlobal(node), node),
            this => this,
        }
    }

    /// `a.b = value`.
    pub(super) fn store_member(&mut self, target: NodeId, value: ValueId) {
        let Some(object) = self.tree.child(target, Role::Object) else {
            return;
        };
        match self.path(object) {
            Path::Type | Path::Import => {
                self.emit(Op::StoreGlobal(target, value), target);
            }
            Path::Value | Path::Package => {
                let base = self.expr(object);
                let field = Field::named(self.tree.name_id(target));
                self.emit(Op::StoreField { base, field, value }, target);
            }
        }
    }

    /// `a[i]` as a value.
    pub(super) fn index(&mut self, node: NodeId) -> ValueId {
        let (base, index) = self.index_operands(node);
        self.emit(Op::LoadIndex(base, index), node)
    }

    /// Object and index of `a[i]`, evaluated.
    pub(super) fn index_operands(&mut self, node: NodeId) -> (ValueId, ValueId) {
        let base = self.child_expr(node, Role::Object);
        let index = self.child_expr(node, Role::Index);
        (base, index)
    }

    /// `a:b:c`.
    pub(super) fn slice(&mut self, node: NodeId) -> ValueId {
        let bounds =
            [Role::Lower, Role::Upper, Role::Step].map(|role| match self.tree.child(node, role) {
                Some(bound) => self.expr(bound),
                None => self.null(node),
            });
        let list = self.list(&bounds);
        self.emit(Op::Slice(list), node)
    }
}

/// Whether a Java name without definition looks like a type: `Foo`, `T`, `URI`,
/// not `MAX_SIZE`. `URI` could be a constant, but types are the usual thing
/// before a dot.
fn is_type_name(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
        && (name.contains(char::is_lowercase) || !name.contains('_'))
}
