//! What shows that a sub-resource is in use.

use ringfence_testkit::{EstateBuilder, id};
use serde_json::{Value as Json, json};

use crate::summary::{STORAGE, VAULT, estate, said};

const WORKSPACE: &str = "Microsoft.MachineLearningServices/workspaces";
const COSMOS: &str = "Microsoft.DocumentDB/databaseAccounts";
const ACCOUNT: &str = "Microsoft.CognitiveServices/accounts";
const SITE: &str = "Microsoft.Web/sites";

/// What the prover says of an estate with one service of several types, and one more resource.
fn with(kind: &str, names: &str, body: &Json) -> String {
    said(&estate(|builder| {
        services(builder);
        builder.declare(kind, names, body);
    }))
}

fn services(builder: &mut EstateBuilder) {
    for (kind, name) in
        [(VAULT, "kv"), (COSMOS, "cosmos"), (ACCOUNT, "aif"), ("Microsoft.Search/searchServices", "srch")]
    {
        builder.declare(kind, name, &json!({ "properties": {} }));
    }
    builder.declare("Microsoft.ContainerRegistry/registries", "cr", &json!({}));
}

#[test]
fn children() {
    let table = [
        (format!("{STORAGE}/blobServices/containers"), "st/default/a", "st (blob) fails"),
        (format!("{STORAGE}/blobServices"), "st/default", ""),
        (format!("{STORAGE}/fileServices/shares"), "st/default/a", "st (file) fails"),
        (format!("{STORAGE}/queueServices/queues"), "st/default/a", "st (queue) fails"),
        (format!("{STORAGE}/tableServices/tables"), "st/default/a", "st (table) fails"),
        (format!("{STORAGE}/blobServices/containers"), "other/default/a", ""),
        (format!("{COSMOS}/sqlDatabases"), "cosmos/a", "cosmos (Sql) fails"),
        (format!("{COSMOS}/mongodbDatabases"), "cosmos/a", "cosmos (MongoDB) fails"),
        (format!("{COSMOS}/sqlRoleAssignments"), "cosmos/a", ""),
        (format!("{ACCOUNT}/projects"), "aif/p", "aif (account) fails"),
        (format!("{VAULT}/secrets"), "kv/a", "kv (vault) fails"),
    ];
    for (kind, names, want) in table {
        assert_eq!(with(&kind, names, &json!({})), want, "{kind} {names}");
    }
}

#[test]
fn connections() {
    let by_id = |category: &str, kind: &str, name: &str| json!({ "properties": { "category": category, "metadata": { "ResourceId": id(kind, name) } } });
    let connection = "Microsoft.CognitiveServices/accounts/projects/connections";
    let table = [
        (by_id("AzureStorageAccount", STORAGE, "st"), "st (blob) fails"),
        (by_id("CosmosDB", COSMOS, "cosmos"), "cosmos (Sql) fails"),
        (by_id("CognitiveSearch", "Microsoft.Search/searchServices", "srch"), "srch (searchService) fails"),
        (by_id("CognitiveSearch", STORAGE, "st"), ""),
        (by_id("AppInsights", STORAGE, "st"), ""),
        (
            json!({ "properties": { "category": "CosmosDB", "target": "https://cosmos.documents.azure.com:443/" } }),
            "cosmos (Sql) fails",
        ),
        (
            json!({ "properties": { "category": { "$param": "c" }, "target": "https://st.file.core.windows.net/" } }),
            "st (file) fails",
        ),
        (
            json!({ "properties": { "category": "AzureBlob", "target": { "$reference": [id(STORAGE, "st"), "primaryEndpoints"] } } }),
            "",
        ),
    ];
    for (body, want) in table {
        assert_eq!(with(connection, "other/p/c", &body), want, "{body}");
    }
}

#[test]
fn what_machine_learning_needs() {
    let workspace = json!({ "properties": {
        "storageAccount": id(STORAGE, "st"),
        "keyVault": id(VAULT, "kv"),
        "containerRegistry": id("Microsoft.ContainerRegistry/registries", "cr"),
    } });
    assert_eq!(
        with(WORKSPACE, "mlw", &workspace),
        "st (blob) fails; st (file) fails; kv (vault) fails; cr (registry) fails"
    );
    let unknown = json!({ "properties": { "storageAccount": { "$param": "store" } } });
    assert_eq!(with(WORKSPACE, "mlw", &unknown), "st (blob) unknown; st (file) unknown");
    let store = |kind: &str| {
        let body = json!({ "properties": { "datastoreType": kind, "accountName": "ST" } });
        with(&format!("{WORKSPACE}/datastores"), "mlw/d", &body)
    };
    assert_eq!(store("AzureBlob"), "st (blob) fails");
    assert_eq!(store("AzureFile"), "st (file) fails");
    assert_eq!(store("AzureDataLakeGen2"), "st (dfs) fails");
    let batch = said(&estate(|builder| {
        builder.declare(WORKSPACE, "mlw", &json!({ "properties": { "storageAccount": id(STORAGE, "st") } }));
        builder.declare(&format!("{WORKSPACE}/batchEndpoints"), "mlw/b", &json!({}));
    }));
    assert_eq!(batch, "st (blob) fails; st (file) fails; st (queue) fails; st (table) fails; mlw (amlworkspace) fails");
}

#[test]
fn host_names() {
    let setting =
        |value: Json| json!({ "properties": { "siteConfig": { "appSettings": [{ "name": "X", "value": value }] } } });
    let table = [
        (json!("https://st.blob.core.windows.net/docs"), "st (blob) fails"),
        (json!("https://ST.BLOB.core.windows.net"), "st (blob) fails"),
        (
            json!("https://st.queue.core.windows.net,https://st.table.core.windows.net"),
            "st (table) fails; st (queue) fails",
        ),
        (json!("https://xst.blob.core.windows.net/docs"), ""),
        (json!("https://st.blob.core.windows.net.example.com"), ""),
        (json!("https://example.com/st.blob.core.windows.network"), ""),
        (json!("@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/a)"), "kv (vault) fails"),
        (json!({ "$concat": ["https://", "st", ".blob.core.windows.net"] }), "st (blob) fails"),
        (json!({ "$concat": ["https://", { "$param": "name" }, ".blob.core.windows.net"] }), "st (blob) unknown"),
        (json!({ "$concat": ["https://st", { "$param": "name" }, "x.blob.core.windows.net"] }), ""),
        (json!({ "$if": ["flag", "https://st.blob.core.windows.net", "none"] }), "st (blob) fails"),
        (json!({ "$reference": [id(VAULT, "kv"), "vaultUri"] }), "kv (vault) fails"),
        (json!({ "$reference": [id(VAULT, "other"), "vaultUri"] }), ""),
        (json!({ "$param": "anything" }), ""),
    ];
    for (value, want) in table {
        assert_eq!(with(SITE, "app", &setting(value.clone())), want, "{value}");
    }
    let of_config = |name: &str| {
        with(
            &format!("{SITE}/config"),
            &format!("app/{name}"),
            &json!({ "properties": { "X": "https://st.blob.core.windows.net" } }),
        )
    };
    assert_eq!(of_config("appsettings"), "st (blob) fails");
    assert_eq!(of_config("logs"), "");
}

#[test]
fn what_functions_keep_in_storage() {
    let said = |name: &str, value: Json| {
        let setting = json!({ "name": name, "value": value });
        let body = json!({ "properties": { "siteConfig": { "appSettings": [setting] } } });
        let config = json!({ "properties": { name: body["properties"]["siteConfig"]["appSettings"][0]["value"] } });
        let of_site = with(SITE, "app", &body);
        assert_eq!(with(&format!("{SITE}/config"), "app/appsettings", &config), of_site, "{name}");
        of_site
    };
    let string = "DefaultEndpointsProtocol=https;AccountName=ST;AccountKey=x;EndpointSuffix=core.windows.net";
    assert_eq!(said("AzureWebJobsStorage", json!(string)), "st (blob) fails");
    assert_eq!(said("AzureWebJobsStorage", json!("AccountName=st")), "st (blob) fails");
    assert_eq!(said("AzureWebJobsStorage", json!("AccountName=other;AccountKey=st")), "");
    assert_eq!(said("azureWebJobsStorage__accountName", json!("st")), "st (blob) fails");
    assert_eq!(said("AzureWebJobsStorage__accountName", json!({ "$param": "account" })), "st (blob) unknown");
    assert_eq!(said("WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", json!(string)), "st (file) fails");
    assert_eq!(said("SOMETHING", json!(string)), "");
    let joined = json!({ "$concat": ["AccountName=", { "$param": "account" }, ";AccountKey=", { "$param": "key" }] });
    assert_eq!(said("AzureWebJobsStorage", joined), "st (blob) unknown");
}

#[test]
fn a_use_under_a_choice_is_a_subject_under_it() {
    let estate = estate(|builder| {
        builder.declare_if("flag", &format!("{STORAGE}/blobServices/containers"), "st/default/a", &json!({}));
    });
    let paths = ringfence_prove::private_link::private_paths(&estate);
    let present: Vec<String> = paths.iter().map(|path| path.present.to_string()).collect();
    assert_eq!((said(&estate).as_str(), present), ("st (blob) fails", vec!["flag is true".to_owned()]));
}

#[test]
fn what_is_in_a_network_needs_no_endpoint() {
    let server = "Microsoft.DBforPostgreSQL/flexibleServers";
    let with = |subnet: Json| {
        said(&estate(|builder| {
            builder.declare(
                server,
                "pg",
                &json!({ "properties": { "network": { "delegatedSubnetResourceId": subnet } } }),
            );
            builder.declare(&format!("{server}/databases"), "pg/d", &json!({}));
        }))
    };
    assert_eq!(with(Json::Null), "pg (postgresqlServer) fails");
    assert_eq!(with(json!(id("Microsoft.Network/virtualNetworks/subnets", "vnet/snet"))), "");
    assert_eq!(with(json!({ "$param": "subnet" })), "pg (postgresqlServer) unknown");
}

#[test]
fn endpoints_in_a_network_of_microsofts_are_uses_and_no_path() {
    let rule = json!({ "properties": {
        "type": "PrivateEndpoint",
        "destination": { "serviceResourceId": id(STORAGE, "st"), "subresourceTarget": "blob" },
    } });
    assert_eq!(with(&format!("{WORKSPACE}/outboundRules"), "mlw/r", &rule), "st (blob) fails");
    let shared = json!({ "properties": { "privateLinkResourceId": id(STORAGE, "st"), "groupId": "blob" } });
    assert_eq!(
        with("Microsoft.Search/searchServices/sharedPrivateLinkResources", "srch/r", &shared),
        "st (blob) fails"
    );
}

#[test]
fn services_that_are_only_referred_to_are_judged_elsewhere() {
    let mut builder = EstateBuilder::new();
    builder.existing(STORAGE, "st");
    builder.declare(&format!("{STORAGE}/blobServices/containers"), "st/default/a", &json!({}));
    assert_eq!(said(&builder.estate), "");
}
