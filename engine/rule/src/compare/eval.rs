//! The value of an expression for one match.

use std::sync::Arc;

use super::lex::parse_int;
use super::{BinaryOp, CompareOp, Expr, Function, UnaryOp};
use crate::mvar::Mvar;

/// A value.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// `True` or `False`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A string without its quotes.
    Str(Arc<str>),
    /// A list.
    List(Vec<Self>),
    /// Source text of what is not a constant. Only `str()` makes it
    /// comparable.
    Code(Arc<str>),
}

/// What an expression can ask about the match.
pub trait Env {
    /// The value of a metavariable: the constant it is known to hold, else its
    /// source text as [`Value::Code`]; `None` if it is unbound.
    fn value(&self, mvar: &Mvar) -> Option<Value>;

    /// Seconds since 1970-01-01, for `today()`.
    fn now(&self) -> f64;
}

pub(super) fn eval(expr: &Expr, env: &dyn Env) -> Option<Value> {
    Some(match expr {
        Expr::Literal(value) => value.clone(),
        Expr::Mvar(mvar) => env.value(mvar)?,
        Expr::List(items) => Value::List(eval_all(items, env)?),
        Expr::Not(a) => Value::Bool(!boolean(&eval(a, env)?)?),
        // Every operand must have a value: see the module's comment.
        Expr::And(items) => Value::Bool(booleans(items, env)?.iter().all(|b| *b)),
        Expr::Or(items) => Value::Bool(booleans(items, env)?.iter().any(|b| *b)),
        Expr::Unary(op, a) => unary(*op, &eval(a, env)?)?,
        Expr::Binary(op, a, b) => binary(*op, &eval(a, env)?, &eval(b, env)?)?,
        Expr::Compare(first, rest) => {
            let mut left = eval(first, env)?;
            let mut holds = true;
            for (op, right) in rest {
                let right = eval(right, env)?;
                holds &= compare(*op, &left, &right)?;
                left = right;
            }
            Value::Bool(holds)
        }
        Expr::Call(function, args) => call(*function, &eval_all(args, env)?, env)?,
        Expr::Match(regex, subject) => {
            let Value::Str(text) = eval(subject, env)? else {
                return None;
            };
            Value::Bool(regex.match_at_start(&text).ok()?.is_some())
        }
    })
}

fn eval_all(items: &[Expr], env: &dyn Env) -> Option<Vec<Value>> {
    items.iter().map(|item| eval(item, env)).collect()
}

fn booleans(items: &[Expr], env: &dyn Env) -> Option<Vec<bool>> {
    items
        .iter()
        .map(|item| boolean(&eval(item, env)?))
        .collect()
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(b) => Some(*b),
        _ => None,
    }
}

fn unary(op: UnaryOp, value: &Value) -> Option<Value> {
    Some(match (op, value) {
        (UnaryOp::Plus, Value::Int(_) | Value::Float(_)) => value.clone(),
        (UnaryOp::Minus, Value::Int(n)) => Value::Int(n.wrapping_neg()),
        (UnaryOp::Minus, Value::Float(x)) => Value::Float(-x),
        (UnaryOp::Invert, Value::Int(n)) => Value::Int(!n),
        _ => return None,
    })
}

/// Two numbers: both integers, or both as floating-point numbers.
enum Numbers {
    Ints(i64, i64),
    Floats(f64, f64),
}

#[allow(
    clippy::cast_precision_loss,
    reason = "as in Python, a mixed operation is one on floating-point numbers"
)]
fn numbers(a: &Value, b: &Value) -> Option<Numbers> {
    Some(match (a, b) {
        (Value::Int(a), Value::Int(b)) => Numbers::Ints(*a, *b),
        (Value::Int(a), Value::Float(b)) => Numbers::Floats(*a as f64, *b),
        (Value::Float(a), Value::Int(b)) => Numbers::Floats(*a, *b as f64),
        (Value::Float(a), Value::Float(b)) => Numbers::Floats(*a, *b),
        _ => return None,
    })
}

fn binary(op: BinaryOp, a: &Value, b: &Value) -> Option<Value> {
    match numbers(a, b)? {
        Numbers::Ints(a, b) => int_op(op, a, b).map(Value::Int),
        Numbers::Floats(a, b) => Some(Value::Float(match op {
            BinaryOp::Add => a + b,
            BinaryOp::Sub => a - b,
            BinaryOp::Mul => a * b,
            BinaryOp::Div => a / b,
            BinaryOp::FloorDiv => (a / b).floor(),
            BinaryOp::Rem => a % b,
            BinaryOp::Pow => a.powf(b),
            BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor => return None,
        })),
    }
}

/// What overflows or divides by zero has no value.
fn int_op(op: BinaryOp, a: i64, b: i64) -> Option<i64> {
    match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::Div | BinaryOp::FloorDiv => a.checked_div(b),
        BinaryOp::Rem => a.checked_rem(b),
        BinaryOp::Pow => a.checked_pow(u32::try_from(b).ok()?),
        BinaryOp::BitAnd => Some(a & b),
        BinaryOp::BitOr => Some(a | b),
        BinaryOp::BitXor => Some(a ^ b),
    }
}

fn compare(op: CompareOp, a: &Value, b: &Value) -> Option<bool> {
    if matches!(a, Value::Code(_)) || matches!(b, Value::Code(_)) {
        return None;
    }
    match op {
        CompareOp::Eq => Some(equal(a, b)),
        CompareOp::NotEq => Some(!equal(a, b)),
        CompareOp::In => Some(contains(b, a).unwrap_or(false)),
        CompareOp::NotIn => Some(contains(b, a).is_some_and(|found| !found)),
        CompareOp::Lt | CompareOp::LtE | CompareOp::Gt | CompareOp::GtE => {
            let order = match numbers(a, b)? {
                Numbers::Ints(a, b) => a.cmp(&b),
                Numbers::Floats(a, b) => a.partial_cmp(&b)?,
            };
            Some(match op {
                CompareOp::Lt => order.is_lt(),
                CompareOp::LtE => order.is_le(),
                CompareOp::Gt => order.is_gt(),
                _ => order.is_ge(),
            })
        }
    }
}

fn equal(a: &Value, b: &Value) -> bool {
    match numbers(a, b) {
        Some(Numbers::Floats(a, b)) => a == b,
        _ => a == b,
    }
}

/// Whether a list or string holds something; `None` for what holds nothing.
fn contains(whole: &Value, part: &Value) -> Option<bool> {
    match (whole, part) {
        (Value::List(items), part) => Some(items.iter().any(|item| equal(item, part))),
        (Value::Str(whole), Value::Str(part)) => Some(whole.contains(&**part)),
        _ => None,
    }
}

fn call(function: Function, args: &[Value], env: &dyn Env) -> Option<Value> {
    if function == Function::Today {
        return Some(Value::Float(env.now()));
    }
    let arg = args.first()?;
    match function {
        Function::Int => to_int(arg),
        Function::Float => to_float(arg),
        Function::Str => text_of(arg).map(|t| Value::Str(t.into())),
        Function::Lower => text_of(arg).map(|t| Value::Str(t.to_lowercase().into())),
        Function::Upper => text_of(arg).map(|t| Value::Str(t.to_uppercase().into())),
        Function::Len => {
            let n = match arg {
                Value::Str(s) => s.chars().count(),
                Value::List(items) => items.len(),
                _ => return None,
            };
            i64::try_from(n).ok().map(Value::Int)
        }
        Function::Today => None,
        Function::Strptime => string(arg).and_then(date_seconds).map(Value::Float),
        Function::PromqlDuration => string(arg).and_then(duration_millis).map(Value::Int),
    }
}

fn string(value: &Value) -> Option<&str> {
    match value {
        Value::Str(s) => Some(s),
        _ => None,
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "int() of a floating-point number truncates, as in Python"
)]
fn to_int(value: &Value) -> Option<Value> {
    match value {
        Value::Int(_) => Some(value.clone()),
        Value::Float(x) if x.is_finite() => Some(Value::Int(*x as i64)),
        Value::Str(s) => parse_int(s).map(Value::Int),
        _ => None,
    }
}

#[allow(clippy::cast_precision_loss, reason = "as in Python")]
fn to_float(value: &Value) -> Option<Value> {
    match value {
        Value::Int(n) => Some(Value::Float(*n as f64)),
        Value::Float(_) => Some(value.clone()),
        Value::Str(s) => s.trim().parse().ok().map(Value::Float),
        _ => None,
    }
}

fn text_of(value: &Value) -> Option<String> {
    Some(match value {
        Value::Bool(b) => b.to_string(),
        Value::Int(n) => n.to_string(),
        Value::Float(x) => format!("{x:?}"),
        Value::Str(s) | Value::Code(s) => s.to_string(),
        Value::List(_) => return None,
    })
}

/// Seconds since 1970 of the start of a day `yyyy-mm-dd` in UTC.
fn date_seconds(text: &str) -> Option<f64> {
    let mut parts = text.trim().split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some()
        || !(1..=9999).contains(&year)
        || !(1..=12).contains(&month)
        || !(1..=days_in(year, month)).contains(&day)
    {
        return None;
    }
    // Days since 1970 with years that begin in March, so that the leap day is
    // the last of its year.
    let (y, m) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days =
        y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (m * 153 + 2) / 5 + day
            - 1
            - 719_468;
    #[allow(clippy::cast_precision_loss, reason = "well below 2^52")]
    Some((days * 86_400) as f64)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Milliseconds of a duration such as `1h30m` or `500ms`.
fn duration_millis(text: &str) -> Option<i64> {
    let mut total: i64 = 0;
    let mut rest = text;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let n: i64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let (unit, millis) = [
            ("ms", 1),
            ("s", 1_000),
            ("m", 60_000),
            ("h", 3_600_000),
            ("d", 86_400_000),
            ("w", 7 * 86_400_000),
            ("y", 365 * 86_400_000),
        ]
        .into_iter()
        .find(|(unit, _)| rest.starts_with(unit))?;
        rest = &rest[unit.len()..];
        total = total.checked_add(n.checked_mul(millis)?)?;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Bound(Vec<(&'static str, Value)>);

    impl Env for Bound {
        fn value(&self, mvar: &Mvar) -> Option<Value> {
            let (_, value) = self.0.iter().find(|(name, _)| *name == mvar.as_str())?;
            Some(value.clone())
        }
        fn now(&self) -> f64 {
            1_700_000_000.0
        }
    }

    fn value(text: &str) -> Option<Value> {
        let env = Bound(vec![("$N", Value::Int(2048)), ("$B", Value::Bool(true))]);
        Expr::parse(text).unwrap().eval(&env)
    }

    fn holds(text: &str) -> bool {
        value(text) == Some(Value::Bool(true))
    }

    #[test]
    fn operators_bind_as_in_python() {
        assert_eq!(value("2 + 3 * 4"), Some(Value::Int(14)));
        assert_eq!(value("-2 ** 2"), Some(Value::Int(-4)));
        assert_eq!(value("2 ** 3 ** 2"), Some(Value::Int(512)));
        assert_eq!(value("10 - 4 - 3"), Some(Value::Int(3)));
        assert_eq!(value("1 | 2 ^ 2 & 3"), Some(Value::Int(1)));
        assert_eq!(value("7 / 2"), Some(Value::Int(3)));
        assert_eq!(value("7 / 2.0"), Some(Value::Float(3.5)));
        assert_eq!(value("~0"), Some(Value::Int(-1)));
        assert!(holds("not 1 == 2 and 2 == 2"));
        assert!(holds("1 < 2 <= 2 < 3"));
        assert!(!holds("1 < 2 > 3"));
    }

    #[test]
    fn numbers_are_read_in_every_notation() {
        assert!(holds("0x800 == $N"));
        assert!(holds("0o4000 == $N and 0b100000000000 == $N"));
        assert!(holds("int('0x800') == 2_048"));
        assert!(holds("int('2048L') == 2048"));
        assert!(holds("2048 == 2048.0"));
        assert!(holds("1e3 == 1000"));
    }

    #[test]
    fn membership() {
        assert!(holds("'b' in 'abc'"));
        assert!(holds("2 in [1, 2]"));
        assert!(holds("2 not in (1, 3)"));
        assert!(!holds("2 not in 'abc'"));
    }

    #[test]
    fn functions() {
        assert!(holds("str(12) == '12'"));
        assert!(holds("lower('AB') == 'ab' and 'ab'.upper() == 'AB'"));
        assert!(holds("re.match('[a-z]+', 'ab1')"));
        assert!(!holds("re.match('b', 'ab')"));
        assert!(holds("strptime('2000-03-01') == 951868800"));
        assert!(holds("strptime('1970-01-01') == 0"));
        assert!(holds("strptime('2024-02-29') < today() + 100000000"));
        assert_eq!(value("strptime('2023-02-29')"), None);
        assert!(holds("parse_promql_duration('1h30m') == 5400000"));
        assert!(holds("parse_promql_duration('5ms') == 5"));
        assert_eq!(value("parse_promql_duration('5')"), None);
        assert!(holds("len('abc') == 3"));
    }

    #[test]
    fn what_cannot_be_evaluated_is_false_as_a_whole() {
        assert_eq!(value("$UNBOUND == 1 or True"), None);
        assert_eq!(value("'a' < 1 or True"), None);
        assert_eq!(value("1 / 0 == 1"), None);
        assert_eq!(value("9223372036854775807 + 1 > 0"), None);
    }

    #[test]
    fn code_compares_only_as_text() {
        let env = Bound(vec![
            ("$X", Value::Code("foo".into())),
            ("$Y", Value::Code("foo".into())),
        ]);
        let eval = |text| Expr::parse(text).unwrap().eval(&env);
        assert_eq!(eval("$X == $Y"), None);
        assert_eq!(eval("str($X) == str($Y)"), Some(Value::Bool(true)));
    }

    #[test]
    fn strip_reads_metavariables_as_integers() {
        let env = Bound(vec![("$X", Value::Str("0x10".into()))]);
        let expr = Expr::parse("$X > 15").unwrap();
        assert!(!expr.holds(&env));
        assert!(expr.stripped().holds(&env));
    }

    #[test]
    fn errors_have_places() {
        let error = |text| Expr::parse(text).unwrap_err();
        assert_eq!(error("$X = 1").span.start, 3);
        assert_eq!(error("$X == foo").message, "`foo` is not known here");
        assert_eq!(error("foo($X)").message, "there is no function `foo`");
        assert_eq!(error("$X ==").message, "expected a value, found the end");
        assert_eq!(error("'abc").message, "this string is not closed");
        assert!(Expr::parse(&"(".repeat(1000)).is_err());
    }
}
