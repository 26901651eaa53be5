//! Statements after which a function ends: what sinks with `at-exit` ask for.
//!
//! ```text
//! def f(x):
//!     if x:
//!         log(x)      # not: return follows
//!         return a(x) # yes
//!     else:
//!         b(x)        # yes: nothing follows
//! ```
//!
//! A loop runs again and a `finally` runs afterwards, so nothing in the loop,
//! nor in what the `finally` guards, is an exit unless it returns or throws.

use haechi_syntax::{IndexVec, Kind, NodeId, Role, Tree};

/// The exits of a file.
pub struct Exits<'t> {
    tree: &'t Tree,
    parents: IndexVec<NodeId, NodeId>,
}

impl<'t> Exits<'t> {
    /// The exits of a tree.
    pub fn new(tree: &'t Tree) -> Self {
        Self {
            tree,
            parents: tree.parents(),
        }
    }

    /// Whether a node stands in a statement after which its function ends.
    pub fn contains(&self, node: NodeId) -> bool {
        let mut at = node;
        // Out of the expression, to its statement.
        loop {
            match (self.tree.kind(at), self.tree.role(at)) {
                (Kind::Return | Kind::Throw, _) => return true,
                (Kind::Lambda, _) if at != node => return true,
                (_, Role::Stmt | Role::Then | Role::Else) => break,
                // Conditions, iterated values, opened resources: their
                // statement goes on after them.
                (_, Role::Cond | Role::Iter | Role::Item | Role::Resource | Role::Init) => {
                    return false;
                }
                _ if at == NodeId::ROOT => return false,
                _ => at = self.parents[at],
            }
        }
        self.is_last(at)
    }

    /// Whether nothing of the function runs after a statement.
    fn is_last(&self, statement: NodeId) -> bool {
        let mut at = statement;
        while at != NodeId::ROOT {
            let parent = self.parents[at];
            let role = self.tree.role(at);
            let goes_on = match self.tree.kind(parent) {
                Kind::Function | Kind::Lambda | Kind::Initializer => return true,
                Kind::While | Kind::DoWhile | Kind::For | Kind::ForEach => role == Role::Body,
                Kind::Try => {
                    role != Role::Finally && self.tree.child(parent, Role::Finally).is_some()
                }
                Kind::Block | Kind::File => {
                    let last = self.tree.children_in(parent, role).last();
                    last != Some(at)
                }
                _ => false,
            };
            if goes_on {
                return false;
            }
            at = parent;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use haechi_syntax::Lang;

    use super::*;

    /// The lines with a call of `f` that are exits.
    fn exits(lang: Lang, text: &str) -> Vec<u32> {
        let tree = lang.parse(text.into());
        let exits = Exits::new(&tree);
        let all = (0..tree.len() as u32).map(NodeId::new);
        all.filter(|node| tree.kind(*node) == Kind::Call && exits.contains(*node))
            .map(|node| tree.lines().line(tree.span(node).start))
            .collect()
    }

    #[test]
    fn python() {
        let text = "def g(x):\n  if f():\n    f()\n    return f()\n  else:\n    with o() as w:\n      f()\n";
        assert_eq!(exits(Lang::Python, text), [4, 7]);
        let text = "def g(x):\n  try:\n    f()\n  except E:\n    raise f()\n  finally:\n    f()\n";
        assert_eq!(exits(Lang::Python, text), [5, 7]);
        let text = "def g(x):\n  for i in f():\n    f()\n";
        assert_eq!(exits(Lang::Python, text), [0; 0]);
        assert_eq!(exits(Lang::Python, "g = lambda: f()\nf()\nx = 1\n"), [1]);
    }

    #[test]
    fn java() {
        let text = "class A { void g() {\n f();\n if (x) f(); else\n f();\n }\n int h() {\n return f();\n } }";
        assert_eq!(exits(Lang::Java, text), [3, 4, 7]);
    }
}
