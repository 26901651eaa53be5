//! Reading and writing locations.
//!
//! What a location holds is its slot in the state, else its default: for what
//! the caller passed in, an input; for an object made here, whatever holds of
//! the object as a whole. Facts that hold of a whole object stand in the *cells*
//! of the values that refer to it; when a call changes an object, the cells of
//! all its holders change, so aliases see it without being searched for.

use haechi_ir::ValueId;
use smallvec::SmallVec;

use super::super::colour::Way;
use super::super::flow::StepKind;
use super::super::graph::{Key, Kill, Place};
use super::super::location::{Loc, Pts, Root, Selector};
use super::super::state::{Entry, Slot, State, StateKey};
use super::super::summary::{InRoot, Input};
use super::super::{Assumption, Depth};
use super::operand::Use;
use super::{Builder, cell_key};

/// How many locations below an object a deep read looks at.
const MAX_DEEP: usize = 256;

impl Builder<'_> {
    /// The taint of a value as a whole.
    pub(super) fn own(&self, state: &State, value: ValueId) -> Place {
        state.cell(value).unwrap_or(self.places[value])
    }

    /// The input that a location of the caller is, if it is one.
    pub(super) fn input_root(&self, loc: Loc) -> Option<InRoot> {
        match self.locs.root_of(loc) {
            Root::Param(n) => Some(InRoot::Param(n)),
            Root::Global(g) => Some(InRoot::Global(g)),
            Root::Control => Some(InRoot::Control),
            Root::Object(_) | Root::Result(_) | Root::Name(_) | Root::Any => None,
        }
    }

    /// What an unwritten location holds.
    pub(super) fn default_slot(&mut self, state: &State, loc: Loc) -> Slot {
        let place = match self.input_root(loc) {
            Some(root) => {
                let path = self.locs.selectors(loc);
                let place = self.input(Input {
                    root,
                    path,
                    deep: false,
                });
                self.pure.insert(place, loc);
                place
            }
            None => match self.locs.root_of(loc) {
                Root::Object(value) | Root::Result(value) => self.places[value],
                _ => Place::CLEAN,
            },
        };
        let place = self.without_killed(state, loc, place);
        Slot {
            place,
            pts: self.pts.one(loc),
            maybe_default: true,
        }
    }

    /// `place` without the colours that were removed from an object around `loc`.
    fn without_killed(&mut self, state: &State, loc: Loc, place: Place) -> Place {
        let mut kill = Kill::NONE;
        let mut at = Some(loc);
        while let Some(loc) = at {
            if let Some(entry) = state.get(StateKey::killed(loc)) {
                kill = self.graph.kill_both(kill, entry.to_kill());
            }
            at = self.locs.parent(loc);
        }
        if kill == Kill::NONE || place == Place::CLEAN {
            return place;
        }
        let data = &self.graph.places[place];
        let (node, kind) = (data.node, data.kind);
        let killed = self.graph.place(Key::Killed(place, kill), node, kind);
        self.graph.edge(place, killed, kill, None);
        killed
    }

    /// What an unwritten location adds to what is written there. Writing some
    /// element leaves all others as they were, so nothing is added there.
    pub(super) fn below_write(&mut self, state: &State, loc: Loc) -> Slot {
        if self.locs.parent(loc).is_some() && self.locs.selector(loc) == Selector::Any {
            return Slot {
                place: Place::CLEAN,
                pts: Pts::NONE,
                maybe_default: true,
            };
        }
        self.default_slot(state, loc)
    }

    /// What a location holds.
    pub(super) fn slot(&mut self, state: &State, loc: Loc) -> Slot {
        match state.slot(loc) {
            Some(slot) => slot,
            None => self.default_slot(state, loc),
        }
    }

    /// What a part of an object may hold, each with whether it is unwritten.
    /// None where only the object as a whole can answer.
    fn part_slots(
        &mut self,
        state: &State,
        loc: Loc,
        selector: Selector,
    ) -> SmallVec<[(Slot, bool); 2]> {
        let mut found = SmallVec::new();
        if selector == Selector::Any {
            for child in self.locs.children(loc).to_vec() {
                if self.locs.selector(child).is_element()
                    && child != loc
                    && let Some(slot) = state.slot(child)
                {
                    found.push((slot, false));
                }
            }
        }
        let Some(child) = self.locs.child(loc, selector) else {
            return found;
        };
        match state.slot(child) {
            Some(slot) if selector != Selector::Any => found.push((slot, false)),
            Some(slot) if !slot.maybe_default => {}
            _ => found.push((self.default_slot(state, child), true)),
        }
        if matches!(selector, Selector::Key(_) | Selector::Index(_))
            && let Some(any) = self.locs.child(loc, Selector::Any)
            && let Some(slot) = state.slot(any)
        {
            let slot = Slot {
                maybe_default: false,
                ..slot
            };
            found.push((slot, false));
        }
        found
    }

    /// Reads a part of what `base` refers to into the node `to`; gives what the
    /// result may refer to. `kill` is killed on the way.
    pub(super) fn load(
        &mut self,
        state: &State,
        base: Use,
        selector: Selector,
        to: Place,
        kill: Kill,
    ) -> Pts {
        let base_pts = self.value_pts[base.value];
        self.load_from(
            state,
            base_pts,
            base.own,
            selector,
            to,
            self.both(kill, base.kill),
        )
    }

    fn both(&self, a: Kill, b: Kill) -> Kill {
        // Kills of occurrences are rare, and so is the need for a union here.
        if a == Kill::NONE { b } else { a }
    }

    /// [`load`](Self::load) of candidates and of what holds of the whole.
    pub(super) fn load_from(
        &mut self,
        state: &State,
        base_pts: Pts,
        own: Place,
        selector: Selector,
        to: Place,
        kill: Kill,
    ) -> Pts {
        let mut pts = Pts::NONE;
        let candidates = self.pts.candidates(base_pts);
        let mut whole = candidates.is_empty();
        for loc in &candidates {
            let slots = self.part_slots(state, *loc, selector);
            if slots.is_empty() {
                whole = true;
                pts = self.pts.union(pts, base_pts);
            }
            for (slot, unwritten) in slots {
                let kill = match self.locs.root_of(*loc) {
                    Root::Object(_) | Root::Result(_) if unwritten => {
                        let derive = self.way(Way::DERIVE);
                        self.graph.kill_both(kill, derive)
                    }
                    _ => kill,
                };
                let assume = (selector == Selector::Any && !slot.maybe_default)
                    .then_some(Assumption::Elements);
                self.graph.edge(slot.place, to, kill, assume);
                pts = self.pts.union(pts, slot.pts);
                whole |= slot.maybe_default && self.pure.get(&own) != Some(loc);
            }
        }
        if base_pts == Pts::ANY {
            pts = self.load_any(state, selector, to, kill);
        } else {
            self.load_stored_anywhere(state, selector, to, kill);
        }
        if whole {
            let derive = self.way(Way::DERIVE);
            let kill = self.graph.kill_both(kill, derive);
            self.graph.edge(own, to, kill, None);
        }
        pts
    }

    /// Reads a part of any object: all that was stored under that selector.
    fn load_any(&mut self, state: &State, selector: Selector, to: Place, kill: Kill) -> Pts {
        let slots: Vec<Slot> = state
            .slots()
            .filter(|(loc, _)| self.may_be(*loc, selector))
            .map(|(_, slot)| slot)
            .collect();
        for slot in slots {
            self.graph
                .edge(slot.place, to, kill, Some(Assumption::AnyObject));
        }
        Pts::ANY
    }

    fn may_be(&self, loc: Loc, selector: Selector) -> bool {
        if self.locs.parent(loc).is_none() {
            return false;
        }
        let other = self.locs.selector(loc);
        other == selector
            || (other == Selector::Any && selector.is_element())
            || (selector == Selector::Any && other.is_element())
    }

    /// What was stored through references to any object may be here as well.
    fn load_stored_anywhere(&mut self, state: &State, selector: Selector, to: Place, kill: Kill) {
        let any = self.locs.root(Root::Any);
        if let Some(child) = self.locs.child(any, selector)
            && let Some(slot) = state.slot(child)
        {
            self.graph
                .edge(slot.place, to, kill, Some(Assumption::AnyObject));
        }
    }

    /// Writes `place`, referring to `pts`, to a part of what `base` may refer to.
    pub(super) fn store(
        &mut self,
        state: &mut State,
        base: Pts,
        selector: Selector,
        place: Place,
        pts: Pts,
        at: ValueId,
    ) {
        self.note_escapes(pts, None);
        if base == Pts::ANY {
            self.store_any(state, selector, place, pts, at);
            return;
        }
        let candidates = self.pts.candidates(base);
        let single = candidates.len() == 1;
        for loc in candidates {
            let Some(child) = self.locs.child(loc, selector) else {
                // Too deep: it becomes part of the object as a whole.
                let slot = self.slot(state, loc);
                self.write_weak(state, loc, slot, place, pts, at);
                continue;
            };
            let loose = self.cx.depth == Depth::Function && selector == Selector::Any;
            let strong = single && (loose || selector != Selector::Any) && self.is_one_object(loc);
            if strong {
                if loose {
                    self.forget_elements(state, loc);
                }
                self.forget_below(state, child);
                state.remove(StateKey::killed(child));
                state.set(
                    StateKey::slot(child),
                    Entry::slot(Slot {
                        place,
                        pts,
                        maybe_default: false,
                    }),
                );
            } else {
                let slot = match state.slot(child) {
                    Some(slot) => slot,
                    None => self.below_write(state, child),
                };
                self.write_weak(state, child, slot, place, pts, at);
            }
        }
    }

    pub(super) fn write_weak(
        &mut self,
        state: &mut State,
        loc: Loc,
        old: Slot,
        place: Place,
        pts: Pts,
        at: ValueId,
    ) {
        let key = StateKey::slot(loc);
        let node = self.ir.value(at).node;
        let merged = self
            .graph
            .place(Key::Version(at, key.raw()), node, StepKind::Store);
        self.graph.edge(old.place, merged, Kill::NONE, None);
        self.graph.edge(place, merged, Kill::NONE, None);
        let pts = self.pts.union(old.pts, pts);
        state.set(
            key,
            Entry::slot(Slot {
                place: merged,
                pts,
                maybe_default: old.maybe_default,
            }),
        );
    }

    /// A store through a reference to any object: weakly everywhere where it
    /// may be, and remembered for what is read later.
    fn store_any(
        &mut self,
        state: &mut State,
        selector: Selector,
        place: Place,
        pts: Pts,
        at: ValueId,
    ) {
        let hit: Vec<(Loc, Slot)> = state
            .slots()
            .filter(|(loc, _)| self.may_be(*loc, selector))
            .collect();
        for (loc, slot) in hit {
            self.write_weak(state, loc, slot, place, pts, at);
        }
        let any = self.locs.root(Root::Any);
        if let Some(child) = self.locs.child(any, selector) {
            let old = state.slot(child).unwrap_or(Slot {
                place: Place::CLEAN,
                pts: Pts::NONE,
                maybe_default: true,
            });
            self.write_weak(state, child, old, place, pts, at);
        }
    }

    /// Whether a location is one concrete object: then an update replaces.
    pub(super) fn is_one_object(&self, loc: Loc) -> bool {
        if self.locs.has_any(loc) && self.cx.depth != Depth::Function {
            return false;
        }
        match self.locs.root_of(loc) {
            Root::Object(value) | Root::Result(value) => {
                self.in_loop(value).is_none() || !self.escaped.contains(value.raw() as usize)
            }
            Root::Param(_) | Root::Global(_) | Root::Name(_) | Root::Control => true,
            Root::Any => false,
        }
    }

    /// Objects that are stored somewhere (`into`) may outlive the turn of the
    /// loop that made them.
    pub(super) fn note_escapes(&mut self, pts: Pts, into: Option<Loc>) {
        for loc in self.pts.candidates(pts) {
            // What is where it always was has not escaped.
            if into == Some(loc) {
                continue;
            }
            if let Root::Object(value) | Root::Result(value) = self.locs.root_of(loc)
                && self.in_loop(value).is_some()
            {
                self.changed |= self.escaped.insert(value.raw() as usize);
            }
        }
    }

    /// Forgets all that is known of the parts of a location.
    pub(super) fn forget_below(&mut self, state: &mut State, loc: Loc) {
        for child in self.locs.children(loc).to_vec() {
            state.remove(StateKey::slot(child));
            state.remove(StateKey::killed(child));
            self.forget_below(state, child);
        }
        state.remove(StateKey::len(loc));
    }

    fn forget_elements(&mut self, state: &mut State, loc: Loc) {
        for child in self.locs.children(loc).to_vec() {
            if self.locs.selector(child).is_element() {
                state.remove(StateKey::slot(child));
                self.forget_below(state, child);
            }
        }
    }

    /// An instruction makes its object anew: what was known of the one that it
    /// made before is gone, unless something may still refer to that.
    pub(super) fn renew(&mut self, state: &mut State, value: ValueId) {
        state.remove(StateKey::cell(value));
        if self.in_loop(value).is_none() || self.escaped.contains(value.raw() as usize) {
            return;
        }
        for root in [Root::Object(value), Root::Result(value)] {
            let loc = self.locs.root(root);
            self.forget_below(state, loc);
            state.remove(StateKey::killed(loc));
        }
    }

    /// Everything that can be reached from a value: itself and all its parts.
    pub(super) fn deep(&mut self, state: &State, value: Use) -> SmallVec<[Place; 4]> {
        let mut found = SmallVec::new();
        found.push(value.own);
        self.deep_parts(state, self.value_pts[value.value], &mut found);
        found
    }

    /// The parts of what `pts` refers to.
    pub(super) fn deep_parts(&mut self, state: &State, pts: Pts, found: &mut SmallVec<[Place; 4]>) {
        let mut seen: SmallVec<[Loc; 8]> = self.pts.candidates(pts).into_iter().collect();
        let mut at = 0;
        while at < seen.len() && seen.len() < MAX_DEEP {
            let loc = seen[at];
            at += 1;
            // What a function object captured is not seen by who holds it.
            if !self.functions_at(loc).is_empty() {
                continue;
            }
            // The object that was there at first, whatever is there now.
            if let Some(root) = self.input_root(loc) {
                let path = self.locs.selectors(loc);
                let place = self.input(Input {
                    root,
                    path,
                    deep: true,
                });
                let place = self.without_killed(state, loc, place);
                push_new(found, place);
            }
            for child in self.locs.children(loc).to_vec() {
                match state.slot(child) {
                    Some(slot) => {
                        push_new(found, slot.place);
                        for next in self.pts.candidates(slot.pts) {
                            push_new(&mut seen, next);
                        }
                    }
                    // Unwritten, but something below it may be written.
                    None => push_new(&mut seen, child),
                }
            }
        }
    }

    /// Something is put into the object that `value` refers to, or the value
    /// is tainted from here on.
    pub(super) fn taint(
        &mut self,
        state: &mut State,
        value: ValueId,
        from: Place,
        kill: Kill,
        at: ValueId,
    ) {
        for holder in self.affected(value, at, false) {
            let old = self.own(state, holder);
            let new = self.version(at, cell_key(holder));
            self.graph.edge(old, new, Kill::NONE, None);
            self.graph.edge(from, new, kill, None);
            state.set(StateKey::cell(holder), Entry::cell(new));
        }
        for (loc, slot) in self.slots_holding(state, value, false) {
            let key = StateKey::slot(loc);
            let new = self.version(at, key.raw());
            self.graph.edge(slot.place, new, Kill::NONE, None);
            self.graph.edge(from, new, kill, None);
            state.set(key, Entry::slot(Slot { place: new, ..slot }));
        }
    }

    /// Colours are removed from a value and all parts of what it refers to.
    pub(super) fn clean(&mut self, state: &mut State, value: ValueId, kill: Kill, at: ValueId) {
        if kill == Kill::NONE {
            return;
        }
        for holder in self.affected(value, at, true) {
            let old = self.own(state, holder);
            let new = self.cleaned(old, kill, at);
            state.set(StateKey::cell(holder), Entry::cell(new));
        }
        for (loc, slot) in self.slots_holding(state, value, true) {
            self.clean_slot(state, loc, slot, kill, at);
        }
        if let Some(loc) = self.pts.single(self.value_pts[value])
            && self.is_one_object(loc)
        {
            let old = state
                .get(StateKey::killed(loc))
                .map_or(Kill::NONE, Entry::to_kill);
            let all = self.graph.kill_both(old, kill);
            state.set(StateKey::killed(loc), Entry::killed(all));
            self.clean_below(state, loc, kill, at);
        }
    }

    fn clean_slot(&mut self, state: &mut State, loc: Loc, slot: Slot, kill: Kill, at: ValueId) {
        let key = StateKey::slot(loc);
        let new = self.cleaned(slot.place, kill, at);
        state.set(key, Entry::slot(Slot { place: new, ..slot }));
    }

    fn clean_below(&mut self, state: &mut State, loc: Loc, kill: Kill, at: ValueId) {
        for child in self.locs.children(loc).to_vec() {
            if let Some(slot) = state.slot(child) {
                self.clean_slot(state, child, slot, kill, at);
            }
            self.clean_below(state, child, kill, at);
        }
    }

    fn version(&mut self, at: ValueId, key: u64) -> Place {
        let node = self.ir.value(at).node;
        self.graph
            .place(Key::Version(at, key), node, StepKind::Mutate)
    }

    /// What is left of a node after a kill. (Its key is what it is made of, not where:
    /// one place may clean a value several times, for one rule after the other.)
    fn cleaned(&mut self, old: Place, kill: Kill, at: ValueId) -> Place {
        if old == Place::CLEAN {
            return old;
        }
        let node = self.ir.value(at).node;
        let new = self
            .graph
            .place(Key::Killed(old, kill), node, StepKind::Mutate);
        self.graph.edge(old, new, kill, None);
        new
    }

    /// The values that a change of the object of `value` changes: those that
    /// refer to it, as far as they are still used. `surely`: only those that
    /// refer to nothing else.
    pub(super) fn affected(
        &self,
        value: ValueId,
        at: ValueId,
        surely: bool,
    ) -> SmallVec<[ValueId; 4]> {
        let mut found: SmallVec<[ValueId; 4]> = SmallVec::new();
        found.push(value);
        let pts = self.value_pts[value];
        if surely && self.pts.single(pts).is_none() {
            return found;
        }
        for loc in self.pts.get(pts) {
            for holder in self.holders.get(loc).into_iter().flatten() {
                let live = match self.last_use[holder.raw() as usize] {
                    None => true,
                    Some(last) => self.ir.value(*holder).block == self.block && last > at,
                };
                let hit = !surely || self.value_pts[*holder] == pts;
                if live && hit && !found.contains(holder) {
                    found.push(*holder);
                }
            }
        }
        found
    }

    /// The written locations that hold the object of `value`, and the locations
    /// that it has its name from.
    pub(super) fn slots_holding(
        &mut self,
        state: &State,
        value: ValueId,
        surely: bool,
    ) -> SmallVec<[(Loc, Slot); 4]> {
        let pts = self.value_pts[value];
        let candidates = self.pts.candidates(pts);
        if candidates.is_empty() || (surely && candidates.len() > 1) {
            return SmallVec::new();
        }
        let mut found: SmallVec<[(Loc, Slot); 4]> = state
            .slots()
            .filter(|(_, slot)| {
                if surely {
                    slot.pts == pts
                } else {
                    self.pts
                        .get(slot.pts)
                        .iter()
                        .any(|l| candidates.contains(l))
                }
            })
            .collect();
        for loc in candidates {
            if self.locs.parent(loc).is_some() && state.slot(loc).is_none() {
                let slot = self.default_slot(state, loc);
                found.push((loc, slot));
            }
            // A global variable is a place that holds something, too.
            if matches!(self.locs.root_of(loc), Root::Global(_) | Root::Name(_))
                && self.locs.parent(loc).is_none()
                && state.slot(loc).is_none()
            {
                let slot = self.default_slot(state, loc);
                found.push((loc, slot));
            }
        }
        found
    }
}

/// Adds an item unless it is there.
pub(super) fn push_new<T: PartialEq, const N: usize>(list: &mut SmallVec<[T; N]>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
