//! The phase that matches patterns, in parallel over files.

use std::path::Path;

use haechi_matcher::{CompiledRules, FileContext, FileMatches, match_file, match_text};
use haechi_program::{FileId, Program};
use haechi_rule::{RuleIdx, RuleSet};
use haechi_syntax::Idx;
use rayon::prelude::*;

use crate::contain::contained;
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
    found
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
