//! Types of the results of calls.

use haechi_syntax::{Kind, Lang, NodeId, Role};

use super::{Type, Typer, Types};
use crate::calls::Targets;
use crate::index::MethodId;
use crate::lazy::Subject;
use crate::names::GlobalName;
use crate::signatures::Signatures;

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
    fn returned(self, function: NodeId) -> Types {
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
        let args: Vec<Type> = targets
            .receiver
            .list
            .iter()
            .find(|ty| ty.name == owner)
            .map(|ty| ty.args.to_vec())
            .unwrap_or_default();
        signatures
            .method(text, name, targets.args)
            .map_or_else(Types::unknown, |(owner, ty)| {
                self.signature_type(signatures, owner, ty, &args)
            })
    }

    /// A field of a class of the platform.
    pub(super) fn library_field(self, ty: &Type, name: &str) -> Types {
        let signatures = crate::signatures::python();
        let owner = self.program.names.text(ty.name);
        let found = signatures.class(owner).and_then(|class| class.field(name));
        found.map_or_else(Types::unknown, |field| {
            self.signature_type(signatures, owner, field, &ty.args)
        })
    }

    /// A type as a signature writes it. `args` are the type arguments of the
    /// object whose method it is.
    pub(super) fn signature_type(
        self,
        signatures: &Signatures,
        owner: &str,
        written: &str,
        args: &[Type],
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
            match self.read_type(&read, args) {
                Some(ty) => types.join(Types::one(ty)),
                None => return Types::unknown(),
            }
        }
        types
    }

    fn read_type(self, read: &crate::signatures::ReadType, args: &[Type]) -> Option<Type> {
        if let Some(param) = read.param {
            return args.get(param).cloned();
        }
        let name: GlobalName = self.program.names.find(&read.name)?;
        let args = read.args.iter().map_while(|arg| self.read_type(arg, args));
        Some(Type {
            dims: read.dims,
            args: args.collect(),
            ..self.plain(name)
        })
    }
}
