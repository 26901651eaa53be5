//! Builds and verifies all functions of all files below the given paths, and
//! says how long that took beside parsing: `ir [--fold | --dead] PATH…`
//! (`--dead` lists what folding found to be dead).

#![allow(
    clippy::print_stdout,
    reason = "a tool for us, not part of the product"
)]

use std::path::Path;
use std::time::Duration;

use haechi_ir::{FileBuilder, NoFacts, fold, verify};
use haechi_syntax::scope::Scopes;
use haechi_syntax::{Lang, Tree};

#[derive(Default)]
struct Sums {
    files: usize,
    functions: usize,
    values: usize,
    blocks: usize,
    bytes: usize,
    wrong: usize,
    gaps: usize,
    parse: Duration,
    scopes: Duration,
    build: Duration,
    fold: Duration,
    folds: bool,
    shows_dead: bool,
    dead: usize,
}

/// The processor time of this thread (where Linux tells it), so that other
/// work on the machine does not count.
fn now() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = text.split_whitespace().next().and_then(|n| n.parse().ok());
    Duration::from_nanos(first.unwrap_or(0))
}

fn main() {
    let worker = std::thread::Builder::new().stack_size(256 << 20);
    let outcome = worker.spawn(run).map(std::thread::JoinHandle::join);
    assert!(matches!(outcome, Ok(Ok(()))), "the run failed");
}

fn run() {
    let mut sums = Sums::default();
    for path in std::env::args().skip(1) {
        sums.folds |= path == "--fold" || path == "--dead";
        sums.shows_dead |= path == "--dead";
        visit(Path::new(&path), &mut sums);
    }
    println!(
        "{} files, {} functions, {} values, {} blocks, {} gaps, {} wrong, {} bytes",
        sums.files, sums.functions, sums.values, sums.blocks, sums.gaps, sums.wrong, sums.bytes
    );
    println!(
        "parse and lower {:?}, scopes {:?}, build {:?}, fold {:?}, {} dead blocks",
        sums.parse, sums.scopes, sums.build, sums.fold, sums.dead
    );
}

fn visit(path: &Path, sums: &mut Sums) {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
        let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| !path.is_symlink()) {
            visit(path, sums);
        }
        return;
    }
    let lang = match path.extension().and_then(|e| e.to_str()) {
        Some("java") => Lang::Java,
        Some("py") => Lang::Python,
        _ => return,
    };
    let Ok(text) = std::fs::read_to_string(path) else {
        return;
    };
    let start = now();
    let tree: Tree = lang.parse(text.into());
    sums.parse += now() - start;
    let start = now();
    let scopes = Scopes::build(&tree);
    sums.scopes += now() - start;
    let start = now();
    let mut ir = FileBuilder::new(&tree, &scopes).build_all();
    sums.build += now() - start;
    if sums.folds {
        let start = now();
        for function in ir.functions.iter_mut() {
            let before: Vec<_> = function.blocks.iter().map(|b| b.reachable).collect();
            fold(function, &tree, &NoFacts);
            for (block, before) in function.blocks.ids().zip(before) {
                if sums.shows_dead && before && !function.blocks[block].reachable {
                    let node = function.blocks[block].node;
                    let line = tree.lines().line(tree.span(node).start);
                    let text = tree.lines().line_text(tree.text(), line).trim();
                    println!("{}:{line}: {text}", path.display());
                }
            }
        }
        sums.fold += now() - start;
    }
    sums.files += 1;
    for function in ir.functions.iter() {
        sums.functions += 1;
        sums.values += function.values.len();
        sums.blocks += function.blocks.len();
        sums.bytes += function.bytes();
        sums.dead += function.blocks.iter().filter(|b| !b.reachable).count();
        sums.gaps += usize::from(function.gap.is_some());
        if let Err(error) = verify(function) {
            sums.wrong += 1;
            if sums.wrong <= 20 {
                let line = tree.lines().line(tree.span(function.key.node).start);
                println!("{}:{line}: {:?}: {error}", path.display(), function.key);
            }
        }
    }
}
