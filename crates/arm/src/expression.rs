//! The parser of ARM's template expressions.
//!
//! A value is a string in single quotes (`''` for a quote), a whole number, or a call; a call may be followed by
//! `.name` and `[index]`. There are no operators and no bare words: `true`, `null` and arithmetic are functions.
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions>

use std::sync::Arc;

use ringfence_source::{Diagnostic, FileId, Span};

use crate::json::Shift;
use crate::strings::Strings;
use crate::{Expr, ExprKind};

/// How many calls and accesses stand inside each other at most.
const MAX_DEPTH: usize = 200;

/// Parses an expression, its brackets left out, that stands at byte `start` of `file`.
pub fn parse_expression(text: &str, file: FileId, start: u32) -> Result<Expr, Box<Diagnostic>> {
    parse_in(text, 0, &Place { file, start, shifts: &[] }, &mut Strings::new())
}

/// Where a decoded text stands in its file.
pub(crate) struct Place<'a> {
    pub(crate) file: FileId,
    /// The byte of the file at which the text begins.
    pub(crate) start: u32,
    pub(crate) shifts: &'a [Shift],
}

/// Parses an expression that begins at `offset` of a text at `place`.
pub(crate) fn parse_in(
    text: &str,
    offset: usize,
    place: &Place<'_>,
    strings: &mut Strings,
) -> Result<Expr, Box<Diagnostic>> {
    let mut parser = Parser { text, bytes: text.as_bytes(), at: 0, offset, place, strings };
    parser.whole().map_err(|fault| {
        let span = parser.span(fault.start, fault.end);
        Box::new(Diagnostic::error("expression-syntax", span, fault.message).with_help(fault.help))
    })
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    offset: usize,
    place: &'a Place<'a>,
    strings: &'a mut Strings,
}

struct Fault {
    start: usize,
    end: usize,
    message: String,
    help: &'static str,
}

/// An expression and how many expressions stand inside each other in it.
struct Measured {
    expr: Expr,
    height: usize,
}

impl Parser<'_> {
    fn whole(&mut self) -> Result<Expr, Fault> {
        let parsed = self.expression(0)?;
        self.skip_blank();
        match self.peek() {
            None => Ok(parsed.expr),
            Some(_) => Err(self.unexpected("the end of the expression")),
        }
    }

    fn expression(&mut self, depth: usize) -> Result<Measured, Fault> {
        self.skip_blank();
        let start = self.at;
        if depth >= MAX_DEPTH {
            return Err(self.too_deep(start));
        }
        match self.peek() {
            Some(b'\'') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.int(),
            Some(byte) if is_name_start(byte) => {
                let mut parsed = self.call(depth)?;
                loop {
                    match self.access(parsed, start, depth)? {
                        Access::Further(further) => parsed = further,
                        Access::End(end) => return Ok(end),
                    }
                }
            }
            _ => Err(self.unexpected("a function, a string in single quotes or a whole number")),
        }
    }

    fn string(&mut self) -> Result<Measured, Fault> {
        let start = self.at;
        self.at += 1;
        let mut run = self.at;
        let mut unescaped = String::new();
        loop {
            self.skip_while(|byte| *byte != b'\'');
            let piece = self.text.get(run..self.at).unwrap_or_default();
            match self.bytes.get(self.at..) {
                Some([b'\'', b'\'', ..]) => {
                    unescaped.push_str(piece);
                    unescaped.push('\'');
                    self.at += 2;
                    run = self.at;
                }
                Some([b'\'', ..]) => {
                    self.at += 1;
                    let text = if unescaped.is_empty() {
                        self.strings.share(piece)
                    } else {
                        unescaped.push_str(piece);
                        unescaped.into()
                    };
                    return Ok(self.measured(start, ExprKind::String(text), 1));
                }
                _ => {
                    return Err(Fault {
                        start,
                        end: start + 1,
                        message: "this string has no end".to_owned(),
                        help: "end it with a single quote; a quote inside it is written twice",
                    });
                }
            }
        }
    }

    fn int(&mut self) -> Result<Measured, Fault> {
        let start = self.at;
        self.at += 1;
        self.skip_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'.');
        let text = self.text.get(start..self.at).unwrap_or_default();
        match text.parse() {
            Ok(number) => Ok(self.measured(start, ExprKind::Int(number), 1)),
            Err(_) => Err(Fault {
                start,
                end: self.at,
                message: format!("`{text}` is not a whole number"),
                help: "write a 64-bit whole number; any other is a text for `json('…')`",
            }),
        }
    }

    fn call(&mut self, depth: usize) -> Result<Measured, Fault> {
        let start = self.at;
        self.skip_name();
        let mut name = self.strings.share(self.text.get(start..self.at).unwrap_or_default());
        let mut end = self.at;
        self.skip_blank();
        if self.take(b'.') {
            self.skip_blank();
            let member = self.name("the name of a function")?;
            end = self.at;
            name = self.strings.share(&format!("{name}.{member}"));
            self.skip_blank();
        }
        if !self.take(b'(') {
            return Err(bare_word(&name, start, end));
        }
        let (mut args, mut height) = (Vec::new(), 0);
        self.skip_blank();
        if !self.take(b')') {
            // Most calls have one argument, and a vector would otherwise begin with room for four.
            args.reserve_exact(1);
            loop {
                let arg = self.expression(depth + 1)?;
                height = height.max(arg.height);
                args.push(arg.expr);
                self.skip_blank();
                if self.take(b')') {
                    break;
                }
                if !self.take(b',') {
                    return Err(self.unexpected("`,` or `)`"));
                }
            }
        }
        if height >= MAX_DEPTH {
            return Err(self.too_deep(start));
        }
        Ok(self.measured(start, ExprKind::Call { name, args }, height + 1))
    }

    /// Reads one `.name` or `[index]` after a call.
    fn access(&mut self, base: Measured, start: usize, depth: usize) -> Result<Access, Fault> {
        let end = self.at;
        self.skip_blank();
        let at = self.at;
        let (kind, height) = if self.take(b'.') {
            self.skip_blank();
            let name = self.name("the name of a property")?;
            let height = base.height + 1;
            (ExprKind::Property { base: Arc::new(base.expr), name }, height)
        } else if self.take(b'[') {
            let index = self.expression(depth + 1)?;
            self.skip_blank();
            if !self.take(b']') {
                return Err(self.unexpected("`]`"));
            }
            let height = base.height.max(index.height) + 1;
            (ExprKind::Index { base: Arc::new(base.expr), index: Arc::new(index.expr) }, height)
        } else {
            self.at = end;
            return Ok(Access::End(base));
        };
        if height > MAX_DEPTH {
            return Err(self.too_deep(at));
        }
        Ok(Access::Further(self.measured(start, kind, height)))
    }

    fn name(&mut self, what: &str) -> Result<Arc<str>, Fault> {
        let start = self.at;
        if !self.peek().is_some_and(is_name_start) {
            return Err(self.unexpected(what));
        }
        self.skip_name();
        Ok(self.strings.share(self.text.get(start..self.at).unwrap_or_default()))
    }

    fn skip_name(&mut self) {
        self.skip_while(|byte| is_name_start(*byte) || byte.is_ascii_digit());
    }

    fn skip_while(&mut self, inside: impl Fn(&u8) -> bool) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !inside(byte)).unwrap_or(rest.len());
    }

    fn skip_blank(&mut self) {
        loop {
            self.skip_while(u8::is_ascii_whitespace);
            match self.bytes.get(self.at..) {
                // A no-break space, which is easily pasted in.
                Some([0xC2, 0xA0, ..]) => self.at += 2,
                _ => return,
            }
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn measured(&self, start: usize, kind: ExprKind, height: usize) -> Measured {
        Measured { expr: Expr { span: self.span(start, self.at), kind }, height }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let place = |at: usize| {
            let at = (self.offset + at) as u32;
            let before = self.place.shifts.partition_point(|shift| shift.from <= at);
            let ahead =
                before.checked_sub(1).and_then(|last| self.place.shifts.get(last)).map_or(0, |shift| shift.ahead);
            self.place.start.saturating_add(at).saturating_add(ahead)
        };
        Span::new(self.place.file, place(start), place(end))
    }

    fn unexpected(&self, expected: &str) -> Fault {
        let found = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let (end, message) = match found {
            Some(found) => {
                (self.at + found.len_utf8(), format!("expected {expected}, found `{}`", found.escape_debug()))
            }
            None => (self.at, format!("expected {expected}, found the end of the expression")),
        };
        let help = match found {
            Some('+' | '-' | '*' | '/' | '=' | '<' | '>' | '!' | '&' | '|' | '?' | '%') => {
                "an expression has no operators: use functions such as `concat`, `add`, `equals` and `if`"
            }
            Some('"') => "a string in an expression has single quotes",
            _ => "a text that is no expression but is enclosed in brackets begins with `[[`",
        };
        Fault { start: self.at, end, message, help }
    }

    fn too_deep(&self, start: usize) -> Fault {
        Fault {
            start,
            end: start + 1,
            message: format!("this expression nests more than {MAX_DEPTH} deep"),
            help: "move a part of it into a variable",
        }
    }
}

enum Access {
    Further(Measured),
    End(Measured),
}

fn bare_word(name: &str, start: usize, end: usize) -> Fault {
    let help = match name.to_ascii_lowercase().as_str() {
        "true" => "write `true()`",
        "false" => "write `false()`",
        "null" => "write `null()`",
        _ => "call a function, such as `parameters('name')`, or put a text in single quotes",
    };
    Fault { start, end, message: format!("expected `(` after `{name}`"), help }
}

/// Whether a name can begin with this; any character beyond ASCII can.
fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$') || byte >= 0x80
}
