//! What a condition tests, in terms of the parameters of its function.

use std::sync::Arc;

use haechi_ir::Const;
use haechi_syntax::{IndexVec, Lang, Operator};
use rustc_hash::FxHashMap;

use super::when::All;

haechi_syntax::define_idx! {
    /// An expression. Equal ones are one, so they are shared and compared by number.
    Expr;
}

/// How deep expressions are; deeper ones are not followed. (Handing a parameter
/// on as `a + a` makes them one deeper each time.)
const MAX_DEPTH: u32 = 64;

/// What an expression is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Node {
    Lit(Lit),
    Param(u32),
    Unary(Operator, Expr),
    Binary(Operator, Expr, Expr),
    Length(Expr),
    /// An element, by key or index.
    Element(Expr, Expr),
    List(Vec<Option<Expr>>),
    /// Keys and values; a later one counts.
    Map(Vec<(Expr, Option<Expr>)>),
}

/// A constant that can be compared and hashed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Lit {
    Null,
    Bool(bool),
    Int(i64),
    Float(u64),
    Char(char),
    Str(Arc<str>),
    Enum(Arc<str>),
}

impl Lit {
    fn new(value: &Const) -> Option<Self> {
        Some(match value {
            Const::Null => Self::Null,
            Const::Bool(b) => Self::Bool(*b),
            Const::Int(n) => Self::Int(*n),
            Const::Float(n) => Self::Float(n.to_bits()),
            Const::Char(c) => Self::Char(*c),
            Const::Str(s) => Self::Str(Arc::clone(s)),
            Const::Enum(s) => Self::Enum(Arc::clone(s)),
            Const::Seq(_) => return None,
        })
    }

    fn value(&self) -> Const {
        match self {
            Self::Null => Const::Null,
            Self::Bool(b) => Const::Bool(*b),
            Self::Int(n) => Const::Int(*n),
            Self::Float(n) => Const::Float(f64::from_bits(*n)),
            Self::Char(c) => Const::Char(*c),
            Self::Str(s) => Const::Str(Arc::clone(s)),
            Self::Enum(s) => Const::Enum(Arc::clone(s)),
        }
    }
}

/// All expressions of a run.
#[derive(Default)]
pub struct Exprs {
    nodes: IndexVec<Expr, (Node, u32)>,
    ids: FxHashMap<Node, Expr>,
}

/// A condition with its outcome.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Atom {
    /// What is tested.
    pub expr: Expr,
    /// What came of it.
    pub outcome: bool,
}

impl Exprs {
    fn add(&mut self, node: Node) -> Option<Expr> {
        if let Some(expr) = self.ids.get(&node) {
            return Some(*expr);
        }
        let below = |expr: &Expr| self.nodes[*expr].1;
        let depth = match &node {
            Node::Lit(_) | Node::Param(_) => 0,
            Node::Unary(_, a) | Node::Length(a) => 1 + below(a),
            Node::Binary(_, a, b) | Node::Element(a, b) => 1 + below(a).max(below(b)),
            Node::List(items) => 1 + items.iter().flatten().map(below).max().unwrap_or(0),
            Node::Map(pairs) => {
                let all = pairs.iter().flat_map(|(key, value)| [Some(*key), *value]);
                1 + all.flatten().map(|e| below(&e)).max().unwrap_or(0)
            }
        };
        if depth > MAX_DEPTH {
            return None;
        }
        let expr = self.nodes.push((node.clone(), depth));
        self.ids.insert(node, expr);
        Some(expr)
    }

    fn lit(&self, expr: Expr) -> Option<Const> {
        match &self.nodes[expr].0 {
            Node::Lit(lit) => Some(lit.value()),
            _ => None,
        }
    }

    /// A constant.
    pub fn constant(&mut self, value: &Const) -> Option<Expr> {
        if let Const::Seq(items) = value {
            let items = items.iter().map(|item| self.constant(item)).collect();
            return self.add(Node::List(items));
        }
        let lit = Lit::new(value)?;
        self.add(Node::Lit(lit))
    }

    /// A parameter.
    pub fn param(&mut self, n: u32) -> Option<Expr> {
        self.add(Node::Param(n))
    }

    /// A list, tuple or array; none: an element that nothing is known of.
    pub fn list(&mut self, items: Vec<Option<Expr>>) -> Option<Expr> {
        self.add(Node::List(items))
    }

    /// A dictionary.
    pub fn map(&mut self, pairs: Vec<(Expr, Option<Expr>)>) -> Option<Expr> {
        self.add(Node::Map(pairs))
    }

    /// `-x`, `not x`.
    pub fn unary(&mut self, lang: Lang, operator: Operator, a: Expr) -> Option<Expr> {
        if let Some(value) = self.lit(a) {
            return self.constant(&haechi_ir::unary(lang, operator, &value)?);
        }
        if operator == Operator::Not
            && let Some(truth) = self.truth(lang, a)
        {
            return self.constant(&Const::Bool(!truth));
        }
        self.add(Node::Unary(operator, a))
    }

    /// `x + y`, comparisons included.
    pub fn binary(&mut self, lang: Lang, operator: Operator, a: Expr, b: Expr) -> Option<Expr> {
        match (self.lit(a), self.lit(b)) {
            (Some(x), Some(y)) => self.constant(&haechi_ir::binary(lang, operator, &x, &y)?),
            // Constants stand on the right.
            (Some(_), None) if matches!(operator, Operator::Eq | Operator::Ne) => {
                self.add(Node::Binary(operator, b, a))
            }
            _ => self.add(Node::Binary(operator, a, b)),
        }
    }

    /// How many elements or characters.
    pub fn length(&mut self, lang: Lang, of: Expr) -> Option<Expr> {
        let length = match &self.nodes[of].0 {
            Node::Lit(lit) => haechi_ir::length(lang, &lit.value())?,
            Node::List(items) => Const::Int(i64::try_from(items.len()).ok()?),
            Node::Map(pairs) => {
                let mut keys: Vec<Expr> = pairs.iter().map(|pair| pair.0).collect();
                keys.sort_unstable();
                keys.dedup();
                Const::Int(i64::try_from(keys.len()).ok()?)
            }
            _ => return self.add(Node::Length(of)),
        };
        self.constant(&length)
    }

    /// `x[i]`.
    pub fn element(&mut self, of: Expr, key: Expr) -> Option<Expr> {
        match (&self.nodes[of].0, &self.nodes[key].0) {
            (Node::List(items), Node::Lit(Lit::Int(n))) => {
                let len = i64::try_from(items.len()).ok()?;
                let n = if *n < 0 { n + len } else { *n };
                *items.get(usize::try_from(n).ok()?)?
            }
            (Node::Map(pairs), Node::Lit(_)) => {
                let known = |pair: &&(Expr, Option<Expr>)| pair.0 == key;
                pairs.iter().rev().find(known)?.1
            }
            (Node::Lit(_) | Node::List(_) | Node::Map(_), _) => None,
            _ => self.add(Node::Element(of, key)),
        }
    }

    /// Whether it counts as true, if that is known.
    pub fn truth(&self, lang: Lang, expr: Expr) -> Option<bool> {
        match &self.nodes[expr].0 {
            Node::Lit(lit) => haechi_ir::truth(lang, &lit.value()),
            Node::List(items) if lang == Lang::Python => Some(!items.is_empty()),
            Node::Map(pairs) if lang == Lang::Python => Some(!pairs.is_empty()),
            _ => None,
        }
    }

    /// What it says that a condition has an outcome: nothing if it always has it,
    /// `None` if it never has.
    pub fn holds(&mut self, lang: Lang, expr: Expr, outcome: bool) -> Option<All> {
        match self.truth(lang, expr) {
            Some(truth) if truth == outcome => return Some(All::new()),
            Some(_) => return None,
            None => {}
        }
        let (mut expr, mut outcome) = (expr, outcome);
        while let Node::Unary(Operator::Not, inner) = self.nodes[expr].0 {
            (expr, outcome) = (inner, !outcome);
        }
        if let Node::Binary(Operator::Ne, a, b) = self.nodes[expr].0
            && let Some(same) = self.add(Node::Binary(Operator::Eq, a, b))
        {
            (expr, outcome) = (same, !outcome);
        }
        Some([Atom { expr, outcome }].into_iter().collect())
    }

    /// Whether two conditions cannot hold together.
    pub fn contradict(&self, lang: Lang, a: Atom, b: Atom) -> bool {
        if a.expr == b.expr {
            return a.outcome != b.outcome;
        }
        let equal = |atom: Atom| match self.nodes[atom.expr].0 {
            Node::Binary(Operator::Eq, what, value) if atom.outcome => {
                Some((what, self.lit(value)?))
            }
            _ => None,
        };
        match (equal(a), equal(b)) {
            (Some((x, v)), Some((y, w))) if x == y => {
                let same = haechi_ir::binary(lang, Operator::Eq, &v, &w);
                same == Some(Const::Bool(false))
            }
            _ => false,
        }
    }

    /// An expression of a callee as its caller sees it: with what the parameters
    /// get. `None` if that is not known.
    pub fn lift(
        &mut self,
        lang: Lang,
        expr: Expr,
        params: &[Option<Expr>],
        known: &mut FxHashMap<Expr, Option<Expr>>,
    ) -> Option<Expr> {
        if let Some(lifted) = known.get(&expr) {
            return *lifted;
        }
        let lifted = match self.nodes[expr].0.clone() {
            Node::Lit(_) => Some(expr),
            Node::Param(n) => params.get(n as usize).copied().flatten(),
            Node::Unary(operator, a) => self
                .lift(lang, a, params, known)
                .and_then(|a| self.unary(lang, operator, a)),
            Node::Binary(operator, a, b) => {
                let a = self.lift(lang, a, params, known);
                let b = self.lift(lang, b, params, known);
                a.zip(b)
                    .and_then(|(a, b)| self.binary(lang, operator, a, b))
            }
            Node::Length(a) => self
                .lift(lang, a, params, known)
                .and_then(|a| self.length(lang, a)),
            Node::Element(a, key) => {
                let a = self.lift(lang, a, params, known);
                let key = self.lift(lang, key, params, known);
                a.zip(key).and_then(|(a, key)| self.element(a, key))
            }
            Node::List(items) => {
                let items = items
                    .into_iter()
                    .map(|item| self.lift(lang, item?, params, known))
                    .collect();
                self.list(items)
            }
            Node::Map(pairs) => {
                let pairs: Option<Vec<_>> = pairs
                    .into_iter()
                    .map(|(key, value)| {
                        let key = self.lift(lang, key, params, known)?;
                        self.lit(key)?;
                        let value = value.and_then(|v| self.lift(lang, v, params, known));
                        Some((key, value))
                    })
                    .collect();
                pairs.and_then(|pairs| self.map(pairs))
            }
        };
        known.insert(expr, lifted);
        lifted
    }
}
