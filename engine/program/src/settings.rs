//! Settings files of a program, and the values that code reads from them.

use haechi_syntax::settings::Format;
use rustc_hash::FxHashMap;

use crate::index::common_prefix;

/// Values in settings files.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    files: Vec<SettingsFile>,
}

#[derive(Clone, Debug)]
struct SettingsFile {
    path: String,
    values: FxHashMap<String, String>,
}

impl Settings {
    /// Adds a file, if it is a settings file by its name. Files must be added
    /// in order of path.
    pub fn add(&mut self, path: &str, text: &str) {
        if let Some(format) = Format::of_path(path) {
            self.files.push(SettingsFile {
                path: path.to_owned(),
                values: format.entries(text).into_iter().collect(),
            });
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The value of a key for code in the file `from`: that of the nearest files
    /// which have the key, if they agree. With `names`, only files with one of
    /// these names count (with or without folders and extension).
    pub fn value(&self, key: &str, from: &str, names: &[&str]) -> Option<&str> {
        let named = |path: &str| names.is_empty() || names.iter().any(|name| is_named(path, name));
        let having = self.files.iter().filter(|file| named(&file.path));
        let values = having.filter_map(|file| {
            let value = file.values.get(key)?;
            Some((common_prefix(&file.path, from), value.as_str()))
        });
        let mut best: Option<(usize, Option<&str>)> = None;
        for (near, value) in values {
            best = match best {
                Some((other, _)) if other > near => best,
                Some((other, known)) if other == near => {
                    Some((near, known.filter(|known| *known == value)))
                }
                _ => Some((near, Some(value))),
            };
        }
        best?.1
    }
}

/// Whether a path ends in a name: `conf/app.properties` and `app` are names of
/// `x/conf/app.properties`.
fn is_named(path: &str, name: &str) -> bool {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let name = name
        .trim_start_matches("classpath:")
        .trim_start_matches('/');
    [path, stem].iter().any(|whole| {
        whole
            .strip_suffix(name)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_decides_if_it_is_of_one_mind() {
        let mut settings = Settings::default();
        settings.add("app/src/main/resources/a.properties", "k=main\nonly=1");
        settings.add("app/src/test/resources/a.properties", "k=test");
        settings.add("other/x.properties", "k=x");
        settings.add("other/y.properties", "k=y");
        settings.add("README.md", "k=z");
        let main = "app/src/main/java/A.java";
        assert_eq!(settings.value("k", main, &[]), Some("main"));
        assert_eq!(
            settings.value("k", "app/src/test/java/A.java", &[]),
            Some("test")
        );
        assert_eq!(settings.value("k", "other/B.java", &[]), None);
        assert_eq!(
            settings.value("k", "other/B.java", &["y.properties"]),
            Some("y")
        );
        assert_eq!(settings.value("k", main, &["resources/a"]), Some("main"));
        assert_eq!(settings.value("k", main, &["b"]), None);
        assert_eq!(settings.value("absent", main, &[]), None);
    }
}
