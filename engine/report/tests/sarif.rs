//! SARIF: golden, official schema, what validators check, limits.

mod common;

use common::{VIEW_FILE, place, report, run};
use haechi_report::line_hash::line_hashes;
use haechi_report::sarif;
use haechi_scan::{ScanReport, Step, StepKind};
use haechi_testkit::golden;
use haechi_testkit::sarif::problems;
use serde_json::Value;

fn written(report: &ScanReport) -> (String, Value) {
    let mut out = Vec::new();
    sarif::write(&mut out, report, &run()).expect("writing to memory");
    let text = String::from_utf8(out).expect("UTF-8");
    let value = serde_json::from_str(&text).expect("JSON");
    (text, value)
}

#[test]
fn everything_at_once_is_as_expected_and_valid() {
    let (text, log) = written(&report());
    let pretty = format!("{log:#}\n");
    golden::compare(&golden::testdata().join("report/all.sarif.golden"), &pretty).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap().len();
    let lines = text
        .lines()
        .filter(|line| line.starts_with("        {\"") && line.contains("\"ruleId\""))
        .count();
    assert_eq!(lines, results, "each result stands on a line of its own");
    assert_eq!(problems(&log), Vec::<String>::new());
}

#[test]
fn an_empty_report_is_valid() {
    let (_, log) = written(&ScanReport::default());
    assert_eq!(problems(&log), Vec::<String>::new());
    assert_eq!(log["runs"][0]["results"], Value::Array(Vec::new()));
    assert_eq!(
        log["runs"][0]["invocations"][0]["executionSuccessful"],
        true
    );
}

#[test]
fn the_checks_do_find_mistakes() {
    let (_, mut log) = written(&report());
    log["runs"][0]["results"][0]["message"]["text"] = "see {0}".into();
    log["runs"][0]["results"][0]["ruleIndex"] = 7.into();
    log["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startColumn"] =
        0.into();
    log["runs"][0]["tool"]["driver"]["rules"][1]["name"] = "no-eval".into();
    log["runs"][0]["nonsense"] = true.into();
    let said = problems(&log).join("\n");
    for rule in [
        "SARIF1001",
        "SARIF1009",
        "SARIF1012",
        "SARIF2001",
        "SARIF2012",
        "SARIF1007",
        "schema",
    ] {
        assert!(said.contains(rule), "{rule} is not in\n{said}");
    }
}

#[test]
fn columns_are_utf16_and_paths_are_encoded() {
    let (_, log) = written(&report());
    let physical = &log["runs"][0]["results"][1]["locations"][0]["physicalLocation"];
    assert_eq!(
        physical["artifactLocation"]["uri"],
        "app/%ED%95%B4%EC%B9%98%20view%231.py"
    );
    // `x = '😀'; y = ` is 13 characters and 14 units.
    assert_eq!(physical["region"]["startColumn"], 15);
    assert_eq!(physical["region"]["endColumn"], 25);
}

#[test]
fn line_hashes_are_those_of_the_whole_file() {
    let report = report();
    let (_, log) = written(&report);
    let place = place(&report, VIEW_FILE, "eval(data)", 0);
    let text = &report.files[place.file].text.as_ref().unwrap().text;
    let prints = &log["runs"][0]["results"][1]["partialFingerprints"];
    assert_eq!(
        prints["primaryLocationLineHash"],
        line_hashes(text, false)[1]
    );
    // Read from another encoding: the uploader hashes other characters.
    let latin = &log["runs"][0]["results"][3]["partialFingerprints"];
    assert_eq!(latin.get("primaryLocationLineHash"), None);
    assert_eq!(latin["haechiFingerprint/v1"], "00ff");
}

#[test]
fn a_byte_order_mark_counts_in_the_line_hash() {
    let mut report = report();
    let place = place(&report, VIEW_FILE, "# 해치", 0);
    report.files[place.file].bytes += 3;
    let (_, log) = written(&report);
    let text = &report.files[place.file].text.as_ref().unwrap().text;
    let prints = &log["runs"][0]["results"][4]["partialFingerprints"];
    assert_eq!(
        prints["primaryLocationLineHash"],
        line_hashes(text, true)[0]
    );
}

#[test]
fn what_lies_outside_gets_an_absolute_uri() {
    let mut report = report();
    report.files[haechi_scan::FileIndex::new(VIEW_FILE)].path = "../other/view.py".to_owned();
    let mut info = run();
    info.base = Some("/home/me/project".to_owned());
    info.category = Some("backend".to_owned());
    let mut out = Vec::new();
    sarif::write(&mut out, &report, &info).unwrap();
    let log: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(problems(&log), Vec::<String>::new());
    let physical = &log["runs"][0]["results"][1]["locations"][0]["physicalLocation"];
    assert_eq!(
        physical["artifactLocation"]["uri"],
        "file:///home/me/other/view.py"
    );
    assert_eq!(log["runs"][0]["automationDetails"]["id"], "backend/");
}

#[test]
fn more_results_than_allowed_lose_the_least_severe() {
    let mut report = report();
    let (critical, low) = (report.findings[0].clone(), report.findings[5].clone());
    report.findings = vec![low; 25_010];
    report.findings.push(critical);
    let (_, log) = written(&report);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    assert_eq!(results.last().unwrap()["ruleId"], "java.sql-injection");
    let notes = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    let said = notes.to_string();
    assert!(
        said.contains("11 of 25,011 results were left out"),
        "{said}"
    );
}

#[test]
fn flows_longer_than_allowed_lose_their_middle() {
    let mut report = report();
    let place = report.findings[0].place;
    let step = |n: i32| Step {
        kind: StepKind::Propagate,
        place,
        reason: format!("step {n}"),
        function: String::new(),
        depth: 0,
    };
    report.findings[0].trace.as_mut().unwrap().steps = (0..10_005).map(step).collect();
    let (_, log) = written(&report);
    let steps = &log["runs"][0]["results"][0]["codeFlows"][0]["threadFlows"][0]["locations"];
    let steps = steps.as_array().unwrap();
    assert_eq!(steps.len(), 10_000);
    assert_eq!(steps[0]["location"]["message"]["text"], "Step 0.");
    assert_eq!(steps[4_999]["location"]["message"]["text"], "Step 4999.");
    assert_eq!(steps[5_000]["location"]["message"]["text"], "Step 5005.");
    assert_eq!(problems(&log), Vec::<String>::new());
}
