//! All matches of one pattern in one file.

use haechi_syntax::{Flags, Kind, Lang, NodeId, Operator, Role, Span};
use smallvec::SmallVec;

use crate::compile::{Pattern, Root};
use crate::cx::{M, Outs};
use crate::env::Env;
use crate::index::{FileIndex, is_expression};
use crate::keys::Keys;
use crate::pnode::{Need, PId};
use crate::region::Region;
use crate::seq::End;
use crate::spans;

/// One match of a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Hit {
    /// What is covered.
    pub span: Span,
    /// What is bound.
    pub env: Env,
    /// The node that matched; for a sequence its first statement, for a head
    /// the whole definition.
    pub node: NodeId,
    /// Whether `span` is that of `node`.
    pub whole: bool,
}

/// What a pattern found.
#[derive(Default)]
pub struct Found {
    /// All matches, in order.
    pub hits: Vec<Hit>,
    /// There were too many choices at some place: matches may be missing.
    pub gave_up: bool,
}

/// So many steps a pattern may take where one match may begin.
pub(crate) const MAX_STEPS_AT_ROOT: u32 = 300_000;

/// So many matches with different bindings are kept where one may begin.
const MAX_HITS_AT_ROOT: usize = 1_000;

/// So many steps a pattern may take in one file.
const MAX_STEPS: u32 = 50_000_000;

/// A pattern with what is needed to run it.
pub struct Leaf {
    /// The pattern.
    pub pattern: Pattern,
    /// Where it can match.
    pub keys: Keys,
    /// Names that occur at or below every node where a match begins.
    pub needs_at_root: Vec<Need>,
    /// It stands in `pattern-inside` or `pattern-not-inside`: of several ends
    /// only the last counts.
    pub inside: bool,
}

impl Leaf {
    /// Whether its keys name what it looks for, so that few nodes are tried.
    pub fn is_selective(&self) -> bool {
        !self.needs_at_root.is_empty() || self.keys.iter().all(|key| key.sym.is_some())
    }
}

/// Finds all matches, or all those that touch a region.
pub fn run(
    m: &mut M,
    index: &FileIndex,
    leaf: &Leaf,
    region: Option<&Region>,
    start: Env,
) -> Found {
    if !index.has_all(leaf.pattern.needs_in(m.linked.is_some())) || leaf.pattern.lang != m.tree.lang
    {
        return Found::default();
    }
    let mut run = Run {
        within: None,
        m,
        index,
        leaf,
        region,
        start,
        hits: Vec::new(),
        steps: MAX_STEPS,
        gave_up: false,
    };
    run.over(&|_| true);
    run.finish()
}

/// Finds all matches by trying every node.
pub fn run_everywhere(m: &mut M, index: &FileIndex, leaf: &Leaf) -> Found {
    if leaf.pattern.lang != m.tree.lang {
        return Found::default();
    }
    let nodes = m.tree.nodes().ids();
    let mut run = Run {
        within: None,
        m,
        index,
        leaf,
        region: None,
        start: Env::EMPTY,
        hits: Vec::new(),
        steps: MAX_STEPS,
        gave_up: false,
    };
    for t in nodes {
        if leaf.keys.iter().any(|key| key.kinds.admit(run.m.tree, t)) {
            run.try_at(t);
        }
    }
    run.finish()
}

/// Finds all matches in a part of the file, with bindings made before.
pub fn run_within(m: &mut M, index: &FileIndex, leaf: &Leaf, within: Within, start: Env) -> Found {
    if leaf.pattern.lang != m.tree.lang {
        return Found::default();
    }
    let end = m.tree.end(within.to);
    let mut run = Run {
        within: Some(within),
        m,
        index,
        leaf,
        region: None,
        start,
        hits: Vec::new(),
        steps: MAX_STEPS,
        gave_up: false,
    };
    run.over(&|t| within.from <= t && t < end);
    run.finish()
}

/// A run of siblings with all that lies below them; most often one node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Within {
    /// The first.
    pub from: NodeId,
    /// The last.
    pub to: NodeId,
}

impl Within {
    /// One node with all that lies below it.
    pub fn node(node: NodeId) -> Self {
        Self {
            from: node,
            to: node,
        }
    }
}

struct Run<'r, 'm, 'a> {
    within: Option<Within>,
    m: &'m mut M<'a>,
    index: &'r FileIndex,
    leaf: &'r Leaf,
    region: Option<&'r Region>,
    start: Env,
    hits: Vec<Hit>,
    /// How many steps the pattern may still take in this file.
    steps: u32,
    gave_up: bool,
}

impl Run<'_, '_, '_> {
    /// Tries all candidates that a test admits.
    fn over(&mut self, admits: &dyn Fn(NodeId) -> bool) {
        let mut candidates = Vec::new();
        for key in &self.leaf.keys {
            let m = &self.m;
            self.index.candidates(
                m.tree,
                m.scopes,
                key,
                &self.leaf.needs_at_root,
                &mut candidates,
            );
            for t in &candidates {
                if admits(*t) {
                    self.try_at(*t);
                }
            }
        }
    }

    fn finish(self) -> Found {
        let mut hits = self.hits;
        hits.sort_by_key(|hit| (hit.span.start, hit.span.end));
        hits.dedup();
        Found {
            hits,
            gave_up: self.gave_up,
        }
    }

    fn try_at(&mut self, t: NodeId) {
        let given = self.steps.min(MAX_STEPS_AT_ROOT);
        self.m.steps = given;
        let before = self.hits.len();
        let mark = self.m.envs.mark();
        self.try_with_steps(t);
        if self.hits.len() == before {
            self.m.envs.forget_since(mark);
        }
        if self.hits.len() - before > MAX_HITS_AT_ROOT {
            self.hits.truncate(before + MAX_HITS_AT_ROOT);
            self.gave_up = true;
        }
        self.steps -= given - self.m.steps;
        self.gave_up |= self.m.steps == 0;
    }

    fn try_with_steps(&mut self, t: NodeId) {
        match &self.leaf.pattern.root {
            Root::Expr(p) => self.expression(*p, t),
            Root::Stmt(p) => self.statement(*p, t),
            Root::Seq(ps) => self.sequence(ps, t),
            Root::Partial(p) => self.partial(*p, t),
            Root::Attrs(ps) => self.attributes(ps, t),
        }
    }

    fn outside(&self, span: Span) -> bool {
        self.region.is_some_and(|region| !region.touches(span))
    }

    fn push(&mut self, outs: Outs, span: Span, node: NodeId, whole: bool) {
        for env in outs {
            self.hits.push(Hit {
                span,
                env,
                node,
                whole,
            });
        }
    }

    fn expression(&mut self, p: PId, t: NodeId) {
        // With a region the span is needed first, else only of what matches.
        if self.region.is_some() && self.outside(self.m.reported(t)) {
            return;
        }
        let kind = self.m.kind(t);
        if !self.m.opts.attr_expr && self.m.kind(self.m.scopes.parent(t)) == Kind::Decorator {
            return;
        }
        let outs = match kind {
            Kind::StrPart => self.m.string(p, t, self.start),
            Kind::Declarator => self.m.alike(p, t, self.start),
            Kind::Annotation | Kind::Decorator => {
                if !self.m.opts.attr_expr {
                    return;
                }
                // The `@` is no part of the expression.
                let span = self.m.reported(t);
                let callee = self.m.tree.children(t).next();
                let start = callee.map_or(span.start, |callee| self.m.tree.span(callee).start);
                let outs = self.m.alike(p, t, self.start);
                self.push(outs, Span::new(start, span.end), t, false);
                return;
            }
            Kind::Binary if self.is_part_of_chain(t) => return,
            // Of adjacent literals the f-string is one, all together are none.
            Kind::StrConcat if self.m.p(p).flags.has(Flags::FORMAT) => return,
            _ if self.is_root_name(t) || is_expression(self.m.tree, t) => {
                self.m.expr(p, t, self.start, true)
            }
            _ => return,
        };
        if !outs.is_empty() {
            self.push(outs, self.m.reported(t), t, true);
        }
    }

    /// A name that is looked into by itself is an expression, whatever it is to
    /// others (the `f` of `o.f`, a type).
    fn is_root_name(&self, t: NodeId) -> bool {
        self.within == Some(Within::node(t)) && matches!(self.m.kind(t), Kind::Ident | Kind::Member)
    }

    /// `a or b` within `a or b or c`: one operation in Python, of which this is
    /// no part that stands by itself.
    fn is_part_of_chain(&self, t: NodeId) -> bool {
        let m = &self.m;
        let parent = m.scopes.parent(t);
        let operator = m.flags(t).operator();
        m.tree.lang == Lang::Python
            && operator.is_some_and(Operator::is_short_circuit)
            && m.kind(parent) == Kind::Binary
            && m.flags(parent).operator() == operator
            && m.tree.role(t) == Role::Left
            && !spans::is_parenthesized(m.tree, m.scopes, t)
    }

    fn statement(&mut self, p: PId, t: NodeId) {
        if self.m.kind(t) == Kind::Lambda {
            let Some(body) = self.m.child(t, Role::Body) else {
                return;
            };
            if self.is_default(t) {
                return;
            }
            let span = self.m.reported(body);
            if !self.outside(span) {
                let outs = self.m.lambda_body(p, body, self.start);
                self.push(outs, span, body, true);
            }
            return;
        }
        if self.parts(p, t) {
            return;
        }
        let span = self.m.reported(t);
        if self.outside(span) || self.m.tree.role(t) == Role::Init {
            return;
        }
        let outs = self.m.stmt(p, t, self.start);
        self.push(outs, span, t, true);
    }

    /// Whether a lambda belongs to the default of a parameter, which is no
    /// statement of the function.
    fn is_default(&self, lambda: NodeId) -> bool {
        let mut at = self.m.scopes.parent(lambda);
        loop {
            match self.m.kind(at) {
                Kind::Param => return true,
                kind if at == NodeId::ROOT || kind.is_statement() => return false,
                _ => at = self.m.scopes.parent(at),
            }
        }
    }

    /// `with a, b:` is two statements, and so is `import a, b`: each part is a
    /// match of its own.
    fn parts(&mut self, p: PId, t: NodeId) -> bool {
        let kind = self.m.kind(t);
        let split = matches!(kind, Kind::With | Kind::VarDecl)
            || (kind == Kind::Import && !self.m.flags(t).has(Flags::FROM));
        if !split || self.m.p(p).kind != kind || self.m.p_kids(p, Role::Item).len() != 1 {
            return false;
        }
        let items = self.m.kids(t, Role::Item);
        if items.len() < 2 {
            return false;
        }
        let whole = self.m.reported(t);
        let last = items.last().copied();
        for item in items {
            let item_span = self.m.tree.span(item);
            let span = if kind == Kind::With {
                Span::new(item_span.start, whole.end)
            } else if Some(item) == last {
                whole
            } else {
                Span::new(whole.start, item_span.end)
            };
            if self.outside(span) {
                continue;
            }
            let outs = self.m.part_of_stmt(p, t, item, self.start);
            self.push(outs, span, t, false);
        }
        true
    }

    fn sequence(&mut self, ps: &[PId], t: NodeId) {
        let role = self.m.tree.role(t);
        if !matches!(role, Role::Stmt | Role::Member) {
            return;
        }
        let parent = self.m.scopes.parent(t);
        let tree = self.m.tree;
        let parent_span = tree.span(parent);
        // A sequence lies within its list, or what is looked at of it.
        let list_end = match self.within {
            Some(within) if self.m.scopes.parent(within.to) == parent => tree.end(within.to),
            _ => tree.end(parent),
        };
        if let Some(region) = self.region
            && !region.overlaps(parent_span)
        {
            return;
        }
        let starts_open = self.m.p(ps[0]).is_dots();
        if starts_open && self.leaf.inside && self.has_sibling_before(t, parent, role) {
            return;
        }
        if !self.rest_occurs(t, list_end) {
            return;
        }
        let first = match ps.iter().find(|p| !self.m.p(**p).is_dots()) {
            Some(first) if !starts_open => *first,
            _ => ps[0],
        };
        // The first statement decides most often; the list is made after it.
        if !starts_open
            && !self.m.p(first).is_seq_var()
            && self.m.stmt(first, t, self.start).is_empty()
        {
            return;
        }
        let list: SmallVec<[NodeId; 32]> = following(tree, t, list_end, role).collect();
        let end = if self.leaf.inside {
            End::Longest
        } else {
            End::Open
        };
        let from = self.m.reported(t).start;
        for (env, to) in self.m.sequence(ps, &list, self.start, end) {
            let span = Span::new(from, to.max(from));
            if span.is_empty() || self.outside(span) {
                continue;
            }
            self.hits.push(Hit {
                span,
                env,
                node: t,
                whole: span == self.m.reported(t),
            });
        }
    }

    fn has_sibling_before(&self, t: NodeId, parent: NodeId, role: Role) -> bool {
        self.m.child(parent, role).is_some_and(|first| first != t)
    }

    /// Whether the names that the pattern needs occur in the rest of the list.
    fn rest_occurs(&self, t: NodeId, list_end: NodeId) -> bool {
        let occurs = |need: &Need| self.index.occurs_in(*need, t, list_end);
        self.leaf.pattern.needs_inside.iter().all(|need| {
            // An imported name may be written differently; that it occurs in
            // the file is known.
            occurs(need) || self.m.opts.symbolic_propagation
        })
    }

    fn partial(&mut self, p: PId, t: NodeId) {
        let kind = self.m.kind(t);
        let tree = self.m.tree;
        let start = self.start;
        let whole = tree.span(t);
        if self.outside(whole) {
            return;
        }
        match self.m.p(p).kind {
            Kind::Annotation | Kind::Decorator | Kind::Modifier => {
                let outs = self.m.attribute(p, t, start);
                self.push(outs, whole, t, true);
            }
            Kind::If | Kind::While => {
                let (Some(cond), Some(t_cond)) =
                    (self.m.p_child(p, Role::Cond), self.m.child(t, Role::Cond))
                else {
                    return;
                };
                if self.m.p(p).kind != kind {
                    return;
                }
                let outs = self.m.expr(cond, t_cond, start, false);
                let span = Span::new(whole.start, tree.span(t_cond).end);
                self.push(outs, span, t, false);
            }
            Kind::Try => {
                let (Some(body), Some(t_body)) =
                    (self.m.p_child(p, Role::Body), self.m.child(t, Role::Body))
                else {
                    return;
                };
                let outs = self.m.block(body, t_body, start);
                let span = Span::new(whole.start, tree.span(t_body).end);
                self.push(outs, span, t, false);
            }
            Kind::Catch => {
                let outs = self.m.catch(p, t, start);
                self.push(outs, whole, t, true);
            }
            Kind::Function | Kind::Class => {
                let outs = self.m.definition(p, t, start);
                let span = head_span(self.m, t);
                self.push(outs, span, t, false);
            }
            Kind::For if self.m.for_dots(p) && matches!(kind, Kind::For | Kind::ForEach) => {
                self.push(smallvec::smallvec![start], whole, t, true);
            }
            Kind::For | Kind::ForEach if self.m.p(p).kind == kind => {
                let outs = self.m.slots_except(p, t, start, &[Role::Body]);
                self.push(outs, head_span(self.m, t), t, false);
            }
            pattern_kind if pattern_kind == kind => {
                let outs = self.m.slots(p, t, start);
                self.push(outs, whole, t, true);
            }
            _ => {}
        }
    }

    fn attributes(&mut self, ps: &[PId], t: NodeId) {
        let attrs = self.m.kids(t, Role::Attr);
        let (Some(first), Some(last)) = (attrs.first(), attrs.last()) else {
            return;
        };
        let span = self.m.tree.span(*first).cover(self.m.tree.span(*last));
        if self.outside(span) {
            return;
        }
        let outs = self.m.attributes(ps, &attrs, self.start);
        self.push(outs, span, t, false);
    }
}

/// A node and the siblings after it.
fn following(
    tree: &haechi_syntax::Tree,
    first: NodeId,
    end: NodeId,
    role: Role,
) -> impl Iterator<Item = NodeId> + '_ {
    std::iter::successors(Some(first), move |t| {
        let next = tree.end(*t);
        (next < end && tree.role(next) == role).then_some(next)
    })
}

/// The part of a definition or loop before its body.
fn head_span(m: &M, t: NodeId) -> Span {
    let tree = m.tree;
    let span = tree.span(t);
    let end = tree
        .children(t)
        .filter(|kid| !matches!(tree.role(*kid), Role::Body | Role::Else))
        .map(|kid| tree.span(kid).end)
        .max()
        .unwrap_or(span.end);
    Span::new(span.start, end)
}
