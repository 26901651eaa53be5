//! What scenarios cannot say: closed pipes, full disks, signals, real terminals.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const RULE: &str = "rules: [{id: no-f, pattern: f(...), message: Never call f., severity: ERROR, languages: [python]}]";

fn project(calls: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("rule.yaml"), RULE).expect("a file");
    fs::write(folder.path().join("a.py"), "f(1)\n".repeat(calls)).expect("a file");
    folder
}

fn haechi(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_haechi"));
    command
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("FORCE_COLOR");
    command.args(["scan", "--config", "rule.yaml"]);
    command
}

fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

fn leftovers(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.contains(".tmp")).collect()
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = project(5_000);
    for format in ["--text", "--json", "--sarif"] {
        let mut child = haechi(folder.path())
            .args([format, "a.py"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        drop(child.stdout.take());
        let output: Output = child.wait_with_output().expect("the binary ends");
        assert_eq!(
            output.status.code(),
            Some(0),
            "{format}: {}",
            text(&output.stderr)
        );
        assert_eq!(text(&output.stderr), "", "{format}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error_that_says_so() {
    let folder = project(1);
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("a device");
    let output = haechi(folder.path())
        .arg("a.py")
        .stdout(full)
        .output()
        .expect("the binary runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("No space left"),
        "{}",
        text(&output.stderr)
    );
    let output = haechi(folder.path())
        .args(["-o", "/dev/full", "a.py"])
        .output()
        .expect("the binary runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("cannot write /dev/full"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
#[cfg(unix)]
fn a_file_that_is_there_keeps_its_permissions_and_a_link_stays_one() {
    use std::os::unix::fs::PermissionsExt;
    let folder = project(1);
    let (real, link) = (
        folder.path().join("real.json"),
        folder.path().join("link.json"),
    );
    fs::write(&real, "old").expect("a file");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("permissions");
    std::os::unix::fs::symlink("real.json", &link).expect("a link");
    let output = haechi(folder.path())
        .args(["--json", "-o", "link.json", "a.py"])
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
    assert!(
        fs::read_to_string(&real)
            .expect("a file")
            .starts_with("{\"version\"")
    );
    assert_eq!(
        fs::metadata(&real).expect("a file").permissions().mode() & 0o777,
        0o640
    );
    assert_eq!(leftovers(folder.path()), [""; 0]);
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_with_the_documented_code() {
    let folder = project(1);
    // Standard input never ends, so the run waits until it is interrupted.
    let mut child = haechi(folder.path())
        .args(["-l", "python", "-", "-o", "out.txt"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    std::thread::sleep(Duration::from_millis(500));
    let pid = child.id().to_string();
    let killed = Command::new("kill")
        .args(["-INT", &pid])
        .status()
        .expect("kill runs");
    assert!(killed.success());
    let since = Instant::now();
    let status = loop {
        match child.try_wait().expect("a child") {
            Some(status) => break status,
            None => assert!(since.elapsed() < Duration::from_secs(10), "it goes on"),
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(status.code(), Some(130));
    assert!(!folder.path().join("out.txt").exists());
    assert_eq!(leftovers(folder.path()), [""; 0]);
}

#[test]
fn output_does_not_depend_on_threads() {
    let folder = project(50);
    for n in 0..20 {
        fs::write(folder.path().join(format!("m{n}.py")), "f(2)\ng(f(3))\n").expect("a file");
    }
    let run = |jobs: &str| {
        let output = haechi(folder.path())
            .args(["--sarif", "-j", jobs, "."])
            .env("SOURCE_DATE_EPOCH", "1")
            .output()
            .expect("the binary runs");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        output.stdout
    };
    let one = run("1");
    assert!(text(&one).contains("m19.py"));
    assert!(one == run("2") && one == run("7"), "outputs differ");
}

#[test]
fn the_table_of_exit_codes_is_in_the_readme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = fs::read_to_string(root.join("src/exit.rs")).expect("the source");
    let readme = fs::read_to_string(root.join("../../README.md")).expect("the readme");
    let rows: Vec<&str> = source
        .lines()
        .filter_map(|line| line.strip_prefix("//! | "))
        .filter(|row| row.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    assert_eq!(rows.len(), 4);
    for row in rows {
        assert!(
            readme.contains(&format!("| {row}")),
            "README.md lacks the row: | {row}"
        );
    }
}
