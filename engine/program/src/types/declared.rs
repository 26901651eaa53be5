//! Types as they are written.

use haechi_syntax::{Kind, Lang, NodeId, Role};

use super::{Type, Typer, Types};
use crate::decls::java::is_primitive;
use crate::names::GlobalName;
use crate::symbols::Symbol;

impl Typer<'_, '_> {
    /// The type that a node writes: a Java type, a Python annotation.
    pub(crate) fn declared(self, node: NodeId) -> Types {
        match self.program.trees.lang(self.file) {
            Lang::Java => self.java_type(node).map_or_else(Types::unknown, Types::one),
            Lang::Python => self.annotation(node),
        }
    }

    pub(super) fn java_type(self, node: NodeId) -> Option<Type> {
        let tree = self.program.trees.tree(self.file);
        match tree.kind(node) {
            Kind::Ident if is_primitive(tree.name(node)) => {
                let name = self.program.names.find(tree.name(node))?;
                (tree.name(node) != "var").then(|| self.plain(name))
            }
            Kind::Ident | Kind::Member => {
                let found = self.program.named_type(self.file, node)?;
                Some(self.type_of_super(found))
            }
            Kind::GenericType => {
                let mut ty = self.java_type(tree.child(node, Role::Type)?)?;
                let args = tree.children_in(node, Role::TypeArg);
                let args: Option<Vec<Type>> = args.map(|arg| self.java_type(arg)).collect();
                ty.args = args.unwrap_or_default().into_boxed_slice();
                Some(ty)
            }
            Kind::ArrayType => {
                let mut ty = self.java_type(tree.child(node, Role::Type)?)?;
                ty.dims = ty.dims.saturating_add(tree.flags(node).dims());
                Some(ty)
            }
            Kind::AnnotatedType => self.java_type(tree.child(node, Role::Type)?),
            Kind::WildcardType => self.java_type(tree.child(node, Role::Bound)?),
            _ => None,
        }
    }

    /// A Python annotation: `T`, `a.T`, `T[A]`, `Optional[T]`, `T | None`, `"T"`.
    pub(super) fn annotation(self, node: NodeId) -> Types {
        let tree = self.program.trees.tree(self.file);
        match tree.kind(node) {
            Kind::Ident | Kind::Member => match self.symbol_type(node) {
                Some(ty) => Types::one(ty),
                None => Types::unknown(),
            },
            Kind::Null => Types::nothing(),
            Kind::Str => self.quoted(tree.str_text(node)),
            Kind::Binary => {
                let sides = [Role::Left, Role::Right];
                let sides = sides.into_iter().filter_map(|role| tree.child(node, role));
                Types::join_all(sides.map(|side| self.annotation(side)))
            }
            Kind::Index => self.subscript(
                tree.child(node, Role::Object),
                tree.child(node, Role::Index).into_iter().collect(),
            ),
            Kind::GenericType => self.subscript(
                tree.child(node, Role::Type),
                tree.children_in(node, Role::TypeArg).collect(),
            ),
            _ => Types::unknown(),
        }
    }

    fn subscript(self, base: Option<NodeId>, args: Vec<NodeId>) -> Types {
        let tree = self.program.trees.tree(self.file);
        let Some(base) = base else {
            return Types::unknown();
        };
        let args: Vec<NodeId> = match args[..] {
            [one] if tree.kind(one) == Kind::Tuple => tree.children(one).collect(),
            _ => args,
        };
        let first = args.first().copied();
        match tree.name(base) {
            "Optional" => first.map_or_else(Types::unknown, |arg| self.annotation(arg)),
            "Union" => Types::join_all(args.into_iter().map(|arg| self.annotation(arg))),
            "Annotated" | "Final" | "ClassVar" | "Required" | "NotRequired" => {
                first.map_or_else(Types::unknown, |arg| self.annotation(arg))
            }
            _ => {
                let mut types = self.annotation(base);
                let args: Vec<Type> = args
                    .into_iter()
                    .map_while(|arg| self.annotation(arg).list.into_iter().next())
                    .collect();
                if let [only] = &mut types.list[..] {
                    only.args = args.into_boxed_slice();
                }
                types
            }
        }
    }

    /// An annotation in quotes: dotted names, `A | B`, `Optional[A]`.
    fn quoted(self, text: &str) -> Types {
        let text = text.trim();
        let optional = text.strip_prefix("typing.").unwrap_or(text);
        if let Some(inner) = optional.strip_prefix("Optional[") {
            return self.quoted(inner.strip_suffix(']').unwrap_or(inner));
        }
        if text == "None" {
            return Types::nothing();
        }
        if text.contains('|') && !text.contains('[') {
            return Types::join_all(text.split('|').map(|part| self.quoted(part)));
        }
        let is_dotted = !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_alphanumeric() || c == '_' || c == '.');
        if !is_dotted {
            return Types::unknown();
        }
        let mut segments = text.split('.');
        let first = segments.next().unwrap_or(text);
        let mut symbol = self.program.python_export(self.file, first, 0);
        for segment in segments {
            symbol = symbol.and_then(|s| self.program.python_attribute(s, segment, 0));
        }
        let symbol = symbol.or_else(|| {
            let builtin = crate::signatures::python().has_builtin(first);
            let name = self.program.names.find(first)?;
            builtin.then_some(Symbol::External(name))
        });
        symbol
            .and_then(|symbol| self.type_of_symbol(symbol))
            .map_or_else(Types::unknown, Types::one)
    }

    /// The type that a reference to a class means.
    pub(crate) fn type_of_super(self, found: crate::index::Super) -> Type {
        match found.class {
            Some(class) => self.class_type(class, false),
            None => self.plain(found.name),
        }
    }

    fn symbol_type(self, node: NodeId) -> Option<Type> {
        self.type_of_symbol(self.program.symbol(self.file, node)?)
    }

    /// The type whose name a symbol is.
    fn type_of_symbol(self, symbol: Symbol) -> Option<Type> {
        match symbol {
            Symbol::Class(class) => Some(self.class_type(class, false)),
            Symbol::External(name) => Some(self.plain(self.builtin_for(name))),
            _ => None,
        }
    }

    /// `typing.List` and the like, and re-exported classes, are the classes that
    /// they stand for.
    pub(crate) fn builtin_for(self, name: GlobalName) -> GlobalName {
        let text = self.program.names.text(name);
        let plain = match text.strip_prefix("typing.") {
            Some("List") => "list",
            Some("Dict") => "dict",
            Some("Set") => "set",
            Some("FrozenSet") => "frozenset",
            Some("Tuple") => "tuple",
            Some("Type") => "type",
            Some("Text") => "str",
            _ => crate::signatures::python().canonical(text).unwrap_or(text),
        };
        self.program.names.find(plain).unwrap_or(name)
    }
}
