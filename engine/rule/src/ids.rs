//! The ids under which rules report.
//!
//! An id does not depend on where its file lies: moving rules must not make
//! old findings new. Only when two different rules have the same id are both
//! qualified, by as much of the path of their files as tells them apart (the
//! name of the file counts where it does not just repeat the id). Rules that
//! say the same are one rule.
//!
//! ```text
//! java/spring/xss.yaml    id: xss   →  spring.xss
//! java/servlet/xss.yaml   id: xss   →  servlet.xss
//! java/sql.yaml           id: sql   →  sql
//! ```
//!
//! [`Ids::PathPrefixed`] gives what the reference engine reports instead: the
//! folders of the file, joined by dots, in front of every id.

use std::path::{Component, Path};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diag::{Code, Diagnostic, Level};
use crate::rule::Rule;

/// How ids are made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Ids {
    /// As written; qualified only where they would clash.
    #[default]
    AsWritten,
    /// With the dotted folders of the rule file in front, as the reference
    /// engine does for local files.
    PathPrefixed,
}

/// Drops rules that another one equals, gives every rule its id, and warns of
/// ids that had to be qualified.
pub fn assign(rules: Vec<Rule>, ids: Ids) -> (Vec<Rule>, Vec<Diagnostic>) {
    let mut rules = distinct(rules);
    if ids == Ids::PathPrefixed {
        for rule in &mut rules {
            let folders = rule
                .file
                .path()
                .parent()
                .map(components)
                .unwrap_or_default();
            rule.id = dotted(&folders, rule.written_id.as_str());
        }
    }
    let diagnostics = qualify(&mut rules);
    (rules, diagnostics)
}

/// The first of every group of equal rules.
fn distinct(rules: Vec<Rule>) -> Vec<Rule> {
    let mut seen: FxHashMap<(Arc<str>, u64), ()> = FxHashMap::default();
    rules
        .into_iter()
        .filter(|rule| {
            let key = (rule.written_id.shared(), rule.content_hash);
            seen.insert(key, ()).is_none()
        })
        .collect()
}

fn components(path: &Path) -> Vec<String> {
    path.components()
        .filter_map(|c| match c {
            Component::Normal(name) => Some(allowed(&name.to_string_lossy())),
            _ => None,
        })
        .collect()
}

/// What cannot stand in an id becomes `-`; dots at the start are dropped.
fn allowed(name: &str) -> String {
    name.trim_start_matches('.')
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') {
                c
            } else {
                '-'
            }
        })
        .collect()
}

fn dotted(parts: &[String], id: &str) -> Arc<str> {
    let mut all: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty())
        .collect();
    all.push(id);
    all.join(".").into()
}

fn qualify(rules: &mut [Rule]) -> Vec<Diagnostic> {
    let mut by_id: FxHashMap<Arc<str>, Vec<usize>> = FxHashMap::default();
    for (n, rule) in rules.iter().enumerate() {
        by_id.entry(Arc::clone(&rule.id)).or_default().push(n);
    }
    let mut clashes: Vec<Vec<usize>> = by_id.into_values().filter(|n| n.len() > 1).collect();
    clashes.sort_unstable();
    let mut diagnostics = Vec::new();
    for clash in clashes {
        let names = names(rules, &clash);
        for (n, name) in clash.iter().zip(names) {
            let rule = &mut rules[*n];
            rule.id = name;
            let message = format!(
                "another rule has the id `{}` as well; this one reports as `{}`",
                rule.written_id, rule.id
            );
            diagnostics.push(Diagnostic {
                rule: Some(rule.written_id.as_str().to_owned()),
                ..Diagnostic::at(
                    Level::Warning,
                    Code::DuplicateId,
                    &rule.file,
                    rule.written_id.span(),
                    message,
                )
                .advise("give each rule an id of its own")
            });
        }
    }
    diagnostics
}

/// A name for each of some rules with the same id: the shortest end of the
/// path of its file that no other of them has, and a number for further rules
/// of one file.
fn names(rules: &[Rule], clash: &[usize]) -> Vec<Arc<str>> {
    let paths: Vec<Vec<String>> = clash.iter().map(|n| place(&rules[*n])).collect();
    let mut counts: FxHashMap<&[String], u32> = FxHashMap::default();
    paths
        .iter()
        .zip(clash)
        .map(|(path, n)| {
            let count = counts.entry(path.as_slice()).or_default();
            *count += 1;
            let name = dotted(shortest(path, &paths), rules[*n].written_id.as_str());
            match *count {
                1 => name,
                more => format!("{name}.{more}").into(),
            }
        })
        .collect()
}

/// The path of a rule's file in parts, without the name of the file where it
/// only repeats the id.
fn place(rule: &Rule) -> Vec<String> {
    let mut parts = components(&rule.file.path().with_extension(""));
    if parts.len() > 1 && parts.last().is_some_and(|p| p == rule.written_id.as_str()) {
        parts.pop();
    }
    parts
}

/// The shortest end of a path that no different path has.
fn shortest<'p>(path: &'p [String], all: &[Vec<String>]) -> &'p [String] {
    (1..path.len())
        .map(|len| &path[path.len() - len..])
        .find(|end| {
            all.iter()
                .all(|other| other == path || !other.ends_with(end))
        })
        .unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{LoadOptions, load};
    use crate::source::SourceFile;

    fn ids(files: &[(&str, &str)], ids: Ids) -> Vec<String> {
        let files: Vec<_> = files
            .iter()
            .map(|(path, rules)| {
                let rules: String = rules
                    .split(' ')
                    .map(|rule| {
                        let (id, pattern) = rule.split_once('=').unwrap();
                        format!(
                            "- id: {id}\n  message: m\n  severity: LOW\n  languages: [python]\n  pattern: {pattern}\n"
                        )
                    })
                    .collect();
                SourceFile::new(*path, rules)
            })
            .collect();
        let loaded = load(&files, &LoadOptions { ids });
        assert!(
            loaded
                .diagnostics
                .iter()
                .all(|d| d.code == Code::DuplicateId)
        );
        loaded
            .rules
            .rules
            .iter()
            .map(|r| r.id.to_string())
            .collect()
    }

    #[test]
    fn ids_stay_as_written() {
        let files = [("x/a.yaml", "a=f()"), ("x/b.yaml", "b=f()")];
        assert_eq!(ids(&files, Ids::AsWritten), ["a", "b"]);
    }

    #[test]
    fn equal_rules_are_one() {
        let files = [("x/a.yaml", "a=f()"), ("y/a.yaml", "a=f()")];
        assert_eq!(ids(&files, Ids::AsWritten), ["a"]);
    }

    #[test]
    fn clashes_are_told_apart_by_the_end_of_the_path() {
        let files = [
            ("p/x/a.yaml", "a=f()"),
            ("p/y/a.yaml", "a=g()"),
            ("p/c.yaml", "c=h()"),
        ];
        assert_eq!(ids(&files, Ids::AsWritten), ["x.a", "y.a", "c"]);
        let files = [("p/one.yaml", "a=f()"), ("p/two.yaml", "a=g()")];
        assert_eq!(ids(&files, Ids::AsWritten), ["one.a", "two.a"]);
    }

    #[test]
    fn clashes_within_a_file_are_numbered() {
        assert_eq!(
            ids(&[("p/f.yaml", "a=f() a=g()")], Ids::AsWritten),
            ["f.a", "f.a.2"]
        );
    }

    #[test]
    fn prefixes_are_the_folders() {
        let files = [("./rules/java/f.yaml", "a=f() b=g()")];
        assert_eq!(
            ids(&files, Ids::PathPrefixed),
            ["rules.java.a", "rules.java.b"]
        );
    }
}
