//! What metavariables are bound to: persistent lists of bindings, shared
//! between the many ways in which one pattern may match.
//!
//! An [`Env`] is the last cell of a chain; two ways of matching that bind the
//! same things in the same order are the same number (cells are interned), so
//! sets of ways are deduplicated by comparing integers.

use haechi_syntax::{NodeId, Span};
use rustc_hash::FxHashMap;

use crate::pnode::MvId;

haechi_syntax::define_idx! {
    /// A set of bindings within one file; 0 is the empty one.
    Env;
    /// A list of nodes that a metavariable is bound to.
    ListId;
    /// A text that does not stand in the file as such.
    SynthId;
}

impl Env {
    /// No bindings.
    pub const EMPTY: Self = Self::new(0);
}

/// What a list of nodes is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ListKind {
    /// Arguments, parameters, elements: separated by commas.
    Items,
    /// Statements or members.
    Stmts,
    /// Operands of one associative operator.
    Operands,
}

/// What one metavariable is bound to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Bound {
    /// A node.
    Node(NodeId),
    /// A list of nodes, maybe empty.
    List(ListKind, ListId),
    /// The text between the quotes of a string literal (`"$X"`): where it
    /// stands, and the literal.
    Text(Span, NodeId),
    /// A stretch of the file that is no node, or the capture of a regular
    /// expression.
    Span(Span),
    /// A text that a node stands for: the full path of an imported name, or
    /// the value of a constant.
    Synth(SynthId),
}

/// A text that a node stands for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Synth {
    /// The text.
    pub text: Box<str>,
    /// The node that stands for it.
    pub at: NodeId,
    /// A dotted path (else the contents of a string).
    pub is_path: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Cell {
    mv: MvId,
    bound: Bound,
    parent: Env,
}

/// All bindings of one file.
pub struct Envs {
    cells: Vec<Cell>,
    /// Power-of-two table of environments, by what their cell holds; 0 is
    /// empty. Cells are only ever taken away in reverse order of their making,
    /// which linear probing survives.
    table: Vec<u32>,
    lists: Vec<Box<[NodeId]>>,
    list_ids: FxHashMap<Box<[NodeId]>, ListId>,
    synths: Vec<Synth>,
    synth_ids: FxHashMap<Synth, SynthId>,
}

impl Default for Envs {
    fn default() -> Self {
        Self {
            cells: Vec::new(),
            table: vec![0; 1 << 10],
            lists: Vec::new(),
            list_ids: FxHashMap::default(),
            synths: Vec::new(),
            synth_ids: FxHashMap::default(),
        }
    }
}

impl Cell {
    /// Where in a table of this size (a power of two) to look first.
    fn slot(&self, size: usize) -> usize {
        let (tag, payload) = match self.bound {
            Bound::Node(node) => (0, u64::from(node.raw())),
            Bound::List(_, list) => (1, u64::from(list.raw())),
            Bound::Text(span, _) => (2, u64::from(span.start)),
            Bound::Span(span) => (3, u64::from(span.start) ^ u64::from(span.end) << 32),
            Bound::Synth(synth) => (4, u64::from(synth.raw())),
        };
        let key = u64::from(self.parent.raw()) << 32 ^ u64::from(self.mv.raw()) << 4 ^ tag;
        let mixed =
            (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ payload).wrapping_mul(0xd6e8_feb8_6659_fd93);
        usize::try_from(mixed >> 32).unwrap_or(0) & (size - 1)
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than 2^32 bindings in a file")
}

impl Envs {
    /// What `mv` is bound to.
    pub fn get(&self, mut env: Env, mv: MvId) -> Option<Bound> {
        while env != Env::EMPTY {
            let cell = &self.cells[env.raw() as usize - 1];
            if cell.mv == mv {
                return Some(cell.bound);
            }
            env = cell.parent;
        }
        None
    }

    /// `env` with one more binding; the metavariable must not be bound yet.
    pub fn with(&mut self, env: Env, mv: MvId, bound: Bound) -> Env {
        if self.cells.len() * 2 >= self.table.len() {
            self.grow();
        }
        let cell = Cell {
            mv,
            bound,
            parent: env,
        };
        match self.find(&cell) {
            Ok(known) => known,
            Err(slot) => {
                self.cells.push(cell);
                let id = number(self.cells.len());
                self.table[slot] = id;
                Env::new(id)
            }
        }
    }

    /// The environment with a cell, or the slot where it belongs.
    fn find(&self, cell: &Cell) -> Result<Env, usize> {
        let size = self.table.len();
        let mut at = cell.slot(size);
        loop {
            match self.table[at] {
                0 => return Err(at),
                id if self.cells[id as usize - 1] == *cell => return Ok(Env::new(id)),
                _ => at = (at + 1) & (size - 1),
            }
        }
    }

    fn grow(&mut self) {
        self.table = vec![0; self.table.len() * 4];
        for n in 0..self.cells.len() {
            if let Err(slot) = self.find(&self.cells[n]) {
                self.table[slot] = number(n + 1);
            }
        }
    }

    /// How many environments there are, to come back to.
    pub fn mark(&self) -> usize {
        self.cells.len()
    }

    /// Forgets the environments made since a mark. None of them may be in use.
    pub fn forget_since(&mut self, mark: usize) {
        let size = self.table.len();
        while self.cells.len() > mark {
            let id = number(self.cells.len());
            let Some(cell) = self.cells.pop() else {
                return;
            };
            let mut at = cell.slot(size);
            while self.table[at] != id && self.table[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.table[at] = 0;
        }
    }

    /// All bindings, the latest first.
    pub fn iter(&self, env: Env) -> impl Iterator<Item = (MvId, Bound)> + '_ {
        let mut at = env;
        std::iter::from_fn(move || {
            if at == Env::EMPTY {
                return None;
            }
            let cell = &self.cells[at.raw() as usize - 1];
            at = cell.parent;
            Some((cell.mv, cell.bound))
        })
    }

    /// A list as something to bind.
    pub fn list(&mut self, kind: ListKind, nodes: &[NodeId]) -> Bound {
        if let Some(id) = self.list_ids.get(nodes) {
            return Bound::List(kind, *id);
        }
        let id = ListId::new(number(self.lists.len()));
        self.lists.push(nodes.into());
        self.list_ids.insert(nodes.into(), id);
        Bound::List(kind, id)
    }

    /// The nodes of a list.
    pub fn nodes(&self, id: ListId) -> &[NodeId] {
        &self.lists[id.raw() as usize]
    }

    /// A text as something to bind.
    pub fn synth(&mut self, synth: Synth) -> Bound {
        if let Some(id) = self.synth_ids.get(&synth) {
            return Bound::Synth(*id);
        }
        let id = SynthId::new(number(self.synths.len()));
        self.synths.push(synth.clone());
        self.synth_ids.insert(synth, id);
        Bound::Synth(id)
    }

    /// The text behind a [`Bound::Synth`].
    pub fn text(&self, id: SynthId) -> &Synth {
        &self.synths[id.raw() as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environments_are_forgotten_and_made_again() {
        let mut envs = Envs::default();
        let bind = |envs: &mut Envs, n: u32| {
            let outer = envs.with(
                Env::EMPTY,
                MvId::new(1 + n % 3),
                Bound::Node(NodeId::new(n)),
            );
            envs.with(outer, MvId::new(9), Bound::Node(NodeId::new(n / 2)))
        };
        let kept: Vec<Env> = (0..500).map(|n| bind(&mut envs, n)).collect();
        let mark = envs.mark();
        for n in 500..3000 {
            bind(&mut envs, n);
        }
        envs.forget_since(mark);
        assert_eq!(envs.mark(), mark);
        let again: Vec<Env> = (0..500).map(|n| bind(&mut envs, n)).collect();
        assert_eq!(kept, again);
        assert_eq!(envs.mark(), mark);
    }

    #[test]
    fn equal_bindings_are_one_env() {
        let mut envs = Envs::default();
        let (x, y) = (MvId::new(1), MvId::new(2));
        let bound = Bound::Node(NodeId::new(7));
        let a = envs.with(Env::EMPTY, x, bound);
        let b = envs.with(a, y, Bound::Node(NodeId::new(9)));
        assert_eq!(envs.with(Env::EMPTY, x, bound), a);
        assert_ne!(a, b);
        assert_eq!(envs.get(b, x), Some(bound));
        assert_eq!(envs.get(a, y), None);
        let list = envs.list(ListKind::Items, &[NodeId::new(1), NodeId::new(2)]);
        assert_eq!(
            list,
            envs.list(ListKind::Items, &[NodeId::new(1), NodeId::new(2)])
        );
    }
}
