//! `switch` in both forms, and the patterns of its labels and of `instanceof`.

use super::kinds::K;
use super::{Java, JavaAt};
use crate::lang::lower::Lowering;
use crate::{Flags, Kind, NodeId, Role, Span};

impl Lowering<'_, Java> {
    /// Lowers a part of a `switch` or a pattern; false if the node is neither.
    pub(super) fn switch_part(&mut self, at: JavaAt, role: Role) -> bool {
        match at.kind {
            K::Switch => self.switch(at, role),
            K::SwitchBlock => self.cases(),
            K::SwitchGroup => self.lone_group(at, role),
            K::SwitchRule => self.rule(at, role),
            K::SwitchLabel => self.lower_children(Role::Label),
            K::Guard => self.lower_children(Role::Guard),
            K::TypePattern => self.type_pattern(at, role),
            K::RecordPattern => self.record_pattern(at, role),
            K::RecordPatternBody => self.lower_children(Role::Elem),
            K::Underscore => {
                self.leaf(Kind::PatWild, at, role, Flags::NONE);
            }
            _ => return false,
        }
        true
    }

    fn switch(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Switch, role, at.span);
        if role != Role::Stmt {
            self.add_flags(id, Flags::EXPR);
        }
        self.children(|l, child| match child.kind {
            K::SwitchBlock => l.cases(),
            _ => l.lower(child, Role::Cond),
        });
        self.b.close();
    }

    /// The children of the node at the cursor as cases. The grammar gives
    /// `case 1: case 2: f();` as two groups, the first without statements: here
    /// they are one case, which stays open until statements have come.
    pub(super) fn cases(&mut self) {
        let mut open: Option<NodeId> = None;
        self.children(|l, child| {
            if child.kind == K::SwitchGroup {
                let case = open.unwrap_or_else(|| l.b.open(Kind::Case, Role::Case, child.span));
                open = (!l.group(case, child)).then_some(case);
            } else {
                if let Some(case) = open.take() {
                    l.close_without_body(case);
                }
                l.lower(child, Role::Case);
            }
        });
        if let Some(case) = open {
            self.close_without_body(case);
        }
    }

    /// Adds a group to the open case; if it has statements, closes the case and
    /// gives true.
    fn group(&mut self, case: NodeId, at: JavaAt) -> bool {
        self.b.node_mut(case).span.end = at.span.end;
        let mut has_body = false;
        self.children(|l, child| match child.kind {
            K::SwitchLabel => l.label(case),
            _ => {
                if !has_body {
                    has_body = true;
                    let span = Span::new(child.span.start, at.span.end);
                    l.b.open(Kind::Block, Role::Body, span);
                }
                l.lower(child, Role::Stmt);
            }
        });
        if has_body {
            self.b.close();
            self.b.close();
        }
        has_body
    }

    /// Gives the open case, which has labels only, an empty body and closes it.
    fn close_without_body(&mut self, case: NodeId) {
        let end = self.b.node(case).span.end;
        self.b.leaf(Kind::Block, Role::Body, Span::new(end, end));
        self.b.close();
    }

    /// A group outside a `switch`, below an error.
    fn lone_group(&mut self, at: JavaAt, role: Role) {
        let case = self.b.open(Kind::Case, role, at.span);
        if !self.group(case, at) {
            self.close_without_body(case);
        }
    }

    /// `case 1, 2 -> e;`: what stands behind the arrow becomes a block.
    fn rule(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Case, role, at.span);
        self.add_flags(id, Flags::ARROW);
        self.children(|l, child| match child.kind {
            K::SwitchLabel => l.label(id),
            K::Block => l.lower(child, Role::Body),
            K::ExpressionStatement => {
                l.b.open(Kind::Block, Role::Body, child.span);
                l.arrow_value(child);
                l.b.close();
            }
            _ => {
                l.b.open(Kind::Block, Role::Body, child.span);
                l.lower(child, Role::Stmt);
                l.b.close();
            }
        });
        self.b.close();
    }

    /// The expression behind an arrow: it may be the value of the `switch`, so
    /// a `switch` there is an expression too.
    fn arrow_value(&mut self, at: JavaAt) {
        let mut nested = false;
        self.revisit(|_, child| nested |= child.kind == K::Switch);
        if nested {
            self.b.open(Kind::ExprStmt, Role::Stmt, at.span);
            self.children(|l, child| {
                if child.kind != K::Semicolon {
                    l.lower(child, Role::Value);
                }
            });
            self.b.close();
        } else {
            self.lower(at, Role::Stmt);
        }
    }

    /// What a `case` or `default` lists, as children of the open `Case`.
    fn label(&mut self, case: NodeId) {
        self.children(|l, child| match child.kind {
            K::Default => l.add_flags(case, Flags::DEFAULT),
            K::Guard => l.lower(child, Role::Guard),
            // `case null, default`: the grammar takes the word for a name.
            K::Identifier if l.text(child.span) == "default" => l.add_flags(case, Flags::DEFAULT),
            _ => l.lower(child, Role::Label),
        });
    }

    /// `T x`; also a component of a record pattern, which may be a lone `_`.
    fn type_pattern(&mut self, at: JavaAt, role: Role) {
        let mut wild = false;
        self.revisit(|_, child| wild |= child.kind == K::Underscore);
        if wild {
            self.leaf(Kind::PatWild, at, role, Flags::NONE);
            return;
        }
        let id = self.b.open(Kind::PatType, role, at.span);
        let mut typed = false;
        self.children(|l, child| {
            if typed {
                l.name_of(id, child);
            } else {
                typed = true;
                l.lower(child, Role::Type);
            }
        });
        self.b.close();
    }

    fn record_pattern(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::PatClass, role, at.span);
        self.children(|l, child| match child.kind {
            K::RecordPatternBody => l.lower(child, Role::Elem),
            _ => {
                let callee = l.b.next_id();
                match child.kind {
                    K::Identifier => l.type_path(child.span, Role::Callee),
                    _ => l.lower(child, Role::Callee),
                }
                l.take_name(id, callee);
            }
        });
        self.b.close();
    }
}
