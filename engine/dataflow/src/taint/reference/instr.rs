//! Executing one instruction.

use haechi_ir::{AggregateKind, Const, Field, FieldKind, List, Op, UnpackPos, ValueId};
use haechi_syntax::{Kind as NodeKind, Lang, NodeId, Role as NodeRole};

use super::super::Scalar;
use super::super::location::Selector;
use super::super::symbols::Sym;
use super::memory::Used;
use super::run::{Info, Run};
use super::state::{Abs, Facts, FrameId, Loc, Pts, Root, State};

/// Indices from here on are not told apart.
const MAX_INDEX: i64 = 64;

/// The element at an index.
pub fn element(n: i64) -> Selector {
    match u32::try_from(n) {
        Ok(index) if n < MAX_INDEX => Selector::Index(index),
        _ => Selector::Any,
    }
}

/// Where an instruction stands.
#[derive(Clone, Copy)]
pub struct At<'i> {
    /// The function.
    pub info: &'i Info,
    /// As called this time.
    pub frame: FrameId,
    /// The instruction.
    pub value: ValueId,
}

impl At<'_> {
    /// The root of what it makes.
    pub fn made(&self) -> Loc {
        Loc::root(Root::Made(self.frame, self.value))
    }
    /// The operands of a list.
    pub fn list(&self, list: List) -> Vec<ValueId> {
        self.info.ir.list(list).to_vec()
    }
}

impl Run<'_> {
    /// Executes an instruction; false if control does not come back from it.
    pub fn instruction(
        &mut self,
        info: &Info,
        frame: FrameId,
        value: ValueId,
        state: &mut State,
    ) -> bool {
        let at = At { info, frame, value };
        self.renew(state, frame, value);
        if let Op::Call(call) = info.ir.op(value) {
            if !self.call(at, call, state) {
                return false;
            }
        } else {
            self.simple(at, info.ir.op(value), state);
        }
        self.at_definition(info, frame, value, state);
        true
    }

    fn simple(&mut self, at: At<'_>, op: Op, state: &mut State) {
        match op {
            Op::Param(n) => {
                let given = self.body().params.get(n as usize).cloned();
                self.define(at, state, given.unwrap_or_default());
            }
            Op::Int(_) | Op::Float(_) | Op::Str(_) | Op::Char(_) | Op::Bool(_) => {}
            Op::Number(_) | Op::Null | Op::Undef => {}
            Op::Sigma { value: a, .. } if self.is_nothing(at, a) => {}
            Op::Copy(a)
            | Op::Sigma { value: a, .. }
            | Op::Cast(a, _)
            | Op::Await(a)
            | Op::Enter(a)
            | Op::Caught(a)
            | Op::Spread(a) => self.copy(at, a, state),
            Op::Phi(list) => self.phi(at, list, state),
            Op::Cell(a) => {
                let used = self.nth(at, state, 0, a, true);
                self.make(at, state, Facts::new());
                let selector = Selector::Field(Sym::CELL);
                self.store(state, &Pts::one(at.made()), selector, &used.abs);
            }
            Op::Unary(_, a) => self.compute(at, &[a], state),
            Op::Binary(operator, a, b) => {
                self.compute(at, &[a, b], state);
                if operator.is_comparison() && self.rule.options.safe_comparisons {
                    self.untaint(at, state);
                }
            }
            Op::InstanceOf(a, _) => {
                self.compute(at, &[a], state);
                if self.rule.options.safe_comparisons {
                    self.untaint(at, state);
                }
            }
            Op::Format(list) | Op::Opaque(list) | Op::Slice(list) => {
                self.compute(at, &at.list(list), state);
            }
            Op::Class(list) | Op::NewArray(list) => {
                for (n, a) in at.list(list).into_iter().enumerate() {
                    self.nth(at, state, n, a, true);
                }
                self.make(at, state, Facts::new());
            }
            Op::LoadField(..) | Op::LoadIndex(..) | Op::Unpack(..) | Op::IterElement(_) => {
                self.load_op(at, op, state);
            }
            Op::IterNext(a) => {
                self.nth(at, state, 0, a, false);
            }
            Op::StoreField { .. } | Op::StoreIndex { .. } | Op::Append { .. } => {
                self.store_op(at, op, state);
            }
            Op::DelField(base, field) => {
                let selector = self.field(at, field);
                self.delete(at, base, selector, state);
            }
            Op::DelIndex(base, index) => {
                let pts = self.value(state, at.frame, base).pts;
                let selector = self.selector_of(at, state, &pts, index);
                self.delete(at, base, selector, state);
            }
            Op::LoadGlobal(node) => self.load_global(at, node, state),
            Op::StoreGlobal(node, a) => self.store_global(at, node, a, state),
            Op::Closure(id) => self.closure(at, id, state),
            Op::MethodRef(receiver) => self.method_ref(at, receiver, state),
            Op::Aggregate(kind, list) => self.aggregate(at, kind, list, state),
            Op::CatchParam(list) => self.catch_param(at, list, state),
            Op::Yield(a) => self.yielded(at, a, false, state),
            Op::YieldFrom(a) => self.yielded(at, Some(a), true, state),
            Op::Call(_) => {}
        }
    }

    /// Whether a branch left nothing of a value: it was found to be null, or, in
    /// Python, to be false.
    fn is_nothing(&self, at: At<'_>, before: ValueId) -> bool {
        let ir = &at.info.ir;
        let is_null = |value| matches!(ir.constant(value), Some(Const::Null));
        let is_python = self.tree(at.frame).lang == Lang::Python;
        (is_python && ir.is_falsy(at.value)) || (is_null(at.value) && !is_null(before))
    }

    /// The n-th operand of an instruction.
    pub fn nth(
        &mut self,
        at: At<'_>,
        state: &mut State,
        n: usize,
        value: ValueId,
        whole: bool,
    ) -> Used {
        self.operand(
            at.info,
            at.frame,
            state,
            (at.value, n as u32),
            (value, whole),
        )
    }

    /// What a value is from here on; nothing that its type or a sanitizer at it
    /// forbids.
    pub fn define(&mut self, at: At<'_>, state: &mut State, mut abs: Abs) {
        if self.is_safe_type(at.frame, at.value) {
            abs.own.clear();
        }
        state.values.insert((at.frame, at.value), abs);
    }

    /// Whether the rule says that values of this one's type carry nothing.
    pub fn is_safe_type(&self, frame: FrameId, value: ValueId) -> bool {
        let options = &self.rule.options;
        if !options.safe_booleans && !options.safe_numbers {
            return false;
        }
        let info = &self.frame(frame).info;
        match self.cx.world.scalar(info.func, &info.ir, value) {
            Scalar::Other => false,
            Scalar::Bool => options.safe_booleans,
            Scalar::Number => options.safe_numbers,
        }
    }

    fn untaint(&mut self, at: At<'_>, state: &mut State) {
        if let Some(value) = state.values.get_mut(&(at.frame, at.value)) {
            value.own.clear();
        }
    }

    /// A value that is an object of its own.
    pub fn make(&mut self, at: At<'_>, state: &mut State, own: Facts) {
        let pts = Pts::one(at.made());
        self.define(at, state, Abs { own, pts });
    }

    /// A value that is an object of its own if it is none that we know.
    pub fn define_some(&mut self, at: At<'_>, state: &mut State, mut abs: Abs) {
        if abs.pts.is_none() {
            abs.pts = Pts::one(at.made());
        }
        self.define(at, state, abs);
    }

    fn copy(&mut self, at: At<'_>, from: ValueId, state: &mut State) {
        let used = self.nth(at, state, 0, from, true);
        self.define(at, state, used.abs);
    }

    fn phi(&mut self, at: At<'_>, list: List, state: &mut State) {
        let mut all = Abs::default();
        let block = self.current_block();
        for (n, operand) in at.list(list).into_iter().enumerate() {
            if at.info.ir.blocks[block].is_handler {
                all.add(&self.value(state, at.frame, operand));
                continue;
            }
            let pred = at.info.ir.preds(block)[n];
            if let Some(out) = self.body().out[pred].clone() {
                all.add(&self.value(&out, at.frame, operand));
            }
        }
        self.note_escape(&all.pts, None);
        self.define(at, state, all);
    }

    /// Something computed from all of its operands.
    fn compute(&mut self, at: At<'_>, operands: &[ValueId], state: &mut State) {
        let mut own = Facts::new();
        for (n, operand) in operands.iter().enumerate() {
            let used = self.nth(at, state, n, *operand, true);
            own.extend(self.derived(state, &used));
        }
        self.make(at, state, own);
    }

    /// All of a value, as something made from it is tainted by it.
    pub fn derived(&self, state: &State, used: &Used) -> Facts {
        match self.rule.options.only_assignments {
            true => Facts::new(),
            false => self.deep(state, used),
        }
    }

    /// The selector of a field.
    pub fn field(&self, at: At<'_>, field: Field) -> Selector {
        let tree = self.tree(at.frame);
        let symbols = &self.cx.symbols;
        Selector::Field(match field.kind() {
            FieldKind::Named(name) => symbols.sym(tree.names().text(name)),
            FieldKind::Captured(name) => symbols.captured(tree.names().text(name)),
            FieldKind::Cell => Sym::CELL,
            FieldKind::Outer => Sym::OUTER,
            FieldKind::Cause => Sym::CAUSE,
        })
    }

    /// The element that an index or key selects.
    pub fn selector_of(&self, at: At<'_>, state: &State, base: &Pts, index: ValueId) -> Selector {
        let number = |n: i64| match n {
            0.. => element(n),
            _ => match base.single().and_then(|loc| self.size(state, loc)) {
                Some(size) if i64::from(size) + n >= 0 => element(i64::from(size) + n),
                _ => Selector::Any,
            },
        };
        let key = |text: &str| Selector::Key(self.cx.symbols.sym(text));
        match at.info.ir.constant(index) {
            Some(Const::Int(n)) => number(n),
            Some(Const::Str(text)) => key(&text),
            Some(Const::Char(c)) => key(&c.to_string()),
            Some(Const::Enum(name)) => key(&name),
            _ => Selector::Any,
        }
    }

    /// The size of a container, if it is known.
    pub fn size(&self, state: &State, loc: &Loc) -> Option<u32> {
        state.sizes.get(loc).copied().flatten()
    }

    fn load_op(&mut self, at: At<'_>, op: Op, state: &mut State) {
        let (base, index) = match op {
            Op::LoadField(base, _) | Op::Unpack(base, _) | Op::IterElement(base) => (base, None),
            Op::LoadIndex(base, index) => (base, Some(index)),
            _ => return,
        };
        let used = self.nth(at, state, 0, base, false);
        let mut by_index = Facts::new();
        if let Some(index) = index {
            let index = self.nth(at, state, 1, index, true);
            if !self.rule.options.safe_indexes {
                by_index = self.derived(state, &index);
            }
        }
        let mut loaded = match op {
            Op::LoadField(_, field) => {
                let selector = self.field(at, field);
                let mut loaded = self.load(state, &used, selector);
                if self.is_literal(&used.abs.pts) {
                    // An attribute of a list shows its elements.
                    loaded.own.extend(self.deep(state, &used));
                }
                loaded
            }
            Op::LoadIndex(_, index) if matches!(at.info.ir.op(index), Op::Slice(_)) => {
                return self.slice(at, &used, by_index, state);
            }
            Op::LoadIndex(_, index) => {
                let selector = self.selector_of(at, state, &used.abs.pts, index);
                self.load_element(state, &used, selector)
            }
            Op::Unpack(_, UnpackPos::Front(n)) => {
                self.load_element(state, &used, element(i64::from(n)))
            }
            Op::Unpack(_, UnpackPos::Back(n)) => {
                let size = used.abs.pts.single().and_then(|loc| self.size(state, loc));
                let selector = match size.map(|size| i64::from(size) - i64::from(n) - 1) {
                    Some(index) if index >= 0 => element(index),
                    _ => Selector::Any,
                };
                self.load_element(state, &used, selector)
            }
            Op::Unpack(_, UnpackPos::Rest(..)) => return self.slice(at, &used, by_index, state),
            _ if self.gives_keys(&used.abs.pts) => Abs {
                own: used.abs.own,
                pts: Pts::default(),
            },
            _ => self.load_element(state, &used, Selector::Any),
        };
        loaded.own.extend(by_index);
        self.define_some(at, state, loaded);
    }

    /// Whether it is a list or the like that is written in the code.
    fn is_literal(&self, pts: &Pts) -> bool {
        match pts.single() {
            Some(Loc {
                root: Root::Made(frame, value),
                path,
            }) => path.is_empty() && matches!(self.op(*frame, *value), Op::Aggregate(..)),
            _ => false,
        }
    }

    /// Iterating over a dictionary literal gives its keys.
    fn gives_keys(&self, pts: &Pts) -> bool {
        match pts.single() {
            Some(Loc {
                root: Root::Made(frame, value),
                path,
            }) => {
                let op = self.op(*frame, *value);
                path.is_empty() && matches!(op, Op::Aggregate(AggregateKind::Dict, _))
            }
            _ => false,
        }
    }

    /// A new container with some of the elements of another.
    fn slice(&mut self, at: At<'_>, base: &Used, by_index: Facts, state: &mut State) {
        let elements = self.load(state, base, Selector::Any);
        let mut own = base.abs.own.clone();
        own.extend(by_index);
        self.make(at, state, own);
        self.store(state, &Pts::one(at.made()), Selector::Any, &elements);
    }

    fn store_op(&mut self, at: At<'_>, op: Op, state: &mut State) {
        let (base, content, n) = match op {
            Op::StoreField { base, value, .. } => (base, value, 1),
            Op::StoreIndex { base, value, .. } => (base, value, 2),
            Op::Append { to, value } => (to, value, 1),
            _ => return,
        };
        let target = self.nth(at, state, 0, base, false);
        let used = self.nth(at, state, n, content, true);
        let base_pts = self.value(state, at.frame, base).pts;
        let mut stored = self.value(state, at.frame, content);
        stored.own = used.abs.own;
        let selector = match op {
            Op::StoreField { field, .. } => self.field(at, field),
            Op::StoreIndex { index, .. } if matches!(at.info.ir.op(index), Op::Slice(_)) => {
                stored.pts = Pts::default();
                Selector::Any
            }
            Op::StoreIndex { index, .. } => {
                self.nth(at, state, 1, index, true);
                self.selector_of(at, state, &base_pts, index)
            }
            _ => Selector::Any,
        };
        self.define(at, state, stored);
        let stored = self.value(state, at.frame, at.value);
        if base_pts.is_none() {
            // Nothing is known of the object: it is tainted as a whole.
            self.taint(state, (at.frame, target.value), &stored.own);
            return;
        }
        self.store(state, &base_pts, selector, &stored);
        if matches!(op, Op::Append { .. }) {
            self.forget_size(&target, state);
        }
    }

    fn delete(&mut self, at: At<'_>, base: ValueId, selector: Selector, state: &mut State) {
        let used = self.nth(at, state, 0, base, false);
        match selector {
            Selector::Any => {}
            // The elements behind it move down.
            Selector::Index(_) if !self.gives_keys(&used.abs.pts) => {
                self.remove(&used, selector, state);
            }
            _ => self.store(state, &used.abs.pts, selector, &Abs::default()),
        }
    }

    /// The location that a global name stands for.
    fn global_loc(&self, at: At<'_>, node: NodeId) -> Option<Loc> {
        let tree = self.tree(at.frame);
        if let Some(global) = self.cx.world.global(at.info.func.file, node) {
            return Some(Loc::root(Root::Global(at.frame, global)));
        }
        (tree.kind(node) == NodeKind::Ident).then(|| {
            let sym = self.cx.symbols.sym(tree.name(node));
            Loc::root(Root::Name(at.frame, sym))
        })
    }

    fn load_global(&mut self, at: At<'_>, node: NodeId, state: &mut State) {
        if self.function_of(at.info, at.value).is_some() {
            return self.make(at, state, Facts::new());
        }
        let held = match self.global_loc(at, node) {
            Some(loc) => self.slot(state, &loc).held,
            None => Abs::default(),
        };
        self.define_some(at, state, held);
    }

    fn store_global(&mut self, at: At<'_>, node: NodeId, from: ValueId, state: &mut State) {
        self.copy(at, from, state);
        let Some(loc) = self.global_loc(at, node) else {
            return;
        };
        if let Root::Global(_, global) = loc.root {
            self.body().assigned.insert(global);
        }
        let held = self.value(state, at.frame, at.value);
        self.note_escape(&held.pts, None);
        state.forget_below(&loc);
        state.slots.insert(
            loc,
            super::state::Slot {
                held,
                maybe_unwritten: false,
            },
        );
    }

    fn aggregate(&mut self, at: At<'_>, kind: AggregateKind, list: List, state: &mut State) {
        let operands = at.list(list);
        let base = Pts::one(at.made());
        self.make(at, state, Facts::new());
        let mut own = Facts::new();
        let mut next = Some(0i64);
        let mut n = 0;
        while n < operands.len() {
            let spread = matches!(at.info.ir.op(operands[n]), Op::Spread(_));
            let mut selector = match next {
                Some(index) if !spread && kind != AggregateKind::Set => element(index),
                _ => Selector::Any,
            };
            next = next.filter(|_| !spread).map(|index| index + 1);
            if kind == AggregateKind::Dict && n + 1 < operands.len() {
                if !spread {
                    let key = self.nth(at, state, n, operands[n], true);
                    own.extend(self.derived(state, &key));
                    selector = self.selector_of(at, state, &base, operands[n]);
                }
                n += 1;
            }
            let used = self.nth(at, state, n, operands[n], true);
            let content = match spread {
                true => {
                    let mut all = self.load(state, &used, Selector::Any);
                    all.own.extend(used.abs.own);
                    all
                }
                false => used.abs,
            };
            self.store(state, &base, selector, &content);
            n += 1;
        }
        if let Some(value) = state.values.get_mut(&(at.frame, at.value)) {
            value.own.extend(own);
        }
        if kind != AggregateKind::Dict {
            let size = next.and_then(|n| u32::try_from(n).ok());
            self.set_size(state, &at.made(), size);
        }
    }

    fn catch_param(&mut self, at: At<'_>, list: List, state: &mut State) {
        let block = self.current_block();
        let mut all = self.caught(block);
        for operand in at.list(list) {
            all.add(&self.value(state, at.frame, operand));
        }
        self.define_some(at, state, all);
    }

    fn yielded(&mut self, at: At<'_>, a: Option<ValueId>, all: bool, state: &mut State) {
        let Some(a) = a else { return };
        let used = self.nth(at, state, 0, a, true);
        let element = match all {
            true => self.load(state, &used, Selector::Any),
            false => used.abs,
        };
        let root = Pts::one(Loc::root(Root::Yields(at.frame)));
        self.store(state, &root, Selector::Any, &element);
        if self.tree(at.frame).role(at.info.ir.value(at.value).node) == NodeRole::Value {
            // What is sent in is not followed.
            self.make(at, state, Facts::new());
        }
    }
}
