//! Reading address sets: an address, a prefix, or a range.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use crate::AddressSet;

/// A text that is none of an address, a prefix and a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    text: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` is not an IP address, a prefix such as `10.0.0.0/24`, or a range of two addresses", self.text)
    }
}

impl std::error::Error for ParseError {}

/// Reads `192.0.2.1`, `192.0.2.0/24` or `192.0.2.1-192.0.2.9`, of either version, blanks around each part allowed.
///
/// The bits of a prefix that are not in its length do not matter: `192.0.2.7/24` is `192.0.2.0/24`.
impl FromStr for AddressSet {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        read(text).ok_or_else(|| ParseError { text: text.to_owned() })
    }
}

fn read(text: &str) -> Option<AddressSet> {
    if let Some((address, length)) = text.split_once('/') {
        return AddressSet::prefix(address.trim().parse().ok()?, prefix_length(length.trim())?);
    }
    if let Some((first, last)) = text.split_once('-') {
        return AddressSet::range(first.trim().parse().ok()?, last.trim().parse().ok()?);
    }
    text.trim().parse::<IpAddr>().ok().map(AddressSet::single)
}

/// Digits only: `u8::from_str` would take a sign, too.
fn prefix_length(text: &str) -> Option<u8> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}
