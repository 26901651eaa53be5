//! YAML as a tree with places.
//!
//! Only what rule files need: one arena of nodes per file, scalars as text
//! (what a plain `1.10` or `yes` means depends on who asks), aliases and merge
//! keys resolved, every node with its span in bytes.

mod extent;
mod parse;
mod position;
mod recover;
mod scalar;

use std::sync::Arc;

use haechi_syntax::Span;

use crate::source::{SourceFile, Style, Text};

pub(crate) use parse::parse;
pub(crate) use position::{char_start, position_map};
pub(crate) use scalar::Plain;

/// A parsed file.
pub(crate) struct Doc {
    file: Arc<SourceFile>,
    nodes: Vec<NodeData>,
    /// The root of each document in the file.
    roots: Vec<u32>,
}

struct NodeData {
    span: Span,
    kind: Kind,
}

enum Kind {
    Scalar {
        value: Arc<str>,
        style: Style,
        /// Quoted, a block, or tagged as text: never a number or null.
        is_text: bool,
    },
    Seq(Vec<u32>),
    Map(Vec<(u32, u32)>),
}

impl Doc {
    pub(crate) fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.roots.iter().map(|id| self.node(*id))
    }

    fn node(&self, id: u32) -> Node<'_> {
        Node { doc: self, id }
    }
}

/// A node of a file.
#[derive(Clone, Copy)]
pub(crate) struct Node<'d> {
    doc: &'d Doc,
    id: u32,
}

impl<'d> Node<'d> {
    fn data(self) -> &'d NodeData {
        &self.doc.nodes[self.id as usize]
    }

    pub(crate) fn file(self) -> &'d Arc<SourceFile> {
        &self.doc.file
    }

    pub(crate) fn span(self) -> Span {
        self.data().span
    }

    /// The text of a scalar, whatever it looks like.
    pub(crate) fn scalar(self) -> Option<&'d str> {
        match &self.data().kind {
            Kind::Scalar { value, .. } => Some(value),
            _ => None,
        }
    }

    /// A scalar as text with its place.
    pub(crate) fn text(self) -> Option<Text> {
        match &self.data().kind {
            Kind::Scalar { value, style, .. } => Some(Text::new(
                Arc::clone(value),
                Arc::clone(&self.doc.file),
                self.span(),
                *style,
            )),
            _ => None,
        }
    }

    /// What a scalar is by the YAML 1.2 core schema; quoted ones are text.
    pub(crate) fn plain(self) -> Option<Plain<'d>> {
        match &self.data().kind {
            Kind::Scalar { value, is_text, .. } if *is_text => Some(Plain::Text(value)),
            Kind::Scalar { value, .. } => Some(Plain::of(value)),
            _ => None,
        }
    }

    /// Whether nothing stands here: an empty value, `~`, `null`.
    pub(crate) fn is_null(self) -> bool {
        matches!(self.plain(), Some(Plain::Null))
    }

    pub(crate) fn items(self) -> Option<impl ExactSizeIterator<Item = Node<'d>>> {
        match &self.data().kind {
            Kind::Seq(items) => Some(items.iter().map(move |id| self.doc.node(*id))),
            _ => None,
        }
    }

    pub(crate) fn entries(self) -> Option<impl ExactSizeIterator<Item = (Node<'d>, Node<'d>)>> {
        match &self.data().kind {
            Kind::Map(entries) => Some(
                entries
                    .iter()
                    .map(move |(k, v)| (self.doc.node(*k), self.doc.node(*v))),
            ),
            _ => None,
        }
    }

    /// The value of a key of a mapping.
    pub(crate) fn get(self, key: &str) -> Option<Node<'d>> {
        self.entries()?
            .find(|(k, _)| k.scalar() == Some(key))
            .map(|(_, v)| v)
    }

    /// What it is, for messages: `a list`, `the number 12` …
    pub(crate) fn describe(self) -> String {
        match &self.data().kind {
            Kind::Seq(_) => "a list".into(),
            Kind::Map(_) => "a mapping".into(),
            Kind::Scalar { .. } => match self.plain() {
                Some(Plain::Null) | None => "nothing".into(),
                Some(Plain::Bool(b)) => format!("`{b}`"),
                Some(Plain::Int(_) | Plain::Float(_)) => {
                    format!("the number {}", self.scalar().unwrap_or(""))
                }
                Some(Plain::Text(text)) => format!("the text `{}`", shortened(text)),
            },
        }
    }

    /// A place to point at: the node itself, but for a mapping or list its
    /// first line only.
    pub(crate) fn head(self) -> Span {
        let span = self.span();
        match &self.data().kind {
            Kind::Scalar { style, .. } if *style != Style::Block => span,
            Kind::Map(entries) if !entries.is_empty() => self.doc.node(entries[0].0).span(),
            _ => {
                let text = self.file().slice(span);
                let line = text.find(['\n', '\r']).unwrap_or(text.len());
                Span::new(
                    span.start,
                    span.start + u32::try_from(line).unwrap_or(0).max(1),
                )
            }
        }
    }
}

/// The first line of a text, cut to what fits a message.
pub(crate) fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    let line = text.trim().lines().next().unwrap_or("");
    if line.chars().count() <= MOST && line.len() == text.trim().len() {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MOST).collect();
    format!("{cut}…")
}
