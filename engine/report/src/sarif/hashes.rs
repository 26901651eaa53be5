//! `primaryLocationLineHash` of the lines that findings begin on.

use std::collections::HashMap;

use haechi_scan::{FileIndex, ScanReport};

use crate::line_hash::line_hashes;

/// Bytes of a UTF-8 byte-order mark.
const MARK: u64 = 3;

/// Line hashes of the files that have findings.
pub(super) struct LineHashes(HashMap<FileIndex, Vec<String>>);

impl LineHashes {
    /// Computes them. The upload action reads every file as UTF-8; where a file
    /// is in another encoding our text is not what it hashes, and it is left to
    /// compute the value itself.
    pub(super) fn of(report: &ScanReport) -> Self {
        let mut hashes = HashMap::new();
        for finding in report.active() {
            let file = finding.place.file;
            if hashes.contains_key(&file) {
                continue;
            }
            let Some(record) = report.files.get(file) else {
                continue;
            };
            if let Some(source) = record
                .text
                .as_ref()
                .filter(|_| record.decoded_from.is_none())
            {
                // The mark is not in the text but counts in the file's size.
                let mark = record.bytes == source.text.len() as u64 + MARK;
                hashes.insert(file, line_hashes(&source.text, mark));
            }
        }
        Self(hashes)
    }

    /// The hash of a 1-based line.
    pub(super) fn get(&self, file: FileIndex, line: u32) -> Option<&str> {
        let line = usize::try_from(line).ok()?.checked_sub(1)?;
        self.0.get(&file)?.get(line).map(String::as_str)
    }
}
