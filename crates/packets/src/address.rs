//! Sets of IP addresses, of both versions.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::{Intervals, Set};

/// A set of IP addresses. Equality is structural: see the INVARIANT (canonical intervals) of [`Intervals`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AddressSet {
    /// The addresses of version 4.
    pub v4: Intervals<u32>,
    /// The addresses of version 6.
    pub v6: Intervals<u128>,
}

impl AddressSet {
    /// One address.
    pub fn single(address: IpAddr) -> Self {
        Self::range(address, address).unwrap_or_default()
    }

    /// The addresses from `first` to `last`; none if their versions differ or `last` is before `first`.
    pub fn range(first: IpAddr, last: IpAddr) -> Option<Self> {
        match (first, last) {
            (IpAddr::V4(first), IpAddr::V4(last)) if first <= last => {
                Some(Self { v4: Intervals::range(first.to_bits(), last.to_bits()), v6: Intervals::empty() })
            }
            (IpAddr::V6(first), IpAddr::V6(last)) if first <= last => {
                Some(Self { v4: Intervals::empty(), v6: Intervals::range(first.to_bits(), last.to_bits()) })
            }
            _ => None,
        }
    }

    /// The addresses that share the first `length` bits with `address`, whose other bits do not matter; none if an
    /// address does not have so many.
    pub fn prefix(address: IpAddr, length: u8) -> Option<Self> {
        match address {
            IpAddr::V4(address) if length <= 32 => {
                let host = u32::MAX.checked_shr(u32::from(length)).unwrap_or(0);
                let first = address.to_bits() & !host;
                Some(Self { v4: Intervals::range(first, first | host), v6: Intervals::empty() })
            }
            IpAddr::V6(address) if length <= 128 => {
                let host = u128::MAX.checked_shr(u32::from(length)).unwrap_or(0);
                let first = address.to_bits() & !host;
                Some(Self { v4: Intervals::empty(), v6: Intervals::range(first, first | host) })
            }
            _ => None,
        }
    }

    /// Every address of version 4.
    pub fn all_v4() -> Self {
        Self { v4: Intervals::all(), v6: Intervals::empty() }
    }

    /// Every address of version 6.
    pub fn all_v6() -> Self {
        Self { v4: Intervals::empty(), v6: Intervals::all() }
    }

    /// Whether an address is in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(address) => self.v4.contains(address.to_bits()),
            IpAddr::V6(address) => self.v6.contains(address.to_bits()),
        }
    }

    /// Some address that is in it: the least.
    pub fn sample(&self) -> Option<IpAddr> {
        self.ranges().next().map(|(first, _)| first)
    }

    /// The ranges that it consists of: ordered, disjoint, version 4 before version 6.
    pub fn ranges(&self) -> impl Iterator<Item = (IpAddr, IpAddr)> {
        let v4 = self
            .v4
            .parts()
            .iter()
            .map(|(first, last)| (IpAddr::V4(Ipv4Addr::from_bits(*first)), IpAddr::V4(Ipv4Addr::from_bits(*last))));
        let v6 = self
            .v6
            .parts()
            .iter()
            .map(|(first, last)| (IpAddr::V6(Ipv6Addr::from_bits(*first)), IpAddr::V6(Ipv6Addr::from_bits(*last))));
        v4.chain(v6)
    }
}

impl Set for AddressSet {
    fn empty() -> Self {
        Self::default()
    }

    fn all() -> Self {
        Self { v4: Intervals::all(), v6: Intervals::all() }
    }

    fn union(&self, other: &Self) -> Self {
        Self { v4: self.v4.union(&other.v4), v6: self.v6.union(&other.v6) }
    }

    fn intersect(&self, other: &Self) -> Self {
        Self { v4: self.v4.intersect(&other.v4), v6: self.v6.intersect(&other.v6) }
    }

    fn subtract(&self, other: &Self) -> Self {
        Self { v4: self.v4.subtract(&other.v4), v6: self.v6.subtract(&other.v6) }
    }

    fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }
}

/// `10.0.0.0-10.0.0.255, 192.0.2.1`
impl fmt::Display for AddressSet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, (first, last)) in self.ranges().enumerate() {
            let comma = if nth > 0 { ", " } else { "" };
            match first == last {
                true => write!(out, "{comma}{first}")?,
                false => write!(out, "{comma}{first}-{last}")?,
            }
        }
        Ok(())
    }
}
