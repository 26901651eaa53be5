//! The phase that matches patterns, in parallel over files.

use std::path::Path;

use haechi_matcher::{CompiledRules, FileContext, FileMatches, Limit, match_file, match_text};
use haechi_program::{FileId, Program};
use haechi_rule::{RuleIdx, RuleSet};
use haechi_syntax::Idx;
use rayon::prelude::*;

use crate::contain::contained;
use crate::coverage::Notice;
use crate::finding::FileIndex;
use crate::pipeline::Progress;
use crate::units::{Unit, Units};

/// What was found in each unit, and the records of files that matching failed
/// on, with the reason. With a program, what other files say counts as well.
pub(crate) fn match_all(
    rules: &RuleSet,
    compiled: &CompiledRules,
    all: &Units,
    program: Option<&Program<'_>>,
    progress: &dyn Progress,
) -> (Vec<FileMatches>, Vec<(usize, String)>) {
    let wanted = Wanted::new(rules);
    let found: Vec<Result<FileMatches, String>> = contexts(all, program)
        .into_par_iter()
        .zip(&all.units)
        .map(|(file, unit)| {
            let path = Path::new(&all.records[unit.record].path);
            let wanted = |rule| wanted.admits(rules, rule, path);
            let found = contained(|| match_unit(compiled, unit, file, wanted));
            progress.tick();
            found
        })
        .collect();
    let mut crashed = Vec::new();
    let matches = all.units.iter().zip(found).map(|(unit, found)| {
        found.unwrap_or_else(|said| {
            crashed.push((unit.record, said));
            FileMatches::default()
        })
    });
    (matches.collect(), crashed)
}

/// What is known of each unit: by itself, or as a part of a program.
fn contexts<'a>(all: &'a Units, program: Option<&'a Program<'a>>) -> Vec<FileContext<'a>> {
    let mut code = 0;
    let context = |unit: &'a Unit| match program {
        Some(program) if unit.is_code => {
            code += 1;
            FileContext::in_program(program, FileId::from_usize(code - 1))
        }
        _ => FileContext::new(&unit.tree, &unit.scopes),
    };
    all.units.iter().map(context).collect()
}

fn match_unit(
    compiled: &CompiledRules,
    unit: &Unit,
    file: FileContext<'_>,
    wanted: impl Fn(RuleIdx) -> bool,
) -> FileMatches {
    let mut found = if unit.is_code {
        match_file(compiled, file, &wanted)
    } else {
        FileMatches::default()
    };
    let text = match_text(compiled, file, &wanted);
    found.search.extend(text.search);
    found.gave_up.extend(text.gave_up);
    found
}

/// What was given up while matching.
pub(crate) fn limits(rules: &RuleSet, all: &Units, matches: &[FileMatches]) -> Vec<Notice> {
    let mut notices = Vec::new();
    for (unit, found) in all.units.iter().zip(matches) {
        for (rule, limit) in &found.gave_up {
            let (code, what) = match limit {
                Limit::Pattern => ("pattern-steps", "a pattern"),
                Limit::Regex => ("regex-steps", "a regex"),
                Limit::Generic => ("generic-steps", "a generic pattern"),
            };
            let id = &rules.rules[*rule].id;
            notices.push(Notice {
                file: Some(FileIndex::from_usize(unit.record)),
                code,
                message: format!(
                    "{what} of the rule {id} took too many steps; matches may be missing"
                ),
            });
        }
    }
    notices
}

/// Which rules look at which paths; most look everywhere.
struct Wanted {
    all: bool,
}

impl Wanted {
    fn new(rules: &RuleSet) -> Self {
        Self {
            all: rules.rules.iter().all(|rule| rule.paths.is_everything()),
        }
    }

    fn admits(&self, rules: &RuleSet, rule: RuleIdx, path: &Path) -> bool {
        self.all || rules.rules[rule].paths.allows(path)
    }
}
