//! Taint: which values from sources arrive at sinks, for all rules at once.

pub mod flow;
pub mod rules;
pub mod site;
pub mod world;

pub use flow::{
    Analysis, Assumption, Budgets, Depth, End, Flow, Flows, Notice, NoticeKind, Step, StepKind,
};
pub use rules::{
    Formula, LabelNo, PropagatorSpec, RuleNo, SanitizerSpec, SinkRequires, SinkSpec, SourceSpec,
    TaintOptions, TaintRule,
};
pub use site::{FileSites, Role, Site, SiteRef};
pub use world::{Callees, FileId, FuncRef, GlobalId, Scalar, Target, World};
