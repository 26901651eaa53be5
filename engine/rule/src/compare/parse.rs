//! From text to [`Expr`], by precedence climbing in the order of Python:
//! `or`, `and`, `not`, comparisons, `|`, `^`, `&`, `+ -`, `* / // %`,
//! unary, `**`, calls.

use std::fmt;

use haechi_syntax::Span;

use super::lex::{Token, tokens};
use super::{BinaryOp, CompareOp, Expr, Function, UnaryOp, Value};
use crate::mvar::Mvar;
use crate::regex::{Flavor, Regex};

/// Why a text is not an expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseError {
    /// Where, in bytes of the text.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub advice: Option<String>,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ParseError {}

type Parsed = Result<Expr, ParseError>;

/// How deep parentheses and unary operators may nest.
const MAX_DEPTH: usize = 64;

pub(super) fn parse(text: &str) -> Parsed {
    let tokens = tokens(text).map_err(|e| ParseError {
        span: e.span,
        message: e.message,
        advice: None,
    })?;
    let mut parser = Parser {
        tokens,
        at: 0,
        depth: 0,
    };
    let expr = parser.or()?;
    match parser.peek() {
        Token::End => Ok(expr),
        other => {
            let message = format!("expected an operator, found {}", other.describe());
            let mut error = parser.error(message);
            error.advice =
                Some("parts are joined by `and`, `or`, `==`, `<`, `in` and the like".into());
            Err(error)
        }
    }
}

struct Parser {
    tokens: Vec<(Token, Span)>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }

    fn span(&self) -> Span {
        self.tokens[self.at].1
    }

    fn next(&mut self) -> (Token, Span) {
        let item = self.tokens[self.at].clone();
        // The end is never passed.
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        item
    }

    fn error(&self, message: impl Into<String>) -> ParseError {
        ParseError {
            span: self.span(),
            message: message.into(),
            advice: None,
        }
    }

    fn is_op(&self, op: &str) -> bool {
        matches!(self.peek(), Token::Op(o) if *o == op)
    }

    fn is_name(&self, name: &str) -> bool {
        matches!(self.peek(), Token::Name(n) if n == name)
    }

    fn eat_op(&mut self, op: &str) -> bool {
        let found = self.is_op(op);
        if found {
            self.next();
        }
        found
    }

    fn eat_name(&mut self, name: &str) -> bool {
        let found = self.is_name(name);
        if found {
            self.next();
        }
        found
    }

    fn expect(&mut self, op: &str) -> Result<(), ParseError> {
        if self.eat_op(op) {
            return Ok(());
        }
        let message = format!("expected `{op}`, found {}", self.peek().describe());
        Err(self.error(message))
    }

    fn deeper<T>(
        &mut self,
        parse: impl FnOnce(&mut Self) -> Result<T, ParseError>,
    ) -> Result<T, ParseError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error("this expression is nested too deeply"));
        }
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }

    fn or(&mut self) -> Parsed {
        self.chain("or", Self::and, Expr::Or)
    }

    fn and(&mut self) -> Parsed {
        self.chain("and", Self::not, Expr::And)
    }

    fn chain(
        &mut self,
        word: &str,
        operand: fn(&mut Self) -> Parsed,
        build: fn(Vec<Expr>) -> Expr,
    ) -> Parsed {
        let first = operand(self)?;
        if !self.is_name(word) {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.eat_name(word) {
            items.push(operand(self)?);
        }
        Ok(build(items))
    }

    fn not(&mut self) -> Parsed {
        if self.eat_name("not") {
            return self.deeper(Self::not).map(|e| Expr::Not(Box::new(e)));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Parsed {
        let first = self.binary(0)?;
        let mut rest = Vec::new();
        while let Some(op) = self.compare_op()? {
            rest.push((op, self.binary(0)?));
        }
        if rest.is_empty() {
            Ok(first)
        } else {
            Ok(Expr::Compare(Box::new(first), rest))
        }
    }

    fn compare_op(&mut self) -> Result<Option<CompareOp>, ParseError> {
        let op = match self.peek() {
            Token::Op("==") => CompareOp::Eq,
            Token::Op("!=") => CompareOp::NotEq,
            Token::Op("<") => CompareOp::Lt,
            Token::Op("<=") => CompareOp::LtE,
            Token::Op(">") => CompareOp::Gt,
            Token::Op(">=") => CompareOp::GtE,
            Token::Name(name) if name == "in" => CompareOp::In,
            Token::Name(name) if name == "not" => {
                self.next();
                if !self.is_name("in") {
                    return Err(self.error("expected `in` after `not`"));
                }
                CompareOp::NotIn
            }
            Token::Name(name) if name == "is" => {
                return Err(self.error("`is` is not available; write `==` or `!=`"));
            }
            _ => return Ok(None),
        };
        self.next();
        Ok(Some(op))
    }

    /// Binary operators of at least this level; they all group to the left.
    fn binary(&mut self, level: u8) -> Parsed {
        let mut left = self.unary()?;
        while let Some((op, its)) = self.binary_op().filter(|(_, its)| *its >= level) {
            self.next();
            let right = self.deeper(|p| p.binary(its + 1))?;
            left = Expr::Binary(op, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn binary_op(&self) -> Option<(BinaryOp, u8)> {
        let Token::Op(op) = self.peek() else {
            return None;
        };
        Some(match *op {
            "|" => (BinaryOp::BitOr, 1),
            "^" => (BinaryOp::BitXor, 2),
            "&" => (BinaryOp::BitAnd, 3),
            "+" => (BinaryOp::Add, 4),
            "-" => (BinaryOp::Sub, 4),
            "*" => (BinaryOp::Mul, 5),
            "/" => (BinaryOp::Div, 5),
            "//" => (BinaryOp::FloorDiv, 5),
            "%" => (BinaryOp::Rem, 5),
            _ => return None,
        })
    }

    fn unary(&mut self) -> Parsed {
        let op = match self.peek() {
            Token::Op("-") => UnaryOp::Minus,
            Token::Op("+") => UnaryOp::Plus,
            Token::Op("~") => UnaryOp::Invert,
            _ => return self.power(),
        };
        self.next();
        let operand = self.deeper(Self::unary)?;
        Ok(Expr::Unary(op, Box::new(operand)))
    }

    /// `**` groups to the right and binds tighter than a sign on its left.
    fn power(&mut self) -> Parsed {
        let base = self.postfix()?;
        if !self.eat_op("**") {
            return Ok(base);
        }
        let exponent = self.deeper(Self::unary)?;
        Ok(Expr::Binary(
            BinaryOp::Pow,
            Box::new(base),
            Box::new(exponent),
        ))
    }

    /// `$X.lower()` and `$X.upper()`.
    fn postfix(&mut self) -> Parsed {
        let mut expr = self.primary()?;
        while self.eat_op(".") {
            let (token, span) = self.next();
            let function = match &token {
                Token::Name(name) if name == "lower" => Function::Lower,
                Token::Name(name) if name == "upper" => Function::Upper,
                other => {
                    return Err(ParseError {
                        span,
                        message: format!("{} is not a known method", other.describe()),
                        advice: Some("only `lower()` and `upper()` can be called like this".into()),
                    });
                }
            };
            self.expect("(")?;
            self.expect(")")?;
            expr = Expr::Call(function, vec![expr]);
        }
        Ok(expr)
    }

    fn primary(&mut self) -> Parsed {
        let (token, span) = self.next();
        match token {
            Token::Int(n) => Ok(Expr::Literal(Value::Int(n))),
            Token::Float(n) => Ok(Expr::Literal(Value::Float(n))),
            Token::Str(s) => Ok(Expr::Literal(Value::Str(self.joined(s).into()))),
            Token::Mvar(m) => Mvar::parse(&m).map(Expr::Mvar).ok_or(ParseError {
                span,
                message: format!("`{m}` is not a metavariable"),
                advice: None,
            }),
            Token::Op("(") => self.deeper(Self::parenthesized),
            Token::Op("[") => self.deeper(|p| p.items("]")).map(Expr::List),
            Token::Name(name) => self.named(&name, span),
            other => Err(ParseError {
                span,
                message: format!("expected a value, found {}", other.describe()),
                advice: match other {
                    Token::Op("&") => Some("conditions are joined by `and`".into()),
                    Token::Op("|") => Some("conditions are joined by `or`".into()),
                    Token::End => Some("write what must hold, such as `$X > 1`".into()),
                    _ => None,
                },
            }),
        }
    }

    /// Adjacent string literals are one.
    fn joined(&mut self, mut text: String) -> String {
        while let Token::Str(more) = self.peek() {
            text.push_str(more);
            self.next();
        }
        text
    }

    fn parenthesized(&mut self) -> Parsed {
        if self.eat_op(")") {
            return Ok(Expr::List(Vec::new()));
        }
        let first = self.or()?;
        if !self.eat_op(",") {
            self.expect(")")?;
            return Ok(first);
        }
        let mut items = vec![first];
        items.extend(self.items(")")?);
        Ok(Expr::List(items))
    }

    /// Comma-separated items up to the closing bracket, which is eaten.
    fn items(&mut self, close: &str) -> Result<Vec<Expr>, ParseError> {
        let mut items = Vec::new();
        loop {
            if self.eat_op(close) {
                return Ok(items);
            }
            items.push(self.or()?);
            if !self.eat_op(",") {
                self.expect(close)?;
                return Ok(items);
            }
        }
    }

    fn named(&mut self, name: &str, span: Span) -> Parsed {
        match name {
            "True" | "true" => return Ok(Expr::Literal(Value::Bool(true))),
            "False" | "false" => return Ok(Expr::Literal(Value::Bool(false))),
            "re" if self.is_op(".") => return self.regex_match(span),
            _ => {}
        }
        if !self.is_op("(") {
            return Err(ParseError {
                span,
                message: format!("`{name}` is not known here"),
                advice: Some(format!(
                    "write a text in quotes (\"{name}\") and a metavariable with `$` in upper case"
                )),
            });
        }
        let Some(function) = Function::from_name(name) else {
            return Err(unknown_function(name, span));
        };
        self.next();
        let args = self.deeper(|p| p.items(")"))?;
        let wanted = usize::from(function != Function::Today);
        if args.len() == wanted {
            return Ok(Expr::Call(function, args));
        }
        Err(ParseError {
            span,
            message: format!("`{name}` takes {wanted} argument(s), found {}", args.len()),
            advice: None,
        })
    }

    fn regex_match(&mut self, span: Span) -> Parsed {
        self.next();
        let (method, _) = self.next();
        if !matches!(&method, Token::Name(name) if name == "match") {
            return Err(unknown_function("re.…", span));
        }
        self.expect("(")?;
        let (pattern, pattern_span) = self.next();
        let Token::Str(pattern) = pattern else {
            return Err(ParseError {
                span: pattern_span,
                message: "the first argument of `re.match` must be a string".into(),
                advice: None,
            });
        };
        let pattern = self.joined(pattern);
        let regex = Regex::parse(&pattern, Flavor::Start).map_err(|e| ParseError {
            span: pattern_span,
            message: e.message,
            advice: e.advice,
        })?;
        self.expect(",")?;
        let subject = self.deeper(Self::or)?;
        self.expect(")")?;
        Ok(Expr::Match(regex, Box::new(subject)))
    }
}

fn unknown_function(name: &str, span: Span) -> ParseError {
    ParseError {
        span,
        message: format!("there is no function `{name}`"),
        advice: Some(format!("the functions are {}", Function::NAMES.join(", "))),
    }
}
