//! Locations: a root plus at most four selectors.
//!
//! A location names an object *and* the place that holds it when the function
//! begins: `param 1 .next` is the field `next` of what parameter 1 refers to,
//! and the object found there. What a field holds *later* is in the state
//! ([`state`](super::state)).

use haechi_ir::ValueId;
use haechi_syntax::{Idx, IndexVec};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::GlobalVar;
use super::symbols::Sym;

/// The most selectors that a location has; what lies deeper belongs to the last.
pub const MAX_SELECTORS: usize = 4;

/// The most locations that a reference may refer to; more are "any object".
pub const MAX_CANDIDATES: usize = 4;

/// One step from an object to a part of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Selector {
    /// A field.
    Field(Sym),
    /// The element under a constant key.
    Key(Sym),
    /// The element at a constant index.
    Index(u32),
    /// An element, not known which.
    Any,
}

impl Selector {
    /// Whether it selects an element of a container.
    pub fn is_element(self) -> bool {
        !matches!(self, Self::Field(_))
    }
}

/// Selectors from a root outwards.
pub type Selectors = SmallVec<[Selector; MAX_SELECTORS]>;

/// Where a location begins.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Root {
    /// What a parameter refers to when the function begins.
    Param(u32),
    /// The object that an instruction makes.
    Object(ValueId),
    /// What an instruction gives, whatever that is (result of an unknown call,
    /// a computed string …).
    Result(ValueId),
    /// A global variable.
    Global(GlobalVar),
    /// A name that nothing resolves.
    Name(Sym),
    /// The control flow: tainted after sources that taint it.
    Control,
    /// Any object at all.
    Any,
}

haechi_syntax::define_idx! {
    /// A location of one function.
    Loc;
    /// A set of locations that a reference may refer to.
    Pts;
}

#[derive(Clone, Debug)]
struct Entry {
    root: Root,
    parent: Option<Loc>,
    selector: Selector,
    depth: u8,
    has_any: bool,
    children: Vec<Loc>,
}

/// The locations of one function.
#[derive(Clone, Default, Debug)]
pub struct Locations {
    entries: IndexVec<Loc, Entry>,
    roots: FxHashMap<Root, Loc>,
    by_selector: FxHashMap<(Loc, Selector), Loc>,
}

impl Locations {
    /// A root.
    pub fn root(&mut self, root: Root) -> Loc {
        if let Some(loc) = self.roots.get(&root) {
            return *loc;
        }
        let loc = self.entries.push(Entry {
            root,
            parent: None,
            selector: Selector::Any,
            depth: 0,
            has_any: root == Root::Any,
            children: Vec::new(),
        });
        self.roots.insert(root, loc);
        loc
    }

    /// A part of an object; `None` where it would have too many selectors: then
    /// it counts as the object itself.
    pub fn child(&mut self, of: Loc, selector: Selector) -> Option<Loc> {
        if let Some(loc) = self.by_selector.get(&(of, selector)) {
            return Some(*loc);
        }
        let Entry {
            root,
            depth,
            has_any,
            ..
        } = self.entries[of];
        if usize::from(depth) == MAX_SELECTORS {
            return None;
        }
        let loc = self.entries.push(Entry {
            root,
            parent: Some(of),
            selector,
            depth: depth + 1,
            has_any: has_any || selector == Selector::Any,
            children: Vec::new(),
        });
        self.entries[of].children.push(loc);
        self.by_selector.insert((of, selector), loc);
        Some(loc)
    }

    /// Where a location begins.
    pub fn root_of(&self, loc: Loc) -> Root {
        self.entries[loc].root
    }
    /// The object that it is a part of.
    pub fn parent(&self, loc: Loc) -> Option<Loc> {
        self.entries[loc].parent
    }
    /// The last selector; meaningless for roots.
    pub fn selector(&self, loc: Loc) -> Selector {
        self.entries[loc].selector
    }
    /// Whether one of the selectors is "not known which".
    pub fn has_any(&self, loc: Loc) -> bool {
        self.entries[loc].has_any
    }
    /// The parts of it that were ever named, in order of naming.
    pub fn children(&self, loc: Loc) -> &[Loc] {
        &self.entries[loc].children
    }
    /// All selectors from the root.
    pub fn selectors(&self, mut loc: Loc) -> Selectors {
        let mut found = Selectors::new();
        while let Some(parent) = self.entries[loc].parent {
            found.push(self.entries[loc].selector);
            loc = parent;
        }
        found.reverse();
        found
    }
    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

impl Pts {
    /// Refers to nothing that we know of: `null`, a number.
    pub const NONE: Self = Self::new(0);
    /// May refer to any object.
    pub const ANY: Self = Self::new(1);
}

/// Sets of candidate locations, each stored once.
#[derive(Clone, Debug)]
pub struct PtsTable {
    sets: IndexVec<Pts, SmallVec<[Loc; MAX_CANDIDATES]>>,
    ids: FxHashMap<SmallVec<[Loc; MAX_CANDIDATES]>, Pts>,
}

impl Default for PtsTable {
    fn default() -> Self {
        let mut sets = IndexVec::new();
        sets.push(SmallVec::new());
        sets.push(SmallVec::new());
        let mut ids = FxHashMap::default();
        ids.insert(SmallVec::new(), Pts::NONE);
        Self { sets, ids }
    }
}

impl PtsTable {
    /// The set of one location.
    pub fn one(&mut self, loc: Loc) -> Pts {
        self.set(std::iter::once(loc).collect())
    }
    /// A set; "any object" if it is too large.
    pub fn set(&mut self, mut locs: SmallVec<[Loc; MAX_CANDIDATES]>) -> Pts {
        locs.sort_unstable();
        locs.dedup();
        if locs.len() > MAX_CANDIDATES {
            return Pts::ANY;
        }
        if let Some(id) = self.ids.get(&locs) {
            return *id;
        }
        let id = self.sets.push(locs.clone());
        self.ids.insert(locs, id);
        id
    }
    /// What either may refer to.
    pub fn union(&mut self, a: Pts, b: Pts) -> Pts {
        if a == b || b == Pts::NONE {
            return a;
        }
        if a == Pts::NONE {
            return b;
        }
        if a == Pts::ANY || b == Pts::ANY {
            return Pts::ANY;
        }
        let mut all = self.sets[a].clone();
        all.extend_from_slice(&self.sets[b]);
        self.set(all)
    }
    /// The candidates; none for [`Pts::NONE`] and [`Pts::ANY`].
    pub fn get(&self, pts: Pts) -> &[Loc] {
        &self.sets[pts]
    }
    /// The only candidate, if there is just one.
    pub fn single(&self, pts: Pts) -> Option<Loc> {
        match self.get(pts) {
            [one] => Some(*one),
            _ => None,
        }
    }
}

/// A copy of the small list of a set, so that tables can be changed while it is
/// gone through.
pub type Candidates = SmallVec<[Loc; MAX_CANDIDATES]>;

impl PtsTable {
    /// The candidates, copied.
    pub fn candidates(&self, pts: Pts) -> Candidates {
        self.sets[pts].clone()
    }
    /// Number of different sets.
    pub fn len(&self) -> usize {
        self.sets.next_id().index()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_end_after_four() {
        let mut locs = Locations::default();
        let root = locs.root(Root::Param(0));
        let mut at = root;
        for n in 0..MAX_SELECTORS {
            at = locs.child(at, Selector::Index(n as u32)).unwrap();
        }
        assert_eq!(locs.child(at, Selector::Any), None);
        assert_eq!(locs.selectors(at).len(), 4);
        assert_eq!(locs.root_of(at), Root::Param(0));
        assert_eq!(locs.children(root).len(), 1);
    }

    #[test]
    fn five_candidates_are_any() {
        let mut pts = PtsTable::default();
        let mut all = Pts::NONE;
        for n in 0..4 {
            let one = pts.one(Loc::new(n));
            all = pts.union(all, one);
        }
        assert_eq!(pts.get(all).len(), 4);
        let fifth = pts.one(Loc::new(9));
        assert_eq!(pts.union(all, fifth), Pts::ANY);
        assert_eq!(pts.union(Pts::ANY, fifth), Pts::ANY);
        let first = pts.one(Loc::new(0));
        assert_eq!(pts.union(all, first), all);
    }
}
