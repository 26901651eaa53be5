//! A scan's outcome made by hand: every kind of finding, file and trouble once.

use std::sync::Arc;

use haechi_report::{Clock, RunInfo, Timestamp};
use haechi_rule::{Code, Diagnostic, LoadOptions, Severity, SourceFile, load};
use haechi_scan::{
    FileIndex, FileRecord, FileStatus, Finding, Fix, Metavar, Notice, Place, RuleIndex, ScanReport,
    Skip, SourceText, Step, StepKind, Suppression, Trace,
};
use haechi_syntax::{Gap, GapKind, Idx, Lang, Span};

pub const RULES: &str = r#"rules:
  - id: java.sql-injection
    message: >-
      A value from a request becomes part of an SQL statement. Whoever sends the
      request can change the statement. Bind the value as a parameter of a
      `PreparedStatement` instead.
    severity: CRITICAL
    languages: [java]
    metadata:
      title: SQL injection
      category: security
      cwe: ["CWE-89: Improper Neutralization of Special Elements used in an SQL Command"]
      owasp: "A03:2021 - Injection"
      confidence: HIGH
      references: [https://cheatsheetseries.owasp.org/cheatsheets/Query_Parameterization_Cheat_Sheet.html]
      technology: [jdbc]
    pattern: $S.executeQuery(...)
  - id: no-eval
    message: "`$X` is evaluated as code, see {0} and f\"{x}\""
    severity: WARNING
    languages: [python]
    pattern: eval($X)
    fix: ast.literal_eval($X)
  - id: Style
    message: ""
    severity: INFO
    languages: [generic]
    pattern: TODO
  - id: broken
    message: m
    severity: LOUD
    languages: [python]
    pattern: f(...)
"#;

const USERS: &str = "package demo;\n\nclass Users {\n    private final Statement statement;\n\n    User find(String id) throws SQLException {\n        String query = \"SELECT * FROM users WHERE id = '\" + id + \"'\";\n        return User.of(statement.executeQuery(query));\n    }\n}\n";
const CONTROLLER: &str = "package demo;\n\nclass Controller {\n    String show(HttpServletRequest request) {\n        String id = request.getParameter(\"id\");\n        return users.find(id).toString();\n    }\n}\n";
const VIEW: &str =
    "# 해치\r\nx = '😀'; y = eval(data)  # \u{1b}[31m\r\nz = eval(\r\n    data,\r\n)\r\n";
const BROKEN: &str = "def f(:\n    pass\nx = 1\n";

pub const USERS_FILE: u32 = 0;
pub const CONTROLLER_FILE: u32 = 1;
pub const VIEW_FILE: u32 = 2;
const LATIN_FILE: u32 = 4;

fn file(path: &str, lang: Lang, text: &str) -> FileRecord {
    FileRecord {
        path: path.to_owned(),
        lang: Some(lang),
        bytes: text.len() as u64,
        status: FileStatus::Analysed { gaps: Vec::new() },
        decoded_from: None,
        text: Some(SourceText::new(text.into())),
    }
}

fn skipped(path: &str, bytes: u64, why: Skip) -> FileRecord {
    FileRecord {
        path: path.to_owned(),
        lang: None,
        bytes,
        status: FileStatus::Skipped(why),
        decoded_from: None,
        text: None,
    }
}

/// The n-th place (from 0) of a text in a file of the report.
pub fn place(report: &ScanReport, at: u32, needle: &str, n: usize) -> Place {
    let file = FileIndex::new(at);
    let text = &report.files[file].text.as_ref().expect("a text").text;
    let (start, _) = text.match_indices(needle).nth(n).expect("the needle");
    let start = u32::try_from(start).unwrap();
    let span = Span::new(start, start + u32::try_from(needle.len()).unwrap());
    Place { file, span }
}

fn finding(rule: usize, place: Place, severity: Severity, message: &str) -> Finding {
    Finding {
        rule: RuleIndex::from_usize(rule),
        place,
        severity,
        message: message.to_owned(),
        metavars: Vec::new(),
        trace: None,
        fix: None,
        fingerprint: format!("{:032x}", 0xfeed + u64::from(place.span.start)),
        suppressed: None,
    }
}

fn files() -> Vec<FileRecord> {
    let mut broken = file("src/broken.py", Lang::Python, BROKEN);
    broken.status = FileStatus::Analysed {
        gaps: vec![
            Gap {
                kind: GapKind::Syntax,
                span: Span::new(5, 7),
            },
            Gap {
                kind: GapKind::TooDeep,
                span: Span::new(8, 16),
            },
        ],
    };
    let mut latin = file("src/latin.py", Lang::Python, "s = 'é'\neval(s)\n");
    latin.decoded_from = Some("windows-1252");
    vec![
        file("src/main/java/demo/Users.java", Lang::Java, USERS),
        file("src/main/java/demo/Controller.java", Lang::Java, CONTROLLER),
        file("app/해치 view#1.py", Lang::Python, VIEW),
        broken,
        latin,
        skipped(
            "src/Big.java",
            52_428_800,
            Skip::TooLarge { limit: 5_000_000 },
        ),
        skipped(
            "src/closed.py",
            0,
            Skip::Unreadable("Permission denied".to_owned()),
        ),
        skipped("src/blob.py", 12, Skip::Binary),
        skipped(
            "src/crash.py",
            12,
            Skip::Crashed("index out of bounds (at x.rs:1)".to_owned()),
        ),
        skipped("README.md", 12, Skip::NoRule),
    ]
}

fn taint(report: &ScanReport) -> Finding {
    let at = |file, needle, n| place(report, file, needle, n);
    let step = |kind, place, reason: &str, function: &str, depth| Step {
        kind,
        place,
        reason: reason.to_owned(),
        function: function.to_owned(),
        depth,
    };
    let sink = at(USERS_FILE, "statement.executeQuery(query)", 0);
    let message = "A value from a request becomes part of an SQL statement. Whoever sends the request can change the statement. Bind the value as a parameter of a `PreparedStatement` instead.";
    let mut found = finding(0, sink, Severity::Critical, message);
    let show = "Controller.show";
    found.trace = Some(Trace {
        steps: vec![
            step(
                StepKind::Source,
                at(CONTROLLER_FILE, "request.getParameter(\"id\")", 0),
                "a request parameter enters",
                show,
                0,
            ),
            step(
                StepKind::Assign,
                at(CONTROLLER_FILE, "id", 0),
                "it is stored in `id`",
                show,
                0,
            ),
            step(
                StepKind::Call,
                at(CONTROLLER_FILE, "users.find(id)", 0),
                "it is passed to `Users.find`",
                show,
                0,
            ),
            step(
                StepKind::Propagate,
                at(
                    USERS_FILE,
                    "\"SELECT * FROM users WHERE id = '\" + id + \"'\"",
                    0,
                ),
                "it becomes part of a string",
                "Users.find",
                1,
            ),
            step(
                StepKind::Sink,
                sink,
                "it reaches `executeQuery`",
                "Users.find",
                1,
            ),
        ],
        assumptions: vec!["`users` is a `Users`".to_owned()],
    });
    found.metavars = vec![Metavar {
        name: "$S".to_owned(),
        place: at(USERS_FILE, "statement", 1),
        text: "statement".to_owned(),
        value: None,
    }];
    found
}

fn evals(report: &ScanReport) -> Vec<Finding> {
    let message = "`data` is evaluated as code, see {0} and f\"{x}\"";
    let one_line = place(report, VIEW_FILE, "eval(data)", 0);
    let mut fixable = finding(1, one_line, Severity::Medium, message);
    fixable.fix = Some(Fix {
        place: one_line,
        replacement: "ast.literal_eval(data)".to_owned(),
    });
    fixable.metavars = vec![Metavar {
        name: "$X".to_owned(),
        place: place(report, VIEW_FILE, "data", 0),
        text: "data".to_owned(),
        value: Some("1".to_owned()),
    }];
    let lines = finding(
        1,
        place(report, VIEW_FILE, "eval(\r\n    data,\r\n)", 0),
        Severity::Medium,
        message,
    );
    let mut overridden = finding(
        1,
        place(report, LATIN_FILE, "eval(s)", 0),
        Severity::High,
        message,
    );
    overridden.fingerprint = "00ff".to_owned();
    let mut silenced = finding(1, one_line, Severity::Medium, "silenced");
    silenced.suppressed = Some(Suppression {
        place: None,
        justification: None,
    });
    vec![fixable, lines, overridden, silenced]
}

/// The outcome.
pub fn report() -> ScanReport {
    let file = SourceFile::new("rules/demo.yaml", RULES);
    let mut loaded = load(&[file], &LoadOptions::default());
    // That a message is empty is meant here.
    let meant = |problem: &Diagnostic| problem.code == Code::InvalidValue;
    loaded.diagnostics.retain(|problem| !meant(problem));
    let mut report = ScanReport {
        files: files().into_iter().collect(),
        rules: loaded.rules.rules.iter().cloned().map(Arc::new).collect(),
        diagnostics: loaded.diagnostics,
        ..ScanReport::default()
    };
    assert_eq!(report.rules.len(), 3, "{:?}", report.diagnostics);
    let mut findings = vec![taint(&report)];
    findings.extend(evals(&report));
    findings.push(finding(
        2,
        place(&report, VIEW_FILE, "# 해치", 0),
        Severity::Low,
        "",
    ));
    report.findings = findings;
    report.notices = vec![Notice {
        file: Some(FileIndex::new(USERS_FILE)),
        code: "budget-flow",
        message: "the limit of steps was reached in Users.find".to_owned(),
    }];
    report
}

/// A run at a known time.
pub fn run() -> RunInfo {
    let epoch = Clock::from_epoch_variable(Some("1234567890")).expect("a number");
    let now: Timestamp = epoch.now();
    RunInfo::new(now, now)
}
