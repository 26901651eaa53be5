//! What tests say about values.
//!
//! A branch on a test leaves less on one of its sides than there was before:
//!
//! ```text
//! if x == "asc":                 x is "asc"
//! if x in NAMES:                 x is one of what the program itself writes down
//! if x.isalnum():                a model says so: true clears the receiver
//! if re.fullmatch(r"\w+", x):    the pattern keeps special characters out
//! if is_known(x):                what the function returns true for, see [`Verdict`]
//! ok = a(x) and b(x); if ok:     φ of the two: what holds on all ways to `true`
//! ```
//!
//! Only rules that name kinds of sinks are meant: they leave it to the models what is safe. Rules
//! that say all by patterns are taken at their word, as in the engines they were written for.
//!
//! What is found out about a value holds for all copies of it, and for what it *shows*
//! (`view` of the models): a test of `x.strip()` is one of `x`. Answers are made of the IR and
//! of models alone, once for each function; where taint is does not matter to them.
//!
//! A function of the program that is asked for a truth value has a [`Verdict`]: for
//! each outcome the parameters that are clean on every way to it.
//!
//! ```text
//! def is_known(name):
//!     if name is None: return False      no way to true
//!     return name in NAMES               true: parameter 0 is clean
//! ```

mod patterns;
mod trusted;
mod verdict;

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use haechi_ir::{
    Arg, ArgKind, BlockId, BranchFact, CallId, Const, Function, Op, ValueId, dominators,
};
use haechi_rule::model::{
    AccessPath, ContainerOp, Fact, Outcome, Root, Selector, Signature, Subject,
};
use haechi_syntax::{IndexVec, Operator, Tree};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::linked::{LinkedWorld, Loaded};
use super::world::World;
use super::{Cleared, FuncRef, Guard};

pub(super) use verdict::{Verdict, may_judge};

/// How many values are followed from one to the other.
const MAX_HOPS: u8 = 8;
/// How deep functions are looked into that tests call.
pub(super) const MAX_LEVEL: u8 = 3;

/// Values, or whatever else stands for them, with what they are cleared for.
type FactsOf<K> = BTreeMap<K, Cleared>;

/// Values with what they are cleared for.
type Facts = FactsOf<ValueId>;

/// What tests say in a function.
#[derive(Default)]
pub(super) struct Tested {
    /// At the start of blocks, by block.
    at: Vec<(BlockId, Vec<Guard>)>,
}

impl Tested {
    /// What is clean at the start of a block because a branch led there.
    pub(super) fn at(&self, block: BlockId) -> Vec<Guard> {
        match self.at.binary_search_by_key(&block, |(at, _)| *at) {
            Ok(n) => self.at[n].1.clone(),
            Err(_) => Vec::new(),
        }
    }
}

/// Looks for tests in one function.
pub(super) struct Tests<'w, 'a> {
    pub(super) world: &'w LinkedWorld<'a>,
    pub(super) func: FuncRef,
    pub(super) loaded: &'w Loaded,
    /// How deep functions may still be looked into.
    level: u8,
    /// What is known at the start of blocks, as it is found out.
    known: RefCell<FxHashMap<BlockId, Rc<Facts>>>,
    dominators: OnceCell<IndexVec<BlockId, Option<BlockId>>>,
}

/// What is tested.
struct Test<'f> {
    fact: &'f Fact,
    signature: &'f Signature,
}

impl<'w, 'a> Tests<'w, 'a> {
    pub(super) fn new(
        world: &'w LinkedWorld<'a>,
        func: FuncRef,
        loaded: &'w Loaded,
        level: u8,
    ) -> Self {
        Self {
            world,
            func,
            loaded,
            level,
            known: RefCell::default(),
            dominators: OnceCell::new(),
        }
    }

    fn ir(&self) -> &'w Function {
        &self.loaded.ir
    }

    fn tree(&self) -> &'w Tree {
        self.world.tree(self.func.file)
    }

    /// All that tests say in the function.
    pub(super) fn all(&self) -> Tested {
        let ir = self.ir();
        let mut copies: Option<BTreeMap<ValueId, Vec<ValueId>>> = None;
        let mut tested = Tested::default();
        for (block, data) in ir.blocks.iter_enumerated() {
            if data.fact.is_none() || !data.reachable {
                continue;
            }
            let facts = self.at_block(block);
            if facts.is_empty() {
                continue;
            }
            let copies = copies.get_or_insert_with(|| copies_of(ir));
            let start = ir
                .instructions(block)
                .next()
                .or_else(|| tested_by(data.fact));
            let mut all = Facts::default();
            for (value, rules) in facts.iter() {
                let others = copies.get(&origin(ir, *value)).into_iter().flatten();
                let before = others.filter(|other| start.is_some_and(|start| **other < start));
                for value in before.chain([value]) {
                    add(&mut all, *value, rules);
                }
            }
            tested.at.push((block, sorted(all)));
        }
        tested
    }

    /// What is clean once a call has returned.
    pub(super) fn checked(&self, value: ValueId, call: CallId) -> Vec<Guard> {
        let mut found = Facts::default();
        for test in self.tests(value, call) {
            self.outcomes(&test, call, Outcome::Normal, &mut found);
        }
        sorted(found)
    }

    // ---- what holds where

    /// What a branch to a block says. (A condition is computed before the branch on it, and
    /// back edges are not followed: so this looks at earlier blocks only, and ends.)
    fn at_block(&self, block: BlockId) -> Rc<Facts> {
        if let Some(known) = self.known.borrow().get(&block) {
            return Rc::clone(known);
        }
        let mut found = Facts::default();
        match self.ir().blocks[block].fact {
            Some(BranchFact::Is { cond, polarity }) => {
                self.outcome(cond, polarity, MAX_HOPS, &mut found);
            }
            Some(BranchFact::OneOf { subject, labels }) => {
                let labels = self.ir().list(labels);
                if labels.iter().all(|label| self.is_fixed(*label)) {
                    self.is_equal(subject, &mut found);
                }
            }
            Some(BranchFact::NoneOf { .. }) | None => {}
        }
        let found = Rc::new(found);
        self.known.borrow_mut().insert(block, Rc::clone(&found));
        found
    }

    /// What holds at the end of a block on all ways there.
    fn holds_at(&self, block: BlockId) -> Facts {
        let dominators = self.dominators.get_or_init(|| dominators(self.ir()));
        let mut found = Facts::default();
        let mut at = block;
        loop {
            for (value, rules) in self.at_block(at).iter() {
                add(&mut found, *value, rules);
            }
            match dominators[at] {
                Some(above) if above != at => at = above,
                _ => return found,
            }
        }
    }

    /// What holds if a value turns out true (or false) at the end of a block. None: it
    /// cannot.
    fn holds_if(&self, value: ValueId, polarity: bool, block: BlockId, hops: u8) -> Option<Facts> {
        let ir = self.ir();
        if let Some(known) = self.truth(value) {
            return (known == polarity).then(|| self.holds_at(block));
        }
        if let (Op::Phi(list), Some(hops)) = (ir.op(value), hops.checked_sub(1)) {
            let at = ir.value(value).block;
            if !ir.blocks[at].is_handler {
                let mut common: Option<Facts> = None;
                for (operand, pred) in ir.list(list).iter().zip(ir.preds(at)) {
                    if *pred >= at {
                        return Some(Facts::default());
                    }
                    let Some(facts) = self.holds_if(*operand, polarity, *pred, hops) else {
                        continue;
                    };
                    meet_next(&mut common, facts);
                }
                return common;
            }
        }
        let mut found = self.holds_at(block);
        self.outcome(value, polarity, hops, &mut found);
        Some(found)
    }

    /// The truth of a value, where it is known.
    fn truth(&self, value: ValueId) -> Option<bool> {
        let ir = self.ir();
        if let Op::Sigma {
            value: inner,
            cond,
            polarity,
        } = ir.op(value)
            && origin(ir, inner) == origin(ir, cond)
            && matches!(
                ir.blocks[ir.value(value).block].fact,
                Some(BranchFact::Is { .. })
            )
        {
            return Some(polarity);
        }
        Some(match ir.constant(value)? {
            Const::Null => false,
            Const::Bool(known) => known,
            Const::Int(n) => n != 0,
            Const::Float(x) => x != 0.0,
            Const::Str(text) => !text.is_empty(),
            Const::Seq(all) => !all.is_empty(),
            Const::Char(_) | Const::Enum(_) => true,
        })
    }

    // ---- conditions

    /// What the outcome of a condition says.
    fn outcome(&self, cond: ValueId, polarity: bool, hops: u8, found: &mut Facts) {
        let Some(hops) = hops.checked_sub(1) else {
            return;
        };
        let ir = self.ir();
        match ir.op(cond) {
            Op::Copy(inner) | Op::Sigma { value: inner, .. } | Op::Await(inner) => {
                self.outcome(inner, polarity, hops, found);
            }
            Op::Unary(Operator::Not, inner) => self.outcome(inner, !polarity, hops, found),
            Op::Binary(operator, a, b) => match operator {
                Operator::Eq | Operator::Is => self.compared(a, b, polarity, hops, found),
                Operator::Ne | Operator::IsNot => self.compared(a, b, !polarity, hops, found),
                Operator::In if polarity => self.is_in(a, b, found),
                Operator::NotIn if !polarity => self.is_in(a, b, found),
                _ => {}
            },
            Op::Call(call) => {
                self.called(cond, call, polarity, found);
            }
            Op::Phi(_) => {
                let block = ir.value(cond).block;
                if let Some(facts) = self.holds_if(cond, polarity, block, hops) {
                    for (value, rules) in facts {
                        add(found, value, &rules);
                    }
                }
            }
            _ => {}
        }
    }

    fn compared(&self, a: ValueId, b: ValueId, equal: bool, hops: u8, found: &mut Facts) {
        for (value, other) in [(a, b), (b, a)] {
            match self.ir().constant(other) {
                Some(Const::Null) => self.outcome(value, !equal, hops, found),
                Some(Const::Bool(known)) => self.outcome(value, equal == known, hops, found),
                _ => {}
            }
            if equal && self.is_fixed(other) {
                self.is_equal(value, found);
            }
        }
    }

    /// A value is one that stands in the program.
    fn is_equal(&self, value: ValueId, found: &mut Facts) {
        self.clear(value, &self.world.cleaned_of_all(), found);
        self.about(value, Outcome::Equal, found);
    }

    fn is_in(&self, item: ValueId, all: ValueId, found: &mut Facts) {
        if self.is_trusted(all, MAX_HOPS) {
            self.is_equal(item, found);
        }
        if self.is_trusted(item, MAX_HOPS) {
            self.about(all, Outcome::Has, found);
        }
    }

    /// What models say about a value of which something was found out.
    fn about(&self, value: ValueId, outcome: Outcome, found: &mut Facts) {
        let ir = self.ir();
        let value = renamed(ir, value);
        match ir.op(value) {
            Op::Call(call) => {
                for test in self.tests(value, call) {
                    self.outcomes(&test, call, outcome, found);
                }
            }
            Op::LoadField(object, _) => {
                for fact in self.world.value_facts(self.func.file, ir.value(value).node) {
                    let about = fact.effects.guards.iter();
                    for guard in about.filter(|guard| guard.outcome == outcome) {
                        if guard.path.root == Root::This {
                            let rules = self.world.cleaned_by(&guard.kinds);
                            self.clear(object, &rules, found);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn called(&self, value: ValueId, call: CallId, polarity: bool, found: &mut Facts) {
        let outcome = match polarity {
            true => Outcome::True,
            false => Outcome::False,
        };
        for test in self.tests(value, call) {
            self.outcomes(&test, call, outcome, found);
            if !polarity {
                continue;
            }
            let effects = &test.fact.effects;
            if effects.container == Some(ContainerOp::Contains)
                && let (Some(all), Some(item)) = (
                    self.ir().call(call).callee.value(),
                    self.ir().args(call).first(),
                )
            {
                self.is_in(item.value, all, found);
            }
            if let Some((a, b)) = &effects.compares {
                let (a, b) = (self.meant(&test, call, a), self.meant(&test, call, b));
                if let (Some(a), Some(b)) = (a.first(), b.first()) {
                    self.compared(*a, *b, true, 1, found);
                }
            }
            if let Some(regex) = &effects.regex
                && let Some(part) = regex.part
            {
                self.matched(&test, call, part, found);
            }
        }
        self.judged(call, polarity, found);
    }

    /// What models say about an outcome of a call.
    fn outcomes(&self, test: &Test<'_>, call: CallId, outcome: Outcome, found: &mut Facts) {
        let guards = test.fact.effects.guards.iter();
        for guard in guards.filter(|guard| guard.outcome == outcome) {
            let rules = self.world.cleaned_by(&guard.kinds);
            for value in self.meant(test, call, &guard.path) {
                self.clear(value, &rules, found);
            }
        }
    }

    /// Something is found out about a value, and about what it shows.
    fn clear(&self, value: ValueId, rules: &Cleared, found: &mut Facts) {
        if rules.is_empty() {
            return;
        }
        let mut at = value;
        for _ in 0..MAX_HOPS {
            add(found, at, rules);
            at = match self.ir().op(at) {
                Op::Copy(from) | Op::Sigma { value: from, .. } => from,
                Op::Call(call) => match self.shown(at, call) {
                    Some(original) => original,
                    None => return,
                },
                Op::LoadField(object, _) => {
                    let facts = self
                        .world
                        .value_facts(self.func.file, self.ir().value(at).node);
                    match facts.iter().any(|fact| fact.effects.view.is_some()) {
                        true => object,
                        false => return,
                    }
                }
                _ => return,
            };
        }
    }

    /// What the result of a call shows.
    fn shown(&self, value: ValueId, call: CallId) -> Option<ValueId> {
        self.tests(value, call).iter().find_map(|test| {
            let path = test.fact.effects.view.as_ref()?;
            self.meant(test, call, path).first().copied()
        })
    }

    // ---- calls

    /// The facts that a call fits.
    fn tests(&self, value: ValueId, call: CallId) -> SmallVec<[Test<'w>; 1]> {
        let facts = self.world.test_facts(self.func, self.loaded, value, call);
        facts
            .into_iter()
            .filter_map(|fact| match &fact.subject {
                Subject::Callee(callee) => Some(Test {
                    fact,
                    signature: &callee.signature,
                }),
                Subject::Annotation(_) => None,
            })
            .collect()
    }

    /// The values that a path stands for at a call.
    fn meant(&self, test: &Test<'_>, call: CallId, path: &AccessPath) -> SmallVec<[ValueId; 2]> {
        let ir = self.ir();
        let args = ir.args(call);
        let keyword = |name: &str| {
            let is_named = |arg: &&Arg| match arg.kind {
                ArgKind::Keyword(id) => self.tree().names().text(id) == name,
                _ => false,
            };
            args.iter().find(is_named).map(|arg| arg.value)
        };
        let mut positional = args.iter().filter(|arg| arg.kind == ArgKind::Positional);
        let roots: SmallVec<[ValueId; 2]> = match &path.root {
            Root::This => ir.call(call).callee.value().into_iter().collect(),
            Root::Args => args.iter().map(|arg| arg.value).collect(),
            Root::Arg(n) => positional
                .nth(usize::from(*n))
                .map(|arg| arg.value)
                .or_else(|| keyword(test.signature.keyword_of(*n)?))
                .into_iter()
                .collect(),
            Root::Keyword(name) => keyword(name).into_iter().collect(),
            Root::Return => SmallVec::new(),
        };
        match path.selectors[..] {
            _ if path.callback.is_some() => SmallVec::new(),
            [] => roots,
            [Selector::Element] => {
                let lists = roots.iter().map(|root| ir.op(renamed(ir, *root)));
                lists
                    .filter_map(|op| match op {
                        Op::Aggregate(_, list) => Some(ir.list(list).to_vec()),
                        _ => None,
                    })
                    .flatten()
                    .collect()
            }
            _ => SmallVec::new(),
        }
    }
}

/// What a branch tested.
fn tested_by(fact: Option<BranchFact>) -> Option<ValueId> {
    match fact? {
        BranchFact::Is { cond: tested, .. }
        | BranchFact::OneOf {
            subject: tested, ..
        }
        | BranchFact::NoneOf {
            subject: tested, ..
        } => Some(tested),
    }
}

/// The value that assignments and branches rename.
fn renamed(ir: &Function, mut value: ValueId) -> ValueId {
    for _ in 0..64 {
        match ir.op(value) {
            Op::Copy(inner) | Op::Sigma { value: inner, .. } => value = inner,
            _ => break,
        }
    }
    value
}

/// The same through φs all of whose ways bring one value.
fn origin(ir: &Function, value: ValueId) -> ValueId {
    let value = renamed(ir, value);
    if let Op::Phi(list) = ir.op(value) {
        let mut all = ir.list(list).iter().map(|way| renamed(ir, *way));
        if let Some(first) = all.next()
            && all.all(|other| other == first)
        {
            return first;
        }
    }
    value
}

/// All names of values that have more than one.
fn copies_of(ir: &Function) -> BTreeMap<ValueId, Vec<ValueId>> {
    let mut copies: BTreeMap<ValueId, Vec<ValueId>> = BTreeMap::new();
    for value in ir.values.ids() {
        if matches!(ir.op(value), Op::Copy(_) | Op::Sigma { .. } | Op::Phi(_)) {
            copies.entry(origin(ir, value)).or_default().push(value);
        }
    }
    for (of, names) in &mut copies {
        names.push(*of);
    }
    copies
}

fn add<K: Ord>(facts: &mut FactsOf<K>, of: K, rules: &Cleared) {
    facts
        .entry(of)
        .and_modify(|known| known.join(rules))
        .or_insert_with(|| rules.clone());
}

/// What holds on both ways.
fn meet<K: Ord + Copy>(a: &FactsOf<K>, b: &FactsOf<K>) -> FactsOf<K> {
    let both = a
        .iter()
        .filter_map(|(of, rules)| Some((*of, rules.meet(b.get(of)?))));
    both.filter(|(_, rules)| !rules.is_empty()).collect()
}

/// What holds on all ways so far, and on one more. (Before the first way it is nothing yet.)
fn meet_next<K: Ord + Copy>(common: &mut Option<FactsOf<K>>, next: FactsOf<K>) {
    *common = Some(match common.take() {
        Some(common) => meet(&common, &next),
        None => next,
    });
}

fn sorted(facts: Facts) -> Vec<Guard> {
    facts
        .into_iter()
        .map(|(value, rules)| Guard { value, rules })
        .collect()
}
