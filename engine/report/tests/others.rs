//! JSON in Semgrep's shape, and text: goldens and what must hold.

mod common;

use common::{report, run};
use haechi_report::{Palette, diagnostic, semgrep_json, text};
use haechi_scan::ScanReport;
use haechi_testkit::golden;
use serde_json::Value;

fn json(report: &ScanReport, skipped: bool) -> Value {
    let mut out = Vec::new();
    semgrep_json::write(&mut out, report, semgrep_json::Options { skipped }).unwrap();
    assert!(out.ends_with(b"}\n"));
    serde_json::from_slice(&out).expect("JSON")
}

fn shown(report: &ScanReport, colour: bool, verbose: bool, width: usize) -> String {
    let mut out = Vec::new();
    let options = text::Options {
        palette: Palette::new(colour),
        width,
        summary: true,
        verbose,
        timing: false,
    };
    text::write(&mut out, report, &options).unwrap();
    String::from_utf8(out).expect("UTF-8")
}

fn check(name: &str, actual: &str) {
    golden::compare(&golden::testdata().join("report").join(name), actual).unwrap();
}

#[test]
fn json_is_as_expected() {
    let value = json(&report(), true);
    check("all.json.golden", &format!("{value:#}\n"));
}

#[test]
fn json_counts_bytes_like_semgrep() {
    let value = json(&report(), false);
    let eval = &value["results"][1];
    assert_eq!(
        eval["start"],
        serde_json::json!({"line": 2, "col": 17, "offset": 26})
    );
    assert_eq!(value["paths"].get("skipped"), None);
    assert_eq!(
        value["results"].as_array().unwrap().len(),
        5,
        "what is silenced is left out"
    );
}

#[test]
fn text_is_as_expected() {
    check("all.txt.golden", &shown(&report(), false, true, 100));
    check("all.colour.golden", &shown(&report(), true, false, 100));
    check("narrow.txt.golden", &shown(&report(), false, false, 40));
}

#[test]
fn nothing_found_is_said() {
    let said = shown(&ScanReport::default(), false, false, 80);
    assert_eq!(
        said,
        "No findings.\nLooked at 0 files (0 bytes) with 0 rules.\n"
    );
}

#[test]
fn no_file_speaks_to_the_terminal() {
    let plain = shown(&report(), false, true, 100);
    assert!(!plain.contains('\x1b'), "{plain}");
    assert!(plain.contains('␛'), "{plain}");
}

#[test]
fn lines_fit_the_terminal() {
    for width in [40, 60, 100] {
        for line in shown(&report(), false, false, width)
            .lines()
            .filter(|line| line.contains('│'))
        {
            let used = unicode_width::UnicodeWidthStr::width(line);
            // Places and reasons are never cut: they are what people copy.
            let is_code = line.trim_start().starts_with(|c: char| c.is_ascii_digit());
            assert!(!is_code || used <= width, "{used} columns: {line}");
        }
    }
}

#[test]
fn diagnostics_show_the_line() {
    let mut out = Vec::new();
    for problem in &report().diagnostics {
        diagnostic::write(&mut out, problem, Palette::new(false)).unwrap();
    }
    check("diagnostic.txt.golden", &String::from_utf8(out).unwrap());
    assert!(run().successful);
}
