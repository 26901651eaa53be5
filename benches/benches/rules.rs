//! What a rule costs: loading, compiling and matching with a part of the rules and
//! with all, and the time for each rule that was added.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use haechi_benches::{Corpus, load_rules, main_with, ms, shortest};
use haechi_matcher::{CompiledRules, FileContext, Prefilter, match_file};
use haechi_syntax::Idx;

fn main() {
    main_with(bench);
}

fn bench(corpus: &Corpus) {
    let (time, loaded) = shortest(3, || load_rules(&corpus.sources).rules.len());
    assert_eq!(loaded, corpus.rules.rules.len());
    println!("read, checked, parsed  {:9.3} ms", ms(time));
    let (time, compiled) = shortest(3, || {
        CompiledRules::new(corpus.rules.rules.iter_enumerated())
    });
    assert_eq!(compiled.patterns(), corpus.compiled.patterns());
    println!("compiled               {:9.3} ms", ms(time));

    println!("   rules   findings   match ms   ms per rule added");
    let mut before: Option<(usize, f64)> = None;
    let mut last = 0;
    for eighths in [0, 1, 2, 4, 8] {
        let take = corpus.rules.rules.len() * eighths / 8;
        // Spread over the list, so that each part is like the whole.
        let chosen = |n: usize| n * 5 % 8 < eighths;
        let filter = Prefilter::new(&corpus.compiled, true);
        let (time, findings) = shortest(3, || {
            let mut findings = 0;
            for file in &corpus.files {
                let context = FileContext::new(&file.tree, &file.scopes).closed();
                let admitted = filter.admit(file.tree.text().as_bytes(), Some(file.tree.lang));
                let found = match_file(&corpus.compiled, context, |rule| {
                    chosen(rule.index()) && admitted.contains(rule)
                });
                findings += found.search.iter().map(|(_, m)| m.len()).sum::<usize>();
            }
            findings
        });
        let time = ms(time);
        let added = before.map(|(rules, before)| (time - before) / (take - rules).max(1) as f64);
        println!(
            "{take:8}   {findings:8}   {time:8.2}   {:17.4}",
            added.unwrap_or(0.0)
        );
        assert!(findings >= last, "more rules find more");
        last = findings;
        before = Some((take, time));
    }
    assert!(last > 0);
}
