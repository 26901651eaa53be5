//! Sparse sets over a universe that nobody counts, with complements.

use smallvec::SmallVec;

/// A set of numbers: some, or all but some. Small either way.
///
/// `S ↦ S ∩ keep` is what an edge of a flow graph does; most edges keep all.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ColourSet {
    /// Whether `items` are those that are missing.
    but: bool,
    /// Ascending.
    items: SmallVec<[u32; 4]>,
}

impl Default for ColourSet {
    fn default() -> Self {
        Self::empty()
    }
}

impl ColourSet {
    /// No number.
    pub fn empty() -> Self {
        Self {
            but: false,
            items: SmallVec::new(),
        }
    }
    /// Every number.
    pub fn all() -> Self {
        Self::empty().complement()
    }
    /// One number.
    pub fn one(n: u32) -> Self {
        std::iter::once(n).collect()
    }
    /// All numbers that are not in this set.
    #[must_use]
    pub fn complement(mut self) -> Self {
        self.but = !self.but;
        self
    }
    /// Whether a number is in it.
    pub fn contains(&self, n: u32) -> bool {
        self.items.binary_search(&n).is_ok() != self.but
    }
    /// Whether no number is in it.
    pub fn is_empty(&self) -> bool {
        !self.but && self.items.is_empty()
    }
    /// Whether every number is in it.
    pub fn is_all(&self) -> bool {
        self.but && self.items.is_empty()
    }
    /// Whether it is "all but some".
    pub fn is_cofinite(&self) -> bool {
        self.but
    }
    /// The numbers written down: those in it, or those missing
    /// ([`is_cofinite`](Self::is_cofinite)).
    pub fn written(&self) -> &[u32] {
        &self.items
    }
    /// Adds a number; true if it is new.
    pub fn insert(&mut self, n: u32) -> bool {
        match (self.items.binary_search(&n), self.but) {
            (Err(at), false) => {
                self.items.insert(at, n);
                true
            }
            (Ok(at), true) => {
                self.items.remove(at);
                true
            }
            _ => false,
        }
    }
    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let items = match (self.but, other.but) {
            (false, false) => merge(&self.items, &other.items, |_, _| true),
            (true, true) => merge(&self.items, &other.items, |a, b| a && b),
            (true, false) => merge(&self.items, &other.items, |a, b| a && !b),
            (false, true) => merge(&self.items, &other.items, |a, b| b && !a),
        };
        Self {
            but: self.but || other.but,
            items,
        }
    }
    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.clone()
            .complement()
            .union(&other.clone().complement())
            .complement()
    }
    /// What is in this one and not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.intersection(&other.clone().complement())
    }
}

impl FromIterator<u32> for ColourSet {
    fn from_iter<I: IntoIterator<Item = u32>>(items: I) -> Self {
        let mut items: SmallVec<[u32; 4]> = items.into_iter().collect();
        items.sort_unstable();
        items.dedup();
        Self { but: false, items }
    }
}

/// Merges two ascending lists; `keep` says of each number, given whether it is
/// in the first and in the second, whether it goes into the result.
fn merge(a: &[u32], b: &[u32], keep: impl Fn(bool, bool) -> bool) -> SmallVec<[u32; 4]> {
    let mut found = SmallVec::new();
    let (mut i, mut j) = (0, 0);
    loop {
        let (n, in_a, in_b) = match (a.get(i), b.get(j)) {
            (None, None) => return found,
            (Some(&x), Some(&y)) => (x.min(y), x <= y, y <= x),
            (Some(&x), None) => (x, true, false),
            (None, Some(&y)) => (y, false, true),
        };
        i += usize::from(in_a);
        j += usize::from(in_b);
        if keep(in_a, in_b) {
            found.push(n);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn set_algebra_equals_membership() {
        // All subsets of {0, 1, 2} and their complements, pairwise.
        let sets: Vec<ColourSet> = (0u32..8)
            .map(|bits| (0..3).filter(|n| bits & (1 << n) != 0).collect())
            .flat_map(|set: ColourSet| [set.clone(), set.complement()])
            .collect();
        for a in &sets {
            for b in &sets {
                for n in 0..5 {
                    let (x, y) = (a.contains(n), b.contains(n));
                    assert_eq!(a.union(b).contains(n), x || y);
                    assert_eq!(a.intersection(b).contains(n), x && y);
                    assert_eq!(a.difference(b).contains(n), x && !y);
                }
            }
        }
    }

    #[test]
    fn insertion_reaches_all() {
        let mut set = ColourSet::one(4).complement();
        assert!(!set.is_all() && !set.contains(4));
        assert!(set.insert(4) && !set.insert(4));
        assert!(set.is_all());
        let mut set = ColourSet::empty();
        assert!(set.insert(4) && set.contains(4) && !set.is_empty());
    }
}
