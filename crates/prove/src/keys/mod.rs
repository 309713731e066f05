//! Keys: whether a service takes a key, a password, a shared access signature or a local account.
//!
//! Every fact restates a row of `docs/facts/keys.md`, which names the source and how sure it is. A type that takes keys
//! and has no switch for them is here all the same: of it, nothing holds.

mod cosmos;
mod databases;
mod machine_learning;
mod messaging;
mod registry;
mod storage;
mod switchless;
mod web;

use ringfence_estate::Estate;

use crate::demand::{self, Decide, Demand, Omitted, Service, Values};
use crate::finding::Finding;
use crate::version::{Since, since};

/// What is found about the services of an estate that could take keys.
pub fn findings(estate: &Estate) -> Vec<Finding> {
    demand::findings(estate, SERVICES)
}

/// Whether the type is one that this prover decides about, or belongs to one.
pub fn knows(kind: &str) -> bool {
    demand::is_of(SERVICES, kind)
}

static SERVICES: &[Service] = &[
    plain("Microsoft.CognitiveServices/accounts", "AI services account", &[off("2021-04-30")]),
    plain("Microsoft.Search/searchServices", "search service", &[off("2021-04-01")]),
    special("Microsoft.DocumentDB/databaseAccounts", "Cosmos DB account", cosmos::account),
    special("Microsoft.DocumentDB/mongoClusters", "MongoDB cluster", cosmos::mongo_cluster),
    special("Microsoft.Storage/storageAccounts", "storage account", storage::account),
    special("Microsoft.ContainerRegistry/registries", "container registry", registry::registry),
    plain("Microsoft.AppConfiguration/configurationStores", "configuration store", &[off("2021-03-01")]),
    plain("Microsoft.EventHub/namespaces", "Event Hubs namespace", &[off("2021-06-01")]),
    plain("Microsoft.ServiceBus/namespaces", "Service Bus namespace", &[off("2021-06-01")]),
    plain("Microsoft.EventGrid/topics", "Event Grid topic", &[off("2021-06-01")]),
    plain("Microsoft.EventGrid/domains", "Event Grid domain", &[off("2021-06-01")]),
    plain("Microsoft.EventGrid/partnerNamespaces", "Event Grid partner namespace", &[off("2021-06-01")]),
    special("Microsoft.Devices/IotHubs", "IoT hub", messaging::iot_hub),
    plain("Microsoft.SignalRService/signalR", "SignalR service", &[off("2021-06-01")]),
    plain("Microsoft.SignalRService/webPubSub", "Web PubSub service", &[off("2021-06-01")]),
    plain("Microsoft.Maps/accounts", "Maps account", &[off("2023-06-01")]),
    plain(
        "Microsoft.Communication/communicationServices",
        "communication service",
        &[Demand { omitted: Omitted::Unconfirmed("communication-keys-default"), ..off("2025-05-01") }],
    ),
    plain("Microsoft.Automation/automationAccounts", "automation account", &[off("2021-06-22")]),
    special("Microsoft.Batch/batchAccounts", "Batch account", messaging::batch),
    special("Microsoft.Sql/servers", "SQL server", databases::sql),
    special("Microsoft.Sql/managedInstances", "SQL managed instance", databases::sql),
    special("Microsoft.Synapse/workspaces", "Synapse workspace", databases::synapse),
    plain("Microsoft.DBforPostgreSQL/flexibleServers", "PostgreSQL server", &[databases::POSTGRES]),
    special("Microsoft.DBforMySQL/flexibleServers", "MySQL server", databases::mysql),
    plain("Microsoft.Cache/redis", "Redis cache", databases::REDIS),
    special("Microsoft.Cache/redisEnterprise", "managed Redis", databases::managed_redis),
    special("Microsoft.Web/sites", "web app", web::site),
    special("Microsoft.Web/sites/slots", "web app slot", web::site),
    plain(
        "Microsoft.ContainerService/managedClusters",
        "Kubernetes cluster",
        &[Demand {
            path: "properties.disableLocalAccounts",
            met: "hands out no credentials of its own",
            broken: "hands out credentials that work without Microsoft Entra",
            ..off("2021-03-01")
        }],
    ),
    plain(
        "Microsoft.Insights/components",
        "Application Insights component",
        &[Demand { path: "properties.DisableLocalAuth", ..off("2020-02-02") }],
    ),
    plain(
        "Microsoft.OperationalInsights/workspaces",
        "Log Analytics workspace",
        &[Demand { path: "properties.features.disableLocalAuth", ..off("2020-08-01") }],
    ),
    special(
        "Microsoft.MachineLearningServices/workspaces/computes",
        "machine learning compute",
        machine_learning::compute,
    ),
    plain(
        "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
        "online endpoint",
        &[machine_learning::ENDPOINT],
    ),
    plain(
        "Microsoft.MachineLearningServices/workspaces/batchEndpoints",
        "batch endpoint",
        &[machine_learning::ENDPOINT],
    ),
    plain(
        "Microsoft.MachineLearningServices/workspaces/serverlessEndpoints",
        "serverless endpoint",
        &[machine_learning::SERVERLESS],
    ),
    plain(
        "Microsoft.Dashboard/grafana",
        "Grafana",
        &[Demand {
            path: "properties.apiKey",
            since: since("2022-05-01"),
            values: Values::Words { good: &["Disabled"], bad: &["Enabled"] },
            omitted: Omitted::Unconfirmed("grafana-keys-default"),
            required: "'Disabled'",
            met: OFF,
            broken: ON,
        }],
    ),
    special("Microsoft.ApiManagement/service", "API Management service", switchless::api_management),
    special("Microsoft.Databricks/workspaces", "Databricks workspace", switchless::databricks),
    special("Microsoft.Relay/namespaces", "Relay namespace", switchless::keys),
    special("Microsoft.NotificationHubs/namespaces", "Notification Hubs namespace", switchless::keys),
    special("Microsoft.Devices/provisioningServices", "device provisioning service", switchless::keys),
    special("Microsoft.Bing/accounts", "Bing account", switchless::keys),
    special("Microsoft.DBforPostgreSQL/servers", "PostgreSQL server", switchless::passwords),
    special("Microsoft.DBforMySQL/servers", "MySQL server", switchless::passwords),
    special("Microsoft.DBforMariaDB/servers", "MariaDB server", switchless::passwords),
];

const OFF: &str = "turns keys away";
const ON: &str = "lets in whoever has a key";

/// The switch as most types have it.
const fn off(first: &'static str) -> Demand {
    switch(since(first))
}

const fn switch(since: Since) -> Demand {
    Demand {
        path: "properties.disableLocalAuth",
        since,
        values: Values::Bool(true),
        omitted: Omitted::Broken,
        required: "true",
        met: OFF,
        broken: ON,
    }
}

const fn plain(kind: &'static str, name: &'static str, demands: &'static [Demand]) -> Service {
    Service { kind, name, decide: Decide::Demands(demands) }
}

const fn special(kind: &'static str, name: &'static str, decide: demand::Special) -> Service {
    Service { kind, name, decide: Decide::Special(decide) }
}
