//! What a scan found: plain data, without nodes or engine state, so that
//! reports, baselines and caches can keep it.

use haechi_rule::Severity;
use haechi_syntax::Span;

haechi_syntax::define_idx! {
    /// A file of one scan: its place in [`ScanReport::files`](crate::ScanReport::files).
    FileIndex;
    /// A rule of one scan: its place in [`ScanReport::rules`](crate::ScanReport::rules).
    RuleIndex;
}

/// A range of one file's text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// Which file.
    pub file: FileIndex,
    /// Which bytes of its decoded text.
    pub span: Span,
}

/// One reported weakness.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// The rule that reports it.
    pub rule: RuleIndex,
    /// Where it is reported.
    pub place: Place,
    /// The rule's severity, after overrides.
    pub severity: Severity,
    /// The rule's message with metavariables filled in.
    pub message: String,
    /// What the metavariables stand for, sorted by name.
    pub metavars: Vec<Metavar>,
    /// The value's way from source to sink, for taint rules.
    pub trace: Option<Trace>,
    /// The rule's fix for this place.
    pub fix: Option<Fix>,
    /// Identity across runs: lower-case hexadecimal, independent of line numbers.
    pub fingerprint: String,
    /// The comment or entry that silences it, if any.
    pub suppressed: Option<Suppression>,
}

/// What one metavariable stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Metavar {
    /// Its name with the dollar sign, for example `$X` or `$...ARGS`.
    pub name: String,
    /// Where its text stands.
    pub place: Place,
    /// Its text.
    pub text: String,
    /// Its constant value where one is known and is not the text itself.
    pub value: Option<String>,
}

/// The way of a value from where it enters to where it does harm.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trace {
    /// From the source, first, to the sink, last: at least one step.
    pub steps: Vec<Step>,
    /// What the analysis took for granted on this way, in words, sorted.
    pub assumptions: Vec<String>,
}

/// One step of a [`Trace`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// What happens to the value here.
    pub kind: StepKind,
    /// Where.
    pub place: Place,
    /// The reason in words, one sentence without a full stop.
    pub reason: String,
    /// The function in which it happens, as a reader would call it
    /// (`UserDao.find`, `views.show`); empty at the top level of a file.
    pub function: String,
    /// How many calls deep this step is below the function of the source; can be negative
    /// once the value is returned to callers.
    pub depth: i32,
}

/// What happens to a value at one step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepKind {
    /// It enters the program.
    Source,
    /// It gets a name or is stored in a field or element.
    Assign,
    /// It becomes part of another value.
    Propagate,
    /// It is passed to a function as an argument or receiver.
    Call,
    /// It comes back from a function.
    Return,
    /// It reaches the operation that does harm.
    Sink,
}

/// A replacement of text that mends a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What is replaced.
    pub place: Place,
    /// What stands there afterwards.
    pub replacement: String,
}

/// Why a finding is not to be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suppression {
    /// The comment or entry that says so.
    pub place: Option<Place>,
    /// The reason given, if any.
    pub justification: Option<String>,
}
