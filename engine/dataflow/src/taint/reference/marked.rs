//! Sites: what happens where sources, sinks, sanitizers and propagators stand.

use haechi_ir::{BlockId, Op, ValueId};
use haechi_syntax::NodeId;

use super::super::build::marks::{Marks, Spot};
use super::super::site::Role;
use super::super::{FileId, SiteRef};
use super::memory::Used;
use super::run::{Info, Run, SinkAt};
use super::state::{Fact, Facts, FrameId, Root, State};

impl Run<'_> {
    fn file(&self, frame: FrameId) -> FileId {
        self.frame(frame).info.func.file
    }

    /// Whether a site is of the rule.
    pub fn is_mine(&self, file: FileId, site: u32) -> bool {
        self.cx.world.sites(file).all()[site as usize].rule == self.rule_no
    }

    /// Whether colours to be removed are the rule's.
    fn removes(&self, colours: &crate::framework::ColourSet) -> bool {
        let mut mine = self.cx.colours.of_rule(self.rule_no);
        mine.any(|colour| colours.contains(colour))
    }

    /// The n-th operand of an instruction. `whole`: what it holds counts as well.
    pub fn operand(
        &mut self,
        info: &Info,
        frame: FrameId,
        state: &mut State,
        (user, n): (ValueId, u32),
        (value, whole): (ValueId, bool),
    ) -> Used {
        let plain = self.plain(state, frame, value);
        match info.marks.get(Spot::Use(user, n)) {
            Some(marks) => self.at_use(frame, state, plain, marks, whole),
            None => plain,
        }
    }

    /// A value without any marks.
    pub fn plain(&self, state: &State, frame: FrameId, value: ValueId) -> Used {
        Used {
            value,
            abs: self.value(state, frame, value),
            cleaned: false,
        }
    }

    /// A value that a terminator uses.
    pub fn use_at_end(
        &mut self,
        info: &Info,
        frame: FrameId,
        (block, value): (BlockId, ValueId),
        state: &mut State,
    ) {
        if let Some(marks) = info.marks.get(Spot::End(block, value)) {
            let plain = self.plain(state, frame, value);
            let used = self.at_use(frame, state, plain, marks, true);
            if let Some(value) = state.values.get_mut(&(frame, value)) {
                value.own = used.abs.own;
            }
        }
    }

    fn at_use(
        &mut self,
        frame: FrameId,
        state: &mut State,
        mut used: Used,
        marks: &Marks,
        whole: bool,
    ) -> Used {
        if self.removes(&marks.kill) {
            used.abs.own.clear();
            used.cleaned = true;
        }
        self.mark(frame, state, &mut used, marks, whole);
        self.side_effects(frame, state, &used, marks);
        used
    }

    /// The marks where a value is defined.
    pub fn at_definition(
        &mut self,
        info: &Info,
        frame: FrameId,
        value: ValueId,
        state: &mut State,
    ) {
        let Some(marks) = info.marks.get(Spot::Def(value)) else {
            return;
        };
        let cleaned = self.removes(&marks.kill);
        if cleaned {
            self.clean_result(info, (frame, value), state, marks);
        }
        let mut used = self.plain(state, frame, value);
        used.cleaned = cleaned;
        self.mark(frame, state, &mut used, marks, true);
        let defined = state.values.entry((frame, value)).or_default();
        defined.own.extend(&used.abs.own);
        let own = defined.own.clone();
        self.side_effects(frame, state, &used, marks);
        // What is computed here has been read already: side effects are for later
        // readers of the place that it came from.
        if !marks.binds && !matches!(info.ir.op(value), Op::Param(_)) {
            state.values.entry((frame, value)).or_default().own = own;
        }
    }

    /// What a sanitizer gives is clean with all its parts, also if it is what it was
    /// given. What stands within one is clean only as a value.
    fn clean_result(
        &mut self,
        info: &Info,
        (frame, value): (FrameId, ValueId),
        state: &mut State,
        marks: &Marks,
    ) {
        let pts = self.value(state, frame, value).pts;
        let is_new = pts
            .single()
            .is_some_and(|loc| loc.root == Root::Made(frame, value));
        let is_call = matches!(info.ir.op(value), Op::Call(_));
        if is_new || (is_call && self.removes(&marks.sanitized)) {
            self.clean(state, (frame, value));
        } else if let Some(value) = state.values.get_mut(&(frame, value)) {
            value.own.clear();
        }
    }

    /// Marks on the name of what is called count for the result.
    pub fn at_callee(
        &mut self,
        info: &Info,
        frame: FrameId,
        value: ValueId,
        state: &mut State,
    ) -> Facts {
        let Some(marks) = info.marks.get(Spot::Callee(value)) else {
            return Facts::new();
        };
        let mut used = self.plain(state, frame, value);
        used.abs.own.clear();
        self.mark(frame, state, &mut used, marks, false);
        self.side_effects(frame, state, &used, marks);
        match self.rule.options.only_assignments {
            true => Facts::new(),
            false => used.abs.own,
        }
    }

    /// Of these sites those of the rule.
    fn mine(&self, file: FileId, sites: &[u32]) -> Vec<u32> {
        let all = sites.iter().copied();
        all.filter(|site| self.is_mine(file, *site)).collect()
    }

    /// What begins, passes and arrives at a value.
    fn mark(&mut self, frame: FrameId, state: &State, used: &mut Used, marks: &Marks, whole: bool) {
        let file = self.file(frame);
        let carries = !self.is_safe_type(frame, used.value);
        for site in self.mine(file, &marks.gens).into_iter().filter(|_| carries) {
            let begun = self.begin(frame, file, site, marks.node, &used.abs.own);
            used.abs.own.extend(begun);
        }
        for site in self.mine(file, &marks.tos) {
            used.abs.own.extend(self.carried(frame, site, file));
        }
        for site in self.mine(file, &marks.froms) {
            let whole = self.deep(state, used);
            self.ways.entry((frame, site)).or_default().extend(whole);
        }
        for (site, operand) in &marks.sinks {
            if self.is_mine(file, *site) {
                self.ask(frame, state, used, (*site, *operand, marks.node), whole);
            }
        }
    }

    /// What happens to the variable that was read or bound.
    fn side_effects(&mut self, frame: FrameId, state: &mut State, used: &Used, marks: &Marks) {
        let file = self.file(frame);
        let of = (frame, used.value);
        if self.removes(&marks.clean) {
            self.clean(state, of);
        }
        for site in self.mine(file, &marks.adds) {
            let begun = self.begin(frame, file, site, marks.node, &used.abs.own);
            self.taint(state, of, &begun);
        }
        for site in self.mine(file, &marks.writes) {
            let carried = self.carried(frame, site, file);
            self.taint(state, of, &carried);
        }
        for site in self.mine(file, &marks.controls) {
            let begun = self.begin(frame, file, site, marks.node, &state.control.clone());
            state.control.extend(begun);
        }
    }

    /// What begins at a source, given what is there already.
    fn begin(
        &mut self,
        frame: FrameId,
        file: FileId,
        site: u32,
        node: NodeId,
        there: &Facts,
    ) -> Facts {
        let source = SiteRef { file, site };
        let data = &self.cx.world.sites(file).all()[site as usize];
        let Some(spec) = self
            .rule
            .sources
            .get(data.item as usize)
            .filter(|_| data.role == Role::Source)
        else {
            return Facts::new();
        };
        if spec.requires.is_some() {
            let key = (frame, source, node);
            *self.wanted.entry(key).or_default() |= super::labels_of(there);
            if !self.active.contains(&key) {
                return Facts::new();
            }
        }
        Facts::from([Fact {
            source,
            label: spec.label,
        }])
    }

    /// A sink asks what arrives.
    pub fn ask(
        &mut self,
        frame: FrameId,
        state: &State,
        used: &Used,
        (site, operand, node): (u32, u32, NodeId),
        whole: bool,
    ) {
        let mut facts = match whole {
            true => self.deep(state, used),
            false => used.abs.own.clone(),
        };
        facts.extend(&state.control);
        let site = SiteRef {
            file: self.file(frame),
            site,
        };
        let at = SinkAt {
            frame,
            site,
            node,
            operand,
        };
        self.hit(at, &facts);
    }
}
