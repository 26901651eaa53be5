//! Calls in Python.

use haechi_ir::FuncKey;
use haechi_syntax::{DefKind, Kind, Lang, NodeId, Role};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{How, Target, Targets};
use crate::decls::Traits;
use crate::index::{ClassId, FuncRef, MethodId, Program};
use crate::names::GlobalName;
use crate::symbols::Symbol;
use crate::types::{Typer, Types};

/// Most classes among which a method is guessed by its name alone.
const MAX_BY_NAME: usize = 3;

impl Typer<'_, '_> {
    pub(super) fn python_call(self, targets: &mut Targets, receiver: Option<Types>) {
        let tree = self.program.trees.tree(self.file);
        let Some(callee) = self.child(targets.node, Role::Callee) else {
            return;
        };
        match tree.kind(callee) {
            Kind::Ident | Kind::Member => {
                match self.program.symbol(self.file, callee) {
                    Some(symbol) if self.by_symbol(targets, callee, symbol) => return,
                    _ => {}
                }
                if tree.kind(callee) == Kind::Member {
                    self.method_call(targets, callee, receiver);
                } else {
                    self.variable_call(targets, callee);
                }
            }
            _ => {
                let types = self.expr(callee);
                self.object_call(targets, types);
            }
        }
    }

    /// A call of what a name means. Says whether that settles it.
    fn by_symbol(self, targets: &mut Targets, callee: NodeId, symbol: Symbol) -> bool {
        match symbol {
            Symbol::Class(class) => {
                self.construct(targets, self.program.super_of(class));
                true
            }
            Symbol::Method(method) => {
                self.function_call(targets, callee, method);
                true
            }
            Symbol::External(_) | Symbol::Foreign => {
                self.library_call(targets, callee, symbol);
                true
            }
            _ => false,
        }
    }

    /// A function, or a method through its class.
    fn function_call(self, targets: &mut Targets, callee: NodeId, method: MethodId) {
        let found = self.program.methods[method];
        let tree = self.program.trees.tree(self.file);
        targets.declared = Some(method);
        let class = found.class.filter(|_| tree.kind(callee) == Kind::Member);
        if let Some(class) = class {
            let is_bound =
                found.traits.has(Traits::STATIC) || found.traits.has(Traits::CLASSMETHOD);
            targets.is_unbound = !is_bound;
            targets.receiver = Types::one(self.class_type(class, false));
        }
        self.add(targets, method);
        self.settle(targets, true);
    }

    /// A function or class outside the program.
    fn library_call(self, targets: &mut Targets, callee: NodeId, symbol: Symbol) {
        let (program, tree) = (self.program, self.program.trees.tree(self.file));
        let signatures = crate::signatures::python();
        if let Symbol::External(name) = symbol {
            let name = self.builtin_for(name);
            let text = program.names.text(name);
            let is_class = signatures
                .class(text)
                .is_some_and(|class| class.kind() == b'c');
            if is_class || program.is_modelled_class(name) {
                targets.constructed = Some(crate::index::Super { name, class: None });
                targets.owner = Some(name);
                return;
            }
            let owner = match text.rsplit_once('.') {
                Some((owner, _)) => owner,
                None => "builtins",
            };
            targets.owner = program.names.find(owner);
        } else if tree.kind(callee) == Kind::Member {
            let object = self.child(callee, Role::Object);
            let object = object.and_then(|object| program.symbol(self.file, object));
            if let Some(Symbol::External(owner)) = object {
                targets.owner = Some(owner);
            }
        }
    }

    // ---- `o.m(…)`

    fn method_call(self, targets: &mut Targets, callee: NodeId, receiver: Option<Types>) {
        let tree = self.program.trees.tree(self.file);
        let Some(object) = self.child(callee, Role::Object) else {
            return;
        };
        let name = self.program.names.find(tree.name(callee));
        if let Some(class) = self.super_call(object) {
            return self.super_method(targets, class, name);
        }
        let types = match receiver.filter(|types| !types.is_unknown()) {
            Some(types) => types,
            None => self.expr(object),
        };
        let is_unknown = types.list.is_empty();
        match name {
            Some(name) if is_unknown => self.by_name(targets, name, tree.name(callee)),
            Some(name) => self.dispatch(targets, types, name),
            None => {
                for ty in &types.list {
                    match ty.class {
                        Some(class) => self.leaves_program(targets, class),
                        None => targets.owner = targets.owner.or(Some(ty.name)),
                    }
                }
                targets.receiver = types;
            }
        }
    }

    /// The class around, for `super()` and `super(C, self)`.
    fn super_call(self, object: NodeId) -> Option<ClassId> {
        let (tree, scopes) = (
            self.program.trees.tree(self.file),
            self.program.trees.scopes(self.file),
        );
        let callee = tree.child(object, Role::Callee)?;
        let is_super = tree.kind(object) == Kind::Call
            && tree.kind(callee) == Kind::Ident
            && tree.name(callee) == "super"
            && scopes.def_of(callee).is_none();
        is_super
            .then(|| self.program.class_around(self.file, object))
            .flatten()
    }

    fn super_method(self, targets: &mut Targets, class: ClassId, name: Option<GlobalName>) {
        targets.receiver = Types::one(self.class_type(class, false));
        let above = self.program.ancestors(class).iter().skip(1);
        let mut all = above.flat_map(|class| self.program.methods_of(*class).iter().copied());
        let found =
            name.and_then(|name| all.find(|method| self.program.methods[*method].name == name));
        match found {
            Some(method) => {
                targets.declared = Some(method);
                self.add(targets, method);
                self.settle(targets, true);
            }
            None => self.leaves_program(targets, class),
        }
    }

    /// Nothing is known of the receiver: a method that few classes have.
    fn by_name(self, targets: &mut Targets, name: GlobalName, text: &str) {
        if crate::signatures::python().is_common(text) {
            return;
        }
        let found = self.program.methods_named(name);
        if found.len() > MAX_BY_NAME {
            return;
        }
        for method in found {
            self.add(targets, *method);
        }
        self.settle(targets, false);
    }

    // ---- `f(…)` with a variable `f`

    fn variable_call(self, targets: &mut Targets, callee: NodeId) {
        let (tree, scopes) = (
            self.program.trees.tree(self.file),
            self.program.trees.scopes(self.file),
        );
        let Some(def) = scopes.def_of(callee) else {
            return;
        };
        let found = scopes.def(def);
        let value = found.value();
        if let Some(lambda) = value.filter(|value| tree.kind(*value) == Kind::Lambda) {
            targets.funcs.push(Target {
                func: FuncRef {
                    file: self.file,
                    key: FuncKey::body(lambda),
                },
                binds_receiver: false,
            });
            targets.how = How::Exact;
            targets.open = false;
            return;
        }
        if matches!(found.kind, DefKind::Class | DefKind::Function) {
            return;
        }
        if let Some(class) = self.class_object(def) {
            self.construct(targets, self.program.super_of(class));
            targets.how = How::Guessed;
            targets.open = true;
            return;
        }
        let types = self.def(def);
        self.object_call(targets, types);
    }

    /// The class that the `cls` of a class method is (or a class below it).
    fn class_object(self, def: haechi_syntax::DefId) -> Option<ClassId> {
        let (tree, scopes) = (
            self.program.trees.tree(self.file),
            self.program.trees.scopes(self.file),
        );
        let method = crate::decls::python::self_method(tree, scopes, def)?;
        let found = self.program.method_at(self.file, method)?;
        let found = &self.program.methods[found];
        let is_class = found.traits.has(Traits::CLASSMETHOD)
            || matches!(tree.name(method), "__new__" | "__init_subclass__");
        is_class.then_some(found.class).flatten()
    }

    /// A call of an object: its `__call__`.
    fn object_call(self, targets: &mut Targets, types: Types) {
        if types.list.iter().all(|ty| ty.class.is_none()) {
            return;
        }
        if let Some(name) = self.program.names.find("__call__") {
            self.dispatch(targets, types, name);
        }
    }

    /// The `__init__` that constructing an object runs.
    pub(super) fn python_init(self, class: ClassId) -> SmallVec<[MethodId; 2]> {
        let init = self.program.names.find("__init__");
        init.and_then(|init| self.program.find_method(class, init))
            .into_iter()
            .collect()
    }
}

impl Program<'_> {
    /// The Python methods of that name, of any class, in order.
    fn methods_named(&self, name: GlobalName) -> &[MethodId] {
        let by_name = self.lazy.by_name.get_or_init(|| {
            let mut by_name: FxHashMap<GlobalName, Vec<MethodId>> = FxHashMap::default();
            for (id, method) in self.methods.iter_enumerated() {
                if method.class.is_some() && self.trees.lang(method.file) == Lang::Python {
                    by_name.entry(method.name).or_default().push(id);
                }
            }
            by_name
        });
        by_name.get(&name).map(Vec::as_slice).unwrap_or_default()
    }
}
