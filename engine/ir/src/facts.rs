//! What the IR cannot know of itself and asks for: constants across functions
//! and files, calls that do not return.

use std::sync::Arc;

use haechi_syntax::NodeId;

use crate::{CallId, Function, ValueId};

/// A constant.
#[derive(Clone, PartialEq, Debug)]
pub enum Const {
    /// `null`, `None`.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer (Java's `byte` to `long`; Python's as far as it fits).
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// Java `char`.
    Char(char),
    /// Text, escapes decoded.
    Str(Arc<str>),
    /// An enum constant or other unique object known by its qualified name
    /// (`com.acme.Color.RED`): equal exactly if the names are.
    Enum(Arc<str>),
    /// A tuple, list or array that is not changed.
    Seq(Arc<[Const]>),
}

/// A call whose constant result is asked for.
#[derive(Clone, Copy)]
pub struct CallQuery<'a> {
    /// The function that calls.
    pub function: &'a Function,
    /// The value of the call.
    pub value: ValueId,
    /// Its details in `function`.
    pub call: CallId,
    /// The receiver, if there is one and it is constant.
    pub receiver: Option<&'a Const>,
    /// The arguments in the order of [`Function::args`]; `None` where not constant.
    pub args: &'a [Option<Const>],
}

/// Answers about the rest of the program. `program` implements it; every
/// answer must hold on all runs, and `None` or `false` is always allowed.
pub trait Facts {
    /// The value of a global: the node of an
    /// [`Op::LoadGlobal`](crate::Op::LoadGlobal) (module constant, static final
    /// field, enum constant).
    fn global(&self, _node: NodeId) -> Option<Const> {
        None
    }

    /// The value of a field read: the value is an
    /// [`Op::LoadField`](crate::Op::LoadField) of `function` (effectively final
    /// field with a constant initialiser).
    fn field(&self, _function: &Function, _value: ValueId) -> Option<Const> {
        None
    }

    /// The result of a call: settings under constant keys, functions that
    /// return a constant for these arguments, models. String and number
    /// methods of the platform are folded without asking.
    fn call(&self, _query: CallQuery<'_>) -> Option<Const> {
        None
    }

    /// The value of parameter `n` of the function that is folded, where it is
    /// folded for one call.
    fn param(&self, _n: u32) -> Option<Const> {
        None
    }

    /// Whether a call never returns normally (`System.exit`, a function that always throws).
    fn never_returns(&self, _function: &Function, _call: CallId) -> bool {
        false
    }
}

/// Knows nothing.
#[derive(Clone, Copy, Default, Debug)]
pub struct NoFacts;

impl Facts for NoFacts {}
