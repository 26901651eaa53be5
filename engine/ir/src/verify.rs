//! Checks what every function promises; for tests and debugging.

use haechi_syntax::{Idx, IndexVec};

use crate::{BlockId, Function, Op, Terminator, ValueId, dominators};

/// Checks a function: blocks hold their values, edges and predecessors agree,
/// edges back lead to loop headers, definitions come before their uses on every
/// way, φ have an operand per edge, and the node map names values that exist.
///
/// # Errors
/// What is wrong first.
pub fn verify(function: &Function) -> Result<(), String> {
    let verifier = Verifier {
        function,
        dominator: dominators(function),
    };
    verifier.blocks()?;
    verifier.edges()?;
    for block in function.blocks.ids() {
        verifier.instructions(block)?;
        verifier.terminator(block)?;
    }
    verifier.maps()
}

struct Verifier<'a> {
    function: &'a Function,
    /// The immediate dominator of every block that the entry reaches.
    dominator: IndexVec<BlockId, Option<BlockId>>,
}

impl Verifier<'_> {
    fn blocks(&self) -> Result<(), String> {
        let mut next = 0;
        for (id, block) in self.function.blocks.iter_enumerated() {
            if block.start != next || block.end < block.start {
                return Err(format!("{id:?}: its values do not follow the block before"));
            }
            next = block.end;
            let mut phase = 0;
            for value in self.function.instructions(id) {
                let at = &self.function.values[value];
                if at.block != id {
                    return Err(format!("{value:?} stands in {id:?}, says {:?}", at.block));
                }
                let own = match at.op {
                    Op::Phi(_) => 0,
                    Op::Sigma { .. } => 1,
                    _ => 2,
                };
                if own < phase {
                    return Err(format!("{value:?}: φ and σ come first in a block"));
                }
                // Parameters and cells may come between: only order matters.
                phase = own;
            }
        }
        if next as usize == self.function.values.len() {
            Ok(())
        } else {
            Err("values outside of blocks".into())
        }
    }

    fn edges(&self) -> Result<(), String> {
        let function = self.function;
        let mut counts = IndexVec::from_elem(0usize, function.blocks.len());
        for block in function.blocks.ids() {
            let mut wrong = None;
            function.for_each_succ(block, |to| match counts.get(to) {
                None => wrong = Some(format!("{block:?}: leads to {to:?}, which is none")),
                Some(_) => {
                    counts[to] += 1;
                    if !function.preds(to).contains(&block) {
                        wrong = Some(format!("{to:?}: does not know of its edge from {block:?}"));
                    }
                    let is_header = function.loops.iter().any(|l| l.header == to);
                    if to <= block && !is_header {
                        wrong = Some(format!("{block:?} → {to:?}: back, but to no loop"));
                    }
                }
            });
            if let Some(wrong) = wrong {
                return Err(wrong);
            }
        }
        for block in function.blocks.ids() {
            if counts[block] != function.preds(block).len() {
                return Err(format!(
                    "{block:?}: {} edges, {} predecessors",
                    counts[block],
                    function.preds(block).len()
                ));
            }
            let is_reached = self.dominator[block].is_some();
            if is_reached != function.blocks[block].reachable {
                return Err(format!("{block:?}: reachable is {}", !is_reached));
            }
        }
        Ok(())
    }

    fn instructions(&self, block: BlockId) -> Result<(), String> {
        let function = self.function;
        for id in function.instructions(block) {
            match function.values[id].op {
                Op::Phi(list) => self.phi(block, id, function.list(list))?,
                // Made anywhere in the region.
                Op::CatchParam(list) => self.exist(id, function.list(list))?,
                _ => {
                    let mut wrong = Ok(());
                    function.for_each_operand(id, |operand| {
                        if wrong.is_ok() {
                            wrong = self.use_at(operand, block, Some(id), &format!("{id:?}"));
                        }
                    });
                    wrong?;
                }
            }
        }
        Ok(())
    }

    fn phi(&self, block: BlockId, id: ValueId, operands: &[ValueId]) -> Result<(), String> {
        self.exist(id, operands)?;
        if self.function.blocks[block].is_handler {
            return Ok(());
        }
        let preds = self.function.preds(block);
        if preds.len() != operands.len() {
            return Err(format!(
                "{id:?}: {} operands for {} edges",
                operands.len(),
                preds.len()
            ));
        }
        for (operand, pred) in operands.iter().zip(preds) {
            self.use_at(*operand, *pred, None, &format!("{id:?}"))?;
        }
        Ok(())
    }

    fn exist(&self, id: ValueId, operands: &[ValueId]) -> Result<(), String> {
        match operands
            .iter()
            .find(|v| self.function.values.get(**v).is_none())
        {
            Some(missing) => Err(format!("{id:?}: uses {missing:?}, which is none")),
            None => Ok(()),
        }
    }

    /// `value` must be there at instruction `at` of the block, or at its end.
    fn use_at(
        &self,
        value: ValueId,
        block: BlockId,
        at: Option<ValueId>,
        who: &str,
    ) -> Result<(), String> {
        let Some(found) = self.function.values.get(value) else {
            return Err(format!("{who}: uses {value:?}, which is none"));
        };
        if self.dominator[block].is_none() {
            return Ok(()); // dead code
        }
        let is_before = match at {
            Some(at) if found.block == block => value < at,
            _ => self.dominates(found.block, block),
        };
        if is_before {
            return Ok(());
        }
        Err(format!(
            "{who} in {block:?}: {value:?} of {:?} does not come before it on every way",
            found.block
        ))
    }

    fn dominates(&self, above: BlockId, below: BlockId) -> bool {
        let mut at = below;
        while at > above {
            match self.dominator[at] {
                Some(up) if up != at => at = up,
                _ => return false,
            }
        }
        at == above
    }

    fn terminator(&self, block: BlockId) -> Result<(), String> {
        let who = format!("the end of {block:?}");
        let value = match self.function.blocks[block].terminator {
            Terminator::Branch { cond: value, .. }
            | Terminator::Switch { subject: value, .. }
            | Terminator::Return(Some(value))
            | Terminator::Throw(value) => value,
            _ => return Ok(()),
        };
        self.use_at(value, block, None, &who)
    }

    fn maps(&self) -> Result<(), String> {
        let function = self.function;
        let pairs = function.node_values();
        if let Some(pair) = pairs
            .iter()
            .find(|(_, value)| function.values.get(*value).is_none())
        {
            return Err(format!("the node map names {pair:?}, which is none"));
        }
        if !pairs.is_sorted_by_key(|(node, _)| *node) {
            return Err("the node map is not sorted".into());
        }
        for (id, call) in function.calls().iter_enumerated() {
            if function.values.get(call.value).map(|value| value.op) != Some(Op::Call(id)) {
                return Err(format!("{id:?} is not {:?}", call.value));
            }
        }
        for (n, param) in function.params.iter().enumerate() {
            let op = function.values.get(param.value).map(|value| value.op);
            if op != u32::try_from(n).ok().map(Op::Param) {
                return Err(format!("parameter {n} is {op:?}"));
            }
        }
        for l in function.loops.iter() {
            if l.header.index() >= function.blocks.len() || l.end <= l.header {
                return Err(format!("{l:?} has no blocks"));
            }
        }
        Ok(())
    }
}
