//! What the benchmarks have in common: rules and files to run on, time by the
//! processor, and a table.
//!
//! ```text
//! cargo bench -p haechi-benches --bench walk                      # the built-in rules on their samples
//! cargo bench -p haechi-benches --bench walk -- RULES TARGETS     # any rules on any folder
//! ```
//!
//! Each benchmark asserts what was found, so that a faster wrong answer is none.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use haechi_matcher::CompiledRules;
use haechi_rule::load::{LoadOptions, load};
use haechi_rule::source::SourceFile;
use haechi_rule::{LangSet, RuleSet};
use haechi_syntax::{Lang, Scopes, Tree};

/// Rules and files.
pub struct Corpus {
    /// Where the rules are.
    pub rules_at: PathBuf,
    /// Where the files are.
    pub targets_at: PathBuf,
    /// The rules, as text.
    pub sources: Vec<Arc<SourceFile>>,
    /// The rules.
    pub rules: RuleSet,
    /// The rules, ready to match.
    pub compiled: CompiledRules,
    /// The files.
    pub files: Vec<Parsed>,
}

/// A file.
pub struct Parsed {
    /// Its path.
    pub path: PathBuf,
    /// Its tree.
    pub tree: Tree,
    /// What its names mean.
    pub scopes: Scopes,
}

/// The time that this thread has run, not the time that others kept it waiting.
#[derive(Clone, Copy)]
pub struct Cpu(Duration);

impl Cpu {
    /// Now. Where the system does not say, nothing takes any time.
    #[must_use]
    pub fn now() -> Self {
        let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        let nanos = stat.split(' ').next().and_then(|n| n.parse().ok());
        Self(Duration::from_nanos(nanos.unwrap_or(0)))
    }

    /// Since then.
    #[must_use]
    pub fn elapsed(self) -> Duration {
        Self::now().0.saturating_sub(self.0)
    }
}

/// The shortest of several runs of the same, with what it gave.
pub fn shortest<T>(runs: usize, mut run: impl FnMut() -> T) -> (Duration, T) {
    let mut once = || {
        let start = Cpu::now();
        let result = run();
        (start.elapsed(), result)
    };
    let first = once();
    (1..runs.max(1)).fold(first, |best, _| {
        let next = once();
        if next.0 < best.0 { next } else { best }
    })
}

/// Runs a benchmark on what the command line names, on a thread with as much
/// stack as the engine's threads have.
pub fn main_with(bench: fn(&Corpus)) {
    let child = std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(move || bench(&Corpus::of_arguments()));
    let ended = child.map(std::thread::JoinHandle::join);
    assert!(matches!(ended, Ok(Ok(()))), "the benchmark failed");
}

impl Corpus {
    /// The built-in rules and their samples, or what the command line names.
    #[must_use]
    pub fn of_arguments() -> Self {
        let named: Vec<PathBuf> = std::env::args()
            .skip(1)
            .filter(|argument| !argument.starts_with("--"))
            .map(PathBuf::from)
            .collect();
        let builtin = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
        match &named[..] {
            [rules, targets] => Self::read(rules, targets),
            _ => Self::read(&builtin, &builtin),
        }
    }

    fn read(rules_at: &Path, targets_at: &Path) -> Self {
        let mut found = Vec::new();
        walk(rules_at, &["yaml", "yml"], &mut found);
        found.retain(|path| !path.components().any(|part| part.as_os_str() == "models"));
        let sources: Vec<Arc<SourceFile>> = found
            .iter()
            .filter_map(|path| Some(SourceFile::new(path, std::fs::read_to_string(path).ok()?)))
            .collect();
        let rules = load_rules(&sources);
        let compiled = CompiledRules::new(rules.rules.iter_enumerated());
        let mut found = Vec::new();
        walk(targets_at, &["java", "py"], &mut found);
        let files = found.into_iter().filter_map(parsed).collect();
        let corpus = Self {
            rules_at: rules_at.to_owned(),
            targets_at: targets_at.to_owned(),
            sources,
            rules,
            compiled,
            files,
        };
        println!(
            "{} rules of {}, {} files ({} bytes) of {}",
            corpus.rules.rules.len(),
            corpus.rules_at.display(),
            corpus.files.len(),
            corpus.bytes(),
            corpus.targets_at.display()
        );
        assert!(!corpus.rules.rules.is_empty() && !corpus.files.is_empty());
        corpus
    }

    /// How many bytes the files have.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.tree.text().len()).sum()
    }
}

/// Reads rules and parses their patterns.
#[must_use]
pub fn load_rules(sources: &[Arc<SourceFile>]) -> RuleSet {
    let mut rules = load(sources, &LoadOptions::default()).rules;
    rules.compile(LangSet::of(Lang::Java).with(Lang::Python));
    rules
}

fn parsed(path: PathBuf) -> Option<Parsed> {
    let lang = Lang::from_extension(path.extension()?.to_str()?)?;
    let text: Arc<str> = std::fs::read_to_string(&path).ok()?.into();
    let tree = lang.parse(text);
    let scopes = Scopes::build(&tree);
    Some(Parsed { path, tree, scopes })
}

/// All files with these extensions, in order of their paths.
fn walk(path: &Path, extensions: &[&str], out: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(path)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        entries.sort();
        for entry in entries {
            walk(&entry, extensions, out);
        }
        return;
    }
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    if extensions.contains(&extension) && !path.to_string_lossy().contains(".test.") {
        out.push(path.to_owned());
    }
}

/// Milliseconds.
#[must_use]
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
