//! Assignments and their targets.

use haechi_syntax::{Flags, Kind, Lang, NodeId, Operator, Role};

use super::Builder;
use crate::{Op, UnpackPos, ValueId};

impl Builder<'_> {
    /// `x = e` and `x: T = e`.
    pub(super) fn assign(&mut self, node: NodeId) -> ValueId {
        let Some(value) = self.tree.child(node, Role::Value) else {
            return self.null(node);
        };
        // `a = b = e` nests in the value. Python assigns from the left, Java
        // from the right; evaluating `e` first and then all targets from the
        // left keeps the values that both give.
        let mut targets = vec![node];
        let mut value = value;
        while self.tree.kind(value) == Kind::Assign
            && let Some(inner) = self.tree.child(value, Role::Value)
        {
            targets.push(value);
            value = inner;
        }
        let result = self.expr(value);
        for assign in targets {
            if let Some(target) = self.tree.child(assign, Role::Target) {
                self.assign_to(target, result);
            }
            self.map(assign, result);
        }
        result
    }

    /// Gives a target a value that has a node of its own.
    pub(super) fn assign_to(&mut self, target: NodeId, value: ValueId) {
        self.store(target, value, false);
    }

    /// Gives a target a value made for it; `value` stands for the target already.
    pub(super) fn bind(&mut self, target: NodeId, value: ValueId) {
        self.store(target, value, true);
    }

    fn store(&mut self, target: NodeId, value: ValueId, is_fresh: bool) {
        match self.tree.kind(target) {
            Kind::Ident => self.write(target, value, is_fresh),
            Kind::Member => self.store_member(target, value),
            Kind::Index => {
                let (base, index) = self.index_operands(target);
                self.emit(Op::StoreIndex { base, index, value }, target);
            }
            Kind::Tuple | Kind::List | Kind::PatSeq => self.unpack(target, value),
            Kind::Star => {
                if let Some(inner) = self.tree.child(target, Role::Value) {
                    self.store(inner, value, is_fresh);
                }
            }
            _ => {
                let operand = self.opaque_children(target);
                let list = self.list(&[operand, value]);
                self.emit_hidden(Op::Opaque(list), target);
            }
        }
    }

    /// `a, *b, c = value`.
    fn unpack(&mut self, target: NodeId, value: ValueId) {
        let parts: Vec<_> = self.tree.children(target).collect();
        let star = parts
            .iter()
            .position(|part| self.tree.kind(*part) == Kind::Star);
        let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        for (n, part) in parts.iter().copied().enumerate() {
            let pos = match star {
                Some(star) if n == star => UnpackPos::Rest(count(n), count(parts.len() - n - 1)),
                Some(star) if n > star => UnpackPos::Back(count(parts.len() - n - 1)),
                _ => UnpackPos::Front(count(n)),
            };
            let inner = match self.tree.kind(part) {
                Kind::Star => self.tree.child(part, Role::Value).unwrap_or(part),
                _ => part,
            };
            let op = Op::Unpack(value, pos);
            // The targets of members and elements stand for their stores.
            let element = match self.tree.kind(inner) {
                Kind::Member | Kind::Index => self.emit_hidden(op, inner),
                _ => self.emit(op, inner),
            };
            self.bind(inner, element);
        }
    }

    /// `x += e`. The target stands for the new value.
    pub(super) fn aug_assign(&mut self, node: NodeId) -> ValueId {
        let Some(target) = self.tree.child(node, Role::Target) else {
            return self.opaque_children(node);
        };
        let operator = self.tree.flags(node).operator().unwrap_or(Operator::Add);
        let tree = self.tree;
        self.modify(target, |builder, old| {
            let right = builder.child_expr(node, Role::Value);
            debug_assert!(tree.kind(node) == Kind::AugAssign);
            let new = builder.emit(Op::Binary(operator, old, right), node);
            (new, new)
        })
    }

    /// `x++`, `--x`.
    pub(super) fn update(&mut self, node: NodeId) -> ValueId {
        let Some(target) = self.tree.child(node, Role::Operand) else {
            return self.opaque_children(node);
        };
        let operator = match self.tree.flags(node).operator() {
            Some(Operator::Dec) => Operator::Sub,
            _ => Operator::Add,
        };
        let is_postfix = self.has(node, Flags::POSTFIX);
        let result = self.modify(target, |builder, old| {
            let one = builder.emit_hidden(Op::Int(1), node);
            let new = builder.emit_hidden(Op::Binary(operator, old, one), node);
            (new, if is_postfix { old } else { new })
        });
        self.map(node, result);
        result
    }

    /// Reads a target, computes (its new value, the result of the expression)
    /// and stores the new value; object and index are evaluated once.
    fn modify(
        &mut self,
        target: NodeId,
        compute: impl FnOnce(&mut Self, ValueId) -> (ValueId, ValueId),
    ) -> ValueId {
        match self.tree.kind(target) {
            Kind::Index => {
                let (base, index) = self.index_operands(target);
                let old = self.emit_hidden(Op::LoadIndex(base, index), target);
                let (value, result) = compute(self, old);
                self.emit(Op::StoreIndex { base, index, value }, target);
                result
            }
            Kind::Member => {
                let mark = self.node_values.len();
                let old = self.member(target);
                // The target stands for what is stored, not for what was read.
                let kept = self.node_values.split_off(mark);
                let kept = kept.into_iter().filter(|(node, _)| *node != target);
                self.node_values.extend(kept);
                let (value, result) = compute(self, old);
                match self.values[old].op {
                    Op::LoadField(base, field) => {
                        self.emit(Op::StoreField { base, field, value }, target);
                    }
                    Op::LoadGlobal(_) => {
                        self.emit(Op::StoreGlobal(target, value), target);
                    }
                    _ => self.assign_to(target, value),
                }
                result
            }
            _ => {
                let mark = self.node_values.len();
                let old = self.expr(target);
                self.node_values.truncate(mark);
                let (value, result) = compute(self, old);
                self.assign_to(target, value);
                result
            }
        }
    }

    /// `x := e`.
    pub(super) fn walrus(&mut self, node: NodeId) -> ValueId {
        let value = self.child_expr(node, Role::Value);
        if let Some(target) = self.tree.child(node, Role::Target) {
            self.assign_to(target, value);
        }
        self.map(node, value);
        value
    }

    /// Local variables; fields are the business of `<init>`.
    pub(super) fn declaration(&mut self, node: NodeId) {
        for item in self.tree.children_in(node, Role::Item) {
            let Some(name) = self.tree.child(item, Role::Name) else {
                continue;
            };
            match self.tree.child(item, Role::Value) {
                Some(value) => {
                    let value = self.expr(value);
                    self.assign_to(name, value);
                    if let Some(bound) = self.node_values.last().map(|pair| pair.1) {
                        self.map(item, bound);
                    }
                }
                // A declaration in a loop makes a new variable each time round.
                None if self.tree.lang == Lang::Java => {
                    let def = self.scopes.def_of(name);
                    if let Some(var) = def.and_then(|def| self.slots.get(&def).copied())
                        && self.version(var).is_some()
                    {
                        self.set(var, super::NONE);
                    }
                }
                None => {}
            }
        }
    }

    /// `del a, b[i]`.
    pub(super) fn delete(&mut self, target: NodeId) {
        match self.tree.kind(target) {
            Kind::Ident => self.unbind(target),
            Kind::Member => {
                let base = self.child_expr(target, Role::Object);
                let field = crate::Field::named(self.tree.name_id(target));
                self.emit(Op::DelField(base, field), target);
            }
            Kind::Index => {
                let (base, index) = self.index_operands(target);
                self.emit(Op::DelIndex(base, index), target);
            }
            Kind::Tuple | Kind::List => {
                for part in self.tree.children(target) {
                    self.delete(part);
                }
            }
            _ => {
                self.expr(target);
            }
        }
    }
}
