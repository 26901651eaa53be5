//! Functions as basic blocks and SSA values, one form for every language.
//!
//! A [`Function`] is built from a [`Tree`](haechi_syntax::Tree) alone and on
//! request ([`FuncKey`] says which one). It knows nothing of other functions:
//! references to them, to globals, classes and settings stay symbolic, as the
//! nodes that name them, for `program` to resolve. What is constant across
//! functions it asks through the [`Facts`] trait.
//!
//! # The form
//!
//! ```text
//! String id = req.getParameter("id");      b0:  v0 = param this
//! if (id != null) {                             v1 = param req
//!     run(id);                                  v2 = "id"
//! }                                             v3 = call v1.getParameter(v2)
//!                                               v4 id = v3
//!                                               v5 = null
//!                                               v6 = v4 != v5
//!                                               branch v6 ? b1 : b2
//!                                          b1:  v7 id = sigma v4 if v6
//!                                               v8 = call run(v7) on v0
//!                                               goto b3
//!                                          b2:  goto b3
//!                                          b3:  return
//! ```
//! - Values live in one vector, block after block, so a block's instructions
//!   are a range of ids; a value *is* the instruction that defines it
//!   ([`Op`]). Operand lists, arguments and case labels stand in shared pools.
//! - Blocks are numbered so that an edge to a smaller or equal number is the
//!   back edge of a loop, and nothing else is.
//! - An assignment to a variable makes a [`Op::Copy`] whose node is the target:
//!   a place for a witness to show. Reading a variable makes no value; the
//!   node ↔ value map holds what it read.
//! - σ ([`Op::Sigma`]) renames a variable on both sides of a branch that tests
//!   it, so a guard is a point on the value's way.
//! - Exceptions: a try statement ends a block with [`Terminator::Try`], whose
//!   second edge leads to the handler; φ of a handler range over all versions
//!   that its region makes ([`Op::Phi`]). What is thrown arrives in
//!   [`Op::CatchParam`]; what is not caught leaves through
//!   [`Terminator::Throw`], the second return slot.

mod build;
mod dominators;
pub mod facts;
pub mod file;
mod fold;
pub mod function;
pub mod key;
pub mod op;
pub mod print;
mod verify;

pub use build::{DEFAULT_BUDGET, FileBuilder, build_function, functions};
pub use dominators::dominators;
pub use facts::{CallQuery, Const, Facts, NoFacts};
pub use file::FileIr;
pub use fold::{binary, fold, length, literal_text, truth, unary};
pub use function::{
    Arm, Block, BlockId, BranchFact, Function, Gap, GapKind, Loop, LoopId, Param, ParamKind,
    Terminator, Uses, Value,
};
pub use key::{FuncId, FuncKey, FuncPart};
pub use op::{
    AggregateKind, Arg, ArgKind, Call, CallId, Callee, Closure, ClosureId, Field, FieldKind, List,
    Op, UnpackPos, ValueId,
};
pub use print::print;
pub use verify::verify;
