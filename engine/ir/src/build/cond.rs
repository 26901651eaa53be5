//! Conditions: `and`, `or`, `not` and chained comparisons are branches, so that
//! each test gets its own edges.
//!
//! ```text
//! if a and not b: X        branch a ? ba : else      ba: branch b ? else : X
//! ```
//! The same shape gives a value where one is asked for: each leaf leaves its
//! value in a temporary, which the join merges.

use haechi_syntax::{Kind, NodeId, Operator, Role};

use super::Builder;
use super::ssa::{Checkpoint, Exit, Fork, VarId};
use crate::{Op, ValueId};

impl Builder<'_> {
    /// Evaluates a condition. The exits are relative to `since`, and so is the
    /// environment afterwards.
    pub(super) fn cond(&mut self, node: NodeId, since: Checkpoint) -> Fork {
        self.fork(node, since, None)
    }

    /// The same for a child; without it the condition is true.
    pub(super) fn cond_of(&mut self, node: NodeId, since: Checkpoint) -> Fork {
        match self.tree.child(node, Role::Cond) {
            Some(cond) => self.cond(cond, since),
            None => Fork {
                yes: self.take_exit(since).into_iter().collect(),
                no: Vec::new(),
            },
        }
    }

    /// A condition whose value, if there is a `result`, is left in it.
    fn fork(&mut self, node: NodeId, since: Checkpoint, result: Option<VarId>) -> Fork {
        match self.tree.kind(node) {
            Kind::Binary => {
                if let Some(operator @ (Operator::And | Operator::Or)) =
                    self.tree.flags(node).operator()
                {
                    return self.short_circuit(node, operator, since, result);
                }
            }
            Kind::Unary
                if result.is_none() && self.tree.flags(node).operator() == Some(Operator::Not) =>
            {
                if let Some(operand) = self.tree.child(node, Role::Operand) {
                    let fork = self.fork(operand, since, None);
                    return Fork {
                        yes: fork.no,
                        no: fork.yes,
                    };
                }
            }
            Kind::CompareChain => return self.compare_chain(node, since, result),
            Kind::InstanceOf => {
                if let Some(pattern) = self.tree.child(node, Role::Pattern) {
                    return self.pattern_fork(node, pattern, since, result);
                }
            }
            _ => {}
        }
        let value = self.expr(node);
        self.leaf(value, node, since, result)
    }

    pub(super) fn leaf(
        &mut self,
        value: ValueId,
        node: NodeId,
        since: Checkpoint,
        result: Option<VarId>,
    ) -> Fork {
        if let Some(result) = result {
            self.set(result, value);
        }
        self.branch(value, node, since)
    }

    fn short_circuit(
        &mut self,
        node: NodeId,
        operator: Operator,
        since: Checkpoint,
        result: Option<VarId>,
    ) -> Fork {
        let side = |builder: &mut Self, role| match builder.tree.child(node, role) {
            Some(operand) => builder.fork(operand, since, result),
            None => {
                let value = builder.emit_hidden(Op::Undef, node);
                builder.leaf(value, node, since, result)
            }
        };
        let first = side(self, Role::Left);
        let (go_on, mut done) = match operator {
            Operator::And => (first.yes, first.no),
            _ => (first.no, first.yes),
        };
        self.resume(go_on, node);
        let second = side(self, Role::Right);
        match operator {
            Operator::And => {
                done.extend(second.no);
                Fork {
                    yes: second.yes,
                    no: done,
                }
            }
            _ => {
                done.extend(second.yes);
                Fork {
                    yes: done,
                    no: second.no,
                }
            }
        }
    }

    /// `a < b < c` is `a < b and b < c`, with `b` evaluated once.
    fn compare_chain(&mut self, node: NodeId, since: Checkpoint, result: Option<VarId>) -> Fork {
        let elems: Vec<_> = self.tree.children(node).collect();
        let Some((first, links)) = elems.split_first() else {
            let value = self.opaque_children(node);
            return self.leaf(value, node, since, result);
        };
        let mut left = self.expr(*first);
        let mut no: Vec<Exit> = Vec::new();
        for (n, link) in links.iter().enumerate() {
            let right = self.child_expr(*link, Role::Value);
            let operator = self.tree.flags(*link).operator().unwrap_or(Operator::Eq);
            let test = self.emit(Op::Binary(operator, left, right), *link);
            let fork = self.leaf(test, *link, since, result);
            no.extend(fork.no);
            if n + 1 == links.len() {
                return Fork { yes: fork.yes, no };
            }
            self.resume(fork.yes, *link);
            left = right;
        }
        let fork = self.leaf(left, node, since, result);
        no.extend(fork.no);
        Fork { yes: fork.yes, no }
    }

    /// The value of an expression that branches: `and`, `or`, `a if c else b`,
    /// chained comparisons.
    pub(super) fn branching_expr(&mut self, node: NodeId) -> ValueId {
        self.with_result(node, |builder, result, since| {
            if builder.tree.kind(node) == Kind::Conditional {
                return builder.conditional(node, since, result);
            }
            let mut fork = builder.fork(node, since, Some(result));
            fork.yes.append(&mut fork.no);
            fork.yes
        })
    }

    fn conditional(&mut self, node: NodeId, since: Checkpoint, result: VarId) -> Vec<Exit> {
        let fork = self.cond_of(node, since);
        let mut ends = Vec::new();
        for (exits, role) in [(fork.yes, Role::Then), (fork.no, Role::Else)] {
            self.resume(exits, node);
            let value = self.child_expr(node, role);
            self.set(result, value);
            ends.extend(self.take_exit(since));
        }
        ends
    }

    /// Runs `lower`, whose exits each leave a value in the temporary that it
    /// gets, and merges them into the value of `node`.
    pub(super) fn with_result(
        &mut self,
        node: NodeId,
        lower: impl FnOnce(&mut Self, VarId, Checkpoint) -> Vec<Exit>,
    ) -> ValueId {
        let result = self.new_var(node);
        self.temps.push(result);
        let since = self.checkpoint();
        let exits = lower(self, result, since);
        self.resume(exits, node);
        self.temps.pop();
        let value = match self.version(result) {
            Some(value) => value,
            None => self.emit_hidden(Op::Undef, node),
        };
        self.map(node, value);
        value
    }
}
