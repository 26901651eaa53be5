//! What one run of the analysis shares: rules as colours, names, files.

use std::sync::{Arc, Mutex, OnceLock};

use haechi_syntax::{Idx, IndexVec, NodeId, Tree};
use rustc_hash::FxHashMap;

use super::colour::Colours;
use super::symbols::Symbols;
use super::{Analysis, Budgets, Depth, End, FileId, SiteRef, TaintRule, World};

/// Shared by all functions of a run.
pub struct Context<'a> {
    /// The program.
    pub world: &'a dyn World,
    /// The rules.
    pub rules: &'a [TaintRule],
    /// How far values are followed.
    pub depth: Depth,
    /// The limits.
    pub budgets: Budgets,
    /// The colours of the rules.
    pub colours: Colours,
    /// Names of fields and keys.
    pub symbols: Symbols,
    /// Whether any rule asks which branches the arguments of calls choose.
    pub guarded: bool,
    files: Mutex<FxHashMap<FileId, Arc<FileContext>>>,
}

/// What is asked about a file more than once.
#[derive(Default)]
pub struct FileContext {
    parents: OnceLock<IndexVec<NodeId, NodeId>>,
}

impl FileContext {
    /// The parent of every node of the file's tree.
    pub fn parents(&self, tree: &Tree) -> &IndexVec<NodeId, NodeId> {
        self.parents.get_or_init(|| tree.parents())
    }
}

impl<'a> Context<'a> {
    /// For one run over some files.
    pub fn new(analysis: &Analysis<'a>, files: &[FileId]) -> Self {
        let mut active = vec![false; analysis.rules.len()];
        for file in files {
            for site in analysis.world.sites(*file).all() {
                active[site.rule.index()] = true;
            }
        }
        Self {
            world: analysis.world,
            rules: analysis.rules,
            depth: analysis.depth,
            budgets: analysis.budgets,
            colours: Colours::new(analysis.rules, &active),
            symbols: Symbols::default(),
            guarded: analysis.rules.iter().any(|rule| rule.options.guarded),
            files: Mutex::default(),
        }
    }

    /// A file.
    pub fn file(&self, file: FileId) -> Arc<FileContext> {
        let mut files = match self.files.lock() {
            Ok(files) => files,
            Err(poisoned) => poisoned.into_inner(),
        };
        Arc::clone(files.entry(file).or_default())
    }

    /// The end of a flow that a site is, by its number in its file.
    pub fn end(&self, file: FileId, site: u32) -> End {
        let data = &self.world.sites(file).all()[site as usize];
        End {
            file,
            span: data.span,
            node: data.node,
            site: SiteRef { file, site },
        }
    }

    /// The tree of a file.
    pub fn tree(&self, file: FileId) -> &'a Tree {
        self.world.tree(file)
    }
}
