//! Answers that are computed when first asked for, and kept.

use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use haechi_ir::Const;
use haechi_syntax::{DefId, NodeId};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::index::{FieldId, FuncRef, MethodId};
use crate::names::GlobalName;
use crate::symbols::Symbol;
use crate::trees::FileId;
use crate::types::Types;

/// All assignments of a file: (definition, value), sorted.
pub(crate) type Writes = Vec<(DefId, NodeId)>;

/// What a kept type is of, and at what level (see `types`).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    Def(FileId, DefId, u8),
    Field(FieldId, u8),
    Returns(MethodId, u8),
}

/// Number of locks among which kept types are spread.
const SHARDS: usize = 32;

#[derive(Default)]
pub(crate) struct Lazy {
    /// Per file.
    pub(crate) writes: Vec<OnceLock<Writes>>,
    /// Python methods by name.
    pub(crate) by_name: OnceLock<FxHashMap<GlobalName, Vec<MethodId>>>,
    types: [Mutex<FxHashMap<Subject, Types>>; SHARDS],
    /// The constants that a function gives to fields and module variables, by
    /// the node of the value, for so many levels.
    constants: Mutex<FxHashMap<(FuncRef, u8), Arc<Constants>>>,
    /// What a function returns whatever it gets.
    returned: Mutex<FxHashMap<(MethodId, u8), Option<Const>>>,
    /// Names of functions that seem never to return.
    pub(crate) throwers: OnceLock<FxHashSet<GlobalName>>,
    /// Per file: what Python definitions mean after so many hops.
    defs: Vec<Mutex<Symbols>>,
    /// Per file: what a Python module brings under a name, after so many hops.
    exports: Vec<Mutex<FxHashMap<Box<str>, Hops>>>,
}

/// What definitions mean after so many hops.
type Symbols = FxHashMap<(DefId, u8), Option<Symbol>>;

/// Values of variables outside of functions, by the node of the value; sorted.
pub(crate) type Constants = Vec<(NodeId, Const)>;

/// Answers per number of hops.
type Hops = SmallVec<[(u8, Option<Symbol>); 1]>;

impl Lazy {
    pub(crate) fn new(files: usize) -> Self {
        Self {
            writes: (0..files).map(|_| OnceLock::new()).collect(),
            defs: (0..files).map(|_| Mutex::default()).collect(),
            exports: (0..files).map(|_| Mutex::default()).collect(),
            ..Self::default()
        }
    }

    /// The constants that a function gives, kept.
    pub(crate) fn constants(
        &self,
        func: FuncRef,
        level: u8,
        compute: impl FnOnce() -> Constants,
    ) -> Arc<Constants> {
        let lock = || {
            self.constants
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(known) = lock().get(&(func, level)) {
            return Arc::clone(known);
        }
        let found = Arc::new(compute());
        lock().insert((func, level), Arc::clone(&found));
        found
    }

    /// What a function returns whatever it gets, kept.
    pub(crate) fn returned(
        &self,
        method: MethodId,
        level: u8,
        compute: impl FnOnce() -> Option<Const>,
    ) -> Option<Const> {
        let lock = || self.returned.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&(method, level)) {
            return known.clone();
        }
        let found = compute();
        lock().insert((method, level), found.clone());
        found
    }

    /// What a Python definition means, kept.
    pub(crate) fn def_symbol(
        &self,
        file: FileId,
        def: DefId,
        hops: u8,
        compute: impl FnOnce() -> Option<Symbol>,
    ) -> Option<Symbol> {
        let Some(kept) = self.defs.get(file.raw() as usize) else {
            return compute();
        };
        let lock = || kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&(def, hops)) {
            return *known;
        }
        let symbol = compute();
        lock().insert((def, hops), symbol);
        symbol
    }

    /// What a Python module brings under a name, kept.
    pub(crate) fn export_symbol(
        &self,
        module: FileId,
        name: &str,
        hops: u8,
        compute: impl FnOnce() -> Option<Symbol>,
    ) -> Option<Symbol> {
        let Some(kept) = self.exports.get(module.raw() as usize) else {
            return compute();
        };
        let lock = || kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |all: &Hops| all.iter().find(|(n, _)| *n == hops).map(|(_, s)| *s);
        if let Some(known) = lock().get(name).and_then(known) {
            return known;
        }
        let symbol = compute();
        lock().entry(name.into()).or_default().push((hops, symbol));
        symbol
    }

    /// The kept types of a subject, or those that `compute` gives. No lock is
    /// held meanwhile: two threads may compute the same, and get the same.
    pub(crate) fn types(&self, subject: Subject, compute: impl FnOnce() -> Types) -> Types {
        let hash = usize::try_from(FxBuildHasher.hash_one(subject) >> 40).unwrap_or(0);
        let shard = &self.types[hash % SHARDS];
        let lock = || shard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&subject) {
            return known.clone();
        }
        let types = compute();
        lock().insert(subject, types.clone());
        types
    }
}
