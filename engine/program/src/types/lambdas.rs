//! Types of what functions without a name take and give (Java).
//!
//! The parameters of a lambda have the types that the context asks for: of the
//! parameter that the lambda is passed for, of the variable it is assigned to.
//!
//! ```text
//! List<Dog> dogs; dogs.forEach(d -> d.bark())     Iterable.forEach(Consumer<T>), T = Dog
//!                                                 Consumer leaves accept(T): d is a Dog
//! dogs.stream().map(Dog::owner)                   Stream<R>, R = what Dog.owner returns
//! ```

use haechi_syntax::{DefId, DefKind, Kind, Lang, NodeId, Role};

use super::returns::Context;
use super::{Type, Typer, Types};
use crate::decls::Traits;
use crate::index::{ClassId, FieldId, MethodId, Program};
use crate::signatures::{self, ReadType};
use crate::trees::FileId;

impl Typer<'_, '_> {
    /// The type of a parameter that a lambda does not declare.
    pub(super) fn lambda_param(self, id: DefId) -> Types {
        let (tree, scopes) = (
            self.program.trees.tree(self.file),
            self.program.trees.scopes(self.file),
        );
        let lambda = scopes.owner(id);
        let lambda = lambda.filter(|node| tree.kind(*node) == Kind::Lambda);
        let (Some(lambda), Some(down)) = (lambda, self.down()) else {
            return Types::unknown();
        };
        if tree.lang != Lang::Java {
            return Types::unknown();
        }
        let decl = scopes.def(id).decl;
        let params = tree.child(lambda, Role::Params);
        let position = params.and_then(|params| tree.children(params).position(|p| p == decl));
        let wanted = down.wanted(lambda);
        match (position, wanted) {
            (Some(n), Some(function)) => down.function_param(&function, n),
            _ => Types::unknown(),
        }
    }

    /// The interface that a lambda or method reference has to implement.
    fn wanted(self, function: NodeId) -> Option<Type> {
        let (tree, scopes) = (
            self.program.trees.tree(self.file),
            self.program.trees.scopes(self.file),
        );
        let parent = scopes.parent(function);
        let types = match tree.kind(parent) {
            Kind::Args => {
                let position = tree.children(parent).position(|arg| arg == function)?;
                return self.wanted_by_call(scopes.parent(parent), position);
            }
            Kind::Declarator => self.declared_of(scopes.def_of(parent)?),
            Kind::Assign => self.part(parent, Role::Target),
            Kind::Cast => self.expr(parent),
            Kind::Return => {
                let callable = scopes.enclosing_callable(parent)?;
                let method = self.program.method_at(self.file, callable)?;
                let ty = tree.child(self.program.methods[method].node, Role::Type)?;
                self.declared(ty)
            }
            Kind::Conditional => return self.wanted(parent),
            _ => return None,
        };
        types.list.into_iter().next()
    }

    fn wanted_by_call(self, call: NodeId, position: usize) -> Option<Type> {
        let targets = self.resolve(call, None);
        if let Some(method) = targets.declared.or(targets.methods.first().copied()) {
            let params = self.param_types(method);
            let last = params.len().checked_sub(1)?;
            let param = params.into_iter().nth(position.min(last))?;
            return param.list.into_iter().next();
        }
        let owner = targets.owner?;
        let signatures = signatures::java();
        let (class, name) = (
            self.program.names.text(owner),
            self.program.trees.tree(self.file).name(call),
        );
        let found = signatures.method(class, name, targets.args)?;
        let args = self.args_at(signatures, &found, &targets, owner);
        let context = Context {
            args: &args,
            call: None,
        };
        let read = signatures.read_type(found.owner, found.function(position)?);
        self.read_type(read.first()?, context)
    }

    /// Parameter n of the one method that an interface leaves to implement.
    fn function_param(self, interface: &Type, n: usize) -> Types {
        let Some(class) = interface.class else {
            let name = self.program.names.text(interface.name);
            return self.platform_param(name, interface, n);
        };
        let Some(method) = self.open_method(class) else {
            return Types::unknown();
        };
        let params = self.param_types(method);
        let known = params.into_iter().nth(n).unwrap_or_else(Types::unknown);
        known.or_else(|| self.type_argument(interface, method, n))
    }

    fn platform_param(self, name: &str, interface: &Type, n: usize) -> Types {
        let signatures = signatures::java();
        let params = signatures.function_params(name);
        let Some(written) = params.and_then(|params| params.get(n).copied()) else {
            return Types::unknown();
        };
        self.signature_type(signatures, name, written, Context::of(&interface.args))
    }

    /// The one method without a body of an interface of the program.
    fn open_method(self, class: ClassId) -> Option<MethodId> {
        let program = self.program;
        let mut open = program
            .ancestors(class)
            .iter()
            .flat_map(|class| program.methods_of(*class).iter().copied())
            .filter(|method| !program.methods[*method].traits.has(Traits::BODY));
        let first = open.next()?;
        let name = program.methods[first].name;
        open.all(|other| program.methods[other].name == name)
            .then_some(first)
    }

    /// A parameter whose type is a type parameter of the interface itself.
    fn type_argument(self, interface: &Type, method: MethodId, n: usize) -> Types {
        let method = &self.program.methods[method];
        let tree = self.program.trees.tree(method.file);
        let params = tree.child(method.node, Role::Params);
        let mut params = params
            .into_iter()
            .flat_map(|params| tree.children_in(params, Role::Param));
        let ty = params
            .nth(n)
            .and_then(|param| tree.child(param, Role::Type));
        match ty.and_then(|ty| self.program.class_param(method.file, ty)) {
            Some(n) => argument_of(interface, n),
            None => Types::unknown(),
        }
    }

    /// What a method gives on this receiver whose result is a type parameter of
    /// its class.
    pub(super) fn generic_result(self, method: MethodId, receiver: &Types) -> Types {
        let method = &self.program.methods[method];
        let tree = self.program.trees.tree(method.file);
        let n = tree
            .child(method.node, Role::Type)
            .and_then(|ty| self.program.class_param(method.file, ty));
        match (n, &receiver.list[..]) {
            (Some(n), [only]) if receiver.complete && only.class == method.class => {
                argument_of(only, n)
            }
            _ => Types::unknown(),
        }
    }

    /// What a field holds in an object of this type whose declared type is a
    /// type parameter of its class.
    pub(super) fn generic_field(self, field: FieldId, object: &Type) -> Types {
        let found = &self.program.fields[field];
        if object.class != Some(found.class) {
            return Types::unknown();
        }
        let file = self.program.classes[found.class].file;
        let def = found
            .def
            .map(|def| self.program.trees.scopes(file).def(def));
        let n = def
            .and_then(|def| def.type_node())
            .and_then(|ty| self.program.class_param(file, ty));
        n.map_or_else(Types::unknown, |n| argument_of(object, n))
    }

    /// What a lambda or method reference returns when it is called.
    pub(super) fn function_result(self, function: NodeId) -> Types {
        let tree = self.program.trees.tree(self.file);
        match tree.kind(function) {
            Kind::Lambda => match tree.child(function, Role::Body) {
                Some(body) if tree.kind(body) == Kind::Block => self.returned(function),
                Some(body) => self.expr(body),
                None => Types::unknown(),
            },
            Kind::MethodRef => self.reference_result(function),
            _ => Types::unknown(),
        }
    }

    fn reference_result(self, reference: NodeId) -> Types {
        let program = self.program;
        let tree = program.trees.tree(self.file);
        let Some(object) = tree.child(reference, Role::Object) else {
            return Types::unknown();
        };
        if tree.name(reference) == "new" {
            return self.declared(object);
        }
        if let Some(target) = program.function_named(self.file, reference) {
            let method = program.method_at(target.func.file, target.func.key.node);
            return method.map_or_else(Types::unknown, |method| self.returns(method));
        }
        let named = program.named_type(self.file, object);
        let owner = match named {
            Some(found) => Some(self.type_of_super(found)),
            None => self.expr(object).list.into_iter().next(),
        };
        let Some(owner) = owner else {
            return Types::unknown();
        };
        let name = program.names.text(owner.name);
        let signatures = signatures::java();
        // `T::m` on an object, or static with one argument.
        let found = [0, 1]
            .iter()
            .find_map(|args| signatures.method(name, tree.name(reference), *args));
        let read = found.as_ref().map(|found| {
            let read: Vec<ReadType> = signatures.read_type(found.owner, found.returns());
            read
        });
        let context = Context::of(&owner.args);
        let mut types = Types::nothing();
        for read in read.iter().flatten() {
            match self.read_type(read, context) {
                Some(ty) => types.join(Types::one(ty)),
                None => return Types::unknown(),
            }
        }
        if types.list.is_empty() {
            return Types::unknown();
        }
        types
    }
}

/// Type argument n of a type.
fn argument_of(ty: &Type, n: usize) -> Types {
    match ty.args.get(n) {
        Some(arg) => Types::one(arg.clone()),
        None => Types::unknown(),
    }
}

impl Program<'_> {
    /// Which type parameter of its class a Java type names.
    fn class_param(&self, file: FileId, ty: NodeId) -> Option<usize> {
        let (tree, scopes) = (self.trees.tree(file), self.trees.scopes(file));
        let def = scopes.def(scopes.def_of(ty)?);
        if def.kind != DefKind::TypeParam {
            return None;
        }
        let class = scopes.parent(def.decl);
        if tree.kind(class) != Kind::Class {
            return None;
        }
        tree.children_in(class, Role::TypeParam)
            .position(|param| param == def.decl)
    }
}
