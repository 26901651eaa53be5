//! Text, spans, names, languages, and the one compact [`Tree`] that every
//! language is lowered to.
//!
//! Nothing here knows rules, flow or files: text goes in, a tree and a list of
//! what could not be parsed come out. No tree-sitter type leaves this crate.

pub mod check;
pub mod flags;
pub mod index;
pub mod kind;
pub mod lang;
pub mod line;
pub mod names;
pub mod node;
pub mod op;
pub mod print;
pub mod scope;
pub mod settings;
pub mod tree;

pub use flags::Flags;
pub use index::{Idx, IndexVec};
pub use kind::{Kind, Role};
pub use lang::Lang;
pub use line::{LineCol, LineIndex};
pub use names::{NameId, Names};
pub use node::{Node, NodeId, Span};
pub use op::Operator;
pub use scope::{Def, DefId, DefKind, Scope, ScopeId, ScopeKind, Scopes};
pub use tree::{Children, Gap, GapKind, Tree, TreeBuilder};
