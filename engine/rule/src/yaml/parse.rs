//! From text to [`Doc`], over the events of the YAML parser.

use std::sync::Arc;

use haechi_syntax::Span;
use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::extent;
use super::recover::Recovery;
use super::{Doc, Kind, NodeData};
use crate::diag::{Code, Diagnostic, Level};
use crate::source::{SourceFile, Style};

/// How deep lists and mappings may nest.
const MAX_DEPTH: usize = 200;

/// How many nodes a file may have when all aliases are written out.
const MAX_NODES: u64 = 1_000_000;

/// Parses a file. Where the text is not YAML, the list item around the error
/// is left out and the rest is tried again: one broken rule does not take the
/// others with it.
pub(crate) fn parse(file: &Arc<SourceFile>) -> (Doc, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut recovery = Recovery::new(file.text());
    loop {
        match Builder::run(file, recovery.text()) {
            Ok(doc) => return (doc, diagnostics),
            Err(problem) => {
                let at = problem.span.start;
                diagnostics.push(*problem);
                if !recovery.leave_out(at) {
                    let doc = Doc {
                        file: Arc::clone(file),
                        nodes: Vec::new(),
                        roots: Vec::new(),
                    };
                    return (doc, diagnostics);
                }
            }
        }
    }
}

/// A list or mapping that is being read.
struct Open {
    anchor: usize,
    start: u32,
    map: bool,
    items: Vec<u32>,
}

struct Builder<'t> {
    file: &'t Arc<SourceFile>,
    nodes: Vec<NodeData>,
    /// Size of each node with aliases written out.
    weights: Vec<u64>,
    roots: Vec<u32>,
    open: Vec<Open>,
    /// Finished nodes by the parser's number of their anchor.
    anchors: FxHashMap<usize, u32>,
    offsets: Offsets,
}

type Built<T> = Result<T, Box<Diagnostic>>;

impl<'t> Builder<'t> {
    fn run(file: &'t Arc<SourceFile>, text: &str) -> Built<Doc> {
        let mut builder = Builder {
            file,
            nodes: Vec::with_capacity(text.len() / 16),
            weights: Vec::new(),
            roots: Vec::new(),
            open: Vec::new(),
            anchors: FxHashMap::default(),
            offsets: Offsets::new(text),
        };
        let mut parser = Parser::new_from_str(text);
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|e| builder.scan_error(&e))?;
            let span = Span::new(
                builder.offsets.byte(span.start.index()),
                builder.offsets.byte(span.end.index()),
            );
            builder.event(event, span)?;
        }
        Ok(Doc {
            file: Arc::clone(file),
            nodes: builder.nodes,
            roots: builder.roots,
        })
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Built<()> {
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let style = style_of(style);
                let tagged = tag.is_some_and(|t| t.is_yaml_core_schema() && t.suffix == "str");
                let kind = Kind::Scalar {
                    value: Arc::from(&*value),
                    style,
                    is_text: style != Style::Plain || tagged,
                };
                let span = extent::scalar(self.file.text(), span, style);
                self.add(kind, span, 1, anchor)
            }
            Event::SequenceStart(anchor, _) => self.start(false, anchor, span),
            Event::MappingStart(anchor, _) => self.start(true, anchor, span),
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                Some(id) => {
                    let id = *id;
                    self.place(id, span)
                }
                None => Err(self.problem(
                    Code::BadAlias,
                    span,
                    "this alias lies within what it refers to",
                )),
            },
            _ => Ok(()),
        }
    }

    fn start(&mut self, map: bool, anchor: usize, span: Span) -> Built<()> {
        if self.open.len() == MAX_DEPTH {
            return Err(self.problem(Code::InvalidYaml, span, "this is nested too deeply"));
        }
        self.open.push(Open {
            anchor,
            start: span.start,
            map,
            items: Vec::new(),
        });
        Ok(())
    }

    fn end(&mut self, span: Span) -> Built<()> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        // The parser notices the end of block forms at the next token; what
        // lies between is not part of them.
        let end = match open.items.last() {
            Some(last) if span.is_empty() => self.nodes[*last as usize].span.end,
            _ => span.end,
        };
        let weight = open
            .items
            .iter()
            .map(|id| self.weights[*id as usize])
            .fold(1_u64, u64::saturating_add);
        let span = Span::new(open.start, end.max(open.start));
        let kind = if open.map {
            Kind::Map(self.merged(&open.items))
        } else {
            Kind::Seq(open.items)
        };
        self.add(kind, span, weight, open.anchor)
    }

    fn add(&mut self, kind: Kind, span: Span, weight: u64, anchor: usize) -> Built<()> {
        let id = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(NodeData { span, kind });
        self.weights.push(weight);
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        self.place(id, span)
    }

    /// Puts a finished node, or an alias to one, where it stands.
    fn place(&mut self, id: u32, span: Span) -> Built<()> {
        if self.weights[id as usize] > MAX_NODES {
            return Err(self.problem(
                Code::BadAlias,
                span,
                "the aliases in here blow the file up beyond a million nodes",
            ));
        }
        match self.open.last_mut() {
            Some(open) => open.items.push(id),
            None => self.roots.push(id),
        }
        Ok(())
    }

    /// The entries of a mapping, with `<<: *other` replaced by what it brings
    /// in: entries that the mapping does not have itself.
    fn merged(&self, items: &[u32]) -> Vec<(u32, u32)> {
        let key = |id: u32| match &self.nodes[id as usize].kind {
            Kind::Scalar { value, .. } => Some(&**value),
            _ => None,
        };
        let is_merge = |id: u32| {
            key(id) == Some("<<")
                && matches!(&self.nodes[id as usize].kind, Kind::Scalar { style, .. } if *style == Style::Plain)
        };
        let pairs = items.chunks_exact(2).map(|pair| (pair[0], pair[1]));
        let mut entries: Vec<(u32, u32)> = pairs.clone().filter(|(k, _)| !is_merge(*k)).collect();
        for (_, source) in pairs.filter(|(k, _)| is_merge(*k)) {
            let sources = match &self.nodes[source as usize].kind {
                Kind::Seq(items) => items.clone(),
                _ => vec![source],
            };
            for source in sources {
                let Kind::Map(more) = &self.nodes[source as usize].kind else {
                    continue;
                };
                for (k, v) in more {
                    if !entries.iter().any(|(own, _)| key(*own) == key(*k)) {
                        entries.push((*k, *v));
                    }
                }
            }
        }
        entries
    }

    fn problem(&self, code: Code, span: Span, message: &str) -> Box<Diagnostic> {
        Box::new(Diagnostic::at(Level::Error, code, self.file, span, message))
    }

    fn scan_error(&self, error: &ScanError) -> Box<Diagnostic> {
        let at = self.offsets.byte(error.marker().index());
        let at = tab_near(self.file, at).unwrap_or(at);
        let text = self.file.text();
        let next = text
            .get(at as usize..)
            .and_then(|rest| rest.chars().next())
            .filter(|c| !matches!(c, '\n' | '\r'))
            .map_or(0, char::len_utf8);
        let span = Span::new(at, at + u32::try_from(next).unwrap_or(0));
        let message = format!("this is not YAML: {}", in_words(error.info()));
        let problem = self.problem(Code::InvalidYaml, span, &message);
        match advice(self.file, at, error.info()) {
            Some(advice) => Box::new(problem.advise(advice)),
            None => problem,
        }
    }
}

/// A tab in the indentation of the line of an error or of one beside it: it
/// is the cause, whatever the parser noticed first.
fn tab_near(file: &SourceFile, at: u32) -> Option<u32> {
    let line = file.line_col(at).line;
    (line.saturating_sub(1).max(1)..=line + 1).find_map(|line| {
        let text = file.line(line);
        let indent = &text[..text.len() - text.trim_start().len()];
        let tab = u32::try_from(indent.find('\t')?).ok()?;
        Some(file.line_start(line) + tab)
    })
}

/// The parser's words, or plainer ones for what is most common.
fn in_words(info: &str) -> &str {
    let known = [
        (
            "simple key expect ':'",
            "a `key: value` is expected, and there is no `: `",
        ),
        (
            "did not find expected node content",
            "a value is expected here",
        ),
        ("illegal placement of ':'", "a `:` cannot stand here"),
        (
            "unknown escape character",
            "there is no such escape in double quotes",
        ),
        (
            "unknown anchor",
            "this repeats something that is marked nowhere",
        ),
    ];
    let found = known.iter().find(|(theirs, _)| info.contains(theirs));
    found.map_or(info, |(_, ours)| ours)
}

/// What usually is behind an error of the YAML parser.
fn advice(file: &SourceFile, at: u32, info: &str) -> Option<String> {
    let line = file.line(file.line_col(at).line);
    if tab_near(file, at).is_some() {
        return Some("YAML forbids tabs in the indentation; use spaces".into());
    }
    if info.contains("recursion") {
        return Some("no rule needs lists within so many lists".into());
    }
    if info.contains("escape") {
        return Some(
            "between double quotes `\\` begins an escape; use single quotes: '…', in which it is itself"
                .into(),
        );
    }
    if info.contains("unknown anchor") {
        return Some(
            "`*name` repeats what `&name` marked before it; for a text that begins with `*`, use quotes"
                .into(),
        );
    }
    if info.contains("did not find expected node content") {
        return Some("a value is missing here, or a comma or bracket is too many".into());
    }
    if info.contains("illegal placement") {
        return Some("a `[` or `{` before this is not closed".into());
    }
    if info.contains("simple key") {
        return Some(
            "a line before this one is no `key: value`; write a `:` and a blank after the key, \
             or indent the line as part of the value above it"
                .into(),
        );
    }
    if info.contains("quoted scalar") && !info.contains("trailing") {
        return Some("close the quote at the end of the value".into());
    }
    let value = line
        .split_once(": ")
        .map_or(line.trim_start_matches([' ', '-']), |(_, value)| value)
        .trim();
    let quoting = "put the value in quotes, or write it as a block after `|`";
    if value.starts_with(['@', '`', '%', '!', '&', '*']) {
        let first = &value[..1];
        return Some(format!(
            "`{first}` has a meaning of its own in YAML; {quoting}"
        ));
    }
    if value.contains(": ") || info.contains("mapping values") {
        return Some(format!("`: ` begins a value in YAML; {quoting}"));
    }
    if value.starts_with(['"', '\'', '[', '{']) {
        return Some(format!(
            "YAML takes the quote or bracket at the start as its own; {quoting}"
        ));
    }
    if info.contains("block") || info.contains("indent") || info.contains("simple key") {
        return Some("check that this line is indented like its neighbours".into());
    }
    None
}

fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    }
}

/// From the parser's counting in characters to bytes.
struct Offsets {
    /// Byte of each character; empty where every character is one byte.
    bytes: Vec<u32>,
    end: u32,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let n = |k| u32::try_from(k).unwrap_or(u32::MAX);
        let bytes = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(at, _)| n(at)).collect()
        };
        Self {
            bytes,
            end: n(text.len()),
        }
    }

    fn byte(&self, character: usize) -> u32 {
        if self.bytes.is_empty() {
            u32::try_from(character).unwrap_or(u32::MAX).min(self.end)
        } else {
            self.bytes.get(character).copied().unwrap_or(self.end)
        }
    }
}
