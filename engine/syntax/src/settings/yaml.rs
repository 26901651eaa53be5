//! YAML mappings in block style.

use super::scalar;

/// The keys with their values, nested keys joined by dots.
pub(super) fn entries(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    // Open mappings: (indentation of their key, full key).
    let mut open: Vec<(usize, String)> = Vec::new();
    // Lines indented deeper than this belong to something that is left out.
    let mut skip: Option<usize> = None;
    for line in text.lines() {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if skip.is_some_and(|depth| indent > depth) {
            continue;
        }
        skip = None;
        if content.starts_with("- ") || content == "-" {
            skip = Some(indent);
            continue;
        }
        while open.last().is_some_and(|(depth, _)| *depth >= indent) {
            open.pop();
        }
        let Some((key, value)) = split(content) else {
            continue;
        };
        let full = match open.last() {
            Some((_, outer)) => format!("{outer}.{key}"),
            None => key.to_owned(),
        };
        if value.is_empty() || value.starts_with('#') {
            open.push((indent, full));
        } else if let Some(value) = scalar(value) {
            found.push((full, value));
        } else {
            skip = Some(indent);
        }
    }
    found
}

/// `key` and what follows its colon.
fn split(content: &str) -> Option<(&str, &str)> {
    let (key, value) = match content.split_once(": ") {
        Some(parts) => parts,
        None => (content.strip_suffix(':')?, ""),
    };
    Some((key.trim().trim_matches(['"', '\'']), value.trim()))
}
