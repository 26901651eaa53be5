//! Which rules a text can match at all, judged by words before anything is
//! parsed.
//!
//! From each rule's formula follows a condition on words: *all* of some groups,
//! of each group *any* word (a conjunctive normal form). All words of all rules
//! are looked for in one pass over the bytes. A rule whose condition fails
//! cannot match the text, whatever it means; a rule without condition is
//! always run.
//!
//! Only words count that a match cannot do without: names as they are written
//! or imported. The contents of strings do not, since a constant may be put
//! together. In a program, names may come by way of other files; the words say
//! nothing about files that are matched in one
//! ([`FileContext::in_program`](crate::FileContext::in_program)). Of a taint rule
//! any item may lie in another file, so the text matters if one of its items is
//! possible; unless values stay within files, then a source and a sink must be.
//!
//! ```text
//! sources: [input()]   sinks: [os.system(...), os.popen(...)]
//! closed:  {input} and {system, popen}       else: {input, popen, system}
//! ```

use haechi_rule::Pattern as RulePattern;
use haechi_rule::options::GenericEngine;
use haechi_rule::rule::RuleIdx;
use haechi_syntax::{Idx, Lang};
use rustc_hash::FxHashMap;

use crate::generic::GenericPattern;
use crate::rules::{Body, Compiled, CompiledRule, CompiledRules, Item};

/// Shorter words are everywhere.
const MIN_WORD: usize = 3;

/// A group with more alternatives says little.
const MAX_GROUP: usize = 64;

/// Numbers of words, of which one must occur.
type Group = Vec<u32>;

/// Words that a file may contain, by number.
type WordIds = FxHashMap<Box<[u8]>, u32>;

/// The condition of one rule.
struct Condition {
    rule: RuleIdx,
    lang: Option<Lang>,
    groups: Vec<Group>,
}

/// The conditions of all rules.
pub struct Prefilter {
    ids: WordIds,
    /// Rules without a condition, or with one that a text has to meet.
    conditions: Vec<Condition>,
    rules: usize,
}

/// The rules that a text can match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Admitted {
    rules: Vec<bool>,
}

impl Admitted {
    /// Whether a rule can match.
    pub fn contains(&self, rule: RuleIdx) -> bool {
        self.rules.get(rule.index()).copied().unwrap_or(false)
    }

    /// Whether no rule can.
    pub fn is_empty(&self) -> bool {
        !self.rules.contains(&true)
    }
}

impl Prefilter {
    /// Derives the conditions of compiled rules. `closed`: values stay within
    /// files, as with [`FileContext::closed`](crate::FileContext::closed).
    pub fn new(rules: &CompiledRules, closed: bool) -> Self {
        let mut words = Words {
            rules,
            generic_words: true,
            ids: WordIds::default(),
        };
        let conditions: Vec<Condition> = rules
            .rules()
            .iter()
            .map(|rule| Condition {
                rule: rule.rule,
                lang: rule.lang,
                groups: match words.of_rule(rule) {
                    Body::Search(formula) => words.groups(formula),
                    Body::Taint(taint) if closed => {
                        let mut groups = words.any_item(&taint.sources);
                        groups.extend(words.any_item(&taint.sinks));
                        groups
                    }
                    Body::Taint(taint) => {
                        let items = taint.sources.iter().chain(&taint.sinks);
                        let items = items.chain(&taint.sanitizers).flatten();
                        let propagators = taint.propagators.iter().map(|(item, ..)| item);
                        words.any_of(items.chain(propagators))
                    }
                },
            })
            .collect();
        Self {
            ids: words.ids,
            rules: conditions
                .iter()
                .map(|condition| condition.rule.index() + 1)
                .max()
                .unwrap_or(0),
            conditions,
        }
    }

    /// The rules for a language (and those for any text) that a text can match.
    pub fn admit(&self, text: &[u8], lang: Option<Lang>) -> Admitted {
        let mut seen = vec![false; self.ids.len()];
        for word in words(text) {
            if let Some(id) = self.ids.get(word) {
                seen[*id as usize] = true;
            }
        }
        let mut rules = vec![false; self.rules];
        for condition in &self.conditions {
            if condition.lang.is_some() && condition.lang != lang {
                continue;
            }
            let holds = condition
                .groups
                .iter()
                .all(|group| group.iter().any(|word| seen[*word as usize]));
            rules[condition.rule.index()] |= holds;
        }
        Admitted { rules }
    }
}

/// Whether a byte is part of a word.
fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// The words of a text that are long enough to be looked for.
fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| !in_word(*byte))
        .filter(|word| word.len() >= MIN_WORD)
}

/// The words of all rules.
struct Words<'r> {
    rules: &'r CompiledRules,
    /// Whether generic patterns of the rule at hand have words that must stand
    /// in the text as they are.
    generic_words: bool,
    ids: WordIds,
}

impl<'r> Words<'r> {
    /// Turns to a rule.
    fn of_rule(&mut self, rule: &'r CompiledRule) -> &'r Body {
        let opts = &self.rules.options[rule.opts as usize];
        self.generic_words =
            !opts.generic_caseless && opts.generic_engine == GenericEngine::Spacegrep;
        &rule.body
    }

    /// The number of a name's longest word: `$` may be part of a name, but is
    /// none of a word.
    fn id(&mut self, name: &str) -> Option<u32> {
        let word = words(name.as_bytes()).max_by_key(|word| word.len())?;
        if let Some(id) = self.ids.get(word) {
            return Some(*id);
        }
        let id = u32::try_from(self.ids.len()).ok()?;
        self.ids.insert(word.into(), id);
        Some(id)
    }

    fn groups(&mut self, formula: &Compiled) -> Vec<Group> {
        match formula {
            Compiled::Leaf(leaf) | Compiled::Selector(leaf, _) => {
                let needs = &self.rules.leaves[leaf.raw() as usize].pattern.needs;
                needs
                    .iter()
                    .filter_map(|need| {
                        let word = self.rules.pool.syms.text(need.sym.raw());
                        Some(vec![self.id(word)?])
                    })
                    .collect()
            }
            Compiled::Generic(pattern) => self.generic(pattern),
            Compiled::Regex(_) => Vec::new(),
            Compiled::Inside(inner) | Compiled::Anywhere(inner) => self.groups(inner),
            Compiled::And(and) => and
                .positives
                .iter()
                .flat_map(|positive| self.groups(positive))
                .collect(),
            Compiled::Or(alternatives) => {
                let each: Vec<Vec<Group>> = alternatives.iter().map(|f| self.groups(f)).collect();
                any_of(each)
            }
            // Nothing to look for: the empty group never holds.
            Compiled::Never => vec![Vec::new()],
        }
    }

    /// Of items any must be possible; what models say always is.
    fn any_item(&mut self, items: &[Option<Item>]) -> Vec<Group> {
        if items.iter().any(Option::is_none) {
            return Vec::new();
        }
        self.any_of(items.iter().flatten())
    }

    fn any_of<'i>(&mut self, items: impl Iterator<Item = &'i Item>) -> Vec<Group> {
        let each: Vec<Vec<Group>> = items.map(|item| self.groups(&item.formula)).collect();
        if each.is_empty() {
            return Vec::new();
        }
        any_of(each)
    }

    fn generic(&mut self, pattern: &RulePattern) -> Vec<Group> {
        if !self.generic_words {
            return Vec::new();
        }
        let Ok(parsed) = GenericPattern::parse(pattern.as_str()) else {
            return vec![Vec::new()];
        };
        let words: Vec<String> = parsed.words().map(str::to_owned).collect();
        words
            .iter()
            .filter(|word| word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
            .filter_map(|word| Some(vec![self.id(word)?]))
            .collect()
    }
}

/// One of several conditions: of each the group that says most, all together.
fn any_of(each: Vec<Vec<Group>>) -> Vec<Group> {
    let mut joined = Group::new();
    for groups in each {
        let Some(best) = groups.into_iter().min_by_key(Vec::len) else {
            return Vec::new();
        };
        joined.extend(best);
    }
    joined.sort_unstable();
    joined.dedup();
    if joined.len() > MAX_GROUP {
        return Vec::new();
    }
    vec![joined]
}

#[cfg(test)]
mod tests {
    use super::*;
    use haechi_rule::load::{LoadOptions, load};
    use haechi_rule::source::SourceFile;

    fn compiled(rule: &str) -> CompiledRules {
        let file = SourceFile::new(
            "r.yaml",
            format!(
                "rules:\n- {{id: r, languages: [python], severity: INFO, message: m, {rule}}}\n"
            ),
        );
        let loaded = load(&[file], &LoadOptions::default());
        assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
        CompiledRules::new(loaded.rules.rules.iter_enumerated())
    }

    fn admitted(rule: &str, text: &str) -> bool {
        let filter = Prefilter::new(&compiled(rule), false);
        let admitted = filter.admit(text.as_bytes(), Some(Lang::Python));
        admitted.contains(RuleIdx::new(0))
    }

    #[test]
    fn words_that_a_match_needs() {
        assert!(admitted("pattern: web.fetch(...)", "from web import fetch"));
        assert!(!admitted("pattern: web.fetch(...)", "web.refetch()"));
        assert!(admitted("pattern: $X(...)", "y = 1"));
        assert!(admitted("pattern: say(\"hello\")", "say(x)"));
    }

    #[test]
    fn taint_rules_need_both_ends_where_values_stay_within_files() {
        let rule = "mode: taint, pattern-sources: [{pattern: input()}], pattern-sinks: [{pattern: run(...)}]";
        let either = Prefilter::new(&compiled(rule), false);
        let both = Prefilter::new(&compiled(rule), true);
        for (text, in_any, in_closed) in [
            ("input()", true, false),
            ("run(x)", true, false),
            ("run(input())", true, true),
            ("other()", false, false),
        ] {
            let admits = |filter: &Prefilter| {
                let admitted = filter.admit(text.as_bytes(), Some(Lang::Python));
                admitted.contains(RuleIdx::new(0))
            };
            assert_eq!(admits(&either), in_any, "{text}");
            assert_eq!(admits(&both), in_closed, "{text}");
        }
    }

    #[test]
    fn all_of_a_conjunction_any_of_a_disjunction() {
        let both = "patterns: [{pattern: fetch(...)}, {pattern-inside: \"def handler(): ...\"}, {pattern-not: other()}]";
        assert!(admitted(both, "def handler(): fetch()"));
        assert!(!admitted(both, "fetch()"));
        let either = "pattern-either: [{pattern: fetch(...)}, {pattern: store(...)}]";
        assert!(admitted(either, "store()"));
        assert!(!admitted(either, "other()"));
        assert!(admitted(
            "pattern-either: [{pattern: fetch(...)}, {pattern: $X + $Y}]",
            "1"
        ));
    }
}
