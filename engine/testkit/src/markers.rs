//! Comments in samples that say what must be found: `ruleid: a, b` on the line
//! before a finding of `a` and of `b`, `ok: a` where `a` must find nothing.

/// What a comment says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Expect {
    /// The rule finds something that begins in this line.
    Finding,
    /// The rule finds nothing that begins in this line.
    Nothing,
}

/// One expectation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Marker {
    /// The line it is about, 1-based: the next one that is no marker.
    pub line: u32,
    /// The rule.
    pub rule: String,
    /// What it is expected to do.
    pub expect: Expect,
}

/// Reads the markers of a text, in order.
pub fn markers(text: &str) -> Vec<Marker> {
    let mut out = Vec::new();
    let mut open: Vec<(String, Expect)> = Vec::new();
    for (n, line) in (1..).zip(text.lines()) {
        match marker(line) {
            Some((rules, expect)) => {
                open.extend(
                    rules
                        .split(',')
                        .map(|rule| (rule.trim().to_owned(), expect)),
                );
            }
            None => out.extend(open.drain(..).map(|(rule, expect)| Marker {
                line: n,
                rule,
                expect,
            })),
        }
    }
    out
}

fn marker(line: &str) -> Option<(&str, Expect)> {
    let line = line.trim();
    let comment = line.strip_prefix('#').or_else(|| line.strip_prefix("//"))?;
    let comment = comment.trim();
    if let Some(rules) = comment.strip_prefix("ruleid:") {
        return Some((rules, Expect::Finding));
    }
    comment
        .strip_prefix("ok:")
        .map(|rules| (rules, Expect::Nothing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_about_the_next_line_of_code() {
        let found = markers("# ruleid: a, b\n# ok: c\nfoo()\n// a remark\n  # ok:a\nbar()\n");
        let short: Vec<_> = found
            .iter()
            .map(|m| (m.line, m.rule.as_str(), m.expect))
            .collect();
        assert_eq!(
            short,
            [
                (3, "a", Expect::Finding),
                (3, "b", Expect::Finding),
                (3, "c", Expect::Nothing),
                (6, "a", Expect::Nothing),
            ]
        );
    }
}
