//! The prover of private paths against the simulator, on random endpoints and uses: what is in use, and what arrives.
//!
//! Then the same with a fault seeded into what the prover sees: each must be caught.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use ringfence_estate::ResourceIndex;
use ringfence_prove::finding::Outcome;
use ringfence_prove::private_link::private_paths;
use ringfence_simulate::{arrives, is_used};
use ringfence_testkit::Random;
use ringfence_testkit::links::{LINKED, links};
use ringfence_testkit::settings::{Declaration, build};
use serde_json::{Value as Json, json};

const ROUNDS: u64 = 3000;

#[derive(Default)]
struct Coverage {
    because: BTreeMap<&'static str, usize>,
    verdicts: BTreeMap<&'static str, usize>,
}

/// What the prover says of each part of each service: `holds`, `fails`, `unknown`.
fn said(declarations: &[Declaration]) -> BTreeMap<(u32, String), &'static str> {
    let estate = build(declarations).estate;
    let all = private_paths(&estate).into_iter().map(|path| {
        let [case] = path.cases.try_into().expect("no choices, hence one case");
        let verdict = match case.outcome {
            Outcome::Holds => "holds",
            Outcome::Fails => "fails",
            Outcome::Unknown(_) => "unknown",
        };
        ((path.resource.0, path.group.to_string()), verdict)
    });
    all.collect()
}

/// Why the prover, looking at `seen`, is wrong about `real`; none if it is right.
fn disagreement(seen: &[Declaration], real: &[Declaration], coverage: &mut Coverage) -> Option<String> {
    let (said, estate) = (said(seen), build(real).estate);
    for (nth, (_, name, parts)) in (0u32..).zip(LINKED) {
        let service = estate.resource(ResourceIndex(nth)).expect("the services come first");
        for part in *parts {
            let verdict = said.get(&(nth, (*part).to_owned())).copied();
            let wanted = match (is_used(&estate, service, part), arrives(&estate, service, part)) {
                (None, _) => None,
                (Some(why), Some((true, because))) => {
                    *coverage.because.entry(why).or_default() += 1;
                    *coverage.because.entry(because).or_default() += 1;
                    Some("holds")
                }
                (Some(why), Some((false, because))) => {
                    *coverage.because.entry(why).or_default() += 1;
                    *coverage.because.entry(because).or_default() += 1;
                    Some("fails")
                }
                (Some(_), None) => Some("unknown"),
            };
            *coverage.verdicts.entry(wanted.unwrap_or("not in use")).or_default() += 1;
            if verdict != wanted {
                return Some(format!("{name} ({part}): {verdict:?} instead of {wanted:?}"));
            }
        }
    }
    None
}

#[test]
fn prover_and_simulator_agree_on_random_endpoints() {
    let mut coverage = Coverage::default();
    for seed in 0..ROUNDS {
        let all = links(&mut Random::new(seed));
        if let Some(wrong) = disagreement(&all, &all, &mut coverage) {
            panic!("seed {seed}: {wrong}\n{all:#?}");
        }
    }
    println!("{:#?}\n{:#?}", coverage.because, coverage.verdicts);
    for verdict in ["holds", "fails", "unknown", "not in use"] {
        assert!(coverage.verdicts.get(verdict).is_some_and(|count| *count > 50), "{verdict} is rare");
    }
    assert_eq!(coverage.because.len(), 13, "a sentence decided nothing: {:#?}", coverage.because);
}

#[test]
fn each_seeded_fault_is_caught() {
    let mut missed = BTreeSet::new();
    for (name, fault) in FAULTS {
        let caught = (0..ROUNDS).any(|seed| {
            let real = links(&mut Random::new(seed));
            let mut seen = real.clone();
            seen.iter_mut().for_each(fault);
            disagreement(&seen, &real, &mut Coverage::default()).is_some()
        });
        if !caught {
            missed.insert(*name);
        }
    }
    assert!(missed.is_empty(), "not caught: {missed:#?}");
}

/// What the prover does wrongly, as a change of what it sees.
type Fault = (&'static str, fn(&mut Declaration));

const AUTO: &str = "privateLinkServiceConnections";
const MANUAL: &str = "manualPrivateLinkServiceConnections";

/// Changes the properties of each connection of a private endpoint.
fn connection(one: &mut Declaration, change: fn(&mut Json)) {
    if one.kind.ends_with("/privateEndpoints") {
        for list in [AUTO, MANUAL] {
            if let Some(items) = one.body["properties"].get_mut(list).and_then(Json::as_array_mut) {
                items.iter_mut().for_each(|item| change(&mut item["properties"]));
            }
        }
    }
}

fn remove(one: &mut Declaration, kind: &str) {
    if one.kind.ends_with(kind) {
        (one.kind, one.names) = ("Microsoft.Resources/none".into(), "none".into());
    }
}

fn set(one: &mut Declaration, kind: &str, member: &str, value: Json) {
    if one.kind.ends_with(kind) {
        one.body["properties"][member] = value;
    }
}

fn status_is(properties: &mut Json, from: &str, to: Json) {
    let status = &mut properties["privateLinkServiceConnectionState"]["status"];
    if status.as_str().is_some_and(|own| own.eq_ignore_ascii_case(from)) {
        *status = to;
    }
}

const FAULTS: &[Fault] = &[
    ("a connection by hand is taken for an automatic one", |one| {
        if let Some(list) = one.body["properties"].get_mut(MANUAL).map(Json::take) {
            one.body["properties"][AUTO] = list;
        }
    }),
    ("an automatic connection is taken for one by hand", |one| {
        if let Some(list) = one.body["properties"].get_mut(AUTO).map(Json::take) {
            one.body["properties"][MANUAL] = list;
        }
    }),
    ("connections by hand are not looked at", |one| {
        if let Some(properties) = one.body["properties"].as_object_mut() {
            properties.remove(MANUAL);
        }
    }),
    ("`Pending` is not looked at", |one| connection(one, |own| status_is(own, "Pending", Json::Null))),
    ("`Rejected` is not looked at", |one| connection(one, |own| status_is(own, "Rejected", Json::Null))),
    ("`Disconnected` is approved", |one| connection(one, |own| status_is(own, "Disconnected", json!("Approved")))),
    ("`Approved` is not looked at", |one| connection(one, |own| status_is(own, "Approved", Json::Null))),
    ("what the service says is not looked at", |one| remove(one, "/privateEndpointConnections")),
    ("the service approves all", |one| {
        set(one, "/privateEndpointConnections", "privateLinkServiceConnectionState", json!({ "status": "Approved" }));
    }),
    ("whatever the service says is of one endpoint", |one| {
        set(
            one,
            "/privateEndpointConnections",
            "privateEndpoint",
            json!({ "id": ringfence_testkit::id("Microsoft.Network/privateEndpoints", "pe0") }),
        );
    }),
    ("an endpoint for files is one for blobs", |one| {
        connection(one, |own| {
            for group in own["groupIds"].as_array_mut().into_iter().flatten() {
                if group == "file" {
                    *group = json!("blob");
                }
            }
        });
    }),
    ("an endpoint for blobs is one for Data Lake", |one| {
        connection(one, |own| {
            if own["groupIds"] == json!(["blob"]) {
                own["groupIds"] = json!(["dfs"]);
            }
        });
    }),
    ("groups in upper case are others", |one| {
        connection(one, |own| {
            for group in own["groupIds"].as_array_mut().into_iter().flatten() {
                if group.as_str().is_some_and(|text| text == text.to_uppercase()) {
                    *group = json!("other");
                }
            }
        });
    }),
    ("only the first group counts", |one| {
        connection(one, |own| own["groupIds"].as_array_mut().into_iter().for_each(|all| all.truncate(1)));
    }),
    ("one account is taken for another", |one| {
        connection(one, |own| {
            let target = own["privateLinkServiceId"].as_str().unwrap_or_default().replace("/stb", "/sta");
            own["privateLinkServiceId"] = json!(target);
        });
    }),
    ("the resource group of a target does not matter", |one| {
        connection(one, |own| {
            let target = own["privateLinkServiceId"].as_str().unwrap_or_default();
            own["privateLinkServiceId"] = json!(target.replace("/resourceGroups/elsewhere/", "/resourceGroups/g/"));
        });
    }),
    ("ids in upper case are others", |one| {
        connection(one, |own| {
            if own["privateLinkServiceId"].as_str().is_some_and(|text| text == text.to_uppercase()) {
                own["privateLinkServiceId"] = json!("/none");
            }
        });
    }),
    ("a subnet is not needed", |one| {
        if one.kind.ends_with("/privateEndpoints") {
            one.body["properties"]["subnet"] =
                json!({ "id": ringfence_testkit::id("Microsoft.Network/virtualNetworks/subnets", "vnet/snet") });
        }
    }),
    ("containers are no use", |one| remove(one, "/containers")),
    ("shares are no use", |one| remove(one, "/shares")),
    ("queues are no use", |one| remove(one, "/queues")),
    ("a blob service is a use", |one| {
        if one.kind.ends_with("/blobServices") {
            one.kind.push_str("/containers");
            one.names.push_str("/x");
        }
    }),
    ("databases are no use", |one| remove(one, "/sqlDatabases")),
    ("secrets are no use", |one| remove(one, "/secrets")),
    ("the id in a connection is not looked at", |one| set(one, "/connections", "metadata", Json::Null)),
    ("the address in a connection is not looked at", |one| set(one, "/connections", "target", Json::Null)),
    ("the category of a connection is not looked at", |one| {
        if one.body["properties"]["category"] == "ApiKey" {
            one.body["properties"]["category"] = json!("AzureStorageAccount");
        }
    }),
    ("datastores are no use", |one| remove(one, "/datastores")),
    ("every datastore speaks to blobs", |one| set(one, "/datastores", "datastoreType", json!("AzureBlob"))),
    ("a workspace needs nothing", |one| set(one, "/workspaces", "storageAccount", Json::Null)),
    ("a workspace needs no vault", |one| set(one, "/workspaces", "keyVault", Json::Null)),
    ("batch endpoints need nothing", |one| remove(one, "/batchEndpoints")),
    ("managed endpoints are no use", |one| remove(one, "/sharedPrivateLinkResources")),
    ("a managed endpoint is an endpoint of the estate", |one| {
        if one.kind.ends_with("/sharedPrivateLinkResources") {
            let properties = one.body["properties"].take();
            one.kind = "Microsoft.Network/privateEndpoints".into();
            one.names = one.names.replace('/', "-");
            one.body = json!({ "properties": {
                "subnet": { "id": ringfence_testkit::id("Microsoft.Network/virtualNetworks/subnets", "vnet/snet") },
                AUTO: [{ "properties": {
                    "privateLinkServiceId": properties["privateLinkResourceId"],
                    "groupIds": [properties["groupId"]],
                } }],
            } });
        }
    }),
    ("app settings are no use", |one| set(one, "/sites", "siteConfig", Json::Null)),
];
