//! Which functions a file has.

use haechi_syntax::scope::Scopes;
use haechi_syntax::{Flags, Kind, Lang, NodeId, Role, Tree};

use crate::{FuncKey, FuncPart};

/// The functions of a file, in order of their keys.
pub fn functions(tree: &Tree, scopes: &Scopes) -> Vec<FuncKey> {
    let mut keys = Vec::new();
    if tree.lang == Lang::Python || has_statements(tree) {
        keys.push(FuncKey::TOP);
    }
    for callable in scopes.callables() {
        let is_function = match tree.kind(callable) {
            Kind::Function => tree.child(callable, Role::Body).is_some(),
            Kind::Lambda => true,
            _ => false, // initialisers are parts of `Init` and `StaticInit`
        };
        if is_function {
            keys.push(FuncKey::body(callable));
        }
    }
    if tree.lang == Lang::Java {
        for class in scopes.classes() {
            class_parts(tree, class, &mut keys);
        }
    }
    keys.sort_unstable();
    keys
}

/// Whether a Java file has statements outside of classes: snippets do.
fn has_statements(tree: &Tree) -> bool {
    tree.children(NodeId::ROOT).any(|node| {
        tree.kind(node).is_statement()
            && !matches!(
                tree.kind(node),
                Kind::Package | Kind::Import | Kind::Class | Kind::Function | Kind::Empty
            )
            && !tree.flags(node).has(Flags::FIELD)
    })
}

fn class_parts(tree: &Tree, class: NodeId, keys: &mut Vec<FuncKey>) {
    let mut add = |node, part| keys.push(FuncKey { node, part });
    let mut has_constructor = false;
    let mut methods = Vec::new();
    if let Some(body) = tree.child(class, Role::Body) {
        for member in tree.children(body) {
            if tree.kind(member) == Kind::Function {
                has_constructor |= is_canonical(tree, class, member);
                methods.push(member);
            }
        }
    }
    let has = |flag| tree.kind(class) == Kind::Class && tree.flags(class).has(flag);
    if !has(Flags::INTERFACE) && !has(Flags::ANNOTATION_TYPE) {
        add(class, FuncPart::Init);
    }
    if !init_members(tree, class, true).is_empty() {
        add(class, FuncPart::StaticInit);
    }
    if !has(Flags::RECORD) {
        return;
    }
    if !has_constructor {
        add(class, FuncPart::Canonical);
    }
    let params = tree.child(class, Role::Params).into_iter();
    for param in params.flat_map(|params| tree.children_in(params, Role::Param)) {
        let is_explicit = methods.iter().any(|method| {
            tree.name_id(*method) == tree.name_id(param) && count_params(tree, *method) == 0
        });
        if !is_explicit {
            add(param, FuncPart::Accessor);
        }
    }
}

/// Whether a member is the record's own canonical constructor.
fn is_canonical(tree: &Tree, record: NodeId, member: NodeId) -> bool {
    let flags = tree.flags(member);
    flags.has(Flags::COMPACT)
        || (flags.has(Flags::CONSTRUCTOR)
            && count_params(tree, member) == count_params(tree, record))
}

fn count_params(tree: &Tree, node: NodeId) -> usize {
    tree.child(node, Role::Params)
        .map_or(0, |params| tree.children_in(params, Role::Param).count())
}

/// The members of a Java class that run when it (or an object of it) is made:
/// fields with a value, initialisers, enum constants.
pub(super) fn init_members(tree: &Tree, class: NodeId, is_static: bool) -> Vec<NodeId> {
    let Some(body) = tree.child(class, Role::Body) else {
        return Vec::new();
    };
    let of_class = |member: &NodeId| match tree.kind(*member) {
        Kind::VarDecl => {
            let has_value = tree
                .children_in(*member, Role::Item)
                .any(|item| tree.child(item, Role::Value).is_some());
            has_value && is_static_field(tree, class, *member) == is_static
        }
        Kind::Initializer => tree.flags(*member).has(Flags::STATIC) == is_static,
        Kind::EnumConstant => is_static,
        _ => false,
    };
    tree.children(body).filter(of_class).collect()
}

/// Whether a field declaration of a class is static.
pub(super) fn is_static_field(tree: &Tree, class: NodeId, declaration: NodeId) -> bool {
    let flags = tree.flags(class);
    let is_interface = tree.kind(class) == Kind::Class
        && (flags.has(Flags::INTERFACE) || flags.has(Flags::ANNOTATION_TYPE));
    is_interface
        || tree
            .children_in(declaration, Role::Attr)
            .any(|attr| tree.kind(attr) == Kind::Modifier && tree.name(attr) == "static")
}
