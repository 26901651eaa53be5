//! Lines of source code with line numbers and the place underlined.

use std::io::{self, Write};

use crate::style::{Palette, Tone, visible};
use crate::view::Located;
use crate::window::{LONG, Window, take_columns};

/// Most lines of one place that are shown; of longer ones the beginning and
/// the end.
const LINES: u32 = 7;
/// What stands left of the code.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) palette: Palette,
    /// Columns of the line numbers.
    pub(super) gutter: usize,
    /// Columns for the code.
    pub(super) columns: usize,
}

impl Frame {
    /// A line with a bar and no number.
    pub(super) fn blank(&self, out: &mut dyn Write, bar: &str, text: &str) -> io::Result<()> {
        let bar = self.palette.paint(Tone::Faint, bar);
        let line = format!("  {:gutter$} {bar} {text}", "", gutter = self.gutter);
        writeln!(out, "{}", line.trim_end())
    }

    fn numbered(&self, out: &mut dyn Write, number: u32, bar: &str, code: &str) -> io::Result<()> {
        let number = format!("{number:>gutter$}", gutter = self.gutter);
        let number = self.palette.paint(Tone::Faint, number);
        writeln!(out, "{}", format!("  {number} {bar} {code}").trim_end())
    }

    /// The lines of a place.
    pub(super) fn write(
        &self,
        out: &mut dyn Write,
        at: &Located<'_>,
        tone: Tone,
    ) -> io::Result<()> {
        if at.source().is_none() {
            return Ok(());
        }
        let (first, last) = at.line_range();
        if first == last {
            return self.one_line(out, at, first, tone);
        }
        let (head, tail) = if last - first < LINES {
            (last, last + 1)
        } else {
            (first + 3, last - 1)
        };
        let bar = self.palette.paint(tone, "┃").to_string();
        for line in first..=head {
            self.numbered(out, line, &bar, &self.cut(at.lines(line, line)))?;
        }
        if tail <= last {
            self.blank(out, "⋮", "")?;
            for line in tail..=last {
                self.numbered(out, line, &bar, &self.cut(at.lines(line, line)))?;
            }
        }
        Ok(())
    }

    fn one_line(
        &self,
        out: &mut dyn Write,
        at: &Located<'_>,
        line: u32,
        tone: Tone,
    ) -> io::Result<()> {
        let text = at.lines(line, line);
        let start = at.bytes().0.col as usize - 1;
        let window = Window::around(text, start, start + at.span().len() as usize);
        let (shown, from, to) = window.fitted(self.columns);
        let bar = self.palette.paint(Tone::Faint, "│").to_string();
        self.numbered(out, line, &bar, &shown)?;
        let under = "─".repeat((to - from).max(1));
        self.blank(
            out,
            "│",
            &format!("{:from$}{}", "", self.palette.paint(tone, under)),
        )
    }

    fn cut(&self, line: &str) -> String {
        let mut end = line.len().min(LONG);
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        let (shown, cut) = take_columns(&visible(&line[..end]), self.columns.saturating_sub(1));
        if cut || end < line.len() {
            format!("{shown}…")
        } else {
            shown
        }
    }
}
