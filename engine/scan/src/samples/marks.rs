//! The comments of samples.
//!
//! A mark is a comment that begins with what it says, a colon and the rules
//! it says it of. Words that begin with `pro` and `deep` say what other engines
//! find where they follow values across functions (`pro`) or files (`deep`).
//! At that depth such a line is free here: ours may find more or less than theirs.
//!
//! ```text
//! # ruleid: a, b            a and b must be found on the next line of code
//! # deepruleid: a           must not be found, except across files, where both will do
//! # ruleid: deepok: a       must be found, except across files, where both will do
//! ```

use std::sync::LazyLock;

use regex::Regex;

use crate::pipeline::Depth;

/// What a comment says about the next line of code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mark {
    /// Must be found.
    RuleId,
    /// Must not be found.
    Ok,
    /// Known miss.
    TodoRuleId,
    /// Known false alarm.
    TodoOk,
    /// May be found or not.
    Either,
}

/// A mark, the rule it names and the 1-based line of code it is about.
pub type Marked = (Mark, String, u32);

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:#|//|/\*|<!--|\(\*|;|--|')\s*((?:(?:pro|deep)?(?:todo)?(?:ruleid|ok)\s*:\s*)+)([\w.\-]+(?:\s*,\s*[\w.\-]+)*)",
    )
    .expect("a valid regex")
});

/// All marks of a sample that hold at a depth. Marks on lines one below the
/// other are about the first line of code after them.
pub fn marks(text: &str, depth: Depth) -> Vec<Marked> {
    let mut out = Vec::new();
    let mut waiting: Vec<(Mark, String)> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let number = u32::try_from(n + 1).unwrap_or(u32::MAX);
        let Some(found) = MARK.captures(line) else {
            out.extend(waiting.drain(..).map(|(mark, id)| (mark, id, number)));
            continue;
        };
        let Some(mark) = mark(&found[1], depth) else {
            continue;
        };
        // The end of a comment may stand right behind the id.
        let ids = found[2]
            .split(',')
            .map(|id| id.trim().trim_end_matches('-'));
        waiting.extend(ids.map(|id| (mark, id.to_owned())));
    }
    out
}

/// What words such as `ruleid: deepok:` say at a depth, the last of several.
fn mark(words: &str, depth: Depth) -> Option<Mark> {
    let words = words.split(':').map(str::trim).filter(|w| !w.is_empty());
    let read = words.filter_map(|word| {
        let (needs, mark) = match word {
            "ruleid" => (Depth::Function, Mark::RuleId),
            "ok" => (Depth::Function, Mark::Ok),
            "todoruleid" => (Depth::Function, Mark::TodoRuleId),
            "todook" => (Depth::Function, Mark::TodoOk),
            _ if word.starts_with("pro") => (Depth::File, Mark::Either),
            _ => (Depth::Project, Mark::Either),
        };
        (needs <= depth).then_some((needs, mark))
    });
    read.max_by_key(|(needs, _)| *needs).map(|(_, mark)| mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, depth: Depth) -> Vec<(Mark, String, u32)> {
        marks(text, depth)
    }

    #[test]
    fn marks_one_below_the_other_are_about_the_same_line() {
        let text = "// ruleid: a, b\n// ok: c\nx();\n";
        let line = |mark, id: &str| (mark, id.to_owned(), 3);
        assert_eq!(
            lines(text, Depth::Project),
            [
                line(Mark::RuleId, "a"),
                line(Mark::RuleId, "b"),
                line(Mark::Ok, "c")
            ]
        );
    }

    #[test]
    fn ends_of_comments_are_no_part_of_ids() {
        for text in ["<!-- ok: a-b-->\nx", "/* ok: a-b*/\nx", "(* ok: a-b *)\nx"] {
            let wanted = [(Mark::Ok, "a-b".to_owned(), 2)];
            assert_eq!(lines(text, Depth::Function), wanted, "{text}");
        }
    }

    #[test]
    fn some_marks_hold_only_at_a_depth() {
        let at = |text: &str, depth| lines(text, depth).first().map(|(mark, ..)| *mark);
        let all = [Depth::Function, Depth::File, Depth::Project];
        let of = |text: &str| all.map(|depth| at(text, depth));
        let (found, ok, either) = (Some(Mark::RuleId), Some(Mark::Ok), Some(Mark::Either));
        assert_eq!(of("# ruleid: a\nx"), [found, found, found]);
        assert_eq!(of("# proruleid: a\nx"), [None, either, either]);
        assert_eq!(of("# deepruleid: a\nx"), [None, None, either]);
        assert_eq!(of("# ruleid: deepok: a\nx"), [found, found, either]);
        assert_eq!(of("# ok: proruleid: a\nx"), [ok, either, either]);
    }
}
