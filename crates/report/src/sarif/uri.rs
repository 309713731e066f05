//! Paths as URIs.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::format::ArtifactLocation;

/// The base of relative paths. SARIF §3.4.4 takes any name; this is the one that code hosts know.
pub(super) const BASE: &str = "%SRCROOT%";

/// What a path segment may not hold as it is: all but the unreserved characters of RFC 3986 §2.3. A colon would
/// make the first segment a scheme (§4.2).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A path as a relative reference to the base, or as a `file` URI (RFC 8089) if it is absolute.
pub(super) fn location(path: &str) -> ArtifactLocation {
    let segments: Vec<String> =
        path.split('/').map(|segment| utf8_percent_encode(segment, SEGMENT).to_string()).collect();
    let encoded = segments.join("/");
    let drive = matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    let (uri, uri_base_id) = if path.starts_with('/') {
        (format!("file://{encoded}"), None)
    } else if drive {
        (format!("file:///{}", encoded.replacen("%3A", ":", 1)), None)
    } else {
        (encoded, Some(BASE))
    };
    ArtifactLocation { uri: Some(uri), uri_base_id, index: None, description: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_encoded_segment_by_segment() {
        let cases = [
            ("infra/main.bicep", "infra/main.bicep", true),
            ("a b/ü%#?.bicep", "a%20b/%C3%BC%25%23%3F.bicep", true),
            ("c:d/main.bicep", "c%3Ad/main.bicep", true),
            ("../hub/main.json", "../hub/main.json", true),
            ("-", "-", true),
            ("/srv/a b.bicep", "file:///srv/a%20b.bicep", false),
            ("C:/a b.bicep", "file:///C:/a%20b.bicep", false),
        ];
        for (path, uri, relative) in cases {
            let location = location(path);
            assert_eq!(location.uri.as_deref(), Some(uri), "{path}");
            assert_eq!(location.uri_base_id.is_some(), relative, "{path}");
        }
    }
}
