//! Values of expressions, given the values of variables.

use std::cmp::Ordering;
use std::rc::Rc;

use haechi_syntax::scope::{DefId, DefKind};
use haechi_syntax::{Flags, Kind, Lang, NodeId, Operator, Role};

use super::{FloatBits, Value};
use crate::cx::M;
use crate::numbers;

/// Longer texts are not put together.
const MAX_TEXT: usize = 10_000;

impl M<'_> {
    /// What an expression is known to be equal to.
    pub(crate) fn value(&mut self, t: NodeId) -> Option<Value> {
        match self.kind(t) {
            Kind::Ident => self.value_of_name(t),
            Kind::Member => self.value_of_member(t),
            _ => self.value_of(t),
        }
    }

    /// The expression that was assigned to a variable last, on every way here.
    pub(crate) fn symbolic_value(&mut self, t: NodeId) -> Option<NodeId> {
        if self.kind(t) != Kind::Ident || !self.is_expression(t) {
            return None;
        }
        match self.value_of_name(t)? {
            Value::Symbol(value) => Some(value),
            _ => None,
        }
    }

    /// Whether a name is known to hold a literal of the code.
    pub(crate) fn holds_literal(&mut self, name: NodeId, literal: NodeId) -> bool {
        if !self.opts.constant_propagation {
            return false;
        }
        let (Some(a), Some(b)) = (self.value(name), self.value(literal)) else {
            return false;
        };
        match (a, b) {
            (Value::Str { text: a, .. }, Value::Str { text: b, .. }) => a == b,
            (Value::AnyStr | Value::AnyInt | Value::AnyBool | Value::Symbol(_), _) => false,
            (a, b) => a == b,
        }
    }

    /// The value of an expression whose parts have been walked.
    pub(super) fn value_of(&mut self, t: NodeId) -> Option<Value> {
        match self.kind(t) {
            Kind::Ident => self.value_of_name(t),
            Kind::Member => self.value_of_member(t),
            Kind::Str => Some(Value::Str {
                text: self.tree.str_text(t).into(),
                literal: Some(t),
            }),
            Kind::Int => numbers::int(self.tree.source(t)).map(Value::Int),
            Kind::Float => numbers::float(self.tree.source(t))
                .map(|number| Value::Float(FloatBits(number.to_bits()))),
            Kind::Bool => Some(Value::Bool(self.flags(t).has(Flags::TRUE))),
            Kind::Null => Some(Value::Null),
            Kind::StrConcat | Kind::FString => self.value_of_parts(t),
            Kind::Interp | Kind::Cast => {
                let value = self.child(t, Role::Value)?;
                self.value_of(value)
            }
            Kind::StrPart => Some(Value::Str {
                text: self.tree.str_text(t).into(),
                literal: None,
            }),
            Kind::Unary => self.value_of_unary(t),
            Kind::Binary => self.value_of_binary(t),
            Kind::Conditional => {
                let (then, other) = (self.child(t, Role::Then)?, self.child(t, Role::Else)?);
                let (a, b) = (self.value_of(then)?, self.value_of(other)?);
                a.join(b)
            }
            Kind::Call => self.value_of_call(t),
            _ => None,
        }
    }

    fn value_of_name(&mut self, t: NodeId) -> Option<Value> {
        if self.is_target(t) {
            return None;
        }
        let Some(def) = self.scopes.def_of(t) else {
            return self.linked_value(t);
        };
        if self.scopes.def(def).kind == DefKind::Import {
            return self.linked_value(t);
        }
        self.walk_around(t);
        if let Some(value) = self.constants.at_use.get(&t) {
            return Some(value.clone());
        }
        let is_field = self.scopes.def(def).kind == DefKind::Field;
        let found = self.fixed_value(def);
        found.or_else(|| is_field.then(|| self.linked_value(t)).flatten())
    }

    fn value_of_member(&mut self, t: NodeId) -> Option<Value> {
        let def = self.scopes.def_of_expr(self.tree, t);
        def.and_then(|def| self.fixed_value(def))
            .or_else(|| self.linked_value(t))
    }

    /// Whether a name stands where it is given a value.
    fn is_target(&self, t: NodeId) -> bool {
        let mut at = t;
        loop {
            match self.tree.role(at) {
                Role::Target | Role::Name => return true,
                Role::Elem | Role::Value => {}
                _ => return false,
            }
            let parent = self.scopes.parent(at);
            if !matches!(self.kind(parent), Kind::Tuple | Kind::List | Kind::Star) {
                return false;
            }
            at = parent;
        }
    }

    /// The value of a variable that never changes.
    pub(super) fn fixed_value(&mut self, def: DefId) -> Option<Value> {
        if let Some(known) = self.constants.fixed.get(&def) {
            return known.clone();
        }
        if !self.constants.open.insert(def) {
            return None;
        }
        let found = self.work_out_fixed(def);
        self.constants.open.remove(&def);
        self.constants.fixed.insert(def, found.clone());
        found
    }

    fn work_out_fixed(&mut self, id: DefId) -> Option<Value> {
        let def = *self.scopes.def(id);
        let value = def.value()?;
        if def.kind == DefKind::Field && !self.is_set_once(value) {
            return None;
        }
        let never_changes = match (self.tree.lang, def.kind) {
            (Lang::Java, DefKind::Field) => def.is_final() || def.is_private(),
            (Lang::Java, DefKind::Local) => def.is_final(),
            (Lang::Python, DefKind::Global) => true,
            _ => false,
        };
        if !never_changes {
            return None;
        }
        let found = self.value_of(value);
        match found {
            None if is_symbolic(self, value) => Some(Value::Symbol(value)),
            found => found,
        }
    }

    /// Whether the only place that gives a field its value runs for every
    /// object: its declaration, a static block, or the only constructor.
    fn is_set_once(&self, value: NodeId) -> bool {
        let Some(callable) = self.scopes.enclosing_callable(value) else {
            return true;
        };
        if self.kind(callable) == Kind::Initializer {
            return true;
        }
        let is_constructor =
            |t: NodeId| self.kind(t) == Kind::Function && self.flags(t).has(Flags::CONSTRUCTOR);
        let body = self.scopes.parent(callable);
        is_constructor(callable)
            && self
                .tree
                .children(body)
                .filter(|t| is_constructor(*t))
                .count()
                == 1
    }

    fn value_of_parts(&mut self, t: NodeId) -> Option<Value> {
        let parts = self.kids(t, Role::Part);
        let mut value = Value::Str {
            text: "".into(),
            literal: None,
        };
        for part in parts {
            let part = match self.value_of(part)? {
                // What stands in an f-string becomes a text.
                Value::Int(n) => Value::Str {
                    text: n.to_string().into(),
                    literal: None,
                },
                Value::AnyInt => Value::AnyStr,
                part => part,
            };
            value = self.concat(value, part)?;
        }
        Some(value)
    }

    fn value_of_unary(&mut self, t: NodeId) -> Option<Value> {
        let operand = self.child(t, Role::Operand)?;
        let value = self.value_of(operand)?;
        match (self.flags(t).operator()?, value) {
            (Operator::Not, Value::Bool(value)) => Some(Value::Bool(!value)),
            (Operator::Neg, Value::Int(value)) => value.checked_neg().map(Value::Int),
            (Operator::Neg, Value::Float(FloatBits(bits))) => {
                Some(Value::Float(FloatBits((-f64::from_bits(bits)).to_bits())))
            }
            (Operator::Plus, value @ Value::Int(_)) => Some(value),
            _ => None,
        }
    }

    fn value_of_binary(&mut self, t: NodeId) -> Option<Value> {
        let (left, right) = (self.child(t, Role::Left)?, self.child(t, Role::Right)?);
        let operator = self.flags(t).operator()?;
        let a = self.value_of(left);
        if operator == Operator::Mul
            && self.tree.lang == Lang::Python
            && matches!(a, Some(Value::Str { .. } | Value::AnyStr))
        {
            return Some(Value::AnyStr);
        }
        // `c and a or b` is `a` or `b`, whatever `c` is.
        if operator == Operator::Or
            && self.tree.lang == Lang::Python
            && self.kind(left) == Kind::Binary
            && self.flags(left).operator() == Some(Operator::And)
        {
            let first = self.child(left, Role::Right)?;
            let (a, b) = (self.value_of(first)?, self.value_of(right)?);
            return a.join(b);
        }
        let (a, b) = (a?, self.value_of(right)?);
        self.combine(operator, a, b)
    }

    /// An operator applied to two values.
    pub(super) fn combine(&self, operator: Operator, a: Value, b: Value) -> Option<Value> {
        match (operator, a, b) {
            (Operator::Add, Value::Int(a), Value::Int(b)) => a.checked_add(b).map(Value::Int),
            (Operator::Sub, Value::Int(a), Value::Int(b)) => a.checked_sub(b).map(Value::Int),
            (Operator::Mul, Value::Int(a), Value::Int(b)) => a.checked_mul(b).map(Value::Int),
            (
                Operator::Add | Operator::Sub | Operator::Mul,
                Value::Int(_) | Value::AnyInt,
                Value::Int(_) | Value::AnyInt,
            ) => Some(Value::AnyInt),
            (Operator::Add, a, b) => self.concat(a, b),
            (
                Operator::Eq
                | Operator::Ne
                | Operator::Lt
                | Operator::Le
                | Operator::Gt
                | Operator::Ge,
                Value::Int(a),
                Value::Int(b),
            ) => compare(operator, a.cmp(&b)).map(Value::Bool),
            (Operator::Eq, Value::Bool(a), Value::Bool(b)) => Some(Value::Bool(a == b)),
            (Operator::Ne, Value::Bool(a), Value::Bool(b)) => Some(Value::Bool(a != b)),
            (Operator::And, Value::Bool(a), Value::Bool(b)) => Some(Value::Bool(a && b)),
            (Operator::Or, Value::Bool(a), Value::Bool(b)) => Some(Value::Bool(a || b)),
            // Python: the value of one of the operands.
            (Operator::And | Operator::Or, a, b) if self.tree.lang == Lang::Python => a.join(b),
            _ => None,
        }
    }

    /// Two values put together as texts.
    fn concat(&self, a: Value, b: Value) -> Option<Value> {
        let number_is_text = self.tree.lang == Lang::Java;
        let text = |value: &Value| -> Option<Rc<str>> {
            match value {
                Value::Str { text, .. } => Some(Rc::clone(text)),
                Value::Int(n) if number_is_text => Some(n.to_string().into()),
                Value::Bool(b) if number_is_text => Some(b.to_string().into()),
                _ => None,
            }
        };
        let is_text = |value: &Value| matches!(value, Value::Str { .. } | Value::AnyStr);
        let is_any = |value: &Value| matches!(value, Value::AnyInt | Value::AnyBool);
        if !is_text(&a) && !is_text(&b) {
            return None;
        }
        match (text(&a), text(&b)) {
            (Some(a), Some(b)) if a.len() + b.len() <= MAX_TEXT => Some(Value::Str {
                text: format!("{a}{b}").into(),
                literal: None,
            }),
            (Some(_), Some(_)) => Some(Value::AnyStr),
            (a_text, b_text) => {
                let fits = |value: &Value, text: Option<Rc<str>>| {
                    text.is_some() || *value == Value::AnyStr || (number_is_text && is_any(value))
                };
                (fits(&a, a_text) && fits(&b, b_text)).then_some(Value::AnyStr)
            }
        }
    }

    fn value_of_call(&mut self, t: NodeId) -> Option<Value> {
        self.value_of_format(t).or_else(|| self.linked_value(t))
    }

    /// `String.format` and the like, of constants only.
    fn value_of_format(&mut self, t: NodeId) -> Option<Value> {
        if self.tree.lang != Lang::Java || self.tree.name(t) != "format" {
            return None;
        }
        let callee = self.child(t, Role::Callee)?;
        let object = self.child(callee, Role::Object)?;
        if !matches!(self.tree.source(object), "String" | "java.lang.String") {
            return None;
        }
        let args = self.child(t, Role::Args)?;
        let args: Vec<NodeId> = self.tree.children(args).collect();
        for arg in args {
            if matches!(self.value_of(arg)?, Value::Symbol(_)) {
                return None;
            }
        }
        Some(Value::AnyStr)
    }
}

/// What a comparison says of two numbers in this order.
fn compare(operator: Operator, order: Ordering) -> Option<bool> {
    match operator {
        Operator::Eq => Some(order.is_eq()),
        Operator::Ne => Some(order.is_ne()),
        Operator::Lt => Some(order.is_lt()),
        Operator::Le => Some(order.is_le()),
        Operator::Gt => Some(order.is_gt()),
        Operator::Ge => Some(order.is_ge()),
        _ => None,
    }
}

/// Whether an expression may be put in the place of the variable that it was
/// assigned to.
pub(super) fn is_symbolic(m: &M, t: NodeId) -> bool {
    match m.kind(t) {
        Kind::Ident
        | Kind::This
        | Kind::Super
        | Kind::Str
        | Kind::Int
        | Kind::Float
        | Kind::Bool
        | Kind::Null
        | Kind::Char
        | Kind::StrPart
        | Kind::Lambda => true,
        Kind::Member => m.child(t, Role::Object).is_some_and(|o| is_symbolic(m, o)),
        Kind::Cast => m.child(t, Role::Value).is_some_and(|v| is_symbolic(m, v)),
        Kind::KeywordArg | Kind::Pair => m
            .tree
            .children(t)
            .filter(|kid| m.tree.role(*kid) != Role::Name)
            .all(|kid| is_symbolic(m, kid)),
        Kind::New => m.child(t, Role::Body).is_none() && all_symbolic(m, m.child(t, Role::Args)),
        Kind::Call => {
            m.child(t, Role::Callee).is_some_and(|c| is_symbolic(m, c))
                && all_symbolic(m, m.child(t, Role::Args))
        }
        Kind::Index
        | Kind::Binary
        | Kind::Unary
        | Kind::List
        | Kind::Tuple
        | Kind::Set
        | Kind::Dict
        | Kind::ArrayInit
        | Kind::FString
        | Kind::StrConcat
        | Kind::Interp
        | Kind::Star
        | Kind::DoubleStar => all_symbolic(m, Some(t)),
        _ => false,
    }
}

fn all_symbolic(m: &M, list: Option<NodeId>) -> bool {
    list.is_none_or(|list| m.tree.children(list).all(|kid| is_symbolic(m, kid)))
}
