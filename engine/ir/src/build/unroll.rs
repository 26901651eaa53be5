//! Loops with few, known rounds are lowered once per round.
//!
//! ```text
//! for (int i = 0; i < 3; i++) {        i = 0; body; i = 1; body; i = 2; body; i = 3
//!     if (i == 1) { a = "x"; break; }  folding then finds `1 == 1`, and that
//! }                                    only this `break` leaves the loop
//! ```
//! So conditions on the counter, elements at the counter and the order of
//! rounds are exact. It is done for counters that start at a known number, are
//! compared with one, and change by a constant at one place that every round
//! passes; for `range` with known bounds; and for lists that are written out
//! in the loop's head. The size of what is copied is limited per function; a
//! loop that does not fit stays a loop.

use haechi_syntax::{Kind, NodeId, Operator, Role};

use super::Builder;
use super::jump::Frame;
use super::ssa::VarId;
use crate::{Op, ValueId};

/// More rounds than this are not unrolled.
const MAX_ROUNDS: usize = 16;
/// How many nodes all copies in a function may have together.
const MAX_NODES: u32 = 4_000;

/// The elements of the rounds of a for-each loop.
enum Elements {
    /// `range(from, to)`.
    Range(i64, i64),
    /// The operands of a list.
    Values(Vec<ValueId>),
}

impl Builder<'_> {
    /// Lowers a `while` or `for` loop (its `Init` done) round by round, if it
    /// can be; whether it was.
    pub(super) fn unroll_counted(&mut self, node: NodeId) -> bool {
        let Some(rounds) = self.counted_rounds(node) else {
            return false;
        };
        self.rounds(node, rounds, |builder, _| {
            builder.child_statement(node, Role::Body);
            builder.end_round(node);
            if builder.cur.is_some() {
                for update in builder.tree.children_in(node, Role::Update) {
                    builder.statement_or_expr(update);
                }
            }
        });
        true
    }

    /// The same for a `ForEach`, with what it goes through evaluated.
    pub(super) fn unroll_each(&mut self, node: NodeId, iter: ValueId) -> bool {
        let Some(elements) = self.elements(node, iter) else {
            return false;
        };
        self.rounds(node, elements.len(), |builder, n| {
            builder.bind_round(node, &elements, n);
            builder.child_statement(node, Role::Body);
            builder.end_round(node);
        });
        true
    }

    /// The same for a clause of a comprehension around `inner`.
    pub(super) fn unroll_clause(
        &mut self,
        clause: NodeId,
        comprehension: NodeId,
        iter: ValueId,
        mut inner: impl FnMut(&mut Self),
    ) -> bool {
        let Some(elements) = self.elements_for(clause, iter, self.size(comprehension)) else {
            return false;
        };
        for n in 0..elements.len() {
            self.bind_round(clause, &elements, n);
            inner(self);
        }
        true
    }

    // ---- rounds

    fn rounds(&mut self, node: NodeId, count: usize, mut round: impl FnMut(&mut Self, usize)) {
        let labels = std::mem::take(&mut self.labels);
        let since = self.checkpoint();
        self.frames.push(Frame::Loop {
            labels,
            since,
            breaks: Vec::new(),
            continues: Vec::new(),
        });
        for n in 0..count {
            round(self, n);
            if self.cur.is_none() {
                break; // no round comes after this one
            }
        }
        let breaks = match self.frames.pop() {
            Some(Frame::Loop { breaks, .. }) => breaks,
            _ => Vec::new(),
        };
        let ends = self.take_exit(since).into_iter().collect();
        self.after_loop(node, ends, breaks, since);
    }

    /// Goes on where the body ends or a `continue` leads.
    fn end_round(&mut self, node: NodeId) {
        let Some(Frame::Loop {
            since, continues, ..
        }) = self.frames.last_mut()
        else {
            return;
        };
        let (since, mut ends) = (*since, std::mem::take(continues));
        if ends.is_empty() {
            return;
        }
        ends.extend(self.take_exit(since));
        self.roll_back(since);
        self.resume(ends, node);
    }

    fn bind_round(&mut self, node: NodeId, elements: &Elements, n: usize) {
        let Some(target) = self.tree.child(node, Role::Target) else {
            return;
        };
        let op = match elements {
            Elements::Range(from, _) => {
                Op::Int(from.saturating_add(i64::try_from(n).unwrap_or(i64::MAX)))
            }
            Elements::Values(values) => match values.get(n) {
                Some(value) => Op::Copy(*value),
                None => return,
            },
        };
        let element = match self.tree.kind(target) {
            Kind::Member | Kind::Index => self.emit_hidden(op, target),
            _ => self.emit(op, target),
        };
        self.bind(target, element);
    }

    // ---- how many rounds

    fn size(&self, node: NodeId) -> u32 {
        self.tree.node(node).size
    }

    /// Takes the copies from what is left; whether there was enough.
    fn afford(&mut self, size: u32, rounds: usize) -> bool {
        let Some(cost) = u32::try_from(rounds).ok().and_then(|n| n.checked_mul(size)) else {
            return false;
        };
        let total = self.unrolled.saturating_add(cost);
        if rounds > MAX_ROUNDS || total > MAX_NODES {
            return false;
        }
        self.unrolled = total;
        true
    }

    fn elements(&mut self, node: NodeId, iter: ValueId) -> Option<Elements> {
        self.elements_for(node, iter, self.size(node))
    }

    fn elements_for(&mut self, node: NodeId, iter: ValueId, size: u32) -> Option<Elements> {
        let source = self.tree.child(node, Role::Iter)?;
        let elements = match self.values[iter].op {
            Op::Aggregate(_, list) if is_written_list(self.tree.kind(source)) => {
                let operands = list.start as usize..list.start as usize + list.len();
                let values = self.operands[operands].to_vec();
                let spreads = |value: &ValueId| matches!(self.values[*value].op, Op::Spread(_));
                if values.is_empty() || values.iter().any(spreads) {
                    return None;
                }
                Elements::Values(values)
            }
            Op::Call(_) => {
                let (from, to) = self.range_bounds(source)?;
                if from >= to {
                    return None; // folding sees that
                }
                Elements::Range(from, to)
            }
            _ => return None,
        };
        self.afford(size, elements.len()).then_some(elements)
    }

    /// How often a loop with a counter runs, if that is known and affordable.
    fn counted_rounds(&mut self, node: NodeId) -> Option<usize> {
        let cond = self.tree.child(node, Role::Cond)?;
        if self.tree.kind(cond) != Kind::Binary {
            return None;
        }
        let counter = self.tree.child(cond, Role::Left)?;
        let bound = self.tree.child(cond, Role::Right)?;
        let operator = self.tree.flags(cond).operator()?;
        let var = self.counter_var(counter)?;
        let step = self.only_step(node, var)?;
        let changed = self.assigned_in(node);
        if self
            .var_named(bound)
            .is_some_and(|bound| changed.contains(&bound))
        {
            return None;
        }
        let (mut at, bound) = (self.integer_now(counter)?, self.integer_now(bound)?);
        let mut rounds = 0;
        while holds(operator, at, bound)? {
            rounds += 1;
            if rounds > MAX_ROUNDS {
                return None;
            }
            at = at.checked_add(step)?;
        }
        let is_worth = rounds > 0 && self.afford(self.size(node), rounds);
        is_worth.then_some(rounds)
    }

    fn counter_var(&self, ident: NodeId) -> Option<VarId> {
        let var = self.var_named(ident)?;
        (!self.vars[var].boxed).then_some(var)
    }

    fn var_named(&self, ident: NodeId) -> Option<VarId> {
        let def = self.scopes.def_of(ident)?;
        self.slots.get(&def).copied()
    }

    /// By how much the counter changes each round: it must be assigned at one
    /// place of the loop, which no `continue` skips.
    fn only_step(&self, node: NodeId, counter: VarId) -> Option<i64> {
        let end = self.tree.end(node);
        let from = self.writes.partition_point(|(at, _)| *at < node);
        let mut place = None;
        for (at, var) in self.writes[from..].iter().take_while(|(at, _)| *at < end) {
            let in_init = self
                .tree
                .children_in(node, Role::Init)
                .any(|init| self.tree.is_within(*at, init));
            if *var == counter && !in_init && place.replace(*at).is_some() {
                return None;
            }
        }
        let place = place?;
        let change = self.scopes.parent(place);
        let statement = match self.tree.role(change) {
            Role::Update => return self.step_of(change),
            Role::Stmt => change,
            _ => self.scopes.parent(change),
        };
        // A statement of the body itself, with no `continue` around.
        let block = self.scopes.parent(statement);
        let is_direct = self.tree.role(statement) == Role::Stmt
            && self.tree.role(block) == Role::Body
            && self.scopes.parent(block) == node;
        let body = self.tree.child(node, Role::Body)?;
        let mut inside = self.tree.subtree(body);
        if !is_direct || inside.any(|n| self.tree.kind(n) == Kind::Continue) {
            return None;
        }
        self.step_of(change)
    }

    /// The constant that `i++`, `i += 2`, `i = i + 2` adds.
    fn step_of(&self, change: NodeId) -> Option<i64> {
        let operator = |node| self.tree.flags(node).operator();
        let amount = |node: Option<NodeId>| {
            let node = node.filter(|node| self.tree.kind(*node) == Kind::Int)?;
            super::literal::parse_int(self.tree.source(node))
        };
        match self.tree.kind(change) {
            Kind::Update if operator(change) == Some(Operator::Dec) => Some(-1),
            Kind::Update => Some(1),
            Kind::AugAssign => {
                let amount = amount(self.tree.child(change, Role::Value))?;
                signed(operator(change)?, amount)
            }
            Kind::Assign => {
                let value = self.tree.child(change, Role::Value)?;
                let left = self.tree.child(value, Role::Left)?;
                let target = self.tree.child(change, Role::Target)?;
                let is_own = self.tree.kind(value) == Kind::Binary
                    && self.tree.kind(left) == Kind::Ident
                    && self.scopes.def_of(left) == self.scopes.def_of(target);
                let amount = amount(self.tree.child(value, Role::Right))?;
                is_own.then(|| signed(operator(value)?, amount))?
            }
            _ => None,
        }
    }
}

impl Elements {
    fn len(&self) -> usize {
        match self {
            Self::Range(from, to) => usize::try_from(to.saturating_sub(*from)).unwrap_or(0),
            Self::Values(values) => values.len(),
        }
    }
}

fn is_written_list(kind: Kind) -> bool {
    matches!(kind, Kind::List | Kind::Tuple)
}

fn signed(operator: Operator, amount: i64) -> Option<i64> {
    match operator {
        Operator::Add => Some(amount),
        Operator::Sub => amount.checked_neg(),
        _ => None,
    }
}

/// Whether a comparison of two integers holds; `None` for other operators.
pub(super) fn holds(operator: Operator, left: i64, right: i64) -> Option<bool> {
    Some(match operator {
        Operator::Lt => left < right,
        Operator::Le => left <= right,
        Operator::Gt => left > right,
        Operator::Ge => left >= right,
        Operator::Ne => left != right,
        Operator::Eq => left == right,
        _ => return None,
    })
}
