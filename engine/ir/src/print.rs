//! Functions as text, for tests and for looking at.
//!
//! ```text
//! function run @3 (this, req)
//! b0:
//!   v2 = "id"
//!   v3 = call v1.getParameter(v2)
//!   v4 id = v3
//!   branch v6 ? b1 : b2
//! b1: if v6
//!   v7 id = sigma v4 if v6
//! reads: 4:9 id = v7
//! ```
//! Values of variables have the variable's name behind their number. `reads`
//! lists the nodes that stand for a value made elsewhere.

use std::fmt::Write as _;

use haechi_syntax::{Kind, NodeId, Tree};

use crate::{
    ArgKind, Block, BlockId, BranchFact, CallId, Callee, Field, FieldKind, FuncPart, Function,
    List, Op, Param, ParamKind, Terminator, UnpackPos, ValueId,
};

/// Longest piece of source text that is printed.
const MAX_TEXT: usize = 60;

/// A function as text.
pub fn print(function: &Function, tree: &Tree) -> String {
    let mut printer = Printer {
        function,
        tree,
        out: String::new(),
    };
    printer.header();
    for id in function.blocks.ids() {
        printer.block(id);
    }
    printer.reads();
    printer.out
}

struct Printer<'a> {
    function: &'a Function,
    tree: &'a Tree,
    out: String,
}

impl Printer<'_> {
    fn line(&self, node: NodeId) -> u32 {
        self.tree.lines().line(self.tree.span(node).start)
    }

    /// The source of a node on one line.
    fn text(&self, node: NodeId) -> String {
        let text = self.tree.source(node);
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            if line.chars().count() > MAX_TEXT {
                line = line.chars().take(MAX_TEXT).collect();
                line.push('…');
                break;
            }
        }
        line
    }

    fn header(&mut self) {
        let function = self.function;
        let node = function.key.node;
        let part = match function.key.part {
            FuncPart::Body => match self.tree.kind(node) {
                Kind::File => "top",
                Kind::Lambda => "lambda",
                _ => "function",
            },
            FuncPart::Init => "init",
            FuncPart::StaticInit => "static init",
            FuncPart::Canonical => "canonical",
            FuncPart::Accessor => "accessor",
        };
        let params: Vec<_> = function.params.iter().map(|p| self.param(p)).collect();
        let is_async = if function.is_async { "async " } else { "" };
        let name = self.tree.name(node);
        let space = if name.is_empty() { "" } else { " " };
        let line = self.line(node);
        let params = params.join(", ");
        let _ = writeln!(self.out, "{is_async}{part}{space}{name} @{line} ({params})");
        if let Some(gap) = function.gap {
            let _ = writeln!(self.out, "  gap {:?}", gap.kind);
        }
        for (id, l) in function.loops.iter_enumerated() {
            let parent = match l.parent {
                Some(parent) => format!(" in l{}", parent.raw()),
                None => String::new(),
            };
            let line = self.line(l.node);
            let (n, from, to) = (id.raw(), l.header.raw(), l.end.raw());
            let _ = writeln!(self.out, "  loop l{n} @{line}: b{from}..b{to}{parent}");
        }
    }

    fn param(&self, param: &Param) -> String {
        let name = self.tree.names().text(param.name);
        let default = if param.default.is_some() { "=" } else { "" };
        let text = match param.kind {
            ParamKind::This => "this".to_owned(),
            ParamKind::CaptureThis => "capture this".to_owned(),
            ParamKind::Positional => name.to_owned(),
            ParamKind::PositionalOnly => format!("{name} /"),
            ParamKind::KeywordOnly => format!("* {name}"),
            ParamKind::VarArgs => format!("*{name}"),
            ParamKind::KwArgs => format!("**{name}"),
            ParamKind::Capture { boxed: true } => format!("capture cell {name}"),
            ParamKind::Capture { boxed: false } => format!("capture {name}"),
        };
        text + default
    }

    // ---- blocks

    fn block(&mut self, id: BlockId) {
        let block = self.function.blocks[id];
        let _ = write!(self.out, "b{}:", id.raw());
        self.block_notes(id, &block);
        self.out.push('\n');
        for value in self.function.instructions(id) {
            self.instruction(value);
        }
        self.terminator(&block);
    }

    fn block_notes(&mut self, id: BlockId, block: &Block) {
        let preds = self.function.preds(id);
        if preds.len() > 1 {
            let preds: Vec<_> = preds.iter().map(|b| format!("b{}", b.raw())).collect();
            let _ = write!(self.out, " from {}", preds.join(" "));
        }
        match block.fact {
            Some(BranchFact::Is { cond, polarity }) => {
                let not = if polarity { "" } else { "not " };
                let _ = write!(self.out, " if {not}v{}", cond.raw());
            }
            Some(BranchFact::OneOf { subject, labels }) => {
                let labels = self.list(labels);
                let _ = write!(self.out, " if v{} in {labels}", subject.raw());
            }
            Some(BranchFact::NoneOf { subject, .. }) => {
                let _ = write!(self.out, " if v{} is none of these", subject.raw());
            }
            None => {}
        }
        if block.is_handler {
            self.out.push_str(" handler");
        }
        if let Some(handler) = block.handler {
            let _ = write!(self.out, " try b{}", handler.raw());
        }
        if !block.reachable {
            self.out.push_str(" unreachable");
        }
    }

    fn terminator(&mut self, block: &Block) {
        let text = match block.terminator {
            Terminator::Goto(target) => format!("goto b{}", target.raw()),
            Terminator::Branch { cond, then, other } => {
                format!(
                    "branch v{} ? b{} : b{}",
                    cond.raw(),
                    then.raw(),
                    other.raw()
                )
            }
            Terminator::Switch {
                subject,
                arms,
                default,
            } => {
                let mut text = format!("switch v{}", subject.raw());
                for arm in self.function.arms(arms) {
                    let labels = self.list(arm.labels);
                    let _ = write!(text, ", {labels} → b{}", arm.target.raw());
                }
                let _ = write!(text, ", else → b{}", default.raw());
                text
            }
            Terminator::Try { body, handler } => {
                format!("try b{} handler b{}", body.raw(), handler.raw())
            }
            Terminator::Return(Some(value)) => format!("return v{}", value.raw()),
            Terminator::Return(None) => "return".to_owned(),
            Terminator::Throw(value) => format!("throw v{}", value.raw()),
            Terminator::Unreachable => "never".to_owned(),
        };
        let _ = writeln!(self.out, "  {text}");
    }

    // ---- instructions

    fn instruction(&mut self, id: ValueId) {
        let value = self.function.values[id];
        let text = self.op(value.op, value.node);
        let is_version = matches!(
            value.op,
            Op::Copy(_)
                | Op::Phi(_)
                | Op::Sigma { .. }
                | Op::Cell(_)
                | Op::Unpack(..)
                | Op::IterElement(_)
                | Op::Caught(_)
                | Op::Enter(_)
        );
        let name = match self.tree.kind(value.node) {
            Kind::Ident if is_version => format!(" {}", self.tree.name(value.node)),
            _ => String::new(),
        };
        let _ = write!(self.out, "  v{}{name} = {text}", id.raw());
        if let Some(constant) = self.found(id) {
            let _ = write!(self.out, "    ← {constant:?}");
        }
        self.out.push('\n');
    }

    /// The constant that folding found, unless the instruction says it.
    fn found(&self, id: ValueId) -> Option<crate::Const> {
        let is_literal = matches!(
            self.function.values[id].op,
            Op::Int(_) | Op::Float(_) | Op::Char(_) | Op::Bool(_) | Op::Null | Op::Str(_)
        );
        self.function.constant(id).filter(|_| !is_literal)
    }

    fn list(&self, list: List) -> String {
        let values: Vec<_> = self
            .function
            .list(list)
            .iter()
            .map(|value| format!("v{}", value.raw()))
            .collect();
        values.join(" ")
    }

    fn field(&self, field: Field) -> String {
        match field.kind() {
            FieldKind::Named(name) => self.tree.names().text(name).to_owned(),
            FieldKind::Captured(name) => format!("<captured {}>", self.tree.names().text(name)),
            FieldKind::Cell => "<cell>".to_owned(),
            FieldKind::Outer => "<outer>".to_owned(),
            FieldKind::Cause => "<cause>".to_owned(),
        }
    }

    fn op(&self, op: Op, node: NodeId) -> String {
        self.leaf(op)
            .or_else(|| self.computing(op))
            .or_else(|| self.memory(op))
            .unwrap_or_else(|| self.other(op, node))
    }

    fn leaf(&self, op: Op) -> Option<String> {
        Some(match op {
            Op::Param(n) => {
                let param = self.function.params.get(n as usize)?;
                format!("param {}", self.param(param))
            }
            Op::Int(n) => n.to_string(),
            Op::Float(n) => format!("{n:?}"),
            Op::Str(node) => match self.tree.kind(node) {
                Kind::StrPart => format!("'{}'", self.text(node)),
                _ => self.text(node),
            },
            Op::Number(node) => self.text(node),
            Op::Char(c) => format!("{c:?}"),
            Op::Bool(b) => b.to_string(),
            Op::Null => "null".to_owned(),
            Op::Undef => "undefined".to_owned(),
            _ => return None,
        })
    }

    fn computing(&self, op: Op) -> Option<String> {
        Some(match op {
            Op::Copy(a) => format!("v{}", a.raw()),
            Op::Phi(list) => format!("phi {}", self.list(list)),
            Op::Sigma {
                value,
                cond,
                polarity,
            } => {
                let not = if polarity { "" } else { "not " };
                format!("sigma v{} if {not}v{}", value.raw(), cond.raw())
            }
            Op::Cell(a) => format!("cell v{}", a.raw()),
            Op::Unary(operator, a) => format!("{operator:?} v{}", a.raw()),
            Op::Binary(operator, a, b) => format!("v{} {operator:?} v{}", a.raw(), b.raw()),
            Op::Format(list) => format!("format {}", self.list(list)),
            Op::Cast(a, ty) => format!("cast v{} to {}", a.raw(), self.text(ty)),
            Op::InstanceOf(a, ty) => format!("v{} instanceof {}", a.raw(), self.text(ty)),
            _ => return None,
        })
    }

    fn memory(&self, op: Op) -> Option<String> {
        Some(match op {
            Op::LoadField(a, field) => format!("v{}.{}", a.raw(), self.field(field)),
            Op::StoreField { base, field, value } => {
                let field = self.field(field);
                format!("store v{}.{field} = v{}", base.raw(), value.raw())
            }
            Op::DelField(a, field) => format!("del v{}.{}", a.raw(), self.field(field)),
            Op::LoadIndex(a, b) => format!("v{}[v{}]", a.raw(), b.raw()),
            Op::StoreIndex { base, index, value } => {
                let (base, index) = (base.raw(), index.raw());
                format!("store v{base}[v{index}] = v{}", value.raw())
            }
            Op::DelIndex(a, b) => format!("del v{}[v{}]", a.raw(), b.raw()),
            Op::Slice(list) => format!("slice {}", self.list(list)),
            Op::LoadGlobal(node) => format!("global {}", self.text(node)),
            Op::StoreGlobal(node, value) => {
                format!("store global {} = v{}", self.text(node), value.raw())
            }
            _ => return None,
        })
    }

    fn other(&self, op: Op, node: NodeId) -> String {
        match op {
            Op::Call(id) => self.call(id),
            Op::Closure(id) => {
                let closure = self.function.closure(id);
                let captures = self.list(closure.captures);
                let defaults = self.list(closure.defaults);
                let line = self.line(closure.func.node);
                format!("closure @{line} captures ({captures}) defaults ({defaults})")
            }
            Op::MethodRef(None) => format!("method {}", self.text(node)),
            Op::MethodRef(Some(a)) => format!("method v{}::{}", a.raw(), self.tree.name(node)),
            Op::Class(list) => format!("class {} ({})", self.tree.name(node), self.list(list)),
            Op::Aggregate(kind, list) => format!("{kind:?} [{}]", self.list(list)),
            Op::Spread(a) => format!("*v{}", a.raw()),
            Op::NewArray(list) => format!("new array [{}]", self.list(list)),
            Op::Append { to, value } => format!("append v{} to v{}", value.raw(), to.raw()),
            Op::IterNext(a) => format!("next v{}", a.raw()),
            Op::IterElement(a) => format!("element v{}", a.raw()),
            Op::Unpack(a, UnpackPos::Front(n)) => format!("unpack v{} {n}", a.raw()),
            Op::Unpack(a, UnpackPos::Back(n)) => format!("unpack v{} {n} from back", a.raw()),
            Op::Unpack(a, UnpackPos::Rest(n, m)) => format!("unpack v{} rest {n} {m}", a.raw()),
            Op::CatchParam(list) => format!("thrown {}", self.list(list)),
            Op::Caught(a) => format!("caught v{}", a.raw()),
            Op::Enter(a) => format!("enter v{}", a.raw()),
            Op::Await(a) => format!("await v{}", a.raw()),
            Op::Yield(None) => "yield".to_owned(),
            Op::Yield(Some(a)) => format!("yield v{}", a.raw()),
            Op::YieldFrom(a) => format!("yield from v{}", a.raw()),
            Op::Opaque(list) => format!("opaque ({}) {}", self.list(list), self.text(node)),
            op => format!("{op:?}"),
        }
    }

    fn call(&self, id: CallId) -> String {
        let call = self.function.call(id);
        let name = |name| self.tree.names().text(name);
        let callee = match call.callee {
            Callee::Path { path, receiver } => match receiver {
                Some(receiver) => format!("{} on v{}", self.text(path), receiver.raw()),
                None => self.text(path),
            },
            Callee::Method { receiver, name: n } => format!("v{}.{}", receiver.raw(), name(n)),
            Callee::SuperMethod { receiver, name: n } => {
                format!("super.{} on v{}", name(n), receiver.raw())
            }
            Callee::Value(value) => format!("v{}", value.raw()),
            Callee::SuperInit { receiver } => format!("super on v{}", receiver.raw()),
            Callee::ThisInit { receiver } => format!("this on v{}", receiver.raw()),
            Callee::ClassInit { receiver, class } => {
                format!("init of {} on v{}", self.tree.name(class), receiver.raw())
            }
            Callee::New { ty, body } => {
                let body = if body.is_some() { " {…}" } else { "" };
                match self.tree.kind(ty) {
                    Kind::EnumConstant => format!("new constant {}{body}", self.tree.name(ty)),
                    _ => format!("new {}{body}", self.text(ty)),
                }
            }
        };
        let args: Vec<_> = self
            .function
            .args(id)
            .iter()
            .map(|arg| match arg.kind {
                ArgKind::Positional => format!("v{}", arg.value.raw()),
                ArgKind::Keyword(n) => format!("{}=v{}", name(n), arg.value.raw()),
                ArgKind::Star => format!("*v{}", arg.value.raw()),
                ArgKind::DoubleStar => format!("**v{}", arg.value.raw()),
            })
            .collect();
        let captures: Vec<_> = self
            .function
            .captures(id)
            .iter()
            .map(|(field, value)| format!(" with {} = v{}", self.field(*field), value.raw()))
            .collect();
        format!("call {callee} ({}){}", args.join(" "), captures.concat())
    }

    // ---- the node map

    fn reads(&mut self) {
        let mut line = 0;
        for (node, value) in self.function.node_values() {
            if self.function.values[*value].node == *node {
                continue;
            }
            let at = self.line(*node);
            if at != line {
                let _ = write!(
                    self.out,
                    "{}reads {}:",
                    if line == 0 { "" } else { "\n" },
                    at
                );
                line = at;
            }
            let text = match self.tree.kind(*node) {
                Kind::Ident => self.text(*node),
                kind => format!("{kind:?}"),
            };
            let _ = write!(self.out, " {text}=v{}", value.raw());
        }
        if line != 0 {
            self.out.push('\n');
        }
    }
}
