//! Loops.
//!
//! The header gets a φ for every variable assigned in the loop, with two
//! operands: the version before, and the one at the single latch, in which all
//! ends of the body and all `continue`s are merged. The header is a block of
//! its own, and so is the latch's last block, so edges are simple:
//!
//! ```text
//! before ─► header: φ, condition ─► body … ─► latch ─┐
//!              ▲        └─ false ─► after            │
//!              └─────────────────────────────────────┘
//! ```
//! Where the condition plainly holds at first (`for (int i = 0; i < 3; i++)`),
//! it stands at the end, as in a `do` loop: the header then is the body's first
//! block.

use haechi_syntax::{Flags, Kind, Lang, NodeId, Operator, Role};

use super::jump::Frame;
use super::ssa::{Checkpoint, Exit, Fork, VarId};
use super::unroll::holds;
use super::{Builder, NONE};
use crate::{BlockId, List, Loop, LoopId, Op, Terminator, ValueId};

/// How many additions a known number is followed through.
const MAX_SUMS: u32 = 64;

/// A loop being lowered.
pub(super) struct Open {
    id: LoopId,
    header: BlockId,
    /// φ of the header: variable, value, place of its second operand.
    phis: Vec<(VarId, ValueId, usize)>,
    /// The checkpoint after the φ.
    pub(super) since: Checkpoint,
}

impl Builder<'_> {
    /// Enters the header. Variables assigned below `assigned` get their φ.
    pub(super) fn open_loop(&mut self, node: NodeId, assigned: NodeId) -> Open {
        let header = self.new_block();
        let id = self.loops.push(Loop {
            node,
            header,
            end: header,
            parent: self.in_loop,
        });
        let from = self.terminate(Terminator::Goto(header), node);
        self.in_loop = Some(id);
        self.enter(header, self.blocks[from].reachable);
        let mut phis = Vec::new();
        for var in self.assigned_in(assigned) {
            let before = match self.env[var] {
                NONE if self.tree.lang == Lang::Java => continue,
                NONE => self.undef,
                value => value,
            };
            let list = self.list(&[before, before]);
            let phi = self.emit_hidden(Op::Phi(list), self.vars[var].node);
            self.var_of[phi] = var;
            self.set(var, phi);
            phis.push((var, phi, list.start as usize + 1));
        }
        let labels = std::mem::take(&mut self.labels);
        let since = self.checkpoint();
        self.frames.push(Frame::Loop {
            labels,
            since,
            breaks: Vec::new(),
            continues: Vec::new(),
        });
        Open {
            id,
            header,
            phis,
            since,
        }
    }

    /// Goes on where the body ends or a `continue` leads.
    fn meet_continues(&mut self, open: &Open, node: NodeId) {
        let mut ends: Vec<_> = self.take_exit(open.since).into_iter().collect();
        if let Some(Frame::Loop { continues, .. }) = self.frames.last_mut() {
            ends.append(continues);
        }
        self.resume(ends, node);
    }

    /// Closes the loop from the current block, if there is one, and leaves it.
    /// Gives the `break`s.
    fn close_loop(&mut self, open: Open, node: NodeId) -> Vec<Exit> {
        let comes_back = self.cur.is_some_and(|latch| {
            self.blocks[latch].reachable || !self.blocks[open.header].reachable
        });
        if comes_back {
            for (var, _, operand) in &open.phis {
                let latch = self.env[*var];
                self.operands[*operand] = if latch == NONE { self.undef } else { latch };
            }
            self.terminate(Terminator::Goto(open.header), node);
        } else {
            if self.cur.is_some() {
                self.terminate(Terminator::Unreachable, node);
            }
            for (_, phi, _) in &open.phis {
                if let Op::Phi(list) = self.values[*phi].op {
                    self.values[*phi].op = Op::Phi(List { len: 1, ..list });
                }
            }
        }
        self.roll_back(open.since);
        let end = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        self.loops[open.id].end = BlockId::new(end);
        self.in_loop = self.loops[open.id].parent;
        match self.frames.pop() {
            Some(Frame::Loop { breaks, .. }) => breaks,
            _ => Vec::new(),
        }
    }

    /// Goes on after the loop: `else` where the condition failed, then the `break`s.
    pub(super) fn after_loop(
        &mut self,
        node: NodeId,
        failed: Vec<Exit>,
        breaks: Vec<Exit>,
        since: usize,
    ) {
        let mut ends = failed;
        if let Some(body) = self.tree.child(node, Role::Else) {
            self.resume(ends, node);
            self.statement(body);
            ends = self.take_exit(since).into_iter().collect();
        }
        ends.extend(breaks);
        self.resume(ends, node);
    }

    pub(super) fn while_loop(&mut self, node: NodeId) {
        if self.unroll_counted(node) {
            return;
        }
        if self.enters_at_once(node) {
            return self.do_while(node);
        }
        let open = self.open_loop(node, node);
        let since = open.since;
        let fork = self.loop_cond(node, since);
        self.resume(fork.yes, node);
        self.child_statement(node, Role::Body);
        self.meet_continues(&open, node);
        let breaks = self.close_loop(open, node);
        self.after_loop(node, fork.no, breaks, since);
    }

    /// The condition of a loop; a literal `true`, or none, never fails.
    fn loop_cond(&mut self, node: NodeId, since: Checkpoint) -> Fork {
        let Some(cond) = self.tree.child(node, Role::Cond) else {
            return self.cond_of(node, since);
        };
        let is_true = match self.tree.kind(cond) {
            Kind::Bool => self.has(cond, Flags::TRUE),
            Kind::Int => self.tree.source(cond) == "1",
            _ => false,
        };
        if is_true {
            self.expr(cond);
            return Fork {
                yes: self.take_exit(since).into_iter().collect(),
                no: Vec::new(),
            };
        }
        self.cond(cond, since)
    }

    /// A loop with the condition at its end.
    pub(super) fn do_while(&mut self, node: NodeId) {
        let open = self.open_loop(node, node);
        let since = open.since;
        self.child_statement(node, Role::Body);
        self.meet_continues(&open, node);
        let failed = self.cond_at_end(node, since);
        let breaks = self.close_loop(open, node);
        self.after_loop(node, failed, breaks, since);
    }

    /// Goes on where the condition holds; gives the exits where it does not.
    fn cond_at_end(&mut self, node: NodeId, since: Checkpoint) -> Vec<Exit> {
        let fork = match self.cur {
            Some(_) => self.loop_cond(node, since),
            None => Fork::default(),
        };
        self.resume(fork.yes, node);
        fork.no
    }

    pub(super) fn for_loop(&mut self, node: NodeId) {
        let labels = std::mem::take(&mut self.labels);
        for init in self.tree.children_in(node, Role::Init) {
            self.statement_or_expr(init);
        }
        self.labels = labels;
        if self.unroll_counted(node) {
            return;
        }
        let at_once = self.enters_at_once(node);
        let open = self.open_loop(node, node);
        let since = open.since;
        let mut failed = Vec::new();
        if !at_once {
            let fork = self.loop_cond(node, since);
            self.resume(fork.yes, node);
            failed = fork.no;
        }
        self.child_statement(node, Role::Body);
        self.meet_continues(&open, node);
        if self.cur.is_some() {
            for update in self.tree.children_in(node, Role::Update) {
                self.statement_or_expr(update);
            }
        }
        if at_once {
            failed = self.cond_at_end(node, since);
        }
        let breaks = self.close_loop(open, node);
        self.after_loop(node, failed, breaks, since);
    }

    pub(super) fn for_each(&mut self, node: NodeId) {
        let labels = std::mem::take(&mut self.labels);
        let iter = self.child_expr(node, Role::Iter);
        self.labels = labels;
        if self.unroll_each(node, iter) {
            return;
        }
        let at_once = self.has_element(node);
        let open = self.open_loop(node, node);
        let since = open.since;
        let mut failed = Vec::new();
        if !at_once {
            failed = self.more_elements(node, iter, since);
        }
        self.bind_element(node, iter);
        self.child_statement(node, Role::Body);
        self.meet_continues(&open, node);
        if at_once && self.cur.is_some() {
            failed = self.more_elements(node, iter, since);
        }
        let breaks = self.close_loop(open, node);
        self.after_loop(node, failed, breaks, since);
    }

    /// Goes on where there is a next element; gives the exits where there is none.
    fn more_elements(&mut self, node: NodeId, iter: ValueId, since: Checkpoint) -> Vec<Exit> {
        let more = self.emit_hidden(Op::IterNext(iter), node);
        let fork = self.branch(more, node, since);
        self.resume(fork.yes, node);
        fork.no
    }

    /// Binds the element to the target of a `ForEach` or `CompFor`.
    fn bind_element(&mut self, node: NodeId, iter: ValueId) {
        if let Some(target) = self.tree.child(node, Role::Target) {
            let element = match self.tree.kind(target) {
                Kind::Member | Kind::Index => self.emit_hidden(Op::IterElement(iter), target),
                _ => self.emit(Op::IterElement(iter), target),
            };
            self.bind(target, element);
        }
    }

    // ---- loops that run at least once

    /// Whether the condition plainly holds when it is first tested: then it is
    /// tested at the end of the body only, so that what the body assigns is
    /// assigned after the loop.
    fn enters_at_once(&self, node: NodeId) -> bool {
        let cond = self.tree.child(node, Role::Cond);
        cond.is_some_and(|cond| self.tree.kind(cond) == Kind::Binary && self.holds_now(cond))
    }

    /// Whether a comparison of integers holds with the present versions.
    fn holds_now(&self, comparison: NodeId) -> bool {
        let side = |role| {
            let operand = self.tree.child(comparison, role)?;
            self.integer_now(operand)
        };
        let (Some(left), Some(right)) = (side(Role::Left), side(Role::Right)) else {
            return false;
        };
        let operator = self.tree.flags(comparison).operator();
        operator.and_then(|operator| holds(operator, left, right)) == Some(true)
    }

    /// An integer literal, or a variable that was last assigned one.
    pub(super) fn integer_now(&self, node: NodeId) -> Option<i64> {
        match self.tree.kind(node) {
            Kind::Int => super::literal::parse_int(self.tree.source(node)),
            Kind::Ident => self.integer_of(self.version_of(node)?, MAX_SUMS),
            _ => None,
        }
    }

    /// A number, assigned or counted on.
    fn integer_of(&self, value: ValueId, depth: u32) -> Option<i64> {
        let depth = depth.checked_sub(1)?;
        match self.values[self.origin[value]].op {
            Op::Int(n) => Some(n),
            Op::Copy(inner) => self.integer_of(inner, depth),
            Op::Binary(Operator::Add, a, b) => {
                let (a, b) = (self.integer_of(a, depth)?, self.integer_of(b, depth)?);
                a.checked_add(b)
            }
            Op::Binary(Operator::Sub, a, b) => {
                let (a, b) = (self.integer_of(a, depth)?, self.integer_of(b, depth)?);
                a.checked_sub(b)
            }
            _ => None,
        }
    }

    /// Whether what a `ForEach` goes through plainly has an element: a list that
    /// is written out, or a `range` of such a size.
    fn has_element(&self, node: NodeId) -> bool {
        let Some(iter) = self.tree.child(node, Role::Iter) else {
            return false;
        };
        match self.tree.kind(iter) {
            Kind::List | Kind::Tuple | Kind::Set => self
                .tree
                .children(iter)
                .any(|elem| self.tree.kind(elem) != Kind::Star),
            Kind::Call => self.is_filled_range(iter),
            _ => false,
        }
    }

    fn is_filled_range(&self, call: NodeId) -> bool {
        self.range_bounds(call).is_some_and(|(from, to)| from < to)
    }

    /// The bounds of a `range` with known ones and step 1.
    pub(super) fn range_bounds(&self, call: NodeId) -> Option<(i64, i64)> {
        let callee = self.tree.child(call, Role::Callee)?;
        let is_range = self.tree.kind(callee) == Kind::Ident
            && self.tree.name(callee) == "range"
            && self.scopes.def_of(callee).is_none();
        let args = self.tree.child(call, Role::Args)?;
        let mut bounds = Vec::new();
        for arg in self.tree.children(args) {
            bounds.push(self.integer_now(arg)?);
        }
        match bounds.as_slice() {
            [to] if is_range => Some((0, *to)),
            [from, to] if is_range => Some((*from, *to)),
            _ => None,
        }
    }

    /// A clause of a comprehension as a loop around `inner`.
    pub(super) fn comp_loop(
        &mut self,
        clause: NodeId,
        comprehension: NodeId,
        iter: ValueId,
        mut inner: impl FnMut(&mut Self),
    ) {
        if self.unroll_clause(clause, comprehension, iter, &mut inner) {
            return;
        }
        let open = self.open_loop(clause, comprehension);
        let since = open.since;
        let ends = self.more_elements(clause, iter, since);
        self.bind_element(clause, iter);
        inner(self);
        self.meet_continues(&open, clause);
        let breaks = self.close_loop(open, clause);
        debug_assert!(breaks.is_empty(), "a comprehension has no `break`");
        self.resume(ends, clause);
    }
}
