//! Times declaring, linking and resolving against parsing, on one thread:
//! `cargo run --profile quick -p haechi-program --example measure -- FOLDER java`.
//! With a number N at the end, every N-th call of which nothing is known is printed.
#![allow(clippy::print_stdout, reason = "this is a program for people")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use haechi_program::{FileDecls, FileId, How, Program, Sources, Trees};
use haechi_syntax::{Idx, Kind, Lang, Scopes};

fn main() {
    let mut args = std::env::args().skip(1);
    let (Some(folder), Some(extension)) = (args.next(), args.next()) else {
        println!("usage: measure FOLDER EXTENSION");
        return;
    };
    let every: usize = args.next().and_then(|n| n.parse().ok()).unwrap_or(0);
    let mut paths = Vec::new();
    collect(Path::new(&folder), &extension, &mut paths);
    paths.sort();
    let texts: Vec<(String, String)> = paths
        .iter()
        .filter_map(|path| {
            let text = std::fs::read_to_string(path).ok()?;
            let name = path.strip_prefix(&folder).ok()?;
            Some((name.to_string_lossy().into_owned(), text))
        })
        .collect();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    println!("{} files, {bytes} bytes", texts.len());
    let Some(lang) = Lang::from_extension(&extension) else {
        return;
    };
    let start = Instant::now();
    let trees: Vec<_> = texts
        .iter()
        .map(|(path, text)| (path.as_str(), lang.parse(text.as_str().into())))
        .collect();
    let parse = start.elapsed().as_secs_f64();
    let report = |what: &str, start: Instant| {
        let seconds = start.elapsed().as_secs_f64();
        println!("{what:8} {seconds:.3} s  {:.3} of parse", seconds / parse);
    };
    report("parse", start);
    let start = Instant::now();
    for (_, tree) in &trees {
        std::hint::black_box(Scopes::build(tree));
    }
    report("scopes", start);
    let mut sources = Sources::default();
    for (path, tree) in trees {
        sources.push(path, tree);
    }
    let start = Instant::now();
    let files = || (0..sources.len()).map(FileId::from_usize);
    let decls: Vec<_> = files()
        .map(|file| FileDecls::collect(sources.tree(file), sources.scopes(file)))
        .collect();
    report("declare", start);
    let start = Instant::now();
    let program = Program::link(&sources, decls, []);
    report("link", start);
    let start = Instant::now();
    let (mut exact, mut guessed, mut outside, mut unknown) = (0, 0, 0, 0usize);
    for file in files() {
        let tree = sources.tree(file);
        for (id, node) in tree.nodes().iter_enumerated() {
            if matches!(node.kind, Kind::Call | Kind::New) {
                let targets = program.resolve_call(file, id);
                match targets.how {
                    How::Exact => exact += 1,
                    How::Guessed => guessed += 1,
                    How::Unresolved if targets.owner.is_some() => outside += 1,
                    How::Unresolved => {
                        unknown += 1;
                        if every > 0 && unknown.is_multiple_of(every) {
                            let line = tree.lines().line(node.span.start);
                            let text: String = tree.source(id).chars().take(100).collect();
                            println!("{}:{line} {text:?}", sources.path(file));
                        }
                    }
                }
            }
        }
    }
    report("resolve", start);
    println!("calls: {exact} exact, {guessed} guessed, {outside} outside, {unknown} unknown");
    println!(
        "classes: {}, methods: {}",
        program.classes().len(),
        program.methods().len()
    );
}

fn collect(folder: &Path, extension: &str, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() && !path.is_symlink() {
            collect(&path, extension, paths);
        } else if path.extension().is_some_and(|e| e == extension) {
            paths.push(path);
        }
    }
}
