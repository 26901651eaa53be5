//! Lists and arrays that nobody can change: they are only read by element,
//! iterated, asked for membership and length, and never handed on.

use haechi_syntax::{IndexVec, Lang, Operator, Tree};

use crate::{AggregateKind, Callee, Function, Op, Terminator, ValueId};

/// Functions of Python that only look at what they get.
const READING: [&str; 12] = [
    "len",
    "any",
    "all",
    "sum",
    "min",
    "max",
    "sorted",
    "str",
    "repr",
    "print",
    "isinstance",
    "bool",
];

/// The aggregates of a function that never change.
pub(super) struct Frozen {
    frozen: IndexVec<ValueId, bool>,
}

impl Frozen {
    pub(super) fn new(function: &Function, tree: &Tree) -> Self {
        let is_java = tree.lang == Lang::Java;
        let mut frozen = IndexVec::from_elem(true, function.values.len());
        let is_mutable = |op| {
            matches!(
                op,
                Op::Aggregate(AggregateKind::List | AggregateKind::Array, _)
            )
        };
        if !function.values.iter().any(|value| is_mutable(value.op)) {
            return Self { frozen };
        }
        for block in function.blocks.iter() {
            if let Terminator::Return(Some(value)) | Terminator::Throw(value) = block.terminator {
                frozen[value] = false;
            }
        }
        // Users come after what they use, so going backwards sees what an
        // alias is used for first; a φ of a loop is given up.
        for id in function.values.ids().rev() {
            let op = function.op(id);
            let passes_on = matches!(op, Op::Copy(_) | Op::Sigma { .. });
            function.for_each_operand(id, |operand| {
                let reads = match op {
                    Op::LoadIndex(base, index) => base == operand && index != operand,
                    // The length of an array; a Python list has methods here.
                    Op::LoadField(..) => is_java,
                    Op::IterNext(_)
                    | Op::IterElement(_)
                    | Op::Unpack(..)
                    | Op::InstanceOf(..)
                    | Op::Unary(Operator::Not, _) => true,
                    Op::Binary(operator, ..) => operator.is_comparison(),
                    Op::Call(call) => match function.call(call).callee {
                        Callee::Path { path, .. } => {
                            !is_java && READING.contains(&tree.source(path))
                        }
                        _ => false,
                    },
                    _ => passes_on && frozen[id],
                };
                if !reads {
                    frozen[operand] = false;
                }
            });
        }
        Self { frozen }
    }

    pub(super) fn contains(&self, value: ValueId) -> bool {
        self.frozen.get(value).copied().unwrap_or(false)
    }
}
