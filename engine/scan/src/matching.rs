//! The phase that matches patterns, in parallel over files.

use std::path::Path;

use haechi_matcher::prefilter::Admitted;
use haechi_matcher::{
    CompiledRules, FileContext, FileMatches, Limit, Prefilter, match_file, match_text,
};
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
/// on, with the reason. With a program, what other files say counts as well;
/// without, values are not followed from file to file either.
pub(crate) fn match_all(
    rules: &RuleSet,
    compiled: &CompiledRules,
    all: &Units,
    program: Option<&Program<'_>>,
    by_words: bool,
    progress: &dyn Progress,
) -> (Vec<FileMatches>, Vec<(usize, String)>) {
    let wanted = Wanted::new(rules);
    let filter = by_words.then(|| Prefilter::new(compiled, program.is_none()));
    let found: Vec<Result<FileMatches, String>> = contexts(all, program)
        .into_par_iter()
        .zip(&all.units)
        .map(|(file, unit)| {
            let path = Path::new(&all.records[unit.record].path);
            let lang = unit.is_code.then_some(unit.tree.lang);
            let admitted = filter
                .as_ref()
                .map(|filter| filter.admit(unit.tree.text().as_bytes(), lang));
            let admitted = Asked {
                wanted: |rule| wanted.admits(rules, rule, path),
                admitted,
                // Names may come by way of other files.
                code_too: program.is_none(),
            };
            let found = contained(|| match_unit(compiled, unit, file, &admitted));
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
        _ => FileContext::new(&unit.tree, &unit.scopes).closed(),
    };
    all.units.iter().map(context).collect()
}

/// Which rules a file is matched with.
struct Asked<W> {
    /// By the path of the file.
    wanted: W,
    /// By the words in it; nothing: all.
    admitted: Option<Admitted>,
    /// Whether the words say something about rules for code as well.
    code_too: bool,
}

impl<W: Fn(RuleIdx) -> bool> Asked<W> {
    fn text_rule(&self, rule: RuleIdx) -> bool {
        let possible = |admitted: &Admitted| admitted.contains(rule);
        self.admitted.as_ref().is_none_or(possible) && (self.wanted)(rule)
    }

    fn code_rule(&self, rule: RuleIdx) -> bool {
        if self.code_too {
            self.text_rule(rule)
        } else {
            (self.wanted)(rule)
        }
    }
}

fn match_unit<W: Fn(RuleIdx) -> bool>(
    compiled: &CompiledRules,
    unit: &Unit,
    file: FileContext<'_>,
    asked: &Asked<W>,
) -> FileMatches {
    let mut found = if unit.is_code {
        match_file(compiled, file, |rule| asked.code_rule(rule))
    } else {
        FileMatches::default()
    };
    let text = match_text(compiled, file, |rule| asked.text_rule(rule));
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
