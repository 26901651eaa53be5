//! Distinctions within a kind, as bits. The low byte is a number for the kinds
//! that need one: an [`Operator`] or a count of array dimensions; bits of the
//! high byte and, where the low byte is free, of the low byte mean different
//! things for different kinds, so one value can carry several names here.

use crate::Operator;

/// The flags of a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Flags(pub u16);

#[allow(
    missing_docs,
    reason = "the meaning of each flag stands at the kinds that use it"
)]
impl Flags {
    pub const NONE: Self = Self(0);

    /// The name stands for a type (`Ident`, `Member`, `GenericType`).
    pub const TYPE: Self = Self(1 << 15);
    pub const ASYNC: Self = Self(1 << 14);

    // Import, ImportItem, DottedName, Initializer
    pub const STATIC: Self = Self(1 << 8);
    pub const FROM: Self = Self(1 << 9);
    pub const WILDCARD: Self = Self(1 << 10);
    pub const RELATIVE: Self = Self(1 << 11);

    // Class
    pub const CLASS: Self = Self(1 << 8);
    pub const INTERFACE: Self = Self(1 << 9);
    pub const ENUM: Self = Self(1 << 10);
    pub const RECORD: Self = Self(1 << 11);
    pub const ANNOTATION_TYPE: Self = Self(1 << 12);

    // Function
    pub const CONSTRUCTOR: Self = Self(1 << 8);
    pub const COMPACT: Self = Self(1 << 9);

    // Param, ParamSep, TypeParam
    pub const VARARGS: Self = Self(1 << 8);
    pub const KWARGS: Self = Self(1 << 9);
    pub const RECEIVER: Self = Self(1 << 10);

    // VarDecl
    pub const FIELD: Self = Self(1 << 8);

    // If
    pub const ELIF: Self = Self(1 << 8);

    // Switch, Case
    pub const MATCH: Self = Self(1 << 8);
    pub const EXPR: Self = Self(1 << 9);
    pub const DEFAULT: Self = Self(1 << 10);
    pub const ARROW: Self = Self(1 << 11);

    // Try
    pub const STAR: Self = Self(1 << 8);

    // Str, FString, StrPart
    pub const RAW: Self = Self(1 << 8);
    pub const BYTES: Self = Self(1 << 9);
    pub const UNICODE: Self = Self(1 << 10);
    pub const TRIPLE: Self = Self(1 << 11);
    pub const FORMAT: Self = Self(1 << 12);

    // Bool
    pub const TRUE: Self = Self(1 << 8);

    // Update
    pub const POSTFIX: Self = Self(1 << 8);

    // Comprehension
    pub const COMP_LIST: Self = Self(1 << 8);
    pub const COMP_SET: Self = Self(1 << 9);
    pub const COMP_DICT: Self = Self(1 << 10);
    pub const COMP_GEN: Self = Self(1 << 11);

    // WildcardType
    pub const SUPER: Self = Self(1 << 8);

    // Pattern
    pub const P_STMTS: Self = Self(1 << 8);
    pub const P_EXPR: Self = Self(1 << 9);
    pub const P_MEMBERS: Self = Self(1 << 10);
    pub const P_PARTIAL: Self = Self(1 << 11);

    /// The lowering stopped here because the code is nested too deeply
    /// (`Other`); the gap is in [`Tree::gaps`](crate::Tree::gaps).
    pub const TOO_DEEP: Self = Self(1 << 13);

    /// Whether all bits of `other` are set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets of bits.
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The flags, with `other`'s bits if `on`.
    pub const fn with_if(self, other: Self, on: bool) -> Self {
        if on { self.with(other) } else { self }
    }

    /// The flags without the bits of `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The flags with an operator in the low byte.
    pub const fn with_operator(self, operator: Operator) -> Self {
        Self(self.0 & 0xff00 | operator as u16)
    }

    /// The operator in the low byte.
    pub fn operator(self) -> Option<Operator> {
        Operator::from_number((self.0 & 0xff) as u8)
    }

    /// The flags with a number of array dimensions in the low byte (at most 255).
    pub const fn with_dims(self, dims: u8) -> Self {
        Self(self.0 & 0xff00 | dims as u16)
    }

    /// The number of array dimensions in the low byte.
    pub const fn dims(self) -> u8 {
        (self.0 & 0xff) as u8
    }
}

impl std::fmt::Debug for Flags {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#06x}", self.0)
    }
}
