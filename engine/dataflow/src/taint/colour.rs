//! Colours: pairs of a rule and a label, numbered; and which of them the
//! options of their rules keep from flowing on which ways.

use super::{LabelNo, RuleNo, TaintRule};
use crate::framework::ColourSet;

/// A pair of a rule and a label.
pub type Colour = u32;

/// Kinds of ways that options switch off; a set of bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Way(u8);

impl Way {
    /// Assignment: never off.
    pub const PLAIN: Self = Self(0);
    /// Through a call of an unknown function.
    pub const CALL: Self = Self(1);
    /// From an index to the element.
    pub const INDEX: Self = Self(2);
    /// Into the result of a comparison.
    pub const COMPARE: Self = Self(4);
    /// Through anything but an assignment.
    pub const DERIVE: Self = Self(8);
    /// Into a truth value.
    pub const BOOL: Self = Self(16);
    /// Into a number.
    pub const NUMBER: Self = Self(32);
    const ALL: u8 = 64;

    /// Both at once.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The numbering of all colours.
#[derive(Clone, Debug)]
pub struct Colours {
    /// The first colour of each rule; one more entry at the end.
    base: Vec<Colour>,
    /// For each [`Way`], what is off on it.
    off: Vec<ColourSet>,
    /// Colours of rules that depend on labels being there together.
    conditional: ColourSet,
    /// Whether some rule looks at types.
    pub looks_at_types: bool,
}

impl Colours {
    /// Numbers the colours of all rules. What rules say that are not `active` (they
    /// have no sites) does not matter.
    pub fn new(rules: &[TaintRule], active: &[bool]) -> Self {
        let mut base = Vec::with_capacity(rules.len() + 1);
        let mut next = 0;
        for rule in rules {
            base.push(next);
            next += rule.labels.len().max(1) as u32;
        }
        base.push(next);
        let all_of = |wanted: &dyn Fn(&TaintRule) -> bool| -> ColourSet {
            rules
                .iter()
                .enumerate()
                .filter(|(n, rule)| active[*n] && wanted(rule))
                .flat_map(|(n, _)| base[n]..base[n + 1])
                .collect()
        };
        let single = [
            all_of(&|r| r.options.safe_functions),
            all_of(&|r| r.options.safe_indexes),
            all_of(&|r| r.options.safe_comparisons),
            all_of(&|r| r.options.only_assignments),
            all_of(&|r| r.options.safe_booleans),
            all_of(&|r| r.options.safe_numbers),
        ];
        let off = (0..Way::ALL)
            .map(|bits| {
                (0..single.len())
                    .filter(|n| bits & (1 << n) != 0)
                    .fold(ColourSet::empty(), |all, n| all.union(&single[n]))
            })
            .collect();
        let conditional = all_of(&|r| !r.is_plain());
        Self {
            base,
            off,
            conditional,
            looks_at_types: rules
                .iter()
                .zip(active)
                .any(|(r, active)| *active && (r.options.safe_booleans || r.options.safe_numbers)),
        }
    }

    /// The colour of a rule and a label.
    pub fn of(&self, rule: RuleNo, label: LabelNo) -> Colour {
        self.base[rule.raw() as usize] + label.raw()
    }
    /// All colours of a rule.
    pub fn of_rule(&self, rule: RuleNo) -> std::ops::Range<Colour> {
        self.base[rule.raw() as usize]..self.base[rule.raw() as usize + 1]
    }
    /// All colours of a rule, as a set.
    pub fn set_of_rule(&self, rule: RuleNo) -> ColourSet {
        self.of_rule(rule).collect()
    }
    /// The rule and label of a colour.
    pub fn split(&self, colour: Colour) -> (RuleNo, LabelNo) {
        let rule = self.base.partition_point(|base| *base <= colour) - 1;
        (
            RuleNo::new(rule as u32),
            LabelNo::new(colour - self.base[rule]),
        )
    }
    /// What does not flow on a way.
    pub fn off(&self, way: Way) -> &ColourSet {
        &self.off[usize::from(way.0)]
    }
    /// Whether a rule's labels have to be looked at together.
    pub fn is_conditional(&self, colour: Colour) -> bool {
        self.conditional.contains(colour)
    }
    /// How many colours there are.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        *self.base.last().unwrap_or(&0) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::super::TaintOptions;
    use super::*;

    #[test]
    fn colours_and_ways() {
        let rules = [
            TaintRule {
                labels: vec!["A".into(), "B".into()],
                options: TaintOptions {
                    safe_functions: true,
                    ..TaintOptions::default()
                },
                ..TaintRule::default()
            },
            TaintRule {
                options: TaintOptions {
                    safe_numbers: true,
                    ..TaintOptions::default()
                },
                ..TaintRule::default()
            },
        ];
        let colours = Colours::new(&rules, &[true, true]);
        assert_eq!(colours.len(), 3);
        assert_eq!(colours.split(1), (RuleNo::new(0), LabelNo::new(1)));
        assert_eq!(colours.split(2), (RuleNo::new(1), LabelNo::new(0)));
        assert_eq!(colours.off(Way::CALL).written(), [0, 1]);
        let both = Way::CALL.and(Way::NUMBER);
        assert_eq!(colours.off(both).written(), [0, 1, 2]);
        assert!(colours.off(Way::PLAIN).is_empty() && colours.looks_at_types);
    }
}
