//! Random private endpoints and uses of services, wholly known, for a prover and an oracle to agree about.

use serde_json::{Value as Json, json};

use crate::settings::Declaration;
use crate::{Random, id};

const STORAGE: &str = "Microsoft.Storage/storageAccounts";
const VAULT: &str = "Microsoft.KeyVault/vaults";
const COSMOS: &str = "Microsoft.DocumentDB/databaseAccounts";
const SEARCH: &str = "Microsoft.Search/searchServices";
const WORKSPACE: &str = "Microsoft.MachineLearningServices/workspaces";
const SUBNET: &str = "Microsoft.Network/virtualNetworks/subnets";
const ENDPOINT: &str = "Microsoft.Network/privateEndpoints";

/// The services, each with the parts that are asked about.
pub const LINKED: &[(&str, &str, &[&str])] = &[
    (STORAGE, "sta", &["blob", "file", "queue", "table", "dfs"]),
    (STORAGE, "stb", &["blob", "file", "queue", "table", "dfs"]),
    (VAULT, "kv", &["vault"]),
    (COSMOS, "cosmos", &["Sql", "MongoDB"]),
    (SEARCH, "srch", &["searchService"]),
];

/// The services with random endpoints and uses. The services come first.
pub fn links(random: &mut Random) -> Vec<Declaration> {
    let mut all: Vec<Declaration> =
        LINKED.iter().map(|(kind, name, _)| declaration(kind, name, json!({ "properties": {} }))).collect();
    all.push(declaration(SUBNET, "vnet/snet", json!({ "properties": { "addressPrefix": "10.1.0.0/24" } })));
    for nth in 0..random.below(6) {
        endpoint(random, nth, &mut all);
    }
    for nth in 0..random.below(5) {
        all.push(user(random, nth));
    }
    if random.once_in(3) {
        let body = json!({ "properties": { "storageAccount": one_of(random, STORAGE), "keyVault": id(VAULT, "kv") } });
        all.push(declaration(WORKSPACE, "mlw", body));
        if random.once_in(2) {
            all.push(declaration(&format!("{WORKSPACE}/batchEndpoints"), "mlw/batch", json!({})));
        }
    }
    all
}

fn endpoint(random: &mut Random, nth: usize, all: &mut Vec<Declaration>) {
    let Some((kind, name, parts)) = random.pick(LINKED) else { return };
    let mut target = id(kind, name);
    if random.once_in(4) {
        target = target.to_uppercase();
    }
    if random.once_in(12) {
        target = target.replace("/resourceGroups/g/", "/resourceGroups/elsewhere/");
    }
    let mut groups: Vec<String> = random.pick(parts).iter().map(|part| (**part).to_owned()).collect();
    if random.once_in(4) {
        groups = groups.iter().map(|part| part.to_uppercase()).collect();
    }
    if random.once_in(12) {
        groups.push("file".into());
    }
    let list = if random.once_in(4) { "manualPrivateLinkServiceConnections" } else { "privateLinkServiceConnections" };
    let status = random.pick(&["", "", "", "", "Approved", "approved", "Pending", "Rejected", "Disconnected"]);
    let state = status.filter(|status| !status.is_empty()).map(|status| json!({ "status": status }));
    let subnet = (!random.once_in(8)).then(|| json!({ "id": id(SUBNET, "vnet/snet") }));
    let own = format!("pe{nth}");
    let body = json!({ "properties": {
        "subnet": subnet,
        list: [{ "name": "c", "properties": {
            "privateLinkServiceId": target,
            "groupIds": groups,
            "privateLinkServiceConnectionState": state,
        } }],
    } });
    all.push(declaration(ENDPOINT, &own, body));
    if random.once_in(4) {
        let of = if random.once_in(4) { "pe0" } else { &own };
        let status = if random.once_in(2) { "Approved" } else { "Rejected" };
        let body = json!({ "properties": {
            "privateEndpoint": { "id": id(ENDPOINT, of) },
            "privateLinkServiceConnectionState": { "status": status },
        } });
        all.push(declaration(&format!("{kind}/privateEndpointConnections"), &format!("{name}/c{nth}"), body));
    }
}

/// Something that uses a part of a service, or seems to.
fn user(random: &mut Random, nth: usize) -> Declaration {
    let account = *random.pick(&["sta", "stb", "stc"]).unwrap_or(&"sta");
    let part = *random.pick(&["blob", "file", "queue", "table", "dfs"]).unwrap_or(&"blob");
    let connection = "Microsoft.CognitiveServices/accounts/connections";
    let of_connection = |body: Json| declaration(connection, &format!("other/c{nth}"), json!({ "properties": body }));
    match random.below(11) {
        0 => child(STORAGE, "blobServices/containers", &format!("{account}/default/x{nth}")),
        1 => child(STORAGE, "fileServices/shares", &format!("{account}/default/x{nth}")),
        2 => child(STORAGE, "queueServices/queues", &format!("{account}/default/x{nth}")),
        3 => child(STORAGE, "blobServices", &format!("{account}/default")),
        4 => child(COSMOS, "sqlDatabases", &format!("cosmos/x{nth}")),
        5 => child(VAULT, "secrets", &format!("kv/x{nth}")),
        6 => {
            let (category, kind) = *random
                .pick(&[
                    ("AzureStorageAccount", STORAGE),
                    ("CosmosDB", COSMOS),
                    ("CognitiveSearch", SEARCH),
                    ("ApiKey", STORAGE),
                ])
                .unwrap_or(&("CosmosDB", COSMOS));
            let target = one_of(random, kind);
            of_connection(json!({ "category": category, "metadata": { "ResourceId": target } }))
        }
        7 => {
            let target = format!("https://{account}.{part}.core.windows.net/");
            of_connection(json!({ "category": "CustomKeys", "target": target }))
        }
        8 => {
            let kind =
                *random.pick(&["AzureBlob", "AzureFile", "AzureDataLakeGen2", "OneLake"]).unwrap_or(&"AzureBlob");
            let body = json!({ "properties": { "datastoreType": kind, "accountName": account.to_uppercase() } });
            declaration(&format!("{WORKSPACE}/datastores"), &format!("mlw/d{nth}"), body)
        }
        9 => {
            let body = json!({ "properties": { "privateLinkResourceId": id(STORAGE, account), "groupId": part } });
            declaration(&format!("{SEARCH}/sharedPrivateLinkResources"), &format!("srch/s{nth}"), body)
        }
        _ => {
            let value = *random
                .pick(&[
                    "https://kv.vault.azure.net/secrets/x",
                    "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net)",
                    "https://xkv.vault.azure.net/",
                    "https://srch.search.windows.net",
                    "https://cosmos.documents.azure.com:443/",
                    "https://stb.dfs.core.windows.net/fs",
                    "https://STA.table.core.windows.net",
                    "https://sta.blob.core.windows.net.example.com/",
                ])
                .unwrap_or(&"");
            let setting = json!({ "name": "X", "value": value });
            declaration(
                "Microsoft.Web/sites",
                &format!("app{nth}"),
                json!({ "properties": { "siteConfig": { "appSettings": [setting] } } }),
            )
        }
    }
}

/// The id of a service of a type.
fn one_of(random: &mut Random, kind: &str) -> String {
    let of: Vec<&str> = LINKED.iter().filter(|(own, ..)| *own == kind).map(|(_, name, _)| *name).collect();
    id(kind, random.pick(&of).unwrap_or(&"none"))
}

fn child(kind: &str, suffix: &str, names: &str) -> Declaration {
    declaration(&format!("{kind}/{suffix}"), names, json!({ "properties": {} }))
}

fn declaration(kind: &str, names: &str, body: Json) -> Declaration {
    Declaration { kind: kind.into(), names: names.into(), body }
}
