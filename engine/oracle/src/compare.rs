//! Many programs, judged.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::thread;

use haechi_syntax::Lang;
use haechi_testkit::programs::truth::{Flow, Truth, truths};
use haechi_testkit::programs::{Program, generate};

use crate::engine::Engine;

/// Programs per Python process.
const BATCH: usize = 500;

/// What kind of mistake.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Wrong {
    /// Shown by an execution, not reported.
    Missed,
    /// Reported, shown by no execution.
    False,
    /// The engine gave up on a file.
    Failed,
}

/// A mistake.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// Which kind.
    pub wrong: Wrong,
    /// In which form of the program.
    pub lang: Lang,
    /// The flow; zeros if the engine failed.
    pub flow: Flow,
}

/// A program with mistakes.
#[derive(Clone, Debug)]
pub struct Case {
    /// The program.
    pub program: Program,
    /// The mistakes.
    pub mistakes: Vec<Mistake>,
}

/// What comparing gave.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Programs that were compared.
    pub programs: usize,
    /// Generated programs that fail when they are executed.
    pub unusable: usize,
    /// Flows that executions show, both forms counted.
    pub shown: usize,
    /// Flows that are reported.
    pub reported: usize,
    /// Reported, with an end in code that no execution reaches.
    pub unreached: usize,
    /// Reported, not shown, where not all unknown values were tried.
    pub undecided: usize,
    /// Per feature: programs, missed and false flows of programs that use it.
    pub features: BTreeMap<&'static str, [usize; 3]>,
    /// Mistakes by kind and language.
    pub mistakes: BTreeMap<(Wrong, &'static str), usize>,
    /// Programs with mistakes.
    pub cases: Vec<Case>,
}

impl Tally {
    /// Mistakes of a kind in both languages.
    pub fn count(&self, wrong: Wrong) -> usize {
        let of_kind = self.mistakes.iter().filter(|((w, _), _)| *w == wrong);
        of_kind.map(|(_, n)| n).sum()
    }

    fn merge(&mut self, other: Self) {
        self.programs += other.programs;
        self.unusable += other.unusable;
        self.shown += other.shown;
        self.reported += other.reported;
        self.unreached += other.unreached;
        self.undecided += other.undecided;
        for (name, counts) in other.features {
            let own = self.features.entry(name).or_default();
            for (own, more) in own.iter_mut().zip(counts) {
                *own += more;
            }
        }
        for (kind, n) in other.mistakes {
            *self.mistakes.entry(kind).or_default() += n;
        }
        self.cases.extend(other.cases);
    }
}

/// Compares so many programs from a seed on, on so many threads.
pub fn run(engine: &Engine, seed: u64, count: usize, threads: usize) -> io::Result<Tally> {
    let batches: Vec<(u64, usize)> = (0..count)
        .step_by(BATCH)
        .map(|at| (seed + at as u64, BATCH.min(count - at)))
        .collect();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || -> io::Result<Vec<(usize, Tally)>> {
        let mut done = Vec::new();
        loop {
            let n = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let Some((seed, count)) = batches.get(n) else {
                return Ok(done);
            };
            let programs: Vec<Program> = (*seed..*seed + *count as u64).map(generate).collect();
            done.push((n, judged(engine, programs)?));
        }
    };
    let results: Vec<io::Result<Vec<(usize, Tally)>>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .map(|w| {
                w.join()
                    .unwrap_or_else(|_| Err(io::Error::other("a worker panicked")))
            })
            .collect()
    });
    let mut parts = Vec::new();
    for result in results {
        parts.extend(result?);
    }
    parts.sort_by_key(|(n, _)| *n);
    let mut tally = Tally::default();
    for (_, part) in parts {
        tally.merge(part);
    }
    Ok(tally)
}

/// Compares programs.
pub(crate) fn judged(engine: &Engine, programs: Vec<Program>) -> io::Result<Tally> {
    let truths = truths(&programs)?;
    let mut tally = Tally::default();
    for (program, truth) in programs.into_iter().zip(truths) {
        match truth {
            Truth::Failed(_) => tally.unusable += 1,
            Truth::Ran {
                flows,
                sources,
                sinks,
                complete,
            } => {
                let shown = Shown {
                    flows,
                    sources,
                    sinks,
                    complete,
                };
                judge(engine, &mut tally, program, &shown);
            }
        }
    }
    Ok(tally)
}

/// What executions of a program show.
struct Shown {
    flows: BTreeSet<Flow>,
    sources: BTreeSet<u32>,
    sinks: BTreeSet<u32>,
    complete: bool,
}

fn judge(engine: &Engine, tally: &mut Tally, program: Program, shown: &Shown) {
    let mut mistakes = Vec::new();
    for lang in [Lang::Java, Lang::Python] {
        let reported = match engine.flows(&program, lang) {
            Ok(reported) => reported,
            Err(_) => {
                let (wrong, flow) = (Wrong::Failed, (0, 0));
                mistakes.push(Mistake { wrong, lang, flow });
                continue;
            }
        };
        tally.shown += shown.flows.len();
        tally.reported += reported.len();
        for flow in shown.flows.difference(&reported) {
            let (wrong, flow) = (Wrong::Missed, *flow);
            mistakes.push(Mistake { wrong, lang, flow });
        }
        for flow in reported.difference(&shown.flows) {
            if !shown.sources.contains(&flow.0) || !shown.sinks.contains(&flow.1) {
                tally.unreached += 1;
            } else if !shown.complete {
                tally.undecided += 1;
            } else {
                let (wrong, flow) = (Wrong::False, *flow);
                mistakes.push(Mistake { wrong, lang, flow });
            }
        }
    }
    tally.programs += 1;
    for name in program.features() {
        let counts = tally.features.entry(name).or_default();
        counts[0] += 1;
        for mistake in &mistakes {
            match mistake.wrong {
                Wrong::Missed => counts[1] += 1,
                Wrong::False => counts[2] += 1,
                Wrong::Failed => {}
            }
        }
    }
    for mistake in &mistakes {
        let key = (mistake.wrong, name(mistake.lang));
        *tally.mistakes.entry(key).or_default() += 1;
    }
    if !mistakes.is_empty() {
        tally.cases.push(Case { program, mistakes });
    }
}

fn name(lang: Lang) -> &'static str {
    match lang {
        Lang::Java => "Java",
        Lang::Python => "Python",
    }
}
