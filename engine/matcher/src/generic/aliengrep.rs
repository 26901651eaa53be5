//! The other engine for any text (`generic_engine: aliengrep`): words, braces
//! and signs, no layout.
//!
//! A text is walked node by node. A node is a whole word, a pair of braces with
//! everything between, or one sign. `$X` is one word, `...` as few nodes as
//! will do, without a limit of lines. Blanks between nodes never matter.
//!
//! ```text
//! pattern         text                 $...A
//! f($...A)        f(g(1), (2))         g(1), (2)      braces close in pairs
//! f($...A)        f()                  empty
//! ```
//!
//! With `generic_multiline: false` a newline in the pattern is a newline in the
//! text, `...` stays on its line and `....` crosses lines; quotes are braces.
//! An ellipsis at either end of a pattern reaches to the end of the text, or of
//! the line.
//!
//! Where a node ends and where a brace closes is worked out for all places in
//! one pass from the back ([`Walk`]), so that nothing is walked twice, however
//! braces are nested. Ellipses are the only choices; they are kept on an
//! explicit stack.

use haechi_rule::Options;
use haechi_syntax::Span;

use super::search::GenericMatch;

/// So many steps may a pattern take in one text.
const MAX_STEPS: u64 = 4_000_000;
const NONE: u32 = u32::MAX;

/// What words and braces are.
#[derive(Clone, Debug)]
struct Signs {
    word: Vec<char>,
    braces: Vec<(char, char)>,
    multiline: bool,
    caseless: bool,
}

impl Signs {
    fn new(options: &Options) -> Self {
        let mut braces = match &options.generic_braces {
            Some(own) => own.clone(),
            None if options.generic_multiline => vec![('(', ')'), ('[', ']'), ('{', '}')],
            None => vec![('"', '"'), ('\'', '\''), ('(', ')'), ('[', ']'), ('{', '}')],
        };
        braces.extend_from_slice(&options.generic_extra_braces);
        Self {
            word: options.generic_extra_word_characters.clone(),
            braces,
            multiline: options.generic_multiline,
            caseless: options.generic_caseless,
        }
    }

    fn is_word(&self, c: char) -> bool {
        c == '_' || c.is_ascii_alphanumeric() || self.word.contains(&c)
    }

    fn closing(&self, open: char) -> Option<char> {
        let pair = self.braces.iter().find(|(o, _)| *o == open);
        pair.map(|(_, close)| *close)
    }

    fn same(&self, a: &str, b: &str) -> bool {
        if self.caseless {
            a.eq_ignore_ascii_case(b)
        } else {
            a == b
        }
    }
}

/// Whether a character is a blank that may be skipped.
fn is_blank(c: char, across_lines: bool) -> bool {
    matches!(c, ' ' | '\t')
        || across_lines && c.is_ascii_whitespace()
        || across_lines && c == '\x0b'
}

/// One element of a pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Element {
    Word(Box<str>),
    Sign(char),
    Newline,
    /// `$X`, by the number of its name.
    Var(usize),
    Dots {
        /// `$...X`, by the number of its name.
        name: Option<usize>,
        /// It may cross lines.
        long: bool,
        /// The brace that it must not run over.
        until: Option<char>,
    },
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
}

/// A pattern of this engine.
#[derive(Clone, Debug)]
pub(crate) struct AlienPattern {
    elements: Vec<Element>,
    names: Vec<String>,
    signs: Signs,
}

impl AlienPattern {
    /// Reads a pattern. Every text is one.
    pub(crate) fn parse(text: &str, options: &Options) -> Self {
        let mut pattern = Self {
            elements: Vec::new(),
            names: Vec::new(),
            signs: Signs::new(options),
        };
        let tokens = pattern.tokens(text.trim());
        let pairs = pairs(&tokens, &pattern.signs);
        pattern.place(tokens, &pairs);
        pattern
    }

    fn tokens(&mut self, mut rest: &str) -> Vec<Element> {
        let mut out = Vec::new();
        while let Some(c) = rest.chars().next() {
            let (element, len) = self.token(rest, c);
            out.extend(element);
            rest = &rest[len..];
        }
        out
    }

    fn token(&mut self, rest: &str, c: char) -> (Option<Element>, usize) {
        let dots = |name, long| Element::Dots {
            name,
            long,
            until: None,
        };
        for (lead, long) in [("....", true), ("...", false)] {
            if rest.starts_with(lead) {
                return (Some(dots(None, long)), lead.len());
            }
        }
        for (lead, long) in [("$....", Some(true)), ("$...", Some(false)), ("$", None)] {
            let Some(name) = rest.strip_prefix(lead).and_then(name) else {
                continue;
            };
            let shown = if long.is_some() { "$..." } else { "$" };
            let number = self.number(format!("{shown}{name}"));
            let element = match long {
                Some(long) => dots(Some(number), long),
                None => Element::Var(number),
            };
            return (Some(element), lead.len() + name.len());
        }
        if is_blank(c, self.signs.multiline) {
            return (None, c.len_utf8());
        }
        if self.signs.is_word(c) {
            let end = rest.find(|c| !self.signs.is_word(c)).unwrap_or(rest.len());
            return (Some(Element::Word(rest[..end].into())), end);
        }
        for newline in ["\r\n", "\n"] {
            if rest.starts_with(newline) {
                return (Some(Element::Newline), newline.len());
            }
        }
        (Some(Element::Sign(c)), c.len_utf8())
    }

    fn number(&mut self, name: String) -> usize {
        let known = self.names.iter().position(|known| *known == name);
        known.unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        })
    }

    /// Tells ellipses which brace they stand in, and what they reach to at the
    /// ends of lines or of the whole pattern.
    fn place(&mut self, tokens: Vec<Element>, pairs: &[Option<usize>]) {
        let count = tokens.len();
        let newline: Vec<bool> = tokens.iter().map(|t| *t == Element::Newline).collect();
        let closing: Vec<Option<char>> = tokens.iter().map(Element::sign).collect();
        let mut open: Vec<usize> = Vec::new();
        for (n, mut token) in tokens.into_iter().enumerate() {
            if open.last() == Some(&n) {
                open.pop();
            }
            let (mut before, mut after) = (None, None);
            if let Element::Dots { long, until, .. } = &mut token {
                *long |= self.signs.multiline;
                *until = open.last().and_then(|close| closing[*close]);
                if *long {
                    before = (n == 0).then_some(Element::TextStart);
                    after = (n + 1 == count).then_some(Element::TextEnd);
                } else {
                    before = (n == 0 || newline[n - 1]).then_some(Element::LineStart);
                    after = (n + 1 == count || newline[n + 1]).then_some(Element::LineEnd);
                }
            }
            open.extend(pairs[n]);
            self.elements.extend(before);
            self.elements.push(token);
            self.elements.extend(after);
        }
    }

    /// All matches in a text, none overlapping another, and whether the search
    /// was given up because it took too many steps.
    pub(crate) fn search(&self, text: &str) -> (Vec<GenericMatch>, bool) {
        let mut search = Search {
            pattern: self,
            text,
            line: Walk::new(text, &self.signs, false),
            lines: Walk::new(text, &self.signs, true),
            steps: 0,
        };
        let mut out = Vec::new();
        let mut at = 0;
        if self.elements.is_empty() {
            return (out, false);
        }
        while let Some(start) = self.next_start(text, at) {
            let Some(found) = search.from(start) else {
                at = start + width(text, start);
                if search.steps > MAX_STEPS {
                    return (out, true);
                }
                continue;
            };
            let end = found.span.end as usize;
            at = end.max(start + width(text, start));
            out.push(found);
        }
        (out, false)
    }

    /// The next place where a match could begin.
    fn next_start(&self, text: &str, at: usize) -> Option<usize> {
        let rest = text.get(at..)?;
        match self.elements.first()? {
            Element::Word(word) if !self.signs.caseless => Some(at + rest.find(&**word)?),
            Element::Sign(sign) => Some(at + rest.find(*sign)?),
            _ => (!rest.is_empty() || at == 0).then_some(at),
        }
    }
}

impl Element {
    fn sign(&self) -> Option<char> {
        match self {
            Self::Sign(c) => Some(*c),
            _ => None,
        }
    }
}

/// The bytes of the character at a place, at least one.
fn width(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(1, char::len_utf8)
}

/// The name of a metavariable at the start of a text.
fn name(text: &str) -> Option<&str> {
    let rest =
        text.trim_start_matches(|c: char| c == '_' || c.is_ascii_uppercase() || c.is_ascii_digit());
    let name = &text[..text.len() - rest.len()];
    name.starts_with(|c: char| c.is_ascii_uppercase())
        .then_some(name)
}

/// For each opening brace of a pattern the token that closes it. A brace that
/// nothing closes is a sign like any other.
fn pairs(tokens: &[Element], signs: &Signs) -> Vec<Option<usize>> {
    let mut single = vec![false; tokens.len()];
    loop {
        let mut out = vec![None; tokens.len()];
        let mut open: Vec<(usize, char)> = Vec::new();
        for (n, token) in tokens.iter().enumerate() {
            let Some(c) = token.sign() else { continue };
            match open.last() {
                Some((from, close)) if *close == c => {
                    out[*from] = Some(n);
                    open.pop();
                }
                _ if single[n] => {}
                _ => open.extend(signs.closing(c).map(|close| (n, close))),
            }
        }
        match open.last() {
            Some((unclosed, _)) => single[*unclosed] = true,
            None => return out,
        }
    }
}

/// Where nodes of a text end.
struct Walk {
    /// The end of the node at each byte; [`NONE`] where none begins.
    ends: Vec<u32>,
    /// The next byte at or behind each that is no blank.
    solid: Vec<u32>,
}

impl Walk {
    fn new(text: &str, signs: &Signs, across: bool) -> Self {
        let len = text.len();
        let mut walk = Self {
            ends: vec![NONE; len + 1],
            solid: vec![offset(len); len + 1],
        };
        // Per pair of braces: where, walking from each byte, it is closed.
        let mut closed = vec![vec![NONE; len + 1]; signs.braces.len()];
        let mut word_end = len;
        let mut in_word = false;
        for (at, c) in text.char_indices().rev() {
            let next = at + c.len_utf8();
            let blank = is_blank(c, across);
            walk.solid[at] = if blank { walk.solid[next] } else { offset(at) };
            if signs.is_word(c) {
                if !in_word {
                    word_end = next;
                }
                in_word = true;
                let starts = !text[..at]
                    .chars()
                    .next_back()
                    .is_some_and(|c| signs.is_word(c));
                walk.ends[at] = if starts { offset(word_end) } else { NONE };
            } else {
                in_word = false;
                if !c.is_whitespace() {
                    let pair = signs.braces.iter().position(|(open, _)| *open == c);
                    let close = pair.map_or(NONE, |pair| closed[pair][next]);
                    walk.ends[at] = if close == NONE {
                        offset(next)
                    } else {
                        close + offset(width(text, close as usize))
                    };
                }
            }
            for (pair, (_, close)) in signs.braces.iter().enumerate() {
                closed[pair][at] = if c == *close {
                    offset(at)
                } else if blank {
                    closed[pair][next]
                } else if walk.ends[at] == NONE {
                    NONE
                } else {
                    closed[pair][walk.ends[at] as usize]
                };
            }
        }
        walk
    }

    fn skip(&self, at: usize) -> usize {
        self.solid[at] as usize
    }

    fn node_end(&self, at: usize) -> Option<usize> {
        let end = self.ends[at];
        (end != NONE).then_some(end as usize)
    }
}

/// A place in a text as it is kept; texts are shorter than 4 GiB.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE - 1)
}

/// An ellipsis that can take one more node.
struct Choice {
    element: usize,
    /// Where it begins.
    from: usize,
    /// Where it ends so far; equal to `from` if it is empty.
    to: usize,
    /// Whether to try it empty first.
    untried: bool,
    /// What was bound before it.
    bound: Vec<Option<(usize, usize)>>,
}

struct Search<'p> {
    pattern: &'p AlienPattern,
    text: &'p str,
    line: Walk,
    lines: Walk,
    steps: u64,
}

impl Search<'_> {
    /// The match that begins at a place.
    fn from(&mut self, start: usize) -> Option<GenericMatch> {
        let elements = &self.pattern.elements;
        let mut bound: Vec<Option<(usize, usize)>> = vec![None; self.pattern.names.len()];
        let mut choices: Vec<Choice> = Vec::new();
        let (mut n, mut at) = (0, start);
        loop {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return None;
            }
            let stepped = if n == elements.len() {
                return Some(self.found(start, at, &bound));
            } else if let Element::Dots { name, long, .. } = &elements[n] {
                let from = if n == 0 { at } else { self.blanks().skip(at) };
                match name.and_then(|name| bound[name]) {
                    Some(before) => self.again(before, from),
                    None => {
                        let bound_before = bound.clone();
                        choices.push(Choice {
                            element: n,
                            from,
                            to: from,
                            untried: false,
                            bound: bound_before,
                        });
                        if *long && !self.pattern.signs.multiline {
                            self.over_newline(&mut choices);
                        }
                        if let Some(name) = name {
                            bound[*name] = Some((from, from));
                        }
                        Some(from)
                    }
                }
            } else {
                self.element(n, at, &mut bound)
            };
            if let Some(next) = stepped {
                (n, at) = (n + 1, next);
                continue;
            }
            (n, at) = self.retry(&mut choices, &mut bound)?;
        }
    }

    /// What blanks between elements are.
    fn blanks(&self) -> &Walk {
        if self.pattern.signs.multiline {
            &self.lines
        } else {
            &self.line
        }
    }

    /// A long ellipsis at the end of a line may begin on the next one: that is
    /// tried after it was tried here.
    fn over_newline(&self, choices: &mut Vec<Choice>) {
        let Some(last) = choices.last() else { return };
        if !self.text[last.from..].starts_with(['\n', '\r']) {
            return;
        }
        let from = self.lines.skip(last.from);
        let next = Choice {
            element: last.element,
            from,
            to: from,
            untried: true,
            bound: last.bound.clone(),
        };
        let before = choices.len() - 1;
        choices.insert(before, next);
    }

    /// Gives the last ellipsis one more node.
    fn retry(
        &self,
        choices: &mut Vec<Choice>,
        bound: &mut Vec<Option<(usize, usize)>>,
    ) -> Option<(usize, usize)> {
        loop {
            let choice = choices.last_mut()?;
            let element = &self.pattern.elements[choice.element];
            let Element::Dots { name, long, until } = element else {
                return None;
            };
            if choice.untried {
                choice.untried = false;
                bound.clone_from(&choice.bound);
                if let Some(name) = name {
                    bound[*name] = Some((choice.from, choice.to));
                }
                return Some((choice.element + 1, choice.to));
            }
            let walk = if *long { &self.lines } else { &self.line };
            let next = walk.skip(choice.to);
            let stops = until.is_some_and(|brace| self.text[next..].starts_with(brace));
            let Some(to) = walk.node_end(next).filter(|_| !stops) else {
                choices.pop();
                continue;
            };
            if choice.to == choice.from {
                choice.from = next;
            }
            choice.to = to;
            bound.clone_from(&choice.bound);
            if let Some(name) = name {
                bound[*name] = Some((choice.from, to));
            }
            return Some((choice.element + 1, to));
        }
    }

    /// Where an element that leaves no choice ends.
    fn element(&self, n: usize, at: usize, bound: &mut [Option<(usize, usize)>]) -> Option<usize> {
        let signs = &self.pattern.signs;
        let at = if n == 0 { at } else { self.blanks().skip(at) };
        let rest = &self.text[at..];
        match &self.pattern.elements[n] {
            Element::Word(word) => {
                let end = self.line.node_end(at)?;
                signs.same(&self.text[at..end], word).then_some(end)
            }
            Element::Sign(sign) => {
                let c = rest.chars().next()?;
                let same = c == *sign || signs.caseless && c.eq_ignore_ascii_case(sign);
                same.then(|| at + c.len_utf8())
            }
            Element::Newline => {
                let len = ["\r\n", "\n"].iter().find(|n| rest.starts_with(**n))?.len();
                Some(at + len)
            }
            Element::Var(name) => {
                if let Some(before) = bound[*name] {
                    return self.again(before, at);
                }
                let is_word = rest.chars().next().is_some_and(|c| signs.is_word(c));
                let end = self.line.node_end(at).filter(|_| is_word)?;
                bound[*name] = Some((at, end));
                Some(end)
            }
            Element::LineStart => (at == 0 || self.starts_line(at)).then_some(at),
            Element::LineEnd => {
                (rest.is_empty() || rest.starts_with("\r\n") || rest.starts_with('\n'))
                    .then_some(at)
            }
            Element::TextStart => (at == 0).then_some(at),
            Element::TextEnd => rest.is_empty().then_some(at),
            Element::Dots { .. } => None,
        }
    }

    /// Whether only blanks stand before a place on its line.
    fn starts_line(&self, at: usize) -> bool {
        self.text[..at].ends_with('\n')
    }

    /// The same text as before, not in the middle of a word.
    fn again(&self, before: (usize, usize), at: usize) -> Option<usize> {
        let signs = &self.pattern.signs;
        let text = &self.text[before.0..before.1];
        let there = self.text.get(at..at + text.len())?;
        let end = at + text.len();
        let splits = |at: usize| {
            let is_word = |c: Option<char>| c.is_some_and(|c| signs.is_word(c));
            is_word(self.text[..at].chars().next_back()) && is_word(self.text[at..].chars().next())
        };
        (signs.same(there, text) && !splits(at) && !splits(end)).then_some(end)
    }

    fn found(&self, start: usize, end: usize, bound: &[Option<(usize, usize)>]) -> GenericMatch {
        let span = |(from, to): (usize, usize)| Span::new(offset(from), offset(to));
        let names = self.pattern.names.iter().zip(bound);
        GenericMatch {
            span: span((start, end)),
            bindings: names
                .filter_map(|(name, bound)| Some((name.as_str().into(), span((*bound)?))))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The matches, each with its bindings.
    fn found(pattern: &str, text: &str, options: &Options) -> Vec<String> {
        let (matches, gave_up) = AlienPattern::parse(pattern, options).search(text);
        assert!(!gave_up);
        let shown = |found: &GenericMatch| {
            let bindings = found.bindings.iter();
            bindings.fold(
                text[found.span.range()].to_owned(),
                |shown, (name, span)| format!("{shown} | {name}={}", &text[span.range()]),
            )
        };
        matches.iter().map(shown).collect()
    }

    fn lines() -> Options {
        Options {
            generic_multiline: false,
            ..Options::default()
        }
    }

    #[test]
    fn braces_close_in_pairs() {
        let options = Options::default();
        assert_eq!(
            found("f($...A)", "f(g(1), (2)) f()", &options),
            ["f(g(1), (2)) | $...A=g(1), (2)", "f() | $...A=",]
        );
        assert_eq!(found("f(...;)", "f(a); f(b;)", &options), ["f(b;)"]);
        assert_eq!(found("f(...", "f(((a", &options), ["f(((a"]);
    }

    #[test]
    fn words_are_whole_and_blanks_do_not_matter() {
        let options = Options::default();
        assert_eq!(
            found("set $X = on", "reset a=on\nset  b\n= on", &options),
            ["set  b\n= on | $X=b"]
        );
        assert_eq!(
            found("$X - $X", "ab - abc, ab - ab", &options),
            ["ab - ab | $X=ab"]
        );
        assert!(found("on", "online", &options).is_empty());
    }

    #[test]
    fn line_by_line() {
        assert_eq!(
            found("key: ...", "key: a b\nkey: c", &lines()),
            ["key: a b", "key: c"]
        );
        assert_eq!(
            found("a\n....\nz", "a\n b\n c\nz", &lines()),
            ["a\n b\n c\nz"]
        );
        assert_eq!(found("{ .... }", "{\n}", &lines()), ["{\n}"]);
        assert!(found("a ... z", "a b\nz", &lines()).is_empty());
        assert_eq!(
            found("say \"...\"", "say \"a (b\" c", &lines()),
            ["say \"a (b\""]
        );
    }

    #[test]
    fn ends_of_the_text() {
        let options = Options::default();
        assert_eq!(found("... end", "a\nb end c", &options), ["a\nb end"]);
        assert_eq!(found("b ...", "a b c\nd", &options), ["b c\nd"]);
    }

    #[test]
    fn more_words_and_braces() {
        let options = Options {
            generic_extra_word_characters: vec!['-'],
            generic_extra_braces: vec![('<', '>')],
            generic_caseless: true,
            ..Options::default()
        };
        assert_eq!(
            found("<p $...A>", "<P data-x=<y> b>", &options),
            ["<P data-x=<y> b> | $...A=data-x=<y> b"]
        );
        assert_eq!(found("$X = 1", "a-b = 1", &options), ["a-b = 1 | $X=a-b"]);
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        let options = Options::default();
        let text = "([{".repeat(100_000);
        assert!(found("f(...)", &text, &options).is_empty());
        let pattern = "( ".repeat(300);
        let _ = found(&pattern, "(", &options);
    }
}
