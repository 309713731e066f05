//! Random switches of services, wholly known: keys, TLS, anonymous readers. For a prover and an oracle to agree about.

use serde_json::{Map, Value as Json, json};

use crate::Random;
use crate::settings::{Declaration, NAME};

/// The types that switches are made for.
pub const SWITCHED: &[&str] = &[
    "Microsoft.CognitiveServices/accounts",
    "Microsoft.Search/searchServices",
    "Microsoft.AppConfiguration/configurationStores",
    "Microsoft.DocumentDB/databaseAccounts",
    "Microsoft.Storage/storageAccounts",
    "Microsoft.ContainerRegistry/registries",
    "Microsoft.EventHub/namespaces",
    "Microsoft.Sql/servers",
    "Microsoft.DBforPostgreSQL/flexibleServers",
    "Microsoft.DBforMySQL/flexibleServers",
    "Microsoft.Cache/redis",
    "Microsoft.Cache/redisEnterprise",
    "Microsoft.Web/sites",
    "Microsoft.ContainerService/managedClusters",
    "Microsoft.OperationalInsights/workspaces",
    "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
];

/// A service with random switches, and its children. The service comes first; its type may name an API version.
pub fn switches(random: &mut Random, kind: &str) -> Vec<Declaration> {
    let names = if kind.split('/').count() > 2 { format!("mlw/{NAME}") } else { NAME.to_owned() };
    let mut all = vec![declaration(&versioned(random, kind), &names, Json::Null)];
    let mut properties = Map::new();
    let off = booleans(true);
    match kind {
        "Microsoft.Storage/storageAccounts" => storage(random, &mut properties, kind, &mut all),
        "Microsoft.ContainerRegistry/registries" => {
            insert(random, &mut properties, "adminUserEnabled", &booleans(false));
            insert(random, &mut properties, "anonymousPullEnabled", &booleans(false));
            if random.once_in(3) {
                let body = one(random, "status", &[json!("disabled"), json!("disabled"), json!("enabled")]);
                all.push(declaration(&format!("{kind}/tokens"), &format!("{NAME}/ci"), body));
            }
        }
        "Microsoft.DocumentDB/databaseAccounts" => {
            insert(random, &mut properties, "disableLocalAuth", &off);
            insert(random, &mut properties, "minimalTlsVersion", &words(&["-", "Tls12", "tls12", "Tls11", "Tls"]));
        }
        "Microsoft.EventHub/namespaces" => {
            insert(random, &mut properties, "disableLocalAuth", &off);
            insert(random, &mut properties, "minimumTlsVersion", &words(&["-", "1.2", "1.3", "1.1", "1.0"]));
        }
        "Microsoft.Sql/servers" => sql(random, &mut properties, kind, &mut all),
        "Microsoft.DBforPostgreSQL/flexibleServers" => {
            let authentication = one_of(random, "passwordAuth", &words(&["-", "Disabled", "disabled", "Enabled"]));
            properties.insert("authConfig".into(), authentication);
            parameter(random, kind, "require_secure_transport", &["ON", "on", "OFF"], &mut all);
            parameter(random, kind, "ssl_min_protocol_version", &["TLSv1.2", "TLSv1.3", "TLSv1.1"], &mut all);
        }
        "Microsoft.DBforMySQL/flexibleServers" => {
            parameter(random, kind, "require_secure_transport", &["ON", "on", "OFF"], &mut all);
            parameter(random, kind, "aad_auth_only", &["ON", "on", "OFF"], &mut all);
        }
        "Microsoft.Cache/redis" => {
            insert(random, &mut properties, "disableAccessKeyAuthentication", &off);
            insert(random, &mut properties, "minimumTlsVersion", &words(&["-", "1.2", "1.0"]));
            insert(random, &mut properties, "enableNonSslPort", &booleans(false));
            let asked = one_of(random, "authnotrequired", &words(&["-", "-", "false", "false", "true"]));
            properties.insert("redisConfiguration".into(), asked);
        }
        "Microsoft.Cache/redisEnterprise" => {
            for nth in 0..random.below(3) {
                let keys = words(&["Disabled", "disabled", "Disabled", "Enabled"]);
                let body = one(random, "accessKeysAuthentication", &keys);
                all.push(declaration(&format!("{kind}/databases"), &format!("{NAME}/db{nth}"), body));
            }
        }
        "Microsoft.Web/sites" => web(random, &mut properties, kind, &mut all),
        "Microsoft.ContainerService/managedClusters" => {
            insert(random, &mut properties, "disableLocalAccounts", &off);
        }
        "Microsoft.OperationalInsights/workspaces" => {
            properties.insert("features".into(), one_of(random, "disableLocalAuth", &off));
        }
        "Microsoft.MachineLearningServices/workspaces/onlineEndpoints" => {
            insert(random, &mut properties, "authMode", &words(&["AADToken", "aadtoken", "Key", "AMLToken"]));
        }
        _ => insert(random, &mut properties, "disableLocalAuth", &off),
    }
    if let Some(service) = all.first_mut() {
        service.body = json!({ "properties": properties });
    }
    all
}

/// Mostly a recent version, sometimes one from before there were such switches.
fn versioned(random: &mut Random, kind: &str) -> String {
    if random.once_in(8) { format!("{kind}@2015-01-01") } else { format!("{kind}@2025-09-01") }
}

fn declaration(kind: &str, names: &str, body: Json) -> Declaration {
    Declaration { kind: kind.into(), names: names.into(), body }
}

/// Mostly the value that is asked for, so that both verdicts are common.
fn booleans(good: bool) -> Vec<Json> {
    vec![json!("-"), Json::Null, json!(good), json!(good), json!(good), json!(!good)]
}

fn words(words: &[&str]) -> Vec<Json> {
    words.iter().map(|word| json!(word)).collect()
}

/// `-` leaves it out.
fn insert(random: &mut Random, object: &mut Map<String, Json>, name: &str, values: &[Json]) {
    if let Some(value) = random.pick(values)
        && *value != json!("-")
    {
        object.insert(name.into(), value.clone());
    }
}

fn one_of(random: &mut Random, name: &str, values: &[Json]) -> Json {
    let mut object = Map::new();
    insert(random, &mut object, name, values);
    Json::Object(object)
}

fn one(random: &mut Random, name: &str, values: &[Json]) -> Json {
    json!({ "properties": one_of(random, name, values) })
}

fn storage(random: &mut Random, properties: &mut Map<String, Json>, kind: &str, all: &mut Vec<Declaration>) {
    insert(random, properties, "allowSharedKeyAccess", &booleans(false));
    insert(random, properties, "isLocalUserEnabled", &booleans(false));
    insert(random, properties, "isSftpEnabled", &booleans(false));
    insert(random, properties, "minimumTlsVersion", &words(&["-", "TLS1_2", "tls1_2", "TLS1_3", "TLS1_1", "TLS1_0"]));
    insert(random, properties, "supportsHttpsTrafficOnly", &booleans(true));
    insert(random, properties, "allowBlobPublicAccess", &booleans(false));
    if random.once_in(2) {
        let website = one_of(random, "enabled", &[json!(false), json!(false), json!(true)]);
        let body = json!({ "properties": { "staticWebsite": website } });
        all.push(declaration(&format!("{kind}/blobServices"), &format!("{NAME}/default"), body));
    }
    if random.once_in(2) {
        let body = one(random, "publicAccess", &words(&["-", "None", "Blob", "Container"]));
        all.push(declaration(&format!("{kind}/blobServices/containers"), &format!("{NAME}/default/c"), body));
    }
}

fn sql(random: &mut Random, properties: &mut Map<String, Json>, kind: &str, all: &mut Vec<Declaration>) {
    insert(random, properties, "minimalTlsVersion", &words(&["1.2", "1.2", "1.3", "1.1", "None"]));
    let administrators = one_of(random, "azureADOnlyAuthentication", &booleans(true));
    properties.insert("administrators".into(), administrators);
    if random.once_in(2) {
        let body = one(random, "azureADOnlyAuthentication", &[json!(true), json!(true), json!(false)]);
        all.push(declaration(&format!("{kind}/azureADOnlyAuthentications"), &format!("{NAME}/Default"), body));
    }
}

fn parameter(random: &mut Random, kind: &str, name: &str, values: &[&str], all: &mut Vec<Declaration>) {
    if !random.once_in(3) {
        let body = one(random, "value", &words(values));
        all.push(declaration(&format!("{kind}/configurations"), &format!("{NAME}/{name}"), body));
    }
}

fn web(random: &mut Random, properties: &mut Map<String, Json>, kind: &str, all: &mut Vec<Declaration>) {
    insert(random, properties, "httpsOnly", &booleans(true));
    let mut config = configuration(random);
    if !random.once_in(4) {
        config.entry("ftpsState").or_insert(json!("Disabled"));
    }
    properties.insert("siteConfig".into(), Json::Object(config));
    if random.once_in(3) {
        let body = json!({ "properties": configuration(random) });
        all.push(declaration(&format!("{kind}/config"), &format!("{NAME}/web"), body));
    }
    for way in ["scm", "ftp"] {
        if !random.once_in(4) {
            let body = one(random, "allow", &[json!(false), json!(false), json!(false), json!(true)]);
            all.push(declaration(
                &format!("{kind}/basicPublishingCredentialsPolicies"),
                &format!("{NAME}/{way}"),
                body,
            ));
        }
    }
}

fn configuration(random: &mut Random) -> Map<String, Json> {
    let mut config = Map::new();
    insert(random, &mut config, "minTlsVersion", &words(&["-", "-", "1.2", "1.3", "1.0"]));
    insert(random, &mut config, "scmMinTlsVersion", &words(&["-", "-", "1.2", "1.3", "1.1"]));
    insert(random, &mut config, "ftpsState", &words(&["-", "Disabled", "FtpsOnly", "AllAllowed"]));
    config
}
