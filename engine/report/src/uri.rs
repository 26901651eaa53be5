//! Paths as URI references.

/// A path with forward slashes as a URI reference (RFC 3986).
///
/// A relative path stays relative. An absolute one becomes a `file:` URI, and
/// so does one that leads out of `base`, the absolute path that relative ones
/// start from: a reference must not have `..` in it.
pub fn uri_of(path: &str, base: Option<&str>) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    if is_absolute(path) {
        return file_uri(path);
    }
    match base {
        Some(base) if path.split('/').any(|part| part == "..") => {
            file_uri(&format!("{}/{path}", base.trim_end_matches('/')))
        }
        _ => encoded(path),
    }
}

/// `/a`, `C:/a` or `//server/a`.
fn is_absolute(path: &str) -> bool {
    path.starts_with('/')
        || matches!(path.as_bytes(), [drive, b':', b'/', ..] if drive.is_ascii_alphabetic())
}

fn file_uri(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let drive = parts
        .first()
        .filter(|p| p.len() == 2 && p.ends_with(':'))
        .copied();
    let rest: Vec<String> = parts
        .iter()
        .skip(usize::from(drive.is_some()))
        .map(|p| encoded(p))
        .collect();
    match drive {
        Some(drive) => format!("file:///{drive}/{}", rest.join("/")),
        None => format!("file:///{}", rest.join("/")),
    }
}

/// Percent-encodes everything but unreserved characters and slashes.
fn encoded(path: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_stay_relative_and_are_encoded() {
        assert_eq!(uri_of("src/A.java", None), "src/A.java");
        assert_eq!(uri_of("./a b/c#1.py", None), "a%20b/c%231.py");
        assert_eq!(uri_of("해/치.py", None), "%ED%95%B4/%EC%B9%98.py");
        // A colon in a first segment would look like a scheme.
        assert_eq!(uri_of("a:b.py", None), "a%3Ab.py");
        assert_eq!(uri_of("100%.py", None), "100%25.py");
    }

    #[test]
    fn what_leads_out_becomes_absolute() {
        assert_eq!(
            uri_of("../x/./y.py", Some("/home/me/repo")),
            "file:///home/me/x/y.py"
        );
        assert_eq!(uri_of("/tmp/a b.py", Some("/home")), "file:///tmp/a%20b.py");
        assert_eq!(uri_of("C:/src/a.py", None), "file:///C:/src/a.py");
    }
}
