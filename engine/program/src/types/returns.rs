//! Types of the results of calls.

use haechi_syntax::{Kind, Lang, NodeId, Role};

use super::{Type, Typer, Types};
use crate::calls::Targets;
use crate::index::{ClassId, MethodId};
use crate::lazy::Subject;
use crate::library::Given;
use crate::names::GlobalName;
use crate::signatures::{FoundMethod, Origin, Signatures};

impl Typer<'_, '_> {
    pub(super) fn call(self, node: NodeId) -> Types {
        let targets = self.resolve(node, None);
        self.result(&targets)
    }

    /// What a resolved call gives.
    pub(crate) fn result(self, targets: &Targets) -> Types {
        if let Some(made) = &targets.constructed {
            return Types::one(Type {
                exact: true,
                ..self.type_of_super(*made)
            });
        }
        if let Some(field) = targets.accessed {
            return self.field(field);
        }
        if targets.methods.is_empty() {
            return self.library_result(targets);
        }
        let mut types = Types::nothing();
        for method in &targets.methods {
            types.join(self.returns(*method));
        }
        let generic = targets
            .declared
            .map(|method| self.generic_result(method, &targets.receiver));
        if let Some(generic) = generic
            && !generic.is_unknown()
            && !types.is_exact()
        {
            return generic;
        }
        let declared = targets.declared.map(|method| self.declared_result(method));
        match declared {
            Some(declared) if !types.is_exact() && !declared.is_unknown() => declared,
            _ => types,
        }
    }

    fn declared_result(self, method: MethodId) -> Types {
        let found = self.program.methods[method];
        let there = Typer {
            file: found.file,
            ..self
        };
        match there.child(found.node, Role::Type) {
            Some(ty) => there.declared(ty),
            None => Types::unknown(),
        }
    }

    /// What a function of the program returns: what all its `return`s make, if
    /// that is exact, else the declared type.
    pub(crate) fn returns(self, method: MethodId) -> Types {
        let subject = Subject::Returns(method, self.level);
        let program = self.program;
        program.lazy.types(subject, || self.compute_returns(method))
    }

    fn compute_returns(self, method: MethodId) -> Types {
        let declared = self.declared_result(method);
        let Some(down) = self.down().filter(|_| self.may_refine(&declared)) else {
            return declared;
        };
        let found = &self.program.methods[method];
        let inside = Typer {
            file: found.file,
            ..down
        };
        let made = inside.returned(found.node);
        if made.is_exact() || declared.is_unknown() {
            made
        } else {
            declared
        }
    }

    /// The values of all `return`s of a function.
    pub(super) fn returned(self, function: NodeId) -> Types {
        let tree = self.program.trees.tree(self.file);
        let Some(body) = tree.child(function, Role::Body) else {
            return Types::unknown();
        };
        let mut types = Types::nothing();
        let end = tree.end(body);
        let mut at = body;
        let mut found = false;
        while at < end {
            match tree.kind(at) {
                // What stands in there returns from something else.
                Kind::Function | Kind::Lambda | Kind::Class => {
                    at = tree.end(at);
                    continue;
                }
                Kind::Yield => return Types::unknown(),
                Kind::Return => {
                    if let Some(value) = tree.child(at, Role::Value) {
                        types.join(self.expr(value));
                        found = true;
                    }
                }
                _ => {}
            }
            at = NodeId::new(at.raw() + 1);
        }
        if found { types } else { Types::unknown() }
    }

    // ---- libraries

    fn library_result(self, targets: &Targets) -> Types {
        let Some(owner) = targets.owner else {
            return Types::unknown();
        };
        let text = self.program.names.text(owner);
        let signatures = match self.program.trees.lang(self.file) {
            Lang::Java => crate::signatures::java(),
            Lang::Python => crate::signatures::python(),
        };
        let name = self.program.trees.tree(self.file).name(targets.node);
        let Some(found) = signatures.method(text, name, targets.args) else {
            return self.modelled_type(targets, owner, name);
        };
        let args = self.args_at(signatures, &found, targets, owner);
        let context = Context {
            args: &args,
            call: Some(targets.node),
        };
        let types = self.signature_type(signatures, found.owner, found.returns(), context);
        if types.is_unknown() {
            return self.modelled_type(targets, owner, name);
        }
        self.as_receiver(types, found.owner, targets)
    }

    /// In Python a method that gives an object of its own class gives one of the
    /// receiver's: `Path.joinpath` is `PurePath.joinpath`, which is declared to give `Self`.
    fn as_receiver(self, types: Types, owner: &str, targets: &Targets) -> Types {
        let names = &self.program.names;
        match (&types.list[..], &targets.receiver.list[..]) {
            ([given], [receiver])
                if self.program.trees.lang(self.file) == Lang::Python
                    && names.text(given.name) == owner
                    && given.name != receiver.name
                    && self.program.is_subtype(receiver.name, given.name) =>
            {
                targets.receiver.clone()
            }
            _ => types,
        }
    }

    /// What models say that a call gives.
    fn modelled_type(self, targets: &Targets, owner: GlobalName, name: &str) -> Types {
        match self.program.modelled_result(owner, name, targets.args) {
            Some(Given::Type(name)) => Types::one(self.plain(name)),
            Some(Given::ClassIn(arg)) => {
                let class = self.argument(targets.node, arg).map(|arg| self.expr(arg));
                let object = class.and_then(|class| class.list.into_iter().next());
                object
                    .and_then(|class| class.args.into_vec().into_iter().next())
                    .map_or_else(Types::unknown, Types::one)
            }
            None => Types::unknown(),
        }
    }

    /// The type arguments, for the class that has a method, of the receiver of
    /// a call.
    pub(super) fn args_at(
        self,
        signatures: &Signatures,
        found: &FoundMethod,
        targets: &Targets,
        owner: GlobalName,
    ) -> Vec<Type> {
        let of_receiver = targets.receiver.list.iter().find_map(|ty| {
            if ty.name == owner {
                return Some(ty.args.to_vec());
            }
            self.args_of_super(ty.class?, owner)
        });
        let mut args = of_receiver.unwrap_or_default();
        for (class, supertype) in &found.path {
            let read = signatures.read_type(class, supertype);
            let context = Context {
                args: &args,
                call: None,
            };
            let ty = read.first().and_then(|read| self.read_type(read, context));
            args = ty.map(|ty| ty.args.into_vec()).unwrap_or_default();
        }
        args
    }

    /// The type arguments that a class of the program gives to a supertype
    /// outside: `class Cart extends ArrayList<Item>`.
    fn args_of_super(self, class: ClassId, owner: GlobalName) -> Option<Vec<Type>> {
        let program = self.program;
        program.ancestors(class).iter().find_map(|class| {
            let found = &program.classes[*class];
            let info = &program.files[found.file];
            let decl = &info.decls.classes[info.decls.class(found.node)? as usize];
            let there = Typer {
                file: found.file,
                ..self
            };
            decl.supers.iter().find_map(|node| {
                let types = there.declared(*node);
                let ty = types.list.into_iter().next()?;
                (ty.name == owner).then(|| ty.args.into_vec())
            })
        })
    }

    /// A field of a class of the platform.
    pub(super) fn library_field(self, ty: &Type, name: &str) -> Types {
        let signatures = crate::signatures::python();
        let owner = self.program.names.text(ty.name);
        let found = signatures.class(owner).and_then(|class| class.field(name));
        let modelled = || {
            let name = self.program.modelled_value(ty.name, name);
            name.map_or_else(Types::unknown, |name| Types::one(self.plain(name)))
        };
        found.map_or_else(modelled, |field| {
            self.signature_type(signatures, owner, field, Context::of(&ty.args))
        })
    }

    /// A type as a signature writes it.
    pub(super) fn signature_type(
        self,
        signatures: &Signatures,
        owner: &str,
        written: &str,
        context: Context<'_>,
    ) -> Types {
        let names = signatures.read_type(owner, written);
        if names.is_empty() {
            return Types::unknown();
        }
        let mut types = Types::nothing();
        for read in names {
            if read.name == "None" {
                continue;
            }
            match self.read_type(&read, context) {
                Some(ty) => types.join(Types::one(ty)),
                None => return Types::unknown(),
            }
        }
        types
    }

    pub(super) fn read_type(
        self,
        read: &crate::signatures::ReadType,
        context: Context<'_>,
    ) -> Option<Type> {
        if let Some(origin) = read.origin {
            let mut ty = self.origin_type(origin, context)?;
            ty.dims = ty.dims.saturating_add(read.dims);
            return Some(ty);
        }
        let name: GlobalName = self.program.names.find(&read.name)?;
        let object = self.program.names.find("java.lang.Object");
        let args = read.args.iter().map_while(|arg| {
            // What one element is made as, others need not be.
            let known = self.read_type(arg, context).map(|ty| Type {
                exact: ty.class.map_or_else(
                    || self.plain(ty.name).exact,
                    |class| self.program.is_final(class),
                ),
                ..ty
            });
            known.or_else(|| object.map(|object| self.plain(object)))
        });
        Some(Type {
            dims: read.dims,
            args: args.collect(),
            ..self.plain(name)
        })
    }

    fn origin_type(self, origin: Origin, context: Context<'_>) -> Option<Type> {
        let (types, arg) = match origin {
            Origin::Param(n) => return context.args.get(n).cloned(),
            Origin::Arg(i, arg) => (self.expr(self.argument(context.call?, i)?), arg),
            Origin::Result(i, arg) => {
                let function = self.argument(context.call?, i)?;
                (self.down()?.function_result(function), arg)
            }
        };
        let mut list = types.list.into_iter();
        let (only, None) = (list.next()?, list.next()) else {
            return None;
        };
        match arg {
            Some(arg) => only.args.get(arg).cloned(),
            None => Some(only),
        }
    }

    /// Argument i of a call.
    fn argument(self, call: NodeId, i: usize) -> Option<NodeId> {
        let tree = self.program.trees.tree(self.file);
        tree.children(tree.child(call, Role::Args)?).nth(i)
    }
}

/// What a type in a signature may refer to.
#[derive(Clone, Copy)]
pub(super) struct Context<'c> {
    /// Type arguments of the object whose method it is.
    pub(super) args: &'c [Type],
    /// The call.
    pub(super) call: Option<NodeId>,
}

impl<'c> Context<'c> {
    pub(super) fn of(args: &'c [Type]) -> Self {
        Self { args, call: None }
    }
}
