//! Access paths: which part of which argument.

use std::fmt;

use super::subject::Signature;

/// A place that a call reads or writes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AccessPath {
    /// Where it starts.
    pub root: Root,
    /// If the root is a function: what of it.
    pub callback: Option<Callback>,
    /// The way from there.
    pub selectors: Vec<Selector>,
}

/// Where an access path starts.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Root {
    /// The receiver.
    This,
    /// The result; of a constructor, the new object.
    Return,
    /// A positional argument, from 0 (the receiver does not count).
    Arg(u16),
    /// Each argument.
    Args,
    /// An argument that can only be given by name.
    Keyword(Box<str>),
}

/// A part of a function that is passed as an argument.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Callback {
    /// What it is called with.
    Param(u16),
    /// What it returns.
    Return,
}

/// A step of an access path.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Selector {
    /// A field.
    Field(Box<str>),
    /// Any element of a list, set or stream; any value of a map.
    Element,
    /// Any key of a map.
    Key,
    /// The element at an index that is known.
    Index(i64),
    /// The value under a key that is known.
    Named(Box<str>),
    /// The element whose index or key an argument gives.
    ByArg(u16),
    /// All that it holds, at any depth.
    Any,
}

/// Why a text is not an access path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PathError {
    /// Where in the text, in bytes.
    pub at: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PathError {}

impl AccessPath {
    /// The path that is just a root.
    pub const fn root(root: Root) -> Self {
        Self {
            root,
            callback: None,
            selectors: Vec::new(),
        }
    }

    /// Parses a path; names of parameters are looked up in the signature.
    pub fn parse(text: &str, signature: &Signature) -> Result<Self, PathError> {
        Parser { text, at: 0 }.path(signature)
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn error<T>(&self, message: impl Into<String>) -> Result<T, PathError> {
        Err(PathError {
            at: self.at,
            message: message.into(),
        })
    }

    fn word(&mut self) -> &'t str {
        let rest = self.rest();
        let len = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$')))
            .unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.rest().starts_with(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    fn until(&mut self, close: char) -> Result<&'t str, PathError> {
        let rest = self.rest();
        match rest.find(close) {
            Some(len) => {
                self.at += len + close.len_utf8();
                Ok(rest[..len].trim())
            }
            None => self.error(format!("`{close}` is missing")),
        }
    }

    fn path(mut self, signature: &Signature) -> Result<AccessPath, PathError> {
        let word = self.word();
        let root = match word {
            "this" | "self" => Root::This,
            "return" => Root::Return,
            "args" if !signature.has("args") => Root::Args,
            "" => return self.error("a path begins with `arg0`, `this`, `return` or `args`"),
            name => match signature.root(name).or_else(|| arg(name).map(Root::Arg)) {
                Some(root) => root,
                None => {
                    self.at = 0;
                    return self.error(format!("`{name}` is no argument; {}", signature.hint()));
                }
            },
        };
        let callback = if self.eat('(') {
            Some(match self.until(')')? {
                "return" => Callback::Return,
                n => match n.parse() {
                    Ok(n) => Callback::Param(n),
                    Err(_) => {
                        return self
                            .error("a callback's part is the number of a parameter or `return`");
                    }
                },
            })
        } else {
            None
        };
        let mut selectors = Vec::new();
        while !self.rest().is_empty() {
            selectors.push(self.selector(signature)?);
        }
        Ok(AccessPath {
            root,
            callback,
            selectors,
        })
    }

    fn selector(&mut self, signature: &Signature) -> Result<Selector, PathError> {
        if self.eat('.') {
            return match self.word() {
                "" => self.error("the name of a field is missing"),
                "element" => Ok(Selector::Element),
                "key" => Ok(Selector::Key),
                "any" => Ok(Selector::Any),
                "at" if self.eat('(') => {
                    let inside = self.until(')')?;
                    self.index(inside, signature)
                }
                field => Ok(Selector::Field(field.into())),
            };
        }
        if !self.eat('[') {
            return self.error("here a path goes on with `.field`, `.element` or `.at(…)`");
        }
        let inside = self.until(']')?;
        self.index(inside, signature)
    }

    fn index(&self, inside: &str, signature: &Signature) -> Result<Selector, PathError> {
        if inside == "*" {
            return Ok(Selector::Element);
        }
        if let Ok(n) = inside.parse() {
            return Ok(Selector::Index(n));
        }
        if let Some(n) = arg(inside) {
            return Ok(Selector::ByArg(n));
        }
        if let Some(Root::Arg(n)) = signature.root(inside) {
            return Ok(Selector::ByArg(n));
        }
        let quoted = ['"', '\'']
            .iter()
            .find_map(|q| inside.strip_prefix(*q)?.strip_suffix(*q));
        match quoted {
            Some(key) => Ok(Selector::Named(key.into())),
            None => self.error("an element is given by a number, a quoted key, `*` or `arg0`"),
        }
    }
}

/// The number in `arg3`.
pub(super) fn arg(word: &str) -> Option<u16> {
    let digits = word.strip_prefix("arg")?;
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

/// As it is written in models.
impl fmt::Display for AccessPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.root {
            Root::This => f.write_str("this")?,
            Root::Return => f.write_str("return")?,
            Root::Arg(n) => write!(f, "arg{n}")?,
            Root::Args => f.write_str("args")?,
            Root::Keyword(name) => f.write_str(name)?,
        }
        match self.callback {
            Some(Callback::Param(n)) => write!(f, "({n})")?,
            Some(Callback::Return) => f.write_str("(return)")?,
            None => {}
        }
        for selector in &self.selectors {
            match selector {
                Selector::Field(name) => write!(f, ".{name}")?,
                Selector::Element => f.write_str(".element")?,
                Selector::Key => f.write_str(".key")?,
                Selector::Index(n) => write!(f, ".at({n})")?,
                Selector::Named(key) => write!(f, ".at({key:?})")?,
                Selector::ByArg(n) => write!(f, ".at(arg{n})")?,
                Selector::Any => f.write_str(".any")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for AccessPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match AccessPath::parse(text, &Signature::Any) {
            Ok(path) => path.to_string(),
            Err(error) => format!("{}: {}", error.at, error.message),
        }
    }

    #[test]
    fn paths_read_as_they_are_written() {
        for text in [
            "arg0",
            "this.element.name",
            "return.at(\"k\")",
            "arg1(0).element",
            "arg0(return)",
            "this.at(arg0)",
            "this.at(0).any",
            "args",
        ] {
            assert_eq!(shown(text), text);
        }
        assert_eq!(shown("self[*]"), "this.element");
        assert_eq!(shown("self['k'][arg2]"), "this.at(\"k\").at(arg2)");
    }

    #[test]
    fn errors_have_places() {
        assert_eq!(shown("arg0..x"), "5: the name of a field is missing");
        assert!(shown("argument").starts_with("0: `argument` is no argument"));
        assert!(shown("this[x]").contains("an element is given by"));
        assert!(shown("this[0").contains("`]` is missing"));
        assert!(shown("arg99999").starts_with("0: "));
    }
}
