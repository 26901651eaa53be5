//! Sites from the matcher: matches of the formulas of taint rules.

use haechi_matcher::{Binding, Match, PropagatorSite, TaintSites};
use haechi_rule::Mvar;
use haechi_rule::taint::{SinkRequires, TaintSpec};
use haechi_syntax::{NodeId, Span, Tree};

use super::exits::Exits;
use super::site::{FileSites, Role, Site};
use super::{RuleNo, SiteRef};

/// The matches of one rule in a file.
pub struct Matched<'m> {
    /// The rule's place in the analysis.
    pub rule: RuleNo,
    /// What it says.
    pub spec: &'m TaintSpec,
    /// What matched.
    pub sites: &'m TaintSites,
}

/// The bindings of a file's sites.
#[derive(Clone, Default, Debug)]
pub struct Bindings {
    lists: Vec<Vec<Binding>>,
}

impl Bindings {
    /// The bindings of a site, by [`Site::origin`].
    pub fn of(&self, origin: u32) -> &[Binding] {
        self.lists.get(origin as usize).map_or(&[], |list| list)
    }

    /// Adds a list, and gives its number.
    pub fn add(&mut self, bindings: &[Binding]) -> u32 {
        self.lists.push(bindings.to_vec());
        self.lists.len() as u32 - 1
    }
}

/// Turns the matches of a file into its sites.
pub fn sites_of(tree: &Tree, matched: &[Matched<'_>]) -> (FileSites, Bindings) {
    let mut sites = Vec::new();
    let mut bindings = Bindings::default();
    let mut exits = None;
    for one in matched {
        let roles = [
            (Role::Source, &one.sites.sources),
            (Role::Sink, &one.sites.sinks),
            (Role::Sanitizer, &one.sites.sanitizers),
        ];
        for (role, items) in roles {
            for (item, matches) in items.iter().enumerate() {
                for found in matches {
                    let Some((node, end)) = covered(tree, found) else {
                        continue;
                    };
                    if role == Role::Sink
                        && one.spec.sinks.get(item).is_some_and(|sink| sink.at_exit)
                        && !exits.get_or_insert_with(|| Exits::new(tree)).contains(node)
                    {
                        continue;
                    }
                    let operands = match (role, one.spec.sinks.get(item).map(|s| &s.requires)) {
                        (Role::Sink, Some(SinkRequires::PerMvar(each))) => {
                            mvar_nodes(tree, each, found, node)
                        }
                        _ => Vec::new(),
                    };
                    sites.push(Site {
                        rule: one.rule,
                        role,
                        item: item as u32,
                        node,
                        end,
                        span: found.span,
                        operands,
                        origin: bindings.add(&found.bindings),
                    });
                }
            }
        }
        for (item, found) in one.sites.propagators.iter().enumerate() {
            for propagator in found {
                let site = propagator_site(tree, one.rule, item, propagator);
                sites.extend(site.map(|site| Site {
                    origin: bindings.add(&propagator.site.bindings),
                    ..site
                }));
            }
        }
    }
    (FileSites::new(sites), bindings)
}

fn propagator_site(
    tree: &Tree,
    rule: RuleNo,
    item: usize,
    propagator: &PropagatorSite,
) -> Option<Site> {
    let (node, end) = covered(tree, &propagator.site)?;
    let from = node_of(tree, &propagator.from)?;
    let to = node_of(tree, &propagator.to)?;
    Some(Site {
        rule,
        role: Role::Propagator,
        item: item as u32,
        node,
        end,
        span: propagator.site.span,
        operands: vec![from, to],
        origin: 0,
    })
}

fn node_of(tree: &Tree, binding: &Binding) -> Option<NodeId> {
    binding
        .nodes
        .first()
        .copied()
        .or_else(|| nodes_in(tree, binding.span).map(|(node, _)| node))
}

/// The nodes that the metavariables of a sink's conditions are bound to.
fn mvar_nodes(
    tree: &Tree,
    each: &[(Mvar, haechi_rule::requires::Requires)],
    found: &Match,
    node: NodeId,
) -> Vec<NodeId> {
    each.iter()
        .map(|(mvar, _)| {
            found
                .bindings
                .iter()
                .find(|b| *b.name == *mvar.to_string())
                .and_then(|b| node_of(tree, b))
                .unwrap_or(node)
        })
        .collect()
}

/// The nodes that a match covers: its own, or those that lie within its range.
fn covered(tree: &Tree, found: &Match) -> Option<(NodeId, NodeId)> {
    match found.node {
        Some(node) => Some((node, tree.end(node))),
        None => nodes_in(tree, found.span),
    }
}

/// The outermost nodes within a range, as a run of siblings.
fn nodes_in(tree: &Tree, span: Span) -> Option<(NodeId, NodeId)> {
    let around = tree.smallest_at(span);
    if tree.span(around) == span {
        return Some((around, tree.end(around)));
    }
    let inside = |child: &NodeId| span.contains(tree.span(*child));
    let first = tree.children(around).find(inside)?;
    let last = tree.children(around).filter(inside).last()?;
    Some((first, tree.end(last)))
}

/// Whether two lists of bindings agree where they bind the same metavariable.
pub fn unify(a: &[Binding], b: &[Binding]) -> bool {
    a.iter().all(|x| {
        b.iter()
            .filter(|y| x.name == y.name)
            .all(|y| x.text == y.text || x.value.is_some() && x.value == y.value)
    })
}

/// The bindings of a site of the project.
pub fn bindings_of<'b>(sites: &FileSites, bindings: &'b Bindings, site: SiteRef) -> &'b [Binding] {
    sites
        .all()
        .get(site.site as usize)
        .map_or(&[], |site| bindings.of(site.origin))
}
