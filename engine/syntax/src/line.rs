//! From byte offsets to lines and columns, in every unit a consumer counts in.

/// A place for people: line and column, both 1-based.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineCol {
    /// Line, 1-based.
    pub line: u32,
    /// Column, 1-based, in the unit that was asked for.
    pub col: u32,
}

/// Where the lines of one text begin. Lines end at `\n`, `\r\n` or a lone `\r`.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// Byte offset of the first byte of each line.
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes a text.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                continue;
            }
            starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
        }
        Self { starts }
    }

    /// Number of lines; at least 1.
    pub fn lines(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// 1-based line that holds the byte.
    pub fn line(&self, offset: u32) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }

    /// Byte offset at which a 1-based line begins; the end of the last line
    /// for lines past the end.
    pub fn line_start(&self, line: u32) -> u32 {
        let at = (line.max(1) - 1) as usize;
        self.starts
            .get(at)
            .or(self.starts.last())
            .copied()
            .unwrap_or(0)
    }

    /// The text of a 1-based line without its line break.
    pub fn line_text<'t>(&self, text: &'t str, line: u32) -> &'t str {
        let from = self.line_start(line) as usize;
        let to = self
            .starts
            .get(line as usize)
            .map_or(text.len(), |end| *end as usize);
        text.get(from..to)
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }

    /// Line and column of a byte, the column counted in bytes.
    pub fn bytes(&self, offset: u32) -> LineCol {
        let line = self.line(offset);
        LineCol {
            line,
            col: offset - self.line_start(line) + 1,
        }
    }

    /// Line and column of a byte, the column counted in Unicode code points.
    pub fn chars(&self, text: &str, offset: u32) -> LineCol {
        self.counted(text, offset, |part| part.chars().count())
    }

    /// Line and column of a byte, the column counted in UTF-16 code units (the
    /// unit of code-scanning pages).
    pub fn utf16(&self, text: &str, offset: u32) -> LineCol {
        self.counted(text, offset, |part| part.encode_utf16().count())
    }

    fn counted(&self, text: &str, offset: u32, count: impl Fn(&str) -> usize) -> LineCol {
        let line = self.line(offset);
        let part = text
            .get(self.line_start(line) as usize..offset as usize)
            .unwrap_or("");
        let n = if part.is_ascii() {
            part.len()
        } else {
            count(part)
        };
        LineCol {
            line,
            col: u32::try_from(n).unwrap_or(u32::MAX - 1) + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_in_three_units() {
        let text = "a\r\nx = '해치😀'; y\rz\n";
        let index = LineIndex::new(text);
        let y = u32::try_from(text.find('y').unwrap()).unwrap();
        assert_eq!(index.lines(), 4);
        assert_eq!(index.chars(text, y), LineCol { line: 2, col: 12 });
        assert_eq!(index.utf16(text, y), LineCol { line: 2, col: 13 });
        assert_eq!(index.bytes(y), LineCol { line: 2, col: 19 });
        assert_eq!(index.line_text(text, 2), "x = '해치😀'; y");
        assert_eq!(index.line_text(text, 3), "z");
        assert_eq!(index.line_text(text, 4), "");
    }
}
