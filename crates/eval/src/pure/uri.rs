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
/// accepted here, except that an empty relative part gives the base with its fragment, and that blanks around the
/// relative part do not count
/// (<https://github.com/dotnet/runtime/blob/00242ed34e8498f5f48c44e17821e949057d5b8d/src/libraries/System.Private.Uri/src/System/UriExt.cs>,
/// `ResolveHelper`). What .NET would rewrite beyond the RFC (user names, ports, international hosts, escapes of unreserved
/// characters, characters that need escaping) is not implemented.
pub fn uri(base: &str, relative: &str) -> Result<String> {
    let base_uri = match Uri::parse(base) {
        Ok(uri) => uri,
        Err(_) if base.is_ascii() && !base.contains(':') => {
            return refused(format!("the first parameter of `uri` is not an absolute URI: `{base}`"));
        }
        Err(_) => return not_implemented(format!("`{base}` as the base of `uri`")),
    };
    let base_uri = base_uri.to_owned();
    let relative = relative.trim_matches([' ', '\t', '\r', '\n']);
    if relative.is_empty() {
        return absolute_text(&base_uri);
    }
    let Ok(reference) = UriRef::parse(relative) else {
        return not_implemented(format!("`{relative}` as the relative part of `uri`"));
    };
    let without_fragment = base_uri.strip_fragment();
    let Ok(resolved) = reference.resolve_against(&without_fragment) else {
        return not_implemented(format!("`{base}` as the base of `uri`"));
    };
    absolute_text(&resolved)
}

/// The schemes that .NET has rules of their own for, which are not implemented
/// (<https://github.com/dotnet/runtime/blob/04da5a173f6331f6bb4ce24a28ccf32e136c427e/src/libraries/System.Private.Uri/src/System/UriSyntax.cs>).
/// Every other one, such as `sb`, it treats like `http` where there is a host: its letters count in lower case, and an
/// empty path is `/` (`UnknownV1SyntaxFlags` has `PathIsRooted`).
const OWN_RULES: [&str; 12] =
    ["file", "ftp", "gopher", "ldap", "mailto", "net.pipe", "net.tcp", "news", "nntp", "telnet", "uuid", "vsmacros"];

/// .NET's `Uri.AbsoluteUri`: scheme and host in lower case, an empty path as `/`.
fn absolute_text(uri: &Uri<String>) -> Result<String> {
    let odd = || not_implemented(format!("`{uri}` as the result of `uri`"));
    let scheme = uri.scheme().as_str().to_ascii_lowercase();
    let Some(authority) = uri.authority() else {
        return odd();
    };
    // What has one letter, .NET takes for a drive.
    if scheme.len() < 2 || OWN_RULES.contains(&scheme.as_str()) {
        return odd();
    }
    let host = authority.host();
    let web = matches!(scheme.as_str(), "http" | "https");
    if authority.as_str() != host || !is_plain_host(host) || !(web || is_domain_name(host)) {
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

/// A name that .NET leaves as it is: it rewrites numbers that are not four bytes, and the name `loopback`.
fn is_plain_host(host: &str) -> bool {
    if host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return host.parse::<std::net::Ipv4Addr>().is_ok();
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    host.bytes().all(plain) && !host.eq_ignore_ascii_case("loopback")
}

/// Whether every label of a name begins and ends with a letter or digit; what else a host of a scheme without rules of
/// its own may be is not written here.
fn is_domain_name(host: &str) -> bool {
    let end = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    host.split('.').all(|label| end(label.as_bytes().first()) && end(label.as_bytes().last()))
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
            ("http://host/", "", "http://host/", ".NET tests, UriCreateUriTests.cs"),
            ("http://host", "", "http://host/", ".NET source, ResolveHelper"),
            ("http://host/a?q#f", "", "http://host/a?q#f", ".NET source, ResolveHelper"),
            ("http://host", " \t \r \n   ?query  \t \r \n  ", "http://host/?query", ".NET tests, UriCreateUriTests.cs"),
            ("http://hostold/path1", "//host", "http://host/", ".NET tests, UriCreateUriTests.cs"),
            ("http://host?query", "#fragment", "http://host/?query#fragment", ".NET tests, UriCreateUriTests.cs"),
            ("sb://en-x.servicebus.windows.net", "", "sb://en-x.servicebus.windows.net/", ".NET source, UnknownV1SyntaxFlags"),
            ("SB://En.servicebus.windows.net/A", "b", "sb://en.servicebus.windows.net/b", ".NET source, UnknownV1SyntaxFlags"),
            ("amqps://10.0.0.4/a/b", "../c", "amqps://10.0.0.4/c", ".NET source, UnknownV1SyntaxFlags"),
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
            ("unknown:path", "a"),
            ("sb://-a.net/", ""),
            ("http://192.0123.0.10/", ""),
            ("http://loopback/", ""),
            ("http://host/", "C:/x"),
        ] {
            assert!(matches!(uri(base, relative), Err(PureError::NotImplemented(_))), "{base} {relative}");
        }
        assert!(matches!(uri("contoso.org/x", "a"), Err(PureError::Refused(_))));
    }
}
