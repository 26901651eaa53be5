//! Model files, read with the same diagnostics as rules.

use std::sync::Arc;

use haechi_syntax::{Idx, Lang, Span};
use rustc_hash::FxHashMap;

use super::kind::{Kind, KindIdx, Kinds, Threat};
use super::path::{AccessPath, Root, arg};
use super::subject::{self, Signature, Subject};
use super::{
    ArgTest, Constant, ContainerKind, ContainerOp, Effects, Fact, Guard, Outcome, RegexPart,
    RegexTest, Returns, TypeFact,
};
use crate::diag::{Code, Diagnostic};
use crate::read::{Cx, Field, Fields, Read, Reported, is_kind, list, nearest, texts, words};
use crate::source::{SourceFile, Text};
use crate::yaml::{self, Node, Plain};

/// Collects what model files say.
#[derive(Default)]
pub(super) struct Reader {
    facts: Vec<Fact>,
    types: Vec<TypeFact>,
    kinds: Vec<Kind>,
    by_name: FxHashMap<Box<str>, KindIdx>,
}

impl Reader {
    /// Facts, kinds in order of name, and types.
    pub(super) fn finish(mut self) -> (Vec<Fact>, Vec<Kind>, Vec<TypeFact>) {
        // Numbers were given as kinds came up; from here on they follow the names.
        let mut order: Vec<usize> = (0..self.kinds.len()).collect();
        order.sort_by(|a, b| self.kinds[*a].name.cmp(&self.kinds[*b].name));
        let mut renumbered = vec![KindIdx::new(0); order.len()];
        for (new, old) in order.iter().enumerate() {
            renumbered[*old] = KindIdx::from_usize(new);
        }
        for fact in &mut self.facts {
            fact.effects.renumber(&renumbered);
        }
        let kinds = order.iter().map(|n| self.kinds[*n].clone()).collect();
        (self.facts, kinds, self.types)
    }

    pub(super) fn file(&mut self, file: &Arc<SourceFile>) -> Vec<Diagnostic> {
        let (doc, problems) = yaml::parse(file);
        let mut cx = Cx::new(file);
        cx.diagnostics = problems;
        for root in doc.roots() {
            // What is wrong has been reported; other documents go on.
            let _ = self.document(&mut cx, root);
        }
        cx.diagnostics.sort_by_key(|d| d.span.start);
        cx.diagnostics
    }

    fn document(&mut self, cx: &mut Cx<'_>, root: Node<'_>) -> Read<()> {
        let mut fields = Fields::open(cx, root, "a model file")?;
        let text = fields.require_text(cx, "models")?;
        let Some(lang) = Lang::from_name(text.as_str()) else {
            let message = format!("there are no models for `{}`", text.as_str());
            let advice = "write `models: java` or `models: python`";
            return Err(cx.error_with(Code::UnknownLanguage, text.span(), message, advice));
        };
        fields.text(cx, "about")?;
        // What is broken is reported where it is read, and does not take the
        // rest of the file with it.
        if let Some(field) = fields.take("kinds") {
            let kinds = Fields::open(cx, field.value, "`kinds`")?;
            for field in kinds.rest() {
                let _ = self.declare(cx, field);
            }
        }
        if let Some(field) = fields.take("facts") {
            for item in list(cx, field.value, "`facts`")? {
                let _ = self.fact(cx, item, lang);
            }
        }
        if let Some(field) = fields.take("types") {
            for item in list(cx, field.value, "`types`")? {
                let _ = self.type_fact(cx, item, lang);
            }
        }
        fields.finish(cx, &["models", "about", "kinds", "facts", "types"]);
        Ok(())
    }

    /// An entry of `kinds:`.
    fn declare(&mut self, cx: &mut Cx<'_>, field: Field<'_>) -> Read<()> {
        let idx = self.kind_named(cx, field.name, field.key.span())?;
        if field.value.is_null() {
            return Ok(());
        }
        let mut inner = Fields::open(cx, field.value, "a kind")?;
        if let Some(text) = inner.text(cx, "threat")? {
            match Threat::from_name(text.as_str()) {
                Some(threat) => self.kinds[idx.index()].threat = Some(threat),
                None => {
                    unknown_word(cx, &text, "threat model", Threat::NAMES);
                }
            }
        }
        if let Some(about) = inner.text(cx, "about")? {
            self.kinds[idx.index()].about = Some(about.as_str().into());
        }
        if let Some(special) = inner.text(cx, "special")? {
            self.kinds[idx.index()].special = Some(special.as_str().into());
        }
        inner.finish(cx, &["threat", "about", "special"]);
        Ok(())
    }

    fn kind_named(&mut self, cx: &mut Cx<'_>, name: &str, at: Span) -> Read<KindIdx> {
        if let Some(idx) = self.by_name.get(name) {
            return Ok(*idx);
        }
        if !is_kind(name) {
            let message = format!("`{name}` cannot be the name of a kind");
            let advice = "kinds are lower-case words joined by `-`, such as `http-request`";
            return Err(cx.error_with(Code::InvalidValue, at, message, advice));
        }
        let idx = KindIdx::from_usize(self.kinds.len());
        self.kinds.push(Kind {
            name: name.into(),
            threat: None,
            about: None,
            special: None,
        });
        self.by_name.insert(name.into(), idx);
        Ok(idx)
    }

    /// One kind, a list of them, or `all`.
    fn kinds(&mut self, cx: &mut Cx<'_>, node: Node<'_>) -> Read<Kinds> {
        let texts = match node.text().filter(|_| !node.is_null()) {
            Some(text) if text.as_str() == "all" => return Ok(Kinds::All),
            Some(text) => vec![text],
            None => texts(cx, node, "the kinds")?,
        };
        let mut found = Vec::new();
        for text in texts {
            found.push(self.kind_named(cx, text.as_str(), text.span())?);
        }
        Ok(Kinds::of(found))
    }

    fn fact(&mut self, cx: &mut Cx<'_>, item: Node<'_>, lang: Lang) -> Read<()> {
        let (key, value) = single(cx, item, "a fact")?;
        let text = key.text().ok_or(Reported)?;
        let subjects = subject::parse(text.as_str(), lang).map_err(|(at, message)| {
            let n = |k| u32::try_from(k).unwrap_or(u32::MAX);
            let span = Span::new(n(at), n(text.as_str().len().max(at + 1)));
            let advice = "write `package.Type#method`, `module.function` or `@package.Annotation`";
            let message = format!("this names no function, value or annotation: {message}");
            cx.error_in(
                Code::InvalidSignature,
                &text,
                span,
                message,
                Some(advice.into()),
            )
        })?;
        let mut fields = Fields::open(cx, value, "a fact")?;
        let signature = subjects.first().map_or(Signature::Any, |s| match s {
            Subject::Callee(callee) => callee.signature.clone(),
            Subject::Annotation(_) => Signature::Any,
        });
        let subtypes = fields.flag(cx, "subtypes", true)?;
        let on_object = subjects.iter().any(
            |s| matches!(s, Subject::Callee(callee) if callee.is_member && !callee.is_constructor()),
        );
        let effects = EffectReader {
            reader: self,
            signature: &signature,
            viewed: match on_object {
                true => Root::This,
                false => Root::Arg(0),
            },
        }
        .read(cx, &mut fields)?;
        let tests = tests(cx, &mut fields, &signature)?;
        fields.finish(cx, KEYS);
        for mut subject in subjects {
            if let Subject::Callee(callee) = &mut subject {
                callee.subtypes = subtypes;
            }
            check_fit(cx, &subject, &effects, key.span())?;
            self.facts.push(Fact {
                lang,
                subject,
                tests: tests.clone(),
                effects: effects.clone(),
                file: Arc::clone(cx.file),
                span: item.span(),
            });
        }
        Ok(())
    }

    fn type_fact(&mut self, cx: &mut Cx<'_>, item: Node<'_>, lang: Lang) -> Read<()> {
        let (key, value) = single(cx, item, "a fact about a type")?;
        let text = key.text().ok_or(Reported)?;
        let mut fields = Fields::open(cx, value, "a fact about a type")?;
        let extends = match fields.take("extends") {
            Some(field) => names(cx, field)?,
            None => Vec::new(),
        };
        let container = match fields.text(cx, "container")? {
            Some(word) => match ContainerKind::from_name(word.as_str()) {
                Some(kind) => Some(kind),
                None => {
                    return Err(unknown_word(
                        cx,
                        &word,
                        "kind of container",
                        ContainerKind::NAMES,
                    ));
                }
            },
            None => None,
        };
        let inert = fields.flag(cx, "inert", false)?;
        fields.finish(cx, &["extends", "container", "inert"]);
        self.types.push(TypeFact {
            lang,
            name: text.as_str().into(),
            extends,
            container,
            inert,
            span: item.span(),
        });
        Ok(())
    }
}

/// The keys of a fact.
const KEYS: &[&str] = &[
    "source",
    "sink",
    "flow",
    "sanitizer",
    "guard",
    "compares",
    "regex",
    "container",
    "fluent",
    "constant",
    "type",
    "view",
    "never-returns",
    "value",
    "parameter",
    "entry",
    "exit",
    "except-types",
    "when",
    "unless",
    "subtypes",
];

/// The one key of a mapping with its value.
fn single<'d>(cx: &mut Cx<'_>, item: Node<'d>, what: &'static str) -> Read<(Node<'d>, Node<'d>)> {
    let mut entries = item.entries().into_iter().flatten();
    match (entries.next(), entries.next()) {
        (Some((key, value)), None) if key.scalar().is_some() => Ok((key, value)),
        _ => {
            let message = format!("{what} must be one line `subject: {{key: value}}`");
            Err(cx.error(Code::WrongType, item.head(), message))
        }
    }
}

fn unknown_word(cx: &mut Cx<'_>, text: &Text, what: &str, known: &[&str]) -> Reported {
    let message = format!("there is no {what} `{}`", text.as_str());
    let advice = match nearest(text.as_str(), known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", words(known)),
    };
    cx.error_with(Code::InvalidValue, text.span(), message, advice)
}

/// One name or a list of them.
fn names(cx: &mut Cx<'_>, field: Field<'_>) -> Read<Vec<Box<str>>> {
    let found = match field.value.text() {
        Some(text) => vec![text],
        None => texts(cx, field.value, &format!("`{}`", field.name))?,
    };
    Ok(found.iter().map(|text| text.as_str().into()).collect())
}

/// Some keys make sense only for annotations, others only for callees.
fn check_fit(cx: &mut Cx<'_>, subject: &Subject, effects: &Effects, at: Span) -> Read<()> {
    let is_annotation = matches!(subject, Subject::Annotation(_));
    if !is_annotation && effects.parameter.is_some() {
        return Err(cx.error_with(
            Code::MisplacedOperator,
            at,
            "`parameter` is for annotations",
            "for a function that the project defines, write `entry: {arg0: …}`",
        ));
    }
    let of_calls = !effects.sources.is_empty()
        || !effects.sinks.is_empty()
        || effects.flows.is_some()
        || effects.container.is_some();
    if is_annotation && of_calls {
        return Err(cx.error_with(
            Code::MisplacedOperator,
            at,
            "an annotation is not called",
            "write `parameter`, `entry` or `exit`",
        ));
    }
    Ok(())
}

fn path(cx: &mut Cx<'_>, text: &Text, signature: &Signature) -> Read<AccessPath> {
    path_at(cx, text, 0, text.as_str(), signature)
}

/// A path that stands at an offset within a text.
fn path_at(
    cx: &mut Cx<'_>,
    text: &Text,
    offset: usize,
    part: &str,
    signature: &Signature,
) -> Read<AccessPath> {
    AccessPath::parse(part.trim(), signature).map_err(|error| {
        let lead = part.len() - part.trim_start().len();
        let n = |k| u32::try_from(k).unwrap_or(u32::MAX);
        let start = offset + lead + error.at.min(part.trim().len());
        let end = (offset + lead + part.trim().len()).max(start + 1);
        let message = format!("this access path cannot be read: {}", error.message);
        cx.error_in(
            Code::InvalidAccessPath,
            text,
            Span::new(n(start), n(end)),
            message,
            None,
        )
    })
}

/// `when:` and `unless:`.
fn tests(cx: &mut Cx<'_>, fields: &mut Fields<'_>, signature: &Signature) -> Read<Vec<ArgTest>> {
    let mut found = Vec::new();
    for (name, negated) in [("when", false), ("unless", true)] {
        let Some(field) = fields.take(name) else {
            continue;
        };
        let inner = Fields::open(cx, field.value, "a condition on arguments")?;
        for entry in inner.rest() {
            let text = entry.key.text().ok_or(Reported)?;
            let values = match entry.value.items() {
                Some(items) => items.map(|n| constant(cx, n)).collect::<Read<_>>()?,
                None => vec![constant(cx, entry.value)?],
            };
            found.push(ArgTest {
                arg: path(cx, &text, signature)?,
                values,
                negated,
            });
        }
    }
    Ok(found)
}

fn constant(cx: &mut Cx<'_>, node: Node<'_>) -> Read<Constant> {
    Ok(match node.plain() {
        Some(Plain::Null) => Constant::Null,
        Some(Plain::Bool(b)) => Constant::Bool(b),
        Some(Plain::Int(n)) => Constant::Int(n),
        Some(Plain::Float(x)) => Constant::Float(x),
        Some(Plain::Text(text)) => Constant::Text(text.into()),
        None => {
            return Err(cx.wrong_type(node, "a constant", "a number, text, true, false or null"));
        }
    })
}

struct EffectReader<'r> {
    reader: &'r mut Reader,
    signature: &'r Signature,
    /// What `view: true` means.
    viewed: Root,
}

impl EffectReader<'_> {
    fn read(mut self, cx: &mut Cx<'_>, fields: &mut Fields<'_>) -> Read<Effects> {
        let result = Some(Root::Return);
        let mut effects = Effects {
            sources: self.paths(cx, fields.take("source"), result.clone())?,
            sinks: self.paths(cx, fields.take("sink"), None)?,
            sanitizers: self.paths(cx, fields.take("sanitizer"), result)?,
            entries: self.paths(cx, fields.take("entry"), Some(Root::Args))?,
            exits: self.paths(cx, fields.take("exit"), Some(Root::Return))?,
            fluent: fields.flag(cx, "fluent", false)?,
            never_returns: fields.flag(cx, "never-returns", false)?,
            ..Effects::default()
        };
        if let Some(field) = fields.take("flow") {
            effects.flows = Some(self.flows(cx, field)?);
        }
        if let Some(field) = fields.take("guard") {
            effects.guards = self.guards(cx, field)?;
        }
        effects.view = self.view(cx, fields)?;
        if let Some(field) = fields.take("compares") {
            effects.compares = Some(self.compares(cx, field)?);
        }
        if let Some(field) = fields.take("regex") {
            effects.regex = Some(self.regex(cx, field)?);
        }
        if let Some(text) = fields.text(cx, "container")? {
            let op = ContainerOp::from_name(text.as_str());
            effects.container = Some(op.ok_or_else(|| {
                unknown_word(cx, &text, "operation on containers", ContainerOp::NAMES)
            })?);
        }
        effects.returns = self.returns(cx, fields)?;
        if let Some(field) = fields.take("value") {
            effects.is_value = true;
            if !matches!(field.value.plain(), Some(Plain::Bool(true))) {
                let kinds = self.reader.kinds(cx, field.value)?;
                effects
                    .sources
                    .push((AccessPath::root(Root::Return), kinds));
            }
        }
        if let Some(field) = fields.take("parameter") {
            effects.parameter = Some(self.reader.kinds(cx, field.value)?);
        }
        if let Some(field) = fields.take("except-types") {
            effects.except_types = names(cx, field)?;
        }
        if effects == Effects::default() {
            let misspelt = KEYS
                .iter()
                .find_map(|name| Some((*name, fields.take_misspelt(name)?)));
            let advice = match misspelt {
                Some((name, have)) => format!("it has `{have}`; did you mean `{name}`?"),
                None => format!("add one of {}", words(&KEYS[..15])),
            };
            let at = fields.node.head();
            return Err(cx.error_with(Code::MissingKey, at, "this fact says nothing", advice));
        }
        Ok(effects)
    }

    /// `{path: kinds}`, or kinds alone for a path that goes without saying.
    fn paths(
        &mut self,
        cx: &mut Cx<'_>,
        field: Option<Field<'_>>,
        default: Option<Root>,
    ) -> Read<Vec<(AccessPath, Kinds)>> {
        let Some(field) = field else {
            return Ok(Vec::new());
        };
        if field.value.entries().is_none() {
            let Some(root) = default else {
                let message = format!("`{}` must say which argument is meant", field.name);
                return Err(cx.error_with(
                    Code::WrongType,
                    field.value.head(),
                    message,
                    format!("for example `{}: {{arg0: KIND}}`", field.name),
                ));
            };
            let kinds = self.reader.kinds(cx, field.value)?;
            return Ok(vec![(AccessPath::root(root), kinds)]);
        }
        let inner = Fields::open(cx, field.value, "a list of paths")?;
        let mut found = Vec::new();
        for entry in inner.rest() {
            let text = entry.key.text().ok_or(Reported)?;
            let path = path(cx, &text, self.signature)?;
            found.push((path, self.reader.kinds(cx, entry.value)?));
        }
        Ok(found)
    }

    /// `{from: to}`, `{from: [to, to]}`, `[from -> to]` or `none`.
    fn flows(&mut self, cx: &mut Cx<'_>, field: Field<'_>) -> Read<Vec<(AccessPath, AccessPath)>> {
        let mut found = Vec::new();
        if let Some(text) = field.value.text() {
            if text.as_str() != "none" {
                found.push(self.arrow(cx, &text)?);
            }
            return Ok(found);
        }
        if field.value.items().is_some() {
            for text in texts(cx, field.value, "`flow`")? {
                found.push(self.arrow(cx, &text)?);
            }
            return Ok(found);
        }
        let inner = Fields::open(cx, field.value, "`flow`")?;
        for entry in inner.rest() {
            let from = entry.key.text().ok_or(Reported)?;
            let from = path(cx, &from, self.signature)?;
            let ends = match entry.value.text() {
                Some(text) => vec![text],
                None => texts(cx, entry.value, "the ends of a flow")?,
            };
            for end in ends {
                found.push((from.clone(), path(cx, &end, self.signature)?));
            }
        }
        Ok(found)
    }

    fn arrow(&self, cx: &mut Cx<'_>, text: &Text) -> Read<(AccessPath, AccessPath)> {
        let written = text.as_str();
        let Some(at) = written.find("->") else {
            return Err(cx.error_with(
                Code::InvalidAccessPath,
                text.span(),
                "a flow leads from one path to another",
                "write `arg0 -> return`, or `none`",
            ));
        };
        let from = path_at(cx, text, 0, &written[..at], self.signature)?;
        let to = path_at(cx, text, at + 2, &written[at + 2..], self.signature)?;
        Ok((from, to))
    }

    fn guards(&mut self, cx: &mut Cx<'_>, field: Field<'_>) -> Read<Vec<Guard>> {
        let inner = Fields::open(cx, field.value, "`guard`")?;
        let mut found = Vec::new();
        for entry in inner.rest() {
            let Some(outcome) = Outcome::from_name(entry.name) else {
                let text = entry.key.text().ok_or(Reported)?;
                return Err(unknown_word(cx, &text, "outcome", Outcome::NAMES));
            };
            for (path, kinds) in self.paths(cx, Some(entry), None)? {
                found.push(Guard {
                    outcome,
                    path,
                    kinds,
                });
            }
        }
        Ok(found)
    }

    /// `view: true`, or the path that the result shows.
    fn view(&self, cx: &mut Cx<'_>, fields: &mut Fields<'_>) -> Read<Option<AccessPath>> {
        let Some(field) = fields.take("view") else {
            return Ok(None);
        };
        match field.value.plain() {
            Some(Plain::Bool(false)) => Ok(None),
            Some(Plain::Bool(true)) => Ok(Some(AccessPath::root(self.viewed.clone()))),
            _ => {
                let text = field.text(cx)?;
                path(cx, &text, self.signature).map(Some)
            }
        }
    }

    /// `compares: [this, arg0]`.
    fn compares(&self, cx: &mut Cx<'_>, field: Field<'_>) -> Read<(AccessPath, AccessPath)> {
        let list = texts(cx, field.value, "the two that are compared")?;
        let [a, b] = &list[..] else {
            return Err(cx.error_with(
                Code::WrongType,
                field.value.head(),
                "two paths are compared",
                "for example `compares: [this, arg0]`",
            ));
        };
        Ok((path(cx, a, self.signature)?, path(cx, b, self.signature)?))
    }

    /// `regex: {pattern: arg0, text: arg1, part: whole}`.
    fn regex(&self, cx: &mut Cx<'_>, field: Field<'_>) -> Read<RegexTest> {
        let mut inner = Fields::open(cx, field.value, "`regex`")?;
        let of = |cx: &mut Cx<'_>, text: Option<Text>| match text {
            Some(text) => path(cx, &text, self.signature),
            None => Err(cx.error_with(
                Code::MissingKey,
                field.value.head(),
                "`regex` needs a pattern and a text",
                "for example `regex: {pattern: arg0, text: arg1, part: whole}`",
            )),
        };
        let pattern = inner.text(cx, "pattern")?;
        let pattern = of(cx, pattern)?;
        let text = inner.text(cx, "text")?;
        let text = of(cx, text)?;
        let part = match inner.text(cx, "part")? {
            None => None,
            Some(word) => match RegexPart::from_name(word.as_str()) {
                Some(part) => Some(part),
                None => return Err(unknown_word(cx, &word, "part of a text", RegexPart::NAMES)),
            },
        };
        inner.finish(cx, &["pattern", "text", "part"]);
        Ok(RegexTest {
            pattern,
            text,
            part,
        })
    }

    fn returns(&self, cx: &mut Cx<'_>, fields: &mut Fields<'_>) -> Read<Option<Returns>> {
        let constant_field = fields.take("constant");
        let type_name = fields.text(cx, "type")?;
        if let Some(field) = constant_field {
            return constant(cx, field.value).map(|c| Some(Returns::Constant(c)));
        }
        Ok(type_name.map(|text| match arg(text.as_str()) {
            Some(n) => Returns::TypeOfArg(n),
            None => match self.signature.root(text.as_str()) {
                Some(Root::Arg(n)) => Returns::TypeOfArg(n),
                _ => Returns::Type(text.as_str().into()),
            },
        }))
    }
}

impl Effects {
    /// Gives kinds their final numbers.
    fn renumber(&mut self, new: &[KindIdx]) {
        let change = |kinds: &mut Kinds| {
            if let Kinds::Some(list) = kinds {
                *kinds = Kinds::of(list.iter().map(|k| new[k.index()]).collect());
            }
        };
        for list in [
            &mut self.sources,
            &mut self.sinks,
            &mut self.sanitizers,
            &mut self.entries,
            &mut self.exits,
        ] {
            list.iter_mut().for_each(|(_, kinds)| change(kinds));
        }
        self.guards.iter_mut().for_each(|g| change(&mut g.kinds));
        self.parameter.iter_mut().for_each(change);
    }
}
