//! Sequences of statements.
//!
//! `a; ...; b` finds `b` after `a` in the same list, or nested deeper inside a
//! statement of that list, but not outside of it. Below the first `...` the
//! rest of the list is therefore seen flat: every statement in it, however
//! deep, in the order of the text. In a tree in preorder that is a slice of
//! the file's statements, so nothing is copied.
//!
//! ```text
//! a(); if (c) { b(); } d();        pattern  a(); ...; b();
//! ^^^^ ─ matched in the list
//!      ^^^^^^^^^^^^^^^^^^^^^ flat: If, Block, b, d
//! ```
//!
//! The matching keeps a set of states (place, bindings, end of what is
//! covered), each once, so `...` costs the number of different states. A match
//! covers the statements it matched and those that `...` skipped.

use haechi_syntax::{Lang, NodeId};
use rustc_hash::FxHashSet;
use smallvec::{SmallVec, smallvec};

use crate::cx::{M, Outs, only_if};
use crate::env::{Bound, Env, ListKind};
use crate::pnode::PId;

/// One way in which a sequence matches: the bindings, and the byte after the
/// last statement that is covered (0 where that is not asked for).
pub type SeqOut = (Env, u32);

/// What the end of a sequence means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Statements may follow; the match ends with the last one covered.
    Open,
    /// As `Open`, but a last `...` takes all that follows, once.
    Longest,
    /// The list must end, unless a `...` came before.
    Closed,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    at: u32,
    env: Env,
    end: u32,
}

type States = SmallVec<[State; 4]>;

impl<'a> M<'a> {
    /// A block of the pattern.
    pub(crate) fn block(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        use haechi_syntax::Kind;
        if self.kind(t) != Kind::Block || self.p(p).kind != Kind::Block {
            return if self.p(p).kind == self.kind(t) {
                self.slots(p, t, env)
            } else {
                Outs::new()
            };
        }
        let ps: SmallVec<[PId; 8]> = self.pool.arena.children(p).collect();
        if matches!(ps[..], [only] if self.p(only).is_dots()) {
            return only_if(true, env);
        }
        let ts: SmallVec<[NodeId; 16]> = self.tree.children(t).collect();
        // `if c: $S`: with several statements `$S` is the suite.
        if let [only] = ps[..]
            && self.p(only).is_var()
            && ts.len() != 1
            && self.tree.lang == Lang::Python
        {
            return self.bind(env, self.p(only).mv, Bound::Node(t));
        }
        let outs = self.sequence(&ps, &ts, env, End::Closed);
        self.unique(outs.into_iter().map(|(env, _)| env).collect())
    }

    /// Statements of a pattern from the start of a list on.
    pub(crate) fn sequence(
        &mut self,
        ps: &[PId],
        ts: &[NodeId],
        env: Env,
        end: End,
    ) -> SmallVec<[SeqOut; 2]> {
        let tracked = end != End::Closed;
        let plain = ps
            .iter()
            .position(|p| self.p(*p).is_dots() || self.p(*p).is_seq_var())
            .unwrap_or(ps.len());
        if plain > ts.len() {
            return SmallVec::new();
        }
        let mut envs: Outs = smallvec![env];
        for (p, t) in ps[..plain].iter().zip(ts) {
            envs = self.then(envs, |m, env| m.stmt(*p, *t, env));
            if envs.is_empty() {
                return SmallVec::new();
            }
        }
        let covered = match (tracked, plain.checked_sub(1)) {
            (true, Some(last)) => self.end_of(ts[last]),
            (true, None) => ts.first().map_or(0, |t| self.reported(*t).start),
            (false, _) => 0,
        };
        let (ps, ts) = (&ps[plain..], &ts[plain..]);
        if ps.is_empty() {
            if end == End::Closed && !ts.is_empty() {
                return SmallVec::new();
            }
            return envs.into_iter().map(|env| (env, covered)).collect();
        }
        let states: States = envs
            .into_iter()
            .map(|env| State {
                at: 0,
                env,
                end: covered,
            })
            .collect();
        self.after_dots(ps, ts, states, end)
    }

    /// The rest of a sequence, from its first `...` or `$...X` on.
    fn after_dots(
        &mut self,
        ps: &[PId],
        ts: &[NodeId],
        states: States,
        end: End,
    ) -> SmallVec<[SeqOut; 2]> {
        let is_dots = self.p(ps[0]).is_dots();
        if is_dots && ps.len() == 1 && end != End::Open {
            let last = ts.last().map_or(0, |t| self.end_of(*t));
            let tracked = end == End::Longest;
            return states
                .into_iter()
                .map(|state| (state.env, if tracked { last.max(state.end) } else { 0 }))
                .collect();
        }
        let mut out = SmallVec::new();
        let flat = self.flat(ts);
        let deep = is_dots && self.opts.go_deeper_stmt && flat.len() > ts.len();
        if !deep || !self.dots_between_all(ps) {
            out.extend(self.in_list(ps, ts, states.clone(), end));
        }
        if deep {
            out.extend(self.in_list(ps, flat, states, end));
        }
        unique(out)
    }

    /// Whether every statement of the pattern is preceded by `...`: then what
    /// matches in the list also matches in the flat list.
    fn dots_between_all(&self, ps: &[PId]) -> bool {
        ps.windows(2)
            .all(|pair| self.p(pair[0]).is_dots() != self.p(pair[1]).is_dots())
            && !ps.iter().any(|p| self.p(*p).is_seq_var())
    }

    /// All statements from the first of a list to the last, nested ones
    /// included, in the order of the text.
    fn flat(&self, ts: &[NodeId]) -> &'a [NodeId] {
        let (Some(first), Some(last)) = (ts.first(), ts.last()) else {
            return &[];
        };
        let all = self.stmts;
        let from = all.partition_point(|t| t < first);
        let end = self.tree.end(*last);
        let to = all.partition_point(|t| *t < end);
        &all[from..to]
    }

    fn in_list(
        &mut self,
        ps: &[PId],
        ts: &[NodeId],
        mut states: States,
        end: End,
    ) -> SmallVec<[SeqOut; 2]> {
        let tracked = end != End::Closed;
        let mut last_is_run = false;
        for p in ps {
            let pn = self.p(*p);
            last_is_run = pn.is_seq_var();
            let mut next = States::new();
            if pn.is_dots() {
                for state in states {
                    self.skip(state, ts, tracked, &mut next);
                }
            } else if pn.is_seq_var() {
                for state in states {
                    self.bind_statements(*p, state, ts, tracked, &mut next);
                }
            } else {
                for state in states {
                    let Some(t) = ts.get(state.at as usize) else {
                        continue;
                    };
                    let stop = self.end_of(*t);
                    for env in self.stmt(*p, *t, state.env) {
                        next.push(State {
                            at: state.at + 1,
                            env,
                            end: if tracked { state.end.max(stop) } else { 0 },
                        });
                    }
                }
            }
            states = unique(next);
            if states.is_empty() {
                return SmallVec::new();
            }
        }
        states
            .into_iter()
            .filter(|state| !last_is_run || state.at as usize == ts.len())
            .map(|state| (state.env, state.end))
            .collect()
    }

    fn skip(&self, state: State, ts: &[NodeId], tracked: bool, next: &mut States) {
        let mut state = state;
        next.push(state);
        for t in &ts[state.at as usize..] {
            state.at += 1;
            if tracked {
                state.end = state.end.max(self.skipped_end(*t));
            }
            next.push(state);
        }
    }

    /// Where a statement that is skipped ends: a loop with its `else`.
    fn skipped_end(&self, t: NodeId) -> u32 {
        match self.child(t, haechi_syntax::Role::Else) {
            Some(other) => self.end_of(t).max(self.end_of(other)),
            None => self.end_of(t),
        }
    }

    fn bind_statements(
        &mut self,
        p: PId,
        state: State,
        ts: &[NodeId],
        tracked: bool,
        next: &mut States,
    ) {
        let from = state.at as usize;
        for to in from..=ts.len() {
            if !self.step() {
                return;
            }
            let run = &ts[from..to];
            let bound = self.envs.list(ListKind::Stmts, run);
            let stop = match run.last() {
                Some(last) if tracked => state.end.max(self.end_of(*last)),
                _ => state.end,
            };
            for env in self.bind(state.env, self.p(p).mv, bound) {
                next.push(State {
                    at: u32::try_from(to).unwrap_or(u32::MAX),
                    env,
                    end: stop,
                });
            }
        }
    }
}

fn unique<A: smallvec::Array>(mut items: SmallVec<A>) -> SmallVec<A>
where
    A::Item: Copy + Eq + std::hash::Hash,
{
    if items.len() > 1 {
        let mut seen = FxHashSet::default();
        items.retain(|item| seen.insert(*item));
    }
    items
}
