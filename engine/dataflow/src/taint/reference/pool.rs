//! State that functions share without calling each other.

use std::collections::BTreeMap;

use super::super::location::Selector;
use super::super::{ClassId, GlobalVar};
use super::state::Facts;

/// What is shared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Shared {
    /// A global variable.
    Global(GlobalVar),
    /// The objects of a class, as its initialisers leave them.
    Class(ClassId),
}

/// Whatever was put anywhere, in no order.
#[derive(Default)]
pub struct Pool {
    shares: BTreeMap<(Shared, Vec<Selector>), Facts>,
    changed: bool,
}

impl Pool {
    /// Puts something there.
    pub fn put(&mut self, what: Shared, path: &[Selector], facts: &Facts) {
        if facts.is_empty() {
            return;
        }
        let all = self.shares.entry((what, path.to_vec())).or_default();
        let before = all.len();
        all.extend(facts);
        self.changed |= all.len() != before;
    }

    /// What is there at a place; `deep`: with what lies within.
    pub fn get(&self, what: Shared, path: &[Selector], deep: bool) -> Facts {
        let mut found = Facts::new();
        for (at, facts) in self.of(what) {
            let common = path.iter().zip(at).all(|(a, b)| overlap(*a, *b));
            if common && (at.len() <= path.len() || deep) {
                found.extend(facts);
            }
        }
        found
    }

    /// All that is there.
    pub fn of(&self, what: Shared) -> impl Iterator<Item = (&[Selector], &Facts)> {
        self.shares
            .iter()
            .filter(move |((at, _), _)| *at == what)
            .map(|((_, path), facts)| (&path[..], facts))
    }

    /// Whether anything was put there since this was asked last.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }
}

/// Whether two selectors may mean one part.
pub fn overlap(a: Selector, b: Selector) -> bool {
    a == b || (a == Selector::Any && b.is_element()) || (b == Selector::Any && a.is_element())
}
