//! State that functions share without calling each other: global variables, and
//! fields of `this` that initialisers set.
//!
//! Whatever a function writes there is in the pool, and whoever reads it may get
//! it: order and objects are not told apart. (Within one function they are: its
//! own writes stand in its state.)

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::context::Context;
use super::graph::Place;
use super::location::{Selector, Selectors};
use super::solve::{Left, Shared};
use super::summary::{InRoot, Input, OutRoot};
use super::{ClassId, FuncRef, GlobalVar};
use crate::framework::ColourSet;

/// What is shared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SharedKey {
    /// A global variable.
    Global(GlobalVar),
    /// The objects of a class, as its initialisers leave them.
    Class(ClassId),
}

/// Something that a function put there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Share {
    /// Which part.
    pub path: Selectors,
    /// What.
    pub colours: ColourSet,
    /// Who.
    pub func: FuncRef,
    /// The node of the output in its graph.
    pub place: Place,
}

/// All that is shared.
#[derive(Default)]
pub struct Pool<'a> {
    cx: Option<&'a Context<'a>>,
    shares: FxHashMap<SharedKey, Vec<Share>>,
    /// The colours of all shares of one part together.
    parts: FxHashMap<SharedKey, Vec<(Selectors, ColourSet)>>,
    /// Whether objects of any class hold something.
    any_class: bool,
}

impl<'a> Pool<'a> {
    /// Nothing yet.
    pub fn new(cx: &'a Context<'a>) -> Self {
        Self {
            cx: Some(cx),
            shares: FxHashMap::default(),
            parts: FxHashMap::default(),
            any_class: false,
        }
    }

    /// Collects what functions share; gives the keys at which that changed.
    pub fn update<'s>(
        &mut self,
        all: impl Iterator<Item = (FuncRef, &'s [Left])>,
    ) -> Vec<SharedKey> {
        let mut new: FxHashMap<SharedKey, Vec<Share>> = FxHashMap::default();
        for (func, left) in all {
            let class = self.cx.and_then(|cx| cx.world.initialises(func));
            for left in left {
                let key = match (left.output.root, class) {
                    (OutRoot::Global(global), _) => SharedKey::Global(global),
                    (OutRoot::Param(0), Some(class)) => SharedKey::Class(class),
                    _ => continue,
                };
                new.entry(key).or_default().push(Share {
                    path: left.output.path.clone(),
                    colours: left.colours.clone(),
                    func,
                    place: left.place,
                });
            }
        }
        let mut changed: Vec<SharedKey> = new
            .iter()
            .filter(|(key, shares)| self.shares.get(key) != Some(shares))
            .map(|(key, _)| *key)
            .collect();
        changed.extend(self.shares.keys().filter(|key| !new.contains_key(key)));
        self.any_class = new.keys().any(|key| matches!(key, SharedKey::Class(_)));
        self.parts = new
            .iter()
            .map(|(key, shares)| (*key, by_part(shares)))
            .collect();
        self.shares = new;
        changed
    }

    /// All that is held, where.
    pub fn held(&self) -> impl Iterator<Item = (SharedKey, &ColourSet)> {
        self.shares
            .iter()
            .flat_map(|(key, shares)| shares.iter().map(|share| (*key, &share.colours)))
    }

    /// The keys that an input of a function reads.
    pub fn keys(&self, func: FuncRef, input: &Input) -> Vec<SharedKey> {
        match input.root {
            InRoot::Global(global) => vec![SharedKey::Global(global)],
            InRoot::Param(0) => self
                .cx
                .map(|cx| cx.world.receiver_classes(func))
                .unwrap_or_default()
                .into_iter()
                .map(SharedKey::Class)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// What a part of what a key stands for may be, with who put it there. `deep`:
    /// all parts of it count as well.
    pub fn of<'s>(
        &'s self,
        key: SharedKey,
        path: &'s [Selector],
        deep: bool,
    ) -> impl Iterator<Item = &'s Share> + 's {
        let shares = self.shares.get(&key).into_iter().flatten();
        shares.filter(move |share| reads(path, deep, &share.path))
    }
}

/// The colours of each part, in order of parts.
fn by_part(shares: &[Share]) -> Vec<(Selectors, ColourSet)> {
    let mut parts: BTreeMap<&Selectors, ColourSet> = BTreeMap::new();
    for share in shares {
        let colours = parts.entry(&share.path).or_insert_with(ColourSet::empty);
        *colours = colours.union(&share.colours);
    }
    parts
        .into_iter()
        .map(|(path, colours)| (path.clone(), colours))
        .collect()
}

impl Shared for Pool<'_> {
    fn colours(&self, func: FuncRef, input: &Input) -> ColourSet {
        if self.shares.is_empty() || (input.root == InRoot::Param(0) && !self.any_class) {
            return ColourSet::empty();
        }
        self.keys(func, input)
            .iter()
            .filter_map(|key| self.parts.get(key))
            .flatten()
            .filter(|(path, _)| reads(&input.path, input.deep, path))
            .fold(ColourSet::empty(), |all, (_, colours)| all.union(colours))
    }
}

/// Whether reading a part (`deep`: with all parts of it) reads what stands at
/// `path`: the part itself, what it is a part of, and, if deep, its own parts.
fn reads(part: &[Selector], deep: bool, path: &[Selector]) -> bool {
    let common = part
        .iter()
        .zip(path)
        .all(|(a, b)| a == b || (a.is_element() && b.is_element() && either_any(*a, *b)));
    common && (path.len() <= part.len() || deep)
}

fn either_any(a: Selector, b: Selector) -> bool {
    a == Selector::Any || b == Selector::Any
}
