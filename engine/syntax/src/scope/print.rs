//! A printed form of [`Scopes`], for tests and for looking at.

use std::fmt::Write as _;

use super::{Def, DefId, DefKind, Scopes};
use crate::{Kind, NodeId, Tree};

/// One line per Ident that has a definition or a dotted reading, in order:
///
/// ```text
/// 3:5 x -> local x@2:9
/// 4:1 Cipher = javax.crypto.Cipher
/// ```
///
/// then one line per definition with what is known of it, then captures and
/// wildcards.
pub fn print(tree: &Tree, scopes: &Scopes) -> String {
    let mut out = String::new();
    for node in tree.nodes().ids() {
        print_name(tree, scopes, node, &mut out);
    }
    out.push_str("-- definitions\n");
    for id in scopes.defs().ids() {
        print_def(tree, scopes, id, &mut out);
    }
    for callable in scopes.callables() {
        for def in scopes.captures(callable) {
            let def = label(tree, scopes.def(def));
            let _ = writeln!(out, "captures {} {def}", place(tree, callable));
        }
    }
    for wildcard in scopes.wildcards() {
        let kind = if wildcard.is_static { "static " } else { "" };
        let _ = writeln!(out, "wildcard {kind}{}", scopes.path(wildcard.path));
    }
    out
}

fn print_name(tree: &Tree, scopes: &Scopes, node: NodeId, out: &mut String) {
    let kind = tree.kind(node);
    let is_top_member = kind == Kind::Member && tree.kind(scopes.parent(node)) != Kind::Member;
    if kind != Kind::Ident && !is_top_member {
        return;
    }
    let def = (kind == Kind::Ident).then(|| scopes.def_of(node)).flatten();
    let readings: Vec<_> = scopes
        .readings(tree, node)
        .map(|reading| reading.to_string())
        .collect();
    let hidden = def.is_some_and(|def| scopes.def(def).node == node);
    let readings = if hidden { Vec::new() } else { readings };
    if def.is_none() && readings.is_empty() {
        return;
    }
    let text = if is_top_member {
        tree.source(node)
    } else {
        tree.name(node)
    };
    let _ = write!(out, "{} {text}", place(tree, node));
    if let Some(def) = def {
        let _ = write!(out, " -> {}", label(tree, scopes.def(def)));
    }
    for reading in readings {
        let _ = write!(out, " = {reading}");
    }
    out.push('\n');
}

fn print_def(tree: &Tree, scopes: &Scopes, id: DefId, out: &mut String) {
    let def = scopes.def(id);
    let _ = write!(out, "{}", label(tree, def));
    if let Some(ty) = def.type_node() {
        let _ = write!(out, " type={}", tree.source(ty));
    }
    if let Some(value) = def.value() {
        let _ = write!(out, " value={}", tree.source(value).escape_debug());
    }
    let _ = write!(out, " writes={}", def.writes);
    for (flag, name) in [
        (def.is_final(), " final"),
        (def.is_private(), " private"),
        (def.is_static(), " static"),
    ] {
        if flag {
            out.push_str(name);
        }
    }
    if let Some(path) = scopes.local_path(tree, id) {
        let _ = write!(out, " path={path}");
    }
    out.push('\n');
}

fn label(tree: &Tree, def: &Def) -> String {
    let kind = match def.kind {
        DefKind::Local => "local",
        DefKind::Param => "param",
        DefKind::Field => "field",
        DefKind::Function => "function",
        DefKind::Class => "class",
        DefKind::Import => "import",
        DefKind::Global => "global",
        DefKind::EnumConstant => "constant",
        DefKind::TypeParam => "typeparam",
        DefKind::Label => "label",
    };
    let name = tree.names().text(def.name);
    format!("{kind} {name}@{}", place(tree, def.node))
}

fn place(tree: &Tree, node: NodeId) -> String {
    let at = tree.lines().bytes(tree.span(node).start);
    format!("{}:{}", at.line, at.col)
}
