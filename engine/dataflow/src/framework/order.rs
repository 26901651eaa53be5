//! Orders over graphs: reverse postorder, strongly connected components.
//! Nodes are numbers from zero; nothing here recurses.

/// A graph in compressed rows: the successors of each node in one vector.
#[derive(Clone, Default, Debug)]
pub struct Adjacency {
    /// Where the successors of node `n` begin; one more entry at the end.
    starts: Vec<u32>,
    targets: Vec<u32>,
}

impl Adjacency {
    /// From the number of nodes and all edges, in any order; the successors of
    /// a node keep the order of the edges.
    pub fn new(nodes: usize, edges: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0u32; nodes + 1];
        for (from, _) in edges.clone() {
            starts[from as usize + 1] += 1;
        }
        for n in 0..nodes {
            starts[n + 1] += starts[n];
        }
        let mut next = starts.clone();
        let mut targets = vec![0; starts[nodes] as usize];
        for (from, to) in edges {
            let at = &mut next[from as usize];
            targets[*at as usize] = to;
            *at += 1;
        }
        Self { starts, targets }
    }
    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The successors of a node.
    pub fn of(&self, node: usize) -> &[u32] {
        &self.targets[self.starts[node] as usize..self.starts[node + 1] as usize]
    }
}

/// The place of every node in reverse postorder, unreached ones included (each
/// is the root of a walk of its own, in order of number).
pub fn ranks(graph: &Adjacency) -> Vec<u32> {
    ranks_of(graph.len(), |node, at| {
        graph.of(node).get(at).map(|target| *target as usize)
    })
}

/// [`ranks`] of a graph that is told by the n-th successor of each node.
pub fn ranks_of(nodes: usize, successor: impl Fn(usize, usize) -> Option<usize>) -> Vec<u32> {
    let mut rank = vec![u32::MAX; nodes];
    let mut seen = vec![false; nodes];
    let mut next = nodes as u32;
    let mut stack: Vec<(usize, usize)> = Vec::new();
    for root in 0..nodes {
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        stack.push((root, 0));
        while let Some((node, at)) = stack.last_mut() {
            match successor(*node, *at) {
                Some(target) => {
                    *at += 1;
                    if !std::mem::replace(&mut seen[target], true) {
                        stack.push((target, 0));
                    }
                }
                None => {
                    next -= 1;
                    rank[*node] = next;
                    stack.pop();
                }
            }
        }
    }
    rank
}

/// The strongly connected components, successors first (Tarjan). Each lists its
/// nodes in ascending order.
pub fn components(graph: &Adjacency) -> Vec<Vec<u32>> {
    const NEW: u32 = u32::MAX;
    let n = graph.len();
    let mut number = vec![NEW; n];
    let mut low = vec![0u32; n];
    let mut on_stack = vec![false; n];
    let mut open: Vec<u32> = Vec::new();
    let mut found = Vec::new();
    let mut count = 0;
    let mut stack: Vec<(usize, usize)> = Vec::new();
    for root in 0..n {
        if number[root] != NEW {
            continue;
        }
        stack.push((root, 0));
        while let Some((node, at)) = stack.last_mut() {
            let node = *node;
            if *at == 0 {
                number[node] = count;
                low[node] = count;
                count += 1;
                open.push(node as u32);
                on_stack[node] = true;
            }
            if let Some(&target) = graph.of(node).get(*at) {
                *at += 1;
                let target = target as usize;
                if number[target] == NEW {
                    stack.push((target, 0));
                } else if on_stack[target] {
                    low[node] = low[node].min(number[target]);
                }
                continue;
            }
            stack.pop();
            if let Some((parent, _)) = stack.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
            if low[node] == number[node] {
                let mut component = Vec::new();
                while let Some(member) = open.pop() {
                    on_stack[member as usize] = false;
                    component.push(member);
                    if member as usize == node {
                        break;
                    }
                }
                component.sort_unstable();
                found.push(component);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(nodes: usize, edges: &[(u32, u32)]) -> Adjacency {
        Adjacency::new(nodes, edges.iter().copied())
    }

    #[test]
    fn forward_edges_raise_the_rank() {
        // 0 → 1 → 2 → 1, 0 → 3, and 4 alone.
        let ranks = ranks(&graph(5, &[(0, 1), (1, 2), (2, 1), (0, 3)]));
        assert!(ranks[0] < ranks[1] && ranks[1] < ranks[2] && ranks[0] < ranks[3]);
        let mut sorted = ranks;
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn components_come_callees_first() {
        let found = components(&graph(5, &[(0, 1), (1, 2), (2, 1), (2, 3), (4, 4)]));
        assert_eq!(found, [vec![3], vec![1, 2], vec![0], vec![4]]);
    }

    #[test]
    fn a_long_chain_does_not_recurse() {
        let edges: Vec<_> = (0..200_000).map(|n| (n, n + 1)).collect();
        assert_eq!(components(&graph(200_001, &edges)).len(), 200_001);
        assert_eq!(ranks(&graph(200_001, &edges))[200_000], 200_000);
    }
}
