//! All functions: summaries bottom-up over the components of functions that
//! call each other, shared state in rounds, then the flows.

use std::sync::Arc;

use haechi_ir::{Function, Op};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::build::{Builder, OverBudget, Summaries};
use super::context::Context;
use super::flow::{Analysis, Depth, Flows, Notice, NoticeKind};
use super::graph::Place;
use super::pool::{Pool, SharedKey};
use super::relevance::{self, Mentions, Relevance, Standing};
use super::solve::{Solved, Solver};
use super::summary::{InputNo, OutputNo, Summary};
use super::{FileId, FuncRef, GlobalVar, RuleNo};
use crate::framework::order::{Adjacency, components};

/// Rounds over shared state; each follows values through one more global.
const MAX_POOL_ROUNDS: usize = 4;

/// The longest path of selectors that is told apart in a widened function.
const WIDE_PATHS: usize = 1;

/// How many times as often as until it is widened a function is solved before it
/// is given up, in a small component.
const GIVE_UP: u32 = 8;

/// How often all functions of a large component together are solved, at most. (Each
/// at least [`FEWEST`] times.)
const SOLVES: u32 = 1024;

/// How often each function of a component is solved before it is given up, however
/// large the component is.
const FEWEST: u32 = 4;

/// How often functions that call each other are solved.
struct Patience {
    /// Before they are widened.
    exact: u32,
    /// Before they are given up.
    all: u32,
}

impl Patience {
    /// For components of `size` functions; `rounds`: the budget of small ones.
    fn new(size: usize, rounds: u32) -> Self {
        let size = u32::try_from(size).unwrap_or(u32::MAX).max(1);
        let all = rounds
            .saturating_mul(GIVE_UP)
            .min((SOLVES / size).max(FEWEST));
        Self {
            exact: rounds.min(all / 2),
            all,
        }
    }
}

/// What is known of one function.
struct Node {
    func: FuncRef,
    summary: Option<Arc<Summary>>,
    solved: Option<Arc<Solved>>,
    over_budget: bool,
    /// Not analysed, but it has sinks.
    only_sinks: bool,
}

/// No call is followed.
struct Alone;

impl Summaries for Alone {
    fn summary(&self, _func: FuncRef) -> Option<Arc<Summary>> {
        None
    }
}

/// The functions of a run.
pub struct Project<'a> {
    /// What all share.
    pub cx: &'a Context<'a>,
    nodes: Vec<Node>,
    index: FxHashMap<FuncRef, usize>,
    /// Shared state.
    pub pool: Pool<'a>,
}

impl Summaries for Project<'_> {
    fn summary(&self, func: FuncRef) -> Option<Arc<Summary>> {
        self.nodes.get(*self.index.get(&func)?)?.summary.clone()
    }
}

/// Finds all flows. Unless values are followed from file to file, each file is a
/// program of its own.
pub fn analyse(analysis: &Analysis<'_>) -> Flows {
    let files = analysis.world.files();
    if analysis.depth == Depth::Project {
        return analyse_files(analysis, &files);
    }
    let each: Vec<Flows> = files
        .par_iter()
        .filter(|file| !analysis.world.sites(**file).is_empty())
        .map(|file| analyse_files(analysis, &[*file]))
        .collect();
    Flows::of_files(each)
}

/// Finds the flows in some files, as if there were no others.
fn analyse_files(analysis: &Analysis<'_>, files: &[FileId]) -> Flows {
    let cx = Context::new(analysis, files);
    if files.iter().all(|f| cx.world.sites(*f).is_empty()) {
        return Flows::default();
    }
    let mut project = Project::new(&cx, files);
    let asked = project.asked();
    let follow = |project: &mut Project<'_>, asked: &[bool]| {
        let found = project.find_mentions(asked);
        let graph = CallGraph::new(&found);
        let funcs: Vec<FuncRef> = project.nodes.iter().map(|node| node.func).collect();
        let parts = (&graph.uses, &graph.components[..]);
        let mut relevance =
            (!cx.budgets.exhaustive).then(|| Relevance::new(&cx, &funcs, &found, parts.0, parts.1));
        project.summarise(&graph, relevance.as_mut());
        if let Some(relevance) = &relevance {
            for (n, node) in project.nodes.iter_mut().enumerate() {
                node.only_sinks = relevance.standing(n) == Standing::OnlySinks;
            }
        }
    };
    follow(&mut project, &asked);
    if asked.contains(&false) && project.pool.held().next().is_some() {
        // Whoever was left out may pass on what is shared.
        project = Project::new(&cx, files);
        let all = vec![true; project.nodes.len()];
        follow(&mut project, &all);
    }
    let flows = project.flows();
    if cx.depth != Depth::Project {
        project.nodes.iter().for_each(|n| cx.world.forget(n.func));
    }
    flows
}

/// Who uses whom.
struct CallGraph {
    uses: Adjacency,
    users: Adjacency,
    /// Callees before callers.
    components: Vec<Vec<u32>>,
}

impl CallGraph {
    fn new(all: &[Mentions]) -> Self {
        let edges: Vec<(u32, u32)> = all
            .iter()
            .enumerate()
            .flat_map(|(n, one)| one.uses.iter().map(move |to| (n as u32, *to)))
            .collect();
        let uses = Adjacency::new(all.len(), edges.iter().copied());
        let users = Adjacency::new(all.len(), edges.iter().map(|(a, b)| (*b, *a)));
        let components = components(&uses);
        Self {
            uses,
            users,
            components,
        }
    }
}

impl<'a> Project<'a> {
    fn new(cx: &'a Context<'a>, files: &[FileId]) -> Self {
        let mut project = Self {
            cx,
            nodes: Vec::new(),
            index: FxHashMap::default(),
            pool: Pool::new(cx),
        };
        for file in files {
            project.add_file(*file);
        }
        project
    }

    /// Which functions are looked into before anything is known to be shared. If
    /// calls are not followed, those that sites touch, with what they are nested in
    /// and what is nested in them; else all.
    fn asked(&self) -> Vec<bool> {
        let funcs: Vec<FuncRef> = self.nodes.iter().map(|node| node.func).collect();
        if self.cx.depth == Depth::Function && !self.cx.budgets.exhaustive {
            relevance::touched(self.cx, &funcs)
        } else {
            vec![true; funcs.len()]
        }
    }

    fn add_file(&mut self, file: FileId) {
        for key in self.cx.world.functions(file) {
            let func = FuncRef { file, key };
            self.index.insert(func, self.nodes.len());
            self.nodes.push(Node {
                func,
                summary: Some(Arc::new(Summary::bottom())),
                solved: None,
                over_budget: false,
                only_sinks: false,
            });
        }
    }

    /// What each of the functions asked about mentions. The IR of functions is not
    /// kept: most do not matter.
    fn find_mentions(&self, asked: &[bool]) -> Vec<Mentions> {
        self.nodes
            .par_iter()
            .zip(asked)
            .map(|(node, asked)| {
                if !asked {
                    return Mentions::default();
                }
                let Some(ir) = self.cx.world.function(node.func) else {
                    return Mentions::default();
                };
                let mut uses: Vec<u32> = self
                    .used_functions(node.func, &ir)
                    .iter()
                    .filter_map(|used| self.index.get(used))
                    .map(|at| *at as u32)
                    .collect();
                uses.sort_unstable();
                uses.dedup();
                let mut globals: Vec<GlobalVar> = ir
                    .values
                    .iter()
                    .filter_map(|value| match value.op {
                        Op::LoadGlobal(node) | Op::StoreGlobal(node, _) => Some(node),
                        _ => None,
                    })
                    .filter_map(|at| self.cx.world.global(node.func.file, at))
                    .collect();
                globals.sort_unstable();
                globals.dedup();
                if self.cx.depth == Depth::Project {
                    self.cx.world.forget(node.func);
                }
                Mentions { uses, globals }
            })
            .collect()
    }

    /// How many calls in arguments of sinks are not resolved, of a function that
    /// is not analysed.
    fn unresolved_at_sinks(&self, func: FuncRef) -> u32 {
        let Some(ir) = self.cx.world.function(func).filter(|ir| ir.gap.is_none()) else {
            return 0;
        };
        let built = Builder::new(self.cx, func, &ir, &Alone).build();
        self.cx.world.forget(func);
        built.map_or(0, |flow| flow.unresolved_at_sinks)
    }

    /// What a function calls or makes a value of, as far as it is followed.
    fn used_functions(&self, func: FuncRef, ir: &Function) -> FxHashSet<FuncRef> {
        let mut found = FxHashSet::default();
        for (id, value) in ir.values.iter_enumerated() {
            match value.op {
                Op::Closure(closure) => {
                    found.insert(FuncRef {
                        file: func.file,
                        key: ir.closure(closure).func,
                    });
                }
                Op::MethodRef(_) | Op::LoadGlobal(_) if self.cx.depth != Depth::Function => {
                    let target = self.cx.world.function_value(func, ir, id);
                    found.extend(target.map(|t| t.func));
                }
                Op::Call(call) if self.cx.depth != Depth::Function => {
                    let callees = self.cx.world.callees(func, ir, id, call);
                    let here = |f: &FuncRef| self.cx.depth == Depth::Project || f.file == func.file;
                    found.extend(callees.targets.iter().map(|t| t.func).filter(here));
                }
                _ => {}
            }
        }
        found
    }

    /// Makes the summaries of the functions that matter. Calls of the others
    /// count as unresolved, but none that is analysed calls them.
    fn summarise(&mut self, graph: &CallGraph, mut relevance: Option<&mut Relevance<'_>>) {
        let CallGraph {
            uses,
            users,
            components,
        } = graph;
        let mut dirty = vec![relevance.is_none(); self.nodes.len()];
        for node in self.nodes.iter_mut().filter(|_| relevance.is_some()) {
            node.summary = None;
        }
        self.add_relevant(relevance.as_deref_mut(), &mut dirty);
        for _ in 0..MAX_POOL_ROUNDS {
            for component in components {
                if component.iter().any(|n| dirty[*n as usize]) {
                    let recursive = component.len() > 1
                        || uses.of(component[0] as usize).contains(&component[0]);
                    for changed in self.solve_component(component, recursive, users) {
                        for user in users.of(changed) {
                            let user = *user as usize;
                            dirty[user] |= self.nodes[user].summary.is_some();
                        }
                    }
                }
                component.iter().for_each(|n| dirty[*n as usize] = false);
            }
            let mut more = self.update_pool(&mut dirty);
            if let Some(relevance) = relevance.as_deref_mut() {
                relevance.add_shared(self.pool.held());
            }
            more |= self.add_relevant(relevance.as_deref_mut(), &mut dirty);
            if !more {
                break;
            }
        }
    }

    /// Takes in functions that matter now; false if there are none.
    fn add_relevant(&mut self, relevance: Option<&mut Relevance<'_>>, dirty: &mut [bool]) -> bool {
        let new = relevance.map_or_else(Vec::new, Relevance::grow);
        for n in &new {
            let n = *n as usize;
            self.nodes[n].summary = Some(Arc::new(Summary::bottom()));
            dirty[n] = true;
        }
        !new.is_empty()
    }

    /// Solves the functions of a component until their summaries are stable:
    /// after the first time only those one of whose callees changed. Gives those
    /// whose summary changed.
    ///
    /// A function that was solved more often than the budget says is *widened*
    /// from then on: it tells fewer parts of its parameters apart, and its summary
    /// only grows, so it settles. What does not settle even so is given up.
    fn solve_component(
        &mut self,
        component: &[u32],
        recursive: bool,
        users: &Adjacency,
    ) -> Vec<usize> {
        let before: Vec<_> = component
            .iter()
            .map(|n| self.nodes[*n as usize].summary.clone())
            .collect();
        let place = |n: &u32| component.binary_search(n).ok();
        let mut waiting = vec![true; component.len()];
        let mut times = vec![0u32; component.len()];
        let patience = Patience::new(component.len(), self.cx.budgets.rounds);
        let mut any = true;
        while std::mem::take(&mut any) {
            for (at, n) in component.iter().enumerate() {
                if !std::mem::take(&mut waiting[at]) {
                    continue;
                }
                let widen = times[at].checked_sub(patience.exact);
                let changed = if times[at] >= patience.all {
                    self.give_up(*n as usize)
                } else {
                    self.solve_one(*n as usize, widen)
                };
                times[at] += 1;
                if changed && recursive {
                    for user in users.of(*n as usize).iter().filter_map(place) {
                        waiting[user] = true;
                        any = true;
                    }
                }
            }
        }
        component
            .iter()
            .zip(before)
            .map(|(n, before)| (*n as usize, before))
            .filter(|(n, before)| self.nodes[*n].summary != *before)
            .map(|(n, _)| n)
            .collect()
    }

    /// Solves one function; true if its summary changed. `widen`: how often that
    /// was done widened before.
    fn solve_one(&mut self, n: usize, widen: Option<u32>) -> bool {
        if self.nodes[n].over_budget {
            return false;
        }
        let func = self.nodes[n].func;
        let Some(ir) = self.cx.world.function(func) else {
            let changed = self.nodes[n].summary.is_some();
            self.nodes[n].summary = None;
            return changed;
        };
        if ir.gap.is_some() {
            return self.give_up(n);
        }
        let old = self.nodes[n].summary.clone();
        let mut builder = Builder::new(self.cx, func, &ir, self);
        if widen.is_some() {
            builder = builder.with_paths(WIDE_PATHS);
        }
        let flow = match builder.build() {
            Ok(flow) => flow,
            Err(OverBudget) => return self.give_up(n),
        };
        let (mut solved, mut summary) = Solver::solve(self.cx, &self.pool, flow);
        if widen.is_some_and(|times| times > 0)
            && let Some(old) = &old
        {
            summary = solved.join(old, &summary);
        }
        let changed = old.as_deref() != Some(&summary);
        self.nodes[n].solved = Some(Arc::new(solved));
        if changed {
            self.nodes[n].summary = Some(Arc::new(summary));
        }
        changed
    }

    /// Calls of the function count as unresolved from now on, and it is analysed
    /// on its own: all that it calls is unknown to it.
    fn give_up(&mut self, n: usize) -> bool {
        let alone = self.solve_alone(n);
        let node = &mut self.nodes[n];
        node.over_budget = true;
        node.solved = alone.map(Arc::new);
        node.summary.take().is_some()
    }

    fn solve_alone(&self, n: usize) -> Option<Solved> {
        let func = self.nodes[n].func;
        let ir = self.cx.world.function(func)?;
        if ir.gap.is_some() {
            return None;
        }
        let flow = Builder::new(self.cx, func, &ir, &Alone).build().ok()?;
        Some(Solver::solve(self.cx, &self.pool, flow).0)
    }

    /// Collects shared state; marks who reads what changed.
    fn update_pool(&mut self, dirty: &mut [bool]) -> bool {
        let left = self
            .nodes
            .iter()
            .filter_map(|node| Some((node.func, &node.solved.as_ref()?.shares[..])))
            .filter(|(_, left)| !left.is_empty());
        let changed: FxHashSet<SharedKey> = self.pool.update(left).into_iter().collect();
        if changed.is_empty() {
            return false;
        }
        let mut any = false;
        for (n, node) in self.nodes.iter().enumerate() {
            let Some(solved) = &node.solved else {
                continue;
            };
            let reads = solved.reads.iter().any(|input| {
                self.pool
                    .keys(node.func, input)
                    .iter()
                    .any(|key| changed.contains(key))
            });
            if reads {
                dirty[n] = true;
                any = true;
            }
        }
        any
    }

    /// The solved graph of a function.
    pub fn solved(&self, func: FuncRef) -> Option<&Arc<Solved>> {
        self.nodes.get(*self.index.get(&func)?)?.solved.as_ref()
    }

    /// The node of an input of a function's summary.
    pub fn input_place(&self, func: FuncRef, input: InputNo) -> Option<Place> {
        self.solved(func)?.inputs.get(input).copied()
    }

    /// The node of an output of a function's summary.
    pub fn output_place(&self, func: FuncRef, output: OutputNo) -> Option<Place> {
        self.solved(func)?.outputs.get(output).copied()
    }

    /// All solved functions, in order.
    pub fn all_solved(&self) -> impl Iterator<Item = &Arc<Solved>> {
        self.nodes.iter().filter_map(|node| node.solved.as_ref())
    }

    /// The rules that depend on labels being there together and have sites.
    pub fn conditional_rules(&self) -> Vec<RuleNo> {
        let mut rules: Vec<RuleNo> = self
            .all_solved()
            .flat_map(|solved| solved.conditional.iter().copied())
            .collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    /// What could not be done.
    pub fn notices(&self) -> Vec<Notice> {
        let mut notices = Vec::new();
        for node in &self.nodes {
            if node.over_budget {
                notices.push(Notice {
                    func: node.func,
                    kind: NoticeKind::Budget,
                });
            }
            let unresolved = match &node.solved {
                // There no call is.
                _ if self.cx.depth == Depth::Function => 0,
                Some(solved) => solved.flow.unresolved_at_sinks,
                None if node.only_sinks => self.unresolved_at_sinks(node.func),
                None => 0,
            };
            if unresolved > 0 {
                notices.push(Notice {
                    func: node.func,
                    kind: NoticeKind::UnresolvedSinkArguments(unresolved),
                });
            }
        }
        notices
    }
}
