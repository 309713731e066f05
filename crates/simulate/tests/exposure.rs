//! The exposure prover against the simulator, on random settings: what holds lets no packet in that starts outside, and
//! the packet that a failure names comes in.
//!
//! Then the same with a fault seeded into what the prover sees: each must be caught.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ringfence_estate::{Estate, Resource, ResourceIndex};
use ringfence_prove::exposure::{Packet, Source as From, exposures};
use ringfence_prove::finding::Outcome;
use ringfence_simulate::{Source, allows};
use ringfence_testkit::Random;
use ringfence_testkit::settings::{Declaration, SERVICES, build, settings};
use serde_json::{Value as Json, json};

const ROUNDS: u64 = 600;

/// What the prover says of the service, with the packet where it fails.
enum Said {
    Holds,
    Fails(Packet),
    Unknown,
}

fn said(declarations: &[Declaration]) -> Said {
    let estate = build(declarations).estate;
    let exposure = exposures(&estate).into_iter().find(|exposure| exposure.resource == ResourceIndex(0));
    let [case] = exposure.expect("a subject").cases.try_into().expect("no choices, hence one case");
    match (case.case.outcome, case.packet) {
        (Outcome::Holds, _) => Said::Holds,
        (Outcome::Fails, Some(packet)) => Said::Fails(packet),
        (Outcome::Fails, None) => panic!("a failure without a packet"),
        (Outcome::Unknown(_), _) => Said::Unknown,
    }
}

/// Whether an address is one that somebody outside the estate can send from.
fn is_outside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, ..] = address.octets();
            let shared = a == 100 && (64..128).contains(&b);
            !(address.is_private() || address.is_loopback() || address.is_link_local() || shared) && a != 0 && a < 224
        }
        IpAddr::V6(address) => address.segments()[0] & 0xe000 == 0x2000,
    }
}

/// Packets at the corners of every address, prefix and range that the settings name, and one beyond each; and some more.
fn samples(declarations: &[Declaration]) -> Vec<Source> {
    let mut corners: BTreeSet<IpAddr> = BTreeSet::new();
    for text in ["1.0.0.0", "5.5.5.5", "126.255.255.255", "128.0.0.0", "223.255.255.255", "2001:db8::1", "2a00::1"] {
        corners.insert(text.parse().expect("an address"));
    }
    for declaration in declarations {
        strings(&declaration.body, &mut |text| text.split(',').for_each(|text| corners.extend(ends(text))));
    }
    let beside: Vec<IpAddr> = corners.iter().flat_map(|corner| [step(*corner, 1), step(*corner, -1)]).collect();
    corners.extend(beside);
    let mut sources: Vec<Source> = corners.into_iter().filter(|own| is_outside(*own)).map(Source::Address).collect();
    sources.push(Source::Azure("20.50.2.3".parse().expect("an address")));
    sources
}

fn strings(json: &Json, visit: &mut dyn FnMut(&str)) {
    match json {
        Json::String(text) => visit(text),
        Json::Array(items) => items.iter().for_each(|item| strings(item, visit)),
        Json::Object(members) => members.values().for_each(|value| strings(value, visit)),
        _ => {}
    }
}

/// The first and the last address of an address or a prefix.
fn ends(text: &str) -> Vec<IpAddr> {
    let (base, length) = text.split_once('/').map_or((text, None), |(base, length)| (base, length.parse::<u32>().ok()));
    match (base.parse(), length) {
        (Ok(IpAddr::V4(base)), Some(length)) => {
            let host = u32::MAX.checked_shr(length).unwrap_or(0);
            [base.to_bits() & !host, base.to_bits() | host].map(|bits| IpAddr::V4(bits.into())).into()
        }
        (Ok(IpAddr::V6(base)), Some(length)) => {
            let host = u128::MAX.checked_shr(length).unwrap_or(0);
            [base.to_bits() & !host, base.to_bits() | host].map(|bits| IpAddr::V6(bits.into())).into()
        }
        (Ok(address), None) => vec![address],
        _ => Vec::new(),
    }
}

fn step(address: IpAddr, by: i64) -> IpAddr {
    match address {
        IpAddr::V4(address) => IpAddr::V4(address.to_bits().wrapping_add(by as u32).into()),
        IpAddr::V6(address) => IpAddr::V6(address.to_bits().wrapping_add(by as i128 as u128).into()),
    }
}

fn endpoints(service: &Resource) -> &'static [&'static str] {
    if service.is("Microsoft.Web/sites") { &["site", "scm"] } else { &[""] }
}

/// The packets that the packet of a failure stands for.
fn witnesses(packet: &Packet) -> Vec<Source> {
    let addresses =
        |texts: &[&str]| texts.iter().map(|text| Source::Address(text.parse().expect("an address"))).collect();
    match &packet.source {
        From::Internet => addresses(&["1.0.0.0", "8.8.8.8", "223.255.255.255"]),
        From::Range { first, last } => vec![Source::Address(*first), Source::Address(*last)],
        From::Azure => vec![Source::Azure("20.50.2.3".parse().expect("an address"))],
        From::Subnet(_) => Vec::new(),
    }
}

/// Why the prover, looking at `seen`, is wrong about `real`; none if it is right or does not know.
fn disagreement(seen: &[Declaration], real: &[Declaration], coverage: &mut Coverage) -> Option<String> {
    let estate: Estate = build(real).estate;
    let service = estate.resource(ResourceIndex(0)).expect("the service comes first");
    let verdict = said(seen);
    coverage.count(service, &verdict);
    let mut asked = |endpoint: &str, source: &Source| {
        let answer = allows(&estate, service, endpoint, source)?;
        coverage.reasons.insert(answer.because);
        Some(answer)
    };
    match verdict {
        Said::Unknown => None,
        Said::Holds => {
            for endpoint in endpoints(service) {
                for source in samples(real) {
                    let answer = asked(endpoint, &source);
                    if answer.is_none_or(|answer| answer.allowed) {
                        return Some(format!("holds, but {source:?} gets to `{endpoint}`: {answer:?}"));
                    }
                }
            }
            None
        }
        Said::Fails(packet) => {
            let is_web = service.is("Microsoft.Web/sites");
            let endpoint = if is_web { packet.endpoint } else { "" };
            let denied = witnesses(&packet)
                .into_iter()
                .find(|source| asked(endpoint, source).is_none_or(|answer| !answer.allowed));
            denied.map(|source| format!("fails with {packet:?}, but {source:?} does not get in"))
        }
    }
}

#[derive(Default)]
struct Coverage {
    verdicts: BTreeMap<String, [usize; 3]>,
    reasons: BTreeSet<&'static str>,
}

impl Coverage {
    fn count(&mut self, service: &Resource, said: &Said) {
        let counts = self.verdicts.entry(service.id.kind.to_string()).or_default();
        let nth = match said {
            Said::Holds => 0,
            Said::Fails(_) => 1,
            Said::Unknown => 2,
        };
        counts[nth] += 1;
    }
}

#[test]
fn prover_and_simulator_agree_on_random_settings() {
    let mut coverage = Coverage::default();
    for (nth, kind) in SERVICES.iter().enumerate() {
        let mut random = Random::new(7 + nth as u64);
        for round in 0..ROUNDS {
            let declarations = settings(&mut random, kind);
            let wrong = disagreement(&declarations, &declarations, &mut coverage);
            assert_eq!(wrong, None, "{kind}, round {round}: {declarations:#?}");
        }
    }
    for (kind, [holds, fails, unknown]) in &coverage.verdicts {
        println!("{kind}: holds {holds}, fails {fails}, unknown {unknown}");
        assert!(*holds > 50 && *fails > 50, "{kind}: both verdicts are put to the test");
        assert!(*unknown * 2 < ROUNDS as usize, "{kind}: most settings are decided");
    }
    println!("{} reasons of the simulator decided a packet:", coverage.reasons.len());
    coverage.reasons.iter().for_each(|reason| println!("  {reason}"));
    // Every reason but those about packets of the estate's own subnets and unlikely combinations.
    assert!(coverage.reasons.len() >= 34, "{}", coverage.reasons.len());
}

/// A mistake that a prover could make, as what it would take the settings for.
type Fault = (&'static str, fn(&mut Declaration));

/// Replaces a string wherever it is the value of a member of that name.
fn replace(json: &mut Json, name: &str, from: &str, to: Json) {
    match json {
        Json::Object(members) => {
            for (own, value) in members.iter_mut() {
                if own == name && value.as_str().is_some_and(|text| text.eq_ignore_ascii_case(from)) {
                    *value = to.clone();
                } else {
                    replace(value, name, from, to.clone());
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| replace(item, name, from, to.clone())),
        _ => {}
    }
}

/// Changes the lists of that name.
fn lists(json: &mut Json, name: &str, change: fn(&mut Vec<Json>)) {
    match json {
        Json::Object(members) => {
            for (own, value) in members.iter_mut() {
                match value {
                    Json::Array(items) if own == name => change(items),
                    value => lists(value, name, change),
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| lists(item, name, change)),
        _ => {}
    }
}

/// Changes every string.
fn every(json: &mut Json, change: fn(&mut String)) {
    match json {
        Json::String(text) => change(text),
        Json::Array(items) => items.iter_mut().for_each(|item| every(item, change)),
        Json::Object(members) => members.values_mut().for_each(|value| every(value, change)),
        _ => {}
    }
}

fn remove(declaration: &mut Declaration, kind: &str) {
    if declaration.kind.ends_with(kind) {
        declaration.kind = "Microsoft.Resources/none".into();
        declaration.names = "none".into();
    }
}

const FAULTS: &[Fault] = &[
    ("`Allow` is taken for `Deny`", |one| replace(&mut one.body, "defaultAction", "Allow", json!("Deny"))),
    ("`Deny` is taken for `Allow`", |one| replace(&mut one.body, "defaultAction", "Deny", json!("Allow"))),
    ("`Disabled` is not looked at", |one| replace(&mut one.body, "publicNetworkAccess", "Disabled", json!("Enabled"))),
    ("`Enabled` is taken for `Disabled`", |one| {
        replace(&mut one.body, "publicNetworkAccess", "Enabled", json!("Disabled"));
    }),
    ("left out is taken for off", |one| {
        if let Some(properties) = one.body.get_mut("properties").and_then(Json::as_object_mut) {
            properties.entry("publicNetworkAccess").or_insert(json!("Disabled"));
        }
    }),
    ("an empty list is taken for a rule", |one| {
        for name in ["ipRules", "ipSecurityRestrictions"] {
            lists(&mut one.body, name, |items| {
                if items.is_empty() {
                    items
                        .push(json!({ "value": "10.0.0.0/8", "ipAddressOrRange": "10.0.0.0/8", "ipMask": "10.0.0.0/8",
                        "ipAddress": "10.0.0.0/8", "action": "Allow", "priority": 1 }));
                }
            });
        }
    }),
    ("only the first address of a list is read", |one| {
        for name in ["ipRules", "addressPrefixes"] {
            lists(&mut one.body, name, |items| items.truncate(1));
        }
    }),
    ("the last address of a list is not read", |one| {
        lists(&mut one.body, "ipRules", |items| {
            if items.len() > 1 {
                items.pop();
            }
        });
    }),
    ("half of the internet is all of it", |one| {
        every(&mut one.body, |text| *text = text.replace("128.0.0.0/1", "0.0.0.0/0"))
    }),
    ("a prefix is one bit too short", |one| {
        every(&mut one.body, |text| *text = text.replace("203.0.113.128/25", "203.0.113.128/24"))
    }),
    ("more than 172.16/12 is private", |one| {
        every(&mut one.body, |text| *text = text.replace("172.32.0.0/16", "172.31.0.0/16"))
    }),
    ("192.168/15 is private", |one| {
        every(&mut one.body, |text| *text = text.replace("192.168.0.0/15", "192.168.0.0/16"))
    }),
    ("addresses of version 6 are not looked at", |one| {
        every(&mut one.body, |text| *text = text.replace("2001:db8::/32", "fd00::/8"))
    }),
    ("0.0.0.0 in a list is nobody", |one| {
        every(&mut one.body, |text| {
            if text == "0.0.0.0" {
                *text = "10.0.0.1".into();
            }
        })
    }),
    ("the last address of a range is not in it", |one| {
        every(&mut one.body, |text| {
            if text == "192.169.0.0" {
                *text = "192.168.255.255".into();
            }
        })
    }),
    ("firewall rules are not looked at", |one| remove(one, "/firewallRules")),
    ("a rule set is not looked at", |one| remove(one, "/networkRuleSets")),
    ("`config/web` is not looked at", |one| remove(one, "/config")),
    ("a perimeter is not looked at", |one| remove(one, "/resourceAssociations")),
    ("a perimeter's rules are not looked at", |one| remove(one, "/accessRules")),
    ("`Enforced` is taken for `Learning`", |one| replace(&mut one.body, "accessMode", "Enforced", json!("Learning"))),
    ("private endpoints do not matter to a web app", |one| remove(one, "/privateEndpoints")),
    ("a private endpoint closes every web app", |one| {
        if one.kind == "Microsoft.Web/sites" {
            replace(&mut one.body, "publicNetworkAccess", "Enabled", json!(null));
        }
    }),
    ("priority is not looked at", |one| {
        for name in ["ipSecurityRestrictions", "scmIpSecurityRestrictions"] {
            lists(&mut one.body, name, |items| {
                for (nth, item) in items.iter_mut().enumerate() {
                    item["priority"] = json!(nth);
                }
            });
        }
    }),
    ("a denial is not looked at", |one| {
        lists(&mut one.body, "ipSecurityRestrictions", |items| {
            items.retain(|item| item["action"] != json!("Deny") || item["ipAddress"] == json!(null))
        });
    }),
    ("the deployment endpoint always uses the site's rules", |one| {
        if let Some(config) = one.body.pointer_mut("/properties/siteConfig").and_then(Json::as_object_mut) {
            config.insert("scmIpSecurityRestrictionsUseMain".into(), json!(true));
        }
    }),
    ("a comma ends the addresses of a rule", |one| {
        every(&mut one.body, |text| {
            *text = text.split(',').next().unwrap_or_default().into();
        })
    }),
    ("`Any` is nobody", |one| {
        every(&mut one.body, |text| {
            if text == "Any" {
                *text = "10.0.0.0/8".into();
            }
        })
    }),
    ("the network filter of Cosmos DB is always on", |one| {
        if one.kind == "Microsoft.DocumentDB/databaseAccounts" {
            one.body["properties"]["isVirtualNetworkFilterEnabled"] = json!(true);
        }
    }),
    ("a server in a network is open all the same", |one| {
        if let Some(network) = one.body.pointer_mut("/properties/network").and_then(Json::as_object_mut) {
            network.remove("delegatedSubnetResourceId");
        }
    }),
];

#[test]
fn each_seeded_fault_is_caught() {
    let mut missed = Vec::new();
    for (name, fault) in FAULTS {
        let mut randoms: Vec<Random> = (0..SERVICES.len()).map(|nth| Random::new(7 + nth as u64)).collect();
        let caught = (0..ROUNDS).find_map(|round| {
            SERVICES.iter().zip(&mut randoms).find_map(|(kind, random)| {
                let real = settings(random, kind);
                assert_eq!(disagreement(&real, &real, &mut Coverage::default()), None, "the fault alone is at fault");
                let mut seen = real.clone();
                seen.iter_mut().for_each(fault);
                let wrong = disagreement(&seen, &real, &mut Coverage::default())?;
                Some(format!("{kind}, round {round}: {wrong}"))
            })
        });
        match caught {
            Some(how) => println!("{name}: {how}"),
            None => missed.push(*name),
        }
    }
    println!("{} of {} faults caught", FAULTS.len() - missed.len(), FAULTS.len());
    assert!(missed.is_empty(), "{missed:?}");
}
