//! What functions of the program say by the truth that they return.

use haechi_ir::{ArgKind, CallId, Op, ParamKind, ValueId};
use haechi_syntax::{Kind, Lang, NodeId, Role, Tree};

use super::super::Cleared;
use super::{Facts, FactsOf, MAX_HOPS, Tests, add, meet_next, origin};

/// Most nodes of a function that is looked into.
const MAX_NODES: u32 = 500;

/// What the outcomes of a function say about its parameters.
#[derive(Default, Debug)]
pub(in crate::taint) struct Verdict {
    /// If it returns true: parameter and what for.
    yes: Vec<(u32, Cleared)>,
    /// If it returns false.
    no: Vec<(u32, Cleared)>,
    /// Names of the parameters, and which are plain ones.
    params: Vec<(Box<str>, bool)>,
    /// The first that is not implied.
    first: u32,
}

impl Tests<'_, '_> {
    /// What functions of the program say by their outcome.
    pub(super) fn judged(&self, call: CallId, polarity: bool, found: &mut Facts) {
        let Some(level) = self.level.checked_sub(1) else {
            return;
        };
        let Some(targets) = self.loaded.facts(self.world.program()).targets(call) else {
            return;
        };
        if targets.open || targets.funcs.is_empty() || self.ir().args(call).is_empty() {
            return;
        }
        let mut common: Option<Facts> = None;
        for target in &targets.funcs {
            let verdict = self.world.verdict(target.func, level);
            let facts = self.applied(&verdict, call, target.binds_receiver, polarity);
            meet_next(&mut common, facts);
        }
        for (value, rules) in common.unwrap_or_default() {
            self.clear(value, &rules, found);
        }
    }

    fn applied(&self, verdict: &Verdict, call: CallId, binds: bool, polarity: bool) -> Facts {
        let clean = match polarity {
            true => &verdict.yes,
            false => &verdict.no,
        };
        let mut facts = Facts::default();
        if clean.is_empty() {
            return facts;
        }
        let mut add_to = |param: u32, value: ValueId| {
            if let Some((_, rules)) = clean.iter().find(|(n, _)| *n == param) {
                add(&mut facts, value, rules);
            }
        };
        let mut next = match verdict.first {
            0 => u32::from(binds && self.tree().lang == Lang::Python),
            first => first,
        };
        for arg in self.ir().args(call) {
            match arg.kind {
                ArgKind::Positional => {
                    if verdict
                        .params
                        .get(next as usize)
                        .is_some_and(|(_, plain)| *plain)
                    {
                        add_to(next, arg.value);
                    }
                    next += 1;
                }
                ArgKind::Keyword(name) => {
                    let name = self.tree().names().text(name);
                    if let Some(n) = verdict.params.iter().position(|(own, _)| &**own == name) {
                        add_to(n as u32, arg.value);
                    }
                }
                // What follows is not known by its place.
                _ => break,
            }
        }
        facts
    }

    /// What the outcomes of the function say about its parameters.
    pub(in crate::taint) fn verdict(&self) -> Verdict {
        let ir = self.ir();
        let params = ir.params.iter().map(|param| {
            let name = self.tree().names().text(param.name);
            let is_plain = matches!(
                param.kind,
                ParamKind::Positional | ParamKind::PositionalOnly | ParamKind::KeywordOnly
            );
            (name.into(), is_plain)
        });
        let first = ir
            .params
            .iter()
            .position(|param| param.kind != ParamKind::This);
        Verdict {
            yes: self.if_returns(true),
            no: self.if_returns(false),
            params: params.collect(),
            first: first.unwrap_or(0) as u32,
        }
    }

    fn if_returns(&self, polarity: bool) -> Vec<(u32, Cleared)> {
        let ir = self.ir();
        let mut common: Option<FactsOf<u32>> = None;
        for (block, value) in ir.returns() {
            if !ir.blocks[block].reachable {
                continue;
            }
            let facts = match value {
                Some(value) => self.holds_if(value, polarity, block, MAX_HOPS),
                None => (!polarity).then(|| self.holds_at(block)),
            };
            let Some(facts) = facts else { continue };
            let mut params = FactsOf::default();
            for (value, rules) in &facts {
                if let Op::Param(n) = ir.op(origin(ir, *value)) {
                    add(&mut params, n, rules);
                }
            }
            meet_next(&mut common, params);
        }
        common.unwrap_or_default().into_iter().collect()
    }
}

/// Whether it may be worth while to look into a function for its outcomes.
pub(in crate::taint) fn may_judge(tree: &Tree, function: NodeId) -> bool {
    tree.kind(function) == Kind::Function
        && tree.node(function).size <= MAX_NODES
        && tree.child(function, Role::Body).is_some()
}
