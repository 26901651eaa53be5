//! A rule as it was understood, for people: what `haechi dump` shows and what
//! tests compare. One line per part, nested parts indented; defaults are left
//! out.

use std::fmt::{self, Write};

use crate::condition::{Analyzer, Condition, EntropyMode};
use crate::formula::{And, Formula};
use crate::join::{JoinOp, JoinSpec};
use crate::options::Options;
use crate::rule::{Fix, Languages, Mode, Rule};
use crate::source::Text;
use crate::taint::{BySideEffect, DEFAULT_LABEL, SinkRequires, Site, TaintSpec};

/// The rule as text that ends with a line break.
pub fn dump(rule: &Rule) -> String {
    let mut out = Out::default();
    // Writing to a string does not fail.
    let _ = out.rule(rule);
    out.text
}

#[derive(Default)]
struct Out {
    text: String,
    depth: usize,
}

impl Out {
    fn line(&mut self, line: fmt::Arguments<'_>) -> fmt::Result {
        let indent = "  ".repeat(self.depth);
        writeln!(self.text, "{indent}{line}")
    }

    fn nested(&mut self, inside: impl FnOnce(&mut Self) -> fmt::Result) -> fmt::Result {
        self.depth += 1;
        let result = inside(self);
        self.depth -= 1;
        result
    }

    fn rule(&mut self, rule: &Rule) -> fmt::Result {
        self.line(format_args!(
            "rule {} {} {}",
            rule.id,
            rule.severity.name(),
            languages(rule.languages)
        ))?;
        self.nested(|out| {
            if !rule.message.as_str().is_empty() {
                out.line(format_args!("message {}", quoted(&rule.message)))?;
            }
            out.mode(&rule.mode)?;
            out.options(&rule.options)?;
            for (word, globs) in [
                ("include", &rule.paths.include),
                ("exclude", &rule.paths.exclude),
            ] {
                if !globs.is_empty() {
                    out.line(format_args!("{word} {globs:?}"))?;
                }
            }
            match &rule.fix {
                Some(Fix::Template(text)) => out.line(format_args!("fix {}", quoted(text)))?,
                Some(Fix::Regex(fix)) => out.line(format_args!(
                    "fix-regex {:?} by {}{}",
                    fix.regex,
                    quoted(&fix.replacement),
                    fix.count
                        .map_or(String::new(), |n| format!(", at most {n}"))
                ))?,
                None => {}
            }
            if !rule.metadata.tree.is_empty() {
                let tree = serde_json::Value::Object(rule.metadata.tree.clone());
                out.line(format_args!("metadata {tree}"))?;
            }
            Ok(())
        })
    }

    fn mode(&mut self, mode: &Mode) -> fmt::Result {
        match mode {
            Mode::Search(formula) => self.formula(formula),
            Mode::Taint(spec) => self.taint(spec),
            Mode::Join(join) => self.join(join),
        }
    }

    fn formula(&mut self, formula: &Formula) -> fmt::Result {
        match formula {
            Formula::Pattern(pattern) => {
                let generic = if pattern.is_generic() { "generic " } else { "" };
                self.line(format_args!("{generic}pattern {}", quoted(pattern.text())))
            }
            Formula::Regex(leaf) => self.line(format_args!("regex {:?}", leaf.regex)),
            Formula::Inside(inner) => self.labelled("inside", inner),
            Formula::Anywhere(inner) => self.labelled("anywhere", inner),
            Formula::Or(or) => {
                self.line(format_args!("any"))?;
                self.nested(|out| or.alternatives.iter().try_for_each(|f| out.formula(f)))
            }
            Formula::And(and) => {
                self.line(format_args!("all"))?;
                self.nested(|out| out.and(and))
            }
        }
    }

    fn labelled(&mut self, label: &str, inner: &Formula) -> fmt::Result {
        self.line(format_args!("{label}"))?;
        self.nested(|out| out.formula(inner))
    }

    fn and(&mut self, and: &And) -> fmt::Result {
        for formula in &and.positives {
            self.formula(formula)?;
        }
        for formula in &and.negatives {
            self.labelled("not", formula)?;
        }
        for condition in &and.conditions {
            self.condition(condition)?;
        }
        for focus in &and.focus {
            let names: Vec<&str> = focus.mvars.iter().map(|m| m.as_str()).collect();
            self.line(format_args!("focus {}", names.join(" or ")))?;
        }
        if let Some(mvar) = &and.bind {
            self.line(format_args!("as {mvar}"))?;
        }
        if let Some(fix) = &and.fix {
            self.line(format_args!("fix {}", quoted(fix)))?;
        }
        Ok(())
    }

    fn condition(&mut self, condition: &Condition) -> fmt::Result {
        match condition {
            Condition::Regex(c) => {
                let folded = if c.constant_propagation {
                    " or its constant"
                } else {
                    ""
                };
                self.line(format_args!(
                    "where {}{folded} starts with {:?}",
                    c.mvar, c.regex
                ))
            }
            Condition::Comparison(c) => {
                let strip = if c.strip { " (as integers)" } else { "" };
                self.line(format_args!("where {}{strip}", c.text.as_str().trim()))
            }
            Condition::Type(c) => {
                let types: Vec<&str> = c.types.iter().map(|t| t.as_str()).collect();
                self.line(format_args!(
                    "where {} has type {}",
                    c.mvar,
                    types.join(" or ")
                ))
            }
            Condition::Analysis(c) => {
                let what = match c.analyzer {
                    Analyzer::Entropy => "looks random",
                    Analyzer::EntropyV2(EntropyMode::Lax) => "looks random (lax)",
                    Analyzer::EntropyV2(EntropyMode::Default) => "looks random (default)",
                    Analyzer::EntropyV2(EntropyMode::Strict) => "looks random (strict)",
                    Analyzer::Redos => "is an exponential regex",
                };
                self.line(format_args!("where {} {what}", c.mvar))
            }
            Condition::Name(c) => {
                let kind = c.kind.as_deref().unwrap_or("name");
                self.line(format_args!(
                    "where {} is a {kind} of {:?}",
                    c.mvar, c.modules
                ))
            }
            Condition::Pattern(c) => {
                let language = c
                    .language
                    .map_or(String::new(), |l| format!(" as {}", languages(l)));
                self.line(format_args!("where {}{language} contains", c.mvar))?;
                self.nested(|out| out.formula(&c.formula))
            }
        }
    }

    fn taint(&mut self, spec: &TaintSpec) -> fmt::Result {
        for source in &spec.sources {
            let mut words = vec!["source".to_owned()];
            flag(&mut words, source.exact, "exact");
            match source.by_side_effect {
                BySideEffect::No => {}
                BySideEffect::Yes => words.push("by-side-effect".into()),
                BySideEffect::Only => words.push("only-by-side-effect".into()),
            }
            flag(&mut words, source.control, "control");
            if &*source.label != DEFAULT_LABEL {
                words.push(format!("label {}", source.label));
            }
            requires(&mut words, source.requires_text.as_ref());
            self.site(&words, &source.site)?;
        }
        for propagator in &spec.propagators {
            let mut words = vec![format!(
                "propagator {} -> {}",
                propagator.from, propagator.to
            )];
            flag(&mut words, !propagator.by_side_effect, "not-by-side-effect");
            words.extend(propagator.label.iter().map(|l| format!("label {l}")));
            if let Some(labels) = &propagator.replace_labels {
                words.push(format!("instead of {}", labels.join(", ")));
            }
            requires(&mut words, propagator.requires_text.as_ref());
            self.line(format_args!("{}", words.join(" ")))?;
            self.nested(|out| out.formula(&propagator.formula))?;
        }
        for sanitizer in &spec.sanitizers {
            let mut words = vec!["sanitizer".to_owned()];
            flag(&mut words, sanitizer.exact, "exact");
            flag(&mut words, sanitizer.by_side_effect, "by-side-effect");
            flag(&mut words, sanitizer.not_conflicting, "not-conflicting");
            self.site(&words, &sanitizer.site)?;
        }
        for sink in &spec.sinks {
            let mut words = vec!["sink".to_owned()];
            flag(&mut words, !sink.exact, "inexact");
            flag(&mut words, sink.at_exit, "at-exit");
            requires(&mut words, sink.requires_text.as_ref());
            if let SinkRequires::PerMvar(list) = &sink.requires {
                words.extend(
                    list.iter()
                        .map(|(mvar, labels)| format!("{mvar} requires {labels}")),
                );
            }
            self.site(&words, &sink.site)?;
        }
        Ok(())
    }

    fn site(&mut self, words: &[String], site: &Site) -> fmt::Result {
        let words = words.join(" ");
        match site {
            Site::Kind(kind) => self.line(format_args!("{words} of kind {}", kind.name)),
            Site::Formula(formula) => {
                self.line(format_args!("{words}"))?;
                self.nested(|out| out.formula(formula))
            }
        }
    }

    fn join(&mut self, join: &JoinSpec) -> fmt::Result {
        for reference in &join.refs {
            let alias = reference.alias.as_deref().unwrap_or("");
            self.line(format_args!(
                "ref {} {alias} {:?}",
                reference.rule, reference.renames
            ))?;
        }
        for rule in &join.rules {
            self.rule(rule)?;
        }
        for on in &join.on {
            let op = match on.op {
                JoinOp::Eq => "==",
                JoinOp::NotEq => "!=",
                JoinOp::ContainedIn => "<",
                JoinOp::Contains => ">",
                JoinOp::Recursive => "-->",
            };
            let (left, right) = (&on.left, &on.right);
            self.line(format_args!(
                "on {}.{} {op} {}.{}",
                left.rule, left.property, right.rule, right.property
            ))?;
        }
        Ok(())
    }

    fn options(&mut self, options: &Options) -> fmt::Result {
        let default = Options::default();
        for ((name, on), (_, usual)) in options.flags().zip(default.flags()) {
            if on != usual {
                self.line(format_args!("option {name} {on}"))?;
            }
        }
        let settings = |o: &Options| {
            [
                format!("taint_focus_on {:?}", o.taint_focus_on),
                format!("generic_engine {:?}", o.generic_engine),
                format!("generic_braces {:?}", o.generic_braces),
                format!("generic_extra_braces {:?}", o.generic_extra_braces),
                format!(
                    "generic_extra_word_characters {:?}",
                    o.generic_extra_word_characters
                ),
                format!("generic_ellipsis_max_span {}", o.generic_ellipsis_max_span),
                format!("generic_comment_style {:?}", o.generic_comment_style),
                format!("max_match_per_file {:?}", o.max_match_per_file),
                format!("timeout {:?}", o.timeout),
            ]
        };
        for (setting, usual) in settings(options).iter().zip(settings(&default)) {
            if *setting != usual {
                self.line(format_args!("option {setting}"))?;
            }
        }
        Ok(())
    }
}

fn flag(words: &mut Vec<String>, on: bool, word: &str) {
    if on {
        words.push(word.to_owned());
    }
}

fn requires(words: &mut Vec<String>, text: Option<&Text>) {
    words.extend(text.map(|text| format!("requires {}", text.as_str().trim())));
}

fn quoted(text: &Text) -> String {
    format!("{:?}", text.as_str().trim())
}

fn languages(languages: Languages) -> String {
    match languages {
        Languages::Generic => "generic".into(),
        Languages::Regex => "regex".into(),
        Languages::Code(set) => {
            let names: Vec<&str> = set.iter().map(haechi_syntax::Lang::name).collect();
            names.join(",")
        }
    }
}
