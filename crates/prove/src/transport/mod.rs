//! Transport: whether the settings of an endpoint refuse TLS below 1.2, and plain HTTP where there is such.
//!
//! Every fact restates a row of `docs/facts/transport.md`, which names the source and how sure it is. Types on which the
//! platform alone decides have no setting to judge and are not here.

mod api_management;
mod application_gateway;
mod container_apps;
mod databases;
mod front_door;
mod managed_redis;
mod synapse;
mod web;

use ringfence_estate::Estate;

use crate::demand::{self, Decide, Demand, Omitted, Service, Values};
use crate::finding::Finding;
use crate::version::{Since, since};

/// What is found about the endpoints of an estate.
pub fn findings(estate: &Estate) -> Vec<Finding> {
    demand::findings(estate, SERVICES)
}

/// Whether the type is one that this prover decides about, or belongs to one.
pub fn knows(kind: &str) -> bool {
    demand::is_of(SERVICES, kind)
}

/// How versions are written on most types.
const NUMBERS: Values = Values::Words { good: &["1.2", "1.3"], bad: &["1.0", "1.1"] };

static SERVICES: &[Service] = &[
    Service {
        kind: "Microsoft.Storage/storageAccounts",
        name: "storage account",
        decide: Decide::Demands(&[
            Demand {
                values: Values::Words { good: &["TLS1_2", "TLS1_3"], bad: &["TLS1_0", "TLS1_1"] },
                required: "'TLS1_2'",
                ..version("properties.minimumTlsVersion", since("2019-04-01"), Omitted::Broken)
            },
            Demand {
                path: "properties.supportsHttpsTrafficOnly",
                since: since("2016-12-01"),
                values: Values::Bool(true),
                omitted: Omitted::MetSince(since("2019-04-01"), "storage-old-https"),
                required: "true",
                met: HTTPS,
                broken: HTTP,
            },
        ]),
    },
    Service {
        kind: "Microsoft.DocumentDB/databaseAccounts",
        name: "Cosmos DB account",
        decide: Decide::Demands(&[Demand {
            values: Values::Words { good: &["Tls12"], bad: &["Tls", "Tls11"] },
            required: "'Tls12'",
            ..version("properties.minimalTlsVersion", since("2022-11-15"), Omitted::Met)
        }]),
    },
    Service { kind: "Microsoft.EventHub/namespaces", name: "Event Hubs namespace", decide: MESSAGING },
    Service { kind: "Microsoft.ServiceBus/namespaces", name: "Service Bus namespace", decide: MESSAGING },
    Service {
        kind: "Microsoft.Cache/redis",
        name: "Redis cache",
        decide: Decide::Demands(&[
            version("properties.minimumTlsVersion", since("2018-03-01"), Omitted::Met),
            Demand {
                path: "properties.enableNonSslPort",
                since: since("2015-08-01"),
                values: Values::Bool(false),
                omitted: Omitted::Met,
                required: "false",
                met: "leaves the port without TLS closed",
                broken: "opens port 6379, which speaks without TLS",
            },
        ]),
    },
    Service {
        kind: "Microsoft.Cache/redisEnterprise",
        name: "managed Redis",
        decide: Decide::Special(managed_redis::cluster),
    },
    Service { kind: "Microsoft.Sql/servers", name: "SQL server", decide: Decide::Demands(&[sql("sql-tls-default")]) },
    Service {
        kind: "Microsoft.Sql/managedInstances",
        name: "SQL managed instance",
        decide: Decide::Demands(&[sql("sqlmi-tls-default")]),
    },
    Service {
        kind: "Microsoft.DBforPostgreSQL/flexibleServers",
        name: "PostgreSQL server",
        decide: Decide::Special(databases::postgres),
    },
    Service {
        kind: "Microsoft.DBforMySQL/flexibleServers",
        name: "MySQL server",
        decide: Decide::Special(databases::mysql),
    },
    Service { kind: "Microsoft.Web/sites", name: "web app", decide: Decide::Special(web::site) },
    Service { kind: "Microsoft.Web/sites/slots", name: "web app slot", decide: Decide::Special(web::site) },
    Service {
        kind: "Microsoft.App/containerApps",
        name: "container app",
        decide: Decide::Special(container_apps::app),
    },
    Service { kind: "Microsoft.EventGrid/topics", name: "Event Grid topic", decide: EVENT_GRID },
    Service { kind: "Microsoft.EventGrid/domains", name: "Event Grid domain", decide: EVENT_GRID },
    Service { kind: "Microsoft.EventGrid/partnerNamespaces", name: "Event Grid partner namespace", decide: EVENT_GRID },
    Service {
        kind: "Microsoft.Devices/IotHubs",
        name: "IoT hub",
        decide: Decide::Demands(&[version(
            "properties.minTlsVersion",
            since("2020-03-01"),
            Omitted::Unconfirmed("iot-tls-default"),
        )]),
    },
    Service {
        kind: "Microsoft.Synapse/workspaces",
        name: "Synapse workspace",
        decide: Decide::Special(synapse::workspace),
    },
    Service {
        kind: "Microsoft.Network/applicationGateways",
        name: "application gateway",
        decide: Decide::Special(application_gateway::gateway),
    },
    Service {
        kind: "Microsoft.ApiManagement/service",
        name: "API Management service",
        decide: Decide::Special(api_management::service),
    },
    Service {
        kind: "Microsoft.Cdn/profiles/customDomains",
        name: "Front Door domain",
        decide: Decide::Demands(front_door::DOMAIN),
    },
    Service {
        kind: "Microsoft.Cdn/profiles/afdEndpoints/routes",
        name: "Front Door route",
        decide: Decide::Special(front_door::route),
    },
];

const RECENT: &str = "refuses TLS below 1.2";
const OLD: &str = "takes TLS below 1.2";
const HTTPS: &str = "turns plain HTTP away";
const HTTP: &str = "takes requests over plain HTTP";

const MESSAGING: Decide = Decide::Demands(&[version(
    "properties.minimumTlsVersion",
    since("2022-01-01"),
    Omitted::MetSince(since("2022-01-01"), "eh-old-tls"),
)]);

const EVENT_GRID: Decide = Decide::Demands(&[version(
    "properties.minimumTlsVersionAllowed",
    since("2023-06-01"),
    Omitted::MetSince(since("2023-06-01"), "eg-old-tls"),
)]);

/// A setting that names the lowest version that is taken.
const fn version(path: &'static str, since: Since, omitted: Omitted) -> Demand {
    Demand { path, since, values: NUMBERS, omitted, required: "'1.2'", met: RECENT, broken: OLD }
}

const fn sql(id: &'static str) -> Demand {
    Demand {
        values: Values::Words { good: &["1.2", "1.3"], bad: &["1.0", "1.1", "None"] },
        ..version("properties.minimalTlsVersion", since("2019-06-01"), Omitted::Unconfirmed(id))
    }
}
