//! Calls, `new`, closures.

use haechi_syntax::scope::{DefId, DefKind};
use haechi_syntax::{Kind, Lang, NodeId, Role};

use super::access::Path;
use super::survey::{captured_in, captures_of};
use super::{Builder, NONE};
use crate::{Arg, ArgKind, Callee, Closure, Field, FuncKey, Op, ValueId};

/// Longest chain of superclasses within a file that is followed for captures.
const MAX_SUPERCLASSES: usize = 32;

impl Builder<'_> {
    /// A call. The receiver is evaluated before the arguments.
    pub(super) fn call(&mut self, node: NodeId) -> ValueId {
        let Some(callee) = self.tree.child(node, Role::Callee) else {
            return self.opaque_children(node);
        };
        let is_constructor =
            self.tree.lang == Lang::Java && self.is_constructor_name(callee) && self.this != NONE;
        if is_constructor {
            return self.constructor_call(node, callee);
        }
        let callee = self.callee(callee);
        let args = self.args_of(node);
        self.call_op(callee, &args, node)
    }

    /// `this(…)`, `super(…)`.
    fn constructor_call(&mut self, node: NodeId, callee: NodeId) -> ValueId {
        if let Some(outer) = self.tree.child(callee, Role::Object) {
            let value = self.expr(outer);
            let (base, field) = (self.this, Field::OUTER);
            self.emit_hidden(Op::StoreField { base, field, value }, outer);
        }
        let args = self.args_of(node);
        let receiver = self.this;
        if self.tree.kind(callee) == Kind::This {
            return self.call_op(Callee::ThisInit { receiver }, &args, node);
        }
        let value = self.call_op(Callee::SuperInit { receiver }, &args, node);
        self.run_class_init(self.key.node);
        value
    }

    /// The arguments of a node's `Args`, evaluated.
    pub(super) fn args_of(&mut self, node: NodeId) -> Vec<Arg> {
        let Some(args) = self.tree.child(node, Role::Args) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for arg in self.tree.children(args) {
            let kind = match self.tree.kind(arg) {
                Kind::KeywordArg => ArgKind::Keyword(self.tree.name_id(arg)),
                Kind::Star => ArgKind::Star,
                Kind::DoubleStar => ArgKind::DoubleStar,
                _ => ArgKind::Positional,
            };
            let value = match kind {
                ArgKind::Positional => self.expr(arg),
                _ => {
                    let value = self.child_expr(arg, Role::Value);
                    self.map(arg, value);
                    value
                }
            };
            found.push(Arg { kind, value });
        }
        found
    }

    fn callee(&mut self, callee: NodeId) -> Callee {
        match self.tree.kind(callee) {
            Kind::Ident if self.tree.lang == Lang::Java => Callee::Path {
                path: callee,
                receiver: self.implied_receiver(callee),
            },
            Kind::Ident if self.is_global(callee) => Callee::Path {
                path: callee,
                receiver: None,
            },
            Kind::Member => self.member_callee(callee),
            _ => Callee::Value(self.expr(callee)),
        }
    }

    /// `this` for a bare Java method name: that of the class that has the
    /// method, or of the nearest class that may inherit it.
    fn implied_receiver(&mut self, name: NodeId) -> Option<ValueId> {
        if self.this == NONE {
            return None;
        }
        let class = match self.scopes.def_of(name) {
            Some(def) => {
                let def = self.scopes.def(def);
                if def.is_static() || def.kind == DefKind::Import {
                    return None;
                }
                self.scopes.enclosing_class(def.node)?
            }
            None => match self.inheriting_class(name) {
                Some(class) => class,
                None => return Some(self.this),
            },
        };
        Some(self.this_of(class, name))
    }

    fn member_callee(&mut self, callee: NodeId) -> Callee {
        let (Some(object), Some(name)) = (
            self.tree.child(callee, Role::Object),
            self.tree.child(callee, Role::Name),
        ) else {
            return Callee::Value(self.expr(callee));
        };
        let name = self.tree.name_id(name);
        if self.is_super(object)
            && let Some(receiver) = self.receiver_of_super(object)
        {
            self.map(object, receiver);
            return Callee::SuperMethod { receiver, name };
        }
        let receiver = self.expr(object);
        match self.is_global_path(object) {
            true => Callee::Path {
                path: callee,
                receiver: Some(receiver),
            },
            false => Callee::Method { receiver, name },
        }
    }

    /// Java `super` and `A.super`, Python `super()`.
    fn is_super(&self, object: NodeId) -> bool {
        match (self.tree.lang, self.tree.kind(object)) {
            (Lang::Java, Kind::Super) => true,
            (Lang::Java, Kind::Member) => self.is_constructor_name(object),
            (Lang::Python, Kind::Call) => {
                let callee = self.tree.child(object, Role::Callee);
                callee.is_some_and(|callee| {
                    self.tree.kind(callee) == Kind::Ident
                        && self.tree.name(callee) == "super"
                        && self.scopes.def_of(callee).is_none()
                })
            }
            _ => false,
        }
    }

    fn receiver_of_super(&mut self, object: NodeId) -> Option<ValueId> {
        if self.tree.lang == Lang::Python {
            return self.python_self();
        }
        if self.this == NONE {
            return None;
        }
        // `Outer.super.m()`: of the enclosing instance; `Interface.super.m()`: of this one.
        let class = self.tree.child(object, Role::Object);
        let class = class.and_then(|class| self.class_def(class));
        match class {
            Some(class) if self.tree.is_within(self.key.node, class) => {
                Some(self.this_of(class, object))
            }
            _ => Some(self.this),
        }
    }

    /// Whether a chain of members starts with a name that is no variable here.
    fn is_global_path(&self, object: NodeId) -> bool {
        if matches!(self.path(object), Path::Type | Path::Import) {
            return true;
        }
        let mut at = object;
        loop {
            match self.tree.kind(at) {
                Kind::Ident => return self.is_global(at),
                Kind::Member => match self.tree.child(at, Role::Object) {
                    Some(object) => at = object,
                    None => return false,
                },
                Kind::GenericType | Kind::ArrayType | Kind::AnnotatedType => return true,
                _ => return false,
            }
        }
    }

    // ---- new

    pub(super) fn new_object(&mut self, node: NodeId) -> ValueId {
        let Some(ty) = self.tree.child(node, Role::Type) else {
            return self.opaque_children(node);
        };
        let outer = self.tree.child(node, Role::Object);
        let outer = outer.map(|outer| self.expr(outer));
        let args = self.args_of(node);
        let body = self.tree.child(node, Role::Body);
        let captures = self.object_captures(node, ty, body, outer);
        self.call_with_captures(Callee::New { ty, body }, &args, &captures, node)
    }

    /// What a new object of a local, anonymous or inner class brings along.
    fn object_captures(
        &mut self,
        node: NodeId,
        ty: NodeId,
        body: Option<NodeId>,
        outer: Option<ValueId>,
    ) -> Vec<(Field, ValueId)> {
        let mut classes: Vec<NodeId> = body.map(|_| node).into_iter().collect();
        let mut next = self.class_def(ty);
        while let Some(class) = next.filter(|class| !classes.contains(class)) {
            if classes.len() > MAX_SUPERCLASSES {
                break;
            }
            classes.push(class);
            let superclass = self.tree.child(class, Role::Super);
            next = superclass.and_then(|superclass| self.class_def(superclass));
        }
        let mut fields = Vec::new();
        for class in &classes {
            for def in self.class_captures(*class) {
                let field = Field::captured(self.scopes.def(def).name);
                if !fields.iter().any(|(known, _)| *known == field) {
                    let value = self.read_def(def, node);
                    fields.push((field, value));
                }
            }
        }
        if let Some(outer) = outer.or_else(|| self.outer_instance(&classes, node)) {
            fields.push((Field::OUTER, outer));
        }
        fields
    }

    /// The local variables that the code of a class takes from around it.
    fn class_captures(&mut self, class: NodeId) -> Vec<DefId> {
        if self.scopes.enclosing_callable(class).is_none() {
            return Vec::new();
        }
        if let Some(known) = self.class_captures.get(&class) {
            return known.clone();
        }
        let found = match self.tree.child(class, Role::Body) {
            Some(body) => captured_in(self.tree, self.scopes, class, body),
            None => Vec::new(),
        };
        self.class_captures.insert(class, found.clone());
        found
    }

    /// The enclosing instance of a new object, as far as it is known here.
    fn outer_instance(&mut self, classes: &[NodeId], at: NodeId) -> Option<ValueId> {
        if self.this == NONE {
            return None;
        }
        let class = *classes.first()?;
        if class == at {
            return Some(self.this); // anonymous
        }
        if self.is_static_class(class) {
            return None;
        }
        let outer = self.scopes.enclosing_class(class)?;
        Some(self.this_of(outer, at))
    }

    // ---- closures

    /// A lambda, or a Python function.
    pub(super) fn closure_expr(&mut self, node: NodeId) -> ValueId {
        let defaults = self.defaults(node);
        let mut captures = Vec::new();
        for def in captures_of(self.tree, self.scopes, node) {
            captures.push(self.capture(def, node));
        }
        let closure = Closure {
            func: FuncKey::body(node),
            captures: self.list(&captures),
            defaults: self.list(&defaults),
        };
        let id = self.closures.push(closure);
        self.emit(Op::Closure(id), node)
    }
}
