//! Declarations of a Java file.

use haechi_syntax::{Flags, Kind, NameId, NodeId, Role, Scopes, Tree};

use super::{FieldDecl, FileDecls, MethodDecl, Traits, def_traits, modifiers};

pub(super) fn collect(tree: &Tree, scopes: &Scopes, decls: &mut FileDecls) {
    for at in 0..decls.classes.len() {
        let class = decls.classes[at].node;
        let index = u32::try_from(at).unwrap_or(u32::MAX);
        fields(tree, scopes, class, index, decls);
    }
    for node in scopes.callables() {
        if tree.kind(node) == Kind::Function {
            methods(tree, scopes, node, decls);
        }
    }
    names(tree, scopes, decls);
}

fn methods(tree: &Tree, scopes: &Scopes, node: NodeId, decls: &mut FileDecls) {
    let mut traits = Traits::default();
    modifiers(tree, node, &mut traits);
    traits.add_if(
        Traits::CONSTRUCTOR,
        tree.flags(node).has(Flags::CONSTRUCTOR),
    );
    traits.add_if(Traits::BODY, tree.child(node, Role::Body).is_some());
    let params: Vec<_> = tree
        .child(node, Role::Params)
        .into_iter()
        .flat_map(|params| tree.children_in(params, Role::Param))
        .filter(|param| !tree.flags(*param).has(Flags::RECEIVER))
        .collect();
    let varargs = params
        .last()
        .is_some_and(|last| tree.flags(*last).has(Flags::VARARGS));
    traits.add_if(Traits::VARARGS, varargs);
    let mut count = u16::try_from(params.len()).unwrap_or(u16::MAX);
    let class = scopes.enclosing_class(node);
    if tree.flags(node).has(Flags::COMPACT)
        && let Some(record) = class.and_then(|class| tree.child(class, Role::Params))
    {
        count = u16::try_from(tree.children(record).count()).unwrap_or(u16::MAX);
    }
    decls.methods.push(MethodDecl {
        node,
        name: tree.name_id(node),
        class: class.and_then(|class| decls.class(class)),
        min: count - u16::from(varargs),
        max: if varargs { u16::MAX } else { count },
        traits,
    });
}

fn fields(tree: &Tree, scopes: &Scopes, class: NodeId, index: u32, decls: &mut FileDecls) {
    let components = tree
        .child(class, Role::Params)
        .into_iter()
        .flat_map(|params| tree.children_in(params, Role::Param));
    let members = tree
        .child(class, Role::Body)
        .into_iter()
        .flat_map(|body| tree.children(body));
    let declared = members.flat_map(|member| match tree.kind(member) {
        Kind::VarDecl => tree.children_in(member, Role::Item).collect(),
        Kind::EnumConstant => vec![member],
        _ => Vec::new(),
    });
    for node in components.chain(declared) {
        let Some(def) = scopes.def_of(node) else {
            continue;
        };
        decls.fields.push(FieldDecl {
            node,
            name: scopes.def(def).name,
            class: index,
            def: Some(def),
            traits: def_traits(scopes, def),
        });
    }
}

/// Names of types that need other files: simple ones without a definition
/// here, and dotted ones.
fn names(tree: &Tree, scopes: &Scopes, decls: &mut FileDecls) {
    let mut seen = vec![false; tree.names().len() + 1];
    for (id, node) in tree.nodes().iter_enumerated() {
        match node.kind {
            Kind::Ident
                if scopes.def_of(id).is_none()
                    && may_name_type(tree, scopes, id, node.role, node.name) =>
            {
                seen[node.name.raw() as usize] = true;
            }
            // `a.b.C`: the first capital after small letters ends a package.
            Kind::Member
                if starts_upper(tree.names().text(node.name)) && is_package(tree, scopes, id) =>
            {
                decls.dotted.push(id);
            }
            Kind::Member if node.flags.has(Flags::TYPE) && node.role != Role::Object => {
                decls.nested.push(id);
            }
            _ => {}
        }
    }
    decls.open_types = (1..seen.len())
        .filter(|n| seen[*n])
        .filter_map(|n| Some(NameId::new(u32::try_from(n).ok()?)))
        .filter(|name| !is_primitive(tree.names().text(*name)))
        .collect();
}

fn may_name_type(tree: &Tree, scopes: &Scopes, id: NodeId, role: Role, name: NameId) -> bool {
    let is_head = match role {
        Role::Object => true,
        _ if tree.flags(id).has(Flags::TYPE) => return true,
        Role::Callee => tree.kind(scopes.parent(id)) == Kind::Annotation,
        _ => false,
    };
    is_head && starts_upper(tree.names().text(name))
}

/// Whether what stands before the last segment is a chain of small names, the
/// first without a definition.
fn is_package(tree: &Tree, scopes: &Scopes, member: NodeId) -> bool {
    let mut at = member;
    loop {
        let Some(object) = tree.child(at, Role::Object) else {
            return false;
        };
        if starts_upper(tree.name(object)) {
            return false;
        }
        match tree.kind(object) {
            Kind::Ident => return scopes.def_of(object).is_none(),
            Kind::Member => at = object,
            _ => return false,
        }
    }
}

pub(crate) fn starts_upper(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}

/// Primitive types, `void` and `var`: names that no class has.
pub(crate) fn is_primitive(name: &str) -> bool {
    matches!(
        name,
        "boolean"
            | "byte"
            | "short"
            | "int"
            | "long"
            | "char"
            | "float"
            | "double"
            | "void"
            | "var"
    )
}
