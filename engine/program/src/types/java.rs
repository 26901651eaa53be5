//! Types of Java expressions.

use haechi_syntax::{Flags, Kind, NodeId, Operator, Role};

use super::{Typer, Types};
use crate::symbols::Symbol;

impl Typer<'_, '_> {
    pub(super) fn java(self, node: NodeId) -> Types {
        let tree = self.program.trees.tree(self.file);
        match tree.kind(node) {
            Kind::Str | Kind::StrConcat | Kind::FString => self.named("java.lang.String"),
            Kind::Char => self.named("char"),
            Kind::Int if tree.source(node).ends_with(['l', 'L']) => self.named("long"),
            Kind::Int => self.named("int"),
            Kind::Float if tree.source(node).ends_with(['f', 'F']) => self.named("float"),
            Kind::Float => self.named("double"),
            Kind::Bool | Kind::InstanceOf => self.named("boolean"),
            Kind::Null => Types::nothing(),
            Kind::ClassLit => self.named("java.lang.Class"),
            Kind::This => self.this(node),
            Kind::Super => self.java_super(node),
            Kind::New => self.creation(node),
            Kind::NewArray => self.new_array(node),
            Kind::Cast => {
                let types = tree.children_in(node, Role::Type);
                Types::join_all(types.map(|ty| self.declared(ty)))
            }
            Kind::Conditional => {
                let mut types = self.part(node, Role::Then);
                types.join(self.part(node, Role::Else));
                types
            }
            Kind::Switch => self.switch(node),
            Kind::Assign => self
                .part(node, Role::Value)
                .or_else(|| self.part(node, Role::Target)),
            Kind::AugAssign => self.part(node, Role::Target),
            Kind::Update => self.part(node, Role::Operand),
            Kind::Unary => match tree.flags(node).operator() {
                Some(Operator::Not) => self.named("boolean"),
                _ => self.part(node, Role::Operand),
            },
            Kind::Binary => self.java_binary(node),
            Kind::Index => self.indexed(node),
            Kind::Ident => self.java_name(node),
            Kind::Member => self.java_member(node),
            Kind::Call => self.call(node),
            _ => Types::unknown(),
        }
    }

    fn this(self, node: NodeId) -> Types {
        match self.program.class_around(self.file, node) {
            Some(class) => Types::one(self.class_type(class, false)),
            None => Types::unknown(),
        }
    }

    fn java_super(self, node: NodeId) -> Types {
        let class = self.program.class_around(self.file, node);
        let first = class.and_then(|class| self.program.classes[class].supers.first());
        match first {
            Some(found) => Types::one(self.type_of_super(*found)),
            None => self.named("java.lang.Object"),
        }
    }

    fn creation(self, node: NodeId) -> Types {
        if let Some(class) = self.program.class_at(self.file, node) {
            return Types::one(self.class_type(class, true));
        }
        let mut types = self
            .child(node, Role::Type)
            .map_or_else(Types::unknown, |ty| self.declared(ty));
        for ty in &mut types.list {
            ty.exact = true;
        }
        types
    }

    fn new_array(self, node: NodeId) -> Types {
        let dims = self.program.trees.tree(self.file).flags(node).dims();
        let mut types = self
            .child(node, Role::Type)
            .map_or_else(Types::unknown, |ty| self.declared(ty));
        for ty in &mut types.list {
            ty.dims = ty.dims.saturating_add(dims);
            ty.exact = true;
        }
        types
    }

    fn switch(self, node: NodeId) -> Types {
        let tree = self.program.trees.tree(self.file);
        let mut types = Types::nothing();
        for case in tree.children_in(node, Role::Case) {
            let Some(body) = tree.child(case, Role::Body) else {
                continue;
            };
            if tree.kind(body).is_expression() {
                types.join(self.expr(body));
                continue;
            }
            for inner in tree.subtree(body) {
                let arrow = tree.kind(inner) == Kind::ExprStmt
                    && tree.flags(case).has(Flags::ARROW)
                    && (inner == body || tree.children(body).eq([inner]));
                if tree.kind(inner) == Kind::YieldStmt || arrow {
                    types.join(self.part(inner, Role::Value));
                }
            }
        }
        types
    }

    fn java_binary(self, node: NodeId) -> Types {
        let tree = self.program.trees.tree(self.file);
        let Some(operator) = tree.flags(node).operator() else {
            return Types::unknown();
        };
        if is_boolean(operator) {
            return self.named("boolean");
        }
        let (left, right) = (self.part(node, Role::Left), self.part(node, Role::Right));
        let name = |types: &Types| match &types.list[..] {
            [only] if only.dims == 0 => self.program.names.text(only.name),
            _ => "",
        };
        if operator == Operator::Add {
            if name(&left) == "java.lang.String" || name(&right) == "java.lang.String" {
                return self.named("java.lang.String");
            }
            if left.is_unknown() || right.is_unknown() {
                return Types::unknown();
            }
        }
        let ranks = ["int", "long", "float", "double"];
        let rank = |types: &Types| {
            let name = unboxed(name(types));
            ranks.iter().position(|rank| *rank == name)
        };
        let is_shift = matches!(operator, Operator::Shl | Operator::Shr | Operator::UShr);
        match (rank(&left), rank(&right)) {
            (Some(rank), _) if is_shift => self.named(ranks[rank]),
            (Some(a), Some(b)) => self.named(ranks[a.max(b)]),
            (None, None) if unboxed(name(&left)) == "boolean" => self.named("boolean"),
            (None, Some(other)) | (Some(other), None) if other > 0 => self.named(ranks[other]),
            _ => Types::unknown(),
        }
    }

    fn indexed(self, node: NodeId) -> Types {
        let mut types = self.part(node, Role::Object);
        types.list.retain(|ty| ty.dims > 0);
        for ty in &mut types.list {
            ty.dims -= 1;
            ty.exact = false;
        }
        if types.list.is_empty() {
            return Types::unknown();
        }
        types
    }

    fn java_name(self, node: NodeId) -> Types {
        match self.program.trees.scopes(self.file).def_of(node) {
            Some(def) => match self.program.trees.scopes(self.file).def(def).kind {
                haechi_syntax::DefKind::Import => self.member_symbol(node),
                _ => self.variable(def),
            },
            None => self.inherited_field(node),
        }
    }

    /// A variable; a field may be set outside the file.
    fn variable(self, def: haechi_syntax::DefId) -> Types {
        match self.program.field_at(self.file, def) {
            Some(field) => self.field(field),
            None => self.def(def),
        }
    }

    /// A bare name that some class around inherits from another file.
    fn inherited_field(self, node: NodeId) -> Types {
        match self.program.inherited_field(self.file, node) {
            Some(field) => self.field(field),
            None => Types::unknown(),
        }
    }

    fn member_symbol(self, node: NodeId) -> Types {
        match self.program.symbol(self.file, node) {
            Some(Symbol::Field(field)) => self.field(field),
            _ => Types::unknown(),
        }
    }

    fn java_member(self, node: NodeId) -> Types {
        let tree = self.program.trees.tree(self.file);
        if let Some(Symbol::Field(field)) = self.program.symbol(self.file, node) {
            return self.field(field);
        }
        let name = tree.name(node);
        if name == "this" {
            return self
                .child(node, Role::Object)
                .map_or_else(Types::unknown, |object| self.declared(object));
        }
        let object = self.part(node, Role::Object);
        self.member_of(&object, name)
    }

    /// The field of a value.
    pub(crate) fn member_of(self, object: &Types, name: &str) -> Types {
        if name == "length" && object.list.iter().any(|ty| ty.dims > 0) {
            return self.named("int");
        }
        let Some(name) = self.program.names.find(name) else {
            return Types::unknown();
        };
        let mut types = Types::nothing();
        for ty in &object.list {
            let class = ty.class.filter(|_| ty.dims == 0);
            match class.and_then(|class| self.program.find_field(class, name)) {
                Some(field) => {
                    let known = self.field(field);
                    types.join(known.or_else(|| self.generic_field(field, ty)));
                }
                None => return Types::unknown(),
            }
        }
        types.complete &= object.complete && !object.list.is_empty();
        types
    }
}

/// Operators whose result is a truth value.
pub(super) fn is_boolean(operator: Operator) -> bool {
    use Operator::{And, Eq, Ge, Gt, Le, Lt, Ne, Or};
    matches!(operator, Eq | Ne | Lt | Le | Gt | Ge | And | Or)
}

/// The primitive type that takes part in arithmetic: small ones count as `int`.
fn unboxed(name: &str) -> &str {
    match name {
        "byte"
        | "short"
        | "char"
        | "java.lang.Byte"
        | "java.lang.Short"
        | "java.lang.Character"
        | "java.lang.Integer" => "int",
        "java.lang.Long" => "long",
        "java.lang.Float" => "float",
        "java.lang.Double" => "double",
        "java.lang.Boolean" => "boolean",
        _ => name,
    }
}
