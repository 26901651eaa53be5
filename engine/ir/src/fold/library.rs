//! Methods of the platform's strings and numbers, on constants.

use haechi_syntax::Lang;

use super::compute::{Compute, text};
use crate::Const;

impl Compute {
    /// `receiver.name(args)`.
    pub(super) fn method(self, receiver: &Const, name: &str, args: &[&Const]) -> Option<Const> {
        let Const::Str(s) = receiver else {
            return self.method_of_value(receiver, name, args);
        };
        match self.lang {
            Lang::Java => self.java_string(s, name, args),
            Lang::Python => self.python_string(s, name, args),
        }
    }

    /// What every Java object has.
    fn method_of_value(self, receiver: &Const, name: &str, args: &[&Const]) -> Option<Const> {
        if self.lang != Lang::Java {
            return None;
        }
        match (receiver, name, args) {
            (Const::Enum(_), "equals", [other]) => Some(Const::Bool(receiver == *other)),
            (Const::Enum(path), "name" | "toString", []) => {
                text(path.rsplit('.').next().unwrap_or(path))
            }
            (Const::Int(_) | Const::Bool(_) | Const::Char(_), "equals", [other]) => {
                self.equal(receiver, other).map(Const::Bool)
            }
            (Const::Int(_) | Const::Bool(_) | Const::Char(_), "toString", []) => {
                text(&self.shown(receiver)?)
            }
            (Const::Int(_), "intValue" | "longValue", [])
            | (Const::Bool(_), "booleanValue", []) => Some(receiver.clone()),
            _ => None,
        }
    }

    fn java_string(self, s: &str, name: &str, args: &[&Const]) -> Option<Const> {
        let bool = |b: bool| Some(Const::Bool(b));
        match (name, args) {
            ("length", []) => self.length(&Const::Str(s.into())),
            ("isEmpty", []) => bool(s.is_empty()),
            ("isBlank", []) => bool(s.trim().is_empty()),
            ("charAt", [Const::Int(n)]) => {
                let chars = self.chars(s)?;
                chars
                    .get(usize::try_from(*n).ok()?)
                    .copied()
                    .map(Const::Char)
            }
            ("equals" | "contentEquals", [Const::Str(other)]) => bool(*s == **other),
            ("equals", [_]) => bool(false),
            ("equalsIgnoreCase", [Const::Str(other)]) if s.is_ascii() && other.is_ascii() => {
                bool(s.eq_ignore_ascii_case(other))
            }
            ("startsWith", [Const::Str(part)]) => bool(s.starts_with(&**part)),
            ("endsWith", [Const::Str(part)]) => bool(s.ends_with(&**part)),
            ("contains", [Const::Str(part)]) => bool(s.contains(&**part)),
            ("compareTo", [Const::Str(other)]) if s == &**other => Some(Const::Int(0)),
            ("indexOf", [Const::Str(part)]) => self.index_of(s, part),
            ("indexOf", [Const::Char(c)]) => self.index_of(s, &c.to_string()),
            ("substring", [from]) => self.substring(s, from, &Const::Null),
            ("substring" | "subSequence", [from, to]) => self.substring(s, from, to),
            ("toLowerCase", _) if s.is_ascii() => text(&s.to_ascii_lowercase()),
            ("toUpperCase", _) if s.is_ascii() => text(&s.to_ascii_uppercase()),
            ("trim", []) => text(s.trim_matches(|c: char| c <= ' ')),
            ("strip", []) => text(s.trim()),
            ("concat", [Const::Str(other)]) => text(&format!("{s}{other}")),
            ("replace", [from, to]) => self.replace(s, from, to),
            ("repeat", [Const::Int(n)]) => {
                let n = usize::try_from(*n).ok()?;
                s.len()
                    .checked_mul(n)
                    .filter(|n| *n <= super::compute::MAX_TEXT)?;
                text(&s.repeat(n))
            }
            ("toString" | "intern", []) => text(s),
            ("formatted", _) => self.format(s, args),
            _ => None,
        }
    }

    /// Java throws where the bounds do not fit.
    fn substring(self, s: &str, from: &Const, to: &Const) -> Option<Const> {
        let chars = self.chars(s)?;
        let bound = |bound: &Const| match bound {
            Const::Int(n) => usize::try_from(*n).ok().filter(|n| *n <= chars.len()),
            Const::Null => Some(chars.len()),
            _ => None,
        };
        let (from, to) = (bound(from)?, bound(to)?);
        text(&chars.get(from..to)?.iter().collect::<String>())
    }

    fn index_of(self, s: &str, part: &str) -> Option<Const> {
        let Some(at) = s.find(part) else {
            return Some(Const::Int(-1));
        };
        let before = self.chars(s.get(..at)?)?.len();
        self.int(i64::try_from(before).ok())
    }

    fn replace(self, s: &str, from: &Const, to: &Const) -> Option<Const> {
        let part = |value: &Const| match value {
            Const::Str(s) => Some(s.to_string()),
            Const::Char(c) => Some(c.to_string()),
            _ => None,
        };
        let (from, to) = (part(from)?, part(to)?);
        if from.is_empty() || to.len() > super::compute::MAX_TEXT {
            return None;
        }
        // Each replacement adds at most `to`: refused before it is made.
        let count = s.matches(&from).count();
        let longest = s.len().checked_add(count.checked_mul(to.len())?)?;
        (longest <= 2 * super::compute::MAX_TEXT).then(|| text(&s.replace(&from, &to)))?
    }

    fn format(self, format: &str, args: &[&Const]) -> Option<Const> {
        let args: Vec<Const> = args.iter().map(|arg| (*arg).clone()).collect();
        self.percent(format, &args)
    }

    fn python_string(self, s: &str, name: &str, args: &[&Const]) -> Option<Const> {
        let bool = |b: bool| Some(Const::Bool(b));
        match (name, args) {
            ("lower", []) if s.is_ascii() => text(&s.to_ascii_lowercase()),
            ("upper", []) if s.is_ascii() => text(&s.to_ascii_uppercase()),
            ("strip", []) => text(s.trim()),
            ("lstrip", []) => text(s.trim_start()),
            ("rstrip", []) => text(s.trim_end()),
            ("startswith", [Const::Str(part)]) => bool(s.starts_with(&**part)),
            ("endswith", [Const::Str(part)]) => bool(s.ends_with(&**part)),
            ("__contains__", [Const::Str(part)]) => bool(s.contains(&**part)),
            ("isdigit", []) if s.is_ascii() => {
                bool(!s.is_empty() && s.bytes().all(|b| b.is_ascii_digit()))
            }
            ("isalpha", []) if s.is_ascii() => {
                bool(!s.is_empty() && s.bytes().all(|b| b.is_ascii_alphabetic()))
            }
            ("isalnum", []) if s.is_ascii() => {
                bool(!s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric()))
            }
            ("find", [Const::Str(part)]) => self.index_of(s, part),
            ("replace", [from, to]) => self.replace(s, from, to),
            ("format", _) => self.braces(s, args),
            ("join", [Const::Seq(items)]) => {
                let mut parts = Vec::with_capacity(items.len());
                for item in items.iter() {
                    let Const::Str(item) = item else { return None };
                    parts.push(&**item);
                }
                text(&parts.join(s))
            }
            ("split", [Const::Str(by)]) if !by.is_empty() => {
                let parts: Vec<_> = s.split(&**by).map(|part| Const::Str(part.into())).collect();
                Some(Const::Seq(parts.into()))
            }
            _ => None,
        }
    }

    /// `"{} {}".format(…)` with empty or numbered fields.
    fn braces(self, format: &str, args: &[&Const]) -> Option<Const> {
        let mut out = String::new();
        let mut next = 0;
        let mut rest = format;
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(&rest[..at]);
            let tail = &rest[at..];
            if let Some(after) = tail.strip_prefix("{{") {
                out.push('{');
                rest = after;
            } else if let Some(after) = tail.strip_prefix("}}") {
                out.push('}');
                rest = after;
            } else {
                let (field, after) = tail.strip_prefix('{')?.split_once('}')?;
                let n = match field {
                    "" => {
                        next += 1;
                        next - 1
                    }
                    field => field.parse().ok()?,
                };
                out.push_str(&self.shown(args.get(n)?)?);
                rest = after;
            }
        }
        out.push_str(rest);
        text(&out)
    }

    /// A function of the platform by its qualified or builtin name.
    pub(super) fn function(self, path: &str, args: &[&Const]) -> Option<Const> {
        match (self.lang, path, args) {
            (Lang::Java, "String.format", [Const::Str(format), rest @ ..]) => {
                self.format(format, rest)
            }
            (Lang::Java, "String.valueOf" | "Integer.toString" | "Objects.toString", [one]) => {
                text(&self.shown(one)?)
            }
            (Lang::Java, "String.join", [Const::Str(by), rest @ ..]) => {
                let parts: Option<Vec<_>> = rest.iter().map(|part| self.shown(part)).collect();
                text(&parts?.join(by))
            }
            (Lang::Java, "Integer.valueOf", [Const::Int(n)]) => Some(Const::Int(*n)),
            (Lang::Java, "Integer.parseInt" | "Integer.valueOf", [Const::Str(s)]) => {
                self.int(s.parse::<i32>().ok().map(i64::from))
            }
            (Lang::Java, "Boolean.parseBoolean" | "Boolean.valueOf", [Const::Str(s)]) => {
                Some(Const::Bool(s.eq_ignore_ascii_case("true")))
            }
            (Lang::Java, "Objects.equals", [a, b]) => self.equal(a, b).map(Const::Bool),
            (Lang::Java, "Math.max", [Const::Int(a), Const::Int(b)]) => Some(Const::Int(*a.max(b))),
            (Lang::Java, "Math.min", [Const::Int(a), Const::Int(b)]) => Some(Const::Int(*a.min(b))),
            (Lang::Java, "Math.abs", [Const::Int(a)]) => self.int(a.checked_abs()),
            (Lang::Python, "len", [one]) => self.length(one),
            (Lang::Python, "str", [one]) => text(&self.shown(one)?),
            (Lang::Python, "int", [Const::Int(n)]) => Some(Const::Int(*n)),
            (Lang::Python, "int", [Const::Str(s)]) => s.trim().parse().ok().map(Const::Int),
            (Lang::Python, "bool", [one]) => self.truth(one).map(Const::Bool),
            (Lang::Python, "ord", [Const::Str(s)]) => {
                let mut chars = s.chars();
                let c = chars.next()?;
                let is_one = chars.next().is_none();
                is_one.then(|| Const::Int(i64::from(u32::from(c))))
            }
            (Lang::Python, "chr", [Const::Int(n)]) => {
                let c = char::from_u32(u32::try_from(*n).ok()?)?;
                text(&c.to_string())
            }
            (Lang::Python, "tuple", [Const::Seq(items)]) => Some(Const::Seq(items.clone())),
            (Lang::Python, "range", [Const::Int(to)]) => range(0, *to),
            (Lang::Python, "range", [Const::Int(from), Const::Int(to)]) => range(*from, *to),
            (Lang::Python, "any" | "all", [Const::Seq(items)]) => {
                let stops_at = path == "any";
                for item in items.iter() {
                    if self.truth(item)? == stops_at {
                        return Some(Const::Bool(stops_at));
                    }
                }
                Some(Const::Bool(!stops_at))
            }
            _ => None,
        }
    }
}

/// The integers from `from` up to, not including, `to`.
fn range(from: i64, to: i64) -> Option<Const> {
    let length = to.checked_sub(from)?.max(0);
    let items = || (from..to).map(Const::Int).collect();
    (length <= super::compute::MAX_ITEMS).then(|| Const::Seq(items()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s(text: &str) -> Const {
        Const::Str(text.into())
    }

    #[test]
    fn java_strings() {
        let java = Compute { lang: Lang::Java };
        let call = |name, args: &[&Const]| java.method(&s("Guess"), name, args);
        assert_eq!(call("charAt", &[&Const::Int(1)]), Some(Const::Char('u')));
        assert_eq!(call("charAt", &[&Const::Int(9)]), None);
        assert_eq!(call("length", &[]), Some(Const::Int(5)));
        assert_eq!(
            call("substring", &[&Const::Int(1), &Const::Int(3)]),
            Some(s("ue"))
        );
        assert_eq!(call("substring", &[&Const::Int(4), &Const::Int(3)]), None);
        assert_eq!(call("toLowerCase", &[]), Some(s("guess")));
        assert_eq!(call("indexOf", &[&s("ss")]), Some(Const::Int(3)));
        assert_eq!(call("equals", &[&Const::Null]), Some(Const::Bool(false)));
        let format = java.function("String.format", &[&s("%s:%d"), &s("a"), &Const::Int(2)]);
        assert_eq!(format, Some(s("a:2")));
    }

    #[test]
    fn python_strings() {
        let python = Compute { lang: Lang::Python };
        let call = |name, args: &[&Const]| python.method(&s("{}-{0}"), name, args);
        assert_eq!(call("format", &[&s("a")]), Some(s("a-a")));
        assert_eq!(call("format", &[]), None);
        assert_eq!(python.function("len", &[&s("é")]), Some(Const::Int(1)));
        let parts = Const::Seq([s("a"), s("b")].into());
        assert_eq!(python.method(&s("/"), "join", &[&parts]), Some(s("a/b")));
        assert_eq!(python.method(&s("a/b"), "split", &[&s("/")]), Some(parts));
    }
}
