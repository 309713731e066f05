//! The provers of settings against the simulator, on random switches: where a claim holds, no attempt succeeds; where it
//! fails, one does.
//!
//! Then the same with a fault seeded into what the prover sees: each must be caught.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use ringfence_estate::{Estate, Resource, ResourceIndex};
use ringfence_prove::finding::{Finding, Outcome};
use ringfence_prove::{blobs, keys, transport};
use ringfence_simulate::{Attempt, succeeds};
use ringfence_testkit::Random;
use ringfence_testkit::settings::{Declaration, build};
use ringfence_testkit::switches::{SWITCHED, switches};
use serde_json::{Value as Json, json};

const ROUNDS: u64 = 500;

type Prover = fn(&Estate) -> Vec<Finding>;

const CLAIMS: &[(&str, Prover)] =
    &[("keys", keys::findings), ("transport", transport::findings), ("blobs", blobs::findings)];

/// What a client may try against a claim about a service.
fn attempts(claim: &str, service: &Resource) -> Vec<Attempt> {
    let is = |kind: &str| service.is(kind);
    let old = |endpoint| [Attempt::Tls("1.0", endpoint), Attempt::Tls("1.1", endpoint)];
    match claim {
        "blobs" => vec![Attempt::Anonymous, Attempt::Page],
        "keys" if is("Microsoft.Storage/storageAccounts") => vec![Attempt::Key, Attempt::LocalUser],
        "keys" if is("Microsoft.ContainerRegistry/registries") => {
            vec![Attempt::Password, Attempt::Pull, Attempt::Token]
        }
        "keys" if is("Microsoft.Web/sites") => vec![Attempt::Publish("scm"), Attempt::Publish("ftp")],
        "keys" if service.id.kind.contains("DBfor") || is("Microsoft.Sql/servers") => vec![Attempt::Password],
        "keys" => vec![Attempt::Key],
        _ if is("Microsoft.Web/sites") => {
            [old("").as_slice(), &old("scm"), &[Attempt::Plain("http"), Attempt::Plain("ftp")]].concat()
        }
        _ if is("Microsoft.DBforMySQL/flexibleServers") => vec![Attempt::Plain("sql")],
        _ if is("Microsoft.DBforPostgreSQL/flexibleServers") => [old("").as_slice(), &[Attempt::Plain("sql")]].concat(),
        _ if is("Microsoft.Storage/storageAccounts") => [old("").as_slice(), &[Attempt::Plain("http")]].concat(),
        _ if is("Microsoft.Cache/redis") => [old("").as_slice(), &[Attempt::Plain("redis")]].concat(),
        _ => old("").to_vec(),
    }
}

#[derive(Default)]
struct Coverage {
    verdicts: BTreeMap<(String, String), [usize; 3]>,
    reasons: BTreeSet<&'static str>,
}

/// Why a prover, looking at `seen`, is wrong about `real`; none if all are right or do not know.
fn disagreement(seen: &[Declaration], real: &[Declaration], coverage: &mut Coverage) -> Option<String> {
    let (looked_at, estate) = (build(seen).estate, build(real).estate);
    let service = estate.resource(ResourceIndex(0)).expect("the service comes first");
    for (claim, prover) in CLAIMS {
        let found = prover(&looked_at).into_iter().find(|finding| finding.resource == ResourceIndex(0));
        let Some(found) = found else { continue };
        let [case] = found.cases.try_into().expect("no choices, hence one case");
        let nth = match case.outcome {
            Outcome::Holds => 0,
            Outcome::Fails => 1,
            Outcome::Unknown(_) => 2,
        };
        coverage.verdicts.entry(((*claim).into(), service.id.kind.to_string())).or_default()[nth] += 1;
        // Managed Redis has a lowest version that no attempt can go below.
        if *claim == "transport" && service.is("Microsoft.Cache/redisEnterprise") {
            continue;
        }
        let answers: Vec<_> = attempts(claim, service)
            .into_iter()
            .map(|attempt| (attempt, succeeds(&estate, service, attempt)))
            .collect();
        coverage.reasons.extend(answers.iter().filter_map(|(_, answer)| answer.map(|answer| answer.because)));
        let open = answers.iter().find(|(_, answer)| answer.is_none_or(|answer| answer.allowed));
        let is_open = answers.iter().any(|(_, answer)| answer.is_some_and(|answer| answer.allowed));
        match (case.outcome, open) {
            (Outcome::Holds, Some((attempt, answer))) => {
                return Some(format!("{claim} holds, but {attempt:?}: {answer:?}"));
            }
            (Outcome::Fails, _) if !is_open => return Some(format!("{claim} fails, but {answers:?}")),
            _ => {}
        }
    }
    None
}

#[test]
fn provers_and_simulator_agree_on_random_switches() {
    let mut coverage = Coverage::default();
    for (nth, kind) in SWITCHED.iter().enumerate() {
        let mut random = Random::new(11 + nth as u64);
        for round in 0..ROUNDS {
            let declarations = switches(&mut random, kind);
            let wrong = disagreement(&declarations, &declarations, &mut coverage);
            assert_eq!(wrong, None, "{kind}, round {round}: {declarations:#?}");
        }
    }
    for ((claim, kind), [holds, fails, unknown]) in &coverage.verdicts {
        println!("{claim}: {kind}: holds {holds}, fails {fails}, unknown {unknown}");
        assert!(*holds > 20, "{claim}: {kind}: holding is put to the test");
        let never_fails = claim == "transport" && kind == "Microsoft.Cache/redisEnterprise";
        assert!(*fails > 20 || never_fails, "{claim}: {kind}: failing is put to the test");
        assert!(*unknown * 2 < ROUNDS as usize, "{claim}: {kind}: most settings are decided");
    }
    println!("{} reasons of the simulator decided an attempt:", coverage.reasons.len());
    coverage.reasons.iter().for_each(|reason| println!("  {reason}"));
    assert!(coverage.reasons.len() >= 50, "{}", coverage.reasons.len());
}

/// A mistake that a prover could make, as what it would take the settings for.
type Fault = (&'static str, fn(&mut Declaration));

fn set(declaration: &mut Declaration, names: &[&str], change: fn(&mut Json)) {
    fn go(json: &mut Json, names: &[&str], change: fn(&mut Json)) {
        match json {
            Json::Object(members) => {
                for (name, value) in members.iter_mut() {
                    if names.contains(&name.as_str()) { change(value) } else { go(value, names, change) }
                }
            }
            Json::Array(items) => items.iter_mut().for_each(|item| go(item, names, change)),
            _ => {}
        }
    }
    go(&mut declaration.body, names, change);
}

fn default(declaration: &mut Declaration, kind: &str, name: &str, value: Json) {
    let is_own = declaration.kind.split('@').next() == Some(kind);
    if let (true, Some(properties)) = (is_own, declaration.body.get_mut("properties").and_then(Json::as_object_mut)) {
        let own = properties.entry(name).or_insert(Json::Null);
        if own.is_null() {
            *own = value;
        }
    }
}

fn remove(declaration: &mut Declaration, kind: &str) {
    if declaration.kind.ends_with(kind) {
        declaration.kind = "Microsoft.Resources/none".into();
        declaration.names = "none".into();
    }
}

fn replaced(declaration: &mut Declaration, names: &[&str], from: &'static str, to: fn() -> Json) {
    fn go(json: &mut Json, names: &[&str], from: &str, to: fn() -> Json) {
        if let Json::Object(members) = json {
            for (name, value) in members.iter_mut() {
                let is_word = value.as_str().is_some_and(|word| word.eq_ignore_ascii_case(from));
                if names.contains(&name.as_str()) && is_word { *value = to() } else { go(value, names, from, to) }
            }
        }
    }
    go(&mut declaration.body, names, from, to);
}

const STORAGE: &str = "Microsoft.Storage/storageAccounts";
const WEB: &str = "Microsoft.Web/sites";

const FAULTS: &[Fault] = &[
    ("left out is taken for keys off", |one| {
        default(one, "Microsoft.CognitiveServices/accounts", "disableLocalAuth", json!(true));
    }),
    ("`false` is taken for `true`", |one| set(one, &["disableLocalAuth"], |value| *value = json!(true))),
    ("`true` is taken for `false`", |one| set(one, &["disableLocalAccounts"], |value| *value = json!(false))),
    ("the sense of a storage account's switch is turned", |one| {
        set(one, &["allowSharedKeyAccess"], |value| *value = json!(value != &json!(true)));
    }),
    ("an account without a word on keys has none", |one| default(one, STORAGE, "allowSharedKeyAccess", json!(false))),
    ("local users are not looked at", |one| default(one, STORAGE, "isLocalUserEnabled", json!(false))),
    ("local users need no SFTP", |one| set(one, &["isSftpEnabled"], |value| *value = json!(true))),
    ("SFTP is not looked at", |one| set(one, &["isSftpEnabled"], |value| *value = json!(false))),
    ("the admin user is on by default", |one| {
        default(one, "Microsoft.ContainerRegistry/registries", "adminUserEnabled", json!(true));
    }),
    ("anonymous pull is not looked at", |one| set(one, &["anonymousPullEnabled"], |value| *value = json!(false))),
    ("tokens are not looked at", |one| remove(one, "/tokens")),
    ("the child of a SQL server is not looked at", |one| remove(one, "/azureADOnlyAuthentications")),
    ("the child of a SQL server always turns passwords off", |one| {
        if one.kind.ends_with("/azureADOnlyAuthentications") {
            set(one, &["azureADOnlyAuthentication"], |value| *value = json!(true));
        }
    }),
    ("server parameters are not looked at", |one| remove(one, "/configurations")),
    ("a server parameter that is off is on", |one| replaced(one, &["value"], "OFF", || json!("ON"))),
    ("TLS 1.1 is enough for PostgreSQL", |one| replaced(one, &["value"], "TLSv1.1", || json!("TLSv1.2"))),
    ("databases of managed Redis are not looked at", |one| remove(one, "/databases")),
    ("passwords of PostgreSQL are off by default", |one| {
        if let Some(own) = one.body.pointer_mut("/properties/authConfig").and_then(Json::as_object_mut) {
            own.entry("passwordAuth").or_insert(json!("Disabled"));
        }
    }),
    ("a token of the workspace is no key", |one| replaced(one, &["authMode"], "AMLToken", || json!("AADToken"))),
    ("that nobody is asked is not looked at", |one| {
        set(one, &["authnotrequired"], |value| *value = json!("false"));
    }),
    ("publishing policies are not looked at", |one| remove(one, "/basicPublishingCredentialsPolicies")),
    ("one policy stands for both ways to publish", |one| {
        if one.kind.ends_with("/basicPublishingCredentialsPolicies") {
            one.names = one.names.replace("/ftp", "/scm");
        }
    }),
    ("a policy that allows is one that does not", |one| set(one, &["allow"], |value| *value = json!(false))),
    ("that FTP is not spoken is not looked at", |one| {
        replaced(one, &["ftpsState"], "Disabled", || json!("FtpsOnly"));
    }),
    ("`config/web` is not looked at", |one| remove(one, "/config")),
    ("TLS 1.1 is enough", |one| {
        replaced(one, &["minimumTlsVersion"], "TLS1_1", || json!("TLS1_2"));
        replaced(one, &["minimalTlsVersion"], "Tls11", || json!("Tls12"));
    }),
    ("TLS 1.3 is less than 1.2", |one| replaced(one, &["minimumTlsVersion"], "TLS1_3", || json!("TLS1_1"))),
    ("left out is TLS 1.2 on storage accounts", |one| default(one, STORAGE, "minimumTlsVersion", json!("TLS1_2"))),
    ("left out is TLS 1.0 on web apps", |one| {
        if let Some(own) = one.body.pointer_mut("/properties/siteConfig").and_then(Json::as_object_mut) {
            own.entry("minTlsVersion").or_insert(json!("1.0"));
        }
    }),
    ("the deployment endpoint is not looked at", |one| {
        set(one, &["scmMinTlsVersion"], |value| *value = json!("1.2"));
    }),
    ("`None` is the strictest", |one| replaced(one, &["minimalTlsVersion"], "None", || json!("1.3"))),
    ("plain HTTP is not looked at", |one| {
        set(one, &["supportsHttpsTrafficOnly", "httpsOnly"], |value| *value = json!(true))
    }),
    ("left out is HTTPS only on web apps", |one| default(one, WEB, "httpsOnly", json!(true))),
    ("left out is HTTP, too, on storage accounts", |one| {
        default(one, STORAGE, "supportsHttpsTrafficOnly", json!(false))
    }),
    ("FTP without TLS is not looked at", |one| replaced(one, &["ftpsState"], "AllAllowed", || json!("FtpsOnly"))),
    ("port 6379 is not looked at", |one| set(one, &["enableNonSslPort"], |value| *value = json!(false))),
    ("the account's switch for blobs is not looked at", |one| {
        set(one, &["allowBlobPublicAccess"], |value| *value = json!(false));
    }),
    ("blobs are public by default", |one| default(one, STORAGE, "allowBlobPublicAccess", json!(true))),
    ("a static website is not looked at", |one| remove(one, "/blobServices")),
    ("the API version is not looked at", |one| one.kind = one.kind.replace("@2015-01-01", "@2025-09-01")),
];

#[test]
fn each_seeded_fault_is_caught() {
    let mut missed = Vec::new();
    for (name, fault) in FAULTS {
        let mut randoms: Vec<Random> = (0..SWITCHED.len()).map(|nth| Random::new(11 + nth as u64)).collect();
        let caught = (0..ROUNDS).find_map(|round| {
            SWITCHED.iter().zip(&mut randoms).find_map(|(kind, random)| {
                let real = switches(random, kind);
                let mut seen = real.clone();
                seen.iter_mut().for_each(fault);
                let wrong = disagreement(&seen, &real, &mut Coverage::default())?;
                assert_eq!(disagreement(&real, &real, &mut Coverage::default()), None, "the fault alone is at fault");
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
