//! Constants within a function: [`solve`](self::solve) finds them together with
//! the edges that can be taken, `prune` takes out the others.

use compute::Compute;
use haechi_syntax::{Idx, Lang, Operator, Tree};

use crate::{BranchFact, Const, Facts, Function, Op, ValueId};

mod compute;
mod frozen;
mod library;
mod prune;
mod solve;
mod text;
mod throws;

pub use text::literal as literal_text;

/// Finds the constants of a function ([`Function::constant`]) and removes the
/// branches that are never taken: their blocks stay, without edges, with
/// [`Block::reachable`](crate::Block::reachable) unset. Ids of values and blocks
/// do not change.
pub fn fold(function: &mut Function, tree: &Tree, facts: &dyn Facts) {
    let Some(solution) = solve::Solver::new(function, tree, facts).solve() else {
        return;
    };
    prune::prune(function, &solution);
    function.constants = solution.constants;
}

/// What an operator gives on a constant, as the language defines it; `None`: not
/// known.
pub fn unary(lang: Lang, operator: Operator, a: &Const) -> Option<Const> {
    Compute { lang }.unary(operator, a)
}

/// What an operator gives on two constants, comparisons included; `None`: not known.
pub fn binary(lang: Lang, operator: Operator, a: &Const, b: &Const) -> Option<Const> {
    Compute { lang }.binary(operator, a, b)
}

/// Whether a constant counts as true in a condition; `None`: not known.
pub fn truth(lang: Lang, value: &Const) -> Option<bool> {
    Compute { lang }.truth(value)
}

/// The number of characters of a text.
pub fn length(lang: Lang, value: &Const) -> Option<Const> {
    Compute { lang }.length(value)
}

impl Function {
    /// Whether a σ is where its value was tested itself and found false: nothing
    /// but an empty text or container, zero or null is left of it. In Python of
    /// any value, in Java of truth values.
    pub fn is_falsy(&self, sigma: ValueId) -> bool {
        let found = self.value(sigma);
        let fact = self.blocks[found.block].fact;
        match found.op {
            Op::Sigma {
                value,
                cond,
                polarity: false,
            } if matches!(fact, Some(BranchFact::Is { .. })) => {
                solve::origin(self, value) == solve::origin(self, cond)
            }
            _ => false,
        }
    }

    /// The constant that a value always has, as far as [`fold`] found it; of
    /// literals other than texts also without `fold`.
    pub fn constant(&self, value: ValueId) -> Option<Const> {
        Some(match self.values.get(value)?.op {
            Op::Int(n) => Const::Int(n),
            Op::Float(n) => Const::Float(n),
            Op::Char(c) => Const::Char(c),
            Op::Bool(b) => Const::Bool(b),
            Op::Null => Const::Null,
            _ => {
                let at = self
                    .constants
                    .binary_search_by_key(&value.index(), |pair| pair.0.index());
                self.constants[at.ok()?].1.clone()
            }
        })
    }
}
