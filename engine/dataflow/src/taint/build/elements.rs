//! Elements of containers: which key or index an instruction means, and the
//! sizes that make `append` a store at a known index.

use std::sync::Arc;

use haechi_ir::{Const, Op, ValueId};
use haechi_syntax::{NodeId, Operator};

use super::super::location::{Loc, Pts, Root, Selector};
use super::super::state::{Entry, State, StateKey};
use super::Builder;

/// Indices from here on are not told apart.
const MAX_INDEX: u32 = 64;

impl Builder<'_> {
    /// The element that an index or key selects.
    pub(super) fn selector_of(&mut self, state: &State, base: Pts, index: ValueId) -> Selector {
        match self.constant(index) {
            Some(Constant::Int(n)) if n >= 0 => element(u32::try_from(n).unwrap_or(MAX_INDEX)),
            Some(Constant::Int(n)) => self.nth_from_back(state, base, n),
            Some(Constant::Str(node)) => {
                let sym = self.cx.symbols.sym(self.tree.str_text(node));
                Selector::Key(sym)
            }
            Some(Constant::Text(text)) => Selector::Key(self.cx.symbols.sym(&text)),
            None => Selector::Any,
        }
    }

    fn nth_from_back(&self, state: &State, base: Pts, n: i64) -> Selector {
        let len = self
            .pts
            .single(base)
            .and_then(|loc| self.len_of(state, loc))
            .map(i64::from);
        match len.map(|len| u32::try_from(len + n)) {
            Some(Ok(at)) => element(at),
            _ => Selector::Any,
        }
    }

    /// The constant that a value is.
    fn constant(&self, value: ValueId) -> Option<Constant> {
        match self.ir.constant(value) {
            Some(Const::Int(n)) => return Some(Constant::Int(n)),
            Some(Const::Str(text)) => return Some(Constant::Text(text)),
            _ => {}
        }
        let mut at = value;
        // Copies of copies: bounded by the number of values.
        for _ in 0..self.ir.values.len() {
            match self.ir.op(at) {
                Op::Int(n) => return Some(Constant::Int(n)),
                Op::Str(node) => return Some(Constant::Str(node)),
                Op::Char(c) => return Some(Constant::Int(i64::from(u32::from(c)))),
                Op::Unary(Operator::Neg, inner) => {
                    return match self.ir.op(inner) {
                        Op::Int(n) => Some(Constant::Int(n.checked_neg()?)),
                        _ => None,
                    };
                }
                Op::Copy(inner) | Op::Sigma { value: inner, .. } => at = inner,
                _ => return None,
            }
        }
        None
    }

    /// The number of elements of a container, if known.
    pub(super) fn len_of(&self, state: &State, loc: Loc) -> Option<u32> {
        state.get(StateKey::len(loc)).map(Entry::to_len)
    }

    /// Sets or forgets the number of elements.
    pub(super) fn set_len(&mut self, state: &mut State, loc: Loc, len: Option<u32>) {
        match len {
            Some(len) if len <= MAX_INDEX => {
                state.set(StateKey::len(loc), Entry::len(len));
            }
            _ => state.remove(StateKey::len(loc)),
        }
    }

    /// Whether all elements of a container are written ones.
    pub(super) fn is_literal(&self, loc: Loc) -> bool {
        matches!(self.locs.root_of(loc), Root::Object(value)
            if self.locs.parent(loc).is_none()
                && matches!(self.ir.op(value), Op::Aggregate(..)))
    }
}

/// The element at an index.
pub(super) fn element(n: u32) -> Selector {
    if n < MAX_INDEX {
        Selector::Index(n)
    } else {
        Selector::Any
    }
}

/// A constant index or key.
enum Constant {
    Int(i64),
    Str(NodeId),
    Text(Arc<str>),
}
