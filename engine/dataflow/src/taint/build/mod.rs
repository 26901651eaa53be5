//! Builds the flow graph of one function by abstract interpretation.
//!
//! The blocks are gone through in order with a [`State`] of memory, again and
//! again until nothing new is found. Every instruction makes the node of its
//! value and the edges into it; stores and calls change the state. Nodes have
//! keys, so a further round finds those of the last one and only adds to them:
//! nodes, edges and candidate sets grow and are finite, hence it ends.
//!
//! - [`marks`] says where sites touch the function,
//! - [`memory`] reads and writes locations,
//! - [`operand`] reads a value at one of its uses,
//! - [`instr`] has a transfer for each kind of instruction,
//! - [`call`] and [`apply`] those for calls, [`unknown`] for those of unknown
//!   functions, [`callback`] for those of function objects,
//! - [`globals`] shares what the whole program sees,
//! - [`join`] merges states, [`export`] makes the summary's structure.

use std::sync::Arc;

use haechi_ir::{Block, BlockId, BranchFact, Function, LoopId, Op, Terminator, Uses, ValueId};
use haechi_syntax::{IndexVec, NameId, NodeId, Tree};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::colour::Way;
use super::context::Context;
use super::flow::StepKind;
use super::graph::{Applied, Blocks, Graph, Key, Kill, Place};
use super::location::{Loc, Locations, MAX_SELECTORS, Pts, PtsTable, Root, Selectors};
use super::state::{State, StateKey};
use super::summary::{
    Callback, Content, FunctionObject, InRoot, Input, InputNo, OutRoot, Output, OutputNo, Summary,
};
use super::symbols::Sym;
use super::{FileSites, FuncRef, GlobalVar, Guard, Target};
use crate::framework::{BitSet, ColourSet};

mod alias;
mod apply;
mod bind;
mod call;
mod callback;
mod container;
mod elements;
mod export;
mod globals;
mod instr;
mod join;
pub(super) mod marks;
mod memory;
mod model;
mod operand;
mod unknown;

use marks::{MarkMap, Marker};

/// The most inputs that a function tells apart.
const MAX_INPUTS: usize = 64;

/// What callers and the analysis of callers look up.
pub trait Summaries {
    /// The summary of a function; `None` where calls of it are not followed.
    fn summary(&self, func: FuncRef) -> Option<Arc<Summary>>;
}

/// A summary at a call.
#[derive(Clone, Debug)]
pub struct AppliedSummary {
    /// The call or closure.
    pub value: ValueId,
    /// The function.
    pub func: FuncRef,
    /// Its effect.
    pub summary: Arc<Summary>,
}

/// A flow graph with what is needed to solve it.
#[derive(Clone, Debug)]
pub struct FlowGraph {
    /// The function.
    pub func: FuncRef,
    /// Nodes and edges.
    pub graph: Graph,
    /// The inputs.
    pub inputs: IndexVec<InputNo, Input>,
    /// The outputs.
    pub outputs: IndexVec<OutputNo, Output>,
    /// What outputs refer to.
    pub contents: IndexVec<OutputNo, Vec<Content>>,
    /// Parts of objects that are cleaned.
    pub kills: Vec<(InRoot, Selectors, ColourSet)>,
    /// Calls of what comes from callers.
    pub callbacks: Vec<Callback>,
    /// Globals assigned here or below.
    pub globals: Vec<GlobalVar>,
    /// Whether it returns.
    pub returns: bool,
    /// Summaries that were applied.
    pub applied: IndexVec<Applied, AppliedSummary>,
    /// Calls that could not be resolved in arguments of sinks.
    pub unresolved_at_sinks: u32,
    /// What the parameters of applied functions get, where conditions ask for it.
    pub bound: FxHashMap<Applied, Vec<Option<Given>>>,
    /// What callbacks get, by callback and argument.
    pub callback_args: FxHashMap<(u32, u32), Option<Given>>,
}

/// Where an argument comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Given {
    /// A value of the caller, as an instruction uses it.
    Value {
        /// The value.
        value: ValueId,
        /// The instruction.
        at: ValueId,
    },
    /// What an applied function gives its n-th callback as m-th argument.
    Callback(Applied, u32, u32),
}

/// Numbers inputs and outputs in order of first mention.
struct Table<I, T> {
    items: IndexVec<I, T>,
    ids: FxHashMap<T, I>,
}

impl<I: haechi_syntax::Idx, T> Default for Table<I, T> {
    fn default() -> Self {
        Self {
            items: IndexVec::new(),
            ids: FxHashMap::default(),
        }
    }
}

impl<I: haechi_syntax::Idx, T: Clone + Eq + std::hash::Hash> Table<I, T> {
    fn id(&mut self, item: T) -> I {
        if let Some(id) = self.ids.get(&item) {
            return *id;
        }
        let id = self.items.push(item.clone());
        self.ids.insert(item, id);
        id
    }
}

/// The builder.
pub struct Builder<'a> {
    cx: &'a Context<'a>,
    func: FuncRef,
    ir: &'a Function,
    tree: &'a Tree,
    sites: &'a FileSites,
    marks: MarkMap,
    summaries: &'a dyn Summaries,

    graph: Graph,
    locs: Locations,
    pts: PtsTable,
    /// The node of each value where it is defined.
    places: IndexVec<ValueId, Place>,
    /// What each value may refer to.
    value_pts: IndexVec<ValueId, Pts>,
    /// Which values may refer to a location.
    holders: FxHashMap<Loc, Vec<ValueId>>,
    /// Nodes that are nothing but what a location held at first.
    pure: FxHashMap<Place, Loc>,
    /// Function objects that calls gave.
    made: FxHashMap<Loc, SmallVec<[FunctionObject; 1]>>,
    /// What globals hold after calls that may have written them.
    renewed: FxHashSet<Place>,
    /// Objects made in loops that older references may still refer to.
    escaped: BitSet,
    /// Where the last use of a value is, if all lie in the block that defines it.
    last_use: Vec<Option<ValueId>>,
    uses: Uses,
    /// Values that terminators and yields use.
    used_at_end: BitSet,

    inputs: Table<InputNo, Input>,
    outputs: Table<OutputNo, Output>,
    contents: IndexVec<OutputNo, Vec<Content>>,
    callbacks: Vec<Callback>,
    callback_ids: FxHashMap<(Option<ValueId>, InRoot, Selectors), u32>,
    globals: FxHashSet<GlobalVar>,
    applied: IndexVec<Applied, AppliedSummary>,
    applied_ids: FxHashMap<(ValueId, u32), Applied>,
    names: FxHashMap<NameId, Sym>,
    unresolved_at_sinks: FxHashSet<NodeId>,

    /// The state at the end of each block; none: not reached (yet).
    out: IndexVec<BlockId, Option<State>>,
    /// What arrives at handlers from within their regions.
    thrown: FxHashMap<BlockId, State>,
    /// The block and handler being gone through.
    block: BlockId,
    handler: Option<BlockId>,
    /// Set when the rest of a block is not reached.
    dead: bool,
    changed: bool,
    /// The blocks whose states are being merged: those before, and the next one.
    joining: Option<(Blocks, BlockId)>,
    /// What parameters get, where conditions ask for it.
    bound: FxHashMap<Applied, Vec<Option<Given>>>,
    /// What callbacks get, by callback and argument; none: not always the same.
    callback_args: FxHashMap<(u32, u32), Option<Given>>,
    steps: u64,
    /// The longest path of an input or output.
    max_path: usize,
    /// The most callbacks that are handed on.
    max_callbacks: usize,
}

/// The budget was used up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OverBudget;

impl<'a> Builder<'a> {
    /// A builder for a function.
    pub fn new(
        cx: &'a Context<'a>,
        func: FuncRef,
        ir: &'a Function,
        summaries: &'a dyn Summaries,
    ) -> Self {
        let mut graph = Graph::default();
        if cx.guarded {
            graph.note_blocks();
        }
        let tree = cx.tree(func.file);
        let sites = cx.world.sites(func.file);
        let marks = if sites.is_empty() {
            MarkMap::default()
        } else {
            Marker::marks(cx, func.file, ir, sites)
        };
        Self {
            cx,
            func,
            ir,
            tree,
            sites,
            marks,
            summaries,
            graph,
            locs: Locations::default(),
            pts: PtsTable::default(),
            places: IndexVec::from_elem(Place::CLEAN, ir.values.len()),
            value_pts: IndexVec::from_elem(Pts::NONE, ir.values.len()),
            holders: FxHashMap::default(),
            pure: FxHashMap::default(),
            made: FxHashMap::default(),
            renewed: FxHashSet::default(),
            escaped: BitSet::with_len(ir.values.len()),
            last_use: last_uses(ir),
            uses: ir.uses(),
            used_at_end: used_at_end(ir),
            inputs: Table::default(),
            contents: IndexVec::new(),
            outputs: Table::default(),
            callbacks: Vec::new(),
            callback_ids: FxHashMap::default(),
            globals: FxHashSet::default(),
            applied: IndexVec::new(),
            applied_ids: FxHashMap::default(),
            names: FxHashMap::default(),
            unresolved_at_sinks: FxHashSet::default(),
            out: IndexVec::from_elem(None, ir.blocks.len()),
            thrown: FxHashMap::default(),
            block: BlockId::ENTRY,
            handler: None,
            dead: false,
            changed: false,
            joining: None,
            bound: FxHashMap::default(),
            callback_args: FxHashMap::default(),
            steps: 0,
            max_path: MAX_SELECTORS,
            max_callbacks: callback::MAX_CALLBACKS,
        }
    }

    /// Tells parts of parameters apart only so many selectors deep, and leaves
    /// no call to callers.
    #[must_use]
    pub fn with_paths(mut self, max_path: usize) -> Self {
        self.max_path = max_path;
        self.max_callbacks = 0;
        self
    }

    /// Builds the graph.
    pub fn build(mut self) -> Result<FlowGraph, OverBudget> {
        loop {
            self.changed = false;
            let before = self.size();
            for block in self.ir.blocks.ids() {
                self.visit(block)?;
            }
            // States settle when nothing they are made of grows.
            if !self.changed && self.size() == before {
                break;
            }
            if !self.needs_another_round() {
                break;
            }
        }
        let (kills, returns) = self.export();
        Ok(self.finish(kills, returns))
    }

    fn size(&self) -> (usize, usize, usize) {
        (self.graph.size(), self.pts.len(), self.locs.len())
    }

    /// Without loops and handlers one round is enough.
    fn needs_another_round(&self) -> bool {
        !self.ir.loops.is_empty() || self.ir.blocks.iter().any(|b| b.is_handler)
    }

    fn visit(&mut self, block: BlockId) -> Result<(), OverBudget> {
        let Some(mut state) = self.entry_state(block) else {
            return Ok(());
        };
        self.block = block;
        self.graph.set_blocks(&[block]);
        self.handler = self.ir.blocks[block].handler;
        self.dead = false;
        self.guard_facts(block, &mut state);
        for value in self.ir.instructions(block) {
            self.steps += 1 + state.len() as u64 / 16;
            if self.steps > self.cx.budgets.graph {
                return Err(OverBudget);
            }
            if let Some(handler) = self.handler
                && may_throw(self.ir.op(value))
            {
                self.throw_state(handler, &state);
            }
            self.instruction(value, &mut state);
            self.checked_facts(value, &mut state);
            if self.dead {
                self.set_out(block, None);
                return Ok(());
            }
        }
        self.terminator(block, &mut state);
        if let (Some(handler), Terminator::Throw(_)) =
            (self.handler, self.ir.blocks[block].terminator)
        {
            self.throw_state(handler, &state);
        }
        self.set_out(block, Some(state));
        Ok(())
    }

    fn set_out(&mut self, block: BlockId, state: Option<State>) {
        if self.out[block] != state {
            self.changed = true;
            self.out[block] = state;
        }
    }

    fn finish(mut self, kills: Vec<(InRoot, Selectors, Kill)>, returns: bool) -> FlowGraph {
        self.graph.finish();
        let kills = kills
            .into_iter()
            .map(|(root, path, kill)| (root, path, self.graph.killed(kill).clone()))
            .collect();
        let mut globals: Vec<GlobalVar> = self.globals.into_iter().collect();
        globals.sort_unstable();
        FlowGraph {
            func: self.func,
            graph: self.graph,
            inputs: self.inputs.items,
            outputs: self.outputs.items,
            contents: self.contents,
            kills,
            callbacks: self.callbacks,
            globals,
            returns,
            applied: self.applied,
            unresolved_at_sinks: self.unresolved_at_sinks.len() as u32,
            bound: self.bound,
            callback_args: self.callback_args,
        }
    }

    fn block_of(&self, value: ValueId) -> &'a Block {
        &self.ir.blocks[self.ir.value(value).block]
    }

    /// Whether an instruction may run more than once in a call.
    fn in_loop(&self, value: ValueId) -> Option<LoopId> {
        self.block_of(value).in_loop
    }

    /// The symbol of a name of this file.
    fn sym(&mut self, name: NameId) -> Sym {
        if let Some(sym) = self.names.get(&name) {
            return *sym;
        }
        let sym = self.cx.symbols.sym(self.tree.names().text(name));
        self.names.insert(name, sym);
        sym
    }

    /// What a way kills.
    fn way(&mut self, way: Way) -> Kill {
        let off = self.cx.colours.off(way);
        if off.is_empty() {
            Kill::NONE
        } else {
            self.graph.kill(off.clone())
        }
    }

    /// The node of an input.
    fn input(&mut self, mut input: Input) -> Place {
        if self.inputs.items.len() >= MAX_INPUTS && !self.inputs.ids.contains_key(&input) {
            // Too many to be told apart: any part of the whole.
            input.path = Selectors::new();
            input.deep = true;
        }
        if input.path.len() > self.max_path {
            input.path.truncate(self.max_path);
            input.deep = true;
        }
        let no = self.inputs.id(input);
        let node = self.func.key.node;
        self.graph.place(Key::Input(no), node, StepKind::Parameter)
    }

    /// The node of an output.
    fn output(&mut self, root: OutRoot, path: Selectors) -> (Place, OutputNo) {
        let no = self.outputs.id(Output { root, path });
        while self.contents.len() < self.outputs.items.len() {
            self.contents.push(Vec::new());
        }
        let node = self.func.key.node;
        (
            self.graph.place(Key::Output(no), node, StepKind::Return),
            no,
        )
    }

    /// A set of one root.
    fn root_pts(&mut self, root: Root) -> Pts {
        let loc = self.locs.root(root);
        self.pts.one(loc)
    }

    /// Says what a value may refer to, on top of what was said before.
    fn refer(&mut self, value: ValueId, pts: Pts) {
        let old = self.value_pts[value];
        let new = self.pts.union(old, pts);
        if new == old {
            return;
        }
        self.changed = true;
        self.value_pts[value] = new;
        for loc in self.pts.candidates(new) {
            let holders = self.holders.entry(loc).or_default();
            if !holders.contains(&value) {
                holders.push(value);
            }
        }
    }

    /// The function that a value is, if it is one.
    fn function_of(&self, value: ValueId) -> Option<Target> {
        match self.ir.op(value) {
            Op::Closure(id) => Some(Target {
                func: FuncRef {
                    file: self.func.file,
                    key: self.ir.closure(id).func,
                },
                binds_receiver: false,
            }),
            Op::MethodRef(_) | Op::LoadGlobal(_) => {
                self.cx.world.function_value(self.func, self.ir, value)
            }
            _ => None,
        }
    }

    fn terminator(&mut self, block: BlockId, state: &mut State) {
        let value = match self.ir.blocks[block].terminator {
            Terminator::Branch { cond, .. } => cond,
            Terminator::Switch { subject, .. } => subject,
            Terminator::Return(Some(value)) | Terminator::Throw(value) => value,
            Terminator::Goto(_)
            | Terminator::Try { .. }
            | Terminator::Return(None)
            | Terminator::Unreachable => return,
        };
        self.use_at_end(block, value, state);
    }

    /// Kills what the branch that led to a block says is clean.
    fn guard_facts(&mut self, block: BlockId, state: &mut State) {
        let (Some(BranchFact::Is { cond: tested, .. })
        | Some(BranchFact::OneOf {
            subject: tested, ..
        })) = self.ir.blocks[block].fact
        else {
            return;
        };
        let guards = self.cx.world.guards(self.func, block);
        let at = self.ir.instructions(block).next().unwrap_or(tested);
        self.hold(guards, at, state);
    }

    /// Kills what a call would have thrown for.
    fn checked_facts(&mut self, value: ValueId, state: &mut State) {
        if let Op::Call(call) = self.ir.op(value) {
            let guards = self.cx.world.checked(self.func, self.ir, value, call);
            self.hold(guards, value, state);
        }
    }

    fn hold(&mut self, guards: Vec<Guard>, at: ValueId, state: &mut State) {
        for guard in guards {
            let rules = guard.rules.rules().iter();
            let colours = rules.fold(ColourSet::empty(), |all, rule| {
                all.union(&self.cx.colours.set_of_rule(*rule))
            });
            let kill = self.graph.kill(colours);
            self.clean(state, guard.value, kill, at);
        }
    }
}

/// Whether an instruction can throw: all but those that only name or hold
/// something.
fn may_throw(op: Op) -> bool {
    !matches!(
        op,
        Op::Param(_)
            | Op::Int(_)
            | Op::Float(_)
            | Op::Str(_)
            | Op::Char(_)
            | Op::Bool(_)
            | Op::Null
            | Op::Number(_)
            | Op::Undef
            | Op::Copy(_)
            | Op::Phi(_)
            | Op::Sigma { .. }
            | Op::Cell(_)
            | Op::LoadGlobal(_)
            | Op::StoreGlobal(..)
            | Op::Closure(_)
            | Op::MethodRef(_)
            | Op::Aggregate(..)
            | Op::Append { .. }
            | Op::CatchParam(_)
            | Op::Caught(_)
    )
}

/// For each value whose uses all lie in the block that defines it, the last of
/// them; the value itself if there is none.
fn last_uses(ir: &Function) -> Vec<Option<ValueId>> {
    let mut last: Vec<Option<ValueId>> = ir.values.ids().map(Some).collect();
    for (user, data) in ir.values.iter_enumerated() {
        let is_phi = matches!(data.op, Op::Phi(_) | Op::CatchParam(_));
        ir.for_each_operand(user, |operand| {
            let at = operand.raw() as usize;
            if is_phi || ir.value(operand).block != data.block || user < operand {
                last[at] = None;
            } else if let Some(old) = last[at] {
                last[at] = Some(old.max(user));
            }
        });
    }
    for value in used_at_end(ir).iter() {
        last[value] = None;
    }
    for param in &ir.params {
        last[param.value.raw() as usize] = None;
    }
    last
}

/// The values that terminators and yields use.
fn used_at_end(ir: &Function) -> BitSet {
    let at_end = ir.blocks.iter().filter_map(|block| match block.terminator {
        Terminator::Return(Some(value)) | Terminator::Throw(value) => Some(value),
        Terminator::Branch { cond, .. } => Some(cond),
        Terminator::Switch { subject, .. } => Some(subject),
        _ => None,
    });
    at_end
        .chain(ir.yields.iter().copied())
        .map(|value| value.raw() as usize)
        .collect()
}

/// The state key of a value's cell, as part of a node's key.
fn cell_key(value: ValueId) -> u64 {
    StateKey::cell(value).raw()
}
