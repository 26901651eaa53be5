//! Types of Python expressions.

use haechi_syntax::{DefKind, Flags, Kind, NodeId, Operator, Role};

use super::java::is_boolean;
use super::returns::Context;
use super::{Typer, Types};
use crate::symbols::Symbol;

impl Typer<'_, '_> {
    pub(super) fn python(self, node: NodeId) -> Types {
        let tree = self.program.trees.tree(self.file);
        match tree.kind(node) {
            Kind::Str if tree.flags(node).has(Flags::BYTES) => self.named("bytes"),
            Kind::Str | Kind::FString | Kind::StrConcat => self.named("str"),
            Kind::Int if tree.source(node).ends_with(['j', 'J']) => self.named("complex"),
            Kind::Int => self.named("int"),
            Kind::Float => self.named("float"),
            Kind::Bool | Kind::CompareChain => self.named("bool"),
            Kind::Null => Types::nothing(),
            Kind::List => self.named("list"),
            Kind::Tuple => self.named("tuple"),
            Kind::Set => self.named("set"),
            Kind::Dict => self.named("dict"),
            Kind::Comprehension => self.comprehension(node),
            Kind::Conditional => {
                let mut types = self.part(node, Role::Then);
                types.join(self.part(node, Role::Else));
                types
            }
            Kind::Assign | Kind::Walrus | Kind::Await => self.part(node, Role::Value),
            Kind::Unary => match tree.flags(node).operator() {
                Some(Operator::Not) => self.named("bool"),
                _ => self.part(node, Role::Operand),
            },
            Kind::Binary => self.python_binary(node),
            Kind::Index => self.item(node),
            Kind::Ident => self.python_name(node),
            Kind::Member => self.python_member(node),
            Kind::Call => self.call(node),
            _ => Types::unknown(),
        }
    }

    fn comprehension(self, node: NodeId) -> Types {
        let flags = self.program.trees.tree(self.file).flags(node);
        if flags.has(Flags::COMP_LIST) {
            self.named("list")
        } else if flags.has(Flags::COMP_SET) {
            self.named("set")
        } else if flags.has(Flags::COMP_DICT) {
            self.named("dict")
        } else {
            self.named("typing.Generator")
        }
    }

    fn python_binary(self, node: NodeId) -> Types {
        let tree = self.program.trees.tree(self.file);
        let Some(operator) = tree.flags(node).operator() else {
            return Types::unknown();
        };
        let (left, right) = (self.part(node, Role::Left), self.part(node, Role::Right));
        match operator {
            Operator::And | Operator::Or => {
                let mut types = left;
                types.join(right);
                types
            }
            _ if is_boolean(operator) => self.named("bool"),
            Operator::Mod if self.is(&left, "str") => left,
            Operator::Add if self.is(&left, "str") || self.is(&right, "str") => self.named("str"),
            Operator::Mul if self.is(&left, "str") || self.is(&right, "str") => self.named("str"),
            Operator::Div if self.is(&left, "int") && self.is(&right, "int") => self.named("float"),
            Operator::Add
            | Operator::Sub
            | Operator::Mul
            | Operator::FloorDiv
            | Operator::Mod
            | Operator::Pow
            | Operator::Div
                if self.is_number(&left) && self.is_number(&right) =>
            {
                let is_float = self.is(&left, "float") || self.is(&right, "float");
                self.named(if is_float { "float" } else { "int" })
            }
            // `path / "name"`, of either side.
            Operator::Div if self.is_path(&left) => left,
            Operator::Div if self.is_path(&right) => right,
            Operator::Add if left == right => left,
            _ => Types::unknown(),
        }
    }

    fn is(self, types: &Types, name: &str) -> bool {
        matches!(&types.list[..], [only] if self.program.names.text(only.name) == name)
    }

    fn is_path(self, types: &Types) -> bool {
        let names = &self.program.names;
        let Some(path) = names.find("pathlib.PurePath") else {
            return false;
        };
        matches!(&types.list[..], [only] if self.program.is_subtype(only.name, path))
    }

    fn is_number(self, types: &Types) -> bool {
        ["int", "float", "bool"]
            .iter()
            .any(|name| self.is(types, name))
    }

    fn item(self, node: NodeId) -> Types {
        let object = self.part(node, Role::Object);
        let is_slice = self
            .child(node, Role::Index)
            .is_some_and(|index| self.kind(index) == Kind::Slice);
        if is_slice {
            return object;
        }
        let Some(ty) = object.list.into_iter().next().filter(|_| object.complete) else {
            return Types::unknown();
        };
        let name = self.program.names.text(ty.name);
        let at = usize::from(matches!(name, "dict" | "collections.defaultdict"));
        match ty.args.get(at) {
            Some(arg) => Types::one(arg.clone()),
            None if name == "str" => Types::one(ty),
            None => Types::unknown(),
        }
    }

    fn python_name(self, node: NodeId) -> Types {
        let scopes = self.program.trees.scopes(self.file);
        match scopes.def_of(node) {
            Some(def) if scopes.def(def).kind != DefKind::Import => self.def(def),
            _ => self.python_symbol_value(node),
        }
    }

    /// A variable or attribute found through imports and classes.
    fn python_symbol_value(self, node: NodeId) -> Types {
        match self.program.symbol(self.file, node) {
            Some(Symbol::Global(file, def)) => Typer { file, ..self }.def(def),
            Some(Symbol::Field(field)) => self.field(field),
            Some(Symbol::External(name)) => self.external_value(name),
            _ => Types::unknown(),
        }
    }

    /// A variable of a module of the platform.
    fn external_value(self, name: crate::names::GlobalName) -> Types {
        let text = self.program.names.text(name);
        let Some((module, member)) = text.rsplit_once('.') else {
            return Types::unknown();
        };
        let signatures = crate::signatures::python();
        let found = signatures
            .class(module)
            .and_then(|module| module.field(member));
        let modelled = || {
            let owner = self.program.names.find(module);
            let name = owner.and_then(|owner| self.program.modelled_value(owner, member));
            name.map_or_else(Types::unknown, |name| Types::one(self.plain(name)))
        };
        found.map_or_else(modelled, |ty| {
            self.signature_type(signatures, module, ty, Context::of(&[]))
        })
    }

    fn python_member(self, node: NodeId) -> Types {
        let found = self.python_symbol_value(node);
        if !found.is_unknown() {
            return found;
        }
        let tree = self.program.trees.tree(self.file);
        let object = self.part(node, Role::Object);
        let name = tree.name(node);
        let types = self.member_of(&object, name);
        if !types.is_unknown() {
            return types;
        }
        self.property(&object, name)
    }

    /// `x.p` with a property `p`: what its getter returns.
    fn property(self, object: &Types, name: &str) -> Types {
        let Some(id) = self.program.names.find(name) else {
            return Types::unknown();
        };
        let mut types = Types::nothing();
        for ty in &object.list {
            let method = ty
                .class
                .and_then(|class| self.program.find_method(class, id));
            match method {
                Some(method)
                    if self.program.methods[method]
                        .traits
                        .has(crate::Traits::PROPERTY) =>
                {
                    types.join(self.returns(method));
                }
                Some(_) => return Types::unknown(),
                None => types.join(self.library_field(ty, name)),
            }
        }
        types.complete &= object.complete && !object.list.is_empty();
        types
    }
}
