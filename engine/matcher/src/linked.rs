//! What the rest of the program says about one file: types, constants and
//! paths that no single file shows.
//!
//! ```text
//! class Base { HttpServletRequest req; }           // Base.java
//! class A extends Base { … req.getHeader(h) … }    // A.java: `req` has a type
//!
//! class Config { static final String ALGO = "MD5"; }     // Config.java
//! MessageDigest.getInstance(Config.ALGO)                 // is getInstance("MD5")
//!
//! from flask import request as req                 # app/common.py
//! from app.common import req; req.args             # is flask.request.args
//! ```
//!
//! What the file itself says goes first. Without a program, nothing here
//! knows anything, and all matching stays within the file.

use std::rc::Rc;

use haechi_ir::Const;
use haechi_program::{FileId, Program, Symbol, Type, last_segment};
use haechi_syntax::scope::DefId;
use haechi_syntax::{Kind, Lang, NodeId};
use rustc_hash::FxHashMap;

use crate::constants::{FloatBits, Value};
use crate::cx::{M, Outs, only_if};
use crate::env::{Env, Synth};
use crate::pnode::PId;

/// A file as a part of a program.
#[derive(Clone, Copy)]
pub struct InProgram<'a> {
    /// The program.
    pub program: &'a Program<'a>,
    /// The file.
    pub file: FileId,
}

/// Per imported name the dotted path that it stands for in the end, where that
/// is another one than the import writes.
#[derive(Default)]
pub struct Paths(FxHashMap<DefId, Box<str>>);

impl Paths {
    /// The paths of a file's imports. Java writes them in full.
    pub fn new(linked: Option<InProgram>) -> Self {
        let mut out = Self::default();
        let Some(InProgram { program, file }) = linked else {
            return out;
        };
        if program.trees().lang(file) != Lang::Python {
            return out;
        }
        let scopes = program.trees().scopes(file);
        for import in scopes.imports() {
            let Some(def) = import.def else {
                continue;
            };
            let written = scopes.path(import.path);
            if let Some(path) = program
                .dotted_symbol(file, written)
                .and_then(|symbol| dotted(program, symbol))
                && *path != *written
            {
                out.0.entry(def).or_insert(path);
            }
        }
        out
    }

    /// The path of a name.
    pub fn of(&self, def: DefId) -> Option<&str> {
        self.0.get(&def).map(|path| &**path)
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (DefId, &str)> {
        self.0.iter().map(|(def, path)| (*def, &**path))
    }
}

/// The full dotted name of what a path means.
fn dotted(program: &Program, symbol: Symbol) -> Option<Box<str>> {
    let in_module = |file: FileId, name: &str| -> Option<Box<str>> {
        let module = program.module_name(file);
        (!module.is_empty() && !name.is_empty()).then(|| format!("{module}.{name}").into())
    };
    let names = program.names();
    match symbol {
        Symbol::External(name) => Some(names.text(name).into()),
        Symbol::Class(class) => Some(names.text(program.class(class).name).into()),
        Symbol::Module(file) => Some(program.module_name(file).into()),
        Symbol::Method(method) => {
            let method = program.method(method);
            match method.class {
                None => in_module(method.file, names.text(method.name)),
                Some(_) => None,
            }
        }
        Symbol::Global(file, def) => {
            let name = program.trees().scopes(file).def(def).name;
            in_module(file, program.trees().tree(file).names().text(name))
        }
        Symbol::Field(_) | Symbol::Foreign => None,
    }
}

impl<'a> M<'a> {
    /// Whether the program says that an expression is of a type of the pattern,
    /// or of one that inherits from it.
    pub(crate) fn has_linked_type(&mut self, ty: PId, t: NodeId, env: Env) -> Outs {
        let Some(InProgram { program, file }) = self.linked else {
            return Outs::new();
        };
        let types = program.type_of(file, t);
        let known = types.complete && !types.list.is_empty();
        if !known || types.list.iter().any(|ty| ty.dims > 0) {
            return Outs::new();
        }
        if self.p(ty).kind == Kind::Metavar {
            let [only] = &types.list[..] else {
                return Outs::new();
            };
            let bound = self.envs.synth(Synth {
                text: program.names().text(only.name).into(),
                at: t,
                is_path: true,
            });
            return self.bind(env, self.p(ty).mv, bound);
        }
        let Some(wanted) = self.p_path(ty) else {
            return Outs::new();
        };
        let holds = types.list.iter().all(|ty| is_of_type(program, ty, &wanted));
        only_if(holds, env)
    }

    /// The constant that the program knows a name or member to stand for.
    pub(crate) fn linked_value(&mut self, t: NodeId) -> Option<Value> {
        let InProgram { program, file } = self.linked?;
        if !self.is_expression(t) {
            return None;
        }
        if let Some(known) = self.constants.linked.get(&t) {
            return known.clone();
        }
        let value = program.constant(file, t).and_then(value_of);
        self.constants.linked.insert(t, value.clone());
        value
    }
}

/// A constant of the program, as far as patterns can write it.
fn value_of(constant: Const) -> Option<Value> {
    match constant {
        Const::Null => Some(Value::Null),
        Const::Bool(value) => Some(Value::Bool(value)),
        Const::Int(value) => Some(Value::Int(value.into())),
        Const::Float(value) => Some(Value::Float(FloatBits(value.to_bits()))),
        Const::Str(text) => Some(Value::Str {
            text: Rc::from(&*text),
            literal: None,
        }),
        Const::Char(_) | Const::Enum(_) | Const::Seq(_) => None,
    }
}

fn is_of_type(program: &Program, ty: &Type, wanted: &str) -> bool {
    let names = program.names();
    let is = |full: &str| {
        full == wanted
            || (!wanted.contains('.') && last_segment(full) == wanted)
            // `Map.Entry` of `java.util.Map.Entry`
            || full
                .strip_suffix(wanted)
                .is_some_and(|before| before.ends_with('.'))
    };
    // Every class inherits from it: no distinction.
    if matches!(wanted, "Object" | "java.lang.Object" | "object") {
        return is(names.text(ty.name));
    }
    is(names.text(ty.name))
        || program
            .supertypes(ty.name)
            .iter()
            .any(|name| is(names.text(*name)))
}
