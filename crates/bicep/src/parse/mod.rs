//! Bicep text to tree.
//!
//! A lexer cuts the text into tokens; a recursive-descent parser reads them in
//! one pass and never goes back. The grammar is that of the official parser,
//! version 0.43: <https://github.com/Azure/bicep/tree/main/src/Bicep.Core/Parsing>.
//! After an error the parser goes on at the next item of the object, array or
//! call, or else at the next line that starts a declaration.

mod bodies;
mod declarations;
mod expressions;
mod lexer;
mod lists;
mod parser;
mod statements;
mod string;
mod token;
mod types;

use ringfence_source::{Diagnostic, FileId, Span};

use crate::syntax::{FileKind, Program, Statement};

/// The longest text that is read: as large as a template may be that is deployed.
///
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices#template-limits> (4 MB).
pub const MAX_TEXT_BYTES: usize = 4 * 1024 * 1024;

/// Reads a file. Whatever the text, there is a tree; what could not be read is an error node in it and a diagnostic.
pub fn parse(file: FileId, text: &str, kind: FileKind) -> (Program, Vec<Diagnostic>) {
    let span = Span::new(file, 0, u32::try_from(text.len()).unwrap_or(u32::MAX));
    if text.len() > MAX_TEXT_BYTES {
        let message = format!("this file is larger than {} MiB and was not read", MAX_TEXT_BYTES / 1024 / 1024);
        let diagnostic =
            Diagnostic::error("file-too-large", Span::start_of(file), message).with_help("split it into modules");
        let unread = Statement::unread(Vec::new(), span);
        return (Program { kind, statements: vec![unread], pragmas: Vec::new(), span }, vec![diagnostic]);
    }
    let lexed = lexer::lex(file, text);
    let mut parser = parser::Parser::new(file, text, kind, lexed.tokens);
    let statements = parser.statements();
    let mut diagnostics = lexed.diagnostics;
    diagnostics.extend(parser.into_diagnostics());
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
    (Program { kind, statements, pragmas: lexed.pragmas, span }, diagnostics)
}
