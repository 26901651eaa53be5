//! Texts that match a pattern, and where patterns come from.
//!
//! ```text
//! NAME = re.compile(r"^\w+$")           Pattern NAME = Pattern.compile("^\\w+$");
//! if NAME.match(x):                     if (NAME.matcher(x).find())
//! ```
//! The pattern is followed back to its text, a matcher to the text that it was made of.

use haechi_ir::{CallId, Const, Op, ValueId};
use haechi_rule::model::{Alphabet, Fact, RegexPart, Subject};
use haechi_syntax::{Kind, NodeId};

use super::super::FileId;
use super::super::modelled::CallParts;
use super::super::world::World;
use super::{Facts, MAX_HOPS, Test, Tests};

impl Tests<'_, '_> {
    pub(super) fn matched(
        &self,
        test: &Test<'_>,
        call: CallId,
        part: RegexPart,
        found: &mut Facts,
    ) {
        let Some(regex) = &test.fact.effects.regex else {
            return;
        };
        let pattern = self.meant(test, call, &regex.pattern);
        let text = pattern
            .first()
            .and_then(|pattern| self.pattern_text(*pattern, MAX_HOPS));
        // A pattern that cannot be read here is taken to be there for a reason.
        let alphabet = text.and_then(|text| Alphabet::of(&text, part));
        let rules = self.world.harmless_after(alphabet);
        for value in self.meant(test, call, &regex.text) {
            if let Some(text) = self.matched_text(value, MAX_HOPS) {
                self.clear(text, &rules, found);
            }
        }
    }

    /// The text that a value is, or that a matcher was made of.
    fn matched_text(&self, value: ValueId, hops: u8) -> Option<ValueId> {
        let hops = hops.checked_sub(1)?;
        let ir = self.ir();
        match ir.op(value) {
            Op::Copy(inner) | Op::Sigma { value: inner, .. } => self.matched_text(inner, hops),
            Op::Call(call) => {
                let tests = self.tests(value, call);
                let matcher = tests.iter().find(|test| is_matcher(test.fact));
                match matcher.and_then(|test| Some((test, test.fact.effects.regex.as_ref()?))) {
                    Some((test, regex)) => {
                        let text = *self.meant(test, call, &regex.text).first()?;
                        self.matched_text(text, hops).or(Some(text))
                    }
                    None => Some(value),
                }
            }
            _ => Some(value),
        }
    }

    /// The text of a pattern, of what it was compiled to, or of a matcher.
    fn pattern_text(&self, value: ValueId, hops: u8) -> Option<String> {
        let hops = hops.checked_sub(1)?;
        let ir = self.ir();
        if let Some(Const::Str(text)) = ir.constant(value) {
            return Some(text.to_string());
        }
        match ir.op(value) {
            Op::Copy(inner) | Op::Sigma { value: inner, .. } => self.pattern_text(inner, hops),
            Op::Str(node) => haechi_ir::literal_text(self.tree(), node),
            Op::LoadGlobal(node) => {
                let var = self.world.global(self.func.file, node)?;
                let (file, node) = self.world.program().value_of_var(var)?;
                self.text_of(file, node, hops)
            }
            Op::Call(call) => self.tests(value, call).iter().find_map(|test| {
                let matcher = is_matcher(test.fact).then_some(&test.fact.effects.regex);
                let path = match matcher {
                    Some(regex) => &regex.as_ref()?.pattern,
                    None => test.fact.effects.view.as_ref()?,
                };
                self.pattern_text(*self.meant(test, call, path).first()?, hops)
            }),
            _ => None,
        }
    }

    /// The same for an expression of any file.
    fn text_of(&self, file: FileId, node: NodeId, hops: u8) -> Option<String> {
        let hops = hops.checked_sub(1)?;
        let tree = self.world.tree(file);
        match tree.kind(node) {
            Kind::Str => haechi_ir::literal_text(tree, node),
            Kind::StrConcat | Kind::Binary => {
                let parts = tree
                    .children(node)
                    .map(|part| self.text_of(file, part, hops));
                parts.collect()
            }
            Kind::Ident | Kind::Member => {
                let var = self.world.global(file, node)?;
                let (file, node) = self.world.program().value_of_var(var)?;
                self.text_of(file, node, hops)
            }
            Kind::Call => {
                let parts = CallParts::of(tree, node);
                let facts = self.world.facts_at(file, node);
                let path = facts.iter().find_map(|fact| match &fact.subject {
                    Subject::Callee(callee) => {
                        Some((fact.effects.view.as_ref()?, &callee.signature))
                    }
                    Subject::Annotation(_) => None,
                });
                let (path, signature) = path?;
                let shown = parts.roots(tree, &path.root, signature);
                self.text_of(file, *shown.first()?, hops)
            }
            _ => None,
        }
    }
}

/// Whether a fact is about an object that is asked later whether it matched.
fn is_matcher(fact: &Fact) -> bool {
    let regex = fact.effects.regex.as_ref();
    regex.is_some_and(|regex| regex.part.is_none())
}
