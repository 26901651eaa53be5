//! `languages:` and `language:`.

use haechi_syntax::Lang;

use super::fields::Field;
use super::values::texts;
use super::{Cx, Read, nearest};
use crate::diag::Code;
use crate::rule::{LangSet, Languages};
use crate::source::Text;

/// Languages that rules exist for but that are not analysed here.
const UNSUPPORTED: &[&str] = &[
    "apex",
    "bash",
    "c",
    "c#",
    "c++",
    "cairo",
    "circom",
    "clojure",
    "cpp",
    "csharp",
    "dart",
    "docker",
    "dockerfile",
    "elixir",
    "ex",
    "go",
    "golang",
    "hack",
    "hcl",
    "html",
    "javascript",
    "js",
    "json",
    "jsonnet",
    "julia",
    "kotlin",
    "kt",
    "lisp",
    "lua",
    "move_on_aptos",
    "move_on_sui",
    "ocaml",
    "php",
    "powershell",
    "promql",
    "proto",
    "proto3",
    "protobuf",
    "ql",
    "r",
    "rb",
    "ruby",
    "rust",
    "scala",
    "scheme",
    "sh",
    "sol",
    "solidity",
    "swift",
    "terraform",
    "tf",
    "ts",
    "typescript",
    "vb",
    "visualbasic",
    "vue",
    "xml",
    "yaml",
];

const SUPPORTED: &[&str] = &[
    "java", "python", "python2", "python3", "py", "generic", "regex", "none",
];

enum Named {
    Code(Lang),
    Generic,
    Regex,
    Unsupported,
}

fn named(cx: &mut Cx<'_>, text: &Text) -> Read<Named> {
    let name = text.as_str();
    let lower = name.to_ascii_lowercase();
    match lower.as_str() {
        "generic" | "spacegrep" | "aliengrep" => return Ok(Named::Generic),
        "regex" | "none" => return Ok(Named::Regex),
        _ => {}
    }
    if let Some(lang) = Lang::from_name(&lower) {
        return Ok(Named::Code(lang));
    }
    if UNSUPPORTED.contains(&lower.as_str()) {
        return Ok(Named::Unsupported);
    }
    let message = format!("there is no language `{name}`");
    let known = SUPPORTED.iter().chain(UNSUPPORTED).copied();
    Err(match nearest(name, known) {
        Some(near) => cx.error_with(
            Code::UnknownLanguage,
            text.span(),
            message,
            format!("did you mean `{near}`?"),
        ),
        None => cx.error_with(
            Code::UnknownLanguage,
            text.span(),
            message,
            "code of java and python is analysed; generic and regex rules look at any text",
        ),
    })
}

/// What a rule's list of languages means.
pub(super) enum Target {
    Languages(Languages, Vec<Box<str>>),
    /// All of them are unsupported: the rule is skipped, a warning says so.
    Skip,
}

/// Reads the list of a rule.
pub(super) fn list(cx: &mut Cx<'_>, field: Field<'_>) -> Read<Target> {
    if let Some(word) = field.value.scalar() {
        let message = "`languages` must be a list";
        let advice = format!("write `languages: [{word}]`");
        return Err(cx.error_with(Code::WrongType, field.value.head(), message, advice));
    }
    field.list(cx)?;
    let names = texts(cx, field.value, "`languages`")?;
    let mut langs = LangSet::EMPTY;
    let (mut generic, mut regex) = (false, false);
    let mut unsupported: Vec<&Text> = Vec::new();
    for text in &names {
        match named(cx, text)? {
            Named::Code(lang) => langs = langs.with(lang),
            Named::Generic => generic = true,
            Named::Regex => regex = true,
            Named::Unsupported => unsupported.push(text),
        }
    }
    let kinds = usize::from(!langs.is_empty() || !unsupported.is_empty())
        + usize::from(generic)
        + usize::from(regex);
    if kinds > 1 {
        return Err(cx.error_with(
            Code::MixedLanguages,
            field.value.head(),
            "`generic` and `regex` cannot be combined with other languages",
            "make a rule of its own for each",
        ));
    }
    let written = names.iter().map(|text| text.as_str().into()).collect();
    let languages = if generic {
        Languages::Generic
    } else if regex {
        Languages::Regex
    } else if langs.is_empty() {
        warn_unsupported(cx, &unsupported, "the rule is skipped");
        return Ok(Target::Skip);
    } else {
        Languages::Code(langs)
    };
    if !unsupported.is_empty() {
        warn_unsupported(cx, &unsupported, "the rule runs for the others");
    }
    Ok(Target::Languages(languages, written))
}

fn warn_unsupported(cx: &mut Cx<'_>, names: &[&Text], so: &str) {
    let Some(first) = names.first() else { return };
    let list: Vec<&str> = names.iter().map(|text| text.as_str()).collect();
    let message = format!("not supported: {}; {so}", list.join(", "));
    cx.warn(Code::UnsupportedLanguage, first.span(), message);
}

/// Reads the language of a condition.
pub(super) fn single(cx: &mut Cx<'_>, text: &Text) -> Read<Languages> {
    Ok(match named(cx, text)? {
        Named::Code(lang) => Languages::Code(LangSet::of(lang)),
        Named::Generic => Languages::Generic,
        Named::Regex => Languages::Regex,
        Named::Unsupported => {
            return Err(cx.unsupported(
                Code::UnsupportedLanguage,
                text.span(),
                text.as_str(),
                Some("conditions can use java, python, generic and regex"),
            ));
        }
    })
}
