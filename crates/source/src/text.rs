//! Source files, spans in them, and positions as a person counts them.

use std::sync::{Arc, OnceLock};

/// A file of a run, as an index into its [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in one file: `start` is in it, `end` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` of `file`.
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end: end.max(start) }
    }

    /// The very beginning of a file, for what concerns it as a whole.
    pub fn start_of(file: FileId) -> Self {
        Self::new(file, 0, 0)
    }

    /// From the start of this span to the end of `other`, which stands in the same file.
    pub fn to(self, other: Span) -> Self {
        Self::new(self.file, self.start, other.end)
    }
}

/// A place as a person counts it: lines and columns from 1, columns in UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// One file that was read, or that was looked for and not found (then its text is empty).
#[derive(Debug)]
pub struct SourceFile {
    path: Arc<str>,
    text: Arc<str>,
    /// Found when a position is first asked for: of most files, none is.
    line_starts: OnceLock<Vec<u32>>,
    of_registry: bool,
}

impl SourceFile {
    /// The path as it was asked for, with `/` between its parts.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text, without a byte order mark.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Whether it is a published module from a registry's cache.
    pub fn is_of_registry(&self) -> bool {
        self.of_registry
    }

    /// The position of a byte offset; an offset past the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.text.len() as u32);
        let line_starts = self.line_starts();
        let line = line_starts.partition_point(|start| *start <= offset).max(1);
        let start = line_starts.get(line - 1).copied().unwrap_or(0);
        let mut end = offset as usize;
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let column = self.text.get(start as usize..end).map_or(0, |text| text.encode_utf16().count());
        Position { line: line as u32, column: column as u32 + 1 }
    }

    /// The text of a line (counted from 1), without its line break.
    pub fn line(&self, line: u32) -> &str {
        let index = (line as usize).saturating_sub(1);
        let line_starts = self.line_starts();
        let Some(start) = line_starts.get(index) else { return "" };
        let end = line_starts.get(index + 1).map_or(self.text.len(), |end| *end as usize);
        self.text.get(*start as usize..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at as u32 + 1)).collect()
        })
    }
}

/// All files of a run, in the order in which they were first read.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file; a leading byte order mark is dropped.
    pub fn add(&mut self, path: &str, text: &str) -> FileId {
        let text: Arc<str> = text.strip_prefix('\u{feff}').unwrap_or(text).into();
        let id = FileId(self.files.len() as u32);
        self.files.push(SourceFile { path: path.into(), text, line_starts: OnceLock::new(), of_registry: false });
        id
    }

    /// Notes that a file is a published module from a registry's cache, which its user does not write.
    pub fn mark_registry(&mut self, id: FileId) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.of_registry = true;
        }
    }

    /// The file of an id that this table gave out.
    ///
    /// An id of another table gives an empty file rather than a panic.
    pub fn file(&self, id: FileId) -> &SourceFile {
        static EMPTY: std::sync::LazyLock<SourceFile> = std::sync::LazyLock::new(|| SourceFile {
            path: "".into(),
            text: "".into(),
            line_starts: OnceLock::new(),
            of_registry: false,
        });
        self.files.get(id.0 as usize).unwrap_or(&EMPTY)
    }

    /// The files with their ids, in the order in which they were first read.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index as u32), file))
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.start as usize..span.end as usize).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_from_one_and_columns_in_utf16() {
        let mut sources = Sources::default();
        let id = sources.add("a.bicep", "\u{feff}ab\n\u{1F600}x\r\nlast");
        let file = sources.file(id);
        let cases = [(0, 1, 1), (2, 1, 3), (3, 2, 1), (7, 2, 3), (5, 2, 1), (10, 3, 1), (99, 3, 5)];
        for (offset, line, column) in cases {
            assert_eq!(file.position(offset), Position { line, column }, "offset {offset}");
        }
        assert_eq!(file.line(2), "\u{1F600}x");
        assert_eq!(file.line(9), "");
    }
}
