//! Definitions: classes, functions, variables, their attributes and members.

use haechi_syntax::{Flags, Kind, Lang, NodeId, Role};
use smallvec::SmallVec;

use crate::cx::{M, Outs, one, only_if};
use crate::env::{Bound, Env, ListKind};
use crate::pnode::PId;

impl M<'_> {
    /// A class, function or variable of the pattern.
    pub(crate) fn definition(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let kind = self.p(p).kind;
        if kind != self.kind(t) {
            return Outs::new();
        }
        match kind {
            Kind::Class => self.class(p, t, env),
            Kind::Function => self.function(p, t, env),
            Kind::VarDecl => self.var_decl(p, t, env),
            _ => self.slots(p, t, env),
        }
    }

    fn class(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        const KINDS: u16 = Flags::CLASS.0
            | Flags::INTERFACE.0
            | Flags::ENUM.0
            | Flags::RECORD.0
            | Flags::ANNOTATION_TYPE.0;
        let (want, have) = (self.p(p).flags.0 & KINDS, self.flags(t).0 & KINDS);
        let fits = want == have
            || (want == Flags::CLASS.0 && have == Flags::ENUM.0)
            || (want == Flags::INTERFACE.0 && have == Flags::ANNOTATION_TYPE.0);
        if !fits {
            return Outs::new();
        }
        if self.p_child(p, Role::Body).is_some() {
            self.slots(p, t, env)
        } else {
            self.slots_except(p, t, env, &[Role::Body])
        }
    }

    fn function(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let body = self.p_child(p, Role::Body);
        let t_body = self.child(t, Role::Body);
        // `void f();` is a method without body, `void f()` the head of any.
        if body.is_none() && self.p(p).terminated && t_body.is_some() {
            return Outs::new();
        }
        let envs = self.slots_except(p, t, env, &[Role::Body]);
        match (body, t_body) {
            (None, _) => envs,
            (Some(body), Some(t_body)) => {
                self.then(envs, |m, env| m.loose_block(body, t_body, env))
            }
            (Some(_), None) => Outs::new(),
        }
    }

    /// A declaration: of the code's declarators any one, unless the pattern
    /// has several itself.
    fn var_decl(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let items = self.p_kids(p, Role::Item);
        let t_items = self.kids(t, Role::Item);
        let mut except: SmallVec<[Role; 2]> = smallvec::smallvec![Role::Item];
        if self.declares_any_type(p) {
            except.push(Role::Type);
        }
        let envs = self.slots_except(p, t, env, &except);
        self.then(envs, |m, env| match items[..] {
            [item] => {
                let mut out = Outs::new();
                for t_item in &t_items {
                    out.extend(m.slots(item, *t_item, env));
                }
                m.unique(out)
            }
            _ => m.in_order(&items, &t_items, env, |m, p, t, env| m.slots(p, t, env)),
        })
    }

    /// `var $X = …` says nothing about the type.
    pub(crate) fn declares_any_type(&self, p: PId) -> bool {
        self.p_child(p, Role::Type).is_some_and(|ty| {
            let node = self.p(ty);
            node.kind == Kind::Ident && self.pool.syms.text(node.sym.raw()) == "var"
        })
    }

    /// The members of a class are a set: any order, others in between.
    pub(crate) fn members(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        if self.kind(t) != Kind::ClassBody {
            return Outs::new();
        }
        let ps: SmallVec<[PId; 8]> = self.pool.arena.children(p).collect();
        self.member_set(&ps, t, env)
    }

    /// Members of a pattern against those of a class body.
    pub(crate) fn member_set(&mut self, ps: &[PId], body: NodeId, env: Env) -> Outs {
        let rest: SmallVec<[PId; 8]> = ps
            .iter()
            .copied()
            .filter(|p| !self.p(*p).is_dots() && !self.p(*p).is_seq_var())
            .collect();
        let ts: SmallVec<[NodeId; 8]> = self.tree.children(body).collect();
        let seq_var = ps.iter().copied().find(|p| self.p(*p).is_seq_var());
        let Some(seq_var) = seq_var else {
            return self.any_order(&rest, &ts, true, env, |m, p, t, env| m.stmt(p, t, env));
        };
        if rest.is_empty() {
            let bound = self.envs.list(ListKind::Stmts, &ts);
            return self.bind(env, self.p(seq_var).mv, bound);
        }
        // What is left over is bound; with one other member of the pattern
        // (the usual case) that is all but the one that matched.
        let mut out = Outs::new();
        for (n, t) in ts.iter().enumerate() {
            let envs = self.stmt(rest[0], *t, env);
            if envs.is_empty() {
                continue;
            }
            let left: SmallVec<[NodeId; 8]> = ts
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != n)
                .map(|(_, t)| *t)
                .collect();
            let envs = self.then(envs, |m, env| {
                m.any_order(&rest[1..], &left, true, env, |m, p, t, env| {
                    m.stmt(p, t, env)
                })
            });
            let bound = self.envs.list(ListKind::Stmts, &left);
            let mv = self.p(seq_var).mv;
            out.extend(self.then(envs, |m, env| m.bind(env, mv, bound)));
        }
        self.unique(out)
    }

    /// A modifier, annotation or decorator.
    pub(crate) fn attribute(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let pn = self.p(p);
        match (pn.kind, self.kind(t)) {
            (Kind::Metavar, _) => self.bind(env, pn.mv, Bound::Node(t)),
            (Kind::Ellipsis, _) => one(env),
            (Kind::Modifier, Kind::Modifier) => {
                only_if(pn.sym.is_some() && pn.sym == self.sym(t), env)
            }
            (Kind::Annotation, Kind::Annotation) | (Kind::Decorator, Kind::Decorator) => {
                self.applied(p, t, env)
            }
            _ => Outs::new(),
        }
    }

    /// `@f` and `@f(args)`, both seen as a callee with arguments: `@f` is
    /// `@f()`.
    fn applied(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let ((callee, args), (t_callee, t_args)) = if self.tree.lang == Lang::Java {
            (
                (self.p_child(p, Role::Callee), self.p_child(p, Role::Args)),
                (self.child(t, Role::Callee), self.child(t, Role::Args)),
            )
        } else {
            let value = self.p_child(p, Role::Value);
            let called = value.filter(|value| self.p(*value).kind == Kind::Call);
            let t_value = self.child(t, Role::Value);
            let t_called = t_value.filter(|value| self.kind(*value) == Kind::Call);
            (
                match called {
                    Some(call) => (
                        self.p_child(call, Role::Callee),
                        self.p_child(call, Role::Args),
                    ),
                    None => (value, None),
                },
                match t_called {
                    Some(call) => (self.child(call, Role::Callee), self.child(call, Role::Args)),
                    None => (t_value, None),
                },
            )
        };
        let (Some(callee), Some(t_callee)) = (callee, t_callee) else {
            return Outs::new();
        };
        let envs = self.expr(callee, t_callee, env, false);
        self.then(envs, |m, env| m.args(args, t_args, env))
    }
}
