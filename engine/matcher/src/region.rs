//! Which parts of a file are of interest, and which of many ranges lie in or
//! around a given one, in logarithmic time.

use haechi_syntax::Span;

/// Spans, ordered for questions of containment.
#[derive(Clone, Debug, Default)]
pub struct Region {
    /// Sorted by start.
    spans: Vec<Span>,
    /// Per span the greatest end of it and those before.
    max_end: Vec<u32>,
    /// Per span the smallest end of it and those after.
    min_end: Vec<u32>,
    mode: Mode,
}

/// What counts as being in a region.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Mode {
    /// To lie in one of the spans, or around it.
    #[default]
    Comparable,
    /// To lie in one of the spans.
    Inside,
    /// To share a byte with one of them.
    Overlapping,
}

impl Region {
    /// The region around and inside of these spans.
    pub fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        spans.dedup();
        let max_end = spans
            .iter()
            .scan(0, |max, span| {
                *max = span.end.max(*max);
                Some(*max)
            })
            .collect();
        let mut min_end: Vec<u32> = spans
            .iter()
            .rev()
            .scan(u32::MAX, |min, span| {
                *min = span.end.min(*min);
                Some(*min)
            })
            .collect();
        min_end.reverse();
        Self {
            spans,
            max_end,
            min_end,
            mode: Mode::Comparable,
        }
    }

    /// The region inside of these spans.
    pub fn inside_only(spans: Vec<Span>) -> Self {
        Self {
            mode: Mode::Inside,
            ..Self::new(spans)
        }
    }

    /// The region in which those ranges lie whose innermost one lies in this
    /// region.
    pub fn relaxed(&self) -> Self {
        Self {
            mode: Mode::Overlapping,
            ..self.clone()
        }
    }

    /// Whether a span is in the region.
    pub fn touches(&self, span: Span) -> bool {
        if self.mode == Mode::Overlapping {
            return self.overlaps(span);
        }
        let after = self
            .spans
            .partition_point(|other| other.start <= span.start);
        if after > 0 && self.max_end[after - 1] >= span.end {
            return true;
        }
        if self.mode == Mode::Inside {
            return false;
        }
        let from = self.spans.partition_point(|other| other.start < span.start);
        self.min_end.get(from).is_some_and(|end| *end <= span.end)
    }
}

impl Region {
    /// Whether some span of the region shares a byte with `span`.
    pub fn overlaps(&self, span: Span) -> bool {
        let before = self.spans.partition_point(|other| other.start < span.end);
        before > 0 && self.max_end[before - 1] > span.start
    }
}

/// Ranges, ordered so that those in or around another one are found without
/// looking at all.
pub(crate) struct Nesting {
    /// Span and number of each range, by start.
    spans: Vec<(Span, u32)>,
    max_end: Vec<u32>,
}

impl Nesting {
    pub(crate) fn new(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<(Span, u32)> = spans.zip(0..).collect();
        spans.sort_unstable();
        let max_end = spans
            .iter()
            .scan(0, |max, (span, _)| {
                *max = span.end.max(*max);
                Some(*max)
            })
            .collect();
        Self { spans, max_end }
    }

    /// The numbers of all ranges that contain `span` or lie in it, ascending.
    pub(crate) fn comparable(&self, span: Span, out: &mut Vec<u32>) {
        out.clear();
        let from = self
            .spans
            .partition_point(|(other, _)| other.start < span.start);
        for (other, n) in &self.spans[from..] {
            if other.start > span.end {
                break;
            }
            if span.contains(*other) || other.contains(span) {
                out.push(*n);
            }
        }
        for at in (0..from).rev() {
            if self.max_end[at] < span.end {
                break;
            }
            if self.spans[at].0.contains(span) {
                out.push(self.spans[at].1);
            }
        }
        out.sort_unstable();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span::new(start, end)
    }

    #[test]
    fn a_region_touches_what_it_holds_and_what_holds_it() {
        let region = Region::new(vec![span(10, 20), span(30, 90), span(40, 50)]);
        assert!(region.touches(span(12, 15)));
        assert!(region.touches(span(0, 25)));
        assert!(region.touches(span(35, 60)));
        assert!(!region.touches(span(21, 29)));
        assert!(!region.touches(span(15, 35)));
        let inside = Region::inside_only(vec![span(10, 20)]);
        assert!(inside.touches(span(10, 20)));
        assert!(!inside.touches(span(5, 25)));
    }

    #[test]
    fn nesting_finds_the_same_as_looking_at_all() {
        let spans: Vec<Span> = (0..40)
            .map(|n| span(n * 7 % 31, n * 7 % 31 + n * 5 % 23))
            .collect();
        let nesting = Nesting::new(spans.iter().copied());
        let mut found = Vec::new();
        for x in &spans {
            nesting.comparable(*x, &mut found);
            let all: Vec<u32> = (0..)
                .zip(&spans)
                .filter(|(_, y)| x.contains(**y) || y.contains(*x))
                .map(|(n, _)| n)
                .collect();
            assert_eq!(found, all);
        }
    }
}
