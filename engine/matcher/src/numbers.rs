//! Numbers as they are written, read as values.

use crate::pnode::Lit;

/// The value of a whole number as written in Java or Python: any base, `_`
/// between digits, a `L` at the end.
pub fn int(text: &str) -> Option<i128> {
    let text = text.trim_end_matches(['l', 'L']);
    let clean: String = text.chars().filter(|c| *c != '_').collect();
    let lower = clean.to_ascii_lowercase();
    let (digits, radix) = if let Some(rest) = lower.strip_prefix("0x") {
        (rest, 16)
    } else if let Some(rest) = lower.strip_prefix("0b") {
        (rest, 2)
    } else if let Some(rest) = lower.strip_prefix("0o") {
        (rest, 8)
    } else if lower.len() > 1 && lower.starts_with('0') && lower.bytes().all(|b| b.is_ascii_digit())
    {
        (&lower[1..], 8)
    } else {
        (lower.as_str(), 10)
    };
    i128::from_str_radix(digits, radix).ok()
}

/// The value of a number with a fraction or exponent.
pub fn float(text: &str) -> Option<f64> {
    let clean: String = text
        .trim_end_matches(['f', 'F', 'd', 'D'])
        .chars()
        .filter(|c| *c != '_')
        .collect();
    clean.parse().ok()
}

/// A number of a pattern.
pub fn lit(text: &str) -> Lit {
    if let Some(value) = int(text) {
        return Lit::Int(value);
    }
    match float(text) {
        Some(value) if !text.starts_with("0x") => Lit::Float(value),
        _ => Lit::Number(text.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_values() {
        assert_eq!(int("16"), int("0x10"));
        assert_eq!(int("1_000L"), Some(1000));
        assert_eq!(int("0o17"), int("017"));
        assert_eq!(int("1.0"), None);
        assert_eq!(lit("1.50"), lit("1.5"));
        assert_eq!(lit("2j"), Lit::Number("2j".into()));
    }
}
