//! What the passes of both languages share: the arrays under construction, and
//! tables that say what a name means right now.

use super::{
    Callable, Def, DefId, DefKind, Import, NONE, PathId, Scope, ScopeId, ScopeKind, Scopes,
    is_callable,
};
use crate::{Flags, IndexVec, Kind, NameId, Names, NodeId, Role, Tree};

/// [`Scopes`] under construction.
pub(super) struct Builder<'t> {
    pub(super) tree: &'t Tree,
    out: Scopes,
    /// The callable that the pass is in, as an index.
    pub(super) function: u32,
    /// The scope that the pass is in.
    pub(super) scope: ScopeId,
}

/// What a pass knows of a definition when it makes it.
#[derive(Clone, Copy)]
pub(super) struct NewDef {
    pub(super) kind: DefKind,
    pub(super) node: NodeId,
    pub(super) decl: NodeId,
    pub(super) name: NameId,
    pub(super) type_node: Option<NodeId>,
    pub(super) value: Option<NodeId>,
    pub(super) writes: u32,
}

impl NewDef {
    /// A definition with no type, no value, no write.
    pub(super) fn new(kind: DefKind, node: NodeId, decl: NodeId, name: NameId) -> Self {
        Self {
            kind,
            node,
            decl,
            name,
            type_node: None,
            value: None,
            writes: 0,
        }
    }
}

impl<'t> Builder<'t> {
    pub(super) fn new(tree: &'t Tree) -> Self {
        let out = Scopes {
            parents: IndexVec::from_elem(NodeId::ROOT, tree.len()),
            def_of: IndexVec::from_elem(NONE, tree.len()),
            defs: IndexVec::new(),
            scopes: IndexVec::from_raw(vec![Scope {
                kind: ScopeKind::File,
                node: NodeId::ROOT,
                parent: ScopeId::new(0),
            }]),
            callables: Vec::new(),
            classes: Vec::new(),
            imports: Vec::new(),
            paths: Names::default(),
            package: None,
            captures: Vec::new(),
        };
        let mut builder = Self {
            tree,
            out,
            function: NONE,
            scope: ScopeId::new(0),
        };
        builder.structure();
        builder
    }

    /// Parents, callables and classes, in one run over the nodes.
    fn structure(&mut self) {
        let mut open: Vec<(NodeId, NodeId)> = Vec::with_capacity(64);
        for (id, node) in self.tree.nodes().iter_enumerated() {
            while open.last().is_some_and(|(_, end)| *end <= id) {
                open.pop();
            }
            self.out.parents[id] = open.last().map_or(NodeId::ROOT, |(parent, _)| *parent);
            if node.size > 1 {
                open.push((id, self.tree.end(id)));
            }
            if is_callable(node) {
                nest(&mut self.out.callables, id, self.tree.end(id));
            }
            let has_members = match node.kind {
                Kind::Class => true,
                Kind::New | Kind::EnumConstant => self.tree.child(id, Role::Body).is_some(),
                _ => false,
            };
            if has_members {
                nest(&mut self.out.classes, id, self.tree.end(id));
            }
        }
    }

    pub(super) fn finish(mut self) -> Scopes {
        self.out.captures.sort_unstable();
        self.out.captures.dedup();
        self.out
    }

    // ---- scopes

    /// Opens a scope and returns the one before, for [`leave`](Self::leave).
    pub(super) fn enter(&mut self, kind: ScopeKind, node: NodeId) -> ScopeId {
        let before = self.scope;
        self.scope = self.out.scopes.push(Scope {
            kind,
            node,
            parent: before,
        });
        before
    }
    /// Opens a scope again, like [`enter`](Self::enter).
    pub(super) fn reenter(&mut self, scope: ScopeId) -> ScopeId {
        std::mem::replace(&mut self.scope, scope)
    }
    pub(super) fn leave(&mut self, before: ScopeId) {
        self.scope = before;
    }
    /// The index of a callable node.
    pub(super) fn callable_index(&self, node: NodeId) -> u32 {
        match self.out.callables.binary_search_by_key(&node, |c| c.node) {
            Ok(n) => u32::try_from(n).unwrap_or(NONE),
            Err(_) => NONE,
        }
    }

    // ---- definitions

    pub(super) fn define(&mut self, new: NewDef) -> DefId {
        let or_root = |node: Option<NodeId>| node.unwrap_or(NodeId::ROOT);
        let id = self.out.defs.push(Def {
            name: new.name,
            node: new.node,
            decl: new.decl,
            scope: self.scope,
            type_node: or_root(new.type_node),
            value: or_root(new.value),
            writes: new.writes,
            function: self.function,
            next: NONE,
            kind: new.kind,
            flags: 0,
        });
        self.out.def_of[new.node] = id.raw();
        if self.tree.role(new.node) == Role::Name && declares_one(self.tree.kind(new.decl)) {
            self.out.def_of[new.decl] = id.raw();
        }
        id
    }
    pub(super) fn def(&self, id: DefId) -> &Def {
        &self.out.defs[id]
    }
    pub(super) fn def_of(&self, node: NodeId) -> Option<DefId> {
        self.out.def_of(node)
    }
    /// What is built so far.
    pub(super) fn scopes(&self) -> &Scopes {
        &self.out
    }
    /// `node` introduces the definition once more.
    pub(super) fn rebind(&mut self, id: DefId, node: NodeId, decl: NodeId) {
        self.refer(node, id);
        if self.tree.role(node) == Role::Name && declares_one(self.tree.kind(decl)) {
            self.out.def_of[decl] = id.raw();
        }
    }
    pub(super) fn set_type(&mut self, id: DefId, node: NodeId) {
        let def = &mut self.out.defs[id];
        if def.type_node == NodeId::ROOT {
            def.type_node = node;
        }
    }
    pub(super) fn chain_overload(&mut self, last: DefId, next: DefId) {
        self.out.defs[last].next = next.raw();
    }

    /// Marks as `final`, `private`, `static` what the modifiers of `decl` say.
    pub(super) fn apply_modifiers(&mut self, id: DefId, decl: NodeId) {
        for attr in self.tree.children_in(decl, Role::Attr) {
            if self.tree.kind(attr) == Kind::Modifier {
                match self.tree.name(attr) {
                    "final" => self.mark_final(id),
                    "private" => self.mark_private(id),
                    "static" => self.mark_static(id),
                    _ => {}
                }
            }
        }
    }
    pub(super) fn mark_final(&mut self, id: DefId) {
        self.out.defs[id].flags |= Def::FINAL;
    }
    pub(super) fn mark_private(&mut self, id: DefId) {
        self.out.defs[id].flags |= Def::PRIVATE;
    }
    pub(super) fn mark_static(&mut self, id: DefId) {
        self.out.defs[id].flags |= Def::STATIC;
    }

    // ---- uses

    /// `node` stands for `id`.
    pub(super) fn refer(&mut self, node: NodeId, id: DefId) {
        self.out.def_of[node] = id.raw();
        let def = &self.out.defs[id];
        if !def.is_local() {
            return;
        }
        let (owner, mut at) = (def.function, self.function);
        while at != owner && at != NONE {
            self.out.captures.push((at, id));
            at = self.out.callables[at as usize].parent;
        }
    }
    /// A place gives the definition a value; `value` if it is that of an expression.
    pub(super) fn write(&mut self, id: DefId, value: Option<NodeId>) {
        let late = self.is_late_write(id);
        let def = &mut self.out.defs[id];
        if def.writes == 0 && late {
            def.writes = 1; // the value it had until then
        }
        def.writes += 1;
        if def.writes == 1 {
            def.value = value.unwrap_or(NodeId::ROOT);
        }
    }
    /// Whether the place that writes now may run after the variable was read:
    /// a function that sets a field or module variable, constructors and
    /// initialisers of classes aside.
    fn is_late_write(&self, id: DefId) -> bool {
        let shared = matches!(self.out.defs[id].kind, DefKind::Field | DefKind::Global);
        if !shared || self.function == self.out.defs[id].function {
            return false;
        }
        match self.out.callables.get(self.function as usize) {
            Some(callable) => {
                let node = self.tree.node(callable.node);
                node.kind != Kind::Initializer && !node.flags.has(Flags::CONSTRUCTOR)
            }
            None => false,
        }
    }

    // ---- imports

    pub(super) fn path(&mut self, text: &str) -> PathId {
        let id = self.out.paths.intern(text);
        PathId::new(id.raw().saturating_sub(1))
    }
    pub(super) fn set_package(&mut self, text: &str) {
        if !text.is_empty() {
            self.out.package = Some(self.path(text));
        }
    }
    /// Adds an import; one that binds a definition joins the others that do.
    pub(super) fn import(&mut self, def: Option<DefId>, path: &str, item: NodeId, is_static: bool) {
        let path = self.path(path);
        let index = u32::try_from(self.out.imports.len()).unwrap_or(NONE);
        self.out.imports.push(Import {
            def,
            path,
            item,
            is_static,
            is_wildcard: def.is_none(),
            next: NONE,
        });
        let Some(def) = def.filter(|def| self.def(*def).kind != DefKind::Function) else {
            return;
        };
        let mut at = self.out.defs[def].next;
        if at == NONE {
            self.out.defs[def].next = index;
            return;
        }
        loop {
            if self.out.imports[at as usize].path == path {
                return; // `import os`, `import os.path`: no second meaning
            }
            match self.out.imports[at as usize].next {
                NONE => break,
                next => at = next,
            }
        }
        self.out.imports[at as usize].next = index;
    }

    /// The dotted path of a node with role `Path` or `Module`.
    pub(super) fn dotted(&self, node: NodeId) -> &'t str {
        let name = self.tree.name(node);
        if name.is_empty() {
            self.tree.source(node)
        } else {
            name
        }
    }
    /// Whether a flag is set.
    pub(super) fn has(&self, node: NodeId, flag: Flags) -> bool {
        self.tree.flags(node).has(flag)
    }
}

/// Whether a node of this kind introduces exactly one name, its `Name`.
fn declares_one(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Function
            | Kind::Class
            | Kind::Declarator
            | Kind::Param
            | Kind::EnumConstant
            | Kind::TypeParam
            | Kind::TypeAlias
    )
}

/// Appends to a list of nested ranges in preorder.
fn nest(list: &mut Vec<Callable>, node: NodeId, end: NodeId) {
    let mut parent = u32::try_from(list.len()).map_or(NONE, |n| n.wrapping_sub(1));
    while parent != NONE && list[parent as usize].end <= node {
        parent = list[parent as usize].parent;
    }
    list.push(Callable { node, end, parent });
}

/// What each name of the file means now, with a way back.
pub(super) struct Table {
    now: Vec<u32>,
    undo: Vec<(NameId, u32)>,
}

impl Table {
    pub(super) fn new(tree: &Tree) -> Self {
        Self {
            now: vec![NONE; tree.names().len() + 1],
            undo: Vec::new(),
        }
    }
    pub(super) fn get(&self, name: NameId) -> Option<DefId> {
        match self.now.get(name.raw() as usize) {
            Some(&n) if n != NONE => Some(DefId::new(n)),
            _ => None,
        }
    }
    pub(super) fn bind(&mut self, name: NameId, def: DefId) {
        if let Some(slot) = self.now.get_mut(name.raw() as usize) {
            self.undo.push((name, *slot));
            *slot = def.raw();
        }
    }
    /// How many bindings were made; what [`reset`](Self::reset) takes.
    pub(super) fn mark(&self) -> usize {
        self.undo.len()
    }
    /// Takes back all bindings made since the mark.
    pub(super) fn reset(&mut self, mark: usize) {
        while self.undo.len() > mark {
            if let Some((name, before)) = self.undo.pop() {
                self.now[name.raw() as usize] = before;
            }
        }
    }
}
