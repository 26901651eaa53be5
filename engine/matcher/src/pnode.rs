//! Patterns in the form that is matched: one arena for all patterns of a rule
//! set, each pattern a run of nodes in preorder, like a tree of code but with
//! names as numbers of the rule set, holes as kinds of their own, and literals
//! already read.

use haechi_syntax::{Flags, Kind, Role};
use rustc_hash::FxHashMap;

haechi_syntax::define_idx! {
    /// A node of a pattern.
    PId;
    /// A name that occurs in some pattern; 0 is every other name.
    Sym;
    /// A metavariable, by its name, for all rules of a set.
    MvId;
    /// A regular expression in a string of a pattern.
    ReId;
}

impl Sym {
    /// A name that no pattern mentions.
    pub const NONE: Self = Self::new(0);
    /// Whether some pattern mentions it.
    pub const fn is_some(self) -> bool {
        self.raw() != 0
    }
}

impl MvId {
    /// No metavariable, or one that binds nothing (`$_`, `$..._`).
    pub const NONE: Self = Self::new(0);
    /// Whether it binds.
    pub const fn is_some(self) -> bool {
        self.raw() != 0
    }
}

/// Names and their numbers.
#[derive(Clone, Debug)]
pub struct Symbols {
    ids: FxHashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Default for Symbols {
    fn default() -> Self {
        Self {
            ids: FxHashMap::default(),
            texts: vec!["".into()],
        }
    }
}

impl Symbols {
    /// The number of a name, made if it is new; the empty name is 0.
    pub fn intern(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = u32::try_from(self.texts.len()).expect("fewer than 2^32 names in all rules");
        self.texts.push(text.into());
        self.ids.insert(text.into(), id);
        id
    }

    /// The number of a name; 0 if it was never interned.
    pub fn find(&self, text: &str) -> u32 {
        self.ids.get(text).copied().unwrap_or(0)
    }

    /// The name with a number.
    pub fn text(&self, id: u32) -> &str {
        self.texts.get(id as usize).map_or("", |text| text)
    }

    /// How many numbers there are, 0 included.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Never: 0 is always there.
    pub fn is_empty(&self) -> bool {
        false
    }
}

/// What a literal of a pattern stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Lit {
    /// Not a literal.
    None,
    /// `"..."`: any text.
    AnyText,
    /// `"$X"`: any text, bound.
    VarText(MvId),
    /// `"$...X"`: in an f-string, any parts.
    VarParts(MvId),
    /// `"=~/re/"`: any text in which the expression is found.
    Regex(ReId),
    /// A text, escapes as written.
    Text(Box<str>),
    /// A whole number.
    Int(i128),
    /// A number with a fraction.
    Float(f64),
    /// A number that could not be read, as written.
    Number(Box<str>),
}

/// One node of a pattern.
#[derive(Clone, Debug)]
pub struct PNode {
    /// What it is; of the holes' kinds if it is a hole.
    pub kind: Kind,
    /// What it is to its parent.
    pub role: Role,
    /// Distinctions within the kind.
    pub flags: Flags,
    /// Its name.
    pub sym: Sym,
    /// The metavariable that it binds.
    pub mv: MvId,
    /// Number of nodes in its subtree, itself included.
    pub size: u32,
    /// What a literal stands for.
    pub lit: Lit,
    /// Whether the subtree holds a hole of any kind.
    pub has_hole: bool,
    /// The text ends in `;`: a declaration without body, not a header.
    pub terminated: bool,
}

/// A name without which there is no match.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Need {
    /// The name.
    pub sym: Sym,
    /// It is at the beginning of a path (`a`, `b` of `a.b.c`): an import may
    /// stand for it under any name, or bring what follows it without a name.
    pub qualifier: bool,
}

/// The nodes of all patterns.
#[derive(Clone, Debug, Default)]
pub struct Arena {
    /// In preorder, pattern after pattern.
    pub nodes: Vec<PNode>,
}

impl Arena {
    /// One node.
    #[inline]
    pub fn node(&self, id: PId) -> &PNode {
        &self.nodes[id.raw() as usize]
    }

    /// The children of a node, in order.
    #[inline]
    pub fn children(&self, id: PId) -> Kids<'_> {
        Kids {
            arena: self,
            next: id.raw() + 1,
            end: id.raw() + self.node(id).size,
        }
    }

    /// The first child with a role.
    pub fn child(&self, id: PId, role: Role) -> Option<PId> {
        self.children(id).find(|kid| self.node(*kid).role == role)
    }

    /// The children with a role.
    pub fn children_in(&self, id: PId, role: Role) -> impl Iterator<Item = PId> + '_ {
        self.children(id)
            .filter(move |kid| self.node(*kid).role == role)
    }

    /// The node and all below it.
    pub fn subtree(&self, id: PId) -> impl Iterator<Item = PId> + use<> {
        (id.raw()..id.raw() + self.node(id).size).map(PId::new)
    }
}

/// The children of a pattern's node.
#[derive(Clone)]
pub struct Kids<'a> {
    arena: &'a Arena,
    next: u32,
    end: u32,
}

impl Iterator for Kids<'_> {
    type Item = PId;

    fn next(&mut self) -> Option<PId> {
        if self.next >= self.end {
            return None;
        }
        let id = PId::new(self.next);
        self.next += self.arena.node(id).size;
        Some(id)
    }
}

impl PNode {
    /// `...`
    pub fn is_dots(&self) -> bool {
        self.kind == Kind::Ellipsis
    }
    /// `$X`
    pub fn is_var(&self) -> bool {
        self.kind == Kind::Metavar
    }
    /// `$...X`
    pub fn is_seq_var(&self) -> bool {
        self.kind == Kind::MetavarSeq
    }
}
