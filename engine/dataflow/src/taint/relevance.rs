//! Which functions can lie on a way from a source to a sink: the coarse pass.
//!
//! Rules are bits. For each function: the rules that have a *source* in it or
//! below (in what it calls or makes, at any depth), and the rules that have a
//! *sink* there. A way meets in a function that has both of one rule, and goes
//! from there only through functions below it: so these *meeting* functions and
//! all below them are analysed.
//!
//! ```text
//! handle ── input()      source of r       handle: source r, sink r → meets
//!      └─── store() ──── execute()  sink    input, store, execute: below
//! report ── print()                         none
//! ```
//!
//! Values also go through state that is shared: global variables, objects as
//! their initialisers leave them. Only a function with a source can leave
//! something there, so those that could are analysed as well; whoever reads what
//! they did leave then counts as having a source, and so on, round by round.
//!
//! All that is known here is what the exact pass uses as well, or more (each
//! site counts for each function that it could touch), so nothing is lost.

use haechi_syntax::{Idx, Kind, NodeId, Role as NodeRole, Tree};
use rustc_hash::FxHashMap;

use super::context::Context;
use super::pool::SharedKey;
use super::site::{Role, Site};
use super::{ClassId, FuncRef, GlobalVar};
use crate::framework::bits::meet;
use crate::framework::order::Adjacency;
use crate::framework::{BitMatrix, ColourSet};

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
    mentions: &'a [Mentions],
    uses: &'a Adjacency,
    /// Callees before callers.
    components: &'a [Vec<u32>],
    /// The rules with sources, in it or below.
    sources: BitMatrix,
    /// The rules with sinks in it.
    own_sinks: BitMatrix,
    /// The rules with sinks, in it or below.
    sinks: BitMatrix,
    /// One bit: whether it, or something below, can leave values in shared state.
    shares: BitMatrix,
    relevant: Vec<bool>,
}

impl<'a> Relevance<'a> {
    /// For functions in order of file and key.
    pub fn new(
        cx: &'a Context<'a>,
        funcs: &'a [FuncRef],
        mentions: &'a [Mentions],
        uses: &'a Adjacency,
        components: &'a [Vec<u32>],
    ) -> Self {
        let rules = cx.rules.len().max(1);
        let mut this = Self {
            cx,
            funcs,
            mentions,
            uses,
            components,
            sources: BitMatrix::new(funcs.len(), rules),
            own_sinks: BitMatrix::new(funcs.len(), rules),
            sinks: BitMatrix::new(0, rules),
            shares: BitMatrix::new(funcs.len(), 1),
            relevant: vec![false; funcs.len()],
        };
        let mut from = 0;
        for here in by_file(funcs) {
            this.sites_of_file(here, from);
            from += here.len();
        }
        for (n, func) in funcs.iter().enumerate() {
            if !mentions[n].globals.is_empty() || cx.world.initialises(*func).is_some() {
                this.shares.insert(n, 0);
            }
        }
        this.sinks = this.own_sinks.clone();
        up(uses, components, &mut this.sources);
        up(uses, components, &mut this.sinks);
        up(uses, components, &mut this.shares);
        this
    }

    /// The functions that matter now and did not before.
    pub fn grow(&mut self) -> Vec<u32> {
        let begins = |n: usize| {
            meet(self.sources.row(n), self.sinks.row(n))
                || (!self.sources.is_row_empty(n) && self.shares.contains(n, 0))
        };
        let mut now: Vec<bool> = (0..self.funcs.len()).map(begins).collect();
        for component in self.components.iter().rev() {
            if component.iter().any(|n| now[*n as usize]) {
                for n in component {
                    now[*n as usize] = true;
                    for used in self.uses.of(*n as usize) {
                        now[*used as usize] = true;
                    }
                }
            }
        }
        let new: Vec<u32> = (0..self.funcs.len())
            .filter(|n| now[*n] && !self.relevant[*n])
            .map(|n| n as u32)
            .collect();
        for n in &new {
            self.relevant[*n as usize] = true;
        }
        new
    }

    /// What is held in shared state is a source for whoever reads it.
    pub fn add_shared<'s>(&mut self, held: impl Iterator<Item = (SharedKey, &'s ColourSet)>) {
        let words = self.sources.width();
        let mut globals: FxHashMap<GlobalVar, Vec<u64>> = FxHashMap::default();
        let mut classes: FxHashMap<ClassId, Vec<u64>> = FxHashMap::default();
        for (key, colours) in held {
            let row = match key {
                SharedKey::Global(global) => globals.entry(global).or_default(),
                SharedKey::Class(class) => classes.entry(class).or_default(),
            };
            row.resize(words, 0);
            for colour in colours.written() {
                let rule = self.cx.colours.split(*colour).0.index();
                row[rule / 64] |= 1 << (rule % 64);
            }
        }
        if globals.is_empty() && classes.is_empty() {
            return;
        }
        for (n, func) in self.funcs.iter().enumerate() {
            for global in &self.mentions[n].globals {
                if let Some(row) = globals.get(global) {
                    self.sources.union_row(n, row, None);
                }
            }
            if !classes.is_empty() {
                for class in self.cx.world.receiver_classes(*func) {
                    if let Some(row) = classes.get(&class) {
                        self.sources.union_row(n, row, None);
                    }
                }
            }
        }
        up(self.uses, self.components, &mut self.sources);
    }

    /// What a function is to the analysis.
    pub fn standing(&self, n: usize) -> Standing {
        if self.relevant[n] {
            Standing::Relevant
        } else if self.own_sinks.is_row_empty(n) {
            Standing::Irrelevant
        } else {
            Standing::OnlySinks
        }
    }

    /// Says which functions of a file the sources and sinks in it touch; `from`: the
    /// number of the first.
    fn sites_of_file(&mut self, here: &[FuncRef], from: usize) {
        let Some(file) = here.first().map(|f| f.file) else {
            return;
        };
        let sites = self.cx.world.sites(file);
        if sites.is_empty() {
            return;
        }
        let tree = self.cx.tree(file);
        let nest = Nest::new(tree, here.iter().map(|f| f.key.node));
        for site in sites.all() {
            let rows = match site.role {
                Role::Source => &mut self.sources,
                Role::Sink => &mut self.own_sinks,
                Role::Sanitizer | Role::Propagator => continue,
            };
            nest.touched(tree, site, &mut |n| {
                rows.insert(from + n, site.rule.index());
            });
        }
    }
}

/// Carries bits from callees to callers.
fn up(uses: &Adjacency, components: &[Vec<u32>], rows: &mut BitMatrix) {
    for component in components {
        let Some(first) = component.first().map(|n| *n as usize) else {
            continue;
        };
        for n in component {
            for used in uses.of(*n as usize) {
                rows.flow(*used as usize, *n as usize, None);
            }
            rows.flow(*n as usize, first, None);
        }
        for n in component {
            rows.flow(first, *n as usize, None);
        }
    }
}

/// The functions that sources and sinks touch, those around them up to a method (or
/// whatever else stands in a class or at the top), and all within these. `funcs` is in
/// order of file and key.
pub fn touched(cx: &Context<'_>, funcs: &[FuncRef]) -> Vec<bool> {
    let mut all = Vec::with_capacity(funcs.len());
    for here in by_file(funcs) {
        let Some(file) = here.first().map(|f| f.file) else {
            continue;
        };
        let mut found = vec![false; here.len()];
        let sites = cx.world.sites(file);
        if !sites.is_empty() {
            let tree = cx.tree(file);
            let nest = Nest::new(tree, here.iter().map(|f| f.key.node));
            for site in sites.all() {
                if matches!(site.role, Role::Source | Role::Sink) {
                    nest.touched(tree, site, &mut |n| found[n] = true);
                }
            }
            nest.spread(tree, &mut found);
        }
        all.extend(found);
    }
    all
}

/// Functions in order of file and key, file by file.
fn by_file(funcs: &[FuncRef]) -> impl Iterator<Item = &[FuncRef]> {
    funcs.chunk_by(|a, b| a.file == b.file)
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

    /// Adds the functions around those that are marked, and then all within.
    fn spread(&self, tree: &Tree, marked: &mut [bool]) {
        for n in (0..marked.len()).rev() {
            if let Some(around) = self.around[n]
                && marked[n]
                && !(tree.kind(self.spans[n].0) == Kind::Function && self.is_top(tree, around))
            {
                self.mark(around, marked);
            }
        }
        for n in 0..marked.len() {
            marked[n] |= self.around[n].is_some_and(|around| marked[around]);
        }
    }

    /// Marks a function with those that have the same node.
    fn mark(&self, n: usize, marked: &mut [bool]) {
        let node = self.spans[n].0;
        let from = self.spans.partition_point(|(other, _)| *other < node);
        let same = self.spans[from..].iter().take_while(|(o, _)| *o == node);
        marked[from..from + same.count()].fill(true);
    }

    /// Whether it is part of a class, or the top of the file.
    fn is_top(&self, tree: &Tree, n: usize) -> bool {
        !matches!(tree.kind(self.spans[n].0), Kind::Function | Kind::Lambda)
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
            let is_top = next.is_none_or(|n| self.is_top(tree, n));
            if tree.kind(node) == Kind::Function && within_body && is_top {
                break;
            }
            inner = next;
        }
    }
}
