//! Smaller variants of a program, to find the least that shows a mistake.

use super::generate::leave_out;
use super::model::{Block, Expr, Op, Program, Stmt, Type};

/// Valid programs that are a step smaller, the largest steps first.
pub fn smaller(program: &Program) -> Vec<Program> {
    let mut found = Vec::new();
    let mut add = |mut variant: Program| {
        leave_out(&mut variant);
        if variant.is_valid() && variant != *program {
            found.push(variant);
        }
    };
    let statements = count_statements(program);
    // Halves, quarters … of all statements, then single ones.
    let mut width = statements / 2;
    while width > 1 {
        for start in (0..statements).step_by(width) {
            let mut variant = program.clone();
            remove(&mut variant, start, start + width);
            add(variant);
        }
        width /= 2;
    }
    for at in 0..statements {
        for way in 0..4 {
            let mut variant = program.clone();
            if rewrite(&mut variant, at, way) {
                add(variant);
            }
        }
    }
    let mut expressions = 0;
    program.each_expr(&mut |expr| expr.walk(&mut |_| expressions += 1));
    for at in 0..expressions {
        for way in 0..4 {
            let mut variant = program.clone();
            if replace(&mut variant, at, way) {
                add(variant);
            }
        }
    }
    for variant in plainer(program) {
        add(variant);
    }
    found
}

fn count_statements(program: &Program) -> usize {
    let mut n = 0;
    for stmt in program.bodies().flatten() {
        stmt.walk(&mut |_| n += 1);
    }
    n
}

/// Calls `f` with the block and position of each statement, outside first, until it is done.
fn visit(block: &mut Block, n: &mut usize, f: &mut dyn FnMut(&mut Block, usize, usize) -> Step) {
    let mut at = 0;
    while at < block.len() {
        let number = *n;
        *n += 1;
        match f(block, at, number) {
            Step::On => {
                for inner in block[at].blocks_mut() {
                    visit(inner, n, f);
                }
                at += 1;
            }
            Step::Gone(size) => *n = number + size,
            Step::Done => return,
        }
    }
}

enum Step {
    On,
    /// The statement was removed; with those inside there were so many.
    Gone(usize),
    Done,
}

fn size(stmt: &Stmt) -> usize {
    let mut n = 0;
    stmt.walk(&mut |_| n += 1);
    n
}

fn remove(program: &mut Program, start: usize, end: usize) {
    let mut n = 0;
    for body in program.bodies_mut() {
        visit(body, &mut n, &mut |block, at, number| {
            let inner = size(&block[at]);
            if number < start || number + inner > end {
                return Step::On;
            }
            block.remove(at);
            Step::Gone(inner)
        });
    }
}

/// Removes a statement, or puts one of its blocks in its place.
fn rewrite(program: &mut Program, which: usize, way: usize) -> bool {
    let (mut n, mut done) = (0, false);
    for body in program.bodies_mut() {
        visit(body, &mut n, &mut |block, at, number| {
            if number != which || done {
                return Step::On;
            }
            let blocks = block[at].blocks_mut();
            let new: Block = match way {
                0 => Vec::new(),
                way => match blocks.into_iter().nth(way - 1) {
                    Some(inner) => std::mem::take(inner),
                    None => return Step::Done,
                },
            };
            block.splice(at..=at, new);
            done = true;
            Step::Done
        });
    }
    done
}

fn replace(program: &mut Program, which: usize, way: usize) -> bool {
    fn walk(expr: &mut Expr, n: &mut usize, which: usize, f: &mut dyn FnMut(&mut Expr)) {
        if *n == which {
            f(expr);
        }
        *n += 1;
        for arg in &mut expr.args {
            walk(arg, n, which, f);
        }
    }
    let (mut n, mut done) = (0, false);
    program.each_expr_mut(&mut |expr| {
        walk(expr, &mut n, which, &mut |expr| {
            let new = match way {
                0 => plainest(expr),
                way => {
                    let arg = expr.args.get(way - 1);
                    arg.filter(|arg| arg.ty == expr.ty).cloned()
                }
            };
            if let Some(new) = new
                && new != *expr
            {
                *expr = new;
                done = true;
            }
        });
    });
    done
}

/// The least expression of the same type.
fn plainest(expr: &Expr) -> Option<Expr> {
    if matches!(expr.op, Op::Source(_)) {
        return None;
    }
    Some(match &expr.ty {
        Type::Str => Expr::text("n"),
        Type::Int if expr.style != 99 => Expr::int(0),
        Type::Bool => Expr::new(Op::Flag, Type::Bool, Vec::new()),
        Type::List(_) | Type::Set => Expr::new(Op::Elements, expr.ty.clone(), Vec::new()),
        Type::Dict(_) => Expr::new(Op::Entries(Vec::new()), expr.ty.clone(), Vec::new()),
        Type::Builder => Expr::new(Op::NewBuilder, Type::Builder, Vec::new()),
        _ => return None,
    })
}

/// With less around: no parent, no variable of a module, the plain layout.
fn plainer(program: &Program) -> Vec<Program> {
    let mut found = Vec::new();
    let mut plain = program.clone();
    plain.layout = super::model::Layout::default();
    plain.each_expr_mut(&mut |expr| unstyled(expr));
    found.push(plain);
    for m in 0..program.modules.len() {
        for g in 0..program.modules[m].globals.len() {
            let mut variant = program.clone();
            variant.modules[m].globals.remove(g);
            found.push(variant);
        }
        if m > 0 && program.modules[m].funcs.is_empty() && program.modules[m].globals.is_empty() {
            let mut variant = program.clone();
            let gone = variant.modules.remove(m).name;
            for class in &mut variant.classes {
                if class.module == gone {
                    class.module = program.modules[0].name.clone();
                }
            }
            found.push(variant);
        }
        if m > 0 {
            let mut variant = program.clone();
            let moved = std::mem::take(&mut variant.modules[m].funcs);
            variant.modules[0].funcs.extend(moved);
            found.push(variant);
        }
    }
    for (c, class) in program.classes.iter().enumerate() {
        for f in 0..class.fields.len() {
            let mut variant = program.clone();
            let (name, _) = variant.classes[c].fields.remove(f);
            variant.classes[c]
                .init
                .retain(|stmt| !matches!(stmt, Stmt::SetField(_, n, _) if *n == name));
            if !mentions(&variant, &name) {
                found.push(variant);
            }
        }
    }
    found
}

fn mentions(program: &Program, field: &str) -> bool {
    let mut found = false;
    program.each_expr(&mut |expr| {
        expr.walk(&mut |expr| found |= matches!(&expr.op, Op::Field(name) if name == field));
    });
    for stmt in program.bodies().flatten() {
        stmt.walk(&mut |stmt| found |= matches!(stmt, Stmt::SetField(_, n, _) if n == field));
    }
    found
}

fn unstyled(expr: &mut Expr) {
    if expr.style != 99 {
        expr.style = 0;
    }
    for arg in &mut expr.args {
        unstyled(arg);
    }
}
