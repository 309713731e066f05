//! What a judgement says: the resource, the setting, what it is, what it should be, what follows, and the next step.

use ringfence_claims::{Applicability, CLAIMS, Judgement, Verdict};
use ringfence_estate::Kind;
use ringfence_testkit::{EstateBuilder, id};
use serde_json::json;

/// Services of several types, open, closed, and depending on what nobody has said.
fn judgements() -> Vec<Judgement> {
    let mut builder = EstateBuilder::new();
    let mut declare = |kind: &str, name: &str, properties: serde_json::Value| {
        builder.declare(kind, name, &json!({ "properties": properties }));
    };
    let storage = "Microsoft.Storage/storageAccounts";
    declare(storage, "stopen", json!({ "networkAcls": { "defaultAction": "Allow" } }));
    declare(
        storage,
        "stlist",
        json!({ "networkAcls": { "defaultAction": "Deny", "ipRules": [{ "value": "203.0.113.0/24" }] } }),
    );
    declare(storage, "stfree", json!({ "publicNetworkAccess": { "$param": "access" } }));
    declare(storage, "stclosed", json!({ "publicNetworkAccess": "Disabled" }));
    declare("Microsoft.Search/searchServices", "srch", json!({ "publicNetworkAccess": "enabled" }));
    declare("Microsoft.KeyVault/vaults", "kv", json!({}));
    declare("Microsoft.CognitiveServices/accounts", "aif", json!({ "publicNetworkAccess": "Enabled" }));
    declare(
        "Microsoft.DocumentDB/databaseAccounts",
        "cosmos",
        json!({ "publicNetworkAccess": { "$allowed": ["p", "Enabled", "Disabled"] } }),
    );
    declare("Microsoft.ContainerRegistry/registries", "cr", json!({ "publicNetworkAccess": "Enabled" }));
    declare("Microsoft.Web/sites", "app", json!({}));
    declare("Microsoft.OperationalInsights/workspaces", "log", json!({}));
    declare("Microsoft.CognitiveServices/accounts", "aie", json!({ "disableLocalAuth": true }));
    declare(
        "Microsoft.AppConfiguration/configurationStores",
        "appcs",
        json!({ "disableLocalAuth": { "$bool": "keys" } }),
    );
    declare(storage, "stkeys", json!({ "allowSharedKeyAccess": false, "minimumTlsVersion": "TLS1_2" }));
    declare(storage, "stblobs", json!({ "allowBlobPublicAccess": true, "minimumTlsVersion": "TLS1_1" }));
    declare("Microsoft.Relay/namespaces", "relay", json!({}));
    declare("Microsoft.ApiManagement/service", "apim", json!({}));
    declare("Microsoft.DBforMySQL/flexibleServers", "mysql", json!({}));
    declare(
        "Microsoft.DBforMySQL/flexibleServers/configurations",
        "mysql/require_secure_transport",
        json!({ "value": "OFF" }),
    );
    declare("Microsoft.Cache/redis", "redis", json!({ "minimumTlsVersion": { "$param": "oldest" } }));
    declare("Microsoft.Sql/servers", "sql", json!({ "minimalTlsVersion": 1.2 }));
    private_paths(&mut declare);
    let estate = builder.estate;
    let judged = CLAIMS.iter().map(|claim| claim.judge(&estate));
    let judged = judged.filter_map(|own| match own {
        Applicability::Judged(own) => Some(own),
        Applicability::NotApplicable(_) => None,
    });
    judged.flatten().collect()
}

/// Uses of services, with a private endpoint that leads there, that waits, that is for something else, and without one.
fn private_paths(declare: &mut impl FnMut(&str, &str, serde_json::Value)) {
    let storage = "Microsoft.Storage/storageAccounts";
    for (name, list, target, group) in [
        ("pe-vault", "privateLinkServiceConnections", id("Microsoft.KeyVault/vaults", "kv"), json!("vault")),
        (
            "pe-search",
            "manualPrivateLinkServiceConnections",
            id("Microsoft.Search/searchServices", "srch"),
            json!("searchService"),
        ),
        ("pe-blob", "privateLinkServiceConnections", id(storage, "stclosed"), json!("blob")),
        (
            "pe-cr",
            "privateLinkServiceConnections",
            id("Microsoft.ContainerRegistry/registries", "cr"),
            json!({ "$param": "group" }),
        ),
    ] {
        let connection = json!({ "properties": { "privateLinkServiceId": target, "groupIds": [group] } });
        let subnet = json!({ "id": id("Microsoft.Network/virtualNetworks/subnets", "vnet/snet") });
        declare("Microsoft.Network/privateEndpoints", name, json!({ "subnet": subnet, list: [connection] }));
    }
    let store = json!({ "datastoreType": "AzureDataLakeGen2", "accountName": "stclosed" });
    declare("Microsoft.MachineLearningServices/workspaces/datastores", "mlw/lake", store);
    declare("Microsoft.CognitiveServices/accounts/deployments", "aif/gpt", json!({}));
    // A network with a client, and one zone of those that the endpoints need.
    let subnet = json!({ "id": id("Microsoft.Network/virtualNetworks/subnets", "vnet/snet") });
    declare("Microsoft.Network/virtualNetworks", "vnet", json!({}));
    declare("Microsoft.ContainerInstance/containerGroups", "jobs", json!({ "subnetIds": [subnet] }));
    let (zone, network) = ("Microsoft.Network/privateDnsZones", "Microsoft.Network/virtualNetworks");
    let name = "privatelink.blob.core.windows.net";
    declare(zone, name, json!({}));
    let link = json!({ "virtualNetwork": { "id": id(network, "vnet") } });
    declare(&format!("{zone}/virtualNetworkLinks"), &format!("{name}/link"), link);
    let configs = json!([{ "properties": { "privateDnsZoneId": id(zone, name) } }]);
    let group = json!({ "privateDnsZoneConfigs": configs });
    declare("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", "pe-blob/default", group);
}

#[test]
fn each_names_the_five_things() {
    let judgements = judgements();
    for verdict in [Verdict::Fails, Verdict::Unknown, Verdict::Holds] {
        assert!(judgements.iter().any(|own| own.verdict == verdict), "no judgement is {verdict:?}");
    }
    for own in judgements {
        let (message, name) = (&own.message, &own.subject.name);
        assert!(message.starts_with(&own.subject.display) && own.subject.display.contains(name), "resource: {message}");
        let setting = own.decisive.as_ref().unwrap_or_else(|| panic!("nothing decides {message}"));
        assert!(message.contains(&format!("`{}`", setting.path)), "setting: {message}");
        let actual = match &setting.actual.kind {
            // A child resource, whose path is its type.
            Kind::Omitted if !setting.path.contains('.') => "not declared".to_owned(),
            Kind::Omitted => "left out".to_owned(),
            Kind::String(text) => format!("'{text}'"),
            _ => setting.actual.to_string(),
        };
        assert!(
            message.contains(&format!("is {actual}, which ")),
            "actual value {actual}, and what follows: {message}"
        );
        if own.verdict != Verdict::Holds {
            let code = message.rsplit_once(" (D").filter(|_| own.claim == "private-names").map(|(before, _)| before);
            let said = code.unwrap_or(message);
            assert!(said.ends_with(&format!("required: {}", setting.required)), "required value: {message}");
            let mend = own.mend.as_deref().unwrap_or("");
            let settles = own.missing.iter().all(|missing| !missing.settle.is_empty()) && !own.missing.is_empty();
            assert!(mend.contains(&*setting.path) || settles, "next step: {mend}: {message}");
        }
        assert_eq!(own.missing.is_empty(), own.verdict != Verdict::Unknown, "missing: {message}");
        assert!(!message.ends_with('.') && !message.contains('\n'), "form: {message}");
    }
}

#[test]
fn as_a_reader_sees_them() {
    let lines = judgements().into_iter().map(|own| {
        let mend = own.mend.map(|mend| format!("\n  mend: {mend}")).unwrap_or_default();
        let missing = own.missing.iter().map(|missing| format!("\n  missing: {}: {}", missing.what, missing.settle));
        format!("{:?}: {}{}{mend}", own.verdict, own.message, missing.collect::<String>())
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}
