//! The one table of exit codes. See also `README.md`.

use std::process::ExitCode;

/// How a run ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: done, and there is something to act on: findings (with `--error`), a failed sample, an
    /// invalid rule (`validate`).
    Findings,
    /// 2: could not work: wrong arguments, a missing path, a rule that
    /// cannot be loaded (the others ran).
    CouldNotWork,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Findings => 1,
            Exit::CouldNotWork => 2,
        })
    }
}
