//! Where rules touch code.

use haechi_syntax::{NodeId, Span};

use super::{FileId, RuleNo};

/// What a site is to its rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Taint begins.
    Source,
    /// Taint does harm.
    Sink,
    /// Taint ends.
    Sanitizer,
    /// Taint jumps from the first to the second of [`Site::operands`].
    Propagator,
}

/// One match of one item of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Site {
    /// The rule.
    pub rule: RuleNo,
    /// What it is to the rule.
    pub role: Role,
    /// Which source, sink … of the rule.
    pub item: u32,
    /// What matched (with a focus: what the focus is bound to). The outermost
    /// node; where a sequence of statements matched, the first.
    pub node: NodeId,
    /// One past the last node of the match, as in
    /// [`Tree::end`](haechi_syntax::Tree::end).
    pub end: NodeId,
    /// The range of the match: what is reported.
    pub span: Span,
    /// Propagators: the nodes of `from` and `to`. Sinks with a condition for
    /// each metavariable: the nodes that these are bound to (the match's node
    /// where one is bound to none). Otherwise empty.
    pub operands: Vec<NodeId>,
    /// What made the site, for whoever interprets it later (bindings, the
    /// model). Not looked into here.
    pub origin: u32,
}

/// The sites of a file.
#[derive(Clone, Default, Debug)]
pub struct FileSites {
    /// By node, rule, role, item.
    sites: Vec<Site>,
}

impl FileSites {
    /// No sites.
    pub const fn none() -> Self {
        Self { sites: Vec::new() }
    }
    /// Sorts the sites and drops those that are there twice.
    pub fn new(mut sites: Vec<Site>) -> Self {
        sites.sort_by(|a, b| {
            let key = |s: &Site| (s.node, s.end, s.rule, s.role, s.item, s.span, s.origin);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.operands.cmp(&b.operands))
        });
        sites.dedup();
        Self { sites }
    }
    /// The same with further sites.
    pub fn with(self, more: Vec<Site>) -> Self {
        if more.is_empty() {
            return self;
        }
        let mut sites = self.sites;
        sites.extend(more);
        Self::new(sites)
    }
    /// All sites; a [`SiteRef`] counts in this order.
    pub fn all(&self) -> &[Site] {
        &self.sites
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty()
    }
}

/// A site of the project.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SiteRef {
    /// The file.
    pub file: FileId,
    /// Its number in [`FileSites::all`].
    pub site: u32,
}
