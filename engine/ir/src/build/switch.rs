//! `switch` and `match`.
//!
//! A `switch` on constants is one terminator with an arm per case, so that a
//! known subject leaves one arm; with patterns or guards it is, like `match`, a
//! chain of tests.

use haechi_syntax::{Flags, Kind, NodeId, Role};
use smallvec::SmallVec;

use super::Builder;
use super::jump::Frame;
use super::ssa::{Checkpoint, Exit, VarId};
use crate::{Arm, BranchFact, List, Op, Terminator, ValueId};

impl Builder<'_> {
    pub(super) fn switch_statement(&mut self, node: NodeId) {
        if self.has(node, Flags::MATCH) {
            return self.match_statement(node);
        }
        let subject = self.child_expr(node, Role::Cond);
        let since = self.push_block(true);
        let ends = self.cases(node, subject, since, None);
        self.pop_block(since, ends, node);
    }

    /// A `switch` as an expression.
    pub(super) fn switch_expr(&mut self, node: NodeId) -> ValueId {
        self.with_result(node, |builder, result, _| {
            let subject = builder.child_expr(node, Role::Cond);
            // The subject is evaluated before the exits begin to count.
            let since = builder.checkpoint();
            builder.frames.push(Frame::Value {
                since,
                result,
                ends: Vec::new(),
            });
            let mut ends = builder.cases(node, subject, since, Some(result));
            if let Some(Frame::Value { ends: yields, .. }) = builder.frames.pop() {
                ends.extend(yields);
            }
            builder.resume(ends, node);
            builder.take_exit(since).into_iter().collect()
        })
    }

    /// All cases; gives the exits that leave the statement other than by a jump.
    fn cases(
        &mut self,
        node: NodeId,
        subject: ValueId,
        since: Checkpoint,
        result: Option<VarId>,
    ) -> Vec<Exit> {
        let cases: Vec<_> = self.tree.children_in(node, Role::Case).collect();
        let by_pattern = cases.iter().any(|case| {
            self.tree.child(*case, Role::Guard).is_some()
                || self.tree.children_in(*case, Role::Label).any(|label| {
                    matches!(
                        self.tree.kind(label),
                        Kind::PatType | Kind::PatClass | Kind::PatWild
                    )
                })
        });
        match by_pattern {
            true => self.cases_by_test(node, &cases, subject, since, result),
            false => self.cases_by_constant(node, &cases, subject, since, result),
        }
    }

    fn cases_by_constant(
        &mut self,
        node: NodeId,
        cases: &[NodeId],
        subject: ValueId,
        since: Checkpoint,
        result: Option<VarId>,
    ) -> Vec<Exit> {
        let labels: Vec<_> = cases.iter().map(|case| self.labels_of(*case)).collect();
        let sigmas = self.tested_vars(subject);
        let from = self.cur();
        let start = self.arms.len();
        let mut entries: Vec<Vec<Exit>> = Vec::with_capacity(cases.len());
        for labels in &labels {
            let mut entry = Vec::new();
            if !labels.is_empty() {
                let fact = BranchFact::OneOf {
                    subject,
                    labels: *labels,
                };
                let exit = self.arm_exit(from, fact, sigmas.clone());
                self.arms.push(Arm {
                    labels: *labels,
                    target: exit.block,
                });
                entry.push(exit);
            }
            entries.push(entry);
        }
        let fact = BranchFact::NoneOf {
            subject,
            switch: from,
        };
        let default = self.arm_exit(from, fact, sigmas);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let switch = Terminator::Switch {
            subject,
            arms: (count(start), count(self.arms.len() - start)),
            default: default.block,
        };
        self.terminate(switch, node);
        let mut ends = Vec::new();
        let at = cases
            .iter()
            .position(|case| self.has(*case, Flags::DEFAULT));
        match at {
            Some(at) => entries[at].push(default),
            // An expression covers everything; what it does not cover throws.
            None if result.is_some() => self.dead_end(default, node),
            None => ends.push(default),
        }
        let mut falls = Vec::new();
        for (case, mut entry) in cases.iter().zip(entries) {
            entry.append(&mut falls);
            self.resume(entry, *case);
            self.case_body(*case, result);
            match self.has(*case, Flags::ARROW) {
                true => ends.extend(self.take_exit(since)),
                false => falls.extend(self.take_exit(since)),
            }
        }
        ends.extend(falls);
        ends
    }

    fn dead_end(&mut self, exit: Exit, node: NodeId) {
        self.resume(vec![exit], node);
        let here = self.checkpoint();
        self.terminate(Terminator::Unreachable, node);
        self.roll_back(here);
    }

    /// The values of a case's labels.
    fn labels_of(&mut self, case: NodeId) -> List {
        let labels: Vec<_> = self.tree.children_in(case, Role::Label).collect();
        let mut values: SmallVec<[ValueId; 4]> = SmallVec::new();
        for label in labels {
            values.push(match self.tree.kind(label) {
                // Of the subject's enum, or a constant.
                Kind::Ident if self.is_symbolic(label) => self.emit(Op::LoadGlobal(label), label),
                _ => self.expr(label),
            });
        }
        self.list(&values)
    }

    fn is_symbolic(&self, label: NodeId) -> bool {
        match self.scopes.def_of(label) {
            Some(def) => !self.is_variable(def),
            None => true,
        }
    }

    fn cases_by_test(
        &mut self,
        node: NodeId,
        cases: &[NodeId],
        subject: ValueId,
        since: Checkpoint,
        result: Option<VarId>,
    ) -> Vec<Exit> {
        let is_default = |b: &Self, case: NodeId| {
            b.has(case, Flags::DEFAULT) && b.tree.child(case, Role::Label).is_none()
        };
        let (last, tested): (Vec<NodeId>, Vec<NodeId>) = cases
            .iter()
            .copied()
            .partition(|case| is_default(self, *case));
        let mut ends = Vec::new();
        let mut falls = Vec::new();
        for case in tested {
            let mut misses = Vec::new();
            self.match_case(case, subject, since, &mut misses);
            let mut entry: Vec<_> = self.take_exit(since).into_iter().collect();
            entry.append(&mut falls);
            self.resume(entry, case);
            self.case_body(case, result);
            match self.has(case, Flags::ARROW) {
                true => ends.extend(self.take_exit(since)),
                false => falls.extend(self.take_exit(since)),
            }
            self.resume(misses, case);
        }
        let missed = self.take_exit(since);
        match last.first() {
            Some(case) => {
                falls.extend(missed);
                self.resume(falls, *case);
                self.case_body(*case, result);
                ends.extend(self.take_exit(since));
            }
            None => {
                ends.append(&mut falls);
                match missed {
                    Some(missed) if result.is_some() => {
                        self.resume(vec![missed], node);
                        self.terminate(Terminator::Unreachable, node);
                        self.roll_back(since);
                    }
                    missed => ends.extend(missed),
                }
            }
        }
        ends
    }

    /// Goes on where one of the labels and the guard hold.
    fn match_case(
        &mut self,
        case: NodeId,
        subject: ValueId,
        since: Checkpoint,
        misses: &mut Vec<Exit>,
    ) {
        let labels: Vec<_> = self.tree.children_in(case, Role::Label).collect();
        let mut hits = Vec::new();
        let mut fails = Vec::new();
        for (n, label) in labels.iter().copied().enumerate() {
            if n > 0 {
                self.resume(std::mem::take(&mut fails), label);
            }
            match self.tree.kind(label) {
                Kind::Ident if self.tree.lang == haechi_syntax::Lang::Java => {
                    let value = self.emit(Op::LoadGlobal(label), label);
                    let equal = haechi_syntax::Operator::Eq;
                    let test = self.emit_hidden(Op::Binary(equal, subject, value), case);
                    let fork = self.branch(test, label, since);
                    fails.extend(fork.no);
                    self.resume(fork.yes, label);
                }
                _ => self.match_pattern(label, subject, since, &mut fails),
            }
            hits.extend(self.take_exit(since));
        }
        // `default` among other labels matches what they miss.
        match self.has(case, Flags::DEFAULT) {
            true => hits.append(&mut fails),
            false => misses.append(&mut fails),
        }
        self.resume(hits, case);
        if let Some(guard) = self.tree.child(case, Role::Guard) {
            let fork = self.cond(guard, since);
            misses.extend(fork.no);
            self.resume(fork.yes, guard);
        }
    }

    fn case_body(&mut self, case: NodeId, result: Option<VarId>) {
        let Some(body) = self.tree.child(case, Role::Body) else {
            return;
        };
        let Some(result) = result.filter(|_| self.has(case, Flags::ARROW)) else {
            return self.statements(body);
        };
        // `case A -> e`: the block's only statement is the value.
        let mut statements = self.tree.children(body);
        let only = match (statements.next(), statements.next()) {
            (Some(only), None) if self.tree.kind(only) == Kind::ExprStmt => only,
            _ => return self.statements(body),
        };
        let value = self.child_expr(only, Role::Value);
        self.set(result, value);
    }

    fn match_statement(&mut self, node: NodeId) {
        let subject = self.child_expr(node, Role::Cond);
        let since = self.checkpoint();
        let cases: Vec<_> = self.tree.children_in(node, Role::Case).collect();
        let mut ends = Vec::new();
        for case in cases {
            let mut misses = Vec::new();
            if self.cur.is_none() {
                break; // an earlier case matches everything
            }
            self.match_case(case, subject, since, &mut misses);
            if let Some(body) = self.tree.child(case, Role::Body) {
                self.statements(body);
            }
            ends.extend(self.take_exit(since));
            self.resume(misses, case);
        }
        ends.extend(self.take_exit(since));
        self.resume(ends, node);
    }
}
