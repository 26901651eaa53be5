//! From which ends a colour comes, and to which ends it goes.
//!
//! A question is: which sources does this node have its colour from, or which
//! sinks does it reach. Its answer is made of ends that are right there and of
//! answers to other questions (about a callee, about who writes shared state),
//! and questions may go in circles. So all questions are collected first; then
//! the way back from each end, over all who use it, tells whose answers it is in
//! and by which hop it comes there soonest (Dijkstra's algorithm). No answer
//! depends on which question was asked first.
//!
//! ```text
//! f: return g() + read()        f's result ← g's result, read
//! g: return f() + env()         g's result ← f's result, env
//! ```
//! `read` comes to f at once and to g by one hop more; `env` the other way round.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use haechi_ir::ValueId;
use haechi_syntax::{Idx, IndexVec, NodeId};
use rustc_hash::FxHashMap;

use super::FuncRef;
use super::colour::Colour;
use super::flow::End;
use super::graph::Place;
use super::location::Selectors;
use super::pool::SharedKey;
use super::search::Tree;
use super::way::{Way, WayBuilder};

haechi_syntax::define_idx! {
    /// A question.
    SpotNo;
}

/// What is asked.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Question {
    /// Which sources does a colour begin from at a node?
    Begins(FuncRef, Place),
    /// Which sources does a node have it from?
    Sources(FuncRef, Place),
    /// Which sources does a part of shared state have it from? (With whether all
    /// parts of it count as well.)
    Shared(SharedKey, Selectors, bool),
    /// Which sinks does it reach from a node?
    Sinks(FuncRef, Place),
}

/// Where a hop leads.
#[derive(Clone, Copy, Debug)]
pub enum To {
    /// To an end of the flow.
    End(End),
    /// To the answer of another question.
    Spot(SpotNo),
}

/// What lies on the way of a hop.
#[derive(Clone, Copy, Debug)]
pub enum Via {
    /// Nothing.
    Nothing,
    /// A source: its node.
    Source(NodeId),
    /// What comes out of a call, into a node.
    Result(ValueId, NodeId),
    /// State that others wrote.
    SharedState,
    /// The way between the node that is asked about and this one.
    Path(Place),
    /// That, and then a sink.
    Sink(Place, NodeId),
    /// That, and then into a call.
    Call(Place, ValueId),
}

/// A part of an answer.
#[derive(Clone, Debug)]
pub struct Hop {
    /// Where it leads.
    pub to: To,
    /// What lies between.
    pub via: Via,
    /// How long that is: nodes of graphs.
    pub len: u32,
}

/// A question and what its answer is made of.
pub struct Spot {
    /// What is asked.
    pub question: Question,
    /// About which colour.
    pub colour: Colour,
    /// How its function's nodes were reached.
    pub tree: Tree,
    hops: Vec<Hop>,
}

/// Questions.
#[derive(Default)]
pub struct Web {
    spots: IndexVec<SpotNo, Spot>,
    known: FxHashMap<(Question, Colour), SpotNo>,
    /// How many have their hops.
    open: usize,
}

impl Web {
    /// Asks.
    pub fn ask(&mut self, question: Question, colour: Colour) -> SpotNo {
        let key = (question, colour);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let spot = self.spots.push(Spot {
            question: key.0.clone(),
            colour,
            tree: Tree::default(),
            hops: Vec::new(),
        });
        self.known.insert(key, spot);
        spot
    }

    /// A question whose parts are not known yet.
    pub fn next_open(&mut self) -> Option<SpotNo> {
        let spot = (self.open < self.spots.len()).then(|| SpotNo::from_usize(self.open));
        self.open += usize::from(spot.is_some());
        spot
    }

    /// Says what the answer to a question is made of.
    pub fn set_hops(&mut self, spot: SpotNo, hops: Vec<Hop>, tree: Tree) {
        let spot = &mut self.spots[spot];
        (spot.hops, spot.tree) = (hops, tree);
    }

    /// A question.
    pub fn spot(&self, spot: SpotNo) -> &Spot {
        &self.spots[spot]
    }
}

/// An end in the answers about one colour.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ColouredEnd {
    /// The colour.
    pub colour: Colour,
    /// Whether it is a sink.
    pub is_sink: bool,
    /// The end.
    pub end: End,
}

/// All questions with who uses whose answer.
pub struct Net<'a> {
    web: &'a Web,
    /// All hops: the question, and the number among its hops.
    hops: Vec<(SpotNo, u32)>,
    starts: Vec<u32>,
    /// Who uses an answer, by the answer.
    users: Vec<User>,
    /// By which hop the end asked for last comes to each answer, and how far.
    reached: IndexVec<SpotNo, Reached>,
    run: u32,
    segments: FxHashMap<u32, Way>,
}

/// A hop to an answer, from the other side.
#[derive(Clone, Copy)]
struct User {
    hop: u32,
    owner: SpotNo,
    len: u32,
}

#[derive(Clone, Copy, Default)]
struct Reached {
    run: u32,
    len: u32,
    hop: u32,
}

impl<'a> Net<'a> {
    /// All questions must have their hops.
    pub fn new(web: &'a Web) -> Self {
        let mut hops = Vec::new();
        let mut uses = Vec::new();
        for (no, spot) in web.spots.iter_enumerated() {
            for (at, hop) in spot.hops.iter().enumerate() {
                if let To::Spot(to) = hop.to {
                    let user = User {
                        hop: hops.len() as u32,
                        owner: no,
                        len: hop.len,
                    };
                    uses.push((to.raw(), user));
                }
                hops.push((no, at as u32));
            }
        }
        uses.sort_unstable_by_key(|(to, user)| (*to, user.hop));
        let mut starts = vec![0u32; web.spots.len() + 1];
        for (to, _) in &uses {
            starts[*to as usize + 1] += 1;
        }
        for n in 0..web.spots.len() {
            starts[n + 1] += starts[n];
        }
        Self {
            web,
            hops,
            starts,
            users: uses.into_iter().map(|(_, user)| user).collect(),
            reached: IndexVec::from_elem(Reached::default(), web.spots.len()),
            run: 0,
            segments: FxHashMap::default(),
        }
    }

    /// All ends in order, with the hops that lead straight to them.
    pub fn ends(&self) -> Vec<(ColouredEnd, Vec<u32>)> {
        let mut ends: BTreeMap<ColouredEnd, Vec<u32>> = BTreeMap::new();
        for (number, (owner, _)) in self.hops.iter().enumerate() {
            let spot = &self.web.spots[*owner];
            if let To::End(end) = self.hop(number as u32).to {
                let key = ColouredEnd {
                    colour: spot.colour,
                    is_sink: matches!(spot.question, Question::Sinks(..)),
                    end,
                };
                ends.entry(key).or_default().push(number as u32);
            }
        }
        ends.into_iter().collect()
    }

    fn hop(&self, number: u32) -> &'a Hop {
        let (owner, at) = self.hops[number as usize];
        &self.web.spots[owner].hops[at as usize]
    }

    /// Goes back from an end, given the hops that lead straight to it.
    pub fn go_back(&mut self, straight: &[u32]) {
        self.run += 1;
        let mut waiting = BinaryHeap::new();
        for hop in straight {
            let user = User {
                hop: *hop,
                owner: self.hops[*hop as usize].0,
                len: self.hop(*hop).len,
            };
            self.reach(user, 0, &mut waiting);
        }
        while let Some(Reverse((len, spot))) = waiting.pop() {
            if self.reached[spot].len != len {
                continue;
            }
            let n = spot.raw() as usize;
            for at in self.starts[n]..self.starts[n + 1] {
                self.reach(self.users[at as usize], len, &mut waiting);
            }
        }
    }

    fn reach(&mut self, user: User, len: u32, waiting: &mut BinaryHeap<Reverse<(u32, SpotNo)>>) {
        let User { hop, owner, .. } = user;
        let len = len.saturating_add(user.len);
        let known = &mut self.reached[owner];
        let is_new = known.run != self.run || len < known.len;
        if is_new || (len == known.len && hop < known.hop) {
            *known = Reached {
                run: self.run,
                len,
                hop,
            };
        }
        if is_new {
            waiting.push(Reverse((len, owner)));
        }
    }

    /// How far the end asked for last is from a question; none: it is not in its
    /// answer.
    pub fn len_to(&self, spot: SpotNo) -> Option<u32> {
        let reached = self.reached[spot];
        (reached.run == self.run).then_some(reached.len)
    }

    /// The way between that end and a question, in the direction of flow.
    /// `segment`: what lies on the way of one hop.
    pub fn way(&mut self, mut spot: SpotNo, segment: &mut dyn FnMut(&Spot, &Hop) -> Way) -> Way {
        let mut parts = Vec::new();
        let forward = matches!(self.web.spots[spot].question, Question::Sinks(..));
        // Each hop is nearer to the end, so it is not met twice.
        while let Some(reached) = Some(self.reached[spot]).filter(|r| r.run == self.run) {
            let hop = self.hop(reached.hop);
            let owner = &self.web.spots[spot];
            let part = self
                .segments
                .entry(reached.hop)
                .or_insert_with(|| segment(owner, hop));
            parts.push(part.clone());
            match hop.to {
                To::End(_) => break,
                To::Spot(next) => spot = next,
            }
        }
        if !forward {
            parts.reverse();
        }
        let mut way = WayBuilder::default();
        parts.iter().for_each(|part| way.part(part));
        way.finish()
    }
}
