//! One function: what its values are in terms of its parameters, and when its
//! blocks run.

use std::sync::Arc;

use haechi_ir::{
    AggregateKind, ArgKind, BlockId, BranchFact, CallId, Callee, Function, Op, Uses, ValueId,
};
use haechi_syntax::{IndexVec, Lang, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

use super::expr::{Expr, Exprs};
use super::when::When;

/// The largest condition that is looked at, in nodes of the tree.
const MAX_NODES: u32 = 512;

/// The most elements of a list or dictionary that is looked at.
const MAX_ELEMENTS: usize = 64;

/// How many names of an object are looked at to find out whether it is changed.
const MAX_VALUES: usize = 64;

/// A function.
pub struct Frame<'a> {
    /// Its code.
    pub ir: Arc<Function>,
    tree: &'a Tree,
    uses: Uses,
    /// Values as instructions see them.
    values: FxHashMap<(ValueId, ValueId), Option<Expr>>,
    /// When each block runs.
    pub blocks: IndexVec<BlockId, When>,
}

impl<'a> Frame<'a> {
    /// Looks at a function.
    pub fn new(ir: Arc<Function>, tree: &'a Tree, exprs: &mut Exprs) -> Self {
        let mut frame = Self {
            uses: ir.uses(),
            blocks: IndexVec::from_elem(When::never(), ir.blocks.len()),
            ir,
            tree,
            values: FxHashMap::default(),
        };
        frame.find_conditions(exprs);
        frame
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.tree.lang
    }

    /// A block runs if one before it does and the branch goes its way. (Loops are
    /// entered from before them.)
    fn find_conditions(&mut self, exprs: &mut Exprs) {
        let lang = self.lang();
        for block in self.ir.blocks.ids() {
            if block == BlockId::ENTRY {
                self.blocks[block] = When::always();
                continue;
            }
            if !self.ir.blocks[block].reachable {
                continue;
            }
            let ir = Arc::clone(&self.ir);
            let mut when = When::never();
            for pred in ir.preds(block).iter().filter(|pred| **pred < block) {
                when.or(&self.blocks[*pred]);
            }
            let fact = self.fact(block, exprs);
            self.blocks[block] = when.and(exprs, lang, &fact);
        }
    }

    /// What the branch to a block says.
    fn fact(&mut self, block: BlockId, exprs: &mut Exprs) -> When {
        let Some(BranchFact::Is { cond, polarity }) = self.ir.blocks[block].fact else {
            return When::always();
        };
        let node = self.ir.value(cond).node;
        if self.tree.end(node).raw() - node.raw() > MAX_NODES {
            return When::always();
        }
        let last = self.ir.preds(block).first().and_then(|pred| {
            let last = self.ir.instructions(*pred).next_back();
            last.filter(|last| *last > cond)
        });
        let Some(expr) = self.expr(cond, last.unwrap_or(cond), exprs) else {
            return When::always();
        };
        let mut when = When::never();
        if let Some(all) = exprs.holds(self.lang(), expr, polarity) {
            when.add(all);
        }
        when
    }

    /// A value in terms of the parameters, as an instruction sees it; `None` where
    /// nothing is known.
    pub fn expr(&mut self, value: ValueId, at: ValueId, exprs: &mut Exprs) -> Option<Expr> {
        if let Some(known) = self.values.get(&(value, at)) {
            return *known;
        }
        // What is asked for while it is looked for goes in a circle.
        self.values.insert((value, at), None);
        let found = self.find_expr(value, at, exprs);
        self.values.insert((value, at), found);
        found
    }

    fn find_expr(&mut self, value: ValueId, at: ValueId, exprs: &mut Exprs) -> Option<Expr> {
        let lang = self.lang();
        let op = self.ir.op(value);
        // What functions of the program give is not looked through, as rules that
        // ask for this expect.
        let hides = matches!(
            op,
            Op::Call(_) | Op::Copy(_) | Op::Sigma { .. } | Op::Phi(_)
        );
        if let Some(constant) = self.ir.constant(value).filter(|_| !hides) {
            return exprs.constant(&constant);
        }
        match op {
            Op::Param(n) if self.unchanged(value, at) => exprs.param(n),
            Op::Copy(a) | Op::Sigma { value: a, .. } => self.expr(a, at, exprs),
            Op::Phi(_) => {
                let origin = self.origin(value)?;
                self.expr(origin, at, exprs)
            }
            Op::Unary(operator, a) => {
                let a = self.expr(a, value, exprs)?;
                exprs.unary(lang, operator, a)
            }
            Op::Binary(operator, a, b) => {
                let a = self.expr(a, value, exprs)?;
                let b = self.expr(b, value, exprs)?;
                exprs.binary(lang, operator, a, b)
            }
            Op::LoadIndex(base, index) => {
                let base = self.expr(base, value, exprs)?;
                let index = self.expr(index, value, exprs)?;
                exprs.element(base, index)
            }
            Op::Call(call) => {
                let of = self.length_of(call)?;
                let of = self.expr(of, value, exprs)?;
                exprs.length(lang, of)
            }
            Op::Aggregate(kind, list) if self.unchanged(value, at) => {
                let items = self.ir.list(list).to_vec();
                self.aggregate(kind, value, &items, exprs)
            }
            _ => None,
        }
    }

    fn aggregate(
        &mut self,
        kind: AggregateKind,
        at: ValueId,
        items: &[ValueId],
        exprs: &mut Exprs,
    ) -> Option<Expr> {
        let spread = |item: &ValueId| matches!(self.ir.op(*item), Op::Spread(_));
        if items.len() > MAX_ELEMENTS || items.iter().any(spread) {
            return None;
        }
        match kind {
            AggregateKind::List | AggregateKind::Tuple | AggregateKind::Array => {
                let items = items
                    .iter()
                    .map(|item| self.expr(*item, at, exprs))
                    .collect();
                exprs.list(items)
            }
            AggregateKind::Dict => {
                let mut pairs = Vec::new();
                for pair in items.chunks_exact(2) {
                    let key = self.ir.constant(pair[0])?;
                    let key = exprs.constant(&key)?;
                    pairs.push((key, self.expr(pair[1], at, exprs)));
                }
                exprs.map(pairs)
            }
            AggregateKind::Set | AggregateKind::Generator => None,
        }
    }

    /// What a call gives the length of.
    fn length_of(&self, call: CallId) -> Option<ValueId> {
        let Callee::Path {
            path,
            receiver: None,
        } = self.ir.call(call).callee
        else {
            return None;
        };
        let [arg] = self.ir.args(call) else {
            return None;
        };
        let is_length = self.lang() == Lang::Python && self.tree.name(path) == "len";
        (is_length && arg.kind == ArgKind::Positional).then_some(arg.value)
    }

    /// Whether an object is, when an instruction runs, still what it was at first:
    /// nothing before that could have changed it.
    fn unchanged(&self, object: ValueId, at: ValueId) -> bool {
        let in_loop = self.ir.blocks[self.ir.value(at).block].in_loop.is_some();
        let mut seen = FxHashSet::default();
        self.only_read(object, (at, in_loop), &mut seen)
    }

    fn only_read(
        &self,
        object: ValueId,
        at: (ValueId, bool),
        seen: &mut FxHashSet<ValueId>,
    ) -> bool {
        if !seen.insert(object) {
            return true;
        }
        if seen.len() > MAX_VALUES {
            return false;
        }
        self.uses.of(object).iter().all(|user| {
            if *user == at.0 || (*user > at.0 && !at.1) {
                return true;
            }
            match self.ir.op(*user) {
                Op::Copy(_) | Op::Sigma { .. } | Op::Phi(_) => self.only_read(*user, at, seen),
                Op::LoadIndex(base, _) => base != object || self.only_read(*user, at, seen),
                Op::Unary(..) | Op::Binary(..) | Op::Format(_) | Op::InstanceOf(..) => true,
                Op::Call(call) => self.length_of(call).is_some(),
                _ => false,
            }
        })
    }

    /// The one value that all versions merged in a φ are.
    fn origin(&self, phi: ValueId) -> Option<ValueId> {
        let mut found = None;
        let mut seen = FxHashSet::default();
        let mut left = vec![phi];
        while let Some(value) = left.pop() {
            if !seen.insert(value) {
                continue;
            }
            match self.ir.op(value) {
                _ if seen.len() > MAX_VALUES => return None,
                Op::Copy(a) | Op::Sigma { value: a, .. } => left.push(a),
                Op::Phi(list) => left.extend(self.ir.list(list)),
                _ if found.is_some_and(|found| found != value) => return None,
                _ => found = Some(value),
            }
        }
        found
    }
}
