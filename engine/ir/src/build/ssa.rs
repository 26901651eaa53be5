//! SSA construction while the statements are lowered.
//!
//! Both languages have structured jumps only, so no dominance is computed
//! (Brandis and Mössenböck 1994): `env` holds the current version of every
//! variable, every change is logged, and a *checkpoint* is a length of the log.
//! At a branch the lowering goes down one way, takes an [`Exit`] (the block it
//! ended in and what changed since the checkpoint), rolls the environment back,
//! goes the other way, and merges the exits:
//!
//! ```text
//! x = 1               env x=v1          checkpoint c
//! if p: x = 2         x=v4              exit {b1, x=v4}, roll back to c: x=v1
//! else: pass                            exit {b2}
//! use(x)              merge: x differs  x=v5 = phi v4 v1
//! ```
//! Only variables that changed in a branch are looked at, so the cost is that
//! of the changes. A merge of very many exits is done in a tree of joins, since
//! one φ per changed variable with an operand per exit would be quadratic.
//! Loops get a φ for every variable that the survey found assigned in them.

use haechi_syntax::{Idx, Lang, NodeId};
use smallvec::SmallVec;

use super::Builder;
use crate::function::BranchFact;
use crate::{BlockId, Op, Terminator, ValueId};

haechi_syntax::define_idx! {
    /// A variable of the function being built; also temporaries of our own.
    VarId;
}

/// No value yet.
pub(super) const NONE: ValueId = ValueId::new(u32::MAX);

/// A variable whose versions are tracked.
#[derive(Clone, Copy)]
pub(super) struct Var {
    /// Where it is first bound; the node of its φ and σ.
    pub(super) node: NodeId,
    /// Whether its storage is a cell: `env` then holds the cell.
    pub(super) boxed: bool,
    /// Whether it is a temporary of ours.
    pub(super) is_temp: bool,
    /// Whether it belongs to a function around.
    pub(super) is_capture: bool,
}

/// Length of the log at some point.
pub(super) type Checkpoint = usize;

type Delta = SmallVec<[(VarId, ValueId); 4]>;

/// A way out of a piece of code: an unfinished block and what changed since a
/// checkpoint.
pub(super) struct Exit {
    pub(super) block: BlockId,
    delta: Delta,
    /// Variables that get a σ when the block is entered; only in blocks that a
    /// branch made and nobody entered yet.
    sigmas: Option<SmallVec<[VarId; 2]>>,
}

/// Where a condition leads.
#[derive(Default)]
pub(super) struct Fork {
    pub(super) yes: Vec<Exit>,
    pub(super) no: Vec<Exit>,
}

/// More exits than this are merged in groups.
const GROUP: usize = 8;
/// Merges with at most so many φ operands are done at once.
const SMALL_MERGE: usize = 512;

impl Builder<'_> {
    // ---- variables

    pub(super) fn new_var(&mut self, node: NodeId) -> VarId {
        self.env.push(NONE);
        self.vars.push(Var {
            node,
            boxed: false,
            is_temp: true,
            is_capture: false,
        })
    }

    pub(super) fn checkpoint(&self) -> Checkpoint {
        self.log.len()
    }

    /// Gives a variable a version; `value` itself, without an instruction.
    pub(super) fn set(&mut self, var: VarId, value: ValueId) {
        self.log.push((var, self.env[var]));
        self.env[var] = value;
    }

    /// A version that an assignment makes: handlers may see it.
    pub(super) fn set_version(&mut self, var: VarId, value: ValueId) {
        self.set(var, value);
        self.var_of[value] = var;
        if !self.regions.is_empty() {
            self.versions.push((var, value));
        }
    }

    /// What changed since the checkpoint, each variable once.
    fn delta(&mut self, since: Checkpoint) -> Delta {
        self.stamp += 1;
        self.steps += self.log.len().saturating_sub(since);
        let mut delta = Delta::new();
        for n in since..self.log.len() {
            let var = self.log[n].0;
            if self.mark(var) {
                delta.push((var, self.env[var]));
            }
        }
        delta
    }

    /// Marks a variable in the current round; false if it was marked already.
    pub(super) fn mark(&mut self, var: VarId) -> bool {
        if self.stamps.len() <= var.index() {
            self.stamps.resize(self.env.len().max(var.index() + 1), 0);
        }
        std::mem::replace(&mut self.stamps[var.index()], self.stamp) != self.stamp
    }

    pub(super) fn roll_back(&mut self, to: Checkpoint) {
        while self.log.len() > to {
            if let Some((var, before)) = self.log.pop() {
                self.env[var] = before;
            }
        }
    }

    // ---- blocks

    pub(super) fn new_block(&mut self) -> BlockId {
        self.blocks.push(super::fresh_block())
    }

    /// Goes on in a block that has its edges already. Every block is entered
    /// once and filled to its end, so its values are consecutive.
    pub(super) fn enter(&mut self, block: BlockId, reachable: bool) {
        debug_assert!(self.cur.is_none(), "the block before is finished");
        self.order.push(block);
        let start = self.values.next_id().raw();
        let b = &mut self.blocks[block];
        b.start = start;
        b.end = start;
        b.reachable = reachable;
        b.in_loop = self.in_loop;
        b.handler = self.regions.last().map(|region| region.handler);
        self.cur = Some(block);
    }

    /// The current block; code that nothing leads to gets one without edges.
    pub(super) fn cur(&mut self) -> BlockId {
        if let Some(block) = self.cur {
            return block;
        }
        let block = self.new_block();
        self.enter(block, false);
        block
    }

    pub(super) fn edge(&mut self, from: BlockId, to: BlockId) {
        self.edges.push((to, from));
    }

    fn close(&mut self) -> BlockId {
        let block = self.cur();
        self.blocks[block].end = self.values.next_id().raw();
        self.cur = None;
        block
    }

    /// Ends the current block. Edges are the caller's business, except for `Goto`.
    pub(super) fn terminate(&mut self, terminator: Terminator, node: NodeId) -> BlockId {
        let block = self.close();
        self.finish_block(block, terminator, node);
        block
    }

    fn finish_block(&mut self, block: BlockId, terminator: Terminator, node: NodeId) {
        let b = &mut self.blocks[block];
        b.terminator = terminator;
        b.node = node;
        if let Terminator::Goto(target) = terminator {
            self.edge(block, target);
        }
    }

    // ---- exits

    /// Leaves the current block open as an exit and rolls back. `None` where
    /// no code can get.
    pub(super) fn take_exit(&mut self, since: Checkpoint) -> Option<Exit> {
        let exit = self.cur.map(|_| {
            let delta = self.delta(since);
            Exit {
                block: self.close(),
                delta,
                sigmas: None,
            }
        });
        self.roll_back(since);
        exit
    }

    /// Like [`take_exit`](Self::take_exit) for a jump: dead code may follow, so
    /// the environment stays.
    pub(super) fn take_jump(&mut self, since: Checkpoint) -> Option<Exit> {
        self.cur?;
        let delta = self.delta(since);
        Some(Exit {
            block: self.close(),
            delta,
            sigmas: None,
        })
    }

    /// Two ways on a condition. Rolls back to `since`.
    pub(super) fn branch(&mut self, cond: ValueId, node: NodeId, since: Checkpoint) -> Fork {
        let mut sigmas = self.tested_vars(cond);
        // Python's `x or y`: where it is x, x is true; where it goes on, false.
        let temps = if self.tree.lang == Lang::Python {
            &*self.temps
        } else {
            &[]
        };
        for temp in temps {
            if self.is_current(*temp, cond) && !sigmas.contains(temp) {
                sigmas.push(*temp);
            }
        }
        let delta = self.delta(since);
        let (then, other) = (self.new_block(), self.new_block());
        let from = self.terminate(Terminator::Branch { cond, then, other }, node);
        let mut side = |block: BlockId, polarity: bool| {
            self.edge(from, block);
            self.blocks[block].fact = Some(BranchFact::Is { cond, polarity });
            self.blocks[block].reachable = self.blocks[from].reachable;
            vec![Exit {
                block,
                delta: delta.clone(),
                sigmas: Some(sigmas.clone()),
            }]
        };
        let (yes, no) = (side(then, true), side(other, false));
        self.roll_back(since);
        Fork { yes, no }
    }

    /// An exit for the arm of a switch, made before it is entered.
    pub(super) fn arm_exit(
        &mut self,
        from: BlockId,
        fact: BranchFact,
        sigmas: SmallVec<[VarId; 2]>,
    ) -> Exit {
        let block = self.new_block();
        self.edge(from, block);
        self.blocks[block].fact = Some(fact);
        self.blocks[block].reachable = self.blocks[from].reachable;
        Exit {
            block,
            delta: Delta::new(),
            sigmas: Some(sigmas),
        }
    }

    /// Goes on where the exits lead. The environment must be rolled back to the
    /// checkpoint of the exits. Without exits, nothing leads on.
    pub(super) fn resume(&mut self, mut exits: Vec<Exit>, node: NodeId) {
        debug_assert!(self.cur.is_none(), "the block before is finished");
        self.drop_unreachable(&mut exits, node);
        if exits.len() > 1 {
            let exit = self.merge(exits, node);
            exits = vec![exit];
        }
        let Some(exit) = exits.pop() else { return };
        for (var, value) in exit.delta {
            self.set(var, value);
        }
        match exit.sigmas {
            None => {
                // An exit that was filled already is taken up again: it was
                // the last block filled, or a join made just now.
                self.reopen(exit.block, node);
            }
            Some(sigmas) => {
                self.enter(exit.block, self.blocks[exit.block].reachable);
                self.emit_sigmas(exit.block, &sigmas);
            }
        }
    }

    /// Goes on in a block that was left open; in a new one after it if others
    /// were filled since.
    fn reopen(&mut self, block: BlockId, node: NodeId) {
        if self.blocks[block].end == self.values.next_id().raw()
            && self.order.last() == Some(&block)
            && self.blocks[block].in_loop == self.in_loop
            && self.blocks[block].handler == self.regions.last().map(|r| r.handler)
        {
            self.cur = Some(block);
            return;
        }
        let next = self.new_block();
        self.finish_block(block, Terminator::Goto(next), node);
        self.enter(next, self.blocks[block].reachable);
    }

    /// Exits of dead code lead nowhere, unless all are dead.
    fn drop_unreachable(&mut self, exits: &mut Vec<Exit>, node: NodeId) {
        let live = |b: &Self, exit: &Exit| b.blocks[exit.block].reachable;
        if exits.iter().all(|exit| live(self, exit)) || !exits.iter().any(|exit| live(self, exit)) {
            return;
        }
        let (keep, dead): (Vec<_>, Vec<_>) = std::mem::take(exits)
            .into_iter()
            .partition(|exit| live(self, exit));
        for exit in dead {
            if exit.sigmas.is_some() {
                self.enter(exit.block, false);
                self.close();
            }
            self.finish_block(exit.block, Terminator::Unreachable, node);
        }
        *exits = keep;
    }

    fn emit_sigmas(&mut self, block: BlockId, sigmas: &[VarId]) {
        for var in sigmas {
            self.emit_sigma(block, *var);
        }
    }

    fn emit_sigma(&mut self, block: BlockId, var: VarId) {
        let (cond, polarity) = match self.blocks[block].fact {
            Some(BranchFact::Is { cond, polarity }) => (cond, polarity),
            Some(BranchFact::OneOf { subject, .. }) => (subject, true),
            Some(BranchFact::NoneOf { subject, .. }) => (subject, false),
            None => return,
        };
        let value = self.env[var];
        if value == NONE {
            return;
        }
        if self.vars[var].is_temp && self.values[value].block == block {
            return; // the σ of the variable that it holds
        }
        let node = self.vars[var].node;
        let sigma = self.emit_hidden(
            Op::Sigma {
                value,
                cond,
                polarity,
            },
            node,
        );
        self.var_of[sigma] = var;
        self.origin[sigma] = self.origin[value];
        self.set(var, sigma);
        // A value on its way out of `x or y` is known as well as the variable.
        for n in 0..self.temps.len() {
            let temp = self.temps[n];
            if temp != var && self.is_current(temp, value) {
                self.set(temp, sigma);
            }
        }
    }

    /// Joins exits into one whose block is finished but open. The environment
    /// is at the checkpoint before and after.
    fn merge(&mut self, mut exits: Vec<Exit>, node: NodeId) -> Exit {
        let changes: usize = exits.iter().map(|exit| exit.delta.len() + 1).sum();
        while exits.len() > GROUP && exits.len() * changes > SMALL_MERGE {
            let mut joined = Vec::with_capacity(exits.len() / GROUP + 1);
            let mut rest = exits.into_iter().peekable();
            while rest.peek().is_some() {
                let group: Vec<_> = rest.by_ref().take(GROUP).collect();
                joined.push(self.join(group, node));
            }
            exits = joined;
        }
        self.join(exits, node)
    }

    fn join(&mut self, mut exits: Vec<Exit>, node: NodeId) -> Exit {
        if exits.len() == 1
            && let Some(exit) = exits.pop()
        {
            return exit;
        }
        let base = self.checkpoint();
        let join = self.new_block();
        let mut changes: Vec<(VarId, u32, ValueId)> = Vec::new();
        let mut reachable = false;
        for (n, exit) in exits.into_iter().enumerate() {
            let delta = self.end_in(exit, join, base, node);
            reachable |= self
                .edges
                .last()
                .is_some_and(|e| self.blocks[e.1].reachable);
            let n = u32::try_from(n).unwrap_or(u32::MAX);
            changes.extend(delta.into_iter().map(|(var, value)| (var, n, value)));
        }
        let ways = self.edges.iter().rev().take_while(|e| e.0 == join).count();
        self.enter(join, reachable);
        changes.sort_by_key(|(var, n, _)| (*var, *n));
        for group in changes.chunk_by(|a, b| a.0 == b.0) {
            self.merge_var(group, ways);
        }
        let delta = self.delta(base);
        let block = self.close();
        self.roll_back(base);
        Exit {
            block,
            delta,
            sigmas: None,
        }
    }

    /// Ends an exit's block with an edge to `join`; its σ come into being.
    fn end_in(&mut self, exit: Exit, join: BlockId, base: Checkpoint, node: NodeId) -> Delta {
        let mut delta = exit.delta;
        if let Some(sigmas) = exit.sigmas {
            for (var, value) in &delta {
                self.set(*var, *value);
            }
            self.enter(exit.block, self.blocks[exit.block].reachable);
            self.emit_sigmas(exit.block, &sigmas);
            delta = self.delta(base);
            self.close();
            self.roll_back(base);
        }
        self.finish_block(exit.block, Terminator::Goto(join), node);
        delta
    }

    /// `group`: what some of the `ways` made of one variable; the others left it.
    fn merge_var(&mut self, group: &[(VarId, u32, ValueId)], ways: usize) {
        let Some(&(var, _, first)) = group.first() else {
            return;
        };
        let before = self.env[var];
        if group.len() == ways && group.iter().all(|change| change.2 == first) {
            self.set(var, first);
            return;
        }
        let missing = (group.len() < ways && before == NONE) || group.iter().any(|g| g.2 == NONE);
        if missing && !self.may_be_unbound && !self.vars[var].is_temp {
            // Java: nobody reads it, since it is not definitely assigned.
            if before != NONE {
                self.set(var, NONE);
            }
            return;
        }
        let filler = if before == NONE { self.undef } else { before };
        let mut operands: SmallVec<[ValueId; 8]> = SmallVec::from_elem(filler, ways);
        for (_, way, value) in group {
            let value = if *value == NONE { self.undef } else { *value };
            operands[*way as usize] = value;
        }
        let origin = self.origin[operands[0]];
        let is_one = operands.iter().all(|v| self.origin[*v] == origin);
        let list = self.list(&operands);
        let phi = self.emit_hidden(Op::Phi(list), self.vars[var].node);
        self.var_of[phi] = var;
        if is_one {
            self.origin[phi] = origin;
        }
        self.set(var, phi);
    }

    // ---- σ

    /// The variables whose current version a condition tests, through `not`,
    /// comparisons, calls' arguments and receivers, copies and paths.
    pub(super) fn tested_vars(&mut self, cond: ValueId) -> SmallVec<[VarId; 2]> {
        const MAX_VALUES: usize = 24;
        let mut found = SmallVec::new();
        let mut open: SmallVec<[ValueId; 16]> = SmallVec::from_slice(&[cond]);
        let mut steps = 0;
        while let Some(value) = open.pop() {
            steps += 1;
            if steps > MAX_VALUES {
                break;
            }
            let var = self.var_of[value];
            if var != super::NO_VAR && self.is_current(var, value) && !found.contains(&var) {
                found.push(var);
            }
            self.tested_operands(value, &mut open);
        }
        found
    }

    /// Whether a variable still has the value, whatever was learnt of it since.
    fn is_current(&self, var: VarId, value: ValueId) -> bool {
        let now = self.env[var];
        now != NONE && self.origin[now] == self.origin[value]
    }

    fn tested_operands(&self, value: ValueId, open: &mut SmallVec<[ValueId; 16]>) {
        match self.values[value].op {
            Op::Copy(a)
            | Op::Unary(_, a)
            | Op::Cast(a, _)
            | Op::InstanceOf(a, _)
            | Op::LoadField(a, _)
            | Op::Await(a)
            | Op::Unpack(a, _) => open.push(a),
            Op::Binary(_, a, b) | Op::LoadIndex(a, b) => open.extend([b, a]),
            Op::Call(id) => {
                let call = self.calls[id];
                let args = call.args.start as usize..(call.args.start + call.args.len) as usize;
                open.extend(self.args[args].iter().rev().map(|arg| arg.value));
                open.extend(call.callee.value());
            }
            _ => {}
        }
    }
}
