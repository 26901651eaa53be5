//! A flow's witness in words.

use haechi_dataflow::taint::{Assumption, Flow, FuncRef, Step as FlowStep, StepKind as FlowKind};
use haechi_syntax::{Idx, Kind, NodeId, Tree};

use crate::finding::{FileIndex, Place, Step, StepKind, Trace};
use crate::units::Code;

/// The way of a value as findings carry it.
pub(crate) fn trace_of(code: &Code<'_>, flow: &Flow) -> Trace {
    let mut depth = 0;
    let mut steps: Vec<Step> = Vec::with_capacity(flow.witness.len());
    for step in &flow.witness {
        match step.kind {
            FlowKind::Parameter => depth += 1,
            FlowKind::Result => depth -= 1,
            _ => {}
        }
        let shown = shown_step(code, step, depth);
        // One place, one reason: the engine may take several steps in one expression.
        let repeats = steps
            .last()
            .is_some_and(|last| last.place == shown.place && last.kind == shown.kind);
        if !repeats {
            steps.push(shown);
        }
    }
    let mut assumptions: Vec<String> = flow
        .assumptions
        .iter()
        .map(|a| assumption(*a).to_owned())
        .collect();
    assumptions.sort();
    Trace { steps, assumptions }
}

fn shown_step(code: &Code<'_>, step: &FlowStep, depth: i32) -> Step {
    let unit = code.units[step.func.file.raw() as usize];
    let tree = &unit.tree;
    let (kind, reason) = match step.kind {
        FlowKind::Source => (StepKind::Source, "the value comes from here".to_owned()),
        FlowKind::Assign => (
            StepKind::Assign,
            format!("is assigned to {}", short(tree, step.node)),
        ),
        FlowKind::Compute => (StepKind::Propagate, "becomes part of this value".to_owned()),
        FlowKind::Store => (
            StepKind::Assign,
            format!("is stored in {}", short(tree, step.node)),
        ),
        FlowKind::Load => (
            StepKind::Propagate,
            format!("is read from {}", short(tree, step.node)),
        ),
        FlowKind::Argument => (StepKind::Call, "is passed to this call".to_owned()),
        FlowKind::Parameter => (
            StepKind::Call,
            format!("arrives as parameter {}", short(tree, step.node)),
        ),
        FlowKind::Return => (StepKind::Return, "is returned".to_owned()),
        FlowKind::Result => (StepKind::Return, "comes back from this call".to_owned()),
        FlowKind::Throw => (StepKind::Return, "is thrown".to_owned()),
        FlowKind::Catch => (StepKind::Return, "is caught".to_owned()),
        FlowKind::Capture => (StepKind::Call, "is captured by this function".to_owned()),
        FlowKind::Propagate => (StepKind::Propagate, "is carried on by this".to_owned()),
        FlowKind::Mutate => (
            StepKind::Propagate,
            "becomes part of this object".to_owned(),
        ),
        FlowKind::Sink => (StepKind::Sink, "the value arrives here".to_owned()),
    };
    Step {
        kind,
        place: Place {
            file: FileIndex::from_usize(unit.record),
            span: step.span,
        },
        reason,
        function: function_name(tree, step.func),
        depth,
    }
}

/// The text of a node where it is short and on one line, else a word for it.
fn short(tree: &Tree, node: NodeId) -> String {
    let name = tree.name(node);
    let text = if tree.kind(node) == Kind::Param && !name.is_empty() {
        name
    } else {
        tree.source(node)
    };
    if text.len() <= 40 && !text.contains('\n') {
        format!("`{text}`")
    } else {
        "this".to_owned()
    }
}

/// A function as a reader would call it: `Class.method`, `function`; empty for top-level code.
fn function_name(tree: &Tree, func: FuncRef) -> String {
    let mut names: Vec<&str> = Vec::new();
    let mut at = NodeId::ROOT;
    loop {
        if matches!(
            tree.kind(at),
            Kind::Class | Kind::Function | Kind::EnumConstant
        ) {
            names.push(tree.name(at));
        }
        if at == func.key.node {
            break;
        }
        match tree
            .children(at)
            .find(|child| tree.is_within(func.key.node, *child))
        {
            Some(child) => at = child,
            None => break,
        }
    }
    names.join(".")
}

fn assumption(assumption: Assumption) -> &'static str {
    match assumption {
        Assumption::UnknownCall => "a call that could not be resolved gives back what it is given",
        Assumption::UnknownMutation => {
            "a call that could not be resolved puts what it is given into its receiver"
        }
        Assumption::Dispatch => "one of several functions that a call may lead to is called",
        Assumption::Elements => "elements of a container are not told apart",
        Assumption::Callback => "a function that is passed around is called",
        Assumption::SharedState => "what is stored in one call is read in another",
        Assumption::AnyObject => "an object could be any one of its type",
    }
}
