//! What is known of the values of expressions, without running anything.
//!
//! **Question.** Where a pattern has a literal and the code something else:
//! is that something known to be equal to the literal? With symbolic
//! propagation also: which expression was assigned to this variable last?
//!
//! **Answer.** A *must* analysis within each function: a variable has a value
//! at a place if it has that value on every way there. The walk (`flow`)
//! follows the tree's structure with one set of known values; where ways
//! meet, only what all agree on stays. What loops assign is forgotten before
//! the loop. Two different strings that meet still are "some constant
//! string" ([`Value::AnyStr`]), which `"..."` wants to know.
//!
//! ```text
//! String a = "x";            a = "x"
//! if (c) a = "y";            a = "x" | "y"   →  some constant string
//! use(a);                    matches use("..."), not use("x")
//! ```
//!
//! Beside that, variables that never change have their value everywhere:
//! final and private fields, module variables assigned once (`eval`).
//!
//! Each function is walked at most once, and only when someone asks about a
//! variable in it.

mod assign;
mod eval;
mod flow;

use std::rc::Rc;

use haechi_syntax::NodeId;
use haechi_syntax::scope::DefId;
use rustc_hash::{FxHashMap, FxHashSet};

/// A floating-point number, compared by its bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FloatBits(pub u64);

/// What is known of a value.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// This whole number.
    Int(i128),
    /// This number.
    Float(FloatBits),
    /// This truth value.
    Bool(bool),
    /// `null`, `None`.
    Null,
    /// This text (escapes as written), and the literal it comes from unless it
    /// was put together.
    Str {
        /// The text.
        text: Rc<str>,
        /// Where it is written.
        literal: Option<NodeId>,
    },
    /// Some string that does not depend on the outside.
    AnyStr,
    /// Some number likewise.
    AnyInt,
    /// Some truth value likewise.
    AnyBool,
    /// What this expression gave when it was evaluated.
    Symbol(NodeId),
}

/// What has been found out so far about one file.
#[derive(Default)]
pub struct Constants {
    /// Functions (and the file itself) that have been walked.
    walked: FxHashSet<NodeId>,
    /// Per use of a variable what it holds there.
    at_use: FxHashMap<NodeId, Value>,
    /// Per definition that never changes its value, `None` if unknown.
    fixed: FxHashMap<DefId, Option<Value>>,
    /// Names and members, with the values that the program knows of.
    pub(crate) linked: FxHashMap<NodeId, Option<Value>>,
    /// Definitions whose value is being worked out.
    open: FxHashSet<DefId>,
}

impl Value {
    /// What is known where two ways meet.
    fn join(self, other: Self) -> Option<Self> {
        use Value::{AnyBool, AnyInt, AnyStr, Bool, Int, Str};
        match (self, other) {
            (Str { text: a, literal }, Str { text: b, .. }) if a == b => {
                Some(Str { text: a, literal })
            }
            (a, b) if a == b => Some(a),
            (Str { .. } | AnyStr, Str { .. } | AnyStr) => Some(AnyStr),
            (Int(_) | AnyInt, Int(_) | AnyInt) => Some(AnyInt),
            (Bool(_) | AnyBool, Bool(_) | AnyBool) => Some(AnyBool),
            _ => None,
        }
    }
}
