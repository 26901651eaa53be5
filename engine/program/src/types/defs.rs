//! Types of variables, parameters and fields.

use haechi_syntax::{DefId, DefKind, Flags, Kind, Lang, NodeId, Role};

use super::{Type, Typer, Types};
use crate::decls::python::self_method;
use crate::index::FieldId;
use crate::lazy::Subject;

impl Typer<'_, '_> {
    pub(crate) fn def(self, id: DefId) -> Types {
        let subject = Subject::Def(self.file, id, self.level);
        self.program.lazy.types(subject, || self.compute_def(id))
    }

    fn compute_def(self, id: DefId) -> Types {
        let scopes = self.program.trees.scopes(self.file);
        let def = scopes.def(id);
        let declared = self.declared_of(id);
        let is_type_name = matches!(
            def.kind,
            DefKind::Class | DefKind::TypeParam | DefKind::Label | DefKind::Import
        );
        if is_type_name || def.kind == DefKind::Function {
            return Types::unknown();
        }
        if def.kind == DefKind::EnumConstant {
            return self.enum_constant(def.decl);
        }
        let declared = declared.or_else(|| self.implied(id));
        // What the only value is made as says more than a declaration.
        let value = def.value().filter(|_| self.may_refine(&declared));
        let (Some(value), Some(down)) = (value, self.down()) else {
            return declared;
        };
        let mut made = down.expr(value);
        if made.is_exact() || declared.is_unknown() {
            keep_args(&mut made, &declared);
            return made;
        }
        declared
    }

    /// The types that the declaration of a variable allows, whatever it is
    /// assigned.
    pub(crate) fn declared_or_implied(self, id: DefId) -> Types {
        let def = self.program.trees.scopes(self.file).def(id);
        match def.kind {
            DefKind::Local | DefKind::Param => self.declared_of(id).or_else(|| self.implied(id)),
            DefKind::Field => match self.program.field_at(self.file, id) {
                Some(field) => self.field(field),
                None => Types::unknown(),
            },
            _ => Types::unknown(),
        }
    }

    /// Whether something below a declared type may exist.
    pub(super) fn may_refine(self, declared: &Types) -> bool {
        declared.list.iter().all(|ty| {
            ty.dims == 0
                && ty.class.is_none_or(|class| {
                    let class = &self.program.classes[class];
                    !class.traits.has(crate::Traits::FINAL)
                })
        })
    }

    /// The type that is written at the declaration, with its dimensions.
    pub(crate) fn declared_of(self, id: DefId) -> Types {
        let tree = self.program.trees.tree(self.file);
        let def = self.program.trees.scopes(self.file).def(id);
        let Some(node) = def.type_node() else {
            return Types::unknown();
        };
        let mut types = self.declared(node);
        if self.program.trees.lang(self.file) == Lang::Java {
            let flags = tree.flags(def.decl);
            let is_variable = matches!(tree.kind(def.decl), Kind::Declarator | Kind::Param);
            let mut more = if is_variable { flags.dims() } else { 0 };
            if tree.kind(def.decl) == Kind::Param && flags.has(Flags::VARARGS) {
                more = more.saturating_add(1);
            }
            for ty in &mut types.list {
                ty.dims = ty.dims.saturating_add(more);
            }
            if tree.kind(def.decl) == Kind::Catch {
                let all = tree.children_in(def.decl, Role::Type);
                return Types::join_all(all.map(|node| self.declared(node)));
            }
        } else if tree.kind(def.decl) == Kind::Param {
            return self.python_param(def.decl, types);
        } else if tree.kind(def.decl) == Kind::Catch {
            return self.caught(node);
        }
        types
    }

    /// `*a: T` is a tuple, `**k: T` a dictionary.
    fn python_param(self, param: NodeId, types: Types) -> Types {
        let flags = self.program.trees.tree(self.file).flags(param);
        if flags.has(Flags::VARARGS) {
            self.named("tuple")
        } else if flags.has(Flags::KWARGS) {
            self.named("dict")
        } else {
            types
        }
    }

    fn caught(self, node: NodeId) -> Types {
        let tree = self.program.trees.tree(self.file);
        if tree.kind(node) == Kind::Tuple {
            return Types::join_all(tree.children(node).map(|node| self.annotation(node)));
        }
        self.annotation(node)
    }

    /// The type of a variable that declares none.
    fn implied(self, id: DefId) -> Types {
        let (tree, scopes) = (
            self.program.trees.tree(self.file),
            self.program.trees.scopes(self.file),
        );
        let def = scopes.def(id);
        if let Some(method) = self_method(tree, scopes, id)
            && self.program.trees.lang(self.file) == Lang::Python
        {
            let class = self.program.class_around(self.file, method);
            return class.map_or_else(Types::unknown, |class| {
                Types::one(self.class_type(class, false))
            });
        }
        let is_target = |role| tree.child(def.decl, role) == Some(def.node);
        match tree.kind(def.decl) {
            Kind::ForEach | Kind::CompFor if is_target(Role::Target) => match self.down() {
                Some(down) => down.element(down.part(def.decl, Role::Iter)),
                None => Types::unknown(),
            },
            Kind::WithItem if is_target(Role::Target) => match self.down() {
                Some(down) => down.part(def.decl, Role::Value),
                None => Types::unknown(),
            },
            Kind::Param => {
                let flags = tree.flags(def.decl);
                if flags.has(Flags::VARARGS) || flags.has(Flags::KWARGS) {
                    return self.python_param(def.decl, Types::unknown());
                }
                self.lambda_param(id)
            }
            _ => self.all_writes(id),
        }
    }

    /// A variable without a declared type that is assigned several times: all
    /// its values.
    fn all_writes(self, id: DefId) -> Types {
        let def = self.program.trees.scopes(self.file).def(id);
        if self.program.trees.lang(self.file) != Lang::Python || def.writes < 2 {
            return Types::unknown();
        }
        let writes = self.program.writes(self.file);
        let from = writes.partition_point(|(other, _)| *other < id);
        let values: Vec<NodeId> = writes[from..]
            .iter()
            .take_while(|(other, _)| *other == id)
            .map(|(_, value)| *value)
            .collect();
        let Some(down) = self.down().filter(|_| values.len() == def.writes as usize) else {
            return Types::unknown();
        };
        Types::join_all(values.into_iter().map(|value| down.expr(value)))
    }

    fn enum_constant(self, node: NodeId) -> Types {
        let own = self.program.class_at(self.file, node);
        let class = own.or_else(|| self.program.class_around(self.file, node));
        class.map_or_else(Types::unknown, |class| {
            Types::one(self.class_type(class, true))
        })
    }

    /// What iterating over a value gives.
    pub(crate) fn element(self, of: Types) -> Types {
        let element = |ty: Type| -> Types {
            if ty.dims > 0 {
                return Types::one(Type {
                    dims: ty.dims - 1,
                    exact: false,
                    ..ty
                });
            }
            match self.program.names.text(ty.name) {
                "str" => Types::one(ty),
                _ => match ty.args.into_vec().into_iter().next() {
                    Some(arg) => Types::one(arg),
                    None => Types::unknown(),
                },
            }
        };
        let complete = of.complete && !of.list.is_empty();
        let mut types = Types::join_all(of.list.into_iter().map(element));
        types.complete &= complete;
        types
    }

    // ---- fields

    pub(crate) fn field(self, id: FieldId) -> Types {
        let subject = Subject::Field(id, self.level);
        self.program.lazy.types(subject, || self.compute_field(id))
    }

    fn compute_field(self, id: FieldId) -> Types {
        let program = self.program;
        let field = program.fields[id];
        let file = program.classes[field.class].file;
        let there = Typer { file, ..self };
        if let Some(def) = field.def {
            let declared = there.declared_of(def);
            let fixed = field.traits.has(crate::Traits::FINAL)
                || field.traits.has(crate::Traits::PRIVATE)
                || !declared.complete;
            let types = if fixed { there.def(def) } else { declared };
            if program.trees.lang(file) == Lang::Java {
                return types;
            }
            return there.attribute(id, Some(types));
        }
        there.attribute(id, None)
    }

    /// A Python attribute: what the class body and methods give to it.
    fn attribute(self, id: FieldId, in_class: Option<Types>) -> Types {
        let field = self.program.fields[id];
        let (tree, scopes) = (
            self.program.trees.tree(self.file),
            self.program.trees.scopes(self.file),
        );
        let info = &self.program.files[self.file];
        let class = self.program.classes[field.class].node;
        let name = tree.name_id(field.node);
        let targets = info.decls.attributes.iter().filter(|(target, owner)| {
            tree.name_id(*target) == name && info.decls.classes[*owner as usize].node == class
        });
        let mut all = in_class.filter(|types| !types.is_unknown());
        let Some(down) = self.down() else {
            return all.unwrap_or_else(Types::unknown);
        };
        for (target, _) in targets {
            let assign = scopes.parent(*target);
            let types = if tree.kind(assign) != Kind::Assign {
                Types::unknown()
            } else if let Some(ty) = tree.child(assign, Role::Type) {
                return self.declared(ty);
            } else {
                down.part(assign, Role::Value)
            };
            match &mut all {
                Some(all) => all.join(types),
                None => all = Some(types),
            }
        }
        all.unwrap_or_else(Types::unknown)
    }
}

/// `List<T> l = new ArrayList<>()`: the object has the arguments of the declaration.
fn keep_args(made: &mut Types, declared: &Types) {
    if let ([made], [declared]) = (&mut made.list[..], &declared.list[..])
        && made.args.is_empty()
    {
        made.args.clone_from(&declared.args);
    }
}
