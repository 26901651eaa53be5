//! The Python form of a program.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::model::{Block, Class, Expr, Func, Op, Param, Program, Stmt, Type};

/// The files: path and text. The main function is `main` of the first.
pub fn render(program: &Program) -> Vec<(String, String)> {
    program
        .modules
        .iter()
        .map(|module| {
            let mut writer = Writer {
                program,
                module: &module.name,
                uses: BTreeSet::new(),
                out: String::new(),
                depth: 0,
                fresh: 0,
            };
            writer.module();
            let path = match program.layout.packages {
                true => format!("app/{}.py", module.name),
                false => format!("{}.py", module.name),
            };
            (path, format!("{}{}", writer.imports(), writer.out))
        })
        .collect()
}

struct Writer<'a> {
    program: &'a Program,
    module: &'a str,
    /// What is used of other modules: module, name; the name is empty for a variable.
    uses: BTreeSet<(String, String)>,
    out: String,
    depth: usize,
    fresh: usize,
}

impl Writer<'_> {
    fn imports(&self) -> String {
        let mut out = "from env import choice, clean, flag, sink, source\n".to_owned();
        let layout = self.program.layout;
        let mut whole = BTreeSet::new();
        for (module, name) in &self.uses {
            if layout.from_imports && !name.is_empty() {
                let from = if layout.packages { "app." } else { "" };
                let _ = writeln!(out, "from {from}{module} import {name}");
            } else if whole.insert(module) {
                let _ = match layout.packages {
                    true => writeln!(out, "import app.{module} as {module}"),
                    false => writeln!(out, "import {module}"),
                };
            }
        }
        out
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{:1$}{text}", "", self.depth * 4);
    }

    fn module(&mut self) {
        let program = self.program;
        let module = program.modules.iter().find(|m| m.name == self.module);
        let Some(module) = module else { return };
        for (name, value) in &module.globals {
            let value = self.expr(value);
            self.line(&format!("{name} = {value}"));
        }
        // A class stands after the one above it.
        let mut classes: Vec<&Class> = program
            .classes
            .iter()
            .filter(|class| class.module == self.module)
            .collect();
        classes.sort_by_key(|class| program.line(&class.name).count());
        for class in classes {
            self.class(class);
        }
        for func in &module.funcs {
            self.func(func, false);
        }
        if program.modules[0].name != self.module {
            return;
        }
        if program.layout.script {
            self.out.push('\n');
            self.stmts(&program.main);
        } else {
            self.line("\n\ndef main():");
            self.body(&program.main);
        }
    }

    fn class(&mut self, class: &Class) {
        let parent = match &class.parent {
            Some(parent) => format!("({})", self.class_name(parent)),
            None if class.throwable => "(Exception)".to_owned(),
            None => String::new(),
        };
        self.line(&format!("\n\nclass {}{parent}:", class.name));
        self.depth += 1;
        let params = self.params(&class.params, true);
        self.line(&format!("def __init__({params}):"));
        self.depth += 1;
        if class.throwable && class.parent.is_none() {
            self.line("super().__init__()");
        } else if class.parent.is_some() {
            let args = self.list(&class.super_args);
            self.line(&format!("super().__init__({args})"));
        }
        self.stmts(&class.init);
        if class.init.is_empty() {
            self.line("pass");
        }
        self.depth -= 1;
        for method in &class.methods {
            self.out.push('\n');
            self.func(method, true);
        }
        self.depth -= 1;
    }

    fn params(&mut self, params: &[Param], is_method: bool) -> String {
        let mut all: Vec<String> = Vec::new();
        if is_method {
            all.push("self".to_owned());
        }
        all.extend(params.iter().map(|param| match &param.default {
            Some(default) => format!("{}={default:?}", param.name),
            None => param.name.clone(),
        }));
        all.join(", ")
    }

    fn func(&mut self, func: &Func, is_method: bool) {
        if !is_method {
            self.out.push_str("\n\n");
        }
        let params = self.params(&func.params, is_method);
        self.line(&format!("def {}({params}):", func.name));
        self.body(&func.body);
    }

    /// The statements of a function.
    fn body(&mut self, body: &Block) {
        let mut names = BTreeSet::new();
        for stmt in body {
            stmt.walk(&mut |stmt| {
                if let Stmt::SetGlobal(module, name, _) = stmt
                    && module == self.module
                {
                    names.insert(name.clone());
                }
            });
        }
        self.depth += 1;
        for name in names {
            self.line(&format!("global {name}"));
        }
        self.depth -= 1;
        self.block(body);
    }

    fn block(&mut self, block: &Block) {
        self.depth += 1;
        if block.is_empty() {
            self.line("pass");
        }
        self.stmts(block);
        self.depth -= 1;
    }

    fn stmts(&mut self, block: &Block) {
        for stmt in block {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Let(name, value) | Stmt::Assign(name, value) => {
                let value = self.expr(value);
                self.line(&format!("{name} = {value}"));
            }
            Stmt::Add(name, value) => {
                let value = self.expr(value);
                self.line(&format!("{name} += {value}"));
            }
            Stmt::SetField(object, name, value) => {
                let (object, value) = (self.expr(object), self.expr(value));
                self.line(&format!("{object}.{name} = {value}"));
            }
            Stmt::SetGlobal(module, name, value) => {
                let value = self.expr(value);
                let name = self.global(module, name);
                self.line(&format!("{name} = {value}"));
            }
            Stmt::Do(value) => {
                let value = self.expr(value);
                self.line(&value);
            }
            Stmt::Sink(n, value) => {
                let value = self.expr(value);
                self.line(&format!("sink({n}, {value})"));
            }
            Stmt::If(cond, then, otherwise) => {
                let cond = self.expr(cond);
                self.line(&format!("if {cond}:"));
                self.block(then);
                if !otherwise.is_empty() {
                    self.line("else:");
                    self.block(otherwise);
                }
            }
            Stmt::While(cond, body) => {
                let cond = self.expr(cond);
                self.line(&format!("while {cond}:"));
                self.block(body);
            }
            Stmt::Count(name, n, body) => {
                self.line(&format!("for {name} in range({n}):"));
                self.block(body);
            }
            Stmt::Each(name, list, body) => {
                let list = self.expr(list);
                self.line(&format!("for {name} in {list}:"));
                self.block(body);
            }
            Stmt::EachEntry(key, value, map, body) => {
                let map = self.expr(map);
                self.line(&format!("for {key}, {value} in {map}.items():"));
                self.block(body);
            }
            Stmt::Switch(on, cases, default) => self.switch(on, cases, default),
            Stmt::Try(body, catches, finally) => {
                self.line("try:");
                self.block(body);
                for (class, name, handler) in catches {
                    let class = self.class_name(class);
                    self.line(&format!("except {class} as {name}:"));
                    self.block(handler);
                }
                if let Some(finally) = finally {
                    self.line("finally:");
                    self.block(finally);
                }
            }
            Stmt::Throw(class, text) => {
                let (class, text) = (self.class_name(class), self.expr(text));
                self.line(&format!("raise {class}({text})"));
            }
            Stmt::Return(None) => self.line("return"),
            Stmt::Return(Some(value)) => {
                let value = self.expr(value);
                self.line(&format!("return {value}"));
            }
            Stmt::Break => self.line("break"),
            Stmt::Continue => self.line("continue"),
        }
    }

    fn switch(&mut self, on: &Expr, cases: &[(i64, Block)], default: &Block) {
        let style = on.style;
        let on = self.expr(on);
        if style.is_multiple_of(2) {
            self.line(&format!("match {on}:"));
            self.depth += 1;
            for (n, block) in cases {
                self.line(&format!("case {n}:"));
                self.block(block);
            }
            self.line("case _:");
            self.block(default);
            self.depth -= 1;
            return;
        }
        self.fresh += 1;
        let name = format!("which{}", self.fresh);
        self.line(&format!("{name} = {on}"));
        for (at, (n, block)) in cases.iter().enumerate() {
            let word = if at == 0 { "if" } else { "elif" };
            self.line(&format!("{word} {name} == {n}:"));
            self.block(block);
        }
        self.line("else:");
        self.block(default);
    }

    fn class_name(&mut self, name: &str) -> String {
        let module = self.program.class(name).map(|class| class.module.clone());
        self.of(&module.unwrap_or_default(), name)
    }

    /// A function or class by its name here.
    fn of(&mut self, module: &str, name: &str) -> String {
        if module == self.module {
            return name.to_owned();
        }
        self.uses.insert((module.to_owned(), name.to_owned()));
        match self.program.layout.from_imports {
            true => name.to_owned(),
            false => format!("{module}.{name}"),
        }
    }

    fn global(&mut self, module: &str, name: &str) -> String {
        if module == self.module {
            return name.to_owned();
        }
        self.uses.insert((module.to_owned(), String::new()));
        format!("{module}.{name}")
    }

    fn function(&mut self, name: &str) -> String {
        let module = self.program.func(name).map(|(m, _)| m.name.clone());
        self.of(&module.unwrap_or_default(), name)
    }

    fn list(&mut self, args: &[Expr]) -> String {
        let all: Vec<String> = args.iter().map(|arg| self.expr(arg)).collect();
        all.join(", ")
    }

    fn expr(&mut self, expr: &Expr) -> String {
        let args: Vec<String> = expr.args.iter().map(|arg| self.expr(arg)).collect();
        let a = args.first().map_or("", String::as_str);
        let b = args.get(1).map_or("", String::as_str);
        let rest = || args.get(1..).unwrap_or_default().join(", ");
        let style = expr.style;
        match &expr.op {
            Op::Str(text) => format!("{text:?}"),
            Op::Int(n) => n.to_string(),
            Op::Bool(true) => "True".to_owned(),
            Op::Bool(false) => "False".to_owned(),
            Op::Var(name) => name.clone(),
            Op::This => "self".to_owned(),
            Op::Global(module, name) => self.global(module, name),
            Op::Source(n) => format!("source({n})"),
            Op::Clean => format!("clean({a})"),
            Op::Flag => "flag()".to_owned(),
            Op::Choice => "choice()".to_owned(),
            Op::Concat => format!("({a} + {b})"),
            Op::Format => match style % 4 {
                0 => format!("\"<%s>\" % {a}"),
                1 => format!("\"<{{}}>\".format({a})"),
                // Quotes inside would end the literal.
                2 if !a.contains(['"', '{', '\\']) => format!("f\"<{{{a}}}>\""),
                _ => format!("\"<%s %s>\" % ({a}, 1)"),
            },
            Op::Upper if style.is_multiple_of(2) => format!("{a}.upper()"),
            Op::Upper => format!("{a}.lower()"),
            Op::Strip => format!("{a}.strip()"),
            Op::Replace => format!("{a}.replace(\"'\", \"''\")"),
            Op::Split => format!("{a}.split(\";\")"),
            Op::Join => format!("\",\".join({a})"),
            Op::Built => format!("\"\".join({a})"),
            Op::Field(name) => format!("{a}.{name}"),
            Op::Elements if expr.ty == Type::Set && args.is_empty() => "set()".to_owned(),
            Op::Elements if expr.ty == Type::Set => format!("{{{}}}", args.join(", ")),
            Op::Elements => format!("[{}]", args.join(", ")),
            Op::Entries(keys) => {
                let all = keys.iter().zip(&args).map(|(k, v)| format!("{k:?}: {v}"));
                format!("{{{}}}", all.collect::<Vec<_>>().join(", "))
            }
            Op::NewBuilder => "[]".to_owned(),
            Op::At => format!("{a}[{b}]"),
            Op::Get if args.len() == 3 => format!("{a}.get({})", rest()),
            Op::Get => format!("{a}[{b}]"),
            Op::Size => format!("len({a})"),
            Op::Contains => format!("({b} in {a})"),
            Op::Copy if matches!(expr.ty, Type::Dict(_)) => format!("dict({a})"),
            Op::Copy if style.is_multiple_of(2) => format!("list({a})"),
            Op::Copy => format!("{a}.copy()"),
            Op::From(n) => format!("{a}[{n}:]"),
            Op::Map => match style % 2 {
                0 => format!("[{b}(item) for item in {a}]"),
                _ => format!("list(map({b}, {a}))"),
            },
            Op::Filter => format!("[item for item in {a} if item != {b}]"),
            Op::Cond => format!("({b} if {a} else {})", args[2]),
            Op::Lambda(Some(param)) => format!("(lambda {param}: {a})"),
            Op::Lambda(None) => format!("(lambda: {a})"),
            Op::Ref(name) => self.function(name),
            Op::BoundRef(name) => format!("{a}.{name}"),
            Op::Apply => format!("{a}({})", rest()),
            Op::Call(name) => {
                let params = self.program.func(name).map(|(_, func)| &*func.params);
                let args = keywords(params.unwrap_or_default(), &args, style);
                format!("{}({args})", self.function(name))
            }
            Op::Method(name) => format!("{a}.{name}({})", rest()),
            Op::Super(name) => format!("super().{name}({})", args.join(", ")),
            Op::New(name) => format!("{}({})", self.class_name(name), args.join(", ")),
            Op::Plus => format!("({a} + {b})"),
            Op::Rest(n) => format!("({a} % {n})"),
            Op::Equal => format!("({a} == {b})"),
            Op::Less => format!("({a} < {b})"),
            Op::Not => format!("(not {a})"),
            Op::And => format!("({a} and {b})"),
            Op::Or => format!("({a} or {b})"),
            Op::Append if expr.args[0].ty == Type::Set => format!("{a}.add({b})"),
            Op::Append | Op::Build => format!("{a}.append({b})"),
            Op::Insert(n) => format!("{a}.insert({n}, {b})"),
            Op::SetAt => format!("{a}[{b}] = {}", args[2]),
            Op::RemoveAt(n) if style.is_multiple_of(2) => format!("{a}.pop({n})"),
            Op::RemoveAt(n) => format!("del {a}[{n}]"),
            Op::Pop => format!("{a}.pop()"),
            Op::Clear => format!("{a}.clear()"),
            Op::Extend if matches!(expr.args[0].ty, Type::Dict(_)) => format!("{a}.update({b})"),
            Op::Extend => format!("{a}.extend({b})"),
            Op::Put => format!("{a}[{b}] = {}", args[2]),
            Op::RemoveKey => format!("{a}.pop({b}, None)"),
        }
    }
}

/// Operands of a call, in some calls with their parameters' names.
fn keywords(params: &[Param], args: &[String], style: u8) -> String {
    let names = params.iter().map(|param| param.name.as_str());
    let mut all: Vec<String> = names
        .zip(args)
        .enumerate()
        .map(|(n, (name, arg))| match style % 3 {
            1 if n > 0 => format!("{name}={arg}"),
            2 => format!("{name}={arg}"),
            _ => arg.clone(),
        })
        .collect();
    if style % 3 == 2 {
        all.reverse();
    }
    all.join(", ")
}
