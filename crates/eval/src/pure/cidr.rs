//! `parseCidr`, `cidrSubnet`, `cidrHost`.
//!
//! The CIDR page gives examples, not rules. The service's library uses IPNetwork2 2.6 (`local-tpn.txt` of
//! <https://github.com/Azure/bicep> lists it), whose source, <https://github.com/lduchosal/ipnetwork>, settles `/31`,
//! `/32` and IPv6. It also accepts much more than a network in plain form (classful addresses without prefix, netmasks,
//! blanks, octal): whether the service lets that through is not known, so it is not implemented.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Result, not_implemented, refused};

/// What `parseCidr` returns; the fields are in the order in which the CIDR page shows the properties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedCidr {
    /// The first address.
    pub network: String,
    /// The mask, in the notation of the family.
    pub netmask: String,
    /// The last address; absent for IPv6.
    pub broadcast: Option<String>,
    /// For IPv4 the second address, for IPv6 and for `/31` and `/32` the first.
    pub first_usable: String,
    /// For IPv4 the last but one, for IPv6 the last, for `/31` and `/32` the first.
    pub last_usable: String,
    /// The length of the prefix.
    pub cidr: u8,
}

/// The result of `parseCidr(network)`. Host bits are cleared.
pub fn parse_cidr(network: &str) -> Result<ParsedCidr> {
    let net = Network::parse("parseCidr", network)?;
    let last = net.base | net.host_mask();
    let (broadcast, first_usable, last_usable) = match net.family {
        Family::V6 => (None, net.base, last),
        Family::V4 if net.prefix > 30 => (Some(last), net.base, net.base),
        Family::V4 => (Some(last), net.base + 1, last - 1),
    };
    Ok(ParsedCidr {
        network: net.family.text(net.base)?,
        netmask: net.family.text(net.family.all_ones() & !net.host_mask())?,
        broadcast: broadcast.map(|address| net.family.text(address)).transpose()?,
        first_usable: net.family.text(first_usable)?,
        last_usable: net.family.text(last_usable)?,
        cidr: net.prefix,
    })
}

/// The result of `cidrSubnet(network, prefix, index)`.
pub fn cidr_subnet(network: &str, prefix: i64, index: i64) -> Result<String> {
    let net = Network::parse("cidrSubnet", network)?;
    let Some(prefix) = u8::try_from(prefix).ok().filter(|&p| p <= net.family.width() && net.prefix <= p) else {
        return refused(format!("`cidrSubnet` cannot split `{network}` into networks of prefix {prefix}"));
    };
    let Ok(index) = u128::try_from(index) else {
        return not_implemented("a negative index of `cidrSubnet`");
    };
    if index.checked_shr(u32::from(prefix - net.prefix)).unwrap_or(0) != 0 {
        return refused(format!("`{network}` has no network of prefix {prefix} with index {index}"));
    }
    let step = u32::from(net.family.width() - prefix);
    let base = net.base | index.checked_shl(step).unwrap_or(0);
    Ok(format!("{}/{prefix}", net.family.text(base)?))
}

/// The result of `cidrHost(network, index)`: the first address after the network's own has index 0, in both families.
///
/// The first and the last address are never returned (`FilterEnum.Usable` of IPNetwork2), so `/31` and `/32` have none.
pub fn cidr_host(network: &str, index: i64) -> Result<String> {
    let net = Network::parse("cidrHost", network)?;
    let Ok(index) = u128::try_from(index) else {
        return not_implemented("a negative index of `cidrHost`");
    };
    // Addresses but the first and last: 2^n - 2, that is host_mask - 1.
    if index >= net.host_mask().saturating_sub(1) {
        return refused(format!("`{network}` has no usable address with index {index}"));
    }
    net.family.text(net.base + index + 1)
}

struct Network {
    family: Family,
    base: u128,
    prefix: u8,
}

impl Network {
    fn parse(function: &str, text: &str) -> Result<Self> {
        let odd = || not_implemented(format!("`{text}` as a network of `{function}`"));
        let Some((address, prefix)) = text.split_once('/') else {
            return odd();
        };
        if prefix.is_empty() || prefix.len() > 3 || !prefix.bytes().all(|b| b.is_ascii_digit()) {
            return odd();
        }
        let (family, bits) = match address.parse() {
            Ok(IpAddr::V4(v4)) => (Family::V4, u128::from(v4.to_bits())),
            Ok(IpAddr::V6(v6)) if !address.contains('.') => (Family::V6, v6.to_bits()),
            _ if has_octet_above_255(address) => return refused(format!("`{text}` is not a network")),
            _ => return odd(),
        };
        match prefix.parse::<u8>() {
            Ok(prefix) if prefix <= family.width() => {
                let mut net = Self { family, base: bits, prefix };
                net.base &= !net.host_mask();
                Ok(net)
            }
            _ => refused(format!("`{text}` is not a network: the prefix has at most {} bits", family.width())),
        }
    }

    fn host_mask(&self) -> u128 {
        // A shift by 128 is no shift: a /0 of IPv6 has all bits.
        self.family.all_ones() & !u128::MAX.checked_shl(u32::from(self.family.width() - self.prefix)).unwrap_or(0)
    }
}

/// Four decimal numbers without leading zeros (which .NET reads as octal), one of them too large.
fn has_octet_above_255(address: &str) -> bool {
    let parts: Vec<&str> = address.split('.').collect();
    let decimal = |part: &&str| {
        (1..=3).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_digit())
            && (part.len() == 1 || !part.starts_with('0'))
    };
    parts.len() == 4 && parts.iter().all(decimal) && parts.iter().any(|part| part.parse::<u8>().is_err())
}

#[derive(Clone, Copy)]
enum Family {
    V4,
    V6,
}

impl Family {
    fn width(self) -> u8 {
        match self {
            Self::V4 => 32,
            Self::V6 => 128,
        }
    }

    fn all_ones(self) -> u128 {
        match self {
            Self::V4 => u128::from(u32::MAX),
            Self::V6 => u128::MAX,
        }
    }

    /// .NET writes IPv6 by RFC 5952, as Rust does, but ends more kinds of address in dotted form than Rust
    /// (`ShouldHaveIpv4Embedded` in <https://github.com/dotnet/runtime> `IPv6AddressHelper.Common.cs`).
    fn text(self, bits: u128) -> Result<String> {
        match self {
            Self::V4 => Ok(Ipv4Addr::from_bits(bits as u32).to_string()),
            Self::V6 => {
                let address = Ipv6Addr::from_bits(bits);
                match address.segments() {
                    [0, 0, 0, 0, 0, 0 | 0xffff, high, _] | [0, 0, 0, 0, 0xffff, 0, high, _] if high != 0 => {
                        not_implemented("an IPv6 network that embeds IPv4 addresses")
                    }
                    [_, _, _, _, 0, 0x5efe, _, _] => not_implemented("an ISATAP network"),
                    _ => Ok(address.to_string()),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::PureError;
    use super::*;

    const PAGE: &str = "CIDR page";
    const SOURCE: &str = "source of IPNetwork2";

    #[test]
    fn parses() {
        #[rustfmt::skip]
        let table: &[(&str, [&str; 5], u8, &str)] = &[
            ("10.144.0.0/20", ["10.144.0.0", "255.255.240.0", "10.144.15.255", "10.144.0.1", "10.144.15.254"], 20, PAGE),
            ("fdad:3236:5555::/48", ["fdad:3236:5555::", "ffff:ffff:ffff::", "", "fdad:3236:5555::", "fdad:3236:5555:ffff:ffff:ffff:ffff:ffff"], 48, PAGE),
            ("10.0.0.0/8", ["10.0.0.0", "255.0.0.0", "10.255.255.255", "10.0.0.1", "10.255.255.254"], 8, "Azure/PSRule.Rules.Azure CidrParsingTests.cs"),
            ("192.168.0.0/16", ["192.168.0.0", "255.255.0.0", "192.168.255.255", "192.168.0.1", "192.168.255.254"], 16, "Azure/PSRule.Rules.Azure CidrParsingTests.cs"),
            ("192.168.168.100/24", ["192.168.168.0", "255.255.255.0", "192.168.168.255", "192.168.168.1", "192.168.168.254"], 24, "comment in IPNetwork2"),
            ("10.0.0.4/30", ["10.0.0.4", "255.255.255.252", "10.0.0.7", "10.0.0.5", "10.0.0.6"], 30, SOURCE),
            ("10.0.0.4/31", ["10.0.0.4", "255.255.255.254", "10.0.0.5", "10.0.0.4", "10.0.0.4"], 31, SOURCE),
            ("10.0.0.4/32", ["10.0.0.4", "255.255.255.255", "10.0.0.4", "10.0.0.4", "10.0.0.4"], 32, SOURCE),
            ("0.0.0.0/0", ["0.0.0.0", "0.0.0.0", "255.255.255.255", "0.0.0.1", "255.255.255.254"], 0, SOURCE),
            ("::/0", ["::", "::", "", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"], 0, SOURCE),
            ("2001:DB8::1/128", ["2001:db8::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", "2001:db8::1", "2001:db8::1"], 128, SOURCE),
        ];
        for (network, [net, mask, broadcast, first, last], cidr, source) in table {
            let expected = ParsedCidr {
                network: (*net).into(),
                netmask: (*mask).into(),
                broadcast: (!broadcast.is_empty()).then(|| (*broadcast).into()),
                first_usable: (*first).into(),
                last_usable: (*last).into(),
                cidr: *cidr,
            };
            assert_eq!(parse_cidr(network), Ok(expected), "{network}: {source}");
        }
    }

    #[test]
    fn splits() {
        #[rustfmt::skip]
        let table = [
            ("10.144.0.0/20", 24, 0, "10.144.0.0/24", PAGE),
            ("10.144.0.0/20", 24, 1, "10.144.1.0/24", PAGE),
            ("10.144.0.0/20", 24, 2, "10.144.2.0/24", PAGE),
            ("10.144.0.0/20", 24, 3, "10.144.3.0/24", PAGE),
            ("10.144.0.0/20", 24, 4, "10.144.4.0/24", PAGE),
            ("fdad:3236:5555::/48", 52, 0, "fdad:3236:5555::/52", PAGE),
            ("fdad:3236:5555::/48", 52, 1, "fdad:3236:5555:1000::/52", PAGE),
            ("fdad:3236:5555::/48", 52, 2, "fdad:3236:5555:2000::/52", PAGE),
            ("fdad:3236:5555::/48", 52, 3, "fdad:3236:5555:3000::/52", PAGE),
            ("fdad:3236:5555::/48", 52, 4, "fdad:3236:5555:4000::/52", PAGE),
            ("192.168.0.0/24", 25, 1, "192.168.0.128/25", "comment in IPNetwork2"),
            ("10.0.0.0/8", 9, 1, "10.128.0.0/9", "comment in IPNetwork2"),
            ("10.0.0.9/24", 24, 0, "10.0.0.0/24", SOURCE),
            ("10.0.0.0/24", 32, 255, "10.0.0.255/32", SOURCE),
            ("0.0.0.0/0", 1, 1, "128.0.0.0/1", SOURCE),
            ("::/0", 1, 1, "8000::/1", SOURCE),
        ];
        for (network, prefix, index, expected, source) in table {
            assert_eq!(
                cidr_subnet(network, prefix, index).as_deref(),
                Ok(expected),
                "{network} {prefix} {index}: {source}"
            );
        }
    }

    #[test]
    fn hosts() {
        #[rustfmt::skip]
        let table = [
            ("10.144.3.0/24", 0, "10.144.3.1", PAGE),
            ("10.144.3.0/24", 1, "10.144.3.2", PAGE),
            ("10.144.3.0/24", 2, "10.144.3.3", PAGE),
            ("10.144.3.0/24", 3, "10.144.3.4", PAGE),
            ("10.144.3.0/24", 4, "10.144.3.5", PAGE),
            ("fdad:3236:5555:3000::/52", 0, "fdad:3236:5555:3000::1", PAGE),
            ("fdad:3236:5555:3000::/52", 4, "fdad:3236:5555:3000::5", PAGE),
            ("192.168.1.0/24", 0, "192.168.1.1", "https://github.com/Azure/bicep/issues/10822"),
            ("192.168.1.0/24", 3, "192.168.1.4", "https://github.com/Azure/bicep/issues/10822"),
            ("10.0.0.0/24", 253, "10.0.0.254", SOURCE),
            ("10.0.0.77/30", 1, "10.0.0.78", SOURCE),
        ];
        for (network, index, expected, source) in table {
            assert_eq!(cidr_host(network, index).as_deref(), Ok(expected), "{network} {index}: {source}");
        }
    }

    #[test]
    fn refuses_what_the_library_refuses() {
        for bad in ["10.0.0.0/33", "256.0.0.0/8", "fd00::/129", "10.0.0.0/999"] {
            assert!(matches!(parse_cidr(bad), Err(PureError::Refused(_))), "{bad}");
        }
        for (network, prefix, index) in [
            ("10.0.0.0/24", 23, 0),
            ("10.0.0.0/24", 33, 0),
            ("10.0.0.0/24", -1, 0),
            ("10.0.0.0/24", 25, 2),
            ("fd00::/64", 129, 0),
        ] {
            assert!(
                matches!(cidr_subnet(network, prefix, index), Err(PureError::Refused(_))),
                "{network} {prefix} {index}"
            );
        }
        for (network, index) in [("10.0.0.0/24", 254), ("10.0.0.0/31", 0), ("10.0.0.0/32", 0), ("fd00::/127", 0)] {
            assert!(matches!(cidr_host(network, index), Err(PureError::Refused(_))), "{network} {index}");
        }
    }

    #[test]
    fn does_not_guess() {
        for odd in [
            "",
            "10.0.0.0",
            "10.0.0.0/255.0.0.0",
            "10.0.0.0 24",
            " 10.0.0.0/8",
            "010.0.0.0/8",
            "10/8",
            "::ffff:1.2.3.4/128",
            "10.0.0.0/+8",
            "fe80::1%1/64",
        ] {
            assert!(matches!(parse_cidr(odd), Err(PureError::NotImplemented(_))), "{odd}");
        }
        assert!(matches!(parse_cidr("::ffff:0102:0304/128"), Err(PureError::NotImplemented(_))));
        assert!(matches!(cidr_subnet("10.0.0.0/8", 16, -1), Err(PureError::NotImplemented(_))));
        assert!(matches!(cidr_host("10.0.0.0/8", i64::MIN), Err(PureError::NotImplemented(_))));
    }
}
