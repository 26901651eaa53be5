//! Patterns: code with holes.

use super::kinds::K;
use super::{Java, JavaAt};
use crate::lang::PatternError;
use crate::lang::lower::Lowering;
use crate::{Flags, Kind, Role, Span, Tree};

pub(super) fn parse(text: &str) -> Result<Tree, PatternError> {
    Err(PatternError {
        span: Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX)),
        message: "patterns are in work".to_owned(),
    })
}

impl Lowering<'_, Java> {
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
            _ => return false,
        }
        true
    }

    fn typed_metavariable(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::TypedMetavar, role, at.span);
        let mut typed = false;
        self.children(|l, child| {
            if typed {
                l.name_of(id, child);
            } else {
                typed = true;
                l.lower(child, Role::Type);
            }
        });
        self.b.close();
    }
}
