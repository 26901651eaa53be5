//! What library calls do to containers. Elements are told apart as long as the
//! container is one known object of known size.

use haechi_rule::model::ContainerOp as Op;
use haechi_syntax::Lang;

use super::super::location::Selector;
use super::super::symbols::Sym;
use super::instr::element;
use super::memory::Used;
use super::model::Modelled;
use super::run::Run;
use super::state::{Abs, Facts, Loc, Pts, Root, Slot, State};

/// Larger containers have no known size.
const MAX_SIZE: u32 = 64;

impl Run<'_> {
    /// Sets or forgets the number of elements.
    pub fn set_size(&self, state: &mut State, loc: &Loc, size: Option<u32>) {
        let size = size.filter(|n| *n <= MAX_SIZE);
        state.sizes.insert(loc.clone(), size);
    }

    /// Executes an operation on the receiver (of functions: on the first argument).
    pub fn container(&mut self, call: Modelled<'_>, op: Op, state: &mut State) {
        let args: Vec<Used> = call.operands.args.iter().map(|a| a.used.clone()).collect();
        let (target, args) = match (self.receiver(call, state), args.split_first()) {
            (Some(receiver), _) => (receiver, &args[..]),
            (None, Some((first, rest))) if !matches!(op, Op::Of | Op::Copy) => {
                (first.clone(), rest)
            }
            _ => return self.make_container(call, op, &args, state),
        };
        // What is known of the receiver may have changed since it was read.
        let target = Used {
            abs: Abs {
                pts: self.value(state, call.at.frame, target.value).pts,
                ..target.abs
            },
            ..target
        };
        match op {
            Op::Copy if args.is_empty() => self.make_container(call, op, &[target], state),
            Op::Of | Op::Copy => self.make_container(call, op, args, state),
            Op::Append | Op::Prepend | Op::Insert => self.add(&target, (call, op), args, state),
            Op::AddAll => self.add_all(&target, args, state),
            Op::Put | Op::PutIfAbsent => self.put(&target, (call, op), args, state),
            Op::PutAll => {
                if let Some(from) = args.first() {
                    self.pour(&target.abs.pts, from, state);
                }
            }
            Op::Get | Op::GetOrDefault | Op::First | Op::Last | Op::Any => {
                let selector = self.selected(&target, (call, op), args, state);
                let value = self.load_element(state, &target, selector);
                self.give(call, &value, state);
                if let Some(other) = args.get(1).filter(|_| op == Op::GetOrDefault) {
                    self.give(call, &other.abs.clone(), state);
                }
            }
            Op::PopFirst | Op::PopLast | Op::RemoveAt | Op::RemoveKey => {
                let selector = self.selected(&target, (call, op), args, state);
                let value = self.load_element(state, &target, selector);
                self.give(call, &value, state);
                self.remove(&target, selector, state);
            }
            Op::RemoveValue | Op::Reorder => self.blur(&target, state),
            Op::Clear => self.clear(&target, state),
            Op::Size | Op::Contains => {}
            Op::Keys | Op::Values | Op::Entries | Op::Iterate | Op::Slice => {
                self.view(&target, (call, op), state);
            }
        }
    }

    /// The container and its size, if it is one known object of known size.
    fn sized(&self, target: &Used, state: &State) -> Option<(Loc, u32)> {
        let loc = target.abs.pts.single()?;
        let size = self.size(state, loc)?;
        self.is_one_object(loc).then(|| (loc.clone(), size))
    }

    /// A new container.
    fn make_container(&mut self, call: Modelled<'_>, op: Op, args: &[Used], state: &mut State) {
        self.make(call.at, state, Facts::new());
        let new = call.at.made();
        let pts = Pts::one(new.clone());
        if op == Op::Of {
            for (n, used) in args.iter().enumerate() {
                self.store(state, &pts, element(n as i64), &used.abs);
            }
            self.set_size(state, &new, u32::try_from(args.len()).ok());
            return;
        }
        let Some(from) = args.first() else { return };
        self.copy_elements(call, from, state);
    }

    /// The result gets the elements of a container.
    fn copy_elements(&mut self, call: Modelled<'_>, from: &Used, state: &mut State) {
        let new = call.at.made();
        let pts = Pts::one(new.clone());
        if let Some(value) = state.values.get_mut(&(call.at.frame, call.at.value)) {
            value.own.extend(&from.abs.own);
        }
        let Some((loc, size)) = self.sized(from, state) else {
            return self.pour(&pts, from, state);
        };
        self.copy_keyed(&pts, &loc, state);
        for n in 0..size {
            if let Some(child) = loc.child(element(i64::from(n))) {
                let held = self.slot(state, &child).held;
                self.store(state, &pts, element(i64::from(n)), &held);
            }
        }
        self.set_size(state, &new, Some(size));
    }

    /// What stands under keys goes into another container, with the keys.
    fn copy_keyed(&mut self, into: &Pts, from: &Loc, state: &mut State) {
        let is_keyed = |selector: &Selector| match selector {
            Selector::Key(_) | Selector::Any => true,
            Selector::Field(name) => *name == Sym::KEYS,
            Selector::Index(_) => false,
        };
        let depth = from.path.len();
        let written = state.slots.iter();
        let keyed: Vec<(Selector, Abs)> = written
            .filter(|(at, _)| at.path.len() == depth + 1 && at.is_within(from))
            .filter_map(|(at, slot)| Some((*at.path.last()?, slot.held.clone())))
            .filter(|(selector, _)| is_keyed(selector))
            .collect();
        for (selector, held) in keyed {
            self.store(state, into, selector, &held);
        }
    }

    /// All elements of one container may be any element of another.
    fn pour(&mut self, into: &Pts, from: &Used, state: &mut State) {
        let all = self.load(state, from, Selector::Any);
        self.store(state, into, Selector::Any, &all);
    }

    fn add(
        &mut self,
        target: &Used,
        (call, op): (Modelled<'_>, Op),
        args: &[Used],
        state: &mut State,
    ) {
        let Some(last) = args.last() else { return };
        let pts = &target.abs.pts;
        let sized = self.sized(target, state);
        let index = match (op, &sized) {
            (Op::Append, Some((_, size))) => Some(*size),
            (Op::Prepend, Some(_)) => Some(0),
            (Op::Insert, Some((_, size))) => {
                match self.selector_of(call.at, state, pts, args[0].value) {
                    Selector::Index(n) if n <= *size => Some(n),
                    _ => None,
                }
            }
            _ => None,
        };
        let (Some(index), Some((loc, size))) = (index, sized) else {
            if op != Op::Append {
                self.blur(target, state);
            }
            self.forget_size(target, state);
            return self.store(state, pts, Selector::Any, &last.abs);
        };
        for n in (index..size).rev() {
            self.move_element(state, &loc, n, n + 1);
        }
        self.store(state, pts, element(i64::from(index)), &last.abs);
        self.set_size(state, &loc, Some(size + 1));
    }

    fn add_all(&mut self, target: &Used, args: &[Used], state: &mut State) {
        let Some(from) = args.last() else { return };
        match (self.sized(target, state), self.sized(from, state)) {
            (Some((to, size)), Some((source, more))) if to != source => {
                for n in 0..more {
                    if let Some(child) = source.child(element(i64::from(n))) {
                        let held = self.slot(state, &child).held;
                        let at = element(i64::from(size + n));
                        self.store(state, &target.abs.pts, at, &held);
                    }
                }
                self.set_size(state, &to, Some(size + more));
            }
            _ => {
                self.forget_size(target, state);
                self.pour(&target.abs.pts, from, state);
            }
        }
    }

    fn put(
        &mut self,
        target: &Used,
        (call, op): (Modelled<'_>, Op),
        args: &[Used],
        state: &mut State,
    ) {
        let [key, value, ..] = args else { return };
        let pts = &target.abs.pts;
        let selector = self.selector_of(call.at, state, pts, key.value);
        let old = self.load_element(state, target, selector);
        self.give(call, &old, state);
        self.store(state, pts, Selector::Field(Sym::KEYS), &key.abs);
        let mut stored = value.abs.clone();
        if op == Op::PutIfAbsent && selector != Selector::Any {
            // What is there stays.
            for loc in &pts.locs {
                let child = loc.child(selector);
                if let Some(slot) = child.and_then(|child| state.slots.get(&child)) {
                    stored.add(&slot.held);
                }
            }
        }
        self.store(state, pts, selector, &stored);
    }

    /// Which element an operation is about.
    fn selected(
        &self,
        target: &Used,
        (call, op): (Modelled<'_>, Op),
        args: &[Used],
        state: &State,
    ) -> Selector {
        let last = || match self.sized(target, state) {
            Some((_, size)) if size > 0 => element(i64::from(size) - 1),
            _ => Selector::Any,
        };
        match (op, args.first()) {
            (Op::First | Op::PopFirst, _) => Selector::Index(0),
            (Op::Last | Op::PopLast, _) => last(),
            (Op::Any, _) => Selector::Any,
            (_, Some(index)) => self.selector_of(call.at, state, &target.abs.pts, index.value),
            // `pop()` without an index.
            (Op::RemoveAt, None) => last(),
            (_, None) => Selector::Any,
        }
    }

    /// An element is gone.
    pub fn remove(&mut self, target: &Used, selector: Selector, state: &mut State) {
        let one = target
            .abs
            .pts
            .single()
            .filter(|loc| self.is_one_object(loc));
        match (selector, self.sized(target, state), one) {
            (Selector::Index(at), Some((loc, size)), _) if at < size => {
                for n in at..size - 1 {
                    self.move_element(state, &loc, n + 1, n);
                }
                if let Some(last) = loc.child(element(i64::from(size) - 1)) {
                    set_empty(state, &last);
                }
                self.set_size(state, &loc, Some(size - 1));
            }
            (Selector::Key(_), _, Some(loc)) => {
                if let Some(child) = loc.child(selector) {
                    set_empty(state, &child);
                }
            }
            (Selector::Key(_), _, None) => {}
            _ => self.blur(target, state),
        }
    }

    fn move_element(&mut self, state: &mut State, loc: &Loc, from: u32, to: u32) {
        let from = loc.child(element(i64::from(from)));
        let to = loc.child(element(i64::from(to)));
        if let (Some(from), Some(to)) = (from, to) {
            let slot = self.slot(state, &from);
            state.forget_below(&to);
            // What the element refers to keeps its name: parts need no moving.
            state.slots.insert(to, slot);
        }
    }

    pub fn forget_size(&self, target: &Used, state: &mut State) {
        for loc in &target.abs.pts.locs {
            self.set_size(state, loc, None);
        }
    }

    /// Elements are not told apart any more.
    fn blur(&mut self, target: &Used, state: &mut State) {
        self.forget_size(target, state);
        for loc in &target.abs.pts.locs {
            let mut mixed: Option<Abs> = None;
            // What callers and other functions put there is mixed as well.
            if matches!(loc.root, Root::Param(..) | Root::Global(..))
                && let Some(any) = loc.child(Selector::Any)
                && state
                    .slots
                    .get(&any)
                    .is_none_or(|slot| slot.maybe_unwritten)
            {
                let facts = self.unwritten_facts(state, &any, false);
                mixed
                    .get_or_insert_default()
                    .add(&Slot::unwritten(&any, facts).held);
            }
            for child in state.children(loc) {
                let named = matches!(
                    child.selector(),
                    Some(Selector::Index(_) | Selector::Key(_))
                );
                if let Some(slot) = state.slots.get(&child).filter(|_| named) {
                    mixed.get_or_insert_default().add(&slot.held);
                }
            }
            if let Some(mixed) = mixed {
                self.store(state, &Pts::one(loc.clone()), Selector::Any, &mixed);
            }
        }
    }

    fn clear(&mut self, target: &Used, state: &mut State) {
        let one = target
            .abs
            .pts
            .single()
            .filter(|loc| self.is_one_object(loc));
        let Some(loc) = one.cloned() else {
            return self.forget_size(target, state);
        };
        for child in state.children(&loc) {
            if child.selector().is_some_and(Selector::is_element) {
                set_empty(state, &child);
            }
        }
        self.set_size(state, &loc, Some(0));
    }

    /// A new container that shows the elements of another.
    fn view(&mut self, target: &Used, (call, op): (Modelled<'_>, Op), state: &mut State) {
        self.make(call.at, state, target.abs.own.clone());
        let new = Pts::one(call.at.made());
        if op == Op::Iterate && self.sized(target, state).is_some() {
            return self.copy_elements(call, target, state);
        }
        let keys = self.load(state, target, Selector::Field(Sym::KEYS));
        let values = self.load(state, target, Selector::Any);
        match op {
            Op::Keys => self.store(state, &new, Selector::Any, &keys),
            Op::Entries => {
                let (key, value) = match self.tree(call.at.frame).lang {
                    Lang::Java => (
                        Selector::Field(self.cx.symbols.sym("key")),
                        Selector::Field(self.cx.symbols.sym("value")),
                    ),
                    Lang::Python => (Selector::Index(0), Selector::Index(1)),
                };
                let Some(entry) = call.at.made().child(Selector::Any) else {
                    return;
                };
                let entry = Abs {
                    own: Facts::new(),
                    pts: Pts::one(entry),
                };
                self.store(state, &new, Selector::Any, &entry);
                self.store(state, &entry.pts, key, &keys);
                self.store(state, &entry.pts, value, &values);
            }
            _ => self.store(state, &new, Selector::Any, &values),
        }
    }
}

/// Nothing is there any more.
fn set_empty(state: &mut State, loc: &Loc) {
    state.forget_below(loc);
    state.slots.insert(loc.clone(), Slot::default());
}
