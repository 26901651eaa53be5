//! What a rule's `fix` makes of a match.

use haechi_matcher::Match;
use haechi_rule::rule::{Fix as RuleFix, FixRegex};
use haechi_rule::source::Text;
use haechi_syntax::{Span, Tree};

use crate::fix_code::fill_code;
use crate::template::{fill, indent_like};

/// The file that a match lies in.
#[derive(Clone, Copy)]
pub(crate) struct Code<'t> {
    pub(crate) tree: &'t Tree,
    /// Whether the tree is more than a root around a text.
    pub(crate) is_code: bool,
}

/// The replacement for a match: which bytes, and what stands there afterwards. `None` if the fix
/// changes nothing or its regex takes too many steps.
pub(crate) fn replacement(fix: &RuleFix, found: &Match, code: Code<'_>) -> Option<(Span, String)> {
    match fix {
        RuleFix::Template(template) => from_template(template, found, code),
        RuleFix::Regex(regex) => {
            let matched = code.tree.text().get(found.span.range())?;
            let replaced = substitute(regex, matched)?;
            (replaced != matched).then_some((found.span, replaced))
        }
    }
}

/// The replacement that a template gives.
pub(crate) fn from_template(
    template: &Text,
    found: &Match,
    code: Code<'_>,
) -> Option<(Span, String)> {
    let template = template.as_str().trim();
    let as_code = if code.is_code {
        fill_code(template, &found.bindings, code.tree)
    } else {
        None
    };
    let filled = as_code.unwrap_or_else(|| fill(template, &found.bindings));
    let text = code.tree.text();
    text.get(found.span.range())?;
    Some((
        found.span,
        indent_like(&filled, text, found.span.start as usize).into_owned(),
    ))
}

/// Python's `re.sub`.
fn substitute(fix: &FixRegex, matched: &str) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    let limit = fix
        .count
        .filter(|n| *n > 0)
        .map_or(usize::MAX, |n| n as usize);
    for groups in fix.regex.matches(matched).ok()?.take(limit) {
        let groups = groups.ok()?;
        let whole = groups.whole();
        out.push_str(&matched[done..whole.start as usize]);
        let group = |n: usize| groups.get(n).map_or("", |span| &matched[span.range()]);
        let named = |name: &str| {
            let at = fix
                .regex
                .group_names()
                .iter()
                .position(|g| g.as_deref() == Some(name));
            at.map_or("", group)
        };
        expand(fix.replacement.as_str(), &group, &named, &mut out);
        done = whole.end as usize;
    }
    out.push_str(&matched[done..]);
    Some(out)
}

/// A replacement text with `\1`, `\g<1>`, `\g<name>`, `\n`, `\t`, `\\`.
fn expand<'m>(
    template: &str,
    group: &dyn Fn(usize) -> &'m str,
    named: &dyn Fn(&str) -> &'m str,
    out: &mut String,
) {
    let mut rest = template;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some((name, after)) = rest.strip_prefix("g<").and_then(|r| r.split_once('>')) {
            match name.parse() {
                Ok(n) => out.push_str(group(n)),
                Err(_) => out.push_str(named(name)),
            }
            rest = after;
            continue;
        }
        let Some(next) = rest.chars().next() else {
            out.push('\\');
            break;
        };
        match next {
            '0'..='9' => {
                let digits = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
                out.push_str(group(rest[..digits].parse().unwrap_or(0)));
                rest = &rest[digits..];
                continue;
            }
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            '\\' => out.push('\\'),
            other => {
                out.push('\\');
                out.push(other);
            }
        }
        rest = &rest[next.len_utf8()..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use haechi_rule::regex::{Flavor, Regex};

    use super::*;

    fn sub(regex: &str, replacement: &str, count: Option<u32>, matched: &str) -> String {
        let fix = FixRegex {
            regex: Regex::parse(regex, Flavor::Search).expect("a regex"),
            replacement: Text::standalone("replacement", replacement),
            count,
        };
        substitute(&fix, matched).expect("no step limit")
    }

    #[test]
    fn groups_count_and_escapes() {
        assert_eq!(
            sub(r"(\w+)=(?P<v>\w+)", r"\g<v>=\1", None, "a=b, c=d"),
            "b=a, d=c"
        );
        assert_eq!(sub("a", "x", Some(1), "aaa"), "xaa");
        assert_eq!(sub("a", r"\\\n\q", None, "a"), "\\\n\\q");
        assert_eq!(sub("z", "x", None, "aaa"), "aaa");
    }
}
