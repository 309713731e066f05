//! The types of service with a public data plane.
//!
//! Every row restates a row of `docs/facts/exposure.md`, which names the source and how sure it is. What the page calls
//! unconfirmed has an id here and only ever adds to what may be open. The API versions that first know a list are those
//! of <https://github.com/Azure/bicep-types-az/tree/1f896de2db966ad91e8f7d7d981e11d32e4f5d8d/generated>.

use super::address::Zero;
use super::list::{Entries, List};
use super::service::{
    Admits, Admitting, Bypass, Child, Decide, Needed, Omitted, Perimeter, Plan, Rules, Service, Sku, Switch, Values,
};
use super::{aks, api_management, container_apps, cosmos, databricks, machine_learning, messaging, web};

/// The row of a type.
pub(super) fn find(kind: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.kind.eq_ignore_ascii_case(kind))
}

/// Every row.
pub(super) static SERVICES: &[Service] = &[
    // Page of facts, "Types with an access list and a default action".
    Service {
        kind: "Microsoft.CognitiveServices/accounts",
        name: "AI services account",
        decide: plain(
            &[Plan {
                rules: acl("properties.networkAcls", ACL_LISTS, "2017-04-18"),
                ..plan("account", 443, "2017-04-18")
            }],
            None,
        ),
        bypasses: &[bypass("properties.networkAcls.bypass", AZURE_SERVICES, false, "trusted Azure services")],
        perimeter: Perimeter::Kinds(&["OpenAI", "AIServices"]),
    },
    Service {
        kind: "Microsoft.Storage/storageAccounts",
        name: "storage account",
        decide: plain(
            &[Plan {
                switch: Switch { values: Values::Perimeter, ..switch("2021-06-01") },
                rules: acl("properties.networkAcls", STORAGE_LISTS, "2017-06-01"),
                ..plan("data plane", 443, "")
            }],
            None,
        ),
        bypasses: &[
            bypass(
                "properties.networkAcls.bypass",
                Admitting::Words(&["AzureServices", "Logging", "Metrics"]),
                true,
                "trusted Azure services",
            ),
            Bypass {
                child: "",
                path: "properties.networkAcls.resourceAccessRules",
                admits: Admitting::Elements("resourceId"),
                default: false,
                trusted: true,
                who: "resource instances",
            },
        ],
        perimeter: Perimeter::Yes,
    },
    Service {
        kind: "Microsoft.KeyVault/vaults",
        name: "key vault",
        decide: plain(
            &[Plan {
                switch: Switch { values: Values::Perimeter, ..switch("2021-06-01") },
                rules: acl("properties.networkAcls", ACL_LISTS, "2018-02-14"),
                ..plan("vault", 443, "")
            }],
            None,
        ),
        bypasses: &[
            bypass("properties.networkAcls.bypass", AZURE_SERVICES, true, "trusted Azure services"),
            gate("properties.enabledForDeployment", "Azure Compute, to fetch certificates"),
            gate("properties.enabledForDiskEncryption", "Azure Disk Encryption"),
            gate("properties.enabledForTemplateDeployment", "Azure Resource Manager, to fetch secrets"),
        ],
        perimeter: Perimeter::Yes,
    },
    Service {
        kind: "Microsoft.KeyVault/managedHSMs",
        name: "managed HSM",
        decide: plain(
            &[Plan { rules: acl("properties.networkAcls", HSM_LISTS, "2021-04-01"), ..plan("hsm", 443, "2021-04-01") }],
            None,
        ),
        bypasses: &[bypass("properties.networkAcls.bypass", AZURE_SERVICES, true, "trusted Azure services")],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.ContainerRegistry/registries",
        name: "container registry",
        decide: plain(
            &[Plan {
                rules: acl("properties.networkRuleSet", REGISTRY_LISTS, "2017-10-01"),
                ..plan("registry", 443, "2019-12-01")
            }],
            Some(Sku { path: "sku.name", needed: Needed::Only(&["Premium"]), id: "acr-not-premium" }),
        ),
        bypasses: &[
            bypass("properties.networkRuleBypassOptions", AZURE_SERVICES, true, "trusted Azure services"),
            gate("properties.networkRuleBypassAllowedForTasks", "the registry's tasks"),
        ],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.MachineLearningServices/workspaces",
        name: "machine learning workspace",
        decide: Decide::Special(machine_learning::workspace),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    // "Types with a switch and no list".
    Service {
        kind: "Microsoft.AppConfiguration/configurationStores",
        name: "configuration store",
        decide: plain(
            &[Plan {
                switch: Switch { values: Values::Perimeter, omitted: Omitted::Automatic, ..switch("2019-11-01") },
                ..plan("store", 443, "")
            }],
            None,
        ),
        bypasses: &[Bypass {
            child: "",
            path: "properties.dataPlaneProxy.privateLinkDelegation",
            admits: Admitting::Words(&["Enabled"]),
            default: false,
            trusted: false,
            who: "Azure Resource Manager's private link",
        }],
        perimeter: Perimeter::Yes,
    },
    Service {
        kind: "Microsoft.MachineLearningServices/registries",
        name: "machine learning registry",
        decide: plain(&[unsure("registry", 443, "2022-10-01", "mlreg-pna-default")], None),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
        name: "online endpoint",
        decide: Decide::Special(machine_learning::online_endpoint),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.MachineLearningServices/workspaces/computes",
        name: "machine learning compute",
        decide: Decide::Special(machine_learning::compute),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.Cache/redisEnterprise",
        name: "managed Redis",
        decide: plain(&[unsure("cache", 10000, "2025-07-01", "redise-pna-null")], None),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.Insights/components",
        name: "Application Insights component",
        decide: plain(
            &[
                named(
                    "ingestion",
                    "properties.publicNetworkAccessForIngestion",
                    "2018-05-01",
                    Values::Words,
                    Omitted::Open,
                ),
                named("query", "properties.publicNetworkAccessForQuery", "2018-05-01", Values::Words, Omitted::Open),
            ],
            None,
        ),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.OperationalInsights/workspaces",
        name: "Log Analytics workspace",
        decide: plain(
            &[
                named(
                    "ingestion",
                    "properties.publicNetworkAccessForIngestion",
                    "2020-03-01",
                    Values::Perimeter,
                    Omitted::Open,
                ),
                named(
                    "query",
                    "properties.publicNetworkAccessForQuery",
                    "2020-03-01",
                    Values::Perimeter,
                    Omitted::Open,
                ),
            ],
            None,
        ),
        bypasses: &[],
        perimeter: Perimeter::Yes,
    },
    Service {
        kind: "Microsoft.Insights/dataCollectionEndpoints",
        name: "data collection endpoint",
        decide: plain(
            &[named(
                "endpoint",
                "properties.networkAcls.publicNetworkAccess",
                "2021-04-01",
                Values::Perimeter,
                Omitted::Unconfirmed("dce-pna-default"),
            )],
            None,
        ),
        bypasses: &[],
        perimeter: Perimeter::Yes,
    },
    Service {
        kind: "Microsoft.DataFactory/factories",
        name: "data factory",
        decide: plain(&[plan("self-hosted runtimes", 443, "2018-06-01")], None),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.Purview/accounts",
        name: "Purview account",
        decide: plain(
            &[
                named(
                    "account",
                    "properties.publicNetworkAccess",
                    "2020-12-01",
                    Values::NotSpecified,
                    Omitted::Unconfirmed("purview-pna-default"),
                ),
                named(
                    "managed resources",
                    "properties.managedResourcesPublicNetworkAccess",
                    "2021-12-01",
                    Values::NotSpecified,
                    Omitted::Unconfirmed("purview-pna-default"),
                ),
            ],
            None,
        ),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.Automation/automationAccounts",
        name: "automation account",
        decide: plain(
            &[named(
                "webhooks and agents",
                "properties.publicNetworkAccess",
                "2020-01-13",
                Values::Boolean,
                Omitted::Unconfirmed("automation-pna-default"),
            )],
            None,
        ),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.Databricks/workspaces",
        name: "Databricks workspace",
        decide: Decide::Special(databricks::workspace),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    // "Types in which no rule means nobody".
    Service {
        kind: "Microsoft.Sql/servers",
        name: "SQL server",
        decide: plain(
            &[Plan {
                switch: Switch { values: Values::Perimeter, ..switch("2019-06-01") },
                rules: Rules::Children {
                    children: &[
                        firewall_rules("startIpAddress", "endIpAddress", Zero::Azure),
                        Child {
                            kind: "virtualNetworkRules",
                            admits: Admits::Subnet("properties.virtualNetworkSubnetId"),
                        },
                    ],
                    empty_open: false,
                },
                ..plan("server", 1433, "")
            }],
            None,
        ),
        bypasses: &[],
        perimeter: Perimeter::Yes,
    },
    Service {
        kind: "Microsoft.DBforPostgreSQL/flexibleServers",
        name: "PostgreSQL server",
        decide: plain(
            &[Plan {
                injected: Some(("properties.network.delegatedSubnetResourceId", "2021-06-01")),
                rules: Rules::Children {
                    children: &[firewall_rules("startIpAddress", "endIpAddress", Zero::Unconfirmed("pg-zero"))],
                    empty_open: false,
                },
                port: 5432,
                ..named("server", "properties.network.publicNetworkAccess", "2023-06-01", Values::Words, Omitted::Open)
            }],
            None,
        ),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.Synapse/workspaces",
        name: "Synapse workspace",
        decide: Decide::Special(super::synapse::workspace),
        bypasses: &[gate("properties.trustedServiceBypassEnabled", "trusted Azure services")],
        perimeter: Perimeter::No,
    },
    // "Types in which no rule means everybody".
    Service {
        kind: "Microsoft.Search/searchServices",
        name: "search service",
        decide: plain(
            &[Plan {
                switch: Switch { values: Values::Perimeter, ..switch("2020-03-13") },
                rules: Rules::EmptyOpen {
                    lists: &[addresses("properties.networkRuleSet.ipRules", "value", Zero::Unconfirmed("search-zero"))],
                    since: "2019-10-01",
                },
                ..plan("service", 443, "")
            }],
            Some(Sku { path: "sku.name", needed: Needed::Not(&["free"]), id: "search-free" }),
        ),
        bypasses: &[bypass("properties.networkRuleSet.bypass", AZURE_SERVICES, false, "trusted Azure services")],
        perimeter: Perimeter::Yes,
    },
    Service {
        kind: "Microsoft.DocumentDB/databaseAccounts",
        name: "Cosmos DB account",
        decide: Decide::Special(cosmos::account),
        bypasses: &[
            bypass("properties.networkAclBypass", AZURE_SERVICES, false, "trusted Azure services"),
            Bypass {
                child: "",
                path: "properties.networkAclBypassResourceIds",
                admits: Admitting::Elements(""),
                default: false,
                trusted: true,
                who: "resource instances",
            },
        ],
        perimeter: Perimeter::Yes,
    },
    Service {
        kind: "Microsoft.Cache/redis",
        name: "Redis cache",
        decide: plain(
            &[Plan {
                injected: Some(("properties.subnetId", "2016-04-01")),
                rules: Rules::Children {
                    children: &[firewall_rules("startIP", "endIP", Zero::Unconfirmed("redis-zero"))],
                    empty_open: true,
                },
                ..plan("cache", 6380, "2020-06-01")
            }],
            None,
        ),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.EventHub/namespaces",
        name: "Event Hubs namespace",
        decide: Decide::Special(messaging::namespace),
        bypasses: &[Bypass {
            child: "networkRuleSets",
            ..gate("properties.trustedServiceAccessEnabled", "trusted Azure services")
        }],
        perimeter: Perimeter::Yes,
    },
    Service {
        kind: "Microsoft.ServiceBus/namespaces",
        name: "Service Bus namespace",
        decide: Decide::Special(messaging::namespace),
        bypasses: &[Bypass {
            child: "networkRuleSets",
            ..gate("properties.trustedServiceAccessEnabled", "trusted Azure services")
        }],
        perimeter: Perimeter::Yes,
    },
    // "Types with their own rule".
    Service {
        kind: "Microsoft.Web/sites",
        name: "web app",
        decide: Decide::Special(web::site),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.Web/sites/slots",
        name: "web app slot",
        decide: Decide::Special(web::site),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.App/managedEnvironments",
        name: "container environment",
        decide: Decide::Special(container_apps::environment),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.App/containerApps",
        name: "container app",
        decide: Decide::Special(container_apps::app),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.ContainerService/managedClusters",
        name: "Kubernetes cluster",
        decide: Decide::Special(aks::cluster),
        bypasses: &[Bypass {
            child: "",
            path: "properties.apiServerAccessProfile.disableRunCommand",
            admits: Admitting::NotTrue,
            default: true,
            trusted: false,
            who: "callers of Azure Resource Manager who may run commands in the cluster",
        }],
        perimeter: Perimeter::No,
    },
    Service {
        kind: "Microsoft.ApiManagement/service",
        name: "API Management service",
        decide: Decide::Special(api_management::service),
        bypasses: &[],
        perimeter: Perimeter::No,
    },
];

const AZURE_SERVICES: Admitting = Admitting::Words(&["AzureServices"]);

const ACL_LISTS: &[List] = &[
    addresses("properties.networkAcls.ipRules", "value", Zero::Unconfirmed("acl-zero")),
    subnets("properties.networkAcls.virtualNetworkRules"),
];

const STORAGE_LISTS: &[List] = &[
    addresses("properties.networkAcls.ipRules", "value", Zero::Unconfirmed("acl-zero")),
    addresses("properties.networkAcls.ipv6Rules", "value", Zero::Unconfirmed("acl-zero")),
    subnets("properties.networkAcls.virtualNetworkRules"),
];

const HSM_LISTS: &[List] = &[
    addresses("properties.networkAcls.ipRules", "value", Zero::Unconfirmed("acl-zero")),
    subnets("properties.networkAcls.virtualNetworkRules"),
    List { path: "properties.networkAcls.serviceTags", field: "tag", entries: Entries::Tags },
];

const REGISTRY_LISTS: &[List] = &[
    addresses("properties.networkRuleSet.ipRules", "value", Zero::Unconfirmed("acl-zero")),
    subnets("properties.networkRuleSet.virtualNetworkRules"),
];

const fn addresses(path: &'static str, field: &'static str, zero: Zero) -> List {
    List { path, field, entries: Entries::Addresses(zero) }
}

const fn subnets(path: &'static str) -> List {
    List { path, field: "id", entries: Entries::Subnets }
}

const fn plain(endpoints: &'static [Plan], sku: Option<Sku>) -> Decide {
    Decide::Generic { endpoints, sku }
}

/// The switch as most types have it.
pub(super) const fn switch(since: &'static str) -> Switch {
    Switch { path: "properties.publicNetworkAccess", since, values: Values::Words, omitted: Omitted::Open }
}

/// An endpoint that nothing but that switch closes.
pub(super) const fn plan(name: &'static str, port: u16, since: &'static str) -> Plan {
    Plan { name, port, switch: switch(since), injected: None, rules: Rules::None }
}

/// The same, with a default that is not confirmed.
pub(super) const fn unsure(name: &'static str, port: u16, since: &'static str, id: &'static str) -> Plan {
    Plan { switch: Switch { omitted: Omitted::Unconfirmed(id), ..switch(since) }, ..plan(name, port, since) }
}

const fn named(name: &'static str, path: &'static str, since: &'static str, values: Values, omitted: Omitted) -> Plan {
    Plan { switch: Switch { path, since, values, omitted }, ..plan(name, 443, since) }
}

const fn acl(at: &'static str, lists: &'static [List], since: &'static str) -> Rules {
    Rules::Acl { at, action: "defaultAction", lists, since }
}

pub(super) const fn firewall_rules(first: &'static str, last: &'static str, zero: Zero) -> Child {
    Child { kind: "firewallRules", admits: Admits::Range { first, last, zero } }
}

const fn bypass(path: &'static str, admits: Admitting, default: bool, who: &'static str) -> Bypass {
    Bypass { child: "", path, admits, default, trusted: true, who }
}

const fn gate(path: &'static str, who: &'static str) -> Bypass {
    Bypass { child: "", path, admits: Admitting::True, default: false, trusted: true, who }
}
