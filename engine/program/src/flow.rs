//! Types of the values of a function, and what its calls reach.
//!
//! Types of expressions ([`Program::type_of`]) do not look at flow. Where the
//! IR of a function exists, every value has one definition, so types are
//! sharper: a variable that is assigned twice is two values. One pass over
//! the values in order gives them; φs of loops take what is known so far, and
//! passes are repeated until nothing changes ([`MAX_PASSES`]; what changes
//! still is then taken to be incomplete).
//!
//! ```text
//! Store s = new Disk();     v1: exactly Disk
//! s.put(x);                 reaches Disk.put
//! s = find();               v2: Store
//! s.put(y);                 reaches Disk.put, Memory.put
//! ```

use haechi_ir::{CallId, Callee, FuncKey, FuncPart, Function, Op, ParamKind, ValueId};
use haechi_syntax::{IndexVec, Kind, Lang, NodeId};
use smallvec::SmallVec;

use crate::calls::{How, Target, Targets};
use crate::decls::Traits;
use crate::index::{FieldId, FuncRef, Program};
use crate::symbols::Symbol;
use crate::trees::FileId;
use crate::types::{Type, Typer, Types};

/// Most passes over the values of a function.
const MAX_PASSES: usize = 4;

/// What is known of the values and calls of one function.
#[derive(Clone, Debug)]
pub struct FuncFacts {
    types: IndexVec<ValueId, Types>,
    targets: IndexVec<CallId, Option<Targets>>,
}

impl FuncFacts {
    /// The types that a value can have.
    pub fn types(&self, value: ValueId) -> &Types {
        &self.types[value]
    }
    /// What a call can reach; `None` for a call that no value makes (in code
    /// that was removed).
    pub fn targets(&self, call: CallId) -> Option<&Targets> {
        self.targets.get(call)?.as_ref()
    }
}

/// A variable outside of functions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum GlobalVar {
    /// A static field, enum constant or attribute of a Python class.
    Field(FieldId),
    /// A variable of a Python module.
    Module(FileId, haechi_syntax::DefId),
}

/// What the type of a value says about what it can carry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scalar {
    /// Anything, or not known.
    Other,
    /// A truth value.
    Bool,
    /// A number, or an object that models say is as harmless (dates, enums).
    Number,
}

impl Program<'_> {
    /// Types and call targets of a function.
    pub fn func_facts(&self, file: FileId, ir: &Function) -> FuncFacts {
        let typer = Typer::new(self, file);
        let mut facts = FuncFacts {
            types: IndexVec::from_elem(Types::nothing(), ir.values.len()),
            targets: IndexVec::from_elem(None, ir.calls().len()),
        };
        for pass in 1..=MAX_PASSES {
            let mut changed = false;
            for id in ir.values.ids() {
                let mut types = typer.value(ir, id, &mut facts);
                if types == facts.types[id] {
                    continue;
                }
                if pass == MAX_PASSES {
                    types.complete = false;
                }
                facts.types[id] = types;
                changed = true;
            }
            if !changed || ir.loops.is_empty() && pass > 1 {
                break;
            }
        }
        facts
    }

    /// The function that a value of the IR is: of a method reference, or of a
    /// name of a function, method or class.
    pub fn function_value(&self, file: FileId, ir: &Function, value: ValueId) -> Option<Target> {
        let node = match ir.op(value) {
            Op::LoadGlobal(node) => node,
            Op::MethodRef(_) => ir.value(value).node,
            _ => return None,
        };
        self.function_named(file, node)
    }

    /// The function that a name, or a Java method reference, stands for.
    pub fn function_named(&self, file: FileId, node: NodeId) -> Option<Target> {
        let tree = self.trees.tree(file);
        if tree.kind(node) == Kind::MethodRef {
            return self.method_ref(file, node);
        }
        match self.symbol(file, node)? {
            Symbol::Method(method) => {
                let found = &self.methods[method];
                Some(Target {
                    func: found.func(),
                    binds_receiver: found.traits.has(Traits::CLASSMETHOD),
                })
            }
            _ => None,
        }
    }

    /// `T::m`, `x::m`, `T::new`: if there is only one method that it can mean.
    fn method_ref(&self, file: FileId, node: NodeId) -> Option<Target> {
        use haechi_syntax::Role;
        let tree = self.trees.tree(file);
        let object = tree.child(node, Role::Object)?;
        let name = tree.name(node);
        let class = match self.named_type(file, object) {
            Some(found) => found.class?,
            None => match &self.type_of(file, object).list[..] {
                [only] => only.class?,
                _ => return None,
            },
        };
        let is_new = name == "new";
        let id = self.names.find(name);
        let mut found = self.ancestors(class).iter().flat_map(|class| {
            self.methods_of(*class).iter().filter(|method| {
                let method = &self.methods[**method];
                let is_constructor = method.traits.has(Traits::CONSTRUCTOR);
                is_constructor == is_new && (is_new || Some(method.name) == id)
            })
        });
        let first = &self.methods[*found.next()?];
        let others = found.any(|other| self.methods[*other].class == first.class);
        (!others && first.traits.has(Traits::BODY)).then(|| Target {
            func: first.func(),
            binds_receiver: !first.traits.has(Traits::STATIC),
        })
    }

    /// The variable outside of functions that a name or member access means.
    pub fn global_var(&self, file: FileId, node: NodeId) -> Option<GlobalVar> {
        match self.symbol(file, node)? {
            Symbol::Field(field) => {
                let is_static = self.fields[field].traits.has(Traits::STATIC);
                is_static.then_some(GlobalVar::Field(field))
            }
            Symbol::Global(file, def) => Some(GlobalVar::Module(file, def)),
            _ => None,
        }
    }

    /// What ran on an object before any of its methods can be called: field
    /// initialisers and constructors of its class and those above, nearest first.
    pub fn initialisers(&self, func: FuncRef) -> Vec<FuncRef> {
        let Some(class) = self.class_around(func.file, func.key.node) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let init = self.names.find("__init__");
        for class in self.ancestors(class) {
            let owner = &self.classes[*class];
            if self.trees.lang(owner.file) == Lang::Java && !owner.traits.has(Traits::INTERFACE) {
                let part = |part| FuncRef {
                    file: owner.file,
                    key: FuncKey {
                        node: owner.node,
                        part,
                    },
                };
                found.push(part(FuncPart::Init));
                let canonical = owner.traits.has(Traits::RECORD)
                    && !self
                        .methods_of(*class)
                        .iter()
                        .any(|method| self.methods[*method].traits.has(Traits::CONSTRUCTOR));
                if canonical {
                    found.push(part(FuncPart::Canonical));
                }
            }
            found.extend(self.methods_of(*class).iter().filter_map(|method| {
                let method = &self.methods[*method];
                let is_constructor =
                    method.traits.has(Traits::CONSTRUCTOR) || Some(method.name) == init;
                is_constructor.then(|| method.func())
            }));
        }
        found.retain(|other| *other != func);
        found
    }

    /// What types say about what a value can carry.
    pub fn scalar(&self, types: &Types) -> Scalar {
        if !types.complete || types.list.is_empty() {
            return Scalar::Other;
        }
        let kind = |ty: &Type| {
            if ty.dims > 0 {
                return Scalar::Other;
            }
            match self.names.text(ty.name) {
                "boolean" | "java.lang.Boolean" | "bool" => Scalar::Bool,
                "byte"
                | "short"
                | "int"
                | "long"
                | "float"
                | "double"
                | "complex"
                | "java.lang.Byte"
                | "java.lang.Short"
                | "java.lang.Integer"
                | "java.lang.Long"
                | "java.lang.Float"
                | "java.lang.Double"
                | "java.math.BigInteger"
                | "java.math.BigDecimal"
                | "java.lang.Number"
                | "decimal.Decimal"
                | "fractions.Fraction" => Scalar::Number,
                _ if self.is_inert(ty.name) => Scalar::Number,
                _ => Scalar::Other,
            }
        };
        let mut kinds = types.list.iter().map(kind);
        let first = kinds.next().unwrap_or(Scalar::Other);
        match first {
            Scalar::Other => Scalar::Other,
            _ if kinds.all(|other| other == first) => first,
            _ => Scalar::Other,
        }
    }
}

impl Typer<'_, '_> {
    fn value(self, ir: &Function, id: ValueId, facts: &mut FuncFacts) -> Types {
        let value = ir.value(id);
        let of = |operand: ValueId| facts.types[operand].clone();
        match value.op {
            Op::Param(n) => self.param(ir, n),
            Op::Undef => Types::nothing(),
            Op::Copy(operand) => of(operand).or_else(|| self.declared_target(value.node)),
            Op::Enter(operand) => self.entered(of(operand)),
            Op::Await(operand) => of(operand),
            Op::Sigma {
                value: operand,
                cond,
                polarity,
            } => self.narrowed(ir, of(operand), operand, cond, polarity),
            Op::Phi(list) => {
                let operands = ir.list(list).iter();
                Types::join_all(operands.map(|operand| facts.types[*operand].clone()))
            }
            Op::Cast(_, ty) => self.declared(ty),
            Op::LoadField(base, field) => {
                let name = field.name();
                let tree = self.program.trees.tree(self.file);
                let types = name.map_or_else(Types::unknown, |name| {
                    self.member_of(&facts.types[base], tree.names().text(name))
                });
                types.or_else(|| self.expr(value.node))
            }
            Op::IterElement(iterable) => self.element(of(iterable)),
            Op::Caught(_) => self.declared_target(value.node),
            Op::Call(call) => {
                let targets = self.call_targets(ir, id, call, facts);
                let types = self.result(&targets);
                facts.targets[call] = Some(targets);
                types
            }
            Op::Int(_)
            | Op::Float(_)
            | Op::Str(_)
            | Op::Char(_)
            | Op::Bool(_)
            | Op::Null
            | Op::Number(_)
            | Op::Unary(..)
            | Op::Binary(..)
            | Op::Format(_)
            | Op::InstanceOf(..)
            | Op::LoadIndex(..)
            | Op::LoadGlobal(_)
            | Op::Aggregate(..)
            | Op::NewArray(_) => self.expr(value.node),
            _ => Types::unknown(),
        }
    }

    fn param(self, ir: &Function, n: u32) -> Types {
        let Some(param) = ir.params.get(n as usize) else {
            return Types::unknown();
        };
        match param.kind {
            ParamKind::This | ParamKind::CaptureThis => {
                let own = self.program.class_at(self.file, ir.key.node);
                let around = || self.program.class_around(self.file, ir.key.node);
                match own.or_else(around) {
                    Some(class) => Types::one(self.class_type(class, false)),
                    None => Types::unknown(),
                }
            }
            _ => self.target(param.node),
        }
    }

    /// The types that the declaration of a target (Ident, `Param`, `Declarator`) allows.
    fn target(self, node: NodeId) -> Types {
        let (tree, scopes) = (
            self.program.trees.tree(self.file),
            self.program.trees.scopes(self.file),
        );
        match scopes.def_of_expr(tree, node) {
            Some(def) => self.declared_or_implied(def),
            None => Types::unknown(),
        }
    }

    /// The type that is written at the declaration of a target.
    fn declared_target(self, node: NodeId) -> Types {
        let (tree, scopes) = (
            self.program.trees.tree(self.file),
            self.program.trees.scopes(self.file),
        );
        match scopes.def_of_expr(tree, node) {
            Some(def) => self.declared_of(def),
            None => Types::unknown(),
        }
    }

    /// What `with x` binds: what `__enter__` gives, mostly x.
    fn entered(self, types: Types) -> Types {
        let enter = self.program.methods_on(self.file, &types, "__enter__", 0);
        let given = match enter.methods.is_empty() {
            true => Types::unknown(),
            false => self.result(&enter),
        };
        given.or_else(|| types)
    }

    /// On the side of a test where `x instanceof T` holds, x is a T.
    fn narrowed(
        self,
        ir: &Function,
        types: Types,
        operand: ValueId,
        cond: ValueId,
        polarity: bool,
    ) -> Types {
        let Op::InstanceOf(tested, ty) = ir.op(cond) else {
            return types;
        };
        let is_same = tested == operand || matches!(ir.op(tested), Op::Copy(v) if v == operand);
        if !polarity || !is_same || types.is_exact() {
            return types;
        }
        let narrow = self.declared(ty);
        if narrow.is_unknown() { types } else { narrow }
    }

    fn call_targets(self, ir: &Function, id: ValueId, call: CallId, facts: &FuncFacts) -> Targets {
        let tree = self.program.trees.tree(self.file);
        let node = ir.value(id).node;
        let is_written = matches!(tree.kind(node), Kind::Call | Kind::New | Kind::EnumConstant);
        let known = |receiver: ValueId| {
            let is_namespace = matches!(ir.op(receiver), Op::LoadGlobal(_));
            let types = &facts.types[receiver];
            (!is_namespace && !types.is_unknown()).then(|| types.clone())
        };
        match ir.call(call).callee {
            Callee::ClassInit { class, .. } => self.class_init(node, class),
            Callee::SuperInit { .. } if !is_written => self.implied_super(node),
            Callee::Method { receiver, name } | Callee::SuperMethod { receiver, name }
                if !is_written =>
            {
                let args = ir.args(call).len();
                let types = &facts.types[receiver];
                let name = tree.names().text(name);
                self.program.methods_on(self.file, types, name, args)
            }
            Callee::Path {
                receiver: Some(receiver),
                ..
            }
            | Callee::Method { receiver, .. } => self.resolve(node, known(receiver)),
            _ if is_written => self.resolve(node, None),
            _ => Targets::none(node, ir.args(call).len()),
        }
    }

    /// A constructor runs the initialisers of its class.
    fn class_init(self, node: NodeId, class: NodeId) -> Targets {
        let mut targets = Targets::none(node, 0);
        targets.funcs = SmallVec::from_slice(&[Target {
            func: FuncRef {
                file: self.file,
                key: FuncKey {
                    node: class,
                    part: FuncPart::Init,
                },
            },
            binds_receiver: true,
        }]);
        targets.how = How::Exact;
        targets.open = false;
        targets
    }

    /// The `super()` that a constructor does not write.
    fn implied_super(self, node: NodeId) -> Targets {
        let mut targets = Targets::none(node, 0);
        let own = self.program.class_at(self.file, node);
        let class = own.or_else(|| self.program.class_around(self.file, node));
        if let Some(found) = class.and_then(|class| self.program.superclass(class)) {
            self.construct(&mut targets, found);
            targets.constructed = None;
        }
        targets
    }
}
