//! Breaking messages into lines.

use crate::style::{visible, width};

/// Lines of at most `columns` columns. Line breaks within a paragraph are
/// blanks; an empty line begins a new paragraph, and a line that begins like an
/// item of a list stays on its own. A word that is too long for a line gets one
/// to itself.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (n, block) in blocks(text).into_iter().enumerate() {
        if n > 0 && block.apart {
            lines.push(String::new());
        }
        fill(&block.text, columns, &mut lines);
    }
    lines
}

struct Block {
    text: String,
    /// An empty line stood before it.
    apart: bool,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut apart = false;
    for line in text.trim().lines().map(str::trim) {
        if line.is_empty() {
            apart = true;
            continue;
        }
        match blocks.last_mut() {
            Some(block) if !apart && !is_item(line) => {
                block.text.push(' ');
                block.text.push_str(line);
            }
            _ => blocks.push(Block {
                text: line.to_owned(),
                apart,
            }),
        }
        apart = false;
    }
    blocks
}

fn is_item(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    line.starts_with("- ")
        || line.starts_with("* ")
        || (digits > 0 && (line[digits..].starts_with(". ") || line[digits..].starts_with(") ")))
}

fn fill(text: &str, columns: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let word = visible(word);
        let wide = width(&word);
        if used > 0 && used + 1 + wide > columns {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(&word);
        used += wide;
    }
    if !line.is_empty() {
        lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn words_fill_lines() {
        assert_eq!(wrap("one two three\nfour", 9), ["one two", "three", "four"]);
        assert_eq!(wrap("해치는 옳고 그름을", 8), ["해치는", "옳고", "그름을"]);
        assert_eq!(
            wrap("a\n\nb\n- c\n- d e", 20),
            ["a", "", "b", "- c", "- d e"]
        );
        assert_eq!(wrap("averyverylongword x", 5), ["averyverylongword", "x"]);
    }
}
