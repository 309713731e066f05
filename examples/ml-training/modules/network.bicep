// A hub with the ways in and out, and a spoke in which the work is done. Each subnet has one task, and a security group
// that names every flow it needs.

param location string
param tags object

@description('The store of the workspace. Beside Azure Machine Learning\'s own accounts, the cluster may reach no other by its public address.')
param storageId string

// ---- Address plan ----

var hubPrefix = '10.40.0.0/24'
var firewallPrefix = '10.40.0.0/26'
var bastionPrefix = '10.40.0.64/26'
var resolverPrefix = '10.40.0.128/28'
var resolverAddress = '10.40.0.132' // The first four addresses of a subnet are Azure's.

var trainingPrefix = '10.41.0.0/22'
var clusterPrefix = '10.41.0.0/24'
var endpointsPrefix = '10.41.1.0/26'
var jumpBoxPrefix = '10.41.1.64/28'

// ---- Who may talk to whom ----

@description('Cluster: its own nodes, private endpoints, and what the firewall lets out.')
module clusterGroup 'security-group.bicep' = {
  name: 'cluster-group'
  params: {
    name: 'nsg-cluster'
    location: location
    tags: tags
    rules: [
      { name: 'in-nodes', direction: 'Inbound', protocol: '*', from: clusterPrefix, to: clusterPrefix, ports: ['*'] }
      { name: 'out-nodes', direction: 'Outbound', protocol: '*', from: clusterPrefix, to: clusterPrefix, ports: ['*'] }
      { name: 'out-endpoints', direction: 'Outbound', protocol: 'Tcp', from: clusterPrefix, to: endpointsPrefix, ports: ['443', '445'] }
      { name: 'out-names', direction: 'Outbound', protocol: '*', from: clusterPrefix, to: resolverPrefix, ports: ['53'] }
      { name: 'out-firewall', direction: 'Outbound', protocol: 'Tcp', from: clusterPrefix, to: 'Internet', ports: ['443', '8787', '18881'] }
      { name: 'out-node-control', direction: 'Outbound', protocol: 'Udp', from: clusterPrefix, to: 'AzureMachineLearning', ports: ['5831'] }
    ]
  }
}

@description('The private endpoints of all services. Endpoints answer; they never start traffic.')
module endpointsGroup 'security-group.bicep' = {
  name: 'endpoints-group'
  params: {
    name: 'nsg-endpoints'
    location: location
    tags: tags
    rules: [
      { name: 'in-cluster', direction: 'Inbound', protocol: 'Tcp', from: clusterPrefix, to: endpointsPrefix, ports: ['443', '445'] }
      { name: 'in-jump-box', direction: 'Inbound', protocol: 'Tcp', from: jumpBoxPrefix, to: endpointsPrefix, ports: ['443'] }
    ]
  }
}

@description('Jump box: in from Bastion only; out to private endpoints, and what the firewall lets out.')
module jumpBoxGroup 'security-group.bicep' = {
  name: 'jump-box-group'
  params: {
    name: 'nsg-jump-box'
    location: location
    tags: tags
    rules: [
      { name: 'in-bastion', direction: 'Inbound', protocol: 'Tcp', from: bastionPrefix, to: jumpBoxPrefix, ports: ['22'] }
      { name: 'out-endpoints', direction: 'Outbound', protocol: 'Tcp', from: jumpBoxPrefix, to: endpointsPrefix, ports: ['443'] }
      { name: 'out-names', direction: 'Outbound', protocol: '*', from: jumpBoxPrefix, to: resolverPrefix, ports: ['53'] }
      { name: 'out-firewall', direction: 'Outbound', protocol: 'Tcp', from: jumpBoxPrefix, to: 'Internet', ports: ['80', '443'] }
    ]
  }
}

@description('Resolver: answers the spoke. It asks Azure by a way that no security group sees.')
module resolverGroup 'security-group.bicep' = {
  name: 'resolver-group'
  params: {
    name: 'nsg-resolver'
    location: location
    tags: tags
    rules: [
      { name: 'in-names', direction: 'Inbound', protocol: '*', from: trainingPrefix, to: resolverPrefix, ports: ['53'] }
    ]
  }
}

// Azure refuses a Bastion whose subnet lacks one of these: https://learn.microsoft.com/azure/bastion/bastion-nsg
@description('Bastion: the one way in for administrators.')
module bastionGroup 'security-group.bicep' = {
  name: 'bastion-group'
  params: {
    name: 'nsg-bastion'
    location: location
    tags: tags
    rules: [
      { name: 'in-administrators', direction: 'Inbound', protocol: 'Tcp', from: 'Internet', to: '*', ports: ['443'] }
      { name: 'in-control-plane', direction: 'Inbound', protocol: 'Tcp', from: 'GatewayManager', to: '*', ports: ['443'] }
      { name: 'in-health-probes', direction: 'Inbound', protocol: 'Tcp', from: 'AzureLoadBalancer', to: '*', ports: ['443'] }
      { name: 'in-data-plane', direction: 'Inbound', protocol: '*', from: 'VirtualNetwork', to: 'VirtualNetwork', ports: ['8080', '5701'] }
      { name: 'out-machines', direction: 'Outbound', protocol: '*', from: '*', to: 'VirtualNetwork', ports: ['22', '3389'] }
      { name: 'out-azure', direction: 'Outbound', protocol: 'Tcp', from: '*', to: 'AzureCloud', ports: ['443'] }
      { name: 'out-data-plane', direction: 'Outbound', protocol: '*', from: 'VirtualNetwork', to: 'VirtualNetwork', ports: ['8080', '5701'] }
      { name: 'out-session-information', direction: 'Outbound', protocol: '*', from: '*', to: 'Internet', ports: ['80'] }
    ]
  }
}

// ---- Routes ----

@description('Sends what leaves the spoke to the firewall. firewall.bicep adds the route, since it knows the address.')
resource egressRoutes 'Microsoft.Network/routeTables@2025-07-01' = {
  name: 'rt-egress'
  location: location
  tags: tags
  properties: {
    disableBgpRoutePropagation: true
  }
}

@description('Azure runs the cluster with storage accounts of its own, which have no private endpoint. Through the service endpoint that carries this policy, the cluster reaches those and nobody else\'s.')
resource storageOfTheService 'Microsoft.Network/serviceEndpointPolicies@2025-07-01' = {
  name: 'sep-cluster'
  location: location
  tags: tags
  properties: {
    serviceEndpointPolicyDefinitions: [
      {
        name: 'workspace-store' // Azure asks for one account at least.
        properties: {
          service: 'Microsoft.Storage'
          serviceResources: [storageId]
        }
      }
      {
        name: 'machine-learning'
        properties: {
          service: 'Global'
          serviceResources: ['/services/Azure/MachineLearning']
        }
      }
    ]
  }
}

// ---- Networks ----

@description('Covers the public addresses of Bastion and the firewall. One plan serves a whole tenant: name yours instead, if you have one.')
resource ddosPlan 'Microsoft.Network/ddosProtectionPlans@2024-01-01' = {
  name: 'ddos-training'
  location: location
  tags: tags
  properties: {}
}

resource hub 'Microsoft.Network/virtualNetworks@2025-07-01' = {
  name: 'vnet-hub'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [hubPrefix]
    }
    enableDdosProtection: true
    ddosProtectionPlan: { id: ddosPlan.id }
    // `defaultOutboundAccess: false` in each subnet: Azure's implicit way out would go round the firewall.
    subnets: [
      {
        name: 'AzureFirewallSubnet' // Takes no security group.
        properties: {
          addressPrefix: firewallPrefix
          defaultOutboundAccess: false
        }
      }
      {
        name: 'AzureBastionSubnet'
        properties: {
          addressPrefix: bastionPrefix
          defaultOutboundAccess: false
          networkSecurityGroup: { id: bastionGroup.outputs.id }
        }
      }
      {
        name: 'snet-resolver'
        properties: {
          addressPrefix: resolverPrefix
          defaultOutboundAccess: false
          networkSecurityGroup: { id: resolverGroup.outputs.id }
          delegations: [
            {
              name: 'resolver'
              properties: { serviceName: 'Microsoft.Network/dnsResolvers' }
            }
          ]
        }
      }
    ]
  }
}

resource training 'Microsoft.Network/virtualNetworks@2025-07-01' = {
  name: 'vnet-training'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [trainingPrefix]
    }
    dhcpOptions: {
      dnsServers: [resolverAddress] // So that the zones that count are those that the hub is linked to.
    }
    subnets: [
      {
        name: 'snet-cluster'
        properties: {
          addressPrefix: clusterPrefix
          defaultOutboundAccess: false
          networkSecurityGroup: { id: clusterGroup.outputs.id }
          routeTable: { id: egressRoutes.id }
          serviceEndpoints: [{ service: 'Microsoft.Storage' }]
          serviceEndpointPolicies: [{ id: storageOfTheService.id }]
        }
      }
      {
        name: 'snet-endpoints'
        properties: {
          addressPrefix: endpointsPrefix
          defaultOutboundAccess: false
          networkSecurityGroup: { id: endpointsGroup.outputs.id }
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled' // Otherwise the group does not apply to endpoints.
        }
      }
      {
        name: 'snet-jump-box'
        properties: {
          addressPrefix: jumpBoxPrefix
          defaultOutboundAccess: false
          networkSecurityGroup: { id: jumpBoxGroup.outputs.id }
          routeTable: { id: egressRoutes.id }
        }
      }
    ]
  }
}

resource hubToTraining 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2025-07-01' = {
  parent: hub
  name: 'to-training'
  properties: {
    remoteVirtualNetwork: { id: training.id }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: false
    allowGatewayTransit: false
  }
}

resource trainingToHub 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2025-07-01' = {
  parent: training
  name: 'to-hub'
  properties: {
    remoteVirtualNetwork: { id: hub.id }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: true // What the firewall passes on.
    useRemoteGateways: false
  }
}

output hubId string = hub.id
output trainingNetworkId string = training.id
output routeTableName string = egressRoutes.name
output resolverAddress string = resolverAddress
output clusterPrefix string = clusterPrefix
output jumpBoxPrefix string = jumpBoxPrefix
output firewallSubnetId string = '${hub.id}/subnets/AzureFirewallSubnet'
output bastionSubnetId string = '${hub.id}/subnets/AzureBastionSubnet'
output resolverSubnetId string = '${hub.id}/subnets/snet-resolver'
output clusterSubnetId string = '${training.id}/subnets/snet-cluster'
output endpointsSubnetId string = '${training.id}/subnets/snet-endpoints'
output jumpBoxSubnetId string = '${training.id}/subnets/snet-jump-box'
