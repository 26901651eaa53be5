//! The reference: a slow taint solver that is easy to believe.
//!
//! It answers the same question as [`analyse`](super::analyse): which source
//! site of a rule reaches which of its sink sites. It shares with the engine
//! what defines the question (the IR, the sites and which values and uses they
//! mean, the answers of the [`World`](super::World)) and nothing of the machinery
//! that makes the engine fast: no flow graph, no colours, no summaries, no
//! witnesses.
//!
//! # How it works
//!
//! One rule at a time, functions are *executed* with sets instead of values. A
//! value is the set of sources that it carries as a whole, and the objects that it
//! may be ([`Abs`](state::Abs)); memory maps access paths to such values
//! ([`State`](state::State)). A call executes the callee on the caller's memory, so
//! every function is looked at anew for every chain of calls that leads to it; a
//! function that calls itself is followed a few turns deep. A sanitizer empties a
//! set, a sink writes down the set that arrives.
//!
//! ```text
//! def put(b, s):      put is executed for the call below with b = box, s = {source@4}
//!     b.v = s         memory: box.v ↦ {source@4}
//! box = Box()
//! put(box, source())  # line 4
//! sink(box.v)         arrives: {source@4}
//! ```
//!
//! Every function is a root as well: executed with parameters of which nothing is
//! known. State that functions share without calling each other (globals, fields
//! that initialisers set) goes through a [`Pool`](pool::Pool); all is repeated until
//! that pool is stable.
//!
//! # What both must agree on
//!
//! The definitions, not the way: a location has at most four selectors, a reference
//! at most four candidates; an update replaces only where there is one candidate
//! that is one object and one place; sizes of containers are known within one function
//! only; what is not resolved follows the default for unknown calls.

mod arguments;
mod call;
mod container;
mod instr;
mod marked;
mod memory;
mod model;
mod pool;
mod run;
mod state;
mod unknown;

use std::collections::BTreeSet;

use super::context::Context;
use super::rules::SinkRequires;
use super::{Analysis, FuncRef, RuleNo, SiteRef};
use run::{Hits, Run};
use state::{Fact, Facts};

/// A flow: rule, source, sink.
pub type Ends = (RuleNo, SiteRef, SiteRef);

/// What the reference found.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Found {
    /// All flows.
    pub flows: BTreeSet<Ends>,
    /// Rules that took too many steps; their flows are not complete.
    pub given_up: Vec<RuleNo>,
}

/// How often shared state and conditions on labels may lead to another round.
const MAX_ROUNDS: usize = 12;

/// Finds all flows. `steps` limits the instructions that are executed for one rule.
pub fn solve(analysis: &Analysis<'_>, steps: u64) -> Found {
    let cx = Context::new(analysis, &analysis.world.files());
    let mut found = Found::default();
    for n in 0..cx.rules.len() {
        let rule = RuleNo::new(n as u32);
        match solve_rule(&cx, rule, steps) {
            Some(flows) => found.flows.extend(flows),
            None => found.given_up.push(rule),
        }
    }
    found
}

fn solve_rule(cx: &Context<'_>, rule: RuleNo, steps: u64) -> Option<BTreeSet<Ends>> {
    let files = cx.world.files();
    let has_sites = files.iter().any(|file| {
        let sites = cx.world.sites(*file).all();
        sites.iter().any(|site| site.rule == rule)
    });
    if !has_sites {
        return Some(BTreeSet::new());
    }
    let mut run = Run::new(cx, rule, steps);
    for _ in 0..MAX_ROUNDS {
        for file in &files {
            for key in cx.world.functions(*file) {
                run.root(FuncRef { file: *file, key });
            }
        }
        if run.is_given_up() {
            return None;
        }
        if !run.settle() {
            break;
        }
    }
    Some(flows_of(cx, rule, run.hits()))
}

/// The flows behind what arrived at sinks.
fn flows_of(cx: &Context<'_>, rule_no: RuleNo, hits: &Hits) -> BTreeSet<Ends> {
    let rule = &cx.rules[rule_no.raw() as usize];
    let mut flows = BTreeSet::new();
    for (at, facts) in hits {
        let sink = at.site;
        let site = &cx.world.sites(sink.file).all()[sink.site as usize];
        let Some(spec) = rule.sinks.get(site.item as usize) else {
            continue;
        };
        let arrived: Vec<Fact> = match &spec.requires {
            SinkRequires::All(formula) => match formula.any_of().filter(|_| rule.is_plain()) {
                Some(labels) => facts
                    .iter()
                    .filter(|fact| labels & fact.label.bit() != 0)
                    .copied()
                    .collect(),
                None if !facts.is_empty() && formula.holds(labels_of(facts)) => {
                    facts.iter().copied().collect()
                }
                None => Vec::new(),
            },
            SinkRequires::Each(formulas) => {
                let of = |operand: u32| {
                    let key = run::SinkAt { operand, ..*at };
                    hits.get(&key).map_or(0, labels_of)
                };
                let first = (0..formulas.len() as u32).find(|k| of(*k) != 0);
                let hold = |(k, formula): (usize, &super::Formula)| formula.holds(of(k as u32));
                if first == Some(at.operand) && formulas.iter().enumerate().all(hold) {
                    facts.iter().copied().collect()
                } else {
                    Vec::new()
                }
            }
        };
        for fact in arrived {
            if !rule.options.unify_mvars || cx.world.unifies(fact.source, sink) {
                flows.insert((rule_no, fact.source, sink));
            }
        }
    }
    flows
}

/// The labels of facts together.
fn labels_of(facts: &Facts) -> u64 {
    facts.iter().fold(0, |all, fact| all | fact.label.bit())
}
