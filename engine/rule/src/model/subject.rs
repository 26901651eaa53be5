//! Whom a fact is about.

use std::fmt;

use haechi_syntax::Lang;

use super::path::Root;

/// Whom a fact is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Subject {
    /// Calls of a function, method or constructor; reads of a value.
    Callee(Callee),
    /// What an annotation or decorator with this qualified name stands at.
    Annotation(Box<str>),
}

/// A function, method, constructor or value of a library.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Callee {
    /// The qualified name of its type or module; empty for built-ins.
    pub owner: Box<str>,
    /// Its own name; `<init>` for constructors.
    pub name: Box<str>,
    /// Whether it needs an instance (written with `#`).
    pub is_member: bool,
    /// Which overloads are meant, or what the parameters are called.
    pub signature: Signature,
    /// Also on subtypes of the owner.
    pub subtypes: bool,
}

impl Callee {
    /// The name of constructors.
    pub const CONSTRUCTOR: &str = "<init>";

    /// Whether it is a constructor.
    pub fn is_constructor(&self) -> bool {
        &*self.name == Self::CONSTRUCTOR
    }
}

/// Which calls are meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Signature {
    /// All.
    Any,
    /// Those with so many arguments: at least, at most.
    Arity(u16, Option<u16>),
    /// Java: those of the overload with these types of parameters (simple or
    /// qualified names, `...` and `[]` as written).
    Types(Vec<Box<str>>),
    /// Python: all; these are the names of the parameters.
    Names {
        /// Parameters that can be given by position.
        positional: Vec<Box<str>>,
        /// Parameters that can only be given by name (after `*`).
        keyword: Vec<Box<str>>,
    },
}

impl Signature {
    /// Whether a parameter has this name.
    pub fn has(&self, name: &str) -> bool {
        self.root(name).is_some()
    }

    /// The root that the name of a parameter stands for.
    pub fn root(&self, name: &str) -> Option<Root> {
        let Self::Names {
            positional,
            keyword,
        } = self
        else {
            return None;
        };
        if let Some(n) = positional.iter().position(|p| &**p == name) {
            return u16::try_from(n).ok().map(Root::Arg);
        }
        keyword
            .iter()
            .find(|k| &***k == name)
            .map(|k| Root::Keyword(k.clone()))
    }

    /// The name under which a positional argument can also be given.
    pub fn keyword_of(&self, arg: u16) -> Option<&str> {
        match self {
            Self::Names { positional, .. } => positional.get(usize::from(arg)).map(|n| &**n),
            _ => None,
        }
    }

    /// What could be written instead of a wrong name.
    pub(super) fn hint(&self) -> String {
        match self {
            Self::Names {
                positional,
                keyword,
            } if !(positional.is_empty() && keyword.is_empty()) => {
                let names: Vec<&str> = positional.iter().chain(keyword).map(|n| &**n).collect();
                format!("the parameters are {}", names.join(", "))
            }
            _ => "write `arg0`, `this`, `return` or `args`".into(),
        }
    }
}

/// Why a text names no subject: place in bytes, message.
pub(super) type SubjectError = (usize, String);

/// Parses a subject; alternatives in braces give several.
pub(super) fn parse(text: &str, lang: Lang) -> Result<Vec<Subject>, SubjectError> {
    let (head, parameters) = match text.find('(') {
        Some(open) => {
            let Some(close) = text.rfind(')').filter(|c| *c + 1 == text.len()) else {
                return Err((open, "the `(` is not closed at the end".into()));
            };
            (&text[..open], Some((&text[open + 1..close], open + 1)))
        }
        None => (text, None),
    };
    let signature = match parameters {
        Some((inside, at)) => signature(inside, lang).map_err(|message| (at, message))?,
        None => Signature::Any,
    };
    expand(head)?
        .into_iter()
        .map(|name| one(&name, &signature))
        .collect()
}

fn one(name: &str, signature: &Signature) -> Result<Subject, SubjectError> {
    if let Some(name) = name.strip_prefix('@') {
        check_name(name, 1)?;
        return Ok(Subject::Annotation(name.into()));
    }
    let (owner, own, is_member) = match (name.split_once('#'), name.rsplit_once('.')) {
        (Some((owner, own)), _) => (owner, own, true),
        (None, Some((owner, own))) => (owner, own, false),
        (None, None) => ("", name, false),
    };
    let own = if own == "new" {
        Callee::CONSTRUCTOR
    } else {
        own
    };
    if !owner.is_empty() {
        check_name(owner, 0)?;
    }
    if own != Callee::CONSTRUCTOR {
        check_name(own, name.len() - own.len().min(name.len()))?;
    }
    Ok(Subject::Callee(Callee {
        owner: owner.into(),
        name: own.into(),
        is_member,
        signature: signature.clone(),
        subtypes: true,
    }))
}

fn check_name(name: &str, at: usize) -> Result<(), SubjectError> {
    let good = !name.is_empty()
        && name.split('.').all(|part| {
            part.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$'))
                && part
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'))
        });
    if good {
        Ok(())
    } else {
        Err((at, format!("`{name}` is not a qualified name")))
    }
}

/// Most pairs of braces in a subject: their alternatives multiply.
const MAX_BRACES: usize = 2;

/// `a{b,c}d` is `abd` and `acd`.
fn expand(text: &str) -> Result<Vec<String>, SubjectError> {
    let mut found = vec![String::new()];
    let mut at = 0;
    for pair in 0.. {
        let Some(open) = text[at..].find('{').map(|n| at + n) else {
            break;
        };
        let Some(close) = text[open..].find('}').map(|n| open + n) else {
            return Err((open, "the `{` is not closed".into()));
        };
        if pair == MAX_BRACES {
            return Err((open, format!("{MAX_BRACES} pairs of braces are allowed")));
        }
        let before = &text[at..open];
        let alternatives = text[open + 1..close].split(',').map(str::trim);
        found = alternatives
            .flat_map(|part| found.iter().map(move |f| format!("{f}{before}{part}")))
            .collect();
        at = close + 1;
    }
    if let Some(stray) = text[at..].find('}') {
        return Err((at + stray, "the `}` closes nothing".into()));
    }
    Ok(found
        .iter()
        .map(|f| format!("{f}{}", &text[at..]))
        .collect())
}

fn signature(inside: &str, lang: Lang) -> Result<Signature, String> {
    let inside = inside.trim();
    if matches!(inside, "*" | "..") {
        return Ok(Signature::Any);
    }
    if let Some(arity) = arity(inside) {
        return Ok(arity);
    }
    let parts: Vec<&str> = if inside.is_empty() {
        Vec::new()
    } else {
        inside.split(',').map(str::trim).collect()
    };
    if parts.iter().any(|p| p.is_empty()) {
        return Err("a parameter is missing between commas".into());
    }
    match lang {
        Lang::Java => Ok(Signature::Types(
            parts.iter().map(|p| (*p).into()).collect(),
        )),
        Lang::Python => names(&parts),
    }
}

/// `2`, `1+`, `0-2`.
fn arity(text: &str) -> Option<Signature> {
    if let Some(least) = text.strip_suffix('+') {
        return Some(Signature::Arity(least.parse().ok()?, None));
    }
    if let Some((least, most)) = text.split_once('-') {
        let (least, most) = (least.trim().parse().ok()?, most.trim().parse().ok()?);
        return Some(Signature::Arity(least, Some(most)));
    }
    let exact = text.parse().ok()?;
    Some(Signature::Arity(exact, Some(exact)))
}

fn names(parts: &[&str]) -> Result<Signature, String> {
    let (mut positional, mut keyword): (Vec<Box<str>>, Vec<Box<str>>) = (Vec::new(), Vec::new());
    let mut by_name_only = false;
    for part in parts {
        if *part == "*" {
            by_name_only = true;
            continue;
        }
        let name = part.trim_end_matches('=');
        let good = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !good {
            return Err(format!("`{part}` is not the name of a parameter"));
        }
        if by_name_only {
            &mut keyword
        } else {
            &mut positional
        }
        .push(name.into());
    }
    Ok(Signature::Names {
        positional,
        keyword,
    })
}

/// As it is written in models, one alternative.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Annotation(name) => write!(f, "@{name}"),
            Self::Callee(callee) => callee.fmt(f),
        }
    }
}

impl fmt::Display for Callee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dot = if self.is_member {
            "#"
        } else if self.owner.is_empty() {
            ""
        } else {
            "."
        };
        let name = if self.is_constructor() {
            "new"
        } else {
            &self.name
        };
        write!(f, "{}{dot}{name}{}", self.owner, self.signature)
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => Ok(()),
            Self::Arity(least, None) => write!(f, "({least}+)"),
            Self::Arity(least, Some(most)) if least == most => write!(f, "({least})"),
            Self::Arity(least, Some(most)) => write!(f, "({least}-{most})"),
            Self::Types(types) => write!(f, "({})", types.join(", ")),
            Self::Names {
                positional,
                keyword,
            } => {
                let mut all: Vec<&str> = positional.iter().map(|n| &**n).collect();
                if !keyword.is_empty() {
                    all.push("*");
                    all.extend(keyword.iter().map(|n| &**n));
                }
                write!(f, "({})", all.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, lang: Lang) -> String {
        match parse(text, lang) {
            Ok(all) => all
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" "),
            Err((at, message)) => format!("{at}: {message}"),
        }
    }

    #[test]
    fn subjects_read_as_they_are_written() {
        for text in [
            "a.B#m",
            "a.B#m(2)",
            "a.B#m(1+)",
            "a.B#m(0-2)",
            "a.B#m(String, int[])",
            "a.B#new",
            "@a.B",
        ] {
            assert_eq!(shown(text, Lang::Java), text);
        }
        for text in ["os.system(command)", "m.f(a, *, b)", "len"] {
            assert_eq!(shown(text, Lang::Python), text);
        }
        assert_eq!(shown("T#m(*)", Lang::Java), "T#m");
        assert_eq!(shown("T#get{,All}", Lang::Java), "T#get T#getAll");
        assert_eq!(
            shown("{a,b}.T#{m,n}x", Lang::Java),
            "a.T#mx b.T#mx a.T#nx b.T#nx"
        );
    }

    #[test]
    fn errors_have_places() {
        assert_eq!(
            shown("a.B#m(", Lang::Java),
            "5: the `(` is not closed at the end"
        );
        assert_eq!(
            shown("a..B#m", Lang::Java),
            "0: `a..B` is not a qualified name"
        );
        assert_eq!(shown("a.B#", Lang::Java), "4: `` is not a qualified name");
        assert_eq!(
            shown("f(1x)", Lang::Python),
            "2: `1x` is not the name of a parameter"
        );
        assert_eq!(shown("f{a", Lang::Python), "1: the `{` is not closed");
        assert_eq!(shown("f}a", Lang::Python), "1: the `}` closes nothing");
        assert_eq!(
            shown("{a}{b}{c}", Lang::Python),
            "6: 2 pairs of braces are allowed"
        );
    }

    #[test]
    fn names_lead_to_arguments() {
        let signature = signature("sql, params=, *, mode", Lang::Python).unwrap();
        assert_eq!(signature.root("params"), Some(Root::Arg(1)));
        assert_eq!(signature.root("mode"), Some(Root::Keyword("mode".into())));
        assert_eq!(signature.keyword_of(0), Some("sql"));
    }
}
