//! What plain scalars mean in YAML 1.2.

/// A plain scalar, resolved by the core schema.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Plain<'t> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// Also `yes`, `no`, `on`, `off`, dates and numbers that do not fit.
    Text(&'t str),
}

impl<'t> Plain<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => return Self::Null,
            "true" | "True" | "TRUE" => return Self::Bool(true),
            "false" | "False" | "FALSE" => return Self::Bool(false),
            _ => {}
        }
        if let Some(n) = int(text) {
            return Self::Int(n);
        }
        if let Some(x) = float(text) {
            return Self::Float(x);
        }
        Self::Text(text)
    }
}

fn int(text: &str) -> Option<i64> {
    let all = |digits: &str, radix| !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    if let Some(digits) = text.strip_prefix("0x") {
        return all(digits, 16).then(|| i64::from_str_radix(digits, 16).ok())?;
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return all(digits, 8).then(|| i64::from_str_radix(digits, 8).ok())?;
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    all(digits, 10).then(|| text.parse().ok())?
}

fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => {
            return Some(if text.starts_with('-') {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            });
        }
        ".nan" | ".NaN" | ".NAN" => return Some(f64::NAN),
        _ => {}
    }
    let number = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.bytes().any(|b| b.is_ascii_digit())
        && unsigned
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    if number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn core_schema() {
        assert_eq!(Plain::of("~"), Plain::Null);
        assert_eq!(Plain::of("True"), Plain::Bool(true));
        assert_eq!(Plain::of("yes"), Plain::Text("yes"));
        assert_eq!(Plain::of("0x1F"), Plain::Int(31));
        assert_eq!(Plain::of("0o17"), Plain::Int(15));
        assert_eq!(Plain::of("017"), Plain::Int(17));
        assert_eq!(Plain::of("-3"), Plain::Int(-3));
        assert_eq!(Plain::of("1.10"), Plain::Float(1.1));
        assert_eq!(Plain::of("1e3"), Plain::Float(1000.0));
        assert_eq!(Plain::of("1.2.3"), Plain::Text("1.2.3"));
        assert_eq!(Plain::of("2024-01-02"), Plain::Text("2024-01-02"));
        assert_eq!(Plain::of("99999999999999999999"), Plain::Float(1e20));
        assert_eq!(Plain::of("-"), Plain::Text("-"));
    }
}
