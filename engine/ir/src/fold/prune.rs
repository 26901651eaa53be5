//! Takes the edges that are never taken out of a function. Numbers of values
//! and blocks stay as they are; blocks that never run stay as well, without
//! edges and marked unreachable.

use haechi_syntax::IndexVec;

use super::solve::Solution;
use crate::{Block, BlockId, Function, List, Op, Terminator, ValueId};

pub(super) fn prune(function: &mut Function, solution: &Solution) {
    let Solution {
        runs, edges, stops, ..
    } = solution;
    let all_run = runs.iter().all(|runs| *runs) && edges.iter().all(|edge| *edge);
    if all_run && stops.iter().all(|stops| !*stops) {
        return;
    }
    for block in function.blocks.ids() {
        terminator(function, block, solution);
    }
    for block in function.blocks.ids() {
        values(function, block, solution);
        preds(function, block, edges);
        function.blocks[block].reachable &= runs[block];
        // What never throws needs no handler.
        let handler = &mut function.blocks[block].handler;
        *handler = handler.filter(|handler| runs[*handler]);
    }
    let values = &function.values;
    function.yields.retain(|value| runs[values[*value].block]);
    thrown(function, runs);
}

/// Whether the edge can be taken.
fn is_taken(function: &Function, from: BlockId, to: BlockId, edges: &[bool]) -> bool {
    let start = function.blocks[to].preds.start as usize;
    let at = function.preds(to).iter().position(|block| *block == from);
    at.is_some_and(|at| edges[start + at])
}

fn terminator(function: &mut Function, block: BlockId, solution: &Solution) {
    if !solution.runs[block] || solution.stops[block] {
        function.blocks[block].terminator = Terminator::Unreachable;
        return;
    }
    let taken = |function: &Function, to| is_taken(function, block, to, &solution.edges);
    let new = match function.blocks[block].terminator {
        Terminator::Branch { then, other, .. } => {
            match (taken(function, then), taken(function, other)) {
                (true, true) => return,
                (true, false) => Terminator::Goto(then),
                (false, true) => Terminator::Goto(other),
                (false, false) => Terminator::Unreachable,
            }
        }
        Terminator::Switch {
            subject,
            arms: (start, count),
            default,
        } => {
            let mut kept = start as usize;
            for n in start as usize..(start + count) as usize {
                let arm = function.arms[n];
                if taken(function, arm.target) {
                    function.arms[kept] = arm;
                    kept += 1;
                }
            }
            if !taken(function, default) {
                // The last arm is what remains when the others do not fit.
                match kept.checked_sub(1).filter(|last| *last >= start as usize) {
                    Some(last) => shortened(subject, start, last, function.arms[last].target),
                    None => Terminator::Unreachable,
                }
            } else {
                shortened(subject, start, kept, default)
            }
        }
        Terminator::Try { body, handler } => match taken(function, handler) {
            true => return,
            false => Terminator::Goto(body),
        },
        _ => return,
    };
    function.blocks[block].terminator = new;
}

/// A switch with the arms up to `end`.
fn shortened(subject: ValueId, start: u32, end: usize, default: BlockId) -> Terminator {
    let count = u32::try_from(end).unwrap_or(start) - start;
    match count {
        0 => Terminator::Goto(default),
        _ => Terminator::Switch {
            subject,
            arms: (start, count),
            default,
        },
    }
}

/// φ lose the operands of edges that went, or, in handlers, of versions that
/// are never made.
fn values(function: &mut Function, block: BlockId, solution: &Solution) {
    let Block {
        start,
        end,
        preds,
        is_handler,
        ..
    } = function.blocks[block];
    for id in (start..end).map(ValueId::new) {
        let Op::Phi(list) = function.values[id].op else {
            break;
        };
        let first = list.start as usize;
        let mut kept = first;
        for n in 0..list.len() {
            let operand = function.operands[first + n];
            let stays = match is_handler {
                true => solution.runs[function.values[operand].block],
                false => solution.edges[preds.start as usize + n],
            };
            if stays {
                function.operands[kept] = operand;
                kept += 1;
            }
        }
        let len = u32::try_from(kept - first).unwrap_or(0);
        function.values[id].op = Op::Phi(List { len, ..list });
    }
}

fn preds(function: &mut Function, block: BlockId, edges: &[bool]) {
    let list = function.blocks[block].preds;
    let start = list.start as usize;
    let mut kept = start;
    for (n, taken) in edges.iter().enumerate().skip(start).take(list.len()) {
        if *taken {
            function.preds[kept] = function.preds[n];
            kept += 1;
        }
    }
    function.blocks[block].preds.len = u32::try_from(kept - start).unwrap_or(0);
}

/// Handlers catch what the `Throw`s that are left throw.
fn thrown(function: &mut Function, runs: &IndexVec<BlockId, bool>) {
    let mut throws: Vec<(BlockId, ValueId)> = Vec::new();
    for (id, block) in function.blocks.iter_enumerated() {
        if let (Terminator::Throw(value), Some(handler)) = (block.terminator, block.handler)
            && runs[id]
        {
            throws.push((handler, value));
        }
    }
    throws.sort_unstable();
    throws.dedup();
    for handler in function.blocks.ids() {
        let Some(caught) = function.catch_param(handler) else {
            continue;
        };
        let Op::CatchParam(list) = function.values[caught].op else {
            continue;
        };
        let from = throws.partition_point(|(at, _)| *at < handler);
        let left = throws[from..].iter().take_while(|(at, _)| *at == handler);
        let mut len = 0;
        for (_, value) in left.take(list.len()) {
            function.operands[list.start as usize + len] = *value;
            len += 1;
        }
        let len = u32::try_from(len).unwrap_or(0);
        function.values[caught].op = Op::CatchParam(List { len, ..list });
    }
}
