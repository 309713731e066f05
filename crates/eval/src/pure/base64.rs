//! `base64` and `base64ToString`; `base64ToJson` is the second followed by `json`.

use ::base64::Engine;
use ::base64::alphabet;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{Result, not_implemented, refused};

/// .NET's `Convert.FromBase64String` wants the padding, but lets the unused bits of the last digit be anything
/// (<https://learn.microsoft.com/dotnet/api/system.convert.frombase64string> states the first; the second is an
/// assumption that only turns a refusal into a value).
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireCanonical),
);

/// The result of `base64(text)`: UTF-8, standard alphabet, padded.
pub fn base64(text: &str) -> String {
    ENGINE.encode(text)
}

/// The result of `base64ToString(encoded)`.
///
/// Bytes that are not UTF-8 give replacement characters in .NET; how many is not worth following, so they are not
/// implemented.
pub fn base64_to_string(encoded: &str) -> Result<String> {
    match String::from_utf8(decode("base64ToString", encoded)?) {
        Ok(text) => Ok(text),
        Err(_) => not_implemented("base64 of bytes that are not UTF-8"),
    }
}

/// White space between digits is ignored, as `Convert.FromBase64String` documents.
pub(super) fn decode(function: &str, encoded: &str) -> Result<Vec<u8>> {
    let digits: String = encoded.chars().filter(|c| !matches!(c, ' ' | '\t' | '\r' | '\n')).collect();
    match ENGINE.decode(&digits) {
        Ok(bytes) => Ok(bytes),
        Err(cause) => refused(format!("the parameter of `{function}` is not base64: {cause}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::PureError;
    use super::*;

    #[test]
    fn known_answers() {
        #[rustfmt::skip]
        let table = [
            ("one, two, three", "b25lLCB0d28sIHRocmVl", "string page; recorded deployments"),
            (" Fizz ", "IEZpenog", "resolver tests"),
            ("three", "dGhyZWU=", "recorded deployments"),
            ("Hello", "SGVsbG8=", "string page, dataUri"),
            ("Hello, World!", "SGVsbG8sIFdvcmxkIQ==", "string page, dataUri"),
            ("GIF87a", "R0lGODdh", "recorded deployments, dataUri"),
            ("", "", "RFC 4648 §10"),
            ("foob", "Zm9vYg==", "RFC 4648 §10"),
        ];
        for (text, encoded, source) in table {
            assert_eq!(base64(text), encoded, "{source}");
            assert_eq!(base64_to_string(encoded).as_deref(), Ok(text), "{source}");
        }
    }

    #[test]
    fn decoding_is_lenient_only_where_dotnet_is() {
        assert_eq!(base64_to_string(" Zm9v\r\nYg== ").as_deref(), Ok("foob"));
        assert_eq!(base64_to_string("Zm9vYh==").as_deref(), Ok("foob"));
        for bad in ["Zm9vYg", "Zm9vYg=", "Zm9v!g==", "Zm9_", "="] {
            assert!(matches!(base64_to_string(bad), Err(PureError::Refused(_))), "{bad}");
        }
        assert!(matches!(base64_to_string("/w=="), Err(PureError::NotImplemented(_))));
    }
}
