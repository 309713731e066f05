//! The algebra against brute force on a tiny universe, and its laws on the whole one.

use std::net::IpAddr;

use proptest::prelude::*;
use ringfence_packets::{AddressSet, Filter, Intervals, Set};

/// The members of a set over `u8`, counted out one by one.
fn members(set: &Intervals<u8>) -> Vec<bool> {
    (0..=u8::MAX).map(|number| set.contains(number)).collect()
}

fn is_canonical(set: &Intervals<u8>) -> bool {
    let ordered = set.parts().iter().all(|(first, last)| first <= last);
    let after = set.parts().iter().skip(1);
    let apart = set.parts().iter().zip(after).all(|((_, last), (first, _))| u16::from(*last) + 1 < u16::from(*first));
    ordered && apart
}

fn tiny() -> impl Strategy<Value = Intervals<u8>> {
    let bound = prop_oneof![4 => 0u8..12, 1 => 250u8..=255, 2 => any::<u8>()];
    prop::collection::vec((bound.clone(), bound), 0..6).prop_map(|parts| parts.into_iter().collect())
}

fn addresses() -> impl Strategy<Value = AddressSet> {
    let v4 = prop::collection::vec((any::<u32>(), 0u32..70_000), 0..5)
        .prop_map(|parts| parts.into_iter().map(|(first, more)| (first, first.saturating_add(more))).collect());
    let v6 = prop::collection::vec((any::<u128>(), any::<u64>()), 0..3).prop_map(|parts| {
        parts.into_iter().map(|(first, more)| (first, first.saturating_add(u128::from(more)))).collect()
    });
    (v4, v6).prop_map(|(v4, v6)| AddressSet { v4, v6 })
}

fn filter() -> impl Strategy<Value = Filter<Intervals<u8>>> {
    (tiny(), tiny()).prop_map(|(must, may)| Filter::between(must, &may))
}

/// The filters that a half-known one can turn out to be, as far as two examples show it.
fn worlds(filter: &Filter<Intervals<u8>>) -> [Intervals<u8>; 2] {
    [filter.must().clone(), filter.may().clone()]
}

fn within(filter: &Filter<Intervals<u8>>, world: &Intervals<u8>) -> bool {
    filter.must().is_subset(world) && world.is_subset(filter.may())
}

proptest! {
    #[test]
    fn each_operation_does_to_sets_what_it_does_to_members(a in tiny(), b in tiny()) {
        let zip = |both: fn(bool, bool) -> bool| -> Vec<bool> {
            members(&a).into_iter().zip(members(&b)).map(|(left, right)| both(left, right)).collect()
        };
        for (result, expected) in [
            (a.union(&b), zip(|left, right| left || right)),
            (a.intersect(&b), zip(|left, right| left && right)),
            (a.subtract(&b), zip(|left, right| left && !right)),
            (a.complement(), zip(|left, _| !left)),
        ] {
            prop_assert_eq!(members(&result), expected);
            prop_assert!(is_canonical(&result), "{:?}", result);
        }
        prop_assert_eq!(a.is_subset(&b), zip(|left, right| !left || right).into_iter().all(|within| within));
        prop_assert_eq!(a.is_empty(), !members(&a).contains(&true));
        prop_assert_eq!(a == b, members(&a) == members(&b));
    }

    #[test]
    fn address_sets_obey_the_laws_of_sets(a in addresses(), b in addresses(), c in addresses()) {
        prop_assert_eq!(a.union(&b), b.union(&a));
        prop_assert_eq!(a.union(&b).union(&c), a.union(&b.union(&c)));
        prop_assert_eq!(a.intersect(&b.union(&c)), a.intersect(&b).union(&a.intersect(&c)));
        prop_assert_eq!(a.subtract(&b).union(&a.intersect(&b)), a.clone());
        prop_assert_eq!(a.subtract(&b.union(&c)), a.subtract(&b).subtract(&c));
        prop_assert!(a.subtract(&b).intersect(&b).is_empty());
        prop_assert_eq!(a.union(&AddressSet::empty()), a.clone());
        prop_assert_eq!(a.intersect(&AddressSet::all()), a.clone());
        prop_assert!(a.is_subset(&a.union(&b)));
        prop_assert_eq!(a.sample().is_none(), a.is_empty());
        if let Some(sample) = a.sample() {
            prop_assert!(a.contains(sample));
        }
    }

    #[test]
    fn a_set_is_read_back_from_its_text(a in addresses()) {
        let parts = a.to_string();
        let read = parts.split(", ").filter(|part| !part.is_empty()).map(|part| part.parse::<AddressSet>().unwrap());
        prop_assert_eq!(read.fold(AddressSet::empty(), |sum, part| sum.union(&part)), a);
    }

    #[test]
    fn what_a_filter_says_is_true_in_every_world_that_it_leaves_open(f in filter(), g in filter()) {
        for left in worlds(&f) {
            for right in worlds(&g) {
                prop_assert!(within(&f.union(&g), &left.union(&right)));
                prop_assert!(within(&f.intersect(&g), &left.intersect(&right)));
                prop_assert!(within(&f.subtract(&g), &left.subtract(&right)));
            }
        }
        prop_assert!(f.subtract(&g).must().is_subset(f.subtract(&g).may()));
    }

    #[test]
    fn no_text_panics(text in ".{0,40}", address in "[0-9a-f.:/-]{0,30}") {
        let _ = text.parse::<AddressSet>();
        let _ = address.parse::<AddressSet>();
    }
}

#[test]
fn texts_are_read_as_azure_writes_them() {
    let cases = [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1/32", "192.0.2.1"),
        ("192.0.2.7/24", "192.0.2.0-192.0.2.255"),
        ("0.0.0.0/0", "0.0.0.0-255.255.255.255"),
        ("128.0.0.0/1", "128.0.0.0-255.255.255.255"),
        (" 192.0.2.1 - 192.0.2.9 ", "192.0.2.1-192.0.2.9"),
        ("2001:db8::/126", "2001:db8::-2001:db8::3"),
        ("::/0", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2001:db8::1", "2001:db8::1"),
    ];
    for (text, expected) in cases {
        assert_eq!(text.parse::<AddressSet>().unwrap().to_string(), expected, "{text}");
    }
    let wrong = [
        "",
        "x",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.1/33",
        "192.0.2.1/+1",
        "192.0.2.1/",
        "2001:db8::/129",
        "192.0.2.9-192.0.2.1",
        "192.0.2.1-::1",
        "1.2.3.4/8/8",
        "010.0.0.1",
    ];
    for text in wrong {
        assert!(text.parse::<AddressSet>().is_err(), "{text}");
    }
}

#[test]
fn every_prefix_length_covers_what_it_says() {
    let address: IpAddr = "203.0.113.200".parse().unwrap();
    for length in 0..=32u8 {
        let set = AddressSet::prefix(address, length).unwrap();
        let (first, last) = set.v4.parts()[0];
        assert_eq!(u64::from(last) - u64::from(first) + 1, 1u64 << (32 - length), "{length}");
        assert!(set.contains(address), "{length}");
    }
    assert_eq!(AddressSet::prefix("::".parse().unwrap(), 0).unwrap(), AddressSet::all_v6());
    assert_eq!(AddressSet::prefix("::".parse().unwrap(), 128).unwrap(), AddressSet::single("::".parse().unwrap()));
}
