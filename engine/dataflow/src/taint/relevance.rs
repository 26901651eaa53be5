//! Which functions can lie on a way from a source to a sink: the coarse pass.
//!
//! Rules are bits. For each function: the rules that have a *source* in it or
//! below (in what it calls or makes, at any depth), and the rules that have a
//! *sink* there. A way meets in a function that has both of one rule, and goes
//! from there only through functions below it: so these *meeting* functions and
//! all below them are analysed, and no other. Values also go through shared state:
//! what a function with a source leaves in a global variable or in the objects
//! that it initialises is a source for whoever reads that.
//!
//! ```text
//! handle ── input()      source of r       handle: source r, sink r → meets
//!      └─── store() ──── execute()  sink    input, store, execute: below
//! report ── print()                         none
//! ```
//!
//! All that is known here is what the exact pass uses as well, or more (each
//! site counts for each function that it could touch), so nothing is lost.

use haechi_syntax::{Idx, Kind, NodeId, Role as NodeRole, Tree};
use rustc_hash::FxHashMap;

use super::context::Context;
use super::site::{Role, Site};
use super::{ClassId, FileId, FuncRef, GlobalVar};
use crate::framework::BitMatrix;
use crate::framework::bits::meet;
use crate::framework::order::Adjacency;

/// What is known of a function.
#[derive(Clone, Default, Debug)]
pub struct Mentions {
    /// The functions that it calls or makes, by number.
    pub uses: Vec<u32>,
    /// The global variables that it reads or writes.
    pub globals: Vec<GlobalVar>,
}

/// What a function is to the analysis.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It may be on a way.
    Relevant,
    /// It has sinks that no source reaches: only looked at for what is not known
    /// about their arguments.
    OnlySinks,
    /// No rule asks about it.
    Irrelevant,
}

/// Finds the functions that matter.
pub struct Relevance<'a> {
    cx: &'a Context<'a>,
    funcs: &'a [FuncRef],
    uses: &'a Adjacency,
    users: &'a Adjacency,
    /// Callees before callers.
    components: &'a [Vec<u32>],
    sources: BitMatrix,
    sinks: BitMatrix,
}

impl<'a> Relevance<'a> {
    /// For functions in order of file and key.
    pub fn new(
        cx: &'a Context<'a>,
        funcs: &'a [FuncRef],
        (uses, users): (&'a Adjacency, &'a Adjacency),
        components: &'a [Vec<u32>],
    ) -> Self {
        let rules = cx.rules.len().max(1);
        Self {
            cx,
            funcs,
            uses,
            users,
            components,
            sources: BitMatrix::new(funcs.len(), rules),
            sinks: BitMatrix::new(funcs.len(), rules),
        }
    }

    /// What each function is to the analysis.
    pub fn run(mut self, mentions: &[Mentions]) -> Vec<Standing> {
        let mut from = 0;
        while let Some(first) = self.funcs.get(from) {
            let len = self.funcs[from..].partition_point(|f| f.file == first.file);
            self.sites_of_file(first.file, from, from + len);
            from += len;
        }
        let mut sources = self.sources.clone();
        let mut sinks = self.sinks.clone();
        self.up(&mut sources);
        self.up(&mut sinks);
        let writers = self.shared(mentions, &mut sources, &sinks);
        let mut relevant: Vec<bool> = (0..self.funcs.len())
            .map(|n| meet(sources.row(n), sinks.row(n)) || meet(sources.row(n), writers.row(n)))
            .collect();
        for component in self.components.iter().rev() {
            let any = component.iter().any(|n| relevant[*n as usize]);
            if any {
                for n in component {
                    relevant[*n as usize] = true;
                    for used in self.uses.of(*n as usize) {
                        relevant[*used as usize] = true;
                    }
                }
            }
        }
        let standing = |(n, relevant): (usize, &bool)| match relevant {
            true => Standing::Relevant,
            false if self.sinks.is_row_empty(n) => Standing::Irrelevant,
            false => Standing::OnlySinks,
        };
        relevant.iter().enumerate().map(standing).collect()
    }

    /// Carries bits from callees to callers.
    fn up(&self, rows: &mut BitMatrix) {
        for component in self.components {
            let first = component[0] as usize;
            for n in component {
                for used in self.uses.of(*n as usize) {
                    rows.flow(*used as usize, *n as usize, None);
                }
                rows.flow(*n as usize, first, None);
            }
            for n in component {
                rows.flow(first, *n as usize, None);
            }
        }
    }

    /// Carries bits from callers to callees.
    fn down(&self, rows: &mut BitMatrix) {
        for component in self.components.iter().rev() {
            let first = component[0] as usize;
            for n in component {
                for user in self.users.of(*n as usize) {
                    rows.flow(*user as usize, *n as usize, None);
                }
                rows.flow(*n as usize, first, None);
            }
            for n in component {
                rows.flow(first, *n as usize, None);
            }
        }
    }

    /// Adds the sources that come through shared state to those who read it.
    /// Gives, for each function, the rules for which it or what it calls leaves
    /// something there that gets to a sink.
    fn shared(
        &self,
        mentions: &[Mentions],
        sources: &mut BitMatrix,
        sinks: &BitMatrix,
    ) -> BitMatrix {
        let world = self.cx.world;
        let mut globals: FxHashMap<GlobalVar, Vec<u32>> = FxHashMap::default();
        let mut made: FxHashMap<ClassId, Vec<u32>> = FxHashMap::default();
        let mut readers: FxHashMap<ClassId, Vec<u32>> = FxHashMap::default();
        for (n, (func, mentions)) in self.funcs.iter().zip(mentions).enumerate() {
            for global in &mentions.globals {
                globals.entry(*global).or_default().push(n as u32);
            }
            if let Some(class) = world.initialises(*func) {
                made.entry(class).or_default().push(n as u32);
            }
        }
        for (n, func) in self.funcs.iter().enumerate() {
            for class in world.receiver_classes(*func) {
                if made.contains_key(&class) {
                    readers.entry(class).or_default().push(n as u32);
                }
            }
        }
        let rules = self.cx.rules.len().max(1);
        let mut writers = BitMatrix::new(self.funcs.len(), rules);
        loop {
            let mut changed = false;
            // What a function may write comes from it, from below, or from a caller.
            let mut around = sources.clone();
            self.down(&mut around);
            let mut got = sources.clone();
            let mut asked = sinks.clone();
            self.down(&mut asked);
            let pairs =
                globals
                    .values()
                    .map(|all| (all, all, &around))
                    .chain(made.iter().filter_map(|(class, makers)| {
                        Some((makers, readers.get(class)?, &*sources))
                    }))
                    .map(|(writing, reading, rows)| {
                        let mut held = vec![0u64; rows.width()];
                        for n in writing {
                            or(&mut held, rows.row(*n as usize));
                        }
                        let mut wanted = vec![0u64; rows.width()];
                        for n in reading {
                            or(&mut wanted, asked.row(*n as usize));
                        }
                        (writing, reading, held, wanted)
                    })
                    .collect::<Vec<_>>();
            for (writing, reading, held, wanted) in pairs {
                if held.iter().all(|word| *word == 0) {
                    continue;
                }
                for n in reading {
                    changed |= got.union_row(*n as usize, &held, None);
                }
                let used: Vec<u64> = held.iter().zip(&wanted).map(|(a, b)| a & b).collect();
                for n in writing {
                    changed |= writers.union_row(*n as usize, &used, None);
                }
            }
            self.up(&mut got);
            *sources = got;
            if !changed {
                break;
            }
        }
        self.up(&mut writers);
        writers
    }

    /// Says which functions of a file the sources and sinks in it touch.
    fn sites_of_file(&mut self, file: FileId, from: usize, to: usize) {
        let sites = self.cx.world.sites(file);
        if sites.is_empty() {
            return;
        }
        let tree = self.cx.tree(file);
        let nest = Nest::new(tree, self.funcs[from..to].iter().map(|f| f.key.node));
        for site in sites.all() {
            let rows = match site.role {
                Role::Source => &mut self.sources,
                Role::Sink => &mut self.sinks,
                Role::Sanitizer | Role::Propagator => continue,
            };
            nest.touched(tree, site, &mut |n| {
                rows.insert(from + n, site.rule.index());
            });
        }
    }
}

fn or(to: &mut [u64], from: &[u64]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to |= from);
}

/// The functions of a file, one within another.
struct Nest {
    /// The first and one past the last node of each.
    spans: Vec<(NodeId, NodeId)>,
    /// The function around each (around all of its node's).
    around: Vec<Option<usize>>,
}

impl Nest {
    /// From the nodes of functions, ascending.
    fn new(tree: &Tree, nodes: impl Iterator<Item = NodeId>) -> Self {
        let spans: Vec<(NodeId, NodeId)> = nodes.map(|node| (node, tree.end(node))).collect();
        let mut around = Vec::with_capacity(spans.len());
        let mut open: Vec<usize> = Vec::new();
        for (n, (node, _)) in spans.iter().enumerate() {
            while open
                .last()
                .is_some_and(|at| spans[*at].1 <= *node || spans[*at].0 == *node)
            {
                open.pop();
            }
            around.push(open.last().copied());
            open.push(n);
        }
        Self { spans, around }
    }

    /// Calls `hit` with every function that a site may touch.
    fn touched(&self, tree: &Tree, site: &Site, hit: &mut dyn FnMut(usize)) {
        let mut lo = site.node;
        let mut hi = site.end;
        for operand in &site.operands {
            lo = lo.min(*operand);
            hi = hi.max(tree.end(*operand));
        }
        // Those that begin within it.
        let first = self.spans.partition_point(|(node, _)| *node < lo);
        let mut at = first;
        while at < self.spans.len() && self.spans[at].0 < hi {
            hit(at);
            at += 1;
        }
        // Those around it, from within outwards, as far as it may be theirs.
        let mut inner = (0..first).rev().find(|n| self.spans[*n].1 > lo);
        while let Some(n) = inner {
            let node = self.spans[n].0;
            for same in (0..first).rev().take_while(|m| *m + 16 > n) {
                if self.spans[same].0 == node {
                    hit(same);
                }
            }
            let next = self.around[n];
            let within_body = tree
                .child(node, NodeRole::Body)
                .is_some_and(|body| body <= lo && hi <= tree.end(body));
            let is_top = next.is_none_or(|n| {
                !matches!(tree.kind(self.spans[n].0), Kind::Function | Kind::Lambda)
            });
            if tree.kind(node) == Kind::Function && within_body && is_top {
                break;
            }
            inner = next;
        }
    }
}
