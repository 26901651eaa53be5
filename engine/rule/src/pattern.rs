//! Patterns as they stand in rules, parsed when they are first needed.

use std::fmt;
use std::sync::{Arc, OnceLock};

use haechi_syntax::{Kind, Lang, NodeId, Span, Tree, lang::PatternError};

use crate::diag::{Code, Diagnostic, Level};
use crate::mvar::{Mvar, metavariables};
use crate::regex::{Flavor, Regex};
use crate::rule::{LangSet, Languages};
use crate::source::Text;

/// A code or generic pattern. Cheap to clone.
#[derive(Clone)]
pub struct Pattern(Arc<Inner>);

struct Inner {
    text: Text,
    languages: Languages,
    form: Form,
    trees: [OnceLock<Result<Tree, PatternError>>; Lang::ALL.len()],
}

/// What the text of a pattern is.
enum Form {
    /// The pattern itself.
    Whole,
    /// A type; the pattern is a typed metavariable with it.
    Type,
}

impl Pattern {
    /// A pattern for these languages. Nothing is parsed yet.
    pub fn new(text: Text, languages: Languages) -> Self {
        Self::with_form(text, languages, Form::Whole)
    }

    /// A type, such as `java.util.List<$T>`. Its trees are those of the typed
    /// metavariable `$_` with that type, so the type is the `Type` child of the
    /// `TypedMetavar`.
    pub fn of_type(text: Text, languages: Languages) -> Self {
        Self::with_form(text, languages, Form::Type)
    }

    fn with_form(text: Text, languages: Languages, form: Form) -> Self {
        Self(Arc::new(Inner {
            text,
            languages,
            form,
            trees: Default::default(),
        }))
    }

    /// As written (for a type: the type alone).
    pub fn text(&self) -> &Text {
        &self.0.text
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        self.0.text.as_str()
    }

    /// The languages it is meant for: of the rule, or of the
    /// `metavariable-pattern` it stands in. Never `Regex`.
    pub fn languages(&self) -> Languages {
        self.0.languages
    }

    /// Whether it is a `generic` pattern, which has no tree.
    pub fn is_generic(&self) -> bool {
        self.0.languages == Languages::Generic
    }

    /// The pattern as a tree of one language, parsed on first use.
    pub fn tree(&self, lang: Lang) -> Result<&Tree, &PatternError> {
        self.0.trees[lang as usize]
            .get_or_init(|| match self.0.form {
                Form::Whole => lang.parse_pattern(self.as_str()),
                Form::Type => self.parse_type(lang),
            })
            .as_ref()
    }

    fn parse_type(&self, lang: Lang) -> Result<Tree, PatternError> {
        let text = self.as_str().trim();
        let (before, after) = match lang {
            Lang::Java => ("(", " $_)"),
            Lang::Python => ("$_: ", ""),
        };
        let parsed = lang.parse_pattern(&format!("{before}{text}{after}"));
        // What is no type may still be code together with the metavariable.
        let parsed = parsed.and_then(|tree| {
            let only = tree.children(NodeId::ROOT).next();
            // In Python any expression can be a type.
            if lang == Lang::Python
                || only.is_some_and(|node| tree.kind(node) == Kind::TypedMetavar)
            {
                return Ok(tree);
            }
            let start = u32::try_from(before.len()).unwrap_or(0);
            Err(PatternError {
                span: Span::new(start, start + u32::try_from(text.len()).unwrap_or(0)),
                message: format!("`{text}` is code, but no type"),
            })
        });
        parsed.map_err(|mut error| {
            let back = u32::try_from(before.len()).unwrap_or(0);
            let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
            error.span = Span::new(
                error.span.start.saturating_sub(back).min(end),
                error.span.end.saturating_sub(back).min(end),
            );
            error
        })
    }

    /// The metavariables written in it, in order, with repetitions. Some may
    /// stand in comments or longer strings and never bind.
    pub fn mvars(&self) -> impl Iterator<Item = Mvar> {
        metavariables(self.as_str()).filter_map(|(_, m)| Mvar::parse(m))
    }

    /// Parses it for those of its languages that are asked for, and says what
    /// is wrong. A pattern of a rule for several languages need only be code
    /// of one of them; for the others it then cannot match, which is a warning.
    pub fn check(&self, wanted: LangSet) -> Vec<Diagnostic> {
        let Languages::Code(langs) = self.languages() else {
            return Vec::new();
        };
        let errors: Vec<(Lang, &PatternError)> = langs
            .iter()
            .filter(|lang| wanted.contains(*lang))
            .filter_map(|lang| Some((lang, self.tree(lang).err()?)))
            .collect();
        let level = if errors.len() == langs.len() {
            Level::Error
        } else {
            Level::Warning
        };
        let errors = errors
            .into_iter()
            .map(|(lang, error)| self.diagnostic(level, lang, error, langs));
        errors.chain(self.bad_regexes()).collect()
    }

    /// The regexes in its strings (`"=~/re/"`) that are none.
    fn bad_regexes(&self) -> Vec<Diagnostic> {
        let text = self.as_str();
        let mut found = Vec::new();
        for (at, _) in text.match_indices("=~/") {
            let Some(quote) = text[..at]
                .chars()
                .next_back()
                .filter(|c| matches!(c, '"' | '\''))
            else {
                continue;
            };
            let start = at + "=~/".len();
            let Some(end) = end_of_string(&text[start..], quote).map(|n| start + n) else {
                continue;
            };
            let Some((regex, _)) = text[start..end].rsplit_once('/') else {
                continue;
            };
            let Err(error) = Regex::parse(regex, Flavor::Plain) else {
                continue;
            };
            let shift = u32::try_from(start).unwrap_or(u32::MAX);
            let span = Span::new(
                error.span.start.saturating_add(shift),
                error.span.end.saturating_add(shift),
            );
            let message = format!("this is not a regex: {}", error.message);
            let mut bad =
                Diagnostic::in_text(Level::Error, Code::InvalidRegex, self.text(), span, message);
            bad.advice = error.advice;
            found.push(bad);
        }
        found
    }

    fn diagnostic(
        &self,
        level: Level,
        lang: Lang,
        error: &PatternError,
        langs: LangSet,
    ) -> Diagnostic {
        let what = match self.0.form {
            Form::Whole => "pattern",
            Form::Type => "type",
        };
        let message = format!(
            "this is not a {} {what}: {}",
            lang_title(lang),
            error.message
        );
        let diagnostic = Diagnostic::in_text(
            level,
            Code::InvalidPattern,
            self.text(),
            error.span,
            message,
        );
        if langs.len() > 1 {
            diagnostic.advise(format!(
                "the rule names several languages; make a rule of its own for {}",
                lang_title(lang)
            ))
        } else {
            let advice = self.advice(lang, error);
            diagnostic.advise(advice)
        }
    }

    /// What is probably meant by a pattern that is not code of its language.
    fn advice(&self, lang: Lang, error: &PatternError) -> String {
        let text = self.as_str();
        if matches!(self.0.form, Form::Type) {
            return format!("write a type as it stands in {} code", lang_title(lang));
        }
        let mut others = Lang::ALL.into_iter().filter(|other| *other != lang);
        if let Some(other) = others.find(|other| other.parse_pattern(text).is_ok()) {
            return format!(
                "it is {} code; the rule says `languages: [{}]`",
                lang_title(other),
                lang.name()
            );
        }
        if text.contains(['“', '”', '‘', '’']) {
            return "write straight quotes, `\"` or `'`".into();
        }
        if text.contains("....") {
            return "what stands for anything are three dots: `...`".into();
        }
        if error.span.start as usize >= text.trim_end().len() {
            return "something is missing at the end: a bracket, a quote, the other side of an operator; \
                    `...` stands for what does not matter"
                .into();
        }
        "a pattern is code, in which `$X` stands for any one thing and `...` for any number of them; \
         look at what is before this place, too"
            .into()
    }
}

/// Where a string ends that began before this text.
fn end_of_string(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices()
        .find(|(_, c)| {
            let ends = !escaped && *c == quote;
            escaped = !escaped && *c == '\\';
            ends
        })
        .map(|(at, _)| at)
}

/// The name of a language in sentences.
pub(crate) fn lang_title(lang: Lang) -> &'static str {
    match lang {
        Lang::Java => "Java",
        Lang::Python => "Python",
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.text(), f)
    }
}
