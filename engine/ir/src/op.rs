//! What a value is: the instruction that defines it.

use haechi_syntax::{NameId, NodeId, Operator};

use crate::FuncKey;

haechi_syntax::define_idx! {
    /// A value of one function, and the instruction that makes it. In the
    /// finished function the ids of a block's values are consecutive.
    ValueId;
    /// A call of one function; see [`Call`].
    CallId;
    /// A place where a closure is made; see [`Closure`].
    ClosureId;
}

/// A run of operands in the function's pool; read with
/// [`Function::list`](crate::Function::list).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct List {
    pub(crate) start: u32,
    pub(crate) len: u32,
}

impl List {
    /// No operands.
    pub const EMPTY: Self = Self { start: 0, len: 0 };
    /// Number of operands.
    pub const fn len(self) -> usize {
        self.len as usize
    }
    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// The name of a field, written or of our own making; four bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field(u32);

/// What a [`Field`] is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldKind {
    /// A field or attribute with this name.
    Named(NameId),
    /// Java, in an object of a local or anonymous class: the captured local
    /// variable of this name (the variable itself, or its cell if it is boxed).
    Captured(NameId),
    /// The content of a cell ([`Op::Cell`]).
    Cell,
    /// Java, in an object of an inner class: the enclosing instance.
    Outer,
    /// The cause of an exception (`raise … from e`).
    Cause,
}

impl Field {
    const CAPTURED: u32 = 1 << 31;
    const OWN: u32 = u32::MAX - 8;
    /// The content of a cell.
    pub const CELL: Self = Self(Self::OWN);
    /// The enclosing instance.
    pub const OUTER: Self = Self(Self::OWN + 1);
    /// The cause of an exception.
    pub const CAUSE: Self = Self(Self::OWN + 2);

    /// A field that the source names.
    pub const fn named(name: NameId) -> Self {
        Self(name.raw())
    }
    /// The field that holds a captured variable.
    pub const fn captured(name: NameId) -> Self {
        Self(name.raw() | Self::CAPTURED)
    }
    /// What it is.
    pub const fn kind(self) -> FieldKind {
        match self {
            Self::CELL => FieldKind::Cell,
            Self::OUTER => FieldKind::Outer,
            Self::CAUSE => FieldKind::Cause,
            Self(n) if n & Self::CAPTURED != 0 => {
                FieldKind::Captured(NameId::new(n & !Self::CAPTURED))
            }
            Self(n) => FieldKind::Named(NameId::new(n)),
        }
    }
    /// The name, if the source names it.
    pub const fn name(self) -> Option<NameId> {
        match self.kind() {
            FieldKind::Named(name) => Some(name),
            _ => None,
        }
    }
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.kind().fmt(f)
    }
}

/// What an [`Op::Aggregate`] makes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AggregateKind {
    /// Python `[…]`, and the result of a list comprehension.
    List,
    /// Python `(…)`.
    Tuple,
    /// Python `{a, b}`, and the result of a set comprehension.
    Set,
    /// Python `{k: v}` and dictionary comprehensions. Operands alternate: key,
    /// value. For `**d` both are the same [`Op::Spread`].
    Dict,
    /// Java `{…}` of an array.
    Array,
    /// The result of a generator expression.
    Generator,
}

/// Which element an [`Op::Unpack`] takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnpackPos {
    /// The n-th from the front, from 0.
    Front(u16),
    /// The n-th from the back, from 0 (targets after a `*rest`).
    Back(u16),
    /// A list of what is left without so many at the front and at the back.
    Rest(u16, u16),
}

/// The instruction that defines a value. Operands are ids of values of the same
/// function. All operands are visited by
/// [`Function::for_each_operand`](crate::Function::for_each_operand).
///
/// Instructions that only have an effect (`StoreField` …) have ids like all
/// others; their value is not used.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Op {
    // ---- leaves
    /// Parameter number n of [`Function::params`](crate::Function::params).
    Param(u32),
    /// An integer literal that fits.
    Int(i64),
    /// A floating-point literal.
    Float(f64),
    /// A string literal (`Str`, `StrPart`); its text is in the tree.
    Str(NodeId),
    /// Java `'a'`.
    Char(char),
    /// `true`, `false`.
    Bool(bool),
    /// `null`, `None`.
    Null,
    /// A number that fits neither: by its literal. `1j`, `1 << 70` as digits.
    Number(NodeId),
    /// No value: a variable before its first assignment or after `del`.
    Undef,

    // ---- variables
    /// The value assigned to a variable; the node is the target.
    Copy(ValueId),
    /// Merge of a variable's versions. In a normal block operand i comes over
    /// edge i of `Block::preds`. In a handler
    /// ([`Block::is_handler`](crate::Block::is_handler)) the operands are, in no
    /// order, the version at the entry of the region and every version made in
    /// it. The node is where the variable was first bound.
    Phi(List),
    /// The variable's version where the branch on `cond` went the way
    /// `polarity`. Same value as `value`. In the arm of a `Switch`, `cond` is
    /// the subject and the block's [`BranchFact`](crate::BranchFact) has the
    /// labels. The node is where the variable was first bound.
    Sigma {
        /// The version before the branch.
        value: ValueId,
        /// What the branch tests.
        cond: ValueId,
        /// Which way it went.
        polarity: bool,
    },
    /// A new cell holding a value: the storage of a variable that closures
    /// share and somebody re-assigns. Read and written as field
    /// [`Field::CELL`].
    Cell(ValueId),

    // ---- computing
    /// `-x`, `not x`; also the `+ 1` of an `Update` is a `Binary`.
    Unary(Operator, ValueId),
    /// `x + y`, comparisons included. `and` / `or` are branches, and so are
    /// chained comparisons.
    Binary(Operator, ValueId, ValueId),
    /// Parts joined into a string: f-strings, adjacent literals. A part with a
    /// conversion or format specification has the part's `Interp` as node of
    /// an [`Op::Opaque`] in between.
    Format(List),
    /// `(T) x`. The type's node.
    Cast(ValueId, NodeId),
    /// `x instanceof T`, and class patterns. The type's (or path's) node.
    InstanceOf(ValueId, NodeId),

    // ---- memory
    /// `x.f` read.
    LoadField(ValueId, Field),
    /// `x.f = v`. The node is the target.
    StoreField {
        /// Object.
        base: ValueId,
        /// Field.
        field: Field,
        /// New content.
        value: ValueId,
    },
    /// `del x.f`.
    DelField(ValueId, Field),
    /// `x[i]` read. For slices the index is an [`Op::Slice`].
    LoadIndex(ValueId, ValueId),
    /// `x[i] = v`. The node is the target.
    StoreIndex {
        /// Object.
        base: ValueId,
        /// Index or key; an [`Op::Slice`] for slices.
        index: ValueId,
        /// New content.
        value: ValueId,
    },
    /// `del x[i]`.
    DelIndex(ValueId, ValueId),
    /// `a:b:c`: three operands, [`Op::Null`] where one is left out.
    Slice(List),
    /// A module variable, static field, class, function, builtin, or name that
    /// this file does not resolve: by the `Ident` or the `Member` chain that
    /// names it.
    LoadGlobal(NodeId),
    /// Assignment to such a name.
    StoreGlobal(NodeId, ValueId),

    // ---- calls and allocation
    /// A call or `new`: see [`Call`].
    Call(CallId),
    /// A closure or function object: see [`Closure`].
    Closure(ClosureId),
    /// Java `x::m` (an operand) or `T::m`, `T::new` (none). The node is the `MethodRef`.
    MethodRef(Option<ValueId>),
    /// Python class object; operands are its bases (keyword arguments included).
    /// The statements of its body follow in line, as [`Op::StoreField`] on it.
    Class(List),
    /// `[a, *b]`, `{k: v}`, `{a, b}` of an array …
    Aggregate(AggregateKind, List),
    /// `*x` or `**x` within an aggregate: all elements of x.
    Spread(ValueId),
    /// Java `new T[n][m]`: the sizes. (With elements: an `Aggregate`.)
    NewArray(List),
    /// A comprehension adds an element to its result (`Set`, `List`,
    /// `Generator`; dictionaries use `StoreIndex`).
    Append {
        /// The result, an [`Op::Aggregate`].
        to: ValueId,
        /// The element.
        value: ValueId,
    },

    // ---- iterating and taking apart
    /// Whether the iterable has another element: the condition of a for-each
    /// loop. The node is the `ForEach` or `CompFor`.
    IterNext(ValueId),
    /// The current element of an iterable in a for-each loop. The loop is the
    /// block's.
    IterElement(ValueId),
    /// An element taken out by position, by a tuple target or a pattern.
    Unpack(ValueId, UnpackPos),

    // ---- the rest of control
    /// What a handler caught: operands are the objects thrown by `Throw`s in the
    /// region and the [`Op::CatchParam`]s of inner handlers that did not catch
    /// everything. Exceptions of calls in the region arrive here as well:
    /// [`Block::handler`](crate::Block::handler) of the call's block leads here.
    CatchParam(List),
    /// The exception object as one `catch` clause sees it, narrowed to the
    /// clause's types. The node is the clause's variable, else the `Catch`.
    Caught(ValueId),
    /// `with x as y`: what `x.__enter__()` gives.
    Enter(ValueId),
    /// `await x`.
    Await(ValueId),
    /// `yield x` (none: `yield`); the value is what is sent in. Also in
    /// [`Function::yields`](crate::Function::yields).
    Yield(Option<ValueId>),
    /// `yield from x`.
    YieldFrom(ValueId),
    /// An expression without an instruction of its own, with its operands:
    /// nothing is lost.
    Opaque(List),
}

const _: () = assert!(size_of::<Op>() == 16, "an instruction is 16 bytes");

impl Op {
    /// The instruction with other operands. Operands in lists, and those of
    /// calls and closures, stand in the function's pools and stay.
    pub(crate) fn map_values(self, mut f: impl FnMut(ValueId) -> ValueId) -> Self {
        match self {
            Self::Copy(a) => Self::Copy(f(a)),
            Self::Cell(a) => Self::Cell(f(a)),
            Self::Unary(operator, a) => Self::Unary(operator, f(a)),
            Self::Cast(a, ty) => Self::Cast(f(a), ty),
            Self::InstanceOf(a, ty) => Self::InstanceOf(f(a), ty),
            Self::LoadField(a, field) => Self::LoadField(f(a), field),
            Self::DelField(a, field) => Self::DelField(f(a), field),
            Self::StoreGlobal(node, a) => Self::StoreGlobal(node, f(a)),
            Self::Spread(a) => Self::Spread(f(a)),
            Self::IterNext(a) => Self::IterNext(f(a)),
            Self::IterElement(a) => Self::IterElement(f(a)),
            Self::Unpack(a, pos) => Self::Unpack(f(a), pos),
            Self::Caught(a) => Self::Caught(f(a)),
            Self::Enter(a) => Self::Enter(f(a)),
            Self::Await(a) => Self::Await(f(a)),
            Self::YieldFrom(a) => Self::YieldFrom(f(a)),
            Self::MethodRef(a) => Self::MethodRef(a.map(f)),
            Self::Yield(a) => Self::Yield(a.map(f)),
            Self::Binary(operator, a, b) => Self::Binary(operator, f(a), f(b)),
            Self::LoadIndex(a, b) => Self::LoadIndex(f(a), f(b)),
            Self::DelIndex(a, b) => Self::DelIndex(f(a), f(b)),
            Self::Append { to, value } => Self::Append {
                to: f(to),
                value: f(value),
            },
            Self::StoreField { base, field, value } => Self::StoreField {
                base: f(base),
                field,
                value: f(value),
            },
            Self::StoreIndex { base, index, value } => Self::StoreIndex {
                base: f(base),
                index: f(index),
                value: f(value),
            },
            Self::Sigma {
                value,
                cond,
                polarity,
            } => Self::Sigma {
                value: f(value),
                cond: f(cond),
                polarity,
            },
            Self::Param(_)
            | Self::Int(_)
            | Self::Float(_)
            | Self::Str(_)
            | Self::Char(_)
            | Self::Bool(_)
            | Self::Null
            | Self::Number(_)
            | Self::Undef
            | Self::LoadGlobal(_)
            | Self::Phi(_)
            | Self::Format(_)
            | Self::Slice(_)
            | Self::Class(_)
            | Self::Aggregate(..)
            | Self::NewArray(_)
            | Self::CatchParam(_)
            | Self::Opaque(_)
            | Self::Call(_)
            | Self::Closure(_) => self,
        }
    }
}

/// How an argument is passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArgKind {
    /// By position (among the positional ones).
    Positional,
    /// `name=v`.
    Keyword(NameId),
    /// `*v`.
    Star,
    /// `**v`.
    DoubleStar,
}

/// An argument of a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arg {
    /// How it is passed.
    pub kind: ArgKind,
    /// What is passed.
    pub value: ValueId,
}

/// What is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Callee {
    /// By a name or dotted path whose root is no local variable: an `Ident` or
    /// a `Member` chain. The receiver is the value of the object of the path
    /// (`os.environ` in `os.environ.get(…)`), or, for a bare Java method name,
    /// `this` where there is one. Whether it is a receiver or merely a
    /// namespace is for `program` to say.
    Path {
        /// The callee's node.
        path: NodeId,
        /// See above.
        receiver: Option<ValueId>,
    },
    /// A method of a computed object.
    Method {
        /// The object.
        receiver: ValueId,
        /// The method's name.
        name: NameId,
    },
    /// `super.m(…)`: the method of the superclass on `this`.
    SuperMethod {
        /// `this`.
        receiver: ValueId,
        /// The method's name.
        name: NameId,
    },
    /// A computed callable (`f()()`, a local variable, a captured one).
    Value(ValueId),
    /// Java `super(…)` on `this`; also the implied one of a constructor that
    /// has neither (its node is the `Function`, without arguments), if the
    /// class names a superclass.
    SuperInit {
        /// `this`.
        receiver: ValueId,
    },
    /// Java `this(…)` on `this`.
    ThisInit {
        /// `this`.
        receiver: ValueId,
    },
    /// Java: a constructor runs its class's [`FuncPart::Init`](crate::FuncPart).
    /// The node is the constructor's `Function`.
    ClassInit {
        /// `this`.
        receiver: ValueId,
        /// Which class: the `Class`, `New` or `EnumConstant`.
        class: NodeId,
    },
    /// `new T(…)`: allocates (the value is the object), then runs the
    /// constructor. Before it runs, the object's fields
    /// [`Field::captured`] and [`Field::OUTER`] have the values in
    /// `Call::captures`.
    New {
        /// The type's node; for an enum constant, the `EnumConstant` itself.
        ty: NodeId,
        /// The class body of an anonymous class (`ClassBody`).
        body: Option<NodeId>,
    },
}

/// A call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Call {
    /// What is called.
    pub callee: Callee,
    /// The value of the call: its [`Op::Call`].
    pub value: ValueId,
    pub(crate) args: List,
    pub(crate) captures: List,
}

/// A function object made at run time: lambda, nested function, Python `def`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Closure {
    /// Which function.
    pub func: FuncKey,
    /// The captured values (boxed variables: their cells), in the order of the
    /// function's parameters of kind [`ParamKind::Capture`](crate::ParamKind).
    pub captures: List,
    /// The evaluated parameter defaults, in order of the parameters that have one.
    pub defaults: List,
}
