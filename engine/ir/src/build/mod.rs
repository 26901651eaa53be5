//! From a tree to functions. `ssa` keeps the versions of variables, `survey`
//! finds the variables beforehand, `finish` tidies up; the other files lower
//! one family of constructs each.

use haechi_syntax::scope::{DefId, Scopes};
use haechi_syntax::{Flags, Idx, IndexVec, Kind, Lang, NameId, NodeId, Role, Tree};
use rustc_hash::FxHashMap;

use crate::function::{Gap, GapKind};
use crate::{
    Arg, Block, BlockId, Call, CallId, Callee, Closure, ClosureId, Field, FileIr, FuncKey,
    FuncPart, Function, List, Loop, LoopId, Op, Param, Terminator, Value, ValueId,
};

mod access;
mod assign;
mod call;
mod comp;
mod cond;
mod expr;
mod finish;
mod java;
mod jump;
mod list;
mod literal;
mod loops;
mod matching;
mod name;
mod params;
mod python;
mod ssa;
mod stmt;
mod survey;
mod switch;
mod tidy;
mod tries;
mod unroll;

pub use list::functions;

use jump::Frame;
use ssa::{NONE, Var, VarId};
use survey::Sharing;

/// How many instructions and operands a function may have unless told otherwise.
pub const DEFAULT_BUDGET: usize = 2_000_000;

/// How many entries of logs may be gone through per instruction of the budget.
const STEPS_PER_INSTRUCTION: usize = 64;

/// No variable.
const NO_VAR: VarId = VarId::new(u32::MAX);

/// Builds functions of one file, on request.
pub struct FileBuilder<'a> {
    tree: &'a Tree,
    scopes: &'a Scopes,
    sharing: Sharing,
    budget: usize,
}

impl<'a> FileBuilder<'a> {
    /// Prepares a file; `O(nodes)` for Python, nothing for Java.
    pub fn new(tree: &'a Tree, scopes: &'a Scopes) -> Self {
        Self {
            tree,
            scopes,
            sharing: Sharing::new(tree, scopes),
            budget: DEFAULT_BUDGET,
        }
    }

    /// Sets the number of instructions and operands beyond which a function
    /// becomes opaque.
    pub fn budget(mut self, budget: usize) -> Self {
        self.budget = budget;
        self
    }

    /// Builds one function. A key that names no function of the file gives an
    /// empty function.
    pub fn build(&self, key: FuncKey) -> Function {
        let mut builder = Builder::new(self, key);
        builder.function();
        builder.finish()
    }

    /// Builds all functions of the file.
    pub fn build_all(&self) -> FileIr {
        let keys = functions(self.tree, self.scopes);
        FileIr {
            functions: keys.into_iter().map(|key| self.build(key)).collect(),
        }
    }
}

/// Builds one function; whoever wants several of a file prepares a
/// [`FileBuilder`] once.
pub fn build_function(tree: &Tree, scopes: &Scopes, key: FuncKey) -> Function {
    FileBuilder::new(tree, scopes).build(key)
}

/// A try region that is being filled.
struct Region {
    handler: BlockId,
    /// What `throw` statements in it throw.
    thrown: Vec<ValueId>,
}

/// A function under construction.
struct Builder<'a> {
    tree: &'a Tree,
    scopes: &'a Scopes,
    sharing: &'a Sharing,
    key: FuncKey,
    budget: usize,

    // ---- what becomes the function
    values: IndexVec<ValueId, Value>,
    blocks: IndexVec<BlockId, Block>,
    loops: IndexVec<LoopId, Loop>,
    calls: IndexVec<CallId, Call>,
    closures: IndexVec<ClosureId, Closure>,
    operands: Vec<ValueId>,
    args: Vec<Arg>,
    captured: Vec<(Field, ValueId)>,
    arms: Vec<crate::Arm>,
    params: Vec<Param>,
    yields: Vec<ValueId>,
    node_values: Vec<(NodeId, ValueId)>,
    is_async: bool,

    // ---- blocks
    cur: Option<BlockId>,
    /// Blocks in the order in which they were entered: their final order.
    order: Vec<BlockId>,
    /// (to, from).
    edges: Vec<(BlockId, BlockId)>,
    in_loop: Option<LoopId>,

    // ---- variables
    vars: IndexVec<VarId, Var>,
    env: IndexVec<VarId, ValueId>,
    log: Vec<(VarId, ValueId)>,
    /// Versions made by assignments in try regions, in order.
    versions: Vec<(VarId, ValueId)>,
    /// The variable that a value is a version of, else `NO_VAR`.
    var_of: IndexVec<ValueId, VarId>,
    /// The value that a σ, or a φ of σ, renames in the end; else the value itself.
    origin: IndexVec<ValueId, ValueId>,
    slots: FxHashMap<DefId, VarId>,
    /// Temporaries of the expressions around.
    temps: Vec<VarId>,
    /// Assignments to variables, by node.
    writes: Vec<(NodeId, VarId)>,
    stamps: Vec<u32>,
    stamp: u32,
    /// Entries of logs that were gone through.
    steps: usize,
    undef: ValueId,
    may_be_unbound: bool,
    /// `this`, or `NONE`.
    this: ValueId,

    // ---- the statements around
    frames: Vec<Frame>,
    regions: Vec<Region>,
    /// Labels of the statement about to be lowered.
    labels: Vec<NameId>,
    /// Python classes whose bodies are being lowered: class node, class object.
    classes: Vec<(NodeId, ValueId)>,
    /// Exceptions of the handlers around, for a bare `raise`.
    caught: Vec<ValueId>,
    return_slot: Option<VarId>,
    /// Nodes of loop bodies that were copied.
    unrolled: u32,
    /// How many `finally` bodies are being copied around.
    copies: u32,
    /// What local classes capture, once asked.
    class_captures: FxHashMap<NodeId, Vec<DefId>>,
}

impl<'a> Builder<'a> {
    fn new(file: &'a FileBuilder<'a>, key: FuncKey) -> Self {
        Self {
            tree: file.tree,
            scopes: file.scopes,
            sharing: &file.sharing,
            key,
            budget: file.budget,
            values: IndexVec::new(),
            blocks: IndexVec::new(),
            loops: IndexVec::new(),
            calls: IndexVec::new(),
            closures: IndexVec::new(),
            operands: Vec::new(),
            args: Vec::new(),
            captured: Vec::new(),
            arms: Vec::new(),
            params: Vec::new(),
            yields: Vec::new(),
            node_values: Vec::new(),
            is_async: false,
            cur: None,
            order: Vec::new(),
            edges: Vec::new(),
            in_loop: None,
            vars: IndexVec::new(),
            env: IndexVec::new(),
            log: Vec::new(),
            versions: Vec::new(),
            var_of: IndexVec::new(),
            origin: IndexVec::new(),
            slots: FxHashMap::default(),
            temps: Vec::new(),
            writes: Vec::new(),
            stamps: Vec::new(),
            stamp: 0,
            steps: 0,
            undef: NONE,
            may_be_unbound: file.tree.lang == Lang::Python,
            this: NONE,
            frames: Vec::new(),
            regions: Vec::new(),
            labels: Vec::new(),
            classes: Vec::new(),
            caught: Vec::new(),
            return_slot: None,
            unrolled: 0,
            copies: 0,
            class_captures: FxHashMap::default(),
        }
    }

    /// The whole function.
    fn function(&mut self) {
        if self.key.node.index() >= self.tree.len() {
            self.key = FuncKey::TOP;
            self.start();
            return;
        }
        self.is_async = self.key.part == FuncPart::Body && self.has(self.key.node, Flags::ASYNC);
        self.survey();
        self.start();
        match self.key.part {
            FuncPart::Body => self.body(),
            FuncPart::Init => self.class_init(false),
            FuncPart::StaticInit => self.class_init(true),
            FuncPart::Canonical => self.record_stores(self.key.node),
            FuncPart::Accessor => self.accessor(),
        }
        if self.cur.is_some() {
            self.terminate(Terminator::Return(None), self.key.node);
        }
    }

    /// The entry block with parameters and cells.
    fn start(&mut self) {
        let entry = self.new_block();
        self.enter(entry, true);
        self.undef = self.emit_hidden(Op::Undef, self.key.node);
        self.parameters();
        self.cells();
    }

    /// Variables that closures share get their cells at the entry.
    fn cells(&mut self) {
        for var in self.vars.ids() {
            let Var {
                node,
                boxed,
                is_capture,
                ..
            } = self.vars[var];
            if !boxed || is_capture {
                continue;
            }
            let content = match self.env[var] {
                NONE => self.undef,
                value => value,
            };
            let cell = self.emit_hidden(Op::Cell(content), node);
            self.var_of[cell] = var;
            self.env[var] = cell;
        }
        self.log.clear();
    }

    fn body(&mut self) {
        let node = self.key.node;
        match self.tree.kind(node) {
            Kind::File => self.statements(node),
            Kind::Function => {
                if self.tree.lang == Lang::Java {
                    self.constructor_prologue(node);
                }
                if let Some(body) = self.tree.child(node, Role::Body) {
                    self.statement(body);
                }
                self.constructor_epilogue(node);
            }
            Kind::Lambda => self.lambda_body(node),
            _ => {}
        }
    }

    fn lambda_body(&mut self, node: NodeId) {
        let Some(body) = self.tree.child(node, Role::Body) else {
            return;
        };
        if self.tree.kind(body) == Kind::Block {
            self.statement(body);
        } else {
            let value = self.expr(body);
            self.terminate(Terminator::Return(Some(value)), body);
        }
    }

    // ---- instructions

    /// Adds an instruction whose node stands for its value.
    fn emit(&mut self, op: Op, node: NodeId) -> ValueId {
        let value = self.emit_hidden(op, node);
        self.map(node, value);
        value
    }

    /// Adds an instruction whose node merely says where it comes from.
    fn emit_hidden(&mut self, op: Op, node: NodeId) -> ValueId {
        let block = self.cur();
        self.var_of.push(NO_VAR);
        self.origin.push(self.values.next_id());
        self.values.push(Value { op, node, block })
    }

    /// `node` stands for `value`.
    fn map(&mut self, node: NodeId, value: ValueId) {
        self.node_values.push((node, value));
    }

    fn list(&mut self, values: &[ValueId]) -> List {
        let start = u32::try_from(self.operands.len()).unwrap_or(u32::MAX);
        self.operands.extend_from_slice(values);
        List {
            start,
            len: u32::try_from(values.len()).unwrap_or(0),
        }
    }

    fn null(&mut self, node: NodeId) -> ValueId {
        self.emit_hidden(Op::Null, node)
    }

    /// Whether the budget is used up: the lowering then runs out quickly, and
    /// the function becomes opaque.
    fn exhausted(&self) -> bool {
        self.values.len() + self.operands.len() + self.args.len() > self.budget
            || self.steps > self.budget.saturating_mul(STEPS_PER_INSTRUCTION)
    }

    fn call_op(&mut self, callee: Callee, args: &[Arg], node: NodeId) -> ValueId {
        self.call_with_captures(callee, args, &[], node)
    }

    fn call_with_captures(
        &mut self,
        callee: Callee,
        args: &[Arg],
        captures: &[(Field, ValueId)],
        node: NodeId,
    ) -> ValueId {
        let n = |len: usize| u32::try_from(len).unwrap_or(0);
        let call = Call {
            callee,
            value: self.values.next_id(),
            args: List {
                start: n(self.args.len()),
                len: n(args.len()),
            },
            captures: List {
                start: n(self.captured.len()),
                len: n(captures.len()),
            },
        };
        self.args.extend_from_slice(args);
        self.captured.extend_from_slice(captures);
        let id = self.calls.push(call);
        self.emit(Op::Call(id), node)
    }

    /// The function for one that is too big.
    fn opaque(&self) -> Gap {
        Gap {
            kind: GapKind::TooBig,
            node: self.key.node,
        }
    }
}

/// A block before it is entered.
const fn fresh_block() -> Block {
    Block {
        start: 0,
        end: 0,
        preds: List::EMPTY,
        terminator: Terminator::Unreachable,
        node: NodeId::ROOT,
        fact: None,
        handler: None,
        in_loop: None,
        is_handler: false,
        reachable: false,
    }
}
