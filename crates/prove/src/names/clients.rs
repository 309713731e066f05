//! Where code or people run in a network: who asks for names.
//!
//! What runs in a network that Microsoft manages (Azure Machine Learning, Foundry) asks Microsoft's servers, and is no
//! client of any network here. <https://learn.microsoft.com/azure/machine-learning/how-to-managed-network>

use ringfence_estate::{Estate, Kind, OriginId, Provision, Resource, ResourceId, ResourceIndex, Sameness, Value};

use crate::explore::{Path, Setting};
use crate::finding::Missing;
use crate::items::items;
use crate::missing::{self, perhaps_same};
use crate::private_link::endpoint::subnet_id;

/// Something that asks for names from a network.
pub(super) struct Client {
    /// As a person says it: `virtual machine vm-jump-box`.
    pub(super) name: String,
    /// The place that puts it into the network.
    pub(super) origin: OriginId,
    /// The subnet, or the network, that it names there.
    pub(super) subnet: Setting,
    /// Without what it is not known that it is there; empty if it is.
    pub(super) doubt: Vec<Missing>,
    /// The interface, if it may have servers of its own.
    pub(super) interface: Option<ResourceIndex>,
}

/// Where a type names the subnets that its code runs in.
struct Kinds {
    kind: &'static str,
    name: &'static str,
    /// A list in the body, if there may be several.
    list: Option<&'static str>,
    /// The subnet's id, in an element or in the body.
    subnet: &'static str,
}

const fn one(kind: &'static str, name: &'static str, subnet: &'static str) -> Kinds {
    Kinds { kind, name, list: None, subnet }
}

const fn many(kind: &'static str, name: &'static str, list: &'static str, subnet: &'static str) -> Kinds {
    Kinds { kind, name, list: Some(list), subnet }
}

/// The types other than virtual machines, whose interfaces are resources of their own. Property paths are those of
/// <https://learn.microsoft.com/azure/templates/>.
const KINDS: [Kinds; 16] = [
    one("Microsoft.Web/sites", "web app", "properties.virtualNetworkSubnetId"),
    one("Microsoft.Web/sites/slots", "web app slot", "properties.virtualNetworkSubnetId"),
    one("Microsoft.Web/hostingEnvironments", "App Service environment", "properties.virtualNetwork.id"),
    one(
        "Microsoft.App/managedEnvironments",
        "container environment",
        "properties.vnetConfiguration.infrastructureSubnetId",
    ),
    one(
        "Microsoft.ApiManagement/service",
        "API Management service",
        "properties.virtualNetworkConfiguration.subnetResourceId",
    ),
    one("Microsoft.MachineLearningServices/workspaces/computes", "compute", "properties.properties.subnet.id"),
    one("Microsoft.Batch/batchAccounts/pools", "batch pool", "properties.networkConfiguration.subnetId"),
    one("Microsoft.DevOpsInfrastructure/pools", "DevOps pool", "properties.fabricProfile.networkProfile.subnetId"),
    many("Microsoft.CognitiveServices/accounts", "agents of", "properties.networkInjections", "subnetArmId"),
    many(
        "Microsoft.ContainerService/managedClusters",
        "Kubernetes cluster",
        "properties.agentPoolProfiles",
        "vnetSubnetID",
    ),
    one("Microsoft.ContainerService/managedClusters/agentPools", "node pool", "properties.vnetSubnetID"),
    many("Microsoft.ContainerInstance/containerGroups", "container group", "properties.subnetIds", "id"),
    many("Microsoft.Resources/deploymentScripts", "deployment script", "properties.containerSettings.subnetIds", "id"),
    many(
        "Microsoft.Network/applicationGateways",
        "application gateway",
        "properties.gatewayIPConfigurations",
        "properties.subnet.id",
    ),
    many(
        "Microsoft.Compute/virtualMachineScaleSets",
        "scale set",
        "properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations",
        "properties.ipConfigurations",
    ),
    many(
        "Microsoft.Compute/virtualMachines",
        "virtual machine",
        "properties.networkProfile.networkInterfaceConfigurations",
        "properties.ipConfigurations",
    ),
];

const MACHINE: &str = "Microsoft.Compute/virtualMachines";

/// The clients in a network, those that are certainly there first. Choices that cannot matter are not made.
pub(super) fn clients(path: &mut Path<'_>, network: &ResourceId) -> Vec<Client> {
    let mut found = Vec::new();
    for kinds in &KINDS {
        for (index, resource) in path.estate.of_kind(kinds.kind) {
            if resource.provision == Provision::External || !perhaps(path.estate, resource, kinds, network) {
                continue;
            }
            if path.holds(&resource.present) {
                found.extend(of_kind(path, kinds, index, resource, network));
            }
        }
    }
    for (index, machine) in path.estate.of_kind(MACHINE) {
        if machine.provision != Provision::External && path.holds(&machine.present) {
            found.extend(of_machine(path, index, machine, network));
        }
    }
    found.sort_by_key(|client| !client.doubt.is_empty());
    found
}

fn of_kind(
    path: &mut Path<'_>,
    kinds: &Kinds,
    index: ResourceIndex,
    resource: &Resource,
    network: &ResourceId,
) -> Vec<Client> {
    let mut found = Vec::new();
    let mut add = |path: &mut Path<'_>, subnet: Setting, mut doubt: Vec<Missing>| {
        let Some(own) = is_in(path, &subnet, network) else { return };
        doubt.extend(own);
        doubt.extend(resource.family.as_ref().map(missing::of_loop).unwrap_or_default());
        let name = format!("{} {}", kinds.name, resource.id.display_name());
        found.push(Client { name, origin: subnet.origin, subnet, doubt, interface: None });
    };
    let Some(list) = kinds.list else {
        let subnet = path.setting(index, kinds.subnet);
        add(path, subnet, Vec::new());
        return found;
    };
    let list = path.setting(index, list);
    for item in items(path, &list) {
        let subnet = item.member(path, kinds.subnet, index);
        if kinds.subnet == "properties.ipConfigurations" {
            for inner in items(path, &subnet) {
                let subnet = inner.member(path, "properties.subnet.id", index);
                add(path, subnet, item.doubt.iter().chain(&inner.doubt).cloned().collect());
            }
        } else {
            add(path, subnet, item.doubt);
        }
    }
    found
}

fn of_machine(path: &mut Path<'_>, index: ResourceIndex, machine: &Resource, network: &ResourceId) -> Vec<Client> {
    let list = path.setting(index, "properties.networkProfile.networkInterfaces");
    let mut found = Vec::new();
    for item in items(path, &list) {
        let id = item.member(path, "id", index);
        let Some(interface) = ResourceId::parse(&id.value) else { continue };
        let ringfence_estate::Found::Resource(at) = path.find(&interface) else { continue };
        let configurations = path.setting(at, "properties.ipConfigurations");
        for inner in items(path, &configurations) {
            let subnet = inner.member(path, "properties.subnet.id", at);
            let Some(own) = is_in(path, &subnet, network) else { continue };
            let mut doubt: Vec<Missing> = item.doubt.iter().chain(&inner.doubt).cloned().collect();
            doubt.extend(own);
            doubt.extend(machine.family.as_ref().map(missing::of_loop).unwrap_or_default());
            let name = format!("virtual machine {}", machine.id.display_name());
            found.push(Client { name, origin: subnet.origin, subnet, doubt, interface: Some(at) });
        }
    }
    found
}

/// Without what it is not known that a subnet is one of the network; none if it is not.
fn is_in(path: &Path<'_>, subnet: &Setting, network: &ResourceId) -> Option<Vec<Missing>> {
    match of_subnet(path.estate, &subnet.value, network) {
        Sameness::Same => Some(Vec::new()),
        Sameness::Different => None,
        Sameness::Maybe => Some(match ResourceId::parse(&subnet.value) {
            Some(_) => vec![perhaps_same(&subnet.value.to_string(), &network.to_string())],
            None => missing::of_value(&subnet.value, &subnet.path),
        }),
    }
}

/// Whether the id of a subnet, or of a network, names one of the network.
fn of_subnet(estate: &Estate, subnet: &Value, network: &ResourceId) -> Sameness {
    let own = match (&subnet.kind, subnet_id(estate, subnet)) {
        (_, Some(id)) if id.is("Microsoft.Network/virtualNetworks/subnets") => id.parent(),
        (_, Some(id)) if id.is("Microsoft.Network/virtualNetworks") => Some(id),
        (Kind::Term(_), None) => return Sameness::Maybe,
        _ => None,
    };
    own.map_or(Sameness::Different, |own| own.same(network))
}

/// Whether a resource may be in the network, whatever is chosen.
fn perhaps(estate: &Estate, resource: &Resource, kinds: &Kinds, network: &ResourceId) -> bool {
    subnets_of(resource, kinds).iter().any(|subnet| of_subnet(estate, subnet, network) != Sameness::Different)
}

/// Every subnet that a resource may name, whatever is chosen.
fn subnets_of(resource: &Resource, kinds: &Kinds) -> Vec<Value> {
    let each = |value: &Value| value.each_case().map(|(_, case)| case.clone()).collect::<Vec<_>>();
    let Some(list) = kinds.list else { return each(&resource.body.path(kinds.subnet)) };
    let mut found = Vec::new();
    for list in each(&resource.body.path(list)) {
        match &list.kind {
            Kind::Array(array) => {
                for element in &array.elements {
                    for subnet in each(&element.value.path(kinds.subnet)) {
                        match subnet.as_array() {
                            Some(inner) => found.extend(
                                inner.elements.iter().flat_map(|own| each(&own.value.path("properties.subnet.id"))),
                            ),
                            None => found.push(subnet),
                        }
                    }
                }
            }
            Kind::Term(_) => found.push(list),
            _ => {}
        }
    }
    found
}
