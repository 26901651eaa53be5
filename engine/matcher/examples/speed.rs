//! How long matching takes beside parsing: `speed RULES TARGETS` reads all rule
//! files and all Java and Python files below two folders and prints seconds for
//! each phase, on one thread.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example is its own command line"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use haechi_matcher::{
    CompiledRules, FileContext, FileMatches, Prefilter, match_file, match_file_exhaustively,
};
use haechi_program::{FileId, Program, Sources, Trees};
use haechi_rule::load::{LoadOptions, load};
use haechi_rule::rule::{Languages, Rule, RuleIdx};
use haechi_rule::source::SourceFile;
use haechi_syntax::scope::Scopes;
use haechi_syntax::{Idx, Lang};

/// The time that this thread has run, not the time that others kept it waiting.
#[derive(Clone, Copy)]
struct Cpu(Duration);

impl Cpu {
    fn now() -> Self {
        let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        let nanos = stat.split(' ').next().and_then(|n| n.parse().ok());
        Self(Duration::from_nanos(nanos.unwrap_or(0)))
    }

    fn elapsed(self) -> Duration {
        Self::now().0.saturating_sub(self.0)
    }
}

fn main() {
    let child = std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(run)
        .expect("a thread");
    child.join().expect("the run ends");
}

fn run() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [rules, targets] = &args[..] else {
        eprintln!("usage: speed RULES TARGETS");
        return;
    };
    let mut rule_files = Vec::new();
    walk(Path::new(rules), &["yaml", "yml"], &mut rule_files);
    let sources: Vec<_> = rule_files
        .iter()
        .filter_map(|path| Some(SourceFile::new(path, std::fs::read_to_string(path).ok()?)))
        .collect();
    let loaded = load(&sources, &LoadOptions::default());
    let code = |rule: &Rule| matches!(rule.languages, Languages::Code(_));
    let rules: Vec<_> = loaded
        .rules
        .rules
        .iter_enumerated()
        .filter(|(_, rule)| code(rule))
        .collect();
    let start = Cpu::now();
    let compiled = CompiledRules::new(rules.iter().copied());
    println!(
        "{} rules compiled in {:.3} s",
        compiled.rules().len(),
        start.elapsed().as_secs_f64()
    );
    let mut files = Vec::new();
    walk(Path::new(targets), &["java", "py"], &mut files);
    files.sort();
    let (mut parse, mut scope, mut matching) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let (mut bytes, mut found, mut sites) = (0, 0, 0);
    let mut slowest: Vec<(Duration, PathBuf)> = Vec::new();
    let mut sources = Sources::default();
    let mut paths = Vec::new();
    for path in &files {
        let Ok(text) = std::fs::read_to_string(path) else {
            continue;
        };
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        let Some(lang) = Lang::from_extension(extension) else {
            continue;
        };
        bytes += text.len();
        let text: Arc<str> = text.into();
        let start = Cpu::now();
        let tree = lang.parse(text);
        parse += start.elapsed();
        let start = Cpu::now();
        let shown = path.strip_prefix(targets).unwrap_or(path);
        sources.push(&shown.to_string_lossy(), tree);
        scope += start.elapsed();
        paths.push(path);
    }
    let start = Cpu::now();
    let program = std::env::var_os("LINKED").map(|_| Program::new(&sources));
    let link = start.elapsed();
    for (n, path) in paths.into_iter().enumerate() {
        let id = FileId::from_usize(n);
        let start = Cpu::now();
        let file = match &program {
            Some(program) => FileContext::in_program(program, id),
            None => FileContext::new(sources.tree(id), sources.scopes(id)),
        };
        let skip = std::env::var_os("SKIP").is_some();
        let matches = match_file(&compiled, file, |_| !skip);
        let took = start.elapsed();
        if std::env::var_os("CHECK").is_some() {
            check(&loaded.rules.rules, &compiled, file, &matches, path);
        }
        matching += took;
        found += matches.search.iter().map(|(_, m)| m.len()).sum::<usize>();
        sites += matches
            .taint
            .iter()
            .map(|(_, s)| {
                s.sources
                    .iter()
                    .chain(&s.sinks)
                    .map(Vec::len)
                    .sum::<usize>()
            })
            .sum::<usize>();
        slowest.push((took, path.clone()));
    }
    println!(
        "{} files, {bytes} bytes: parse {:.3} s, scopes {:.3} s, link {:.3} s, match {:.3} s ({:.2} x parse); {found} findings, {sites} sites",
        files.len(),
        parse.as_secs_f64(),
        scope.as_secs_f64(),
        link.as_secs_f64(),
        matching.as_secs_f64(),
        matching.as_secs_f64() / parse.as_secs_f64(),
    );
    if std::env::var_os("PER_RULE").is_some() {
        per_rule(&loaded.rules.rules, &compiled, &files);
    }
    slowest.sort_by_key(|slow| std::cmp::Reverse(slow.0));
    for (took, path) in slowest.iter().take(8) {
        println!("{:8.2} ms  {}", took.as_secs_f64() * 1e3, path.display());
    }
}

/// Compares with matching without short cuts.
fn check(
    rules: &haechi_syntax::IndexVec<RuleIdx, Rule>,
    compiled: &CompiledRules,
    file: FileContext<'_>,
    found: &FileMatches,
    path: &Path,
) {
    let slow = match_file_exhaustively(compiled, file);
    let admitted =
        Prefilter::new(compiled, false).admit(file.tree.text().as_bytes(), Some(file.tree.lang));
    let filtered = match_file(compiled, file, |rule| admitted.contains(rule));
    for (what, other) in [("exhaustive", slow), ("filtered", filtered)] {
        if other == *found {
            continue;
        }
        println!("{what} differs: {}", path.display());
        for (rule, matches) in &other.search {
            if !found.search.iter().any(|(r, m)| r == rule && m == matches) {
                println!("   search rule {}", rules[*rule].id);
            }
        }
        for (rule, _) in &found.search {
            if !other.search.iter().any(|(r, _)| r == rule) {
                println!("   search rule {} too much", rules[*rule].id);
            }
        }
        for (rule, sites) in &other.taint {
            if !found.taint.iter().any(|(r, s)| r == rule && s == sites) {
                println!("   taint rule {}", rules[*rule].id);
                let before = found.taint.iter().find(|(r, _)| r == rule);
                let all = |sites: &haechi_matcher::TaintSites| {
                    let items = sites.sources.iter().chain(&sites.sinks);
                    items.flatten().cloned().collect::<Vec<_>>()
                };
                let (a, b) = (before.map(|(_, s)| all(s)).unwrap_or_default(), all(sites));
                println!("   {} sites, {} without", a.len(), b.len());
                for site in a.iter().filter(|site| !b.contains(site)).take(3) {
                    println!("   + {site:?}");
                }
                for site in b.iter().filter(|site| !a.contains(site)).take(3) {
                    println!("   - {site:?}");
                }
            }
        }
    }
}

/// Times each rule alone.
fn per_rule(
    rules: &haechi_syntax::IndexVec<RuleIdx, Rule>,
    compiled: &CompiledRules,
    files: &[PathBuf],
) {
    let mut times = vec![Duration::ZERO; rules.len()];
    for path in files {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        let (Ok(text), Some(lang)) = (
            std::fs::read_to_string(path),
            Lang::from_extension(extension),
        ) else {
            continue;
        };
        let tree = lang.parse(text.into());
        let scopes = Scopes::build(&tree);
        let file = FileContext::new(&tree, &scopes);
        for id in rules.ids() {
            let start = Cpu::now();
            match_file(compiled, file, |rule| rule == id);
            times[haechi_syntax::Idx::index(id)] += start.elapsed();
        }
    }
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by_key(|n| std::cmp::Reverse(times[*n]));
    for n in order.into_iter().take(40) {
        let id = haechi_syntax::Idx::from_usize(n);
        println!("{:9.1} ms  {}", times[n].as_secs_f64() * 1e3, rules[id].id);
    }
}

fn walk(path: &Path, extensions: &[&str], out: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            walk(&entry.path(), extensions, out);
        }
        return;
    }
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    if extensions.contains(&extension) && !path.to_string_lossy().contains(".test.") {
        out.push(path.to_owned());
    }
}
