//! Rules whose labels have to be looked at together.
//!
//! A source or propagator that `requires` labels, and a sink that wants a
//! conjunction or a negation, cannot be decided label by label: no edge function
//! `S ↦ (S ∩ keep) ∪ gen` says "add B if A is there". For these rules functions
//! are evaluated *per context*: which labels their inputs have. A function's
//! summary for such a rule is the table of the contexts that were met, so the
//! formula is decided on the union of labels that really come together.
//!
//! ```text
//! def f(x):  return mark(x)       # source B, requires A
//! sink(f(a()))                    # sink requires A and B
//!
//! f in context x: {A} gives {A, B}; in context x: {} it gives {}.
//! ```
//!
//! One evaluation is a fixpoint over the function's flow graph with a set of
//! labels (a word) on each node. What depends on labels is decided when the rest
//! is stable; what was found to hold stays. So it ends, and negation looks at
//! what is there without what it decides itself (cycles through `not` are errors
//! when rules are loaded).

use std::collections::VecDeque;
use std::sync::Arc;

use haechi_syntax::Idx;
use rustc_hash::{FxHashMap, FxHashSet};

use super::flow::{Assumption, Notice, NoticeKind};
use super::graph::{Applied, Key, Kill, Place};
use super::project::Project;
use super::rules::{LabelNo, SinkRequires};
use super::site::Role;
use super::solve::Solved;
use super::summary::{InputNo, OutputNo};
use super::{FuncRef, RuleNo, Site, TaintRule};

haechi_syntax::define_idx! {
    /// A function in a context.
    EvalId;
}

/// The labels of a function's inputs; those without any are left out.
pub type LabelContext = Vec<(InputNo, u64)>;

/// A function in a context.
pub struct Eval {
    /// The function.
    pub func: FuncRef,
    /// Its graph.
    pub solved: Arc<Solved>,
    context: LabelContext,
    /// The labels at each node.
    pub labels: Vec<u64>,
    /// The evaluations of its callees.
    pub callees: FxHashMap<Applied, EvalId>,
    outputs: Vec<(OutputNo, u64)>,
    done: bool,
}

/// A sink that fires.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fired {
    /// Where.
    pub eval: EvalId,
    /// At which node.
    pub place: Place,
    /// The sink's site.
    pub site: u32,
    /// The labels that arrive.
    pub labels: u64,
}

/// The evaluations for one rule.
pub struct Labeller<'a> {
    project: &'a Project<'a>,
    rule_no: RuleNo,
    rule: &'a TaintRule,
    /// All evaluations.
    pub evals: Vec<Eval>,
    ids: FxHashMap<(FuncRef, LabelContext), EvalId>,
    contexts: FxHashMap<FuncRef, u32>,
    /// Sinks that fire.
    pub fired: Vec<Fired>,
    /// What could not be done.
    pub notices: Vec<Notice>,
}

/// Rounds over functions that call themselves.
const MAX_ROUNDS: usize = 8;

/// How deep calls are evaluated within each other.
const MAX_DEPTH: u32 = 64;

impl<'a> Labeller<'a> {
    /// Evaluates every function that the rule has sites in or below.
    pub fn run(project: &'a Project<'a>, rule_no: RuleNo) -> Self {
        let mut labeller = Self {
            project,
            rule_no,
            rule: &project.cx.rules[rule_no.raw() as usize],
            evals: Vec::new(),
            ids: FxHashMap::default(),
            contexts: FxHashMap::default(),
            fired: Vec::new(),
            notices: Vec::new(),
        };
        let roots: Vec<FuncRef> = project
            .all_solved()
            .filter(|solved| solved.conditional.contains(&rule_no))
            .map(|solved| solved.flow.func)
            .collect();
        for func in roots {
            labeller.evaluate(func, Vec::new(), 0);
        }
        labeller.collect_fired();
        labeller
    }

    /// The labels at the outputs of a function in a context; none where that is
    /// not looked at.
    fn evaluate(&mut self, func: FuncRef, context: LabelContext, depth: u32) -> Option<EvalId> {
        if let Some(id) = self.ids.get(&(func, context.clone())) {
            return Some(*id);
        }
        let solved = self.project.solved(func)?.clone();
        let count = self.contexts.entry(func).or_default();
        *count += 1;
        if *count > self.project.cx.budgets.contexts || depth > MAX_DEPTH {
            self.notices.push(Notice {
                func,
                kind: NoticeKind::Contexts(self.rule_no),
            });
            return None;
        }
        let id = EvalId::from_usize(self.evals.len());
        self.ids.insert((func, context.clone()), id);
        self.evals.push(Eval {
            func,
            labels: vec![0; solved.flow.graph.places.len()],
            solved,
            context,
            callees: FxHashMap::default(),
            outputs: Vec::new(),
            done: false,
        });
        for _ in 0..MAX_ROUNDS {
            let before = self.evals[id.index()].outputs.clone();
            self.solve(id, depth);
            if self.evals[id.index()].outputs == before {
                break;
            }
        }
        self.evals[id.index()].done = true;
        Some(id)
    }

    fn solve(&mut self, id: EvalId, depth: u32) {
        let solved = Arc::clone(&self.evals[id.index()].solved);
        let graph = Walk::new(self.project, self.rule_no, self.rule, &solved);
        let mut labels = vec![0u64; solved.flow.graph.places.len()];
        let mut active: FxHashSet<(Place, u32)> = FxHashSet::default();
        for (input, set) in self.evals[id.index()].context.clone() {
            if let Some(place) = solved.inputs.get(input) {
                labels[place.index()] |= set;
            }
        }
        loop {
            graph.carry(&mut labels, &active);
            let mut changed = graph.activate(&labels, &mut active);
            changed |= self.call(id, &solved, &mut labels, depth);
            if !changed {
                break;
            }
        }
        let outputs = solved
            .outputs
            .iter_enumerated()
            .map(|(no, place)| (no, labels[place.index()]))
            .filter(|(_, set)| *set != 0)
            .collect();
        let eval = &mut self.evals[id.index()];
        eval.labels = labels;
        eval.outputs = outputs;
    }

    /// Evaluates callees with sites of the rule; true if they gave new labels.
    fn call(&mut self, id: EvalId, solved: &Solved, labels: &mut [u64], depth: u32) -> bool {
        let mut changed = false;
        for (applied, record) in solved.flow.applied.iter_enumerated() {
            if !record.summary.conditional.contains(&self.rule_no) {
                continue;
            }
            let context: LabelContext = record
                .summary
                .inputs
                .ids()
                .filter_map(|no| {
                    let place = solved.flow.graph.find(Key::CallIn(applied, no))?;
                    let set = labels[place.index()];
                    (set != 0).then_some((no, set))
                })
                .collect();
            let Some(callee) = self.evaluate(record.func, context, depth + 1) else {
                continue;
            };
            self.evals[id.index()].callees.insert(applied, callee);
            for (no, set) in self.evals[callee.index()].outputs.clone() {
                if let Some(place) = solved.flow.graph.find(Key::CallOut(applied, no)) {
                    let at = &mut labels[place.index()];
                    changed |= *at | set != *at;
                    *at |= set;
                }
            }
        }
        changed
    }

    /// The sinks that fire, in order of evaluation.
    fn collect_fired(&mut self) {
        let mut fired = Vec::new();
        for (n, eval) in self.evals.iter().enumerate() {
            let sites = self.project.cx.world.sites(eval.func.file).all();
            for (place, data) in eval.solved.flow.graph.places.iter_enumerated() {
                let Key::Sink(site, node, operand) = data.key else {
                    continue;
                };
                let labels = eval.labels[place.index()];
                if labels == 0 || sites[site as usize].rule != self.rule_no {
                    continue;
                }
                let at = |k: u32| {
                    let key = Key::Sink(site, node, k);
                    let place = eval.solved.flow.graph.find(key);
                    place.map_or(0, |p| eval.labels[p.index()])
                };
                if self.fires(&sites[site as usize], operand, labels, &at) {
                    fired.push(Fired {
                        eval: EvalId::from_usize(n),
                        place,
                        site,
                        labels,
                    });
                }
            }
        }
        self.fired = fired;
    }

    fn fires(&self, site: &Site, operand: u32, labels: u64, at: &dyn Fn(u32) -> u64) -> bool {
        match self.rule.sinks.get(site.item as usize).map(|s| &s.requires) {
            Some(SinkRequires::All(formula)) => formula.holds(labels),
            // Reported once, at the first operand.
            Some(SinkRequires::Each(formulas)) => {
                let first = (0..formulas.len() as u32).find(|k| at(*k) != 0);
                first == Some(operand)
                    && formulas
                        .iter()
                        .enumerate()
                        .all(|(k, formula)| formula.holds(at(k as u32)))
            }
            None => false,
        }
    }
}

/// One function's graph with the rule's labels as bits.
struct Walk<'a> {
    rule: &'a TaintRule,
    solved: &'a Solved,
    sites: &'a [Site],
    rule_no: RuleNo,
    /// The labels that each kill kills.
    kills: Vec<u64>,
}

impl<'a> Walk<'a> {
    fn new(
        project: &'a Project<'a>,
        rule_no: RuleNo,
        rule: &'a TaintRule,
        solved: &'a Solved,
    ) -> Self {
        let colours = &project.cx.colours;
        let kills = solved
            .flow
            .graph
            .kills()
            .iter()
            .map(|set| {
                colours
                    .of_rule(rule_no)
                    .filter(|c| set.contains(*c))
                    .fold(0, |all, c| all | colours.split(c).1.bit())
            })
            .collect();
        Self {
            rule,
            solved,
            sites: project.cx.world.sites(solved.flow.func.file).all(),
            rule_no,
            kills,
        }
    }

    /// Carries labels along all edges until nothing changes.
    fn carry(&self, labels: &mut [u64], active: &FxHashSet<(Place, u32)>) {
        let graph = &self.solved.flow.graph;
        #[expect(clippy::iter_over_hash_type, reason = "bits are only added")]
        for (place, site) in active {
            let spec = &self.rule.sources[self.sites[*site as usize].item as usize];
            labels[place.index()] |= spec.label.bit();
        }
        let mut queue: VecDeque<Place> = graph
            .places
            .ids()
            .filter(|p| labels[p.index()] != 0)
            .collect();
        while let Some(place) = queue.pop_front() {
            let out = self.leaving(place, labels[place.index()]);
            for number in self.solved.out.of(place) {
                let edge = &graph.edges[*number as usize];
                if self.is_evaluated(place, edge.to) {
                    continue;
                }
                let sent = out & !self.killed(edge.kill);
                let at = &mut labels[edge.to.index()];
                if *at | sent != *at {
                    *at |= sent;
                    queue.push_back(edge.to);
                }
            }
        }
    }

    fn killed(&self, kill: Kill) -> u64 {
        self.kills[kill.index()]
    }

    /// Calls of functions with sites of the rule are evaluated instead.
    fn is_evaluated(&self, from: Place, to: Place) -> bool {
        let places = &self.solved.flow.graph.places;
        match (places[from].key, places[to].key) {
            (Key::CallIn(a, _), Key::CallThrough(b, _)) => {
                a == b
                    && self.solved.flow.applied[a]
                        .summary
                        .conditional
                        .contains(&self.rule_no)
            }
            _ => false,
        }
    }

    /// What leaves a node: a propagator's way may change labels.
    fn leaving(&self, place: Place, labels: u64) -> u64 {
        let Key::Propagator(site) = self.solved.flow.graph.places[place].key else {
            return labels;
        };
        let site = &self.sites[site as usize];
        if site.rule != self.rule_no {
            return 0;
        }
        let Some(spec) = self.rule.propagators.get(site.item as usize) else {
            return labels;
        };
        if labels == 0 || spec.requires.as_ref().is_some_and(|r| !r.holds(labels)) {
            return 0;
        }
        let Some(label) = spec.label else {
            return labels;
        };
        let replaced = match &spec.replace {
            None => labels,
            Some(list) => labels & list.iter().fold(0, |all: u64, l: &LabelNo| all | l.bit()),
        };
        let kept = labels & !replaced;
        if replaced == 0 {
            kept
        } else {
            kept | label.bit()
        }
    }

    /// Decides which sources hold now; true if one is new.
    fn activate(&self, labels: &[u64], active: &mut FxHashSet<(Place, u32)>) -> bool {
        let mut new = Vec::new();
        for (place, data) in self.solved.flow.graph.places.iter_enumerated() {
            for gen_ in &data.gens {
                let site = &self.sites[gen_.site as usize];
                if site.rule != self.rule_no
                    || site.role != Role::Source
                    || active.contains(&(place, gen_.site))
                {
                    continue;
                }
                let Some(spec) = self.rule.sources.get(site.item as usize) else {
                    continue;
                };
                let holds = spec
                    .requires
                    .as_ref()
                    .is_none_or(|r| r.holds(labels[place.index()]));
                if holds {
                    new.push((place, gen_.site));
                }
            }
        }
        let changed = !new.is_empty();
        active.extend(new);
        changed
    }
}

/// A node of an evaluation.
pub type Point = (EvalId, Place);

/// A point on the way back from a sink.
struct Back {
    point: Point,
    /// The point that it was reached from, nearer to the sink.
    from: Option<usize>,
    assume: Option<Assumption>,
    /// The calls that it lies in, as far as the way came down into them.
    calls: Vec<(EvalId, Applied)>,
}

/// How many points are looked at on the way back from one sink.
const MAX_POINTS: usize = 20_000;

/// The sources behind a sink that fires, nearest first, each with the way from
/// it (source first) and the assumptions on it. A way that came down into a callee
/// leaves it to the call that it came from.
pub fn sources_behind(
    labeller: &Labeller<'_>,
    fired: &Fired,
    limit: usize,
) -> Vec<(u32, FuncRef, Vec<Point>, Vec<Assumption>)> {
    let mut found = Vec::new();
    let mut known: FxHashSet<(u32, FuncRef)> = FxHashSet::default();
    let start = Back {
        point: (fired.eval, fired.place),
        from: None,
        assume: None,
        calls: Vec::new(),
    };
    let mut seen = FxHashSet::from_iter([(start.point, start.calls.clone())]);
    let mut list = vec![start];
    let mut at = 0;
    while at < list.len() && list.len() < MAX_POINTS {
        let (id, place) = list[at].point;
        let eval = &labeller.evals[id.index()];
        for site in labeller.begun(eval, place) {
            if known.insert((site, eval.func)) {
                let (way, assumptions) = way_from(&list, at);
                found.push((site, eval.func, way, assumptions));
            }
            if found.len() >= limit {
                return found;
            }
        }
        for mut next in labeller.before(&list[at]) {
            if seen.insert((next.point, next.calls.clone())) {
                next.from = Some(at);
                list.push(next);
            }
        }
        at += 1;
    }
    found
}

fn way_from(list: &[Back], from: usize) -> (Vec<Point>, Vec<Assumption>) {
    let mut way = Vec::new();
    let mut assumptions = Vec::new();
    let mut at = Some(from);
    while let Some(n) = at {
        way.push(list[n].point);
        assumptions.extend(list[n].assume);
        at = list[n].from;
    }
    (way, assumptions)
}

impl Labeller<'_> {
    /// The sources that begin at a node and hold there.
    fn begun(&self, eval: &Eval, place: Place) -> Vec<u32> {
        let sites = self.project.cx.world.sites(eval.func.file).all();
        let holds = |site: &Site| {
            let spec = self.rule.sources.get(site.item as usize);
            spec.is_some_and(|spec| {
                let requires = spec.requires.as_ref();
                requires.is_none_or(|r| r.holds(eval.labels[place.index()]))
            })
        };
        eval.solved.flow.graph.places[place]
            .gens
            .iter()
            .map(|gen_| gen_.site)
            .filter(|n| {
                let site = &sites[*n as usize];
                site.rule == self.rule_no && site.role == Role::Source && holds(site)
            })
            .collect()
    }

    /// The nodes that labels came from, across calls.
    fn before(&self, at: &Back) -> Vec<Back> {
        let (id, place) = at.point;
        let eval = &self.evals[id.index()];
        let solved = &eval.solved;
        let walk = Walk::new(self.project, self.rule_no, self.rule, solved);
        let mut found = Vec::new();
        let mut add = |point, assume, calls: &[(EvalId, Applied)]| {
            found.push(Back {
                point,
                from: None,
                assume,
                calls: calls.to_vec(),
            });
        };
        for number in solved.into.of(place) {
            let edge = &solved.flow.graph.edges[*number as usize];
            let out = walk.leaving(edge.from, eval.labels[edge.from.index()]);
            if out & !walk.killed(edge.kill) != 0 && !walk.is_evaluated(edge.from, edge.to) {
                add((id, edge.from), edge.assume, &at.calls);
            }
        }
        match solved.flow.graph.places[place].key {
            Key::CallOut(applied, no) => {
                if let Some(callee) = eval.callees.get(&applied) {
                    let inner = &self.evals[callee.index()];
                    let out = inner.solved.outputs.get(no);
                    if let Some(out) = out.filter(|o| inner.labels[o.index()] != 0) {
                        let mut calls = at.calls.clone();
                        calls.push((id, applied));
                        add((*callee, *out), None, &calls);
                    }
                }
            }
            Key::Input(_) => {
                let callers = match at.calls.last() {
                    Some(call) => vec![*call],
                    None => self.callers(id),
                };
                let calls = &at.calls[..at.calls.len().saturating_sub(1)];
                for (caller, applied) in callers {
                    let Some(no) = solved.input_at(place) else {
                        continue;
                    };
                    let outer = &self.evals[caller.index()];
                    let key = Key::CallIn(applied, no);
                    if let Some(place) = outer.solved.flow.graph.find(key) {
                        add((caller, place), None, calls);
                    }
                }
            }
            _ => {}
        }
        found
    }

    /// Where an evaluation was asked for.
    fn callers(&self, of: EvalId) -> Vec<(EvalId, Applied)> {
        let mut found = Vec::new();
        for (n, eval) in self.evals.iter().enumerate() {
            let here = eval.callees.iter().filter(|(_, callee)| **callee == of);
            found.extend(here.map(|(applied, _)| (EvalId::from_usize(n), *applied)));
        }
        found.sort_unstable();
        found
    }
}
