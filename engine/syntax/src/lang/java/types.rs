//! Types.

use super::kinds::K;
use super::{Java, JavaAt};
use crate::lang::lower::Lowering;
use crate::{Flags, Kind, NodeId, Role, Span};

impl Lowering<'_, Java> {
    /// Lowers a type or a part of one; false if the node is neither.
    pub(super) fn type_node(&mut self, at: JavaAt, role: Role) -> bool {
        match at.kind {
            K::ScopedType => self.scoped_type(at, role),
            K::GenericType => self.generic_type(at, role),
            K::TypeArguments => self.lower_children(Role::TypeArg),
            K::ArrayType => self.array_type(at, role),
            K::AnnotatedType => self.annotated_type(at, role),
            K::Wildcard => self.wildcard(at, role),
            K::Dimensions => self.lower_children(Role::Attr),
            _ => return false,
        }
        true
    }

    /// `a.B`, `Outer<T>.Inner`, `java.lang.@A String`.
    fn scoped_type(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Member, role, at.span);
        self.add_flags(id, Flags::TYPE);
        let mut next = Role::Object;
        self.children(|l, child| match child.kind {
            K::Annotation => l.lower(child, Role::Attr),
            _ if next == Role::Object => {
                l.lower(child, Role::Object);
                next = Role::Name;
            }
            _ => l.name_of(id, child),
        });
        self.b.close();
    }

    /// A type of which the grammar made one name: `a.B` if it was mended.
    pub(super) fn type_path(&mut self, span: Span, role: Role) {
        let text = self.text(span);
        let Some(dot) = text.rfind('.').filter(|_| self.room() > text.len()) else {
            self.named(Kind::Ident, span, role, Flags::TYPE);
            return;
        };
        let place = span.start + u32::try_from(dot).unwrap_or(0);
        let id = self.b.open(Kind::Member, role, span);
        self.add_flags(id, Flags::TYPE);
        self.type_path(Span::new(span.start, place), Role::Object);
        let name = self.named(
            Kind::Ident,
            Span::new(place + 1, span.end),
            Role::Name,
            Flags::TYPE,
        );
        self.take_name(id, name);
        self.b.close();
    }

    fn generic_type(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::GenericType, role, at.span);
        self.add_flags(id, Flags::TYPE);
        self.children(|l, child| match child.kind {
            K::TypeArguments => {
                l.lower(child, Role::TypeArg);
                l.done();
            }
            _ => {
                let base = l.b.next_id();
                l.lower(child, Role::Type);
                l.take_name(id, base);
            }
        });
        self.b.close();
    }

    fn array_type(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::ArrayType, role, at.span);
        self.children(|l, child| match child.kind {
            K::Dimensions => l.dimensions_of(id),
            _ => l.lower(child, Role::Type),
        });
        self.b.close();
    }

    fn annotated_type(&mut self, at: JavaAt, role: Role) {
        self.b.open(Kind::AnnotatedType, role, at.span);
        self.children(|l, child| match child.kind {
            K::Annotation => l.lower(child, Role::Attr),
            _ => l.lower(child, Role::Type),
        });
        self.b.close();
    }

    fn wildcard(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::WildcardType, role, at.span);
        self.children(|l, child| match child.kind {
            K::Annotation => l.lower(child, Role::Attr),
            K::Super => l.add_flags(id, Flags::SUPER),
            _ => l.lower(child, Role::Bound),
        });
        self.b.close();
    }

    /// Counts the `[]` of the dimensions at the cursor onto the open node `of`;
    /// their annotations become its attributes.
    pub(super) fn dimensions_of(&mut self, of: NodeId) {
        let mut count = 0u8;
        self.children(|l, child| match child.kind {
            K::Bracket => count = count.saturating_add(1),
            _ => l.lower(child, Role::Attr),
        });
        let node = self.b.node_mut(of);
        node.flags = node
            .flags
            .with_dims(node.flags.dims().saturating_add(count));
    }
}
