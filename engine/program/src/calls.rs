//! Which functions a call can reach.
//!
//! A call is resolved by what it names (a function, a class to construct, a
//! static method), else by the types of its receiver: from each class in them
//! the method that it has or inherits, and, unless the type is exact, those
//! that override it below. Where several remain the answer is *guessed*, and
//! says among how many.
//!
//! ```text
//! interface Store { void put(String s); }       Store s = …; s.put(x);
//! class Disk implements Store { … }             → Disk.put, Memory.put: guessed among 2
//! class Memory implements Store { … }           Store t = new Disk(); t.put(x);
//!                                               → Disk.put: exact
//! ```

use haechi_ir::{FuncKey, FuncPart};
use haechi_syntax::{Kind, Lang, NodeId, Role};
use smallvec::SmallVec;

use crate::decls::Traits;
use crate::index::{ClassId, FieldId, FuncRef, MethodId, Program, Super};
use crate::names::GlobalName;
use crate::trees::FileId;
use crate::types::{Typer, Types};

mod java;
mod overloads;
mod python;

/// Most functions that a guess may name. Above that, the call counts as unresolved.
pub const MAX_TARGETS: usize = 48;

/// How sure the targets of a call are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// It runs the one target, or it is known that nothing of the program runs.
    Exact,
    /// It runs one of the targets, as far as the program shows.
    Guessed,
    /// Not known what runs.
    Unresolved,
}

/// A function that a call can reach.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Target {
    /// The function.
    pub func: FuncRef,
    /// Whether the receiver (the new object, the class of a class method) is
    /// its first parameter, ahead of the arguments.
    pub binds_receiver: bool,
}

/// What a call can reach.
#[derive(Clone, Debug)]
pub struct Targets {
    /// The `Call`, `New` or `Annotation`-like node.
    pub node: NodeId,
    /// The functions of the program, in order of file and place.
    pub funcs: SmallVec<[Target; 2]>,
    /// Whether something else may run as well, outside the program or unknown.
    pub open: bool,
    /// Those of them that are methods or functions with a name.
    pub methods: SmallVec<[MethodId; 2]>,
    /// How sure that is.
    pub how: How,
    /// The method that the static types name, if it is one of the program.
    pub declared: Option<MethodId>,
    /// The types of the receiver. Unknown for functions and static methods.
    pub receiver: Types,
    /// The class that the call makes an object of.
    pub constructed: Option<Super>,
    /// The record component that the call reads through its implied accessor.
    pub accessed: Option<FieldId>,
    /// Where it leaves the program: the class (or Python module) whose method
    /// of the call's name is meant, as far as types tell.
    pub owner: Option<GlobalName>,
    /// Whether the first argument of the call is the receiver
    /// (`C.m(obj, x)`, Python).
    pub is_unbound: bool,
    /// Number of arguments by position; more if there is a `*a`.
    pub args: usize,
}

impl Targets {
    pub(crate) fn none(node: NodeId, args: usize) -> Self {
        Self {
            node,
            funcs: SmallVec::new(),
            open: true,
            methods: SmallVec::new(),
            how: How::Unresolved,
            declared: None,
            receiver: Types::unknown(),
            constructed: None,
            accessed: None,
            owner: None,
            is_unbound: false,
            args,
        }
    }
}

impl Program<'_> {
    /// What a `Call` or `New` node can reach.
    pub fn resolve_call(&self, file: FileId, call: NodeId) -> Targets {
        Typer::new(self, file).resolve(call, None)
    }

    /// Like [`resolve_call`](Self::resolve_call) for a caller that knows more
    /// about the receiver than the code shows in place.
    pub fn resolve_call_on(&self, file: FileId, call: NodeId, receiver: Types) -> Targets {
        Typer::new(self, file).resolve(call, Some(receiver))
    }

    /// The functions that a method of that name reaches on objects of these
    /// types, for so many arguments: for callbacks and for methods that a
    /// library calls.
    pub fn methods_on(&self, file: FileId, types: &Types, name: &str, args: usize) -> Targets {
        let typer = Typer::new(self, file);
        let mut targets = Targets::none(NodeId::ROOT, args);
        if let Some(name) = self.names.find(name) {
            typer.dispatch(&mut targets, types.clone(), name);
        }
        targets
    }
}

impl Typer<'_, '_> {
    /// Resolves a call or `new`. `receiver` replaces what the code shows.
    pub(crate) fn resolve(self, call: NodeId, receiver: Option<Types>) -> Targets {
        let args = self.count_args(call);
        let mut targets = Targets::none(call, args);
        match self.program.trees.lang(self.file) {
            Lang::Java => self.java_call(&mut targets, receiver),
            Lang::Python => self.python_call(&mut targets, receiver),
        }
        targets
    }

    fn count_args(self, call: NodeId) -> usize {
        let tree = self.program.trees.tree(self.file);
        let args = self.child(call, Role::Args);
        args.into_iter()
            .flat_map(|args| tree.children(args))
            .filter(|arg| !matches!(tree.kind(*arg), Kind::KeywordArg | Kind::DoubleStar))
            .count()
    }

    /// The types of the arguments by position.
    fn arg_types(self, call: NodeId) -> Vec<Types> {
        let tree = self.program.trees.tree(self.file);
        let args = self.child(call, Role::Args);
        args.into_iter()
            .flat_map(|args| tree.children(args))
            .map(|arg| self.expr(arg))
            .collect()
    }

    /// Fills in what a method of that name reaches on a receiver.
    fn dispatch(self, targets: &mut Targets, receiver: Types, name: GlobalName) {
        let mut all_known = receiver.complete;
        for ty in &receiver.list {
            match ty.class.filter(|_| ty.dims == 0) {
                Some(class) => {
                    let found = self.virtual_targets(targets, class, ty.exact, name)
                        || self.accessor(targets, class, name);
                    if !found {
                        self.leaves_program(targets, class);
                        all_known &= targets.owner.is_some();
                    }
                }
                None => targets.owner = targets.owner.or(Some(ty.name)),
            }
        }
        targets.receiver = receiver;
        self.settle(targets, all_known);
    }

    /// The method of a class and those that override it. Says whether there is any.
    fn virtual_targets(
        self,
        targets: &mut Targets,
        class: ClassId,
        exact: bool,
        name: GlobalName,
    ) -> bool {
        let own = self.choose(class, name, targets);
        targets.declared = targets.declared.or(own.first().copied());
        for method in &own {
            self.add(targets, *method);
        }
        let fixed = own.iter().all(|method| {
            let traits = self.program.methods[*method].traits;
            traits.has(Traits::PRIVATE) || traits.has(Traits::STATIC)
        });
        if exact || (!own.is_empty() && fixed) {
            return !own.is_empty();
        }
        let mut found = !own.is_empty();
        for below in self.program.descendants(class) {
            for method in self.program.methods_of(below) {
                let candidate = &self.program.methods[*method];
                let fits = candidate.name == name
                    && candidate.takes(targets.args)
                    && !candidate.traits.has(Traits::CONSTRUCTOR)
                    && (own.is_empty() || own.iter().any(|own| self.overrides(*method, *own)));
                if fits {
                    self.add(targets, *method);
                    found = true;
                }
            }
        }
        found
    }

    /// The implied accessor of a record component.
    fn accessor(self, targets: &mut Targets, class: ClassId, name: GlobalName) -> bool {
        let record = &self.program.classes[class];
        if targets.args != 0 || !record.traits.has(Traits::RECORD) {
            return false;
        }
        let tree = self.program.trees.tree(record.file);
        let fields = self.program.fields_of(class).iter();
        let mut components = fields.filter(|id| {
            let field = &self.program.fields[**id];
            field.name == name && tree.kind(field.node) == Kind::Param
        });
        let Some(field) = components.next() else {
            return false;
        };
        targets.accessed = Some(*field);
        targets.funcs.push(Target {
            func: FuncRef {
                file: record.file,
                key: FuncKey {
                    node: self.program.fields[*field].node,
                    part: FuncPart::Accessor,
                },
            },
            binds_receiver: true,
        });
        true
    }

    /// Adds a method as a target, if it has a body.
    fn add(self, targets: &mut Targets, method: MethodId) {
        let found = &self.program.methods[method];
        let is_stub = found.traits.has(Traits::ABSTRACT)
            && self.program.trees.lang(found.file) == Lang::Python;
        if found.traits.has(Traits::BODY) && !is_stub && !targets.methods.contains(&method) {
            targets.methods.push(method);
            let is_bound =
                found.class.is_some() && !found.traits.has(Traits::STATIC) && !targets.is_unbound;
            targets.funcs.push(Target {
                func: found.func(),
                binds_receiver: is_bound,
            });
        }
    }

    /// What a class inherits from outside the program may have the method.
    fn leaves_program(self, targets: &mut Targets, class: ClassId) {
        let ancestors = self.program.ancestors(class).iter();
        let mut outside = ancestors
            .flat_map(|class| &self.program.classes[*class].supers)
            .filter(|found| found.class.is_none());
        if let Some(found) = outside.next() {
            targets.owner = targets.owner.or(Some(found.name));
        }
    }

    /// Sorts the targets and says how sure they are.
    fn settle(self, targets: &mut Targets, all_known: bool) {
        targets.methods.sort();
        targets.funcs.sort();
        targets.funcs.dedup();
        let count = targets.funcs.len();
        targets.how = if count > MAX_TARGETS {
            targets.methods.clear();
            targets.funcs.clear();
            How::Unresolved
        } else if count == 0 {
            How::Unresolved
        } else if count == 1 && all_known && targets.owner.is_none() {
            How::Exact
        } else {
            How::Guessed
        };
        targets.open = targets.how == How::Unresolved || !all_known || targets.owner.is_some();
    }

    /// A call that constructs an object of a class.
    pub(crate) fn construct(self, targets: &mut Targets, class: Super) {
        targets.constructed = Some(class);
        let Some(id) = class.class else {
            targets.owner = Some(class.name);
            return;
        };
        let found = match self.program.trees.lang(self.program.classes[id].file) {
            Lang::Java => self.java_constructors(id, targets),
            Lang::Python => self.python_init(id),
        };
        for method in &found {
            self.add(targets, *method);
        }
        targets.declared = found.first().copied();
        if found.is_empty() {
            let class = &self.program.classes[id];
            let part = if class.traits.has(Traits::RECORD) {
                FuncPart::Canonical
            } else {
                FuncPart::Init
            };
            if self.program.trees.lang(class.file) == Lang::Java {
                targets.funcs.push(Target {
                    func: FuncRef {
                        file: class.file,
                        key: FuncKey {
                            node: class.node,
                            part,
                        },
                    },
                    binds_receiver: true,
                });
            }
        }
        self.settle(targets, true);
        if targets.funcs.is_empty() {
            // Nothing of the program runs; a constructor outside may.
            self.leaves_program(targets, id);
            targets.how = How::Exact;
            targets.open = targets.owner.is_some();
        }
    }
}

impl Program<'_> {
    /// All classes below a class, nearest first, itself not among them.
    pub fn descendants(&self, class: ClassId) -> Vec<ClassId> {
        let mut found = vec![class];
        let mut at = 0;
        while at < found.len() {
            for below in self.subclasses(found[at]) {
                if !found.contains(below) {
                    found.push(*below);
                }
            }
            at += 1;
        }
        found.remove(0);
        found
    }
}
