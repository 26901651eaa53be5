//! Patterns of `match`, `switch` and `instanceof`: tests that bind.

use haechi_syntax::{Kind, Lang, NameId, NodeId, Operator, Role};

use super::Builder;
use super::ssa::{Checkpoint, Exit, Fork, VarId};
use crate::{Field, Op, UnpackPos, ValueId};

impl Builder<'_> {
    /// `x instanceof P` as a condition.
    pub(super) fn pattern_fork(
        &mut self,
        node: NodeId,
        pattern: NodeId,
        since: Checkpoint,
        result: Option<VarId>,
    ) -> Fork {
        let subject = self.child_expr(node, Role::Value);
        let mut no = Vec::new();
        self.match_pattern(pattern, subject, since, &mut no);
        let test = self.emit_hidden(Op::Bool(true), node);
        if let Some(result) = result {
            self.set(result, test);
        }
        let yes = self.take_exit(since).into_iter().collect();
        if let Some(result) = result {
            // Every failed test leaves `false`.
            self.resume(no, node);
            let test = self.emit_hidden(Op::Bool(false), node);
            self.set(result, test);
            no = self.take_exit(since).into_iter().collect();
        }
        Fork { yes, no }
    }

    /// `x instanceof P` as a value.
    pub(super) fn pattern_value(&mut self, pattern: NodeId, subject: ValueId) -> ValueId {
        self.with_result(pattern, |builder, result, since| {
            let mut no = Vec::new();
            builder.match_pattern(pattern, subject, since, &mut no);
            let test = builder.emit_hidden(Op::Bool(true), pattern);
            builder.set(result, test);
            let mut ends: Vec<_> = builder.take_exit(since).into_iter().collect();
            builder.resume(no, pattern);
            let test = builder.emit_hidden(Op::Bool(false), pattern);
            builder.set(result, test);
            ends.extend(builder.take_exit(since));
            ends
        })
    }

    /// Tests `subject` against a pattern. Goes on where it matches, with the
    /// names bound; where it does not, exits are added to `no`.
    pub(super) fn match_pattern(
        &mut self,
        pattern: NodeId,
        subject: ValueId,
        since: Checkpoint,
        no: &mut Vec<Exit>,
    ) {
        match self.tree.kind(pattern) {
            Kind::PatWild => {}
            Kind::Ident if self.tree.lang == Lang::Python => self.bind_pattern(pattern, subject),
            Kind::PatAs => {
                if let Some(inner) = self.tree.child(pattern, Role::Value) {
                    self.match_pattern(inner, subject, since, no);
                }
                if let Some(name) = self.tree.child(pattern, Role::Name) {
                    self.bind_pattern(name, subject);
                }
            }
            Kind::PatType => self.match_type(pattern, subject, since, no),
            Kind::PatClass => self.match_class(pattern, subject, since, no),
            Kind::PatOr => self.match_any(pattern, subject, since, no),
            Kind::PatSeq => {
                self.match_shape(pattern, subject, since, no);
                self.match_elements(pattern, subject, since, no);
            }
            Kind::PatMap => {
                self.match_shape(pattern, subject, since, no);
                self.match_entries(pattern, subject, since, no);
            }
            _ => {
                let value = self.expr(pattern);
                let test = self.emit_hidden(Op::Binary(Operator::Eq, subject, value), pattern);
                self.require(test, pattern, since, no);
            }
        }
    }

    fn bind_pattern(&mut self, name: NodeId, subject: ValueId) {
        if self.tree.kind(name) == Kind::Ident {
            self.assign_to(name, subject);
        }
    }

    /// Goes on where the test is true.
    fn require(&mut self, test: ValueId, node: NodeId, since: Checkpoint, no: &mut Vec<Exit>) {
        let fork = self.branch(test, node, since);
        no.extend(fork.no);
        self.resume(fork.yes, node);
    }

    /// Whether it is a sequence or mapping of the right size: not looked into.
    fn match_shape(
        &mut self,
        pattern: NodeId,
        subject: ValueId,
        since: Checkpoint,
        no: &mut Vec<Exit>,
    ) {
        let list = self.list(&[subject]);
        let test = self.emit_hidden(Op::Opaque(list), pattern);
        self.require(test, pattern, since, no);
    }

    fn match_type(
        &mut self,
        pattern: NodeId,
        subject: ValueId,
        since: Checkpoint,
        no: &mut Vec<Exit>,
    ) {
        let ty = self.tree.child(pattern, Role::Type).unwrap_or(pattern);
        if self.tree.name(ty) != "var" {
            let test = self.emit(Op::InstanceOf(subject, ty), pattern);
            self.require(test, pattern, since, no);
        }
        if let Some(name) = self.tree.child(pattern, Role::Name) {
            let narrowed = self.emit(Op::Cast(subject, ty), name);
            self.write(name, narrowed, true);
        }
    }

    /// `C(p, k=p)` and record patterns.
    fn match_class(
        &mut self,
        pattern: NodeId,
        subject: ValueId,
        since: Checkpoint,
        no: &mut Vec<Exit>,
    ) {
        let class = self.tree.child(pattern, Role::Callee).unwrap_or(pattern);
        let test = self.emit(Op::InstanceOf(subject, class), pattern);
        self.require(test, pattern, since, no);
        self.match_elements(pattern, subject, since, no);
    }

    fn match_elements(
        &mut self,
        pattern: NodeId,
        subject: ValueId,
        since: Checkpoint,
        no: &mut Vec<Exit>,
    ) {
        let parts: Vec<_> = self.tree.children_in(pattern, Role::Elem).collect();
        let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let star = parts
            .iter()
            .position(|part| self.tree.kind(*part) == Kind::Star);
        let fields = self.positional_fields(pattern);
        for (n, part) in parts.iter().copied().enumerate() {
            let after = count(parts.len() - n - 1);
            let (op, inner) = match self.tree.kind(part) {
                Kind::KeywordArg => (
                    Op::LoadField(subject, Field::named(self.tree.name_id(part))),
                    self.tree.child(part, Role::Value),
                ),
                Kind::Star => (
                    Op::Unpack(subject, UnpackPos::Rest(count(n), after)),
                    self.tree.child(part, Role::Value),
                ),
                _ if n < fields.len() => {
                    (Op::LoadField(subject, Field::named(fields[n])), Some(part))
                }
                _ if star.is_some_and(|star| n > star) => {
                    (Op::Unpack(subject, UnpackPos::Back(after)), Some(part))
                }
                _ => (Op::Unpack(subject, UnpackPos::Front(count(n))), Some(part)),
            };
            let element = self.emit_hidden(op, part);
            if let Some(inner) = inner {
                self.match_pattern(inner, element, since, no);
            }
        }
    }

    /// The fields that the positions of a class pattern mean, where the class
    /// stands in this file: a record's components, Python's `__match_args__`,
    /// or what a dataclass declares.
    fn positional_fields(&self, pattern: NodeId) -> Vec<NameId> {
        let class = match self.tree.child(pattern, Role::Callee) {
            Some(callee) if self.tree.kind(pattern) == Kind::PatClass => self.class_def(callee),
            _ => None,
        };
        let Some(class) = class else {
            return Vec::new();
        };
        if let Some(params) = self.tree.child(class, Role::Params) {
            let params = self.tree.children_in(params, Role::Param);
            return params.map(|param| self.tree.name_id(param)).collect();
        }
        let body = self.tree.child(class, Role::Body);
        let statements = body.into_iter().flat_map(|body| self.tree.children(body));
        let mut declared = Vec::new();
        for statement in statements {
            let Some(assign) = self.tree.child(statement, Role::Value) else {
                continue;
            };
            let Some(target) = self.tree.child(assign, Role::Target) else {
                continue;
            };
            if self.tree.name(target) == "__match_args__" {
                let value = self.tree.child(assign, Role::Value);
                let names = value.into_iter().flat_map(|v| self.tree.children(v));
                let names = names.map(|name| self.tree.names().find(self.tree.str_text(name)));
                return names.map_while(|name| name).collect();
            }
            if self.tree.child(assign, Role::Type).is_some() {
                declared.push(self.tree.name_id(target));
            }
        }
        declared
    }

    fn match_entries(
        &mut self,
        pattern: NodeId,
        subject: ValueId,
        since: Checkpoint,
        no: &mut Vec<Exit>,
    ) {
        for entry in self.tree.children_in(pattern, Role::Elem) {
            let inner = self.tree.child(entry, Role::Value);
            let element = match self.tree.child(entry, Role::Key) {
                Some(key) => {
                    let key = self.expr(key);
                    self.emit_hidden(Op::LoadIndex(subject, key), entry)
                }
                None => {
                    let list = self.list(&[subject]);
                    self.emit_hidden(Op::Opaque(list), entry)
                }
            };
            if let Some(inner) = inner {
                self.match_pattern(inner, element, since, no);
            }
        }
    }

    /// `p | q`.
    fn match_any(
        &mut self,
        pattern: NodeId,
        subject: ValueId,
        since: Checkpoint,
        no: &mut Vec<Exit>,
    ) {
        let mut yes = Vec::new();
        let mut fails = Vec::new();
        for (n, alternative) in self.tree.children(pattern).enumerate() {
            if n > 0 {
                self.resume(std::mem::take(&mut fails), alternative);
            }
            self.match_pattern(alternative, subject, since, &mut fails);
            yes.extend(self.take_exit(since));
        }
        no.extend(fails);
        self.resume(yes, pattern);
    }
}
