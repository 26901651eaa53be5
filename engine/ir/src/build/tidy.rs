//! Takes out what the construction made for nothing: φ that merge one value
//! with itself, and φ, σ and undefined values that nobody uses.
//!
//! ```text
//! v5 = phi v4 v9      v9 = v5: only v4     → v4 everywhere
//! v7 = sigma v4       no users, no node    → gone
//! ```
//! Loop headers get their φ before the loop is lowered and branches their σ
//! before anyone reads the variable, so about a third of all values goes.

use haechi_syntax::IndexVec;

use super::finish::{Alias, is_only_for_users};
use crate::function::BranchFact;
use crate::{Function, List, Op, Terminator, ValueId};

/// How often φ are looked at again because others went.
const MAX_PASSES: usize = 6;
/// A value that is gone.
const GONE: ValueId = ValueId::new(u32::MAX);

pub(super) fn tidy(function: &mut Function) {
    let alias = merge_of_one(function);
    let live = live(function, &alias);
    let number = numbers(function, &alias, &live);
    rewrite(function, &live, &number);
}

/// For every φ with one operand apart from itself, that operand; every other
/// value stands for itself.
fn merge_of_one(function: &Function) -> Alias {
    let mut alias: Alias = function.values.ids().collect();
    let phis: Vec<(ValueId, List)> = function
        .values
        .iter_enumerated()
        .filter_map(|(id, value)| match value.op {
            Op::Phi(list) => Some((id, list)),
            _ => None,
        })
        .collect();
    for _ in 0..MAX_PASSES {
        let mut changed = false;
        for (phi, list) in &phis {
            if alias[*phi] != *phi {
                continue;
            }
            let mut only = None;
            let is_one = function.list(*list).iter().all(|operand| {
                let operand = find(&mut alias, *operand);
                operand == *phi || *only.get_or_insert(operand) == operand
            });
            if let Some(only) = only.filter(|_| is_one) {
                alias[*phi] = only;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    for id in function.values.ids() {
        alias[id] = find(&mut alias, id);
    }
    alias
}

/// What a value stands for in the end; chains are shortened on the way.
fn find(alias: &mut Alias, value: ValueId) -> ValueId {
    let mut end = value;
    while alias[end] != end {
        end = alias[end];
    }
    let mut at = value;
    while alias[at] != end {
        at = std::mem::replace(&mut alias[at], end);
    }
    end
}

fn live(function: &Function, alias: &Alias) -> IndexVec<ValueId, bool> {
    let mut live = IndexVec::from_elem(false, function.values.len());
    let mut open = Vec::new();
    let keep = |live: &mut IndexVec<ValueId, bool>, open: &mut Vec<ValueId>, value: ValueId| {
        let value = alias[value];
        if !std::mem::replace(&mut live[value], true) {
            open.push(value);
        }
    };
    for (id, value) in function.values.iter_enumerated() {
        if !is_only_for_users(value.op) {
            keep(&mut live, &mut open, id);
        }
    }
    for (_, value) in &function.node_values {
        keep(&mut live, &mut open, *value);
    }
    for block in function.blocks.iter() {
        match block.terminator {
            Terminator::Branch { cond: value, .. }
            | Terminator::Switch { subject: value, .. }
            | Terminator::Return(Some(value))
            | Terminator::Throw(value) => keep(&mut live, &mut open, value),
            _ => {}
        }
        match block.fact {
            Some(BranchFact::Is { cond: value, .. })
            | Some(BranchFact::OneOf { subject: value, .. })
            | Some(BranchFact::NoneOf { subject: value, .. }) => {
                keep(&mut live, &mut open, value);
            }
            None => {}
        }
    }
    for arm in &function.arms {
        for label in function.list(arm.labels) {
            keep(&mut live, &mut open, *label);
        }
    }
    while let Some(value) = open.pop() {
        function.for_each_operand(value, |operand| keep(&mut live, &mut open, operand));
    }
    live
}

/// The new number of every value.
fn numbers(function: &Function, alias: &Alias, live: &IndexVec<ValueId, bool>) -> Alias {
    let mut next = 0;
    let mut number: Alias = IndexVec::from_elem(GONE, function.values.len());
    for id in function.values.ids() {
        if live[id] {
            number[id] = ValueId::new(next);
            next += 1;
        }
    }
    for id in function.values.ids() {
        if alias[id] != id {
            number[id] = number[alias[id]];
        }
    }
    number
}

fn rewrite(function: &mut Function, live: &IndexVec<ValueId, bool>, number: &Alias) {
    let mut pool = Pool {
        old: std::mem::take(&mut function.operands),
        new: Vec::new(),
        number,
    };
    let mut values = IndexVec::new();
    for block in function.blocks.iter_mut() {
        let (start, end) = (block.start, block.end);
        block.start = count(&values);
        for id in (start..end).map(ValueId::new) {
            if live[id] {
                let mut value = function.values[id];
                value.op = pool.op(value.op);
                values.push(value);
            }
        }
        block.end = count(&values);
    }
    function.values = values;
    for closure in function.closures.iter_mut() {
        closure.captures = pool.list(closure.captures);
        closure.defaults = pool.list(closure.defaults);
    }
    for arm in &mut function.arms {
        arm.labels = pool.list(arm.labels);
    }
    for block in function.blocks.iter_mut() {
        match &mut block.terminator {
            Terminator::Branch { cond: value, .. }
            | Terminator::Switch { subject: value, .. }
            | Terminator::Return(Some(value))
            | Terminator::Throw(value) => *value = number[*value],
            _ => {}
        }
        match &mut block.fact {
            Some(BranchFact::Is { cond, .. }) => *cond = number[*cond],
            Some(BranchFact::OneOf { subject, labels }) => {
                *subject = number[*subject];
                *labels = pool.list(*labels);
            }
            Some(BranchFact::NoneOf { subject, .. }) => *subject = number[*subject],
            None => {}
        }
    }
    function.operands = pool.new;
    for arg in &mut function.args {
        arg.value = number[arg.value];
    }
    for call in function.calls.iter_mut() {
        call.callee = call.callee.map_value(|value| number[value]);
        call.value = number[call.value];
    }
    for (_, value) in &mut function.captures {
        *value = number[*value];
    }
    for param in &mut function.params {
        param.value = number[param.value];
    }
    for value in &mut function.yields {
        *value = number[*value];
    }
    for (_, value) in &mut function.node_values {
        *value = number[*value];
    }
    function.node_values.dedup();
}

fn count(values: &IndexVec<ValueId, crate::Value>) -> u32 {
    u32::try_from(values.len()).unwrap_or(u32::MAX)
}

/// Operand lists on their way from the old pool to the new one.
struct Pool<'a> {
    old: Vec<ValueId>,
    new: Vec<ValueId>,
    number: &'a Alias,
}

impl Pool<'_> {
    fn list(&mut self, list: List) -> List {
        let start = u32::try_from(self.new.len()).unwrap_or(u32::MAX);
        let old = list.start as usize..list.start as usize + list.len();
        self.new
            .extend(self.old[old].iter().map(|value| self.number[*value]));
        List {
            start,
            len: list.len,
        }
    }

    fn op(&mut self, op: Op) -> Op {
        match op {
            Op::Phi(list) => Op::Phi(self.list(list)),
            Op::Format(list) => Op::Format(self.list(list)),
            Op::Slice(list) => Op::Slice(self.list(list)),
            Op::Class(list) => Op::Class(self.list(list)),
            Op::Aggregate(kind, list) => Op::Aggregate(kind, self.list(list)),
            Op::NewArray(list) => Op::NewArray(self.list(list)),
            Op::CatchParam(list) => Op::CatchParam(self.list(list)),
            Op::Opaque(list) => Op::Opaque(self.list(list)),
            op => op.map_values(|value| self.number[value]),
        }
    }
}
