//! Which values are constant, and which edges can be taken.
//!
//! Sparse conditional constant propagation (Wegman and Zadeck 1991), by sweeps
//! over the blocks in order instead of worklists: every edge but those of loops
//! leads forward, so a sweep carries all that is known, and a function without
//! loops needs one. What is known of a value only ever falls, from *unseen*
//! through one constant to *varies*, so it ends.
//!
//! ```text
//! k = 3                       k: 3
//! if (k > 5) x = a;           3 > 5 is false: this edge is never taken
//! else x = "safe";            x: φ of the other edge alone: "safe"
//! ```
//! A σ after `x == "a"` (or `"a".equals(x)`) knows that x is "a".

use haechi_syntax::{IndexVec, Kind, Lang, NodeId, Operator, Tree};
use rustc_hash::FxHashMap;

use super::compute::Compute;
use super::frozen::Frozen;
use super::throws;
use crate::{
    AggregateKind, BlockId, BranchFact, CallQuery, Callee, Const, Facts, Function, List, Op,
    Terminator, UnpackPos, ValueId,
};

/// More sweeps than this, and nothing is taken for known.
const MAX_SWEEPS: usize = 64;
/// How far a σ is traced back to the value that a condition tested.
const MAX_RENAMES: usize = 16;

/// Dictionaries with more keys are not counted.
const MAX_KEYS: usize = 32;

/// What is known of a value: [`UNSEEN`], [`VARIES`], or a place in the pool.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Known(u32);

const UNSEEN: Known = Known(0);
const VARIES: Known = Known(1);

/// The outcome.
pub(super) struct Solution {
    /// The constants, by value, but those that are numbers, truth values or
    /// null by their instruction.
    pub(super) constants: Vec<(ValueId, Const)>,
    /// Whether the block runs at all.
    pub(super) runs: IndexVec<BlockId, bool>,
    /// Per entry of the function's list of predecessors, whether that edge can
    /// be taken.
    pub(super) edges: Vec<bool>,
    /// Blocks that end in a call that never returns.
    pub(super) stops: IndexVec<BlockId, bool>,
}

pub(super) struct Solver<'a> {
    function: &'a Function,
    tree: &'a Tree,
    facts: &'a dyn Facts,
    compute: Compute,
    frozen: Frozen,
    pool: Vec<Const>,
    /// Literals that were decoded.
    literals: FxHashMap<NodeId, Known>,
    known: IndexVec<ValueId, Known>,
    runs: IndexVec<BlockId, bool>,
    edges: Vec<bool>,
    stops: IndexVec<BlockId, bool>,
    /// Blocks that may throw.
    throws: IndexVec<BlockId, bool>,
    changed: bool,
}

impl<'a> Solver<'a> {
    pub(super) fn new(function: &'a Function, tree: &'a Tree, facts: &'a dyn Facts) -> Self {
        Self {
            function,
            tree,
            facts,
            compute: Compute { lang: tree.lang },
            frozen: Frozen::new(function, tree),
            pool: Vec::new(),
            literals: FxHashMap::default(),
            known: IndexVec::from_elem(UNSEEN, function.values.len()),
            runs: IndexVec::from_elem(false, function.blocks.len()),
            edges: vec![false; function.preds.len()],
            stops: IndexVec::from_elem(false, function.blocks.len()),
            throws: throws::throwing_blocks(function, tree.lang),
            changed: false,
        }
    }

    /// `None` if it did not come to an end in time.
    pub(super) fn solve(mut self) -> Option<Solution> {
        self.runs[BlockId::ENTRY] = true;
        let mut sweeps = 0;
        loop {
            self.changed = false;
            for block in self.function.blocks.ids() {
                if self.runs[block] {
                    self.block(block);
                }
            }
            if !self.changed && !self.settle() {
                return Some(self.solution());
            }
            sweeps += 1;
            if sweeps > MAX_SWEEPS {
                return None;
            }
        }
    }

    /// A condition that nothing ever defines (broken code, names that appear at
    /// run time) may go either way. Whether there was one.
    fn settle(&mut self) -> bool {
        let mut found = false;
        for (id, block) in self.function.blocks.iter_enumerated() {
            let (Terminator::Branch { cond: value, .. }
            | Terminator::Switch { subject: value, .. }) = block.terminator
            else {
                continue;
            };
            if self.runs[id] && !self.stops[id] && self.known[value] == UNSEEN {
                self.known[value] = VARIES;
                found = true;
            }
        }
        found
    }

    fn solution(self) -> Solution {
        let mut constants = Vec::new();
        for (id, value) in self.function.values.iter_enumerated() {
            let is_plain = matches!(
                value.op,
                Op::Int(_) | Op::Float(_) | Op::Char(_) | Op::Bool(_) | Op::Null
            );
            if !is_plain && let Some(constant) = self.constant(id) {
                constants.push((id, constant.clone()));
            }
        }
        Solution {
            constants,
            runs: self.runs,
            edges: self.edges,
            stops: self.stops,
        }
    }

    // ---- blocks

    fn block(&mut self, block: BlockId) {
        for id in self.function.instructions(block) {
            let before = self.known[id];
            if before == VARIES {
                continue;
            }
            let now = self.meet(before, id, block);
            if now != before {
                self.known[id] = now;
                self.changed = true;
            }
            if let Op::Call(call) = self.function.op(id)
                && !self.stops[block]
                && self.facts.never_returns(self.function, call)
            {
                self.stops[block] = true;
            }
        }
        if let Some(handler) = self.function.blocks[block].handler
            && self.throws[block]
            && let Some(entry) = self.function.preds(handler).first()
        {
            self.take(*entry, handler);
        }
        if !self.stops[block] {
            self.terminator(block);
        }
    }

    /// What is known of a value now, at most what was known before.
    fn meet(&mut self, before: Known, id: ValueId, block: BlockId) -> Known {
        let now = self.evaluate(id, block);
        match (before, now) {
            (UNSEEN, now) => now,
            (before, UNSEEN) => before,
            (before, now) if self.is_same(before, now) => before,
            _ => VARIES,
        }
    }

    fn is_same(&self, a: Known, b: Known) -> bool {
        a == b
            || match (self.get(a), self.get(b)) {
                (Some(a), Some(b)) => identical(a, b),
                _ => false,
            }
    }

    fn take(&mut self, from: BlockId, to: BlockId) {
        let preds = self.function.blocks[to].preds;
        let at = self.function.preds(to).iter().position(|b| *b == from);
        let Some(at) = at else { return };
        let edge = &mut self.edges[preds.start as usize + at];
        if !*edge {
            *edge = true;
            self.runs[to] = true;
            self.changed = true;
        }
    }

    fn terminator(&mut self, block: BlockId) {
        let function = self.function;
        match function.blocks[block].terminator {
            Terminator::Branch { cond, then, other } => {
                if self.known[cond] == UNSEEN {
                    return;
                }
                let truth = self.constant(cond).and_then(|c| self.compute.truth(c));
                let truth = truth.filter(|_| !self.counts(block, cond));
                if truth != Some(false) {
                    self.take(block, then);
                }
                if truth != Some(true) {
                    self.take(block, other);
                }
            }
            Terminator::Switch {
                subject,
                arms,
                default,
            } => self.switch(block, subject, arms, default),
            // The handler is reached from what throws in the region.
            Terminator::Try { body, .. } => self.take(block, body),
            _ => function.for_each_succ(block, |to| self.take(block, to)),
        }
    }

    /// Whether a condition of a loop's header depends on what the loop changes:
    /// that it fails at once is no reason to leave the body out, since loops
    /// that are never entered are mistakes or examples.
    fn counts(&self, block: BlockId, cond: ValueId) -> bool {
        const MAX_VALUES: usize = 16;
        let function = self.function;
        if !function.loops.iter().any(|l| l.header == block) {
            return false;
        }
        let mut open = vec![cond];
        let mut steps = 0;
        while let Some(value) = open.pop() {
            steps += 1;
            let found = function.value(value);
            if found.block != block || steps > MAX_VALUES {
                continue;
            }
            if matches!(found.op, Op::Phi(_)) {
                return true;
            }
            function.for_each_operand(value, |operand| open.push(operand));
        }
        false
    }

    fn is_undefined(&self, value: ValueId) -> bool {
        matches!(self.function.op(value), Op::Undef)
    }

    fn switch(&mut self, block: BlockId, subject: ValueId, arms: (u32, u32), default: BlockId) {
        if self.known[subject] == UNSEEN {
            return;
        }
        let function = self.function;
        let mut may_miss = true;
        for arm in function.arms(arms) {
            let mut may_hit = false;
            for label in function.list(arm.labels) {
                match self.label_is(subject, *label) {
                    Some(true) => {
                        // Labels differ from each other: no other can be equal.
                        may_hit = true;
                        may_miss = false;
                    }
                    Some(false) => {}
                    None => may_hit = true,
                }
            }
            if may_hit {
                self.take(block, arm.target);
            }
            if !may_miss {
                return;
            }
        }
        self.take(block, default);
    }

    /// Whether the subject equals a label. An enum's constant is compared by
    /// its simple name, since labels are written so.
    fn label_is(&self, subject: ValueId, label: ValueId) -> Option<bool> {
        let value = self.constant(subject)?;
        if let (Const::Enum(path), Op::LoadGlobal(node)) = (value, self.function.op(label)) {
            let name = path.rsplit('.').next().unwrap_or(path);
            return Some(name == self.tree.name(node));
        }
        self.compute.equal(value, self.constant(label)?)
    }

    // ---- values

    fn get(&self, known: Known) -> Option<&Const> {
        self.pool.get((known.0 as usize).checked_sub(2)?)
    }

    fn constant(&self, value: ValueId) -> Option<&Const> {
        self.get(self.known[value])
    }

    fn add(&mut self, constant: Option<Const>) -> Known {
        let Some(constant) = constant else {
            return VARIES;
        };
        self.pool.push(constant);
        Known(u32::try_from(self.pool.len() + 1).unwrap_or(1))
    }

    fn evaluate(&mut self, id: ValueId, block: BlockId) -> Known {
        match self.function.op(id) {
            Op::Phi(list) => self.phi(block, list),
            Op::Copy(a) => self.known[a],
            Op::Sigma {
                value,
                cond,
                polarity,
            } => self.sigma(block, value, cond, polarity),
            Op::Str(node) => self.literal(node),
            Op::Undef => VARIES,
            op => {
                // The result of what is not known yet is not known yet either.
                let mut unseen = false;
                self.function.for_each_operand(id, |operand| {
                    unseen |= self.known[operand] == UNSEEN;
                });
                if unseen {
                    return UNSEEN;
                }
                if let Some(known) = self.same_as_before(id, op) {
                    return known;
                }
                let constant = self.compute_op(id, op);
                self.add(constant)
            }
        }
    }

    /// Operands that are constants stay the same ones until they vary.
    fn same_as_before(&self, id: ValueId, op: Op) -> Option<Known> {
        let before = self.known[id];
        if before == UNSEEN || matches!(op, Op::Call(_)) {
            return None;
        }
        let mut varies = false;
        self.function.for_each_operand(id, |operand| {
            varies |= self.known[operand] == VARIES;
        });
        (!varies).then_some(before)
    }

    fn literal(&mut self, node: NodeId) -> Known {
        if let Some(known) = self.literals.get(&node) {
            return *known;
        }
        let text = super::text::literal(self.tree, node);
        let known = self.add(text.and_then(|text| super::compute::text(&text)));
        self.literals.insert(node, known);
        known
    }

    fn phi(&self, block: BlockId, list: List) -> Known {
        let function = self.function;
        let is_handler = function.blocks[block].is_handler;
        let first_edge = function.blocks[block].preds.start as usize;
        let mut found = UNSEEN;
        for (n, operand) in function.list(list).iter().enumerate() {
            let comes = is_handler || self.edges.get(first_edge + n).copied().unwrap_or(true);
            // Whoever reads a variable that was never bound does not go on.
            if !comes || self.is_undefined(*operand) {
                continue;
            }
            let known = self.known[*operand];
            if known == UNSEEN {
                continue;
            }
            if found == UNSEEN {
                found = known;
            } else if !self.is_same(found, known) {
                return VARIES;
            }
        }
        found
    }

    /// The value itself, or what the condition says it is.
    fn sigma(&mut self, block: BlockId, value: ValueId, cond: ValueId, polarity: bool) -> Known {
        let known = self.known[value];
        if known != VARIES {
            return known;
        }
        let function = self.function;
        let fact = function.blocks[block].fact;
        let is_truth = matches!(fact, Some(BranchFact::Is { .. }));
        if is_truth && self.renames(value, cond) && self.is_boolean(cond) {
            return self.add(Some(Const::Bool(polarity)));
        }
        let equal = match fact {
            Some(BranchFact::OneOf { subject, labels }) => match function.list(labels) {
                [label] if self.renames(value, subject) => Some(*label),
                _ => None,
            },
            _ => self.equal_to(cond, value, polarity),
        };
        match equal {
            Some(other) => self.known[other],
            None => known,
        }
    }

    /// Whether a value that is tested is a truth value and nothing else.
    fn is_boolean(&self, value: ValueId) -> bool {
        self.tree.lang == Lang::Java
            || match self.function.op(self.origin(value)) {
                Op::Unary(Operator::Not, _) | Op::InstanceOf(..) => true,
                Op::Binary(operator, ..) => operator.is_comparison(),
                _ => false,
            }
    }

    /// The other side, if `cond` going the way `polarity` says that `value`
    /// equals it.
    fn equal_to(&self, cond: ValueId, value: ValueId, polarity: bool) -> Option<ValueId> {
        let function = self.function;
        let (a, b) = match function.op(self.origin(cond)) {
            Op::Binary(Operator::Eq | Operator::Is, a, b) if polarity => (a, b),
            Op::Binary(Operator::Ne | Operator::IsNot, a, b) if !polarity => (a, b),
            Op::Call(id) if polarity => match (function.call(id).callee, function.args(id)) {
                (Callee::Method { receiver, name }, [arg])
                    if self.tree.names().text(name) == "equals" =>
                {
                    (receiver, arg.value)
                }
                _ => return None,
            },
            _ => return None,
        };
        if self.renames(value, a) {
            Some(b)
        } else if self.renames(value, b) {
            Some(a)
        } else {
            None
        }
    }

    /// Whether two values are one, renamed by σ and assignments.
    fn renames(&self, a: ValueId, b: ValueId) -> bool {
        self.origin(a) == self.origin(b)
    }

    fn origin(&self, value: ValueId) -> ValueId {
        origin(self.function, value)
    }

    fn compute_op(&self, id: ValueId, op: Op) -> Option<Const> {
        let of = |value: ValueId| self.constant(value);
        match op {
            Op::Int(n) => Some(Const::Int(n)),
            Op::Float(n) => Some(Const::Float(n)),
            Op::Char(c) => Some(Const::Char(c)),
            Op::Bool(b) => Some(Const::Bool(b)),
            Op::Null => Some(Const::Null),
            Op::Param(n) => self.facts.param(n),
            Op::Unary(operator, a) => self.compute.unary(operator, of(a)?),
            Op::Binary(operator, a, b) => self.compute.binary(operator, of(a)?, of(b)?),
            Op::Format(list) => self.format(list),
            Op::Cast(a, ty) => self.cast(of(a)?, ty),
            Op::InstanceOf(a, ty) => self.instance_of(of(a)?, ty),
            Op::LoadGlobal(node) => self.facts.global(node),
            Op::LoadField(base, field) => match (of(base), field.name()) {
                (_, Some(name)) if self.tree.names().text(name) == "length" => self
                    .length(base)
                    .or_else(|| self.facts.field(self.function, id)),
                _ => self.facts.field(self.function, id),
            },
            Op::LoadIndex(base, index) => match self.function.op(index) {
                Op::Slice(bounds) => {
                    let [a, b, c] = self.function.list(bounds) else {
                        return None;
                    };
                    self.compute.slice(of(base)?, [of(*a)?, of(*b)?, of(*c)?])
                }
                _ => match of(base) {
                    Some(base) => self.compute.element(base, of(index)?),
                    None => self.element(base, of(index)?),
                },
            },
            Op::Aggregate(kind, list) => self.aggregate(id, kind, list),
            Op::Unpack(a, UnpackPos::Front(n)) => {
                let index = Const::Int(i64::from(n));
                match of(a) {
                    Some(seq @ Const::Seq(_)) => self.compute.element(seq, &index),
                    Some(_) => None,
                    None => self.element(a, &index),
                }
            }
            Op::IterNext(a) => match of(a)? {
                Const::Seq(items) if items.is_empty() => Some(Const::Bool(false)),
                _ => None,
            },
            Op::Call(_) => self.call(id, op),
            _ => None,
        }
    }

    /// A constant element of an aggregate that never changes.
    fn element(&self, base: ValueId, index: &Const) -> Option<Const> {
        let made = self.origin(base);
        let list = match self.function.op(made) {
            Op::Aggregate(AggregateKind::Tuple, list) => list,
            Op::Aggregate(AggregateKind::List | AggregateKind::Array, list)
                if self.frozen.contains(made) =>
            {
                list
            }
            _ => return None,
        };
        self.count(list)?;
        let Const::Int(n) = index else { return None };
        let value = self.function.list(list).get(usize::try_from(*n).ok()?)?;
        self.constant(*value).cloned()
    }

    /// The number of elements: of a constant, or of an aggregate that never
    /// changes, whatever its elements are.
    fn length(&self, value: ValueId) -> Option<Const> {
        if let Some(constant) = self.constant(value) {
            return self.compute.length(constant);
        }
        let made = self.origin(value);
        let count = match self.function.op(made) {
            Op::Aggregate(AggregateKind::Tuple, list) => self.count(list)?,
            Op::Aggregate(AggregateKind::List | AggregateKind::Array, list) => {
                self.frozen.contains(made).then(|| self.count(list))??
            }
            Op::Aggregate(kind @ (AggregateKind::Dict | AggregateKind::Set), list) => {
                let step = if kind == AggregateKind::Dict { 2 } else { 1 };
                self.frozen
                    .contains(made)
                    .then(|| self.distinct(list, step))??
            }
            Op::NewArray(list) => {
                return self.constant(*self.function.list(list).first()?).cloned();
            }
            _ => return None,
        };
        self.compute.int(i64::try_from(count).ok())
    }

    fn count(&self, list: List) -> Option<usize> {
        let values = self.function.list(list);
        let spreads = values
            .iter()
            .any(|value| matches!(self.function.op(*value), Op::Spread(_)));
        (!spreads).then_some(values.len())
    }

    /// How many keys (every `step`-th operand) there are, if they are known to differ.
    fn distinct(&self, list: List, step: usize) -> Option<usize> {
        let values = self.function.list(list);
        let mut keys: Vec<&Const> = Vec::new();
        for key in values.iter().step_by(step) {
            let key = self.constant(*key)?;
            if keys.len() > MAX_KEYS
                || keys
                    .iter()
                    .any(|k| self.compute.equal(k, key) != Some(false))
            {
                return None;
            }
            keys.push(key);
        }
        Some(keys.len())
    }

    fn format(&self, list: List) -> Option<Const> {
        let mut joined = String::new();
        for part in self.function.list(list) {
            joined.push_str(&self.compute.shown(self.constant(*part)?)?);
        }
        super::compute::text(&joined)
    }

    fn aggregate(&self, id: ValueId, kind: AggregateKind, list: List) -> Option<Const> {
        let is_sequence = match kind {
            AggregateKind::Tuple => true,
            AggregateKind::List | AggregateKind::Array => self.frozen.contains(id),
            AggregateKind::Set | AggregateKind::Dict | AggregateKind::Generator => false,
        };
        let values = self.function.list(list);
        if !is_sequence || values.len() as i64 > super::compute::MAX_ITEMS {
            return None;
        }
        let items: Option<Vec<Const>> = values.iter().map(|v| self.constant(*v).cloned()).collect();
        items.map(|items| Const::Seq(items.into()))
    }

    /// Conversions that keep the value, and `char` to `int` and back.
    fn cast(&self, value: &Const, ty: NodeId) -> Option<Const> {
        match (value, self.tree.name(ty)) {
            (Const::Int(n), "char") => char::from_u32(u32::try_from(*n).ok()?).map(Const::Char),
            (Const::Char(c), "int" | "long") => Some(Const::Int(i64::from(u32::from(*c)))),
            (Const::Int(_), "int" | "long" | "Integer" | "Long" | "Object") => Some(value.clone()),
            (Const::Int(n), "byte") => i8::try_from(*n).ok().map(|_| value.clone()),
            (Const::Int(n), "short") => i16::try_from(*n).ok().map(|_| value.clone()),
            (Const::Int(_) | Const::Float(_), _) => None,
            (Const::Char(_), name) => (name != "byte" && name != "short").then(|| value.clone()),
            _ => Some(value.clone()),
        }
    }

    fn instance_of(&self, value: &Const, ty: NodeId) -> Option<Const> {
        if self.tree.kind(ty) != Kind::Ident {
            return None;
        }
        match (value, self.tree.name(ty)) {
            (Const::Null, _) if self.tree.lang == Lang::Java => Some(Const::Bool(false)),
            (Const::Str(_), "String" | "str") => Some(Const::Bool(true)),
            _ => None,
        }
    }

    fn call(&self, id: ValueId, op: Op) -> Option<Const> {
        let Op::Call(call) = op else { return None };
        let function = self.function;
        let callee = function.call(call).callee;
        let args: Vec<Option<Const>> = function
            .args(call)
            .iter()
            .map(|arg| self.constant(arg.value).cloned())
            .collect();
        let receiver = callee.value().and_then(|value| self.constant(value));
        if let (Callee::Path { path, .. }, [arg]) = (callee, function.args(call))
            && self.tree.lang == Lang::Python
            && self.tree.source(path) == "len"
            && let Some(length) = self.length(arg.value)
        {
            return Some(length);
        }
        if let Some(folded) = self.library_call(call, callee, receiver) {
            return Some(folded);
        }
        self.facts.call(CallQuery {
            function,
            value: id,
            call,
            receiver,
            args: &args,
        })
    }

    fn library_call(
        &self,
        call: crate::CallId,
        callee: Callee,
        receiver: Option<&Const>,
    ) -> Option<Const> {
        let mut args = Vec::new();
        for arg in self.function.args(call) {
            if arg.kind != crate::ArgKind::Positional {
                return None;
            }
            args.push(self.constant(arg.value)?);
        }
        match callee {
            Callee::Method { name, .. } => {
                let name = self.tree.names().text(name);
                self.compute.method(receiver?, name, &args)
            }
            Callee::Path { path, .. } => {
                if let Some(receiver) = receiver
                    && let Some(found) = self.compute.method(receiver, self.tree.name(path), &args)
                {
                    return Some(found);
                }
                // `String.format`, written in full or short.
                let written = self.tree.source(path);
                let short = written
                    .rmatch_indices('.')
                    .nth(1)
                    .map_or(0, |(at, _)| at + 1);
                self.compute.function(written.get(short..)?, &args)
            }
            _ => None,
        }
    }
}

/// The value that σ and assignments rename in the end.
pub(super) fn origin(function: &Function, mut value: ValueId) -> ValueId {
    for _ in 0..MAX_RENAMES {
        match function.op(value) {
            Op::Sigma { value: inner, .. } | Op::Copy(inner) => value = inner,
            _ => break,
        }
    }
    value
}

/// Whether two constants are the same in kind and content.
fn identical(a: &Const, b: &Const) -> bool {
    match (a, b) {
        (Const::Float(x), Const::Float(y)) => x.to_bits() == y.to_bits(),
        (a, b) => a == b,
    }
}
