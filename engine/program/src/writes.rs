//! What the variables of a file are assigned.

use haechi_syntax::{Kind, Role};

use crate::index::Program;
use crate::lazy::Writes;
use crate::trees::FileId;

impl Program<'_> {
    /// All plain assignments of a file to variables and fields that it
    /// resolves, and the initialisers of declarations: sorted pairs.
    pub(crate) fn writes(&self, file: FileId) -> &Writes {
        self.lazy.writes[file.raw() as usize].get_or_init(|| self.collect_writes(file))
    }

    fn collect_writes(&self, file: FileId) -> Writes {
        let (tree, scopes) = (self.trees.tree(file), self.trees.scopes(file));
        let mut writes = Writes::new();
        for (id, node) in tree.nodes().iter_enumerated() {
            let target = match node.kind {
                Kind::Assign | Kind::Walrus => tree.child(id, Role::Target),
                Kind::Declarator => Some(id),
                _ => None,
            };
            let def = target.and_then(|target| scopes.def_of_expr(tree, target));
            let value = tree.child(id, Role::Value);
            if let (Some(def), Some(value)) = (def, value) {
                writes.push((def, value));
            }
        }
        writes.sort_unstable();
        writes
    }
}
