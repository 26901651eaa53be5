//! Signatures of the platforms: supertypes, return types and field types of the
//! public API of the JDK and of Python's standard library.
//!
//! The data are facts that the platforms state of themselves, collected by
//! `engine/program/signatures/*.py` (see there for how to refresh them, or to
//! read any other jar). A file is text, one class (or Python module) a line,
//! sorted by name, embedded as it is; an index of the lines is made when
//! somebody first asks.
//!
//! ```text
//! java.util.ArrayList ⇥ c ⇥ .AbstractList<%0>,.List<%0> ⇥ get/1:%0;size/0:int;…
//! name                  kind   supertypes                    name/arguments:type  field=type
//! ```
//! An interface with one method to implement has that in a fifth column, with
//! the types of its parameters: `accept(%0)`. In types `~X` is `java.lang.X`, `.X` a class of the same package (for
//! Python: module), `%n` type parameter n of the class, `?` unknown, `a|b` one
//! of several, `[]` after a type an array. `name/2+` takes two or more arguments,
//! `name>a.B` in a module re-exports a class. What a method returns may depend
//! on its arguments: `@i` is the type of argument i, `@i.j` its type argument j, `^i`
//! the result of the function that argument i is, `^i.j` its type argument j.
//! `{i=T}` after the type says that argument i is a function of type T:
//! `map/1:.Stream<^0>{0=java.util.function.Function<%0,~Object>}`.

use std::cmp::Ordering;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// Longest chain of supertypes that is followed.
const MAX_SUPERS: usize = 64;

/// The signatures of one platform.
pub struct Signatures {
    text: &'static str,
    index: OnceLock<Index>,
}

/// Where things stand in the text; made when first asked.
struct Index {
    /// Class or module → start of its line.
    lines: FxHashMap<&'static str, u32>,
    /// Functions and variables that Python has built in.
    builtins: FxHashSet<&'static str>,
    /// Methods of objects that are everywhere.
    common: FxHashSet<&'static str>,
}

static JAVA: Signatures = Signatures::new(include_str!("../../signatures/java.txt"));
static PYTHON: Signatures = Signatures::new(include_str!("../../signatures/python.txt"));

/// Python classes whose objects are everywhere.
const COMMON: [&str; 16] = [
    "str",
    "bytes",
    "int",
    "list",
    "tuple",
    "dict",
    "set",
    "typing.IO",
    "typing.Mapping",
    "re.Pattern",
    "re.Match",
    "datetime.datetime",
    "logging.Logger",
    "threading.Thread",
    "socket.socket",
    "subprocess.Popen",
];

/// The JDK's public API.
pub fn java() -> &'static Signatures {
    &JAVA
}

/// Python's standard library. Modules stand among the classes; built-in names
/// have no module in front.
pub fn python() -> &'static Signatures {
    &PYTHON
}

/// A class or module of a platform.
#[derive(Clone, Copy)]
pub struct SigClass {
    line: &'static str,
}

/// A type as a signature writes it, its abbreviations undone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadType {
    /// The dotted name; empty for one that comes from elsewhere.
    pub name: String,
    /// Where it comes from, if it is not named.
    pub origin: Option<Origin>,
    /// Type arguments.
    pub args: Vec<ReadType>,
    /// Array dimensions.
    pub dims: u8,
}

/// Where a type comes from that a signature does not name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Type parameter of the class.
    Param(usize),
    /// An argument of the call; or a type argument of it.
    Arg(usize, Option<usize>),
    /// What the function returns that an argument is; or a type argument of it.
    Result(usize, Option<usize>),
}

/// A method found in a class or a supertype.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundMethod {
    /// The class whose line has it.
    pub owner: &'static str,
    /// The type it returns, and its functions, as written there.
    pub written: &'static str,
    /// How the owner is reached: (class, supertype as its line writes it).
    pub path: Vec<(&'static str, &'static str)>,
}

impl FoundMethod {
    /// The type it returns, as written.
    pub fn returns(&self) -> &'static str {
        let end = self.written.find('{').unwrap_or(self.written.len());
        &self.written[..end]
    }
    /// The type of the function that an argument is, as written.
    pub fn function(&self, arg: usize) -> Option<&'static str> {
        let mut parts = self.written.split('{').skip(1);
        parts.find_map(|part| {
            let (n, ty) = part.strip_suffix('}')?.split_once('=')?;
            (n.parse() == Ok(arg)).then_some(ty)
        })
    }
}

impl Signatures {
    const fn new(text: &'static str) -> Self {
        Self {
            text,
            index: OnceLock::new(),
        }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut lines = FxHashMap::default();
            let mut start = 0;
            for line in self.text.split_inclusive('\n') {
                let name = line.split('\t').next().unwrap_or("");
                lines.insert(name, u32::try_from(start).unwrap_or(u32::MAX));
                start += line.len();
            }
            let members = |name: &&str| {
                let at = lines.get(*name).map(|start| *start as usize);
                let line = at.and_then(|at| self.text[at..].lines().next());
                line.into_iter()
                    .flat_map(|line| SigClass { line }.member_names())
            };
            let builtins = ["builtins"].iter().flat_map(members).collect();
            let common = COMMON.iter().flat_map(members).collect();
            Index {
                lines,
                builtins,
                common,
            }
        })
    }

    /// The class or module with a dotted name.
    pub fn class(&self, name: &str) -> Option<SigClass> {
        let start = *self.index().lines.get(name)? as usize;
        let line = self.text[start..].lines().next()?;
        Some(SigClass { line })
    }

    /// The name under which a class has its line, where a module re-exports it:
    /// `json.decoder.JSONDecodeError` for `json.JSONDecodeError`.
    pub fn canonical(&self, dotted: &str) -> Option<&'static str> {
        let (module, name) = dotted.rsplit_once('.')?;
        let module = self.class(module)?;
        module
            .members()
            .find_map(|member| member.strip_prefix(name)?.strip_prefix('>'))
    }

    /// Whether there is a class in a package.
    pub fn has_package(&self, package: &str) -> bool {
        let line = self.line_from(&format!("{package}."));
        line.strip_prefix(package)
            .is_some_and(|rest| rest.starts_with('.'))
    }

    /// Whether a Python module is part of the platform.
    pub fn has_module(&self, name: &str) -> bool {
        self.class(name).is_some_and(|class| class.kind() == b'm')
    }

    /// Whether a Python name is built in.
    pub fn has_builtin(&self, name: &str) -> bool {
        if name.contains('.') {
            return false;
        }
        self.index().builtins.contains(name)
            || self.class(name).is_some_and(|class| class.kind() == b'c')
    }

    /// Whether objects that are everywhere (strings, containers, files …) have
    /// a method of that name: it then tells nothing about the object.
    pub fn is_common(&self, name: &str) -> bool {
        self.index().common.contains(name)
    }

    /// The names of all classes and modules, sorted.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.text.lines().filter_map(|line| line.split('\t').next())
    }

    /// The names of all final classes.
    pub fn finals(&self) -> impl Iterator<Item = &'static str> {
        self.text
            .lines()
            .map(|line| SigClass { line })
            .filter(|class| class.is_final())
            .map(SigClass::name)
    }

    /// A method for so many arguments, looked up in a class and its supertypes.
    pub fn method(&self, owner: &str, name: &str, args: usize) -> Option<FoundMethod> {
        // With each class: where it was reached from, and how that writes it.
        let mut open = vec![(self.class(owner)?, None::<(usize, &'static str)>)];
        let mut at = 0;
        while at < open.len() && at < MAX_SUPERS {
            let class = open[at].0;
            if let Some(written) = class.method(name, args) {
                let mut path = Vec::new();
                let mut step = open[at].1;
                while let Some((from, supertype)) = step {
                    path.push((open[from].0.name(), supertype));
                    step = open[from].1;
                }
                path.reverse();
                return Some(FoundMethod {
                    owner: class.name(),
                    written,
                    path,
                });
            }
            for supertype in class.supers() {
                let name = self.full_name(class.name(), supertype);
                open.extend(
                    self.class(&name)
                        .map(|found| (found, Some((at, supertype)))),
                );
            }
            at += 1;
        }
        None
    }

    /// The parameters of the one method that an interface leaves to implement,
    /// as written.
    pub fn function_params(&self, interface: &str) -> Option<Vec<&'static str>> {
        let column = self.class(interface)?.column(4);
        let (_, params) = column.strip_suffix(')')?.split_once('(')?;
        Some(split_top(params, ',').collect())
    }

    /// The dotted name of a class that a line writes in short, without
    /// arguments and dimensions.
    pub fn full_name(&self, owner: &str, short: &str) -> String {
        let end = short.find(['<', '[']).unwrap_or(short.len());
        let short = &short[..end];
        if let Some(name) = short.strip_prefix('~') {
            return format!("java.lang.{name}");
        }
        match short.strip_prefix('.') {
            Some(name) => {
                let package = self.package_of(owner);
                if package.is_empty() {
                    name.to_owned()
                } else {
                    format!("{package}.{name}")
                }
            }
            None => short.to_owned(),
        }
    }

    /// The package or module of a class; of a module, itself.
    fn package_of<'n>(&self, owner: &'n str) -> &'n str {
        if self.class(owner).is_some_and(|class| class.kind() == b'm') {
            return owner;
        }
        let mut end = owner.len();
        while let Some(dot) = owner[..end].rfind('.') {
            end = dot;
            // Nested classes: a package has no line of its own.
            match self.class(&owner[..end]) {
                Some(outer) if outer.kind() != b'm' => {}
                _ => return &owner[..end],
            }
        }
        ""
    }

    /// The types that a signature writes; none if one is unknown.
    pub fn read_type(&self, owner: &str, written: &str) -> Vec<ReadType> {
        let mut found = Vec::new();
        for part in split_top(written, '|') {
            match self.read_one(owner, part) {
                Some(ty) => found.push(ty),
                None => return Vec::new(),
            }
        }
        found
    }

    fn read_one(&self, owner: &str, written: &str) -> Option<ReadType> {
        let mut rest = written;
        let mut dims = 0u8;
        while let Some(element) = rest.strip_suffix("[]") {
            rest = element;
            dims = dims.saturating_add(1);
        }
        if rest == "?" || rest.is_empty() {
            return None;
        }
        if rest.starts_with(['%', '@', '^']) {
            return Some(ReadType {
                name: String::new(),
                origin: Some(origin(rest)?),
                args: Vec::new(),
                dims,
            });
        }
        let args = match rest.find('<') {
            Some(at) => split_top(rest.get(at + 1..rest.len() - 1)?, ',')
                .map_while(|arg| self.read_type(owner, arg).into_iter().next())
                .collect(),
            None => Vec::new(),
        };
        Some(ReadType {
            name: self.full_name(owner, rest),
            origin: None,
            args,
            dims,
        })
    }

    /// The first line that is not before `name`.
    fn line_from(&self, name: &str) -> &'static str {
        let text = self.text;
        let (mut low, mut high) = (0, text.len());
        // Lines that start before `low` are smaller, those from `high` on are not.
        while low < high {
            let middle = low + (high - low) / 2;
            let start = text[..floor(text, middle)]
                .rfind('\n')
                .map_or(0, |at| at + 1);
            let start = start.max(low);
            let end = text[start..]
                .find('\n')
                .map_or(text.len(), |at| start + at + 1);
            let key = text[start..end].split('\t').next().unwrap_or("");
            if key.cmp(name) == Ordering::Less {
                low = end;
            } else {
                high = start;
            }
        }
        text[low..].lines().next().unwrap_or("")
    }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// `%n`, `@i`, `@i.j`, `^i`, `^i.j`.
fn origin(text: &str) -> Option<Origin> {
    let (first, second) = match text[1..].split_once('.') {
        Some((first, second)) => (first, Some(second.parse().ok()?)),
        None => (&text[1..], None),
    };
    let first = first.parse().ok()?;
    Some(match text.as_bytes()[0] {
        b'%' => Origin::Param(first),
        b'@' => Origin::Arg(first, second),
        _ => Origin::Result(first, second),
    })
}

/// Splits at a separator that stands outside of `<…>`.
fn split_top(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    text.split(move |c| {
        match c {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => {}
        }
        c == separator && depth == 0
    })
    .filter(|part| !part.is_empty())
}

impl SigClass {
    fn column(self, n: usize) -> &'static str {
        self.line.split('\t').nth(n).unwrap_or("")
    }
    /// Its dotted name.
    pub fn name(self) -> &'static str {
        self.column(0)
    }
    /// `c`: class, `i`: interface, `e`: enum, `m`: Python module.
    pub fn kind(self) -> u8 {
        self.column(1).bytes().next().unwrap_or(b'c')
    }
    /// Whether nothing can inherit from it.
    pub fn is_final(self) -> bool {
        self.column(1).as_bytes().get(1) == Some(&b'f')
    }
    /// Its supertypes in short form ([`Signatures::full_name`]), superclass first.
    pub fn supers(self) -> impl Iterator<Item = &'static str> {
        split_top(self.column(2), ',')
    }
    fn member_names(self) -> impl Iterator<Item = &'static str> {
        self.members()
            .filter_map(|member| member.split(['=', '/', '>']).next())
    }
    fn members(self) -> impl Iterator<Item = &'static str> {
        self.column(3).split(';')
    }
    /// The type of a field, enum constant or module variable.
    pub fn field(self, name: &str) -> Option<&'static str> {
        self.members()
            .find_map(|member| member.strip_prefix(name)?.strip_prefix('='))
    }
    /// Whether it has a method, function or field of that name.
    pub fn has_member(self, name: &str) -> bool {
        self.members().any(|member| {
            member
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(['=', '/', '>']))
        })
    }
    /// What a method of its own returns for so many arguments.
    pub fn method(self, name: &str, args: usize) -> Option<&'static str> {
        self.members().find_map(|member| {
            let (count, ty) = member
                .strip_prefix(name)?
                .strip_prefix('/')?
                .split_once(':')?;
            let fits = match count.strip_suffix('+') {
                Some(least) => args >= least.parse().ok()?,
                None => match count.split_once('-') {
                    Some((least, most)) => {
                        (least.parse().ok()?..=most.parse().ok()?).contains(&args)
                    }
                    None => args == count.parse::<usize>().ok()?,
                },
            };
            fits.then_some(ty)
        })
    }
}
