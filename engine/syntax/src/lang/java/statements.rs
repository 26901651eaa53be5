//! Statements. A statement's span includes its `;`.

use super::kinds::{F, K};
use super::{Java, JavaAt};
use crate::lang::lower::Lowering;
use crate::{Flags, Kind, Role, Span};

impl Lowering<'_, Java> {
    /// Lowers a statement or a part of one; false if the node is neither.
    pub(super) fn statement(&mut self, at: JavaAt, role: Role) -> bool {
        match at.kind {
            K::Block => {
                self.bracketed(Kind::Block, at, role, Role::Stmt);
            }
            K::LocalVariable => self.variables(at, role, Flags::NONE),
            K::Semicolon => {
                if role != Role::Other {
                    self.leaf(Kind::Empty, at, role, Flags::NONE);
                }
            }
            K::Labeled => self.labeled(at, role),
            K::If => self.if_statement(at, role),
            K::While => self.loop_statement(Kind::While, at, role),
            K::Do => self.loop_statement(Kind::DoWhile, at, role),
            K::For => self.for_loop(at, role),
            K::ForEach => self.for_each(at, role),
            K::Assert => self.assert(at, role),
            K::Break => self.jump(Kind::Break, at, role),
            K::Continue => self.jump(Kind::Continue, at, role),
            K::Return => self.with_value(Kind::Return, at, role),
            K::Yield => self.with_value(Kind::YieldStmt, at, role),
            K::Throw => self.with_value(Kind::Throw, at, role),
            K::Synchronized => self.synchronized(at, role),
            K::Try => self.try_statement(at, role),
            K::Resources => self.children(|l, child| {
                if child.kind != K::Semicolon {
                    l.lower(child, Role::Resource);
                }
            }),
            K::Resource => self.resource(at, role),
            K::Catch => self.catch(at, role),
            K::CatchType => self.lower_children(Role::Type),
            K::Finally => {
                self.branch(Kind::Finally, at, role, Role::Body);
            }
            _ => return false,
        }
        true
    }

    /// A statement that stands alone in a role: a `switch` there is no value.
    pub(super) fn body(&mut self, at: JavaAt, role: Role) {
        let id = self.b.next_id();
        self.lower(at, role);
        if at.kind == K::Switch && id < self.b.next_id() {
            let node = self.b.node_mut(id);
            node.flags = node.flags.without(Flags::EXPR);
        }
    }

    /// An expression and its `;`. Holes and a `switch` are statements themselves.
    pub(super) fn expression_statement(&mut self, at: JavaAt, role: Role) {
        let mut open = false;
        self.children(|l, child| match child.kind {
            K::Semicolon => l.done(),
            K::Switch | K::Metavar | K::MetavarSeq | K::Ellipsis if !open => l.body(child, role),
            _ => {
                if !open {
                    open = true;
                    l.b.open(Kind::ExprStmt, role, at.span);
                }
                l.lower(child, Role::Value);
            }
        });
        if open {
            self.b.close();
        }
    }

    fn labeled(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Labeled, role, at.span);
        let mut named = false;
        self.children(|l, child| {
            if named {
                l.body(child, Role::Body);
            } else {
                named = true;
                l.name_of(id, child);
            }
        });
        self.b.close();
    }

    fn if_statement(&mut self, at: JavaAt, role: Role) {
        self.b.open(Kind::If, role, at.span);
        self.children(|l, child| match l.field() {
            F::Condition => l.lower(child, Role::Cond),
            F::Consequence => l.body(child, Role::Then),
            F::Alternative => l.body(child, Role::Else),
            _ => {}
        });
        self.b.close();
    }

    /// `while` and `do … while`, whose parts come in the order of the source.
    fn loop_statement(&mut self, kind: Kind, at: JavaAt, role: Role) {
        self.b.open(kind, role, at.span);
        self.children(|l, child| match l.field() {
            F::Condition => l.lower(child, Role::Cond),
            F::Body => l.body(child, Role::Body),
            _ => {}
        });
        self.b.close();
    }

    fn for_loop(&mut self, at: JavaAt, role: Role) {
        self.b.open(Kind::For, role, at.span);
        self.children(|l, child| match l.field() {
            F::Init => l.lower(child, Role::Init),
            F::Condition => l.lower(child, Role::Cond),
            F::Update => l.lower(child, Role::Update),
            F::Body => l.body(child, Role::Body),
            // A hole for the whole head.
            _ if child.kind != K::Semicolon => l.lower(child, Role::Init),
            _ => {}
        });
        self.b.close();
    }

    fn for_each(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::ForEach, role, at.span);
        self.children(|l, child| match child.kind {
            K::Modifiers => l.lower(child, Role::Attr),
            K::Dimensions => l.dimensions_of(id),
            _ => match l.field() {
                F::Type => l.lower(child, Role::Type),
                F::Name if child.kind == K::Underscore => {
                    l.named(Kind::Ident, child.span, Role::Target, Flags::NONE);
                }
                F::Name => l.lower(child, Role::Target),
                F::Value => l.lower(child, Role::Iter),
                F::Body => l.body(child, Role::Body),
                _ => {}
            },
        });
        self.b.close();
    }

    fn assert(&mut self, at: JavaAt, role: Role) {
        self.b.open(Kind::Assert, role, at.span);
        let mut next = Role::Cond;
        self.children(|l, child| {
            if child.kind != K::Semicolon {
                l.lower(child, next);
                next = Role::Message;
            }
        });
        self.b.close();
    }

    fn jump(&mut self, kind: Kind, at: JavaAt, role: Role) {
        let id = self.b.open(kind, role, at.span);
        self.children(|l, child| {
            if child.kind != K::Semicolon {
                l.name_of(id, child);
            }
        });
        self.b.close();
    }

    fn with_value(&mut self, kind: Kind, at: JavaAt, role: Role) {
        self.b.open(kind, role, at.span);
        self.children(|l, child| match child.kind {
            K::Semicolon => l.done(),
            _ => l.lower(child, Role::Value),
        });
        self.b.close();
    }

    fn synchronized(&mut self, at: JavaAt, role: Role) {
        self.b.open(Kind::Sync, role, at.span);
        self.children(|l, child| match child.kind {
            K::Modifier => {}
            K::Block => l.lower(child, Role::Body),
            _ => l.lower(child, Role::Cond),
        });
        self.b.close();
    }

    fn try_statement(&mut self, at: JavaAt, role: Role) {
        self.b.open(Kind::Try, role, at.span);
        self.children(|l, child| {
            let role = match child.kind {
                K::Resources => Role::Resource,
                K::Catch => Role::Catch,
                K::Finally => Role::Finally,
                _ => Role::Body,
            };
            l.lower(child, role);
        });
        self.b.close();
    }

    /// `T x = e` or the name of a variable in the head of a `try`.
    fn resource(&mut self, at: JavaAt, role: Role) {
        let mut declares = false;
        self.revisit(|l, _| declares |= l.field() == F::Value);
        if !declares {
            self.lower_children(role);
            return;
        }
        self.b.open(Kind::VarDecl, role, at.span);
        let mut item = None;
        self.children(|l, child| match child.kind {
            K::Modifiers => l.lower(child, Role::Attr),
            K::Dimensions => {
                if let Some(item) = item {
                    l.dimensions_of(item);
                }
            }
            _ => match l.field() {
                F::Type => l.lower(child, Role::Type),
                F::Name => {
                    let span = Span::new(child.span.start, at.span.end);
                    let id = l.b.open(Kind::Declarator, Role::Item, span);
                    item = Some(id);
                    l.name_of(id, child);
                }
                _ => l.lower(child, Role::Value),
            },
        });
        if item.is_some() {
            self.b.close();
        }
        self.b.close();
    }

    fn catch(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Catch, role, at.span);
        self.children(|l, child| match child.kind {
            K::CatchParameter => l.children(|l, part| match part.kind {
                K::Modifiers => l.lower(part, Role::Attr),
                K::Dimensions => {}
                _ if l.field() == F::Name => l.name_of(id, part),
                _ => l.lower(part, Role::Type),
            }),
            K::Block => l.lower(child, Role::Body),
            // A hole for the whole parameter.
            _ => l.lower(child, Role::Type),
        });
        self.b.close();
    }
}
