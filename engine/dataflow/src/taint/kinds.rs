//! Sites of the kinds that rules name: `sources: [http-request]`.
//!
//! A rule that names a kind has an item for it; the models say where the kind
//! stands in the code. Where a fact is about an argument that a call fills or cleans, the
//! item needs the switch *by side effect*, so such rules get further items behind their own.
//! Sanitizers are not named by rules at all: a fact that cleans for all kinds of sinks that a rule names
//! holds for the rule.

use haechi_program::{FileId, Targets};
use haechi_rule::model::{
    AccessPath, Fact, KindIdx, Kinds, ModelSet, Root, Signature, Subject, Threat,
};
use haechi_rule::taint::{BySideEffect, Site as RuleSite, TaintSpec};
use haechi_syntax::{Idx, Kind, NodeId, Role as NodeRole, Tree};

use super::RuleNo;
use super::modelled::{CallParts, Modelled};
use super::rules::{SanitizerSpec, TaintRule};
use super::site::{Role, Site};

/// Which items of which rules a kind stands for.
#[derive(Clone, Default, Debug)]
pub struct KindItems {
    /// Per kind: rule and item; `filled` is the item for arguments that a call fills.
    sources: Vec<Vec<SourceItem>>,
    /// Per kind: rule and item.
    sinks: Vec<Vec<(RuleNo, u32)>>,
    /// Rules that name kinds of sinks, with these and the items of sanitizers: of results, by side effect.
    cleaned: Vec<Cleaned>,
}

#[derive(Clone, Copy, Debug)]
struct SourceItem {
    rule: RuleNo,
    item: u32,
    filled: u32,
}

#[derive(Clone, Debug)]
struct Cleaned {
    rule: RuleNo,
    sinks: Vec<KindIdx>,
    result: u32,
    variable: u32,
}

impl KindItems {
    /// Finds the kinds that rules name, and gives the rules the further items that they need.
    /// Sources of a kind count if its threat model is among the active ones.
    pub fn new(
        rules: &mut [TaintRule],
        specs: &[&TaintSpec],
        models: &ModelSet,
        active: &[Threat],
    ) -> Self {
        let mut all = Self {
            sources: vec![Vec::new(); models.kinds.len()],
            sinks: vec![Vec::new(); models.kinds.len()],
            cleaned: Vec::new(),
        };
        let kind_of = |site: &RuleSite| match site {
            RuleSite::Kind(kind) => models.kind(&kind.name),
            RuleSite::Formula(_) => None,
        };
        for (n, (rule, spec)) in rules.iter_mut().zip(specs).enumerate() {
            let number = RuleNo::from_usize(n);
            for (item, source) in spec.sources.iter().enumerate() {
                let Some(kind) = kind_of(&source.site) else {
                    continue;
                };
                if models.kinds[kind]
                    .threat
                    .is_some_and(|threat| !active.contains(&threat))
                {
                    continue;
                }
                let mut filled = rule.sources[item].clone();
                filled.by_side_effect = BySideEffect::Only;
                rule.sources.push(filled);
                let filled = rule.sources.len() as u32 - 1;
                all.sources[kind.index()].push(SourceItem {
                    rule: number,
                    item: item as u32,
                    filled,
                });
            }
            let mut kinds = Vec::new();
            for (item, sink) in spec.sinks.iter().enumerate() {
                if let Some(kind) = kind_of(&sink.site) {
                    all.sinks[kind.index()].push((number, item as u32));
                    kinds.push(kind);
                }
            }
            if kinds.is_empty() {
                continue;
            }
            let result = rule.sanitizers.len() as u32;
            // What a call returns is clean, not what stands in its arguments:
            // `int(run(x))` still runs x.
            rule.sanitizers.push(SanitizerSpec {
                exact: true,
                ..SanitizerSpec::default()
            });
            rule.sanitizers.push(SanitizerSpec {
                by_side_effect: true,
                ..SanitizerSpec::default()
            });
            all.cleaned.push(Cleaned {
                rule: number,
                sinks: kinds,
                result,
                variable: result + 1,
            });
        }
        all
    }

    /// Whether no rule names a kind.
    pub fn is_empty(&self) -> bool {
        self.sources.iter().all(Vec::is_empty) && self.sinks.iter().all(Vec::is_empty)
    }

    /// The rules for which something clean for these kinds is clean.
    pub fn cleaned_by(&self, kinds: &Kinds) -> Vec<RuleNo> {
        self.cleaned_where(|kind| kinds.contains(kind))
    }

    /// The rules all of whose kinds of sinks are harmless, in order.
    pub fn cleaned_where(&self, is_harmless: impl Fn(KindIdx) -> bool) -> Vec<RuleNo> {
        let all = self.cleaned.iter();
        all.filter(|c| c.sinks.iter().all(|kind| is_harmless(*kind)))
            .map(|c| c.rule)
            .collect()
    }
}

/// Collects the sites of kinds in one file.
pub struct KindSites<'a, 'k> {
    modelled: Modelled<'a>,
    items: &'k KindItems,
    file: FileId,
    tree: &'a Tree,
    sites: Vec<Site>,
}

impl<'a, 'k> KindSites<'a, 'k> {
    /// All sites of kinds in a file; their bindings are the list with number `origin`.
    pub fn collect(
        modelled: Modelled<'a>,
        items: &'k KindItems,
        file: FileId,
        origin: u32,
    ) -> Vec<Site> {
        if items.is_empty() {
            return Vec::new();
        }
        let tree = modelled.program.trees().tree(file);
        let mut this = Self {
            modelled,
            items,
            file,
            tree,
            sites: Vec::new(),
        };
        for node in tree.subtree(NodeId::ROOT) {
            match tree.kind(node) {
                Kind::Call | Kind::New => this.call(node),
                Kind::Member => this.value(node),
                Kind::Ident if !matches!(tree.role(node), NodeRole::Name | NodeRole::Segment) => {
                    this.value(node)
                }
                Kind::Annotation | Kind::Decorator => this.annotation(node),
                Kind::Function => this.function(node),
                _ => {}
            }
        }
        for site in &mut this.sites {
            site.origin = origin;
        }
        this.sites
    }

    fn call(&mut self, call: NodeId) {
        if !self.modelled.is_named(self.tree, call) {
            return;
        }
        let targets: Targets = self.modelled.program.resolve_call(self.file, call);
        let parts = CallParts::of(self.tree, call);
        for (_, fact) in self.modelled.facts(self.file, call, &targets) {
            let Subject::Callee(callee) = &fact.subject else {
                continue;
            };
            self.fact(fact, call, &parts, &callee.signature);
        }
    }

    fn fact(&mut self, fact: &Fact, call: NodeId, parts: &CallParts, signature: &Signature) {
        for (path, kinds) in &fact.effects.sources {
            for node in self.nodes(path, call, parts, signature) {
                self.source(kinds, node, path.root != Root::Return);
            }
        }
        for (path, kinds) in &fact.effects.sinks {
            for node in self.nodes(path, call, parts, signature) {
                self.sink(kinds, node);
            }
        }
        for (path, kinds) in &fact.effects.sanitizers {
            for node in self.nodes(path, call, parts, signature) {
                self.sanitizer(kinds, node, path.root != Root::Return);
            }
        }
    }

    /// The expressions that a path stands for at a call.
    fn nodes(
        &self,
        path: &AccessPath,
        call: NodeId,
        parts: &CallParts,
        signature: &Signature,
    ) -> Vec<NodeId> {
        if path.callback.is_some() {
            return Vec::new();
        }
        match path.root {
            Root::Return => vec![call],
            _ => parts.roots(self.tree, &path.root, signature).to_vec(),
        }
    }

    fn value(&mut self, node: NodeId) {
        for fact in self.modelled.value_facts(self.file, node) {
            for (_, kinds) in &fact.effects.sources {
                self.source(kinds, node, false);
            }
            for (_, kinds) in &fact.effects.sanitizers {
                self.sanitizer(kinds, node, false);
            }
        }
    }

    /// An annotation on a parameter, or on a function.
    fn annotation(&mut self, attr: NodeId) {
        for fact in self.modelled.annotation_facts(self.file, attr) {
            let Some(owner) = self.owner_of(attr) else {
                continue;
            };
            match self.tree.kind(owner) {
                Kind::Param => {
                    if let (Some(kinds), Some(name)) = (
                        &fact.effects.parameter,
                        self.tree.child(owner, NodeRole::Name),
                    ) {
                        self.source(kinds, name, false);
                    }
                }
                Kind::Function => self.defined(owner, fact),
                _ => {}
            }
        }
    }

    /// What an annotation stands at: the parameter or function that it is a child of.
    fn owner_of(&self, attr: NodeId) -> Option<NodeId> {
        let before = (0..attr.raw()).rev().map(NodeId::new).take(4096);
        let mut around = before.filter(|node| self.tree.is_within(attr, *node));
        around.find(|node| {
            matches!(
                self.tree.kind(*node),
                Kind::Param | Kind::Function | Kind::Class
            )
        })
    }

    fn function(&mut self, function: NodeId) {
        for fact in self.modelled.override_facts(self.file, function) {
            self.defined(function, fact);
        }
    }

    /// A function that the project defines and a framework calls.
    fn defined(&mut self, function: NodeId, fact: &Fact) {
        let tree = self.tree;
        let Some(params) = tree.child(function, NodeRole::Params) else {
            return;
        };
        let is_method = tree.lang == haechi_syntax::Lang::Python
            && self
                .modelled
                .program
                .class_around(self.file, function)
                .is_some();
        let params: Vec<NodeId> = tree
            .children(params)
            .filter(|p| tree.kind(*p) == Kind::Param)
            .skip(usize::from(is_method))
            .collect();
        for (path, kinds) in &fact.effects.entries {
            let meant: Vec<NodeId> = match &path.root {
                Root::Arg(n) => params.get(usize::from(*n)).copied().into_iter().collect(),
                Root::Args => params.clone(),
                Root::Keyword(name) => params
                    .iter()
                    .copied()
                    .filter(|p| tree.name(*p) == &**name)
                    .collect(),
                Root::This | Root::Return => Vec::new(),
            };
            for param in meant {
                if !self.is_excepted(param, fact)
                    && let Some(name) = tree.child(param, NodeRole::Name)
                {
                    self.source(kinds, name, false);
                }
            }
        }
        if fact.effects.exits.is_empty() {
            return;
        }
        let returned: Vec<NodeId> = tree
            .subtree(function)
            .filter(|node| tree.kind(*node) == Kind::Return)
            .filter_map(|node| tree.child(node, NodeRole::Value))
            .collect();
        for (_, kinds) in &fact.effects.exits {
            for node in &returned {
                self.sink(kinds, *node);
            }
        }
    }

    fn is_excepted(&self, param: NodeId, fact: &Fact) -> bool {
        let Some(ty) = self.tree.child(param, NodeRole::Type) else {
            return false;
        };
        let written = self.modelled.program.declared_type(self.file, ty);
        let names = self.modelled.program.names();
        fact.effects.except_types.iter().any(|except| {
            let simple = except.rsplit('.').next().unwrap_or(except);
            self.tree.source(ty) == simple
                || written.list.iter().any(|ty| {
                    names.text(ty.name) == &**except
                        || names
                            .find(except)
                            .is_some_and(|of| self.modelled.program.is_subtype(ty.name, of))
                })
        })
    }

    fn source(&mut self, kinds: &Kinds, node: NodeId, filled: bool) {
        for kind in kinds.listed() {
            for item in &self.items.sources[kind.index()] {
                let number = if filled { item.filled } else { item.item };
                self.sites
                    .push(site(self.tree, item.rule, Role::Source, number, node));
            }
        }
    }

    fn sink(&mut self, kinds: &Kinds, node: NodeId) {
        for kind in kinds.listed() {
            for (rule, item) in &self.items.sinks[kind.index()] {
                self.sites
                    .push(site(self.tree, *rule, Role::Sink, *item, node));
            }
        }
    }

    fn sanitizer(&mut self, kinds: &Kinds, node: NodeId, filled: bool) {
        for cleaned in &self.items.cleaned {
            if cleaned.sinks.iter().all(|kind| kinds.contains(*kind)) {
                let item = if filled {
                    cleaned.variable
                } else {
                    cleaned.result
                };
                self.sites
                    .push(site(self.tree, cleaned.rule, Role::Sanitizer, item, node));
            }
        }
    }
}

fn site(tree: &Tree, rule: RuleNo, role: Role, item: u32, node: NodeId) -> Site {
    Site {
        rule,
        role,
        item,
        node,
        end: tree.end(node),
        span: tree.span(node),
        operands: Vec::new(),
        origin: 0,
    }
}
