//! What the sites of a file mean for the values and uses of one function.
//!
//! A site names nodes; the engine sees values and uses of values. An *element*
//! is a node that has a value here: a definition (the node computes or binds
//! the value), a use (the node reads a variable), or the callee of a call.
//! Sites become [`Marks`] on elements:
//! - a source or sanitizer that is not exact marks every element of its match;
//! - an exact one, and every sink, marks the best fit: the elements that lie in
//!   no other element of the match;
//! - by side effect it marks the element that *is* the match.

use std::sync::Arc;

use haechi_ir::{BlockId, Function, Op, Terminator, ValueId};
use haechi_rule::taint::BySideEffect;
use haechi_syntax::{Idx, Kind, NodeId, Role as NodeRole, Tree};
use rustc_hash::FxHashMap;

use super::super::FileId;
use super::super::context::{Context, FileContext};
use super::super::graph::{Graph, Kill};
use super::super::site::{FileSites, Role, Site};
use crate::framework::ColourSet;

/// What happens at an element, in this order.
#[derive(Clone, Debug)]
pub struct Marks {
    /// The element's node.
    pub node: NodeId,
    /// It binds a variable rather than computing something.
    pub binds: bool,
    /// Colours that end here.
    pub kill: ColourSet,
    /// Those of them whose sanitizer is just this, not something around it.
    pub sanitized: ColourSet,
    /// Sources that begin here.
    pub gens: Vec<u32>,
    /// Propagators that end here.
    pub tos: Vec<u32>,
    /// Propagators that begin here.
    pub froms: Vec<u32>,
    /// Sinks that ask here; with the number of the operand asked about.
    pub sinks: Vec<(u32, u32)>,
    /// Colours that the variable is cleaned of from here on.
    pub clean: ColourSet,
    /// Sources that taint the variable from here on.
    pub adds: Vec<u32>,
    /// Propagators that taint the variable from here on.
    pub writes: Vec<u32>,
    /// Sources that taint the control flow from here on.
    pub controls: Vec<u32>,
}

impl Marks {
    fn new(node: NodeId, binds: bool) -> Self {
        Self {
            node,
            binds,
            kill: ColourSet::empty(),
            sanitized: ColourSet::empty(),
            gens: Vec::new(),
            tos: Vec::new(),
            froms: Vec::new(),
            sinks: Vec::new(),
            clean: ColourSet::empty(),
            adds: Vec::new(),
            writes: Vec::new(),
            controls: Vec::new(),
        }
    }
}

/// Where an element is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Spot {
    /// Where the value is defined.
    Def(ValueId),
    /// The n-th operand of an instruction.
    Use(ValueId, u32),
    /// A value that a block's terminator uses.
    End(BlockId, ValueId),
    /// The callee of a call.
    Callee(ValueId),
}

/// An element.
#[derive(Clone, Copy, Debug)]
struct Element {
    node: NodeId,
    spot: Spot,
    /// It binds a variable rather than computing something.
    binds: bool,
}

/// The marks of one function.
#[derive(Default, Debug)]
pub struct MarkMap {
    marks: FxHashMap<Spot, Marks>,
    /// Propagators with at least one end in this function.
    pub propagators: Vec<u32>,
}

impl MarkMap {
    /// The marks at a spot.
    pub fn get(&self, spot: Spot) -> Option<&Marks> {
        self.marks.get(&spot)
    }
    /// Whether nothing is marked.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }
}

/// Makes the marks of a function.
pub struct Marker<'a> {
    cx: &'a Context<'a>,
    tree: &'a Tree,
    file: Arc<FileContext>,
    ir: &'a Function,
    sites: &'a FileSites,
    map: MarkMap,
    users: Option<haechi_ir::Uses>,
    callees: Option<FxHashMap<NodeId, ValueId>>,
    /// Blocks by the nodes of their terminators.
    ends: Option<FxHashMap<NodeId, Vec<BlockId>>>,
}

impl<'a> Marker<'a> {
    /// The marks of `ir`, a function of `file` with these sites.
    pub fn marks(
        cx: &'a Context<'a>,
        file: FileId,
        ir: &'a Function,
        sites: &'a FileSites,
    ) -> MarkMap {
        let mut marker = Self {
            cx,
            tree: cx.tree(file),
            file: cx.file(file),
            ir,
            sites,
            map: MarkMap::default(),
            users: None,
            callees: None,
            ends: None,
        };
        let (first, last) = match (ir.node_values().first(), ir.node_values().last()) {
            (Some(first), Some(last)) => (first.0, last.0),
            _ => return marker.map,
        };
        for (n, site) in sites.all().iter().enumerate() {
            let from = site.operands.iter().copied().min().unwrap_or(site.node);
            if from.min(site.node) <= last && site.end > first || !site.operands.is_empty() {
                marker.site(n as u32, site);
            }
        }
        marker.drop_sanitized_gens();
        marker.drop_inner_sinks();
        marker.map
    }

    fn site(&mut self, n: u32, site: &Site) {
        let rule = &self.cx.rules[site.rule.raw() as usize];
        let item = site.item as usize;
        match site.role {
            Role::Source => {
                let Some(spec) = rule.sources.get(item) else {
                    return;
                };
                let elements = self.elements(site.node, site.end);
                self.source(
                    n,
                    site,
                    &elements,
                    spec.exact,
                    spec.by_side_effect,
                    spec.control,
                );
            }
            Role::Sanitizer => {
                let Some(spec) = rule.sanitizers.get(item).copied() else {
                    return;
                };
                if spec.not_conflicting && self.conflicts(site) {
                    return;
                }
                let elements = self.elements(site.node, site.end);
                let colours = self.cx.colours.set_of_rule(site.rule);
                for element in self.choose(&elements, site, spec.exact) {
                    let marks = self.at(element);
                    marks.kill = marks.kill.union(&colours);
                }
                for element in self.whole(&elements, site) {
                    let marks = self.at(element);
                    marks.sanitized = marks.sanitized.union(&colours);
                    if spec.by_side_effect {
                        marks.clean = marks.clean.union(&colours);
                    }
                }
            }
            Role::Sink => {
                let exact = rule.sinks.get(item).is_none_or(|spec| spec.exact);
                self.sink(n, site, exact);
            }
            Role::Propagator => {
                let by_side_effect = rule.propagators.get(item).is_some_and(|p| p.by_side_effect);
                self.propagator(n, site, by_side_effect);
            }
        }
    }

    fn source(
        &mut self,
        n: u32,
        site: &Site,
        elements: &[Element],
        exact: bool,
        effect: BySideEffect,
        control: bool,
    ) {
        let whole = self.whole(elements, site);
        if control {
            for element in self.choose(elements, site, true) {
                self.at(element).controls.push(n);
            }
            return;
        }
        if effect != BySideEffect::No {
            for element in &whole {
                self.at(*element).adds.push(n);
            }
        }
        if effect == BySideEffect::Only {
            return;
        }
        for element in self.choose(elements, site, exact && effect == BySideEffect::No) {
            // A variable that is merely assigned is no source unless the whole
            // assignment is; then its value is.
            let is_param = matches!(element.spot, Spot::Def(v)
                if matches!(self.ir.op(v), Op::Param(_)));
            if !element.binds || is_param {
                self.at(element).gens.push(n);
            }
        }
    }

    fn sink(&mut self, n: u32, site: &Site, exact: bool) {
        if !site.operands.is_empty() {
            for (operand, node) in site.operands.iter().enumerate() {
                let elements = self.elements(*node, self.tree.end(*node));
                for element in self.choose(&elements, site, true) {
                    self.at(element).sinks.push((n, operand as u32));
                }
            }
            return;
        }
        let elements = self.elements(site.node, site.end);
        for element in self.choose(&elements, site, exact) {
            self.at(element).sinks.push((n, 0));
        }
    }

    fn propagator(&mut self, n: u32, site: &Site, by_side_effect: bool) {
        let [from, to] = site.operands[..] else {
            return;
        };
        let tree = self.tree;
        let mut here = false;
        let from_elements = self.elements(from, tree.end(from));
        for element in self.best(&from_elements, from) {
            self.at(element).froms.push(n);
            here = true;
        }
        let to_elements = self.elements(to, tree.end(to));
        for element in self.best(&to_elements, to) {
            let marks = self.at(element);
            marks.tos.push(n);
            if by_side_effect {
                marks.writes.push(n);
            }
            here = true;
        }
        if here {
            self.map.propagators.push(n);
        }
    }

    /// A gen of a rule that is sanitized at the same element does not count.
    fn drop_sanitized_gens(&mut self) {
        let (cx, sites) = (self.cx, self.sites.all());
        #[expect(clippy::iter_over_hash_type, reason = "each stands for itself")]
        for marks in self.map.marks.values_mut() {
            if marks.kill.is_empty() {
                continue;
            }
            let kill = &marks.kill;
            let keeps = |site: &u32| {
                let rule = sites[*site as usize].rule;
                cx.colours.of_rule(rule).all(|c| !kill.contains(c))
            };
            marks.gens.retain(keeps);
            marks.adds.retain(keeps);
        }
    }

    /// A declaration with one declarator and the assignment in it are the same: where
    /// both are matches of one item, only the declaration is told.
    fn drop_inner_sinks(&mut self) {
        let (tree, sites) = (self.tree, self.sites.all());
        let inner = |n: u32, m: u32| {
            let (a, b) = (&sites[n as usize], &sites[m as usize]);
            (a.rule, a.item, a.end) == (b.rule, b.item, b.end)
                && tree.kind(a.node) == Kind::Declarator
                && tree.kind(b.node) == Kind::VarDecl
                && tree.child(b.node, NodeRole::Item) == Some(a.node)
        };
        #[expect(clippy::iter_over_hash_type, reason = "each stands for itself")]
        for marks in self.map.marks.values_mut() {
            if marks.sinks.len() > 1 {
                let all = marks.sinks.clone();
                marks.sinks.retain(|(n, operand)| {
                    !all.iter()
                        .any(|(m, other)| operand == other && inner(*n, *m))
                });
            }
        }
    }

    fn conflicts(&self, site: &Site) -> bool {
        self.sites.all().iter().any(|other| {
            other.rule == site.rule
                && matches!(other.role, Role::Source | Role::Sink)
                && other.span == site.span
        })
    }

    fn at(&mut self, element: Element) -> &mut Marks {
        self.map
            .marks
            .entry(element.spot)
            .or_insert_with(|| Marks::new(element.node, element.binds))
    }

    /// All elements of a match, or the best fit.
    fn choose(&self, elements: &[Element], site: &Site, best: bool) -> Vec<Element> {
        if best {
            self.best(elements, site.node)
        } else {
            elements.to_vec()
        }
    }

    /// The elements that lie in no other one. Binding ones only if the match
    /// is nothing else.
    fn best(&self, elements: &[Element], node: NodeId) -> Vec<Element> {
        // What lies in a lambda within the match lies in the lambda, which is an
        // element of the function around it.
        let own = self.ir.key.node;
        if self.tree.kind(own) == Kind::Lambda && self.tree.is_within(own, node) {
            return Vec::new();
        }
        let mut found: Vec<Element> = Vec::new();
        let mut outer = NodeId::ROOT;
        let mut outer_end = NodeId::ROOT;
        for element in elements {
            if element.binds && element.node != node && !self.is_name_of(element.node, node) {
                continue;
            }
            if element.node < outer_end && element.node != outer {
                continue;
            }
            if element.node != outer || found.is_empty() {
                outer = element.node;
                outer_end = self.tree.end(outer);
            }
            found.push(*element);
        }
        found
    }

    /// The elements that are the match as a whole.
    fn whole(&self, elements: &[Element], site: &Site) -> Vec<Element> {
        if site.end != self.tree.end(site.node) {
            return Vec::new();
        }
        let tree = self.tree;
        let node = match tree.kind(site.node) {
            Kind::ExprStmt => tree.child(site.node, NodeRole::Value).unwrap_or(site.node),
            _ => site.node,
        };
        elements
            .iter()
            .filter(|e| e.node == node || self.is_name_of(e.node, node))
            .copied()
            .collect()
    }

    /// Whether `name` is the name of the parameter `node`.
    fn is_name_of(&self, name: NodeId, node: NodeId) -> bool {
        let tree = self.tree;
        tree.kind(node) == Kind::Param
            && name != node
            && tree.child(node, NodeRole::Name) == Some(name)
    }

    /// The elements between two nodes, in preorder.
    fn elements(&mut self, start: NodeId, end: NodeId) -> Vec<Element> {
        let pairs = self.ir.node_values();
        let from = pairs.partition_point(|(node, _)| *node < start);
        let to = pairs.partition_point(|(node, _)| *node < end);
        let mut found: Vec<Element> = Vec::new();
        for (node, value) in pairs[from..to].iter().copied() {
            let data = self.ir.value(value);
            let binds = self.binds(node);
            // A φ stands at the node that binds its variable, but is not made there.
            if (data.node == node || binds) && !(binds && matches!(data.op, Op::Phi(_))) {
                found.push(Element {
                    node,
                    spot: Spot::Def(value),
                    binds,
                });
            } else {
                self.use_elements(node, value, &mut found);
            }
        }
        if found.is_empty() || pairs[from..to].iter().all(|(node, _)| *node != start) {
            self.callee_element(start, end, &mut found);
        }
        if found.is_empty() {
            self.path_element(start, end, &mut found);
        }
        found
    }

    /// The start of a dotted path has no value of its own if the path is read
    /// as a whole: what holds of it holds of the path.
    fn path_element(&mut self, start: NodeId, end: NodeId, found: &mut Vec<Element>) {
        if self.tree.end(start) != end {
            return;
        }
        let file = Arc::clone(&self.file);
        let parents = file.parents(self.tree);
        let mut at = start;
        while self.tree.role(at) == NodeRole::Object && self.tree.kind(parents[at]) == Kind::Member
        {
            at = parents[at];
            let values: Vec<ValueId> = self.ir.values_of(at).collect();
            for value in values {
                if matches!(self.ir.op(value), Op::LoadGlobal(_)) {
                    found.push(Element {
                        node: start,
                        spot: Spot::Def(value),
                        binds: false,
                    });
                }
            }
            if found.is_empty() {
                self.callee_element(at, self.tree.end(at), found);
            }
            if !found.is_empty() {
                return;
            }
        }
    }

    /// Whether a node is a target of an assignment or a declared name.
    fn binds(&self, node: NodeId) -> bool {
        match self.tree.role(node) {
            NodeRole::Name | NodeRole::Target => true,
            _ => self.tree.kind(node) == Kind::Param,
        }
    }

    /// A callee has no value of its own if it is a name or path.
    fn callee_element(&mut self, start: NodeId, end: NodeId, found: &mut Vec<Element>) {
        if self.tree.role(start) != NodeRole::Callee || self.tree.end(start) != end {
            return;
        }
        let (ir, tree) = (self.ir, self.tree);
        let callees = self.callees.get_or_insert_with(|| {
            ir.values
                .iter_enumerated()
                .filter(|(_, value)| matches!(value.op, Op::Call(_)))
                .filter_map(|(id, value)| Some((tree.child(value.node, NodeRole::Callee)?, id)))
                .collect()
        });
        if let Some(call) = callees.get(&start) {
            found.push(Element {
                node: start,
                spot: Spot::Callee(*call),
                binds: false,
            });
            found.sort_by_key(|e| e.node);
        }
    }

    /// The uses that reading a variable at `node` stands for: usually one; more
    /// where code was duplicated.
    fn use_elements(&mut self, node: NodeId, value: ValueId, found: &mut Vec<Element>) {
        let (spots, at_end) = self.consumers(node, value);
        for user in &spots {
            let ordinal = self.ordinal(*user, node, value);
            found.push(Element {
                node,
                spot: Spot::Use(*user, ordinal),
                binds: false,
            });
        }
        for block in &at_end {
            found.push(Element {
                node,
                spot: Spot::End(*block, value),
                binds: false,
            });
        }
    }

    /// The instructions and terminators that use what the occurrence reads: of
    /// the users of the value those that belong to the nearest node around the
    /// occurrence.
    fn consumers(&mut self, node: NodeId, value: ValueId) -> (Vec<ValueId>, Vec<BlockId>) {
        let ir = self.ir;
        let users: Vec<ValueId> = self
            .users
            .get_or_insert_with(|| ir.uses())
            .of(value)
            .iter()
            .copied()
            .filter(|user| !matches!(ir.op(*user), Op::Phi(_) | Op::Sigma { .. }))
            .collect();
        let tree = self.tree;
        let file = Arc::clone(&self.file);
        let parents = file.parents(tree);
        let blocks = self.ends.get_or_insert_with(|| {
            let mut map: FxHashMap<NodeId, Vec<BlockId>> = FxHashMap::default();
            for (id, block) in ir.blocks.iter_enumerated() {
                map.entry(block.node).or_default().push(id);
            }
            map
        });
        let mut at = node;
        loop {
            let ends: Vec<BlockId> = blocks
                .get(&at)
                .into_iter()
                .flatten()
                .copied()
                .filter(|id| terminator_uses(ir.blocks[*id].terminator, value))
                .collect();
            if !ends.is_empty() {
                return (Vec::new(), ends);
            }
            let parent = parents[at];
            if parent == at {
                return (Vec::new(), Vec::new());
            }
            at = parent;
            let mut here: Vec<ValueId> = users
                .iter()
                .copied()
                .filter(|user| {
                    let place = ir.value(*user).node;
                    place == at || is_target_of(tree, parents, place, at)
                })
                .collect();
            here.dedup();
            if !here.is_empty() {
                return (here, Vec::new());
            }
            if matches!(tree.kind(at), Kind::Function | Kind::Class | Kind::File) {
                return (Vec::new(), Vec::new());
            }
        }
    }

    /// Which operand of `user` the occurrence is: as many equal operands come
    /// before it as there are earlier occurrences that the user reads.
    fn ordinal(&mut self, user: ValueId, node: NodeId, value: ValueId) -> u32 {
        let mut places = Vec::new();
        let mut n = 0;
        self.ir.for_each_operand(user, |operand| {
            if operand == value {
                places.push(n);
            }
            n += 1;
        });
        if places.len() < 2 {
            return places.first().copied().unwrap_or(0);
        }
        let start = self.ir.value(user).node;
        let pairs = self.ir.node_values();
        let from = pairs.partition_point(|(n, _)| *n < start);
        let to = pairs.partition_point(|(n, _)| *n < node);
        let earlier: Vec<NodeId> = pairs[from..to]
            .iter()
            .filter(|(n, v)| *v == value && self.ir.value(*v).node != *n)
            .map(|(n, _)| *n)
            .collect();
        let before = earlier
            .into_iter()
            .filter(|n| self.consumers(*n, value).0.contains(&user))
            .count();
        places[before.min(places.len() - 1)]
    }
}

/// Whether `place` is a name or target that `at` binds what it computes to.
fn is_target_of(
    tree: &Tree,
    parents: &haechi_syntax::IndexVec<NodeId, NodeId>,
    mut place: NodeId,
    at: NodeId,
) -> bool {
    if !tree.is_within(place, at) {
        return false;
    }
    while parents[place] != at && place != at {
        place = parents[place];
        if place.index() == 0 {
            return false;
        }
    }
    matches!(tree.role(place), NodeRole::Name | NodeRole::Target)
}

fn terminator_uses(terminator: Terminator, value: ValueId) -> bool {
    match terminator {
        Terminator::Branch { cond, .. } => cond == value,
        Terminator::Switch { subject, .. } => subject == value,
        Terminator::Return(returned) => returned == Some(value),
        Terminator::Throw(thrown) => thrown == value,
        Terminator::Goto(_) | Terminator::Try { .. } | Terminator::Unreachable => false,
    }
}

/// The kill of a set of colours; none if it is empty.
pub fn kill_of(graph: &mut Graph, colours: &ColourSet) -> Kill {
    if colours.is_empty() {
        Kill::NONE
    } else {
        graph.kill(colours.clone())
    }
}
