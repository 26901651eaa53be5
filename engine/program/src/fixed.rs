//! Values that are written down in the program: literals, and collections of them.
//!
//! A test against such a value leaves only what the program itself says:
//!
//! ```text
//! NAMES = frozenset(["asc", "desc"])         written down
//! static final Set<String> S = Set.of("a");  written down
//! x in NAMES, S.contains(x)                  x is one of them from here on
//! ```

use haechi_syntax::{DefId, Kind, Lang, NodeId, Role};

use crate::flow::GlobalVar;
use crate::index::Program;
use crate::trees::FileId;

/// How many names and nested expressions are looked into.
const DEPTH: u8 = 8;

impl Program<'_> {
    /// Whether an expression has a value that stands in the program: a literal, a constant,
    /// or a collection, or other object made of nothing else.
    pub fn is_fixed(&self, file: FileId, node: NodeId) -> bool {
        self.fixed(file, node, DEPTH)
    }

    /// Whether a variable outside of functions holds such a value all the time.
    pub fn is_fixed_var(&self, var: GlobalVar) -> bool {
        self.fixed_var(var, DEPTH)
    }

    /// The expression that a variable outside of functions has its only value from.
    pub fn value_of_var(&self, var: GlobalVar) -> Option<(FileId, NodeId)> {
        let (file, def) = self.def_of_var(var)?;
        Some((file, self.trees.scopes(file).def(def).value()?))
    }

    fn def_of_var(&self, var: GlobalVar) -> Option<(FileId, DefId)> {
        match var {
            GlobalVar::Module(file, def) => Some((file, def)),
            GlobalVar::Field(field) => {
                let field = self.field(field);
                Some((self.class(field.class).file, field.def?))
            }
        }
    }

    fn fixed_var(&self, var: GlobalVar, depth: u8) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        if let GlobalVar::Field(field) = var
            && self.field(field).traits.has(crate::Traits::CONSTANT)
        {
            return true;
        }
        self.value_of_var(var)
            .is_some_and(|(file, value)| self.fixed(file, value, depth))
    }

    fn fixed(&self, file: FileId, node: NodeId, depth: u8) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        let tree = self.trees.tree(file);
        let each = |mut nodes: Box<dyn Iterator<Item = NodeId> + '_>| {
            nodes.all(|node| self.fixed(file, node, depth))
        };
        match tree.kind(node) {
            Kind::Int | Kind::Float | Kind::Str | Kind::Char | Kind::Bool | Kind::Null => true,
            Kind::List
            | Kind::Tuple
            | Kind::Set
            | Kind::Dict
            | Kind::Pair
            | Kind::ArrayInit
            | Kind::StrConcat
            | Kind::Binary
            | Kind::Unary => each(Box::new(tree.children(node))),
            Kind::KeywordArg | Kind::Star | Kind::DoubleStar => tree
                .child(node, Role::Value)
                .is_some_and(|value| self.fixed(file, value, depth)),
            Kind::Cast => tree
                .child(node, Role::Value)
                .or_else(|| tree.child(node, Role::Operand))
                .is_some_and(|value| self.fixed(file, value, depth)),
            Kind::NewArray => tree
                .child(node, Role::Init)
                .is_some_and(|init| self.fixed(file, init, depth)),
            Kind::Call | Kind::New => self.fixed_call(file, node, depth),
            Kind::Ident | Kind::Member => self.fixed_name(file, node, depth),
            _ => false,
        }
    }

    /// A call that is given nothing but such values: `frozenset(["a"])`, `Set.of("a")`.
    fn fixed_call(&self, file: FileId, call: NodeId, depth: u8) -> bool {
        let tree = self.trees.tree(file);
        let object = tree
            .child(call, Role::Callee)
            .and_then(|callee| tree.child(callee, Role::Object));
        let on_fixed = |object: NodeId| {
            self.fixed(file, object, depth)
                || (tree.kind(object) == Kind::Ident || tree.kind(object) == Kind::Member)
                    && self.global_var(file, object).is_none()
                    && self.trees.scopes(file).def_of_expr(tree, object).is_none()
        };
        if object.is_some_and(|object| !on_fixed(object)) {
            return false;
        }
        let Some(args) = tree.child(call, Role::Args) else {
            return false;
        };
        let mut count = 0;
        tree.children(args).all(|arg| {
            count += 1;
            self.fixed(file, arg, depth) || tree.kind(arg) == Kind::ClassLit
        }) && count > 0
    }

    fn fixed_name(&self, file: FileId, node: NodeId, depth: u8) -> bool {
        if let Some(var) = self.global_var(file, node) {
            return self.fixed_var(var, depth);
        }
        let (tree, scopes) = (self.trees.tree(file), self.trees.scopes(file));
        match scopes.def_of_expr(tree, node) {
            Some(def) => {
                let found = scopes.def(def);
                found
                    .value()
                    .filter(|_| found.writes <= 1)
                    .is_some_and(|value| self.fixed(file, value, depth))
            }
            // A name of another library that is written like a constant.
            None => {
                is_constant_name(tree.lang, tree.name(node))
                    && scopes.qualified(tree, node).is_some()
            }
        }
    }
}

/// Whether a name is written as constants are: `MAX_SIZE`.
fn is_constant_name(lang: Lang, name: &str) -> bool {
    let is_upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    matches!(lang, Lang::Java | Lang::Python)
        && name.len() > 1
        && name.chars().all(is_upper)
        && name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
}
