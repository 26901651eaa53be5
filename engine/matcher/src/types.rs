//! Types: as they are written, and as they are inferred for typed
//! metavariables (`(T $X)`, `$X: T`).
//!
//! Inference is shallow and within the file: declarations, literals, casts,
//! object creation, operators, methods of this file, and some well-known
//! methods of the platform.

use haechi_syntax::scope::DefKind;
use haechi_syntax::{Kind, Lang, NodeId, Operator, Role};

use crate::cx::{M, Outs, one, only_if};
use crate::env::{Bound, Env, Synth};
use crate::pnode::PId;

/// What is known of an expression's type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ty {
    /// A type written in the file.
    Written(NodeId),
    /// A name that stands for the type by itself: a class as a receiver.
    Name(NodeId),
    /// A type of the language or platform.
    Builtin(&'static str),
    /// An array of these.
    Element(NodeId),
}

/// How deep inference follows values.
const MAX_DEPTH: u32 = 12;

/// Names for the same type. The first is the one that inference gives.
const SAME_TYPES: &[(Lang, &[&str])] = &[
    (Lang::Java, &["int", "Integer", "java.lang.Integer"]),
    (Lang::Java, &["long", "Long", "java.lang.Long"]),
    (Lang::Java, &["short", "Short", "java.lang.Short"]),
    (Lang::Java, &["byte", "Byte", "java.lang.Byte"]),
    (Lang::Java, &["double", "Double", "java.lang.Double"]),
    (Lang::Java, &["float", "Float", "java.lang.Float"]),
    (
        Lang::Java,
        &["boolean", "Boolean", "java.lang.Boolean", "bool"],
    ),
    (Lang::Java, &["char", "Character", "java.lang.Character"]),
    (Lang::Java, &["String", "java.lang.String", "str", "string"]),
    (Lang::Python, &["str", "string"]),
    (Lang::Python, &["bool", "boolean"]),
];

/// Whether a type with this name may be in a file that does not write it: it
/// has other names ([`SAME_TYPES`]), or is that of literals and operators.
pub(crate) fn has_other_names(name: &str) -> bool {
    matches!(
        name,
        "int"
            | "Integer"
            | "long"
            | "Long"
            | "short"
            | "Short"
            | "byte"
            | "Byte"
            | "double"
            | "Double"
            | "float"
            | "Float"
            | "boolean"
            | "Boolean"
            | "bool"
            | "char"
            | "Character"
            | "String"
            | "string"
            | "str"
            | "list"
            | "dict"
            | "set"
            | "tuple"
            | "var"
    )
}

impl M<'_> {
    /// A type of the pattern against a type of the code, both as written.
    pub(crate) fn ty(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        if self.tree.lang == Lang::Python {
            // `except (..., E, ...)` catches `except E`.
            let alone = self.p(p).kind == Kind::Tuple
                && self.kind(t) != Kind::Tuple
                && self.kind(self.scopes.parent(t)) == Kind::Catch;
            if alone {
                let elems = self.p_kids(p, Role::Elem);
                return self.in_order(&elems, &[t], env, |m, p, t, env| m.item(p, t, env));
            }
            return self.item(p, t, env);
        }
        let pn = self.p(p);
        match pn.kind {
            Kind::Metavar => return self.ty_var(p, t, env),
            Kind::Ellipsis => return one(env),
            _ => {}
        }
        match (pn.kind, self.kind(t)) {
            (Kind::Ident | Kind::Member, Kind::GenericType | Kind::AnnotatedType) => {
                match self.child(t, Role::Type) {
                    Some(base) => self.ty(p, base, env),
                    None => Outs::new(),
                }
            }
            (Kind::Ident, Kind::Ident) => {
                let out = self.ident(p, t, env);
                if out.is_empty() && self.is_same_type(p, self.tree.name(t)) {
                    return one(env);
                }
                out
            }
            (Kind::Member, Kind::Ident) => {
                let out = self.path_of_ident(p, t, env);
                if out.is_empty() && self.is_same_type(p, self.tree.name(t)) {
                    return one(env);
                }
                out
            }
            (Kind::Ident, Kind::Member) => only_if(self.is_same_type(p, self.tree.source(t)), env),
            (Kind::Member, Kind::Member) => self.member(p, t, env),
            // `T<>` is that, written out, and no other type.
            (Kind::GenericType, Kind::GenericType)
                if self.p_child(p, Role::TypeArg).is_none()
                    && self.child(t, Role::TypeArg).is_some() =>
            {
                Outs::new()
            }
            (Kind::ArrayType, Kind::ArrayType) if pn.flags.dims() != self.flags(t).dims() => {
                Outs::new()
            }
            (a, b) if a == b => self.slots(p, t, env),
            _ => Outs::new(),
        }
    }

    fn ty_var(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let mv = self.p(p).mv;
        let mut out = self.bind(env, mv, Bound::Node(t));
        if mv.is_some() && self.kind(t) == Kind::Ident {
            for segments in self.imported_as(t) {
                out.extend(self.path(p, &segments, t, env));
            }
        }
        self.unique(out)
    }

    /// Whether a type of the pattern and a written name are two names for one
    /// type (`int`, `Integer`, `java.lang.Integer`).
    fn is_same_type(&self, p: PId, name: &str) -> bool {
        let Some(wanted) = self.p_path(p) else {
            return false;
        };
        if wanted == name {
            return true;
        }
        // Who writes the full name means it.
        if wanted.contains('.') {
            return false;
        }
        SAME_TYPES.iter().any(|(lang, names)| {
            *lang == self.tree.lang && names.contains(&&*wanted) && names.contains(&name)
        })
    }

    /// A name or chain of names in the pattern as a dotted text.
    pub(crate) fn p_path(&self, p: PId) -> Option<String> {
        let pn = self.p(p);
        match pn.kind {
            Kind::Ident if pn.sym.is_some() => Some(self.pool.syms.text(pn.sym.raw()).to_owned()),
            Kind::Member if pn.sym.is_some() => {
                let object = self.p_path(self.p_child(p, Role::Object)?)?;
                Some(format!("{object}.{}", self.pool.syms.text(pn.sym.raw())))
            }
            _ => None,
        }
    }

    /// `(T $X)`: an expression whose type is `T`.
    pub(crate) fn typed_var(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let Some(ty) = self.p_child(p, Role::Type) else {
            return Outs::new();
        };
        let mv = self.p(p).mv;
        let mut envs = self.has_type(ty, t, env);
        if envs.is_empty() {
            return envs;
        }
        envs = self.then(envs, |m, env| m.bind(env, mv, Bound::Node(t)));
        envs
    }

    /// Whether an expression is of a type of the pattern.
    pub(crate) fn has_type(&mut self, ty: PId, t: NodeId, env: Env) -> Outs {
        let out = match self.type_of(t, 0) {
            Some(Ty::Written(written)) => self.ty(ty, written, env),
            Some(Ty::Name(name)) => self.type_is_name(ty, name, env),
            Some(Ty::Builtin(name)) => self.type_is_builtin(ty, name, t, env),
            Some(Ty::Element(_)) | None => Outs::new(),
        };
        if out.is_empty() {
            return self.has_linked_type(ty, t, env);
        }
        out
    }

    fn type_is_name(&mut self, ty: PId, name: NodeId, env: Env) -> Outs {
        match self.p(ty).kind {
            Kind::Metavar => self.bind(env, self.p(ty).mv, Bound::Node(name)),
            _ => self.expr(ty, name, env, false),
        }
    }

    fn type_is_builtin(&mut self, ty: PId, name: &'static str, t: NodeId, env: Env) -> Outs {
        let pn = self.p(ty);
        match pn.kind {
            Kind::Metavar => {
                let bound = self.envs.synth(Synth {
                    text: name.into(),
                    at: t,
                    is_path: true,
                });
                self.bind(env, pn.mv, bound)
            }
            _ => {
                let same = self.is_same_type(ty, name) || self.is_literal_of(ty, t);
                only_if(same, env)
            }
        }
    }

    /// Whether a number as written may be of a type: `1` of any of whole
    /// numbers, `1.5` of any with a fraction.
    fn is_literal_of(&self, ty: PId, t: NodeId) -> bool {
        let Some(wanted) = self.p_path(ty) else {
            return false;
        };
        let names: &[&str] = match self.kind(t) {
            Kind::Int => &[
                "int", "Integer", "long", "Long", "short", "Short", "byte", "Byte",
            ],
            Kind::Float => &["float", "Float", "double", "Double"],
            _ => return false,
        };
        names.contains(&&*wanted)
    }

    /// The type of an expression, as far as it can be told.
    pub(crate) fn type_of(&mut self, t: NodeId, depth: u32) -> Option<Ty> {
        if depth > MAX_DEPTH {
            return None;
        }
        let java = self.tree.lang == Lang::Java;
        match self.kind(t) {
            Kind::Int => Some(Ty::Builtin("int")),
            Kind::Float => Some(Ty::Builtin(if java { "double" } else { "float" })),
            Kind::Bool => Some(Ty::Builtin(if java { "boolean" } else { "bool" })),
            Kind::Char => Some(Ty::Builtin("char")),
            Kind::Str | Kind::FString | Kind::StrConcat => {
                Some(Ty::Builtin(if java { "String" } else { "str" }))
            }
            Kind::Ident => self.type_of_name(t, depth),
            Kind::This => self
                .scopes
                .enclosing_class(t)
                .and_then(|class| self.child(class, Role::Name))
                .map(Ty::Name),
            Kind::New | Kind::Cast => self.child(t, Role::Type).map(Ty::Written),
            Kind::Member => self.type_of_member(t, depth),
            Kind::Call => self.type_of_call(t, depth),
            Kind::Conditional => {
                let then = self.child(t, Role::Then)?;
                let other = self.child(t, Role::Else)?;
                let (a, b) = (
                    self.type_of(then, depth + 1)?,
                    self.type_of(other, depth + 1)?,
                );
                self.same_ty(a, b).then_some(a)
            }
            Kind::Binary => self.type_of_binary(t, depth),
            Kind::Unary => match self.flags(t).operator() {
                Some(Operator::Not) => Some(Ty::Builtin(if java { "boolean" } else { "bool" })),
                Some(Operator::Neg | Operator::Plus) => {
                    let operand = self.child(t, Role::Operand)?;
                    self.type_of(operand, depth + 1)
                }
                _ => None,
            },
            Kind::InstanceOf => Some(Ty::Builtin("boolean")),
            Kind::Assign | Kind::Walrus => {
                let value = self.child(t, Role::Value)?;
                self.type_of(value, depth + 1)
            }
            Kind::Index => {
                let object = self.child(t, Role::Object)?;
                match self.type_of(object, depth + 1)? {
                    Ty::Written(ty) if self.kind(ty) == Kind::ArrayType => {
                        self.child(ty, Role::Type).map(Ty::Written)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn same_ty(&self, a: Ty, b: Ty) -> bool {
        match (a, b) {
            (Ty::Written(a), Ty::Written(b)) => crate::equal::equal_code(self, a, b),
            (Ty::Builtin(name), Ty::Written(ty)) | (Ty::Written(ty), Ty::Builtin(name)) => {
                self.tree.source(ty) == name
            }
            _ => a == b,
        }
    }

    fn type_of_name(&mut self, t: NodeId, depth: u32) -> Option<Ty> {
        let Some(def) = self.scopes.def_of(t) else {
            return Some(Ty::Name(t));
        };
        let def = *self.scopes.def(def);
        if let Some(ty) = def.type_node()
            && !self.is_var_keyword(ty)
        {
            return Some(Ty::Written(ty));
        }
        match def.kind {
            DefKind::Class | DefKind::Import => return Some(Ty::Name(t)),
            DefKind::Function => return None,
            _ => {}
        }
        if let Some(value) = def.value() {
            return self.type_of(value, depth + 1);
        }
        if self.kind(def.decl) == Kind::ForEach
            && self.child(def.decl, Role::Target) == Some(def.node)
        {
            let iter = self.child(def.decl, Role::Iter)?;
            return self.element_type(iter, depth);
        }
        None
    }

    fn is_var_keyword(&self, ty: NodeId) -> bool {
        self.kind(ty) == Kind::Ident && self.tree.name(ty) == "var"
    }

    /// The type of what a loop over an expression gives.
    fn element_type(&mut self, iter: NodeId, depth: u32) -> Option<Ty> {
        match self.type_of(iter, depth + 1)? {
            Ty::Written(ty) => match self.kind(ty) {
                Kind::ArrayType => self.child(ty, Role::Type).map(Ty::Written),
                Kind::GenericType => {
                    let args = self.kids(ty, Role::TypeArg);
                    args.last().copied().map(Ty::Written)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn type_of_member(&mut self, t: NodeId, depth: u32) -> Option<Ty> {
        let name = self.child(t, Role::Name)?;
        if self.tree.lang == Lang::Java && self.tree.name(name) == "length" {
            return Some(Ty::Builtin("int"));
        }
        if let Some(def) = self.scopes.def_of(name) {
            let def = *self.scopes.def(def);
            if let Some(ty) = def.type_node() {
                return Some(Ty::Written(ty));
            }
            if let Some(value) = def.value() {
                return self.type_of(value, depth + 1);
            }
            if def.kind == DefKind::Class {
                return Some(Ty::Name(t));
            }
            return None;
        }
        // A path to a class, as a receiver.
        self.is_path(t).then_some(Ty::Name(t))
    }

    fn is_path(&self, t: NodeId) -> bool {
        match self.kind(t) {
            Kind::Ident => true,
            Kind::Member => self
                .child(t, Role::Object)
                .is_some_and(|object| self.is_path(object)),
            _ => false,
        }
    }

    fn type_of_call(&mut self, t: NodeId, depth: u32) -> Option<Ty> {
        let callee = self.child(t, Role::Callee)?;
        if let Some(def) = self.scopes.def_of_expr(self.tree, callee) {
            let def = *self.scopes.def(def);
            return match def.kind {
                DefKind::Function => self.child(def.decl, Role::Type).map(Ty::Written),
                // Python creates objects by calling the class.
                DefKind::Class | DefKind::Import => Some(Ty::Name(callee)),
                _ => None,
            };
        }
        if self.tree.lang == Lang::Python {
            let capital = self
                .tree
                .name(t)
                .starts_with(|c: char| c.is_ascii_uppercase());
            return capital.then_some(Ty::Name(callee));
        }
        if self.kind(callee) != Kind::Member {
            return None;
        }
        let object = self.child(callee, Role::Object)?;
        let args = self
            .child(t, Role::Args)
            .map_or(0, |args| self.tree.children(args).count());
        let receiver = self.type_of(object, depth + 1);
        // What is in a collection is what its (last) type argument says.
        if self.tree.name(callee) == "get"
            && let Some(Ty::Written(ty)) = receiver
            && let Some(last) = self.kids(ty, Role::TypeArg).last()
        {
            return Some(Ty::Written(*last));
        }
        let receiver = receiver.map(|ty| match ty {
            Ty::Builtin(name) => name,
            Ty::Written(node) | Ty::Name(node) | Ty::Element(node) => self.base_name(node),
        });
        known_method(receiver, self.tree.name(callee), args).map(Ty::Builtin)
    }

    /// The last segment of a written type.
    fn base_name(&self, ty: NodeId) -> &str {
        self.tree.name(ty)
    }

    fn type_of_binary(&mut self, t: NodeId, depth: u32) -> Option<Ty> {
        let java = self.tree.lang == Lang::Java;
        let operator = self.flags(t).operator()?;
        let boolean = Ty::Builtin(if java { "boolean" } else { "bool" });
        if operator.is_comparison() || operator == Operator::And {
            return Some(boolean);
        }
        if operator == Operator::Or && java {
            return Some(boolean);
        }
        let (left, right) = (self.child(t, Role::Left)?, self.child(t, Role::Right)?);
        let left = self.type_of(left, depth + 1);
        let right = self.type_of(right, depth + 1);
        let is = |ty: Option<Ty>, names: &[&str]| match ty {
            Some(Ty::Builtin(name)) => names.contains(&name),
            Some(Ty::Written(node)) => names.contains(&self.tree.source(node)),
            _ => false,
        };
        let booleans = ["boolean", "Boolean", "bool"];
        match operator {
            Operator::Or | Operator::BitAnd | Operator::BitOr | Operator::BitXor
                if is(left, &booleans) || is(right, &booleans) =>
            {
                Some(boolean)
            }
            Operator::Add if java && (is(left, &["String"]) || is(right, &["String"])) => {
                Some(Ty::Builtin("String"))
            }
            Operator::Add | Operator::Sub | Operator::Mul
                if is(left, &["int", "Integer"]) && is(right, &["int", "Integer"]) =>
            {
                Some(Ty::Builtin("int"))
            }
            _ => None,
        }
    }
}

/// What some methods of the Java platform return, by the type of the receiver
/// (as far as it is known), name and number of arguments.
fn known_method(receiver: Option<&str>, name: &str, args: usize) -> Option<&'static str> {
    match (receiver, name, args) {
        (_, "toString", 0)
        | (Some("String"), "trim" | "strip" | "toLowerCase" | "toUpperCase", _) => Some("String"),
        (
            Some("String"),
            "substring" | "concat" | "replace" | "replaceAll" | "replaceFirst" | "repeat"
            | "format" | "join" | "valueOf" | "intern",
            _,
        ) => Some("String"),
        (_, "equals" | "equalsIgnoreCase" | "contentEquals", 1)
        | (_, "isEmpty" | "isBlank" | "hasNext", 0)
        | (
            _,
            "contains" | "startsWith" | "endsWith" | "matches" | "containsKey" | "containsValue",
            _,
        ) => Some("boolean"),
        (_, "hashCode" | "size" | "length" | "intValue", 0)
        | (_, "compareTo" | "compareToIgnoreCase", 1)
        | (Some("Integer"), "parseInt", _)
        | (Some("String"), "indexOf" | "lastIndexOf", _) => Some("int"),
        (Some("Long"), "parseLong", _) | (_, "longValue", 0) => Some("long"),
        (Some("String"), "charAt", 1) => Some("char"),
        (Some("Boolean"), "parseBoolean", 1) => Some("boolean"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_types_with_several_names_are_known_to_have_them() {
        for (_, names) in SAME_TYPES {
            for name in *names {
                let simple = name.rsplit('.').next().unwrap_or(name);
                assert!(has_other_names(simple), "{name}");
            }
        }
        assert!(!has_other_names("Document"));
    }
}
