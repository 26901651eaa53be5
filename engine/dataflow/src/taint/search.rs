//! Shortest ways of one colour through one flow graph.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::colour::Colour;
use super::graph::Place;
use super::solve::Solved;

/// A breadth-first search for one colour.
pub struct Search {
    /// The edge by which each node was reached first.
    parents: FxHashMap<Place, (Place, u32)>,
    /// The nodes reached, nearest first.
    pub order: Vec<Place>,
    start: Place,
    forward: bool,
}

impl Search {
    /// Searches from a node over nodes that are allowed.
    pub fn run(
        solved: &Solved,
        start: Place,
        colour: Colour,
        forward: bool,
        allowed: impl Fn(Place) -> bool,
    ) -> Self {
        let mut search = Self {
            parents: FxHashMap::default(),
            order: Vec::new(),
            start,
            forward,
        };
        let mut queue = VecDeque::from([start]);
        while let Some(place) = queue.pop_front() {
            search.order.push(place);
            let rows = if forward { &solved.out } else { &solved.into };
            for number in rows.of(place) {
                let edge = &solved.flow.graph.edges[*number as usize];
                let next = if forward { edge.to } else { edge.from };
                if next == start
                    || search.parents.contains_key(&next)
                    || !allowed(next)
                    || solved.flow.graph.killed(edge.kill).contains(colour)
                {
                    continue;
                }
                search.parents.insert(next, (place, *number));
                queue.push_back(next);
            }
        }
        search
    }

    /// Whether a node was reached.
    pub fn reached(&self, place: Place) -> bool {
        place == self.start || self.parents.contains_key(&place)
    }

    /// The way between the start and a node, in the direction of flow, each
    /// node with the edge that leads to it.
    pub fn path(&self, place: Place) -> Vec<(Place, Option<u32>)> {
        let mut nodes = vec![(place, None)];
        let mut at = place;
        while let Some((parent, edge)) = self.parents.get(&at) {
            if self.forward {
                if let Some(last) = nodes.last_mut() {
                    last.1 = Some(*edge);
                }
                nodes.push((*parent, None));
            } else {
                nodes.push((*parent, Some(*edge)));
            }
            at = *parent;
        }
        if self.forward {
            nodes.reverse();
        }
        nodes
    }
}
