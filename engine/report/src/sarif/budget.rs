//! Keeps a log within what code-scanning pages accept.
//!
//! The limits of GitHub code scanning: 25,000 results and rules in a run,
//! 10,000 locations in a flow, 10 MB when compressed. What goes over is left
//! out in this order, and a notification says so:
//!
//! 1. results beyond the limit: the least severe first, the last in report
//!    order first among equals;
//! 2. the middle of flows beyond the limit;
//! 3. when the log is too big: the excerpts of source code; then the proposed
//!    fixes; then the flows, first of notes, then of warnings, then all; then
//!    a quarter of the results at a time, the least severe first.

use std::io::{self, Write};

use haechi_rule::Severity;
use haechi_scan::{Finding, ScanReport, Step};

use super::spool::Spool;
use crate::words;

/// What a consumer accepts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// Results in a run.
    pub(super) results: usize,
    /// Locations in a flow.
    pub(super) steps: usize,
    /// Bytes of the log, compressed.
    pub(super) bytes: usize,
}

impl Budget {
    /// GitHub code scanning, with a little room in the size.
    pub(super) const GITHUB: Self = Self {
        results: 25_000,
        steps: 10_000,
        bytes: 9_900_000,
    };

    /// Writes the log with as much detail as fits.
    pub(super) fn fit(
        &self,
        report: &ScanReport,
        out: &mut dyn Write,
        render: impl Fn(&Detail, &mut Spool) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut detail = Detail::full(report, self);
        let mut last = false;
        loop {
            // The last one is passed on whatever its size.
            let mut spool = Spool::new(self.bytes, !last);
            match render(&detail, &mut spool) {
                Err(_) if spool.is_full() => {}
                Err(error) => return Err(error),
                Ok(()) if spool.pass_on(out)? => return Ok(()),
                Ok(()) => {}
            }
            last = !detail.reduce();
        }
    }
}

/// How much of each finding a log holds.
#[derive(Clone, Debug)]
pub(super) struct Detail {
    /// With excerpts of source code.
    pub(super) snippets: bool,
    /// With proposed fixes.
    pub(super) fixes: bool,
    /// The flows of findings at least this severe; `None`: of none.
    flows_from: Option<Severity>,
    /// At most so many results.
    results: usize,
    /// At most so many steps in a flow.
    steps: usize,
    /// How many findings there are.
    total: usize,
    /// How many flows have more steps than allowed.
    long_flows: usize,
    /// Whether there are fixes to leave out.
    any_fix: bool,
    /// The severities of findings with flows, each once.
    flow_severities: Vec<Severity>,
}

impl Detail {
    /// Everything that the fixed limits allow.
    fn full(report: &ScanReport, budget: &Budget) -> Self {
        let steps = budget.steps.max(2);
        let is_long = |finding: &&Finding| {
            finding
                .trace
                .as_ref()
                .is_some_and(|trace| trace.steps.len() > steps)
        };
        let with_flows = report.active().filter(|finding| finding.trace.is_some());
        let mut flow_severities: Vec<Severity> = with_flows.map(|f| f.severity).collect();
        flow_severities.sort_unstable();
        flow_severities.dedup();
        Self {
            snippets: true,
            fixes: true,
            flows_from: Some(Severity::Experiment),
            results: budget.results,
            steps,
            total: report.active().count(),
            long_flows: report.active().filter(is_long).count(),
            any_fix: report.active().any(|finding| finding.fix.is_some()),
            flow_severities,
        }
    }

    /// From which severity on flows are shown when the next of them are left
    /// out; `None` if none is shown now.
    fn fewer_flows(&self) -> Option<Option<Severity>> {
        let from = self.flows_from?;
        let lowest = self
            .flow_severities
            .iter()
            .find(|severity| **severity >= from)?;
        let stages = [Severity::Medium, Severity::High];
        Some(stages.into_iter().find(|stage| lowest < stage))
    }

    /// Leaves out the next thing; false when nothing is left to leave out.
    fn reduce(&mut self) -> bool {
        let kept = self.results.min(self.total);
        if self.snippets {
            self.snippets = false;
        } else if self.fixes && self.any_fix {
            self.fixes = false;
        } else if let Some(fewer) = self.fewer_flows() {
            self.flows_from = fewer;
        } else if kept > 0 {
            self.results = kept - kept.div_ceil(4);
        } else {
            return false;
        }
        true
    }

    /// Whether the flow of a finding this severe is shown.
    pub(super) fn shows_flow(&self, severity: Severity) -> bool {
        self.flows_from.is_some_and(|from| severity >= from)
    }

    /// The findings that are shown, in report order.
    pub(super) fn findings<'r>(&self, report: &'r ScanReport) -> Vec<&'r Finding> {
        let all: Vec<&Finding> = report.active().collect();
        if all.len() <= self.results {
            return all;
        }
        let mut order: Vec<usize> = (0..all.len()).collect();
        // Stable: among equals the first in report order stay.
        order.sort_by_key(|at| std::cmp::Reverse(all[*at].severity));
        order.truncate(self.results);
        order.sort_unstable();
        order.into_iter().map(|at| all[at]).collect()
    }

    /// The steps of a flow that are shown: all, or as many from both ends.
    pub(super) fn steps<'s>(&self, steps: &'s [Step]) -> impl Iterator<Item = &'s Step> {
        let dropped = steps.len().saturating_sub(self.steps);
        let head = if dropped == 0 {
            steps.len()
        } else {
            self.steps.div_ceil(2)
        };
        steps[..head]
            .iter()
            .chain(&steps[(head + dropped).min(steps.len())..])
    }

    /// What is left out, one sentence each.
    pub(super) fn left_out(&self) -> Vec<String> {
        let mut said = Vec::new();
        if self.total > self.results {
            said.push(format!(
                "{} of {} results were left out, the least severe ones, to keep within the limits of code-scanning pages.",
                words::number((self.total - self.results) as u64),
                words::number(self.total as u64)
            ));
        }
        if self.long_flows > 0 {
            said.push(format!(
                "{} longer than {} steps: the middle of each was left out.",
                words::count(self.long_flows, "flow is", "flows are"),
                words::number(self.steps as u64)
            ));
        }
        if !self.snippets {
            said.push(
                "Excerpts of source code were left out to keep the log small enough.".to_owned(),
            );
        }
        if !self.fixes {
            said.push("Proposed fixes were left out to keep the log small enough.".to_owned());
        }
        match self.flows_from {
            Some(Severity::Experiment) => {}
            Some(from) => said.push(format!(
                "Flows of findings below severity {} were left out to keep the log small enough.",
                from.name()
            )),
            None => said.push("All flows were left out to keep the log small enough.".to_owned()),
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_there_is_left_out() {
        let mut detail = Detail {
            snippets: true,
            fixes: true,
            flows_from: Some(Severity::Experiment),
            results: 4,
            steps: 9,
            total: 4,
            long_flows: 0,
            any_fix: false,
            flow_severities: vec![Severity::Medium, Severity::Critical],
        };
        let mut stages = Vec::new();
        while detail.reduce() {
            stages.push((
                detail.snippets,
                detail.fixes,
                detail.flows_from,
                detail.results,
            ));
        }
        assert_eq!(
            stages,
            [
                (false, true, Some(Severity::Experiment), 4),
                (false, true, Some(Severity::High), 4),
                (false, true, None, 4),
                (false, true, None, 3),
                (false, true, None, 2),
                (false, true, None, 1),
                (false, true, None, 0),
            ]
        );
    }

    #[test]
    fn long_flows_keep_both_ends() {
        let steps: Vec<Step> = (0..7).map(crate::testing::step).collect();
        let detail = |most| Detail {
            snippets: true,
            fixes: true,
            flows_from: None,
            results: 0,
            steps: most,
            total: 0,
            long_flows: 0,
            any_fix: false,
            flow_severities: Vec::new(),
        };
        let depths = |most| {
            detail(most)
                .steps(&steps)
                .map(|s| s.depth)
                .collect::<Vec<_>>()
        };
        assert_eq!(depths(7), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(depths(5), [0, 1, 2, 5, 6]);
        assert_eq!(depths(2), [0, 6]);
    }
}
