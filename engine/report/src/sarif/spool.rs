//! Holds a log back until it is known whether it is small enough.
//!
//! A log can be hundreds of megabytes of text that repeats itself. Up to the
//! limit it is kept as it is; beyond, it is kept compressed, which is also how
//! consumers measure it.

use std::io::{self, BufWriter, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// How much is handed to the compressor at once: the log comes in small pieces.
const CHUNK: usize = 64 << 10;

/// What was written so far.
pub(super) struct Spool {
    limit: usize,
    /// Whether writing ends once the limit is passed.
    stops: bool,
    held: Held,
}

enum Held {
    /// At most `limit` bytes, which cannot be too many compressed.
    Plain(Vec<u8>),
    /// Compressed with the setting of GitHub's uploader.
    Packed(BufWriter<GzEncoder<Vec<u8>>>),
}

impl Spool {
    /// Nothing yet. `limit` is in bytes, compressed. One that `stops` takes no
    /// more once it holds more than that, since nobody will want it.
    pub(super) fn new(limit: usize, stops: bool) -> Self {
        Self {
            limit,
            stops,
            held: Held::Plain(Vec::new()),
        }
    }

    /// Whether it stopped: what it holds is not whole.
    pub(super) fn is_full(&self) -> bool {
        self.stops
            && match &self.held {
                Held::Plain(_) => false,
                Held::Packed(packed) => packed.get_ref().get_ref().len() > self.limit,
            }
    }

    /// Passes everything on if it is small enough, compressed, or if it does not
    /// stop; says whether it was.
    pub(super) fn pass_on(self, out: &mut dyn Write) -> io::Result<bool> {
        match self.held {
            Held::Plain(bytes) => out.write_all(&bytes)?,
            Held::Packed(packed) => {
                let encoder = packed
                    .into_inner()
                    .map_err(io::IntoInnerError::into_error)?;
                let packed = encoder.finish()?;
                if packed.len() > self.limit && self.stops {
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
        if self.is_full() {
            return Err(io::Error::other("the log is too big"));
        }
        match &mut self.held {
            Held::Plain(held) if held.len() + bytes.len() <= self.limit => {
                held.extend_from_slice(bytes);
            }
            Held::Plain(held) => {
                let encoder = GzEncoder::new(Vec::new(), Compression::default());
                let mut packed = BufWriter::with_capacity(CHUNK, encoder);
                packed.write_all(held)?;
                packed.write_all(bytes)?;
                self.held = Held::Packed(packed);
            }
            Held::Packed(packed) => packed.write_all(bytes)?,
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
        let mut spool = Spool::new(limit, true);
        for piece in text.as_bytes().chunks(7) {
            spool.write_all(piece).unwrap();
        }
        let mut out = Vec::new();
        let fits = spool.pass_on(&mut out).unwrap();
        (fits, String::from_utf8(out).unwrap())
    }

    #[test]
    fn what_fits_comes_out_as_it_went_in() {
        assert_eq!(passed("hello", 5), (true, "hello".to_owned()));
        let long = "all the same ".repeat(1000);
        assert_eq!(passed(&long, 200), (true, long.clone()));
        assert_eq!(passed(&long, 20), (false, String::new()));
    }

    #[test]
    fn what_is_too_big_stops_early() {
        // No two pieces are alike.
        let pieces = (0..200_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes());
        let mut spool = Spool::new(1_000, true);
        let mut taken = 0;
        for piece in pieces.clone() {
            if spool.write_all(&piece).is_err() {
                break;
            }
            taken += 1;
        }
        assert!(spool.is_full() && taken < 200_000, "{taken}");

        let mut spool = Spool::new(1_000, false);
        pieces.for_each(|piece| spool.write_all(&piece).unwrap());
        let mut out = Vec::new();
        assert!(spool.pass_on(&mut out).unwrap());
        assert_eq!(out.len(), 800_000);
    }
}
