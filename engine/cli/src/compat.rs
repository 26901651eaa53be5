//! `haechi compat`: whether rules written for another engine run here alike.
//!
//! A rule is *exact* if all of it has its effect here and its samples, where
//! there are any, pass. It *differs* if it runs but something in it has no
//! effect here, or a sample fails. It is *unsupported* if it cannot run.
//!
//! Samples are held against what is found within functions, which is how far
//! the other engine looks; what following values further changes is noted.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use haechi_report::{Palette, Tone, diagnostic};
use haechi_rule::model::ModelSet;
use haechi_rule::{Code, Diagnostic, Level, LoadOptions, Mode, Rule, RuleSet, SourceFile, load};
use haechi_scan::samples::{self, Failure, SampleResult};
use haechi_scan::{Depth, is_suffix};

use crate::args::{ColorChoice, CompatArgs};
use crate::config::{self, RuleFiles};
use crate::exit::Exit;
use crate::{output, term};

/// How alike a rule runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    Exact,
    Differs,
    Unsupported,
}

impl Verdict {
    const ALL: [Self; 3] = [Self::Exact, Self::Differs, Self::Unsupported];

    const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Differs => "differs",
            Self::Unsupported => "unsupported",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Exact => Tone::Good,
            Self::Differs => Tone::Warning,
            Self::Unsupported => Tone::Error,
        }
    }
}

/// One rule and what there is to say of it.
struct Line {
    rule: String,
    verdict: Verdict,
    /// Samples that were run; `None` if there is none.
    samples: Option<usize>,
    reasons: Vec<String>,
    /// What is good to know and makes no difference.
    notes: Vec<String>,
}

/// What the samples of a rule file say at the two depths.
struct Samples {
    within_functions: Vec<SampleResult>,
    across_files: Vec<SampleResult>,
}

/// Runs the command.
pub fn run(args: &CompatArgs, color: ColorChoice) -> Result<Exit> {
    let files = RuleFiles::of(&args.paths)?;
    let palette = term::palette(color, output::stdout_is_terminal());
    let models = config::models();
    let mut lines = Vec::new();
    for file in &files.sources {
        lines.extend(judge(file, &models)?);
    }
    output::to_stdout(|out| {
        for problem in &files.unreadable {
            diagnostic::write(out, problem, palette)?;
        }
        for line in lines
            .iter()
            .filter(|line| !args.quiet || line.verdict != Verdict::Exact)
        {
            show(out, line, palette)?;
        }
        summary(out, &lines, palette)
    })?;
    Ok(if files.unreadable.is_empty() {
        Exit::Done
    } else {
        Exit::CouldNotWork
    })
}

/// Judges all rules of a file.
fn judge(file: &Arc<SourceFile>, models: &Arc<ModelSet>) -> Result<Vec<Line>> {
    let mut loaded = load(std::slice::from_ref(file), &LoadOptions::default());
    let all: Vec<String> = loaded
        .rules
        .rules
        .iter()
        .map(|rule| rule.written_id.as_str().to_owned())
        .collect();
    let langs = loaded.rules.languages();
    let mut diagnostics = loaded.diagnostics;
    diagnostics.extend(loaded.rules.compile(langs));
    let results = Samples::run(file, &loaded.rules, models)?;
    let kept: Vec<String> = loaded
        .rules
        .rules
        .iter()
        .map(|rule| rule.written_id.as_str().to_owned())
        .collect();

    let mut lines = Vec::new();
    for id in all {
        lines.push(line(&id, kept.contains(&id), &diagnostics, &results));
    }
    for skipped in &loaded.skipped {
        lines.push(line(&skipped.id, false, &diagnostics, &results));
    }
    // Rules that errors kept from being loaded, and files that are no rules at all.
    for problem in diagnostics
        .iter()
        .filter(|problem| problem.level == Level::Error)
    {
        let id = problem.rule.clone().unwrap_or_default();
        if !lines.iter().any(|line| line.rule == id) {
            lines.push(line(&id, false, &diagnostics, &results));
        }
    }
    for line in lines.iter_mut().filter(|line| line.rule.is_empty()) {
        line.rule = file.path().display().to_string();
    }
    Ok(lines)
}

impl Samples {
    fn run(file: &Arc<SourceFile>, rules: &RuleSet, models: &Arc<ModelSet>) -> Result<Self> {
        let within_functions = samples::run(file, models, Depth::Function)?;
        // Only values that are followed can be followed further.
        let follows = |rule: &Rule| matches!(rule.mode, Mode::Taint(_));
        let across_files = if rules.rules.iter().any(follows) {
            samples::run(file, models, Depth::Project)?
        } else {
            Vec::new()
        };
        Ok(Self {
            within_functions,
            across_files,
        })
    }
}

fn line(id: &str, runs: bool, diagnostics: &[Diagnostic], results: &Samples) -> Line {
    let about = |problem: &&Diagnostic| problem.rule.as_deref().unwrap_or("") == id;
    let (hints, effects): (Vec<&Diagnostic>, Vec<&Diagnostic>) = diagnostics
        .iter()
        .filter(about)
        .partition(|problem| runs && is_hint(problem.code));
    let mut notes: Vec<String> = hints.into_iter().map(reason).collect();
    let mut reasons: Vec<String> = effects.into_iter().map(reason).collect();
    let proofs = results
        .within_functions
        .iter()
        .filter(|result| result.proves.iter().any(|proved| proved == id));
    let samples = proofs.count();
    if runs {
        let failures = |results: &[SampleResult]| -> Vec<String> {
            let all = results
                .iter()
                .flat_map(|result| sample_failures(id, result));
            all.collect()
        };
        let within = failures(&results.within_functions);
        let further = failures(&results.across_files);
        let new = further.into_iter().filter(|what| !within.contains(what));
        notes.extend(new.map(|what| format!("across functions and files: {what}")));
        reasons.extend(within);
    } else if reasons.is_empty() {
        reasons.push(
            "it is for other versions of the engine, or for languages that are not scanned here"
                .to_owned(),
        );
    }
    let verdict = match (runs, reasons.is_empty()) {
        (false, _) => Verdict::Unsupported,
        (true, true) => Verdict::Exact,
        (true, false) => Verdict::Differs,
    };
    Line {
        rule: id.to_owned(),
        verdict,
        samples: (samples > 0).then_some(samples),
        reasons,
        notes,
    }
}

/// Whether a diagnostic says what is probably meant otherwise, of a rule that
/// runs as it is written, here as elsewhere.
const fn is_hint(code: Code) -> bool {
    matches!(
        code,
        Code::UndefinedMetavariable
            | Code::UnknownLabel
            | Code::UnknownKey
            | Code::DuplicateKey
            | Code::DuplicateId
            | Code::InvalidVersion
            | Code::Ignored
    )
}

fn reason(problem: &Diagnostic) -> String {
    format!("line {}: {}", problem.start.line, problem.message)
}

fn sample_failures(id: &str, result: &SampleResult) -> Vec<String> {
    let sample = result
        .sample
        .as_deref()
        .and_then(Path::file_name)
        .unwrap_or_default();
    let about = result
        .failures
        .iter()
        .filter(|failure| result.sample.is_some() && is_about(failure, id, result));
    about
        .map(|failure| {
            let place = match failure.line {
                0 => String::new(),
                line => format!(":{line}"),
            };
            format!("{}{place}: {}", sample.to_string_lossy(), failure.what)
        })
        .collect()
}

/// What names no rule, such as a text that is not fixed as it should be, is
/// about all rules of the sample.
fn is_about(failure: &Failure, id: &str, result: &SampleResult) -> bool {
    if failure.rule.is_empty() {
        return result.proves.iter().any(|proved| proved == id);
    }
    is_suffix(id, &failure.rule)
}

fn show(out: &mut dyn Write, line: &Line, palette: Palette) -> io::Result<()> {
    let word = palette.paint(line.verdict.tone(), format!("{:11}", line.verdict.word()));
    let proof = match line.samples {
        Some(1) => "  (1 sample)".to_owned(),
        Some(n) => format!("  ({n} samples)"),
        None => "  (no sample)".to_owned(),
    };
    writeln!(
        out,
        "{word} {}{}",
        line.rule,
        palette.paint(Tone::Faint, proof)
    )?;
    for reason in &line.reasons {
        writeln!(out, "            {reason}")?;
    }
    for note in &line.notes {
        writeln!(out, "            note: {note}")?;
    }
    Ok(())
}

fn summary(out: &mut dyn Write, lines: &[Line], palette: Palette) -> io::Result<()> {
    let parts: Vec<String> = Verdict::ALL
        .into_iter()
        .map(|verdict| {
            let n = lines.iter().filter(|line| line.verdict == verdict).count();
            palette
                .paint(verdict.tone(), format!("{n} {}", verdict.word()))
                .to_string()
        })
        .collect();
    let unproved = lines.iter().filter(|line| line.samples.is_none()).count();
    writeln!(
        out,
        "{} rules: {} ({unproved} without samples)",
        lines.len(),
        parts.join(", ")
    )
}
