//! The progress bar: only on an interactive standard error.

use std::io::{self, IsTerminal, Write};

use haechi_scan::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar, or nothing.
pub struct Bar {
    bar: Option<ProgressBar>,
}

impl Bar {
    /// A bar if somebody is there to see it.
    pub fn new(wanted: bool) -> Self {
        let bar = (wanted && io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{msg:>9} {bar:30} {pos}/{len} files") {
                bar.set_style(style);
            }
            bar
        });
        Self { bar }
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Shows the cursor again, which the bar hides.
pub fn restore_terminal() {
    if io::stderr().is_terminal() {
        // There is nobody left to tell if it fails.
        let _ = io::stderr().write_all(b"\x1b[?25h\r\x1b[K");
    }
}

impl Progress for Bar {
    fn phase(&self, name: &'static str, files: usize) {
        if let Some(bar) = &self.bar {
            bar.set_position(0);
            bar.set_length(files as u64);
            bar.set_message(name);
        }
    }

    fn tick(&self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }
}
