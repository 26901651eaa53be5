//! What functions of the program return, where that is a constant: always, or for the
//! arguments of one call.
//!
//! ```text
//! static String table() { return "users"; }             "users" at every call
//! static String pick(int n) { return n > 0 ? "a" : "b"; }  pick(1) is "a"
//! ```
//! The function is built and folded with what is known of its parameters. Whether that is
//! worth while is seen from its `return`s beforehand.

use haechi_ir::{Const, FuncKey, ParamKind, build_function, fold};
use haechi_syntax::{DefKind, Flags, Kind, Lang, NodeId, Role};

use super::{FileFacts, own_nodes};
use crate::calls::{How, Targets};
use crate::decls::Traits;
use crate::index::MethodId;

/// Most nodes of a function that is folded for the sake of its result.
const MAX_NODES: u32 = 400;
/// How far a returned variable is followed to see whether folding is worth while.
const MAX_HOPS: u8 = 3;

/// Whether it is worth while to fold a function for what it returns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    /// Its result may be the same for all arguments.
    Always,
    /// Its result depends on its arguments.
    WithArgs,
}

impl FileFacts<'_, '_> {
    /// The one function of the program that a call runs, and whether it takes
    /// the receiver first.
    pub(super) fn only_target(self, call: NodeId) -> Option<(MethodId, bool)> {
        let tree = self.program.trees().tree(self.file);
        if tree.kind(call) != Kind::Call {
            return None;
        }
        let name = self.program.names().find(tree.name(call))?;
        if !self.program.method_names.contains(&name) {
            return None;
        }
        let targets = self.program.resolve_call(self.file, call);
        let only = self.certain(&targets)?;
        Some((only, targets.funcs[0].binds_receiver))
    }

    /// Whether folding a function may tell what it returns: it is small, and
    /// what it returns is made of literals, constants and parameters.
    pub(super) fn worth_folding(self, function: NodeId) -> Option<Worth> {
        let tree = self.program.trees().tree(self.file);
        let body = tree.child(function, Role::Body)?;
        let is_async = tree.flags(function).has(Flags::ASYNC);
        if tree.node(function).size > MAX_NODES || is_async {
            return None;
        }
        let mut worth = None;
        for node in own_nodes(tree, body) {
            match tree.kind(node) {
                Kind::Yield => return None,
                Kind::Return => {
                    let value = tree.child(node, Role::Value)?;
                    worth = Some(match (worth, self.promising(value, MAX_HOPS)?) {
                        (Some(Worth::WithArgs), _) => Worth::WithArgs,
                        (_, found) => found,
                    });
                }
                _ => {}
            }
        }
        worth
    }

    fn promising(self, node: NodeId, hops: u8) -> Option<Worth> {
        let (tree, scopes) = (
            self.program.trees().tree(self.file),
            self.program.trees().scopes(self.file),
        );
        match tree.kind(node) {
            Kind::Int | Kind::Float | Kind::Str | Kind::Char | Kind::Bool | Kind::Null => {
                Some(Worth::Always)
            }
            Kind::Ident => {
                let Some(def) = scopes.def_of(node) else {
                    return Some(Worth::Always);
                };
                let def = scopes.def(def);
                match (def.kind, def.value()) {
                    (DefKind::Param, _) => Some(Worth::WithArgs),
                    (DefKind::Local, Some(value)) => self.promising(value, hops.checked_sub(1)?),
                    _ => Some(Worth::Always),
                }
            }
            Kind::Member => Some(Worth::Always),
            Kind::Binary
            | Kind::Unary
            | Kind::Conditional
            | Kind::FString
            | Kind::StrConcat
            | Kind::Interp
            | Kind::StrPart
            | Kind::Call
            | Kind::Args
            | Kind::Cast => {
                let mut worth = Worth::Always;
                for child in tree.children(node) {
                    let is_part = !matches!(
                        tree.role(child),
                        Role::Callee | Role::TypeArg | Role::Type | Role::Spec
                    );
                    if is_part && self.promising(child, hops)? == Worth::WithArgs {
                        worth = Worth::WithArgs;
                    }
                }
                Some(worth)
            }
            _ => None,
        }
    }

    pub(super) fn returned(self, function: NodeId) -> Option<Const> {
        let (tree, scopes) = (
            self.program.trees().tree(self.file),
            self.program.trees().scopes(self.file),
        );
        let mut ir = build_function(tree, scopes, FuncKey::body(function));
        fold(&mut ir, tree, &self);
        let mut only: Option<Const> = None;
        for (block, value) in ir.returns() {
            if !ir.blocks[block].reachable {
                continue;
            }
            let found = match value {
                Some(value) => ir.constant(value)?,
                None => Const::Null,
            };
            match &only {
                Some(only) if *only != found => return None,
                _ => only = Some(found),
            }
        }
        only
    }

    /// What a function returns for these arguments, where constants are.
    /// `names` has the names of those passed by keyword.
    pub(super) fn returned_for(
        self,
        function: NodeId,
        names: &[Option<&str>],
        args: &[Option<Const>],
        binds_receiver: bool,
    ) -> Option<Const> {
        let (tree, scopes) = (
            self.program.trees().tree(self.file),
            self.program.trees().scopes(self.file),
        );
        let ir = build_function(tree, scopes, FuncKey::body(function));
        let mut params: Vec<Option<Const>> = vec![None; ir.params.len()];
        let skipped = ir
            .params
            .iter()
            .position(|param| param.kind != ParamKind::This)
            .unwrap_or(0);
        let is_python = tree.lang == Lang::Python;
        let mut next = skipped.max(usize::from(binds_receiver && is_python));
        for (name, value) in names.iter().zip(args) {
            let at = match name {
                Some(name) => ir
                    .params
                    .iter()
                    .position(|param| tree.names().text(param.name) == *name)?,
                None => {
                    next += 1;
                    next - 1
                }
            };
            let param = ir.params.get(at)?;
            let is_plain = matches!(
                param.kind,
                ParamKind::Positional | ParamKind::PositionalOnly | ParamKind::KeywordOnly
            );
            if !is_plain {
                return None;
            }
            params[at].clone_from(value);
        }
        FileFacts {
            program: self.program,
            file: self.file,
            level: self.level,
            params: &params,
        }
        .returned(function)
    }

    /// The function that a call certainly runs: one that no class outside the
    /// program can override.
    pub(super) fn certain(self, targets: &Targets) -> Option<MethodId> {
        let [only] = targets.methods[..] else {
            return None;
        };
        let is_sure = targets.how == How::Exact && !targets.open && targets.constructed.is_none();
        let method = self.program.method(only);
        let fixed = [Traits::STATIC, Traits::PRIVATE, Traits::FINAL];
        let is_fixed = targets.receiver.is_exact()
            || fixed.iter().any(|word| method.traits.has(*word))
            || method
                .class
                .is_none_or(|class| self.program.class(class).traits.has(Traits::FINAL));
        (is_sure && is_fixed).then_some(only)
    }
}
