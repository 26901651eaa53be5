//! A function: values, blocks, and the map between nodes and values.

use std::ops::Range;

use haechi_syntax::{Idx, IndexVec, NameId, NodeId};

use crate::{Arg, Call, CallId, Callee, Closure, ClosureId, Const, FuncKey, List, Op, ValueId};

haechi_syntax::define_idx! {
    /// A basic block of one function. Block 0 is the entry. An edge to a block
    /// with a smaller or equal number is a loop's back edge.
    BlockId;
    /// A loop of one function, outer before inner.
    LoopId;
}

impl BlockId {
    /// Where every function begins.
    pub const ENTRY: Self = Self::new(0);
}

/// A value: the instruction that defines it, and where it stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Value {
    /// The instruction.
    pub op: Op,
    /// The expression it evaluates, the target it is assigned to, or what the
    /// [`Op`] says.
    pub node: NodeId,
    /// The block it stands in.
    pub block: BlockId,
}

const _: () = assert!(size_of::<Value>() == 24, "a value is 24 bytes");

/// What a parameter is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParamKind {
    /// Java `this`. (Python's `self` is positional.)
    This,
    /// By position (Python: or by keyword).
    Positional,
    /// Python: before `/`.
    PositionalOnly,
    /// Python: after `*`.
    KeywordOnly,
    /// Java `T... a`, Python `*a`.
    VarArgs,
    /// Python `**k`.
    KwArgs,
    /// A variable of an enclosing function, passed in by [`Closure::captures`]:
    /// its value, or, if `boxed`, its cell.
    Capture {
        /// Whether the value is an [`Op::Cell`] that both sides read and write.
        boxed: bool,
    },
    /// `this` of the enclosing method, in a lambda.
    CaptureThis,
}

/// A parameter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Param {
    /// What it is.
    pub kind: ParamKind,
    /// Its name; none for `this`, and for parameters that are patterns (Python 2).
    pub name: NameId,
    /// The `Param` node (for captures: where the variable is defined; for
    /// `this`: the function's node).
    pub node: NodeId,
    /// The node of the default, if it has one.
    pub default: Option<NodeId>,
    /// Its value.
    pub value: ValueId,
}

/// What is known at the start of a block because a branch led here.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum BranchFact {
    /// The condition had this truth value.
    Is {
        /// The condition. Its operands are the access paths that were tested.
        cond: ValueId,
        /// Its outcome.
        polarity: bool,
    },
    /// The subject of a `Switch` equalled one of the labels.
    OneOf {
        /// The subject.
        subject: ValueId,
        /// The labels' values.
        labels: List,
    },
    /// The subject of the `Switch` that ends this block equalled none of its labels.
    NoneOf {
        /// The subject.
        subject: ValueId,
        /// The block that ends with the `Switch`.
        switch: BlockId,
    },
}

/// A case of a [`Terminator::Switch`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arm {
    /// The values of its labels.
    pub labels: List,
    /// Where it leads. Every arm has a block of its own.
    pub target: BlockId,
}

/// How a block ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Terminator {
    /// On to a block.
    Goto(BlockId),
    /// Two ways, on a truth value.
    Branch {
        /// What is tested.
        cond: ValueId,
        /// Where it is true. A block with no other edge into it.
        then: BlockId,
        /// Where it is false. A block with no other edge into it.
        other: BlockId,
    },
    /// Many ways, on equality with constants.
    Switch {
        /// What is compared.
        subject: ValueId,
        /// First of the arms in the function's pool; read with [`Function::arms`].
        arms: (u32, u32),
        /// Where none is equal. A block with no other edge into it.
        default: BlockId,
    },
    /// Entry of a try region: the region's first block, and its handler, which
    /// is entered from anywhere in the region.
    Try {
        /// First block of the region.
        body: BlockId,
        /// The handler; this is its only edge.
        handler: BlockId,
    },
    /// Back to the caller, with a value or none.
    Return(Option<ValueId>),
    /// An exception: to [`Block::handler`], or out of the function.
    Throw(ValueId),
    /// The end of code that cannot be left (after a call that never returns,
    /// `while True` without `break`).
    Unreachable,
}

/// A basic block.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Block {
    /// Its instructions, as raw ids of values: φ first, then σ, then the others.
    pub(crate) start: u32,
    /// One past its last instruction.
    pub(crate) end: u32,
    pub(crate) preds: List,
    /// How it ends.
    pub terminator: Terminator,
    /// The node of the terminator: `Return`, the condition, the loop … For
    /// `Goto` the statement that the jump belongs to.
    pub node: NodeId,
    /// What a branch to this block says.
    pub fact: Option<BranchFact>,
    /// Where exceptions of its instructions go; none: out of the function.
    pub handler: Option<BlockId>,
    /// The innermost loop around it (as written), if any.
    pub in_loop: Option<LoopId>,
    /// Whether it is the handler of a try region (its φ differ, see [`Op::Phi`]).
    pub is_handler: bool,
    /// Whether any path as written leads here; code after a `return` has no
    /// edge into it.
    pub reachable: bool,
}

/// A loop. As written: its blocks are the range `header .. end`, code that ends
/// in a `break` included. Comprehensions are loops too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loop {
    /// The loop statement or `CompFor`.
    pub node: NodeId,
    /// Where its back edges lead.
    pub header: BlockId,
    /// One past its last block.
    pub end: BlockId,
    /// The loop around it.
    pub parent: Option<LoopId>,
}

/// Why a function was not fully built.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GapKind {
    /// More instructions and operands than the budget allows.
    TooBig,
}

/// A part of a file for which there is no IR; goes into the coverage ledger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gap {
    /// What happened.
    pub kind: GapKind,
    /// The function.
    pub node: NodeId,
}

/// A function in SSA form.
#[derive(Clone, Debug)]
pub struct Function {
    /// Which function it is.
    pub key: FuncKey,
    /// All values, block after block.
    pub values: IndexVec<ValueId, Value>,
    /// All blocks. Block 0 is the entry and has the parameters.
    pub blocks: IndexVec<BlockId, Block>,
    /// All loops, outer before inner.
    pub loops: IndexVec<LoopId, Loop>,
    /// The parameters: `this`, those written, then captures.
    pub params: Vec<Param>,
    /// Values yielded by a generator (`Yield` and `YieldFrom` instructions), in order:
    /// what iterating over the call's result gives. Empty if it is no generator.
    pub yields: Vec<ValueId>,
    /// Whether it is `async`: a call gives something to await.
    pub is_async: bool,
    /// If set, the function is opaque: it has its parameters and one empty
    /// block, nothing else.
    pub gap: Option<Gap>,
    pub(crate) calls: IndexVec<CallId, Call>,
    pub(crate) closures: IndexVec<ClosureId, Closure>,
    pub(crate) operands: Vec<ValueId>,
    pub(crate) args: Vec<Arg>,
    pub(crate) captures: Vec<(crate::Field, ValueId)>,
    pub(crate) arms: Vec<Arm>,
    pub(crate) preds: Vec<BlockId>,
    /// Sorted by node; several values for one node where code was duplicated
    /// (`finally`).
    pub(crate) node_values: Vec<(NodeId, ValueId)>,
    /// What `fold` found, by value.
    pub(crate) constants: Vec<(ValueId, Const)>,
}

impl Function {
    /// A value.
    pub fn value(&self, id: ValueId) -> &Value {
        &self.values[id]
    }
    /// The instruction of a value.
    pub fn op(&self, id: ValueId) -> Op {
        self.values[id].op
    }
    /// The operands of a list, in order.
    pub fn list(&self, list: List) -> &[ValueId] {
        let start = list.start as usize;
        &self.operands[start..start + list.len()]
    }
    /// A call.
    pub fn call(&self, id: CallId) -> &Call {
        &self.calls[id]
    }
    /// All calls.
    pub fn calls(&self) -> &IndexVec<CallId, Call> {
        &self.calls
    }
    /// The arguments of a call, in order.
    pub fn args(&self, id: CallId) -> &[Arg] {
        let list = self.calls[id].args;
        let start = list.start as usize;
        &self.args[start..start + list.len()]
    }
    /// The fields that a `new` of a local, anonymous or inner class sets before
    /// the constructor runs.
    pub fn captures(&self, id: CallId) -> &[(crate::Field, ValueId)] {
        let list = self.calls[id].captures;
        let start = list.start as usize;
        &self.captures[start..start + list.len()]
    }
    /// A closure.
    pub fn closure(&self, id: ClosureId) -> &Closure {
        &self.closures[id]
    }
    /// The instructions of a block, in order.
    pub fn instructions(
        &self,
        block: BlockId,
    ) -> impl DoubleEndedIterator<Item = ValueId> + ExactSizeIterator + use<> {
        let Block { start, end, .. } = self.blocks[block];
        Range {
            start: start as usize,
            end: end as usize,
        }
        .map(ValueId::from_usize)
    }
    /// The blocks with an edge to this one, in the order of φ operands. Of a
    /// handler: the block that ends with the `Try`.
    pub fn preds(&self, block: BlockId) -> &[BlockId] {
        let list = self.blocks[block].preds;
        let start = list.start as usize;
        &self.preds[start..start + list.len()]
    }
    /// The arms of a [`Terminator::Switch`].
    pub fn arms(&self, arms: (u32, u32)) -> &[Arm] {
        &self.arms[arms.0 as usize..(arms.0 + arms.1) as usize]
    }
    /// Calls `f` with every block that this one has an edge to, in order:
    /// then before else, arms before default, body before handler.
    pub fn for_each_succ(&self, block: BlockId, mut f: impl FnMut(BlockId)) {
        match self.blocks[block].terminator {
            Terminator::Goto(target) => f(target),
            Terminator::Branch { then, other, .. } => {
                f(then);
                f(other);
            }
            Terminator::Switch { arms, default, .. } => {
                for arm in self.arms(arms) {
                    f(arm.target);
                }
                f(default);
            }
            Terminator::Try { body, handler } => {
                f(body);
                f(handler);
            }
            Terminator::Return(_) | Terminator::Throw(_) | Terminator::Unreachable => {}
        }
    }
    /// Calls `f` with every operand of a value, in order of evaluation; for
    /// calls: receiver or callee, arguments, captures.
    pub fn for_each_operand(&self, id: ValueId, mut f: impl FnMut(ValueId)) {
        self.visit_operands(self.values[id].op, &mut f);
    }

    fn visit_operands(&self, op: Op, f: &mut impl FnMut(ValueId)) {
        match op {
            Op::Param(_)
            | Op::Int(_)
            | Op::Float(_)
            | Op::Str(_)
            | Op::Char(_)
            | Op::Bool(_)
            | Op::Null
            | Op::Number(_)
            | Op::Undef
            | Op::LoadGlobal(_) => {}
            Op::Copy(a)
            | Op::Cell(a)
            | Op::Unary(_, a)
            | Op::Cast(a, _)
            | Op::InstanceOf(a, _)
            | Op::LoadField(a, _)
            | Op::DelField(a, _)
            | Op::StoreGlobal(_, a)
            | Op::Spread(a)
            | Op::IterNext(a)
            | Op::IterElement(a)
            | Op::Unpack(a, _)
            | Op::Caught(a)
            | Op::Enter(a)
            | Op::Await(a)
            | Op::YieldFrom(a) => f(a),
            Op::MethodRef(a) | Op::Yield(a) => a.into_iter().for_each(f),
            Op::Binary(_, a, b)
            | Op::LoadIndex(a, b)
            | Op::DelIndex(a, b)
            | Op::Append { to: a, value: b }
            | Op::StoreField {
                base: a, value: b, ..
            }
            | Op::Sigma {
                value: a, cond: b, ..
            } => {
                f(a);
                f(b);
            }
            Op::StoreIndex { base, index, value } => {
                f(base);
                f(index);
                f(value);
            }
            Op::Phi(list)
            | Op::Format(list)
            | Op::Slice(list)
            | Op::Class(list)
            | Op::Aggregate(_, list)
            | Op::NewArray(list)
            | Op::CatchParam(list)
            | Op::Opaque(list) => self.list(list).iter().copied().for_each(f),
            Op::Closure(id) => {
                let closure = self.closures[id];
                self.list(closure.captures)
                    .iter()
                    .copied()
                    .for_each(&mut *f);
                self.list(closure.defaults).iter().copied().for_each(f);
            }
            Op::Call(id) => {
                self.calls[id].callee.value().into_iter().for_each(&mut *f);
                self.args(id).iter().for_each(|arg| f(arg.value));
                self.captures(id).iter().for_each(|(_, value)| f(*value));
            }
        }
    }

    /// The values that a node stands for: what an expression evaluates to, or
    /// what a binding occurrence (assignment target, parameter, loop variable,
    /// `catch` and `as` names) defines. More than one where the code was
    /// duplicated (`finally` bodies); none for conditions that became branches
    /// and for nodes of other functions.
    pub fn values_of(&self, node: NodeId) -> impl Iterator<Item = ValueId> + '_ {
        let start = self.node_values.partition_point(|(n, _)| *n < node);
        self.node_values[start..]
            .iter()
            .take_while(move |(n, _)| *n == node)
            .map(|(_, value)| *value)
    }
    /// The first of [`values_of`](Self::values_of): in code that was
    /// duplicated, the one on the normal way.
    pub fn value_of(&self, node: NodeId) -> Option<ValueId> {
        self.values_of(node).next()
    }
    /// All pairs of the node ↔ value map, by node.
    pub fn node_values(&self) -> &[(NodeId, ValueId)] {
        &self.node_values
    }
    /// Blocks that return, with what they return.
    pub fn returns(&self) -> impl Iterator<Item = (BlockId, Option<ValueId>)> + '_ {
        self.blocks
            .iter_enumerated()
            .filter_map(|(id, block)| match block.terminator {
                Terminator::Return(value) => Some((id, value)),
                _ => None,
            })
    }
    /// Blocks whose exception leaves the function, with what they throw.
    /// (Exceptions of calls outside try regions leave it as well.)
    pub fn throws(&self) -> impl Iterator<Item = (BlockId, ValueId)> + '_ {
        self.blocks
            .iter_enumerated()
            .filter_map(|(id, block)| match block.terminator {
                Terminator::Throw(value) if block.handler.is_none() => Some((id, value)),
                _ => None,
            })
    }
    /// What a handler caught: its [`Op::CatchParam`].
    pub fn catch_param(&self, handler: BlockId) -> Option<ValueId> {
        self.instructions(handler)
            .find(|id| matches!(self.values[*id].op, Op::CatchParam(_)))
    }
    /// How much memory its vectors use, in bytes.
    pub fn bytes(&self) -> usize {
        fn of<T>(items: &[T]) -> usize {
            size_of_val(items)
        }
        of(self.values.as_slice())
            + of(self.blocks.as_slice())
            + of(self.loops.as_slice())
            + of(&self.params)
            + of(&self.yields)
            + of(self.calls.as_slice())
            + of(self.closures.as_slice())
            + of(&self.operands)
            + of(&self.args)
            + of(&self.captures)
            + of(&self.arms)
            + of(&self.preds)
            + of(&self.node_values)
            + of(&self.constants)
    }
    /// Users of every value. `O(function)`; keep it.
    pub fn uses(&self) -> Uses {
        Uses::new(self)
    }
}

impl Callee {
    /// The receiver or called value, if there is one.
    pub fn value(self) -> Option<ValueId> {
        match self {
            Self::Path { receiver, .. } => receiver,
            Self::Method { receiver, .. }
            | Self::SuperMethod { receiver, .. }
            | Self::Value(receiver)
            | Self::SuperInit { receiver }
            | Self::ThisInit { receiver }
            | Self::ClassInit { receiver, .. } => Some(receiver),
            Self::New { .. } => None,
        }
    }

    /// The same with another receiver or called value.
    pub(crate) fn map_value(self, mut f: impl FnMut(ValueId) -> ValueId) -> Self {
        match self {
            Self::Path { path, receiver } => Self::Path {
                path,
                receiver: receiver.map(f),
            },
            Self::Method { receiver, name } => Self::Method {
                receiver: f(receiver),
                name,
            },
            Self::SuperMethod { receiver, name } => Self::SuperMethod {
                receiver: f(receiver),
                name,
            },
            Self::Value(value) => Self::Value(f(value)),
            Self::SuperInit { receiver } => Self::SuperInit {
                receiver: f(receiver),
            },
            Self::ThisInit { receiver } => Self::ThisInit {
                receiver: f(receiver),
            },
            Self::ClassInit { receiver, class } => Self::ClassInit {
                receiver: f(receiver),
                class,
            },
            Self::New { .. } => self,
        }
    }
}

/// Def-use lists in one vector. Uses by terminators are not in it.
#[derive(Clone, Debug)]
pub struct Uses {
    /// `ends[v]` is where the users of `v` end; they begin at `ends[v - 1]`.
    ends: Vec<u32>,
    users: Vec<ValueId>,
}

impl Uses {
    fn new(function: &Function) -> Self {
        let mut counts = vec![0u32; function.values.len() + 1];
        for id in function.values.ids() {
            function.for_each_operand(id, |operand| counts[operand.index() + 1] += 1);
        }
        let mut total = 0;
        for count in &mut counts {
            total += *count;
            *count = total;
        }
        // `counts[v]` is now where v's users begin, and moves to their end.
        let mut users = vec![ValueId::new(0); total as usize];
        for id in function.values.ids() {
            function.for_each_operand(id, |operand| {
                let at = &mut counts[operand.index()];
                users[*at as usize] = id;
                *at += 1;
            });
        }
        counts.pop();
        Self {
            ends: counts,
            users,
        }
    }

    /// The instructions that use a value, in order of their ids; one that uses
    /// it twice is there twice.
    pub fn of(&self, value: ValueId) -> &[ValueId] {
        let n = value.index();
        let start = if n == 0 { 0 } else { self.ends[n - 1] as usize };
        &self.users[start..self.ends[n] as usize]
    }
}
