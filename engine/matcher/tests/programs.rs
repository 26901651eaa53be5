//! The samples under `testdata/match/program`: a file of rules and a folder of
//! code whose comments say what must be found when all files are known.

use std::collections::BTreeSet;
use std::path::Path;

use haechi_matcher::{CompiledRules, FileContext, match_file, match_file_exhaustively};
use haechi_program::{FileId, Program, Settings, Sources, Trees};
use haechi_rule::load::{LoadOptions, load};
use haechi_rule::source::SourceFile;
use haechi_syntax::Idx;
use haechi_testkit::golden::{files, testdata};
use haechi_testkit::markers::{Expect, markers};

/// Runs the rules of a folder over its code; gives what is not as its comments
/// say.
fn wrong_in(folder: &Path) -> Vec<String> {
    let rules = folder.join("rules.yaml");
    let text = std::fs::read_to_string(&rules).expect("rules");
    let loaded = load(&[SourceFile::new(&rules, text)], &LoadOptions::default());
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    let compiled = CompiledRules::new(loaded.rules.rules.iter_enumerated());

    let base = folder.join("src");
    let mut texts: Vec<(String, String)> = files(&base, &["py", "java"])
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("code");
            let shown = path.strip_prefix(&base).expect("a path below");
            (shown.to_string_lossy().replace('\\', "/"), text)
        })
        .collect();
    texts.sort();
    let sources = Sources::parse(texts.iter().map(|(p, t)| (p.as_str(), t.as_str())));
    let mut settings = Settings::default();
    for path in files(&base, &["properties"]) {
        let text = std::fs::read_to_string(&path).expect("settings");
        let shown = path.strip_prefix(&base).expect("a path below");
        settings.add(&shown.to_string_lossy().replace('\\', "/"), &text);
    }
    let program = Program::new(&sources).with_settings(settings);

    let mut wrong = Vec::new();
    for (n, (path, text)) in texts.iter().enumerate() {
        let id = FileId::from_usize(n);
        assert_eq!(sources.path(id), path);
        let file = FileContext::in_program(&program, id);
        let found = match_file(&compiled, file, |_| true);
        assert_eq!(found, match_file_exhaustively(&compiled, file), "{path}");
        let lines: BTreeSet<(u32, &str)> = found
            .search
            .iter()
            .flat_map(|(rule, found)| {
                let id = loaded.rules.rules[*rule].written_id.as_str();
                let line = |start| file.tree.lines().line(start);
                found.iter().map(move |one| (line(one.span.start), id))
            })
            .collect();
        for marker in markers(text) {
            let is_found = lines.contains(&(marker.line, marker.rule.as_str()));
            if is_found != (marker.expect == Expect::Finding) {
                wrong.push(format!(
                    "{path}:{}: {:?} {}",
                    marker.line, marker.expect, marker.rule
                ));
            }
        }
    }
    wrong
}

#[test]
fn what_other_files_say_counts() {
    let run = || {
        for folder in ["java", "python"] {
            let wrong = wrong_in(&testdata().join("match/program").join(folder));
            assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
        }
    };
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(run);
    thread.expect("a thread").join().expect("no panic");
}
