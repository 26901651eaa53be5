//! Parameters: `this`, those written, and the captured variables.

use haechi_syntax::scope::DefId;
use haechi_syntax::{Flags, Kind, Lang, NameId, NodeId, Role};

use super::ssa::VarId;
use super::survey::captures_of;
use super::{Builder, NONE};
use crate::{FuncPart, Op, Param, ParamKind, ValueId};

impl Builder<'_> {
    /// Makes all parameters, at the start of the entry block.
    pub(super) fn parameters(&mut self) {
        let node = self.key.node;
        match self.key.part {
            FuncPart::Body => match self.tree.kind(node) {
                Kind::Function | Kind::Lambda => self.callable_params(node),
                _ => {}
            },
            FuncPart::Init | FuncPart::Accessor => self.this_param(node, ParamKind::This),
            FuncPart::StaticInit => {}
            FuncPart::Canonical => {
                self.this_param(node, ParamKind::This);
                self.written_params(node);
            }
        }
    }

    fn callable_params(&mut self, node: NodeId) {
        let java = self.tree.lang == Lang::Java;
        let is_method = java && self.tree.kind(node) == Kind::Function;
        if is_method && !self.has_modifier(node, "static") {
            self.this_param(node, ParamKind::This);
        }
        match self.has(node, Flags::COMPACT) {
            true => self.component_params(node),
            false => self.written_params(node),
        }
        if is_method {
            return;
        }
        if java && self.has_this_at(node) {
            self.this_param(node, ParamKind::CaptureThis);
        }
        for def in captures_of(self.tree, self.scopes, node) {
            self.capture_param(def);
        }
    }

    fn this_param(&mut self, node: NodeId, kind: ParamKind) {
        self.this = self.param(kind, NameId::NONE, node, None);
    }

    fn param(
        &mut self,
        kind: ParamKind,
        name: NameId,
        node: NodeId,
        default: Option<NodeId>,
    ) -> ValueId {
        let n = u32::try_from(self.params.len()).unwrap_or(u32::MAX);
        let value = self.emit_hidden(Op::Param(n), node);
        self.params.push(Param {
            kind,
            name,
            node,
            default,
            value,
        });
        value
    }

    fn written_params(&mut self, node: NodeId) {
        let Some(params) = self.tree.child(node, Role::Params) else {
            return;
        };
        let mut kind = ParamKind::Positional;
        for child in self.tree.children(params) {
            match self.tree.kind(child) {
                Kind::ParamSep if self.has(child, Flags::VARARGS) => kind = ParamKind::KeywordOnly,
                Kind::ParamSep => {
                    for before in &mut self.params {
                        if before.kind == ParamKind::Positional {
                            before.kind = ParamKind::PositionalOnly;
                        }
                    }
                }
                Kind::Param if self.has(child, Flags::RECEIVER) => {}
                Kind::Param => {
                    let own = if self.has(child, Flags::VARARGS) {
                        ParamKind::VarArgs
                    } else if self.has(child, Flags::KWARGS) {
                        ParamKind::KwArgs
                    } else {
                        kind
                    };
                    self.written_param(child, own);
                    if own == ParamKind::VarArgs {
                        kind = ParamKind::KeywordOnly;
                    }
                }
                _ => {}
            }
        }
    }

    fn written_param(&mut self, param: NodeId, kind: ParamKind) {
        let default = self.tree.child(param, Role::Default);
        let value = self.param(kind, self.tree.name_id(param), param, default);
        self.map(param, value);
        let Some(name) = self.tree.child(param, Role::Name) else {
            return;
        };
        if self.tree.kind(name) != Kind::Ident {
            self.bind(name, value); // Python 2: a tuple
            return;
        }
        self.map(name, value);
        let def = self.scopes.def_of(name);
        if let Some(var) = def.and_then(|def| self.slots.get(&def).copied()) {
            self.var_of[value] = var;
            self.set(var, value);
        }
    }

    /// The parameters of a compact constructor are the record's components.
    fn component_params(&mut self, constructor: NodeId) {
        for (param, def) in self.components(constructor) {
            let name = self.tree.name_id(param);
            let value = self.param(ParamKind::Positional, name, param, None);
            if let Some(var) = def.and_then(|def| self.slots.get(&def).copied()) {
                self.var_of[value] = var;
                self.set(var, value);
            }
        }
    }

    /// The variables of a compact constructor: within it, the name of a
    /// component means the parameter, not the field.
    pub(super) fn component_vars(&mut self, constructor: NodeId) {
        for (param, def) in self.components(constructor) {
            if let Some(def) = def {
                let var = self.new_var(param);
                self.vars[var].is_temp = false;
                self.slots.insert(def, var);
            }
        }
    }

    /// The components of the record around, with their fields.
    pub(super) fn components(&self, constructor: NodeId) -> Vec<(NodeId, Option<DefId>)> {
        let params = self
            .scopes
            .enclosing_class(constructor)
            .and_then(|class| self.tree.child(class, Role::Params));
        params
            .into_iter()
            .flat_map(|params| self.tree.children_in(params, Role::Param))
            .map(|param| (param, self.scopes.def_of(param)))
            .collect()
    }

    fn capture_param(&mut self, def_id: DefId) {
        let def = *self.scopes.def(def_id);
        let boxed = self.sharing.is_shared(def_id);
        let value = self.param(ParamKind::Capture { boxed }, def.name, def.node, None);
        let var: VarId = self.new_var(def.node);
        self.vars[var].is_temp = false;
        self.vars[var].boxed = boxed;
        self.vars[var].is_capture = true;
        self.slots.insert(def_id, var);
        self.var_of[value] = var;
        self.set(var, value);
    }

    /// The evaluated defaults of a callable's parameters.
    pub(super) fn defaults(&mut self, callable: NodeId) -> Vec<ValueId> {
        let Some(params) = self.tree.child(callable, Role::Params) else {
            return Vec::new();
        };
        let defaults: Vec<_> = self
            .tree
            .children_in(params, Role::Param)
            .filter_map(|param| self.tree.child(param, Role::Default))
            .collect();
        defaults
            .into_iter()
            .map(|default| self.expr(default))
            .collect()
    }

    /// The receiver of the Python method that is being built: its first parameter.
    pub(super) fn python_self(&mut self) -> Option<ValueId> {
        let class = self.scopes.enclosing_class(self.key.node)?;
        let is_method = self
            .scopes
            .enclosing_callable(self.key.node)
            .is_none_or(|around| around < class);
        let first = *self.params.first()?;
        let is_self = matches!(
            first.kind,
            ParamKind::Positional | ParamKind::PositionalOnly
        );
        if !is_method || !is_self || first.value == NONE {
            return None;
        }
        Some(first.value)
    }
}
