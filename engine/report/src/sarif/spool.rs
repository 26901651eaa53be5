//! Holds a log back until it is known whether it is small enough.
//!
//! A log can be hundreds of megabytes of text that repeats itself. Up to the
//! limit it is kept as it is; beyond, it is kept compressed, which is also how
//! consumers measure it.

use std::io::{self, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// What was written so far.
pub(super) struct Spool {
    limit: usize,
    held: Held,
}

enum Held {
    /// At most `limit` bytes, which cannot be too many compressed.
    Plain(Vec<u8>),
    /// Compressed with the setting of GitHub's uploader.
    Packed(GzEncoder<Vec<u8>>),
}

impl Spool {
    /// Nothing yet. `limit` is in bytes, compressed.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            held: Held::Plain(Vec::new()),
        }
    }

    /// Passes everything on if it is small enough, compressed; says whether it
    /// was. With `anyhow`, it is passed on whatever its size.
    pub(super) fn pass_on(self, out: &mut dyn Write, anyhow: bool) -> io::Result<bool> {
        match self.held {
            Held::Plain(bytes) => out.write_all(&bytes)?,
            Held::Packed(encoder) => {
                let packed = encoder.finish()?;
                if packed.len() > self.limit && !anyhow {
                    return Ok(false);
                }
                io::copy(&mut GzDecoder::new(packed.as_slice()), out)?;
            }
        }
        Ok(true)
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.held {
            Held::Plain(held) if held.len() + bytes.len() <= self.limit => {
                held.extend_from_slice(bytes);
            }
            Held::Plain(held) => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
                encoder.write_all(held)?;
                encoder.write_all(bytes)?;
                self.held = Held::Packed(encoder);
            }
            Held::Packed(encoder) => encoder.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed(text: &str, limit: usize) -> (bool, String) {
        let mut spool = Spool::new(limit);
        for piece in text.as_bytes().chunks(7) {
            spool.write_all(piece).unwrap();
        }
        let mut out = Vec::new();
        let fits = spool.pass_on(&mut out, false).unwrap();
        (fits, String::from_utf8(out).unwrap())
    }

    #[test]
    fn what_fits_comes_out_as_it_went_in() {
        assert_eq!(passed("hello", 5), (true, "hello".to_owned()));
        let long = "all the same ".repeat(1000);
        assert_eq!(passed(&long, 200), (true, long.clone()));
        assert_eq!(passed(&long, 20), (false, String::new()));
    }
}
