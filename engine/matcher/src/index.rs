//! The index of one file: its nodes by kind, by name, and its statements and
//! expressions. Built once per file in two passes of counting, it lets every
//! pattern look at the nodes it can match and at no others.

use std::cell::OnceCell;

use haechi_syntax::scope::{DefKind, Scopes};
use haechi_syntax::{Flags, Kind, Lang, NameId, NodeId, Operator, Role, Tree};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::keys::{Key, Kinds};
use crate::linked::Paths;
use crate::pnode::{Need, Sym, Symbols};

/// The index of one file.
pub struct FileIndex {
    /// Per name of the file its number in the patterns.
    pub syms: Vec<Sym>,
    /// All statements, in preorder.
    pub stmts: Vec<NodeId>,
    /// All nodes, by kind, then in preorder.
    by_kind: Vec<NodeId>,
    kind_starts: Vec<u32>,
    /// All nodes with a name, by name, then in preorder.
    by_name: Vec<NodeId>,
    name_starts: Vec<u32>,
    /// The names of the file that are, or stand for, a name of the patterns.
    names_of: FxHashMap<Sym, SmallVec<[NameId; 2]>>,
    /// Per name that the path of an import holds: the names that may stand for
    /// it at the beginning of a path; `None` after a wildcard import.
    qualifiers: FxHashMap<Sym, Option<SmallVec<[NameId; 2]>>>,
    /// Expressions that may be known to equal a literal.
    computed: OnceCell<Vec<NodeId>>,
}

impl FileIndex {
    /// Indexes a file for a set of patterns.
    pub fn new(tree: &Tree, scopes: &Scopes, paths: &Paths, symbols: &Symbols) -> Self {
        let names = tree.names();
        let mut syms = vec![Sym::NONE; names.len() + 1];
        let mut names_of: FxHashMap<Sym, SmallVec<[NameId; 2]>> = FxHashMap::default();
        for (id, text) in names.iter() {
            let sym = Sym::new(symbols.find(text));
            if sym.is_some() {
                syms[id.raw() as usize] = sym;
                names_of.entry(sym).or_default().push(id);
            }
        }
        let imported = scopes
            .imports()
            .iter()
            .filter_map(|import| Some((import.def?, scopes.path(import.path))));
        for (def, path) in imported.chain(paths.iter()) {
            let last = path.rsplit('.').next().unwrap_or(path);
            let sym = Sym::new(symbols.find(last));
            let name = scopes.def(def).name;
            if sym.is_some() && tree.names().text(name) != last {
                let ids = names_of.entry(sym).or_default();
                if !ids.contains(&name) {
                    ids.push(name);
                }
            }
        }
        let qualifiers = qualifiers(scopes, paths, symbols, &names_of);
        let mut index = Self {
            qualifiers,
            computed: OnceCell::new(),
            syms,
            stmts: Vec::new(),
            by_kind: Vec::new(),
            kind_starts: Vec::new(),
            by_name: Vec::new(),
            name_starts: Vec::new(),
            names_of,
        };
        index.sort_nodes(tree);
        index
    }

    fn sort_nodes(&mut self, tree: &Tree) {
        let nodes = tree.nodes();
        let mut kinds = vec![0_u32; Kind::COUNT + 1];
        let mut names = vec![0_u32; self.syms.len() + 1];
        for node in nodes.iter() {
            kinds[node.kind as usize + 1] += 1;
            if node.name.is_some() {
                names[node.name.raw() as usize + 1] += 1;
            }
        }
        accumulate(&mut kinds);
        accumulate(&mut names);
        let mut kind_at = kinds.clone();
        let mut name_at = names.clone();
        let total = |starts: &[u32]| starts.last().copied().unwrap_or(0) as usize;
        self.by_kind = vec![NodeId::ROOT; total(&kinds)];
        self.by_name = vec![NodeId::ROOT; total(&names)];
        for (id, node) in nodes.iter_enumerated() {
            place(&mut self.by_kind, &mut kind_at[node.kind as usize], id);
            if node.name.is_some() {
                place(
                    &mut self.by_name,
                    &mut name_at[node.name.raw() as usize],
                    id,
                );
            }
            if node.kind.is_statement() {
                self.stmts.push(id);
            }
        }
        self.kind_starts = kinds;
        self.name_starts = names;
    }

    /// The nodes of a kind, in preorder.
    pub fn of_kind(&self, kind: Kind) -> &[NodeId] {
        slice(&self.by_kind, &self.kind_starts, kind as usize)
    }

    /// The nodes with a name, in preorder.
    pub fn of_name(&self, name: NameId) -> &[NodeId] {
        slice(&self.by_name, &self.name_starts, name.raw() as usize)
    }

    /// The names that may stand for a name; `None` if it may be there without
    /// any.
    fn names(&self, need: Need) -> Option<&[NameId]> {
        let known = if need.qualifier {
            match self.qualifiers.get(&need.sym) {
                Some(None) => return None,
                Some(Some(names)) => Some(names),
                None => self.names_of.get(&need.sym),
            }
        } else {
            self.names_of.get(&need.sym)
        };
        Some(known.map_or(&[], |names| names))
    }

    /// Whether a name of the patterns, or what stands for it, occurs in the
    /// file.
    pub fn has(&self, need: Need) -> bool {
        self.names(need).is_none_or(|names| !names.is_empty())
    }

    /// Whether all of these names occur in the file.
    pub fn has_all(&self, needs: &[Need]) -> bool {
        needs.iter().all(|need| self.has(*need))
    }

    /// Whether a name, or what stands for it, occurs in a range of nodes.
    pub fn occurs_in(&self, need: Need, from: NodeId, to: NodeId) -> bool {
        self.names(need).is_none_or(|names| {
            names.iter().any(|name| {
                let nodes = self.of_name(*name);
                let at = nodes.partition_point(|node| *node < from);
                nodes.get(at).is_some_and(|node| *node < to)
            })
        })
    }

    /// How often a name, or what stands for it, occurs.
    fn count(&self, need: Need) -> usize {
        self.names(need).map_or(usize::MAX, |names| {
            names.iter().map(|n| self.of_name(*n).len()).sum()
        })
    }

    /// The nodes of a key's kinds at or above those with a name.
    fn around(
        &self,
        tree: &Tree,
        scopes: &Scopes,
        key: &Key,
        names: &[NameId],
        out: &mut Vec<NodeId>,
    ) {
        for name in names {
            let mut last = None;
            for node in self.of_name(*name) {
                let mut at = *node;
                loop {
                    // The way up from here was taken from the node before.
                    if last.is_some_and(|last| tree.is_within(last, at)) && at != *node {
                        break;
                    }
                    if key.kinds.admit(tree, at) {
                        out.push(at);
                    }
                    if at == NodeId::ROOT {
                        break;
                    }
                    at = scopes.parent(at);
                }
                last = Some(*node);
            }
        }
        out.sort_unstable();
        out.dedup();
    }

    /// The nodes that a key admits, in preorder. `needs`: names that occur at
    /// or below each of them.
    pub fn candidates(
        &self,
        tree: &Tree,
        scopes: &Scopes,
        key: &Key,
        needs: &[Need],
        out: &mut Vec<NodeId>,
    ) {
        out.clear();
        if key.sym.is_none()
            && let Some(rarest) = needs.iter().copied().min_by_key(|need| self.count(*need))
            && let Some(names) = self.names(rarest)
        {
            self.around(tree, scopes, key, names, out);
            return;
        }
        match (&key.kinds, key.sym) {
            (Kinds::Expressions, _) => {
                out.extend(tree.nodes().ids().filter(|id| is_expression(tree, *id)));
            }
            (Kinds::Computed, _) => {
                out.extend_from_slice(self.computed.get_or_init(|| {
                    let all = tree.nodes().ids();
                    all.filter(|t| is_computed(tree, scopes, *t)).collect()
                }));
            }
            (Kinds::CallsOfVariables, _) => {
                out.extend(self.of_kind(Kind::Call).iter().copied().filter(|call| {
                    let callee = tree.child(*call, Role::Callee);
                    callee
                        .and_then(|callee| scopes.def_of(callee))
                        .is_some_and(|def| is_variable(scopes.def(def).kind))
                }));
            }
            (Kinds::Statements, _) => out.extend_from_slice(&self.stmts),
            (Kinds::These(kinds), Some(sym)) => {
                for name in self.names_of.get(&sym).into_iter().flatten() {
                    let nodes = self.of_name(*name).iter().copied();
                    out.extend(nodes.filter(|node| kinds.contains(&tree.kind(*node))));
                }
                out.sort_unstable();
            }
            (Kinds::These(kinds), None) => {
                for kind in kinds {
                    out.extend_from_slice(self.of_kind(*kind));
                }
                if kinds.len() > 1 {
                    out.sort_unstable();
                }
            }
        }
    }
}

/// The names that imports give to the beginnings of paths.
fn qualifiers(
    scopes: &Scopes,
    paths: &Paths,
    symbols: &Symbols,
    names_of: &FxHashMap<Sym, SmallVec<[NameId; 2]>>,
) -> FxHashMap<Sym, Option<SmallVec<[NameId; 2]>>> {
    let mut out: FxHashMap<Sym, Option<SmallVec<[NameId; 2]>>> = FxHashMap::default();
    let imported = scopes
        .imports()
        .iter()
        .map(|import| (import.def, scopes.path(import.path)));
    let linked = paths.iter().map(|(def, path)| (Some(def), path));
    for (def, path) in imported.chain(linked) {
        for segment in path.split('.') {
            let sym = Sym::new(symbols.find(segment));
            if !sym.is_some() {
                continue;
            }
            let known = out
                .entry(sym)
                .or_insert_with(|| Some(names_of.get(&sym).cloned().unwrap_or_default()));
            match (def, &mut *known) {
                (None, _) => *known = None,
                (Some(def), Some(names)) => {
                    let name = scopes.def(def).name;
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                (Some(_), None) => {}
            }
        }
    }
    out
}

/// Whether an expression that is no literal may be known to equal one.
fn is_computed(tree: &Tree, scopes: &Scopes, t: NodeId) -> bool {
    match tree.kind(t) {
        Kind::Ident => {
            is_expression(tree, t)
                && scopes
                    .def_of(t)
                    .is_some_and(|def| is_variable(scopes.def(def).kind))
        }
        Kind::Member => scopes.def_of_expr(tree, t).is_some(),
        Kind::Call => tree.lang == Lang::Java && tree.name(t) == "format",
        Kind::Binary => tree.flags(t).operator().is_some_and(|operator| {
            operator.is_short_circuit()
                || matches!(
                    operator,
                    Operator::Add
                        | Operator::Sub
                        | Operator::Mul
                        | Operator::Eq
                        | Operator::Ne
                        | Operator::Lt
                        | Operator::Le
                        | Operator::Gt
                        | Operator::Ge
                )
        }),
        Kind::Unary | Kind::Conditional | Kind::FString | Kind::StrConcat | Kind::Cast => true,
        _ => false,
    }
}

/// Whether a node stands where an expression stands (names of members, types,
/// keywords and labels do not).
pub fn is_expression(tree: &Tree, t: NodeId) -> bool {
    let node = tree.node(t);
    match node.kind {
        Kind::Ident | Kind::Member => {
            !node.flags.has(Flags::TYPE)
                && match node.role {
                    Role::Name => is_assigned_name(tree, t),
                    Role::Segment | Role::Path | Role::Module | Role::Alias => false,
                    _ => true,
                }
        }
        kind => kind.is_expression(),
    }
}

fn is_variable(kind: DefKind) -> bool {
    matches!(
        kind,
        DefKind::Local | DefKind::Param | DefKind::Global | DefKind::Field
    )
}

/// Whether a name is that of a declarator with a value (`int x = 1` assigns to
/// `x`). The declarator is the node right before it.
fn is_assigned_name(tree: &Tree, t: NodeId) -> bool {
    let Some(before) = t.raw().checked_sub(1).map(NodeId::new) else {
        return false;
    };
    tree.kind(before) == Kind::Declarator && tree.child(before, Role::Value).is_some()
}

fn accumulate(counts: &mut [u32]) {
    let mut sum = 0;
    for count in counts {
        sum += *count;
        *count = sum;
    }
}

fn place(out: &mut [NodeId], at: &mut u32, id: NodeId) {
    out[*at as usize] = id;
    *at += 1;
}

fn slice<'a>(all: &'a [NodeId], starts: &[u32], n: usize) -> &'a [NodeId] {
    match (starts.get(n), starts.get(n + 1)) {
        (Some(from), Some(to)) => all.get(*from as usize..*to as usize).unwrap_or(&[]),
        _ => &[],
    }
}
