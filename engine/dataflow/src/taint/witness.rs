//! Flows and their witnesses, found after the fixpoint.
//!
//! A flow shows up in the function where a source's colour meets a demand for
//! it: the lowest function on both ways. From there the way is followed forwards
//! to the sink, into callees through their inputs, and backwards to the source,
//! into callees through their outputs; where it crosses a call, the callee's own
//! shortest way from that input to that output is put in.

use std::collections::BTreeMap;

use std::rc::Rc;

use haechi_ir::ValueId;
use haechi_syntax::Idx;
use rustc_hash::FxHashMap;

use super::branches::Passable;
use super::colour::Colour;
use super::flow::{Assumption, End, Flows, Notice, Step, StepKind};
use super::graph::{Key, Place};
use super::labels::{Labeller, Point, sources_behind};
use super::location::Selectors;
use super::pairs::{About, Meeting, Pairs};
use super::pool::SharedKey;
use super::project::Project;
use super::search::{Search, Tree};
use super::solve::{Solved, sink_colours, source_colour};
use super::summary::{InputNo, OutputNo};
use super::way::{Chosen, Way, WayBuilder};
use super::web::{Hop, Net, Question, Spot, SpotNo, To, Via, Web};
use super::{FuncRef, LabelNo, RuleNo};

/// How much longer a way counts that goes into a function as a part of a parameter's object.
/// Parts are read from wherever the object is, past all that happens to it on the way, so
/// such a way is short but shows little.
const DEEP: u32 = 64;

/// How deep ways through callees are followed.
const MAX_DEPTH: u32 = 48;

/// Follows colours through solved graphs.
struct Tracer<'a> {
    project: &'a Project<'a>,
    search: Search,
    through: FxHashMap<(FuncRef, InputNo, OutputNo, Colour), Option<Way>>,
    limit: usize,
    notices: Vec<Notice>,
    passable: Option<Rc<Passable>>,
}

impl Project<'_> {
    /// All flows.
    pub fn flows(&self) -> Flows {
        let mut tracer = Tracer {
            project: self,
            search: Search::default(),
            through: FxHashMap::default(),
            limit: self.cx.budgets.flows as usize,
            notices: self.notices(),
            passable: Passable::find(self).map(Rc::new),
        };
        let mut flows = Chosen::new(tracer.limit);
        tracer.plain(&mut flows);
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
            let end = cx.end(func.file, fired.site);
            for (site, from, points, assumptions) in sources_behind(&labeller, fired, self.limit) {
                let source = cx.end(from.file, site);
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
                flows.add(rule, &labels, (source, end), way.finish());
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

    /// The flows of all plain rules.
    fn plain(&mut self, flows: &mut Chosen) {
        let cx = self.project.cx;
        let mut web = Web::default();
        let mut meetings: BTreeMap<Colour, Vec<Meeting>> = BTreeMap::new();
        for solved in self.project.all_solved() {
            for (place, colour) in solved.meetings() {
                let func = solved.flow.func;
                let meeting = Meeting {
                    sources: web.ask(Question::Begins(func, place), colour),
                    sinks: web.ask(Question::Sinks(func, place), colour),
                };
                meetings.entry(colour).or_default().push(meeting);
            }
        }
        while let Some(spot) = web.next_open() {
            self.expand(&mut web, spot);
        }
        let mut net = Net::new(&web);
        let ends = net.ends();
        for (colour, meetings) in &meetings {
            let range = |is_sink: bool| {
                let key = (*colour, is_sink);
                let from = ends.partition_point(|(e, _)| (e.colour, e.is_sink) < key);
                let len = ends[from..].partition_point(|(e, _)| (e.colour, e.is_sink) == key);
                &ends[from..from + len]
            };
            let pairs = Pairs::new(&mut net, meetings, (range(false), range(true)));
            let (rule, label) = cx.colours.split(*colour);
            let unify = cx.rules[rule.raw() as usize].options.unify_mvars;
            let passable = self.passable.clone();
            let may = |source: &End, sink: &End| {
                (!unify || cx.world.unifies(source.site, sink.site))
                    && passable
                        .as_ref()
                        .is_none_or(|passable| passable.allows(rule, *source, *sink))
            };
            let about = About {
                rule,
                label,
                limit: self.limit,
                may: &may,
            };
            pairs.choose(&about, &mut |spot, hop| self.segment(spot, hop), flows);
        }
    }

    /// Finds out what the answer to a question is made of.
    fn expand(&mut self, web: &mut Web, spot: SpotNo) {
        let question = web.spot(spot).question.clone();
        let colour = web.spot(spot).colour;
        let (hops, tree) = match question {
            Question::Begins(func, place) => {
                (self.begins(web, func, place, colour), Tree::default())
            }
            Question::Shared(key, path, deep) => (
                self.shared(web, key, (&path, deep), colour),
                Tree::default(),
            ),
            Question::Sources(func, place) => self.sources(web, func, place, colour),
            Question::Sinks(func, place) => self.sinks(web, func, place, colour),
        };
        web.set_hops(spot, hops, tree);
    }

    /// The sources whose colour begins at a node.
    fn begins(&self, web: &mut Web, func: FuncRef, place: Place, colour: Colour) -> Vec<Hop> {
        let cx = self.project.cx;
        let Some(solved) = self.project.solved(func) else {
            return Vec::new();
        };
        let data = &solved.flow.graph.places[place];
        let sites = cx.world.sites(func.file).all();
        let mut hops = Vec::new();
        for gen_ in &data.gens {
            if source_colour(cx, &sites[gen_.site as usize]) == Some(colour) {
                hops.push(Hop {
                    to: To::End(cx.end(func.file, gen_.site)),
                    via: Via::Source(data.node),
                    len: 1,
                });
            }
        }
        match data.key {
            Key::CallOut(applied, no) => {
                let callee = &solved.flow.applied[applied];
                if callee.summary.gens[no].contains(colour)
                    && let Some(place) = self.project.output_place(callee.func, no)
                {
                    let to = web.ask(Question::Sources(callee.func, place), colour);
                    hops.push(Hop {
                        to: To::Spot(to),
                        via: Via::Result(callee.value, data.node),
                        len: 1,
                    });
                }
            }
            Key::Input(no) => {
                let input = &solved.flow.inputs[no];
                for key in self.project.pool.keys(func, input) {
                    let question = Question::Shared(key, input.path.clone(), input.deep);
                    hops.push(Hop {
                        to: To::Spot(web.ask(question, colour)),
                        via: Via::Nothing,
                        len: 0,
                    });
                }
            }
            _ => {}
        }
        hops
    }

    /// The sources whose colour a part of shared state has.
    fn shared(
        &self,
        web: &mut Web,
        key: SharedKey,
        (path, deep): (&Selectors, bool),
        colour: Colour,
    ) -> Vec<Hop> {
        let shares = self.project.pool.of(key, path, deep);
        let with_colour = shares.filter(|share| share.colours.contains(colour));
        with_colour
            .map(|share| Hop {
                to: To::Spot(web.ask(Question::Sources(share.func, share.place), colour)),
                via: Via::SharedState,
                len: 1,
            })
            .collect()
    }

    /// The sources that a node has a colour from.
    fn sources(
        &mut self,
        web: &mut Web,
        func: FuncRef,
        end: Place,
        colour: Colour,
    ) -> (Vec<Hop>, Tree) {
        let Some(solved) = self.project.solved(func) else {
            return Default::default();
        };
        let bit = solved.universe.bit(colour);
        self.search.run(solved, end, colour, false, |place| {
            solved.taint.contains(place.index(), bit)
        });
        let begins = self.search.order.iter().copied();
        let begins: Vec<Place> = begins
            .filter(|place| solved.begins_at(*place, colour))
            .collect();
        let tree = self.search.tree(solved, begins.iter().copied(), false);
        let hops = begins
            .into_iter()
            .map(|place| Hop {
                to: To::Spot(web.ask(Question::Begins(func, place), colour)),
                via: Via::Path(place),
                len: self.search.len(place),
            })
            .collect();
        (hops, tree)
    }

    /// The sinks that a colour reaches from a node.
    fn sinks(
        &mut self,
        web: &mut Web,
        func: FuncRef,
        start: Place,
        colour: Colour,
    ) -> (Vec<Hop>, Tree) {
        let cx = self.project.cx;
        let Some(solved) = self.project.solved(func) else {
            return Default::default();
        };
        let sites = cx.world.sites(func.file).all();
        let bit = solved.universe.bit(colour);
        self.search.run(solved, start, colour, true, |place| {
            solved.demand.contains(place.index(), bit)
        });
        let mut hops = Vec::new();
        let mut reached = Vec::new();
        for place in &self.search.order {
            let hop = match solved.flow.graph.places[*place].key {
                Key::Sink(site, node, _)
                    if sink_colours(cx, &sites[site as usize]).contains(colour) =>
                {
                    Hop {
                        to: To::End(cx.end(func.file, site)),
                        via: Via::Sink(*place, node),
                        len: self.search.len(*place),
                    }
                }
                Key::CallIn(applied, no) => {
                    let callee = &solved.flow.applied[applied];
                    if !callee.summary.demands[no].contains(colour) {
                        continue;
                    }
                    let Some(input) = self.project.input_place(callee.func, no) else {
                        continue;
                    };
                    let to = web.ask(Question::Sinks(callee.func, input), colour);
                    let detour = match callee.summary.inputs[no].deep {
                        true => DEEP,
                        false => 0,
                    };
                    Hop {
                        to: To::Spot(to),
                        via: Via::Call(*place, callee.value),
                        len: self.search.len(*place).saturating_add(detour),
                    }
                }
                _ => continue,
            };
            hops.push(hop);
            reached.push(*place);
        }
        let tree = self.search.tree(solved, reached.into_iter(), true);
        (hops, tree)
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
        let start = self.project.input_place(func, input)?;
        let end = self.project.output_place(func, output)?;
        self.through.insert(key, None);
        self.search.run(&solved, start, colour, true, |_| true);
        let way = self.search.reached(end).then(|| {
            let tree = self.search.tree(&solved, std::iter::once(end), true);
            self.way(&solved, &tree.path(&solved, end, true), colour, depth + 1)
        });
        self.through.insert(key, way.clone());
        way
    }

    /// The steps of a path of nodes. (A call that cannot be crossed without going
    /// in a circle is one step.)
    fn way(
        &mut self,
        solved: &Solved,
        path: &[(Place, Option<u32>)],
        colour: Colour,
        depth: u32,
    ) -> Way {
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
        way.finish()
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

    fn step(&self, func: FuncRef, node: haechi_syntax::NodeId, kind: StepKind) -> Step {
        Step {
            func,
            node,
            span: self.project.cx.tree(func.file).span(node),
            kind,
        }
    }

    /// What lies on the way of a hop.
    fn segment(&mut self, spot: &Spot, hop: &Hop) -> Way {
        let mut way = WayBuilder::default();
        let (func, forward) = match spot.question {
            Question::Shared(..) => {
                if matches!(hop.via, Via::SharedState) {
                    way.note(Some(Assumption::SharedState));
                }
                return way.finish();
            }
            Question::Begins(func, _) | Question::Sources(func, _) => (func, false),
            Question::Sinks(func, _) => (func, true),
        };
        let Some(solved) = self.project.solved(func) else {
            return way.finish();
        };
        if let Via::Path(place) | Via::Sink(place, _) | Via::Call(place, _) = hop.via {
            let path = spot.tree.path(solved, place, forward);
            way.part(&self.way(solved, &path, spot.colour, 0));
        }
        match (hop.via, hop.to) {
            (Via::Source(node), To::End(end)) => way.step(Step {
                span: end.span,
                ..self.step(func, node, StepKind::Source)
            }),
            (Via::Sink(_, node), To::End(end)) => way.step(Step {
                span: end.span,
                ..self.step(func, node, StepKind::Sink)
            }),
            (Via::Result(value, node), _) => {
                way.step(self.step(func, node, StepKind::Result));
                way.note(self.dispatch(solved, value));
            }
            (Via::Call(_, value), _) => way.note(self.dispatch(solved, value)),
            _ => {}
        }
        way.finish()
    }
}

/// Whether a node is a place that people want to see.
fn is_shown(key: Key) -> bool {
    matches!(
        key,
        Key::Value(_) | Key::Version(..) | Key::CallIn(..) | Key::Propagator(_)
    )
}
