//! Ctrl-C: the terminal is left in order, and no unfinished file stays behind.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};

use crate::exit::Exit;

/// Files that are being written and not yet in their place.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// From now on Ctrl-C removes unfinished files and ends with the documented code.
pub fn install() -> Result<()> {
    let stop = || {
        remove_unfinished();
        // The progress bar hides the cursor.
        crate::progress::restore_terminal();
        std::process::exit(i32::from(Exit::Interrupted.code()));
    };
    ctrlc::set_handler(stop).context("cannot listen for Ctrl-C")
}

fn remove_unfinished() {
    let files = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    for file in files.iter() {
        // There is nobody left to tell if it fails.
        let _ = std::fs::remove_file(file);
    }
}

/// Remembers an unfinished file as long as it lives.
pub struct Unfinished(PathBuf);

impl Unfinished {
    /// Remembers a file.
    pub fn new(path: &Path) -> Self {
        let mut files = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        files.push(path.to_owned());
        Self(path.to_owned())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let mut files = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        files.retain(|path| *path != self.0);
    }
}
