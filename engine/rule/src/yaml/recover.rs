//! Leaving out what is not YAML.
//!
//! Rule files are lists of rules. When the parser stumbles, the list item
//! around the error is blanked out – line breaks stay, so all places remain
//! right – and the file is parsed again.

use std::borrow::Cow;
use std::ops::Range;

/// How often a file is tried again.
const MAX_TRIES: usize = 20;

pub(super) struct Recovery<'t> {
    text: Cow<'t, str>,
    /// The items of the outermost list, as ranges of bytes.
    items: Vec<Range<usize>>,
    tries: usize,
}

impl<'t> Recovery<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            items: Vec::new(),
            tries: 0,
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Blanks out the item around an error. False if there is none, or if
    /// this was tried too often.
    pub(super) fn leave_out(&mut self, at: u32) -> bool {
        if self.tries == 0 {
            self.items = items(&self.text);
        }
        self.tries += 1;
        if self.tries > MAX_TRIES {
            return false;
        }
        // An error at the first byte of an item belongs to the one before it:
        // there the parser noticed that something is missing.
        let at = at as usize;
        let Some(n) = self
            .items
            .iter()
            .position(|item| item.start < at && at <= item.end)
            .or_else(|| self.items.iter().position(|item| item.start == at))
        else {
            return false;
        };
        let item = self.items.remove(n);
        let blank: String = self.text[item.clone()]
            .chars()
            .flat_map(|c| {
                let blank = if matches!(c, '\n' | '\r') { c } else { ' ' };
                std::iter::repeat_n(blank, if blank == c { 1 } else { c.len_utf8() })
            })
            .collect();
        self.text.to_mut().replace_range(item, &blank);
        true
    }
}

/// The items of the first list in the text whose lines begin with `- `: from
/// such a line to the next one with the same indentation.
fn items(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut indent = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let own = line.len() - line.trim_start_matches(' ').len();
        let is_item = line[own..].starts_with("- ") || line[own..].trim_end() == "-";
        if is_item && indent.is_none_or(|n| n == own) {
            indent = Some(own);
            if let Some(last) = found.last_mut() {
                last.end = at;
            }
            found.push(at..text.len());
        }
        at += line.len();
    }
    found
}
