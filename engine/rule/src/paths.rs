//! `paths:` of a rule: which files it looks at.
//!
//! Globs have the form of `.gitignore`, relative to the root of the project.
//! A leading `/` anchors; otherwise a glob floats, also one with a slash in
//! the middle. What it names is a file or a folder with all that is in it.
//! `exclude` wins over `include`; without `include` everything is included.

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// The files of a rule.
#[derive(Clone, Debug, Default)]
pub struct PathFilter {
    /// As written.
    pub include: Vec<Box<str>>,
    /// As written.
    pub exclude: Vec<Box<str>>,
    included: Option<GlobSet>,
    excluded: Option<GlobSet>,
}

impl PathFilter {
    /// Compiles globs. On error: the index of the first bad glob (those of
    /// `exclude` counted after those of `include`), and what is wrong with it.
    pub fn new(include: Vec<Box<str>>, exclude: Vec<Box<str>>) -> Result<Self, (usize, String)> {
        let included = compile(&include)?;
        let excluded = compile(&exclude).map_err(|(n, e)| (n + include.len(), e))?;
        Ok(Self {
            include,
            exclude,
            included,
            excluded,
        })
    }

    /// Whether the rule looks at a file, given by its path relative to the
    /// root of the project.
    pub fn allows(&self, path: &Path) -> bool {
        let path = path.strip_prefix("./").unwrap_or(path);
        !self.excluded.as_ref().is_some_and(|set| set.is_match(path))
            && self.included.as_ref().is_none_or(|set| set.is_match(path))
    }

    /// Whether it looks at all files.
    pub fn is_everything(&self) -> bool {
        self.included.is_none() && self.excluded.is_none()
    }
}

fn compile(globs: &[Box<str>]) -> Result<Option<GlobSet>, (usize, String)> {
    if globs.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for (n, glob) in globs.iter().enumerate() {
        for form in forms(glob) {
            let glob = GlobBuilder::new(&form)
                .literal_separator(true)
                .backslash_escape(true)
                .build()
                .map_err(|e| (n, e.kind().to_string()))?;
            set.add(glob);
        }
    }
    let set = set.build().map_err(|e| (0, e.kind().to_string()))?;
    Ok(Some(set))
}

/// The globs over whole paths that one written glob stands for.
fn forms(glob: &str) -> Vec<String> {
    let glob = glob.strip_prefix("./").unwrap_or(glob);
    let (base, anchored) = match glob.strip_prefix('/') {
        Some(rest) => (rest, true),
        None => (glob, false),
    };
    let folder_only = base.ends_with('/');
    let base = base.trim_end_matches('/');
    let base = if anchored || base.starts_with("**/") {
        base.to_owned()
    } else {
        format!("**/{base}")
    };
    let within = format!("{base}/**");
    if folder_only {
        vec![within]
    } else {
        vec![base, within]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(include: &[&str], exclude: &[&str]) -> PathFilter {
        let own = |globs: &[&str]| globs.iter().map(|g| Box::from(*g)).collect();
        PathFilter::new(own(include), own(exclude)).unwrap()
    }

    fn allows(include: &[&str], exclude: &[&str], path: &str) -> bool {
        filter(include, exclude).allows(Path::new(path))
    }

    #[test]
    fn globs_float_unless_anchored() {
        assert!(allows(&["*.py"], &[], "a/b/c.py"));
        assert!(!allows(&["*.py"], &[], "a/b/c.pyi"));
        assert!(allows(&["src/*.py"], &[], "x/src/a.py"));
        assert!(!allows(&["src/*.py"], &[], "src/a/b.py"));
        assert!(allows(&["/src/*.py"], &[], "src/a.py"));
        assert!(!allows(&["/src/*.py"], &[], "x/src/a.py"));
        assert!(allows(&["src/**/*.py"], &[], "src/a/b/c.py"));
        assert!(allows(&["src/**/*.py"], &[], "src/c.py"));
    }

    #[test]
    fn folders_include_what_is_in_them() {
        assert!(allows(&["tests"], &[], "a/tests/b/c.py"));
        assert!(allows(&["tests/"], &[], "tests/c.py"));
        assert!(!allows(&["tests/"], &[], "a/tests"));
    }

    #[test]
    fn exclude_wins() {
        assert!(!allows(&["*.py"], &["test_*"], "a/test_x.py"));
        assert!(allows(&[], &["test_*"], "a/x.py"));
        assert!(allows(&[], &[], "anything"));
        assert!(filter(&[], &[]).is_everything());
    }

    #[test]
    fn bad_globs_are_named() {
        let bad = PathFilter::new(vec!["*.py".into()], vec!["ok".into(), "[a".into()]);
        assert_eq!(bad.unwrap_err().0, 2);
    }
}
