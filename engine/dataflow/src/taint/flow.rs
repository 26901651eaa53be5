//! What the analysis is told and what it finds.

use haechi_syntax::{NodeId, Span};

use super::{FileId, FuncRef, LabelNo, RuleNo, SiteRef, TaintRule, World};

/// How far values are followed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Depth {
    /// Within functions; every call is an unknown one. Compatible with the
    /// reference engines.
    Function,
    /// Across the functions of a file.
    File,
    /// Across files.
    #[default]
    Project,
}

/// Limits, in steps of work; never in time. A limit that is hit is reported.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budgets {
    /// Steps for a function's flow graph, over all rounds of its component.
    pub graph: u64,
    /// How often a function that calls itself (or is called by what it calls) is
    /// solved exactly; after that with fewer parts told apart, and after eight
    /// times as many it is given up.
    pub rounds: u32,
    /// Label contexts in which a function is looked at for one rule.
    pub contexts: u32,
    /// Flows reported for one rule and sink.
    pub flows: u32,
    /// Steps for the witnesses of one function.
    pub witness: u64,
    /// Whether functions are analysed that cannot lie between a source and a sink
    /// as well. That changes no flow, only the time; tests hold both against each
    /// other. Default false.
    pub exhaustive: bool,
}

impl Default for Budgets {
    fn default() -> Self {
        Self {
            graph: 2_000_000,
            rounds: 4,
            contexts: 256,
            flows: 32,
            witness: 2_000_000,
            exhaustive: false,
        }
    }
}

/// What is to be analysed.
pub struct Analysis<'a> {
    /// The program.
    pub world: &'a dyn World,
    /// The rules; [`RuleNo`] counts in this order.
    pub rules: &'a [TaintRule],
    /// How far.
    pub depth: Depth,
    /// The limits.
    pub budgets: Budgets,
}

/// One end of a flow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct End {
    /// The file.
    pub file: FileId,
    /// What is reported.
    pub span: Span,
    /// The node.
    pub node: NodeId,
    /// The match (bindings hang on it).
    pub site: SiteRef,
}

/// A value that goes from a source to a sink.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flow {
    /// The rule.
    pub rule: RuleNo,
    /// Where the value comes from.
    pub source: End,
    /// Where it arrives.
    pub sink: End,
    /// The labels that arrive with it.
    pub labels: Vec<LabelNo>,
    /// Its way, source and sink included.
    pub witness: Vec<Step>,
    /// What the way rests on, each once.
    pub assumptions: Vec<Assumption>,
}

/// Why a value is at a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum StepKind {
    /// It begins here.
    Source,
    /// Assigned to a variable.
    Assign,
    /// Part of what is computed here.
    Compute,
    /// Written to a field or element.
    Store,
    /// Read from a field or element.
    Load,
    /// Passed to a call.
    Argument,
    /// Arrived as a parameter.
    Parameter,
    /// Given back by a function.
    Return,
    /// Result of a call.
    Result,
    /// Thrown.
    Throw,
    /// Caught.
    Catch,
    /// Captured by a function made here.
    Capture,
    /// Carried by a propagator of the rule or a model.
    Propagate,
    /// Changed in an object by a call.
    Mutate,
    /// It arrives at the sink.
    Sink,
}

/// A step of a flow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Step {
    /// The function.
    pub func: FuncRef,
    /// The node.
    pub node: NodeId,
    /// Where it stands in the function's file.
    pub span: Span,
    /// Why the value is here.
    pub kind: StepKind,
}

/// Something that a flow takes for granted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Assumption {
    /// A call that could not be resolved gives back what it is given.
    UnknownCall,
    /// A call that could not be resolved puts what it is given into its receiver.
    UnknownMutation,
    /// One of several functions that a call may lead to.
    Dispatch,
    /// Elements of a container that are not told apart.
    Elements,
    /// A function that is passed around is called.
    Callback,
    /// What is stored in one call is read in another.
    SharedState,
    /// An object that could be any of its type.
    AnyObject,
}

/// What could not be analysed as wanted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Notice {
    /// The function.
    pub func: FuncRef,
    /// What happened.
    pub kind: NoticeKind,
}

/// See [`Notice`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NoticeKind {
    /// The function took too many steps; calls of it count as unresolved.
    Budget,
    /// So many calls in arguments of sinks are not resolved.
    UnresolvedSinkArguments(u32),
    /// Not all flows into a sink are listed.
    MoreFlows,
    /// A rule with labels met too many combinations of them here.
    Contexts(RuleNo),
}

/// The result.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Flows {
    /// By rule, then place of the sink, then place of the source.
    pub flows: Vec<Flow>,
    /// In order.
    pub notices: Vec<Notice>,
}

impl Flows {
    /// The flows of files, each analysed by itself, ascending.
    pub(super) fn of_files(each: Vec<Self>) -> Self {
        let mut all = Self::default();
        for one in each {
            all.flows.extend(one.flows);
            all.notices.extend(one.notices);
        }
        // Within a rule they are in order already.
        all.flows.sort_by_key(|flow| flow.rule);
        all.notices.sort_unstable();
        all
    }
}
