//! The one table of exit codes, for every command. `README.md` repeats it for
//! readers, and a test holds the two together.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | done; with or without findings |
//! | 1 | done, and there is something to act on: findings (`scan --error`), a failed sample (`test`), a mistake in a rule file (`validate`) |
//! | 2 | could not work, or not whole: a wrong argument, a missing path, a file that cannot be written, a rule that cannot be loaded (the others ran; `--keep-going` makes it a warning), with `--strict` also any warning or gap |
//! | 130 | interrupted |

use std::process::ExitCode;

/// How a run ends; the worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Exit {
    /// Done.
    Done,
    /// Done, and there is something to act on.
    Findings,
    /// Could not work, or not whole.
    CouldNotWork,
    /// Interrupted by the user.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Findings => 1,
            Self::CouldNotWork => 2,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
