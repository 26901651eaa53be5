//! Types of values.
//!
//! A type is a dotted name (of a class of the program, of the platform, of a
//! library, or `int`, `str` …), with array dimensions and type arguments. Where
//! a value is seen to be made (`new T()`, a literal, a call of a Python class)
//! the type is *exact*: the value is a `T` and nothing below it. Such types go
//! before declared ones, since they decide what a call reaches.
//!
//! ```text
//! Shape s = new Circle();     s: exactly Circle
//! Shape make() { return new Square(); }
//! Shape t = make();           t: exactly Square (all `return`s say so)
//! void m(Shape u)             u: Shape
//! ```
//!
//! Answers do not depend on what was asked before. A question starts at level
//! [`TOP`]; following a variable to its value, or a call to what the function
//! returns, costs a level, and at level 0 only what is declared counts. So the
//! answer for each (variable, level) is a fixed one, cycles end, and answers
//! can be kept.

use std::fmt;

use haechi_syntax::{DefId, Kind, Lang, NodeId, Role};
use smallvec::SmallVec;

use crate::index::{ClassId, Program};
use crate::names::GlobalName;
use crate::trees::FileId;

mod declared;
mod defs;
mod java;
mod lambdas;
mod python;
mod returns;

/// How many variables and calls are followed, one after the other.
const TOP: u8 = 6;

/// The type of a value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Type {
    /// Dotted name of the class, or the name of a primitive type.
    pub name: GlobalName,
    /// The class, if it is one of the program.
    pub class: Option<ClassId>,
    /// Array dimensions.
    pub dims: u8,
    /// Whether the value is of exactly this class.
    pub exact: bool,
    /// Type arguments, as far as written.
    pub args: Box<[Type]>,
}

/// The types that a value can have: one of `list`, or, unless `complete`, also
/// others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Types {
    /// Sorted, each once.
    pub list: SmallVec<[Type; 1]>,
    /// Whether the list holds all of them. `null` is complete and has none.
    pub complete: bool,
}

impl Types {
    /// Nothing is known.
    pub fn unknown() -> Self {
        Self {
            list: SmallVec::new(),
            complete: false,
        }
    }
    /// No object at all: `null`, `None`.
    pub fn nothing() -> Self {
        Self {
            list: SmallVec::new(),
            complete: true,
        }
    }
    /// One type.
    pub fn one(ty: Type) -> Self {
        Self {
            list: SmallVec::from_buf([ty]),
            complete: true,
        }
    }
    /// Whether there is nothing to go by.
    pub fn is_unknown(&self) -> bool {
        self.list.is_empty() && !self.complete
    }
    /// Whether all are known, there is at least one, and each is exact.
    pub fn is_exact(&self) -> bool {
        self.complete && !self.list.is_empty() && self.list.iter().all(|ty| ty.exact)
    }
    /// Adds the types of another value.
    pub fn join(&mut self, other: Self) {
        self.complete &= other.complete;
        self.list.extend(other.list);
        self.list.sort();
        self.list.dedup();
    }
    /// The types of a value that is one of several.
    pub fn join_all(all: impl IntoIterator<Item = Self>) -> Self {
        let mut joined = Self::nothing();
        for types in all {
            joined.join(types);
        }
        joined
    }
    pub(crate) fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        if self.is_unknown() { other() } else { self }
    }
}

impl Program<'_> {
    /// The types that an expression can have. For a variable that is assigned
    /// more than once it is the declared type; flow is not looked at.
    pub fn type_of(&self, file: FileId, node: NodeId) -> Types {
        Typer::new(self, file).expr(node)
    }

    /// The types that a variable, parameter or field can have.
    pub fn type_of_def(&self, file: FileId, def: DefId) -> Types {
        let typer = Typer::new(self, file);
        match self.field_at(file, def) {
            Some(field) => typer.field(field),
            None => typer.def(def),
        }
    }

    /// The type that a type node or annotation writes.
    pub fn declared_type(&self, file: FileId, node: NodeId) -> Types {
        Typer::new(self, file).declared(node)
    }

    /// Whether a class or interface is, or inherits from, another, through the
    /// program, the platform's classes and the supertypes that models give.
    pub fn is_subtype(&self, name: GlobalName, of: GlobalName) -> bool {
        name == of
            || self.names.text(of) == "java.lang.Object"
            || self.supertypes(name).contains(&of)
    }

    /// All supertypes of a class by name, itself not among them: those of the
    /// program, then those of the platform, nearest first.
    pub fn supertypes(&self, name: GlobalName) -> Vec<GlobalName> {
        let mut found = vec![name];
        let mut at = 0;
        while at < found.len() {
            self.direct_supertypes(found[at], &mut found);
            at += 1;
        }
        found.remove(0);
        found
    }

    fn direct_supertypes(&self, name: GlobalName, found: &mut Vec<GlobalName>) {
        let mut add = |name: GlobalName| {
            if !found.contains(&name) {
                found.push(name);
            }
        };
        if let Some(class) = self.class_by_name.get(&name) {
            for supertype in &self.classes[*class].supers {
                add(supertype.name);
            }
            return;
        }
        for supertype in self.modelled_supers(name) {
            add(*supertype);
        }
        let text = self.names.text(name);
        for signatures in [crate::signatures::java(), crate::signatures::python()] {
            if let Some(class) = signatures.class(text) {
                for supertype in class.supers() {
                    if let Some(name) = self.names.find(&signatures.full_name(text, supertype)) {
                        add(name);
                    }
                }
            }
        }
    }

    /// Whether nothing of the program can be below a class.
    pub(crate) fn is_final(&self, class: ClassId) -> bool {
        let traits = self.classes[class].traits;
        traits.has(crate::Traits::FINAL) && self.subclasses(class).is_empty()
    }

    /// A type with its name, dimensions and arguments as text.
    pub fn show_type<'p>(&'p self, ty: &'p Type) -> impl fmt::Display + 'p {
        ShowType { program: self, ty }
    }
}

struct ShowType<'p> {
    program: &'p Program<'p>,
    ty: &'p Type,
}

impl fmt::Display for ShowType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.program.names.text(self.ty.name))?;
        for (n, arg) in self.ty.args.iter().enumerate() {
            f.write_str(if n == 0 { "<" } else { ", " })?;
            write!(f, "{}", self.program.show_type(arg))?;
        }
        if !self.ty.args.is_empty() {
            f.write_str(">")?;
        }
        for _ in 0..self.ty.dims {
            f.write_str("[]")?;
        }
        if self.ty.exact && !self.program.finals.contains(&self.ty.name) {
            f.write_str("!")?;
        }
        Ok(())
    }
}

/// Answers one question about types in one file.
#[derive(Clone, Copy)]
pub(crate) struct Typer<'p, 't> {
    pub(crate) program: &'p Program<'t>,
    pub(crate) file: FileId,
    /// How many variables and calls may still be followed.
    pub(crate) level: u8,
}

impl<'p, 't> Typer<'p, 't> {
    pub(crate) fn new(program: &'p Program<'t>, file: FileId) -> Self {
        Self {
            program,
            file,
            level: TOP,
        }
    }

    /// The same question one level down, unless this is the last.
    pub(crate) fn down(self) -> Option<Self> {
        let level = self.level.checked_sub(1)?;
        Some(Self { level, ..self })
    }

    pub(crate) fn expr(self, node: NodeId) -> Types {
        match self.program.trees.lang(self.file) {
            Lang::Java => self.java(node),
            Lang::Python => self.python(node),
        }
    }

    /// A type by its dotted name, if anybody knows the name.
    pub(crate) fn named(self, name: &str) -> Types {
        match self.program.names.find(name) {
            Some(name) => Types::one(self.plain(name)),
            None => Types::unknown(),
        }
    }

    /// A type by name. Nothing is below a final one, so that is exact.
    pub(crate) fn plain(self, name: GlobalName) -> Type {
        Type {
            name,
            class: self.program.class_named(name, self.file),
            dims: 0,
            exact: self.program.finals.contains(&name),
            args: Box::default(),
        }
    }

    pub(crate) fn class_type(self, class: ClassId, exact: bool) -> Type {
        let found = &self.program.classes[class];
        Type {
            name: found.name,
            class: Some(class),
            dims: 0,
            exact: exact || self.program.is_final(class),
            args: Box::default(),
        }
    }

    pub(crate) fn child(self, node: NodeId, role: Role) -> Option<NodeId> {
        self.program.trees.tree(self.file).child(node, role)
    }

    fn kind(self, node: NodeId) -> Kind {
        self.program.trees.tree(self.file).kind(node)
    }

    /// The types of a child; unknown if there is none.
    fn part(self, node: NodeId, role: Role) -> Types {
        self.child(node, role)
            .map_or_else(Types::unknown, |child| self.expr(child))
    }
}
