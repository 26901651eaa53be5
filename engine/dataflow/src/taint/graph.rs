//! The flow graph of one function: where a colour goes that is at a place.
//!
//! A node is a value, a version of a piece of memory, something that comes in
//! from a caller or leaves to it, or a question (is this sink reached?). An edge
//! says that colours flow, all but those it kills. The graph knows no rule:
//! rules are colours in its kills and gens, so one graph serves all.

use haechi_ir::{BlockId, ValueId};
use haechi_syntax::{IndexVec, NodeId};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};

use super::flow::{Assumption, StepKind};
use super::summary::{InputNo, OutputNo};
use crate::framework::ColourSet;

haechi_syntax::define_idx! {
    /// A node of one flow graph.
    Place;
    /// A set of colours that an edge does not let through.
    Kill;
    /// A call (or the making of a closure) that summaries were applied at, with
    /// one of its targets.
    Applied;
}

impl Place {
    /// Never reached by anything.
    pub const CLEAN: Self = Self::new(0);
}

impl Kill {
    /// Nothing is killed.
    pub const NONE: Self = Self::new(0);
}

/// What makes a node: nodes with equal keys are one node, so that going over the
/// function again finds them again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Key {
    /// [`Place::CLEAN`].
    Clean,
    /// A value where it is defined.
    Value(ValueId),
    /// An occurrence of a variable: the syntax node, and who uses it.
    Occurrence(NodeId, ValueId),
    /// Several things together, for the n-th use of a user.
    Union(ValueId, u32),
    /// Merge of memory versions at a block; the key of the state entry.
    Merge(u32, u64),
    /// What comes in from the caller.
    Input(InputNo),
    /// What leaves to the caller.
    Output(OutputNo),
    /// A version of memory made by an instruction: the state's key.
    Version(ValueId, u64),
    /// A callee's input, at a call.
    CallIn(Applied, InputNo),
    /// A callee's output, at a call.
    CallOut(Applied, OutputNo),
    /// What several outputs of a callee get alike: the n-th of its transfers.
    CallThrough(Applied, u32),
    /// A callee's output merged with what was there: the state's key.
    CallMerge(Applied, u64),
    /// A propagator's way: its site.
    Propagator(u32),
    /// A sink is reached: its site, where, and which operand.
    Sink(u32, NodeId, u32),
    /// What lies under a killed location.
    Killed(Place, Kill),
    /// The n-th step of a path that is read into a node.
    Step(Place, u32),
}

/// A node.
#[derive(Clone, Debug)]
pub struct PlaceData {
    /// What made it.
    pub key: Key,
    /// Where it stands.
    pub node: NodeId,
    /// What it is, for witnesses.
    pub kind: StepKind,
    /// Sites whose colours begin here.
    pub gens: Vec<Gen>,
}

/// Colours that begin at a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Gen {
    /// The site, by its number in its file.
    pub site: u32,
}

/// An edge.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Edge {
    /// From here.
    pub from: Place,
    /// To there.
    pub to: Place,
    /// But not these.
    pub kill: Kill,
    /// What it takes for granted.
    pub assume: Option<Assumption>,
}

/// A flow graph under construction or finished.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The nodes.
    pub places: IndexVec<Place, PlaceData>,
    /// The edges, in order of making.
    pub edges: Vec<Edge>,
    known: FxHashSet<Edge>,
    keys: FxHashMap<Key, Place>,
    kills: IndexVec<Kill, ColourSet>,
    kill_ids: FxHashMap<ColourSet, Kill>,
    /// In which blocks colours pass from one node to another, where that is asked for.
    blocks: Option<FxHashMap<(Place, Place), Blocks>>,
    /// Where edges are being made.
    at: Blocks,
}

/// Blocks of the function.
pub type Blocks = SmallVec<[BlockId; 2]>;

impl Default for Graph {
    fn default() -> Self {
        let mut graph = Self {
            places: IndexVec::new(),
            edges: Vec::new(),
            known: FxHashSet::default(),
            keys: FxHashMap::default(),
            kills: IndexVec::new(),
            kill_ids: FxHashMap::default(),
            blocks: None,
            at: smallvec![BlockId::ENTRY],
        };
        graph.kill(ColourSet::empty());
        graph.place(Key::Clean, NodeId::ROOT, StepKind::Compute);
        graph
    }
}

impl Graph {
    /// The node with a key, made if it is new.
    pub fn place(&mut self, key: Key, node: NodeId, kind: StepKind) -> Place {
        if let Some(place) = self.keys.get(&key) {
            return *place;
        }
        let place = self.places.push(PlaceData {
            key,
            node,
            kind,
            gens: Vec::new(),
        });
        self.keys.insert(key, place);
        place
    }
    /// The node with a key, if there is one.
    pub fn find(&self, key: Key) -> Option<Place> {
        self.keys.get(&key).copied()
    }
    /// Adds an edge unless it is there.
    pub fn edge(&mut self, from: Place, to: Place, kill: Kill, assume: Option<Assumption>) {
        if from == Place::CLEAN || to == Place::CLEAN || from == to {
            return;
        }
        if let Some(blocks) = &mut self.blocks {
            let known = blocks.entry((from, to)).or_default();
            for block in &self.at {
                if !known.contains(block) {
                    known.push(*block);
                }
            }
        }
        let edge = Edge {
            from,
            to,
            kill,
            assume,
        };
        if self.known.insert(edge) {
            self.edges.push(edge);
        }
    }
    /// From now on it is noted in which blocks edges are made.
    pub fn note_blocks(&mut self) {
        self.blocks = Some(FxHashMap::default());
    }
    /// Edges are made from now on where any of these blocks is left; the entry:
    /// whatever way is taken.
    pub fn set_blocks(&mut self, blocks: &[BlockId]) {
        if self.blocks.is_some() {
            self.at = blocks.into();
        }
    }
    /// Where colours pass from one node to another; nothing if it was not noted.
    pub fn blocks(&self, from: Place, to: Place) -> &[BlockId] {
        self.blocks
            .as_ref()
            .and_then(|blocks| blocks.get(&(from, to)))
            .map_or(&[], |blocks| blocks)
    }
    /// Adds a gen unless it is there.
    pub fn gen_at(&mut self, place: Place, site: u32) {
        let new = Gen { site };
        let gens = &mut self.places[place].gens;
        if !gens.contains(&new) {
            gens.push(new);
        }
    }
    /// The number of a set of colours to kill.
    pub fn kill(&mut self, set: ColourSet) -> Kill {
        if let Some(kill) = self.kill_ids.get(&set) {
            return *kill;
        }
        let kill = self.kills.push(set.clone());
        self.kill_ids.insert(set, kill);
        kill
    }
    /// Kills what either kills.
    pub fn kill_both(&mut self, a: Kill, b: Kill) -> Kill {
        if a == b || b == Kill::NONE {
            return a;
        }
        if a == Kill::NONE {
            return b;
        }
        self.kill(self.kills[a].union(&self.kills[b]))
    }
    /// Kills what both kill.
    pub fn kill_common(&mut self, a: Kill, b: Kill) -> Kill {
        if a == b {
            return a;
        }
        self.kill(self.kills[a].intersection(&self.kills[b]))
    }
    /// What a kill kills.
    pub fn killed(&self, kill: Kill) -> &ColourSet {
        &self.kills[kill]
    }
    /// All kills.
    pub fn kills(&self) -> &IndexVec<Kill, ColourSet> {
        &self.kills
    }
    /// A measure of size that grows whenever something new is added.
    pub fn size(&self) -> usize {
        self.places.len() + self.edges.len()
    }
    /// Drops what is needed for building only.
    pub fn finish(&mut self) {
        self.known = FxHashSet::default();
        self.kill_ids = FxHashMap::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_and_edges_are_found_again() {
        let mut graph = Graph::default();
        let a = graph.place(Key::Value(ValueId::new(1)), NodeId::ROOT, StepKind::Assign);
        let b = graph.place(Key::Value(ValueId::new(2)), NodeId::ROOT, StepKind::Assign);
        assert_eq!(
            a,
            graph.place(Key::Value(ValueId::new(1)), NodeId::ROOT, StepKind::Load)
        );
        let kill = graph.kill(ColourSet::one(3));
        graph.edge(a, b, kill, None);
        graph.edge(a, b, kill, None);
        graph.edge(Place::CLEAN, b, Kill::NONE, None);
        assert_eq!(graph.edges.len(), 1);
        let other = graph.kill(ColourSet::one(4));
        let both = graph.kill_both(kill, other);
        assert!(graph.killed(both).contains(3) && graph.killed(both).contains(4));
        assert_eq!(graph.kill_common(kill, other), Kill::NONE);
    }
}
