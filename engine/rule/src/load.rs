//! From files to a [`RuleSet`].

use std::sync::Arc;

use haechi_syntax::{IndexVec, Span};

use crate::diag::{Code, Diagnostic, Level};
use crate::formula::{Formula, RegexLeaf};
use crate::ids::{self, Ids};
use crate::options::Options;
use crate::paths::PathFilter;
use crate::pattern::Pattern;
use crate::read::{self, Cx, Outcome};
use crate::regex::{Flavor, Regex};
use crate::rule::{LangSet, Languages, Metadata, Mode, Rule, Severity};
use crate::set::RuleSet;
use crate::source::{SourceFile, Text};
use crate::yaml::{self, Node};

/// How rules are loaded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LoadOptions {
    /// How ids are made.
    pub ids: Ids,
}

/// What came out of rule files.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The rules that can be run. Their patterns are not parsed yet: see
    /// [`RuleSet::compile`].
    pub rules: RuleSet,
    /// What is wrong, in the order of the files and of places in them.
    pub diagnostics: Vec<Diagnostic>,
    /// Rules that were left out without being wrong: for other languages,
    /// versions, or with features that are not supported here.
    pub skipped: Vec<Skipped>,
}

/// A rule that was left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skipped {
    /// Its id as written.
    pub id: String,
    /// Why, if a diagnostic says so; rules for other versions have none.
    pub reason: Option<Code>,
    /// The path of its file, as given.
    pub file: std::path::PathBuf,
}

/// Whether a text looks like a rule file. For walks through folders, where
/// other YAML files may lie about; it is no promise that the file loads.
pub fn looks_like_rules(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        return text.contains("\"rules\"");
    }
    text.lines().any(|line| {
        line.starts_with("rules:") || line.starts_with("- id:") || line.starts_with("\"rules\":")
    })
}

/// Loads rule files. What cannot be loaded is reported and left out.
pub fn load(files: &[Arc<SourceFile>], options: &LoadOptions) -> Loaded {
    let mut loaded = Loaded::default();
    let mut rules = Vec::new();
    for file in files {
        load_file(file, &mut rules, &mut loaded);
    }
    let (rules, diagnostics) = ids::assign(rules, options.ids);
    loaded.diagnostics.extend(diagnostics);
    loaded.rules.rules = IndexVec::from_raw(rules);
    loaded
}

fn load_file(file: &Arc<SourceFile>, rules: &mut Vec<Rule>, loaded: &mut Loaded) {
    let (doc, problems) = yaml::parse(file);
    let broken = !problems.is_empty();
    let mut cx = Cx::new(file);
    cx.diagnostics = problems;
    if !broken && doc.roots().all(Node::is_null) {
        let advice = "a rule file begins with `rules:` and a list below it";
        cx.warn_with(Code::NoRules, Span::default(), "this file is empty", advice);
    }
    for root in doc.roots() {
        for node in rule_nodes(&mut cx, root, broken) {
            let before = cx.diagnostics.len();
            match read::rule(&mut cx, node) {
                Ok(Outcome::Loaded(rule)) => rules.push(*rule),
                // The diagnostics say it.
                Err(_) if cx.failed_since(before) => {}
                Ok(Outcome::Skipped) | Err(_) => loaded.skipped.push(Skipped {
                    id: node
                        .get("id")
                        .and_then(Node::scalar)
                        .unwrap_or("")
                        .to_owned(),
                    reason: cx.diagnostics[before..].last().map(|d| d.code),
                    file: file.path().to_owned(),
                }),
            }
        }
    }
    cx.diagnostics.sort_by_key(|d| d.span.start);
    loaded.diagnostics.append(&mut cx.diagnostics);
}

/// The rules of a document: the list under `rules`, or the document itself if
/// it is a list. Of a file that is not YAML throughout, nothing may be left.
fn rule_nodes<'d>(cx: &mut Cx<'_>, root: Node<'d>, broken: bool) -> Vec<Node<'d>> {
    const ADVICE: &str = "a rule file begins with `rules:` and a list below it";
    if let Some(items) = root.items() {
        return items.collect();
    }
    let Some(rules) = root.get("rules") else {
        if !(broken || root.is_null()) {
            let advice = instead_of_rules(root).unwrap_or_else(|| ADVICE.to_owned());
            let at: Span = root.head();
            cx.error_with(Code::NoRules, at, "this file has no rules", advice);
        }
        return Vec::new();
    };
    if let Some(items) = rules.items() {
        if items.len() == 0 {
            let at = rules.head();
            cx.warn_with(Code::NoRules, at, "`rules` is an empty list", ADVICE);
        }
        return items.collect();
    }
    if !(broken && rules.is_null()) {
        let message = format!("`rules` must be a list, found {}", rules.describe());
        cx.error_with(Code::NoRules, rules.head(), message, ADVICE);
    }
    Vec::new()
}

/// What probably is meant by a file without the key `rules`.
fn instead_of_rules(root: Node<'_>) -> Option<String> {
    if root.get("id").is_some() {
        return Some(
            "this looks like a rule: begin the file with `rules:`, and put `- ` before its first key"
                .into(),
        );
    }
    let keys = root.entries()?.filter_map(|(key, _)| key.scalar());
    let near = keys.filter(|key| strsim::osa_distance(key, "rules") <= 2);
    let key = near.min_by_key(|key| strsim::osa_distance(key, "rules"))?;
    Some(format!("it has `{key}`; did you mean `rules`?"))
}

impl Rule {
    /// Parses the patterns for the languages that are scanned, and says what
    /// is wrong with them. Cheap when repeated.
    pub fn compile(&self, langs: LangSet) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for formula in self.formulas() {
            for pattern in formula.patterns() {
                // Conditions may look at code of languages that no file is in.
                let other = pattern.languages() != self.languages;
                found.extend(pattern.check(if other { LangSet::ALL } else { langs }));
            }
        }
        self.mark(found)
    }

    /// Also compiles the regexes, which otherwise happens on their first use.
    pub fn compile_all(&self, langs: LangSet) -> Vec<Diagnostic> {
        let mut found = self.compile(langs);
        for formula in self.formulas() {
            for (regex, text) in formula.regexes() {
                let Err(problem) = regex.compile() else {
                    continue;
                };
                let at = if text.as_str() == regex.as_str() {
                    text.locate(problem.span)
                } else {
                    text.span()
                };
                let message = format!("this is not a regex: {}", problem.message);
                let level = Level::Error;
                let mut bad = Diagnostic::at(level, Code::InvalidRegex, &self.file, at, message);
                bad.advice = problem.advice;
                found.push(bad);
            }
        }
        self.mark(found)
    }

    fn mark(&self, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        for diagnostic in &mut found {
            diagnostic.rule = Some(self.written_id.as_str().to_owned());
        }
        found
    }
}

/// The rule of one pattern, as given on a command line: its id is `-`, its
/// message the pattern. Only `generic` and code patterns are parsed later
/// ([`Rule::compile`]); a regex that is none is an error here.
pub fn rule_of_pattern(pattern: &str, languages: Languages) -> Result<Rule, Box<Diagnostic>> {
    let text = Text::standalone("<pattern>", pattern);
    let formula = match languages {
        Languages::Regex => match Regex::parse(pattern, Flavor::Search) {
            Ok(regex) => Formula::Regex(RegexLeaf {
                regex,
                text: text.clone(),
            }),
            Err(error) => {
                let message = format!("this is not a regex: {error}");
                let level = Level::Error;
                let mut found =
                    Diagnostic::in_text(level, Code::InvalidRegex, &text, error.span, message);
                found.advice = error.advice;
                return Err(Box::new(found));
            }
        },
        languages => Formula::Pattern(Pattern::new(text.clone(), languages)),
    };
    let id = Text::standalone("<pattern>", "-");
    Ok(Rule {
        id: id.shared(),
        written_id: id,
        message: text.clone(),
        severity: Severity::High,
        severity_word: "ERROR".into(),
        languages,
        language_names: Vec::new(),
        mode: Mode::Search(formula),
        options: Options::default(),
        metadata: Metadata::default(),
        paths: PathFilter::default(),
        fix: None,
        min_version: None,
        max_version: None,
        file: Arc::clone(text.file()),
        span: text.span(),
        content_hash: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_alone_is_a_rule() {
        let java = Languages::Code(LangSet::of(haechi_syntax::Lang::Java));
        let rule = rule_of_pattern("foo($X)", java).unwrap();
        assert_eq!(&*rule.id, "-");
        assert!(
            rule.compile(LangSet::of(haechi_syntax::Lang::Java))
                .is_empty()
        );
        let bad = rule_of_pattern("a\n(b", Languages::Regex).unwrap_err();
        assert_eq!((bad.start.line, bad.start.col), (2, 1));
        assert_eq!(bad.excerpt, "(b");
    }

    #[test]
    fn rule_files_are_told_from_others() {
        assert!(looks_like_rules("# c\nrules:\n"));
        assert!(looks_like_rules("{\"rules\": []}"));
        assert!(looks_like_rules("\u{feff}- id: x\n"));
        assert!(!looks_like_rules("name: ci\non: push\n"));
    }
}
