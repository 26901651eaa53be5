//! Generated programs whose outcome is known (`testdata/ir/run`), run by
//! interpreting their IR: control flow, versions and exceptions must do what
//! Python did when the programs were made. The same after folding, and every
//! constant that folding found must be what the value is at run time.

use std::fmt::Write as _;
use std::fs;

use haechi_ir::{
    BlockId, Callee, Const, FileBuilder, Function, NoFacts, Op, Terminator, ValueId, fold, print,
    verify,
};
use haechi_syntax::scope::Scopes;
use haechi_syntax::{IndexVec, Lang, Operator, Tree};
use haechi_testkit::golden;

/// More steps than any of the programs needs.
const MAX_STEPS: usize = 100_000;

#[derive(Clone, Copy, PartialEq, Debug)]
enum Val {
    Undef,
    Int(i64),
    Bool(bool),
    /// An exception, and what its `args` are.
    Error(i64),
    /// A range, from 0.
    Range(i64),
}

/// Where a block was entered from.
#[derive(Clone, Copy)]
enum From {
    Start,
    Edge(BlockId),
    Throw(Val),
}

struct Machine<'a> {
    function: &'a Function,
    tree: &'a Tree,
    args: [i64; 2],
    values: IndexVec<ValueId, Val>,
    /// When each value was last made.
    made: IndexVec<ValueId, usize>,
    /// How far each iteration got.
    at: IndexVec<ValueId, i64>,
    steps: usize,
    log: String,
}

impl<'a> Machine<'a> {
    fn new(function: &'a Function, tree: &'a Tree, args: [i64; 2]) -> Self {
        let n = function.values.len();
        Self {
            function,
            tree,
            args,
            values: IndexVec::from_elem(Val::Undef, n),
            made: IndexVec::from_elem(0, n),
            at: IndexVec::from_elem(0, n),
            steps: 0,
            log: "log".to_owned(),
        }
    }

    fn run(mut self) -> String {
        let (mut block, mut from) = (BlockId::ENTRY, From::Start);
        loop {
            let data = self.function.blocks[block];
            assert!(data.reachable, "{block:?} is said to be unreachable");
            let next = match self.block(block, from) {
                Ok(()) => self.terminator(block),
                Err(thrown) => Err(thrown),
            };
            (block, from) = match next {
                Ok(Some(next)) => (next, From::Edge(block)),
                Ok(None) => return self.log,
                Err(Val::Error(n)) if data.handler.is_none() => {
                    let _ = write!(self.log, ", raise {n}");
                    return self.log;
                }
                Err(thrown) => (data.handler.unwrap(), From::Throw(thrown)),
            };
        }
    }

    fn set(&mut self, id: ValueId, value: Val) {
        self.steps += 1;
        assert!(self.steps < MAX_STEPS, "does not end");
        // A version that is not there on this way may count as any constant.
        if value != Val::Undef
            && let Some(constant) = self.function.constant(id)
        {
            let found = match constant {
                Const::Int(n) => Val::Int(n),
                Const::Bool(b) => Val::Bool(b),
                _ => value,
            };
            assert_eq!(found, value, "the constant of {id:?}");
        }
        self.values[id] = value;
        self.made[id] = self.steps;
    }

    fn block(&mut self, block: BlockId, from: From) -> Result<(), Val> {
        let function = self.function;
        let mut phis = Vec::new();
        for id in function.instructions(block) {
            if let Op::Phi(list) = function.op(id) {
                let operands = function.list(list);
                let operand = match from {
                    From::Edge(pred) if !function.blocks[block].is_handler => {
                        let preds = function.preds(block);
                        let at = preds.iter().position(|b| *b == pred);
                        operands[at.expect("an edge of the block")]
                    }
                    // The version that was made last.
                    _ => *operands.iter().max_by_key(|v| self.made[**v]).unwrap(),
                };
                phis.push((id, self.values[operand]));
            }
        }
        for (id, value) in phis {
            self.set(id, value);
        }
        for id in function.instructions(block) {
            if !matches!(function.op(id), Op::Phi(_)) {
                let value = self.instruction(id, from)?;
                self.set(id, value);
            }
        }
        Ok(())
    }

    fn int(&self, value: ValueId) -> i64 {
        match self.values[value] {
            Val::Int(n) => n,
            other => panic!("{value:?} is {other:?}, not a number"),
        }
    }

    fn truth(&self, value: ValueId) -> bool {
        match self.values[value] {
            Val::Bool(b) => b,
            other => panic!("{value:?} is {other:?}, not a truth value"),
        }
    }

    fn instruction(&mut self, id: ValueId, from: From) -> Result<Val, Val> {
        Ok(match self.function.op(id) {
            Op::Undef => Val::Undef,
            Op::Param(n) => Val::Int(self.args[n as usize]),
            Op::Int(n) => Val::Int(n),
            Op::Bool(b) => Val::Bool(b),
            Op::Copy(a) | Op::Sigma { value: a, .. } | Op::Caught(a) => self.values[a],
            Op::Unary(Operator::Not, a) => Val::Bool(!self.truth(a)),
            Op::Binary(operator, a, b) => binary(operator, self.int(a), self.int(b)),
            Op::InstanceOf(a, _) => Val::Bool(matches!(self.values[a], Val::Error(_))),
            Op::LoadField(a, _) => self.values[a],
            Op::LoadIndex(a, _) => match self.values[a] {
                Val::Error(n) => Val::Int(n),
                other => panic!("an element of {other:?}"),
            },
            Op::LoadGlobal(_) => Val::Undef,
            Op::CatchParam(_) => match from {
                From::Throw(thrown) => thrown,
                _ => panic!("nothing was thrown"),
            },
            Op::IterNext(a) => match self.values[a] {
                Val::Range(n) => Val::Bool(self.at[a] < n),
                other => panic!("no elements in {other:?}"),
            },
            Op::IterElement(a) => {
                self.at[a] += 1;
                Val::Int(self.at[a] - 1)
            }
            Op::Call(_) => self.call(id)?,
            op => panic!("{op:?} is not in these programs"),
        })
    }

    fn call(&mut self, id: ValueId) -> Result<Val, Val> {
        let Op::Call(call) = self.function.op(id) else {
            unreachable!()
        };
        let arg = self.function.args(call).first().expect("an argument").value;
        let n = self.int(arg);
        let name = match self.function.call(call).callee {
            Callee::Path { path, .. } => self.tree.name(path),
            Callee::New { ty, .. } => self.tree.name(ty),
            other => panic!("{other:?} is not in these programs"),
        };
        match name {
            "log" => {
                let _ = write!(self.log, " {n}");
                Ok(Val::Undef)
            }
            "boom" if n % 7 == 3 => Err(Val::Error(n)),
            "boom" => Ok(Val::Int(n)),
            "E" => Ok(Val::Error(n)),
            "range" => {
                self.at[id] = 0;
                Ok(Val::Range(n))
            }
            other => panic!("{other} is not in these programs"),
        }
    }

    /// Where the block leads; none if the function returns.
    fn terminator(&mut self, block: BlockId) -> Result<Option<BlockId>, Val> {
        Ok(Some(match self.function.blocks[block].terminator {
            Terminator::Goto(to) => to,
            Terminator::Branch { cond, then, other } => match self.truth(cond) {
                true => then,
                false => other,
            },
            Terminator::Switch {
                subject,
                arms,
                default,
            } => {
                let arm = self.function.arms(arms).iter().find(|arm| {
                    let labels = self.function.list(arm.labels);
                    labels.iter().any(|l| self.int(*l) == self.int(subject))
                });
                arm.map_or(default, |arm| arm.target)
            }
            Terminator::Try { body, .. } => body,
            Terminator::Return(value) => {
                let value = value.expect("the programs return numbers");
                let _ = write!(self.log, ", return {}", self.int(value));
                return Ok(None);
            }
            Terminator::Throw(value) => return Err(self.values[value]),
            Terminator::Unreachable => panic!("the end of {block:?} was reached"),
        }))
    }
}

fn binary(operator: Operator, a: i64, b: i64) -> Val {
    match operator {
        Operator::Add => Val::Int(a + b),
        Operator::Sub => Val::Int(a - b),
        Operator::Mul => Val::Int(a * b),
        Operator::Mod => Val::Int(a % b),
        Operator::Lt => Val::Bool(a < b),
        Operator::Le => Val::Bool(a <= b),
        Operator::Gt => Val::Bool(a > b),
        Operator::Eq => Val::Bool(a == b),
        Operator::Ne => Val::Bool(a != b),
        other => panic!("{other:?} is not in these programs"),
    }
}

/// The lines `f3(1, 2): …` in the comments of a file, as name, arguments, outcome.
fn expectations<'t>(text: &'t str, comment: &str) -> Vec<(&'t str, [i64; 2], &'t str)> {
    let mut found = Vec::new();
    for line in text.lines() {
        let Some((call, outcome)) = line
            .trim()
            .strip_prefix(comment)
            .and_then(|line| line.trim().split_once("): "))
        else {
            continue;
        };
        let (name, args) = call.split_once('(').expect("a call");
        let (a, b) = args.split_once(", ").expect("two arguments");
        let number = |text: &str| text.parse().expect("a number");
        found.push((name, [number(a), number(b)], outcome));
    }
    found
}

fn check(lang: Lang, file: &str, comment: &str) {
    let folder = std::env::var("HAECHI_RUN").map_or_else(
        |_| golden::testdata().join("ir/run"),
        std::path::PathBuf::from,
    );
    let text = fs::read_to_string(folder.join(file)).unwrap();
    let tree = lang.parse(text.as_str().into());
    assert_eq!(tree.gaps(), []);
    let scopes = Scopes::build(&tree);
    let ir = FileBuilder::new(&tree, &scopes).build_all();
    let expected = expectations(&text, comment);
    assert!(!expected.is_empty());
    let mut wrong = Vec::new();
    for (name, args, outcome) in expected {
        let function = ir
            .functions
            .iter()
            .find(|f| tree.name(f.key.node) == name)
            .expect("the function");
        let mut folded = function.clone();
        fold(&mut folded, &tree, &NoFacts);
        for function in [function, &folded] {
            assert_eq!(verify(function), Ok(()));
            let run = || Machine::new(function, &tree, args).run();
            let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
            if result.as_deref().ok() != Some(outcome) {
                let source = tree.source(function.key.node);
                let ir = print(function, &tree);
                wrong.push(format!(
                    "{name}{args:?}: {result:?}, not {outcome}\n{source}\n{ir}"
                ));
            }
        }
    }
    wrong.sort_by_key(String::len);
    let count = wrong.len();
    assert!(count == 0, "{count} are wrong, among them\n{}", wrong[0]);
}

#[test]
fn python_programs() {
    check(Lang::Python, "programs.py", "#");
}

#[test]
fn java_programs() {
    check(Lang::Java, "Programs.java", "//");
}
