//! Operators, shared by all languages.

/// What a [`Kind::Binary`](crate::Kind::Binary), `Unary`, `Update`,
/// `AugAssign` or an operand of a `CompareChain` does. Stored in the low byte
/// of the node's flags.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Operator {
    /// `+`
    Add = 1,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// Python `//`
    FloorDiv,
    /// `%`
    Mod,
    /// Python `**`
    Pow,
    /// Python `@`
    MatMul,
    /// `<<`
    Shl,
    /// `>>`
    Shr,
    /// Java `>>>`
    UShr,
    /// `&`
    BitAnd,
    /// `|`
    BitOr,
    /// `^`
    BitXor,
    /// `~`
    BitNot,
    /// `&&`, `and`
    And,
    /// `||`, `or`
    Or,
    /// `!`, `not`
    Not,
    /// Unary `+`
    Plus,
    /// Unary `-`
    Neg,
    /// `==`
    Eq,
    /// `!=`, `<>`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// Python `in`
    In,
    /// Python `not in`
    NotIn,
    /// Python `is`
    Is,
    /// Python `is not`
    IsNot,
    /// `++`
    Inc,
    /// `--`
    Dec,
}

impl Operator {
    /// Every operator, in order of its number.
    pub const ALL: [Self; 32] = [
        Self::Add,
        Self::Sub,
        Self::Mul,
        Self::Div,
        Self::FloorDiv,
        Self::Mod,
        Self::Pow,
        Self::MatMul,
        Self::Shl,
        Self::Shr,
        Self::UShr,
        Self::BitAnd,
        Self::BitOr,
        Self::BitXor,
        Self::BitNot,
        Self::And,
        Self::Or,
        Self::Not,
        Self::Plus,
        Self::Neg,
        Self::Eq,
        Self::Ne,
        Self::Lt,
        Self::Le,
        Self::Gt,
        Self::Ge,
        Self::In,
        Self::NotIn,
        Self::Is,
        Self::IsNot,
        Self::Inc,
        Self::Dec,
    ];

    /// The operator with this number.
    pub fn from_number(n: u8) -> Option<Self> {
        Self::ALL.get(usize::from(n).checked_sub(1)?).copied()
    }

    /// Compares two values and gives a truth value.
    pub fn is_comparison(self) -> bool {
        matches!(
            self,
            Self::Eq
                | Self::Ne
                | Self::Lt
                | Self::Le
                | Self::Gt
                | Self::Ge
                | Self::In
                | Self::NotIn
                | Self::Is
                | Self::IsNot
        )
    }

    /// `and` / `or` in either language.
    pub fn is_short_circuit(self) -> bool {
        matches!(self, Self::And | Self::Or)
    }
}
