//! Lines cut to the width of a terminal so that a place in them can be seen.

use crate::style::{visible, width};

/// Lines longer than this, in bytes, are cut to a window around the place
/// before anything else is done with them.
pub(crate) const LONG: usize = 4000;

/// A line, split where the place begins and ends.
pub(crate) struct Window<'t> {
    /// Something was cut off at the left.
    cut_left: bool,
    before: &'t str,
    marked: &'t str,
    after: &'t str,
}

impl<'t> Window<'t> {
    /// Splits a line at two byte offsets; of a very long line only what stands
    /// near the place is kept.
    pub(crate) fn around(line: &'t str, start: usize, end: usize) -> Self {
        let floor = |mut at: usize| {
            at = at.min(line.len());
            while !line.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (floor(start), floor(end.max(start)));
        let from = if start > LONG {
            floor(start - LONG / 2)
        } else {
            0
        };
        let marked_end = floor(end.min(start + LONG));
        let to = floor(marked_end + LONG);
        Self {
            cut_left: from > 0,
            before: &line[from..start],
            marked: &line[start..marked_end],
            after: &line[marked_end..to],
        }
    }

    /// The line in at most so many columns, and the columns between which the
    /// place lies in it. Cut at the left only if the place would not be seen.
    pub(crate) fn fitted(&self, columns: usize) -> (String, usize, usize) {
        // Tabs depend on what stands before them: widths are differences.
        let whole = visible(&[self.before, self.marked, self.after].concat());
        let before = visible(self.before);
        let through = visible(&[self.before, self.marked].concat());
        let (from, to) = (width(&before), width(&through));
        let shift = if to > columns {
            from.min(to - columns + columns / 4)
        } else {
            0
        };
        if shift == 0 && !self.cut_left {
            let (shown, cut) = take_columns(&whole, columns.saturating_sub(1));
            let limit = width(&shown).max(from);
            let shown = if cut { format!("{shown}…") } else { shown };
            return (shown, from, to.min(limit.max(from + 1)));
        }
        let (shown, skipped) = skip_columns(&whole, shift);
        let (shown, cut) = take_columns(&shown, columns.saturating_sub(2));
        let limit = width(&shown) + 1;
        let shown = if cut {
            format!("…{shown}…")
        } else {
            format!("…{shown}")
        };
        let (from, to) = (from - skipped + 1, to - skipped + 1);
        (shown, from, to.min(limit).max(from + 1))
    }
}

/// As much of a text as fits, and whether something did not.
pub(crate) fn take_columns(text: &str, columns: usize) -> (String, bool) {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        // One column more is free if nothing follows: no mark is needed then.
        let last = at + c.len_utf8() == text.len();
        if used > columns + usize::from(last) {
            return (text[..at].to_owned(), true);
        }
    }
    (text.to_owned(), false)
}

/// The text without its first columns, and how many those were.
fn skip_columns(text: &str, columns: usize) -> (String, usize) {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        if used >= columns {
            return (text[at..].to_owned(), used);
        }
        used += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
    }
    (String::new(), used)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(line: &str, mark: &str, columns: usize) -> (String, String) {
        let start = line.find(mark).unwrap();
        let (shown, from, to) = Window::around(line, start, start + mark.len()).fitted(columns);
        let under: String = shown
            .chars()
            .scan(0, |col, c| {
                let at = *col;
                *col += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
                Some((at, c))
            })
            .filter(|(at, _)| (from..to).contains(at))
            .map(|(_, c)| c)
            .collect();
        (shown, under)
    }

    #[test]
    fn what_fits_is_shown_whole() {
        assert_eq!(
            fit("x = eval(y)", "eval(y)", 11),
            ("x = eval(y)".into(), "eval(y)".into())
        );
        assert_eq!(
            fit("\tx = '해치'", "'해치'", 40),
            ("    x = '해치'".into(), "'해치'".into())
        );
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let (shown, under) = fit(
            &format!("{}eval(y){}", "a".repeat(50), "b".repeat(50)),
            "eval(y)",
            30,
        );
        assert_eq!(under, "eval(y)");
        assert!(width(&shown) <= 30, "{shown}");
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        let (shown, under) = fit(&format!("eval(y){}", "b".repeat(50)), "eval(y)", 30);
        assert_eq!(
            (shown.as_str(), under.as_str()),
            ("eval(y)bbbbbbbbbbbbbbbbbbbbbb…", "eval(y)")
        );
    }

    #[test]
    fn one_huge_line_costs_nothing() {
        let line = format!("{}X{}", "[".repeat(5_000_000), "]".repeat(5_000_000));
        let (shown, under) = fit(&line, "X", 40);
        assert_eq!(under, "X");
        assert!(width(&shown) <= 40);
    }

    #[test]
    fn a_place_longer_than_the_line_is_underlined_as_far_as_it_goes() {
        let line = format!("call({})", "x".repeat(100));
        let (shown, from, to) = Window::around(&line, 0, line.len()).fitted(20);
        assert_eq!((shown.as_str(), from), ("call(xxxxxxxxxxxxxx…", 0));
        assert_eq!(to, 19);
    }
}
