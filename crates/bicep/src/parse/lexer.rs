//! Text to tokens.
//!
//! The lexer has a mode: inside `${ … }` of a string a `}` at the right depth
//! continues the string. Comments and directives are no tokens.

use ringfence_source::{Diagnostic, FileId, Span};

use super::parser::MAX_DIAGNOSTICS;
use super::string::{EscapeError, scan_escape};
use super::token::{Token, TokenKind};
use crate::syntax::{Name, Pragma, PragmaKind};

/// The longest name that Bicep takes (its diagnostic BCP024).
const MAX_NAME_BYTES: usize = 255;

/// What is in a text.
pub(super) struct Lexed {
    /// The tokens; the last one is the end of the file.
    pub(super) tokens: Vec<Token>,
    /// The directives.
    pub(super) pragmas: Vec<Pragma>,
    /// What is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Cuts a text into tokens. Its length must fit into 32 bits.
pub(super) fn lex(file: FileId, text: &str) -> Lexed {
    let mut lexer = Lexer {
        file,
        text,
        bytes: text.as_bytes(),
        at: 0,
        blank_line: true,
        holes: Vec::new(),
        out: Lexed { tokens: Vec::with_capacity(text.len() / 5), pragmas: Vec::new(), diagnostics: Vec::new() },
    };
    lexer.run();
    lexer.out
}

/// What was opened inside a string and decides what the next `}` means.
#[derive(Clone, Copy)]
enum Opened {
    /// `${` of a one-line string.
    Hole,
    /// `${` of a multi-line string whose holes start with this many `$`.
    MultilineHole(usize),
    /// `{` of an object inside a hole.
    Brace,
}

struct Lexer<'t> {
    file: FileId,
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// Whether only white space stands before `at` on its line.
    blank_line: bool,
    holes: Vec<Opened>,
    out: Lexed,
}

impl Lexer<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' => self.at += 1,
                b'\n' | b'\r' => self.line_break(),
                b'/' if self.peek(1) == b'/' => self.line_comment(),
                b'/' if self.peek(1) == b'*' => self.block_comment(),
                b'#' if self.blank_line && self.pragma() => {}
                _ => {
                    self.blank_line = false;
                    self.token(byte);
                }
            }
        }
        if !self.holes.is_empty() {
            self.close_holes();
        }
        self.push(TokenKind::EndOfFile, self.at, false);
    }

    /// The byte `ahead` of the current one; 0, which no token contains, past the end.
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn push(&mut self, kind: TokenKind, start: usize, broken: bool) {
        self.out.tokens.push(Token { kind, broken, start: start as u32, end: self.at as u32 });
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start as u32, end as u32)
    }

    fn error(&mut self, start: usize, end: usize, message: impl Into<String>, help: &str) {
        if self.out.diagnostics.len() < MAX_DIAGNOSTICS {
            let diagnostic = Diagnostic::error("syntax", self.span(start, end), message).with_help(help);
            self.out.diagnostics.push(diagnostic);
        }
    }

    fn line_break(&mut self) {
        if !self.holes.is_empty() {
            self.close_holes();
        }
        let start = self.at;
        while matches!(self.peek(0), b'\n' | b'\r') {
            self.at += 1;
        }
        self.blank_line = true;
        if self.out.tokens.last().is_some_and(|last| last.kind != TokenKind::NewLine) {
            self.push(TokenKind::NewLine, start, false);
        }
    }

    /// A line ends inside a hole: the string is given up, so that the next line is read as usual.
    fn close_holes(&mut self) {
        let last = self.out.tokens.last().map_or(self.at, |token| token.start as usize);
        self.error(
            last,
            self.at,
            "this string does not end on its line",
            "close the interpolation with `}` and the string with `'`",
        );
        self.holes.clear();
        self.push(TokenKind::StringRight, self.at, true);
    }

    fn line_comment(&mut self) {
        self.blank_line = false;
        while self.at < self.bytes.len() && !matches!(self.peek(0), b'\n' | b'\r') {
            self.at += 1;
        }
    }

    fn block_comment(&mut self) {
        self.blank_line = false;
        let start = self.at;
        let rest = self.bytes.get(start + 2..).unwrap_or_default();
        match rest.windows(2).position(|pair| pair == b"*/") {
            Some(length) => self.at = start + 2 + length + 2,
            None => {
                self.at = self.bytes.len();
                self.error(start, start + 2, "this comment has no end", "end it with `*/`");
            }
        }
    }

    /// Reads a directive, if one stands here.
    fn pragma(&mut self) -> bool {
        let start = self.at;
        let rest = self.text.get(start + 1..).unwrap_or_default();
        let known = [
            ("disable-next-line", PragmaKind::DisableNextLine),
            ("disable-diagnostics", PragmaKind::Disable),
            ("restore-diagnostics", PragmaKind::Restore),
        ];
        let Some((word, kind)) = known.into_iter().find(|(word, _)| rest.starts_with(word)) else { return false };
        self.blank_line = false;
        self.at += 1 + word.len();
        let mut end = self.at;
        let mut codes = Vec::new();
        loop {
            while matches!(self.peek(0), b' ' | b'\t') {
                self.at += 1;
            }
            let code = self.at;
            while is_word(self.peek(0)) || self.peek(0) == b'-' {
                self.at += 1;
            }
            if code == self.at {
                break;
            }
            end = self.at;
            let text = self.text.get(code..end).unwrap_or_default().into();
            codes.push(Name { text, span: self.span(code, end) });
        }
        if codes.is_empty() {
            self.error(start, end, format!("`#{word}` names no diagnostic"), "add at least one code, such as `BCP037`");
        }
        let span = self.span(start, end);
        self.out.pragmas.push(Pragma { kind, codes, span });
        true
    }

    fn token(&mut self, byte: u8) {
        let start = self.at;
        let next = self.peek(1);
        let (kind, length) = match (byte, next) {
            (b'a'..=b'z' | b'A'..=b'Z' | b'_', _) => return self.word(),
            (b'0'..=b'9', _) => return self.number(),
            (b'\'', b'\'') if self.peek(2) == b'\'' => {
                self.at += 3;
                return self.multiline_string(start, 0);
            }
            (b'\'', _) => {
                self.at += 1;
                return self.string(start, true);
            }
            (b'$', _) if self.opens_multiline() => return,
            (b'"', _) => return self.double_quoted(),
            (b'{', _) => {
                if !self.holes.is_empty() {
                    self.holes.push(Opened::Brace);
                }
                (TokenKind::LeftBrace, 1)
            }
            (b'}', _) => {
                self.at += 1;
                return self.right_brace(start);
            }
            (b'(', _) => (TokenKind::LeftParen, 1),
            (b')', _) => (TokenKind::RightParen, 1),
            (b'[', _) => (TokenKind::LeftSquare, 1),
            (b']', _) => (TokenKind::RightSquare, 1),
            (b'@', _) => (TokenKind::At, 1),
            (b',', _) => (TokenKind::Comma, 1),
            (b';', _) => (TokenKind::Semicolon, 1),
            (b'.', b'.') if self.peek(2) == b'.' => (TokenKind::Ellipsis, 3),
            (b'.', _) => (TokenKind::Dot, 1),
            (b'?', b'?') => (TokenKind::DoubleQuestion, 2),
            (b'?', _) => (TokenKind::Question, 1),
            (b':', b':') => (TokenKind::DoubleColon, 2),
            (b':', _) => (TokenKind::Colon, 1),
            (b'+', _) => (TokenKind::Plus, 1),
            (b'-', _) => (TokenKind::Minus, 1),
            (b'*', _) => (TokenKind::Star, 1),
            (b'/', _) => (TokenKind::Slash, 1),
            (b'%', _) => (TokenKind::Percent, 1),
            (b'^', _) => (TokenKind::Hat, 1),
            (b'!', b'=') => (TokenKind::NotEquals, 2),
            (b'!', b'~') => (TokenKind::NotEqualsInsensitive, 2),
            (b'!', _) => (TokenKind::Exclamation, 1),
            (b'<', b'=') => (TokenKind::LessOrEqual, 2),
            (b'<', _) => (TokenKind::Less, 1),
            (b'>', b'=') => (TokenKind::GreaterOrEqual, 2),
            (b'>', _) => (TokenKind::Greater, 1),
            (b'=', b'=') => (TokenKind::Equals, 2),
            (b'=', b'~') => (TokenKind::EqualsInsensitive, 2),
            (b'=', b'>') => (TokenKind::Arrow, 2),
            (b'=', _) => (TokenKind::Assign, 1),
            (b'&', b'&') => (TokenKind::And, 2),
            (b'|', b'|') => (TokenKind::Or, 2),
            (b'|', _) => (TokenKind::Pipe, 1),
            _ => return self.unrecognized(),
        };
        self.at += length;
        self.push(kind, start, false);
    }

    fn word(&mut self) {
        let start = self.at;
        while is_word(self.peek(0)) {
            self.at += 1;
        }
        let kind = match self.bytes.get(start..self.at) {
            Some(b"true") => TokenKind::True,
            Some(b"false") => TokenKind::False,
            Some(b"null") => TokenKind::Null,
            _ => TokenKind::Identifier,
        };
        if self.at - start > MAX_NAME_BYTES {
            let message = format!("this name is longer than {MAX_NAME_BYTES} characters");
            self.error(start, self.at, message, "shorten it");
        }
        self.push(kind, start, false);
    }

    fn number(&mut self) {
        let start = self.at;
        while self.peek(0).is_ascii_digit() {
            self.at += 1;
        }
        self.push(TokenKind::Integer, start, false);
    }

    fn right_brace(&mut self, start: usize) {
        match self.holes.pop() {
            Some(Opened::Hole) => self.string(start, false),
            Some(Opened::MultilineHole(dollars)) => self.multiline_string_part(start, dollars, false),
            Some(Opened::Brace) | None => self.push(TokenKind::RightBrace, start, false),
        }
    }

    /// The rest of a one-line string, from behind its `'` or the `}` of a hole.
    fn string(&mut self, start: usize, first: bool) {
        let mut broken = false;
        let ended = loop {
            match self.bytes.get(self.at) {
                None | Some(b'\n' | b'\r') => {
                    self.error(
                        start,
                        self.at,
                        "this string does not end on its line",
                        "end it with `'`; text of several lines stands between `'''`",
                    );
                    broken = true;
                    break true;
                }
                Some(b'\'') => {
                    self.at += 1;
                    break true;
                }
                Some(b'$') if self.peek(1) == b'{' => {
                    self.at += 2;
                    self.holes.push(Opened::Hole);
                    break false;
                }
                Some(b'\\') => match scan_escape(self.text.get(self.at..).unwrap_or_default()) {
                    Ok((_, length)) => self.at += length,
                    Err(fault) => {
                        broken = true;
                        self.bad_escape(fault);
                    }
                },
                Some(_) => self.at += 1,
            }
        };
        self.push(string_kind(first, ended), start, broken);
    }

    fn bad_escape(&mut self, fault: EscapeError) {
        let start = self.at;
        self.at += 1;
        let length = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        if !matches!(self.peek(0), b'\n' | b'\r') {
            self.at += length;
        }
        let (message, help) = match fault {
            EscapeError::Unknown => (
                format!("`{}` is no escape", self.text.get(start..self.at).unwrap_or_default()),
                r"the escapes are `\\`, `\'`, `\n`, `\r`, `\t`, `\$` and `\u{...}`",
            ),
            EscapeError::Unicode => (
                "this is no character".to_owned(),
                r"write the number of a character in hexadecimal, as in `\u{1F4A1}`",
            ),
        };
        self.error(start, self.at, message, help);
    }

    /// Reads `$'''…`, if one stands here.
    fn opens_multiline(&mut self) -> bool {
        let start = self.at;
        let dollars = self.bytes.get(start..).unwrap_or_default().iter().take_while(|byte| **byte == b'$').count();
        self.at += dollars;
        if self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"'''")) {
            self.at += 3;
            self.multiline_string(start, dollars);
        } else {
            self.error(
                start,
                self.at,
                "`$` starts nothing here",
                "an interpolated text of several lines starts with `$'''`",
            );
            self.push(TokenKind::Unrecognized, start, false);
        }
        true
    }

    fn multiline_string(&mut self, start: usize, dollars: usize) {
        self.multiline_string_part(start, dollars, true);
    }

    /// The rest of a multi-line string, from behind its `'''` or the `}` of a hole.
    fn multiline_string_part(&mut self, start: usize, dollars: usize, first: bool) {
        let mut run = (0, 0);
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            run = match byte {
                b'$' => (run.0 + 1, 0),
                b'\'' => (0, run.1 + 1),
                b'{' if dollars > 0 && run.0 >= dollars => {
                    self.holes.push(Opened::MultilineHole(dollars));
                    return self.push(string_kind(first, false), start, false);
                }
                _ => (0, 0),
            };
            if run.1 >= 3 && self.peek(0) != b'\'' {
                return self.push(string_kind(first, true), start, false);
            }
        }
        self.error(start, start + 1, "this text has no end", "end it with `'''`");
        self.push(string_kind(first, true), start, true);
    }

    /// A string in the quotes of other languages, up to the end of the line at most.
    fn double_quoted(&mut self) {
        let start = self.at;
        self.at += 1;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\n' | b'\r'));
        if let Some(length) = length.filter(|length| rest.get(*length) == Some(&b'"')) {
            self.at += length + 1;
        }
        self.error(start, self.at, "a string stands between `'`, not between `\"`", "write `'` in place of `\"`");
        self.push(TokenKind::StringComplete, start, true);
    }

    fn unrecognized(&mut self) {
        let start = self.at;
        let character = self.text.get(start..).and_then(|rest| rest.chars().next()).unwrap_or('\u{fffd}');
        self.at += character.len_utf8();
        let (message, help) = match character {
            '&' => ("`&` is no operator".to_owned(), "`&&` is *and*"),
            '#' => (
                "`#` starts no directive that exists".to_owned(),
                "the directives are `#disable-next-line`, `#disable-diagnostics` and `#restore-diagnostics`, each on a line of its own; a comment starts with `//`",
            ),
            character if character.is_control() || character.is_whitespace() => (
                format!("the character U+{:04X} has no place here", u32::from(character)),
                "remove it; only blanks, tabs and line breaks may stand between words",
            ),
            character => (format!("`{character}` has no place here"), "remove it, or put the text in a string"),
        };
        // One message for a run of them is enough, whatever bytes a file has.
        let follows = self
            .out
            .tokens
            .last()
            .is_some_and(|last| last.kind == TokenKind::Unrecognized && last.end as usize == start);
        if !follows {
            self.error(start, self.at, message, help);
        }
        self.push(TokenKind::Unrecognized, start, false);
    }
}

fn string_kind(first: bool, ended: bool) -> TokenKind {
    match (first, ended) {
        (true, true) => TokenKind::StringComplete,
        (true, false) => TokenKind::StringLeft,
        (false, false) => TokenKind::StringMiddle,
        (false, true) => TokenKind::StringRight,
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
