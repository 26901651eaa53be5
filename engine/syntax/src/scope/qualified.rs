//! Dotted names with imports undone.
//!
//! Nothing is stored per node: the head of a chain of member accesses knows its
//! import, the rest is read off the tree when someone asks. Comparing with a
//! dotted text allocates nothing.

use std::fmt;

use super::{DefId, DefKind, Scope, ScopeKind, Scopes};
use crate::{Kind, NodeId, Role, Tree};

/// A dotted name that an expression spells: the path of an import (or of a
/// class of this file) and the names that follow it.
#[derive(Clone, Copy)]
pub struct Qualified<'t> {
    tree: &'t Tree,
    scopes: &'t Scopes,
    /// What the head stands for.
    head: Head,
    /// The whole expression; its chain of members ends in the head.
    node: NodeId,
}

#[derive(Clone, Copy)]
enum Head {
    /// The import with this index.
    Import(u32),
    /// A class or static member of this Java file.
    Member(DefId),
}

impl Scopes {
    /// The dotted name that an Ident or chain of members spells once imports
    /// are undone: `Cipher.getInstance` under `import javax.crypto.Cipher`
    /// gives `javax.crypto.Cipher.getInstance`. In Java also for classes of this
    /// file and their members (`pkg.Outer.Inner.m`). Where several imports bind
    /// the head it is the first; [`readings`](Self::readings) gives all. `None`
    /// where the head is no import: such a chain means what it spells. Relative
    /// Python imports keep their dots.
    pub fn qualified<'t>(&'t self, tree: &'t Tree, node: NodeId) -> Option<Qualified<'t>> {
        self.readings(tree, node).next()
    }

    /// All dotted names that imports give to an Ident or chain of members.
    pub fn readings<'t>(
        &'t self,
        tree: &'t Tree,
        node: NodeId,
    ) -> impl Iterator<Item = Qualified<'t>> {
        let def = head(tree, node).and_then(|head| self.def_of(head));
        let member = def
            .filter(|def| tree.lang == crate::Lang::Java && self.is_member(tree, *def))
            .map(Head::Member);
        let imports = def
            .into_iter()
            .flat_map(|def| self.import_indices(def))
            .map(Head::Import);
        member
            .into_iter()
            .chain(imports)
            .map(move |head| Qualified {
                tree,
                scopes: self,
                head,
                node,
            })
    }

    /// The dotted name of a class, function, field or enum constant within its file,
    /// outermost class first (`Outer.Inner.m`): without package or module. A
    /// definition inside a function has no such name.
    pub fn local_path(&self, tree: &Tree, def: DefId) -> Option<String> {
        let mut out = String::new();
        self.write_local_path(tree, def, &mut out)?;
        Some(out)
    }

    fn write_local_path(&self, tree: &Tree, def: DefId, out: &mut String) -> Option<()> {
        let def = &self.defs[def];
        if matches!(def.kind, DefKind::TypeParam | DefKind::Label) {
            return None;
        }
        match self.scopes[def.scope] {
            Scope {
                kind: ScopeKind::File,
                ..
            } => {}
            Scope {
                kind: ScopeKind::Class,
                node,
                ..
            } if tree.kind(node) == Kind::Class => {
                self.write_local_path(tree, self.def_of(node)?, out)?;
                out.push('.');
            }
            _ => return None,
        }
        out.push_str(tree.names().text(def.name));
        Some(())
    }

    fn is_member(&self, tree: &Tree, def: DefId) -> bool {
        let kind = self.defs[def].kind;
        matches!(
            kind,
            DefKind::Class | DefKind::Function | DefKind::Field | DefKind::EnumConstant
        ) && self.has_local_path(tree, def)
    }

    fn has_local_path(&self, tree: &Tree, def: DefId) -> bool {
        match self.scopes[self.defs[def].scope] {
            Scope {
                kind: ScopeKind::File,
                ..
            } => true,
            Scope {
                kind: ScopeKind::Class,
                node,
                ..
            } => {
                tree.kind(node) == Kind::Class
                    && self
                        .def_of(node)
                        .is_some_and(|class| self.has_local_path(tree, class))
            }
            _ => false,
        }
    }
}

/// The Ident at the start of a chain of members.
fn head(tree: &Tree, node: NodeId) -> Option<NodeId> {
    let mut at = node;
    loop {
        at = match tree.kind(at) {
            Kind::Ident => return Some(at),
            Kind::Member => tree.child(at, Role::Object)?,
            Kind::GenericType | Kind::AnnotatedType => tree.child(at, Role::Type)?,
            _ => return None,
        };
    }
}

impl Qualified<'_> {
    /// Whether it is exactly this dotted name.
    pub fn is(&self, dotted: &str) -> bool {
        let mut rest = dotted;
        let mut at = self.node;
        loop {
            at = match self.tree.kind(at) {
                Kind::Member => {
                    let Some(before) = strip_segment(rest, self.tree.name(at)) else {
                        return false;
                    };
                    rest = before;
                    match self.tree.child(at, Role::Object) {
                        Some(object) => object,
                        None => return false,
                    }
                }
                Kind::GenericType | Kind::AnnotatedType => match self.tree.child(at, Role::Type) {
                    Some(base) => base,
                    None => return false,
                },
                _ => break,
            };
        }
        match self.head {
            Head::Import(_) => self.head_path() == Some(rest),
            Head::Member(_) => self.head_text() == rest,
        }
    }

    /// Whether it begins with a relative Python import's dots.
    pub fn is_relative(&self) -> bool {
        self.head_path().is_some_and(|path| path.starts_with('.'))
    }

    /// The last segment.
    pub fn last(&self) -> &str {
        match self.tree.kind(self.node) {
            Kind::Ident => match self.head_path() {
                Some(path) => path.rsplit('.').next().unwrap_or(path),
                None => self.tree.name(self.node),
            },
            _ => self.tree.name(self.node),
        }
    }

    /// The import that gives the reading; none for members of this file.
    pub fn import(&self) -> Option<&super::Import> {
        match self.head {
            Head::Import(n) => self.scopes.imports.get(n as usize),
            Head::Member(_) => None,
        }
    }

    fn head_path(&self) -> Option<&str> {
        self.import().map(|import| self.scopes.path(import.path))
    }

    fn head_text(&self) -> String {
        match self.head {
            Head::Import(_) => self.head_path().unwrap_or_default().to_owned(),
            Head::Member(def) => {
                let mut out = String::new();
                if let Some(package) = self.scopes.package() {
                    out.push_str(package);
                    out.push('.');
                }
                let known = self.scopes.write_local_path(self.tree, def, &mut out);
                debug_assert!(known.is_some(), "a member has a path");
                out
            }
        }
    }

    fn write_tail(&self, at: NodeId, out: &mut dyn fmt::Write) -> fmt::Result {
        match self.tree.kind(at) {
            Kind::Member => {
                if let Some(object) = self.tree.child(at, Role::Object) {
                    self.write_tail(object, out)?;
                }
                out.write_char('.')?;
                out.write_str(self.tree.name(at))
            }
            Kind::GenericType | Kind::AnnotatedType => match self.tree.child(at, Role::Type) {
                Some(base) => self.write_tail(base, out),
                None => Ok(()),
            },
            _ => out.write_str(&self.head_text()),
        }
    }
}

/// `a.b` and `c` for `a.b.c`.
fn strip_segment<'t>(dotted: &'t str, segment: &str) -> Option<&'t str> {
    dotted.strip_suffix(segment)?.strip_suffix('.')
}

impl fmt::Display for Qualified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_tail(self.node, f)
    }
}

impl fmt::Debug for Qualified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Qualified({self})")
    }
}
