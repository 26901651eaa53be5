//! Flows and their witnesses, found after the fixpoint.
//!
//! A flow shows up in the function where a source's colour meets a demand for
//! it: the lowest function on both ways. From there the way is followed forwards
//! to the sink, into callees through their inputs, and backwards to the source,
//! into callees through their outputs; where it crosses a call, the callee's own
//! shortest way from that input to that output is put in.

use std::rc::Rc;

use haechi_ir::ValueId;
use haechi_syntax::Idx;
use rustc_hash::FxHashMap;

use super::colour::Colour;
use super::flow::{Assumption, End, Flows, Notice, NoticeKind, Step, StepKind};
use super::graph::{Key, Place};
use super::labels::{Labeller, Point, sources_behind};
use super::project::Project;
use super::search::Search;
use super::solve::{Solved, sink_colours, source_colour};
use super::summary::{InputNo, OutputNo};
use super::way::{Chosen, Leg, Legs, Way, WayBuilder};
use super::{FuncRef, LabelNo, RuleNo, SiteRef};

/// How deep ways into callees are followed.
const MAX_DEPTH: u32 = 48;

/// Follows colours through solved graphs.
struct Tracer<'a> {
    project: &'a Project<'a>,
    sinks: FxHashMap<(FuncRef, InputNo, Colour), Rc<Legs>>,
    sources: FxHashMap<(FuncRef, Place, Colour), Rc<Legs>>,
    through: FxHashMap<(FuncRef, InputNo, OutputNo, Colour), Option<Way>>,
    limit: usize,
    notices: Vec<Notice>,
}

impl Project<'_> {
    /// All flows.
    pub fn flows(&self) -> Flows {
        let mut tracer = Tracer {
            project: self,
            sinks: FxHashMap::default(),
            sources: FxHashMap::default(),
            through: FxHashMap::default(),
            limit: self.cx.budgets.flows as usize,
            notices: self.notices(),
        };
        let mut flows = Chosen::new(tracer.limit);
        for solved in self.all_solved() {
            tracer.meets(solved, &mut flows);
        }
        for rule in self.conditional_rules() {
            tracer.labelled(rule, &mut flows);
        }
        let mut notices = std::mem::take(&mut tracer.notices);
        let flows = flows.finish(&mut notices);
        notices.sort_unstable();
        notices.dedup();
        Flows { flows, notices }
    }
}

impl Tracer<'_> {
    /// The flows of a rule with label conditions.
    fn labelled(&mut self, rule: RuleNo, flows: &mut Chosen) {
        let labeller = Labeller::run(self.project, rule);
        self.notices.extend_from_slice(&labeller.notices);
        let cx = self.project.cx;
        for fired in &labeller.fired {
            let func = labeller.evals[fired.eval.index()].func;
            let end = self.end(func, fired.site);
            for (site, from, points, assumptions) in sources_behind(&labeller, fired, self.limit) {
                let source = self.end(from, site);
                if cx.rules[rule.raw() as usize].options.unify_mvars
                    && !cx.world.unifies(source.site, end.site)
                {
                    continue;
                }
                let labels: Vec<LabelNo> = (0..64)
                    .map(LabelNo::new)
                    .filter(|l| fired.labels & l.bit() != 0)
                    .collect();
                let mut way = WayBuilder::default();
                for step in self.steps_of(&labeller, &points, source, end) {
                    way.step(step);
                }
                for assumption in assumptions {
                    way.note(Some(assumption));
                }
                flows.add(rule, &labels, source, end, way.finish());
            }
        }
    }

    fn steps_of(
        &self,
        labeller: &Labeller<'_>,
        points: &[Point],
        source: End,
        sink: End,
    ) -> Vec<Step> {
        let mut steps = Vec::new();
        let last = points.len().saturating_sub(1);
        for (n, (eval, place)) in points.iter().enumerate() {
            let eval = &labeller.evals[eval.index()];
            let data = &eval.solved.flow.graph.places[*place];
            let mut step = self.step(eval.func, data.node, data.kind);
            if n == 0 {
                (step.kind, step.span) = (StepKind::Source, source.span);
            } else if n == last {
                (step.kind, step.span) = (StepKind::Sink, sink.span);
            } else if !is_shown(data.key) {
                continue;
            }
            steps.push(step);
        }
        steps
    }

    /// The flows that meet in a function.
    fn meets(&mut self, solved: &Solved, flows: &mut Chosen) {
        for (place, begin) in &solved.begins {
            for colour in begin.written() {
                let bit = solved.universe.bit(*colour);
                if !solved.demand.contains(place.index(), bit) {
                    continue;
                }
                let sources = self.sources_at(solved, *place, *colour, 0);
                if sources.all().is_empty() {
                    continue;
                }
                let sinks = self.sinks_from(solved, *place, *colour, 0);
                for sink in sinks.all() {
                    for source in sources.all() {
                        self.join(*colour, source, sink, flows);
                    }
                }
            }
        }
    }

    fn join(&self, colour: Colour, source: &Leg, sink: &Leg, flows: &mut Chosen) {
        let cx = self.project.cx;
        let (rule, label) = cx.colours.split(colour);
        if cx.rules[rule.raw() as usize].options.unify_mvars
            && !cx.world.unifies(source.end.site, sink.end.site)
        {
            return;
        }
        let way = source.way.then(&sink.way);
        flows.add(rule, &[label], source.end, sink.end, way);
    }

    /// The sources whose colour begins at a node, with their ways up to and
    /// including the node.
    fn sources_at(&mut self, solved: &Solved, place: Place, colour: Colour, depth: u32) -> Legs {
        let cx = self.project.cx;
        let func = solved.flow.func;
        let data = &solved.flow.graph.places[place];
        let sites = cx.world.sites(func.file).all();
        let mut found = Legs::new(self.limit);
        for gen_ in &data.gens {
            let site = &sites[gen_.site as usize];
            if source_colour(cx, site) == Some(colour) {
                let step = self.step(func, data.node, StepKind::Source);
                found.add(self.end(func, gen_.site), || {
                    Way::of_step(Step {
                        span: site.span,
                        ..step
                    })
                });
            }
        }
        match data.key {
            Key::CallOut(applied, no) => {
                let callee = &solved.flow.applied[applied];
                if callee.summary.gens[no].contains(colour) {
                    let dispatch = self.dispatch(solved, callee.value);
                    let legs = self.sources_of_output(callee.func, no, colour, depth + 1);
                    for leg in legs.all() {
                        found.add(leg.end, || {
                            let mut way = WayBuilder::default();
                            way.part(&leg.way);
                            way.step(self.step(func, data.node, StepKind::Result));
                            way.note(dispatch);
                            way.finish()
                        });
                    }
                }
            }
            Key::Input(no) => {
                let project = self.project;
                for share in project.pool.of(func, &solved.flow.inputs[no]) {
                    if found.is_full() {
                        break;
                    }
                    if !share.colours.contains(colour) {
                        continue;
                    }
                    let legs = self.sources_of(share.func, share.place, colour, depth + 1);
                    for leg in legs.all() {
                        found.add(leg.end, || {
                            let mut way = WayBuilder::default();
                            way.part(&leg.way);
                            way.note(Some(Assumption::SharedState));
                            way.finish()
                        });
                    }
                }
            }
            _ => {}
        }
        found
    }

    /// The concrete sources that an output of a function's summary has a colour
    /// from.
    fn sources_of_output(
        &mut self,
        func: FuncRef,
        output: OutputNo,
        colour: Colour,
        depth: u32,
    ) -> Rc<Legs> {
        let solved = self.project.solved(func);
        match solved.and_then(|solved| solved.outputs.get(output).copied()) {
            Some(place) => self.sources_of(func, place, colour, depth),
            None => Rc::default(),
        }
    }

    /// The concrete sources that a node of a function has a colour from.
    fn sources_of(&mut self, func: FuncRef, end: Place, colour: Colour, depth: u32) -> Rc<Legs> {
        if let Some(known) = self.sources.get(&(func, end, colour)) {
            return Rc::clone(known);
        }
        let Some(solved) = self.project.solved(func).cloned() else {
            return Rc::default();
        };
        if depth > MAX_DEPTH {
            return Rc::default();
        }
        // While it is looked for, it has none: ways do not go in circles.
        self.sources.insert((func, end, colour), Rc::default());
        let bit = solved.universe.bit(colour);
        let search = Search::run(&solved, end, colour, false, |place| {
            solved.taint.contains(place.index(), bit)
        });
        let mut found = Legs::new(self.limit);
        for place in &search.order {
            if !solved.begins_at(*place, colour) {
                continue;
            }
            let sources = self.sources_at(&solved, *place, colour, depth);
            if sources.all().iter().all(|leg| found.has(&leg.end)) {
                continue;
            }
            let Some(way) = self.way(&solved, &search.path(*place), colour, depth) else {
                continue;
            };
            for source in sources.all() {
                found.add(source.end, || source.way.then(&way));
            }
            if found.is_full() {
                break;
            }
        }
        let found = Rc::new(found);
        self.sources.insert((func, end, colour), Rc::clone(&found));
        found
    }

    /// The sinks that a colour reaches from a node.
    fn sinks_from(&mut self, solved: &Solved, start: Place, colour: Colour, depth: u32) -> Legs {
        let cx = self.project.cx;
        let func = solved.flow.func;
        let sites = cx.world.sites(func.file).all();
        let bit = solved.universe.bit(colour);
        let search = Search::run(solved, start, colour, true, |place| {
            solved.demand.contains(place.index(), bit)
        });
        let mut found = Legs::new(self.limit * 4);
        for place in &search.order {
            match solved.flow.graph.places[*place].key {
                Key::Sink(site, node, _)
                    if sink_colours(cx, &sites[site as usize]).contains(colour) =>
                {
                    let end = self.end(func, site);
                    if found.has(&end) {
                        continue;
                    }
                    let Some(way) = self.way(solved, &search.path(*place), colour, depth) else {
                        continue;
                    };
                    let mut step = self.step(func, node, StepKind::Sink);
                    step.span = sites[site as usize].span;
                    found.add(end, || way.then(&Way::of_step(step)));
                }
                Key::CallIn(applied, no) => {
                    let callee = &solved.flow.applied[applied];
                    if !callee.summary.demands[no].contains(colour) {
                        continue;
                    }
                    let legs = self.sinks_of(callee.func, no, colour, depth + 1);
                    if legs.all().iter().all(|leg| found.has(&leg.end)) {
                        continue;
                    }
                    let Some(way) = self.way(solved, &search.path(*place), colour, depth) else {
                        continue;
                    };
                    let dispatch = self.dispatch(solved, callee.value);
                    for leg in legs.all() {
                        found.add(leg.end, || {
                            let mut whole = WayBuilder::default();
                            whole.part(&way);
                            whole.note(dispatch);
                            whole.part(&leg.way);
                            whole.finish()
                        });
                    }
                }
                _ => continue,
            }
            if found.is_full() {
                self.notices.push(Notice {
                    func,
                    kind: NoticeKind::MoreFlows,
                });
                break;
            }
        }
        found
    }

    /// The sinks that a colour reaches from a function's input.
    fn sinks_of(&mut self, func: FuncRef, input: InputNo, colour: Colour, depth: u32) -> Rc<Legs> {
        if let Some(known) = self.sinks.get(&(func, input, colour)) {
            return Rc::clone(known);
        }
        let Some(solved) = self.project.solved(func).cloned() else {
            return Rc::default();
        };
        let Some(start) = solved.inputs.get(input).copied() else {
            return Rc::default();
        };
        if depth > MAX_DEPTH {
            return Rc::default();
        }
        self.sinks.insert((func, input, colour), Rc::default());
        let found = Rc::new(self.sinks_from(&solved, start, colour, depth));
        self.sinks.insert((func, input, colour), Rc::clone(&found));
        found
    }

    /// The way from an input of a function to an output.
    fn way_through(
        &mut self,
        func: FuncRef,
        input: InputNo,
        output: OutputNo,
        colour: Colour,
        depth: u32,
    ) -> Option<Way> {
        let key = (func, input, output, colour);
        if let Some(known) = self.through.get(&key) {
            return known.clone();
        }
        if depth > MAX_DEPTH {
            return None;
        }
        let solved = self.project.solved(func).cloned()?;
        let start = *solved.inputs.get(input)?;
        let end = *solved.outputs.get(output)?;
        self.through.insert(key, None);
        let search = Search::run(&solved, start, colour, true, |_| true);
        let way = search
            .reached(end)
            .then(|| self.way(&solved, &search.path(end), colour, depth + 1))
            .flatten();
        self.through.insert(key, way.clone());
        way
    }

    /// The steps of a path of nodes; none if it crosses a call that cannot be
    /// crossed without going in a circle.
    fn way(
        &mut self,
        solved: &Solved,
        path: &[(Place, Option<u32>)],
        colour: Colour,
        depth: u32,
    ) -> Option<Way> {
        let func = solved.flow.func;
        let mut way = WayBuilder::default();
        for (n, (place, edge)) in path.iter().enumerate() {
            let data = &solved.flow.graph.places[*place];
            if let Some(edge) = edge {
                way.note(solved.flow.graph.edges[*edge as usize].assume);
            }
            if let Key::CallOut(applied, output) = data.key
                && n > 1
                && let Key::CallIn(same, input) = solved.flow.graph.places[path[n - 2].0].key
                && same == applied
            {
                let callee = &solved.flow.applied[applied];
                way.note(self.dispatch(solved, callee.value));
                if let Some(inner) = self.way_through(callee.func, input, output, colour, depth + 1)
                {
                    way.part(&inner);
                }
            }
            if is_shown(data.key) {
                way.step(self.step(func, data.node, data.kind));
            }
        }
        Some(way.finish())
    }

    /// Notes that a call was one of several.
    fn dispatch(&self, solved: &Solved, value: ValueId) -> Option<Assumption> {
        let targets = solved
            .flow
            .applied
            .iter()
            .filter(|a| a.value == value)
            .count();
        (targets > 1).then_some(Assumption::Dispatch)
    }

    fn end(&self, func: FuncRef, site: u32) -> End {
        let data = &self.project.cx.world.sites(func.file).all()[site as usize];
        End {
            file: func.file,
            span: data.span,
            node: data.node,
            site: SiteRef {
                file: func.file,
                site,
            },
        }
    }

    fn step(&self, func: FuncRef, node: haechi_syntax::NodeId, kind: StepKind) -> Step {
        Step {
            func,
            node,
            span: self.project.cx.tree(func.file).span(node),
            kind,
        }
    }
}

/// Whether a node is a place that people want to see.
fn is_shown(key: Key) -> bool {
    matches!(
        key,
        Key::Value(_) | Key::Version(..) | Key::CallIn(..) | Key::Propagator(_)
    )
}
