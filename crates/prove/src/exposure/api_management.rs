//! API Management. Page of facts, "Types with their own rule".

use ringfence_estate::Kind;

use super::generic::{self, EVERYONE, PERHAPS, Position};
use super::subnet;
use super::table::switch;
use super::way::{Endpoint, Reach};
use crate::explore::{Path, Setting};
use crate::finding::Step;
use crate::missing;

/// The gateway.
pub(super) fn service(path: &mut Path<'_>) -> Option<Vec<Endpoint>> {
    Some(vec![Endpoint { name: "gateway", port: 443, reach: gateway(path) }])
}

fn gateway(path: &mut Path<'_>) -> Reach {
    let sku = path.own("sku.name");
    let has = |suffix: &str| {
        sku.value.as_str().is_some_and(|name| name.to_ascii_lowercase().ends_with(&suffix.to_ascii_lowercase()))
    };
    // A consumption gateway is in no network; on v2 tiers `External` is about the way out.
    let (consumption, second) = (has("Consumption"), has("V2"));
    let network = path.own("properties.virtualNetworkType");
    let kind = network.value.as_str().map(str::to_ascii_lowercase);
    match (&network.value.kind, kind.as_deref()) {
        (Kind::String(_), Some("internal")) if !consumption => {
            let mut reach = Reach::shut(network.step("'Internal'", "gives the gateway no address on the internet"));
            generic::unless_ignored(path, &network, "2017-03-01", &mut reach);
            reach
        }
        (Kind::String(_), Some("external")) if !consumption && !second => external(path, &network),
        (Kind::Null | Kind::Omitted, _) | (Kind::String(_), Some("none" | "external" | "internal")) => public(path),
        (Kind::Term(_), _) if !consumption => {
            let missing = missing::of_value(&network.value, &network.path);
            let mut reach = public(path);
            reach.doubt(&network.step("'Internal'", PERHAPS), &missing, path);
            reach
        }
        _ if consumption => public(path),
        _ => {
            let missing = missing::odd(&network.value, network.name(), &["None", "External", "Internal"]);
            let mut reach = public(path);
            reach.doubt(&network.step("'Internal'", PERHAPS), &[missing], path);
            reach
        }
    }
}

/// In a subnet with a public address: the subnet's network security group may still turn everyone away.
fn external(path: &mut Path<'_>, network: &Setting) -> Reach {
    let mut reach = public(path);
    let subnet = path.own("properties.virtualNetworkConfiguration.subnetResourceId");
    let missing = subnet::filter(path, &subnet);
    if !missing.is_empty() {
        reach.doubt(&network.step("'Internal'", "gives the gateway an address on the internet"), &missing, path);
    }
    reach
}

/// `Disabled` closes the gateway. Azure refuses it at creation and without an approved private endpoint.
fn public(path: &mut Path<'_>) -> Reach {
    match generic::position(path, path.subject, &switch("2021-04-01")) {
        Position::Off(step) => {
            Reach::shut(Step { effect: "makes the gateway refuse whoever comes from outside".into(), ..step })
        }
        Position::On(step) => Reach::open(Step { effect: EVERYONE.into(), ..step }),
        Position::Unsure(step, missing) => Reach::doubtful(step, missing),
    }
}
