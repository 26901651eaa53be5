//! Names of a Java file.
//!
//! Java has four kinds of names that do not disturb each other: variables
//! (with fields), methods, types and labels; each has its own table. Local
//! names count from their declaration to the end of their block, so the pass
//! goes through the file in order and takes bindings back at the end of each
//! block. Members of a class count in all of it and are declared beforehand
//! (`java_class`).
//!
//! A pattern variable (`o instanceof T t`) counts where it is definitely
//! matched. [`Java::cond`] gives the variables that a condition brings when it
//! is true and when it is false:
//!
//! ```text
//! if (!(o instanceof T t)) return;    true: -     false: t
//! t.m();                              the `then` never ends: t counts from here on
//! ```

use rustc_hash::FxHashMap;

use super::build::{Builder, NewDef, Table};
use super::{DefId, DefKind, ScopeId, ScopeKind, Scopes};
use crate::{Flags, Kind, NameId, NodeId, Operator, Role, Tree};

pub(super) struct Java<'t> {
    pub(super) b: Builder<'t>,
    pub(super) tree: &'t Tree,
    pub(super) vars: Table,
    pub(super) methods: Table,
    pub(super) types: Table,
    labels: Vec<(NameId, DefId)>,
    /// The members of each class of the file, by the node that has its body.
    pub(super) members: FxHashMap<NodeId, Members>,
    /// The class that the pass is in.
    pub(super) class: Option<NodeId>,
    /// Assignments to members of objects that we do not know.
    pub(super) foreign_writes: Vec<NameId>,
}

/// The members of a class, in order, and the scope that they make up.
pub(super) struct Members {
    pub(super) scope: ScopeId,
    pub(super) list: Vec<DefId>,
}

/// The pattern variables that a condition brings when true and when false.
#[derive(Default)]
struct Intro {
    yes: Vec<DefId>,
    no: Vec<DefId>,
}

/// The state of the tables, to go back to.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    vars: usize,
    methods: usize,
    types: usize,
}

pub(super) fn build(b: Builder<'_>) -> Scopes {
    let tree = b.tree;
    let mut java = Java {
        tree,
        vars: Table::new(tree),
        methods: Table::new(tree),
        types: Table::new(tree),
        labels: Vec::new(),
        members: FxHashMap::default(),
        class: None,
        foreign_writes: Vec::new(),
        b,
    };
    java.file();
    java.b.finish()
}

impl Java<'_> {
    fn file(&mut self) {
        for node in self.tree.children(NodeId::ROOT) {
            match self.tree.kind(node) {
                Kind::Package => {
                    if let Some(path) = self.tree.child(node, Role::Path) {
                        let text = self.b.dotted(path);
                        self.b.set_package(text);
                    }
                }
                Kind::Import => self.import(node),
                _ => {}
            }
        }
        // Classes of the file go before imports of the same name, and count everywhere.
        self.declare_members(NodeId::ROOT, Some(NodeId::ROOT));
        self.bind_members(NodeId::ROOT);
        for node in self.tree.children(NodeId::ROOT) {
            self.visit(node);
        }
        self.settle_foreign_writes();
    }

    fn import(&mut self, node: NodeId) {
        let is_static = self.b.has(node, Flags::STATIC);
        for item in self.tree.children_in(node, Role::Item) {
            let Some(path) = self.tree.child(item, Role::Path) else {
                continue;
            };
            let text = self.b.dotted(path);
            if self.b.has(item, Flags::WILDCARD) {
                self.b.import(None, text, item, is_static);
                continue;
            }
            let name = self.tree.name_id(item);
            let binding = self.tree.children(path).last().unwrap_or(item);
            let mut new = NewDef::new(DefKind::Import, binding, item, name);
            new.writes = 1;
            let def = self.b.define(new);
            self.types.bind(name, def);
            if is_static {
                self.vars.bind(name, def);
                self.methods.bind(name, def);
            }
            self.b.import(Some(def), text, item, is_static);
        }
    }

    // ---- blocks

    pub(super) fn marks(&self) -> Marks {
        Marks {
            vars: self.vars.mark(),
            methods: self.methods.mark(),
            types: self.types.mark(),
        }
    }
    pub(super) fn reset(&mut self, marks: Marks) {
        self.vars.reset(marks.vars);
        self.methods.reset(marks.methods);
        self.types.reset(marks.types);
    }

    /// Runs `inner` in a scope of its own.
    pub(super) fn scoped(&mut self, kind: ScopeKind, node: NodeId, inner: impl FnOnce(&mut Self)) {
        let before = self.b.enter(kind, node);
        let marks = self.marks();
        inner(self);
        self.reset(marks);
        self.b.leave(before);
    }

    /// Runs `inner` within the callable `node`, in a scope of its own.
    pub(super) fn called(&mut self, node: NodeId, inner: impl FnOnce(&mut Self)) {
        let before = self.b.function;
        self.b.function = self.b.callable_index(node);
        let labels = std::mem::take(&mut self.labels);
        self.scoped(ScopeKind::Function, node, inner);
        self.labels = labels;
        self.b.function = before;
    }

    pub(super) fn visit_children(&mut self, node: NodeId) {
        for child in self.tree.children(node) {
            self.visit(child);
        }
    }

    fn visit_role(&mut self, node: NodeId, role: Role) {
        for child in self.tree.children_in(node, role) {
            self.visit(child);
        }
    }

    /// Declares a local variable and makes it count from here on.
    pub(super) fn local(&mut self, new: NewDef) -> DefId {
        let def = self.b.define(new);
        self.vars.bind(new.name, def);
        def
    }

    // ---- every node

    pub(super) fn visit(&mut self, node: NodeId) {
        match self.tree.kind(node) {
            Kind::Package | Kind::Import | Kind::DottedName | Kind::Modifier => {}
            Kind::Class => self.class_declaration(node),
            Kind::New => self.creation(node),
            Kind::EnumConstant => self.enum_constant(node),
            Kind::Function => self.called(node, |java| java.function(node)),
            Kind::Initializer => self.called(node, |java| java.visit_children(node)),
            Kind::Lambda => self.called(node, |java| java.visit_children(node)),
            Kind::TypeParam => self.visit_role(node, Role::Bound),
            Kind::Param => self.param(node),
            Kind::VarDecl => self.declaration(node),
            Kind::Block => self.scoped(ScopeKind::Block, node, |java| java.visit_children(node)),
            Kind::If | Kind::Conditional => self.branch(node),
            Kind::While => self.while_loop(node),
            Kind::DoWhile => self.do_while(node),
            Kind::For => self.scoped(ScopeKind::Block, node, |java| java.for_loop(node)),
            Kind::ForEach => self.for_each(node),
            Kind::Switch => self.switch(node),
            Kind::Try => self.try_statement(node),
            Kind::Catch => self.scoped(ScopeKind::Block, node, |java| java.catch(node)),
            Kind::Labeled => self.labeled(node),
            Kind::Break | Kind::Continue => self.jump(node),
            Kind::Binary | Kind::Unary | Kind::InstanceOf => {
                self.cond(node);
            }
            Kind::Assign | Kind::AugAssign | Kind::Update => self.assignment(node),
            Kind::Ident => self.name(node),
            Kind::Member => self.member(node, false),
            Kind::Call => self.call(node),
            Kind::MethodRef => self.method_ref(node),
            Kind::KeywordArg => self.visit_role(node, Role::Value),
            Kind::Annotation => self.annotation(node),
            Kind::PatType | Kind::PatClass => {
                let mut vars = Vec::new();
                self.pattern(node, &mut vars);
                self.bind_all(&vars);
            }
            _ => self.visit_children(node),
        }
    }

    /// What modifiers and annotations name lies outside the scope, but the
    /// type parameters of the header count in all of it.
    fn function(&mut self, node: NodeId) {
        self.type_params(node);
        for child in self.tree.children(node) {
            match (self.tree.role(child), self.tree.kind(child)) {
                (Role::Name, _) => {}
                (Role::Body, Kind::Block) => self.visit_children(child),
                _ => self.visit(child),
            }
        }
    }

    pub(super) fn type_params(&mut self, node: NodeId) {
        for param in self.tree.children_in(node, Role::TypeParam) {
            let Some(name) = self.tree.child(param, Role::Name) else {
                continue;
            };
            let id = self.tree.name_id(param);
            let def = self
                .b
                .define(NewDef::new(DefKind::TypeParam, name, param, id));
            self.types.bind(id, def);
        }
    }

    fn param(&mut self, node: NodeId) {
        self.visit_role(node, Role::Attr);
        self.visit_role(node, Role::Type);
        let Some(name) = self.tree.child(node, Role::Name) else {
            return;
        };
        if self.b.has(node, Flags::RECEIVER) || self.tree.kind(name) != Kind::Ident {
            return;
        }
        let mut new = NewDef::new(DefKind::Param, name, node, self.tree.name_id(name));
        new.writes = 1;
        new.type_node = self.declared_type(node);
        let def = self.local(new);
        self.b.apply_modifiers(def, node);
    }

    /// The type that a declaration writes, unless it is `var`.
    pub(super) fn declared_type(&self, node: NodeId) -> Option<NodeId> {
        self.tree
            .child(node, Role::Type)
            .filter(|ty| self.tree.kind(*ty) != Kind::Ident || self.tree.name(*ty) != "var")
    }

    fn declaration(&mut self, node: NodeId) {
        self.visit_role(node, Role::Attr);
        self.visit_role(node, Role::Type);
        for item in self.tree.children_in(node, Role::Item) {
            let value = self.tree.child(item, Role::Value);
            if let Some(name) = self.tree.child(item, Role::Name)
                && self.b.def_of(item).is_none()
            {
                let mut new = NewDef::new(DefKind::Local, name, item, self.tree.name_id(name));
                new.type_node = self.declared_type(node);
                new.value = value;
                new.writes = u32::from(value.is_some());
                let def = self.local(new);
                self.b.apply_modifiers(def, node);
            }
            self.visit_role(item, Role::Value);
        }
    }

    // ---- statements

    fn for_loop(&mut self, node: NodeId) {
        self.visit_role(node, Role::Init);
        let intro = self.cond_of(node);
        let marks = self.marks();
        self.bind_all(&intro.yes);
        self.visit_role(node, Role::Update);
        self.visit_role(node, Role::Body);
        self.reset(marks);
    }

    fn for_each(&mut self, node: NodeId) {
        self.visit_role(node, Role::Iter);
        self.scoped(ScopeKind::Block, node, |java| {
            java.visit_role(node, Role::Attr);
            java.visit_role(node, Role::Type);
            if let Some(target) = java.tree.child(node, Role::Target) {
                let name = java.tree.name_id(target);
                let mut new = NewDef::new(DefKind::Local, target, node, name);
                new.type_node = java.declared_type(node);
                new.writes = 1;
                let def = java.local(new);
                java.b.apply_modifiers(def, node);
            }
            java.visit_role(node, Role::Body);
        });
    }

    fn switch(&mut self, node: NodeId) {
        self.visit_role(node, Role::Cond);
        self.scoped(ScopeKind::Block, node, |java| {
            for case in java.tree.children_in(node, Role::Case) {
                java.case(case);
            }
        });
    }

    /// A local variable of an old-style case counts in the cases after it.
    fn case(&mut self, node: NodeId) {
        let marks = self.marks();
        let mut vars = Vec::new();
        for label in self.tree.children_in(node, Role::Label) {
            match self.tree.kind(label) {
                Kind::PatType | Kind::PatClass => self.pattern(label, &mut vars),
                Kind::Ident => self.case_label(label),
                _ => self.visit(label),
            }
        }
        self.bind_all(&vars);
        if let Some(guard) = self.tree.child(node, Role::Guard) {
            let intro = self.cond(guard);
            self.bind_all(&intro.yes);
        }
        for body in self.tree.children_in(node, Role::Body) {
            if self.b.has(node, Flags::ARROW) || self.tree.kind(body) != Kind::Block {
                self.visit(body);
            } else {
                self.visit_children(body);
            }
        }
        if self.b.has(node, Flags::ARROW) || !vars.is_empty() {
            self.reset(marks);
        }
    }

    /// A plain name in a label is a constant: of the subject's enum, which a
    /// variable does not hide, or a `final` variable.
    fn case_label(&mut self, node: NodeId) {
        let def = self.vars.get(self.tree.name_id(node));
        if let Some(def) = def.filter(|def| {
            let def = self.b.def(*def);
            def.is_final() || def.kind == DefKind::Import
        }) {
            self.b.refer(node, def);
        }
    }

    fn try_statement(&mut self, node: NodeId) {
        self.scoped(ScopeKind::Block, node, |java| {
            java.visit_role(node, Role::Resource);
            java.visit_role(node, Role::Body);
        });
        for child in self.tree.children(node) {
            if !matches!(self.tree.role(child), Role::Resource | Role::Body) {
                self.visit(child);
            }
        }
    }

    fn catch(&mut self, node: NodeId) {
        self.visit_role(node, Role::Attr);
        self.visit_role(node, Role::Type);
        if let Some(name) = self.tree.child(node, Role::Name) {
            let mut new = NewDef::new(DefKind::Local, name, node, self.tree.name_id(name));
            new.type_node = self.declared_type(node);
            new.writes = 1;
            self.local(new);
        }
        self.visit_role(node, Role::Body);
    }

    fn labeled(&mut self, node: NodeId) {
        let depth = self.labels.len();
        if let Some(name) = self.tree.child(node, Role::Name) {
            let id = self.tree.name_id(name);
            let def = self.b.define(NewDef::new(DefKind::Label, name, node, id));
            self.labels.push((id, def));
        }
        self.visit_role(node, Role::Body);
        self.labels.truncate(depth);
    }

    fn jump(&mut self, node: NodeId) {
        let Some(name) = self.tree.child(node, Role::Name) else {
            return;
        };
        let id = self.tree.name_id(name);
        if let Some((_, def)) = self.labels.iter().rev().find(|(label, _)| *label == id) {
            self.b.refer(name, *def);
        }
    }

    // ---- conditions and what they bring

    pub(super) fn bind_all(&mut self, vars: &[DefId]) {
        for def in vars {
            let name = self.b.def(*def).name;
            self.vars.bind(name, *def);
        }
    }

    fn cond_of(&mut self, node: NodeId) -> Intro {
        match self.tree.child(node, Role::Cond) {
            Some(cond) => self.cond(cond),
            None => Intro::default(),
        }
    }

    /// Visits an expression and says which pattern variables it brings. None of
    /// them counts yet when this returns.
    fn cond(&mut self, node: NodeId) -> Intro {
        let marks = self.marks();
        let intro = match self.tree.kind(node) {
            Kind::Binary => self.cond_binary(node),
            Kind::Unary if self.tree.flags(node).operator() == Some(Operator::Not) => {
                let inner = self.tree.child(node, Role::Operand);
                let intro = inner.map(|inner| self.cond(inner)).unwrap_or_default();
                Intro {
                    yes: intro.no,
                    no: intro.yes,
                }
            }
            Kind::Unary => {
                self.visit_children(node);
                Intro::default()
            }
            Kind::InstanceOf => self.instance_of(node),
            _ => {
                self.visit(node);
                Intro::default()
            }
        };
        self.reset(marks);
        intro
    }

    fn cond_binary(&mut self, node: NodeId) -> Intro {
        let (left, right) = (
            self.tree.child(node, Role::Left),
            self.tree.child(node, Role::Right),
        );
        let (Some(left), Some(right)) = (left, right) else {
            self.visit_children(node);
            return Intro::default();
        };
        let first = self.cond(left);
        match self.tree.flags(node).operator() {
            Some(Operator::And) => {
                self.bind_all(&first.yes);
                let second = self.cond(right);
                Intro {
                    yes: [first.yes, second.yes].concat(),
                    no: Vec::new(),
                }
            }
            Some(Operator::Or) => {
                self.bind_all(&first.no);
                let second = self.cond(right);
                Intro {
                    yes: Vec::new(),
                    no: [first.no, second.no].concat(),
                }
            }
            _ => {
                self.cond(right);
                Intro::default()
            }
        }
    }

    fn instance_of(&mut self, node: NodeId) -> Intro {
        let mut yes = Vec::new();
        for child in self.tree.children(node) {
            match self.tree.role(child) {
                Role::Name => {
                    let mut new =
                        NewDef::new(DefKind::Local, child, node, self.tree.name_id(child));
                    new.type_node = self.declared_type(node);
                    new.writes = 1;
                    yes.push(self.b.define(new));
                }
                Role::Pattern => self.pattern(child, &mut yes),
                _ => self.visit(child),
            }
        }
        Intro {
            yes,
            no: Vec::new(),
        }
    }

    /// Collects the variables of a type or record pattern.
    fn pattern(&mut self, node: NodeId, vars: &mut Vec<DefId>) {
        for child in self.tree.children(node) {
            match (self.tree.role(child), self.tree.kind(child)) {
                (Role::Name, Kind::Ident) => {
                    let mut new =
                        NewDef::new(DefKind::Local, child, node, self.tree.name_id(child));
                    new.type_node = self.declared_type(node);
                    new.writes = 1;
                    vars.push(self.b.define(new));
                }
                (_, Kind::PatType | Kind::PatClass) => self.pattern(child, vars),
                _ => self.visit(child),
            }
        }
    }

    /// `if` and `? :`.
    fn branch(&mut self, node: NodeId) {
        let intro = self.cond_of(node);
        let then = self.tree.child(node, Role::Then);
        let other = self.tree.child(node, Role::Else);
        let marks = self.marks();
        for (vars, body) in [(&intro.yes, then), (&intro.no, other)] {
            self.bind_all(vars);
            if let Some(body) = body {
                self.visit(body);
            }
            self.reset(marks);
        }
        if self.tree.kind(node) == Kind::If {
            if then.is_some_and(|then| self.never_ends(then)) {
                self.bind_all(&intro.no);
            } else if other.is_some_and(|other| self.never_ends(other)) {
                self.bind_all(&intro.yes);
            }
        }
    }

    fn while_loop(&mut self, node: NodeId) {
        let intro = self.cond_of(node);
        let marks = self.marks();
        self.bind_all(&intro.yes);
        self.visit_role(node, Role::Body);
        self.reset(marks);
        self.bind_after_loop(node, &intro);
    }

    fn do_while(&mut self, node: NodeId) {
        self.visit_role(node, Role::Body);
        let intro = self.cond_of(node);
        self.bind_after_loop(node, &intro);
    }

    fn bind_after_loop(&mut self, node: NodeId, intro: &Intro) {
        if !intro.no.is_empty()
            && !self
                .tree
                .subtree(node)
                .any(|inner| self.tree.kind(inner) == Kind::Break)
        {
            self.bind_all(&intro.no);
        }
    }

    /// Whether a statement certainly does not reach the one after it.
    fn never_ends(&self, node: NodeId) -> bool {
        match self.tree.kind(node) {
            Kind::Return | Kind::Throw | Kind::Break | Kind::Continue | Kind::YieldStmt => true,
            Kind::Block => self
                .tree
                .children(node)
                .last()
                .is_some_and(|last| self.never_ends(last)),
            Kind::If => {
                let ends = |role| {
                    self.tree
                        .child(node, role)
                        .is_some_and(|branch| self.never_ends(branch))
                };
                ends(Role::Then) && ends(Role::Else)
            }
            _ => false,
        }
    }

    // ---- uses

    fn assignment(&mut self, node: NodeId) {
        let kind = self.tree.kind(node);
        let value = match kind {
            Kind::Assign => self.tree.child(node, Role::Value),
            _ => None,
        };
        let target = self
            .tree
            .child(node, Role::Target)
            .or_else(|| self.tree.child(node, Role::Operand));
        for child in self.tree.children(node) {
            if Some(child) != target {
                self.visit(child);
            }
        }
        let Some(target) = target else { return };
        match self.tree.kind(target) {
            Kind::Ident => {
                self.name(target);
                if let Some(def) = self.b.def_of(target) {
                    self.b.write(def, value);
                }
            }
            Kind::Member => {
                self.member(target, false);
                let name = self.tree.child(target, Role::Name);
                match name.and_then(|name| self.b.def_of(name)) {
                    Some(def) => self.b.write(def, value),
                    None => self.foreign_writes.push(self.tree.name_id(target)),
                }
            }
            _ => self.visit(target),
        }
    }

    /// An Ident that stands for a value or a type.
    fn name(&mut self, node: NodeId) {
        let name = self.tree.name_id(node);
        let def = if self.b.has(node, Flags::TYPE) {
            self.types.get(name)
        } else {
            self.vars.get(name).or_else(|| self.types.get(name))
        };
        if let Some(def) = def {
            self.b.refer(node, def);
        }
    }

    fn call(&mut self, node: NodeId) {
        for child in self.tree.children(node) {
            if self.tree.role(child) != Role::Callee {
                self.visit(child);
                continue;
            }
            match self.tree.kind(child) {
                Kind::Ident => {
                    let first = self.methods.get(self.tree.name_id(child));
                    if let Some(first) = first {
                        let def = self.overload(first, node);
                        self.b.refer(child, def);
                    }
                }
                Kind::Member => {
                    self.member(child, true);
                    let name = self.tree.child(child, Role::Name);
                    if let Some((name, first)) =
                        name.and_then(|name| Some((name, self.b.def_of(name)?)))
                    {
                        let def = self.overload(first, node);
                        self.b.refer(name, def);
                    }
                }
                _ => self.visit(child),
            }
        }
    }

    /// The overload that takes as many arguments as the call has; else the first.
    fn overload(&self, first: DefId, call: NodeId) -> DefId {
        let Some(args) = self.tree.child(call, Role::Args) else {
            return first;
        };
        let given = self.tree.children(args).count();
        let scopes = self.b.scopes();
        let mut all = std::iter::successors(Some(first), |def| scopes.next_overload(*def));
        all.find(|def| {
            let function = self.b.def(*def).decl;
            let Some(params) = self.tree.child(function, Role::Params) else {
                return false;
            };
            let params: Vec<_> = self
                .tree
                .children_in(params, Role::Param)
                .filter(|param| !self.b.has(*param, Flags::RECEIVER))
                .collect();
            match params.last() {
                Some(last) if self.b.has(*last, Flags::VARARGS) => given + 1 >= params.len(),
                _ => params.len() == given,
            }
        })
        .unwrap_or(first)
    }

    fn method_ref(&mut self, node: NodeId) {
        self.visit_role(node, Role::Object);
        self.visit_role(node, Role::TypeArg);
        self.member_name(node, true);
    }

    fn member(&mut self, node: NodeId, is_method: bool) {
        self.visit_role(node, Role::Object);
        self.member_name(node, is_method);
    }

    /// Resolves the name of a member whose object is `this`, `super` or a
    /// class of this file.
    fn member_name(&mut self, node: NodeId, is_method: bool) {
        let (Some(object), Some(name)) = (
            self.tree.child(node, Role::Object),
            self.tree.child(node, Role::Name),
        ) else {
            return;
        };
        let class = match self.tree.kind(object) {
            Kind::This => self.class,
            Kind::Super => self.class.and_then(|class| self.superclass(class)),
            Kind::Ident | Kind::Member => self.class_named_by(object),
            _ => None,
        };
        let id = self.tree.name_id(name);
        let is_type = self.b.has(node, Flags::TYPE);
        let wanted = |kind: DefKind| match kind {
            DefKind::Function => is_method,
            DefKind::Class => !is_method,
            _ => !is_method && !is_type,
        };
        if let Some(def) = class.and_then(|class| self.find_member(class, id, wanted)) {
            self.b.refer(name, def);
        }
    }

    fn annotation(&mut self, node: NodeId) {
        for child in self.tree.children(node) {
            if self.tree.role(child) == Role::Callee && self.tree.kind(child) == Kind::Ident {
                if let Some(def) = self.types.get(self.tree.name_id(child)) {
                    self.b.refer(child, def);
                }
            } else {
                self.visit(child);
            }
        }
    }
}
