//! Whether a program can be written in both languages: names are known where
//! they are used, and no statement stands where none can be reached.

use std::collections::BTreeSet;

use super::model::{Block, Expr, Func, Op, Program, Stmt, Type};

/// Whether control never comes to the end of a block.
pub(super) fn ends(block: &Block) -> bool {
    block.last().is_some_and(|stmt| match stmt {
        Stmt::Return(_) | Stmt::Throw(..) | Stmt::Break | Stmt::Continue => true,
        Stmt::If(_, a, b) => ends(a) && ends(b),
        Stmt::Switch(_, cases, default) => {
            !breaks(stmt) && ends(default) && cases.iter().all(|(_, block)| ends(block))
        }
        Stmt::Try(body, catches, finally) => {
            finally.as_ref().is_some_and(ends)
                || ends(body) && catches.iter().all(|(_, _, block)| ends(block))
        }
        _ => false,
    })
}

fn breaks(stmt: &Stmt) -> bool {
    let mut found = false;
    stmt.walk(&mut |stmt| found |= matches!(stmt, Stmt::Break));
    found
}

/// Whether both languages accept the program.
pub(super) fn is_valid(program: &Program) -> bool {
    let mut check = Check {
        program,
        ok: true,
        scope: Vec::new(),
        has_this: false,
    };
    check.block(&program.main);
    for func in program.modules.iter().flat_map(|module| &module.funcs) {
        check.func(func);
    }
    for class in &program.classes {
        check.has_this = true;
        check.scope = class.params.iter().map(|p| p.name.clone()).collect();
        check.block(&class.init);
        class.super_args.iter().for_each(|arg| check.expr(arg));
        for (name, _) in &class.fields {
            let set = |stmt: &Stmt| matches!(stmt, Stmt::SetField(_, n, _) if n == name);
            check.ok &= class.init.iter().any(set);
        }
        for method in &class.methods {
            check.func(method);
        }
    }
    check.ok
}

struct Check<'a> {
    program: &'a Program,
    ok: bool,
    scope: Vec<String>,
    has_this: bool,
}

impl Check<'_> {
    fn func(&mut self, func: &Func) {
        self.scope = func.params.iter().map(|p| p.name.clone()).collect();
        self.block(&func.body);
        self.ok &= func.ret == Type::Unit || ends(&func.body);
    }

    fn inner(&mut self, names: &[&String], block: &Block) {
        let depth = self.scope.len();
        self.scope.extend(names.iter().map(|name| (*name).clone()));
        self.block(block);
        self.scope.truncate(depth);
    }

    fn block(&mut self, block: &Block) {
        let depth = self.scope.len();
        for (n, stmt) in block.iter().enumerate() {
            self.ok &= n + 1 == block.len() || !ends(&vec![stmt.clone()]);
            for expr in stmt.exprs() {
                self.expr(expr);
            }
            match stmt {
                Stmt::Let(name, _) => self.scope.push(name.clone()),
                Stmt::Assign(name, _) | Stmt::Add(name, _) => self.known(name),
                Stmt::Count(name, _, body) | Stmt::Each(name, _, body) => {
                    self.inner(&[name], body);
                }
                Stmt::EachEntry(key, value, _, body) => self.inner(&[key, value], body),
                Stmt::Try(body, catches, finally) => {
                    self.ok &= !catches.is_empty() || finally.is_some();
                    self.block(body);
                    for (_, name, handler) in catches {
                        self.inner(&[name], handler);
                    }
                    if let Some(finally) = finally {
                        self.block(finally);
                    }
                }
                Stmt::SetGlobal(module, name, _) => self.global(module, name),
                _ => {
                    for block in stmt.blocks() {
                        self.block(block);
                    }
                }
            }
        }
        self.scope.truncate(depth);
    }

    fn known(&mut self, name: &String) {
        self.ok &= self.scope.contains(name);
    }

    fn global(&mut self, module: &str, name: &str) {
        let module = self.program.modules.iter().find(|m| m.name == module);
        self.ok &= module.is_some_and(|m| m.globals.iter().any(|(n, _)| n == name));
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.op {
            Op::Var(name) => self.known(name),
            Op::This => self.ok &= self.has_this,
            Op::Global(module, name) => self.global(module, name),
            Op::Call(name) | Op::Ref(name) => {
                self.ok &= self.program.func(name).is_some();
            }
            Op::Method(name) | Op::BoundRef(name) => {
                if let Some(Type::Obj(class)) = expr.args.first().map(|arg| &arg.ty) {
                    self.ok &= self.program.method(class, name).is_some();
                }
            }
            Op::New(name) => self.ok &= self.program.class(name).is_some(),
            Op::Lambda(Some(name)) => self.scope.push(name.clone()),
            _ => {}
        }
        for arg in &expr.args {
            self.expr(arg);
        }
        if let Op::Lambda(Some(_)) = &expr.op {
            self.scope.pop();
        }
    }
}

/// Names of what a program's expressions and statements are, for reports.
pub(super) fn names(program: &Program, f: &mut dyn FnMut(&'static str)) {
    let mut seen = BTreeSet::new();
    super::features::of(program, &mut |name| {
        if seen.insert(name) {
            f(name);
        }
    });
}
