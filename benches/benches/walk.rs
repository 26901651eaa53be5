//! Matching all rules on parsed files.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use haechi_benches::{Corpus, main_with, ms, shortest};
use haechi_matcher::{FileContext, FileMatches, match_file, match_file_exhaustively};

fn main() {
    main_with(bench);
}

fn bench(corpus: &Corpus) {
    let all = || -> Vec<FileMatches> {
        let files = corpus.files.iter();
        files
            .map(|file| {
                let context = FileContext::new(&file.tree, &file.scopes);
                match_file(&corpus.compiled, context, |_| true)
            })
            .collect()
    };
    let (time, found) = shortest(3, all);
    let findings: usize = found
        .iter()
        .flat_map(|one| &one.search)
        .map(|(_, matches)| matches.len())
        .sum();
    println!("walk                   {:9.3} ms", ms(time));
    println!("findings of search     {findings}");
    // What the short cuts give must be what there is; on large trees that takes long.
    let mut expected = 0;
    for (file, fast) in corpus.files.iter().zip(&found).take(60) {
        let context = FileContext::new(&file.tree, &file.scopes);
        let slow = match_file_exhaustively(&corpus.compiled, context);
        assert_eq!(&slow, fast, "{}", file.path.display());
        expected += slow.search.len() + slow.taint.len();
    }
    assert!(findings > 0 && expected > 0);
}
