//! Formulas: patterns composed by a Boolean algebra over ranges.
//!
//! Both spellings of the rule language (`patterns:` and `match:`) become this
//! tree. Negation stands only where it has something to reduce: in the
//! `negatives` of an [`And`].

use haechi_syntax::Span;

use crate::condition::Condition;
use crate::mvar::Mvar;
use crate::pattern::Pattern;
use crate::regex::Regex;
use crate::source::Text;

/// What a rule looks for: evaluates to ranges with bindings.
#[derive(Clone, Debug)]
pub enum Formula {
    /// A code or generic pattern.
    Pattern(Pattern),
    /// A regular expression over the raw text.
    Regex(RegexLeaf),
    /// All positives together, without the negatives, under conditions.
    And(Box<And>),
    /// Any of them.
    Or(Or),
    /// Its ranges surround what is looked for; they are a result only if
    /// nothing else is positive.
    Inside(Box<Formula>),
    /// It must occur somewhere in the file; only bindings are joined.
    Anywhere(Box<Formula>),
}

/// `pattern-regex` and `regex`; also what `pattern` means in rules with
/// `languages: [regex]`.
#[derive(Clone, Debug)]
pub struct RegexLeaf {
    /// Searched with `^` and `$` at line ends. Named groups bind `$NAME`,
    /// numbered ones `$1` ….
    pub regex: Regex,
    /// As written, with its place.
    pub text: Text,
}

/// A conjunction. Evaluated as: intersect the positives, subtract the
/// negatives, filter by the conditions in order, apply the focus.
#[derive(Clone, Debug)]
pub struct And {
    /// At least one, except within a `metavariable-pattern`, where none means
    /// the whole of what the metavariable is bound to.
    pub positives: Vec<Formula>,
    /// What is taken away. The kind says how: an `Inside` removes what lies
    /// within, a `Regex` what contains or is contained, an `Anywhere` all, the
    /// others equal ranges.
    pub negatives: Vec<Formula>,
    /// Filters, in the order written.
    pub conditions: Vec<Condition>,
    /// Several entries are intersected.
    pub focus: Vec<Focus>,
    /// `as: $X` of the `match` syntax: binds the whole match.
    pub bind: Option<Mvar>,
    /// `fix` of the `match` syntax, for matches of this term.
    pub fix: Option<Text>,
    /// Where it stands in the rule file.
    pub span: Span,
}

/// A disjunction: the union of the ranges. At least one alternative.
#[derive(Clone, Debug)]
pub struct Or {
    /// The alternatives.
    pub alternatives: Vec<Formula>,
    /// Where it stands in the rule file.
    pub span: Span,
}

/// One `focus-metavariable`: the range becomes that of any of these.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Focus {
    /// At least one; several are a union.
    pub mvars: Vec<Mvar>,
    /// Where it stands in the rule file.
    pub span: Span,
}

impl And {
    /// A conjunction of one formula, with nothing added.
    pub fn of(formula: Formula, span: Span) -> Self {
        Self {
            positives: vec![formula],
            negatives: Vec::new(),
            conditions: Vec::new(),
            focus: Vec::new(),
            bind: None,
            fix: None,
            span,
        }
    }
}

impl Formula {
    /// Whether its result is focused: a sink of a taint rule then is the
    /// focused expression, not the arguments of a call.
    pub fn has_focus(&self) -> bool {
        matches!(self, Self::And(and) if !and.focus.is_empty())
    }

    /// Visits the formula and everything below it, conditions included,
    /// parents first.
    pub fn walk<'f>(&'f self, visit: &mut dyn FnMut(&'f Formula)) {
        visit(self);
        match self {
            Self::Pattern(_) | Self::Regex(_) => {}
            Self::Inside(inner) | Self::Anywhere(inner) => inner.walk(visit),
            Self::Or(or) => or.alternatives.iter().for_each(|f| f.walk(visit)),
            Self::And(and) => {
                for f in and.positives.iter().chain(&and.negatives) {
                    f.walk(visit);
                }
                for condition in &and.conditions {
                    if let Condition::Pattern(nested) = condition {
                        nested.formula.walk(visit);
                    }
                }
            }
        }
    }

    /// All patterns in it, types of conditions included.
    pub fn patterns(&self) -> Vec<&Pattern> {
        let mut found = Vec::new();
        self.walk(&mut |formula| match formula {
            Self::Pattern(pattern) => found.push(pattern),
            Self::And(and) => found.extend(and.conditions.iter().flat_map(Condition::types)),
            _ => {}
        });
        found
    }

    /// All regexes in it with their texts, those of conditions included.
    pub fn regexes(&self) -> Vec<(&Regex, &Text)> {
        let mut found = Vec::new();
        self.walk(&mut |formula| match formula {
            Self::Regex(leaf) => found.push((&leaf.regex, &leaf.text)),
            Self::And(and) => found.extend(and.conditions.iter().flat_map(Condition::regexes)),
            _ => {}
        });
        found
    }
}
