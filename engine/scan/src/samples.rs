//! Samples: code beside a rule whose comments say what must be found.
//!
//! ```text
//! # ruleid: no-eval        the next line of code must be found
//! eval(x)
//! # ok: no-eval            it must not
//! eval("1")
//! # todoruleid: no-eval    it should be found but is not yet: red once it is
//! # todook: no-eval        it should not be found but is: red once it is not
//! ```
//!
//! A rule that no mark names is not proved, and so does not pass; neither does a mark whose id
//! nearly is that of a rule. `marks` says more about the comments.
//!
//! A sample has the stem of the rule file up to the first dot and the extension of one of
//! its languages; `x.fixed.py` beside `x.py` is what fixing must give.

mod marks;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use haechi_rule::model::ModelSet;
use haechi_rule::{Diagnostic, Languages, Level, LoadOptions, Loaded, Rule, SourceFile, load};
use haechi_syntax::Lang;

pub use self::marks::{Mark, Marked, marks};
use crate::apply::apply;
use crate::pipeline::{Depth, NoProgress, ScanError, ScanOptions, scan};
use crate::suppress::is_suffix;
use crate::walk::WalkOptions;
use crate::{RuleIndex, ScanReport};

/// What became of one sample.
#[derive(Clone, Debug)]
pub struct SampleResult {
    /// The rule file.
    pub rules: PathBuf,
    /// The sample; `None` if it is about the rule file as a whole.
    pub sample: Option<PathBuf>,
    /// How it went.
    pub verdict: Verdict,
    /// The rules that its comments say something of, by their written ids.
    pub proves: Vec<String>,
    /// What is not as the comments say, in order.
    pub failures: Vec<Failure>,
    /// What is wrong with the rule file.
    pub diagnostics: Vec<Diagnostic>,
}

/// How a sample went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Everything is as its comments say.
    Passed,
    /// Something is not, or nothing proves that a rule works: it has no sample,
    /// or no comment of its samples names it.
    Failed,
    /// No rule of the file runs here, so there is nothing to prove.
    Skipped,
}

/// One thing that is not as a sample says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Failure {
    /// The 1-based line it is about; 0: the file as a whole.
    pub line: u32,
    /// The rule, by the id under which it reports; empty: all of them.
    pub rule: String,
    /// What is wrong, without line and rule.
    pub what: String,
    /// The line as it is, and how it should be where that is not told by comments.
    pub code: Vec<(Side, String)>,
}

/// Which side of a comparison a line of code is on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Side {
    /// The code that is there.
    Here,
    /// What is expected.
    Expected,
    /// What came out.
    Actual,
}

impl Failure {
    /// About the sample as a whole.
    fn whole(what: impl Into<String>) -> Self {
        Self {
            line: 0,
            rule: String::new(),
            what: what.into(),
            code: Vec::new(),
        }
    }
}

/// Runs the samples of a rule file: one result per sample, and one for the file where its samples
/// prove nothing of a rule.
pub fn run(
    file: &Arc<SourceFile>,
    models: &Arc<ModelSet>,
    depth: Depth,
) -> Result<Vec<SampleResult>, ScanError> {
    let mut loaded = load(std::slice::from_ref(file), &LoadOptions::default());
    let langs = loaded.rules.languages();
    loaded.diagnostics.extend(loaded.rules.compile(langs));
    let result = |sample: Option<PathBuf>, failures: Vec<Failure>| SampleResult {
        rules: file.path().to_path_buf(),
        sample,
        verdict: if failures.is_empty() && !is_broken(&loaded) {
            Verdict::Passed
        } else {
            Verdict::Failed
        },
        proves: Vec::new(),
        failures,
        diagnostics: loaded.diagnostics.clone(),
    };
    if loaded.rules.rules.is_empty() && !is_broken(&loaded) {
        let skipped = SampleResult {
            verdict: Verdict::Skipped,
            ..result(None, Vec::new())
        };
        return Ok(vec![skipped]);
    }
    let samples = samples_of(file.path());
    if samples.is_empty() {
        return Ok(vec![result(None, vec![no_sample(file.path(), &loaded)])]);
    }
    let mut out = Vec::new();
    let mut all_marks = Vec::new();
    for sample in samples {
        let report = scan(&loaded.rules, &options(&sample, models, depth), &NoProgress)?;
        let text = match std::fs::read_to_string(&sample) {
            Ok(text) => text,
            Err(error) => {
                out.push(result(
                    Some(sample),
                    vec![Failure::whole(format!("cannot be read: {error}"))],
                ));
                continue;
            }
        };
        let marks = marks(&text, depth);
        let mut failures = compare(&report, &text, &marks);
        failures.extend(misnamed(&loaded, &text, &marks));
        failures.sort();
        failures.extend(compare_fixed(&report, &sample));
        out.push(SampleResult {
            proves: proved(&loaded, &marks),
            ..result(Some(sample), failures)
        });
        all_marks.extend(marks);
    }
    let unproved = unproved(&loaded, &all_marks);
    if !unproved.is_empty() {
        out.push(result(None, unproved));
    }
    Ok(out)
}

fn is_broken(loaded: &Loaded) -> bool {
    loaded.diagnostics.iter().any(|d| d.level == Level::Error)
}

/// Says where a sample belongs and what stands in it.
fn no_sample(file: &Path, loaded: &Loaded) -> Failure {
    let rule = loaded.rules.rules.iter().next();
    let id = rule.map_or("its id", |rule| rule.written_id.as_str());
    let extension = rule.and_then(|rule| match rule.languages {
        Languages::Code(langs) => langs.iter().next().map(|lang| match lang {
            Lang::Java => "java",
            Lang::Python => "py",
        }),
        Languages::Generic | Languages::Regex => Some("txt"),
    });
    let stem = file.file_name().and_then(|name| name.to_str());
    let stem = stem.and_then(|name| name.split('.').next()).unwrap_or("");
    let name = format!("{stem}.{}", extension.unwrap_or("py"));
    Failure::whole(format!(
        "no sample beside the rule: write {name}, with a comment `ruleid: {id}` before code that must be found"
    ))
}

/// The rules of a file that marks name.
fn proved(loaded: &Loaded, marks: &[Marked]) -> Vec<String> {
    let rules = loaded.rules.rules.iter();
    rules
        .filter(|rule| marks.iter().any(|(_, id, _)| is_about(id, rule)))
        .map(|rule| rule.written_id.as_str().to_owned())
        .collect()
}

/// The rules of a file that no mark names.
fn unproved(loaded: &Loaded, marks: &[Marked]) -> Vec<Failure> {
    let rules = loaded.rules.rules.iter();
    rules
        .filter(|rule| !marks.iter().any(|(_, id, _)| is_about(id, rule)))
        .map(|rule| Failure {
            rule: rule.id.to_string(),
            ..Failure::whole(format!(
                "is proved by no sample: write a comment `ruleid: {}` before code that it must find",
                rule.written_id
            ))
        })
        .collect()
}

/// Marks that name no rule of the file, but nearly do. Others are about rules of other files.
fn misnamed(loaded: &Loaded, text: &str, marks: &[Marked]) -> Vec<Failure> {
    let lines: Vec<&str> = text.lines().collect();
    let rules = loaded.rules.rules.iter();
    let known: Vec<&str> = rules
        .map(|rule| rule.written_id.as_str())
        .chain(loaded.skipped.iter().map(|skipped| &*skipped.id))
        .collect();
    let near = |id: &str| {
        let misspelt = |name: &&&str| matches!(strsim::osa_distance(id, name), 1..=2);
        known.iter().find(misspelt).copied()
    };
    let means_one = |id: &str| {
        known
            .iter()
            .any(|name| is_suffix(name, id) || is_suffix(id, name))
    };
    marks
        .iter()
        .filter(|(_, id, _)| !means_one(id))
        .filter_map(|(_, id, line)| {
            Some(Failure {
                line: *line,
                rule: String::new(),
                what: format!("no rule here is called {id}; did you mean {}?", near(id)?),
                code: code_line(&lines, *line).into_iter().collect(),
            })
        })
        .collect()
}

/// Whether the id of a mark means a rule.
fn is_about(id: &str, rule: &Rule) -> bool {
    is_suffix(id, &rule.id) || is_suffix(rule.written_id.as_str(), id)
}

fn options(sample: &Path, models: &Arc<ModelSet>, depth: Depth) -> ScanOptions {
    ScanOptions {
        walk: WalkOptions {
            targets: vec![sample.to_path_buf()],
            git_ignore: false,
            include: Vec::new(),
            exclude: Vec::new(),
            threads: 1,
        },
        texts: Vec::new(),
        base: PathBuf::new(),
        max_target_bytes: 5_000_000,
        depth,
        models: Arc::clone(models),
        suppressions: false,
        prefilter: true,
    }
}

/// Files beside the rule with its stem that are neither rules nor fixed texts.
fn samples_of(rule: &Path) -> Vec<PathBuf> {
    let stem = |path: &Path| {
        path.file_name()
            .and_then(|n| n.to_str())
            .map(|n| n.split('.').next().unwrap_or(n).to_owned())
    };
    let wanted = stem(rule);
    let folder = rule
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_sample = |path: &PathBuf| {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
        let rule_like = [".yaml", ".yml", ".json"]
            .iter()
            .any(|end| name.ends_with(end));
        path.is_file()
            && path != rule
            && !rule_like
            && !name.contains(".fixed.")
            && stem(path) == wanted
    };
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(is_sample)
        .collect();
    found.sort();
    found
}

fn compare(report: &ScanReport, text: &str, marks: &[Marked]) -> Vec<Failure> {
    let lines: Vec<&str> = text.lines().collect();
    let mut failures = Vec::new();
    for (n, rule) in report.rules.iter_enumerated() {
        let found = found_lines(report, n);
        let about = |wanted: Mark| -> BTreeSet<u32> {
            let of_this = marks
                .iter()
                .filter(|(mark, id, _)| *mark == wanted && is_about(id, rule));
            of_this.map(|(_, _, line)| *line).collect()
        };
        let (must, todo) = (about(Mark::RuleId), about(Mark::TodoRuleId));
        let (tolerated, free) = (about(Mark::TodoOk), about(Mark::Either));
        let mut say = |wrong: Vec<u32>, what: &str| {
            failures.extend(wrong.into_iter().map(|line| Failure {
                line,
                rule: rule.id.to_string(),
                what: what.to_owned(),
                code: code_line(&lines, line).into_iter().collect(),
            }));
        };
        say(
            must.difference(&found)
                .filter(|line| !free.contains(line))
                .copied()
                .collect(),
            "should be found, and is not",
        );
        let allowed: BTreeSet<u32> = must
            .union(&todo)
            .chain(&tolerated)
            .chain(&free)
            .copied()
            .collect();
        say(
            found.difference(&allowed).copied().collect(),
            "is found, and should not be",
        );
        say(
            todo.intersection(&found).copied().collect(),
            "is found now: make `todoruleid` a `ruleid`",
        );
        say(
            tolerated.difference(&found).copied().collect(),
            "is no longer found: make `todook` an `ok`",
        );
    }
    failures
}

/// The lines that findings of a rule begin on.
fn found_lines(report: &ScanReport, rule: RuleIndex) -> BTreeSet<u32> {
    let of_rule = report
        .findings
        .iter()
        .filter(|finding| finding.rule == rule);
    of_rule
        .filter_map(|finding| {
            let source = report.files[finding.place.file].text.as_ref()?;
            Some(source.lines.line(finding.place.span.start))
        })
        .collect()
}

fn code_line(lines: &[&str], line: u32) -> Option<(Side, String)> {
    let text = lines.get(usize::try_from(line).ok()?.checked_sub(1)?)?;
    Some((Side::Here, (*text).to_owned()))
}

/// Compares the fixed text with the file `x.fixed.ext`, if there is one.
fn compare_fixed(report: &ScanReport, sample: &Path) -> Option<Failure> {
    let stem = sample.file_stem()?.to_str()?;
    let extension = sample.extension()?.to_str()?;
    let expected_path = sample.with_file_name(format!("{stem}.fixed.{extension}"));
    if !expected_path.is_file() {
        return None;
    }
    let read = |path: &Path| {
        std::fs::read_to_string(path)
            .map_err(|error| Failure::whole(format!("{} cannot be read: {error}", path.display())))
    };
    let (expected, original) = match (read(&expected_path), read(sample)) {
        (Ok(expected), Ok(original)) => (expected, original),
        (Err(failure), _) | (_, Err(failure)) => return Some(failure),
    };
    let applied = apply(report).into_iter().next();
    difference(&expected, &applied.map_or(original, |fixed| fixed.text))
}

/// The first line in which two texts differ.
fn difference(expected: &str, actual: &str) -> Option<Failure> {
    let (mut want, mut got) = (expected.lines(), actual.lines());
    let mut line = 0;
    loop {
        line += 1;
        let (want, got) = (want.next(), got.next());
        if want.is_none() && got.is_none() {
            return None;
        }
        if want != got {
            let side = |side, text: Option<&str>| text.map(|text| (side, text.to_owned()));
            return Some(Failure {
                line,
                rule: String::new(),
                what: "of the fixed code is not as the `.fixed` file says".to_owned(),
                code: [side(Side::Expected, want), side(Side::Actual, got)]
                    .into_iter()
                    .flatten()
                    .collect(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "rules: [{id: no-f, pattern: f($X), fix: g($X), message: m, severity: ERROR, languages: [python]}]";

    fn failures(sample: &str) -> Vec<String> {
        results(sample, None)
            .iter()
            .map(|f| format!("line {}: {} {}", f.line, f.rule, f.what))
            .collect()
    }

    fn results(sample: &str, fixed: Option<&str>) -> Vec<Failure> {
        let folder = tempfile::tempdir().unwrap();
        let rule = folder.path().join("no-f.yaml");
        std::fs::write(&rule, RULE).unwrap();
        std::fs::write(folder.path().join("no-f.py"), sample).unwrap();
        if let Some(fixed) = fixed {
            std::fs::write(folder.path().join("no-f.fixed.py"), fixed).unwrap();
        }
        let results = run(
            &SourceFile::new(rule, RULE),
            &Arc::default(),
            Depth::Function,
        )
        .unwrap();
        assert_eq!(results.len(), 1);
        let passed = results[0].verdict == Verdict::Passed;
        assert_eq!(passed, results[0].failures.is_empty());
        results[0].failures.clone()
    }

    #[test]
    fn marks_are_held_against_findings() {
        assert_eq!(
            failures("# ruleid: no-f\nf(1)\n# ok: no-f\ng(1)\n"),
            [""; 0]
        );
        assert_eq!(
            failures("# ruleid: no-f\ng(1)\nf(2)\n"),
            [
                "line 2: no-f should be found, and is not",
                "line 3: no-f is found, and should not be",
            ]
        );
        assert_eq!(
            failures("# todoruleid: no-f\ng(1)\n# todook: no-f\nf(1)\n"),
            [""; 0]
        );
        assert_eq!(
            failures("# todoruleid: no-f\nf(1)\n# todook: no-f\ng(1)\n"),
            [
                "line 2: no-f is found now: make `todoruleid` a `ruleid`",
                "line 4: no-f is no longer found: make `todook` an `ok`",
            ]
        );
    }

    #[test]
    fn fixed_code_is_compared() {
        let sample = "# ruleid: no-f\nf(1)\n";
        assert_eq!(results(sample, Some("# ruleid: no-f\ng(1)\n")), []);
        let wrong = results(sample, Some("# ruleid: no-f\nh(1)\n"));
        let code = [
            (Side::Expected, "h(1)".to_owned()),
            (Side::Actual, "g(1)".to_owned()),
        ];
        assert_eq!(
            (wrong.len(), wrong[0].line, wrong[0].code.as_slice()),
            (1, 2, code.as_slice())
        );
        assert_eq!(
            results(sample, Some("# ruleid: no-f\ng(1)\nmore\n"))[0].line,
            3
        );
    }
}
