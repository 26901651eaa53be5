//! Executing functions for one rule.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use haechi_ir::{BlockId, Function, Op, Terminator, Uses, ValueId};
use haechi_syntax::{IndexVec, NodeId, Tree};

use super::super::build::marks::{MarkMap, Marker};
use super::super::context::Context;
use super::super::location::Selector;
use super::super::{FuncRef, GlobalVar, Guard, RuleNo, SiteRef, TaintRule};
use super::labels_of;
use super::pool::{Pool, Shared};
use super::state::{Abs, Fact, Facts, FrameId, Loc, Pts, Root, Slot, State};

/// How many turns of a function that calls itself are followed.
const MAX_TURNS: usize = 3;

/// How often the blocks of a function are gone through.
const MAX_PASSES: usize = 64;

/// A sink as asked in one frame.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SinkAt {
    /// Where.
    pub frame: FrameId,
    /// Which.
    pub site: SiteRef,
    /// At which node.
    pub node: NodeId,
    /// About which operand.
    pub operand: u32,
}

/// A caller with the instruction (roots have none), which of its calls, and what is
/// called.
type FrameKey = (Option<(FrameId, ValueId)>, u32, FuncRef);

/// What arrived at sinks.
pub type Hits = BTreeMap<SinkAt, Facts>;

/// What is the same for all executions of a function.
pub struct Info {
    /// The function.
    pub func: FuncRef,
    /// Its IR.
    pub ir: Arc<Function>,
    /// What sites mean in it.
    pub marks: MarkMap,
    /// Who uses what.
    pub uses: Uses,
    /// Values that terminators and yields use.
    pub at_end: BTreeSet<ValueId>,
}

/// A function as called over one chain of calls.
pub struct Frame {
    /// The function.
    pub info: Rc<Info>,
    /// Who called it, and where.
    pub parent: Option<(FrameId, ValueId)>,
    /// Whether the call may be run more than once.
    pub in_loop: bool,
}

/// One execution of a body.
pub struct Body {
    /// The frame.
    pub frame: FrameId,
    /// What the parameters got.
    pub params: Vec<Abs>,
    /// The states at the ends of blocks.
    pub out: IndexVec<BlockId, Option<State>>,
    /// What arrives at handlers: states, and objects that calls throw.
    handlers: BTreeMap<BlockId, (State, Abs)>,
    /// What leaves the function by exception.
    thrown: Option<(State, Abs)>,
    /// Globals that it, or what it calls, assigns.
    pub assigned: BTreeSet<GlobalVar>,
    /// The block and handler being executed.
    block: BlockId,
    handler: Option<BlockId>,
}

/// How a function ended.
#[derive(Default)]
pub struct Exits {
    /// By returning.
    pub returned: Option<(State, Abs)>,
    /// By an exception.
    pub thrown: Option<(State, Abs)>,
    /// Globals that were assigned.
    pub assigned: BTreeSet<GlobalVar>,
}

/// The executions for one rule.
pub struct Run<'a> {
    pub cx: &'a Context<'a>,
    pub rule_no: RuleNo,
    pub rule: &'a TaintRule,
    pub pool: Pool,
    infos: BTreeMap<FuncRef, Option<Rc<Info>>>,
    frames: IndexVec<FrameId, Frame>,
    frame_ids: BTreeMap<FrameKey, FrameId>,
    pub bodies: Vec<Body>,
    /// Objects made in loops that older references may still refer to.
    pub escaped: BTreeSet<(FrameId, ValueId)>,
    /// What propagators carry.
    pub ways: BTreeMap<(FrameId, u32), Facts>,
    hits: Hits,
    /// Sources that require labels: what was there, and those that hold.
    pub wanted: BTreeMap<(FrameId, SiteRef, NodeId), u64>,
    pub active: BTreeSet<(FrameId, SiteRef, NodeId)>,
    steps: u64,
}

impl<'a> Run<'a> {
    /// Nothing is executed yet.
    pub fn new(cx: &'a Context<'a>, rule_no: RuleNo, steps: u64) -> Self {
        Self {
            cx,
            rule_no,
            rule: &cx.rules[rule_no.raw() as usize],
            pool: Pool::default(),
            infos: BTreeMap::new(),
            frames: IndexVec::new(),
            frame_ids: BTreeMap::new(),
            bodies: Vec::new(),
            escaped: BTreeSet::new(),
            ways: BTreeMap::new(),
            hits: Hits::new(),
            wanted: BTreeMap::new(),
            active: BTreeSet::new(),
            steps,
        }
    }

    /// What arrived at sinks.
    pub fn hits(&self) -> &Hits {
        &self.hits
    }
    /// Whether the steps were used up.
    pub fn is_given_up(&self) -> bool {
        self.steps == 0
    }

    /// Decides what depends on all that was found so far; true if that makes
    /// another round necessary.
    pub fn settle(&mut self) -> bool {
        let mut changed = self.pool.take_changed();
        for (key, labels) in &self.wanted {
            let site = &self.cx.world.sites(key.1.file).all()[key.1.site as usize];
            let requires = self
                .rule
                .sources
                .get(site.item as usize)
                .and_then(|s| s.requires.as_ref());
            if requires.is_some_and(|formula| formula.holds(*labels)) {
                changed |= self.active.insert(*key);
            }
        }
        changed
    }

    /// What is known of a function; none if it has no IR.
    pub fn info(&mut self, func: FuncRef) -> Option<Rc<Info>> {
        if let Some(known) = self.infos.get(&func) {
            return known.clone();
        }
        let sites = self.cx.world.sites(func.file);
        let ir = self.cx.world.function(func).filter(|ir| ir.gap.is_none());
        let info = ir.map(|ir| {
            let at_end = ir.blocks.iter().filter_map(|block| match block.terminator {
                Terminator::Return(Some(value)) | Terminator::Throw(value) => Some(value),
                Terminator::Branch { cond, .. } => Some(cond),
                Terminator::Switch { subject, .. } => Some(subject),
                _ => None,
            });
            Rc::new(Info {
                func,
                marks: Marker::marks(self.cx, func.file, &ir, sites),
                uses: ir.uses(),
                at_end: at_end.chain(ir.yields.iter().copied()).collect(),
                ir,
            })
        });
        self.infos.insert(func, info.clone());
        info
    }

    /// A frame.
    pub fn frame(&self, frame: FrameId) -> &Frame {
        &self.frames[frame]
    }
    /// The function of a frame.
    pub fn info_of(&self, frame: FrameId) -> Rc<Info> {
        Rc::clone(&self.frames[frame].info)
    }
    /// The body being executed.
    pub fn body(&mut self) -> &mut Body {
        self.bodies.last_mut().expect("a body is being executed")
    }
    /// The tree of a frame's file.
    pub fn tree(&self, frame: FrameId) -> &'a Tree {
        self.cx.tree(self.frames[frame].info.func.file)
    }

    /// The frame of a function called at an instruction; `n` tells several apart.
    pub fn callee(
        &mut self,
        caller: Option<(FrameId, ValueId)>,
        n: u32,
        info: &Rc<Info>,
    ) -> FrameId {
        let key = (caller, n, info.func);
        if let Some(frame) = self.frame_ids.get(&key) {
            return *frame;
        }
        let in_loop = caller.is_some_and(|(frame, value)| self.in_loop(frame, value));
        let frame = self.frames.push(Frame {
            info: Rc::clone(info),
            parent: caller,
            in_loop,
        });
        self.frame_ids.insert(key, frame);
        frame
    }

    /// Whether an instruction may run more than once.
    pub fn in_loop(&self, frame: FrameId, value: ValueId) -> bool {
        let Frame { info, in_loop, .. } = &self.frames[frame];
        *in_loop || info.ir.blocks[info.ir.value(value).block].in_loop.is_some()
    }

    /// Whether one more call of a function goes too deep.
    pub fn is_too_deep(&self, func: FuncRef) -> bool {
        let turns = self
            .bodies
            .iter()
            .filter(|body| self.frames[body.frame].info.func == func)
            .count();
        turns >= MAX_TURNS
    }

    /// Executes a function with parameters of which nothing is known.
    pub fn root(&mut self, func: FuncRef) {
        let Some(info) = self.info(func) else { return };
        let frame = self.callee(None, 0, &info);
        let params = (0..info.ir.params.len())
            .map(|n| Abs {
                own: Facts::new(),
                pts: Pts::one(Loc::root(Root::Param(frame, n as u32))),
            })
            .collect();
        let mut state = State::default();
        let params = self.share_receiver(&mut state, frame, params);
        let exits = self.execute(frame, state, params);
        let class = self.cx.world.initialises(func);
        let ended = exits.returned.or(exits.thrown);
        if let (Some(class), Some((state, _))) = (class, ended) {
            self.share_object(&state, frame, Shared::Class(class));
        }
    }

    /// Executes a body.
    pub fn execute(&mut self, frame: FrameId, entry: State, params: Vec<Abs>) -> Exits {
        let info = self.info_of(frame);
        self.bodies.push(Body {
            frame,
            params,
            out: IndexVec::from_elem(None, info.ir.blocks.len()),
            handlers: BTreeMap::new(),
            thrown: None,
            assigned: BTreeSet::new(),
            block: BlockId::ENTRY,
            handler: None,
        });
        for _ in 0..MAX_PASSES {
            let before = self.found();
            let mut changed = false;
            for block in info.ir.blocks.ids() {
                let out = match self.entry_state(&info, block, &entry) {
                    Some(state) => self.block(&info, block, state),
                    None => None,
                };
                let old = &mut self.body().out[block];
                changed |= *old != out;
                *old = out;
            }
            if self.steps == 0 || (!changed && self.found() == before) {
                break;
            }
        }
        self.exits(&info, frame)
    }

    /// A measure of what only grows.
    fn found(&self) -> (usize, usize, usize) {
        let of_ways = self.ways.values().map(Facts::len).sum();
        let caught = |body: &Body| -> usize {
            let states = body.handlers.values();
            states.map(|(_, thrown)| thrown.own.len()).sum()
        };
        let caught = self.bodies.last().map_or(0, caught);
        (self.escaped.len(), of_ways, caught)
    }

    fn entry_state(&mut self, info: &Info, block: BlockId, entry: &State) -> Option<State> {
        if block == BlockId::ENTRY {
            return Some(entry.clone());
        }
        let data = &info.ir.blocks[block];
        if !data.reachable {
            return None;
        }
        let body = self.bodies.last()?;
        if data.is_handler {
            // Entered from whatever throws in its region.
            return body.handlers.get(&block).map(|(state, _)| state.clone());
        }
        let from_preds = info.ir.preds(block).iter();
        let states: Vec<State> = from_preds.filter_map(|p| body.out[*p].clone()).collect();
        self.join_all(states)
    }

    /// The join of states; none of none.
    pub fn join_all(&mut self, states: Vec<State>) -> Option<State> {
        let mut states = states.into_iter();
        let first = states.next()?;
        Some(states.fold(first, |all, one| self.join(all, &one)))
    }

    /// What holds if either state does.
    pub fn join(&mut self, mut all: State, one: &State) -> State {
        all.join(one, &|state, loc| self.below_write(state, loc));
        let merged: Vec<(Loc, Pts)> = all
            .slots
            .iter()
            .filter(|(_, slot)| slot.held.pts.locs.len() > 1)
            .map(|(loc, slot)| (loc.clone(), slot.held.pts.clone()))
            .collect();
        for (loc, pts) in merged {
            self.note_escape(&pts, Some(&loc));
        }
        all
    }

    fn block(&mut self, info: &Info, block: BlockId, mut state: State) -> Option<State> {
        let data = info.ir.blocks[block];
        let body = self.body();
        (body.block, body.handler) = (block, data.handler);
        let frame = body.frame;
        self.guards(info, frame, block, &mut state);
        for value in info.ir.instructions(block) {
            self.steps = self.steps.saturating_sub(1);
            let op = info.ir.op(value);
            if can_throw(op) {
                self.may_throw(&state, None);
            }
            if self.steps == 0 || !self.instruction(info, frame, value, &mut state) {
                return None;
            }
            let body = self.body();
            (body.block, body.handler) = (block, data.handler);
            if let Op::Call(call) = op {
                let checked = self.cx.world.checked(info.func, &info.ir, value, call);
                self.hold(&checked, frame, &mut state);
                self.may_throw(&state, None);
            }
        }
        let used = match data.terminator {
            Terminator::Branch { cond, .. } => Some(cond),
            Terminator::Switch { subject, .. } => Some(subject),
            Terminator::Return(value) => value,
            Terminator::Throw(value) => Some(value),
            Terminator::Goto(_) | Terminator::Try { .. } | Terminator::Unreachable => None,
        };
        if let Some(value) = used {
            self.use_at_end(info, frame, (block, value), &mut state);
        }
        if matches!(data.terminator, Terminator::Throw(_)) {
            self.may_throw(&state, None);
        }
        Some(state)
    }

    /// What the branch that led to a block says is clean.
    fn guards(&mut self, info: &Info, frame: FrameId, block: BlockId, state: &mut State) {
        if info.ir.blocks[block].fact.is_some() {
            let guards = self.cx.world.guards(info.func, block);
            self.hold(&guards, frame, state);
        }
    }

    fn hold(&mut self, guards: &[Guard], frame: FrameId, state: &mut State) {
        for guard in guards {
            if guard.rules.has(self.rule_no) {
                self.clean(state, (frame, guard.value));
            }
        }
    }

    /// The block being executed.
    pub fn current_block(&self) -> BlockId {
        self.bodies.last().map_or(BlockId::ENTRY, |body| body.block)
    }

    /// An exception may be thrown here; `object`: by a call, which throws this.
    pub fn may_throw(&mut self, state: &State, object: Option<&Abs>) {
        let body = self.body();
        match (body.handler, object) {
            (Some(handler), object) => {
                let old = body.handlers.remove(&handler);
                let mut thrown = old.as_ref().map_or_else(Abs::default, |(_, t)| t.clone());
                if let Some(object) = object {
                    thrown.add(object);
                }
                let all = match old {
                    Some((old, _)) => self.join(old, state),
                    None => state.clone(),
                };
                self.body().handlers.insert(handler, (all, thrown));
            }
            (None, Some(object)) => self.leaves(state, object),
            (None, None) => {}
        }
    }

    /// What calls threw into a handler.
    pub fn caught(&mut self, handler: BlockId) -> Abs {
        let caught = self.body().handlers.get(&handler);
        caught.map_or_else(Abs::default, |(_, thrown)| thrown.clone())
    }

    fn leaves(&mut self, state: &State, object: &Abs) {
        let all = match self.body().thrown.take() {
            Some((old, mut value)) => {
                value.add(object);
                (self.join(old, state), value)
            }
            None => (state.clone(), object.clone()),
        };
        self.body().thrown = Some(all);
    }

    /// How the body ended, as its caller sees it.
    fn exits(&mut self, info: &Info, frame: FrameId) -> Exits {
        for (id, block) in info.ir.blocks.iter_enumerated() {
            let Some(state) = self.body().out[id].clone() else {
                continue;
            };
            if matches!(
                block.terminator,
                Terminator::Return(_) | Terminator::Throw(_)
            ) {
                self.share_globals(&state, frame);
            }
            if let Terminator::Throw(value) = block.terminator
                && block.handler.is_none()
            {
                let object = self.value(&state, frame, value);
                self.leaves(&state, &object);
            }
        }
        let mut returned: Option<(State, Abs)> = None;
        for (id, value) in info.ir.returns() {
            let Some(state) = self.body().out[id].clone() else {
                continue;
            };
            let mut given = match value {
                Some(value) => self.value(&state, frame, value),
                None => Abs::default(),
            };
            if !info.ir.yields.is_empty() {
                given.pts.add(&Pts::one(Loc::root(Root::Yields(frame))));
            }
            returned = Some(match returned {
                None => (state, given),
                Some((all, mut value)) => {
                    value.add(&given);
                    (self.join(all, &state), value)
                }
            });
        }
        let (thrown, assigned) = match self.bodies.pop() {
            Some(body) => (body.thrown, body.assigned),
            None => (None, BTreeSet::new()),
        };
        Exits {
            returned,
            thrown,
            assigned,
        }
    }

    /// Something arrives at a sink.
    pub fn hit(&mut self, at: SinkAt, facts: &Facts) {
        if !facts.is_empty() {
            self.hits.entry(at).or_default().extend(facts);
        }
    }

    /// What a propagator carries, as what it makes of it.
    pub fn carried(&self, frame: FrameId, site: u32, file: super::super::FileId) -> Facts {
        let Some(facts) = self.ways.get(&(frame, site)) else {
            return Facts::new();
        };
        let data = &self.cx.world.sites(file).all()[site as usize];
        let Some(spec) = self.rule.propagators.get(data.item as usize) else {
            return facts.clone();
        };
        if spec
            .requires
            .as_ref()
            .is_some_and(|r| !r.holds(labels_of(facts)))
        {
            return Facts::new();
        }
        let Some(label) = spec.label else {
            return facts.clone();
        };
        let replaced = |fact: &Fact| match &spec.replace {
            None => true,
            Some(list) => list.contains(&fact.label),
        };
        facts
            .iter()
            .map(|fact| match replaced(fact) {
                true => Fact { label, ..*fact },
                false => *fact,
            })
            .collect()
    }

    /// What an unwritten location adds to what is written there. Writing some element
    /// leaves all others as they were, so nothing is added there.
    pub fn below_write(&self, state: &State, loc: &Loc) -> Slot {
        if loc.selector() == Some(Selector::Any) {
            return Slot {
                maybe_unwritten: true,
                ..Slot::default()
            };
        }
        self.unwritten(state, loc)
    }

    /// A slot that nothing wrote to.
    pub fn unwritten(&self, state: &State, loc: &Loc) -> Slot {
        Slot::unwritten(loc, self.unwritten_facts(state, loc, false))
    }

    /// Whether an operation makes a dictionary or the like.
    pub fn op(&self, frame: FrameId, value: ValueId) -> Op {
        self.frames[frame].info.ir.op(value)
    }
}

/// Whether an instruction can throw: all but those that only name or hold something.
fn can_throw(op: Op) -> bool {
    let only_holds = matches!(
        op,
        Op::Copy(_) | Op::Phi(_) | Op::Sigma { .. } | Op::Cell(_) | Op::Param(_) | Op::Caught(_)
    );
    let is_constant = matches!(
        op,
        Op::Int(_) | Op::Float(_) | Op::Str(_) | Op::Char(_) | Op::Bool(_) | Op::Number(_)
    );
    let only_makes = matches!(
        op,
        Op::Closure(_) | Op::MethodRef(_) | Op::Aggregate(..) | Op::Append { .. }
    );
    let other = matches!(
        op,
        Op::Null | Op::Undef | Op::LoadGlobal(_) | Op::StoreGlobal(..) | Op::CatchParam(_)
    );
    !(only_holds || is_constant || only_makes || other)
}
