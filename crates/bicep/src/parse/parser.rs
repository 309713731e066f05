//! The parser's position, its diagnostics and how it gets back on its feet.

use ringfence_source::{Diagnostic, FileId, Span};

use super::token::{Token, TokenKind};
use crate::syntax::{FileKind, MAX_DEPTH, Name};

/// The most diagnostics that the lexer gives for one file, and that the parser gives.
pub(super) const MAX_DIAGNOSTICS: usize = 200;

/// Something was not there; the diagnostic is already made.
#[derive(Debug)]
pub(super) struct Failed;

/// What was read, or nothing.
pub(super) type Parsed<T> = Result<T, Failed>;

/// What ends the text that is skipped after an error, beside the end of the line and a closing bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SkipTo {
    /// Nothing else.
    LineEnd,
    /// A comma.
    Comma,
}

pub(super) struct Parser<'t> {
    pub(super) file: FileId,
    pub(super) text: &'t str,
    pub(super) kind: FileKind,
    tokens: Vec<Token>,
    at: usize,
    /// How many nodes are open.
    depth: u32,
    /// How deep the deepest subtree is that was completed in the node now open.
    height: u32,
    diagnostics: Vec<Diagnostic>,
    /// Where the last diagnostic was made: two for one place confuse.
    last_error: Option<u32>,
}

impl<'t> Parser<'t> {
    pub(super) fn new(file: FileId, text: &'t str, kind: FileKind, tokens: Vec<Token>) -> Self {
        Self { file, text, kind, tokens, at: 0, depth: 0, height: 0, diagnostics: Vec::new(), last_error: None }
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    // Tokens.

    pub(super) fn token(&self) -> Token {
        self.ahead(0)
    }

    /// The token so many places further on; the end of the file, past the end.
    pub(super) fn ahead(&self, count: usize) -> Token {
        let end = Token {
            kind: TokenKind::EndOfFile,
            broken: false,
            start: self.text.len() as u32,
            end: self.text.len() as u32,
        };
        self.tokens.get(self.at + count).copied().unwrap_or(end)
    }

    pub(super) fn check(&self, kind: TokenKind) -> bool {
        self.token().kind == kind
    }

    pub(super) fn advance(&mut self) -> Token {
        let token = self.token();
        if token.kind != TokenKind::EndOfFile {
            self.at += 1;
        }
        token
    }

    /// Takes a token of this kind, if it is the next one.
    pub(super) fn take(&mut self, kind: TokenKind) -> Option<Token> {
        self.check(kind).then(|| self.advance())
    }

    /// Takes a line break, if there is one.
    pub(super) fn take_lines(&mut self) {
        while self.take(TokenKind::NewLine).is_some() {}
    }

    /// The next token that is no line break.
    pub(super) fn past_lines(&self) -> Token {
        self.ahead(usize::from(self.check(TokenKind::NewLine)))
    }

    pub(super) fn at_line_end(&self) -> bool {
        matches!(self.token().kind, TokenKind::NewLine | TokenKind::EndOfFile)
    }

    pub(super) fn text_of(&self, token: Token) -> &'t str {
        self.text.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    pub(super) fn is_word(&self, token: Token, word: &str) -> bool {
        token.kind == TokenKind::Identifier && self.text_of(token) == word
    }

    pub(super) fn check_word(&self, word: &str) -> bool {
        self.is_word(self.token(), word)
    }

    pub(super) fn take_word(&mut self, word: &str) -> Option<Token> {
        self.check_word(word).then(|| self.advance())
    }

    // Spans.

    pub(super) fn span_of(&self, token: Token) -> Span {
        Span::new(self.file, token.start, token.end)
    }

    pub(super) fn start(&self) -> u32 {
        self.token().start
    }

    /// The end of what was read last.
    pub(super) fn end(&self) -> u32 {
        self.at.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |last| last.end)
    }

    /// From a byte to the end of what was read last; empty, if nothing was read since.
    pub(super) fn since(&self, start: u32) -> Span {
        let end = self.end();
        Span::new(self.file, start.min(end), end)
    }

    /// The empty span behind what was read last.
    pub(super) fn here(&self) -> Span {
        Span::new(self.file, self.end(), self.end())
    }

    // Errors.

    /// Reports that something else was expected here.
    pub(super) fn expected(&mut self, what: &str) -> Failed {
        self.expected_help(what, "")
    }

    pub(super) fn expected_help(&mut self, what: &str, help: &str) -> Failed {
        let token = self.token();
        // What the lexer has reported needs no second message.
        let reported = token.kind == TokenKind::Unrecognized || token.broken;
        if !reported && self.diagnostics.len() < MAX_DIAGNOSTICS {
            let found = self.describe(token);
            // What is missing at the end of the file belongs to the last line that says something.
            let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).copied();
            let place = before.filter(|before| token.kind == TokenKind::EndOfFile && before.kind == TokenKind::NewLine);
            self.error(self.span_of(place.unwrap_or(token)), format!("expected {what}, found {found}"), help);
        }
        Failed
    }

    pub(super) fn error(&mut self, span: Span, message: String, help: &str) -> Failed {
        if self.last_error != Some(span.start) && self.diagnostics.len() < MAX_DIAGNOSTICS {
            let diagnostic = Diagnostic::error("syntax", span, message);
            self.diagnostics.push(if help.is_empty() { diagnostic } else { diagnostic.with_help(help) });
        }
        self.last_error = Some(span.start);
        Failed
    }

    fn describe(&self, token: Token) -> String {
        match token.kind {
            TokenKind::Identifier | TokenKind::Integer | TokenKind::StringComplete => {
                let text: String =
                    self.text_of(token).chars().map(|c| if c.is_control() { ' ' } else { c }).take(31).collect();
                let dots = if text.chars().count() > 30 { "…" } else { "" };
                format!("`{}{dots}`", text.chars().take(30).collect::<String>())
            }
            kind => kind.describe().to_owned(),
        }
    }

    pub(super) fn expect(&mut self, kind: TokenKind) -> Parsed<Token> {
        self.expect_help(kind, "")
    }

    pub(super) fn expect_help(&mut self, kind: TokenKind, help: &str) -> Parsed<Token> {
        self.take(kind).ok_or_else(|| self.expected_help(kind.describe(), help))
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Parsed<Token> {
        self.take_word(word).ok_or_else(|| self.expected(&format!("`{word}`")))
    }

    /// A name; `what` says of what.
    pub(super) fn name(&mut self, what: &str) -> Parsed<Name> {
        match self.take(TokenKind::Identifier) {
            Some(token) => Ok(self.name_of(token)),
            None => Err(self.expected(what)),
        }
    }

    pub(super) fn name_of(&self, token: Token) -> Name {
        Name { text: self.text_of(token).into(), span: self.span_of(token) }
    }

    /// Stands for a name that is not there.
    pub(super) fn missing_name(&self) -> Name {
        Name { text: "".into(), span: self.here() }
    }

    // Recovery.

    /// Skips what cannot be read, up to the end of the line or a bracket that closes what is open.
    ///
    /// Brackets that open in what is skipped are skipped up to their ends, unless a declaration starts before.
    pub(super) fn skip(&mut self, to: SkipTo) {
        let mut open = 0_u32;
        loop {
            match self.token().kind {
                TokenKind::EndOfFile => return,
                TokenKind::NewLine if open == 0 || self.declaration_starts(self.at + 1) => return,
                TokenKind::Comma if open == 0 && to == SkipTo::Comma => return,
                TokenKind::LeftBrace | TokenKind::LeftParen | TokenKind::LeftSquare | TokenKind::StringLeft => {
                    open += 1
                }
                TokenKind::RightBrace | TokenKind::RightParen | TokenKind::RightSquare | TokenKind::StringRight => {
                    if open == 0 {
                        return;
                    }
                    open -= 1;
                }
                TokenKind::StringMiddle if open == 0 => return,
                _ => {}
            }
            self.advance();
        }
    }

    /// Whether a line break comes next and after it, surely, a declaration: then a bracket is missing before it.
    pub(super) fn declaration_follows(&self) -> bool {
        self.check(TokenKind::NewLine) && self.declaration_starts(self.at + 1)
    }

    /// Whether a declaration starts at this token, in the first column.
    ///
    /// A name next to a name or string stands in no object, array or call, so that this never misreads what is right; a nested
    /// resource is the exception, but then the caller does not ask.
    fn declaration_starts(&self, at: usize) -> bool {
        let get = |at: usize| self.tokens.get(at).copied().filter(|token| token.kind != TokenKind::EndOfFile);
        let (Some(word), Some(next)) = (get(at), get(at + 1)) else { return false };
        if !self.in_first_column(word) || word.kind != TokenKind::Identifier {
            return false;
        }
        match self.text_of(word) {
            "param" | "var" | "resource" | "module" | "output" | "type" | "func" | "metadata" | "assert" | "test"
            | "extension" | "provider" | "extensionConfig" => {
                matches!(next.kind, TokenKind::Identifier | TokenKind::StringComplete | TokenKind::StringLeft)
            }
            "targetScope" => next.kind == TokenKind::Assign,
            "using" | "extends" => next.kind == TokenKind::StringComplete,
            "import" => matches!(next.kind, TokenKind::LeftBrace | TokenKind::Star | TokenKind::StringComplete),
            _ => false,
        }
    }

    /// Whether a token starts its line.
    pub(super) fn in_first_column(&self, token: Token) -> bool {
        let before = (token.start as usize).checked_sub(1).and_then(|at| self.text.as_bytes().get(at));
        before.is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
    }

    // Depth.

    /// Reads a node that stands inside the one now open.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= MAX_DEPTH {
            return Err(self.too_deep());
        }
        self.depth += 1;
        let siblings = std::mem::take(&mut self.height);
        let outcome = read(self);
        self.depth -= 1;
        self.height = siblings.max(self.height + 1);
        outcome
    }

    /// Makes what was read so far in the open node the child of a new one, as in `a.b` or `a + b`.
    pub(super) fn wrap(&mut self) -> Parsed<()> {
        self.height += 1;
        if self.depth + self.height > MAX_DEPTH { Err(self.too_deep()) } else { Ok(()) }
    }

    fn too_deep(&mut self) -> Failed {
        let span = self.span_of(self.token());
        self.error(span, format!("this nests more than {MAX_DEPTH} levels deep"), "give parts of it names, with `var`")
    }
}
