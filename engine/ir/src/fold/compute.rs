//! Operators on constants, as the language at hand defines them. `None` means
//! "not known", which is always right.

use std::cmp::Ordering;
use std::sync::Arc;

use haechi_syntax::{Lang, Operator};

use crate::Const;

/// Longest text that is computed, in bytes.
pub(super) const MAX_TEXT: usize = 4_096;

/// Most elements of a sequence that is computed.
pub(super) const MAX_ITEMS: i64 = 256;

/// Arithmetic and comparisons of one language.
#[derive(Clone, Copy)]
pub(super) struct Compute {
    pub(super) lang: Lang,
}

/// A text as a constant, unless it is too long.
pub(super) fn text(text: &str) -> Option<Const> {
    (text.len() <= MAX_TEXT).then(|| Const::Str(text.into()))
}

impl Compute {
    fn is_java(self) -> bool {
        self.lang == Lang::Java
    }

    /// An integer result. Java's type is not known here; what fits `int` is the
    /// same in all of them.
    pub(super) fn int(self, n: Option<i64>) -> Option<Const> {
        let n = n?;
        let fits = !self.is_java() || i32::try_from(n).is_ok();
        fits.then_some(Const::Int(n))
    }

    /// Whether a constant counts as true in a condition.
    pub(super) fn truth(self, value: &Const) -> Option<bool> {
        match value {
            Const::Bool(b) => Some(*b),
            _ if self.is_java() => None,
            Const::Null => Some(false),
            Const::Int(n) => Some(*n != 0),
            Const::Float(n) => Some(*n != 0.0),
            Const::Str(s) => Some(!s.is_empty()),
            Const::Seq(items) => Some(!items.is_empty()),
            Const::Char(_) | Const::Enum(_) => None,
        }
    }

    /// A number for arithmetic: Java's `char` and Python's `bool` are numbers too.
    fn number(self, value: &Const) -> Option<i64> {
        match value {
            Const::Int(n) => Some(*n),
            Const::Char(c) if self.is_java() => Some(i64::from(u32::from(*c))),
            Const::Bool(b) if !self.is_java() => Some(i64::from(*b)),
            _ => None,
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "what the languages do as well")]
    fn float(self, value: &Const) -> Option<f64> {
        match value {
            Const::Float(n) => Some(*n),
            value => self.number(value).map(|n| n as f64),
        }
    }

    pub(super) fn unary(self, operator: Operator, a: &Const) -> Option<Const> {
        match operator {
            Operator::Not => self.truth(a).map(|b| Const::Bool(!b)),
            Operator::Neg => match a {
                Const::Float(n) => Some(Const::Float(-n)),
                a => self.int(self.number(a)?.checked_neg()),
            },
            Operator::Plus => match a {
                Const::Float(_) => Some(a.clone()),
                a => self.int(self.number(a)),
            },
            Operator::BitNot => self.int(self.number(a).map(|n| !n)),
            _ => None,
        }
    }

    pub(super) fn binary(self, operator: Operator, a: &Const, b: &Const) -> Option<Const> {
        if operator.is_comparison() {
            return self.compare(operator, a, b).map(Const::Bool);
        }
        if let Some(joined) = self.on_texts(operator, a, b) {
            return Some(joined);
        }
        if let (Const::Bool(x), Const::Bool(y)) = (a, b)
            && let Some(result) = on_bools(operator, *x, *y)
        {
            return Some(Const::Bool(result));
        }
        match (self.number(a), self.number(b)) {
            (Some(x), Some(y)) => self.on_ints(operator, x, y),
            _ => self.on_floats(operator, self.float(a)?, self.float(b)?),
        }
    }

    // ---- texts

    fn on_texts(self, operator: Operator, a: &Const, b: &Const) -> Option<Const> {
        match (operator, a, b) {
            (Operator::Add, Const::Str(x), Const::Str(y)) => text(&format!("{x}{y}")),
            (Operator::Add, Const::Str(x), y) if self.is_java() => {
                text(&format!("{x}{}", self.shown(y)?))
            }
            (Operator::Add, x, Const::Str(y)) if self.is_java() => {
                text(&format!("{}{y}", self.shown(x)?))
            }
            (Operator::Add, Const::Seq(x), Const::Seq(y)) if !self.is_java() => {
                let items: Vec<_> = x.iter().chain(y.iter()).cloned().collect();
                (items.len() as i64 <= MAX_ITEMS).then(|| Const::Seq(items.into()))
            }
            (Operator::Mul, Const::Str(x), Const::Int(n))
            | (Operator::Mul, Const::Int(n), Const::Str(x))
                if !self.is_java() =>
            {
                let n = usize::try_from(*n).unwrap_or(0);
                let length = x.len().checked_mul(n)?;
                (length <= MAX_TEXT).then(|| Const::Str(x.repeat(n).into()))
            }
            (Operator::Mod, Const::Str(format), args) if !self.is_java() => {
                let args = match args {
                    Const::Seq(items) => items.to_vec(),
                    one => vec![one.clone()],
                };
                self.percent(format, &args)
            }
            _ => None,
        }
    }

    /// How a constant appears in a text.
    pub(super) fn shown(self, value: &Const) -> Option<String> {
        Some(match value {
            Const::Str(s) => s.to_string(),
            Const::Int(n) => n.to_string(),
            Const::Char(c) => c.to_string(),
            Const::Bool(b) if self.is_java() => b.to_string(),
            Const::Bool(true) => "True".to_owned(),
            Const::Bool(false) => "False".to_owned(),
            Const::Null if self.is_java() => "null".to_owned(),
            Const::Null => "None".to_owned(),
            Const::Float(_) | Const::Enum(_) | Const::Seq(_) => return None,
        })
    }

    /// `%s` and `%d` (in Java's `String.format` also `%n`) without flags.
    pub(super) fn percent(self, format: &str, args: &[Const]) -> Option<Const> {
        let mut out = String::new();
        let mut args = args.iter();
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                out.push(c);
                continue;
            }
            match chars.next()? {
                '%' => out.push('%'),
                's' => out.push_str(&self.shown(args.next()?)?),
                'd' => match args.next()? {
                    Const::Int(n) => out.push_str(&n.to_string()),
                    _ => return None,
                },
                'n' if self.is_java() => out.push('\n'),
                _ => return None,
            }
        }
        args.next().is_none().then(|| text(&out)).flatten()
    }

    // ---- numbers

    fn on_ints(self, operator: Operator, x: i64, y: i64) -> Option<Const> {
        let shift = u32::try_from(y).ok().filter(|n| *n < 31);
        let result = match operator {
            Operator::Add => x.checked_add(y),
            Operator::Sub => x.checked_sub(y),
            Operator::Mul => x.checked_mul(y),
            Operator::Div if self.is_java() => x.checked_div(y),
            Operator::Div => {
                return self.on_floats(
                    operator,
                    self.float(&Const::Int(x))?,
                    self.float(&Const::Int(y))?,
                );
            }
            Operator::FloorDiv => floor_div(x, y),
            Operator::Mod if self.is_java() => x.checked_rem(y),
            Operator::Mod => floor_div(x, y).and_then(|q| x.checked_sub(q.checked_mul(y)?)),
            Operator::Pow => u32::try_from(y).ok().and_then(|y| x.checked_pow(y)),
            Operator::Shl => shift.and_then(|n| x.checked_mul(1 << n)),
            Operator::Shr => shift.map(|n| x >> n),
            Operator::UShr if x >= 0 => shift.map(|n| x >> n),
            Operator::BitAnd => Some(x & y),
            Operator::BitOr => Some(x | y),
            Operator::BitXor => Some(x ^ y),
            _ => None,
        };
        self.int(result)
    }

    fn on_floats(self, operator: Operator, x: f64, y: f64) -> Option<Const> {
        let result = match operator {
            Operator::Add => x + y,
            Operator::Sub => x - y,
            Operator::Mul => x * y,
            Operator::Div if y != 0.0 => x / y,
            _ => return None,
        };
        result.is_finite().then_some(Const::Float(result))
    }

    // ---- comparisons

    /// Whether two constants are equal, as `==` on values sees it.
    pub(super) fn equal(self, a: &Const, b: &Const) -> Option<bool> {
        if let (Some(x), Some(y)) = (self.number(a), self.number(b)) {
            return Some(x == y);
        }
        if let (Some(x), Some(y)) = (self.float(a), self.float(b)) {
            return Some(x == y);
        }
        match (a, b) {
            (Const::Seq(x), Const::Seq(y)) => {
                // A list is not equal to a tuple, and an array only to itself.
                (x.len() != y.len()).then_some(false)
            }
            (Const::Seq(_), _) | (_, Const::Seq(_)) => None,
            (a, b) => Some(a == b),
        }
    }

    fn compare(self, operator: Operator, a: &Const, b: &Const) -> Option<bool> {
        match operator {
            Operator::Eq => self.same(a, b),
            Operator::Ne => self.same(a, b).map(|same| !same),
            Operator::Is => self.identical(a, b),
            Operator::IsNot => self.identical(a, b).map(|same| !same),
            Operator::In => self.contains(b, a),
            Operator::NotIn => self.contains(b, a).map(|found| !found),
            _ => {
                let order = match (a, b) {
                    (Const::Str(x), Const::Str(y)) if !self.is_java() => x.cmp(y),
                    _ => match (self.number(a), self.number(b)) {
                        (Some(x), Some(y)) => x.cmp(&y),
                        _ => self.float(a)?.partial_cmp(&self.float(b)?)?,
                    },
                };
                Some(match operator {
                    Operator::Lt => order == Ordering::Less,
                    Operator::Le => order != Ordering::Greater,
                    Operator::Gt => order == Ordering::Greater,
                    _ => order != Ordering::Less,
                })
            }
        }
    }

    /// `==`. Java compares texts by identity: different texts are different
    /// objects, equal ones may be.
    fn same(self, a: &Const, b: &Const) -> Option<bool> {
        match (a, b) {
            (Const::Str(x), Const::Str(y)) if self.is_java() && x == y => None,
            (a, b) => self.equal(a, b),
        }
    }

    fn identical(self, a: &Const, b: &Const) -> Option<bool> {
        let unique = |value: &Const| matches!(value, Const::Null | Const::Bool(_) | Const::Enum(_));
        (unique(a) || unique(b)).then(|| a == b)
    }

    /// `item in container`.
    pub(super) fn contains(self, container: &Const, item: &Const) -> Option<bool> {
        match (container, item) {
            (Const::Str(text), Const::Str(part)) => Some(text.contains(&**part)),
            (Const::Seq(items), item) => {
                let mut known = true;
                for one in items.iter() {
                    match self.equal(one, item) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => known = false,
                    }
                }
                known.then_some(false)
            }
            _ => None,
        }
    }

    // ---- elements

    /// `base[index]`; negative indices count from the end in Python.
    pub(super) fn element(self, base: &Const, index: &Const) -> Option<Const> {
        let index = self.number(index)?;
        match base {
            Const::Str(s) => {
                let chars = self.chars(s)?;
                let c = *chars.get(self.position(index, chars.len())?)?;
                Some(Const::Str(c.to_string().into()))
            }
            Const::Seq(items) => items.get(self.position(index, items.len())?).cloned(),
            _ => None,
        }
    }

    fn position(self, index: i64, len: usize) -> Option<usize> {
        let len = i64::try_from(len).ok()?;
        let index = match index < 0 && !self.is_java() {
            true => index.checked_add(len)?,
            false => index,
        };
        usize::try_from(index).ok()
    }

    /// The characters as the language counts them: Java's are UTF-16, so a text
    /// beyond that plane is not taken apart.
    pub(super) fn chars(self, s: &str) -> Option<Vec<char>> {
        let chars: Vec<char> = s.chars().collect();
        let is_simple = !self.is_java() || chars.iter().all(|c| u32::from(*c) <= 0xffff);
        is_simple.then_some(chars)
    }

    /// `base[lower:upper:step]`, bounds left out being null.
    pub(super) fn slice(self, base: &Const, bounds: [&Const; 3]) -> Option<Const> {
        let step = match bounds[2] {
            Const::Null => 1,
            step => self.number(step)?,
        };
        if step != 1 {
            return None;
        }
        let cut = |len: usize| -> Option<(usize, usize)> {
            let bound = |bound: &Const, default: usize| -> Option<usize> {
                match bound {
                    Const::Null => Some(default),
                    n => {
                        let n = self.number(n)?;
                        let len = i64::try_from(len).ok()?;
                        let n = if n < 0 { n.saturating_add(len) } else { n };
                        usize::try_from(n.clamp(0, len)).ok()
                    }
                }
            };
            let lower = bound(bounds[0], 0)?;
            Some((lower, bound(bounds[1], len)?.max(lower)))
        };
        match base {
            Const::Str(s) => {
                let chars = self.chars(s)?;
                let (lower, upper) = cut(chars.len())?;
                text(&chars[lower..upper].iter().collect::<String>())
            }
            Const::Seq(items) => {
                let (lower, upper) = cut(items.len())?;
                Some(Const::Seq(Arc::from(&items[lower..upper])))
            }
            _ => None,
        }
    }

    /// The number of characters or items.
    pub(super) fn length(self, value: &Const) -> Option<Const> {
        let len = match value {
            Const::Str(s) => self.chars(s)?.len(),
            Const::Seq(items) => items.len(),
            _ => return None,
        };
        self.int(i64::try_from(len).ok())
    }
}

fn on_bools(operator: Operator, x: bool, y: bool) -> Option<bool> {
    Some(match operator {
        Operator::BitAnd => x & y,
        Operator::BitOr => x | y,
        Operator::BitXor => x ^ y,
        _ => return None,
    })
}

/// Division rounded towards minus infinity.
fn floor_div(x: i64, y: i64) -> Option<i64> {
    let quotient = x.checked_div(y)?;
    let rest = x.checked_rem(y)?;
    match rest != 0 && (rest < 0) != (y < 0) {
        true => quotient.checked_sub(1),
        false => Some(quotient),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JAVA: Compute = Compute { lang: Lang::Java };
    const PYTHON: Compute = Compute { lang: Lang::Python };

    fn s(text: &str) -> Const {
        Const::Str(text.into())
    }

    #[test]
    fn division_and_remainder_differ_by_language() {
        let (a, b) = (Const::Int(-7), Const::Int(2));
        let of = |c: Compute, op| c.binary(op, &a, &b);
        assert_eq!(of(JAVA, Operator::Div), Some(Const::Int(-3)));
        assert_eq!(of(JAVA, Operator::Mod), Some(Const::Int(-1)));
        assert_eq!(of(PYTHON, Operator::Div), Some(Const::Float(-3.5)));
        assert_eq!(of(PYTHON, Operator::FloorDiv), Some(Const::Int(-4)));
        assert_eq!(of(PYTHON, Operator::Mod), Some(Const::Int(1)));
        assert_eq!(JAVA.binary(Operator::Div, &a, &Const::Int(0)), None);
    }

    #[test]
    fn what_may_overflow_is_not_known() {
        let big = Const::Int(i64::from(i32::MAX));
        assert_eq!(JAVA.binary(Operator::Add, &big, &Const::Int(1)), None);
        assert!(PYTHON.binary(Operator::Add, &big, &Const::Int(1)).is_some());
        assert_eq!(
            PYTHON.binary(Operator::Mul, &s("ab"), &Const::Int(1 << 40)),
            None
        );
    }

    #[test]
    fn texts() {
        let join = |a: &Const, b: &Const| JAVA.binary(Operator::Add, a, b);
        assert_eq!(join(&s("n="), &Const::Int(1)), Some(s("n=1")));
        assert_eq!(
            join(&Const::Char('a'), &Const::Int(1)),
            Some(Const::Int(98))
        );
        assert_eq!(join(&Const::Null, &s("x")), Some(s("nullx")));
        assert_eq!(PYTHON.binary(Operator::Add, &s("n"), &Const::Int(1)), None);
        let args = Const::Seq([s("a"), Const::Int(3)].into());
        assert_eq!(
            PYTHON.binary(Operator::Mod, &s("%s-%d%%"), &args),
            Some(s("a-3%"))
        );
        assert_eq!(
            PYTHON.binary(Operator::Mod, &s("%5d"), &Const::Int(3)),
            None
        );
    }

    #[test]
    fn equality() {
        let eq = |c: Compute, a: &Const, b: &Const| c.binary(Operator::Eq, a, b);
        assert_eq!(eq(JAVA, &s("a"), &s("a")), None);
        assert_eq!(eq(JAVA, &s("a"), &s("b")), Some(Const::Bool(false)));
        assert_eq!(eq(PYTHON, &s("a"), &s("a")), Some(Const::Bool(true)));
        assert_eq!(
            eq(PYTHON, &Const::Int(1), &Const::Float(1.0)),
            Some(Const::Bool(true))
        );
        assert_eq!(
            PYTHON.binary(Operator::Is, &Const::Int(1), &Const::Int(1)),
            None
        );
        assert_eq!(
            PYTHON.binary(Operator::In, &s("b"), &s("abc")),
            Some(Const::Bool(true))
        );
    }

    #[test]
    fn elements_and_slices() {
        let at = |n| PYTHON.element(&s("héllo"), &Const::Int(n));
        assert_eq!(at(1), Some(s("é")));
        assert_eq!(at(-1), Some(s("o")));
        assert_eq!(at(9), None);
        let (one, null) = (Const::Int(1), Const::Null);
        let cut = PYTHON.slice(&s("héllo"), [&one, &null, &null]);
        assert_eq!(cut, Some(s("éllo")));
        assert_eq!(JAVA.element(&s("abc"), &Const::Int(-1)), None);
    }
}
