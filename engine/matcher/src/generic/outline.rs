//! Tokens as an outline of nested blocks: deeper indentation opens a block, and
//! in a document so do brackets that close on their own line.
//!
//! The outline is flat preorder, like a tree of code: an item is a token or the
//! head of a block that says where the block ends.

use super::lex::{Lexed, Line, Token, TokenKind, lex};

/// One item of an outline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Item {
    /// A token, by its index.
    Atom(u32),
    /// The items up to, not including, this index are in a block.
    Block(u32),
}

/// A text as nested blocks of tokens.
#[derive(Clone, Default, Debug)]
pub(super) struct Outline {
    pub(super) tokens: Vec<Token>,
    pub(super) items: Vec<Item>,
}

impl Outline {
    /// The outline of a document.
    pub(super) fn of_document(text: &str) -> Self {
        Self::build(text, false)
    }

    /// The outline of a pattern: its brackets are ordinary signs.
    pub(super) fn of_pattern(text: &str) -> Self {
        Self::build(text, true)
    }

    fn build(text: &str, is_pattern: bool) -> Self {
        let Lexed { tokens, lines } = lex(text, is_pattern);
        let mut items = Vec::with_capacity(tokens.len() + lines.len());
        // Indentations of the open blocks, with the items that head them.
        let mut open: Vec<(u32, usize)> = Vec::new();
        for line in &lines {
            while open.last().is_some_and(|(indent, _)| *indent > line.indent) {
                close(&mut items, open.pop());
            }
            if open.last().map_or(0, |(indent, _)| *indent) < line.indent {
                open.push((line.indent, items.len()));
                items.push(Item::Block(0));
            }
            if is_pattern {
                items.extend((line.start..line.end).map(|t| Item::Atom(number(t))));
            } else {
                push_bracketed(text, &tokens, line, &mut items);
            }
        }
        while let Some(block) = open.pop() {
            close(&mut items, Some(block));
        }
        Self { tokens, items }
    }
}

fn close(items: &mut [Item], block: Option<(u32, usize)>) {
    if let Some((_, head)) = block {
        items[head] = Item::Block(number(items.len()));
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Adds a line's tokens; what stands between brackets that close on the line is a block.
fn push_bracketed(text: &str, tokens: &[Token], line: &Line, items: &mut Vec<Item>) {
    let partner = partners(text, &tokens[line.start..line.end]);
    let mut heads: Vec<usize> = Vec::new();
    for n in line.start..line.end {
        let (opens, closes) = match partner[n - line.start] {
            Some(other) if other > n - line.start + 1 => (true, false),
            Some(other) if other + 1 < n - line.start => (false, true),
            _ => (false, false),
        };
        if closes {
            close(items, heads.pop().map(|head| (0, head)));
        }
        items.push(Item::Atom(number(n)));
        if opens {
            heads.push(items.len());
            items.push(Item::Block(0));
        }
    }
}

/// For each bracket of a line that has one: the index of its partner. A closing
/// bracket that does not fit the innermost open one is an ordinary sign.
fn partners(text: &str, tokens: &[Token]) -> Vec<Option<usize>> {
    let mut partner = vec![None; tokens.len()];
    let mut open: Vec<(usize, &str)> = Vec::new();
    for (n, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Sign {
            continue;
        }
        match text.get(token.span.range()).unwrap_or("") {
            "(" => open.push((n, ")")),
            "[" => open.push((n, "]")),
            "{" => open.push((n, "}")),
            sign => {
                if let Some((head, _)) = open.pop_if(|(_, close)| *close == sign) {
                    partner[head] = Some(n);
                    partner[n] = Some(head);
                }
            }
        }
    }
    partner
}
