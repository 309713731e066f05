//! Whether somebody uses a part of a service, and whether a private endpoint carries them there.
//!
//! One service, one part, everything known. The sentences are those of
//! <https://learn.microsoft.com/azure/private-link/private-endpoint-overview> and of the pages that the functions name.

use ringfence_estate::{Estate, Provision, Resource, Value};

/// Whether a connection to a part of a service arrives through a private endpoint; and the sentence that decides.
///
/// None where the documentation does not say: a connection for several parts at once.
pub fn arrives(estate: &Estate, service: &Resource, part: &str) -> Option<(bool, &'static str)> {
    let mut because = "no private endpoint is connected to the service";
    let mut unsaid = false;
    for endpoint in deployed(estate, "microsoft.network/privateendpoints") {
        for (list, by_hand) in [("privateLinkServiceConnections", false), ("manualPrivateLinkServiceConnections", true)]
        {
            for connection in elements(&body(endpoint, &[list])) {
                let properties = connection.get("properties");
                if !is(&properties.get("privateLinkServiceId"), &service.id.to_string()) {
                    continue;
                }
                let parts = elements(&properties.get("groupIds"));
                if !parts.iter().any(|own| is(own, part)) {
                    because = "the private endpoints are for other parts of the service";
                    continue;
                }
                if body(endpoint, &["subnet", "id"]).as_str().is_none() {
                    because = "the private endpoint is in no subnet";
                    continue;
                }
                let own = properties.get("privateLinkServiceConnectionState").get("status");
                let state = of_service(estate, service, endpoint).unwrap_or(own);
                let approved = match state.as_str() {
                    Some(word) => word.to_lowercase() == "approved",
                    None => !by_hand,
                };
                if approved && parts.len() > 1 {
                    unsaid = true;
                    continue;
                }
                if approved {
                    return Some((true, "only private endpoints in an approved state can be used to send traffic"));
                }
                because = "the connection is pending, rejected or disconnected";
            }
        }
    }
    (!unsaid).then_some((false, because))
}

/// What the owner of the service said of a connection.
fn of_service(estate: &Estate, service: &Resource, endpoint: &Resource) -> Option<Value> {
    let kind = format!("{}/privateEndpointConnections", service.id.kind).to_lowercase();
    let prefix = format!("{}/privateendpointconnections/", service.id).to_lowercase();
    deployed(estate, &kind)
        .filter(|own| own.id.to_string().to_lowercase().starts_with(&prefix))
        .find(|own| is(&body(own, &["privateEndpoint", "id"]), &endpoint.id.to_string()))
        .map(|own| body(own, &["privateLinkServiceConnectionState", "status"]))
}

/// Whether something names a part of a service; and what.
pub fn is_used(estate: &Estate, service: &Resource, part: &str) -> Option<&'static str> {
    let id = service.id.to_string();
    let name = service.id.display_name().to_lowercase();
    let is_storage = service.is("Microsoft.Storage/storageAccounts");
    let below = |own: &Resource, child: &str| {
        own.id.to_string().to_lowercase().starts_with(&format!("{id}/").to_lowercase())
            && own.id.kind.to_lowercase().ends_with(child)
    };
    for own in estate.resources.iter().filter(|own| own.provision != Provision::External) {
        let kind = own.id.kind.to_lowercase();
        let at = |path: &[&str]| body(own, path);
        let used = match kind.as_str() {
            "microsoft.network/privateendpoints" => {
                let lists = ["privateLinkServiceConnections", "manualPrivateLinkServiceConnections"];
                lists.iter().flat_map(|list| elements(&at(&[list]))).any(|connection| {
                    let properties = connection.get("properties");
                    let parts = elements(&properties.get("groupIds"));
                    is(&properties.get("privateLinkServiceId"), &id)
                        && (has_one_part(service) || parts.iter().any(|own| is(own, part)))
                })
            }
            // Containers, shares, queues and tables are what the parts of a storage account hold.
            "microsoft.storage/storageaccounts/blobservices/containers" => part == "blob" && below(own, "/containers"),
            "microsoft.storage/storageaccounts/fileservices/shares" => part == "file" && below(own, "/shares"),
            "microsoft.storage/storageaccounts/queueservices/queues" => part == "queue" && below(own, "/queues"),
            "microsoft.documentdb/databaseaccounts/sqldatabases" => part == "Sql" && below(own, "/sqldatabases"),
            "microsoft.keyvault/vaults/secrets" => below(own, "/secrets"),
            // A connection says what it leads to by its category and the id, or by the address.
            "microsoft.cognitiveservices/accounts/connections" => {
                let category = at(&["category"]);
                let fits = match (part, is_storage) {
                    ("blob", true) => is(&category, "AzureStorageAccount"),
                    ("Sql", _) => is(&category, "CosmosDB"),
                    ("searchService", _) => is(&category, "CognitiveSearch"),
                    _ => false,
                };
                fits && is(&at(&["metadata", "ResourceId"]), &id) || names(&at(&["target"]), &name, part, service)
            }
            "microsoft.machinelearningservices/workspaces/datastores" => {
                let speaks_to = match at(&["datastoreType"]).as_str() {
                    Some("AzureBlob") => "blob",
                    Some("AzureFile") => "file",
                    Some("AzureDataLakeGen2") => "dfs",
                    _ => "",
                };
                is_storage && part == speaks_to && is(&at(&["accountName"]), &name)
            }
            // "the workspace's default storage account: blob and file; Key Vault": how-to-secure-workspace-vnet
            "microsoft.machinelearningservices/workspaces" => {
                (is_storage && matches!(part, "blob" | "file") && is(&at(&["storageAccount"]), &id))
                    || (part == "vault" && is(&at(&["keyVault"]), &id))
            }
            "microsoft.machinelearningservices/workspaces/batchendpoints" => {
                let workspace = own.id.parent().map(|own| own.to_string()).unwrap_or_default();
                is_storage
                    && matches!(part, "queue" | "table")
                    && deployed(estate, "microsoft.machinelearningservices/workspaces")
                        .any(|own| own.id.to_string() == workspace && is(&body(own, &["storageAccount"]), &id))
            }
            "microsoft.search/searchservices/sharedprivatelinkresources" => {
                is(&at(&["privateLinkResourceId"]), &id) && is(&at(&["groupId"]), part)
            }
            "microsoft.web/sites" => elements(&at(&["siteConfig", "appSettings"]))
                .iter()
                .any(|setting| names(&setting.get("value"), &name, part, service)),
            _ => false,
        };
        if used {
            return Some(match kind.as_str() {
                "microsoft.network/privateendpoints" => "a private endpoint names it",
                "microsoft.cognitiveservices/accounts/connections" => "a connection names it",
                "microsoft.machinelearningservices/workspaces/datastores" => "a datastore names it",
                "microsoft.machinelearningservices/workspaces" => "the workspace needs it",
                "microsoft.machinelearningservices/workspaces/batchendpoints" => "batch endpoints need it",
                "microsoft.search/searchservices/sharedprivatelinkresources" => "a managed endpoint names it",
                "microsoft.web/sites" => "a setting names its host",
                _ => "there is something in it",
            });
        }
    }
    None
}

fn has_one_part(service: &Resource) -> bool {
    service.is("Microsoft.KeyVault/vaults") || service.is("Microsoft.Search/searchServices")
}

/// Whether an address is that of a part of a service: the host between `//` and what follows it.
fn names(address: &Value, name: &str, part: &str, service: &Resource) -> bool {
    let Some(text) = address.as_str() else { return false };
    let suffix = match part {
        "vault" => "vault.azure.net".to_owned(),
        "searchService" => "search.windows.net".to_owned(),
        "Sql" => "documents.azure.com".to_owned(),
        _ if service.is("Microsoft.Storage/storageAccounts") => format!("{part}.core.windows.net"),
        _ => return false,
    };
    let rest = text.split_once("//").map_or(text, |(_, rest)| rest);
    let host = rest.split(['/', ':', ')']).next().unwrap_or_default();
    host.to_lowercase() == format!("{name}.{suffix}")
}

fn deployed<'e>(estate: &'e Estate, kind: &'e str) -> impl Iterator<Item = &'e Resource> {
    estate
        .resources
        .iter()
        .filter(move |own| own.id.kind.to_lowercase() == kind && own.provision != Provision::External)
}

fn body(resource: &Resource, path: &[&str]) -> Value {
    path.iter().fold(resource.body.get("properties"), |value, name| value.get(name))
}

fn elements(value: &Value) -> Vec<Value> {
    value.as_array().map(|array| array.elements.iter().map(|own| own.value.clone()).collect()).unwrap_or_default()
}

fn is(value: &Value, text: &str) -> bool {
    value.as_str().is_some_and(|own| own.to_lowercase() == text.to_lowercase())
}
