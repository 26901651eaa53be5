//! Applying fixes without breaking code.
//!
//! Of overlapping edits the one that begins first is taken, of several that begin at the
//! same byte the longest. A file whose edits introduce a new parse error gets them one by one,
//! and those that break it are left out. Nothing here writes files.

use std::sync::Arc;

use haechi_syntax::{Idx, Lang, Span};
use rustc_hash::FxHashSet;

use crate::{FileIndex, ScanReport};

/// A file with fixes applied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fixed {
    /// Which file.
    pub file: FileIndex,
    /// Its new text.
    pub text: String,
    /// Indexes into [`ScanReport::findings`] whose fixes were applied.
    pub applied: Vec<usize>,
    /// Those whose fixes were not, and why.
    pub refused: Vec<(usize, Refusal)>,
}

/// Why a fix was not applied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// It overlaps with another one; run again to get it.
    Overlap,
    /// The code would not parse any more.
    Breaks,
}

/// One edit: the finding it belongs to, where, and what with.
type Edit<'r> = (usize, Span, &'r str);

/// Applies the fixes of all findings that nothing silences, file by file in order.
pub fn apply(report: &ScanReport) -> Vec<Fixed> {
    let mut out = Vec::new();
    let mut edits: Vec<(FileIndex, Edit<'_>)> = Vec::new();
    for (n, finding) in report
        .findings
        .iter()
        .enumerate()
        .filter(|(_, f)| f.suppressed.is_none())
    {
        if let Some(fix) = &finding.fix {
            edits.push((fix.place.file, (n, fix.place.span, &fix.replacement)));
        }
    }
    edits.sort_by_key(|(file, (n, span, _))| (*file, span.start, std::cmp::Reverse(span.end), *n));
    for group in edits.chunk_by(|a, b| a.0 == b.0) {
        let file = group[0].0;
        let record = &report.files[FileIndex::from_usize(file.index())];
        let Some(source) = &record.text else { continue };
        let edits: Vec<Edit<'_>> = group.iter().map(|(_, edit)| *edit).collect();
        out.push(fix_file(file, &source.text, record.lang, &edits));
    }
    out
}

fn fix_file(file: FileIndex, text: &Arc<str>, lang: Option<Lang>, edits: &[Edit<'_>]) -> Fixed {
    let (mut chosen, mut refused) = without_overlaps(edits);
    let broken_before = lang.map_or(0, |lang| lang.parse(Arc::clone(text)).gaps().len());
    let breaks = |edits: &[Edit<'_>]| {
        lang.is_some_and(|lang| lang.parse(edited(text, edits).into()).gaps().len() > broken_before)
    };
    if breaks(&chosen) {
        let mut kept: Vec<Edit<'_>> = Vec::new();
        for edit in chosen {
            kept.push(edit);
            if breaks(&kept) {
                kept.pop();
                refused.push((edit.0, Refusal::Breaks));
            }
        }
        chosen = kept;
    }
    refused.sort_by_key(|(n, _)| *n);
    Fixed {
        file,
        text: edited(text, &chosen),
        applied: chosen.iter().map(|edit| edit.0).collect(),
        refused,
    }
}

/// Edits that do not overlap, in order; equal edits count as applied together.
fn without_overlaps<'r>(edits: &[Edit<'r>]) -> (Vec<Edit<'r>>, Vec<(usize, Refusal)>) {
    let mut chosen: Vec<Edit<'r>> = Vec::new();
    let mut refused = Vec::new();
    let mut seen: FxHashSet<(Span, &str)> = FxHashSet::default();
    for edit in edits {
        let reached = chosen.last().map_or(0, |last| last.1.end);
        if !seen.insert((edit.1, edit.2)) {
            continue;
        }
        if chosen.is_empty() || edit.1.start >= reached {
            chosen.push(*edit);
        } else {
            refused.push((edit.0, Refusal::Overlap));
        }
    }
    (chosen, refused)
}

fn edited(text: &str, edits: &[Edit<'_>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (_, span, replacement) in edits {
        out.push_str(text.get(done..span.start as usize).unwrap_or(""));
        out.push_str(replacement);
        done = span.end as usize;
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(text: &str, edits: &[(u32, u32, &str)]) -> Fixed {
        let edits: Vec<Edit<'_>> = edits
            .iter()
            .enumerate()
            .map(|(n, (start, end, with))| (n, Span::new(*start, *end), *with))
            .collect();
        fix_file(FileIndex::new(0), &text.into(), Some(Lang::Python), &edits)
    }

    #[test]
    fn overlapping_edits_are_resolved_in_order() {
        let done = fixed("f(g(x))\n", &[(0, 7, "h()"), (2, 6, "y")]);
        assert_eq!(done.text, "h()\n");
        assert_eq!(
            (done.applied, done.refused),
            (vec![0], vec![(1, Refusal::Overlap)])
        );
    }

    #[test]
    fn a_fix_that_breaks_the_code_is_left_out() {
        let done = fixed("a = 1\nb = 2\n", &[(4, 5, "(("), (10, 11, "3")]);
        assert_eq!(done.text, "a = 1\nb = 3\n");
        assert_eq!(
            (done.applied, done.refused),
            (vec![1], vec![(0, Refusal::Breaks)])
        );
    }
}
