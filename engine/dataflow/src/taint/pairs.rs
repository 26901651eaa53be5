//! Sources and sinks of one colour that belong together, and the choice among
//! them.
//!
//! They meet at nodes where a colour begins that a sink below asks for. The same
//! two may meet at several; the nearest counts.

use rustc_hash::FxHashMap;

use super::flow::End;
use super::way::{Chosen, Way};
use super::web::{ColouredEnd, Hop, Net, Spot, SpotNo};
use super::{LabelNo, RuleNo};

/// A node where a colour begins that reaches a sink.
#[derive(Clone, Copy, Debug)]
pub struct Meeting {
    /// The question where it comes from.
    pub sources: SpotNo,
    /// The question where it goes.
    pub sinks: SpotNo,
}

impl Meeting {
    fn spot(&self, is_sink: bool) -> SpotNo {
        if is_sink { self.sinks } else { self.sources }
    }
}

/// Ends with the hops that lead straight to each.
type Ends<'e> = &'e [(ColouredEnd, Vec<u32>)];

/// A source and a sink, and where they meet.
struct Pair {
    sink: u32,
    source: u32,
    meeting: u32,
}

/// What one rule reports.
pub struct About<'r> {
    /// The rule.
    pub rule: RuleNo,
    /// The label.
    pub label: LabelNo,
    /// The most sources of one sink.
    pub limit: usize,
    /// Whether a source and a sink go together.
    pub may: &'r dyn Fn(&End, &End) -> bool,
}

/// The sources and sinks of one colour.
pub struct Pairs<'n, 'e> {
    net: &'n mut Net<'e>,
    meetings: &'e [Meeting],
    sources: Ends<'e>,
    sinks: Ends<'e>,
}

impl<'n, 'e> Pairs<'n, 'e> {
    /// Of all that is known about one colour.
    pub fn new(
        net: &'n mut Net<'e>,
        meetings: &'e [Meeting],
        (sources, sinks): (Ends<'e>, Ends<'e>),
    ) -> Self {
        Self {
            net,
            meetings,
            sources,
            sinks,
        }
    }

    /// Adds the flows to those that are reported. `segment`: what lies on the way
    /// of one hop.
    pub fn choose(
        mut self,
        about: &About<'_>,
        segment: &mut dyn FnMut(&Spot, &Hop) -> Way,
        flows: &mut Chosen,
    ) {
        let nearest = self.nearest(about);
        let mut pairs: Vec<Pair> = nearest
            .into_iter()
            .map(|((sink, source), (_, meeting))| Pair {
                sink,
                source,
                meeting,
            })
            .collect();
        pairs.sort_unstable_by_key(|pair| (pair.sink, pair.source));
        let (mut last, mut count) = (None, 0);
        pairs.retain(|pair| {
            count = if last == Some(pair.sink) {
                count + 1
            } else {
                1
            };
            last = Some(pair.sink);
            if count > about.limit {
                flows.leave_out(about.rule, &self.sinks[pair.sink as usize].0.end);
            }
            count <= about.limit
        });
        let ways_in = self.ways(&pairs, false, segment);
        let ways_out = self.ways(&pairs, true, segment);
        for ((pair, way_in), way_out) in pairs.iter().zip(ways_in).zip(ways_out) {
            let source = self.sources[pair.source as usize].0.end;
            let sink = self.sinks[pair.sink as usize].0.end;
            let way = way_in.then(&way_out);
            flows.add(about.rule, &[about.label], (source, sink), way);
        }
    }

    /// For each sink and source that meet: how far apart they are, and where they
    /// meet.
    fn nearest(&mut self, about: &About<'_>) -> FxHashMap<(u32, u32), (u32, u32)> {
        let mut nearest: FxHashMap<(u32, u32), (u32, u32)> = FxHashMap::default();
        let sources = self.at_meetings(false);
        let sinks = self.at_meetings(true);
        for (meeting, (sources, sinks)) in sources.iter().zip(&sinks).enumerate() {
            for (source, way_in) in sources {
                for (sink, way_out) in sinks {
                    let this = (way_in.saturating_add(*way_out), meeting as u32);
                    if let Some(known) = nearest.get_mut(&(*sink, *source)) {
                        *known = this.min(*known);
                    } else if (about.may)(
                        &self.sources[*source as usize].0.end,
                        &self.sinks[*sink as usize].0.end,
                    ) {
                        nearest.insert((*sink, *source), this);
                    }
                }
            }
        }
        nearest
    }

    /// For each meeting the ends, with how far they are.
    fn at_meetings(&mut self, is_sink: bool) -> Vec<Vec<(u32, u32)>> {
        let mut found = vec![Vec::new(); self.meetings.len()];
        for (number, (_, straight)) in self.ends(is_sink).iter().enumerate() {
            self.net.go_back(straight);
            for (meeting, found) in self.meetings.iter().zip(&mut found) {
                if let Some(len) = self.net.len_to(meeting.spot(is_sink)) {
                    found.push((number as u32, len));
                }
            }
        }
        found
    }

    fn ends(&self, is_sink: bool) -> Ends<'e> {
        if is_sink { self.sinks } else { self.sources }
    }

    /// One half of the way of each pair.
    fn ways(
        &mut self,
        pairs: &[Pair],
        is_sink: bool,
        segment: &mut dyn FnMut(&Spot, &Hop) -> Way,
    ) -> Vec<Way> {
        let end = |at: usize| {
            let pair: &Pair = &pairs[at];
            if is_sink { pair.sink } else { pair.source }
        };
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by_key(|at| end(*at));
        let mut ways: Vec<Option<Way>> = vec![None; pairs.len()];
        let mut last = None;
        for at in order {
            if last != Some(end(at)) {
                last = Some(end(at));
                let ends = self.ends(is_sink);
                self.net.go_back(&ends[end(at) as usize].1);
            }
            let spot = self.meetings[pairs[at].meeting as usize].spot(is_sink);
            ways[at] = Some(self.net.way(spot, segment));
        }
        ways.into_iter().flatten().collect()
    }
}
