//! Where reports go: standard output, or files that are whole or not there.

use std::fs::{File, Metadata};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, Result};

use crate::interrupt::Unfinished;
use crate::term;

/// Writes to standard output. A closed pipe is no error.
pub fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let result = write(&mut out).and_then(|()| out.flush());
    term::unless_closed(result)
}

/// Whether standard output is a terminal.
pub fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Writes a file: first beside it under another name, then into its place, so
/// that nobody ever sees half of it. A file that is there keeps its permissions,
/// and a link stays a link.
pub fn to_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    // Devices and pipes are written to directly.
    let old = std::fs::metadata(path).ok();
    let done = match &old {
        Some(meta) if !meta.is_file() => directly(path, write),
        _ => replace(path, old.as_ref(), write),
    };
    done.with_context(|| {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        match folder.filter(|folder| !folder.exists()) {
            Some(folder) => format!(
                "cannot write {}: there is no folder {}",
                path.display(),
                folder.display()
            ),
            None => format!("cannot write {}", path.display()),
        }
    })
}

fn directly(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn replace(
    path: &Path,
    old: Option<&Metadata>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let place = match old {
        Some(_) => path.canonicalize()?,
        None => path.to_owned(),
    };
    let mut name = place.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = place.with_file_name(name);
    let unfinished = Unfinished::new(&beside);
    let done = write_whole(&beside, old, write).and_then(|()| std::fs::rename(&beside, &place));
    if done.is_err() {
        // What is left of it is of no use to anyone; failing to remove it changes nothing.
        let _ = std::fs::remove_file(&beside);
    }
    drop(unfinished);
    done
}

fn write_whole(
    path: &Path,
    old: Option<&Metadata>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let file = File::create(path)?;
    if let Some(old) = old {
        file.set_permissions(old.permissions())?;
    }
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()
}
