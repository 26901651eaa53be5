//! A transfer for each kind of instruction.

use haechi_ir::{AggregateKind, BlockId, Const, Field, FieldKind, List, Op, UnpackPos, ValueId};
use haechi_syntax::{Kind as NodeKind, Lang, NodeId, Role as NodeRole};

use super::super::colour::Way;
use super::super::flow::StepKind;
use super::super::graph::{Key, Kill, Place};
use super::super::location::{Pts, Root, Selector, Selectors};
use super::super::state::{Entry, Slot, State, StateKey};
use super::super::summary::{InRoot, Input, OutRoot};
use super::super::symbols::Sym;
use super::super::{Assumption, Scalar};
use super::Builder;
use super::elements::element;
use super::marks::{Spot, kill_of};
use super::operand::Use;

impl Builder<'_> {
    /// Runs one instruction.
    pub(super) fn instruction(&mut self, value: ValueId, state: &mut State) {
        self.renew(state, value);
        match self.ir.op(value) {
            Op::Param(n) => self.parameter(value, n),
            Op::Int(_) | Op::Float(_) | Op::Str(_) | Op::Char(_) | Op::Bool(_) | Op::Number(_) => {
                self.define(value, StepKind::Compute);
            }
            Op::Null | Op::Undef => {
                self.define(value, StepKind::Compute);
            }
            Op::Copy(a) => self.copy(value, a, StepKind::Assign, state),
            Op::Sigma { value: a, .. } if self.is_nothing(value, a) => {
                self.define(value, StepKind::Compute);
            }
            Op::Sigma { value: a, .. } | Op::Cast(a, _) | Op::Await(a) | Op::Enter(a) => {
                self.copy(value, a, StepKind::Compute, state);
            }
            Op::Caught(a) => self.copy(value, a, StepKind::Catch, state),
            Op::Phi(list) => self.phi(value, list, state),
            Op::Cell(a) => self.cell(value, a, state),
            Op::Unary(_, a) => self.compute(value, &[a], Way::PLAIN, state),
            Op::Binary(op, a, b) => {
                let way = if op.is_comparison() {
                    Way::COMPARE
                } else {
                    Way::PLAIN
                };
                self.compute(value, &[a, b], way, state);
            }
            Op::InstanceOf(a, _) => self.compute(value, &[a], Way::COMPARE, state),
            Op::Format(list) | Op::Opaque(list) | Op::Slice(list) => {
                let operands = self.ir.list(list).to_vec();
                self.compute(value, &operands, Way::PLAIN, state);
            }
            Op::Class(list) => self.class(value, list, state),
            Op::LoadField(..) | Op::LoadIndex(..) | Op::Unpack(..) | Op::IterElement(_) => {
                self.load_instruction(value, state);
            }
            Op::IterNext(a) => {
                self.define(value, StepKind::Compute);
                self.operand(state, value, 0, a, false);
            }
            Op::StoreField { .. } | Op::StoreIndex { .. } | Op::Append { .. } => {
                self.store_instruction(value, state);
            }
            Op::DelField(base, field) => {
                let selector = self.field(field);
                self.delete(value, base, selector, state);
            }
            Op::DelIndex(base, index) => {
                let selector = self.selector_of(state, self.value_pts[base], index);
                self.delete(value, base, selector, state);
            }
            Op::LoadGlobal(node) => self.load_global(value, node, state),
            Op::StoreGlobal(node, a) => self.store_global(value, node, a, state),
            Op::Call(call) => self.call(value, call, state),
            Op::Closure(closure) => self.closure(value, closure, state),
            Op::MethodRef(receiver) => self.method_ref(value, receiver, state),
            Op::Aggregate(kind, list) => self.aggregate(value, kind, list, state),
            Op::Spread(a) => self.spread(value, a, state),
            Op::NewArray(list) => self.new_array(value, list, state),
            Op::CatchParam(list) => self.catch_param(value, list, state),
            Op::Yield(a) => self.yielded(value, a, false, state),
            Op::YieldFrom(a) => self.yielded(value, Some(a), true, state),
        }
        self.mark_definition(state, value);
    }

    /// Whether a branch left nothing of a value that could carry anything: it
    /// was found to be null, or, in Python, to be false: empty, zero or `None`.
    /// (Equality with another constant leaves a value that somebody chose.)
    fn is_nothing(&self, sigma: ValueId, before: ValueId) -> bool {
        let is_null = |value| matches!(self.ir.constant(value), Some(Const::Null));
        let is_falsy = self.tree.lang == Lang::Python && self.ir.is_falsy(sigma);
        is_falsy || (is_null(sigma) && !is_null(before))
    }

    /// The node of a value, with the sources that begin there; edges into it
    /// are made with [`into`](Self::into).
    pub(super) fn define(&mut self, value: ValueId, kind: StepKind) -> Place {
        if self.places[value] != Place::CLEAN {
            return self.places[value];
        }
        let node = self.ir.value(value).node;
        let place = self.graph.place(Key::Value(value), node, kind);
        self.places[value] = place;
        place
    }

    /// What is killed on every edge into a value: by sanitizers at it, and
    /// because of its type.
    pub(super) fn into(&mut self, value: ValueId) -> Kill {
        let site = match self.marks.get(Spot::Def(value)) {
            Some(marks) if !marks.kill.is_empty() => {
                let kill = marks.kill.clone();
                kill_of(&mut self.graph, &kill)
            }
            _ => Kill::NONE,
        };
        let typed = self.way(self.type_way(value));
        self.graph.kill_both(site, typed)
    }

    /// The way into a value of this value's type.
    pub(super) fn type_way(&self, value: ValueId) -> Way {
        if !self.cx.colours.looks_at_types {
            return Way::PLAIN;
        }
        match self.cx.world.scalar(self.func, self.ir, value) {
            Scalar::Other => Way::PLAIN,
            Scalar::Bool => Way::BOOL,
            Scalar::Number => Way::NUMBER,
        }
    }

    /// Makes a value that may refer to an object of its own.
    pub(super) fn object(&mut self, value: ValueId, kind: StepKind) -> Place {
        let place = self.define(value, kind);
        let pts = self.root_pts(Root::Object(value));
        self.refer(value, pts);
        place
    }

    /// Makes a value of which nothing is known but where it comes from.
    pub(super) fn result(&mut self, value: ValueId, kind: StepKind) -> Place {
        let place = self.define(value, kind);
        let pts = self.root_pts(Root::Result(value));
        self.refer(value, pts);
        place
    }

    fn parameter(&mut self, value: ValueId, n: u32) {
        let place = self.define(value, StepKind::Parameter);
        let input = self.input(Input {
            root: InRoot::Param(n),
            path: Selectors::new(),
            deep: false,
        });
        let loc = self.locs.root(Root::Param(n));
        self.pure.insert(input, loc);
        let kill = self.into(value);
        self.graph.edge(input, place, kill, None);
        let marked = self.marks.get(Spot::Def(value)).is_some();
        if kill == Kill::NONE && !marked {
            self.pure.insert(place, loc);
        }
        let pts = self.pts.one(loc);
        self.refer(value, pts);
    }

    /// The same object under a new name.
    fn copy(&mut self, value: ValueId, from: ValueId, kind: StepKind, state: &mut State) {
        let used = self.operand(state, value, 0, from, true);
        let place = self.define(value, kind);
        let kill = self.into(value);
        self.graph.edge(used.own, place, kill, None);
        let marked = self.marks.get(Spot::Def(value)).is_some();
        if kill == Kill::NONE
            && !marked
            && let Some(loc) = self.pure.get(&used.own).copied()
        {
            self.pure.insert(place, loc);
        }
        let pts = self.value_pts[from];
        self.refer(value, pts);
    }

    fn phi(&mut self, value: ValueId, list: List, state: &State) {
        let place = self.define(value, StepKind::Compute);
        let kill = self.into(value);
        let block = self.block;
        let operands = self.ir.list(list).to_vec();
        let handler = self.ir.blocks[block].is_handler;
        for (n, operand) in operands.iter().enumerate() {
            let from = if handler {
                self.graph.edge(self.places[*operand], place, kill, None);
                self.own(state, *operand)
            } else {
                let pred: BlockId = self.ir.preds(block)[n];
                self.graph.set_blocks(&[pred]);
                match &self.out[pred] {
                    Some(out) => self.own(out, *operand),
                    None => continue,
                }
            };
            self.graph.edge(from, place, kill, None);
            let pts = self.value_pts[*operand];
            self.refer(value, pts);
        }
        self.graph.set_blocks(&[block]);
        let pts = self.value_pts[value];
        self.note_escapes(pts, None);
    }

    fn cell(&mut self, value: ValueId, content: ValueId, state: &mut State) {
        let used = self.operand(state, value, 0, content, true);
        self.object(value, StepKind::Compute);
        let base = self.value_pts[value];
        let selector = Selector::Field(Sym::CELL);
        let pts = self.value_pts[content];
        self.store(state, base, selector, used.own, pts, value);
    }

    /// Something computed from all of its operands.
    fn compute(&mut self, value: ValueId, operands: &[ValueId], way: Way, state: &mut State) {
        let place = self.result(value, StepKind::Compute);
        let into = self.into(value);
        let off = self.way(way.and(Way::DERIVE));
        let kill = self.graph.kill_both(into, off);
        for (n, operand) in operands.iter().enumerate() {
            let used = self.operand(state, value, n as u32, *operand, true);
            self.flow_whole(state, used, place, kill);
        }
    }

    /// The selector of a field.
    pub(super) fn field(&mut self, field: Field) -> Selector {
        Selector::Field(match field.kind() {
            FieldKind::Named(name) => self.sym(name),
            FieldKind::Captured(name) => {
                let text = self.tree.names().text(name);
                self.cx.symbols.captured(text)
            }
            FieldKind::Cell => Sym::CELL,
            FieldKind::Outer => Sym::OUTER,
            FieldKind::Cause => Sym::CAUSE,
        })
    }

    fn load_instruction(&mut self, value: ValueId, state: &mut State) {
        let op = self.ir.op(value);
        let (base, index) = match op {
            Op::LoadField(base, _) | Op::Unpack(base, _) | Op::IterElement(base) => (base, None),
            Op::LoadIndex(base, index) => (base, Some(index)),
            _ => return,
        };
        let used = self.operand(state, value, 0, base, false);
        let place = self.define(value, StepKind::Load);
        let kill = self.into(value);
        if let Some(index) = index {
            self.compute_index(state, value, index, place, kill);
        }
        let pts = match op {
            Op::LoadField(_, field) => {
                if self
                    .pts
                    .single(self.value_pts[base])
                    .is_some_and(|l| self.is_literal(l))
                {
                    // An attribute of a list shows its elements.
                    self.flow_whole(state, used, place, kill);
                }
                let selector = self.field(field);
                self.load(state, used, selector, place, kill)
            }
            Op::LoadIndex(_, index) if matches!(self.ir.op(index), Op::Slice(_)) => {
                self.slice(state, value, used, place, kill);
                return;
            }
            Op::LoadIndex(base, index) => {
                let selector = self.selector_of(state, self.value_pts[base], index);
                self.load_element(state, used, selector, place, kill)
            }
            Op::Unpack(base, pos) => match self.unpack_selector(state, base, pos) {
                Some(selector) => self.load_element(state, used, selector, place, kill),
                None => {
                    self.slice(state, value, used, place, kill);
                    return;
                }
            },
            _ if self.iterates_keys(used) => {
                self.graph.edge(used.own, place, kill, None);
                Pts::NONE
            }
            _ => self.load_element(state, used, Selector::Any, place, kill),
        };
        self.refer(value, pts);
        if pts == Pts::NONE {
            self.result(value, StepKind::Load);
        }
    }

    /// An element; of a container whose elements are all written, no others.
    pub(super) fn load_element(
        &mut self,
        state: &State,
        base: Use,
        selector: Selector,
        to: Place,
        kill: Kill,
    ) -> Pts {
        let pts = self.load(state, base, selector, to, kill);
        // The element of something that is no object that we know, such as a
        // character of a string, is as the whole.
        if self.value_pts[base.value] == Pts::NONE {
            self.graph.edge(base.own, to, kill, None);
        }
        pts
    }

    fn compute_index(
        &mut self,
        state: &mut State,
        value: ValueId,
        index: ValueId,
        place: Place,
        kill: Kill,
    ) {
        let used = self.operand(state, value, 1, index, true);
        let off = self.way(Way::INDEX.and(Way::DERIVE));
        let kill = self.graph.kill_both(kill, off);
        self.flow_whole(state, used, place, kill);
    }

    /// Iterating over a dictionary literal gives its keys.
    fn iterates_keys(&self, base: Use) -> bool {
        self.pts
            .single(self.value_pts[base.value])
            .is_some_and(|loc| {
                self.is_literal(loc)
                    && matches!(self.locs.root_of(loc), Root::Object(v)
                        if matches!(self.ir.op(v), Op::Aggregate(AggregateKind::Dict, _)))
            })
    }

    fn unpack_selector(&self, state: &State, base: ValueId, pos: UnpackPos) -> Option<Selector> {
        match pos {
            UnpackPos::Front(n) => Some(element(u32::from(n))),
            UnpackPos::Back(n) => {
                let len = self
                    .pts
                    .single(self.value_pts[base])
                    .and_then(|loc| self.len_of(state, loc));
                Some(match len.and_then(|l| l.checked_sub(u32::from(n) + 1)) {
                    Some(at) => element(at),
                    None => Selector::Any,
                })
            }
            UnpackPos::Rest(..) => None,
        }
    }

    /// A new container with some of the elements of another.
    fn slice(&mut self, state: &mut State, value: ValueId, base: Use, place: Place, kill: Kill) {
        self.object(value, StepKind::Load);
        let key = Key::Union(value, 0);
        let node = self.ir.value(value).node;
        let all = self.graph.place(key, node, StepKind::Load);
        let pts = self.load(state, base, Selector::Any, all, kill);
        self.graph.edge(base.own, place, kill, None);
        let own = self.value_pts[value];
        self.store(state, own, Selector::Any, all, pts, value);
    }

    fn store_instruction(&mut self, value: ValueId, state: &mut State) {
        let (base, content, n) = match self.ir.op(value) {
            Op::StoreField { base, value, .. } => (base, value, 1),
            Op::StoreIndex { base, value, .. } => (base, value, 2),
            Op::Append { to, value } => (to, value, 1),
            _ => return,
        };
        let target = self.operand(state, value, 0, base, false);
        let used = self.operand(state, value, n, content, true);
        let base_pts = self.value_pts[base];
        let mut pts = self.value_pts[content];
        let selector = match self.ir.op(value) {
            Op::StoreField { field, .. } => self.field(field),
            Op::StoreIndex { index, .. } if matches!(self.ir.op(index), Op::Slice(_)) => {
                pts = Pts::NONE;
                Selector::Any
            }
            Op::StoreIndex { index, .. } => {
                self.operand(state, value, 1, index, true);
                self.selector_of(state, base_pts, index)
            }
            _ => Selector::Any,
        };
        let place = self.define(value, StepKind::Store);
        let kill = self.into(value);
        let kill = self.graph.kill_both(kill, used.kill);
        self.graph.edge(used.own, place, kill, None);
        self.refer(value, pts);
        if base_pts == Pts::NONE {
            // Nothing is known of the object: it is tainted as a whole.
            self.taint(state, target.value, place, Kill::NONE, value);
            return;
        }
        self.store(state, base_pts, selector, place, pts, value);
        if matches!(self.ir.op(value), Op::Append { .. }) {
            self.forget_size(state, target);
        }
    }

    fn delete(&mut self, value: ValueId, base: ValueId, selector: Selector, state: &mut State) {
        let target = self.operand(state, value, 0, base, false);
        match selector {
            Selector::Any => {}
            // The elements behind it move down.
            Selector::Index(_) if !self.iterates_keys(target) => {
                self.remove(state, value, target, selector);
            }
            _ => {
                let pts = self.value_pts[base];
                self.store(state, pts, selector, Place::CLEAN, Pts::NONE, value);
            }
        }
    }

    /// The root that a global name stands for.
    fn global_root(&mut self, node: NodeId) -> Option<Root> {
        if let Some(global) = self.cx.world.global(self.func.file, node) {
            return Some(Root::Global(global));
        }
        let tree = self.tree;
        matches!(tree.kind(node), NodeKind::Ident).then(|| {
            let sym = self.cx.symbols.sym(tree.name(node));
            Root::Name(sym)
        })
    }

    fn load_global(&mut self, value: ValueId, node: NodeId, state: &mut State) {
        if self.function_of(value).is_some() {
            self.object(value, StepKind::Load);
            return;
        }
        let place = self.define(value, StepKind::Load);
        let kill = self.into(value);
        let Some(root) = self.global_root(node) else {
            self.result(value, StepKind::Load);
            return;
        };
        let loc = self.locs.root(root);
        let slot = self.slot(state, loc);
        self.graph.edge(slot.place, place, kill, None);
        let marked = self.marks.get(Spot::Def(value)).is_some();
        if kill == Kill::NONE && !marked && self.pure.get(&slot.place) == Some(&loc) {
            self.pure.insert(place, loc);
        }
        if slot.pts == Pts::NONE {
            self.result(value, StepKind::Load);
        } else {
            self.refer(value, slot.pts);
        }
    }

    fn store_global(&mut self, value: ValueId, node: NodeId, from: ValueId, state: &mut State) {
        self.copy(value, from, StepKind::Assign, state);
        let Some(root) = self.global_root(node) else {
            return;
        };
        if let Root::Global(global) = root {
            self.globals.insert(global);
        }
        let loc = self.locs.root(root);
        self.forget_below(state, loc);
        let pts = self.value_pts[from];
        self.note_escapes(pts, None);
        state.set(
            StateKey::slot(loc),
            Entry::slot(Slot {
                place: self.places[value],
                pts,
                maybe_default: false,
            }),
        );
    }

    fn class(&mut self, value: ValueId, list: List, state: &mut State) {
        self.object(value, StepKind::Compute);
        for (n, base) in self.ir.list(list).to_vec().into_iter().enumerate() {
            self.operand(state, value, n as u32, base, true);
        }
    }

    fn aggregate(&mut self, value: ValueId, kind: AggregateKind, list: List, state: &mut State) {
        let place = self.object(value, StepKind::Compute);
        let base = self.value_pts[value];
        let kill = self.into(value);
        let operands = self.ir.list(list).to_vec();
        let mut next = Some(0);
        let mut n = 0;
        while n < operands.len() {
            let operand = operands[n];
            let spread = matches!(self.ir.op(operand), Op::Spread(_));
            let mut selector = match next {
                Some(at) if !spread => element(at),
                _ => Selector::Any,
            };
            next = if spread { None } else { next.map(|at| at + 1) };
            let mut content = (operand, n);
            if kind == AggregateKind::Dict && n + 1 < operands.len() {
                content = (operands[n + 1], n + 1);
                if !spread {
                    let key = self.operand(state, value, n as u32, operand, true);
                    let off = self.way(Way::DERIVE);
                    let kill = self.graph.kill_both(kill, off);
                    self.flow_whole(state, key, place, kill);
                    selector = self.selector_of(state, base, operand);
                }
                n += 1;
            }
            if kind == AggregateKind::Set {
                selector = Selector::Any;
            }
            self.add_element(state, value, content, selector, spread, kill);
            n += 1;
        }
        if kind != AggregateKind::Dict
            && let Some(loc) = self.pts.single(base)
        {
            self.set_len(state, loc, next);
        }
    }

    fn add_element(
        &mut self,
        state: &mut State,
        value: ValueId,
        (content, n): (ValueId, usize),
        selector: Selector,
        spread: bool,
        kill: Kill,
    ) {
        let used = self.operand(state, value, n as u32, content, true);
        let node = self.ir.value(content).node;
        let key = Key::Union(value, n as u32);
        let place = self.graph.place(key, node, StepKind::Store);
        let kill = self.graph.kill_both(kill, used.kill);
        self.graph.edge(used.own, place, kill, None);
        let base = self.value_pts[value];
        let mut pts = self.value_pts[content];
        if spread {
            pts = self.load(state, used, Selector::Any, place, kill);
        }
        self.store(state, base, selector, place, pts, value);
    }

    /// `*x` within an aggregate: stands for the container itself.
    fn spread(&mut self, value: ValueId, a: ValueId, state: &mut State) {
        self.copy(value, a, StepKind::Compute, state);
    }

    fn new_array(&mut self, value: ValueId, list: List, state: &mut State) {
        self.object(value, StepKind::Compute);
        for (n, size) in self.ir.list(list).to_vec().into_iter().enumerate() {
            self.operand(state, value, n as u32, size, true);
        }
    }

    fn catch_param(&mut self, value: ValueId, list: List, state: &State) {
        let place = self.result(value, StepKind::Catch);
        for operand in self.ir.list(list).to_vec() {
            let used = Use {
                value: operand,
                own: self.own(state, operand),
                kill: Kill::NONE,
            };
            self.flow_whole(state, used, place, Kill::NONE);
            let pts = self.value_pts[operand];
            self.refer(value, pts);
        }
    }

    fn yielded(&mut self, value: ValueId, a: Option<ValueId>, all: bool, state: &mut State) {
        self.define(value, StepKind::Compute);
        let Some(a) = a else { return };
        let used = self.operand(state, value, 0, a, true);
        let (element, _) = self.output(OutRoot::Return, std::iter::once(Selector::Any).collect());
        if all {
            self.load(state, used, Selector::Any, element, Kill::NONE);
        } else {
            self.flow_whole(state, used, element, Kill::NONE);
        }
        if self.tree.role(self.ir.value(value).node) == NodeRole::Value {
            // What is sent in is not followed.
            self.result(value, StepKind::Compute);
        }
    }

    /// What a call in the current block throws arrives at the handler, or
    /// leaves the function.
    pub(super) fn throw_from(&mut self, from: Place) {
        match self.handler.and_then(|h| self.ir.catch_param(h)) {
            Some(param) => {
                let place = self.define(param, StepKind::Catch);
                self.graph.edge(from, place, Kill::NONE, None);
            }
            None if self.handler.is_some() => {}
            None => {
                let (thrown, _) = self.output(OutRoot::Thrown, Selectors::new());
                self.graph
                    .edge(from, thrown, Kill::NONE, None::<Assumption>);
            }
        }
    }
}
