//! What the lowerings of all languages share.
//!
//! A language describes its grammar by a [`Dialect`]: which of its own kinds
//! every node kind of the grammar is (found once, by the grammar's numbers, in
//! a [`Grammar`]) and how a node is lowered. The parse is walked by one cursor,
//! in source order, and nodes go straight into a [`TreeBuilder`]:
//!
//! ```text
//! fn while_loop(&mut self, at: At<Java>, role: Role) {
//!     let id = self.b.open(Kind::While, role, at.span);
//!     self.children(|l, child| match l.field() {
//!         Field::Condition => l.lower(child, Role::Cond),
//!         _ => l.lower(child, Role::Body),
//!     });
//!     self.b.close();
//! }
//! ```
//!
//! The cursor stands on the node that is being lowered when a function is
//! called and again when it returns; [`Lowering::children`] sees to it. Where
//! the roles of a kind come in another order than the source,
//! [`TreeBuilder::move_front`] mends it afterwards.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};

use tree_sitter::{Language, Node, Parser, TreeCursor};
use tree_sitter_language::LanguageFn;

use crate::{Flags, GapKind, Kind, Lang, NameId, NodeId, Role, Span, Tree, TreeBuilder};

/// How many levels of the parse, and of the tree, a lowering looks into. A
/// handler may open a few nodes of the tree for one of the parse, hence the
/// distance to the builder's own limit.
const MAX_DEPTH: usize = TreeBuilder::MAX_DEPTH - 16;

/// One language's grammar and how its nodes are lowered.
pub(super) trait Dialect: Sized + 'static {
    /// What a node kind of the grammar means to the lowering.
    type Kind: Copy + Eq;
    /// What a field of the grammar means to the lowering.
    type Field: Copy + Eq;

    /// The language.
    const LANG: Lang;
    /// Punctuation and words that leave no node; [`Lowering::children`] passes them over.
    const TOKEN: Self::Kind;
    /// The token that ends nodes in brackets, if the language tells it from
    /// others. It leaves no node.
    const CLOSE: Self::Kind = Self::TOKEN;
    /// Comments, which go to the tree's list of them.
    const COMMENT: Self::Kind;
    /// What the parser could not make sense of.
    const ERROR: Self::Kind;
    /// No field.
    const NO_FIELD: Self::Field;

    /// The meaning of a node kind. Called once per kind of the grammar.
    fn kind(name: &str, named: bool) -> Self::Kind;
    /// The meaning of a field. Called once per field of the grammar.
    fn field(name: &str) -> Self::Field;
    /// Lowers the node at the cursor, whatever it is (also fragments, which
    /// stand below errors), by [`Lowering`]'s methods. Called through
    /// [`Lowering::lower`] only, which guards the depth. The root of a file
    /// comes with [`Role::Root`].
    fn lower(l: &mut Lowering<'_, Self>, at: At<Self>, role: Role);
    /// For a text with errors in it: a text of the same length that says the
    /// same in words that the grammar knows, if there are such words. The
    /// lowering reads the text as it was.
    fn mend(_text: &str) -> Option<String> {
        None
    }
}

/// A grammar with its numbers resolved.
pub(super) struct Grammar<D: Dialect> {
    language: Language,
    kinds: Box<[D::Kind]>,
    fields: Box<[D::Field]>,
}

impl<D: Dialect> Grammar<D> {
    /// Resolves the numbers of a grammar (once per process: keep it in a static).
    pub(super) fn new(language: LanguageFn) -> Self {
        let language = Language::new(language);
        let kinds = (0..language.node_kind_count())
            .map(|n| {
                let id = u16::try_from(n).unwrap_or(u16::MAX);
                let name = language.node_kind_for_id(id).unwrap_or("");
                D::kind(name, language.node_kind_is_named(id))
            })
            .collect();
        let fields = (0..=language.field_count())
            .map(|n| {
                let id = u16::try_from(n).unwrap_or(u16::MAX);
                language.field_name_for_id(id).map_or(D::NO_FIELD, D::field)
            })
            .collect();
        Self {
            language,
            kinds,
            fields,
        }
    }

    /// The published name of a node kind.
    fn name(&self, id: u16) -> &str {
        self.language.node_kind_for_id(id).unwrap_or("ERROR")
    }
}

thread_local! {
    /// One parser per thread, for all languages: its buffers are kept.
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// Parses with the thread's parser. None when the grammar does not fit the
/// library or the parser gives up.
pub(super) fn parse<D: Dialect>(grammar: &Grammar<D>, text: &str) -> Option<tree_sitter::Tree> {
    PARSER.with_borrow_mut(|parser| {
        parser.set_language(&grammar.language).ok()?;
        parser.parse(text, None)
    })
}

/// Where a parse of the text first comes to a halt, as row and column (both
/// from 0, the column in bytes): the furthest place that any of the readings
/// which the parser pursues side by side reached. None if the text parses.
///
/// The tree with the error in it tells only what the parser gave up to go on.
/// Its log says where the trouble began; this is for messages to people.
pub(super) fn halt<D: Dialect>(grammar: &Grammar<D>, text: &str) -> Option<(usize, usize)> {
    let log = Arc::new(Mutex::new(Halt::default()));
    let shared = Arc::clone(&log);
    let mut parser = Parser::new();
    parser.set_language(&grammar.language).ok()?;
    parser.set_logger(Some(Box::new(move |_, message| {
        if let Ok(mut halt) = shared.lock() {
            halt.note(message);
        }
    })));
    parser.parse(text, None)?;
    drop(parser);
    let halt = log.lock().ok()?;
    halt.furthest
}

/// What the parser's log says about a halt.
#[derive(Default)]
struct Halt {
    /// Where the reading that is being pursued stands.
    at: (usize, usize),
    furthest: Option<(usize, usize)>,
    /// The parser goes on behind the error: what follows is guesswork.
    is_over: bool,
}

impl Halt {
    fn note(&mut self, message: &str) {
        if message.starts_with("process version") {
            let number = |key: &str| {
                let (_, rest) = message.split_once(key)?;
                let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
                digits.parse().ok()
            };
            if let (Some(row), Some(column)) = (number("row:"), number("col:")) {
                self.at = (row, column);
            }
        } else if message.starts_with("resume version") || message.starts_with("recover") {
            self.is_over = true;
        } else if message.starts_with("detect_error") && !self.is_over {
            self.furthest = self.furthest.max(Some(self.at));
        }
    }
}

/// Parses and lowers a whole file.
pub(super) fn parse_file<D: Dialect>(grammar: &Grammar<D>, text: Arc<str>) -> Tree {
    let all = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
    let parsed = u32::try_from(text.len())
        .ok()
        .and_then(|_| parse(grammar, &text))
        .map(|parsed| mended(grammar, &text, parsed));
    let builder = match &parsed {
        Some(parsed) => {
            let mut l = Lowering::new(grammar, parsed, &text, 0);
            l.root(all);
            l.b
        }
        None => {
            let mut b = TreeBuilder::with_capacity(0);
            b.leaf(Kind::File, Role::Root, all);
            b.gap(GapKind::Syntax, all);
            b
        }
    };
    builder.finish(D::LANG, text)
}

/// A parse with fewer errors than this one, if the dialect knows of any.
fn mended<D: Dialect>(
    grammar: &Grammar<D>,
    text: &str,
    parsed: tree_sitter::Tree,
) -> tree_sitter::Tree {
    if !parsed.root_node().has_error() {
        return parsed;
    }
    let other = D::mend(text)
        .filter(|copy| copy.len() == text.len())
        .and_then(|copy| parse(grammar, &copy));
    match other {
        Some(other) if errors(other.root_node()) < errors(parsed.root_node()) => other,
        _ => parsed,
    }
}

/// How many errors and missing tokens there are.
fn errors(root: Node<'_>) -> usize {
    let mut count = 0;
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        count += usize::from(node.is_error() || node.is_missing());
        let mut cursor = node.walk();
        open.extend(node.children(&mut cursor).filter(Node::has_error));
    }
    count
}

/// A node of the parse: what the lowering needs to know of it.
pub(super) struct At<D: Dialect> {
    /// Its meaning.
    pub(super) kind: D::Kind,
    /// Where it stands in the tree's text.
    pub(super) span: Span,
}

impl<D: Dialect> Clone for At<D> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<D: Dialect> Copy for At<D> {}

/// One parse on its way into a tree.
pub(super) struct Lowering<'t, D: Dialect> {
    grammar: &'t Grammar<D>,
    cursor: TreeCursor<'t>,
    /// What was parsed: in a pattern, with the entry token in front.
    text: &'t str,
    /// Length of the entry token.
    offset: u32,
    depth: usize,
    /// Set by [`done`](Self::done).
    done: bool,
    /// Whether there are errors at all; if not, none are looked for.
    has_error: bool,
    /// The tree in the making.
    pub(super) b: TreeBuilder,
}

impl<'t, D: Dialect> Lowering<'t, D> {
    /// A lowering that stands on the root. `text` is what was parsed; its
    /// first `offset` bytes are no part of the tree's own text.
    pub(super) fn new(
        grammar: &'t Grammar<D>,
        parsed: &'t tree_sitter::Tree,
        text: &'t str,
        offset: u32,
    ) -> Self {
        let root = parsed.root_node();
        Self {
            grammar,
            cursor: root.walk(),
            text,
            offset,
            depth: 0,
            done: false,
            has_error: root.has_error(),
            b: TreeBuilder::with_capacity(text.len()),
        }
    }

    /// Lowers the root of a file.
    fn root(&mut self, all: Span) {
        let at = At {
            span: all,
            ..self.at()
        };
        if at.kind == D::ERROR {
            self.broken_root(all);
        } else {
            self.lower(at, Role::Root);
        }
    }

    /// A file in which so much is wrong that its root is an error: the
    /// statements that were recognised stay statements of the file, and what
    /// stands between them is the gap.
    fn broken_root(&mut self, all: Span) {
        self.b.open(Kind::File, Role::Root, all);
        let mut understood = all.start;
        self.children(|l, child| {
            let first = l.b.next_id();
            l.lower(child, Role::Stmt);
            if l.fragments_are_other(first) {
                l.gap_between(understood, child.span.start);
                understood = child.span.end;
            }
        });
        self.gap_between(understood, all.end);
        self.b.close();
    }

    /// Gives those of the siblings since `first` that are no statements the
    /// role `Other`; whether there is a statement among them.
    fn fragments_are_other(&mut self, first: NodeId) -> bool {
        let mut id = first;
        let mut has_statement = false;
        while id < self.b.next_id() {
            let node = self.b.node_mut(id);
            if node.kind.is_statement() {
                has_statement = true;
            } else {
                node.role = Role::Other;
            }
            id = NodeId::new(id.raw() + node.size);
        }
        has_statement
    }

    fn gap_between(&mut self, start: u32, end: u32) {
        let text = self.text(Span::new(start, end));
        let blank = |part: &str| u32::try_from(text.len() - part.len()).unwrap_or(0);
        if !text.trim().is_empty() {
            let span = Span::new(
                start + blank(text.trim_start()),
                end - blank(text.trim_end()),
            );
            self.b.gap(GapKind::Syntax, span);
        }
    }

    // ---- where the cursor stands

    /// The node at the cursor.
    pub(super) fn at(&self) -> At<D> {
        self.at_node(&self.cursor.node())
    }

    fn at_node(&self, node: &Node<'_>) -> At<D> {
        let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        At {
            kind: self.kind_of(node.kind_id()),
            span: Span::new(
                place(node.start_byte()).saturating_sub(self.offset),
                place(node.end_byte()).saturating_sub(self.offset),
            ),
        }
    }

    fn kind_of(&self, id: u16) -> D::Kind {
        self.grammar
            .kinds
            .get(usize::from(id))
            .copied()
            .unwrap_or(D::ERROR)
    }

    /// The field in which the node at the cursor stands.
    pub(super) fn field(&self) -> D::Field {
        self.cursor
            .field_id()
            .map_or(D::NO_FIELD, |id| self.grammar.fields[usize::from(id.get())])
    }

    /// The text of a span of the tree.
    pub(super) fn text(&self, span: Span) -> &'t str {
        let from = (span.start + self.offset) as usize;
        let to = (span.end + self.offset) as usize;
        self.text.get(from..to).unwrap_or("")
    }

    /// The text from a place in the tree to its end.
    pub(super) fn text_from(&self, start: u32) -> &'t str {
        self.text
            .get((start + self.offset) as usize..)
            .unwrap_or("")
    }

    /// How many children, tokens included, the node at the cursor has.
    pub(super) fn child_count(&self) -> u32 {
        self.cursor.node().child_count()
    }

    /// Whether there is an error in the node at the cursor.
    pub(super) fn has_error_here(&self) -> bool {
        self.has_error && self.cursor.node().has_error()
    }

    /// Whether a pattern is being lowered, not a file.
    pub(super) fn is_pattern(&self) -> bool {
        self.offset > 0
    }

    /// How many further levels there may be. [`lower`](Self::lower) looks
    /// itself; this is for handlers that open levels without it.
    pub(super) fn room(&self) -> usize {
        MAX_DEPTH.saturating_sub(self.depth.max(self.b.depth()))
    }

    /// Stores the text of a span as a name.
    pub(super) fn intern(&mut self, span: Span) -> NameId {
        let text = self.text(span);
        self.b.names.intern(text)
    }

    // ---- walking

    /// Calls `each` for every child of the node at the cursor with the cursor
    /// on that child, and comes back. Tokens, comments and errors are taken
    /// care of; an error among the children becomes a [`Kind::Error`] in role
    /// `Other` at that place.
    pub(super) fn children(&mut self, each: impl FnMut(&mut Self, At<D>)) {
        self.walk::<false>(each);
    }

    /// As [`children`](Self::children), for nodes that end with a
    /// [closing token](Dialect::CLOSE): saves the step that finds nothing after it.
    pub(super) fn children_to_close(&mut self, each: impl FnMut(&mut Self, At<D>)) {
        self.walk::<true>(each);
    }

    /// Called last in a closure for [`children`](Self::children): no child that
    /// matters follows. It saves the step to the next sibling, which is what
    /// walking mostly costs.
    pub(super) fn done(&mut self) {
        self.done = true;
    }

    fn walk<const TO_CLOSE: bool>(&mut self, mut each: impl FnMut(&mut Self, At<D>)) {
        if !self.cursor.goto_first_child() {
            return;
        }
        loop {
            let node = self.cursor.node();
            let kind = self.kind_of(node.kind_id());
            if self.has_error {
                self.child(&node, &mut each);
                self.done = false;
            } else if TO_CLOSE && kind == D::CLOSE {
                break;
            } else if kind != D::TOKEN {
                self.child(&node, &mut each);
                if std::mem::take(&mut self.done) {
                    break;
                }
            }
            if !self.cursor.goto_next_sibling() {
                break;
            }
        }
        self.cursor.goto_parent();
    }

    fn child(&mut self, node: &Node<'t>, each: &mut impl FnMut(&mut Self, At<D>)) {
        let at = self.at_node(node);
        if self.has_error && node.is_missing() {
            self.b.gap(GapKind::Missing, at.span);
        }
        if at.kind == D::COMMENT {
            self.comment(at.span);
        } else if at.kind == D::ERROR {
            self.lower(at, Role::Other);
        } else if at.kind != D::TOKEN && at.kind != D::CLOSE {
            each(self, at);
        }
    }

    /// As [`children`](Self::children), for a look before or a second look
    /// after it: comments, errors and missing tokens are not noted (again).
    pub(super) fn revisit(&mut self, mut each: impl FnMut(&mut Self, At<D>)) {
        if !self.cursor.goto_first_child() {
            return;
        }
        loop {
            let at = self.at();
            let passed = [D::TOKEN, D::CLOSE, D::COMMENT, D::ERROR];
            if !passed.contains(&at.kind) {
                each(self, at);
            }
            if !self.cursor.goto_next_sibling() {
                break;
            }
        }
        self.cursor.goto_parent();
    }

    /// Lowers the node at the cursor.
    pub(super) fn lower(&mut self, at: At<D>, role: Role) {
        self.nested(at, role, |l| {
            if at.kind == D::ERROR {
                l.error(at, role);
            } else {
                D::lower(l, at, role);
            }
        });
    }

    /// Runs `inner` one level deeper; too deep, the node at the cursor becomes
    /// a leaf that says so. Every recursion of a lowering passes through here.
    pub(super) fn nested(&mut self, at: At<D>, role: Role, inner: impl FnOnce(&mut Self)) {
        if self.room() == 0 {
            let id = self.b.leaf(Kind::Other, role, at.span);
            self.b.node_mut(id).flags = Flags::TOO_DEEP;
            self.b.gap(GapKind::TooDeep, at.span);
            return;
        }
        self.depth += 1;
        inner(self);
        self.depth -= 1;
    }

    /// Lowers all children of the node at the cursor in one role.
    pub(super) fn lower_children(&mut self, role: Role) {
        self.children(|l, child| l.lower(child, role));
    }

    // ---- nodes that every language has

    /// Opens a node, lowers all children of the node at the cursor into it in
    /// one role, and closes it.
    pub(super) fn branch(&mut self, kind: Kind, at: At<D>, role: Role, children: Role) -> NodeId {
        let id = self.b.open(kind, role, at.span);
        self.lower_children(children);
        self.b.close();
        id
    }

    /// A leaf.
    pub(super) fn leaf(&mut self, kind: Kind, at: At<D>, role: Role, flags: Flags) -> NodeId {
        let id = self.b.leaf(kind, role, at.span);
        self.b.node_mut(id).flags = flags;
        id
    }

    /// A leaf whose name is its text.
    pub(super) fn named(&mut self, kind: Kind, span: Span, role: Role, flags: Flags) -> NodeId {
        let name = self.intern(span);
        let id = self.b.leaf(kind, role, span);
        let node = self.b.node_mut(id);
        node.name = name;
        node.flags = flags;
        id
    }

    /// A construct without a kind of its own.
    pub(super) fn other(&mut self, at: At<D>, role: Role) -> NodeId {
        let grammar = self.grammar;
        let name = grammar.name(self.cursor.node().kind_id());
        let id = self.b.open(Kind::Other, role, at.span);
        let name = self.b.names.intern(name);
        self.b.node_mut(id).name = name;
        self.lower_children(Role::Other);
        self.b.close();
        id
    }

    /// What the parser could not make sense of, with what it recognised below.
    /// Whole statements among that are understood: the gap is what lies around
    /// them (an error may span a file of a thousand good functions).
    fn error(&mut self, at: At<D>, role: Role) {
        self.b.stretch(at.span);
        self.b.open(Kind::Error, role, at.span);
        let (mut from, mut found) = (at.span.start, false);
        self.children(|l, child| {
            let id = l.b.next_id();
            l.lower(child, Role::Other);
            if id < l.b.next_id() && l.b.node(id).kind.is_statement() {
                found |= l.syntax_gap(Span::new(from, child.span.start));
                from = child.span.end;
            }
        });
        found |= self.syntax_gap(Span::new(from, at.span.end));
        if !found {
            self.b.gap(GapKind::Syntax, at.span);
        }
        self.b.close();
    }

    /// Notes a comment without the carriage return that the grammars count to it.
    fn comment(&mut self, span: Span) {
        let is_split = self.text(span).ends_with('\r');
        let end = span.end - u32::from(is_split);
        self.b.comment(Span::new(span.start, end));
    }

    /// Notes a gap without the blanks around it; false if nothing is left.
    fn syntax_gap(&mut self, span: Span) -> bool {
        let text = self.text(span);
        let trimmed = text.trim_start();
        let start = span.end - u32::try_from(trimmed.len()).unwrap_or(0);
        let end = start + u32::try_from(trimmed.trim_end().len()).unwrap_or(0);
        if start < end {
            self.b.gap(GapKind::Syntax, Span::new(start, end));
        }
        start < end
    }
}
