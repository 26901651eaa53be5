//! Which variables a function has, before it is lowered: those it owns, where
//! they are assigned (a loop needs a φ for each variable assigned in it), which
//! ones nested functions capture, and which of those live in cells.
//!
//! A captured variable lives in a cell if a nested function assigns it, or if
//! its own function assigns it after the first nested function that captures
//! it was made; otherwise the closure takes its value. Java's captured
//! variables never change, so Java has no cells.

use haechi_syntax::scope::{DefId, DefKind, ScopeKind, Scopes};
use haechi_syntax::{Flags, Idx, Kind, Lang, NodeId, Role, Tree};
use rustc_hash::FxHashSet;

use super::Builder;
use super::ssa::VarId;
use crate::{FuncPart, ValueId};

/// Per definition of the file, whether its value cannot be followed in the
/// function that owns it alone.
pub(super) struct Sharing {
    shared: Vec<bool>,
}

#[derive(Clone, Copy)]
struct Seen {
    first_capture: NodeId,
    last_write: NodeId,
    written_inside: bool,
}

impl Sharing {
    pub(super) fn new(tree: &Tree, scopes: &Scopes) -> Self {
        if tree.lang == Lang::Java {
            return Self { shared: Vec::new() };
        }
        let unseen = Seen {
            first_capture: NodeId::new(u32::MAX),
            last_write: NodeId::ROOT,
            written_inside: false,
        };
        let mut seen = vec![unseen; scopes.defs().len()];
        // Callables whose bodies we are in, and those whose bodies come next.
        let mut around: Vec<NodeId> = Vec::new();
        let mut next: Vec<(NodeId, NodeId)> = Vec::new();
        for (id, node) in tree.nodes().iter_enumerated() {
            while around.last().is_some_and(|c| tree.end(*c) <= id) {
                around.pop();
            }
            if next.last().is_some_and(|(body, _)| *body == id)
                && let Some((_, callable)) = next.pop()
            {
                around.push(callable);
            }
            match node.kind {
                Kind::Function | Kind::Lambda => {
                    next.extend(tree.child(id, Role::Body).map(|body| (body, id)));
                }
                Kind::Ident => see(tree, scopes, id, &around, &mut seen),
                _ => {}
            }
        }
        let shared = seen
            .into_iter()
            .map(|seen| seen.written_inside || seen.last_write > seen.first_capture);
        Self {
            shared: shared.collect(),
        }
    }

    /// A local variable that lives in a cell; a module variable that functions assign.
    pub(super) fn is_shared(&self, def: DefId) -> bool {
        self.shared.get(def.index()).copied().unwrap_or(false)
    }
}

/// Notes one occurrence of a variable.
fn see(tree: &Tree, scopes: &Scopes, id: NodeId, around: &[NodeId], seen: &mut [Seen]) {
    let Some(def_id) = scopes.def_of(id) else {
        return;
    };
    let def = scopes.def(def_id);
    let owner = match def.kind {
        DefKind::Global => None,
        _ if is_local_variable(tree, scopes, def_id) => scopes.owner(def_id),
        _ => return,
    };
    // How many callables around it lie within the owner.
    let depth = match owner {
        None => around.len(),
        Some(owner) => match around.iter().rposition(|c| *c == owner) {
            Some(at) => around.len() - at - 1,
            None => return, // a parameter's name
        },
    };
    let seen = &mut seen[def_id.index()];
    let writes = is_binding(tree, scopes, id);
    if depth == 0 {
        if writes {
            seen.last_write = seen.last_write.max(id);
        }
    } else if !names_itself(tree, scopes, def_id, id) {
        if def.kind != DefKind::Global {
            let outermost = around[around.len() - depth];
            seen.first_capture = seen.first_capture.min(outermost);
        }
        seen.written_inside |= writes;
    }
}

/// Whether `at` lies within the function or class that the definition makes:
/// it then refers to itself, and stays symbolic.
fn names_itself(tree: &Tree, scopes: &Scopes, def: DefId, at: NodeId) -> bool {
    let def = scopes.def(def);
    matches!(def.kind, DefKind::Function | DefKind::Class)
        && at != def.node
        && tree.is_within(at, def.decl)
}

/// Whether the definition is a variable of a function (functions and classes
/// made in Python functions included).
pub(super) fn is_local_variable(tree: &Tree, scopes: &Scopes, def: DefId) -> bool {
    let def = scopes.def(def);
    match def.kind {
        DefKind::Local | DefKind::Param => true,
        DefKind::Function | DefKind::Class => {
            tree.lang == Lang::Python && scopes.scope(def.scope).kind == ScopeKind::Function
        }
        _ => false,
    }
}

/// Whether an Ident gives its variable a value.
pub(super) fn is_binding(tree: &Tree, scopes: &Scopes, id: NodeId) -> bool {
    let mut at = id;
    loop {
        let parent = scopes.parent(at);
        let kind = tree.kind(parent);
        match tree.role(at) {
            Role::Target => {
                return match kind {
                    Kind::Assign => tree.child(parent, Role::Value).is_some(),
                    Kind::AugAssign
                    | Kind::ForEach
                    | Kind::CompFor
                    | Kind::WithItem
                    | Kind::Walrus => true,
                    _ => false,
                };
            }
            Role::Name => {
                return match kind {
                    Kind::Declarator => tree.child(parent, Role::Value).is_some(),
                    Kind::Param
                    | Kind::Catch
                    | Kind::PatAs
                    | Kind::PatType
                    | Kind::InstanceOf
                    | Kind::Function
                    | Kind::Class
                    | Kind::TypeAlias => true,
                    _ => false,
                };
            }
            Role::Operand => return kind == Kind::Update,
            Role::Label => return tree.lang == Lang::Python,
            Role::Elem | Role::Value => match kind {
                Kind::Tuple | Kind::List | Kind::Star => at = parent,
                Kind::Delete => return true,
                Kind::PatSeq | Kind::PatOr | Kind::PatClass | Kind::PatMap | Kind::PatAs => {
                    return tree.lang == Lang::Python;
                }
                Kind::KeywordArg | Kind::Pair | Kind::DoubleStar => {
                    let around = tree.kind(scopes.parent(parent));
                    return matches!(around, Kind::PatClass | Kind::PatMap);
                }
                _ => return false,
            },
            _ => return false,
        }
    }
}

/// The variables of outer functions that the body of a callable uses, in order
/// of definition; they become parameters of the function.
pub(super) fn captures_of(tree: &Tree, scopes: &Scopes, callable: NodeId) -> Vec<DefId> {
    let Some(body) = tree.child(callable, Role::Body) else {
        return Vec::new();
    };
    captured_in(tree, scopes, callable, body)
}

/// The same for everything below `part`, which lies within `within`.
pub(super) fn captured_in(
    tree: &Tree,
    scopes: &Scopes,
    within: NodeId,
    part: NodeId,
) -> Vec<DefId> {
    let mut found = FxHashSet::default();
    for id in tree.subtree(part) {
        if tree.kind(id) != Kind::Ident {
            continue;
        }
        let Some(def_id) = scopes.def_of(id) else {
            continue;
        };
        if !is_local_variable(tree, scopes, def_id) || names_itself(tree, scopes, def_id, within) {
            continue;
        }
        let home = match scopes.owner(def_id) {
            Some(owner) if tree.lang == Lang::Python => owner,
            _ => scopes.def(def_id).node,
        };
        if !tree.is_within(home, within) {
            found.insert(def_id);
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_unstable();
    found
}

impl Builder<'_> {
    /// Finds the variables that the function owns.
    pub(super) fn survey(&mut self) {
        let node = self.key.node;
        match self.key.part {
            FuncPart::Body => match self.tree.kind(node) {
                Kind::File => self.scan_children(node),
                _ => {
                    if self.has(node, Flags::COMPACT) && self.tree.kind(node) == Kind::Function {
                        self.component_vars(node);
                    }
                    self.survey_params(node);
                    if let Some(body) = self.tree.child(node, Role::Body) {
                        self.scan(body);
                    }
                }
            },
            FuncPart::Init | FuncPart::StaticInit => {
                for member in self.init_members(self.key.part == FuncPart::StaticInit) {
                    self.scan(member);
                }
            }
            FuncPart::Canonical | FuncPart::Accessor => {}
        }
        self.writes.sort_unstable();
    }

    fn survey_params(&mut self, function: NodeId) {
        let Some(params) = self.tree.child(function, Role::Params) else {
            return;
        };
        for param in self.tree.children_in(params, Role::Param) {
            for name in self.tree.children_in(param, Role::Name) {
                for id in self.tree.subtree(name) {
                    self.occurrence(id);
                }
            }
        }
    }

    fn scan_children(&mut self, node: NodeId) {
        for child in self.tree.children(node) {
            self.scan(child);
        }
    }

    /// Everything in the subtree that runs as part of this function.
    fn scan(&mut self, node: NodeId) {
        let end = self.tree.end(node);
        let mut at = node;
        while at < end {
            let python = self.tree.lang == Lang::Python;
            match self.tree.kind(at) {
                Kind::Function | Kind::Lambda if python => self.scan_header(at),
                Kind::Function | Kind::Lambda => {}
                Kind::Class | Kind::ClassBody if !python => {}
                kind => {
                    if kind == Kind::Ident {
                        self.occurrence(at);
                    }
                    at = NodeId::new(at.raw() + 1);
                    continue;
                }
            }
            at = self.tree.end(at);
        }
    }

    /// Decorators, defaults and the name of a Python function belong to the
    /// code around it.
    fn scan_header(&mut self, function: NodeId) {
        for child in self.tree.children(function) {
            match self.tree.role(child) {
                Role::Attr => self.scan(child),
                Role::Name => self.occurrence(child),
                Role::Params => {
                    for param in self.tree.children_in(child, Role::Param) {
                        if let Some(default) = self.tree.child(param, Role::Default) {
                            self.scan(default);
                        }
                    }
                }
                _ => {}
            }
        }
        for def in captures_of(self.tree, self.scopes, function) {
            self.own(def);
        }
    }

    fn occurrence(&mut self, id: NodeId) {
        if self.tree.kind(id) != Kind::Ident {
            return;
        }
        let Some(def) = self.scopes.def_of(id) else {
            return;
        };
        if self.tree.role(id) == Role::Name
            && self.tree.kind(self.scopes.parent(id)) == Kind::Member
        {
            return;
        }
        if let Some(var) = self.own(def)
            && is_binding(self.tree, self.scopes, id)
        {
            self.writes.push((id, var));
        }
    }

    /// The variable of a definition that this function owns.
    fn own(&mut self, def_id: DefId) -> Option<VarId> {
        if let Some(var) = self.slots.get(&def_id) {
            return Some(*var);
        }
        let def = *self.scopes.def(def_id);
        let shared = self.sharing.is_shared(def_id);
        let is_variable = match def.kind {
            DefKind::Global => self.key.node == NodeId::ROOT && !shared,
            DefKind::Field if self.is_of_snippet(def_id) => self.key.node == NodeId::ROOT,
            _ => self.in_class_body(def_id) || self.is_variable(def_id),
        };
        if !is_variable || !self.is_mine(def_id) {
            return None;
        }
        let var = self.new_var(def.node);
        self.vars[var].is_temp = false;
        self.vars[var].boxed = shared && !self.in_class_body(def_id);
        self.slots.insert(def_id, var);
        Some(var)
    }

    /// Whether it is a variable that Java code outside of any class declares.
    pub(super) fn is_of_snippet(&self, def: DefId) -> bool {
        let scope = self.scopes.def(def).scope;
        self.tree.lang == Lang::Java && self.scopes.scope(scope).kind == ScopeKind::File
    }

    /// Whether a name belongs to the body of a Python class.
    pub(super) fn in_class_body(&self, def: DefId) -> bool {
        let def = self.scopes.def(def);
        self.tree.lang == Lang::Python
            && self.scopes.scope(def.scope).kind == ScopeKind::Class
            && matches!(
                def.kind,
                DefKind::Field | DefKind::Function | DefKind::Class
            )
    }

    pub(super) fn is_variable(&self, def: DefId) -> bool {
        is_local_variable(self.tree, self.scopes, def)
    }

    /// Whether this very function owns the variable.
    fn is_mine(&self, def: DefId) -> bool {
        let home = self.scopes.def(def).node;
        match (self.key.part, self.scopes.owner(def)) {
            (FuncPart::Body, None) => self.key.node == NodeId::ROOT,
            (FuncPart::Body, Some(owner)) => owner == self.key.node,
            // Pattern variables in field initialisers have the owner of the
            // code around the class.
            (FuncPart::Init | FuncPart::StaticInit, owner) => {
                let of_initializer = owner.is_some_and(|owner| {
                    self.tree.kind(owner) == Kind::Initializer
                        && self.scopes.enclosing_class(owner) == Some(self.key.node)
                });
                let of_field = self.tree.is_within(home, self.key.node)
                    && self.scopes.enclosing_class(home) == Some(self.key.node)
                    && owner.is_none_or(|owner| !self.tree.is_within(owner, self.key.node));
                of_initializer || of_field
            }
            (FuncPart::Canonical | FuncPart::Accessor, _) => false,
        }
    }

    /// The variables assigned in a subtree, each once.
    pub(super) fn assigned_in(&mut self, node: NodeId) -> Vec<VarId> {
        self.stamp += 1;
        let from = self.writes.partition_point(|(at, _)| *at < node);
        let end = self.tree.end(node);
        let mut found = Vec::new();
        for n in from..self.writes.len() {
            let (at, var) = self.writes[n];
            if at >= end {
                break;
            }
            self.steps += 1;
            if self.mark(var) && !self.vars[var].boxed {
                found.push(var);
            }
        }
        found
    }

    /// The version that a variable has now, if it has one.
    pub(super) fn version(&self, var: VarId) -> Option<ValueId> {
        let value = self.env[var];
        (value != super::NONE).then_some(value)
    }

    pub(super) fn has_modifier(&self, node: NodeId, word: &str) -> bool {
        self.tree
            .children_in(node, Role::Attr)
            .any(|attr| self.tree.kind(attr) == Kind::Modifier && self.tree.name(attr) == word)
    }

    /// Whether a flag is set.
    pub(super) fn has(&self, node: NodeId, flag: Flags) -> bool {
        self.tree.flags(node).has(flag)
    }
}
