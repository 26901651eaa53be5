//! Shortest ways of one colour through one flow graph.

use std::collections::VecDeque;

use haechi_syntax::Idx;

use super::colour::Colour;
use super::graph::Place;
use super::solve::Solved;

/// A breadth-first search for one colour. It is run again and again, so it keeps
/// its tables.
#[derive(Default)]
pub struct Search {
    /// How each node was reached first.
    parents: Vec<Reached>,
    run: u32,
    /// The nodes reached, nearest first.
    pub order: Vec<Place>,
    queue: VecDeque<Place>,
}

#[derive(Clone, Copy)]
struct Reached {
    run: u32,
    edge: u32,
    len: u32,
    /// Whether it is in the tree.
    taken: bool,
}

/// The edge of the node where a search begins.
const NONE: u32 = u32::MAX;

/// Nodes with the edge by which they were reached, by node: as much of a search
/// as leads to the nodes of interest.
#[derive(Clone, Default, Debug)]
pub struct Tree {
    steps: Box<[(Place, u32)]>,
}

impl Search {
    /// Searches from a node over nodes that are allowed.
    pub fn run(
        &mut self,
        solved: &Solved,
        start: Place,
        colour: Colour,
        forward: bool,
        allowed: impl Fn(Place) -> bool,
    ) {
        self.begin(solved);
        self.reach(start, NONE, 1);
        self.queue.push_back(start);
        let rows = if forward { &solved.out } else { &solved.into };
        while let Some(place) = self.queue.pop_front() {
            self.order.push(place);
            let len = self.len(place) + 1;
            for number in rows.of(place) {
                let edge = &solved.flow.graph.edges[*number as usize];
                let next = if forward { edge.to } else { edge.from };
                if self.reached(next)
                    || !allowed(next)
                    || solved.flow.graph.killed(edge.kill).contains(colour)
                {
                    continue;
                }
                self.reach(next, *number, len);
                self.queue.push_back(next);
            }
        }
    }

    fn begin(&mut self, solved: &Solved) {
        let nodes = solved.flow.graph.places.len();
        if self.parents.len() < nodes {
            let none = Reached {
                run: 0,
                edge: NONE,
                len: 0,
                taken: false,
            };
            self.parents.resize(nodes, none);
        }
        self.run += 1;
        self.order.clear();
    }

    /// Whether a node was reached.
    pub fn reached(&self, place: Place) -> bool {
        self.parents[place.index()].run == self.run
    }

    /// How many nodes are on the way to one that was reached.
    pub fn len(&self, place: Place) -> u32 {
        self.parents[place.index()].len
    }

    fn reach(&mut self, place: Place, edge: u32, len: u32) {
        let run = self.run;
        self.parents[place.index()] = Reached {
            run,
            edge,
            len,
            taken: false,
        };
    }

    /// What leads to some of the nodes that were reached.
    pub fn tree(
        &mut self,
        solved: &Solved,
        to: impl Iterator<Item = Place>,
        forward: bool,
    ) -> Tree {
        let mut steps: Vec<(Place, u32)> = Vec::new();
        for mut place in to {
            loop {
                let step = &mut self.parents[place.index()];
                let edge = step.edge;
                if !std::mem::replace(&mut step.taken, true) {
                    steps.push((place, edge));
                } else {
                    break;
                }
                if edge == NONE {
                    break;
                }
                let edge = &solved.flow.graph.edges[edge as usize];
                place = if forward { edge.from } else { edge.to };
            }
        }
        steps.sort_unstable();
        Tree {
            steps: steps.into(),
        }
    }
}

impl Tree {
    /// The way between the start and a node, in the direction of flow, each
    /// node with the edge that leads to it.
    pub fn path(&self, solved: &Solved, place: Place, forward: bool) -> Vec<(Place, Option<u32>)> {
        let mut nodes: Vec<(Place, Option<u32>)> = vec![(place, None)];
        let mut at = place;
        while let Ok(found) = self.steps.binary_search_by_key(&at, |step| step.0) {
            let number = self.steps[found].1;
            if number == NONE {
                break;
            }
            let edge = &solved.flow.graph.edges[number as usize];
            if forward {
                at = edge.from;
                if let Some(last) = nodes.last_mut() {
                    last.1 = Some(number);
                }
                nodes.push((at, None));
            } else {
                at = edge.to;
                nodes.push((at, Some(number)));
            }
        }
        if forward {
            nodes.reverse();
        }
        nodes
    }
}
