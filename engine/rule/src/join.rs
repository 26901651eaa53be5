//! `mode: join`: findings of several rules related to each other.

use haechi_syntax::Span;

use crate::mvar::Mvar;
use crate::rule::{LangSet, Languages, Rule};
use crate::source::Text;

/// What a join rule consists of.
#[derive(Clone, Debug)]
pub struct JoinSpec {
    /// Rules of other files, by id or path.
    pub refs: Vec<JoinRef>,
    /// Rules written in place.
    pub rules: Vec<Rule>,
    /// Conditions, all of which must hold; at least one.
    pub on: Vec<JoinOn>,
}

impl JoinSpec {
    /// The languages of the rules written in place; generic if they have none
    /// in code.
    pub fn languages(&self) -> Languages {
        let all = self
            .rules
            .iter()
            .fold(LangSet::EMPTY, |all, rule| match rule.languages {
                Languages::Code(set) => set.iter().fold(all, LangSet::with),
                _ => all,
            });
        if all.is_empty() {
            Languages::Generic
        } else {
            Languages::Code(all)
        }
    }
}

/// A rule that takes part in a join.
#[derive(Clone, Debug)]
pub struct JoinRef {
    /// Its id or path, as written.
    pub rule: Text,
    /// Its name in the conditions.
    pub alias: Option<Box<str>>,
    /// Metavariables that get another name: from, to.
    pub renames: Vec<(Mvar, Mvar)>,
}

/// `left.$X op right.$Y`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JoinOn {
    /// Left side.
    pub left: JoinTerm,
    /// How the sides relate.
    pub op: JoinOp,
    /// Right side; the finding is that of the last condition's right side.
    pub right: JoinTerm,
    /// Where it stands in the rule file.
    pub span: Span,
}

/// `rule.$X`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JoinTerm {
    /// Alias or id of a rule.
    pub rule: Box<str>,
    /// A metavariable of it, or another property such as `path`.
    pub property: Box<str>,
}

/// How the sides of a join condition relate. Texts are compared without their
/// quotes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JoinOp {
    /// Equal.
    Eq,
    /// Not equal.
    NotEq,
    /// The right contains the left (`<`, `~`).
    ContainedIn,
    /// The left contains the right (`>`).
    Contains,
    /// A chain of matches leads from left to right (`-->`).
    Recursive,
}
