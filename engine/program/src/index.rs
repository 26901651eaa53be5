//! The tables of a linked program.

use haechi_ir::FuncKey;
use haechi_syntax::{DefId, IndexVec, NameId, NodeId};
use rustc_hash::FxHashMap;

use crate::decls::{FileDecls, Traits};
use crate::names::{GlobalName, Interner};
use crate::trees::{FileId, Trees};

haechi_syntax::define_idx! {
    /// A class of the program, in order of file and place.
    ClassId;
    /// A method, constructor or function of the program, in order of file and place.
    MethodId;
    /// A field of the program.
    FieldId;
}

/// A function of the program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FuncRef {
    /// Its file.
    pub file: FileId,
    /// Which function there.
    pub key: FuncKey,
}

/// A supertype of a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Super {
    /// Its dotted name.
    pub name: GlobalName,
    /// The class, if it is one of the program.
    pub class: Option<ClassId>,
}

/// A class of the program.
#[derive(Clone, Debug)]
pub struct Class {
    /// Dotted name: package or module, outer classes, name. Classes in functions
    /// and anonymous ones have made-up segments with a `$`.
    pub name: GlobalName,
    /// Its own name; empty if it has none.
    pub simple: GlobalName,
    /// Its file.
    pub file: FileId,
    /// `Class`, or `New` and `EnumConstant` with a body.
    pub node: NodeId,
    /// The class that it is a member of.
    pub outer: Option<ClassId>,
    /// Its modifiers.
    pub traits: Traits,
    /// Supertypes as written, superclass first.
    pub supers: Vec<Super>,
    /// The next class with the same dotted name.
    pub(crate) same_name: Option<ClassId>,
}

/// A method, constructor or function.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// Its simple name.
    pub name: GlobalName,
    /// Its class; none for functions.
    pub class: Option<ClassId>,
    /// Its file.
    pub file: FileId,
    /// The `Function`.
    pub node: NodeId,
    /// Least number of arguments by position, `self` not counted.
    pub min: u16,
    /// Most arguments by position; `u16::MAX`: any number.
    pub max: u16,
    /// Its modifiers.
    pub traits: Traits,
}

impl Method {
    /// Whether it can take so many arguments by position.
    pub fn takes(&self, args: usize) -> bool {
        usize::from(self.min) <= args && (args <= usize::from(self.max) || self.max == u16::MAX)
    }
    /// The function to look into.
    pub fn func(&self) -> FuncRef {
        FuncRef {
            file: self.file,
            key: FuncKey::body(self.node),
        }
    }
}

/// A field, enum constant, or attribute of a Python class or its instances.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    /// Its simple name.
    pub name: GlobalName,
    /// Its class.
    pub class: ClassId,
    /// `Declarator`, `EnumConstant`, record `Param`; Python: the name, or the
    /// first `self.f` that is assigned to.
    pub node: NodeId,
    /// Its definition; none for attributes that Python methods give to `self`.
    pub def: Option<DefId>,
    /// Its modifiers. Attributes of a Python class are static.
    pub traits: Traits,
}

/// What a file brings, as ranges in the tables.
#[derive(Clone, Debug)]
pub(crate) struct FileInfo {
    /// Java: the package; Python: the module's dotted name.
    pub(crate) module: GlobalName,
    pub(crate) first_class: u32,
    pub(crate) first_method: u32,
    pub(crate) decls: FileDecls,
    /// Java: what the open simple type names mean; sorted.
    pub(crate) types: Vec<(NameId, GlobalName)>,
}

/// All facts about a program that need more than one file. Made by
/// [`Program::link`].
pub struct Program<'t> {
    pub(crate) trees: &'t dyn Trees,
    pub(crate) names: Interner,
    pub(crate) files: IndexVec<FileId, FileInfo>,
    pub(crate) classes: IndexVec<ClassId, Class>,
    pub(crate) methods: IndexVec<MethodId, Method>,
    pub(crate) fields: IndexVec<FieldId, FieldInfo>,
    pub(crate) class_by_name: FxHashMap<GlobalName, ClassId>,
    pub(crate) members: Groups<ClassId, MethodId>,
    pub(crate) class_fields: Groups<ClassId, FieldId>,
    pub(crate) subclasses: Groups<ClassId, ClassId>,
    /// The class itself, then what it inherits from, nearest first.
    pub(crate) ancestors: Groups<ClassId, ClassId>,
    /// Simple names that a member class has.
    pub(crate) member_classes: rustc_hash::FxHashSet<GlobalName>,
    pub(crate) modules: crate::modules::Modules,
    /// Names of types that nothing is below: primitive ones, final ones of the platform.
    pub(crate) finals: rustc_hash::FxHashSet<GlobalName>,
    /// How often attributes of that name are assigned to in Python.
    pub(crate) attribute_writes: FxHashMap<GlobalName, u32>,
    /// Names of methods and functions.
    pub(crate) method_names: rustc_hash::FxHashSet<GlobalName>,
    /// Java packages of the program.
    pub(crate) packages: rustc_hash::FxHashSet<GlobalName>,
    pub(crate) settings: crate::settings::Settings,
    pub(crate) library: crate::library::Library,
    pub(crate) lazy: crate::lazy::Lazy,
}

impl<'t> Program<'t> {
    /// The trees it was made from.
    pub fn trees(&self) -> &'t dyn Trees {
        self.trees
    }
    /// The names across files.
    pub fn names(&self) -> &Interner {
        &self.names
    }
    /// All classes.
    pub fn classes(&self) -> &IndexVec<ClassId, Class> {
        &self.classes
    }
    /// One class.
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[id]
    }
    /// All methods and functions.
    pub fn methods(&self) -> &IndexVec<MethodId, Method> {
        &self.methods
    }
    /// One method or function.
    pub fn method(&self, id: MethodId) -> &Method {
        &self.methods[id]
    }
    /// All fields.
    pub fn fields(&self) -> &IndexVec<FieldId, FieldInfo> {
        &self.fields
    }
    /// One field.
    pub fn field(&self, id: FieldId) -> &FieldInfo {
        &self.fields[id]
    }
    /// The package or module name of a file.
    pub fn module_name(&self, file: FileId) -> &str {
        self.names.text(self.files[file].module)
    }

    /// The class that a `Class`, `New` or `EnumConstant` node declares.
    pub fn class_at(&self, file: FileId, node: NodeId) -> Option<ClassId> {
        let info = self.files.get(file)?;
        let at = info.decls.class(node)?;
        Some(ClassId::new(info.first_class + at))
    }
    /// The method or function that a `Function` node declares.
    pub fn method_at(&self, file: FileId, node: NodeId) -> Option<MethodId> {
        let info = self.files.get(file)?;
        let methods = &info.decls.methods;
        let at = methods.binary_search_by_key(&node, |method| method.node);
        Some(MethodId::new(
            info.first_method + u32::try_from(at.ok()?).ok()?,
        ))
    }
    /// The nearest class around a node.
    pub fn class_around(&self, file: FileId, node: NodeId) -> Option<ClassId> {
        let class = self.trees.scopes(file).enclosing_class(node)?;
        self.class_at(file, class)
    }

    /// Methods and constructors of a class, in order; inherited ones not.
    pub fn methods_of(&self, class: ClassId) -> &[MethodId] {
        self.members.of(class)
    }
    /// Fields of a class, in order; inherited ones not.
    pub fn fields_of(&self, class: ClassId) -> &[FieldId] {
        self.class_fields.of(class)
    }
    /// The classes that name this one as a supertype.
    pub fn subclasses(&self, class: ClassId) -> &[ClassId] {
        self.subclasses.of(class)
    }
    /// The class itself and all classes of the program that it inherits from, in
    /// the order in which members are looked up.
    pub fn ancestors(&self, class: ClassId) -> &[ClassId] {
        self.ancestors.of(class)
    }

    /// The class with a dotted name. Of several with the same name it is the
    /// one whose path has most in common with `from`'s.
    pub fn class_named(&self, name: GlobalName, from: FileId) -> Option<ClassId> {
        let first = *self.class_by_name.get(&name)?;
        if self.classes[first].same_name.is_none() {
            return Some(first);
        }
        let all = std::iter::successors(Some(first), |class| self.classes[*class].same_name);
        let near = |class: &ClassId| {
            common_prefix(
                self.trees.path(from),
                self.trees.path(self.classes[*class].file),
            )
        };
        // `max_by_key` gives the last of equals; the first is wanted.
        all.min_by_key(|class| std::cmp::Reverse(near(class)))
    }
}

/// How many leading bytes two paths share.
pub(crate) fn common_prefix(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count()
}

/// Lists of items, one per key, in one vector.
#[derive(Clone, Debug)]
pub(crate) struct Groups<K, T> {
    /// Where each key's items begin; one more than keys.
    starts: Vec<u32>,
    items: Vec<T>,
    key: std::marker::PhantomData<fn(K)>,
}

impl<K, T> Default for Groups<K, T> {
    fn default() -> Self {
        Self {
            starts: vec![0],
            items: Vec::new(),
            key: std::marker::PhantomData,
        }
    }
}

impl<K: haechi_syntax::Idx, T: Copy> Groups<K, T> {
    /// Groups (key, item) pairs; each group keeps the order of the pairs.
    pub(crate) fn new(keys: usize, pairs: &[(K, T)]) -> Self {
        let mut starts = vec![0u32; keys + 1];
        for (key, _) in pairs {
            starts[key.index() + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut items: Vec<Option<T>> = vec![None; pairs.len()];
        for (key, item) in pairs {
            let at = &mut next[key.index()];
            items[*at as usize] = Some(*item);
            *at += 1;
        }
        Self {
            starts,
            items: items.into_iter().flatten().collect(),
            key: std::marker::PhantomData,
        }
    }
    /// Adds the group of the next key.
    pub(crate) fn push_group(&mut self, items: &[T]) {
        self.items.extend_from_slice(items);
        self.starts
            .push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }
    pub(crate) fn of(&self, key: K) -> &[T] {
        let at = key.index();
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(from), Some(to)) => &self.items[*from as usize..*to as usize],
            _ => &[],
        }
    }
}
