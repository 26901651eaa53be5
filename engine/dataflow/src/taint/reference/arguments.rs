//! Which arguments of a call a function's parameters get.

use haechi_ir::{Arg, ArgKind, Param, ParamKind};

use super::super::Target;
use super::super::location::Selector;
use super::super::symbols::Sym;
use super::instr::element;
use super::memory::Used;
use super::run::{Info, Run};
use super::state::{Abs, FrameId, Loc, Pts, Root, Slot, State};

/// What a parameter gets.
#[derive(Clone, Default, Debug)]
pub struct Given {
    /// As a whole; none: nothing.
    pub whole: Option<Abs>,
    /// As elements of an object that is made for it.
    pub parts: Vec<(Selector, Abs)>,
}

impl Given {
    /// One more thing that it may be.
    pub fn add(&mut self, value: &Abs) {
        self.whole.get_or_insert_default().add(value);
    }
}

/// An argument as the call uses it.
#[derive(Clone, Debug)]
pub struct Actual {
    /// How it is passed.
    pub arg: Arg,
    /// What.
    pub used: Used,
}

/// The most ways in which candidates of parameters are told apart.
const MAX_CASES: usize = 16;

fn takes_keyword(param: &Param) -> bool {
    matches!(param.kind, ParamKind::Positional | ParamKind::KeywordOnly)
}

impl Run<'_> {
    /// Binds a receiver and arguments to the parameters of a function.
    pub fn bind(
        &self,
        state: &State,
        caller: FrameId,
        callee: &Info,
        receiver: Option<&Abs>,
        args: &[Actual],
    ) -> Vec<Given> {
        let params = &callee.ir.params;
        let mut given = vec![Given::default(); params.len()];
        let is_positional =
            |p: &Param| matches!(p.kind, ParamKind::Positional | ParamKind::PositionalOnly);
        let mut free: Vec<usize> = (0..params.len())
            .filter(|n| is_positional(&params[*n]))
            .collect();
        if let Some(receiver) = receiver {
            let this = params.iter().position(|p| p.kind == ParamKind::This);
            match this {
                Some(this) => given[this].add(receiver),
                None if !free.is_empty() => given[free.remove(0)].add(receiver),
                None => {}
            }
        }
        let of_kind = |kind: ParamKind| params.iter().position(|p| p.kind == kind);
        let (rest, keywords) = (of_kind(ParamKind::VarArgs), of_kind(ParamKind::KwArgs));
        let theirs = self.cx.tree(callee.func.file);
        let ours = self.tree(caller);
        let (mut next, mut extra) = (0, 0);
        for Actual { arg, used } in args {
            match arg.kind {
                ArgKind::Positional => {
                    if let Some(param) = free.get(next) {
                        given[*param].add(&used.abs);
                        next += 1;
                    } else if let Some(rest) = rest {
                        given[rest].parts.push((element(extra), used.abs.clone()));
                        extra += 1;
                    }
                }
                ArgKind::Keyword(name) => {
                    let text = ours.names().text(name);
                    let named = |p: &Param| takes_keyword(p) && theirs.names().text(p.name) == text;
                    if let Some(param) = params.iter().position(named) {
                        given[param].add(&used.abs);
                    } else if let Some(all) = keywords {
                        let key = Selector::Key(self.cx.symbols.sym(text));
                        given[all].parts.push((key, used.abs.clone()));
                    }
                }
                ArgKind::Star => {
                    for (n, param) in free.iter().enumerate().skip(next) {
                        let at = element((n - next) as i64);
                        given[*param].add(&self.load_element(state, used, at));
                    }
                    if let Some(rest) = rest {
                        let any = self.load_element(state, used, Selector::Any);
                        given[rest].parts.push((Selector::Any, any));
                    }
                }
                ArgKind::DoubleStar => {
                    for (n, param) in params.iter().enumerate() {
                        let filled = free[..next.min(free.len())].contains(&n);
                        if takes_keyword(param) && !filled {
                            let name = theirs.names().text(param.name);
                            let key = Selector::Key(self.cx.symbols.sym(name));
                            given[n].add(&self.load_element(state, used, key));
                        }
                    }
                    if let Some(all) = keywords {
                        given[all].add(&used.abs);
                    }
                }
            }
        }
        given
    }

    /// What a function object brings along: captured variables, a bound receiver.
    pub fn bind_closure(
        &self,
        state: &State,
        loc: &Loc,
        target: Target,
        callee: &Info,
    ) -> Vec<Given> {
        let mut given = vec![Given::default(); callee.ir.params.len()];
        let mut captured = 0;
        for (n, param) in callee.ir.params.iter().enumerate() {
            let selector = match param.kind {
                ParamKind::Capture { .. } => {
                    captured += 1;
                    self.capture(captured - 1)
                }
                ParamKind::CaptureThis => Selector::Field(Sym::OUTER),
                _ => continue,
            };
            if let Some(child) = loc.child(selector) {
                given[n].add(&self.slot(state, &child).held);
            }
        }
        if target.binds_receiver
            && !self.is_unbound(loc)
            && let Some(child) = loc.child(Selector::Field(Sym::BOUND))
            && let Some(first) = given.first_mut()
        {
            first.add(&self.slot(state, &child).held);
        }
        given
    }

    /// The field of a function object that holds its n-th captured variable.
    pub fn capture(&self, n: usize) -> Selector {
        Selector::Field(self.cx.symbols.captured(&n.to_string()))
    }

    /// The values of parameters, in all ways in which candidates can be told apart:
    /// within one call a parameter is one object.
    pub fn cases(&mut self, state: &mut State, frame: FrameId, given: &[Given]) -> Vec<Vec<Abs>> {
        let info = self.info_of(frame);
        let mut params = Vec::new();
        for (n, given) in given.iter().enumerate() {
            let mut value = given.whole.clone().unwrap_or_default();
            if !given.parts.is_empty() {
                let made = Loc::root(Root::Made(frame, info.ir.params[n].value));
                state.forget_below(&made);
                for (selector, part) in &given.parts {
                    if let Some(child) = made.child(*selector) {
                        let slot = state.slots.entry(child).or_insert_with(|| Slot {
                            held: Abs::default(),
                            maybe_unwritten: false,
                        });
                        slot.held.add(part);
                    }
                }
                value.pts.add(&Pts::one(made));
            } else if value.pts.is_none() {
                value.pts = Pts::one(Loc::root(Root::Param(frame, n as u32)));
            }
            params.push(value);
        }
        let count: usize = params.iter().map(|p| p.pts.locs.len().max(1)).product();
        if count > MAX_CASES {
            return vec![params];
        }
        let mut cases = vec![Vec::new()];
        for param in params {
            let mut longer = Vec::new();
            for case in &cases {
                let mut with = |value: Abs| {
                    let mut case: Vec<Abs> = case.clone();
                    case.push(value);
                    longer.push(case);
                };
                if param.pts.locs.len() < 2 {
                    with(param.clone());
                }
                for loc in param.pts.locs.iter().filter(|_| param.pts.locs.len() > 1) {
                    with(Abs {
                        own: param.own.clone(),
                        pts: Pts::one(loc.clone()),
                    });
                }
            }
            cases = longer;
        }
        cases
    }
}
