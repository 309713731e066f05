//! Strings and their escapes, with the way back from the text to the file.

use ringfence_source::Diagnostic;

use super::Reader;

/// From this offset of a decoded text on, the file is `ahead` bytes further.
///
/// Each escape is longer than what it stands for; places inside an expression must not drift.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shift {
    pub(crate) from: u32,
    pub(crate) ahead: u32,
}

/// What a string stands for: a slice of the file, or the reader's buffers, taken out for the time being.
pub(super) enum Decoded<'t> {
    Plain(&'t str),
    Escaped(String, Vec<Shift>),
}

impl Decoded<'_> {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Escaped(text, _) => text,
        }
    }

    pub(super) fn shifts(&self) -> &[Shift] {
        match self {
            Self::Plain(_) => &[],
            Self::Escaped(_, shifts) => shifts,
        }
    }
}

impl<'t> Reader<'t> {
    /// Reads the string that begins here, its quotes included.
    pub(super) fn string(&mut self) -> Decoded<'t> {
        let start = self.at;
        let quote = self.peek().unwrap_or(b'"');
        self.at += 1;
        if quote == b'\'' {
            let span = self.span(start, start + 1);
            self.push(
                Diagnostic::warning("lax-json", span, "this string is in single quotes")
                    .with_help("put it in double quotes"),
            );
        }
        let inner = self.at;
        self.skip_text(quote);
        if self.peek() == Some(quote) {
            let text = self.text.get(inner..self.at).unwrap_or_default();
            self.at += 1;
            return Decoded::Plain(text);
        }
        self.escaped(start, quote)
    }

    /// Passes over the plain text of a string.
    fn skip_text(&mut self, quote: u8) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += memchr::memchr2(quote, b'\\', rest).unwrap_or(rest.len());
    }

    /// Keeps the buffers for the next string.
    pub(super) fn give_back(&mut self, decoded: Decoded<'t>) {
        if let Decoded::Escaped(text, shifts) = decoded {
            (self.decoded, self.shifts) = (text, shifts);
        }
    }

    fn escaped(&mut self, start: usize, quote: u8) -> Decoded<'t> {
        let (mut text, mut shifts) = (std::mem::take(&mut self.decoded), std::mem::take(&mut self.shifts));
        text.clear();
        shifts.clear();
        let mut run = start + 1;
        loop {
            text.push_str(self.text.get(run..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'\\') => {
                    text.push(self.escape());
                    let ahead = self.at - start - 1 - text.len();
                    shifts.push(Shift { from: text.len() as u32, ahead: ahead as u32 });
                }
                Some(_) => {
                    self.at += 1;
                    break;
                }
                None => {
                    self.error(start, start + 1, "this string has no end", "end it with a double quote");
                    break;
                }
            }
            run = self.at;
            self.skip_text(quote);
        }
        Decoded::Escaped(text, shifts)
    }

    /// Reads an escape. Nothing that it stands for is longer than itself.
    fn escape(&mut self) -> char {
        let start = self.at;
        self.at += 1;
        let Some(byte) = self.peek() else { return '\\' };
        let plain = match byte {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'"' | b'\'' | b'\\' | b'/' => char::from(byte),
            b'u' => {
                self.at += 1;
                return self.unicode_escape(start);
            }
            _ => {
                let end = self.end_of_char();
                self.error(start, end, "there is no such escape", "write `\\\\` for a backslash");
                // The backslash stands for itself; what follows it is read as text.
                return '\\';
            }
        };
        self.at += 1;
        plain
    }

    fn unicode_escape(&mut self, start: usize) -> char {
        let Some(unit) = self.hex() else {
            self.error(start, self.at, "`\\u` needs four hexadecimal digits", "write for example `\\u00e9`");
            return '?';
        };
        if (0xD800..0xDC00).contains(&unit) && self.bytes.get(self.at..self.at + 2) == Some(br"\u") {
            let after = self.at;
            self.at += 2;
            if let Some(low) = self.hex().filter(|low| (0xDC00..0xE000).contains(low)) {
                let code = 0x10000 + ((u32::from(unit) - 0xD800) << 10) + (u32::from(low) - 0xDC00);
                return char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            }
            self.at = after;
        }
        char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self) -> Option<u16> {
        let digits = self.bytes.get(self.at..self.at + 4)?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let text = std::str::from_utf8(digits).ok()?;
        self.at += 4;
        u16::from_str_radix(text, 16).ok()
    }
}
