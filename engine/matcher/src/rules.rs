//! Rules compiled for matching: formulas whose leaves are numbers, all
//! patterns in one pool.

use haechi_rule::source::Text;
use haechi_rule::taint::{Propagator, Site};
use haechi_rule::{Condition, Formula, Languages, Mode, Options, Pattern as RulePattern, Rule};
use haechi_rule::{formula::RegexLeaf, rule::RuleIdx};
use haechi_syntax::{Lang, Role};
use rustc_hash::FxHashMap;

use crate::compile::{Pool, Root};
use crate::keys;
use crate::leaf::Leaf;
use crate::pnode::{MvId, PId};

haechi_syntax::define_idx! {
    /// A pattern as it stands in formulas.
    LeafId;
}

/// A formula ready to be evaluated.
#[derive(Debug)]
pub enum Compiled {
    /// A code pattern.
    Leaf(LeafId),
    /// `pattern: $X`, which selects among what the others find.
    Selector(LeafId, MvId),
    /// A regular expression over the text.
    Regex(RegexLeaf),
    /// A generic pattern.
    Generic(RulePattern),
    /// A conjunction.
    And(Box<CompiledAnd>),
    /// A disjunction.
    Or(Vec<Compiled>),
    /// `pattern-inside`.
    Inside(Box<Compiled>),
    /// `anywhere`.
    Anywhere(Box<Compiled>),
    /// A pattern that is none in this language: matches nothing.
    Never,
}

/// A conjunction ready to be evaluated.
#[derive(Debug)]
pub struct CompiledAnd {
    /// What must hold together.
    pub positives: Vec<Compiled>,
    /// What is taken away.
    pub negatives: Vec<Compiled>,
    /// Filters.
    pub conditions: Vec<CompiledCondition>,
    /// Focus; several are intersected, each a union.
    pub focus: Vec<Vec<MvId>>,
    /// Binds the whole match; [`MvId::NONE`] if nothing is bound.
    pub bind: MvId,
    /// The number of its `fix`, 0 for none.
    pub fix: u32,
}

/// A condition ready to be evaluated.
#[derive(Debug)]
pub struct CompiledCondition {
    /// The metavariable that it is about; [`MvId::NONE`] if it names none.
    pub mv: MvId,
    /// The condition as checked.
    pub condition: Condition,
    /// The formula of a `metavariable-pattern` in a code language.
    pub formula: Option<Compiled>,
    /// The language that `formula` is for, if not that of the file.
    pub lang: Option<Lang>,
    /// The types of a `metavariable-type`.
    pub types: Vec<PId>,
}

/// A formula with the number that it shares with all equal ones.
#[derive(Debug)]
pub struct Item {
    /// What is looked for.
    pub formula: Compiled,
    /// Equal formulas under equal options have equal numbers.
    pub number: u32,
}

/// The formulas of a taint rule.
#[derive(Debug)]
pub struct CompiledTaint {
    /// One per source; `None` if it is a kind of the models.
    pub sources: Vec<Option<Item>>,
    /// One per sink.
    pub sinks: Vec<Option<Item>>,
    /// One per sanitizer.
    pub sanitizers: Vec<Option<Item>>,
    /// One per propagator, with its `from` and `to`.
    pub propagators: Vec<(Item, MvId, MvId)>,
}

/// What one rule looks for in one language.
#[derive(Debug)]
pub enum Body {
    /// A formula.
    Search(Compiled),
    /// Sites of flows.
    Taint(CompiledTaint),
}

/// One rule for one language.
#[derive(Debug)]
pub struct CompiledRule {
    /// Its number in the rule set.
    pub rule: RuleIdx,
    /// The language of the files it looks at; `None`: any text.
    pub lang: Option<Lang>,
    /// What it looks for.
    pub body: Body,
    /// Its options.
    pub opts: u32,
}

/// All rules of a run, compiled once for all files.
#[derive(Default)]
pub struct CompiledRules {
    pub(crate) pool: Pool,
    pub(crate) leaves: Vec<Leaf>,
    /// The options of each leaf, as an index.
    pub(crate) leaf_opts: Vec<u32>,
    pub(crate) options: Vec<Options>,
    pub(crate) rules: Vec<CompiledRule>,
    pub(crate) fixes: Vec<Text>,
    /// How many different formulas there are among the items of taint rules.
    pub(crate) formulas: u32,
    formula_ids: FxHashMap<(String, Option<Lang>, u32), u32>,
    leaf_ids: FxHashMap<(Box<str>, Lang, u32, bool), Option<LeafId>>,
}

/// Where a formula stands.
#[derive(Clone, Copy)]
struct Place {
    lang: Option<Lang>,
    opts: u32,
    inside: bool,
}

impl CompiledRules {
    /// How many different patterns of code there are.
    pub fn patterns(&self) -> usize {
        self.leaves.len()
    }

    /// Compiles the rules that look at code or text themselves (not `join`
    /// rules). Patterns that are none in a language of their rule match
    /// nothing there; loading has reported them.
    pub fn new<'r>(rules: impl IntoIterator<Item = (RuleIdx, &'r Rule)>) -> Self {
        let mut compiled = Self::default();
        for (id, rule) in rules {
            compiled.add(id, rule);
        }
        compiled
    }

    /// The rules, one entry per rule and language.
    pub fn rules(&self) -> &[CompiledRule] {
        &self.rules
    }

    /// What patterns share.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// The `fix` with a number.
    pub fn fix(&self, number: u32) -> Option<&Text> {
        self.fixes.get((number as usize).checked_sub(1)?)
    }

    fn add(&mut self, id: RuleIdx, rule: &Rule) {
        let opts = self.options_id(&rule.options);
        let langs: Vec<Option<Lang>> = match rule.languages {
            Languages::Code(set) => set.iter().map(Some).collect(),
            Languages::Generic | Languages::Regex => vec![None],
        };
        for lang in langs {
            let place = Place {
                lang,
                opts,
                inside: false,
            };
            let body = match &rule.mode {
                Mode::Search(formula) => Body::Search(self.formula(formula, place)),
                Mode::Taint(spec) => {
                    let propagators = spec
                        .propagators
                        .iter()
                        .map(|item| self.propagator(item, place))
                        .collect();
                    Body::Taint(CompiledTaint {
                        sources: self.sites(spec.sources.iter().map(|item| &item.site), place),
                        sinks: self.sites(spec.sinks.iter().map(|item| &item.site), place),
                        sanitizers: self
                            .sites(spec.sanitizers.iter().map(|item| &item.site), place),
                        propagators,
                    })
                }
                Mode::Join(_) => continue,
            };
            self.rules.push(CompiledRule {
                rule: id,
                lang,
                body,
                opts,
            });
        }
    }

    fn options_id(&mut self, options: &Options) -> u32 {
        let found = self.options.iter().position(|known| known == options);
        let id = found.unwrap_or_else(|| {
            self.options.push(options.clone());
            self.options.len() - 1
        });
        u32::try_from(id).unwrap_or(0)
    }

    fn sites<'s>(
        &mut self,
        sites: impl Iterator<Item = &'s Site>,
        place: Place,
    ) -> Vec<Option<Item>> {
        sites
            .map(|site| Some(self.item(site.formula()?, place)))
            .collect()
    }

    /// Many rules share their sources, word for word: what is found for one is
    /// found for all.
    fn item(&mut self, formula: &Formula, place: Place) -> Item {
        let formula = self.formula(formula, place);
        let key = (format!("{formula:?}"), place.lang, place.opts);
        let next = self.formulas;
        let number = *self.formula_ids.entry(key).or_insert(next);
        if number == next {
            self.formulas += 1;
        }
        Item { formula, number }
    }

    fn propagator(&mut self, item: &Propagator, place: Place) -> (Item, MvId, MvId) {
        let formula = self.item(&item.formula, place);
        let from = self.pool.mv(item.from.as_str());
        let to = self.pool.mv(item.to.as_str());
        (formula, from, to)
    }

    fn formula(&mut self, formula: &Formula, place: Place) -> Compiled {
        match formula {
            Formula::Pattern(pattern) if pattern.is_generic() => Compiled::Generic(pattern.clone()),
            Formula::Pattern(pattern) => self.pattern(pattern, place),
            Formula::Regex(leaf) => Compiled::Regex(leaf.clone()),
            Formula::Inside(inner) => Compiled::Inside(Box::new(self.formula(
                inner,
                Place {
                    inside: true,
                    ..place
                },
            ))),
            Formula::Anywhere(inner) => Compiled::Anywhere(Box::new(self.formula(inner, place))),
            Formula::Or(or) => Compiled::Or(
                or.alternatives
                    .iter()
                    .map(|alternative| self.formula(alternative, place))
                    .collect(),
            ),
            Formula::And(and) => {
                let fix = and.fix.as_ref().map_or(0, |fix| {
                    self.fixes.push(fix.clone());
                    u32::try_from(self.fixes.len()).unwrap_or(0)
                });
                let all = |compiled: &mut Self, formulas: &[Formula]| {
                    formulas
                        .iter()
                        .map(|formula| compiled.formula(formula, place))
                        .collect()
                };
                Compiled::And(Box::new(CompiledAnd {
                    positives: all(self, &and.positives),
                    negatives: all(self, &and.negatives),
                    conditions: and
                        .conditions
                        .iter()
                        .map(|condition| self.condition(condition, place))
                        .collect(),
                    focus: and
                        .focus
                        .iter()
                        .map(|focus| {
                            focus
                                .mvars
                                .iter()
                                .map(|mvar| self.pool.mv(mvar.as_str()))
                                .collect()
                        })
                        .collect(),
                    bind: and
                        .bind
                        .as_ref()
                        .map_or(MvId::NONE, |mvar| self.pool.mv(mvar.as_str())),
                    fix,
                }))
            }
        }
    }

    fn condition(&mut self, condition: &Condition, place: Place) -> CompiledCondition {
        let mv = condition
            .mvar()
            .map_or(MvId::NONE, |mvar| self.pool.mv(mvar.as_str()));
        let mut compiled = CompiledCondition {
            mv,
            condition: condition.clone(),
            formula: None,
            lang: None,
            types: Vec::new(),
        };
        match condition {
            Condition::Pattern(nested) => {
                compiled.lang = match nested.language {
                    Some(Languages::Code(set)) => set.iter().next(),
                    _ => None,
                };
                let place = Place {
                    lang: match nested.language {
                        Some(Languages::Code(set)) => set.iter().next(),
                        Some(_) => None,
                        None => place.lang,
                    },
                    inside: false,
                    ..place
                };
                compiled.formula = Some(self.formula(&nested.formula, place));
            }
            Condition::Type(types) => {
                if let Some(lang) = place.lang {
                    compiled.types = types
                        .types
                        .iter()
                        .filter_map(|pattern| self.ty(pattern, lang))
                        .collect();
                }
            }
            Condition::Regex(regex) => {
                for (_, mvar) in regex.regex.named_groups() {
                    self.pool.mv(mvar.as_str());
                }
            }
            _ => {}
        }
        compiled
    }

    /// A type: the `Type` of a typed metavariable.
    fn ty(&mut self, pattern: &RulePattern, lang: Lang) -> Option<PId> {
        let compiled = self.pool.pattern(pattern.tree(lang).ok()?).ok()?;
        match compiled.root {
            Root::Expr(p) | Root::Stmt(p) => self.pool.arena.child(p, Role::Type),
            _ => None,
        }
    }

    fn pattern(&mut self, pattern: &RulePattern, place: Place) -> Compiled {
        let Some(lang) = place.lang else {
            return Compiled::Never;
        };
        let key = (pattern.as_str().into(), lang, place.opts, place.inside);
        let id = match self.leaf_ids.get(&key) {
            Some(known) => *known,
            None => {
                let made = self.leaf(pattern, lang, place);
                self.leaf_ids.insert(key, made);
                made
            }
        };
        let Some(id) = id else {
            return Compiled::Never;
        };
        match self.leaves[id.raw() as usize].pattern.root {
            Root::Expr(p) if self.pool.arena.node(p).is_var() => {
                Compiled::Selector(id, self.pool.arena.node(p).mv)
            }
            _ => Compiled::Leaf(id),
        }
    }

    fn leaf(&mut self, pattern: &RulePattern, lang: Lang, place: Place) -> Option<LeafId> {
        let compiled = self.pool.pattern(pattern.tree(lang).ok()?).ok()?;
        let symbolic = self.options[place.opts as usize].symbolic_propagation;
        let keys = keys::keys(&self.pool.arena, &compiled, symbolic);
        let id = LeafId::new(u32::try_from(self.leaves.len()).ok()?);
        let needs_at_root = if symbolic {
            Vec::new()
        } else {
            self.pool.needs_at_root(&compiled)
        };
        self.leaves.push(Leaf {
            needs_at_root,
            pattern: compiled,
            keys,
            inside: place.inside,
        });
        self.leaf_opts.push(place.opts);
        Some(id)
    }
}
