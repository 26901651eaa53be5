//! Expressions.
//!
//! [`M::expr`] is where every expression of a pattern meets an expression of
//! code. It asks, in this order: is the pattern's node a hole; are the two
//! alike in structure ([`M::alike`]); does the code have a further reading (the
//! value below a cast, what a variable was assigned). `root` says that the
//! expression is what the whole pattern is tried against: there the further
//! readings are left out, since the walk tries the pattern on those
//! expressions themselves.

use haechi_syntax::{Flags, Kind, NodeId, Operator, Role};
use smallvec::SmallVec;

use crate::cx::{M, Outs, one, only_if};
use crate::env::{Bound, Env, ListKind};
use crate::pnode::{Lit, PId};

/// So many variables are replaced by their values, one within the other.
const MAX_SUBSTITUTIONS: u32 = 12;

impl M<'_> {
    /// An expression of the pattern against one of code.
    pub(crate) fn expr(&mut self, p: PId, t: NodeId, env: Env, root: bool) -> Outs {
        let pn = self.p(p);
        if !self.step() {
            return Outs::new();
        }
        match pn.kind {
            Kind::Metavar => return self.var(p, t, env, root),
            Kind::TypedMetavar => return self.typed_var(p, t, env),
            Kind::Ellipsis => return one(env),
            Kind::MetavarSeq => {
                let run = self.envs.list(ListKind::Items, &[t]);
                return self.bind(env, pn.mv, run);
            }
            Kind::DeepEllipsis => {
                return match self.p_kids(p, Role::Value).first() {
                    Some(value) => self.expr_below(*value, t, env),
                    None => one(env),
                };
            }
            _ => {}
        }
        let out = self.alike(p, t, env);
        if root {
            out
        } else {
            self.or_readings(out, p, t, env)
        }
    }

    /// Adds what comes of the further readings of `t`.
    fn or_readings(&mut self, mut out: Outs, p: PId, t: NodeId, env: Env) -> Outs {
        if self.kind(t) == Kind::Cast
            && let Some(value) = self.child(t, Role::Value)
        {
            out.extend(self.expr(p, value, env, false));
        }
        if self.opts.symbolic_propagation
            && self.substituted < MAX_SUBSTITUTIONS
            && let Some(value) = self.symbolic_value(t)
        {
            self.substituted += 1;
            out.extend(self.expr(p, value, env, false));
            self.substituted -= 1;
        }
        self.unique(out)
    }

    /// A metavariable in the place of an expression.
    fn var(&mut self, p: PId, t: NodeId, env: Env, root: bool) -> Outs {
        let mv = self.p(p).mv;
        let mut out = self.bind(env, mv, Bound::Node(t));
        if !mv.is_some() {
            return out;
        }
        match self.kind(t) {
            Kind::Ident => {
                for segments in self.imported_as(t) {
                    out.extend(self.path(p, &segments, t, env));
                }
            }
            // A value that was bound before may be what the cast or the
            // variable holds.
            Kind::Cast if !root => {
                if let Some(value) = self.child(t, Role::Value) {
                    out.extend(self.expr(p, value, env, false));
                }
            }
            _ => {}
        }
        if !root && self.kind(t) != Kind::Cast {
            out = self.or_readings(out, p, t, env);
        }
        self.unique(out)
    }

    /// The pattern against `t` and every expression below it.
    pub(crate) fn expr_below(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let mut out = self.expr(p, t, env, true);
        if !self.opts.go_deeper_expr {
            return out;
        }
        let end = self.tree.end(t);
        let mut at = NodeId::new(t.raw() + 1);
        while at < end {
            // What a block or class does is not what the expression computes.
            if matches!(self.kind(at), Kind::Block | Kind::ClassBody) {
                at = self.tree.end(at);
                continue;
            }
            if self.is_expression(at) {
                out.extend(self.expr(p, at, env, true));
                out.extend(self.value_below(p, at, env));
            }
            at = NodeId::new(at.raw() + 1);
        }
        out.extend(self.value_below(p, t, env));
        self.unique(out)
    }

    /// The pattern against what a variable was assigned, and below that.
    fn value_below(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let mut out = Outs::new();
        if self.opts.symbolic_propagation
            && self.substituted < MAX_SUBSTITUTIONS
            && let Some(value) = self.symbolic_value(t)
        {
            self.substituted += 1;
            out.extend(self.expr_below(p, value, env));
            self.substituted -= 1;
        }
        out
    }

    /// Whether a node stands where an expression stands (names of members,
    /// types, keywords and labels do not).
    pub(crate) fn is_expression(&self, t: NodeId) -> bool {
        crate::index::is_expression(self.tree, t)
    }

    /// Whether two expressions are alike in structure.
    pub(crate) fn alike(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let pn = self.p(p);
        match pn.kind {
            Kind::Ident => self.ident(p, t, env),
            Kind::Member => self.member(p, t, env),
            Kind::Call => self.call(p, t, env),
            Kind::Str | Kind::StrConcat | Kind::Char => self.string(p, t, env),
            Kind::Int | Kind::Float | Kind::Bool | Kind::Null => self.constant(p, t, env),
            Kind::Unary => self.unary(p, t, env),
            Kind::Binary => self.binary(p, t, env),
            Kind::Assign | Kind::Walrus => self.assign(p, t, env),
            Kind::New => self.new_object(p, t, env),
            Kind::FString => self.fstring(p, t, env),
            Kind::Set | Kind::Dict => self.unordered(p, t, env),
            Kind::List | Kind::Tuple | Kind::ArrayInit if self.kind(t) == Kind::Comprehension => {
                self.dots_for_comprehension(p, t, env)
            }
            Kind::Function | Kind::Class => self.definition(p, t, env),
            kind if kind == self.kind(t) => self.slots(p, t, env),
            _ => Outs::new(),
        }
    }

    /// `f(args)`; also a decorator or annotation, which is a call in disguise.
    fn call(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let (Some(callee), args) = (self.p_child(p, Role::Callee), self.p_child(p, Role::Args))
        else {
            return Outs::new();
        };
        let (t_callee, t_args) = match self.kind(t) {
            Kind::Call | Kind::Annotation => {
                (self.child(t, Role::Callee), self.child(t, Role::Args))
            }
            Kind::Decorator => match self.child(t, Role::Value) {
                // A decorator that is called is matched as the call itself.
                Some(value) if self.kind(value) != Kind::Call => (Some(value), None),
                _ => return Outs::new(),
            },
            _ => return Outs::new(),
        };
        let Some(t_callee) = t_callee else {
            return Outs::new();
        };
        // The name first: it fails most often and costs least.
        let pn = self.p(p);
        if pn.sym.is_some() && pn.sym != self.sym(t_callee) && self.kind(t_callee) == Kind::Member {
            return Outs::new();
        }
        let envs = self.expr(callee, t_callee, env, false);
        let envs = self.then(envs, |m, env| m.type_args(p, t, env));
        self.then(envs, |m, env| m.args(args, t_args, env))
    }

    /// `-x` and the negative numbers; `not x`.
    fn unary(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        if self.kind(t) == Kind::Unary {
            if self.p(p).flags.operator() != self.flags(t).operator() {
                return Outs::new();
            }
            return self.slots(p, t, env);
        }
        // `-1` of the pattern against a variable that holds it.
        match self.negated(p) {
            Some(value) => self.equals_constant(&Lit::Int(value), t, env),
            None => Outs::new(),
        }
    }

    /// The value of a negative number of the pattern.
    fn negated(&self, p: PId) -> Option<i128> {
        if self.p(p).flags.operator() != Some(Operator::Neg) {
            return None;
        }
        match self.p(self.p_child(p, Role::Operand)?).lit {
            Lit::Int(value) => value.checked_neg(),
            _ => None,
        }
    }

    /// `x = e`: also a declaration with a value, `x := e`, and one pair of
    /// `a, b = 1, 2`.
    fn assign(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let (Some(target), Some(value)) =
            (self.p_child(p, Role::Target), self.p_child(p, Role::Value))
        else {
            return if self.kind(t) == Kind::Assign {
                self.slots(p, t, env)
            } else {
                Outs::new()
            };
        };
        match self.kind(t) {
            Kind::Assign | Kind::Walrus => {}
            Kind::Declarator if self.opts.vardef_assign && !self.is_loop_variable(t) => {}
            _ => return Outs::new(),
        }
        let declared = self.kind(t) == Kind::Declarator;
        let t_target = self.child(t, if declared { Role::Name } else { Role::Target });
        let (Some(t_target), Some(t_value)) = (t_target, self.child(t, Role::Value)) else {
            return Outs::new();
        };
        let mut out = self.expr(target, t_target, env, false);
        if let Some(ty) = self.p_child(p, Role::Type) {
            let Some(t_ty) = self.child(t, Role::Type) else {
                return Outs::new();
            };
            out = self.then(out, |m, env| m.ty(ty, t_ty, env));
        }
        out = self.then(out, |m, env| m.expr(value, t_value, env, false));
        if self.kind(t_target) == Kind::Tuple && self.kind(t_value) == Kind::Tuple {
            let targets = self.kids(t_target, Role::Elem);
            let values = self.kids(t_value, Role::Elem);
            if targets.len() == values.len() {
                for (t_target, t_value) in targets.into_iter().zip(values) {
                    let envs = self.expr(target, t_target, env, false);
                    out.extend(self.then(envs, |m, env| m.expr(value, t_value, env, false)));
                }
            }
        }
        self.unique(out)
    }

    /// Whether a declarator stands in the head of a `for`.
    fn is_loop_variable(&self, declarator: NodeId) -> bool {
        self.tree.role(self.scopes.parent(declarator)) == Role::Init
    }

    fn new_object(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        if self.kind(t) == Kind::NewArray {
            return self.new_array(p, t, env);
        }
        if self.kind(t) != Kind::New {
            return Outs::new();
        }
        let (Some(ty), Some(t_ty)) = (self.p_child(p, Role::Type), self.child(t, Role::Type))
        else {
            return Outs::new();
        };
        let (body, t_body) = (self.p_child(p, Role::Body), self.child(t, Role::Body));
        let mut envs = self.ty(ty, t_ty, env);
        if let Some(object) = self.p_child(p, Role::Object) {
            let Some(t_object) = self.child(t, Role::Object) else {
                return Outs::new();
            };
            envs = self.then(envs, |m, env| m.expr(object, t_object, env, false));
        }
        let (args, t_args) = (self.p_child(p, Role::Args), self.child(t, Role::Args));
        envs = self.then(envs, |m, env| m.args(args, t_args, env));
        match (body, t_body) {
            (None, None) => envs,
            (Some(body), Some(t_body)) => self.then(envs, |m, env| m.members(body, t_body, env)),
            _ => Outs::new(),
        }
    }

    /// `new $T(...)` is an array's creation as well.
    fn new_array(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let (Some(ty), Some(t_ty)) = (self.p_child(p, Role::Type), self.child(t, Role::Type))
        else {
            return Outs::new();
        };
        if !self.p(ty).is_var() || self.p_child(p, Role::Body).is_some() {
            return Outs::new();
        }
        let ps: SmallVec<[PId; 8]> = self
            .p_child(p, Role::Args)
            .map_or_else(SmallVec::new, |args| {
                self.pool.arena.children(args).collect()
            });
        let ts: SmallVec<[NodeId; 8]> = self
            .tree
            .children(t)
            .filter(|kid| self.tree.role(*kid) != Role::Type)
            .collect();
        let envs = self.ty(ty, t_ty, env);
        self.then(envs, |m, env| m.arg_list(&ps, &ts, env))
    }

    /// `{...}`, `{"a": $V, ...}`: in any order, and `{...}` is either kind.
    fn unordered(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let t_kind = self.kind(t);
        let elems = self.p_kids(p, Role::Elem);
        if t_kind == Kind::Comprehension {
            return self.dots_for_comprehension(p, t, env);
        }
        if !matches!(t_kind, Kind::Set | Kind::Dict) {
            return Outs::new();
        }
        let dots = elems.iter().any(|elem| self.p(*elem).is_dots());
        let rest: SmallVec<[PId; 8]> = elems
            .into_iter()
            .filter(|elem| !self.p(*elem).is_dots())
            .collect();
        let t_elems = self.kids(t, Role::Elem);
        if rest.is_empty() {
            return only_if(dots || t_elems.is_empty(), env);
        }
        if t_kind != self.p(p).kind || rest.len() > t_elems.len() {
            return Outs::new();
        }
        // Nobody knows what `**more` brings.
        let open = |kind: Kind| kind == Kind::DoubleStar;
        if t_elems.iter().any(|t| open(self.kind(*t)))
            && !rest.iter().any(|p| open(self.p(*p).kind))
        {
            return Outs::new();
        }
        self.any_order(&rest, &t_elems, dots, env, |m, p, t, env| m.item(p, t, env))
    }

    /// `[...]` also stands for a comprehension of the same kind.
    fn dots_for_comprehension(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let elems = self.p_kids(p, Role::Elem);
        let flag = match self.p(p).kind {
            Kind::List => Flags::COMP_LIST,
            Kind::Set => Flags::COMP_SET,
            Kind::Dict => Flags::COMP_DICT,
            _ => return Outs::new(),
        };
        let braces = Flags::COMP_SET.with(Flags::COMP_DICT);
        let fits = self.flags(t).has(flag)
            || (flag != Flags::COMP_LIST && self.flags(t).0 & braces.0 != 0);
        let only_dots = matches!(elems[..], [only] if self.p(only).is_dots());
        only_if(fits && only_dots, env)
    }
}
