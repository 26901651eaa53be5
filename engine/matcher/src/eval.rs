//! Formulas, evaluated over the ranges of one file.
//!
//! The meaning is that of sets of ranges: a conjunction intersects its
//! positives (`pattern-inside` last), subtracts its negatives, filters by
//! conditions, applies the focus. The order of evaluation is chosen for speed
//! and cannot be seen in the result: positives that name what they look for
//! come first, an empty one ends the work, and patterns that would match nearly
//! everywhere are tried only around what was found so far. A range that
//! neither contains nor lies in any of those could not survive.

use std::rc::Rc;

use haechi_rule::formula::RegexLeaf;
use haechi_rule::options::CommentStyle;
use haechi_syntax::{NodeId, Span};

use crate::cx::M;
use crate::env::{Bound, Env};
use crate::generic::GenericDocument;
use crate::index::FileIndex;
use crate::leaf::{self, Hit, Within};
use crate::ranges::{Range, RangeKind, unique};
use crate::region::Region;
use crate::rules::{Compiled, CompiledRules, LeafId};

/// The evaluation of formulas in one file.
pub struct Eval<'a> {
    /// The matching of patterns.
    pub m: M<'a>,
    /// All rules.
    pub rules: &'a CompiledRules,
    /// The file's nodes by kind and name.
    pub index: &'a FileIndex,
    /// Whether to do without short cuts.
    pub exhaustive: bool,
    /// Whether some pattern that was looked for had too many choices.
    pub gave_up: bool,
    /// What else was given up.
    pub limits: TextLimits,
    /// The hits of patterns that were looked for in the whole file.
    memo: Vec<Option<Memo>>,
    /// The file as generic patterns see it, by what comments are skipped.
    pub(crate) documents: Vec<(Option<CommentStyle>, Rc<GenericDocument<'a>>)>,
}

/// What was given up in a file besides patterns of code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TextLimits {
    /// Some regex took too many steps.
    pub regex: bool,
    /// Some generic pattern took too many steps.
    pub generic: bool,
}

/// The hits of a pattern in the whole file, and whether it had too many choices.
type Memo = (Rc<[Hit]>, bool);

/// In which part of the file a formula is evaluated, and with what bound.
#[derive(Clone, Copy)]
pub struct Scope<'s> {
    /// Only ranges that touch these matter.
    pub region: Option<&'s Region>,
    /// Only what lies in this part of the file is seen.
    pub within: Option<Within>,
    /// Only this part of the text is seen, by what looks at text.
    pub text: Option<Span>,
    /// What is bound already.
    pub start: Env,
    /// What a conjunction without positives stands for.
    pub whole: Option<Range>,
}

impl Scope<'_> {
    /// The whole file, nothing bound.
    pub const FILE: Scope<'static> = Scope {
        region: None,
        within: None,
        text: None,
        start: Env::EMPTY,
        whole: None,
    };
}

impl<'a> Eval<'a> {
    /// An evaluation that has found nothing yet.
    pub fn new(m: M<'a>, rules: &'a CompiledRules, index: &'a FileIndex) -> Self {
        Self {
            m,
            rules,
            index,
            exhaustive: false,
            gave_up: false,
            limits: TextLimits::default(),
            memo: vec![None; rules.leaves.len()],
            documents: Vec::new(),
        }
    }

    /// The ranges of a formula.
    pub fn formula(&mut self, formula: &Compiled, scope: Scope) -> Vec<Range> {
        match formula {
            Compiled::Leaf(leaf) | Compiled::Selector(leaf, _) => self.leaf(*leaf, scope),
            Compiled::Regex(regex) => self.regex(regex, scope),
            Compiled::Generic(pattern) => crate::text_leaf::generic(self, pattern, scope),
            Compiled::Or(alternatives) => {
                let mut out = Vec::new();
                for alternative in alternatives {
                    out.extend(self.formula(alternative, scope));
                }
                unique(out)
            }
            Compiled::Inside(inner) => self.with_kind(inner, RangeKind::Inside, scope),
            Compiled::Anywhere(inner) => {
                let scope = Scope {
                    region: None,
                    ..scope
                };
                self.with_kind(inner, RangeKind::Anywhere, scope)
            }
            Compiled::And(and) => self.conjunction(and, scope),
            Compiled::Never => Vec::new(),
        }
    }

    fn with_kind(&mut self, inner: &Compiled, kind: RangeKind, scope: Scope) -> Vec<Range> {
        let mut ranges = self.formula(inner, scope);
        for range in &mut ranges {
            range.kind = kind;
        }
        ranges
    }

    /// Whether a formula could have a range in this file at all, judged by
    /// names alone.
    pub fn is_possible(&self, formula: &Compiled) -> bool {
        if self.exhaustive {
            return true;
        }
        match formula {
            Compiled::Leaf(leaf) | Compiled::Selector(leaf, _) => {
                let leaf = &self.rules.leaves[leaf.raw() as usize];
                self.index
                    .has_all(leaf.pattern.needs_in(self.m.linked.is_some()))
            }
            Compiled::Regex(_) | Compiled::Generic(_) => true,
            Compiled::Or(alternatives) => alternatives.iter().any(|f| self.is_possible(f)),
            Compiled::Inside(inner) | Compiled::Anywhere(inner) => self.is_possible(inner),
            Compiled::And(and) => and.positives.iter().all(|f| self.is_possible(f)),
            Compiled::Never => false,
        }
    }

    pub(crate) fn leaf(&mut self, id: LeafId, scope: Scope) -> Vec<Range> {
        let n = id.raw() as usize;
        let leaf = &self.rules.leaves[n];
        if let Some(within) = scope.within {
            return self.leaf_within(id, within, scope);
        }
        if let Some((hits, gave_up)) = &self.memo[n] {
            self.gave_up |= *gave_up;
            return hits
                .iter()
                .filter(|hit| scope.region.is_none_or(|region| region.touches(hit.span)))
                .map(|hit| Range::of_hit(*hit))
                .collect();
        }
        self.m.opts = &self.rules.options[self.rules.leaf_opts[n] as usize];
        if self.exhaustive {
            let found = leaf::run_everywhere(&mut self.m, self.index, leaf);
            self.gave_up |= found.gave_up;
            return found.hits.into_iter().map(Range::of_hit).collect();
        }
        let region = scope.region.filter(|_| !leaf.is_selective());
        let found = leaf::run(&mut self.m, self.index, leaf, region, Env::EMPTY);
        self.gave_up |= found.gave_up;
        let hits = found.hits;
        if region.is_none() {
            let hits: Rc<[Hit]> = hits.into();
            self.memo[n] = Some((Rc::clone(&hits), found.gave_up));
            return hits
                .iter()
                .filter(|hit| scope.region.is_none_or(|region| region.touches(hit.span)))
                .map(|hit| Range::of_hit(*hit))
                .collect();
        }
        hits.into_iter().map(Range::of_hit).collect()
    }

    /// The matches in a part of the file, with bindings made before.
    fn leaf_within(&mut self, id: LeafId, within: Within, scope: Scope) -> Vec<Range> {
        let n = id.raw() as usize;
        self.m.opts = &self.rules.options[self.rules.leaf_opts[n] as usize];
        let leaf = &self.rules.leaves[n];
        let found = leaf::run_within(&mut self.m, self.index, leaf, within, scope.start);
        self.gave_up |= found.gave_up;
        found.hits.into_iter().map(Range::of_hit).collect()
    }

    fn regex(&mut self, regex: &RegexLeaf, scope: Scope) -> Vec<Range> {
        crate::text_leaf::regex(self, regex, scope)
    }
}

impl M<'_> {
    /// What a binding covers; `None` for an empty list.
    pub fn bound_span(&self, bound: Bound) -> Option<Span> {
        match bound {
            Bound::Node(node) => Some(self.reported(node)),
            Bound::Text(span, _) | Bound::Span(span) => Some(span),
            Bound::Synth(synth) => Some(self.tree.span(self.envs.text(synth).at)),
            Bound::List(_, list) => {
                let nodes = self.envs.nodes(list);
                let (first, last) = (nodes.first()?, nodes.last()?);
                Some(self.reported(*first).cover(self.reported(*last)))
            }
        }
    }
}

impl M<'_> {
    /// Whether nodes stand next to each other.
    fn is_run(&self, nodes: &[NodeId]) -> bool {
        nodes
            .windows(2)
            .all(|pair| self.tree.end(pair[0]) == pair[1])
    }

    /// The text of a binding: what is written, or the path or value that it
    /// stands for.
    pub fn bound_text(&self, bound: Bound) -> String {
        match bound {
            Bound::Synth(synth) => self.envs.text(synth).text.to_string(),
            Bound::List(_, list) if !self.is_run(self.envs.nodes(list)) => {
                let items = self.envs.nodes(list).iter();
                let texts: Vec<&str> = items.map(|item| self.tree.source(*item)).collect();
                texts.join(", ")
            }
            Bound::Node(node) => {
                let span = crate::spans::written(self.tree, self.scopes, node);
                self.tree.slice(span).to_owned()
            }
            bound => self
                .bound_span(bound)
                .map_or_else(String::new, |span| self.tree.slice(span).to_owned()),
        }
    }
}
