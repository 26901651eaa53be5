//! Literals.

use haechi_syntax::{Flags, Kind, NodeId};

use super::Builder;
use crate::{Op, ValueId};

impl Builder<'_> {
    pub(super) fn literal(&mut self, node: NodeId) -> ValueId {
        let text = self.tree.source(node);
        let op = match self.tree.kind(node) {
            Kind::Int => parse_int(text).map_or(Op::Number(node), Op::Int),
            Kind::Float => parse_float(text).map_or(Op::Number(node), Op::Float),
            Kind::Char => parse_char(self.tree.str_text(node)).map_or(Op::Str(node), Op::Char),
            Kind::Bool => Op::Bool(self.has(node, Flags::TRUE)),
            Kind::Null => Op::Null,
            _ => Op::Str(node),
        };
        self.emit(op, node)
    }
}

/// An integer literal of either language, if it fits 64 bits: `1_000`, `0xFF`,
/// `0b1`, `0o17`, Java's and Python 2's `017`, suffix `L`.
pub(crate) fn parse_int(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|c| *c != '_').collect();
    let lower = digits.to_ascii_lowercase();
    let lower = lower.trim_end_matches('l');
    let (radix, digits) = if let Some(hex) = lower.strip_prefix("0x") {
        (16, hex)
    } else if let Some(binary) = lower.strip_prefix("0b") {
        (2, binary)
    } else if let Some(octal) = lower.strip_prefix("0o") {
        (8, octal)
    } else if lower.len() > 1 && lower.starts_with('0') {
        (8, &lower[1..])
    } else {
        (10, lower)
    };
    i64::from_str_radix(digits, radix).ok()
}

/// A floating-point literal; hexadecimal ones and imaginary numbers are left alone.
pub(crate) fn parse_float(text: &str) -> Option<f64> {
    let digits: String = text.chars().filter(|c| *c != '_').collect();
    if digits.starts_with("0x") || digits.starts_with("0X") {
        return None;
    }
    let digits = digits.trim_end_matches(['f', 'F', 'd', 'D']);
    digits.parse().ok().filter(|n: &f64| n.is_finite())
}

/// The character between the quotes of a Java literal.
fn parse_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    if first != '\\' {
        return rest.is_empty().then_some(first);
    }
    match rest.as_bytes() {
        [b'u', ..] => {
            let digits = rest.trim_start_matches('u');
            char::from_u32(u32::from_str_radix(digits, 16).ok()?)
        }
        [b'0'..=b'7', ..] => char::from_u32(u32::from_str_radix(rest, 8).ok()?),
        [one] => Some(match one {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b's' => ' ',
            other => char::from(*other),
        }),
        _ => None,
    }
}
