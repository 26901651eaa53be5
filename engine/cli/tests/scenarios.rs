//! The real binary in an empty folder: every file under `testdata/cli` is one
//! scenario. It is a list of sections, each begun by a line with `===`:
//!
//! ```text
//! === file PATH            what follows is the file's text
//! === fill PATH N TEXT     the file is N times the text
//! === hex PATH 66 6f       the file has these bytes
//! === link PATH TARGET     a symbolic link
//! === env NAME=VALUE       for all runs that follow
//! === stdin                what follows is standard input of the next run
//! === run ARGUMENTS        split at blanks, `'…'` keeps them together
//! === exit N               what came of it: code, output, error output
//! === stdout
//! === stderr
//! === show PATH            and the text of a file afterwards (`absent` if there is none)
//! ```
//!
//! `UPDATE_GOLDEN=1` writes what came of it into the scenario. The folder is
//! shown as `[DIR]`, the version as `[VERSION]`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use haechi_testkit::golden::{files, testdata};

struct Section {
    head: String,
    body: String,
}

/// Splits a scenario; what stands before the first section is a comment.
fn sections(text: &str) -> (String, Vec<Section>) {
    let mut comment = String::new();
    let mut all: Vec<Section> = Vec::new();
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix("=== "), all.last_mut()) {
            (Some(head), _) => all.push(Section {
                head: head.trim_end().to_owned(),
                body: String::new(),
            }),
            (None, Some(section)) => section.body.push_str(line),
            (None, None) => comment.push_str(line),
        }
    }
    (comment, all)
}

fn words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => all.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    all.extend(word);
    all
}

struct Stage {
    folder: tempfile::TempDir,
    env: BTreeMap<String, String>,
    stdin: String,
}

struct Outcome {
    code: String,
    stdout: String,
    stderr: String,
}

impl Stage {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            env: BTreeMap::new(),
            stdin: String::new(),
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    fn run(&mut self, arguments: &str) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_haechi"));
        command
            .args(words(arguments))
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("SOURCE_DATE_EPOCH", "1234567890")
            .envs(&self.env)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        // A run that does not read its input closes the pipe.
        let _ = stdin.write_all(std::mem::take(&mut self.stdin).as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("the binary ends");
        Outcome {
            code: output
                .status
                .code()
                .map_or("signal".to_owned(), |code| code.to_string()),
            stdout: self.neutral(&output.stdout),
            stderr: self.neutral(&output.stderr),
        }
    }

    /// Output without what differs from run to run.
    fn neutral(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes);
        let folder = self.folder.path().canonicalize().expect("a folder");
        let text = text.replace(&*folder.to_string_lossy(), "[DIR]");
        let mut text = text.replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str("\n[no line break]\n");
        }
        text
    }

    fn show(&self, path: &str) -> String {
        match fs::read(self.folder.path().join(path)) {
            Ok(bytes) => self.neutral(&bytes),
            Err(_) => "[absent]\n".to_owned(),
        }
    }
}

/// Plays a scenario and gives it back as it came out.
fn play(text: &str) -> String {
    let (mut out, sections) = sections(text);
    let mut stage = Stage::new();
    for Section { head, body } in &sections {
        let (verb, rest) = head.split_once(' ').unwrap_or((head, ""));
        if ["exit", "stdout", "stderr"].contains(&verb) {
            continue;
        }
        out.push_str(&format!("=== {head}\n"));
        let (first, more) = rest.split_once(' ').unwrap_or((rest, ""));
        match verb {
            "file" => stage.write(rest, body.as_bytes()),
            "fill" => {
                let (n, unit) = more.split_once(' ').expect("a number and a text");
                stage.write(first, unit.repeat(n.parse().expect("a number")).as_bytes());
            }
            "hex" => {
                let bytes = more
                    .split(' ')
                    .map(|byte| u8::from_str_radix(byte, 16).expect("hex"));
                stage.write(first, &bytes.collect::<Vec<u8>>());
            }
            "link" => link(&stage.folder.path().join(first), more),
            "env" => {
                let (name, value) = rest.split_once('=').expect("NAME=VALUE");
                stage.env.insert(name.to_owned(), value.to_owned());
            }
            "stdin" => stage.stdin.clone_from(body),
            "run" => {
                let came = stage.run(rest);
                out.push_str(&format!("=== exit {}\n", came.code));
                for (name, text) in [("stdout", came.stdout), ("stderr", came.stderr)] {
                    if !text.is_empty() {
                        out.push_str(&format!("=== {name}\n{text}"));
                    }
                }
            }
            "show" => out.push_str(&stage.show(rest)),
            other => panic!("no such section: {other}"),
        }
        if ["file", "stdin", "env", "link", "hex", "fill"].contains(&verb) {
            out.push_str(body);
        }
        if verb == "run" || verb == "show" {
            out.push('\n');
        }
    }
    out
}

fn link(path: &Path, target: &str) {
    std::os::unix::fs::symlink(target, path).expect("a link");
}

#[test]
fn scenarios() {
    let all = files(&testdata().join("cli"), &["scenario"]);
    assert!(all.len() >= 10, "the scenarios are not there");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    for path in all {
        let expected = fs::read_to_string(&path).expect("a scenario");
        let actual = play(&expected);
        if normal(&actual) == normal(&expected) {
            continue;
        }
        if update {
            fs::write(&path, actual).expect("the scenario is written");
        } else {
            let differing = expected
                .lines()
                .zip(actual.lines())
                .enumerate()
                .find(|(_, (e, a))| e != a);
            let (n, (expected, actual)) = differing.unwrap_or((0, ("", "(more or fewer lines)")));
            wrong.push(format!(
                "{}:{}\n  expected {expected}\n  actual   {actual}",
                path.display(),
                n + 1
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Line breaks at the end of a scenario do not count.
fn normal(text: &str) -> &str {
    text.trim_end()
}
