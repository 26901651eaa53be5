//! The state of matching one file, and the small steps all matching is made of.
//!
//! Matching a pattern's node against a node of code takes one set of bindings
//! and gives every way to extend it: an empty list is a failure, one item the
//! usual success, more where `...` or a reordering leaves a choice. Lists are
//! kept free of duplicates where choices multiply, so that the work stays
//! proportional to different results, not to ways of reaching them.

use haechi_rule::Options;
use haechi_syntax::scope::{DefId, Import, Scopes};
use haechi_syntax::{Flags, Kind, Lang, NodeId, Role, Span, Tree};
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use crate::compile::Pool;
use crate::constants::Constants;
use crate::env::{Bound, Env, Envs};
use crate::equal;
use crate::linked::{InProgram, Paths};
use crate::names::Segments;
use crate::pnode::{MvId, PId, PNode, Sym};
use crate::spans;

/// The ways in which something matches, as sets of bindings.
pub type Outs = SmallVec<[Env; 2]>;

/// One way.
pub fn one(env: Env) -> Outs {
    smallvec![env]
}

/// `env` if the condition holds.
pub fn only_if(holds: bool, env: Env) -> Outs {
    if holds { one(env) } else { Outs::new() }
}

/// The matching of one file.
pub struct M<'a> {
    /// Everything that patterns share.
    pub pool: &'a Pool,
    /// The file.
    pub tree: &'a Tree,
    /// What its names mean.
    pub scopes: &'a Scopes,
    /// Per name of the file its number in the patterns.
    pub syms: &'a [Sym],
    /// All statements of the file, in preorder.
    pub stmts: &'a [NodeId],
    /// The options of the rule at hand.
    pub opts: &'a Options,
    /// All bindings made so far.
    pub envs: Envs,
    /// The imports that bind each definition, in order.
    pub imports: FxHashMap<DefId, SmallVec<[&'a Import; 1]>>,
    /// The paths of the file's wildcard imports.
    pub wildcards: Vec<Segments<'a>>,
    /// What imported names stand for by way of other files.
    pub paths: &'a Paths,
    /// The program that the file belongs to.
    pub linked: Option<InProgram<'a>>,
    /// What is known of the values of expressions.
    pub constants: Constants,
    /// How many steps may still be taken at the place at hand.
    pub steps: u32,
    /// How many variables have been replaced by their values on the way to the
    /// node at hand.
    pub substituted: u32,
}

impl<'a> M<'a> {
    /// Takes a step, if there is one left. Patterns with many choices could else
    /// take exponentially many; when the steps are used up, nothing more
    /// matches at this place, and that is reported.
    #[inline]
    pub fn step(&mut self) -> bool {
        let left = self.steps.checked_sub(1);
        self.steps = left.unwrap_or(0);
        left.is_some()
    }

    /// A node of a pattern.
    #[inline]
    pub fn p(&self, id: PId) -> &'a PNode {
        self.pool.arena.node(id)
    }

    /// The kind of a node of code.
    #[inline]
    pub fn kind(&self, t: NodeId) -> Kind {
        self.tree.kind(t)
    }

    /// The flags of a node of code.
    #[inline]
    pub fn flags(&self, t: NodeId) -> Flags {
        self.tree.flags(t)
    }

    /// The name of a node of code, as a number of the patterns.
    #[inline]
    pub fn sym(&self, t: NodeId) -> Sym {
        let id = self.tree.name_id(t).raw() as usize;
        self.syms.get(id).copied().unwrap_or(Sym::NONE)
    }

    /// The first child with a role.
    pub fn child(&self, t: NodeId, role: Role) -> Option<NodeId> {
        self.tree.child(t, role)
    }

    /// The children with a role.
    pub fn kids(&self, t: NodeId, role: Role) -> SmallVec<[NodeId; 8]> {
        self.tree.children_in(t, role).collect()
    }

    /// The pattern's children with a role.
    pub fn p_kids(&self, p: PId, role: Role) -> SmallVec<[PId; 8]> {
        self.pool.arena.children_in(p, role).collect()
    }

    /// The pattern's first child with a role.
    pub fn p_child(&self, p: PId, role: Role) -> Option<PId> {
        self.pool.arena.child(p, role)
    }

    /// The span under which a node is reported.
    pub fn reported(&self, t: NodeId) -> Span {
        spans::reported(self.tree, self.scopes, t)
    }

    /// Where a statement of a sequence ends, as it is reported: a `raise` with
    /// its `from`, which is no part of it otherwise.
    pub fn end_of(&self, t: NodeId) -> u32 {
        match self.kind(t) {
            Kind::Throw if self.tree.lang == Lang::Python => self.tree.span(t).end,
            _ => self.reported(t).end,
        }
    }

    /// Goes on from every way so far.
    pub fn then(&mut self, envs: Outs, mut f: impl FnMut(&mut Self, Env) -> Outs) -> Outs {
        match envs[..] {
            [] => Outs::new(),
            [env] => f(self, env),
            _ => {
                let mut out = Outs::new();
                for env in envs {
                    out.extend(f(self, env));
                }
                self.unique(out)
            }
        }
    }

    /// The same ways, each once, in order of first occurrence.
    pub fn unique(&self, mut outs: Outs) -> Outs {
        match outs.len() {
            0 | 1 => outs,
            2 => {
                if outs[0] == outs[1] {
                    outs.truncate(1);
                }
                outs
            }
            n if n <= 16 => {
                let mut kept: Outs = SmallVec::with_capacity(n);
                for env in outs {
                    if !kept.contains(&env) {
                        kept.push(env);
                    }
                }
                kept
            }
            _ => {
                let mut seen = rustc_hash::FxHashSet::default();
                outs.retain(|env| seen.insert(*env));
                outs
            }
        }
    }

    /// Binds a metavariable, or checks that it is bound to the same.
    pub fn bind(&mut self, env: Env, mv: MvId, bound: Bound) -> Outs {
        if !mv.is_some() {
            return one(env);
        }
        match self.envs.get(env, mv) {
            None => one(self.envs.with(env, mv, bound)),
            Some(before) => only_if(equal::same(self, before, bound), env),
        }
    }
}
