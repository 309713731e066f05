//! The sub-resources that private endpoints lead to: their groups, zones and host names, as data.
//!
//! <https://learn.microsoft.com/azure/private-link/private-endpoint-dns> unless a row says otherwise;
//! [docs/facts/private-link.md](../../../../docs/facts/private-link.md) is the collection.

use ringfence_estate::{Case, ResourceId, Sameness, Value};

/// The sub-resources of a type.
#[derive(Debug)]
pub struct Service {
    /// The type.
    pub kind: &'static str,
    /// What a person calls it.
    pub name: &'static str,
    /// Its sub-resources.
    pub subs: &'static [SubResource],
    /// A property that puts the service into a network when it is set, so that it needs no private endpoint; or none.
    pub injected: Option<Injected>,
}

/// A property that puts a service into a network of its own choice.
#[derive(Debug)]
pub struct Injected {
    /// Its dotted path.
    pub path: &'static str,
    /// The value that does; none if any value does.
    pub value: Option<&'static str>,
}

/// One sub-resource of a type: what one private endpoint can lead to.
#[derive(Debug)]
pub struct SubResource {
    /// Its name in `groupIds`. `{name}` stands for the resource's own last name.
    pub group: &'static str,
    /// The private DNS zones of its host names; all of them are needed.
    pub zones: &'static [Zone],
}

/// A private DNS zone and the public host names whose records stand in it.
#[derive(Debug)]
pub struct Zone {
    /// The zone: `privatelink.blob.core.windows.net`. `{region}` stands for the service's region.
    pub name: &'static str,
    /// The public names of an instance. `{name}` stands for the resource's name, `{region}` for its region, `*` for a
    /// label or part of one that only Azure knows.
    pub hosts: &'static [&'static str],
    /// Which kinds of the type have it.
    pub kinds: Kinds,
}

/// Which kinds of a type, by the property `kind`.
#[derive(Clone, Copy, Debug)]
pub enum Kinds {
    /// Every one.
    All,
    /// Only these.
    Only(&'static [&'static str]),
    /// All but these.
    Not(&'static [&'static str]),
}

impl SubResource {
    /// Its name for a resource.
    pub(crate) fn group_of(&self, id: &ResourceId) -> Value {
        // Names may be long to write out, and few groups are called after the resource.
        match self.group.contains("{name}") {
            true => Value::text(&self.group.replace("{name}", &id.name().to_string())),
            false => Value::text(self.group),
        }
    }
}

impl Kinds {
    /// Whether a resource of this `kind` is one of them; maybe if its kind is not known.
    pub fn admit(self, kind: &Value) -> Sameness {
        let is_one = |words: &[&str]| {
            words.iter().fold(Sameness::Different, |answer, word| {
                match kind.same(&Value::text(word), Case::Insensitive) {
                    Sameness::Different => answer,
                    _ if answer == Sameness::Same => answer,
                    own => own,
                }
            })
        };
        match self {
            Self::All => Sameness::Same,
            Self::Only(words) => is_one(words),
            Self::Not(words) => match is_one(words) {
                Sameness::Same => Sameness::Different,
                Sameness::Different => Sameness::Same,
                Sameness::Maybe => Sameness::Maybe,
            },
        }
    }
}

/// The sub-resources of a type, without regard to case.
pub fn find(kind: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.kind.eq_ignore_ascii_case(kind))
}

impl Service {
    /// The sub-resource of a group, without regard to case.
    pub fn sub(&self, group: &str) -> Option<&'static SubResource> {
        self.subs.iter().find(|sub| sub.group.eq_ignore_ascii_case(group))
    }

    /// The only sub-resource, if there is only one.
    pub fn only(&self) -> Option<&'static SubResource> {
        match self.subs {
            [only] => Some(only),
            _ => None,
        }
    }
}

const fn service(kind: &'static str, name: &'static str, subs: &'static [SubResource]) -> Service {
    Service { kind, name, subs, injected: None }
}

const fn injected(
    kind: &'static str,
    name: &'static str,
    subs: &'static [SubResource],
    path: &'static str,
    value: Option<&'static str>,
) -> Service {
    Service { kind, name, subs, injected: Some(Injected { path, value }) }
}

const fn sub(group: &'static str, zones: &'static [Zone]) -> SubResource {
    SubResource { group, zones }
}

const fn zone(name: &'static str, hosts: &'static [&'static str]) -> Zone {
    Zone { name, hosts, kinds: Kinds::All }
}

/// The types, by namespace.
pub const SERVICES: &[Service] = &[
    injected(
        "Microsoft.ApiManagement/service",
        "API Management service",
        &[sub("Gateway", &[zone("privatelink.azure-api.net", &["{name}.azure-api.net"])])],
        "properties.virtualNetworkType",
        Some("Internal"),
    ),
    // The group and the zone are those of the verified module
    // <https://github.com/Azure/bicep-registry-modules/tree/main/avm/res/app/managed-environment>.
    injected(
        "Microsoft.App/managedEnvironments",
        "container environment",
        &[sub(
            "managedEnvironments",
            &[zone("privatelink.{region}.azurecontainerapps.io", &["*.{region}.azurecontainerapps.io"])],
        )],
        "properties.vnetConfiguration.infrastructureSubnetId",
        None,
    ),
    service(
        "Microsoft.AppConfiguration/configurationStores",
        "configuration store",
        &[sub("configurationStores", &[zone("privatelink.azconfig.io", &["{name}.azconfig.io"])])],
    ),
    service(
        "Microsoft.Automation/automationAccounts",
        "automation account",
        &[
            sub("Webhook", &[zone("privatelink.azure-automation.net", &["*.azure-automation.net"])]),
            sub("DSCAndHybridWorker", &[zone("privatelink.azure-automation.net", &["*.azure-automation.net"])]),
        ],
    ),
    injected(
        "Microsoft.Cache/redis",
        "Redis cache",
        &[sub("redisCache", &[zone("privatelink.redis.cache.windows.net", &["{name}.redis.cache.windows.net"])])],
        "properties.subnetId",
        None,
    ),
    service(
        "Microsoft.Cache/redisEnterprise",
        "Managed Redis",
        &[sub("redisEnterprise", &[zone("privatelink.redis.azure.net", &["{name}.{region}.redis.azure.net"])])],
    ),
    service(
        "Microsoft.CognitiveServices/accounts",
        "AI services account",
        &[sub(
            "account",
            &[
                Zone {
                    name: "privatelink.cognitiveservices.azure.com",
                    hosts: &["{name}.cognitiveservices.azure.com"],
                    kinds: Kinds::Not(&["OpenAI"]),
                },
                Zone {
                    name: "privatelink.openai.azure.com",
                    hosts: &["{name}.openai.azure.com"],
                    kinds: Kinds::Only(&["OpenAI", "AIServices"]),
                },
                // <https://learn.microsoft.com/azure/ai-foundry/agents/how-to/virtual-networks>
                Zone {
                    name: "privatelink.services.ai.azure.com",
                    hosts: &["{name}.services.ai.azure.com"],
                    kinds: Kinds::Only(&["AIServices"]),
                },
            ],
        )],
    ),
    service(
        "Microsoft.ContainerRegistry/registries",
        "container registry",
        &[sub(
            "registry",
            &[zone("privatelink.azurecr.io", &["{name}.azurecr.io", "{name}.{region}.data.azurecr.io"])],
        )],
    ),
    service(
        "Microsoft.ContainerService/managedClusters",
        "Kubernetes cluster",
        &[sub("management", &[zone("privatelink.{region}.azmk8s.io", &["*.{region}.azmk8s.io"])])],
    ),
    service(
        "Microsoft.DataFactory/factories",
        "data factory",
        &[
            sub(
                "dataFactory",
                &[zone("privatelink.datafactory.azure.net", &["{name}.{region}.datafactory.azure.net"])],
            ),
            sub("portal", &[zone("privatelink.adf.azure.com", &["adf.azure.com"])]),
        ],
    ),
    service(
        "Microsoft.Databricks/workspaces",
        "Databricks workspace",
        &[
            sub("databricks_ui_api", &[zone("privatelink.azuredatabricks.net", &["*.azuredatabricks.net"])]),
            sub("browser_authentication", &[zone("privatelink.azuredatabricks.net", &["*.azuredatabricks.net"])]),
        ],
    ),
    injected(
        "Microsoft.DBforPostgreSQL/flexibleServers",
        "PostgreSQL server",
        &[sub(
            "postgresqlServer",
            &[zone("privatelink.postgres.database.azure.com", &["{name}.postgres.database.azure.com"])],
        )],
        "properties.network.delegatedSubnetResourceId",
        None,
    ),
    // Beside the account's name there is one for each region, `{name}-{region}`, in the same zone.
    service(
        "Microsoft.DocumentDB/databaseAccounts",
        "Cosmos DB account",
        &[
            sub("Sql", &[zone("privatelink.documents.azure.com", &["{name}.documents.azure.com"])]),
            sub("MongoDB", &[zone("privatelink.mongo.cosmos.azure.com", &["{name}.mongo.cosmos.azure.com"])]),
            sub("Cassandra", &[zone("privatelink.cassandra.cosmos.azure.com", &["{name}.cassandra.cosmos.azure.com"])]),
            sub("Gremlin", &[zone("privatelink.gremlin.cosmos.azure.com", &["{name}.gremlin.cosmos.azure.com"])]),
            sub("Table", &[zone("privatelink.table.cosmos.azure.com", &["{name}.table.cosmos.azure.com"])]),
        ],
    ),
    service(
        "Microsoft.EventHub/namespaces",
        "Event Hubs namespace",
        &[sub("namespace", &[zone("privatelink.servicebus.windows.net", &["{name}.servicebus.windows.net"])])],
    ),
    service(
        "Microsoft.Insights/privateLinkScopes",
        "Azure Monitor private link scope",
        &[sub(
            "azuremonitor",
            &[
                zone("privatelink.monitor.azure.com", &["*.monitor.azure.com"]),
                zone("privatelink.oms.opinsights.azure.com", &["*.oms.opinsights.azure.com"]),
                zone("privatelink.ods.opinsights.azure.com", &["*.ods.opinsights.azure.com"]),
                zone("privatelink.agentsvc.azure-automation.net", &["*.agentsvc.azure-automation.net"]),
                zone("privatelink.blob.core.windows.net", &["*.blob.core.windows.net"]),
            ],
        )],
    ),
    service(
        "Microsoft.KeyVault/managedHSMs",
        "managed HSM",
        &[sub("managedhsm", &[zone("privatelink.managedhsm.azure.net", &["{name}.managedhsm.azure.net"])])],
    ),
    service(
        "Microsoft.KeyVault/vaults",
        "key vault",
        &[sub(
            "vault",
            &[zone("privatelink.vaultcore.azure.net", &["{name}.vault.azure.net", "{name}.vaultcore.azure.net"])],
        )],
    ),
    // <https://learn.microsoft.com/azure/machine-learning/how-to-registry-network-isolation>; the zone is that of the
    // suffix on which registries answer.
    service(
        "Microsoft.MachineLearningServices/registries",
        "machine learning registry",
        &[sub("amlregistry", &[zone("privatelink.api.azureml.ms", &["*.api.azureml.ms"])])],
    ),
    service(
        "Microsoft.MachineLearningServices/workspaces",
        "machine learning workspace",
        &[sub(
            "amlworkspace",
            &[
                zone(
                    "privatelink.api.azureml.ms",
                    &["*.api.azureml.ms", "*.instances.azureml.ms", "*.inference.ml.azure.com"],
                ),
                zone("privatelink.notebooks.azure.net", &["*.notebooks.azure.net", "*.aznbcontent.net"]),
            ],
        )],
    ),
    service(
        "Microsoft.Purview/accounts",
        "Purview account",
        &[
            sub("account", &[zone("privatelink.purview.azure.com", &["{name}.purview.azure.com"])]),
            sub("portal", &[zone("privatelink.purviewstudio.azure.com", &["*.purviewstudio.azure.com"])]),
        ],
    ),
    service(
        "Microsoft.Search/searchServices",
        "search service",
        &[sub("searchService", &[zone("privatelink.search.windows.net", &["{name}.search.windows.net"])])],
    ),
    service(
        "Microsoft.ServiceBus/namespaces",
        "Service Bus namespace",
        &[sub("namespace", &[zone("privatelink.servicebus.windows.net", &["{name}.servicebus.windows.net"])])],
    ),
    service(
        "Microsoft.Sql/servers",
        "SQL server",
        &[sub("sqlServer", &[zone("privatelink.database.windows.net", &["{name}.database.windows.net"])])],
    ),
    service(
        "Microsoft.Storage/storageAccounts",
        "storage account",
        &[
            sub("blob", &[zone("privatelink.blob.core.windows.net", &["{name}.blob.core.windows.net"])]),
            sub(
                "blob_secondary",
                &[zone("privatelink.blob.core.windows.net", &["{name}-secondary.blob.core.windows.net"])],
            ),
            sub("table", &[zone("privatelink.table.core.windows.net", &["{name}.table.core.windows.net"])]),
            sub(
                "table_secondary",
                &[zone("privatelink.table.core.windows.net", &["{name}-secondary.table.core.windows.net"])],
            ),
            sub("queue", &[zone("privatelink.queue.core.windows.net", &["{name}.queue.core.windows.net"])]),
            sub(
                "queue_secondary",
                &[zone("privatelink.queue.core.windows.net", &["{name}-secondary.queue.core.windows.net"])],
            ),
            sub("file", &[zone("privatelink.file.core.windows.net", &["{name}.file.core.windows.net"])]),
            // The part before `web` names a zone of Azure's own: `{name}.z6.web.core.windows.net`.
            sub("web", &[zone("privatelink.web.core.windows.net", &["{name}.*.web.core.windows.net"])]),
            sub(
                "web_secondary",
                &[zone("privatelink.web.core.windows.net", &["{name}-secondary.*.web.core.windows.net"])],
            ),
            sub("dfs", &[zone("privatelink.dfs.core.windows.net", &["{name}.dfs.core.windows.net"])]),
            sub(
                "dfs_secondary",
                &[zone("privatelink.dfs.core.windows.net", &["{name}-secondary.dfs.core.windows.net"])],
            ),
        ],
    ),
    service(
        "Microsoft.Synapse/privateLinkHubs",
        "Synapse private link hub",
        &[sub("Web", &[zone("privatelink.azuresynapse.net", &["web.azuresynapse.net"])])],
    ),
    service(
        "Microsoft.Synapse/workspaces",
        "Synapse workspace",
        &[
            sub("Sql", &[zone("privatelink.sql.azuresynapse.net", &["{name}.sql.azuresynapse.net"])]),
            sub("SqlOnDemand", &[zone("privatelink.sql.azuresynapse.net", &["{name}-ondemand.sql.azuresynapse.net"])]),
            sub("Dev", &[zone("privatelink.dev.azuresynapse.net", &["{name}.dev.azuresynapse.net"])]),
        ],
    ),
    service(
        "Microsoft.Web/sites",
        "web app",
        &[sub(
            "sites",
            &[zone("privatelink.azurewebsites.net", &["{name}.azurewebsites.net", "{name}.scm.azurewebsites.net"])],
        )],
    ),
    // The endpoint leads to the site, and names the slot in its group.
    // <https://github.com/Azure/bicep-registry-modules/blob/9f9ea1a18204e262be9a4a64e3e3cc7fbe5e509d/avm/res/web/site/slot/main.bicep>
    service(
        "Microsoft.Web/sites/slots",
        "web app slot",
        &[sub("sites-{name}", &[zone("privatelink.azurewebsites.net", &["*.azurewebsites.net"])])],
    ),
];
