//! Comprehensions: loops in line that add to a result.

use haechi_syntax::{Flags, Kind, NodeId, Role};

use super::Builder;
use crate::{AggregateKind, List, Op, ValueId};

impl Builder<'_> {
    pub(super) fn comprehension(&mut self, node: NodeId) -> ValueId {
        let kind = if self.has(node, Flags::COMP_DICT) {
            AggregateKind::Dict
        } else if self.has(node, Flags::COMP_SET) {
            AggregateKind::Set
        } else if self.has(node, Flags::COMP_GEN) {
            AggregateKind::Generator
        } else {
            AggregateKind::List
        };
        let result = self.emit(Op::Aggregate(kind, List::EMPTY), node);
        let clauses: Vec<_> = self.tree.children_in(node, Role::Clause).collect();
        self.clause(node, &clauses, result);
        result
    }

    fn clause(&mut self, node: NodeId, clauses: &[NodeId], result: ValueId) {
        let Some((clause, rest)) = clauses.split_first() else {
            return self.element(node, result);
        };
        if self.tree.kind(*clause) == Kind::CompIf {
            let since = self.checkpoint();
            let fork = self.cond_of(*clause, since);
            self.resume(fork.yes, *clause);
            self.clause(node, rest, result);
            let mut ends = fork.no;
            ends.extend(self.take_exit(since));
            self.resume(ends, *clause);
        } else {
            let iter = self.child_expr(*clause, Role::Iter);
            self.comp_loop(*clause, node, iter, |builder| {
                builder.clause(node, rest, result);
            });
        }
    }

    fn element(&mut self, node: NodeId, result: ValueId) {
        let Some(elem) = self.tree.child(node, Role::Elem) else {
            return;
        };
        if self.tree.kind(elem) == Kind::Pair {
            let index = self.child_expr(elem, Role::Key);
            let value = self.child_expr(elem, Role::Value);
            let base = result;
            self.emit_hidden(Op::StoreIndex { base, index, value }, elem);
        } else {
            let value = self.expr(elem);
            self.emit_hidden(Op::Append { to: result, value }, elem);
        }
    }
}
