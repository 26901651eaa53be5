//! A random program from a seed.
//!
//! First the signatures of everything that can be called are drawn, in one
//! order; a body calls only what stands later in that order (but for functions
//! made to be recursive), and modules are runs of that order, so programs end
//! and imports have no cycles. Then bodies are filled, and what nothing calls
//! is left out.

use std::collections::BTreeSet;

use super::build::{Bodies, Var};
use super::model::{Class, Expr, Func, Layout, Module, Op, Param, Program, Stmt, Type};
use super::rng::Rng;

/// The program of a seed.
pub fn generate(seed: u64) -> Program {
    let mut rng = Rng::new(seed);
    let modules = 1 + rng.weighted(&[4, 4, 2]);
    let mut program = Program {
        seed,
        modules: (0..modules)
            .map(|n| Module {
                name: format!("m{n}"),
                globals: Vec::new(),
                funcs: Vec::new(),
            })
            .collect(),
        classes: Vec::new(),
        main: Vec::new(),
        layout: Layout {
            from_imports: rng.percent(50),
            packages: rng.percent(40),
            nested: rng.percent(30),
            script: rng.percent(20),
        },
    };
    let mut plan = Plan {
        program: &mut program,
        rng: &mut rng,
    };
    plan.exceptions();
    let families = plan.rng.weighted(&[3, 4, 3, 1]);
    let funcs = plan.rng.weighted(&[1, 3, 4, 3, 2]);
    for n in 0..families {
        plan.family(n);
    }
    for n in 0..funcs {
        plan.func(n);
    }
    plan.globals();
    fill(&mut program, &mut rng);
    number(&mut program);
    leave_out(&mut program);
    program
}

struct Plan<'a> {
    program: &'a mut Program,
    rng: &'a mut Rng,
}

fn param(name: String, ty: Type) -> Param {
    Param {
        name,
        ty,
        default: None,
    }
}

impl Plan<'_> {
    fn module(&self, at: usize, of: usize) -> usize {
        at * self.program.modules.len() / of
    }

    /// One or two classes that can be thrown, in the last module.
    fn exceptions(&mut self) {
        let module = self.program.modules[self.program.modules.len() - 1]
            .name
            .clone();
        let text = || Expr::var("text", Type::Str);
        for n in 0..1 + self.rng.below(2) {
            let this = Expr::new(Op::This, Type::Obj(format!("E{n}")), Vec::new());
            self.program.classes.push(Class {
                name: format!("E{n}"),
                module: module.clone(),
                parent: (n > 0).then(|| "E0".to_owned()),
                fields: if n > 0 {
                    Vec::new()
                } else {
                    vec![("text".to_owned(), Type::Str)]
                },
                params: vec![param("text".to_owned(), Type::Str)],
                super_args: if n > 0 { vec![text()] } else { Vec::new() },
                init: match n {
                    0 => vec![Stmt::SetField(this, "text".to_owned(), text())],
                    _ => Vec::new(),
                },
                methods: Vec::new(),
                throwable: true,
            });
        }
    }

    /// A class with some below it.
    fn family(&mut self, n: usize) {
        let module = self.module(2usize.saturating_sub(n), 3);
        let module = self.program.modules[module].name.clone();
        let base = format!("C{n}");
        let mut fields = Vec::new();
        for at in 0..1 + self.rng.below(3) {
            let ty = match self.rng.weighted(&[6, 2, 2, 1, 1]) {
                0 => Type::Str,
                1 => Type::strings(),
                2 => Type::dict(),
                3 => Type::Builder,
                _ if n == 0 => Type::Str,
                _ => Type::Obj(format!("C{}", n - 1)),
            };
            fields.push((format!("f{n}{at}"), ty));
        }
        let methods: Vec<Func> = (0..1 + self.rng.below(3))
            .map(|at| {
                let params = self.params(n, 2);
                Func {
                    name: format!("do{n}{at}"),
                    params,
                    ret: match self.rng.weighted(&[6, 3]) {
                        0 => Type::Str,
                        _ => Type::Unit,
                    },
                    body: Vec::new(),
                }
            })
            .collect();
        let (params, init) = self.constructor(&base, &fields);
        self.program.classes.push(Class {
            name: base.clone(),
            module: module.clone(),
            parent: None,
            fields,
            params: params.clone(),
            super_args: Vec::new(),
            init,
            methods: methods.clone(),
            throwable: false,
        });
        for below in 0..self.rng.weighted(&[4, 3, 3]) {
            let name = format!("{base}{}", ["A", "B"][below]);
            let own = vec![(format!("g{n}{below}"), Type::Str)];
            let (more, init) = if self.rng.percent(40) {
                self.constructor(&name, &own)
            } else {
                (Vec::new(), Vec::new())
            };
            let fields = if init.is_empty() { Vec::new() } else { own };
            let super_args = params.iter().map(|p| Expr::var(&p.name, p.ty.clone()));
            let overriding = methods
                .iter()
                .filter(|_| self.rng.percent(70))
                .cloned()
                .collect();
            self.program.classes.push(Class {
                name,
                module: module.clone(),
                parent: Some(base.clone()),
                fields,
                super_args: super_args.collect(),
                params: params.iter().cloned().chain(more).collect(),
                init,
                methods: overriding,
                throwable: false,
            });
        }
    }

    fn constructor(&mut self, class: &str, fields: &[(String, Type)]) -> (Vec<Param>, Vec<Stmt>) {
        let (mut params, mut init) = (Vec::new(), Vec::new());
        for (name, ty) in fields {
            let value = match ty {
                Type::Builder => Expr::new(Op::NewBuilder, ty.clone(), Vec::new()),
                Type::Dict(_) if self.rng.percent(60) => {
                    Expr::new(Op::Entries(Vec::new()), ty.clone(), Vec::new())
                }
                Type::List(_) if self.rng.percent(60) => {
                    Expr::new(Op::Elements, ty.clone(), Vec::new())
                }
                Type::Str if self.rng.percent(25) => Expr::text("none"),
                _ => {
                    params.push(param(format!("p{name}"), ty.clone()));
                    Expr::var(&format!("p{name}"), ty.clone())
                }
            };
            let this = Expr::new(Op::This, Type::Obj(class.to_owned()), Vec::new());
            init.push(Stmt::SetField(this, name.clone(), value));
        }
        (params, init)
    }

    fn params(&mut self, families: usize, at_most: usize) -> Vec<Param> {
        (0..self.rng.below(at_most + 1))
            .map(|n| {
                let ty = match self.rng.weighted(&[10, 2, 2, 2, 2, 1, 2, 1, 2, 1]) {
                    1 => Type::strings(),
                    2 => Type::dict(),
                    3 => Type::Fn,
                    4 if families > 0 => Type::Obj(format!("C{}", self.rng.below(families))),
                    5 => Type::Builder,
                    6 => Type::Int,
                    7 => Type::Array,
                    8 => Type::Bool,
                    9 => Type::Supplier,
                    _ => Type::Str,
                };
                param(format!("a{n}"), ty)
            })
            .collect()
    }

    fn func(&mut self, n: usize) {
        let families = self
            .program
            .classes
            .iter()
            .filter(|c| !c.throwable && c.parent.is_none());
        let families = families.count();
        let mut params = self.params(families, 3);
        let ret = match self.rng.weighted(&[10, 2, 1, 2, 1, 1, 3]) {
            1 => Type::strings(),
            2 => Type::dict(),
            3 if families > 0 => Type::Obj(format!("C{}", self.rng.below(families))),
            4 => Type::Fn,
            5 => Type::Bool,
            6 => Type::Unit,
            _ => Type::Str,
        };
        if self.rng.percent(15) {
            params.push(Param {
                name: "extra".to_owned(),
                ty: Type::Str,
                default: Some("x".to_owned()),
            });
        }
        let module = self.module(n, 5);
        self.program.modules[module].funcs.push(Func {
            name: format!("fun{n}"),
            params,
            ret,
            body: Vec::new(),
        });
    }

    fn globals(&mut self) {
        for n in 0..self.program.modules.len() {
            for at in 0..self.rng.weighted(&[5, 3, 1]) {
                let value = match self.rng.percent(25) {
                    true => Expr::new(Op::Source(0), Type::Str, Vec::new()),
                    false => Expr::text("start"),
                };
                self.program.modules[n]
                    .globals
                    .push((format!("shared{n}{at}"), value));
            }
        }
    }
}

/// Where a callable stands in the order: classes of one family stand together.
pub(super) fn rank_of_class(class: &str) -> usize {
    let digit = class
        .chars()
        .nth(1)
        .and_then(|c| c.to_digit(10))
        .unwrap_or(0);
    // A family uses those before it in its fields.
    1000 - 10 * digit as usize
}

/// Where a function stands in the order: before the classes, or behind them.
pub(super) fn rank_of_func(name: &str) -> usize {
    let n = name[3..].parse::<usize>().unwrap_or(0);
    if n < 3 { 1 + n } else { 2000 + n }
}

fn fill(program: &mut Program, rng: &mut Rng) {
    let plan = program.clone();
    let mut counter = 0;
    let mut bodies = Bodies::new(&plan, rng, &mut counter);
    for m in 0..plan.modules.len() {
        for (f, func) in plan.modules[m].funcs.iter().enumerate() {
            let scope = scope_of(&func.params);
            let rank = rank_of_func(&func.name);
            program.modules[m].funcs[f].body = if bodies.rng.percent(12)
                && func.ret == Type::Str
                && func.params.iter().all(|p| p.default.is_none())
            {
                program.modules[m].funcs[f]
                    .params
                    .push(param("left".to_owned(), Type::Int));
                bodies.recursive(func, rank, m)
            } else {
                bodies.function(scope, func.ret.clone(), rank, None, m)
            };
        }
    }
    for (c, class) in plan.classes.iter().enumerate() {
        let module = plan.modules.iter().position(|m| m.name == class.module);
        for (at, method) in class.methods.iter().enumerate() {
            let rank = rank_of_class(&class.name) + 1 + method_no(&method.name);
            let body = bodies.function(
                scope_of(&method.params),
                method.ret.clone(),
                rank,
                Some((class.name.clone(), method.name.clone())),
                module.unwrap_or(0),
            );
            program.classes[c].methods[at].body = body;
        }
    }
    // Recursive functions have one parameter more than planned; calls pass it.
    let recursive: BTreeSet<String> = program
        .modules
        .iter()
        .flat_map(|m| &m.funcs)
        .filter(|f| f.params.iter().any(|p| p.name == "left"))
        .map(|f| f.name.clone())
        .collect();
    let main = bodies.function(Vec::new(), Type::Unit, 0, None, 0);
    program.main = main;
    program.each_expr_mut(&mut |expr| pass_depth(expr, &recursive));
}

/// The number of a method within its family.
pub(super) fn method_no(name: &str) -> usize {
    name.chars()
        .nth(3)
        .and_then(|c| c.to_digit(10))
        .unwrap_or(0) as usize
}

fn pass_depth(expr: &mut Expr, recursive: &BTreeSet<String>) {
    for arg in &mut expr.args {
        pass_depth(arg, recursive);
    }
    if let Op::Call(name) = &expr.op
        && recursive.contains(name)
        && expr
            .args
            .last()
            .is_none_or(|last| last.ty != Type::Int || last.style != 99)
    {
        expr.args.push(Expr::int(2));
    }
    // A function object has no way to pass it.
    if let Op::Ref(name) = &expr.op
        && recursive.contains(name)
    {
        expr.op = Op::Lambda(Some("same".to_owned()));
        expr.args = vec![Expr::var("same", Type::Str)];
    }
}

fn scope_of(params: &[Param]) -> Vec<Var> {
    params
        .iter()
        .map(|p| Var {
            name: p.name.clone(),
            ty: p.ty.clone(),
            fixed: true,
            size: 1,
        })
        .collect()
}

/// Gives every source and sink its number.
fn number(program: &mut Program) {
    fn sources(expr: &mut Expr, n: &mut u32) {
        if let Op::Source(id) = &mut expr.op {
            *n += 1;
            *id = *n;
        }
        for arg in &mut expr.args {
            sources(arg, n);
        }
    }
    fn sinks(stmt: &mut Stmt, n: &mut u32) {
        if let Stmt::Sink(id, _) = stmt {
            *n += 1;
            *id = *n;
        }
        for stmt in stmt.blocks_mut().into_iter().flatten() {
            sinks(stmt, n);
        }
    }
    let mut n = 0;
    program.each_expr_mut(&mut |expr| sources(expr, &mut n));
    let mut n = 0;
    for body in program.bodies_mut() {
        for stmt in body {
            sinks(stmt, &mut n);
        }
    }
}

/// Leaves out functions and methods that nothing mentions.
pub(super) fn leave_out(program: &mut Program) {
    loop {
        let mut used: BTreeSet<String> = BTreeSet::new();
        program.each_expr(&mut |expr| {
            expr.walk(&mut |expr| match &expr.op {
                Op::Call(name)
                | Op::Ref(name)
                | Op::BoundRef(name)
                | Op::Method(name)
                | Op::Super(name) => {
                    used.insert(name.clone());
                }
                _ => {}
            });
        });
        let count = |program: &Program| program.bodies().count();
        let before = count(program);
        for module in &mut program.modules {
            module.funcs.retain(|func| used.contains(&func.name));
        }
        for class in &mut program.classes {
            class.methods.retain(|method| used.contains(&method.name));
        }
        if count(program) == before {
            break;
        }
    }
    let mut used: BTreeSet<String> = BTreeSet::new();
    let named = |ty: &Type, used: &mut BTreeSet<String>| {
        if let Type::Obj(name) = ty {
            used.insert(name.clone());
        }
    };
    program.each_expr(&mut |expr| {
        expr.walk(&mut |expr| {
            named(&expr.ty, &mut used);
            if let Op::New(name) = &expr.op {
                used.insert(name.clone());
            }
        });
    });
    for body in program.bodies() {
        for stmt in body {
            stmt.walk(&mut |stmt| match stmt {
                Stmt::Throw(name, _) => {
                    used.insert(name.clone());
                }
                Stmt::Try(_, catches, _) => used.extend(catches.iter().map(|c| c.0.clone())),
                _ => {}
            });
        }
    }
    let funcs = program.modules.iter().flat_map(|m| &m.funcs);
    let methods = program.classes.iter().flat_map(|c| &c.methods);
    for func in funcs.chain(methods) {
        named(&func.ret, &mut used);
        func.params.iter().for_each(|p| named(&p.ty, &mut used));
    }
    for class in &program.classes {
        class.params.iter().for_each(|p| named(&p.ty, &mut used));
        class.fields.iter().for_each(|(_, ty)| named(ty, &mut used));
    }
    let all: Vec<String> = used.iter().cloned().collect();
    for name in all {
        used.extend(program.line(&name).map(|class| class.name.clone()));
    }
    program.classes.retain(|class| used.contains(&class.name));
}
