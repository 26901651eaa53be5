//! The engine's world over a linked program.

use std::sync::{Arc, Mutex, OnceLock};

use haechi_ir::{ArgKind, CallId, FuncKey, FuncPart, Function, NoFacts, Op, ValueId, fold};
use haechi_program::{FuncFacts, Program, Traits, Type};
use haechi_rule::model::{AccessPath, Fact, ModelSet, Outcome, Root};
use haechi_syntax::{Kind, Lang, NodeId, Operator, Tree};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::kinds::KindItems;
use super::matched::{Bindings, bindings_of, unify};
use super::modelled::{Modelled, is_whole};
use super::{
    Callees, ClassId, FileId, FileSites, FuncRef, GlobalVar, Guard, Scalar, SiteRef, Target, World,
};

/// How many values a guarded value is followed back through.
const MAX_VIEWS: usize = 8;

/// Gives the IR of functions, built on request.
pub trait Functions: Sync {
    /// The functions of a file, in order of their keys.
    fn keys(&self, file: FileId) -> Vec<FuncKey>;
    /// A function.
    fn build(&self, func: FuncRef) -> Option<Function>;
}

/// A function with what the program knows of its values.
struct Loaded {
    ir: Arc<Function>,
    file: FileId,
    /// Made when first asked for: within functions nobody asks.
    facts: OnceLock<FuncFacts>,
}

impl Loaded {
    fn facts(&self, program: &Program<'_>) -> &FuncFacts {
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
    loaded: Mutex<FxHashMap<FuncRef, Option<Arc<Loaded>>>>,
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
            loaded: Mutex::default(),
        }
    }

    /// The world with what models say about libraries.
    #[must_use]
    pub fn with_models(mut self, models: &'a ModelSet, kinds: &'a KindItems) -> Self {
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

    /// A value and those that it shows: what is found out about
    /// `file.getCanonicalPath()` holds for `file`.
    fn shown_by(&self, func: FuncRef, ir: &Function, value: ValueId) -> SmallVec<[ValueId; 2]> {
        let mut all = SmallVec::from_slice(&[value]);
        let mut at = value;
        for _ in 0..MAX_VIEWS {
            at = match ir.op(at) {
                Op::Copy(from) => from,
                Op::Sigma { value, .. } => value,
                Op::Call(call) => {
                    let facts = self.facts_of(func, ir, at, call);
                    let of = || {
                        let receiver = ir.call(call).callee.value();
                        receiver.or_else(|| ir.args(call).first().map(|arg| arg.value))
                    };
                    match of().filter(|_| facts.iter().any(|fact| fact.effects.view)) {
                        Some(original) => {
                            all.push(original);
                            original
                        }
                        None => break,
                    }
                }
                _ => break,
            };
        }
        all
    }

    /// The bindings of a site, for messages.
    pub fn bindings(&self, site: SiteRef) -> &[haechi_matcher::Binding] {
        match self.sites.get(site.file.raw() as usize) {
            Some((sites, bindings)) => bindings_of(sites, bindings, site),
            None => &[],
        }
    }

    fn load(&self, func: FuncRef) -> Option<Arc<Loaded>> {
        let lock = || match self.loaded.lock() {
            Ok(loaded) => loaded,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some(known) = lock().get(&func) {
            return known.clone();
        }
        // Built outside of the lock; whoever builds it twice gets the same.
        let built = self.functions.build(func).map(|mut ir| {
            fold(&mut ir, self.program.trees().tree(func.file), &NoFacts);
            Arc::new(Loaded {
                ir: Arc::new(ir),
                file: func.file,
                facts: OnceLock::new(),
            })
        });
        lock().entry(func).or_insert(built).clone()
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

/// The value that a guard's path stands for at a call.
fn guarded(ir: &Function, call: CallId, path: &AccessPath) -> Option<ValueId> {
    if !is_whole(path) {
        return None;
    }
    match path.root {
        Root::This => ir.call(call).callee.value(),
        Root::Arg(n) => ir
            .args(call)
            .iter()
            .filter(|arg| arg.kind == ArgKind::Positional)
            .nth(usize::from(n))
            .map(|arg| arg.value),
        _ => None,
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
        let mut loaded = match self.loaded.lock() {
            Ok(loaded) => loaded,
            Err(poisoned) => poisoned.into_inner(),
        };
        loaded.remove(&func);
    }

    fn callees(&self, caller: FuncRef, _ir: &Function, _value: ValueId, call: CallId) -> Callees {
        let loaded = self.load(caller);
        let Some(targets) = loaded
            .as_ref()
            .and_then(|l| l.facts(self.program).targets(call))
        else {
            return Callees {
                open: true,
                ..Callees::default()
            };
        };
        Callees {
            targets: targets.funcs.clone(),
            open: targets.open,
            constructs: targets.constructed.is_some_and(|c| c.class.is_some()),
        }
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

    fn guards(&self, func: FuncRef, ir: &Function, cond: ValueId) -> Vec<Guard> {
        let (Op::Call(call), Some((_, kinds))) = (ir.op(cond), &self.models) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for fact in self.facts_of(func, ir, cond, call) {
            for guard in &fact.effects.guards {
                let outcome = match guard.outcome {
                    Outcome::True => true,
                    Outcome::False => false,
                    Outcome::Normal => continue,
                };
                let Some(value) = guarded(ir, call, &guard.path) else {
                    continue;
                };
                for value in self.shown_by(func, ir, value) {
                    found.extend(kinds.cleaned_by(&guard.kinds).map(|rule| Guard {
                        outcome,
                        value,
                        rule,
                    }));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
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
