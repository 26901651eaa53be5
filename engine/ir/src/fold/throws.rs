//! Which blocks may throw: the handler of a region in which nothing can is dead.

use haechi_syntax::{IndexVec, Lang, Operator};

use crate::{BlockId, Field, Function, Op, ParamKind, Terminator, ValueId};

/// Per block whether one of its instructions, or its end, may throw.
pub(super) fn throwing_blocks(function: &Function, lang: Lang) -> IndexVec<BlockId, bool> {
    let throws = |block: BlockId| {
        matches!(function.blocks[block].terminator, Terminator::Throw(_))
            || function
                .instructions(block)
                .any(|value| may_throw(function, value, lang))
    };
    function
        .blocks
        .ids()
        .map(|block| function.blocks[block].handler.is_some() && throws(block))
        .collect()
}

fn may_throw(function: &Function, value: ValueId, lang: Lang) -> bool {
    match function.op(value) {
        Op::Param(_)
        | Op::Int(_)
        | Op::Float(_)
        | Op::Str(_)
        | Op::Char(_)
        | Op::Bool(_)
        | Op::Null
        | Op::Number(_)
        | Op::Undef
        | Op::Copy(_)
        | Op::Phi(_)
        | Op::Sigma { .. }
        | Op::Cell(_)
        | Op::Closure(_)
        | Op::MethodRef(_)
        | Op::Aggregate(..)
        | Op::Append { .. }
        | Op::Slice(_)
        | Op::StoreGlobal(..)
        | Op::InstanceOf(..)
        | Op::CatchParam(_)
        | Op::Caught(_) => false,
        // A name may be missing in Python.
        Op::LoadGlobal(_) => lang == Lang::Python,
        Op::Unary(operator, _) => lang == Lang::Python && operator != Operator::Not,
        Op::Binary(operator, ..) => match lang {
            Lang::Java => matches!(operator, Operator::Div | Operator::Mod),
            Lang::Python => !matches!(operator, Operator::Is | Operator::IsNot),
        },
        Op::LoadField(base, field) | Op::StoreField { base, field, .. } => {
            // An attribute may be missing in Python; in Java only null has no fields.
            field != Field::CELL && (lang == Lang::Python || !is_this(function, base))
        }
        _ => true,
    }
}

/// `this` is never null.
fn is_this(function: &Function, value: ValueId) -> bool {
    let Op::Param(n) = function.op(value) else {
        return false;
    };
    function
        .params
        .get(n as usize)
        .is_some_and(|param| matches!(param.kind, ParamKind::This | ParamKind::CaptureThis))
}
