//! What a name or a dotted path means across files.

use haechi_syntax::{DefId, DefKind, Kind, Lang, NodeId, Role};

use crate::decls::java::starts_upper;
use crate::index::{ClassId, FieldId, MethodId, Program, Super};
use crate::names::GlobalName;
use crate::signatures;
use crate::trees::FileId;

/// Longest chain of imports and aliases that is followed.
const MAX_HOPS: u8 = 12;

/// What a name means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Symbol {
    /// A Python module of the program.
    Module(FileId),
    /// A class.
    Class(ClassId),
    /// A method or function (in Java the first of its overloads).
    Method(MethodId),
    /// A field, enum constant or class attribute.
    Field(FieldId),
    /// A variable of a Python module.
    Global(FileId, DefId),
    /// Something outside the program, by its dotted name.
    External(GlobalName),
    /// Something outside the program whose dotted name nobody asks for (no
    /// import, rule or model has it).
    Foreign,
}

impl Program<'_> {
    /// What an Ident or chain of members means: through imports, re-exports,
    /// aliases, nested and inherited members. `None` for local variables and
    /// for what cannot be told without types.
    pub fn symbol(&self, file: FileId, node: NodeId) -> Option<Symbol> {
        match self.trees.lang(file) {
            Lang::Java => self.java_symbol(file, node),
            Lang::Python => self.python_symbol(file, node, 0),
        }
    }

    /// What a dotted name means when it stands in `file` (its position in the
    /// file and its local names aside). `.m.x` is relative to the file's package.
    pub fn dotted_symbol(&self, file: FileId, dotted: &str) -> Option<Symbol> {
        match self.trees.lang(file) {
            Lang::Java => self.java_dotted(file, dotted),
            Lang::Python => self.python_dotted(file, dotted, 0),
        }
    }

    /// The class that a type, base class or class name means.
    pub fn named_type(&self, file: FileId, node: NodeId) -> Option<Super> {
        let tree = self.trees.tree(file);
        match tree.kind(node) {
            Kind::GenericType | Kind::AnnotatedType => {
                self.named_type(file, tree.child(node, Role::Type)?)
            }
            Kind::Class | Kind::New | Kind::EnumConstant => {
                Some(self.super_of(self.class_at(file, node)?))
            }
            // Python `Base[T]`.
            Kind::Index => self.named_type(file, tree.child(node, Role::Object)?),
            _ => match self.symbol(file, node)? {
                Symbol::Class(class) => Some(self.super_of(class)),
                Symbol::External(name) => Some(Super { name, class: None }),
                _ => None,
            },
        }
    }

    pub(crate) fn super_of(&self, class: ClassId) -> Super {
        Super {
            name: self.classes[class].name,
            class: Some(class),
        }
    }

    // ---- Java

    fn java_symbol(&self, file: FileId, node: NodeId) -> Option<Symbol> {
        let tree = self.trees.tree(file);
        match tree.kind(node) {
            Kind::Ident => self.java_ident(file, node),
            Kind::Member => self.java_member(file, node),
            Kind::GenericType | Kind::AnnotatedType => {
                self.java_symbol(file, tree.child(node, Role::Type)?)
            }
            _ => None,
        }
    }

    fn java_ident(&self, file: FileId, node: NodeId) -> Option<Symbol> {
        let (tree, scopes) = (self.trees.tree(file), self.trees.scopes(file));
        let Some(def) = scopes.def_of(node) else {
            let name = tree.name_id(node);
            if let Some(class) = self.inherited_class(file, node) {
                return Some(Symbol::Class(class));
            }
            let types = &self.files[file].types;
            let at = types.binary_search_by_key(&name, |(name, _)| *name).ok()?;
            return Some(self.class_symbol(file, types[at].1));
        };
        let found = scopes.def(def);
        match found.kind {
            DefKind::Class => Some(Symbol::Class(self.class_at(file, found.decl)?)),
            DefKind::Function => Some(Symbol::Method(self.method_at(file, found.decl)?)),
            DefKind::Field | DefKind::EnumConstant => self.field_at(file, def).map(Symbol::Field),
            DefKind::Import => {
                let import = scopes.imports_of(def).next()?;
                self.java_dotted(file, scopes.path(import.path))
            }
            DefKind::TypeParam => {
                let bound = tree.child(found.decl, Role::Bound)?;
                self.java_symbol(file, bound)
            }
            _ => None,
        }
    }

    fn class_symbol(&self, file: FileId, name: GlobalName) -> Symbol {
        match self.class_named(name, file) {
            Some(class) => Symbol::Class(class),
            None => Symbol::External(name),
        }
    }

    /// A member class that a class around the node inherits from another file.
    fn inherited_class(&self, file: FileId, node: NodeId) -> Option<ClassId> {
        let tree = self.trees.tree(file);
        let name = self.names.find(tree.name(node))?;
        if !self.member_classes.contains(&name) {
            return None;
        }
        let mut around = self.class_around(file, node);
        while let Some(class) = around {
            if let Some(found) = self.member_class(class, name) {
                return Some(found);
            }
            around = self.class_around(file, self.classes[class].node);
        }
        None
    }

    /// A member class by name, in a class or what it inherits from.
    pub(crate) fn member_class(&self, class: ClassId, name: GlobalName) -> Option<ClassId> {
        if !self.member_classes.contains(&name) {
            return None;
        }
        let mut open = vec![class];
        let mut at = 0;
        while at < open.len() && at < usize::from(MAX_HOPS) {
            let outer = &self.classes[open[at]];
            let text = format!("{}.{}", self.names.text(outer.name), self.names.text(name));
            if let Some(found) = self.names.find(&text)
                && let Some(found) = self.class_named(found, outer.file)
            {
                return Some(found);
            }
            for found in outer.supers.iter().filter_map(|s| s.class) {
                if !open.contains(&found) {
                    open.push(found);
                }
            }
            at += 1;
        }
        None
    }

    fn java_member(&self, file: FileId, node: NodeId) -> Option<Symbol> {
        let (tree, scopes) = (self.trees.tree(file), self.trees.scopes(file));
        let (object, name) = (
            tree.child(node, Role::Object)?,
            tree.child(node, Role::Name)?,
        );
        if let Some(def) = scopes.def_of(name) {
            let found = scopes.def(def);
            return match found.kind {
                DefKind::Class => Some(Symbol::Class(self.class_at(file, found.decl)?)),
                DefKind::Function => Some(Symbol::Method(self.method_at(file, found.decl)?)),
                _ => self.field_at(file, def).map(Symbol::Field),
            };
        }
        match self.java_symbol(file, object) {
            Some(Symbol::Class(class)) => self.java_class_member(class, tree.name(node)),
            Some(Symbol::External(outer)) => {
                Some(self.external_member(file, self.names.text(outer), tree.name(node)))
            }
            Some(_) => None,
            None => {
                // Perhaps a package: `a.b.C`.
                let is_chain = matches!(tree.kind(object), Kind::Ident | Kind::Member);
                let starts_here = head_is_free(self, file, object);
                if !is_chain || !starts_here || !starts_upper(tree.name(node)) {
                    return None;
                }
                self.java_dotted(file, tree.source(node))
            }
        }
    }

    fn external_member(&self, file: FileId, outer: &str, name: &str) -> Symbol {
        match self.names.find(&format!("{outer}.{name}")) {
            Some(found) => self.class_symbol(file, found),
            None => Symbol::Foreign,
        }
    }

    fn java_class_member(&self, class: ClassId, name: &str) -> Option<Symbol> {
        let name = self.names.find(name)?;
        if let Some(found) = self.member_class(class, name) {
            return Some(Symbol::Class(found));
        }
        if let Some(field) = self.find_field(class, name) {
            return Some(Symbol::Field(field));
        }
        self.find_method(class, name).map(Symbol::Method)
    }

    /// A fully dotted Java name: of a class, or of a member of one.
    fn java_dotted(&self, file: FileId, dotted: &str) -> Option<Symbol> {
        let name = self.names.find(dotted);
        if let Some(name) = name
            && let Some(class) = self.class_named(name, file)
        {
            return Some(Symbol::Class(class));
        }
        let external = name.map_or(Symbol::Foreign, Symbol::External);
        let Some((outer, member)) = dotted.rsplit_once('.') else {
            return Some(external);
        };
        match self.java_outer(file, outer) {
            Some(class) => self.java_class_member(class, member),
            None => Some(external),
        }
    }

    fn java_outer(&self, file: FileId, dotted: &str) -> Option<ClassId> {
        if let Some(name) = self.names.find(dotted)
            && let Some(class) = self.class_named(name, file)
        {
            return Some(class);
        }
        let (outer, member) = dotted.rsplit_once('.')?;
        if !starts_upper(member) {
            return None;
        }
        let outer = self.java_outer(file, outer)?;
        self.member_class(outer, self.names.find(member)?)
    }

    /// The field that a definition of a file is.
    pub fn field_at(&self, file: FileId, def: DefId) -> Option<FieldId> {
        let scopes = self.trees.scopes(file);
        let scope = scopes.scope(scopes.def(def).scope);
        let class = self.class_at(file, scope.node)?;
        let fields = self.fields_of(class).iter().copied();
        let mut fields = fields.filter(|field| self.fields[*field].def == Some(def));
        fields.next()
    }

    // ---- Python

    pub(crate) fn python_symbol(&self, file: FileId, node: NodeId, hops: u8) -> Option<Symbol> {
        let tree = self.trees.tree(file);
        match tree.kind(node) {
            Kind::Ident => match self.trees.scopes(file).def_of(node) {
                Some(def) => self.python_def(file, def, hops),
                None => self.python_open(file, tree.name(node), hops),
            },
            Kind::Member => {
                let object = self.python_symbol(file, tree.child(node, Role::Object)?, hops)?;
                self.python_attribute(object, tree.name(node), hops)
            }
            _ => None,
        }
    }

    /// A name that the file does not bind: from a wildcard import, or built in.
    fn python_open(&self, file: FileId, name: &str, hops: u8) -> Option<Symbol> {
        let scopes = self.trees.scopes(file);
        let mut foreign = None;
        for wildcard in scopes.wildcards() {
            let path = scopes.path(wildcard.path);
            match self.python_module(file, path) {
                Some(module) if self.wildcard_brings(module, name) => {
                    if let Some(found) = self.python_export(module, name, hops) {
                        return Some(found);
                    }
                }
                Some(_) => {}
                None => {
                    let known = self.names.find(&format!("{path}.{name}"));
                    foreign = foreign.or(known.map(Symbol::External));
                }
            }
        }
        if signatures::python().has_builtin(name) {
            return Some(
                self.names
                    .find(name)
                    .map_or(Symbol::Foreign, Symbol::External),
            );
        }
        foreign
    }

    fn wildcard_brings(&self, module: FileId, name: &str) -> bool {
        match &self.files[module].decls.all {
            Some(all) => all.binary_search_by(|n| n.as_str().cmp(name)).is_ok(),
            None => !name.starts_with('_'),
        }
    }

    /// Only here is a hop counted: from a definition to what it imports or is
    /// an alias of. The answer for each number of hops is a fixed one, so
    /// circular imports end and answers can be kept.
    fn python_def(&self, file: FileId, def: DefId, hops: u8) -> Option<Symbol> {
        if hops > MAX_HOPS {
            return None;
        }
        let compute = || self.python_def_symbol(file, def, hops);
        self.lazy.def_symbol(file, def, hops, compute)
    }

    fn python_def_symbol(&self, file: FileId, def: DefId, hops: u8) -> Option<Symbol> {
        let (tree, scopes) = (self.trees.tree(file), self.trees.scopes(file));
        let found = scopes.def(def);
        // Of several imports the first that the program has, else the first.
        let mut external = None;
        for import in scopes.imports_of(def) {
            match self.python_dotted(file, scopes.path(import.path), hops + 1) {
                Some(outside @ (Symbol::External(_) | Symbol::Foreign)) => {
                    external = external.or(Some(outside));
                }
                Some(inside) => return Some(inside),
                None => {}
            }
        }
        match found.kind {
            DefKind::Class => Some(Symbol::Class(self.class_at(file, found.decl)?)),
            DefKind::Function => Some(Symbol::Method(self.method_at(file, found.decl)?)),
            DefKind::Import => external,
            DefKind::Global | DefKind::Field | DefKind::Local => {
                // `alias = Name`: a value that never changes is what it names.
                let value = found.value();
                let alias = value
                    .filter(|v| matches!(tree.kind(*v), Kind::Ident | Kind::Member))
                    .and_then(|value| self.python_symbol(file, value, hops + 1))
                    .filter(|found| !matches!(found, Symbol::Global(..) | Symbol::Field(_)));
                alias.or(match found.kind {
                    DefKind::Global => Some(Symbol::Global(file, def)),
                    DefKind::Field => self.field_at(file, def).map(Symbol::Field),
                    _ => external,
                })
            }
            _ => None,
        }
    }

    /// A dotted name, absolute or relative. What a module defines goes before a
    /// submodule of that name, as `from a import b` has it.
    fn python_dotted(&self, file: FileId, dotted: &str, hops: u8) -> Option<Symbol> {
        let outer = dotted.trim_end_matches(|c| c != '.');
        let member = &dotted[outer.len()..];
        // `..m` has the outer `..`, `a.b` the outer `a`.
        let outer = match outer.trim_end_matches('.') {
            "" => outer,
            named => named,
        };
        let module = |name: &str| self.python_module(file, name).map(Symbol::Module);
        let has_both = !outer.is_empty() && !member.is_empty();
        if has_both
            && let Some(outer) = module(outer)
            && let Some(found) = self.python_attribute(outer, member, hops)
        {
            return Some(found);
        }
        if let Some(module) = module(dotted) {
            return Some(module);
        }
        let inside = has_both
            .then(|| self.python_dotted(file, outer, hops))
            .flatten();
        match inside {
            Some(Symbol::External(_) | Symbol::Foreign | Symbol::Module(_)) | None => {
                let name = self.names.find(dotted);
                Some(name.map_or(Symbol::Foreign, Symbol::External))
            }
            Some(object) => self.python_attribute(object, member, hops),
        }
    }

    /// The module of the program that a dotted name means in a file.
    pub fn python_module(&self, file: FileId, dotted: &str) -> Option<FileId> {
        if dotted.starts_with('.') {
            let path = self.modules.relative(self.trees.path(file), dotted)?;
            return self.modules.at_path(&path);
        }
        let first = dotted.split('.').next().unwrap_or(dotted);
        let is_known = signatures::python().has_module(first);
        self.modules.absolute(self.trees, file, dotted, is_known)
    }

    /// What a module defines under a name, re-exports followed.
    pub(crate) fn python_export(&self, module: FileId, name: &str, hops: u8) -> Option<Symbol> {
        if hops > MAX_HOPS {
            return None;
        }
        let compute = || {
            let id = self.trees.tree(module).names().find(name);
            let exports = &self.files[module].decls.exports;
            let at = id.and_then(|id| exports.binary_search_by_key(&id, |(name, _)| *name).ok());
            if let Some(at) = at {
                return self.python_def(module, exports[at].1, hops);
            }
            self.trees.scopes(module).wildcards().next()?;
            self.python_open(module, name, hops + 1)
                .filter(|found| !matches!(found, Symbol::Foreign))
        };
        self.lazy.export_symbol(module, name, hops, compute)
    }

    pub(crate) fn python_attribute(&self, object: Symbol, name: &str, hops: u8) -> Option<Symbol> {
        match object {
            Symbol::Module(module) => self.python_export(module, name, hops).or_else(|| {
                let here = crate::modules::module_path(self.trees.path(module));
                let path = format!("{here}/{name}");
                self.modules.at_path(&path).map(Symbol::Module)
            }),
            Symbol::Class(class) => self.python_class_member(class, name),
            Symbol::External(outer) => {
                let text = format!("{}.{name}", self.names.text(outer));
                Some(
                    self.names
                        .find(&text)
                        .map_or(Symbol::Foreign, Symbol::External),
                )
            }
            Symbol::Foreign => Some(Symbol::Foreign),
            _ => None,
        }
    }

    fn python_class_member(&self, class: ClassId, name: &str) -> Option<Symbol> {
        let name = self.names.find(name)?;
        if let Some(method) = self.find_method(class, name) {
            return Some(Symbol::Method(method));
        }
        if let Some(found) = self.member_class(class, name) {
            return Some(Symbol::Class(found));
        }
        self.find_field(class, name).map(Symbol::Field)
    }

    // ---- members

    /// The first method of that name in a class or what it inherits from in
    /// the program, constructors aside.
    pub fn find_method(&self, class: ClassId, name: GlobalName) -> Option<MethodId> {
        self.lookup_order(class)
            .flat_map(|class| self.methods_of(class).iter().copied())
            .find(|method| {
                let method = &self.methods[*method];
                method.name == name && !method.traits.has(crate::Traits::CONSTRUCTOR)
            })
    }

    /// The first field of that name in a class or what it inherits from.
    pub fn find_field(&self, class: ClassId, name: GlobalName) -> Option<FieldId> {
        self.lookup_order(class)
            .flat_map(|class| self.fields_of(class).iter().copied())
            .find(|field| self.fields[*field].name == name)
    }

    fn lookup_order(&self, class: ClassId) -> impl Iterator<Item = ClassId> {
        // While linking, ancestors are not known yet: the class itself counts.
        let ancestors = self.ancestors(class);
        let alone = ancestors.is_empty().then_some(class);
        alone.into_iter().chain(ancestors.iter().copied())
    }
}

/// Whether the Ident at the start of a chain has no definition.
fn head_is_free(program: &Program<'_>, file: FileId, node: NodeId) -> bool {
    let (tree, scopes) = (program.trees.tree(file), program.trees.scopes(file));
    let mut at = node;
    loop {
        match tree.kind(at) {
            Kind::Ident => return scopes.def_of(at).is_none(),
            Kind::Member => match tree.child(at, Role::Object) {
                Some(object) => at = object,
                None => return false,
            },
            _ => return false,
        }
    }
}
