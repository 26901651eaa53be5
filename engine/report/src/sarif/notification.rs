//! The coverage ledger, the limits hit and the trouble with rule files as
//! SARIF notifications.

use std::collections::BTreeMap;

use haechi_rule::{Diagnostic, Level};
use haechi_scan::{FileRecord, FileStatus, Notice, Skip};
use haechi_syntax::Span;
use serde_json::Value;
use serde_sarif::sarif;

use super::{Context, message};
use crate::view::Located;
use crate::words;

/// Most places that one notification names.
const PLACES: usize = 20;

/// The notifications of a run, with the descriptors that they refer to.
pub(super) struct Notifications {
    /// What happened while files were analysed.
    pub(super) execution: Vec<sarif::Notification>,
    /// What was wrong with the rules.
    pub(super) configuration: Vec<sarif::Notification>,
    /// One for each kind that occurs, sorted by id.
    pub(super) descriptors: Vec<sarif::ReportingDescriptor>,
}

/// A notification before its kind has a number.
struct Note {
    kind: String,
    about: &'static str,
    level: &'static str,
    text: String,
    places: Vec<sarif::Location>,
    rule: Option<String>,
}

impl Notifications {
    /// Gathers everything that a reader of the results should know.
    pub(super) fn collect(cx: &Context<'_>) -> Self {
        let mut execution = Vec::new();
        for record in cx.report.files.iter() {
            execution.extend(about_file(cx, record));
        }
        execution.extend(
            cx.report
                .notices
                .iter()
                .map(|notice| about_notice(cx, notice)),
        );
        execution.extend(cx.detail.left_out().into_iter().map(|text| Note {
            kind: "report-limit".to_owned(),
            about: "Something was left out of this log to keep within the limits of code-scanning pages.",
            level: "warning",
            text,
            places: Vec::new(),
            rule: None,
        }));
        let configuration: Vec<Note> = cx
            .report
            .diagnostics
            .iter()
            .map(|problem| about_rule(cx, problem))
            .collect();
        Self::numbered(execution, configuration)
    }

    fn numbered(execution: Vec<Note>, configuration: Vec<Note>) -> Self {
        let kinds: BTreeMap<String, &str> = execution
            .iter()
            .chain(&configuration)
            .map(|note| (note.kind.clone(), note.about))
            .collect();
        let index: BTreeMap<&str, i64> = kinds.keys().map(String::as_str).zip(0..).collect();
        let build = |note: Note| note.build(&index);
        Self {
            execution: execution.into_iter().map(build).collect(),
            configuration: configuration.into_iter().map(build).collect(),
            descriptors: kinds
                .iter()
                .map(|(kind, about)| {
                    let about = sarif::MultiformatMessageString::builder()
                        .text(*about)
                        .build();
                    sarif::ReportingDescriptor::builder()
                        .id(kind.as_str())
                        .short_description(about)
                        .build()
                })
                .collect(),
        }
    }
}

impl Note {
    fn build(self, index: &BTreeMap<&str, i64>) -> sarif::Notification {
        let mut descriptor = sarif::ReportingDescriptorReference::builder()
            .id(self.kind.as_str())
            .build();
        descriptor.index = index.get(self.kind.as_str()).copied();
        let mut note = sarif::Notification::builder()
            .descriptor(descriptor)
            .level(Value::from(self.level))
            .message(message(words::sentence(&self.text)))
            .build();
        note.locations = (!self.places.is_empty()).then_some(self.places);
        note.associated_rule = self.rule.map(|id| {
            sarif::ReportingDescriptorReference::builder()
                .id(id)
                .build()
        });
        note
    }
}

/// What there is to say about one file: nothing, if all of it was analysed.
fn about_file(cx: &Context<'_>, record: &FileRecord) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut note = |kind: &str, about, level, text: String, places| {
        notes.push(Note {
            kind: kind.to_owned(),
            about,
            level,
            text,
            places,
            rule: None,
        });
    };
    match &record.status {
        FileStatus::Skipped(reason) => {
            let (kind, about, level) = match reason {
                Skip::NoRule => return notes,
                Skip::TooLarge { .. } => (
                    "file-too-large",
                    "A file over the size limit was not analysed.",
                    "warning",
                ),
                Skip::Unreadable(_) => (
                    "file-unreadable",
                    "A file or folder could not be read.",
                    "warning",
                ),
                Skip::Binary => (
                    "file-binary",
                    "A file that is not a text was not analysed.",
                    "note",
                ),
                Skip::Crashed(_) => (
                    "file-crashed",
                    "The engine failed on a file; the rest of the run is unharmed.",
                    "error",
                ),
            };
            let text = format!("{}: {}", record.path, words::skip(reason, record));
            note(kind, about, level, text, vec![whole_file(cx, record)]);
        }
        FileStatus::Analysed { gaps } => {
            if let Some(text) = words::gaps(record) {
                let places = gaps
                    .iter()
                    .take(PLACES)
                    .map(|gap| place(cx, record, gap.span))
                    .collect();
                let about = "Parts of a file were not understood; nothing is reported there.";
                note(
                    "syntax-gap",
                    about,
                    "warning",
                    format!("{}: {text}", record.path),
                    places,
                );
            }
        }
        FileStatus::TextOnly => {}
    }
    if let Some(encoding) = record.decoded_from {
        let about = "A file that is not UTF-8 was decoded.";
        let text = format!("{} was read as {encoding}", record.path);
        note(
            "file-decoded",
            about,
            "note",
            text,
            vec![whole_file(cx, record)],
        );
    }
    notes
}

fn about_notice(cx: &Context<'_>, notice: &Notice) -> Note {
    let record = notice.file.and_then(|file| cx.report.files.get(file));
    Note {
        kind: notice.code.to_owned(),
        about: "A limit cut the analysis short, or something else about the run should be known.",
        level: "warning",
        text: notice.message.clone(),
        places: record
            .map(|record| whole_file(cx, record))
            .into_iter()
            .collect(),
        rule: None,
    }
}

fn about_rule(cx: &Context<'_>, problem: &Diagnostic) -> Note {
    let level = match problem.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let path = problem.file.to_string_lossy().replace('\\', "/");
    let physical = sarif::PhysicalLocation::builder()
        .artifact_location(cx.artifact(&path))
        .region(rule_region(problem))
        .build();
    Note {
        kind: format!("rule-{}", problem.code.as_str()),
        about: "Something is wrong with a rule file.",
        level,
        text: words::problem(problem),
        places: vec![
            sarif::Location::builder()
                .physical_location(physical)
                .build(),
        ],
        rule: problem.rule.clone().filter(|id| !id.is_empty()),
    }
}

/// The region of a diagnostic, whose columns count characters.
fn rule_region(problem: &Diagnostic) -> sarif::Region {
    let utf16 = |col: u32| {
        let before = problem.excerpt.chars().take(col.saturating_sub(1) as usize);
        let units: usize = before.map(char::len_utf16).sum();
        i64::try_from(units).unwrap_or(0) + 1
    };
    let mut region = sarif::Region::builder()
        .start_line(i64::from(problem.start.line))
        .start_column(utf16(problem.start.col))
        .build();
    if problem.end.line == problem.start.line {
        region.end_line = Some(i64::from(problem.end.line));
        region.end_column = Some(utf16(problem.end.col));
    }
    region
}

fn place(cx: &Context<'_>, record: &FileRecord, span: Span) -> sarif::Location {
    match record.text {
        Some(_) => cx.location(&Located::in_record(record, span)),
        None => whole_file(cx, record),
    }
}

fn whole_file(cx: &Context<'_>, record: &FileRecord) -> sarif::Location {
    let physical = sarif::PhysicalLocation::builder()
        .artifact_location(cx.artifact(&record.path))
        .build();
    sarif::Location::builder()
        .physical_location(physical)
        .build()
}
