//! What is still to be visited, lowest rank first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::BitSet;

/// A set of nodes that gives the one with the lowest rank first.
#[derive(Debug)]
pub struct Worklist<'r> {
    rank: &'r [u32],
    heap: BinaryHeap<Reverse<(u32, u32)>>,
    waiting: BitSet,
}

impl<'r> Worklist<'r> {
    /// An empty list over nodes with these ranks.
    pub fn new(rank: &'r [u32]) -> Self {
        Self {
            rank,
            heap: BinaryHeap::new(),
            waiting: BitSet::with_len(rank.len()),
        }
    }
    /// Adds a node unless it is waiting already.
    pub fn push(&mut self, node: usize) {
        if self.waiting.insert(node) {
            self.heap.push(Reverse((self.rank[node], node as u32)));
        }
    }
    /// Takes out the node with the lowest rank.
    pub fn pop(&mut self) -> Option<usize> {
        let Reverse((_, node)) = self.heap.pop()?;
        self.waiting.remove(node as usize);
        Some(node as usize)
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
