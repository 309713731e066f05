//! `uri`, `uriComponent`, `uriComponentToString`.

use fluent_uri::{Uri, UriRef};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

use super::{Result, not_implemented, refused};

/// All but the unreserved characters of RFC 3986, which is what .NET's `Uri.EscapeDataString` escapes
/// (<https://learn.microsoft.com/dotnet/api/system.uri.escapedatastring>).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The result of `uriComponent(text)`.
pub fn uri_component(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The result of `uriComponentToString(text)`: .NET's `HttpUtility.UrlDecode`, as the policy port has it, so `+` is a
/// blank.
pub fn uri_component_to_string(text: &str) -> Result<String> {
    match String::from_utf8(url_decode_bytes(text)?) {
        Ok(text) => Ok(text),
        Err(_) => not_implemented("percent-encoded bytes that are not UTF-8"),
    }
}

/// .NET's `HttpUtility.UrlDecodeToBytes`. It also knows `%uXXXX`; a stray `%` stays.
pub(super) fn url_decode_bytes(text: &str) -> Result<Vec<u8>> {
    if text.contains("%u") {
        return not_implemented("`%u` in percent-encoded text");
    }
    let spaced = text.replace('+', " ");
    Ok(percent_decode(spaced.as_bytes()).collect())
}

/// The result of `uri(base, relative)`.
///
/// The string page refers to RFC 3986, section 5. The service uses .NET's `Uri` (policy port), which agrees for what is
/// accepted here; what .NET would rewrite beyond the RFC (other schemes, user names, ports, international hosts,
/// escapes of unreserved characters, characters that need escaping) is not implemented.
pub fn uri(base: &str, relative: &str) -> Result<String> {
    let base_uri = match Uri::parse(base) {
        Ok(uri) => uri,
        Err(_) if base.is_ascii() && !base.contains(':') => {
            return refused(format!("the first parameter of `uri` is not an absolute URI: `{base}`"));
        }
        Err(_) => return not_implemented(format!("`{base}` as the base of `uri`")),
    };
    let Ok(reference) = UriRef::parse(relative) else {
        return not_implemented(format!("`{relative}` as the relative part of `uri`"));
    };
    let base_uri = base_uri.to_owned();
    let without_fragment = base_uri.strip_fragment();
    let Ok(resolved) = reference.resolve_against(&without_fragment) else {
        return not_implemented(format!("`{base}` as the base of `uri`"));
    };
    absolute_text(&resolved)
}

/// .NET's `Uri.AbsoluteUri`: scheme and host in lower case, an empty path as `/`.
fn absolute_text(uri: &Uri<String>) -> Result<String> {
    let odd = || not_implemented(format!("`{uri}` as the result of `uri`"));
    let scheme = uri.scheme().as_str().to_ascii_lowercase();
    let Some(authority) = uri.authority() else {
        return odd();
    };
    let host = authority.host();
    let plain_host = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    if !matches!(scheme.as_str(), "http" | "https") || authority.as_str() != host || !plain_host {
        return odd();
    }

    let path = if uri.path().as_str().is_empty() { "/" } else { uri.path().as_str() };
    let mut text = format!("{scheme}://{}{path}", host.to_ascii_lowercase());
    if let Some(query) = uri.query() {
        text.push('?');
        text.push_str(query.as_str());
    }
    if let Some(fragment) = uri.fragment() {
        text.push('#');
        text.push_str(fragment.as_str());
    }
    if escapes_unreserved(&text) { odd() } else { Ok(text) }
}

fn escapes_unreserved(text: &str) -> bool {
    text.split('%').skip(1).any(|rest| {
        let byte = rest.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        byte.is_none_or(|b| {
            b.is_ascii_alphanumeric() || !b.is_ascii() || matches!(b, b'-' | b'.' | b'_' | b'~' | b'\\')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::PureError;
    use super::*;

    #[test]
    fn components() {
        #[rustfmt::skip]
        let table = [
            (" Fizz ", "%20Fizz%20", "resolver tests"),
            ("http://contoso.com/resources/nested/azuredeploy.json", "http%3A%2F%2Fcontoso.com%2Fresources%2Fnested%2Fazuredeploy.json", "string page"),
            ("-._~!'()*", "-._~%21%27%28%29%2A", ".NET page of Uri.EscapeDataString"),
            ("ü", "%C3%BC", ".NET page of Uri.EscapeDataString"),
        ];
        for (text, escaped, source) in table {
            assert_eq!(uri_component(text), escaped, "{source}");
            assert_eq!(uri_component_to_string(escaped).as_deref(), Ok(text), "{source}");
        }
        assert_eq!(uri_component_to_string("a+b%zz%").as_deref(), Ok("a b%zz%"));
        assert!(uri_component_to_string("%u00fc").is_err());
        assert!(uri_component_to_string("%ff").is_err());
    }

    #[test]
    fn joins() {
        #[rustfmt::skip]
        let table = [
            ("http://contoso.org/firstpath", "myscript.sh", "http://contoso.org/myscript.sh", "string page"),
            ("http://contoso.org/firstpath/", "myscript.sh", "http://contoso.org/firstpath/myscript.sh", "string page"),
            ("http://contoso.org/firstpath/azuredeploy.json", "myscript.sh", "http://contoso.org/firstpath/myscript.sh", "string page"),
            ("http://contoso.org/firstpath/azuredeploy.json/", "myscript.sh", "http://contoso.org/firstpath/azuredeploy.json/myscript.sh", "string page"),
            ("http://contoso.com/resources/", "nested/azuredeploy.json", "http://contoso.com/resources/nested/azuredeploy.json", "string page"),
            ("https://github.com/another/repo", "/Azure/bicep", "https://github.com/Azure/bicep", "resolver tests"),
            ("http://contoso.org", "myscript.sh", "http://contoso.org/myscript.sh", "string page, in words"),
            ("https://a.blob.core.windows.net/c/", "x.json?sv=1&sig=a%2Fb%3D", "https://a.blob.core.windows.net/c/x.json?sv=1&sig=a%2Fb%3D", "RFC 3986 §5"),
            ("http://a/b/c/d?q", "../g", "http://a/b/g", "RFC 3986 §5.4"),
            ("http://a/b/c/d?q", "../../../g", "http://a/g", "RFC 3986 §5.4"),
            ("HTTP://Contoso.ORG/A", "B", "http://contoso.org/B", "RFC 3986 §6.2.2.1"),
        ];
        for (base, relative, expected, source) in table {
            assert_eq!(uri(base, relative).as_deref(), Ok(expected), "{base} {relative}: {source}");
        }
    }

    #[test]
    fn does_not_guess() {
        for (base, relative) in [
            ("http://contoso.org:80/", "a"),
            ("http://me@contoso.org/", "a"),
            ("ftp://contoso.org/", "a"),
            ("http://contoso.org/", "a b"),
            ("http://contoso.org/", "%41"),
            ("http://contoso.org/", "ü"),
            ("http://[::1]/", "a"),
            ("mailto:x", "a"),
        ] {
            assert!(matches!(uri(base, relative), Err(PureError::NotImplemented(_))), "{base} {relative}");
        }
        assert!(matches!(uri("contoso.org/x", "a"), Err(PureError::Refused(_))));
    }
}
