//! The small part of Python in which `metavariable-comparison` is written.
//!
//! Parsed once at load ([`Expr::parse`]) and evaluated per match
//! ([`Expr::eval`]). What cannot be evaluated – an unbound metavariable, a
//! string compared with a number by `<` – makes the whole expression
//! undefined, and an undefined condition is false: there is no
//! short-circuiting, as in the reference engine.

mod eval;
pub(crate) mod lex;
mod parse;

pub use eval::{Env, Value};
pub use parse::ParseError;

use crate::mvar::Mvar;
use crate::regex::Regex;

/// An expression.
#[derive(Clone, Debug)]
pub enum Expr {
    /// A number, string or Boolean.
    Literal(Value),
    /// A metavariable.
    Mvar(Mvar),
    /// `[a, b]` or `(a, b)`.
    List(Vec<Self>),
    /// `not a`.
    Not(Box<Self>),
    /// `a and b and …`.
    And(Vec<Self>),
    /// `a or b or …`.
    Or(Vec<Self>),
    /// `-a`, `+a`, `~a`.
    Unary(UnaryOp, Box<Self>),
    /// Arithmetic and bits.
    Binary(BinaryOp, Box<Self>, Box<Self>),
    /// `a < b <= c …`: every neighbouring pair must hold.
    Compare(Box<Self>, Vec<(CompareOp, Self)>),
    /// A call of a known function.
    Call(Function, Vec<Self>),
    /// `re.match(r"…", a)`: matches at the start.
    Match(Regex, Box<Self>),
}

/// Unary operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `~`
    Invert,
}

/// Arithmetic and bit operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinaryOp {
    /// `+`, of numbers
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`: of two integers the integer quotient
    Div,
    /// `//`: as `/`
    FloorDiv,
    /// `%`
    Rem,
    /// `**`
    Pow,
    /// `&`
    BitAnd,
    /// `|`
    BitOr,
    /// `^`
    BitXor,
}

/// Comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompareOp {
    /// `==`
    Eq,
    /// `!=`
    NotEq,
    /// `<`
    Lt,
    /// `<=`
    LtE,
    /// `>`
    Gt,
    /// `>=`
    GtE,
    /// `in`
    In,
    /// `not in`
    NotIn,
}

/// Functions of one or no argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Function {
    /// `int(a)`
    Int,
    /// `float(a)`
    Float,
    /// `str(a)`
    Str,
    /// `lower(a)`, `a.lower()`
    Lower,
    /// `upper(a)`, `a.upper()`
    Upper,
    /// `len(a)`
    Len,
    /// `today()`: seconds since 1970
    Today,
    /// `strptime("yyyy-mm-dd")`: seconds since 1970
    Strptime,
    /// `parse_promql_duration("1h30m")`: milliseconds
    PromqlDuration,
}

impl Function {
    /// The function with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "int" => Self::Int,
            "float" => Self::Float,
            "str" => Self::Str,
            "lower" => Self::Lower,
            "upper" => Self::Upper,
            "len" => Self::Len,
            "today" => Self::Today,
            "strptime" => Self::Strptime,
            "parse_promql_duration" => Self::PromqlDuration,
            _ => return None,
        })
    }

    /// The names of all functions.
    pub const NAMES: &[&str] = &[
        "int",
        "float",
        "str",
        "lower",
        "upper",
        "len",
        "today",
        "strptime",
        "parse_promql_duration",
        "re.match",
    ];
}

impl Expr {
    /// Parses an expression.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        parse::parse(text)
    }

    /// What the expression says of a match: true only if it can be evaluated
    /// and gives true.
    pub fn holds(&self, env: &dyn Env) -> bool {
        self.eval(env) == Some(Value::Bool(true))
    }

    /// The value; `None` where it cannot be evaluated.
    pub fn eval(&self, env: &dyn Env) -> Option<Value> {
        eval::eval(self, env)
    }

    /// Visits the expression and everything in it, parents first.
    pub fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Self)) {
        visit(self);
        match self {
            Self::Literal(_) | Self::Mvar(_) => {}
            Self::List(items) | Self::And(items) | Self::Or(items) | Self::Call(_, items) => {
                items.iter().for_each(|item| item.walk(visit));
            }
            Self::Not(a) | Self::Unary(_, a) | Self::Match(_, a) => a.walk(visit),
            Self::Binary(_, a, b) => {
                a.walk(visit);
                b.walk(visit);
            }
            Self::Compare(first, rest) => {
                first.walk(visit);
                rest.iter().for_each(|(_, item)| item.walk(visit));
            }
        }
    }

    /// The metavariables that occur, with repetitions.
    pub fn mvars(&self) -> Vec<&Mvar> {
        let mut found = Vec::new();
        self.walk(&mut |e| {
            if let Self::Mvar(mvar) = e {
                found.push(mvar);
            }
        });
        found
    }

    /// The regexes of `re.match`.
    pub fn regexes(&self) -> Vec<&Regex> {
        let mut found = Vec::new();
        self.walk(&mut |e| {
            if let Self::Match(regex, _) = e {
                found.push(regex);
            }
        });
        found
    }

    /// The expression with every metavariable read by `int()` (`strip: true`).
    #[must_use]
    pub fn stripped(self) -> Self {
        let all = |items: Vec<Self>| items.into_iter().map(Self::stripped).collect();
        let one = |item: Box<Self>| Box::new(item.stripped());
        match self {
            Self::Mvar(_) => Self::Call(Function::Int, vec![self]),
            Self::Literal(_) => self,
            Self::List(items) => Self::List(all(items)),
            Self::And(items) => Self::And(all(items)),
            Self::Or(items) => Self::Or(all(items)),
            Self::Call(f, items) => Self::Call(f, all(items)),
            Self::Not(a) => Self::Not(one(a)),
            Self::Unary(op, a) => Self::Unary(op, one(a)),
            Self::Match(regex, a) => Self::Match(regex, one(a)),
            Self::Binary(op, a, b) => Self::Binary(op, one(a), one(b)),
            Self::Compare(first, rest) => Self::Compare(
                one(first),
                rest.into_iter().map(|(op, e)| (op, e.stripped())).collect(),
            ),
        }
    }
}
