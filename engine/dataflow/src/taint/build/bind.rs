//! Which arguments of a call a function's parameters get.

use haechi_ir::{Arg, ArgKind, Function, Param, ParamKind, ValueId};
use haechi_syntax::Names;
use smallvec::SmallVec;

use super::super::graph::Place;
use super::super::location::{Loc, Selector};
use super::operand::Use;

/// Something that (a part of) a parameter gets.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Which part of the parameter; none: all of it.
    pub prefix: Option<Selector>,
    /// What it gets.
    pub from: From,
}

/// Where a parameter's value comes from.
#[derive(Clone, Copy, Debug)]
pub enum From {
    /// A value of the caller.
    Value(Use),
    /// An element of a value of the caller.
    Element(Use, Selector),
    /// What a location of the caller holds.
    Slot(Loc),
    /// Taint alone.
    Taint(Place),
}

/// What each parameter gets.
#[derive(Clone, Default, Debug)]
pub struct Binding {
    parts: Vec<SmallVec<[Part; 1]>>,
}

/// An argument as the caller's instruction uses it.
#[derive(Clone, Copy, Debug)]
pub struct Actual {
    /// How it is passed, and which value.
    pub arg: Arg,
    /// Its use.
    pub used: Use,
}

impl Binding {
    /// Nothing is bound to so many parameters.
    pub fn empty(params: usize) -> Self {
        Self {
            parts: vec![SmallVec::new(); params],
        }
    }
    /// Number of parameters.
    pub fn params(&self) -> usize {
        self.parts.len()
    }
    /// What a parameter gets.
    pub fn of(&self, param: u32) -> &[Part] {
        self.parts.get(param as usize).map_or(&[], |p| p)
    }
    /// Adds a part.
    pub fn add(&mut self, param: usize, prefix: Option<Selector>, from: From) {
        if let Some(parts) = self.parts.get_mut(param) {
            parts.push(Part { prefix, from });
        }
    }

    /// Binds a receiver and arguments. `names` are those of the caller's and of
    /// the callee's file.
    pub fn of_call(
        callee: &Function,
        receiver: Option<From>,
        args: &[Actual],
        names: (&Names, &Names),
    ) -> Self {
        let mut binding = Self::empty(callee.params.len());
        let mut free: Vec<usize> = positional(&callee.params);
        if let Some(receiver) = receiver {
            let this = callee
                .params
                .iter()
                .position(|p| p.kind == ParamKind::This)
                .or_else(|| (!free.is_empty()).then(|| free.remove(0)));
            if let Some(this) = this {
                binding.add(this, None, receiver);
            }
        }
        free.retain(|n| callee.params[*n].kind != ParamKind::This);
        binding.arguments(callee, &free, args, names);
        binding
    }

    fn arguments(
        &mut self,
        callee: &Function,
        free: &[usize],
        args: &[Actual],
        names: (&Names, &Names),
    ) {
        let rest = callee
            .params
            .iter()
            .position(|p| p.kind == ParamKind::VarArgs);
        let keywords = callee
            .params
            .iter()
            .position(|p| p.kind == ParamKind::KwArgs);
        let mut next = 0;
        let mut extra = 0;
        for actual in args {
            let from = From::Value(actual.used);
            match actual.arg.kind {
                ArgKind::Positional => match (free.get(next), rest) {
                    (Some(param), _) => {
                        self.add(*param, None, from);
                        next += 1;
                    }
                    (None, Some(rest)) => {
                        self.add(rest, Some(super::elements::element(extra)), from);
                        extra += 1;
                    }
                    (None, None) => {}
                },
                ArgKind::Keyword(name) => {
                    let text = names.0.text(name);
                    let param = callee
                        .params
                        .iter()
                        .position(|p| takes_keyword(p.kind) && names.1.text(p.name) == text);
                    match (param, keywords) {
                        (Some(param), _) => self.add(param, None, from),
                        // The name is not known here as a symbol; any key may be it.
                        (None, Some(all)) => self.add(all, Some(Selector::Any), from),
                        (None, None) => {}
                    }
                }
                ArgKind::Star => {
                    for (n, param) in free.iter().enumerate().skip(next) {
                        let at = super::elements::element((n - next) as u32);
                        self.add(*param, None, From::Element(actual.used, at));
                    }
                    if let Some(rest) = rest {
                        let element = From::Element(actual.used, Selector::Any);
                        self.add(rest, Some(Selector::Any), element);
                    }
                }
                ArgKind::DoubleStar => {
                    for (n, param) in callee.params.iter().enumerate() {
                        if takes_keyword(param.kind) && !free[..next.min(free.len())].contains(&n) {
                            self.add(n, None, From::Element(actual.used, Selector::Any));
                        }
                    }
                    if let Some(all) = keywords {
                        self.add(all, None, from);
                    }
                }
            }
        }
    }
}

/// The parameters that positional arguments fill, in order.
fn positional(params: &[Param]) -> Vec<usize> {
    params
        .iter()
        .enumerate()
        .filter(|(_, p)| matches!(p.kind, ParamKind::Positional | ParamKind::PositionalOnly))
        .map(|(n, _)| n)
        .collect()
}

fn takes_keyword(kind: ParamKind) -> bool {
    matches!(kind, ParamKind::Positional | ParamKind::KeywordOnly)
}

/// The value that a part is, if it is just that.
impl From {
    /// The value behind it.
    pub fn value(self) -> Option<ValueId> {
        match self {
            Self::Value(used) => Some(used.value),
            _ => None,
        }
    }
}
