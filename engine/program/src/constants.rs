//! Constants across functions and files: what the IR asks for when it folds.
//!
//! The value of a field or module variable that is given one value only is
//! what the function that gives it computes: a class's static initialiser, a
//! constructor, the top-level code of a module. That function is built and
//! folded itself, with the same questions one level down; so constants made
//! of constants of other files are known, and cycles end.
//!
//! ```text
//! A.java   static final String KEY = B.PREFIX + ".key";     → B's initialiser → "app"
//! B.java   static final String PREFIX = "app";              KEY is "app.key"
//! ```
//!
//! An answer holds on all runs, as far as code does not go behind the back of
//! the language (reflection, `setattr`): a field counts if it is `final`, or
//! private and assigned once; a Python variable if its module assigns it once
//! and no other file assigns to an attribute of its name.

use haechi_ir::{
    Arg, ArgKind, CallId, CallQuery, Const, Facts, FuncKey, FuncPart, Function, ValueId,
    build_function, fold,
};
use haechi_syntax::{DefId, DefKind, Flags, Kind, Lang, NodeId, Role, ScopeKind};

use crate::decls::Traits;
use crate::flow::GlobalVar;
use crate::index::{FieldId, FuncRef, Program};
use crate::lazy::Constants;
use crate::trees::FileId;

mod results;
mod stops;

use results::Worth;

/// How many functions a constant is followed through.
const TOP: u8 = 3;

/// Answers the questions that the IR of one file asks.
#[derive(Clone, Copy)]
pub struct FileFacts<'p, 't> {
    pub(crate) program: &'p Program<'t>,
    pub(crate) file: FileId,
    level: u8,
    params: &'p [Option<Const>],
}

impl<'t> Program<'t> {
    /// What the IR of a file may ask.
    pub fn facts(&self, file: FileId) -> FileFacts<'_, 't> {
        FileFacts {
            program: self,
            file,
            level: TOP,
            params: &[],
        }
    }

    /// The constant that a name or member access stands for, if it is that of a
    /// field or module variable; that of a call, if functions of the program or
    /// its settings files say so.
    pub fn constant(&self, file: FileId, node: NodeId) -> Option<Const> {
        let facts = self.facts(file);
        match self.trees.tree(file).kind(node) {
            Kind::Call => facts.call_constant(node),
            _ => facts.named(node),
        }
    }
}

impl Facts for FileFacts<'_, '_> {
    fn global(&self, node: NodeId) -> Option<Const> {
        self.named(node)
    }

    fn field(&self, function: &Function, value: ValueId) -> Option<Const> {
        self.named(function.value(value).node)
    }

    fn call(&self, query: CallQuery<'_>) -> Option<Const> {
        if let Some(value) = self.configured_call(&query) {
            return Some(value);
        }
        let method = self.only_target(query.function.value(query.value).node)?;
        let found = self.program.method(method.0);
        let down = self.level.checked_sub(1)?;
        let there = FileFacts {
            program: self.program,
            file: found.file,
            level: down,
            params: &[],
        };
        let worth = there.worth_folding(found.node)?;
        if worth == Worth::Always {
            let compute = || there.returned(found.node);
            let known = self.program.lazy.returned(method.0, down, compute);
            if known.is_some() {
                return known;
            }
        }
        let args = self.program.trees().tree(self.file);
        let name = |arg: &Arg| match arg.kind {
            ArgKind::Keyword(name) => Some(args.names().text(name)),
            _ => None,
        };
        let args: Vec<_> = query.function.args(query.call).iter().map(name).collect();
        if query.args.is_empty() || query.args.iter().all(Option::is_none) {
            return None;
        }
        there.returned_for(found.node, &args, query.args, method.1)
    }

    fn param(&self, n: u32) -> Option<Const> {
        self.params.get(n as usize)?.clone()
    }

    fn never_returns(&self, function: &Function, call: CallId) -> bool {
        let node = function
            .values
            .iter()
            .find(|value| matches!(value.op, haechi_ir::Op::Call(id) if id == call))
            .map(|value| value.node);
        node.is_some_and(|node| self.stops(node))
    }
}

impl<'p, 't> FileFacts<'p, 't> {
    fn named(self, node: NodeId) -> Option<Const> {
        let (tree, scopes) = (
            self.program.trees().tree(self.file),
            self.program.trees().scopes(self.file),
        );
        if !matches!(tree.kind(node), Kind::Ident | Kind::Member) {
            return None;
        }
        if let Some(def) = scopes.def_of_expr(tree, node)
            && let Some(field) = self.program.field_at(self.file, def)
        {
            return self.field_constant(field);
        }
        match self.program.global_var(self.file, node) {
            Some(GlobalVar::Field(field)) => self.field_constant(field),
            Some(GlobalVar::Module(file, def)) => self.module_constant(file, def),
            None => self.field_constant(self.attribute(node)?),
        }
    }

    /// The field of `o.f` where the type of `o` is one class of the program.
    fn attribute(self, node: NodeId) -> Option<FieldId> {
        let tree = self.program.trees().tree(self.file);
        let name = self.program.names().find(tree.name(node))?;
        let object = tree.child(node, Role::Object);
        let class = match object {
            Some(object) => match &self.program.type_of(self.file, object).list[..] {
                [only] if only.dims == 0 => only.class?,
                _ => return None,
            },
            // A bare Java name that is inherited from another file.
            None => return self.program.inherited_field(self.file, node),
        };
        self.program.find_field(class, name)
    }

    fn module_constant(self, file: FileId, def: DefId) -> Option<Const> {
        let name = self.program.trees().scopes(file).def(def).name;
        let text = self.program.trees().tree(file).names().text(name);
        let is_set = self
            .program
            .names()
            .find(text)
            .is_some_and(|name| self.program.attribute_writes.contains_key(&name));
        (!is_set).then(|| self.def_constant(file, def)).flatten()
    }

    fn field_constant(self, id: FieldId) -> Option<Const> {
        let field = self.program.field(id);
        let file = self.program.class(field.class).file;
        if self.program.trees().lang(file) == Lang::Python {
            return self.python_field(id, file);
        }
        if field.traits.has(Traits::CONSTANT) {
            return Some(self.unique(id));
        }
        if let Some(value) = self.configured_field(id) {
            return Some(value);
        }
        let is_fixed = field.traits.has(Traits::FINAL) || field.traits.has(Traits::PRIVATE);
        is_fixed
            .then(|| self.def_constant(file, field.def?))
            .flatten()
    }

    /// An object that is known by its name.
    fn unique(self, id: FieldId) -> Const {
        let field = self.program.field(id);
        let class = self.program.class(field.class).name;
        let names = self.program.names();
        Const::Enum(format!("{}.{}", names.text(class), names.text(field.name)).into())
    }

    fn python_field(self, id: FieldId, file: FileId) -> Option<Const> {
        let program = self.program;
        let field = program.field(id);
        let writes = program.attribute_writes.get(&field.name).copied();
        // A class below may have its own.
        let is_hidden = program.descendants(field.class).iter().any(|class| {
            program
                .fields_of(*class)
                .iter()
                .any(|other| program.field(*other).name == field.name)
        });
        if is_hidden {
            return None;
        }
        if let Some(def) = field.def {
            if writes.is_some() {
                return None;
            }
            return match self.enum_kind(id) {
                EnumKind::Plain => Some(self.unique(id)),
                EnumKind::OfValues => None,
                EnumKind::None => self.def_constant(file, def),
            };
        }
        // The only assignment in the program to an attribute of that name, in
        // the constructor.
        let (tree, scopes) = (program.trees().tree(file), program.trees().scopes(file));
        let assign = scopes.parent(field.node);
        let method = scopes.enclosing_callable(field.node)?;
        let is_only = writes == Some(1)
            && tree.kind(assign) == Kind::Assign
            && tree.name(method) == "__init__";
        let value = tree.child(assign, Role::Value).filter(|_| is_only)?;
        self.value_constant(file, value, FuncKey::body(method))
    }

    fn enum_kind(self, id: FieldId) -> EnumKind {
        let program = self.program;
        let class = program.class(program.field(id).class);
        let supertypes = program.supertypes(class.name);
        let is = |name: &str| {
            let name = program.names().find(name);
            name.is_some_and(|name| supertypes.contains(&name))
        };
        if !is("enum.Enum") {
            EnumKind::None
        } else if ["int", "str", "float", "enum.Flag"]
            .iter()
            .any(|name| is(name))
        {
            // Such constants equal plain values.
            EnumKind::OfValues
        } else {
            EnumKind::Plain
        }
    }

    // ---- values of definitions

    /// The constant that a field or module variable gets from its only write.
    fn def_constant(self, file: FileId, def: DefId) -> Option<Const> {
        let scopes = self.program.trees().scopes(file);
        let found = scopes.def(def);
        let value = found.value()?;
        let key = self.function_of(file, def, value);
        self.value_constant(file, value, key)
    }

    /// The function that computes the value of a definition.
    fn function_of(self, file: FileId, def: DefId, value: NodeId) -> FuncKey {
        let (tree, scopes) = (
            self.program.trees().tree(file),
            self.program.trees().scopes(file),
        );
        let part = |is_static: bool| match is_static {
            true => FuncPart::StaticInit,
            false => FuncPart::Init,
        };
        let found = scopes.def(def);
        let scope = scopes.scope(found.scope);
        let around = scopes.enclosing_callable(value);
        let class =
            (tree.lang == Lang::Java && scope.kind == ScopeKind::Class).then_some(scope.node);
        match (around, class) {
            (Some(callable), Some(class)) if tree.kind(callable) == Kind::Initializer => FuncKey {
                node: class,
                part: part(tree.flags(callable).has(Flags::STATIC)),
            },
            // A constructor's assignment, or a class within a function.
            (Some(callable), Some(class)) if !tree.is_within(callable, class) => FuncKey {
                node: class,
                part: part(found.is_static()),
            },
            (Some(callable), _) => FuncKey::body(callable),
            (None, Some(class)) => FuncKey {
                node: class,
                part: part(found.is_static()),
            },
            (None, None) => FuncKey::TOP,
        }
    }

    /// The constant that a call within a function gives.
    fn call_constant(self, call: NodeId) -> Option<Const> {
        let (tree, scopes) = (
            self.program.trees().tree(self.file),
            self.program.trees().scopes(self.file),
        );
        if !self.may_be_configured(call) {
            let (method, _) = self.only_target(call)?;
            let found = self.program.method(method);
            let there = FileFacts {
                file: found.file,
                ..self
            };
            there.worth_folding(found.node)?;
        }
        let key = match scopes.enclosing_callable(call) {
            Some(callable) if tree.kind(callable) == Kind::Initializer => return None,
            Some(callable) => FuncKey::body(callable),
            None if tree.lang == Lang::Python => FuncKey::TOP,
            None => return None,
        };
        self.value_constant(self.file, call, key)
    }

    fn value_constant(self, file: FileId, value: NodeId, key: FuncKey) -> Option<Const> {
        let level = self.level.checked_sub(1)?;
        let func = FuncRef { file, key };
        let there = FileFacts {
            file,
            level,
            params: &[],
            ..self
        };
        let compute = || there.constants_of(key);
        let constants = self.program.lazy.constants(func, level, compute);
        let at = constants.binary_search_by_key(&value, |(node, _)| *node);
        Some(constants[at.ok()?].1.clone())
    }

    /// The constants among the values that a function gives to fields and
    /// module variables, and among its calls.
    fn constants_of(self, key: FuncKey) -> Constants {
        let (tree, scopes) = (
            self.program.trees().tree(self.file),
            self.program.trees().scopes(self.file),
        );
        let mut function = build_function(tree, scopes, key);
        fold(&mut function, tree, &self);
        let constant = |node: NodeId| {
            let value = function.value_of(node)?;
            Some((node, function.constant(value)?))
        };
        let is_shared = |kind: DefKind| matches!(kind, DefKind::Field | DefKind::Global);
        let defs = scopes.defs().iter().filter(|def| is_shared(def.kind));
        let values = defs.filter_map(|def| def.value());
        let info = &self.program.files[self.file];
        let attributes = info
            .decls
            .attributes
            .iter()
            .filter_map(|(target, _)| tree.child(scopes.parent(*target), Role::Value));
        let mut constants: Constants = values.chain(attributes).filter_map(constant).collect();
        for (id, value) in function.values.iter_enumerated() {
            if matches!(value.op, haechi_ir::Op::Call(_))
                && tree.kind(value.node) == Kind::Call
                && let Some(known) = function.constant(id)
            {
                constants.push((value.node, known));
            }
        }
        constants.sort_by_key(|(node, _)| *node);
        constants.dedup_by_key(|(node, _)| *node);
        constants
    }
}

/// What the enumeration of a Python class is.
enum EnumKind {
    None,
    Plain,
    OfValues,
}

/// The nodes of a body without those of functions and classes in it.
fn own_nodes(tree: &haechi_syntax::Tree, body: NodeId) -> impl Iterator<Item = NodeId> {
    let end = tree.end(body);
    let mut at = body;
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let node = at;
        let is_closed = matches!(tree.kind(node), Kind::Function | Kind::Lambda | Kind::Class);
        at = match is_closed {
            true => tree.end(node),
            false => NodeId::new(node.raw() + 1),
        };
        Some(node)
    })
}
