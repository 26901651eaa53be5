//! `metavariable-analysis`: properties of a string that are computed.

mod entropy;
mod redos;

use haechi_rule::condition::Analyzer;

use entropy::Bounds;

/// Whether a string has the property that an analyzer looks for.
pub(crate) fn holds(analyzer: Analyzer, text: &str) -> bool {
    match analyzer {
        Analyzer::Entropy => entropy::looks_random(text, Bounds::USUAL),
        Analyzer::EntropyV2(mode) => entropy::looks_random(text, Bounds::of(mode)),
        Analyzer::Redos => redos::can_explode(text),
    }
}
