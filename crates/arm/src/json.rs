//! The JSON reader: JSON as Azure accepts it, with a span on every node.
//!
//! Beyond RFC 8259, Azure reads comments and strings over several lines
//! (<https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax#comments-and-metadata>).
//! Its reader is Newtonsoft's, which also takes trailing commas, single quotes and bare
//! member names (<https://www.newtonsoft.com/json/help/html/T_Newtonsoft_Json_JsonTextReader.htm>):
//! these are read with a warning where an editor would show an error.
//!
//! A mistake costs the value that it stands in, which becomes [`NodeKind::Unreadable`]; the rest is
//! read. Where a member's name or the end of a container cannot be read, an unreadable member or item stands for
//! what may have been there, so that nothing counts as left out that was only misspelt. Time is linear in the length of the text, whatever it holds.

mod skip;
mod string;

use std::collections::HashMap;

use ringfence_source::{Diagnostic, FileId, Span};

use crate::strings::Strings;
use crate::{Expr, ExprKind, Key, Member, Node, NodeKind};
use string::Decoded;
pub(crate) use string::Shift;

/// How deep objects and arrays nest at most.
const MAX_DEPTH: usize = 200;

/// How many diagnostics a file gives at most.
const MAX_DIAGNOSTICS: usize = 100;

/// After so many mistakes of syntax a file is no JSON, and reading ends.
const MAX_SYNTAX_ERRORS: usize = 100;

/// Objects with more members than this are searched for repeated names with a table.
const FEW: usize = 12;

/// Reads a template. There is no node when nothing in it is a value.
pub fn read_json(text: &str, file: FileId) -> (Option<Node>, Vec<Diagnostic>) {
    read(text, file, true)
}

/// Reads JSON in which `[…]` is a text like any other: parameter files, `loadJsonContent`, an export.
pub fn read_data(text: &str, file: FileId) -> (Option<Node>, Vec<Diagnostic>) {
    read(text, file, false)
}

fn read(text: &str, file: FileId, expressions: bool) -> (Option<Node>, Vec<Diagnostic>) {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        length: text.len(),
        at: if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 },
        file,
        expressions,
        closers: Vec::new(),
        prose: false,
        torn: false,
        strings: Strings::new(),
        decoded: String::new(),
        shifts: Vec::new(),
        members: Vec::new(),
        items: Vec::new(),
        diagnostics: Vec::new(),
        syntax_errors: 0,
    };
    if u32::try_from(text.len()).is_err() {
        reader.error(0, 0, "this file is larger than 4 GiB", "split it");
        return (None, reader.diagnostics);
    }
    reader.skip_blank();
    if reader.at == text.len() {
        reader.error(reader.at, reader.at, "this file is empty", "write a JSON object");
        return (None, reader.diagnostics);
    }
    let node = reader.value();
    reader.skip_blank();
    if node.is_some() && reader.at < reader.text.len() {
        let end = reader.end_of_line();
        reader.error(reader.at, end, "there is something after the end of the value", "remove it");
    }
    (node, reader.diagnostics)
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// The length of the file, also when reading ended before.
    length: usize,
    at: usize,
    file: FileId,
    /// Whether `[…]` is an expression.
    expressions: bool,
    /// What closes the containers around here, the innermost last.
    closers: Vec<u8>,
    /// Whether this is text for people, where `[` need not begin an expression.
    prose: bool,
    /// Whether the container that was just left had no closer.
    torn: bool,
    strings: Strings,
    decoded: String,
    shifts: Vec<Shift>,
    /// Members of the objects that are being read, so that each object allocates once.
    members: Vec<Member>,
    items: Vec<Node>,
    diagnostics: Vec<Diagnostic>,
    syntax_errors: usize,
}

impl Reader<'_> {
    /// Reads a value. `None`: there is none here, which was reported, and nothing was passed over.
    fn value(&mut self) -> Option<Node> {
        self.skip_blank();
        let start = self.at;
        let kind = match self.peek() {
            Some(b'"' | b'\'') => self.string_value(),
            Some(b'{') => self.container(b'}'),
            Some(b'[') => self.container(b']'),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(byte) if is_word(byte) => self.word(),
            found => {
                let message = format!("expected a value, found {}", self.name_of(found));
                self.error(start, self.end_of_char(), message, "write a value, such as a string in double quotes");
                return None;
            }
        };
        Some(Node { span: self.span(start, self.at), kind })
    }

    fn container(&mut self, closer: u8) -> NodeKind {
        if self.closers.len() >= MAX_DEPTH {
            let start = self.at;
            let message = format!("values are nested more than {MAX_DEPTH} deep");
            self.push(Diagnostic::error("nesting-too-deep", self.span(start, start + 1), message));
            self.skip_container();
            return NodeKind::Unreadable;
        }
        self.at += 1;
        self.closers.push(closer);
        let kind = if closer == b'}' { self.object() } else { self.array() };
        self.closers.pop();
        kind
    }

    fn object(&mut self) -> NodeKind {
        let open = self.at - 1;
        let first = self.members.len();
        while self.more(b'}', open) {
            let start = self.at;
            let Some((key, key_span)) = self.key() else {
                self.skip_to_separator();
                self.members.push(unreadable_member(self.span(start, self.at)));
                self.separator(b'}');
                continue;
            };
            let prose = self.prose;
            self.prose |= matches!(&key, Key::Literal(name) if is_prose(name));
            let value = self.member_value();
            self.prose = prose;
            self.members.push(Member { key, key_span, value });
            self.separator(b'}');
        }
        if std::mem::take(&mut self.torn) {
            self.members.push(unreadable_member(self.span(self.at, self.at)));
        }
        self.warn_of_repeated_names(first);
        NodeKind::Object(std::sync::Arc::new(crate::Object { members: self.members.drain(first..).collect() }))
    }

    fn array(&mut self) -> NodeKind {
        let open = self.at - 1;
        let first = self.items.len();
        while self.more(b']', open) {
            let start = self.at;
            match self.value() {
                Some(item) => self.items.push(item),
                None => {
                    self.skip_to_separator();
                    let span = self.span(start, self.at);
                    self.items.push(Node { span, kind: NodeKind::Unreadable });
                }
            }
            self.separator(b']');
        }
        if std::mem::take(&mut self.torn) {
            self.items.push(Node { span: self.span(self.at, self.at), kind: NodeKind::Unreadable });
        }
        NodeKind::Array(self.items.drain(first..).collect())
    }

    /// Whether the container goes on; passes over its closer if not. Without a closer it is torn: more may have stood
    /// in it than was read.
    fn more(&mut self, closer: u8, open: usize) -> bool {
        loop {
            self.skip_blank();
            match self.peek() {
                Some(byte) if byte == closer => {
                    self.at += 1;
                    return false;
                }
                Some(byte @ (b'}' | b']')) => {
                    let message = format!("expected `{}`, found `{}`", char::from(closer), char::from(byte));
                    let opened = self.span(open, open + 1);
                    let span = self.span(self.at, self.at + 1);
                    self.push(syntax(span, message).with_related(opened, "this is not closed"));
                    // The closer of a container around this one ends this one too; any other is too much.
                    if self.closers.contains(&byte) {
                        self.torn = true;
                        return false;
                    }
                    self.at += 1;
                }
                None => {
                    let message = format!("expected `{}`, found the end of the file", char::from(closer));
                    let (opened, span) = (self.span(open, open + 1), self.span(self.at, self.at));
                    self.push(syntax(span, message).with_related(opened, "this is not closed"));
                    self.torn = true;
                    return false;
                }
                Some(b',') => {
                    self.error(self.at, self.at + 1, "expected a value, found `,`", "remove the comma");
                    self.at += 1;
                }
                Some(_) => return true,
            }
        }
    }

    /// Passes over what stands between two values of a container.
    fn separator(&mut self, closer: u8) {
        let end = self.at;
        self.skip_blank();
        match self.peek() {
            Some(b',') => self.at += 1,
            Some(b'}' | b']') | None => {}
            Some(b'"' | b'\'' | b'{' | b'[') => {
                self.error(end, end, "expected `,`", "separate the values with a comma");
            }
            found => {
                let message = format!("expected `,` or `{}`, found {}", char::from(closer), self.name_of(found));
                self.error(self.at, self.end_of_char(), message, "remove it, or put it in double quotes");
                self.skip_to_separator();
                if self.peek() == Some(b',') {
                    self.at += 1;
                }
            }
        }
    }

    fn key(&mut self) -> Option<(Key, Span)> {
        let start = self.at;
        match self.peek() {
            Some(b'"' | b'\'') => {
                let decoded = self.string();
                let span = self.span(start, self.at);
                let kind = self.string_or_expression(&decoded, start);
                self.give_back(decoded);
                match kind {
                    NodeKind::String(name) => Some((Key::Literal(name), span)),
                    NodeKind::Expr(expression) => Some((Key::Expr(expression), span)),
                    _ => None,
                }
            }
            Some(byte) if is_word(byte) => {
                self.skip_word();
                let span = self.span(start, self.at);
                let name = self.text.get(start..self.at).unwrap_or_default();
                self.push(
                    Diagnostic::warning("lax-json", span, format!("the name `{name}` is not in quotes"))
                        .with_help("put it in double quotes"),
                );
                Some((Key::Literal(self.strings.share(name)), span))
            }
            found => {
                let message = format!("expected a member's name, found {}", self.name_of(found));
                self.error(start, self.end_of_char(), message, "write `\"name\": value`");
                None
            }
        }
    }

    fn member_value(&mut self) -> Node {
        let end = self.at;
        self.skip_blank();
        let value = if self.peek() == Some(b':') {
            self.at += 1;
            self.value()
        } else {
            self.error(end, end, "expected `:`", "write `\"name\": value`");
            None
        };
        value.unwrap_or_else(|| {
            self.skip_to_separator();
            Node { span: self.span(end, self.at), kind: NodeKind::Unreadable }
        })
    }

    fn warn_of_repeated_names(&mut self, first: usize) {
        let members = self.members.get(first..).unwrap_or_default();
        let mut repeated: Vec<(Span, Span, String)> = Vec::new();
        let mut note = |member: &Member, earlier: &Member| {
            repeated.push((member.key_span, earlier.key_span, member.name().unwrap_or_default().to_owned()));
        };
        if members.len() <= FEW {
            for (index, member) in members.iter().enumerate() {
                let mut before = members.iter().take(index);
                if let Some(earlier) = before.find(|earlier| same_name(earlier, member)) {
                    note(member, earlier);
                }
            }
        } else {
            let mut names: HashMap<&str, &Member> = HashMap::with_capacity(members.len());
            for member in members {
                let Some(name) = member.name() else { continue };
                if let Some(earlier) = names.insert(name, member) {
                    note(member, earlier);
                }
            }
        }
        for (span, earlier, name) in repeated {
            self.push(
                Diagnostic::warning(
                    "repeated-name",
                    span,
                    format!("the name `{name}` is there twice; this one counts"),
                )
                .with_related(earlier, "the earlier one")
                .with_help("remove one of them"),
            );
        }
    }

    fn string_value(&mut self) -> NodeKind {
        let start = self.at;
        let decoded = self.string();
        let kind = self.string_or_expression(&decoded, start);
        self.give_back(decoded);
        kind
    }

    /// `[…]` is an expression, `[[…]` stands for a text that begins with one bracket.
    ///
    /// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions#escape-characters>
    fn string_or_expression(&mut self, decoded: &Decoded<'_>, start: usize) -> NodeKind {
        let text = decoded.text();
        let enclosed = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        let Some(inner) = enclosed.filter(|_| self.expressions) else {
            return NodeKind::String(self.strings.share(text));
        };
        if inner.starts_with('[') {
            return NodeKind::String(self.strings.share(text.get(1..).unwrap_or_default()));
        }
        let place = crate::expression::Place { file: self.file, start: start as u32 + 1, shifts: decoded.shifts() };
        match crate::expression::parse_in(inner, 1, &place, &mut self.strings) {
            Ok(expression) => NodeKind::Expr(std::sync::Arc::new(expression)),
            Err(_) if self.prose => NodeKind::String(self.strings.share(text)),
            Err(diagnostic) => {
                self.push(*diagnostic);
                NodeKind::Unreadable
            }
        }
    }

    fn number(&mut self) -> NodeKind {
        let start = self.at;
        let in_number = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        self.skip_while(in_number);
        let text = self.text.get(start..self.at).unwrap_or_default();
        let digits = text.strip_prefix('-').unwrap_or(text);
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty();
        let leading_zero = digits.len() > 1 && digits.starts_with('0') && plain;
        if !leading_zero {
            match text.parse::<i64>() {
                Ok(number) if plain => return NodeKind::Int(number),
                _ if plain || is_number(digits) => return NodeKind::Number(text.into()),
                _ => {}
            }
        }
        let message = format!("`{text}` is not a number");
        let help = if leading_zero { "remove the leading zeros" } else { "write a decimal number, such as 42 or 0.5" };
        self.error(start, self.at, message, help);
        NodeKind::Unreadable
    }

    fn word(&mut self) -> NodeKind {
        let start = self.at;
        self.skip_word();
        match self.text.get(start..self.at).unwrap_or_default() {
            "true" => NodeKind::Bool(true),
            "false" => NodeKind::Bool(false),
            "null" => NodeKind::Null,
            word => {
                let message = format!("expected a value, found `{word}`");
                self.error(start, self.at, message, "put a text in double quotes");
                NodeKind::Unreadable
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start.min(self.length) as u32, end.min(self.length) as u32)
    }

    fn error(&mut self, start: usize, end: usize, message: impl Into<String>, help: &str) {
        self.push(syntax(self.span(start, end), message).with_help(help));
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        let syntax = diagnostic.code == JSON_SYNTAX;
        if self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        } else if self.diagnostics.len() == MAX_DIAGNOSTICS {
            self.diagnostics.push(
                Diagnostic::error("too-many-errors", diagnostic.span, "there is more to report from here on")
                    .with_help("mend what is above first"),
            );
        }
        if syntax {
            self.syntax_errors += 1;
            if self.syntax_errors > MAX_SYNTAX_ERRORS {
                self.abandon();
            }
        }
    }

    /// Ends reading here: the containers around count as torn.
    fn abandon(&mut self) {
        self.text = self.text.get(..self.at).unwrap_or_default();
        self.bytes = self.text.as_bytes();
    }

    fn name_of(&self, found: Option<u8>) -> String {
        match found {
            None => "the end of the file".to_owned(),
            Some(_) => {
                let found = self.text.get(self.at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
                format!("`{}`", found.escape_debug())
            }
        }
    }

    fn end_of_char(&self) -> usize {
        self.at + self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    }
}

/// A member of which not even the name is known.
fn unreadable_member(span: Span) -> Member {
    let key = Key::Expr(std::sync::Arc::new(Expr { span, kind: ExprKind::Unreadable }));
    Member { key, key_span: span, value: Node { span, kind: NodeKind::Unreadable } }
}

const JSON_SYNTAX: &str = "json-syntax";

fn syntax(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(JSON_SYNTAX, span, message)
}

/// Members that people read and ARM never evaluates, or evaluates in some places only.
fn is_prose(name: &str) -> bool {
    ["metadata", "$schema", "description", "comments"].iter().any(|prose| name.eq_ignore_ascii_case(prose))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

fn same_name(a: &Member, b: &Member) -> bool {
    matches!((&a.key, &b.key), (Key::Literal(a), Key::Literal(b)) if a == b)
}

/// Whether this is `digits [. digits] [e [sign] digits]`.
fn is_number(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && fraction.is_none_or(digits) && exponent.is_none_or(digits)
}
