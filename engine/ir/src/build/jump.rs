//! Jumps: `break`, `continue`, `return`, `yield` of a switch expression. One
//! that leaves a `try … finally` waits in the frame until the `finally` body is
//! copied for it (`tries`).

use haechi_syntax::{Kind, NameId, NodeId, Role};

use super::Builder;
use super::ssa::{Checkpoint, Exit, VarId};
use crate::{Field, Op, Terminator};

/// A statement around that jumps may refer to. Exits are relative to `since`.
pub(super) enum Frame {
    /// A loop.
    Loop {
        labels: Vec<NameId>,
        since: Checkpoint,
        breaks: Vec<Exit>,
        continues: Vec<Exit>,
    },
    /// A `switch` statement, or a labelled statement that is no loop.
    Block {
        labels: Vec<NameId>,
        is_switch: bool,
        since: Checkpoint,
        breaks: Vec<Exit>,
    },
    /// A `switch` expression.
    Value {
        since: Checkpoint,
        result: VarId,
        ends: Vec<Exit>,
    },
    /// A `try` with `finally`; see `tries`.
    Finally(Pending),
}

/// Jumps that wait for a `finally` body.
pub(super) struct Pending {
    pub(super) since: Checkpoint,
    /// Holds which of `jumps` is on its way.
    pub(super) selector: VarId,
    /// Each once.
    pub(super) jumps: Vec<Jump>,
    pub(super) exits: Vec<Exit>,
}

/// Where a jump leads; frames by their place in the stack.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Jump {
    Break(usize),
    Continue(usize),
    Yield(usize),
    Return,
    /// The end of the `try`, reached normally.
    FallThrough,
    /// The exception that brought us here goes on.
    Rethrow,
}

impl Builder<'_> {
    pub(super) fn break_statement(&mut self, node: NodeId) {
        let label = self.tree.name_id(node);
        let target = self.frames.iter().rposition(|frame| match frame {
            Frame::Loop { labels, .. } => !label.is_some() || labels.contains(&label),
            Frame::Block {
                labels, is_switch, ..
            } => match label.is_some() {
                true => labels.contains(&label),
                false => *is_switch,
            },
            _ => false,
        });
        match target {
            Some(target) => self.jump(Jump::Break(target), node),
            None => self.stop(node),
        }
    }

    pub(super) fn continue_statement(&mut self, node: NodeId) {
        let label = self.tree.name_id(node);
        let target = self.frames.iter().rposition(|frame| match frame {
            Frame::Loop { labels, .. } => !label.is_some() || labels.contains(&label),
            _ => false,
        });
        match target {
            Some(target) => self.jump(Jump::Continue(target), node),
            None => self.stop(node),
        }
    }

    /// A jump to nowhere: broken code.
    fn stop(&mut self, node: NodeId) {
        self.terminate(Terminator::Unreachable, node);
    }

    pub(super) fn yield_statement(&mut self, node: NodeId) {
        let value = self.child_expr(node, Role::Value);
        let target = self
            .frames
            .iter()
            .rposition(|frame| matches!(frame, Frame::Value { .. }));
        let Some(target) = target else {
            return self.stop(node);
        };
        if let Frame::Value { result, .. } = self.frames[target] {
            self.set(result, value);
        }
        self.jump(Jump::Yield(target), node);
    }

    pub(super) fn return_statement(&mut self, node: NodeId) {
        let value = self.tree.child(node, Role::Value).map(|v| self.expr(v));
        let waits = self.frames.iter().any(|f| matches!(f, Frame::Finally(_)));
        if !waits {
            self.terminate(Terminator::Return(value), node);
            return;
        }
        let slot = self.return_slot(node);
        let value = value.unwrap_or(super::NONE);
        self.set(slot, value);
        self.jump(Jump::Return, node);
    }

    /// The variable that holds a value on its way through `finally` bodies.
    fn return_slot(&mut self, node: NodeId) -> VarId {
        match self.return_slot {
            Some(slot) => slot,
            None => {
                let slot = self.new_var(node);
                self.return_slot = Some(slot);
                slot
            }
        }
    }

    /// Leaves the current block for the target, or for the innermost `finally`
    /// in between.
    pub(super) fn jump(&mut self, jump: Jump, node: NodeId) {
        let target = match jump {
            Jump::Break(n) | Jump::Continue(n) | Jump::Yield(n) => n + 1,
            _ => 0,
        };
        let waits_in = self.frames[target..]
            .iter()
            .rposition(|frame| matches!(frame, Frame::Finally(_)));
        match waits_in {
            Some(n) => self.wait(target + n, jump, node),
            None => self.leave(jump, node),
        }
    }

    fn wait(&mut self, frame: usize, jump: Jump, node: NodeId) {
        let Frame::Finally(pending) = &mut self.frames[frame] else {
            return;
        };
        let (since, selector) = (pending.since, pending.selector);
        let number = pending.number(jump);
        let number = self.emit_hidden(Op::Int(number), node);
        self.set(selector, number);
        let exit = self.take_jump(since);
        if let Frame::Finally(pending) = &mut self.frames[frame] {
            pending.exits.extend(exit);
        }
    }

    fn leave(&mut self, jump: Jump, node: NodeId) {
        let (target, since) = match jump {
            Jump::Break(n) | Jump::Continue(n) | Jump::Yield(n) => match &self.frames[n] {
                Frame::Loop { since, .. }
                | Frame::Block { since, .. }
                | Frame::Value { since, .. } => (n, *since),
                Frame::Finally(pending) => (n, pending.since),
            },
            Jump::Return => {
                let value = self.return_slot.and_then(|slot| self.version(slot));
                self.terminate(Terminator::Return(value), node);
                return;
            }
            Jump::FallThrough | Jump::Rethrow => return,
        };
        let exit = self.take_jump(since);
        match (&mut self.frames[target], jump) {
            (Frame::Loop { continues, .. }, Jump::Continue(_)) => continues.extend(exit),
            (Frame::Loop { breaks, .. } | Frame::Block { breaks, .. }, _) => breaks.extend(exit),
            (Frame::Value { ends, .. }, _) => ends.extend(exit),
            (Frame::Finally(_), _) => {}
        }
    }

    // ---- exceptions

    /// `throw e`, `raise e from c`, and `raise` alone.
    pub(super) fn throw_statement(&mut self, node: NodeId) {
        let value = match self.tree.child(node, Role::Value) {
            Some(value) => self.expr(value),
            None => match self.caught.last() {
                Some(caught) => *caught,
                None => self.opaque_children(node),
            },
        };
        if let Some(cause) = self.tree.child(node, Role::Cause) {
            let cause = self.expr(cause);
            let field = Field::CAUSE;
            let base = value;
            self.emit_hidden(
                Op::StoreField {
                    base,
                    field,
                    value: cause,
                },
                node,
            );
        }
        // Python 2: `raise E, value, traceback`.
        let rest: Vec<_> = self.tree.children_in(node, Role::Other).collect();
        for other in rest {
            self.expr(other);
        }
        self.throw(value, node);
    }

    pub(super) fn throw(&mut self, value: crate::ValueId, node: NodeId) {
        self.cur();
        if let Some(region) = self.regions.last_mut()
            && region.thrown.last() != Some(&value)
        {
            region.thrown.push(value);
        }
        self.terminate(Terminator::Throw(value), node);
    }

    /// Goes on where the condition holds; otherwise an exception with the message.
    pub(super) fn assert_statement(&mut self, node: NodeId) {
        let since = self.checkpoint();
        let fork = self.cond_of(node, since);
        self.resume(fork.no, node);
        if self.cur.is_some() {
            let message = self.tree.child(node, Role::Message);
            let message: Vec<_> = message.map(|m| self.expr(m)).into_iter().collect();
            let list = self.list(&message);
            let error = self.emit_hidden(Op::Opaque(list), node);
            self.throw(error, node);
        }
        self.roll_back(since);
        self.resume(fork.yes, node);
    }

    // ---- labels

    pub(super) fn labeled(&mut self, node: NodeId) {
        let Some(body) = self.tree.child(node, Role::Body) else {
            return;
        };
        self.labels.push(self.tree.name_id(node));
        let takes_labels = matches!(
            self.tree.kind(body),
            Kind::While | Kind::DoWhile | Kind::For | Kind::ForEach | Kind::Switch | Kind::Labeled
        );
        if takes_labels {
            return self.statement(body);
        }
        let since = self.push_block(false);
        self.statement(body);
        self.pop_block(since, Vec::new(), node);
    }

    /// Opens a frame for `break`s to the end of a statement.
    pub(super) fn push_block(&mut self, is_switch: bool) -> Checkpoint {
        let since = self.checkpoint();
        let labels = std::mem::take(&mut self.labels);
        self.frames.push(Frame::Block {
            labels,
            is_switch,
            since,
            breaks: Vec::new(),
        });
        since
    }

    /// Closes it: goes on where the statement ends, `ends` included.
    pub(super) fn pop_block(&mut self, since: Checkpoint, mut ends: Vec<Exit>, node: NodeId) {
        ends.extend(self.take_exit(since));
        if let Some(Frame::Block { breaks, .. }) = self.frames.pop() {
            ends.extend(breaks);
        }
        self.resume(ends, node);
    }
}

impl Pending {
    /// The number by which the selector knows a jump.
    pub(super) fn number(&mut self, jump: Jump) -> i64 {
        let at = match self.jumps.iter().position(|known| *known == jump) {
            Some(at) => at,
            None => {
                self.jumps.push(jump);
                self.jumps.len() - 1
            }
        };
        i64::try_from(at).unwrap_or(i64::MAX)
    }
}
