//! SARIF 2.1.0, as code-scanning pages want it.
//!
//! One log with one run. Columns count UTF-16 units; paths are percent-encoded
//! references relative to where the scan was started. What was not analysed
//! stands in the notifications of the one invocation, so that an empty list of
//! results means "clean" and nothing else. Findings that a comment silences are
//! left out: code-scanning pages would open an alert for them all the same.

mod budget;
mod hashes;
mod layout;
mod location;
mod notification;
mod result;
mod rule;
mod spool;

use std::collections::BTreeMap;
use std::io::{self, Write};

use haechi_scan::ScanReport;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_sarif::sarif;

use crate::{RunInfo, TOOL_NAME, TOOL_URI, TOOL_VERSION};

use budget::{Budget, Detail};
use hashes::LineHashes;
use layout::Layout;
use notification::Notifications;

/// The schema that the log follows: the final one, errata 01.
pub const SCHEMA_URI: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes the log, each result on a line of its own, with a line break at its end.
///
/// The log keeps within the limits of GitHub code scanning; what is left out
/// for that is said in a notification (see `budget` for the order).
pub fn write(out: &mut dyn Write, report: &ScanReport, run: &RunInfo) -> io::Result<()> {
    write_within(out, report, run, &Budget::GITHUB)
}

fn write_within(
    out: &mut dyn Write,
    report: &ScanReport,
    run: &RunInfo,
    budget: &Budget,
) -> io::Result<()> {
    let hashes = LineHashes::of(report);
    budget.fit(report, out, |detail, spool| {
        let cx = Context {
            report,
            run,
            hashes: &hashes,
            detail,
        };
        let log = cx.log().map_err(io::Error::from)?;
        let mut serializer = serde_json::Serializer::with_formatter(&mut *spool, Layout::default());
        log.serialize(&mut serializer).map_err(io::Error::from)?;
        spool.write_all(b"\n")
    })
}

/// What a log is made from.
struct Context<'a> {
    report: &'a ScanReport,
    run: &'a RunInfo,
    hashes: &'a LineHashes,
    detail: &'a Detail,
}

impl Context<'_> {
    /// The log, its results still to be made.
    fn log(&self) -> serde_json::Result<Log<'_>> {
        let notes = Notifications::collect(self);
        let invocation = sarif::Invocation::builder()
            .execution_successful(self.run.successful)
            .start_time_utc(self.run.started.rfc3339())
            .end_time_utc(self.run.ended.rfc3339())
            .tool_execution_notifications(notes.execution)
            .tool_configuration_notifications(notes.configuration)
            .build();
        let tool = sarif::Tool::builder()
            .driver(self.driver(notes.descriptors))
            .build();
        let mut run = sarif::Run::builder()
            .tool(tool)
            .invocations(vec![invocation])
            .column_kind(Value::from("utf16CodeUnits"))
            .results(Vec::new())
            .build();
        run.automation_details = self.run.category.as_deref().map(automation);
        run.properties = Some(coverage(self.report));
        let frame = sarif::Sarif::builder()
            .schema(SCHEMA_URI)
            .version(Value::from("2.1.0"))
            .runs(vec![run])
            .build();
        Ok(Log {
            frame: serde_json::to_value(frame)?,
            cx: self,
        })
    }

    fn driver(&self, notifications: Vec<sarif::ReportingDescriptor>) -> sarif::ToolComponent {
        let rules: Vec<_> = self
            .report
            .rules
            .iter()
            .map(|rule| rule::descriptor(rule))
            .collect();
        let mut driver = sarif::ToolComponent::builder()
            .name(TOOL_NAME)
            .organization(TOOL_NAME)
            .version(TOOL_VERSION)
            .semantic_version(TOOL_VERSION)
            .information_uri(TOOL_URI)
            .rules(rules)
            .build();
        driver.notifications = (!notifications.is_empty()).then_some(notifications);
        driver
    }
}

/// A log whose results are made one by one while it is written: all at once
/// they take many times the memory of their text.
struct Log<'a> {
    frame: Value,
    cx: &'a Context<'a>,
}

impl Serialize for Log<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Frame(&self.frame, self.cx).serialize(serializer)
    }
}

/// A part of the frame; its empty list of results is filled.
struct Frame<'a>(&'a Value, &'a Context<'a>);

impl Serialize for Frame<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(value, cx) = self;
        match value {
            Value::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    match key.as_str() {
                        "runs" => map.serialize_entry(key, &Frame(value, cx))?,
                        "results" => map.serialize_entry(key, &Results(cx))?,
                        _ => map.serialize_entry(key, value)?,
                    }
                }
                map.end()
            }
            Value::Array(runs) => serializer.collect_seq(runs.iter().map(|run| Frame(run, cx))),
            other => other.serialize(serializer),
        }
    }
}

struct Results<'a>(&'a Context<'a>);

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let findings = self.0.detail.findings(self.0.report);
        serializer.collect_seq(findings.into_iter().map(|finding| self.0.result(finding)))
    }
}

/// A category is everything before the last slash of the id.
fn automation(category: &str) -> sarif::RunAutomationDetails {
    let id = format!("{}/", category.trim_end_matches('/'));
    sarif::RunAutomationDetails::builder().id(id).build()
}

/// The coverage ledger in sums.
fn coverage(report: &ScanReport) -> sarif::PropertyBag {
    let sums = report.coverage();
    let percent = (sums.percent() * 100.0).round() / 100.0;
    let entry = serde_json::json!({
        "filesAnalysed": sums.files_analysed,
        "filesSkipped": sums.files_skipped,
        "bytesAnalysed": sums.bytes_analysed,
        "bytesUnparsed": sums.bytes_unparsed,
        "percentParsed": percent,
    });
    bag([("coverage".to_owned(), entry)])
}

fn bag(entries: impl IntoIterator<Item = (String, Value)>) -> sarif::PropertyBag {
    sarif::PropertyBag::builder()
        .additional_properties(entries.into_iter().collect::<BTreeMap<_, _>>())
        .build()
}

fn message(text: impl Into<String>) -> sarif::Message {
    sarif::Message::builder()
        .text(placeholder_free(&text.into()))
        .build()
}

/// Doubles the braces of what a viewer would take for a placeholder (`{0}`).
fn placeholder_free(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let inner = &rest[open + 1..];
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        out.push_str(&rest[..open]);
        if digits > 0 && inner[digits..].starts_with('}') {
            out.push_str("{{");
            out.push_str(&inner[..digits]);
            out.push_str("}}");
            rest = &inner[digits + 1..];
        } else {
            out.push('{');
            rest = inner;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use haechi_rule::Severity;
    use haechi_scan::{Finding, Fix, Place, RuleIndex, Trace};

    use super::*;
    use crate::Timestamp;
    use crate::testing::{self, step};

    /// Findings that do not compress well: each says something of its own.
    fn findings(n: u32) -> Vec<Finding> {
        let place = step(0).place;
        let noise = |n: u64| format!("{:x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let finding = |n: u32| Finding {
            rule: RuleIndex::new(0),
            place: Place { ..place },
            severity: [Severity::Critical, Severity::Medium, Severity::Low][n as usize % 3],
            message: noise(u64::from(n)),
            metavars: Vec::new(),
            trace: Some(Trace {
                steps: (0..9)
                    .map(|m| {
                        let mut step = step(m);
                        step.reason = noise(u64::from(n * 10 + m) + 7);
                        step
                    })
                    .collect(),
                assumptions: Vec::new(),
            }),
            fix: Some(Fix {
                place,
                replacement: noise(u64::from(n) + 99),
            }),
            fingerprint: noise(u64::from(n) + 5),
            suppressed: None,
        };
        (0..n).map(finding).collect()
    }

    fn written(report: &ScanReport, bytes: usize) -> Value {
        let budget = Budget {
            results: 1000,
            steps: 100,
            bytes,
        };
        let mut out = Vec::new();
        let run = RunInfo::new(Timestamp::default(), Timestamp::default());
        write_within(&mut out, report, &run, &budget).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn too_big_a_log_loses_what_matters_least_and_says_so() {
        let report = ScanReport {
            files: std::iter::once(testing::file("a.py", "x = 1\ny = 2\nz = 3\n")).collect(),
            findings: findings(300),
            ..ScanReport::default()
        };
        let mut seen = Vec::new();
        for bytes in [
            200_000, 60_000, 40_000, 30_000, 20_000, 10_000, 5_000, 3_000,
        ] {
            let log = written(&report, bytes);
            let run = &log["runs"][0];
            let results = run["results"].as_array().unwrap();
            let count = |key: &str| results.iter().filter(|r| r.get(key).is_some()).count();
            let snippets = results.iter().any(|r| {
                r["locations"][0]["physicalLocation"]
                    .get("contextRegion")
                    .is_some()
            });
            let notes = run["invocations"][0]["toolExecutionNotifications"]
                .as_array()
                .unwrap();
            let shape = (snippets, count("fixes"), count("codeFlows"), results.len());
            let complete = shape == (true, 300, 300, 300);
            assert_eq!(
                complete,
                notes.is_empty(),
                "{bytes}: {shape:?} and {notes:?}"
            );
            seen.push(shape);
        }
        assert_eq!(seen[0], (true, 300, 300, 300));
        for pair in seen.windows(2) {
            let ((s1, f1, c1, n1), (s2, f2, c2, n2)) = (pair[0], pair[1]);
            assert!(s2 <= s1 && f2 <= f1 && c2 <= c1 && n2 <= n1, "{seen:?}");
        }
        for (snippets, fixes, flows, results) in seen {
            assert!(!snippets || fixes == 300, "snippets go before fixes");
            assert!(fixes == 0 || flows == 300, "fixes go before flows");
            assert!(flows == 0 || results == 300, "flows go before results");
            assert!(
                [300, 200, 100, 0].contains(&flows),
                "notes, then warnings, then all"
            );
        }
    }

    #[test]
    fn only_numbered_braces_are_doubled() {
        assert_eq!(
            placeholder_free("f\"{x}\" and {0} {12} {}"),
            "f\"{x}\" and {{0}} {{12}} {}"
        );
        assert_eq!(placeholder_free("{"), "{");
        assert_eq!(placeholder_free("{1"), "{1");
    }
}
