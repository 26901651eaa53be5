//! Files in memory: read, decoded, parsed, their names resolved.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use haechi_program::{FileId, Trees};
use haechi_syntax::{Flags, Kind, Lang, Role, Scopes, Span, Tree, TreeBuilder};
use rayon::prelude::*;

use crate::contain::contained;
use crate::coverage::{FileRecord, FileStatus, Skip};
use crate::decode::decode;
use crate::walk::Target;

/// What is to be read.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    /// A file on disk, and how its path is shown.
    Disk(Target, String),
    /// A text that is no file.
    Text(VirtualFile),
}

/// A text that is scanned as if it were a file (standard input).
#[derive(Clone, Debug)]
pub struct VirtualFile {
    /// The path that findings show.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its language, if one of ours.
    pub lang: Option<Lang>,
}

/// A file that rules can look at.
pub(crate) struct Unit {
    /// Index in the list of records.
    pub(crate) record: usize,
    /// Whether it is in one of our languages; otherwise the tree is just a root.
    pub(crate) is_code: bool,
    pub(crate) tree: Tree,
    pub(crate) scopes: Scopes,
}

/// Limits and needs of reading.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    /// Larger files are skipped, in bytes.
    pub(crate) max_bytes: u64,
}

/// All files of a scan, in order of their paths.
pub(crate) struct Units {
    pub(crate) records: Vec<FileRecord>,
    pub(crate) units: Vec<Unit>,
}

impl Units {
    /// Reads and parses in parallel. `done` is called once per file.
    pub(crate) fn load(inputs: Vec<Input>, reading: Reading, done: &(dyn Fn() + Sync)) -> Self {
        let loaded: Vec<_> = inputs
            .into_par_iter()
            .map(|input| {
                let loaded = load_one(input, reading);
                done();
                loaded
            })
            .collect();
        let mut all = Self {
            records: Vec::new(),
            units: Vec::new(),
        };
        for (record, unit) in loaded {
            if let Some(mut unit) = unit {
                unit.record = all.records.len();
                all.units.push(unit);
            }
            all.records.push(record);
        }
        all
    }
}

fn load_one(input: Input, reading: Reading) -> (FileRecord, Option<Unit>) {
    let (path, lang, content) = match input {
        Input::Disk(target, shown) => {
            let content = read(&target.path, reading.max_bytes);
            (shown, target.lang, content)
        }
        Input::Text(file) => (file.path, file.lang, Ok(file.bytes)),
    };
    let mut record = FileRecord {
        path,
        lang,
        bytes: 0,
        status: FileStatus::TextOnly,
        decoded_from: None,
        text: None,
    };
    let bytes = match content {
        Ok(bytes) => bytes,
        Err((size, skip)) => {
            record.bytes = size;
            record.status = FileStatus::Skipped(skip);
            return (record, None);
        }
    };
    record.bytes = bytes.len() as u64;
    let Some(decoded) = decode(bytes) else {
        record.status = FileStatus::Skipped(Skip::Binary);
        return (record, None);
    };
    record.decoded_from = decoded.from;
    match contained(|| parse(lang, decoded.text)) {
        Ok((tree, scopes)) => {
            if lang.is_some() {
                record.status = FileStatus::Analysed {
                    gaps: tree.gaps().to_vec(),
                };
            }
            let unit = Unit {
                record: 0,
                is_code: lang.is_some(),
                tree,
                scopes,
            };
            (record, Some(unit))
        }
        Err(said) => {
            record.status = FileStatus::Skipped(Skip::Crashed(said));
            (record, None)
        }
    }
}

fn parse(lang: Option<Lang>, text: Arc<str>) -> (Tree, Scopes) {
    let tree = match lang {
        Some(lang) => lang.parse(text),
        None => root_only(text),
    };
    let scopes = Scopes::build(&tree);
    (tree, scopes)
}

/// A tree for a text in no language of ours: a root and nothing else.
fn root_only(text: Arc<str>) -> Tree {
    let mut builder = TreeBuilder::with_capacity(0);
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let root = builder.leaf(Kind::File, Role::Root, Span::new(0, end));
    builder.node_mut(root).flags = Flags::NONE;
    builder.finish(Lang::Java, text)
}

/// The bytes of a file, or its size and why it is not read.
fn read(path: &Path, max_bytes: u64) -> Result<Vec<u8>, (u64, Skip)> {
    let unreadable = |error: std::io::Error| (0, Skip::Unreadable(error.to_string()));
    let file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    // Spans are four bytes wide, whatever the limit says.
    let limit = max_bytes.min(u64::from(u32::MAX - 1));
    if size > limit {
        return Err((size, Skip::TooLarge { limit }));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    // A file may grow while it is read, and devices have no size.
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        return Err((bytes.len() as u64, Skip::TooLarge { limit }));
    }
    Ok(bytes)
}

/// The code files of a scan as the program's trees; a [`FileId`] counts them in order of path.
pub(crate) struct Code<'u> {
    pub(crate) units: Vec<&'u Unit>,
    pub(crate) paths: Vec<&'u str>,
}

impl<'u> Code<'u> {
    pub(crate) fn new(all: &'u Units) -> Self {
        let units: Vec<&Unit> = all.units.iter().filter(|unit| unit.is_code).collect();
        let paths = units
            .iter()
            .map(|unit| all.records[unit.record].path.as_str())
            .collect();
        Self { units, paths }
    }

    fn unit(&self, file: FileId) -> &'u Unit {
        self.units[file.raw() as usize]
    }
}

impl Trees for Code<'_> {
    fn len(&self) -> usize {
        self.units.len()
    }
    fn path(&self, file: FileId) -> &str {
        self.paths[file.raw() as usize]
    }
    fn lang(&self, file: FileId) -> Lang {
        self.unit(file).tree.lang
    }
    fn tree(&self, file: FileId) -> &Tree {
        &self.unit(file).tree
    }
    fn scopes(&self, file: FileId) -> &Scopes {
        &self.unit(file).scopes
    }
}
