//! Patterns: code with holes.

use std::sync::LazyLock;

use haechi_grammar_java::entry;

use super::kinds::{F, K};
use super::{Java, JavaAt};
use crate::lang::PatternError;
use crate::lang::lower::{Grammar, Lowering};
use crate::lang::pattern::parse_pattern;
use crate::{Flags, Kind, NodeId, Role, Tree};

static PATTERN: LazyLock<Grammar<Java>> =
    LazyLock::new(|| Grammar::new(haechi_grammar_java::PATTERN));

/// What a pattern is tried as, in this order.
const ENTRIES: [(&str, Flags); 4] = [
    (entry::EXPRESSION, Flags::P_EXPR),
    (entry::STATEMENTS, Flags::P_STMTS),
    (entry::MEMBERS, Flags::P_MEMBERS),
    (entry::PARTIAL, Flags::P_PARTIAL),
];

pub(super) fn parse(text: &str) -> Result<Tree, PatternError> {
    // A failed try costs more than a parse; no expression ends like this.
    let entries = match text.trim_end().ends_with(';') {
        true => &ENTRIES[1..],
        false => &ENTRIES[..],
    };
    parse_pattern(&PATTERN, entries, text, |l, _| {
        let what = l.at().kind;
        l.pattern(what);
    })
}

impl Lowering<'_, Java> {
    /// Lowers what an entry found into the open root.
    fn pattern(&mut self, what: K) {
        let flags = match what {
            K::PatternStatements => self.pattern_statements(),
            K::PatternMembers => {
                self.members();
                Flags::P_MEMBERS
            }
            K::PatternPartial => {
                self.pattern_partial();
                Flags::P_PARTIAL
            }
            _ => self.pattern_expression(),
        };
        self.b.node_mut(NodeId::ROOT).flags = flags;
    }

    /// An expression. A `switch` is more often a statement, and a statement
    /// pattern finds it as an expression too.
    fn pattern_expression(&mut self) -> Flags {
        let mut flags = Flags::P_EXPR;
        self.children(|l, child| match child.kind {
            K::Switch => {
                flags = Flags::P_STMTS;
                l.lower(child, Role::Stmt);
            }
            _ => l.lower(child, Role::Value),
        });
        flags
    }

    fn pattern_statements(&mut self) -> Flags {
        let mut count = 0;
        let mut headed = false;
        self.children(|l, child| {
            count += 1;
            headed = l.is_head(child.kind);
            l.lower(child, Role::Stmt);
        });
        if headed && count == 1 {
            Flags::P_PARTIAL
        } else {
            Flags::P_STMTS
        }
    }

    fn pattern_partial(&mut self) {
        let mut cases = false;
        self.revisit(|_, child| cases |= child.kind == K::SwitchGroup);
        if cases {
            self.cases();
        } else {
            self.children(|l, child| l.lower(child, partial_role(child.kind)));
        }
    }

    /// Whether the statement at the cursor is a head without what belongs to it:
    /// `class $C`, `void $M(...)` without a `;`, `if ($X)`, `try { ... }`.
    fn is_head(&mut self, kind: K) -> bool {
        let is_end: fn(F, K) -> bool = match kind {
            K::Method => |field, child| field == F::Body || child == K::Semicolon,
            K::If => |field, _| field == F::Consequence,
            K::Try => |_, child| matches!(child, K::Catch | K::Finally | K::Resources),
            K::Class
            | K::Interface
            | K::Enum
            | K::Record
            | K::AnnotationType
            | K::Constructor
            | K::While
            | K::For
            | K::ForEach => |field, _| field == F::Body,
            _ => return false,
        };
        let mut has_end = false;
        self.revisit(|l, child| has_end |= is_end(l.field(), child.kind));
        !has_end
    }

    /// Lowers a hole; false if the node is none.
    pub(super) fn hole(&mut self, at: JavaAt, role: Role) -> bool {
        match at.kind {
            K::Metavar => {
                self.named(Kind::Metavar, at.span, role, Flags::NONE);
            }
            K::MetavarSeq => {
                self.named(Kind::MetavarSeq, at.span, role, Flags::NONE);
            }
            K::Ellipsis => {
                self.leaf(Kind::Ellipsis, at, role, Flags::NONE);
            }
            K::DeepEllipsis => {
                self.branch(Kind::DeepEllipsis, at, role, Role::Value);
            }
            K::TypedMetavar => self.typed_metavariable(at, role),
            K::Else => self.children(|l, child| l.body(child, role)),
            _ => return false,
        }
        true
    }

    fn typed_metavariable(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::TypedMetavar, role, at.span);
        self.children(|l, child| match l.field() {
            F::Type => l.lower(child, Role::Type),
            _ => l.name_of(id, child),
        });
        self.b.close();
    }
}

/// What a partial form is to the node it would be a part of.
fn partial_role(kind: K) -> Role {
    match kind {
        K::Catch => Role::Catch,
        K::Finally => Role::Finally,
        K::Else => Role::Else,
        K::SwitchRule => Role::Case,
        _ => Role::Attr,
    }
}
