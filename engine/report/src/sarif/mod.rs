//! SARIF 2.1.0, as code-scanning pages want it.
//!
//! One log with one run. Columns count UTF-16 units; paths are percent-encoded
//! references relative to where the scan was started. What was not analysed
//! stands in the notifications of the one invocation, so that an empty list of
//! results means "clean" and nothing else. Findings that a comment silences are
//! left out: code-scanning pages would open an alert for them all the same.

mod budget;
mod hashes;
mod location;
mod notification;
mod result;
mod rule;

use std::collections::BTreeMap;
use std::io::{self, Write};

use haechi_scan::ScanReport;
use serde_json::Value;
use serde_sarif::sarif;

use crate::{RunInfo, TOOL_NAME, TOOL_URI, TOOL_VERSION};

use budget::{Budget, Detail};
use hashes::LineHashes;
use notification::Notifications;

/// The schema that the log follows: the final one, errata 01.
pub const SCHEMA_URI: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes the log, pretty-printed, with a line break at its end.
///
/// The log keeps within the limits of GitHub code scanning; what is left out
/// for that is said in a notification (see [`budget`] for the order).
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
    let bytes = budget.fit(report, |detail| {
        let log = Context {
            report,
            run,
            hashes: &hashes,
            detail,
        }
        .log();
        let mut bytes = serde_json::to_vec_pretty(&log)?;
        bytes.push(b'\n');
        Ok(bytes)
    })?;
    out.write_all(&bytes)
}

/// What a log is made from.
struct Context<'a> {
    report: &'a ScanReport,
    run: &'a RunInfo,
    hashes: &'a LineHashes,
    detail: &'a Detail,
}

impl Context<'_> {
    fn log(&self) -> sarif::Sarif {
        let findings = self.detail.findings(self.report);
        let results: Vec<_> = findings
            .into_iter()
            .map(|finding| self.result(finding))
            .collect();
        let notes = Notifications::collect(self);
        let invocation = sarif::Invocation::builder()
            .execution_successful(self.run.successful)
            .start_time_utc(self.run.started.rfc3339())
            .end_time_utc(self.run.ended.rfc3339())
            .tool_execution_notifications(notes.execution)
            .tool_configuration_notifications(notes.configuration)
            .build();
        let mut run = sarif::Run::builder()
            .tool(
                sarif::Tool::builder()
                    .driver(self.driver(notes.descriptors))
                    .build(),
            )
            .invocations(vec![invocation])
            .column_kind(Value::from("utf16CodeUnits"))
            .results(results)
            .build();
        run.automation_details = self.run.category.as_deref().map(automation);
        run.properties = Some(coverage(self.report));
        sarif::Sarif::builder()
            .schema(SCHEMA_URI)
            .version(Value::from("2.1.0"))
            .runs(vec![run])
            .build()
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
    use super::placeholder_free;

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
