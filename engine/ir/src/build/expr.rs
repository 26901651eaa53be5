//! Expressions: the table from kinds to lowerings, and the simple ones.

use haechi_syntax::{Flags, Kind, NodeId, Operator, Role};

use super::Builder;
use crate::{AggregateKind, Op, ValueId};

impl Builder<'_> {
    /// Evaluates an expression.
    pub(super) fn expr(&mut self, node: NodeId) -> ValueId {
        if self.exhausted() {
            return self.emit_hidden(Op::Undef, node);
        }
        match self.tree.kind(node) {
            Kind::Ident => self.read(node),
            Kind::This | Kind::Super => {
                let this = self.this_or_opaque(node);
                self.map(node, this);
                this
            }
            Kind::Int
            | Kind::Float
            | Kind::Char
            | Kind::Bool
            | Kind::Null
            | Kind::Str
            | Kind::StrPart => self.literal(node),
            Kind::FString | Kind::StrConcat => self.format(node),
            Kind::Interp => self.interpolation(node),
            Kind::Member => self.member(node),
            Kind::Index => self.index(node),
            Kind::Slice => self.slice(node),
            Kind::Call => self.call(node),
            Kind::New => self.new_object(node),
            Kind::NewArray => self.new_array(node),
            Kind::ArrayInit => self.aggregate(node, AggregateKind::Array),
            Kind::List => self.aggregate(node, AggregateKind::List),
            Kind::Tuple => self.aggregate(node, AggregateKind::Tuple),
            Kind::Set => self.aggregate(node, AggregateKind::Set),
            Kind::Dict => self.dict(node),
            Kind::Comprehension => self.comprehension(node),
            Kind::Unary => self.unary(node),
            Kind::Binary => self.binary(node),
            Kind::CompareChain | Kind::Conditional => self.branching_expr(node),
            Kind::Update => self.update(node),
            Kind::Assign => self.assign(node),
            Kind::AugAssign => self.aug_assign(node),
            Kind::Walrus => self.walrus(node),
            Kind::Cast => self.cast(node),
            Kind::InstanceOf => self.instance_of(node),
            Kind::Lambda => self.closure_expr(node),
            Kind::MethodRef => self.method_ref(node),
            Kind::Switch => self.switch_expr(node),
            Kind::Await => {
                let value = self.child_expr(node, Role::Value);
                self.emit(Op::Await(value), node)
            }
            Kind::Yield => self.yield_expr(node),
            Kind::Star | Kind::DoubleStar => {
                let value = self.child_expr(node, Role::Value);
                self.emit(Op::Spread(value), node)
            }
            Kind::KeywordArg => self.child_expr(node, Role::Value),
            kind if kind.is_statement() => {
                self.statement(node);
                self.null(node)
            }
            _ => self.opaque_children(node),
        }
    }

    /// The child with a role, evaluated; nothing if there is none.
    pub(super) fn child_expr(&mut self, node: NodeId, role: Role) -> ValueId {
        match self.tree.child(node, role) {
            Some(child) => self.expr(child),
            None => self.emit_hidden(Op::Undef, node),
        }
    }

    /// An expression without an instruction: its operands are evaluated and kept.
    pub(super) fn opaque_children(&mut self, node: NodeId) -> ValueId {
        let mut operands = Vec::new();
        for child in self.tree.children(node) {
            let skip = matches!(
                self.tree.role(child),
                Role::Type | Role::TypeArg | Role::TypeParam | Role::Attr | Role::Name
            );
            if !skip {
                operands.push(self.expr(child));
            }
        }
        let list = self.list(&operands);
        self.emit(Op::Opaque(list), node)
    }

    fn unary(&mut self, node: NodeId) -> ValueId {
        let value = self.child_expr(node, Role::Operand);
        let operator = self.tree.flags(node).operator().unwrap_or(Operator::Plus);
        // A negative number is one literal to everybody else.
        match (operator, self.values[value].op) {
            (Operator::Neg, Op::Int(n)) => self.emit(Op::Int(n.wrapping_neg()), node),
            (Operator::Neg, Op::Float(n)) => self.emit(Op::Float(-n), node),
            _ => self.emit(Op::Unary(operator, value), node),
        }
    }

    fn binary(&mut self, node: NodeId) -> ValueId {
        let operator = self.tree.flags(node).operator().unwrap_or(Operator::Add);
        if operator.is_short_circuit() {
            return self.branching_expr(node);
        }
        // A long sum leans to the left: no recursion along it.
        let mut chain = vec![node];
        let mut left = self.tree.child(node, Role::Left);
        while let Some(at) = left.filter(|at| {
            self.tree.kind(*at) == Kind::Binary
                && !self
                    .tree
                    .flags(*at)
                    .operator()
                    .is_some_and(Operator::is_short_circuit)
        }) {
            chain.push(at);
            left = self.tree.child(at, Role::Left);
        }
        let mut value = match left {
            Some(left) => self.expr(left),
            None => self.emit_hidden(Op::Undef, node),
        };
        for at in chain.into_iter().rev() {
            let right = self.child_expr(at, Role::Right);
            let operator = self.tree.flags(at).operator().unwrap_or(Operator::Add);
            value = self.emit(Op::Binary(operator, value, right), at);
        }
        value
    }

    /// f-strings and adjacent literals.
    fn format(&mut self, node: NodeId) -> ValueId {
        let parts: Vec<_> = self.tree.children(node).collect();
        let parts: Vec<_> = parts.into_iter().map(|part| self.expr(part)).collect();
        let list = self.list(&parts);
        self.emit(Op::Format(list), node)
    }

    /// `{e}` is the value of `e`; with a specification it is opaque.
    fn interpolation(&mut self, node: NodeId) -> ValueId {
        let value = self.child_expr(node, Role::Value);
        if self.tree.child(node, Role::Spec).is_none() {
            self.map(node, value);
            return value;
        }
        let spec = self.child_expr(node, Role::Spec);
        let list = self.list(&[value, spec]);
        self.emit(Op::Opaque(list), node)
    }

    fn aggregate(&mut self, node: NodeId, kind: AggregateKind) -> ValueId {
        let mut values = Vec::new();
        for elem in self.tree.children(node) {
            values.push(self.expr(elem));
        }
        let list = self.list(&values);
        self.emit(Op::Aggregate(kind, list), node)
    }

    fn dict(&mut self, node: NodeId) -> ValueId {
        let mut values = Vec::new();
        for elem in self.tree.children(node) {
            if self.tree.kind(elem) == Kind::Pair {
                values.push(self.child_expr(elem, Role::Key));
                values.push(self.child_expr(elem, Role::Value));
            } else {
                let spread = self.expr(elem);
                values.extend([spread, spread]);
            }
        }
        let list = self.list(&values);
        self.emit(Op::Aggregate(AggregateKind::Dict, list), node)
    }

    fn new_array(&mut self, node: NodeId) -> ValueId {
        let mut sizes = Vec::new();
        for child in self.tree.children(node) {
            match self.tree.role(child) {
                Role::Dim => sizes.push(self.expr(child)),
                Role::Value => {
                    let value = self.expr(child);
                    self.map(node, value);
                    return value;
                }
                _ => {}
            }
        }
        let list = self.list(&sizes);
        self.emit(Op::NewArray(list), node)
    }

    fn cast(&mut self, node: NodeId) -> ValueId {
        let value = self.child_expr(node, Role::Value);
        let ty = self.tree.child(node, Role::Type).unwrap_or(node);
        self.emit(Op::Cast(value, ty), node)
    }

    /// `x instanceof T t` binds `t` whatever the outcome; it can be read only
    /// where the outcome is true.
    fn instance_of(&mut self, node: NodeId) -> ValueId {
        let value = self.child_expr(node, Role::Value);
        if let Some(pattern) = self.tree.child(node, Role::Pattern) {
            let test = self.pattern_value(pattern, value);
            self.map(node, test);
            return test;
        }
        let ty = self.tree.child(node, Role::Type).unwrap_or(node);
        let test = self.emit(Op::InstanceOf(value, ty), node);
        if let Some(name) = self.tree.child(node, Role::Name) {
            let narrowed = self.emit(Op::Cast(value, ty), name);
            self.write(name, narrowed, true);
        }
        test
    }

    fn method_ref(&mut self, node: NodeId) -> ValueId {
        let object = self.tree.child(node, Role::Object);
        let is_value = |object: &NodeId| {
            !matches!(self.path(*object), super::access::Path::Type)
                && !self.has(*object, Flags::TYPE)
        };
        let receiver = object.filter(is_value).map(|object| self.expr(object));
        self.emit(Op::MethodRef(receiver), node)
    }

    fn yield_expr(&mut self, node: NodeId) -> ValueId {
        let value = self
            .tree
            .child(node, Role::Value)
            .map(|value| self.expr(value));
        let yielded = match value {
            Some(value) if self.has(node, Flags::FROM) => self.emit(Op::YieldFrom(value), node),
            value => self.emit(Op::Yield(value), node),
        };
        self.yields.push(yielded);
        yielded
    }
}
