//! Arguments, type arguments and parameters.
//!
//! Arguments are matched in order, except those with a keyword, which a
//! pattern may name in any order and take from anywhere among the arguments
//! that are left: `f($X, k=1, ...)` finds `f(a, m=2, k=1)`.

use haechi_syntax::{Flags, Kind, NodeId, Role};
use rustc_hash::FxHashSet;
use smallvec::{SmallVec, smallvec};

use crate::cx::{M, Outs, one, only_if};
use crate::env::{Bound, Env, ListKind};
use crate::pnode::PId;

/// How far matching of arguments has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    /// Arguments before this one are used or skipped.
    at: u32,
    /// Keyword arguments taken out of order (the first 64 arguments only).
    taken: u64,
    env: Env,
}

impl State {
    fn is_taken(self, n: usize) -> bool {
        n < 64 && self.taken & (1 << n) != 0
    }

    /// The next argument that is left.
    fn next(self, len: usize) -> usize {
        (self.at as usize..len)
            .find(|n| !self.is_taken(*n))
            .unwrap_or(len)
    }

    fn after(self, n: usize, env: Env) -> Self {
        Self {
            at: u32::try_from(n + 1).unwrap_or(u32::MAX),
            env,
            ..self
        }
    }

    fn without(self, n: usize, env: Env) -> Self {
        if n == self.next(n + 1) {
            return self.after(n, env);
        }
        Self {
            taken: self.taken
                | 1_u64
                    .checked_shl(u32::try_from(n).unwrap_or(64))
                    .unwrap_or(0),
            env,
            ..self
        }
    }
}

type States = SmallVec<[State; 4]>;

impl M<'_> {
    /// The arguments of a call, an object's creation, a decorator or an
    /// annotation; no list at all is an empty one.
    pub(crate) fn args(&mut self, p: Option<PId>, t: Option<NodeId>, env: Env) -> Outs {
        let ps: SmallVec<[PId; 8]> =
            p.map_or_else(SmallVec::new, |p| self.pool.arena.children(p).collect());
        let ts: SmallVec<[NodeId; 8]> =
            t.map_or_else(SmallVec::new, |t| self.tree.children(t).collect());
        self.arg_list(&ps, &ts, env)
    }

    /// A list of arguments.
    pub(crate) fn arg_list(&mut self, ps: &[PId], ts: &[NodeId], env: Env) -> Outs {
        let mut states: States = smallvec![State {
            at: 0,
            taken: 0,
            env
        }];
        for (n, p) in ps.iter().enumerate() {
            let last = n + 1 == ps.len();
            let pn = self.p(*p);
            states = match pn.kind {
                Kind::Ellipsis if last => {
                    return self.unique(states.into_iter().map(|state| state.env).collect());
                }
                Kind::Ellipsis => skip_any(&states, ts.len()),
                Kind::MetavarSeq => self.bind_args(*p, ts, &states, last),
                Kind::KeywordArg => self.keyword_arg(*p, ts, &states),
                _ => self.positional_arg(*p, ts, &states),
            };
            if states.is_empty() {
                return Outs::new();
            }
        }
        let mut complete: States = states
            .into_iter()
            .filter(|state| state.next(ts.len()) == ts.len())
            .collect();
        // The order of the code is the most natural reading.
        complete.sort_by_key(|state| state.taken != 0);
        self.unique(complete.into_iter().map(|state| state.env).collect())
    }

    fn positional_arg(&mut self, p: PId, ts: &[NodeId], states: &States) -> States {
        let mut next = States::new();
        for state in states {
            let n = state.next(ts.len());
            let Some(t) = ts.get(n) else {
                continue;
            };
            for env in self.arg(p, *t, state.env) {
                next.push(state.after(n, env));
            }
        }
        unique(next)
    }

    fn arg(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        match (self.p(p).kind, self.kind(t)) {
            (Kind::Annotation, _) | (_, Kind::Annotation) if self.p(p).kind == self.kind(t) => {
                self.attribute(p, t, env)
            }
            _ => self.item(p, t, env),
        }
    }

    fn keyword_arg(&mut self, p: PId, ts: &[NodeId], states: &States) -> States {
        let mut next = States::new();
        for state in states {
            for (n, t) in ts.iter().enumerate().skip(state.at as usize) {
                if self.kind(*t) != Kind::KeywordArg || state.is_taken(n) {
                    continue;
                }
                for env in self.slots(p, *t, state.env) {
                    next.push(state.without(n, env));
                }
            }
        }
        unique(next)
    }

    /// `$...ARGS` takes any run of the arguments that are left.
    fn bind_args(&mut self, p: PId, ts: &[NodeId], states: &States, last: bool) -> States {
        let mv = self.p(p).mv;
        let mut next = States::new();
        for state in states {
            let left: SmallVec<[usize; 8]> = (state.at as usize..ts.len())
                .filter(|n| !state.is_taken(*n))
                .collect();
            let shortest = if last { left.len() } else { 0 };
            for len in shortest..=left.len() {
                if !self.step() {
                    return next;
                }
                let run: SmallVec<[NodeId; 8]> = left[..len].iter().map(|n| ts[*n]).collect();
                let bound = self.envs.list(ListKind::Items, &run);
                for env in self.bind(state.env, mv, bound) {
                    next.push(match len.checked_sub(1) {
                        Some(end) => state.after(left[end], env),
                        None => State { env, ..*state },
                    });
                }
            }
        }
        unique(next)
    }

    /// Type arguments; none in the pattern means any.
    pub(crate) fn type_args(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let ps = self.p_kids(p, Role::TypeArg);
        if ps.is_empty() {
            return one(env);
        }
        let ts = self.kids(t, Role::TypeArg);
        self.in_order(&ps, &ts, env, |m, p, t, env| m.ty(p, t, env))
    }

    /// The parameters of a function.
    pub(crate) fn params(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        if self.p(p).kind != self.kind(t) {
            return Outs::new();
        }
        let ps: SmallVec<[PId; 8]> = self.pool.arena.children(p).collect();
        let ts: SmallVec<[NodeId; 8]> = self.tree.children(t).collect();
        self.in_order(&ps, &ts, env, |m, p, t, env| m.param(p, t, env))
    }

    /// One parameter. What the pattern does not write (a type, a default, an
    /// annotation) may be there or not.
    pub(crate) fn param(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let pn = self.p(p);
        let rest = Flags::VARARGS.with(Flags::KWARGS);
        let is_rest = self.flags(t).0 & rest.0 != 0;
        match (pn.kind, self.kind(t)) {
            (Kind::Metavar, Kind::Param) if !is_rest => {
                let name = self.child(t, Role::Name).unwrap_or(t);
                self.bind(env, pn.mv, Bound::Node(name))
            }
            (Kind::Param, Kind::Param) | (Kind::ParamSep, Kind::ParamSep) => self.slots(p, t, env),
            (Kind::TypedMetavar, Kind::Param) if !is_rest => {
                let (Some(ty), Some(t_ty), Some(name)) = (
                    self.p_child(p, Role::Type),
                    self.child(t, Role::Type),
                    self.child(t, Role::Name),
                ) else {
                    return Outs::new();
                };
                let envs = self.ty(ty, t_ty, env);
                self.then(envs, |m, env| m.bind(env, pn.mv, Bound::Node(name)))
            }
            (Kind::Ident, Kind::Param) if !is_rest => only_if(pn.sym == self.sym(t), env),
            _ => Outs::new(),
        }
    }
}

/// Every place from each state on.
fn skip_any(states: &States, len: usize) -> States {
    let mut next = States::new();
    for state in states {
        for at in state.at as usize..=len {
            next.push(State {
                at: u32::try_from(at).unwrap_or(u32::MAX),
                ..*state
            });
        }
    }
    unique(next)
}

fn unique(mut states: States) -> States {
    if states.len() > 1 {
        let mut seen = FxHashSet::default();
        states.retain(|state| seen.insert(*state));
    }
    states
}
