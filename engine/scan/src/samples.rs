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
//! A sample has the stem of the rule file up to the first dot and the extension of one of
//! its languages; `x.fixed.py` beside `x.py` is what fixing must give.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use haechi_rule::model::ModelSet;
use haechi_rule::{Diagnostic, Level, LoadOptions, Mode, SourceFile, load};
use regex::Regex;

use crate::ScanReport;
use crate::apply::apply;
use crate::pipeline::{Depth, NoProgress, ScanError, ScanOptions, scan};
use crate::suppress::is_suffix;
use crate::walk::WalkOptions;

/// What a comment says about the next line of code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mark {
    /// Must be found.
    RuleId,
    /// Must not be found.
    Ok,
    /// Known miss.
    TodoRuleId,
    /// Known false alarm.
    TodoOk,
}

/// What became of one sample.
#[derive(Clone, Debug)]
pub struct SampleResult {
    /// The rule file.
    pub rules: PathBuf,
    /// The sample; `None` if the rule file has none.
    pub sample: Option<PathBuf>,
    /// What is not as its comments say; empty: passed.
    pub failures: Vec<String>,
    /// What is wrong with the rule file.
    pub diagnostics: Vec<Diagnostic>,
}

impl SampleResult {
    /// Whether everything is as it should be. A rule without a sample proves nothing, and so does
    /// not pass.
    pub fn passed(&self) -> bool {
        self.sample.is_some()
            && self.failures.is_empty()
            && self.diagnostics.iter().all(|d| d.level != Level::Error)
    }
}

/// Runs the samples of a rule file: one result per sample.
pub fn run(
    file: &Arc<SourceFile>,
    models: &Arc<ModelSet>,
    depth: Depth,
) -> Result<Vec<SampleResult>, ScanError> {
    let mut loaded = load(std::slice::from_ref(file), &LoadOptions::default());
    let langs = loaded.rules.languages();
    loaded.diagnostics.extend(loaded.rules.compile(langs));
    let result = |sample: Option<PathBuf>, failures: Vec<String>| SampleResult {
        rules: file.path().to_path_buf(),
        sample,
        failures,
        diagnostics: loaded.diagnostics.clone(),
    };
    let samples = samples_of(file.path());
    if samples.is_empty() {
        let failures = vec!["no sample beside the rule".to_owned()];
        return Ok(vec![result(None, failures)]);
    }
    let mut out = Vec::new();
    for sample in samples {
        let report = scan(&loaded.rules, &options(&sample, models, depth), &NoProgress)?;
        let text = match std::fs::read_to_string(&sample) {
            Ok(text) => text,
            Err(error) => {
                out.push(result(
                    Some(sample),
                    vec![format!("cannot be read: {error}")],
                ));
                continue;
            }
        };
        let mut failures = compare(&report, &text);
        failures.extend(compare_fixed(&report, &sample));
        out.push(result(Some(sample), failures));
    }
    Ok(out)
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

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:#|//|/\*|<!--|;|--)\s*(ruleid|ok|todoruleid|todook)\s*:\s*([\w.\-]+(?:\s*,\s*[\w.\-]+)*)")
        .expect("a valid regex")
});

/// All marks of a sample: what, which rule, and the 1-based line of code they are about. Marks on
/// lines one below the other are about the first line of code after them.
pub fn marks(text: &str) -> Vec<(Mark, String, u32)> {
    let mut out = Vec::new();
    let mut waiting: Vec<(Mark, String)> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let number = u32::try_from(n + 1).unwrap_or(u32::MAX);
        let Some(found) = MARK.captures(line) else {
            out.extend(waiting.drain(..).map(|(mark, id)| (mark, id, number)));
            continue;
        };
        let mark = match &found[1] {
            "ruleid" => Mark::RuleId,
            "ok" => Mark::Ok,
            "todoruleid" => Mark::TodoRuleId,
            _ => Mark::TodoOk,
        };
        waiting.extend(found[2].split(',').map(|id| (mark, id.trim().to_owned())));
    }
    out
}

fn compare(report: &ScanReport, text: &str) -> Vec<String> {
    let marks = marks(text);
    let mut failures = Vec::new();
    for (n, rule) in report.rules.iter_enumerated() {
        if matches!(rule.mode, Mode::Join(_)) {
            continue;
        }
        let found: BTreeSet<u32> = report
            .findings
            .iter()
            .filter(|finding| finding.rule == n)
            .filter_map(|finding| {
                Some(
                    report.files[finding.place.file]
                        .text
                        .as_ref()?
                        .lines
                        .line(finding.place.span.start),
                )
            })
            .collect();
        let about = |wanted: Mark| -> BTreeSet<u32> {
            let of_rule =
                |id: &str| is_suffix(id, &rule.id) || is_suffix(rule.written_id.as_str(), id);
            marks
                .iter()
                .filter(|(mark, id, _)| *mark == wanted && of_rule(id))
                .map(|(_, _, line)| *line)
                .collect()
        };
        let (must, todo, tolerated) = (
            about(Mark::RuleId),
            about(Mark::TodoRuleId),
            about(Mark::TodoOk),
        );
        let id = &rule.id;
        let mut say = |lines: Vec<u32>, what: &str| {
            failures.extend(
                lines
                    .iter()
                    .map(|line| (*line, format!("line {line}: {id} {what}"))),
            )
        };
        say(
            must.difference(&found).copied().collect(),
            "should be found, and is not",
        );
        let allowed: BTreeSet<u32> = must.union(&todo).chain(&tolerated).copied().collect();
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
    failures.sort();
    failures.into_iter().map(|(_, text)| text).collect()
}

/// Compares the fixed text with the file `x.fixed.ext`, if there is one.
fn compare_fixed(report: &ScanReport, sample: &Path) -> Option<String> {
    let stem = sample.file_stem()?.to_str()?;
    let extension = sample.extension()?.to_str()?;
    let expected_path = sample.with_file_name(format!("{stem}.fixed.{extension}"));
    let expected = std::fs::read_to_string(&expected_path).ok()?;
    let original = std::fs::read_to_string(sample).ok()?;
    let actual = apply(report)
        .into_iter()
        .next()
        .map_or(original, |fixed| fixed.text);
    let pairs = expected.lines().zip(actual.lines());
    let first = pairs.enumerate().find(|(_, (e, a))| e != a);
    match first {
        Some((n, (e, a))) => Some(format!(
            "fixed line {}: expected `{}`, got `{}`",
            n + 1,
            e.trim(),
            a.trim()
        )),
        None if expected.lines().count() != actual.lines().count() => Some(format!(
            "the fixed text has {} lines, expected {}",
            actual.lines().count(),
            expected.lines().count()
        )),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str =
        "rules: [{id: no-f, pattern: f(...), message: m, severity: ERROR, languages: [python]}]";

    fn failures(sample: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let rule = folder.path().join("no-f.yaml");
        std::fs::write(&rule, RULE).unwrap();
        std::fs::write(folder.path().join("no-f.py"), sample).unwrap();
        let results = run(
            &SourceFile::new(rule, RULE),
            &Arc::default(),
            Depth::Function,
        )
        .unwrap();
        assert_eq!(results.len(), 1);
        assert_eq!(results[0].passed(), results[0].failures.is_empty());
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
    fn marks_one_below_the_other_are_about_the_same_line() {
        let text = "// ruleid: a, b\n// ok: c\nx();\n";
        let line = |mark, id: &str| (mark, id.to_owned(), 3);
        assert_eq!(
            marks(text),
            [
                line(Mark::RuleId, "a"),
                line(Mark::RuleId, "b"),
                line(Mark::Ok, "c")
            ]
        );
    }
}
