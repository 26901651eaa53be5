//! The Java form of a program.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::model::{Block, Class, Expr, Func, Module, Op, Param, Program, Stmt, Type};

/// The files: path and text. The main function is `main` of the first module's class.
pub fn render(program: &Program) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for module in &program.modules {
        let classes = program.classes.iter().filter(|c| c.module == module.name);
        let nested = program.layout.nested;
        let mut writer = Writer::new(program, &module.name);
        writer.module(module);
        if nested {
            writer.depth = 1;
            for class in classes.clone() {
                writer.class(class);
            }
            writer.depth = 0;
        }
        writer.line("}");
        files.push(writer.file(&module_class(&module.name)));
        if !nested {
            for class in classes {
                let mut writer = Writer::new(program, &module.name);
                writer.class(class);
                files.push(writer.file(&class.name));
            }
        }
    }
    files.sort();
    files
}

/// The class that stands for a module.
pub fn module_class(module: &str) -> String {
    let mut chars = module.chars();
    let first = chars.next().unwrap_or('m').to_ascii_uppercase();
    format!("{first}{}", chars.as_str())
}

struct Writer<'a> {
    program: &'a Program,
    module: &'a str,
    /// Classes of other packages.
    uses: BTreeSet<String>,
    out: String,
    depth: usize,
    fresh: usize,
}

impl<'a> Writer<'a> {
    fn new(program: &'a Program, module: &'a str) -> Self {
        Self {
            program,
            module,
            uses: BTreeSet::new(),
            out: String::new(),
            depth: 0,
            fresh: 0,
        }
    }

    fn package(&self, module: &str) -> String {
        match self.program.layout.packages {
            true => format!("app.{module}"),
            false => "app".to_owned(),
        }
    }

    fn file(self, class: &str) -> (String, String) {
        let package = self.package(self.module);
        let mut head = format!("package {package};\n\nimport static env.Env.*;\n");
        head.push_str("import java.util.*;\nimport java.util.function.*;\n");
        head.push_str("import java.util.stream.*;\n");
        for name in &self.uses {
            let _ = writeln!(head, "import {name};");
        }
        let path = format!("{}/{class}.java", package.replace('.', "/"));
        (path, format!("{head}\n{}", self.out))
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{:1$}{text}", "", self.depth * 4);
    }

    fn module(&mut self, module: &Module) {
        self.line(&format!("public class {} {{", module_class(&module.name)));
        self.depth += 1;
        for (name, value) in &module.globals {
            let value = self.expr(value);
            self.line(&format!("public static String {name} = {value};"));
        }
        for func in &module.funcs {
            self.func(func, true);
        }
        if self.program.modules[0].name == module.name {
            self.line("public static void main(String[] args) {");
            self.block(&self.program.main);
            self.line("}");
        }
        self.depth -= 1;
    }

    fn class(&mut self, class: &Class) {
        let parent = match &class.parent {
            Some(parent) => format!(" extends {}", self.class_name(parent)),
            None if class.throwable => " extends RuntimeException".to_owned(),
            None => String::new(),
        };
        let nested = if self.program.layout.nested {
            "static "
        } else {
            ""
        };
        self.line(&format!("public {nested}class {}{parent} {{", class.name));
        self.depth += 1;
        for (name, ty) in &class.fields {
            let ty = self.ty(ty);
            self.line(&format!("public {ty} {name};"));
        }
        let params = self.params(&class.params);
        self.line(&format!("public {}({params}) {{", class.name));
        self.depth += 1;
        if class.parent.is_some() {
            let args = self.list(&class.super_args);
            self.line(&format!("super({args});"));
        }
        self.stmts(&class.init);
        self.depth -= 1;
        self.line("}");
        for method in &class.methods {
            self.func(method, false);
        }
        self.depth -= 1;
        self.line("}");
    }

    fn params(&mut self, params: &[Param]) -> String {
        let all: Vec<String> = params
            .iter()
            .map(|param| format!("{} {}", self.ty(&param.ty), param.name))
            .collect();
        all.join(", ")
    }

    fn func(&mut self, func: &Func, is_static: bool) {
        let word = if is_static { "static " } else { "" };
        let ret = self.ty(&func.ret);
        let params = self.params(&func.params);
        let name = &func.name;
        self.line(&format!("public {word}{ret} {name}({params}) {{"));
        self.block(&func.body);
        self.line("}");
        // What Python does with a default is an overload here.
        let Some((last, others)) = func.params.split_last() else {
            return;
        };
        let Some(default) = &last.default else { return };
        let params = self.params(others);
        let args: Vec<&str> = others.iter().map(|param| param.name.as_str()).collect();
        let comma = if args.is_empty() { "" } else { ", " };
        let back = if func.ret == Type::Unit {
            ""
        } else {
            "return "
        };
        self.line(&format!("public {word}{ret} {name}({params}) {{"));
        let call = format!("{name}({}{comma}{default:?})", args.join(", "));
        self.line(&format!("    {back}{call};"));
        self.line("}");
    }

    fn ty(&mut self, ty: &Type) -> String {
        match ty {
            Type::Unit => "void".to_owned(),
            Type::Str => "String".to_owned(),
            Type::Int => "int".to_owned(),
            Type::Bool => "boolean".to_owned(),
            Type::List(of) => format!("List<{}>", self.ty(of)),
            Type::Array => "String[]".to_owned(),
            Type::Dict(of) => format!("Map<String, {}>", self.ty(of)),
            Type::Set => "Set<String>".to_owned(),
            Type::Builder => "StringBuilder".to_owned(),
            Type::Fn => "Function<String, String>".to_owned(),
            Type::Supplier => "Supplier<String>".to_owned(),
            Type::Obj(class) => self.class_name(class),
        }
    }

    fn block(&mut self, block: &Block) {
        self.depth += 1;
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
            Stmt::Let(name, value) => {
                let ty = match value.style % 5 {
                    4 if matches!(value.op, Op::Call(_) | Op::Method(_)) => "var".to_owned(),
                    _ => self.ty(&value.ty),
                };
                let value = self.expr(value);
                self.line(&format!("{ty} {name} = {value};"));
            }
            Stmt::Assign(name, value) => {
                let value = self.expr(value);
                self.line(&format!("{name} = {value};"));
            }
            Stmt::Add(name, value) => {
                let value = self.expr(value);
                self.line(&format!("{name} += {value};"));
            }
            Stmt::SetField(object, name, value) => {
                let (object, value) = (self.expr(object), self.expr(value));
                self.line(&format!("{object}.{name} = {value};"));
            }
            Stmt::SetGlobal(module, name, value) => {
                let value = self.expr(value);
                let name = self.global(module, name);
                self.line(&format!("{name} = {value};"));
            }
            Stmt::Do(value) => {
                let value = self.expr(value);
                self.line(&format!("{value};"));
            }
            Stmt::Sink(n, value) => {
                let value = self.expr(value);
                self.line(&format!("sink({n}, {value});"));
            }
            Stmt::If(cond, then, otherwise) => {
                let cond = self.expr(cond);
                self.line(&format!("if ({cond}) {{"));
                self.block(then);
                if !otherwise.is_empty() {
                    self.line("} else {");
                    self.block(otherwise);
                }
                self.line("}");
            }
            Stmt::While(cond, body) => {
                let cond = self.expr(cond);
                self.line(&format!("while ({cond}) {{"));
                self.block(body);
                self.line("}");
            }
            Stmt::Count(name, n, body) => {
                self.line(&format!("for (int {name} = 0; {name} < {n}; {name}++) {{"));
                self.block(body);
                self.line("}");
            }
            Stmt::Each(name, list, body) => {
                let item = match &list.ty {
                    Type::List(of) => self.ty(of),
                    _ => "String".to_owned(),
                };
                let keys = if matches!(list.ty, Type::Dict(_)) {
                    ".keySet()"
                } else {
                    ""
                };
                let list = self.expr(list);
                self.line(&format!("for ({item} {name} : {list}{keys}) {{"));
                self.block(body);
                self.line("}");
            }
            Stmt::EachEntry(key, value, map, body) => {
                let of = match &map.ty {
                    Type::Dict(of) => self.ty(of),
                    _ => "String".to_owned(),
                };
                let map = self.expr(map);
                self.fresh += 1;
                let entry = format!("entry{}", self.fresh);
                self.line(&format!(
                    "for (Map.Entry<String, {of}> {entry} : {map}.entrySet()) {{"
                ));
                self.line(&format!("    String {key} = {entry}.getKey();"));
                self.line(&format!("    {of} {value} = {entry}.getValue();"));
                self.block(body);
                self.line("}");
            }
            Stmt::Switch(on, cases, default) => self.switch(on, cases, default),
            Stmt::Try(body, catches, finally) => {
                self.line("try {");
                self.block(body);
                for (class, name, handler) in catches {
                    let class = self.class_name(class);
                    self.line(&format!("}} catch ({class} {name}) {{"));
                    self.block(handler);
                }
                if let Some(finally) = finally {
                    self.line("} finally {");
                    self.block(finally);
                }
                self.line("}");
            }
            Stmt::Throw(class, text) => {
                let (class, text) = (self.class_name(class), self.expr(text));
                self.line(&format!("throw new {class}({text});"));
            }
            Stmt::Return(None) => self.line("return;"),
            Stmt::Return(Some(value)) => {
                let value = self.expr(value);
                self.line(&format!("return {value};"));
            }
            Stmt::Break => self.line("break;"),
            Stmt::Continue => self.line("continue;"),
        }
    }

    fn switch(&mut self, on: &Expr, cases: &[(i64, Block)], default: &Block) {
        let arrows = on.style.is_multiple_of(3);
        let on = self.expr(on);
        self.line(&format!("switch ({on}) {{"));
        self.depth += 1;
        let labels = cases
            .iter()
            .map(|(n, block)| (format!("case {n}"), block))
            .chain([("default".to_owned(), default)]);
        for (label, block) in labels {
            self.line(&format!("{label}{}", if arrows { " -> {" } else { ": {" }));
            self.block(block);
            if !arrows && !super::check::ends(block) {
                self.line("    break;");
            }
            self.line("}");
        }
        self.depth -= 1;
        self.line("}");
    }

    fn class_name(&mut self, name: &str) -> String {
        let module = self.program.class(name).map_or("", |c| c.module.as_str());
        let of_module = module_class(module);
        let package = self.package(module);
        let nested = self.program.layout.nested;
        if package != self.package(self.module) {
            let used = match nested {
                true => of_module.clone(),
                false => name.to_owned(),
            };
            self.uses.insert(format!("{package}.{used}"));
        }
        match nested && module != self.module {
            true => format!("{of_module}.{name}"),
            false => name.to_owned(),
        }
    }

    fn module_name(&mut self, module: &str) -> String {
        let (package, class) = (self.package(module), module_class(module));
        if package != self.package(self.module) {
            self.uses.insert(format!("{package}.{class}"));
        }
        class
    }

    fn global(&mut self, module: &str, name: &str) -> String {
        format!("{}.{name}", self.module_name(module))
    }

    fn function(&mut self, name: &str, dots: &str) -> String {
        let module = self.program.func(name).map(|(m, _)| m.name.clone());
        format!(
            "{}{dots}{name}",
            self.module_name(&module.unwrap_or_default())
        )
    }

    fn list(&mut self, args: &[Expr]) -> String {
        let all: Vec<String> = args.iter().map(|arg| self.expr(arg)).collect();
        all.join(", ")
    }

    fn expr(&mut self, expr: &Expr) -> String {
        let args: Vec<String> = expr.args.iter().map(|arg| self.expr(arg)).collect();
        let a = args.first().map_or("", String::as_str);
        let b = args.get(1).map_or("", String::as_str);
        let all = args.join(", ");
        let rest = || args.get(1..).unwrap_or_default().join(", ");
        let first = expr.args.first().map(|arg| arg.ty.clone());
        let style = expr.style;
        match &expr.op {
            Op::Str(text) => format!("{text:?}"),
            Op::Int(n) => n.to_string(),
            Op::Bool(truth) => truth.to_string(),
            Op::Var(name) => name.clone(),
            Op::This => "this".to_owned(),
            Op::Global(module, name) => self.global(module, name),
            Op::Source(n) => format!("source({n})"),
            Op::Clean => format!("clean({a})"),
            Op::Flag => "flag()".to_owned(),
            Op::Choice => "choice()".to_owned(),
            Op::Concat if style % 3 == 1 => format!("{a}.concat({b})"),
            Op::Concat => format!("({a} + {b})"),
            Op::Format if style.is_multiple_of(2) => format!("String.format(\"<%s>\", {a})"),
            Op::Format => format!("\"<%s %s>\".formatted({a}, 1)"),
            Op::Upper if style.is_multiple_of(2) => format!("{a}.toUpperCase()"),
            Op::Upper => format!("{a}.toLowerCase()"),
            Op::Strip if style.is_multiple_of(2) => format!("{a}.trim()"),
            Op::Strip => format!("{a}.strip()"),
            Op::Replace => format!("{a}.replace(\"'\", \"''\")"),
            Op::Split => format!("{a}.split(\";\")"),
            Op::Join => format!("String.join(\",\", {a})"),
            Op::Built => format!("{a}.toString()"),
            Op::Field(name) => format!("{a}.{name}"),
            Op::Elements => match &expr.ty {
                Type::Array => format!("new String[]{{{all}}}"),
                Type::Set => format!("new HashSet<>(Set.of({all}))"),
                ty => {
                    let ty = self.ty(ty).replacen("List", "ArrayList", 1);
                    match style % 3 {
                        _ if args.is_empty() => format!("new {ty}()"),
                        1 => format!("new {ty}(Arrays.asList({all}))"),
                        _ => format!("new {ty}(List.of({all}))"),
                    }
                }
            },
            Op::Entries(keys) => {
                let ty = self.ty(&expr.ty).replacen("Map", "HashMap", 1);
                if keys.is_empty() {
                    return format!("new {ty}()");
                }
                let all = keys.iter().zip(&args).map(|(k, v)| format!("{k:?}, {v}"));
                let all: Vec<String> = all.collect();
                format!("new {ty}(Map.of({}))", all.join(", "))
            }
            Op::NewBuilder => "new StringBuilder()".to_owned(),
            Op::At if first == Some(Type::Array) => format!("{a}[{b}]"),
            Op::At => format!("{a}.get({b})"),
            Op::Get if args.len() == 3 => format!("{a}.getOrDefault({})", rest()),
            Op::Get => format!("{a}.get({b})"),
            Op::Size if first == Some(Type::Array) => format!("{a}.length"),
            Op::Size => format!("{a}.size()"),
            Op::Contains if matches!(first, Some(Type::Dict(_))) => format!("{a}.containsKey({b})"),
            Op::Contains => format!("{a}.contains({b})"),
            Op::Copy if matches!(expr.ty, Type::Dict(_)) => format!("new HashMap<>({a})"),
            Op::Copy => format!("new ArrayList<>({a})"),
            Op::From(n) => format!("{a}.subList({n}, {a}.size())"),
            Op::Map => format!("{a}.stream().map({b}).collect(Collectors.toList())"),
            Op::Filter => format!(
                "{a}.stream().filter(item -> !item.equals({b})).collect(Collectors.toList())"
            ),
            Op::Cond => format!("({a} ? {b} : {})", args[2]),
            Op::Lambda(param) => lambda(param.as_deref(), a, style),
            Op::Ref(name) => self.function(name, "::"),
            Op::BoundRef(name) => format!("{a}::{name}"),
            Op::Apply if args.len() == 1 => format!("{a}.get()"),
            Op::Apply => format!("{a}.apply({b})"),
            Op::Call(name) => {
                let own = self
                    .program
                    .func(name)
                    .is_some_and(|(m, _)| m.name == self.module);
                let in_class = self.program.layout.nested || self.out.starts_with("public class M");
                match own && in_class && style.is_multiple_of(2) {
                    true => format!("{name}({all})"),
                    false => format!("{}({all})", self.function(name, ".")),
                }
            }
            Op::Method(name) => format!("{a}.{name}({})", rest()),
            Op::Super(name) => format!("super.{name}({all})"),
            Op::New(name) => format!("new {}({all})", self.class_name(name)),
            Op::Plus => format!("({a} + {b})"),
            Op::Rest(n) => format!("({a} % {n})"),
            Op::Equal if first == Some(Type::Str) => format!("{a}.equals({b})"),
            Op::Equal => format!("({a} == {b})"),
            Op::Less => format!("({a} < {b})"),
            Op::Not => format!("!{a}"),
            Op::And => format!("({a} && {b})"),
            Op::Or => format!("({a} || {b})"),
            Op::Append => format!("{a}.add({b})"),
            Op::Build => format!("{a}.append({b})"),
            Op::Insert(n) => format!("{a}.add({n}, {b})"),
            Op::SetAt if first == Some(Type::Array) => format!("{a}[{b}] = {}", args[2]),
            Op::SetAt => format!("{a}.set({})", rest()),
            Op::RemoveAt(n) => format!("{a}.remove({n})"),
            Op::Pop => format!("{a}.remove({a}.size() - 1)"),
            Op::Clear => format!("{a}.clear()"),
            Op::Extend if matches!(first, Some(Type::Dict(_))) => format!("{a}.putAll({b})"),
            Op::Extend => format!("{a}.addAll({b})"),
            Op::Put => format!("{a}.put({})", rest()),
            Op::RemoveKey => format!("{a}.remove({b})"),
        }
    }
}

/// A function object: an arrow with a value, with a block, or an anonymous class.
fn lambda(param: Option<&str>, body: &str, style: u8) -> String {
    match (param, style % 4) {
        (Some(param), 2) => format!("{param} -> {{ return {body}; }}"),
        (Some(param), 3) if !body.contains("this") => format!(
            "new Function<String, String>() {{ public String apply(String {param}) {{ return {body}; }} }}"
        ),
        (Some(param), _) => format!("{param} -> {body}"),
        (None, _) => format!("() -> {body}"),
    }
}
