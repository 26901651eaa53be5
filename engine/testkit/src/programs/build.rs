//! Fills bodies with random statements and expressions.

use super::check::ends;
use super::generate::{method_no, rank_of_class, rank_of_func};
use super::model::{Block, Class, Expr, Func, Op, Param, Program, Stmt, Type};
use super::rng::Rng;

/// A variable in scope.
#[derive(Clone, Debug)]
pub(super) struct Var {
    pub(super) name: String,
    pub(super) ty: Type,
    /// It is never set again, so that function objects may capture it.
    pub(super) fixed: bool,
    /// So many elements it has at least; of a string 100: a known constant.
    pub(super) size: i64,
}

/// A constant string that conditions may look at.
const KNOWN: i64 = 100;
const KEYS: [&str; 3] = ["a", "b", "c"];

pub(super) struct Bodies<'a> {
    plan: &'a Program,
    pub(super) rng: &'a mut Rng,
    counter: &'a mut usize,
    scope: Vec<Var>,
    rank: usize,
    module: usize,
    this: Option<(String, String)>,
    ret: Type,
    loops: usize,
    /// Variables from here on are made anew in each round of a loop.
    loop_base: usize,
    in_finally: bool,
    is_main: bool,
}

impl<'a> Bodies<'a> {
    pub(super) fn new(plan: &'a Program, rng: &'a mut Rng, counter: &'a mut usize) -> Self {
        Self {
            plan,
            rng,
            counter,
            scope: Vec::new(),
            rank: 0,
            module: 0,
            this: None,
            ret: Type::Unit,
            loops: 0,
            loop_base: usize::MAX,
            in_finally: false,
            is_main: false,
        }
    }

    /// A body of a function of this rank.
    pub(super) fn function(
        &mut self,
        scope: Vec<Var>,
        ret: Type,
        rank: usize,
        this: Option<(String, String)>,
        module: usize,
    ) -> Block {
        self.is_main = rank == 0;
        (self.scope, self.ret, self.rank, self.this, self.module) =
            (scope, ret, rank, this, module);
        let n = if self.is_main {
            5 + self.rng.below(6)
        } else {
            1 + self.rng.below(4)
        };
        let mut block = Vec::new();
        self.stmts(&mut block, n, 0);
        if self.ret != Type::Unit && !ends(&block) {
            let value = self.expr(&self.ret.clone(), 2);
            block.push(Stmt::Return(Some(value)));
        } else if self.is_main && !ends(&block) {
            let n = self.next();
            block.push(Stmt::Sink(n, self.expr(&Type::Str, 1)));
        }
        block
    }

    /// A function that calls itself with one less.
    pub(super) fn recursive(&mut self, func: &Func, rank: usize, module: usize) -> Block {
        let scope = func
            .params
            .iter()
            .map(|p| self.var_of(&p.name, &p.ty, true))
            .collect();
        (self.scope, self.ret, self.rank, self.this) = (scope, Type::Str, rank, None);
        (self.module, self.is_main) = (module, false);
        let mut block = Vec::new();
        self.stmts(&mut block, 1, 2);
        block.retain(|stmt| !ends(&vec![stmt.clone()]));
        let left = || Expr::var("left", Type::Int);
        let done = Expr::new(Op::Less, Type::Bool, vec![left(), Expr::int(1)]);
        let result = self.expr(&Type::Str, 1);
        block.push(Stmt::If(done, vec![Stmt::Return(Some(result))], Vec::new()));
        let mut args: Vec<Expr> = Vec::new();
        for param in &func.params {
            let same = Expr::var(&param.name, param.ty.clone());
            args.push(match param.ty {
                Type::Str if self.rng.percent(60) => self.expr(&Type::Str, 1),
                _ => same,
            });
        }
        let mut less = Expr::new(Op::Plus, Type::Int, vec![left(), Expr::int(-1)]);
        less.style = 99;
        args.push(less);
        let mut again = Expr::new(Op::Call(func.name.clone()), Type::Str, args);
        if self.rng.percent(40) {
            again = Expr::new(Op::Concat, Type::Str, vec![again, Expr::text("-")]);
        }
        block.push(Stmt::Return(Some(again)));
        block
    }

    fn var_of(&self, name: &str, ty: &Type, fixed: bool) -> Var {
        Var {
            name: name.to_owned(),
            ty: ty.clone(),
            fixed,
            size: 1,
        }
    }

    fn next(&mut self) -> u32 {
        *self.counter += 1;
        u32::try_from(*self.counter).unwrap_or(0)
    }

    fn name(&mut self) -> String {
        format!("v{}", self.next())
    }

    fn stmts(&mut self, out: &mut Block, n: usize, depth: usize) {
        let known = self.scope.len();
        for _ in 0..n {
            self.stmt(out, depth);
            if ends(out) {
                break;
            }
        }
        if depth > 0 {
            self.scope.truncate(known);
        }
    }

    fn block(&mut self, depth: usize) -> Block {
        let known = self.scope.len();
        let mut out = Vec::new();
        let n = 1 + self.rng.below(3);
        self.stmts(&mut out, n, depth + 1);
        self.scope.truncate(known);
        out
    }

    fn round(&mut self, vars: Vec<Var>, depth: usize) -> Block {
        let known = self.scope.len();
        let base = self.loop_base;
        self.loop_base = base.min(known);
        self.loops += 1;
        self.scope.extend(vars);
        let block = self.block(depth);
        self.loops -= 1;
        self.loop_base = base;
        self.scope.truncate(known);
        block
    }

    fn vars(&self, wanted: impl Fn(&Var) -> bool) -> Vec<Var> {
        self.scope
            .iter()
            .filter(|var| wanted(var))
            .cloned()
            .collect()
    }

    fn any(&mut self, wanted: impl Fn(&Var) -> bool) -> Option<Var> {
        let all = self.vars(wanted);
        // What came last is the most interesting.
        if self.rng.percent(40) {
            return all.last().cloned();
        }
        self.rng.pick(&all).cloned()
    }

    fn stmt(&mut self, out: &mut Block, depth: usize) {
        let nests = usize::from(depth < 3);
        let weights = [
            22,
            10,
            4,
            12,
            5,
            12,
            if self.is_main || depth > 0 { 14 } else { 8 },
            9 * nests,
            3 * nests,
            3 * nests,
            5 * nests,
            2 * nests,
            4 * nests,
            if depth > 0 { 2 } else { 0 },
            if depth > 0 && !self.is_main && !self.in_finally {
                2
            } else {
                0
            },
            if self.loops > 0 && depth > 1 && !self.in_finally {
                3
            } else {
                0
            },
            7,
        ];
        match self.rng.weighted(&weights) {
            0 => self.declare(out),
            1 => self.assign(out),
            2 => self.set_global(out),
            3 => self.container(out),
            4 => self.set_field(out),
            5 => self.call(out),
            6 => {
                let n = self.next();
                let value = self.expr(&Type::Str, 2);
                out.push(Stmt::Sink(n, value));
            }
            7 => {
                let cond = self.condition(2);
                let then = self.block(depth);
                let otherwise = if self.rng.percent(45) {
                    self.block(depth)
                } else {
                    Vec::new()
                };
                out.push(Stmt::If(cond, then, otherwise));
            }
            8 => {
                let flag = Expr::new(Op::Flag, Type::Bool, Vec::new());
                let body = self.round(Vec::new(), depth);
                out.push(Stmt::While(flag, body));
            }
            9 => {
                let name = self.name();
                let mut var = self.var_of(&name, &Type::Int, false);
                var.size = 0;
                let n = 1 + self.rng.below(3) as i64;
                let body = self.round(vec![var], depth);
                out.push(Stmt::Count(name, n, body));
            }
            10 => self.each(out, depth),
            11 => self.switch(out, depth),
            12 => self.attempt(out, depth),
            13 => {
                let class = self.exception();
                let text = self.expr(&Type::Str, 1);
                out.push(Stmt::Throw(class, text));
            }
            14 => {
                let ret = self.ret.clone();
                let value = (ret != Type::Unit).then(|| self.expr(&ret, 1));
                out.push(Stmt::Return(value));
            }
            15 => out.push(if self.rng.percent(50) {
                Stmt::Break
            } else {
                Stmt::Continue
            }),
            _ => self.alias(out),
        }
    }

    fn declare(&mut self, out: &mut Block) {
        let class = self.class();
        let ty = match self.rng.weighted(&[12, 5, 4, 2, 2, 3, 3, 2, 1, 2, 6]) {
            1 => Type::strings(),
            2 => Type::dict(),
            3 => Type::Array,
            4 => Type::Set,
            5 => Type::Builder,
            6 => Type::Fn,
            7 => Type::Int,
            8 => Type::Supplier,
            9 => Type::Bool,
            10 => class.map_or(Type::Str, Type::Obj),
            _ => Type::Str,
        };
        let value = match &ty {
            Type::List(_) | Type::Array | Type::Dict(_) | Type::Set | Type::Obj(_)
                if self.rng.percent(70) =>
            {
                self.make(&ty, 1)
            }
            _ => self.expr(&ty, 2),
        };
        let size = match &value.op {
            Op::Str(_) => KNOWN,
            Op::Elements => value.args.len() as i64,
            _ => 1,
        };
        let fixed = size == KNOWN || self.rng.percent(60);
        let name = self.name();
        self.scope.push(Var {
            name: name.clone(),
            ty,
            fixed,
            size,
        });
        out.push(Stmt::Let(name, value));
    }

    /// Another name for the same object.
    fn alias(&mut self, out: &mut Block) {
        let Some(var) = self.any(|v| {
            matches!(
                v.ty,
                Type::List(_) | Type::Dict(_) | Type::Obj(_) | Type::Builder | Type::Array
            )
        }) else {
            return self.declare(out);
        };
        let name = self.name();
        out.push(Stmt::Let(
            name.clone(),
            Expr::var(&var.name, var.ty.clone()),
        ));
        self.scope.push(Var {
            name,
            fixed: true,
            ..var
        });
    }

    fn assign(&mut self, out: &mut Block) {
        let Some(var) = self.any(|v| !(v.fixed || v.ty == Type::Int && v.size == 0)) else {
            return self.declare(out);
        };
        if var.ty == Type::Str && self.rng.percent(30) {
            let value = self.expr(&Type::Str, 1);
            return out.push(Stmt::Add(var.name, value));
        }
        let value = match &var.ty {
            // What has more elements than others may be read at an index.
            Type::List(_) | Type::Array => {
                let args = (0..var.size.max(1))
                    .map(|_| self.expr(&Type::Str, 1))
                    .collect();
                Expr::new(Op::Elements, var.ty.clone(), args)
            }
            ty => self.expr(ty, 2),
        };
        out.push(Stmt::Assign(var.name, value));
    }

    fn set_global(&mut self, out: &mut Block) {
        match self.global() {
            Some((module, name)) => {
                let value = self.expr(&Type::Str, 1);
                out.push(Stmt::SetGlobal(module, name, value));
            }
            None => self.declare(out),
        }
    }

    fn set_field(&mut self, out: &mut Block) {
        let objects = self.objects();
        let fields: Vec<(Expr, String)> = objects
            .iter()
            .flat_map(|(object, class)| {
                let own = self.plan.line(class).filter(|c| !c.throwable);
                let strings = own
                    .flat_map(|c| &c.fields)
                    .filter(|(_, ty)| *ty == Type::Str);
                strings.map(|(name, _)| (object.clone(), name.clone()))
            })
            .collect();
        let Some((object, field)) = self.rng.pick(&fields).cloned() else {
            return self.declare(out);
        };
        let value = self.expr(&Type::Str, 1);
        out.push(Stmt::SetField(object, field, value));
    }

    /// Something done to a container or builder.
    fn container(&mut self, out: &mut Block) {
        let mut all: Vec<(Expr, i64)> = self
            .vars(|v| {
                matches!(
                    v.ty,
                    Type::List(_) | Type::Dict(_) | Type::Set | Type::Builder | Type::Array
                )
            })
            .into_iter()
            .map(|v| (Expr::var(&v.name, v.ty), v.size))
            .collect();
        for (object, class) in self.objects() {
            for (name, ty) in self.plan.line(&class).flat_map(|c| &c.fields) {
                if !matches!(ty, Type::Str | Type::Obj(_)) {
                    all.push((
                        Expr::new(Op::Field(name.clone()), ty.clone(), vec![object.clone()]),
                        0,
                    ));
                }
            }
        }
        let Some((target, size)) = self.rng.pick(&all).cloned() else {
            return self.declare(out);
        };
        let value = self.expr(&Type::Str, 1);
        let key = Expr::text(KEYS[self.rng.below(3)]);
        let shrinks = self.loops == 0 && size > 1;
        let unit = |op, args| Expr::new(op, Type::Unit, args);
        let mut done = match &target.ty {
            Type::List(_) => {
                let weights = [
                    8,
                    2,
                    if size > 0 { 3 } else { 0 },
                    2 * usize::from(shrinks),
                    2 * usize::from(shrinks),
                    1,
                    1,
                ];
                match self.rng.weighted(&weights) {
                    1 => unit(Op::Insert(0), vec![target.clone(), value]),
                    2 => {
                        let at = self.rng.below(size as usize) as i64;
                        unit(Op::SetAt, vec![target.clone(), Expr::int(at), value])
                    }
                    3 => unit(
                        Op::RemoveAt(self.rng.below(size as usize) as i64),
                        vec![target.clone()],
                    ),
                    4 => unit(Op::Pop, vec![target.clone()]),
                    5 if self.loops == 0 => unit(Op::Clear, vec![target.clone()]),
                    6 if self.loops == 0 => {
                        let other = self.expr(&Type::strings(), 1);
                        unit(Op::Extend, vec![target.clone(), other])
                    }
                    _ => unit(Op::Append, vec![target.clone(), value]),
                }
            }
            Type::Dict(_) => match self.rng.weighted(&[8, 2, 1, 1]) {
                1 => unit(Op::RemoveKey, vec![target.clone(), key]),
                2 => unit(Op::Clear, vec![target.clone()]),
                3 => {
                    let other = self.expr(&Type::dict(), 1);
                    unit(Op::Extend, vec![target.clone(), other])
                }
                _ => unit(Op::Put, vec![target.clone(), key, value]),
            },
            Type::Set => unit(Op::Append, vec![target.clone(), value]),
            Type::Builder => unit(Op::Build, vec![target.clone(), value]),
            _ => {
                let at = self.rng.below(size.max(1) as usize) as i64;
                unit(Op::SetAt, vec![target.clone(), Expr::int(at), value])
            }
        };
        done.style = self.rng.below(6) as u8;
        if let Op::Var(name) = &target.op {
            let change = match done.op {
                Op::Append | Op::Insert(_) if self.loops == 0 && self.scope.last().is_some() => 0,
                Op::RemoveAt(_) | Op::Pop => -1,
                Op::Clear => -100,
                _ => 0,
            };
            for var in &mut self.scope {
                if &var.name == name || (change < 0 && var.ty == target.ty) {
                    var.size = (var.size + change).max(0);
                }
            }
        }
        out.push(Stmt::Do(done));
    }

    fn call(&mut self, out: &mut Block) {
        let called = self.called(|_| true, 2);
        match called {
            Some(expr) if expr.ty == Type::Unit || self.rng.percent(25) => out.push(Stmt::Do(expr)),
            Some(expr) => {
                let name = self.name();
                let fixed = self.rng.percent(70);
                self.scope.push(self.var_of(&name, &expr.ty, fixed));
                out.push(Stmt::Let(name, expr));
            }
            None => self.declare(out),
        }
    }

    fn each(&mut self, out: &mut Block, depth: usize) {
        let which = self.rng.weighted(&[5, 3, 1, 1]);
        let ty = [Type::strings(), Type::dict(), Type::Set, Type::Array][which].clone();
        let over = match self.any(|v| v.ty == ty) {
            Some(var) => Expr::var(&var.name, ty.clone()),
            None => self.make(&ty, 1),
        };
        // What is iterated over is not changed meanwhile.
        let before = self.scope.clone();
        self.scope.retain(|v| v.ty != ty);
        let name = self.name();
        let item = self.var_of(&name, &Type::Str, true);
        if which == 1 && self.rng.percent(60) {
            let value = self.name();
            let of_value = self.var_of(&value, &Type::Str, true);
            let body = self.round(vec![item, of_value], depth);
            out.push(Stmt::EachEntry(name, value, over, body));
        } else {
            let body = self.round(vec![item], depth);
            out.push(Stmt::Each(name, over, body));
        }
        self.scope = before;
    }

    fn switch(&mut self, out: &mut Block, depth: usize) {
        let mut on = self.expr(&Type::Int, 1);
        on.style = self.rng.below(6) as u8;
        let mut cases = Vec::new();
        for n in 0..1 + self.rng.below(3) {
            // A `break` would leave the switch in Java.
            let loops = std::mem::take(&mut self.loops);
            cases.push((n as i64, self.block(depth)));
            self.loops = loops;
        }
        let loops = std::mem::take(&mut self.loops);
        let default = self.block(depth);
        self.loops = loops;
        out.push(Stmt::Switch(on, cases, default));
    }

    fn attempt(&mut self, out: &mut Block, depth: usize) {
        let mut body = self.block(depth);
        if !ends(&body) && self.rng.percent(40) {
            let class = self.exception();
            let text = self.expr(&Type::Str, 1);
            let thrown = Stmt::Throw(class, text);
            body.push(match self.rng.percent(60) {
                true => Stmt::If(self.condition(1), vec![thrown], Vec::new()),
                false => thrown,
            });
        }
        let mut catches = Vec::new();
        if self.rng.percent(85) {
            let class = self.exception();
            let name = self.name();
            let known = self.scope.len();
            let var = self.var_of(&name, &Type::Obj(class.clone()), true);
            self.scope.push(var);
            catches.push((class, name, self.block(depth)));
            self.scope.truncate(known);
        }
        let finally = (catches.is_empty() || self.rng.percent(25)).then(|| {
            let before = std::mem::replace(&mut self.in_finally, true);
            let mut block = self.block(depth);
            block.retain(|stmt| !ends(&vec![stmt.clone()]));
            self.in_finally = before;
            block
        });
        out.push(Stmt::Try(body, catches, finally));
    }

    fn exception(&mut self) -> String {
        let all: Vec<&Class> = self.plan.classes.iter().filter(|c| c.throwable).collect();
        self.rng
            .pick(&all)
            .map_or_else(String::new, |c| c.name.clone())
    }

    /// Whether code here may name what stands in a module.
    fn may_name(&self, module: &str) -> bool {
        let at = self
            .plan
            .modules
            .iter()
            .position(|m| m.name == module)
            .unwrap_or(0);
        !self.plan.layout.from_imports || at >= self.module
    }

    /// A class that may be made here, not one below.
    fn class(&mut self) -> Option<String> {
        let all: Vec<String> = self
            .plan
            .classes
            .iter()
            .filter(|c| !c.throwable && c.parent.is_none())
            .filter(|c| rank_of_class(&c.name) > self.rank && self.may_name(&c.module))
            .map(|c| c.name.clone())
            .collect();
        self.rng.pick(&all).cloned()
    }

    /// What objects there are, and their classes.
    fn objects(&self) -> Vec<(Expr, String)> {
        let this = self.this.iter().map(|(class, _)| {
            (
                Expr::new(Op::This, Type::Obj(class.clone()), Vec::new()),
                class.clone(),
            )
        });
        let vars = self.scope.iter().filter_map(|var| match &var.ty {
            Type::Obj(class) => Some((Expr::var(&var.name, var.ty.clone()), class.clone())),
            _ => None,
        });
        this.chain(vars).collect()
    }

    fn global(&mut self) -> Option<(String, String)> {
        let all: Vec<(String, String)> = self
            .plan
            .modules
            .iter()
            .flat_map(|m| {
                m.globals
                    .iter()
                    .map(|(name, _)| (m.name.clone(), name.clone()))
            })
            .collect();
        self.rng.pick(&all).cloned()
    }

    /// A new container or object.
    fn make(&mut self, ty: &Type, depth: usize) -> Expr {
        let mut made = match ty {
            Type::List(_) | Type::Array | Type::Set => {
                let n = 1 + self.rng.below(3);
                let mut args: Vec<Expr> = (0..n)
                    .map(|_| self.expr(&Type::Str, depth.min(1)))
                    .collect();
                if *ty == Type::Set {
                    args.truncate(1);
                }
                Expr::new(Op::Elements, ty.clone(), args)
            }
            Type::Dict(_) => {
                let n = 1 + self.rng.below(3);
                let keys: Vec<String> = KEYS[..n].iter().map(|k| (*k).to_owned()).collect();
                let args = keys
                    .iter()
                    .map(|_| self.expr(&Type::Str, depth.min(1)))
                    .collect();
                Expr::new(Op::Entries(keys), ty.clone(), args)
            }
            Type::Obj(class) => {
                let names: Vec<String> = self
                    .plan
                    .classes
                    .iter()
                    .filter(|c| self.plan.line(&c.name).any(|above| above.name == *class))
                    .map(|c| c.name.clone())
                    .collect();
                let name = self
                    .rng
                    .pick(&names)
                    .cloned()
                    .unwrap_or_else(|| class.clone());
                let params: Vec<Param> = self
                    .plan
                    .class(&name)
                    .map(|c| c.params.clone())
                    .unwrap_or_default();
                let args = self.args(&params, depth.saturating_sub(1));
                Expr::new(Op::New(name), ty.clone(), args)
            }
            _ => self.expr(ty, depth),
        };
        made.style = self.rng.below(6) as u8;
        made
    }

    fn args(&mut self, params: &[Param], depth: usize) -> Vec<Expr> {
        let mut args = Vec::new();
        for param in params {
            if param.default.is_some() && self.rng.percent(50) {
                break;
            }
            args.push(match &param.ty {
                Type::Str if self.rng.percent(45) && self.any(|v| v.ty == Type::Str).is_some() => {
                    let var = self.any(|v| v.ty == Type::Str);
                    var.map_or_else(|| Expr::text("y"), |v| Expr::var(&v.name, v.ty))
                }
                ty => self.expr(ty, depth),
            });
        }
        args
    }

    /// A call of a function or method that gives what is wanted.
    fn called(&mut self, wanted: impl Fn(&Type) -> bool, depth: usize) -> Option<Expr> {
        let mut all: Vec<(Op, Option<Expr>, Vec<Param>, Type)> = Vec::new();
        for module in &self.plan.modules {
            for func in &module.funcs {
                if rank_of_func(&func.name) > self.rank
                    && wanted(&func.ret)
                    && self.may_name(&module.name)
                {
                    all.push((
                        Op::Call(func.name.clone()),
                        None,
                        func.params.clone(),
                        func.ret.clone(),
                    ));
                }
            }
        }
        for (object, class) in self.objects() {
            for above in self.plan.line(&class) {
                for method in &above.methods {
                    let rank = rank_of_class(&class) + 1 + method_no(&method.name);
                    if rank > self.rank && wanted(&method.ret) {
                        all.push((
                            Op::Method(method.name.clone()),
                            Some(object.clone()),
                            method.params.clone(),
                            method.ret.clone(),
                        ));
                    }
                    if let Some((own, name)) = &self.this
                        && object.op == Op::This
                        && *name == method.name
                        && above.name != *own
                        && wanted(&method.ret)
                    {
                        all.push((
                            Op::Super(name.clone()),
                            None,
                            method.params.clone(),
                            method.ret.clone(),
                        ));
                    }
                }
            }
        }
        let (op, object, params, ret) = self.rng.pick(&all).cloned()?;
        let mut args: Vec<Expr> = object.into_iter().collect();
        args.extend(self.args(&params, depth.saturating_sub(1)));
        let mut call = Expr::new(op, ret, args);
        call.style = self.rng.below(6) as u8;
        Some(call)
    }

    pub(super) fn condition(&mut self, depth: usize) -> Expr {
        let of = |op, args| Expr::new(op, Type::Bool, args);
        match self
            .rng
            .weighted(&[10, 4, 4, 3, 3, 2, if depth > 0 { 3 } else { 0 }, 1])
        {
            1 => match self.any(|v| v.ty == Type::Bool) {
                Some(var) => Expr::var(&var.name, Type::Bool),
                None => of(Op::Flag, Vec::new()),
            },
            2 => {
                let n = self.rng.below(4) as i64;
                of(Op::Less, vec![self.expr(&Type::Int, 1), Expr::int(n)])
            }
            3 => {
                let n = self.rng.below(3) as i64;
                of(Op::Equal, vec![self.expr(&Type::Int, 1), Expr::int(n)])
            }
            4 => match self.any(|v| v.ty == Type::Str && v.fixed && v.size == KNOWN) {
                Some(var) => of(
                    Op::Equal,
                    vec![Expr::var(&var.name, Type::Str), Expr::text("a")],
                ),
                None => of(Op::Flag, Vec::new()),
            },
            5 => match self.any(|v| matches!(v.ty, Type::Dict(_))) {
                Some(var) => {
                    let key = Expr::text(KEYS[self.rng.below(3)]);
                    of(Op::Contains, vec![Expr::var(&var.name, var.ty), key])
                }
                None => of(Op::Flag, Vec::new()),
            },
            6 => {
                let op = if self.rng.percent(50) {
                    Op::And
                } else {
                    Op::Or
                };
                of(
                    op,
                    vec![self.condition(depth - 1), self.condition(depth - 1)],
                )
            }
            7 => {
                let inner = match self.any(|v| v.ty == Type::Bool) {
                    Some(var) => Expr::var(&var.name, Type::Bool),
                    None => of(Op::Flag, Vec::new()),
                };
                of(Op::Not, vec![inner])
            }
            _ => of(Op::Flag, Vec::new()),
        }
    }

    /// An expression of a type.
    pub(super) fn expr(&mut self, ty: &Type, depth: usize) -> Expr {
        let mut expr = self.plain(ty, depth);
        if expr.style != 99 {
            expr.style = self.rng.below(12) as u8;
        }
        expr
    }

    fn plain(&mut self, ty: &Type, depth: usize) -> Expr {
        if *ty == Type::Str {
            return self.string(depth);
        }
        let var = self.any(|v| v.ty == *ty);
        let of = |op, args| Expr::new(op, ty.clone(), args);
        if let Some(var) = var
            && self.rng.percent(55)
        {
            return Expr::var(&var.name, var.ty);
        }
        match ty {
            Type::Int => match self.rng.weighted(&[8, 2, 2, if depth > 0 { 2 } else { 0 }]) {
                1 => of(Op::Choice, Vec::new()),
                2 => {
                    match self.any(|v| matches!(v.ty, Type::List(_) | Type::Dict(_) | Type::Array))
                    {
                        Some(var) => of(Op::Size, vec![Expr::var(&var.name, var.ty)]),
                        None => Expr::int(1),
                    }
                }
                3 => {
                    let args = vec![self.expr(&Type::Int, 0), Expr::int(1)];
                    let sum = of(Op::Plus, args);
                    if self.rng.percent(30) {
                        of(Op::Rest(2), vec![sum])
                    } else {
                        sum
                    }
                }
                _ => Expr::int(self.rng.below(4) as i64),
            },
            Type::Bool if self.rng.percent(20) => of(Op::Bool(self.rng.percent(50)), Vec::new()),
            Type::Bool => self.condition(1),
            Type::Builder => of(Op::NewBuilder, Vec::new()),
            Type::Fn => self.function_object(depth),
            Type::Supplier => self.lambda(None),
            Type::Unit => Expr::text("nothing"),
            _ if depth > 0 => match self.rng.weighted(&[6, 4, 2, 2]) {
                1 => match self.called(|ret| ret == ty, depth) {
                    Some(call) => call,
                    None => self.make(ty, depth),
                },
                2 if matches!(ty, Type::List(_) | Type::Dict(_)) => {
                    let inner = self.expr(ty, depth - 1);
                    let inner = match ty {
                        Type::List(_) if self.rng.percent(30) => of(Op::From(1), vec![inner]),
                        _ => inner,
                    };
                    of(Op::Copy, vec![inner])
                }
                3 if matches!(ty, Type::List(_)) => {
                    let inner = self.expr(ty, depth - 1);
                    match self.rng.percent(60) {
                        true => {
                            let by = self.expr(&Type::Fn, 1);
                            of(Op::Map, vec![inner, by])
                        }
                        false => of(Op::Filter, vec![inner, Expr::text("a")]),
                    }
                }
                3 if matches!(ty, Type::Obj(_)) => {
                    let cond = self.condition(0);
                    let (a, b) = (self.make(ty, 1), self.make(ty, 1));
                    of(Op::Cond, vec![cond, a, b])
                }
                _ => self.make(ty, depth),
            },
            _ => self.make(ty, 0),
        }
    }

    /// A function from string to string.
    fn function_object(&mut self, depth: usize) -> Expr {
        if depth > 0 && self.rng.percent(35) {
            let mut all = Vec::new();
            let takes_one = |func: &Func| {
                func.ret == Type::Str
                    && func.params.len() == 1
                    && func.params[0].ty == Type::Str
                    && func.params[0].default.is_none()
            };
            for module in &self.plan.modules {
                for func in &module.funcs {
                    if rank_of_func(&func.name) > self.rank
                        && takes_one(func)
                        && self.may_name(&module.name)
                    {
                        all.push(Expr::new(Op::Ref(func.name.clone()), Type::Fn, Vec::new()));
                    }
                }
            }
            for (object, class) in self.objects() {
                // Java binds what a variable holds, which must not change then.
                for method in self.plan.line(&class).flat_map(|c| &c.methods) {
                    let rank = rank_of_class(&class) + 1 + method_no(&method.name);
                    if rank > self.rank && takes_one(method) {
                        all.push(Expr::new(
                            Op::BoundRef(method.name.clone()),
                            Type::Fn,
                            vec![object.clone()],
                        ));
                    }
                }
            }
            if let Some(found) = self.rng.pick(&all) {
                return found.clone();
            }
        }
        let param = self.name();
        self.lambda(Some(param))
    }

    /// A function object that sees what never changes.
    fn lambda(&mut self, param: Option<String>) -> Expr {
        let base = self.loop_base;
        let inner: Vec<Var> = self
            .scope
            .iter()
            .enumerate()
            .filter(|(n, var)| var.fixed && *n < base)
            .map(|(_, var)| var.clone())
            .chain(param.iter().map(|name| self.var_of(name, &Type::Str, true)))
            .collect();
        let outer = std::mem::replace(&mut self.scope, inner);
        let body = self.string(1);
        self.scope = outer;
        let ty = if param.is_some() {
            Type::Fn
        } else {
            Type::Supplier
        };
        Expr::new(Op::Lambda(param), ty, vec![body])
    }

    fn string(&mut self, depth: usize) -> Expr {
        let of = |op, args| Expr::new(op, Type::Str, args);
        let more = usize::from(depth > 0);
        let weights = [
            20,
            5,
            6,
            more,
            5 * more,
            2 * more,
            2 * more,
            5,
            6,
            6 * more,
            3 * more,
            2 * more,
            2 * more,
            3,
            3,
            more,
            6,
        ];
        let sub = depth.saturating_sub(1);
        let found = match self.rng.weighted(&weights) {
            1 => Some(Expr::text(["a", "b", "id", "x y"][self.rng.below(4)])),
            2 => Some(of(Op::Source(0), Vec::new())),
            3 => Some(of(Op::Clean, vec![self.expr(&Type::Str, sub)])),
            4 => Some(of(
                Op::Concat,
                vec![self.expr(&Type::Str, sub), self.expr(&Type::Str, sub)],
            )),
            5 => Some(of(Op::Format, vec![self.expr(&Type::Str, sub)])),
            6 => {
                let op = [Op::Upper, Op::Strip, Op::Replace][self.rng.below(3)].clone();
                Some(of(op, vec![self.expr(&Type::Str, sub)]))
            }
            7 => self.element(),
            8 => self.field(),
            9 => self.called(|ret| *ret == Type::Str, depth),
            10 => self.any(|v| v.ty == Type::Fn).map(|f| {
                let arg = self.expr(&Type::Str, sub);
                of(Op::Apply, vec![Expr::var(&f.name, Type::Fn), arg])
            }),
            11 => {
                let cond = self.condition(0);
                Some(of(
                    Op::Cond,
                    vec![cond, self.expr(&Type::Str, sub), self.expr(&Type::Str, sub)],
                ))
            }
            12 => Some(of(Op::Join, vec![self.expr(&Type::strings(), sub)])),
            13 => self
                .any(|v| v.ty == Type::Builder)
                .map(|v| of(Op::Built, vec![Expr::var(&v.name, v.ty)])),
            14 => self
                .global()
                .map(|(module, name)| of(Op::Global(module, name), Vec::new())),
            15 => self
                .any(|v| v.ty == Type::Supplier)
                .map(|v| of(Op::Apply, vec![Expr::var(&v.name, v.ty)])),
            _ => None,
        };
        found.unwrap_or_else(|| match self.any(|v| v.ty == Type::Str) {
            Some(var) => Expr::var(&var.name, Type::Str),
            None if self.rng.percent(40) => of(Op::Source(0), Vec::new()),
            None => Expr::text("n"),
        })
    }

    /// An element of a container in scope.
    fn element(&mut self) -> Option<Expr> {
        let of = |op, args| Expr::new(op, Type::Str, args);
        let var = self.any(|v| match v.ty {
            Type::List(_) | Type::Array => v.size > 0,
            Type::Dict(_) => true,
            _ => false,
        })?;
        let target = Expr::var(&var.name, var.ty.clone());
        Some(match &var.ty {
            Type::Dict(_) => {
                let key = Expr::text(KEYS[self.rng.below(3)]);
                match self.rng.percent(70) {
                    true => of(Op::Get, vec![target, key, Expr::text("no")]),
                    false => of(Op::Get, vec![target, Expr::text("a")]),
                }
            }
            _ if var.size > 2 && self.rng.percent(15) => {
                let at = Expr::new(Op::Choice, Type::Int, Vec::new());
                of(Op::At, vec![target, at])
            }
            _ => {
                let at = self.rng.below(var.size as usize) as i64;
                of(Op::At, vec![target, Expr::int(at)])
            }
        })
    }

    /// A field of an object in scope, or what one holds.
    fn field(&mut self) -> Option<Expr> {
        let mut all: Vec<Expr> = Vec::new();
        for (object, class) in self.objects() {
            for (name, ty) in self.plan.line(&class).flat_map(|c| &c.fields) {
                let of = |op, args| Expr::new(op, Type::Str, args);
                let field = Expr::new(Op::Field(name.clone()), ty.clone(), vec![object.clone()]);
                all.push(match ty {
                    Type::Str => field,
                    Type::Builder => of(Op::Built, vec![field]),
                    Type::List(_) => of(Op::Join, vec![field]),
                    Type::Dict(_) => of(Op::Get, vec![field, Expr::text("a"), Expr::text("no")]),
                    _ => continue,
                });
            }
        }
        self.rng.pick(&all).cloned()
    }
}
