//! Blanking out comments: same length, same lines, nothing to match.

use haechi_rule::options::CommentStyle;

/// The text with its comments replaced by blanks. Byte offsets and line breaks stay.
pub(super) fn blank(text: &str, style: CommentStyle) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let (line_mark, block) = match style {
        CommentStyle::C => (None, true),
        CommentStyle::Cpp => (Some("//"), true),
        CommentStyle::Shell => (Some("#"), false),
    };
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let end = if line_mark.is_some_and(|mark| rest.starts_with(mark.as_bytes())) {
            memchr::memchr(b'\n', rest).map_or(bytes.len(), |n| at + n)
        } else if block && rest.starts_with(b"/*") {
            match memchr::memmem::find(&rest[2..], b"*/") {
                Some(n) => at + n + 4,
                None => {
                    at += 2;
                    continue;
                }
            }
        } else {
            at += 1;
            continue;
        };
        for byte in &mut out[at..end] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        at = end;
    }
    // Whole characters were replaced: comments begin and end at ASCII signs or line breaks.
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
