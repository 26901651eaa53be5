//! Linking: the declarations of all files become one program.
//!
//! Serial and in order of files, so that every number comes out the same
//! however the files were read. Nothing here walks a tree: what it needs of
//! a tree, the declare phase has noted.

use haechi_syntax::{Idx, IndexVec, Kind, Lang, NodeId, Role};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::decls::{FileDecls, Traits};
use crate::index::{
    Class, ClassId, FieldId, FieldInfo, FileInfo, Groups, Method, MethodId, Program, Super,
};
use crate::lazy::Lazy;
use crate::library::Library;
use crate::modules::Modules;
use crate::names::{GlobalName, Interner};
use crate::settings::Settings;
use crate::signatures;
use crate::trees::{FileId, Trees};

/// Types that stand in no signature file.
const PRIMITIVES: [&str; 11] = [
    "boolean", "byte", "short", "int", "long", "char", "float", "double", "void", "", "None",
];

/// Longest list of ancestors that is followed.
const MAX_ANCESTORS: usize = 256;

impl<'t> Program<'t> {
    /// Links the declarations of all files, `decls[n]` being that of file `n`.
    /// `known` are dotted names that rules and models speak of: a wildcard
    /// import of an unknown package is taken to bring them.
    pub fn link<'n>(
        trees: &'t dyn Trees,
        decls: Vec<FileDecls>,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Self {
        let mut names = Interner::default();
        let platforms = [signatures::java(), signatures::python()];
        let types = platforms.iter().flat_map(|platform| platform.names());
        for name in types.chain(PRIMITIVES) {
            names.intern(name);
        }
        for name in known {
            names.intern(name);
        }
        let finals = signatures::java().finals().chain(PRIMITIVES);
        let finals = finals.filter_map(|name| names.find(name)).collect();
        let mut program = Self {
            trees,
            names,
            files: IndexVec::new(),
            classes: IndexVec::new(),
            methods: IndexVec::new(),
            fields: IndexVec::new(),
            class_by_name: FxHashMap::default(),
            members: Groups::default(),
            class_fields: Groups::default(),
            subclasses: Groups::default(),
            ancestors: Groups::default(),
            member_classes: FxHashSet::default(),
            finals,
            attribute_writes: FxHashMap::default(),
            method_names: FxHashSet::default(),
            modules: Modules::new(trees),
            packages: FxHashSet::default(),
            settings: Settings::default(),
            library: Library::default(),
            lazy: Lazy::default(),
        };
        for (n, decls) in decls.into_iter().enumerate() {
            program.add_file(FileId::from_usize(n), decls);
        }
        program.group_members();
        for file in program.files.ids() {
            program.name_open_types(file);
            program.name_nested_types(file);
        }
        program.link_supertypes();
        program.lazy = Lazy::new(program.files.len());
        program
    }

    /// The program with the settings files that its code reads.
    #[must_use]
    pub fn with_settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Declares and links everything at once.
    pub fn new(trees: &'t dyn Trees) -> Self {
        let files = (0..trees.len()).map(FileId::from_usize);
        let decls = files
            .map(|file| FileDecls::collect(trees.tree(file), trees.scopes(file)))
            .collect();
        Self::link(trees, decls, [])
    }

    fn add_file(&mut self, file: FileId, decls: FileDecls) {
        let scopes = self.trees.scopes(file);
        let lang = self.trees.lang(file);
        let module = match lang {
            Lang::Java => {
                let name = self.names.intern(scopes.package().unwrap_or_default());
                self.packages.insert(name);
                name
            }
            Lang::Python => {
                let name = self.modules.name(self.trees.path(file));
                self.names.intern(&name)
            }
        };
        for import in scopes.imports() {
            let path = scopes.path(import.path);
            self.names.intern(path);
            if let Some((outer, _)) = path.rsplit_once('.') {
                self.names.intern(outer);
            }
        }
        let tree = self.trees.tree(file);
        for node in &decls.dotted {
            self.names.intern(tree.source(*node));
        }
        let info = FileInfo {
            module,
            first_class: self.classes.next_id().raw(),
            first_method: self.methods.next_id().raw(),
            decls,
            types: Vec::new(),
        };
        self.files.push(info);
        self.add_classes(file);
        self.add_members(file);
    }

    fn add_classes(&mut self, file: FileId) {
        let (tree, scopes) = (self.trees.tree(file), self.trees.scopes(file));
        let FileInfo {
            first_class: first,
            module,
            ..
        } = self.files[file];
        for at in 0..self.files[file].decls.classes.len() {
            let decl = &self.files[file].decls.classes[at];
            let outer = decl.outer.map(|outer| ClassId::new(first + outer));
            let around = scopes.enclosing_class(decl.node);
            let around = around.and_then(|class| self.files[file].decls.class(class));
            let around = around.map(|class| self.classes[ClassId::new(first + class)].name);
            let prefix = self.names.text(around.unwrap_or(module));
            let simple = tree.names().text(decl.name);
            let is_named = !decl.traits.has(Traits::ANONYMOUS);
            let is_top = around.is_none() && scopes.enclosing_callable(decl.node).is_none();
            let is_member = outer.is_some() || (is_top && is_named);
            let dot = if prefix.is_empty() { "" } else { "." };
            let name = if is_member {
                format!("{prefix}{dot}{simple}")
            } else {
                format!("{prefix}{dot}{simple}${}", decl.node.raw())
            };
            let name = self.names.intern(&name);
            let simple = self.names.intern(simple);
            let (node, traits) = {
                let decl = &self.files[file].decls.classes[at];
                (decl.node, decl.traits)
            };
            if outer.is_some() {
                self.member_classes.insert(simple);
            }
            let id = self.classes.push(Class {
                name,
                simple,
                file,
                node,
                outer,
                traits,
                supers: Vec::new(),
                same_name: None,
            });
            self.chain_same_name(name, id);
        }
    }

    fn chain_same_name(&mut self, name: GlobalName, id: ClassId) {
        let mut at = match self.class_by_name.entry(name) {
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert(id);
                return;
            }
            std::collections::hash_map::Entry::Occupied(slot) => *slot.get(),
        };
        while let Some(next) = self.classes[at].same_name {
            at = next;
        }
        self.classes[at].same_name = Some(id);
    }

    fn add_members(&mut self, file: FileId) {
        let tree = self.trees.tree(file);
        let info = &self.files[file];
        let class = |index: u32| ClassId::new(info.first_class + index);
        for name in &info.decls.attribute_writes {
            let name = self.names.intern(tree.names().text(*name));
            *self.attribute_writes.entry(name).or_default() += 1;
        }
        for decl in &info.decls.methods {
            let name = self.names.intern(tree.names().text(decl.name));
            self.method_names.insert(name);
            self.methods.push(Method {
                name,
                class: decl.class.map(class),
                file,
                node: decl.node,
                min: decl.min,
                max: decl.max,
                traits: decl.traits,
            });
        }
        for decl in &info.decls.fields {
            self.fields.push(FieldInfo {
                name: self.names.intern(tree.names().text(decl.name)),
                class: class(decl.class),
                node: decl.node,
                def: decl.def,
                traits: decl.traits,
            });
        }
    }

    fn group_members(&mut self) {
        let methods: Vec<(ClassId, MethodId)> = self
            .methods
            .iter_enumerated()
            .filter_map(|(id, method)| Some((method.class?, id)))
            .collect();
        self.members = Groups::new(self.classes.len(), &methods);
        let fields: Vec<(ClassId, FieldId)> = self
            .fields
            .iter_enumerated()
            .map(|(id, field)| (field.class, id))
            .collect();
        self.class_fields = Groups::new(self.classes.len(), &fields);
    }

    // ---- Java: simple names of types

    fn name_open_types(&mut self, file: FileId) {
        let open = std::mem::take(&mut self.files[file].decls.open_types);
        if open.is_empty() {
            return;
        }
        let tree = self.trees.tree(file);
        let mut types = Vec::with_capacity(open.len());
        for name in open {
            let text = tree.names().text(name);
            types.push((name, self.name_open_type(file, text)));
        }
        self.files[file].types = types;
    }

    /// Dotted names of types that begin with a class of another file get their
    /// full name, so that it can be spoken of.
    fn name_nested_types(&mut self, file: FileId) {
        let (tree, scopes) = (self.trees.tree(file), self.trees.scopes(file));
        for node in std::mem::take(&mut self.files[file].decls.nested) {
            let full = match scopes.qualified(tree, node) {
                Some(name) => Some(name.to_string()),
                None => self.below_open_type(file, node),
            };
            if let Some(full) = full {
                self.names.intern(&full);
            }
        }
    }

    fn below_open_type(&self, file: FileId, node: NodeId) -> Option<String> {
        let tree = self.trees.tree(file);
        match tree.kind(node) {
            Kind::Ident => {
                let types = &self.files[file].types;
                let name = tree.name_id(node);
                let at = types.binary_search_by_key(&name, |(name, _)| *name).ok()?;
                Some(self.names.text(types[at].1).to_owned())
            }
            Kind::Member => {
                let outer = self.below_open_type(file, tree.child(node, Role::Object)?)?;
                Some(format!("{outer}.{}", tree.name(node)))
            }
            _ => None,
        }
    }

    /// What a simple type name means that the file does not resolve: a class of
    /// its package, one that a wildcard import brings, one of `java.lang`, or,
    /// if nobody knows it, of the only place that it can come from.
    fn name_open_type(&mut self, file: FileId, simple: &str) -> GlobalName {
        let module = self.files[file].module;
        let mut buffer = String::with_capacity(64);
        let package = self.names.text(module);
        if let Some(found) = self.known_type(&mut buffer, package, simple, true) {
            return found;
        }
        let scopes = self.trees.scopes(file);
        for certain in [true, false] {
            let wildcards = scopes.wildcards().map(|import| scopes.path(import.path));
            for package in wildcards.chain(["java.lang"]) {
                if let Some(found) = self.known_type(&mut buffer, package, simple, certain) {
                    return found;
                }
            }
        }
        let mut foreign = scopes
            .wildcards()
            .filter(|import| !import.is_static)
            .map(|import| scopes.path(import.path))
            .filter(|package| !self.is_known_package(package));
        match (foreign.next(), foreign.next()) {
            (Some(only), None) => join(&mut buffer, only, simple),
            (None, _) => join(&mut buffer, self.names.text(module), simple),
            _ => {
                buffer.clear();
                buffer.push_str(simple);
            }
        }
        self.names.intern(&buffer)
    }

    /// `package.simple` as a class of the program or the platform (`certain`),
    /// or as a name that somebody spelled.
    fn known_type(
        &self,
        buffer: &mut String,
        package: &str,
        simple: &str,
        certain: bool,
    ) -> Option<GlobalName> {
        join(buffer, package, simple);
        let name = self.names.find(buffer);
        if !certain {
            return name;
        }
        if let Some(name) = name
            && self.class_by_name.contains_key(&name)
        {
            return Some(name);
        }
        signatures::java().class(buffer)?;
        name
    }

    fn is_known_package(&self, package: &str) -> bool {
        let of_program = self.names.find(package).is_some_and(|name| {
            self.packages.contains(&name) || self.class_by_name.contains_key(&name)
        });
        of_program || signatures::java().has_package(package)
    }

    // ---- the hierarchy

    /// The class that enums and records of Java extend without saying so.
    fn implied_super(&self, id: ClassId) -> Option<Super> {
        let class = &self.classes[id];
        let name = match () {
            () if self.trees.lang(class.file) != Lang::Java => return None,
            () if class.traits.has(Traits::ENUM) => "java.lang.Enum",
            () if class.traits.has(Traits::RECORD) => "java.lang.Record",
            () => return None,
        };
        let name = self.names.find(name)?;
        Some(Super { name, class: None })
    }

    fn link_supertypes(&mut self) {
        for id in self.classes.ids() {
            let class = &self.classes[id];
            let info = &self.files[class.file];
            let at = info.decls.class(class.node).unwrap_or(0);
            let nodes = info.decls.classes[at as usize].supers.clone();
            let file = class.file;
            let implied = self.implied_super(id);
            let supers = nodes
                .into_iter()
                .filter_map(|node| self.type_ref(file, node))
                .filter(|found| found.class != Some(id))
                .chain(implied)
                .collect();
            self.classes[id].supers = supers;
        }
        let mut pairs = Vec::new();
        for (id, class) in self.classes.iter_enumerated() {
            pairs.extend(class.supers.iter().filter_map(|s| Some((s.class?, id))));
        }
        self.subclasses = Groups::new(self.classes.len(), &pairs);
        let mut ancestors = Groups::default();
        for id in self.classes.ids() {
            ancestors.push_group(&self.linearise(id));
        }
        self.ancestors = ancestors;
    }

    /// The order in which members are looked up: depth first from left to
    /// right, a class that comes up again being moved to the back. That is
    /// Python's order unless the hierarchy is more than diamonds; in Java,
    /// where the order of interfaces does not matter, superclasses come first.
    fn linearise(&self, class: ClassId) -> Vec<ClassId> {
        let mut order = Vec::new();
        let mut open = vec![class];
        while let Some(at) = open.pop() {
            order.push(at);
            if order.len() > MAX_ANCESTORS {
                break;
            }
            for found in self.classes[at].supers.iter().rev() {
                if let Some(next) = found.class
                    && !open.contains(&next)
                {
                    open.push(next);
                }
            }
        }
        let mut seen = FxHashSet::default();
        order.reverse();
        order.retain(|class| seen.insert(*class));
        order.reverse();
        if order.first() != Some(&class) {
            // A class among its own ancestors: broken code.
            order.retain(|other| *other != class);
            order.insert(0, class);
        }
        order
    }

    /// The supertype that a node names.
    pub(crate) fn type_ref(&self, file: FileId, node: NodeId) -> Option<Super> {
        self.named_type(file, node)
    }
}

fn join(buffer: &mut String, package: &str, simple: &str) {
    buffer.clear();
    if !package.is_empty() {
        buffer.push_str(package);
        buffer.push('.');
    }
    buffer.push_str(simple);
}
