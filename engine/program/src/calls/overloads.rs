//! Which of several methods of one name a Java call means.

use haechi_syntax::{Flags, Lang, Role};
use smallvec::SmallVec;

use super::Targets;
use crate::decls::Traits;
use crate::index::{ClassId, MethodId};
use crate::names::GlobalName;
use crate::types::{Type, Typer, Types};

impl Typer<'_, '_> {
    /// The methods of that name, own or inherited, that a call with these
    /// arguments means: one, unless types do not decide. In Python, where a name
    /// is one method, the first whatever it takes.
    pub(super) fn choose(
        self,
        class: ClassId,
        name: GlobalName,
        call: &Targets,
    ) -> SmallVec<[MethodId; 2]> {
        let program = self.program;
        if program.trees.lang(program.classes[class].file) == Lang::Python {
            return program.find_method(class, name).into_iter().collect();
        }
        let mut found: SmallVec<[MethodId; 2]> = SmallVec::new();
        for ancestor in program.ancestors(class) {
            for id in program.methods_of(*ancestor) {
                let method = &program.methods[*id];
                let fits = method.name == name
                    && method.takes(call.args)
                    && !method.traits.has(Traits::CONSTRUCTOR);
                if fits && !found.iter().any(|nearer| self.overrides(*nearer, *id)) {
                    found.push(*id);
                }
            }
        }
        self.narrow(found, call)
    }

    /// Leaves the candidates that the arguments fit best.
    pub(super) fn narrow(
        self,
        found: SmallVec<[MethodId; 2]>,
        call: &Targets,
    ) -> SmallVec<[MethodId; 2]> {
        if found.len() < 2 {
            return found;
        }
        // Types are looked at only where there is a choice.
        let (args, arg_types) = (call.args, self.arg_types(call.node));
        let scores: Vec<Option<usize>> = found
            .iter()
            .map(|method| self.score(*method, args, &arg_types))
            .collect();
        let best = scores.iter().flatten().max();
        if best.is_none() {
            return found;
        }
        let all = found.iter().zip(&scores);
        let best: SmallVec<[MethodId; 2]> = all
            .filter(|(_, score)| score.as_ref() == best)
            .map(|(method, _)| *method)
            .collect();
        // What is not known may be anything that the less specific ones take.
        let all_known = arg_types.iter().all(|given| given.complete);
        if all_known {
            self.most_specific(best)
        } else {
            best
        }
    }

    /// Leaves the methods whose parameters no other's narrow down.
    fn most_specific(self, found: SmallVec<[MethodId; 2]>) -> SmallVec<[MethodId; 2]> {
        if found.len() < 2 {
            return found;
        }
        let params: Vec<_> = found
            .iter()
            .map(|method| self.param_types(*method))
            .collect();
        let narrower = |a: &[Types], b: &[Types]| {
            a != b
                && a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|(a, b)| match (&a.list[..], &b.list[..]) {
                        ([a], [b]) => a == b || self.is_passable(a, b),
                        _ => false,
                    })
        };
        let left: SmallVec<[MethodId; 2]> = (0..found.len())
            .filter(|n| !params.iter().any(|other| narrower(other, &params[*n])))
            .map(|n| found[n])
            .collect();
        if left.is_empty() { found } else { left }
    }

    /// How well arguments fit a method: `None` if they do not.
    fn score(self, method: MethodId, args: usize, arg_types: &[Types]) -> Option<usize> {
        let found = &self.program.methods[method];
        let params = self.param_types(method);
        let varargs = found.traits.has(Traits::VARARGS);
        // Without a variable number of arguments fits better than with.
        let mut score = usize::from(!varargs);
        for (n, given) in arg_types.iter().enumerate().take(args) {
            let last = params.len().checked_sub(1)?;
            let mut param = params.get(n.min(last))?.clone();
            if varargs && n >= last && !(args == params.len() && self.is_array(given)) {
                for ty in &mut param.list {
                    ty.dims = ty.dims.saturating_sub(1);
                }
            }
            score += 3 * self.fits(given, &param)?;
        }
        Some(score)
    }

    fn is_array(self, types: &Types) -> bool {
        types.list.iter().any(|ty| ty.dims > 0)
    }

    /// The declared types of a method's parameters.
    pub(crate) fn param_types(self, method: MethodId) -> Vec<Types> {
        let found = &self.program.methods[method];
        let there = Self {
            file: found.file,
            ..self
        };
        let (tree, scopes) = (
            self.program.trees.tree(found.file),
            self.program.trees.scopes(found.file),
        );
        let mut params = tree.child(found.node, Role::Params);
        if tree.flags(found.node).has(Flags::COMPACT) {
            let class = scopes.enclosing_class(found.node);
            params = class.and_then(|class| tree.child(class, Role::Params));
        }
        params
            .into_iter()
            .flat_map(|params| tree.children_in(params, Role::Param))
            .filter(|param| !tree.flags(*param).has(Flags::RECEIVER))
            .map(|param| match scopes.def_of(param) {
                Some(def) => there.declared_of(def),
                None => Types::unknown(),
            })
            .collect()
    }

    /// 2: same type, 1: can be passed, 0: not known; `None`: cannot be passed.
    fn fits(self, given: &Types, param: &Types) -> Option<usize> {
        let ([given], [param]) = (&given.list[..], &param.list[..]) else {
            // `null` is no primitive value.
            let primitive =
                |ty: &Type| ty.dims == 0 && boxed(self.program.names.text(ty.name)).is_some();
            let is_null = given.complete && given.list.is_empty();
            let fits = !(is_null && param.list.iter().any(primitive));
            return fits.then_some(0);
        };
        if given.name == param.name && given.dims == param.dims {
            return Some(2);
        }
        self.is_passable(given, param).then_some(1)
    }

    fn is_passable(self, given: &Type, param: &Type) -> bool {
        let names = &self.program.names;
        let (from, to) = (names.text(given.name), names.text(param.name));
        if to == "java.lang.Object" && param.dims <= given.dims {
            return true;
        }
        if given.dims != param.dims {
            return false;
        }
        let numbers = ["byte", "short", "int", "long", "float", "double"];
        let rank = |name: &str| numbers.iter().position(|n| *n == name);
        if given.dims == 0
            && let (Some(a), Some(b)) =
                (rank(if from == "char" { "short" } else { from }), rank(to))
        {
            return a <= b;
        }
        if boxed(from).is_some_and(|class| {
            class == to || matches!(to, "java.lang.Number" | "java.lang.Comparable")
        }) {
            return true;
        }
        if boxed(to).is_some_and(|class| class == from) {
            return true;
        }
        if boxed(from).is_some() || boxed(to).is_some() {
            return false;
        }
        self.program.is_subtype(given.name, param.name) || self.is_open(given)
    }

    /// Whether a type may have supertypes that nobody told us of.
    fn is_open(self, ty: &Type) -> bool {
        let mut open = vec![ty.name];
        open.extend(self.program.supertypes(ty.name));
        open.into_iter().any(|name| {
            !self.program.class_by_name.contains_key(&name)
                && crate::signatures::java()
                    .class(self.program.names.text(name))
                    .is_none()
        })
    }

    /// Whether a method has the parameters of another, which it then overrides.
    pub(super) fn overrides(self, method: MethodId, base: MethodId) -> bool {
        let (a, b) = (&self.program.methods[method], &self.program.methods[base]);
        if self.program.trees.lang(a.file) == Lang::Python {
            return true;
        }
        if (a.min, a.max) != (b.min, b.max) {
            return false;
        }
        if a.min == 0 {
            return true;
        }
        // Type parameters make the same method look different: only types that
        // certainly differ tell two methods apart.
        let (a, b) = (self.param_types(method), self.param_types(base));
        a.iter().zip(&b).all(|(a, b)| {
            let ([a], [b]) = (&a.list[..], &b.list[..]) else {
                return true;
            };
            let text = |ty: &Type| self.program.names.text(ty.name);
            let differ = a.name != b.name && boxed(text(a)).is_some() != boxed(text(b)).is_some();
            let unrelated = a.name != b.name
                && !self.program.is_subtype(a.name, b.name)
                && !self.program.is_subtype(b.name, a.name)
                && text(b) != "java.lang.Object";
            !(differ || unrelated || (a.dims != b.dims && text(b) != "java.lang.Object"))
        })
    }
}

/// The class that a primitive type is boxed into.
fn boxed(primitive: &str) -> Option<&'static str> {
    Some(match primitive {
        "boolean" => "java.lang.Boolean",
        "byte" => "java.lang.Byte",
        "short" => "java.lang.Short",
        "int" => "java.lang.Integer",
        "long" => "java.lang.Long",
        "char" => "java.lang.Character",
        "float" => "java.lang.Float",
        "double" => "java.lang.Double",
        _ => return None,
    })
}
