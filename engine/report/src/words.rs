//! Sentences that several formats say.

use haechi_rule::Diagnostic;
use haechi_scan::{FileRecord, FileStatus, Skip};
use haechi_syntax::{Gap, GapKind};

/// Number with thousands separated: `12,345`.
pub(crate) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 file`, `2 files`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n as u64), if n == 1 { one } else { many })
}

/// A size for people: `950 bytes`, `1.2 MB` (powers of ten).
pub(crate) fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000 => {
            return count(
                usize::try_from(bytes).unwrap_or(usize::MAX),
                "byte",
                "bytes",
            );
        }
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = (bytes * 10 + unit / 2) / unit;
    if tenths.is_multiple_of(10) {
        format!("{} {name}", tenths / 10)
    } else {
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    }
}

/// Text with a period at its end, unless a sentence ends there already.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    let closed = text.trim_end_matches(['"', '\'', '`', ')', '*', '_']);
    if closed.ends_with(['.', '!', '?']) && closed.len() == text.len() {
        text.to_owned()
    } else if text.ends_with([':', ';', ',']) {
        format!("{}.", text.trim_end_matches([':', ';', ',']))
    } else {
        format!("{text}.")
    }
}

/// The first sentence of a text on one line.
pub fn first_sentence(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = flat
        .match_indices(". ")
        .map(|(at, _)| at)
        .find(|at| !is_abbreviation(&flat[..*at]));
    sentence(end.map_or(flat.as_str(), |at| &flat[..at]))
}

/// Whether a period after this text belongs to an abbreviation.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit([' ', '(']).next().unwrap_or("");
    matches!(
        word,
        "e.g" | "i.e" | "etc" | "vs" | "cf" | "eg" | "ie" | "resp" | "e.g.," | "approx"
    )
}

/// The text with a capital first letter; code in backticks stays as it is.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// What is wrong with a rule file and what to do about it, as sentences.
pub(crate) fn problem(problem: &Diagnostic) -> String {
    let mut text = sentence(&capital(&problem.message));
    if let Some(advice) = &problem.advice {
        text.push(' ');
        text.push_str(&sentence(&capital(advice)));
    }
    text
}

/// Cuts a text to a number of characters, marking the cut.
pub(crate) fn at_most(text: &str, chars: usize) -> String {
    if text.chars().count() <= chars {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(chars.saturating_sub(1)).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// Why a file was not analysed, as a clause.
pub(crate) fn skip(reason: &Skip, record: &FileRecord) -> String {
    match reason {
        Skip::TooLarge { limit } => {
            let (mut is, mut may) = (size(record.bytes), size(*limit));
            if is == may {
                (is, may) = (number(record.bytes), number(*limit));
            }
            format!("larger than the limit ({is} > {may}; --max-target-bytes changes it)")
        }
        Skip::Unreadable(why) => format!("could not be read: {why}"),
        Skip::Binary => "not a text".to_owned(),
        Skip::Crashed(why) => format!("the engine failed on it, which is a bug of ours: {why}"),
        Skip::NoRule => "no rule concerns it".to_owned(),
    }
}

/// What was not understood of a file, as a clause; `None` if all was.
pub(crate) fn gaps(record: &FileRecord) -> Option<String> {
    let FileStatus::Analysed { gaps } = &record.status else {
        return None;
    };
    if gaps.is_empty() {
        return None;
    }
    let deep = gaps
        .iter()
        .filter(|gap| gap.kind == GapKind::TooDeep)
        .count();
    let syntax = gaps.len() - deep;
    let mut parts = Vec::new();
    if syntax > 0 {
        parts.push(format!(
            "{} could not be parsed",
            count(syntax, "part", "parts")
        ));
    }
    if deep > 0 {
        parts.push(format!(
            "{} nested too deeply",
            count(deep, "part is", "parts are")
        ));
    }
    let bytes = unparsed(gaps);
    // Nothing is lost where only a token is missing.
    let extent = if bytes > 0 {
        format!(" ({})", size(bytes))
    } else {
        String::new()
    };
    Some(format!("{}{extent}", parts.join(", ")))
}

/// Bytes covered by gaps; they are ordered by start and may overlap.
fn unparsed(gaps: &[Gap]) -> u64 {
    let (mut sum, mut reached) = (0, 0);
    for gap in gaps {
        let from = gap.span.start.max(reached);
        if gap.span.end > from {
            sum += u64::from(gap.span.end - from);
            reached = gap.span.end;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_sizes() {
        assert_eq!(number(0), "0");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(count(1, "file", "files"), "1 file");
        assert_eq!(count(1000, "file", "files"), "1,000 files");
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(1_000_000), "1 MB");
        assert_eq!(size(1_250), "1.3 kB");
    }

    #[test]
    fn sentences_end_with_a_period() {
        assert_eq!(sentence("Found it"), "Found it.");
        assert_eq!(sentence("Found it.\n"), "Found it.");
        assert_eq!(sentence("Really?"), "Really?");
        assert_eq!(sentence("See `a.b()`"), "See `a.b()`.");
        assert_eq!(sentence("Such as:"), "Such as.");
        assert_eq!(
            first_sentence("Use X, e.g. this one.\nThen that."),
            "Use X, e.g. this one."
        );
        assert_eq!(first_sentence("One\n  line"), "One line.");
    }

    #[test]
    fn long_texts_are_cut_at_characters() {
        assert_eq!(at_most("해치입니다", 3), "해치…");
        assert_eq!(at_most("short", 5), "short");
    }
}
