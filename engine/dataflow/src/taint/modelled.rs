//! What models say about the code of a project: which facts a call fits, and
//! the sites that kinds of rules have by them.
//!
//! A fact is found by the last name of what is called, then held against what
//! the program knows: the qualified name that is spelled, the class that a call is known to leave the program for,
//! the types of the receiver and their supertypes. A fact about a member of a type whose receiver is not
//! known does not hold: silence about an unknown object is what the default for
//! unknown calls is for.
//!
//! ```text
//! java.sql.Statement#executeQuery: {sink: {arg0: sql}}
//!
//! PreparedStatement p = …;      p: java.sql.PreparedStatement, below Statement
//! p.executeQuery(q)             → sink `sql` at `q`
//! ```

use haechi_program::{FileId, Program, Scalar, Targets, Trees};
use haechi_rule::model::{
    ArgTest, Callee, Constant, Fact, FactIdx, ModelSet, Root, Signature, Subject,
};
use haechi_syntax::{Kind, Lang, NodeId, Role, Scopes, Tree};
use smallvec::SmallVec;

/// Answers questions about models for one program.
#[derive(Clone, Copy)]
pub struct Modelled<'a> {
    /// The program.
    pub program: &'a Program<'a>,
    /// The models.
    pub models: &'a ModelSet,
}

/// The parts of a call or `new` in the tree.
pub(super) struct CallParts {
    pub(super) args: SmallVec<[NodeId; 4]>,
    pub(super) receiver: Option<NodeId>,
}

impl CallParts {
    pub(super) fn of(tree: &Tree, call: NodeId) -> Self {
        let args = tree.child(call, Role::Args);
        let callee = tree.child(call, Role::Callee);
        Self {
            args: args.map_or_else(SmallVec::new, |args| tree.children(args).collect()),
            receiver: callee
                .filter(|callee| tree.kind(*callee) == Kind::Member)
                .and_then(|callee| tree.child(callee, Role::Object)),
        }
    }

    /// The arguments that a root stands for. (The receiver of an unbound call
    /// `C.m(obj, x)` counts as its first argument there.)
    pub(super) fn roots(
        &self,
        tree: &Tree,
        root: &Root,
        signature: &Signature,
    ) -> SmallVec<[NodeId; 2]> {
        let keyword = |name: &str| {
            let found = self
                .args
                .iter()
                .find(|arg| tree.kind(**arg) == Kind::KeywordArg && tree.name(**arg) == name);
            found.and_then(|arg| tree.child(*arg, Role::Value))
        };
        let positional =
            |arg: &&NodeId| !matches!(tree.kind(**arg), Kind::KeywordArg | Kind::DoubleStar);
        match root {
            Root::Return => SmallVec::new(),
            Root::This => self.receiver.into_iter().collect(),
            Root::Args => self.args.iter().map(|arg| value_of(tree, *arg)).collect(),
            Root::Arg(n) => {
                let by_place = self
                    .args
                    .iter()
                    .filter(positional)
                    .nth(usize::from(*n))
                    .copied();
                let by_name = || signature.keyword_of(*n).and_then(keyword);
                by_place.or_else(by_name).into_iter().collect()
            }
            Root::Keyword(name) => keyword(name).into_iter().collect(),
        }
    }
}

/// The value of an argument, whatever the way it is passed.
fn value_of(tree: &Tree, arg: NodeId) -> NodeId {
    match tree.kind(arg) {
        Kind::KeywordArg | Kind::Star | Kind::DoubleStar => {
            tree.child(arg, Role::Value).unwrap_or(arg)
        }
        _ => arg,
    }
}

impl<'a> Modelled<'a> {
    fn file(&self, file: FileId) -> (&'a Tree, &'a Scopes) {
        let trees: &'a dyn Trees = self.program.trees();
        (trees.tree(file), trees.scopes(file))
    }

    /// Whether there may be facts about a call, by its name alone.
    pub fn is_named(&self, tree: &Tree, call: NodeId) -> bool {
        !self
            .models
            .named(tree.lang, called_name(tree, call))
            .is_empty()
    }

    /// The facts that a call fits, in order of the models.
    pub fn facts(&self, file: FileId, call: NodeId, targets: &Targets) -> Vec<(FactIdx, &'a Fact)> {
        let (tree, _) = self.file(file);
        let models: &'a ModelSet = self.models;
        let candidates = models.named(tree.lang, called_name(tree, call));
        let all = candidates.iter().map(|idx| (*idx, &models.facts[*idx]));
        all.filter(|(_, fact)| self.fits(file, call, targets, fact))
            .collect()
    }

    /// What tests the call makes: facts that it fits, and those about built-in types
    /// if nothing is known about the receiver (`x.isalnum()` of a Python parameter).
    pub fn test_facts(&self, file: FileId, call: NodeId, targets: &Targets) -> Vec<&'a Fact> {
        let (tree, _) = self.file(file);
        let models: &'a ModelSet = self.models;
        let candidates = models.named(tree.lang, called_name(tree, call));
        let all = candidates.iter().map(|idx| &models.facts[*idx]);
        let nothing_known =
            targets.receiver.is_unknown() && targets.funcs.is_empty() && targets.owner.is_none();
        let may_be = |fact: &Fact| match &fact.subject {
            Subject::Callee(callee) => {
                nothing_known
                    && callee.is_member
                    && !callee.owner.contains('.')
                    && self.takes_call(file, call, targets, fact, callee)
            }
            Subject::Annotation(_) => false,
        };
        all.filter(|fact| self.fits(file, call, targets, fact) || may_be(fact))
            .collect()
    }

    fn fits(&self, file: FileId, call: NodeId, targets: &Targets, fact: &Fact) -> bool {
        let Subject::Callee(callee) = &fact.subject else {
            return false;
        };
        self.takes_call(file, call, targets, fact, callee)
            && self.is_owner(file, call, targets, callee)
    }

    /// Whether the arguments of a call are those that a fact speaks of.
    fn takes_call(
        &self,
        file: FileId,
        call: NodeId,
        targets: &Targets,
        fact: &Fact,
        callee: &Callee,
    ) -> bool {
        if fact.effects.is_value {
            return false;
        }
        let (tree, _) = self.file(file);
        let parts = CallParts::of(tree, call);
        // A subclass of the program may fill itself.
        if fact.effects.container.is_some()
            && callee.is_constructor()
            && targets.constructed.is_some_and(|made| made.class.is_some())
        {
            return false;
        }
        takes(tree, &callee.signature, &parts)
            && self.suits(file, &callee.signature, &parts)
            && fact
                .tests
                .iter()
                .all(|test| self.passes(file, &parts, callee, test))
    }

    /// Whether the types of the arguments speak against the overload: `remove(0)`
    /// is `remove(int)`, not `remove(Object)`.
    fn suits(&self, file: FileId, signature: &Signature, parts: &CallParts) -> bool {
        let Signature::Types(wanted) = signature else {
            return true;
        };
        wanted.iter().zip(&parts.args).all(|(wanted, arg)| {
            let types = self.program.type_of(file, *arg);
            if !types.complete || types.list.is_empty() || wanted.ends_with("...") {
                return true;
            }
            let names = self.program.names();
            let is_primitive = is_primitive_name(wanted);
            types.list.iter().any(|ty| {
                let name = names.text(ty.name);
                if is_primitive {
                    ty.dims == 0
                        && (is_primitive_name(name) || self.program.scalar(&types) != Scalar::Other)
                } else {
                    ty.dims > 0 || !is_primitive_name(name)
                }
            })
        })
    }

    /// Whether what is called is the function that the fact names.
    fn is_owner(&self, file: FileId, call: NodeId, targets: &Targets, callee: &Callee) -> bool {
        let (tree, scopes) = self.file(file);
        let is_below = |name: &str| self.is_below(name, callee);
        let names = self.program.names();
        if callee.is_constructor() {
            let made = targets.constructed.as_ref();
            return made.is_some_and(|made| is_below(names.text(made.name)));
        }
        if let Some(node) = tree.child(call, Role::Callee)
            && spells(tree, scopes, node, &callee.owner, &callee.name)
        {
            return true;
        }
        let by_owner = targets
            .owner
            .is_some_and(|owner| is_below(names.text(owner)));
        by_owner
            || targets
                .receiver
                .list
                .iter()
                .any(|ty| ty.dims == 0 && is_below(names.text(ty.name)))
    }

    fn is_below(&self, name: &str, callee: &Callee) -> bool {
        if name == &*callee.owner {
            return true;
        }
        let names = self.program.names();
        callee.subtypes
            && match (names.find(name), names.find(&callee.owner)) {
                (Some(name), Some(owner)) => self.program.is_subtype(name, owner),
                _ => false,
            }
    }

    fn passes(&self, file: FileId, parts: &CallParts, callee: &Callee, test: &ArgTest) -> bool {
        let (tree, scopes) = self.file(file);
        let args = parts.roots(tree, &test.arg.root, &callee.signature);
        let is_one = args.first().is_some_and(|arg| {
            test.values.iter().any(|constant| {
                is_constant(tree, scopes, *arg, constant) || self.is_made_by(file, *arg, constant)
            })
        });
        is_one != test.negated
    }

    /// Whether an argument is the result of the function that a text names, or a
    /// variable that is set once, to such a result.
    fn is_made_by(&self, file: FileId, arg: NodeId, constant: &Constant) -> bool {
        let (tree, scopes) = self.file(file);
        let Constant::Text(text) = constant else {
            return false;
        };
        let call = match (tree.kind(arg), scopes.def_of(arg)) {
            (Kind::Ident, Some(def)) if scopes.def(def).writes <= 1 => scopes.def(def).value(),
            _ => Some(arg),
        };
        let Some(call) = call.filter(|call| tree.kind(*call) == Kind::Call) else {
            return false;
        };
        let (member, function) = (text.split_once('#'), text.rsplit_once('.'));
        let Some((owner, name)) = member.or(function).filter(|(_, n)| *n == tree.name(call)) else {
            return false;
        };
        let callee = Callee {
            owner: owner.into(),
            name: name.into(),
            is_member: member.is_some(),
            signature: Signature::Any,
            subtypes: true,
        };
        self.is_owner(file, call, &self.program.resolve_call(file, call), &callee)
    }

    /// Facts about a value that is read: an `Ident` or chain of members.
    pub fn value_facts(&self, file: FileId, node: NodeId) -> Vec<&'a Fact> {
        let (tree, scopes) = self.file(file);
        let models: &'a ModelSet = self.models;
        let candidates = models.named(tree.lang, tree.name(node));
        let is_meant = |fact: &&'a Fact| {
            let Subject::Callee(callee) = &fact.subject else {
                return false;
            };
            fact.effects.is_value
                && (spells(tree, scopes, node, &callee.owner, &callee.name)
                    || self.is_member_of(file, node, callee))
        };
        candidates
            .iter()
            .map(|idx| &models.facts[*idx])
            .filter(is_meant)
            .collect()
    }

    fn is_member_of(&self, file: FileId, node: NodeId, callee: &Callee) -> bool {
        let (tree, _) = self.file(file);
        let Some(object) = tree.child(node, Role::Object).filter(|_| callee.is_member) else {
            return false;
        };
        let types = self.program.type_of(file, object);
        types
            .list
            .iter()
            .any(|ty| ty.dims == 0 && self.is_below(self.program.names().text(ty.name), callee))
    }

    /// Facts about an annotation or decorator.
    pub fn annotation_facts(&self, file: FileId, attr: NodeId) -> Vec<&'a Fact> {
        let (tree, scopes) = self.file(file);
        let models: &'a ModelSet = self.models;
        let named = match tree.kind(attr) {
            Kind::Annotation => tree.child(attr, Role::Callee),
            Kind::Decorator => tree
                .child(attr, Role::Value)
                .map(|value| match tree.kind(value) {
                    Kind::Call => tree.child(value, Role::Callee).unwrap_or(value),
                    _ => value,
                }),
            _ => None,
        };
        let Some(node) = named else { return Vec::new() };
        let candidates = models.annotations(tree.lang, tree.name(node));
        let is_meant = |fact: &&'a Fact| match &fact.subject {
            Subject::Annotation(name) => {
                let (owner, simple) = name.rsplit_once('.').unwrap_or(("", name));
                spells(tree, scopes, node, owner, simple)
            }
            Subject::Callee(_) => false,
        };
        candidates
            .iter()
            .map(|idx| &models.facts[*idx])
            .filter(is_meant)
            .collect()
    }

    /// Facts about a function of the project that overrides one of a library.
    pub fn override_facts(&self, file: FileId, function: NodeId) -> Vec<&'a Fact> {
        let (tree, _) = self.file(file);
        let models: &'a ModelSet = self.models;
        let candidates = models.named(tree.lang, tree.name(function));
        if candidates.is_empty() {
            return Vec::new();
        }
        let Some(class) = self.program.class_around(file, function) else {
            return Vec::new();
        };
        let class = self.program.names().text(self.program.class(class).name);
        let is_meant = |fact: &&'a Fact| match &fact.subject {
            Subject::Callee(callee) => {
                callee.is_member
                    && !(fact.effects.entries.is_empty() && fact.effects.exits.is_empty())
                    && self.is_below(class, callee)
            }
            Subject::Annotation(_) => false,
        };
        candidates
            .iter()
            .map(|idx| &models.facts[*idx])
            .filter(is_meant)
            .collect()
    }
}

fn is_primitive_name(name: &str) -> bool {
    matches!(
        name,
        "boolean" | "byte" | "short" | "char" | "int" | "long" | "float" | "double"
    )
}

/// The name under which facts about a call stand.
fn called_name(tree: &Tree, call: NodeId) -> &str {
    if tree.kind(call) == Kind::New {
        Callee::CONSTRUCTOR
    } else {
        tree.name(call)
    }
}

/// Whether a name or chain of members spells a qualified name, imports undone.
fn spells(tree: &Tree, scopes: &Scopes, node: NodeId, owner: &str, name: &str) -> bool {
    let mut imported = false;
    for reading in scopes.readings(tree, node) {
        imported = true;
        let text = reading.to_string();
        if text
            .strip_suffix(name)
            .and_then(|rest| rest.strip_suffix('.'))
            == Some(owner)
        {
            return true;
        }
        // `from m import f` gives the whole name at once.
        if owner.is_empty() && text == name {
            return true;
        }
    }
    if imported {
        return false;
    }
    match tree.kind(node) {
        // A built-in, not hidden by a definition of this file.
        Kind::Ident => owner.is_empty() && tree.name(node) == name && scopes.def_of(node).is_none(),
        Kind::Member => {
            let rest = tree
                .source(node)
                .strip_suffix(name)
                .and_then(|rest| rest.strip_suffix('.'));
            let simple_java = tree.lang == Lang::Java
                && rest.is_some_and(|rest| owner.strip_prefix("java.lang.") == Some(rest));
            (rest == Some(owner) || simple_java) && head_is_free(tree, scopes, node)
        }
        _ => false,
    }
}

/// Whether the first name of a chain of members is no definition of this file.
fn head_is_free(tree: &Tree, scopes: &Scopes, mut node: NodeId) -> bool {
    while let Some(object) = tree.child(node, Role::Object) {
        node = object;
    }
    tree.kind(node) == Kind::Ident && scopes.def_of(node).is_none()
}

/// Whether a call has a number of arguments that a signature takes.
fn takes(tree: &Tree, signature: &Signature, parts: &CallParts) -> bool {
    let count = parts.args.len();
    let open = parts
        .args
        .iter()
        .any(|arg| matches!(tree.kind(*arg), Kind::Star | Kind::DoubleStar));
    match signature {
        Signature::Any | Signature::Names { .. } => true,
        Signature::Arity(least, most) => {
            open || (count >= usize::from(*least)
                && most.is_none_or(|most| count <= usize::from(most)))
        }
        Signature::Types(types) => match types.last() {
            Some(last) if last.ends_with("...") => count + 1 >= types.len(),
            _ => count == types.len(),
        },
    }
}

/// Whether an argument is a constant, as it is written.
fn is_constant(tree: &Tree, scopes: &Scopes, arg: NodeId, constant: &Constant) -> bool {
    match (constant, tree.kind(arg)) {
        (Constant::Null, Kind::Null) => true,
        (Constant::Bool(b), Kind::Bool) => tree.flags(arg).has(haechi_syntax::Flags::TRUE) == *b,
        (Constant::Int(n), Kind::Int) => tree.source(arg).replace('_', "").parse() == Ok(*n),
        (Constant::Float(x), Kind::Float | Kind::Int) => tree.source(arg).parse() == Ok(*x),
        (Constant::Text(text), Kind::Str) => tree.str_text(arg) == &**text,
        (Constant::Text(text), Kind::Ident | Kind::Member) => {
            let (owner, name) = text.rsplit_once('.').unwrap_or(("", text));
            spells(tree, scopes, arg, owner, name)
        }
        _ => false,
    }
}
