//! Expressions. Parentheses leave no node.

use super::kinds::{F, K};
use super::{Java, JavaAt};
use crate::lang::lower::Lowering;
use crate::{Flags, Kind, NodeId, Operator, Role, Span};

impl Lowering<'_, Java> {
    /// Lowers an expression or a part of one; false if the node is neither.
    pub(super) fn expression(&mut self, at: JavaAt, role: Role) -> bool {
        match at.kind {
            K::Int | K::Float | K::True | K::False | K::Char | K::Null => self.literal(at, role),
            K::Interpolation => self.interpolation(at, role),
            K::Arguments => self.bracketed(Kind::Args, at, role, Role::Arg),
            K::Binary => self.binary(at, role),
            K::Assignment => self.assignment(at, role),
            K::Creation => self.creation(at, role),
            K::This => {
                self.named(Kind::This, at.span, role, Flags::NONE);
            }
            K::Super => {
                self.named(Kind::Super, at.span, role, Flags::NONE);
            }
            K::Lambda => self.lambda(at, role),
            K::Unary => self.unary(at, role),
            K::Update => self.update(at, role),
            K::Ternary => self.ternary(at, role),
            K::InstanceOf => self.instance_of(at, role),
            K::Cast => self.cast(at, role),
            K::ClassLiteral => {
                self.branch(Kind::ClassLit, at, role, Role::Type);
            }
            K::ArrayCreation => self.array_creation(at, role),
            K::DimensionExpr => self.dimension(at, role),
            K::ArrayInit => self.bracketed(Kind::ArrayInit, at, role, Role::Elem),
            K::ArrayAccess => self.array_access(at, role),
            K::ConstructorCall => self.constructor_call(at, role),
            K::MethodReference => self.method_reference(at, role),
            K::ScopedIdentifier => self.scoped_identifier(at, role),
            K::Operator(_) | K::AssignOperator(_) | K::New | K::Bracket | K::Asterisk => {}
            _ => return false,
        }
        true
    }

    // ---- calls and members

    /// `f(x)`, `a.b.f(x)`, `super.f(x)`, `A.super.f(x)`, `a.<T>f(x)`.
    pub(super) fn call(&mut self, at: JavaAt, role: Role) {
        let call = self.b.open(Kind::Call, role, at.span);
        let callee = self.b.next_id();
        let mut args = callee;
        let mut member = false;
        let mut generic = false;
        self.children(|l, child| match child.kind {
            K::Arguments => {
                if std::mem::take(&mut member) {
                    l.b.close();
                }
                args = l.b.next_id();
                l.lower(child, Role::Args);
                l.done();
            }
            K::TypeArguments => generic = true,
            K::Super if member => l.super_of(callee, child),
            _ if member => {
                l.name_of(callee, child);
                l.b.node_mut(callee).span.end = child.span.end;
                l.take_name(call, callee);
            }
            _ if l.field() == F::Object => {
                member = true;
                l.b.open(Kind::Member, Role::Callee, child.span);
                l.lower(child, Role::Object);
            }
            _ => {
                l.lower(child, Role::Callee);
                l.unveil(callee, child.span);
                l.take_name(call, callee);
            }
        });
        if member {
            self.b.close();
        }
        if generic {
            self.type_arguments_at(args);
        }
        self.b.close();
    }

    /// A callee `super` or `this` that was mended to be parsed as a name.
    fn unveil(&mut self, callee: NodeId, span: Span) {
        let kind = match self.text(span) {
            "super" => Kind::Super,
            "this" => Kind::This,
            _ => return,
        };
        self.b.node_mut(callee).kind = kind;
    }

    /// Lowers the type arguments among the children of the node at the cursor
    /// and puts them in front of the node `to`: the source has them before the name.
    fn type_arguments_at(&mut self, to: NodeId) {
        let from = self.b.next_id();
        self.revisit(|l, child| {
            if child.kind == K::TypeArguments {
                l.lower(child, Role::TypeArg);
            }
        });
        self.b.move_front(from, to);
    }

    /// Makes the object of the open member `A.super` instead of `A`.
    fn super_of(&mut self, member: NodeId, at: JavaAt) {
        let object = NodeId::new(member.raw() + 1);
        let span = Span::new(self.b.node(member).span.start, at.span.end);
        self.b.wrap(object, Kind::Member, Role::Object, span);
        let name = self.named(Kind::Super, at.span, Role::Name, Flags::NONE);
        self.take_name(object, name);
        self.b.close();
    }

    /// `a.b`, `this.b`, `A.this`, `A.super.b`.
    pub(super) fn field_access(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Member, role, at.span);
        let mut object = false;
        self.children(|l, child| {
            if !object {
                object = true;
                l.lower(child, Role::Object);
            } else if child.kind == K::Super {
                l.super_of(id, child);
            } else {
                l.name_of(id, child);
                l.done();
            }
        });
        self.b.close();
    }

    /// A qualified name outside imports: an annotation's, a module's.
    fn scoped_identifier(&mut self, at: JavaAt, role: Role) {
        self.field_access(at, role);
    }

    /// `this(x);`, `super(x);`, `outer.super(x);`, `<T>this(x);` as statements.
    fn constructor_call(&mut self, at: JavaAt, role: Role) {
        self.b.open(Kind::ExprStmt, role, at.span);
        let call = self.b.open(Kind::Call, Role::Value, at.span);
        let callee = self.b.next_id();
        let mut args = callee;
        let mut member = false;
        let mut generic = false;
        self.children(|l, child| match child.kind {
            K::Arguments => {
                args = l.b.next_id();
                l.lower(child, Role::Args);
                l.b.node_mut(call).span.end = child.span.end;
            }
            K::TypeArguments => generic = true,
            K::Semicolon => {}
            _ if l.field() == F::Object => {
                member = true;
                l.b.open(Kind::Member, Role::Callee, child.span);
                l.lower(child, Role::Object);
            }
            _ if member => {
                member = false;
                l.name_of(callee, child);
                l.b.node_mut(callee).span.end = child.span.end;
                l.b.close();
                l.take_name(call, callee);
            }
            _ => {
                l.lower(child, Role::Callee);
                l.take_name(call, callee);
            }
        });
        if member {
            self.b.close();
        }
        if generic {
            self.type_arguments_at(args);
        }
        self.b.close();
        self.b.close();
    }

    /// `a::b`, `T::new`, `a::<T>b`.
    fn method_reference(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::MethodRef, role, at.span);
        let mut object = false;
        self.children(|l, child| match child.kind {
            K::TypeArguments => l.lower(child, Role::TypeArg),
            K::New => {
                let name = l.named(Kind::Ident, child.span, Role::Name, Flags::NONE);
                l.take_name(id, name);
            }
            _ if !object => {
                object = true;
                l.lower(child, Role::Object);
            }
            _ => l.name_of(id, child),
        });
        self.b.close();
    }

    // ---- creation

    /// `new T(x) { … }`, `outer.new T(x)`, `new <T> U(x)`.
    fn creation(&mut self, at: JavaAt, role: Role) {
        let new = self.b.open(Kind::New, role, at.span);
        let mut after_new = false;
        self.children(|l, child| match child.kind {
            K::New => after_new = true,
            K::Annotation => l.lower(child, Role::Attr),
            K::TypeArguments => l.lower(child, Role::TypeArg),
            K::Arguments => l.lower(child, Role::Args),
            K::ClassBody => {
                l.lower(child, Role::Body);
                l.done();
            }
            _ if after_new => {
                let named = l.b.next_id();
                l.lower(child, Role::Type);
                l.take_name(new, named);
            }
            _ => l.lower(child, Role::Object),
        });
        self.b.close();
    }

    /// `new T[n][]`, `new T[] { … }`.
    fn array_creation(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::NewArray, role, at.span);
        self.children(|l, child| match child.kind {
            K::New => {}
            K::Annotation => l.lower(child, Role::Attr),
            K::DimensionExpr => {
                let flags = l.b.node(id).flags;
                l.b.node_mut(id).flags = flags.with_dims(flags.dims().saturating_add(1));
                l.lower(child, Role::Dim);
            }
            K::Dimensions => l.dimensions_of(id),
            K::ArrayInit => l.lower(child, Role::Value),
            _ => l.lower(child, Role::Type),
        });
        self.b.close();
    }

    fn dimension(&mut self, _: JavaAt, role: Role) {
        self.children(|l, child| match child.kind {
            K::Annotation => l.lower(child, Role::Attr),
            _ => l.lower(child, role),
        });
    }

    fn array_access(&mut self, at: JavaAt, role: Role) {
        self.b.open(Kind::Index, role, at.span);
        self.in_turn([Role::Object, Role::Index]);
        self.b.close();
    }

    // ---- operators

    fn binary(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Binary, role, at.span);
        let mut next = Role::Left;
        self.children(|l, child| match child.kind {
            K::Operator(operator) => {
                l.set_operator(id, operator);
                next = Role::Right;
            }
            _ => {
                l.lower(child, next);
                if next == Role::Right {
                    l.done();
                }
            }
        });
        self.b.close();
    }

    fn assignment(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Assign, role, at.span);
        let mut next = Role::Target;
        self.children(|l, child| match child.kind {
            K::AssignOperator(operator) => {
                l.b.node_mut(id).kind = Kind::AugAssign;
                l.set_operator(id, operator);
            }
            _ => {
                l.lower(child, next);
                if next == Role::Value {
                    l.done();
                }
                next = Role::Value;
            }
        });
        self.b.close();
    }

    fn unary(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Unary, role, at.span);
        self.children(|l, child| match child.kind {
            K::Operator(Operator::Sub) => l.set_operator(id, Operator::Neg),
            K::Operator(Operator::Add) => l.set_operator(id, Operator::Plus),
            K::Operator(operator) => l.set_operator(id, operator),
            _ => l.lower(child, Role::Operand),
        });
        self.b.close();
    }

    fn update(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::Update, role, at.span);
        let mut operand = false;
        self.children(|l, child| match child.kind {
            K::Operator(operator) => {
                l.set_operator(id, operator);
                if operand {
                    l.add_flags(id, Flags::POSTFIX);
                }
            }
            _ => {
                operand = true;
                l.lower(child, Role::Operand);
            }
        });
        self.b.close();
    }

    fn set_operator(&mut self, id: NodeId, operator: Operator) {
        let node = self.b.node_mut(id);
        node.flags = node.flags.with_operator(operator);
    }

    fn ternary(&mut self, at: JavaAt, role: Role) {
        self.b.open(Kind::Conditional, role, at.span);
        self.in_turn([Role::Cond, Role::Then, Role::Else]);
        self.b.close();
    }

    /// Lowers the children of the node at the cursor, each in the next role.
    fn in_turn<const N: usize>(&mut self, roles: [Role; N]) {
        let mut next = 0;
        self.children(|l, child| {
            if child.kind != K::Bracket {
                l.lower(child, roles.get(next).copied().unwrap_or(Role::Other));
                next += 1;
                if next == N {
                    l.done();
                }
            }
        });
    }

    fn instance_of(&mut self, at: JavaAt, role: Role) {
        let id = self.b.open(Kind::InstanceOf, role, at.span);
        let mut next = Role::Value;
        self.children(|l, child| match child.kind {
            K::Modifier => {}
            K::RecordPattern => l.lower(child, Role::Pattern),
            _ if next == Role::Name => l.name_of(id, child),
            _ => {
                l.lower(child, next);
                next = if next == Role::Value {
                    Role::Type
                } else {
                    Role::Name
                };
            }
        });
        self.b.close();
    }

    /// `(T) e`, `(T & U) e`.
    fn cast(&mut self, at: JavaAt, role: Role) {
        self.b.open(Kind::Cast, role, at.span);
        self.children(|l, child| match (l.field(), child.kind) {
            (_, K::Operator(_)) => {}
            (F::Type, _) => l.lower(child, Role::Type),
            _ => l.lower(child, Role::Value),
        });
        self.b.close();
    }

    // ---- lambdas

    fn lambda(&mut self, at: JavaAt, role: Role) {
        self.b.open(Kind::Lambda, role, at.span);
        self.children(|l, child| {
            let is_parameter = l.field() == F::Parameters;
            match child.kind {
                K::FormalParameters | K::InferredParameters => l.lower(child, Role::Params),
                _ if is_parameter => {
                    l.b.open(Kind::Params, Role::Params, child.span);
                    l.bare_parameter(child);
                    l.b.close();
                }
                _ => l.lower(child, Role::Body),
            }
        });
        self.b.close();
    }
}
