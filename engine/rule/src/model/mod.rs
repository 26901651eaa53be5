//! Models: facts about libraries, shared by all rules.
//!
//! A model file lists what is known about functions, values and types of a
//! library. Each fact is one line: whom it is about, and what holds.
//!
//! ```yaml
//! models: java
//! kinds:
//!   http-request: {threat: remote, about: what the client sends}
//!   sql: {about: text that a database runs}
//! facts:
//!   - javax.servlet.ServletRequest#getParameter: {source: http-request}
//!   - java.sql.Statement#execute{,Query,Update}: {sink: {arg0: sql}}
//!   - java.lang.StringBuilder#append: {flow: {arg0: this}, fluent: true}
//!   - java.util.Map#put: {container: put}
//!   - java.util.List#forEach: {flow: {this.element: arg0(0)}}
//!   - "@org.springframework.web.bind.annotation.RequestParam": {parameter: http-request}
//! types:
//!   - java.util.ArrayList: {extends: java.util.List, container: list}
//! ```
//!
//! # Whom a fact is about
//!
//! | written | means |
//! |---|---|
//! | `java.io.File#getName` | the method, on the type and its subtypes, with any arguments |
//! | `T#m(2)`, `T#m(1+)`, `T#m(0-1)` | with two, at least one, at most one argument |
//! | `T#m(String, int)` | Java: with parameters of these types (simple or qualified names) |
//! | `m.f(sql, params=)` | Python: names of the parameters, so that facts can use them and keyword arguments are found |
//! | `T#m{A,B}` | both `mA` and `mB`; `{,X}` also without; up to two pairs of braces |
//! | `T#new` | the constructor |
//! | `os.path.join` | a function of a module, or a static method |
//! | `T#f` with `value:` | reading a field, property or module variable |
//! | `@a.b.C` | what the annotation or decorator stands at |
//!
//! # What holds
//!
//! | key | value | meaning |
//! |---|---|---|
//! | `source` | kind, or `{path: kind}` | what the path holds is of the kind; without a path: `return` |
//! | `sink` | `{path: kind}` | the path must not be tainted |
//! | `flow` | `{from: to}`, `[from -> to]`, `none` | all ways a value takes; replaces the default for unknown calls |
//! | `sanitizer` | kind, or `{path: kind}` | the path is clean for these kinds; without a path: `return`; `all` for all kinds |
//! | `guard` | `{OUTCOME: {path: kind}}` | the outcome (`true`, `false`; `normal`: it returned at all; `equal`: what it gives was found equal to a constant; `has`: something was found in it) clears the path |
//! | `compares` | `[path, path]` | it returns whether the two are equal |
//! | `regex` | `{pattern: path, text: path, part: whole}` | it matches a text against a pattern (`part`: what must match: `whole`, `start`, `any`; none: asked later), which clears the text for kinds whose special characters the pattern keeps out |
//! | `container` | an operation | what it does to the elements (see [`ContainerOp`]) |
//! | `fluent` | `true` | it returns `this` |
//! | `constant` | a scalar | it always returns this |
//! | `type` | type name, or `arg0` | the type of the result; `arg0`: the type that this class literal names |
//! | `view` | path, or `true` | the result shows what the path holds (`true`: the receiver; of functions and constructors: `arg0`): a guard on it clears the original as well |
//! | `never-returns` | `true` | it throws or ends the process |
//! | `value` | kind, or `true` | it is a value that is read, not called; of this kind, if one is given |
//! | `parameter` | kind | annotations on parameters: the parameter is a source |
//! | `entry` | `{path: kind}` | where a project *defines* (overrides) the function: its parameters are sources |
//! | `exit` | `{path: kind}` | where a project *defines* the function: what it returns is a sink |
//! | `except-types` | type names | parameters of these types are not meant by `entry` |
//! | `when`, `unless` | `{arg: constant}` | the fact holds only (not) if the argument is this constant or name, or the result of the function with this name |
//! | `subtypes` | `false` | the type itself only |
//!
//! Facts about annotations use `entry` and `exit` for the function they stand
//! at.
//!
//! # Access paths
//!
//! `arg0`, `this` (`self`), `return`, `args` (each argument), or the name of a
//! Python parameter; then any of `.field`, `.element` (of a container, any),
//! `.key` (of a map), `.at(0)` and `.at("k")` (known index or key), `.at(arg1)`
//! (the element whose index or key the argument gives), `.any` (all that it
//! holds). `[0]` is the same as `.at(0)`, but needs quotes within `{…}`.
//! `arg0(1)` is the second parameter of a callback, `arg0(return)` its result.
//!
//! Kinds with a threat model are kinds of sources; which threat models count is
//! chosen for each run. Kinds of sinks may name the characters that are `special` to
//! them: a text without any of these cannot do harm there, so a pattern that keeps
//! them out clears it. Where nothing is said, only letters, digits, `_` and `-` are harmless.

mod kind;
mod narrow;
mod path;
mod read;
mod set;
mod subject;

use std::sync::Arc;

use haechi_syntax::{Lang, Span};

use crate::source::SourceFile;

pub use kind::{Kind, KindIdx, Kinds, Threat};
pub use narrow::Alphabet;
pub use path::{AccessPath, Callback, PathError, Root, Selector};
pub use set::{LoadedModels, ModelSet, check_kinds, load_models, looks_like_models};
pub use subject::{Callee, Signature, Subject};

haechi_syntax::define_idx! {
    /// A fact of a [`ModelSet`].
    FactIdx;
}

/// What is known about one function, value or annotation.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The language of the library.
    pub lang: Lang,
    /// Whom it is about.
    pub subject: Subject,
    /// Conditions on constant arguments, all of which must hold.
    pub tests: Vec<ArgTest>,
    /// What holds.
    pub effects: Effects,
    /// The model file.
    pub file: Arc<SourceFile>,
    /// Where it stands there.
    pub span: Span,
}

/// What a fact says.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Effects {
    /// What these paths hold is of these kinds.
    pub sources: Vec<(AccessPath, Kinds)>,
    /// These paths must not be tainted.
    pub sinks: Vec<(AccessPath, Kinds)>,
    /// These paths are clean afterwards.
    pub sanitizers: Vec<(AccessPath, Kinds)>,
    /// Outcomes that clear paths.
    pub guards: Vec<Guard>,
    /// The ways of values: from, to. `None`: nothing is said, the default for
    /// unknown calls holds; empty: nothing flows.
    pub flows: Option<Vec<(AccessPath, AccessPath)>>,
    /// What it does to a container.
    pub container: Option<ContainerOp>,
    /// It returns its receiver.
    pub fluent: bool,
    /// What it returns.
    pub returns: Option<Returns>,
    /// What the result shows: a guard on the one holds for the other.
    pub view: Option<AccessPath>,
    /// It returns whether these are equal.
    pub compares: Option<(AccessPath, AccessPath)>,
    /// It matches a text against a pattern.
    pub regex: Option<RegexTest>,
    /// Control does not come back from it.
    pub never_returns: bool,
    /// It is a value that is read.
    pub is_value: bool,
    /// An annotated parameter is a source of these kinds.
    pub parameter: Option<Kinds>,
    /// Sources within a function that the project defines.
    pub entries: Vec<(AccessPath, Kinds)>,
    /// Sinks within a function that the project defines: what it returns.
    pub exits: Vec<(AccessPath, Kinds)>,
    /// Parameters of these types are not meant by `entries`.
    pub except_types: Vec<Box<str>>,
}

/// An outcome of a call that clears a path.
#[derive(Clone, PartialEq, Debug)]
pub struct Guard {
    /// Which outcome.
    pub outcome: Outcome,
    /// What is clean then.
    pub path: AccessPath,
    /// For which kinds of sinks.
    pub kinds: Kinds,
}

/// An outcome of a call.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Outcome {
    /// It returned true.
    True,
    /// It returned false.
    False,
    /// It returned at all: validators that throw.
    Normal,
    /// What it gives was found equal to a constant, or to one of several.
    Equal,
    /// Something was found in what it gives.
    Has,
}

impl Outcome {
    /// Names in model files.
    pub const NAMES: &[&'static str] = &["true", "false", "normal", "equal", "has"];

    /// The outcome with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "true" => Self::True,
            "false" => Self::False,
            "normal" => Self::Normal,
            "equal" => Self::Equal,
            "has" => Self::Has,
            _ => return None,
        })
    }
}

/// A match of a text against a pattern.
#[derive(Clone, PartialEq, Debug)]
pub struct RegexTest {
    /// The pattern, or an object made of it.
    pub pattern: AccessPath,
    /// The text, or an object made of it.
    pub text: AccessPath,
    /// What must match; none: the result is an object that is asked later.
    pub part: Option<RegexPart>,
}

/// What part of a text a pattern must match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RegexPart {
    /// All of it.
    Whole,
    /// A piece at its start.
    Start,
    /// Any piece.
    Any,
}

impl RegexPart {
    /// Names in model files.
    pub const NAMES: &[&'static str] = &["whole", "start", "any"];

    /// The part with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "whole" => Self::Whole,
            "start" => Self::Start,
            "any" => Self::Any,
            _ => return None,
        })
    }
}

/// What a call returns, where that is known without looking at its body.
#[derive(Clone, PartialEq, Debug)]
pub enum Returns {
    /// This constant.
    Constant(Constant),
    /// Something of this type.
    Type(Box<str>),
    /// Something of the type that an argument names (`Foo.class`).
    TypeOfArg(u16),
}

/// A constant in a model.
#[derive(Clone, PartialEq, Debug)]
pub enum Constant {
    /// `null`, `None`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A string; as a condition also a qualified name (`yaml.SafeLoader`).
    Text(Box<str>),
}

/// A condition on an argument.
#[derive(Clone, PartialEq, Debug)]
pub struct ArgTest {
    /// The argument.
    pub arg: AccessPath,
    /// It must be one of these constants or names, or the result of a function
    /// with one of these names …
    pub values: Vec<Constant>,
    /// … or, if true, must not be.
    pub negated: bool,
}

macro_rules! container_ops {
    ($($(#[$meta:meta])* $name:ident = $text:literal,)*) => {
        /// What a call does to the elements of its receiver (Python functions
        /// such as `len`: of the first argument).
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum ContainerOp {
            $($(#[$meta])* $name,)*
        }

        impl ContainerOp {
            /// The names of all operations.
            pub const NAMES: &[&'static str] = &[$($text,)*];

            /// The operation with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($text => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// Its name in model files.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

container_ops! {
    /// Makes a container of its arguments, in order.
    Of = "of",
    /// Makes a container with the elements of the first argument.
    Copy = "copy",
    /// Adds the last argument at the end.
    Append = "append",
    /// Adds the last argument at the start.
    Prepend = "prepend",
    /// Adds the second argument at the index in the first; others move up.
    Insert = "insert",
    /// Adds all elements of the last argument.
    AddAll = "add-all",
    /// Puts the second argument under the index or key in the first; returns
    /// what was there.
    Put = "put",
    /// The same, unless something is there.
    PutIfAbsent = "put-if-absent",
    /// Takes over all entries of the first argument.
    PutAll = "put-all",
    /// Returns what stands under the index or key in the first argument.
    Get = "get",
    /// The same; if nothing is there, the second argument.
    GetOrDefault = "get-or-default",
    /// Returns the first element.
    First = "first",
    /// Returns the last element.
    Last = "last",
    /// Returns any one element.
    Any = "any",
    /// Removes and returns the first element.
    PopFirst = "pop-first",
    /// Removes and returns the last element.
    PopLast = "pop-last",
    /// Removes and returns what stands at the index in the first argument.
    RemoveAt = "remove-at",
    /// Removes and returns what stands under the key in the first argument.
    RemoveKey = "remove-key",
    /// Removes the element that equals the first argument.
    RemoveValue = "remove-value",
    /// Removes everything.
    Clear = "clear",
    /// Puts the elements into another order.
    Reorder = "reorder",
    /// Returns how many elements there are.
    Size = "size",
    /// Returns whether an element (or key) is there.
    Contains = "contains",
    /// Returns the keys.
    Keys = "keys",
    /// Returns the values.
    Values = "values",
    /// Returns the entries, each with a key and a value.
    Entries = "entries",
    /// Returns something that gives the elements in order.
    Iterate = "iterate",
    /// Returns the elements from the index in the first argument to that in
    /// the second.
    Slice = "slice",
}

/// What is known about a type.
#[derive(Clone, PartialEq, Debug)]
pub struct TypeFact {
    /// The language of the library.
    pub lang: Lang,
    /// Its qualified name.
    pub name: Box<str>,
    /// Types that it extends or implements, by qualified name.
    pub extends: Vec<Box<str>>,
    /// What kind of container it is.
    pub container: Option<ContainerKind>,
    /// Its values cannot carry text of an attacker's choice (numbers,
    /// Booleans, enums, dates …).
    pub inert: bool,
    /// Where it stands in its file.
    pub span: Span,
}

/// Kinds of containers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ContainerKind {
    /// Elements in order, by index.
    List,
    /// Elements without order.
    Set,
    /// Values under keys.
    Map,
    /// At most one element (`Optional`).
    Option,
    /// Elements that pass by (`Stream`, iterators).
    Stream,
}

impl ContainerKind {
    /// The names of all kinds.
    pub const NAMES: &[&'static str] = &["list", "set", "map", "option", "stream"];

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "list" => Self::List,
            "set" => Self::Set,
            "map" => Self::Map,
            "option" => Self::Option,
            "stream" => Self::Stream,
            _ => return None,
        })
    }
}
