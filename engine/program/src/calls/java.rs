//! Calls in Java.

use haechi_syntax::{DefKind, Kind, NodeId, Role};
use smallvec::SmallVec;

use super::Targets;
use crate::decls::Traits;
use crate::index::{ClassId, FieldId, MethodId, Program, Super};
use crate::symbols::Symbol;
use crate::trees::FileId;
use crate::types::{Typer, Types};

impl Typer<'_, '_> {
    pub(super) fn java_call(self, targets: &mut Targets, receiver: Option<Types>) {
        let tree = self.program.trees.tree(self.file);
        let node = targets.node;
        match tree.kind(node) {
            Kind::New => return self.creation_call(targets),
            Kind::EnumConstant => return self.constant_call(targets),
            _ => {}
        }
        let Some(callee) = self.child(node, Role::Callee) else {
            return;
        };
        match tree.kind(callee) {
            Kind::Ident => self.bare_call(targets, callee, receiver),
            Kind::Member => self.member_call(targets, callee, receiver),
            Kind::This | Kind::Super => self.constructor_call(targets, tree.kind(callee)),
            _ => {}
        }
    }

    fn creation_call(self, targets: &mut Targets) {
        let node = targets.node;
        let Some(ty) = self.child(node, Role::Type) else {
            return;
        };
        let Some(class) = self.program.named_type(self.file, ty) else {
            return;
        };
        self.construct(targets, class);
        // An anonymous class runs the constructor of what it extends, but the
        // object is of its own.
        if let Some(own) = self.program.class_at(self.file, node) {
            targets.constructed = Some(self.program.super_of(own));
        }
    }

    fn constant_call(self, targets: &mut Targets) {
        let Some(class) = self.program.class_around(self.file, targets.node) else {
            return;
        };
        self.construct(targets, self.program.super_of(class));
        if let Some(own) = self.program.class_at(self.file, targets.node) {
            targets.constructed = Some(self.program.super_of(own));
        }
    }

    /// `this(…)` and `super(…)`.
    fn constructor_call(self, targets: &mut Targets, kind: Kind) {
        let Some(class) = self.program.class_around(self.file, targets.node) else {
            return;
        };
        let called = match kind {
            Kind::This => Some(self.program.super_of(class)),
            _ => self.program.classes[class].supers.first().copied(),
        };
        let Some(called) = called else { return };
        self.construct(targets, called);
        targets.constructed = None;
        targets.receiver = Types::one(self.class_type(class, false));
    }

    pub(super) fn java_constructors(
        self,
        class: ClassId,
        call: &Targets,
    ) -> SmallVec<[MethodId; 2]> {
        let all = self.program.methods_of(class).iter().copied();
        let fitting = all.filter(|method| {
            let method = &self.program.methods[*method];
            method.traits.has(Traits::CONSTRUCTOR) && method.takes(call.args)
        });
        self.narrow(fitting.collect(), call)
    }

    // ---- `m(…)`

    fn bare_call(self, targets: &mut Targets, callee: NodeId, receiver: Option<Types>) {
        let (tree, scopes) = (
            self.program.trees.tree(self.file),
            self.program.trees.scopes(self.file),
        );
        let def = scopes.def_of(callee).map(|def| scopes.def(def));
        if def.is_some_and(|def| def.kind == DefKind::Import) {
            return self.static_import_call(targets, callee);
        }
        let Some(name) = self.program.names.find(tree.name(callee)) else {
            return self.foreign_bare_call(targets, callee);
        };
        let owner = def.and_then(|def| self.program.class_around(self.file, def.node));
        let mut around = self.program.class_around(self.file, callee);
        while let Some(class) = around {
            let has = owner == Some(class) || self.program.find_method(class, name).is_some();
            if has {
                let types = receiver
                    .filter(|types| !types.is_unknown())
                    .unwrap_or_else(|| Types::one(self.class_type(class, false)));
                return self.dispatch(targets, types, name);
            }
            around = self
                .program
                .class_around(self.file, self.program.classes[class].node);
        }
        self.foreign_bare_call(targets, callee);
    }

    fn static_import_call(self, targets: &mut Targets, callee: NodeId) {
        match self.program.symbol(self.file, callee) {
            Some(Symbol::Method(method)) => {
                let found = self.program.methods[method];
                if let Some(class) = found.class {
                    let own = self.choose(class, found.name, targets);
                    targets.declared = own.first().copied();
                    for method in &own {
                        self.add(targets, *method);
                    }
                    self.settle(targets, true);
                }
            }
            _ => {
                let scopes = self.program.trees.scopes(self.file);
                let import = scopes
                    .def_of(callee)
                    .and_then(|def| scopes.imports_of(def).next());
                let path = import.map_or("", |import| scopes.path(import.path));
                let owner = path.rsplit_once('.').map_or("", |(owner, _)| owner);
                targets.owner = self.program.names.find(owner);
            }
        }
    }

    /// A bare name that no class around has in the program: from a static
    /// wildcard import, or inherited from outside.
    fn foreign_bare_call(self, targets: &mut Targets, callee: NodeId) {
        let (tree, scopes) = (
            self.program.trees.tree(self.file),
            self.program.trees.scopes(self.file),
        );
        let name = self.program.names.find(tree.name(callee));
        let mut unknown = None;
        for import in scopes.wildcards().filter(|import| import.is_static) {
            let path = scopes.path(import.path);
            match self.program.dotted_symbol(self.file, path) {
                Some(Symbol::Class(class)) => {
                    let own = name.map(|name| self.choose(class, name, targets));
                    for method in own.iter().flatten() {
                        self.add(targets, *method);
                    }
                }
                Some(Symbol::External(owner)) => {
                    let known = crate::signatures::java().class(path);
                    if known.is_some_and(|class| class.has_member(tree.name(callee))) {
                        targets.owner = targets.owner.or(Some(owner));
                    } else if known.is_none() {
                        unknown = unknown.or(Some(owner));
                    }
                }
                _ => {}
            }
        }
        if !targets.funcs.is_empty() {
            return self.settle(targets, true);
        }
        let mut around = self.program.class_around(self.file, callee);
        while let Some(class) = around
            && targets.owner.is_none()
        {
            targets.receiver = Types::one(self.class_type(class, false));
            self.leaves_program(targets, class);
            around = self
                .program
                .class_around(self.file, self.program.classes[class].node);
        }
        targets.owner = targets.owner.or(unknown);
    }

    // ---- `o.m(…)`

    fn member_call(self, targets: &mut Targets, callee: NodeId, receiver: Option<Types>) {
        let tree = self.program.trees.tree(self.file);
        let Some(object) = self.child(callee, Role::Object) else {
            return;
        };
        let name = self.program.names.find(tree.name(callee));
        let is_super = self.is_super(object);
        // Of a class: static, or (`Outer.super.m()`) fixed.
        let class_name = match tree.kind(object) {
            Kind::Ident | Kind::Member if !is_super => self.program.symbol(self.file, object),
            _ => None,
        };
        match class_name {
            Some(Symbol::Class(class)) => {
                let types = Types::one(self.class_type(class, true));
                if let Some(name) = name {
                    self.dispatch(targets, types, name);
                }
                if targets.funcs.is_empty() {
                    self.leaves_program(targets, class);
                }
                targets.receiver = Types::unknown();
                return;
            }
            Some(Symbol::External(owner)) if receiver.is_none() => {
                targets.owner = Some(owner);
                return;
            }
            _ => {}
        }
        let types = match receiver.filter(|types| !types.is_unknown()) {
            Some(types) => types,
            None => self.expr(object),
        };
        match name {
            Some(name) => {
                let exact = is_super.then(|| exactly(types.clone()));
                self.dispatch(targets, exact.unwrap_or(types), name);
            }
            None => {
                self.outside(targets, types);
            }
        }
    }

    /// No method of the program has the name: a library's, on these types.
    fn outside(self, targets: &mut Targets, types: Types) {
        for ty in &types.list {
            match ty.class {
                Some(class) => self.leaves_program(targets, class),
                None => targets.owner = targets.owner.or(Some(ty.name)),
            }
        }
        targets.receiver = types;
    }

    fn is_super(self, object: NodeId) -> bool {
        let tree = self.program.trees.tree(self.file);
        tree.kind(object) == Kind::Super
            || (tree.kind(object) == Kind::Member && tree.name(object) == "super")
    }
}

/// The same types, and nothing below them.
fn exactly(mut types: Types) -> Types {
    for ty in &mut types.list {
        ty.exact = true;
    }
    types
}

impl Program<'_> {
    /// The field that a bare Java name means which some class around inherits
    /// from another file.
    pub(crate) fn inherited_field(&self, file: FileId, node: NodeId) -> Option<FieldId> {
        let name = self.names.find(self.trees.tree(file).name(node))?;
        let mut around = self.class_around(file, node);
        while let Some(class) = around {
            if let Some(field) = self.find_field(class, name) {
                return Some(field);
            }
            around = self.class_around(file, self.classes[class].node);
        }
        None
    }

    /// The superclass of a class, of the program or not.
    pub fn superclass(&self, class: ClassId) -> Option<Super> {
        self.classes[class].supers.first().copied()
    }
}
