//! Patterns compiled to matchers, and the boolean algebra over ranges.
//!
//! Rules come in checked ([`haechi_rule::Rule`]), matches go out as plain data
//! ([`Match`]). Nothing here reads files, knows how values flow or what a
//! finding is.
//!
//! | module | what it does |
//! |---|---|
//! | [`rules`], [`compile`], [`pnode`] | rules → formulas and pattern nodes |
//! | [`keys`], [`index`] | which nodes of a file a pattern can match |
//! | [`prefilter`] | which rules a text can match at all, by words |
//! | [`leaf`], [`ranges`], [`eval`], `conjunction`, `filters` | matches of one pattern, and how formulas combine them |
//! | `cx`, `env`, `equal` | the state of matching; bindings and when they agree |
//! | `expr`, `names`, `args`, `strings`, `ops`, `slots`, `lists` | expressions |
//! | `stmts`, [`seq`], `defs`, `imports` | statements, sequences, definitions |
//! | [`types`], [`constants`] | what is known of types and values |
//! | `linked` | what other files say about this one |
//! | [`generic`] | matching of any text |

pub mod compile;
pub mod constants;
pub mod cx;
pub mod env;
pub mod eval;
pub mod generic;
pub mod index;
pub mod keys;
pub mod leaf;
pub mod matches;
pub mod pnode;
pub mod prefilter;
pub mod ranges;
pub mod region;
pub mod rules;
pub mod seq;
pub mod types;

mod analysis;
mod args;
mod conjunction;
mod defs;
mod equal;
mod expr;
mod filters;
mod imports;
mod linked;
mod lists;
mod names;
mod numbers;
mod ops;
mod regexes;
mod slots;
mod spans;
mod stmts;
mod strings;
mod text_leaf;

pub use matches::{
    Binding, FileContext, FileMatches, Limit, Match, PropagatorSite, TaintSites, candidates,
    match_file, match_file_exhaustively, match_text,
};
pub use prefilter::Prefilter;
pub use rules::CompiledRules;
