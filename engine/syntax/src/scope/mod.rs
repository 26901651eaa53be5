//! What each name means within its file.
//!
//! **Terms.** A *definition* is something of this file that a name can stand
//! for: a variable, parameter, field, function, class, import, type parameter
//! or label. A *use* is an [`Ident`](Kind::Ident) that stands for it; the Ident
//! that introduces it counts as well. A *callable* is a node with a body that
//! runs when called: a function, a lambda, a Java initialiser block.
//!
//! **Questions answered**, all in O(1) or O(log n):
//! - which definition an Ident uses or binds ([`Scopes::def_of`]);
//! - what is known of a definition without looking at flow ([`Def`]): its
//!   declaration, declared type, the only value it ever gets;
//! - the dotted name that an expression spells once imports are undone
//!   ([`Scopes::qualified`]), and the further readings that wildcard imports
//!   allow ([`Scopes::wildcards`]);
//! - the callable and class around a node, and the outer variables that a
//!   callable uses ([`Scopes::captures`]).
//!
//! **Example.**
//!
//! ```text
//! import os.path as p          p: Import, path `os.path`
//! def f(a):                    f: Function   a: Param
//!     def g():                 g: Function, captures a
//!         return p.join(a)     a → the Param; `p.join` reads `os.path.join`
//!     return g
//! ```
//!
//! Facts that need other files (inherited members, re-exports, what a wildcard
//! import really brings) are no business of this module. Where a language
//! decides by types or by order of execution, the lexical answer is given:
//! a Python variable is one definition however often it is assigned.

use crate::{IndexVec, Kind, Lang, NameId, Names, Node, NodeId, Tree};

mod build;
mod java;
mod java_class;
mod print;
mod python;
mod python_bind;
mod qualified;

pub use print::print;
pub use qualified::Qualified;

crate::define_idx! {
    /// A definition of one file.
    DefId;
    /// A scope of one file.
    ScopeId;
    /// A dotted name that an import of one file spells.
    PathId;
}

/// What a definition is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DefKind {
    /// Variable of a function or block.
    Local,
    /// Parameter of a function or lambda.
    Param,
    /// Java field or record component; variable of a Python class body.
    Field,
    /// Function or method.
    Function,
    /// Class-like.
    Class,
    /// Name bound by an import.
    Import,
    /// Variable of a Python module.
    Global,
    /// Constant of a Java enum.
    EnumConstant,
    /// Type parameter.
    TypeParam,
    /// Statement label.
    Label,
}

/// One definition. Node numbers that may be missing are behind methods.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Def {
    /// Its name.
    pub name: NameId,
    /// The Ident that introduces it (the first one, where there are several).
    pub node: NodeId,
    /// The declaration that the Ident belongs to: `Declarator`, `Param`,
    /// `Function`, `Class`, `ImportItem`, `Assign`, `ForEach`, `WithItem` …
    pub decl: NodeId,
    /// The scope that it belongs to.
    pub scope: ScopeId,
    type_node: NodeId,
    value: NodeId,
    /// How many places of this file give it a value: initialiser, assignments,
    /// `+=`, loop and `with` targets, `del`, imports, `def` and `class`
    /// statements. The value that a parameter comes with counts as one, and so
    /// does the default of a field (or the absence of a module variable) that
    /// is first assigned in a function which is no constructor. An assignment
    /// through an object we do not know (`o.f = v`) counts for every field of
    /// that name in the file.
    pub writes: u32,
    /// The callable that it belongs to, as an index; `u32::MAX`: none.
    function: u32,
    /// Function: the next overload in the class. Import: index of its record.
    next: u32,
    /// What it is.
    pub kind: DefKind,
    flags: u8,
}

impl Def {
    const FINAL: u8 = 1;
    const PRIVATE: u8 = 2;
    const STATIC: u8 = 4;

    /// The declared type, if one is written (`var` is none). A Java union catch
    /// has its first type here.
    pub fn type_node(&self) -> Option<NodeId> {
        (self.type_node != NodeId::ROOT).then_some(self.type_node)
    }
    /// The value it has from its only write, if that is an expression of its
    /// own: `None` as soon as a second write exists, for loop targets, for
    /// parts of a value that is taken apart, and for parameters.
    pub fn value(&self) -> Option<NodeId> {
        (self.value != NodeId::ROOT && self.writes == 1).then_some(self.value)
    }
    /// Whether no second place of this file gives it a value.
    pub fn never_reassigned(&self) -> bool {
        self.writes <= 1 || self.is_final()
    }
    /// Whether it is declared `final` (Java; interface fields and enum
    /// constants are) or annotated `Final` (Python).
    pub fn is_final(&self) -> bool {
        self.flags & Self::FINAL != 0
    }
    /// Java `private`; in Python a name with a leading underscore.
    pub fn is_private(&self) -> bool {
        self.flags & Self::PRIVATE != 0
    }
    /// Java `static` (interface fields and enum constants are), Python `@staticmethod`.
    pub fn is_static(&self) -> bool {
        self.flags & Self::STATIC != 0
    }
    /// Whether it lives in a call: a local variable or a parameter.
    pub fn is_local(&self) -> bool {
        matches!(self.kind, DefKind::Local | DefKind::Param)
    }
}

const _: () = assert!(size_of::<Def>() == 40, "a definition is 40 bytes");

/// What a scope is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ScopeKind {
    /// The whole file.
    File,
    /// Members of a class (also anonymous ones), names of a Python class body.
    Class,
    /// Parameters of a function, lambda or initialiser, and what its body
    /// declares at the top.
    Function,
    /// Java block, loop, `try`, `catch` or `switch`.
    Block,
    /// Python comprehension.
    Comprehension,
}

/// One scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scope {
    /// What it is.
    pub kind: ScopeKind,
    /// The node that opens it.
    pub node: NodeId,
    /// The scope around it; the file's is itself.
    pub parent: ScopeId,
}

/// One imported name or wildcard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Import {
    /// What it binds; none for a wildcard.
    pub def: Option<DefId>,
    /// The dotted name that it stands for, as [`Scopes::path`]: `a.b.C` for
    /// `import a.b.C` and for `from a.b import C as D`, `a` for Python's
    /// `import a.b`, `a.b` for `import a.b as c` and for the wildcards
    /// `a.b.*`. Relative Python imports keep their dots: `from ..m import x`
    /// is `..m.x`, `from . import x` is `.x`.
    pub path: PathId,
    /// The `ImportItem`.
    pub item: NodeId,
    /// Java `import static`.
    pub is_static: bool,
    /// Whether it is a wildcard import.
    pub is_wildcard: bool,
    /// The next import of the same definition (`try: import a as x`,
    /// `except: import b as x`); `u32::MAX`: none.
    next: u32,
}

/// A node with a body that runs when it is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Callable {
    node: NodeId,
    end: NodeId,
    parent: u32,
}

/// No index.
const NONE: u32 = u32::MAX;

/// What the names of one file mean.
#[derive(Clone, Debug)]
pub struct Scopes {
    parents: IndexVec<NodeId, NodeId>,
    /// Per node the number of its definition or [`NONE`].
    def_of: IndexVec<NodeId, u32>,
    defs: IndexVec<DefId, Def>,
    scopes: IndexVec<ScopeId, Scope>,
    callables: Vec<Callable>,
    classes: Vec<Callable>,
    imports: Vec<Import>,
    /// Path `n` is name `n + 1`.
    paths: Names,
    /// The Java package, as a path.
    package: Option<PathId>,
    /// Sorted, each pair once.
    captures: Vec<(u32, DefId)>,
}

impl Scopes {
    /// Resolves the names of a file.
    pub fn build(tree: &Tree) -> Self {
        let builder = build::Builder::new(tree);
        match tree.lang {
            Lang::Java => java::build(builder),
            Lang::Python => python::build(builder),
        }
    }

    /// The definition that an Ident uses or binds. Other nodes have none,
    /// except the callable or class itself and `Declarator`s, `Param`s and
    /// `EnumConstant`s, which answer with the definition they make. Names of
    /// members are resolved only where the file shows whose they are:
    /// `this.f`, `super.f`, `C.f` with `C` a class of this file.
    pub fn def_of(&self, node: NodeId) -> Option<DefId> {
        match self.def_of.get(node) {
            Some(&n) if n != NONE => Some(DefId::new(n)),
            _ => None,
        }
    }
    /// The definition that an expression stands for: [`def_of`](Self::def_of)
    /// of an Ident, and of the name of a member access.
    pub fn def_of_expr(&self, tree: &Tree, node: NodeId) -> Option<DefId> {
        match tree.kind(node) {
            Kind::Member => self.def_of(tree.child(node, crate::Role::Name)?),
            _ => self.def_of(node),
        }
    }
    /// One definition.
    pub fn def(&self, id: DefId) -> &Def {
        &self.defs[id]
    }
    /// All definitions.
    pub fn defs(&self) -> &IndexVec<DefId, Def> {
        &self.defs
    }
    /// One scope.
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id]
    }
    /// All scopes; the first is the file's.
    pub fn scopes(&self) -> &IndexVec<ScopeId, Scope> {
        &self.scopes
    }
    /// The parent of a node; the root's is itself.
    pub fn parent(&self, node: NodeId) -> NodeId {
        self.parents[node]
    }
    /// The parent of every node; the root's is itself.
    pub fn parents(&self) -> &IndexVec<NodeId, NodeId> {
        &self.parents
    }

    /// All functions, lambdas and Java initialisers, in preorder.
    pub fn callables(&self) -> impl ExactSizeIterator<Item = NodeId> + '_ {
        self.callables.iter().map(|callable| callable.node)
    }
    /// All nodes with members, in preorder: `Class`, `New` and `EnumConstant`
    /// (the latter two only with a body).
    pub fn classes(&self) -> impl ExactSizeIterator<Item = NodeId> + '_ {
        self.classes.iter().map(|class| class.node)
    }
    /// The nearest callable above a node (not the node itself).
    pub fn enclosing_callable(&self, node: NodeId) -> Option<NodeId> {
        around(&self.callables, node).map(|n| self.callables[n as usize].node)
    }
    /// The nearest class above a node (not the node itself): `Class`, `New` or
    /// `EnumConstant`.
    pub fn enclosing_class(&self, node: NodeId) -> Option<NodeId> {
        around(&self.classes, node).map(|n| self.classes[n as usize].node)
    }
    /// The callable that a local variable, parameter or label belongs to;
    /// `None` for what belongs to a class or the file.
    pub fn owner(&self, def: DefId) -> Option<NodeId> {
        let function = self.defs[def].function;
        (function != NONE).then(|| self.callables[function as usize].node)
    }
    /// The variables and parameters of outer callables that a callable or
    /// one within it uses, in order of definition.
    pub fn captures(&self, callable: NodeId) -> impl ExactSizeIterator<Item = DefId> + '_ {
        let n = self.callables.partition_point(|c| c.node < callable);
        let n = match self.callables.get(n) {
            Some(found) if found.node == callable => u32::try_from(n).unwrap_or(NONE),
            _ => NONE,
        };
        let from = self.captures.partition_point(|(f, _)| *f < n);
        let len = self.captures[from..].partition_point(|(f, _)| *f == n);
        self.captures[from..from + len].iter().map(|(_, def)| *def)
    }
    /// The next method of the same name in the same class.
    pub fn next_overload(&self, def: DefId) -> Option<DefId> {
        let def = &self.defs[def];
        (def.kind == DefKind::Function && def.next != NONE).then(|| DefId::new(def.next))
    }

    /// All imports, in order.
    pub fn imports(&self) -> &[Import] {
        &self.imports
    }
    /// The wildcard imports, in order. They give a second reading to names
    /// that have no definition; `java.lang` and the file's own package, which
    /// Java imports unasked, are not among them.
    pub fn wildcards(&self) -> impl Iterator<Item = &Import> {
        self.imports.iter().filter(|import| import.is_wildcard)
    }
    /// The imports that bind a definition, in order; none if it is none.
    pub fn imports_of(&self, def: DefId) -> impl Iterator<Item = &Import> {
        self.import_indices(def)
            .filter_map(|n| self.imports.get(n as usize))
    }
    fn import_indices(&self, def: DefId) -> impl Iterator<Item = u32> {
        let def = &self.defs[def];
        let first = match def.kind {
            DefKind::Function => NONE,
            _ => def.next,
        };
        std::iter::successors((first != NONE).then_some(first), move |n| {
            let next = self.imports.get(*n as usize)?.next;
            (next != NONE).then_some(next)
        })
    }
    /// The text of a dotted path.
    pub fn path(&self, path: PathId) -> &str {
        self.paths.text(NameId::new(path.raw() + 1))
    }
    /// The Java package of the file.
    pub fn package(&self) -> Option<&str> {
        self.package.map(|path| self.path(path))
    }
}

/// The innermost callable or class that has `node` properly below it. `list`
/// is in preorder, so it is the last one that starts before the node, or one
/// around that.
fn around(list: &[Callable], node: NodeId) -> Option<u32> {
    let mut at = u32::try_from(list.partition_point(|c| c.node < node))
        .ok()?
        .checked_sub(1)?;
    while list.get(at as usize)?.end <= node {
        at = list[at as usize].parent;
    }
    Some(at)
}

/// Whether the node runs when called.
fn is_callable(node: &Node) -> bool {
    matches!(node.kind, Kind::Function | Kind::Lambda | Kind::Initializer)
}
