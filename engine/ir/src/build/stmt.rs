//! Statements: the table from kinds to lowerings, and the simple ones.

use haechi_syntax::{Kind, Lang, NodeId, Role};

use super::Builder;
use crate::Op;

impl Builder<'_> {
    /// All children, in order: a block or a file.
    pub(super) fn statements(&mut self, node: NodeId) {
        for child in self.tree.children(node) {
            self.statement_or_expr(child);
        }
    }

    /// A child that is a statement, if there is one.
    pub(super) fn child_statement(&mut self, node: NodeId, role: Role) {
        if let Some(child) = self.tree.child(node, role) {
            self.statement_or_expr(child);
        }
    }

    /// Where the grammar allows both (resources, parts of `for`, broken code).
    pub(super) fn statement_or_expr(&mut self, node: NodeId) {
        match self.tree.kind(node) {
            Kind::Switch | Kind::Assign | Kind::AugAssign => self.statement(node),
            kind if kind.is_expression() => {
                self.expr(node);
            }
            _ => self.statement(node),
        }
    }

    /// One statement.
    pub(super) fn statement(&mut self, node: NodeId) {
        if self.exhausted() {
            return;
        }
        match self.tree.kind(node) {
            Kind::Block | Kind::ClassBody => self.statements(node),
            Kind::ExprStmt => self.expr_statement(node),
            Kind::If => self.if_statement(node),
            Kind::While => self.while_loop(node),
            Kind::DoWhile => self.do_while(node),
            Kind::For => self.for_loop(node),
            Kind::ForEach => self.for_each(node),
            Kind::Switch => self.switch_statement(node),
            Kind::Try => self.try_statement(node),
            Kind::With => self.with_statement(node),
            Kind::Return => self.return_statement(node),
            Kind::Break => self.break_statement(node),
            Kind::Continue => self.continue_statement(node),
            Kind::Throw => self.throw_statement(node),
            Kind::Assert => self.assert_statement(node),
            Kind::Sync => {
                self.child_expr(node, Role::Cond);
                self.child_statement(node, Role::Body);
            }
            Kind::Labeled => self.labeled(node),
            Kind::YieldStmt => self.yield_statement(node),
            Kind::VarDecl => self.declaration(node),
            Kind::Delete => {
                for target in self.tree.children(node) {
                    self.delete(target);
                }
            }
            Kind::Assign => {
                self.assign(node);
            }
            Kind::AugAssign => {
                self.aug_assign(node);
            }
            Kind::Print | Kind::Exec => {
                self.opaque_children(node);
            }
            Kind::Function if self.tree.lang == Lang::Python => self.python_function(node),
            Kind::Class if self.tree.lang == Lang::Python => self.python_class(node),
            Kind::TypeAlias => self.type_alias(node),
            // Java's local classes are functions of their own; imports and
            // declarations of scope make no value.
            Kind::Function
            | Kind::Class
            | Kind::Initializer
            | Kind::EnumConstant
            | Kind::Package
            | Kind::Import
            | Kind::Global
            | Kind::Nonlocal
            | Kind::Empty => {}
            Kind::Error | Kind::Other => self.statements(node),
            kind if kind.is_expression() => {
                self.expr(node);
            }
            _ => {
                self.opaque_children(node);
            }
        }
    }

    fn expr_statement(&mut self, node: NodeId) {
        for child in self.tree.children(node) {
            // As a statement, the arms of a `switch` need not give a value.
            match self.tree.kind(child) {
                Kind::Switch => self.switch_statement(child),
                _ => {
                    self.expr(child);
                }
            }
        }
    }

    fn if_statement(&mut self, node: NodeId) {
        let since = self.checkpoint();
        let fork = self.cond_of(node, since);
        let mut ends = Vec::new();
        for (exits, role) in [(fork.yes, Role::Then), (fork.no, Role::Else)] {
            self.resume(exits, node);
            self.child_statement(node, role);
            ends.extend(self.take_exit(since));
        }
        self.resume(ends, node);
    }

    /// `type X = T`: types are not looked into.
    fn type_alias(&mut self, node: NodeId) {
        if let Some(name) = self.tree.child(node, Role::Name) {
            let list = crate::List::EMPTY;
            let value = self.emit(Op::Opaque(list), node);
            self.assign_to(name, value);
        }
    }
}
