//! What a node is, and what it is to its parent.
//!
//! One set of kinds serves every language. Each kind's comment gives its
//! children as `Role: what`, in the order in which they stand; `?` may be
//! missing, `*` any number. In pattern trees a hole ([`Kind::is_hole`]) may
//! stand for any child, in the child's role. `name` says what the node's own
//! name is, where it has one. Parentheses leave no node; comments and other
//! trivia are dropped.

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Kind {
    // ---- files and what could not be understood
    /// A whole file. `Stmt*`.
    File,
    /// What the grammar could not parse. `Other*`: whatever was recognised in it.
    Error,
    /// A construct without a kind of its own. `Other*`. `name`: the grammar's name for it.
    Other,

    // ---- packages and imports
    /// `Attr*`, `Path: DottedName`. `name`: the dotted path.
    Package,
    /// One import statement. `Module: DottedName?` (Python `from M`), `Item: ImportItem*`.
    /// Flags: `STATIC`, `FROM`.
    Import,
    /// One imported thing. `Path: DottedName?` (absent for a bare `*`), `Alias: Ident?`.
    /// Flag `WILDCARD` for `a.b.*` and `*`. `name`: the name it binds in this file
    /// (Java `a.b.C`: `C`; Python `import a.b`: `a`; `as c`: `c`), none for wildcards.
    ImportItem,
    /// `a.b.c`. `Segment: Ident*`. `name`: the whole text without blanks; a
    /// relative Python module keeps its leading dots (flag `RELATIVE`).
    DottedName,

    // ---- declarations
    /// Class-like. `Attr*`, `Name: Ident?`, `TypeParam*`, `Super*` (Java `extends`;
    /// Python bases, `KeywordArg` and `Star` included), `Interface*`, `Permits*`,
    /// `Params: Params?` (records), `Body: ClassBody?`. Flags: one of `CLASS`,
    /// `INTERFACE`, `ENUM`, `RECORD`, `ANNOTATION_TYPE`. `name`: its name.
    Class,
    /// `Member*`: `Function`, `VarDecl`, `Class`, `EnumConstant`, `Block` in Java,
    /// any statement in Python. An anonymous class has one as well.
    ClassBody,
    /// Method, function, constructor, annotation element. `Attr*`, `TypeParam*`,
    /// `Type?` (return type), `Name: Ident?`, `Params?`, `Throws*`, `Default?`
    /// (annotation element), `Body: Block?`. Flags: `CONSTRUCTOR`, `COMPACT`
    /// (record's compact constructor), `ASYNC`, `DIMS` in the low byte
    /// (`int f()[]`). `name`: its name. A Java constructor has no `Type`.
    Function,
    /// Java `static { }` (flag `STATIC`) or instance `{ }` initialiser in a class. `Body: Block`.
    Initializer,
    /// `Param*`: `Param`, `ParamSep`.
    Params,
    /// `Attr*`, `Type?`, `Name: Ident|Tuple?`, `Default?`. Flags: `VARARGS` (Java
    /// `...`, Python `*a`), `KWARGS` (`**k`), `RECEIVER` (Java receiver parameter,
    /// whose `Name` is a `This`),
    /// `DIMS` in the low byte (`int a[]`). `name`: its name.
    Param,
    /// Python's bare `*` (flag `VARARGS`) or `/` between parameters.
    ParamSep,
    /// `Params: Params`, `Body: Block|expression`. Parameters without
    /// parentheses have a `Params` too.
    Lambda,
    /// Local variable (or, flag `FIELD`, field) declaration. `Attr*`, `Type?`,
    /// `Item: Declarator*`.
    VarDecl,
    /// `Name: Ident`, `Value?`. `DIMS` in the low byte of the flags. `name`: its name.
    Declarator,
    /// `Attr*`, `Name: Ident`, `Args?`, `Body: ClassBody?`. `name`: its name.
    EnumConstant,
    /// `Name: Ident`, `Bound*`, `Default?` (Python). `name`: its name. Flags `VARARGS`,
    /// `KWARGS` as in `Param`.
    TypeParam,
    /// Python `type X = T`. `Name`, `TypeParam*`, `Value`. `name`: its name.
    TypeAlias,
    /// `public`, `static`, `final` … `name`: the word.
    Modifier,
    /// Java annotation. `Callee: Ident|Member`, `Args: Args?`. `name`: last segment.
    Annotation,
    /// Python decorator. `Value: expression`. `name`: last segment of what is named or called.
    Decorator,

    // ---- statements
    /// `Stmt*`. Python suites are blocks too.
    Block,
    /// `Value: expression`.
    ExprStmt,
    /// `Cond`, `Then: Block|statement`, `Else?`. Flag `ELIF` when written `elif`;
    /// it then is the `Else` of the `If` before it.
    If,
    /// `Cond`, `Body`, `Else?`.
    While,
    /// `Body`, `Cond`.
    DoWhile,
    /// `Init*`, `Cond?`, `Update*`, `Body`.
    For,
    /// `Attr*`, `Type?`, `Target: Ident|Tuple|…`, `Iter`, `Body`, `Else?`. Flag `ASYNC`,
    /// `DIMS` in the low byte (`for (int a[] : b)`).
    ForEach,
    /// Java `switch`, Python `match`. `Cond: subject`, `Case: Case*`. Flags: `MATCH`
    /// (Python), `EXPR` when it stands as an expression.
    Switch,
    /// `Label*` (expressions or patterns), `Guard?`, `Body: Block`. Flags: `DEFAULT`,
    /// `ARROW` (no fall-through). A group `case 1: case 2: …` has one `Case` with
    /// both labels; its statements form a `Block`.
    Case,
    /// `Resource*: VarDecl|expression`, `Body: Block`, `Catch: Catch*`, `Else?`,
    /// `Finally: Finally?`. Flag `STAR`: Python `except*` was used.
    Try,
    /// `Attr*`, `Type*` (a union gives several), `Name: Ident?`, `Body: Block`. `name`: of the variable.
    Catch,
    /// `Body: Block`.
    Finally,
    /// `Item: WithItem*`, `Body: Block`. Flag `ASYNC`.
    With,
    /// `Value`, `Target?`.
    WithItem,
    /// `Value?`.
    Return,
    /// `name`: its label, if any; then also `Name: Ident`.
    Break,
    /// `name`: its label, if any; then also `Name: Ident`.
    Continue,
    /// Java `throw`, Python `raise`. `Value?`, `Cause?` (Python `from`).
    Throw,
    /// `Cond`, `Message?`.
    Assert,
    /// Java `synchronized`. `Cond`, `Body: Block`.
    Sync,
    /// `Name: Ident`, `Body`. `name`: the label.
    Labeled,
    /// `pass`, or Java's lone `;`.
    Empty,
    /// `Name: Ident*`.
    Global,
    /// `Name: Ident*`.
    Nonlocal,
    /// `Value*`.
    Delete,
    /// Python 2 `print a, b` / `print >>f, a`. `Target?`, `Value*`.
    Print,
    /// Python 2 `exec`. `Value`, `Other*`.
    Exec,
    /// Java `yield x;` in a switch expression. `Value`.
    YieldStmt,
    /// Python `x = e` and `x: T = e`, Java `x = e`: `Target`, `Type?`, `Value?`. An expression
    /// (in Python always within an `ExprStmt`). A chain `a = b = e` nests in `Value`.
    Assign,
    /// `x += e`: `Target`, `Value`. Operator in the low byte.
    AugAssign,

    // ---- names and literals
    /// A name. `name`: the text. Flag `TYPE` where it stands for a type
    /// (Java), also for primitive types, `void` and `var`.
    Ident,
    /// Java `this`. (Python's `self` is an ordinary name.)
    This,
    /// Java `super`. (Python's `super` is an ordinary name.)
    Super,
    /// Integer as written; also Java `1L`, Python `1j`.
    Int,
    /// Floating-point number as written.
    Float,
    /// A string literal without holes. Its text is `Tree::str_text`. Flags: see
    /// [`Flags`](crate::Flags) (`RAW`, `BYTES`, `UNICODE`, `TRIPLE`, `FORMAT`).
    Str,
    /// Java `'a'`.
    Char,
    /// Flag `TRUE` when true.
    Bool,
    /// `null`, `None`.
    Null,
    /// Python `...` as a value in scanned code (in a pattern it is a hole).
    EllipsisLit,
    /// f-string or template with holes. `Part: StrPart|Interp*`.
    FString,
    /// Plain text within an `FString`.
    StrPart,
    /// `{e!r:spec}`. `Value`, `Spec: FString?`.
    Interp,
    /// Adjacent Python literals `"a" "b"`. `Part: Str|FString*`.
    StrConcat,

    // ---- expressions
    /// `Object`, `Name: Ident`. `name`: that name. Also qualified types and paths.
    /// Java `A.this` and `A.super` have a `This` or `Super` as `Name`; in a
    /// pattern `x. ... .y` the `Name` is an `Ellipsis`.
    Member,
    /// `Callee`, `TypeArg*`, `Args: Args`. `name`: last segment of the callee. Java `this(…)` and
    /// `super(…)` have the callee `This` / `Super`.
    Call,
    /// `Arg*`: expressions, `KeywordArg`, `Star`, `DoubleStar`, and in Java annotations also `Annotation`, `ArrayInit`.
    Args,
    /// `Name: Ident`, `Value`. `name`: the keyword. Also Java's `@A(k = v)`.
    KeywordArg,
    /// `*e` in a list, call or target. `Value`.
    Star,
    /// `**e`. `Value`.
    DoubleStar,
    /// Java `new T(…) { … }`. `Object?` (outer), `TypeArg*`, `Attr*`, `Type`, `Args`,
    /// `Body: ClassBody?`. `name`: last segment of the type.
    New,
    /// Java `new T[n][]` / `new T[] {…}`. `Attr*`, `Type`, `Dim*` (and `Attr*` of
    /// dimensions), `Value: ArrayInit?`. `DIMS`: all dimensions.
    NewArray,
    /// `{a, b}` of an array or annotation. `Elem*`.
    ArrayInit,
    /// `Object`, `Index`. Python `a[i, j]` has a `Tuple`.
    Index,
    /// `a:b:c` in an index. `Lower?`, `Upper?`, `Step?`.
    Slice,
    /// `Operand`. Operator in the low byte.
    Unary,
    /// `++x`, `x++`. `Operand`. Operator in the low byte; flag `POSTFIX`.
    Update,
    /// `Left`, `Right`. Operator in the low byte.
    Binary,
    /// Python `a < b < c`. `Elem`, then `Elem*`, the operator in front of it in its
    /// [`CompareLink`](Kind::CompareLink). A comparison of two is a `Binary`.
    CompareChain,
    /// `Value`. Operator in the low byte: the one in front of the value.
    CompareLink,
    /// `Cond`, `Then`, `Else` (in this order for both languages).
    Conditional,
    /// `Type*` (an intersection gives several), `Value`.
    Cast,
    /// `Value`, `Type` or `Pattern`, `Name: Ident?`. `name`: of the bound variable.
    InstanceOf,
    /// `Type`: Java `T.class`.
    ClassLit,
    /// Java `a::b`, `T::new`. `Object`, `TypeArg*`, `Name: Ident`. `name`: that name.
    MethodRef,
    /// Python `x := e`. `Target`, `Value`.
    Walrus,
    /// `Value`.
    Await,
    /// `Value?`. Flag `FROM`.
    Yield,
    /// `Elem*`.
    List,
    /// `Elem*`, with or without parentheses.
    Tuple,
    /// `Elem*`.
    Set,
    /// `Elem*`: `Pair`, `DoubleStar`.
    Dict,
    /// `Key`, `Value`.
    Pair,
    /// Comprehension. `Elem` (a `Pair` for dictionaries), `Clause: CompFor|CompIf*`.
    /// Flags: one of `COMP_LIST`, `COMP_SET`, `COMP_DICT`, `COMP_GEN`.
    Comprehension,
    /// `Target`, `Iter`. Flag `ASYNC`.
    CompFor,
    /// `Cond`.
    CompIf,

    // ---- types (names and paths are `Ident` and `Member` with flag `TYPE`)
    /// `List<T>`: `Type: base`, `TypeArg*`. `name`: last segment of the base.
    GenericType,
    /// `T[]`: `Type: element`, `Attr*` (annotations of dimensions). `DIMS` in the low byte.
    ArrayType,
    /// Java `? extends T`. `Attr*`, `Bound?`. Flag `SUPER`.
    WildcardType,
    /// An annotated type. `Attr*`, `Type`.
    AnnotatedType,

    // ---- patterns of `match`, `switch` and `instanceof`
    /// `T x`. `Type`, `Name: Ident?`. `name`: its name.
    PatType,
    /// `C(p, k=p)`, record pattern. `Callee` (path or type), `Elem*` (also `KeywordArg`).
    /// `name`: last segment of the callee.
    PatClass,
    /// `[p, q]`, `(p, q)`, `p, q`. `Elem*`.
    PatSeq,
    /// `{k: p, **rest}`. `Elem: Pair|DoubleStar*`.
    PatMap,
    /// `p | q`. `Elem*`.
    PatOr,
    /// `p as x`. `Value`, `Name: Ident`.
    PatAs,
    /// `_`.
    PatWild,

    // ---- holes: only in pattern trees
    /// Root of a pattern tree. `Stmt*` (flag `P_STMTS`), `Member*` (`P_MEMBERS`),
    /// `Value` (`P_EXPR`), or one partial form (`P_PARTIAL`): a definition, `if`,
    /// loop or `try` of which only the head was written (role `Stmt`; what is
    /// missing may be anything), or a part in the role it has in its whole:
    /// `Attr*` (annotations and modifiers), `Catch* Finally?`, `Else`, `Case*`.
    Pattern,
    /// `$X`, `$_`. `name`: with its `$`. As a statement it stands without `ExprStmt`.
    Metavar,
    /// `$...X`. `name`: with its `$...`.
    MetavarSeq,
    /// `...`. `name`: none. In a method chain it is the `Name` of a `Member`.
    Ellipsis,
    /// `<... e ...>`. `Value`.
    DeepEllipsis,
    /// `(T $X)`, `$X: T`. `Type`, `Name: Metavar`. `name`: the metavariable.
    TypedMetavar,
}

impl Kind {
    /// Whether it occurs in patterns only.
    pub fn is_hole(self) -> bool {
        self as u8 > Self::Pattern as u8
    }

    /// Whether it stands in a statement list.
    pub fn is_statement(self) -> bool {
        let n = self as u8;
        (n >= Self::Block as u8
            && n <= Self::YieldStmt as u8
            && self != Self::WithItem
            && !matches!(self, Self::Case | Self::Catch | Self::Finally))
            || matches!(
                self,
                Self::Package
                    | Self::Import
                    | Self::Class
                    | Self::Function
                    | Self::Initializer
                    | Self::VarDecl
                    | Self::EnumConstant
                    | Self::TypeAlias
            )
    }

    /// Whether it is an expression (types and patterns are not).
    pub fn is_expression(self) -> bool {
        let n = self as u8;
        (n >= Self::Assign as u8
            && n <= Self::Comprehension as u8
            && !matches!(
                self,
                Self::StrPart
                    | Self::Interp
                    | Self::Args
                    | Self::KeywordArg
                    | Self::Slice
                    | Self::CompareLink
                    | Self::Pair
            ))
            || matches!(self, Self::Lambda | Self::Switch)
    }

    /// Number of kinds; `kind as usize` is below it.
    pub const COUNT: usize = Self::TypedMetavar as usize + 1;
}

/// What a node is to its parent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
#[allow(
    missing_docs,
    reason = "the meaning of each role stands at the kinds that use it"
)]
pub enum Role {
    Root,
    Stmt,
    Member,
    Attr,
    Name,
    Type,
    TypeParam,
    TypeArg,
    Bound,
    Super,
    Interface,
    Permits,
    Params,
    Param,
    Throws,
    Default,
    Body,
    Path,
    Module,
    Item,
    Segment,
    Alias,
    Value,
    Target,
    Cond,
    Then,
    Else,
    Init,
    Update,
    Iter,
    Case,
    Label,
    Guard,
    Resource,
    Catch,
    Finally,
    Cause,
    Message,
    Part,
    Spec,
    Object,
    Callee,
    Args,
    Arg,
    Dim,
    Elem,
    Key,
    Index,
    Lower,
    Upper,
    Step,
    Operand,
    Left,
    Right,
    Pattern,
    Clause,
    Other,
}
