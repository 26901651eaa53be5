//! The abstract program.

/// A type of values.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Type {
    /// No value.
    Unit,
    /// A string.
    Str,
    /// A small number.
    Int,
    /// A truth value.
    Bool,
    /// A list that grows.
    List(Box<Type>),
    /// An array.
    Array,
    /// A map from strings.
    Dict(Box<Type>),
    /// A set of strings.
    Set,
    /// Collects pieces of a string.
    Builder,
    /// A function from string to string.
    Fn,
    /// A function that gives a string.
    Supplier,
    /// An object of a class or of one below it.
    Obj(String),
}

impl Type {
    /// A list of strings.
    pub fn strings() -> Self {
        Self::List(Box::new(Self::Str))
    }
    /// A map to strings.
    pub fn dict() -> Self {
        Self::Dict(Box::new(Self::Str))
    }
}

/// What an expression does. Operands are in [`Expr::args`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Op {
    /// A constant string.
    Str(String),
    /// A constant number.
    Int(i64),
    /// A constant truth value.
    Bool(bool),
    /// A variable or parameter.
    Var(String),
    /// The receiver.
    This,
    /// A variable of a module: module, name.
    Global(String, String),
    /// Gives the mark.
    Source(u32),
    /// `x` without marks.
    Clean,
    /// Nobody knows which truth value.
    Flag,
    /// Nobody knows which of 0, 1, 2.
    Choice,
    /// Two strings in one.
    Concat,
    /// A string put into a text.
    Format,
    /// In capitals.
    Upper,
    /// Without blanks around it.
    Strip,
    /// Something else replaced in it.
    Replace,
    /// The parts of a string, as an array.
    Split,
    /// Elements of a list in one string.
    Join,
    /// What a builder has collected.
    Built,
    /// A field: object.
    Field(String),
    /// A new list, array or set of these.
    Elements,
    /// A new map with these keys.
    Entries(Vec<String>),
    /// A new builder.
    NewBuilder,
    /// An element: list or array, index.
    At,
    /// An entry: map, key; the second operand if there is none, else it is there.
    Get,
    /// The number of elements.
    Size,
    /// Whether it has this element or key.
    Contains,
    /// A copy of a list or map.
    Copy,
    /// Elements from a constant position on.
    From(i64),
    /// A list of a function's results: list, function.
    Map,
    /// Elements that satisfy: list, text that they must not be.
    Filter,
    /// Condition, then, else.
    Cond,
    /// A function: body.
    Lambda(Option<String>),
    /// A static function as an object.
    Ref(String),
    /// A method bound to an object.
    BoundRef(String),
    /// A call of a function object.
    Apply,
    /// A call of a static function.
    Call(String),
    /// A call of a method: receiver first.
    Method(String),
    /// A call of the overridden method.
    Super(String),
    /// A new object.
    New(String),
    /// Adds numbers.
    Plus,
    /// The rest of a division by a constant.
    Rest(i64),
    /// Compares numbers or strings.
    Equal,
    /// Compares numbers.
    Less,
    /// Negation.
    Not,
    /// Both.
    And,
    /// One of them.
    Or,
    /// Adds to a list or set.
    Append,
    /// Inserts at a constant position.
    Insert(i64),
    /// Replaces an element: list or array, index, value.
    SetAt,
    /// Removes at a constant position.
    RemoveAt(i64),
    /// Removes and gives the last.
    Pop,
    /// Removes all.
    Clear,
    /// Adds all of another.
    Extend,
    /// Sets an entry: map, key, value.
    Put,
    /// Removes an entry: map, key.
    RemoveKey,
    /// Adds to a builder.
    Build,
}

/// An expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expr {
    /// What it does.
    pub op: Op,
    /// With which operands.
    pub args: Vec<Expr>,
    /// The type of its value.
    pub ty: Type,
    /// Which of several ways to write it.
    pub style: u8,
}

impl Expr {
    /// An expression in its plainest form.
    pub fn new(op: Op, ty: Type, args: Vec<Expr>) -> Self {
        Self {
            op,
            args,
            ty,
            style: 0,
        }
    }
    /// A constant string.
    pub fn text(text: &str) -> Self {
        Self::new(Op::Str(text.to_owned()), Type::Str, Vec::new())
    }
    /// A constant number.
    pub fn int(n: i64) -> Self {
        Self::new(Op::Int(n), Type::Int, Vec::new())
    }
    /// A variable.
    pub fn var(name: &str, ty: Type) -> Self {
        Self::new(Op::Var(name.to_owned()), ty, Vec::new())
    }
}

/// Statements in order.
pub type Block = Vec<Stmt>;

/// A handler: class, variable, statements.
pub type Catch = (String, String, Block);

/// A statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stmt {
    /// Declares a variable.
    Let(String, Expr),
    /// Sets it anew.
    Assign(String, Expr),
    /// Adds to a string variable.
    Add(String, Expr),
    /// Sets a field: object, name, value.
    SetField(Expr, String, Expr),
    /// Sets a variable of a module: module, name, value.
    SetGlobal(String, String, Expr),
    /// Evaluates.
    Do(Expr),
    /// The value arrives here.
    Sink(u32, Expr),
    /// Condition, then, else.
    If(Expr, Block, Block),
    /// Repeats while a condition holds.
    While(Expr, Block),
    /// Repeats so many times with a counter from 0.
    Count(String, i64, Block),
    /// Repeats for each element of a list, array or set, or each key of a map.
    Each(String, Expr, Block),
    /// Repeats for each key and value of a map.
    EachEntry(String, String, Expr, Block),
    /// Chooses by a constant number.
    Switch(Expr, Vec<(i64, Block)>, Block),
    /// Body, handlers, finally.
    Try(Block, Vec<Catch>, Option<Block>),
    /// Throws a new object of an exception class with this text.
    Throw(String, Expr),
    /// Leaves the function.
    Return(Option<Expr>),
    /// Leaves the loop.
    Break,
    /// Next round.
    Continue,
}

/// A parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// What it is if it is left out: a constant string. Only the last one may have it.
    pub default: Option<String>,
}

/// A function or method.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Func {
    /// Its name: functions are unique in a program, methods override by it.
    pub name: String,
    /// Without the receiver.
    pub params: Vec<Param>,
    /// What it gives.
    pub ret: Type,
    /// What it does.
    pub body: Block,
}

/// A class.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// The module it stands in.
    pub module: String,
    /// The class above.
    pub parent: Option<String>,
    /// Its own fields.
    pub fields: Vec<(String, Type)>,
    /// Parameters of the constructor.
    pub params: Vec<Param>,
    /// Operands of the constructor above.
    pub super_args: Vec<Expr>,
    /// What the constructor does: sets each of the fields at least once.
    pub init: Block,
    /// Its methods.
    pub methods: Vec<Func>,
    /// Whether it can be thrown.
    pub throwable: bool,
}

/// A module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Module {
    /// Its name.
    pub name: String,
    /// Its variables, all strings.
    pub globals: Vec<(String, Expr)>,
    /// Its functions.
    pub funcs: Vec<Func>,
}

/// How files and imports look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Layout {
    /// In Python `from m import f` instead of `m.f`.
    pub from_imports: bool,
    /// Modules lie in a package (Python), or in one each (Java).
    pub packages: bool,
    /// Classes stand inside the class of their module (Java).
    pub nested: bool,
    /// The main function's statements stand at the module's top (Python).
    pub script: bool,
}

/// A program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Program {
    /// The seed it comes from.
    pub seed: u64,
    /// Its modules; the first has the main function.
    pub modules: Vec<Module>,
    /// Its classes.
    pub classes: Vec<Class>,
    /// The statements of the main function.
    pub main: Block,
    /// How it is written.
    pub layout: Layout,
}

impl Program {
    /// A class.
    pub fn class(&self, name: &str) -> Option<&Class> {
        self.classes.iter().find(|class| class.name == name)
    }

    /// A function and its module.
    pub fn func(&self, name: &str) -> Option<(&Module, &Func)> {
        self.modules.iter().find_map(|module| {
            let func = module.funcs.iter().find(|func| func.name == name)?;
            Some((module, func))
        })
    }

    /// A class and those above it.
    pub fn line<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Class> {
        std::iter::successors(self.class(name), |class| {
            self.class(class.parent.as_deref()?)
        })
    }

    /// The type of a field.
    pub fn field(&self, class: &str, field: &str) -> Option<&Type> {
        self.line(class)
            .flat_map(|class| &class.fields)
            .find(|(name, _)| name == field)
            .map(|(_, ty)| ty)
    }

    /// A method as a class has it, inherited or not.
    pub fn method(&self, class: &str, name: &str) -> Option<&Func> {
        self.line(class)
            .flat_map(|class| &class.methods)
            .find(|method| method.name == name)
    }

    /// Every block of statements that is not inside another.
    pub fn bodies(&self) -> impl Iterator<Item = &Block> {
        let funcs = self.modules.iter().flat_map(|module| &module.funcs);
        let methods = self.classes.iter().flat_map(|class| &class.methods);
        std::iter::once(&self.main)
            .chain(self.classes.iter().map(|class| &class.init))
            .chain(funcs.chain(methods).map(|func| &func.body))
    }

    /// Every block of statements that is not inside another, to be changed.
    pub fn bodies_mut(&mut self) -> impl Iterator<Item = &mut Block> {
        let funcs = self.modules.iter_mut().flat_map(|module| &mut module.funcs);
        let (mut inits, mut methods) = (Vec::new(), Vec::new());
        for class in &mut self.classes {
            inits.push(&mut class.init);
            methods.extend(class.methods.iter_mut().map(|method| &mut method.body));
        }
        std::iter::once(&mut self.main)
            .chain(inits)
            .chain(funcs.map(|func| &mut func.body))
            .chain(methods)
    }

    /// Every expression that is not inside another.
    pub fn each_expr<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        for body in self.bodies() {
            for stmt in body {
                stmt.each_expr(f);
            }
        }
        for (_, value) in self.modules.iter().flat_map(|module| &module.globals) {
            f(value);
        }
        for arg in self.classes.iter().flat_map(|class| &class.super_args) {
            f(arg);
        }
    }

    /// Every expression that is not inside another, to be changed.
    pub fn each_expr_mut(&mut self, f: &mut dyn FnMut(&mut Expr)) {
        for body in self.bodies_mut() {
            for stmt in body {
                stmt.each_expr_mut(f);
            }
        }
        for module in &mut self.modules {
            for (_, value) in &mut module.globals {
                f(value);
            }
        }
        for class in &mut self.classes {
            class.super_args.iter_mut().for_each(&mut *f);
        }
    }
}

impl Expr {
    /// It and everything inside, outside first.
    pub fn walk<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        f(self);
        for arg in &self.args {
            arg.walk(f);
        }
    }
}

impl Stmt {
    /// The blocks inside.
    pub fn blocks(&self) -> Vec<&Block> {
        match self {
            Self::If(_, a, b) => vec![a, b],
            Self::While(_, b)
            | Self::Count(_, _, b)
            | Self::Each(_, _, b)
            | Self::EachEntry(_, _, _, b) => vec![b],
            Self::Switch(_, cases, default) => cases
                .iter()
                .map(|(_, block)| block)
                .chain([default])
                .collect(),
            Self::Try(body, catches, finally) => std::iter::once(body)
                .chain(catches.iter().map(|(_, _, block)| block))
                .chain(finally)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The blocks inside, to be changed.
    pub fn blocks_mut(&mut self) -> Vec<&mut Block> {
        match self {
            Self::If(_, a, b) => vec![a, b],
            Self::While(_, b)
            | Self::Count(_, _, b)
            | Self::Each(_, _, b)
            | Self::EachEntry(_, _, _, b) => vec![b],
            Self::Switch(_, cases, default) => cases
                .iter_mut()
                .map(|(_, block)| block)
                .chain([default])
                .collect(),
            Self::Try(body, catches, finally) => std::iter::once(body)
                .chain(catches.iter_mut().map(|(_, _, block)| block))
                .chain(finally)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Its own expressions.
    pub fn exprs(&self) -> Vec<&Expr> {
        match self {
            Self::Let(_, e)
            | Self::Assign(_, e)
            | Self::Add(_, e)
            | Self::SetGlobal(_, _, e)
            | Self::Do(e)
            | Self::Sink(_, e)
            | Self::If(e, ..)
            | Self::While(e, _)
            | Self::Each(_, e, _)
            | Self::EachEntry(_, _, e, _)
            | Self::Switch(e, ..)
            | Self::Throw(_, e)
            | Self::Return(Some(e)) => vec![e],
            Self::SetField(a, _, b) => vec![a, b],
            _ => Vec::new(),
        }
    }

    /// Its own expressions, to be changed.
    pub fn exprs_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            Self::Let(_, e)
            | Self::Assign(_, e)
            | Self::Add(_, e)
            | Self::SetGlobal(_, _, e)
            | Self::Do(e)
            | Self::Sink(_, e)
            | Self::If(e, ..)
            | Self::While(e, _)
            | Self::Each(_, e, _)
            | Self::EachEntry(_, _, e, _)
            | Self::Switch(e, ..)
            | Self::Throw(_, e)
            | Self::Return(Some(e)) => vec![e],
            Self::SetField(a, _, b) => vec![a, b],
            _ => Vec::new(),
        }
    }

    /// Its expressions and those of statements inside.
    pub fn each_expr<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        for expr in self.exprs() {
            f(expr);
        }
        for stmt in self.blocks().into_iter().flatten() {
            stmt.each_expr(f);
        }
    }

    /// Its expressions and those of statements inside, to be changed.
    pub fn each_expr_mut(&mut self, f: &mut dyn FnMut(&mut Expr)) {
        for expr in self.exprs_mut() {
            f(expr);
        }
        for stmt in self.blocks_mut().into_iter().flatten() {
            stmt.each_expr_mut(f);
        }
    }

    /// It and the statements inside, outside first.
    pub fn walk<'a>(&'a self, f: &mut dyn FnMut(&'a Stmt)) {
        f(self);
        for stmt in self.blocks().into_iter().flatten() {
            stmt.walk(f);
        }
    }
}
