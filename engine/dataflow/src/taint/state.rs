//! What is known of memory at a point of a function.
//!
//! A state maps keys to small entries; what is not in it is as it was when the
//! function began, or when the value was defined. It is one sorted vector:
//! copied when control flow splits, merged in one pass when it joins.

use haechi_ir::ValueId;

use super::graph::{Kill, Place};
use super::location::{Loc, Pts};

/// What a state knows something about: kind and number in one word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StateKey(u64);

/// The kinds of keys.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum KeyKind {
    /// The taint of a value, changed since it was defined.
    Cell,
    /// What a location holds.
    Slot,
    /// Colours that were removed from all unwritten parts of an object.
    Killed,
    /// The number of elements of a container.
    Len,
}

impl StateKey {
    /// The key of a value's cell.
    pub fn cell(value: ValueId) -> Self {
        Self(u64::from(value.raw()))
    }
    /// The key of a location's content.
    pub fn slot(loc: Loc) -> Self {
        Self(1 << 32 | u64::from(loc.raw()))
    }
    /// The key of what was removed from an object.
    pub fn killed(loc: Loc) -> Self {
        Self(2 << 32 | u64::from(loc.raw()))
    }
    /// The key of a container's size.
    pub fn len(loc: Loc) -> Self {
        Self(3 << 32 | u64::from(loc.raw()))
    }
    /// What kind it is.
    pub fn kind(self) -> KeyKind {
        match self.0 >> 32 {
            0 => KeyKind::Cell,
            1 => KeyKind::Slot,
            2 => KeyKind::Killed,
            _ => KeyKind::Len,
        }
    }
    /// The value or location.
    pub fn number(self) -> u32 {
        (self.0 & u64::from(u32::MAX)) as u32
    }
    /// The location of a slot, killed or length key.
    pub fn loc(self) -> Loc {
        Loc::new(self.number())
    }
    /// The value of a cell key.
    pub fn value(self) -> ValueId {
        ValueId::new(self.number())
    }
    /// As a number, for keys of nodes.
    pub fn raw(self) -> u64 {
        self.0
    }
}

/// What a location holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slot {
    /// Its taint.
    pub place: Place,
    /// What it refers to.
    pub pts: Pts,
    /// Whether it may also be unwritten, so that what holds of the whole object
    /// holds of it.
    pub maybe_default: bool,
}

/// An entry: two words whose meaning depends on the key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    a: u32,
    b: u32,
}

const DEFAULT_BIT: u32 = 1 << 31;

impl Entry {
    /// Of a cell.
    pub fn cell(place: Place) -> Self {
        Self {
            a: place.raw(),
            b: 0,
        }
    }
    /// Of a slot.
    pub fn slot(slot: Slot) -> Self {
        Self {
            a: slot.place.raw(),
            b: slot.pts.raw() | if slot.maybe_default { DEFAULT_BIT } else { 0 },
        }
    }
    /// Of what was removed.
    pub fn killed(kill: Kill) -> Self {
        Self {
            a: kill.raw(),
            b: 0,
        }
    }
    /// Of a size.
    pub fn len(len: u32) -> Self {
        Self { a: len, b: 0 }
    }
    /// As a node.
    pub fn place(self) -> Place {
        Place::new(self.a)
    }
    /// As a slot.
    pub fn to_slot(self) -> Slot {
        Slot {
            place: self.place(),
            pts: Pts::new(self.b & !DEFAULT_BIT),
            maybe_default: self.b & DEFAULT_BIT != 0,
        }
    }
    /// As a kill.
    pub fn to_kill(self) -> Kill {
        Kill::new(self.a)
    }
    /// As a size.
    pub fn to_len(self) -> u32 {
        self.a
    }
}

/// What is known of memory at a point.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    entries: Vec<(StateKey, Entry)>,
}

impl State {
    /// The entry of a key.
    pub fn get(&self, key: StateKey) -> Option<Entry> {
        let at = self.entries.binary_search_by_key(&key, |e| e.0).ok()?;
        Some(self.entries[at].1)
    }
    /// Sets the entry of a key.
    pub fn set(&mut self, key: StateKey, entry: Entry) {
        match self.entries.binary_search_by_key(&key, |e| e.0) {
            Ok(at) => self.entries[at].1 = entry,
            Err(at) => self.entries.insert(at, (key, entry)),
        }
    }
    /// Forgets a key.
    pub fn remove(&mut self, key: StateKey) {
        if let Ok(at) = self.entries.binary_search_by_key(&key, |e| e.0) {
            self.entries.remove(at);
        }
    }
    /// What a location holds, if it was written.
    pub fn slot(&self, loc: Loc) -> Option<Slot> {
        self.get(StateKey::slot(loc)).map(Entry::to_slot)
    }
    /// The taint of a value, if it changed since its definition.
    pub fn cell(&self, value: ValueId) -> Option<Place> {
        self.get(StateKey::cell(value)).map(Entry::place)
    }
    /// All entries, by key.
    pub fn entries(&self) -> &[(StateKey, Entry)] {
        &self.entries
    }
    /// All written locations.
    pub fn slots(&self) -> impl Iterator<Item = (Loc, Slot)> + '_ {
        let from = self.entries.partition_point(|e| e.0.kind() < KeyKind::Slot);
        self.entries[from..]
            .iter()
            .take_while(|e| e.0.kind() == KeyKind::Slot)
            .map(|(key, entry)| (key.loc(), entry.to_slot()))
    }
    /// Keeps only entries that `keep` says yes to.
    #[cfg(test)]
    pub fn retain(&mut self, mut keep: impl FnMut(StateKey) -> bool) {
        self.entries.retain(|(key, _)| keep(*key));
    }
    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stand_by_kind() {
        let mut state = State::default();
        let slot = Slot {
            place: Place::new(7),
            pts: Pts::ANY,
            maybe_default: true,
        };
        state.set(StateKey::slot(Loc::new(3)), Entry::slot(slot));
        state.set(StateKey::len(Loc::new(3)), Entry::len(2));
        state.set(StateKey::cell(ValueId::new(9)), Entry::cell(Place::new(1)));
        assert_eq!(state.slots().collect::<Vec<_>>(), [(Loc::new(3), slot)]);
        assert_eq!(state.cell(ValueId::new(9)), Some(Place::new(1)));
        state.retain(|key| key.kind() != KeyKind::Slot);
        assert_eq!(state.len(), 2);
    }
}
