//! Literals: strings, their holes, f-strings and numbers; and the expressions
//! that are known to have the value of one.

use std::rc::Rc;

use haechi_syntax::{Flags, Kind, NodeId, Role};
use smallvec::SmallVec;

use crate::constants::Value;
use crate::cx::{M, Outs, one, only_if};
use crate::env::{Bound, Env, Synth};
use crate::lists::Item;
use crate::pnode::{Lit, MvId, PId};

impl<'a> M<'a> {
    /// A string of the pattern.
    pub(crate) fn string(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let pn = self.p(p);
        let kind = self.kind(t);
        if pn.kind == Kind::StrConcat {
            return match self.concat_text(p) {
                Some(text) => self.text_lit(&Lit::Text(text.into()), t, env),
                None => self.strict_concat(p, t, env),
            };
        }
        if pn.kind == Kind::Char {
            return match kind {
                Kind::Char => self.literal_text(&pn.lit, t, env),
                _ => self.equals_constant(&pn.lit, t, env),
            };
        }
        // `f"..."` is any f-string, with or without holes.
        if pn.flags.has(Flags::FORMAT) && pn.lit == Lit::AnyText {
            let is_format = kind == Kind::FString
                || (kind == Kind::Str && self.flags(t).has(Flags::FORMAT))
                || (kind == Kind::StrConcat
                    && self
                        .kids(t, Role::Part)
                        .iter()
                        .any(|part| self.kind(*part) == Kind::FString));
            return only_if(is_format, env);
        }
        self.text_lit(&pn.lit, t, env)
    }

    /// The text of adjacent literals in the pattern, if it is all plain text.
    fn concat_text(&self, p: PId) -> Option<String> {
        let mut text = String::new();
        for part in self.p_kids(p, Role::Part) {
            match &self.p(part).lit {
                Lit::Text(part) => text.push_str(part),
                _ => return None,
            }
        }
        Some(text)
    }

    fn strict_concat(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        if !matches!(self.kind(t), Kind::StrConcat | Kind::FString) {
            return Outs::new();
        }
        let (ps, ts) = (self.p_kids(p, Role::Part), self.kids(t, Role::Part));
        self.parts(&ps, &ts, env, |m, p, t, env| m.item(p, t, env))
    }

    fn text_lit(&mut self, lit: &Lit, t: NodeId, env: Env) -> Outs {
        match self.kind(t) {
            Kind::Str | Kind::StrPart => self.literal_text(lit, t, env),
            // Other literals are no strings, and need no analysis.
            Kind::Int | Kind::Float | Kind::Bool | Kind::Null | Kind::Char => Outs::new(),
            _ => self.equals_constant(lit, t, env),
        }
    }

    /// A literal of the pattern against a literal string of the code.
    fn literal_text(&mut self, lit: &Lit, t: NodeId, env: Env) -> Outs {
        match lit {
            Lit::VarText(mv) => self.bind(env, *mv, Bound::Text(self.tree.str_span(t), t)),
            _ => only_if(self.is_text(lit, self.tree.str_text(t)), env),
        }
    }

    fn is_text(&self, lit: &Lit, text: &str) -> bool {
        match lit {
            Lit::AnyText | Lit::VarText(_) => true,
            Lit::Text(wanted) => **wanted == *text,
            Lit::Regex(regex) => self.pool.regexes.found(*regex, text),
            _ => false,
        }
    }

    /// A number, `true` or `null` of the pattern.
    pub(crate) fn constant(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let pn = self.p(p);
        let kind = self.kind(t);
        match (pn.kind, kind) {
            (Kind::Bool, Kind::Bool) => only_if(
                pn.flags.has(Flags::TRUE) == self.flags(t).has(Flags::TRUE),
                env,
            ),
            (Kind::Null, Kind::Null) => one(env),
            (Kind::Bool, _) => {
                let wanted = Value::Bool(pn.flags.has(Flags::TRUE));
                only_if(self.value_is(t, |value| *value == wanted), env)
            }
            (Kind::Null, _) => only_if(self.value_is(t, |value| *value == Value::Null), env),
            (Kind::Int | Kind::Float, Kind::Int | Kind::Float) => {
                only_if(crate::numbers::lit(self.tree.source(t)) == pn.lit, env)
            }
            _ => self.equals_constant(&pn.lit, t, env),
        }
    }

    /// Whether what is known of an expression that is no literal satisfies a
    /// test.
    fn value_is(&mut self, t: NodeId, test: impl FnOnce(&Value) -> bool) -> bool {
        self.opts.constant_propagation && self.value(t).is_some_and(|value| test(&value))
    }

    /// A literal of the pattern against an expression that is known to be
    /// equal to a literal.
    pub(crate) fn equals_constant(&mut self, lit: &Lit, t: NodeId, env: Env) -> Outs {
        if !self.opts.constant_propagation {
            return Outs::new();
        }
        let Some(value) = self.value(t) else {
            return Outs::new();
        };
        match (lit, value) {
            (Lit::VarText(mv), Value::Str { text, literal }) => {
                self.bind_text(*mv, &text, literal, t, env)
            }
            (_, Value::Str { text, .. }) => only_if(self.is_text(lit, &text), env),
            (_, Value::AnyStr) => only_if(*lit == Lit::AnyText, env),
            (Lit::Int(wanted), Value::Int(value)) => only_if(*wanted == value, env),
            (Lit::Float(wanted), Value::Float(value)) => only_if(wanted.to_bits() == value.0, env),
            _ => Outs::new(),
        }
    }

    fn bind_text(
        &mut self,
        mv: MvId,
        text: &Rc<str>,
        literal: Option<NodeId>,
        t: NodeId,
        env: Env,
    ) -> Outs {
        let bound = match literal {
            Some(literal) => Bound::Text(self.tree.str_span(literal), literal),
            None => self.envs.synth(Synth {
                text: text.as_ref().into(),
                at: t,
                is_path: false,
            }),
        };
        self.bind(env, mv, bound)
    }

    /// An f-string with holes: its parts in order, `...` for any.
    pub(crate) fn fstring(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        let ts: SmallVec<[NodeId; 8]> = match self.kind(t) {
            Kind::FString => self.kids(t, Role::Part),
            // Adjacent literals, one of them an f-string, are one f-string.
            Kind::StrConcat => {
                let mut parts = SmallVec::new();
                let mut any = false;
                for part in self.kids(t, Role::Part) {
                    if self.kind(part) == Kind::FString {
                        any = true;
                        parts.extend(self.kids(part, Role::Part));
                    } else {
                        parts.push(part);
                    }
                }
                if !any {
                    return Outs::new();
                }
                parts
            }
            _ => return Outs::new(),
        };
        let ps = self.p_kids(p, Role::Part);
        self.parts(&ps, &ts, env, |m, p, t, env| m.part(p, t, env))
    }

    fn part(&mut self, p: PId, t: NodeId, env: Env) -> Outs {
        match (self.p(p).kind, self.kind(t)) {
            (Kind::Interp, Kind::Interp) => self.slots(p, t, env),
            (Kind::StrPart, Kind::StrPart | Kind::Str) => self.literal_text(&self.p(p).lit, t, env),
            _ => Outs::new(),
        }
    }

    /// Like a list in order, with the text `...` as the dots and the text
    /// `$...X` as the run.
    fn parts(&mut self, ps: &[PId], ts: &[NodeId], env: Env, mut item: impl Item<'a>) -> Outs {
        let mut states: SmallVec<[(usize, Env); 4]> = smallvec::smallvec![(0, env)];
        for (n, p) in ps.iter().enumerate() {
            let last = n + 1 == ps.len();
            let mut next: SmallVec<[(usize, Env); 4]> = SmallVec::new();
            for (at, env) in states {
                match &self.p(*p).lit {
                    Lit::AnyText if last => next.push((ts.len(), env)),
                    Lit::AnyText => next.extend((at..=ts.len()).map(|at| (at, env))),
                    Lit::VarParts(mv) => {
                        for to in at..=ts.len() {
                            let bound = self.envs.list(crate::env::ListKind::Operands, &ts[at..to]);
                            next.extend(self.bind(env, *mv, bound).into_iter().map(|e| (to, e)));
                        }
                    }
                    _ => {
                        if let Some(t) = ts.get(at) {
                            next.extend(item(self, *p, *t, env).into_iter().map(|e| (at + 1, e)));
                        }
                    }
                }
            }
            next.sort_unstable();
            next.dedup();
            states = next;
        }
        let outs = states
            .into_iter()
            .filter(|(at, _)| *at == ts.len())
            .map(|(_, env)| env)
            .collect();
        self.unique(outs)
    }
}
