//! Which blocks lie on all ways to a block.

use haechi_syntax::IndexVec;

use crate::{BlockId, Function};

/// The immediate dominator of every block that the entry reaches, the entry's being itself;
/// none for the others. The algorithm of Cooper, Harvey and Kennedy; blocks are numbered so that
/// one pass suffices but for irreducible code, of which there is none.
pub fn dominators(function: &Function) -> IndexVec<BlockId, Option<BlockId>> {
    let mut dominator = IndexVec::from_elem(None, function.blocks.len());
    if function.blocks.is_empty() {
        return dominator;
    }
    dominator[BlockId::ENTRY] = Some(BlockId::ENTRY);
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for block in function.blocks.ids().skip(1) {
            let mut new: Option<BlockId> = None;
            for pred in function.preds(block) {
                if dominator[*pred].is_some() {
                    new = Some(match new {
                        Some(other) => common(&dominator, other, *pred),
                        None => *pred,
                    });
                }
            }
            if new != dominator[block] {
                dominator[block] = new;
                changed = true;
            }
        }
    }
    dominator
}

fn common(
    dominator: &IndexVec<BlockId, Option<BlockId>>,
    mut a: BlockId,
    mut b: BlockId,
) -> BlockId {
    while a != b {
        let higher = if a > b { &mut a } else { &mut b };
        match dominator[*higher] {
            Some(up) if up != *higher => *higher = up,
            _ => return BlockId::ENTRY,
        }
    }
    a
}
