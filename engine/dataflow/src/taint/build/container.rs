//! What library calls do to containers.
//!
//! As long as a container is one known object and its size is known, elements
//! are told apart: `append` writes at the index that the size gives, `remove`
//! moves the later ones down. Where either is lost the elements are *blurred*:
//! they become one element of which it is not known which it is.

use haechi_ir::ValueId;
use haechi_rule::model::ContainerOp as Op;
use haechi_syntax::Lang;
use smallvec::SmallVec;

use super::super::flow::StepKind;
use super::super::graph::{Key, Kill, Place};
use super::super::location::{Loc, Pts, Selector};
use super::super::state::{Entry, Slot, State, StateKey};
use super::super::symbols::Sym;
use super::Builder;
use super::elements::element;
use super::model::Modelled;
use super::operand::Use;

impl Builder<'_> {
    /// Runs an operation on the receiver (functions: on the first argument).
    pub(super) fn container(&mut self, state: &mut State, call: &Modelled<'_>, op: Op) {
        let args: SmallVec<[Use; 4]> = call.operands.args.iter().map(|a| a.used).collect();
        let (target, args) = match call.receiver {
            Some(receiver) => (receiver, &args[..]),
            None => match args.split_first() {
                Some((first, rest)) if !matches!(op, Op::Of | Op::Copy) => (*first, rest),
                _ => {
                    self.make(state, call, op, &args);
                    return;
                }
            },
        };
        match op {
            Op::Copy if args.is_empty() => self.make(state, call, op, &[target]),
            Op::Of | Op::Copy => self.make(state, call, op, args),
            Op::Append | Op::Prepend | Op::Insert | Op::AddAll => {
                self.add(state, call, target, op, args);
            }
            Op::Put | Op::PutIfAbsent | Op::PutAll => self.put(state, call, target, op, args),
            Op::Get | Op::GetOrDefault | Op::First | Op::Last | Op::Any => {
                let selector = self.selected(state, target, op, args);
                self.give(state, call, target, selector);
                if op == Op::GetOrDefault
                    && let Some(other) = args.get(1)
                {
                    self.give_value(call, *other);
                }
            }
            Op::PopFirst | Op::PopLast | Op::RemoveAt | Op::RemoveKey => {
                let selector = self.selected(state, target, op, args);
                self.give(state, call, target, selector);
                self.remove(state, call.value, target, selector);
            }
            Op::RemoveValue => self.blur(state, call.value, target),
            Op::Reorder => self.blur(state, call.value, target),
            Op::Clear => self.clear(state, target),
            Op::Size | Op::Contains => {}
            Op::Keys | Op::Values | Op::Entries | Op::Iterate | Op::Slice => {
                self.view(state, call, target, op);
            }
        }
    }

    /// The container, if it is one known object.
    fn one(&self, target: Use) -> Option<Loc> {
        let loc = self.pts.single(self.value_pts[target.value])?;
        self.is_one_object(loc).then_some(loc)
    }

    fn size_of(&self, state: &State, target: Use) -> Option<(Loc, u32)> {
        let loc = self.one(target)?;
        Some((loc, self.len_of(state, loc)?))
    }

    /// The node through which a value goes into a container.
    fn put_place(&mut self, call: &Modelled<'_>, n: u32, used: Use) -> Place {
        let node = self.ir.value(call.value).node;
        let key = Key::Union(call.value, 1 << 24 | n);
        let place = self.graph.place(key, node, StepKind::Store);
        self.graph.edge(used.own, place, used.kill, None);
        place
    }

    fn write(
        &mut self,
        state: &mut State,
        call: &Modelled<'_>,
        target: Pts,
        selector: Selector,
        (n, used): (u32, Use),
    ) {
        let place = self.put_place(call, n, used);
        let pts = self.value_pts[used.value];
        self.store(state, target, selector, place, pts, call.value);
    }

    /// A new container.
    fn make(&mut self, state: &mut State, call: &Modelled<'_>, op: Op, args: &[Use]) {
        self.object(call.value, StepKind::Result);
        let new = self.root_of_call(call);
        if op == Op::Copy {
            if let Some(from) = args.first() {
                self.copy_elements(state, call, new, *from);
            }
            return;
        }
        for (n, used) in args.iter().enumerate() {
            self.write(state, call, new, element(n as u32), (n as u32, *used));
        }
        if let Some(loc) = self.pts.single(new) {
            self.set_len(state, loc, Some(args.len() as u32));
        }
    }

    fn root_of_call(&mut self, call: &Modelled<'_>) -> Pts {
        self.root_pts(super::Root::Object(call.value))
    }

    /// The elements of one container go into another, new one.
    fn copy_elements(&mut self, state: &mut State, call: &Modelled<'_>, new: Pts, from: Use) {
        let to = self.places[call.value];
        self.graph.edge(from.own, to, from.kill, None);
        let known = self.size_of(state, from);
        match known {
            Some((loc, len)) => {
                self.copy_keyed(state, call, new, loc);
                for n in 0..len {
                    let Some(child) = self.locs.child(loc, element(n)) else {
                        continue;
                    };
                    let slot = self.slot(state, child);
                    self.store(state, new, element(n), slot.place, slot.pts, call.value);
                }
                if let Some(loc) = self.pts.single(new) {
                    self.set_len(state, loc, Some(len));
                }
            }
            None => self.pour(state, call, new, from),
        }
    }

    /// What stands under keys goes into another container, with the keys.
    fn copy_keyed(&mut self, state: &mut State, call: &Modelled<'_>, into: Pts, from: Loc) {
        for child in self.locs.children(from).to_vec() {
            let selector = self.locs.selector(child);
            let is_keyed = match selector {
                Selector::Key(_) | Selector::Any => true,
                Selector::Field(name) => name == Sym::KEYS,
                Selector::Index(_) => false,
            };
            if let Some(slot) = state.slot(child).filter(|_| is_keyed) {
                self.store(state, into, selector, slot.place, slot.pts, call.value);
            }
        }
    }

    /// All elements of one container may be any element of another.
    fn pour(&mut self, state: &mut State, call: &Modelled<'_>, into: Pts, from: Use) {
        let node = self.ir.value(call.value).node;
        let key = Key::Union(call.value, 1 << 24 | 1 << 16);
        let place = self.graph.place(key, node, StepKind::Store);
        let pts = self.load(state, from, Selector::Any, place, Kill::NONE);
        self.store(state, into, Selector::Any, place, pts, call.value);
    }

    fn add(&mut self, state: &mut State, call: &Modelled<'_>, target: Use, op: Op, args: &[Use]) {
        let Some(last) = args.last().copied() else {
            return;
        };
        let pts = self.value_pts[target.value];
        let size = self.size_of(state, target);
        if op == Op::AddAll {
            self.add_all(state, call, target, last);
            return;
        }
        let at = match (op, size) {
            (Op::Append, Some((_, len))) => Some(len),
            (Op::Prepend, Some(_)) => Some(0),
            (Op::Insert, Some((_, len))) => {
                match args.first().map(|i| self.selector_of(state, pts, i.value)) {
                    Some(Selector::Index(n)) if n <= len => Some(n),
                    _ => None,
                }
            }
            _ => None,
        };
        match (at, size) {
            (Some(at), Some((loc, len))) => {
                self.move_up(state, loc, at, len);
                self.write(state, call, pts, element(at), (0, last));
                self.set_len(state, loc, Some(len + 1));
            }
            _ => {
                if op != Op::Append {
                    self.blur(state, call.value, target);
                }
                self.forget_size(state, target);
                self.write(state, call, pts, Selector::Any, (0, last));
            }
        }
    }

    fn add_all(&mut self, state: &mut State, call: &Modelled<'_>, target: Use, from: Use) {
        let pts = self.value_pts[target.value];
        match (self.size_of(state, target), self.size_of(state, from)) {
            (Some((to, len)), Some((source, more))) if to != source => {
                for n in 0..more {
                    let Some(child) = self.locs.child(source, element(n)) else {
                        continue;
                    };
                    let slot = self.slot(state, child);
                    let at = element(len + n);
                    self.store(state, pts, at, slot.place, slot.pts, call.value);
                }
                self.set_len(state, to, Some(len + more));
            }
            _ => {
                self.forget_size(state, target);
                self.pour(state, call, pts, from);
            }
        }
    }

    fn put(&mut self, state: &mut State, call: &Modelled<'_>, target: Use, op: Op, args: &[Use]) {
        let pts = self.value_pts[target.value];
        if op == Op::PutAll {
            if let Some(from) = args.first() {
                self.pour(state, call, pts, *from);
            }
            return;
        }
        let [key, value, ..] = args else { return };
        let selector = self.selector_of(state, pts, key.value);
        self.give(state, call, target, selector);
        self.write(state, call, pts, Selector::Field(Sym::KEYS), (1, *key));
        if op == Op::PutIfAbsent && selector != Selector::Any {
            // What is there stays.
            let old = self.walk_slots(state, pts, selector);
            self.write(state, call, pts, selector, (0, *value));
            for place in old {
                let new = self.put_place(call, 0, *value);
                self.graph.edge(place, new, Kill::NONE, None);
            }
            return;
        }
        self.write(state, call, pts, selector, (0, *value));
    }

    fn walk_slots(&mut self, state: &State, pts: Pts, selector: Selector) -> Vec<Place> {
        let mut found = Vec::new();
        for loc in self.pts.candidates(pts) {
            if let Some(child) = self.locs.child(loc, selector)
                && let Some(slot) = state.slot(child)
            {
                found.push(slot.place);
            }
        }
        found
    }

    /// Which element an operation is about.
    fn selected(&mut self, state: &State, target: Use, op: Op, args: &[Use]) -> Selector {
        let pts = self.value_pts[target.value];
        let last = || match self.size_of(state, target) {
            Some((_, len)) if len > 0 => element(len - 1),
            _ => Selector::Any,
        };
        match op {
            Op::First | Op::PopFirst => Selector::Index(0),
            Op::Last | Op::PopLast => last(),
            Op::Any => Selector::Any,
            _ => match args.first() {
                Some(index) => self.selector_of(state, pts, index.value),
                // `pop()` without an index.
                None if op == Op::RemoveAt => last(),
                None => Selector::Any,
            },
        }
    }

    /// The result is an element.
    fn give(&mut self, state: &State, call: &Modelled<'_>, target: Use, selector: Selector) {
        let place = self.places[call.value];
        let into = self.into(call.value);
        let pts = self.load_element(state, target, selector, place, into);
        self.refer(call.value, pts);
    }

    fn give_value(&mut self, call: &Modelled<'_>, used: Use) {
        let place = self.places[call.value];
        let into = self.into(call.value);
        let kill = self.graph.kill_both(into, used.kill);
        self.graph.edge(used.own, place, kill, None);
        let pts = self.value_pts[used.value];
        self.refer(call.value, pts);
    }

    /// An element is gone; `at` removes it.
    pub(super) fn remove(
        &mut self,
        state: &mut State,
        by: ValueId,
        target: Use,
        selector: Selector,
    ) {
        match (selector, self.size_of(state, target), self.one(target)) {
            (Selector::Index(at), Some((loc, len)), _) if at < len => {
                self.move_down(state, loc, at, len);
                self.set_len(state, loc, Some(len - 1));
            }
            (Selector::Key(_), _, Some(loc)) => {
                if let Some(child) = self.locs.child(loc, selector) {
                    self.set_clean(state, child);
                }
            }
            (Selector::Key(_), _, None) => {}
            _ => self.blur(state, by, target),
        }
    }

    fn set_clean(&mut self, state: &mut State, loc: Loc) {
        self.forget_below(state, loc);
        let slot = Slot {
            place: Place::CLEAN,
            pts: Pts::NONE,
            maybe_default: false,
        };
        state.set(StateKey::slot(loc), Entry::slot(slot));
    }

    /// The element at `from` becomes the one at `to`, with all its parts.
    fn move_element(&mut self, state: &mut State, loc: Loc, from: u32, to: u32) {
        let (Some(from), Some(to)) = (
            self.locs.child(loc, element(from)),
            self.locs.child(loc, element(to)),
        ) else {
            return;
        };
        let slot = self.slot(state, from);
        self.forget_below(state, to);
        // What the element refers to keeps its name: parts need no moving.
        state.set(StateKey::slot(to), Entry::slot(slot));
    }

    fn move_down(&mut self, state: &mut State, loc: Loc, at: u32, len: u32) {
        for n in at..len.saturating_sub(1) {
            self.move_element(state, loc, n + 1, n);
        }
        if let Some(last) = self.locs.child(loc, element(len - 1)) {
            self.set_clean(state, last);
        }
    }

    fn move_up(&mut self, state: &mut State, loc: Loc, at: u32, len: u32) {
        for n in (at..len).rev() {
            self.move_element(state, loc, n, n + 1);
        }
    }

    pub(super) fn forget_size(&mut self, state: &mut State, target: Use) {
        for loc in self.pts.candidates(self.value_pts[target.value]) {
            self.set_len(state, loc, None);
        }
    }

    /// Elements are not told apart any more.
    fn blur(&mut self, state: &mut State, by: ValueId, target: Use) {
        self.forget_size(state, target);
        let pts = self.value_pts[target.value];
        for loc in self.pts.candidates(pts) {
            let node = self.ir.value(by).node;
            let key = Key::Version(by, StateKey::len(loc).raw());
            let mixed = self.graph.place(key, node, StepKind::Store);
            let mut referred = Pts::NONE;
            let mut hit = false;
            // What the caller put there is mixed as well.
            if self.input_root(loc).is_some()
                && let Some(any) = self.locs.child(loc, Selector::Any)
                && state.slot(any).is_none_or(|slot| slot.maybe_default)
            {
                let slot = self.default_slot(state, any);
                self.graph.edge(slot.place, mixed, Kill::NONE, None);
                referred = slot.pts;
                hit = true;
            }
            for child in self.locs.children(loc).to_vec() {
                if !matches!(
                    self.locs.selector(child),
                    Selector::Index(_) | Selector::Key(_)
                ) {
                    continue;
                }
                if let Some(slot) = state.slot(child) {
                    self.graph.edge(slot.place, mixed, Kill::NONE, None);
                    referred = self.pts.union(referred, slot.pts);
                    hit = true;
                }
            }
            if hit {
                let one = self.pts.one(loc);
                self.store(state, one, Selector::Any, mixed, referred, by);
            }
        }
    }

    fn clear(&mut self, state: &mut State, target: Use) {
        if let Some(loc) = self.one(target) {
            for child in self.locs.children(loc).to_vec() {
                if self.locs.selector(child).is_element() {
                    self.set_clean(state, child);
                }
            }
            self.set_len(state, loc, Some(0));
        }
    }

    /// A new container that shows the elements of another.
    fn view(&mut self, state: &mut State, call: &Modelled<'_>, target: Use, op: Op) {
        let place = self.object(call.value, StepKind::Result);
        let into = self.into(call.value);
        self.graph.edge(target.own, place, into, None);
        let new = self.root_of_call(call);
        let node = self.ir.value(call.value).node;
        if op == Op::Iterate
            && let Some((loc, _)) = self.size_of(state, target)
        {
            let _ = loc;
            self.copy_elements(state, call, new, target);
            return;
        }
        let load = |builder: &mut Self, n: u32, selector: Selector| {
            let key = Key::Union(call.value, 1 << 25 | n);
            let to = builder.graph.place(key, node, StepKind::Load);
            let pts = builder.load(state, target, selector, to, Kill::NONE);
            (to, pts)
        };
        let keys = load(self, 0, Selector::Field(Sym::KEYS));
        let values = load(self, 1, Selector::Any);
        match op {
            Op::Keys => self.store(state, new, Selector::Any, keys.0, keys.1, call.value),
            Op::Entries => self.entries(state, call, new, keys, values),
            _ => self.store(state, new, Selector::Any, values.0, values.1, call.value),
        }
    }

    /// Entries: Java's have a `key` and a `value`, Python's are pairs.
    fn entries(
        &mut self,
        state: &mut State,
        call: &Modelled<'_>,
        new: Pts,
        keys: (Place, Pts),
        values: (Place, Pts),
    ) {
        let (key, value) = match self.tree.lang {
            Lang::Java => (
                Selector::Field(self.cx.symbols.sym("key")),
                Selector::Field(self.cx.symbols.sym("value")),
            ),
            Lang::Python => (Selector::Index(0), Selector::Index(1)),
        };
        let Some(entry) = self
            .pts
            .single(new)
            .and_then(|loc| self.locs.child(loc, Selector::Any))
        else {
            return;
        };
        let own = self.pts.one(entry);
        self.store(state, new, Selector::Any, Place::CLEAN, own, call.value);
        self.store(state, own, key, keys.0, keys.1, call.value);
        self.store(state, own, value, values.0, values.1, call.value);
    }
}
