//! Golden files: the expected text beside its input, refreshed by
//! `UPDATE_GOLDEN=1`.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder with all test data.
pub fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

/// All files below a folder with one of the extensions, in order of path.
pub fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
            if path.is_dir() {
                open.push(path);
            } else if extensions.contains(&extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Compares a text with the golden file, or writes it there under
/// `UPDATE_GOLDEN=1`. The error shows the first line that differs.
pub fn compare(golden: &Path, actual: &str) -> Result<(), String> {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return fs::write(golden, actual).map_err(|e| format!("{}: {e}", golden.display()));
    }
    let expected = fs::read_to_string(golden)
        .map_err(|e| format!("{}: {e} (UPDATE_GOLDEN=1 writes it)", golden.display()))?;
    if expected == actual {
        return Ok(());
    }
    let mut lines = expected.lines().zip(actual.lines()).enumerate();
    let shorter = expected.lines().count().min(actual.lines().count());
    let (at, want, got) = match lines.find(|(_, (want, got))| want != got) {
        Some((at, (want, got))) => (at, want, got),
        None => (
            shorter,
            expected.lines().nth(shorter).unwrap_or("<end>"),
            actual.lines().nth(shorter).unwrap_or("<end>"),
        ),
    };
    Err(format!(
        "{}:{}\n  expected {want}\n  actual   {got}",
        golden.display(),
        at + 1
    ))
}

/// Checks every input file below `folder` against the golden file beside it
/// (same name, extension `golden` added), made by `print`. Panics with all
/// differences; panics also when there is no input at all.
pub fn check_all(folder: &Path, extensions: &[&str], print: impl Fn(&Path, &str) -> String) {
    let files = files(folder, extensions);
    assert!(!files.is_empty(), "no test data in {}", folder.display());
    let mut wrong = Vec::new();
    for path in files {
        let outcome = fs::read_to_string(&path)
            .map_err(|e| format!("{}: {e}", path.display()))
            .and_then(|text| {
                let mut golden = path.clone().into_os_string();
                golden.push(".golden");
                compare(Path::new(&golden), &print(&path, &text))
            });
        wrong.extend(outcome.err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
