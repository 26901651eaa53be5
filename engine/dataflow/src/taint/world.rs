//! What the engine asks about the rest of the program.

use std::sync::Arc;

use haechi_ir::{BlockId, CallId, FuncKey, Function, ValueId};
use haechi_program::{ClassId, FileId, FuncRef, GlobalVar, Scalar, Target};
use haechi_rule::model::Fact;
use haechi_syntax::{NodeId, Tree};
use smallvec::SmallVec;

use super::{FileSites, RuleNo, SiteRef};

/// What a call can lead to.
#[derive(Clone, Debug, Default)]
pub struct Callees {
    /// The functions of the project that it can call, in a fixed order.
    pub targets: SmallVec<[Target; 2]>,
    /// Whether something else can be called as well (or is not known): the
    /// default for unresolved calls applies on top.
    pub open: bool,
    /// Whether it makes an object of a class of the program: the result is new,
    /// and what is called gets it as receiver.
    pub constructs: bool,
}

/// A value that a test says is clean.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guard {
    /// The value.
    pub value: ValueId,
    /// For which rules.
    pub rules: Cleared,
}

/// The rules that a test clears a value for, in ascending order.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Cleared(Vec<RuleNo>);

impl Cleared {
    /// These rules, which are in ascending order.
    pub fn new(rules: Vec<RuleNo>) -> Self {
        Self(rules)
    }
    /// The rules.
    pub fn rules(&self) -> &[RuleNo] {
        &self.0
    }
    /// Whether a rule is among them.
    pub fn has(&self, rule: RuleNo) -> bool {
        self.0.binary_search(&rule).is_ok()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// Adds those of another.
    pub fn join(&mut self, other: &Self) {
        if *self != *other {
            self.0.extend(&other.0);
            self.0.sort_unstable();
            self.0.dedup();
        }
    }
    /// Those of both.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.0.retain(|rule| other.has(*rule));
        both
    }
}

/// Answers about the program. Implemented over `haechi_program`; every answer
/// is a function of the question alone.
pub trait World: Sync {
    /// All files, ascending.
    fn files(&self) -> Vec<FileId>;

    /// The tree of a file.
    fn tree(&self, file: FileId) -> &Tree;

    /// The sites of a file.
    fn sites(&self, file: FileId) -> &FileSites;

    /// The functions of a file, in order of their keys.
    fn functions(&self, file: FileId) -> Vec<FuncKey>;

    /// The IR of a function; `None` if there is no such function. Built when
    /// first asked for, constants folded and dead branches pruned.
    fn function(&self, func: FuncRef) -> Option<Arc<Function>>;

    /// The IR of a function may be dropped for now; it can be asked for again.
    fn forget(&self, _func: FuncRef) {}

    /// What a call can lead to.
    fn callees(&self, caller: FuncRef, ir: &Function, value: ValueId, call: CallId) -> Callees;

    /// What models say about a call: facts whose subject and conditions fit it.
    fn models(
        &self,
        _caller: FuncRef,
        _ir: &Function,
        _value: ValueId,
        _call: CallId,
    ) -> Vec<&Fact> {
        Vec::new()
    }

    /// What calling a value of a known function calls: the function of an
    /// [`Op::MethodRef`](haechi_ir::Op::MethodRef) or of an
    /// [`Op::LoadGlobal`](haechi_ir::Op::LoadGlobal) that names a function.
    fn function_value(&self, _func: FuncRef, _ir: &Function, _value: ValueId) -> Option<Target> {
        None
    }

    /// Whether a method call on an object is the call of a function object: the
    /// only method of a functional interface.
    fn calls_function_object(
        &self,
        _func: FuncRef,
        _ir: &Function,
        _value: ValueId,
        _call: CallId,
    ) -> bool {
        false
    }

    /// What the type of a value says about it.
    fn scalar(&self, _func: FuncRef, _ir: &Function, _value: ValueId) -> Scalar {
        Scalar::Other
    }

    /// The global that a node of an
    /// [`Op::LoadGlobal`](haechi_ir::Op::LoadGlobal) or `StoreGlobal` names;
    /// `None` for functions, classes, modules, and names that are not resolved.
    fn global(&self, _file: FileId, _node: NodeId) -> Option<GlobalVar> {
        None
    }

    /// The class whose objects a function initialises on its first parameter
    /// before any other method can be called: field initialisers, constructors.
    fn initialises(&self, _func: FuncRef) -> Option<ClassId> {
        None
    }

    /// The class of a method's receiver and its superclasses: their
    /// initialisers ran on the first parameter. Empty for other functions.
    fn receiver_classes(&self, _func: FuncRef) -> Vec<ClassId> {
        Vec::new()
    }

    /// What the branch that led to a block says is clean.
    fn guards(&self, _func: FuncRef, _block: BlockId) -> Vec<Guard> {
        Vec::new()
    }

    /// What is clean once a call has returned: it would have thrown otherwise.
    fn checked(
        &self,
        _func: FuncRef,
        _ir: &Function,
        _value: ValueId,
        _call: CallId,
    ) -> Vec<Guard> {
        Vec::new()
    }

    /// Whether the metavariables that a source and a sink of one rule have in
    /// common are bound to the same.
    fn unifies(&self, _source: SiteRef, _sink: SiteRef) -> bool {
        true
    }
}
