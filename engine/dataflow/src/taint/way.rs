//! Ways of values, put together from pieces that are shared; and the choice of
//! the flows that are reported.
//!
//! Many flows have most of their way in common: what lies between a function's
//! input and a sink is the same for all callers. So a way is a tree of pieces,
//! and steps are written out only for the flows that are chosen in the end.

use std::collections::BTreeMap;
use std::rc::Rc;

use haechi_syntax::Span;
use rustc_hash::FxHashSet;

use super::flow::{Assumption, End, Flow, Notice, NoticeKind, Step, StepKind};
use super::{FileId, LabelNo, RuleNo, SiteRef};

/// One thing on a way.
#[derive(Clone, Debug)]
enum Item {
    Step(Step),
    Note(Assumption),
    Part(Way),
}

/// A way, or a piece of one. Copies share it.
#[derive(Clone, Debug)]
pub struct Way(Rc<Piece>);

#[derive(Debug)]
struct Piece {
    items: Vec<Item>,
    /// Steps in it.
    len: u32,
}

/// A way that is being put together.
#[derive(Default, Debug)]
pub struct WayBuilder {
    items: Vec<Item>,
    len: u32,
}

impl WayBuilder {
    /// Adds a step.
    pub fn step(&mut self, step: Step) {
        self.items.push(Item::Step(step));
        self.len = self.len.saturating_add(1);
    }
    /// Adds something that is taken for granted.
    pub fn note(&mut self, assumption: Option<Assumption>) {
        self.items.extend(assumption.map(Item::Note));
    }
    /// Adds a piece.
    pub fn part(&mut self, way: &Way) {
        self.len = self.len.saturating_add(way.0.len);
        self.items.push(Item::Part(way.clone()));
    }
    /// The way.
    pub fn finish(self) -> Way {
        Way(Rc::new(Piece {
            items: self.items,
            len: self.len,
        }))
    }
}

impl Way {
    /// One after the other.
    pub fn then(&self, next: &Self) -> Self {
        let mut both = WayBuilder::default();
        both.part(self);
        both.part(next);
        both.finish()
    }

    /// Steps and assumptions, written out.
    fn write(&self) -> (Vec<Step>, Vec<Assumption>) {
        let (mut steps, mut assumptions) = (Vec::new(), Vec::new());
        let mut stack = vec![(self, 0)];
        while let Some((way, at)) = stack.pop() {
            let Some(item) = way.0.items.get(at) else {
                continue;
            };
            stack.push((way, at + 1));
            match item {
                Item::Step(step) => steps.push(*step),
                Item::Note(assumption) => assumptions.push(*assumption),
                Item::Part(part) => stack.push((part, 0)),
            }
        }
        assumptions.sort_unstable();
        assumptions.dedup();
        (tidy(steps), assumptions)
    }
}

type Where = (FileId, Span, SiteRef);

fn place(end: &End) -> Where {
    (end.file, end.span, end.site)
}

/// A flow that may be reported.
struct Candidate {
    source: End,
    sink: End,
    labels: Vec<LabelNo>,
    way: Way,
}

/// The flows that are reported: of those with the same ends the one with the
/// shortest way (the first that was found), of those into one sink the first so
/// many by their sources.
pub struct Chosen {
    limit: usize,
    sinks: BTreeMap<(RuleNo, Where), BTreeMap<Where, Candidate>>,
    /// Sinks with more flows.
    more: FxHashSet<(RuleNo, Where)>,
}

impl Chosen {
    /// Nothing yet; at most `limit` flows into one sink.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            sinks: BTreeMap::new(),
            more: FxHashSet::default(),
        }
    }

    /// Adds a flow.
    pub fn add(&mut self, rule: RuleNo, labels: &[LabelNo], (source, sink): (End, End), way: Way) {
        let key = (rule, place(&sink));
        let sources = self.sinks.entry(key).or_default();
        let from = place(&source);
        match sources.get(&from) {
            Some(known) if known.way.0.len <= way.0.len => return,
            Some(_) => {}
            None if sources.len() >= self.limit => {
                self.more.insert(key);
                if sources
                    .last_key_value()
                    .is_some_and(|(last, _)| *last < from)
                {
                    return;
                }
                sources.pop_last();
            }
            None => {}
        }
        let candidate = Candidate {
            source,
            sink,
            labels: labels.to_vec(),
            way,
        };
        sources.insert(from, candidate);
    }

    /// Says that a sink has more flows than are listed.
    pub fn leave_out(&mut self, rule: RuleNo, sink: &End) {
        self.more.insert((rule, place(sink)));
    }

    /// The flows in order.
    pub fn finish(self, notices: &mut Vec<Notice>) -> Vec<Flow> {
        let mut flows = Vec::new();
        for (key, sources) in self.sinks {
            for candidate in sources.into_values() {
                let (witness, assumptions) = candidate.way.write();
                if self.more.contains(&key)
                    && let Some(step) = witness.last()
                {
                    notices.push(Notice {
                        func: step.func,
                        kind: NoticeKind::MoreFlows,
                    });
                }
                flows.push(Flow {
                    rule: key.0,
                    source: candidate.source,
                    sink: candidate.sink,
                    labels: candidate.labels,
                    witness,
                    assumptions,
                });
            }
        }
        flows
    }
}

/// Drops repeated places.
fn tidy(mut steps: Vec<Step>) -> Vec<Step> {
    steps.dedup_by(|next, last| {
        let same = next.func == last.func && next.span == last.span;
        if same && next.kind == StepKind::Sink {
            last.kind = if last.kind == StepKind::Source {
                last.kind
            } else {
                next.kind
            };
        }
        same && !(last.kind == StepKind::Source && next.kind == StepKind::Sink)
    });
    steps
}
