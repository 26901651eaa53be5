//! Taint: which values from sources arrive at sinks, for all rules at once.

mod branches;
mod build;
mod colour;
mod context;
mod exits;
pub mod flow;
mod graph;
mod guards;
pub mod kinds;
mod labels;
pub mod linked;
mod location;
pub mod matched;
pub mod modelled;
mod pairs;
mod pool;
mod project;
#[cfg(feature = "reference")]
pub mod reference;
mod relevance;
pub mod rules;
mod search;
pub mod site;
mod solve;
mod state;
mod summary;
mod symbols;
mod universe;
mod way;
mod web;
mod widen;
mod witness;
pub mod world;

pub use flow::{
    Analysis, Assumption, Budgets, Depth, End, Flow, Flows, Notice, NoticeKind, Step, StepKind,
};
pub use haechi_program::{ClassId, FileId, FuncRef, GlobalVar, Scalar, Target};
pub use rules::{
    Formula, LabelNo, PropagatorSpec, RuleNo, SanitizerSpec, SinkRequires, SinkSpec, SourceSpec,
    TaintOptions, TaintRule,
};
pub use site::{FileSites, Role, Site, SiteRef};
pub use world::{Callees, Cleared, Guard, World};

pub use project::analyse;
