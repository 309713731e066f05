//! The values of string tokens.

use std::sync::Arc;

/// The quotes around the pieces of one string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    /// `'…'`, with escapes.
    Single,
    /// `'''…'''`, without escapes; each hole starts with this many `$` and a `{`, none if 0.
    Multiline(usize),
}

impl Quotes {
    /// What the first token of a string starts with.
    pub(super) fn of(first: &str) -> Self {
        let dollars = first.bytes().take_while(|byte| *byte == b'$').count();
        if dollars > 0 || first.starts_with("'''") { Self::Multiline(dollars) } else { Self::Single }
    }
}

/// Where a piece stands in its string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The string starts with it, rather than with the `}` of a hole.
    pub(super) first: bool,
    /// The string ends with it, rather than with the `${` of a hole.
    pub(super) last: bool,
}

/// The value of one piece, given its text with the quotes and brackets around it; `None` if it is malformed.
pub(super) fn value(text: &str, quotes: Quotes, piece: Piece) -> Option<Arc<str>> {
    match quotes {
        Quotes::Single => {
            let text = text.strip_prefix(if piece.first { "'" } else { "}" })?;
            let text = text.strip_suffix(if piece.last { "'" } else { "${" })?;
            if text.contains('\\') { unescape(text).map(Into::into) } else { Some(text.into()) }
        }
        Quotes::Multiline(dollars) => {
            let before = if piece.first { dollars + 3 } else { 1 };
            let after = if piece.last { 3 } else { dollars + 1 };
            let text = text.get(before..text.len().checked_sub(after)?)?;
            // A line break right after the opening quotes is not part of the text.
            let broken = text.strip_prefix("\r\n").or_else(|| text.strip_prefix(['\n', '\r']));
            Some(broken.filter(|_| piece.first).unwrap_or(text).into())
        }
    }
}

fn unescape(mut text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut high = None;
    while let Some(at) = text.find('\\') {
        let (before, rest) = text.split_at_checked(at)?;
        out.push_str(before);
        if at > 0 {
            high = None;
        }
        let (point, length) = scan_escape(rest).ok()?;
        text = rest.get(length..)?;
        // Half characters are put together as .NET strings do, which Bicep values are.
        let pair = high.take().and_then(|high: u16| u16::try_from(point).ok().map(|low| [high, low]));
        match pair.and_then(|pair| String::from_utf16(&pair).ok()) {
            Some(character) => {
                out.pop();
                out.push_str(&character);
            }
            None => {
                high = u16::try_from(point).ok().filter(|point| (0xD800..0xDC00).contains(point));
                out.push(char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
    }
    out.push_str(text);
    Some(out)
}

/// What is wrong with an escape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EscapeError {
    /// The character after the backslash means nothing.
    Unknown,
    /// `\u` without a code point in braces.
    Unicode,
}

/// The code point and the length of the escape that `text` starts with.
pub(super) fn scan_escape(text: &str) -> Result<(u32, usize), EscapeError> {
    let mut characters = text.chars();
    let character = match (characters.next(), characters.next()) {
        (Some('\\'), Some('n')) => '\n',
        (Some('\\'), Some('r')) => '\r',
        (Some('\\'), Some('t')) => '\t',
        (Some('\\'), Some(same @ ('\\' | '\'' | '$'))) => same,
        (Some('\\'), Some('u')) => return scan_code_point(text).ok_or(EscapeError::Unicode),
        _ => return Err(EscapeError::Unknown),
    };
    Ok((u32::from(character), 2))
}

fn scan_code_point(text: &str) -> Option<(u32, usize)> {
    let digits = text.strip_prefix("\\u{")?;
    let digits = digits.get(..digits.bytes().position(|byte| !byte.is_ascii_hexdigit())?)?;
    if digits.is_empty() || text.as_bytes().get(digits.len() + 3) != Some(&b'}') {
        return None;
    }
    let point = digits
        .chars()
        .filter_map(|digit| digit.to_digit(16))
        .fold(0_u32, |sum, digit| sum.saturating_mul(16).saturating_add(digit));
    (point <= 0x10FFFF).then_some((point, digits.len() + 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_have_the_values_that_bicep_gives_them() {
        let whole = Piece { first: true, last: true };
        let left = Piece { first: true, last: false };
        let middle = Piece { first: false, last: false };
        let right = Piece { first: false, last: true };
        let cases = [
            ("''", whole, Some("")),
            (r"'a\n\r\t\\\'\$'", whole, Some("a\n\r\t\\'$")),
            (r"'\${x}'", whole, Some("${x}")),
            (r"'\u{1F4A1}\u{0000041}'", whole, Some("\u{1F4A1}A")),
            (r"'\u{d83d}\u{de00}'", whole, Some("\u{1F600}")),
            (r"'\u{d83d}x\u{de00}'", whole, Some("\u{fffd}x\u{fffd}")),
            (r"'\u{110000}'", whole, None),
            (r"'\q'", whole, None),
            ("'a${", left, Some("a")),
            ("}b${", middle, Some("b")),
            ("}c'", right, Some("c")),
            ("'''a'''", whole, Some("a")),
            ("''''a''''", whole, Some("'a'")),
            ("'''\r\na\\n'''", whole, Some("a\\n")),
            ("'''\n\na\n'''", whole, Some("\na\n")),
            ("$'''\na${", left, Some("a")),
            ("$$'''a$$${", left, Some("a$")),
        ];
        for (text, piece, expected) in cases {
            assert_eq!(value(text, Quotes::of(text.trim_start_matches('}')), piece).as_deref(), expected, "{text}");
        }
        assert_eq!(value("}\nb'''", Quotes::Multiline(1), right).as_deref(), Some("\nb"));
    }
}
