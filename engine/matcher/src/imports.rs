//! Imports and packages.
//!
//! Every imported thing is a dotted path, however it is written: `import a.b`,
//! `from a import b`, `import a.b.C;`. A pattern finds all imports of which its
//! path is the beginning, under any alias unless it writes one itself.

use haechi_syntax::{Flags, Kind, NodeId, Role};
use smallvec::SmallVec;

use crate::cx::{M, Outs, one};
use crate::env::{Bound, Env, Synth};
use crate::pnode::PId;

/// One imported thing of a pattern.
struct Wanted {
    module_node: Option<PId>,
    from: bool,
    module: SmallVec<[PId; 6]>,
    path: SmallVec<[PId; 6]>,
    alias: Option<PId>,
    wildcard: bool,
}

/// One imported thing of the code.
struct Imported {
    module_node: Option<NodeId>,
    from: bool,
    module: SmallVec<[NodeId; 6]>,
    path: SmallVec<[NodeId; 6]>,
    alias: Option<NodeId>,
    wildcard: bool,
    relative: bool,
    item: NodeId,
}

impl M<'_> {
    /// `import …`: every item of the pattern is imported.
    pub(crate) fn import(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let is_static = self.p(p).flags.has(Flags::STATIC);
        if is_static && !self.flags(t).has(Flags::STATIC) {
            return Outs::new();
        }
        let items = self.kids(t, Role::Item);
        self.import_items(p, t, &items, env)
    }

    /// The pattern against one item of an import.
    pub(crate) fn import_one(&mut self, p: PId, t: NodeId, item: NodeId, env: Env) -> Outs {
        self.import_items(p, t, &[item], env)
    }

    fn import_items(&mut self, p: PId, t: NodeId, t_items: &[NodeId], env: Env) -> Outs {
        let items = self.p_kids(p, Role::Item);
        let found: SmallVec<[Imported; 4]> =
            t_items.iter().map(|item| self.imported(t, *item)).collect();
        let mut envs = one(env);
        for item in items {
            if matches!(self.p(item).kind, Kind::Ellipsis | Kind::MetavarSeq) {
                continue;
            }
            let wanted = self.wanted(p, item);
            envs = self.then(envs, |m, env| {
                let mut out = Outs::new();
                for imported in &found {
                    out.extend(m.import_item(&wanted, imported, env));
                }
                m.unique(out)
            });
        }
        envs
    }

    fn wanted(&self, p: PId, item: PId) -> Wanted {
        let segments = |path: Option<PId>| match path {
            Some(path) if self.p(path).kind == Kind::DottedName => {
                self.p_kids(path, Role::Segment).into_iter().collect()
            }
            Some(path) => SmallVec::from_slice(&[path]),
            None => SmallVec::new(),
        };
        let is_item = self.p(item).kind == Kind::ImportItem;
        Wanted {
            module_node: self.p_child(p, Role::Module),
            from: self.p(p).flags.has(Flags::FROM),
            module: segments(self.p_child(p, Role::Module)),
            path: if is_item {
                segments(self.p_child(item, Role::Path))
            } else {
                segments(Some(item))
            },
            alias: if is_item {
                self.p_child(item, Role::Alias)
            } else {
                None
            },
            wildcard: self.p(item).flags.has(Flags::WILDCARD),
        }
    }

    fn imported(&self, t: NodeId, item: NodeId) -> Imported {
        let module = self.child(t, Role::Module);
        let path = self.child(item, Role::Path);
        let segments = |path: Option<NodeId>| {
            path.map_or_else(SmallVec::new, |path| {
                self.tree.children_in(path, Role::Segment).collect()
            })
        };
        Imported {
            module_node: module,
            from: self.flags(t).has(Flags::FROM),
            module: segments(module),
            path: segments(path),
            alias: self.child(item, Role::Alias),
            wildcard: self.flags(item).has(Flags::WILDCARD),
            relative: module.is_some_and(|module| self.flags(module).has(Flags::RELATIVE)),
            item,
        }
    }

    fn import_item(&mut self, wanted: &Wanted, imported: &Imported, env: Env) -> Outs {
        // `import a as b` is not `from a import b`.
        if wanted.alias.is_some() && imported.from && !wanted.from {
            return Outs::new();
        }
        if imported.relative {
            return self.relative_item(wanted, imported, env);
        }
        let mut envs = match (wanted.alias, imported.alias) {
            (Some(alias), Some(t_alias)) => self.name(alias, t_alias, env),
            (Some(_), None) => return Outs::new(),
            (None, _) => one(env),
        };
        if wanted.wildcard {
            if !imported.wildcard {
                return Outs::new();
            }
            let (ps, ts) = (wanted.all(), imported.all());
            return self.then(envs, |m, env| m.path_prefix(&ps, &ts, imported.item, env));
        }
        if wanted.all().iter().any(|p| self.p(*p).is_dots()) {
            let ps: Vec<PId> = wanted
                .all()
                .into_iter()
                .take_while(|p| !self.p(*p).is_dots())
                .collect();
            let ts = imported.all();
            return self.then(envs, |m, env| m.path_prefix(&ps, &ts, imported.item, env));
        }
        if imported.wildcard && wanted.from {
            return Outs::new();
        }
        let is_relative = wanted
            .module_node
            .is_some_and(|module| self.p(module).flags.has(Flags::RELATIVE));
        if is_relative {
            return Outs::new();
        }
        // The names as they are written, module and item apart …
        if let ([name], [t_name], false) = (
            &wanted.path[..],
            &imported.path[..],
            wanted.module.is_empty(),
        ) && !imported.module.is_empty()
        {
            let written = self.then(envs.clone(), |m, env| {
                m.path_prefix(&wanted.module, &imported.module, imported.item, env)
            });
            let written = self.then(written, |m, env| m.name(*name, *t_name, env));
            if !written.is_empty() {
                return written;
            }
        }
        // … or as one path, whichever way it is split.
        let (ps, ts) = (wanted.all(), imported.all());
        envs = self.then(envs, |m, env| m.path_prefix(&ps, &ts, imported.item, env));
        envs
    }

    /// `from .m import n`: what a relative module really is, nobody knows here,
    /// so it only is what it looks like.
    fn relative_item(&mut self, wanted: &Wanted, imported: &Imported, env: Env) -> Outs {
        let (Some(module), Some(t_module)) = (wanted.module_node, imported.module_node) else {
            return Outs::new();
        };
        let pn = self.p(module);
        let mut envs = if pn.is_var() {
            self.bind(env, pn.mv, Bound::Node(t_module))
        } else {
            let dots = |name: &str| name.bytes().take_while(|b| *b == b'.').count();
            let p_dots = dots(self.pool.syms.text(pn.sym.raw()));
            if p_dots == 0 || p_dots != dots(self.tree.name(t_module)) {
                return Outs::new();
            }
            self.path_prefix(&wanted.module, &imported.module, imported.item, env)
        };
        envs = match (wanted.alias, imported.alias) {
            (Some(alias), Some(t_alias)) => self.then(envs, |m, env| m.name(alias, t_alias, env)),
            (Some(_), None) => return Outs::new(),
            (None, _) => envs,
        };
        match (&wanted.path[..], &imported.path[..]) {
            ([name], [t_name]) => {
                let (name, t_name) = (*name, *t_name);
                self.then(envs, |m, env| m.name(name, t_name, env))
            }
            _ if wanted.wildcard && imported.wildcard => envs,
            _ => Outs::new(),
        }
    }

    /// A path of the pattern is the beginning of one of the code; a
    /// metavariable at its end takes all that is left.
    fn path_prefix(&mut self, ps: &[PId], ts: &[NodeId], at: NodeId, env: Env) -> Outs {
        if ps.len() > ts.len() {
            return Outs::new();
        }
        let mut envs = one(env);
        for (n, p) in ps.iter().enumerate() {
            let pn = self.p(*p);
            let rest = &ts[n..];
            if pn.is_var() && n + 1 == ps.len() && rest.len() > 1 {
                let text = rest
                    .iter()
                    .map(|t| self.tree.name(*t))
                    .collect::<Vec<_>>()
                    .join(".");
                let bound = self.envs.synth(Synth {
                    text: text.into(),
                    at,
                    is_path: true,
                });
                return self.then(envs, |m, env| m.bind(env, pn.mv, bound));
            }
            envs = self.then(envs, |m, env| m.name(*p, rest[0], env));
        }
        envs
    }

    /// `a.b.c` written as such (a package); one metavariable takes it whole.
    pub(crate) fn dotted(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        if self.kind(t) != Kind::DottedName {
            return Outs::new();
        }
        let ps = self.p_kids(p, Role::Segment);
        let ts = self.kids(t, Role::Segment);
        match ps[..] {
            [only] if self.p(only).is_var() => {
                let mv = self.p(only).mv;
                self.bind(env, mv, Bound::Node(t))
            }
            _ => self.in_order(&ps, &ts, env, |m, p, t, env| m.name(p, t, env)),
        }
    }
}

impl Wanted {
    fn all(&self) -> SmallVec<[PId; 6]> {
        self.module.iter().chain(&self.path).copied().collect()
    }
}

impl Imported {
    fn all(&self) -> SmallVec<[NodeId; 6]> {
        self.module.iter().chain(&self.path).copied().collect()
    }
}
