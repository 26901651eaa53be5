//! Matching an outline against an outline.
//!
//! **Rules.** A flat pattern matches flat and nested text alike: it may go down
//! into a block and come up again, but not out of the block in which it began.
//! A block in the pattern matches only a whole block. `...` skips tokens up to a
//! number of lines further down. From each place the shortest match is taken;
//! of several that end at the same token the last begun (the shortest), or, for a pattern that ends in
//! `...`, the first begun.
//!
//! The search goes back over choices with one trail of bindings. Where a token could
//! be skipped or matched, matching is tried first. Skipping is a loop, so the depth
//! of recursion is bounded by the length of the pattern.

use haechi_syntax::Span;
use rustc_hash::FxHashMap;

use super::lex::{Token, TokenKind};
use super::outline::{Item, Outline};

/// Steps of one search before it gives up.
const MAX_STEPS: u64 = 20_000_000;

/// A match in a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GenericMatch {
    /// Where it stands.
    pub span: Span,
    /// Metavariables with their `$` (`$X`, `$...X`) and what they stand for.
    pub bindings: Vec<(Box<str>, Span)>,
}

/// How a search works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GenericOptions {
    /// How many lines a `...` may go down.
    pub ellipsis_max_span: u32,
    /// Whether words match without regard to the case of ASCII letters.
    pub caseless: bool,
}

/// What the skipping of a `...` in progress has reached.
#[derive(Clone, Copy)]
struct Dots {
    /// Last line that may be skipped or matched.
    max_line: u32,
    skipped: Span,
    /// The pattern token, if it is a `$...X`.
    named: Option<u32>,
}

/// A place in a list of items, and where to go on when the list ends.
#[derive(Clone, Copy)]
struct At {
    item: usize,
    end: usize,
    /// Index into `Search::parents`; `NONE`: the list in which the match began.
    parent: u32,
}

const NONE: u32 = u32::MAX;

/// The last token that is part of the match: where it stands and its line at the end.
#[derive(Clone, Copy)]
struct Last {
    span: Span,
    line: u32,
}

pub(super) struct Search<'a> {
    pattern: &'a Outline,
    pattern_text: &'a str,
    doc: &'a Outline,
    text: &'a str,
    options: GenericOptions,
    /// Bindings so far: pattern token and what it stands for.
    trail: Vec<(u32, Span)>,
    parents: Vec<At>,
    steps: u64,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        (pattern, pattern_text): (&'a Outline, &'a str),
        (doc, text): (&'a Outline, &'a str),
        options: GenericOptions,
    ) -> Self {
        Self {
            pattern,
            pattern_text,
            doc,
            text,
            options,
            trail: vec![],
            parents: vec![],
            steps: 0,
        }
    }

    /// All matches in order of their beginning, and whether the search was
    /// given up for taking too long.
    pub(super) fn run(mut self) -> (Vec<GenericMatch>, bool) {
        let mut found: Vec<Option<GenericMatch>> = Vec::new();
        let mut by_end: FxHashMap<Span, usize> = FxHashMap::default();
        let longest = self.ends_with_dots();
        for (start, end) in self.starts() {
            if self.steps > MAX_STEPS {
                break;
            }
            let Item::Atom(token) = self.doc.items[start] else {
                continue;
            };
            let first = self.doc.tokens[token as usize];
            let last = Last {
                span: Span::new(first.span.start, first.span.start),
                line: first.line,
            };
            self.trail.clear();
            self.parents.clear();
            let at = At {
                item: start,
                end,
                parent: NONE,
            };
            let Some(last) = self.list(0, self.pattern.items.len(), true, at, last, None) else {
                continue;
            };
            let span = Span::new(first.span.start, last.span.end.max(first.span.start));
            match by_end.get(&last.span) {
                Some(_) if longest => continue,
                Some(earlier) => found[*earlier] = None,
                None => {}
            }
            by_end.insert(last.span, found.len());
            found.push(Some(GenericMatch {
                span,
                bindings: self.bindings(),
            }));
        }
        (
            found.into_iter().flatten().collect(),
            self.steps > MAX_STEPS,
        )
    }

    /// Items at which a match may begin, each with the end of its list. A
    /// pattern that begins with `...` begins at the beginnings of lists only.
    fn starts(&self) -> Vec<(usize, usize)> {
        let only_first = matches!(
            self.pattern_kind(0),
            Some(TokenKind::Dots | TokenKind::NamedDots)
        );
        let mut starts = Vec::new();
        let mut ends = vec![self.doc.items.len()];
        let mut first = true;
        for (n, item) in self.doc.items.iter().enumerate() {
            while ends.len() > 1 && ends.last().is_some_and(|end| *end <= n) {
                ends.pop();
                first = false;
            }
            match item {
                Item::Block(end) => {
                    ends.push(*end as usize);
                    first = true;
                }
                Item::Atom(_) => {
                    if first || !only_first {
                        starts.push((n, ends.last().copied().unwrap_or(0)));
                    }
                    first = false;
                }
            }
        }
        starts
    }

    fn pattern_kind(&self, item: usize) -> Option<TokenKind> {
        match self.pattern.items.get(item)? {
            Item::Atom(token) => Some(self.pattern.tokens[*token as usize].kind),
            Item::Block(_) => None,
        }
    }

    fn ends_with_dots(&self) -> bool {
        let last = self.pattern.items.len().wrapping_sub(1);
        matches!(
            self.pattern_kind(last),
            Some(TokenKind::Dots | TokenKind::NamedDots)
        ) && !self
            .pattern
            .items
            .iter()
            .any(|item| matches!(item, Item::Block(end) if *end as usize == last + 1))
    }

    /// Matches the pattern's items `p..p_end` from `at` on. `root`: at the
    /// pattern's end the rest of the document is free; otherwise the list must be used up.
    fn list(
        &mut self,
        p: usize,
        p_end: usize,
        root: bool,
        at: At,
        last: Last,
        dots: Option<Dots>,
    ) -> Option<Last> {
        let mut at = at;
        let mut dots = dots;
        let mut p = p;
        loop {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return None;
            }
            if p == p_end {
                return self.finish(root, at, last, dots);
            }
            match self.pattern.items[p] {
                Item::Block(block_end) => {
                    return self.block(p, block_end as usize, (p_end, root), at, last, dots);
                }
                Item::Atom(token) if self.is_dots(token) => {
                    dots = Some(self.extend(dots, token, last));
                    p += 1;
                    continue;
                }
                Item::Atom(_) => {}
            }
            // An atom of the pattern: find a token of the document.
            if at.item == at.end {
                let parent = *self.parents.get(at.parent as usize)?;
                at = parent;
                continue;
            }
            match self.doc.items[at.item] {
                Item::Block(end) => at = self.enter(at, end as usize),
                Item::Atom(token) => {
                    let token = self.doc.tokens[token as usize];
                    if dots.is_some_and(|d| token.line > d.max_line) {
                        return None;
                    }
                    if let Some(done) = self.atom(p, p_end, root, at, token, dots) {
                        return Some(done);
                    }
                    let skipping = dots.as_mut()?;
                    skipping.skipped.end = token.span.end;
                    at.item += 1;
                }
            }
        }
    }

    /// Goes down into a block; its parent list goes on behind it.
    fn enter(&mut self, at: At, end: usize) -> At {
        self.parents.push(At { item: end, ..at });
        let parent = u32::try_from(self.parents.len() - 1).unwrap_or(NONE);
        At {
            item: at.item + 1,
            end,
            parent,
        }
    }

    /// Tries the pattern's atom on the token, and everything behind it.
    fn atom(
        &mut self,
        p: usize,
        p_end: usize,
        root: bool,
        at: At,
        token: Token,
        dots: Option<Dots>,
    ) -> Option<Last> {
        let Item::Atom(wanted) = self.pattern.items[p] else {
            return None;
        };
        if !self.could_match(wanted, token) {
            return None;
        }
        let mark = self.trail.len();
        let parents = self.parents.len();
        let done = self.close(dots).then_some(()).and_then(|()| {
            if self.pattern.tokens[wanted as usize].kind == TokenKind::Metavar
                && !self.bind(wanted, token.span)
            {
                return None;
            }
            let last = Last {
                span: token.span,
                line: token.line,
            };
            self.list(
                p + 1,
                p_end,
                root,
                At {
                    item: at.item + 1,
                    ..at
                },
                last,
                None,
            )
        });
        if done.is_none() {
            self.trail.truncate(mark);
            self.parents.truncate(parents);
        }
        done
    }

    fn could_match(&self, wanted: u32, token: Token) -> bool {
        let pattern = self.pattern.tokens[wanted as usize];
        match pattern.kind {
            TokenKind::Metavar => token.kind == TokenKind::Word,
            kind if kind != token.kind => false,
            kind => {
                let (a, b) = (self.pattern_slice(pattern.span), self.slice(token.span));
                a == b
                    || (kind == TokenKind::Word
                        && self.options.caseless
                        && a.eq_ignore_ascii_case(b))
            }
        }
    }

    /// A block of the pattern at `p` against what stands at `at`.
    fn block(
        &mut self,
        p: usize,
        block_end: usize,
        (p_end, root): (usize, bool),
        mut at: At,
        last: Last,
        mut dots: Option<Dots>,
    ) -> Option<Last> {
        let mark = self.trail.len();
        loop {
            self.steps += 1;
            if at.item == at.end {
                let empty = self.all_dots(p + 1, block_end) && self.all_dots(block_end, p_end);
                return if empty {
                    self.complete(last, dots)
                } else {
                    None
                };
            }
            match self.doc.items[at.item] {
                Item::Block(end) => {
                    let end = end as usize;
                    let inside = At {
                        item: at.item + 1,
                        end,
                        parent: NONE,
                    };
                    let done = self.close(dots).then_some(()).and_then(|()| {
                        let last = self.list(p + 1, block_end, false, inside, last, None)?;
                        self.list(block_end, p_end, root, At { item: end, ..at }, last, None)
                    });
                    if done.is_none() {
                        self.trail.truncate(mark);
                    }
                    return done;
                }
                Item::Atom(token) => {
                    let token = self.doc.tokens[token as usize];
                    if let Some(skipping) = dots.as_mut().filter(|d| token.line <= d.max_line) {
                        skipping.skipped.end = token.span.end;
                        at.item += 1;
                    } else if self.all_dots(p + 1, block_end) && self.close(dots) {
                        return self.list(block_end, p_end, root, at, last, None);
                    } else {
                        return None;
                    }
                }
            }
        }
    }

    /// The pattern's list is at its end.
    fn finish(&mut self, root: bool, at: At, last: Last, dots: Option<Dots>) -> Option<Last> {
        match dots {
            None if root || at.item == at.end => Some(last),
            None => None,
            Some(d) if last.line <= d.max_line => {
                let last = self.rightmost(at, last, d.max_line);
                self.complete(last, dots)
            }
            Some(_) if root => Some(last),
            Some(_) => None,
        }
    }

    /// The last token of the list that a trailing `...` reaches.
    fn rightmost(&self, at: At, mut last: Last, max_line: u32) -> Last {
        let mut item = at.item;
        while item < at.end {
            if let Item::Atom(token) = self.doc.items[item] {
                let token = self.doc.tokens[token as usize];
                if token.line > max_line {
                    break;
                }
                last = Last {
                    span: token.span,
                    line: token.line,
                };
            }
            item += 1;
        }
        last
    }

    fn complete(&mut self, last: Last, dots: Option<Dots>) -> Option<Last> {
        let dots = dots.map(|d| Dots {
            skipped: Span::new(d.skipped.start, last.span.end.max(d.skipped.start)),
            ..d
        });
        self.close(dots).then_some(last)
    }

    /// Ends a `...`: a named one binds what it skipped.
    fn close(&mut self, dots: Option<Dots>) -> bool {
        match dots {
            Some(Dots {
                named: Some(token),
                skipped,
                ..
            }) => self.bind(token, skipped),
            _ => true,
        }
    }

    fn extend(&self, dots: Option<Dots>, token: u32, last: Last) -> Dots {
        let span = self.options.ellipsis_max_span;
        match dots {
            Some(dots) => Dots {
                max_line: dots.max_line.saturating_add(span),
                ..dots
            },
            None => Dots {
                max_line: last.line.saturating_add(span),
                skipped: Span::new(last.span.end, last.span.end),
                named: (self.pattern.tokens[token as usize].kind == TokenKind::NamedDots)
                    .then_some(token),
            },
        }
    }

    /// Binds a metavariable, or checks that it stands for the same text.
    fn bind(&mut self, token: u32, span: Span) -> bool {
        let name = self.pattern_slice(self.pattern.tokens[token as usize].span);
        let bound = self.trail.iter().find(|(other, _)| {
            self.pattern_slice(self.pattern.tokens[*other as usize].span) == name
        });
        match bound {
            Some((_, earlier)) => self.slice(*earlier) == self.slice(span),
            None => {
                self.trail.push((token, span));
                true
            }
        }
    }

    fn bindings(&self) -> Vec<(Box<str>, Span)> {
        let name = |token: u32| {
            self.pattern_slice(self.pattern.tokens[token as usize].span)
                .into()
        };
        self.trail
            .iter()
            .map(|(token, span)| (name(*token), *span))
            .collect()
    }

    fn is_dots(&self, token: u32) -> bool {
        matches!(
            self.pattern.tokens[token as usize].kind,
            TokenKind::Dots | TokenKind::NamedDots
        )
    }

    /// Whether items of the pattern match nothing at all.
    fn all_dots(&self, from: usize, to: usize) -> bool {
        self.pattern.items[from..to].iter().all(|item| match item {
            Item::Atom(token) => self.is_dots(*token),
            Item::Block(_) => true,
        })
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or("")
    }

    fn pattern_slice(&self, span: Span) -> &'a str {
        self.pattern_text.get(span.range()).unwrap_or("")
    }
}
