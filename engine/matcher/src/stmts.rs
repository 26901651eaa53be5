//! Statements.
//!
//! Besides structure there are four equivalences: an expression statement is
//! looked for anywhere in a statement that computes something; `x = e` is also
//! a declaration; a block of one statement is that statement where `if` and
//! functions are concerned; and what a lambda computes is what it returns.

use haechi_syntax::{Kind, Lang, NodeId, Role};
use smallvec::SmallVec;

use crate::cx::{M, Outs, one};
use crate::env::{Bound, Env};
use crate::pnode::PId;

impl M<'_> {
    /// A statement (or member) of the pattern against one of the code.
    pub(crate) fn stmt(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let pn = self.p(p);
        if !self.step() {
            return Outs::new();
        }
        match pn.kind {
            Kind::Ellipsis => return one(env),
            Kind::Metavar => return self.stmt_var(p, t, env),
            Kind::DeepEllipsis => return self.stmt_holds(p, t, env),
            Kind::ExprStmt => return self.expr_stmt(p, t, env),
            _ => {}
        }
        let kind = self.kind(t);
        match pn.kind {
            Kind::Function if kind == Kind::VarDecl || kind == Kind::ExprStmt => {
                return self.function_as_lambda(p, t, env);
            }
            // What stands in a list of statements is an expression in
            // patterns of Python (`foo()` as a member of a class).
            _ if pn.kind.is_expression()
                && !matches!(pn.kind, Kind::Switch)
                && !pn.kind.is_statement() =>
            {
                return match kind {
                    Kind::ExprStmt => match self.child(t, Role::Value) {
                        Some(value) => self.expr_in_stmt(p, value, env),
                        None => Outs::new(),
                    },
                    _ => Outs::new(),
                };
            }
            _ => {}
        }
        if pn.kind != kind {
            return match (pn.kind, kind) {
                (Kind::For, Kind::ForEach) if self.for_dots(p) => self.for_stmt(p, t, env),
                _ => Outs::new(),
            };
        }
        match kind {
            Kind::Import => self.import(p, t, env),
            Kind::Function | Kind::Class | Kind::VarDecl => self.definition(p, t, env),
            Kind::Block => self.block(p, t, env),
            Kind::If => self.if_stmt(p, t, env),
            Kind::Try => self.try_stmt(p, t, env),
            Kind::With => self.with_stmt(p, t, env),
            Kind::For => self.for_stmt(p, t, env),
            Kind::Assert => {
                let ps: SmallVec<[PId; 8]> = self.pool.arena.children(p).collect();
                let ts: SmallVec<[NodeId; 8]> = self.tree.children(t).collect();
                self.in_order(&ps, &ts, env, |m, p, t, env| m.item(p, t, env))
            }
            _ => self.slots(p, t, env),
        }
    }

    /// `$S`: any statement; with a `;` it may also be any expression.
    fn stmt_var(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let pn = self.p(p);
        let mut out = self.bind(env, pn.mv, Bound::Node(t));
        if pn.terminated
            && self.kind(t) == Kind::ExprStmt
            && let Some(value) = self.child(t, Role::Value)
        {
            out.extend(self.bind(env, pn.mv, Bound::Node(value)));
        }
        self.unique(out)
    }

    /// `<... e ...>` as a statement: `e` below any of its expressions.
    fn stmt_holds(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let Some(value) = self.p_child(p, Role::Value) else {
            return one(env);
        };
        let mut out = Outs::new();
        for kid in self.tree.children(t) {
            if self.is_expression(kid) {
                out.extend(self.expr_below(value, kid, env));
            } else if self.kind(kid) == Kind::Declarator
                && let Some(init) = self.child(kid, Role::Value)
            {
                out.extend(self.expr_below(value, init, env));
            }
        }
        self.unique(out)
    }

    fn expr_stmt(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let Some(value) = self.p_child(p, Role::Value) else {
            return Outs::new();
        };
        match self.p(value).kind {
            Kind::Ellipsis => return one(env),
            Kind::DeepEllipsis => return self.stmt_holds(value, t, env),
            Kind::Metavar if !self.p(value).is_seq_var() => {
                let mut out = self.stmt_var(value, t, env);
                if let (Kind::ExprStmt, Some(t_value)) = (self.kind(t), self.child(t, Role::Value))
                {
                    out.extend(self.expr_in_stmt(value, t_value, env));
                }
                return self.unique(out);
            }
            _ => {}
        }
        self.expr_as_stmt(value, t, env)
    }

    /// An expression of the pattern against a statement that computes one.
    pub(crate) fn expr_as_stmt(&mut self, value: PId, t: NodeId, env: Env) -> Outs {
        match self.kind(t) {
            Kind::ExprStmt => match self.child(t, Role::Value) {
                Some(t_value) => self.expr_in_stmt(value, t_value, env),
                None => Outs::new(),
            },
            Kind::Return => match self.child(t, Role::Value) {
                Some(t_value) => self.expr_below(value, t_value, env),
                None => Outs::new(),
            },
            Kind::VarDecl if self.opts.vardef_assign => {
                let mut out = Outs::new();
                for item in self.kids(t, Role::Item) {
                    let Some(init) = self.child(item, Role::Value) else {
                        continue;
                    };
                    out.extend(self.alike(value, item, env));
                    out.extend(self.expr_below(value, init, env));
                }
                self.unique(out)
            }
            _ => Outs::new(),
        }
    }

    fn expr_in_stmt(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        if self.opts.implicit_deep_exprstmt {
            self.expr_within(p, t, env)
        } else {
            self.expr(p, t, env, true)
        }
    }

    /// The pattern against `t` and the expressions below it that are computed
    /// on the way to its value: not the operands of `a or b`.
    fn expr_within(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let mut out = self.expr(p, t, env, true);
        if !self.opts.go_deeper_expr {
            return out;
        }
        match self.kind(t) {
            Kind::Assign
            | Kind::AugAssign
            | Kind::Walrus
            | Kind::Cast
            | Kind::Await
            | Kind::Yield => {
                if let Some(value) = self.child(t, Role::Value) {
                    out.extend(self.expr_within(p, value, env));
                }
            }
            Kind::Call => {
                for role in [Role::Callee, Role::Args] {
                    let Some(kid) = self.child(t, role) else {
                        continue;
                    };
                    if role == Role::Callee {
                        out.extend(self.expr_within(p, kid, env));
                    } else {
                        out.extend(self.arguments_within(p, kid, env));
                    }
                }
            }
            // An operator is a call of sorts: its operands are looked into.
            Kind::Binary
            | Kind::Unary
            | Kind::List
            | Kind::Tuple
            | Kind::Set
            | Kind::Dict
            | Kind::ArrayInit
            | Kind::Member
            | Kind::Pair
            | Kind::Star
            | Kind::DoubleStar
            | Kind::FString
            | Kind::Interp
            | Kind::StrConcat
            | Kind::CompareChain
            | Kind::CompareLink
            | Kind::KeywordArg => {
                out.extend(self.arguments_within(p, t, env));
            }
            _ => {}
        }
        if self.opts.symbolic_propagation
            && self.substituted == 0
            && let Some(value) = self.symbolic_value(t)
        {
            self.substituted += 1;
            out.extend(self.expr_within(p, value, env));
            self.substituted -= 1;
        }
        self.unique(out)
    }

    fn arguments_within(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let mut out = Outs::new();
        for kid in self.tree.children(t) {
            if self.is_expression(kid)
                || matches!(
                    self.kind(kid),
                    Kind::KeywordArg
                        | Kind::Pair
                        | Kind::Star
                        | Kind::DoubleStar
                        | Kind::Interp
                        | Kind::CompareLink
                )
            {
                out.extend(self.expr_within(p, kid, env));
            }
        }
        out
    }

    /// A statement against the body of a lambda that is an expression: in
    /// Python it is what `return` returns, in Java a statement.
    pub(crate) fn lambda_body(&mut self, p: PId, body: NodeId, env: Env) -> Outs {
        let Some(value) = self.p_child(p, Role::Value) else {
            return Outs::new();
        };
        if self.kind(body) == Kind::Block {
            return Outs::new();
        }
        match (self.p(p).kind, self.tree.lang) {
            (Kind::Return, Lang::Python) if self.opts.implicit_return => {
                self.expr(value, body, env, true)
            }
            (Kind::ExprStmt, Lang::Java) => self.expr_in_stmt(value, body, env),
            _ => Outs::new(),
        }
    }

    /// A statement with one item against one of the items of a statement.
    pub(crate) fn part_of_stmt(&mut self, p: PId, t: NodeId, item: NodeId, env: Env) -> Outs {
        let Some(p_item) = self.p_child(p, Role::Item) else {
            return Outs::new();
        };
        if self.kind(t) == Kind::Import {
            return self.import_one(p, t, item, env);
        }
        let any_type = self.declares_any_type(p);
        let except: &[Role] = if any_type {
            &[Role::Item, Role::Type]
        } else {
            &[Role::Item]
        };
        let envs = self.slots_except(p, t, env, except);
        self.then(envs, |m, env| m.slots(p_item, item, env))
    }

    /// A function of the pattern against a variable that holds a lambda.
    fn function_as_lambda(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        if !self.opts.arrow_is_function {
            return Outs::new();
        }
        let mut out = Outs::new();
        for item in self.kids(t, Role::Item) {
            let (Some(name), Some(lambda)) =
                (self.child(item, Role::Name), self.child(item, Role::Value))
            else {
                continue;
            };
            if self.kind(lambda) != Kind::Lambda {
                continue;
            }
            out.extend(self.function_vs_lambda(p, name, lambda, env));
        }
        self.unique(out)
    }

    fn function_vs_lambda(&mut self, p: PId, name: NodeId, lambda: NodeId, env: Env) -> Outs {
        let (Some(p_name), Some(params), Some(t_params), Some(t_body)) = (
            self.p_child(p, Role::Name),
            self.p_child(p, Role::Params),
            self.child(lambda, Role::Params),
            self.child(lambda, Role::Body),
        ) else {
            return Outs::new();
        };
        if self.p_child(p, Role::Type).is_some() || self.kind(t_body) != Kind::Block {
            return Outs::new();
        }
        let envs = self.name(p_name, name, env);
        let envs = self.then(envs, |m, env| m.params(params, t_params, env));
        match self.p_child(p, Role::Body) {
            Some(body) => self.then(envs, |m, env| m.loose_block(body, t_body, env)),
            None => envs,
        }
    }

    fn if_stmt(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let (Some(cond), Some(t_cond)) = (self.p_child(p, Role::Cond), self.child(t, Role::Cond))
        else {
            return Outs::new();
        };
        let mut envs = self.expr(cond, t_cond, env, false);
        for role in [Role::Then, Role::Else] {
            let Some(branch) = self.p_child(p, role) else {
                continue;
            };
            let Some(t_branch) = self.child(t, role) else {
                return Outs::new();
            };
            envs = self.then(envs, |m, env| m.loose_block(branch, t_branch, env));
        }
        envs
    }

    /// The body of a function or `if`: a block of one statement is that
    /// statement.
    pub(crate) fn loose_block(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let is_block = |kind: Kind| kind == Kind::Block;
        match (is_block(self.p(p).kind), is_block(self.kind(t))) {
            (true, true) => self.block(p, t, env),
            (true, false) => {
                let kids: SmallVec<[PId; 2]> = self.pool.arena.children(p).collect();
                match kids[..] {
                    [only] => self.stmt(only, t, env),
                    _ => Outs::new(),
                }
            }
            (false, true) => {
                if matches!(self.p(p).kind, Kind::Metavar | Kind::Ellipsis) {
                    return self.stmt(p, t, env);
                }
                let kids: SmallVec<[NodeId; 2]> = self.tree.children(t).collect();
                match kids[..] {
                    [only] => self.stmt(p, only, env),
                    _ => Outs::new(),
                }
            }
            (false, false) => self.stmt(p, t, env),
        }
    }

    /// The body of a loop or lambda, a branch, an item of a list of
    /// statements.
    pub(crate) fn body(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let kind = self.kind(t);
        if kind == Kind::ClassBody {
            return self.members(p, t, env);
        }
        if kind.is_expression() && !kind.is_statement() {
            return self.expr(p, t, env, false);
        }
        self.stmt(p, t, env)
    }

    fn try_stmt(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let except: &[Role] = if self.p_child(p, Role::Resource).is_none() {
            &[Role::Resource]
        } else {
            &[]
        };
        self.slots_except(p, t, env, except)
    }

    /// `catch (T e) { … }` and `except T as e: …`; `catch (...)` takes all.
    pub(crate) fn catch(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        if self.kind(t) != Kind::Catch || self.p(p).kind != Kind::Catch {
            return Outs::new();
        }
        let head_is_dots = self
            .pool
            .arena
            .children(p)
            .any(|kid| self.p(kid).is_dots() && self.p(kid).role != Role::Body);
        if !head_is_dots {
            // No type and no name says: catches everything.
            let bare =
                self.p_child(p, Role::Type).is_none() && self.p_child(p, Role::Name).is_none();
            let t_bare = self.child(t, Role::Type).is_none() && self.child(t, Role::Name).is_none();
            if bare && !t_bare {
                return Outs::new();
            }
            return self.slots(p, t, env);
        }
        match (self.p_child(p, Role::Body), self.child(t, Role::Body)) {
            (Some(body), Some(t_body)) => self.block(body, t_body, env),
            (None, _) => one(env),
            _ => Outs::new(),
        }
    }

    /// `with a, b: …` is `with a:` around `with b:`.
    fn with_stmt(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let items = self.p_kids(p, Role::Item);
        let t_items = self.kids(t, Role::Item);
        if items.len() != 1 || t_items.len() == 1 {
            return self.slots(p, t, env);
        }
        let envs = self.slots_except(p, t, env, &[Role::Item]);
        self.then(envs, |m, env| {
            let mut out = Outs::new();
            for item in &t_items {
                out.extend(m.slots(items[0], *item, env));
            }
            m.unique(out)
        })
    }

    /// `for (...) …` is any loop of either kind.
    fn for_stmt(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let only_dots = self.for_dots(p);
        if !only_dots {
            return self.slots(p, t, env);
        }
        match (self.p_child(p, Role::Body), self.child(t, Role::Body)) {
            (Some(body), Some(t_body)) => self.body(body, t_body, env),
            (None, _) => one(env),
            _ => Outs::new(),
        }
    }

    /// Whether the head of a `for` is just `...`.
    pub(crate) fn for_dots(&self, p: PId) -> bool {
        let mut head = self
            .pool
            .arena
            .children(p)
            .filter(|kid| self.p(*kid).role != Role::Body);
        head.next().is_some_and(|kid| self.p(kid).is_dots()) && head.next().is_none()
    }
}
