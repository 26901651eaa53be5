//! Literals.

use super::kinds::K;
use super::{Java, JavaAt};
use crate::lang::lower::Lowering;
use crate::{Flags, Kind, Role, Span};

impl Lowering<'_, Java> {
    pub(super) fn literal(&mut self, at: JavaAt, role: Role) {
        let (kind, flags) = match at.kind {
            K::Float => (Kind::Float, Flags::NONE),
            K::True => (Kind::Bool, Flags::TRUE),
            K::False => (Kind::Bool, Flags::NONE),
            K::Char => (Kind::Char, Flags::NONE),
            K::Null => (Kind::Null, Flags::NONE),
            _ => (Kind::Int, Flags::NONE),
        };
        self.leaf(kind, at, role, flags);
    }

    /// A string or text block; with `\{e}` in it a template.
    pub(super) fn string(&mut self, at: JavaAt, role: Role) {
        let text = self.text(at.span);
        let triple = text.starts_with("\"\"\"");
        let flags = Flags::NONE.with_if(Flags::TRIPLE, triple);
        // `\{` in the text is rare, and even then it may be `\\{`.
        let mut has_holes = false;
        if text.contains("\\{") {
            self.revisit(|_, child| has_holes |= child.kind == K::Interpolation);
        }
        if has_holes {
            self.template(at, role, flags);
        } else {
            self.leaf(Kind::Str, at, role, flags);
        }
    }

    fn template(&mut self, at: JavaAt, role: Role, flags: Flags) {
        let id = self.b.open(Kind::FString, role, at.span);
        self.add_flags(id, flags);
        let quote = if flags.has(Flags::TRIPLE) { 3 } else { 1 };
        let mut from = at.span.start + quote;
        self.children(|l, child| {
            l.string_part(from, child.span.start, flags);
            from = child.span.end;
            l.lower(child, Role::Part);
        });
        self.string_part(from, at.span.end.saturating_sub(quote), flags);
        self.b.close();
    }

    fn string_part(&mut self, start: u32, end: u32, flags: Flags) {
        if start < end {
            let id = self
                .b
                .leaf(Kind::StrPart, Role::Part, Span::new(start, end));
            self.add_flags(id, flags);
        }
    }

    pub(super) fn interpolation(&mut self, at: JavaAt, role: Role) {
        self.branch(Kind::Interp, at, role, Role::Value);
    }
}
