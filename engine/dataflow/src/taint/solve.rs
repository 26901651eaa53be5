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
use super::summary::{
    Content, InRoot, Input, InputNo, OutRoot, Output, OutputNo, Summary, Transfer,
};
use super::universe::{Classes, Universe};
use super::{FuncRef, RuleNo, Site};
use crate::framework::order::ranks_of;
use crate::framework::{BitMatrix, ColourSet, Worklist};

/// What shared state holds when a function begins.
pub trait Shared {
    /// The colours that an input may have from elsewhere.
    fn colours(&self, func: FuncRef, input: &Input) -> ColourSet;
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
    /// The plain colours that begin at a node, by node.
    pub begins: Vec<(Place, ColourSet)>,
    /// What of its own sources it leaves in state that others may read.
    pub shares: Vec<Left>,
    /// What it reads that others may have left.
    pub reads: Vec<Input>,
}

/// Something that a function leaves in a global variable or in its receiver.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Left {
    /// Where.
    pub output: Output,
    /// Colours of concrete sources.
    pub colours: ColourSet,
    /// The node of the output.
    pub place: Place,
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
    /// The colours that begin at a node, where any do.
    gens: Vec<(Place, ColourSet)>,
    /// The colours that a node asks for, where it does.
    demands: Vec<(Place, ColourSet)>,
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
        let edges = &flow.graph.edges;
        let out = Rows::new(nodes, edges.iter().map(|e| e.from));
        let into = Rows::new(nodes, edges.iter().map(|e| e.to));
        let target = |rows: &Rows, node: usize, at: usize, forward: bool| {
            let edge = rows.of(Place::from_usize(node)).get(at)?;
            let edge = &edges[*edge as usize];
            Some(if forward { edge.to } else { edge.from }.index())
        };
        let ranks = ranks_of(nodes, |node, at| target(&out, node, at, true));
        let back_ranks = ranks_of(nodes, |node, at| target(&into, node, at, false));
        let mut solver = Self {
            cx,
            shared,
            sites,
            ranks,
            back_ranks,
            gens: Vec::new(),
            demands: Vec::new(),
        };
        for place in flow.graph.places.ids() {
            let gens = solver.gens(&flow, place);
            if !gens.is_empty() {
                solver.gens.push((place, gens));
            }
            let demands = solver.demands(&flow, place);
            if !demands.is_empty() {
                solver.demands.push((place, demands));
            }
        }
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
            out,
            into,
            kills,
            universe,
            conditional: solver.conditional(&flow),
            inputs: IndexVec::new(),
            outputs: IndexVec::new(),
            begins: Vec::new(),
            shares: Vec::new(),
            reads: Vec::new(),
            flow,
        };
        let summary = solver.run(&mut solved);
        solved.begins = solver.gens;
        (solved, summary)
    }

    /// The colours that begin at a node.
    fn gens(&self, flow: &FlowGraph, place: Place) -> ColourSet {
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
    fn demands(&self, flow: &FlowGraph, place: Place) -> ColourSet {
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
        for (_, set) in self.gens.iter().chain(&self.demands) {
            universe.mention_all(set);
        }
        universe
    }

    fn run(&self, solved: &mut Solved) -> Summary {
        let mut taint = solved.taint.clone();
        let mut demand = solved.demand.clone();
        for (place, gens) in &self.gens {
            taint.union_row(place.index(), &solved.universe.row(gens), None);
        }
        for (place, demands) in &self.demands {
            demand.union_row(place.index(), &solved.universe.row(demands), None);
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
        let start: Vec<usize> = match direction {
            Direction::Forward => self.gens.iter().map(|(place, _)| place.index()).collect(),
            Direction::Backward => self
                .demands
                .iter()
                .map(|(place, _)| place.index())
                .collect(),
        };
        self.carry_from(solved, rows, (direction, for_callers), &solved.kills, start);
    }

    fn carry_from(
        &self,
        solved: &Solved,
        rows: &mut BitMatrix,
        (direction, for_callers): (Direction, bool),
        kills: &[Vec<u64>],
        start: Vec<usize>,
    ) {
        if start.is_empty() {
            return;
        }
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
                let without = (edge.kill.raw() != 0).then(|| &kills[edge.kill.index()][..]);
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
        let mut numbers: IndexVec<InputNo, Option<InputNo>> =
            IndexVec::from_elem(None, flow.inputs.len());
        let mut leads = vec![false; flow.inputs.len()];
        for (input, _) in keeps.iter().flatten() {
            leads[input.index()] = true;
        }
        for no in sorted(&flow.inputs) {
            let input = &flow.inputs[no];
            let Some(place) = flow.graph.find(Key::Input(no)) else {
                continue;
            };
            if !everything && demand.is_row_empty(place.index()) && !leads[no.index()] {
                continue;
            }
            if is_shared_input(input) {
                solved.reads.push(input.clone());
            }
            // What a global holds is no matter of the caller.
            if !matches!(input.root, InRoot::Global(_)) {
                input_places.push(place);
                summary.demands.push(set(demand, place));
                numbers[no] = Some(summary.inputs.push(input.clone()));
            }
        }
        let mut output_places = IndexVec::new();
        let mut clean = 0;
        let mut groups: FxHashMap<Vec<(InputNo, ColourSet)>, usize> = FxHashMap::default();
        for no in sorted(&flow.outputs) {
            let Some(place) = flow.graph.find(Key::Output(no)) else {
                continue;
            };
            let output = &flow.outputs[no];
            let contents = &flow.contents[no];
            let gens = set(taint, place);
            let inputs: Vec<(InputNo, ColourSet)> = keeps[no.index()]
                .iter()
                .filter_map(|(input, keep)| Some((numbers[*input]?, keep.clone())))
                .collect();
            if !gens.is_empty() && matches!(output.root, OutRoot::Global(_) | OutRoot::Param(0)) {
                solved.shares.push(Left {
                    output: output.clone(),
                    colours: gens.clone(),
                    place,
                });
            }
            let is_global = matches!(output.root, OutRoot::Global(_));
            if is_global && inputs.is_empty() {
                continue;
            }
            let says = everything
                || !gens.is_empty()
                || !inputs.is_empty()
                || output.root == OutRoot::Return
                || contents.iter().any(|c| *c != Content::Fresh);
            clean += usize::from(!says);
            if !says && clean > MAX_CLEAN_OUTPUTS {
                continue;
            }
            output_places.push(place);
            // Its own sources are shared by the function itself.
            summary
                .gens
                .push(if is_global { ColourSet::empty() } else { gens });
            summary.contents.push(contents.clone());
            let output = summary.outputs.push(output.clone());
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
    ///
    /// One search backwards serves all outputs: a node's row says, for each class
    /// of colours that no edge here tells apart, to which outputs they get.
    fn keeps(&self, solved: &Solved) -> Vec<Vec<(InputNo, ColourSet)>> {
        let flow = &solved.flow;
        let mut found = vec![Vec::new(); flow.outputs.len()];
        let inputs: Vec<(InputNo, Place)> = flow
            .inputs
            .ids()
            .filter_map(|no| Some((no, flow.graph.find(Key::Input(no))?)))
            .collect();
        let outputs: Vec<(OutputNo, Place)> = flow
            .outputs
            .ids()
            .filter_map(|no| Some((no, flow.graph.find(Key::Output(no))?)))
            .filter(|(_, place)| !solved.into.of(*place).is_empty())
            .collect();
        if inputs.is_empty() || outputs.is_empty() {
            return found;
        }
        let classes = Classes::new(&solved.universe, &solved.kills);
        let words = outputs.len().div_ceil(64);
        let mut rows = BitMatrix::new(flow.graph.places.len(), classes.count * words * 64);
        for (n, (_, place)) in outputs.iter().enumerate() {
            for class in 0..classes.count {
                rows.insert(place.index(), class * words * 64 + n);
            }
        }
        let kills: Vec<Vec<u64>> = classes
            .killed
            .iter()
            .map(|killed| {
                let word = |k: &bool| std::iter::repeat_n(if *k { u64::MAX } else { 0 }, words);
                killed.iter().flat_map(word).collect()
            })
            .collect();
        let start = outputs.iter().map(|(_, place)| place.index()).collect();
        self.carry_from(
            solved,
            &mut rows,
            (Direction::Backward, true),
            &kills,
            start,
        );
        for (input, place) in inputs {
            if rows.is_row_empty(place.index()) {
                continue;
            }
            for (n, (output, _)) in outputs.iter().enumerate() {
                let passes: Vec<bool> = (0..classes.count)
                    .map(|class| rows.contains(place.index(), class * words * 64 + n))
                    .collect();
                if passes.contains(&true) {
                    let keep = classes.set(&solved.universe, &passes);
                    found[output.index()].push((input, keep));
                }
            }
        }
        found
    }
}

/// The numbers of things in the order of the things: the order of a summary must
/// not depend on the order in which they were met.
fn sorted<I: Idx + Ord, T: Ord>(items: &IndexVec<I, T>) -> Vec<I> {
    let mut order: Vec<I> = items.ids().collect();
    order.sort_by(|a, b| items[*a].cmp(&items[*b]));
    order
}

/// Whether an input may hold what others left there.
fn is_shared_input(input: &Input) -> bool {
    matches!(input.root, InRoot::Global(_) | InRoot::Param(0))
}

impl Solved {
    /// The nodes where a colour begins that a sink, here or below, asks for.
    pub fn meetings(&self) -> impl Iterator<Item = (Place, Colour)> + '_ {
        self.begins.iter().flat_map(|(place, begin)| {
            let asked = |colour: &&Colour| {
                let bit = self.universe.bit(**colour);
                self.demand.contains(place.index(), bit)
            };
            let colours = begin.written().iter().filter(asked);
            colours.map(|colour| (*place, *colour))
        })
    }

    /// Whether a colour begins at a node.
    pub fn begins_at(&self, place: Place, colour: Colour) -> bool {
        let at = self.begins.binary_search_by_key(&place, |begin| begin.0);
        at.is_ok_and(|at| self.begins[at].1.contains(colour))
    }

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
