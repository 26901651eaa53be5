//! A printed form of a program, for tests and for looking at.

use std::fmt::Write as _;

use haechi_ir::FuncPart;
use haechi_syntax::{Idx, Kind, NodeId, Role};

use crate::calls::{How, Targets};
use crate::index::{FuncRef, Program};
use crate::symbols::Symbol;
use crate::trees::FileId;
use crate::types::Types;

impl Program<'_> {
    /// Classes with their supertypes, then every call with what it reaches and
    /// gives, then what variables hold: one line each, in order.
    ///
    /// ```text
    /// class shop.Cart : shop.Base, java.io.Serializable
    /// Cart.java:7:9 store.put(x) -> shop.Disk.put:9 (exact) : void
    /// ```
    ///
    /// A `*` marks functions that do not take the receiver as first parameter.
    pub fn print(&self) -> String {
        let mut out = String::new();
        for class in self.classes.iter() {
            let _ = write!(out, "class {}", self.names.text(class.name));
            for (n, found) in class.supers.iter().enumerate() {
                let sign = if n == 0 { " : " } else { ", " };
                let mark = if found.class.is_some() { "" } else { "?" };
                let _ = write!(out, "{sign}{}{mark}", self.names.text(found.name));
            }
            out.push('\n');
        }
        for file in (0..self.trees.len()).map(FileId::from_usize) {
            let tree = self.trees.tree(file);
            for node in tree.nodes().ids() {
                self.print_node(file, node, &mut out);
            }
        }
        out
    }

    fn print_node(&self, file: FileId, node: NodeId, out: &mut String) {
        let tree = self.trees.tree(file);
        let at = tree.lines().bytes(tree.span(node).start);
        let place = format!("{}:{}:{}", self.trees.path(file), at.line, at.col);
        match tree.kind(node) {
            Kind::Call | Kind::New => {
                let targets = self.resolve_call(file, node);
                let text = shorten(tree.source(node));
                let _ = writeln!(
                    out,
                    "{place} {text} -> {} : {}",
                    self.show_targets(file, &targets),
                    self.show_types(&self.type_of(file, node))
                );
            }
            Kind::Declarator | Kind::Param => {
                if let Some(def) = self.trees.scopes(file).def_of(node) {
                    let types = self.show_types(&self.type_of_def(file, def));
                    let _ = writeln!(out, "{place} {} : {types}", tree.name(node));
                }
            }
            Kind::Assign => {
                if let Some(target) = tree.child(node, Role::Target) {
                    let types = self.show_types(&self.type_of(file, target));
                    let _ = writeln!(out, "{place} {} : {types}", tree.source(target));
                }
            }
            Kind::Member if tree.kind(self.trees.scopes(file).parent(node)) != Kind::Member => {
                if let Some(symbol) = self.symbol(file, node) {
                    let symbol = self.show_symbol(symbol);
                    let _ = writeln!(out, "{place} {} = {symbol}", shorten(tree.source(node)));
                }
            }
            _ => {}
        }
    }

    /// The name of a function, for people.
    pub fn show_func(&self, func: FuncRef) -> String {
        if let Some(method) = self.method_at(func.file, func.key.node) {
            let method = &self.methods[method];
            let around = method.class.map_or_else(
                || self.module_name(method.file).to_owned(),
                |class| self.names.text(self.classes[class].name).to_owned(),
            );
            let dot = if around.is_empty() { "" } else { "." };
            let line = self.line(func.file, func.key.node);
            return format!("{around}{dot}{}:{line}", self.names.text(method.name));
        }
        let part = match func.key.part {
            FuncPart::Body => "lambda",
            FuncPart::Init => "init",
            FuncPart::StaticInit => "static",
            FuncPart::Canonical => "canonical",
            FuncPart::Accessor => "accessor",
        };
        let around = match self.class_at(func.file, func.key.node) {
            Some(class) => self.names.text(self.classes[class].name).to_owned(),
            None => self.module_name(func.file).to_owned(),
        };
        format!("{around}<{part}>:{}", self.line(func.file, func.key.node))
    }

    fn line(&self, file: FileId, node: NodeId) -> u32 {
        let tree = self.trees.tree(file);
        tree.lines().line(tree.span(node).start)
    }

    fn show_targets(&self, file: FileId, targets: &Targets) -> String {
        let mut out = String::new();
        for (n, func) in targets.funcs.iter().enumerate() {
            let sign = if n == 0 { "" } else { " | " };
            let bound = if func.binds_receiver { "" } else { "*" };
            let _ = write!(out, "{sign}{}{bound}", self.show_func(func.func));
        }
        let how = match targets.how {
            How::Exact => "exact",
            How::Guessed => "guessed",
            How::Unresolved => "unresolved",
        };
        let space = if out.is_empty() { "" } else { " " };
        let open = if targets.open && targets.how != How::Unresolved {
            ", open"
        } else {
            ""
        };
        let _ = write!(out, "{space}({how}{open}");
        if let Some(owner) = targets.owner {
            let name = self.trees.tree(file).name(targets.node);
            let _ = write!(out, ", outside {}.{name}", self.names.text(owner));
        }
        out.push(')');
        out
    }

    fn show_types(&self, types: &Types) -> String {
        let mut all: Vec<String> = types
            .list
            .iter()
            .map(|ty| self.show_type(ty).to_string())
            .collect();
        all.sort();
        if !types.complete {
            all.push("?".to_owned());
        } else if all.is_empty() {
            all.push("nothing".to_owned());
        }
        all.join(" | ")
    }

    fn show_symbol(&self, symbol: Symbol) -> String {
        match symbol {
            Symbol::Module(file) => format!("module {}", self.module_name(file)),
            Symbol::Class(class) => format!("class {}", self.names.text(self.classes[class].name)),
            Symbol::Method(method) => {
                format!("function {}", self.show_func(self.methods[method].func()))
            }
            Symbol::Field(field) => {
                let field = &self.fields[field];
                let class = self.names.text(self.classes[field.class].name);
                format!("field {class}.{}", self.names.text(field.name))
            }
            Symbol::Global(file, def) => {
                let name = self.trees.scopes(file).def(def).name;
                let text = self.trees.tree(file).names().text(name);
                format!("global {}.{text}", self.module_name(file))
            }
            Symbol::External(name) => format!("outside {}", self.names.text(name)),
            Symbol::Foreign => "outside".to_owned(),
        }
    }
}

/// One line of at most 40 characters.
fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 40 {
        return line;
    }
    line.chars().take(39).chain(['…']).collect()
}
