//! Lists: in order with `...` and `$...X`, in any order, as a subset, as a
//! subsequence.

use haechi_syntax::NodeId;
use rustc_hash::FxHashSet;
use smallvec::{SmallVec, smallvec};

use crate::cx::{M, Outs};
use crate::env::{Bound, Env, ListKind};
use crate::pnode::PId;

/// How one item of a pattern's list is matched.
pub(crate) trait Item<'a>: FnMut(&mut M<'a>, PId, NodeId, Env) -> Outs {}
impl<'a, F: FnMut(&mut M<'a>, PId, NodeId, Env) -> Outs> Item<'a> for F {}

/// A place in a list together with the bindings on the way there.
type States = SmallVec<[(u32, Env); 4]>;

impl<'a> M<'a> {
    /// A list in order. `...` stands for any items, `$...X` binds them. The
    /// states are (items used, bindings); each is followed once, so that
    /// several `...` do not multiply.
    pub(crate) fn in_order(
        &mut self,
        ps: &[PId],
        ts: &[NodeId],
        env: Env,
        item: impl Item<'a>,
    ) -> Outs {
        self.list_from(ps, ts, env, item, false)
    }

    /// Like [`Self::in_order`]; with `open`, more items may follow.
    pub(crate) fn list_from(
        &mut self,
        ps: &[PId],
        ts: &[NodeId],
        env: Env,
        mut item: impl Item<'a>,
        open: bool,
    ) -> Outs {
        let mut states: States = smallvec![(0, env)];
        for (n, p) in ps.iter().enumerate() {
            let pn = self.p(*p);
            if pn.is_dots() {
                if n + 1 == ps.len() {
                    return self.unique(states.into_iter().map(|(_, env)| env).collect());
                }
                states = all_later(&states, ts.len());
            } else if pn.is_seq_var() {
                states = self.bind_runs(*p, ts, &states, n + 1 == ps.len() && !open);
            } else {
                let mut next = States::new();
                for (at, env) in states {
                    let Some(t) = ts.get(at as usize) else {
                        continue;
                    };
                    for env in item(self, *p, *t, env) {
                        next.push((at + 1, env));
                    }
                }
                states = unique_states(next);
            }
            if states.is_empty() {
                return Outs::new();
            }
        }
        let outs = states
            .into_iter()
            .filter(|(at, _)| open || *at as usize == ts.len())
            .map(|(_, env)| env)
            .collect();
        self.unique(outs)
    }

    /// `$...X` from every place on; `last`: it must take all that is left.
    fn bind_runs(&mut self, p: PId, ts: &[NodeId], states: &States, last: bool) -> States {
        let mv = self.p(p).mv;
        let mut next = States::new();
        for &(from, env) in states {
            let start = if last { ts.len() } else { from as usize };
            for to in start..=ts.len() {
                if !self.step() {
                    return next;
                }
                let bound = self.run(&ts[from as usize..to]);
                for env in self.bind(env, mv, bound) {
                    next.push((u32::try_from(to).unwrap_or(u32::MAX), env));
                }
            }
        }
        unique_states(next)
    }

    /// A run of items as something to bind.
    fn run(&mut self, items: &[NodeId]) -> Bound {
        self.envs.list(ListKind::Items, items)
    }

    /// Every item of the pattern matches another item, in any order; with
    /// `less`, items may be left over.
    pub(crate) fn any_order(
        &mut self,
        ps: &[PId],
        ts: &[NodeId],
        less: bool,
        env: Env,
        mut item: impl Item<'a>,
    ) -> Outs {
        if ps.len() > ts.len() || (!less && ps.len() != ts.len()) {
            return Outs::new();
        }
        let mut out = Outs::new();
        let mut used = vec![false; ts.len()];
        self.assign_items(ps, ts, &mut used, env, &mut item, &mut out);
        self.unique(out)
    }

    fn assign_items(
        &mut self,
        ps: &[PId],
        ts: &[NodeId],
        used: &mut [bool],
        env: Env,
        item: &mut dyn Item<'a>,
        out: &mut Outs,
    ) {
        let Some((p, rest)) = ps.split_first() else {
            out.push(env);
            return;
        };
        for at in 0..ts.len() {
            if used[at] {
                continue;
            }
            let envs = item(self, *p, ts[at], env);
            if envs.is_empty() {
                continue;
            }
            used[at] = true;
            for env in envs {
                self.assign_items(rest, ts, used, env, item, out);
            }
            used[at] = false;
            // Without holes another item could only bind the same.
            if !self.p(*p).has_hole && !out.is_empty() {
                break;
            }
        }
    }

    /// The items of the pattern in this order, others in between.
    pub(crate) fn subsequence(
        &mut self,
        ps: &[PId],
        ts: &[NodeId],
        env: Env,
        mut item: impl Item<'a>,
    ) -> Outs {
        let mut states: States = smallvec![(0, env)];
        for p in ps {
            let mut next = States::new();
            for (at, env) in states {
                for (n, t) in ts.iter().enumerate().skip(at as usize) {
                    for env in item(self, *p, *t, env) {
                        next.push((u32::try_from(n + 1).unwrap_or(u32::MAX), env));
                    }
                }
            }
            states = unique_states(next);
        }
        self.unique(states.into_iter().map(|(_, env)| env).collect())
    }
}

/// Every place from each state on, the earliest per set of bindings first.
fn all_later(states: &States, len: usize) -> States {
    let mut next = States::new();
    for &(from, env) in states {
        let covered = states.iter().any(|(at, other)| *other == env && *at < from);
        if covered {
            continue;
        }
        for at in from as usize..=len {
            next.push((u32::try_from(at).unwrap_or(u32::MAX), env));
        }
    }
    next
}

fn unique_states(mut states: States) -> States {
    if states.len() < 2 {
        return states;
    }
    let mut seen = FxHashSet::default();
    states.retain(|state| seen.insert(*state));
    states
}
