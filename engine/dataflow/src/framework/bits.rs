//! Dense bit sets, one at a time and one per row of a matrix.

/// Bits in a word.
const WORD: usize = 64;

/// A set of small numbers; as many words as the largest needs.
#[derive(Clone, PartialEq, Eq, Hash, Default, Debug)]
pub struct BitSet {
    words: Vec<u64>,
}

impl BitSet {
    /// The empty set with room for `0 .. len`.
    pub fn with_len(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(WORD)],
        }
    }
    /// Adds a number; true if it is new. Grows where needed.
    pub fn insert(&mut self, n: usize) -> bool {
        if n / WORD >= self.words.len() {
            self.words.resize(n / WORD + 1, 0);
        }
        let word = &mut self.words[n / WORD];
        let bit = 1 << (n % WORD);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
    /// Takes a number out; true if it was there.
    pub fn remove(&mut self, n: usize) -> bool {
        let Some(word) = self.words.get_mut(n / WORD) else {
            return false;
        };
        let bit = 1 << (n % WORD);
        let there = *word & bit != 0;
        *word &= !bit;
        there
    }
    /// Whether a number is in it.
    pub fn contains(&self, n: usize) -> bool {
        self.words
            .get(n / WORD)
            .is_some_and(|word| word & (1 << (n % WORD)) != 0)
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }
    /// How many there are.
    pub fn count(&self) -> usize {
        self.words.iter().map(|w| w.count_ones() as usize).sum()
    }
    /// Takes all out.
    pub fn clear(&mut self) {
        self.words.fill(0);
    }
    /// Adds all numbers of `other`; true if one was new.
    pub fn union_with(&mut self, other: &Self) -> bool {
        if other.words.len() > self.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        union(&mut self.words, &other.words)
    }
    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        ones(&self.words)
    }
}

impl FromIterator<usize> for BitSet {
    fn from_iter<I: IntoIterator<Item = usize>>(items: I) -> Self {
        let mut set = Self::default();
        for item in items {
            set.insert(item);
        }
        set
    }
}

/// Rows of equally many bits in one vector.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BitMatrix {
    /// Words in a row.
    width: usize,
    words: Vec<u64>,
}

impl BitMatrix {
    /// `rows` empty rows of `bits` bits each.
    pub fn new(rows: usize, bits: usize) -> Self {
        let width = bits.div_ceil(WORD);
        Self {
            width,
            words: vec![0; rows * width],
        }
    }
    /// Words in a row.
    pub fn width(&self) -> usize {
        self.width
    }
    /// The words of a row.
    pub fn row(&self, row: usize) -> &[u64] {
        &self.words[row * self.width..(row + 1) * self.width]
    }
    /// The words of a row, to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut [u64] {
        &mut self.words[row * self.width..(row + 1) * self.width]
    }
    /// Whether a bit of a row is set.
    pub fn contains(&self, row: usize, bit: usize) -> bool {
        self.row(row)[bit / WORD] & (1 << (bit % WORD)) != 0
    }
    /// Sets a bit of a row; true if it is new.
    pub fn insert(&mut self, row: usize, bit: usize) -> bool {
        let word = &mut self.row_mut(row)[bit / WORD];
        let mask = 1 << (bit % WORD);
        let new = *word & mask == 0;
        *word |= mask;
        new
    }
    /// Whether a row has no bit set.
    pub fn is_row_empty(&self, row: usize) -> bool {
        self.row(row).iter().all(|word| *word == 0)
    }
    /// The set bits of a row, ascending.
    pub fn ones(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        ones(self.row(row))
    }
    /// Adds the bits of `words` to a row, those of `without` left out; true if
    /// one was new.
    pub fn union_row(&mut self, row: usize, words: &[u64], without: Option<&[u64]>) -> bool {
        let to = self.row_mut(row);
        match without {
            None => union(to, words),
            Some(without) => to.iter_mut().zip(words).zip(without).fold(
                false,
                |changed, ((to, from), without)| {
                    let new = *to | (from & !without);
                    let grew = new != *to;
                    *to = new;
                    changed | grew
                },
            ),
        }
    }
    /// [`union_row`](Self::union_row) from another row of this matrix.
    pub fn flow(&mut self, from: usize, to: usize, without: Option<&[u64]>) -> bool {
        let mut changed = false;
        for word in 0..self.width {
            let mut add = self.words[from * self.width + word];
            if let Some(without) = without {
                add &= !without[word];
            }
            let to = &mut self.words[to * self.width + word];
            changed |= *to | add != *to;
            *to |= add;
        }
        changed
    }
}

/// The set bits of some words, ascending.
pub fn ones(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().enumerate().flat_map(|(at, word)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            (left != 0).then(|| {
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                at * WORD + bit
            })
        })
    })
}

/// Whether two rows have a bit in common.
pub fn meet(a: &[u64], b: &[u64]) -> bool {
    a.iter().zip(b).any(|(a, b)| a & b != 0)
}

fn union(to: &mut [u64], from: &[u64]) -> bool {
    let mut changed = false;
    for (to, from) in to.iter_mut().zip(from) {
        changed |= *to | from != *to;
        *to |= from;
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        let mut set = BitSet::default();
        assert!(set.insert(3));
        assert!(set.insert(200));
        assert!(!set.insert(3));
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 200]);
        assert!(set.remove(3));
        assert!(!set.remove(1000));
        assert!(set.contains(200) && !set.contains(3));
        let mut other: BitSet = [1, 200].into_iter().collect();
        assert!(!other.union_with(&set));
        assert!(set.union_with(&other));
        assert_eq!(set.count(), 2);
    }

    #[test]
    fn rows_flow_through_masks() {
        let mut rows = BitMatrix::new(2, 70);
        rows.insert(0, 1);
        rows.insert(0, 69);
        let mut mask = vec![0; rows.width()];
        mask[1] = 1 << 5;
        assert!(rows.flow(0, 1, Some(&mask)));
        assert_eq!(rows.ones(1).collect::<Vec<_>>(), [1]);
        assert!(!rows.flow(0, 1, Some(&mask)));
        assert!(rows.flow(0, 1, None));
        assert!(rows.contains(1, 69));
        assert!(meet(rows.row(0), rows.row(1)));
    }
}
