//! Answers that are computed when first asked for.

use std::sync::OnceLock;

use haechi_syntax::{DefId, NodeId};

use rustc_hash::FxHashMap;

use crate::index::MethodId;
use crate::names::GlobalName;
use crate::types::Types;

/// All assignments of a file: (definition, value), sorted.
pub(crate) type Writes = Vec<(DefId, NodeId)>;

#[derive(Default)]
pub(crate) struct Lazy {
    /// Per file.
    pub(crate) writes: Vec<OnceLock<Writes>>,
    /// Per depth and method: what it returns.
    pub(crate) returns: Vec<Vec<OnceLock<Box<Types>>>>,
    /// Python methods by name.
    pub(crate) by_name: OnceLock<FxHashMap<GlobalName, Vec<MethodId>>>,
}

impl Lazy {
    /// How deep results of calls are followed into functions of the program.
    pub(crate) const DEPTH: usize = 3;

    pub(crate) fn new(files: usize, methods: usize) -> Self {
        let cells = |n: usize| (0..n).map(|_| OnceLock::new()).collect::<Vec<_>>();
        Self {
            writes: (0..files).map(|_| OnceLock::new()).collect(),
            returns: (0..Self::DEPTH).map(|_| cells(methods)).collect(),
            by_name: OnceLock::new(),
        }
    }
}
