//! Conditions under which something happens: alternatives, each of which is a
//! list of conditions that hold together.

use haechi_syntax::Lang;
use smallvec::SmallVec;

use super::expr::{Atom, Exprs};

/// The most alternatives that are told apart.
const MAX_ALTERNATIVES: usize = 12;

/// The most conditions of an alternative.
const MAX_CONDITIONS: usize = 24;

/// Conditions that hold together, in order; none: always.
pub type All = SmallVec<[Atom; 4]>;

/// One of these holds; no alternative: never.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct When(Vec<All>);

/// Both; none if they contradict each other.
pub fn both(exprs: &Exprs, lang: Lang, a: &All, b: &All) -> Option<All> {
    let mut all = a.clone();
    for atom in b {
        let Err(at) = all.binary_search(atom) else {
            continue;
        };
        if all.iter().any(|old| exprs.contradict(lang, *old, *atom)) {
            return None;
        }
        if all.len() < MAX_CONDITIONS {
            all.insert(at, *atom);
        }
    }
    Some(all)
}

fn within(a: &All, b: &All) -> bool {
    a.iter().all(|atom| b.binary_search(atom).is_ok())
}

/// Without the one condition that only one of two alternatives denies.
fn resolve(a: &All, b: &All) -> Option<All> {
    if a.len() != b.len() {
        return None;
    }
    let mut differs = None;
    for (n, (x, y)) in a.iter().zip(b).enumerate() {
        if x == y {
            continue;
        }
        if x.expr != y.expr || differs.is_some() {
            return None;
        }
        differs = Some(n);
    }
    let mut all = a.clone();
    all.remove(differs?);
    Some(all)
}

impl When {
    /// Whatever happens.
    pub fn always() -> Self {
        Self(vec![All::new()])
    }

    /// Never.
    pub fn never() -> Self {
        Self::default()
    }

    /// Whether nothing is asked for.
    pub fn is_always(&self) -> bool {
        self.0.iter().any(|all| all.is_empty())
    }

    /// Whether it never happens.
    pub fn is_never(&self) -> bool {
        self.0.is_empty()
    }

    /// The alternatives.
    pub fn alternatives(&self) -> &[All] {
        &self.0
    }

    /// Adds an alternative; false if that says nothing new.
    pub fn add(&mut self, new: All) -> bool {
        let mut new = new;
        loop {
            if self.0.iter().any(|old| within(old, &new)) {
                return false;
            }
            let merged = self.0.iter().find_map(|old| resolve(old, &new));
            match merged {
                Some(merged) => new = merged,
                None => break,
            }
        }
        self.0.retain(|old| !within(&new, old));
        self.0.push(new);
        if self.0.len() > MAX_ALTERNATIVES {
            // What they have in common holds of all of them.
            let mut common = self.0[0].clone();
            common.retain(|atom| self.0.iter().all(|all| all.binary_search(atom).is_ok()));
            self.0 = vec![common];
        }
        true
    }

    /// This or that; false if that says nothing new.
    pub fn or(&mut self, other: &Self) -> bool {
        let mut changed = false;
        for all in &other.0 {
            changed |= self.add(all.clone());
        }
        changed
    }

    /// This and that.
    pub fn and(&self, exprs: &Exprs, lang: Lang, other: &Self) -> Self {
        if other.is_always() {
            return self.clone();
        }
        let mut found = Self::never();
        for a in &self.0 {
            for b in &other.0 {
                if let Some(all) = both(exprs, lang, a, b) {
                    found.add(all);
                }
            }
        }
        found
    }
}
