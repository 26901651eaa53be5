//! What one file declares: the part of linking that needs no other file.

use haechi_syntax::{DefId, DefKind, Flags, Kind, Lang, NameId, NodeId, Role, Scopes, Tree};

pub(crate) mod java;
pub(crate) mod python;

/// Flags of a class or member.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Traits(u16);

#[allow(missing_docs, reason = "the words of the language")]
impl Traits {
    pub const STATIC: Self = Self(1);
    pub const FINAL: Self = Self(1 << 1);
    pub const PRIVATE: Self = Self(1 << 2);
    pub const ABSTRACT: Self = Self(1 << 3);
    pub const CONSTRUCTOR: Self = Self(1 << 4);
    pub const VARARGS: Self = Self(1 << 5);
    pub const INTERFACE: Self = Self(1 << 6);
    pub const ENUM: Self = Self(1 << 7);
    pub const RECORD: Self = Self(1 << 8);
    /// A class without a name of its own: `new T() { … }`, enum constant with a body.
    pub const ANONYMOUS: Self = Self(1 << 9);
    /// Python `@property` and the like: read as an attribute, but runs.
    pub const PROPERTY: Self = Self(1 << 10);
    /// Python `@classmethod`.
    pub const CLASSMETHOD: Self = Self(1 << 11);
    /// Has a class body, or a method a body.
    pub const BODY: Self = Self(1 << 12);
    /// Enum constant.
    pub const CONSTANT: Self = Self(1 << 13);
    /// Python: takes `**k`, so any keyword.
    pub const KWARGS: Self = Self(1 << 14);

    /// Whether all of them are set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
    /// Adds them.
    pub fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
    /// Adds them if `on`.
    pub fn add_if(&mut self, other: Self, on: bool) {
        if on {
            self.add(other);
        }
    }
}

/// A class of a file.
#[derive(Clone, Debug)]
pub(crate) struct ClassDecl {
    /// `Class`, or `New` and `EnumConstant` with a body.
    pub(crate) node: NodeId,
    /// None for anonymous classes.
    pub(crate) name: NameId,
    /// Index of the class around it, if it is a member of that.
    pub(crate) outer: Option<u32>,
    pub(crate) traits: Traits,
    /// Nodes of the supertypes, superclass first.
    pub(crate) supers: Vec<NodeId>,
}

/// A method, constructor or function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MethodDecl {
    pub(crate) node: NodeId,
    pub(crate) name: NameId,
    /// Index of its class; none for a function.
    pub(crate) class: Option<u32>,
    /// Least and most arguments that can be given by position (a Python
    /// method's `self` not counted).
    pub(crate) min: u16,
    pub(crate) max: u16,
    pub(crate) traits: Traits,
}

/// A field, enum constant, or attribute of a Python class or its instances.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldDecl {
    /// `Declarator`, `EnumConstant`, record `Param`; Python: the first
    /// assignment's target.
    pub(crate) node: NodeId,
    pub(crate) name: NameId,
    pub(crate) class: u32,
    /// None for attributes that Python methods give to `self`.
    pub(crate) def: Option<DefId>,
    pub(crate) traits: Traits,
}

/// What one file declares. No reference to other files is in it.
#[derive(Clone, Debug, Default)]
pub struct FileDecls {
    /// In preorder.
    pub(crate) classes: Vec<ClassDecl>,
    /// In preorder.
    pub(crate) methods: Vec<MethodDecl>,
    /// Class by class; in order of declaration within each.
    pub(crate) fields: Vec<FieldDecl>,
    /// The names that the file as a module defines, sorted (Python).
    pub(crate) exports: Vec<(NameId, DefId)>,
    /// Python's `__all__`, if it is a list of literals; sorted.
    pub(crate) all: Option<Vec<String>>,
    /// Java: simple names of types that the file itself does not resolve; sorted.
    pub(crate) open_types: Vec<NameId>,
    /// Java: nodes of dotted type names spelled out in the code.
    pub(crate) dotted: Vec<NodeId>,
    /// Java: nodes of dotted type names that begin with an imported class or a
    /// class of elsewhere.
    pub(crate) nested: Vec<NodeId>,
    /// Python: names of attributes that are assigned to, once per place.
    pub(crate) attribute_writes: Vec<NameId>,
    /// Python: assignments to attributes of `self`: target `Member`, class.
    pub(crate) attributes: Vec<(NodeId, u32)>,
}

impl FileDecls {
    /// Collects the declarations of a file.
    pub fn collect(tree: &Tree, scopes: &Scopes) -> Self {
        let mut decls = Self::default();
        for node in scopes.classes() {
            let class = class_decl(tree, scopes, &decls, node);
            decls.classes.push(class);
        }
        match tree.lang {
            Lang::Java => java::collect(tree, scopes, &mut decls),
            Lang::Python => python::collect(tree, scopes, &mut decls),
        }
        decls.fields.sort_by_key(|field| field.class);
        decls
    }

    /// The index of a class node.
    pub(crate) fn class(&self, node: NodeId) -> Option<u32> {
        let at = self.classes.binary_search_by_key(&node, |class| class.node);
        u32::try_from(at.ok()?).ok()
    }
}

fn class_decl(tree: &Tree, scopes: &Scopes, decls: &FileDecls, node: NodeId) -> ClassDecl {
    let flags = tree.flags(node);
    let is_class = tree.kind(node) == Kind::Class;
    let mut traits = Traits::default();
    traits.add_if(Traits::ANONYMOUS, !is_class);
    if is_class {
        let interface = flags.has(Flags::INTERFACE) || flags.has(Flags::ANNOTATION_TYPE);
        traits.add_if(Traits::INTERFACE, interface);
        traits.add_if(Traits::ABSTRACT, interface);
        traits.add_if(Traits::ENUM, flags.has(Flags::ENUM));
        traits.add_if(Traits::RECORD, flags.has(Flags::RECORD));
        let last = flags.has(Flags::ENUM) || flags.has(Flags::RECORD);
        traits.add_if(Traits::FINAL, last);
        modifiers(tree, node, &mut traits);
    }
    let direct = scopes.enclosing_class(node).filter(|_| is_class);
    // A class in a method of the outer class is no member of it.
    let outer = direct.filter(|class| tree.child(*class, Role::Body) == Some(scopes.parent(node)));
    ClassDecl {
        node,
        name: if is_class {
            tree.name_id(node)
        } else {
            NameId::NONE
        },
        outer: outer.and_then(|class| decls.class(class)),
        traits,
        supers: supertypes(tree, scopes, node),
    }
}

fn supertypes(tree: &Tree, scopes: &Scopes, node: NodeId) -> Vec<NodeId> {
    match tree.kind(node) {
        Kind::New => tree.children_in(node, Role::Type).collect(),
        Kind::EnumConstant => scopes.enclosing_class(node).into_iter().collect(),
        _ => tree
            .children(node)
            .filter(|child| matches!(tree.role(*child), Role::Super | Role::Interface))
            .filter(|child| {
                !matches!(
                    tree.kind(*child),
                    Kind::KeywordArg | Kind::Star | Kind::DoubleStar
                )
            })
            .collect(),
    }
}

/// Adds what the modifiers of a declaration say.
fn modifiers(tree: &Tree, node: NodeId, traits: &mut Traits) {
    for attr in tree.children_in(node, Role::Attr) {
        if tree.kind(attr) == Kind::Modifier {
            match tree.name(attr) {
                "static" => traits.add(Traits::STATIC),
                "final" => traits.add(Traits::FINAL),
                "private" => traits.add(Traits::PRIVATE),
                "abstract" => traits.add(Traits::ABSTRACT),
                _ => {}
            }
        }
    }
}

/// The flags that a definition has of itself.
fn def_traits(scopes: &Scopes, def: DefId) -> Traits {
    let def = scopes.def(def);
    let mut traits = Traits::default();
    traits.add_if(Traits::STATIC, def.is_static());
    traits.add_if(Traits::FINAL, def.is_final());
    traits.add_if(Traits::PRIVATE, def.is_private());
    traits.add_if(Traits::CONSTANT, def.kind == DefKind::EnumConstant);
    traits
}
