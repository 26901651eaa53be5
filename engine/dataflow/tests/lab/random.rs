//! Small random Python programs for comparing solvers: they need not run, only
//! mean something.

/// Numbers that depend on the seed alone.
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }
    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % n as u64) as usize
    }
    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
    /// One of several.
    pub fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

/// What kinds of values variables hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Box,
    List,
    Dict,
    Function,
}

const KINDS: [Kind; 5] = [
    Kind::Text,
    Kind::Box,
    Kind::List,
    Kind::Dict,
    Kind::Function,
];

impl Kind {
    fn letter(self) -> char {
        match self {
            Self::Text => 's',
            Self::Box => 'b',
            Self::List => 'l',
            Self::Dict => 'd',
            Self::Function => 'f',
        }
    }
}

/// A function that can be called.
#[derive(Clone)]
struct Signature {
    name: String,
    params: Vec<Kind>,
    result: Kind,
}

struct Writer {
    dice: Dice,
    text: String,
    indent: usize,
    functions: Vec<Signature>,
    /// The result of the function being written.
    result: Kind,
    /// How many statements may still be written.
    budget: usize,
    /// How many functions are written; those after them are called rarely.
    written: usize,
    /// Functions change nothing but their own variables.
    pure: bool,
}

/// A program.
pub fn program(seed: u64) -> String {
    write(seed, false)
}

/// A program whose functions change nothing but their own variables, and do not call
/// themselves.
pub fn pure_program(seed: u64) -> String {
    write(seed, true)
}

fn write(seed: u64, pure: bool) -> String {
    let mut writer = Writer {
        dice: Dice::new(seed),
        text: String::new(),
        indent: 0,
        functions: Vec::new(),
        result: Kind::Text,
        budget: 0,
        written: 0,
        pure,
    };
    writer.program();
    writer.text
}

impl Writer {
    fn line(&mut self, text: impl AsRef<str>) {
        let pad = "    ".repeat(self.indent);
        self.text.push_str(&format!("{pad}{}\n", text.as_ref()));
    }

    fn kind(&mut self) -> Kind {
        let n = self.dice.below(9);
        KINDS[n.saturating_sub(4)]
    }

    fn program(&mut self) {
        for n in 0..1 + self.dice.below(3) {
            let count = self.dice.below(3);
            let params = (0..count).map(|_| self.kind()).collect();
            let result = KINDS[self.dice.below(4)];
            let name = format!("h{n}");
            self.functions.push(Signature {
                name,
                params,
                result,
            });
        }
        self.line("g0 = ''");
        self.line("g1 = []");
        self.line("class Box:");
        self.indent = 1;
        self.line("def __init__(self, v='', w=''):");
        self.indent = 2;
        self.line("self.v = v");
        self.line("self.w = w");
        if self.dice.once_in(4) {
            self.line("self.n = source()");
        }
        self.indent = 1;
        self.line("def get(self):");
        self.indent = 2;
        self.line("return self.v");
        self.indent = 1;
        self.line("def put(self, v):");
        self.indent = 2;
        let body = self
            .dice
            .pick(&["self.v = v", "self.w = v", "self.v = v; self.w = ''"]);
        self.line(body);
        self.indent = 0;
        for signature in self.functions.clone() {
            self.function(&signature);
            self.written += 1;
        }
        let main = Signature {
            name: "main".into(),
            params: Vec::new(),
            result: Kind::Text,
        };
        self.function(&main);
        self.line("main()");
    }

    fn function(&mut self, signature: &Signature) {
        let mut missing: Vec<String> = Vec::new();
        for kind in KINDS {
            let given = signature.params.iter().filter(|k| **k == kind).count();
            missing.extend((given..2).map(|n| format!("{}{n}", kind.letter())));
        }
        let mut params: Vec<String> = Vec::new();
        let mut counts = [0; 5];
        for kind in &signature.params {
            let at = KINDS.iter().position(|k| k == kind).unwrap();
            params.push(format!("{}{}", kind.letter(), counts[at]));
            counts[at] += 1;
        }
        self.line(format!("def {}({}):", signature.name, params.join(", ")));
        self.indent += 1;
        if self.dice.once_in(3) {
            self.line("global g0");
        }
        for name in missing {
            let value = match name.as_bytes()[0] {
                b's' => self.dice.pick(&["'a'", "source()"]),
                b'b' => self.dice.pick(&["Box()", "Box(source())"]),
                b'l' => self.dice.pick(&["[]", "['a', source()]"]),
                b'd' => self.dice.pick(&["{}", "{'k': source()}"]),
                _ => self.dice.pick(&["lambda x: x", "lambda x: clean(x)"]),
            };
            self.line(format!("{name} = {value}"));
        }
        self.result = signature.result;
        self.budget = 4 + self.dice.below(9);
        self.block(0);
        for kind in KINDS {
            if self.dice.once_in(2) && kind != Kind::Function {
                let value = self.value(kind, 1);
                self.line(format!("sink({value})"));
            }
        }
        let value = self.value(signature.result, 1);
        self.line(format!("return {value}"));
        self.indent -= 1;
    }

    fn block(&mut self, depth: usize) {
        for _ in 0..1 + self.dice.below(if depth == 0 { 9 } else { 3 }) {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            self.statement(depth);
        }
    }

    fn nested(&mut self, head: &str, depth: usize) {
        self.line(head);
        self.indent += 1;
        let before = self.text.len();
        self.block(depth + 1);
        if self.text.len() == before {
            self.line("pass");
        }
        self.indent -= 1;
    }

    fn var(&mut self, kind: Kind) -> String {
        format!("{}{}", kind.letter(), self.dice.below(2))
    }

    fn statement(&mut self, depth: usize) {
        let roll = self.dice.below(if depth < 2 { 24 } else { 17 });
        let changes = matches!(roll, 8..=13 | 16 | 19);
        match roll {
            _ if changes && self.pure => self.line("unknown()"),
            0..=4 => {
                let kind = self.kind();
                let (var, value) = (self.var(kind), self.value(kind, 2));
                self.line(format!("{var} = {value}"));
            }
            5..=7 => {
                let value = self.value(Kind::Text, 2);
                self.line(format!("sink({value})"));
            }
            8 => {
                let (b, f) = (self.var(Kind::Box), self.dice.pick(&["v", "w", "n"]));
                let value = self.value(Kind::Text, 1);
                self.line(format!("{b}.{f} = {value}"));
            }
            9 => {
                let (b, value) = (self.var(Kind::Box), self.value(Kind::Text, 1));
                self.line(format!("{b}.put({value})"));
            }
            10 => self.change_list(),
            11 => {
                let (d, key) = (self.var(Kind::Dict), self.dice.pick(&["'k'", "'j'", "s0"]));
                let value = self.value(Kind::Text, 1);
                self.line(format!("{d}[{key}] = {value}"));
            }
            12 => {
                let kind = self.kind();
                let var = self.var(kind);
                self.line(format!("scrub({var})"));
            }
            13 => {
                let (a, b) = (self.var(Kind::Box), self.var(Kind::Box));
                self.line(format!("{a}.next = {b}"));
            }
            14 => {
                let kind = KINDS[1 + self.dice.below(3)];
                let var = self.var(kind);
                self.line(format!("sink({var})"));
            }
            15 => {
                let call = self.call(None, 1);
                self.line(call);
            }
            16 => {
                let value = self.value(Kind::Text, 1);
                let line = match self.dice.below(2) {
                    0 => format!("g0 = {value}"),
                    _ => format!("g1.append({value})"),
                };
                self.line(line);
            }
            17 | 18 => {
                let cond = self.dice.pick(&["s0", "s1 == 'a'", "unknown()", "l0"]);
                self.nested(&format!("if {cond}:"), depth);
                if self.dice.once_in(2) {
                    self.nested("else:", depth);
                }
            }
            19 => {
                let list = self.var(Kind::List);
                self.nested(&format!("for s1 in {list}:"), depth);
            }
            20 => self.nested("while unknown():", depth),
            21 => {
                self.nested("try:", depth);
                self.nested("except Exception as e:", depth);
            }
            22 => {
                let value = self.value(Kind::Text, 1);
                self.line(format!("f1 = lambda x: {value} + x"));
            }
            _ => {
                let value = self.value(self.result, 1);
                self.nested("if unknown():", depth);
                self.indent += 1;
                self.line(format!("return {value}"));
                self.indent -= 1;
            }
        }
    }

    fn change_list(&mut self) {
        let list = self.var(Kind::List);
        let value = self.value(Kind::Text, 1);
        let line = match self.dice.below(7) {
            0..=2 => format!("{list}.append({value})"),
            3 => format!("{list}[{}] = {value}", self.dice.below(3)),
            4 => format!("{list}.pop({})", self.dice.below(2)),
            5 => format!("{list}.insert(0, {value})"),
            _ => format!("{list}.clear()"),
        };
        self.line(line);
    }

    fn value(&mut self, kind: Kind, depth: usize) -> String {
        if depth > 0 && self.dice.once_in(5) {
            return self.call(Some(kind), depth - 1);
        }
        if self.dice.once_in(3) {
            return self.var(kind);
        }
        match kind {
            Kind::Text => self.text_value(depth),
            Kind::Box => match self.dice.below(3) {
                0 => {
                    let value = self.value(Kind::Text, depth.saturating_sub(1));
                    format!("Box({value})")
                }
                1 => format!("{}.next", self.var(Kind::Box)),
                _ => "Box()".into(),
            },
            Kind::List => match self.dice.below(3) {
                0 => {
                    let a = self.value(Kind::Text, depth.saturating_sub(1));
                    let b = self.value(Kind::Text, depth.saturating_sub(1));
                    format!("[{a}, {b}]")
                }
                1 => format!("{}[1:]", self.var(Kind::List)),
                _ => "[]".into(),
            },
            Kind::Dict => match self.dice.below(2) {
                0 => {
                    let value = self.value(Kind::Text, depth.saturating_sub(1));
                    format!("{{'k': {value}}}")
                }
                _ => "{}".into(),
            },
            Kind::Function => match self.dice.below(3) {
                0 => "lambda x: x".into(),
                1 => "lambda x: clean(x)".into(),
                _ => {
                    let var = self.var(Kind::Text);
                    format!("lambda x: {var}")
                }
            },
        }
    }

    fn text_value(&mut self, depth: usize) -> String {
        let inner = |writer: &mut Self| match depth {
            0 => writer.var(Kind::Text),
            _ => writer.value(Kind::Text, depth - 1),
        };
        match self.dice.below(15) {
            0..=2 => "source()".into(),
            3 => format!("clean({})", inner(self)),
            4 => format!("{} + {}", inner(self), self.var(Kind::Text)),
            5 => {
                let b = self.var(Kind::Box);
                format!("{b}.{}", self.dice.pick(&["v", "w", "n", "next.v"]))
            }
            6 => format!("{}.get()", self.var(Kind::Box)),
            7 => format!("{}[{}]", self.var(Kind::List), self.dice.below(3)),
            8 if !self.pure => format!("{}.pop()", self.var(Kind::List)),
            9 => {
                let d = self.var(Kind::Dict);
                format!("{d}[{}]", self.dice.pick(&["'k'", "'j'", "s1"]))
            }
            10 => format!("{}({})", self.var(Kind::Function), inner(self)),
            11 => "g0".into(),
            12 => "g1[0]".into(),
            13 => format!("opaque({})", inner(self)),
            _ => "'x'".into(),
        }
    }

    fn call(&mut self, wanted: Option<Kind>, depth: usize) -> String {
        let count = match self.dice.once_in(8) && !self.pure {
            true => self.functions.len(),
            false => self.written,
        };
        let fitting: Vec<Signature> = self.functions[..count]
            .iter()
            .filter(|f| wanted.is_none_or(|kind| f.result == kind))
            .cloned()
            .collect();
        if fitting.is_empty() {
            return match wanted {
                Some(kind) => self.var(kind),
                None => "unknown()".into(),
            };
        }
        let function = fitting[self.dice.below(fitting.len())].clone();
        let args: Vec<String> = function
            .params
            .iter()
            .map(|kind| match depth {
                0 => self.var(*kind),
                _ => self.value(*kind, depth - 1),
            })
            .collect();
        format!("{}({})", function.name, args.join(", "))
    }
}
