//! Binary operators.
//!
//! `and`, `or` are associative: `A and B` of a pattern sees the operands of a
//! whole chain, and a metavariable may stand for several of them. `&`, `|` and
//! `^` are commutative as well, and the pattern need not use all operands.
//! Other operators are compared side by side, except that `a + ...` stands for
//! any longer chain that begins with `a`.

use haechi_syntax::{Kind, NodeId, Operator, Role};
use smallvec::SmallVec;

use crate::cx::{M, Outs, one};
use crate::env::{Bound, Env, ListKind};
use crate::pnode::PId;

/// With more operands left than this, each metavariable takes one only.
const MAX_SUBSETS: usize = 3;

type Operands = SmallVec<[NodeId; 8]>;

fn is_associative(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::And | Operator::Or | Operator::BitAnd | Operator::BitOr | Operator::BitXor
    )
}

impl M<'_> {
    /// `a op b`.
    pub(crate) fn binary(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        if self.kind(t) != Kind::Binary {
            return Outs::new();
        }
        let (Some(left), Some(right), Some(operator)) = (
            self.p_child(p, Role::Left),
            self.p_child(p, Role::Right),
            self.p(p).flags.operator(),
        ) else {
            return Outs::new();
        };
        if self.flags(t).operator() != Some(operator) {
            return Outs::new();
        }
        if self.opts.ac_matching && is_associative(operator) {
            return self.associative(p, t, operator, env);
        }
        let (Some(t_left), Some(t_right)) = (self.child(t, Role::Left), self.child(t, Role::Right))
        else {
            return Outs::new();
        };
        if self.p(right).is_dots() {
            return self.chain_start(p, left, t_left, env);
        }
        let mut out = self.pair(left, right, t_left, t_right, env);
        let symmetric = matches!(operator, Operator::Eq | Operator::Ne)
            && (self.opts.symmetric_eq || self.opts.commutative_compop);
        if symmetric {
            out.extend(self.pair(left, right, t_right, t_left, env));
        }
        self.unique(out)
    }

    fn pair(&mut self, left: PId, right: PId, a: NodeId, b: NodeId, env: Env) -> Outs {
        let envs = self.expr(left, a, env, false);
        self.then(envs, |m, env| m.expr(right, b, env, false))
    }

    /// `a + ...`: the chain begins with `a`, however long it is.
    fn chain_start(&mut self, p: PId, left: PId, t_left: NodeId, env: Env) -> Outs {
        let out = self.expr(left, t_left, env, false);
        if out.is_empty() {
            self.binary(p, t_left, env)
        } else {
            out
        }
    }

    fn associative(&mut self, p: PId, t: NodeId, operator: Operator, env: Env) -> Outs {
        let mut ps: SmallVec<[PId; 8]> = SmallVec::new();
        self.pattern_operands(p, operator, &mut ps);
        let mut ts = Operands::new();
        self.operands(t, operator, &mut ts);
        let commutative = match operator {
            Operator::And | Operator::Or => self.opts.commutative_boolop,
            _ => true,
        };
        if commutative {
            self.any_operands(&ps, &ts, env)
        } else {
            self.operands_in_order(&ps, &ts, env)
        }
    }

    fn pattern_operands(&self, p: PId, operator: Operator, out: &mut SmallVec<[PId; 8]>) {
        let pn = self.p(p);
        if pn.kind == Kind::Binary && pn.flags.operator() == Some(operator) {
            for kid in self.pool.arena.children(p) {
                self.pattern_operands(kid, operator, out);
            }
        } else {
            out.push(p);
        }
    }

    fn operands(&self, t: NodeId, operator: Operator, out: &mut Operands) {
        if self.kind(t) == Kind::Binary && self.flags(t).operator() == Some(operator) {
            for kid in self.tree.children(t) {
                self.operands(kid, operator, out);
            }
        } else {
            out.push(t);
        }
    }

    fn operands_in_order(&mut self, ps: &[PId], ts: &[NodeId], env: Env) -> Outs {
        let mut states: SmallVec<[(usize, Env); 4]> = smallvec::smallvec![(0, env)];
        for p in ps {
            let pn = self.p(*p);
            let mut next: SmallVec<[(usize, Env); 4]> = SmallVec::new();
            for (at, env) in states {
                if pn.is_dots() {
                    next.extend((at..=ts.len()).map(|to| (to, env)));
                } else if pn.is_var() {
                    for to in at + 1..=ts.len() {
                        let envs = self.bind_operands(*p, &ts[at..to], env);
                        next.extend(envs.into_iter().map(|env| (to, env)));
                    }
                } else if let Some(t) = ts.get(at) {
                    let envs = self.expr(*p, *t, env, false);
                    next.extend(envs.into_iter().map(|env| (at + 1, env)));
                }
            }
            next.sort_unstable();
            next.dedup();
            states = next;
        }
        let outs = states
            .into_iter()
            .filter(|(at, _)| *at == ts.len())
            .map(|(_, env)| env)
            .collect();
        self.unique(outs)
    }

    fn bind_operands(&mut self, p: PId, ts: &[NodeId], env: Env) -> Outs {
        match ts {
            [only] => self.expr(p, *only, env, false),
            _ => {
                let bound: Bound = self.envs.list(ListKind::Operands, ts);
                self.bind(env, self.p(p).mv, bound)
            }
        }
    }

    /// Every operand of the pattern finds one of the code, the metavariables
    /// share what is left, and some may remain.
    fn any_operands(&mut self, ps: &[PId], ts: &[NodeId], env: Env) -> Outs {
        let (mut holes, plain): (SmallVec<[PId; 8]>, SmallVec<[PId; 8]>) = ps
            .iter()
            .copied()
            .partition(|p| self.p(*p).is_dots() || self.p(*p).is_var());
        if holes.last().is_some_and(|p| self.p(*p).is_dots()) {
            holes.pop();
        }
        let mut out = Outs::new();
        self.place_operands(&plain, &holes, ts.into(), env, &mut out);
        self.unique(out)
    }

    fn place_operands(
        &mut self,
        plain: &[PId],
        holes: &[PId],
        left: Operands,
        env: Env,
        out: &mut Outs,
    ) {
        if let Some((p, rest)) = plain.split_first() {
            for at in 0..left.len() {
                for env in self.expr(*p, left[at], env, false) {
                    let mut left = left.clone();
                    left.remove(at);
                    self.place_operands(rest, holes, left, env, out);
                }
            }
            return;
        }
        out.extend(self.share_operands(holes, &left, env));
    }

    fn share_operands(&mut self, holes: &[PId], left: &[NodeId], env: Env) -> Outs {
        let Some((p, rest)) = holes.split_first() else {
            return one(env);
        };
        let mut out = Outs::new();
        let dots = self.p(*p).is_dots();
        if left.len() > MAX_SUBSETS {
            return self.list_from(
                holes,
                left,
                env,
                |m, p, t, env| m.expr(p, t, env, false),
                true,
            );
        }
        for subset in 0..1_u32 << left.len() {
            let (taken, kept): (Vec<_>, Vec<_>) = left
                .iter()
                .enumerate()
                .partition(|(n, _)| subset & (1 << n) != 0);
            let taken: Operands = taken.into_iter().map(|(_, t)| *t).collect();
            let kept: Operands = kept.into_iter().map(|(_, t)| *t).collect();
            let envs = match (dots, taken.is_empty()) {
                (true, _) => one(env),
                (false, true) => continue,
                (false, false) => self.bind_operands(*p, &taken, env),
            };
            out.extend(self.then(envs, |m, env| m.share_operands(rest, &kept, env)));
        }
        self.unique(out)
    }
}
