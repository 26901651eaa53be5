//! Which files a scan looks at.
//!
//! Folders are walked with the rules of `.gitignore`, `.haechiignore` and
//! `.semgrepignore`; a file that is named explicitly is always taken. The
//! result is sorted by path, so nothing later depends on the walk's order.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use haechi_syntax::Lang;
use ignore::{WalkBuilder, WalkState};
use std::sync::Mutex;

/// What to walk and what to leave out.
#[derive(Clone, Debug)]
pub struct WalkOptions {
    /// Files and folders.
    pub targets: Vec<PathBuf>,
    /// Honour `.gitignore`, global git excludes and `.git/info/exclude`. Default true.
    pub git_ignore: bool,
    /// Globs: only files that match one are taken (explicitly named ones always). Empty: all.
    pub include: Vec<String>,
    /// Globs: files that match one are left out (explicitly named ones not).
    pub exclude: Vec<String>,
    /// Number of threads.
    pub threads: usize,
}

/// A file to scan.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Target {
    /// The path to open.
    pub path: PathBuf,
    /// Its language by extension, if one of ours.
    pub lang: Option<Lang>,
    /// Whether it was named on the command line itself.
    pub explicit: bool,
}

/// A target or glob that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WalkError {
    /// There is nothing at this path.
    #[error("no such file or folder: {}", .0.display())]
    Missing(PathBuf),
    /// A glob is malformed.
    #[error("not a glob: `{glob}`: {reason}")]
    Glob {
        /// The glob as given.
        glob: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// What a walk came across.
#[derive(Debug, Default)]
pub struct Walked {
    /// Files to scan, sorted by path, each once.
    pub targets: Vec<Target>,
    /// Places that could not be read, with the system's words, sorted.
    pub unreadable: Vec<(PathBuf, String)>,
}

/// Lists the files to scan.
pub fn walk(options: &WalkOptions) -> Result<Walked, WalkError> {
    let include = globs(&options.include)?;
    let exclude = globs(&options.exclude)?;
    let mut found = Walked::default();
    let mut folders = Vec::new();
    for target in &options.targets {
        match std::fs::metadata(target) {
            Ok(meta) if meta.is_dir() => folders.push(target.clone()),
            Ok(_) => found.targets.push(target_of(target.clone(), true)),
            Err(_) => return Err(WalkError::Missing(target.clone())),
        }
    }
    for folder in &folders {
        walk_folder(folder, options, &include, &exclude, &mut found);
    }
    found.targets.sort();
    // A file both named and found under a folder counts as named: `true` sorts last.
    found.targets.reverse();
    found.targets.dedup_by(|a, b| a.path == b.path);
    found.targets.reverse();
    found.unreadable.sort();
    Ok(found)
}

fn walk_folder(
    folder: &Path,
    options: &WalkOptions,
    include: &GlobSet,
    exclude: &GlobSet,
    found: &mut Walked,
) {
    let results = Mutex::new((Vec::new(), Vec::new()));
    let walker = WalkBuilder::new(folder)
        .hidden(false)
        .git_ignore(options.git_ignore)
        .git_global(options.git_ignore)
        .git_exclude(options.git_ignore)
        .ignore(options.git_ignore)
        .parents(options.git_ignore)
        .require_git(false)
        .add_custom_ignore_filename(".haechiignore")
        .add_custom_ignore_filename(".semgrepignore")
        .threads(options.threads)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build_parallel();
    walker.run(|| {
        Box::new(|entry| {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                    let wanted = (include.is_empty() || include.is_match(relative))
                        && !exclude.is_match(relative);
                    if wanted && let Ok(mut results) = results.lock() {
                        results.0.push(target_of(entry.into_path(), false));
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    if let Ok(mut results) = results.lock() {
                        results.1.push((folder.to_path_buf(), error.to_string()));
                    }
                }
            }
            WalkState::Continue
        })
    });
    if let Ok((targets, unreadable)) = results.into_inner() {
        found.targets.extend(targets);
        found.unreadable.extend(unreadable);
    }
}

fn target_of(path: PathBuf, explicit: bool) -> Target {
    let lang = path
        .extension()
        .and_then(|e| e.to_str())
        .and_then(Lang::from_extension);
    Target {
        path,
        lang,
        explicit,
    }
}

/// Globs float: `tests` and `*.gen.java` match at any depth, whole folders included.
fn globs(patterns: &[String]) -> Result<GlobSet, WalkError> {
    let bad = |glob: &str, error: &globset::Error| WalkError::Glob {
        glob: glob.to_owned(),
        reason: error.kind().to_string(),
    };
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let bare = pattern.trim_start_matches("./").trim_end_matches('/');
        let spellings = match bare.strip_prefix('/') {
            Some(anchored) => vec![anchored.to_owned(), format!("{anchored}/**")],
            None => vec![
                bare.to_owned(),
                format!("**/{bare}"),
                format!("{bare}/**"),
                format!("**/{bare}/**"),
            ],
        };
        for spelling in spellings {
            set.add(Glob::new(&spelling).map_err(|error| bad(pattern, &error))?);
        }
    }
    set.build()
        .map_err(|error| bad(&patterns.join(", "), &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn names(folder: &Path, change: impl FnOnce(&mut WalkOptions)) -> Vec<String> {
        let mut options = WalkOptions {
            targets: vec![folder.to_path_buf()],
            git_ignore: true,
            include: vec![],
            exclude: vec![],
            threads: 2,
        };
        change(&mut options);
        let found = walk(&options).unwrap();
        let relative = |t: &Target| {
            t.path
                .strip_prefix(folder)
                .unwrap()
                .to_string_lossy()
                .into_owned()
        };
        found.targets.iter().map(relative).collect()
    }

    #[test]
    fn ignore_files_hold_unless_told_otherwise() {
        let files = [
            (".gitignore", "gen/\n"),
            (".haechiignore", "old.py\n"),
            (".semgrepignore", "legacy/\n"),
            ("a.py", ""),
            ("old.py", ""),
            ("gen/b.java", ""),
            ("legacy/c.java", ""),
            ("src/D.java", ""),
        ];
        let folder = tree(&files);
        let code = |names: Vec<String>| -> Vec<String> {
            names.into_iter().filter(|n| !n.starts_with('.')).collect()
        };
        assert_eq!(code(names(folder.path(), |_| {})), ["a.py", "src/D.java"]);
        assert_eq!(
            code(names(folder.path(), |o| o.git_ignore = false)),
            ["a.py", "gen/b.java", "src/D.java"]
        );
        let old = folder.path().join("old.py");
        assert!(
            names(folder.path(), |o| o.targets.push(old)).contains(&"old.py".to_owned()),
            "named files are taken"
        );
    }

    #[test]
    fn globs_float_and_exclude_wins() {
        let folder = tree(&[("a/tests/x.py", ""), ("a/y.py", ""), ("z.java", "")]);
        assert_eq!(
            names(folder.path(), |o| o.exclude = vec!["tests".into()]),
            ["a/y.py", "z.java"]
        );
        assert_eq!(
            names(folder.path(), |o| o.include = vec!["*.py".into()]),
            ["a/tests/x.py", "a/y.py"]
        );
        assert_eq!(
            names(folder.path(), |o| o.exclude = vec!["/a/tests/".into()]),
            ["a/y.py", "z.java"]
        );
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        let folder = tree(&[]);
        let options = WalkOptions {
            targets: vec![folder.path().join("nowhere")],
            git_ignore: true,
            include: vec![],
            exclude: vec![],
            threads: 1,
        };
        assert!(matches!(walk(&options), Err(WalkError::Missing(_))));
        let options = WalkOptions {
            targets: vec![],
            include: vec!["a{".into()],
            ..options
        };
        assert!(matches!(walk(&options), Err(WalkError::Glob { .. })));
    }
}
