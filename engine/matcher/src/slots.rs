//! The children of a node, role by role.
//!
//! Most kinds need no code of their own: the pattern's children of each role
//! are matched with the code's children of that role. [`missing`] and
//! [`order`] say, per kind and role, what it means that the pattern has none
//! ("less is ok") and whether the order counts.

use haechi_syntax::{Flags, Kind, NodeId, Role};
use smallvec::SmallVec;

use crate::cx::{M, Outs, one, only_if};
use crate::env::{Bound, Env};
use crate::pnode::PId;

/// What it means that the pattern has no child of a role that the code has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    /// The pattern says that there is none.
    Absent,
    /// The pattern does not care.
    Any,
}

/// How the children of one role are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// All, in order, with `...`.
    Exact,
    /// In order from the first on, more may follow.
    Prefix,
    /// Any of them, in any order.
    Subset,
}

fn missing(kind: Kind, role: Role) -> Missing {
    match (kind, role) {
        (_, Role::Attr | Role::TypeParam | Role::TypeArg)
        | (Kind::Class, Role::Super | Role::Interface | Role::Permits)
        | (
            Kind::VarDecl
            | Kind::Param
            | Kind::Function
            | Kind::Assign
            | Kind::ForEach
            | Kind::Catch,
            Role::Type,
        )
        | (Kind::If | Kind::While | Kind::For | Kind::ForEach, Role::Else)
        | (Kind::Throw, Role::Cause)
        | (Kind::Param, Role::Default)
        | (Kind::Function, Role::Throws | Role::Default)
        | (Kind::TypeParam, Role::Bound)
        | (Kind::ImportItem, Role::Alias)
        | (Kind::Switch, Role::Case)
        | (Kind::Try, Role::Catch)
        | (Kind::Interp, Role::Spec) => Missing::Any,
        _ => Missing::Absent,
    }
}

fn order(kind: Kind, role: Role) -> Order {
    match (kind, role) {
        (_, Role::Attr)
        | (Kind::Class, Role::Interface | Role::Permits)
        | (Kind::Function, Role::Throws)
        | (Kind::TypeParam, Role::Bound)
        | (Kind::Switch, Role::Case)
        | (Kind::Catch, Role::Type)
        | (Kind::Try, Role::Catch) => Order::Subset,
        (Kind::Class, Role::Super) => Order::Prefix,
        _ => Order::Exact,
    }
}

/// The flags that must agree for two nodes of a kind.
fn flags_that_count(kind: Kind) -> Flags {
    const OPERATOR: Flags = Flags(0xff);
    match kind {
        Kind::Binary | Kind::Unary | Kind::AugAssign | Kind::CompareLink => OPERATOR,
        Kind::Update => OPERATOR.with(Flags::POSTFIX),
        Kind::Param | Kind::TypeParam | Kind::ParamSep => Flags::VARARGS.with(Flags::KWARGS),
        Kind::Bool => Flags::TRUE,
        Kind::Yield => Flags::FROM,
        Kind::Initializer => Flags::STATIC,
        Kind::Case => Flags::DEFAULT,
        Kind::WildcardType => Flags::SUPER,
        Kind::Comprehension => Flags::COMP_LIST
            .with(Flags::COMP_SET)
            .with(Flags::COMP_DICT)
            .with(Flags::COMP_GEN),
        _ => Flags::NONE,
    }
}

impl M<'_> {
    /// Two nodes of one kind, child by child.
    pub(crate) fn slots(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        self.slots_except(p, t, env, &[])
    }

    /// Like [`Self::slots`], some roles left to the caller.
    pub(crate) fn slots_except(&mut self, p: PId, t: NodeId, env: Env, except: &[Role]) -> Outs {
        if !self.flags_agree(p, t) {
            return Outs::new();
        }
        let arena = &self.pool.arena;
        let tree = self.tree;
        let kind = tree.kind(t);
        let mut p_kids = arena.children(p).peekable();
        let mut envs = one(env);
        // Children stand grouped by role, in the same order of roles in both.
        let mut seen: SmallVec<[Role; 8]> = SmallVec::new();
        while let Some(&first) = p_kids.peek() {
            let role = arena.node(first).role;
            let mut ps: SmallVec<[PId; 8]> = SmallVec::new();
            while let Some(kid) = p_kids.next_if(|kid| arena.node(*kid).role == role) {
                ps.push(kid);
            }
            seen.push(role);
            if except.contains(&role) {
                continue;
            }
            let ts = self.kids(t, role);
            envs = self.then(envs, |m, env| m.group(kind, role, &ps, &ts, env));
            if envs.is_empty() {
                return envs;
            }
        }
        for kid in tree.children(t) {
            let role = tree.role(kid);
            if !seen.contains(&role)
                && !except.contains(&role)
                && missing(kind, role) == Missing::Absent
            {
                return Outs::new();
            }
        }
        envs
    }

    fn flags_agree(&self, p: PId, t: NodeId) -> bool {
        let (pf, tf) = (self.p(p).flags, self.flags(t));
        let mask = flags_that_count(self.kind(t)).0;
        if pf.0 & mask != tf.0 & mask {
            return false;
        }
        // What is written `async` in the pattern must be so in the code.
        let can_be_async = matches!(
            self.kind(t),
            Kind::Function | Kind::ForEach | Kind::With | Kind::CompFor
        );
        !can_be_async || !pf.has(Flags::ASYNC) || tf.has(Flags::ASYNC)
    }

    /// The children of one role.
    fn group(&mut self, kind: Kind, role: Role, ps: &[PId], ts: &[NodeId], env: Env) -> Outs {
        if role == Role::Attr {
            return self.attributes(ps, ts, env);
        }
        if let ([p], [t]) = (ps, ts)
            && !self.p(*p).is_seq_var()
        {
            return self.node(*p, *t, env);
        }
        match order(kind, role) {
            Order::Exact => {
                // A single child that may be missing is no list: `...` stands
                // for something then.
                let one_dots = matches!(ps, [p] if self.p(*p).is_dots());
                if ts.is_empty() && one_dots {
                    return only_if(may_be_nothing(kind, role), env);
                }
                self.in_order(ps, ts, env, |m, p, t, env| m.node(p, t, env))
            }
            Order::Prefix => self.list_from(ps, ts, env, |m, p, t, env| m.node(p, t, env), true),
            Order::Subset => {
                let ps: SmallVec<[PId; 8]> = ps
                    .iter()
                    .copied()
                    .filter(|p| !self.p(*p).is_dots())
                    .collect();
                self.any_order(&ps, ts, true, env, |m, p, t, env| m.node(p, t, env))
            }
        }
    }

    /// Annotations, decorators and modifiers: all of the pattern's must be
    /// there, in any order unless the rule says otherwise.
    pub(crate) fn attributes(&mut self, ps: &[PId], ts: &[NodeId], env: Env) -> Outs {
        let ps: SmallVec<[PId; 8]> = ps
            .iter()
            .copied()
            .filter(|p| !self.p(*p).is_dots())
            .collect();
        if !self.opts.decorators_order_matters {
            return self.any_order(&ps, ts, true, env, |m, p, t, env| m.attribute(p, t, env));
        }
        let (p_words, p_others): (SmallVec<[PId; 8]>, SmallVec<[PId; 8]>) = ps
            .iter()
            .copied()
            .partition(|p| self.p(*p).kind == Kind::Modifier);
        let (t_words, t_others): (SmallVec<[NodeId; 8]>, SmallVec<[NodeId; 8]>) = ts
            .iter()
            .copied()
            .partition(|t| self.kind(*t) == Kind::Modifier);
        let envs = self.subsequence(&p_others, &t_others, env, |m, p, t, env| {
            m.attribute(p, t, env)
        });
        self.then(envs, |m, env| {
            m.any_order(&p_words, &t_words, true, env, |m, p, t, env| {
                m.attribute(p, t, env)
            })
        })
    }

    /// Any child against any child.
    pub(crate) fn node(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let pn = self.p(p);
        match pn.kind {
            Kind::Ellipsis => return one(env),
            Kind::Modifier | Kind::Annotation | Kind::Decorator => {
                return self.attribute(p, t, env);
            }
            Kind::Params => return self.params(p, t, env),
            Kind::Param => return self.param(p, t, env),
            Kind::ClassBody => return self.members(p, t, env),
            Kind::Block => return self.block(p, t, env),
            Kind::Args => return self.args(Some(p), Some(t), env),
            Kind::DottedName => return self.dotted(p, t, env),
            Kind::Catch => return self.catch(p, t, env),
            _ => {}
        }
        match self.tree.role(t) {
            Role::Type
            | Role::TypeArg
            | Role::Bound
            | Role::Super
            | Role::Interface
            | Role::Permits
            | Role::Throws => self.ty(p, t, env),
            Role::Name | Role::Alias | Role::Segment => self.name_node(p, t, env),
            Role::Stmt | Role::Member | Role::Then | Role::Else | Role::Body => {
                self.body(p, t, env)
            }
            _ => self.item(p, t, env),
        }
    }

    /// A name that is declared, or what stands in its place.
    fn name_node(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        if self.kind(t) == Kind::Ident {
            return self.name(p, t, env);
        }
        let pn = self.p(p);
        if pn.is_var() {
            return self.bind(env, pn.mv, Bound::Node(t));
        }
        self.item(p, t, env)
    }

    /// An element, key, value, label …: an expression or one of the things
    /// that stand in lists of expressions.
    pub(crate) fn item(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let (pk, tk) = (self.p(p).kind, self.kind(t));
        let plain = |kind: Kind| {
            matches!(
                kind,
                Kind::Pair
                    | Kind::Star
                    | Kind::DoubleStar
                    | Kind::KeywordArg
                    | Kind::Slice
                    | Kind::CompareLink
                    | Kind::Interp
                    | Kind::CompFor
                    | Kind::CompIf
            )
        };
        if plain(pk) {
            return if pk == tk {
                self.slots(p, t, env)
            } else {
                Outs::new()
            };
        }
        // `$X` is one element, also `*xs`, but not `k: v` or `k=v`.
        if self.p(p).is_var() && plain(tk) && !matches!(tk, Kind::Star | Kind::DoubleStar) {
            return Outs::new();
        }
        self.expr(p, t, env, false)
    }
}

/// Whether `...` in this place may stand for nothing.
fn may_be_nothing(kind: Kind, role: Role) -> bool {
    matches!(
        role,
        Role::Elem
            | Role::Arg
            | Role::Param
            | Role::TypeArg
            | Role::Stmt
            | Role::Member
            | Role::Super
            | Role::Throws
            | Role::Label
            | Role::Resource
            | Role::Segment
            | Role::Item
            | Role::Part
            | Role::Init
            | Role::Update
    ) || matches!((kind, role), (Kind::Return, Role::Value))
}
