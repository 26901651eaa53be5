//! What the matching of one file gives to others: matches with their bindings
//! as plain data.

use std::rc::Rc;

use haechi_program::{FileId, Program};
use haechi_rule::Options;
use haechi_rule::rule::RuleIdx;
use haechi_syntax::scope::{DefId, Import, Scopes};
use haechi_syntax::{NodeId, Span, Tree};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::constants::{Constants, Value};
use crate::cx::M;
use crate::env::{Bound, Env, Envs};
use crate::eval::{Eval, Scope, TextLimits};
use crate::index::FileIndex;
use crate::linked::{InProgram, Paths};
use crate::names::Segments;
use crate::pnode::MvId;
use crate::ranges::{Range, RangeKind, unique};
use crate::rules::{Body, Compiled, CompiledRule, CompiledRules, CompiledTaint, Item};

/// What is known of a file that patterns are matched in.
#[derive(Clone, Copy)]
pub struct FileContext<'a> {
    /// Its tree.
    pub tree: &'a Tree,
    /// What its names mean.
    pub scopes: &'a Scopes,
    /// The program that it belongs to.
    linked: Option<InProgram<'a>>,
    /// Whether values stay within it.
    closed: bool,
}

impl<'a> FileContext<'a> {
    /// A file by itself.
    pub fn new(tree: &'a Tree, scopes: &'a Scopes) -> Self {
        Self {
            tree,
            scopes,
            linked: None,
            closed: false,
        }
    }

    /// The same file, if values are not followed out of it or into it: a taint
    /// rule has no sites in it unless it has both sources and sinks there. (Kinds
    /// of the models count as being there.)
    #[must_use]
    pub fn closed(self) -> Self {
        Self {
            closed: true,
            ..self
        }
    }

    /// A file of a program: constants, types and imported names that other
    /// files define count as well.
    pub fn in_program(program: &'a Program<'a>, file: FileId) -> Self {
        let trees = program.trees();
        Self {
            tree: trees.tree(file),
            scopes: trees.scopes(file),
            linked: Some(InProgram { program, file }),
            closed: false,
        }
    }
}

/// What one metavariable is bound to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    /// Its name, with the `$`.
    pub name: Box<str>,
    /// Where it stands; empty for an empty list.
    pub span: Span,
    /// What is written there, or the path that an imported name stands for.
    pub text: Box<str>,
    /// The constant that it is known to hold, as text. Not worked out for the
    /// sites of taint rules.
    pub value: Option<Box<str>>,
    /// The nodes it is bound to: one for an expression, any number for
    /// sequences, none for parts of texts.
    pub nodes: SmallVec<[NodeId; 1]>,
}

/// One match of a formula.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Match {
    /// What is covered.
    pub span: Span,
    /// The node that covers exactly that, if there is one.
    pub node: Option<NodeId>,
    /// What is bound, in order of the names.
    pub bindings: Vec<Binding>,
    /// The number of the `fix` of the term that matched, 0 for none; see
    /// [`CompiledRules::fix`].
    pub fix: u32,
}

/// The matches of each item of a taint rule, in the order of the rule's items.
/// Items that name a kind of the models are empty here.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TaintSites {
    /// Per source.
    pub sources: Vec<Vec<Match>>,
    /// Per sink.
    pub sinks: Vec<Vec<Match>>,
    /// Per sanitizer.
    pub sanitizers: Vec<Vec<Match>>,
    /// Per propagator.
    pub propagators: Vec<Vec<PropagatorSite>>,
}

/// A place where a propagator applies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PropagatorSite {
    /// The match.
    pub site: Match,
    /// What `from` is bound to there.
    pub from: Binding,
    /// What `to` is bound to there.
    pub to: Binding,
}

/// What was found in one file, in the order of the compiled rules.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FileMatches {
    /// Matches of search rules that have any.
    pub search: Vec<(RuleIdx, Vec<Match>)>,
    /// Sites of taint rules that have any.
    pub taint: Vec<(RuleIdx, TaintSites)>,
    /// Rules of which something took too many steps at some place of the file,
    /// so that matches may be missing.
    pub gave_up: Vec<(RuleIdx, Limit)>,
}

/// What took too many steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    /// A pattern of code had too many choices.
    Pattern,
    /// A regex backtracked too much, or is too large to be compiled.
    Regex,
    /// A generic pattern had too many choices.
    Generic,
}

/// Matches all rules that are for the file's language and that `wanted`
/// admits.
pub fn match_file(
    rules: &CompiledRules,
    file: FileContext<'_>,
    mut wanted: impl FnMut(RuleIdx) -> bool,
) -> FileMatches {
    let run: Vec<&CompiledRule> = rules
        .rules
        .iter()
        .filter(|rule| rule.lang == Some(file.tree.lang) && wanted(rule.rule))
        .collect();
    match_rules(rules, file, &run, false)
}

/// The same result as [`match_file`], found without any of the short cuts that
/// make it fast: every pattern is tried on every node, whether or not its names
/// occur, and every part of every formula is evaluated. For tests.
pub fn match_file_exhaustively(rules: &CompiledRules, file: FileContext<'_>) -> FileMatches {
    let run: Vec<&CompiledRule> = rules
        .rules
        .iter()
        .filter(|rule| rule.lang == Some(file.tree.lang))
        .collect();
    match_rules(rules, file, &run, true)
}

/// How many pairs of a pattern and a node [`match_file`] would look at, if every
/// pattern were looked for in the whole file: what is left of all patterns and all
/// nodes after dispatch by kind and name. For measurements.
pub fn candidates(rules: &CompiledRules, file: FileContext<'_>) -> u64 {
    let paths = Paths::new(file.linked);
    let index = FileIndex::new(file.tree, file.scopes, &paths, &rules.pool.syms);
    let mut nodes = Vec::new();
    let mut all = 0;
    for leaf in &rules.leaves {
        let needs = leaf.pattern.needs_in(file.linked.is_some());
        if leaf.pattern.lang != file.tree.lang || !index.has_all(needs) {
            continue;
        }
        for key in &leaf.keys {
            index.candidates(file.tree, file.scopes, key, &leaf.needs_at_root, &mut nodes);
            all += nodes.len() as u64;
        }
    }
    all
}

/// Like [`match_file`], for rules that look at any text (generic and regex
/// rules). The tree may be of any language, or just a root around the text.
pub fn match_text(
    rules: &CompiledRules,
    file: FileContext<'_>,
    mut wanted: impl FnMut(RuleIdx) -> bool,
) -> FileMatches {
    let run: Vec<&CompiledRule> = rules
        .rules
        .iter()
        .filter(|rule| rule.lang.is_none() && wanted(rule.rule))
        .collect();
    match_rules(rules, file, &run, false)
}

fn match_rules(
    rules: &CompiledRules,
    file: FileContext<'_>,
    run: &[&CompiledRule],
    exhaustive: bool,
) -> FileMatches {
    let mut out = FileMatches::default();
    if run.is_empty() {
        return out;
    }
    let paths = Paths::new(file.linked);
    let index = FileIndex::new(file.tree, file.scopes, &paths, &rules.pool.syms);
    let m = matching(rules, file, &paths, &index);
    let mut eval = Eval::new(m, rules, &index);
    eval.exhaustive = exhaustive;
    let mut shared: Vec<Option<Rc<[Range]>>> = vec![None; rules.formulas as usize];
    for rule in run {
        eval.m.opts = &rules.options[rule.opts as usize];
        eval.gave_up = false;
        eval.limits = TextLimits::default();
        match &rule.body {
            Body::Search(formula) => {
                let matches = matches_of(&mut eval, formula);
                if !matches.is_empty() {
                    out.search.push((rule.rule, matches));
                }
            }
            Body::Taint(taint) => {
                let sites = if file.closed {
                    sites_if_both(&mut eval, taint, &mut shared)
                } else {
                    sites_of(&mut eval, taint, &mut shared)
                };
                if !sites.is_empty() {
                    out.taint.push((rule.rule, sites));
                }
            }
        }
        let limits = [
            (eval.gave_up, Limit::Pattern),
            (eval.limits.regex, Limit::Regex),
            (eval.limits.generic, Limit::Generic),
        ];
        let reached = limits.into_iter().filter(|(reached, _)| *reached);
        out.gave_up
            .extend(reached.map(|(_, limit)| (rule.rule, limit)));
    }
    out
}

/// Whether a formula finds anything in a text of its own.
pub(crate) fn finds(
    rules: &CompiledRules,
    file: FileContext<'_>,
    opts: &Options,
    formula: &Compiled,
) -> bool {
    let paths = Paths::default();
    let index = FileIndex::new(file.tree, file.scopes, &paths, &rules.pool.syms);
    let mut m = matching(rules, file, &paths, &index);
    m.opts = opts;
    let mut eval = Eval::new(m, rules, &index);
    let len = u32::try_from(file.tree.text().len()).unwrap_or(u32::MAX);
    let whole = Range {
        span: Span::new(0, len),
        env: Env::EMPTY,
        kind: RangeKind::Plain,
        node: None,
        fix: 0,
    };
    let scope = Scope {
        whole: Some(whole),
        ..Scope::FILE
    };
    !eval.formula(formula, scope).is_empty()
}

fn matching<'a>(
    rules: &'a CompiledRules,
    file: FileContext<'a>,
    paths: &'a Paths,
    index: &'a FileIndex,
) -> M<'a> {
    let wildcards: Vec<Segments<'a>> = file
        .scopes
        .wildcards()
        .filter(|import| file.scopes.enclosing_callable(import.item).is_none())
        .map(|import| file.scopes.path(import.path))
        .filter(|path| !path.starts_with('.'))
        .map(|path| path.split('.').collect())
        .collect();
    let mut imports: FxHashMap<DefId, SmallVec<[&'a Import; 1]>> = FxHashMap::default();
    for import in file.scopes.imports() {
        if let Some(def) = import.def {
            imports.entry(def).or_default().push(import);
        }
    }
    M {
        pool: &rules.pool,
        tree: file.tree,
        scopes: file.scopes,
        syms: &index.syms,
        stmts: &index.stmts,
        opts: &rules.options[0],
        envs: Envs::default(),
        imports,
        wildcards,
        paths,
        linked: file.linked,
        constants: Constants::default(),
        steps: 0,
        substituted: 0,
    }
}

fn matches_of(eval: &mut Eval, formula: &Compiled) -> Vec<Match> {
    let ranges = ranges_of(eval, formula);
    finished(eval, &ranges, true)
}

/// The ranges of a formula in the whole file, in order.
fn ranges_of(eval: &mut Eval, formula: &Compiled) -> Vec<Range> {
    if !eval.is_possible(formula) {
        return Vec::new();
    }
    let mut ranges = unique(eval.formula(formula, Scope::FILE));
    ranges.sort_by_key(|range| (range.span.start, range.span.end));
    ranges
}

fn finished(eval: &mut Eval, ranges: &[Range], with_values: bool) -> Vec<Match> {
    let mut out: Vec<Match> = Vec::with_capacity(ranges.len());
    let mut same_span = 0;
    for range in ranges {
        let found = eval.finished(range, with_values);
        if out
            .get(same_span)
            .is_some_and(|first| first.span != found.span)
        {
            same_span = out.len();
        }
        if !out[same_span..].contains(&found) {
            out.push(found);
        }
    }
    out
}

/// What was found for the formulas that rules share.
type Shared = Vec<Option<Rc<[Range]>>>;

fn shared_ranges(eval: &mut Eval, item: &Item, shared: &mut Shared) -> Rc<[Range]> {
    let n = item.number as usize;
    if let Some(ranges) = &shared[n] {
        return Rc::clone(ranges);
    }
    let ranges: Rc<[Range]> = ranges_of(eval, &item.formula).into();
    shared[n] = Some(Rc::clone(&ranges));
    ranges
}

/// The sites of a rule, if it has a source and a sink in the file.
fn sites_if_both(eval: &mut Eval, taint: &CompiledTaint, shared: &mut Shared) -> TaintSites {
    let mut any = |items: &[Option<Item>]| {
        items.iter().any(|item| match item {
            Some(item) => !shared_ranges(eval, item, shared).is_empty(),
            None => true,
        })
    };
    if any(&taint.sinks) && any(&taint.sources) {
        sites_of(eval, taint, shared)
    } else {
        TaintSites::default()
    }
}

fn sites_of(eval: &mut Eval, taint: &CompiledTaint, shared: &mut Shared) -> TaintSites {
    let mut all = |eval: &mut Eval, items: &[Option<Item>]| {
        items
            .iter()
            .map(|item| match item {
                Some(item) => {
                    let ranges = shared_ranges(eval, item, shared);
                    finished(eval, &ranges, false)
                }
                None => Vec::new(),
            })
            .collect()
    };
    let sources = all(eval, &taint.sources);
    let sinks = all(eval, &taint.sinks);
    let sanitizers = all(eval, &taint.sanitizers);
    TaintSites {
        sources,
        sinks,
        sanitizers,
        propagators: taint
            .propagators
            .iter()
            .map(|(item, from, to)| {
                let ranges = shared_ranges(eval, item, shared);
                propagations(eval, &ranges, *from, *to)
            })
            .collect(),
    }
}

fn propagations(eval: &mut Eval, ranges: &[Range], from: MvId, to: MvId) -> Vec<PropagatorSite> {
    let mut out: Vec<PropagatorSite> = Vec::new();
    for range in ranges {
        let (Some(a), Some(b)) = (
            eval.m.envs.get(range.env, from),
            eval.m.envs.get(range.env, to),
        ) else {
            continue;
        };
        let site = PropagatorSite {
            site: eval.finished(range, false),
            from: eval.binding(from, a, false),
            to: eval.binding(to, b, false),
        };
        if !out.contains(&site) {
            out.push(site);
        }
    }
    out
}

impl TaintSites {
    /// Whether nothing was found for any item.
    pub fn is_empty(&self) -> bool {
        let none = |items: &[Vec<Match>]| items.iter().all(Vec::is_empty);
        none(&self.sources)
            && none(&self.sinks)
            && none(&self.sanitizers)
            && self.propagators.iter().all(Vec::is_empty)
    }
}

impl Eval<'_> {
    /// A range as plain data; `with_values`: what constants the bindings hold is
    /// worked out.
    pub fn finished(&mut self, range: &Range, with_values: bool) -> Match {
        Match {
            span: range.span,
            node: range.node,
            bindings: self.bindings(range.env, with_values),
            fix: range.fix,
        }
    }

    fn bindings(&mut self, env: Env, with_values: bool) -> Vec<Binding> {
        let bound: SmallVec<[(MvId, Bound); 8]> = self.m.envs.iter(env).collect();
        let mut out: Vec<Binding> = bound
            .into_iter()
            .map(|(mv, bound)| self.binding(mv, bound, with_values))
            .collect();
        out.sort_by(|a, b| a.name.cmp(&b.name));
        out.dedup_by(|a, b| a.name == b.name);
        out
    }

    fn binding(&mut self, mv: MvId, bound: Bound, with_value: bool) -> Binding {
        let nodes: SmallVec<[NodeId; 1]> = match bound {
            Bound::Node(node) => smallvec::smallvec![node],
            Bound::List(_, list) => self.m.envs.nodes(list).into(),
            Bound::Text(_, literal) => smallvec::smallvec![literal],
            Bound::Synth(synth) => smallvec::smallvec![self.m.envs.text(synth).at],
            Bound::Span(_) => SmallVec::new(),
        };
        let value = match bound {
            Bound::Node(node) if with_value => {
                self.m.value(node).and_then(|value| value_text(&value))
            }
            _ => None,
        };
        Binding {
            name: self.m.pool.mv_name(mv).into(),
            span: self.m.bound_span(bound).unwrap_or_default(),
            text: self.m.bound_text(bound).into(),
            value,
            nodes,
        }
    }
}

/// A known value as it is shown in messages.
fn value_text(value: &Value) -> Option<Box<str>> {
    Some(match value {
        Value::Int(n) => n.to_string().into(),
        Value::Float(bits) => f64::from_bits(bits.0).to_string().into(),
        Value::Bool(b) => b.to_string().into(),
        Value::Str { text, .. } => (**text).into(),
        _ => return None,
    })
}
