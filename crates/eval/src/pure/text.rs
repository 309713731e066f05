//! Functions on plain strings. Positions and lengths count UTF-16 units, as .NET does.
//!
//! Where .NET consults Unicode tables beyond simple case mapping (search by culture, mapping to several characters),
//! only what all its versions agree on is answered; the rest is not implemented.

use super::{Result, not_implemented, refused, utf16_len};

/// The result of `toUpper(text)`: .NET's invariant mapping, one character to one.
pub fn to_upper(text: &str) -> Result<String> {
    text.chars().map(upper_char).collect()
}

/// The result of `toLower(text)`: .NET's invariant mapping, one character to one.
pub fn to_lower(text: &str) -> Result<String> {
    text.chars().map(lower_char).collect()
}

/// The result of `trim(text)`: .NET's `Trim()`, white space at both ends.
pub fn trim(text: &str) -> &str {
    text.trim()
}

/// The result of `padLeft(text, width, padding)`; the string page makes the default padding a blank.
///
/// The policy port refuses widths beyond 1 to 16. No page says so for templates: beyond them nothing is answered,
/// unless nothing is added.
pub fn pad_left(text: &str, width: i64, padding: &str) -> Result<String> {
    let mut chars = padding.chars();
    let (Some(pad), None) = (chars.next(), chars.next()) else {
        return refused(format!("the padding of `padLeft` must be one character, not `{padding}`"));
    };
    if pad.len_utf16() != 1 {
        return refused("the padding of `padLeft` must be one UTF-16 unit");
    }
    if !(1..=16).contains(&width) {
        return not_implemented(format!("`padLeft` to a width of {width}"));
    }
    let missing = usize::try_from(width).unwrap_or(0).saturating_sub(utf16_len(text));
    Ok(std::iter::repeat_n(pad, missing).chain(text.chars()).collect())
}

/// The result of `startsWith(text, start)`: case-insensitive by the string page, ordinal by the policy port.
pub fn starts_with(text: &str, start: &str) -> Result<bool> {
    Ok(fold(text)?.starts_with(&fold(start)?))
}

/// The result of `endsWith(text, end)`: case-insensitive by the string page, ordinal by the policy port.
pub fn ends_with(text: &str, end: &str) -> Result<bool> {
    Ok(fold(text)?.ends_with(&fold(end)?))
}

/// The result of `contains(text, part)` for strings: case-sensitive by the string page.
pub fn contains(text: &str, part: &str) -> bool {
    text.contains(part)
}

/// The result of `indexOf(text, part)` for strings: case-insensitive by the string page; -1 when absent.
pub fn index_of(text: &str, part: &str) -> Result<i64> {
    let (text, part) = searchable(text, part)?;
    Ok(text.find(&part).map_or(-1, to_i64))
}

/// The result of `lastIndexOf(text, part)` for strings: case-insensitive by the string page; -1 when absent.
///
/// .NET 5 changed the answer for an empty part, so it is not implemented.
pub fn last_index_of(text: &str, part: &str) -> Result<i64> {
    if part.is_empty() {
        return not_implemented("`lastIndexOf` of an empty string");
    }
    let (text, part) = searchable(text, part)?;
    Ok(text.rfind(&part).map_or(-1, to_i64))
}

/// The result of `replace(text, old, new)`.
///
/// No page says whether case counts, and the policy port ignores it: a text where that matters is not implemented.
pub fn replace(text: &str, old: &str, new: &str) -> Result<String> {
    if old.is_empty() {
        return refused("the second parameter of `replace` must not be empty");
    }
    if text.is_empty() {
        return Ok(String::new());
    }
    let simple = |c: char| {
        matches!(c, ' '..='~' | '\t' | '\r' | '\n') || (c.is_alphabetic() && !('\u{300}'..='\u{36f}').contains(&c))
    };
    if !old.bytes().all(|b| matches!(b, b' '..=b'~')) || !text.chars().all(simple) {
        return not_implemented("`replace` in text where culture may decide what matches");
    }
    let positions = |text: &str, old: &str| text.match_indices(old).map(|(position, _)| position).collect::<Vec<_>>();
    if positions(&text.to_ascii_lowercase(), &old.to_ascii_lowercase()) != positions(text, old) {
        return not_implemented("`replace` where upper and lower case decide");
    }
    Ok(text.replace(old, new))
}

/// The result of `split(text, delimiters)`. The first delimiter in the list wins where several match; an empty one
/// never matches.
///
/// Sources: the string page; .NET's `String.Split` without options, by the policy port.
pub fn split(text: &str, delimiters: &[&str]) -> Result<Vec<String>> {
    if delimiters.iter().all(|d| d.is_empty()) && (delimiters.is_empty() || text.contains(char::is_whitespace)) {
        return not_implemented("`split` without a delimiter, for which .NET's page names white space");
    }
    let mut parts = Vec::new();
    let mut start = 0;
    let mut position = 0;
    while let Some(rest) = text.get(position..) {
        let Some(next) = rest.chars().next() else { break };
        match delimiters.iter().find(|d| !d.is_empty() && rest.starts_with(**d)) {
            Some(delimiter) => {
                parts.push(text.get(start..position).unwrap_or_default().to_owned());
                position += delimiter.len();
                start = position;
            }
            None => position += next.len_utf8(),
        }
    }
    parts.push(text.get(start..).unwrap_or_default().to_owned());
    Ok(parts)
}

/// The result of `length(text)` for strings.
pub fn length(text: &str) -> i64 {
    to_i64(utf16_len(text))
}

/// The result of `substring(text, start, length)`; without a length, the rest. The string page gives the refusal and
/// its text.
pub fn substring(text: &str, start: i64, length: Option<i64>) -> Result<String> {
    let total = self::length(text);
    let wanted = length.unwrap_or(total.saturating_sub(start));
    if start < 0 || wanted < 0 || start > total || start > total - wanted {
        return refused(format!(
            "the index and length parameters must refer to a location within the string; index {start}, length {wanted}, string of {total}"
        ));
    }
    slice(text, start, start + wanted)
}

/// The result of `take(text, count)` for strings.
pub fn take(text: &str, count: i64) -> Result<String> {
    slice(text, 0, count.clamp(0, length(text)))
}

/// The result of `skip(text, count)` for strings.
pub fn skip(text: &str, count: i64) -> Result<String> {
    let total = length(text);
    slice(text, count.clamp(0, total), total)
}

/// The result of `first(text)` for strings; of an empty one, an empty one (recorded deployments).
pub fn first(text: &str) -> Result<String> {
    take(text, 1)
}

/// The result of `last(text)` for strings; of an empty one, an empty one.
pub fn last(text: &str) -> Result<String> {
    skip(text, length(text) - 1)
}

/// The units from `start` to `end`, which lie within `text`. Half of a surrogate pair cannot be held here.
fn slice(text: &str, start: i64, end: i64) -> Result<String> {
    let range = usize::try_from(start).unwrap_or(0)..usize::try_from(end).unwrap_or(0);
    if text.is_ascii() {
        return Ok(text.get(range).unwrap_or_default().to_owned());
    }
    let units: Vec<u16> = text.encode_utf16().collect();
    match String::from_utf16(units.get(range).unwrap_or_default()) {
        Ok(part) => Ok(part),
        Err(_) => not_implemented("a string cut inside a surrogate pair"),
    }
}

fn to_i64(units: usize) -> i64 {
    i64::try_from(units).unwrap_or(i64::MAX)
}

/// .NET keeps `ı` and `İ` as they are in the invariant culture
/// (<https://github.com/dotnet/runtime>, `pal_casing.c`).
fn upper_char(c: char) -> Result<char> {
    let mut mapped = c.to_uppercase();
    match (c, mapped.next(), mapped.next()) {
        ('ı', ..) => Ok(c),
        (_, Some(upper), None) => Ok(upper),
        _ => not_implemented(format!("upper case of `{c}`")),
    }
}

fn lower_char(c: char) -> Result<char> {
    let mut mapped = c.to_lowercase();
    match (c, mapped.next(), mapped.next()) {
        ('İ', ..) => Ok(c),
        (_, Some(lower), None) => Ok(lower),
        _ => not_implemented(format!("lower case of `{c}`")),
    }
}

/// Ordinal comparison without case compares upper case.
fn fold(text: &str) -> Result<String> {
    to_upper(text)
}

/// The policy port searches by the invariant culture, which ignores control characters and knows combining marks: only
/// printable ASCII is the same by any rule.
fn searchable(text: &str, part: &str) -> Result<(String, String)> {
    let printable = |text: &str| text.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
    if !printable(text) || !printable(part) {
        return not_implemented("a search in text that is not printable ASCII");
    }
    Ok((text.to_ascii_lowercase(), part.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests;
