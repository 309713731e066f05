//! Bicep text to tree.

use ringfence_source::{Diagnostic, FileId, Span};

use crate::syntax::{FileKind, Program};

/// Reads a file. Whatever the text, there is a tree; what could not be read is an error node in it and a diagnostic.
pub fn parse(file: FileId, text: &str, kind: FileKind) -> (Program, Vec<Diagnostic>) {
    let span = Span::new(file, 0, u32::try_from(text.len()).unwrap_or(u32::MAX));
    (Program { kind, statements: Vec::new(), pragmas: Vec::new(), span }, Vec::new())
}
