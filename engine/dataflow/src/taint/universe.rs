//! The colours of one function as bits.

use rustc_hash::FxHashMap;

use super::colour::Colour;
use crate::framework::ColourSet;

/// The colours that a function mentions, numbered; the last bit is all others.
#[derive(Clone, Default, Debug)]
pub struct Universe {
    colours: Vec<Colour>,
    bits: FxHashMap<Colour, usize>,
}

impl Universe {
    pub(super) fn mention(&mut self, colour: Colour) {
        let next = self.colours.len();
        self.bits.entry(colour).or_insert_with(|| {
            self.colours.push(colour);
            next
        });
    }
    pub(super) fn mention_all(&mut self, set: &ColourSet) {
        set.written().iter().for_each(|c| self.mention(*c));
    }
    /// Number of bits.
    pub fn len(&self) -> usize {
        self.colours.len() + 1
    }
    /// The bit of a colour.
    pub fn bit(&self, colour: Colour) -> usize {
        self.bits
            .get(&colour)
            .copied()
            .unwrap_or(self.colours.len())
    }
    /// As a row of bits.
    pub fn row(&self, set: &ColourSet) -> Vec<u64> {
        let mut row = vec![0u64; self.len().div_ceil(64)];
        let rest = set.is_cofinite();
        for bit in 0..self.len() {
            let has = match self.colours.get(bit) {
                Some(colour) => set.contains(*colour),
                None => rest,
            };
            if has {
                row[bit / 64] |= 1 << (bit % 64);
            }
        }
        row
    }
    /// From a row of bits.
    pub fn set(&self, row: &[u64]) -> ColourSet {
        let has = |bit: usize| row[bit / 64] & (1 << (bit % 64)) != 0;
        let rest = has(self.colours.len());
        let written = (0..self.colours.len())
            .filter(|bit| has(*bit) != rest)
            .map(|bit| self.colours[bit]);
        let set: ColourSet = written.collect();
        if rest { set.complement() } else { set }
    }
}

/// Classes of colours that all kills of a graph treat alike.
pub(super) struct Classes {
    pub(super) count: usize,
    /// The class of each bit of the universe.
    of: Vec<usize>,
    /// For each kill, which classes it kills.
    pub(super) killed: Vec<Vec<bool>>,
}

impl Classes {
    pub(super) fn new(universe: &Universe, kills: &[Vec<u64>]) -> Self {
        let bits = universe.len();
        let mut known: FxHashMap<Vec<usize>, usize> = FxHashMap::default();
        let mut of = Vec::with_capacity(bits);
        let mut killed = vec![Vec::new(); kills.len()];
        for bit in 0..bits {
            let by: Vec<usize> = (0..kills.len())
                .filter(|kill| kills[*kill][bit / 64] & (1 << (bit % 64)) != 0)
                .collect();
            let next = known.len();
            let class = *known.entry(by).or_insert_with_key(|by| {
                for (n, killed) in killed.iter_mut().enumerate() {
                    killed.push(by.contains(&n));
                }
                next
            });
            of.push(class);
        }
        Self {
            count: known.len(),
            of,
            killed,
        }
    }

    /// The colours of some classes.
    pub(super) fn set(&self, universe: &Universe, classes: &[bool]) -> ColourSet {
        if classes.iter().all(|has| *has) {
            return ColourSet::all();
        }
        let mut row = vec![0u64; universe.len().div_ceil(64)];
        for (bit, class) in self.of.iter().enumerate() {
            if classes[*class] {
                row[bit / 64] |= 1 << (bit % 64);
            }
        }
        universe.set(&row)
    }
}
