//! Which flows the branches let through that calls choose by their arguments.
//!
//! A rule with the option `guarded_taint_signatures` asks that. After the flows
//! are known, its ways are gone over once more, each with the conditions that
//! hold on it. A condition is kept in terms of the function's own parameters;
//! where a way goes on in a caller, the caller's arguments are put in, and what
//! comes out false ends the way.
//!
//! ```text
//! def run(mode, text):            way from text to the sink: when mode == 1
//!     if mode == 1:
//!         execute(text)
//!
//! def both(mode):                 way: when mode == 1, in terms of both()
//!     run(mode, source())
//!     run(2, source())            2 == 1 is false: no way
//! ```
//!
//! What is not known (other operators, objects that may have changed) is no
//! condition. Functions that call themselves are gone over until nothing new is
//! found; what does not settle, or grows too large, is given up: the flow stays.

use std::rc::Rc;
use std::sync::Arc;

use haechi_syntax::{Idx, Lang};
use rustc_hash::{FxHashMap, FxHashSet};

use super::build::Given;
use super::colour::Colour;
use super::flow::End;
use super::graph::{Applied, Key, Place};
use super::project::Project;
use super::solve::{Solved, sink_colours, source_colour};
use super::summary::{InputNo, OutputNo};
use super::{FuncRef, RuleNo};

mod expr;
mod frame;
mod reach;
mod rounds;
mod when;

use expr::{Expr, Exprs};
use frame::Frame;
use reach::Reach;
use rounds::Rounds;
use when::{All, When, both};

/// How deep calls are followed.
const MAX_DEPTH: u32 = 48;

/// How many calls of function objects within each other are looked through.
const MAX_NESTED: u32 = 4;

/// How often functions that call themselves are looked at.
const MAX_ROUNDS: u32 = 12;

/// The most ends that are told apart for one way.
const MAX_ENDS: usize = 512;

/// Ends with the conditions under which they are reached.
type Ends = Vec<(End, When)>;

/// The flows that some branches let through.
pub struct Passable {
    flows: FxHashSet<(RuleNo, End, End)>,
    given_up: FxHashSet<RuleNo>,
    asked: FxHashSet<RuleNo>,
}

impl Passable {
    /// Goes over the flows of the rules that ask for it; none if no rule does.
    pub fn find(project: &Project<'_>) -> Option<Self> {
        if !project.cx.guarded {
            return None;
        }
        let mut walk = Walk {
            project,
            exprs: Exprs::default(),
            frames: FxHashMap::default(),
            sinks: Rounds::default(),
            sources: Rounds::default(),
            through: Rounds::default(),
            circular: false,
            lifts: FxHashMap::default(),
            found: Self {
                flows: FxHashSet::default(),
                given_up: FxHashSet::default(),
                asked: FxHashSet::default(),
            },
        };
        for (n, rule) in project.cx.rules.iter().enumerate() {
            if rule.options.guarded && rule.is_plain() {
                walk.found.asked.insert(RuleNo::new(n as u32));
            }
        }
        for _ in 0..MAX_ROUNDS {
            for solved in project.all_solved() {
                walk.meets(solved);
            }
            if !std::mem::take(&mut walk.circular) || walk.is_settled() {
                return Some(walk.found);
            }
            walk.next_round();
        }
        walk.found.given_up = walk.found.asked.clone();
        Some(walk.found)
    }

    /// Whether a flow may be: some way of it has no contradiction.
    pub fn allows(&self, rule: RuleNo, source: End, sink: End) -> bool {
        !self.asked.contains(&rule)
            || self.given_up.contains(&rule)
            || self.flows.contains(&(rule, source, sink))
    }
}

/// What the parameters of a callee get, and what came of putting that in.
#[derive(Default)]
struct Lift {
    params: Vec<Option<Expr>>,
    known: FxHashMap<Expr, Option<Expr>>,
}

struct Walk<'a> {
    project: &'a Project<'a>,
    exprs: Exprs,
    frames: FxHashMap<FuncRef, Option<Frame<'a>>>,
    sinks: Rounds<(FuncRef, InputNo, Colour), Rc<Ends>>,
    sources: Rounds<(FuncRef, Place, Colour), Rc<Ends>>,
    through: Rounds<(FuncRef, InputNo, OutputNo, Colour), When>,
    /// Whether a function was met while it was looked at.
    circular: bool,
    lifts: FxHashMap<(FuncRef, Applied), Lift>,
    found: Passable,
}

impl<'a> Walk<'a> {
    fn give_up(&mut self, colour: Colour) {
        let (rule, _) = self.project.cx.colours.split(colour);
        self.found.given_up.insert(rule);
    }

    fn is_settled(&self) -> bool {
        self.sinks.is_settled() && self.sources.is_settled() && self.through.is_settled()
    }

    fn next_round(&mut self) {
        self.sinks.next();
        self.sources.next();
        self.through.next();
    }

    fn is_asked(&self, colour: Colour) -> bool {
        let (rule, _) = self.project.cx.colours.split(colour);
        self.found.asked.contains(&rule) && !self.found.given_up.contains(&rule)
    }

    fn lang(&self, func: FuncRef) -> Lang {
        self.project.cx.tree(func.file).lang
    }

    fn frame(&mut self, func: FuncRef) -> Option<(&mut Frame<'a>, &mut Exprs)> {
        let cx = self.project.cx;
        let exprs = &mut self.exprs;
        let frame = self.frames.entry(func).or_insert_with(|| {
            let ir = cx.world.function(func)?;
            Some(Frame::new(ir, cx.tree(func.file), exprs))
        });
        Some((frame.as_mut()?, exprs))
    }

    /// The flows that meet in a function.
    fn meets(&mut self, solved: &Solved) {
        for (place, colour) in solved.meetings() {
            if !self.is_asked(colour) {
                continue;
            }
            let sources = self.sources_at(solved, place, colour, 0);
            if sources.is_empty() {
                continue;
            }
            let sinks = self.sinks_from(solved, place, colour, 0);
            let lang = self.lang(solved.flow.func);
            let (rule, _) = self.project.cx.colours.split(colour);
            for (sink, at_sink) in &sinks {
                for (source, at_source) in &sources {
                    let when = at_source.and(&self.exprs, lang, at_sink);
                    if !when.is_never() {
                        self.found.flows.insert((rule, *source, *sink));
                    }
                }
            }
        }
    }

    /// The sources whose colour begins at a node.
    fn sources_at(&mut self, solved: &Solved, place: Place, colour: Colour, depth: u32) -> Ends {
        let cx = self.project.cx;
        let func = solved.flow.func;
        let data = &solved.flow.graph.places[place];
        let mut ends = Ends::new();
        let sites = cx.world.sites(func.file).all();
        for gen_ in &data.gens {
            if source_colour(cx, &sites[gen_.site as usize]) == Some(colour) {
                self.add(
                    &mut ends,
                    colour,
                    cx.end(func.file, gen_.site),
                    When::always(),
                );
            }
        }
        match data.key {
            Key::CallOut(applied, no) => {
                let callee = &solved.flow.applied[applied];
                if callee.summary.gens[no].contains(colour)
                    && let Some(place) = self.project.output_place(callee.func, no)
                {
                    let from = self.sources_of(callee.func, place, colour, depth + 1);
                    self.lift_ends(solved, applied, &from, colour, &mut ends);
                }
            }
            Key::Input(no) => {
                let project = self.project;
                let input = &solved.flow.inputs[no];
                for key in project.pool.keys(func, input) {
                    for share in project.pool.of(key, &input.path, input.deep) {
                        if !share.colours.contains(colour) {
                            continue;
                        }
                        let from = self.sources_of(share.func, share.place, colour, depth + 1);
                        // Its conditions are about another call.
                        for (end, _) in from.iter() {
                            self.add(&mut ends, colour, *end, When::always());
                        }
                    }
                }
            }
            _ => {}
        }
        ends
    }

    fn sources_of(&mut self, func: FuncRef, end: Place, colour: Colour, depth: u32) -> Rc<Ends> {
        let key = (func, end, colour);
        if let Some(known) = self.sources.get(&key, &mut self.circular) {
            return known;
        }
        let Some(solved) = self.project.solved(func).map(Arc::clone) else {
            return Rc::default();
        };
        if depth > MAX_DEPTH {
            self.give_up(colour);
            return Rc::default();
        }
        self.sources.begin(key);
        let bit = solved.universe.bit(colour);
        let reach = Reach {
            solved: &solved,
            colour,
            forward: false,
            for_callers: false,
            depth,
        };
        let places = self.reach(&reach, end, |place| {
            solved.taint.contains(place.index(), bit)
        });
        let lang = self.lang(func);
        let mut ends = Ends::new();
        for (place, way) in &places {
            if !solved.begins_at(*place, colour) {
                continue;
            }
            for (end, when) in self.sources_at(&solved, *place, colour, depth) {
                let when = when.and(&self.exprs, lang, way);
                self.add(&mut ends, colour, end, when);
            }
        }
        let ends = Rc::new(ends);
        self.sources.end(key, Rc::clone(&ends));
        ends
    }

    /// The sinks that a colour reaches from a node.
    fn sinks_from(&mut self, solved: &Solved, start: Place, colour: Colour, depth: u32) -> Ends {
        let cx = self.project.cx;
        let func = solved.flow.func;
        let sites = cx.world.sites(func.file).all();
        let bit = solved.universe.bit(colour);
        let reach = Reach {
            solved,
            colour,
            forward: true,
            for_callers: false,
            depth,
        };
        let places = self.reach(&reach, start, |place| {
            solved.demand.contains(place.index(), bit)
        });
        let lang = self.lang(func);
        let mut ends = Ends::new();
        for (place, way) in places {
            match solved.flow.graph.places[place].key {
                Key::Sink(site, ..) if sink_colours(cx, &sites[site as usize]).contains(colour) => {
                    self.add(&mut ends, colour, cx.end(func.file, site), way);
                }
                Key::CallIn(applied, no) => {
                    let callee = &solved.flow.applied[applied];
                    if !callee.summary.demands[no].contains(colour) {
                        continue;
                    }
                    let inner = self.sinks_of(callee.func, no, colour, depth + 1);
                    let mut lifted = Ends::new();
                    self.lift_ends(solved, applied, &inner, colour, &mut lifted);
                    for (end, when) in lifted {
                        let when = when.and(&self.exprs, lang, &way);
                        self.add(&mut ends, colour, end, when);
                    }
                }
                _ => {}
            }
        }
        ends
    }

    fn sinks_of(&mut self, func: FuncRef, input: InputNo, colour: Colour, depth: u32) -> Rc<Ends> {
        let key = (func, input, colour);
        if let Some(known) = self.sinks.get(&key, &mut self.circular) {
            return known;
        }
        let Some(solved) = self.project.solved(func).map(Arc::clone) else {
            return Rc::default();
        };
        let Some(start) = self.project.input_place(func, input) else {
            return Rc::default();
        };
        if depth > MAX_DEPTH {
            self.give_up(colour);
            return Rc::default();
        }
        self.sinks.begin(key);
        let ends = Rc::new(self.sinks_from(&solved, start, colour, depth));
        self.sinks.end(key, Rc::clone(&ends));
        ends
    }

    /// When a colour gets from an input of a function to an output.
    fn through(
        &mut self,
        (func, input, output): (FuncRef, InputNo, OutputNo),
        colour: Colour,
        depth: u32,
    ) -> When {
        let key = (func, input, output, colour);
        if let Some(known) = self.through.get(&key, &mut self.circular) {
            return known;
        }
        let Some(solved) = self.project.solved(func).map(Arc::clone) else {
            return When::always();
        };
        let ends = (
            self.project.input_place(func, input),
            self.project.output_place(func, output),
        );
        let (Some(start), Some(end)) = ends else {
            return When::always();
        };
        if depth > MAX_DEPTH {
            self.give_up(colour);
            return When::always();
        }
        self.through.begin(key);
        let reach = Reach {
            solved: &solved,
            colour,
            forward: true,
            for_callers: true,
            depth,
        };
        let places = self.reach(&reach, start, |_| true);
        let when = places
            .into_iter()
            .find(|(place, _)| *place == end)
            .map_or_else(When::never, |(_, when)| when);
        self.through.end(key, when.clone());
        when
    }

    /// What holds in a callee, in terms of the caller.
    fn lift_ends(
        &mut self,
        solved: &Solved,
        applied: Applied,
        from: &Ends,
        colour: Colour,
        to: &mut Ends,
    ) {
        for (end, when) in from {
            let when = self.lift(solved, applied, when);
            self.add(to, colour, *end, when);
        }
    }

    fn lift(&mut self, solved: &Solved, applied: Applied, when: &When) -> When {
        if when.is_always() || when.is_never() {
            return when.clone();
        }
        let func = solved.flow.func;
        let lang = self.lang(func);
        if !self.lifts.contains_key(&(func, applied)) {
            let lift = Lift {
                params: self.params(solved, applied, 0),
                known: FxHashMap::default(),
            };
            self.lifts.insert((func, applied), lift);
        }
        let Some(lift) = self.lifts.get_mut(&(func, applied)) else {
            return When::always();
        };
        let mut found = When::never();
        'alternatives: for all in when.alternatives() {
            let mut lifted = All::new();
            for atom in all {
                let expr = self
                    .exprs
                    .lift(lang, atom.expr, &lift.params, &mut lift.known);
                let Some(expr) = expr else { continue };
                let one = self.exprs.holds(lang, expr, atom.outcome);
                let together = one.and_then(|one| both(&self.exprs, lang, &lifted, &one));
                match together {
                    Some(together) => lifted = together,
                    None => continue 'alternatives,
                }
            }
            found.add(lifted);
        }
        found
    }

    /// What the parameters of a callee get.
    fn params(&mut self, solved: &Solved, applied: Applied, depth: u32) -> Vec<Option<Expr>> {
        let Some(bound) = solved.flow.bound.get(&applied) else {
            return Vec::new();
        };
        bound
            .iter()
            .map(|given| self.given(solved, (*given)?, depth))
            .collect()
    }

    fn given(&mut self, solved: &Solved, given: Given, depth: u32) -> Option<Expr> {
        match given {
            Given::Value { value, at } => {
                let (frame, exprs) = self.frame(solved.flow.func)?;
                frame.expr(value, at, exprs)
            }
            // What a callee calls back with, as we see it.
            Given::Callback(applied, n, m) if depth < MAX_NESTED => {
                let callee = self
                    .project
                    .solved(solved.flow.applied[applied].func)
                    .map(Arc::clone)?;
                let inner = (*callee.flow.callback_args.get(&(n, m))?)?;
                let expr = self.given(&callee, inner, depth + 1)?;
                let params = self.params(solved, applied, depth + 1);
                let lang = self.lang(solved.flow.func);
                self.exprs
                    .lift(lang, expr, &params, &mut FxHashMap::default())
            }
            Given::Callback(..) => None,
        }
    }

    fn add(&mut self, ends: &mut Ends, colour: Colour, end: End, when: When) {
        if when.is_never() {
            return;
        }
        let full = ends.len() >= MAX_ENDS;
        match ends.iter_mut().find(|known| known.0 == end) {
            Some(known) => {
                known.1.or(&when);
            }
            None if full => self.give_up(colour),
            None => ends.push((end, when)),
        }
    }
}
