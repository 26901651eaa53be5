//! The languages, and the way from text to a [`Tree`].

use std::fmt;
use std::sync::Arc;

use crate::{Span, Tree};

mod java;
mod lower;
mod pattern;
mod python;

/// A language whose files become trees.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Lang {
    /// Java 8 and later.
    Java,
    /// Python 3, and Python 2 as far as the grammar goes.
    Python,
}

/// Why a pattern is not one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatternError {
    /// Where in the pattern's text the parser first stumbled.
    pub span: Span,
    /// What is wrong and, where we can tell, what to write instead.
    pub message: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PatternError {}

impl Lang {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::Java, Self::Python];

    /// The name of the language in rules and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Java => "java",
            Self::Python => "python",
        }
    }

    /// The language that a rule or flag names (`java`, `python`, `py`, `python2`, `python3`; any case).
    pub fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "java" => Some(Self::Java),
            "python" | "py" | "python2" | "python3" => Some(Self::Python),
            _ => None,
        }
    }

    /// The language of files with this extension (without the dot).
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension {
            "java" => Some(Self::Java),
            "py" | "pyi" => Some(Self::Python),
            _ => None,
        }
    }

    /// Parses and lowers a file. Always gives a tree: what could not be parsed
    /// is in [`Tree::gaps`].
    pub fn parse(self, text: Arc<str>) -> Tree {
        match self {
            Self::Java => java::parse(text),
            Self::Python => python::parse(text),
        }
    }

    /// Parses a pattern: code with holes. The root is a [`Kind::Pattern`](crate::Kind::Pattern).
    pub fn parse_pattern(self, text: &str) -> Result<Tree, PatternError> {
        match self {
            Self::Java => java::parse_pattern(text),
            Self::Python => python::parse_pattern(text),
        }
    }
}
