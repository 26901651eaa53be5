//! Places as SARIF locations and regions.

use serde_sarif::sarif;

use super::{Context, message};
use crate::uri::uri_of;
use crate::view::Located;

/// Longest snippet that is included, in bytes. Longer ones are left out whole:
/// half of one would not be what stands there.
const SNIPPET: usize = 4096;
/// Lines shown around a finding.
const AROUND: u32 = 2;

impl Context<'_> {
    /// A location with its region.
    pub(super) fn location(&self, at: &Located<'_>) -> sarif::Location {
        sarif::Location::builder()
            .physical_location(self.physical(at, region(at)))
            .build()
    }

    /// The location of a finding: with its text, and the lines around it as far
    /// as the detail allows.
    pub(super) fn primary(&self, at: &Located<'_>) -> sarif::Location {
        let mut own = region(at);
        let mut around = None;
        if self.detail.snippets {
            own.snippet = snippet(at.text());
            around = context(at, &own);
        }
        let mut physical = self.physical(at, own);
        physical.context_region = around;
        sarif::Location::builder()
            .physical_location(physical)
            .build()
    }

    /// A location with words for it.
    pub(super) fn told(&self, at: &Located<'_>, words: &str) -> sarif::Location {
        let mut location = self.location(at);
        location.message = Some(message(words));
        location
    }

    /// A file as it is named in the log.
    pub(super) fn artifact(&self, path: &str) -> sarif::ArtifactLocation {
        sarif::ArtifactLocation::builder()
            .uri(uri_of(path, self.run.base.as_deref()))
            .build()
    }

    fn physical(&self, at: &Located<'_>, region: sarif::Region) -> sarif::PhysicalLocation {
        sarif::PhysicalLocation::builder()
            .artifact_location(self.artifact(at.path()))
            .region(region)
            .build()
    }
}

/// A function by name.
pub(super) fn function(name: &str) -> Vec<sarif::LogicalLocation> {
    vec![
        sarif::LogicalLocation::builder()
            .fully_qualified_name(name)
            .kind("function")
            .build(),
    ]
}

/// Lines and columns, both 1-based, the end exclusive.
pub(super) fn region(at: &Located<'_>) -> sarif::Region {
    let (start, end) = at.utf16();
    sarif::Region::builder()
        .start_line(i64::from(start.line))
        .start_column(i64::from(start.col))
        .end_line(i64::from(end.line))
        .end_column(i64::from(end.col))
        .build()
}

fn snippet(text: &str) -> Option<sarif::ArtifactContent> {
    (!text.is_empty() && text.len() <= SNIPPET)
        .then(|| sarif::ArtifactContent::builder().text(text).build())
}

/// The whole lines around a region; only if they hold more than it.
fn context(at: &Located<'_>, own: &sarif::Region) -> Option<sarif::Region> {
    let source = at.source()?;
    let (first, last) = at.line_range();
    let first = first.saturating_sub(AROUND).max(1);
    let last = (last + AROUND).min(source.lines.lines());
    let text = at.lines(first, last);
    let end = i64::from(last).max(own.end_line?);
    if text.len() <= at.text().len() || end > i64::from(last) {
        return None;
    }
    let mut region = sarif::Region::builder()
        .start_line(i64::from(first))
        .end_line(i64::from(last))
        .build();
    region.snippet = Some(snippet(text)?);
    Some(region)
}
