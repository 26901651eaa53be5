//! A value at one of its uses: what the marks there do to it.

use haechi_ir::{BlockId, Op, ValueId};
use haechi_syntax::NodeId;
use smallvec::SmallVec;

use super::super::flow::StepKind;
use super::super::graph::{Key, Kill, Place};
use super::super::location::{Pts, Root};
use super::super::state::{Entry, Slot, State, StateKey};
use super::Builder;
use super::marks::{Marks, Spot, kill_of};

/// A value as an instruction sees it.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// The value.
    pub value: ValueId,
    /// The taint of it as a whole.
    pub own: Place,
    /// What is cleaned from its parts here.
    pub kill: Kill,
}

impl Builder<'_> {
    /// The n-th operand of an instruction. `whole`: its parts count as well
    /// (it is passed on or computed with, not just looked into).
    pub(super) fn operand(
        &mut self,
        state: &mut State,
        user: ValueId,
        n: u32,
        value: ValueId,
        whole: bool,
    ) -> Use {
        let plain = Use {
            value,
            own: self.own(state, value),
            kill: Kill::NONE,
        };
        if self.marks.is_empty() {
            return plain;
        }
        match self.marks.get(Spot::Use(user, n)).cloned() {
            Some(marks) => self.mark_use(state, plain, &marks, user, whole),
            None => plain,
        }
    }

    /// A value that a terminator uses.
    pub(super) fn use_at_end(&mut self, block: BlockId, value: ValueId, state: &mut State) -> Use {
        let plain = Use {
            value,
            own: self.own(state, value),
            kill: Kill::NONE,
        };
        let Some(marks) = self.marks.get(Spot::End(block, value)).cloned() else {
            return plain;
        };
        let used = self.mark_use(state, plain, &marks, value, true);
        state.set(StateKey::cell(value), Entry::cell(used.own));
        used
    }

    fn mark_use(
        &mut self,
        state: &mut State,
        plain: Use,
        marks: &Marks,
        user: ValueId,
        whole: bool,
    ) -> Use {
        let kill = kill_of(&mut self.graph, &marks.kill);
        let key = Key::Occurrence(marks.node, user);
        let own = self.graph.place(key, marks.node, StepKind::Compute);
        self.graph.edge(plain.own, own, kill, None);
        let used = Use { own, kill, ..plain };
        self.mark(state, used, marks, user, whole);
        used
    }

    /// The marks where a value is defined; its node has the gens and kills.
    pub(super) fn mark_definition(&mut self, state: &mut State, value: ValueId) {
        let Some(marks) = self.marks.get(Spot::Def(value)).cloned() else {
            return;
        };
        let kill = kill_of(&mut self.graph, &marks.kill);
        self.clean_result(state, value, &marks);
        let used = Use {
            value,
            own: self.own(state, value),
            kill,
        };
        self.mark(state, used, &marks, value, true);
    }

    /// What a sanitizer gives is clean with all its parts. Within one, a value is
    /// clean as the sanitizer sees it: the object that it refers to stays what it
    /// is for everybody else.
    fn clean_result(&mut self, state: &mut State, value: ValueId, marks: &Marks) {
        let pts = self.value_pts[value];
        let colours = match self.pts.single(pts).map(|loc| self.locs.root_of(loc)) {
            Some(Root::Object(by) | Root::Result(by)) if by == value => &marks.kill,
            // A sanitizer that gives back what it was given has cleaned it.
            _ if matches!(self.ir.op(value), Op::Call(_)) => &marks.sanitized,
            _ => return,
        };
        if pts != Pts::NONE {
            let kill = kill_of(&mut self.graph, colours);
            self.clean(state, value, kill, value);
        }
    }

    /// What marks do, once the node they stand at is known.
    pub(super) fn mark(
        &mut self,
        state: &mut State,
        used: Use,
        marks: &Marks,
        at: ValueId,
        whole: bool,
    ) {
        for site in &marks.gens {
            if !self.cannot_carry(used.value, *site) {
                self.graph.gen_at(used.own, *site);
            }
        }
        for site in &marks.tos {
            let way = self.propagator(*site);
            self.graph.edge(way, used.own, Kill::NONE, None);
        }
        for site in &marks.froms {
            let way = self.propagator(*site);
            // It carries what its own rule knows, nothing of others.
            let rule = self.sites.all()[*site as usize].rule;
            let others = self.cx.colours.set_of_rule(rule).complement();
            let kill = self.graph.kill(others);
            self.flow_whole(state, used, way, kill);
        }
        for (site, operand) in &marks.sinks {
            self.ask(state, used, *site, *operand, marks.node, whole);
        }
        self.side_effects(state, used, marks, at);
    }

    /// Whether the rule of a source says that values of this type are safe.
    fn cannot_carry(&self, value: ValueId, site: u32) -> bool {
        let off = self.cx.colours.off(self.type_way(value));
        let rule = self.sites.all()[site as usize].rule;
        !off.is_empty() && self.cx.colours.of_rule(rule).all(|c| off.contains(c))
    }

    /// All of a value flows to a node.
    pub(super) fn flow_whole(&mut self, state: &State, used: Use, to: Place, kill: Kill) {
        let kill = self.graph.kill_both(kill, used.kill);
        for place in self.deep(state, used) {
            self.graph.edge(place, to, kill, None);
        }
    }

    /// The parts of what `pts` refers to flow into a node.
    pub(super) fn flow_parts(&mut self, state: &State, pts: Pts, to: Place, kill: Kill) {
        let mut parts = SmallVec::new();
        self.deep_parts(state, pts, &mut parts);
        for part in parts {
            self.graph.edge(part, to, kill, None);
        }
    }

    /// The node that asks whether a sink is reached.
    pub(super) fn sink(&mut self, site: u32, node: NodeId, operand: u32) -> Place {
        self.graph
            .place(Key::Sink(site, node, operand), node, StepKind::Sink)
    }

    pub(super) fn ask(
        &mut self,
        state: &State,
        used: Use,
        site: u32,
        operand: u32,
        node: NodeId,
        whole: bool,
    ) {
        let sink = self.sink(site, node, operand);
        self.graph.edge(used.own, sink, Kill::NONE, None);
        if whole {
            self.flow_whole(state, used, sink, Kill::NONE);
        }
        self.ask_control(state, sink);
    }

    /// Tainted control flow reaches every sink.
    fn ask_control(&mut self, state: &State, sink: Place) {
        let control = self.locs.root(Root::Control);
        if let Some(slot) = state.slot(control) {
            self.graph.edge(slot.place, sink, Kill::NONE, None);
        } else if self
            .cx
            .rules
            .iter()
            .any(|r| r.sources.iter().any(|s| s.control))
        {
            let slot = self.default_slot(state, control);
            self.graph.edge(slot.place, sink, Kill::NONE, None);
        }
    }

    pub(super) fn propagator(&mut self, site: u32) -> Place {
        let node = self
            .sites
            .all()
            .get(site as usize)
            .map_or(NodeId::ROOT, |site| site.node);
        self.graph
            .place(Key::Propagator(site), node, StepKind::Propagate)
    }

    fn side_effects(&mut self, state: &mut State, used: Use, marks: &Marks, at: ValueId) {
        // What is computed here has been read already: side effects are for
        // later readers of the place that it came from.
        let keep = state.cell(used.value);
        let clean = kill_of(&mut self.graph, &marks.clean);
        self.clean(state, used.value, clean, at);
        if !marks.adds.is_empty() {
            let key = Key::Version(at, cell_key_of_adds(used.value));
            let added = self.graph.place(key, marks.node, StepKind::Mutate);
            for site in &marks.adds {
                self.graph.gen_at(added, *site);
            }
            // A source may require labels that are there already.
            self.graph.edge(used.own, added, Kill::NONE, None);
            self.taint(state, used.value, added, Kill::NONE, at);
        }
        for site in &marks.writes {
            let way = self.propagator(*site);
            self.taint(state, used.value, way, Kill::NONE, at);
        }
        if let Op::Param(_) = self.ir.op(used.value) {
            // A parameter is a variable, whatever its node is.
        } else if at == used.value && !marks.binds {
            match keep {
                Some(place) => state.set(StateKey::cell(used.value), Entry::cell(place)),
                None => state.remove(StateKey::cell(used.value)),
            }
        }
        if !marks.controls.is_empty() {
            self.taint_control(state, &marks.controls, marks.node, at);
        }
    }

    fn taint_control(&mut self, state: &mut State, sites: &[u32], node: NodeId, at: ValueId) {
        let control = self.locs.root(Root::Control);
        let old = self.slot(state, control);
        let key = StateKey::slot(control);
        let new = self
            .graph
            .place(Key::Version(at, key.raw()), node, StepKind::Source);
        self.graph.edge(old.place, new, Kill::NONE, None);
        for site in sites {
            self.graph.gen_at(new, *site);
        }
        state.set(key, Entry::slot(Slot { place: new, ..old }));
    }
}

/// The key of the node where sources taint a value by side effect; apart from
/// those of its cell.
fn cell_key_of_adds(value: ValueId) -> u64 {
    7 << 32 | u64::from(value.raw())
}
