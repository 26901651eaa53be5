//! Solves a flow graph for all plain rules at once.
//!
//! Three questions, each a reachability over bit sets: which colours of concrete
//! sources arrive at a node (*taint*, forwards), which colours would reach a
//! sink from a node (*demand*, backwards), and which colours pass from an input
//! to an output (*keep*, backwards from each output).
//!
//! Most colours of a run are never mentioned in a function: they all behave the
//! same there. So sets are over the colours that are mentioned, plus one bit that
//! stands for all others; a function that mentions none has one bit.

use haechi_syntax::{Idx, IndexVec};
use rustc_hash::FxHashMap;

use super::build::FlowGraph;
use super::colour::Colour;
use super::context::Context;
use super::flow::Assumption;
use super::graph::{Key, Place};
use super::site::Role;
use super::summary::{Content, InRoot, Input, InputNo, OutRoot, OutputNo, Summary, Transfer};
use super::{FuncRef, RuleNo, Site};
use crate::framework::order::{Adjacency, ranks};
use crate::framework::{BitMatrix, ColourSet, Worklist};

/// What shared state holds when a function begins.
pub trait Shared {
    /// The colours that an input may have from elsewhere.
    fn colours(&self, func: FuncRef, input: &Input) -> ColourSet;
}

/// The colours that a function mentions, numbered; the last bit is all others.
#[derive(Clone, Default, Debug)]
pub struct Universe {
    colours: Vec<Colour>,
    bits: FxHashMap<Colour, usize>,
}

impl Universe {
    fn mention(&mut self, colour: Colour) {
        let next = self.colours.len();
        self.bits.entry(colour).or_insert_with(|| {
            self.colours.push(colour);
            next
        });
    }
    fn mention_all(&mut self, set: &ColourSet) {
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
    /// The colours that are mentioned.
    pub fn colours(&self) -> &[Colour] {
        &self.colours
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

/// A flow graph with its solution.
pub struct Solved {
    /// The graph.
    pub flow: FlowGraph,
    /// Its colours.
    pub universe: Universe,
    /// What arrives at each node.
    pub taint: BitMatrix,
    /// What would reach a sink from each node.
    pub demand: BitMatrix,
    /// Edges by where they come from.
    pub out: Rows,
    /// Edges by where they lead.
    pub into: Rows,
    /// What each kill kills, as bits.
    pub kills: Vec<Vec<u64>>,
    /// Rules with label conditions that have sites in it or below.
    pub conditional: Vec<RuleNo>,
    /// The nodes of the summary's inputs.
    pub inputs: IndexVec<InputNo, Place>,
    /// The nodes of the summary's outputs.
    pub outputs: IndexVec<OutputNo, Place>,
}

/// How many outputs that nothing tainted arrives at a summary keeps: they say
/// that something is overwritten.
const MAX_CLEAN_OUTPUTS: usize = 16;

/// Edge numbers by node.
pub struct Rows {
    starts: Vec<u32>,
    edges: Vec<u32>,
}

impl Rows {
    fn new(nodes: usize, ends: impl Iterator<Item = Place> + Clone) -> Self {
        let mut starts = vec![0u32; nodes + 1];
        for end in ends.clone() {
            starts[end.index() + 1] += 1;
        }
        for n in 0..nodes {
            starts[n + 1] += starts[n];
        }
        let mut next = starts.clone();
        let mut edges = vec![0; starts[nodes] as usize];
        for (edge, end) in ends.enumerate() {
            let at = &mut next[end.index()];
            edges[*at as usize] = edge as u32;
            *at += 1;
        }
        Self { starts, edges }
    }
    /// The edges of a node.
    pub fn of(&self, place: Place) -> &[u32] {
        let n = place.index();
        &self.edges[self.starts[n] as usize..self.starts[n + 1] as usize]
    }
}

/// Which way colours are carried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
}

/// Solves a graph.
pub struct Solver<'a> {
    cx: &'a Context<'a>,
    shared: &'a dyn Shared,
    sites: &'a [Site],
    ranks: Vec<u32>,
    back_ranks: Vec<u32>,
}

impl<'a> Solver<'a> {
    /// Solves a graph and makes the function's summary.
    pub fn solve(
        cx: &'a Context<'a>,
        shared: &'a dyn Shared,
        flow: FlowGraph,
    ) -> (Solved, Summary) {
        let sites = cx.world.sites(flow.func.file).all();
        let nodes = flow.graph.places.len();
        let edges = || flow.graph.edges.iter().map(|e| (e.from.raw(), e.to.raw()));
        let forward = Adjacency::new(nodes, edges());
        let backward = Adjacency::new(nodes, edges().map(|(from, to)| (to, from)));
        let solver = Self {
            cx,
            shared,
            sites,
            ranks: ranks(&forward),
            back_ranks: ranks(&backward),
        };
        let universe = solver.universe(&flow);
        let kills = flow
            .graph
            .kills()
            .iter()
            .map(|set| universe.row(set))
            .collect();
        let mut solved = Solved {
            taint: BitMatrix::new(nodes, universe.len()),
            demand: BitMatrix::new(nodes, universe.len()),
            out: Rows::new(nodes, flow.graph.edges.iter().map(|e| e.from)),
            into: Rows::new(nodes, flow.graph.edges.iter().map(|e| e.to)),
            kills,
            universe,
            conditional: solver.conditional(&flow),
            inputs: IndexVec::new(),
            outputs: IndexVec::new(),
            flow,
        };
        let summary = solver.run(&mut solved);
        (solved, summary)
    }

    /// The colours that begin at a node.
    pub fn gens(&self, flow: &FlowGraph, place: Place) -> ColourSet {
        let data = &flow.graph.places[place];
        let mut set: ColourSet = data
            .gens
            .iter()
            .filter_map(|gen_| source_colour(self.cx, &self.sites[gen_.site as usize]))
            .filter(|colour| !self.cx.colours.is_conditional(*colour))
            .collect();
        match data.key {
            Key::CallOut(applied, no) => {
                set = set.union(&flow.applied[applied].summary.gens[no]);
            }
            Key::Input(no) => {
                let input = &flow.inputs[no];
                if matches!(input.root, InRoot::Global(_) | InRoot::Param(_)) {
                    set = set.union(&self.shared.colours(flow.func, input));
                }
            }
            _ => {}
        }
        set
    }

    /// The rules with label conditions that have to be evaluated here.
    fn conditional(&self, flow: &FlowGraph) -> Vec<RuleNo> {
        let mut found: Vec<RuleNo> = flow
            .applied
            .iter()
            .flat_map(|applied| applied.summary.conditional.iter().copied())
            .collect();
        for data in flow.graph.places.iter() {
            let key = match data.key {
                Key::Sink(site, ..) | Key::Propagator(site) => Some(site),
                _ => None,
            };
            for site in data.gens.iter().map(|g| g.site).chain(key) {
                let rule = self.sites[site as usize].rule;
                if !self.cx.rules[rule.raw() as usize].is_plain() {
                    found.push(rule);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The colours that a node asks for.
    pub fn demands(&self, flow: &FlowGraph, place: Place) -> ColourSet {
        match flow.graph.places[place].key {
            Key::Sink(site, ..) => sink_colours(self.cx, &self.sites[site as usize]),
            Key::CallIn(applied, no) => flow.applied[applied].summary.demands[no].clone(),
            _ => ColourSet::empty(),
        }
    }

    fn universe(&self, flow: &FlowGraph) -> Universe {
        let mut universe = Universe::default();
        for set in flow.graph.kills().iter() {
            universe.mention_all(set);
        }
        for place in flow.graph.places.ids() {
            universe.mention_all(&self.gens(flow, place));
            universe.mention_all(&self.demands(flow, place));
        }
        universe
    }

    fn run(&self, solved: &mut Solved) -> Summary {
        let places: Vec<Place> = solved.flow.graph.places.ids().collect();
        let mut taint = solved.taint.clone();
        let mut demand = solved.demand.clone();
        for place in places {
            let gens = self.gens(&solved.flow, place);
            if !gens.is_empty() {
                taint.union_row(place.index(), &solved.universe.row(&gens), None);
            }
            let demands = self.demands(&solved.flow, place);
            if !demands.is_empty() {
                demand.union_row(place.index(), &solved.universe.row(&demands), None);
            }
        }
        let has_callbacks = solved
            .flow
            .graph
            .edges
            .iter()
            .any(|e| e.assume == Some(Assumption::Callback));
        // For callers, what a callback does is not known yet; for ourselves it
        // is an unknown call.
        let (start_taint, start_demand) = (taint.clone(), demand.clone());
        self.carry(solved, &mut taint, Direction::Forward, true);
        self.carry(solved, &mut demand, Direction::Backward, true);
        let summary = self.summary(solved, &taint, &demand);
        if has_callbacks {
            taint = start_taint;
            demand = start_demand;
            self.carry(solved, &mut taint, Direction::Forward, false);
            self.carry(solved, &mut demand, Direction::Backward, false);
        }
        solved.taint = taint;
        solved.demand = demand;
        summary
    }

    /// Carries colours along all edges until nothing changes. Rows only grow
    /// and have finitely many bits, so it ends.
    fn carry(
        &self,
        solved: &Solved,
        rows: &mut BitMatrix,
        direction: Direction,
        for_callers: bool,
    ) {
        let start: Vec<usize> = (0..solved.flow.graph.places.len())
            .filter(|n| !rows.is_row_empty(*n))
            .collect();
        self.carry_from(solved, rows, direction, for_callers, start);
    }

    fn carry_from(
        &self,
        solved: &Solved,
        rows: &mut BitMatrix,
        direction: Direction,
        for_callers: bool,
        start: Vec<usize>,
    ) {
        let (ranks, by_node) = match direction {
            Direction::Forward => (&self.ranks, &solved.out),
            Direction::Backward => (&self.back_ranks, &solved.into),
        };
        let mut list = Worklist::new(ranks);
        start.into_iter().for_each(|n| list.push(n));
        while let Some(node) = list.pop() {
            for edge in by_node.of(Place::from_usize(node)) {
                let edge = &solved.flow.graph.edges[*edge as usize];
                if for_callers && edge.assume == Some(Assumption::Callback) {
                    continue;
                }
                let to = match direction {
                    Direction::Forward => edge.to.index(),
                    Direction::Backward => edge.from.index(),
                };
                let kill = &solved.kills[edge.kill.index()];
                let without = (edge.kill.raw() != 0).then_some(&kill[..]);
                if rows.flow(node, to, without) {
                    list.push(to);
                }
            }
        }
    }

    /// The summary: inputs that lead anywhere, outputs that say anything.
    fn summary(&self, solved: &mut Solved, taint: &BitMatrix, demand: &BitMatrix) -> Summary {
        let keeps = self.keeps(solved);
        let flow = &solved.flow;
        let everything = !solved.conditional.is_empty();
        let set = |rows: &BitMatrix, place: Place| solved.universe.set(rows.row(place.index()));
        let mut summary = Summary {
            kills: flow.kills.clone(),
            callbacks: flow.callbacks.clone(),
            globals: flow.globals.clone(),
            returns: flow.returns,
            conditional: solved.conditional.clone(),
            ..Summary::default()
        };
        let mut input_places = IndexVec::new();
        let mut numbers: Vec<Option<InputNo>> = Vec::new();
        for (no, input) in flow.inputs.iter_enumerated() {
            let place = flow.graph.find(Key::Input(no));
            let wanted = place.filter(|p| {
                everything
                    || !demand.is_row_empty(p.index())
                    || keeps
                        .iter()
                        .any(|(_, passed)| passed.iter().any(|(i, _)| *i == no))
            });
            numbers.push(wanted.map(|place| {
                input_places.push(place);
                summary.demands.push(set(demand, place));
                summary.inputs.push(input.clone())
            }));
        }
        let mut output_places = IndexVec::new();
        let mut clean = 0;
        let mut groups: FxHashMap<Vec<(InputNo, ColourSet)>, usize> = FxHashMap::default();
        for (no, passed) in keeps {
            let Some(place) = flow.graph.find(Key::Output(no)) else {
                continue;
            };
            let output = &flow.outputs[no];
            let contents = &flow.contents[no];
            let gens = set(taint, place);
            let says = everything
                || !gens.is_empty()
                || !passed.is_empty()
                || output.root == OutRoot::Return
                || contents.iter().any(|c| *c != Content::Fresh);
            clean += usize::from(!says);
            if !says && clean > MAX_CLEAN_OUTPUTS {
                continue;
            }
            output_places.push(place);
            summary.gens.push(gens);
            summary.contents.push(contents.clone());
            let output = summary.outputs.push(output.clone());
            let inputs: Vec<(InputNo, ColourSet)> = passed
                .into_iter()
                .filter_map(|(input, keep)| Some((numbers[input.index()]?, keep)))
                .collect();
            if inputs.is_empty() {
                continue;
            }
            match groups.get(&inputs) {
                Some(at) => summary.transfers[*at].outputs.push(output),
                None => {
                    groups.insert(inputs.clone(), summary.transfers.len());
                    summary.transfers.push(Transfer {
                        inputs,
                        outputs: vec![output],
                    });
                }
            }
        }
        solved.inputs = input_places;
        solved.outputs = output_places;
        summary
    }

    /// For each output, what passes from which inputs to it.
    fn keeps(&self, solved: &Solved) -> Vec<(OutputNo, Vec<(InputNo, ColourSet)>)> {
        let flow = &solved.flow;
        let inputs: Vec<(InputNo, Place)> = flow
            .inputs
            .ids()
            .filter_map(|no| Some((no, flow.graph.find(Key::Input(no))?)))
            .collect();
        let all = solved.universe.row(&ColourSet::all());
        let mut found = Vec::with_capacity(flow.outputs.len());
        for output in flow.outputs.ids() {
            let mut passed = Vec::new();
            if let Some(place) = flow.graph.find(Key::Output(output))
                && !solved.into.of(place).is_empty()
                && !inputs.is_empty()
            {
                let mut keep = BitMatrix::new(flow.graph.places.len(), solved.universe.len());
                keep.union_row(place.index(), &all, None);
                let start = vec![place.index()];
                self.carry_from(solved, &mut keep, Direction::Backward, true, start);
                for (input, place) in &inputs {
                    if !keep.is_row_empty(place.index()) {
                        passed.push((*input, solved.universe.set(keep.row(place.index()))));
                    }
                }
            }
            found.push((output, passed));
        }
        found
    }
}

impl Solved {
    /// The input of the summary that a node is.
    pub fn input_at(&self, place: Place) -> Option<InputNo> {
        let at = self.inputs.iter().position(|p| *p == place)?;
        Some(InputNo::from_usize(at))
    }
}

/// The colour that a source gives.
pub fn source_colour(cx: &Context<'_>, site: &Site) -> Option<Colour> {
    if site.role != Role::Source {
        return None;
    }
    let rule = &cx.rules[site.rule.raw() as usize];
    let spec = rule.sources.get(site.item as usize)?;
    Some(cx.colours.of(site.rule, spec.label))
}

/// The colours each of which alone makes a sink fire.
pub fn sink_colours(cx: &Context<'_>, site: &Site) -> ColourSet {
    let rule = &cx.rules[site.rule.raw() as usize];
    let Some(spec) = rule.sinks.get(site.item as usize) else {
        return ColourSet::empty();
    };
    if !rule.is_plain() {
        return ColourSet::empty();
    }
    let labels = spec.plain_labels().unwrap_or(0);
    cx.colours
        .of_rule(site.rule)
        .filter(|c| labels & cx.colours.split(*c).1.bit() != 0)
        .collect()
}
