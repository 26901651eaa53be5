//! Can a regex take exponential time?
//!
//! A backtracking engine tries every way to split a text between nested
//! repetitions before it admits that there is no match. Three things must come
//! together:
//!
//! 1. a repetition of four or more rounds that may be undone (`(…)*`, not
//!    `(…)*+` or `(?>…)`),
//! 2. whose body can match the same text in several ways: it holds a repetition
//!    of varying length (`a+`), or alternatives of which one matches what
//!    another, repeated, matches too (`a|aa`, `\d|\w`),
//! 3. and behind it something that can fail.
//!
//! ```text
//! (a+)+$       explodes on "aaaaaaaaaaaaaaaaaaaa!"
//! (a+)+        nothing behind it can fail
//! (a++)+$      the inner repetition is never undone
//! (a|ab)*$     only one split of any text
//! ```
//!
//! This is a prediction: `(a+b)+$` is reported although `b` marks the rounds.
//! Regexes are read here with a small parser of their own because repetitions
//! that are never undone must be told apart, which the linear engine's parser
//! does not know.

use std::iter::Peekable;
use std::str::Chars;

/// Deeper nesting is not looked into.
const MAX_DEPTH: u32 = 200;
/// So many rounds make a repetition one that can explode.
const MANY: u32 = 4;

/// Whether a regex can explode. A text that is no regex cannot.
pub(super) fn can_explode(regex: &str) -> bool {
    let mut reader = Reader {
        chars: regex.chars().peekable(),
    };
    match reader.alternatives(0) {
        Some(node) if reader.chars.peek().is_none() => node.explodes(),
        _ => false,
    }
}

/// What one character can be: ASCII by bit, and whether any other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Set {
    ascii: u128,
    other: bool,
}

impl Set {
    const ALL: Self = Self {
        ascii: u128::MAX,
        other: true,
    };
    const NONE: Self = Self {
        ascii: 0,
        other: false,
    };

    fn of(c: char) -> Self {
        if c.is_ascii() {
            Self {
                ascii: 1 << u32::from(c),
                other: false,
            }
        } else {
            Self {
                ascii: 0,
                other: true,
            }
        }
    }

    fn range(from: char, to: char) -> Self {
        let ascii = (from..=to)
            .take_while(char::is_ascii)
            .fold(0, |ascii, c| ascii | 1 << u32::from(c));
        Self {
            ascii,
            other: !to.is_ascii(),
        }
    }

    fn union(self, with: Self) -> Self {
        Self {
            ascii: self.ascii | with.ascii,
            other: self.other | with.other,
        }
    }

    /// All but these; of the characters beyond ASCII some are always left.
    fn inverse(self) -> Self {
        Self {
            ascii: !self.ascii,
            other: true,
        }
    }

    fn meets(self, other: Self) -> bool {
        self.ascii & other.ascii != 0 || self.other && other.other
    }

    /// The class behind a backslash.
    fn class(letter: char) -> Option<Self> {
        let digits = Self::range('0', '9');
        let set = match letter.to_ascii_lowercase() {
            'd' => digits,
            'w' => digits
                .union(Self::range('a', 'z'))
                .union(Self::range('A', 'Z'))
                .union(Self::of('_')),
            's' | 'h' | 'v' => Self::range('\t', '\r').union(Self::of(' ')),
            _ => return None,
        };
        Some(if letter.is_ascii_uppercase() {
            set.inverse()
        } else {
            set
        })
    }
}

#[derive(Debug)]
enum Node {
    /// One character.
    One(Set),
    /// A place: anchors, look-around, back-references. Can fail.
    Place,
    /// Nothing, always.
    Empty,
    Seq(Vec<Node>),
    Alt(Vec<Node>),
    Repeat {
        of: Box<Node>,
        /// `u32::MAX`: no bound.
        max: u32,
        /// The number of rounds, not counting none, can vary.
        varies: bool,
        /// It is never undone.
        atomic: bool,
    },
    /// A group that is never undone.
    Atomic(Box<Node>),
}

impl Node {
    fn children(&self) -> &[Node] {
        match self {
            Self::Seq(nodes) | Self::Alt(nodes) => nodes,
            Self::Repeat { of, .. } | Self::Atomic(of) => std::slice::from_ref(&**of),
            Self::One(_) | Self::Place | Self::Empty => &[],
        }
    }

    /// Whether a node below, or this one, is so.
    fn any(&self, test: &impl Fn(&Node) -> bool) -> bool {
        test(self) || self.children().iter().any(|child| child.any(test))
    }

    /// Whether somewhere a repetition that can explode is followed by
    /// something that can fail.
    fn explodes(&self) -> bool {
        self.any(&|node| {
            let Node::Seq(nodes) = node else {
                return false;
            };
            let last = nodes.iter().rposition(Node::can_fail).unwrap_or(0);
            nodes[..last]
                .iter()
                .any(|node| node.any(&Node::is_ambiguous_repeat))
        })
    }

    fn can_fail(&self) -> bool {
        self.any(&|node| matches!(node, Self::One(_) | Self::Place))
    }

    fn is_ambiguous_repeat(&self) -> bool {
        match self {
            Self::Repeat {
                of,
                max,
                atomic: false,
                ..
            } if *max >= MANY => of.is_ambiguous(),
            _ => false,
        }
    }

    /// Whether this can match one text in several ways when repeated.
    fn is_ambiguous(&self) -> bool {
        match self {
            Self::Atomic(_) | Self::Repeat { atomic: true, .. } => false,
            Self::Repeat { varies: true, .. } => true,
            Self::Alt(nodes) if overlap(nodes) => true,
            _ => self.children().iter().any(Node::is_ambiguous),
        }
    }

    /// The characters of a node of fixed length.
    fn characters(&self, out: &mut Vec<Set>) -> bool {
        match self {
            Self::One(set) => {
                out.push(*set);
                true
            }
            Self::Empty => true,
            Self::Seq(nodes) => nodes.iter().all(|node| node.characters(out)),
            _ => false,
        }
    }
}

/// Whether one of these matches what another one, repeated, can match.
fn overlap(nodes: &[Node]) -> bool {
    let mut words: Vec<Vec<Set>> = Vec::new();
    for node in nodes {
        let mut word = Vec::new();
        if node.characters(&mut word) && !word.is_empty() {
            words.push(word);
        }
    }
    words.iter().enumerate().any(|(n, short)| {
        words.iter().enumerate().any(|(m, long)| {
            let fits = n != m && long.len() % short.len() == 0;
            fits && long
                .iter()
                .zip(short.iter().cycle())
                .all(|(a, b)| a.meets(*b))
        })
    })
}

struct Reader<'t> {
    chars: Peekable<Chars<'t>>,
}

impl Reader<'_> {
    fn eat(&mut self, c: char) -> bool {
        self.chars.next_if_eq(&c).is_some()
    }

    fn alternatives(&mut self, depth: u32) -> Option<Node> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut nodes = vec![self.sequence(depth)?];
        while self.eat('|') {
            nodes.push(self.sequence(depth)?);
        }
        if nodes.len() == 1 {
            return nodes.pop();
        }
        Some(Node::Alt(nodes))
    }

    fn sequence(&mut self, depth: u32) -> Option<Node> {
        let mut nodes = Vec::new();
        while let Some(c) = self.chars.next_if(|c| !matches!(c, '|' | ')')) {
            let node = self.atom(c, depth)?;
            nodes.push(self.repeated(node));
        }
        Some(Node::Seq(nodes))
    }

    fn atom(&mut self, c: char, depth: u32) -> Option<Node> {
        Some(match c {
            '(' => self.group(depth)?,
            '[' => Node::One(self.class()?),
            '.' => Node::One(Set::ALL),
            '^' | '$' => Node::Place,
            '\\' => match self.chars.next()? {
                'b' | 'B' | 'A' | 'z' | 'Z' | 'G' | '1'..='9' => Node::Place,
                letter => Node::One(Set::class(letter).unwrap_or_else(|| escaped(letter))),
            },
            '*' | '+' | '?' => return None,
            c => Node::One(Set::of(c)),
        })
    }

    fn group(&mut self, depth: u32) -> Option<Node> {
        let mut wrap: fn(Box<Node>) -> Node = |node| *node;
        if self.eat('?') {
            match self.chars.next()? {
                ':' | '|' => {}
                '>' => wrap = Node::Atomic,
                '=' | '!' => wrap = |_| Node::Place,
                '#' => {
                    self.chars.by_ref().find(|c| *c == ')')?;
                    return Some(Node::Empty);
                }
                '<' if self.eat('=') || self.eat('!') => wrap = |_| Node::Place,
                'P' if self.eat('=') => {
                    self.chars.by_ref().find(|c| *c == ')')?;
                    return Some(Node::Place);
                }
                'P' | '<' => {
                    self.chars.by_ref().find(|c| *c == '>')?;
                }
                '\'' => {
                    self.chars.by_ref().find(|c| *c == '\'')?;
                }
                // Options.
                _ => {
                    let end = self.chars.by_ref().find(|c| matches!(c, ':' | ')'))?;
                    if end == ')' {
                        return Some(Node::Empty);
                    }
                }
            }
        }
        let inner = self.alternatives(depth + 1)?;
        self.eat(')').then(|| wrap(Box::new(inner)))
    }

    fn class(&mut self) -> Option<Set> {
        let negated = self.eat('^');
        let mut set = Set::NONE;
        let mut first = true;
        loop {
            let c = self.chars.next()?;
            if c == ']' && !first {
                break;
            }
            first = false;
            let (one, from) = match c {
                '[' if self.eat(':') => {
                    self.chars.by_ref().find(|c| *c == ']')?;
                    (Set::ALL, None)
                }
                '\\' => {
                    let letter = self.chars.next()?;
                    match Set::class(letter) {
                        Some(class) => (class, None),
                        None => (escaped(letter), Some(letter)),
                    }
                }
                c => (Set::of(c), Some(c)),
            };
            set = set.union(one);
            let Some(from) = from else { continue };
            let mut ahead = self.chars.clone();
            if ahead.next() == Some('-') && ahead.peek().is_some_and(|c| *c != ']') {
                self.chars.next();
                let to = match self.chars.next()? {
                    '\\' => self.chars.next()?,
                    to => to,
                };
                set = set.union(Set::range(from, to));
            }
        }
        Some(if negated { set.inverse() } else { set })
    }

    /// The node with the quantifiers behind it.
    fn repeated(&mut self, mut node: Node) -> Node {
        while let Some((min, max)) = self.quantifier() {
            let atomic = self.eat('+');
            if !atomic {
                self.eat('?');
            }
            node = match max {
                0 => Node::Empty,
                _ => Node::Repeat {
                    of: Box::new(node),
                    max,
                    varies: max > min.max(1),
                    atomic,
                },
            };
        }
        node
    }

    /// How often, at least and at most.
    fn quantifier(&mut self) -> Option<(u32, u32)> {
        let bounds = match self.chars.peek()? {
            '*' => (0, u32::MAX),
            '+' => (1, u32::MAX),
            '?' => (0, 1),
            '{' => return self.counts(),
            _ => return None,
        };
        self.chars.next();
        Some(bounds)
    }

    /// `{2}`, `{2,}`, `{2,5}`; any other brace stands for itself.
    fn counts(&mut self) -> Option<(u32, u32)> {
        let mut ahead = self.chars.clone();
        ahead.next();
        let min = number(&mut ahead)?;
        let max = if ahead.next_if_eq(&',').is_none() {
            min
        } else if ahead.peek() == Some(&'}') {
            u32::MAX
        } else {
            number(&mut ahead)?
        };
        ahead.next_if_eq(&'}')?;
        self.chars = ahead;
        Some((min, max))
    }
}

fn number(chars: &mut Peekable<Chars<'_>>) -> Option<u32> {
    let mut digits = String::new();
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        digits.push(digit);
    }
    digits.parse().ok()
}

/// The character that an escape stands for.
fn escaped(letter: char) -> Set {
    match letter {
        't' => Set::of('\t'),
        'n' => Set::of('\n'),
        'r' => Set::of('\r'),
        // By number or property: anything.
        'x' | 'u' | 'p' | 'P' | 'N' | 'R' | 'X' | '0' => Set::ALL,
        other => Set::of(other),
    }
}

#[cfg(test)]
mod tests {
    use super::can_explode;

    #[test]
    fn nested_repetition() {
        for regex in [
            "^(x+)+$",
            "(?:x*y?)*z",
            r"(\w+\s?)*;",
            "(.*x){12}$",
            "((x{1,3})*)y",
            "(?<word>[a-z]+,?)+!",
            r"^\d(([.-]|_+)?(\d+))*@",
        ] {
            assert!(can_explode(regex), "{regex}");
        }
    }

    #[test]
    fn alternatives_that_overlap() {
        for regex in ["(x|xx)*$", r"(\d|\w)+$", "([xy]|xy)*z"] {
            assert!(can_explode(regex), "{regex}");
        }
        for regex in ["(x|y)*$", "(x|xy)*$", r"(\d|[a-z])+$"] {
            assert!(!can_explode(regex), "{regex}");
        }
    }

    #[test]
    fn what_does_not_explode() {
        for regex in [
            "",
            "x+$",
            "(x+)+",
            "(x+){3}$",
            "(x?)*$",
            "(x++)+$",
            "(x+)++$",
            "(?>x+)+$",
            "(?>(x+)+)",
            r"\(x+\)+$",
            "[(x+)+]$",
            "x{2,y}+$",
            "(x",
            "*",
        ] {
            assert!(!can_explode(regex), "{regex}");
        }
    }

    #[test]
    fn deep_nesting_is_no_danger() {
        let regex = format!("{}x{}", "(".repeat(100_000), ")".repeat(100_000));
        assert!(!can_explode(&regex));
    }
}
