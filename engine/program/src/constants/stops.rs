//! Calls that do not return: the end of the process, and functions that always throw.

use haechi_syntax::{Flags, Kind, NodeId, Role};
use rustc_hash::FxHashSet;

use super::{FileFacts, own_nodes};
use crate::decls::Traits;
use crate::index::{MethodId, Program};
use crate::names::GlobalName;

impl FileFacts<'_, '_> {
    pub(super) fn stops(self, node: NodeId) -> bool {
        let tree = self.program.trees().tree(self.file);
        if tree.kind(node) != Kind::Call {
            return false;
        }
        let name = tree.name(node);
        let is_exit = matches!(name, "exit" | "_exit" | "halt" | "abort");
        let is_thrower = || {
            let name = self.program.names().find(name);
            name.is_some_and(|name| self.program.throwers().contains(&name))
        };
        if !is_exit && !is_thrower() && !self.program.may_stop(name) {
            return false;
        }
        let targets = self.program.resolve_call(self.file, node);
        if targets.funcs.is_empty() {
            if let Some(owner) = targets.owner
                && self.program.modelled_stop(owner, name)
            {
                return true;
            }
            let owner = targets.owner.map(|owner| self.program.names().text(owner));
            return matches!(
                (owner, name),
                (Some("java.lang.System" | "sys"), "exit")
                    | (Some("os"), "_exit" | "abort")
                    | (Some("java.lang.Runtime"), "exit" | "halt")
            );
        }
        self.certain(&targets)
            .is_some_and(|method| self.program.always_throws(method))
    }
}

impl Program<'_> {
    /// Names of functions that always throw.
    fn throwers(&self) -> &FxHashSet<GlobalName> {
        self.lazy.throwers.get_or_init(|| {
            let all = self.methods.iter_enumerated();
            all.filter(|(id, _)| self.always_throws(*id))
                .map(|(_, method)| method.name)
                .collect()
        })
    }

    /// Whether a function ends in a `throw` and has no other way out.
    fn always_throws(&self, method: MethodId) -> bool {
        let method = &self.methods[method];
        let tree = self.trees.tree(method.file);
        let Some(body) = tree.child(method.node, Role::Body) else {
            return false;
        };
        let ends = tree
            .children(body)
            .last()
            .is_some_and(|last| tree.kind(last) == Kind::Throw);
        ends && !method.traits.has(Traits::ABSTRACT)
            && !tree.flags(method.node).has(Flags::ASYNC)
            && !own_nodes(tree, body)
                .any(|node| matches!(tree.kind(node), Kind::Return | Kind::Yield))
    }
}
