//! Values and containers that hold nothing but what stands in the program.

use haechi_ir::{Arg, Op, ParamKind, ValueId};
use haechi_rule::model::{ContainerOp, Fact};
use haechi_syntax::{Lang, NodeId};

use super::super::world::World;
use super::{Test, Tests, renamed};

impl Tests<'_, '_> {
    /// Whether a value stands in the program.
    pub(super) fn is_fixed(&self, value: ValueId) -> bool {
        let ir = self.ir();
        let value = renamed(ir, value);
        if ir.constant(value).is_some() {
            return true;
        }
        match ir.op(value) {
            Op::Str(_) | Op::Number(_) => true,
            Op::LoadGlobal(node) => self.world.program().is_fixed(self.func.file, node),
            Op::LoadField(..) => {
                let node = ir.value(value).node;
                self.world.program().is_fixed(self.func.file, node)
            }
            _ => false,
        }
    }

    /// Whether a container holds nothing of an attacker's choice, as far as the function and
    /// the program's constants show.
    pub(super) fn is_trusted(&self, value: ValueId, hops: u8) -> bool {
        let Some(hops) = hops.checked_sub(1) else {
            return false;
        };
        let ir = self.ir();
        let value = renamed(ir, value);
        if self.is_fixed(value) {
            return true;
        }
        let each = |list: &[ValueId]| {
            list.iter()
                .all(|item| self.is_fixed(*item) || self.is_trusted(*item, hops))
        };
        match ir.op(value) {
            Op::Aggregate(_, list) => each(ir.list(list)) && self.only_gets_fixed(value),
            Op::Spread(inner) => self.is_trusted(inner, hops),
            Op::LoadGlobal(node) => {
                self.tree().lang == Lang::Java && self.world.global(self.func.file, node).is_some()
            }
            // Java: a field of an object. (In Python anything may be one.)
            Op::LoadField(..) => self.tree().lang == Lang::Java,
            Op::LoadIndex(of, _) => self.is_trusted(of, hops),
            Op::Param(_) => self.tree().lang == Lang::Java,
            Op::Call(call) => {
                let tests = self.tests(value, call);
                let is_source = |test: &Test<'_>| !test.fact.effects.sources.is_empty();
                let is_part = tests
                    .iter()
                    .any(|test| test.fact.effects.container.is_some());
                let args: Vec<ValueId> = ir.args(call).iter().map(|arg| arg.value).collect();
                let receiver = ir.call(call).callee.value();
                let on_trusted =
                    receiver.is_none_or(|receiver| match ir.op(renamed(ir, receiver)) {
                        Op::Param(0) if self.has_this() => true,
                        Op::Param(_) => is_part && self.is_trusted(receiver, hops),
                        Op::LoadGlobal(node) => self.is_namespace(node),
                        _ => self.is_trusted(receiver, hops),
                    });
                on_trusted
                    && !tests.iter().any(is_source)
                    && each(&args)
                    && self.only_gets_fixed(value)
            }
            _ => false,
        }
    }

    /// Whether the first parameter is the object that a method is called on.
    fn has_this(&self) -> bool {
        let first = self.ir().params.first();
        first.is_some_and(|param| param.kind == ParamKind::This)
            || self
                .world
                .program()
                .class_around(self.func.file, self.func.key.node)
                .is_some()
    }

    /// Whether a name is that of a module or class, not of a value.
    fn is_namespace(&self, node: NodeId) -> bool {
        self.world.global(self.func.file, node).is_none()
            && self.world.value_facts(self.func.file, node).is_empty()
    }

    /// Whether nothing but fixed values is put into a container that the function makes.
    fn only_gets_fixed(&self, made: ValueId) -> bool {
        let ir = self.ir();
        let is_it = |value: ValueId| renamed(ir, value) == made;
        ir.values
            .iter_enumerated()
            .all(|(id, value)| match value.op {
                Op::Append { to, value } => !is_it(to) || self.is_fixed(value),
                Op::StoreIndex { base, index, .. } => !is_it(base) || self.is_fixed(index),
                Op::Call(call) => {
                    let on_it = ir.call(call).callee.value().is_some_and(is_it);
                    let puts = || {
                        let is_fixed = |arg: &Arg| self.is_fixed(arg.value);
                        !ir.args(call).iter().all(is_fixed)
                            && !self.tests(id, call).iter().any(|test| reads(test.fact))
                    };
                    !on_it || !puts()
                }
                _ => true,
            })
    }
}

/// Whether a call does no more than look into a container.
fn reads(fact: &Fact) -> bool {
    use ContainerOp as C;
    fact.effects.container.is_some_and(|op| {
        matches!(
            op,
            C::Contains | C::Get | C::GetOrDefault | C::Size | C::RemoveValue | C::RemoveKey
        )
    })
}
