//! The denominator of every scan time: how long the bare parse takes.
//!
//! ```text
//! parse_only [--lower] [--threads N] [--lang java,python] PATH…
//! ```
//!
//! Reads every file of the languages below the paths into memory, then parses
//! them with tree-sitter and throws the trees away. With `--lower` they are
//! lowered to the engine's own tree as well. Reading is not timed.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use haechi_syntax::{Lang, Tree};
use tree_sitter::{Language, Node, Parser};

/// What was asked for.
struct Options {
    lower: bool,
    threads: usize,
    langs: Vec<Lang>,
    paths: Vec<PathBuf>,
}

struct File {
    lang: Lang,
    text: Arc<str>,
}

/// What the files gave, summed up.
#[derive(Default, Clone, Copy)]
struct Totals {
    /// Files with an error in them.
    files_with_errors: usize,
    /// Bytes in error nodes (bare) or gaps (lowered).
    error_bytes: usize,
    /// Errors and missing tokens.
    errors: usize,
    /// Nodes of the engine's tree.
    nodes: usize,
    /// Different names, summed over the files.
    names: usize,
}

impl Totals {
    fn add(&mut self, other: Self) {
        self.files_with_errors += other.files_with_errors;
        self.error_bytes += other.error_bytes;
        self.errors += other.errors;
        self.nodes += other.nodes;
        self.names += other.names;
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    let mut files = Vec::new();
    for path in &options.paths {
        collect(path, &options.langs, &mut files)?;
    }
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    let lines: usize = files.iter().map(|file| file.text.lines().count()).sum();
    let before = cpu_seconds();
    let start = Instant::now();
    let totals = run(&files, &options);
    let seconds = start.elapsed().as_secs_f64();
    let cpu = cpu_seconds() - before;
    println!("files            {}", files.len());
    println!("bytes            {bytes}");
    println!("lines            {lines}");
    println!("threads          {}", options.threads);
    println!("seconds          {seconds:.3}");
    println!("cpu seconds      {cpu:.2}");
    println!("MB per cpu s     {:.2}", bytes as f64 / 1e6 / cpu.max(0.01));
    println!("files with error {}", totals.files_with_errors);
    println!("errors           {}", totals.errors);
    let share = 100.0 * totals.error_bytes as f64 / bytes.max(1) as f64;
    println!("error bytes      {} ({share:.4} %)", totals.error_bytes);
    if options.lower {
        let per_byte = totals.nodes as f64 / bytes.max(1) as f64;
        println!("nodes            {} ({per_byte:.4} per byte)", totals.nodes);
        println!("names            {}", totals.names);
    }
    if let Some(kilobytes) = peak_memory() {
        println!("peak memory      {kilobytes} kB");
    }
    Ok(())
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options {
        lower: false,
        threads: thread::available_parallelism().map_or(1, usize::from),
        langs: Lang::ALL.to_vec(),
        paths: Vec::new(),
    };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--lower" => options.lower = true,
            "--threads" => options.threads = arguments.next().ok_or("--threads N")?.parse()?,
            "--lang" => {
                let list = arguments.next().ok_or("--lang java,python")?;
                let lang = |name| Lang::from_name(name).ok_or(format!("no language {name}"));
                options.langs = list.split(',').map(lang).collect::<Result<_, _>>()?;
            }
            path => options.paths.push(path.into()),
        }
    }
    if options.paths.is_empty() {
        return Err("usage: parse_only [--lower] [--threads N] [--lang java,python] PATH…".into());
    }
    Ok(options)
}

/// Reads the files of the languages below `path`; those that are not UTF-8 are
/// read with replacement characters.
fn collect(path: &Path, langs: &[Lang], files: &mut Vec<File>) -> Result<(), Box<dyn Error>> {
    if path.is_dir() {
        let mut entries = fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<Vec<_>, _>>()?;
        entries.sort();
        for entry in entries {
            if !entry.is_symlink() {
                collect(&entry, langs, files)?;
            }
        }
        return Ok(());
    }
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    if let Some(lang) = Lang::from_extension(extension).filter(|lang| langs.contains(lang)) {
        let bytes = fs::read(path)?;
        files.push(File {
            lang,
            text: String::from_utf8_lossy(&bytes).into(),
        });
    }
    Ok(())
}

fn run(files: &[File], options: &Options) -> Totals {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut parser = Parser::new();
        let mut totals = Totals::default();
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            totals.add(if options.lower {
                lowered(&file.lang.parse(Arc::clone(&file.text)))
            } else {
                parsed(&mut parser, file)
            });
        }
        totals
    };
    let mut totals = Totals::default();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..options.threads)
            .map(|_| {
                thread::Builder::new()
                    .stack_size(256 << 20)
                    .spawn_scoped(scope, work)
            })
            .collect();
        for worker in workers {
            if let Ok(Ok(part)) = worker.map(thread::ScopedJoinHandle::join) {
                totals.add(part);
            }
        }
    });
    totals
}

fn lowered(tree: &Tree) -> Totals {
    Totals {
        files_with_errors: usize::from(!tree.gaps().is_empty()),
        error_bytes: tree.gaps().iter().map(|gap| gap.span.len() as usize).sum(),
        errors: tree.gaps().len(),
        nodes: tree.len(),
        names: tree.names().len(),
    }
}

fn parsed(parser: &mut Parser, file: &File) -> Totals {
    let language: Language = match file.lang {
        Lang::Java => haechi_grammar_java::SOURCE.into(),
        Lang::Python => haechi_grammar_python::SOURCE.into(),
    };
    let mut totals = Totals::default();
    let tree = parser
        .set_language(&language)
        .ok()
        .and_then(|()| parser.parse(file.text.as_bytes(), None));
    match tree {
        Some(tree) if tree.root_node().has_error() => {
            totals.files_with_errors = 1;
            errors(tree.root_node(), &mut totals);
        }
        Some(_) => {}
        None => totals.files_with_errors = 1,
    }
    totals
}

/// Counts the errors below a node that has some.
fn errors(root: Node<'_>, totals: &mut Totals) {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if node.is_error() || node.is_missing() {
            totals.errors += 1;
            totals.error_bytes += node.byte_range().len();
        }
        let mut cursor = node.walk();
        open.extend(node.children(&mut cursor).filter(Node::has_error));
    }
}

/// CPU time of the process so far, in seconds to a hundredth; 0 where the
/// system does not tell.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or("");
    let ticks: u64 = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    Duration::from_millis(ticks * 10).as_secs_f64()
}

/// Most memory that the process has had, in kB.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
