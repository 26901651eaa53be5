//! Nodes and spans.

use crate::{Flags, Kind, NameId, Role};

crate::define_idx! {
    /// A node of one [`Tree`](crate::Tree): its place in preorder. The root is 0.
    NodeId;
}

impl NodeId {
    /// The root of every tree.
    pub const ROOT: Self = Self::new(0);
}

/// A half-open range of bytes in one file, 0-based.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }
    /// Whether `other` lies within this span (equal spans contain each other).
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }
    /// Whether it covers no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }
    /// The smallest span that holds both.
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
    /// The span as a range for slicing text.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One node of the tree. What its children are, in which roles and order, is
/// written at its [`Kind`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Node {
    /// Where it stands in the file.
    pub span: Span,
    /// Number of nodes in its subtree, itself included: the next sibling of
    /// node `n` is node `n + size`.
    pub size: u32,
    /// Its name where the kind has one (the last segment for calls, members,
    /// types), else [`NameId::NONE`].
    pub name: NameId,
    /// What it is.
    pub kind: Kind,
    /// What it is to its parent.
    pub role: Role,
    /// Distinctions within the kind.
    pub flags: Flags,
}

const _: () = assert!(size_of::<Node>() == 20, "a tree node is 20 bytes");
