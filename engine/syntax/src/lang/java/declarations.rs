//! Files, packages, imports, classes, their members, parameters and annotations.

use super::kinds::{F, K};
use super::{Java, JavaAt};
use crate::lang::lower::Lowering;
use crate::{Flags, Kind, NameId, NodeId, Role, Span};

impl Lowering<'_, Java> {
    /// Lowers a declaration or a part of one; false if the node is neither.
    pub(super) fn declaration(&mut self, at: JavaAt, role: Role) -> bool {
        match at.kind {
            K::Program => {
                self.b.open(Kind::File, role, at.span);
                self.lower_children(Role::Stmt);
                self.b.close();
            }
            K::Package => self.package(at, role),
            K::Import => self.import(at, role),
            K::Class => self.class(at, role, Flags::CLASS),
            K::Interface => self.class(at, role, Flags::INTERFACE),
            K::Enum => self.class(at, role, Flags::ENUM),
            K::Record => self.class(at, role, Flags::RECORD),
            K::AnnotationType => self.class(at, role, Flags::ANNOTATION_TYPE),
            K::ClassBody => self.class_body(at, role),
            K::EnumConstant => self.enum_constant(at, role),
            K::Method => self.function(at, role, Flags::NONE),
            K::AnnotationElement => self.annotation_element(at, role),
            K::Constructor => self.function(at, role, Flags::CONSTRUCTOR),
            K::CompactConstructor => {
                self.function(at, role, Flags::CONSTRUCTOR.with(Flags::COMPACT));
            }
            K::StaticInitializer => self.initializer(at, role, Flags::STATIC),
            K::Field => self.variables(at, role, Flags::FIELD),
            K::Declarator => self.declarator(at, role),
            K::Modifiers => self.lower_children(Role::Attr),
            K::Modifier | K::Static | K::Default => {
                self.named(Kind::Modifier, at.span, role, Flags::NONE);
            }
            K::TypeParameters => self.lower_children(Role::TypeParam),
            K::TypeParameter => self.type_parameter(at, role),
            K::TypeBound => self.lower_children(Role::Bound),
            K::ExtendsInterfaces | K::Superclass => self.lower_children(Role::Super),
            K::Implements => self.lower_children(Role::Interface),
            K::Permits => self.lower_children(Role::Permits),
            K::Throws => self.lower_children(Role::Throws),
            K::FormalParameters | K::InferredParameters => self.parameters(at, role),
            K::FormalParameter => self.parameter(at, role, Flags::NONE),
            K::SpreadParameter => self.parameter(at, role, Flags::VARARGS),
            K::ReceiverParameter => self.parameter(at, role, Flags::RECEIVER),
            K::Annotation => self.annotation(at, role),
            K::AnnotationArguments => self.bracketed(Kind::Args, at, role, Role::Arg),
            K::ElementPair => self.element_pair(at, role),
            _ => return false,
        }
        true
    }

    // ---- packages and imports

    fn package(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Package, role, at.span);
        self.children(|l, child| match child.kind {
            K::Annotation => l.lower(child, Role::Attr),
            K::Semicolon => l.done(),
            _ => {
                let path = l.dotted_name(child, Role::Path);
                let name = l.b.node(path).name;
                l.b.node_mut(id).name = name;
            }
        });
        self.b.close();
    }

    fn import(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Import, role, at.span);
        let mut item: Option<NodeId> = None;
        self.children(|l, child| match child.kind {
            K::Static => l.add_flags(id, Flags::STATIC),
            K::Asterisk => {
                if let Some(item) = item {
                    let node = l.b.node_mut(item);
                    node.flags = Flags::WILDCARD;
                    node.name = NameId::NONE;
                    node.span.end = child.span.end;
                }
            }
            K::Semicolon => l.done(),
            _ => {
                let words = l.text(Span::new(at.span.start, child.span.start));
                let new = l.import_item(child);
                if words.trim_end().ends_with("module") {
                    let node = l.b.node_mut(new);
                    node.flags = Flags::WILDCARD;
                    node.name = NameId::NONE;
                }
                item = Some(new);
            }
        });
        if item.is_some() {
            self.b.close();
        }
        self.b.close();
    }

    /// Opens the one item of an import (it stays open: a `.*` may follow).
    fn import_item(&mut self, path: JavaAt) -> NodeId {
        let item = self.b.open(Kind::ImportItem, Role::Item, path.span);
        let path = self.dotted_name(path, Role::Path);
        let last = NodeId::new(self.b.next_id().raw() - 1);
        let bound = self.b.node(last.max(path)).name;
        self.b.node_mut(item).name = bound;
        item
    }

    /// `a.b.c` in an import or package clause; a lone hole stays a hole.
    fn dotted_name(&mut self, at: JavaAt, role: Role) -> NodeId {
        if !matches!(at.kind, K::Identifier | K::ScopedIdentifier) {
            let id = self.b.next_id();
            self.lower(at, role);
            return id;
        }
        let id = self.b.open(Kind::DottedName, role, at.span);
        let text = self.text(at.span);
        if !self.is_pattern() && text.bytes().all(is_path_byte) {
            self.written_segments(text, at.span.start);
        } else {
            self.segments(at);
        }
        let name = self.intern_without_blanks(at.span);
        self.b.node_mut(id).name = name;
        self.b.close();
        id
    }

    /// The segments of a path without blanks, from its text: imports are many,
    /// and a nested node for every dot is a long way round.
    fn written_segments(&mut self, text: &str, mut start: u32) {
        for segment in text.split('.') {
            let end = start + u32::try_from(segment.len()).unwrap_or(0);
            self.named(
                Kind::Ident,
                Span::new(start, end),
                Role::Segment,
                Flags::NONE,
            );
            start = end + 1;
        }
    }

    fn segments(&mut self, at: JavaAt) {
        if at.kind == K::ScopedIdentifier {
            self.nested(at, Role::Segment, |l| {
                l.children(|l, child| l.segments(child));
            });
        } else {
            self.lower(at, Role::Segment);
        }
    }

    fn intern_without_blanks(&mut self, span: Span) -> NameId {
        let text = self.text(span);
        if text.contains(char::is_whitespace) {
            let joined: String = text.split_whitespace().collect();
            self.b.names.intern(&joined)
        } else {
            self.b.names.intern(text)
        }
    }

    // ---- classes

    fn class(&mut self, at: JavaAt, role: Role, flags: Flags) {
        let id = self.b.open(Kind::Class, role, at.span);
        self.b.node_mut(id).flags = flags;
        let mut params: Option<NodeId> = None;
        self.children(|l, child| match child.kind {
            K::Modifiers
            | K::TypeParameters
            | K::Superclass
            | K::ExtendsInterfaces
            | K::Implements
            | K::Permits => {
                let from = l.b.next_id();
                l.lower(child, Role::Other);
                if let Some(params) = params {
                    l.b.move_front(from, params);
                }
            }
            K::FormalParameters => {
                params = Some(l.b.next_id());
                l.lower(child, Role::Params);
            }
            K::ClassBody => {
                l.lower(child, Role::Body);
                l.done();
            }
            K::Semicolon => {}
            _ => l.name_of(id, child),
        });
        self.b.close();
    }

    fn class_body(&mut self, at: JavaAt, role: Role) {
        self.b.open(Kind::ClassBody, role, at.span);
        self.members();
        self.b.close();
    }

    /// The children of the node at the cursor as members of a class.
    pub(super) fn members(&mut self) {
        self.children_to_close(|l, child| match child.kind {
            K::Semicolon => {}
            K::Transparent => l.members(),
            K::Block => l.initializer(child, Role::Member, Flags::NONE),
            _ => l.lower(child, Role::Member),
        });
    }

    fn initializer(&mut self, at: JavaAt, role: Role, flags: Flags) {
        let id = self.b.open(Kind::Initializer, role, at.span);
        self.b.node_mut(id).flags = flags;
        if at.kind == K::Block {
            self.lower(at, Role::Body);
        } else {
            self.children(|l, child| {
                if child.kind != K::Static {
                    l.lower(child, Role::Body);
                }
            });
        }
        self.b.close();
    }

    fn enum_constant(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::EnumConstant, role, at.span);
        self.children(|l, child| match child.kind {
            K::Modifiers => l.lower(child, Role::Attr),
            K::Arguments => l.lower(child, Role::Args),
            K::ClassBody => l.lower(child, Role::Body),
            _ => l.name_of(id, child),
        });
        self.b.close();
    }

    fn type_parameter(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::TypeParam, role, at.span);
        self.children(|l, child| match child.kind {
            K::Annotation => l.lower(child, Role::Attr),
            K::TypeBound => l.lower(child, Role::Bound),
            K::TypeName => {
                let name = l.named(Kind::Ident, child.span, Role::Name, Flags::NONE);
                l.take_name(id, name);
            }
            _ => l.name_of(id, child),
        });
        self.b.close();
    }

    // ---- methods and parameters

    fn function(&mut self, at: JavaAt, role: Role, flags: Flags) {
        let id = self.b.open(Kind::Function, role, at.span);
        self.b.node_mut(id).flags = flags;
        let first = self.b.next_id();
        self.children(|l, child| match child.kind {
            K::Modifiers | K::TypeParameters | K::Throws => l.lower(child, Role::Other),
            K::Annotation => {
                let from = l.b.next_id();
                l.lower(child, Role::Attr);
                l.b.move_front(from, first);
            }
            K::FormalParameters => l.lower(child, Role::Params),
            K::Block => {
                l.lower(child, Role::Body);
                l.done();
            }
            K::Dimensions => l.dimensions_of(id),
            K::Semicolon => l.done(),
            _ if l.field() == F::Type => l.lower(child, Role::Type),
            _ => l.name_of(id, child),
        });
        self.b.close();
    }

    fn annotation_element(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Function, role, at.span);
        self.children(|l, child| match child.kind {
            K::Modifiers => l.lower(child, Role::Attr),
            K::Dimensions => l.dimensions_of(id),
            K::Semicolon | K::Default => {}
            _ => match l.field() {
                F::Type => l.lower(child, Role::Type),
                F::Value => l.lower(child, Role::Default),
                _ => {
                    l.name_of(id, child);
                    let parentheses = l.parentheses_after(child.span.end);
                    l.b.leaf(Kind::Params, Role::Params, parentheses);
                }
            },
        });
        self.b.close();
    }

    /// Where the `()` stands that follows a name: the grammar has no node for it.
    fn parentheses_after(&self, start: u32) -> Span {
        let rest = self.text_from(start);
        let length = |bytes: usize| u32::try_from(bytes).unwrap_or(0);
        let blank = length(rest.len() - rest.trim_start().len());
        let Some(inner) = rest.trim_start().strip_prefix('(') else {
            return Span::new(start, start);
        };
        let Some(after) = inner.trim_start().strip_prefix(')') else {
            return Span::new(start, start);
        };
        Span::new(start + blank, start + length(rest.len() - after.len()))
    }

    pub(super) fn parameters(&mut self, at: JavaAt, role: Role) {
        self.b.open(Kind::Params, role, at.span);
        self.children_to_close(|l, child| match child.kind {
            K::Identifier | K::Metavar => l.bare_parameter(child),
            _ => l.lower(child, Role::Param),
        });
        self.b.close();
    }

    /// `x` of `x -> …` or `(x, y) -> …`. A lone metavariable is a whole parameter.
    pub(super) fn bare_parameter(&mut self, at: JavaAt) {
        if at.kind == K::Metavar {
            self.lower(at, Role::Param);
            return;
        }
        let id = self.b.open(Kind::Param, Role::Param, at.span);
        self.name_of(id, at);
        self.b.close();
    }

    /// A parameter, with the name and dimensions of its declarator if it has one.
    fn parameter(&mut self, at: JavaAt, role: Role, flags: Flags) {
        let id = self.b.open(Kind::Param, role, at.span);
        self.b.node_mut(id).flags = flags;
        let first = self.b.next_id();
        let mut typed = false;
        self.children(|l, child| match child.kind {
            K::Modifiers | K::Annotation => {
                let from = l.b.next_id();
                l.lower(child, Role::Attr);
                if typed {
                    l.b.move_front(from, first);
                }
            }
            K::Declarator => l.declared_name(id),
            K::Dimensions => l.dimensions_of(id),
            // `Outer.this` of a receiver: the class is known anyway.
            K::Identifier if flags.has(Flags::RECEIVER) => {}
            _ if !typed => {
                typed = true;
                l.lower(child, Role::Type);
            }
            // The grammar's ambiguity: a receiver may come as a plain parameter.
            _ if l.text(child.span) == "this" => {
                l.add_flags(id, Flags::RECEIVER);
                let name = l.named(Kind::This, child.span, Role::Name, Flags::NONE);
                l.take_name(id, name);
            }
            _ => l.name_of(id, child),
        });
        self.b.close();
    }

    // ---- variables

    /// `T a = 1, b[];`, as a field or in a block.
    pub(super) fn variables(&mut self, at: JavaAt, role: Role, flags: Flags) {
        let id = self.b.open(Kind::VarDecl, role, at.span);
        self.b.node_mut(id).flags = flags;
        self.children(|l, child| match child.kind {
            K::Declarator => l.declarator(child, Role::Item),
            K::Modifiers => l.lower(child, Role::Attr),
            K::Semicolon => l.done(),
            _ if l.field() == F::Type => l.lower(child, Role::Type),
            _ => l.lower(child, Role::Item),
        });
        self.b.close();
    }

    fn declarator(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Declarator, role, at.span);
        self.declared_name(id);
        self.b.close();
    }

    /// Name, dimensions and value of the declarator at the cursor, as children of `id`.
    fn declared_name(&mut self, id: NodeId) {
        let mut named = false;
        self.children(|l, child| match child.kind {
            K::Dimensions => l.dimensions_of(id),
            _ if !named => {
                named = true;
                l.name_of(id, child);
            }
            _ => {
                l.lower(child, Role::Value);
                l.done();
            }
        });
    }

    // ---- annotations

    fn annotation(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Annotation, role, at.span);
        self.children(|l, child| match child.kind {
            K::AnnotationArguments => {
                l.lower(child, Role::Args);
                l.done();
            }
            _ => {
                let callee = l.b.next_id();
                l.lower(child, Role::Callee);
                l.take_name(id, callee);
            }
        });
        self.b.close();
    }

    fn element_pair(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::KeywordArg, role, at.span);
        let mut named = false;
        self.children(|l, child| {
            if named {
                l.lower(child, Role::Value);
                l.done();
            } else {
                named = true;
                l.name_of(id, child);
            }
        });
        self.b.close();
    }

    // ---- names

    /// Lowers the node at the cursor as the name of the open node `of`.
    pub(super) fn name_of(&mut self, of: NodeId, at: JavaAt) {
        let name = self.b.next_id();
        match at.kind {
            K::Identifier | K::Underscore => {
                self.named(Kind::Ident, at.span, Role::Name, Flags::NONE);
            }
            _ => self.lower(at, Role::Name),
        }
        self.take_name(of, name);
    }

    /// Gives the node `of` the name of the node `from`, if that was added at all.
    pub(super) fn take_name(&mut self, of: NodeId, from: NodeId) {
        if from < self.b.next_id() {
            let name = self.b.node(from).name;
            self.b.node_mut(of).name = name;
        }
    }

    pub(super) fn add_flags(&mut self, id: NodeId, flags: Flags) {
        let node = self.b.node_mut(id);
        node.flags = node.flags.with(flags);
    }
}

/// Whether a path that is written without blanks and comments may have the byte.
fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'$') || !byte.is_ascii()
}
