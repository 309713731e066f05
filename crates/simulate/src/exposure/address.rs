//! Whether one address is one that a rule names, bit by bit.

use std::net::IpAddr;

/// Whether `address` matches `rule`: an address, a prefix, or two addresses with `-` between them.
pub(super) fn matches(rule: &str, address: IpAddr) -> bool {
    if let Some((base, length)) = rule.split_once('/') {
        let (Ok(base), Ok(length)) = (base.trim().parse::<IpAddr>(), length.trim().parse::<usize>()) else {
            return false;
        };
        let (base, address) = (bits(base), bits(address));
        return base.len() == address.len()
            && base.iter().zip(&address).take(length).all(|(left, right)| left == right);
    }
    if let Some((first, last)) = rule.split_once('-') {
        return is_between(first, last, address);
    }
    rule.trim().parse() == Ok(address)
}

/// Whether an address lies between two others, both included.
pub(super) fn is_between(first: &str, last: &str, address: IpAddr) -> bool {
    let (Ok(first), Ok(last)) = (first.trim().parse::<IpAddr>(), last.trim().parse::<IpAddr>()) else { return false };
    let (first, last, address) = (bits(first), bits(last), bits(address));
    first.len() == address.len() && last.len() == address.len() && first <= address && address <= last
}

/// The bits of an address, the most significant first.
fn bits(address: IpAddr) -> Vec<bool> {
    let octets = match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    };
    octets.into_iter().flat_map(|octet| (0..8).rev().map(move |bit| octet & (1 << bit) != 0)).collect()
}
