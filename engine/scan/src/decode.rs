//! From bytes to text. Sources are UTF-8 nearly always; the others are
//! decoded rather than skipped, and the ledger says from what.

use std::sync::Arc;

use encoding_rs::{EUC_KR, Encoding, UTF_8, WINDOWS_1252};

/// Decoded text, and the name of its encoding unless that is UTF-8.
#[derive(Debug)]
pub struct Decoded {
    /// The text, without a byte-order mark.
    pub text: Arc<str>,
    /// The encoding's name when it is not UTF-8.
    pub from: Option<&'static str>,
}

/// Decodes a file's bytes, or says that they are no text (`None`).
///
/// In this order: a byte-order mark; valid UTF-8; the encoding that a comment in
/// the first two lines names (PEP 263); EUC-KR/CP949 if every byte fits it;
/// Windows-1252, in which every byte means something.
pub fn decode(bytes: Vec<u8>) -> Option<Decoded> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes)
        && encoding != UTF_8
    {
        return Some(with(encoding, &bytes[mark..]));
    }
    if memchr::memchr(0, &bytes).is_some() {
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            Some(Decoded {
                text: text.into(),
                from: None,
            })
        }
        Err(error) => Some(legacy(error.as_bytes())),
    }
}

fn legacy(bytes: &[u8]) -> Decoded {
    if let Some(encoding) = declared(bytes) {
        return with(encoding, bytes);
    }
    match EUC_KR.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Decoded {
            text: (*text).into(),
            from: Some(EUC_KR.name()),
        },
        None => with(WINDOWS_1252, bytes),
    }
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let from = (encoding != UTF_8).then(|| encoding.name());
    Decoded {
        text: (*text).into(),
        from,
    }
}

/// The encoding named by a `coding:` comment in the first two lines.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    for line in bytes.split(|b| *b == b'\n').take(2) {
        let line = String::from_utf8_lossy(line);
        let Some((_, rest)) = line
            .trim_start()
            .strip_prefix('#')
            .and_then(|c| c.split_once("coding"))
        else {
            continue;
        };
        let label: String = rest
            .trim_start_matches([':', '=', ' ', '\t'])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
            .collect();
        let encoding = Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_8);
        if encoding.is_some() {
            return encoding;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> (String, Option<&'static str>) {
        let decoded = decode(bytes.to_vec()).expect("text");
        (decoded.text.to_string(), decoded.from)
    }

    #[test]
    fn utf8_with_and_without_mark() {
        assert_eq!(text_of("x = '해'".as_bytes()), ("x = '해'".into(), None));
        assert_eq!(text_of(b"\xef\xbb\xbfx"), ("x".into(), None));
    }

    #[test]
    fn other_encodings_are_decoded_and_named() {
        assert_eq!(text_of(b"\xff\xfea\0b\0"), ("ab".into(), Some("UTF-16LE")));
        assert_eq!(
            text_of(b"s = '\xc7\xd1'"),
            ("s = '한'".into(), Some("EUC-KR"))
        );
        assert_eq!(
            text_of(b"s = '\xe9'"),
            ("s = 'é'".into(), Some("windows-1252"))
        );
        assert_eq!(
            text_of(b"# -*- coding: koi8-r -*-\ns = '\xc1'"),
            ("# -*- coding: koi8-r -*-\ns = 'а'".into(), Some("KOI8-R"))
        );
    }

    #[test]
    fn bytes_with_nul_are_no_text() {
        assert!(decode(b"ab\0c".to_vec()).is_none());
    }
}
