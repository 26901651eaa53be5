//! What the reference knows at one point of one execution: plain maps of sets.

use std::collections::{BTreeMap, BTreeSet};

use haechi_ir::ValueId;

use super::super::location::{MAX_CANDIDATES, MAX_SELECTORS, Selector};
use super::super::symbols::Sym;
use super::super::{GlobalVar, LabelNo, SiteRef};

haechi_syntax::define_idx! {
    /// A function as called over one chain of calls from a root.
    FrameId;
}

/// A source that arrived, with the label that it has by now.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Fact {
    /// Where it comes from.
    pub source: SiteRef,
    /// As what.
    pub label: LabelNo,
}

/// What is tainted by what.
pub type Facts = BTreeSet<Fact>;

/// Where a location begins. Every root belongs to a frame: what another call of
/// the same function makes is another object.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Root {
    /// What an instruction makes or gives.
    Made(FrameId, ValueId),
    /// A parameter that nobody gave anything.
    Param(FrameId, u32),
    /// A global variable, as a function sees it.
    Global(FrameId, GlobalVar),
    /// A name that nothing resolves.
    Name(FrameId, Sym),
    /// What a generator yields.
    Yields(FrameId),
    /// Any object.
    Any,
}

/// A location: a root and the way to a part of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Loc {
    /// The root.
    pub root: Root,
    /// The way.
    pub path: Vec<Selector>,
}

impl Loc {
    /// A root.
    pub fn root(root: Root) -> Self {
        Self {
            root,
            path: Vec::new(),
        }
    }
    /// A part; none if it would lie too deep.
    pub fn child(&self, selector: Selector) -> Option<Self> {
        (self.path.len() < MAX_SELECTORS).then(|| {
            let mut path = self.path.clone();
            path.push(selector);
            Self {
                root: self.root,
                path,
            }
        })
    }
    /// Whether it is another one or lies within it.
    pub fn is_within(&self, outer: &Self) -> bool {
        self.root == outer.root && self.path.starts_with(&outer.path)
    }
    /// The last selector.
    pub fn selector(&self) -> Option<Selector> {
        self.path.last().copied()
    }
    /// Whether it stands for several places.
    pub fn is_blurred(&self) -> bool {
        self.root == Root::Any || self.path.contains(&Selector::Any)
    }
}

/// What a reference may refer to.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Pts {
    /// Any object; then there are no candidates.
    pub any: bool,
    /// The candidates; none: no object that is known.
    pub locs: BTreeSet<Loc>,
}

impl Pts {
    /// One location.
    pub fn one(loc: Loc) -> Self {
        Self {
            any: false,
            locs: BTreeSet::from([loc]),
        }
    }
    /// No object that is known.
    pub fn is_none(&self) -> bool {
        !self.any && self.locs.is_empty()
    }
    /// The only candidate.
    pub fn single(&self) -> Option<&Loc> {
        self.locs.iter().next().filter(|_| self.locs.len() == 1)
    }
    /// What either refers to.
    pub fn add(&mut self, other: &Self) {
        self.any |= other.any;
        self.locs.extend(other.locs.iter().cloned());
        if self.any || self.locs.len() > MAX_CANDIDATES {
            self.any = true;
            self.locs.clear();
        }
    }
    /// Whether both may refer to one object, for all that their names say.
    pub fn meets(&self, other: &Self) -> bool {
        self.locs.iter().any(|loc| other.locs.contains(loc))
    }
}

/// A value: its taint as a whole, and the objects that it may be.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Abs {
    /// The taint of the whole.
    pub own: Facts,
    /// The objects.
    pub pts: Pts,
}

impl Abs {
    /// Either of both.
    pub fn add(&mut self, other: &Self) {
        self.own.extend(other.own.iter().copied());
        self.pts.add(&other.pts);
    }
}

/// What a location holds.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Slot {
    /// The content.
    pub held: Abs,
    /// It may be unwritten as well: what holds of the object around it holds.
    pub maybe_unwritten: bool,
}

impl Slot {
    /// The content of a place that nothing wrote to.
    pub fn unwritten(loc: &Loc, own: Facts) -> Self {
        Self {
            held: Abs {
                own,
                pts: Pts::one(loc.clone()),
            },
            maybe_unwritten: true,
        }
    }
}

/// All that is known at a point.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct State {
    /// The values of all functions that are being executed.
    pub values: BTreeMap<(FrameId, ValueId), Abs>,
    /// What was written.
    pub slots: BTreeMap<Loc, Slot>,
    /// Objects whose unwritten parts were cleaned.
    pub cleaned: BTreeSet<Loc>,
    /// Sizes of containers, as far as the function being executed knows. None: it
    /// does not know any more.
    pub sizes: BTreeMap<Loc, Option<u32>>,
    /// What initialisers of its class may have left in the receiver.
    pub shared: BTreeMap<Loc, Facts>,
    /// Taint of the control flow.
    pub control: Facts,
}

impl State {
    /// What holds if either does. `unwritten` tells what unwritten locations hold.
    pub fn join(&mut self, other: &Self, unwritten: &dyn Fn(&Self, &Loc) -> Slot) {
        if self == other {
            return;
        }
        let before = self.clone();
        for (key, value) in &other.values {
            self.values.entry(*key).or_default().add(value);
        }
        let locs: BTreeSet<Loc> = self
            .slots
            .keys()
            .chain(other.slots.keys())
            .cloned()
            .collect();
        for loc in locs {
            let of = |state: &Self| match state.slots.get(&loc) {
                Some(slot) => slot.clone(),
                None => unwritten(state, &loc),
            };
            let mut slot = of(&before);
            let more = of(other);
            slot.held.add(&more.held);
            slot.maybe_unwritten |= more.maybe_unwritten;
            self.slots.insert(loc, slot);
        }
        self.cleaned.retain(|loc| other.cleaned.contains(loc));
        let sized: BTreeSet<Loc> = self
            .sizes
            .keys()
            .chain(other.sizes.keys())
            .cloned()
            .collect();
        for loc in sized {
            let a = self.sizes.get(&loc).copied().flatten();
            let b = other.sizes.get(&loc).copied().flatten();
            self.sizes.insert(loc, a.filter(|_| a == b));
        }
        for (loc, facts) in &other.shared {
            self.shared.entry(loc.clone()).or_default().extend(facts);
        }
        self.control.extend(&other.control);
    }

    /// The parts of an object that are written, or have such parts themselves.
    pub fn children(&self, of: &Loc) -> BTreeSet<Loc> {
        self.slots
            .range(of.clone()..)
            .map(|(loc, _)| loc)
            .take_while(|loc| loc.is_within(of))
            .filter(|loc| loc.path.len() > of.path.len())
            .map(|loc| Loc {
                root: loc.root,
                path: loc.path[..=of.path.len()].to_vec(),
            })
            .collect()
    }

    /// Forgets what is known of the parts of an object.
    pub fn forget_below(&mut self, of: &Loc) {
        let below = |loc: &Loc| loc.is_within(of) && loc != of;
        self.slots.retain(|loc, _| !below(loc));
        self.cleaned.retain(|loc| !below(loc));
        self.shared.retain(|loc, _| !below(loc));
        self.sizes.retain(|loc, _| !loc.is_within(of));
    }

    /// All references, wherever they stand.
    pub fn for_each_pts(&mut self, mut f: impl FnMut(&mut Pts)) {
        self.values.values_mut().for_each(|v| f(&mut v.pts));
        self.slots.values_mut().for_each(|s| f(&mut s.held.pts));
    }
}
