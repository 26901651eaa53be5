//! One compact tree for every language.
//!
//! A file is lowered in one pass over its parse into flat preorder: node `n`'s
//! first child is `n + 1`, its next sibling `n + size`. A whole subtree is
//! skipped in O(1), and nothing is boxed. For `f(x)`:
//!
//! ```text
//! 0 File      size 6
//! 1 ExprStmt  size 5   role Stmt
//! 2 Call      size 4   role Value   name f
//! 3 Ident     size 1   role Callee  name f
//! 4 Args      size 2   role Args
//! 5 Ident     size 1   role Arg     name x
//! ```

use std::cmp::Reverse;
use std::sync::Arc;

use crate::{Flags, IndexVec, Kind, Lang, LineIndex, NameId, Names, Node, NodeId, Role, Span};

/// Why a part of a file has no proper nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GapKind {
    /// The grammar could not parse it.
    Syntax,
    /// The parser put something there that is not written (a missing `;`).
    Missing,
    /// Nested deeper than [`TreeBuilder::MAX_DEPTH`]; not looked into.
    TooDeep,
}

/// A part of a file that was not understood; goes into the coverage ledger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gap {
    /// What happened.
    pub kind: GapKind,
    /// Which bytes.
    pub span: Span,
}

/// One parsed file or pattern.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Its language.
    pub lang: Lang,
    text: Arc<str>,
    nodes: IndexVec<NodeId, Node>,
    names: Names,
    lines: LineIndex,
    /// Spans of all comments, in order.
    comments: Vec<Span>,
    gaps: Vec<Gap>,
}

impl Tree {
    /// The text that was parsed; spans are byte ranges in it.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// The text, shared.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }
    /// The lines of the text.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }
    /// The names of the file.
    pub fn names(&self) -> &Names {
        &self.names
    }
    /// All nodes in preorder.
    pub fn nodes(&self) -> &IndexVec<NodeId, Node> {
        &self.nodes
    }
    /// Spans of all comments, in order, delimiters included.
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }
    /// What could not be parsed, in order.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }
    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }
    /// Never: a tree has a root.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
    /// One node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }
    /// The kind of a node.
    pub fn kind(&self, id: NodeId) -> Kind {
        self.nodes[id].kind
    }
    /// The role of a node.
    pub fn role(&self, id: NodeId) -> Role {
        self.nodes[id].role
    }
    /// The flags of a node.
    pub fn flags(&self, id: NodeId) -> Flags {
        self.nodes[id].flags
    }
    /// The span of a node.
    pub fn span(&self, id: NodeId) -> Span {
        self.nodes[id].span
    }
    /// The text of a node's name; empty if it has none.
    pub fn name(&self, id: NodeId) -> &str {
        self.names.text(self.nodes[id].name)
    }
    /// The id of a node's name.
    pub fn name_id(&self, id: NodeId) -> NameId {
        self.nodes[id].name
    }
    /// The source text of a node.
    pub fn source(&self, id: NodeId) -> &str {
        self.slice(self.nodes[id].span)
    }
    /// The source text of a span; empty if the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
    /// One past the last node of the subtree: as a number, the next sibling.
    pub fn end(&self, id: NodeId) -> NodeId {
        NodeId::new(id.raw() + self.nodes[id].size)
    }
    /// The children of a node, in order.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children {
            tree: self,
            next: id.raw() + 1,
            end: self.end(id).raw(),
        }
    }
    /// The node and everything below it, in preorder.
    pub fn subtree(&self, id: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (id.raw()..self.end(id).raw()).map(NodeId::new)
    }
    /// Whether `inner` is `outer` or lies below it.
    pub fn is_within(&self, inner: NodeId, outer: NodeId) -> bool {
        outer <= inner && inner < self.end(outer)
    }
    /// The first child with a role.
    pub fn child(&self, id: NodeId, role: Role) -> Option<NodeId> {
        self.children(id)
            .find(|child| self.nodes[*child].role == role)
    }
    /// All children with a role.
    pub fn children_in(&self, id: NodeId, role: Role) -> impl Iterator<Item = NodeId> + '_ {
        self.children(id)
            .filter(move |child| self.nodes[*child].role == role)
    }
    /// The parent of every node, the root's being the root: `O(n)`, for
    /// passes that go upwards.
    pub fn parents(&self) -> IndexVec<NodeId, NodeId> {
        let mut parents = IndexVec::from_elem(NodeId::ROOT, self.len());
        for id in self.nodes.ids() {
            for child in self.children(id) {
                parents[child] = id;
            }
        }
        parents
    }

    /// The text of a [`Kind::Str`], [`Kind::Char`] or [`Kind::StrPart`] between
    /// its quotes, escapes as written. Other kinds give their source.
    pub fn str_text(&self, id: NodeId) -> &str {
        self.slice(self.str_span(id))
    }

    /// Where [`str_text`](Self::str_text) stands.
    pub fn str_span(&self, id: NodeId) -> Span {
        let node = self.nodes[id];
        if !matches!(node.kind, Kind::Str | Kind::Char) {
            return node.span;
        }
        let text = self.slice(node.span);
        let prefix = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let quote = if node.flags.has(Flags::TRIPLE) { 3 } else { 1 };
        if text.len() < prefix + 2 * quote {
            return node.span;
        }
        let n = |k: usize| u32::try_from(k).unwrap_or(0);
        Span::new(
            node.span.start + n(prefix + quote),
            node.span.end - n(quote),
        )
    }

    /// The smallest node whose span holds the given one.
    pub fn smallest_at(&self, span: Span) -> NodeId {
        let mut at = NodeId::ROOT;
        while let Some(child) = self.children(at).find(|c| self.span(*c).contains(span)) {
            at = child;
        }
        at
    }
}

/// The children of a node, in order.
#[derive(Clone)]
pub struct Children<'t> {
    tree: &'t Tree,
    next: u32,
    end: u32,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        if self.next >= self.end {
            return None;
        }
        let id = NodeId::new(self.next);
        self.next += self.tree.nodes[id].size;
        Some(id)
    }
}

/// Builds a [`Tree`] in preorder: [`open`](Self::open) a node, build its
/// children, [`close`](Self::close) it.
pub struct TreeBuilder {
    nodes: IndexVec<NodeId, Node>,
    open: Vec<NodeId>,
    /// The names of the tree.
    pub names: Names,
    comments: Vec<Span>,
    gaps: Vec<Gap>,
}

impl TreeBuilder {
    /// How deep a tree may be. Deeper code becomes an [`Kind::Other`] leaf with
    /// flag `TOO_DEEP` and a [`Gap`]: recursive passes over trees rely on it
    /// (threads that run them get a stack to match).
    pub const MAX_DEPTH: usize = 2_000;

    /// A builder for a text of `bytes` bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            // About what code needs; `finish` gives back what is left.
            nodes: IndexVec::from_raw(Vec::with_capacity(bytes / 8 + 16)),
            open: Vec::with_capacity(64),
            names: Names::default(),
            comments: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// Starts a node; what is added until it is closed is below it.
    pub fn open(&mut self, kind: Kind, role: Role, span: Span) -> NodeId {
        let id = self.push(kind, role, span);
        self.open.push(id);
        id
    }

    /// Ends the node that was opened last.
    pub fn close(&mut self) {
        let Some(id) = self.open.pop() else { return };
        self.nodes[id].size = self.nodes.next_id().raw() - id.raw();
    }

    /// Adds a node without children.
    pub fn leaf(&mut self, kind: Kind, role: Role, span: Span) -> NodeId {
        self.push(kind, role, span)
    }

    /// Adds a leaf with a name.
    pub fn named_leaf(&mut self, kind: Kind, role: Role, span: Span, name: &str) -> NodeId {
        let name = self.names.intern(name);
        let id = self.push(kind, role, span);
        self.nodes[id].name = name;
        id
    }

    fn push(&mut self, kind: Kind, role: Role, span: Span) -> NodeId {
        self.nodes.push(Node {
            span,
            size: 1,
            name: NameId::NONE,
            kind,
            role,
            flags: Flags::NONE,
        })
    }

    /// Changes a node that was added.
    pub fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id]
    }

    /// A node that was added. The size of an open node is not known yet.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// The id that the next node will get.
    pub fn next_id(&self) -> NodeId {
        self.nodes.next_id()
    }

    /// Moves the siblings added since `from` in front of those added since
    /// `to`: for roles that come in another order than the source. Nothing
    /// added since `to` may still be open.
    pub fn move_front(&mut self, from: NodeId, to: NodeId) {
        let count = from.raw().saturating_sub(to.raw()) as usize;
        if let Some(tail) = self.nodes.as_mut_slice().get_mut(to.raw() as usize..) {
            tail.rotate_left(count.min(tail.len()));
        }
    }

    /// Puts a node around the siblings added since `first`, which becomes its
    /// id, and leaves it open. None of them may still be open.
    pub fn wrap(&mut self, first: NodeId, kind: Kind, role: Role, span: Span) {
        let id = self.push(kind, role, span);
        if let Some(tail) = self.nodes.as_mut_slice().get_mut(first.raw() as usize..) {
            tail.rotate_right(1);
            self.open.push(first);
        } else {
            self.open.push(id);
        }
    }

    /// The nodes added since `first`, itself included, in preorder: for
    /// regrouping what is closed.
    pub fn since(&mut self, first: NodeId) -> &mut [Node] {
        let nodes = self.nodes.as_mut_slice();
        nodes.get_mut(first.raw() as usize..).unwrap_or_default()
    }

    /// Puts nodes in front of the closed node `at`. Sizes are left to the caller.
    pub fn insert(&mut self, at: NodeId, nodes: &[Node]) {
        for node in nodes {
            self.nodes.push(*node);
        }
        self.since(at).rotate_right(nodes.len());
    }

    /// Lets the open nodes reach as far as `span`, which is to stand in the
    /// innermost: for nodes whose own span was guessed before it was known
    /// what would turn up in them.
    pub fn stretch(&mut self, span: Span) {
        for id in self.open.iter().rev() {
            let node = &mut self.nodes[*id];
            if node.span.contains(span) {
                break;
            }
            node.span = node.span.cover(span);
        }
    }

    /// How many nodes are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether a further level would be too deep.
    pub fn too_deep(&self) -> bool {
        self.open.len() >= Self::MAX_DEPTH
    }

    /// Notes a comment.
    pub fn comment(&mut self, span: Span) {
        self.comments.push(span);
    }

    /// Notes a part that was not understood.
    pub fn gap(&mut self, kind: GapKind, span: Span) {
        self.gaps.push(Gap { kind, span });
    }

    /// The finished tree. Nodes still open are closed.
    pub fn finish(mut self, lang: Lang, text: Arc<str>) -> Tree {
        while !self.open.is_empty() {
            self.close();
        }
        self.nodes.shrink_to_fit();
        self.comments.sort_unstable();
        self.gaps
            .sort_by_key(|gap| (gap.span.start, Reverse(gap.span.end)));
        // An error within an error is no gap of its own.
        self.gaps.dedup_by(|inner, outer| {
            inner.kind == GapKind::Syntax
                && outer.kind == GapKind::Syntax
                && outer.span.contains(inner.span)
        });
        let lines = LineIndex::new(&text);
        Tree {
            lang,
            text,
            nodes: self.nodes,
            names: self.names,
            lines,
            comments: self.comments,
            gaps: self.gaps,
        }
    }
}
