//! Which sub-resources of which services are in use, and what shows it.
//!
//! Besides private endpoints, which [`super::path`] looks at itself: children, connections, app settings, host names,
//! and what a workload is documented to need. docs/facts/private-link.md has the list.

use ringfence_estate::{
    Case, Estate, Guard, Kind, OriginId, Provision, Resource, ResourceId, ResourceIndex, Sameness, Value,
};

use super::endpoint::is_id;
use super::function_app::{Account, accounts};
use super::host::{Named, named};
use super::leaves::{Leaf, leaves};
use super::table::{self, Service};
use crate::finding::{Missing, Role, Step};
use crate::missing::{self, perhaps_same};

/// Something that uses a sub-resource.
#[derive(Clone, Debug)]
pub(super) struct Use {
    /// The service.
    pub(super) service: ResourceIndex,
    /// The group of the sub-resource.
    pub(super) group: &'static str,
    /// Under which choices it is there.
    pub(super) when: Guard,
    /// Without what it is not known that it uses that service; empty if it does.
    pub(super) missing: Vec<Missing>,
    /// Where it is.
    pub(super) step: Step,
}

/// Every use in an estate of a service that it declares.
pub(super) fn uses(estate: &Estate) -> Vec<Use> {
    let services = (0u32..).zip(&estate.resources).filter_map(|(index, resource)| {
        let service = table::find(&resource.id.kind)?;
        (resource.provision != Provision::External).then_some((ResourceIndex(index), resource, service))
    });
    let mut search = Search { estate, services: services.collect(), uses: Vec::new() };
    if search.services.is_empty() {
        return Vec::new();
    }
    for (index, resource) in (0u32..).zip(&estate.resources) {
        if resource.provision != Provision::External && !resource.present.is_never() {
            search.of(ResourceIndex(index), resource);
        }
    }
    // Who speaks to it says more than that there is something in it.
    search.uses.sort_by_key(|own| own.step.effect.as_ref() == PART);
    search.uses
}

struct Search<'e> {
    estate: &'e Estate,
    services: Vec<(ResourceIndex, &'e Resource, &'static Service)>,
    uses: Vec<Use>,
}

/// The resource that uses something, and the setting by which it does.
struct User<'a> {
    index: ResourceIndex,
    resource: &'a Resource,
    leaf: Leaf,
}

impl<'e> Search<'e> {
    fn of(&mut self, index: ResourceIndex, resource: &'e Resource) {
        let kind = resource.id.kind_key();
        for (_, suffix, group) in CHILDREN.iter().filter(|(parent, child, _)| is_child(&kind, parent, child)) {
            self.child(index, resource, suffix, group);
        }
        for (_, path) in TEXTS.iter().filter(|(of, _)| of.eq_ignore_ascii_case(&kind)) {
            let settings = names_settings(&kind, resource);
            if settings != Sameness::Different {
                self.texts(index, resource, path);
            }
        }
        for (_, path, service, groups) in IDS.iter().filter(|(of, ..)| of.eq_ignore_ascii_case(&kind)) {
            for leaf in at(resource, path) {
                self.by_id(&User { index, resource, leaf }, service, groups);
            }
        }
        match kind.as_str() {
            "microsoft.cognitiveservices/accounts/connections"
            | "microsoft.cognitiveservices/accounts/projects/connections"
            | "microsoft.machinelearningservices/workspaces/connections" => self.connection(index, resource),
            "microsoft.web/sites"
            | "microsoft.web/sites/slots"
            | "microsoft.web/sites/config"
            | "microsoft.web/sites/slots/config" => self.settings(index, resource),
            "microsoft.machinelearningservices/workspaces/datastores" => self.datastore(index, resource),
            "microsoft.machinelearningservices/workspaces/batchendpoints" => self.batch(index, resource),
            _ => {}
        }
        for (_, id, group) in OUTBOUND.iter().filter(|(of, ..)| of.eq_ignore_ascii_case(&kind)) {
            self.outbound(index, resource, id, group);
        }
    }

    /// A child of a service: a container, a share, a database.
    fn child(&mut self, index: ResourceIndex, resource: &Resource, suffix: &str, group: &'static str) {
        let mut parent = Some(resource.id.clone());
        for _ in suffix.split('/') {
            parent = parent.and_then(|id| id.parent());
        }
        let Some(parent) = parent else { return };
        let leaf = whole(resource, &Guard::Always);
        let user = User { index, resource, leaf };
        self.add_all(&user, &parent.kind, group, PART, |own| own.id.same(&parent));
    }

    /// Texts in which hosts are named.
    fn texts(&mut self, index: ResourceIndex, resource: &Resource, path: &str) {
        for leaf in at(resource, path) {
            for found in named(&leaf.value) {
                let user = User { index, resource, leaf: leaf.clone() };
                match found {
                    Named::Host { kind, group, name } => {
                        let same = |own: &Resource| own.id.name().same(&name, Case::Insensitive);
                        self.add_all(&user, kind, group, "names its host", same);
                    }
                    Named::Property { id, group } => {
                        self.add_all(&user, &id.kind, group, "names its host", |own| own.id.same(&id));
                    }
                }
            }
        }
    }

    fn by_id(&mut self, user: &User<'_>, kind: &str, groups: &[&'static str]) {
        for group in groups {
            self.add_all(user, kind, group, "needs it", |own| is_id(&user.leaf.value, &own.id));
        }
    }

    /// A connection says what it is for (`category`), the host (`target`), and often the id (`metadata.ResourceId`).
    ///
    /// <https://learn.microsoft.com/azure/templates/microsoft.cognitiveservices/accounts/projects/connections>
    fn connection(&mut self, index: ResourceIndex, resource: &Resource) {
        self.texts(index, resource, "properties.target");
        for leaf in at(resource, "properties.category") {
            let word = leaf.value.as_str().unwrap_or_default().to_ascii_lowercase();
            let Some((_, kind, group)) = CATEGORIES.iter().find(|(category, ..)| *category == word) else { continue };
            for id in at(resource, "properties.metadata.resourceId") {
                let when = id.when.and(&leaf.when);
                if !when.is_never() {
                    self.by_id(&User { index, resource, leaf: Leaf { when, ..id } }, kind, &[group]);
                }
            }
        }
    }

    /// A datastore names the storage account. Names of storage accounts are unique in Azure.
    ///
    /// <https://learn.microsoft.com/azure/templates/microsoft.machinelearningservices/workspaces/datastores>
    fn datastore(&mut self, index: ResourceIndex, resource: &Resource) {
        for kind in at(resource, "properties.datastoreType") {
            let word = kind.value.as_str().unwrap_or_default().to_ascii_lowercase();
            let Some((_, group)) = DATASTORES.iter().find(|(known, _)| *known == word) else { continue };
            for name in at(resource, "properties.accountName") {
                let when = name.when.and(&kind.when);
                if when.is_never() {
                    continue;
                }
                let user = User { index, resource, leaf: Leaf { when, ..name } };
                let same = |own: &Resource| own.id.name().same(&user.leaf.value, Case::Insensitive);
                self.add_all(&user, STORAGE, group, "speaks to it", same);
            }
        }
    }

    /// A function app names the account that it keeps its state in. Names of storage accounts are unique in Azure.
    fn settings(&mut self, index: ResourceIndex, resource: &Resource) {
        for Account { leaf, group, name } in accounts(resource) {
            let user = User { index, resource, leaf };
            let same = |own: &Resource| own.id.name().same(&name, Case::Insensitive);
            self.add_all(&user, STORAGE, group, "names it", same);
        }
    }

    /// Batch endpoints need the queues and tables of the workspace's storage account.
    ///
    /// <https://learn.microsoft.com/azure/machine-learning/how-to-secure-batch-endpoint>
    fn batch(&mut self, index: ResourceIndex, resource: &Resource) {
        let Some(workspace) = resource.id.parent() else { return };
        let ids: Vec<Value> = self
            .estate
            .of_kind("Microsoft.MachineLearningServices/workspaces")
            .filter(|(_, own)| own.id.same(&workspace) == Sameness::Same)
            .map(|(_, own)| own.property("storageAccount"))
            .collect();
        for id in ids {
            for (case, value) in id.each_case() {
                let leaf = whole(resource, case);
                let user = User { index, resource, leaf };
                for group in ["queue", "table"] {
                    self.add_all(&user, STORAGE, group, "needs it", |own| is_id(value, &own.id));
                }
            }
        }
    }

    /// A private endpoint that a service has in a network of Microsoft's: it uses what it leads to, and is in no subnet.
    fn outbound(&mut self, index: ResourceIndex, resource: &Resource, id: &str, group: &str) {
        for target in at(resource, id) {
            for word in at(resource, group) {
                let when = target.when.and(&word.when);
                if when.is_never() {
                    continue;
                }
                let user = User { index, resource, leaf: Leaf { when, ..target.clone() } };
                for (service, own, of) in self.services.clone() {
                    let sub = word.value.as_str().and_then(|word| of.sub(word));
                    if let Some(sub) = sub {
                        let same = is_id(&user.leaf.value, &own.id);
                        let effect = "leads to it from a network of Microsoft's, which is no subnet of yours";
                        self.add(&user, service, sub.group, same, effect);
                    }
                }
            }
        }
    }

    /// A use of the service of a type that something names.
    ///
    /// Where one certainly is it, one that may be it is it only if both are one resource, which then stands for both.
    fn add_all(
        &mut self,
        user: &User<'_>,
        kind: &str,
        group: &'static str,
        effect: &str,
        same: impl Fn(&Resource) -> Sameness,
    ) {
        let of_kind = self.services.iter().filter(|(_, own, _)| own.id.is(kind));
        let found: Vec<(ResourceIndex, Sameness)> = of_kind.map(|(index, own, _)| (*index, same(own))).collect();
        let is_named = found.iter().any(|(_, same)| *same == Sameness::Same);
        for (service, same) in found {
            if same == Sameness::Same || !is_named {
                self.add(user, service, group, same, effect);
            }
        }
    }

    fn add(&mut self, user: &User<'_>, service: ResourceIndex, group: &'static str, same: Sameness, effect: &str) {
        let Some(own) = self.estate.resource(service) else { return };
        if same == Sameness::Different {
            return;
        }
        let (free, in_doubt) = free_of_network(own);
        let when = user.leaf.when.and(&user.resource.present).and(&own.present).and(&free);
        if when.is_never() {
            return;
        }
        let mut missing = user.leaf.doubt.clone();
        if let Some(family) = &user.resource.family {
            missing.extend(missing::of_loop(family));
        }
        if same == Sameness::Maybe {
            missing.extend(match &user.leaf.value.kind {
                Kind::Term(term) => missing::of_term(term),
                _ => vec![perhaps_same(&user.leaf.value.to_string(), &own.id.display_name())],
            });
        }
        missing.extend(in_doubt);
        let place = [user.leaf.place, user.leaf.value.origin].into_iter().find(|own| *own != OriginId::NONE);
        self.uses.push(Use {
            service,
            group,
            when,
            missing,
            step: Step {
                resource: user.index,
                path: user.leaf.path.as_str().into(),
                actual: user.leaf.value.clone(),
                required: format!("an approved private endpoint for '{group}'").into(),
                effect: effect.into(),
                role: Role::Related,
                origin: place.unwrap_or(user.resource.origin),
            },
        });
    }
}

/// Under which choices a service may be outside a network of its own choice, and without what that is not known.
fn free_of_network(resource: &Resource) -> (Guard, Vec<Missing>) {
    let injected = table::find(&resource.id.kind).and_then(|service| service.injected.as_ref());
    let Some(injected) = injected else { return (Guard::Always, Vec::new()) };
    let (mut free, mut missing) = (Guard::Never, Vec::new());
    for (case, value) in resource.body.path(injected.path).each_case() {
        let is_inside = match (&value.kind, injected.value) {
            (Kind::Null | Kind::Omitted, _) => Some(false),
            (Kind::String(_), None) => Some(true),
            (Kind::String(word), Some(wanted)) => Some(word.eq_ignore_ascii_case(wanted)),
            // A subnet's id that is not known in part is one all the same.
            (Kind::Term(_), None) if ResourceId::parse(value).is_some() => Some(true),
            _ => None,
        };
        if is_inside.is_none() {
            missing.extend(missing::of_value(value, injected.path));
        }
        if is_inside != Some(true) {
            free = free.or(case);
        }
    }
    (free, missing)
}

/// A resource that is a use by being there, under a choice.
fn whole(resource: &Resource, when: &Guard) -> Leaf {
    Leaf {
        path: "name".into(),
        value: resource.id.name(),
        when: when.clone(),
        doubt: Vec::new(),
        place: resource.origin,
    }
}

fn at(resource: &Resource, path: &str) -> Vec<Leaf> {
    leaves(&resource.body, path)
}

fn is_child(kind: &str, parent: &str, child: &str) -> bool {
    kind.len() == parent.len() + child.len() + 1
        && kind.get(..parent.len()).is_some_and(|own| own.eq_ignore_ascii_case(parent))
        && kind.get(parent.len() + 1..).is_some_and(|own| own.eq_ignore_ascii_case(child))
}

/// Whether a site's `config` is one whose properties are settings; other types are not asked.
fn names_settings(kind: &str, resource: &Resource) -> Sameness {
    if !kind.ends_with("/config") {
        return Sameness::Same;
    }
    ["appsettings", "connectionstrings"].iter().fold(Sameness::Different, |answer, name| {
        match resource.id.name().same(&Value::text(name), Case::Insensitive) {
            Sameness::Different => answer,
            own => own,
        }
    })
}

/// The effect of a child.
const PART: &str = "belongs to it";

/// A type, and the type of a child below it that is a use of a sub-resource.
type Child = (&'static str, &'static str, &'static str);

const STORAGE: &str = "Microsoft.Storage/storageAccounts";
const COSMOS: &str = "Microsoft.DocumentDB/databaseAccounts";

/// The children that hold the data of a sub-resource, or serve it.
const CHILDREN: &[Child] = &[
    (STORAGE, "blobServices/containers", "blob"),
    (STORAGE, "fileServices/shares", "file"),
    (STORAGE, "queueServices/queues", "queue"),
    (STORAGE, "tableServices/tables", "table"),
    (COSMOS, "sqlDatabases", "Sql"),
    (COSMOS, "mongodbDatabases", "MongoDB"),
    (COSMOS, "cassandraKeyspaces", "Cassandra"),
    (COSMOS, "gremlinDatabases", "Gremlin"),
    (COSMOS, "tables", "Table"),
    ("Microsoft.ApiManagement/service", "apis", "Gateway"),
    ("Microsoft.AppConfiguration/configurationStores", "keyValues", "configurationStores"),
    ("Microsoft.Automation/automationAccounts", "webhooks", "Webhook"),
    ("Microsoft.Cache/redisEnterprise", "databases", "redisEnterprise"),
    ("Microsoft.CognitiveServices/accounts", "deployments", "account"),
    ("Microsoft.CognitiveServices/accounts", "projects", "account"),
    ("Microsoft.DBforPostgreSQL/flexibleServers", "databases", "postgresqlServer"),
    ("Microsoft.EventHub/namespaces", "eventhubs", "namespace"),
    ("Microsoft.KeyVault/vaults", "keys", "vault"),
    ("Microsoft.KeyVault/vaults", "secrets", "vault"),
    ("Microsoft.MachineLearningServices/workspaces", "batchEndpoints", "amlworkspace"),
    ("Microsoft.MachineLearningServices/workspaces", "computes", "amlworkspace"),
    ("Microsoft.MachineLearningServices/workspaces", "onlineEndpoints", "amlworkspace"),
    ("Microsoft.ServiceBus/namespaces", "queues", "namespace"),
    ("Microsoft.ServiceBus/namespaces", "topics", "namespace"),
    ("Microsoft.Sql/servers", "databases", "sqlServer"),
    ("Microsoft.Synapse/workspaces", "bigDataPools", "Dev"),
    ("Microsoft.Synapse/workspaces", "sqlPools", "Sql"),
];

/// Where a type names the hosts that it speaks to.
const TEXTS: &[(&str, &str)] = &[
    ("Microsoft.ApiManagement/service/apis", "properties.serviceUrl"),
    ("Microsoft.ApiManagement/service/backends", "properties.url"),
    ("Microsoft.ApiManagement/service/namedValues", "properties.keyVault.secretIdentifier"),
    ("Microsoft.App/containerApps", "properties.configuration.registries"),
    ("Microsoft.App/containerApps", "properties.configuration.secrets"),
    ("Microsoft.App/containerApps", "properties.template.containers"),
    ("Microsoft.App/containerApps", "properties.template.initContainers"),
    ("Microsoft.App/jobs", "properties.configuration.registries"),
    ("Microsoft.App/jobs", "properties.configuration.secrets"),
    ("Microsoft.App/jobs", "properties.template.containers"),
    ("Microsoft.App/jobs", "properties.template.initContainers"),
    ("Microsoft.ContainerInstance/containerGroups", "properties.containers"),
    ("Microsoft.ContainerInstance/containerGroups", "properties.imageRegistryCredentials"),
    ("Microsoft.DataFactory/factories/linkedservices", "properties.typeProperties"),
    ("Microsoft.Network/applicationGateways", "properties.backendAddressPools"),
    ("Microsoft.Network/applicationGateways", "properties.sslCertificates"),
    ("Microsoft.Synapse/workspaces/linkedServices", "properties.typeProperties"),
    ("Microsoft.Web/sites", "properties.functionAppConfig.deployment.storage.value"),
    ("Microsoft.Web/sites", "properties.siteConfig.appSettings"),
    ("Microsoft.Web/sites", "properties.siteConfig.connectionStrings"),
    ("Microsoft.Web/sites", "properties.siteConfig.linuxFxVersion"),
    ("Microsoft.Web/sites", "properties.siteConfig.windowsFxVersion"),
    ("Microsoft.Web/sites/config", "properties"),
    ("Microsoft.Web/sites/slots", "properties.siteConfig.appSettings"),
    ("Microsoft.Web/sites/slots", "properties.siteConfig.connectionStrings"),
    ("Microsoft.Web/sites/slots", "properties.siteConfig.linuxFxVersion"),
    ("Microsoft.Web/sites/slots", "properties.siteConfig.windowsFxVersion"),
    ("Microsoft.Web/sites/slots/config", "properties"),
];

/// A type, where it names a service that it needs, the service's type, and the sub-resources that it needs of it.
type Needs = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// What a machine learning workspace needs of its associated resources.
///
/// <https://learn.microsoft.com/azure/machine-learning/how-to-secure-workspace-vnet>
const IDS: &[Needs] = &[
    ("Microsoft.MachineLearningServices/workspaces", "properties.storageAccount", STORAGE, &["blob", "file"]),
    ("Microsoft.MachineLearningServices/workspaces", "properties.keyVault", "Microsoft.KeyVault/vaults", &["vault"]),
    (
        "Microsoft.MachineLearningServices/workspaces",
        "properties.containerRegistry",
        "Microsoft.ContainerRegistry/registries",
        &["registry"],
    ),
];

/// The categories of connections, the type that they lead to, and the sub-resource.
const CATEGORIES: &[(&str, &str, &str)] = &[
    ("aiservices", "Microsoft.CognitiveServices/accounts", "account"),
    ("azureblob", STORAGE, "blob"),
    ("azurekeyvault", "Microsoft.KeyVault/vaults", "vault"),
    ("azureopenai", "Microsoft.CognitiveServices/accounts", "account"),
    ("azurestorageaccount", STORAGE, "blob"),
    ("cognitivesearch", "Microsoft.Search/searchServices", "searchService"),
    ("cognitiveservice", "Microsoft.CognitiveServices/accounts", "account"),
    ("containerregistry", "Microsoft.ContainerRegistry/registries", "registry"),
    ("cosmosdb", COSMOS, "Sql"),
];

/// The types of datastores, and the sub-resource that they speak to.
const DATASTORES: &[(&str, &str)] = &[("azureblob", "blob"), ("azuredatalakegen2", "dfs"), ("azurefile", "file")];

/// The types of private endpoints that are in a network of Microsoft's: where they name what they lead to, and the group.
const OUTBOUND: &[Child] = &[
    (
        "Microsoft.CognitiveServices/accounts/managedNetworks/outboundRules",
        "properties.destination.serviceResourceId",
        "properties.destination.subresourceTarget",
    ),
    (
        "Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints",
        "properties.privateLinkResourceId",
        "properties.groupId",
    ),
    (
        "Microsoft.MachineLearningServices/workspaces/outboundRules",
        "properties.destination.serviceResourceId",
        "properties.destination.subresourceTarget",
    ),
    (
        "Microsoft.Search/searchServices/sharedPrivateLinkResources",
        "properties.privateLinkResourceId",
        "properties.groupId",
    ),
    (
        "Microsoft.Synapse/workspaces/managedVirtualNetworks/managedPrivateEndpoints",
        "properties.privateLinkResourceId",
        "properties.groupId",
    ),
];
