//! The one loop.

use super::Worklist;
use super::order::{Adjacency, ranks};

/// Facts with a join. Chains must be finite.
pub trait Lattice: Clone {
    /// The least fact: nothing is known to arrive.
    fn bottom() -> Self;
    /// Joins `other` in; true if that changed anything.
    fn join(&mut self, other: &Self) -> bool;
}

impl Lattice for bool {
    fn bottom() -> Self {
        false
    }
    fn join(&mut self, other: &Self) -> bool {
        let changed = *other && !*self;
        *self |= *other;
        changed
    }
}

/// What is to be solved.
pub trait Problem {
    /// The facts.
    type Fact: Lattice;
    /// What arrives at a node from outside.
    fn start(&self, node: usize) -> Self::Fact;
    /// What leaves a node on the edge to `target` when `fact` arrived at it.
    fn flow(&self, node: usize, target: usize, fact: &Self::Fact) -> Self::Fact;
}

/// A solution.
#[derive(Clone, Debug)]
pub struct Solution<F> {
    /// What arrives at each node.
    pub facts: Vec<F>,
    /// How many nodes were visited; the measure of budgets.
    pub steps: u64,
}

/// Solves a problem over a graph: see the [module](super) for when it ends.
/// `None` if that takes more than `budget` visits.
pub fn solve<P: Problem>(graph: &Adjacency, problem: &P, budget: u64) -> Option<Solution<P::Fact>> {
    let ranks = ranks(graph);
    let mut list = Worklist::new(&ranks);
    let mut facts: Vec<P::Fact> = (0..graph.len()).map(|n| problem.start(n)).collect();
    (0..graph.len()).for_each(|node| list.push(node));
    let mut steps = 0;
    while let Some(node) = list.pop() {
        steps += 1;
        if steps > budget {
            return None;
        }
        for &target in graph.of(node) {
            let target = target as usize;
            let sent = problem.flow(node, target, &facts[node]);
            if facts[target].join(&sent) {
                list.push(target);
            }
        }
    }
    Some(Solution { facts, steps })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A set of definitions, as bits.
    #[derive(Clone, PartialEq, Debug)]
    struct Defs(u32);

    impl Lattice for Defs {
        fn bottom() -> Self {
            Self(0)
        }
        fn join(&mut self, other: &Self) -> bool {
            let old = self.0;
            self.0 |= other.0;
            self.0 != old
        }
    }

    /// Reaching definitions: node `n` defines a variable, killing the others'
    /// definitions of it.
    struct Reaching {
        gen_kill: Vec<(u32, u32)>,
    }

    impl Problem for Reaching {
        type Fact = Defs;
        fn start(&self, _: usize) -> Defs {
            Defs::bottom()
        }
        fn flow(&self, node: usize, _: usize, fact: &Defs) -> Defs {
            let (gens, kills) = self.gen_kill[node];
            Defs(fact.0 & !kills | gens)
        }
    }

    #[test]
    fn reaching_definitions_in_a_loop() {
        // 0: x = 1 (bit 0); 1: head; 2: x = 2 (bit 1) → 1; 3: after the loop.
        let graph = Adjacency::new(4, [(0, 1), (1, 2), (2, 1), (1, 3)].into_iter());
        let problem = Reaching {
            gen_kill: vec![(0b01, 0b10), (0, 0), (0b10, 0b01), (0, 0)],
        };
        let solution = solve(&graph, &problem, 100).unwrap();
        let facts: Vec<_> = solution.facts.iter().map(|d| d.0).collect();
        assert_eq!(facts, [0, 0b11, 0b11, 0b11]);
        // Reverse postorder: each once, and head and body once more.
        assert!(solution.steps <= 7, "{} visits", solution.steps);
        assert!(solve(&graph, &problem, 3).is_none());
    }

    #[test]
    fn the_least_solution_leaves_unreached_nodes_alone() {
        let graph = Adjacency::new(3, [(0, 1)].into_iter());
        struct Reach;
        impl Problem for Reach {
            type Fact = bool;
            fn start(&self, node: usize) -> bool {
                node == 0
            }
            fn flow(&self, _: usize, _: usize, fact: &bool) -> bool {
                *fact
            }
        }
        assert_eq!(
            solve(&graph, &Reach, 100).unwrap().facts,
            [true, true, false]
        );
    }
}
