//! What is still to be visited, lowest rank first.

/// A set of nodes that gives the one with the lowest rank first.
#[derive(Debug)]
pub struct Worklist<'r> {
    rank: &'r [u32],
    /// The node of each rank.
    nodes: Vec<u32>,
    /// The ranks of the nodes that wait, as bits.
    waiting: Vec<u64>,
    /// No word before this one has a bit.
    first: usize,
}

impl<'r> Worklist<'r> {
    /// An empty list over nodes with these ranks, each of `0 .. len` once.
    pub fn new(rank: &'r [u32]) -> Self {
        let mut nodes = vec![0; rank.len()];
        for (node, rank) in rank.iter().enumerate() {
            nodes[*rank as usize] = node as u32;
        }
        Self {
            rank,
            nodes,
            waiting: vec![0; rank.len().div_ceil(64)],
            first: 0,
        }
    }
    /// Adds a node unless it is waiting already.
    pub fn push(&mut self, node: usize) {
        let rank = self.rank[node] as usize;
        self.waiting[rank / 64] |= 1 << (rank % 64);
        self.first = self.first.min(rank / 64);
    }
    /// Takes out the node with the lowest rank.
    pub fn pop(&mut self) -> Option<usize> {
        while let Some(word) = self.waiting.get_mut(self.first) {
            if *word != 0 {
                let bit = word.trailing_zeros() as usize;
                *word &= *word - 1;
                return Some(self.nodes[self.first * 64 + bit] as usize);
            }
            self.first += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lowest_rank_first_and_once() {
        let rank = [2, 0, 1];
        let mut list = Worklist::new(&rank);
        for node in [0, 1, 2, 0] {
            list.push(node);
        }
        let order: Vec<_> = std::iter::from_fn(|| list.pop()).collect();
        assert_eq!(order, [1, 2, 0]);
    }
}
