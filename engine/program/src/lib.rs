//! Facts that need more than one file: modules and packages, classes and their
//! hierarchy, what names, types and calls mean across files, constants.
//!
//! Two phases. *Declare*: each file's [`FileDecls`], in parallel, from its tree
//! alone. *Link*: [`Program::link`] makes one program of them, serially and
//! cheaply. Everything else is computed when somebody asks, from the trees,
//! and never depends on what was asked before.
//!
//! Questions answered:
//! - [`Program::symbol`]: what a name or dotted path means;
//! - [`Program::resolve_call`]: which functions a call can reach;
//! - [`Program::type_of`]: the types a value can have; [`Program::is_subtype`];
//! - [`Facts`](haechi_ir::Facts) for the IR of a file ([`Program::facts`]).
//!
//! Nothing here knows rules, taint or output.

mod calls;
mod configured;
mod constants;
mod decls;
mod fixed;
mod flow;
mod index;
mod lazy;
mod library;
mod link;
mod modules;
mod names;
mod print;
mod settings;
pub mod signatures;
mod symbols;
mod trees;
mod types;
mod writes;

pub use calls::{How, MAX_TARGETS, Target, Targets};
pub use constants::FileFacts;
pub use decls::{FileDecls, Traits};
pub use flow::{FuncFacts, GlobalVar, Scalar};
pub use index::{Class, ClassId, FieldId, FieldInfo, FuncRef, Method, MethodId, Program, Super};
pub use names::{GlobalName, Interner, last_segment};
pub use settings::Settings;
pub use symbols::Symbol;
pub use trees::{FileId, Sources, Trees};
pub use types::{Type, Types};
