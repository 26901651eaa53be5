//! From the builder's state to a [`Function`]: blocks get the numbers of the
//! order in which they were entered, edges become lists of predecessors.
//!
//! Values need no new numbers for that: every block was filled in one go, so
//! its values are consecutive and stand in the order of the blocks.

use haechi_syntax::{Idx, IndexVec};

use super::{Builder, fresh_block, tidy};
use crate::function::BranchFact;
use crate::{Block, BlockId, Function, List, Op, Terminator, ValueId};

/// No number yet.
const UNNUMBERED: BlockId = BlockId::new(u32::MAX);

impl Builder<'_> {
    /// The finished function.
    pub(super) fn finish(mut self) -> Function {
        if self.exhausted() {
            return self.finish_opaque();
        }
        self.enter_the_rest();
        let mut number = IndexVec::from_elem(UNNUMBERED, self.blocks.len());
        for (n, block) in self.order.iter().enumerate() {
            number[*block] = BlockId::from_usize(n);
        }
        let preds = self.preds(&number);
        let mut blocks: IndexVec<BlockId, Block> = self
            .order
            .iter()
            .map(|block| renumbered(self.blocks[*block], &number))
            .collect();
        let mut all_preds = Vec::with_capacity(self.edges.len());
        for (block, list) in blocks.iter_mut().zip(preds) {
            block.preds = List {
                start: u32::try_from(all_preds.len()).unwrap_or(u32::MAX),
                len: u32::try_from(list.len()).unwrap_or(0),
            };
            all_preds.extend(list);
        }
        for value in self.values.iter_mut() {
            value.block = number[value.block];
        }
        for arm in &mut self.arms {
            arm.target = number[arm.target];
        }
        for l in self.loops.iter_mut() {
            l.header = number[l.header];
        }
        self.node_values.sort_by_key(|(node, _)| *node);
        let mut function = self.into_function(blocks, all_preds);
        tidy::tidy(&mut function);
        function
    }

    /// Blocks that something leads to but nobody entered, such as the default
    /// of a `switch` whose other cases were cut short.
    fn enter_the_rest(&mut self) {
        let mut entered = vec![false; self.blocks.len()];
        for block in &self.order {
            entered[block.index()] = true;
        }
        let mut targets: Vec<BlockId> = self.edges.iter().map(|edge| edge.0).collect();
        targets.sort_unstable();
        targets.dedup();
        for block in targets {
            if !entered[block.index()] {
                let end = self.values.next_id().raw();
                self.blocks[block].start = end;
                self.blocks[block].end = end;
                self.order.push(block);
            }
        }
    }

    /// Per block, in the new order, the blocks that lead to it, in the order in
    /// which the edges were made.
    fn preds(&self, number: &IndexVec<BlockId, BlockId>) -> Vec<smallvec::SmallVec<[BlockId; 2]>> {
        let mut preds = vec![smallvec::SmallVec::new(); self.order.len()];
        for (to, from) in &self.edges {
            let to = number[*to].index();
            if let Some(list) = preds.get_mut(to) {
                list.push(number[*from]);
            }
        }
        preds
    }

    fn into_function(self, blocks: IndexVec<BlockId, Block>, preds: Vec<BlockId>) -> Function {
        Function {
            key: self.key,
            values: self.values,
            blocks,
            loops: self.loops,
            params: self.params,
            yields: self.yields,
            is_async: self.is_async,
            gap: None,
            calls: self.calls,
            closures: self.closures,
            operands: self.operands,
            args: self.args,
            captures: self.captured,
            arms: self.arms,
            preds,
            node_values: self.node_values,
            constants: Vec::new(),
        }
    }

    /// One empty block with the parameters.
    fn finish_opaque(mut self) -> Function {
        let gap = self.opaque();
        let mut values = IndexVec::new();
        for param in &mut self.params {
            let mut value = self.values[param.value];
            value.block = BlockId::ENTRY;
            param.value = values.push(value);
        }
        self.node_values.clear();
        for param in &self.params {
            self.node_values.push((param.node, param.value));
        }
        self.node_values.sort_by_key(|(node, _)| *node);
        let mut entry = fresh_block();
        entry.end = u32::try_from(values.len()).unwrap_or(0);
        entry.node = self.key.node;
        entry.reachable = true;
        entry.terminator = Terminator::Return(None);
        self.values = values;
        self.loops = IndexVec::new();
        self.yields.clear();
        self.calls = IndexVec::new();
        self.closures = IndexVec::new();
        self.operands.clear();
        self.args.clear();
        self.captured.clear();
        self.arms.clear();
        let mut function = self.into_function([entry].into_iter().collect(), Vec::new());
        function.gap = Some(gap);
        function
    }
}

fn renumbered(mut block: Block, number: &IndexVec<BlockId, BlockId>) -> Block {
    let of = |block: &mut BlockId| *block = number[*block];
    match &mut block.terminator {
        Terminator::Goto(target) => of(target),
        Terminator::Branch { then, other, .. } => {
            of(then);
            of(other);
        }
        Terminator::Switch { default, .. } => of(default),
        Terminator::Try { body, handler } => {
            of(body);
            of(handler);
        }
        Terminator::Return(_) | Terminator::Throw(_) | Terminator::Unreachable => {}
    }
    if let Some(BranchFact::NoneOf { switch, .. }) = &mut block.fact {
        of(switch);
    }
    if let Some(handler) = &mut block.handler {
        of(handler);
    }
    block
}

/// Whether an instruction only renames or merges: without users it says nothing.
pub(super) const fn is_only_for_users(op: Op) -> bool {
    matches!(op, Op::Phi(_) | Op::Sigma { .. } | Op::Undef)
}

/// The value that stands for another after tidying.
pub(super) type Alias = IndexVec<ValueId, ValueId>;
