//! `requires`: Boolean expressions over taint labels.

use std::fmt;

use haechi_syntax::Span;

use crate::compare::ParseError;
use crate::compare::lex::{Token, tokens};

/// An expression such as `TAINTED and not CLEAN`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Requires {
    /// `True` or `False`.
    Bool(bool),
    /// The label is present.
    Label(Box<str>),
    /// It does not hold.
    Not(Box<Self>),
    /// All hold.
    And(Vec<Self>),
    /// One holds.
    Or(Vec<Self>),
}

impl Requires {
    /// Parses an expression.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let tokens = tokens(text).map_err(|e| error(e.span, e.message))?;
        let mut parser = Parser {
            tokens: &tokens,
            depth: 0,
        };
        let found = parser.or()?;
        match parser.peek() {
            Token::End => Ok(found),
            other => Err(error(
                parser.span(),
                format!("expected `and` or `or`, found {}", other.describe()),
            )),
        }
    }

    /// Whether it holds for a set of labels.
    pub fn holds(&self, has: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Bool(b) => *b,
            Self::Label(label) => has(label),
            Self::Not(inner) => !inner.holds(has),
            Self::And(items) => items.iter().all(|item| item.holds(has)),
            Self::Or(items) => items.iter().any(|item| item.holds(has)),
        }
    }

    /// Its labels, each with whether it stands under an odd number of `not`.
    pub fn labels(&self) -> Vec<(&str, bool)> {
        let mut found = Vec::new();
        self.collect(false, &mut found);
        found
    }

    fn collect<'r>(&'r self, negated: bool, found: &mut Vec<(&'r str, bool)>) {
        match self {
            Self::Bool(_) => {}
            Self::Label(label) => found.push((label, negated)),
            Self::Not(inner) => inner.collect(!negated, found),
            Self::And(items) | Self::Or(items) => {
                items.iter().for_each(|item| item.collect(negated, found));
            }
        }
    }
}

/// With the fewest parentheses.
impl fmt::Display for Requires {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, items: &[Self], word: &str| {
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    write!(f, " {word} ")?;
                }
                match item {
                    Self::And(_) | Self::Or(_) => write!(f, "({item})")?,
                    _ => write!(f, "{item}")?,
                }
            }
            Ok(())
        };
        match self {
            Self::Bool(true) => f.write_str("True"),
            Self::Bool(false) => f.write_str("False"),
            Self::Label(label) => f.write_str(label),
            Self::Not(inner) => match &**inner {
                Self::And(_) | Self::Or(_) => write!(f, "not ({inner})"),
                _ => write!(f, "not {inner}"),
            },
            Self::And(items) => joined(f, items, "and"),
            Self::Or(items) => joined(f, items, "or"),
        }
    }
}

fn error(span: Span, message: String) -> ParseError {
    ParseError {
        span,
        message,
        advice: Some("combine labels with `and`, `or`, `not` and parentheses".into()),
    }
}

/// How deep parentheses and `not` may nest.
const MAX_DEPTH: usize = 64;

struct Parser<'t> {
    tokens: &'t [(Token, Span)],
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        &self.tokens[0].0
    }

    fn span(&self) -> Span {
        self.tokens[0].1
    }

    fn advance(&mut self) {
        // The end is never passed.
        if self.tokens.len() > 1 {
            self.tokens = &self.tokens[1..];
        }
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = match self.peek() {
            Token::Name(name) => name == word,
            Token::Op(op) => *op == word,
            _ => false,
        };
        if found {
            self.advance();
        }
        found
    }

    fn or(&mut self) -> Result<Requires, ParseError> {
        let first = self.and()?;
        let mut items = vec![first];
        while self.eat("or") {
            items.push(self.and()?);
        }
        Ok(single_or(items, Requires::Or))
    }

    fn and(&mut self) -> Result<Requires, ParseError> {
        let first = self.not()?;
        let mut items = vec![first];
        while self.eat("and") {
            items.push(self.not()?);
        }
        Ok(single_or(items, Requires::And))
    }

    fn not(&mut self) -> Result<Requires, ParseError> {
        if self.depth == MAX_DEPTH {
            return Err(error(self.span(), "this is nested too deeply".into()));
        }
        self.depth += 1;
        let found = if self.eat("not") {
            self.not().map(|inner| Requires::Not(Box::new(inner)))
        } else {
            self.primary()
        };
        self.depth -= 1;
        found
    }

    fn primary(&mut self) -> Result<Requires, ParseError> {
        let span = self.span();
        if self.eat("(") {
            let inner = self.or()?;
            if self.eat(")") {
                return Ok(inner);
            }
            let message = format!("expected `)`, found {}", self.peek().describe());
            return Err(error(self.span(), message));
        }
        let found = match self.peek() {
            Token::Name(name) => match name.as_str() {
                "True" | "true" => Requires::Bool(true),
                "False" | "false" => Requires::Bool(false),
                _ => Requires::Label(name.as_str().into()),
            },
            Token::Mvar(mvar) => {
                return Err(error(
                    span,
                    format!("`{mvar}` is a metavariable; labels have no `$`"),
                ));
            }
            other => {
                return Err(error(
                    span,
                    format!("expected a label, found {}", other.describe()),
                ));
            }
        };
        self.advance();
        Ok(found)
    }
}

fn single_or(mut items: Vec<Requires>, many: fn(Vec<Requires>) -> Requires) -> Requires {
    match items.pop() {
        Some(only) if items.is_empty() => only,
        last => {
            items.extend(last);
            many(items)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str, labels: &[&str]) -> bool {
        Requires::parse(text)
            .unwrap()
            .holds(&|label| labels.contains(&label))
    }

    #[test]
    fn precedence() {
        assert!(holds("A or B and not C", &["A", "C"]));
        assert!(!holds("(A or B) and not C", &["A", "C"]));
        assert!(holds("not A and not B", &[]));
        assert!(holds("True", &[]));
    }

    #[test]
    fn shown_as_it_binds() {
        for text in ["A or (B and not C)", "not (A or B)", "A and B and True"] {
            assert_eq!(Requires::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn errors() {
        let message = |text| Requires::parse(text).unwrap_err().message;
        assert_eq!(message("A and"), "expected a label, found the end");
        assert_eq!(message("A B"), "expected `and` or `or`, found `B`");
        assert!(message("$A").starts_with("`$A` is a metavariable"));
        assert_eq!(message("(A"), "expected `)`, found the end");
    }

    #[test]
    fn labels_know_their_sign() {
        let requires = Requires::parse("A and not (B or not C)").unwrap();
        assert_eq!(requires.labels(), [("A", false), ("B", true), ("C", false)]);
    }
}
