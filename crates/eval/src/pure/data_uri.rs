//! `dataUri` and `dataUriToString`.

use super::base64::{base64, decode};
use super::uri::url_decode_bytes;
use super::{Result, not_implemented, refused};

const SCHEME: &str = "data:";

/// The result of `dataUri` for a string.
///
/// The resolver tests write `utf-8`; the string page and the recorded deployments, both older, write `utf8`. The newer
/// wins, because those tests run the library that the service runs.
pub fn data_uri_of_text(text: &str) -> String {
    format!("{SCHEME}text/plain;charset=utf-8;base64,{}", base64(text))
}

/// The result of `dataUri` for anything that is not a string, given its compact JSON.
///
/// The type is from the recorded deployments (`dataUri(100)`); the character set follows [`data_uri_of_text`].
pub fn data_uri_of_json(json: &str) -> String {
    format!("{SCHEME}application/json;charset=utf-8;base64,{}", base64(json))
}

/// The result of `dataUriToString(uri)`, with the checks of the policy port, which the recorded deployments confirm.
pub fn data_uri_to_string(uri: &str) -> Result<String> {
    let malformed = || refused(format!("the parameter of `dataUriToString` is not a data URI: `{uri}`"));
    let Some(rest) = strip_prefix_any_case(uri, SCHEME) else {
        return malformed();
    };
    let Some((metadata, data)) = rest.split_once(',') else {
        return malformed();
    };

    let tokens: Vec<&str> = if metadata.is_empty() { Vec::new() } else { metadata.split(';').collect() };
    let is_base64 = tokens.last().is_some_and(|last| last.eq_ignore_ascii_case("base64"));
    if tokens.first() == Some(&"") && !(tokens.len() == 2 && is_base64) {
        return malformed();
    }
    if tokens.iter().skip(1).any(|token| token.trim().is_empty()) {
        return malformed();
    }
    if let Some(charset) = tokens.get(1).and_then(|token| strip_prefix_any_case(token, "charset=")) {
        if charset.eq_ignore_ascii_case("utf8") {
            return not_implemented("charset `utf8`, which the service refused in 2020 and wrote itself");
        }
        if !charset.eq_ignore_ascii_case("utf-8") {
            return refused(format!("`dataUriToString` supports only charset `utf-8`, not `{charset}`"));
        }
    }

    let bytes = if is_base64 { decode("dataUriToString", data)? } else { url_decode_bytes(data)? };
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(_) => not_implemented("a data URI of bytes that are not UTF-8"),
    }
}

fn strip_prefix_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::super::PureError;
    use super::*;

    #[test]
    fn encodes() {
        assert_eq!(data_uri_of_text(" Fizz "), "data:text/plain;charset=utf-8;base64,IEZpenog", "resolver tests");
        assert_eq!(
            data_uri_of_json("100"),
            "data:application/json;charset=utf-8;base64,MTAw",
            "recorded deployments, but for the charset"
        );
    }

    #[test]
    fn decodes() {
        #[rustfmt::skip]
        let table = [
            ("data:text/plain;charset=utf-8;base64,IEZpenog", " Fizz ", "resolver tests"),
            ("data:;base64,SGVsbG8sIFdvcmxkIQ==", "Hello, World!", "string page"),
            ("data:;base64,SGVsbG8=", "Hello", "recorded deployments"),
            ("data:application/json;base64,MTAw", "100", "recorded deployments"),
            ("data:application/json;charset=UTF-8;base64,MTAw", "100", "recorded deployments"),
            ("data:;base64,R0lGODdh", "GIF87a", "recorded deployments"),
            ("data:text/plain;charset=UTF-8;page=21,the%20data:1234,5678", "the data:1234,5678", "recorded deployments"),
            ("data:,A%20brief%20note", "A brief note", "policy port; RFC 2397"),
            ("DATA:;BASE64,SGVsbG8=", "Hello", "policy port"),
        ];
        for (uri, text, source) in table {
            assert_eq!(data_uri_to_string(uri).as_deref(), Ok(text), "{uri}: {source}");
        }
    }

    #[test]
    fn refuses() {
        #[rustfmt::skip]
        let table = [
            ("invalid datauri", "recorded deployments"),
            ("data:invalid datauri", "recorded deployments"),
            ("data:;foo=bar;base64,R0lGODdh", "recorded deployments"),
            ("data:text/plain;;base64,R0lGODdh", "policy port"),
            ("data:text/plain;charset=latin1;base64,R0lGODdh", "policy port"),
            ("data:;base64,R0lG*", "policy port"),
            ("da", "policy port"),
            ("däta:,x", "policy port"),
        ];
        for (uri, source) in table {
            assert!(matches!(data_uri_to_string(uri), Err(PureError::Refused(_))), "{uri}: {source}");
        }
        let old = data_uri_to_string("data:application/json;charset=utf8;base64,MTAw");
        assert!(matches!(old, Err(PureError::NotImplemented(_))));
    }
}
