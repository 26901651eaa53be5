//! Names: which texts are metavariables, and what dotted paths a name of code
//! may stand for.
//!
//! A pattern that writes a path in full, `javax.crypto.Cipher.getInstance`,
//! must find every spelling of it: `Cipher.getInstance` under
//! `import javax.crypto.Cipher` or `import javax.crypto.*`, and in Python
//! aliases of modules and of names. The other direction is not wanted: a short
//! pattern finds the short spelling only. So the name at the head of a chain in
//! *code* is replaced by what it is imported as, and the pattern is compared
//! with the longer path, segment by segment from the right.

use haechi_syntax::scope::{DefId, DefKind, Import};
use haechi_syntax::{Kind, Lang, NodeId, Role};
use smallvec::SmallVec;

use crate::cx::{M, Outs, one};
use crate::env::{Bound, Env, Synth};
use crate::pnode::{PId, Sym};

/// Whether a text is `$X`, `$_` or `$1`.
pub fn is_metavar(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('$') else {
        return false;
    };
    let bytes = rest.as_bytes();
    match bytes.first() {
        Some(b'0'..=b'9') => bytes.iter().all(u8::is_ascii_digit),
        Some(b'A'..=b'Z' | b'_') => is_upper(bytes),
        _ => false,
    }
}

/// Whether a text is `$...X`.
pub fn is_metavar_seq(text: &str) -> bool {
    text.strip_prefix("$...").is_some_and(|rest| {
        matches!(rest.as_bytes().first(), Some(b'A'..=b'Z' | b'_')) && is_upper(rest.as_bytes())
    })
}

fn is_upper(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
}

/// The segments of a path, and the node that stands for all of them.
pub type Segments<'t> = SmallVec<[&'t str; 6]>;

/// What `from .m import n` imports, as two segments: nobody knows what the
/// module is, so no name of a pattern equals it, but a metavariable can stand
/// for it.
fn relative(path: &str) -> Segments<'_> {
    let name = path.rfind('.').map_or(0, |dot| dot + 1);
    let module = path[..name].trim_end_matches('.');
    let module = if module.is_empty() {
        &path[..name]
    } else {
        module
    };
    smallvec::smallvec![module, &path[name..]]
}

impl<'a> M<'a> {
    /// The full paths that a name of code is imported as.
    pub(crate) fn imported_as(&self, t: NodeId) -> SmallVec<[Segments<'a>; 1]> {
        let scopes = self.scopes;
        let Some(def) = scopes.def_of(t) else {
            return SmallVec::new();
        };
        let Some(imports) = self.imports.get(&def) else {
            return SmallVec::new();
        };
        if self.tree.lang == Lang::Python {
            let mut out = self.imported_before(def, imports, t);
            if let Some(path) = self.paths.of(def)
                && self.scopes.def(def).kind == DefKind::Import
            {
                out.push(path.split('.').collect());
            }
            return out;
        }
        imports
            .iter()
            .map(|import| scopes.path(import.path).split('.').collect())
            .collect()
    }

    /// Of several imports of one name those that hold at a place: the last one
    /// before it in the text, and earlier ones if that is conditional
    /// (`try: import a as x`, `except: import b as x`).
    fn imported_before(
        &self,
        def: DefId,
        imports: &[&'a Import],
        t: NodeId,
    ) -> SmallVec<[Segments<'a>; 1]> {
        let scopes = self.scopes;
        let mut out = SmallVec::new();
        let known = scopes.def(def);
        for import in imports.iter().rev() {
            if import.item >= t {
                continue;
            }
            // Another definition of the name came in between.
            if known.kind != DefKind::Import && known.node > import.item && known.node < t {
                break;
            }
            let path = scopes.path(import.path);
            if !path.starts_with('.') {
                out.push(path.split('.').collect());
            } else if self.paths.of(def).is_none() {
                out.push(relative(path));
            }
            if !self.is_conditional(import.item) {
                break;
            }
        }
        out
    }

    /// Whether an import stands in a branch of its function or module.
    fn is_conditional(&self, item: NodeId) -> bool {
        let mut at = self.scopes.parent(item);
        while at != NodeId::ROOT {
            match self.kind(at) {
                Kind::If | Kind::Try | Kind::Catch | Kind::Switch => return true,
                Kind::Function | Kind::Class => return false,
                _ => at = self.scopes.parent(at),
            }
        }
        false
    }

    /// Whether the name has no definition in this file, so that a wildcard
    /// import may have brought it.
    fn is_free(&self, t: NodeId) -> bool {
        self.scopes.def_of(t).is_none()
    }

    /// A name of the pattern (or a metavariable in its place) against a name
    /// of code.
    pub(crate) fn name(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let pn = self.p(p);
        match pn.kind {
            Kind::Metavar | Kind::TypedMetavar => self.bind(env, pn.mv, Bound::Node(t)),
            Kind::Ellipsis => one(env),
            _ if pn.sym.is_some() && pn.sym == self.sym(t) => one(env),
            _ => Outs::new(),
        }
    }

    /// A chain of names in the pattern (`a.b.$M`) against one name of code
    /// that may stand for a path.
    pub(crate) fn path_of_ident(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let mut out = Outs::new();
        for segments in self.imported_as(t) {
            out.extend(self.path(p, &segments, t, env));
        }
        if out.is_empty() && self.is_free(t) && !self.p(p).has_hole {
            for at in 0..self.wildcards.len() {
                let mut segments: Segments<'a> = self.wildcards[at].clone();
                segments.push(self.tree.name(t));
                out.extend(self.path(p, &segments, t, env));
            }
        }
        out
    }

    /// A chain of names in the pattern against the segments of a path.
    pub(crate) fn path(&mut self, p: PId, segments: &[&str], at: NodeId, env: Env) -> Outs {
        let Some((last, before)) = segments.split_last() else {
            return Outs::new();
        };
        let pn = self.p(p);
        match pn.kind {
            Kind::Metavar => {
                let bound = self.path_bound(segments, at);
                self.bind(env, pn.mv, bound)
            }
            Kind::Ident => {
                if before.is_empty() && self.sym_is(pn.sym, last) {
                    one(env)
                } else {
                    Outs::new()
                }
            }
            Kind::Member => self.path_member(p, segments, at, env),
            _ => Outs::new(),
        }
    }

    fn path_member(&mut self, p: PId, segments: &[&str], at: NodeId, env: Env) -> Outs {
        let arena = &self.pool.arena;
        let (Some(object), Some(name)) = (arena.child(p, Role::Object), arena.child(p, Role::Name))
        else {
            return Outs::new();
        };
        let name_node = self.p(name);
        if name_node.is_dots() {
            let mut out = Outs::new();
            for n in (1..=segments.len()).rev() {
                out.extend(self.path(object, &segments[..n], at, env));
            }
            return out;
        }
        let Some((last, before)) = segments.split_last() else {
            return Outs::new();
        };
        if before.is_empty() {
            return Outs::new();
        }
        let envs = if name_node.is_var() {
            let bound = self.path_bound(&[last], at);
            self.bind(env, name_node.mv, bound)
        } else if self.sym_is(name_node.sym, last) {
            one(env)
        } else {
            Outs::new()
        };
        self.then(envs, |m, env| m.path(object, before, at, env))
    }

    /// What a metavariable is bound to that stands for a path.
    fn path_bound(&mut self, segments: &[&str], at: NodeId) -> Bound {
        if let [only] = segments
            && *only == self.tree.name(at)
        {
            return Bound::Node(at);
        }
        self.envs.synth(Synth {
            text: segments.join(".").into(),
            at,
            is_path: true,
        })
    }

    fn sym_is(&self, sym: Sym, text: &str) -> bool {
        sym.is_some() && self.pool.syms.text(sym.raw()) == text
    }

    /// A name of the pattern, alone, as an expression.
    pub(crate) fn ident(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        if self.kind(t) != Kind::Ident {
            return Outs::new();
        }
        let pn = self.p(p);
        if pn.sym.is_some() && pn.sym == self.sym(t) {
            return one(env);
        }
        self.path_of_ident(p, t, env)
    }

    /// A member access of the pattern.
    pub(crate) fn member(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let arena = &self.pool.arena;
        let (Some(object), Some(name)) = (arena.child(p, Role::Object), arena.child(p, Role::Name))
        else {
            return Outs::new();
        };
        if self.p(name).is_dots() {
            return self.chain_dots(object, t, env);
        }
        match self.kind(t) {
            Kind::Ident => self.path_of_ident(p, t, env),
            Kind::Member => {
                let (Some(t_object), Some(t_name)) =
                    (self.child(t, Role::Object), self.child(t, Role::Name))
                else {
                    return Outs::new();
                };
                let envs = self.name(name, t_name, env);
                self.then(envs, |m, env| m.expr(object, t_object, env, false))
            }
            _ => Outs::new(),
        }
    }

    /// `a. ...`: `a` is the whole of `t`, or what is left of it when links of
    /// its chain of members and calls are taken away from the right.
    fn chain_dots(&mut self, object: PId, t: NodeId, env: Env) -> Outs {
        let mut out = Outs::new();
        let mut at = t;
        loop {
            out.extend(self.expr(object, at, env, false));
            let next = match self.kind(at) {
                Kind::Member => self.child(at, Role::Object),
                Kind::Call => self
                    .child(at, Role::Callee)
                    .filter(|callee| self.kind(*callee) == Kind::Member)
                    .and_then(|callee| self.child(callee, Role::Object)),
                _ => None,
            };
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        if self.kind(at) == Kind::Ident {
            for segments in self.imported_as(at) {
                for n in (1..segments.len()).rev() {
                    out.extend(self.path(object, &segments[..n], at, env));
                }
            }
        }
        self.unique(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_metavariable() {
        for yes in ["$X", "$_", "$MY_VAR2", "$1", "$12"] {
            assert!(is_metavar(yes), "{yes}");
        }
        for no in ["X", "$x", "$", "$Xy", "$1a", "$...X", "${X}"] {
            assert!(!is_metavar(no), "{no}");
        }
        assert!(is_metavar_seq("$...ARGS"));
        assert!(!is_metavar_seq("$..."));
        assert!(!is_metavar_seq("$...x"));
    }
}
