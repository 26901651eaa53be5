//! INI, and TOML as far as it looks like that.

use super::scalar;

/// The keys with their values, sections in front.
pub(super) fn entries(text: &str, is_toml: bool) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut section = Some(String::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with('[') {
            section = header(line);
            continue;
        }
        let at = if is_toml {
            line.find('=')
        } else {
            line.find(['=', ':'])
        };
        let Some(at) = at else { continue };
        let (key, value) = (line[..at].trim(), line[at + 1..].trim());
        if let Some(quote) = ["\"\"\"", "'''"].iter().find(|q| value.starts_with(**q)) {
            // A text of several lines: on to where it ends.
            if !value[3..].contains(quote) {
                lines.by_ref().find(|line| line.contains(quote));
            }
            continue;
        }
        let value = match is_toml {
            true => scalar(value),
            false => Some(without_comment(value).to_owned()),
        };
        if let (Some(section), Some(value)) = (&section, value) {
            let key = key.trim_matches(['"', '\'']);
            let dot = if section.is_empty() { "" } else { "." };
            found.push((format!("{section}{dot}{key}"), value));
        }
    }
    found
}

/// The name in `[name]`; none for `[[name]]`, whose keys are not unique.
fn header(line: &str) -> Option<String> {
    let inner = line.strip_prefix('[')?.split_once(']')?.0;
    (!inner.starts_with('[')).then(|| inner.trim().to_owned())
}

/// A `;` after a blank begins a comment.
fn without_comment(value: &str) -> &str {
    let end = value.find(" ;").unwrap_or(value.len());
    value[..end].trim_end()
}
