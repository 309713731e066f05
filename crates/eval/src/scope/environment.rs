//! `environment()` in global Azure.
//!
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-deployment#environment>, the
//! example of its page. Other clouds are not modelled; whatever rests on the cloud says so, as on a default.

use ringfence_estate::{OriginId, Value};

use super::object;

const NAMES: [(&str, &str); 11] = [
    ("name", "AzureCloud"),
    ("gallery", "https://gallery.azure.com/"),
    ("graph", "https://graph.windows.net/"),
    ("portal", "https://portal.azure.com"),
    ("graphAudience", "https://graph.windows.net/"),
    ("activeDirectoryDataLake", "https://datalake.azure.net/"),
    ("batch", "https://batch.core.windows.net/"),
    ("media", "https://rest.media.azure.net"),
    ("sqlManagement", "https://management.core.windows.net:8443/"),
    (
        "vmImageAliasDoc",
        "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json",
    ),
    ("resourceManager", "https://management.azure.com/"),
];

const SUFFIXES: [(&str, &str); 7] = [
    ("acrLoginServer", ".azurecr.io"),
    ("azureDatalakeAnalyticsCatalogAndJob", "azuredatalakeanalytics.net"),
    ("azureDatalakeStoreFileSystem", "azuredatalakestore.net"),
    ("azureFrontDoorEndpointSuffix", "azurefd.net"),
    ("keyvaultDns", ".vault.azure.net"),
    ("sqlServerHostname", ".database.windows.net"),
    ("storage", "core.windows.net"),
];

pub(super) fn environment() -> Value {
    let audiences = ["https://management.core.windows.net/", "https://management.azure.com/"].map(Value::text);
    let authentication = object([
        ("loginEndpoint", Value::text("https://login.microsoftonline.com/")),
        ("audiences", Value::array(audiences, OriginId::NONE)),
        ("tenant", Value::text("common")),
        ("identityProvider", Value::text("AAD")),
    ]);
    let suffixes = object(SUFFIXES.map(|(name, value)| (name, Value::text(value))));
    let names = NAMES.iter().map(|(name, value)| (*name, Value::text(value)));
    object(names.chain([("authentication", authentication), ("suffixes", suffixes)]))
}
