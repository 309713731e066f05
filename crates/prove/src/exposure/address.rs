//! What an entry of an address list lets in.

use std::sync::LazyLock;

use ringfence_estate::{Estate, Found, Kind, Piece, Provision, ResourceId, Term, TermKind, Value};
use ringfence_packets::{AddressSet, Set};

/// What `0.0.0.0` alone means in a list. Page of facts, "For every type" and the rows of each type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zero {
    /// Every address of Azure, any tenant's.
    Azure,
    /// Nobody outside: the service's own way out (AKS).
    Own,
    /// Nobody says; the id of the fact that is not confirmed.
    Unconfirmed(&'static str),
}

/// What an entry lets in.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Entry {
    /// Nobody outside the boundary.
    Inside,
    /// Everyone.
    Everyone,
    /// Azure's own addresses.
    Azure,
    /// Addresses: those that somebody outside certainly can have, and those that somebody possibly can.
    Addresses {
        /// Certainly outside.
        must: AddressSet,
        /// Not certainly inside.
        may: AddressSet,
    },
    /// It is not known what it stands for; the id of the fact that is not confirmed.
    Unconfirmed(&'static str),
    /// It cannot be read.
    Malformed,
}

/// What nobody on the internet has as an address: private, shared, loopback and link-local ranges.
///
/// <https://www.rfc-editor.org/rfc/rfc6890>; the page of facts, "For every type", 6.
static PRIVATE: LazyLock<AddressSet> = LazyLock::new(|| {
    set(&[
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "fc00::/7",
        "fe80::/10",
        "::1",
    ])
});

/// Ranges from which no packet starts that is routed, though nobody promises that a service does not read more into
/// them: <https://www.rfc-editor.org/rfc/rfc6890>, and of version 6 all but Global Unicast,
/// <https://www.iana.org/assignments/ipv6-address-space/ipv6-address-space.xhtml>.
static UNROUTED: LazyLock<AddressSet> = LazyLock::new(|| {
    let v6 = AddressSet::all_v6().subtract(&set(&["2000::/3"]));
    set(&["0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4"]).union(&v6)
});

static PUBLIC_V4: LazyLock<AddressSet> = LazyLock::new(|| AddressSet::all_v4().subtract(&PRIVATE).subtract(&UNROUTED));

fn set(texts: &[&str]) -> AddressSet {
    let sets = texts.iter().filter_map(|text| text.parse::<AddressSet>().ok());
    sets.fold(AddressSet::empty(), |sum, set| sum.union(&set))
}

/// Whether a set has every address of version 4 that somebody on the internet can have.
pub(super) fn is_everyone(set: &AddressSet) -> bool {
    PUBLIC_V4.is_subset(set)
}

/// What the addresses of `set` let in.
pub(super) fn entry(set: &AddressSet) -> Entry {
    let may = set.subtract(&PRIVATE);
    if may.is_empty() {
        return Entry::Inside;
    }
    let must = may.subtract(&UNROUTED);
    if is_everyone(&must) { Entry::Everyone } else { Entry::Addresses { must, may } }
}

/// What one address, prefix or range in a list lets in.
pub(super) fn of_text(text: &str, zero: Zero) -> Entry {
    let text = text.trim();
    match text.to_ascii_lowercase().as_str() {
        // `*` and `Any` in rules of App Service; the tag `Internet` as elsewhere.
        "*" | "any" | "internet" => return Entry::Everyone,
        "0.0.0.0" | "0.0.0.0/32" | "0.0.0.0-0.0.0.0" => {
            return match zero {
                Zero::Azure => Entry::Azure,
                Zero::Own => Entry::Inside,
                Zero::Unconfirmed(id) => Entry::Unconfirmed(id),
            };
        }
        _ => {}
    }
    text.parse().map_or(Entry::Malformed, |set| entry(&set))
}

/// Whether a value is the address of a public address that the estate declares: `reference(ID).ipAddress`, with or
/// without a prefix length behind it. Packets from there come from inside.
pub(super) fn is_own(value: &Value, estate: &Estate) -> bool {
    let Some(pieces) = value.pieces() else { return false };
    let term = match pieces.as_slice() {
        [Piece::Term(term)] => term,
        [Piece::Term(term), Piece::Literal(length)] if &**length == "/32" => term,
        _ => return false,
    };
    let TermKind::Property { base, name } = term.kind() else { return false };
    let kind = match name.to_ascii_lowercase().as_str() {
        "ipaddress" => "Microsoft.Network/publicIPAddresses",
        "ipprefix" => "Microsoft.Network/publicIPPrefixes",
        _ => return false,
    };
    referenced(base).is_some_and(|id| {
        let Found::Resource(index) = (if id.is(kind) { estate.find(&id) } else { Found::Nothing }) else {
            return false;
        };
        estate.resource(index).is_some_and(|resource| resource.provision == Provision::Declared)
    })
}

/// The resource of `reference(ID)` or `reference(ID, version, 'Full').properties`.
fn referenced(term: &Term) -> Option<ResourceId> {
    match term.kind() {
        TermKind::Property { base, name } if name.eq_ignore_ascii_case("properties") => referenced(base),
        TermKind::Call { function, args } if function.eq_ignore_ascii_case("reference") => {
            ResourceId::parse(args.first()?)
        }
        _ => None,
    }
}

/// Whether an entry of a list of subnets is a subnet of the estate.
pub(super) fn is_own_subnet(value: &Value, estate: &Estate) -> bool {
    if !matches!(value.kind, Kind::String(_) | Kind::Term(_)) {
        return false;
    }
    let Some(id) = ResourceId::parse(value) else { return false };
    let Found::Resource(index) = estate.find(&id) else { return false };
    estate.resource(index).is_some_and(|resource| {
        resource.is("Microsoft.Network/virtualNetworks/subnets") && resource.provision != Provision::External
    })
}
