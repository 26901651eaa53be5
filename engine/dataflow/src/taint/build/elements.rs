//! Elements of containers: which key or index an instruction means, and the
//! sizes that make `append` a store at a known index.

use haechi_ir::{Const, Op, ValueId};

use super::super::location::{Loc, Pts, Root, Selector};
use super::super::state::{Entry, State, StateKey};
use super::Builder;

/// Indices from here on are not told apart.
const MAX_INDEX: u32 = 64;

impl Builder<'_> {
    /// The element that an index or key selects.
    pub(super) fn selector_of(&mut self, state: &State, base: Pts, index: ValueId) -> Selector {
        match self.ir.constant(index) {
            Some(Const::Int(n)) if n >= 0 => element(u32::try_from(n).unwrap_or(MAX_INDEX)),
            Some(Const::Int(n)) => self.nth_from_back(state, base, n),
            Some(Const::Str(key)) => Selector::Key(self.cx.symbols.sym(&key)),
            Some(Const::Char(c)) => Selector::Key(self.cx.symbols.sym(&c.to_string())),
            Some(Const::Enum(name)) => Selector::Key(self.cx.symbols.sym(&name)),
            _ => Selector::Any,
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
