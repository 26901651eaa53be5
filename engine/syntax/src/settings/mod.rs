//! Settings files: `.properties`, INI, TOML and YAML as flat lists of keys and
//! values.
//!
//! Only what is plainly there is read: keys with one scalar value each, nested
//! keys joined by dots (`server.port`), a section's name in front (`[db]`,
//! `url = …` gives `db.url`). Lists, references, anchors and texts of several
//! lines are left out rather than guessed at. A key that is given twice has its
//! last value.
//!
//! ```text
//! # application.yml             server.port  8080
//! server:                       server.name  shop
//!   port: 8080
//!   name: "shop"
//! ```

mod ini;
mod properties;
mod yaml;

/// The format of a settings file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Java's `key=value`, with its escapes and continued lines.
    Properties,
    /// Sections in brackets, `key = value` or `key: value`.
    Ini,
    /// TOML, as far as keys have scalar values.
    Toml,
    /// YAML, as far as mappings are written in block style.
    Yaml,
}

impl Format {
    /// The format of a file, by its name; `None` if it is no settings file.
    pub fn of_path(path: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let extension = name.rsplit_once('.')?.1;
        Some(match extension {
            "properties" => Self::Properties,
            "ini" | "cfg" => Self::Ini,
            "toml" => Self::Toml,
            "yml" | "yaml" => Self::Yaml,
            _ => return None,
        })
    }

    /// The keys of a text with their values, in order of the text.
    pub fn entries(self, text: &str) -> Vec<(String, String)> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match self {
            Self::Properties => properties::entries(text),
            Self::Ini => ini::entries(text, false),
            Self::Toml => ini::entries(text, true),
            Self::Yaml => yaml::entries(text),
        }
    }
}

/// A scalar without its quotes; `None` for what is no plain scalar. A comment
/// (a `#` after a blank) ends it.
fn scalar(text: &str) -> Option<String> {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(quote) {
            let (inner, after) = rest.split_once(quote)?;
            let after = after.trim_start();
            let plain = (after.is_empty() || after.starts_with('#'))
                && !(quote == '"' && inner.contains('\\'));
            return plain.then(|| inner.to_owned());
        }
    }
    let end = text.find(" #").unwrap_or(text.len());
    let text = text[..end].trim_end();
    let special = text.starts_with(['[', '{', '&', '*', '!', '|', '>', '%', '@', '`', '#']);
    (!special).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: Format, text: &str, expected: &[(&str, &str)]) {
        let found = format.entries(text);
        let found: Vec<_> = found
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn properties_with_escapes_and_continued_lines() {
        check(
            Format::Properties,
            "# comment\n! too\na=1\n b : two words \nc three\nd\\ e=x\\\n   y\\u0041\\n\nempty=\nlone\n",
            &[
                ("a", "1"),
                ("b", "two words "),
                ("c", "three"),
                ("d e", "xyA\n"),
                ("empty", ""),
                ("lone", ""),
            ],
        );
    }

    #[test]
    fn ini_and_toml_have_sections() {
        check(
            Format::Ini,
            "top = 1\n[db]\nurl: jdbc:x ; note\n; comment\n[ ]\nk = v\n",
            &[("top", "1"), ("db.url", "jdbc:x"), ("k", "v")],
        );
        check(
            Format::Toml,
            "name = \"app\" # x\n[tool.web]\nport = 80\nlist = [1]\ntext = \"\"\"a\nb = 2\n\"\"\"\nlast = true\n[[many]]\nn = 1\n[tail]\nk = 'v'\n",
            &[
                ("name", "app"),
                ("tool.web.port", "80"),
                ("tool.web.last", "true"),
                ("tail.k", "v"),
            ],
        );
    }

    #[test]
    fn yaml_nests_by_indentation() {
        check(
            Format::Yaml,
            "# c\nserver:\n  port: 8080 # p\n  ssl:\n    on: false\n  name: \"shop\"\nlist:\n  - a: 1\n    b: 2\ntext: |\n  c: 3\nlast: 'x'\nref: *a\nflow: {a: 1}\n",
            &[
                ("server.port", "8080"),
                ("server.ssl.on", "false"),
                ("server.name", "shop"),
                ("last", "x"),
            ],
        );
    }

    #[test]
    fn a_file_is_known_by_its_extension() {
        assert_eq!(
            Format::of_path("a/b/app.properties"),
            Some(Format::Properties)
        );
        assert_eq!(Format::of_path("setup.cfg"), Some(Format::Ini));
        assert_eq!(Format::of_path("x.yml"), Some(Format::Yaml));
        assert_eq!(Format::of_path("Main.java"), None);
        assert_eq!(Format::of_path("properties"), None);
    }
}
