//! Everything a scan has to say, for reports to choose from.

use std::sync::Arc;
use std::time::Duration;

use haechi_rule::{Diagnostic, Rule};
use haechi_syntax::IndexVec;

use crate::{Coverage, FileIndex, FileRecord, Finding, Notice, RuleIndex};

/// The outcome of a scan.
#[derive(Debug, Default)]
pub struct ScanReport {
    /// Every file that was come across, sorted by path.
    pub files: IndexVec<FileIndex, FileRecord>,
    /// The rules that ran, in the order they were given.
    pub rules: IndexVec<RuleIndex, Arc<Rule>>,
    /// Findings, sorted by path, place, rule, message.
    pub findings: Vec<Finding>,
    /// What cut the analysis short or should be known otherwise, sorted.
    pub notices: Vec<Notice>,
    /// What was wrong with the rule files. Filled in by whoever loaded them.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the time went.
    pub timings: Timings,
}

impl ScanReport {
    /// The coverage ledger in sums.
    pub fn coverage(&self) -> Coverage {
        Coverage::of(self.files.iter())
    }

    /// Findings that nothing silences.
    pub fn active(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.suppressed.is_none())
    }
}

/// Wall-clock time of each phase.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Timings {
    /// Finding the files.
    pub walk: Duration,
    /// Reading, decoding, parsing, lowering and resolving names within files.
    pub parse: Duration,
    /// Linking files to a program.
    pub link: Duration,
    /// Matching patterns.
    pub matching: Duration,
    /// Following values.
    pub flow: Duration,
    /// Everything.
    pub total: Duration,
}
