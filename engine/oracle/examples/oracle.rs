//! Judges many generated programs and prints the mistakes, by feature and shrunk.
//!
//! `cargo run --profile quick -p haechi-oracle --example oracle -- --count 100000 --seed 1`
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Parser;
use haechi_oracle::{Engine, Tally, Wrong, run, shrunk};
use haechi_syntax::Lang;
use haechi_testkit::programs::{Program, generate, java, python};

#[derive(Parser)]
struct Args {
    /// How many programs.
    #[arg(long, default_value_t = 1000)]
    count: usize,
    /// The first seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// How many programs with mistakes of each kind and language to shrink and print.
    #[arg(long, default_value_t = 3)]
    shrink: usize,
    /// Shrink only flows that are missed.
    #[arg(long)]
    missed: bool,
    /// Write the programs of these seeds into this folder instead of judging them.
    #[arg(long)]
    write: Option<PathBuf>,
}

fn main() -> io::Result<()> {
    let args = Args::parse();
    if let Some(folder) = &args.write {
        for seed in args.seed..args.seed + args.count as u64 {
            write(&folder.join(format!("p{seed}")), &generate(seed))?;
        }
        return Ok(());
    }
    let engine = Engine::new().map_err(io::Error::other)?;
    let clock = Instant::now();
    let tally = run(&engine, args.seed, args.count, args.threads)?;
    let seconds = clock.elapsed().as_secs_f64();
    summary(&tally);
    println!("{seconds:.1} s");
    shrink(&engine, &tally, &args)
}

fn write(folder: &Path, program: &Program) -> io::Result<()> {
    let files = python::render(program)
        .into_iter()
        .chain(java::render(program));
    for (path, text) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

fn summary(tally: &Tally) {
    println!(
        "{} programs ({} more fail when executed); flows: {} shown, {} reported",
        tally.programs, tally.unusable, tally.shown, tally.reported
    );
    for ((wrong, lang), n) in &tally.mistakes {
        println!("{wrong:?} {lang}: {n}");
    }
    let share = 100.0 * tally.count(Wrong::False) as f64 / tally.reported.max(1) as f64;
    println!(
        "false {share:.2} % of the reported; not counted: {} with an end that no execution reaches, {} undecided",
        tally.unreached, tally.undecided
    );
    println!(
        "{:24} {:>9} {:>7} {:>7}",
        "feature", "programs", "missed", "false"
    );
    for (name, [programs, missed, wrong]) in &tally.features {
        println!("{name:24} {programs:>9} {missed:>7} {wrong:>7}");
    }
}

fn shrink(engine: &Engine, tally: &Tally, args: &Args) -> io::Result<()> {
    let mut seen: BTreeMap<(Wrong, bool), usize> = BTreeMap::new();
    for case in &tally.cases {
        for is_java in [true, false] {
            let lang = if is_java { Lang::Java } else { Lang::Python };
            let mut of_lang = case.mistakes.iter().filter(|m| m.lang == lang);
            let Some(mistake) = of_lang.find(|m| !args.missed || m.wrong == Wrong::Missed) else {
                continue;
            };
            let count = seen.entry((mistake.wrong, is_java)).or_default();
            *count += 1;
            if *count > args.shrink || (args.missed && mistake.wrong != Wrong::Missed) {
                continue;
            }
            let least = shrunk(engine, &case.program, mistake)?;
            println!(
                "\n=== seed {}: {:?} in {lang:?} {:?}",
                case.program.seed,
                mistake.wrong,
                least.features()
            );
            if mistake.wrong == Wrong::Failed {
                println!("{:?}", engine.flows(&least, lang));
            }
            let files = if is_java {
                java::render(&least)
            } else {
                python::render(&least)
            };
            for (path, text) in files {
                println!("--- {path}\n{}", shown(&text));
            }
        }
    }
    Ok(())
}

/// Without imports and blank lines.
fn shown(text: &str) -> String {
    let wanted = |line: &&str| {
        !line.is_empty()
            && !line.starts_with("import java")
            && !line.contains("env.Env")
            && !line.contains("from env")
    };
    text.lines().filter(wanted).collect::<Vec<_>>().join("\n")
}
