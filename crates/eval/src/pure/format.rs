//! `format`: .NET's composite formatting, on which every interpolated Bicep string rests.
//!
//! Sources: the string page; the policy port for arrays, objects and null;
//! <https://learn.microsoft.com/dotnet/standard/base-types/composite-formatting> for the items. A format applies to
//! integers only: .NET ignores it for text and booleans, which are not `IFormattable`.

use std::borrow::Cow;

use super::int_format::format_int;
use super::{LITERAL_LIMIT, Result, not_implemented, refused, utf16_len};

/// A parameter of `format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormatArg<'a> {
    /// A string, inserted as it is.
    Text(&'a str),
    /// An integer, which a format may shape.
    Int(i64),
    /// `True` or `False`.
    Bool(bool),
    /// An array or object as compact JSON; its double quotes become single ones.
    Json(&'a str),
    /// Nothing.
    Null,
}

/// The result of `format(template, args…)`.
pub fn format(template: &str, args: &[FormatArg<'_>]) -> Result<String> {
    let mut out = Output::default();
    let mut rest = template;
    while let Some(position) = rest.find(['{', '}']) {
        let (before, brace_on) = rest.split_at(position);
        out.push(before)?;
        if let Some(after) = brace_on.strip_prefix("{{") {
            out.push("{")?;
            rest = after;
        } else if let Some(after) = brace_on.strip_prefix("}}") {
            out.push("}")?;
            rest = after;
        } else if let Some(item_on) = brace_on.strip_prefix('{') {
            let Some((item, after)) = item_on.split_once('}') else {
                return refused("the format string has a `{` without `}`");
            };
            push_item(&mut out, item, args)?;
            rest = after;
        } else {
            return refused("the format string has a `}` without `{`");
        }
    }
    out.push(rest)?;
    Ok(out.text)
}

/// Text under the literal limit; it counts as it grows, so that many items stay cheap.
#[derive(Default)]
struct Output {
    text: String,
    units: usize,
}

impl Output {
    fn push(&mut self, part: &str) -> Result<()> {
        self.units += utf16_len(part);
        if self.units > LITERAL_LIMIT {
            return refused(format!("the result of `format` exceeds {LITERAL_LIMIT} characters"));
        }
        self.text.push_str(part);
        Ok(())
    }
}

/// `item` is `index[,alignment][:format]`.
fn push_item(out: &mut Output, item: &str, args: &[FormatArg<'_>]) -> Result<()> {
    let malformed = || refused(format!("`{{{item}}}` is not a format item"));
    if item.contains('{') {
        return not_implemented("a brace inside a format item");
    }
    let (head, specifier) = match item.split_once(':') {
        Some((head, specifier)) => (head, specifier),
        None => (item, ""),
    };
    let (index, alignment) = match head.split_once(',') {
        Some((index, alignment)) => (index, Some(alignment)),
        None => (head, None),
    };

    // Blanks may follow the index and surround the alignment, but not precede the index.
    let index = index.trim_end_matches(' ');
    if index.is_empty() || !index.bytes().all(|b| b.is_ascii_digit()) {
        return malformed();
    }
    let Some(arg) = index.parse::<usize>().ok().and_then(|index| args.get(index)) else {
        return refused(format!("`{{{item}}}` names a parameter that is not there"));
    };
    let value = text_of(*arg, specifier)?;

    let Some(alignment) = alignment.map(|text| text.trim_matches(' ')) else {
        return out.push(&value);
    };
    let (left, width) = match alignment.strip_prefix('-') {
        Some(width) => (true, width),
        None => (false, alignment),
    };
    if width.is_empty() || !width.bytes().all(|b| b.is_ascii_digit()) {
        return malformed();
    }
    let Some(width) = width.parse().ok().filter(|&width: &usize| width <= LITERAL_LIMIT) else {
        return refused(format!("the alignment of `{{{item}}}` is too large"));
    };
    let padding = " ".repeat(width.saturating_sub(utf16_len(&value)));
    let (first, second) = if left { (value.as_ref(), padding.as_str()) } else { (padding.as_str(), value.as_ref()) };
    out.push(first)?;
    out.push(second)
}

fn text_of<'a>(arg: FormatArg<'a>, specifier: &str) -> Result<Cow<'a, str>> {
    Ok(match arg {
        FormatArg::Text(text) => text.into(),
        FormatArg::Int(value) => format_int(value, specifier)?.into(),
        FormatArg::Bool(true) => "True".into(),
        FormatArg::Bool(false) => "False".into(),
        FormatArg::Json(json) => json.replace('"', "'").into(),
        FormatArg::Null => "".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::PureError;
    use super::FormatArg::{Bool, Int, Json, Null, Text};
    use super::*;

    #[test]
    fn known_answers() {
        const DOTNET: &str = ".NET page of composite formatting";
        #[rustfmt::skip]
        let table: &[(&str, &[FormatArg<'_>], &str, &str)] = &[
            ("{0}, {1}. Formatted number: {2:N0}", &[Text("Hello"), Text("User"), Int(8_175_133)], "Hello, User. Formatted number: 8,175,133", "string page"),
            ("{0}/{1}/{2}/{3}", &[Int(1), Int(2), Int(3), Bool(true)], "1/2/3/True", "resolver tests"),
            (">{0}<>{1}<>{2}<>{3}<>{4}<", &[Bool(false), Int(12_948), Text("hello!"), Json(r#"{"a":"b","!c":2}"#), Json(r#"[true,2893,"abc"]"#)],
                ">False<>12948<>hello!<>{'a':'b','!c':2}<>[true,2893,'abc']<", "Azure/bicep EvaluationTests.cs"),
            ("[{0}]", &[Null], "[]", "policy port: an empty JSON value prints nothing"),
            ("{{{0}}}", &[Text("x")], "{x}", DOTNET),
            ("{0,5}|{0,-5}|", &[Text("abc")], "  abc|abc  |", DOTNET),
            ("{0,2}", &[Text("abc")], "abc", DOTNET),
            ("{0,6:D3}", &[Int(7)], "   007", DOTNET),
            ("{0 , -4 }|", &[Int(7)], "7   |", DOTNET),
            ("{1}{0}{1}", &[Text("a"), Text("b")], "bab", DOTNET),
            ("{0:D4}", &[Text("a")], "a", DOTNET),
            ("{0}", &[Text("{1}")], "{1}", DOTNET),
            ("plain", &[], "plain", DOTNET),
            ("{0,3}", &[Text("😀")], " 😀", DOTNET),
        ];
        for (template, args, expected, source) in table {
            assert_eq!(format(template, args).as_deref(), Ok(*expected), "{template}: {source}");
        }
    }

    #[test]
    fn refuses() {
        for template in [
            "{",
            "}",
            "{0",
            "{}",
            "{x}",
            "{1}",
            "{0,}",
            "{0,x}",
            "{ 0}",
            "{-1}",
            "{0}}",
            "{99999999999999999999}",
            "{0,999999999}",
        ] {
            assert!(matches!(format(template, &[Int(1)]), Err(PureError::Refused(_))), "{template}");
        }
        let long = "a".repeat(LITERAL_LIMIT);
        assert!(format("{0}", &[Text(&long)]).is_ok());
        assert!(matches!(format("{0}{0}", &[Text(&long)]), Err(PureError::Refused(_))));
        assert!(matches!(format("{0:C0}", &[Int(1)]), Err(PureError::NotImplemented(_))));
    }
}
