//! Where the program's trees come from.

use haechi_syntax::{Lang, Scopes, Tree};

haechi_syntax::define_idx! {
    /// A file of the program, numbered in order of path.
    FileId;
}

/// Gives the trees of a program. `scan` implements it; a file that could not be
/// read has an empty tree.
pub trait Trees: Sync {
    /// Number of files; ids run from 0 to this number.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Path relative to the root of the scan, with `/` between its parts.
    fn path(&self, file: FileId) -> &str;
    /// Language.
    fn lang(&self, file: FileId) -> Lang;
    /// The tree.
    fn tree(&self, file: FileId) -> &Tree;
    /// What its names mean.
    fn scopes(&self, file: FileId) -> &Scopes;
}

/// One file in memory.
struct Source {
    path: String,
    tree: Tree,
    scopes: Scopes,
}

/// Trees in memory: for tests, benchmarks and embedding.
#[derive(Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Parses files given as (path, text); files in no language of ours are left out.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut out = Self::default();
        for (path, text) in files {
            let extension = path.rsplit('.').next().unwrap_or("");
            if let Some(lang) = Lang::from_extension(extension) {
                out.push(path, lang.parse(text.into()));
            }
        }
        out.files.sort_by(|a, b| a.path.cmp(&b.path));
        out
    }

    /// Adds a tree. Files must be added in order of path.
    pub fn push(&mut self, path: &str, tree: Tree) {
        let scopes = Scopes::build(&tree);
        self.files.push(Source {
            path: path.to_owned(),
            tree,
            scopes,
        });
    }

    /// The file with this path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        let at = self.files.iter().position(|file| file.path == path)?;
        Some(FileId::new(u32::try_from(at).ok()?))
    }

    fn file(&self, file: FileId) -> &Source {
        &self.files[file.raw() as usize]
    }
}

impl Trees for Sources {
    fn len(&self) -> usize {
        self.files.len()
    }
    fn path(&self, file: FileId) -> &str {
        &self.file(file).path
    }
    fn lang(&self, file: FileId) -> Lang {
        self.file(file).tree.lang
    }
    fn tree(&self, file: FileId) -> &Tree {
        &self.file(file).tree
    }
    fn scopes(&self, file: FileId) -> &Scopes {
        &self.file(file).scopes
    }
}
