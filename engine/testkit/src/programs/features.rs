//! What a program is made of, in words, so that mistakes can be told apart.

use std::collections::BTreeSet;

use super::model::{Op, Program, Stmt, Type};

impl Program {
    /// What it uses, sorted.
    pub fn features(&self) -> BTreeSet<&'static str> {
        let mut found = BTreeSet::new();
        super::check::names(self, &mut |name| {
            found.insert(name);
        });
        found
    }

    /// Whether it has this source and this sink; numbers that are 0 do not count.
    pub fn has_ends(&self, (source, sink): (u32, u32)) -> bool {
        let (mut from, mut to) = (source == 0, sink == 0);
        self.each_expr(&mut |expr| expr.walk(&mut |e| from |= e.op == Op::Source(source)));
        for stmt in self.bodies().flatten() {
            stmt.walk(&mut |stmt| to |= matches!(stmt, Stmt::Sink(n, _) if *n == sink));
        }
        from && to
    }

    /// Whether it can be written in both languages.
    pub fn is_valid(&self) -> bool {
        super::check::is_valid(self)
    }
}

pub(super) fn of(program: &Program, f: &mut dyn FnMut(&'static str)) {
    if program.modules.len() > 1 {
        f("several files");
    }
    if program.modules.iter().any(|m| !m.globals.is_empty()) {
        f("globals");
    }
    if program
        .classes
        .iter()
        .any(|c| c.parent.is_some() && !c.throwable)
    {
        f("inheritance");
    }
    program.each_expr(&mut |expr| {
        expr.walk(&mut |expr| {
            if let Some(name) = of_op(&expr.op, expr.args.first().map(|arg| &arg.ty)) {
                f(name);
            }
        });
    });
    for body in program.bodies() {
        for stmt in body {
            stmt.walk(&mut |stmt| {
                if let Some(name) = of_stmt(stmt) {
                    f(name);
                }
            });
        }
    }
}

fn of_op(op: &Op, first: Option<&Type>) -> Option<&'static str> {
    Some(match op {
        Op::Clean => "sanitizer",
        Op::Flag | Op::Choice => "unknown value",
        Op::Concat | Op::Format | Op::Upper | Op::Strip | Op::Replace => "strings",
        Op::Split | Op::Join | Op::Map | Op::Filter | Op::From(_) | Op::Copy => "bulk operations",
        Op::Built | Op::Build => "builder",
        Op::Field(_) => "fields",
        Op::At | Op::SetAt if first == Some(&Type::Array) => "arrays",
        Op::At | Op::SetAt | Op::Append | Op::Insert(_) | Op::Pop | Op::RemoveAt(_) => "lists",
        Op::Get | Op::Put | Op::RemoveKey => "maps",
        Op::Contains | Op::Size => "tests of containers",
        Op::Clear | Op::Extend => "bulk operations",
        Op::Cond => "conditional",
        Op::Lambda(_) => "lambda",
        Op::Ref(_) | Op::BoundRef(_) => "function reference",
        Op::Apply => "function object",
        Op::Call(_) => "calls",
        Op::Method(_) => "methods",
        Op::Super(_) => "super",
        Op::New(_) => "objects",
        _ => return None,
    })
}

fn of_stmt(stmt: &Stmt) -> Option<&'static str> {
    Some(match stmt {
        Stmt::If(..) => "if",
        Stmt::While(..) | Stmt::Count(..) => "loop",
        Stmt::Each(..) | Stmt::EachEntry(..) => "iteration",
        Stmt::Switch(..) => "switch",
        Stmt::Try(_, _, Some(_)) => "finally",
        Stmt::Try(..) => "try",
        Stmt::Throw(..) => "throw",
        Stmt::Break | Stmt::Continue => "break",
        Stmt::SetField(..) => "field writes",
        Stmt::SetGlobal(..) => "globals",
        _ => return None,
    })
}
