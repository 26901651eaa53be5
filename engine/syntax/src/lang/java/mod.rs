//! Java: from tree-sitter's nodes to the shared tree.
//!
//! [`kinds`] says what each node kind of the grammar is, [`lower`] sends it to
//! its handler; the handlers stand by topic in the other files. The same code
//! serves the published grammar and the pattern grammar.

mod declarations;
mod expressions;
mod kinds;
mod literals;
mod mend;
mod patterns;
mod statements;
mod switches;
mod types;

use std::sync::{Arc, LazyLock};

use super::lower::{self, At, Dialect, Grammar, Lowering};
use crate::lang::{Lang, PatternError};
use crate::{Flags, Kind, Role, Tree};
use kinds::{F, K};

/// The Java dialect of the lowering.
enum Java {}

type JavaAt = At<Java>;

static SOURCE: LazyLock<Grammar<Java>> =
    LazyLock::new(|| Grammar::new(haechi_grammar_java::SOURCE));

pub(super) fn parse(text: Arc<str>) -> Tree {
    lower::parse_file(&SOURCE, text)
}

pub(super) fn parse_pattern(text: &str) -> Result<Tree, PatternError> {
    patterns::parse(text)
}

impl Dialect for Java {
    type Kind = K;
    type Field = F;

    const LANG: Lang = Lang::Java;
    const TOKEN: K = K::Token;
    const CLOSE: K = K::Close;
    const COMMENT: K = K::Comment;
    const ERROR: K = K::Error;
    const NO_FIELD: F = F::None;

    fn kind(name: &str, named: bool) -> K {
        kinds::kind(name, named)
    }

    fn field(name: &str) -> F {
        kinds::field(name)
    }

    fn lower(l: &mut Lowering<'_, Self>, at: JavaAt, role: Role) {
        l.node(at, role);
    }

    fn mend(text: &str) -> Option<String> {
        mend::mend(text)
    }
}

impl Lowering<'_, Java> {
    /// Lowers any node. The most frequent kinds come first; the rest goes by topic.
    fn node(&mut self, at: JavaAt, role: Role) {
        match at.kind {
            K::Identifier => {
                self.named(Kind::Ident, at.span, role, Flags::NONE);
            }
            K::TypeName => {
                self.named(Kind::Ident, at.span, role, Flags::TYPE);
            }
            K::Call => self.call(at, role),
            K::FieldAccess => self.field_access(at, role),
            K::String => self.string(at, role),
            K::ExpressionStatement => self.expression_statement(at, role),
            K::Parenthesized => self.children_to_close(|l, child| l.lower(child, role)),
            K::Transparent => self.lower_children(role),
            K::Token | K::Close | K::Comment => {}
            _ => self.node_by_topic(at, role),
        }
    }

    /// A node in brackets whose children all have one role.
    fn bracketed(&mut self, kind: Kind, at: JavaAt, role: Role, children: Role) {
        self.b.open(kind, role, at.span);
        self.children_to_close(|l, child| l.lower(child, children));
        self.b.close();
    }

    fn node_by_topic(&mut self, at: JavaAt, role: Role) {
        if !(self.expression(at, role)
            || self.statement(at, role)
            || self.declaration(at, role)
            || self.type_node(at, role)
            || self.switch_part(at, role)
            || self.hole(at, role))
        {
            self.other(at, role);
        }
    }
}

#[cfg(test)]
mod tests;
