//! `mode: join`: findings of several rules, related by what they bind.
//!
//! The rules of a join run along with all others but report nothing themselves.
//! Each of their findings is a row: the metavariables as columns, and `path`.
//! A join reports the rows of the right side of its last condition for which
//! the other rules have rows so that all conditions hold.
//!
//! ```text
//! on: [route.$VIEW == unsafe.$VIEW]
//!
//! route:  $VIEW          unsafe: $VIEW
//!         index                   profile   ← reported if `route` has one too
//!         profile
//! ```
//!
//! Texts are compared without blanks and quotes around them, and containment
//! without regard to the case of ASCII letters. `a.$X --> a.$Y` follows chains
//! of rows: each row then counts for every `$X` from which a chain leads to it.

use std::borrow::Cow;

use haechi_rule::join::{JoinOn, JoinOp, JoinSpec};
use haechi_rule::{Mode, RuleIdx, RuleSet};
use haechi_syntax::Idx;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::coverage::Notice;
use crate::findings::Draft;

/// So many pairs of rows are looked at for one join.
const MAX_STEPS: usize = 20_000_000;
/// So many links of chains are kept for one join.
const MAX_LINKS: usize = 1_000_000;

/// The rules of a run together with those written inside of joins.
pub(crate) struct Expanded<'r> {
    /// All rules; those of joins stand behind the others.
    pub(crate) rules: Cow<'r, RuleSet>,
    /// So many of them report findings of their own.
    pub(crate) visible: usize,
    joins: Vec<Join>,
    /// Joins that cannot be evaluated.
    pub(crate) notices: Vec<Notice>,
}

struct Join {
    rule: RuleIdx,
    spec: JoinSpec,
    tables: Vec<Source>,
}

/// Where the rows of one rule of a join come from.
struct Source {
    /// Its name in the conditions.
    name: Box<str>,
    rule: RuleIdx,
    /// Columns under another name: from, to.
    renames: Vec<(String, String)>,
}

impl<'r> Expanded<'r> {
    /// Takes the rules out of all joins.
    pub(crate) fn new(rules: &'r RuleSet) -> Self {
        let mut out = Self {
            visible: rules.rules.len(),
            rules: Cow::Borrowed(rules),
            joins: Vec::new(),
            notices: Vec::new(),
        };
        for (id, rule) in rules.rules.iter_enumerated() {
            if let Mode::Join(spec) = &rule.mode {
                out.add(rules, id, spec);
            }
        }
        out
    }

    fn add(&mut self, rules: &RuleSet, id: RuleIdx, spec: &JoinSpec) {
        let mut tables = Vec::new();
        for reference in &spec.refs {
            let wanted = reference.rule.as_str();
            let Some(rule) = referenced(rules, wanted) else {
                let rule = &rules.rules[id].id;
                self.notices.push(Notice {
                    file: None,
                    code: "join-rule-missing",
                    message: format!(
                        "the join {rule} is not evaluated: no rule `{wanted}` is loaded"
                    ),
                });
                return;
            };
            let renames = reference.renames.iter();
            tables.push(Source {
                name: reference.alias.as_deref().unwrap_or(wanted).into(),
                rule,
                renames: renames
                    .map(|(from, to)| (from.as_str().to_owned(), to.as_str().to_owned()))
                    .collect(),
            });
        }
        for rule in &spec.rules {
            let all = &mut self.rules.to_mut().rules;
            tables.push(Source {
                name: rule.written_id.as_str().into(),
                rule: RuleIdx::from_usize(all.len()),
                renames: Vec::new(),
            });
            all.push(rule.clone());
        }
        self.joins.push(Join {
            rule: id,
            spec: spec.clone(),
            tables,
        });
    }

    /// Whether findings of a rule are not reported.
    pub(crate) fn hides(&self, rule: RuleIdx) -> bool {
        rule.index() >= self.visible
    }

    /// Whether findings of a rule take part in a join.
    pub(crate) fn joins(&self, rule: RuleIdx) -> bool {
        self.joins
            .iter()
            .any(|join| join.tables.iter().any(|table| table.rule == rule))
    }
}

/// The rule that a join means: by its id, or by the file it stands in, of which
/// the first is taken.
fn referenced(rules: &RuleSet, wanted: &str) -> Option<RuleIdx> {
    let by_id = rules
        .rules
        .iter_enumerated()
        .find(|(_, rule)| rule.written_id.as_str() == wanted || *rule.id == *wanted);
    let by_file = || {
        rules
            .rules
            .iter_enumerated()
            .find(|(_, rule)| rule.file.path().ends_with(wanted))
    };
    by_id.or_else(by_file).map(|(id, _)| id)
}

/// A finding of a rule that takes part in a join.
pub(crate) struct Row {
    /// The unit it is found in.
    pub(crate) unit: usize,
    /// The rule that finds it.
    pub(crate) rule: RuleIdx,
    /// The path of its file, as shown.
    pub(crate) path: String,
    /// What is reported.
    pub(crate) draft: Draft<'static>,
}

/// What joins report: the join and the row, by number; and notices of joins
/// that were given up.
pub(crate) fn evaluate(
    expanded: &Expanded<'_>,
    rows: &[Row],
) -> (Vec<(RuleIdx, usize)>, Vec<Notice>) {
    let (mut out, mut notices) = (Vec::new(), Vec::new());
    for join in &expanded.joins {
        let mut search = Search::new(join, rows);
        let found = search.run();
        out.extend(found.into_iter().map(|row| (join.rule, row)));
        if search.gave_up {
            notices.push(Notice {
                file: None,
                code: "join-steps",
                message: format!(
                    "the join {} has too many combinations; findings may be missing",
                    expanded.rules.rules[join.rule].id
                ),
            });
        }
    }
    (out, notices)
}

/// One row of a table: the finding's number and its columns.
#[derive(Clone)]
struct Entry {
    row: usize,
    columns: FxHashMap<String, String>,
}

/// A condition between tables, by their numbers.
struct On<'j> {
    left: (usize, &'j str),
    op: JoinOp,
    right: (usize, &'j str),
}

struct Search<'j> {
    tables: Vec<Vec<Entry>>,
    on: Vec<On<'j>>,
    /// The table whose rows are reported.
    reported: usize,
    /// The other tables that conditions name, in the order in which they are
    /// bound.
    order: Vec<usize>,
    /// Per table and column the entries by text.
    indexes: FxHashMap<(usize, &'j str), FxHashMap<String, Vec<usize>>>,
    steps: usize,
    gave_up: bool,
}

impl<'j> Search<'j> {
    fn new(join: &'j Join, rows: &[Row]) -> Self {
        let number = |name: &str| join.tables.iter().position(|table| *table.name == *name);
        let on = |on: &'j JoinOn| {
            Some(On {
                left: (number(&on.left.rule)?, &*on.left.property),
                op: on.op,
                right: (number(&on.right.rule)?, &*on.right.property),
            })
        };
        let all: Vec<On<'j>> = join.spec.on.iter().filter_map(on).collect();
        let (chains, on): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|on| on.op == JoinOp::Recursive);
        let last = on.last().or(chains.last());
        let mut search = Self {
            tables: join
                .tables
                .iter()
                .map(|table| entries(table, rows))
                .collect(),
            reported: last.map_or(0, |on| on.right.0),
            on,
            order: Vec::new(),
            indexes: FxHashMap::default(),
            steps: 0,
            gave_up: false,
        };
        for chain in &chains {
            search.follow(chain);
        }
        search.set_order();
        search.set_indexes();
        search
    }

    /// Tables nearest to the reported one first.
    fn set_order(&mut self) {
        let mut known = vec![self.reported];
        loop {
            let linked = self.on.iter().find_map(|on| {
                let (a, b) = (on.left.0, on.right.0);
                match (known.contains(&a), known.contains(&b)) {
                    (true, false) => Some(b),
                    (false, true) => Some(a),
                    _ => None,
                }
            });
            let apart = || {
                self.on
                    .iter()
                    .map(|on| on.left.0)
                    .find(|t| !known.contains(t))
            };
            let Some(next) = linked.or_else(apart) else {
                break;
            };
            known.push(next);
        }
        self.order = known.split_off(1);
    }

    fn set_indexes(&mut self) {
        for on in &self.on {
            if on.op != JoinOp::Eq {
                continue;
            }
            for (table, column) in [on.left, on.right] {
                let index = self.indexes.entry((table, column)).or_default();
                if !index.is_empty() {
                    continue;
                }
                for (n, entry) in self.tables[table].iter().enumerate() {
                    if let Some(text) = entry.columns.get(column) {
                        index.entry(text.clone()).or_default().push(n);
                    }
                }
            }
        }
    }

    /// Replaces the rows of a table by one per chain of rows that ends in them.
    fn follow(&mut self, chain: &On<'_>) {
        let ((table, from), (_, to)) = (chain.left, chain.right);
        let entries = &self.tables[table];
        let mut sources: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for entry in entries {
            if let (Some(a), Some(b)) = (entry.columns.get(from), entry.columns.get(to)) {
                sources.entry(b).or_default().push(a);
            }
        }
        let mut out = Vec::new();
        for entry in entries {
            let Some(own) = entry.columns.get(from) else {
                continue;
            };
            // Backwards along all chains that end in this row.
            let mut seen: FxHashSet<&str> = FxHashSet::default();
            let mut todo: Vec<&str> = vec![own];
            while let Some(at) = todo.pop() {
                if !seen.insert(at) {
                    continue;
                }
                if out.len() >= MAX_LINKS {
                    self.gave_up = true;
                    break;
                }
                let mut link = entry.clone();
                link.columns.insert(from.to_owned(), at.to_owned());
                out.push(link);
                todo.extend(sources.get(at).into_iter().flatten());
            }
        }
        self.tables[table] = out;
    }

    /// The rows that are reported, in order.
    fn run(&mut self) -> Vec<usize> {
        let mut out = Vec::new();
        let mut seen = FxHashSet::default();
        for n in 0..self.tables[self.reported].len() {
            let row = self.tables[self.reported][n].row;
            if seen.contains(&row) {
                continue;
            }
            let mut bound = vec![None; self.tables.len()];
            bound[self.reported] = Some(n);
            if self.holds(&bound) && self.extend(&mut bound, 0) {
                seen.insert(row);
                out.push(row);
            }
        }
        out
    }

    /// Whether rows of the other tables fit those bound so far.
    fn extend(&mut self, bound: &mut [Option<usize>], depth: usize) -> bool {
        let Some(table) = self.order.get(depth).copied() else {
            return true;
        };
        for n in self.candidates(table, bound) {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                self.gave_up = true;
                return false;
            }
            bound[table] = Some(n);
            if self.holds(bound) && self.extend(bound, depth + 1) {
                return true;
            }
        }
        bound[table] = None;
        false
    }

    /// The entries of a table that an equation with a bound one leaves.
    fn candidates(&self, table: usize, bound: &[Option<usize>]) -> Vec<usize> {
        for on in self.on.iter().filter(|on| on.op == JoinOp::Eq) {
            for (own, other) in [(on.left, on.right), (on.right, on.left)] {
                if own.0 != table || other.0 == table {
                    continue;
                }
                let Some(text) = self.text(other, bound) else {
                    continue;
                };
                let index = self.indexes.get(&own);
                return index
                    .and_then(|index| index.get(text))
                    .cloned()
                    .unwrap_or_default();
            }
        }
        (0..self.tables[table].len()).collect()
    }

    /// The text in a column of the bound entry of a table.
    fn text(&self, (table, column): (usize, &str), bound: &[Option<usize>]) -> Option<&str> {
        let entry = &self.tables[table][bound[table]?];
        entry.columns.get(column).map(String::as_str)
    }

    /// Whether all conditions hold of which both sides are bound. What is no
    /// column of a row fits nothing.
    fn holds(&self, bound: &[Option<usize>]) -> bool {
        self.on.iter().all(|on| {
            if bound[on.left.0].is_none() || bound[on.right.0].is_none() {
                return true;
            }
            match (self.text(on.left, bound), self.text(on.right, bound)) {
                (Some(left), Some(right)) => relates(on.op, left, right),
                _ => false,
            }
        })
    }
}

fn relates(op: JoinOp, left: &str, right: &str) -> bool {
    let contains = |whole: &str, part: &str| {
        whole
            .to_ascii_lowercase()
            .contains(&part.to_ascii_lowercase())
    };
    match op {
        JoinOp::Eq => left == right,
        JoinOp::NotEq => left != right,
        JoinOp::ContainedIn => contains(right, left),
        JoinOp::Contains => contains(left, right),
        // Chains have been followed before.
        JoinOp::Recursive => true,
    }
}

fn entries(table: &Source, rows: &[Row]) -> Vec<Entry> {
    let of_rule = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.rule == table.rule);
    of_rule
        .map(|(number, row)| {
            let bound = row.draft.bindings.iter().map(|(_, binding)| {
                let renamed = table
                    .renames
                    .iter()
                    .find(|(from, _)| **from == *binding.name);
                let name = renamed.map_or(&*binding.name, |(_, to)| to);
                (name.to_owned(), bare(&binding.text).to_owned())
            });
            let mut columns: FxHashMap<String, String> = bound.collect();
            columns.insert("path".to_owned(), row.path.clone());
            Entry {
                row: number,
                columns,
            }
        })
        .collect()
}

/// A text without blanks and quotes around it.
fn bare(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators() {
        assert!(relates(JoinOp::Eq, "a", "a") && !relates(JoinOp::Eq, "a", "A"));
        assert!(relates(JoinOp::NotEq, "a", "b"));
        assert!(relates(JoinOp::ContainedIn, "User", "the_user_id"));
        assert!(!relates(JoinOp::ContainedIn, "the_user_id", "user"));
        assert!(relates(JoinOp::Contains, "the_user_id", "user"));
        assert_eq!(bare(" 'x.html' "), "x.html");
    }
}
