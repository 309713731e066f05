//! Types of resource that have no public data plane to decide about.

/// Whether a type is known to have no public data plane of its own: its parent's stands for it, other claims judge it,
/// or it has none.
pub(super) fn has_none(kind: &str) -> bool {
    let lower = kind.to_ascii_lowercase();
    let is_of = |prefix: &str| {
        let prefix = prefix.to_ascii_lowercase();
        lower.strip_prefix(&prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    NAMESPACES.iter().chain(TYPES).any(|known| is_of(known))
        || super::table::SERVICES.iter().any(|service| is_of(service.kind))
}

/// Namespaces that govern, describe or watch, and whose resources answer to Azure Resource Manager only.
const NAMESPACES: &[&str] = &[
    "Microsoft.Advisor",
    "Microsoft.Authorization",
    "Microsoft.Billing",
    "Microsoft.Consumption",
    "Microsoft.CostManagement",
    "Microsoft.Features",
    "Microsoft.GuestConfiguration",
    "Microsoft.Maintenance",
    "Microsoft.ManagedIdentity",
    "Microsoft.Management",
    "Microsoft.OperationsManagement",
    "Microsoft.PolicyInsights",
    "Microsoft.Portal",
    "Microsoft.Resources",
    "Microsoft.Security",
    "Microsoft.SecurityInsights",
    "Microsoft.Subscription",
];

/// Types that networks are made of, and those that watch. What is an entry itself, such as a machine or an application
/// gateway, is not among them: until a claim judges it, a report says that nobody did.
const TYPES: &[&str] = &[
    "Microsoft.Bing/accounts",
    "Microsoft.CognitiveServices/accounts/projects",
    "Microsoft.Compute/availabilitySets",
    "Microsoft.Compute/diskEncryptionSets",
    "Microsoft.Compute/galleries",
    "Microsoft.Compute/images",
    "Microsoft.Compute/proximityPlacementGroups",
    "Microsoft.Compute/sshPublicKeys",
    "Microsoft.DevTestLab/schedules",
    "Microsoft.Insights/actionGroups",
    "Microsoft.Insights/activityLogAlerts",
    "Microsoft.Insights/autoscaleSettings",
    "Microsoft.Insights/dataCollectionRuleAssociations",
    "Microsoft.Insights/dataCollectionRules",
    "Microsoft.Insights/diagnosticSettings",
    "Microsoft.Insights/metricAlerts",
    "Microsoft.Insights/privateLinkScopes",
    "Microsoft.Insights/scheduledQueryRules",
    "Microsoft.Insights/webtests",
    "Microsoft.Insights/workbooks",
    "Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies",
    "Microsoft.Network/applicationSecurityGroups",
    "Microsoft.Network/azureFirewalls",
    "Microsoft.Network/bastionHosts",
    "Microsoft.Network/connections",
    "Microsoft.Network/ddosProtectionPlans",
    "Microsoft.Network/dnsForwardingRulesets",
    "Microsoft.Network/dnsResolverPolicies",
    "Microsoft.Network/dnsResolvers",
    "Microsoft.Network/dnsZones",
    "Microsoft.Network/expressRouteCircuits",
    "Microsoft.Network/expressRouteGateways",
    "Microsoft.Network/firewallPolicies",
    "Microsoft.Network/frontDoorWebApplicationFirewallPolicies",
    "Microsoft.Network/ipGroups",
    "Microsoft.Network/localNetworkGateways",
    "Microsoft.Network/natGateways",
    "Microsoft.Network/networkInterfaces",
    "Microsoft.Network/networkManagers",
    "Microsoft.Network/networkSecurityGroups",
    "Microsoft.Network/networkSecurityPerimeters",
    "Microsoft.Network/networkWatchers",
    "Microsoft.Network/privateDnsZones",
    "Microsoft.Network/privateEndpoints",
    "Microsoft.Network/privateLinkServices",
    "Microsoft.Network/publicIPAddresses",
    "Microsoft.Network/publicIPPrefixes",
    "Microsoft.Network/routeTables",
    "Microsoft.Network/serviceEndpointPolicies",
    "Microsoft.Network/virtualHubs",
    "Microsoft.Network/virtualNetworkGateways",
    "Microsoft.Network/virtualNetworks",
    "Microsoft.Network/virtualWans",
    "Microsoft.Network/vpnGateways",
    "Microsoft.Network/vpnSites",
    "Microsoft.Web/certificates",
    "Microsoft.Web/hostingEnvironments",
    "Microsoft.Web/serverfarms",
];
