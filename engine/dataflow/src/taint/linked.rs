//! The engine's world over a linked program.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use haechi_ir::{BlockId, CallId, Callee, FuncKey, FuncPart, Function, Op, ValueId};
use haechi_program::{FuncFacts, Program, Targets, Traits, Type};
use haechi_rule::model::{Alphabet, Fact, Kinds, ModelSet, Outcome, Subject};
use haechi_syntax::{Kind, Lang, NodeId, Operator, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

use super::guards::{MAX_LEVEL, Tested, Tests, Verdict, may_judge};
use super::kinds::KindItems;
use super::matched::{Bindings, bindings_of, unify};
use super::modelled::Modelled;
use super::{
    Callees, ClassId, Cleared, FileId, FileSites, FuncRef, GlobalVar, Guard, Scalar, SiteRef,
    Target, World,
};

/// Gives the IR of functions, built on request.
pub trait Functions: Sync {
    /// The functions of a file, in order of their keys.
    fn keys(&self, file: FileId) -> Vec<FuncKey>;
    /// A function, constants folded.
    fn build(&self, func: FuncRef) -> Option<Function>;
}

/// A function with what the program knows of its values.
pub(super) struct Loaded {
    pub(super) ir: Arc<Function>,
    file: FileId,
    /// Made when first asked for: within functions nobody asks.
    facts: OnceLock<FuncFacts>,
    tested: OnceLock<Tested>,
}

impl Loaded {
    pub(super) fn facts(&self, program: &Program<'_>) -> &FuncFacts {
        self.facts
            .get_or_init(|| program.func_facts(self.file, &self.ir))
    }
}

/// The engine's world over a linked program.
pub struct LinkedWorld<'a> {
    program: &'a Program<'a>,
    functions: &'a dyn Functions,
    sites: Vec<(FileSites, Bindings)>,
    models: Option<(Modelled<'a>, &'a KindItems)>,
    /// Names of functions that throw if something is wrong with an argument.
    checking: FxHashSet<Box<str>>,
    loaded: Mutex<FxHashMap<FuncRef, Option<Arc<Loaded>>>>,
    verdicts: Mutex<FxHashMap<(FuncRef, u8), Arc<Verdict>>>,
}

impl<'a> LinkedWorld<'a> {
    /// A world of a program whose file n has the n-th of `sites`.
    pub fn new(
        program: &'a Program<'a>,
        functions: &'a dyn Functions,
        sites: Vec<(FileSites, Bindings)>,
    ) -> Self {
        Self {
            program,
            functions,
            sites,
            models: None,
            checking: FxHashSet::default(),
            loaded: Mutex::default(),
            verdicts: Mutex::default(),
        }
    }

    /// The world with what models say about libraries.
    #[must_use]
    pub fn with_models(mut self, models: &'a ModelSet, kinds: &'a KindItems) -> Self {
        let checks = |fact: &&Fact| {
            let mut guards = fact.effects.guards.iter();
            guards.any(|guard| guard.outcome == Outcome::Normal)
        };
        self.checking = models
            .facts
            .iter()
            .filter(checks)
            .filter_map(|fact| match &fact.subject {
                Subject::Callee(callee) => Some(callee.name.clone()),
                Subject::Annotation(_) => None,
            })
            .collect();
        self.models = Some((
            Modelled {
                program: self.program,
                models,
            },
            kinds,
        ));
        self
    }

    /// The facts that a call fits.
    fn facts_of(&self, func: FuncRef, ir: &Function, value: ValueId, call: CallId) -> Vec<&Fact> {
        let Some((modelled, _)) = &self.models else {
            return Vec::new();
        };
        let node = ir.value(value).node;
        let tree = self.program.trees().tree(func.file);
        let is_call = matches!(tree.kind(node), Kind::Call | Kind::New);
        if !is_call || !modelled.is_named(tree, node) {
            return Vec::new();
        }
        let Some(loaded) = self.load(func) else {
            return Vec::new();
        };
        match loaded.facts(self.program).targets(call) {
            Some(targets) => modelled
                .facts(func.file, node, targets)
                .into_iter()
                .map(|(_, fact)| fact)
                .collect(),
            None => Vec::new(),
        }
    }

    /// The program.
    pub(super) fn program(&self) -> &Program<'a> {
        self.program
    }

    /// Facts about tests that a call makes.
    pub(super) fn test_facts(
        &self,
        func: FuncRef,
        loaded: &Loaded,
        value: ValueId,
        call: CallId,
    ) -> Vec<&Fact> {
        let Some((modelled, _)) = &self.models else {
            return Vec::new();
        };
        let node = loaded.ir.value(value).node;
        let tree = self.program.trees().tree(func.file);
        let is_call = matches!(tree.kind(node), Kind::Call | Kind::New);
        if !is_call || !modelled.is_named(tree, node) {
            return Vec::new();
        }
        match loaded.facts(self.program).targets(call) {
            Some(targets) => modelled.test_facts(func.file, node, targets),
            None => Vec::new(),
        }
    }

    /// The facts that a call fits, looked at outside of its function.
    pub(super) fn facts_at(&self, file: FileId, call: NodeId) -> Vec<&Fact> {
        let Some((modelled, _)) = &self.models else {
            return Vec::new();
        };
        let targets = self.program.resolve_call(file, call);
        let facts = modelled.facts(file, call, &targets);
        facts.into_iter().map(|(_, fact)| fact).collect()
    }

    /// The facts about a value that is read.
    pub(super) fn value_facts(&self, file: FileId, node: NodeId) -> Vec<&Fact> {
        match &self.models {
            Some((modelled, _)) => modelled.value_facts(file, node),
            None => Vec::new(),
        }
    }

    /// The rules for which something clean for these kinds is clean.
    pub(super) fn cleaned_by(&self, kinds: &Kinds) -> Cleared {
        let items = self.models.as_ref().map(|(_, items)| items);
        items.map_or_else(Cleared::default, |items| {
            Cleared::new(items.cleaned_by(kinds))
        })
    }

    /// The rules for which a value that stands in the program is clean.
    pub(super) fn cleaned_of_all(&self) -> Cleared {
        self.cleaned_by(&Kinds::All)
    }

    /// The rules for which a text of no other characters is clean. `None`: nobody knows
    /// which, but somebody thought of it.
    pub(super) fn harmless_after(&self, alphabet: Option<Alphabet>) -> Cleared {
        let Some((modelled, items)) = &self.models else {
            return Cleared::default();
        };
        Cleared::new(items.cleaned_where(|kind| {
            let special = modelled.models.kinds[kind].special.as_deref();
            alphabet.is_none_or(|alphabet| alphabet.is_harmless(special))
        }))
    }

    /// What the outcomes of a function of the program say about its parameters.
    pub(super) fn verdict(&self, func: FuncRef, level: u8) -> Arc<Verdict> {
        let lock = || match self.verdicts.lock() {
            Ok(verdicts) => verdicts,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some(known) = lock().get(&(func, level)) {
            return Arc::clone(known);
        }
        let tree = self.program.trees().tree(func.file);
        let is_body = func.key.part == FuncPart::Body && may_judge(tree, func.key.node);
        let found = is_body.then(|| {
            let known = self.known(func);
            let loaded = known.or_else(|| self.build(func))?;
            Some(Tests::new(self, func, &loaded, level).verdict())
        });
        let found = Arc::new(found.flatten().unwrap_or_default());
        Arc::clone(lock().entry((func, level)).or_insert(found))
    }

    /// The bindings of a site, for messages.
    pub fn bindings(&self, site: SiteRef) -> &[haechi_matcher::Binding] {
        match self.sites.get(site.file.raw() as usize) {
            Some((sites, bindings)) => bindings_of(sites, bindings, site),
            None => &[],
        }
    }

    fn lock(&self) -> MutexGuard<'_, FxHashMap<FuncRef, Option<Arc<Loaded>>>> {
        match self.loaded.lock() {
            Ok(loaded) => loaded,
            Err(poisoned) => poisoned.into_inner(),
        }
    }

    /// A function that is built and not forgotten.
    fn known(&self, func: FuncRef) -> Option<Arc<Loaded>> {
        self.lock().get(&func).cloned().flatten()
    }

    fn build(&self, func: FuncRef) -> Option<Arc<Loaded>> {
        let ir = self.functions.build(func)?;
        Some(Arc::new(Loaded {
            ir: Arc::new(ir),
            file: func.file,
            facts: OnceLock::new(),
            tested: OnceLock::new(),
        }))
    }

    fn load(&self, func: FuncRef) -> Option<Arc<Loaded>> {
        if let Some(known) = self.lock().get(&func) {
            return known.clone();
        }
        // Built outside of the lock; whoever builds it twice gets the same.
        let built = self.build(func);
        self.lock().entry(func).or_insert(built).clone()
    }

    /// Whether a type is an interface with one method to implement, as far as it
    /// is one of the program; of the platform's, those that exist to be lambdas.
    fn is_functional(&self, ty: &Type) -> bool {
        let Some(class) = ty.class else {
            let name = self.program.names().text(ty.name);
            return name.starts_with("java.util.function.")
                || matches!(
                    name,
                    "java.lang.Runnable" | "java.util.concurrent.Callable" | "java.util.Comparator"
                );
        };
        let is_interface = self.program.class(class).traits.has(Traits::INTERFACE);
        let open = self
            .program
            .methods_of(class)
            .iter()
            .filter(|m| !self.program.method(**m).traits.has(Traits::BODY))
            .count();
        is_interface && open == 1
    }

    /// The class whose method a function is, if it gets an object of it.
    fn class_of(&self, func: FuncRef) -> Option<ClassId> {
        let node = func.key.node;
        match func.key.part {
            FuncPart::Init | FuncPart::Canonical => self.program.class_at(func.file, node),
            FuncPart::Accessor => self.program.class_around(func.file, node),
            FuncPart::StaticInit => None,
            FuncPart::Body => {
                let method = self
                    .program
                    .method(self.program.method_at(func.file, node)?);
                let on_object =
                    !method.traits.has(Traits::STATIC) && !method.traits.has(Traits::CLASSMETHOD);
                method.class.filter(|_| on_object)
            }
        }
    }
}

/// In Python no text can be added to or subtracted from a number, whatever the
/// other operand is. (It can be multiplied by one, and `text % 1` formats.)
fn python_arithmetic(ir: &Function, value: ValueId, of: impl Fn(ValueId) -> Scalar) -> Scalar {
    let Op::Binary(operator, left, right) = ir.values[value].op else {
        return Scalar::Other;
    };
    let is_number = |operand| of(operand) == Scalar::Number;
    let proves = match operator {
        Operator::Add | Operator::Sub | Operator::Div | Operator::FloorDiv | Operator::Pow => {
            is_number(left) || is_number(right)
        }
        Operator::Mod => is_number(left),
        _ => false,
    };
    if proves {
        Scalar::Number
    } else {
        Scalar::Other
    }
}

impl World for LinkedWorld<'_> {
    fn files(&self) -> Vec<FileId> {
        (0..self.program.trees().len())
            .map(|n| FileId::new(u32::try_from(n).unwrap_or(u32::MAX)))
            .collect()
    }

    fn tree(&self, file: FileId) -> &Tree {
        self.program.trees().tree(file)
    }

    fn sites(&self, file: FileId) -> &FileSites {
        static NONE: FileSites = FileSites::none();
        self.sites
            .get(file.raw() as usize)
            .map_or(&NONE, |(sites, _)| sites)
    }

    fn functions(&self, file: FileId) -> Vec<FuncKey> {
        self.functions.keys(file)
    }

    fn function(&self, func: FuncRef) -> Option<Arc<Function>> {
        Some(Arc::clone(&self.load(func)?.ir))
    }

    fn forget(&self, func: FuncRef) {
        self.lock().remove(&func);
    }

    fn callees(&self, caller: FuncRef, ir: &Function, value: ValueId, call: CallId) -> Callees {
        let of = |targets: &Targets| Callees {
            targets: targets.funcs.clone(),
            open: targets.open,
            constructs: targets.constructed.is_some_and(|c| c.class.is_some()),
        };
        let loaded = self.load(caller);
        // A creation names what it makes: the types of values say nothing more, so
        // that they need not be found out for it.
        if let Some(loaded) = &loaded
            && loaded.facts.get().is_none()
            && self.tree(caller.file).lang == Lang::Java
            && matches!(ir.call(call).callee, Callee::New { .. })
        {
            let node = ir.value(value).node;
            return of(&self.program.resolve_call(caller.file, node));
        }
        let targets = loaded
            .as_ref()
            .and_then(|l| l.facts(self.program).targets(call));
        targets.map_or_else(
            || Callees {
                open: true,
                ..Callees::default()
            },
            of,
        )
    }

    fn calls_function_object(
        &self,
        func: FuncRef,
        ir: &Function,
        _value: ValueId,
        call: CallId,
    ) -> bool {
        let Some(receiver) = ir.call(call).callee.value() else {
            return false;
        };
        self.load(func).is_some_and(|loaded| {
            let types = loaded.facts(self.program).types(receiver);
            !types.list.is_empty() && types.list.iter().all(|ty| self.is_functional(ty))
        })
    }

    fn models(&self, caller: FuncRef, ir: &Function, value: ValueId, call: CallId) -> Vec<&Fact> {
        self.facts_of(caller, ir, value, call)
    }

    fn guards(&self, func: FuncRef, block: BlockId) -> Vec<Guard> {
        let Some(loaded) = self.load(func) else {
            return Vec::new();
        };
        let tested = loaded
            .tested
            .get_or_init(|| Tests::new(self, func, &loaded, MAX_LEVEL).all());
        tested.at(block)
    }

    fn checked(&self, func: FuncRef, ir: &Function, value: ValueId, call: CallId) -> Vec<Guard> {
        let tree = self.program.trees().tree(func.file);
        let name = tree.name(ir.value(value).node);
        if !self.checking.contains(name) {
            return Vec::new();
        }
        match self.load(func) {
            Some(loaded) => Tests::new(self, func, &loaded, MAX_LEVEL).checked(value, call),
            None => Vec::new(),
        }
    }

    fn function_value(&self, func: FuncRef, ir: &Function, value: ValueId) -> Option<Target> {
        self.program.function_value(func.file, ir, value)
    }

    fn scalar(&self, func: FuncRef, ir: &Function, value: ValueId) -> Scalar {
        let Some(loaded) = self.load(func) else {
            return Scalar::Other;
        };
        let of = |value| self.program.scalar(loaded.facts(self.program).types(value));
        match of(value) {
            Scalar::Other if self.tree(func.file).lang == Lang::Python => {
                python_arithmetic(ir, value, of)
            }
            known => known,
        }
    }

    fn global(&self, file: FileId, node: NodeId) -> Option<GlobalVar> {
        self.program.global_var(file, node)
    }

    fn initialises(&self, func: FuncRef) -> Option<ClassId> {
        let class = self.class_of(func)?;
        let is_initialiser = match func.key.part {
            FuncPart::Init | FuncPart::Canonical => true,
            FuncPart::Body => {
                let method = self
                    .program
                    .method(self.program.method_at(func.file, func.key.node)?);
                method.traits.has(Traits::CONSTRUCTOR)
                    || self.program.names().text(method.name) == "__init__"
            }
            FuncPart::StaticInit | FuncPart::Accessor => false,
        };
        is_initialiser.then_some(class)
    }

    fn receiver_classes(&self, func: FuncRef) -> Vec<ClassId> {
        match self.class_of(func) {
            Some(class) => self.program.ancestors(class).to_vec(),
            None => Vec::new(),
        }
    }

    fn unifies(&self, source: SiteRef, sink: SiteRef) -> bool {
        unify(self.bindings(source), self.bindings(sink))
    }
}
