//! `try`, `catch`, `finally`, `with`.
//!
//! A `finally` body is lowered twice: once for the normal way, so that what
//! holds there is not mixed with what an exception left behind, and once for
//! all other ways (exceptions, and `return`, `break`, `continue` out of the
//! statement). The second copy ends with a dispatch on a selector:
//!
//! ```text
//! try { x = clean(x); }          body ──► finally (1) ──► next: only the cleaned x
//! finally { unlock(); }            └─ exception ─► finally (2): both x ──► rethrow
//! ```
//! Nested `finally` bodies would double with each level; below the third level
//! there is one copy, and the normal way takes part in its dispatch.

use haechi_syntax::{Kind, Lang, NodeId, Operator, Role};

use super::jump::{Frame, Jump, Pending};
use super::ssa::{Checkpoint, Exit};
use super::{Builder, NONE, Region};
use crate::{BlockId, Op, Terminator, ValueId};

/// How deep `finally` bodies in `finally` bodies are copied.
const MAX_COPIES: u32 = 3;

/// A try region that was opened.
struct Opened {
    handler: BlockId,
    /// Whether code leads to it.
    reachable: bool,
    /// The versions made in it.
    versions: std::ops::Range<usize>,
}

impl Builder<'_> {
    pub(super) fn try_statement(&mut self, node: NodeId) {
        match self.tree.child(node, Role::Finally) {
            Some(finally) => self.try_finally(node, finally),
            None => {
                let since = self.checkpoint();
                let ends = self.try_catch(node, since);
                self.resume(ends, node);
            }
        }
    }

    // ---- regions

    fn open_region(&mut self, node: NodeId) -> Opened {
        let (body, handler) = (self.new_block(), self.new_block());
        let from = self.terminate(Terminator::Try { body, handler }, node);
        self.edge(from, body);
        self.edge(from, handler);
        self.regions.push(Region {
            handler,
            thrown: Vec::new(),
        });
        let reachable = self.blocks[from].reachable;
        self.enter(body, reachable);
        Opened {
            handler,
            reachable,
            versions: self.versions.len()..usize::MAX,
        }
    }

    /// Goes on in the handler of a region whose end was reached. The
    /// environment must be that of its entry.
    fn enter_handler(&mut self, region: &Opened, node: NodeId) -> ValueId {
        let thrown = self.regions.pop().map(|region| region.thrown);
        self.enter(region.handler, region.reachable);
        self.blocks[region.handler].is_handler = true;
        let end = region.versions.end.min(self.versions.len());
        let mut made = self.versions[region.versions.start..end].to_vec();
        self.steps += made.len();
        made.sort_unstable();
        made.dedup();
        for versions in made.chunk_by(|a, b| a.0 == b.0) {
            let var = versions[0].0;
            let before = match self.env[var] {
                // Java: declared in the region, so not seen here.
                NONE if self.tree.lang == Lang::Java => continue,
                NONE => self.undef,
                value => value,
            };
            let mut operands = vec![before];
            operands.extend(versions.iter().map(|(_, value)| *value));
            operands.dedup();
            let list = self.list(&operands);
            let phi = self.emit_hidden(Op::Phi(list), self.vars[var].node);
            self.var_of[phi] = var;
            self.set(var, phi);
            if !self.regions.is_empty() {
                self.versions.push((var, phi));
            }
        }
        let list = self.list(&thrown.unwrap_or_default());
        self.emit_hidden(Op::CatchParam(list), node)
    }

    // ---- catch

    /// The statement without its `finally`; gives the normal ends.
    fn try_catch(&mut self, node: NodeId, since: Checkpoint) -> Vec<Exit> {
        let catches: Vec<_> = self.tree.children_in(node, Role::Catch).collect();
        let region = (!catches.is_empty()).then(|| self.open_region(node));
        for resource in self.tree.children_in(node, Role::Resource) {
            self.statement_or_expr(resource);
        }
        if let Some(body) = self.tree.child(node, Role::Body) {
            self.statement(body);
        }
        let Some(region) = region else {
            self.else_clause(node);
            return self.take_exit(since).into_iter().collect();
        };
        let body_end = self.take_exit(since);
        let exception = self.enter_handler(&region, node);
        self.caught.push(exception);
        let mut ends = Vec::new();
        for catch in catches {
            if self.cur.is_none() {
                break; // an earlier clause catches everything
            }
            let misses = self.catch_types(catch, exception, since);
            self.catch_body(catch, exception);
            ends.extend(self.take_exit(since));
            self.resume(misses, catch);
        }
        self.caught.pop();
        if self.cur.is_some() {
            self.throw(exception, node);
        }
        self.roll_back(since);
        if self.tree.child(node, Role::Else).is_some() {
            self.resume(body_end.into_iter().collect(), node);
            self.else_clause(node);
            ends.extend(self.take_exit(since));
        } else {
            ends.extend(body_end);
        }
        ends
    }

    fn else_clause(&mut self, node: NodeId) {
        if let Some(body) = self.tree.child(node, Role::Else) {
            self.statement(body);
        }
    }

    /// Goes on where the exception is of one of the clause's types; gives the
    /// exits where it is of none.
    fn catch_types(&mut self, catch: NodeId, exception: ValueId, since: Checkpoint) -> Vec<Exit> {
        let types: Vec<_> = self.tree.children_in(catch, Role::Type).collect();
        let catches_all = types
            .iter()
            .any(|ty| matches!(self.tree.name(*ty), "Throwable" | "BaseException"));
        if types.is_empty() || catches_all {
            return Vec::new();
        }
        let mut hits = Vec::new();
        let mut misses = Vec::new();
        for (n, ty) in types.into_iter().enumerate() {
            if n > 0 {
                self.resume(misses, ty);
            }
            let test = self.emit_hidden(Op::InstanceOf(exception, ty), ty);
            let fork = self.branch(test, ty, since);
            hits.extend(fork.yes);
            misses = fork.no;
        }
        self.resume(hits, catch);
        misses
    }

    fn catch_body(&mut self, catch: NodeId, exception: ValueId) {
        match self.tree.child(catch, Role::Name) {
            Some(name) => {
                let caught = self.emit(Op::Caught(exception), name);
                self.bind(name, caught);
            }
            None => {
                self.emit(Op::Caught(exception), catch);
            }
        }
        if let Some(body) = self.tree.child(catch, Role::Body) {
            self.statement(body);
        }
    }

    // ---- finally

    fn try_finally(&mut self, node: NodeId, finally: NodeId) {
        let since = self.checkpoint();
        let selector = self.new_var(node);
        self.frames.push(Frame::Finally(Pending {
            since,
            selector,
            jumps: Vec::new(),
            exits: Vec::new(),
        }));
        let mut region = self.open_region(node);
        let normal = self.try_catch(node, since);
        region.versions.end = self.versions.len();
        let Some(Frame::Finally(mut pending)) = self.frames.pop() else {
            return;
        };
        self.copies += 1;
        let body = self.tree.child(finally, Role::Body);
        let mut end = None;
        if self.copies <= MAX_COPIES {
            let region_of_normal = self.regions.pop();
            self.resume(normal, finally);
            if self.cur.is_some() {
                self.finally_body(body);
                end = self.take_exit(since);
            }
            self.regions.extend(region_of_normal);
        } else {
            self.let_through(normal, &mut pending, node);
        }
        let exception = self.enter_handler(&region, node);
        let number = self.emit_hidden(Op::Int(pending.number(Jump::Rethrow)), node);
        self.set(selector, number);
        let holder = self.new_var(node);
        self.set(holder, exception);
        pending.exits.extend(self.take_exit(since));
        self.resume(std::mem::take(&mut pending.exits), finally);
        self.finally_body(body);
        let fallen = self.dispatch(&pending, holder, node);
        self.copies -= 1;
        self.roll_back(since);
        self.resume(end.into_iter().chain(fallen).collect(), node);
    }

    fn finally_body(&mut self, body: Option<NodeId>) {
        if let Some(body) = body {
            self.statement(body);
        }
    }

    /// The normal ends take part in the one copy of the body.
    fn let_through(&mut self, normal: Vec<Exit>, pending: &mut Pending, node: NodeId) {
        self.resume(normal, node);
        if self.cur.is_some() {
            let number = self.emit_hidden(Op::Int(pending.number(Jump::FallThrough)), node);
            self.set(pending.selector, number);
            pending.exits.extend(self.take_exit(pending.since));
        }
    }

    /// After the second copy: on to where each jump was going.
    fn dispatch(&mut self, pending: &Pending, holder: super::VarId, node: NodeId) -> Option<Exit> {
        let mut fallen = None;
        for (n, jump) in pending.jumps.iter().enumerate() {
            if self.cur.is_none() {
                break;
            }
            let here = self.checkpoint();
            let mut others = Vec::new();
            if n + 1 < pending.jumps.len() {
                let number = i64::try_from(n).unwrap_or(i64::MAX);
                let number = self.emit_hidden(Op::Int(number), node);
                let selector = self.version(pending.selector).unwrap_or(self.undef);
                let test = self.emit_hidden(Op::Binary(Operator::Eq, selector, number), node);
                let fork = self.branch(test, node, here);
                self.resume(fork.yes, node);
                others = fork.no;
            }
            match jump {
                Jump::FallThrough => fallen = self.take_jump(pending.since),
                Jump::Rethrow => {
                    let exception = self.version(holder).unwrap_or(self.undef);
                    self.throw(exception, node);
                }
                jump => self.jump(*jump, node),
            }
            self.roll_back(here);
            self.resume(others, node);
        }
        fallen
    }

    // ---- with

    pub(super) fn with_statement(&mut self, node: NodeId) {
        let items: Vec<_> = self.tree.children_in(node, Role::Item).collect();
        let suppresses = items.iter().any(|item| self.suppresses(*item));
        for item in items {
            self.with_item(item);
        }
        let since = self.checkpoint();
        let region = suppresses.then(|| self.open_region(node));
        if let Some(body) = self.tree.child(node, Role::Body) {
            self.statement(body);
        }
        if let Some(region) = region {
            let mut ends: Vec<_> = self.take_exit(since).into_iter().collect();
            self.enter_handler(&region, node);
            ends.extend(self.take_exit(since));
            self.resume(ends, node);
        }
    }

    /// `contextlib.suppress(…)`: the body may end early.
    fn suppresses(&self, item: NodeId) -> bool {
        self.tree.child(item, Role::Value).is_some_and(|value| {
            self.tree.kind(value) == Kind::Call && self.tree.name(value) == "suppress"
        })
    }

    fn with_item(&mut self, item: NodeId) {
        let value = self.child_expr(item, Role::Value);
        let Some(target) = self.tree.child(item, Role::Target) else {
            return;
        };
        let entered = match self.tree.kind(target) {
            Kind::Member | Kind::Index => self.emit_hidden(Op::Enter(value), target),
            _ => self.emit(Op::Enter(value), target),
        };
        self.bind(target, entered);
    }
}
