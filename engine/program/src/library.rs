//! What models say about the types of libraries that the platform does not
//! have: supertypes, what functions give, what values are.
//!
//! ```text
//! org.owasp.esapi.ESAPI.encoder: {type: org.owasp.esapi.Encoder}
//! ESAPI.encoder().encodeForHTML(x)      → a method of org.owasp.esapi.Encoder
//!
//! flask.request: {value: true, type: flask.Request}
//! flask.Request: {extends: werkzeug.wrappers.Request}
//! ```
//! Signatures of the platform go first: they know generic types.

use haechi_rule::model::{ModelSet, Returns, Signature, Subject};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::Program;
use crate::names::GlobalName;

/// Facts about types outside the program, from models.
#[derive(Default)]
pub(crate) struct Library {
    /// What functions and methods give, by owner and name.
    results: FxHashMap<(GlobalName, GlobalName), Vec<(Signature, Given)>>,
    /// What values are, by owner and name.
    values: FxHashMap<(GlobalName, GlobalName), GlobalName>,
    supers: FxHashMap<GlobalName, Vec<GlobalName>>,
    /// Functions that do not come back, by owner and name.
    stoppers: FxHashSet<(GlobalName, GlobalName)>,
    /// Their names.
    stopping: FxHashSet<GlobalName>,
    /// Names that are those of classes.
    classes: FxHashSet<GlobalName>,
    /// Classes whose objects carry no text.
    inert: FxHashSet<GlobalName>,
}

/// What a call gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Given {
    /// An object of this type.
    Type(GlobalName),
    /// An object of the class that this argument is.
    ClassIn(usize),
}

impl Program<'_> {
    /// The program with what models say about types of libraries.
    #[must_use]
    pub fn with_models(mut self, models: &ModelSet) -> Self {
        let mut library = Library::default();
        for fact in &models.types {
            let name = self.names.intern(&fact.name);
            library.classes.insert(name);
            if fact.inert {
                library.inert.insert(name);
            }
            let supers = fact.extends.iter().map(|of| self.names.intern(of));
            library.supers.entry(name).or_default().extend(supers);
        }
        for fact in models.facts.iter() {
            let Subject::Callee(callee) = &fact.subject else {
                continue;
            };
            let owner = self.names.intern(&callee.owner);
            if callee.is_member || callee.is_constructor() {
                library.classes.insert(owner);
            }
            if fact.effects.never_returns && fact.tests.is_empty() {
                let name = self.names.intern(&callee.name);
                library.stoppers.insert((owner, name));
                library.stopping.insert(name);
            }
            let given = match &fact.effects.returns {
                Some(Returns::Type(ty)) => Given::Type(self.names.intern(ty)),
                Some(Returns::TypeOfArg(n)) => Given::ClassIn(usize::from(*n)),
                _ => continue,
            };
            let key = (owner, self.names.intern(&callee.name));
            match given {
                Given::Type(ty) if fact.effects.is_value => {
                    library.values.entry(key).or_insert(ty);
                }
                _ => {
                    let signature = callee.signature.clone();
                    library
                        .results
                        .entry(key)
                        .or_default()
                        .push((signature, given));
                }
            }
        }
        self.library = library;
        self
    }

    /// What a function outside the program gives, by models.
    pub(crate) fn modelled_result(
        &self,
        owner: GlobalName,
        name: &str,
        args: usize,
    ) -> Option<Given> {
        if self.library.results.is_empty() {
            return None;
        }
        let name = self.names.find(name)?;
        self.nearest(owner, |owner| {
            let facts = self.library.results.get(&(owner, name))?;
            let fits = |(signature, _): &&(Signature, Given)| takes(signature, args);
            facts.iter().find(fits).map(|(_, given)| *given)
        })
    }

    /// The type of a value outside the program, by models.
    pub(crate) fn modelled_value(&self, owner: GlobalName, name: &str) -> Option<GlobalName> {
        if self.library.values.is_empty() {
            return None;
        }
        let name = self.names.find(name)?;
        self.nearest(owner, |owner| {
            self.library.values.get(&(owner, name)).copied()
        })
    }

    /// Asks about a class, then about its supertypes.
    fn nearest<T>(&self, owner: GlobalName, ask: impl Fn(GlobalName) -> Option<T>) -> Option<T> {
        let above = || self.supertypes(owner).into_iter().find_map(&ask);
        ask(owner).or_else(above)
    }

    /// Whether models know a function of this name that does not come back.
    pub(crate) fn may_stop(&self, name: &str) -> bool {
        let name = self.names.find(name);
        name.is_some_and(|name| self.library.stopping.contains(&name))
    }

    /// Whether a function outside the program does not come back.
    pub(crate) fn modelled_stop(&self, owner: GlobalName, name: &str) -> bool {
        let Some(name) = self.names.find(name) else {
            return false;
        };
        let is_known = |owner| self.library.stoppers.contains(&(owner, name)).then_some(());
        self.nearest(owner, is_known).is_some()
    }

    /// Whether models say that objects of a class carry no text of anybody's choice.
    pub(crate) fn is_inert(&self, name: GlobalName) -> bool {
        let is_known = |name| self.library.inert.contains(&name).then_some(());
        !self.library.inert.is_empty() && self.nearest(name, is_known).is_some()
    }

    /// Supertypes that models give to a class.
    pub(crate) fn modelled_supers(&self, name: GlobalName) -> &[GlobalName] {
        self.library.supers.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Whether models speak of a class with this name.
    pub(crate) fn is_modelled_class(&self, name: GlobalName) -> bool {
        self.library.classes.contains(&name)
    }
}

fn takes(signature: &Signature, args: usize) -> bool {
    match signature {
        Signature::Any | Signature::Names { .. } => true,
        Signature::Arity(least, most) => {
            args >= usize::from(*least) && most.is_none_or(|most| args <= usize::from(most))
        }
        Signature::Types(types) => match types.last() {
            Some(last) if last.ends_with("...") => args + 1 >= types.len(),
            _ => args == types.len(),
        },
    }
}
