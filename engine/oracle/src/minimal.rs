//! The least program that shows a mistake.

use std::io;

use haechi_testkit::programs::Program;
use haechi_testkit::programs::shrink::smaller;

use crate::compare::{Mistake, Wrong, judged};
use crate::engine::Engine;

/// Variants that are judged in one go.
const AT_ONCE: usize = 16;

/// Makes a program smaller while it still shows the same mistake.
pub fn shrunk(engine: &Engine, program: &Program, mistake: &Mistake) -> io::Result<Program> {
    let mut least = program.clone();
    let shows = |variant: &Program| {
        let reported = engine.flows(variant, mistake.lang);
        match mistake.wrong {
            Wrong::Failed => reported.is_err(),
            // Asked before the slow execution, which has the last word.
            wrong => reported.is_ok_and(|r| r.contains(&mistake.flow) == (wrong == Wrong::False)),
        }
    };
    'again: loop {
        let variants: Vec<Program> = smaller(&least)
            .into_iter()
            .filter(|variant| variant.has_ends(mistake.flow))
            .collect();
        for some in variants.chunks(AT_ONCE) {
            let some: Vec<Program> = some.iter().filter(|p| shows(p)).cloned().collect();
            if some.is_empty() {
                continue;
            }
            let tally = judged(engine, some)?;
            let same = tally
                .cases
                .into_iter()
                .find(|c| c.mistakes.contains(mistake));
            if let Some(case) = same {
                least = case.program;
                continue 'again;
            }
        }
        return Ok(least);
    }
}
