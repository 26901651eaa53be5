//! Mappings, read key by key: what nobody asks for is an unknown key.

use rustc_hash::FxHashMap;

use super::{Cx, Read, nearest};
use crate::diag::Code;
use crate::source::Text;
use crate::yaml::Node;

/// A mapping that is being read.
pub(crate) struct Fields<'d> {
    entries: Vec<Entry<'d>>,
    pub(crate) node: Node<'d>,
    /// What it is, in messages: `a rule`, `metavariable-regex` …
    what: &'static str,
    /// How many diagnostics there were when it was opened.
    before: usize,
}

#[derive(Clone, Copy)]
struct Entry<'d> {
    name: &'d str,
    key: Node<'d>,
    value: Node<'d>,
    taken: bool,
}

/// A key with its value.
#[derive(Clone, Copy)]
pub(crate) struct Field<'d> {
    pub(crate) name: &'d str,
    pub(crate) key: Node<'d>,
    pub(crate) value: Node<'d>,
}

impl<'d> Fields<'d> {
    /// Opens a mapping; anything else, or a key given twice, is an error.
    pub(crate) fn open(cx: &mut Cx<'_>, node: Node<'d>, what: &'static str) -> Read<Self> {
        let before = cx.diagnostics.len();
        let Some(found) = node.entries() else {
            return Err(cx.wrong_type(node, what, "a mapping (`key: value`)"));
        };
        let mut entries: Vec<Entry<'d>> = Vec::with_capacity(found.len());
        let mut seen = FxHashMap::default();
        let mut failed = None;
        for (key, value) in found {
            let Some(name) = key.scalar() else {
                failed = Some(cx.wrong_type(key, "a key", "text"));
                continue;
            };
            if let Some(first) = seen.insert(name, key) {
                failed = Some(duplicate(cx, name, key, first, what));
                continue;
            }
            entries.push(Entry {
                name,
                key,
                value,
                taken: false,
            });
        }
        match failed {
            Some(reported) => Err(reported),
            None => Ok(Self {
                entries,
                node,
                what,
                before,
            }),
        }
    }

    /// A key, if it is there; one without a value counts as absent.
    pub(crate) fn take(&mut self, name: &str) -> Option<Field<'d>> {
        let entry = self.entries.iter_mut().find(|e| e.name == name)?;
        entry.taken = true;
        (!entry.value.is_null()).then_some(Field {
            name: entry.name,
            key: entry.key,
            value: entry.value,
        })
    }

    /// A key that must be there.
    pub(crate) fn require(&mut self, cx: &mut Cx<'_>, name: &str) -> Read<Field<'d>> {
        if let Some(field) = self.take(name) {
            return Ok(field);
        }
        if let Some(key) = self.empty_key(name) {
            return Err(no_value(cx, name, key));
        }
        let message = format!("{} lacks the key `{name}`", self.what);
        let at = self.node.head();
        Err(match self.take_misspelt(name) {
            Some(have) => cx.error_with(
                Code::MissingKey,
                at,
                message,
                format!("it has `{have}`; did you mean `{name}`?"),
            ),
            None => match hint(name) {
                Some(hint) => cx.error_with(Code::MissingKey, at, message, hint),
                None => cx.error(Code::MissingKey, at, message),
            },
        })
    }

    /// The key itself, if it is written without a value.
    pub(crate) fn empty_key(&self, name: &str) -> Option<Node<'d>> {
        let entry = self.entries.iter().find(|e| e.name == name)?;
        entry.value.is_null().then_some(entry.key)
    }

    /// A key that was not read and looks like a misspelling of this one. It
    /// counts as read, since the caller reports it.
    pub(crate) fn take_misspelt(&mut self, name: &str) -> Option<&'d str> {
        let entry = self
            .entries
            .iter_mut()
            .filter(|e| !e.taken)
            .map(|e| (strsim::osa_distance(e.name, name), e))
            .filter(|(distance, _)| *distance <= 1 + name.len() / 6)
            .min_by_key(|(distance, e)| (*distance, e.name))?
            .1;
        entry.taken = true;
        Some(entry.name)
    }

    /// The text of a key, if it is there.
    pub(crate) fn text(&mut self, cx: &mut Cx<'_>, name: &str) -> Read<Option<Text>> {
        self.take(name).map(|f| f.text(cx)).transpose()
    }

    /// The text of a key that must be there.
    pub(crate) fn require_text(&mut self, cx: &mut Cx<'_>, name: &str) -> Read<Text> {
        self.require(cx, name)?.text(cx)
    }

    /// A key that is true or false.
    pub(crate) fn flag(&mut self, cx: &mut Cx<'_>, name: &str, default: bool) -> Read<bool> {
        self.take(name).map_or(Ok(default), |f| f.flag(cx))
    }

    /// Whether a key is written.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|e| e.name == name)
    }

    /// The scalar under a key, which still counts as not read.
    pub(crate) fn value(&self, name: &str) -> Option<&'d str> {
        let entry = self.entries.iter().find(|e| e.name == name)?;
        entry.value.scalar()
    }

    /// The keys that were not read yet.
    pub(crate) fn rest(&self) -> impl Iterator<Item = Field<'d>> {
        self.entries.iter().filter(|e| !e.taken).map(|e| Field {
            name: e.name,
            key: e.key,
            value: e.value,
        })
    }

    /// Warns of keys that nobody asked for. Known keys may be left over where
    /// reading stopped early.
    pub(crate) fn finish(self, cx: &mut Cx<'_>, known: &[&str]) {
        let stopped = cx.diagnostics.len() > self.before;
        for field in self.rest() {
            let at = field.key.span();
            if known.contains(&field.name) {
                if !stopped {
                    without_effect(cx, field, self.has("taint"));
                }
                continue;
            }
            if let Some(advice) = place_of(field.name, self.what, known) {
                let message = format!("`{}` is ignored here", field.name);
                cx.warn_with(Code::MisplacedOperator, at, message, advice);
                continue;
            }
            let message = format!("{} has no key `{}`", self.what, field.name);
            let advice = match nearest(field.name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if self.what == "a rule" => {
                    "it is ignored; remove it, or move what you want to keep to `metadata`".into()
                }
                None => "it is ignored; remove it".into(),
            };
            cx.warn_with(Code::UnknownKey, at, message, advice);
        }
    }
}

/// Warns of a key that is known but does nothing beside the others.
fn without_effect(cx: &mut Cx<'_>, field: Field<'_>, beside_taint: bool) {
    let message = format!("`{}` has no effect here", field.name);
    let at = field.key.span();
    match field.name {
        "pattern-sources"
        | "pattern-sinks"
        | "pattern-sanitizers"
        | "pattern-propagators"
        | "sources"
        | "sinks"
        | "sanitizers"
        | "propagators" => {
            let advice = if beside_taint {
                "sources and sinks stand either below `taint:` or in the rule itself, not in both"
            } else {
                "a rule that follows values has `mode: taint`, sources and sinks, \
                 and no `pattern` or `match` of its own"
            };
            cx.warn_with(Code::Ignored, at, message, advice);
        }
        "pattern" | "patterns" | "pattern-either" | "pattern-regex" | "match" => {
            let advice = "what such a rule finds is what its sinks match; remove it";
            cx.warn_with(Code::Ignored, at, message, advice);
        }
        _ => cx.warn(Code::Ignored, at, message),
    }
}

/// Where a key belongs that means something, but not here.
fn place_of(name: &str, what: &str, known: &[&str]) -> Option<String> {
    let taint_item = match name {
        "label" => Some("sources and propagators"),
        "requires" => Some("sources, propagators and sinks"),
        "at-exit" => Some("sinks"),
        "control" => Some("sources"),
        "from" | "to" | "replace-labels" => Some("propagators"),
        "not_conflicting" => Some("sanitizers"),
        _ => None,
    };
    if let Some(owners) = taint_item {
        let in_taint = matches!(what, "a source" | "a sink" | "a sanitizer" | "a propagator");
        return in_taint.then(|| format!("it is a key of {owners}"));
    }
    let takes_patterns = known.contains(&"patterns");
    if takes_patterns && super::formula::is_operator(name) {
        return Some(format!(
            "make `patterns:` a list of both: `- {name}: …` and the pattern it stands beside"
        ));
    }
    let takes_terms = known.contains(&"all");
    if takes_terms && matches!(name, "focus" | "metavariable" | "comparison") {
        return Some("conditions stand in a list `where:` of the term they are about".into());
    }
    None
}

/// What to write for a key that is missing.
fn hint(name: &str) -> Option<&'static str> {
    Some(match name {
        "id" => "give it a name that stays, such as `id: sql-from-request`",
        "message" => "say what is wrong and how to mend it: `message: …`",
        "severity" => "add `severity: HIGH` (or CRITICAL, MEDIUM, LOW)",
        "languages" => "add `languages: [java]` or `languages: [python]`",
        "metavariable" => "say which one is meant: `metavariable: $X`",
        "regex" => "write the regex: `regex: …`",
        "comparison" => "write what must hold: `comparison: $X > 1`",
        "from" => "name the metavariable whose taint is taken: `from: $X`",
        "to" => "name the metavariable that receives it: `to: $Y`",
        "pattern-sources" | "sources" => "say where tainted values come from",
        "pattern-sinks" | "sinks" => "say where tainted values must not arrive",
        "replacement" => "write what the match becomes: `replacement: …`",
        "analyzer" => "say which: `analyzer: entropy` or `analyzer: redos`",
        "join" => {
            "say below `join:` which `rules` (or `refs`) are joined, and `on` which condition"
        }
        "on" => "say when findings belong together: `on: [\"one.$X == two.$Y\"]`",
        "rule" => "name the rule file: `rule: PATH.yaml`",
        "models" => "a model file begins with `models: java` or `models: python`",
        _ => return None,
    })
}

/// What to write into a list that must not be empty.
fn empty_list(name: &str) -> Option<&'static str> {
    Some(match name {
        "languages" => "name at least one: `languages: [java]`",
        "patterns" | "pattern-either" => "write at least one item: `- pattern: …`",
        "all" | "any" => "write at least one pattern below it, after `- `",
        "pattern-sources" | "sources" => "say where tainted values come from: `- pattern: …`",
        "pattern-sinks" | "sinks" => "say where they must not arrive: `- pattern: …`",
        "where" => "write at least one condition below it, or remove it",
        "on" => "say when findings belong together: `- one.$X == two.$Y`",
        "requires" => "write `- $X: LABEL`, or a label alone: `requires: LABEL`",
        _ => return None,
    })
}

pub(crate) fn no_value(cx: &mut Cx<'_>, name: &str, key: Node<'_>) -> super::Reported {
    let message = format!("`{name}` has no value");
    let line = cx.file.line(cx.file.line_col(key.span().start).line);
    let advice = if line.contains(&format!("{name}: #")) {
        "` #` begins a comment in YAML; put the value in quotes".to_owned()
    } else {
        format!("write the value after `{name}:`; the text null must be quoted")
    };
    cx.error_with(Code::WrongType, key.span(), message, advice)
}

fn duplicate(
    cx: &mut Cx<'_>,
    name: &str,
    key: Node<'_>,
    first: Node<'_>,
    what: &str,
) -> super::Reported {
    let line = cx.file.line_col(first.span().start).line;
    let message = format!("{what} has the key `{name}` twice, first on line {line}");
    let advice = if what == "a rule" && name.starts_with("pattern") {
        "put both into a list `patterns:` (all must match) or `pattern-either:` (any)"
    } else if name.starts_with("metavariable") || name.starts_with("pattern") {
        "make each an item of its own in the list, with a `-` in front"
    } else {
        "remove one of them"
    };
    cx.error_with(Code::DuplicateKey, key.span(), message, advice)
}

impl<'d> Field<'d> {
    fn what(&self) -> String {
        format!("`{}`", self.name)
    }

    /// The value as text; what looks like a number is text too.
    pub(crate) fn text(&self, cx: &mut Cx<'_>) -> Read<Text> {
        match self.value.text() {
            Some(text) => Ok(text),
            None => Err(cx.wrong_type(self.value, &self.what(), "text")),
        }
    }

    pub(crate) fn flag(&self, cx: &mut Cx<'_>) -> Read<bool> {
        match self.value.scalar() {
            Some("true" | "True" | "TRUE") => Ok(true),
            Some("false" | "False" | "FALSE") => Ok(false),
            _ => Err(cx.wrong_type(self.value, &self.what(), "`true` or `false`")),
        }
    }

    pub(crate) fn int(&self, cx: &mut Cx<'_>) -> Read<i64> {
        match self.value.plain() {
            Some(crate::yaml::Plain::Int(n)) => Ok(n),
            _ => Err(cx.wrong_type(self.value, &self.what(), "a whole number")),
        }
    }

    /// A whole number that is not negative.
    pub(crate) fn count(&self, cx: &mut Cx<'_>) -> Read<u32> {
        let n = self.int(cx)?;
        u32::try_from(n).map_err(|_| {
            let message = format!("{} must not be negative or huge, found {n}", self.what());
            let advice = "write 0 or a small whole number";
            cx.error_with(Code::InvalidValue, self.value.span(), message, advice)
        })
    }

    pub(crate) fn number(&self, cx: &mut Cx<'_>) -> Read<f64> {
        match self.value.plain() {
            #[allow(clippy::cast_precision_loss, reason = "seconds, not identities")]
            Some(crate::yaml::Plain::Int(n)) => Ok(n as f64),
            Some(crate::yaml::Plain::Float(x)) => Ok(x),
            _ => Err(cx.wrong_type(self.value, &self.what(), "a number")),
        }
    }

    /// The items of a list that must not be empty.
    pub(crate) fn list(&self, cx: &mut Cx<'_>) -> Read<Vec<Node<'d>>> {
        let items = super::list(cx, self.value, &self.what())?;
        if items.is_empty() {
            let message = format!("{} is an empty list", self.what());
            let at = self.key.span();
            return Err(match empty_list(self.name) {
                Some(advice) => cx.error_with(Code::EmptyList, at, message, advice),
                None => cx.error(Code::EmptyList, at, message),
            });
        }
        Ok(items)
    }
}
