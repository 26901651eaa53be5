//! Declarations of a Python file.

use haechi_syntax::{DefId, DefKind, Flags, Kind, NodeId, Role, Scopes, Tree, scope::ScopeKind};
use rustc_hash::FxHashSet;

use super::{FieldDecl, FileDecls, MethodDecl, Traits, def_traits};

pub(super) fn collect(tree: &Tree, scopes: &Scopes, decls: &mut FileDecls) {
    for node in scopes.callables() {
        if tree.kind(node) == Kind::Function {
            let method = method(tree, scopes, node, decls);
            decls.methods.push(method);
        }
    }
    for (id, def) in scopes.defs().iter_enumerated() {
        let scope = scopes.scope(def.scope);
        match scope.kind {
            ScopeKind::File => decls.exports.push((def.name, id)),
            ScopeKind::Class if def.kind == DefKind::Field => {
                class_field(scopes, scope.node, id, decls);
            }
            _ => {}
        }
    }
    decls.exports.sort_unstable();
    decls.exports.dedup_by_key(|(name, _)| *name);
    attributes(tree, scopes, decls);
    decls.all = all(tree, scopes, decls);
}

fn method(tree: &Tree, scopes: &Scopes, node: NodeId, decls: &FileDecls) -> MethodDecl {
    let class = scopes
        .enclosing_class(node)
        .filter(|class| is_direct(tree, scopes, *class, node))
        .and_then(|class| decls.class(class));
    let mut traits = Traits::default();
    traits.add(Traits::BODY);
    decorators(tree, node, &mut traits);
    let (mut min, mut max) = (0u16, 0u16);
    let mut by_position = true;
    let params = tree.child(node, Role::Params);
    for param in params.into_iter().flat_map(|params| tree.children(params)) {
        let flags = tree.flags(param);
        if flags.has(Flags::KWARGS) {
            traits.add(Traits::KWARGS);
        } else if flags.has(Flags::VARARGS) {
            traits.add_if(Traits::VARARGS, tree.kind(param) == Kind::Param);
            by_position = false;
        } else if tree.kind(param) == Kind::Param && by_position {
            max += 1;
            min += u16::from(tree.child(param, Role::Default).is_none());
        }
    }
    if class.is_some() && !traits.has(Traits::STATIC) {
        min = min.saturating_sub(1);
        max = max.saturating_sub(1);
    }
    if traits.has(Traits::VARARGS) {
        max = u16::MAX;
    }
    MethodDecl {
        node,
        name: tree.name_id(node),
        class,
        min,
        max,
        traits,
    }
}

/// Whether a function is a method: nothing that runs when called lies between.
fn is_direct(tree: &Tree, scopes: &Scopes, class: NodeId, node: NodeId) -> bool {
    scopes
        .enclosing_callable(node)
        .is_none_or(|callable| !tree.is_within(callable, class))
}

fn decorators(tree: &Tree, node: NodeId, traits: &mut Traits) {
    for attr in tree.children_in(node, Role::Attr) {
        match tree.name(attr) {
            "staticmethod" => traits.add(Traits::STATIC),
            "classmethod" => traits.add(Traits::CLASSMETHOD),
            "abstractmethod" => traits.add(Traits::ABSTRACT),
            "property" | "cached_property" | "abstractproperty" | "getter" | "setter"
            | "deleter" => traits.add(Traits::PROPERTY),
            _ => {}
        }
    }
}

fn class_field(scopes: &Scopes, class: NodeId, id: DefId, decls: &mut FileDecls) {
    let Some(class) = decls.class(class) else {
        return;
    };
    let mut traits = def_traits(scopes, id);
    traits.add(Traits::STATIC);
    decls.fields.push(FieldDecl {
        node: scopes.def(id).node,
        name: scopes.def(id).name,
        class,
        def: Some(id),
        traits,
    });
}

/// Assignments to attributes of the first parameter of a method.
fn attributes(tree: &Tree, scopes: &Scopes, decls: &mut FileDecls) {
    let mut seen: FxHashSet<_> = decls
        .fields
        .iter()
        .map(|field| (field.class, field.name))
        .collect();
    for node in tree.nodes().ids() {
        if !is_target(tree, scopes, node) {
            continue;
        }
        decls.attribute_writes.push(tree.name_id(node));
        let Some(class) = self_class(tree, scopes, node, decls) else {
            continue;
        };
        decls.attributes.push((node, class));
        let name = tree.name_id(node);
        if seen.insert((class, name)) {
            decls.fields.push(FieldDecl {
                node,
                name,
                class,
                def: None,
                traits: Traits::default(),
            });
        }
    }
}

/// A `Member` that something is assigned to (also as part of a tuple).
fn is_target(tree: &Tree, scopes: &Scopes, node: NodeId) -> bool {
    if tree.kind(node) != Kind::Member {
        return false;
    }
    let mut at = node;
    loop {
        let parent = scopes.parent(at);
        match (tree.role(at), tree.kind(parent)) {
            (Role::Target, Kind::Delete) => return false,
            (Role::Target, _) => return true,
            (_, Kind::Tuple | Kind::List | Kind::Star) => at = parent,
            _ => return false,
        }
    }
}

/// The class whose method's `self` the object of a member is.
fn self_class(tree: &Tree, scopes: &Scopes, member: NodeId, decls: &FileDecls) -> Option<u32> {
    let object = tree.child(member, Role::Object)?;
    let def = scopes.def_of(object)?;
    let method = self_method(tree, scopes, def)?;
    decls.class(scopes.enclosing_class(method)?)
}

/// The method whose `self` (or `cls`) a definition is.
pub(crate) fn self_method(tree: &Tree, scopes: &Scopes, def: DefId) -> Option<NodeId> {
    let param = scopes.def(def);
    if param.kind != DefKind::Param {
        return None;
    }
    let method = scopes.owner(def)?;
    if tree.kind(method) != Kind::Function {
        return None;
    }
    let params = tree.child(method, Role::Params)?;
    if tree.children(params).next() != Some(param.decl) {
        return None;
    }
    let class = scopes.enclosing_class(method)?;
    let is_static = tree
        .children_in(method, Role::Attr)
        .any(|attr| tree.name(attr) == "staticmethod");
    (is_direct(tree, scopes, class, method) && !is_static).then_some(method)
}

/// The literals of `__all__ = [...]`.
fn all(tree: &Tree, scopes: &Scopes, decls: &FileDecls) -> Option<Vec<String>> {
    let name = tree.names().find("__all__")?;
    let at = decls.exports.binary_search_by_key(&name, |(name, _)| *name);
    let value = scopes.def(decls.exports[at.ok()?].1).value()?;
    if !matches!(tree.kind(value), Kind::List | Kind::Tuple) {
        return None;
    }
    let mut names = Vec::new();
    for element in tree.children(value) {
        if tree.kind(element) != Kind::Str {
            return None;
        }
        names.push(tree.str_text(element).to_owned());
    }
    names.sort();
    Some(names)
}
