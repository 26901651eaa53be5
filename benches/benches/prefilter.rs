//! Which rules a file can match at all, by its words.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use haechi_benches::{Corpus, main_with, ms, shortest};
use haechi_matcher::{FileContext, Prefilter, match_file};
use haechi_rule::RuleIdx;

fn main() {
    main_with(bench);
}

fn bench(corpus: &Corpus) {
    let (making, filter) = shortest(3, || Prefilter::new(&corpus.compiled, true));
    let admit_all = || -> Vec<_> {
        let files = corpus.files.iter();
        files
            .map(|file| filter.admit(file.tree.text().as_bytes(), Some(file.tree.lang)))
            .collect()
    };
    let (time, admitted) = shortest(5, admit_all);
    let rules: Vec<RuleIdx> = corpus.rules.rules.ids().collect();
    let possible = corpus.files.len() * rules.len();
    let left: usize = admitted
        .iter()
        .map(|one| rules.iter().filter(|rule| one.contains(**rule)).count())
        .sum();
    println!("conditions made in     {:9.3} ms", ms(making));
    println!(
        "words looked up in     {:9.3} ms, {:.0} MB/s",
        ms(time),
        corpus.bytes() as f64 / 1e6 / time.as_secs_f64().max(1e-9)
    );
    println!("rules left per file    {left} of {possible}");
    let mut findings = 0;
    for (file, admitted) in corpus.files.iter().zip(&admitted) {
        let context = FileContext::new(&file.tree, &file.scopes).closed();
        let all = match_file(&corpus.compiled, context, |_| true);
        let filtered = match_file(&corpus.compiled, context, |rule| admitted.contains(rule));
        assert_eq!(all, filtered, "{}", file.path.display());
        findings += all.search.len() + all.taint.len();
    }
    println!("rules that match       {findings}");
    assert!(findings > 0 && findings <= left);
}
