//! The prover of name resolution against the simulator, on random networks: what holds leads to the endpoint, and what
//! fails does not.
//!
//! Then the same with a fault seeded into what the prover sees: each must be caught.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use ringfence_prove::finding::Outcome;
use ringfence_prove::names::{Code, Ending, resolutions};
use ringfence_simulate::{Reply, resolve};
use ringfence_testkit::Random;
use ringfence_testkit::networks::networks;
use ringfence_testkit::settings::{Declaration, build};
use serde_json::{Value as Json, json};

const ROUNDS: u64 = 1_500;

#[derive(Default)]
struct Coverage {
    verdicts: [usize; 3],
    codes: BTreeMap<String, usize>,
    replies: BTreeSet<String>,
}

/// Why the prover, looking at `seen`, is wrong about `real`; none if it is right or does not know.
fn disagreement(seen: &[Declaration], real: &[Declaration], coverage: &mut Coverage) -> Option<String> {
    let (seen, real) = (build(seen).estate, build(real).estate);
    for found in resolutions(&seen) {
        let [case] = found.cases.as_slice() else { return Some("several cases without a choice".into()) };
        let reply = resolve(&real, &found.host, &found.network);
        coverage.replies.insert(format!("{reply:?}").split('(').next().unwrap_or_default().to_owned());
        if let Some(code) = case.code {
            *coverage.codes.entry(code.to_string()).or_default() += 1;
        }
        let right = match &case.case.outcome {
            Outcome::Holds => {
                coverage.verdicts[0] += 1;
                matches!(reply, Reply::Endpoint(_, false))
            }
            // The name may lead there and the zone still be open to every machine of the network.
            Outcome::Fails if case.code == Some(Code::Registration) => matches!(reply, Reply::Endpoint(_, true)),
            Outcome::Fails => {
                coverage.verdicts[1] += 1;
                match case.ending {
                    Ending::Public => reply == Reply::Public || waits(&real, &found.host),
                    Ending::Nothing => matches!(reply, Reply::NxDomain | Reply::Silence),
                    Ending::Address => matches!(reply, Reply::Address(_)),
                    Ending::Endpoint | Ending::Unknown => false,
                }
            }
            // What is not known must have a reason: somebody unknown is asked, or two records differ.
            Outcome::Unknown(_) => {
                coverage.verdicts[2] += 1;
                true
            }
        };
        if !right {
            let (host, network) = (&found.host, &found.network);
            return Some(format!("{host} from {network}: {case:?}, but {reply:?}"));
        }
    }
    None
}

/// Whether the endpoint of a name waits for its approval: then it fails whatever the name leads to.
fn waits(estate: &ringfence_estate::Estate, host: &str) -> bool {
    let kind = [("search", "Search"), ("vault", "KeyVault"), ("azure.com", "CognitiveServices")];
    let of = kind.iter().find(|(part, _)| host.contains(part)).map_or("", |(_, kind)| *kind);
    estate.resources.iter().any(|own| {
        own.property("manualPrivateLinkServiceConnections").to_string().contains(&format!("Microsoft.{of}/"))
    })
}

#[test]
fn prover_and_simulator_agree_on_random_networks() {
    let mut coverage = Coverage::default();
    let mut random = Random::new(5);
    for round in 0..ROUNDS {
        let declarations = networks(&mut random);
        let wrong = disagreement(&declarations, &declarations, &mut coverage);
        assert_eq!(wrong, None, "round {round}: {declarations:#?}");
    }
    let [holds, fails, unknown] = coverage.verdicts;
    println!("holds {holds}, fails {fails}, unknown {unknown}; {:?}; {:?}", coverage.codes, coverage.replies);
    assert!(holds > 1_000 && fails > 1_000, "both verdicts are put to the test: {holds}, {fails}");
    assert!(unknown * 2 < holds + fails, "most names are decided: {unknown}");
    assert!(coverage.codes.len() >= 8, "{:?}", coverage.codes);
    assert_eq!(coverage.replies.len(), 6, "{:?}", coverage.replies);
}

/// A mistake that a prover could make, as what it would take the networks for.
type Fault = (&'static str, fn(&mut Vec<Declaration>));

fn of_kind(all: &mut [Declaration], end: &str, change: impl Fn(&mut Declaration)) {
    all.iter_mut().filter(|own| own.kind.ends_with(end)).for_each(change);
}

fn drop_kind(all: &mut Vec<Declaration>, end: &str) {
    all.retain(|own| !own.kind.ends_with(end));
}

/// Changes what stands at a path in each declaration of a type that has it.
fn set(all: &mut [Declaration], end: &str, pointer: &str, to: Json) {
    of_kind(all, end, |own| {
        if let Some(at) = own.body.pointer_mut(pointer) {
            *at = to.clone();
        }
    });
}

fn every_text(json: &mut Json, from: &str, to: &str) {
    match json {
        Json::String(text) => *text = text.replace(from, to),
        Json::Array(items) => items.iter_mut().for_each(|item| every_text(item, from, to)),
        Json::Object(members) => members.values_mut().for_each(|value| every_text(value, from, to)),
        _ => {}
    }
}

const LINK: &str = "privateDnsZones/virtualNetworkLinks";

const FAULTS: &[Fault] = &[
    ("custom servers are not looked at", |all| set(all, "/virtualNetworks", "/properties/dhcpOptions", json!({}))),
    ("the resolver asks in the client's network", |all| {
        set(all, "/virtualNetworks", "/properties/dhcpOptions/dnsServers", json!(["168.63.129.16"]));
    }),
    ("an unknown server is the resolver", |all| {
        all.iter_mut().for_each(|own| every_text(&mut own.body, "10.9.9.9", "10.2.0.4"));
    }),
    ("the resolver is in another network", |all| {
        of_kind(all, "/dnsResolvers", |own| every_text(&mut own.body, "vnet-hub", "vnet-a"));
    }),
    ("a link counts for every network", |all| {
        let more: Vec<Declaration> = all.iter().filter(|own| own.kind.ends_with(LINK)).cloned().collect();
        for network in ["vnet-a", "vnet-b", "vnet-hub"] {
            all.extend(more.iter().cloned().map(|mut own| {
                own.names = format!("{}-{network}", own.names);
                own.body["properties"]["virtualNetwork"]["id"] =
                    json!(ringfence_testkit::id("Microsoft.Network/virtualNetworks", network));
                own
            }));
        }
    }),
    ("links are not looked at", |all| drop_kind(all, LINK)),
    ("a link counts for the hub only", |all| {
        of_kind(all, LINK, |own| {
            every_text(&mut own.body, "vnet-a", "vnet-hub");
            every_text(&mut own.body, "vnet-b", "vnet-hub");
        });
    }),
    ("registration does not matter", |all| set(all, LINK, "/properties/registrationEnabled", json!(false))),
    ("every link registers", |all| set(all, LINK, "/properties/registrationEnabled", json!(true))),
    ("a denied name is always asked for in public", |all| {
        set(all, LINK, "/properties/resolutionPolicy", json!("NxDomainRedirect"));
    }),
    ("a denied name is never asked for in public", |all| {
        set(all, LINK, "/properties/resolutionPolicy", json!("Default"));
    }),
    ("zone groups are not looked at", |all| drop_kind(all, "/privateDnsZoneGroups")),
    ("a zone group writes to one zone only", |all| {
        of_kind(all, "/privateDnsZoneGroups", |own| {
            if let Some(Json::Array(configs)) = own.body.pointer_mut("/properties/privateDnsZoneConfigs") {
                configs.truncate(1);
            }
        });
    }),
    ("a zone group writes to every zone", |all| {
        of_kind(all, "/privateDnsZoneGroups", |own| {
            let zones = [
                "privatelink.search.windows.net",
                "privatelink.vaultcore.azure.net",
                "privatelink.openai.azure.com",
                "privatelink.services.ai.azure.com",
            ];
            let configs = zones.map(|zone| {
                let id = ringfence_testkit::id("Microsoft.Network/privateDnsZones", zone);
                json!({ "properties": { "privateDnsZoneId": id } })
            });
            own.body["properties"]["privateDnsZoneConfigs"] = json!(configs);
        });
    }),
    ("a misspelled zone is the right one", |all| {
        for own in all.iter_mut() {
            own.names = own.names.replace("privatelink.vault.azure.net", "privatelink.vaultcore.azure.net");
            every_text(&mut own.body, "privatelink.vault.azure.net", "privatelink.vaultcore.azure.net");
        }
    }),
    ("a zone of a public suffix does not answer", |all| {
        all.retain(|own| {
            !(own.names.starts_with("search.windows.net") || own.names.starts_with("vaultcore.azure.net"))
        });
    }),
    ("a zone answers for a longer name only", |all| {
        for own in all.iter_mut().filter(|own| own.names.starts_with("search.windows.net")) {
            own.names = own.names.replace("search.windows.net", "deeper.search.windows.net");
        }
    }),
    ("declared records are not looked at", |all| drop_kind(all, "privateDnsZones/A")),
    ("every declared record is the endpoint's", |all| {
        of_kind(all, "privateDnsZones/A", |own| every_text(&mut own.body, "10.0.0.99", "10.0.0.10"));
    }),
    ("a wildcard is a name", |all| {
        of_kind(all, "privateDnsZones/A", |own| own.names = own.names.replace("/*", "/star"));
    }),
    ("a record of another name counts", |all| {
        of_kind(all, "privateDnsZones/A", |own| own.names = own.names.replace("/other", "/svc"));
    }),
    ("a record of the zone itself counts for a name", |all| {
        of_kind(all, "privateDnsZones/A", |own| own.names = own.names.replace("/@", "/svc"));
    }),
    ("the address of an endpoint is not looked at", |all| {
        of_kind(all, "/privateEndpoints", |own| {
            let address = json!([{ "properties": { "memberName": "default", "privateIPAddress": "10.0.0.99" } }]);
            own.body["properties"]["ipConfigurations"] = address;
        });
    }),
    ("a connection by hand is approved", |all| {
        of_kind(all, "/privateEndpoints", |own| {
            if let Some(list) = own.body["properties"]["manualPrivateLinkServiceConnections"].as_array().cloned() {
                own.body["properties"]["privateLinkServiceConnections"] = json!(list);
                own.body["properties"]["manualPrivateLinkServiceConnections"] = json!([]);
            }
        });
    }),
    ("every connection waits", |all| {
        of_kind(all, "/privateEndpoints", |own| {
            if let Some(list) = own.body["properties"]["privateLinkServiceConnections"].as_array().cloned() {
                own.body["properties"]["manualPrivateLinkServiceConnections"] = json!(list);
                own.body["properties"]["privateLinkServiceConnections"] = json!([]);
            }
        });
    }),
    ("rules are not looked at", |all| drop_kind(all, "/forwardingRules")),
    ("a disabled rule counts", |all| {
        set(all, "/forwardingRules", "/properties/forwardingRuleState", json!("Enabled"));
    }),
    ("every rule is disabled", |all| {
        set(all, "/forwardingRules", "/properties/forwardingRuleState", json!("Disabled"));
    }),
    ("a ruleset counts in every network", |all| {
        let more: Vec<Declaration> =
            all.iter().filter(|own| own.kind.ends_with("dnsForwardingRulesets/virtualNetworkLinks")).cloned().collect();
        for network in ["vnet-a", "vnet-b"] {
            all.extend(more.iter().cloned().map(|mut own| {
                own.names = format!("{}-{network}", own.names);
                own.body["properties"]["virtualNetwork"]["id"] =
                    json!(ringfence_testkit::id("Microsoft.Network/virtualNetworks", network));
                own
            }));
        }
    }),
    ("a server is reached without a peering", |all| {
        for (from, to) in
            [("vnet-a", "vnet-hub"), ("vnet-b", "vnet-hub"), ("vnet-hub", "vnet-a"), ("vnet-hub", "vnet-b")]
        {
            all.push(Declaration {
                kind: "Microsoft.Network/virtualNetworks/virtualNetworkPeerings".into(),
                names: format!("{from}/anyway-{to}"),
                body: json!({ "properties": { "remoteVirtualNetwork": {
                    "id": ringfence_testkit::id("Microsoft.Network/virtualNetworks", to) } } }),
            });
        }
    }),
];

#[test]
fn each_seeded_fault_is_caught() {
    let mut missed = Vec::new();
    for (name, fault) in FAULTS {
        let mut random = Random::new(5);
        let caught = (0..ROUNDS).find_map(|round| {
            let real = networks(&mut random);
            let mut seen = real.clone();
            fault(&mut seen);
            let wrong = disagreement(&seen, &real, &mut Coverage::default())?;
            assert_eq!(disagreement(&real, &real, &mut Coverage::default()), None, "the fault alone is at fault");
            Some(format!("round {round}: {wrong}"))
        });
        match caught {
            Some(how) => println!("{name}: {}", how.chars().take(160).collect::<String>()),
            None => missed.push(*name),
        }
    }
    println!("{} of {} faults caught", FAULTS.len() - missed.len(), FAULTS.len());
    assert!(missed.is_empty(), "{missed:?}");
}
