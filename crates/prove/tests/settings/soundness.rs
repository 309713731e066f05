//! For every type with one switch: what is omitted, null, unknown, odd, of another type or too old for its API version.

use ringfence_prove::{blobs, keys, transport};
use ringfence_testkit::EstateBuilder;
use serde_json::{Value as Json, json};

use crate::summary::{Prover, alone, names, of, rests_on};

/// A setting that decides alone: the type, its path below `properties`, a value that holds, values that do not, and what
/// comes out when it is left out.
struct Row {
    prover: Prover,
    kind: &'static str,
    path: &'static str,
    good: Json,
    bad: Vec<Json>,
    omitted: &'static str,
    /// The rest of the properties, with which the setting decides.
    rest: Json,
}

fn row(prover: Prover, kind: &'static str, path: &'static str, good: Json, bad: &[Json], omitted: &'static str) -> Row {
    Row { prover, kind, path, good, bad: bad.to_vec(), omitted, rest: json!({}) }
}

impl Row {
    fn with(self, rest: Json) -> Self {
        Self { rest, ..self }
    }

    /// A body with the setting, or without it.
    fn body(&self, value: Option<Json>) -> Json {
        let mut properties = self.rest.clone();
        let (parents, last) = self
            .path
            .rsplit_once('.')
            .map_or((Vec::new(), self.path), |(parents, last)| (parents.split('.').collect(), last));
        let mut at = &mut properties;
        for parent in parents {
            at = at.as_object_mut().expect("an object").entry(parent).or_insert(json!({}));
        }
        if let Some(value) = value {
            at.as_object_mut().expect("an object").insert(last.into(), value);
        }
        json!({ "properties": properties })
    }

    fn verdict(&self, kind: &str, value: Option<Json>) -> String {
        let line = alone(self.prover, kind, &self.body(value));
        let words = line.split(" | ").map(|case| case.split(' ').next().unwrap_or_default());
        words.collect::<Vec<_>>().join("|")
    }

    fn is_bool(&self) -> bool {
        self.good.is_boolean()
    }
}

fn rows() -> Vec<Row> {
    let keys_off = |kind, omitted| row(keys::findings, kind, "disableLocalAuth", json!(true), &[json!(false)], omitted);
    let versions = [json!("1.0"), json!("1.1")];
    let storage = "Microsoft.Storage/storageAccounts";
    vec![
        keys_off("Microsoft.CognitiveServices/accounts", "fails"),
        keys_off("Microsoft.Search/searchServices", "fails"),
        keys_off("Microsoft.DocumentDB/databaseAccounts", "fails"),
        keys_off("Microsoft.AppConfiguration/configurationStores", "fails"),
        keys_off("Microsoft.EventHub/namespaces", "fails"),
        keys_off("Microsoft.ServiceBus/namespaces", "fails"),
        keys_off("Microsoft.EventGrid/topics", "fails"),
        keys_off("Microsoft.EventGrid/domains", "fails"),
        keys_off("Microsoft.EventGrid/partnerNamespaces", "fails"),
        keys_off("Microsoft.SignalRService/signalR", "fails"),
        keys_off("Microsoft.SignalRService/webPubSub", "fails"),
        keys_off("Microsoft.Maps/accounts", "fails"),
        keys_off("Microsoft.Automation/automationAccounts", "fails"),
        keys_off("Microsoft.Communication/communicationServices", "unknown"),
        keys_off("Microsoft.MachineLearningServices/workspaces/computes", "fails"),
        keys_off("Microsoft.Devices/IotHubs", "fails")
            .with(json!({ "disableDeviceSAS": true, "disableModuleSAS": true })),
        row(keys::findings, "Microsoft.Insights/components", "DisableLocalAuth", json!(true), &[json!(false)], "fails"),
        row(
            keys::findings,
            "Microsoft.OperationalInsights/workspaces",
            "features.disableLocalAuth",
            json!(true),
            &[json!(false)],
            "fails",
        ),
        row(
            keys::findings,
            "Microsoft.ContainerService/managedClusters",
            "disableLocalAccounts",
            json!(true),
            &[json!(false)],
            "fails",
        ),
        row(keys::findings, storage, "allowSharedKeyAccess", json!(false), &[json!(true)], "fails"),
        row(keys::findings, storage, "isLocalUserEnabled", json!(false), &[json!(true)], "fails")
            .with(json!({ "allowSharedKeyAccess": false, "isSftpEnabled": true })),
        row(keys::findings, storage, "isSftpEnabled", json!(false), &[json!(true)], "holds")
            .with(json!({ "allowSharedKeyAccess": false, "isLocalUserEnabled": true })),
        row(
            keys::findings,
            "Microsoft.ContainerRegistry/registries",
            "adminUserEnabled",
            json!(false),
            &[json!(true)],
            "holds",
        ),
        row(
            keys::findings,
            "Microsoft.ContainerRegistry/registries",
            "anonymousPullEnabled",
            json!(false),
            &[json!(true)],
            "holds",
        ),
        row(
            keys::findings,
            "Microsoft.Sql/servers",
            "administrators.azureADOnlyAuthentication",
            json!(true),
            &[json!(false)],
            "fails",
        ),
        row(
            keys::findings,
            "Microsoft.Sql/managedInstances",
            "administrators.azureADOnlyAuthentication",
            json!(true),
            &[json!(false)],
            "fails",
        ),
        row(
            keys::findings,
            "Microsoft.Synapse/workspaces",
            "azureADOnlyAuthentication",
            json!(true),
            &[json!(false)],
            "fails",
        ),
        row(
            keys::findings,
            "Microsoft.DBforPostgreSQL/flexibleServers",
            "authConfig.passwordAuth",
            json!("Disabled"),
            &[json!("Enabled")],
            "fails",
        ),
        row(
            keys::findings,
            "Microsoft.Cache/redis",
            "disableAccessKeyAuthentication",
            json!(true),
            &[json!(false)],
            "fails",
        ),
        row(
            keys::findings,
            "Microsoft.Cache/redis",
            "redisConfiguration.authnotrequired",
            json!("false"),
            &[json!("true")],
            "holds",
        )
        .with(json!({ "disableAccessKeyAuthentication": true })),
        row(
            keys::findings,
            "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
            "authMode",
            json!("AADToken"),
            &[json!("Key"), json!("AMLToken")],
            "unknown",
        ),
        row(
            keys::findings,
            "Microsoft.MachineLearningServices/workspaces/serverlessEndpoints",
            "authMode",
            json!("AAD"),
            &[json!("Key"), json!("KeyAndAAD")],
            "unknown",
        ),
        row(keys::findings, "Microsoft.Dashboard/grafana", "apiKey", json!("Disabled"), &[json!("Enabled")], "unknown"),
        row(
            transport::findings,
            storage,
            "minimumTlsVersion",
            json!("TLS1_2"),
            &[json!("TLS1_0"), json!("TLS1_1")],
            "fails",
        ),
        row(transport::findings, storage, "supportsHttpsTrafficOnly", json!(true), &[json!(false)], "holds")
            .with(json!({ "minimumTlsVersion": "TLS1_3" })),
        row(
            transport::findings,
            "Microsoft.DocumentDB/databaseAccounts",
            "minimalTlsVersion",
            json!("Tls12"),
            &[json!("Tls"), json!("Tls11")],
            "holds",
        ),
        row(
            transport::findings,
            "Microsoft.EventHub/namespaces",
            "minimumTlsVersion",
            json!("1.2"),
            &versions,
            "holds",
        ),
        row(
            transport::findings,
            "Microsoft.ServiceBus/namespaces",
            "minimumTlsVersion",
            json!("1.3"),
            &versions,
            "holds",
        ),
        row(transport::findings, "Microsoft.Cache/redis", "minimumTlsVersion", json!("1.2"), &versions, "holds"),
        row(transport::findings, "Microsoft.Cache/redis", "enableNonSslPort", json!(false), &[json!(true)], "holds"),
        row(
            transport::findings,
            "Microsoft.Sql/servers",
            "minimalTlsVersion",
            json!("1.2"),
            &[json!("None"), json!("1.0"), json!("1.1")],
            "unknown",
        ),
        row(transport::findings, "Microsoft.Web/sites", "httpsOnly", json!(true), &[json!(false)], "fails")
            .with(json!({ "siteConfig": { "ftpsState": "Disabled" } })),
        row(transport::findings, "Microsoft.Web/sites", "siteConfig.minTlsVersion", json!("1.2"), &versions, "holds")
            .with(json!({ "httpsOnly": true, "siteConfig": { "ftpsState": "Disabled" } })),
        row(
            transport::findings,
            "Microsoft.Web/sites/slots",
            "siteConfig.scmMinTlsVersion",
            json!("1.3"),
            &versions,
            "holds",
        )
        .with(json!({ "httpsOnly": true, "siteConfig": { "ftpsState": "FtpsOnly" } })),
        row(
            transport::findings,
            "Microsoft.Web/sites",
            "siteConfig.ftpsState",
            json!("FtpsOnly"),
            &[json!("AllAllowed")],
            "unknown",
        )
        .with(json!({ "httpsOnly": true })),
        row(
            transport::findings,
            "Microsoft.App/containerApps",
            "configuration.ingress.allowInsecure",
            json!(false),
            &[json!(true)],
            "holds",
        )
        .with(json!({ "configuration": { "ingress": { "external": true } } })),
        row(blobs::findings, storage, "allowBlobPublicAccess", json!(false), &[json!(true)], "holds"),
    ]
}

#[test]
fn a_value_decides_and_its_absence_is_as_documented() {
    for row in rows() {
        let at = format!("{} {}", row.kind, row.path);
        assert_eq!(row.verdict(row.kind, Some(row.good.clone())), "holds", "{at}");
        for bad in &row.bad {
            assert_eq!(row.verdict(row.kind, Some(bad.clone())), "fails", "{at} {bad}");
        }
        assert_eq!(row.verdict(row.kind, None), row.omitted, "{at} left out");
        assert_eq!(row.verdict(row.kind, Some(Json::Null)), row.omitted, "{at} null");
        let upper = |value: &Json| value.as_str().map_or(value.clone(), |text| json!(text.to_uppercase()));
        assert_eq!(row.verdict(row.kind, Some(upper(&row.good))), "holds", "{at} in capitals");
    }
}

#[test]
fn a_value_that_is_not_known_is_unknown_and_named() {
    for row in rows() {
        let at = format!("{} {}", row.kind, row.path);
        assert_eq!(row.verdict(row.kind, Some(json!({ "$param": "free" }))), "unknown", "{at}");
        let mut builder = EstateBuilder::new();
        let body = row.body(Some(json!({ "$param": "free" })));
        let index = builder.declare(row.kind, &names(row.kind), &body);
        let missing = rests_on(row.prover, &builder, index).join(" ");
        assert!(missing.contains("`free`"), "{at}: {missing}");
        let choice = match row.is_bool() {
            true => json!({ "$bool": "free" }),
            false => json!({ "$allowed": ["free", row.good, row.bad[0]] }),
        };
        let verdict = row.verdict(row.kind, Some(choice));
        assert!(["holds|fails", "fails|holds"].contains(&verdict.as_str()), "{at}: {verdict}");
        let choice = json!({ "$if": ["free", row.good, row.good] });
        assert_eq!(row.verdict(row.kind, Some(choice)), "holds", "{at}");
    }
}

#[test]
fn a_value_of_another_type_or_without_a_meaning_is_unknown() {
    for row in rows() {
        let at = format!("{} {}", row.kind, row.path);
        let mut odd = vec![json!(1), json!(1.2), json!([]), json!({}), json!([row.good]), json!("odd"), json!("")];
        odd.push(if row.is_bool() { json!(row.good.to_string()) } else { json!(true) });
        odd.push(json!(format!(" {}", row.good.as_str().unwrap_or("true"))));
        for value in odd {
            assert_eq!(row.verdict(row.kind, Some(value.clone())), "unknown", "{at} {value}");
        }
        let all = json!({ "properties": { "$object": "free" } });
        let line = alone(row.prover, row.kind, &all);
        assert!(!line.contains("holds") && !line.contains("fails"), "{at}: {line}");
    }
}

#[test]
fn a_value_proves_nothing_in_an_api_version_that_does_not_know_it() {
    for row in rows() {
        for version in ["2010-01-01", "2010-01-01-preview", "latest", ""] {
            let kind = format!("{}@{version}", row.kind);
            let verdict = row.verdict(&kind, Some(row.good.clone()));
            assert_eq!(verdict, "unknown", "{kind} {}", row.path);
            let verdict = row.verdict(&kind, Some(row.bad[0].clone()));
            assert_ne!(verdict, "holds", "{kind} {}", row.path);
        }
    }
}

#[test]
fn a_loop_of_unknown_count_never_fails_and_an_existing_resource_is_no_subject() {
    for row in rows() {
        let mut builder = EstateBuilder::new();
        let bad = builder.declare_family(row.kind, &names(row.kind), &row.body(Some(row.bad[0].clone())));
        assert!(of(row.prover, &builder, bad).starts_with("unknown"), "{}", row.kind);
        let mut builder = EstateBuilder::new();
        let good = builder.declare_family(row.kind, &names(row.kind), &row.body(Some(row.good.clone())));
        assert!(of(row.prover, &builder, good).starts_with("holds"), "{}", row.kind);
        let mut builder = EstateBuilder::new();
        builder.existing(row.kind, &names(row.kind));
        assert!((row.prover)(&builder.estate).is_empty(), "{}", row.kind);
    }
}

#[test]
fn types_compare_without_case() {
    for row in rows() {
        let lower = row.kind.to_ascii_lowercase();
        assert_eq!(row.verdict(&lower, Some(row.good.clone())), "holds", "{lower}");
        assert_eq!(row.verdict(&lower, Some(row.bad[0].clone())), "fails", "{lower}");
    }
}
