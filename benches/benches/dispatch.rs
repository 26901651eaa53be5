//! The index of a file, and the nodes that it gives the patterns to try.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use haechi_benches::{Corpus, main_with, ms, shortest};
use haechi_matcher::{FileContext, candidates, match_file};

fn main() {
    main_with(bench);
}

fn bench(corpus: &Corpus) {
    let count = || -> u64 {
        let files = corpus.files.iter();
        files
            .map(|file| candidates(&corpus.compiled, FileContext::new(&file.tree, &file.scopes)))
            .sum()
    };
    let (time, tried) = shortest(5, count);
    let nodes: usize = corpus
        .files
        .iter()
        .map(|file| file.tree.nodes().len())
        .sum();
    let patterns = corpus.compiled.patterns();
    println!("indexes and dispatch   {:9.3} ms", ms(time));
    println!(
        "pairs of pattern, node {tried} of {} ({patterns} patterns, {nodes} nodes)",
        nodes as u64 * patterns as u64
    );
    let findings: usize = corpus
        .files
        .iter()
        .map(|file| {
            let context = FileContext::new(&file.tree, &file.scopes);
            match_file(&corpus.compiled, context, |_| true).search.len()
        })
        .sum();
    println!("search rules that match {findings}");
    assert!(findings > 0 && tried < nodes as u64 * patterns as u64 / 4);
}
