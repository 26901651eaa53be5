//! Reading and writing memory.

use std::collections::BTreeSet;

use haechi_ir::ValueId;
use haechi_syntax::Kind;

use super::super::location::Selector;
use super::super::{Depth, GlobalVar};
use super::pool::{Shared, overlap};
use super::run::Run;
use super::state::{Abs, Facts, FrameId, Loc, Pts, Root, Slot, State};

/// A value as an instruction sees it.
#[derive(Clone, Debug)]
pub struct Used {
    /// Which value.
    pub value: ValueId,
    /// What it is.
    pub abs: Abs,
    /// All that it holds is clean here.
    pub cleaned: bool,
}

impl Run<'_> {
    /// A value.
    pub fn value(&self, state: &State, frame: FrameId, value: ValueId) -> Abs {
        state
            .values
            .get(&(frame, value))
            .cloned()
            .unwrap_or_default()
    }

    /// What an unwritten location holds by itself.
    pub fn unwritten_facts(&self, state: &State, loc: &Loc, deep: bool) -> Facts {
        let mut facts = Facts::new();
        for (at, shared) in &state.shared {
            if at == loc || (deep && at.is_within(loc)) {
                facts.extend(shared);
            }
        }
        let cleaned = state.cleaned.iter().any(|outer| loc.is_within(outer));
        if let Root::Global(_, global) = loc.root
            && !cleaned
        {
            facts.extend(self.pool.get(Shared::Global(global), &loc.path, deep));
        }
        facts
    }

    /// What a location holds.
    pub fn slot(&self, state: &State, loc: &Loc) -> Slot {
        match state.slots.get(loc) {
            Some(slot) => {
                let mut slot = slot.clone();
                slot.held
                    .own
                    .extend(state.shared.get(loc).into_iter().flatten());
                slot
            }
            None => self.unwritten(state, loc),
        }
    }

    /// What a part of an object may hold; nothing where only the whole can answer.
    fn part(&self, state: &State, loc: &Loc, selector: Selector) -> Vec<Slot> {
        let mut found = Vec::new();
        if selector == Selector::Any {
            for child in state.children(loc) {
                if child.selector().is_some_and(Selector::is_element)
                    && state.slots.contains_key(&child)
                {
                    found.push(self.slot(state, &child));
                }
            }
        }
        let Some(child) = loc.child(selector) else {
            return found;
        };
        let is_written = state.slots.contains_key(&child);
        if selector != Selector::Any || !is_written {
            found.push(self.slot(state, &child));
        } else if state.slots[&child].maybe_unwritten {
            found.push(Slot::unwritten(
                &child,
                self.unwritten_facts(state, &child, false),
            ));
        }
        if selector.is_element()
            && selector != Selector::Any
            && let Some(any) = loc.child(Selector::Any)
            && state.slots.contains_key(&any)
        {
            found.push(Slot {
                maybe_unwritten: false,
                ..self.slot(state, &any)
            });
        }
        found
    }

    /// Reads a part of a value.
    pub fn load(&self, state: &State, base: &Used, selector: Selector) -> Abs {
        let mut loaded = self.load_from(state, &base.abs, selector);
        if base.cleaned {
            loaded.own.clear();
        }
        loaded
    }

    /// Reads an element. That of something that is no object, such as a character of
    /// a string, is as the whole.
    pub fn load_element(&self, state: &State, base: &Used, selector: Selector) -> Abs {
        let mut loaded = self.load(state, base, selector);
        if base.abs.pts.is_none() && !base.cleaned {
            loaded.own.extend(&base.abs.own);
        }
        loaded
    }

    /// Reads a part of a value.
    pub fn load_from(&self, state: &State, base: &Abs, selector: Selector) -> Abs {
        let mut loaded = Abs::default();
        let mut whole = base.pts.locs.is_empty();
        for loc in &base.pts.locs {
            let slots = self.part(state, loc, selector);
            if slots.is_empty() {
                whole = true;
                loaded.pts.add(&base.pts);
            }
            for slot in slots {
                loaded.add(&slot.held);
                whole |= slot.maybe_unwritten;
            }
        }
        let anywhere = base.pts.any;
        for (loc, slot) in &state.slots {
            let here = if anywhere {
                may_be(loc, selector)
            } else {
                loc.root == Root::Any && loc.path == [selector]
            };
            if here {
                loaded.own.extend(&slot.held.own);
            }
        }
        if anywhere {
            loaded.pts = Pts {
                any: true,
                locs: BTreeSet::new(),
            };
        }
        if whole && !self.rule.options.only_assignments {
            loaded.own.extend(&base.own);
        }
        loaded
    }

    /// The objects at the end of a way.
    pub fn walk(&self, state: &State, pts: &Pts, path: &[Selector]) -> Pts {
        let mut at = Abs {
            own: Facts::new(),
            pts: pts.clone(),
        };
        for selector in path {
            at = self.load_from(state, &at, *selector);
        }
        at.pts
    }

    /// Writes a part of what `base` may refer to.
    pub fn store(&mut self, state: &mut State, base: &Pts, selector: Selector, content: &Abs) {
        self.note_escape(&content.pts, None);
        if base.any {
            self.store_anywhere(state, selector, content);
            return;
        }
        let loose = self.cx.depth == Depth::Function && selector == Selector::Any;
        for loc in &base.locs {
            let Some(child) = loc.child(selector) else {
                // Too deep: it becomes part of the object around it.
                self.store_weak(state, loc, content);
                continue;
            };
            let strong = base.single().is_some()
                && (loose || selector != Selector::Any)
                && self.is_one_object(loc);
            if !strong {
                self.store_weak(state, &child, content);
                continue;
            }
            if loose {
                for other in state.children(loc) {
                    if other.selector().is_some_and(Selector::is_element) {
                        state.slots.remove(&other);
                        state.forget_below(&other);
                    }
                }
            }
            state.forget_below(&child);
            state.cleaned.remove(&child);
            state.shared.remove(&child);
            state.slots.insert(
                child,
                Slot {
                    held: content.clone(),
                    maybe_unwritten: false,
                },
            );
        }
    }

    fn store_weak(&self, state: &mut State, loc: &Loc, content: &Abs) {
        let mut slot = match state.slots.get(loc) {
            Some(slot) => slot.clone(),
            None => self.below_write(state, loc),
        };
        slot.held.add(content);
        state.slots.insert(loc.clone(), slot);
    }

    fn store_anywhere(&mut self, state: &mut State, selector: Selector, content: &Abs) {
        let any = Loc::root(Root::Any).child(selector);
        let hit: Vec<Loc> = state
            .slots
            .keys()
            .filter(|loc| may_be(loc, selector))
            .cloned()
            .chain(any)
            .collect();
        for loc in hit {
            self.store_weak(state, &loc, content);
        }
    }

    /// Whether a location is one object: then an update replaces.
    pub fn is_one_object(&self, loc: &Loc) -> bool {
        if loc.root == Root::Any || (loc.is_blurred() && self.cx.depth != Depth::Function) {
            return false;
        }
        match loc.root {
            Root::Made(frame, value) => {
                !self.in_loop(frame, value) || !self.escaped.contains(&(frame, value))
            }
            _ => true,
        }
    }

    /// Objects that are stored somewhere may outlive the turn of the loop that made
    /// them; not those that stay where they always were.
    pub fn note_escape(&mut self, pts: &Pts, place: Option<&Loc>) {
        for loc in &pts.locs {
            if let Root::Made(frame, value) = loc.root
                && place != Some(loc)
                && self.in_loop(frame, value)
            {
                self.escaped.insert((frame, value));
            }
        }
    }

    /// An instruction makes its object anew.
    pub fn renew(&mut self, state: &mut State, frame: FrameId, value: ValueId) {
        state.values.remove(&(frame, value));
        if self.in_loop(frame, value) && !self.escaped.contains(&(frame, value)) {
            let loc = Loc::root(Root::Made(frame, value));
            state.forget_below(&loc);
            state.cleaned.remove(&loc);
        }
    }

    /// All taint that can be reached from a value.
    pub fn deep(&self, state: &State, used: &Used) -> Facts {
        let mut found = used.abs.own.clone();
        if !used.cleaned {
            found.extend(self.deep_parts(state, &used.abs.pts));
        }
        found
    }

    /// All taint in the parts of objects.
    pub fn deep_parts(&self, state: &State, pts: &Pts) -> Facts {
        let mut found = Facts::new();
        let mut seen: BTreeSet<Loc> = pts.locs.clone();
        let mut list: Vec<Loc> = seen.iter().cloned().collect();
        while let Some(loc) = list.pop() {
            // What a function object captured is not seen by who holds it.
            if self.function_at(&loc).is_some() {
                continue;
            }
            if !state.slots.contains_key(&loc) {
                found.extend(self.unwritten_facts(state, &loc, true));
            }
            let mut next: Vec<Loc> = Vec::new();
            for child in state.children(&loc) {
                match state.slots.get(&child) {
                    Some(_) => {
                        let slot = self.slot(state, &child);
                        found.extend(&slot.held.own);
                        next.extend(slot.held.pts.locs);
                    }
                    // Unwritten, but something in it is written.
                    None => next.push(child),
                }
            }
            for loc in next {
                if seen.insert(loc.clone()) {
                    list.push(loc);
                }
            }
        }
        found
    }

    /// Something is put into the object of a value, or the value is tainted from
    /// here on.
    pub fn taint(&mut self, state: &mut State, of: (FrameId, ValueId), facts: &Facts) {
        let pts = self.value(state, of.0, of.1).pts;
        for (key, value) in &mut state.values {
            if *key == of || value.pts.meets(&pts) {
                value.own.extend(facts);
            }
        }
        self.name_holders(state, &pts);
        for slot in state.slots.values_mut() {
            if slot.held.pts.meets(&pts) {
                slot.held.own.extend(facts);
            }
        }
    }

    /// A value and all that it holds is clean from here on.
    pub fn clean(&mut self, state: &mut State, of: (FrameId, ValueId)) {
        let pts = self.value(state, of.0, of.1).pts;
        let sure = pts.single().is_some();
        for (key, value) in &mut state.values {
            if *key == of || (sure && value.pts == pts) {
                value.own.clear();
            }
        }
        let Some(loc) = pts.single().cloned() else {
            return;
        };
        self.name_holders(state, &pts);
        for slot in state.slots.values_mut() {
            if slot.held.pts == pts {
                slot.held.own.clear();
            }
        }
        if self.is_one_object(&loc) {
            state.shared.retain(|at, _| !at.is_within(&loc));
            for (at, slot) in &mut state.slots {
                if at.is_within(&loc) && *at != loc {
                    slot.held.own.clear();
                }
            }
            state.cleaned.insert(loc);
        }
    }

    /// Places that hold an object because they always did become written ones.
    fn name_holders(&mut self, state: &mut State, pts: &Pts) {
        for loc in &pts.locs {
            let is_place =
                !loc.path.is_empty() || matches!(loc.root, Root::Global(..) | Root::Name(..));
            if is_place && !state.slots.contains_key(loc) {
                let slot = self.unwritten(state, loc);
                state.slots.insert(loc.clone(), slot);
            }
        }
    }

    /// What globals hold while something else runs is shared.
    pub fn share_globals(&mut self, state: &State, frame: FrameId) {
        for (loc, slot) in &state.slots {
            if let Root::Global(of, global) = loc.root
                && of == frame
            {
                let what = Shared::Global(global);
                self.body().assigned.insert(global);
                self.pool.put(what, &loc.path, &slot.held.own);
                self.share_parts(state, what, (&loc.path, &slot.held.pts), &mut vec![]);
            }
        }
    }

    /// The parts of objects that were made here are part of what holds them.
    fn share_parts(
        &mut self,
        state: &State,
        what: Shared,
        (path, pts): (&[Selector], &Pts),
        seen: &mut Vec<Loc>,
    ) {
        for loc in &pts.locs {
            let is_new = matches!(loc.root, Root::Made(..) | Root::Yields(_) | Root::Name(..));
            if !is_new || seen.contains(loc) {
                continue;
            }
            seen.push(loc.clone());
            self.share_children(state, what, (path, loc), seen);
            seen.pop();
        }
    }

    fn share_children(
        &mut self,
        state: &State,
        what: Shared,
        (path, loc): (&[Selector], &Loc),
        seen: &mut Vec<Loc>,
    ) {
        for child in state.children(loc) {
            let mut longer = path.to_vec();
            longer.extend(child.selector());
            longer.truncate(super::super::location::MAX_SELECTORS);
            match state.slots.get(&child) {
                Some(slot) => {
                    self.pool.put(what, &longer, &slot.held.own);
                    if longer.len() > path.len() {
                        self.share_parts(state, what, (&longer, &slot.held.pts), seen);
                    }
                }
                None if longer.len() > path.len() => {
                    self.share_children(state, what, (&longer, &child), seen);
                }
                None => {}
            }
        }
    }

    /// What a function that makes objects leaves in its first parameter.
    pub fn share_object(&mut self, state: &State, frame: FrameId, what: Shared) {
        let loc = Loc::root(Root::Param(frame, 0));
        let info = self.info_of(frame);
        if let Some(param) = info.ir.params.first() {
            let own = self.value(state, frame, param.value).own;
            self.pool.put(what, &[], &own);
        }
        self.share_children(state, what, (&[], &loc), &mut vec![]);
    }

    /// What initialisers may have left in the receiver of a method.
    pub fn share_receiver(
        &mut self,
        state: &mut State,
        frame: FrameId,
        mut params: Vec<Abs>,
    ) -> Vec<Abs> {
        let func = self.frame(frame).info.func;
        let Some(receiver) = params.first_mut() else {
            return params;
        };
        for class in self.cx.world.receiver_classes(func) {
            for (path, facts) in self.pool.of(Shared::Class(class)) {
                let Some((last, before)) = path.split_last() else {
                    receiver.own.extend(facts);
                    continue;
                };
                for loc in self.walk(state, &receiver.pts, before).locs {
                    if let Some(child) = loc.child(*last) {
                        state.shared.entry(child).or_default().extend(facts);
                    }
                }
            }
        }
        params
    }

    /// What a call may have written holds shared state again, and so do the objects
    /// that a global refers to.
    pub fn renew_global(&mut self, state: &mut State, frame: FrameId, global: GlobalVar) {
        let what = Shared::Global(global);
        let root = Loc::root(Root::Global(frame, global));
        let written: Vec<Loc> = state.slots.keys().cloned().collect();
        for loc in written.into_iter().filter(|loc| loc.is_within(&root)) {
            let Some(slot) = state.slots.get(&loc).cloned() else {
                continue;
            };
            let func = self.frame(frame).info.func;
            let is_top = self.cx.tree(func.file).kind(func.key.node) == Kind::File;
            for object in &slot.held.pts.locs {
                if is_top && !matches!(object.root, Root::Param(..) | Root::Global(..)) {
                    self.renew_object(state, object, (what, &loc.path));
                }
            }
            if let Some(slot) = state.slots.get_mut(&loc) {
                slot.held.own.extend(self.pool.get(what, &loc.path, false));
                slot.held.pts.add(&Pts::one(loc));
            }
        }
    }

    fn renew_object(&self, state: &mut State, object: &Loc, (what, path): (Shared, &[Selector])) {
        let mut parts = state.children(object);
        let any = object.child(Selector::Any);
        parts.extend(any.filter(|any| !parts.contains(any)));
        for part in parts {
            let longer: Vec<Selector> = path.iter().copied().chain(part.selector()).collect();
            let own = self.pool.get(what, &longer, false);
            let pts = Pts::default();
            self.store_weak(state, &part, &Abs { own, pts });
        }
        self.set_size(state, object, None);
    }
}

/// Whether a location may be that part of some object.
fn may_be(loc: &Loc, selector: Selector) -> bool {
    loc.selector().is_some_and(|own| overlap(own, selector))
}
