//! JSON in the shape that consumers of Semgrep's JSON read.
//!
//! Lines and columns are 1-based, offsets 0-based. Columns and offsets count
//! *bytes* of the UTF-8 text: that is what Semgrep prints (its documentation
//! does not say; measured on lines with characters beyond ASCII, in Java,
//! Python, `generic` and `regex` rules), and tools that slice lines by these
//! numbers are built for it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use haechi_rule::{Diagnostic, Level};
use haechi_scan::{FileRecord, FileStatus, Finding, Metavar, Place, ScanReport, Skip, Step, Trace};
use haechi_syntax::{LineCol, Span};
use serde::Serialize;
use serde_json::Value;

use crate::view::Located;
use crate::{TOOL_VERSION, semgrep_word, words};

/// What goes into the output beyond the findings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// List the files that were skipped, with the reason.
    pub skipped: bool,
}

/// Writes the report as one JSON object and a line break.
pub fn write(out: &mut dyn Write, report: &ScanReport, options: Options) -> io::Result<()> {
    let output = Output {
        version: TOOL_VERSION,
        results: report
            .active()
            .map(|finding| result(report, finding))
            .collect(),
        errors: errors(report),
        paths: paths(report, options),
        engine_requested: "OSS",
        skipped_rules: [],
    };
    serde_json::to_writer(&mut *out, &output)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Output<'r> {
    version: &'static str,
    results: Vec<ResultEntry<'r>>,
    errors: Vec<ErrorEntry>,
    paths: Paths<'r>,
    engine_requested: &'static str,
    skipped_rules: [(); 0],
}

#[derive(Serialize)]
struct Position {
    line: u32,
    col: u32,
    offset: u32,
}

impl Position {
    fn at(place: LineCol, offset: u32) -> Self {
        Self {
            line: place.line,
            col: place.col,
            offset,
        }
    }
}

#[derive(Serialize)]
struct ResultEntry<'r> {
    check_id: &'r str,
    path: &'r str,
    start: Position,
    end: Position,
    extra: Extra<'r>,
}

#[derive(Serialize)]
struct Extra<'r> {
    message: &'r str,
    metavars: BTreeMap<&'r str, MetavarEntry<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'r str>,
    metadata: &'r serde_json::Map<String, Value>,
    severity: &'r str,
    fingerprint: &'r str,
    lines: &'r str,
    is_ignored: bool,
    validation_state: &'static str,
    engine_kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dataflow_trace: Option<TraceEntry<'r>>,
}

#[derive(Serialize)]
struct MetavarEntry<'r> {
    start: Position,
    end: Position,
    abstract_content: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    propagated_value: Option<PropagatedValue<'r>>,
}

#[derive(Serialize)]
struct PropagatedValue<'r> {
    svalue_abstract_content: &'r str,
}

#[derive(Serialize)]
struct TraceEntry<'r> {
    taint_source: CallTrace<'r>,
    intermediate_vars: Vec<Intermediate<'r>>,
    taint_sink: CallTrace<'r>,
}

/// `["CliLoc", [location, content]]`.
type CallTrace<'r> = (&'static str, (Location<'r>, &'r str));

#[derive(Serialize)]
struct Intermediate<'r> {
    location: Location<'r>,
    content: &'r str,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct ErrorEntry {
    code: u8,
    level: &'static str,
    r#type: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_id: Option<String>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spans: Vec<Value>,
}

#[derive(Serialize)]
struct Paths<'r> {
    scanned: Vec<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<Vec<SkippedEntry<'r>>>,
}

#[derive(Serialize)]
struct SkippedEntry<'r> {
    path: &'r str,
    reason: &'static str,
    details: String,
}

fn ends(at: &Located<'_>) -> (Position, Position) {
    let (start, end) = at.bytes();
    let span = at.span();
    (Position::at(start, span.start), Position::at(end, span.end))
}

fn location<'r>(at: &Located<'r>) -> Location<'r> {
    let (start, end) = ends(at);
    Location {
        path: at.path(),
        start,
        end,
    }
}

fn result<'r>(report: &'r ScanReport, finding: &'r Finding) -> ResultEntry<'r> {
    let at = Located::new(report, finding.place);
    let rule = &report.rules[finding.rule];
    let (start, end) = ends(&at);
    let (first, last) = at.line_range();
    let overridden = finding.severity != rule.severity;
    ResultEntry {
        check_id: &rule.id,
        path: at.path(),
        start,
        end,
        extra: Extra {
            message: &finding.message,
            metavars: finding
                .metavars
                .iter()
                .map(|m| metavar(report, m))
                .collect(),
            fix: finding.fix.as_ref().map(|fix| fix.replacement.as_str()),
            metadata: &rule.metadata.tree,
            severity: if overridden {
                semgrep_word(finding.severity)
            } else {
                &rule.severity_word
            },
            fingerprint: &finding.fingerprint,
            lines: at.lines(first, last),
            is_ignored: false,
            validation_state: "NO_VALIDATOR",
            engine_kind: "OSS",
            dataflow_trace: finding.trace.as_ref().and_then(|trace| flow(report, trace)),
        },
    }
}

fn metavar<'r>(report: &'r ScanReport, metavar: &'r Metavar) -> (&'r str, MetavarEntry<'r>) {
    let (start, end) = ends(&Located::new(report, metavar.place));
    let propagated_value = metavar.value.as_deref().map(|text| PropagatedValue {
        svalue_abstract_content: text,
    });
    let entry = MetavarEntry {
        start,
        end,
        abstract_content: &metavar.text,
        propagated_value,
    };
    (&metavar.name, entry)
}

/// The way of the value: what enters, what carries it, what it reaches.
fn flow<'r>(report: &'r ScanReport, trace: &'r Trace) -> Option<TraceEntry<'r>> {
    let (source, rest) = trace.steps.split_first()?;
    let (sink, between) = rest.split_last().unwrap_or((source, &[]));
    let at = |place: Place| Located::new(report, place);
    let ends_of = |step: &'r Step| {
        let at = at(step.place);
        ("CliLoc", (location(&at), at.text()))
    };
    Some(TraceEntry {
        taint_source: ends_of(source),
        intermediate_vars: between
            .iter()
            .map(|step| at(step.place))
            .map(|at| Intermediate {
                location: location(&at),
                content: at.text(),
            })
            .collect(),
        taint_sink: ends_of(sink),
    })
}

/// Semgrep's numbers of what went wrong.
mod code {
    /// A target could not be parsed or read.
    pub(super) const TARGET: u8 = 3;
    /// A rule could not be loaded.
    pub(super) const RULE: u8 = 4;
    /// The engine failed.
    pub(super) const ENGINE: u8 = 2;
}

fn errors(report: &ScanReport) -> Vec<ErrorEntry> {
    let rules = report.diagnostics.iter().map(rule_error);
    let files = report.files.iter().filter_map(file_error);
    rules.chain(files).collect()
}

fn rule_error(problem: &Diagnostic) -> ErrorEntry {
    let path = problem.file.to_string_lossy().replace('\\', "/");
    let place = |at: LineCol| serde_json::json!({"line": at.line, "col": at.col});
    let span = serde_json::json!({
        "file": path,
        "start": place(problem.start),
        "end": place(problem.end),
    });
    ErrorEntry {
        code: code::RULE,
        level: match problem.level {
            Level::Error => "error",
            Level::Warning => "warn",
        },
        r#type: Value::from("Rule parse error"),
        rule_id: problem.rule.clone(),
        message: words::problem(problem),
        path: Some(path),
        spans: vec![span],
    }
}

fn file_error(record: &FileRecord) -> Option<ErrorEntry> {
    let entry = |code, level, r#type, message, spans| ErrorEntry {
        code,
        level,
        r#type,
        rule_id: None,
        message,
        path: Some(record.path.clone()),
        spans,
    };
    match &record.status {
        FileStatus::Analysed { gaps } => {
            let what = words::gaps(record)?;
            let places: Vec<Value> = gaps.iter().map(|gap| json_span(record, gap.span)).collect();
            let kind = serde_json::json!(["PartialParsing", &places]);
            Some(entry(
                code::TARGET,
                "warn",
                kind,
                format!("{}: {what}.", record.path),
                places,
            ))
        }
        FileStatus::Skipped(reason @ Skip::Crashed(_)) => Some(entry(
            code::ENGINE,
            "error",
            Value::from("Fatal error"),
            format!("{}: {}.", record.path, words::skip(reason, record)),
            Vec::new(),
        )),
        FileStatus::Skipped(reason @ Skip::Unreadable(_)) => Some(entry(
            code::TARGET,
            "warn",
            Value::from("Other syntax error"),
            format!("{}: {}.", record.path, words::skip(reason, record)),
            Vec::new(),
        )),
        FileStatus::TextOnly | FileStatus::Skipped(_) => None,
    }
}

fn json_span(record: &FileRecord, span: Span) -> Value {
    let (start, end) = ends(&Located::in_record(record, span));
    serde_json::json!({"path": record.path, "file": record.path, "start": start, "end": end})
}

fn paths(report: &ScanReport, options: Options) -> Paths<'_> {
    let scanned = report
        .files
        .iter()
        .filter(|record| !matches!(record.status, FileStatus::Skipped(_)))
        .map(|record| record.path.as_str())
        .collect();
    let skipped = report
        .files
        .iter()
        .filter_map(|record| match &record.status {
            FileStatus::Skipped(reason) => Some(SkippedEntry {
                path: &record.path,
                reason: match reason {
                    Skip::TooLarge { .. } => "exceeded_size_limit",
                    Skip::Unreadable(_) => "insufficient_permissions",
                    Skip::Binary => "binary",
                    Skip::Crashed(_) => "analysis_failed_parser_or_internal_error",
                    Skip::NoRule => "irrelevant_rule",
                },
                details: words::skip(reason, record),
            }),
            _ => None,
        });
    Paths {
        scanned,
        skipped: options.skipped.then(|| skipped.collect()),
    }
}
